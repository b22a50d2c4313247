//! The options of `grundnorm check`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use super::{
    ColorArg, ConfidenceArg, ConstitutionArgs, LevelArg, PackArgs, ReaderArgs, Reading, day,
};
use crate::report::Format;

const GATE: &str = "Gate";
const FIXES: &str = "Fixes";
const OUTPUT: &str = "Output";

#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
    /// Files and folders; `-` is standard input [default: the folder of grundnorm.toml]
    #[arg(value_name = "PATH|-")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Acts that the bills amend: the law as amended is checked too
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(in crate::cli) with: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) reading: Reading,
    /// Day of first official publication
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) published: Option<Date>,
    /// Day whose law applies [default: the day of publication, else the act's own, else the pack's first]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) as_of: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) packs: PackArgs,
    #[command(flatten)]
    pub(in crate::cli) constitution: ConstitutionArgs,
    #[command(flatten)]
    pub(in crate::cli) reader: ReaderArgs,
    /// Only these rules
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) rule: Vec<String>,
    /// Leave out findings below this level
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(in crate::cli) min_level: Option<LevelArg>,
    /// Leave out findings below this confidence
    #[arg(long, value_enum, value_name = "CONFIDENCE")]
    pub(in crate::cli) min_confidence: Option<ConfidenceArg>,
    /// Leave out what grundnorm.toml excludes, also where it is named here
    #[arg(long)]
    pub(in crate::cli) force_exclude: bool,
    /// Threads [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
    #[command(flatten)]
    pub(in crate::cli) gate: GateArgs,
    #[command(flatten)]
    pub(in crate::cli) fixes: FixArgs,
    #[command(flatten)]
    pub(in crate::cli) shape: ShapeArgs,
}

/// What counts as a failure.
#[derive(Debug, Args)]
#[command(next_help_heading = GATE)]
pub(in crate::cli) struct GateArgs {
    /// Exit with 1 from this level on [default: error]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(in crate::cli) fail_level: Option<LevelArg>,
    /// Report only what this file does not know
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write today's findings into this file, so that later runs report only what is new
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since", "fix", "fix_review", "diff", "format", "output", "statistics"])]
    pub(in crate::cli) write_baseline: Option<PathBuf>,
    /// Let --write-baseline take in findings that the file does not hold yet
    #[arg(long, requires = "write_baseline")]
    pub(in crate::cli) accept_new: bool,
    /// Report only findings in units that changed since a revision of git
    #[arg(long, value_name = "REVISION")]
    pub(in crate::cli) since: Option<String>,
    /// The day by which waivers end [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
}

/// What is mended.
#[derive(Debug, Args)]
#[command(next_help_heading = FIXES)]
pub(in crate::cli) struct FixArgs {
    /// Mend what can be mended for certain, in the files
    #[arg(long)]
    pub(in crate::cli) fix: bool,
    /// Mend also what somebody must look at afterwards
    #[arg(long)]
    pub(in crate::cli) fix_review: bool,
    /// Show what would be mended, and write nothing
    #[arg(long, conflicts_with_all = ["format", "output", "statistics"])]
    pub(in crate::cli) diff: bool,
}

/// How the findings are told.
#[derive(Debug, Args)]
#[command(next_help_heading = OUTPUT)]
pub(in crate::cli) struct ShapeArgs {
    /// Shape of what goes to standard output
    #[arg(long, default_value = "human", value_parser = formats())]
    pub(in crate::cli) format: Format,
    /// A further shape, and the file for it; may be given several times
    #[arg(long, value_name = "FORMAT=FILE")]
    pub(in crate::cli) output: Vec<Output>,
    /// Count findings by rule and by provision
    #[arg(long)]
    pub(in crate::cli) statistics: bool,
    /// Language of the messages, where the rules have it, such as kk [default: en]
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) message_lang: Option<String>,
    /// Check again whenever a file changes
    #[arg(long, conflicts_with_all = ["fix", "fix_review", "diff", "write_baseline"])]
    pub(in crate::cli) watch: bool,
    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto)]
    pub(in crate::cli) color: ColorArg,
    /// When to link file names in a terminal
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto)]
    pub(in crate::cli) hyperlinks: ColorArg,
    /// Columns of the human format [default: the terminal's]
    #[arg(long, value_name = "COLUMNS")]
    pub(in crate::cli) width: Option<usize>,
    /// Leave out the summary and the progress bar
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
}

/// A shape of the output and the file for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Output {
    /// The shape.
    pub(in crate::cli) format: Format,
    /// The file.
    pub(in crate::cli) file: PathBuf,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Format::ALL.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ");
        let Some((format, file)) = text.split_once('=') else {
            return Err(format!(
                "expected FORMAT=FILE, such as sarif=report.sarif; the formats are {}",
                names()
            ));
        };
        let Some(format) = Format::from_name(format) else {
            return Err(format!("unknown format `{format}`, expected one of {}", names()));
        };
        if file.is_empty() || file == "-" {
            return Err(format!("expected the name of a file behind `{}=`", format.name()));
        }
        Ok(Self { format, file: PathBuf::from(file) })
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|f| f.name()))
        .try_map(|name| Format::from_name(&name).ok_or("unknown format"))
}
