//! From the differences of two editions to instructions that say them without doubt.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{Around, alike, tell, whole};
use super::{Edit, Place, Plan, Step};
use crate::amend::align::{Pairs, Tree};
use crate::lang::Formulas;
use crate::model::{Number, UnitKind};

/// The most changes of words inside one unit that are told one by one.
const MOST: usize = 12;

/// Plans the bill.
pub(super) fn plan(before: &Tree<'_>, after: &Tree<'_>, pairs: &Pairs) -> Plan {
    let planner = Planner::new(before, after, pairs);
    planner.act().map_or(Plan::Anew, Plan::Steps)
}

/// Looks for the instructions of each unit. `None` says that no instruction inside a unit tells what
/// became of it, so that it is worded anew with what lies around it.
struct Planner<'t, 'a> {
    before: &'t Tree<'a>,
    after: &'t Tree<'a>,
    pairs: &'t Pairs,
    formulas: &'t Formulas,
    /// Names that the act before gives to its units.
    names: BTreeSet<&'t str>,
    /// Names that an edition gives to more than one unit.
    twice: BTreeSet<&'t str>,
    /// The place of each unit before among its siblings.
    places: Vec<usize>,
    /// For each unit after, the siblings of its kind before and behind it.
    peers: Vec<Peers>,
}

/// The siblings of one kind between which a unit stands.
#[derive(Debug, Clone, Copy, Default)]
struct Peers {
    before: Option<usize>,
    behind: Option<usize>,
}

impl<'t, 'a> Planner<'t, 'a> {
    fn new(before: &'t Tree<'a>, after: &'t Tree<'a>, pairs: &'t Pairs) -> Self {
        let formulas = before.edition.lang.formulas();
        let names = before.edition.act.units.iter().chain(&after.edition.act.units);
        let twice = names.filter_map(|u| Some(u.eid.as_str().rsplit_once('~')?.0)).collect();
        let names = before.edition.act.units.iter().map(|u| u.eid.as_str()).collect();
        let mut places = vec![0; before.children.len()];
        for list in before.children.iter().chain([&before.heads]) {
            for (place, unit) in list.iter().enumerate() {
                if let Some(slot) = places.get_mut(*unit) {
                    *slot = place;
                }
            }
        }
        let peers = peers(after);
        Self { before, after, pairs, formulas, names, twice, places, peers }
    }

    fn peers(&self, a: usize) -> Peers {
        self.peers.get(a).copied().unwrap_or_default()
    }

    fn place(&self, b: usize) -> usize {
        self.places.get(b).copied().unwrap_or(0)
    }

    /// Whether an instruction can name a unit of the act before by its label.
    fn nameable(&self, tree: &Tree<'_>, unit: usize) -> bool {
        let mut at = Some(unit);
        while let Some(u) = at {
            let Some(found) = tree.unit(u) else { return false };
            let eid = found.eid.as_str();
            let known = self.formulas.unit(found.kind).is_some();
            let named = !found.number.is_empty() || found.kind == UnitKind::Preamble;
            if !known || !named || eid.contains('~') || self.twice.contains(eid) {
                return false;
            }
            at = found.parent.filter(|p| {
                let parent = tree.unit(*p).map_or("", |p| p.eid.as_str());
                eid.starts_with(parent) && eid != parent
            });
        }
        !tree.is_unlabelled(unit)
    }

