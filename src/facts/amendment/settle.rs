//! What is settled once a draft is complete: which words are old and which new, the operation that a verb
//! makes with them, and what of the addressed units is meant.

use super::draft::Draft;
use super::level::headed_unit;
use super::{Content, Operation};
use crate::lang::Lang;
use crate::model::{Eid, UnitKind};
use crate::syntax::citation::{Citation, CitedAct};

/// Quotations of which no word beside them says what they are: before the verb words of the target,
/// behind it new ones.
pub(super) fn settle_plain(draft: &mut Draft, operation: Operation, lang: &Lang) {
    // «А» деген сөзден кейін «Б» деген сөз қойылсын: the words put in are called words, and no more.
    let placed = !draft.after.is_empty() || !draft.before.is_empty();
    if operation == Operation::Insert && placed && draft.new.is_empty() && draft.plain.is_empty() {
        draft.new = std::mem::take(&mut draft.old);
    }
    if draft.plain.is_empty() {
        return;
    }
    let verb = draft.verb.start;
    match operation {
        Operation::ReplaceWords if draft.old.is_empty() || draft.new.is_empty() => {
            for quote in std::mem::take(&mut draft.plain) {
                let old = draft.old.is_empty() && (quote.start < verb || draft.new.is_empty());
                if old && (draft.new.is_empty() || draft.said) {
                    draft.old.push(quote);
                } else {
                    draft.new.push(quote);
                }
            }
        }
        // «строку «А» исключить»: where words are called words, a quotation may be anything else.
        Operation::Delete
            if draft.old.is_empty()
                && ((draft.cited.is_empty()
                    && (!lang.words_first() || lang.has_bare_sections()))
                    || draft.said) =>
        {
            draft.old = std::mem::take(&mut draft.plain);
        }
        // "after the words “A”, the words “B” shall be inserted"
        Operation::Insert
            if draft.new.is_empty()
                && (draft.said || !draft.after.is_empty() || !draft.before.is_empty()) =>
        {
            draft.new = std::mem::take(&mut draft.plain);
        }
        _ => {}
    }
}

/// «8-қосымша осы бұйрыққа 1-қосымшаға сәйкес жазылсын»: an attachment of the act that orders holds the
/// new text, and is no target.
pub(super) fn drop_sources(draft: &mut Draft) {
    let source = |c: &Citation| {
        c.act == CitedAct::This
            && c.name.is_some()
            && c.targets.iter().all(|t| t.as_str().starts_with(UnitKind::Attachment.token()))
    };
    if draft.cited.iter().any(|c| !source(&c.citation)) {
        draft.cited.retain(|c| !source(&c.citation));
    }
    let itself = |c: &Citation| {
        c.act == CitedAct::This && c.targets.iter().any(|t| t.as_str().starts_with("self:"))
    };
    draft.cited.retain(|c| !itself(&c.citation) && c.citation.within.is_none());
}

/// The operation that a verb makes with what stands beside it.
pub(super) fn settle(operation: Operation, draft: &Draft, quoted: Option<&Content>) -> Operation {
    let units = !draft.cited.is_empty() || !draft.base.is_empty();
    match operation {
        Operation::Delete if !draft.old.is_empty() => Operation::DeleteWords,
        // "for subsection (3) substitute: …": the whole unit is worded anew.
        Operation::ReplaceWords if draft.old.is_empty() && units && quoted.is_some() => {
            Operation::Restate
        }
        Operation::Insert
            if !draft.new.is_empty()
                || ((!draft.after.is_empty() || !draft.before.is_empty()) && quoted.is_some()) =>
        {
            if draft.old.is_empty() {
                Operation::InsertWords
            } else {
                Operation::ReplaceWords
            }
        }
        _ => operation,
    }
}

/// The targets of an insertion that names no number for the new unit: «дополнить абзацем».
pub(super) fn nameless(draft: &Draft, addressed: &[Eid]) -> Vec<Eid> {
    let Some(kind) = draft.nameless.last() else { return Vec::new() };
    let new = Eid::default().child(*kind, "");
    addressed
        .iter()
        .map(|a| if a.as_str().is_empty() { new.clone() } else { a.child(*kind, "") })
        .collect()
}

/// What of the addressed units is meant: the heading, the title of the act, its preamble, or all of it.
pub(super) fn parts(draft: &Draft, addressed: &[Eid], from_lead: bool) -> Vec<Eid> {
    if draft.preamble && from_lead {
        return vec![Eid::default().child(UnitKind::Preamble, "")];
    }
    if draft.lead_in {
        // The words that open a unit are the first paragraph of its text.
        let first = |a: &Eid| a.child(UnitKind::Indent, "1");
        return addressed.iter().filter(|a| !a.as_str().is_empty()).map(first).collect();
    }
    let headed = draft.cited.iter().any(|c| c.heading && !c.place);
    if draft.heading && !headed {
        // «заголовок и пункт 1 статьи 5»: the heading is that of the unit around.
        let mut out: Vec<Eid> = Vec::new();
        for eid in addressed {
            let around = if from_lead { eid.clone() } else { headed_unit(eid) };
            let heading = if around.as_str().is_empty() {
                Eid::new("title")
            } else {
                Eid::new(format!("{around}__heading"))
            };
            if !out.contains(&heading) {
                out.push(heading);
            }
        }
        if !from_lead {
            out.extend(addressed.iter().cloned());
        }
        return out;
    }
    if draft.title && from_lead {
        return vec![Eid::new("title")];
    }
    addressed.to_vec()
}
