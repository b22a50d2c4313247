//! When an act or its units take effect, end, or reach back.

mod effect;
mod except;
mod reach;
mod subject;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use effect::{dated, effect, end_date, is_until, tells};
use except::{exceptions, groups, parts};
use reach::earlier;
pub use reach::linked;
pub(crate) use reach::{reach, tied_date};
use subject::{Subject, subjects};

use super::clause::Clause;
use crate::lang::Cue;
use crate::model::{Act, Eid, Unit, UnitKind};
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::citation::{Citation, CitedAct};

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
    /// The same, for a clause that governs the provisions which its list names.
    listed: Vec<(usize, usize)>,
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
    let timed = clause.has(Cue::Effect) || clause.has(Cue::Deemed);
    if lead.is_some_and(|l| l.has(Cue::Except) && l.has(Cue::Effect)) && timed {
        excepted(reading, act, clause, &clause.tokens, pending, out);
        return true;
    }
    // "The following provisions come into force on assent: (a) sections 1 and 2;"
    if let Some(index) =
        clause.lead.filter(|l| pending.listed.binary_search_by_key(l, |(lead, _)| *lead).is_ok())
        && !timed
    {
        let units = own_targets(act, clause, &clause.tokens);
        pending.units.extend(units.into_iter().map(|e| (index, e)));
        return true;
    }
    // "This Law shall be put into effect as follows: 1) Article 1 – from 1 March 2027;"
    if let Some(lead) = lead.filter(|l| l.has(Cue::Effect) && l.has(Cue::ThisAct))
        && !timed
    {
        let units = own_targets(act, clause, &clause.tokens);
        let day = dated(reading, clause, &clause.tokens, Cue::From).map(TakesEffect::Date);
        let told = [Cue::Publication, Cue::Signing, Cue::Appointed]
            .into_iter()
            .any(|cue| clause.has(cue) && !lead.has(cue));
        if !units.is_empty() && !lead.has(Cue::Except) && (day.is_some() || told) {
            out.push(Commencement {
                takes_effect: day.or_else(|| effect(reading, clause, &clause.tokens)),
                ..empty(reading, clause, &clause.tokens, units)
            });
            return true;
        }
    }
    // «Осы Заң, мыналарды: 1) … 6-бапты; 2) … 8-бапты қоспағанда, … енгізіледі»: the exceptions are a
    // list, and its last item closes the sentence that the lead-in began.
    let exceptions_list = lead.is_some_and(|l| {
        let name = l.all(Cue::ThisAct).last();
        name.is_some_and(|n| !l.all(Cue::Effect).any(|e| e.start >= n.end))
    });
    if exceptions_list && timed {
        let close = clause.all(Cue::Except).last();
        if close.is_none_or(|c| !clause.all(Cue::Effect).any(|e| e.start >= c.end)) {
            let end = close.map_or(clause.tokens.end, |c| c.start);
            if excepted(reading, act, clause, &(clause.tokens.start..end), pending, out) {
                return true;
            }
        }
    }
    let mut subjects = subjects(reading, act, clauses, clause);
    let closes = exceptions_list && clause.has(Cue::Except) && subjects.is_empty();
    if closes {
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
        segment(reading, act, clause, subject, &(start..end), single, out);
        if clause.has(Cue::Listed)
            && timed
            && subject.units.is_empty()
            && let Some(last) = out.len().checked_sub(1).filter(|l| *l >= before)
        {
            pending.listed.push((index_of(clauses, clause), last));
        }
        // Exceptions may follow in a list, or may have come before the end of the sentence.
        if clause.has(Cue::Except)
            && let Some(last) = out.len().checked_sub(1).filter(|l| *l >= before)
        {
            pending.leads.push((index_of(clauses, clause), last));
            if closes {
                pending.leads.push((clause.lead.unwrap_or_default(), last));
            }
        }
    }
    // What another part of the sentence dates itself is no part of the rest.
    let parts: Vec<Eid> = out[before..].iter().flat_map(|c| c.scope.iter().cloned()).collect();
    for entry in &mut out[before..] {
        if entry.scope.is_empty() && !single {
            let new: Vec<Eid> =
                parts.iter().filter(|p| !entry.except.contains(p)).cloned().collect();
            entry.except.extend(new);
        }
    }
    timed || denied || out.len() > before
}

