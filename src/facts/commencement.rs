//! When an act or its units take effect, end, or reach back.

use std::ops::Range;

use jiff::civil::Date;

use super::clause::{Clause, CueHit};
use crate::lang::table::{Class, Period};
use crate::lang::{Cue, Order, TokenKind};
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
    let lead = clause.lead.map(|l| (l, &clauses[l]));
    let item_of_exception = lead.is_some_and(|(_, l)| l.has(Cue::Except) && l.has(Cue::Effect));
    let own_units: Vec<Eid> = own_targets(clause, clause.tokens.clone());
    let subject = clause.has(Cue::ThisAct) || !own_units.is_empty() || pronoun_subject(clause, clauses);
    let no_reach = clause.has(Cue::NoExtend) || clause.has(Cue::NotRetroactive);
    let timed = clause.has(Cue::Effect) || clause.has(Cue::Deemed);
    let reaches = reach(reading, clause);
    if item_of_exception && timed {
        let index = clause.lead.unwrap_or_default();
        pending.units.extend(own_units.iter().map(|e| (index, e.clone())));
        out.push(Commencement {
            takes_effect: effect(reading, clause, clause.tokens.clone()),
            ..empty(reading, act, clause, own_units)
        });
        return true;
    }
    if !subject {
        // «Действие распространяется …», "Shall extend …": a bare clause of reach.
        return no_reach && (clause.has(Cue::Retroactive) || clause.has(Cue::NotRetroactive));
    }
    if timed {
        let (main, except) = parts(reading, clause);
        let scope = own_targets(clause, main.clone());
        let scope = if clause.cues.iter().any(|c| c.cue == Cue::ThisAct && main.contains(&c.start) && !of_citation(clause, c)) {
            Vec::new()
        } else {
            scope
        };
        let mut entry = Commencement {
            takes_effect: effect(reading, clause, main.clone()),
            ends: end_date(reading, clause, &main),
            ..empty(reading, act, clause, scope)
        };
        if clause.has(Cue::Deemed) && !no_reach {
            entry.express = true;
        }
        apply_reach(&mut entry, reaches, clause, no_reach);
        if let Some(except) = except {
            exceptions(reading, act, clause, &except, &mut entry, out);
        }
        if clause.has(Cue::Except) {
            pending.leads.push((index_of(clauses, clause), out.len()));
        }
        if entry.takes_effect.is_some() || entry.ends.is_some() || entry.reaches_back.is_some() || !entry.except.is_empty() {
            out.push(entry);
        }
        return true;
    }
    if no_reach {
        return true;
    }
    let ends = clause.has(Cue::Valid).then(|| end_date(reading, clause, &clause.tokens)).flatten();
    if ends.is_some() || reaches.is_some() {
        let scope = scope_of(clause, &own_units);
        let mut entry = Commencement { ends, ..empty(reading, act, clause, scope) };
        if clause.has(Cue::Valid) {
            entry.takes_effect = dated(reading, clause, &clause.tokens, Cue::From).map(TakesEffect::Date);
            if reaches.is_some() {
                entry.takes_effect = None;
            }
        }
        apply_reach(&mut entry, reaches, clause, no_reach);
        out.push(entry);
        return true;
    }
    false
}

/// Moves the units of exceptions in list items to the clause that introduces the list.
pub fn attach(out: &mut [Commencement], pending: Pending) {
    for (clause, entry) in pending.leads {
        if let Some(entry) = out.get_mut(entry) {
            entry.except.extend(pending.units.iter().filter(|(c, _)| *c == clause).map(|(_, e)| e.clone()));
        }
    }
}

fn index_of(clauses: &[Clause], clause: &Clause) -> usize {
    clauses.partition_point(|c| c.tokens.start < clause.tokens.start)
}

