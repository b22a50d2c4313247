//! `grundnorm init`: a configuration that explains itself.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};

use super::NAME;
use crate::cli::args::InitArgs;
use crate::cli::files::show;
use crate::cli::{Outcome, complain};

/// Every key with what it does. What is commented out is what holds without it, or an example.
const TEXT: &str = include_str!("grundnorm.toml");

/// Writes the file, or prints its schema.
pub(in crate::cli) fn run(args: &InitArgs) -> anyhow::Result<Outcome> {
    if args.schema {
        io::stdout().lock().write_all(super::schema().as_bytes())?;
        return Ok(Outcome::Clean);
    }
    let file = args.folder.join(NAME);
    let shown = show(&file);
    let wrong = |e: io::Error| match e.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow::anyhow!("{shown}: the file is there already, and nothing is written over it")
        }
        _ => anyhow::anyhow!("{shown}: cannot be written: {e}"),
    };
    let mut open = OpenOptions::new().write(true).create_new(true).open(&file).map_err(wrong)?;
    if let Err(error) = open.write_all(TEXT.as_bytes()).and_then(|()| open.flush()) {
        // Half a file would be read as a whole one.
        let _ = fs::remove_file(&file);
        return Err(wrong(error));
    }
    complain(&format!("{shown} written; `grundnorm check` in its folder reads it"));
    Ok(Outcome::Clean)
}
