//! From an instruction to edits of the text: what is restated, put in, taken out, renumbered.

use std::ops::Range;

use super::layout::{self, BillLines, Piece};
use super::locate::{self, Level, Miss, Spot, levels, locate};
use super::page::Page;
use super::trace::Traces;
use super::working::Edit;
use super::{phrase, words};
use crate::facts::{Amendment, Operation, Sentence};
use crate::model::{Eid, Number, UnitKind};
use crate::source::{Source, Span};

/// What an instruction comes to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) edits: Vec<Edit>,
    /// What needs an eye.
    pub(super) remarks: Vec<String>,
    /// Places in the current text that a message speaks of.
    pub(super) places: Vec<(Span, String)>,
}

/// Why an instruction cannot be carried out, with places in the current text.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) places: Vec<(Span, String)>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), places: Vec::new() }
    }

    pub(super) fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.places.push((span, label.into()));
        self
    }
}

impl From<Miss> for Fault {
    fn from(miss: Miss) -> Self {
        Self::new(miss.0)
    }
}

/// An instruction with what is needed to carry it out.
pub(super) struct Order<'o> {
    pub(super) amendment: &'o Amendment,
    /// The bill's text.
    pub(super) source: &'o Source,
    pub(super) lines: &'o BillLines<'o>,
    pub(super) traces: Traces<'o>,
    /// Whether an interim wording is in force on the day that is asked for.
    pub(super) interim: bool,
}

pub(super) type Planned = Result<Plan, Fault>;

/// Plans an instruction on an edition.
pub(super) fn plan(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    match a.operation {
        Operation::ReplaceWords | Operation::InsertWords | Operation::DeleteWords => {
            phrase::plan(page, order)
        }
        Operation::Restate => restate(page, order),
        Operation::Insert => insert(page, order),
        Operation::Delete | Operation::Repeal => remove(page, order),
        Operation::Renumber => renumber(page, order),
        Operation::Suspend => suspend(page, order),
        Operation::Announce => Ok(Plan::default()),
    }
}

impl Order<'_> {
    /// The words of a span of the bill, on one line.
    pub(super) fn words(&self, span: Option<Span>) -> Option<String> {
        span.map(|s| layout::one_line(self.source.slice(s))).filter(|w| !w.is_empty())
    }

    /// The paragraphs of the quoted text.
    fn pieces(&self) -> Result<Vec<Piece>, Fault> {
        let content = self.amendment.content.as_ref();
        let mut pieces = content.map_or_else(Vec::new, |c| self.lines.pieces(c.span));
        if pieces.is_empty() {
            // Short new text may have been read as words.
            let text = self.words(self.amendment.to);
            pieces = text
                .map(|text| Piece { text, opens: None, label: 0, heading: false })
                .into_iter()
                .collect();
        }
        if pieces.is_empty() {
            return Err(Fault::new("the new text was not found in the bill"));
        }
        Ok(pieces)
    }
}

pub(super) fn one(span: Span, text: impl Into<String>, unit: Option<Eid>) -> Plan {
    Plan { edits: vec![Edit { span, text: text.into(), unit }], ..Plan::default() }
}

fn flat(pieces: &[Piece]) -> String {
    pieces.iter().map(|p| p.text.as_str()).collect::<Vec<&str>>().join(" ")
}

// Restating.

fn restate(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let pieces = order.pieces()?;
    if let Some(sentence) = a.sentence {
        let span = sentence_span(page, &spot, sentence)?;
        return Ok(one(span, flat(&pieces), Some(a.target.clone())));
    }
    match spot {
        Spot::Act => {
            Err(Fault::new("a whole act is restated by an act of its own, not in its text"))
        }
        Spot::Title => {
            let Some(title) = page.act.title else {
                return Err(Fault::new("the act has no title"));
            };
            Ok(one(title, flat(&pieces), Some(a.target.clone())))
        }
        Spot::Heading(unit) => restate_heading(page, unit, &pieces),
        Spot::Unit(unit) if page.is_numbered(unit) => Ok(restate_unit(page, unit, pieces)),
        Spot::Unit(unit) => restate_text(page, page.range(unit), None, &pieces, &a.target),
        Spot::Text(range, unit) => restate_text(page, range, unit, &pieces, &a.target),
    }
}

