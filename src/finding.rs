//! A finding: what a rule has to say about a place in an act.
//!
//! The primary place is a field, level and confidence are two judgements, and the legal basis is part
//! of the type, so a finding without a place or without a basis cannot be built.

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A matter of style or information.
    Note,
    /// What a reviewer would return.
    Warning,
    /// What makes a provision defective.
    Error,
}

impl Level {
    /// The word used in rule files, options and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure the program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A subject or a scope was assumed.
    Possible,
    /// One slot was filled by inference.
    Likely,
    /// Every slot was filled by explicit words.
    Certain,
}

impl Confidence {
    /// The word used in rule files, options and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// A place in the text with a few words on why it matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place, in the text of the finding's document.
    pub span: Span,
    /// Why it matters; may be empty.
    pub text: String,
}

/// A provision on which a finding rests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// Pack and eId: `kz-2026:art_5__para_5`.
    pub provision: String,
    /// As a lawyer cites it, in English.
    pub label: String,
    /// What the provision says, in a sentence.
    pub says: String,
}

/// One finding of a rule in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `pack/name` of the rule.
    pub rule: String,
    /// How bad.
    pub level: Level,
    /// How sure.
    pub confidence: Confidence,
    /// One sentence that names what was found.
    pub message: String,
    /// eId of the unit in which the primary place lies; empty when it lies in none.
    pub unit: String,
    /// The unit as a lawyer cites it, in the act's language; empty when it lies in none.
    pub address: String,
    /// The words that led to the finding.
    pub primary: Label,
    /// Other places that the finding rests on.
    pub related: Vec<Label>,
    /// The provisions that the finding rests on, the closest first.
    pub basis: Vec<Basis>,
    /// What to do about it.
    pub help: Option<String>,
    /// Twelve hexadecimal digits that stay the same when text elsewhere moves.
    pub fingerprint: String,
}
