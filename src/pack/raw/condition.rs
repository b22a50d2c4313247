//! The shapes of conditions: one struct for each kind of fact, with the keys that may be asked of it.
//!
//! A kind of fact is the tag of an enum and a list is always a list: `toml::Spanned` fails inside other
//! shapes, and a mistake could not be shown at its place.

use schemars::JsonSchema;
use serde::Deserialize;

use super::name::{ChangedAct, Name, Procedure};
use super::{List, Phrases, Spot};
use crate::model::frame::{
    AmountUnit, CitedAct, Direction, FlawKind, Modality, Operation, QualifierKind, SubjectClass,
};
use crate::model::{ActKind, UnitKind, Zone};
use crate::pack::condition::EffectKind;

/// Names of a closed list, one of which must fit.
pub type Names<L> = Spot<Vec<Spot<Name<L>>>>;

/// What a condition looks at: a fact of one kind, with what is asked of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a rule has a handful, each behind a box of its own")]
pub enum RawFact {
    /// The act itself.
    Act(RawAct),
    /// A part of its outline: article, paragraph, subparagraph …
    Unit(RawUnit),
    /// What a sentence or an item of a list does.
    Norm(RawNorm),
    /// A clause on when the act or its units take effect, end, or reach back.
    Commencement(RawCommencement),
    /// A reference to a unit or to an act.
    Citation(RawCitation),
    /// An instruction that changes another act.
    Amendment(RawAmendment),
    /// A word or phrase of the pack's lexicon.
    Term(RawTerm),
    /// A term that the act defines.
    Definition(RawDefinition),
    /// A number with what it counts.
    Quantity(RawQuantity),
    /// Something wrong with the form of the text: a number left out, a citation that leads nowhere.
    Flaw(RawFlaw),
    /// Words that the rule gives itself.
    Words(RawWords),
    /// What a regular expression finds inside one paragraph.
    Pattern(RawPattern),
}

/// What every kind of fact can be asked.
#[derive(Debug)]
pub struct Common<'r, T> {
    /// Its name in messages and labels.
    pub capture: Option<&'r Spot<String>>,
    /// Whose words it stands in.
    pub zone: Option<&'r Names<Zone>>,
    /// Around it.
    pub inside: Option<&'r Spot<Box<RawFact>>>,
    /// In it.
    pub has: Option<&'r Spot<Box<RawFact>>>,
    /// Not in it.
    pub missing: Option<&'r Spot<Box<RawFact>>>,
    /// Beside it.
    pub near: Option<&'r Spot<Box<RawFact>>>,
    /// How many words beside.
    pub within: Option<&'r Spot<u32>>,
    /// Before it.
    pub follows: Option<&'r Spot<Box<RawFact>>>,
    /// What it refers to.
    pub cites: Option<&'r Spot<Box<RawCitation>>>,
    /// What it changes.
    pub amends: Option<&'r Spot<Box<RawAmendment>>>,
    /// All of these.
    pub all: Option<&'r Spot<Vec<Spot<T>>>>,
    /// One of these.
    pub any: Option<&'r Spot<Vec<Spot<T>>>>,
    /// Not this.
    pub not: Option<&'r Spot<Box<T>>>,
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $name:ident {
        $($(#[doc = $what:literal])+ $(#[serde(rename = $rename:literal)])? $field:ident: $ty:ty,)*
    })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
        pub struct $name {
            $($(#[doc = $what])+ $(#[serde(rename = $rename)])? pub $field: Option<$ty>,)*
            /// A name under which what is found is shown: in the message and the help as `{name}`, as
            /// a related place with the words of `labels.name`.
            #[serde(rename = "as")]
            pub capture: Option<Spot<String>>,
            /// Whose words it may stand in; the act's own words, its attachments, and what it puts into
            /// another act when left out.
            pub zone: Option<Names<Zone>>,
            /// It lies inside a fact like this.
            pub inside: Option<Spot<Box<RawFact>>>,
            /// A fact like this lies inside it.
            pub has: Option<Spot<Box<RawFact>>>,
            /// No fact like this lies inside it.
            pub missing: Option<Spot<Box<RawFact>>>,
            /// A fact like this stands in the same paragraph, not more words away than `within`.
            pub near: Option<Spot<Box<RawFact>>>,
            /// How many words away `near` may be; 12 when left out.
            pub within: Option<Spot<u32>>,
            /// A fact like this stands before it in the same unit; before a unit, its neighbour is.
            pub follows: Option<Spot<Box<RawFact>>>,
            /// A citation like this stands in it.
            pub cites: Option<Spot<Box<RawCitation>>>,
            /// It holds an instruction like this.
            pub amends: Option<Spot<Box<RawAmendment>>>,
            /// All of these hold too.
            pub all: Option<Spot<Vec<Spot<$name>>>>,
            /// One of these holds too.
            pub any: Option<Spot<Vec<Spot<$name>>>>,
            /// This does not hold.
            pub not: Option<Spot<Box<$name>>>,
        }

        impl $name {
            /// What every kind of fact can be asked.
            #[must_use]
            pub fn common(&self) -> Common<'_, Self> {
                Common {
                    capture: self.capture.as_ref(),
                    zone: self.zone.as_ref(),
                    inside: self.inside.as_ref(),
                    has: self.has.as_ref(),
                    missing: self.missing.as_ref(),
                    near: self.near.as_ref(),
                    within: self.within.as_ref(),
                    follows: self.follows.as_ref(),
                    cites: self.cites.as_ref(),
                    amends: self.amends.as_ref(),
                    all: self.all.as_ref(),
                    any: self.any.as_ref(),
                    not: self.not.as_ref(),
                }
            }
        }
    )+};
}

