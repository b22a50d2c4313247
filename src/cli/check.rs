//! `grundnorm check`

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use termcolor::BufferedStandardStream;

use super::config::Settings;
use super::files::{self, Entry, Input};
use super::{
    CheckArgs, CheckFormat, Outcome, color, complain, langs, packs, show_pack_errors,
    terminal_width,
};
use crate::amend::Edition;
use crate::engine::constitution::{self, ConstitutionText};
use crate::engine::law::Law;
use crate::engine::{self, Document, LeftOut, Options};
use crate::finding::{Finding, Level, Profile, Stage};
use crate::ingest;
use crate::lang::Langs;
use crate::pack::{Pack, PackError, Rule};
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
    let settings = Settings::of(&args.packs, args.paths.first().map(PathBuf::as_path))?
        .with_constitution(&args.constitution)
        .with_reader(&args.reader);
    let (packs, broken) = packs(&settings.packs)?;
    let options = Options {
        published: args.published,
        as_of: args.as_of,
        min_level: args.min_level.map(Into::into),
        min_confidence: args.min_confidence.map(Into::into),
        rules: args.rule.clone(),
        profile: settings.profile,
        stage: settings.stage,
        ..args.reading.options(&langs)?
    };
    for rule in &args.rule {
        super::rules::known(&packs, rule)?;
    }
    show_pack_errors(&broken);
    let given = super::amend::sources(&args.with)?;
    let law = laws(&given, &langs, &options)?;
    let stdin = |path: &&PathBuf| path.as_os_str() == files::STDIN;
    let named = args.paths.iter().filter(stdin).take(1);
    let read = named.chain(args.with.iter().chain(&settings.constitution).filter(stdin));
    anyhow::ensure!(
        read.count() < 2,
        "standard input can be read once, and `-` stands for it more than once"
    );
    let texts = super::amend::sources(&settings.constitution)?;
    let constitutions = constitutions(&texts, &langs, &packs)?;
    let judge = Judge {
        langs: &langs,
        packs: &packs,
        options: &options,
        law: &law,
        constitutions: &constitutions,
        quiet: args.quiet,
    };
    let entries = files::collect(&args.paths);
    let jobs = args.jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    let inputs: Vec<&Input> = entries
        .iter()
        .filter_map(|e| if let Entry::File(input) = e { Some(input) } else { None })
        .collect();
    let mut checked: Vec<Checked> =
        pool.install(|| inputs.par_iter().map(|input| check_file(input, &judge)).collect());
    // A gate that passes without looking is the worst failure: acts that no pack judges count as none.
    let judged = checked
        .iter()
        .filter_map(|file| file.result.as_ref().ok())
        .any(|text| text.acts.iter().any(|act| act.judged));
    let run = collect(args, &judge, &broken, &entries, &mut checked);
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
    let shape = report::Options { width, quiet: args.quiet, ..report::Options::default() };
    report::write(&run, format, &shape, &mut out)?;
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
    judge: &Judge<'c>,
    broken: &[PackError],
    entries: &[Entry],
    checked: &'c mut [Checked],
) -> Run<'c> {
    let (packs, options) = (judge.packs, judge.options);
    let mut run = Run {
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            packs: packs
                .iter()
                .map(|p| (p.id.clone(), p.hash.clone()))
                .chain([("lang".to_owned(), judge.langs.hash().to_owned())])
                .collect(),
            as_of: args.as_of.map(|d| d.to_string()),
            published: args.published.map(|d| d.to_string()),
            profile: options.profile.map(Profile::name),
            stage: options.stage.map(Stage::name),
        },
        constitutions: judge
            .constitutions
            .iter()
            .map(|text| report::Constitution {
                source: text.source,
                text_hash: hex(&Sha256::digest(text.source.text().as_bytes())),
            })
            .collect(),
        due_for_review: due_for_review(packs, judge.constitutions, &options.rules),
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
    for rule in packs.iter().flat_map(|p| &p.rules) {
        if let Some(reason) = engine::hidden(rule, options) {
            let (rule, path) = (rule.id.clone(), rule.path.clone());
            run.rules_left_out.push(RuleLeftOut { rule, path, reason });
        }
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

/// The constitutions whose own text is given, each with the pack that it belongs to.
pub(super) fn constitutions<'s>(
    sources: &'s [Source],
    langs: &'s Langs,
    packs: &[Pack],
) -> anyhow::Result<Vec<ConstitutionText<'s>>> {
    let mut texts: Vec<ConstitutionText<'s>> = Vec::with_capacity(sources.len());
    for source in sources {
        let text = ConstitutionText::read(source, langs, packs)
            .map_err(|e| anyhow::anyhow!("{}: {e}", source.name()))?;
        if let Some(other) = texts.iter().find(|t| t.pack == text.pack && t.lang == text.lang) {
            anyhow::bail!(
                "{} and {} are both the constitution of `{}` in {}: one of them is to be quoted",
                other.source.name(),
                source.name(),
                text.pack,
                text.lang
            );
        }
        texts.push(text);
    }
    Ok(texts)
}

