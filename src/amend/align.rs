//! Which unit of one edition is which unit of another, and what became of each.

pub mod tree;

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};
use imara_diff::{Algorithm, Diff, Token};

use super::Edition;
use crate::model::{Eid, UnitKind};
use crate::source::Span;
pub use tree::Tree;

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its own text says something else; inner units are differences of their own.
    Changed,
    /// Its heading says something else.
    Heading,
    /// It is new, with all that lies in it. What is before, if anything, only keeps the number of a unit
    /// that was taken out.
    Inserted,
    /// It is gone, with all that lay in it. What is after, if anything, only keeps its number.
    Deleted,
    /// It has another number; what else became of it is a difference of its own.
    Renumbered,
}

/// A unit of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Index of the unit; `None` for the title of the act.
    pub unit: Option<usize>,
    /// Its name: `art_5__para_3`, `art_5__heading`, `title`.
    pub eid: Eid,
    /// The text that differs: of a changed unit its own, of a heading that, else the whole unit.
    pub span: Span,
}

/// One thing in which two editions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What became of the unit.
    pub kind: Kind,
    /// The unit before, unless it is new.
    pub before: Option<Side>,
    /// The unit after, unless it is gone.
    pub after: Option<Side>,
}

/// Compares two editions of an act, in the order of the text.
///
/// White space counts as one space, and editors' notes are no part of the text. A unit that says no more
/// than that it was taken out is one that is not there.
#[must_use]
pub fn compare(before: &Edition<'_>, after: &Edition<'_>) -> Vec<Difference> {
    let (before, after) = (Tree::new(before), Tree::new(after));
    let pairs = Pairs::new(&before, &after);
    let mut walk = Walk { before: &before, after: &after, pairs: &pairs, found: Vec::new() };
    walk.title();
    walk.heads();
    walk.found
}

/// For each unit of one edition its counterpart in the other.
#[derive(Debug)]
pub struct Pairs {
    /// By unit of the edition before.
    pub after: Vec<Option<usize>>,
    /// By unit of the edition after.
    pub before: Vec<Option<usize>>,
}

/// A unit, known among its siblings by its kind and number.
type Key<'t> = (UnitKind, &'t str);

impl Pairs {
    /// Pairs the units of two editions: by name where the name is right, and by what they say where a
    /// number was changed.
    #[must_use]
    pub fn new(before: &Tree<'_>, after: &Tree<'_>) -> Self {
        let mut pairs = Self {
            after: vec![None; before.children.len()],
            before: vec![None; after.children.len()],
        };
        let mut work = vec![(before.heads.clone(), after.heads.clone())];
        while let Some((old, new)) = work.pop() {
            for (b, a) in Self::siblings(before, after, &old, &new) {
                pairs.put(b, a);
                // What lies in a container is paired by its own name wherever it stands.
                if !before.kind(b).is_container() {
                    work.push((before.inner(b).to_vec(), after.inner(a).to_vec()));
                }
            }
        }
        pairs
    }

    /// The counterpart of a unit of the edition before.
    #[must_use]
    pub fn after(&self, unit: usize) -> Option<usize> {
        self.after.get(unit).copied().flatten()
    }

    /// The counterpart of a unit of the edition after.
    #[must_use]
    pub fn before(&self, unit: usize) -> Option<usize> {
        self.before.get(unit).copied().flatten()
    }

    fn put(&mut self, b: usize, a: usize) {
        if let (Some(x), Some(y)) = (self.after.get_mut(b), self.before.get_mut(a)) {
            (*x, *y) = (Some(a), Some(b));
        }
    }

    fn siblings(
        before: &Tree<'_>,
        after: &Tree<'_>,
        old: &[usize],
        new: &[usize],
    ) -> Vec<(usize, usize)> {
        let split = |tree: &Tree<'_>, list: &[usize]| -> (Vec<usize>, Vec<usize>) {
            list.iter().partition(|u| tree.is_unlabelled(**u))
        };
        let (old_plain, old) = split(before, old);
        let (new_plain, new) = split(after, new);
        let mut found = labelled(before, after, old, new);
        found.extend(unlabelled(before, after, &old_plain, &new_plain));
        found
    }
}

/// From how many words on a text is told by what it says, whatever its number.
const TELLING: usize = 5;

