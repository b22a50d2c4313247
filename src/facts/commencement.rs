//! When an act or its units take effect, end, or reach back.

mod effect;
mod reach;

use std::ops::Range;

use jiff::civil::Date;

use effect::{dated, effect, end_date};
use reach::earlier;
pub use reach::linked;
pub(crate) use reach::{reach, tied_date};

use super::clause::{Clause, CueHit};
use crate::lang::{Cue, Order};
use crate::model::{Act, Eid};
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::citation::CitedAct;

/// When something takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakesEffect {
    /// On a day.
    Date(Date),
    /// So many days after publication.
    DaysAfterPublication(u32),
    /// So many months after publication.
    MonthsAfterPublication(u32),
    /// On the day of publication.
    OnPublication,
    /// On signing or adoption.
    OnSigning,
    /// On state registration.
    StateRegistration,
}

/// How far a clause reaches back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachesBack {
    /// To relations that arose from this day on.
    Date(Date),
    /// To relations, deeds or contracts of before, without a day.
    PriorRelations,
}

/// A clause on effect in time.
#[derive(Debug, Clone)]
pub struct Commencement {
    /// The words.
    pub span: Span,
    /// The words that carry the date or the reach.
    pub core: Span,
    /// Index of the unit in which it stands.
    pub unit: Option<usize>,
    /// The units that it governs; empty for the whole act.
    pub scope: Vec<Eid>,
    /// Units that it leaves out.
    pub except: Vec<Eid>,
    /// When they take effect.
    pub takes_effect: Option<TakesEffect>,
    /// The day from which they have no effect any more.
    pub ends: Option<Date>,
    /// How far they reach back.
    pub reaches_back: Option<ReachesBack>,
    /// Whether the reach back is said in words (extends, is deemed, retroactive force), and not only
    /// by a date.
    pub express: bool,
    /// Whether it holds only as far as it improves the position of those concerned.
    pub only_relief: bool,
    /// Whether its units were found by the words that it shares with them, and not named.
    pub linked: bool,
}

/// Exceptions whose items stand in later list items.
#[derive(Debug, Default)]
pub struct Pending {
    /// (index of the clause with the lead-in, unit excepted)
    units: Vec<(usize, Eid)>,
    /// (index of the lead clause, index of its commencement)
    leads: Vec<(usize, usize)>,
}

