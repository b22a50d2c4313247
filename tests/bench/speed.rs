//! How fast the program reads, beside what any reader has to do at least.
//!
//! Each stage is timed alone on prepared input, on the largest real texts, and compared with a floor:
//! one aho-corasick pass over the same bytes with the word tables of the text's language. The ratios
//! carry over to other machines, the times do not; nothing here fails because it took long.
//!
//! - `scan`: the floor
//! - `outline`: words, phrases, dates and outline
//! - `facts`: what the act does, from its outline
//! - `rules`: every rule of the built-in packs on the facts
//! - `rules-500`: the same with the rules of each pack repeated until there are five hundred; it is to be
//!   seen beside `facts`
//! - `whole`: from bytes in memory to findings
//! - `compare`: the text with an edited copy, both outlines at hand
//! - `draft`: the amending bill that turns one into the other, alike; the floor of both is one pass over
//!   both texts, so that they are to be seen beside twice the floor
//!
//! `scan` and `whole` are timed once more over the folder of Kazakh laws, one thread, files read from
//! disk. The texts lie in `../shared/corpus`; without it they are made of the bills in `fixtures`, a
//! hundred copies of each, and the folder is that of the bills. `cargo bench --bench speed -- facts`
//! runs one group.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use anyhow::Context;
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use grundnorm::amend::{self, Edition};
use grundnorm::engine::{self, Document, Options};
use grundnorm::lang::{Lang, Langs};
use grundnorm::model::Act;
use grundnorm::pack::{Pack, check as pack_check, embedded};
use grundnorm::source::Source;
use grundnorm::syntax::{self, Reading};
use grundnorm::{facts, ingest};

/// The largest real texts, below the corpus folder.
const TEXTS: &[(&str, &str)] = &[
    ("tax-code-ru", "kz-rus-taxcode-2025/joined.txt"),
    ("large-1-kk", "kz-kaz-laws/large/0001.txt"),
    ("large-3-kk", "kz-kaz-laws/large/0003.txt"),
    ("draft-law-kk", "kz-kaz-laws/draft-laws/0003.txt"),
];

/// The folder of the last group, below the corpus folder, and its language.
const FOLDER: (&str, &str) = ("kz-kaz-laws", "kk");

/// How many times the bills of one language are joined when there is no corpus.
const COPIES: usize = 100;

/// The groups in the order of the table.
const STAGES: &[&str] =
    &["scan", "outline", "facts", "rules", "rules-500", "whole", "compare", "draft"];