/// Pairs siblings that have labels.
fn labelled(
    before: &Tree<'_>,
    after: &Tree<'_>,
    mut old: Vec<usize>,
    mut new: Vec<usize>,
) -> Vec<(usize, usize)> {
    let mut found = by_name(before, after, &mut old, &mut new, true);
    found.extend(by_text(before, after, &mut old, &mut new));
    found.extend(by_name(before, after, &mut old, &mut new, false));
    found.extend(by_likeness(before, after, &old, &new));
    found
}

/// Pairs units of the same kind and number, if asked only where the text is the same too.
fn by_name(
    before: &Tree<'_>,
    after: &Tree<'_>,
    old: &mut Vec<usize>,
    new: &mut Vec<usize>,
    same_text: bool,
) -> Vec<(usize, usize)> {
    // The mark of a name used twice is part of the number: the second one answers to the second one.
    let mut names: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for a in new.iter().rev() {
        if let Some(unit) = after.unit(*a) {
            names.insert((unit.kind, &unit.number), *a);
        }
    }
    let mut found = Vec::new();
    old.retain(|b| {
        let Some(unit) = before.unit(*b) else { return false };
        let key: Key<'_> = (unit.kind, &unit.number);
        let hit = names.get(&key).copied();
        let Some(a) = hit.filter(|a| !same_text || before.hash(*b) == after.hash(*a)) else {
            return true;
        };
        names.remove(&key);
        found.push((*b, a));
        false
    });
    let mut taken: Vec<usize> = found.iter().map(|(_, a)| *a).collect();
    taken.sort_unstable();
    new.retain(|a| taken.binary_search(a).is_err());
    found
}

/// Pairs units that say the same under different numbers, where no other one says it.
fn by_text(
    before: &Tree<'_>,
    after: &Tree<'_>,
    old: &mut Vec<usize>,
    new: &mut Vec<usize>,
) -> Vec<(usize, usize)> {
    let once = |tree: &Tree<'_>, list: &[usize]| {
        let mut seen: HashMap<(UnitKind, u64), Option<usize>> = HashMap::with_capacity(list.len());
        for u in list.iter().filter(|u| tree.size(**u) >= TELLING) {
            let key = (tree.kind(*u), tree.hash(*u));
            seen.entry(key).and_modify(|slot| *slot = None).or_insert(Some(*u));
        }
        seen
    };
    let (olds, news) = (once(before, old), once(after, new));
    let mut found = Vec::new();
    old.retain(|b| {
        let key = (before.kind(*b), before.hash(*b));
        let hit = olds.get(&key).copied().flatten().and(news.get(&key).copied().flatten());
        found.extend(hit.map(|a| (*b, a)));
        hit.is_none()
    });
    let mut taken: Vec<usize> = found.iter().map(|(_, a)| *a).collect();
    taken.sort_unstable();
    new.retain(|a| taken.binary_search(a).is_err());
    found
}

/// Pairs what is left over where most words are the same: a unit that got another number and a change.
fn by_likeness(
    before: &Tree<'_>,
    after: &Tree<'_>,
    old: &[usize],
    new: &[usize],
) -> Vec<(usize, usize)> {
    /// Among more units than this nothing is looked for: an act was written anew.
    const MOST: usize = 40;
    if old.is_empty() || new.is_empty() || old.len().max(new.len()) > MOST {
        return Vec::new();
    }
    let olds: Vec<_> = old.iter().map(|u| Words::of(before, *u)).collect();
    let mut news: Vec<_> = new.iter().map(|u| Some((*u, Words::of(after, *u)))).collect();
    let mut found = Vec::new();
    for (b, words) in old.iter().zip(&olds) {
        let best = news
            .iter()
            .enumerate()
            .filter_map(|(i, slot)| slot.as_ref().map(|(a, w)| (i, *a, words.likeness(w))))
            .filter(|(_, a, like)| *like >= 60 && after.kind(*a) == before.kind(*b))
            .max_by_key(|(i, _, like)| (*like, std::cmp::Reverse(*i)));
        if let Some((i, a, _)) = best
            && words.0.len() >= TELLING
        {
            found.push((*b, a));
            if let Some(slot) = news.get_mut(i) {
                *slot = None;
            }
        }
    }
    found
}

/// The different words of a unit, in an order of their own.
struct Words(Vec<String>);

impl Words {
    /// From how many words on a unit is told by its first ones alone.
    const MOST: usize = 400;

