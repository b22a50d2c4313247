//! Display rows of long paragraphs.
//!
//! A paragraph of a statute is often one line of thousands of characters. [`Rows`] cuts the lines
//! that marks touch into rows that fit a terminal, and keeps for each row its true line and column.
//! Only the text around the marks is walked, so the cost of a finding depends on the width of the
//! terminal and not on the length of the line or of the file. [`Positions`] does the same for
//! columns: it counts a long line once and remembers sums on the way.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::files::{Error, Files, Location};
use unicode_width::UnicodeWidthChar;

use super::{Position, Source, Span};

/// A mark that would need more rows than this is cut, unless the reader is to see more of it; the last row
/// is saved then.
pub const MOST_ROWS: usize = 3;
/// Lines that are looked at for one mark; blank ones among them give no rows.
const MOST_LINES: usize = 64;
/// Narrower rows than this would cut every other word.
const LEAST_WIDTH: usize = 20;
/// Bytes between two sums in a long line.
const STRIDE: usize = 4096;
/// What a row shows when a mark lies on a blank line.
const BLANK_LINE: char = '¶';
/// What stands in for characters that take no room, so that a caret can point at them.
const INVISIBLE: char = '·';

/// Lines and columns of one text, fit for many questions about very long lines.
///
/// Gives the same answers as [`Source::position`], which counts from the start of the line each time.
#[derive(Debug)]
pub struct Positions<'a> {
    source: &'a Source,
    /// For a long line, the scalars before each multiple of [`STRIDE`] bytes.
    sums: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Positions<'a> {
    /// Starts with nothing counted.
    #[must_use]
    pub fn new(source: &'a Source) -> Self {
        Self { source, sums: BTreeMap::new() }
    }

    /// Line and column of a byte, both from 1. A byte beyond the text counts as its end, a byte
    /// inside a character as the start of the character.
    pub fn of(&mut self, byte: usize) -> Position {
        let text = self.source.text();
        let byte = floor_boundary(text, byte);
        let index = self.source.line_index(byte);
        let start = self.source.line_span(index).range().start;
        let offset = byte.saturating_sub(start);
        let column = if offset < STRIDE {
            scalars(&text.as_bytes()[start..byte])
        } else {
            let next = self.source.line_span(index + 1).range().start;
            let sums = self.sums.entry(index).or_insert_with(|| {
                let mut sums = vec![0];
                for stride in text.as_bytes()[start..next].chunks_exact(STRIDE) {
                    sums.push(sums.last().unwrap_or(&0) + scalars(stride));
                }
                sums
            });
            let stride = offset / STRIDE;
            sums[stride] + scalars(&text.as_bytes()[start + stride * STRIDE..byte])
        };
        Position { line: index + 1, column: column + 1 }
    }
}

/// A place to be shown, with the room that its label asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The place in the text.
    pub span: Span,
    /// Columns that the text of the label takes on one row; 0 when there is no text.
    pub columns: usize,
}

/// One row: a piece of one line, with the characters that can be shown.
#[derive(Debug, Clone)]
struct Row {
    /// Its number; the numbers of neighbours differ by 1, those of others by more than 2.
    index: usize,
    /// Its bytes in the text of the rows.
    shown: Range<usize>,
    /// Its bytes in the text of the source, without white space at the ends.
    bytes: Range<usize>,
    /// Where the row that follows it would begin.
    next: usize,
    /// Its line in the source, from 0.
    line: usize,
    /// Column of its first character, from 0.
    column: usize,
}

/// Where a mark is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// True line and column of the start of the mark.
    pub start: Position,
    /// The parts of the mark, one for each row that shows it, as bytes of the text of the rows.
    /// There is at least one; a part is empty when the mark is.
    pub parts: Vec<Range<usize>>,
    /// Line and column of the last character of the mark, when only its first rows are shown.
    pub cut: Option<Position>,
}

/// The rows around some marks of one text.
///
/// As [`Files`] its bytes are those of a text of its own, in which each character of the source has
/// one counterpart that can be shown: see [`visible`]. Marks are given in bytes of the source and
/// found again with [`Rows::placed`].
#[derive(Debug)]
pub struct Rows<'a> {
    source: &'a Source,
    width: usize,
    most: usize,
    text: String,
    built: Vec<Row>,
    placed: Vec<Placed>,
}