/// Takes the label away from the words of a heading that repeat it.
fn heading_words(page: &Page<'_>, unit: usize, pieces: &[Piece]) -> String {
    let kind = page.act.units[unit].kind;
    let mut words = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let labelled = index == 0 && piece.opens.as_ref().is_some_and(|(k, _)| *k == kind);
        let text = if labelled { &piece.text[piece.label..] } else { piece.text.as_str() };
        if !text.trim().is_empty() {
            words.push(text.trim());
        }
    }
    words.join(" ")
}

fn restate_heading(page: &Page<'_>, unit: usize, pieces: &[Piece]) -> Planned {
    let words = heading_words(page, unit, pieces);
    let eid = Some(Eid::new(format!("{}__heading", page.eid(unit))));
    let Some(heading) = page.act.units[unit].heading else {
        return Err(Fault::new(format!("`{}` has no heading", page.eid(unit)))
            .at(label_span(page, unit), "this unit"));
    };
    // A full stop that the instruction has and the heading had not closes the quotation.
    let stop = page.source.slice(heading).trim_end().ends_with('.');
    let words = if stop { words } else { words.trim_end_matches('.').to_owned() };
    Ok(one(heading, words, eid))
}

pub(super) fn label_span(page: &Page<'_>, unit: usize) -> Span {
    let start = page.start(unit);
    Span::new(
        start,
        start
            + page
                .source
                .text()
                .get(start..page.label_end(unit))
                .unwrap_or_default()
                .trim_end()
                .len(),
    )
}

/// Replaces a unit from its label to its end. The editors' notes inside it stay, behind the new text.
fn restate_unit(page: &Page<'_>, unit: usize, mut pieces: Vec<Piece>) -> Plan {
    let kind = page.act.units[unit].kind;
    let mut start = page.start(unit);
    let end = page.end(unit);
    let labelled = pieces.first().is_some_and(|p| p.opens.is_some() || p.label > 0);
    if let Some(first) = pieces.first_mut() {
        if labelled && !kind.is_container() && kind != UnitKind::Article {
            keep_label(page, unit, first);
        }
        if !labelled {
            start = page.label_end(unit);
        }
    }
    closing_mark(page, end, &mut pieces);
    let eid = Some(page.eid(unit));
    let text = layout::set(page, &pieces, start, true);
    let mut plan = own_runs(page, start, end, text, eid);
    if let Some((_, number)) = pieces.first().and_then(|p| p.opens.as_ref())
        && page.number(unit).is_some_and(|n| n != *number)
    {
        plan.remarks
            .push(format!("the new text of `{}` bears the number {number}", page.eid(unit)));
    }
    plan
}

/// Gives a piece the label as the edition writes it, where both say the same.
fn keep_label(page: &Page<'_>, unit: usize, piece: &mut Piece) {
    let same = piece.opens.as_ref().is_some_and(|(_, n)| page.number(unit).as_ref() == Some(n));
    let old = page.source.text().get(page.start(unit)..page.label_end(unit)).unwrap_or_default();
    let words = piece.text[piece.label..].trim_start();
    if same && !old.is_empty() && !old.contains('\n') && !words.is_empty() {
        let space = if old.ends_with(char::is_whitespace) { "" } else { " " };
        let text = format!("{old}{space}{words}");
        piece.label = old.len();
        piece.text = text;
    }
}

/// A text that closes a list ends with a full stop, whatever the list of the bill around it asked for.
fn closing_mark(page: &Page<'_>, end: usize, pieces: &mut [Piece]) {
    let Some(last) = pieces.last_mut() else { return };
    let old = page.source.text().get(..end).unwrap_or_default();
    if old.ends_with('.') && last.text.ends_with(';') {
        last.text.pop();
        last.text.push('.');
    }
}

