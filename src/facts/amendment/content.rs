//! The quoted text of an instruction: where it lies, and which part of it is for which target.

use super::Content;
use super::lead::kind_of;
use crate::lang::fold::fold_into;
use crate::lang::{Lang, Token};
use crate::model::{Act, Eid, UnitKind, Zone};
use crate::source::{Source, Span};
use crate::syntax::citation::Citation;
use crate::syntax::label::{self, Shape};
use crate::syntax::quotes::is_opening;
use crate::syntax::{self, Reading};

/// The quoted text behind a block: the paragraphs up to the act's next own words.
pub(super) fn behind(source: &Source, act: &Act, block: usize) -> Option<Content> {
    let mut span: Option<Span> = None;
    for next in act.blocks.get(block + 1..)? {
        if next.zone != Zone::QuotedNew {
            break;
        }
        span = Some(span.map_or(next.span, |s| s.cover(next.span)));
    }
    span.and_then(|s| inside(source, s))
}

/// The text between the outer quotation marks of a span.
pub(super) fn inside(source: &Source, span: Span) -> Option<Content> {
    let text = source.slice(span);
    let lead = text.len() - text.trim_start_matches(is_margin).len();
    let opened = text[lead..].chars().next().filter(|c| is_opening(*c));
    let from = lead + opened.map_or(0, char::len_utf8);
    let tail = text
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',' | '*' | '_'));
    let closed = tail.chars().next_back().filter(|c| matches!(c, '»' | '"' | '”' | '“'));
    // "…; and" may stand behind the closing mark of one item: the mark closes it nevertheless.
    let to = match closed {
        Some(c) if opened.is_some() && tail.len() - c.len_utf8() >= from => {
            tail.len() - c.len_utf8()
        }
        _ => text.trim_end().len(),
    };
    (from < to).then(|| Content {
        span: narrow(span, from, to),
        unclosed: opened.is_some() && closed.is_none(),
    })
}

pub(super) fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '*' | '_')
}

fn narrow(span: Span, from: usize, to: usize) -> Span {
    let at = |n: usize| span.start + u32::try_from(n).unwrap_or(u32::MAX);
    Span { start: at(from), end: at(to) }
}

/// A piece of quoted text with its outer marks off.
fn piece(source: &Source, span: Span, unclosed: bool) -> Option<Content> {
    let text = source.slice(span);
    let lead = text.len() - text.trim_start_matches(is_margin).len();
    let opened = text[lead..].chars().next().filter(|c| is_opening(*c));
    let from = lead + opened.map_or(0, char::len_utf8);
    let tail = text.trim_end();
    // Between two quotations of one instruction: «…;»; «…».
    let bare = tail.trim_end_matches([';', '.', ',']);
    let closed = bare.chars().next_back().filter(|c| matches!(c, '»' | '"' | '”' | '“'));
    let opens = bare.matches(['«', '„']).count();
    let closes = bare.matches('»').count();
    let excess = closes > opens.saturating_sub(usize::from(opened == Some('«')));
    let straight =
        closed == Some('"') && bare.matches('"').count() % 2 == usize::from(opened.is_none());
    let to = match closed {
        Some(c) if c == '»' && excess || straight && c == '"' || c == '”' && opened.is_some() => {
            bare.len() - c.len_utf8()
        }
        _ => tail.len(),
    };
    (from < to).then(|| Content { span: narrow(span, from, to), unclosed })
}