impl<'a> Rows<'a> {
    /// Builds the rows that show `marks`, none of them wider than `width - 1` columns, so that there
    /// is room for a caret after the last character. A mark takes at most `most` rows.
    #[must_use]
    pub fn new(positions: &mut Positions<'a>, width: usize, most: usize, marks: &[Mark]) -> Self {
        let source = positions.source;
        let (width, most) = (width.max(LEAST_WIDTH) - 1, most.max(2));
        let text = String::new();
        let mut rows = Self { source, width, most, text, built: vec![], placed: vec![] };

        // The marks in the order of the text, with spans that are safe for slicing.
        let mut order: Vec<(Range<usize>, usize, usize)> = marks
            .iter()
            .enumerate()
            .map(|(index, mark)| (rows.clip(mark.span), index, mark.columns))
            .collect();
        order.sort_by_key(|(range, index, _)| (range.start, *index));
        let mut whole = vec![true; marks.len()];
        for at in 0..order.len() {
            let index = order[at].1;
            whole[index] = rows.cover(positions, &order[at..]);
        }
        order.sort_by_key(|(_, index, _)| *index);
        rows.placed = order
            .iter()
            .map(|(range, index, _)| rows.place(positions, range.clone(), whole[*index]))
            .collect();
        rows
    }

    /// Where the mark with this index is shown.
    #[must_use]
    pub fn placed(&self, mark: usize) -> Option<&Placed> {
        self.placed.get(mark)
    }

    /// A span as a range within the text and on the boundaries of characters.
    fn clip(&self, span: Span) -> Range<usize> {
        let text = self.source.text();
        let start = floor_boundary(text, span.range().start);
        start..floor_boundary(text, span.range().end).max(start)
    }

    /// Builds the rows that the first of `marks` needs and that are not there yet. The others are
    /// those that begin later. Tells whether the rows go to the end of the mark.
    fn cover(
        &mut self,
        positions: &mut Positions<'a>,
        marks: &[(Range<usize>, usize, usize)],
    ) -> bool {
        let (range, _, _) = &marks[0];
        // An empty mark wants to see the character that it stands before.
        let end = range.end.max(range.start + 1);
        let mut from = range.start;
        let mut line = self.source.line_index(from);
        if let Some(last) = self.built.last()
            && range.start < last.next
        {
            (line, from) = (last.line, last.next);
        }
        let last_line = self.source.line_index(end - 1);
        let stop = last_line.min(line.saturating_add(MOST_LINES));
        let known = self.built.len();
        for line in line..=stop {
            let bounds = self.source.line_span(line).range();
            from = from.clamp(bounds.start, bounds.end);
            let to = end.min(bounds.end);
            while !self.built.last().is_some_and(|row| row.line == line && row.next >= to) {
                if self.built.len() > known + self.most {
                    return false;
                }
                if !self.push(positions, line, from, marks) {
                    break;
                }
            }
        }
        if self.built.last().is_none_or(|row| row.line < self.source.line_index(range.start)) {
            self.push_blank(range.start);
        }
        stop == last_line
    }

    /// Adds one row of a line: the next one when the last row ends less than a row before `from`, else
    /// one that begins a few words before `from`. Gives false at the end of the line.
    fn push(
        &mut self,
        positions: &mut Positions<'a>,
        line: usize,
        from: usize,
        marks: &[(Range<usize>, usize, usize)],
    ) -> bool {
        let bounds = self.source.line_span(line).range();
        let lead = self.lead(bounds.start, from, &marks[0]);
        let (start, index) = match self.built.last() {
            None => (lead, 0),
            Some(row) if row.line == line => {
                let near = lead <= row.next || self.fits(row.next..from);
                if near { (row.next, row.index + 1) } else { (lead, row.index + 3) }
            }
            Some(row) => {
                let neighbours = row.line + 1 == line
                    && row.next >= self.source.line_span(row.line).range().end
                    && self.source.text()[bounds.start..lead].trim_start().is_empty();
                (lead, if neighbours { row.index + 1 } else { row.index + 3 })
            }
        };
        let Some((bytes, next)) = self.fill(start..bounds.end, marks) else {
            // What is left of the line is white space; it belongs to the row before it.
            if let Some(row) = self.built.last_mut()
                && row.line == line
            {
                row.next = row.next.max(bounds.end);
            }
            return false;
        };
        let shown = self.text.len();
        let words = &self.source.text()[bytes.clone()];
        for (at, ch) in words.chars().enumerate() {
            let ch = visible(ch);
            // A combining character has nothing to combine with at the start of a row.
            self.text.push(if at == 0 && columns(ch) == 0 { INVISIBLE } else { ch });
        }
        let shown = shown..self.text.len();
        self.text.push('\n');
        let column = positions.of(bytes.start).column - 1;
        self.built.push(Row { index, shown, bytes, next, line, column });
        true
    }