/// Reads the units that an item of a list excepts; `false` where it names none.
fn excepted(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    range: &Range<usize>,
    pending: &mut Pending,
    out: &mut Vec<Commencement>,
) -> bool {
    let index = clause.lead.unwrap_or_default();
    let found = groups(reading, act, clause, range);
    for group in &found {
        pending.units.extend(group.units.iter().map(|e| (index, e.clone())));
        if group.timed {
            out.push(Commencement {
                takes_effect: group.takes_effect,
                ..empty(reading, clause, &clause.tokens, group.units.clone())
            });
        }
    }
    !found.is_empty()
}

/// Reads the words of time about one subject.
fn segment(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    subject: &Subject,
    range: &Range<usize>,
    single: bool,
    out: &mut Vec<Commencement>,
) {
    let (main, except) = match parts(reading, clause) {
        parts if single => parts,
        // "This Act, except section 12, comes into force on … and section 12 …": framed in its part.
        (main, Some(except))
            if subject.units.is_empty()
                && range.contains(&except.start)
                && except.end <= main.start
                && main.start < range.end =>
        {
            (main.start..range.end, Some(except))
        }
        _ => (range.clone(), None),
    };
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
        // «…, при этом по правонарушениям, совершенным до этого дня, штраф назначается в новом размере»
        let imposed = || {
            let weighs = [Cue::Sanction, Cue::Imposes].iter().any(|c| clause.has(*c))
                && clause.has(Cue::Penalty);
            let past = clause.has(Cue::PastFact) && clause.has(Cue::BeforeEffect);
            let kept = [Cue::Saving, Cue::NoExtend, Cue::AfterEffect, Cue::Relieves]
                .iter()
                .any(|c| clause.has(*c));
            (single && weighs && past && !kept).then_some(ReachesBack::PriorRelations)
        };
        reach(reading, clause, range).or_else(shared).or_else(imposed)
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
    // «Ағымдағы жылдың 15 наурызынан күшіне енген болып есептеледі»: what is deemed to have taken effect did
    // so before, on whatever day.
    let had = inside(Cue::Deemed)
        && entry.takes_effect.is_none()
        && reading.dates_in(&main).iter().any(|d| d.date.is_none());
    entry.reaches_back = reach.or(had.then_some(ReachesBack::PriorRelations));
    let index = out.len();
    if let Some(except) = except {
        exceptions(reading, act, clause, &except, &mut entry, out);
    }
    let says = entry.takes_effect.is_some()
        || (timed && tells(reading, clause, &main))
        || entry.ends.is_some()
        || entry.reaches_back.is_some()
        || out.len() > index;
    if says {
        out.push(entry);
    }
}

/// Whether a citation names units that this act governs: its own, or those of the act that it amends.
fn is_own(act: &Act, cited: CitedAct, targets: &[Eid]) -> bool {
    cited == CitedAct::This || (cited == CitedAct::Other && act.amending && !targets.is_empty())
}

