//! A language table as the program uses it, read from its TOML file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

pub use super::class::{Class, Period};
use super::cue::Cue;
use super::fold::{fold_into, is_cyrillic};
use super::formulas::Formulas;
use super::token::{Token, Tokens};
use super::vocabulary::{ClassId, Vocabulary};
pub use super::words::Traces;
use super::words::{RawReport, TableWords, report_words};
use crate::model::{ActKind, UnitKind};
use crate::saying::Words;
use crate::source::Span;

/// In which order a language cites nested units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// "subparagraph 3) of paragraph 2 of article 12".
    SmallToBig,
    /// Article first, each with its ending, the smallest unit last.
    BigToSmall,
    /// Article first, each unit with its word before its number, the name of the act last: "article 5
    /// paragraph 2 of the law".
    BigToSmallWordFirst,
}

impl Order {
    /// Whether the smallest unit opens a citation.
    #[must_use]
    pub fn small_first(self) -> bool {
        self == Self::SmallToBig
    }

    /// Whether words stand before what they govern: unit words before their numbers, units before the name
    /// of their act, prepositions before dates, the word for words before a quotation.
    #[must_use]
    pub fn word_first(self) -> bool {
        self != Self::BigToSmall
    }
}

/// The words of one kind of unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UnitWords {
    /// Words that open a heading of such a unit.
    #[serde(default)]
    pub heading: Vec<String>,
    /// Word patterns that cite it, one word each.
    #[serde(default)]
    pub cite: Vec<Spanned<String>>,
    /// How it is cited alone or as the last (innermost or outermost) link; `{n}` is the number.
    #[serde(default)]
    pub alone: String,
    /// How it is cited as a link that another one depends on.
    #[serde(default)]
    pub link: String,
    /// The same of a link that itself depends on none, where that differs.
    #[serde(default)]
    pub outer: String,
    /// How it is cited as the last link behind others, where that differs from standing alone.
    #[serde(default)]
    pub last: String,
}

/// The words by which an act says its kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct KindWords {
    /// Phrases in a title block.
    #[serde(default)]
    title: Vec<Spanned<String>>,
    /// Phrases by which an act names itself in its text.
    #[serde(default, rename = "self")]
    itself: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a shape that a table switches on")]
struct RawLang {
    code: String,
    name: String,
    order: Order,
    /// Whether a heading's word stands before its number.
    word_first: bool,
    address_joint: String,
    /// Whether acts of articles and of sections are told apart by their words alone, both numbering their
    /// units with a bare figure.
    #[serde(default)]
    bare_sections: bool,
    /// Whether the paragraphs of an article stand in brackets and numbers with a full stop below them:
    /// "(1)", "1.", "a)", "aa)".
    #[serde(default)]
    bracketed_paragraphs: bool,
    /// Whether a Roman figure alone may head a section.
    #[serde(default)]
    roman_sections: bool,
    /// Whether the heading of an article stands on the line below its number.
    #[serde(default)]
    headings_below: bool,
    /// Whether every noun has a capital, so that a capital tells no name.
    #[serde(default)]
    capital_nouns: bool,
    /// Whether a small letter behind a figure is part of the number: "20b".
    #[serde(default)]
    lettered_numbers: bool,
    #[serde(default)]
    markers: Vec<String>,
    #[serde(default)]
    marker_letters: String,
    /// Letters that no word of the language has, though a related one's words have them.
    #[serde(default)]
    other_letters: String,
    /// The letters in their order, where definitions are put in it.
    alphabet: Option<String>,
    draft: Vec<String>,
    notes: Vec<String>,
    attachments: Vec<String>,
    /// Words with which the heading of an attachment ends, where the word for one stands last.
    #[serde(default)]
    attachments_behind: Vec<String>,
    signatures: Vec<String>,
    #[serde(default)]
    maker: RawMaker,
    titles: RawTitles,
    abbreviations: Vec<String>,
    months: Vec<Vec<String>>,
    year_words: Vec<String>,
    units: BTreeMap<String, UnitWords>,
    kinds: BTreeMap<String, KindWords>,
    ordinals: BTreeMap<String, Vec<Spanned<String>>>,
    cardinals: BTreeMap<String, Vec<Spanned<String>>>,
    periods: BTreeMap<String, Vec<Spanned<String>>>,
    lists: RawLists,
    table: TableWords,
    /// What the program says in this language; English says what the program says by itself.
    report: Option<Spanned<RawReport>>,
    formulas: Formulas,
    cues: BTreeMap<String, Vec<Spanned<String>>>,
    traces: Traces,
}

