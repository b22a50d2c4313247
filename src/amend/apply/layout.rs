//! The looks of an edition: how new paragraphs are set so that they stand in it like their neighbours.

use super::page::Page;
use crate::lang::Lang;
use crate::model::{Number, UnitKind};
use crate::source::{Source, Span};
use crate::syntax::label::{self, Shape};
use crate::syntax::lines::Line;
use crate::syntax::{lines, wrapped};

/// A paragraph to be put into an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its words, with its label.
    pub(super) text: String,
    /// The unit that it opens, and its number.
    pub(super) opens: Option<(UnitKind, Number)>,
    /// Bytes of its label, with the space behind.
    pub(super) label: usize,
    /// Whether it is the heading of the unit that the piece before it opens.
    pub(super) heading: bool,
}

/// The paragraphs of a bill's text.
#[derive(Debug)]
pub(super) struct BillLines<'b> {
    source: &'b Source,
    lang: &'b Lang,
    lines: Vec<Line>,
}

impl<'b> BillLines<'b> {
    pub(super) fn new(source: &'b Source, lang: &'b Lang) -> Self {
        let lines = wrapped::join(source, lang, &lines::split(source));
        Self { source, lang, lines }
    }

    /// The quotation that opens the line right behind another one: «1-1) …;»; «5-1) …;» under one verb.
    pub(super) fn next_quotation(&self, before: Span) -> Option<Span> {
        let first = self.lines.partition_point(|l| l.span.start < before.end);
        let line = self.lines.get(first)?;
        let text = self.source.slice(line.span);
        let open = text.chars().next().filter(|c| is_quote(*c))?;
        let start = line.span.start as usize + open.len_utf8();
        // Nothing but the marks that close the first quotation may stand between.
        let between = self.source.text().get(before.end as usize..line.span.start as usize)?;
        if between.chars().any(char::is_alphanumeric) {
            return None;
        }
        let closing = |l: &Line| {
            let text = self.source.slice(l.span).trim_end_matches([';', '.', ',', ' ']);
            text.ends_with(is_quote).then(|| {
                let bare = text.trim_end_matches(is_quote);
                l.span.start as usize + bare.len()
            })
        };
        let end = self.lines[first..].iter().find_map(closing)?;
        (end > start).then(|| Span::new(start, end))
    }

    /// The paragraphs of a quotation.
    pub(super) fn pieces(&self, span: Span) -> Vec<Piece> {
        let first = self.lines.partition_point(|l| l.span.end <= span.start);
        let mut pieces: Vec<Piece> = Vec::new();
        for line in &self.lines[first..] {
            if line.span.start >= span.end {
                break;
            }
            let inside =
                Span { start: line.span.start.max(span.start), end: line.span.end.min(span.end) };
            let text = one_line(self.source.slice(inside));
            if text.is_empty() {
                continue;
            }
            let found = label::label(&text, self.lang);
            let heading = found.is_none()
                && pieces.last().is_some_and(|before| {
                    let bare = before.text[before.label..].trim().is_empty();
                    bare && before.opens.as_ref().is_some_and(|(kind, _)| kind.is_container())
                });
            let label = found.as_ref().map_or(0, |l| l.len.min(text.len()));
            let opens = found.and_then(|l| unit_of(&l.shape));
            pieces.push(Piece { text, opens, label, heading });
        }
        pieces
    }
}

/// Whether a character is a quotation mark.
fn is_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '"' | '“' | '”' | '„')
}

/// The unit that a label opens by its shape.
fn unit_of(shape: &Shape) -> Option<(UnitKind, Number)> {
    let letters = |s: &str| {
        let c = s.chars().next()?.to_ascii_lowercase();
        c.is_ascii_lowercase().then(|| Number::plain(u32::from(c) - u32::from('a') + 1))
    };
    match shape {
        Shape::Named(kind, n) => Some((*kind, n.clone())),
        Shape::Point(n) | Shape::Parenthesised(n) => Some((UnitKind::Paragraph, n.clone())),
        Shape::Item(n) => Some((UnitKind::Subparagraph, n.clone())),
        Shape::Letter(c) => Some((
            UnitKind::Subparagraph,
            letters(&c.to_string()).unwrap_or_else(|| Number::plain(1)),
        )),
        Shape::ParenthesisedLetters(l) => letters(l).map(|n| (UnitKind::Subparagraph, n)),
        Shape::Doubled(l) => letters(l).map(|n| (UnitKind::Indent, n)),
    }
}

/// A text on one line, with single spaces.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains(['\n', '\r', '\t']) {
        return text.trim().to_owned();
    }
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// What stands in a line before and behind its words, and in lines of its own before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Dress {
    /// Lines before, with their breaks: an anchor.
    above: String,
    before: String,
    behind: String,
}

