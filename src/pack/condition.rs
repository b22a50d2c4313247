//! Conditions as the engine evaluates them: every name resolved, every phrase a class of the pack's words.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use regex::Regex;

use crate::finding::{Basis, Confidence, Level};
use crate::lang::ClassId;
use crate::model::frame::{
    AmountUnit, CitedAct, Direction, FlawKind, Modality, Operation, Polarity, QualifierKind,
    SubjectClass,
};
use crate::model::{ActKind, Eid, UnitKind, Zone};

/// What kind of fact a condition looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// The act.
    Act,
    /// A unit of its outline.
    Unit,
    /// A norm.
    Norm,
    /// A clause on time.
    Commencement,
    /// A citation.
    Citation,
    /// An instruction.
    Amendment,
    /// An entry of the lexicon found in the text.
    Term,
    /// A definition.
    Definition,
    /// A number with what it counts.
    Quantity,
    /// Something wrong with the form of the text.
    Flaw,
    /// Words of the rule's own, by their class.
    Words(ClassId),
    /// A regular expression, by its place in [`super::Pack::patterns`].
    Pattern(usize),
}

/// A fact of one kind, with what is asked of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The kind.
    pub kind: Kind,
    /// The zones in which it may stand.
    pub zones: Vec<Zone>,
    /// What must hold of it; the cheap questions first.
    pub tests: Vec<Test>,
    /// The place of its name in [`super::Rule::captures`].
    pub capture: Option<usize>,
}

/// One question to a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The act is of one of these kinds.
    ActKind(Vec<ActKind>),
    /// The act is a draft, or none.
    Draft(bool),
    /// The act amends others, or does not.
    Amending(bool),
    /// A nationwide vote decides or decided on the act.
    Referendum,
    /// The act's title or first article names one of these entries.
    Regulates(Vec<ClassId>),
    /// The unit is of one of these kinds.
    UnitKind(Vec<UnitKind>),
    /// The unit is one of these, or lies in one of them.
    Eid(Vec<Eid>),
    /// The unit has a heading, or none.
    Heading(bool),
    /// It names one of these entries.
    Topic(Vec<ClassId>),
    /// What the norm's predicate does.
    Modality(Vec<Modality>),
    /// What the norm does to somebody's position.
    Effect(Vec<Modality>),
    /// Which way.
    Direction(Vec<Direction>),
    /// To whom.
    Addressee(Vec<SubjectClass>),
    /// On what it depends, and how.
    Qualifier(Polarity, Vec<QualifierKind>),
    /// Its purpose names one of these entries.
    Purpose(Vec<ClassId>),
    /// It has a purpose that names none of these entries.
    PurposeOutside(Vec<ClassId>),
    /// It leaves something to a body or another act, or nothing.
    Delegates(bool),
    /// It is tied to facts of before, or not.
    PastFacts(bool),
    /// The clause reaches back, or does not.
    ReachesBack(bool),
    /// How the clause says when.
    TakesEffect(Vec<EffectKind>),
    /// Sooner than so many days after publication.
    SoonerThan(u32),
    /// The clause ends something, or nothing.
    Ends(bool),
    /// It says in words that it reaches back.
    Express(bool),
    /// The clause is about the whole act, the citation names a whole act.
    WholeAct(bool),
    /// What the citation leads to, what the instruction changes.
    Acts(Vec<CitedAct>),
    /// It leads to, or changes, one of these units, into it or around it.
    Target(Vec<Eid>),
    /// The citation's targets stand in the act.
    Resolved(bool),
    /// What the instruction does.
    Operation(Vec<Operation>),
    /// The instruction names the act itself.
    NamesAct(bool),
    /// The term is one of these entries, the quantity counts one of them.
    Entry(Vec<ClassId>),
    /// What the quantity counts.
    AmountUnit(Vec<AmountUnit>),
    /// The quantity, in hundredths, is one of these.
    Is(Vec<i64>),
    /// The quantity, in hundredths, is greater.
    MoreThan(i64),
    /// The quantity, in hundredths, is less.
    LessThan(i64),
    /// The flaw is one of these.
    Flaw(Vec<FlawKind>),
    /// The flaw has another place, which is captured under this number.
    Other(usize),
    /// What should stand in the place of the flaw is captured under this number.
    Expected(usize),
    /// All of these hold.
    All(Vec<Test>),
    /// One of these holds.
    Any(Vec<Test>),
    /// This does not hold.
    Not(Box<Test>),
    /// A fact around it.
    Inside(Box<Fact>),
    /// A fact in it.
    Has(Box<Fact>),
    /// No such fact in it.
    Missing(Box<Fact>),
    /// A fact in the same paragraph, so many words away at most.
    Near(Box<Fact>, u32),
    /// A fact before it.
    Follows(Box<Fact>),
    /// A fact in what the clause on time governs.
    Governs(Box<Fact>),
}

