//! `grundnorm compare`

use std::path::{Path, PathBuf};

use super::files::{self, Entry};
use super::{CompareArgs, Outcome, TableArg, complain, langs, output};
use crate::amend::{Edition, Table};
use crate::engine::{Document, Options};
use crate::lang::Langs;
use crate::report::table::{self, TableFormat};
use crate::source::Source;

impl From<TableArg> for TableFormat {
    fn from(value: TableArg) -> Self {
        match value {
            TableArg::Html => Self::Html,
            TableArg::Docx => Self::Docx,
            TableArg::Xlsx => Self::Xlsx,
            TableArg::Csv => Self::Csv,
            TableArg::Markdown => Self::Markdown,
        }
    }
}

pub(super) fn run(args: &CompareArgs) -> anyhow::Result<Outcome> {
    let format = format(args)?;
    let langs = langs()?;
    let options = args.reading.options(&langs)?;
    let named = std::iter::once(&args.base).chain(&args.after).chain(&args.by);
    anyhow::ensure!(
        named.filter(|path| path.as_os_str() == "-").count() < 2,
        "standard input can be read once, and `-` stands for it more than once"
    );
    let base = text(&args.base)?;
    let before = edition(&base, &langs, &options)?;
    let Some(after) = &args.after else { anyhow::bail!("--by") };
    let changed = text(after)?;
    let after = edition(&changed, &langs, &options)?;
    anyhow::ensure!(
        before.lang.code() == after.lang.code(),
        "the editions are in different languages: {} is in {}, {} in {}; expected two editions in one",
        base.name(),
        before.lang.name(),
        changed.name(),
        after.lang.name(),
    );
    finish(args, format, &before, &after)
}

/// Writes what was asked for.
fn finish(
    args: &CompareArgs,
    format: TableFormat,
    before: &Edition<'_>,
    after: &Edition<'_>,
) -> anyhow::Result<Outcome> {
    let table = Table::compare(before, after, None);
    if table.rows.is_empty() {
        complain("the editions do not differ");
    }
    let bytes = table::bytes(&table, format)?;
    output::deliver(&bytes, args.output.as_deref())?;
    Ok(Outcome::Clean)
}

/// The format of the table: as asked for, else by the name of the file.
fn format(args: &CompareArgs) -> anyhow::Result<TableFormat> {
    let output = args.output.as_deref();
    let format = match (args.format, output) {
        (Some(format), _) => format.into(),
        (None, None) => TableFormat::Markdown,
        // The bill is text whatever its file is called.
        (None, Some(_)) if args.draft => TableFormat::Markdown,
        (None, Some(path)) => {
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            TableFormat::from_ending(&ending).ok_or_else(|| {
                anyhow::anyhow!(
                    "{}: the name does not tell the format: expected .html, .docx, .xlsx, .csv or .md, or --format",
                    path.display()
                )
            })?
        }
    };
    anyhow::ensure!(
        format.is_text() || !output::is_screen(output),
        "this format is no text for a terminal: name a file with --output"
    );
    Ok(format)
}

/// The text of a file that was named.
fn text(path: &PathBuf) -> anyhow::Result<Source> {
    let mut entries = files::collect(std::slice::from_ref(path)).into_iter();
    match (entries.next(), entries.next()) {
        (Some(Entry::File(input)), None) if !path.is_dir() => {
            super::check::read(&input).map_err(|reason| anyhow::anyhow!("{}: {reason}", input.name))
        }
        (Some(Entry::Skipped(s)), None) if !path.is_dir() => {
            anyhow::bail!("{}: {}", s.path, s.reason)
        }
        _ => anyhow::bail!("expected a file, `{}` is a folder", Path::new(path).display()),
    }
}

/// The act of a text.
fn edition<'a>(
    source: &'a Source,
    langs: &'a Langs,
    options: &Options,
) -> anyhow::Result<Edition<'a>> {
    let lang = Document::language(source, langs, options)
        .map_err(|e| anyhow::anyhow!("{}: {e}", source.name()))?;
    let mut edition = Edition::read(source, lang)
        .ok_or_else(|| anyhow::anyhow!("{}: no act was found in it", source.name()))?;
    if let Some(kind) = options.kind {
        edition.act.kind = kind;
    }
    Ok(edition)
}
