//! The title block: what kind of act a text is, its title, date and number, and whether it is a draft.

use std::ops::Range;

use jiff::civil::Date;

use super::lines::Line;
use super::{Reading, label};
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind};
use crate::model::ActKind;
use crate::source::Span;

/// Lines before the first unit that are read as the title block at most: title, maker, requisites and
/// a publication list fit, a whole text without any unit does not.
pub(super) const BLOCK: usize = 40;

/// What the title block of an act says.
#[derive(Debug, Clone)]
pub struct TitleBlock {
    /// Number of lines that belong to it.
    pub lines: usize,
    /// What sort of act.
    pub kind: ActKind,
    /// Whether it is marked as a draft.
    pub draft: bool,
    /// Whether its title says that it amends.
    pub amending: bool,
    /// The title.
    pub title: Option<Span>,
    /// The day of its making.
    pub date: Option<Date>,
    /// Its number as written.
    pub number: Option<String>,
}

/// Splits the lines of a text into the documents that it carries.
///
/// A resolution that submits a draft law carries it whole: behind the signature a line says that a
/// draft follows. That draft is an act of its own.
#[must_use]
pub fn documents(reading: &Reading<'_>, lines: &[Line]) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    for (i, line) in lines.iter().enumerate().skip(1) {
        let text = reading.source.slice(line.span);
        if is_draft_mark(reading, text)
            && lines[starts[starts.len() - 1]..i].iter().any(|l| has_body(reading, l))
        {
            starts.push(i);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).map(|(a, b)| a..b).collect()
}

/// Whether a line is running text: long, or opened by a label.
fn has_body(reading: &Reading<'_>, line: &Line) -> bool {
    const LONG: usize = 150;
    let text = reading.source.slice(line.span);
    text.len() > LONG || label::label(text, reading.lang).is_some()
}

/// Whether a line is nothing but the mark of a draft.
fn is_draft_mark(reading: &Reading<'_>, text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    // Compared letter by letter, so that a paragraph is dropped at its first letter.
    reading
        .lang
        .draft_words()
        .iter()
        .any(|word| bare.chars().flat_map(char::to_lowercase).eq(word.chars()))
}

/// Whether a title says that it is that of a draft: «Entwurf eines Gesetzes über …».
fn opens_as_draft(reading: &Reading<'_>, text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    is_draft_mark(reading, first)
}

