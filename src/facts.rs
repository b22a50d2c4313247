//! What an act does: dates of effect, norms, citations, amendments, definitions. No rules, no opinions.

pub mod amendment;
pub mod clause;
pub mod commencement;
pub mod names;
pub mod norm;
pub mod resolve;

use crate::model::{Act, Eid, Zone};
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::citation::CitedAct;

pub use amendment::{Amendment, Content, Operation, Reach, Sentence};
pub use clause::Clause;
pub use commencement::{Commencement, ReachesBack, TakesEffect};
pub use norm::{Direction, Modality, Norm, SubjectClass};

/// A citation with its place in the act.
#[derive(Debug, Clone)]
pub struct CitationFact {
    /// Its words.
    pub span: Span,
    /// Index of the unit in which it stands.
    pub unit: Option<usize>,
    /// The act that it points into.
    pub act: CitedAct,
    /// The words that name the act, in full where the act gave it a short name.
    pub name: Option<Span>,
    /// Its targets; empty where a whole act is mentioned.
    pub targets: Vec<Eid>,
    /// Whether every target stands in the act; always false for other acts.
    pub resolved: bool,
    /// Whose words it stands in.
    pub zone: Zone,
}

/// A term that the act defines.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The term.
    pub term: Span,
    /// The whole definition.
    pub span: Span,
    /// Whose words it stands in.
    pub zone: Zone,
}

/// Everything that was extracted from one act.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Clauses on when the act or its units take effect, end, or reach back.
    pub commencements: Vec<Commencement>,
    /// What its units do.
    pub norms: Vec<Norm>,
    /// Its citations.
    pub citations: Vec<CitationFact>,
    /// What it changes in other acts.
    pub amendments: Vec<Amendment>,
    /// Statements that order a change in words that were not understood.
    pub unread: Vec<Span>,
    /// The terms that it defines.
    pub definitions: Vec<Definition>,
    /// Words by which the act is put to, or was adopted by, a nationwide vote.
    pub referendum: Option<Span>,
    /// The latest day on which an act that it cites by date and number was made: it is no older.
    pub latest_cited: Option<jiff::civil::Date>,
    /// Words between quotation marks in the act's own text, by their place: names, titles, words of an
    /// instruction.
    pub quoted: Vec<Span>,
    /// Dates that no calendar has.
    pub impossible_dates: Vec<Span>,
}

