//! Which files of a walk are checked: what the configuration includes and excludes, and what changed.

use std::path::{Path, PathBuf};

use super::since::{Change, Changes};
use crate::cli::args::CheckArgs;
use crate::cli::config::{NAME, Pattern, Settings};
use crate::cli::files::{self, Entry, Input, Skipped};

/// The files of a run.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// To be checked.
    pub(super) files: Vec<Input>,
    /// Left out, with the reason.
    pub(super) skipped: Vec<Skipped>,
    /// How many have not changed since the revision.
    pub(super) unchanged: usize,
    /// How many files that were named are left out on purpose.
    pub(super) excluded: usize,
    /// The patterns of `include` that match a file that was met.
    pub(super) included_by: Vec<bool>,
    /// The patterns of `exclude` that do.
    pub(super) excluded_by: Vec<bool>,
    /// The `[[path]]` entries that do.
    pub(super) set_by: Vec<bool>,
}

impl Selection {
    /// Walks the paths of the command line.
    pub(super) fn of(
        args: &CheckArgs,
        paths: &[PathBuf],
        settings: &Settings,
        changes: Option<&Changes>,
    ) -> Self {
        let mut selection = Self {
            included_by: vec![false; settings.include.len()],
            excluded_by: vec![false; settings.exclude.len()],
            set_by: vec![false; settings.paths.len()],
            ..Self::default()
        };
        for entry in files::collect(paths) {
            match entry {
                Entry::File(input) => selection.file(input, args, settings, changes),
                Entry::Skipped(skipped) => {
                    let path = Path::new(&skipped.path);
                    if is_own(path, args, settings) {
                        continue;
                    }
                    let relative = settings.relative(path);
                    let out = relative.is_some_and(|file| {
                        selection.note(&settings.exclude, &file);
                        settings.exclude.iter().any(|p| p.matches(&file))
                    });
                    // What is left out on purpose cannot fail the run.
                    let failed = skipped.failed && !out;
                    selection.skipped.push(Skipped { failed, ..skipped });
                }
            }
        }
        selection
    }

    /// Notes which patterns of `exclude` match a file.
    fn note(&mut self, patterns: &[Pattern], file: &Path) {
        for (used, pattern) in self.excluded_by.iter_mut().zip(patterns) {
            *used |= pattern.matches(file);
        }
    }

    fn file(
        &mut self,
        input: Input,
        args: &CheckArgs,
        settings: &Settings,
        changes: Option<&Changes>,
    ) {
        if let Some(file) = settings.relative(&input.path) {
            self.note(&settings.exclude, &file);
            for (used, pattern) in self.included_by.iter_mut().zip(&settings.include) {
                *used |= pattern.matches(&file);
            }
            for (used, path) in self.set_by.iter_mut().zip(&settings.paths) {
                *used |= path.files.iter().any(|pattern| pattern.matches(&file));
            }
            let by = settings.exclude.iter().find(|pattern| pattern.matches(&file));
            let included = settings.include.iter().any(|pattern| pattern.matches(&file));
            let reason = match by {
                Some(pattern) => Some(format!("excluded by `{}` in {NAME}", pattern.text)),
                None if included || settings.include.is_empty() => None,
                None => Some(format!("not included in {NAME}")),
            };
            if let Some(reason) = reason.filter(|_| !input.named || args.force_exclude) {
                self.excluded += usize::from(input.named);
                self.skipped.push(Skipped { path: input.name, reason, failed: false });
                return;
            }
        }
        match changes.map(|changes| changes.of(&input.path)) {
            Some(Ok(Change::None)) => self.unchanged += 1,
            Some(Err(reason)) => {
                self.skipped.push(Skipped { path: input.name, reason, failed: true });
            }
            _ => self.files.push(input),
        }
    }
}

/// Whether a file is one of the program's own, which nobody takes for an act: the configuration and a baseline.
fn is_own(path: &Path, args: &CheckArgs, settings: &Settings) -> bool {
    let config = settings.file.as_ref().map(|file| Path::new(&file.path));
    let gate = &args.gate;
    let own = [
        config,
        gate.baseline.as_deref(),
        gate.write_baseline.as_deref(),
        settings.baseline.as_deref(),
    ];
    own.into_iter().flatten().any(|own| same(own, path))
}

/// Whether two paths lead to one file.
fn same(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && std::fs::canonicalize(one)
            .ok()
            .zip(std::fs::canonicalize(other).ok())
            .is_some_and(|(a, b)| a == b)
}
