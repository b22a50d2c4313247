//! `grundnorm check`

mod baseline;
mod collect;
mod judge;
mod mend;
mod notices;
mod patch;
mod progress;
mod select;
mod since;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use termcolor::{BufferedStandardStream, NoColor};

use self::baseline::{Baseline, Compared};
use self::judge::{Checked, Judge};
use self::mend::{Known, Mended};
use self::select::Selection;
use self::since::Changes;
use super::args::{CheckArgs, FixArgs};
use super::config::{Acts, Settings, around};
use super::packs::{langs, packs};
use super::{Outcome, color, complain, files, output, show_pack_errors, terminal_width};
use crate::amend::Edition;
use crate::engine::Options;
use crate::engine::baseline::Entry;
use crate::engine::constitution::ConstitutionText;
use crate::engine::law::Law;
use crate::finding::{Finding, Level};
use crate::ingest::Encoding;
use crate::lang::Langs;
use crate::pack::{Pack, PackError};
use crate::report::{self, BaselineReport, Fixed, Format, Run, Since};
use crate::source::{Markup, Source};

pub(super) use collect::due_for_review;

/// Reads and decodes a file.
pub(super) fn read(input: &files::Input) -> Result<Source, String> {
    judge::read(input).map(|(source, _)| source)
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    if args.shape.watch { super::watch::run(args) } else { once(args) }
}

/// Checks everything once.
pub(super) fn once(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let langs = langs()?;
    let settings = Settings::of(&args.packs, args.paths.first().map(PathBuf::as_path), &langs)?
        .with_constitution(&args.constitution)
        .with_reader(&args.reader);
    let (packs, broken) = packs(&settings.packs)?;
    let given = given(args, &langs)?;
    let rest = Options {
        min_level: args.min_level.map(Into::into).or(settings.min_level),
        min_confidence: args.min_confidence.map(Into::into).or(settings.min_confidence),
        rules: args.rule.clone(),
        profile: settings.profile,
        stage: settings.stage,
        message_lang: message_lang(args, &settings, &langs)?,
        ..Options::default()
    };
    let options = settings.options(None, &given, &rest);
    for rule in &args.rule {
        super::rules::known(&packs, rule)?;
    }
    show_pack_errors(&broken);
    let paths = paths(args, &settings)?;
    let bases = super::amend::sources(&args.with)?;
    let law = laws(&bases, &langs, &options)?;
    let stdin = |path: &&PathBuf| path.as_os_str() == files::STDIN;
    let named = paths.iter().filter(stdin).take(1);
    let read = named.chain(args.with.iter().chain(&settings.constitution).filter(stdin));
    anyhow::ensure!(
        read.count() < 2,
        "standard input can be read once, and `-` stands for it more than once"
    );
    let texts = super::amend::sources(&settings.constitution)?;
    let constitutions = constitutions(&texts, &langs, &packs)?;
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let changes = args.gate.since.as_deref().map(|rev| Changes::since(rev, first)).transpose()?;
    let judge = Judge {
        langs: &langs,
        packs: &packs,
        options: &options,
        settings: &settings,
        given: &given,
        law: &law,
        constitutions: &constitutions,
        today: settings
            .waivers
            .iter()
            .any(|w| w.waiver.until.is_some())
            .then(|| args.gate.today.unwrap_or_else(super::today)),
        changes: changes.as_ref(),
        quiet: args.shape.quiet,
    };
    Session { args, judge, broken: &broken, paths: &paths }.check()
}

/// A run of `check` with everything that it needs.
struct Session<'s> {
    args: &'s CheckArgs,
    judge: Judge<'s>,
    broken: &'s [PackError],
    paths: &'s [PathBuf],
}

