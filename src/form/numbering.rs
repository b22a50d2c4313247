//! Numbers of units: gaps, repetitions, and figures of another form than the act should have.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{Flaw, Text};
use crate::lang::TokenKind;
use crate::model::frame::FlawKind;
use crate::model::{Number, UnitKind};
use crate::source::Span;

/// The most by which a number that belongs to a series is away from its place.
const FAR: u32 = 3;

/// The most units that a fix numbers anew.
const RENUMBERED: usize = 200;

/// A unit with the figures of its label.
#[derive(Debug, Clone)]
struct Numbered {
    unit: usize,
    number: Number,
    figures: Span,
}

/// The numbers used so far, each with the unit around and the kind.
type Seen<'s> = BTreeSet<(Option<usize>, UnitKind, &'s str)>;

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let mut seen: Seen<'_> = BTreeSet::new();
    let mut letters: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let mut runs: BTreeMap<(UnitKind, Option<usize>), Vec<Numbered>> = BTreeMap::new();
    let mut cells: BTreeMap<(UnitKind, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (at, unit) in text.act.units.iter().enumerate() {
        if unit.number.is_empty() || !is_numbered(unit.kind) {
            continue;
        }
        let Some((figures, written)) = text.label(at) else { continue };
        if !text.opens_text(at, figures) {
            cells.entry((unit.kind, text.run_of(at))).or_default().push(at);
            continue;
        }
        // The letters of a list have the numbers of their places.
        let place = letters.entry(unit.parent).or_default();
        *place += usize::from(unit.kind == UnitKind::Subparagraph);
        form(text, (at, figures, written), *place, &seen, found);
        seen.insert((unit.parent, unit.kind, unit.number.as_str()));
        if let Some(number) = Number::parse(&unit.number).filter(|_| !text.is_head(at)) {
            let run = runs.entry((unit.kind, text.run_of(at))).or_default();
            run.push(Numbered { unit: at, number, figures });
        }
    }
    for (key, run) in &runs {
        // What looks like a cell may be a unit in an unusual dress: nothing is said of its neighbours.
        let cells = cells.get(key).map_or(&[][..], Vec::as_slice);
        let between = |one: &Numbered, other: &Numbered| {
            cells.iter().any(|cell| one.unit < *cell && *cell < other.unit)
        };
        for at in (1..run.len()).filter(|at| !between(&run[at - 1], &run[*at])) {
            sequence(text, run, at, found);
        }
    }
}

/// Whether lawyers number units of a kind one after the other.
fn is_numbered(kind: UnitKind) -> bool {
    kind.is_container()
        || matches!(
            kind,
            UnitKind::Article
                | UnitKind::Paragraph
                | UnitKind::Subparagraph
                | UnitKind::Subsubparagraph
        )
}

impl Text<'_, '_> {
    /// Whether text follows the label of a unit. A number that stands alone on its line, before a bar or before
    /// more figures is a cell of a table.
    fn opens_text(&self, unit: usize, figures: Span) -> bool {
        let kind = self.act.units[unit].kind;
        if kind.is_container() || kind == UnitKind::Article {
            return true;
        }
        let behind = self.reading.source.text().get(figures.end as usize..).unwrap_or_default();
        let line = behind.lines().next().unwrap_or_default();
        let marked = line.starts_with([')', '.']) || line.starts_with(char::is_alphabetic);
        let rest = line.trim_start_matches([')', '.', '\\']);
        // A tab behind the label sets it off; one further on sets off a cell.
        let cells = rest.trim_start().contains(['|', '\t']) || line.trim_start().starts_with('|');
        marked && !cells && rest.contains(char::is_alphabetic)
    }

    /// Whether a numbered paragraph is the head of those behind it: one line without a mark at its end.
    fn is_head(&self, unit: usize) -> bool {
        let here = &self.act.units[unit];
        let words = self.slice(here.span).trim_end();
        here.kind == UnitKind::Paragraph
            && !words.contains('\n')
            && !words.ends_with(['.', ';', ':', ',', '!', '?', '»', '"', ')', '”'])
    }

