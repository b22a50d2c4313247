//! Exceptions: the units that a clause leaves out, and the times that it gives them.

use std::ops::Range;

use super::effect::effect;
use super::subject::{is_timed, of_citation};
use super::{Commencement, ReachesBack, TakesEffect, empty, is_own, targets};
use crate::facts::clause::{Clause, CueHit};
use crate::lang::Cue;
use crate::model::{Act, Eid};
use crate::syntax::Reading;
use crate::syntax::citation::Citation;

/// The main part of a clause and the part with its exceptions.
pub(super) fn parts(
    reading: &Reading<'_>,
    clause: &Clause,
) -> (Range<usize>, Option<Range<usize>>) {
    let whole = || clause.tokens.clone();
    let list = reading.tokens.list();
    if reading.lang.order().word_first() {
        let Some(except) = clause.first(Cue::Except) else { return (whole(), None) };
        let verb = |c: &&CueHit| matches!(c.cue, Cue::Effect | Cue::Deemed);
        let effect = clause.cues.iter().find(verb).map_or(clause.tokens.start, |c| c.start);
        // "tritt mit Ausnahme des Artikels 3 am … in Kraft": the verb stands around the exception.
        let around =
            clause.cues.iter().find(verb).filter(|v| v.start < except.start && except.end < v.end);
        if let Some(verb) = around {
            let close = clause
                .citations
                .iter()
                .filter(|c| c.start >= except.end && c.end <= verb.end)
                .map(|c| c.end)
                .max();
            return (whole(), close.map(|close| except.start..close));
        }
        if effect > except.start {
            // "This Law, except for Articles 1-9, shall enter into force …": the exception is framed.
            let framed = except.start > 0 && list[except.start - 1].is('(');
            let mark = if framed { ')' } else { ',' };
            let close = (except.end..effect).rev().find(|i| list[*i].is(mark)).unwrap_or(effect);
            return (close..clause.tokens.end, Some(except.start..close));
        }
        return (clause.tokens.start..except.start, Some(except.start..clause.tokens.end));
    }
    // «Осы Заң … енгізіледі, бұған 2026 жылғы 1 сәуірден бастап енгізілетін 2-бап кірмейді»: what the second
    // half of the sentence leaves out.
    if let Some(leaves) = clause.all(Cue::LeavesOut).last()
        && let Some(comma) = (clause.tokens.start..leaves.start)
            .rev()
            .find(|i| list[*i].is(',') && clause.all(Cue::LeavesOutFrom).any(|c| c.start == *i + 1))
    {
        return (clause.tokens.start..comma, Some(comma + 1..leaves.start));
    }
    // The exceptions stand before «қоспағанда»; they begin behind the act's name.
    let Some(except) = clause.all(Cue::Except).last() else { return (whole(), None) };
    // A heading may stand before the sentence and name the act too.
    let told = reading
        .dates_in(&clause.tokens)
        .iter()
        .map(|d| d.start)
        .chain(clause.citations.iter().map(|c| c.start))
        .min()
        .unwrap_or(except.start);
    let names = || {
        clause.all(Cue::ThisAct).filter(|c| {
            c.end <= except.start && !is_timed(clause, c) && !of_citation(reading, clause, c)
        })
    };
    // «2026 жылғы 1 маусымнан бастап, 3-бапты қоспағанда, осы Заң …»: the day of the rest comes first, and
    // a comma parts it from what is left out.
    if names().next().is_none()
        && let Some(day) = reading.dates_in(&(clause.tokens.start..except.start)).first()
        && day.start <= clause.tokens.start + 1
        && let Some(close) = (day.end..except.start).find(|i| list[*i].is(','))
        && !clause.all(Cue::Effect).any(|c| c.start < close)
        && !clause.citations.iter().any(|c| c.start < close)
    {
        return (whole(), Some(close + 1..except.start));
    }
    let begin = names()
        .filter(|c| c.end <= told)
        .last()
        .or_else(|| names().next())
        .map_or(clause.tokens.start, |c| c.end);
    (except.end..clause.tokens.end, Some(begin..except.start))
}

