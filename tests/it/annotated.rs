//! Instructions of amending acts against passages that people have read without the parser.
//!
//! `fixtures/annotations/amendments.jsonl` holds places and labels alone: each passage is a range of
//! bytes of a file of the corpus, and so are the words of its operations. The passage is read on its
//! own, as a law in its language, and every operation in it is marked, so that what is read and not
//! marked is a false alarm. Right is an operation whose kind, target and changed words are right.
//!
//! The floors stand in `annotated.table` by language and half, which
//! `UPDATE=1 cargo test --test it annotated` writes anew. `SHOW=amendments` with `--nocapture` (and
//! perhaps `LANG_ONLY=ru`) prints the misses of one half; those of the other are nobody's to read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use grundnorm::engine::Options;
use grundnorm::facts::{Amendment, Operation};
use grundnorm::model::ActKind;
use grundnorm::source::{Source, Span, hex};
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::annotations::Half;
use crate::support::{Score, folded, hold_floors, in_language, json_lines, plain, read, root};

/// A range of bytes of a passage's file.
type Place = [usize; 2];

/// A line of the file. Unknown keys are refused, so that no words of a document come into the project.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    id: String,
    lang: String,
    half: Half,
    /// The file, below the corpus.
    path: String,
    start: usize,
    end: usize,
    /// The beginning of the SHA-256 of these bytes.
    hash: String,
    /// Ranges that the reader saw as other marks: tags, page breaks, lines in the middle of a sentence.
    #[serde(default)]
    seams: Vec<(usize, usize, String)>,
    ops: Vec<Mark>,
}

/// One operation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    op: String,
    target: String,
    /// Targets that are as good.
    #[serde(default)]
    alt_targets: Vec<String>,
    from: Option<Place>,
    to: Option<Place>,
    after: Option<Place>,
    before: Option<Place>,
    new_target: Option<String>,
    until: Option<String>,
    /// The first words of the new text.
    content: Option<Place>,
}

/// What is compared of an operation: kind, target, old words, new words.
type Key = (String, String, String, String);

/// What is measured beside it: the place of new words, new name, end and the beginning of new text.
struct Details {
    after: String,
    before: String,
    new_target: String,
    until: String,
    content: String,
}

impl Details {
    fn meets(&self, want: &Self) -> bool {
        let bare = |words: &str| words.trim_start_matches('"').to_owned();
        self.after == want.after
            && self.before == want.before
            && self.new_target == want.new_target
            && self.until == want.until
            && bare(&self.content).starts_with(&bare(&want.content))
    }
}

impl Passage {
    /// Bytes of the file as the reader saw them: a stretch of white space is a space, or a line's end
    /// where it holds one.
    fn text(&self, file: &str, range: Range<usize>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        let inside =
            |(start, end, _): &&(usize, usize, String)| range.start <= *start && *end <= range.end;
        for (start, end, marks) in self.seams.iter().filter(inside) {
            collapse(&file[at..*start], &mut out);
            out.push_str(marks);
            at = *end;
        }
        collapse(&file[at..range.end], &mut out);
        out
    }

    fn words(&self, file: &str, place: Option<Place>) -> String {
        place.map(|[start, end]| folded(&self.text(file, start..end))).unwrap_or_default()
    }

    /// The operations that are right, with the targets that are as good in every place.
    fn marks(&self, file: &str) -> Vec<(Vec<Key>, Details)> {
        let one = |mark: &Mark| {
            let words = |place| self.words(file, place);
            let (from, to) = (words(mark.from), words(mark.to));
            let targets = std::iter::once(&mark.target).chain(&mark.alt_targets);
            let key = |t: &String| (mark.op.clone(), t.clone(), from.clone(), to.clone());
            let details = Details {
                after: words(mark.after),
                before: words(mark.before),
                new_target: mark.new_target.clone().unwrap_or_default(),
                until: mark.until.clone().unwrap_or_default(),
                content: words(mark.content),
            };
            (targets.map(key).collect(), details)
        };
        self.ops.iter().map(one).collect()
    }

    /// A mark beside its words would make every figure meaningless, so it fails at once.
    fn check(&self, file: &str) {
        let id = &self.id;
        let whole = file.get(self.start..self.end).unwrap_or_else(|| panic!("{id}: no passage"));
        let hash = hex(&Sha256::digest(whole.as_bytes()));
        assert!(hash.starts_with(&self.hash), "{id}: {} is not the file that was read", self.path);
        for (.., marks) in &self.seams {
            assert!(!marks.contains(char::is_alphanumeric), "{id}: words of a document");
        }
        for mark in &self.ops {
            for place in [mark.from, mark.to, mark.after, mark.before, mark.content] {
                let Some([start, end]) = place else { continue };
                let inside = self.start <= start && end <= self.end;
                assert!(inside && file.get(start..end).is_some(), "{id}: {start} is outside");
            }
        }
    }
}

fn collapse(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(char::is_whitespace) {
        let (words, behind) = rest.split_at(at);
        let next = behind.trim_start();
        let white = &behind[..behind.len() - next.len()];
        out.push_str(words);
        out.push(if white.contains('\n') { '\n' } else { ' ' });
        rest = next;
    }
    out.push_str(rest);
}