/// Reads the title block of an act from its lines.
#[must_use]
pub fn read(reading: &Reading<'_>, lines: &[Line], body: Range<usize>) -> TitleBlock {
    let source = reading.source;
    let end = body.start.min(BLOCK);
    let mut block = TitleBlock {
        lines: end,
        kind: ActKind::Other,
        draft: false,
        amending: false,
        title: None,
        date: None,
        number: None,
    };
    let mut kind = None;
    for (i, line) in lines[..end].iter().enumerate() {
        let text = source.slice(line.span);
        if is_draft_mark(reading, text) || has_blank_date(text) {
            block.draft = true;
            if is_draft_mark(reading, text) {
                continue;
            }
        }
        let named = kind_of_line(reading, line.span);
        block.draft |= named.is_some() && opens_as_draft(reading, text);
        if kind.is_none() {
            kind = named;
        }
        let is_title = reading.lang.is_title(text);
        if block.title.is_none() && (is_title || (line.heading > 0 && named.is_none())) {
            // A title may run over several lines; it ends before an empty line, a label, a new maker.
            let mut span = line.span;
            for next in &lines[i + 1..end] {
                let words = source.slice(next.span);
                let goes_on = !next.gap
                    && label::label(words, reading.lang).is_none()
                    && kind_of_line(reading, next.span).is_none()
                    && !reading.lang.is_title(words)
                    && requisites(reading, next.span).0.is_none()
                    && words.chars().next().is_some_and(char::is_lowercase);
                if !goes_on {
                    break;
                }
                span = span.cover(next.span);
            }
            block.title = Some(span);
        }
        if !is_title || named.is_some() {
            let (date, number) = requisites(reading, line.span);
            if block.date.is_none()
                && date.is_some()
                && (number.is_some() || named.is_some() || text.len() < 120)
            {
                block.date = date;
                block.number = number;
            }
        }
    }
    if block.title.is_none() {
        block.title = lines[..end].iter().map(|l| l.span).find(|s| {
            let text = source.slice(*s);
            !is_draft_mark(reading, text)
                    && kind_of_line(reading, *s).is_none()
                    && requisites(reading, *s).0.is_none()
                    && text.len() < 600
                    // A sentence is text, not a title.
                    && !text.trim_end().ends_with(['.', ';', ':', '—'])
        });
    }
    // «Закон Республики Казахстан «О сборе …»»: kind and title on one line.
    if block.title.is_none() {
        block.title = lines[..end].iter().map(|l| l.span).find(|s| {
            let text = source.slice(*s);
            text.contains(super::quotes::is_opening)
                && kind_of_line(reading, *s).is_some()
                // «… Заңының 27-бабына сәйкес БҰЙЫРАМЫН:» is a sentence that names another act.
                && !text.trim_end().ends_with(['.', ';', ':', ',', '—'])
        });
    }
    // After the signature stand place, date and number once more, and nothing else on their line.
    for line in lines[body.start..].iter().rev().take(8) {
        let text = source.slice(line.span);
        if block.date.is_none() && text.len() < 160 && label::label(text, reading.lang).is_none() {
            let (date, number) = requisites(reading, line.span);
            if date.is_some() && number.is_some() {
                block.date = date;
                block.number = number;
            }
        }
    }
    block.amending = block.title.is_some_and(|t| has_cue(reading, t, Cue::Amend));
    block.kind = kind.unwrap_or_else(|| kind_from_body(reading, lines, &body));
    block
}

/// The kind that a line of the title block names as its own: the word opens or closes the line.
fn kind_of_line(reading: &Reading<'_>, line: Span) -> Option<ActKind> {
    let range = reading.tokens.inside(line);
    // "CONSTITUTIONAL LAW OF THE REPUBLIC …": where the word opens the line, longer words behind it tell less.
    let mut best: Option<((bool, u32), ActKind)> = None;
    for hit in reading.hits_in(&range) {
        if let Class::KindTitle(kind) = reading.lang.class(hit.class) {
            let opens = hit.start as usize == range.start;
            let closes = hit.end as usize >= range.end.saturating_sub(2);
            let line_kind = !reading.lang.is_title(reading.source.slice(line));
            let upper = reading
                .tokens
                .list()
                .get(hit.start as usize)
                .is_some_and(|t| reading.tokens.text(*t).chars().all(|c| !c.is_lowercase()));
            let fits = if reading.lang.words_first() {
                opens || (upper && line_kind)
            } else {
                (closes && line_kind) || opens || upper
            };
            let told = (opens && reading.lang.words_first(), hit.end - hit.start);
            if fits && best.is_none_or(|(before, _)| told > before) {
                best = Some((told, kind));
            }
        }
    }
    best.map(|(_, kind)| kind)
}