impl Session<'_> {
    fn check(&self) -> anyhow::Result<Outcome> {
        let (args, judge) = (self.args, &self.judge);
        let selection = Selection::of(args, self.paths, judge.settings, judge.changes);
        self.check_outputs(&selection)?;
        // What is wrong with a baseline is told before the work and not after it.
        let file = args.gate.baseline.as_ref().or(judge.settings.baseline.as_ref());
        let file = file.filter(|_| args.gate.write_baseline.is_none());
        let baseline = file.map(|file| Baseline::read(file)).transpose()?;
        let jobs = args.jobs.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
        let progress = progress::Progress::new(selection.files.len(), args.shape.quiet);
        let mut checked: Vec<Checked> = pool.install(|| {
            let files = selection.files.par_iter();
            files.map(|input| progress.step(judge::check_file(input, judge))).collect()
        });
        progress.end();
        if let Some(file) = &args.gate.write_baseline {
            return self.write_baseline(file, &selection, &checked);
        }
        let FixArgs { fix, fix_review, diff } = args.fixes;
        if diff {
            let mended = pool.install(|| self.mended(&checked, fix_review, baseline.as_ref()));
            return self.patch(&checked, mended);
        }
        let mut mended = (0, 0);
        if fix || fix_review {
            let texts = pool.install(|| self.mended(&checked, fix_review, baseline.as_ref()));
            mended = write_mended(&mut checked, texts);
        }
        self.report(&selection, &checked, baseline.as_ref(), mended)
    }

    /// A report must not take the place of what it is about, nor of another report.
    fn check_outputs(&self, selection: &Selection) -> anyhow::Result<()> {
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        let gate = &self.args.gate;
        let settings = self.judge.settings;
        let config = settings.file.as_ref().map(|file| PathBuf::from(&file.path));
        let inputs = selection.files.iter().map(|input| input.path.clone());
        let inputs = inputs.chain(self.args.with.iter().cloned()).chain(gate.baseline.clone());
        let inputs = inputs.chain(config).chain(settings.constitution.clone());
        let inputs = inputs.chain(settings.baseline.clone());
        let inputs: BTreeSet<PathBuf> = inputs.filter_map(|path| real(&path)).collect();
        let mut named = BTreeSet::new();
        for output in &self.args.shape.output {
            let file = files::show(&output.file);
            anyhow::ensure!(
                real(&output.file).is_none_or(|place| !inputs.contains(&place)),
                "--output {}={file}: this file is read, and a report must not take its place",
                output.format.name()
            );
            anyhow::ensure!(
                named.insert(output.file.clone()),
                "--output {}={file}: another report goes into this file already",
                output.format.name()
            );
        }
        Ok(())
    }

    /// What becomes of each file when it is mended; nothing is written.
    fn mended(
        &self,
        checked: &[Checked],
        review: bool,
        baseline: Option<&Baseline>,
    ) -> Vec<Result<Option<Mended>, String>> {
        let known = baseline.map(|baseline| (baseline, self.known(baseline, checked)));
        let files = checked.par_iter();
        files.map(|file| mend::mend(file, review, known.as_ref(), &self.judge)).collect()
    }

    /// Shows what would be mended; findings when there is anything.
    fn patch(
        &self,
        checked: &[Checked],
        mended: Vec<Result<Option<Mended>, String>>,
    ) -> anyhow::Result<Outcome> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let (mut failed, mut differs) = (!self.broken.is_empty(), false);
        for (file, mended) in checked.iter().zip(mended) {
            match mended {
                Ok(Some(mended)) => {
                    differs = true;
                    let (mark, foreign) = match mended.text.encoding {
                        Encoding::Utf8 { mark } => (if mark { "\u{feff}" } else { "" }, false),
                        _ => ("", true),
                    };
                    if foreign {
                        let (name, code) = (&file.input.name, mended.text.encoding.name());
                        complain(&format!(
                            "{name}: the patch is in UTF-8, the file in {code}: --fix mends it"
                        ));
                    }
                    let before = format!("{mark}{}", mended.before);
                    let after = format!("{mark}{}", mended.text.source.text());
                    patch::write(&file.input.name, &before, &after, &mut out)?;
                }
                Ok(None) => {}
                Err(reason) => {
                    failed = true;
                    complain(&format!("{}: {reason}", file.input.name));
                }
            }
            if let Some(reason) = file.failure() {
                failed = true;
                complain(&format!("{}: {reason}", file.input.name));
            }
        }
        out.flush()?;
        Ok(if failed {
            Outcome::Failed
        } else if differs {
            Outcome::Findings
        } else {
            Outcome::Clean
        })
    }

    /// Writes the findings into the file of a baseline.
    fn write_baseline(
        &self,
        file: &Path,
        selection: &Selection,
        checked: &[Checked],
    ) -> anyhow::Result<Outcome> {
        if !checked.iter().any(|file| file.result.is_ok()) {
            complain("nothing was examined, and no baseline is written");
            return Ok(Outcome::Nothing);
        }
        let is_new = !file.exists();
        let baseline = if is_new { Baseline::empty(file)? } else { Baseline::read(file)? };
        let failed: Vec<(&str, &str)> = selection
            .skipped
            .iter()
            .filter(|s| s.failed)
            .map(|s| (s.path.as_str(), s.reason.as_str()))
            .chain(checked.iter().filter_map(|f| Some((f.input.name.as_str(), f.failure()?))))
            .collect();
        for (path, reason) in &failed {
            complain(&format!("{path}: {reason}"));
        }
        // A baseline that leaves files out would report their findings as new some day.
        anyhow::ensure!(
            failed.is_empty() && self.broken.is_empty(),
            "the baseline is not written: not everything could be checked"
        );
        let Compared { found, known, gone, kept } = self.compare(&baseline, checked);
        let new: Vec<_> = found.iter().zip(&known).filter(|(_, known)| !**known).collect();
        if !is_new && !new.is_empty() && !self.args.gate.accept_new {
            for (entry, _) in &new {
                complain(&format!(
                    "{}: {}: {}: “{}”",
                    entry.path, entry.unit, entry.rule, entry.text
                ));
            }
            complain(&format!(
                "{}: not written: {} of today's findings are not in it; mend them, or take them in with \
                 --accept-new",
                files::show(file),
                new.len()
            ));
            return Ok(Outcome::Findings);
        }
        let (all, gone, new) = (found.len() + kept.len(), gone.len(), new.len());
        baseline.write(found, kept)?;
        if !self.args.shape.quiet {
            let file = files::show(file);
            complain(&format!(
                "{file}: findings: {all}, of them new: {new}; taken out: {gone}. `--baseline {file}` reports what \
                 comes after"
            ));
        }
        Ok(Outcome::Clean)
    }

    fn report(
        &self,
        selection: &Selection,
        checked: &[Checked],
        baseline: Option<&Baseline>,
        (mended, mended_files): (usize, usize),
    ) -> anyhow::Result<Outcome> {
        let (args, judge) = (self.args, &self.judge);
        let mut run = collect::collect(judge, self.broken, selection, checked);
        run.gate.mended = mended;
        run.gate.mended_files = mended_files;
        if let Some(revision) = &args.gate.since {
            let acts = checked.iter().filter_map(|f| f.result.as_ref().ok()).flat_map(|t| &t.acts);
            run.gate.since = Some(Since {
                revision: revision.clone(),
                kept_back: acts.map(|act| act.kept_back).sum(),
                unchanged: selection.unchanged,
            });
        }
        if let Some(baseline) = baseline {
            let compared = self.compare(baseline, checked);
            run.gate.baseline = Some(apply(baseline, compared, &mut run));
        }
        let file = judge.settings.file.as_ref();
        let text =
            file.map(|file| Source::new(file.path.clone(), file.text.clone(), Markup::Plain));
        if let Some(text) = text.as_ref().filter(|_| !self.is_narrowed()) {
            run.configuration =
                configuration(text, notices::notices(selection, checked, self.paths, judge), judge);
        }
        self.write(&run)?;
        let fail: Level = args
            .gate
            .fail_level
            .map(Into::into)
            .or(judge.settings.fail_level)
            .unwrap_or(Level::Error);
        let findings = run.texts().flat_map(|d| &d.findings).any(|f| f.level >= fail);
        // A gate that passes without looking is the worst failure: acts that no pack judges count as none.
        let judged = run.documents.iter().any(|document| document.judged);
        // Nothing is left to look at where no act changed, or all that was named is excluded. A folder without
        // acts is another matter, whatever changed in it.
        let on_purpose =
            selection.files.is_empty() && (selection.unchanged > 0 || selection.excluded > 0);
        Ok(if run.skipped.iter().any(|s| s.failed) || !self.broken.is_empty() {
            Outcome::Failed
        } else if findings {
            Outcome::Findings
        } else if !judged && !on_purpose {
            if !matches!(args.shape.format, Format::Human | Format::Markdown) {
                complain("nothing was examined");
            }
            Outcome::Nothing
        } else {
            Outcome::Clean
        })
    }

    /// Compares the findings with those of a baseline.
    fn compare(&self, baseline: &Baseline, checked: &[Checked]) -> Compared {
        let walked: Vec<PathBuf> =
            self.paths.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
        baseline.compare(checked, &walked, self.is_narrowed())
    }

    /// What a baseline knows of today's findings, by file, as they are today.
    fn known(&self, baseline: &Baseline, checked: &[Checked]) -> Known {
        let Compared { found, known, .. } = self.compare(baseline, checked);
        let mut by_file = Known::new();
        for (entry, _) in found.into_iter().zip(known).filter(|(_, known)| *known) {
            by_file.entry(entry.path.clone()).or_default().push(entry);
        }
        by_file
    }

    /// Whether the command line asks for less than the configuration does.
    fn is_narrowed(&self) -> bool {
        let args = self.args;
        !args.rule.is_empty()
            || args.gate.since.is_some()
            || args.min_level.is_some()
            || args.min_confidence.is_some()
            || args.reader.profile.is_some()
            || args.reader.stage.is_some()
    }

    /// Writes the run to standard output and into the files of `--output`.
    fn write(&self, run: &Run<'_>) -> anyhow::Result<()> {
        let shape = &self.args.shape;
        if shape.quiet || !matches!(shape.format, Format::Human | Format::Json | Format::Jsonl) {
            for s in run.skipped.iter().filter(|s| s.failed) {
                complain(&format!("{}: {}", s.path, s.reason));
            }
        }
        let options = report::Options {
            width: shape.width.unwrap_or_else(terminal_width),
            quiet: shape.quiet,
            statistics: shape.statistics,
            links: super::links(shape.hyperlinks),
            language: self.judge.options.message_lang.clone(),
            words: self.judge.message_lang().map(|lang| lang.report().clone()).unwrap_or_default(),
        };
        for output in &shape.output {
            let mut bytes = NoColor::new(Vec::new());
            let options = report::Options { links: None, ..options.clone() };
            report::write(run, output.format, &options, &mut bytes)?;
            output::deliver(&bytes.into_inner(), Some(&output.file))?;
        }
        let choice = color(shape.color, io::stdout().is_terminal());
        let mut out = BufferedStandardStream::stdout(choice);
        report::write(run, shape.format, &options, &mut out)?;
        out.flush()?;
        Ok(())
    }
}

