//! Questions of a rule to one fact: whether it is what the condition asks for, how sure that is, and what
//! was captured on the way.

use crate::facts::{Direction, Modality, ReachesBack, TakesEffect};
use crate::finding::Confidence;
use crate::lang::ClassId;
use crate::model::frame::{CitedAct, Polarity};
use crate::model::{Eid, UnitKind, Zone};
use crate::pack::condition::{EffectKind, Fact, Kind, Test};
use crate::source::Span;

use super::super::found::Found;
use super::super::view::{Item, View};

/// Days of a month in "sooner than so many days".
const MONTH: u32 = 30;

impl View<'_> {
    /// The facts that an anchor may be, fewer where a question picks them out by an index.
    pub(super) fn candidates(&self, fact: &Fact) -> Vec<Item> {
        let all = |count: usize, make: fn(usize) -> Item| (0..count).map(make).collect();
        match &fact.kind {
            Kind::Act => vec![Item::Act],
            Kind::Unit => all(self.act.units.len(), Item::Unit),
            Kind::Norm => self.norms(fact),
            Kind::Commencement => {
                if fact.tests.contains(&Test::ReachesBack(true)) {
                    return self.reaching().iter().map(|(at, _)| Item::Commencement(*at)).collect();
                }
                all(self.facts.commencements.len(), Item::Commencement)
            }
            Kind::Citation => all(self.facts.citations.len(), Item::Citation),
            Kind::Amendment => all(self.facts.amendments.len(), Item::Amendment),
            Kind::Definition => all(self.facts.definitions.len(), Item::Definition),
            Kind::Quantity => all(self.quantities().len(), Item::Quantity),
            Kind::Flaw => all(self.flaws().len(), Item::Flaw),
            Kind::Term => {
                let entries = fact.tests.iter().find_map(|t| match t {
                    Test::Entry(classes) => Some(classes.as_slice()),
                    _ => None,
                });
                self.hits_of(entries.unwrap_or_default())
            }
            Kind::Words(class) => self.hits_of(&[*class]),
            Kind::Pattern(at) => self.matches(*at).iter().map(|s| Item::Match(*at, *s)).collect(),
        }
    }

    fn hits_of(&self, classes: &[ClassId]) -> Vec<Item> {
        let mut hits: Vec<usize> =
            classes.iter().flat_map(|c| self.of_class(*c)).copied().collect();
        hits.sort_unstable();
        hits.into_iter().map(Item::Hit).collect()
    }

    /// Whether a fact is what is asked for.
    pub(super) fn fits(&self, item: Item, fact: &Fact, found: &mut Found) -> bool {
        if self.zone(item).is_some_and(|zone| !fact.zones.contains(&zone)) {
            return false;
        }
        // A note of the editors is no part of the act, unless a rule asks for one.
        if let Item::Unit(at) = item
            && self.act.units[at].kind == UnitKind::EditorialNote
            && !fact
                .tests
                .iter()
                .any(|t| matches!(t, Test::UnitKind(k) if k.contains(&UnitKind::EditorialNote)))
        {
            return false;
        }
        // What follows the signature without being a numbered attachment is another text.
        if self.zone(item) == Some(Zone::Attachment) && self.unit(item).is_none() {
            return false;
        }
        let kept = found.clone();
        if fact.tests.iter().all(|test| self.holds(item, test, found)) {
            if !found.unnamed {
                found.captured.extend(fact.capture.map(|capture| (capture, item)));
            }
            return true;
        }
        *found = kept;
        false
    }

    fn holds(&self, item: Item, test: &Test, found: &mut Found) -> bool {
        match test {
            Test::All(tests) => tests.iter().all(|t| self.holds(item, t, found)),
            Test::Any(ways) => ways.iter().any(|t| {
                let kept = found.clone();
                let holds = self.holds(item, t, found);
                if !holds {
                    *found = kept;
                }
                holds
            }),
            Test::Not(inner) => !self.holds(item, inner, &mut Found::new()),
            Test::Inside(fact) => self.around(item, fact, found),
            Test::Has(fact) => self.within(item, fact, found),
            Test::Missing(fact) => !self.within(item, fact, &mut Found::new()),
            Test::Near(fact, words) => self.near(item, fact, *words, found),
            Test::Follows(fact) => self.follows(item, fact, found),
            Test::Governs(fact) => self.governs(item, fact, found),
            Test::Topic(classes) => self.topic(item, classes),
            _ => self.asks(item, test, found),
        }
    }

    /// Questions to the fact alone.
    fn asks(&self, item: Item, test: &Test, found: &mut Found) -> bool {
        match item {
            Item::Act => self.asks_act(test),
            Item::Unit(at) => self.asks_unit(at, test),
            Item::Norm(at) => self.asks_norm(at, test, found),
            Item::Commencement(at) => self.asks_commencement(at, test, found),
            Item::Citation(at) => self.asks_citation(at, test),
            Item::Amendment(at) => self.asks_amendment(at, test),
            Item::Quantity(at) => {
                let q = &self.quantities()[at];
                match test {
                    Test::AmountUnit(units) => q.unit.is_some_and(|u| units.contains(&u)),
                    Test::Entry(classes) => q.of.is_some_and(|c| classes.contains(&c)),
                    Test::Is(numbers) => numbers.contains(&q.hundredths),
                    Test::MoreThan(bound) => q.hundredths > *bound,
                    Test::LessThan(bound) => q.hundredths < *bound,
                    _ => false,
                }
            }
            Item::Hit(at) => match test {
                Test::Entry(classes) => classes.contains(&self.hits[at].class),
                _ => false,
            },
            Item::Flaw(at) => self.asks_flaw(at, test, found),
            Item::Definition(_) | Item::Match(..) | Item::Beside(_) | Item::Expected(_) => false,
        }
    }

    /// A flaw that was inferred from what stands around is no certainty.
    fn asks_flaw(&self, at: usize, test: &Test, found: &mut Found) -> bool {
        let flaw = &self.flaws()[at];
        let read = if flaw.plain { Confidence::Certain } else { Confidence::Likely };
        match test {
            Test::Flaw(kinds) => kinds.contains(&flaw.kind) && found.at_most(read),
            Test::Other(capture) => {
                found.captured.extend(flaw.other.map(|_| (*capture, Item::Beside(at))));
                flaw.other.is_some()
            }
            Test::Expected(capture) => {
                found.captured.push((*capture, Item::Expected(at)));
                true
            }
            _ => false,
        }
    }

    fn asks_act(&self, test: &Test) -> bool {
        match test {
            Test::ActKind(kinds) => kinds.contains(&self.act.kind),
            Test::Draft(is) => self.act.draft == *is,
            Test::Amending(is) => self.act.amending == *is,
            Test::Referendum => self.facts.referendum.is_some(),
            Test::Regulates(classes) => {
                let first =
                    self.act.units.iter().find(|u| u.kind == UnitKind::Article).map(|u| u.span);
                let untitled = self.opening().iter().filter(|_| self.act.title.is_none());
                let title = self.act.title.into_iter().chain(untitled.map(|b| b.span));
                title.chain(first).any(|span| self.regulates(span, classes))
            }
            _ => false,
        }
    }

    /// The act's own words, titles and headings among them, name a matter.
    fn regulates(&self, span: Span, classes: &[ClassId]) -> bool {
        let from = self.hits.partition_point(|h| h.span.start < span.start);
        self.hits[from..]
            .iter()
            .take_while(|h| h.span.start < span.end)
            .filter(|h| matches!(h.zone, Zone::Own | Zone::Title) && !self.is_quoted(h.span))
            .any(|h| classes.binary_search(&h.class).is_ok())
    }

    fn asks_unit(&self, at: usize, test: &Test) -> bool {
        let unit = &self.act.units[at];
        match test {
            Test::UnitKind(kinds) => kinds.contains(&unit.kind),
            Test::Eid(eids) => eids.iter().any(|e| e.covers(&unit.eid)),
            Test::Heading(is) => unit.heading.is_some() == *is,
            _ => false,
        }
    }

    fn asks_norm(&self, at: usize, test: &Test, found: &mut Found) -> bool {
        let norm = &self.facts.norms[at];
        // What was read off numbers or off what is deleted, and not off words, is no certainty.
        let read = if norm.explicit { Confidence::Certain } else { Confidence::Likely };
        match test {
            Test::Modality(list) => list.contains(&norm.modality) && found.at_most(read),
            Test::Effect(list) => {
                norm.effect.is_some_and(|e| list.contains(&e)) && found.at_most(read)
            }
            Test::Direction(list) => {
                let has = norm.effect.is_some() || list.contains(&Direction::Neutral);
                has && list.contains(&norm.direction) && found.at_most(read)
            }
            Test::Addressee(list) => {
                // A sanction is for whoever does the deed: nobody needs to be named.
                let sanction = norm.effect == Some(Modality::Sanction);
                let named = sanction || self.addressee_is_named(at);
                let sure = if named { Confidence::Certain } else { Confidence::Likely };
                list.contains(&norm.subject) && found.at_most(sure)
            }
            Test::Qualifier(polarity, kinds) => norm.slots.qualifiers.iter().any(|q| {
                let polar = q.polarity == *polarity
                    || (*polarity == Polarity::With && q.polarity == Polarity::Only);
                polar && kinds.contains(&q.kind)
            }),
            Test::Purpose(classes) => norm.slots.purpose.is_some_and(|p| self.names(p, classes)),
            Test::PurposeOutside(classes) => {
                norm.slots.purpose.is_some_and(|p| !self.names(p, classes))
            }
            Test::Delegates(is) => norm.slots.delegates.is_some() == *is,
            Test::PastFacts(is) => {
                let past = self.past().binary_search_by_key(&at, |(norm, _)| *norm);
                match (past, is) {
                    (Ok(place), true) => found.at_most(self.past()[place].1),
                    (Err(_), false) => true,
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn asks_commencement(&self, at: usize, test: &Test, found: &mut Found) -> bool {
        let clause = &self.facts.commencements[at];
        match test {
            Test::ReachesBack(is) => {
                let back = self.reaching().binary_search_by_key(&at, |(clause, _)| *clause);
                match (back, is) {
                    (Ok(place), true) => found.at_most(self.reaching()[place].1),
                    (Err(_), false) => true,
                    _ => false,
                }
            }
            Test::TakesEffect(kinds) => {
                clause.takes_effect.is_some_and(|e| kinds.contains(&effect_kind(e)))
            }
            Test::SoonerThan(days) => match clause.takes_effect {
                Some(TakesEffect::DaysAfterPublication(n)) => n < *days,
                Some(TakesEffect::MonthsAfterPublication(n)) => n.saturating_mul(MONTH) < *days,
                Some(TakesEffect::OnPublication | TakesEffect::OnSigning) => *days > 0,
                Some(TakesEffect::Date(day)) => self.days().published.is_some_and(|published| {
                    published
                        .until(day)
                        .is_ok_and(|span| i64::from(span.get_days()) < i64::from(*days))
                }),
                Some(TakesEffect::StateRegistration) | None => false,
            },
            Test::Ends(is) => clause.ends.is_some() == *is,
            Test::Express(is) => {
                let said =
                    clause.express || clause.reaches_back == Some(ReachesBack::PriorRelations);
                said == *is
            }
            Test::WholeAct(is) => clause.scope.is_empty() == *is,
            _ => false,
        }
    }

    fn asks_citation(&self, at: usize, test: &Test) -> bool {
        let citation = &self.facts.citations[at];
        match test {
            Test::Acts(acts) => acts.contains(&self.cited_act(at)),
            Test::Target(eids) => citation.targets.iter().any(|t| touches(t, eids)),
            Test::Resolved(is) => citation.resolved == *is,
            Test::WholeAct(is) => citation.targets.is_empty() == *is,
            _ => false,
        }
    }

    fn asks_amendment(&self, at: usize, test: &Test) -> bool {
        let amendment = &self.facts.amendments[at];
        match test {
            Test::Operation(list) => list.contains(&amendment.operation),
            Test::Acts(acts) => {
                let constitution = self.names_constitution(at).is_some();
                acts.contains(if constitution { &CitedAct::Constitution } else { &CitedAct::Other })
            }
            Test::Target(eids) => touches(&amendment.target, eids),
            Test::NamesAct(is) => {
                let named = amendment.constitution.or(amendment.act);
                named.is_some_and(|n| amendment.span.contains(n)) == *is
            }
            _ => false,
        }
    }

    /// Words of the lexicon in a fact: a norm has those of its lead-in, a unit those of its heading.
    fn topic(&self, item: Item, classes: &[ClassId]) -> bool {
        let lead = match item {
            Item::Norm(at) => self.facts.norms[at].lead,
            _ => None,
        };
        let own = match item {
            Item::Definition(at) => self.facts.definitions[at].term,
            other => self.extent(other),
        };
        let heading = match item {
            Item::Unit(at) => self.act.units[at].heading,
            _ => None,
        };
        self.names(own, classes)
            || lead.is_some_and(|l| self.names(l, classes))
            || heading.is_some_and(|h| self.regulates(h, classes))
    }
}

/// Whether a unit is one of those asked for, lies in one of them or around it.
fn touches(target: &Eid, eids: &[Eid]) -> bool {
    target.as_str() == "act" || eids.iter().any(|e| e.covers(target) || target.covers(e))
}

fn effect_kind(effect: TakesEffect) -> EffectKind {
    match effect {
        TakesEffect::Date(_) => EffectKind::Date,
        TakesEffect::DaysAfterPublication(_) => EffectKind::Days,
        TakesEffect::MonthsAfterPublication(_) => EffectKind::Months,
        TakesEffect::OnPublication => EffectKind::Publication,
        TakesEffect::OnSigning => EffectKind::Signing,
        TakesEffect::StateRegistration => EffectKind::Registration,
    }
}
