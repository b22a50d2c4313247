//! From differences of two editions to the rows of a table.
//!
//! A row shows the smallest numbered unit that changed, below the heading of its article and the words
//! that introduce the list in which it stands. Units left out on the way leave an ellipsis.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Piece, Table};
use crate::amend::Edition;
use crate::amend::align::{Difference, Kind, Pairs, Side, Tree, compare};
use crate::amend::wording::changes;
use crate::model::{ActKind, Eid, UnitKind};
use crate::source::Span;
use crate::syntax::address;

/// What stands in the place of units that a row leaves out.
const ELLIPSIS: &str = "…";

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The title of the act.
    Title,
    /// The heading of a unit.
    Heading,
    /// The text of a unit without the numbered units in it.
    Own,
    /// A unit that only one edition has, with all that lies in it.
    Whole,
}

/// A row before its text is read: the unit in either edition.
type Subject = (Part, Option<usize>, Option<usize>);

impl Table {
    /// The table of what differs between two editions of an act. A bill is given by its kind and its
    /// title.
    #[must_use]
    pub fn compare(
        before: &Edition<'_>,
        after: &Edition<'_>,
        bill: Option<(ActKind, &str)>,
    ) -> Self {
        let title = before.act.title.map_or("", |t| before.source.slice(t));
        let mut table = Self::new(before.lang.code(), before.lang.table(), title, bill);
        let differences = compare(before, after);
        let (before, after) = (Tree::new(before), Tree::new(after));
        let editions = Editions { pairs: Pairs::new(&before, &after), before, after };
        // Several things may have changed in one unit; they make one row, at the place of the first.
        let mut known: BTreeSet<Subject> = BTreeSet::new();
        let mut subjects: Vec<(Subject, &Difference)> =
            differences.iter().map(|d| (editions.subject(d), d)).collect();
        subjects.retain(|(subject, _)| known.insert(*subject));
        editions.arrange(&mut subjects);
        let mut leads = [BTreeMap::new(), BTreeMap::new()];
        for (subject, difference) in subjects {
            editions.row(&mut table, subject, difference, &mut leads);
        }
        table
    }
}

/// Both editions.
struct Editions<'a> {
    before: Tree<'a>,
    after: Tree<'a>,
    pairs: Pairs,
}