/// A day that an instruction gives itself: «признать утратившей силу с 1 января 2026 года».
pub fn of_instruction(reading: &Reading<'_>, act: &Act, clause: &Clause) -> Option<Commencement> {
    /// Tokens behind a day in which the number of an act stands: «года» may come between.
    const BETWEEN: usize = 2;
    let unit = clause.unit?;
    let cue = [Cue::Repeal, Cue::Delete, Cue::Suspend].into_iter().find_map(|c| clause.first(c))?;
    let date = reading.dates_in(&clause.tokens).iter().find(|d| {
        d.exact
            && !is_until(reading, clause, d.start, d.end)
            && d.start.abs_diff(cue.end).min(cue.start.abs_diff(d.end)) <= 3
            && !clause.quoted.iter().any(|q| q.contains(&d.start))
            // «решение маслихата от 3 мая 2024 года № 41»: the day names the act.
            && !super::is_numbered(reading, d.end, BETWEEN)
            // "chapter 130, in force on 31 December 1977, is repealed": the day tells of what was.
            && !clause.all(Cue::Effect).any(|c| c.end == d.start)
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

/// The end that an act sets itself in the words of an instruction: "This section is repealed on 1 July
/// 2032". In an amending act only what stands around the words can be meant.
#[must_use]
pub fn of_own_end(
    reading: &Reading<'_>,
    act: &Act,
    clauses: &[Clause],
    clause: &Clause,
) -> Option<Commencement> {
    let verb = clause.first(Cue::Ends)?;
    let ends = end_date(reading, clause, &clause.tokens)?;
    let subject = subjects(reading, act, clauses, clause).into_iter().next()?;
    let around = |eid: &Eid| {
        clause.unit.is_some_and(|u| act.units[u].eid.as_str().starts_with(eid.as_str()))
    };
    let own = !act.amending || subject.units.iter().all(around);
    (own && subject.start < verb.start).then(|| Commencement {
        ends: Some(ends),
        ..empty(reading, clause, &clause.tokens, subject.units)
    })
}

/// Whether a clause opens with this act as what it speaks of and goes on to say when it takes effect.
#[must_use]
pub fn opens_with_act(clause: &Clause) -> bool {
    clause.first(Cue::ThisAct).is_some_and(|c| c.start <= clause.tokens.start + 1)
        && (clause.has(Cue::Effect) || clause.has(Cue::Deemed))
}

/// Reads a heading that is the text of its article: «2-бап. Осы Заң … қолданысқа енгізіледі».
pub fn of_heading(reading: &Reading<'_>, act: &Act, unit: usize, out: &mut Vec<Commencement>) {
    let own = |u: &&Unit| !u.eid.as_str().starts_with(UnitKind::Attachment.token());
    let Some(heading) = act.units.get(unit).filter(own).and_then(|u| u.heading) else { return };
    let mut clause = super::clause::of_title(reading, reading.tokens.inside(heading));
    clause.unit = Some(unit);
    if opens_with_act(&clause) {
        read(reading, act, &[], &clause, &mut Pending::default(), out);
    }
}

/// Moves the units of exceptions in list items to the clause that introduces the list.
pub fn attach(out: &mut [Commencement], pending: Pending) {
    let mut units: BTreeMap<usize, Vec<Eid>> = BTreeMap::new();
    for (lead, unit) in pending.units {
        units.entry(lead).or_default().push(unit);
    }
    let named = |lead: usize| units.get(&lead).into_iter().flatten().cloned();
    for (lead, entry) in pending.listed {
        if let Some(entry) = out.get_mut(entry) {
            entry.scope.extend(named(lead));
        }
    }
    for (lead, entry) in pending.leads {
        if let Some(entry) = out.get_mut(entry) {
            entry.except.extend(named(lead));
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

/// Eids of this act cited in a range of a clause.
fn own_targets(act: &Act, clause: &Clause, range: &Range<usize>) -> Vec<Eid> {
    clause
        .citations
        .iter()
        .filter(|c| is_own(act, c.act, &c.targets) && range.contains(&c.start))
        .flat_map(targets)
        .collect()
}

/// The targets of a citation. "Section 1 and this section" is read as one chain with the unit around it
/// in front of both.
fn targets(citation: &Citation) -> Vec<Eid> {
    let kind = |level: &str| level.split('_').next().map(str::to_owned);
    let whole = |target: &Eid| {
        let levels: Vec<&str> = target.as_str().split("__").collect();
        let from = levels
            .windows(2)
            .position(|w| kind(w[0].trim_start_matches("self:")) == kind(w[1]))
            .filter(|_| citation.within.is_some());
        from.map_or_else(|| target.clone(), |at| Eid::new(levels[at + 1..].join("__")))
    };
    citation.targets.iter().map(whole).collect()
}
