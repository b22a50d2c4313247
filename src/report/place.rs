//! Files and places as programs name them that mark findings in files.

use std::path::is_separator;

use crate::source::rows::Positions;
use crate::source::{Position, Source, Span};

/// A path with forward slashes, and without steps that lead nowhere.
///
/// Who marks findings compares paths as text with those of a repository, where `./bills/tax.md` and
/// `bills//tax.md` have one name.
pub(super) fn file(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    if path.starts_with(is_separator) {
        out.push('/');
    }
    for part in path.split(is_separator).filter(|part| !part.is_empty() && *part != ".") {
        if !out.is_empty() && !out.ends_with('/') {
            out.push('/');
        }
        out.push_str(part);
    }
    if out.is_empty() {
        out.push('.');
    }
    out
}

/// Where words begin, and where the character behind them stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Region {
    /// The lines and columns of a span, every byte of it.
    pub(super) fn of(span: Span, positions: &mut Positions<'_>) -> Self {
        let range = span.range();
        Self { start: positions.of(range.start), end: positions.of(range.end) }
    }

    /// The lines and columns of words that are shown: they do not go on to the next line only because
    /// the end of their own belongs to the span.
    pub(super) fn of_words(source: &Source, span: Span, positions: &mut Positions<'_>) -> Self {
        Self::of(words(source, span), positions)
    }
}

/// A span without the line ends at its end.
pub(super) fn words(source: &Source, span: Span) -> Span {
    let start = span.range().start;
    Span::new(start, start + source.slice(span).trim_end_matches(['\r', '\n']).len())
}
