//! Fixes of findings carried out on the text.

use crate::finding::{Edit, Fix};
use crate::source::Span;

/// A text after every edit of some fixes.
///
/// # Errors
/// The words on which two of the fixes do not agree.
pub fn mended<'f>(text: &str, fixes: impl Iterator<Item = &'f Fix>) -> Result<String, Span> {
    let mut edits: Vec<&Edit> = fixes.flat_map(|f| &f.edits).collect();
    edits.sort();
    // Two findings may want one and the same edit of words that both rest on.
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let (Some(before), Some(_)) = (text.get(at..range.start), text.get(range.clone())) else {
            return Err(edit.span);
        };
        out.push_str(before);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out)
}
