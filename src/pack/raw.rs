//! The shapes of pack and rule files, with the spans of what can be wrong in them.
//!
//! Externally tagged or plain structs only: `toml::Spanned` fails inside tagged and flattened enums.

pub mod condition;
pub mod rule;
mod spot;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

pub use condition::RawFact;
pub use rule::{RawBranch, RawExample, RawFix, RawRule};
pub use spot::{Day, Spot};

/// `pack.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawPack {
    /// What the pack is about.
    pub title: String,
    /// How its provisions are cited.
    pub label: String,
    /// The first day on which rules on form and procedure judge an act.
    pub from: Spot<Day>,
    /// The day on which the constitution was adopted.
    pub adopted: Spot<Day>,
    /// Whether it runs where nobody says which packs do.
    #[serde(default)]
    pub default: bool,
    /// Codes of the languages of the acts that it judges; every rule must have examples in each.
    pub languages: Spot<Vec<Spot<String>>>,
    /// Names by which acts call the constitution, beside the word for one in their language: phrases by
    /// language.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<Spot<String>>>,
    /// Whose acts it judges.
    pub jurisdiction: RawJurisdiction,
    /// Its provisions by eId.
    pub provisions: BTreeMap<String, RawProvision>,
    /// The constitution before.
    pub predecessor: Option<RawPredecessor>,
}

/// Names of states: each word in lower case by its beginning, or whole where a full stop closes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawJurisdiction {
    /// Of the pack's own state.
    pub own: Vec<String>,
    /// Of other states.
    pub others: Vec<String>,
}

/// A provision in the catalogue.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawProvision {
    /// As a lawyer cites it.
    pub label: String,
    /// A short paraphrase.
    pub says: String,
    /// Hash of the words that the pack was written for, by language.
    #[serde(default)]
    pub hash: BTreeMap<String, Spot<String>>,
}

/// The constitution that was in force before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawPredecessor {
    /// Its name in provisions.
    pub id: String,
    /// How its provisions are cited.
    pub label: String,
    /// Its provisions by eId.
    pub provisions: BTreeMap<String, RawProvision>,
}

/// `lexicon.toml` and `lexicon-….toml`: groups of entries, each with its words. A rule may name an entry or
/// a whole group.
pub type RawLexicon = BTreeMap<String, Spot<BTreeMap<String, Spot<RawEntry>>>>;

/// An entry of a lexicon: a right, a matter, an institution, a ground.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawEntry {
    /// Its words by language: `stem*`, `*ending`, `one|other` for one word, `word?` perhaps, `...` up to six
    /// words, `#` a number; in small letters.
    pub forms: Spot<BTreeMap<String, Vec<Spot<String>>>>,
    /// Words that look like it and are none, by language.
    #[serde(default)]
    pub except: BTreeMap<String, Vec<Spot<String>>>,
}
