//! Lines that a converter or a page broke: joined again where one sentence runs on over the break.
//!
//! A line goes on when it ends without a mark that closes a clause and the next one begins as no
//! paragraph does: with a small letter, a mark, or a figure that is no label. In texts that are wrapped
//! throughout, a full line also goes on with a capital.

use std::collections::{BTreeMap, BTreeSet};

use super::label;
use super::lines::Line;
use super::outline::{is_attachment_line, is_note_line};
use super::quotes;
use crate::lang::Lang;
use crate::source::{Markup, Source};

/// A text is wrapped when at least this share of its lines, in percent, begins in the middle of a sentence.
const WRAPPED: usize = 12;

/// A line that ends in the middle of a sentence across an empty line is at least this long, in bytes.
const LONG: usize = 40;

/// A line of a wrapped text is full from this share of the usual width on, in percent.
const FULL: usize = 80;

/// Lines of page furniture between the halves of a sentence, at most.
const FURNITURE: usize = 4;

/// How the lines of a text lie.
struct Layout<'s> {
    /// Whether it is wrapped throughout.
    wrapped: bool,
    /// The usual width of its lines, in characters.
    width: usize,
    /// Running heads of its pages.
    heads: BTreeSet<&'s str>,
}

/// Joins the lines of a text.
#[must_use]
pub fn join(source: &Source, lang: &Lang, lines: &[Line]) -> Vec<Line> {
    let text = |line: &Line| source.slice(line.span);
    let broken: usize = lines
        .windows(2)
        .filter(|w| !w[1].gap && goes_on(text(&w[0])) && begins_inside(text(&w[1]), lang))
        .count();
    let wrapped = lines.len() > 8 && broken * 100 >= lines.len() * WRAPPED;
    let width = if wrapped { usual_width(source, lines) } else { 0 };
    let heads = if wrapped { running_heads(source, lines) } else { BTreeSet::new() };
    let layout = Layout { wrapped, width, heads };
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let mut line = lines[at];
        let mut tail = lines[at];
        at += 1;
        while let Some(next) = next_part(source, lang, &tail, &lines[at..], &layout) {
            tail = lines[at + next];
            line.span = line.span.cover(tail.span);
            at += next + 1;
        }
        joined.push(line);
    }
    joined
}

/// The index of the line that continues a line, behind page furniture if need be.
fn next_part(
    source: &Source,
    lang: &Lang,
    tail: &Line,
    rest: &[Line],
    layout: &Layout<'_>,
) -> Option<usize> {
    let Layout { wrapped, width, heads } = layout;
    let text = source.slice(tail.span);
    // A label alone on its line is no half of a sentence.
    let bare = label::label(text, lang).is_some_and(|l| l.len == text.len());
    if bare || tail.heading > 0 || is_note_line(text, lang) {
        return None;
    }
    let next = rest.first()?;
    let words = source.slice(next.span);
    // A line is full where the first word of the next one had no place on it.
    let first = words.split_whitespace().next().map_or(0, |w| w.chars().count());
    let over = text.chars().count() + first >= *width;
    // Where nouns have capitals, a sentence that closes at the end of a full line says nothing of a new
    // paragraph, which Markdown sets apart by an empty line.
    let soft = *wrapped
        && lang.capital_nouns()
        && source.markup() == Markup::Markdown
        && !next.gap
        && over
        && !is_table(text)
        && !text.ends_with(':')
        && !words.starts_with(quotes::is_opening);
    if !goes_on(text) && !soft {
        return None;
    }
    let joins = |line: &Line, words: &str| {
        line.heading == 0
            && line.aside == tail.aside
            && !is_table(words)
            && (label::label(words, lang).is_none() || cites(words, lang))
            && !is_note_line(words, lang)
            && !is_attachment_line(words, lang)
    };
    let broken_word =
        ends_with_hyphen(text) && words.chars().next().is_some_and(char::is_lowercase);
    if joins(next, words) {
        // A dash before an empty line opens a list.
        let opens = next.gap && text.ends_with('—');
        let inside = begins_inside(words, lang) && (!next.gap || text.len() >= LONG) && !opens;
        let full = *wrapped
            && !next.gap
            && (text.chars().count() * 100 >= width * FULL || (over && lang.capital_nouns()))
            && !is_heading(text, lang)
            && !words.starts_with(quotes::is_opening);
        if inside || full || broken_word || soft {
            return Some(0);
        }
    }
    if !*wrapped {
        return None;
    }
    // A page number or a running head between the halves of a sentence.
    let skipped = rest
        .iter()
        .take(FURNITURE)
        .take_while(|l| is_furniture(source.slice(l.span), heads))
        .count();
    let after = rest.get(skipped).filter(|_| skipped > 0)?;
    let words = source.slice(after.span);
    let small = words.chars().next().is_some_and(char::is_lowercase);
    (small && joins(after, words)).then_some(skipped)
}

