//! The command line: arguments, files, exit codes. Everything else is called, not done, here.

pub mod files;

mod amend;
mod check;
mod compare;
mod config;
mod output;
mod rules;
mod show;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use termcolor::{BufferedStandardStream, ColorChoice};

use self::config::{ConstitutionArgs, Mistake, PackArgs, ReaderArgs};
use crate::engine::Options;
use crate::finding::{Confidence, Level};
use crate::lang::Langs;
use crate::model::ActKind;
use crate::pack::{Pack, PackError, PackFile, check as pack_check, embedded};
use crate::report;
use crate::source::Span;

/// Checks draft statutes and law in force against a constitution.
#[derive(Debug, Parser)]
#[command(name = "grundnorm", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 nothing at or above the fail level, 1 findings, 2 something \
could not be checked, 3 nothing was examined."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report findings in acts and bills
    #[command(
        after_help = "Examples:\n  grundnorm check bill.txt\n  grundnorm check bills/ --published \
2026-10-12\n  cat bill.md | grundnorm check - --lang ru --format short"
    )]
    Check(CheckArgs),
    /// Carry out the instructions of bills on the acts that they amend
    #[command(
        after_help = "Examples:\n  grundnorm amend law.md --by bill.md --output law-amended.md\n  \
grundnorm amend acts/*.md --by bill.md --output amended/ --as-of 2027-01-01\n\nExit status: 0 \
every instruction was carried out or waits for its day, 1 one could not be, 2 a file could not be read or the \
acts do not go together, 3 the bills hold no instructions."
    )]
    Amend(AmendArgs),
    /// Show the outline of an act as it was parsed
    Tree(ShowArgs),
    /// Show what was extracted: units, dates of effect, norms, citations, amendments, definitions, terms
    Facts(FactsArgs),
    /// Write the comparative table of two editions of an act, or the bill between them
    #[command(
        after_help = "Examples:\n  grundnorm compare law.txt law-2027.txt --output table.docx\n  \
grundnorm compare law.txt --by bill.txt --format html > table.html\n  grundnorm compare law.txt \
law-2027.txt --draft"
    )]
    Compare(CompareArgs),
    /// Explain a rule: why, basis, examples; or a provision: what it says, which rules rest on it
    Explain {
        /// The rule, as `pack/name`, or the provision, as `pack:art_5__para_5`
        rule: String,
        #[command(flatten)]
        packs: PackArgs,
    },
    /// List rules, run their examples, or begin a new one
    Rules {
        #[command(subcommand)]
        command: RulesCommand,
    },
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// List the rules of the packs
    List {
        #[command(flatten)]
        packs: PackArgs,
        #[command(flatten)]
        constitution: ConstitutionArgs,
        /// Shape of the output
        #[arg(long, value_enum, default_value_t = ListFormat::Human)]
        format: ListFormat,
    },
    /// Write the files from which a rule of your own begins
    #[command(
        after_help = "Examples:\n  grundnorm rules new my-pack/no-fee\n  grundnorm rules new \
my-pack/no-fee --lang en --lang ru\n\nA folder that is no pack yet becomes one. Nothing is written over."
    )]
    New {
        /// The folder of the pack and the name of the rule
        #[arg(value_name = "FOLDER/NAME")]
        rule: String,
        /// Languages of a pack that is made [default: en]
        #[arg(long, value_name = "CODE")]
        lang: Vec<String>,
    },
    /// Run every example and near miss
    Test {
        #[command(flatten)]
        packs: PackArgs,
        /// Only these rules
        #[arg(long, value_name = "RULE")]
        rule: Vec<String>,
    },
}

