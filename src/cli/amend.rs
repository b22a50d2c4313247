//! `grundnorm amend`

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use termcolor::BufferedStandardStream;

use super::args::{AmendArgs, AmendFormat};
use super::files::{self, Entry};
use super::packs::langs;
use super::{Outcome, color, output, terminal_width};
use crate::amend::Edition;
use crate::amend::apply::{self, Amended, Bill, Verdict};
use crate::engine::{self, Document, address};
use crate::finding::{Confidence, Finding, Label, Level};
use crate::lang::{Lang, Langs};
use crate::report::{self, Provenance, amend as shape};
use crate::source::{Source, hex};

pub(super) fn run(args: &AmendArgs) -> anyhow::Result<Outcome> {
    let langs = langs()?;
    let options = args.reading.options(&langs)?;
    let bases = sources(&args.bases)?;
    let bills = sources(&args.by)?;
    let folder = args.output.as_deref().is_some_and(|o| o.is_dir() || ends_in_separator(o));
    anyhow::ensure!(
        bases.len() < 2 || folder || (args.output.is_none() && args.format == AmendFormat::Json),
        "{} acts are given, so --output must be a folder that is there or end with a slash",
        bases.len()
    );
    let mut editions = Vec::with_capacity(bases.len());
    for source in &bases {
        let lang = language(source, &langs, &options)?;
        let mut edition = Edition::read(source, lang)
            .filter(|e| !e.act.units.is_empty())
            .ok_or_else(|| anyhow::anyhow!("{}: no act was found in it", source.name()))?;
        edition.act.kind = options.kind.unwrap_or(edition.act.kind);
        editions.push(edition);
    }
    // The kind that the user gives is that of the acts to be changed.
    let reading = engine::Options { kind: None, ..options.clone() };
    let mut documents = Vec::with_capacity(bills.len());
    for source in &bills {
        let document = Document::read(source, &langs, &reading)
            .map_err(|e| anyhow::anyhow!("{}: {e}", source.name()))?;
        documents.push(document);
    }
    let given: Vec<Bill<'_>> = documents
        .iter()
        .flat_map(|d| {
            d.acts.iter().map(|(act, facts)| Bill { source: d.source, lang: d.lang, act, facts })
        })
        .filter(|b| b.facts.amendments.iter().any(|_| true) || documents.len() == 1)
        .collect();
    let amended = apply::apply(
        &editions,
        &given,
        &apply::Options { as_of: args.as_of, published: args.published },
    )?;
    let outputs = outputs(args, &bases, folder)?;
    for (text, output) in amended.texts.iter().zip(&outputs) {
        if let Some(file) = output {
            output::deliver(text.text.as_bytes(), Some(file))?;
        }
    }
    let report = report(args, &langs, &editions, &given, &amended, &outputs);
    show(args, &amended, &report)?;
    let nothing = given.iter().all(|b| apply::instructions(b).next().is_none());
    let failed = amended.outcomes.iter().any(|o| o.verdict == Verdict::Failed)
        || amended.notices.iter().any(|n| n.grave);
    Ok(if nothing {
        Outcome::Nothing
    } else if failed {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// Reads the files of a list of arguments; each must be one.
pub(super) fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in files::collect(paths) {
        match entry {
            Entry::Skipped(s) => anyhow::bail!("{}: {}", s.path, s.reason),
            Entry::File(input) => {
                anyhow::ensure!(input.named, "expected files, `{}` lies in a folder", input.name);
                let source = super::check::read(&input)
                    .map_err(|reason| anyhow::anyhow!("{}: {reason}", input.name))?;
                sources.push(source);
            }
        }
    }
    Ok(sources)
}

pub(super) fn language<'l>(
    source: &Source,
    langs: &'l Langs,
    options: &engine::Options,
) -> anyhow::Result<&'l Lang> {
    let found = match &options.lang {
        Some(code) => langs.get(code),
        None => langs.detect(source.text()),
    };
    found.ok_or_else(|| {
        anyhow::anyhow!(
            "{}: its language is none of {}; say which with --lang if it is",
            source.name(),
            langs.codes().join(", ")
        )
    })
}

