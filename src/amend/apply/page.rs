//! The paragraphs of an edition, with the units in which they stand: what lawyers count and change.

use std::ops::Range;

use crate::amend::Edition;
use crate::model::{Act, Eid, Number, UnitKind, Zone};
use crate::source::{Source, Span};

/// A paragraph of an act's own text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph {
    /// Its words, without labels.
    pub(super) words: Span,
    /// Index of the innermost unit.
    pub(super) unit: Option<usize>,
}

/// An edition as paragraphs.
#[derive(Debug)]
pub(super) struct Page<'e> {
    pub(super) source: &'e Source,
    pub(super) lang: &'e crate::lang::Lang,
    pub(super) act: &'e Act,
    pub(super) paragraphs: Vec<Paragraph>,
    /// The paragraphs of each unit, inner units included.
    ranges: Vec<Range<usize>>,
    /// For each unit, the unit with a number around it that is no group of articles.
    holders: Vec<Option<usize>>,
    /// For each unit, the index behind its last inner unit.
    subtrees: Vec<usize>,
    /// Editors' notes, in order.
    notes: Vec<Span>,
}

/// Whether units of a kind carry numbers of their own in the text.
fn has_number(kind: UnitKind) -> bool {
    !matches!(
        kind,
        UnitKind::Alinea | UnitKind::Indent | UnitKind::EditorialNote | UnitKind::Preamble
    )
}