/// The words around the name of the state that made an act.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawMaker {
    /// Acts and bodies behind which their state is named, one word each.
    #[serde(default)]
    nouns: Vec<Spanned<String>>,
    /// Acts and bodies before which it is.
    #[serde(default)]
    followers: Vec<Spanned<String>>,
    /// Words that belong to the names of states: "republic", "federation".
    #[serde(default)]
    forms: Vec<Spanned<String>>,
    /// Words that join an act or a body to the name: "of", "the".
    #[serde(default)]
    joints: Vec<Spanned<String>>,
    /// Verbs behind which the body that makes the act is named: "enacted".
    #[serde(default)]
    enacting: Vec<Spanned<String>>,
    /// Verbs before which it is: "enacts".
    #[serde(default)]
    enacts: Vec<Spanned<String>>,
}

impl RawMaker {
    fn classes(&self) -> [(Class, &[Spanned<String>]); 6] {
        [
            (Class::MakerNoun, &self.nouns),
            (Class::MakerFollower, &self.followers),
            (Class::MakerForm, &self.forms),
            (Class::MakerJoint, &self.joints),
            (Class::Enacting, &self.enacting),
            (Class::Enacts, &self.enacts),
        ]
    }
}

/// How titles of acts begin or end.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawTitles {
    starts: Vec<String>,
    ends: Vec<String>,
}

/// Words that join the items of a list of numbers, and those around citations.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawLists {
    and: Vec<Spanned<String>>,
    this: Vec<Spanned<String>>,
    of: Vec<Spanned<String>>,
    /// Words that close a range behind its first number: "to", "through".
    through: Vec<Spanned<String>>,
    acts: Vec<Spanned<String>>,
    /// Forms in which the name of an act governs the units cited in it.
    governing: Vec<Spanned<String>>,
    /// Names of the papers in which acts are published.
    gazettes: Vec<Spanned<String>>,
    prepositions: Vec<Spanned<String>>,
    /// Endings of an ordinal behind its figure: "1st".
    #[serde(default)]
    suffixes: Vec<Spanned<String>>,
    /// Names of the constitution that are no form of that word.
    #[serde(default)]
    basic_law: Vec<Spanned<String>>,
    /// Words that stand for the act in which they are read: "hereof".
    #[serde(default)]
    hereof: Vec<Spanned<String>>,
    /// Words that stand for the act named before: "thereof".
    #[serde(default)]
    thereof: Vec<Spanned<String>>,
    /// Forms in which the document that an attachment belongs to stands before it.
    #[serde(default)]
    owners: Vec<Spanned<String>>,
    /// Words for parts of a unit's text that have no name of their own, cited behind it: "sentence 2".
    #[serde(default)]
    portions: Vec<Spanned<String>>,
    /// Words before a unit that is named for what it is and not cited: "a section 20 statement".
    #[serde(default)]
    indefinite: Vec<Spanned<String>>,
    /// Words that give an act a short name in brackets: "hereinafter".
    #[serde(default)]
    hereinafter: Vec<Spanned<String>>,
    /// Unit words in the plural, where a number with a hyphen is a range in the plural alone.
    #[serde(default)]
    plurals: Vec<Spanned<String>>,
}

/// A malformed language table.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct LangError {
    /// Name of the table's file.
    pub file: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// Where in the file, if known.
    pub span: Option<Span>,
}

/// A compiled language table.
#[derive(Debug)]
pub struct Lang {
    raw: RawLang,
    classes: Vec<Class>,
    vocabulary: Vocabulary,
    markers: BTreeSet<String>,
    units: BTreeMap<UnitKind, UnitWords>,
    unit_marks: Vec<(char, UnitKind)>,
    cyrillic: bool,
    report: Words,
}