/// The parts of quoted text for several targets: each begins at the paragraph with its label, or is one
/// paragraph of as many as there are targets without labels. `None` for a target whose part is not found.
pub(super) fn split(
    source: &Source,
    lang: &Lang,
    content: &Content,
    targets: &[Eid],
) -> Vec<Option<Content>> {
    if targets.len() < 2 {
        return vec![Some(content.clone()); targets.len()];
    }
    let lines = paragraphs(source, content.span);
    let places = places(source, content.span);
    let mut starts: Vec<Option<usize>> = Vec::with_capacity(targets.len());
    let mut from = 0;
    for target in targets {
        let found = (from..places.len()).find(|i| labels(source, lang, places[*i], target));
        if let Some(at) = found {
            from = at + 1;
        }
        starts.push(found);
    }
    if starts.iter().all(Option::is_none) {
        let groups = [lines.clone(), parts(source, &lines), places_of_quotes(source, &lines)];
        let Some(group) = groups.into_iter().find(|g| g.len() == targets.len()) else {
            // What cannot be told apart stays whole, with the first target.
            let mut out = vec![None; targets.len()];
            out[0] = Some(content.clone());
            return out;
        };
        let ends = group.iter().skip(1).map(|l| l.start).chain([content.span.end]);
        return group
            .iter()
            .zip(ends)
            .map(|(l, end)| piece(source, Span { start: l.start, end }, content.unclosed))
            .collect();
    }
    starts
        .iter()
        .enumerate()
        .map(|(i, start)| {
            let start = (*start)?;
            let next = starts[i + 1..].iter().flatten().next().copied();
            let end = next.map_or(content.span.end, |n| places[n].start);
            piece(source, Span { start: places[start].start, end }, content.unclosed)
        })
        .collect()
}

/// The paragraphs of a span, white space around them left out.
pub(super) fn paragraphs(source: &Source, span: Span) -> Vec<Span> {
    let text = source.slice(span);
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let lead = line.len() - line.trim_start().len();
        let body = line.trim();
        if !body.is_empty() {
            out.push(narrow(span, at + lead, at + lead + body.len()));
        }
        at += line.len() + 1;
    }
    out
}

/// The paragraphs that begin an unnumbered part: with a capital, behind one that ends with a full stop.
fn parts(source: &Source, lines: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    let mut ended = true;
    for line in lines {
        let text = source.slice(*line);
        let first = text.chars().find(|c| !is_margin(*c) && !is_opening(*c));
        if ended && first.is_some_and(char::is_uppercase) {
            out.push(*line);
        }
        ended = text.trim_end_matches(['»', '"', '”', ';']).ends_with(['.', '!', '?']);
    }
    out
}

/// Where a quotation begins behind another one in a paragraph: «…;»; «…».
fn places_of_quotes(source: &Source, lines: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for line in lines {
        out.push(*line);
        let text = source.slice(*line);
        for (at, _) in text.match_indices(is_opening) {
            let before = text[..at].trim_end();
            let closed = before.trim_end_matches([';', ',', '.']);
            if before.len() < at && closed.len() < before.len() && closed.ends_with(['»', '"', '”'])
            {
                out.push(narrow(*line, at, text.len()));
            }
        }
    }
    out
}

/// Where a unit may begin in quoted text: at each paragraph, and behind the marks that end a sentence or
/// an item, each place with the rest of its paragraph.
fn places(source: &Source, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    for line in paragraphs(source, span) {
        out.push(line);
        let text = source.slice(line);
        let mut before = ' ';
        let mut ended = false;
        for (at, c) in text.char_indices() {
            if ended && before.is_whitespace() && (c.is_ascii_digit() || is_opening(c) || c == '(')
            {
                out.push(narrow(line, at, text.len()));
            }
            if !c.is_whitespace() {
                ended = matches!(c, '.' | ';' | ':' | '»' | '"' | '”');
            }
            before = c;
        }
    }
    out
}