/// Whether a line ends as no clause does.
fn goes_on(text: &str) -> bool {
    let end = text.trim_end();
    !is_table(text)
        && !end.ends_with(['.', ';', ':', '!', '?', '…', '»', '"', '”', '|', '>'])
        && (end.chars().any(char::is_alphabetic) || is_number_of_list(end))
}

/// «1 ,»: a number of a list that stands on a line of its own, as links to attachments are taken over.
fn is_number_of_list(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(',')
}

/// Whether a line begins in the middle of a sentence.
fn begins_inside(text: &str, lang: &Lang) -> bool {
    text.chars().next().is_some_and(|c| {
        c.is_lowercase()
            || matches!(c, ',' | ')')
            || (c == '§' && lang.capital_nouns())
            || (c.is_ascii_digit()
                && (text.len() > 3 || is_number_of_list(text))
                && !(lang.has_bare_sections() && label::plain(text).is_some()))
    }) && label::label(text, lang).is_none()
}

/// Whether a line begins with a unit and goes on small: "Artikel 63 und das Ersuchen …" is no heading.
fn cites(text: &str, lang: &Lang) -> bool {
    lang.capital_nouns()
        && label::label(text, lang).is_some_and(|l| {
            matches!(l.shape, label::Shape::Named(..))
                && !text[..l.len].contains('.')
                && text[l.len..].starts_with(|c: char| c.is_lowercase() || c == ',')
        })
}

/// The heading of a unit stands on a line of its own.
fn is_heading(text: &str, lang: &Lang) -> bool {
    label::label(text, lang).is_some_and(|l| matches!(l.shape, label::Shape::Named(..)))
        || !text.chars().any(char::is_lowercase)
}

/// Cells of a table stand on lines of their own.
fn is_table(text: &str) -> bool {
    text.contains(['|', '\t'])
}

fn ends_with_hyphen(text: &str) -> bool {
    let mut back = text.trim_end().chars().rev();
    matches!(back.next(), Some('-' | '\u{2010}' | '\u{ad}'))
        && back.next().is_some_and(char::is_alphabetic)
}

/// A page number, alone or between dashes, or a running head.
fn is_furniture(text: &str, heads: &BTreeSet<&str>) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '—' | ' '))
        || heads.contains(without_number(text))
}

/// Short lines that come again and again, but for the numbers at their ends.
fn running_heads<'s>(source: &'s Source, lines: &[Line]) -> BTreeSet<&'s str> {
    const SHORT: usize = 60;
    const OFTEN: usize = 3;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        let text = source.slice(line.span);
        if text.len() <= SHORT && !text.ends_with(['.', ';', ':', ',']) {
            *counts.entry(without_number(text)).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= OFTEN).map(|(head, _)| head).collect()
}

fn without_number(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace())
}

/// The width that the long lines of a text have, in characters.
fn usual_width(source: &Source, lines: &[Line]) -> usize {
    let mut widths: Vec<usize> =
        lines.iter().map(|l| source.slice(l.span).chars().count()).collect();
    widths.sort_unstable();
    // Most lines of a wrapped text are full; paragraphs that were not wrapped stand at the far end.
    widths.get(widths.len() * 3 / 4).copied().unwrap_or_default()
}