/// Replaces what an act itself says between two bytes by one text, and leaves the editors' notes.
fn own_runs(page: &Page<'_>, start: usize, end: usize, text: String, eid: Option<Eid>) -> Plan {
    let notes = page.notes_in(start, end);
    let mut plan = Plan::default();
    let mut from = start;
    let mut new = Some(text);
    for note in &notes {
        let note_start = page.line_start(note.start as usize);
        let note_end = page.rest_of_line(note.end as usize);
        if note_start <= from {
            from = note_end.max(from);
            continue;
        }
        let run = page.source.text().get(from..note_start).unwrap_or_default();
        let text = new.take();
        if text.is_some() || run.chars().any(char::is_alphanumeric) {
            let kept = if text.is_some() { run.trim_end().len() } else { run.len() };
            // Behind the first run the gap in front of the note stays once.
            let to = from + kept;
            let at = if text.is_some() { from } else { from };
            plan.edits.push(Edit {
                span: Span::new(at, to),
                text: text.unwrap_or_else(|| layout::gap(page)),
                unit: eid.clone(),
            });
        }
        from = note_end;
    }
    if let Some(text) = new {
        plan.edits.push(Edit { span: Span::new(from, page.rest_of_line(end)), text, unit: eid });
    } else if from < end {
        let to = page.rest_of_line(end);
        plan.edits.push(Edit { span: Span::new(from, to), text: String::new(), unit: eid });
    }
    plan
}

/// Replaces paragraphs; the label in front of the first stays.
fn restate_text(
    page: &Page<'_>,
    range: Range<usize>,
    unit: Option<usize>,
    pieces: &[Piece],
    target: &Eid,
) -> Planned {
    let (Some(first), Some(last)) =
        (page.paragraphs.get(range.start), page.paragraphs.get(range.end.wrapping_sub(1)))
    else {
        return Err(Fault::new(format!("`{target}` has no text")));
    };
    let mut start = first.words.start as usize;
    let mut pieces = pieces.to_vec();
    // New text may repeat the label of the unit whose first paragraph it is.
    if let (Some(unit), Some(piece)) = (unit, pieces.first_mut())
        && page.range(unit).start == range.start
        && piece.opens.as_ref().is_some_and(|(_, n)| page.number(unit).as_ref() == Some(n))
    {
        keep_label(page, unit, piece);
        start = page.start(unit);
    }
    let mut end = last.words.end as usize;
    end = end.max(start);
    closing_mark(page, end, &mut pieces);
    if let (Some(piece), Some(old)) = (pieces.last_mut(), page.source.text().get(..end))
        && piece.text.ends_with('.')
        && old.ends_with([':', ';'])
        && range.len() == 1
        && old.ends_with(':')
        && piece.text.ends_with(":.")
    {
        piece.text.pop();
    }
    let text = layout::set(page, &pieces, start, true);
    Ok(own_runs(page, start, end, text, Some(target.clone())))
}

/// The place of a sentence.
fn sentence_span(page: &Page<'_>, spot: &Spot, sentence: Sentence) -> Result<Span, Fault> {
    let all = sentences(page, spot);
    let found = match sentence {
        Sentence::Nth(n) => (n as usize).checked_sub(1).and_then(|i| all.get(i)),
        Sentence::Last => all.last(),
    };
    found.copied().ok_or_else(|| {
        let count = all.len();
        Fault::new(format!("{} has {count} sentences", locate::name(page, spot)))
    })
}

/// The sentences of a place, through its paragraphs in no numbered unit of their own.
pub(super) fn sentences(page: &Page<'_>, spot: &Spot) -> Vec<Span> {
    let (range, unit) = match spot {
        Spot::Unit(u) => (page.range(*u), page.numbered(Some(*u))),
        Spot::Text(range, unit) => (range.clone(), *unit),
        _ => return Vec::new(),
    };
    locate::own(page, unit, &range)
        .into_iter()
        .flat_map(|p| {
            let span = page.paragraphs[p].words;
            words::sentences(page.source.slice(span), span.start as usize, |w| {
                page.lang.is_abbreviation(w)
            })
        })
        .collect()
}