fn empty(reading: &Reading<'_>, _act: &Act, clause: &Clause, scope: Vec<Eid>) -> Commencement {
    let span = reading.tokens.span(clause.tokens.clone());
    Commencement {
        span,
        core: core(reading, clause).unwrap_or(span),
        unit: clause.unit,
        scope,
        except: Vec::new(),
        takes_effect: None,
        ends: None,
        reaches_back: None,
        express: false,
        only_relief: clause.has(Cue::Improves),
    }
}

/// The words from the first to the last cue or date of time in a clause.
fn core(reading: &Reading<'_>, clause: &Clause) -> Option<Span> {
    let mut range: Option<Range<usize>> = None;
    let mut add = |r: Range<usize>| {
        range = Some(match range.take() {
            None => r,
            Some(old) => old.start.min(r.start)..old.end.max(r.end),
        });
    };
    for cue in &clause.cues {
        if matches!(
            cue.cue,
            Cue::Effect | Cue::Deemed | Cue::Extend | Cue::Retroactive | Cue::Publication | Cue::BeforeEffect
        ) {
            add(cue.start..cue.end);
        }
    }
    for date in reading.dates_in(&clause.tokens) {
        add(date.start..date.end);
    }
    range.map(|r| reading.tokens.span(r))
}

/// The whole act, unless units stand before the verb of the clause.
fn scope_of(clause: &Clause, own_units: &[Eid]) -> Vec<Eid> {
    let whole = clause.cues.iter().any(|c| c.cue == Cue::ThisAct && !of_citation(clause, c));
    if whole { Vec::new() } else { own_units.to_vec() }
}

/// «статья 3 настоящего Закона»: the act named right behind or before a citation is its address, not
/// the subject of the clause.
fn of_citation(clause: &Clause, cue: &CueHit) -> bool {
    clause.citations.iter().any(|c| {
        (cue.start >= c.end && cue.start - c.end <= 1) || (cue.end <= c.start && c.start - cue.end <= 1)
            || (cue.start >= c.start && cue.end <= c.end)
    })
}

/// «Он не распространяется …», «который вводится …»: the clause goes on about the act named before.
fn pronoun_subject(clause: &Clause, clauses: &[Clause]) -> bool {
    let before = clauses.iter().take_while(|c| c.tokens.start < clause.tokens.start).last();
    // Only a clause of the same unit, right before, can be gone on with.
    before.is_some_and(|b| b.unit == clause.unit && b.tokens.end == clause.tokens.start && b.has(Cue::ThisAct))
        && (clause.has(Cue::Retroactive)
            || clause.has(Cue::NotRetroactive)
            || clause.has(Cue::NoExtend)
            || clause.has(Cue::Effect))
}

/// Eids of this act cited in a range of a clause.
fn own_targets(clause: &Clause, range: Range<usize>) -> Vec<Eid> {
    clause
        .citations
        .iter()
        .filter(|c| c.act == CitedAct::This && range.contains(&c.start))
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
        .filter(|c| c.act == CitedAct::This && range.contains(&c.start))
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
        let back = clause.cues.iter().any(|c| c.cue == Cue::Extend && c.start >= group.start && c.start < date.start + 12);
        let span = reading.tokens.span(group.start.min(date.start)..group.end.max(date.end));
        let deemed = clause.all(Cue::Deemed).any(|c| c.start >= group.start.min(date.start) && c.start <= group.end.max(date.end) + 8);
        out.push(Commencement {
            span,
            core: span,
            takes_effect: if back { None } else { date.date.map(TakesEffect::Date) },
            reaches_back: if back { date.date.map(ReachesBack::Date) } else { None },
            express: back || deemed,
            ..empty(reading, act, clause, scope)
        });
    }
    if dates.is_empty() && !citations.is_empty() && effect(reading, clause, range.clone()).is_some() {
        let scope = citations.iter().flat_map(|c| c.targets.iter().cloned()).collect();
        out.push(Commencement {
            takes_effect: effect(reading, clause, range.clone()),
            span: reading.tokens.span(range.clone()),
            core: reading.tokens.span(range.clone()),
            ..empty(reading, act, clause, scope)
        });
    }
}