/// Units that a clause leaves out, with the time that it gives them.
#[derive(Debug)]
pub(super) struct Group {
    /// The units.
    pub(super) units: Vec<Eid>,
    /// When they take effect; `None` for a time of which no kind of day can be said.
    pub(super) takes_effect: Option<TakesEffect>,
    /// The tokens of the time and of the units.
    tokens: Range<usize>,
    /// Whether the clause speaks of their effect at all.
    pub(super) timed: bool,
}

/// Splits excepted units by the times that stand with them, the units without one last. In a Kazakh clause each verb of effect
/// stands between its time and its units, elsewhere it follows the units and its time follows it.
pub(super) fn groups(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    range: &Range<usize>,
) -> Vec<Group> {
    let word_first = reading.lang.order().word_first();
    let mut verbs: Vec<CueHit> = clause
        .cues
        .iter()
        .copied()
        .filter(|c| matches!(c.cue, Cue::Effect | Cue::Deemed) && range.contains(&c.start))
        .collect();
    let citations: Vec<&Citation> = clause
        .citations
        .iter()
        .filter(|c| is_own(act, c.act, &c.targets) && range.contains(&c.start))
        .collect();
    // Two phrases may find one verb.
    verbs.dedup_by(|b, a| b.start < a.end);
    let times = times(reading, clause, range);
    let mut out: Vec<Group> = Vec::new();
    let mut done = range.start;
    for (i, verb) in verbs.iter().enumerate() {
        let (time, units) = if word_first {
            let next = verbs.get(i + 1).map_or(range.end, |v| v.start);
            let end = citations
                .iter()
                .map(|c| c.start)
                .find(|s| *s > verb.end && *s < next && verbs.len() > i + 1)
                .unwrap_or(next);
            (verb.start..end, done..verb.start)
        } else {
            let from = times.iter().copied().find(|t| *t >= done && *t < verb.start);
            let next = times.iter().copied().find(|t| *t >= verb.end).unwrap_or(range.end);
            (from.unwrap_or(verb.start)..verb.end, verb.end..next)
        };
        let inside = |c: &&&Citation| units.contains(&c.start);
        let mut named: Vec<Eid> =
            citations.iter().filter(inside).flat_map(|c| targets(c)).collect();
        if !word_first
            && let Some(outer) = citations
                .iter()
                .find(|c| c.start >= done && c.end <= time.start && time.start - c.end <= 2)
            && let [base] = outer.targets.as_slice()
        {
            // «8-баптың 2030 жылғы 1 қаңтардан бастап қолданысқа енгізілетін 2-тармағын»: the time
            // stands between the article and its points.
            named.iter_mut().filter(|t| is_below(base, t)).for_each(|t| {
                *t = Eid::new(format!("{base}__{t}"));
            });
        }
        done = time.end.max(verb.end);
        if !named.is_empty() {
            out.push(Group {
                takes_effect: effect(reading, clause, &time),
                units: named,
                tokens: time.start.min(units.start)..time.end.max(units.end),
                timed: true,
            });
        }
    }
    let first = times.first().copied().unwrap_or(range.end);
    let plain: Vec<Eid> = citations
        .iter()
        .filter(|c| {
            if word_first {
                return !out.iter().any(|g| g.tokens.contains(&c.start));
            }
            // The article of a point that stands behind the time is no unit of its own.
            let split = c.end <= first && first - c.end <= 2 && first < range.end;
            (c.start < first || verbs.is_empty())
                && !(split && out.iter().flat_map(|g| &g.units).any(|u| starts_with(u, &c.targets)))
        })
        .flat_map(|c| targets(c))
        .collect();
    if !plain.is_empty() {
        out.push(Group { units: plain, takes_effect: None, tokens: range.clone(), timed: false });
    }
    out
}