// Putting in.

fn insert(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let pieces = order.pieces()?;
    if let Some(sentence) = a.sentence {
        return insert_sentence(page, a, sentence, &pieces);
    }
    let (outer, last) = locate::split(&a.target);
    let Some(last) = last else { return Err(Fault::new("the instruction names no unit")) };
    if last.text() == "heading" {
        let Spot::Unit(unit) = locate(page, &outer)? else {
            return Err(Fault::new(format!("`{outer}` is no unit")));
        };
        return insert_heading(page, unit, &pieces);
    }
    if let Some(behind) = &a.behind
        && let Ok(Spot::Unit(unit)) = locate(page, behind)
        && page.is_numbered(unit)
        && last.kind.is_some_and(|k| !matches!(k, UnitKind::Alinea | UnitKind::Indent))
    {
        free(page, page.act.units[unit].parent, &last, &pieces, &outer)?;
        return Ok(after_unit(page, unit, pieces, &a.target));
    }
    match last.kind {
        Some(UnitKind::Alinea | UnitKind::Indent) => insert_text(page, a, &outer, &last, pieces),
        Some(kind) => insert_unit(page, a, &outer, &last, kind, pieces),
        None => Err(Fault::new(format!("`{}` is no unit that can be added", a.target))),
    }
}

fn insert_sentence(
    page: &Page<'_>,
    a: &Amendment,
    sentence: Sentence,
    pieces: &[Piece],
) -> Planned {
    let spot = locate(page, &a.target)?;
    let all = sentences(page, &spot);
    let at = match sentence {
        Sentence::Last => all.last(),
        Sentence::Nth(1) => None,
        Sentence::Nth(n) => {
            let before = all.get(n as usize - 2);
            if before.is_none() {
                let message = format!("{} has {} sentences", locate::name(page, &spot), all.len());
                return Err(Fault::new(message));
            }
            before
        }
    };
    let text = flat(pieces);
    let unit = Some(a.target.clone());
    match (at, all.first()) {
        (Some(before), _) => {
            // A sentence that closed an item of a list does so no more.
            let words = page.source.slice(*before);
            let end = before.end as usize;
            if words.ends_with([';', ',']) {
                let mark = words.chars().last().unwrap_or(';');
                let own = text.trim_end_matches(['.', ';', ',']);
                let span = Span::new(end - mark.len_utf8(), end);
                return Ok(one(span, format!(". {own}{mark}"), unit));
            }
            Ok(one(Span::new(end, end), format!(" {text}"), unit))
        }
        (None, Some(first)) => {
            let start = first.start as usize;
            Ok(one(Span::new(start, start), format!("{text} "), unit))
        }
        (None, None) => Err(Fault::new(format!("{} has no text", locate::name(page, &spot)))),
    }
}

fn insert_heading(page: &Page<'_>, unit: usize, pieces: &[Piece]) -> Planned {
    if let Some(heading) = page.act.units[unit].heading {
        return Err(Fault::new(format!("`{}` has a heading already", page.eid(unit)))
            .at(heading, "the heading that is there"));
    }
    let label = label_span(page, unit);
    let stop = if page.source.slice(label).ends_with('.') { " " } else { ". " };
    let words = heading_words(page, unit, pieces);
    let at = label.end as usize;
    Ok(one(Span::new(at, at), format!("{stop}{words}"), Some(page.eid(unit))))
}

/// The unit that a new one hangs on, the level above it left out where the act has it not.
fn holder(page: &Page<'_>, outer: &Eid, kind: UnitKind) -> Result<Option<usize>, Fault> {
    if kind == UnitKind::Article || (kind.is_container() && kind != UnitKind::Division) {
        // Articles run through an act: the chapter in which one is put tells its place only by its number.
        let attachment =
            levels(outer).first().is_some_and(|l| l.kind == Some(UnitKind::Attachment));
        if !attachment {
            return Ok(None);
        }
    }
    match locate(page, outer)? {
        Spot::Act => Ok(None),
        Spot::Unit(unit) => Ok(Some(unit)),
        Spot::Text(_, Some(unit)) => Ok(Some(unit)),
        other => Err(Fault::new(format!("{} holds no units", locate::name(page, &other)))),
    }
}