/// Whether a paragraph begins with the label of a unit.
fn labels(source: &Source, lang: &Lang, line: Span, target: &Eid) -> bool {
    // The heading of a unit begins with the label of the unit.
    let unit = target.as_str().strip_suffix("__heading").unwrap_or(target.as_str());
    let last = unit.rsplit("__").next().unwrap_or_default();
    let Some((_, number)) = last.split_once('_') else { return false };
    let Some(kind) = kind_of(last) else { return false };
    let text = source.slice(line);
    let text = text.trim_start_matches(|c: char| is_margin(c) || c == '#' || is_opening(c));
    let Some(found) = label::label(text, lang) else { return false };
    let same = |n: &str| {
        let (mut a, mut b) = (String::new(), String::new());
        fold_into(n, true, &mut a);
        fold_into(number, true, &mut b);
        a == b
    };
    match found.shape {
        Shape::Named(named, n) => named == kind && same(&n.to_string()),
        Shape::Point(n) => {
            let numbered = lang.has_bracketed_paragraphs() && kind == UnitKind::Subparagraph;
            (matches!(kind, UnitKind::Paragraph | UnitKind::Article | UnitKind::Section)
                || numbered)
                && same(&n.to_string())
        }
        Shape::Item(n) | Shape::Parenthesised(n) => {
            !matches!(kind, UnitKind::Alinea | UnitKind::Indent) && same(&n.to_string())
        }
        Shape::Letter(c) => same(&c.to_string()),
        Shape::ParenthesisedLetters(letters) | Shape::Doubled(letters) => same(&letters),
    }
}

/// The names of the units in quoted text, as parts of the target: the target itself first.
#[must_use]
pub fn units(source: &Source, lang: &Lang, content: &Content, target: &Eid) -> Vec<Eid> {
    let text = Source::new(source.name(), source.slice(content.span), source.markup());
    let reading = Reading::new(&text, lang);
    let level = target.as_str().rsplit("__").next().unwrap_or_default();
    let around = target.as_str().strip_suffix(level).unwrap_or_default();
    let mut out = vec![target.clone()];
    for unit in syntax::parse(&reading).iter().flat_map(|act| &act.units) {
        let eid = unit.eid.as_str();
        let inside = |e: &str| {
            e.strip_prefix(level).is_some_and(|rest| rest.is_empty() || rest.starts_with("__"))
        };
        let full = if inside(eid) { format!("{around}{eid}") } else { format!("{target}__{eid}") };
        let full = Eid::new(full);
        if unit.kind != UnitKind::Preamble && !out.contains(&full) {
            out.push(full);
        }
    }
    out
}

/// «1-2 және 1-3-тармақтармен»: new units with inserted numbers are written as ranges are. Where the
/// quoted text has units of the inserted numbers, no range is meant.
pub(super) fn settle_ranges(reading: &Reading<'_>, content: &Content, citation: &mut Citation) {
    // "(c-2)", "3a": where sections are bare, a number with a letter is one number.
    if reading.lang.has_bare_sections() {
        return;
    }
    let Some((around, _)) = citation.targets.first().and_then(|t| t.as_str().rsplit_once('_'))
    else {
        return;
    };
    // «3-1), 3-2) тармақшалармен және екінші бөлікпен»: units of another level have numbers of their own.
    let same = |t: &Eid| t.as_str().rsplit_once('_').is_some_and(|(a, _)| a == around);
    if !citation.targets.iter().all(same) {
        return;
    }
    let tokens = reading.tokens.list().get(citation.start..citation.end).unwrap_or_default();
    let number = |t: &Token| reading.tokens.number(*t);
    let mut written: Vec<Eid> = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens.get(at) {
        at += 1;
        let Some(main) = number(first) else { continue };
        let mut text = main.to_string();
        while let (Some(dash), Some(next)) = (tokens.get(at), tokens.get(at + 1))
            && dash.is('-')
            && let Some(n) = number(next)
        {
            text = format!("{text}-{n}");
            at += 2;
        }
        written.push(Eid::new(format!("{around}_{text}")));
    }
    let places = places(reading.source, content.span);
    let stands = |eid: &Eid| places.iter().any(|l| labels(reading.source, reading.lang, *l, eid));
    // «5) – 8) тармақшалармен» is a range: its numbers are none that are inserted.
    if !written.iter().any(|w| w.as_str().contains('-')) {
        return;
    }
    if written != citation.targets && !written.is_empty() && written.iter().all(stands) {
        citation.targets = written;
        citation.ranges.clear();
    }
}
