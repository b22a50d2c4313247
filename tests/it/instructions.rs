//! Every amending act of the corpus: what is read of its instructions, and what is not understood.
//!
//! The counts stand in `instructions.table`, which `UPDATE=1 cargo test --test it instructions` writes
//! anew; its difference is the first thing to read after a change of the reader. `SHOW=unread` with
//! `--nocapture` (and perhaps `LANG_ONLY=kk`) prints the statements that were not understood, by their
//! verb and first words: the list of forms that the reader does not know. Behind them stand the acts
//! that are amending acts by their title and give no instruction at all.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use grundnorm::engine::{Document, Options};
use grundnorm::facts::{Facts, Operation};
use grundnorm::ingest;
use grundnorm::lang::table::Class;
use grundnorm::lang::{Cue, TokenKind};
use grundnorm::source::{Source, Span};
use grundnorm::syntax::Reading;
use rayon::prelude::*;
use roxmltree::Document as Tree;

use crate::council::{Printed, name};
use crate::support::{columns, files, folded, langs, plain, root, same_table};

const OPERATIONS: [Operation; 9] = [
    Operation::Restate,
    Operation::Insert,
    Operation::Delete,
    Operation::ReplaceWords,
    Operation::InsertWords,
    Operation::DeleteWords,
    Operation::Repeal,
    Operation::Suspend,
    Operation::Renumber,
];

/// Files that tell of the texts beside them.
const ABOUT: [&str; 2] = ["SOURCE.txt", "notes.txt"];

/// Cues that order a change.
const VERBS: [Cue; 10] = [
    Cue::Restate,
    Cue::Replace,
    Cue::ReplaceVerb,
    Cue::Insert,
    Cue::InsertVerb,
    Cue::Delete,
    Cue::DeleteVerb,
    Cue::Repeal,
    Cue::Suspend,
    Cue::Renumber,
];

/// What was read of amending acts.
#[derive(Debug, Default, Clone)]
struct Counts {
    /// Acts that amend by their title, by an instruction, or by an order that was not understood.
    acts: usize,
    /// Those with an instruction.
    instructing: usize,
    /// Clauses that instruct.
    instructions: usize,
    /// Operations by kind.
    operations: [usize; 9],
    /// Orders that were not understood.
    unread: usize,
    /// New text that was not found: operations that restate or insert units without content.
    bare: usize,
}

