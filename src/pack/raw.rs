//! The shapes of pack and rule files, with the spans of what can be wrong in them.
//!
//! Externally tagged or plain structs only: `toml::Spanned` fails inside tagged and flattened enums.

mod catalogue;
pub mod condition;
pub mod name;
pub mod rule;
mod spot;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

pub use catalogue::{
    Catalogue, OlderCatalogue, RawCatalogue, RawOlder, RawOlderCatalogue, RawPredecessor,
    RawProvision, RawTopics,
};
pub use condition::RawFact;
pub use rule::{RawBranch, RawExample, RawFix, RawRow, RawRule, Texts};
pub use spot::{Day, Spot};

/// Names that no closed list holds: provisions, units, entries of the lexicon, languages.
pub type List = Spot<Vec<Spot<String>>>;
/// Phrases by the code of their language.
pub type Phrases = Spot<ByLanguage>;
/// Lists of phrases by the code of their language.
pub type ByLanguage = BTreeMap<Spot<String>, Vec<Spot<String>>>;

/// `pack.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawPack {
    /// What the pack is about.
    pub title: Spot<String>,
    /// How its provisions are cited.
    pub label: Spot<String>,
    /// The same in other languages, by their codes.
    #[serde(default)]
    pub labels: Texts,
    /// The first day on which rules on form and procedure judge an act.
    pub from: Spot<Day>,
    /// The day on which the constitution was adopted.
    pub adopted: Spot<Day>,
    /// Whether it runs where nobody says which packs do.
    #[serde(default)]
    pub default: bool,
    /// Codes of the languages of the acts that it judges; every rule must have examples in each.
    pub languages: List,
    /// Names by which acts call the constitution, beside the word for one in their language: phrases by
    /// language.
    #[serde(default)]
    pub names: ByLanguage,
    /// Whose acts it judges.
    pub jurisdiction: RawJurisdiction,
    /// Its provisions by eId, where `provisions.toml` does not give them.
    pub provisions: Option<Catalogue>,
    /// The constitution before.
    pub predecessor: Option<RawPredecessor>,
    /// What its provisions demand and no rule checks, with the reason.
    #[serde(default)]
    pub not_checked: Vec<Spot<RawNotChecked>>,
}

/// A demand that no program can judge.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawNotChecked {
    /// The provisions that make the demand.
    pub basis: List,
    /// What they demand, in a few words.
    pub what: Spot<Texts>,
    /// Why no rule checks it.
    pub why: Spot<Texts>,
}

/// Names of states: each word in lower case by its beginning, or whole where a full stop closes it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RawJurisdiction {
    /// Of the pack's own state.
    pub own: Option<List>,
    /// Of other states.
    pub others: Option<List>,
    /// The pack inside the program that has the names, in the place of both lists.
    pub same_as: Option<Spot<String>>,
}

/// `lexicon.toml` and `lexicon-….toml`: groups of entries, each with its words. A rule may name an entry or
/// a whole group.
pub type RawLexicon = BTreeMap<Spot<String>, BTreeMap<Spot<String>, RawEntry>>;

/// An entry of a lexicon: a right, a matter, an institution, a ground.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawEntry {
    /// Its words by language: `stem*`, `*ending`, `one|other` for one word, `word?` perhaps, `...` up to six
    /// words, `#` a number; in small letters.
    pub forms: Phrases,
    /// Words that look like it and are none, by language.
    #[serde(default)]
    pub except: ByLanguage,
}
