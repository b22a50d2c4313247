//! Provisions as lawyers cite them, in the language of the messages.

use super::address;
use crate::finding::Basis;
use crate::lang::Lang;
use crate::model::Eid;
use crate::pack::{Pack, provision};

/// The language in which rules give labels and paraphrases.
const ENGLISH: &str = "en";

/// Tells provisions in another language than English.
///
/// A label whose constitution has no name in that language stays as it is, and so does one that was not made
/// of an eId and has no translation. Paraphrases are in English alone, and are left out.
pub fn tell<'b>(basis: impl Iterator<Item = &'b mut Basis>, packs: &[Pack], lang: &Lang) {
    if lang.code() == ENGLISH {
        return;
    }
    for basis in basis {
        basis.says.clear();
        if let Some(label) = label(&basis.provision, packs, lang) {
            basis.label = label;
        }
    }
}

/// A provision, by its pack and eId, as it is cited in a language.
fn label(provision: &str, packs: &[Pack], lang: &Lang) -> Option<String> {
    let (id, eid) = provision.split_once(':')?;
    let (labels, english, provision) = packs.iter().find_map(|pack| {
        if pack.id == id {
            return Some((&pack.labels, &pack.label, pack.provisions.get(eid)?));
        }
        let older = pack.predecessor.as_ref().filter(|older| older.id == id)?;
        Some((&older.labels, &older.label, &older.provisions.get(eid)?.provision))
    })?;
    let constitution = labels.get(lang.code())?;
    let made = provision.label == format!("{english}, {}", provision::label(eid));
    let unit = match provision.labels.get(lang.code()) {
        Some(given) => given.clone(),
        None if made => address::named(&Eid::new(eid), lang),
        None => return None,
    };
    (!unit.is_empty()).then(|| format!("{constitution}, {unit}"))
}
