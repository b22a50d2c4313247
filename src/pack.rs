//! Packs: a constitution's catalogue of provisions and the rules that rest on it, read from data.
//!
//! A pack is a folder with `pack.toml`, its lexicon, and one TOML file a rule: a rule exists by being a
//! file. Errors carry the span in the file. Knows nothing of documents.

pub mod check;
pub mod condition;
pub mod embedded;
pub mod jurisdiction;
pub mod lexicon;
pub mod provision;
pub mod raw;
pub mod scaffold;
pub mod schema;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use provision::{Predecessor, Provision};

use crate::finding::{Basis, Level, Profile, Stage};
use crate::lang::ClassId;
use crate::model::ActKind;
use crate::source::{Markup, Source, Span};
use condition::{Branch, Fix, Holds, Pattern, Row, Template};
use lexicon::Lexicon;

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

impl PackFile {
    /// A file as its bytes are. Bytes that are no UTF-8 stay visible as U+FFFD, and `check::load` tells
    /// where they stand.
    #[must_use]
    pub fn new(path: impl Into<String>, name: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            path: path.into(),
            name: name.into(),
            text: String::from_utf8_lossy(bytes).into_owned(),
        }
    }
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

/// A demand of a pack's provisions that no rule checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotChecked {
    /// The provisions that make it.
    pub basis: Vec<Basis>,
    /// What they demand, by language.
    pub what: BTreeMap<String, String>,
    /// Why no rule checks it, by language.
    pub why: BTreeMap<String, String>,
}

/// A text that shows when a rule fires or stays silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Language code.
    pub lang: String,
    /// Day of first official publication.
    pub published: Option<Date>,
    /// The day whose law applies.
    pub as_of: Option<Date>,
    /// The text without brackets.
    pub text: String,
    /// The places in brackets; empty for a near miss.
    pub marks: Vec<Span>,
    /// Why it fires or stays silent.
    pub why: String,
    /// Whether the rule must fire.
    pub fires: bool,
    /// The text as the rule's fixes leave it, where the example says so.
    pub fixed: Option<String>,
    /// Where the example stands in its file.
    pub span: Span,
}

/// A checked rule.
#[derive(Debug, Clone, PartialEq)]
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
    /// Languages of the acts that it judges.
    pub langs: Vec<String>,
    /// To whom its findings are shown; empty for all.
    pub profiles: Vec<Profile>,
    /// At which stages they are shown; empty for all.
    pub stages: Vec<Stage>,
    /// On which days it holds.
    pub holds: Holds,
    /// Message by language.
    pub message: BTreeMap<String, Template>,
    /// Why the rule is there.
    pub why: String,
    /// What to do, by language.
    pub help: BTreeMap<String, Template>,
    /// What stands beside the marks, by capture (`primary` is the anchor), then by language.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// The names of what its branches capture.
    pub captures: Vec<String>,
    /// The rows of its table, by which branches are repeated.
    pub rows: Vec<Row>,
    /// Its branches.
    pub when: Vec<Branch>,
    /// What would mend the text.
    pub fixes: Vec<Fix>,
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
    /// How its provisions are cited.
    pub label: String,
    /// The same in other languages.
    pub labels: BTreeMap<String, String>,
    /// Whether it runs where nobody says which packs do.
    pub default: bool,
    /// The first day on which rules on form and procedure judge an act.
    pub from: Date,
    /// The day on which the constitution was adopted.
    pub adopted: Date,
    /// The languages of the acts that it judges.
    pub languages: Vec<String>,
    /// Its provisions by eId.
    pub provisions: BTreeMap<String, Provision>,
    /// The titles of what provisions are about, by name, then by language.
    pub topics: BTreeMap<String, BTreeMap<String, String>>,
    /// The constitution before.
    pub predecessor: Option<Predecessor>,
    /// The class of the constitution's own names.
    pub constitution: ClassId,
    /// The words of its lexicon and of its rules.
    pub lexicon: Lexicon,
    /// The regular expressions of its rules.
    pub patterns: Vec<Pattern>,
    /// The names of its state and of others.
    pub jurisdiction: Jurisdiction,
    /// What its provisions demand and no rule checks.
    pub not_checked: Vec<NotChecked>,
    /// Its rules, by name.
    pub rules: Vec<Rule>,
    /// SHA-256 over its files, in hexadecimal digits.
    pub hash: String,
}