impl Editions<'_> {
    fn subject(&self, difference: &Difference) -> Subject {
        let unit = |side: &Option<Side>| side.as_ref().and_then(|s| s.unit);
        let (old, new) = (unit(&difference.before), unit(&difference.after));
        if old.is_none() && new.is_none() {
            return (Part::Title, None, None);
        }
        if let Some(gone) = emptied(old, &self.before, &self.after, &self.pairs.after) {
            return (Part::Whole, Some(gone), None);
        }
        if let Some(filled) = emptied(new, &self.after, &self.before, &self.pairs.before) {
            return (Part::Whole, None, Some(filled));
        }
        if difference.kind == Kind::Heading {
            return (Part::Heading, old, new);
        }
        let labelled = |tree: &Tree<'_>, unit: Option<usize>| {
            unit.is_some_and(|u| numbered(tree, u) == Some(u))
        };
        let one_sided = matches!(difference.kind, Kind::Inserted | Kind::Deleted);
        if one_sided && (labelled(&self.before, old) || labelled(&self.after, new)) {
            return (Part::Whole, old, new);
        }
        let old = old.and_then(|u| numbered(&self.before, u));
        let new = new.and_then(|u| numbered(&self.after, u));
        // A paragraph without a label that only one edition has changes the unit around it.
        let old = old.or_else(|| new.and_then(|u| self.pairs.before(u)));
        let new = new.or_else(|| old.and_then(|u| self.pairs.after(u)));
        (Part::Own, old, new)
    }

    /// Puts units that are gone before the new ones among their neighbours, as their numbers run.
    fn arrange(&self, subjects: &mut [(Subject, &Difference)]) {
        let place = |(subject, _): &(Subject, &Difference)| match *subject {
            (Part::Whole, Some(old), None) => {
                let parent = self.before.unit(old).and_then(|u| u.parent);
                Some(parent.and_then(|p| self.pairs.after(p)))
            }
            (Part::Whole, None, Some(new)) => Some(self.after.unit(new).and_then(|u| u.parent)),
            _ => None,
        };
        for run in subjects.chunk_by_mut(|a, b| place(a).is_some() && place(a) == place(b)) {
            run.sort_by_key(|((_, old, _), _)| old.is_none());
        }
    }

    fn row(
        &self,
        table: &mut Table,
        subject: Subject,
        difference: &Difference,
        [old_leads, new_leads]: &mut [BTreeMap<usize, Lead>; 2],
    ) {
        let (part, old, new) = subject;
        let text = |tree: &Tree<'_>, unit: Option<usize>, side: Option<&Side>| match (part, unit) {
            (Part::Title, _) => side.map_or_else(Vec::new, |s| vec![tree.text(s.span)]),
            (_, None) => Vec::new(),
            (Part::Heading, Some(unit)) => tree.heading(unit),
            (Part::Own, Some(unit)) => own(tree, unit),
            (Part::Whole, Some(unit)) => tree.paragraphs(unit),
        };
        let was = text(&self.before, old, difference.before.as_ref()).join("\n");
        let is = text(&self.after, new, difference.after.as_ref()).join("\n");
        let (mut current, mut proposed) = (Vec::new(), Vec::new());
        let around = part == Part::Own || part == Part::Whole;
        if let Some(unit) = old.filter(|_| around) {
            current.extend(lead(old_leads, &self.before, unit));
        }
        if let Some(unit) = new.filter(|_| around) {
            proposed.extend(lead(new_leads, &self.after, unit));
        }
        for piece in changes(&was, &is) {
            if piece.change != Change::Added {
                current.push(Piece::new(piece.text, piece.change));
            }
            if piece.change != Change::Removed {
                proposed.push(Piece::new(piece.text, piece.change));
            }
        }
        table.push(self.element(table, subject), current, proposed);
        let unit = old
            .and_then(|u| self.before.unit(u))
            .or_else(|| new.and_then(|u| self.after.unit(u)))
            .map(|u| u.eid.to_string());
        if let (Some(row), Some(unit)) = (table.rows.last_mut(), unit) {
            row.unit = unit;
        }
    }

    /// The unit as lawyers cite it.
    fn element(&self, table: &Table, (part, old, new): Subject) -> String {
        let (tree, unit) = match (old, new) {
            (Some(unit), _) => (&self.before, unit),
            (None, Some(unit)) => (&self.after, unit),
            (None, None) => return table.words.act_title.clone(),
        };
        let edition = tree.edition;
        let cited = match part {
            Part::Heading => {
                table.words.of_heading(&address::depending(&edition.act, unit, edition.lang))
            }
            _ => address::address(&edition.act, unit, edition.lang),
        };
        if cited.is_empty() {
            tree.unit(unit).map_or_else(Eid::default, |u| u.eid.clone()).to_string()
        } else {
            cited
        }
    }
}

/// The outermost unit around this one of which the other edition has nothing but the label, as is
/// left of a unit that was taken out.
fn emptied(
    unit: Option<usize>,
    here: &Tree<'_>,
    there: &Tree<'_>,
    pairs: &[Option<usize>],
) -> Option<usize> {
    let mut found = None;
    let mut at = unit;
    while let Some(unit) = at {
        let other = pairs.get(unit).copied().flatten();
        if here.size(unit) > 0 && other.is_some_and(|other| there.size(other) == 0) {
            found = Some(unit);
        }
        at = here.unit(unit).and_then(|u| u.parent);
    }
    found
}

/// The unit itself if it has a name of its own, else the one around it that has.
fn numbered(tree: &Tree<'_>, unit: usize) -> Option<usize> {
    let mut at = Some(unit);
    while let Some(unit) = at {
        if is_numbered(tree, unit) {
            return at;
        }
        at = tree.unit(unit).and_then(|u| u.parent);
    }
    // What lies in no unit that has a name goes by what it has.
    Some(unit)
}

/// Whether a unit is cited by a name of its own.
fn is_numbered(tree: &Tree<'_>, unit: usize) -> bool {
    !tree.is_unlabelled(unit) && !matches!(tree.kind(unit), UnitKind::Note)
}

/// A piece of a unit's text, or units left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bit {
    Text(Span),
    Gap(u32),
}

impl Bit {
    fn start(self) -> u32 {
        match self {
            Self::Text(span) => span.start,
            Self::Gap(at) => at,
        }
    }
}

/// The paragraphs of a unit's own text, an ellipsis in the place of the numbered units in it.
fn own(tree: &Tree<'_>, unit: usize) -> Vec<String> {
    let mut bits = Vec::new();
    collect(tree, unit, &mut bits);
    lines(tree, bits)
}