    /// The instructions for the act.
    fn act(&self) -> Option<Vec<Vec<Step>>> {
        let mut groups = Vec::new();
        let title = |tree: &Tree<'_>| tree.edition.act.title.map(|s| tree.text(s));
        match (title(self.before), title(self.after)) {
            (Some(old), Some(new)) if old != new => {
                groups.push(self.heading_steps(Place::Title, &old, &new, Step::Title));
            }
            (old, new) if old.is_some() != new.is_some() => return None,
            _ => {}
        }
        let top = |tree: &Tree<'_>| -> Vec<usize> {
            let heads = tree.heads.iter().copied();
            heads.filter(|u| tree.unit(*u).is_some_and(|u| u.parent.is_none())).collect()
        };
        self.heads(&top(self.before), &top(self.after), &mut groups)?;
        groups.retain(|g: &Vec<Step>| !g.is_empty());
        Some(groups)
    }

    /// The instructions for units that are named by themselves, those of the act or of a container.
    fn heads(&self, old: &[usize], new: &[usize], groups: &mut Vec<Vec<Step>>) -> Option<()> {
        let mut left = old.iter().copied().peekable();
        let (mut gone, mut added) = (Vec::new(), Vec::new());
        let mut last = None;
        for a in new {
            let Some(b) = self.pairs.before(*a) else {
                if !self.after.is_gone(*a) {
                    Self::all_new(self.after, *a, |u| self.pairs.before(u).is_some())?;
                    added.push(*a);
                }
                continue;
            };
            // A unit that changed places with others, or that now lies in another container.
            if last.is_some_and(|l| b < l) || !self.same_container(b, *a) {
                return None;
            }
            last = Some(b);
            while let Some(o) = left.next_if(|o| *o < b) {
                self.gone(o, &mut gone)?;
            }
            groups.extend(self.deletions(&std::mem::take(&mut gone)));
            self.flush(&mut added, groups)?;
            if self.before.is_gone(b) || self.after.is_gone(*a) {
                groups.push(self.risen(b, *a)?);
            } else if self.before.kind(b).is_container() {
                self.container(b, *a, groups)?;
            } else {
                groups.push(self.unit(b, *a)?);
            }
            left.next_if_eq(&b);
        }
        for o in left {
            self.gone(o, &mut gone)?;
        }
        groups.extend(self.deletions(&gone));
        self.flush(&mut added, groups)
    }

    /// The instruction for a unit of which one edition has only the number.
    fn risen(&self, b: usize, a: usize) -> Option<Vec<Step>> {
        match (self.before.is_gone(b), self.after.is_gone(a)) {
            _ if !self.nameable(self.before, b) => None,
            (true, true) => Some(Vec::new()),
            (true, false) => Some(vec![Step::Restate(b, a)]),
            _ => Some(vec![Step::Delete(vec![b])]),
        }
    }

    fn gone(&self, unit: usize, gone: &mut Vec<usize>) -> Option<()> {
        if self.pairs.after(unit).is_some() {
            // It lives on elsewhere.
            return None;
        }
        if self.before.is_gone(unit) {
            return Some(());
        }
        Self::all_new(self.before, unit, |u| self.pairs.after(u).is_some())?;
        if !self.nameable(self.before, unit) {
            return None;
        }
        gone.push(unit);
        Some(())
    }

    /// Sees that nothing in a unit that is new or gone lives on.
    fn all_new(tree: &Tree<'_>, unit: usize, lives: impl Fn(usize) -> bool) -> Option<()> {
        if tree.kind(unit).is_container() {
            let mut inner = tree.inner(unit).to_vec();
            while let Some(u) = inner.pop() {
                if lives(u) {
                    return None;
                }
                if tree.kind(u).is_container() {
                    inner.extend(tree.inner(u));
                }
            }
        }
        Some(())
    }

    fn same_container(&self, b: usize, a: usize) -> bool {
        let above = |tree: &Tree<'_>, u: usize| tree.unit(u).and_then(|u| u.parent);
        match (above(self.before, b), above(self.after, a)) {
            (None, None) => true,
            (Some(b), Some(a)) => self.pairs.after(b) == Some(a),
            _ => false,
        }
    }

    /// The deletion of units, those of one kind together.
    fn deletions(&self, units: &[usize]) -> Vec<Vec<Step>> {
        let kind = |u: &usize| self.before.kind(*u);
        units
            .chunk_by(|x, y| kind(x) == kind(y))
            .map(|run| vec![Step::Delete(run.to_vec())])
            .collect()
    }

    /// Puts new units that stand together into the act.
    fn flush(&self, added: &mut Vec<usize>, groups: &mut Vec<Vec<Step>>) -> Option<()> {
        let units = std::mem::take(added);
        let parent = |u: &usize| self.after.unit(*u).and_then(|u| u.parent);
        let like = |x: &usize, y: &usize| {
            self.after.kind(*x) == self.after.kind(*y) && parent(x) == parent(y)
        };
        for run in units.chunk_by(like) {
            let (Some(first), true) = (run.first(), run.iter().all(|u| self.numbered(*u))) else {
                return None;
            };
            let host = match self.host(*first) {
                Host::ByNumber => None,
                Host::Named(host) => Some(host),
                Host::Unclear => return None,
            };
            groups.push(vec![Step::Insert(host, run.to_vec())]);
        }
        Some(())
    }

    /// Whether a new unit can be named, and its number shows its place among its siblings.
    fn numbered(&self, a: usize) -> bool {
        let Some(number) = order(self.after, a) else { return false };
        let Peers { before, behind } = self.peers(a);
        let is = |u: Option<usize>, test: &dyn Fn(Number) -> bool| {
            u.is_none_or(|u| order(self.after, u).is_some_and(test))
        };
        self.nameable(self.after, a) && is(before, &|n| n < number) && is(behind, &|n| n > number)
    }

    /// Into which container a new article is put, where the number alone would put it into another.
    fn host(&self, a: usize) -> Host {
        let above = |u: usize| self.after.unit(u).and_then(|u| u.parent);
        let Some(container) = above(a) else { return Host::ByNumber };
        if self.peers(a).before.is_some_and(|u| above(u) == Some(container)) {
            return Host::ByNumber;
        }
        let host = self.pairs.before(container).filter(|h| self.nameable(self.before, *h));
        host.map_or(Host::Unclear, Host::Named)
    }

    /// The instructions for a container and what lies in it, or the whole of it.
    fn container(&self, b: usize, a: usize, groups: &mut Vec<Vec<Step>>) -> Option<()> {
        let mut inner = Vec::new();
        if self.in_container(b, a, &mut inner).is_some() {
            groups.extend(inner);
            return Some(());
        }
        // What moved from one container to another is said further out.
        let left = |u: &usize| {
            self.pairs
                .after(*u)
                .is_some_and(|x| self.after.unit(x).and_then(|x| x.parent) != Some(a))
        };
        let came = |u: &usize| {
            self.pairs
                .before(*u)
                .is_some_and(|x| self.before.unit(x).and_then(|x| x.parent) != Some(b))
        };
        let moved = self.before.inner(b).iter().any(left) || self.after.inner(a).iter().any(came);
        if moved || !self.nameable(self.before, b) || self.before.number(b) != self.after.number(a)
        {
            return None;
        }
        groups.push(vec![Step::Restate(b, a)]);
        Some(())
    }

    fn in_container(&self, b: usize, a: usize, groups: &mut Vec<Vec<Step>>) -> Option<()> {
        let texts = |tree: &Tree<'_>, u: usize| -> Vec<String> {
            tree.own_blocks(u).iter().map(|s| tree.text(*s)).collect()
        };
        let plain = self.before.number(b) == self.after.number(a);
        if !plain || texts(self.before, b) != texts(self.after, a) {
            return None;
        }
        groups.push(self.heading(b, a)?);
        self.heads(self.before.inner(b), self.after.inner(a), groups)
    }

    fn heading(&self, b: usize, a: usize) -> Option<Vec<Step>> {
        let text =
            |tree: &Tree<'_>, u: usize| Some(tree.text(tree.unit(u).and_then(|u| u.heading)?));
        match (text(self.before, b), text(self.after, a)) {
            (Some(old), Some(new)) if old != new => {
                if !self.nameable(self.before, b) {
                    return None;
                }
                let anew = Step::Heading(b, a);
                Some(self.heading_steps(Place::Heading(b), &old, &new, anew))
            }
            (None, None) | (Some(_), Some(_)) => Some(Vec::new()),
            _ => None,
        }
    }

    /// A heading: one change of words, or anew.
    fn heading_steps(&self, place: Place, old: &str, new: &str, anew: Step) -> Vec<Step> {
        let around =
            Around { before: alike(old), after: alike(new), marks: self.formulas.quotes.clone() };
        let told = tell(old, new, &around).filter(|t| t.edits.len() == 1);
        told.map_or_else(
            || vec![anew],
            |t| t.edits.into_iter().map(|e| Step::Words(place, e)).collect(),
        )
    }

    /// The instructions for a unit: what changed in it, or the whole of it.
    fn unit(&self, b: usize, a: usize) -> Option<Vec<Step>> {
        let renumbered = self.before.number(b) != self.after.number(a);
        if self.before.hash(b) == self.after.hash(a) && !renumbered {
            return Some(Vec::new());
        }
        if !self.nameable(self.before, b) {
            return None;
        }
        if renumbered {
            // Another number with another text: no unit answers to both.
            let same = self.before.hash(b) == self.after.hash(a);
            let free = same && self.nameable(self.after, a) && self.free_number(a);
            return free.then(|| vec![Step::Renumber(b, a)]);
        }
        let mut parts = Parts::default();
        let inside = self.inside(b, a, &mut parts).is_some()
            && parts.size * 2 <= self.before.size(b).max(self.after.size(a))
            && parts.told <= MOST;
        if inside && !parts.steps.is_empty() {
            return Some(parts.steps);
        }
        Some(vec![Step::Restate(b, a)])
    }

    /// Whether no unit of the act before has the number that a unit is given, so that the order in which
    /// instructions are carried out does not matter.
    fn free_number(&self, a: usize) -> bool {
        self.after.unit(a).is_some_and(|u| !self.names.contains(u.eid.as_str()))
    }

    /// What changed inside a unit that keeps its name.
    fn inside(&self, b: usize, a: usize, parts: &mut Parts) -> Option<()> {
        parts.steps.extend(self.heading(b, a)?);
        let (old, new) = (self.before.inner(b), self.after.inner(a));
        let mut around: Option<Around> = None;
        self.own_text(b, (b, a), &mut around, parts)?;
        let split = |tree: &Tree<'_>, list: &[usize]| -> (Vec<usize>, Vec<usize>) {
            list.iter().partition(|u| tree.is_unlabelled(**u))
        };
        let (old_plain, old_named) = split(self.before, old);
        let (new_plain, new_named) = split(self.after, new);
        self.plain(b, (&old_plain, &new_plain), &old_named, &mut around, parts)?;
        // The order of text and lists must be the same, or nothing says where a text belongs.
        if !self.same_order(b, new) {
            return None;
        }
        self.named(b, &old_named, &new_named, parts)
    }

    /// Whether what a unit keeps stands in the same order as before.
    fn same_order(&self, host: usize, new: &[usize]) -> bool {
        let parent = |b: usize| self.before.unit(b).and_then(|u| u.parent);
        let kept: Vec<usize> = new.iter().filter_map(|a| self.pairs.before(*a)).collect();
        kept.is_sorted() && kept.iter().all(|b| parent(*b) == Some(host))
    }

    /// The blocks of a unit's own text, named with the unit that has a label.
    fn own_text(
        &self,
        named: usize,
        (b, a): (usize, usize),
        around: &mut Option<Around>,
        parts: &mut Parts,
    ) -> Option<()> {
        let (old, new) = (self.before.own_blocks(b), self.after.own_blocks(a));
        if old.len() != new.len() {
            return None;
        }
        for (old, new) in old.iter().zip(new) {
            let (old, new) = (self.before.text(*old), self.after.text(*new));
            if old == new {
                continue;
            }
            let around = match around {
                Some(around) => around,
                None => around.insert(self.around(named)?),
            };
            let told = tell(&old, &new, around).or_else(|| {
                // The lead of a list is told whole: its unit holds much that did not change.
                let large = self.before.size(named) > 3 * old.split(' ').count();
                large.then(|| whole(&old, &new, around)).flatten()
            })?;
            parts.size += told.size;
            parts.told += told.edits.len();
            if parts.told > MOST {
                return None;
            }
            let edits = told.edits.into_iter().map(|e: Edit| Step::Words(Place::Unit(named), e));
            parts.steps.extend(edits);
        }
        Some(())
    }

    /// The text of a unit of the act before and of its counterpart, folded.
    fn around(&self, named: usize) -> Option<Around> {
        let text = |tree: &Tree<'_>, u: usize| alike(&tree.paragraphs(u).join("\n"));
        let after = self.pairs.after(named)?;
        Some(Around {
            before: text(self.before, named),
            after: text(self.after, after),
            marks: self.formulas.quotes.clone(),
        })
    }

    /// Text without labels: words change in it; what is put in or taken out is named by counting, which
    /// only the end of a unit without a list allows.
    fn plain(
        &self,
        named: usize,
        (old, new): (&[usize], &[usize]),
        labelled: &[usize],
        around: &mut Option<Around>,
        parts: &mut Parts,
    ) -> Option<()> {
        let paired = old.iter().zip(new).all(|(b, a)| self.pairs.after(*b) == Some(*a));
        if !paired {
            return None;
        }
        for (b, a) in old.iter().zip(new) {
            if self.before.hash(*b) != self.after.hash(*a) {
                self.own_text(named, (*b, *a), around, parts)?;
            }
        }
        let counted = labelled.is_empty()
            && Self::of_one_kind(self.before, old)
            && Self::of_one_kind(self.after, new)
            && !old.is_empty()
            && self.plainly_counted(named, old);
        if let Some(added) = new.get(old.len()..).filter(|l| !l.is_empty()) {
            if !counted || !added.iter().all(|a| self.countable(self.after, *a)) {
                return None;
            }
            parts.size += added.iter().map(|a| self.after.size(*a)).sum::<usize>() / 4;
            parts.steps.push(Step::Insert(Some(named), added.to_vec()));
        } else if let Some(gone) = old.get(new.len()..).filter(|l| !l.is_empty()) {
            if !counted || !gone.iter().all(|b| self.countable(self.before, *b)) {
                return None;
            }
            parts.steps.push(Step::Delete(gone.to_vec()));
        }
        Some(())
    }

    /// Whether the texts without labels can be counted in one way only: parts are no items of a list, and
    /// the items of a list all are.
    fn plainly_counted(&self, named: usize, plain: &[usize]) -> bool {
        let ends = |u: usize, marks: &[char]| {
            let last = self.before.own_blocks(u).last();
            last.is_some_and(|s| self.before.edition.source.slice(*s).trim_end().ends_with(marks))
        };
        let one = self.before.own_blocks(named).len() == 1;
        let listed = plain.iter().any(|u| self.before.kind(*u) == UnitKind::Indent);
        one && ends(named, &[':']) == listed
            && plain.iter().all(|u| listed || !ends(*u, &[':', ';', ',']))
    }

    /// Whether the texts are all of one kind, and counted one after the other.
    fn of_one_kind(tree: &Tree<'_>, list: &[usize]) -> bool {
        list.windows(2).all(|w| match w {
            [x, y] => tree.kind(*x) == tree.kind(*y),
            _ => true,
        })
    }

    /// Whether the language has an ordinal for the place of a text without a label.
    fn countable(&self, tree: &Tree<'_>, unit: usize) -> bool {
        let Some(forms) = self.formulas.unit(tree.kind(unit)) else { return false };
        let count = self.formulas.ordinals(forms).map_or(0, |o| o.unit.len());
        tree.number(unit).parse::<usize>().is_ok_and(|n| n > 0 && n <= count)
    }

    /// Inner units with labels.
    fn named(&self, host: usize, old: &[usize], new: &[usize], parts: &mut Parts) -> Option<()> {
        let mut steps: BTreeMap<usize, Vec<Step>> = BTreeMap::new();
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let mut gone: Vec<usize> = Vec::new();
        for b in old {
            let Some(a) = self.pairs.after(*b) else {
                if self.before.is_gone(*b) {
                    continue;
                }
                if !self.nameable(self.before, *b) {
                    return None;
                }
                gone.push(*b);
                continue;
            };
            let buried = self.before.is_gone(*b) || self.after.is_gone(a);
            let inner = if buried { self.risen(*b, a)? } else { self.unit(*b, a)? };
            for step in &inner {
                match step {
                    Step::Restate(b, a) => {
                        parts.size += self.before.size(*b).max(self.after.size(*a)) / 2;
                        parts.told += 1;
                    }
                    Step::Words(..) => parts.told += 1,
                    _ => {}
                }
            }
            steps.entry(*b).or_default().extend(inner);
        }
        // Those that follow one another in the act go together.
        for run in gone.chunk_by(|x, y| {
            self.place(*x) + 1 == self.place(*y) && self.before.kind(*x) == self.before.kind(*y)
        }) {
            if let Some(first) = run.first() {
                steps.entry(*first).or_default().push(Step::Delete(run.to_vec()));
            }
        }
        let mut open = false;
        for a in new {
            if self.pairs.before(*a).is_some() || self.after.is_gone(*a) {
                open = false;
                continue;
            }
            // The first list of a unit, or one behind which other text stands, has no plain place.
            if old.is_empty() || !self.numbered(*a) || !self.among_labels(*a) {
                return None;
            }
            match runs.last_mut().filter(|_| open) {
                Some(run) => run.push(*a),
                None => runs.push(vec![*a]),
            }
            open = true;
        }
        parts.steps.extend(steps.into_values().flatten());
        parts.steps.extend(runs.into_iter().map(|run| Step::Insert(Some(host), run)));
        Some(())
    }

    /// Whether a new unit stands behind one with a label, and nothing without one follows it.
    fn among_labels(&self, a: usize) -> bool {
        let Some(parent) = self.after.unit(a).and_then(|u| u.parent) else { return false };
        let all = self.after.inner(parent);
        let Ok(at) = all.binary_search(&a) else { return false };
        let kind = self.after.kind(a);
        let like = |u: Option<&usize>| u.is_none_or(|u| self.after.kind(*u) == kind);
        like(at.checked_sub(1).and_then(|i| all.get(i))) && like(all.get(at + 1))
    }
}

