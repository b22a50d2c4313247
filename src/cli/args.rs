//! The arguments of every command.

mod check;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::engine::Options;
use crate::finding::{Confidence, Level, Profile, Stage};
use crate::lang::Langs;
use crate::model::ActKind;

pub(super) use check::{CheckArgs, FixArgs};

/// Checks draft statutes and law in force against a constitution.
#[derive(Debug, Parser)]
#[command(name = "grundnorm", version, about, max_term_width = 100)]
#[command(after_help = "Examples:
  grundnorm check bill.txt                  findings in a bill
  grundnorm check bills/ --message-lang kk  messages in another language
  grundnorm init                            a configuration that explains itself
  grundnorm explain kz-2026/retroactive-burden
  grundnorm help check                      every option of a command

Exit status: 0 nothing at or above the fail level, 1 findings, 2 something could not be checked, 3 \
nothing was examined.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Report findings in acts and bills
    #[command(after_help = "Examples:
  grundnorm check bill.txt                         one bill
  grundnorm check bills/ --published 2026-10-12    a folder, with the day of publication
  cat bill.md | grundnorm check - --lang ru        standard input
  grundnorm check bills/ --message-lang kk         messages in another language
  grundnorm check bills/ --fix                     mend what is certain, report the rest
  grundnorm check bills/ --since main              what changed on this branch
  grundnorm check --write-baseline known.json      keep today's findings,
  grundnorm check --baseline known.json            and report only new ones
  grundnorm check --format github --output sarif=report.sarif

Exit status: 0 nothing at or above the fail level, 1 findings, 2 something could not be checked, 3 nothing was \
examined. Where nothing changed since the revision, or all that was named is excluded by --force-exclude, it is 0.")]
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
    /// Write a grundnorm.toml that explains itself
    #[command(
        after_help = "Examples:\n  grundnorm init\n  grundnorm init bills/\n  grundnorm init --schema > \
grundnorm.schema.json\n\nNothing is written over."
    )]
    Init(InitArgs),
    /// Print a script by which a shell completes commands and options
    #[command(after_help = "Examples:\n  grundnorm completions bash > \
~/.local/share/bash-completion/completions/grundnorm\n  grundnorm completions fish > \
~/.config/fish/completions/grundnorm.fish")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(
        after_help = "Examples:\n  grundnorm man > ~/.local/share/man/man1/grundnorm.1\n  grundnorm man check | \
man -l -"
    )]
    Man {
        /// The command whose page is wanted [default: the page of the program]
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
    /// Print the JSON Schema of the file, for editors
    #[arg(long, conflicts_with = "folder")]
    pub(super) schema: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
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
pub(super) struct Reading {
    /// Language of the acts, in the place of what the text shows, such as kk
    #[arg(long, value_name = "CODE")]
    pub(super) lang: Option<String>,
    /// Kind of act, in the place of what the text says
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct AmendArgs {
    /// The acts to be changed; `-` is standard input
    #[arg(required = true, value_name = "BASE|-")]
    pub(super) bases: Vec<PathBuf>,
    /// Bills whose instructions are carried out, one after the other
    #[arg(long, required = true, value_name = "BILL")]
    pub(super) by: Vec<PathBuf>,
    /// Where the consolidated text goes: a file, or a folder for several acts [default: standard output]
    #[arg(long, short, value_name = "FILE|FOLDER")]
    pub(super) output: Option<PathBuf>,
    /// Shape of the report on the instructions
    #[arg(long, value_enum, default_value_t = AmendFormat::Human)]
    pub(super) format: AmendFormat,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Day of first official publication of the bills
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) published: Option<Date>,
    /// Leave out instructions that take effect after this day [default: carry out all]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// When to colour the output
    #[arg(long, value_enum, default_value_t = ColorArg::Auto)]
    pub(super) color: ColorArg,
    /// Columns of the human format [default: the terminal's]
    #[arg(long, value_name = "COLUMNS")]
    pub(super) width: Option<usize>,
    /// Show findings alone
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AmendFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// A file; `-` is standard input
    #[arg(value_name = "FILE|-")]
    pub(super) file: PathBuf,
    /// Shape of the output
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub(super) format: ShowFormat,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, Args)]
pub(super) struct FactsArgs {
    #[command(flatten)]
    pub(super) show: ShowArgs,
    /// Packs whose terms are found, by name or folder, in the place of the default ones
    #[arg(long, value_name = "NAME|FOLDER")]
    pub(super) pack: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The act as it is; `-` is standard input
    #[arg(value_name = "BASE|-")]
    pub(super) base: PathBuf,
    /// The act as it is to be
    #[arg(value_name = "AFTER|-", required_unless_present = "by", conflicts_with = "by")]
    pub(super) after: Option<PathBuf>,
    /// Bills that change the act, carried out one after the other, in the place of AFTER
    #[arg(long, value_name = "BILL", num_args = 1..)]
    pub(super) by: Vec<PathBuf>,
    /// Shape of the table [default: by the ending of the output, else markdown]
    #[arg(long, value_enum, conflicts_with = "draft")]
    pub(super) format: Option<TableArg>,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write the bill that turns BASE into the other edition, in the place of the table
    #[arg(long)]
    pub(super) draft: bool,
    /// Fill the justification of a row from the finding that its change cures
    #[arg(long, conflicts_with = "draft")]
    pub(super) justify: bool,
    #[command(flatten)]
    pub(super) packs: PackArgs,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Day of first official publication of the bills
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with = "after")]
    pub(super) published: Option<Date>,
    /// Day whose text is wanted [default: all that the bills say is carried out]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with = "after")]
    pub(super) as_of: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableArg {
    Html,
    Docx,
    Xlsx,
    Csv,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LevelArg {
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
pub(super) enum ConfidenceArg {
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
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    let wrong = |_| {
        format!("`{text}` is no day of the calendar in the form YYYY-MM-DD, such as 2026-10-12")
    };
    text.parse().map_err(wrong)
}

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

impl Reading {
    /// Options that say nothing but this.
    pub(super) fn options(&self, langs: &Langs) -> anyhow::Result<Options> {
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
