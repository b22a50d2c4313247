//! The words of a pack in an act: hits of its lexicon and of the phrases of its rules.

use super::super::Term;
use super::{Extents, Hit, Item, View};
use crate::lang::ClassId;
use crate::model::Zone;
use crate::pack::condition::Kind;
use crate::source::Span;

impl View<'_> {
    /// Finds the words of the pack in the act, those that look like others left out.
    pub(super) fn find_words(&mut self) {
        let Some(words) = self.pack.lexicon.words(self.document.lang.code()) else { return };
        let tokens = &self.document.reading.tokens;
        let atoms = tokens.look_up(words);
        let extent = self.act.extent();
        let found: Vec<(ClassId, Span)> = words
            .scan_with(tokens, &atoms)
            .into_iter()
            .map(|h| (h.class, tokens.span(h.start as usize..h.end as usize)))
            .filter(|(_, span)| extent.contains(*span))
            .collect();
        let classes = self.pack.lexicon.classes();
        let mut excepted: Vec<Vec<Span>> = vec![Vec::new(); classes];
        for (class, span) in &found {
            if let Some(class) = self.pack.lexicon.excepts(*class)
                && let Some(list) = excepted.get_mut(usize::from(class.0))
            {
                list.push(*span);
            }
        }
        let excepted: Vec<Extents> = excepted
            .into_iter()
            .map(|list| Extents::new(list.into_iter().enumerate().map(|(at, span)| (span, at))))
            .collect();
        let mut hits: Vec<Hit> = Vec::new();
        // The last hit of each class.
        let mut last: Vec<Option<usize>> = vec![None; classes];
        for (class, span) in found {
            let number = usize::from(class.0);
            let is_exception = self.pack.lexicon.excepts(class).is_some();
            let looks_like = excepted.get(number).is_some_and(|e| !e.around(span).is_empty());
            let Some(last) = last.get_mut(number).filter(|_| !is_exception && !looks_like) else {
                continue;
            };
            // Of two phrases of one entry that share words the longer one is the hit.
            if let Some(known) = last.and_then(|at| hits.get_mut(at))
                && known.span.overlaps(span)
            {
                if span.len() > known.span.len() {
                    known.span = span;
                }
                continue;
            }
            *last = Some(hits.len());
            hits.push(Hit { class, span, zone: Zone::Own });
        }
        hits.sort_by_key(|h| (h.span, h.class));
        for (at, hit) in hits.iter_mut().enumerate() {
            hit.zone = self.zone_of(hit.span);
            let class = usize::from(hit.class.0);
            if let Some(list) = self.by_class.get_mut(class) {
                list.push(at);
            }
            if matches!(hit.zone, Zone::Own | Zone::QuotedNew | Zone::Attachment)
                && let Some(list) = self.spoken.get_mut(class)
            {
                list.push(hit.span);
            }
        }
        self.hits = hits;
    }

    /// The hits of the lexicon's entries by their names.
    pub(in crate::engine) fn terms(&self) -> Vec<Term> {
        let entries = self.pack.lexicon.entries().iter();
        entries
            .flat_map(|entry| self.of_class(entry.class).iter().map(move |hit| (entry, hit)))
            .filter_map(|(entry, hit)| {
                let hit = self.hits.get(*hit)?;
                Some(Term { span: hit.span, id: entry.name.clone(), zone: hit.zone })
            })
            .collect()
    }

    /// Whether words of one of these classes stand in a place, names in quotation marks and notes aside.
    pub(in crate::engine) fn names(&self, span: Span, classes: &[ClassId]) -> bool {
        classes.iter().filter_map(|c| self.spoken.get(usize::from(c.0))).any(|list| {
            let at = list.partition_point(|hit| hit.start < span.start);
            list.get(at).is_some_and(|hit| hit.start < span.end)
        })
    }

    /// The first hit of a class that shares words with a place.
    pub(in crate::engine) fn touches(&self, span: Span, class: ClassId) -> bool {
        let list = self.of_class(class);
        let at = list.partition_point(|h| self.hits[*h].span.end <= span.start);
        list.get(at).is_some_and(|h| self.hits[*h].span.overlaps(span))
    }

    /// The facts of a kind by their places; nothing for the act, which stands nowhere.
    pub(in crate::engine) fn extents(&self, kind: &Kind) -> Option<&Extents> {
        let cell = match kind {
            Kind::Act => return None,
            Kind::Unit => &self.places.units,
            Kind::Norm => &self.places.norms,
            Kind::Commencement => &self.places.commencements,
            Kind::Citation => &self.places.citations,
            Kind::Amendment => &self.places.amendments,
            Kind::Definition => &self.places.definitions,
            Kind::Quantity => &self.places.quantities,
            Kind::Flaw => &self.places.flaws,
            Kind::Term => &self.places.hits,
            Kind::Words(class) => self.places.classes.get(usize::from(class.0))?,
            Kind::Pattern(at) => self.places.matches.get(*at)?,
        };
        let all = |count: usize, item: fn(usize) -> Item| {
            Extents::new((0..count).map(|at| (self.extent(item(at)), at)))
        };
        let facts = self.facts;
        Some(cell.get_or_init(|| match kind {
            Kind::Act => Extents::default(),
            Kind::Unit => all(self.act.units.len(), Item::Unit),
            Kind::Norm => all(facts.norms.len(), Item::Norm),
            Kind::Commencement => all(facts.commencements.len(), Item::Commencement),
            Kind::Citation => all(facts.citations.len(), Item::Citation),
            Kind::Amendment => all(facts.amendments.len(), Item::Amendment),
            Kind::Definition => all(facts.definitions.len(), Item::Definition),
            Kind::Quantity => all(self.quantities().len(), Item::Quantity),
            Kind::Flaw => all(self.flaws().len(), Item::Flaw),
            Kind::Term => all(self.hits.len(), Item::Hit),
            Kind::Words(class) => {
                let hits = self.of_class(*class).iter();
                Extents::new(hits.map(|at| (self.hits[*at].span, *at)))
            }
            Kind::Pattern(at) => {
                let spans = self.matches(*at).iter();
                Extents::new(spans.enumerate().map(|(n, span)| (*span, n)))
            }
        }))
    }
}

/// The item of a kind that has a number in its list.
pub(in crate::engine) fn item(kind: &Kind, number: usize, span: Span) -> Item {
    match kind {
        Kind::Act => Item::Act,
        Kind::Unit => Item::Unit(number),
        Kind::Norm => Item::Norm(number),
        Kind::Commencement => Item::Commencement(number),
        Kind::Citation => Item::Citation(number),
        Kind::Amendment => Item::Amendment(number),
        Kind::Definition => Item::Definition(number),
        Kind::Quantity => Item::Quantity(number),
        Kind::Flaw => Item::Flaw(number),
        Kind::Term | Kind::Words(_) => Item::Hit(number),
        Kind::Pattern(at) => Item::Match(*at, span),
    }
}
