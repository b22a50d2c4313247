//! The catalogue of a pack: what a provision is called, what it says, and by which words it was read.

use std::collections::BTreeMap;

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

/// Whether a text can have this hash; another one would call every text a changed one.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