    /// Adds a row that stands for a blank line.
    fn push_blank(&mut self, byte: usize) {
        let line = self.source.line_index(byte);
        let bounds = self.source.line_span(line).range();
        let index = self.built.last().map_or(0, |row| row.index + 3);
        let shown = self.text.len()..self.text.len() + BLANK_LINE.len_utf8();
        self.text.push(BLANK_LINE);
        self.text.push('\n');
        let (bytes, next) = (bounds.start..bounds.start, bounds.end);
        self.built.push(Row { index, shown, bytes, next, line, column: 0 });
    }

    /// Where a row begins that shows a mark with some words before it: at the start of the line when
    /// that is near enough, else at the start of a word.
    fn lead(&self, line: usize, from: usize, mark: &(Range<usize>, usize, usize)) -> usize {
        let text = self.source.text();
        let half = self.width / 2;
        let mut needs = mark.2 + 1;
        for ch in text[mark.0.clone()].chars().take(self.width) {
            needs += columns(visible(ch));
        }
        // The label stands behind the mark when that leaves room for some words before it; otherwise
        // it needs half a row below the mark.
        let far = if needs <= self.width * 3 / 4 { self.width - needs } else { half };
        let mut width = 0;
        let mut word = None;
        for (count, (at, ch)) in text[line..from].char_indices().rev().enumerate() {
            let after = line + at + ch.len_utf8();
            if breaks(ch) && width <= far.min(half) {
                word = Some(after);
            }
            width += columns(visible(ch));
            // The count stops a walk over characters that have no width.
            if width > far || count > 8 * self.width {
                return word.unwrap_or(after);
            }
        }
        line
    }

    /// Whether a range of the text fits one row.
    fn fits(&self, range: Range<usize>) -> bool {
        range.len() <= self.width * 4
            && self.source.text()[range].chars().map(|ch| columns(visible(ch))).sum::<usize>()
                <= self.width
    }

    /// The words of a line that fit one row, and where the next row begins. None when there is only
    /// white space.
    fn fill(
        &self,
        line: Range<usize>,
        marks: &[(Range<usize>, usize, usize)],
    ) -> Option<(Range<usize>, usize)> {
        let text = &self.source.text()[..line.end];
        let start = line.end - text[line.start..].trim_start().len();
        if start == line.end {
            return None;
        }
        let mut width = 0;
        let mut count = 0;
        // The end of the last whole word, and the end of the last character that is no space.
        let mut word = None;
        let mut end = start;
        let mut full = None;
        for (at, ch) in text[start..].char_indices() {
            let at = start + at;
            if breaks(ch) {
                word = Some(end);
            } else {
                // A combining character at the start is shown as a stand-in of one column.
                let columns = columns(visible(ch)).max(usize::from(at == start));
                count += 1;
                // Characters without width are kept with their base, but not without limit.
                let over = width + columns > self.width || count > 8 * self.width;
                // A mark that begins so far to the right that its label has no room waits for the
                // next row.
                let late = at > start
                    && marks.iter().take_while(|mark| mark.0.start <= at).any(|mark| {
                        mark.0.start == at
                            && self.width.saturating_sub(width) < mark.2.min(self.width / 2)
                    });
                if over || late {
                    full = Some(word.unwrap_or(at));
                    break;
                }
                end = at + ch.len_utf8();
            }
            if width > 2 * self.width {
                break;
            }
            width += columns(visible(ch)).max(usize::from(at == start));
        }
        let end = full.unwrap_or(end);
        let rest = &text[end..];
        let end = start + text[start..end].trim_end().len();
        Some((start..end, line.end - rest.trim_start().len()))
    }

    /// Finds the rows that show a mark.
    fn place(&self, positions: &mut Positions<'a>, range: Range<usize>, whole: bool) -> Placed {
        let start = positions.of(range.start);
        let first = self.built.partition_point(|row| row.bytes.end <= range.start);
        let touched = || self.built[first..].iter().take_while(|row| row.bytes.start < range.end);
        let mut parts: Vec<Range<usize>> =
            touched().take(self.most + 1).map(|row| self.part(row, &range)).collect();
        let cut = !whole || parts.len() > self.most;
        if cut {
            parts.truncate(self.most - 1);
        }
        if parts.is_empty() {
            parts.push(self.point(first, range.start));
        }
        // Rounds down to the start of the last character.
        let last = range.end.saturating_sub(1);
        Placed { cut: cut.then(|| positions.of(last)), start, parts }
    }