/// Fails when a unit of the number is there already.
fn free(
    page: &Page<'_>,
    outer: Option<usize>,
    level: &Level<'_>,
    pieces: &[Piece],
    named: &Eid,
) -> Result<(), Fault> {
    let kinds = kinds(level, pieces);
    let taken = page.inner(outer).find(|u| {
        let unit = &page.act.units[*u];
        kinds.contains(&unit.kind) && unit.number.split('~').next() == Some(level.number)
    });
    match taken {
        Some(unit) => {
            let place = if named.as_str().is_empty() { "the act" } else { named.as_str() };
            Err(Fault::new(format!("`{}` is already in {place}", page.eid(unit)))
                .at(label_span(page, unit), "the unit that is there"))
        }
        None => Ok(()),
    }
}

/// The kinds among which a new unit finds its place: that of its name, and that of its label.
fn kinds(level: &Level<'_>, pieces: &[Piece]) -> Vec<UnitKind> {
    let by_label = pieces.first().and_then(|p| p.opens.as_ref()).map(|(kind, _)| *kind);
    match (level.kind, by_label) {
        (_, Some(kind)) if kind > UnitKind::Article => vec![kind],
        (Some(kind), _) => vec![kind],
        (None, _) => Vec::new(),
    }
}

fn insert_unit(
    page: &Page<'_>,
    a: &Amendment,
    outer: &Eid,
    level: &Level<'_>,
    kind: UnitKind,
    pieces: Vec<Piece>,
) -> Planned {
    let parent = holder(page, outer, kind)?;
    let labelled = pieces.first().and_then(|p| p.opens.as_ref());
    let number = Number::parse(level.number).or_else(|| labelled.map(|(_, n)| n.clone()));
    let Some(number) = number else {
        return Err(Fault::new(format!("the number of `{}` cannot be read", a.target)));
    };
    free(page, parent, level, &pieces, outer)?;
    let kinds = kinds(level, &pieces);
    let mut siblings: Vec<usize> =
        page.inner(parent).filter(|u| kinds.contains(&page.act.units[*u].kind)).collect();
    if siblings.is_empty() && !kind.is_container() && kind != UnitKind::Article {
        // The lists of the codes: a point among points whatever they are called.
        siblings = page
            .inner(parent)
            .filter(|u| {
                let k = page.act.units[*u].kind;
                !k.is_container() && k > UnitKind::Article
            })
            .collect();
    }
    let before = siblings.iter().copied().rfind(|u| page.number(*u).is_some_and(|n| n < number));
    let after = siblings.iter().copied().find(|u| page.number(*u).is_some_and(|n| n > number));
    let mut plan = match (before, after) {
        (Some(before), _) => after_unit(page, before, pieces, &a.target),
        (None, Some(after)) => before_unit(page, after, &pieces, &a.target),
        (None, None) => match parent {
            Some(parent) => {
                let end = page.rest_of_line(page.end(parent));
                put_behind(page, end, &pieces, &a.target)
            }
            None => {
                let Some(end) = page.paragraphs.last().map(|p| p.words.end as usize) else {
                    return Err(Fault::new("the act has no text"));
                };
                let end = page.behind_notes(page.rest_of_line(end));
                put_behind(page, end, &pieces, &a.target)
            }
        },
    };
    if let Some(before) = before.filter(|_| after.is_none())
        && page.number(before).is_some_and(|n| !number.is_next(&n) && number.main > n.main + 1)
    {
        plan.remarks.push(format!(
            "`{}` follows `{}`: numbers between them are missing",
            a.target,
            page.eid(before)
        ));
        plan.places.push((label_span(page, before), "the last one before it".to_owned()));
    }
    Ok(plan)
}

