//! Where the items of one list stand in the text: which lie around a place, which in it.
//!
//! A rule asks that of every item it looks at, so an answer costs no more than what it holds and a few
//! steps down a tree.

use crate::source::Span;

/// The items of a list in the order of the text.
#[derive(Debug, Default)]
pub(in crate::engine) struct Extents {
    /// Each with its number in the list.
    items: Vec<(Span, usize)>,
    /// The furthest end below each node of a binary tree; the root is node 1.
    furthest: Vec<u32>,
    /// The node of the first item.
    leaves: usize,
}

impl Extents {
    pub(super) fn new(spans: impl Iterator<Item = (Span, usize)>) -> Self {
        let mut items: Vec<(Span, usize)> = spans.collect();
        items.sort_unstable_by_key(|(span, item)| (span.start, *item));
        let leaves = items.len().next_power_of_two();
        let mut furthest = vec![0; leaves];
        furthest.extend(items.iter().map(|(span, _)| span.end));
        furthest.resize(leaves * 2, 0);
        for node in (1..leaves).rev() {
            furthest[node] = furthest[node * 2].max(furthest[node * 2 + 1]);
        }
        Self { items, furthest, leaves }
    }

    /// The items whose first byte lies in a place, in the order of the text.
    pub(in crate::engine) fn starting(&self, span: Span) -> impl Iterator<Item = (Span, usize)> {
        let from = self.before(span.start);
        let to = self.before(span.end).max(from);
        self.items[from..to].iter().copied()
    }

    /// The items that hold a place, the last to begin first.
    pub(in crate::engine) fn around(&self, span: Span) -> Vec<(Span, usize)> {
        self.reaching(self.before(span.start.saturating_add(1)), span.end)
    }

    /// The items that begin before a place and reach into it, and then those that begin in it.
    pub(in crate::engine) fn touching(&self, span: Span) -> Vec<(Span, usize)> {
        let mut list = self.reaching(self.before(span.start), span.start.saturating_add(1));
        list.extend(self.starting(span));
        list
    }

    /// How many items begin before a byte.
    fn before(&self, byte: u32) -> usize {
        self.items.partition_point(|(span, _)| span.start < byte)
    }

    /// Among the first so many items those that reach a byte, the last one first.
    fn reaching(&self, count: usize, byte: u32) -> Vec<(Span, usize)> {
        let mut found = Vec::new();
        // Each node with the first item below it and the number of items there.
        let mut open = vec![(1, 0, self.leaves)];
        while let Some((node, first, width)) = open.pop() {
            let reaches = self.furthest.get(node).is_some_and(|end| *end >= byte);
            if first >= count || !reaches {
                continue;
            }
            if width > 1 {
                let half = width / 2;
                open.push((node * 2, first, half));
                open.push((node * 2 + 1, first + half, half));
            } else {
                found.extend(self.items.get(first).copied());
            }
        }
        found
    }
}
