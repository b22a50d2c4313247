//! Fixes of findings carried out on the text.

use crate::finding::{Edit, Finding, Fix};
use crate::source::Span;

/// One fix for each finding that has one, as many as go together: of two that touch each other the first in
/// the order of the text is taken, and the other is left for another round.
///
/// Fixes that somebody must look at are taken only when `review` says so.
#[must_use]
pub fn chosen<'f>(findings: impl Iterator<Item = &'f Finding>, review: bool) -> Vec<&'f Fix> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let usable = finding.fixes.iter().filter(|fix| fix.safe || review);
        let fits = |fix: &&Fix| fix.edits.iter().all(|edit| taken.iter().all(|t| agree(t, edit)));
        // The safe ones come first: what is certain needs no second look.
        let fix = usable.clone().filter(|fix| fix.safe).find(fits);
        if let Some(fix) = fix.or_else(|| usable.clone().find(fits)) {
            taken.extend(&fix.edits);
            chosen.push(fix);
        }
    }
    chosen
}

/// Whether two edits can both be carried out: they are one and the same, or do not touch.
fn agree(one: &Edit, other: &Edit) -> bool {
    one == other || !one.span.overlaps(other.span)
}

/// A text after every edit of some fixes.
///
/// # Errors
/// The words on which two of the fixes do not agree.
pub fn mended<'f>(text: &str, fixes: impl Iterator<Item = &'f Fix>) -> Result<String, Span> {
    let mut edits: Vec<&Edit> = fixes.flat_map(|f| &f.edits).collect();
    edits.sort();
    // Two findings may want one and the same edit of words that both rest on.
    edits.dedup();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let (Some(before), Some(_)) = (text.get(at..range.start), text.get(range.clone())) else {
            return Err(edit.span);
        };
        out.push_str(before);
        // New paragraphs end as those of the text do.
        for (index, line) in edit.text.split('\n').enumerate() {
            if index > 0 {
                out.push_str(line_end);
            }
            out.push_str(line.strip_suffix('\r').unwrap_or(line));
        }
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out)
}