/// The break between two paragraphs of an edition where nothing tells more: with an empty line or without.
pub(super) fn gap(page: &Page<'_>) -> String {
    const SAMPLE: usize = 400;
    let (mut wide, mut all) = (0, 0);
    for pair in page.paragraphs.windows(2).take(SAMPLE) {
        let breaks = breaks_behind(page, pair[0].words.end as usize);
        all += usize::from(breaks > 0);
        wide += usize::from(breaks > 1);
    }
    let text = page.source.text();
    let wide =
        if all == 0 { text.contains("\n\n") || text.contains("\n\r\n") } else { wide * 2 > all };
    line_break(text).repeat(if wide { 2 } else { 1 })
}

/// Line breaks between the line in which a text ends and the next one with anything in it, two at most;
/// 0 where the line goes on, or nothing follows.
fn breaks_behind(page: &Page<'_>, end: usize) -> usize {
    let text = page.source.text();
    let from = page.rest_of_line(end);
    let rest = text.get(from..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    if blank == rest.len() { 0 } else { rest[..blank].matches('\n').count().min(2) }
}

/// The break above a piece, by what stands before it: another paragraph, or the label that opens its unit.
fn gap_above(page: &Page<'_>, before: Option<UnitKind>, piece: &Piece, near: usize) -> String {
    /// Units before a unit among which one of its own list is looked for.
    const NEIGHBOURS: usize = 20;
    let grouped = |k: UnitKind| k.is_container() || k == UnitKind::Article;
    let by_heading = before.filter(|k| grouped(*k)).and_then(|kind| {
        let model = page.nearest(near, |u| page.act.units[u].kind == kind)?;
        let heading = page.act.units[model].heading;
        let end = heading.map_or_else(|| page.label_end(model), |h| h.end as usize);
        Some(breaks_behind(page, end)).filter(|b| *b > 0)
    });
    let kind = piece.opens.as_ref().map(|(kind, _)| *kind);
    let measured = by_heading.or_else(|| {
        // Between neighbours of the same sort: the first of a list stands under its lead-in.
        let same = |u: usize| {
            let unit = &page.act.units[u];
            kind.map_or(!page.is_numbered(u), |k| unit.kind == k)
                && unit.kind != UnitKind::EditorialNote
                && starts_line(page, u)
        };
        let follows = |u: usize| {
            let unit = &page.act.units[u];
            let before = page.act.units[..u].iter().rev().take(NEIGHBOURS);
            before.clone().any(|b| b.parent == unit.parent && Some(b.kind) == kind)
        };
        let model = page.nearest(near, |u| same(u) && (kind.is_none_or(grouped) || follows(u)))?;
        let line = page.line_start(page.start(model));
        Some(breaks_behind(page, page.behind_previous(line))).filter(|b| *b > 0)
    });
    let line = line_break(page.source.text());
    measured.map_or_else(|| gap(page), |breaks| line.repeat(breaks))
}

/// The break below the label of an article or a chapter.
pub(super) fn gap_below(page: &Page<'_>, kind: UnitKind, near: usize) -> String {
    let text = Piece { text: String::new(), opens: None, label: 0, heading: false };
    gap_above(page, Some(kind), &text, near)
}

/// The line break of a text.
pub(super) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Sets pieces as paragraphs in lines of their own; the first one goes on in a line of the edition that is
/// there already, when `inside`.
pub(super) fn set(page: &Page<'_>, pieces: &[Piece], near: usize, inside: bool) -> String {
    let mut text = String::new();
    let mut open: Option<UnitKind> = None;
    for (index, piece) in pieces.iter().enumerate() {
        let kind = piece.opens.as_ref().map(|(kind, _)| *kind);
        let dress = match (&piece.opens, piece.heading) {
            (Some((kind, number)), _) => of_unit(page, *kind, Some(number), near),
            (None, true) => of_unit(page, open.unwrap_or(UnitKind::Chapter), None, near),
            (None, false) => of_text(page, open, near),
        };
        if index > 0 || !inside {
            let before = pieces.get(index.wrapping_sub(1)).and_then(|p| p.opens.as_ref());
            text.push_str(&gap_above(page, before.map(|(kind, _)| *kind), piece, near));
            text.push_str(&dress.above);
            text.push_str(&dress.before);
        }
        text.push_str(&piece.text);
        text.push_str(&dress.behind);
        open = kind.or(open);
    }
    text
}

/// How the nearest unit of a kind is set.
fn of_unit(page: &Page<'_>, kind: UnitKind, number: Option<&Number>, near: usize) -> Dress {
    let model = page.nearest(near, |u| page.act.units[u].kind == kind && starts_line(page, u));
    let Some(model) = model else { return Dress::default() };
    let start = page.start(model);
    let (line, end) = (page.line_start(start), page.line_end(start));
    let text = page.source.text();
    let heading = page.act.units[model].heading.map(|h| h.end as usize).filter(|h| *h <= end);
    let words = heading.unwrap_or_else(|| {
        let content = text.get(start..end).unwrap_or_default().trim_end();
        start + content.trim_end_matches(['*', '_']).len()
    });
    let old = &page.act.units[model].number;
    let new = number.map(ToString::to_string);
    let raw = text.get(line..start).unwrap_or_default();
    let before = new.as_ref().map_or_else(|| unanchored(raw), |n| anchored(raw, old, n));
    let above = new.and_then(|n| anchor_above(page, line, old, &n)).unwrap_or_default();
    let behind = text.get(words..end).unwrap_or_default().trim_end().to_owned();
    let behind = if behind.chars().any(char::is_alphanumeric) { String::new() } else { behind };
    Dress { above, before, behind }
}

fn starts_line(page: &Page<'_>, unit: usize) -> bool {
    let start = page.start(unit);
    let raw = page.source.text().get(page.line_start(start)..start).unwrap_or_default();
    !unanchored(raw).chars().any(char::is_alphanumeric)
}

/// How the nearest paragraph without a label is set that stands in the same sort of unit.
fn of_text(page: &Page<'_>, open: Option<UnitKind>, near: usize) -> Dress {
    const WINDOW: usize = 200;
    let middle = page.paragraphs.partition_point(|p| (p.words.start as usize) < near);
    let range = middle.saturating_sub(WINDOW)..(middle + WINDOW).min(page.paragraphs.len());
    let text = page.source.text();
    let around = |unit: Option<usize>| page.numbered(unit).map(|u| page.act.units[u].kind);
    let before_words = |p: &usize| {
        let start = page.paragraphs[*p].words.start as usize;
        text.get(page.line_start(start)..start).unwrap_or_default()
    };
    let plain = range.filter(|p| !before_words(p).chars().any(char::is_alphanumeric));
    let model = plain
        .filter(|p| open.is_none() || around(page.paragraphs[*p].unit) == open)
        .min_by_key(|p| page.paragraphs[*p].words.start.abs_diff(u32::try_from(near).unwrap_or(0)));
    match model {
        Some(p) => Dress { before: unanchored(before_words(&p)), ..Dress::default() },
        // Without a model the paragraph stands under the unit like the unit's own lines.
        None => match open.filter(|k| !k.is_container() && *k != UnitKind::Article) {
            Some(kind) => Dress {
                before: of_unit(page, kind, None, near)
                    .before
                    .chars()
                    .filter(|c| c.is_whitespace())
                    .collect(),
                ..Dress::default()
            },
            None => Dress::default(),
        },
    }
}

/// A line's beginning with the number in its anchors changed.
fn anchored(raw: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(open) = rest.find('<') {
        let close = rest[open..].find('>').map_or(rest.len(), |c| open + c + 1);
        out.push_str(&rest[..open]);
        let tag = &rest[open..close];
        if tag.starts_with("</") {
            if out.ends_with('>') {
                out.push_str(tag);
            }
        } else {
            out.push_str(&renumbered(tag, old, new).unwrap_or_default());
        }
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}

/// A line's beginning without its anchors.
fn unanchored(raw: &str) -> String {
    anchored(raw, "", "")
}

/// An anchor with the number of a unit changed; `None` when the number is not in it.
fn renumbered(tag: &str, old: &str, new: &str) -> Option<String> {
    if old.is_empty() {
        return None;
    }
    let at = tag.match_indices(old).map(|(at, _)| at).find(|at| {
        let before = tag[..*at].chars().last();
        let after = tag[at + old.len()..].chars().next();
        let runs = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '-');
        !runs(before.filter(|c| *c != '-')) && !runs(after)
    })?;
    Some(format!("{}{new}{}", &tag[..at], &tag[at + old.len()..]))
}

/// The line with an anchor above a line, and the break behind it, for another number.
fn anchor_above(page: &Page<'_>, line: usize, old: &str, new: &str) -> Option<String> {
    let text = page.source.text();
    let head = text.get(..line)?;
    let end = head.trim_end().len();
    let start = page.line_start(end.checked_sub(1)?);
    let tag = text.get(start..end)?;
    let anchor = tag.trim_start().starts_with("<a ") && tag.ends_with("</a>");
    if !anchor || tag.matches('<').count() != 2 {
        return None;
    }
    Some(format!("{}{}", renumbered(tag, old, new)?, text.get(end..line)?))
}

/// A note of the editors in the layout of the notes that are there.
pub(super) fn note(page: &Page<'_>, words: &str, near: usize) -> String {
    let text = page.source.text();
    let model = page.any_note(near).map(|n| {
        let (start, end) = (n.start as usize, n.end as usize);
        let line = page.line_start(start);
        let before = unanchored(text.get(line..start).unwrap_or_default());
        let behind = text.get(end..page.line_end(end)).unwrap_or_default().trim_end().to_owned();
        (before, behind)
    });
    let clean = |s: &str| !s.chars().any(char::is_alphanumeric);
    match model.filter(|(before, behind)| clean(before) && clean(behind)) {
        Some((before, behind)) => format!("{before}{words}{behind}"),
        None if page.source.markup() == crate::source::Markup::Markdown => format!("> *{words}*"),
        None => words.to_owned(),
    }
}
