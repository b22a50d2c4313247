//! Relations of a fact to others: around it, in it, beside it, before it, governed by it.

use std::cmp::Reverse;
use std::rc::Rc;

use super::super::found::Found;
use super::super::view::{Item, View, item};
use crate::finding::Confidence;
use crate::pack::condition::{Fact, Kind};
use crate::source::Span;

/// Related places shown for one capture; a clause may govern a whole code.
const RELATED: usize = 3;
/// Where a clause governs less than one norm in so many, these are asked, and not all of the act.
const FEW: usize = 4;

impl View<'_> {
    /// The surest of several facts; of facts that are as sure, the first.
    fn surest(
        &self,
        candidates: impl Iterator<Item = Item>,
        fact: &Fact,
        found: &mut Found,
    ) -> bool {
        let mut best: Option<Found> = None;
        for candidate in candidates {
            let mut inner = Found::new();
            if !self.fits(candidate, fact, &mut inner) {
                continue;
            }
            let certain = inner.sure == Confidence::Certain;
            if best.as_ref().is_none_or(|b| inner.sure > b.sure) {
                best = Some(inner);
            }
            if certain {
                break;
            }
        }
        best.is_some_and(|best| found.add(best))
    }

    /// A fact around another, the innermost first.
    pub(super) fn around(&self, item: Item, fact: &Fact, found: &mut Found) -> bool {
        let span = self.extent(item);
        let candidates: Vec<Item> = match fact.kind {
            Kind::Act => vec![Item::Act],
            Kind::Unit => {
                let innermost = match item {
                    Item::Unit(at) => self.act.units[at].parent,
                    other => self.unit(other),
                };
                std::iter::successors(innermost, |at| self.act.units[*at].parent)
                    .map(Item::Unit)
                    .collect()
            }
            _ => self
                .extents(&fact.kind)
                .into_iter()
                .flat_map(|extents| extents.around(span))
                .map(|(span, number)| self::item(&fact.kind, number, span))
                .filter(|candidate| *candidate != item)
                .collect(),
        };
        let fitting = candidates.into_iter().filter_map(|candidate| {
            self.memory.fits(fact, candidate, || {
                let mut inner = Found::new();
                self.fits(candidate, fact, &mut inner).then_some(inner)
            })
        });
        // What stands around a fact is a chain from the inside out: the nearest link counts.
        fitting.into_iter().next().is_some_and(|inner| found.add(inner))
    }

    /// A fact inside another.
    pub(super) fn within(&self, item: Item, fact: &Fact, found: &mut Found) -> bool {
        let mut candidates = self.inside(fact, self.extent(item));
        // What leads to a list belongs to each of its items: «Запрещается: 1) …; 2) …».
        if let Item::Norm(at) = item
            && let Some(lead) = self.facts.norms[at].lead
        {
            candidates.extend(self.inside(fact, lead));
        }
        self.surest(candidates.into_iter().filter(|c| *c != item), fact, found)
    }

    /// The facts that lie in a place, in the order of the text.
    fn inside(&self, fact: &Fact, span: Span) -> Vec<Item> {
        let Some(extents) = self.extents(&fact.kind) else { return Vec::new() };
        extents
            .starting(span)
            .filter(|(inner, _)| inner.end <= span.end)
            .map(|(inner, number)| self::item(&fact.kind, number, inner))
            .collect()
    }

    /// A fact in the same paragraph, so many words away at most, the nearest first.
    pub(super) fn near(&self, item: Item, fact: &Fact, words: u32, found: &mut Found) -> bool {
        let span = self.extent(item);
        let Some(block) = self.block_at(span.start).map(|b| self.act.blocks[b].span) else {
            return false;
        };
        let Some(extents) = self.extents(&fact.kind) else { return false };
        let mut close: Vec<(u32, Span, usize)> = extents
            .touching(self.window(span, block, words))
            .into_iter()
            .filter(|(other, _)| block.contains(*other))
            .map(|(other, number)| {
                let gap = if other.start >= span.end {
                    Span { start: span.end, end: other.start }
                } else {
                    Span { start: other.end.min(span.start), end: span.start }
                };
                (self.word_count(gap), other, number)
            })
            .filter(|(distance, ..)| *distance <= words)
            .collect();
        close.sort_unstable();
        let candidates =
            close.into_iter().map(|(_, span, number)| self::item(&fact.kind, number, span));
        self.surest(candidates.filter(|c| *c != item), fact, found)
    }

    /// A fact before another in the same unit, the nearest of the surest; before a unit, its neighbour.
    pub(super) fn follows(&self, item: Item, fact: &Fact, found: &mut Found) -> bool {
        if let (Item::Unit(at), Kind::Unit) = (item, &fact.kind) {
            let unit = &self.act.units[at];
            // Neighbours stand behind the unit that holds them both.
            let before = (unit.parent.map_or(0, |p| p + 1)..at).rev().find(|i| {
                let other = &self.act.units[*i];
                other.parent == unit.parent && other.kind == unit.kind
            });
            return before.is_some_and(|b| self.fits(Item::Unit(b), fact, found));
        }
        let span = self.extent(item);
        let unit = self.unit(item);
        let fitting = self.memory.fitting(fact, unit, || {
            let place = unit.map_or(self.act.extent(), |u| self.act.units[u].span);
            let mut list: Vec<(Item, Found)> = self
                .inside(fact, place)
                .into_iter()
                .filter_map(|c| {
                    let mut inner = Found::answer();
                    self.fits(c, fact, &mut inner).then_some((c, inner))
                })
                .collect();
            list.sort_by_key(|(c, _)| self.extent(*c).end);
            // Each place holds the best answer up to it, so that one look is enough.
            for at in 1..list.len() {
                if list[at].1.sure < list[at - 1].1.sure {
                    let best = list[at - 1].1.clone();
                    list[at].1 = best;
                }
            }
            list
        });
        let at = fitting.partition_point(|(c, _)| self.extent(*c).end <= span.start);
        at.checked_sub(1)
            .and_then(|at| fitting.get(at))
            .is_some_and(|(_, inner)| found.add(inner.clone()))
    }

    /// Facts in what a clause on time governs. The clearest of them say how sure that is, and are shown.
    pub(super) fn governs(&self, item: Item, fact: &Fact, found: &mut Found) -> bool {
        let Item::Commencement(at) = item else { return false };
        let answers = |candidates: Vec<Item>| -> Vec<(Item, Found)> {
            let mut list: Vec<(Item, Found)> = candidates
                .into_iter()
                .filter_map(|c| {
                    let mut inner = Found::answer();
                    self.fits(c, fact, &mut inner).then_some((c, inner))
                })
                .collect();
            list.sort_by_key(|(_, inner)| Reverse(inner.sure));
            list
        };
        let governed = self.governed(at);
        let few = governed.norms.len() * FEW < self.facts.norms.len();
        let fitting = if fact.kind == Kind::Norm && few {
            Rc::new(answers(governed.norms.iter().map(|n| Item::Norm(*n)).collect()))
        } else {
            self.memory.fitting(fact, None, || answers(self.candidates(fact)))
        };
        let mut clearest: Vec<Found> = Vec::new();
        for (candidate, answer) in fitting.iter() {
            let weaker = clearest.first().is_some_and(|best| answer.sure < best.sure);
            if weaker || clearest.len() == RELATED {
                break;
            }
            let inside = match candidate {
                Item::Norm(n) => governed.holds(*n),
                other => self.governs_unit(at, self.unit(*other)),
            };
            if inside {
                let mut inner = Found::new();
                self.fits(*candidate, fact, &mut inner);
                clearest.push(inner);
            }
        }
        let Some(best) = clearest.first().map(|f| f.sure) else { return false };
        let linked = self.facts.commencements[at].linked;
        let link = if linked { Confidence::Likely } else { Confidence::Certain };
        found.captured.extend(clearest.iter().flat_map(|f| &f.captured));
        found.at_most(best.min(link))
    }
}
