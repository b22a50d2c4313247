//! The reach back: what is extended to facts of before, and the norms that a clause applies to them.

use std::ops::Range;

use super::effect::is_until;
use super::{Commencement, ReachesBack, empty};
use crate::facts::Norm;
use crate::facts::clause::Clause;
use crate::facts::norm;
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind};
use crate::model::{Act, Eid, Zone};
use crate::syntax::Reading;
use crate::syntax::citation::CitedAct;

/// «Увеличенный размер применяется к доходам, начисленным с …»: a clause that applies a norm named by
/// its words. It governs the norms whose clauses share a word with its subject.
#[must_use]
pub fn linked(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    reach: ReachesBack,
    norms: &[Norm],
) -> Option<Commencement> {
    let verb = clause.first(Cue::Extend).or(clause.first(Cue::Retroactive))?;
    let range = if reading.lang.order().word_first() {
        clause.tokens.start..verb.start
    } else {
        // The verb ends the sentence; its subject opens it.
        clause.tokens.start..(clause.tokens.start + SUBJECT).min(verb.start)
    };
    let words = |range: Range<usize>| -> Vec<Vec<char>> {
        reading.tokens.list()[range]
            .iter()
            .filter(|t| t.kind == TokenKind::Word)
            .map(|t| reading.tokens.text(*t).to_lowercase().chars().collect::<Vec<char>>())
            .filter(|w| w.len() >= 4)
            .collect()
    };
    let named = words(range.clone());
    // «Осы жаза …», "Such liability …": what was said just before is meant.
    let points = clause.all(Cue::Anaphor).any(|c| c.start <= clause.tokens.start + 1)
        || reading
            .lang
            .single(&reading.tokens, reading.tokens.list()[clause.tokens.start])
            .any(|c| c == Class::This);
    let before =
        norms.iter().rev().find(|n| n.span.end <= reading.tokens.span(clause.tokens.clone()).start);
    let scope: Vec<Eid> = norms
        .iter()
        .filter(|n| {
            let other = words(reading.tokens.inside(n.span));
            (points && before.is_some_and(|b| b.span == n.span))
                || named.iter().any(|a| other.iter().any(|b| akin(a, b)))
        })
        .filter_map(|n| n.unit.map(|u| act.units[u].eid.clone()))
        .collect();
    // «Новый размер штрафа применяется …» in an act that only replaces words: they make it new.
    let changed = || {
        let weighs = clause.cues.iter().any(|c| {
            matches!(c.cue, Cue::Levy | Cue::Penalty | Cue::Burden) && c.start < verb.start
        });
        let new = norms.iter().rev().filter(|n| n.zone == Zone::QuotedNew && weighs);
        let unit = new.filter(|_| act.amending).find_map(|n| n.unit);
        unit.map(|u| vec![act.units[u].eid.clone()])
    };
    let scope = if scope.is_empty() { changed().unwrap_or_default() } else { scope };
    (!scope.is_empty()).then(|| Commencement {
        reaches_back: Some(reach),
        express: true,
        linked: true,
        ..empty(reading, clause, &clause.tokens, scope)
    })
}

/// Words that make up the subject of a clause whose verb stands at its end, at most.
pub(super) const SUBJECT: usize = 4;

/// Whether two words are forms of one, by their common beginning.
pub(super) fn akin(a: &[char], b: &[char]) -> bool {
    let common = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    common >= 4 && common * 10 >= a.len().min(b.len()) * 7
}