facts! {
    /// What is asked of the act.
    RawAct {
        /// Its kind is one of these.
        kind: Names<ActKind>,
        /// Whether it is a bill.
        draft: Spot<bool>,
        /// Whether it amends other acts.
        amending: Spot<bool>,
        /// How it was or is to be adopted.
        procedure: Names<Procedure>,
        /// Its title or its first article names one of these entries of the lexicon.
        regulates: List,
    }
    /// What is asked of a unit.
    RawUnit {
        /// Its kind is one of these.
        kind: Names<UnitKind>,
        /// Its name is one of these, or lies inside one of them: `art_5__para_3`.
        eid: List,
        /// Whether it has a heading.
        heading: Spot<bool>,
        /// Its heading or its text names one of these entries of the lexicon.
        topic: List,
    }
    /// What is asked of a norm.
    RawNorm {
        /// Its main predicate does one of these.
        modality: Names<Modality>,
        /// What it does to somebody's position, whatever its predicate: the same names.
        effect: Names<Modality>,
        /// Which way it moves that position.
        direction: Names<Direction>,
        /// Whom it addresses; `anyone` where nobody is named.
        #[serde(rename = "for")]
        addressee: Names<SubjectClass>,
        /// It, its addressee or the words that lead to its list name one of these entries of the lexicon.
        topic: List,
        /// Its consequence depends on one of these.
        with: Names<QualifierKind>,
        /// Its consequence comes without one of these.
        without: Names<QualifierKind>,
        /// Its consequence comes only with one of these.
        only: Names<QualifierKind>,
        /// Its purpose names one of these entries of the lexicon.
        purpose: List,
        /// It names a purpose, and that names none of these entries of the lexicon.
        purpose_outside: List,
        /// Whether it leaves a part of its matter to a body or another act.
        delegates: Spot<bool>,
        /// Whether its consequence is tied to facts of before it took effect.
        past_facts: Spot<bool>,
    }
    /// What is asked of a clause on time.
    RawCommencement {
        /// Whether it carries what it governs back before publication, or before its own effect.
        reaches_back: Spot<bool>,
        /// How it says when.
        takes_effect: Names<EffectKind>,
        /// It lets something take effect sooner after publication than this number of days; a month
        /// counts as 30.
        sooner_than_days: Spot<u32>,
        /// Whether it says when something ends.
        ends: Spot<bool>,
        /// Whether it says in words that it reaches back, and not only by a date.
        express: Spot<bool>,
        /// Whether it is about the whole act.
        whole_act: Spot<bool>,
        /// A norm or a unit like this stands in what it governs, exceptions left out.
        governs: Spot<Box<RawFact>>,
    }
    /// What is asked of a citation.
    RawCitation {
        /// Which act it leads to; `this` is the act in which it stands.
        to: Names<CitedAct>,
        /// It leads to one of these units, into it or around it: `art_5__para_3`.
        target: List,
        /// Whether its targets stand in the act.
        resolved: Spot<bool>,
        /// Whether it names a whole act.
        whole_act: Spot<bool>,
    }
    /// What is asked of an instruction.
    RawAmendment {
        /// What it does.
        operation: Names<Operation>,
        /// Which act it changes.
        act: Names<ChangedAct>,
        /// It changes one of these units, a part of it or what lies around it: `art_5__para_3`.
        target: List,
        /// Whether it names the act itself, and not a clause that leads to it.
        names_act: Spot<bool>,
    }
    /// What is asked of a word of the lexicon.
    RawTerm {
        /// Entries or groups of the lexicon.
        entry: List,
    }
    /// What is asked of a definition.
    RawDefinition {
        /// What it defines names one of these entries of the lexicon.
        topic: List,
    }
    /// What is asked of a number.
    RawQuantity {
        /// What it counts.
        unit: Names<AmountUnit>,
        /// Which things it counts: entries of the lexicon that stand right behind it.
        of: List,
        /// It is one of these numbers.
        is: Spot<Vec<Spot<f64>>>,
        /// It is greater.
        more_than: Spot<f64>,
        /// It is less.
        less_than: Spot<f64>,
    }
    /// What is asked of a flaw of form.
    RawFlaw {
        /// It is one of these.
        is: Names<FlawKind>,
        /// A name for the other place that it takes two of: the first definition, the unit before.
        other: Spot<String>,
        /// A name for what should stand there, to be shown in the message, the help and fixes.
        expected: Spot<String>,
    }
    /// What is asked of words.
    RawWords {
        /// The words, by language: `stem*`, `*ending`, `one|other` for one word, `word?` perhaps, `...`
        /// up to six words, `#` a number; in small letters.
        phrases: Phrases,
    }
    /// What is asked of a pattern.
    RawPattern {
        /// A regular expression, in literal quotation marks; it looks at one paragraph at a time.
        regex: Spot<String>,
    }
}
