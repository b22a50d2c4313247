//! Flaws of form: what is wrong with the build of a text, whatever its law. Numbers, citations, terms, lists, marks.
//!
//! What a country's law asks beyond that, and how bad a flaw is, rules say.

mod citations;
mod figures;
mod lists;
mod marks;
mod names;
mod numbering;
mod places;
mod terms;

use crate::facts::Facts;
use crate::model::frame::FlawKind;
use crate::model::{Act, Number, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::Reading;
use places::Places;

/// Something wrong with the form of a text.
#[derive(Debug, Clone)]
pub struct Flaw {
    /// What it is.
    pub kind: FlawKind,
    /// The words that show it.
    pub span: Span,
    /// Index of the unit in which they stand.
    pub unit: Option<usize>,
    /// Whose words they are.
    pub zone: Zone,
    /// The other place that it takes two of: the first definition, the unit before.
    pub other: Option<Span>,
    /// What should stand there, or nothing where that is not known.
    pub expected: String,
    /// Whether nothing else can be meant; else it was inferred from what stands around.
    pub plain: bool,
    /// What mends it: places with their new text, in the order of the text.
    pub edits: Vec<(Span, String)>,
    /// Whether the mended text is certain to be the right one.
    pub settled: bool,
}

/// What the flaws of an act are looked for in.
#[derive(Debug, Clone, Copy)]
struct Text<'t, 'r> {
    reading: &'t Reading<'r>,
    act: &'t Act,
    facts: &'t Facts,
    places: &'t Places,
}

impl Text<'_, '_> {
    /// A flaw at a place, without what mends it.
    fn flaw(&self, kind: FlawKind, span: Span) -> Flaw {
        Flaw {
            kind,
            span,
            unit: self.act.unit_at(span.start),
            zone: self.zone(span),
            other: None,
            expected: String::new(),
            plain: true,
            edits: Vec::new(),
            settled: false,
        }
    }

    /// Whose words a place holds.
    fn zone(&self, span: Span) -> Zone {
        let blocks = &self.act.blocks;
        let at = blocks.partition_point(|b| b.span.start <= span.start).checked_sub(1);
        let inside = at.map(|at| &blocks[at]).filter(|b| span.start < b.span.end);
        // A label belongs to the paragraph that it opens.
        let opened = || {
            let next = blocks.partition_point(|b| b.span.start <= span.start);
            blocks.get(next).filter(|b| self.act.unit_at(span.start) == b.unit)
        };
        inside.or_else(opened).map_or(Zone::Own, |b| b.zone)
    }

    /// Whether the text is an act, and no excerpt of one: its articles run from the first one without many gaps.
    fn is_whole(&self) -> bool {
        /// Gaps from which on articles were picked out.
        const GAPS: usize = 2;
        let units = self.act.units.iter().filter(|u| u.kind == UnitKind::Article);
        let articles: Vec<u32> =
            units.filter_map(|u| Number::parse(&u.number)).map(|n| n.main).collect();
        let gaps = articles.windows(2).filter(|w| w[1] > w[0] + 1).count();
        let starts = articles.first().is_none_or(|first| *first == 1);
        self.act.title.is_some() && starts && gaps <= GAPS
    }

    fn slice(&self, span: Span) -> &str {
        self.reading.source.slice(span)
    }

    /// Where the paragraph begins in which a byte stands.
    fn block_start(&self, byte: u32) -> u32 {
        let blocks = &self.act.blocks;
        let at = blocks.partition_point(|b| b.span.start <= byte).checked_sub(1);
        at.map_or(0, |at| blocks[at].span.start)
    }

    /// Whether an instruction of the act holds a place: its quoted words are another act's.
    fn is_instruction(&self, span: Span) -> bool {
        self.places.instructions.touch(span)
    }
}

/// The flaws of an act, by their place.
#[must_use]
pub fn flaws(reading: &Reading<'_>, act: &Act, facts: &Facts) -> Vec<Flaw> {
    let places = Places::of(act, facts);
    let text = Text { reading, act, facts, places: &places };
    let mut found = Vec::new();
    numbering::find(text, &mut found);
    lists::find(text, &mut found);
    citations::find(text, &mut found);
    terms::find(text, &mut found);
    names::find(text, &mut found);
    figures::find(text, &mut found);
    marks::find(text, &mut found);
    found.sort_by_key(|f| (f.span, f.kind));
    found
}