/// What the act calls itself in its text; a text with articles and no word of its own is a law.
fn kind_from_body(reading: &Reading<'_>, lines: &[Line], body: &Range<usize>) -> ActKind {
    let span = match (lines.get(body.start.min(lines.len().saturating_sub(1))), lines.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => return ActKind::Other,
    };
    let range = reading.tokens.inside(span);
    let mut counts: std::collections::BTreeMap<ActKind, usize> = std::collections::BTreeMap::new();
    let mut longest: Option<(usize, u32, ActKind)> = None;
    let hits = reading.hits_in(&range);
    let mut flush = |longest: &mut Option<(usize, u32, ActKind)>| {
        if let Some((_, _, kind)) = longest.take() {
            *counts.entry(kind).or_default() += 1;
        }
    };
    for hit in hits {
        if let Class::KindSelf(kind) = reading.lang.class(hit.class) {
            // «настоящий Конституционный закон» also matches the shorter phrase: the longest counts.
            match longest {
                Some((start, len, _)) if start == hit.start as usize => {
                    if hit.end - hit.start > len {
                        longest = Some((start, hit.end - hit.start, kind));
                    }
                }
                _ => {
                    flush(&mut longest);
                    longest = Some((hit.start as usize, hit.end - hit.start, kind));
                }
            }
        }
    }
    flush(&mut longest);
    let named = counts.iter().max_by_key(|(_, n)| **n).map(|(k, _)| *k);
    named.unwrap_or_else(|| {
        let articles = lines[body.start..].iter().take(400).any(|l| {
            matches!(
                label::label(reading.source.slice(l.span), reading.lang).map(|l| l.shape),
                Some(label::Shape::Named(crate::model::UnitKind::Article, _))
            )
        });
        if articles { ActKind::Law } else { ActKind::Other }
    })
}

/// Date and number in a line: `от 18 марта 2026 года № 271-VIII ЗРК`.
/// The day that a short line behind the signature tells: «Астана, Акорда, 11 сентября 2026 года».
pub(super) fn day_of(reading: &Reading<'_>, line: Span) -> Option<Date> {
    const SHORT: u32 = 120;
    (line.end - line.start < SHORT).then(|| requisites(reading, line).0)?
}

fn requisites(reading: &Reading<'_>, line: Span) -> (Option<Date>, Option<String>) {
    let range = reading.tokens.inside(line);
    let text = reading.source.slice(line);
    let quoted =
        text.find(['«', '"', '“']).map_or(u32::MAX, |i| line.start + u32::try_from(i).unwrap_or(0));
    let Some(mention) = reading
        .dates_in(&range)
        .iter()
        .find(|d| d.exact && reading.tokens.list().get(d.start).is_some_and(|t| t.start < quoted))
    else {
        return (None, None);
    };
    let list = reading.tokens.list();
    let mut number = None;
    let after = list[mention.start..range.end].iter().enumerate();
    for (i, token) in after {
        let is_sign = token.is('№')
            || (token.kind == TokenKind::Word
                && matches!(reading.tokens.text(*token), "N" | "No" | "Nr"));
        if is_sign {
            let from = list.get(mention.start + i + 1).map_or(line.end, |t| t.start) as usize;
            // The sign may end the line: the token behind it stands on the next one.
            let rest = reading.source.text().get(from..line.end as usize).unwrap_or_default();
            let rest = rest.trim_start_matches(['.', ' ']);
            number = Some(registration_number(rest));
            break;
        }
    }
    (mention.date, number.filter(|n| !n.is_empty()))
}

/// The number behind its sign, with the parts that registries put behind a space: «271-VIII ЗРК»,
/// «8С 37/5».
fn registration_number(rest: &str) -> String {
    const LONGEST_MARK: usize = 6;
    let mut number = String::new();
    for word in rest.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',', ';', '«', '"', ')']);
        let goes_on = number.is_empty()
            || (bare.contains('/') && bare.starts_with(|c: char| c.is_ascii_digit()))
            || (bare.chars().count() <= LONGEST_MARK && bare.chars().all(char::is_uppercase));
        if bare.is_empty() || !goes_on {
            break;
        }
        if !number.is_empty() {
            number.push(' ');
        }
        number.push_str(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    number
}

/// Whether a line leaves the date open, as drafts do: `«___» ________ 2026 года`.
fn has_blank_date(text: &str) -> bool {
    text.contains("__") && text.len() < 200
}

pub(super) fn has_cue(reading: &Reading<'_>, span: Span, cue: Cue) -> bool {
    reading
        .hits_in(&reading.tokens.inside(span))
        .iter()
        .any(|h| reading.lang.class(h.class) == Class::Cue(cue))
}
