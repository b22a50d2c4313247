//! How many findings each rule and each provision has.

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use crate::finding::Level;

/// The findings of a run, counted.
///
/// Each entry has the numbers of errors, warnings and notes. Those with most findings come first, and
/// of equal ones the first by name.
pub(super) struct Statistics {
    /// By the name of the rule.
    pub(super) by_rule: Vec<(String, [usize; 3])>,
    /// By the provision as lawyers cite it. A finding that rests on several counts for each of them.
    pub(super) by_provision: Vec<(String, [usize; 3])>,
}

impl Statistics {
    /// Counts the findings of all texts.
    pub(super) fn of(run: &Run<'_>) -> Self {
        let (mut by_rule, mut by_provision) = (BTreeMap::new(), BTreeMap::new());
        for finding in run.texts().flat_map(|document| &document.findings) {
            add(&mut by_rule, &finding.rule, finding.level);
            // A provision that a finding names twice is still one that it rests on.
            let labels: BTreeSet<&str> = finding.basis.iter().map(|b| b.label.as_str()).collect();
            for label in labels {
                add(&mut by_provision, label, finding.level);
            }
        }
        Self { by_rule: sorted(by_rule), by_provision: sorted(by_provision) }
    }
}

fn add<'r>(counts: &mut BTreeMap<&'r str, [usize; 3]>, name: &'r str, level: Level) {
    let [error, warning, note] = counts.entry(name).or_default();
    *match level {
        Level::Error => error,
        Level::Warning => warning,
        Level::Note => note,
    } += 1;
}

/// The most frequent first; a sort that keeps the order of names among equal ones.
fn sorted(counts: BTreeMap<&str, [usize; 3]>) -> Vec<(String, [usize; 3])> {
    let mut list: Vec<_> = counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    list.sort_by_key(|(_, numbers)| std::cmp::Reverse(numbers.iter().sum::<usize>()));
    list
}