/// The places in a range at which a time begins.
fn times(reading: &Reading<'_>, clause: &Clause, range: &Range<usize>) -> Vec<usize> {
    let told = |c: &&CueHit| {
        matches!(
            c.cue,
            Cue::Publication | Cue::AfterEffect | Cue::Signing | Cue::Registration | Cue::Appointed
        )
    };
    let dates = reading.dates_in(range).iter().filter(|d| d.date.is_some()).map(|d| d.start);
    let mut times: Vec<usize> = clause
        .cues
        .iter()
        .filter(told)
        .map(|c| c.start)
        .chain(dates)
        .filter(|t| range.contains(t))
        .collect();
    times.sort_unstable();
    times
}

fn starts_with(unit: &Eid, outer: &[Eid]) -> bool {
    outer
        .iter()
        .any(|o| unit.as_str().strip_prefix(o.as_str()).is_some_and(|r| r.starts_with("__")))
}

/// Whether a unit named without its article can lie in another one.
fn is_below(outer: &Eid, inner: &Eid) -> bool {
    const ORDER: [&str; 10] =
        ["part", "sec", "subsec", "chp", "dvs", "art", "para", "al", "subpara", "indent"];
    let rank = |token: Option<&str>| {
        let kind = token.and_then(|t| t.split('_').next());
        ORDER.iter().position(|o| Some(*o) == kind)
    };
    let outer = rank(outer.as_str().split("__").last());
    let inner = rank(inner.as_str().split("__").next());
    matches!((outer, inner), (Some(o), Some(i)) if o < i)
}

/// Splits the exceptions into units and their own times.
pub(super) fn exceptions(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    range: &Range<usize>,
    entry: &mut Commencement,
    out: &mut Vec<Commencement>,
) {
    let inside = |cue: Cue| clause.all(cue).any(|c| range.contains(&c.start));
    let other =
        [Cue::Appointed, Cue::Publication, Cue::Signing, Cue::Registration, Cue::AfterEffect];
    let by_verbs = !reading.lang.order().word_first() || other.into_iter().any(inside);
    if by_verbs && !inside(Cue::Extend) && (inside(Cue::Effect) || inside(Cue::Deemed)) {
        for group in groups(reading, act, clause, range) {
            entry.except.extend(group.units.iter().cloned());
            if group.timed {
                let span = reading.tokens.span(group.tokens.clone());
                out.push(Commencement {
                    span,
                    core: span,
                    takes_effect: group.takes_effect,
                    express: clause.all(Cue::Deemed).any(|c| group.tokens.contains(&c.start)),
                    ..empty(reading, clause, range, group.units)
                });
            }
        }
        return;
    }
    by_dates(reading, act, clause, range, entry, out);
}

/// Splits the exceptions by dates alone: «за исключением статьи 5 – с 1 января 2027 года».
fn by_dates(
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
    entry.except.extend(citations.iter().flat_map(|c| targets(c)));
    let word_first = reading.lang.order().word_first();
    let mut done = range.start;
    for date in &dates {
        // Each date governs the units between it and the date before it, in the reading direction.
        let group: Range<usize> = if word_first {
            done..date.start
        } else {
            let next = dates.iter().map(|d| d.start).find(|s| *s > date.start).unwrap_or(range.end);
            date.end..next
        };
        done = date.end;
        let scope: Vec<Eid> = citations
            .iter()
            .filter(|c| group.contains(&c.start))
            .flat_map(|c| targets(c))
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
    // "save for Part II, which shall come into force six months later": a verb of its own tells of a
    // time, of whatever kind.
    let told = || {
        effect(reading, clause, range).is_some()
            || word_first
                && clause
                    .all(Cue::Effect)
                    .any(|v| range.contains(&v.start) && citations.iter().any(|c| c.end <= v.start))
    };
    if dates.is_empty() && !citations.is_empty() && told() {
        let scope = citations.iter().flat_map(|c| targets(c)).collect();
        out.push(Commencement {
            takes_effect: effect(reading, clause, range),
            span: reading.tokens.span(range.clone()),
            core: reading.tokens.span(range.clone()),
            ..empty(reading, clause, range, scope)
        });
    }
}
