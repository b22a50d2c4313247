//! What was found in all, what was read, and what was not.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use termcolor::WriteColor;

use super::Page;
use super::wrap::{span_of_columns, wrap, write_wrapped};
use crate::finding::Level;
use crate::report::{Run, one_line, shown_path};
use crate::saying::Saying;
use crate::source::Span;

/// Places of text not understood that the summary names.
const PLACES_SHOWN: usize = 3;
/// Files, rules and the like that a list of the summary names.
const LISTED: usize = 10;

/// Writes what was found in all, what was read, and what was not.
pub(super) fn write(run: &Run<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let words = page.words;
    let judged = run.documents.iter().filter(|document| document.judged).count();
    let others = run.documents.len() - judged;
    let found: Vec<String> = [
        (Level::Error, Saying::Errors),
        (Level::Warning, Saying::Warnings),
        (Level::Note, Saying::Notes),
    ]
    .into_iter()
    .map(|(level, saying)| (run.count(level), saying))
    .filter(|(number, _)| *number > 0)
    .map(|(number, saying)| words.count(saying, number, &[]))
    .collect();
    let unchanged = run.gate.since.as_ref().filter(|_| run.failures().next().is_none());
    if let (true, Some(since)) = (run.documents.is_empty(), unchanged) {
        let revision = one_line(&since.revision);
        let told = words.say(Saying::NothingChanged, &[("revision", &revision)]);
        write_wrapped(&told, page.width, out)?;
    } else if run.documents.is_empty() {
        write_wrapped(&words.say(Saying::NothingExamined, &[]), page.width, out)?;
    } else if judged == 0 {
        write_wrapped(&words.say(Saying::NothingJudged, &[]), page.width, out)?;
    }
    // The configuration may have findings where no act could.
    if judged > 0 {
        let acts = words.count(Saying::Acts, judged, &[]);
        let found = match found.join(", ") {
            none if none.is_empty() => words.say(Saying::NoFindings, &[]),
            some => some,
        };
        let mut told = words.say(Saying::Found, &[("found", &found), ("acts", &acts)]);
        if others > 0 {
            told = format!("{told}; {}", words.count(Saying::NotJudged, others, &[]));
        }
        write_wrapped(&told, page.width, out)?;
    } else if !found.is_empty() {
        write_wrapped(&found.join(", "), page.width, out)?;
    }
    if !run.documents.is_empty() {
        write_coverage(run, page, out)?;
    }

    let files = |failed: bool| -> Vec<(String, &str)> {
        let files = run.skipped.iter().filter(move |file| file.failed == failed);
        files.map(|file| (shown_path(&file.path), file.reason.as_str())).collect()
    };
    let (failed, left_out) = (files(true), files(false));
    write_list(&failed, |n| words.count(Saying::FilesFailed, n, &[]), page, out)?;
    write_list(&left_out, |n| words.count(Saying::FilesLeftOut, n, &[]), page, out)?;
    let rules: Vec<(String, &str)> = run
        .rules_left_out
        .iter()
        .map(|rule| {
            let name = format!("{} ({})", one_line(&rule.rule), shown_path(&rule.path));
            (name, rule.reason.as_str())
        })
        .collect();
    write_list(&rules, |n| words.count(Saying::RulesLeftOut, n, &[]), page, out)?;
    write_due(run, page, out)
}

/// Writes what the findings depend on beside the texts.
pub(super) fn write_provenance(
    run: &Run<'_>,
    page: &Page<'_>,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let words = page.words;
    let provenance = &run.provenance;
    let mut used = vec![format!("grundnorm {}", provenance.version)];
    used.extend(provenance.packs.iter().map(|(name, hash)| format!("{name} {}", begun(hash))));
    used.extend(
        run.constitutions
            .iter()
            .map(|text| format!("{} {}", shown_path(text.source.name()), begun(&text.text_hash))),
    );
    let name = |saying, name: &str| words.say(saying, &[("name", name)]);
    used.extend(provenance.profile.map(|profile| name(Saying::Profile, profile)));
    used.extend(provenance.stage.map(|stage| name(Saying::Stage, stage)));
    let day = |saying, day: &String| words.say(saying, &[("day", day)]);
    used.extend(provenance.as_of.iter().map(|given| day(Saying::AsOf, given)));
    used.extend(provenance.published.iter().map(|given| day(Saying::Published, given)));
    used.extend(provenance.today.iter().map(|given| day(Saying::Today, given)));
    let told = words.say(Saying::CheckedWith, &[("list", &used.join(", "))]);
    write_wrapped(&told, page.width, out)
}