fn collect(tree: &Tree<'_>, unit: usize, bits: &mut Vec<Bit>) {
    bits.push(Bit::Text(tree.label(unit)));
    bits.extend(tree.unit(unit).and_then(|u| u.heading).map(Bit::Text));
    bits.extend(tree.own_blocks(unit).iter().copied().map(Bit::Text));
    for child in tree.inner(unit) {
        if is_numbered(tree, *child) {
            bits.extend(tree.unit(*child).map(|u| Bit::Gap(u.span.start)));
        } else {
            collect(tree, *child, bits);
        }
    }
}

/// Bits of text as paragraphs: those on one line of the source make one.
fn lines(tree: &Tree<'_>, mut bits: Vec<Bit>) -> Vec<String> {
    bits.retain(|bit| !matches!(bit, Bit::Text(span) if span.is_empty()));
    bits.sort_by_key(|bit| bit.start());
    let mut lines: Vec<String> = Vec::new();
    let mut before: Option<Span> = None;
    for bit in bits {
        let Bit::Text(span) = bit else {
            if lines.last().is_none_or(|line| line != ELLIPSIS) {
                lines.push(ELLIPSIS.to_owned());
            }
            before = None;
            continue;
        };
        let between = before.map_or("\n", |b| {
            tree.edition.source.slice(Span { start: b.end, end: span.start.max(b.end) })
        });
        let text = tree.text(span);
        match lines.last_mut().filter(|_| !between.contains('\n')) {
            Some(line) => {
                line.push_str(if between.is_empty() { "" } else { " " });
                line.push_str(&text);
            }
            None => lines.push(text),
        }
        before = Some(span);
    }
    lines
}

/// Paragraphs of a lead-in that are shown; of longer ones the first and the last.
const LEAD: usize = 3;

/// Characters at either end of a paragraph of a lead-in that are shown.
const ENDS: usize = 300;

/// What leads to the units in a unit: the text, and the first of them.
type Lead = (String, Option<usize>);

/// What a unit cannot be read without: the heading of its article, the words before its list.
///
/// The same words lead to every item of a list, so they are read once.
fn lead(known: &mut BTreeMap<usize, Lead>, tree: &Tree<'_>, unit: usize) -> Option<Piece> {
    let mut chain = vec![unit];
    while let Some(parent) = chain.last().and_then(|u| tree.unit(*u)).and_then(|u| u.parent) {
        if tree.kind(parent).is_container() || tree.kind(parent) == UnitKind::Attachment {
            break;
        }
        chain.push(parent);
    }
    chain.reverse();
    let mut text = String::new();
    for pair in chain.windows(2) {
        let [outer, inner] = pair else { continue };
        let (words, first) = known.entry(*outer).or_insert_with(|| read_lead(tree, *outer));
        text.push_str(words);
        if first.is_some_and(|first| first != *inner) {
            text.push_str(ELLIPSIS);
            text.push('\n');
        }
    }
    (!text.is_empty()).then(|| Piece::new(text, Change::Same))
}

fn read_lead(tree: &Tree<'_>, outer: usize) -> Lead {
    let mut shown = own(tree, outer);
    // Only what stands before the first numbered unit leads to it.
    let end = shown.iter().position(|line| line == ELLIPSIS).unwrap_or(shown.len());
    shown.truncate(end);
    if shown.len() > LEAD {
        shown.splice(1..shown.len() - 1, [ELLIPSIS.to_owned()]);
    }
    let text = shown.iter().flat_map(|line| [shortened(line), "\n".to_owned()]).collect();
    (text, tree.inner(outer).iter().copied().find(|u| is_numbered(tree, *u)))
}

/// A paragraph with its middle left out where it is long.
fn shortened(line: &str) -> String {
    let head = line.char_indices().nth(ENDS).map(|(at, _)| at);
    let tail = line.char_indices().rev().nth(ENDS).map(|(at, _)| at);
    match (head.and_then(|at| line.get(..at)), tail.and_then(|at| line.get(at..))) {
        (Some(head), Some(tail)) if head.len() + tail.len() < line.len() => {
            let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
            let tail = tail.split_once(' ').map_or(tail, |(_, tail)| tail);
            format!("{head} {ELLIPSIS} {tail}")
        }
        _ => line.to_owned(),
    }
}
