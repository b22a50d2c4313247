//! One file read, judged, and its findings sorted: shown, accepted, or in units that did not change.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::since::{self, Change, Changes, Touched};
use crate::cli::config::{Acts, Settings};
use crate::cli::files::{self, Input};
use crate::cli::{complain, text_hash};
use crate::engine::constitution::{self, ConstitutionText};
use crate::engine::law::Law;
use crate::engine::{self, Document, LeftOut, Options, Rating, cited};
use crate::finding::Finding;
use crate::ingest::{self, Encoding};
use crate::lang::{Lang, Langs};
use crate::pack::Pack;
use crate::source::{Source, Span};

/// What one file came to, with nothing left that refers to its text but spans.
pub(super) struct Checked {
    /// The file.
    pub(super) input: Input,
    /// Its acts, or why they were not read.
    pub(super) result: Result<Text, String>,
    /// Why what could be mended in it was not.
    pub(super) unmended: Option<String>,
}

impl Checked {
    /// Why the file was not read, although the user had a right to expect it.
    pub(super) fn failure(&self) -> Option<&str> {
        // A text in a language of no table is a file of unknown kind unless the user named it.
        let foreign = self.result.as_ref().err()?.starts_with(LANGUAGE);
        self.reason().filter(|_| self.input.named || !foreign)
    }

    /// Why the file was not read.
    pub(super) fn reason(&self) -> Option<&str> {
        Some(self.result.as_ref().err()?.trim_start_matches(LANGUAGE))
    }
}

/// A file that was read.
pub(super) struct Text {
    /// Its text; empty where there is nothing to show of it.
    pub(super) source: Source,
    /// How its bytes say it.
    pub(super) encoding: Encoding,
    /// Bytes of the text.
    pub(super) bytes: usize,
    /// Hash of the text.
    pub(super) hash: String,
    /// Code of its language.
    pub(super) lang: String,
    /// Its acts.
    pub(super) acts: Vec<CheckedAct>,
}

/// An act with what was found in it.
pub(super) struct CheckedAct {
    pub(super) kind: &'static str,
    pub(super) draft: bool,
    pub(super) amending: bool,
    pub(super) title: String,
    pub(super) units: usize,
    /// Whether any pack judged it.
    pub(super) judged: bool,
    /// What is to be shown.
    pub(super) findings: Vec<Finding>,
    /// What is accepted, each with the index of its waiver.
    pub(super) waived: Vec<(usize, Finding)>,
    /// The waivers that have ended and would accept something.
    pub(super) ended: Vec<usize>,
    /// How many findings lie in units that did not change.
    pub(super) kept_back: usize,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) not_understood: Vec<Span>,
    pub(super) impossible_dates: Vec<Span>,
}

/// Marks the reason of a text whose language no table describes.
const LANGUAGE: &str = "\u{1}";

/// What every file is judged by.
#[derive(Clone, Copy)]
pub(super) struct Judge<'j> {
    pub(super) langs: &'j Langs,
    pub(super) packs: &'j [Pack],
    /// What holds for every file, whatever is said of some.
    pub(super) options: &'j Options,
    pub(super) settings: &'j Settings,
    /// What the command line says of the acts.
    pub(super) given: &'j Acts,
    /// The law given with the bills, by language.
    pub(super) law: &'j BTreeMap<String, Law<'j>>,
    /// The constitutions whose own text was given.
    pub(super) constitutions: &'j [ConstitutionText<'j>],
    /// The day by which waivers end.
    pub(super) today: Option<Date>,
    /// What changed since a revision, when only that is to be shown.
    pub(super) changes: Option<&'j Changes>,
    pub(super) quiet: bool,
}

impl<'j> Judge<'j> {
    /// The language of the messages, where the user named one.
    pub(super) fn message_lang(&self) -> Option<&'j Lang> {
        self.langs.get(self.options.message_lang.as_deref()?)
    }
}

/// A file that is being judged.
#[derive(Clone, Copy)]
struct Case<'c> {
    options: &'c Options,
    relative: Option<&'c Path>,
    touched: Option<&'c Touched>,
}

/// Reads and judges a file.
pub(super) fn check_file(input: &Input, judge: &Judge<'_>) -> Checked {
    let result = read(input).and_then(|(source, encoding)| {
        let mut text = check_source(source, input, judge)?;
        text.encoding = encoding;
        // Only texts with something to show are kept, so that memory follows the findings.
        let shown = |act: &CheckedAct| !act.findings.is_empty() || !act.not_understood.is_empty();
        if !text.acts.iter().any(shown) {
            text.source = Source::new(input.name.clone(), "", text.source.markup());
        }
        Ok(text)
    });
    Checked { input: input.clone(), result, unmended: None }
}

/// Reads and decodes a file.
pub(super) fn read(input: &Input) -> Result<(Source, Encoding), String> {
    let bytes = files::read(input).map_err(|e| e.to_string())?;
    ingest::encoded(&input.name, bytes).map_err(|e| e.to_string())
}

/// Judges the text of a file, be it the one on the disk or one that was mended.
pub(super) fn check_source(
    source: Source,
    input: &Input,
    judge: &Judge<'_>,
) -> Result<Text, String> {
    let relative = judge.settings.relative(&input.path);
    let options = judge.settings.options(relative.as_deref(), judge.given, judge.options);
    let touched = touched(&source, input, &options, judge)?;
    let case = Case { options: &options, relative: relative.as_deref(), touched: touched.as_ref() };
    let (lang, acts) = judge_text(&source, case, judge)?;
    let (bytes, hash) = (source.text().len(), text_hash(&source));
    Ok(Text { source, encoding: Encoding::Utf8 { mark: false }, bytes, hash, lang, acts })
}

