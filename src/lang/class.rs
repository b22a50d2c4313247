//! What a phrase of a language table stands for.

use super::cue::Cue;
use crate::model::{ActKind, UnitKind};

/// What a class of the vocabulary stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A cue of the closed list.
    Cue(Cue),
    /// A word that cites a kind of unit.
    Unit(UnitKind),
    /// A month, from 1.
    Month(i8),
    /// A word such as "year" beside a year's number.
    Year,
    /// A number as an ordinal word; tens and hundreds have zeros behind.
    Ordinal(u32),
    /// A number as a cardinal word.
    Cardinal(u32),
    /// Days, months or years as a length of time.
    Period(Period),
    /// "and", "or" in a list of numbers.
    And,
    /// "this", before a unit or an act.
    This,
    /// A word that may stand between the links of a citation.
    Of,
    /// A word that closes a range behind its first number.
    Through,
    /// A noun that names an act: law, code, decree.
    ActNoun,
    /// A form in which the name of an act governs the units cited in it.
    Governing,
    /// A paper in which acts are published.
    Gazette,
    /// A preposition; the noun behind it is no subject.
    Preposition,
    /// The ending of an ordinal behind its figure.
    Suffix,
    /// A name of the constitution that is no form of that word.
    BasicLaw,
    /// A word that stands for the act in which it is read.
    Hereof,
    /// A word that stands for the act named before: "thereof".
    Thereof,
    /// A form in which the document that an attachment belongs to stands before it.
    Owner,
    /// A word for a part of a unit's text that has no name of its own.
    Portion,
    /// A word before a unit that is named for what it is and not cited.
    Indefinite,
    /// Words that give an act a short name in brackets.
    Hereinafter,
    /// A unit word in the plural.
    Plural,
    /// An act or a body behind which the name of its state stands.
    MakerNoun,
    /// An act or a body before which it stands.
    MakerFollower,
    /// A word that belongs to the names of states.
    MakerForm,
    /// A word that joins an act or a body to the name of its state.
    MakerJoint,
    /// A verb behind which the body that makes the act is named.
    Enacting,
    /// A verb before which it is named.
    Enacts,
    /// The kind of act that a title names.
    KindTitle(ActKind),
    /// The kind of act by which a text names itself.
    KindSelf(ActKind),
    /// An entry of a pack's lexicon.
    Pack(u16),
}

/// A unit of time in a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Period {
    /// The period that a table calls so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "days" => Some(Self::Days),
            "weeks" => Some(Self::Weeks),
            "months" => Some(Self::Months),
            "years" => Some(Self::Years),
            _ => None,
        }
    }
}
