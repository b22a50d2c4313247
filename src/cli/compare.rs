//! `grundnorm compare`

use std::path::{Path, PathBuf};

use super::args::{CompareArgs, TableArg};
use super::config::Settings;
use super::files::{self, Entry};
use super::packs::langs;
use super::{Outcome, complain, output};
use crate::amend::apply::{self, Amended, Bill, Verdict};
use crate::amend::table::Row;
use crate::amend::{Edition, Table, draft};
use crate::engine::{Document, Options, law};
use crate::lang::Langs;
use crate::model::ActKind;
use crate::report::table::{self, TableFormat};
use crate::source::{Source, Span};

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
    anyhow::ensure!(
        args.justify || (args.packs.pack.is_empty() && args.packs.config.is_none()),
        "--pack and --config say by which rules --justify goes, and it is not given"
    );
    let langs = langs()?;
    let options = args.reading.options(&langs)?;
    let named = std::iter::once(&args.base).chain(&args.after).chain(&args.by);
    anyhow::ensure!(
        named.filter(|path| path.as_os_str() == "-").count() < 2,
        "standard input can be read once, and `-` stands for it more than once"
    );
    let base = text(&args.base)?;
    let before = edition(&base, &langs, &options)?;
    if let Some(after) = &args.after {
        let changed = text(after)?;
        let after = edition(&changed, &langs, &options)?;
        anyhow::ensure!(
            before.lang.code() == after.lang.code(),
            "{} is in another language ({}) than {} ({})",
            changed.name(),
            after.lang.name(),
            base.name(),
            before.lang.name(),
        );
        finish(args, format, &langs, (&before, &after), None)?;
        return Ok(Outcome::Clean);
    }
    amended(args, format, &langs, &options, &before)
}

