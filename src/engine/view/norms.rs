//! Norms by what rules ask of them most: a rule looks at the shortest list that holds all it may find.

use std::cell::OnceCell;

use super::extents::Extents;
use super::{Item, View};
use crate::facts::{Direction, Modality, Norm};
use crate::lang::ClassId;
use crate::pack::condition::{Fact, Kind, Test};

/// Norms by their places in the list of facts, each list in its order.
#[derive(Debug)]
pub(super) struct NormLists {
    modality: Vec<Vec<usize>>,
    effect: Vec<Vec<usize>>,
    direction: Vec<Vec<usize>>,
    /// By the words that lead to them.
    leads: Extents,
    /// By a class of the pack's words in them or in what leads to them.
    topics: Vec<OnceCell<Vec<usize>>>,
}

impl NormLists {
    pub(super) fn new(norms: &[Norm], classes: usize) -> Self {
        let leads = norms.iter().enumerate().filter_map(|(at, n)| Some((n.lead?, at)));
        Self {
            modality: by(norms, Modality::ALL, |n| Some(n.modality)),
            effect: by(norms, Modality::ALL, |n| n.effect),
            direction: by(norms, Direction::ALL, |n| Some(n.direction)),
            leads: Extents::new(leads),
            topics: std::iter::repeat_with(OnceCell::new).take(classes).collect(),
        }
    }
}

/// One list for each value.
fn by<T: PartialEq>(norms: &[Norm], all: &[T], value: fn(&Norm) -> Option<T>) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); all.len()];
    for (at, norm) in norms.iter().enumerate() {
        let place = value(norm).and_then(|v| all.iter().position(|one| *one == v));
        if let Some(list) = place.and_then(|p| lists.get_mut(p)) {
            list.push(at);
        }
    }
    lists
}

/// The lists of some values.
fn of<'l, T: PartialEq>(lists: &'l [Vec<usize>], all: &[T], asked: &[T]) -> Vec<&'l [usize]> {
    let known = all.iter().zip(lists);
    known.filter(|(one, _)| asked.contains(one)).map(|(_, list)| list.as_slice()).collect()
}

/// How many norms several lists name.
fn length(lists: &[&[usize]]) -> usize {
    lists.iter().map(|list| list.len()).sum()
}

impl View<'_> {
    /// Norms that may be what a condition asks for, in the order of the text.
    pub(in crate::engine) fn norms(&self, fact: &Fact) -> Vec<Item> {
        let lists = self
            .lists
            .get_or_init(|| NormLists::new(&self.facts.norms, self.pack.lexicon.classes()));
        let found = fact.tests.iter().filter_map(|t| self.listed(lists, t));
        let Some(shortest) = found.min_by_key(|lists| length(lists)) else {
            return (0..self.facts.norms.len()).map(Item::Norm).collect();
        };
        let mut norms: Vec<usize> = shortest.concat();
        if shortest.len() > 1 {
            norms.sort_unstable();
            norms.dedup();
        }
        norms.into_iter().map(Item::Norm).collect()
    }

    /// The lists that hold every norm of which a question may be true.
    fn listed<'l>(&'l self, lists: &'l NormLists, test: &Test) -> Option<Vec<&'l [usize]>> {
        Some(match test {
            Test::PastFacts(true) => vec![self.past_norms()],
            Test::Modality(asked) => of(&lists.modality, Modality::ALL, asked),
            Test::Effect(asked) => of(&lists.effect, Modality::ALL, asked),
            Test::Direction(asked) => of(&lists.direction, Direction::ALL, asked),
            Test::Topic(classes) => classes.iter().map(|c| self.on(lists, *c)).collect(),
            Test::Has(inner) => match inner.kind {
                Kind::Words(class) => vec![self.on(lists, class)],
                Kind::Term => {
                    let entry = inner.tests.iter().find_map(|t| match t {
                        Test::Entry(classes) => Some(classes),
                        _ => None,
                    });
                    entry?.iter().map(|c| self.on(lists, *c)).collect()
                }
                _ => return None,
            },
            Test::All(tests) => {
                let found = tests.iter().filter_map(|t| self.listed(lists, t));
                found.min_by_key(|lists| length(lists))?
            }
            Test::Any(ways) => {
                let all: Option<Vec<_>> = ways.iter().map(|t| self.listed(lists, t)).collect();
                all?.concat()
            }
            _ => return None,
        })
    }

    /// Norms in which words of a class stand, or in what leads to them.
    fn on<'l>(&self, lists: &'l NormLists, class: ClassId) -> &'l [usize] {
        let Some(cell) = lists.topics.get(usize::from(class.0)) else { return &[] };
        cell.get_or_init(|| {
            let places = self.of_class(class).iter().map(|h| self.hits[*h].span);
            let mut norms: Vec<usize> = places
                .flat_map(|span| {
                    let lead = lists.leads.around(span).into_iter().map(|(_, norm)| norm);
                    self.norms_around(span).into_iter().chain(lead)
                })
                .collect();
            norms.sort_unstable();
            norms.dedup();
            norms
        })
    }
}
