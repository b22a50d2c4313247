//! Terms that an act defines: twice, for nothing, out of the order of the alphabet.

use std::collections::BTreeMap;

use super::names::{MOST, Words};
use super::{Flaw, Text};
use crate::facts::Definition;
use crate::lang::table::Class;
use crate::model::frame::FlawKind;
use crate::model::{UnitKind, Zone};
use crate::source::Span;

/// A defined term.
struct Term<'f> {
    definition: &'f Definition,
    /// The term without what stands in brackets behind it.
    span: Span,
    /// Its words in small letters.
    words: Vec<String>,
    /// Whether a bracket stands behind them: a short name, or words that may be left out.
    bracket: bool,
    /// The unit that holds the list of definitions, or the definition itself.
    list: Option<usize>,
}

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let terms: Vec<Term<'_>> =
        text.facts.definitions.iter().take(MOST).filter_map(|d| term(text, d)).collect();
    if terms.is_empty() {
        return;
    }
    twice(text, &terms, found);
    unused(text, &terms, found);
    order(text, &terms, found);
}

fn term<'f>(text: Text<'_, '_>, definition: &'f Definition) -> Option<Term<'f>> {
    /// More words than these are a sentence that was taken for a definition.
    const LONGEST: usize = 12;
    if !matches!(definition.zone, Zone::Own | Zone::Attachment) {
        return None;
    }
    let tokens = &text.reading.tokens;
    let list = tokens.list();
    let range = tokens.inside(definition.term);
    // The label of an item that was run into the paragraph: «22)», «а)».
    let labelled = list.get(range.start + 1).is_some_and(|t| t.is(')'));
    let start = if labelled { range.start + 2 } else { range.start };
    // «Мынадай ұғымдар пайдаланылады: көлік құралы – …»: a list that was run into its lead-in.
    let start = (start..range.end).rev().find(|at| list[*at].is(':')).map_or(start, |at| at + 1);
    let end = range.clone().find(|at| list[*at].is('(')).unwrap_or(range.end);
    if start >= end {
        return None;
    }
    // «товар (работа, услуга) надлежащего качества»: the term goes on behind the bracket.
    let close = (end..range.end).find(|at| list[*at].is(')')).map_or(range.end, |at| at + 1);
    let bracket = end < range.end;
    let mut words = Words::of(text, start..end);
    let behind = Words::of(text, close..range.end);
    let end = if behind.is_empty() { end } else { range.end };
    words.extend(behind);
    let span = tokens.span(start..end);
    let fits = (1..=LONGEST).contains(&words.len());
    let unit = text.act.unit_at(definition.span.start);
    let item = unit.filter(|u| {
        matches!(
            text.act.units[*u].kind,
            UnitKind::Subparagraph | UnitKind::Indent | UnitKind::Paragraph | UnitKind::Alinea
        )
    });
    let list = item.and_then(|u| text.act.units[u].parent).or(unit);
    fits.then_some(Term { definition, span, words, bracket, list })
}