/// Compares an act with what bills make of it.
fn amended(
    args: &CompareArgs,
    format: TableFormat,
    langs: &Langs,
    options: &Options,
    before: &Edition<'_>,
) -> anyhow::Result<Outcome> {
    let bills = args.by.iter().map(text).collect::<anyhow::Result<Vec<Source>>>()?;
    // The kind that the user gives is that of the act, and not of the bills.
    let reading = Options { kind: None, ..options.clone() };
    let documents = bills
        .iter()
        .map(|source| {
            Document::read(source, langs, &reading)
                .map_err(|e| anyhow::anyhow!("{}: {e}", source.name()))
        })
        .collect::<anyhow::Result<Vec<Document<'_>>>>()?;
    let given: Vec<Bill<'_>> = documents
        .iter()
        .flat_map(|d| {
            d.acts.iter().map(|(act, facts)| Bill { source: d.source, lang: d.lang, act, facts })
        })
        .filter(|bill| apply::instructions(bill).next().is_some())
        .collect();
    let days = apply::Options { as_of: args.as_of, published: args.published };
    let result = apply::apply(std::slice::from_ref(before), &given, &days)?;
    let complete = tell(before, &given, &result);
    let Some(consolidated) = result.texts.first() else { return Ok(Outcome::Nothing) };
    let source =
        Source::new(before.source.name(), consolidated.text.as_str(), before.source.markup());
    let after = Edition::read(&source, before.lang)
        .ok_or_else(|| anyhow::anyhow!("{}: the bills leave nothing of it", source.name()))?;
    // The table bears the title of its bill; of several none is the one.
    let bill = if let [bill] = given.as_slice() { Some(bill) } else { None };
    let title = bill.and_then(|b| Some((b.act.kind, b.source.slice(b.act.title?))));
    finish(args, format, langs, (before, &after), title)?;
    Ok(if given.is_empty() {
        complain("the bills hold no instruction that could be read");
        Outcome::Nothing
    } else if result.outcomes.iter().all(|o| o.verdict == Verdict::NotGiven) {
        Outcome::Nothing
    } else if complete {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// Lists what was not carried out, or needs a look; says whether the table shows the whole of the bills.
fn tell(before: &Edition<'_>, bills: &[Bill<'_>], result: &Amended) -> bool {
    let mut complete = true;
    let mut others = 0_usize;
    let say = |bill: usize, span: Span, message: &str| {
        let Some(bill) = bills.get(bill) else { return };
        let at = bill.source.position(span.range().start);
        complain(&format!("{}:{}:{}: {message}", bill.source.name(), at.line, at.column));
    };
    for notice in &result.notices {
        complete &= !notice.grave;
        say(notice.bill, notice.span, &notice.message);
    }
    for outcome in &result.outcomes {
        let instruction = bills.get(outcome.bill);
        let instruction = instruction.and_then(|b| b.facts.amendments.get(outcome.instruction));
        let Some(instruction) = instruction else { continue };
        let word = match outcome.verdict {
            Verdict::Done => continue,
            Verdict::NotGiven => {
                others += 1;
                continue;
            }
            Verdict::Failed => {
                complete = false;
                "not carried out"
            }
            Verdict::NotYet => "not yet in effect",
            Verdict::Remark => "to be looked at",
        };
        let (op, target) = (instruction.operation.name(), instruction.target.as_str());
        let message = format!("{word}: {op} {target}: {}", outcome.message);
        say(outcome.bill, instruction.span, &message);
    }
    if others > 0 {
        let base = before.source.name();
        complain(&format!("{others} instructions change other acts than {base} and are left out"));
    }
    complete
}

/// Writes what was asked for.
fn finish(
    args: &CompareArgs,
    format: TableFormat,
    langs: &Langs,
    (before, after): (&Edition<'_>, &Edition<'_>),
    bill: Option<(ActKind, &str)>,
) -> anyhow::Result<()> {
    let output = args.output.as_deref();
    if args.draft {
        let text = draft(before, after);
        if text.is_empty() {
            complain("the editions do not differ, so there is no bill to write");
        }
        return output::deliver(text.as_bytes(), output);
    }
    let mut table = Table::compare(before, after, bill);
    if args.justify {
        let settings = Settings::of(&args.packs, Some(&args.base), langs)?;
        justify(&mut table, langs, &settings, before, after)?;
    }
    if table.rows.is_empty() {
        complain("the editions do not differ");
    }
    output::deliver(&table::bytes(&table, format)?, output)
}

/// Fills the justification of each row whose change cures a finding: the provision, and what the rule says
/// about it in the language of the act where it says so.
fn justify(
    table: &mut Table,
    langs: &Langs,
    settings: &Settings,
    before: &Edition<'_>,
    after: &Edition<'_>,
) -> anyhow::Result<()> {
    let (packs, broken) = super::packs::packs(&settings.packs)?;
    super::show_pack_errors(&broken);
    let options = Options {
        lang: Some(before.lang.code().to_owned()),
        kind: Some(before.act.kind),
        profile: settings.profile,
        stage: settings.stage,
        ..Options::default()
    };
    let old = Document::read(before.source, langs, &options)?;
    let new = Document::read(after.source, langs, &options)?;
    for finding in law::cured(&old, &new, &packs, &options) {
        let holds = |row: &&mut Row| {
            let inside = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}__"));
            !row.unit.is_empty()
                && (inside(&row.unit, &finding.unit) || inside(&finding.unit, &row.unit))
        };
        let rule = packs.iter().flat_map(|p| &p.rules).find(|r| r.id == finding.rule);
        let help = rule.and_then(|r| r.help.get(&table.lang).or_else(|| r.help.get("en")));
        let basis: Vec<&str> = finding.basis.iter().map(|b| b.label.as_str()).collect();
        let text = match help {
            Some(help) => format!("{}: {help}", basis.join("; ")),
            None => basis.join("; "),
        };
        for row in table.rows.iter_mut().filter(holds) {
            if !row.justification.contains(&text) {
                if !row.justification.is_empty() {
                    row.justification.push('\n');
                }
                row.justification.push_str(&text);
            }
        }
    }
    Ok(())
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
    let mut edition =
        Edition::read(source, lang)
            .filter(|edition| !edition.act.units.is_empty())
            .ok_or_else(|| anyhow::anyhow!("{}: no act was found in it", source.name()))?;
    if let Some(kind) = options.kind {
        edition.act.kind = kind;
    }
    Ok(edition)
}
