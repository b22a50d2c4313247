//! A summary in GitHub's Markdown, for the comments of a pull request and the pages of its runs.
//!
//! A comment holds 65,536 characters, so long lists are cut, and a sentence tells of the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use termcolor::WriteColor;

use super::place::file;
use super::statistics::{Statistics, count};
use super::{Options, Run, escape, one_line};
use crate::finding::{Basis, Finding, Level};
use crate::source::rows::Positions;

/// Findings that are shown.
const ROWS: usize = 100;
/// Bytes that the findings take at most, and so do the notes on their rules.
const BYTES: usize = 24_000;
/// Entries of other lists that are shown.
const ENTRIES: usize = 20;

/// Writes the summary: what was found, why and what to do, and what is not shown.
pub(super) fn write(run: &Run<'_>, options: &Options, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "## Grundnorm: {}", verdict(run))?;
    let shown = findings(run, out)?;
    write_reasons(&shown, out)?;
    if options.statistics {
        let Statistics { by_rule, by_provision } = Statistics::of(run);
        write_statistics("rule", &by_rule, out)?;
        write_statistics("provision", &by_provision, out)?;
    }
    write_kept_back(run, out)?;
    write_provenance(run, out)
}

/// What the run came to, in a line.
fn verdict(run: &Run<'_>) -> String {
    let levels = [Level::Error, Level::Warning, Level::Note].into_iter();
    let found: Vec<String> = levels
        .map(|level| (run.count(level), level.name()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| count(number, name))
        .collect();
    let judged = run.documents.iter().filter(|document| document.judged).count();
    let mut verdict = match (found.is_empty(), judged) {
        (true, 0) if run.documents.is_empty() => "nothing was examined".to_owned(),
        (true, 0) => "no act was judged".to_owned(),
        (true, _) => format!("no findings in {}", count(judged, "act")),
        (false, _) => format!("{} in {}", found.join(", "), count(judged, "act")),
    };
    let failed = run.failures().count();
    if failed > 0 {
        let _ = write!(verdict, "; {} not checked", count(failed, "file"));
    }
    verdict
}

/// Writes a table of findings for each file, and gives the findings that it shows.
fn findings<'a>(run: &'a Run<'_>, out: &mut dyn WriteColor) -> io::Result<Vec<&'a Finding>> {
    let mut shown: Vec<&Finding> = vec![];
    let mut bytes = 0;
    let (mut left, mut left_files) = (0, BTreeSet::new());
    let mut path = None;
    for document in run.texts() {
        let mut positions = Positions::new(document.source);
        for finding in &document.findings {
            let row = row(finding, &mut positions);
            if left > 0 || shown.len() == ROWS || bytes + row.len() > BYTES {
                left += 1;
                left_files.insert(document.path.as_str());
                continue;
            }
            if path != Some(&document.path) {
                path = Some(&document.path);
                writeln!(out, "\n### {}\n", escaped(&file(&document.path)))?;
                writeln!(out, "| level | place | rule | message |\n| --- | ---: | --- | --- |")?;
            }
            writeln!(out, "{row}")?;
            bytes += row.len();
            shown.push(finding);
        }
    }
    if left > 0 {
        let files = count(left_files.len(), "file");
        writeln!(out, "\n{} more in {files}: too many to show here.", count(left, "finding"))?;
    }
    Ok(shown)
}

fn row(finding: &Finding, positions: &mut Positions<'_>) -> String {
    let at = positions.of(finding.primary.span.range().start);
    let (level, rule) = (finding.level.name(), escaped(&finding.rule));
    let message = escaped(&finding.message);
    let mut row = format!("| {level} | {}:{} | {rule} | {message}", at.line, at.column);
    if !finding.address.is_empty() {
        let _ = write!(row, "<br>{}", escaped(&finding.address));
    }
    row.push_str(" |");
    row
}

/// Writes on what the rules of the findings rest and what to do, folded.
fn write_reasons(shown: &[&Finding], out: &mut dyn WriteColor) -> io::Result<()> {
    // Several findings of a rule have most in common, and the closest provision stands first.
    let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for finding in shown {
        let lines = rules.entry(&finding.rule).or_default();
        let basis = finding.basis.iter().map(|basis| format!("basis: {}", told(basis)));
        let help = finding.help.iter().map(|help| format!("help: {}", escaped(help)));
        for line in basis.chain(help) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    rules.retain(|_, lines| !lines.is_empty());
    if rules.is_empty() {
        return Ok(());
    }
    open("Basis and what to do", out)?;
    let (mut bytes, mut left) = (0, 0);
    for (rule, lines) in rules {
        let mut entry = format!("- **{}**\n", escaped(rule));
        for line in lines {
            let _ = writeln!(entry, "  - {line}");
        }
        bytes += entry.len();
        if bytes > BYTES {
            left += 1;
        } else {
            write!(out, "{entry}")?;
        }
    }
    if left > 0 {
        writeln!(out, "- and {} more", count(left, "rule"))?;
    }
    close(out)
}

/// A provision and what it says.
fn told(basis: &Basis) -> String {
    let colon = if basis.says.is_empty() { "" } else { ": " };
    format!("{}{colon}{}", escaped(&basis.label), escaped(&basis.says))
}

fn write_statistics(
    name: &str,
    counts: &[(String, [usize; 3])],
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    open(&format!("Findings by {name}"), out)?;
    writeln!(out, "| {name} | errors | warnings | notes |\n| --- | ---: | ---: | ---: |")?;
    for (name, [error, warning, note]) in counts.iter().take(ROWS) {
        writeln!(out, "| {} | {error} | {warning} | {note} |", escaped(name))?;
    }
    if counts.len() > ROWS {
        writeln!(out, "\nand {} more", count(counts.len() - ROWS, name))?;
    }
    close(out)
}

/// Writes what the tables do not show: findings that are accepted, known, fixed or in units that have not
/// changed, and what was not examined.
fn write_kept_back(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let gate = &run.gate;
    let mut list: Vec<String> = vec![];
    if gate.mended > 0 {
        let (mended, files) = (count(gate.mended, "finding"), count(gate.mended_files, "file"));
        list.push(format!("mended: {mended} in {files}"));
    }
    if !gate.waived.is_empty() {
        list.push(format!(
            "accepted in the configuration: {}",
            count(gate.waived.len(), "finding")
        ));
    }
    if let Some(baseline) = &gate.baseline {
        let path = escaped(&file(&baseline.path));
        list.push(format!("known from {path}: {}", count(baseline.known, "finding")));
        if !baseline.fixed.is_empty() {
            let fixed = count(baseline.fixed.len(), "finding");
            list.push(format!("fixed, and still in {path}: {fixed}"));
        }
    }
    if let Some(since) = &gate.since {
        let revision = escaped(&since.revision);
        let (findings, files) = (count(since.kept_back, "finding"), count(since.unchanged, "file"));
        list.push(format!("unchanged since {revision}: {findings} and {files}"));
    }
    let others = run.documents.iter().filter(|document| !document.judged).count();
    if others > 0 {
        list.push(format!("not judged by any pack: {}", count(others, "act")));
    }
    let failures: Vec<String> = run
        .failures()
        .map(|(path, reason)| format!("{}: {}", escaped(&file(path)), escaped(reason)))
        .collect();
    if !failures.is_empty() {
        let mut entry = format!("not checked: {}", count(failures.len(), "file"));
        for failure in failures.iter().take(ENTRIES) {
            let _ = write!(entry, "\n  - {failure}");
        }
        if failures.len() > ENTRIES {
            let _ = write!(entry, "\n  - and {} more", failures.len() - ENTRIES);
        }
        list.push(entry);
    }
    let left_out = run.skipped.iter().filter(|file| !file.failed).count();
    if left_out > 0 {
        list.push(format!("left out, of another kind: {}", count(left_out, "file")));
    }
    let rules: BTreeSet<&str> = run
        .rules_left_out
        .iter()
        .filter(|rule| rule.rule != rule.path)
        .map(|rule| rule.rule.as_str())
        .collect();
    if !rules.is_empty() {
        list.push(format!("left out: {}", count(rules.len(), "rule")));
    }
    if !list.is_empty() {
        writeln!(out)?;
    }
    list.iter().try_for_each(|entry| writeln!(out, "- {entry}"))
}

/// Writes with what the acts were checked.
fn write_provenance(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let provenance = &run.provenance;
    let mut used = vec![format!("grundnorm {}", provenance.version)];
    used.extend(provenance.packs.keys().filter(|name| *name != "lang").cloned());
    used.extend(provenance.profile.map(|profile| format!("profile {profile}")));
    used.extend(provenance.stage.map(|stage| format!("stage {stage}")));
    used.extend(provenance.as_of.iter().map(|day| format!("as of {day}")));
    used.extend(provenance.published.iter().map(|day| format!("published {day}")));
    writeln!(out, "\n<sub>checked with {}</sub>", escaped(&used.join(", ")))
}

/// Opens a folded part.
fn open(title: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "\n<details>\n<summary>{title}</summary>\n")
}

fn close(out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "\n</details>")
}

/// Words on one line in which nothing is markup, and that call nobody and name no other request.
fn escaped(text: &str) -> String {
    /// Keeps two characters apart and takes no room.
    const APART: &str = "&#8203;";
    let text = escape::markdown(&one_line(text));
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        // The number sign of `&#8203;` and its like cannot come up here: no ampersand is left bare.
        if before == '@' || (before == '#' && c.is_ascii_digit()) {
            out.push_str(APART);
        }
        out.push(c);
        before = c;
    }
    out
}
