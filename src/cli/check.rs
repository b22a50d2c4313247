//! `grundnorm check`

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use termcolor::BufferedStandardStream;

use super::files::{self, Entry, Input};
use super::{
    CheckArgs, CheckFormat, Outcome, color, complain, langs, packs, show_pack_errors,
    terminal_width,
};
use crate::engine::{self, Document, LeftOut, Options};
use crate::finding::{Finding, Level};
use crate::ingest;
use crate::lang::Langs;
use crate::pack::{Pack, PackError};
use crate::report::{self, Format, Provenance, RuleLeftOut, Run, Skipped};
use crate::source::{Source, Span, hex};

/// What one file came to, with nothing left that refers to its text but spans.
struct Checked {
    name: String,
    result: Result<Text, String>,
    named: bool,
}

struct Text {
    source: Source,
    hash: String,
    lang: String,
    acts: Vec<CheckedAct>,
}

struct CheckedAct {
    kind: &'static str,
    draft: bool,
    amending: bool,
    title: String,
    units: usize,
    /// Whether any pack judged it.
    judged: bool,
    findings: Vec<Finding>,
    left_out: Vec<LeftOut>,
    not_understood: Vec<Span>,
    impossible_dates: Vec<Span>,
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let langs = langs()?;
    let (packs, broken) = packs(&args.pack)?;
    let options = Options {
        published: args.published,
        as_of: args.as_of,
        min_level: args.min_level.map(Into::into),
        min_confidence: args.min_confidence.map(Into::into),
        rules: args.rule.clone(),
        ..args.reading.options(&langs)?
    };
    for rule in &args.rule {
        super::rules::known(&packs, rule)?;
    }
    show_pack_errors(&broken);
    let entries = files::collect(&args.paths);
    let jobs = args.jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    let inputs: Vec<&Input> = entries
        .iter()
        .filter_map(|e| if let Entry::File(input) = e { Some(input) } else { None })
        .collect();
    let mut checked: Vec<Checked> = pool.install(|| {
        inputs.par_iter().map(|input| check_file(input, &langs, &packs, &options)).collect()
    });
    // A gate that passes without looking is the worst failure: acts that no pack judges count as none.
    let judged = checked
        .iter()
        .filter_map(|file| file.result.as_ref().ok())
        .any(|text| text.acts.iter().any(|act| act.judged));
    let run = collect(args, &langs, &packs, &broken, &entries, &mut checked);
    let format = match args.format {
        CheckFormat::Human => Format::Human,
        CheckFormat::Short => Format::Short,
        CheckFormat::Json => Format::Json,
    };
    if args.quiet || format == Format::Short {
        for s in run.skipped.iter().filter(|s| s.failed) {
            complain(&format!("{}: {}", s.path, s.reason));
        }
    }
    let choice = color(args.color, io::stdout().is_terminal());
    let mut out = BufferedStandardStream::stdout(choice);
    let width = args.width.unwrap_or_else(terminal_width);
    report::write(&run, format, report::Options { width, quiet: args.quiet }, &mut out)?;
    out.flush()?;
    let fail: Level = args.fail_level.into();
    let findings = run.documents.iter().flat_map(|d| &d.findings).any(|f| f.level >= fail);
    Ok(if run.skipped.iter().any(|s| s.failed) || !broken.is_empty() {
        Outcome::Failed
    } else if findings {
        Outcome::Findings
    } else if !judged {
        Outcome::Nothing
    } else {
        Outcome::Clean
    })
}