/// A term that has a meaning already.
fn twice(text: Text<'_, '_>, terms: &[Term<'_>], found: &mut Vec<Flaw>) {
    let mut first: BTreeMap<(&[String], Option<usize>), &Term<'_>> = BTreeMap::new();
    for term in terms {
        // What is defined for one article or chapter leaves the rest of the act alone.
        let scope = if narrow(text, term) { term.list } else { text.attachment(term.definition) };
        let Some(before) = first.get(&(term.words.as_slice(), scope)) else {
            first.insert((term.words.as_slice(), scope), term);
            continue;
        };
        let mut flaw = text.flaw(FlawKind::TermDefinedTwice, term.span);
        flaw.other = Some(before.span);
        flaw.plain = before.list == term.list;
        found.push(flaw);
    }
}

/// Whether the words that lead to a definition limit it to a unit of the act.
fn narrow(text: Text<'_, '_>, term: &Term<'_>) -> bool {
    let Some(list) = term.list else { return false };
    let start = text.act.units[list].span.start;
    let lead = Span { start, end: term.definition.span.start };
    text.places.limited(lead)
}

/// A term that stands nowhere but where it is defined.
fn unused(text: Text<'_, '_>, terms: &[Term<'_>], found: &mut Vec<Flaw>) {
    // The definitions that an amending act puts into another act are used there, those of an excerpt elsewhere.
    if text.act.amending || !text.is_whole() {
        return;
    }
    let places = text.words();
    for term in terms {
        // «владелец, собственник», «срок или период»: one of two words may be the one used; a short name in a
        // bracket is.
        let reading = text.reading;
        let mut tokens = reading.tokens.inside(term.span);
        let joins = tokens.any(|at| {
            let token = reading.tokens.list()[at];
            token.is(',') || reading.lang.single(&reading.tokens, token).any(|c| c == Class::And)
        });
        if joins || term.bracket {
            continue;
        }
        let own = text.reading.tokens.inside(term.definition.span);
        if !places.elsewhere(&term.words, &own) {
            found.push(text.flaw(FlawKind::TermUnused, term.span));
        }
    }
}

/// Terms that are not where the alphabet puts them, as few as can be.
fn order(text: Text<'_, '_>, terms: &[Term<'_>], found: &mut Vec<Flaw>) {
    /// Fewer terms show no order.
    const LEAST: usize = 3;
    let Some(alphabet) = text.reading.lang.alphabet() else { return };
    let mut lists: BTreeMap<Option<usize>, Vec<&Term<'_>>> = BTreeMap::new();
    for term in terms {
        lists.entry(term.list).or_default().push(term);
    }
    for list in lists.values().filter(|list| list.len() >= LEAST) {
        let keys: Vec<Vec<Vec<usize>>> =
            list.iter().map(|term| term.words.iter().map(|w| key(alphabet, w)).collect()).collect();
        let kept = in_order(&keys);
        // A list that follows another order is no slip of one term.
        if kept.len() * 2 < list.len() {
            let mut flaw = text.flaw(FlawKind::TermOutOfOrder, list[0].span);
            flaw.other = list.get(1).map(|next| next.span);
            flaw.plain = false;
            found.push(flaw);
            continue;
        }
        for (at, term) in list.iter().enumerate().filter(|(at, _)| kept.binary_search(at).is_err())
        {
            let mut flaw = text.flaw(FlawKind::TermOutOfOrder, term.span);
            let behind = kept.iter().find(|k| keys[**k] > keys[at]);
            let beside = behind.or(kept.last()).copied();
            flaw.other = beside.map(|k| list[k].span);
            // «Орталықтың актісі» before «Орталық қатысушысы»: some order by the word without its ending.
            flaw.plain = beside.is_none_or(|k| !alike(&list[k].words, &term.words));
            found.push(flaw);
        }
    }
}

/// Whether two terms begin with one word, whatever its ending.
fn alike(a: &[String], b: &[String]) -> bool {
    const SHARED: usize = 4;
    let (Some(a), Some(b)) = (a.first(), b.first()) else { return false };
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count() >= SHARED
}

/// A word by the places of its letters in the alphabet; other characters stand before the first.
fn key(alphabet: &str, word: &str) -> Vec<usize> {
    word.chars().map(|c| alphabet.chars().position(|a| a == c).map_or(0, |at| at + 1)).collect()
}

/// The places of the longest run of keys that is in order.
fn in_order<K: Ord>(keys: &[K]) -> Vec<usize> {
    // For each length, the place at which the run of that length with the least last key ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; keys.len()];
    for at in 0..keys.len() {
        let length = ends.partition_point(|end| keys[*end] <= keys[at]);
        before[at] = length.checked_sub(1).map(|n| ends[n]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut kept: Vec<usize> =
        std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    kept.reverse();
    kept
}

impl Text<'_, '_> {
    /// The attachment in which a definition stands: its terms are its own.
    fn attachment(&self, definition: &Definition) -> Option<usize> {
        let units = &self.act.units;
        let inner = self.act.unit_at(definition.span.start);
        std::iter::successors(inner, |at| units[*at].parent)
            .find(|at| units[*at].kind == UnitKind::Attachment)
    }
}