impl Lang {
    /// Reads and compiles a table.
    ///
    /// # Errors
    /// A syntax error, an unknown key, cue, unit or kind, or a phrase that cannot be compiled.
    pub fn load(file: &str, text: &str) -> Result<Self, LangError> {
        let fail = |message: String, span: Option<std::ops::Range<usize>>| LangError {
            file: file.to_owned(),
            message,
            span: span.map(|s| Span::new(s.start, s.end)),
        };
        let mut raw: RawLang =
            toml::from_str(text).map_err(|e| fail(e.message().to_owned(), e.span()))?;
        let report =
            report_words(raw.report.take()).map_err(|(message, span)| fail(message, Some(span)))?;
        raw.table.check().map_err(|(message, span)| fail(message, span))?;
        raw.formulas.check().map_err(|(message, place)| fail(message, Some(place)))?;
        let mut classes: Vec<Class> = Vec::new();
        let mut vocabulary = Vocabulary::new();
        let mut add = |class: Class, phrases: &[Spanned<String>]| -> Result<(), LangError> {
            let id = ClassId(u16::try_from(classes.len()).unwrap_or(u16::MAX));
            classes.push(class);
            for phrase in phrases {
                vocabulary
                    .add(id, phrase.get_ref())
                    .map_err(|e| fail(e.to_string(), Some(phrase.span())))?;
            }
            Ok(())
        };
        for name in raw.cues.keys() {
            if !Cue::ALL.iter().any(|c| c.name() == name) {
                return Err(fail(format!("unknown cue `{name}`"), None));
            }
        }
        let empty = Vec::new();
        for cue in Cue::ALL {
            add(Class::Cue(*cue), raw.cues.get(cue.name()).unwrap_or(&empty))?;
        }
        let mut units = BTreeMap::new();
        for (name, words) in &raw.units {
            let kind = UnitKind::from_name(name)
                .ok_or_else(|| fail(format!("unknown unit `{name}`"), None))?;
            add(Class::Unit(kind), &words.cite)?;
            units.insert(kind, words.clone());
        }
        if raw.months.len() != 12 {
            return Err(fail(format!("{} months given, expected 12", raw.months.len()), None));
        }
        let spanned = |words: &[String]| -> Vec<Spanned<String>> {
            words.iter().map(|w| Spanned::new(0..0, w.clone())).collect()
        };
        for (index, month) in (1_i8..).zip(&raw.months) {
            add(Class::Month(index), &spanned(month))?;
        }
        add(Class::Year, &spanned(&raw.year_words))?;
        for (table, make) in [
            (&raw.ordinals, Class::Ordinal as fn(u32) -> Class),
            (&raw.cardinals, Class::Cardinal as fn(u32) -> Class),
        ] {
            for (number, words) in table {
                let n =
                    number.parse().map_err(|_| fail(format!("`{number}` is no number"), None))?;
                add(make(n), words)?;
            }
        }
        for (name, words) in &raw.periods {
            let period = Period::from_name(name).ok_or_else(|| {
                let message =
                    format!("unknown period `{name}`, expected days, weeks, months, years");
                fail(message, None)
            })?;
            add(Class::Period(period), words)?;
        }
        add(Class::And, &raw.lists.and)?;
        add(Class::This, &raw.lists.this)?;
        add(Class::Of, &raw.lists.of)?;
        add(Class::Through, &raw.lists.through)?;
        add(Class::ActNoun, &raw.lists.acts)?;
        add(Class::Governing, &raw.lists.governing)?;
        add(Class::Gazette, &raw.lists.gazettes)?;
        add(Class::Preposition, &raw.lists.prepositions)?;
        add(Class::Suffix, &raw.lists.suffixes)?;
        add(Class::BasicLaw, &raw.lists.basic_law)?;
        add(Class::Hereof, &raw.lists.hereof)?;
        add(Class::Thereof, &raw.lists.thereof)?;
        add(Class::Owner, &raw.lists.owners)?;
        add(Class::Portion, &raw.lists.portions)?;
        add(Class::Indefinite, &raw.lists.indefinite)?;
        add(Class::Hereinafter, &raw.lists.hereinafter)?;
        add(Class::Plural, &raw.lists.plurals)?;
        for (class, words) in raw.maker.classes() {
            add(class, words)?;
        }
        for (name, words) in &raw.kinds {
            let kind = ActKind::from_name(name)
                .ok_or_else(|| fail(format!("unknown kind of act `{name}`"), None))?;
            add(Class::KindTitle(kind), &words.title)?;
            add(Class::KindSelf(kind), &words.itself)?;
        }
        let markers = raw.markers.iter().cloned().collect();
        let cyrillic = raw.name.is_empty() || raw.markers.iter().any(|m| m.contains(is_cyrillic));
        let unit_marks = unit_marks(&units);
        Ok(Self { raw, classes, vocabulary, markers, units, unit_marks, cyrillic, report })
    }