    /// The figures in the label of a unit, with the words of the label behind which they stand.
    fn label(&self, unit: usize) -> Option<(Span, &str)> {
        /// Tokens in which the figures of a label stand: «Статья 12.», «12-бап», "(12)", marks of a heading.
        const LABEL: usize = 6;
        let tokens = &self.reading.tokens;
        let first = tokens.at_or_after(self.act.units[unit].span.start);
        let list = tokens.list();
        let number = &self.act.units[unit].number;
        let end = (first + LABEL).min(list.len());
        let starts = |at: &usize| {
            let token = list[*at];
            match token.kind {
                TokenKind::Number => number.starts_with(tokens.text(token)),
                TokenKind::Word => {
                    let word = tokens.text(token);
                    word.to_lowercase() == *number
                        || Number::roman(word).is_some_and(|n| n.to_string() == *number)
                }
                TokenKind::Mark => false,
            }
        };
        let at = (first..end).find(starts)?;
        // What is joined to the figures is part of the number: «15-1», «15.1», «15/1», «15а».
        let mut last = at;
        while let (Some(mark), Some(next)) = (list.get(last + 1), list.get(last + 2)) {
            let joins =
                mark.is('-') || mark.is('–') || mark.is('‑') || mark.is('.') || mark.is('/');
            let touches = mark.start == list[last].end && next.start == mark.end;
            if !(joins && touches && next.kind == TokenKind::Number) {
                break;
            }
            last += 2;
        }
        let span = tokens.span(at..last + 1);
        Some((span, self.slice(span)))
    }

    /// The unit inside which a number must be unique: the whole act, or an attachment, for what runs through it.
    fn run_of(&self, unit: usize) -> Option<usize> {
        let here = &self.act.units[unit];
        let through = matches!(
            here.kind,
            UnitKind::Article | UnitKind::Chapter | UnitKind::Section | UnitKind::Part
        );
        let mut at = here.parent;
        while let Some(parent) = at {
            let around = &self.act.units[parent];
            let steps_over = if through {
                around.kind != UnitKind::Attachment
            } else {
                // Points of an act that has no articles run through its chapters.
                around.kind.is_container() && here.kind == UnitKind::Paragraph
            };
            if !steps_over {
                return Some(parent);
            }
            at = around.parent;
        }
        None
    }

    /// Whether the words between two units tell of units that are gone, or hold a label that was not read.
    fn accounts_for(&self, between: Span, number: u32) -> bool {
        if self.places.notes.touch(between) {
            return true;
        }
        let list = self.reading.tokens.list();
        let range = self.reading.tokens.inside(between);
        // The label of a unit that was read is not that of another one.
        let read = |at: usize| {
            let units = &self.act.units;
            let unit = units.partition_point(|u| u.span.start <= list[at].start).checked_sub(1);
            unit.is_some_and(|u| units[u].span.start == list[at].start)
        };
        range.clone().skip(1).filter(|at| !read(*at)).any(|at| {
            let closed = list.get(at + 1).is_some_and(|t| t.is(')') || t.is('.') || t.is('-'));
            let ranged = at > range.start && (list[at - 1].is('-') || list[at - 1].is('–'));
            self.reading.tokens.number(list[at]) == Some(number) && (closed || ranged)
        })
    }
}

/// What the shape of a number alone shows.
fn form(
    text: Text<'_, '_>,
    (at, figures, written): (usize, Span, &str),
    place: usize,
    seen: &Seen<'_>,
    found: &mut Vec<Flaw>,
) {
    let unit = &text.act.units[at];
    let digits = written.starts_with(|c: char| c.is_ascii_digit());
    let behind = text.reading.source.text().get(figures.end as usize..).unwrap_or_default();
    let mended = |kind, expected: String| {
        let mut flaw = text.flaw(kind, figures);
        flaw.unit = Some(at);
        flaw.edits = vec![(figures, expected.clone())];
        flaw.expected = expected;
        flaw.settled = true;
        flaw
    };
    if !digits {
        let roman = Number::roman(written).filter(|n| n.to_string() == unit.number);
        if let Some(roman) = roman {
            let mut flaw = mended(FlawKind::NumberRoman, roman.to_string());
            // «II тарау» is «2-тарау»: where the number stands before the word, a hyphen joins figures to it.
            if !text.reading.lang.words_first() && behind.starts_with(' ') {
                let joined = Span { start: figures.start, end: figures.end + 1 };
                flaw.edits = vec![(joined, format!("{roman}-"))];
            }
            found.push(flaw);
        } else if unit.number.chars().count() == 1 && unit.kind == UnitKind::Subparagraph {
            let mut flaw = text.flaw(FlawKind::NumberLettered, figures);
            flaw.expected = place.to_string();
            flaw.edits = vec![(figures, flaw.expected.clone())];
            found.push(flaw);
        }
        return;
    }
    let main: String = written.chars().take_while(char::is_ascii_digit).collect();
    let tail = &written[main.len()..];
    let letter = behind.chars().next().filter(|c| c.is_alphabetic());
    // Behind the unit whose number it repeats; «1.1., 1.2.» without a «1.» is a way to number levels.
    if !seen.contains(&(unit.parent, unit.kind, main.as_str())) {
        return;
    }
    if let Some(inserted) = tail.strip_prefix(['.', '/']).filter(|t| !t.is_empty()) {
        let expected = format!("{main}-{}", inserted.replace(['.', '/'], "-"));
        found.push(mended(FlawKind::NumberInserted, expected));
    } else if let Some(letter) = letter
        && tail.is_empty()
        && unit.number.len() > main.len()
        && text.reading.lang.words_first()
    {
        // "15a" is the first article inserted behind the fifteenth.
        let width = u32::try_from(letter.len_utf8()).unwrap_or_default();
        let whole = Span { start: figures.start, end: figures.end + width };
        let mut flaw = text.flaw(FlawKind::NumberInserted, whole);
        flaw.unit = Some(at);
        if letter.is_ascii_lowercase() {
            flaw.expected = format!("{main}-{}", u32::from(letter) - u32::from('a') + 1);
            flaw.edits = vec![(whole, flaw.expected.clone())];
        }
        found.push(flaw);
    }
}