/// What changed in a text since the revision; none where everything is new or nothing is asked.
fn touched(
    source: &Source,
    input: &Input,
    options: &Options,
    judge: &Judge<'_>,
) -> Result<Option<Touched>, String> {
    let Some(changes) = judge.changes else { return Ok(None) };
    let Change::Edited(old) = changes.of(&input.path)? else { return Ok(None) };
    let bytes = changes.before(&old)?;
    // What could not be read then says nothing about what is there now.
    let Ok((before, _)) = ingest::encoded(&input.name, bytes) else { return Ok(None) };
    let mut touched = Touched::between(before.text(), source.text());
    let everything = Case { options, relative: None, touched: None };
    // What is told on the way is told of the text as it is.
    let silent = Judge { quiet: true, ..*judge };
    if let Ok((_, acts)) = judge_text(&before, everything, &silent) {
        let findings = acts.iter().flat_map(|act| &act.findings);
        touched.told = findings.map(|finding| since::key(&before, finding)).collect();
    }
    Ok(Some(touched))
}

fn judge_text(
    source: &Source,
    case: Case<'_>,
    judge: &Judge<'_>,
) -> Result<(String, Vec<CheckedAct>), String> {
    let mut document =
        Document::read(source, judge.langs, case.options).map_err(|e| format!("{LANGUAGE}{e}"))?;
    let acts = (0..document.acts.len())
        .map(|index| act(&mut document, index, case, judge))
        .collect::<Result<Vec<CheckedAct>, String>>()?;
    Ok((document.lang.code().to_owned(), acts))
}

fn act(
    document: &mut Document<'_>,
    index: usize,
    case: Case<'_>,
    judge: &Judge<'_>,
) -> Result<CheckedAct, String> {
    let (mut findings, mut left_out) = findings(document, index, case.options, judge)?;
    constitution::quote(&mut findings, document.lang.code(), judge.constitutions);
    if let Some(lang) = judge.message_lang() {
        cited::tell(findings.iter_mut().flat_map(|f| &mut f.basis), judge.packs, lang);
    }
    let judged = judge.packs.iter().any(|p| left_out.iter().all(|l| l.rule != p.id));
    left_out.extend(turned_off(case.options, judge));
    let (mut waived, mut ended) = (Vec::new(), Vec::new());
    findings.retain(|finding| {
        let about = waivers(finding, case.relative, judge);
        let accepts = about.clone().find(|(_, has_ended)| !has_ended);
        match accepts {
            Some((waiver, _)) => waived.push((waiver, finding.clone())),
            None => ended.extend(about.map(|(waiver, _)| waiver)),
        }
        accepts.is_none()
    });
    let (act, facts) = &document.acts[index];
    let all = findings.len();
    if let Some(touched) = case.touched {
        findings.retain(|finding| touched.touches(document.source, act, finding));
    }
    let mut not_understood = act.not_understood.clone();
    not_understood.extend(&facts.impossible_dates);
    not_understood.extend(&facts.unread);
    not_understood.sort();
    Ok(CheckedAct {
        kind: act.kind.name(),
        draft: act.draft,
        amending: act.amending,
        title: act.title.map_or_else(String::new, |t| document.source.slice(t).to_owned()),
        units: engine::unit_count(act),
        judged,
        kept_back: all - findings.len(),
        findings,
        waived,
        ended,
        left_out,
        not_understood,
        impossible_dates: facts.impossible_dates.clone(),
    })
}

/// The waivers that speak of a finding, each with whether it has ended.
fn waivers<'w>(
    finding: &'w Finding,
    relative: Option<&'w Path>,
    judge: &'w Judge<'_>,
) -> impl Iterator<Item = (usize, bool)> + Clone + 'w {
    let file = move |files: &[crate::cli::config::Pattern]| {
        files.is_empty() || relative.is_some_and(|path| files.iter().any(|f| f.matches(path)))
    };
    let today = judge.today;
    judge
        .settings
        .waivers
        .iter()
        .enumerate()
        .filter(move |(_, accepted)| accepted.waiver.is_about(finding) && file(&accepted.files))
        .map(move |(at, accepted)| (at, today.is_some_and(|day| accepted.waiver.has_ended(day))))
}

/// The rules that are not evaluated on this file, and are on others.
fn turned_off(options: &Options, judge: &Judge<'_>) -> Vec<LeftOut> {
    let off = |options: &Options, rule: &str| options.rating(rule) == Some(Rating::Off);
    let rules = judge.packs.iter().flat_map(|pack| &pack.rules);
    rules
        .filter(|rule| off(options, &rule.id) && !off(judge.options, &rule.id))
        .map(|rule| LeftOut {
            rule: rule.id.clone(),
            reason: "turned off in the configuration".to_owned(),
        })
        .collect()
}

/// The findings of an act, by itself or together with the law that it amends.
fn findings(
    document: &mut Document<'_>,
    index: usize,
    options: &Options,
    judge: &Judge<'_>,
) -> Result<(Vec<Finding>, Vec<LeftOut>), String> {
    let amends = document.acts.get(index).is_some_and(|(_, f)| !f.amendments.is_empty());
    if judge.law.is_empty() || !amends {
        return Ok(engine::check(document, index, judge.packs, options));
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
        law.check(document, index, judge.langs, judge.packs, options).map_err(|e| e.to_string())?;
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