/// Reads a clause; `true` when it speaks of effect in time and carries no norm of its own.
pub fn read(
    reading: &Reading<'_>,
    act: &Act,
    clauses: &[Clause],
    clause: &Clause,
    pending: &mut Pending,
    out: &mut Vec<Commencement>,
) -> bool {
    let lead = clause.lead.map(|l| &clauses[l]);
    let item_of_exception = lead.is_some_and(|l| l.has(Cue::Except) && l.has(Cue::Effect));
    let timed = clause.has(Cue::Effect) || clause.has(Cue::Deemed);
    if item_of_exception && timed {
        let own_units = own_targets(act, clause, &clause.tokens);
        let index = clause.lead.unwrap_or_default();
        pending.units.extend(own_units.iter().map(|e| (index, e.clone())));
        out.push(Commencement {
            takes_effect: effect(reading, clause, &clause.tokens),
            ..empty(reading, clause, &clause.tokens, own_units)
        });
        return true;
    }
    // "This Law shall be put into effect as follows: 1) Article 1 – from 1 March 2027;"
    if let Some(lead) = lead.filter(|l| l.has(Cue::Effect) && l.has(Cue::ThisAct))
        && !timed
    {
        let units = own_targets(act, clause, &clause.tokens);
        let day = dated(reading, clause, &clause.tokens, Cue::From);
        if let (false, Some(day)) = (units.is_empty() || lead.has(Cue::Except), day) {
            out.push(Commencement {
                takes_effect: Some(TakesEffect::Date(day)),
                ..empty(reading, clause, &clause.tokens, units)
            });
            return true;
        }
    }
    // «Осы Заң, мыналарды: 1) … 6-бапты; 2) … 8-бапты қоспағанда, … енгізіледі»: the exceptions are a
    // list, and its last item closes the sentence that the lead-in began.
    let exceptions_list = lead.is_some_and(|l| l.has(Cue::ThisAct) && !l.has(Cue::Effect));
    if exceptions_list && timed && !clause.has(Cue::Except) {
        let units = own_targets(act, clause, &clause.tokens);
        pending.units.extend(units.iter().map(|e| (clause.lead.unwrap_or_default(), e.clone())));
    }
    let mut subjects = subjects(reading, act, clauses, clause);
    if exceptions_list && clause.has(Cue::Except) && subjects.is_empty() {
        pending.leads.push((clause.lead.unwrap_or_default(), out.len() + 1));
        subjects.push(Subject { start: clause.tokens.start, units: Vec::new() });
    }
    if subjects.is_empty() {
        return clause.has(Cue::NotRetroactive) && clause.has(Cue::Worsens);
    }
    let denied = clause.has(Cue::NotRetroactive) || clause.has(Cue::NoExtend);
    let before = out.len();
    let single = subjects.len() == 1;
    for (i, subject) in subjects.iter().enumerate() {
        let end = subjects.get(i + 1).map_or(clause.tokens.end, |next| next.start);
        let start = if i == 0 { clause.tokens.start } else { subject.start };
        segment(reading, act, clause, subject, &(start..end), single, pending, clauses, out);
    }
    // What another part of the sentence dates itself is no part of the rest.
    let parts: Vec<Eid> = out[before..].iter().flat_map(|c| c.scope.iter().cloned()).collect();
    for entry in &mut out[before..] {
        if entry.scope.is_empty() && !single {
            entry.except.extend(parts.iter().cloned());
        }
    }
    timed || denied || out.len() > before
}

/// What a part of a clause speaks about.
#[derive(Debug)]
struct Subject {
    /// Index of its first token.
    start: usize,
    /// Its units; empty for the whole act.
    units: Vec<Eid>,
}

/// The subjects of a clause on time: the act, or units of it, each with words of time behind it.
fn subjects(reading: &Reading<'_>, act: &Act, clauses: &[Clause], clause: &Clause) -> Vec<Subject> {
    let list = reading.tokens.list();
    let small_first = reading.lang.order() == Order::SmallToBig;
    let excepted = parts(reading, clause).1;
    let open = |at: usize| excepted.as_ref().is_none_or(|e| !e.contains(&at));
    let mut all: Vec<Subject> = Vec::new();
    for cue in clause.all(Cue::ThisAct).chain(clause.all(Cue::Rest)) {
        let told = clause.cues.iter().any(|c| {
            matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect)
                && c.start <= cue.start
                && cue.end <= c.end
                || matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect | Cue::Until)
                    && c.end <= cue.start
                    && cue.start - c.end <= 5
                || !small_first
                    && matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect)
                    && c.start >= cue.end
                    && c.start - cue.end <= 3
        });
        if open(cue.start) && !told && !of_citation(clause, &cue) {
            all.push(Subject { start: cue.start, units: Vec::new() });
        }
    }
    for citation in &clause.citations {
        let own = is_own(act, citation.act, &citation.targets) && !citation.targets.is_empty();
        // A number of a date («2026-баптың») or a bare paragraph without its article cites nothing here.
        if own && open(citation.start) {
            all.push(Subject { start: citation.start, units: citation.targets.clone() });
        }
    }
    all.sort_by_key(|s| s.start);
    // Units in a list are one subject; a subject goes on until one that follows words of time.
    let mut merged: Vec<Subject> = Vec::new();
    for subject in all {
        let between = |from: usize| {
            clause.cues.iter().any(|c| {
                c.start >= from
                    && c.start < subject.start
                    && matches!(
                        c.cue,
                        Cue::Effect
                            | Cue::Deemed
                            | Cue::Extend
                            | Cue::NoExtend
                            | Cue::Retroactive
                            | Cue::Publication
                            | Cue::Signing
                    )
            }) || reading.dates_in(&(from..subject.start)).iter().any(|d| d.date.is_some())
        };
        let behind = clause.cues.iter().any(|c| {
            c.start > subject.start
                && matches!(
                    c.cue,
                    Cue::Effect
                        | Cue::Deemed
                        | Cue::Extend
                        | Cue::Retroactive
                        | Cue::Valid
                        | Cue::Publication
                )
        }) || reading
            .dates_in(&(subject.start..clause.tokens.end))
            .iter()
            .any(|d| d.date.is_some());
        match merged.last_mut() {
            None => merged.push(subject),
            Some(last) => {
                let marked = (subject.start.saturating_sub(4)..subject.start)
                    .any(|i| list[i].is(',') || list[i].is(';') || list[i].is('.'));
                if marked && behind && between(last.start) {
                    merged.push(subject);
                } else if last.units.is_empty() != subject.units.is_empty() {
                    // «Статья 3 … настоящего Закона»: the narrower one is meant.
                    if last.units.is_empty() && !between(last.start) {
                        last.units = subject.units;
                    }
                } else if !between(last.start) {
                    last.units.extend(subject.units);
                }
            }
        }
    }
    if merged.is_empty() && goes_on(clauses, clause) {
        merged.push(Subject { start: clause.tokens.start, units: Vec::new() });
    }
    merged
}

