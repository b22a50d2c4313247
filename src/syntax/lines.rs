//! Lines of a text with their content: indentation, Markdown marks and front matter stepped over.

use crate::source::{Markup, Source, Span};

/// A line that has content.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The content, without white space and markup around it.
    pub span: Span,
    /// Number of `#` signs before it; 0 for ordinary text.
    pub heading: u8,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// Whether it stands in a callout that a publisher set beside the text: `> [!info]`.
    pub aside: bool,
    /// Whether a number without a mark opens a section in it: "5 Procedure".
    pub plain: bool,
}

/// Splits a text into its lines with content, in order.
#[must_use]
pub fn split(source: &Source) -> Vec<Line> {
    let mut lines = Vec::with_capacity(source.line_count());
    let mut index = front_matter(source);
    let mut gap = false;
    let mut callout = false;
    while index < source.line_count() {
        let whole = source.line_span(index);
        index += 1;
        let (span, heading) = content(source, whole);
        let raw = source.slice(whole).trim_start();
        callout = source.markup() == Markup::Markdown
            && raw.starts_with('>')
            && (callout || raw[1..].trim_start().starts_with("[!"));
        if span.is_empty() {
            gap = true;
            continue;
        }
        lines.push(Line { span, heading, gap, aside: callout, plain: false });
        gap = false;
    }
    lines
}

/// Number of lines that YAML front matter takes up, its fences included; 0 without any.
fn front_matter(source: &Source) -> usize {
    const LONGEST: usize = 200;
    if source.slice(source.line_span(0)).trim_end() != "---" {
        return 0;
    }
    (1..source.line_count().min(LONGEST))
        .find(|i| matches!(source.slice(source.line_span(*i)).trim_end(), "---" | "..."))
        .map_or(0, |fence| fence + 1)
}

fn content(source: &Source, whole: Span) -> (Span, u8) {
    let line = source.slice(whole);
    let mut rest = line.trim();
    let mut heading = 0;
    if source.markup() == Markup::Markdown {
        loop {
            let before = rest;
            if let Some(inner) = rest.strip_prefix('#') {
                heading += 1;
                rest = inner.trim_start();
            }
            rest = rest.trim_start_matches(['>', '*', '_']).trim_start();
            if let Some(item) = rest.strip_prefix("- ") {
                rest = item.trim_start();
            }
            // Anchors and comments of converters: `<a id="z1"></a>`, `<!-- … -->`.
            if rest.starts_with('<')
                && let Some(end) = rest.find('>')
            {
                rest = rest[end + 1..].trim_start();
            }
            if rest.len() == before.len() {
                break;
            }
        }
        rest = rest.trim_end_matches(['*', '_']).trim_end();
    }
    // A rule of dashes or underscores carries no words.
    if !rest.chars().any(char::is_alphanumeric) {
        rest = "";
    }
    let span = if rest.is_empty() { None } else { source.span_of(rest) };
    (span.unwrap_or(Span { start: whole.start, end: whole.start }), heading)
}
