//! A text while it is changed: edits are collected, carried out together, and each remembers what it
//! replaced in the first text and where its words stand in the last.

use crate::model::Eid;
use crate::source::Span;

/// An edit of the current text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What it replaces.
    pub(super) span: Span,
    /// What it puts there.
    pub(super) text: String,
    /// The unit that it changes, makes or takes out.
    pub(super) unit: Option<Eid>,
}

/// What one instruction changed at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Index of the bill.
    pub bill: usize,
    /// Index of the instruction among the amendments of the bill.
    pub instruction: usize,
    /// What it replaced, in the base as it was given; empty where text was added.
    pub before: Span,
    /// What stands there now, in the consolidated text; empty where text was taken out.
    pub after: Span,
    /// The unit.
    pub unit: Option<Eid>,
}

/// A text and the edits that wait to be carried out.
#[derive(Debug)]
pub(super) struct Working {
    pub(super) text: String,
    pub(super) changes: Vec<Change>,
    pending: Vec<(Edit, usize, usize)>,
}

impl Working {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), changes: Vec::new(), pending: Vec::new() }
    }

    pub(super) fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether an edit touches one that waits, so that it must be planned on the text that comes of it.
    pub(super) fn conflicts(&self, edits: &[Edit]) -> bool {
        edits.iter().any(|e| {
            self.pending
                .iter()
                .any(|(p, ..)| e.span.start <= p.span.end && p.span.start <= e.span.end)
        })
    }

    /// Whether a span is touched by an edit that waits.
    pub(super) fn touches(&self, span: Span) -> bool {
        self.pending.iter().any(|(p, ..)| span.start <= p.span.end && p.span.start <= span.end)
    }

    /// Takes edits of an instruction that overlap neither one another nor those that wait.
    pub(super) fn push(&mut self, edits: Vec<Edit>, bill: usize, instruction: usize) {
        self.pending.extend(edits.into_iter().map(|e| (e, bill, instruction)));
    }

    /// Carries out what waits.
    pub(super) fn flush(&mut self) {
        let mut pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return;
        }
        pending.sort_by_key(|(e, ..)| (e.span.start, e.span.end));
        let mut text = String::with_capacity(self.text.len());
        let mut made = Vec::with_capacity(pending.len());
        let mut at = 0;
        let mut end = 0;
        pending.retain(|(e, ..)| {
            // Two of an instruction's edits on the same words are one.
            let first = e.span.range().start >= end;
            end = if first { e.span.range().end } else { end };
            first
        });
        for (edit, bill, instruction) in &pending {
            let range = edit.span.range();
            text.push_str(self.text.get(at..range.start).unwrap_or_default());
            let start = text.len();
            text.push_str(&edit.text);
            made.push(Change {
                bill: *bill,
                instruction: *instruction,
                before: Span::new(self.back(range.start, false), self.back(range.end, true)),
                after: Span::new(start, text.len()),
                unit: edit.unit.clone(),
            });
            at = range.end;
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        for change in &mut self.changes {
            let range = change.after.range();
            let start = forward(&pending, &made, range.start, false);
            change.after = Span::new(start, forward(&pending, &made, range.end, true).max(start));
        }
        self.changes.append(&mut made);
        self.changes.sort_by_key(|c| (c.after, c.bill, c.instruction));
        self.text = text;
    }

    /// The byte of the first text at which a byte of the current text stood.
    pub(super) fn back(&self, byte: usize, end: bool) -> usize {
        let mut delta: i64 = 0;
        for change in &self.changes {
            let after = change.after.range();
            if byte <= after.start {
                break;
            }
            if byte < after.end {
                return if end { change.before.end as usize } else { change.before.start as usize };
            }
            delta += size(change.before) - size(change.after);
        }
        usize::try_from(i64::try_from(byte).unwrap_or(i64::MAX) + delta).unwrap_or(0)
    }

    /// A span of the current text in the first one.
    pub(super) fn span_back(&self, span: Span) -> Span {
        let range = span.range();
        Span::new(self.back(range.start, false), self.back(range.end, true))
    }
}

fn size(span: Span) -> i64 {
    i64::try_from(span.len()).unwrap_or(i64::MAX)
}

/// Where a byte of the text before stands in the text after.
fn forward(pending: &[(Edit, usize, usize)], made: &[Change], byte: usize, end: bool) -> usize {
    let mut delta: i64 = 0;
    for ((edit, ..), change) in pending.iter().zip(made) {
        let range = edit.span.range();
        // What begins where a change ends, and what is put in right before it, is no part of it.
        let behind = if end { byte <= range.start } else { byte < range.start };
        if behind || (byte == range.start && !range.is_empty()) {
            break;
        }
        if byte < range.end {
            return if end { change.after.end as usize } else { change.after.start as usize };
        }
        delta += size(change.after) - size(edit.span);
    }
    usize::try_from(i64::try_from(byte).unwrap_or(i64::MAX) + delta).unwrap_or(0)
}
