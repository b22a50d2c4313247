//! `grundnorm tree`, `grundnorm facts`

use std::io::Write;

use super::args::{FactsArgs, ShowArgs, ShowFormat};
use super::files::{self, Entry};
use super::packs::{langs, packs};
use super::{Outcome, complain, show_pack_errors};
use crate::engine::{self, Document, Options, Term};
use crate::lang::Langs;
use crate::report::outline;
use crate::source::Source;

pub(super) fn tree(args: &ShowArgs) -> anyhow::Result<Outcome> {
    show(args, |document, _, format, out| match format {
        ShowFormat::Text => outline::tree_text(document, out),
        ShowFormat::Json => outline::tree_json(document, out),
    })
}

pub(super) fn facts(args: &FactsArgs) -> anyhow::Result<Outcome> {
    let (packs, broken) = packs(&args.pack)?;
    show_pack_errors(&broken);
    show(&args.show, |document, options, format, out| {
        let acts = 0..document.acts.len();
        let terms: Vec<Vec<Term>> =
            acts.map(|act| engine::terms(document, act, &packs, options)).collect();
        match format {
            ShowFormat::Text => outline::facts_text(document, &terms, out),
            ShowFormat::Json => outline::facts_json(document, &terms, out),
        }
    })
}

fn show(
    args: &ShowArgs,
    write: impl Fn(&Document<'_>, &Options, ShowFormat, &mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<Outcome> {
    let langs: Langs = langs()?;
    let options: Options = args.reading.options(&langs)?;
    let entries = files::collect(std::slice::from_ref(&args.file));
    let mut shown = false;
    let stdout = std::io::stdout();
    let mut out = std::io::BufWriter::new(stdout.lock());
    for entry in &entries {
        match entry {
            Entry::Skipped(s) => {
                complain(&format!("{}: {}", s.path, s.reason));
                return Ok(Outcome::Failed);
            }
            Entry::File(input) => {
                anyhow::ensure!(!shown, "expected one file, `{}` is a folder", args.file.display());
                let source: Source = super::check::read(input)
                    .map_err(|reason| anyhow::anyhow!("{}: {reason}", input.name))?;
                let document = Document::read(&source, &langs, &options)
                    .map_err(|e| anyhow::anyhow!("{}: {e}", input.name))?;
                write(&document, &options, args.format, &mut out)?;
                shown = true;
            }
        }
    }
    out.flush()?;
    Ok(if shown { Outcome::Clean } else { Outcome::Nothing })
}