/// The best time of every group, by text.
#[derive(Default)]
struct Times(BTreeMap<String, BTreeMap<&'static str, Duration>>);

/// A text with everything that no stage has to make anew.
struct Text {
    name: String,
    bytes: Vec<u8>,
    source: Source,
}

fn main() -> anyhow::Result<()> {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let langs = Langs::load(embedded::languages())?;
    let mut packs = Vec::new();
    for name in embedded::packs() {
        let (pack, _) = pack_check::load(name, name, &embedded::pack(name))
            .map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        packs.push(pack);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let mut times = Times::default();
    for text in texts(root, &corpus)? {
        measure(&mut criterion, &mut times, &text, &langs, &packs)?;
    }
    let (folder, code) = FOLDER;
    let folder = Some(corpus.join(folder))
        .filter(|folder| folder.is_dir())
        .unwrap_or_else(|| root.join("fixtures/bills").join(code));
    measure_folder(&mut criterion, &mut times, &folder, code, &langs, &packs)?;
    criterion.final_summary();
    // `cargo test` runs every benchmark once to see that it works; such times mean nothing.
    if std::env::args().any(|arg| arg == "--bench") {
        times.print()?;
    }
    Ok(())
}

/// Times every stage on one text.
fn measure(
    criterion: &mut Criterion,
    times: &mut Times,
    text: &Text,
    langs: &Langs,
    packs: &[Pack],
) -> anyhow::Result<()> {
    let options = Options::default();
    let lang = langs.detect(text.source.text()).context("a text in no known language")?;
    let reading = Reading::new(&text.source, lang);
    let acts: Vec<Act> = syntax::parse(&reading);
    let document = Document::read(&text.source, langs, &options)?;
    let after = edited(&text.source);
    let before = Edition::read(&text.source, lang).context("a text without an act")?;
    let after = Edition::read(&after, lang).context("a text without an act")?;
    let floor = floor(lang)?;
    let size = text.bytes.len() as u64;
    let mut time = |stage, run: &mut dyn FnMut() -> usize| {
        times.run(criterion, stage, &text.name, size, run);
    };
    time("scan", &mut || floor.find_iter(&text.bytes).count());
    time("outline", &mut || syntax::parse(&Reading::new(&text.source, lang)).len());
    time("facts", &mut || acts.iter().map(|act| facts::extract(&reading, act).norms.len()).sum());
    time("rules", &mut || findings(&document, packs, &options));
    let many: Vec<Pack> = packs.iter().cloned().map(repeated).collect();
    time("rules-500", &mut || findings(&document, &many, &options));
    time("whole", &mut || {
        ingest::ingest(&text.name, text.bytes.clone()).map_or(0, |s| check(&s, langs, packs))
    });
    time("compare", &mut || amend::compare(&before, &after).len());
    time("draft", &mut || amend::draft(&before, &after).len());
    Ok(())
}

/// A pack with its rules repeated.
fn repeated(mut pack: Pack) -> Pack {
    const RULES: usize = 500;
    let once = pack.rules.clone();
    pack.rules = once.into_iter().cycle().take(RULES).collect();
    pack
}

/// A copy of a text in which a word of every fiftieth long line is another one.
fn edited(source: &Source) -> Source {
    const EVERY: usize = 50;
    let mut text = String::with_capacity(source.text().len());
    let mut count = 0;
    for line in source.text().split_inclusive('\n') {
        let word = line.split_whitespace().nth(6).filter(|w| w.chars().all(char::is_alphabetic));
        let changed = word.and_then(|w| source.span_of(w)).zip(source.span_of(line));
        count += usize::from(changed.is_some());
        match changed.filter(|_| count % EVERY == 0) {
            Some((word, whole)) => {
                let at = (word.start - whole.start) as usize;
                text.push_str(&line[..at]);
                text.push_str("2027");
                text.push_str(&line[at + word.len()..]);
            }
            None => text.push_str(line),
        }
    }
    Source::new(source.name(), text, source.markup())
}

/// Times a whole folder, read from disk by one thread.
fn measure_folder(
    criterion: &mut Criterion,
    times: &mut Times,
    folder: &Path,
    code: &str,
    langs: &Langs,
    packs: &[Pack],
) -> anyhow::Result<()> {
    let files = files_below(folder)?;
    let floor = floor(langs.get(code).context("no table of the folder's language")?)?;
    let mut size = 0;
    for file in &files {
        size += fs::metadata(file)?.len();
    }
    let name = format!("folder-{code}");
    times.run(criterion, "scan", &name, size, &mut || {
        files.iter().flat_map(fs::read).map(|bytes| floor.find_iter(&bytes).count()).sum()
    });
    times.run(criterion, "whole", &name, size, &mut || {
        files
            .iter()
            .flat_map(fs::read)
            .flat_map(|bytes| ingest::ingest("text.txt", bytes))
            .map(|source| check(&source, langs, packs))
            .sum()
    });
    Ok(())
}

/// The floor: one automaton of all word forms, stems and endings of a language.
fn floor(lang: &Lang) -> anyhow::Result<AhoCorasick> {
    // The fastest kind: some thousand words make an automaton that a cache holds.
    let words = lang.vocabulary().words();
    Ok(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words)?)
}

/// Reads a text and judges its acts; gives back the number of findings.
fn check(source: &Source, langs: &Langs, packs: &[Pack]) -> usize {
    let options = Options::default();
    Document::read(source, langs, &options).map_or(0, |d| findings(&d, packs, &options))
}

/// Judges the acts of a document; gives back the number of findings.
fn findings(document: &Document<'_>, packs: &[Pack], options: &Options) -> usize {
    (0..document.acts.len()).map(|act| engine::check(document, act, packs, options).0.len()).sum()
}

/// The texts of the corpus, or texts made of the bills in `fixtures`.
fn texts(root: &Path, corpus: &Path) -> anyhow::Result<Vec<Text>> {
    let mut texts = Vec::new();
    for (name, path) in TEXTS {
        let path = corpus.join(path);
        if path.is_file() {
            texts.push(Text::new(*name, fs::read(path)?)?);
        }
    }
    if texts.is_empty() {
        for code in ["en", "kk", "ru"] {
            let mut bills = Vec::new();
            for file in files_below(&root.join("fixtures/bills").join(code))? {
                bills.extend(fs::read(file)?);
                bills.push(b'\n');
            }
            texts.push(Text::new(format!("bills-{code}"), bills.repeat(COPIES))?);
        }
    }
    Ok(texts)
}

impl Text {
    fn new(name: impl Into<String>, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let name = name.into();
        let source = ingest::ingest(&name, bytes.clone())?;
        Ok(Self { name, bytes, source })
    }
}

/// The texts and Markdown files below a folder, in order.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else if ingest::supported(&path.to_string_lossy()) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

impl Times {
    /// Runs one benchmark and keeps its best time.
    ///
    /// Criterion judges by the distribution; a ratio of two stages is steadier between their minima,
    /// since other work on the machine only ever adds time.
    fn run(
        &mut self,
        criterion: &mut Criterion,
        stage: &'static str,
        text: &str,
        size: u64,
        work: &mut dyn FnMut() -> usize,
    ) {
        let mut best: Option<Duration> = None;
        let mut group = criterion.benchmark_group(stage);
        group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Bytes(size));
        group.bench_function(BenchmarkId::from_parameter(text), |bencher| {
            bencher.iter_custom(|rounds| {
                let mut sum = Duration::ZERO;
                for _ in 0..rounds {
                    #[allow(clippy::disallowed_methods, reason = "a bench measures time")]
                    let start = Instant::now();
                    black_box(work());
                    let time = start.elapsed();
                    best = Some(best.map_or(time, |b| b.min(time)));
                    sum += time;
                }
                sum
            });
        });
        group.finish();
        if let Some(best) = best {
            self.0.entry(text.to_owned()).or_default().insert(stage, best);
        }
    }

    /// The table of best times, each as a multiple of the floor.
    fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "best times, and how many times the floor they take:")?;
        for (text, stages) in &self.0 {
            let floor = stages.get("scan");
            for (stage, time) in STAGES.iter().filter_map(|s| Some((s, stages.get(s)?))) {
                let ms = time.as_secs_f64() * 1000.0;
                write!(out, "{text:<14} {stage:<8} {ms:>10.2} ms")?;
                match floor {
                    Some(floor) => {
                        writeln!(out, " {:>8.2} x", time.as_secs_f64() / floor.as_secs_f64())?;
                    }
                    None => writeln!(out)?,
                }
            }
        }
        Ok(())
    }
}
