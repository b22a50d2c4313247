//! The catalogue of a pack: what a provision is called, what it says, and by which words it was read.

use std::collections::BTreeMap;

use super::raw::RawProvision;
use super::{PackError, PackFile};

/// Hexadecimal digits of the hash of a provision.
pub const DIGITS: usize = 16;

/// A provision of the constitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// As a lawyer cites it, with the name of the constitution.
    pub label: String,
    /// A short paraphrase.
    pub says: String,
    /// Hash of the words that the pack was written for, by language.
    pub hash: BTreeMap<String, String>,
}

/// The provisions of a manifest by eId.
///
/// # Errors
/// A hash that no text can have: it would call every text a changed one.
pub(super) fn catalogue(
    file: &PackFile,
    constitution: &str,
    raw: &BTreeMap<String, RawProvision>,
) -> Result<BTreeMap<String, Provision>, PackError> {
    let mut provisions = BTreeMap::new();
    for (eid, raw) in raw {
        let mut hash = BTreeMap::new();
        for (lang, digits) in &raw.hash {
            let text = digits.get_ref();
            let hexadecimal = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
            if text.len() != DIGITS || !text.bytes().all(hexadecimal) {
                let message = format!("expected {DIGITS} hexadecimal digits in lower case");
                return Err(PackError::new(file, digits.span(), message));
            }
            hash.insert(lang.clone(), text.clone());
        }
        let label = format!("{constitution}, {}", raw.label);
        provisions.insert(eid.clone(), Provision { label, says: raw.says.clone(), hash });
    }
    Ok(provisions)
}