/// Puts paragraphs behind a unit and the editors' notes that are about it.
fn after_unit(page: &Page<'_>, unit: usize, mut pieces: Vec<Piece>, target: &Eid) -> Plan {
    let end = page.rest_of_line(page.end(unit));
    let kind = page.act.units[unit].kind;
    let last = page.act.units.get(page.subtree(unit).end);
    // A note behind the last point of an article is one on the article.
    let closes = kind > UnitKind::Article
        && last.is_none_or(|u| u.kind <= UnitKind::Article || u.kind >= UnitKind::Attachment);
    let at = if closes { end } else { page.behind_notes(end) };
    if kind == UnitKind::Article
        && let Some(piece) = pieces.last_mut()
        && piece.text.ends_with(';')
    {
        // What closes an article closes a sentence.
        piece.text.pop();
        piece.text.push('.');
    }
    put_behind(page, at, &pieces, target)
}

fn put_behind(page: &Page<'_>, at: usize, pieces: &[Piece], target: &Eid) -> Plan {
    let text = format!("{}{}", layout::gap(page), layout::set(page, pieces, at, false));
    one(Span::new(at, at), text, Some(target.clone()))
}

fn before_unit(page: &Page<'_>, unit: usize, pieces: &[Piece], target: &Eid) -> Plan {
    let start = page.start(unit);
    let line = page.line_start(start);
    let at = page.behind_previous(line);
    let gap = layout::gap(page);
    let text = layout::set(page, pieces, start, false);
    if at == 0 {
        return one(Span::new(0, 0), format!("{text}{gap}"), Some(target.clone()));
    }
    one(Span::new(at, at), format!("{gap}{text}"), Some(target.clone()))
}

/// Puts a part or a paragraph among those of a unit; those behind it are pushed down.
fn insert_text(
    page: &Page<'_>,
    a: &Amendment,
    outer: &Eid,
    level: &Level<'_>,
    mut pieces: Vec<Piece>,
) -> Planned {
    let spot = locate(page, outer)?;
    let (unit, range) = match &spot {
        Spot::Unit(u) => (page.numbered(Some(*u)), page.range(*u)),
        Spot::Text(range, unit) => (*unit, range.clone()),
        Spot::Act => (None, 0..page.paragraphs.len()),
        other => return Err(Fault::new(format!("{} has no parts", locate::name(page, other)))),
    };
    let alinea = level.kind == Some(UnitKind::Alinea);
    let numbered = page.inner(unit).any(|u| page.act.units[u].kind == UnitKind::Paragraph);
    if alinea && unit.is_some() && (numbered || pieces.first().is_some_and(|p| p.opens.is_some())) {
        let kind = UnitKind::Paragraph;
        return insert_unit(page, a, outer, level, kind, pieces);
    }
    let list: Vec<Range<usize>> = if alinea {
        page.parts(range.clone())
    } else {
        let own = locate::own(page, unit, &range);
        own.into_iter().map(|p| p..p + 1).collect()
    };
    let count = list.len();
    let number = level.number.parse::<usize>().unwrap_or(count + 1);
    let before = number.checked_sub(2).and_then(|i| list.get(i));
    let target = &a.target;
    match before {
        Some(before) => {
            let end = page.paragraphs[before.end - 1].words.end as usize;
            // A new last item of a list closes the sentence that the one before it closed.
            if number == count + 1 && before.end == range.end && !alinea {
                fit_last(page, end, &mut pieces);
            }
            Ok(put_behind(page, page.rest_of_line(end), &pieces, target))
        }
        None if number == 1 && !list.is_empty() => {
            let start = page.paragraphs[list[0].start].words.start as usize;
            let text = layout::set(page, &pieces, start, true);
            let text = format!("{text}{}", layout::gap(page));
            Ok(one(Span::new(start, start), text, Some(target.clone())))
        }
        None => Err(Fault::new(format!(
            "{} has {count} {}, so there is no place for number {number}",
            locate::name(page, &spot),
            if alinea { "parts" } else { "paragraphs" }
        ))),
    }
}