/// Options of every command that reads acts.
#[derive(Debug, Args)]
struct Reading {
    /// Language of the acts, in the place of what the text shows
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Kind of act, in the place of what the text says
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH|-")]
    paths: Vec<PathBuf>,
    /// Acts that the bills amend: the law as amended is checked too
    #[arg(long, value_name = "FILE", num_args = 1..)]
    with: Vec<PathBuf>,
    /// Shape of the output
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    format: CheckFormat,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    packs: PackArgs,
    #[command(flatten)]
    constitution: ConstitutionArgs,
    #[command(flatten)]
    reader: ReaderArgs,
    /// Only these rules
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Day of first official publication
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    published: Option<Date>,
    /// Day whose law applies [default: the day of publication, else the act's own, else the pack's first]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Date>,
    /// Leave out findings below this level
    #[arg(long, value_enum)]
    min_level: Option<LevelArg>,
    /// Leave out findings below this confidence
    #[arg(long, value_enum)]
    min_confidence: Option<ConfidenceArg>,
    /// Exit with 1 from this level on
    #[arg(long, value_enum, default_value_t = LevelArg::Error)]
    fail_level: LevelArg,
    /// Threads [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// When to colour the output
    #[arg(long, value_enum, default_value_t = ColorArg::Auto)]
    color: ColorArg,
    /// Columns of the human format [default: the terminal's]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    /// Leave out the summary
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct AmendArgs {
    /// The acts to be changed; `-` is standard input
    #[arg(required = true, value_name = "BASE|-")]
    bases: Vec<PathBuf>,
    /// Bills whose instructions are carried out, one after the other
    #[arg(long, required = true, value_name = "BILL")]
    by: Vec<PathBuf>,
    /// Where the consolidated text goes: a file, or a folder for several acts [default: standard output]
    #[arg(long, short, value_name = "FILE|FOLDER")]
    output: Option<PathBuf>,
    /// Shape of the report on the instructions
    #[arg(long, value_enum, default_value_t = AmendFormat::Human)]
    format: AmendFormat,
    #[command(flatten)]
    reading: Reading,
    /// Day of first official publication of the bills
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    published: Option<Date>,
    /// Leave out instructions that take effect after this day [default: carry out all]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Date>,
    /// When to colour the output
    #[arg(long, value_enum, default_value_t = ColorArg::Auto)]
    color: ColorArg,
    /// Columns of the human format [default: the terminal's]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    /// Show findings alone
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AmendFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// A file; `-` is standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Shape of the output
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
struct FactsArgs {
    #[command(flatten)]
    show: ShowArgs,
    /// Packs whose terms are found, by name or folder, in the place of the default ones
    #[arg(long, value_name = "NAME|FOLDER")]
    pack: Vec<String>,
}

#[derive(Debug, Args)]
struct CompareArgs {
    /// The act as it is; `-` is standard input
    #[arg(value_name = "BASE|-")]
    base: PathBuf,
    /// The act as it is to be
    #[arg(value_name = "AFTER|-", required_unless_present = "by", conflicts_with = "by")]
    after: Option<PathBuf>,
    /// Bills that change the act, carried out one after the other, in the place of AFTER
    #[arg(long, value_name = "BILL", num_args = 1..)]
    by: Vec<PathBuf>,
    /// Shape of the table [default: by the ending of the output, else markdown]
    #[arg(long, value_enum, conflicts_with = "draft")]
    format: Option<TableArg>,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the bill that turns BASE into the other edition, in the place of the table
    #[arg(long)]
    draft: bool,
    /// Fill the justification of a row from the finding that its change cures
    #[arg(long, conflicts_with = "draft")]
    justify: bool,
    #[command(flatten)]
    packs: PackArgs,
    #[command(flatten)]
    reading: Reading,
    /// Day of first official publication of the bills
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with = "after")]
    published: Option<Date>,
    /// Day whose text is wanted [default: all that the bills say is carried out]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with = "after")]
    as_of: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableArg {
    Html,
    Docx,
    Xlsx,
    Csv,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Human,
    Short,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LevelArg {
    Note,
    Warning,
    Error,
}

impl From<LevelArg> for Level {
    fn from(value: LevelArg) -> Self {
        match value {
            LevelArg::Note => Self::Note,
            LevelArg::Warning => Self::Warning,
            LevelArg::Error => Self::Error,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ConfidenceArg {
    Possible,
    Likely,
    Certain,
}

impl From<ConfidenceArg> for Confidence {
    fn from(value: ConfidenceArg) -> Self {
        match value {
            ConfidenceArg::Possible => Self::Possible,
            ConfidenceArg::Likely => Self::Likely,
            ConfidenceArg::Certain => Self::Certain,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day of the calendar, expected YYYY-MM-DD"))
}

/// What a command came to; the exit status follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    Failed,
    Nothing,
}

/// Runs the program on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe under `--help` is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Amend(args) => amend::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Tree(args) => show::tree(&args),
        Command::Facts(args) => show::facts(&args),
        Command::Explain { rule, packs } => rules::explain(&rule, &packs),
        Command::Rules { command: RulesCommand::List { packs, constitution, format } } => {
            rules::list(&packs, &constitution, format)
        }
        Command::Rules { command: RulesCommand::New { rule, lang } } => rules::new(&rule, &lang),
        Command::Rules { command: RulesCommand::Test { packs, rule } } => {
            rules::test(&packs, &rule)
        }
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Ok(Outcome::Nothing) => ExitCode::from(3),
        Err(error) => {
            let closed = error
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
            if closed {
                return ExitCode::SUCCESS;
            }
            match error.downcast_ref::<Mistake>() {
                Some(mistake) => show_mistake(mistake),
                None => complain(&format!("{error:#}")),
            }
            ExitCode::from(2)
        }
    }
}

/// Writes one line to standard error.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "grundnorm: {message}");
}

/// The language tables inside the binary.
fn langs() -> anyhow::Result<Langs> {
    Ok(Langs::load(embedded::languages())?)
}

/// The packs that a command uses, and the mistakes in their rule files.
fn packs(names: &[String]) -> anyhow::Result<(Vec<Pack>, Vec<PackError>)> {
    let (mut packs, errors) = every_pack(names)?;
    if names.is_empty() {
        packs.retain(|p| p.default);
    }
    Ok((packs, errors))
}

/// The packs that are named, else every one inside the binary, and the mistakes in their rule files.
fn every_pack(names: &[String]) -> anyhow::Result<(Vec<Pack>, Vec<PackError>)> {
    let mut packs = Vec::new();
    let mut errors = Vec::new();
    let inside: Vec<String> = embedded::packs().into_iter().map(str::to_owned).collect();
    let names = if names.is_empty() { &inside } else { names };
    for name in names {
        let (id, folder, files) = if inside.contains(name) {
            (name.clone(), format!("rules/{name}"), embedded::pack(name))
        } else {
            pack_folder(name, &inside)?
        };
        match pack_check::load(&id, &folder, &files) {
            Ok((pack, wrong)) => {
                packs.push(pack);
                errors.extend(wrong);
            }
            Err(wrong) => {
                show_pack_errors(&wrong);
                anyhow::bail!("the pack `{id}` cannot be read; see above");
            }
        }
    }
    Ok((packs, errors))
}

fn pack_folder(name: &str, known: &[String]) -> anyhow::Result<(String, String, Vec<PackFile>)> {
    let folder = PathBuf::from(name);
    anyhow::ensure!(
        folder.is_dir(),
        "unknown pack `{name}`: no folder of that name, and the built-in packs are {}",
        known.join(", ")
    );
    let mut files = Vec::new();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(&folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let bytes = std::fs::read(path)
            .map_err(|e| anyhow::anyhow!("{}: cannot be read: {e}", path.display()))?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        files.push(PackFile::new(path.to_string_lossy().replace('\\', "/"), name, &bytes));
    }
    let id = folder.canonicalize()?.file_name().map(|n| n.to_string_lossy().into_owned());
    Ok((id.unwrap_or_else(|| name.to_owned()), name.trim_end_matches('/').to_owned(), files))
}

/// Shows mistakes in rule files in those files.
fn show_pack_errors(errors: &[PackError]) {
    for error in errors {
        show_in_file(&error.path, &error.text, error.span, &error.message);
    }
}

/// Shows a mistake in the configuration in that file.
fn show_mistake(mistake: &Mistake) {
    show_in_file(&mistake.path, &mistake.text, mistake.span, &mistake.message);
}

/// Shows what is wrong at a place of a file. Standard error that takes no more is no reason to stop.
fn show_in_file(path: &str, text: &str, span: Span, message: &str) {
    let choice = color(ColorArg::Auto, io::stderr().is_terminal());
    let mut stderr = BufferedStandardStream::stderr(choice);
    let _ = report::file_error(path, text, span, message, &mut stderr);
    let _ = stderr.flush();
}

fn color(wish: ColorArg, terminal: bool) -> ColorChoice {
    match wish {
        ColorArg::Always => ColorChoice::Always,
        ColorArg::Never => ColorChoice::Never,
        // `NO_COLOR` turns colour off whatever its value, when it is not empty.
        ColorArg::Auto if terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) => {
            ColorChoice::Auto
        }
        ColorArg::Auto => ColorChoice::Never,
    }
}

/// Columns of the terminal behind standard output; 100 where there is none.
fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0))
}

impl Reading {
    fn options(&self, langs: &Langs) -> anyhow::Result<Options> {
        let kind = match &self.kind {
            None => None,
            Some(name) => Some(ActKind::from_name(name).ok_or_else(|| {
                let names: Vec<&str> = ActKind::ALL.iter().map(|k| k.name()).collect();
                anyhow::anyhow!("unknown kind `{name}`, expected one of {}", names.join(", "))
            })?),
        };
        if let Some(lang) = &self.lang {
            anyhow::ensure!(
                langs.get(lang).is_some(),
                "unknown language `{lang}`, expected one of {}",
                langs.codes().join(", ")
            );
        }
        Ok(Options { lang: self.lang.clone(), kind, ..Options::default() })
    }
}
