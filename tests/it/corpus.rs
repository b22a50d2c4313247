//! Real acts: what is read out of each source, compared with a table.
//!
//! The corpus lies beside the project and is no part of it. `UPDATE=1 cargo test corpus` writes the
//! table anew; its difference is the first thing to read after a change of grammar or rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use grundnorm::engine::{self, Document, Options, check};
use grundnorm::ingest;
use rayon::prelude::*;

use crate::support::{columns, files, langs, packs, root, same_table};

/// What was read out of a source.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Counts {
    files: usize,
    refused: usize,
    other_language: usize,
    acts: usize,
    units: usize,
    commencements: usize,
    norms: usize,
    citations: usize,
    amendments: usize,
    findings: BTreeMap<String, usize>,
}

impl Counts {
    fn add(mut self, other: Self) -> Self {
        self.files += other.files;
        self.refused += other.refused;
        self.other_language += other.other_language;
        self.acts += other.acts;
        self.units += other.units;
        self.commencements += other.commencements;
        self.norms += other.norms;
        self.citations += other.citations;
        self.amendments += other.amendments;
        for (rule, count) in other.findings {
            *self.findings.entry(rule).or_default() += count;
        }
        self
    }
}

fn read(path: &Path) -> Counts {
    let mut counts = Counts { files: 1, ..Counts::default() };
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let Ok(source) = ingest::ingest(&path.to_string_lossy(), bytes) else {
        counts.refused = 1;
        return counts;
    };
    let options = Options::default();
    let Ok(document) = Document::read(&source, langs(), &options) else {
        counts.other_language = 1;
        return counts;
    };
    for (index, (act, facts)) in document.acts.iter().enumerate() {
        counts.acts += 1;
        counts.units += engine::unit_count(act);
        counts.commencements += facts.commencements.len();
        counts.norms += facts.norms.len();
        counts.citations += facts.citations.len();
        counts.amendments += facts.amendments.len();
        for finding in check(&document, index, packs(), &options).0 {
            *counts.findings.entry(finding.rule).or_default() += 1;
        }
    }
    counts
}

fn table(counts: &BTreeMap<String, Counts>) -> String {
    let mut out = String::from(
        "# Written by `UPDATE=1 cargo test corpus`: what is read out of each source of the corpus.\n",
    );
    let header: Vec<String> = [
        "source",
        "files",
        "refused",
        "other-language",
        "acts",
        "units",
        "commencements",
        "norms",
        "citations",
        "amendments",
    ]
    .map(str::to_owned)
    .into();
    let mut rows = vec![header];
    for (source, c) in counts {
        let numbers = [
            c.files,
            c.refused,
            c.other_language,
            c.acts,
            c.units,
            c.commencements,
            c.norms,
            c.citations,
            c.amendments,
        ];
        let mut row = vec![source.clone()];
        row.extend(numbers.map(|n| n.to_string()));
        rows.push(row);
    }
    out.push_str(&columns(&rows, 1));
    out
}

/// The findings of each rule: in all, and in each source that has some.
fn findings(counts: &BTreeMap<String, Counts>) -> String {
    let mut out = String::from(
        "# Written by `UPDATE=1 cargo test corpus`: what each rule reports in the sources of the corpus.\n",
    );
    let mut rows = vec![["rule", "findings", "in"].map(str::to_owned).to_vec()];
    for rule in packs().iter().flat_map(|p| &p.rules) {
        let of = |c: &Counts| c.findings.get(&rule.id).copied().unwrap_or(0);
        let all: usize = counts.values().map(of).sum();
        let by: Vec<String> = counts
            .iter()
            .filter(|(_, c)| of(c) > 0)
            .map(|(source, c)| format!("{source}:{}", of(c)))
            .collect();
        let by = if by.is_empty() { "-".to_owned() } else { by.join(",") };
        rows.push(vec![rule.id.clone(), all.to_string(), by]);
    }
    out.push_str(&columns(&rows, 1));
    out
}

#[test]
fn corpus() {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!(
            "\n**** SKIPPED: the corpus is not at {}; nothing was compared with the table ****\n",
            corpus.display()
        );
        return;
    }
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(&corpus).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if folder.is_dir() {
            found.extend(files(&folder, &["txt", "md"]).into_iter().map(|p| (name.clone(), p)));
        }
    }
    let counts = found
        .par_iter()
        .map(|(source, path)| BTreeMap::from([(source.clone(), read(path))]))
        .reduce(BTreeMap::new, |mut all, one| {
            for (source, counts) in one {
                let before = all.remove(&source).unwrap_or_default();
                all.insert(source, before.add(counts));
            }
            all
        });
    // Both are written before one of them fails.
    let wrong = [("corpus.table", table(&counts)), ("findings.table", findings(&counts))];
    let wrong =
        wrong.map(|(name, found)| std::panic::catch_unwind(|| same_table(name, &found)).is_err());
    assert_eq!(wrong, [false, false], "corpus.table and findings.table");
}
