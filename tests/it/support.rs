//! What several modules need: tables and packs loaded once, and one way from a text to its acts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use grundnorm::engine::{Document, Options, check};
use grundnorm::finding::Finding;
use grundnorm::lang::Langs;
use grundnorm::pack::{Pack, check as pack_check, embedded};
use grundnorm::source::{Markup, Source};

/// The folder of the crate.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The language tables inside the binary.
pub(crate) fn langs() -> &'static Langs {
    static LANGS: OnceLock<Langs> = OnceLock::new();
    LANGS.get_or_init(|| Langs::load(embedded::languages()).expect("the tables compile"))
}

/// The packs that run unasked.
pub(crate) fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| every_pack().iter().filter(|pack| pack.default).cloned().collect())
}

/// The packs inside the binary; a rule with a mistake fails whatever test asks for them.
pub(crate) fn every_pack() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let load = |name: &str| {
            let folder = format!("rules/{name}");
            let (pack, errors) = pack_check::load(name, &folder, &embedded::pack(name))
                .unwrap_or_else(|errors| panic!("{errors:#?}"));
            assert!(errors.is_empty(), "rules with mistakes: {errors:#?}");
            pack
        };
        embedded::packs().into_iter().map(load).collect()
    })
}

/// The pack of that name.
pub(crate) fn built_in(name: &str) -> &'static Pack {
    every_pack().iter().find(|pack| pack.id == name).expect("a built-in pack")
}

pub(crate) fn plain(text: &str) -> Source {
    Source::new("act.txt", text, Markup::Plain)
}

pub(crate) fn read<'a>(source: &'a Source, options: &Options) -> Document<'a> {
    Document::read(source, langs(), options)
        .unwrap_or_else(|error| panic!("{}: {error}", source.name()))
}

/// Options that say nothing but the language.
pub(crate) fn in_language(code: &str) -> Options {
    Options { lang: Some(code.to_owned()), ..Options::default() }
}

/// The findings of every embedded pack in all acts of a document.
pub(crate) fn findings(document: &Document<'_>, options: &Options) -> Vec<Finding> {
    (0..document.acts.len()).flat_map(|act| check(document, act, packs(), options).0).collect()
}

/// The cases of a file of JSON lines.
pub(crate) fn json_lines(path: &Path) -> Vec<serde_json::Value> {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), at + 1))
        })
        .collect()
}

/// A text with one space for each stretch of white space.
pub(crate) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files below a folder with one of these extensions, in the order of their paths.
pub(crate) fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap_or_else(|error| panic!("{error}")))
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)))
        .collect()
}

/// Rows of a table in columns: the first so many to the left, the others to the right.
pub(crate) fn columns(rows: &[Vec<String>], left: usize) -> String {
    let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column));
    let width = |column: usize| cells(column).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = if at == 0 { "" } else { "  " };
            let _ = if at < left {
                write!(line, "{gap}{cell:width$}")
            } else {
                write!(line, "{gap}{cell:>width$}")
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Compares a table with the one in `tests/it`, or writes it there where `UPDATE` is set.
pub(crate) fn same_table(name: &str, found: &str) {
    let path = root().join("tests/it").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let mut differences = String::new();
    for row in found.lines().filter(|row| !committed.lines().any(|c| c == *row)) {
        let _ = writeln!(differences, "+ {row}");
    }
    for row in committed.lines().filter(|row| !found.lines().any(|f| f == *row)) {
        let _ = writeln!(differences, "- {row}");
    }
    assert!(
        differences.is_empty(),
        "what is read out of the corpus has changed; if that is right, write {name} anew with \
         `UPDATE=1`:\n{differences}"
    );
}

/// Holds measures against the floors of a table in `tests/it`, or writes them there where `UPDATE` is
/// set: rounded down to a hundredth, each measure keeps its own floor.
pub(crate) fn hold_floors(name: &str, header: &str, mut measured: BTreeMap<String, f64>) {
    let path = root().join("tests/it").join(name);
    if std::env::var_os("UPDATE").is_some() {
        let mut table = header.to_owned();
        for (name, f1) in measured {
            let _ = writeln!(table, "{name} {:.2}", f1.mul_add(100.0, 1e-9).floor() / 100.0);
        }
        std::fs::write(&path, table).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let mut wrong = Vec::new();
    for line in committed.lines().filter(|l| !l.starts_with('#')) {
        let (name, least) = line.rsplit_once(' ').unwrap();
        let least: f64 = least.parse().unwrap_or_else(|e| panic!("{line}: {e}"));
        match measured.remove(name) {
            Some(f1) if f1 + 1e-9 >= least => {}
            Some(f1) => wrong.push(format!("{name} F1 {f1:.4} is below {least}")),
            None => wrong.push(format!("{name} has a floor and no passage")),
        }
    }
    wrong.extend(measured.keys().map(|n| format!("{n} has no floor; `UPDATE=1` writes one")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The eId of a unit that has a label, without the alineas on the way: an alinea names no level of the
/// numbering. Preambles, notes and what else has no label give none.
pub(crate) fn labelled(eid: &str) -> Option<String> {
    const UNLABELLED: [&str; 6] = ["al_", "indent_", "note", "preamble", "title", "heading"];
    let last = eid.rsplit("__").next().unwrap_or(eid);
    let levels = || eid.split("__").filter(|t| !t.starts_with("al_")).collect::<Vec<_>>();
    (!UNLABELLED.iter().any(|token| last.starts_with(token))).then(|| levels().join("__"))
}

/// Right and wrong answers of a test set.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    /// Found and wanted.
    pub(crate) hits: u32,
    /// Found, not wanted.
    pub(crate) false_alarms: u32,
    /// Wanted, not found.
    pub(crate) misses: u32,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        share(self.hits, self.false_alarms)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.hits, self.misses)
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.false_alarms += other.false_alarms;
        self.misses += other.misses;
    }
}

fn share(right: u32, wrong: u32) -> f64 {
    if right + wrong == 0 { 1.0 } else { f64::from(right) / f64::from(right + wrong) }
}
