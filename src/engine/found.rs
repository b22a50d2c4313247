//! What a condition found on its way, and what the engine remembers of it.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use super::view::Item;
use crate::finding::Confidence;
use crate::pack::condition::Fact;

/// What was found on the way through a condition.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// How sure everything that was asked is.
    pub(super) sure: Confidence,
    /// Captures with their facts, in the order of the condition.
    pub(super) captured: Vec<(usize, Item)>,
    /// Whether captures are left out, where only the answer is asked for.
    pub(super) unnamed: bool,
}

impl Found {
    pub(super) fn new() -> Self {
        Self { sure: Confidence::Certain, captured: Vec::new(), unnamed: false }
    }

    /// An answer without what it captures.
    pub(super) fn answer() -> Self {
        Self { unnamed: true, ..Self::new() }
    }

    /// An answer that is no surer than this.
    pub(super) fn at_most(&mut self, sure: Confidence) -> bool {
        self.sure = self.sure.min(sure);
        true
    }

    /// What another part of the condition found.
    pub(super) fn add(&mut self, other: Found) -> bool {
        self.captured.extend(other.captured);
        self.at_most(other.sure)
    }
}

/// Facts that fit, each with what was found in it.
pub(super) type Fitting = Rc<Vec<(Item, Found)>>;

/// What was asked before. Many facts share what stands around them or before them, and a condition on that
/// is answered once. A condition is known by its address: the rules of a pack stay where they are.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Whether a fact is what a condition asks for.
    fits: RefCell<HashMap<(usize, Item), Option<Found>>>,
    /// The facts of a unit, or of the act, that a condition asks for.
    fitting: RefCell<HashMap<(usize, Option<usize>), Fitting>>,
}

fn address(fact: &Fact) -> usize {
    std::ptr::from_ref(fact).addr()
}

impl Memory {
    /// Whether a fact fits, worked out by the first who asks.
    pub(super) fn fits(
        &self,
        fact: &Fact,
        item: Item,
        work: impl FnOnce() -> Option<Found>,
    ) -> Option<Found> {
        let key = (address(fact), item);
        if let Some(known) = self.fits.borrow().get(&key) {
            return known.clone();
        }
        let found = work();
        self.fits.borrow_mut().insert(key, found.clone());
        found
    }

    /// The facts of a place that fit, worked out by the first who asks.
    pub(super) fn fitting(
        &self,
        fact: &Fact,
        place: Option<usize>,
        work: impl FnOnce() -> Vec<(Item, Found)>,
    ) -> Fitting {
        let key = (address(fact), place);
        if let Some(known) = self.fitting.borrow().get(&key) {
            return Rc::clone(known);
        }
        let list = Rc::new(work());
        self.fitting.borrow_mut().insert(key, Rc::clone(&list));
        list
    }
}
