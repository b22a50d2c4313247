//! What became of the instructions of bills: a list for people, and `grundnorm.amend/1` for programs.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use termcolor::WriteColor;

use super::{Document, Format, Options, Provenance, Run, json, one_line, shown_path};
use crate::source::rows::Positions;
use crate::source::{Source, Span};

/// Name and version of the shape.
const SCHEMA: &str = "grundnorm.amend/1";

/// Everything that a run of `amend` found out.
#[derive(Debug, Clone, Default)]
pub struct Amended<'a> {
    /// The bills, with the findings on their instructions.
    pub bills: Vec<Document<'a>>,
    /// The acts that were to be changed.
    pub bases: Vec<Base<'a>>,
    /// The instructions, by bill and place.
    pub instructions: Vec<Instruction<'a>>,
    /// What the result depends on beside the texts.
    pub provenance: Provenance,
}

/// An act that was to be changed.
#[derive(Debug, Clone)]
pub struct Base<'a> {
    /// Its text as it was given.
    pub source: &'a Source,
    /// The file as the user wrote it.
    pub path: String,
    /// Its language.
    pub lang: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Its title, empty when none was found.
    pub title: String,
    /// Hash of the text as it was given.
    pub text_hash: String,
    /// Where the consolidated text was written, if it was.
    pub output: Option<String>,
}

/// An instruction and what became of it.
#[derive(Debug, Clone)]
pub struct Instruction<'a> {
    /// Index of the bill.
    pub bill: usize,
    /// Index of the base, where the act was given.
    pub base: Option<usize>,
    /// What it does.
    pub op: &'a str,
    /// To which unit.
    pub target: &'a str,
    /// What became of it.
    pub outcome: &'a str,
    /// Why.
    pub message: String,
    /// Its place in the bill.
    pub span: Span,
    /// Places in bases: index of the base, place, why.
    pub places: Vec<(usize, Span, String)>,
    /// What it changed: unit, place in the base, place in the consolidated text.
    pub changes: Vec<(Option<String>, Span, Span)>,
}

/// Writes the findings, then what became of each instruction.
///
/// # Errors
///
/// Fails when the writer does.
pub fn write_human(
    amended: &Amended<'_>,
    options: &Options,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let run = Run { documents: amended.bills.clone(), ..Run::default() };
    let found = run.documents.iter().any(|d| !d.findings.is_empty());
    super::write(&run, Format::Human, &Options { quiet: true, ..options.clone() }, out)?;
    if options.quiet {
        return Ok(());
    }
    if found {
        writeln!(out)?;
    }
    let widest = |of: fn(&Instruction<'_>) -> usize| -> usize {
        amended.instructions.iter().map(of).max().unwrap_or(0)
    };
    let (outcome, op) = (widest(|i| i.outcome.len()), widest(|i| i.op.len()));
    let target = widest(|i| i.target.len()).min(40);
    let mut positions: Vec<Positions<'_>> =
        amended.bills.iter().map(|b| Positions::new(b.source)).collect();
    for i in &amended.instructions {
        let place = amended.bills.get(i.bill).zip(positions.get_mut(i.bill)).map(|(bill, p)| {
            format!("{}:{}", shown_path(&bill.path), p.of(i.span.range().start).line)
        });
        let line = format!(
            "{:outcome$}  {:op$}  {:target$}  {}{}{}",
            i.outcome,
            i.op,
            i.target,
            place.unwrap_or_default(),
            if i.message.is_empty() { "" } else { "  " },
            one_line(&i.message)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    let counts: Vec<String> = OUTCOMES
        .iter()
        .map(|name| (name, amended.instructions.iter().filter(|i| i.outcome == *name).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let all = amended.instructions.len();
    let noun = if all == 1 { "instruction" } else { "instructions" };
    if counts.is_empty() {
        writeln!(out, "no instructions")?;
    } else {
        writeln!(out, "{all} {noun}: {}", counts.join(", "))?;
    }
    for base in &amended.bases {
        if let Some(output) = &base.output {
            writeln!(out, "{} as amended is in {}", shown_path(&base.path), shown_path(output))?;
        }
    }
    Ok(())
}

/// The outcomes in the order of the summary.
const OUTCOMES: [&str; 5] = ["done", "remark", "not-yet", "not-given", "failed"];

#[derive(Serialize)]
struct Shape<'a> {
    schema: &'static str,
    tool: json::Tool<'a>,
    documents: Vec<Given<'a>>,
    instructions: Vec<Told<'a>>,
    findings: Vec<json::Found<'a>>,
    summary: BTreeMap<&'static str, usize>,
    provenance: Origin<'a>,
}

#[derive(Serialize)]
struct Given<'a> {
    path: &'a str,
    lang: &'a str,
    kind: &'a str,
    title: &'a str,
    output: Option<&'a str>,
}

#[derive(Serialize)]
struct Told<'a> {
    op: &'a str,
    target: &'a str,
    outcome: &'a str,
    message: &'a str,
    path: &'a str,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    base: Option<&'a str>,
    places: Vec<Seen<'a>>,
    changes: Vec<Changed<'a>>,
}

#[derive(Serialize)]
struct Seen<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    text: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct Changed<'a> {
    unit: Option<&'a str>,
    before: Bytes,
    after: Bytes,
}

