//! `grundnorm.check/1`: the stable shape for programs.
//!
//! The structs mirror the output key by key and belong to it alone, so that the model can change
//! while the shape stays. Offsets are bytes of the ingested text; lines and columns count from 1.

mod gate;

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};
use termcolor::WriteColor;

pub(super) use self::gate::Gate;
use super::statistics::Statistics;
use super::{Constitution, Document, Options, Run};
use crate::finding::{self, Finding, Label, Level, ProvisionPlace};
use crate::source::Source;
use crate::source::rows::Positions;

/// Name and version of the shape.
const SCHEMA: &str = "grundnorm.check/1";

#[derive(Serialize)]
struct Check<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    documents: Vec<Act<'a>>,
    findings: Vec<Found<'a>>,
    summary: Summary,
    coverage: Coverage<'a>,
    provenance: Provenance<'a>,
    /// Absent when nothing was kept back and nothing compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate<'a>>,
    /// Absent unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Counts>,
}

#[derive(Serialize)]
pub(super) struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

impl<'a> Tool<'a> {
    pub(super) fn new(version: &'a str) -> Self {
        Self { name: "grundnorm", version }
    }
}

#[derive(Serialize)]
pub(super) struct Act<'a> {
    path: &'a str,
    lang: &'a str,
    kind: &'a str,
    draft: bool,
    amending: bool,
    title: &'a str,
    units: usize,
}

#[derive(Serialize)]
pub(super) struct Found<'a> {
    rule: &'a str,
    level: &'static str,
    confidence: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    unit: &'a str,
    basis: Vec<Basis<'a>>,
    primary: Place<'a>,
    related: Vec<Place<'a>>,
    fixes: Vec<Fix<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Basis<'a> {
    provision: &'a str,
    label: &'a str,
    /// The provision's own words, when the constitution was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Quoted<'a>>,
}

#[derive(Serialize)]
struct Quoted<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    text: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    applicability: &'static str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct Summary {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
pub(super) struct Coverage<'a> {
    files: usize,
    acts: usize,
    units: usize,
    not_understood: Vec<Unread<'a>>,
    skipped: Vec<Skipped<'a>>,
    rules_left_out: Vec<RuleLeftOut<'a>>,
    /// Absent when no constitution was given: nothing was compared then.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_for_review: Option<Vec<DueForReview<'a>>>,
}

#[derive(Serialize)]
struct Unread<'a> {
    path: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Skipped<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct RuleLeftOut<'a> {
    rule: &'a str,
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct DueForReview<'a> {
    rule: &'a str,
    provision: &'a str,
    path: &'a str,
    found: Option<&'a str>,
    expected: &'a str,
}

impl<'a> DueForReview<'a> {
    pub(super) fn new(due: &'a super::DueForReview) -> Self {
        Self {
            rule: &due.rule,
            provision: &due.provision,
            path: &due.path,
            found: due.found.as_deref(),
            expected: &due.expected,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Provenance<'a> {
    packs: &'a BTreeMap<String, String>,
    texts: BTreeMap<&'a str, &'a str>,
    as_of: Option<&'a str>,
    published: Option<&'a str>,
    /// Absent when no waiver has an end.
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
}

/// How many findings each rule and each provision has.
#[derive(Serialize)]
pub(super) struct Counts {
    #[serde(serialize_with = "by_name")]
    by_rule: Vec<(String, [usize; 3])>,
    #[serde(serialize_with = "by_name")]
    by_provision: Vec<(String, [usize; 3])>,
}

impl Counts {
    pub(super) fn of(run: &Run<'_>) -> Self {
        let Statistics { by_rule, by_provision } = Statistics::of(run);
        Self { by_rule, by_provision }
    }
}

/// Writes counts as an object whose keys keep the order of the list.
fn by_name<S: Serializer>(
    counts: &[(String, [usize; 3])],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(name, [error, warning, note])| {
        (name, Summary { error: *error, warning: *warning, note: *note })
    }))
}

/// Writes the run as one object, indented by two spaces, with a line end.
pub(super) fn write(run: &Run<'_>, options: &Options, out: &mut dyn WriteColor) -> io::Result<()> {
    let check = Check {
        schema: SCHEMA,
        tool: Tool::new(&run.provenance.version),
        documents: run.documents.iter().map(act).collect(),
        findings: run.texts().flat_map(|document| findings(document, &run.constitutions)).collect(),
        summary: summary(run),
        coverage: coverage(run),
        provenance: provenance(run),
        gate: Gate::of(&run.gate),
        statistics: options.statistics.then(|| Counts::of(run)),
    };
    serde_json::to_writer_pretty(&mut *out, &check)?;
    writeln!(out)
}