/// The last item of a list ends with a full stop if the list ended with one.
fn fit_last(page: &Page<'_>, end: usize, pieces: &mut [Piece]) {
    let old = page.source.text().get(..end).unwrap_or_default();
    if let Some(last) = pieces.last_mut()
        && old.ends_with('.')
        && last.text.ends_with(';')
    {
        last.text.pop();
        last.text.push('.');
    }
}

// Taking out.

fn remove(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    if let Some(sentence) = a.sentence {
        let span = sentence_span(page, &spot, sentence)?;
        let all = sentences(page, &spot);
        let span = words::without(page.source.text(), span);
        if all.len() == 1 {
            return Err(Fault::new(format!("{} has no other sentence", locate::name(page, &spot))));
        }
        return Ok(one(span, "", Some(a.target.clone())));
    }
    match spot {
        Spot::Act => Ok(end_act(page, order)),
        Spot::Title => Err(Fault::new("an act keeps its title")),
        Spot::Heading(unit) => {
            let Some(heading) = page.act.units[unit].heading else {
                return Err(Fault::new(format!("`{}` has no heading", page.eid(unit))));
            };
            Ok(one(heading, "", Some(a.target.clone())))
        }
        Spot::Unit(unit) if page.is_numbered(unit) => Ok(stub(page, order, unit)),
        Spot::Unit(unit) => Ok(vanish(page, page.range(unit), &a.target)),
        Spot::Text(range, _) => Ok(vanish(page, range, &a.target)),
    }
}

/// A whole act stays as it was, and says below its title that it has no force any more.
fn end_act(page: &Page<'_>, order: &Order<'_>) -> Plan {
    let note = order.traces.act();
    let gap = layout::gap(page);
    let Some(title) = page.act.title else {
        let text = format!("{}{gap}", layout::note(page, &note, 0));
        return one(Span::new(0, 0), text, Some(Eid::new("act")));
    };
    let at = page.rest_of_line(title.end as usize);
    let text = format!("{gap}{}", layout::note(page, &note, at));
    one(Span::new(at, at), text, Some(Eid::new("act")))
}

/// A unit that goes leaves its number, and says that it went: no other unit takes its number.
fn stub(page: &Page<'_>, order: &Order<'_>, unit: usize) -> Plan {
    let kind = page.act.units[unit].kind;
    let repealed = order.amendment.operation == Operation::Repeal;
    let label = page.source.slice(label_span(page, unit)).to_owned();
    let end = page.end(unit);
    let eid = Some(page.eid(unit));
    if kind <= UnitKind::Article || kind == UnitKind::Attachment {
        let note = order.traces.note(kind, label.trim_end_matches('.'), repealed);
        let label_end = label_span(page, unit).end as usize;
        let line_end = page.line_end(label_end);
        let marks = page.source.text().get(page.label_tail(unit)..line_end).unwrap_or_default();
        let text = format!("{marks}{}{}", layout::gap(page), layout::note(page, &note, end));
        return own_runs(page, label_end, end, text, eid);
    }
    let tail = page.source.text().get(..end).unwrap_or_default().chars().last();
    let mark = match tail {
        Some(c @ (';' | ',')) => c,
        _ => '.',
    };
    let start = label_span(page, unit).end as usize;
    let text = format!(" {}{mark}", order.traces.stub(kind, repealed));
    own_runs(page, start, end, text, eid)
}

/// Unnumbered text vanishes with its line.
fn vanish(page: &Page<'_>, range: Range<usize>, target: &Eid) -> Plan {
    let mut plan = Plan::default();
    let text = page.source.text();
    let mut from = range.start;
    while from < range.end {
        let span = page.paragraphs[from].words;
        let (start, end) = (span.start as usize, span.end as usize);
        let line = page.line_start(start);
        let alone = text.get(line..start).is_none_or(|b| !b.chars().any(char::is_alphanumeric))
            && page.rest_of_line(end) != end
            || page.line_end(end) == end
                && text.get(line..start).is_none_or(|b| !b.chars().any(char::is_alphanumeric));
        let cut = if alone {
            let previous = page.behind_previous(line);
            if previous == 0 {
                Span::new(line, page.line_end(end))
            } else {
                Span::new(previous, page.rest_of_line(end))
            }
        } else {
            words::without(text, span)
        };
        plan.edits.push(Edit { span: cut, text: String::new(), unit: Some(target.clone()) });
        from += 1;
    }
    // Neighbours that go together go at once.
    plan.edits.dedup_by(|next, kept| {
        let joined = next.span.start <= kept.span.end;
        if joined {
            kept.span = kept.span.cover(next.span);
        }
        joined
    });
    plan
}