fn ends_in_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// The file of each consolidated text, if it is written to one.
fn outputs(
    args: &AmendArgs,
    bases: &[Source],
    folder: bool,
) -> anyhow::Result<Vec<Option<PathBuf>>> {
    let Some(output) = &args.output else { return Ok(vec![None; bases.len()]) };
    if !folder {
        return Ok(vec![Some(output.clone())]);
    }
    let mut names = std::collections::BTreeSet::new();
    let paths: Vec<PathBuf> = bases
        .iter()
        .map(|base| {
            let name = Path::new(base.name()).file_name().map(|n| n.to_string_lossy().into_owned());
            let name = name.filter(|n| n != "-").unwrap_or_else(|| "act.txt".to_owned());
            anyhow::ensure!(
                names.insert(name.clone()),
                "two of the acts are called {name}: they cannot both go into one folder"
            );
            Ok(output.join(name))
        })
        .collect::<anyhow::Result<_>>()?;
    fs::create_dir_all(output)
        .map_err(|e| anyhow::anyhow!("{}: cannot be made: {e}", output.display()))?;
    Ok(paths.into_iter().map(Some).collect())
}

/// The texts and the findings in the shape of the report.
fn report<'a>(
    args: &AmendArgs,
    langs: &Langs,
    editions: &'a [Edition<'a>],
    bills: &'a [Bill<'a>],
    amended: &Amended,
    outputs: &[Option<PathBuf>],
) -> shape::Amended<'a> {
    let bases = editions
        .iter()
        .zip(outputs)
        .map(|(e, output)| shape::Base {
            source: e.source,
            path: e.source.name().to_owned(),
            lang: e.lang.code(),
            kind: e.act.kind.name(),
            title: e.act.title.map_or_else(String::new, |t| e.source.slice(t).to_owned()),
            text_hash: super::text_hash(e.source),
            output: output.as_ref().map(|o| o.to_string_lossy().replace('\\', "/")),
        })
        .collect();
    let documents = bills
        .iter()
        .enumerate()
        .map(|(index, bill)| report::Document {
            source: bill.source,
            path: bill.source.name().to_owned(),
            lang: bill.lang.code(),
            kind: bill.act.kind.name(),
            draft: bill.act.draft,
            amending: bill.act.amending,
            title: bill.act.title.map_or_else(String::new, |t| bill.source.slice(t).to_owned()),
            units: engine::unit_count(bill.act),
            bytes: bill.source.text().len(),
            judged: true,
            text_hash: super::text_hash(bill.source),
            findings: findings(editions, bills, index, amended),
            not_understood: Vec::new(),
        })
        .collect();
    let instructions = amended
        .outcomes
        .iter()
        .filter_map(|o| {
            let a = bills.get(o.bill)?.facts.amendments.get(o.instruction)?;
            let texts = o.base.and_then(|b| amended.texts.get(b));
            let changes = texts.map_or_else(Vec::new, |t| {
                t.changes
                    .iter()
                    .filter(|c| c.bill == o.bill && c.instruction == o.instruction)
                    .map(|c| (c.unit.as_ref().map(ToString::to_string), c.before, c.after))
                    .collect()
            });
            Some(shape::Instruction {
                bill: o.bill,
                base: o.base,
                op: a.operation.name(),
                target: a.target.as_str(),
                outcome: o.verdict.name(),
                message: o.message.clone(),
                span: a.span,
                places: o.places.iter().map(|p| (p.base, p.span, p.label.clone())).collect(),
                changes,
            })
        })
        .collect();
    shape::Amended {
        bills: documents,
        bases,
        instructions,
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            packs: std::iter::once(("lang".to_owned(), langs.hash().to_owned())).collect(),
            as_of: args.as_of.map(|d| d.to_string()),
            published: args.published.map(|d| d.to_string()),
            ..Provenance::default()
        },
    }
}