/// Reads the words of time about one subject.
#[allow(clippy::too_many_arguments, reason = "one step of `read`, split off to be read alone")]
fn segment(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    subject: &Subject,
    range: &Range<usize>,
    single: bool,
    pending: &mut Pending,
    clauses: &[Clause],
    out: &mut Vec<Commencement>,
) {
    let (main, except) = if single { parts(reading, clause) } else { (range.clone(), None) };
    let inside = |cue: Cue| clause.all(cue).any(|c| range.contains(&c.start));
    let mut entry = empty(reading, clause, range, subject.units.clone());
    entry.ends = end_date(reading, clause, &main);
    let reach = if inside(Cue::NoExtend) || inside(Cue::NotRetroactive) {
        None
    } else {
        // «На отношения, возникшие до …, статья 1 не распространяется, а статья 2 распространяется»
        let shared = || {
            (!single && inside(Cue::Extend) && clause.has(Cue::NoExtend))
                .then(|| earlier(clause))
                .flatten()
        };
        reach(reading, clause, range).or_else(shared)
    };
    let timed = clause.has(Cue::Effect) || clause.has(Cue::Deemed);
    if timed {
        entry.takes_effect = effect(reading, clause, &main);
    } else if inside(Cue::Valid) && reach.is_none() {
        entry.takes_effect = dated(reading, clause, &main, Cue::From).map(TakesEffect::Date);
        if entry.ends.is_none() {
            entry.takes_effect = None;
        }
    }
    entry.express = reach.is_some() || inside(Cue::Deemed);
    entry.reaches_back = reach;
    let index = out.len();
    if let Some(except) = except {
        exceptions(reading, act, clause, &except, &mut entry, out);
    }
    if clause.has(Cue::Except) {
        pending.leads.push((index_of(clauses, clause), out.len()));
    }
    let says = entry.takes_effect.is_some()
        || entry.ends.is_some()
        || entry.reaches_back.is_some()
        || out.len() > index;
    if says {
        out.push(entry);
    }
}

/// «Он не распространяется …»: the clause goes on about the act named in the one before.
fn goes_on(clauses: &[Clause], clause: &Clause) -> bool {
    let index = index_of(clauses, clause);
    let before = index.checked_sub(1).and_then(|i| clauses.get(i));
    before.is_some_and(|b| {
        b.unit == clause.unit
            && b.tokens.end == clause.tokens.start
            && (b.has(Cue::ThisAct) || b.has(Cue::Effect))
    }) && (clause.has(Cue::Retroactive)
        || clause.has(Cue::NotRetroactive)
        || clause.has(Cue::NoExtend)
        || (clause.has(Cue::Pronoun) && (clause.has(Cue::Extend) || clause.has(Cue::Effect))))
}

