//! An act as the rules of a pack see it: its facts, the pack's words in it, and where each stands.
//!
//! Made once for an act and a pack, so that a rule costs little more than the facts that it looks at. What
//! only some rules ask for is worked out when the first one asks.

mod extents;
mod governed;
mod norms;
mod words;

use std::cell::OnceCell;

use jiff::civil::Date;

use super::found::Memory;
use super::scope::{Index, Scope};
use super::time::{self, Days};
use super::{Document, Options};
use crate::facts::norm::number;
use crate::facts::{Amendment, Facts, SubjectClass};
use crate::finding::Confidence;
use crate::form::{self, Flaw};
use crate::lang::{ClassId, TokenKind};
use crate::model::frame::{AmountUnit, CitedAct};
use crate::model::{Act, Block, Eid, Zone};
use crate::pack::Pack;
use crate::pack::condition::Kind;
use crate::source::Span;

pub(super) use extents::Extents;
pub(super) use words::item;

/// Words of the pack found in the act.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) class: ClassId,
    pub(super) span: Span,
    pub(super) zone: Zone,
}

/// A number with what it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity {
    pub(super) span: Span,
    pub(super) hundredths: i64,
    pub(super) unit: Option<AmountUnit>,
    /// The entry that stands behind it.
    pub(super) of: Option<ClassId>,
    pub(super) zone: Zone,
}

/// One thing in the act that a condition can look at; the number is its place in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Item {
    Act,
    Unit(usize),
    Norm(usize),
    Commencement(usize),
    Citation(usize),
    Amendment(usize),
    Definition(usize),
    Quantity(usize),
    Flaw(usize),
    /// The other place of a flaw.
    Beside(usize),
    /// What should stand in the place of a flaw.
    Expected(usize),
    Hit(usize),
    /// A match of the pack's expression of that number.
    Match(usize, Span),
}

/// An act as the rules of a pack see it.
#[derive(Debug)]
pub(super) struct View<'v> {
    pub(super) document: &'v Document<'v>,
    pub(super) act: &'v Act,
    pub(super) facts: &'v Facts,
    pub(super) pack: &'v Pack,
    pub(super) options: &'v Options,
    /// By their place.
    pub(super) hits: Vec<Hit>,
    /// For each class of the pack's words, its hits.
    by_class: Vec<Vec<usize>>,
    /// For each amendment, the words that name the constitution as its act, and whether they stand in it.
    constitution: Vec<Option<Span>>,
    index: OnceCell<Index<'v>>,
    dated: OnceCell<Scope>,
    governed: Vec<OnceCell<governed::Governed>>,
    days: OnceCell<Days>,
    reaching: OnceCell<Vec<(usize, Confidence)>>,
    past: OnceCell<Vec<(usize, Confidence)>>,
    past_norms: OnceCell<Vec<usize>>,
    lists: OnceCell<norms::NormLists>,
    quantities: OnceCell<Vec<Quantity>>,
    flaws: OnceCell<Vec<Flaw>>,
    matches: Vec<OnceCell<Vec<Span>>>,
    /// For each class, the places of its hits in what the act says, not in what it names or notes.
    spoken: Vec<Vec<Span>>,
    words_before: OnceCell<Vec<u32>>,
    places: Places,
    quoted: OnceCell<Extents>,
    instructions: OnceCell<Extents>,
    pub(super) memory: Memory,
}

/// The facts of each kind by their places, worked out when a rule first asks for them.
#[derive(Debug, Default)]
struct Places {
    units: OnceCell<Extents>,
    norms: OnceCell<Extents>,
    commencements: OnceCell<Extents>,
    citations: OnceCell<Extents>,
    amendments: OnceCell<Extents>,
    definitions: OnceCell<Extents>,
    quantities: OnceCell<Extents>,
    flaws: OnceCell<Extents>,
    hits: OnceCell<Extents>,
    classes: Vec<OnceCell<Extents>>,
    matches: Vec<OnceCell<Extents>>,
}