    /// `en`, `ru`, `kk`: the code of the language.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.raw.code
    }

    /// The language's English name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.raw.name
    }

    /// The order of citation.
    #[must_use]
    pub fn order(&self) -> Order {
        self.raw.order
    }

    /// What stands between the links of an address.
    #[must_use]
    pub fn address_joint(&self) -> &str {
        &self.raw.address_joint
    }

    /// The letters in the order of the alphabet.
    #[must_use]
    pub fn alphabet(&self) -> Option<&str> {
        self.raw.alphabet.as_deref()
    }

    /// Whether the language is written in Cyrillic, so that lone look-alikes fold to it.
    #[must_use]
    pub fn is_cyrillic(&self) -> bool {
        self.cyrillic
    }

    /// Whether a bare figure may open a section.
    #[must_use]
    pub fn has_bare_sections(&self) -> bool {
        self.raw.bare_sections
    }

    /// Whether the paragraphs of an article stand in brackets, and numbers with a full stop below them.
    #[must_use]
    pub fn has_bracketed_paragraphs(&self) -> bool {
        self.raw.bracketed_paragraphs
    }

    /// Whether a Roman figure alone may head a section.
    #[must_use]
    pub fn has_roman_sections(&self) -> bool {
        self.raw.roman_sections
    }

    /// Whether the heading of an article stands on the line below its number.
    #[must_use]
    pub fn heads_below(&self) -> bool {
        self.raw.headings_below
    }

    /// Whether every noun has a capital, so that a capital tells no name.
    #[must_use]
    pub fn capital_nouns(&self) -> bool {
        self.raw.capital_nouns
    }

    /// Whether a small letter behind a figure is part of the number.
    #[must_use]
    pub fn has_lettered_numbers(&self) -> bool {
        self.raw.lettered_numbers
    }

    /// Whether a word is the name of a month.
    #[must_use]
    pub fn is_month(&self, word: &str) -> bool {
        let folded = super::fold::lower(word);
        self.raw.months.iter().flatten().any(|m| *m == folded)
    }

    /// Whether the table tells unit words in the plural.
    #[must_use]
    pub fn tells_plurals(&self) -> bool {
        !self.raw.lists.plurals.is_empty()
    }

    /// The compiled words and phrases.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Whether a heading's word stands before its number («Статья 5»), or behind it («5-бап»).
    #[must_use]
    pub fn words_first(&self) -> bool {
        self.raw.word_first
    }

    /// The words in which amending acts are written.
    #[must_use]
    pub fn formulas(&self) -> &Formulas {
        &self.raw.formulas
    }

    /// Words that open the lines of a signature.
    #[must_use]
    pub fn signature_words(&self) -> &[String] {
        &self.raw.signatures
    }

    /// Whether words such as "of" join an act or a body to the name of its state.
    #[must_use]
    pub fn joins_names(&self) -> bool {
        !self.raw.maker.joints.is_empty()
    }

    /// Whether a line reads like the title of an act.
    #[must_use]
    pub fn is_title(&self, line: &str) -> bool {
        let lower = line.to_lowercase();
        self.raw.titles.starts.iter().any(|s| lower.starts_with(s.as_str()))
            || self
                .raw
                .titles
                .ends
                .iter()
                .any(|e| lower.trim_end_matches('.').ends_with(e.as_str()))
    }

    /// The classes of which a single word is a whole phrase.
    pub fn single(&self, tokens: &Tokens<'_>, token: Token) -> impl Iterator<Item = Class> {
        self.vocabulary.single(tokens.atoms(token)).map(|id| self.class(id))
    }

    /// Whether a word cites a kind of unit.
    #[must_use]
    pub fn cites(&self, word: &str, kind: UnitKind) -> bool {
        let (mut folded, mut atoms) = (String::new(), Vec::new());
        fold_into(word, self.cyrillic, &mut folded);
        self.vocabulary.lookup(&folded, &mut atoms);
        self.vocabulary.single(&atoms).any(|id| self.class(id) == Class::Unit(kind))
    }

    /// What a class of the vocabulary stands for.
    #[must_use]
    pub fn class(&self, id: ClassId) -> Class {
        self.classes.get(id.0 as usize).copied().unwrap_or(Class::Pack(id.0))
    }

    /// The words of a kind of unit, if the language has it.
    #[must_use]
    pub fn unit(&self, kind: UnitKind) -> Option<&UnitWords> {
        self.units.get(&kind)
    }

    /// The kind of unit that a mark names: `§`.
    #[must_use]
    pub fn unit_of_mark(&self, mark: char) -> Option<UnitKind> {
        self.unit_marks.iter().find(|(c, _)| *c == mark).map(|(_, kind)| *kind)
    }

    /// Whether words such as "of" stand between the links of a citation.
    #[must_use]
    pub fn has_words_between_links(&self) -> bool {
        !self.raw.lists.of.is_empty()
    }

    /// Kinds of unit with the words that open their headings.
    pub fn headings(&self) -> impl Iterator<Item = (UnitKind, &[String])> {
        self.units.iter().map(|(kind, words)| (*kind, words.heading.as_slice()))
    }

    /// Words that alone on a line mark a draft.
    #[must_use]
    pub fn draft_words(&self) -> &[String] {
        &self.raw.draft
    }

    /// How editors' notes begin.
    #[must_use]
    pub fn note_words(&self) -> &[String] {
        &self.raw.notes
    }

    /// Words with which the heading of an attachment ends, where the word for one stands last.
    #[must_use]
    pub fn attachment_endings(&self) -> &[String] {
        &self.raw.attachments_behind
    }

    /// How attachments begin.
    #[must_use]
    pub fn attachment_words(&self) -> &[String] {
        &self.raw.attachments
    }

    /// The words of the comparative table.
    #[must_use]
    pub fn table(&self) -> &TableWords {
        &self.raw.table
    }

    /// What the program says to people beside the findings.
    #[must_use]
    pub fn report(&self) -> &Words {
        &self.report
    }

    /// What a consolidated text says of what is no longer in force.
    #[must_use]
    pub fn traces(&self) -> &Traces {
        &self.raw.traces
    }

    /// Words after which a full stop ends no sentence.
    #[must_use]
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.raw.abbreviations.iter().any(|a| a == word)
    }

    pub(super) fn is_marker(&self, word: &str) -> bool {
        let has = |letters: &str| word.contains(|c| letters.contains(c));
        self.markers.contains(word)
            || has(&self.raw.marker_letters) && !has(&self.raw.other_letters)
    }
}

/// The words of units that are one mark: `§`.
fn unit_marks(units: &BTreeMap<UnitKind, UnitWords>) -> Vec<(char, UnitKind)> {
    let mark = |word: &String| {
        let mut chars = word.chars();
        let first = chars.next().filter(|c| !c.is_alphanumeric())?;
        chars.next().is_none().then_some(first)
    };
    units
        .iter()
        .flat_map(|(kind, words)| words.heading.iter().filter_map(mark).map(move |c| (c, *kind)))
        .collect()
}
