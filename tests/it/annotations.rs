//! Facts against passages of real acts that people have read: precision, recall and F1.
//!
//! `fixtures/annotations/<kind>.<lang>.jsonl` holds places and labels alone; the words stay in the
//! corpus beside the project. In a passage everything of its kind is marked, so what is found there
//! and not marked is a false alarm. The floors stand in `annotations.table`, which
//! `UPDATE=1 cargo test --test it annotations` writes anew.
//!
//! Half of the documents of each file are held back: whoever mends the parser reads the misses of the
//! other half (`SHOW=citations`, perhaps with `LANG_ONLY=ru`, and `--nocapture`), and `HELD=1` then
//! tells by figures alone whether it was mended for texts that nobody looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use grundnorm::engine::Document;
use grundnorm::facts::Facts;
use grundnorm::ingest;
use grundnorm::model::{Eid, Zone};
use grundnorm::source::Span;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::facts::{clause, found_clause};
use crate::support::{Score, hold_floors, in_language, json_lines, labelled, read, root};

/// What is marked in a passage, how it is scored, and the names of what is measured beside it.
struct Kind {
    name: &'static str,
    score: fn(&Document<'_>, &Passage) -> Outcome,
    beside: &'static [&'static str],
}

const KINDS: [Kind; 4] = [
    Kind { name: "units", score: units, beside: &[] },
    Kind { name: "citations", score: citations, beside: &["spans P", "spans R"] },
    Kind { name: "commencements", score: commencements, beside: &[] },
    Kind { name: "norms", score: norms, beside: &["addressee", "direction", "spans R"] },
];

/// Which half of the documents a passage belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Half {
    Dev,
    Held,
}

