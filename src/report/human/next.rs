//! The last lines: what to do next, chosen by what was found.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use termcolor::WriteColor;

use super::Page;
use super::wrap::write_wrapped;
use crate::finding::{Finding, Level};
use crate::report::{Run, one_line, shown_path};
use crate::saying::Saying;

/// Lines of advice at most.
const MOST: usize = 2;
/// The path that stands for standard input.
const STDIN: &str = "-";

/// Writes what to do next, the most useful first; nothing where nothing is to be done.
pub(super) fn write(run: &Run<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let words = page.words;
    let advice: Vec<String> = if run.documents.is_empty() {
        // Files that have not changed since a revision, and those whose reason is told above, are no reason to
        // name others.
        let unchanged = run.gate.since.as_ref().is_some_and(|since| since.unchanged > 0);
        let failed = run.skipped.iter().any(|file| file.failed);
        let files = (!unchanged && !failed).then(|| words.say(Saying::NextFiles, &[]));
        files.into_iter().chain(baseline(run, page)).collect()
    } else if run.documents.iter().all(|document| !document.judged) {
        vec![words.say(Saying::NextPack, &[])]
    } else {
        fixes(run, page).into_iter().chain(explain(run, page)).chain(baseline(run, page)).collect()
    };
    for what in advice.into_iter().take(MOST) {
        write_wrapped(&words.say(Saying::Next, &[("what", &what)]), page.width, out)?;
    }
    Ok(())
}

/// What fixes would mend: the safe ones where there are any, else those that ask for a look.
fn fixes(run: &Run<'_>, page: &Page<'_>) -> Option<String> {
    let all = run.texts().map(|document| document.findings.len()).sum();
    // No file stands behind standard input, so nothing there can be mended.
    let files = run.documents.iter().filter(|document| document.path != STDIN);
    let findings: Vec<&Finding> = files.flat_map(|document| &document.findings).collect();
    let mended =
        |safe: bool| findings.iter().filter(|f| f.fixes.iter().any(|fix| fix.safe == safe)).count();
    let (saying, number) = match (mended(true), mended(false)) {
        (0, 0) => return None,
        (0, review) => (Saying::NextReview, review),
        (safe, _) => (Saying::NextSafe, safe),
    };
    let findings = page.words.count(Saying::Findings, all, &[]);
    Some(page.words.count(saying, number, &[("findings", &findings)]))
}

/// How to understand the rule with most errors; among rules with as many, the one with most warnings,
/// then with most notes, then the first by name.
fn explain(run: &Run<'_>, page: &Page<'_>) -> Option<String> {
    let mut numbers: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for finding in run.documents.iter().flat_map(|document| &document.findings) {
        let [errors, warnings, notes] = numbers.entry(&finding.rule).or_default();
        *match finding.level {
            Level::Error => errors,
            Level::Warning => warnings,
            Level::Note => notes,
        } += 1;
    }
    let (rule, _) = numbers.into_iter().min_by_key(|(_, numbers)| Reverse(*numbers))?;
    Some(page.words.say(Saying::NextExplain, &[("rule", &one_line(rule))]))
}

/// How the baseline shrinks, where it can.
fn baseline(run: &Run<'_>, page: &Page<'_>) -> Option<String> {
    let baseline = run.gate.baseline.as_ref().filter(|baseline| !baseline.fixed.is_empty())?;
    Some(page.words.say(Saying::NextBaseline, &[("path", &shown_path(&baseline.path))]))
}
