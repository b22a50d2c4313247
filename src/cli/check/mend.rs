//! Fixes carried out in files: `--fix`, `--fix-review`, `--diff`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::baseline::Baseline;
use super::judge::{self, Checked, Judge, Text};
use crate::cli::files::{self, STDIN};
use crate::cli::output;
use crate::engine::baseline::{Entry, compare};
use crate::engine::fix;
use crate::finding::Finding;
use crate::source::Source;

/// Fixes may make room for others. Rules that go on making work for each other without coming back to a text of
/// before are stopped here; what is left is reported.
const ROUNDS: usize = 20;

/// The findings that a baseline knows, by the names that it gives the files.
pub(super) type Known = BTreeMap<String, Vec<Entry>>;

/// What mending a file came to.
pub(super) struct Mended {
    /// How many findings were mended.
    pub(super) findings: usize,
    /// The text before.
    pub(super) before: String,
    /// The text after, with its findings.
    pub(super) text: Text,
}

/// Mends what is found in a file, again and again until nothing is left that can be mended. Nothing is
/// written.
///
/// # Errors
/// The mended text could not be read any more.
pub(super) fn mend(
    file: &Checked,
    review: bool,
    known: Option<&(&Baseline, Known)>,
    judge: &Judge<'_>,
) -> Result<Option<Mended>, String> {
    let Ok(first) = &file.result else { return Ok(None) };
    let mut seen = BTreeSet::from([first.hash.clone()]);
    let mut mended: Option<Mended> = None;
    for _ in 0..ROUNDS {
        let text = mended.as_ref().map_or(first, |m| &m.text);
        let findings = shown(text, file, known);
        let fixes = fix::chosen(findings.into_iter(), review);
        let Ok(after) = fix::mended(text.source.text(), fixes.iter().copied()) else { break };
        if fixes.is_empty() || after == text.source.text() {
            break;
        }
        let source = Source::new(text.source.name(), after, text.source.markup());
        let mut next = judge::check_source(source, &file.input, judge)?;
        // Two fixes that undo each other would go on for ever.
        if !seen.insert(next.hash.clone()) {
            break;
        }
        next.encoding = first.encoding;
        let before =
            mended.as_ref().map_or_else(|| first.source.text().to_owned(), |m| m.before.clone());
        let findings = mended.as_ref().map_or(0, |m| m.findings) + fixes.len();
        mended = Some(Mended { findings, before, text: next });
    }
    Ok(mended)
}

/// The findings of a text that the baseline does not know.
fn shown<'t>(
    text: &'t Text,
    file: &Checked,
    known: Option<&(&Baseline, Known)>,
) -> Vec<&'t Finding> {
    let findings: Vec<&Finding> = text.acts.iter().flat_map(|act| &act.findings).collect();
    let Some((baseline, known)) = known else { return findings };
    let path = baseline.name(&file.input.path);
    let Some(known) = known.get(&path) else { return findings };
    let entries: Vec<Entry> =
        findings.iter().map(|f| Entry::of(path.clone(), f, &text.source)).collect();
    let known = compare(known, &entries).known;
    findings.into_iter().zip(known).filter(|(_, known)| !known).map(|(f, _)| f).collect()
}

/// Writes a mended text into its file, in the encoding that the file has.
///
/// # Errors
/// The file may not be written, is not what it was when it was read, or cannot say the new text.
pub(super) fn write(file: &Checked, mended: &Mended) -> Result<(), String> {
    let path = &file.input.path;
    if path.as_os_str() == STDIN {
        return Err("standard input cannot be mended; --diff shows what would be".to_owned());
    }
    let encoding = mended.text.encoding;
    let bytes = files::read(&file.input).map_err(|e| e.to_string())?;
    let same = |bytes: &[u8]| encoding.encode(&mended.before).is_ok_and(|b| b == bytes);
    if !same(&bytes) {
        let (now, _) = judge::read(&file.input)?;
        return Err(if now.text() == mended.before {
            format!(
                "not mended: its {} cannot be written back as it is; save it as UTF-8",
                encoding.name()
            )
        } else {
            "not mended: the file changed while it was checked".to_owned()
        });
    }
    let bytes = encoding.encode(mended.text.source.text()).map_err(|c| {
        format!("not mended: {} has no `{c}`; save the file as UTF-8", encoding.name())
    })?;
    if fs::metadata(path).is_ok_and(|about| about.permissions().readonly()) {
        return Err("not mended: the file is read-only".to_owned());
    }
    output::deliver(&bytes, Some(path)).map_err(|e| format!("not mended: {e:#}"))
}