/// Writes what was mended into the files; says how many findings in how many files.
fn write_mended(
    checked: &mut [Checked],
    mended: Vec<Result<Option<Mended>, String>>,
) -> (usize, usize) {
    let (mut findings, mut files) = (0, 0);
    for (file, mended) in checked.iter_mut().zip(mended) {
        let written = mended.and_then(|mended| match mended {
            Some(mended) => mend::write(file, &mended).map(|()| Some(mended)),
            None => Ok(None),
        });
        match written {
            Ok(None) => {}
            Ok(Some(Mended { findings: count, text, .. })) => {
                findings += count;
                files += 1;
                file.result = Ok(text);
            }
            Err(reason) => file.unmended = Some(reason),
        }
    }
    (findings, files)
}

/// Takes out of a run what the baseline knows.
fn apply(baseline: &Baseline, compared: Compared, run: &mut Run<'_>) -> BaselineReport {
    let mut known = compared.known.iter();
    for document in &mut run.documents {
        document.findings.retain(|_| !known.next().copied().unwrap_or(false));
    }
    BaselineReport {
        path: files::show(&baseline.path),
        known: compared.known.iter().filter(|known| **known).count(),
        fixed: compared
            .gone
            .into_iter()
            .map(|Entry { path, unit, rule, text, .. }| Fixed { path, unit, rule, text })
            .collect(),
    }
}

