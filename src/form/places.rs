//! Where the instructions, quotations and notes of an act stand, and what it cites, gathered once, so that many
//! flaws cost little more than one.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::names::Words;
use crate::facts::Facts;
use crate::model::frame::CitedAct;
use crate::model::{Act, UnitKind, Zone};
use crate::source::Span;

/// Places that do not overlap, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Spans(Vec<Span>);

impl Spans {
    fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut sorted: Vec<Span> = spans.collect();
        sorted.sort();
        let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match merged.last_mut().filter(|last| span.start <= last.end) {
                Some(last) => last.end = last.end.max(span.end),
                None => merged.push(span),
            }
        }
        Self(merged)
    }

    /// Whether one of the places has a byte in common with another place.
    pub(super) fn touch(&self, span: Span) -> bool {
        let at = self.0.partition_point(|s| s.end <= span.start);
        self.0.get(at).is_some_and(|s| s.overlaps(span))
    }

    /// Whether one of the places holds another place.
    pub(super) fn hold(&self, span: Span) -> bool {
        let at = self.0.partition_point(|s| s.end < span.end);
        self.0.get(at).is_some_and(|s| s.contains(span))
    }
}

/// What many flaws ask for.
#[derive(Debug)]
pub(super) struct Places {
    /// The instructions with the text that they quote.
    pub(super) instructions: Spans,
    /// Words between quotation marks.
    pub(super) quoted: Spans,
    /// Editors' notes.
    pub(super) notes: Spans,
    /// Citations of any act.
    pub(super) citations: Spans,
    /// Citations that limit something to a unit of this act: «для целей настоящей главы».
    limits: Vec<Span>,
    /// The names of the units that the act cites, and of those around them, unnumbered parts left out.
    cited: BTreeSet<String>,
    /// The words of the act, worked out when the first name or term is looked for.
    pub(super) words: OnceCell<Words>,
}

impl Places {
    pub(super) fn of(act: &Act, facts: &Facts) -> Self {
        let content = |a: &crate::facts::Amendment| a.content.as_ref().map(|c| c.span);
        let instructions = facts.amendments.iter().flat_map(|a| [Some(a.span), content(a)]);
        let notes = act.blocks.iter().filter(|b| b.zone == Zone::Note).map(|b| b.span);
        let edited = act.units.iter().filter(|u| u.kind == UnitKind::EditorialNote);
        let limiting =
            facts.citations.iter().filter(|c| c.act == CitedAct::This && !c.targets.is_empty());
        let mut limits: Vec<Span> = limiting.map(|c| c.span).collect();
        limits.sort();
        let mut cited = BTreeSet::new();
        for target in facts.citations.iter().flat_map(|c| &c.targets) {
            let levels = super::citations::numbered(target.as_str());
            cited.extend((1..=levels.len()).map(|n| levels[..n].join("__")));
        }
        Self {
            instructions: Spans::of(instructions.flatten()),
            quoted: Spans::of(facts.quoted.iter().copied()),
            notes: Spans::of(notes.chain(edited.map(|u| u.span))),
            citations: Spans::of(facts.citations.iter().map(|c| c.span)),
            limits,
            cited,
            words: OnceCell::new(),
        }
    }

    /// Whether a unit of this act is cited in a place.
    pub(super) fn limited(&self, span: Span) -> bool {
        let at = self.limits.partition_point(|s| s.start < span.start);
        self.limits.get(at).is_some_and(|s| span.contains(*s))
    }

    /// Whether a citation leads to a unit or into it.
    pub(super) fn is_cited(&self, eid: &str) -> bool {
        self.cited.contains(&super::citations::numbered(eid).join("__"))
    }
}
