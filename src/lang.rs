//! One table a language: unit words, ordinals, months, formula words and cues.
//!
//! The tables are data (`rules/lang/*.toml`); this module reads and compiles them. It knows no
//! documents: what stands in a text is the business of `syntax` and `facts`.

pub mod class;
pub mod cue;
pub mod fold;
pub mod formulas;
pub mod table;
pub mod token;
pub mod vocabulary;
pub mod words;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

pub use cue::Cue;
pub use formulas::Formulas;
pub use table::{Lang, LangError, Order, UnitWords};
pub use token::{Atoms, Token, TokenKind, Tokens};
pub use vocabulary::{ClassId, Hit, Vocabulary};
pub use words::TableWords;

/// The languages that a run knows, in the order of their codes.
#[derive(Debug)]
pub struct Langs {
    list: Vec<Lang>,
    hash: String,
}

impl Langs {
    /// Compiles language tables given as (file name, text).
    ///
    /// # Errors
    /// The first table that is malformed, with its name and place.
    pub fn load<'a>(tables: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, LangError> {
        let mut hasher = Sha256::new();
        let mut langs = tables
            .inspect(|(name, text)| {
                hasher.update(name.as_bytes());
                hasher.update(text.as_bytes());
            })
            .map(|(name, text)| Lang::load(name, text))
            .collect::<Result<Vec<_>, _>>()?;
        langs.sort_by(|a, b| a.code().cmp(b.code()));
        Ok(Self { list: langs, hash: crate::source::hex(&hasher.finalize()) })
    }

    /// SHA-256 over the tables, in hexadecimal digits: findings depend on the words too.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The table of a language code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Lang> {
        self.list.iter().find(|l| l.code() == code)
    }

    /// Every table.
    pub fn iter(&self) -> impl Iterator<Item = &Lang> {
        self.list.iter()
    }

    /// The codes, in order.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        self.list.iter().map(Lang::code).collect()
    }

    /// Finds the language of a text by the marker words and letters of the tables.
    ///
    /// `None` when no table's words make up a tenth of the words read: such a text is in a
    /// language that no table describes, and reading it with a wrong table would invent facts.
    #[must_use]
    pub fn detect(&self, text: &str) -> Option<&Lang> {
        const SAMPLE: usize = 800;
        let all: Vec<&str> = text
            .split(|c: char| !fold::is_letter(c))
            .filter(|w| !w.is_empty())
            .take(SAMPLE)
            .collect();
        let is_cyrillic = |w: &str| w.chars().any(fold::is_cyrillic);
        let cyrillic = all.iter().filter(|w| is_cyrillic(w)).count() * 4 >= all.len();
        let words: Vec<String> = all
            .into_iter()
            // Addresses of web pages and names of files are no words of a text in another script.
            .filter(|w| is_cyrillic(w) == cyrillic)
            .map(fold::lower)
            .collect();
        let hits = |lang: &Lang| words.iter().filter(|w| lang.is_marker(w)).count();
        // A name in another language counts once, however often the text repeats it.
        let distinct: BTreeSet<&String> = words.iter().collect();
        let told = |lang: &Lang| distinct.iter().filter(|w| lang.is_marker(w)).count();
        let of = |lang| (told(lang), hits(lang));
        let (best, (_, hits)) = self.list.iter().map(|l| (l, of(l))).max_by_key(|(_, of)| *of)?;
        (hits * 10 >= words.len() && hits > 0).then_some(best)
    }
}
