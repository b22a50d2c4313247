//! From the events of a statement to operations: which words and units belong to which verb.
//!
//! Where the links of a citation run from small to big, the verb stands in the middle: address and old
//! words before it, new words and new units behind it. In the other order it closes what belongs to it.

use std::ops::Range;

use super::statement::{At, Event, Role, Statement};
use super::{Operation, Reach, Sentence};
use crate::lang::Order;
use crate::model::{Eid, UnitKind};
use crate::syntax::citation::{Citation, CitedAct};

use super::lead::{compose, first_rank, last_rank};

/// One verb with all that belongs to it.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub operation: Option<Operation>,
    pub weak: bool,
    pub verb: Range<usize>,
    /// Citations in the order of the text, with whether they stand before the verb.
    pub cited: Vec<Cited>,
    pub acts: Vec<Citation>,
    pub old: Vec<Range<usize>>,
    pub new: Vec<Range<usize>>,
    pub after: Vec<Range<usize>>,
    pub before: Vec<Range<usize>>,
    pub plain: Vec<Range<usize>>,
    pub heading: bool,
    /// Whether units are meant beside their heading: «заголовок и пункт 1».
    pub title: bool,
    pub preamble: bool,
    pub sentence: Option<Option<Sentence>>,
    pub nameless: Vec<UnitKind>,
    pub reach: Option<Reach>,
    pub all_cases: bool,
    pub following: bool,
    /// Whether the address was taken over from the draft before it.
    pub inherited: bool,
}

/// A citation in a draft.
#[derive(Debug, Clone)]
pub(super) struct Cited {
    pub citation: Citation,
    /// Whether the verb stands before it.
    pub behind_verb: bool,
    /// Whether it says behind which unit another is put.
    pub place: bool,
    /// Whether a heading of it is meant.
    pub heading: bool,
}

impl Draft {
    /// Whether the draft has all that its verb asks for, so that more of it begins another one.
    fn complete(&self) -> bool {
        match self.operation {
            Some(Operation::ReplaceWords | Operation::InsertWords) => !self.new.is_empty(),
            Some(Operation::Insert) => {
                !self.new.is_empty() || self.cited.iter().any(|c| c.behind_verb && !c.place)
            }
            Some(Operation::Delete | Operation::DeleteWords) => {
                !self.old.is_empty() || self.cited.iter().any(|c| !self.inherited || c.behind_verb)
            }
            Some(_) => true,
            None => false,
        }
    }

    /// The next draft of a statement: the address goes on to hold.
    fn successor(&self) -> Self {
        Self {
            cited: self.cited.iter().filter(|c| !c.behind_verb && !c.place).cloned().collect(),
            acts: self.acts.clone(),
            heading: self.heading && self.cited.iter().all(|c| !c.behind_verb),
            title: self.title,
            preamble: self.preamble,
            sentence: None,
            inherited: true,
            ..Self::default()
        }
    }

    fn drop_address(&mut self) {
        if self.inherited {
            self.cited.clear();
            self.heading = false;
            self.title = false;
            self.preamble = false;
            self.inherited = false;
        }
    }
}