/// One line of a file: a range of bytes in which everything of the kind is marked. Unknown keys are
/// refused, so that no words of a document come into the project.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    id: String,
    lang: String,
    doc: String,
    size: usize,
    start: u32,
    end: u32,
    half: Half,
    /// How the lines of a text lie, where units are marked: `clean` or `scraped`.
    layout: Option<String>,
    #[serde(default)]
    units: Vec<UnitMark>,
    #[serde(default)]
    citations: Vec<CitationMark>,
    #[serde(default)]
    clauses: Vec<ClauseMark>,
    #[serde(default)]
    norms: Vec<NormMark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitMark {
    start: u32,
    eid: String,
    #[serde(default)]
    alt: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CitationMark {
    start: u32,
    end: u32,
    act: String,
    targets: Vec<String>,
    #[serde(default)]
    alt: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseMark {
    start: u32,
    end: u32,
    scope: Value,
    #[serde(default)]
    except: Value,
    #[serde(default)]
    start_of_effect: Value,
    #[serde(default)]
    ends: Value,
    #[serde(default)]
    reaches_back: Value,
    #[serde(default)]
    alt_scope: Value,
    #[serde(default)]
    alt_except: Value,
    #[serde(default)]
    alt_start_of_effect: Vec<Value>,
    /// Both answers are right: a clause that a reader may take for one, or not.
    #[serde(default)]
    optional: bool,
    /// What suspends a unit, and what stands in words of others, is scored like the rest.
    #[serde(default, rename = "suspension")]
    _suspension: bool,
    #[serde(default, rename = "zone")]
    _zone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NormMark {
    start: u32,
    end: u32,
    modality: String,
    #[serde(default)]
    alt: Vec<String>,
    addressee: String,
    direction: String,
}

impl Passage {
    fn has(&self, span: Span) -> bool {
        (self.start..self.end).contains(&span.start)
    }

    /// A mark beside its words would make every figure meaningless, so it fails at once.
    fn check(&self, text: &str) {
        let id = &self.id;
        let whole = span(self.start, self.end);
        assert!(text.get(whole.range()).is_some(), "{id}: no such passage in {}", self.doc);
        let units = self.units.iter().map(|u| span(u.start, u.start));
        let citations = self.citations.iter().map(|c| span(c.start, c.end));
        let clauses = self.clauses.iter().map(|c| span(c.start, c.end));
        let norms = self.norms.iter().map(|n| span(n.start, n.end));
        for mark in units.chain(citations).chain(clauses).chain(norms) {
            let words = text.get(mark.range());
            assert!(whole.contains(mark) && words.is_some(), "{id}: {mark:?} is outside");
        }
    }
}

fn span(start: u32, end: u32) -> Span {
    Span { start, end }
}

/// So many of so many.
#[derive(Clone, Copy, Default)]
struct Part(usize, usize);

/// What came out of passages: a score, parts beside it, and what differs, in words.
#[derive(Default)]
struct Outcome {
    score: Score,
    passages: usize,
    parts: Vec<Part>,
    missing: Vec<String>,
    extra: Vec<String>,
}

impl Outcome {
    /// Compares two sets; each element comes with its words for whoever reads the difference.
    fn of(want: &BTreeMap<String, String>, have: &BTreeMap<String, String>) -> Self {
        let only = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| -> Vec<String> {
            let left = a.iter().filter(|(key, _)| !b.contains_key(*key));
            left.map(|(key, words)| format!("{key}  {words}")).collect()
        };
        let (missing, extra) = (only(want, have), only(have, want));
        let score = Score {
            hits: count(want.len() - missing.len()),
            false_alarms: count(extra.len()),
            misses: count(missing.len()),
        };
        Self { score, passages: 1, parts: Vec::new(), missing, extra }
    }

    fn add(&mut self, other: &Self) {
        self.score += other.score;
        self.passages += other.passages;
        self.parts.resize(self.parts.len().max(other.parts.len()), Part::default());
        for (all, one) in self.parts.iter_mut().zip(&other.parts) {
            *all = Part(all.0 + one.0, all.1 + one.1);
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

/// The words of a span on one line, cut when they are many.
fn words(document: &Document<'_>, span: Span) -> String {
    const LONGEST: usize = 160;
    let text = document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() { format!("`{cut}…`") } else { format!("`{cut}`") }
}

/// The words from a place to the end of its line.
fn line(document: &Document<'_>, start: u32) -> String {
    let end = document.source.line_span(document.source.line_index(start as usize)).end;
    words(document, span(start, end.max(start)))
}

fn all_facts<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d Facts> {
    document.acts.iter().map(|(_, facts)| facts)
}

/// Labelled units only: what has no label is not marked.
fn units(document: &Document<'_>, passage: &Passage) -> Outcome {
    let units = document.acts.iter().flat_map(|(act, _)| &act.units);
    let have: BTreeMap<String, String> = units
        .filter(|u| passage.has(u.span))
        .filter_map(|u| Some((labelled(u.eid.as_str())?, line(document, u.span.start))))
        .collect();
    let name = |mark: &UnitMark| -> String {
        let right = std::iter::once(&mark.eid).chain(&mark.alt).find(|e| have.contains_key(*e));
        right.unwrap_or(&mark.eid).clone()
    };
    let want = passage.units.iter().map(|u| (name(u), line(document, u.start))).collect();
    Outcome::of(&want, &have)
}

/// Targets one by one, each with the act that it is in; of several readings the nearest counts.
fn citations(document: &Document<'_>, passage: &Passage) -> Outcome {
    let mut have = BTreeMap::new();
    let mut found = BTreeSet::new();
    // Notes and titles are not marked, nor are whole acts.
    let mine = all_facts(document)
        .flat_map(|f| &f.citations)
        .filter(|c| !matches!(c.zone, Zone::Note | Zone::Title) && !c.targets.is_empty());
    for citation in mine.filter(|c| passage.has(c.span)) {
        found.insert(citation.span);
        for target in &citation.targets {
            let key = format!("{}:{target}", citation.act.name());
            have.entry(key).or_insert_with(|| words(document, citation.span));
        }
    }
    let mut want = BTreeMap::new();
    let mut marked = BTreeSet::new();
    for mark in &passage.citations {
        let place = span(mark.start, mark.end);
        marked.insert(place);
        // Of equal readings the first counts, and `max_by_key` takes the last.
        let keys = |targets: &Vec<String>| -> Vec<String> {
            targets.iter().map(|target| format!("{}:{target}", mark.act)).collect()
        };
        let readings = mark.alt.iter().rev().chain([&mark.targets]).map(keys);
        let right = |keys: &Vec<String>| keys.iter().filter(|k| have.contains_key(*k)).count();
        for key in readings.max_by_key(right).unwrap_or_default() {
            want.entry(key).or_insert_with(|| words(document, place));
        }
    }
    let mut outcome = Outcome::of(&want, &have);
    let both = marked.intersection(&found).count();
    outcome.parts = vec![Part(both, found.len()), Part(both, marked.len())];
    outcome
}

/// Whole clauses: scope, exceptions, both ends and the reach back must all be right.
fn commencements(document: &Document<'_>, passage: &Passage) -> Outcome {
    let have: BTreeMap<String, String> = all_facts(document)
        .flat_map(|f| &f.commencements)
        .filter(|c| passage.has(c.span))
        .map(|c| (found_clause(c), words(document, c.span)))
        .collect();
    let mut want = BTreeMap::new();
    for mark in &passage.clauses {
        let readings = clause_readings(mark);
        let right = readings.iter().find(|r| have.contains_key(*r));
        if let Some(best) = right.or_else(|| readings.first().filter(|_| !mark.optional)) {
            want.insert(best.clone(), words(document, span(mark.start, mark.end)));
        }
    }
    Outcome::of(&want, &have)
}

fn clause_readings(mark: &ClauseMark) -> Vec<String> {
    // A list of units and other readings of it: one such list, or a list of such lists.
    let lists = |first: &Value, others: &Value| -> Vec<Vec<Value>> {
        let others = match others {
            Value::Array(lists) if lists.iter().any(Value::is_array) => lists.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let list = |value: &Value| -> Vec<Value> {
            let mut list = match value {
                Value::Array(many) => many.clone(),
                Value::Null => Vec::new(),
                one => vec![one.clone()],
            };
            list.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            list
        };
        std::iter::once(first).chain(&others).map(list).collect()
    };
    let mut readings = Vec::new();
    for scope in lists(&mark.scope, &mark.alt_scope) {
        let scope = if scope.is_empty() { json!(["act"]) } else { json!(scope) };
        for except in lists(&mark.except, &mark.alt_except) {
            let except: Vec<Eid> = except.iter().filter_map(Value::as_str).map(Eid::new).collect();
            for start in std::iter::once(&mark.start_of_effect).chain(&mark.alt_start_of_effect) {
                let parts = [start, &mark.ends, &mark.reaches_back];
                readings.push(clause(&scope, &except, parts.map(|part| Some(part.clone()))));
            }
        }
    }
    readings
}

/// A norm as it was found.
struct Found {
    span: Span,
    modality: &'static str,
    addressee: &'static str,
    direction: &'static str,
}

/// The norms that start in a passage. What ends with a colon only introduces the items of its list.
/// A definition stands for a norm that defines, where no such norm was found.
fn found_norms(document: &Document<'_>, passage: &Passage) -> Vec<Found> {
    let norms = all_facts(document).flat_map(|f| &f.norms).map(|n| Found {
        span: n.span,
        modality: n.modality.name(),
        addressee: n.subject.name(),
        direction: n.direction.name(),
    });
    let counts =
        |f: &Found| passage.has(f.span) && !document.slice(f.span).trim_end().ends_with(':');
    let mut found: Vec<Found> = norms.filter(counts).collect();
    for definition in all_facts(document).flat_map(|f| &f.definitions) {
        let fact = Found {
            span: definition.span,
            modality: "definition",
            addressee: "anyone",
            direction: "neutral",
        };
        let norm = |f: &Found| f.modality == fact.modality && same(f.span, fact.span);
        if counts(&fact) && !found.iter().any(norm) {
            found.push(fact);
        }
    }
    found
}

/// Bytes that two spans share, and bytes that at least one of them has.
fn overlap(a: Span, b: Span) -> (usize, usize) {
    let shared = (a.end.min(b.end)).saturating_sub(a.start.max(b.start)) as usize;
    (shared, a.len() + b.len() - shared)
}

/// Whether two spans are the same sentence, give or take labels and marks.
fn same(a: Span, b: Span) -> bool {
    let (shared, either) = overlap(a, b);
    shared > 0 && shared * 2 >= either
}

/// Pairs of marks and findings, each in one pair at most, the nearest first.
fn pairs(
    marks: &[NormMark],
    found: &[Found],
    fits: impl Fn(&NormMark, &Found) -> bool,
) -> BTreeMap<usize, usize> {
    let mut near: Vec<(f64, usize, usize)> = Vec::new();
    for (m, mark) in marks.iter().enumerate() {
        let place = span(mark.start, mark.end);
        for (f, norm) in found.iter().enumerate() {
            if same(place, norm.span) && fits(mark, norm) {
                let (shared, either) = overlap(place, norm.span);
                near.push((f64::from(count(shared)) / f64::from(count(either)), m, f));
            }
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut pairs, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, m, f) in near {
        if !pairs.contains_key(&m) && used.insert(f) {
            pairs.insert(m, f);
        }
    }
    pairs
}

fn norms(document: &Document<'_>, passage: &Passage) -> Outcome {
    let marks = &passage.norms;
    let found = found_norms(document, passage);
    let modality = |m: &NormMark, f: &Found| {
        m.modality == f.modality || m.alt.iter().any(|other| other == f.modality)
    };
    let right = pairs(marks, &found, modality);
    let placed = pairs(marks, &found, |_, _| true);
    // The library knows officials as state bodies.
    let addressee = |m: &NormMark, f: &Found| {
        m.addressee == f.addressee || (m.addressee == "official" && f.addressee == "state-body")
    };
    let agree = |test: &dyn Fn(&NormMark, &Found) -> bool| {
        Part(right.iter().filter(|(m, f)| test(&marks[**m], &found[**f])).count(), right.len())
    };
    let missing = marks.iter().enumerate().filter(|(m, _)| !right.contains_key(m));
    let missing = missing.map(|(m, NormMark { start, end, modality, .. })| {
        let instead = placed.get(&m).map_or("nothing", |f| found[*f].modality);
        format!("{modality} (found: {instead})  {}", words(document, span(*start, *end)))
    });
    let used: BTreeSet<usize> = right.values().chain(placed.values()).copied().collect();
    let extra = found.iter().enumerate().filter(|(f, _)| !used.contains(f));
    let extra = extra.map(|(_, f)| format!("{}  {}", f.modality, words(document, f.span)));
    Outcome {
        score: Score {
            hits: count(right.len()),
            false_alarms: count(found.len() - right.len()),
            misses: count(marks.len() - right.len()),
        },
        passages: 1,
        parts: vec![
            agree(&addressee),
            agree(&|m, f| m.direction == f.direction),
            Part(placed.len(), marks.len()),
        ],
        missing: missing.collect(),
        extra: extra.collect(),
    }
}

type Task = (&'static Kind, Passage);
type Scored = (&'static Kind, Passage, Outcome);

/// Every passage with its kind; a file breaks off the run if it breaks a promise of the format.
fn passages(folder: &Path) -> Vec<Task> {
    let mut all = Vec::new();
    for kind in &KINDS {
        for lang in ["en", "kk", "ru"] {
            let path = folder.join(format!("{}.{lang}.jsonl", kind.name));
            if !path.is_file() {
                eprintln!("**** no annotations of {} in {lang} ****", kind.name);
                continue;
            }
            let (mut ids, mut halves) = (BTreeSet::new(), BTreeMap::new());
            for value in json_lines(&path) {
                let passage: Passage = serde_json::from_value(value.clone())
                    .unwrap_or_else(|e| panic!("{}: {e}: {value}", path.display()));
                assert_eq!(passage.lang, lang, "{}: {}", path.display(), passage.id);
                let known = matches!(passage.layout.as_deref(), Some("clean" | "scraped"));
                assert!(known || kind.name != "units", "{}: clean or scraped?", passage.id);
                assert!(ids.insert(passage.id.clone()), "{} is there twice", passage.id);
                let half = *halves.entry(passage.doc.clone()).or_insert(passage.half);
                assert_eq!(half, passage.half, "{} is in both halves", passage.doc);
                all.push((kind, passage));
            }
        }
    }
    all
}

/// A row of the table: kind, language, layout.
type Row = (&'static str, String, String);

fn row_name((kind, lang, layout): &Row) -> String {
    format!("{kind:<14} {lang:<5} {layout:<8}")
}

/// Reads the documents once each and scores their passages.
fn scored(corpus: &Path, all: Vec<Task>) -> Vec<Scored> {
    let mut documents: BTreeMap<(String, String), Vec<Task>> = BTreeMap::new();
    for (kind, passage) in all {
        let key = (passage.doc.clone(), passage.lang.clone());
        documents.entry(key).or_default().push((kind, passage));
    }
    let documents: Vec<_> = documents.into_iter().collect();
    let outcomes: Vec<Vec<_>> = documents
        .into_par_iter()
        .map(|((doc, lang), passages)| {
            let bytes = std::fs::read(corpus.join(&doc)).unwrap_or_else(|e| panic!("{doc}: {e}"));
            let size = bytes.len();
            let source = ingest::ingest(&doc, bytes).unwrap_or_else(|e| panic!("{doc}: {e}"));
            let document = read(&source, &in_language(&lang));
            let score = |(kind, passage): Task| {
                let id = &passage.id;
                assert_eq!(size, passage.size, "{id}: {doc} is not the file that was read");
                passage.check(source.text());
                let outcome = (kind.score)(&document, &passage);
                (kind, passage, outcome)
            };
            passages.into_iter().map(score).collect()
        })
        .collect();
    outcomes.into_iter().flatten().collect()
}

/// The misses of a kind, for whoever mends the parser.
fn shown(scored: &[Scored]) -> String {
    let var = |name: &str| std::env::var(name).ok();
    let (Some(kind), lang) = (var("SHOW"), var("LANG_ONLY")) else { return String::new() };
    let mut out = String::new();
    for (_, passage, outcome) in scored
        .iter()
        .filter(|(k, p, _)| k.name == kind && p.half == Half::Dev)
        .filter(|(_, p, _)| lang.as_ref().is_none_or(|l| *l == p.lang))
        .filter(|(_, _, o)| o.missing.len() + o.extra.len() > 0)
    {
        let _ = writeln!(out, "{} {}:{}..{}", passage.id, passage.doc, passage.start, passage.end);
        let missing = outcome.missing.iter().map(|m| ("missing", m));
        for (what, words) in missing.chain(outcome.extra.iter().map(|e| ("extra", e))) {
            let _ = writeln!(out, "    {what:<8}{words}");
        }
    }
    out
}

fn report(row: &Row, half: Half, outcome: &Outcome) -> String {
    let half = if half == Half::Dev { "dev " } else { "held" };
    let score @ Score { hits, false_alarms, misses } = outcome.score;
    let (p, r, f1) = (score.precision(), score.recall(), score.f1());
    let mut out = format!(
        "{} {half}  P {p:.3}  R {r:.3}  F1 {f1:.3}  {hits} right, {false_alarms} false, {misses} \
         missed in {} passages",
        row_name(row),
        outcome.passages,
    );
    let beside = KINDS.iter().filter(|k| k.name == row.0).flat_map(|k| k.beside);
    for (name, Part(right, of)) in beside.zip(&outcome.parts) {
        let share = f64::from(count(*right)) / f64::from(count(*of).max(1));
        let _ = write!(out, "; {name} {share:.3}");
    }
    out
}

#[test]
fn annotations() {
    let corpus = root().join("../shared/corpus");
    let folder = root().join("fixtures/annotations");
    for needed in [&corpus, &folder] {
        if !needed.is_dir() {
            eprintln!("\n**** SKIPPED: no {}; nothing was scored ****\n", needed.display());
            return;
        }
    }
    let held = std::env::var_os("HELD").is_some();
    let mut all = passages(&folder);
    all.retain(|(_, passage)| held || passage.half == Half::Dev);
    let scored = scored(&corpus, all);
    print!("{}", shown(&scored));

    let mut rows: BTreeMap<(Row, Half), Outcome> = BTreeMap::new();
    for (kind, passage, outcome) in &scored {
        let layout = passage.layout.clone().unwrap_or_else(|| "-".to_owned());
        let row = (kind.name, passage.lang.clone(), layout);
        rows.entry((row, passage.half)).or_default().add(outcome);
    }
    let mut measured = BTreeMap::new();
    for ((row, half), outcome) in &rows {
        println!("{}", report(row, *half, outcome));
        if *half == Half::Dev {
            measured.insert(row_name(row), outcome.score.f1());
        }
    }
    hold_floors(
        "annotations.table",
        "# Written by `UPDATE=1 cargo test --test it annotations`: the least F1 of each kind of\n\
         # fact in the annotated passages, by language and layout. A floor only rises.\n",
        measured,
    );
}