pub(super) fn summary(run: &Run<'_>) -> Summary {
    Summary {
        error: run.count(Level::Error),
        warning: run.count(Level::Warning),
        note: run.count(Level::Note),
    }
}

pub(super) fn provenance<'a>(run: &'a Run<'_>) -> Provenance<'a> {
    Provenance {
        packs: &run.provenance.packs,
        texts: run
            .texts()
            .map(|document| (document.path.as_str(), document.text_hash.as_str()))
            .chain(run.constitutions.iter().map(|c| (c.source.name(), c.text_hash.as_str())))
            .collect(),
        as_of: run.provenance.as_of.as_deref(),
        published: run.provenance.published.as_deref(),
        today: run.provenance.today.as_deref(),
        profile: run.provenance.profile,
        stage: run.provenance.stage,
    }
}

pub(super) fn act<'a>(document: &'a Document<'_>) -> Act<'a> {
    Act {
        path: &document.path,
        lang: document.lang,
        kind: document.kind,
        draft: document.draft,
        amending: document.amending,
        title: &document.title,
        units: document.units,
    }
}

/// The findings of a document, each made when it is asked for.
pub(super) fn findings<'a>(
    document: &'a Document<'_>,
    constitutions: &'a [Constitution<'_>],
) -> impl Iterator<Item = Found<'a>> {
    let mut positions = Positions::new(document.source);
    let mut quoted: Vec<(&'a Source, Positions<'a>)> =
        constitutions.iter().map(|c| (c.source, Positions::new(c.source))).collect();
    let findings = document.findings.iter();
    findings.map(move |finding| found(document, finding, &mut positions, &mut quoted))
}

fn found<'a>(
    document: &'a Document<'_>,
    finding: &'a Finding,
    positions: &mut Positions<'_>,
    constitutions: &mut [(&'a Source, Positions<'_>)],
) -> Found<'a> {
    let mut place = |label| place(document.source, label, positions);
    Found {
        rule: &finding.rule,
        level: finding.level.name(),
        confidence: finding.confidence.name(),
        message: &finding.message,
        help: finding.help.as_deref(),
        path: &document.path,
        unit: &finding.unit,
        basis: finding
            .basis
            .iter()
            .map(|basis| Basis {
                provision: &basis.provision,
                label: &basis.label,
                text: basis.place.as_ref().and_then(|place| quoted(place, constitutions)),
            })
            .collect(),
        primary: place(&finding.primary),
        related: finding.related.iter().map(place).collect(),
        fixes: finding.fixes.iter().map(fix).collect(),
        fingerprint: &finding.fingerprint,
    }
}

fn quoted<'a>(
    place: &ProvisionPlace,
    constitutions: &mut [(&'a Source, Positions<'_>)],
) -> Option<Quoted<'a>> {
    let (source, positions) = constitutions.get_mut(place.text)?;
    let at = positions.of(place.span.range().start);
    Some(Quoted {
        path: source.name(),
        start: place.span.start,
        end: place.span.end,
        line: at.line,
        column: at.column,
        text: source.slice(place.span),
    })
}

fn fix(fix: &finding::Fix) -> Fix<'_> {
    let edits = fix.edits.iter();
    Fix {
        applicability: fix.applicability(),
        edits: edits
            .map(|e| Edit { start: e.span.start, end: e.span.end, text: &e.text })
            .collect(),
    }
}

fn place<'a>(source: &'a Source, label: &'a Label, positions: &mut Positions<'_>) -> Place<'a> {
    let at = positions.of(label.span.range().start);
    Place {
        start: label.span.start,
        end: label.span.end,
        line: at.line,
        column: at.column,
        text: source.slice(label.span),
        label: &label.text,
    }
}

pub(super) fn coverage<'a>(run: &'a Run<'_>) -> Coverage<'a> {
    Coverage {
        files: run.files(),
        acts: run.documents.len(),
        units: run.units(),
        not_understood: run
            .documents
            .iter()
            .flat_map(|document| document.not_understood.iter().map(move |span| (document, span)))
            .map(|(document, span)| Unread {
                path: &document.path,
                start: span.start,
                end: span.end,
            })
            .collect(),
        skipped: run
            .skipped
            .iter()
            .map(|file| Skipped { path: &file.path, reason: &file.reason })
            .collect(),
        rules_left_out: run
            .rules_left_out
            .iter()
            .map(|rule| RuleLeftOut { rule: &rule.rule, path: &rule.path, reason: &rule.reason })
            .collect(),
        due_for_review: (!run.constitutions.is_empty()).then(|| {
            let due = run.due_for_review.iter();
            due.map(DueForReview::new).collect()
        }),
    }
}
