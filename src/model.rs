//! The typed document: acts, units, numbers, eIds, zones. Owned and spanned; knows no text patterns
//! and derives nothing for output.

pub mod frame;
pub mod number;

use std::fmt;

pub use number::Number;

use crate::source::Span;

/// What sort of act a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActKind {
    /// A constitution.
    Constitution,
    /// A constitutional law.
    ConstitutionalLaw,
    /// A code.
    Code,
    /// A law, or another act with the force of law.
    Law,
    /// A decree of the head of state.
    PresidentialDecree,
    /// A resolution of a government or of a parliament.
    Resolution,
    /// An order of a minister or head.
    Order,
    /// A decision of a local council or head.
    Decision,
    /// None of these, or unknown.
    Other,
}

impl ActKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Constitution,
        Self::ConstitutionalLaw,
        Self::Code,
        Self::Law,
        Self::PresidentialDecree,
        Self::Resolution,
        Self::Order,
        Self::Decision,
        Self::Other,
    ];

    /// The name in options, tables and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Constitution => "constitution",
            Self::ConstitutionalLaw => "constitutional-law",
            Self::Code => "code",
            Self::Law => "law",
            Self::PresidentialDecree => "presidential-decree",
            Self::Resolution => "resolution",
            Self::Order => "order",
            Self::Decision => "decision",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.name() == name)
    }
}

/// The level of a unit in an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// Part of an act.
    Part,
    /// Section.
    Section,
    /// Subsection of a section; in English acts a unit labelled `(a)`.
    Subsection,
    /// Chapter.
    Chapter,
    /// Division of a chapter.
    Division,
    /// Article.
    Article,
    /// Unit numbered `1.`, or `(1)` in English acts of sections.
    Paragraph,
    /// Unit numbered `1)`, or `(A)` in English acts of sections.
    Subparagraph,
    /// `(i)` in English acts of sections.
    Subsubparagraph,
    /// Unnumbered part of a unit.
    Alinea,
    /// Unnumbered item of a list.
    Indent,
    /// What stands before the first article.
    Preamble,
    /// Attachment.
    Attachment,
    /// A note of the act itself.
    Note,
    /// A note of the editors; no norm.
    EditorialNote,
}

impl UnitKind {
    /// Every kind, outermost first.
    pub const ALL: &'static [Self] = &[
        Self::Part,
        Self::Section,
        Self::Subsection,
        Self::Chapter,
        Self::Division,
        Self::Article,
        Self::Paragraph,
        Self::Subparagraph,
        Self::Subsubparagraph,
        Self::Alinea,
        Self::Indent,
        Self::Preamble,
        Self::Attachment,
        Self::Note,
        Self::EditorialNote,
    ];

    /// The name in tables and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Section => "section",
            Self::Subsection => "subsection",
            Self::Chapter => "chapter",
            Self::Division => "division",
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Subparagraph => "subparagraph",
            Self::Subsubparagraph => "subsubparagraph",
            Self::Alinea => "alinea",
            Self::Indent => "indent",
            Self::Preamble => "preamble",
            Self::Attachment => "attachment",
            Self::Note => "note",
            Self::EditorialNote => "editorial-note",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.name() == name)
    }

    /// The token of the eId.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Section => "sec",
            Self::Subsection => "subsec",
            Self::Chapter => "chp",
            Self::Division => "dvs",
            Self::Article => "art",
            Self::Paragraph => "para",
            Self::Subparagraph => "subpara",
            Self::Subsubparagraph => "subsubpara",
            Self::Alinea => "al",
            Self::Indent => "indent",
            Self::Preamble => "preamble",
            Self::Attachment => "att",
            Self::Note | Self::EditorialNote => "note",
        }
    }

    /// Whether the unit groups articles and gives no name to what stands in it.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(
            self,
            Self::Part | Self::Section | Self::Subsection | Self::Chapter | Self::Division
        )
    }
}

/// The eId of a unit, in the style of Akoma Ntoso: `art_7__para_2__subpara_6`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Eid(String);

impl Eid {
    /// An eId as it is written.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// This eId with one more level.
    #[must_use]
    pub fn child(&self, kind: UnitKind, number: &str) -> Self {
        let mut text = self.0.clone();
        if !text.is_empty() {
            text.push_str("__");
        }
        text.push_str(kind.token());
        if !number.is_empty() {
            text.push('_');
            text.push_str(number);
        }
        Self(text)
    }

