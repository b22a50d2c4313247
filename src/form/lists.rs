//! Lists: an item that ends otherwise than its neighbours.

use std::collections::BTreeMap;

use super::{Flaw, Text};
use crate::lang::table::Class;
use crate::model::frame::FlawKind;
use crate::model::{Block, UnitKind, Zone};
use crate::source::Span;

/// The fewest items that show how a list ends its items.
const LEAST: usize = 3;

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    // The items of a list need not stand side by side: one of them may hold a list of its own.
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, block) in text.act.blocks.iter().enumerate() {
        if let Some(lead) = block.lead {
            lists.entry(lead).or_default().push(at);
        }
    }
    for items in lists.values() {
        list(text, items, found);
    }
}

fn list(text: Text<'_, '_>, places: &[usize], found: &mut Vec<Flaw>) {
    let items: Vec<&Block> = places.iter().map(|at| &text.act.blocks[*at]).collect();
    let plain = |b: &&&Block| matches!(b.zone, Zone::Own | Zone::Attachment);
    if items.len() < LEAST || !items.iter().all(|b| plain(&b)) {
        return;
    }
    let end = |b: &Block| text.end_of(b);
    let inner = &items[..items.len() - 1];
    // An item that leads to a list of its own shows nothing.
    let shown = inner.iter().filter(|b| end(b) != Some(':')).count();
    let closed = inner.iter().filter(|b| end(b) == Some(';')).count();
    // The list itself shows that its items end with a semicolon; what ends so nowhere has a way of its own.
    if closed * 3 < shown * 2 || closed < 2 {
        return;
    }
    for (at, item) in places.iter().zip(inner) {
        let next = text.act.blocks.get(at + 1);
        // A part of the same item begins with a capital letter behind it.
        let part = next.is_some_and(|n| {
            text.inside(n, item) || text.slice(n.span).starts_with(char::is_uppercase)
        });
        if end(item) != Some(';') && ends_alone(text, item) && !part {
            found.push(flaw(text, item, ";"));
        }
    }
    // A list inside the item of another one ends as that item does.
    let last = items[items.len() - 1];
    // An editors' note ends no list.
    let behind = places.last().map_or(0, |at| at + 1);
    let next = text.act.blocks.iter().skip(behind).find(|b| b.zone == last.zone);
    let outer = last.lead.and_then(|lead| text.act.blocks.get(lead)).is_some_and(|lead| {
        lead.lead.is_some()
            || lead.unit.is_some_and(|u| text.act.units[u].kind == UnitKind::Subparagraph)
    });
    let parent = |b: &Block| b.unit.and_then(|u| text.act.units[u].parent);
    let goes_on = next.is_none_or(|n| {
        let beside = n.unit == last.unit || n.unit == parent(last) || parent(n) == parent(last);
        beside || n.lead.is_some() || text.inside(n, last) || end(n) == Some(':')
    });
    if !outer && !goes_on && end(last) == Some(';') {
        found.push(flaw(text, last, "."));
    }
}

impl Text<'_, '_> {
    /// The mark at the end of an item; the one before the word that leads to the last item counts: «…; и».
    fn end_of(&self, item: &Block) -> Option<char> {
        let reading = self.reading;
        let list = reading.tokens.list();
        let mut back = reading.tokens.inside(item.span).rev();
        let last = list.get(back.next()?)?;
        let joins = reading.lang.single(&reading.tokens, *last).any(|c| c == Class::And);
        let before = back.next().and_then(|at| list.get(at));
        let mark = if joins { before? } else { last };
        self.slice(mark.span()).chars().next_back()
    }

    /// Whether a paragraph belongs to the unit of another one.
    pub(super) fn inside(&self, inner: &Block, outer: &Block) -> bool {
        let units = &self.act.units;
        outer.unit.is_some()
            && std::iter::successors(inner.unit, |at| units[*at].parent)
                .any(|u| Some(u) == outer.unit)
    }
}

/// Whether an item is one sentence that no list of its own follows.
fn ends_alone(text: Text<'_, '_>, item: &Block) -> bool {
    /// Fewer words are a figure or a remnant.
    const WORDS: usize = 3;
    let words = text.slice(item.span).trim_end();
    let stops = words.matches(". ").count();
    let many = words.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count();
    stops == 0 && many >= WORDS && !words.ends_with([':', '»', '”', '"', ')', '—', '–'])
}

fn flaw(text: Text<'_, '_>, item: &Block, mark: &str) -> Flaw {
    let words = text.slice(item.span).trim_end();
    let end = item.span.start + u32::try_from(words.len()).unwrap_or_default();
    let tokens = &text.reading.tokens;
    let last = tokens.inside(Span { start: item.span.start, end }).next_back();
    let last = last.map_or(Span { start: end, end }, |at| tokens.list()[at].span());
    let stop = words.ends_with(['.', ',', ';']);
    let span = if stop { Span { start: end - 1, end } } else { last };
    let mut flaw = text.flaw(FlawKind::ItemEnd, span);
    mark.clone_into(&mut flaw.expected);
    let place = if stop { span } else { Span { start: end, end } };
    flaw.edits = vec![(place, mark.to_owned())];
    flaw.settled = true;
    flaw
}