/// The drafts of a statement, the last of them without a verb where only an address stands.
pub(super) fn drafts(statement: &Statement, order: Order) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let mut now = Draft::default();
    let mut behind = false;
    for (index, at) in statement.events.iter().enumerate() {
        let small_first = order == Order::SmallToBig;
        match &at.event {
            Event::Verb(operation, weak) => {
                if small_first && now.operation.is_some() {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                now.operation = Some(*operation);
                now.weak = *weak;
                now.verb = at.start..at.end;
                if !small_first {
                    let next = now.successor_of_closed();
                    out.push(std::mem::replace(&mut now, next));
                }
            }
            Event::Quote(role, range) => {
                let opens = small_first
                    && now.operation.is_some()
                    && now.complete()
                    && match role {
                        Role::Old => {
                            !(now.operation == Some(Operation::Delete) && lists(statement, index))
                        }
                        Role::After | Role::Before => true,
                        _ => false,
                    };
                if opens {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                match role {
                    Role::Old => now.old.push(range.clone()),
                    Role::New => now.new.push(range.clone()),
                    Role::After => now.after.push(range.clone()),
                    Role::Before => now.before.push(range.clone()),
                    Role::Plain => now.plain.push(range.clone()),
                }
            }
            Event::Units(citation) => {
                let behind_verb = small_first && now.operation.is_some();
                if behind_verb && !behind && now.closes_before(citation) {
                    let next = Draft { acts: now.acts.clone(), ..Draft::default() };
                    out.push(std::mem::replace(&mut now, next));
                } else if now.inherited && !behind && !now.keeps_address(citation) {
                    now.drop_address();
                }
                let heading = now.heading && now.cited.is_empty();
                now.cited.push(Cited {
                    citation: citation.clone(),
                    behind_verb: small_first && now.operation.is_some(),
                    place: std::mem::take(&mut behind),
                    heading,
                });
                if !small_first && behind_next(&statement.events, index) {
                    if let Some(last) = now.cited.last_mut() {
                        last.place = true;
                    }
                }
            }
            Event::Act(citation) => now.acts.push(citation.clone()),
            Event::Heading => {
                if small_first && now.operation.is_some() && now.complete() {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                now.heading = true;
            }
            Event::Title => now.title = true,
            Event::Preamble => now.preamble = true,
            Event::Sentence(number) => {
                if small_first && now.operation.is_some() && number.is_some() && now.complete() {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                now.sentence = Some(*number);
            }
            Event::Nameless(kind) => now.nameless.push(*kind),
            Event::Behind => behind = small_first,
            Event::Everywhere => now.reach = Some(Reach::Everywhere),
            Event::AllCases => {
                now.all_cases = true;
                // The words stand behind the instruction that they are said of.
                if now.operation.is_none()
                    && let Some(last) = out.last_mut()
                {
                    last.all_cases = true;
                }
            }
            Event::Following => now.following = true,
        }
    }
    let rest = !now.inherited && (!now.cited.is_empty() || !now.acts.is_empty() || now.heading);
    if now.operation.is_some() || rest || out.is_empty() {
        out.push(now);
    }
    out
}

/// Whether a quotation goes on with the list of the one before it.
fn lists(statement: &Statement, index: usize) -> bool {
    index
        .checked_sub(1)
        .and_then(|i| statement.events.get(i))
        .is_some_and(|e| matches!(e.event, Event::Quote(Role::Old, _)))
}

/// Whether the word for "after" stands behind a citation that a verb-final language puts before it.
fn behind_next(events: &[At], index: usize) -> bool {
    let here = events.get(index);
    let next = events.get(index + 1);
    matches!((here, next), (Some(a), Some(b)) if matches!(b.event, Event::Behind) && b.start <= a.end + 1)
}

impl Draft {
    fn successor_of_closed(&self) -> Self {
        // In a verb-final sentence the units before the verb are all before it; a new unit named there is
        // no address of what follows.
        let mut next = self.successor();
        if self.operation == Some(Operation::Insert) && self.new.is_empty() && next.cited.len() > 1
        {
            next.cited.pop();
        }
        next
    }

    /// Whether a citation behind the verb begins another instruction.
    fn closes_before(&self, _citation: &Citation) -> bool {
        match self.operation {
            Some(Operation::Insert | Operation::InsertWords) => !self.new.is_empty(),
            Some(Operation::Renumber) => self.cited.iter().any(|c| c.behind_verb),
            Some(Operation::Restate | Operation::Delete | Operation::Repeal) => {
                self.cited.iter().any(|c| !c.behind_verb) && !self.inherited
                    || (!self.old.is_empty() && !self.cited.is_empty())
            }
            Some(Operation::ReplaceWords) => !self.new.is_empty(),
            _ => false,
        }
    }

    /// Whether an address taken over holds for a citation too: it is a smaller unit.
    fn keeps_address(&self, citation: &Citation) -> bool {
        let own = citation.targets.first().map_or(u8::MAX, first_rank);
        self.cited
            .iter()
            .filter_map(|c| c.citation.targets.first())
            .all(|t| last_rank(t) < own || first_rank(t) < own)
    }

    /// The new units of an insertion, or the new number of a renumbered unit, taken out of the citations.
    pub(super) fn take_complement(&mut self, order: Order) -> Option<Citation> {
        if !self.new.is_empty() && self.operation != Some(Operation::Renumber) {
            return None;
        }
        let at = match order {
            Order::SmallToBig => self.cited.iter().rposition(|c| c.behind_verb && !c.place),
            Order::BigToSmall => self.cited.iter().rposition(|c| !c.place),
        }?;
        Some(self.cited.remove(at).citation)
    }

    /// The addresses that the citations make together.
    pub(super) fn addresses(&self) -> Vec<Eid> {
        let mut out: Vec<Eid> = Vec::new();
        for cited in self.cited.iter().filter(|c| !c.place) {
            let targets = &cited.citation.targets;
            let under = |o: &Eid| targets.first().is_some_and(|t| first_rank(t) > last_rank(o));
            if !out.is_empty() && out.iter().all(under) {
                let inner = targets;
                out = out
                    .iter()
                    .flat_map(|o| inner.iter().map(|t| compose(o, t)).collect::<Vec<_>>())
                    .collect();
            } else if let Some(outer) = targets.first().filter(|_| targets.len() == 1).filter(|t| {
                // "подпункт 2) исключить из пункта 3 статьи 5": the bigger unit comes second.
                !out.is_empty() && out.iter().all(|o| first_rank(o) > last_rank(t))
            }) {
                out = out.iter().map(|o| compose(outer, o)).collect();
            } else {
                // «пункт 2 и подпункт 3) пункта 4»: a list of places, each by itself.
                let base = out.first().cloned().unwrap_or_default();
                out.extend(targets.iter().map(|t| {
                    if first_rank(t) > first_rank(&base) { compose(&base, t) } else { t.clone() }
                }));
            }
        }
        out
    }

    /// The act that a citation of the draft names, if any.
    pub(super) fn named(&self) -> Option<&Citation> {
        self.acts
            .iter()
            .chain(self.cited.iter().map(|c| &c.citation))
            .find(|c| matches!(c.act, CitedAct::Other | CitedAct::Constitution) && c.name.is_some())
    }
}
