//! The rows around the places of a finding, each place marked and told.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::Renderer;

use super::ends_at;
use super::wrap::{span_of_columns, wrap};
use crate::finding::Label;
use crate::report::one_line;
use crate::saying::Words;
use crate::source::Position;
use crate::source::rows::{MOST_ROWS, Mark, Positions, Rows};

/// Columns that a text gets at least to the right of where its caret begins.
const LEAST_TEXT: usize = 8;
/// Rows that a paragraph of a provision takes at most: it is there to be read, not just to be found.
const PROVISION_ROWS: usize = 6;

/// A part of a label on one row.
struct Part {
    style: LabelStyle,
    /// Bytes of the row.
    range: Range<usize>,
    /// The text of the label, in its last part only.
    text: String,
}

/// The rows around the labels of a finding.
pub(super) struct Snippet<'a> {
    rows: Rows<'a>,
    /// Parts by the number of the row, sorted by where they begin.
    parts: BTreeMap<usize, Vec<Part>>,
    room: usize,
}

impl<'a> Snippet<'a> {
    /// The first label is the primary one where the text is that of the finding.
    pub(super) fn new(
        labels: &[&Label],
        own: bool,
        positions: &mut Positions<'a>,
        room: usize,
        words: &Words,
    ) -> Self {
        let far = Position { line: 1000, column: 1000 };
        let ending = 1 + span_of_columns(&ends_at(far, words));
        let marks: Vec<Mark> = labels
            .iter()
            .map(|label| {
                let text = span_of_columns(&one_line(&label.text));
                // A long label is likely to be cut, and then says where it ends.
                let end = if label.span.len() > room { ending } else { 0 };
                Mark { span: label.span, columns: text + end }
            })
            .collect();
        let most = if own { MOST_ROWS } else { PROVISION_ROWS };
        let rows = Rows::new(positions, room, most, &marks);
        let mut snippet = Self { rows, parts: BTreeMap::new(), room };
        for (index, label) in labels.iter().enumerate() {
            let primary = own && index == 0;
            let style = if primary { LabelStyle::Primary } else { LabelStyle::Secondary };
            snippet.add(index, style, one_line(&label.text), words);
        }
        for parts in snippet.parts.values_mut() {
            parts.sort_by_key(|part| (part.range.start, part.range.end));
        }
        snippet
    }

    /// Adds the parts of a label.
    fn add(&mut self, index: usize, style: LabelStyle, mut text: String, words: &Words) {
        let Some(placed) = self.rows.placed(index) else { return };
        if let Some(end) = placed.cut {
            let space = if text.is_empty() { "" } else { " " };
            text = format!("{text}{space}{}", ends_at(end, words));
        }
        let last = placed.parts.len().saturating_sub(1);
        for (at, part) in placed.parts.iter().enumerate() {
            let Ok(row) = self.rows.line_index((), part.start) else { continue };
            let Ok(line) = self.rows.line_range((), row) else { continue };
            let range = part.start - line.start..part.end - line.start;
            let text = if at == last { std::mem::take(&mut text) } else { String::new() };
            self.parts.entry(row).or_default().push(Part { style, range, text });
        }
    }

    pub(super) fn write(
        &self,
        severity: Severity,
        padding: usize,
        renderer: &mut Renderer<'_, '_>,
    ) -> Result<(), Error> {
        let source = self.rows.source(())?;
        let mut before = None;
        for (&row, parts) in &self.parts {
            match before.map(|before| row - before) {
                None | Some(1) => {}
                // A break takes as much room as the one row that it would hide.
                Some(2) => {
                    let (number, line) =
                        (self.rows.line_number((), row - 1)?, self.rows.line_range((), row - 1)?);
                    let words = &source[line];
                    renderer.render_snippet_source(
                        padding,
                        number,
                        words,
                        severity,
                        &[],
                        0,
                        &[],
                    )?;
                }
                Some(_) => renderer.render_snippet_break(padding, severity, 0, &[])?,
            }
            before = Some(row);
            let words = &source[self.rows.line_range((), row)?];
            let labels = arrange(parts, words, self.room);
            let labels: Vec<_> = labels
                .iter()
                .map(|part| (part.style, part.range.clone(), part.text.as_str()))
                .collect();
            let number = self.rows.line_number((), row)?;
            renderer.render_snippet_source(padding, number, words, severity, &labels, 0, &[])?;
        }
        Ok(())
    }
}

/// Arranges the labels of a row so that their texts fit.
///
/// codespan writes the text of the last label behind its carets and hangs the others below theirs. A
/// text that does not fit is wrapped into several labels of one place, which codespan writes one
/// below the other, the last one first. An empty label over the last one keeps codespan from writing
/// that one behind its carets.
fn arrange(parts: &[Part], words: &str, room: usize) -> Vec<Part> {
    let parts: Vec<Part> = parts
        .iter()
        .map(|part| {
            // An empty part still gets one caret.
            let next = words[part.range.start..].chars().next().map_or(1, char::len_utf8);
            let end = part.range.end.max(part.range.start + next);
            Part { style: part.style, range: part.range.start..end, text: part.text.clone() }
        })
        .collect();
    let last = parts.iter().map(|part| part.range.end).max().unwrap_or(0);
    let behind = parts.iter().rposition(|part| part.range.end == last).filter(|&behind| {
        let part = &parts[behind];
        let alone = parts.iter().enumerate().all(|(at, other)| {
            at == behind
                || other.range.end <= part.range.start
                || part.range.end <= other.range.start
        });
        let end = column(words, part.range.end);
        alone && end + 1 + span_of_columns(&part.text) <= room
    });
    let mut labels = vec![];
    for (at, part) in parts.into_iter().enumerate() {
        let Part { style, range, text } = part;
        if text.is_empty() || Some(at) == behind {
            labels.push(Part { style, range, text });
            continue;
        }
        let needs = span_of_columns(&text);
        let right = room.saturating_sub(column(words, range.start));
        let hang = if right >= needs.min(LEAST_TEXT) {
            range.clone()
        } else {
            // At the end of a full row the text stands further to the left than its caret. An empty
            // range of codespan has no caret of its own.
            let left = room.saturating_sub(needs.min(room / 2));
            let starts = words.char_indices().map(|(at, _)| at);
            let start = starts.take_while(|&at| column(words, at) <= left).last().unwrap_or(0);
            start..start
        };
        let width = room.saturating_sub(column(words, hang.start));
        labels.push(Part { style, range, text: String::new() });
        for line in wrap(&text, width, width).into_iter().rev() {
            labels.push(Part { style, range: hang.clone(), text: line });
        }
    }
    labels
}

/// The column, from 0, of a byte of a row; the place after the row is one column wide.
fn column(words: &str, byte: usize) -> usize {
    let before = words.get(..byte).unwrap_or(words);
    span_of_columns(before) + byte.saturating_sub(words.len())
}