/// What a number and the one before it show.
fn sequence(text: Text<'_, '_>, run: &[Numbered], at: usize, found: &mut Vec<Flaw>) {
    let (before, here) = (&run[at - 1], &run[at]);
    // Behind a number that was used twice by mistake, its neighbours go on: «1, 2, 2, 4».
    let twice = at > 1 && run[at - 2].number == before.number;
    if twice && here.number == Number::plain(before.number.main + 2) {
        return;
    }
    let parent = |n: &Numbered| text.act.units[n.unit].parent;
    let moved = parent(before) != parent(here);
    if here.number == Number::plain(1) {
        let kind = text.act.units[here.unit].kind;
        // A second list in one unit begins anew, and so do the points of another chapter or text.
        if moved && !matches!(kind, UnitKind::Paragraph | UnitKind::Subparagraph) {
            let mut flaw = text.flaw(FlawKind::NumberRestarted, here.figures);
            flaw.unit = Some(here.unit);
            flaw.other = Some(before.figures);
            found.push(flaw);
        }
        return;
    }
    // «13-15. Исключены» is a range, and not an article inserted behind the thirteenth.
    let last = match before.number.inserted[..] {
        [to] if to > before.number.main => to,
        _ => before.number.main,
    };
    if here.number.is_next(&before.number) || here.number == Number::plain(last + 1) {
        return;
    }
    let kind = match here.number.cmp(&before.number) {
        Ordering::Equal => FlawKind::NumberRepeated,
        Ordering::Greater => FlawKind::NumberSkipped,
        Ordering::Less => FlawKind::NumberBackwards,
    };
    let inserted = !here.number.inserted.is_empty() || !before.number.inserted.is_empty();
    if kind == FlawKind::NumberSkipped {
        let between = Span {
            start: text.act.units[before.unit].span.start,
            end: text.act.units[here.unit].span.start,
        };
        if inserted || text.accounts_for(between, here.number.main - 1) {
            return;
        }
    }
    let next = run.get(at + 1).map(|n| &n.number);
    // A number far off belongs to another list, or to one whose beginning was not read.
    let far = match kind {
        FlawKind::NumberSkipped => here.number.main - last > FAR,
        FlawKind::NumberBackwards => {
            next.is_some_and(|n| n.main <= before.number.main || n.main > last + FAR)
        }
        _ => false,
    };
    if far {
        return;
    }
    let mut flaw = text.flaw(kind, here.figures);
    flaw.unit = Some(here.unit);
    flaw.other = Some(before.figures);
    let right = Number::plain(last + 1);
    flaw.expected = right.to_string();
    // Where the neighbours on both sides go on without a break, only this number can be wrong.
    let between = next.is_some_and(|n| *n == Number::plain(last + 2));
    if inserted || (kind == FlawKind::NumberBackwards && next.is_none()) {
        flaw.plain = false;
    } else if kind != FlawKind::NumberSkipped && (between || next.is_none()) {
        flaw.edits = vec![(here.figures, flaw.expected.clone())];
        let cited = text.places.is_cited(text.act.units[here.unit].eid.as_str());
        flaw.settled = (between || kind == FlawKind::NumberRepeated) && !cited;
    } else if run.len() - at <= RENUMBERED && run[at..].iter().all(|n| n.number.inserted.is_empty())
    {
        let rest = run[at..].iter().zip(last + 1..);
        flaw.edits = rest
            .filter(|(n, right)| n.number.main != *right)
            .map(|(n, right)| (n.figures, right.to_string()))
            .collect();
    }
    found.push(flaw);
}