    /// The part of a mark that a row shows. One that begins with a combining character begins with
    /// its base, for a caret needs a column.
    fn part(&self, row: &Row, range: &Range<usize>) -> Range<usize> {
        let start = self.shown(row, range.start.max(row.bytes.start));
        let end = self.shown(row, range.end.min(row.bytes.end));
        let mut part = start..end.max(start);
        while (row.shown.start + 1..row.shown.end).contains(&part.start)
            && self.text[part.start..].chars().next().is_some_and(|ch| columns(ch) == 0)
        {
            part.start = floor_boundary(&self.text, part.start - 1);
        }
        part
    }

    /// Where a mark is shown that covers nothing but white space or nothing at all: in its row, after
    /// the row before it in the same line, or before the nearest row.
    fn point(&self, next: usize, byte: usize) -> Range<usize> {
        let line = self.source.line_index(byte);
        let before = next.checked_sub(1).and_then(|at| self.built.get(at));
        let after = self.built.get(next);
        let at = match (before, after) {
            (_, Some(row)) if row.bytes.start <= byte => return self.part(row, &(byte..byte)),
            (Some(row), _) if row.line == line && row.bytes.is_empty() => row.shown.start,
            (Some(row), _) if row.line == line => row.shown.end,
            (_, Some(row)) => row.shown.start,
            (Some(row), None) => row.shown.end,
            (None, None) => 0,
        };
        at..at
    }

    /// The shown counterpart of a byte of the source that lies in the row.
    fn shown(&self, row: &Row, byte: usize) -> usize {
        let count = self.source.text()[row.bytes.start..byte].chars().count();
        let words = &self.text[row.shown.clone()];
        words.char_indices().nth(count).map_or(row.shown.end, |(at, _)| row.shown.start + at)
    }

    /// The row with this number.
    fn row(&self, index: usize) -> Result<&Row, Error> {
        let max = self.built.last().map_or(0, |row| row.index);
        let at = self.built.binary_search_by_key(&index, |row| row.index);
        at.map(|at| &self.built[at]).map_err(|_| Error::LineTooLarge { given: index, max })
    }
}

impl<'a> Files<'a> for Rows<'_> {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.source.name())
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.text)
    }

    /// The number of the row. Rows that are not neighbours in the text have numbers that differ by
    /// more than 2, so that a renderer puts a break between them.
    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, Error> {
        let at = self.built.partition_point(|row| row.shown.start <= byte);
        let row = at.checked_sub(1).and_then(|at| self.built.get(at));
        row.map(|row| row.index).ok_or(Error::IndexTooLarge { given: byte, max: self.text.len() })
    }

    fn line_number(&'a self, (): (), index: usize) -> Result<usize, Error> {
        Ok(self.row(index)?.line + 1)
    }

    fn column_number(&'a self, (): (), index: usize, byte: usize) -> Result<usize, Error> {
        let row = self.row(index)?;
        let byte = floor_boundary(&self.text, byte).clamp(row.shown.start, row.shown.end);
        Ok(row.column + self.text[row.shown.start..byte].chars().count() + 1)
    }

    /// Line and column in the source; for the start of a mark its own, even if it begins with white
    /// space that no row shows.
    fn location(&'a self, (): (), byte: usize) -> Result<Location, Error> {
        let marked = self.placed.iter().find(|mark| mark.parts[0].start == byte);
        if let Some(Placed { start, .. }) = marked {
            return Ok(Location { line_number: start.line, column_number: start.column });
        }
        let index = self.line_index((), byte)?;
        Ok(Location {
            line_number: self.line_number((), index)?,
            column_number: self.column_number((), index, byte)?,
        })
    }

    fn line_range(&'a self, (): (), index: usize) -> Result<Range<usize>, Error> {
        Ok(self.row(index)?.shown.clone())
    }
}

/// What is shown for a character: itself, or a stand-in of one column when it would move the cursor,
/// change the direction of the text, or take no room though it joins no other character.
#[must_use]
pub fn visible(ch: char) -> char {
    match ch {
        '\t'..='\r' if ch != '\r' => ' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        // The block of control pictures has the order of the control characters.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(ch)).unwrap_or(INVISIBLE),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'..='\u{1160}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => INVISIBLE,
        _ => ch,
    }
}

/// Columns of a character on a terminal.
#[must_use]
pub fn columns(ch: char) -> usize {
    ch.width().unwrap_or(0)
}

/// Whether a row may end at this character: white space, but not the kind that holds words together,
/// as between «ст.» and its number.
fn breaks(ch: char) -> bool {
    ch.is_whitespace() && !matches!(ch, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Number of scalars that begin in these bytes of a text.
fn scalars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The nearest boundary of a character at or before a byte.
fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
