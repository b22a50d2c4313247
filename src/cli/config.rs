//! The configuration file `grundnorm.toml`, and the options of the command line that win over it.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Deserialize;
use toml::Spanned;

use super::files::{STDIN, show};
use crate::finding::{Profile, Stage};
use crate::pack::embedded;
use crate::source::Span;

/// The name under which the file is looked for.
const NAME: &str = "grundnorm.toml";
/// Longer files are no configuration.
const LONGEST: u64 = 1 << 20;

/// Options of every command that uses packs.
#[derive(Debug, Args)]
pub(super) struct PackArgs {
    /// Packs, by name or folder, in the place of the default ones
    #[arg(long, value_name = "NAME|FOLDER")]
    pub(super) pack: Vec<String>,
    /// Configuration file [default: the nearest grundnorm.toml in the folder of the first path or above it]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// Options that name the constitution's own text.
#[derive(Debug, Default, Args)]
pub(super) struct ConstitutionArgs {
    /// The constitution's own text: findings quote it, and rules are compared with it
    #[arg(long, value_name = "FILE")]
    pub(super) constitution: Vec<PathBuf>,
}

/// Options that say for whom and when an act is checked.
#[derive(Debug, Default, Args)]
pub(super) struct ReaderArgs {
    /// Who reads the findings
    #[arg(long, value_parser = profiles())]
    pub(super) profile: Option<Profile>,
    /// How far the drafts have come
    #[arg(long, value_parser = stages())]
    pub(super) stage: Option<Stage>,
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.iter().map(|p| p.name()))
        .try_map(|name| Profile::from_name(&name).ok_or("unknown profile"))
}

fn stages() -> impl TypedValueParser<Value = Stage> {
    PossibleValuesParser::new(Stage::ALL.iter().map(|s| s.name()))
        .try_map(|name| Stage::from_name(&name).ok_or("unknown stage"))
}

/// What the configuration says, or the command line in its place. Paths are fit for opening from the current
/// folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// Packs by name or folder; the built-in ones when empty.
    pub(super) packs: Vec<String>,
    /// Files with the constitution's own text.
    pub(super) constitution: Vec<PathBuf>,
    /// Who reads the findings.
    pub(super) profile: Option<Profile>,
    /// How far the drafts have come.
    pub(super) stage: Option<Stage>,
}

impl Settings {
    /// The settings of a command: from the file that `--config` names, else from the nearest one around the
    /// first path, and from the command line, which wins.
    pub(super) fn of(args: &PackArgs, first: Option<&Path>) -> anyhow::Result<Self> {
        let file = match &args.config {
            Some(file) => Some(file.clone()),
            None => nearest(first),
        };
        let mut settings = match file {
            Some(file) => Self::read(&file)?,
            None => Self::default(),
        };
        if !args.pack.is_empty() {
            settings.packs.clone_from(&args.pack);
        }
        Ok(settings)
    }

    /// These settings, but for the constitutions that the command line names.
    pub(super) fn with_constitution(mut self, args: &ConstitutionArgs) -> Self {
        if !args.constitution.is_empty() {
            self.constitution.clone_from(&args.constitution);
        }
        self
    }

    /// These settings, but for what the command line says of the reader.
    pub(super) fn with_reader(mut self, args: &ReaderArgs) -> Self {
        self.profile = args.profile.or(self.profile);
        self.stage = args.stage.or(self.stage);
        self
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = show(path);
        let fail = |e: io::Error| anyhow::anyhow!("{shown}: cannot be read: {e}");
        let about = fs::metadata(path).map_err(fail)?;
        anyhow::ensure!(
            about.len() <= LONGEST,
            "{shown}: the file is too long for a configuration: expected at most 1 MiB"
        );
        let text = fs::read_to_string(path).map_err(fail)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let file = File { path: shown, text, folder };
        let raw: Raw = toml::from_str(&file.text)
            .map_err(|e| file.mistake(e.span().unwrap_or(0..0), e.message().trim_end()))?;
        Ok(file.settings(&raw)?)
    }
}

/// The keys of the file. A key that a command has no use for is checked all the same.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Raw {
    /// Names of built-in packs, and folders.
    packs: Option<Spanned<Vec<Spanned<String>>>>,
    /// Files.
    #[serde(default)]
    constitution: Vec<Spanned<String>>,
    profile: Option<Spanned<String>>,
    stage: Option<Spanned<String>>,
}

/// A mistake in the configuration, with its place.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {message}")]
pub(super) struct Mistake {
    /// The file.
    pub(super) path: String,
    /// Its text, to show the place.
    pub(super) text: String,
    /// The place.
    pub(super) span: Span,
    /// What is wrong and what was expected.
    pub(super) message: String,
}

/// A configuration file, to say where a mistake stands and what its paths lead to.
struct File<'a> {
    path: String,
    text: String,
    folder: &'a Path,
}