/// How far back a part of a clause reaches by its words, leaving dates of effect aside.
pub(crate) fn reach(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<ReachesBack> {
    let inside =
        |cue: Cue| clause.cues.iter().find(|c| c.cue == cue && range.contains(&c.start)).copied();
    if inside(Cue::NoExtend).or(inside(Cue::NotRetroactive)).or(inside(Cue::Saving)).is_some() {
        return None;
    }
    // "A retroactive declaration means …": what a word means reaches nowhere.
    if clause.has(Cue::Means) {
        return None;
    }
    let word_first = reading.lang.order().word_first();
    let dates = reading.dates_in(range);
    if let Some(force) = inside(Cue::Retroactive) {
        let date = dates
            .iter()
            .filter(|d| d.date.is_some() && !is_until(reading, clause, d.start, d.end))
            .min_by_key(|d| d.start.abs_diff(force.start))
            .and_then(|d| d.date);
        return Some(date.map_or(ReachesBack::PriorRelations, ReachesBack::Date));
    }
    let extend = clause.cues.iter().find(|c| {
        c.cue == Cue::Extend && range.contains(&c.start) && norm::is_predicate(reading, clause, c)
    })?;
    if let Some(date) = tied_date(reading, clause, range) {
        let after =
            if word_first { date.start > extend.start } else { date.start < clause.tokens.end };
        if after {
            if is_until(reading, clause, date.start, date.end) {
                return Some(ReachesBack::PriorRelations);
            }
            return date.date.map(ReachesBack::Date);
        }
    }
    let facts = inside(Cue::PastFact).is_some() || inside(Cue::Relation).is_some();
    // "Earlier" alone may be earlier than anything: it counts where the act or a unit is extended.
    let burden = clause
        .cues
        .iter()
        .any(|c| matches!(c.cue, Cue::Levy | Cue::Penalty) && c.start <= clause.tokens.start + 2);
    let named = burden
        || clause.has(Cue::ThisAct)
        || clause.has(Cue::Pronoun)
        || clause
            .citations
            .iter()
            .any(|c| c.act == CitedAct::This && c.start <= clause.tokens.start + 3);
    let before = inside(Cue::BeforeEffect).or(inside(Cue::Earlier).filter(|_| named));
    // "Regardless of whether the act was committed before or after this Law": both are meant.
    let later = inside(Cue::AfterEffect).is_some() && inside(Cue::Regardless).is_none();
    (before.is_some() && facts && !later).then_some(ReachesBack::PriorRelations)
}

/// Relations of before that a clause names for all its parts.
pub(super) fn earlier(clause: &Clause) -> Option<ReachesBack> {
    let facts = clause.has(Cue::PastFact) || clause.has(Cue::Relation);
    (facts && (clause.has(Cue::BeforeEffect) || clause.has(Cue::Earlier)))
        .then_some(ReachesBack::PriorRelations)
}

/// A day that is tied to facts and not to an act's effect: «возникшие с 1 января 2026 года», «2026
/// жылғы 1 қаңтардан бастап туындаған», "for periods beginning on 1 January 2025".
pub(crate) fn tied_date<'r>(
    reading: &'r Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<&'r crate::syntax::date::DateMention> {
    let word_first = reading.lang.order().word_first();
    let cues =
        |cue: Cue| clause.cues.iter().filter(move |c| c.cue == cue && range.contains(&c.start));
    let bound = |d: &crate::syntax::date::DateMention| {
        cues(Cue::From).chain(cues(Cue::Until)).any(|c| {
            c.end == d.start
                || (c.start >= d.end && c.start <= d.end + 1)
                || (c.start >= d.start && c.end == d.end)
        })
    };
    let effect_near = |d: &crate::syntax::date::DateMention| {
        cues(Cue::Effect).chain(cues(Cue::Deemed)).any(|c| {
            if word_first {
                d.start >= c.end && d.start - c.end <= 3
            } else {
                c.start >= d.end && c.start - d.end <= 2
            }
        })
    };
    // «автомобиль, выпущенный до …»: the day tells what the thing is, and of no deed.
    let what_it_is = |d: &crate::syntax::date::DateMention| {
        cues(Cue::NotDeed).any(|c| c.start.abs_diff(d.end).min(d.start.abs_diff(c.end)) <= 3)
    };
    reading.dates_in(range).iter().find(|d| {
        d.date.is_some()
            && !effect_near(d)
            && !what_it_is(d)
            && (cues(Cue::PastFact).any(|f| {
                if word_first {
                    d.start >= f.end && d.start - f.end <= 12 && (bound(d) || d.start - f.end <= 2)
                } else {
                    f.start >= d.end && f.start - d.end <= 5
                }
            }) || (cues(Cue::Relation).any(|r| {
                if word_first {
                    d.start >= r.end && d.start - r.end <= 4
                } else {
                    r.start >= d.end && r.start - d.end <= 3
                }
            }) && (bound(d) || !d.exact)))
    })
}