/// How a clause on time says when something takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectKind {
    /// On a day.
    Date,
    /// So many days after publication.
    Days,
    /// So many months after publication.
    Months,
    /// On publication.
    Publication,
    /// On signing or adoption.
    Signing,
    /// On state registration.
    Registration,
}

impl EffectKind {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Date,
        Self::Days,
        Self::Months,
        Self::Publication,
        Self::Signing,
        Self::Registration,
    ];

    /// The name in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Days => "days-after-publication",
            Self::Months => "months-after-publication",
            Self::Publication => "on-publication",
            Self::Signing => "on-signing",
            Self::Registration => "state-registration",
        }
    }
}

/// One branch of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Each fact like this is a finding.
    pub each: Fact,
    /// A fact like this in the act silences the branch.
    pub unless: Option<Fact>,
    /// On which days it holds, among those of the rule.
    pub holds: Holds,
    /// The level of its findings.
    pub level: Level,
    /// The best confidence of its findings.
    pub confidence: Confidence,
    /// The provisions on which its findings rest, where the rule's do not fit.
    pub basis: Vec<Basis>,
    /// The row of the rule's table for which it stands, by its place in [`super::Rule::rows`].
    pub row: Option<usize>,
}

/// A row of a rule's table: one of the matters for which the rule asks the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is called, by language.
    pub name: BTreeMap<String, String>,
    /// The entries of the lexicon that conditions ask for in its name.
    pub topic: Vec<ClassId>,
    /// The provisions on which its findings rest.
    pub basis: Vec<Basis>,
}

/// Where an edit of a fix goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixPlace {
    /// In the place of the words.
    Replace,
    /// Before them.
    Before,
    /// Behind them.
    After,
    /// Nowhere: the words are taken out.
    Delete,
    /// Where the flaw of form says.
    Mend,
}

/// What would mend the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether the right text is certain.
    pub safe: bool,
    /// Where.
    pub place: FixPlace,
    /// At which words: the anchor's, or those of a capture by its place in [`super::Rule::captures`].
    pub at: Option<usize>,
    /// The text by the language of the act, with placeholders; nothing for a deletion.
    pub with: BTreeMap<String, Template>,
}

/// Text with placeholders, read once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template(pub Vec<Piece>);

impl fmt::Display for Template {
    /// The text with "…" in the place of what a finding fills in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Words | Piece::Row | Piece::Capture(_) | Piece::Unit(_) => f.write_str("…"),
        })
    }
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// The words of the anchor.
    Words,
    /// The name of the row.
    Row,
    /// The words of a capture, by its place in [`super::Rule::captures`].
    Capture(usize),
    /// The unit of a capture as lawyers cite it.
    Unit(usize),
}

/// A regular expression of a rule.
#[derive(Debug, Clone)]
pub struct Pattern(pub Regex);

/// Whether an act was made under the pack's constitution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Its day is the pack's first one or later.
    New,
    /// It is a draft without a day.
    Draft,
    /// It has no day, no mark of a draft and no signature: a bill, or a copy that leaves the day out.
    Undated,
    /// Its day is earlier, or it is signed and the copy leaves the day out.
    Old,
}

impl Age {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::New, Self::Draft, Self::Undated, Self::Old];
    /// Those that rules on form and procedure judge.
    pub const FRESH: &'static [Self] = &[Self::New, Self::Draft, Self::Undated];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Draft => "draft",
            Self::Undated => "undated",
            Self::Old => "old",
        }
    }
}

/// Days on which a rule holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holds {
    /// Only acts of these ages; of every age when empty.
    pub ages: Vec<Age>,
    /// The best confidence where nothing tells whether the act is new.
    pub undated: Option<Confidence>,
    /// The best confidence in acts made before the pack's first day.
    pub old: Option<Confidence>,
    /// The first day.
    pub from: Option<Date>,
    /// The day from which it no longer holds.
    pub until: Option<Date>,
}