#[derive(Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Origin<'a> {
    packs: &'a BTreeMap<String, String>,
    texts: BTreeMap<&'a str, &'a str>,
    as_of: Option<&'a str>,
    published: Option<&'a str>,
}

/// Writes the run as one object, indented by two spaces, with a line end.
///
/// # Errors
///
/// Fails when the writer does.
pub fn write_json(amended: &Amended<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut bills: Vec<Positions<'_>> =
        amended.bills.iter().map(|b| Positions::new(b.source)).collect();
    let mut bases: Vec<Positions<'_>> =
        amended.bases.iter().map(|b| Positions::new(b.source)).collect();
    let shape = Shape {
        schema: SCHEMA,
        tool: json::Tool::new(&amended.provenance.version),
        documents: amended
            .bases
            .iter()
            .map(|b| Given {
                path: &b.path,
                lang: b.lang,
                kind: b.kind,
                title: &b.title,
                output: b.output.as_deref(),
            })
            .collect(),
        instructions: amended
            .instructions
            .iter()
            .map(|i| told(amended, i, &mut bills, &mut bases))
            .collect(),
        findings: amended.bills.iter().flat_map(|bill| json::findings(bill, &[])).collect(),
        summary: OUTCOMES
            .into_iter()
            .map(|name| (name, amended.instructions.iter().filter(|i| i.outcome == name).count()))
            .collect(),
        provenance: Origin {
            packs: &amended.provenance.packs,
            texts: amended
                .bases
                .iter()
                .map(|b| (b.path.as_str(), b.text_hash.as_str()))
                .chain(amended.bills.iter().map(|b| (b.path.as_str(), b.text_hash.as_str())))
                .collect(),
            as_of: amended.provenance.as_of.as_deref(),
            published: amended.provenance.published.as_deref(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &shape)?;
    writeln!(out)
}

fn told<'a>(
    amended: &'a Amended<'_>,
    i: &'a Instruction<'_>,
    bills: &mut [Positions<'_>],
    bases: &mut [Positions<'_>],
) -> Told<'a> {
    let at = bills.get_mut(i.bill).map(|p| p.of(i.span.range().start));
    Told {
        op: i.op,
        target: i.target,
        outcome: i.outcome,
        message: &i.message,
        path: amended.bills.get(i.bill).map_or("", |b| &b.path),
        start: i.span.start,
        end: i.span.end,
        line: at.map_or(0, |p| p.line),
        column: at.map_or(0, |p| p.column),
        base: i.base.and_then(|b| amended.bases.get(b)).map(|b| b.path.as_str()),
        places: i
            .places
            .iter()
            .filter_map(|(base, span, label)| {
                let given = amended.bases.get(*base)?;
                let at = bases.get_mut(*base)?.of(span.range().start);
                Some(Seen {
                    path: &given.path,
                    start: span.start,
                    end: span.end,
                    line: at.line,
                    column: at.column,
                    text: given.source.slice(*span),
                    label,
                })
            })
            .collect(),
        changes: i
            .changes
            .iter()
            .map(|(unit, before, after)| Changed {
                unit: unit.as_deref(),
                before: Bytes { start: before.start, end: before.end },
                after: Bytes { start: after.start, end: after.end },
            })
            .collect(),
    }
}
