//! The file of a baseline: `grundnorm.baseline/1`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::judge::Checked;
use crate::cli::config::{around, from_folder};
use crate::cli::files::{read_text, show};
use crate::cli::output;
use crate::engine::baseline::{Comparison, Entry, compare};

/// Name and version of the shape.
const SCHEMA: &str = "grundnorm.baseline/1";
/// Longer files are no baseline.
const LONGEST: u64 = 256 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    schema: String,
    findings: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    path: String,
    rule: String,
    unit: String,
    text: String,
    fingerprint: String,
}

/// The findings of an earlier day, with the file that holds them.
#[derive(Debug)]
pub(super) struct Baseline {
    /// The file, as the user named it.
    pub(super) path: PathBuf,
    /// Its folder, from the root: paths in the file are relative to it.
    folder: PathBuf,
    /// What it holds.
    pub(super) entries: Vec<Entry>,
}

/// What a run and a baseline have in common, and what only one of them has.
pub(super) struct Compared {
    /// The findings of the run.
    pub(super) found: Vec<Entry>,
    /// For each of them whether the baseline has it.
    pub(super) known: Vec<bool>,
    /// What the baseline holds and is no more.
    pub(super) gone: Vec<Entry>,
    /// What the baseline holds and the run says nothing of.
    pub(super) kept: Vec<Entry>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// No such file, or none of this version: to pass over it would hide findings or bring all of them back.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = show(path);
        let text = read_text(path, LONGEST).map_err(|e| {
            let hint = if e.kind() == io::ErrorKind::NotFound {
                "; --write-baseline makes one"
            } else {
                ""
            };
            anyhow::anyhow!("{shown}: the baseline cannot be read: {e}{hint}")
        })?;
        // The version is looked at first: another one may have other keys.
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(|e| broken(&shown, &e))?;
        let version = value.get("schema").and_then(serde_json::Value::as_str);
        anyhow::ensure!(
            version == Some(SCHEMA),
            "{shown}: this is {}: expected `{SCHEMA}`; --write-baseline makes one where no file is",
            version.map_or_else(|| "no baseline".to_owned(), |v| format!("a baseline `{v}`"))
        );
        let shape: Shape = serde_json::from_str(&text).map_err(|e| broken(&shown, &e))?;
        let entries = shape.findings.into_iter().map(Row::entry).collect();
        Ok(Self { path: path.to_path_buf(), folder: fs::canonicalize(around(path))?, entries })
    }

    /// A baseline that holds nothing yet.
    pub(super) fn empty(path: &Path) -> anyhow::Result<Self> {
        let folder = around(path);
        let folder = fs::canonicalize(folder)
            .map_err(|e| anyhow::anyhow!("{}: the folder cannot be opened: {e}", show(folder)))?;
        Ok(Self { path: path.to_path_buf(), folder, entries: Vec::new() })
    }

    /// The findings of a file as a baseline remembers them, in their order.
    pub(super) fn entries_of(&self, file: &Checked) -> Vec<Entry> {
        let Ok(text) = &file.result else { return Vec::new() };
        let path = self.name(&file.input.path);
        let findings = text.acts.iter().flat_map(|act| &act.findings);
        findings.map(|finding| Entry::of(path.clone(), finding, &text.source)).collect()
    }

    /// A file's way from the folder of the baseline, with forward slashes.
    pub(super) fn name(&self, file: &Path) -> String {
        let around = fs::canonicalize(around(file)).ok();
        let real = around.zip(file.file_name()).map(|(folder, name)| folder.join(name));
        real.map_or_else(|| show(file), |real| show(&from_folder(&real, &self.folder)))
    }

    /// Compares the findings of a run with those of the baseline.
    ///
    /// A finding is gone where the run read its file, and where the file is no more in a folder that the run
    /// walked. Where the run asks for less than the baseline may hold, nothing is.
    pub(super) fn compare(
        &self,
        files: &[Checked],
        walked: &[PathBuf],
        narrowed: bool,
    ) -> Compared {
        let found: Vec<Entry> = files.iter().flat_map(|file| self.entries_of(file)).collect();
        let Comparison { known, gone } = compare(&self.entries, &found);
        let read: BTreeMap<String, bool> =
            files.iter().map(|file| (self.name(&file.input.path), file.result.is_ok())).collect();
        let entry = |at: usize| self.entries.get(at);
        let (gone, kept) = gone.into_iter().filter_map(entry).cloned().partition(|entry| {
            let file = self.folder.join(&entry.path);
            let folder = fs::canonicalize(around(&file)).unwrap_or_else(|_| file.clone());
            let met = walked.iter().any(|root| folder.starts_with(root) || file.starts_with(root));
            let vanished = || met && !file.exists();
            !narrowed && read.get(&entry.path).copied().unwrap_or_else(vanished)
        });
        Compared { found, known, gone, kept }
    }

    /// Writes the findings of a run, and those of the baseline about which the run says nothing.
    pub(super) fn write(&self, found: Vec<Entry>, kept: Vec<Entry>) -> anyhow::Result<()> {
        let mut entries: Vec<Entry> = found.into_iter().chain(kept).collect();
        entries.sort();
        let shape = Shape {
            schema: SCHEMA.to_owned(),
            findings: entries.into_iter().map(Row::of).collect(),
        };
        let mut text = serde_json::to_string_pretty(&shape)?;
        text.push('\n');
        output::deliver(text.as_bytes(), Some(&self.path))
    }
}

impl Row {
    fn of(entry: Entry) -> Self {
        let Entry { path, rule, unit, text, fingerprint } = entry;
        Self { path, rule, unit, text, fingerprint }
    }

    fn entry(self) -> Entry {
        let Self { path, rule, unit, text, fingerprint } = self;
        Entry { path, rule, unit, text, fingerprint }
    }
}

fn broken(path: &str, error: &serde_json::Error) -> anyhow::Error {
    let (line, column) = (error.line(), error.column());
    // What the library says ends with the place, which stands in front here.
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    anyhow::anyhow!(
        "{path}:{line}:{column}: this is no baseline: {told}; --write-baseline makes one where no file is"
    )
}
