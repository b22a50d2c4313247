//! What stands beside the act's own numbering: attachments, editors' notes, the signature.

use super::{Builder, Open};
use crate::lang::fold::{fold_into, lower};
use crate::lang::table::Class;
use crate::lang::{Cue, Lang};
use crate::model::{Block, Eid, Unit, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::label;

impl Builder<'_, '_> {
    pub(super) fn attachment_line(&mut self, whole: Span, span: Span) -> bool {
        if span != whole || self.units.is_empty() || whole.len() > 400 {
            return false;
        }
        let text = self.reading.source.slice(span);
        let Some(number) = attachment_number(text, self.reading.lang) else {
            return false;
        };
        // «приложение 1 к указанному решению изложить …» amends an attachment and opens none.
        let orders = |c: &Class| matches!(c, Class::Cue(Cue::Restate | Cue::Insert | Cue::Delete));
        let tokens = self.reading.tokens.inside(span);
        if self.reading.hits_in(&tokens).iter().any(|h| orders(&self.reading.lang.class(h.class))) {
            return false;
        }
        self.open_attachment(number, span);
        true
    }

    /// Opens an attachment; without a number it takes the next one.
    pub(super) fn open_attachment(&mut self, number: String, span: Span) {
        self.attachments += 1;
        let number = if number.is_empty() { self.attachments.to_string() } else { number };
        self.open.clear();
        self.leads.clear();
        let eid = self.unique(Eid::default().child(UnitKind::Attachment, &number));
        let unit = self.units.len();
        self.units.push(Unit {
            kind: UnitKind::Attachment,
            eid: eid.clone(),
            number,
            heading: Some(span),
            span,
            parent: None,
        });
        self.attachment = Some(eid);
        self.last_article = None;
        self.open.push(Open::new(unit, UnitKind::Part, None));
    }

    pub(super) fn is_note(&self, text: &str) -> bool {
        is_note_line(text, self.reading.lang)
    }

    /// Whether a line opens an editors' note. A note that announces itself on a line of its own goes
    /// on over the next line; any label ends it.
    pub(super) fn starts_note(&self, text: &str) -> bool {
        if self.is_note(text) {
            return true;
        }
        self.note
            && label::label(text, self.reading.lang).is_none()
            && self.blocks.last().is_some_and(|b| {
                b.zone == Zone::Note && self.reading.source.slice(b.span).ends_with('!')
            })
    }

    pub(super) fn note_unit(&mut self, span: Span) {
        let parent = self.open.last().map(|o| o.unit);
        let base = parent.map_or_else(
            || self.attachment.clone().unwrap_or_default(),
            |p| self.units[p].eid.clone(),
        );
        let eid = self.unique(base.child(UnitKind::EditorialNote, ""));
        let unit = self.units.len();
        self.units.push(Unit {
            kind: UnitKind::EditorialNote,
            eid,
            number: String::new(),
            heading: None,
            span,
            parent,
        });
        self.blocks.push(Block { unit: Some(unit), span, zone: Zone::Note, lead: None });
    }

    pub(super) fn is_signature(&self, text: &str) -> bool {
        let bare = text.trim_start_matches(['|', ' ', '\t']);
        if let Some((office, name)) = bare.split_once('|')
            && text.len() < 300
        {
            // «Ауданның әкімі | А. Сартов»: an office and a name in two cells.
            let folded = lower(office);
            let initials = name.trim_start().chars().next().is_some_and(char::is_uppercase)
                && name.contains('.')
                && name.split_whitespace().count() <= 4;
            let office = folded.split_whitespace().any(|w| {
                self.reading.lang.signature_words().iter().any(|s| w.starts_with(s.as_str()))
            });
            if initials && office {
                return true;
            }
        }
        text.len() < 160
            && !text.trim_end().ends_with(['.', ';', ':', ','])
            && begins_with(bare, self.reading.lang.signature_words())
            && !is_declined(bare, self.reading.lang.signature_words())
    }

    /// Whether the last text of the act's own speaks of effect in time, as last clauses do.
    pub(super) fn after_commencement(&self) -> bool {
        self.last_text.is_some_and(|span| {
            let range = self.reading.tokens.inside(span);
            self.reading
                .hits_in(&range)
                .iter()
                .any(|h| self.reading.lang.class(h.class) == Class::Cue(Cue::Effect))
        })
    }
}

/// Whether a line opens an editors' note.
pub(in crate::syntax) fn is_note_line(text: &str, lang: &Lang) -> bool {
    let bare = text.trim_start_matches(['*', '_', '>', ' ', '<', '(', '[']);
    begins_with(bare, lang.note_words())
}

/// Whether a line opens an attachment.
pub(in crate::syntax) fn is_attachment_line(text: &str, lang: &Lang) -> bool {
    const LONGEST: usize = 400;
    text.len() <= LONGEST && attachment_number(text, lang).is_some()
}

/// The number of the attachment that a line opens, empty when it gives none.
pub(super) fn attachment_number(text: &str, lang: &Lang) -> Option<String> {
    const HEADING: usize = 200;
    let words = lang.attachment_words();
    let word = text.split_whitespace().next()?;
    let first = lower(word);
    // «Үкіметтің 2026 жылғы … қаулысына қосымша»: what is attached is named first.
    let endings = lang.attachment_endings();
    if !endings.is_empty() && text.len() <= 2 * HEADING {
        let whole = lower(text.trim_end());
        if endings.iter().any(|ending| whole.ends_with(ending.as_str())) {
            return Some(String::new());
        }
    }
    let digits = |s: &str| -> Option<String> {
        let d: String = s.chars().take_while(char::is_ascii_digit).collect();
        (!d.is_empty()).then_some(d)
    };
    for listed in words {
        if first == *listed {
            let rest = text.trim_start()[word.len()..].trim_start().trim_start_matches(['№', ' ']);
            let number = digits(rest);
            // «Приложение к приказу …»: a heading goes on with a capital or with a short preposition; "the
            // lands in the Schedule are …" is a sentence that was wrapped.
            let goes_on = rest
                .split_whitespace()
                .next()
                .is_some_and(|w| w.chars().count() > 2 && w.chars().all(char::is_lowercase));
            let bare = rest.is_empty()
                || number.is_some()
                || (text.len() < HEADING
                    && !goes_on
                    && !text.trim_end().ends_with(['.', ';', ',']));
            return bare.then(|| number.unwrap_or_default());
        }
        if let Some(number) = digits(&first)
            && first[number.len()..].trim_start_matches('-') == listed
        {
            return Some(number);
        }
    }
    None
}

/// Whether a text begins with one of some words, without regard to case, look-alikes and the spacing
/// of letters («П р и м е ч а н и е»). The words are in lower case.
pub(super) fn begins_with(text: &str, words: &[String]) -> bool {
    const LONGEST: usize = 64;
    // Most lines begin with another letter than any of the words: they are told apart by it alone.
    let Some(first) = text.chars().find(|c| !c.is_whitespace()) else { return false };
    let mut letter = String::new();
    fold_into(first.encode_utf8(&mut [0; 4]), true, &mut letter);
    if !words.iter().any(|w| w.starts_with(letter.as_str())) {
        return false;
    }
    let letters = text.split_whitespace().take(3);
    let spaced = letters.clone().count() == 3 && letters.clone().all(|w| w.chars().count() == 1);
    let head: String = if spaced {
        text.split_whitespace().take_while(|w| w.chars().count() == 1).collect()
    } else {
        text.chars().take(LONGEST).collect()
    };
    let mut folded = String::new();
    fold_into(&head, true, &mut folded);
    words.iter().any(|w| folded.starts_with(w.as_str()))
}

/// Whether the first word of a line is one of some words with an ending: «Министрдің бұйрығына» names an act, and
/// no signatory; «Премьер-Министрі» does. A capital letter behind a small one is a word of its own that lost its
/// space.
fn is_declined(text: &str, words: &[String]) -> bool {
    /// Letters of the shortest case ending behind a possessive one.
    const ENDING: usize = 3;
    let first = text.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or_default();
    let folded = lower(first);
    let starts = |word: &&String| {
        let head = word.split(' ').next().unwrap_or_default();
        folded.strip_prefix(head).map(|_| head.chars().count())
    };
    let longest = words.iter().filter_map(|w| starts(&w)).max();
    longest.is_some_and(|count| {
        let mut behind = first.chars().skip(count.saturating_sub(1));
        match (behind.next(), behind.next()) {
            (Some(last), Some(next)) => {
                let glued = next.is_uppercase() && last.is_lowercase();
                !glued && first.chars().count() >= count + ENDING
            }
            _ => false,
        }
    })
}
