//! The shape of `grundnorm.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::Rating;
use crate::finding::{Confidence, Level, Profile, Stage};
use crate::model::ActKind;
use crate::pack::raw::name::{Closed, Name};
use crate::pack::raw::{Day, List, Spot};

/// The configuration of Grundnorm. Paths and patterns of files are relative to the folder of this file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Raw {
    /// Packs, by the name of a built-in one or by folder, in the place of those that run unasked.
    pub(super) packs: Option<List>,
    /// Files with the constitution's own text: findings quote it.
    pub(super) constitution: Option<List>,
    /// Who reads the findings.
    pub(super) profile: Option<Spot<Name<Profile>>>,
    /// How far the drafts have come.
    pub(super) stage: Option<Spot<Name<Stage>>>,
    /// Files that are read when a folder is walked, as patterns; all of a known kind when left out.
    pub(super) include: Option<List>,
    /// Files and folders that are left out, as patterns.
    pub(super) exclude: Option<List>,
    /// Code of the language of the acts, in the place of what the text shows.
    pub(super) lang: Option<Spot<String>>,
    /// Kind of the acts, in the place of what the text says.
    pub(super) kind: Option<Spot<Name<ActKind>>>,
    /// Day of first official publication.
    pub(super) published: Option<Spot<Day>>,
    /// Day whose law applies.
    pub(super) as_of: Option<Spot<Day>>,
    /// Findings below this level are left out.
    pub(super) min_level: Option<Spot<Name<Level>>>,
    /// Findings below this confidence are left out.
    pub(super) min_confidence: Option<Spot<Name<Confidence>>>,
    /// From this level on a finding fails the run.
    pub(super) fail_level: Option<Spot<Name<Level>>>,
    /// Code of the language of the messages.
    pub(super) message_lang: Option<Spot<String>>,
    /// File with the findings of an earlier day, which are not reported again.
    pub(super) baseline: Option<Spot<String>>,
    /// The level of a rule's findings, or `off`, by the name of the rule or of a pack.
    #[serde(default)]
    pub(super) levels: Levels,
    /// What holds for some files only; of several that match a file the last one wins.
    #[serde(default)]
    pub(super) path: Vec<Spot<RawPath>>,
    /// Findings that are accepted on purpose.
    #[serde(default)]
    pub(super) waiver: Vec<Spot<RawWaiver>>,
}

/// Levels by the name of a rule or of a pack.
pub(super) type Levels = BTreeMap<Spot<String>, Spot<Name<RatingName>>>;

/// What holds for some files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawPath {
    /// The files, as patterns.
    pub(super) files: List,
    /// Code of the language of the acts.
    pub(super) lang: Option<Spot<String>>,
    /// Kind of the acts.
    pub(super) kind: Option<Spot<Name<ActKind>>>,
    /// Day of first official publication.
    pub(super) published: Option<Spot<Day>>,
    /// Day whose law applies.
    pub(super) as_of: Option<Spot<Day>>,
    /// The level of a rule's findings, or `off`, by the name of the rule or of a pack.
    #[serde(default)]
    pub(super) levels: Levels,
}

/// A finding that is accepted on purpose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawWaiver {
    /// The rule, as `pack/name`.
    pub(super) rule: Spot<String>,
    /// The files, as patterns; every file when left out.
    pub(super) files: Option<List>,
    /// The unit, as `art_5__para_3`, with all units below it; the whole act when left out.
    pub(super) unit: Option<Spot<String>>,
    /// Why the finding is accepted.
    pub(super) reason: Spot<String>,
    /// Who accepted it.
    pub(super) accepted_by: Spot<String>,
    /// The first day on which it is reported again.
    pub(super) until: Option<Spot<Day>>,
}

/// What a rule's findings are worth: a level, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RatingName(pub(super) Rating);

impl Closed for RatingName {
    const LIST: &'static [Self] = &[
        Self(Rating::Off),
        Self(Rating::Level(Level::Note)),
        Self(Rating::Level(Level::Warning)),
        Self(Rating::Level(Level::Error)),
    ];

    fn named(self) -> &'static str {
        match self.0 {
            Rating::Off => "off",
            Rating::Level(level) => level.name(),
        }
    }
}