impl<'v> View<'v> {
    pub(super) fn new(
        document: &'v Document<'v>,
        act: &'v Act,
        facts: &'v Facts,
        pack: &'v Pack,
        options: &'v Options,
    ) -> Self {
        let mut view = Self {
            document,
            act,
            facts,
            pack,
            options,
            hits: Vec::new(),
            by_class: vec![Vec::new(); pack.lexicon.classes()],
            constitution: Vec::new(),
            index: OnceCell::new(),
            dated: OnceCell::new(),
            governed: std::iter::repeat_with(OnceCell::new)
                .take(facts.commencements.len())
                .collect(),
            days: OnceCell::new(),
            reaching: OnceCell::new(),
            past: OnceCell::new(),
            past_norms: OnceCell::new(),
            lists: OnceCell::new(),
            quantities: OnceCell::new(),
            flaws: OnceCell::new(),
            matches: vec![OnceCell::new(); pack.patterns.len()],
            spoken: vec![Vec::new(); pack.lexicon.classes()],
            words_before: OnceCell::new(),
            places: Places {
                classes: std::iter::repeat_with(OnceCell::new)
                    .take(pack.lexicon.classes())
                    .collect(),
                matches: std::iter::repeat_with(OnceCell::new).take(pack.patterns.len()).collect(),
                ..Places::default()
            },
            quoted: OnceCell::new(),
            instructions: OnceCell::new(),
            memory: Memory::default(),
        };
        view.find_words();
        view.constitution = view.amended_constitution();
        view
    }

    /// Whose words a place of the text holds. Quoted words of an instruction are those that it puts in or
    /// takes out; other words in quotation marks are names.
    pub(super) fn zone_of(&self, span: Span) -> Zone {
        let block = self.block_at(span.start);
        let zone = block.map_or(Zone::Title, |b| self.act.blocks[b].zone);
        if zone != Zone::Own {
            return zone;
        }
        if !self.is_quoted(span) {
            return zone;
        }
        let holds = |part: Option<Span>| part.is_some_and(|p| p.contains(span));
        for a in self.amendments_around(span) {
            if holds(a.to) || holds(a.content.as_ref().map(|c| c.span)) {
                return Zone::QuotedNew;
            }
            if holds(a.from) || holds(a.after) || holds(a.before) {
                return Zone::QuotedOld;
            }
        }
        Zone::Title
    }

    /// Whether a place stands between quotation marks.
    pub(super) fn is_quoted(&self, span: Span) -> bool {
        let quoted = self.quoted.get_or_init(|| {
            Extents::new(self.facts.quoted.iter().enumerate().map(|(at, q)| (*q, at)))
        });
        !quoted.around(span).is_empty()
    }

    /// The instructions whose own words hold a place.
    fn amendments_around(&self, span: Span) -> impl Iterator<Item = &Amendment> {
        let list = &self.facts.amendments;
        let instructions = self
            .instructions
            .get_or_init(|| Extents::new(list.iter().enumerate().map(|(at, a)| (a.span, at))));
        instructions.around(span).into_iter().filter_map(|(_, at)| list.get(at))
    }

    /// The paragraph in which a byte stands.
    pub(super) fn block_at(&self, byte: u32) -> Option<usize> {
        let at = self.act.blocks.partition_point(|b| b.span.start <= byte).checked_sub(1)?;
        (byte < self.act.blocks[at].span.end).then_some(at)
    }

    /// For each amendment, where it or what leads to it names the constitution of the pack as the act that is
    /// changed. One adopted on another day is the constitution before, or a foreign one.
    fn amended_constitution(&self) -> Vec<Option<Span>> {
        let list = &self.facts.amendments;
        let named = list.iter().filter_map(|a| Some((a.constitution?, a.adopted)));
        let mut known: Vec<(Span, Option<Date>)> = named.collect();
        known.sort_by_key(|(name, _)| *name);
        let own_name = |name: Span| self.touches(name, self.pack.constitution);
        list.iter()
            .map(|a| {
                let named = a.constitution.map(|name| (name, a.adopted));
                let led = || {
                    let act = a.act?;
                    let at = known.partition_point(|(name, _)| name.end <= act.start);
                    known.get(at).copied().filter(|(name, _)| name.overlaps(act))
                };
                // The instruction may cite the constitution in the words that name its act.
                let cited = |act: Span| {
                    let list = &self.facts.citations;
                    let touching = self.extents(&Kind::Citation).map(|e| e.touching(act));
                    touching.into_iter().flatten().any(|(_, at)| {
                        list.get(at).is_some_and(|c| c.act == CitedAct::Constitution)
                    })
                };
                let called = || {
                    a.act.filter(|act| own_name(*act) || cited(*act)).map(|act| (act, a.adopted))
                };
                let (name, day) = named.or_else(led).or_else(called)?;
                day.is_none_or(|day| day >= self.pack.adopted).then_some(name)
            })
            .collect()
    }

