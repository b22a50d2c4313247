//! The command line: arguments, files, exit codes. Everything else is called, not done, here.

pub mod files;

mod amend;
mod args;
mod check;
mod compare;
mod config;
mod output;
mod packs;
mod rules;
mod shell;
mod show;
mod watch;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use sha2::{Digest, Sha256};
use termcolor::{BufferedStandardStream, ColorChoice};

use self::args::{Cli, ColorArg, Command, RulesCommand};
use crate::pack::PackError;
use crate::report;
use crate::source::{Source, Span, hex};

/// The JSON Schema of `grundnorm.toml`.
#[must_use]
pub fn configuration_schema() -> String {
    config::schema()
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
        Command::Init(args) => config::init(&args),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { command } => shell::man(command.as_deref()),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Ok(Outcome::Nothing) => ExitCode::from(3),
        Err(error) => match show_error(&error) {
            Ok(()) => ExitCode::from(2),
            // Whoever reads has seen enough.
            Err(_) => ExitCode::SUCCESS,
        },
    }
}

/// Tells why a command came to nothing.
///
/// # Errors
/// Nothing went wrong but that the reader of standard output has gone.
fn show_error(error: &anyhow::Error) -> io::Result<()> {
    if let Some(closed) = error.downcast_ref::<io::Error>()
        && closed.kind() == io::ErrorKind::BrokenPipe
    {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    match error.downcast_ref::<config::Wrong>() {
        Some(wrong) => show_pack_errors(&wrong.0),
        None => complain(&format!("{error:#}")),
    }
    Ok(())
}

/// Writes one line to standard error.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "grundnorm: {message}");
}

/// Shows mistakes in rule files and in the configuration in those files.
fn show_pack_errors(errors: &[PackError]) {
    for error in errors {
        show_in_file(&error.path, &error.text, error.span, &error.message);
    }
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

/// The absolute path of the current folder, when files are to be linked.
fn links(wish: ColorArg) -> Option<String> {
    let linked = match wish {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
    };
    let here = linked.then(|| std::fs::canonicalize(".").ok()).flatten()?;
    Some(files::show(&here))
}

/// The day of the machine's clock, by universal time.
///
/// It is asked for in one place: when a waiver has an end and nobody says which day it is.
#[expect(clippy::disallowed_methods, reason = "a waiver ends by itself, which no input can say")]
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Hash of a text, as reports name it.
fn text_hash(source: &Source) -> String {
    hex(&Sha256::digest(source.text().as_bytes()))
}