/// When the units of a part of a clause take effect.
fn effect(reading: &Reading<'_>, clause: &Clause, range: Range<usize>) -> Option<TakesEffect> {
    let inside = |c: &CueHit| range.contains(&c.start);
    let cue = |cue: Cue| clause.cues.iter().find(|c| c.cue == cue && inside(c));
    // A day of effect is tied to the verb; a day of relations is tied to what arose on it.
    if cue(Cue::Publication).is_some() {
        return Some(lapse(reading, clause, &range).unwrap_or(TakesEffect::OnPublication));
    }
    if let Some(date) = effect_date(reading, clause, &range) {
        return Some(TakesEffect::Date(date));
    }
    if cue(Cue::Registration).is_some() {
        return Some(TakesEffect::StateRegistration);
    }
    if cue(Cue::Signing).is_some() {
        return Some(TakesEffect::OnSigning);
    }
    None
}

/// «по истечении десяти календарных дней»: a number and a period near the words of lapse.
fn lapse(reading: &Reading<'_>, clause: &Clause, range: &Range<usize>) -> Option<TakesEffect> {
    clause.cues.iter().find(|c| c.cue == Cue::Lapse && range.contains(&c.start))?;
    let list = reading.tokens.list();
    for i in range.clone() {
        let period = reading.lang.single(&reading.tokens, list[i]).find_map(|c| match c {
            Class::Period(p) => Some(p),
            _ => None,
        });
        let Some(period) = period else { continue };
        if let Some(n) = number_before(reading, i, range.start) {
            return Some(match period {
                Period::Days => TakesEffect::DaysAfterPublication(n),
                Period::Months => TakesEffect::MonthsAfterPublication(n),
                Period::Years => TakesEffect::MonthsAfterPublication(n * 12),
            });
        }
    }
    None
}

/// The number that counts a period, up to four tokens before it (Kazakh puts «күнтізбелік» before
/// the number, Russian «календарных» behind it).
fn number_before(reading: &Reading<'_>, period: usize, from: usize) -> Option<u32> {
    let list = reading.tokens.list();
    let mut total: Option<u32> = None;
    let mut scale = 1;
    for i in (from.max(period.saturating_sub(6))..period).rev() {
        let t = list[i];
        if t.kind == TokenKind::Number {
            return reading.tokens.number(t);
        }
        let n = reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Cardinal(n) => Some(n),
            _ => None,
        });
        match (n, total) {
            (Some(n), None) => {
                total = Some(n);
                scale = if n < 10 { 10 } else { 100 };
            }
            (Some(n), Some(t)) if n >= scale => total = Some(t + n),
            (None, Some(_)) => break,
            _ => {}
        }
    }
    total
}

/// The date that stands with the verb of effect: not one behind a verb of reach, and not an end.
fn effect_date(reading: &Reading<'_>, clause: &Clause, range: &Range<usize>) -> Option<Date> {
    let verb = clause
        .cues
        .iter()
        .find(|c| matches!(c.cue, Cue::Effect | Cue::Deemed) && range.contains(&c.start))?;
    let extend = clause.cues.iter().find(|c| matches!(c.cue, Cue::Extend | Cue::NoExtend | Cue::Retroactive) && range.contains(&c.start));
    let small_first = reading.lang.order() == Order::SmallToBig;
    reading
        .dates_in(range)
        .iter()
        .filter(|d| d.date.is_some() && !is_until(reading, clause, d.start, d.end))
        .filter(|d| match extend {
            // The date of the reach stands on the reach's side of the clause.
            Some(e) if small_first && e.start > verb.start => d.start < e.start,
            Some(e) if small_first => d.start > verb.start || d.end <= e.start,
            Some(e) if e.start > verb.start => d.start < verb.start,
            Some(_) => true,
            None => true,
        })
        .min_by_key(|d| d.start.abs_diff(verb.start))
        .and_then(|d| d.date)
}