impl Counts {
    fn of(amending: bool, facts: &Facts) -> Self {
        let all = || facts.amendments.iter().filter(|a| a.operation != Operation::Announce);
        let mut spans: Vec<Span> = all().map(|a| a.span).collect();
        spans.sort_unstable();
        spans.dedup();
        let count = |operation: Operation| all().filter(|a| a.operation == operation).count();
        let new = |o: Operation| matches!(o, Operation::Restate | Operation::Insert);
        Self {
            acts: usize::from(amending || !spans.is_empty() || !facts.unread.is_empty()),
            instructing: usize::from(!spans.is_empty()),
            instructions: spans.len(),
            operations: OPERATIONS.map(count),
            unread: facts.unread.len(),
            bare: all().filter(|a| new(a.operation) && a.content.is_none()).count(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.acts += other.acts;
        self.instructing += other.instructing;
        self.instructions += other.instructions;
        self.unread += other.unread;
        self.bare += other.bare;
        for (all, one) in self.operations.iter_mut().zip(other.operations) {
            *all += one;
        }
    }

    fn row(&self, folder: &str, lang: &str) -> Vec<String> {
        let number = |n: usize| f64::from(u32::try_from(n).unwrap());
        let orders = self.instructions + self.unread;
        let share = number(self.instructions) / number(orders.max(1));
        let mut row = vec![folder.to_owned(), lang.to_owned()];
        row.extend([self.acts, self.instructing, self.instructions].map(|n| n.to_string()));
        row.extend(self.operations.map(|n| n.to_string()));
        row.extend([self.bare, self.unread].map(|n| n.to_string()));
        row.push(if orders == 0 { "-".to_owned() } else { format!("{share:.4}") });
        row
    }
}

/// A statement that was not understood, for whoever mends the reader.
struct Unread {
    lang: String,
    verb: String,
    first: String,
    place: String,
    words: String,
}

/// What came out of a file.
#[derive(Default)]
struct Outcome {
    counts: Option<(String, Counts)>,
    unread: Vec<Unread>,
    /// Where an act amends by its title alone.
    silent: Vec<String>,
}

/// A text of the corpus; acts in XML as they are printed. What is no text of a known kind gives none.
pub(crate) fn source(path: &Path) -> Option<Source> {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if path.extension().is_none_or(|e| e != "xml") {
        return ingest::ingest(&path.to_string_lossy(), bytes).ok();
    }
    let xml = String::from_utf8(bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let tree = Tree::parse(&xml).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let whole = tree.root_element();
    (name(whole) == "document").then(|| plain(&Printed::of(whole).lines.join("\n")))
}

fn judge(corpus: &Path, path: &Path, show: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(source) = source(path) else { return outcome };
    let Ok(document) = Document::read(&source, langs(), &Options::default()) else {
        return outcome;
    };
    let lang = document.lang.code().to_owned();
    let name = path.strip_prefix(corpus).unwrap_or(path).to_string_lossy();
    let mut counts = Counts::default();
    let mut spans = Vec::new();
    for (index, (act, facts)) in document.acts.iter().enumerate() {
        // A resolution that carries a draft law has the draft's title in its own, and amends nothing.
        let last = index + 1 == document.acts.len();
        let one = Counts::of(act.amending && last, facts);
        if one.acts > 0 && one.instructions == 0 {
            outcome.silent.push(format!("{lang} {name}"));
        }
        counts.add(&one);
        spans.extend(&facts.unread);
    }
    if show && !spans.is_empty() {
        let reading = Reading::new(&source, document.lang);
        outcome.unread = spans.into_iter().map(|span| told(&reading, span, &lang, &name)).collect();
    }
    outcome.counts = Some((lang, counts));
    outcome
}

fn told(reading: &Reading<'_>, span: Span, lang: &str, name: &str) -> Unread {
    /// Enough words to tell one form from another.
    const FIRST: usize = 3;
    let tokens = reading.tokens.inside(span);
    let is_verb = |class| matches!(class, Class::Cue(cue) if VERBS.contains(&cue));
    let verbs = reading.hits_in(&tokens).iter().filter(|h| is_verb(reading.lang.class(h.class)));
    // The longest form of those that stand at one place.
    let verb = verbs.max_by_key(|h| (h.end, h.end - h.start)).map_or_else(
        || "(none)".to_owned(),
        |h| {
            let words = reading.tokens.span(h.start as usize..h.end as usize);
            folded(reading.source.slice(words)).to_lowercase()
        },
    );
    let list = &reading.tokens.list()[tokens];
    let first = list.iter().filter(|t| t.kind != TokenKind::Mark).take(FIRST).map(|t| {
        if t.kind == TokenKind::Number {
            "#".to_owned()
        } else {
            reading.tokens.text(*t).to_lowercase()
        }
    });
    let line = reading.source.position(span.range().start).line;
    Unread {
        lang: lang.to_owned(),
        verb,
        first: first.collect::<Vec<_>>().join(" "),
        place: format!("{name}:{line}"),
        words: folded(reading.source.slice(span)),
    }
}

/// The statements that were not understood, those of the commonest verb first.
fn shown(unread: &[Unread], only: Option<&str>) -> String {
    /// Statements that are printed of those with the same verb and first words.
    const EXAMPLES: usize = 2;
    const LONG: usize = 240;
    let mut verbs: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&Unread>>> = BTreeMap::new();
    for one in unread.iter().filter(|u| only.is_none_or(|lang| lang == u.lang)) {
        let group = verbs.entry((&one.lang, &one.verb)).or_default();
        group.entry(&one.first).or_default().push(one);
    }
    let mut verbs: Vec<_> = verbs.into_iter().collect();
    let size = |group: &BTreeMap<&str, Vec<&Unread>>| group.values().map(Vec::len).sum::<usize>();
    verbs.sort_by_key(|((lang, _), group)| (*lang, std::cmp::Reverse(size(group))));
    let mut out = String::new();
    for ((lang, verb), group) in verbs {
        let _ = writeln!(out, "{lang} {:>4}  {verb}", size(&group));
        let mut group: Vec<_> = group.into_iter().collect();
        group.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
        for (first, all) in group {
            let _ = writeln!(out, "   {:>4}  {first} …", all.len());
            for one in all.iter().take(EXAMPLES) {
                let words: String = one.words.chars().take(LONG).collect();
                let _ = writeln!(out, "             {}: {words}", one.place);
            }
        }
    }
    out
}

fn table(counts: &BTreeMap<(String, String), Counts>) -> String {
    let mut out = String::from(
        "# Written by `UPDATE=1 cargo test --test it instructions`: what is read of the amending acts\n\
         # of the corpus. `bare` restate or insert without content; `share` of the orders is understood.\n",
    );
    let header = ["folder", "lang", "acts", "instructing", "instructions"];
    let mut header: Vec<String> = header.map(str::to_owned).into();
    header.extend(OPERATIONS.map(|o| o.name().to_owned()));
    header.extend(["bare", "unread", "share"].map(str::to_owned));
    let mut rows = vec![header];
    let mut all: BTreeMap<&str, Counts> = BTreeMap::new();
    for ((folder, lang), counts) in counts.iter().filter(|(_, c)| c.acts > 0) {
        rows.push(counts.row(folder, lang));
        all.entry(lang).or_default().add(counts);
    }
    rows.extend(all.iter().map(|(lang, counts)| counts.row("all", lang)));
    out.push_str(&columns(&rows, 2));
    out
}

#[test]
fn instructions() {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("\n**** SKIPPED: no {}; no instruction was counted ****\n", corpus.display());
        return;
    }
    let show = std::env::var("SHOW").is_ok_and(|what| what == "unread");
    let mut found: Vec<PathBuf> = files(&corpus, &["txt", "md", "xml"]);
    found.retain(|path| !ABOUT.iter().any(|name| path.ends_with(name)));
    let judged: Vec<Outcome> = found.par_iter().map(|path| judge(&corpus, path, show)).collect();
    let mut counts: BTreeMap<(String, String), Counts> = BTreeMap::new();
    let (mut unread, mut silent) = (Vec::new(), Vec::new());
    for (path, outcome) in found.iter().zip(judged) {
        let folder = path.strip_prefix(&corpus).unwrap().iter().next().unwrap().to_string_lossy();
        if let Some((lang, one)) = outcome.counts {
            counts.entry((folder.into_owned(), lang)).or_default().add(&one);
        }
        unread.extend(outcome.unread);
        silent.extend(outcome.silent);
    }
    if show {
        let only = std::env::var("LANG_ONLY").ok();
        print!("{}", shown(&unread, only.as_deref()));
        let asked = |act: &&String| only.as_ref().is_none_or(|lang| act.starts_with(lang));
        for act in silent.iter().filter(asked) {
            println!("no instruction in {act}");
        }
    }
    same_table("instructions.table", &table(&counts));
}
