//! What stands below the rows of a finding: where it is, on which basis, how sure, what to do.

use crate::finding::{Confidence, Edit, Finding};
use crate::report::one_line;
use crate::saying::{Saying, Words};
use crate::source::Source;

/// The notes of a finding, in their order.
pub(super) fn of(source: &Source, finding: &Finding, words: &Words) -> Vec<String> {
    let word = |saying: Saying| words.say(saying, &[]);
    let mut notes = vec![];
    if !finding.address.is_empty() {
        notes.push(finding.address.clone());
    }
    for basis in &finding.basis {
        // The provision's own words stand above; a paraphrase beside them would only compete.
        let says = if basis.place.is_some() { "" } else { basis.says.as_str() };
        let colon = if says.is_empty() { "" } else { ": " };
        notes.push(format!("{}: {}{colon}{says}", word(Saying::Basis), basis.label));
    }
    let confidence = match finding.confidence {
        Confidence::Certain => None,
        Confidence::Likely => Some(Saying::Likely),
        Confidence::Possible => Some(Saying::Possible),
    };
    if let Some(confidence) = confidence {
        notes.push(format!("{}: {}", word(Saying::Confidence), word(confidence)));
    }
    if let Some(help) = &finding.help {
        notes.push(format!("{}: {help}", word(Saying::Help)));
    }
    for fix in &finding.fixes {
        let edits: Vec<String> = fix.edits.iter().map(|edit| told(source, edit, words)).collect();
        let how = word(if fix.safe { Saying::Safe } else { Saying::Review });
        notes.push(format!("{}: {} ({how})", word(Saying::Fix), edits.join("; ")));
    }
    notes
}

/// An edit in words. What is put in stands between words, one of which says where.
fn told(source: &Source, edit: &Edit, words: &Words) -> String {
    let quoted = |text: &str| words.say(Saying::Quote, &[("text", &one_line(&short(text)))]);
    let (new, old) = (quoted(edit.text.trim()), quoted(source.slice(edit.span)));
    if edit.text.is_empty() {
        return words.say(Saying::TakeOut, &[("old", &old)]);
    }
    if !edit.span.is_empty() {
        return words.say(Saying::Replace, &[("old", &old), ("new", &new)]);
    }
    let text = source.text();
    let (before, behind) = text.split_at_checked(edit.span.range().start).unwrap_or((text, ""));
    let next = behind.split_whitespace().next().unwrap_or_default();
    // White space at the end of the new text says that the word behind it is the neighbour.
    let (saying, word) = match before.split_whitespace().next_back() {
        Some(last) if !edit.text.ends_with(char::is_whitespace) || next.is_empty() => {
            (Saying::PutBehind, last)
        }
        _ => (Saying::PutBefore, next),
    };
    words.say(saying, &[("new", &new), ("word", &quoted(word))])
}

/// Words that a reader knows again, in the place of a whole paragraph.
pub(super) fn short(text: &str) -> String {
    const ENDS: usize = 5;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 3 * ENDS {
        return words.join(" ");
    }
    format!("{} … {}", words[..ENDS].join(" "), words[words.len() - ENDS..].join(" "))
}
