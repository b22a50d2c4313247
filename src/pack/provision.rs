//! The catalogue of a pack: what a provision is called, what it says, and by which words it was read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::UnitKind;

/// Hexadecimal digits of the hash of a provision.
pub const DIGITS: usize = 16;

/// On what a statement of the catalogue rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum KnownFrom {
    /// The text itself.
    #[default]
    Text,
    /// The press.
    News,
    /// General knowledge, not looked up.
    General,
    /// A comparison or a conclusion of the pack's authors.
    Inference,
}

impl KnownFrom {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Text, Self::News, Self::General, Self::Inference];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::News => "news",
            Self::General => "general",
            Self::Inference => "inference",
        }
    }
}

/// A provision of the constitution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provision {
    /// As a lawyer cites it, with the name of the constitution.
    pub label: String,
    /// How it is cited in other languages, without the name of the constitution, where that cannot be told
    /// from its eId.
    pub labels: BTreeMap<String, String>,
    /// A short paraphrase.
    pub says: String,
    /// Its title by language; empty for what has none.
    pub title: BTreeMap<String, String>,
    /// The first and the last article of a section.
    pub articles: Option<(u32, u32)>,
    /// What it is about: names in [`super::Pack::topics`].
    pub topics: Vec<String>,
    /// On what the paraphrase rests.
    pub known_from: KnownFrom,
    /// Hash of the words that the pack was written for, by language.
    pub hash: BTreeMap<String, String>,
}

/// The constitution before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    /// Its name in provisions.
    pub id: String,
    /// How its provisions are cited.
    pub label: String,
    /// The same in other languages.
    pub labels: BTreeMap<String, String>,
    /// Its provisions by eId.
    pub provisions: BTreeMap<String, Older>,
}

/// A provision of the constitution before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Older {
    /// The provision.
    pub provision: Provision,
    /// The eIds of the provisions that took its place.
    pub to: Vec<String>,
    /// What changed, where it changed.
    pub change: Option<String>,
}

/// A provision as lawyers cite it: "Art. 5(5)", "Art. 60(3)1)", "Art. 18(2), part 2".
#[must_use]
pub fn label(eid: &str) -> String {
    let mut label = String::new();
    for (at, level) in eid.split("__").enumerate() {
        let (token, number) = level.split_once('_').unwrap_or((level, ""));
        let kind = UnitKind::ALL.iter().find(|k| k.token() == token);
        match kind {
            Some(UnitKind::Article) => _ = write!(label, "Art. {number}"),
            Some(UnitKind::Paragraph) => _ = write!(label, "({number})"),
            Some(UnitKind::Subparagraph) if label.ends_with(')') => {
                _ = write!(label, "{number})");
            }
            Some(UnitKind::Subparagraph) => _ = write!(label, " {number})"),
            Some(UnitKind::Alinea) => _ = write!(label, ", part {number}"),
            _ => {
                let mut name = kind.map_or(token, |k| k.name()).to_owned();
                if at == 0
                    && let Some(first) = name.get_mut(..1)
                {
                    first.make_ascii_uppercase();
                }
                let blank = if label.is_empty() { "" } else { ", " };
                _ = write!(label, "{blank}{name} {number}");
            }
        }
    }
    label.trim_end().to_owned()
}

/// Whether a text can have this hash; another one would call every text a changed one.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