/// Whether a citation names units that this act governs: its own, or those of the act that it amends.
fn is_own(act: &Act, cited: CitedAct, targets: &[Eid]) -> bool {
    cited == CitedAct::This || (cited == CitedAct::Other && act.amending && !targets.is_empty())
}

/// A day that an instruction gives itself: «признать утратившей силу с 1 января 2026 года».
pub fn of_instruction(reading: &Reading<'_>, act: &Act, clause: &Clause) -> Option<Commencement> {
    let unit = clause.unit?;
    let cue = clause.first(Cue::Repeal).or(clause.first(Cue::Delete))?;
    let date = reading.dates_in(&clause.tokens).iter().find(|d| {
        d.exact
            && d.start.abs_diff(cue.end).min(cue.start.abs_diff(d.end)) <= 3
            && !clause.quoted.iter().any(|q| q.contains(&d.start))
            && clause.all(Cue::From).any(|c| {
                c.end == d.start
                    || (c.start >= d.end && c.start <= d.end + 1)
                    || (c.start >= d.start && c.end == d.end)
            })
    })?;
    Some(Commencement {
        takes_effect: date.date.map(TakesEffect::Date),
        core: reading.tokens.span(cue.start.min(date.start)..cue.end.max(date.end)),
        ..empty(reading, clause, &clause.tokens, vec![act.units[unit].eid.clone()])
    })
}

/// Moves the units of exceptions in list items to the clause that introduces the list.
pub fn attach(out: &mut [Commencement], pending: Pending) {
    for (clause, entry) in pending.leads {
        if let Some(entry) = out.get_mut(entry) {
            entry
                .except
                .extend(pending.units.iter().filter(|(c, _)| *c == clause).map(|(_, e)| e.clone()));
        }
    }
}

fn index_of(clauses: &[Clause], clause: &Clause) -> usize {
    clauses.partition_point(|c| c.tokens.start < clause.tokens.start)
}

fn empty(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
    scope: Vec<Eid>,
) -> Commencement {
    let span = reading.tokens.span(clause.tokens.clone());
    Commencement {
        span,
        core: core(reading, clause, range).unwrap_or(span),
        unit: clause.unit,
        scope,
        except: Vec::new(),
        takes_effect: None,
        ends: None,
        reaches_back: None,
        express: false,
        only_relief: clause.has(Cue::Improves),
        linked: false,
    }
}

/// The words from the first to the last cue or date of time in a clause.
fn core(reading: &Reading<'_>, clause: &Clause, within: &Range<usize>) -> Option<Span> {
    let mut range: Option<Range<usize>> = None;
    let mut add = |r: Range<usize>| {
        range = Some(match range.take() {
            None => r,
            Some(old) => old.start.min(r.start)..old.end.max(r.end),
        });
    };
    for cue in &clause.cues {
        if within.contains(&cue.start)
            && matches!(
                cue.cue,
                Cue::Effect
                    | Cue::Deemed
                    | Cue::Extend
                    | Cue::Retroactive
                    | Cue::Publication
                    | Cue::BeforeEffect
            )
        {
            add(cue.start..cue.end);
        }
    }
    for date in reading.dates_in(within) {
        add(date.start..date.end);
    }
    range.map(|r| reading.tokens.span(r))
}

/// «статья 3 настоящего Закона»: the act named right behind or before a citation is its address, not
/// the subject of the clause.
fn of_citation(clause: &Clause, cue: &CueHit) -> bool {
    clause.citations.iter().any(|c| {
        (cue.start >= c.end && cue.start - c.end <= 1)
            || (cue.end <= c.start && c.start - cue.end <= 1)
            || (cue.start >= c.start && cue.end <= c.end)
    })
}