/// The findings on the instructions of one bill, in the order of its text.
fn findings(
    editions: &[Edition<'_>],
    bills: &[Bill<'_>],
    index: usize,
    amended: &Amended,
) -> Vec<Finding> {
    let Some(bill) = bills.get(index) else { return Vec::new() };
    let mut found = Vec::new();
    for notice in amended.notices.iter().filter(|n| n.bill == index) {
        let level = if notice.grave { Level::Error } else { Level::Warning };
        let label = Label { span: notice.span, text: String::new() };
        found.push(finding(bill, "amend/acts", level, &notice.message, label, None));
    }
    if apply::instructions(bill).next().is_none() {
        let span = bill.act.title.unwrap_or_default();
        let label = Label { span, text: "nothing in it changes an act".to_owned() };
        let message = "the bill holds no instruction that could be read";
        found.push(finding(bill, "amend/empty", Level::Error, message, label, None));
    }
    for o in amended.outcomes.iter().filter(|o| o.bill == index) {
        let (rule, level) = match o.verdict {
            Verdict::Failed => ("amend/failed", Level::Error),
            Verdict::Remark => ("amend/remark", Level::Warning),
            _ => continue,
        };
        let Some(a) = bill.facts.amendments.get(o.instruction) else { continue };
        let places: Vec<String> = o
            .places
            .iter()
            .filter_map(|p| {
                let source = editions.get(p.base)?.source;
                let at = source.position(p.span.range().start);
                let words = shortened(source.slice(p.span));
                let label = if p.label.is_empty() { "" } else { ", " };
                Some(format!(
                    "{}:{}:{} “{words}”{label}{}",
                    source.name(),
                    at.line,
                    at.column,
                    p.label
                ))
            })
            .collect();
        let help = (!places.is_empty()).then(|| format!("see {}", places.join("; ")));
        let text = format!("{} {}", a.operation.name(), a.target);
        let label = Label { span: a.span, text };
        found.push(finding(bill, rule, level, &o.message, label, help));
    }
    found.sort_by(|a, b| (a.primary.span, &a.rule).cmp(&(b.primary.span, &b.rule)));
    found
}

/// The first words of a text.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}

fn finding(
    bill: &Bill<'_>,
    rule: &str,
    level: Level,
    message: &str,
    primary: Label,
    help: Option<String>,
) -> Finding {
    let unit = bill.act.unit_at(primary.span.start);
    let eid = unit.map_or_else(String::new, |u| bill.act.units[u].eid.to_string());
    let words = bill.source.slice(primary.span);
    let mark = format!("{rule}\0{eid}\0{}\0{words}", primary.text);
    let digest = Sha256::digest(mark.as_bytes());
    Finding {
        rule: rule.to_owned(),
        level,
        confidence: Confidence::Certain,
        message: message.to_owned(),
        unit: eid,
        address: unit.map_or_else(String::new, |u| address::address(bill.act, u, bill.lang)),
        primary,
        related: Vec::new(),
        basis: Vec::new(),
        help,
        fixes: Vec::new(),
        fingerprint: hex(digest.get(..6).unwrap_or_default()),
    }
}

/// Shows the report; the text itself goes to standard output when no file takes it.
fn show(args: &AmendArgs, amended: &Amended, report: &shape::Amended<'_>) -> anyhow::Result<()> {
    if args.format == AmendFormat::Json {
        let choice = color(args.color, io::stdout().is_terminal());
        let mut out = BufferedStandardStream::stdout(choice);
        shape::write_json(report, &mut out)?;
        out.flush()?;
        return Ok(());
    }
    let width = args.width.unwrap_or_else(terminal_width);
    let options = report::Options { width, quiet: args.quiet, ..report::Options::default() };
    let to_stdout = args.output.is_none();
    let mut out = if to_stdout {
        BufferedStandardStream::stderr(color(args.color, io::stderr().is_terminal()))
    } else {
        BufferedStandardStream::stdout(color(args.color, io::stdout().is_terminal()))
    };
    shape::write_human(report, &options, &mut out)?;
    out.flush()?;
    if to_stdout {
        let mut stdout = io::stdout().lock();
        for text in &amended.texts {
            stdout.write_all(text.text.as_bytes())?;
        }
        stdout.flush()?;
    }
    Ok(())
}
