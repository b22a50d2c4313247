//! What a shell and `man` want to know: completions and manual pages, made of the arguments themselves.

use std::io::{self, Write};

use clap::CommandFactory;
use clap::builder::Resettable;
use clap_complete::Shell;

use super::Outcome;
use super::args::Cli;
use crate::pack::check::unknown;

/// `grundnorm completions`
pub(super) fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "grundnorm", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Clean)
}

/// `grundnorm man`
pub(super) fn man(command: Option<&str>) -> anyhow::Result<Outcome> {
    let mut program = Cli::command();
    program.build();
    let (title, page) = match command {
        None => ("grundnorm".to_owned(), program),
        Some(name) => {
            let names: Vec<String> =
                program.get_subcommands().map(|c| c.get_name().to_owned()).collect();
            let found = program.find_subcommand(name).cloned().ok_or_else(|| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                anyhow::anyhow!(unknown("command", name, &names))
            })?;
            (format!("grundnorm-{name}"), found)
        }
    };
    // Examples and exit status have sections of their own, and examples keep their lines.
    let told = page.get_after_help().map(ToString::to_string).unwrap_or_default();
    let page = page.after_help(Resettable::Reset);
    let mut text = Vec::new();
    clap_mangen::Man::new(page)
        .title(title)
        .source(concat!("grundnorm ", env!("CARGO_PKG_VERSION")))
        .manual("Grundnorm")
        .render(&mut text)?;
    for part in told.split("\n\n") {
        let (heading, body, fill) = match part.split_once(':') {
            Some(("Examples", body)) => ("EXAMPLES", body, false),
            Some(("Exit status", body)) => ("EXIT STATUS", body, true),
            _ => ("NOTES", part, true),
        };
        if part.is_empty() {
            continue;
        }
        writeln!(text, ".SH {heading}{}", if fill { "" } else { "\n.nf" })?;
        for line in body.trim_matches('\n').lines() {
            writeln!(text, "\\&{}", line.trim().replace('\\', "\\e").replace('-', "\\-"))?;
        }
        if !fill {
            writeln!(text, ".fi")?;
        }
    }
    io::stdout().lock().write_all(&text)?;
    Ok(Outcome::Clean)
}