    fn of(tree: &Tree<'_>, unit: usize) -> Self {
        let text = tree.unit(unit).map_or("", |u| tree.edition.source.slice(u.span));
        let mut words: Vec<String> =
            text.split_whitespace().take(Self::MOST).map(str::to_lowercase).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// How many of a hundred words of both stand in both.
    fn likeness(&self, other: &Self) -> usize {
        let both = self.0.iter().filter(|w| other.0.binary_search(w).is_ok()).count();
        let all = self.0.len() + other.0.len() - both;
        (both * 100).checked_div(all).unwrap_or(0)
    }
}

/// Pairs siblings that are named by counting: those that say the same in the same order, and between
/// them those that stand at the same place.
fn unlabelled(
    before: &Tree<'_>,
    after: &Tree<'_>,
    old: &[usize],
    new: &[usize],
) -> Vec<(usize, usize)> {
    let mut ids: HashMap<u64, u32> = HashMap::new();
    let mut tokens = |tree: &Tree<'_>, list: &[usize]| -> Vec<Token> {
        let next = |ids: &mut HashMap<u64, u32>, hash| {
            let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            Token(*ids.entry(hash).or_insert(count))
        };
        list.iter().map(|u| next(&mut ids, tree.hash(*u))).collect()
    };
    let (olds, news) = (tokens(before, old), tokens(after, new));
    let mut diff = Diff::default();
    let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    diff.compute_with(Algorithm::Myers, &olds, &news, count);
    let mut found = Vec::with_capacity(old.len());
    let (mut b, mut a) = (0, 0);
    let mut same = |b: &mut usize, a: &mut usize, to: usize| {
        while *b < to {
            found.extend(old.get(*b).copied().zip(new.get(*a).copied()));
            (*b, *a) = (*b + 1, *a + 1);
        }
    };
    let mut gaps = Vec::new();
    for hunk in diff.hunks() {
        same(&mut b, &mut a, hunk.before.start as usize);
        (b, a) = (hunk.before.end as usize, hunk.after.end as usize);
        gaps.push(hunk);
    }
    same(&mut b, &mut a, old.len());
    for gap in gaps {
        let old = old.get(gap.before.start as usize..gap.before.end as usize).unwrap_or_default();
        let new = new.get(gap.after.start as usize..gap.after.end as usize).unwrap_or_default();
        if old.len() == new.len() {
            found.extend(old.iter().copied().zip(new.iter().copied()));
        } else {
            found.extend(in_order(before, after, old, new));
        }
    }
    found
}

/// Pairs like with like between two gaps of different sizes, without crossing.
fn in_order(
    before: &Tree<'_>,
    after: &Tree<'_>,
    old: &[usize],
    new: &[usize],
) -> Vec<(usize, usize)> {
    /// How far ahead a counterpart is looked for.
    const AHEAD: usize = 8;
    let olds: Vec<_> = old.iter().map(|u| Words::of(before, *u)).collect();
    let news: Vec<_> = new.iter().map(|u| Words::of(after, *u)).collect();
    let (mut at, mut found) = (0, Vec::new());
    for (b, words) in old.iter().zip(&olds) {
        let near = news.iter().zip(new).enumerate().skip(at).take(AHEAD);
        let hit = near.map(|(i, (w, a))| (words.likeness(w), i, *a)).find(|(l, _, _)| *l >= 40);
        if let Some((_, i, a)) = hit {
            found.push((*b, a));
            at = i + 1;
        }
    }
    found
}

/// The walk over both editions that gathers the differences.
struct Walk<'t, 'a> {
    before: &'t Tree<'a>,
    after: &'t Tree<'a>,
    pairs: &'t Pairs,
    found: Vec<Difference>,
}