/// The rules that rest on provisions whose words have changed; all rules are looked at when none is named.
pub(super) fn due_for_review(
    packs: &[Pack],
    texts: &[ConstitutionText<'_>],
    rules: &[String],
) -> Vec<report::DueForReview> {
    let judges = |rule: &Rule| rules.is_empty() || rules.contains(&rule.id);
    constitution::due_for_review(packs, texts, judges)
        .into_iter()
        .map(|due| report::DueForReview {
            path: texts.get(due.text).map_or("", |text| text.source.name()).to_owned(),
            rule: due.rule,
            provision: due.provision,
            label: due.label,
            found: due.found,
            expected: due.expected,
        })
        .collect()
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
                judged: act.judged,
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

/// What every file is judged by.
#[derive(Clone, Copy)]
struct Judge<'j> {
    langs: &'j Langs,
    packs: &'j [Pack],
    options: &'j Options,
    /// The law given with the bills, by language.
    law: &'j BTreeMap<String, Law<'j>>,
    /// The constitutions whose own text was given.
    constitutions: &'j [ConstitutionText<'j>],
    quiet: bool,
}

/// The acts given with the bills, by language: a bill changes the text in its own.
fn laws<'s>(
    sources: &'s [Source],
    langs: &'s Langs,
    options: &Options,
) -> anyhow::Result<BTreeMap<String, Law<'s>>> {
    let mut laws: BTreeMap<String, Law<'s>> = BTreeMap::new();
    for source in sources {
        let lang = super::amend::language(source, langs, options)?;
        let edition = Edition::read(source, lang)
            .filter(|e| !e.act.units.is_empty())
            .ok_or_else(|| anyhow::anyhow!("{}: no act was found in it", source.name()))?;
        laws.entry(lang.code().to_owned()).or_default().bases.push(edition);
    }
    Ok(laws)
}

fn check_file(input: &Input, judge: &Judge<'_>) -> Checked {
    Checked {
        name: input.name.clone(),
        named: input.named,
        result: read(input).and_then(|source| {
            let hash = hex(&Sha256::digest(source.text().as_bytes()));
            let (lang, acts) = check_source(&source, judge)?;
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

fn check_source(source: &Source, judge: &Judge<'_>) -> Result<(String, Vec<CheckedAct>), String> {
    let mut document =
        Document::read(source, judge.langs, judge.options).map_err(|e| format!("{LANGUAGE}{e}"))?;
    let acts = (0..document.acts.len())
        .map(|index| {
            let (mut findings, left_out) = findings(&mut document, index, judge)?;
            constitution::quote(&mut findings, document.lang.code(), judge.constitutions);
            let (act, facts) = &document.acts[index];
            Ok(CheckedAct {
                kind: act.kind.name(),
                draft: act.draft,
                amending: act.amending,
                title: act.title.map_or_else(String::new, |t| source.slice(t).to_owned()),
                units: engine::unit_count(act),
                judged: judge.packs.iter().any(|p| left_out.iter().all(|l| l.rule != p.id)),
                findings,
                left_out,
                not_understood: {
                    let mut spans = act.not_understood.clone();
                    spans.extend(&facts.impossible_dates);
                    spans.extend(&facts.unread);
                    spans.sort();
                    spans
                },
                impossible_dates: facts.impossible_dates.clone(),
            })
        })
        .collect::<Result<Vec<CheckedAct>, String>>()?;
    Ok((document.lang.code().to_owned(), acts))
}

/// The findings of an act, by itself or together with the law that it amends.
fn findings(
    document: &mut Document<'_>,
    index: usize,
    judge: &Judge<'_>,
) -> Result<(Vec<Finding>, Vec<LeftOut>), String> {
    let (packs, options) = (judge.packs, judge.options);
    let amends = document.acts.get(index).is_some_and(|(_, f)| !f.amendments.is_empty());
    if judge.law.is_empty() || !amends {
        return Ok(engine::check(document, index, packs, options));
    }
    let code = document.lang.code();
    let Some(law) = judge.law.get(code) else {
        let given: Vec<&str> = judge.law.keys().map(String::as_str).collect();
        return Err(format!(
            "the acts given with --with are in {}, and the bill is in {code}",
            given.join(", ")
        ));
    };
    let (findings, left_out, effect) =
        law.check(document, index, judge.langs, packs, options).map_err(|e| e.to_string())?;
    let name = document.source.name();
    if !judge.quiet {
        for (span, reason) in &effect.failed {
            let place = document.source.position(span.start as usize);
            complain(&format!("{name}:{}:{}: not carried out: {reason}", place.line, place.column));
        }
        complain(&format!(
            "{name}: instructions carried out on the acts given: {}, not carried out: {}",
            effect.done,
            effect.failed.len()
        ));
    }
    Ok((findings, left_out))
}
