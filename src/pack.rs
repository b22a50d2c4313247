//! Packs: a constitution's catalogue of provisions and the rules that rest on it, read from data.
//!
//! A pack is a folder with `pack.toml` and one TOML file a rule: a rule exists by being a file. Errors
//! carry the span in the file. Knows nothing of documents.

pub mod check;
pub mod embedded;
pub mod jurisdiction;
pub mod raw;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::{Basis, Confidence, Level};
use crate::model::ActKind;
use crate::source::{Markup, Source, Span};

pub use jurisdiction::{Jurisdiction, State};

/// A file of a pack: its path below the pack's folder and its text.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// The path to show.
    pub path: String,
    /// The name below the pack's folder: `pack.toml`, `retroactive-burden.toml`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Something wrong in a file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}:{column}: {message}")]
pub struct PackError {
    /// The file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
    /// The place in the file.
    pub span: Span,
    /// The file's text, to show the place.
    pub text: String,
}

impl PackError {
    /// An error at a place in a file.
    #[must_use]
    pub fn new(file: &PackFile, span: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        let source = Source::new(&file.path, &*file.text, Markup::Plain);
        let position = source.position(span.start.min(file.text.len()));
        Self {
            path: file.path.clone(),
            line: position.line,
            column: position.column,
            message: message.into(),
            span: Span::new(span.start, span.end),
            text: file.text.clone(),
        }
    }
}

/// Norms that a condition asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NormFilter {
    /// Direction, by name.
    pub direction: Option<String>,
    /// Modalities, by name; empty for any.
    pub modality: Vec<String>,
    /// Addressees, by name; empty for any.
    pub addressee: Vec<String>,
}

/// What a condition looks at and asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// A commencement that reaches back, and the norms that it must govern.
    ReachesBack(NormFilter),
    /// A norm tied to facts of before.
    PastFacts(NormFilter),
    /// An amendment of the constitution.
    AmendsConstitution,
}

/// One branch of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at.
    pub anchor: Anchor,
    /// Whether a nationwide vote on the act silences it.
    pub unless_referendum: bool,
    /// The level of its findings.
    pub level: Level,
    /// The best confidence of its findings.
    pub confidence: Confidence,
}

/// A text that shows when a rule fires or stays silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Language code.
    pub lang: String,
    /// Day of first official publication.
    pub published: Option<Date>,
    /// The text without brackets.
    pub text: String,
    /// The places in brackets; empty for a near miss.
    pub marks: Vec<Span>,
    /// Why it fires or stays silent.
    pub why: String,
    /// Whether the rule must fire.
    pub fires: bool,
    /// Where the example stands in its file.
    pub span: Span,
}

/// A checked rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `pack/name`.
    pub id: String,
    /// Its file.
    pub path: String,
    /// Title by language.
    pub title: BTreeMap<String, String>,
    /// The level of findings, where a branch says nothing else.
    pub level: Level,
    /// The provisions that it rests on.
    pub basis: Vec<Basis>,
    /// The provisions of the constitution before.
    pub older_basis: Vec<Basis>,
    /// Kinds of act that it judges; empty for all.
    pub kinds: Vec<ActKind>,
    /// Whether it judges only acts made on or after the pack's first day, and undated ones.
    pub new_acts_only: bool,
    /// Message by language.
    pub message: BTreeMap<String, String>,
    /// Why the rule is there.
    pub why: String,
    /// What to do, by language.
    pub help: BTreeMap<String, String>,
    /// Beside the primary mark.
    pub primary_label: String,
    /// Beside the related marks.
    pub related_label: String,
    /// Its branches.
    pub when: Vec<Condition>,
    /// Its examples and near misses.
    pub examples: Vec<Example>,
}

/// A checked pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The name of its folder.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The first day on which rules on form and procedure judge an act.
    pub from: Date,
    /// The day on which the constitution was adopted.
    pub adopted: Date,
    /// The languages of its rules.
    pub languages: Vec<String>,
    /// The names of its state and of others.
    pub jurisdiction: Jurisdiction,
    /// Its rules, by name.
    pub rules: Vec<Rule>,
    /// SHA-256 over its files, in hexadecimal digits.
    pub hash: String,
}
