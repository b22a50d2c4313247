//! The configuration file `grundnorm.toml`: where it is found, and what it says.

mod globs;
mod init;
mod raw;
mod read;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::args::{ConstitutionArgs, PackArgs, ReaderArgs};
use super::files::{STDIN, read_text, show};
use super::packs::rule_names;
use crate::engine::waiver::Waiver;
use crate::engine::{Options, Rating};
use crate::finding::{Confidence, Level, Profile, Stage};
use crate::lang::Langs;
use crate::model::ActKind;
use crate::pack::check::{Mistakes, unknown};
use crate::pack::{PackError, PackFile, schema as pack_schema};
use crate::source::Span;

pub(super) use globs::Pattern;
pub(super) use init::run as init;

/// The name under which the file is looked for.
pub(super) const NAME: &str = "grundnorm.toml";
/// Longer files are no configuration.
const LONGEST: u64 = 1 << 20;

/// The JSON Schema of the file, for editors.
#[must_use]
pub(super) fn schema() -> String {
    pack_schema::text::<raw::Raw>("The configuration of Grundnorm")
}

/// What the configuration says, or the command line in its place. Paths are fit for opening from the current
/// folder.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// The file, if there is one.
    pub(super) file: Option<ConfigFile>,
    /// Packs by name or folder; the built-in ones when empty.
    pub(super) packs: Vec<String>,
    /// Files with the constitution's own text.
    pub(super) constitution: Vec<PathBuf>,
    /// Who reads the findings.
    pub(super) profile: Option<Profile>,
    /// How far the drafts have come.
    pub(super) stage: Option<Stage>,
    /// Files that are read when a folder is walked; all when empty.
    pub(super) include: Vec<Pattern>,
    /// Files that are left out.
    pub(super) exclude: Vec<Pattern>,
    /// What holds for every act.
    pub(super) acts: Acts,
    /// Findings below this level are left out.
    pub(super) min_level: Option<Level>,
    /// Findings below this confidence are left out.
    pub(super) min_confidence: Option<Confidence>,
    /// From this level on a finding fails the run.
    pub(super) fail_level: Option<Level>,
    /// Code of the language of the messages.
    pub(super) message_lang: Option<String>,
    /// The findings of an earlier day.
    pub(super) baseline: Option<PathBuf>,
    /// What holds for some files.
    pub(super) paths: Vec<PathSettings>,
    /// Findings that are accepted on purpose.
    pub(super) waivers: Vec<Accepted>,
    /// The rules and packs that the file names.
    names: Vec<Named>,
}

/// The file from which settings were read.
#[derive(Debug)]
pub(super) struct ConfigFile {
    /// The name to show.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// The folder around it, from the root.
    pub(super) folder: PathBuf,
}

/// How acts are read and judged.
#[derive(Debug, Clone, Default)]
pub(super) struct Acts {
    /// Code of their language.
    pub(super) lang: Option<String>,
    /// Their kind.
    pub(super) kind: Option<ActKind>,
    /// Day of first official publication.
    pub(super) published: Option<Date>,
    /// Day whose law applies.
    pub(super) as_of: Option<Date>,
    /// What becomes of the findings of rules and packs.
    pub(super) ratings: BTreeMap<String, Rating>,
}

impl Acts {
    /// Puts these settings in the place of those before.
    fn lay_over(&self, options: &mut Options) {
        options.lang = self.lang.clone().or(options.lang.take());
        options.kind = self.kind.or(options.kind);
        options.published = self.published.or(options.published);
        options.as_of = self.as_of.or(options.as_of);
        options.ratings.extend(self.ratings.iter().map(|(name, rating)| (name.clone(), *rating)));
    }
}

/// What holds for some files.
#[derive(Debug)]
pub(super) struct PathSettings {
    /// Which files.
    pub(super) files: Vec<Pattern>,
    /// How their acts are judged.
    acts: Acts,
}

/// A waiver with its places in the file.
#[derive(Debug)]
pub(super) struct Accepted {
    /// For which files; for all when empty.
    pub(super) files: Vec<Pattern>,
    /// What is accepted.
    pub(super) waiver: Waiver,
    /// The name of its rule.
    pub(super) rule: Span,
}

/// A rule or a pack that the file names.
#[derive(Debug)]
struct Named {
    name: String,
    /// Whether it must be a rule.
    rule: bool,
    span: Span,
}