impl<'e> Page<'e> {
    pub(super) fn new(edition: &'e Edition<'_>) -> Self {
        /// The range of a unit whose text was not met yet.
        const NONE: Range<usize> = Range { start: usize::MAX, end: 0 };
        let act = &edition.act;
        let own = |zone: Zone| !matches!(zone, Zone::Note | Zone::Title);
        let mut paragraphs = Vec::with_capacity(act.blocks.len());
        let mut notes = Vec::new();
        for block in &act.blocks {
            if block.zone == Zone::Note {
                notes.push(block.span);
            } else if own(block.zone) && block.unit.is_some() {
                paragraphs.push(Paragraph { words: block.span, unit: block.unit });
            }
        }
        let mut ranges: Vec<Range<usize>> = vec![NONE; act.units.len()];
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let mut at = paragraph.unit;
            while let Some(unit) = at {
                let range = &mut ranges[unit];
                if range.end == index + 1 && range.start != usize::MAX {
                    break;
                }
                range.start = range.start.min(index);
                range.end = range.end.max(index + 1);
                at = act.units[unit].parent;
            }
        }
        for range in &mut ranges {
            if range.start == usize::MAX {
                *range = 0..0;
            }
        }
        let mut subtrees: Vec<usize> = (1..=act.units.len()).collect();
        for index in (0..act.units.len()).rev() {
            if let Some(parent) = act.units[index].parent {
                subtrees[parent] = subtrees[parent].max(subtrees[index]);
            }
        }
        let mut holders: Vec<Option<usize>> = Vec::with_capacity(act.units.len());
        for unit in &act.units {
            holders.push(unit.parent.and_then(|parent| {
                let kind = act.units[parent].kind;
                let stepped_over = kind.is_container() || !has_number(kind);
                if stepped_over { holders.get(parent).copied().flatten() } else { Some(parent) }
            }));
        }
        Self {
            holders,
            source: edition.source,
            lang: edition.lang,
            act,
            paragraphs,
            ranges,
            subtrees,
            notes,
        }
    }

    /// The paragraphs of a unit and of the units in it.
    pub(super) fn range(&self, unit: usize) -> Range<usize> {
        self.ranges[unit].clone()
    }

    /// The units inside a unit, itself the first.
    pub(super) fn subtree(&self, unit: usize) -> Range<usize> {
        unit..self.subtrees[unit]
    }

    /// Whether a unit carries a number of its own in the text.
    pub(super) fn is_numbered(&self, unit: usize) -> bool {
        has_number(self.act.units[unit].kind)
    }

    /// The innermost unit with a number around a unit, itself included.
    pub(super) fn numbered(&self, unit: Option<usize>) -> Option<usize> {
        let mut at = unit;
        while let Some(index) = at {
            if self.is_numbered(index) {
                return Some(index);
            }
            at = self.act.units[index].parent;
        }
        None
    }

    /// Whether a unit stands in another one with nothing numbered between but what is stepped over:
    /// unnumbered parts, and the chapters that group articles.
    pub(super) fn hangs_on(&self, unit: usize, outer: Option<usize>) -> bool {
        // A container stands above what it groups, and a holder below it.
        if outer.is_none_or(|o| !self.act.units[o].kind.is_container()) {
            return self.holders[unit] == outer;
        }
        let mut at = self.act.units[unit].parent;
        loop {
            match at {
                None => return outer.is_none(),
                at_ if at_ == outer => return true,
                Some(index) => {
                    let between = &self.act.units[index];
                    if self.is_numbered(index) && !between.kind.is_container() {
                        return false;
                    }
                    at = between.parent;
                }
            }
        }
    }

    /// The units of a kind and a number below a unit, or in the whole act without its attachments.
    pub(super) fn inner(&self, outer: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let range =
            outer.map_or(0..self.act.units.len(), |u| self.subtree(u).start + 1..self.subtrees[u]);
        range.filter(move |u| self.is_numbered(*u) && self.hangs_on(*u, outer))
    }

    /// The unit nearest to a byte that passes a test.
    pub(super) fn nearest(&self, byte: usize, test: impl Fn(usize) -> bool) -> Option<usize> {
        let units = &self.act.units;
        let middle = units.partition_point(|u| (u.span.start as usize) < byte);
        let before = (0..middle).rev().find(|u| test(*u));
        let reach = before.map_or(usize::MAX, |u| byte - self.start(u));
        let after =
            (middle..units.len()).take_while(|u| self.start(*u) - byte < reach).find(|u| test(*u));
        after.or(before)
    }

    /// The number of a unit.
    pub(super) fn number(&self, unit: usize) -> Option<Number> {
        Number::parse(&self.act.units[unit].number)
    }

    pub(super) fn eid(&self, unit: usize) -> Eid {
        self.act.units[unit].eid.clone()
    }

    /// The first byte of a unit: that of its label.
    pub(super) fn start(&self, unit: usize) -> usize {
        self.act.units[unit].span.start as usize
    }

    /// Where the label of a unit ends and its heading, its text or its first inner unit begins.
    pub(super) fn label_end(&self, unit: usize) -> usize {
        let start = self.start(unit);
        let line = self.line_end(start);
        let heading = self.act.units[unit].heading.map(|h| h.start as usize);
        let text =
            self.paragraphs.get(self.range(unit).start).filter(|_| !self.range(unit).is_empty());
        let inner = self.act.units.get(unit + 1).map(|u| u.span.start as usize);
        heading
            .into_iter()
            .chain(text.map(|p| p.words.start as usize))
            .chain(inner)
            .filter(|at| (start..line).contains(at))
            .min()
            .unwrap_or_else(|| self.content_end(start))
    }

    /// One past the last byte of a unit's own text, headings and inner units included and the editors' notes
    /// behind it left out.
    pub(super) fn end(&self, unit: usize) -> usize {
        let range = self.range(unit);
        let text = self.paragraphs.get(range.end.wrapping_sub(1)).filter(|_| !range.is_empty());
        let mut end = text.map_or(0, |p| p.words.end as usize);
        for inner in self.subtree(unit) {
            if self.act.units[inner].kind == UnitKind::EditorialNote {
                continue;
            }
            let heading = self.act.units[inner].heading.map(|h| h.end as usize);
            end = end.max(heading.unwrap_or_else(|| self.label_end(inner)));
        }
        let text = self.source.text();
        let start = self.start(unit);
        start + text.get(start..end.max(start)).unwrap_or_default().trim_end().len()
    }

    /// The end of the line in which a byte stands, its line break left out.
    pub(super) fn line_end(&self, byte: usize) -> usize {
        self.source.line_span(self.source.line_index(byte)).end as usize
    }

    /// The first byte of the line in which a byte stands.
    pub(super) fn line_start(&self, byte: usize) -> usize {
        self.source.line_span(self.source.line_index(byte)).start as usize
    }

    /// The end of the words in the line of a byte, Markdown marks behind them left out.
    fn content_end(&self, byte: usize) -> usize {
        let end = self.line_end(byte);
        let line = self.source.text().get(byte..end).unwrap_or_default();
        byte + line.trim_end().trim_end_matches(['*', '_']).trim_end().len()
    }

    /// The end of the line if only marks and blanks stand behind a byte, else the byte itself: text of
    /// another unit goes on in that line.
    pub(super) fn rest_of_line(&self, byte: usize) -> usize {
        let end = self.line_end(byte);
        let rest = self.source.text().get(byte..end).unwrap_or_default();
        if rest.chars().any(char::is_alphanumeric) { byte } else { end }
    }

    /// The end of the last of the editors' notes that follow a place directly.
    pub(super) fn behind_notes(&self, byte: usize) -> usize {
        let mut end = byte;
        let first = self.notes.partition_point(|n| (n.start as usize) < byte);
        for note in &self.notes[first..] {
            let between = self.source.text().get(end..note.start as usize).unwrap_or_default();
            if between.chars().any(char::is_alphanumeric) {
                break;
            }
            end = self.rest_of_line(note.end as usize);
        }
        end
    }

    /// The end of the last line with words before a line; 0 when there is none.
    ///
    /// A line that holds but an anchor belongs to the unit below it.
    pub(super) fn behind_previous(&self, line: usize) -> usize {
        let text = self.source.text();
        let mut end = text.get(..line).unwrap_or_default().trim_end().len();
        while end > 0 {
            let start = self.line_start(end - 1);
            let words = text.get(start..end).unwrap_or_default().trim();
            if !(words.starts_with("<a ")
                && words.ends_with("</a>")
                && words.matches('<').count() == 2)
            {
                break;
            }
            end = text.get(..start).unwrap_or_default().trim_end().len();
        }
        if end == 0 { 0 } else { self.line_end(end - 1) }
    }

    /// Where the words of the line with a unit's label end, before the marks that close it.
    pub(super) fn label_tail(&self, unit: usize) -> usize {
        let start = self.start(unit);
        self.content_end(start)
    }

    /// The unit with a number in which a unit stands.
    pub(super) fn above(&self, unit: usize) -> Option<usize> {
        let kind = self.act.units[unit].kind;
        if kind <= UnitKind::Article {
            return None;
        }
        self.numbered(self.act.units[unit].parent)
            .filter(|u| !self.act.units[*u].kind.is_container())
    }

    /// The editors' notes inside a span.
    pub(super) fn notes_in(&self, start: usize, end: usize) -> Vec<Span> {
        let inside = |n: &&Span| n.start as usize >= start && n.end as usize <= end;
        self.notes.iter().filter(inside).copied().collect()
    }

    /// An editors' note, as a model for the layout of another.
    pub(super) fn any_note(&self, near: usize) -> Option<Span> {
        self.notes.iter().min_by_key(|n| (n.start as usize).abs_diff(near)).copied()
    }

    /// The parts of a run of paragraphs: a part closes with a sentence, and takes its list along.
    ///
    /// Inside a numbered list only the text behind its last item begins a new part.
    pub(super) fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for index in range {
            let new = parts.last().is_none_or(|_| self.begins_part(index));
            match parts.last_mut() {
                Some(part) if !new => part.end = index + 1,
                _ => parts.push(index..index + 1),
            }
        }
        parts
    }

    fn begins_part(&self, index: usize) -> bool {
        let (Some(before), Some(here)) =
            (self.paragraphs.get(index.wrapping_sub(1)), self.paragraphs.get(index))
        else {
            return true;
        };
        let text =
            self.source.slice(before.words).trim_end().trim_end_matches(['»', '"', '”', ')']);
        if text.ends_with([';', ':', ',', '-', '–', '—']) {
            return false;
        }
        // A numbered item goes on with its list; text behind an item that others follow belongs to it.
        let opens = here.unit.is_some_and(|u| {
            self.is_numbered(u)
                && self.paragraphs.get(self.range(u).start).is_some_and(|p| p.words == here.words)
        });
        if opens {
            return false;
        }
        let Some(item) = self.numbered(here.unit) else { return true };
        let item_kind = self.act.units[item].kind;
        let listed = matches!(item_kind, UnitKind::Subparagraph | UnitKind::Subsubparagraph);
        let parent = self.act.units[item].parent;
        let last = !self.act.units[self.subtrees[item]..]
            .iter()
            .take_while(|u| u.parent.is_some() && u.parent >= parent)
            .any(|u| u.parent == parent && u.kind == item_kind);
        !listed || last
    }
}
