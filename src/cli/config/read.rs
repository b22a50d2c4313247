//! From the text of the configuration to settings: every name resolved, every mistake with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::globs::Pattern;
use super::raw::{Levels, Raw, RawPath, RawWaiver};
use super::{Accepted, Acts, Named, PathSettings, Settings};
use crate::cli::files::show;
use crate::engine::Rating;
use crate::engine::waiver::Waiver;
use crate::lang::Langs;
use crate::pack::check::{self, Mistakes, unknown};
use crate::pack::embedded;
use crate::pack::raw::name::{Closed, Name};
use crate::pack::raw::{List, Spot};
use crate::pack::{PackError, PackFile};
use crate::source::Span;

/// The settings of a file that stands in a folder.
///
/// # Errors
/// Every mistake with its place.
pub(super) fn settings(
    file: &PackFile,
    folder: &Path,
    langs: &Langs,
) -> Result<Settings, Vec<PackError>> {
    let mut mistakes = Mistakes::new(file);
    let Some(raw) = check::read::<Raw>(&mut mistakes) else { return Err(mistakes.sorted()) };
    let mut reader = Reader { mistakes, folder, langs, names: Vec::new() };
    let settings = reader.settings(&raw);
    let Reader { mistakes, names, .. } = reader;
    if !mistakes.is_empty() {
        return Err(mistakes.sorted());
    }
    Ok(Settings { names, ..settings })
}

struct Reader<'r> {
    mistakes: Mistakes<'r>,
    /// The folder of the file, fit for opening from the current one.
    folder: &'r Path,
    langs: &'r Langs,
    /// Names of rules and packs, to be checked once the packs are read.
    names: Vec<Named>,
}

