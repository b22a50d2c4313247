//! The shape of a rule file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::condition::{Names, RawFact};
use super::name::{Applicability, Name};
use super::{Day, List, Spot};
use crate::finding::{Confidence, Level, Profile, Stage};
use crate::model::ActKind;
use crate::pack::condition::Age;

/// Text by the code of its language.
pub type Texts = BTreeMap<Spot<String>, Spot<String>>;

/// A rule: what to look for, on which basis, how to say it, and texts that show when it fires.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawRule {
    /// How bad a finding is.
    pub level: Spot<Name<Level>>,
    /// The provisions on which the rule rests, by their names in `pack.toml`; the closest first.
    pub basis: List,
    /// Provisions of the constitution before, for acts made under it.
    pub older_basis: Option<List>,
    /// Kinds of act that the rule judges; all when left out.
    pub kinds: Option<Names<ActKind>>,
    /// Languages of the acts that the rule judges; those of the pack when left out.
    pub langs: Option<List>,
    /// To whom its findings are shown; to all when left out.
    pub profiles: Option<Names<Profile>>,
    /// At which stage of a bill they are shown; at all when left out.
    pub stages: Option<Names<Stage>>,
    /// Which acts it judges by their date; every act when left out.
    #[serde(default)]
    pub applies: RawApplies,
    /// What is wrong, so that it fits "allow …".
    pub title: Spot<Texts>,
    /// One sentence without a full stop. `{words}` stands for the words found, `{name}` for what `as =
    /// "name"` captured.
    pub message: Spot<Texts>,
    /// Why the rule is there, what it looks at and what it leaves alone.
    pub why: Spot<String>,
    /// What to do; the same placeholders as in the message.
    pub help: Spot<Texts>,
    /// What stands beside the marks in the text: `primary`, and the name of each capture to be marked.
    pub labels: Spot<BTreeMap<Spot<String>, Spot<Texts>>>,
    /// A table of matters for which the rule asks the same: each branch that says `{row.topic}` is tried
    /// for each row.
    #[serde(default)]
    pub row: Vec<Spot<RawRow>>,
    /// What to look for; each branch by itself suffices.
    pub when: Spot<Vec<Spot<RawBranch>>>,
    /// What would mend the text.
    #[serde(default)]
    pub fix: Vec<Spot<RawFix>>,
    /// Texts in which the rule must fire, at the brackets ⟦ ⟧; each language needs one.
    #[serde(default)]
    pub example: Vec<Spot<RawExample>>,
    /// Texts in which it must stay silent; each language needs one.
    #[serde(default)]
    pub near_miss: Vec<Spot<RawExample>>,
}

/// A row of a rule's table.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawRow {
    /// What it is called, by language; `{row}` in the message and the help.
    pub name: Spot<Texts>,
    /// Entries or groups of the lexicon, for which `{row.topic}` stands in conditions.
    pub topic: List,
    /// The provisions on which its findings rest.
    pub basis: List,
}

/// Which acts a rule judges by their date.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RawApplies {
    /// Only acts made on or after the pack's first day, and undated drafts: for rules on form and
    /// procedure, which did not bind who made the older acts.
    pub new_acts_only: bool,
    /// Only acts of these ages: `new` by their day, `draft` without a day, `undated` without a day, a mark of
    /// a draft and a signature, `old` by their day or signed without one.
    pub ages: Option<Names<Age>>,
    /// The best confidence of findings in `undated` acts, which may be copies of old ones without their day.
    pub undated_at_most: Option<Spot<Name<Confidence>>>,
    /// The best confidence of findings in `old` acts, whose transitional provisions have run their course.
    pub old_at_most: Option<Spot<Name<Confidence>>>,
    /// The first day whose law holds the rule.
    pub from: Option<Spot<Day>>,
    /// The first day whose law no longer holds it.
    pub until: Option<Spot<Day>>,
}

/// A branch of a rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawBranch {
    /// The anchor: each fact like this is a finding, and its words are marked.
    pub each: Spot<RawFact>,
    /// Silences the branch where the act holds a fact like this.
    pub unless: Option<Spot<RawFact>>,
    /// Which acts this branch judges by their date, among those that the rule judges.
    #[serde(default)]
    pub applies: RawApplies,
    /// A level of this branch in the place of the rule's.
    pub level: Option<Spot<Name<Level>>>,
    /// The best confidence that this branch can have.
    pub confidence: Option<Spot<Name<Confidence>>>,
    /// Provisions of this branch in the place of the rule's.
    pub basis: Option<List>,
}

/// What would mend the text: one of `replace`, `before`, `after`, `delete`, `mend`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawFix {
    /// safe: the right text is certain; review: somebody must look at it.
    pub applicability: Spot<Name<Applicability>>,
    /// The words to be replaced: `words` for the anchor's, or the name of a capture.
    pub replace: Option<Spot<String>>,
    /// The words before which text is put.
    pub before: Option<Spot<String>>,
    /// The words behind which text is put.
    pub after: Option<Spot<String>>,
    /// The words to be taken out.
    pub delete: Option<Spot<String>>,
    /// Carries out what a flaw of form, which is the anchor, says would mend it; safe only where the right text
    /// is certain.
    pub mend: Option<Spot<bool>>,
    /// The new text, by the language of the act; the same placeholders as in the message.
    pub with: Option<Spot<Texts>>,
}

/// A text with what is known of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawExample {
    /// Code of its language.
    pub lang: Spot<String>,
    /// Day of first official publication.
    pub published: Option<Spot<Day>>,
    /// The day whose law applies.
    pub as_of: Option<Spot<Day>>,
    /// The text; ⟦ ⟧ mark what the finding of an example must underline, exactly.
    pub text: Spot<String>,
    /// Why it fires or stays silent.
    pub why: Spot<String>,
    /// The text as the rule's fixes leave it, without marks.
    pub fixed: Option<Spot<String>>,
}