/// Mistakes in the configuration, with their places.
#[derive(Debug, thiserror::Error)]
#[error("the configuration has mistakes")]
pub(super) struct Wrong(pub(super) Vec<PackError>);

impl Settings {
    /// The settings of a command: from the file that `--config` names, else from the nearest one around the
    /// first path, and from the command line, which wins.
    pub(super) fn of(args: &PackArgs, first: Option<&Path>, langs: &Langs) -> anyhow::Result<Self> {
        let file = match &args.config {
            Some(file) => Some(file.clone()),
            None => nearest(first),
        };
        let mut settings = match file {
            Some(file) => Self::read(&file, args, langs)?,
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

    /// A file's way from the folder of the configuration; none for a file elsewhere.
    pub(super) fn relative(&self, file: &Path) -> Option<PathBuf> {
        let folder = &self.file.as_ref()?.folder;
        if file.as_os_str() == STDIN {
            return None;
        }
        // A file that is a link goes by its own name, not by that of what it leads to.
        let around = fs::canonicalize(around(file)).ok()?;
        around.join(file.file_name()?).strip_prefix(folder).ok().map(Path::to_path_buf)
    }

    /// How the acts of a file are judged: the settings for every act, then those for the file, then what the
    /// command line says.
    pub(super) fn options(&self, relative: Option<&Path>, given: &Acts, rest: &Options) -> Options {
        let mut options =
            Options { lang: None, kind: None, published: None, as_of: None, ..rest.clone() };
        self.acts.lay_over(&mut options);
        for path in &self.paths {
            if relative.is_some_and(|file| path.files.iter().any(|p| p.matches(file))) {
                path.acts.lay_over(&mut options);
            }
        }
        given.lay_over(&mut options);
        options
    }

    fn read(path: &Path, args: &PackArgs, langs: &Langs) -> anyhow::Result<Self> {
        let shown = show(path);
        let fail = |e: io::Error| anyhow::anyhow!("{shown}: cannot be read: {e}");
        let text = read_text(path, LONGEST).map_err(|e| match e.kind() {
            io::ErrorKind::FileTooLarge => anyhow::anyhow!(
                "{shown}: the file is too long for a configuration: expected at most 1 MiB"
            ),
            _ => fail(e),
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let file = PackFile { path: shown.clone(), name: NAME.to_owned(), text };
        let mut settings = read::settings(&file, folder, langs).map_err(Wrong)?;
        settings.check_names(&file, args)?;
        let folder = fs::canonicalize(around(path)).map_err(fail)?;
        settings.file = Some(ConfigFile { path: shown, text: file.text, folder });
        Ok(settings)
    }

    /// Checks the names of rules and packs against the packs that the file or the command line may use.
    fn check_names(&self, file: &PackFile, args: &PackArgs) -> anyhow::Result<()> {
        if self.names.is_empty() {
            return Ok(());
        }
        let rules = rule_names(self.packs.iter().chain(&args.pack));
        let mut packs: Vec<&str> =
            rules.iter().filter_map(|rule| Some(rule.split_once('/')?.0)).collect();
        packs.dedup();
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        let mut mistakes = Mistakes::new(file);
        for named in &self.names {
            let (what, known) = if named.rule { ("rule", &rules) } else { ("pack", &packs) };
            if known.contains(&named.name.as_str()) {
                continue;
            }
            // A rule without its pack, and a pack where a rule belongs, are the common slips.
            let of_a_pack =
                rules.iter().find(|rule| rule.split_once('/').is_some_and(|r| r.1 == named.name));
            let message = match of_a_pack {
                Some(rule) => format!("unknown {what} `{}`; did you mean `{rule}`?", named.name),
                None if packs.contains(&named.name.as_str()) => {
                    format!("`{}` is a pack; expected a rule, as `{}/NAME`", named.name, named.name)
                }
                None => unknown(what, &named.name, known),
            };
            mistakes.at(named.span.range(), message);
        }
        if mistakes.is_empty() { Ok(()) } else { Err(Wrong(mistakes.sorted()).into()) }
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
    // Whatever has the name is meant to be one: a folder or a link that leads nowhere is told when it is read.
    let file = real
        .ancestors()
        .map(|folder| folder.join(NAME))
        .find(|file| file.symlink_metadata().is_ok())?;
    Some(from_folder(&file, &here))
}

/// The folder around a path as it is written.
pub(super) fn around(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file as one writes it in a folder, both from the root: the same name on every machine.
pub(super) fn from_folder(file: &Path, here: &Path) -> PathBuf {
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