/// The configuration as a text with findings; none where there are none.
fn configuration<'c>(
    source: &'c Source,
    mut findings: Vec<Finding>,
    judge: &Judge<'_>,
) -> Option<report::Document<'c>> {
    findings.retain(|f| judge.options.min_level.is_none_or(|least| f.level >= least));
    (!findings.is_empty()).then(|| report::Document {
        source,
        path: source.name().to_owned(),
        lang: "en",
        kind: "other",
        draft: false,
        amending: false,
        title: String::new(),
        units: 0,
        bytes: 0,
        judged: false,
        text_hash: super::text_hash(source),
        findings,
        not_understood: Vec::new(),
    })
}

/// What the command line says of the acts.
fn given(args: &CheckArgs, langs: &Langs) -> anyhow::Result<Acts> {
    let reading = args.reading.options(langs)?;
    Ok(Acts {
        lang: reading.lang,
        kind: reading.kind,
        published: args.published,
        as_of: args.as_of,
        ratings: BTreeMap::new(),
    })
}

fn message_lang(
    args: &CheckArgs,
    settings: &Settings,
    langs: &Langs,
) -> anyhow::Result<Option<String>> {
    if let Some(code) = &args.shape.message_lang {
        anyhow::ensure!(
            langs.get(code).is_some(),
            "unknown language `{code}` of messages, expected one of {}",
            langs.codes().join(", ")
        );
    }
    Ok(args.shape.message_lang.clone().or_else(|| settings.message_lang.clone()))
}

/// The paths to be checked: those of the command line, else the folder of the configuration.
fn paths(args: &CheckArgs, settings: &Settings) -> anyhow::Result<Vec<PathBuf>> {
    if !args.paths.is_empty() {
        return Ok(args.paths.clone());
    }
    let Some(file) = &settings.file else {
        anyhow::bail!(
            "no path is given, and there is no grundnorm.toml here or above: expected `grundnorm check PATH`, \
             or a configuration from `grundnorm init`"
        );
    };
    Ok(vec![around(Path::new(&file.path)).to_path_buf()])
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