/// For each unit, the siblings of its kind before and behind it; heads are siblings of one another.
fn peers(tree: &Tree<'_>) -> Vec<Peers> {
    let mut peers = vec![Peers::default(); tree.children.len()];
    let lists = (0..tree.children.len())
        .filter(|u| !tree.kind(*u).is_container())
        .map(|u| tree.inner(u))
        .chain([tree.heads.as_slice()]);
    for list in lists {
        let mut last: BTreeMap<UnitKind, usize> = BTreeMap::new();
        for unit in list {
            let before = last.insert(tree.kind(*unit), *unit);
            if let Some(slot) = peers.get_mut(*unit) {
                slot.before = before;
            }
            if let Some(slot) = before.and_then(|b| peers.get_mut(b)) {
                slot.behind = Some(*unit);
            }
        }
    }
    peers
}

/// What says into which container a new unit goes.
enum Host {
    /// Its number.
    ByNumber,
    /// The instruction: it names the container.
    Named(usize),
    /// Nothing.
    Unclear,
}

/// What was found to say of a unit.
#[derive(Debug, Default)]
struct Parts {
    steps: Vec<Step>,
    /// How many words the instructions take out or put in.
    size: usize,
    /// How many changes are told one by one.
    told: usize,
}

/// The place of a unit among its siblings by its number.
fn order(tree: &Tree<'_>, unit: usize) -> Option<Number> {
    let text = tree.number(unit);
    if let Some(number) = Number::parse(text) {
        return Some(number);
    }
    if tree.kind(unit) == UnitKind::Subsubparagraph {
        return Number::roman(text).map(Number::plain);
    }
    let mut letters = text.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    let place = u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1;
    letters.next().is_none().then(|| Number::plain(place))
}