impl File<'_> {
    fn mistake(&self, span: Range<usize>, message: impl Into<String>) -> Mistake {
        Mistake {
            path: self.path.clone(),
            text: self.text.clone(),
            span: Span::new(span.start, span.end),
            message: message.into(),
        }
    }

    /// Checks the values. Paths are relative to the file.
    fn settings(&self, raw: &Raw) -> Result<Settings, Mistake> {
        if let Some(packs) = raw.packs.as_ref().filter(|packs| packs.get_ref().is_empty()) {
            let message = "no pack is named: expected at least one, or no `packs` at all";
            return Err(self.mistake(packs.span(), message));
        }
        let packs = raw.packs.as_ref().map_or(&[][..], |packs| packs.get_ref());
        self.each_once(packs, "pack")?;
        self.each_once(&raw.constitution, "file")?;
        Ok(Settings {
            packs: packs.iter().map(|name| self.pack(name)).collect::<Result<_, _>>()?,
            constitution: raw
                .constitution
                .iter()
                .map(|name| self.constitution(name))
                .collect::<Result<_, _>>()?,
            profile: self.one_of(raw.profile.as_ref(), "profile", Profile::ALL, Profile::name)?,
            stage: self.one_of(raw.stage.as_ref(), "stage", Stage::ALL, Stage::name)?,
        })
    }

    /// A pack named twice would report everything twice.
    fn each_once(&self, names: &[Spanned<String>], what: &str) -> Result<(), Mistake> {
        let mut seen = std::collections::BTreeSet::new();
        match names.iter().find(|name| !seen.insert(name.get_ref().as_str())) {
            Some(name) => {
                let message = format!("the {what} `{}` is named twice", name.get_ref());
                Err(self.mistake(name.span(), message))
            }
            None => Ok(()),
        }
    }

    fn pack(&self, name: &Spanned<String>) -> Result<String, Mistake> {
        let known = embedded::packs();
        if known.contains(&name.get_ref().as_str()) {
            return Ok(name.get_ref().clone());
        }
        let folder = self.folder.join(name.get_ref());
        if !folder.join("pack.toml").is_file() {
            let (name_of, known) = (name.get_ref(), known.join(", "));
            let message = if folder.is_dir() {
                format!("the folder `{name_of}` is no pack: expected a `pack.toml` in it")
            } else {
                format!(
                    "unknown pack `{name_of}`: no folder of that name beside this file, and the \
                     built-in packs are {known}"
                )
            };
            return Err(self.mistake(name.span(), message));
        }
        Ok(show(&folder))
    }

    fn constitution(&self, name: &Spanned<String>) -> Result<PathBuf, Mistake> {
        let file = self.folder.join(name.get_ref());
        match fs::metadata(&file) {
            Ok(about) if about.is_dir() => {
                let message = format!("expected a file, `{}` is a folder", name.get_ref());
                Err(self.mistake(name.span(), message))
            }
            Ok(_) => Ok(file),
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", name.get_ref());
                Err(self.mistake(name.span(), message))
            }
        }
    }

    /// The value of that name in a closed list.
    fn one_of<T: Copy>(
        &self,
        name: Option<&Spanned<String>>,
        what: &str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Result<Option<T>, Mistake> {
        let Some(name) = name else { return Ok(None) };
        let found = all.iter().copied().find(|value| name_of(*value) == name.get_ref());
        let names: Vec<&str> = all.iter().map(|value| name_of(*value)).collect();
        found.map(Some).ok_or_else(|| {
            let message = format!(
                "unknown {what} `{}`, expected one of {}",
                name.get_ref(),
                names.join(", ")
            );
            self.mistake(name.span(), message)
        })
    }
}

/// The nearest configuration in the folder of a path or above it; of the current folder where there is no
/// path, or standard input.
fn nearest(first: Option<&Path>) -> Option<PathBuf> {
    let here = fs::canonicalize(".").ok()?;
    let path = first.filter(|path| path.as_os_str() != STDIN).unwrap_or(Path::new("."));
    let mut folder = if path.is_dir() { path } else { around(path) };
    // A path that leads nowhere is told later; a folder above it may still be there.
    let real = loop {
        match fs::canonicalize(folder) {
            Ok(real) => break real,
            Err(_) if folder == around(folder) => return None,
            Err(_) => folder = around(folder),
        }
    };
    let file = real.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())?;
    Some(from_here(&file, &here))
}

/// The folder around a path as it is written.
fn around(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file as one writes it in the current folder: the same report on every machine.
fn from_here(file: &Path, here: &Path) -> PathBuf {
    for (up, folder) in here.ancestors().enumerate() {
        if let Ok(rest) = file.strip_prefix(folder) {
            // Two files that share nothing but the root are far from each other.
            if folder.components().all(|c| !matches!(c, Component::Normal(_))) && up > 0 {
                return file.to_path_buf();
            }
            return std::iter::repeat_n(Path::new(".."), up).collect::<PathBuf>().join(rest);
        }
    }
    file.to_path_buf()
}