/// Extracts the facts of an act.
#[must_use]
pub fn extract(reading: &Reading<'_>, act: &Act) -> Facts {
    let outline = resolve::Outline::new(act);
    let mut clauses = clause::split(reading, act, &outline);
    let names = names::Names::new(reading, act, &clauses);
    names.settle(reading, &mut clauses);
    let clauses = clauses;
    let mut facts = Facts::default();
    let mut exceptions = commencement::Pending::default();
    let mut attached = Vec::new();
    let mut applied = Vec::new();
    // Clauses that instruct or date say nothing to anyone.
    let mut spoken = vec![true; clauses.len()];
    for (index, clause) in clauses.iter().enumerate() {
        if clause.zone == Zone::Note || clause.zone == Zone::Title {
            spoken[index] = false;
            continue;
        }
        if clause.is_definition {
            facts.definitions.push(Definition {
                term: clause.term(reading),
                span: reading.tokens.span(clause.tokens.clone()),
                zone: clause.zone,
            });
            continue;
        }
        let told = facts.commencements.len();
        // An instruction may tell when the act that it changes took effect; that is no clause on time.
        let amends =
            clause.zone == Zone::Own && amendment::read(reading, clause, &mut facts.amendments);
        let dated = clause.zone == Zone::Own
            && !amends
            && commencement::read(
                reading,
                act,
                &clauses,
                clause,
                &mut exceptions,
                &mut facts.commencements,
            );
        spoken[index] = facts.commencements.len() == told && !amends;
        if matches!(clause.zone, Zone::Attachment | Zone::Treaty)
            && commencement::opens_with_act(clause)
        {
            let none = &mut commencement::Pending::default();
            commencement::read(reading, act, &clauses, clause, none, &mut attached);
        }
        let before = facts.norms.len();
        if !dated && !amends && !norm::read(reading, &clauses, clause, &mut facts.norms) {
            let reach = commencement::reach(reading, clause, &clause.tokens);
            applied.extend(reach.filter(|_| clause.zone != Zone::Treaty).map(|r| (index, r)));
        }
        if clause.zone == Zone::QuotedNew {
            facts.norms[before..].iter_mut().for_each(|n| n.indent = Some(clause.indent));
        }
        if amends {
            let end = commencement::of_own_end(reading, act, &clauses, clause);
            let day = || commencement::of_instruction(reading, act, clause);
            facts.commencements.extend(end.or_else(day));
            norm::from_amendment(reading, act, clause, &mut facts.norms);
        }
    }
    commencement::attach(&mut facts.commencements, exceptions);
    for unit in 0..act.units.len() {
        commencement::of_heading(reading, act, unit, &mut facts.commencements);
    }
    // An approved text says for both when it takes effect, unless the act itself does.
    if !facts.commencements.iter().any(|c| c.scope.is_empty()) {
        let whole = |c: &Commencement| {
            c.scope.is_empty() && (c.reaches_back.is_none() || c.takes_effect.is_some())
        };
        facts.commencements.extend(attached.into_iter().filter(whole));
    }
    for (index, reach) in applied {
        let linked = commencement::linked(reading, act, &clauses[index], reach, &facts.norms);
        facts.commencements.extend(linked);
    }
    let (instructions, unread) = amendment::instructions(reading, act, &names);
    facts.amendments.extend(instructions);
    facts.unread = unread;
    facts.amendments.sort_by_key(|a| a.span.start);
    facts.commencements.sort_by_key(|c| c.span);
    norm::complete(reading, act, &clauses, &spoken, &mut facts);
    if let Some(title) = act.title {
        amendment::from_title(reading, title, &mut facts.amendments);
    }
    facts.referendum = amendment::referendum(reading, &clauses);
    facts.citations = citations(reading, &outline, &clauses, &names);
    facts.quoted = clauses
        .iter()
        .flat_map(|c| &c.quoted)
        .filter(|range| !range.is_empty())
        .map(|range| reading.tokens.span(range.clone()))
        .collect();
    facts.quoted.sort_unstable();
    facts.latest_cited = latest_cited(reading, act);
    facts.impossible_dates = reading
        .dates
        .iter()
        .filter(|d| d.date.is_none())
        .map(|d| reading.tokens.span(d.start..d.end))
        .filter(|s| act.blocks.iter().any(|b| b.span.contains(*s)))
        .collect();
    facts
}

/// Whether the sign for a number stands among so many tokens behind a day.
fn is_numbered(reading: &Reading<'_>, end: usize, within: usize) -> bool {
    let list = reading.tokens.list();
    let near = list.get(end..(end + within).min(list.len())).unwrap_or_default();
    near.iter().any(|t| t.is('№') || matches!(reading.tokens.text(*t), "N" | "No"))
}

/// The latest date with a number sign behind it: «от 5 июня 2026 года № 297-VIII».
fn latest_cited(reading: &Reading<'_>, act: &Act) -> Option<jiff::civil::Date> {
    const BEHIND: usize = 8;
    let (first, last) = (act.blocks.first()?.span.start, act.blocks.last()?.span.end);
    reading
        .dates_in(&(reading.tokens.at_or_after(first)..reading.tokens.at_or_after(last)))
        .iter()
        .filter(|d| d.exact && is_numbered(reading, d.end, BEHIND))
        .filter_map(|d| d.date)
        .max()
}

/// The citations of an act, with the mentions of whole acts, in the order of the text.
fn citations(
    reading: &Reading<'_>,
    outline: &resolve::Outline<'_>,
    clauses: &[Clause],
    names: &names::Names,
) -> Vec<CitationFact> {
    let mut found = Vec::new();
    for clause in clauses {
        let from = found.len();
        let own = clause.citations.iter().chain(&clause.mentions).map(|c| (c, clause.zone));
        let quoted = clause.quoted_citations.iter().map(|c| (c, Zone::QuotedNew));
        for (citation, zone) in own.chain(quoted) {
            found.push(CitationFact {
                span: reading.tokens.span(citation.start..citation.end),
                unit: clause.unit,
                act: citation.act,
                name: names
                    .full(reading, citation)
                    .or_else(|| citation.name.clone())
                    .map(|n| reading.tokens.span(n)),
                targets: citation.targets.clone(),
                resolved: outline.resolves(citation, clause.unit),
                zone,
            });
        }
        found[from..].sort_by_key(|c| c.span);
    }
    found
}