impl Reader<'_> {
    fn settings(&mut self, raw: &Raw) -> Settings {
        if let Some(packs) = raw.packs.as_ref().filter(|packs| packs.get().is_empty()) {
            let message = "no pack is named: expected at least one, or no `packs` at all";
            self.mistakes.at(packs.span(), message);
        }
        let packs = names(raw.packs.as_ref());
        let constitution = names(raw.constitution.as_ref());
        self.each_once(packs, "pack");
        self.each_once(constitution, "file");
        Settings {
            packs: packs.iter().filter_map(|name| self.pack(name)).collect(),
            constitution: constitution.iter().filter_map(|name| self.file(name)).collect(),
            profile: self.one(raw.profile.as_ref(), "profile"),
            stage: self.one(raw.stage.as_ref(), "stage"),
            include: self.patterns(raw.include.as_ref()),
            exclude: self.patterns(raw.exclude.as_ref()),
            acts: Acts {
                lang: self.language(raw.lang.as_ref()),
                kind: self.one(raw.kind.as_ref(), "kind"),
                published: raw.published.as_ref().and_then(|day| self.mistakes.day(day)),
                as_of: raw.as_of.as_ref().and_then(|day| self.mistakes.day(day)),
                ratings: self.ratings(&raw.levels),
            },
            min_level: self.one(raw.min_level.as_ref(), "level"),
            min_confidence: self.one(raw.min_confidence.as_ref(), "confidence"),
            fail_level: self.one(raw.fail_level.as_ref(), "level"),
            message_lang: self.language(raw.message_lang.as_ref()),
            // That the file is there is told when it is read: `--write-baseline` makes it.
            baseline: raw.baseline.as_ref().map(|name| self.folder.join(name.get())),
            paths: raw.path.iter().map(|path| self.path(path.get())).collect(),
            waivers: raw.waiver.iter().map(|waiver| self.waiver(waiver.get())).collect(),
            names: Vec::new(),
            file: None,
        }
    }

    fn path(&mut self, raw: &RawPath) -> PathSettings {
        self.mistakes.not_empty(&raw.files, "pattern such as bills/**");
        PathSettings {
            files: self.patterns(Some(&raw.files)),
            acts: Acts {
                lang: self.language(raw.lang.as_ref()),
                kind: self.one(raw.kind.as_ref(), "kind"),
                published: raw.published.as_ref().and_then(|day| self.mistakes.day(day)),
                as_of: raw.as_of.as_ref().and_then(|day| self.mistakes.day(day)),
                ratings: self.ratings(&raw.levels),
            },
        }
    }

    fn waiver(&mut self, raw: &RawWaiver) -> Accepted {
        self.name(&raw.rule, true);
        if let Some(unit) = &raw.unit {
            self.mistakes.unit(unit);
        }
        if let Some(files) = &raw.files {
            self.mistakes.not_empty(files, "pattern such as bills/**");
        }
        self.mistakes.filled(&raw.reason, "the reason", "why the finding is accepted");
        self.mistakes.filled(&raw.accepted_by, "`accepted-by`", "who accepted the finding");
        Accepted {
            files: self.patterns(raw.files.as_ref()),
            waiver: Waiver {
                rule: raw.rule.get().clone(),
                unit: raw.unit.as_ref().map(|unit| unit.get().clone()),
                reason: raw.reason.get().trim().to_owned(),
                accepted_by: raw.accepted_by.get().trim().to_owned(),
                until: raw.until.as_ref().and_then(|day| self.mistakes.day(day)),
            },
            rule: Span::new(raw.rule.span().start, raw.rule.span().end),
        }
    }

    /// A pack named twice would report everything twice.
    fn each_once(&mut self, names: &[Spot<String>], what: &str) {
        let mut seen = BTreeSet::new();
        for name in names.iter().filter(|name| !seen.insert(name.get().as_str())) {
            let message = format!("the {what} `{}` is named twice", name.get());
            self.mistakes.at(name.span(), message);
        }
    }

    fn pack(&mut self, name: &Spot<String>) -> Option<String> {
        let known = embedded::packs();
        if known.contains(&name.get().as_str()) {
            return Some(name.get().clone());
        }
        let folder = self.folder.join(name.get());
        if folder.join("pack.toml").is_file() {
            return Some(show(&folder));
        }
        let name_of = name.get();
        let message = if folder.is_dir() {
            format!("the folder `{name_of}` is no pack: expected a `pack.toml` in it")
        } else {
            let told = unknown("pack", name_of, &known);
            format!("{told}; no folder of that name is beside this file")
        };
        self.mistakes.at(name.span(), message);
        None
    }

    fn file(&mut self, name: &Spot<String>) -> Option<PathBuf> {
        let file = self.folder.join(name.get());
        let message = match fs::metadata(&file) {
            Ok(about) if about.is_dir() => {
                format!("expected a file, `{}` is a folder", name.get())
            }
            Ok(_) => return Some(file),
            Err(error) => format!("`{}` cannot be read: {error}", name.get()),
        };
        self.mistakes.at(name.span(), message);
        None
    }

    fn patterns(&mut self, list: Option<&List>) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for text in names(list) {
            let span = Span::new(text.span().start, text.span().end);
            match Pattern::new(text.get(), span) {
                Ok(pattern) => patterns.push(pattern),
                Err(message) => self.mistakes.at(text.span(), message),
            }
        }
        patterns
    }

    fn language(&mut self, code: Option<&Spot<String>>) -> Option<String> {
        let code = code?;
        let known = self.mistakes.known(code, "language", &self.langs.codes());
        known.then(|| code.get().clone())
    }

    fn one<L: Closed>(&mut self, name: Option<&Spot<Name<L>>>, what: &str) -> Option<L> {
        self.mistakes.one(name?, what)
    }

    fn ratings(&mut self, levels: &Levels) -> BTreeMap<String, Rating> {
        let mut ratings = BTreeMap::new();
        for (name, level) in levels {
            self.name(name, name.get().contains('/'));
            if let Some(rating) = self.mistakes.one(level, "level") {
                ratings.insert(name.get().clone(), rating.0);
            }
        }
        ratings
    }

    fn name(&mut self, name: &Spot<String>, rule: bool) {
        let span = Span::new(name.span().start, name.span().end);
        self.names.push(Named { name: name.get().clone(), rule, span });
    }
}

/// The texts of a list that may be left out.
fn names(list: Option<&List>) -> &[Spot<String>] {
    list.map_or(&[], |list| list.get().as_slice())
}