/// Eids of this act cited in a range of a clause.
fn own_targets(act: &Act, clause: &Clause, range: &Range<usize>) -> Vec<Eid> {
    clause
        .citations
        .iter()
        .filter(|c| is_own(act, c.act, &c.targets) && range.contains(&c.start))
        .flat_map(|c| c.targets.iter().cloned())
        .collect()
}

/// The main part of a clause and the part with its exceptions.
fn parts(reading: &Reading<'_>, clause: &Clause) -> (Range<usize>, Option<Range<usize>>) {
    let Some(except) = clause.first(Cue::Except) else { return (clause.tokens.clone(), None) };
    if reading.lang.order() == Order::SmallToBig {
        let effect = clause.first(Cue::Effect).map_or(clause.tokens.start, |c| c.start);
        if effect > except.start {
            // "This Law, except for Articles 1-9, shall enter into force …": the exception is framed.
            let list = reading.tokens.list();
            let close = (except.end..effect).rev().find(|i| list[*i].is(',')).unwrap_or(effect);
            return (close..clause.tokens.end, Some(except.start..close));
        }
        return (clause.tokens.start..except.start, Some(except.start..clause.tokens.end));
    }
    // The exceptions stand before «қоспағанда»; they begin behind the act's name.
    let begin = clause
        .all(Cue::ThisAct)
        .map(|c| c.end)
        .filter(|e| *e <= except.start)
        .min()
        .unwrap_or(clause.tokens.start);
    (except.end..clause.tokens.end, Some(begin..except.start))
}

/// Splits the exceptions into units and their own dates.
fn exceptions(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    range: &Range<usize>,
    entry: &mut Commencement,
    out: &mut Vec<Commencement>,
) {
    let citations: Vec<_> = clause
        .citations
        .iter()
        .filter(|c| is_own(act, c.act, &c.targets) && range.contains(&c.start))
        .collect();
    let dates: Vec<_> = reading.dates_in(range).iter().filter(|d| d.date.is_some()).collect();
    entry.except.extend(citations.iter().flat_map(|c| c.targets.iter().cloned()));
    let small_first = reading.lang.order() == Order::SmallToBig;
    let mut done = range.start;
    for date in &dates {
        // Each date governs the units between it and the date before it, in the reading direction.
        let group: Range<usize> = if small_first {
            done..date.start
        } else {
            let next = dates.iter().map(|d| d.start).find(|s| *s > date.start).unwrap_or(range.end);
            date.end..next
        };
        done = date.end;
        let scope: Vec<Eid> = citations
            .iter()
            .filter(|c| group.contains(&c.start))
            .flat_map(|c| c.targets.iter().cloned())
            .collect();
        if scope.is_empty() {
            continue;
        }
        let back = clause
            .cues
            .iter()
            .any(|c| c.cue == Cue::Extend && c.start >= group.start && c.start < date.start + 12);
        let span = reading.tokens.span(group.start.min(date.start)..group.end.max(date.end));
        let deemed = clause.all(Cue::Deemed).any(|c| {
            c.start >= group.start.min(date.start) && c.start <= group.end.max(date.end) + 8
        });
        out.push(Commencement {
            span,
            core: span,
            takes_effect: if back { None } else { date.date.map(TakesEffect::Date) },
            reaches_back: if back { date.date.map(ReachesBack::Date) } else { None },
            express: back || deemed,
            ..empty(reading, clause, range, scope)
        });
    }
    if dates.is_empty() && !citations.is_empty() && effect(reading, clause, range).is_some() {
        let scope = citations.iter().flat_map(|c| c.targets.iter().cloned()).collect();
        out.push(Commencement {
            takes_effect: effect(reading, clause, range),
            span: reading.tokens.span(range.clone()),
            core: reading.tokens.span(range.clone()),
            ..empty(reading, clause, range, scope)
        });
    }
}
