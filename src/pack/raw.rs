//! The shapes of pack and rule files, with the spans of what can be wrong in them.
//!
//! Externally tagged or plain structs only: `toml::Spanned` fails inside tagged and flattened enums.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// `pack.toml`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawPack {
    /// What the pack is about.
    pub title: String,
    /// How its provisions are cited.
    pub label: String,
    /// The first day on which rules on form and procedure judge an act.
    pub from: Spanned<Datetime>,
    /// The day on which the constitution was adopted.
    pub adopted: Spanned<Datetime>,
    /// The languages in which every rule must have examples.
    pub languages: Vec<String>,
    /// Whose acts it judges.
    pub jurisdiction: RawJurisdiction,
    /// Its provisions by eId.
    pub provisions: BTreeMap<String, RawProvision>,
    /// The constitution before.
    pub predecessor: Option<RawPredecessor>,
}

/// Names of states: each word in lower case by its beginning, or whole where a full stop closes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawJurisdiction {
    /// Of the pack's own state.
    pub own: Vec<String>,
    /// Of other states.
    pub others: Vec<String>,
}

/// A provision in the catalogue.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawProvision {
    /// As a lawyer cites it.
    pub label: String,
    /// A short paraphrase.
    pub says: String,
}

/// The constitution that was in force before.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawPredecessor {
    /// Its name in provisions.
    pub id: String,
    /// How its provisions are cited.
    pub label: String,
    /// Its provisions by eId.
    pub provisions: BTreeMap<String, RawProvision>,
}

/// A rule file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawRule {
    /// Fits "allow ⟨title⟩"; by language.
    pub title: BTreeMap<String, String>,
    /// error, warning or note.
    pub level: Spanned<String>,
    /// eIds of provisions, the closest first.
    pub basis: Vec<Spanned<String>>,
    /// eIds of provisions of the constitution before, for acts made under it.
    #[serde(default)]
    pub older_basis: Vec<Spanned<String>>,
    /// Kinds of act that the rule judges; all when empty.
    #[serde(default)]
    pub kinds: Vec<Spanned<String>>,
    /// Which acts by date; every act in force when left out.
    pub applies: Option<RawApplies>,
    /// One sentence; `{words}` and `{norm}` stand for the words found.
    pub message: BTreeMap<String, Spanned<String>>,
    /// Why the rule is there, for lawyers and programmers.
    pub why: String,
    /// What to do.
    pub help: BTreeMap<String, String>,
    /// What stands beside the marks in the text.
    pub labels: RawLabels,
    /// What to look for.
    pub when: RawWhen,
    /// Texts in which it must fire, at the brackets ⟦ ⟧.
    #[serde(default)]
    pub example: Vec<RawExample>,
    /// Texts in which it must stay silent.
    #[serde(default)]
    pub near_miss: Vec<RawExample>,
}

/// Which acts a rule judges by their date.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawApplies {
    /// Only acts made on or after the pack's first day, and undated ones.
    pub new_acts_only: bool,
}

/// Words beside the marks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawLabels {
    /// At the anchor.
    pub primary: String,
    /// At the norm, or at what makes the anchor a breach.
    pub related: String,
}

/// One condition, or several of which one suffices.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawWhen {
    /// Any of these.
    pub any: Vec<Spanned<RawCondition>>,
}

/// An anchor with what is asked of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawCondition {
    /// What is looked at.
    pub each: RawAnchor,
    /// What it must be.
    #[serde(default, rename = "where")]
    pub filter: RawFilter,
    /// What must stand in the units that it governs.
    pub governs: Option<RawGoverns>,
    /// What silences it.
    pub unless: Option<RawUnless>,
    /// A level of this branch in the place of the rule's.
    pub level: Option<Spanned<String>>,
    /// The best confidence that this branch can have.
    pub confidence: Option<Spanned<String>>,
}

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RawAnchor {
    /// Clauses on effect in time.
    Commencement,
    /// Norms.
    Norm,
    /// Instructions of an amending act.
    Amendment,
}

/// What an anchor must be.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawFilter {
    /// A commencement that reaches back before publication or before its own effect.
    pub reaches_back: Option<Spanned<bool>>,
    /// A norm tied to facts of before.
    pub past_facts: Option<Spanned<bool>>,
    /// burdens, relieves or neutral.
    pub direction: Option<Spanned<String>>,
    /// Modalities, one of which the norm must have.
    pub modality: Option<Vec<Spanned<String>>>,
    /// Addressees, one of which the norm must have.
    #[serde(rename = "for")]
    pub addressee: Option<Vec<Spanned<String>>>,
    /// The act that an amendment changes: `constitution`.
    pub act: Option<Spanned<String>>,
}

/// What must stand in the units that a commencement governs.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawGoverns {
    /// A norm.
    pub norm: RawFilter,
}

/// What silences a condition.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawUnless {
    /// Something about the act.
    pub act: RawActFilter,
}

/// Something about an act.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawActFilter {
    /// How it was or is to be adopted: `referendum`.
    pub procedure: Spanned<String>,
}

/// A text with what is known of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawExample {
    /// Language code.
    pub lang: Spanned<String>,
    /// Day of first official publication.
    pub published: Option<Spanned<Datetime>>,
    /// The text; ⟦ ⟧ mark what an example's finding must underline.
    pub text: Spanned<String>,
    /// Why it fires or stays silent.
    pub why: String,
}