/// Writes how much was read and how much of it was understood.
fn write_coverage(run: &Run<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let words = page.words;
    let mut texts: BTreeMap<&str, (usize, Vec<Span>)> = BTreeMap::new();
    for document in &run.documents {
        let text = texts.entry(&document.path).or_default();
        text.0 = document.bytes;
        text.1.extend(&document.not_understood);
    }
    let total: usize = texts.values().map(|(bytes, _)| bytes).sum();
    let missed: usize = texts.into_values().map(|(_, spans)| union(spans)).sum();
    let share = match (missed, missed.saturating_mul(1000) / total.max(1)) {
        (0, _) => words.say(Saying::Understood, &[]),
        (_, 0) => words.say(Saying::NearlyUnderstood, &[]),
        (_, share) => {
            let (whole, tenth) = ((share / 10).to_string(), (share % 10).to_string());
            words.say(Saying::NotUnderstood, &[("whole", &whole), ("tenth", &tenth)])
        }
    };
    let acts = words.count(Saying::Acts, run.documents.len(), &[]);
    let units = words.count(Saying::Units, run.units(), &[]);
    let read = [("acts", acts.as_str()), ("units", &units), ("share", &share)];
    write_wrapped(&words.say(Saying::Read, &read), page.width, out)?;

    // Several places on one line are one place to look at.
    let mut seen = BTreeSet::new();
    let mut places = run
        .documents
        .iter()
        .flat_map(|document| {
            let mut spans = document.not_understood.clone();
            spans.sort_unstable();
            spans.into_iter().map(move |span| (document, span))
        })
        .map(|(document, span)| {
            (&document.path, document.source.line_index(span.range().start) + 1)
        })
        .filter(|place| seen.insert(*place));
    for (path, line) in places.by_ref().take(PLACES_SHOWN) {
        writeln!(out, "  {}:{line}", shown_path(path))?;
    }
    write_more(places.count(), page, out)
}

/// Writes how many there are of something, and the first of them, each with what is said of it.
pub(super) fn write_list(
    items: &[(String, &str)],
    head: impl Fn(usize) -> String,
    page: &Page<'_>,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let width = page.width;
    write_wrapped(&head(items.len()), width, out)?;
    for (item, reason) in items.iter().take(LISTED) {
        let taken = 2 + span_of_columns(item) + ": ".len();
        let reason = wrap(reason, width.saturating_sub(taken), width - 4).join("\n    ");
        // No blank is left behind where the reason stands below.
        let blank = if reason.starts_with('\n') { "" } else { " " };
        writeln!(out, "  {item}:{blank}{reason}")?;
    }
    write_more(items.len().saturating_sub(LISTED), page, out)
}

/// Writes which rules rest on provisions that read otherwise than when the rules were written.
fn write_due(run: &Run<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut due: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in &run.due_for_review {
        due.entry(&rule.rule).or_default().push(rule.reason());
    }
    let due: Vec<(String, String)> =
        due.into_iter().map(|(rule, reasons)| (one_line(rule), reasons.join("; "))).collect();
    let due: Vec<(String, &str)> =
        due.iter().map(|(rule, reasons)| (rule.clone(), reasons.as_str())).collect();
    write_list(&due, |n| page.words.count(Saying::RulesDue, n, &[]), page, out)
}

fn write_more(number: usize, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    if number == 0 {
        return Ok(());
    }
    writeln!(out, "  {}", page.words.count(Saying::More, number, &[]))
}

/// Bytes that the spans cover together.
fn union(mut spans: Vec<Span>) -> usize {
    spans.sort_unstable();
    let mut end = 0;
    let mut bytes = 0;
    for span in spans {
        let range = span.range();
        bytes += range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
    }
    bytes
}

/// The first digits of a hash: enough to tell two apart by eye. JSON has all of them.
fn begun(hash: &str) -> &str {
    const DIGITS: usize = 12;
    hash.get(..DIGITS).unwrap_or(hash)
}
