//! Text as the user gave it, and the places in it.
//!
//! Owns the text of a document, byte spans, the line table (bytes and Unicode scalar values) and the display rows of long paragraphs. Knows nothing of files and formats: whoever makes
//! a [`Source`] has already read and decoded it.

pub mod rows;

use std::ops::Range;

/// A half-open range of bytes in the text of one [`Source`].
///
/// Both ends lie on character boundaries of the text that the span was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an end before the start gives an empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = clamp(start);
        Self { start, end: clamp(end).max(start) }
    }

    /// The span as a range of byte offsets, fit for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share a byte, or an empty one lies inside or at the edge of the other.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        let empty = self.start == self.end || other.start == other.end;
        let (a, b) = (self.start.max(other.start), self.end.min(other.end));
        a < b || (empty && a == b)
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Offsets are stored in 32 bits; `ingest` refuses longer texts, so the cast never loses a bit.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Where a byte stands: line and column from 1, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// How the text is marked up; the outline steps over markup instead of reading it as law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// Markdown, perhaps with YAML front matter.
    Markdown,
}

/// One decoded text with its name and its line table.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    markup: Markup,
    lines: Vec<u32>,
}

impl Source {
    /// Takes a decoded text under the name that reports show.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>, markup: Markup) -> Self {
        let text = text.into();
        let mut lines = vec![0];
        lines.extend(
            text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| clamp(i + 1)),
        );
        Self { name: name.into(), text, markup, lines }
    }

    /// The name that reports show: a path as the user wrote it, or `-` for standard input.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The markup of the text.
    #[must_use]
    pub fn markup(&self) -> Markup {
        self.markup
    }

    /// The words of a span. A span that does not fit the text gives an empty string.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Where `slice`, a subslice of this text handed back by a parser, lies.
    #[must_use]
    pub fn span_of(&self, slice: &str) -> Option<Span> {
        let start = (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start.checked_add(slice.len())?;
        (end <= self.text.len()).then(|| Span::new(start, end))
    }

    /// Number of lines; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The line, from 0, in which a byte stands.
    #[must_use]
    pub fn line_index(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= byte).saturating_sub(1)
    }

    /// The span of a line, from 0, without its line end (`\n` or `\r\n`).
    #[must_use]
    pub fn line_span(&self, index: usize) -> Span {
        let start = self.lines.get(index).map_or(self.text.len(), |s| *s as usize);
        let end = self.lines.get(index + 1).map_or(self.text.len(), |s| *s as usize - 1);
        let line = self.text.get(start..end).unwrap_or_default();
        Span::new(start, start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// Line and column of a byte, both from 1.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let index = self.line_index(byte);
        let start = self.lines[index] as usize;
        let column = self.text.get(start..byte).map_or(0, |before| before.chars().count());
        Position { line: index + 1, column: column + 1 }
    }
}

/// Bytes as hexadecimal digits, as hashes are written.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
