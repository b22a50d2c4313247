//! Names out of closed lists: the reader looks them up, the schema lists them for editors.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

use crate::finding::{Confidence, Level, Profile, Stage};
use crate::model::frame::{
    AmountUnit, CitedAct, Direction, FlawKind, Modality, Operation, QualifierKind, SubjectClass,
};
use crate::model::{ActKind, UnitKind, Zone};
use crate::pack::condition::{Age, EffectKind};
use crate::pack::provision::KnownFrom;

/// A closed list of names.
pub trait Closed: Copy + 'static {
    /// Every one.
    const LIST: &'static [Self];

    /// The name in files.
    fn named(self) -> &'static str;
}

macro_rules! closed {
    ($($list:ident)+) => {$(
        impl Closed for $list {
            const LIST: &'static [Self] = $list::ALL;

            fn named(self) -> &'static str {
                self.name()
            }
        }
    )+};
}

closed! {
    ActKind Age AmountUnit CitedAct Confidence Direction EffectKind FlawKind KnownFrom Level Modality Operation
    Profile QualifierKind Stage SubjectClass UnitKind Zone
}

/// Which act an instruction changes: never the one in which it stands.
#[derive(Debug, Clone, Copy)]
pub struct ChangedAct(pub CitedAct);

impl Closed for ChangedAct {
    const LIST: &'static [Self] = &[Self(CitedAct::Constitution), Self(CitedAct::Other)];

    fn named(self) -> &'static str {
        self.0.name()
    }
}

/// How an act is adopted.
#[derive(Debug, Clone, Copy)]
pub enum Procedure {
    /// By a nationwide vote.
    Referendum,
}

impl Closed for Procedure {
    const LIST: &'static [Self] = &[Self::Referendum];

    fn named(self) -> &'static str {
        match self {
            Self::Referendum => "referendum",
        }
    }
}

/// How far a fix can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// The right text is certain.
    Safe,
    /// Somebody must look at it.
    Review,
}

impl Closed for Applicability {
    const LIST: &'static [Self] = &[Self::Safe, Self::Review];

    fn named(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Review => "review",
        }
    }
}

/// A word that should be a name of a closed list. What stands there is kept, so that a wrong name is told
/// together with the other mistakes of the file.
#[derive(Debug, Clone)]
pub struct Name<L> {
    text: String,
    list: PhantomData<L>,
}

impl<L: Closed> Name<L> {
    /// What stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it names.
    #[must_use]
    pub fn find(&self) -> Option<L> {
        L::LIST.iter().copied().find(|one| one.named() == self.text)
    }
}

impl<'de, L> Deserialize<'de> for Name<L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { text: String::deserialize(deserializer)?, list: PhantomData })
    }
}

impl<L: Closed> JsonSchema for Name<L> {
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = L::LIST.iter().map(|one| one.named()).collect();
        schemars::json_schema!({ "type": "string", "enum": names })
    }
}