    /// The text of the eId.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `inner` is this unit or lies inside it.
    ///
    /// Alineas name a part of a unit's text and not a level of its numbering: lawyers leave them out
    /// as often as not, so they are stepped over on both sides.
    #[must_use]
    pub fn covers(&self, inner: &Eid) -> bool {
        let levels = |e: &'_ Eid| -> Vec<String> {
            e.0.split("__").filter(|t| !t.starts_with("al_")).map(str::to_owned).collect()
        };
        let (outer, inner) = (levels(self), levels(inner));
        !outer.is_empty() && inner.len() >= outer.len() && inner[..outer.len()] == outer[..]
    }
}

impl fmt::Display for Eid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose words a piece of text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// The act's own words.
    Own,
    /// Quoted text that an amendment puts into another act.
    QuotedNew,
    /// Quoted words that an amendment takes out or replaces.
    QuotedOld,
    /// The title of an act, its own or one that it quotes.
    Title,
    /// A note that is no norm.
    Note,
    /// An attachment.
    Attachment,
    /// The words of a treaty that the act carries.
    Treaty,
}

impl Zone {
    /// Every zone.
    pub const ALL: &'static [Self] = &[
        Self::Own,
        Self::QuotedNew,
        Self::QuotedOld,
        Self::Title,
        Self::Note,
        Self::Attachment,
        Self::Treaty,
    ];

    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::QuotedNew => "quoted-new",
            Self::QuotedOld => "quoted-old",
            Self::Title => "title",
            Self::Note => "note",
            Self::Attachment => "attachment",
            Self::Treaty => "treaty",
        }
    }
}

/// A structural element of an act.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its level.
    pub kind: UnitKind,
    /// Its name in the act.
    pub eid: Eid,
    /// Its number as the eId writes it; empty for units without one.
    pub number: String,
    /// Its heading, without the label.
    pub heading: Option<Span>,
    /// The whole unit, its label and its inner units included.
    pub span: Span,
    /// Index of the unit in which it lies.
    pub parent: Option<usize>,
}

/// A piece of running text that belongs to one unit: a paragraph on the page, without its label.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// Index of the unit that it belongs to; `None` before the first unit (title, preamble).
    pub unit: Option<usize>,
    /// Its place.
    pub span: Span,
    /// Whose words it is.
    pub zone: Zone,
    /// Index of the block with the lead-in of the list in which it is an item.
    pub lead: Option<usize>,
}

/// One legal text.
#[derive(Debug, Clone)]
pub struct Act {
    /// What sort of act.
    pub kind: ActKind,
    /// Whether it is a bill.
    pub draft: bool,
    /// Whether it amends other acts.
    pub amending: bool,
    /// Whether it closes with a signature, as only adopted acts do.
    pub signed: bool,
    /// Code of its language.
    pub lang: String,
    /// Its title.
    pub title: Option<Span>,
    /// Its registration number as written.
    pub number: Option<String>,
    /// The day of its making.
    pub date: Option<jiff::civil::Date>,
    /// Its units in the order of the text.
    pub units: Vec<Unit>,
    /// Its running text in the order of the text.
    pub blocks: Vec<Block>,
    /// Text that was not understood.
    pub not_understood: Vec<Span>,
}

impl Act {
    /// From the act's first words to its last; a file may hold several acts.
    #[must_use]
    pub fn extent(&self) -> Span {
        let blocks = self.blocks.first().into_iter().chain(self.blocks.last()).map(|b| b.span);
        let units = self.units.first().into_iter().chain(self.units.last()).map(|u| u.span);
        let all = blocks.chain(units).chain(self.title);
        all.reduce(Span::cover).unwrap_or_default()
    }

    /// The innermost unit in which a byte lies.
    #[must_use]
    pub fn unit_at(&self, byte: u32) -> Option<usize> {
        let mut at = self.units.partition_point(|u| u.span.start <= byte).checked_sub(1)?;
        loop {
            let unit = &self.units[at];
            if byte < unit.span.end {
                return Some(at);
            }
            at = unit.parent?;
        }
    }
}
