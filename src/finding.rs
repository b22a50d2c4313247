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
    /// Every level, the lightest first.
    pub const ALL: &'static [Self] = &[Self::Note, Self::Warning, Self::Error];

    /// The level of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|l| l.name() == name)
    }

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
    /// Every confidence, the weakest first.
    pub const ALL: &'static [Self] = &[Self::Possible, Self::Likely, Self::Certain];

    /// The confidence of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.name() == name)
    }

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

/// To whom findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Who writes a bill.
    Drafter,
    /// Who gives an opinion on it.
    Expert,
    /// Who looks into everything.
    Auditor,
}

impl Profile {
    /// Every profile.
    pub const ALL: &'static [Self] = &[Self::Drafter, Self::Expert, Self::Auditor];

    /// The word used in rule files, options and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Drafter => "drafter",
            Self::Expert => "expert",
            Self::Auditor => "auditor",
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.name() == name)
    }
}

/// How far a bill has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// On its author's desk.
    WorkingDraft,
    /// Before the bodies that must agree to it.
    Agreement,
    /// On its way to the legislature.
    Submission,
}

impl Stage {
    /// Every stage, in their order.
    pub const ALL: &'static [Self] = &[Self::WorkingDraft, Self::Agreement, Self::Submission];

    /// The word used in rule files, options and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkingDraft => "working-draft",
            Self::Agreement => "agreement",
            Self::Submission => "submission",
        }
    }

    /// The stage of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.name() == name)
    }
}

/// An edit that would mend a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The place; empty where text is put in.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

/// What would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// Whether the right text is certain; else somebody must look at it.
    pub safe: bool,
    /// The edits, in the order of the text.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// The word used in rule files and output.
    #[must_use]
    pub fn applicability(&self) -> &'static str {
        if self.safe { "safe" } else { "review" }
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
    /// As a lawyer cites it, in English or in the language of the messages.
    pub label: String,
    /// What the provision says, in a sentence.
    pub says: String,
    /// Where the provision's own words stand, when the constitution's text was given.
    pub place: Option<ProvisionPlace>,
}

/// The words of a provision in one of the constitutions given to a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProvisionPlace {
    /// Index of the text among those given.
    pub text: usize,
    /// The place in that text.
    pub span: Span,
    /// The paragraphs in that place: what editors noted between them is none of the provision's words.
    pub paragraphs: Vec<Span>,
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
    /// What would mend the text; each by itself.
    pub fixes: Vec<Fix>,
    /// Twelve hexadecimal digits that stay the same when text elsewhere moves.
    pub fingerprint: String,
}