// Renumbering and suspending.

fn renumber(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let Some(new) = &a.new_target else {
        return Err(Fault::new("the new number was not found in the instruction"));
    };
    let (_, Some(level)) = locate::split(new) else {
        return Err(Fault::new("the new number was not found in the instruction"));
    };
    let Spot::Unit(unit) = spot else {
        // What has no number in the text is counted, and counts anew by itself.
        return Ok(Plan::default());
    };
    if !page.is_numbered(unit) {
        return Ok(Plan::default());
    }
    free(page, page.above(unit), &level.of(page.act.units[unit].kind), &[], &Eid::default())?;
    let label = label_span(page, unit);
    let words = page.source.slice(label);
    let old = &page.act.units[unit].number;
    let figures = words.find(old.as_str()).map(|at| (at, old.len(), level.number.to_owned()));
    let roman = || {
        let (at, len) = words
            .split_whitespace()
            .map(|w| w.trim_end_matches(['.', ')']))
            .find(|w| Number::roman(w).is_some_and(|n| n.to_string() == *old))
            .and_then(|w| words.find(w).map(|at| (at, w.len())))?;
        Some((at, len, phrase::roman(level.number.parse().ok()?)))
    };
    let Some((at, len, number)) = figures.or_else(roman) else {
        return Err(Fault::new(format!("the number of `{}` was not found", page.eid(unit)))
            .at(label, "its label"));
    };
    let start = label.start as usize + at;
    Ok(one(Span::new(start, start + len), number, Some(new.clone())))
}

/// A suspended unit keeps its text: whoever reads it sees what returns, and what holds meanwhile.
fn suspend(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let (end, unit) = match &spot {
        Spot::Unit(unit) => (page.end(*unit), *unit),
        Spot::Text(range, Some(unit)) => {
            (page.paragraphs[range.end.saturating_sub(1)].words.end as usize, *unit)
        }
        Spot::Act => {
            let note = order.traces.suspended(a.until, None);
            let at = page.act.title.map_or(0, |t| page.rest_of_line(t.end as usize));
            let text = format!("{}{}", layout::gap(page), layout::note(page, &note, at));
            return Ok(one(Span::new(at, at), text, Some(a.target.clone())));
        }
        other => {
            return Err(Fault::new(format!("{} cannot be suspended", locate::name(page, other))));
        }
    };
    let pieces = order.pieces().ok();
    if order.interim
        && let Some(pieces) = pieces
    {
        // On a day inside the suspension the interim wording is the law.
        let mut plan = match spot {
            Spot::Unit(unit) if page.is_numbered(unit) => restate_unit(page, unit, pieces),
            Spot::Unit(unit) => restate_text(page, page.range(unit), None, &pieces, &a.target)?,
            Spot::Text(range, unit) => restate_text(page, range, unit, &pieces, &a.target)?,
            _ => Plan::default(),
        };
        let note = layout::note(page, &order.traces.suspended(a.until, None), end);
        if let Some(last) = plan.edits.first_mut() {
            last.text.push_str(&format!("{}{note}", layout::gap(page)));
        }
        return Ok(plan);
    }
    let interim = pieces.map(|p| flat(&p));
    let note = order.traces.suspended(a.until, interim.as_deref());
    let at = page.rest_of_line(end);
    let text = format!("{}{}", layout::gap(page), layout::note(page, &note, at));
    Ok(one(Span::new(at, at), text, Some(page.eid(unit))))
}