    /// The words that name the constitution as the act that an amendment changes.
    pub(super) fn names_constitution(&self, amendment: usize) -> Option<Span> {
        self.constitution.get(amendment).copied().flatten()
    }

    /// The act that a citation leads to; a name that only the pack knows is the constitution's.
    pub(super) fn cited_act(&self, citation: usize) -> CitedAct {
        let fact = &self.facts.citations[citation];
        let around = fact.name.map_or(fact.span, |name| name.cover(fact.span));
        let named = || self.touches(around, self.pack.constitution);
        if fact.act == CitedAct::Other && named() { CitedAct::Constitution } else { fact.act }
    }

    pub(super) fn days(&self) -> &Days {
        self.days.get_or_init(|| Days::of(self.act, self.facts, self.pack, self.options))
    }

    pub(super) fn index(&self) -> &Index<'v> {
        self.index.get_or_init(|| Index::new(self.act, self.facts))
    }

    /// Units with a day of their own: they are no part of what a clause on the whole act says.
    pub(super) fn dated(&self) -> &Scope {
        self.dated.get_or_init(|| {
            let eids: Vec<Eid> = self
                .facts
                .commencements
                .iter()
                .filter(|c| c.takes_effect.is_some())
                .flat_map(|c| c.scope.iter().cloned())
                .collect();
            self.index().resolve(&eids)
        })
    }

    /// Clauses on time that reach back, and how sure that is.
    pub(super) fn reaching(&self) -> &[(usize, Confidence)] {
        self.reaching.get_or_init(|| {
            let back = |(at, clause)| Some((at, time::reaches_back(clause, self.days())?));
            self.facts.commencements.iter().enumerate().filter_map(back).collect()
        })
    }

    /// Norms tied to facts of before, and how sure that is.
    pub(super) fn past(&self) -> &[(usize, Confidence)] {
        self.past.get_or_init(|| {
            let norms = self.facts.norms.iter().enumerate();
            norms
                .filter_map(|(at, n)| {
                    Some((at, time::past_facts(n.past_facts?, self.days(), self.facts)?))
                })
                .collect()
        })
    }

    /// The same norms without how sure that is.
    fn past_norms(&self) -> &[usize] {
        self.past_norms.get_or_init(|| self.past().iter().map(|(norm, _)| *norm).collect())
    }

    /// The places of an expression in the paragraphs of the act.
    pub(super) fn matches(&self, pattern: usize) -> &[Span] {
        let Some(cell) = self.matches.get(pattern) else { return &[] };
        cell.get_or_init(|| {
            let Some(pattern) = self.pack.patterns.get(pattern) else { return Vec::new() };
            let in_block = |block: Span| {
                let text = self.document.slice(block);
                let at = block.start as usize;
                pattern.0.find_iter(text).map(move |m| Span::new(at + m.start(), at + m.end()))
            };
            self.act.blocks.iter().flat_map(|b| in_block(b.span)).collect()
        })
    }

    /// What is wrong with the form of the act.
    pub(super) fn flaws(&self) -> &[Flaw] {
        self.flaws.get_or_init(|| form::flaws(&self.document.reading, self.act, self.facts))
    }

    /// Hits of a class, by their place.
    pub(super) fn of_class(&self, class: ClassId) -> &[usize] {
        self.by_class.get(usize::from(class.0)).map_or(&[], Vec::as_slice)
    }

    /// Norms whose words hold a place.
    pub(super) fn norms_around(&self, span: Span) -> Vec<usize> {
        let extents = self.extents(&Kind::Norm);
        extents.into_iter().flat_map(|e| e.around(span)).map(|(_, norm)| norm).collect()
    }

    /// How many words begin in a place; marks are none.
    pub(super) fn word_count(&self, span: Span) -> u32 {
        let range = self.document.reading.tokens.inside(span);
        let before = |token: usize| self.words_before().get(token).copied().unwrap_or_default();
        before(range.end).saturating_sub(before(range.start))
    }

    /// For each token, how many words stand before it.
    fn words_before(&self) -> &[u32] {
        self.words_before.get_or_init(|| {
            let mut count = 0;
            let mut list = vec![0];
            list.extend(self.document.reading.tokens.list().iter().map(|token| {
                count += u32::from(token.kind != TokenKind::Mark);
                count
            }));
            list
        })
    }

    /// A place with so many words before and behind it, within a paragraph.
    pub(super) fn window(&self, span: Span, block: Span, words: u32) -> Span {
        let tokens = &self.document.reading.tokens;
        let range = tokens.inside(span);
        let before = self.words_before();
        let here = before.get(range.start).copied().unwrap_or_default();
        let behind = before.get(range.end).copied().unwrap_or_default();
        // So many words may stand between: the neighbour itself is one more.
        let first = before.partition_point(|n| *n < here.saturating_sub(words.saturating_add(1)));
        let last = before.partition_point(|n| *n <= behind.saturating_add(words));
        let start = tokens.list().get(first).map_or(span.start, |t| t.start);
        let end = tokens.list().get(last).map_or(block.end, |t| t.start);
        Span {
            start: start.min(span.start).max(block.start),
            end: end.max(span.end).min(block.end),
        }
    }

    /// Numbers with what they count: amounts of norms, and numbers before words of the pack's lexicon.
    pub(super) fn quantities(&self) -> &[Quantity] {
        self.quantities.get_or_init(|| {
            let amounts = self.facts.norms.iter().flat_map(|n| {
                n.slots.amounts.iter().map(|a| Quantity {
                    span: a.span,
                    hundredths: i64::try_from(a.hundredths).unwrap_or(i64::MAX),
                    unit: Some(a.unit),
                    of: None,
                    zone: n.zone,
                })
            });
            let counted = self.hits.iter().filter_map(|hit| self.counted(hit));
            let mut list: Vec<Quantity> = amounts.chain(counted).collect();
            list.sort_by_key(|q| (q.span, q.of));
            list.dedup_by_key(|q| (q.span, q.of, q.unit));
            list
        })
    }

    /// The number right before a hit: «145 депутатов», «145 (ста сорока пяти) депутатов», "one hundred members".
    fn counted(&self, hit: &Hit) -> Option<Quantity> {
        const WORDS: usize = 8;
        let reading = &self.document.reading;
        let list = reading.tokens.list();
        let at = reading.tokens.at_or_after(hit.span.start);
        let mut end = at;
        if list.get(at.checked_sub(1)?)?.is(')') {
            end = (at.saturating_sub(WORDS + 2)..at).rev().find(|i| list[*i].is('('))?;
        }
        let (start, hundredths) = (end.saturating_sub(WORDS)..end).find_map(|start| {
            let (value, behind) = number(reading, start, end)?;
            (behind == end).then_some((start, value))
        })?;
        Some(Quantity {
            span: reading.tokens.span(start..end).cover(hit.span),
            hundredths: i64::try_from(hundredths).unwrap_or(i64::MAX),
            unit: None,
            of: Some(hit.class),
            zone: hit.zone,
        })
    }

    /// The whole place of an item, in which others may lie.
    pub(super) fn extent(&self, item: Item) -> Span {
        let facts = self.facts;
        match item {
            Item::Act => Span::new(0, self.document.source.text().len()),
            Item::Unit(i) => self.act.units[i].span,
            Item::Norm(i) => facts.norms[i].span,
            Item::Commencement(i) => facts.commencements[i].span,
            Item::Citation(i) => facts.citations[i].span,
            Item::Amendment(i) => {
                let a = &facts.amendments[i];
                a.content.as_ref().map_or(a.span, |c| a.span.cover(c.span))
            }
            Item::Definition(i) => facts.definitions[i].span,
            Item::Quantity(i) => self.quantities()[i].span,
            Item::Flaw(i) | Item::Expected(i) => self.flaws()[i].span,
            Item::Beside(i) => self.flaws()[i].other.unwrap_or_default(),
            Item::Hit(i) => self.hits[i].span,
            Item::Match(_, span) => span,
        }
    }

    /// What is underlined where an item is the anchor of a finding.
    pub(super) fn place(&self, item: Item) -> Span {
        match item {
            Item::Act => {
                let (first, last) = (self.act.blocks.first(), self.opening().last());
                let opening = last.filter(|_| !self.act.units.is_empty()).or(first);
                self.act.title.or(opening.map(|b| b.span)).unwrap_or_default()
            }
            Item::Unit(i) => self.act.units[i].heading.unwrap_or_else(|| self.first_line(i)),
            Item::Commencement(i) => self.facts.commencements[i].core,
            Item::Amendment(i) => {
                let a = &self.facts.amendments[i];
                match self.names_constitution(i) {
                    Some(name) if a.span.contains(name) => name.cover(a.cue),
                    _ => a.span,
                }
            }
            other => self.extent(other),
        }
    }

    /// What is underlined where an item stands beside the anchor.
    pub(super) fn mark(&self, item: Item) -> Span {
        match item {
            Item::Norm(i) => self.facts.norms[i].cue,
            other => self.place(other),
        }
    }

    /// The paragraphs before the first unit, in which an act without a title block says what it is.
    pub(super) fn opening(&self) -> &'v [Block] {
        /// A mark of a draft, kind and title; what goes on longer is text.
        const MOST: usize = 3;
        let blocks = &self.act.blocks;
        let unit = self.act.units.first().map_or(u32::MAX, |u| u.span.start);
        let count = blocks.partition_point(|b| b.span.start < unit).min(MOST);
        &blocks[..count]
    }

    fn first_line(&self, unit: usize) -> Span {
        let span = self.act.units[unit].span;
        let text = self.document.slice(span);
        let line = text.lines().next().unwrap_or_default().trim_end();
        Span::new(span.start as usize, span.start as usize + line.len())
    }

    /// The unit in which an item stands; a unit stands in itself.
    pub(super) fn unit(&self, item: Item) -> Option<usize> {
        match item {
            Item::Act => None,
            Item::Unit(i) => Some(i),
            Item::Norm(i) => self.facts.norms[i].unit,
            Item::Commencement(i) => self.facts.commencements[i].unit,
            Item::Citation(i) => self.facts.citations[i].unit,
            Item::Amendment(i) => self.facts.amendments[i].unit,
            Item::Flaw(i) => self.flaws()[i].unit,
            other => self.act.unit_at(self.extent(other).start),
        }
    }

    /// Whose words an item stands in; nothing for what has no zone.
    pub(super) fn zone(&self, item: Item) -> Option<Zone> {
        match item {
            Item::Act | Item::Commencement(_) | Item::Unit(_) => None,
            Item::Norm(i) => Some(self.facts.norms[i].zone),
            Item::Citation(i) => Some(self.facts.citations[i].zone),
            Item::Amendment(i) => Some(self.facts.amendments[i].zone),
            Item::Definition(i) => Some(self.facts.definitions[i].zone),
            Item::Quantity(i) => Some(self.quantities()[i].zone),
            Item::Flaw(i) | Item::Beside(i) | Item::Expected(i) => Some(self.flaws()[i].zone),
            Item::Hit(i) => Some(self.hits[i].zone),
            Item::Match(_, span) => Some(self.zone_of(span)),
        }
    }

    /// Whether a norm names its addressee, or leaves none in doubt.
    pub(super) fn addressee_is_named(&self, norm: usize) -> bool {
        let norm = &self.facts.norms[norm];
        norm.subject != SubjectClass::Anyone || norm.subject_span.is_some()
    }
}