fn found(source: &Source, amendment: &Amendment) -> (Key, Details) {
    let words =
        |span: Option<Span>| span.map(|s| folded(&amendment.words(source, s))).unwrap_or_default();
    let into = matches!(amendment.operation, Operation::ReplaceWords | Operation::InsertWords);
    let key = (
        amendment.operation.name().to_owned(),
        amendment.target.as_str().to_owned(),
        words(amendment.from),
        words(amendment.to.filter(|_| into)),
    );
    let details = Details {
        after: words(amendment.after),
        before: words(amendment.before),
        new_target: amendment.new_target.as_ref().map_or("", |e| e.as_str()).to_owned(),
        until: amendment.until.map(|day| day.to_string()).unwrap_or_default(),
        content: amendment
            .content
            .as_ref()
            .map_or_else(String::new, |c| folded(source.slice(c.span))),
    };
    (key, details)
}

/// What came out of passages.
#[derive(Default)]
struct Outcome {
    score: Score,
    passages: usize,
    /// Passages in which nothing is wrong.
    whole: usize,
    /// Right operations, and those of them whose details are right as well.
    right: usize,
    detailed: usize,
    /// What differs, in words.
    shown: String,
}

impl Outcome {
    fn add(&mut self, other: &Self) {
        self.score += other.score;
        self.passages += other.passages;
        self.whole += other.whole;
        self.right += other.right;
        self.detailed += other.detailed;
    }
}

fn judge(corpus: &Path, passage: &Passage) -> Outcome {
    let path = corpus.join(&passage.path);
    let file = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", passage.path));
    passage.check(&file);
    let text = passage.text(&file, passage.start..passage.end);
    let source = plain(&text);
    let options = Options { kind: Some(ActKind::Law), ..in_language(&passage.lang) };
    let document = read(&source, &options);
    let all = document.acts.iter().flat_map(|(_, facts)| &facts.amendments);
    let have: Vec<(Key, Details)> =
        all.filter(|a| a.operation != Operation::Announce).map(|a| found(&source, a)).collect();
    let keys: BTreeSet<&Key> = have.iter().map(|(key, _)| key).collect();
    let marks = passage.marks(&file);
    let (mut wanted, mut outcome) = (BTreeSet::new(), Outcome::default());
    let mut shown = Vec::new();
    for (readings, details) in &marks {
        let read = readings.iter().find(|key| keys.contains(key));
        wanted.insert(read.unwrap_or(&readings[0]));
        let Some(read) = read else { continue };
        outcome.right += 1;
        if have.iter().any(|(key, have)| key == read && have.meets(details)) {
            outcome.detailed += 1;
        } else {
            shown.push(("details", read));
        }
    }
    let missing: Vec<&Key> = wanted.difference(&keys).copied().collect();
    let extra: Vec<&Key> = keys.difference(&wanted).copied().collect();
    let count = |n: usize| u32::try_from(n).unwrap();
    outcome.score = Score {
        hits: count(wanted.len() - missing.len()),
        false_alarms: count(extra.len()),
        misses: count(missing.len()),
    };
    outcome.passages = 1;
    outcome.whole = usize::from(missing.is_empty() && extra.is_empty());
    shown.extend(missing.into_iter().map(|key| ("missing", key)));
    shown.extend(extra.into_iter().map(|key| ("extra", key)));
    if !shown.is_empty() {
        let _ = writeln!(outcome.shown, "{} {}\n{text}", passage.id, passage.path);
        for (what, (op, target, from, to)) in shown {
            let _ = writeln!(outcome.shown, "    {what:<8}{op} {target} «{from}» «{to}»");
        }
    }
    outcome
}

#[test]
fn instructions_are_read_as_annotated() {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("\n**** SKIPPED: no {}; no passage was scored ****\n", corpus.display());
        return;
    }
    let lines = json_lines(&root().join("fixtures/annotations/amendments.jsonl"));
    let mut ids = BTreeSet::new();
    let passage = |value: serde_json::Value| -> Passage {
        let passage: Passage =
            serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{e}: {value}"));
        assert!(ids.insert(passage.id.clone()), "{} is there twice", passage.id);
        passage
    };
    let passages: Vec<Passage> = lines.into_iter().map(passage).collect();
    let judged: Vec<Outcome> = passages.par_iter().map(|p| judge(&corpus, p)).collect();
    let mut rows: BTreeMap<(&str, Half), Outcome> = BTreeMap::new();
    let show = std::env::var("SHOW").is_ok_and(|what| what == "amendments");
    let only = std::env::var("LANG_ONLY").ok();
    for (passage, outcome) in passages.iter().zip(&judged) {
        rows.entry((&passage.lang, passage.half)).or_default().add(outcome);
        let asked = show && only.as_ref().is_none_or(|lang| *lang == passage.lang);
        if asked && passage.half == Half::Dev {
            print!("{}", outcome.shown);
        }
    }
    let mut measured = BTreeMap::new();
    for ((lang, half), outcome) in &rows {
        let name = format!("{lang} {}", if *half == Half::Dev { "dev " } else { "held" });
        let score @ Score { hits, false_alarms, misses } = outcome.score;
        let (p, r, f1) = (score.precision(), score.recall(), score.f1());
        println!(
            "{name}  P {p:.3}  R {r:.3}  F1 {f1:.3}  {hits} right, {false_alarms} false, {misses} \
             missed; {} of {} right in every detail; {} of {} passages without a mistake",
            outcome.detailed, outcome.right, outcome.whole, outcome.passages,
        );
        measured.insert(name, f1);
    }
    hold_floors(
        "annotated.table",
        "# Written by `UPDATE=1 cargo test --test it annotated`: the least F1 of the operations in\n\
         # the annotated passages of amending acts, by language and half. A floor only rises.\n",
        measured,
    );
}