impl Walk<'_, '_> {
    fn title(&mut self) {
        let side = |tree: &Tree<'_>| {
            let span = tree.edition.act.title?;
            Some(Side { unit: None, eid: Eid::new("title"), span })
        };
        let (before, after) = (side(self.before), side(self.after));
        let text = |tree: &Tree<'_>, side: &Option<Side>| side.as_ref().map(|s| tree.text(s.span));
        if text(self.before, &before) != text(self.after, &after) {
            self.found.push(Difference { kind: Kind::Changed, before, after });
        }
    }

    /// Walks the units that are named by themselves. A container that is new or gone stands for those of
    /// its units that are new or gone with it.
    fn heads(&mut self) {
        let (before, after) = (self.before, self.after);
        self.list(&before.heads, &after.heads);
    }

    /// Walks two lists of siblings: what is gone stands before what follows it.
    fn list(&mut self, old: &[usize], new: &[usize]) {
        let mut left = old.iter().copied().peekable();
        // Containers that are new or gone, up to where they reach.
        let (mut gone, mut added) = (0, 0);
        for a in new {
            let counterpart = self.pairs.before(*a);
            if let Some(b) = counterpart {
                while let Some(o) = left.next_if(|o| *o < b) {
                    self.gone(o, &mut gone);
                }
            }
            match counterpart {
                Some(b) => self.pair(b, *a),
                None => self.added(*a, &mut added),
            }
        }
        for o in left {
            self.gone(o, &mut gone);
        }
    }

    fn gone(&mut self, unit: usize, reach: &mut u32) {
        let start = self.before.unit(unit).map_or(0, |u| u.span.start);
        if self.pairs.after(unit).is_some() || start < *reach || self.before.is_gone(unit) {
            return;
        }
        let before = Some(Self::whole(self.before, unit, reach, |u| self.pairs.after(u).is_some()));
        self.found.push(Difference { kind: Kind::Deleted, before, after: None });
    }

    fn added(&mut self, unit: usize, reach: &mut u32) {
        let start = self.after.unit(unit).map_or(0, |u| u.span.start);
        if start < *reach || self.after.is_gone(unit) {
            return;
        }
        let after = Some(Self::whole(self.after, unit, reach, |u| self.pairs.before(u).is_some()));
        self.found.push(Difference { kind: Kind::Inserted, before: None, after });
    }

    /// A unit with all that lies in it; of a container whose inner units live on, its label and heading.
    fn whole(tree: &Tree<'_>, unit: usize, reach: &mut u32, lives: impl Fn(usize) -> bool) -> Side {
        let mut side = Self::side(tree, unit, false);
        if tree.kind(unit).is_container() {
            let mut inner = tree.inner(unit).to_vec();
            let mut alone = true;
            while let Some(u) = inner.pop() {
                alone &= !lives(u);
                if tree.kind(u).is_container() {
                    inner.extend(tree.inner(u));
                }
            }
            if alone {
                *reach = side.span.end;
            } else {
                side.span = tree.own_span(unit);
            }
        }
        side
    }

    fn side(tree: &Tree<'_>, unit: usize, own: bool) -> Side {
        let (eid, whole) =
            tree.unit(unit).map_or((Eid::default(), Span::default()), |u| (u.eid.clone(), u.span));
        let span = if own { tree.own_span(unit) } else { whole };
        Side { unit: Some(unit), eid, span }
    }

    fn pair(&mut self, b: usize, a: usize) {
        match (self.before.is_gone(b), self.after.is_gone(a)) {
            (false, false) => {}
            (true, true) => return,
            (from_nothing, _) => {
                let kind = if from_nothing { Kind::Inserted } else { Kind::Deleted };
                let before = Some(Self::side(self.before, b, false));
                let after = Some(Self::side(self.after, a, false));
                self.found.push(Difference { kind, before, after });
                return;
            }
        }
        let plain = self.before.is_unlabelled(b);
        if !plain && self.before.number(b) != self.after.number(a) {
            let before = Some(Self::side(self.before, b, false));
            let after = Some(Self::side(self.after, a, false));
            self.found.push(Difference { kind: Kind::Renumbered, before, after });
        }
        let texts = |tree: &Tree<'_>, unit: usize| {
            let heading = tree.unit(unit).and_then(|u| u.heading);
            let own: Vec<String> = tree.own_blocks(unit).iter().map(|s| tree.text(*s)).collect();
            (heading, heading.map(|h| tree.text(h)), own)
        };
        let container = self.before.kind(b).is_container();
        if self.before.hash(b) == self.after.hash(a) {
            return;
        }
        let (old_heading, old_text, old_own) = texts(self.before, b);
        let (new_heading, new_text, new_own) = texts(self.after, a);
        if old_text != new_text {
            let side = |tree: &Tree<'_>, unit: usize, heading: Option<Span>| {
                let eid = tree.unit(unit).map_or("", |u| u.eid.as_str());
                let eid = Eid::new(format!("{eid}__heading"));
                heading.map(|span| Side { unit: Some(unit), eid, span })
            };
            let before = side(self.before, b, old_heading);
            let after = side(self.after, a, new_heading);
            self.found.push(Difference { kind: Kind::Heading, before, after });
        }
        if old_own != new_own {
            let before = Some(Self::side(self.before, b, true));
            let after = Some(Self::side(self.after, a, true));
            self.found.push(Difference { kind: Kind::Changed, before, after });
        }
        // What lies in a container was walked with the other units that are named by themselves.
        if !container {
            let (before, after) = (self.before, self.after);
            self.list(before.inner(b), after.inner(a));
        }
    }
}
