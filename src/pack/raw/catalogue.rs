//! The shapes of the catalogue: provisions, topics, the constitution before.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::name::Name;
use super::rule::Texts;
use super::{List, Spot};
use crate::pack::provision::KnownFrom;

/// Provisions by eId.
pub type Catalogue = Spot<RawCatalogue>;
/// Provisions of the constitution before by eId.
pub type OlderCatalogue = Spot<RawOlderCatalogue>;
/// `provisions.toml`: sections, articles and their parts by eId.
pub type RawCatalogue = BTreeMap<Spot<String>, RawProvision>;
/// `predecessor.toml`: provisions of the constitution before by eId.
pub type RawOlderCatalogue = BTreeMap<Spot<String>, RawOlder>;
/// `topics.toml`: what provisions are about, by name.
pub type RawTopics = BTreeMap<Spot<String>, RawTopic>;

/// A provision in the catalogue.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawProvision {
    /// As a lawyer cites it; made of its eId when left out.
    pub label: Option<Spot<String>>,
    /// The same in other languages, by their codes; made of its eId when left out.
    #[serde(default)]
    pub labels: Texts,
    /// A short paraphrase.
    pub says: Spot<String>,
    /// Its title by language, for what has one.
    #[serde(default)]
    pub title: Texts,
    /// The first and the last article of a section.
    pub articles: Option<Spot<Vec<Spot<u32>>>>,
    /// What it is about: names of `topics.toml`.
    pub topics: Option<List>,
    /// On what the paraphrase rests; the constitution's text when left out.
    pub known_from: Option<Spot<Name<KnownFrom>>>,
    /// Hash of the words that the pack was written for, by language.
    #[serde(default)]
    pub hash: BTreeMap<String, Spot<String>>,
}

/// A topic.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawTopic {
    /// What it is called, by language.
    pub title: Spot<Texts>,
}

/// The constitution that was in force before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawPredecessor {
    /// Its name in provisions.
    pub id: Spot<String>,
    /// How its provisions are cited.
    pub label: Spot<String>,
    /// The same in other languages, by their codes.
    #[serde(default)]
    pub labels: Texts,
    /// Its provisions by eId, where `predecessor.toml` does not give them.
    pub provisions: Option<OlderCatalogue>,
}

/// A provision of the constitution before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawOlder {
    /// As a lawyer cites it; made of its eId when left out.
    pub label: Option<Spot<String>>,
    /// A short paraphrase.
    pub says: Spot<String>,
    /// The provisions that took its place; none when left out.
    pub to: Option<List>,
    /// What changed, where it changed.
    pub change: Option<Spot<String>>,
    /// On what paraphrase and place rest; the constitutions' texts when left out.
    pub known_from: Option<Spot<Name<KnownFrom>>>,
}