/// Gathers what became of every file.
fn collect<'c>(
    args: &CheckArgs,
    langs: &Langs,
    packs: &[Pack],
    broken: &[PackError],
    entries: &[Entry],
    checked: &'c mut [Checked],
) -> Run<'c> {
    let mut run = Run {
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            packs: packs
                .iter()
                .map(|p| (p.id.clone(), p.hash.clone()))
                .chain([("lang".to_owned(), langs.hash().to_owned())])
                .collect(),
            as_of: args.as_of.map(|d| d.to_string()),
            published: args.published.map(|d| d.to_string()),
        },
        ..Run::default()
    };
    for entry in entries {
        if let Entry::Skipped(s) = entry {
            run.skipped.push(Skipped {
                path: s.path.clone(),
                reason: s.reason.clone(),
                failed: s.failed,
            });
        }
    }
    for error in broken {
        let reason = format!("line {}, column {}: {}", error.line, error.column, error.message);
        run.rules_left_out.push(RuleLeftOut {
            rule: error.path.clone(),
            path: error.path.clone(),
            reason,
        });
    }
    let mut left_out = BTreeSet::new();
    for file in checked.iter_mut() {
        match &mut file.result {
            Err(reason) => {
                // A text in a language of no table is a file of unknown kind unless the user named it.
                let failed = file.named || !reason.starts_with(LANGUAGE);
                let reason = reason.trim_start_matches(LANGUAGE).to_owned();
                run.skipped.push(Skipped { path: file.name.clone(), reason, failed });
            }
            Ok(text) => {
                for act in &mut text.acts {
                    for rule in act.left_out.drain(..) {
                        left_out.insert((rule.rule, file.name.clone(), rule.reason));
                    }
                }
            }
        }
    }
    run.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    run.rules_left_out.extend(left_out.into_iter().map(|(rule, path, reason)| RuleLeftOut {
        rule,
        path,
        reason,
    }));
    run.documents = documents(checked);
    run
}

/// The acts that were read, each with its findings; dates that no calendar has are told at once.
fn documents(checked: &[Checked]) -> Vec<report::Document<'_>> {
    let mut documents = Vec::new();
    for file in checked {
        let Ok(text) = &file.result else { continue };
        for act in &text.acts {
            for span in &act.impossible_dates {
                let place = text.source.position(span.start as usize);
                let words = text.source.slice(*span);
                complain(&format!(
                    "{}:{}:{}: `{words}` is no day of the calendar; the clause was read without it",
                    file.name, place.line, place.column
                ));
            }
            documents.push(report::Document {
                source: &text.source,
                path: file.name.clone(),
                lang: &text.lang,
                kind: act.kind,
                draft: act.draft,
                amending: act.amending,
                title: act.title.clone(),
                units: act.units,
                text_hash: text.hash.clone(),
                findings: act.findings.clone(),
                not_understood: act.not_understood.clone(),
            });
        }
    }
    documents
}

/// Marks the reason of a text whose language no table describes.
const LANGUAGE: &str = "\u{1}";

fn check_file(input: &Input, langs: &Langs, packs: &[Pack], options: &Options) -> Checked {
    Checked {
        name: input.name.clone(),
        named: input.named,
        result: read(input).and_then(|source| {
            let hash = hex(&Sha256::digest(source.text().as_bytes()));
            let (lang, acts) = check_source(&source, langs, packs, options)?;
            // Only texts with something to show are kept, so that memory follows the findings.
            let shown = acts.iter().any(|a| !a.findings.is_empty() || !a.not_understood.is_empty());
            let source =
                if shown { source } else { Source::new(input.name.clone(), "", source.markup()) };
            Ok(Text { source, hash, lang, acts })
        }),
    }
}

/// Reads and decodes a file.
pub(super) fn read(input: &Input) -> Result<Source, String> {
    let bytes = files::read(input).map_err(|e| e.to_string())?;
    ingest::ingest(&input.name, bytes).map_err(|e| e.to_string())
}

fn check_source(
    source: &Source,
    langs: &Langs,
    packs: &[Pack],
    options: &Options,
) -> Result<(String, Vec<CheckedAct>), String> {
    let document = Document::read(source, langs, options).map_err(|e| format!("{LANGUAGE}{e}"))?;
    let acts = (0..document.acts.len())
        .map(|index| {
            let (findings, left_out) = engine::check(&document, index, packs, options);
            let (act, facts) = &document.acts[index];
            CheckedAct {
                kind: act.kind.name(),
                draft: act.draft,
                amending: act.amending,
                title: act.title.map_or_else(String::new, |t| source.slice(t).to_owned()),
                units: engine::unit_count(act),
                judged: packs.iter().any(|p| left_out.iter().all(|l| l.rule != p.id)),
                findings,
                left_out,
                not_understood: {
                    let mut spans = act.not_understood.clone();
                    spans.extend(&facts.impossible_dates);
                    spans.sort();
                    spans
                },
                impossible_dates: facts.impossible_dates.clone(),
            }
        })
        .collect();
    Ok((document.lang.code().to_owned(), acts))
}
