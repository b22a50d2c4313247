//! The findings of an earlier day, and which of today's are among them.

use std::collections::BTreeMap;

use super::eval::{one_spaced, shorten};
use crate::finding::Finding;
use crate::source::Source;

/// A finding as a baseline remembers it. The order is that of a baseline's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file, as the baseline names it.
    pub path: String,
    /// `pack/name` of the rule.
    pub rule: String,
    /// eId of the unit.
    pub unit: String,
    /// The words that the finding is about, shortened.
    pub text: String,
    /// The fingerprint, without the ordinal that tells equal findings of one act apart.
    pub fingerprint: String,
}

impl Entry {
    /// What a baseline remembers of a finding.
    #[must_use]
    pub fn of(path: String, finding: &Finding, source: &Source) -> Self {
        let (fingerprint, _) =
            finding.fingerprint.split_once('-').unwrap_or((&finding.fingerprint, ""));
        Self {
            path,
            rule: finding.rule.clone(),
            unit: finding.unit.clone(),
            text: shorten(&one_spaced(source.slice(finding.primary.span))),
            fingerprint: fingerprint.to_owned(),
        }
    }
}

/// What became of the findings of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// For each finding of today whether the baseline has it.
    pub known: Vec<bool>,
    /// Indices of the baseline's findings that are gone.
    pub gone: Vec<usize>,
}

/// Tells which findings a baseline knows. Each of its entries accounts for one finding at most.
///
/// Findings are paired by what is surest first: the fingerprint in the same file, the fingerprint in
/// another file (the act was moved), then rule, unit and words in the same file (the paragraph around
/// the words was edited).
#[must_use]
pub fn compare(known: &[Entry], found: &[Entry]) -> Comparison {
    let mut pairing = Pairing {
        known,
        found,
        comparison: Comparison {
            known: vec![false; found.len()],
            gone: (0..known.len()).collect(),
        },
    };
    pairing.pair(|e| (&e.path, &e.rule, &e.fingerprint, ""));
    pairing.pair(|e| (&e.rule, &e.fingerprint, "", ""));
    pairing.pair(|e| (&e.path, &e.rule, &e.unit, &e.text));
    pairing.comparison
}

struct Pairing<'e> {
    known: &'e [Entry],
    found: &'e [Entry],
    comparison: Comparison,
}

impl<'e> Pairing<'e> {
    /// Pairs what has the same key and is not paired yet, in the order of both lists.
    fn pair(&mut self, key: impl Fn(&'e Entry) -> (&'e str, &'e str, &'e str, &'e str)) {
        let mut left: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for &index in self.comparison.gone.iter().rev() {
            left.entry(key(&self.known[index])).or_default().push(index);
        }
        let mut paired = Vec::new();
        for (entry, is_known) in self.found.iter().zip(&mut self.comparison.known) {
            if *is_known {
                continue;
            }
            if let Some(index) = left.get_mut(&key(entry)).and_then(Vec::pop) {
                *is_known = true;
                paired.push(index);
            }
        }
        paired.sort_unstable();
        self.comparison.gone.retain(|index| paired.binary_search(index).is_err());
    }
}
