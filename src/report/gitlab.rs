//! The code quality report of GitLab: an array of findings, of which a merge request shows those that
//! are new.

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};
use termcolor::WriteColor;

use super::place::{Region, file};
use super::{Document, Run, one_line};
use crate::finding::{Finding, Level};
use crate::source::Position;
use crate::source::rows::Positions;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Range,
}

#[derive(Serialize)]
struct Range {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

impl From<Position> for Place {
    fn from(at: Position) -> Self {
        Self { line: at.line, column: at.column }
    }
}

/// Writes the findings of all texts, those of one file behind those of files whose paths come before.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    serializer.collect_seq(issues(run).chain(run.failures().map(failure)))?;
    writeln!(out)
}

fn issues<'a>(run: &'a Run<'_>) -> impl Iterator<Item = Issue<'a>> {
    let mut documents: Vec<&'a Document<'a>> = run.texts().collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let mut names = Names::default();
    documents.into_iter().flat_map(move |document| {
        let mut positions = Positions::new(document.source);
        let path = file(&document.path);
        let findings = document.findings.iter().map(|finding| {
            let fingerprint = names.of(&finding.fingerprint);
            issue(document, finding, &path, fingerprint, &mut positions)
        });
        findings.collect::<Vec<_>>()
    })
}

fn issue<'a>(
    document: &Document<'_>,
    finding: &'a Finding,
    path: &str,
    fingerprint: String,
    positions: &mut Positions<'_>,
) -> Issue<'a> {
    let region = Region::of_words(document.source, finding.primary.span, positions);
    Issue {
        // A merge request shows the description and not the name of the check.
        description: one_line(&format!("{}: {}", finding.rule, finding.message)),
        check_name: &finding.rule,
        fingerprint,
        severity: match finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Note => "info",
        },
        location: Location {
            path: path.to_owned(),
            positions: Range { begin: region.start.into(), end: region.end.into() },
        },
    }
}

/// A file that should have been checked and was not: a gate that fails says why.
fn failure<'a>((path, reason): (&'a str, &'a str)) -> Issue<'a> {
    let path = file(path);
    let first = || Place { line: 1, column: 1 };
    Issue {
        description: one_line(&format!("not checked: {reason}")),
        check_name: "not-checked",
        fingerprint: format!("not-checked:{path}"),
        severity: "critical",
        location: Location { path, positions: Range { begin: first(), end: first() } },
    }
}

/// The fingerprints that were given out. Two findings of one fingerprint would be shown as one.
#[derive(Default)]
struct Names<'a>(BTreeMap<&'a str, usize>);

impl<'a> Names<'a> {
    /// The fingerprint itself the first time, with an ordinal behind it from the second time on.
    fn of(&mut self, fingerprint: &'a str) -> String {
        let number = self.0.entry(fingerprint).or_default();
        *number += 1;
        if *number == 1 { fingerprint.to_owned() } else { format!("{fingerprint}-{number}") }
    }
}