fn is_until(reading: &Reading<'_>, clause: &Clause, start: usize, end: usize) -> bool {
    if reading.lang.order() == Order::SmallToBig {
        clause.all(Cue::Until).any(|u| u.end == start)
    } else {
        clause.all(Cue::Until).any(|u| u.start >= end && u.start <= end + 1)
    }
}

/// The day from which something has no effect any more.
fn end_date(reading: &Reading<'_>, clause: &Clause, range: &Range<usize>) -> Option<Date> {
    if !clause.has(Cue::Valid) {
        return None;
    }
    reading
        .dates_in(range)
        .iter()
        .find(|d| is_until(reading, clause, d.start, d.end))
        .and_then(|d| d.date)
}

fn dated(reading: &Reading<'_>, clause: &Clause, range: &Range<usize>, cue: Cue) -> Option<Date> {
    reading
        .dates_in(range)
        .iter()
        .find(|d| {
            clause.all(cue).any(|c| c.end == d.start || (c.start >= d.end && c.start <= d.end + 1))
                && !is_until(reading, clause, d.start, d.end)
        })
        .and_then(|d| d.date)
}

/// How far back a clause reaches by its words, leaving dates of effect aside.
pub(crate) fn reach(reading: &Reading<'_>, clause: &Clause) -> Option<ReachesBack> {
    if clause.has(Cue::NoExtend) || clause.has(Cue::NotRetroactive) || clause.has(Cue::Saving) {
        return None;
    }
    let small_first = reading.lang.order() == Order::SmallToBig;
    if let Some(force) = clause.first(Cue::Retroactive) {
        let date = reading
            .dates_in(&clause.tokens)
            .iter()
            .filter(|d| d.date.is_some())
            .min_by_key(|d| d.start.abs_diff(force.start))
            .and_then(|d| d.date);
        return Some(date.map_or(ReachesBack::PriorRelations, ReachesBack::Date));
    }
    let extend = clause.first(Cue::Extend)?;
    if !clause.has(Cue::Relation) {
        return None;
    }
    // A date of relations: «возникшие с 1 января 2026 года», «2026 жылғы 1 қаңтардан бастап туындаған».
    let facts: Vec<CueHit> = clause.all(Cue::PastFact).collect();
    let beside = |d: &crate::syntax::date::DateMention| {
        facts.iter().any(|f| {
            if small_first { d.start >= f.end && d.start - f.end <= 8 } else { f.start >= d.end && f.start - d.end <= 4 }
        }) && if small_first { d.start > extend.start } else { true }
    };
    for date in reading.dates_in(&clause.tokens) {
        if date.date.is_none() || !beside(date) {
            continue;
        }
        if is_until(reading, clause, date.start, date.end) {
            return Some(ReachesBack::PriorRelations);
        }
        return date.date.map(ReachesBack::Date);
    }
    // «применяется к периодам с 1 января 2025 года», "for periods beginning on 1 January 2025"
    let behind = reading.dates_in(&clause.tokens).iter().find(|d| {
        d.date.is_some()
            && clause.all(Cue::From).any(|c| c.end == d.start || (c.start >= d.end && c.start <= d.end + 1))
            && if small_first { d.start > extend.start } else { d.start < extend.start }
            && clause.all(Cue::Relation).any(|r| r.start.abs_diff(d.start) <= 8)
            && !clause.cues.iter().any(|c| matches!(c.cue, Cue::Effect) && c.start.abs_diff(d.start) <= if small_first { 4 } else { 6 })
    });
    if let Some(date) = behind.and_then(|d| d.date) {
        return Some(ReachesBack::Date(date));
    }
    let earlier = clause.has(Cue::BeforeEffect)
        && (!facts.is_empty() || clause.has(Cue::Relation));
    (earlier && !clause.has(Cue::AfterEffect)).then_some(ReachesBack::PriorRelations)
}

fn apply_reach(entry: &mut Commencement, reach: Option<ReachesBack>, clause: &Clause, no_reach: bool) {
    if no_reach {
        return;
    }
    if let Some(reach) = reach {
        entry.reaches_back = Some(reach);
        entry.express = true;
    }
    let _ = clause;
}
