//! What a clause on time speaks of: the act, or units of it.

use super::except::parts;
use super::{index_of, is_own, targets};
use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind};
use crate::model::{Act, Eid, Zone};
use crate::syntax::Reading;

/// What a part of a clause speaks about.
#[derive(Debug)]
pub(super) struct Subject {
    /// Index of its first token.
    pub(super) start: usize,
    /// Its units; empty for the whole act.
    pub(super) units: Vec<Eid>,
}

/// Tokens between the mark that opens a part of a sentence and its subject, at most.
const CLOSE: usize = 7;

/// Tokens between a unit and the act that is named behind it, beyond which the unit is no part of what
/// the clause says of the act.
const FAR: usize = 24;

/// The subjects of a clause on time: the act, or units of it, each with words of time behind it.
pub(super) fn subjects(
    reading: &Reading<'_>,
    act: &Act,
    clauses: &[Clause],
    clause: &Clause,
) -> Vec<Subject> {
    let list = reading.tokens.list();
    let word_first = reading.lang.order().word_first();
    let excepted = parts(reading, clause).1;
    let open = |at: usize| excepted.as_ref().is_none_or(|e| !e.contains(&at));
    let mut all: Vec<Subject> = Vec::new();
    for cue in clause.all(Cue::ThisAct).chain(clause.all(Cue::Rest)) {
        let told = is_told(clause, &cue) || (!word_first && is_timed(clause, &cue));
        if open(cue.start)
            && !told
            && !of_citation(reading, clause, &cue)
            && !aside(reading, clause, &cue)
        {
            all.push(Subject { start: cue.start, units: Vec::new() });
        }
    }
    if all.is_empty() && word_first {
        all.extend(listed(clause));
    }
    for citation in &clause.citations {
        let own = is_own(act, citation.act, &citation.targets) && !citation.targets.is_empty();
        // A number of a date («2026-баптың») or a bare paragraph without its article cites nothing here.
        let place = CueHit { cue: Cue::ThisAct, start: citation.start, end: citation.end };
        let named = clause.all(Cue::ThisAct).any(|c| within(&place, &c));
        if own && open(citation.start) && !named && !aside(reading, clause, &place) {
            all.push(Subject { start: citation.start, units: targets(citation) });
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
                            | Cue::Appointed
                            | Cue::Ends
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
                        | Cue::Ends
                        | Cue::Appointed
                        | Cue::Publication
                )
        }) || reading
            .dates_in(&(subject.start..clause.tokens.end))
            .iter()
            .any(|d| d.date.is_some());
        match merged.last_mut() {
            None => merged.push(subject),
            Some(last) => {
                let joins = |i: usize| {
                    reading.lang.single(&reading.tokens, list[i]).any(|c| c == Class::And)
                };
                let marked = (subject.start.saturating_sub(CLOSE).max(last.start)..subject.start)
                    .any(|i| list[i].is(',') || list[i].is(';') || list[i].is('.'))
                    || (word_first
                        && (subject.start.saturating_sub(2).max(last.start + 1)..subject.start)
                            .any(joins));
                let framed = clause
                    .all(Cue::Except)
                    .any(|c| last.start < c.start && c.start < subject.start);
                if last.units.is_empty() && subject.units.is_empty() && framed && !word_first {
                    // «осы Заң …, 3-бапты қоспағанда, осы Заң …»: one act, named twice.
                } else if marked && behind && between(last.start) {
                    merged.push(subject);
                } else if last.units.is_empty() != subject.units.is_empty() {
                    // «Статья 3 … настоящего Закона»: the narrower one is meant.
                    if last.units.is_empty() && !between(last.start) {
                        last.units = subject.units;
                    } else if subject.units.is_empty() && subject.start - last.start > FAR {
                        *last = subject;
                    }
                } else if !between(last.start) {
                    last.units.extend(subject.units);
                }
            }
        }
    }
    meant(act, clauses, clause, &mut merged);
    if merged.is_empty() && (goes_on(clauses, clause) || is_it(reading, clauses, clause)) {
        merged.push(Subject { start: clause.tokens.start, units: Vec::new() });
    }
    merged
}

/// Puts what an amending act introduced just before in the place of a subject that says nothing itself.
fn meant(act: &Act, clauses: &[Clause], clause: &Clause, merged: &mut Vec<Subject>) {
    if act.amending && reaches(clause) {
        match merged.as_mut_slice() {
            [] if clause.all(Cue::Anaphor).any(|c| c.start <= clause.tokens.start + 1) => {
                merged.extend(introduced(act, clauses, clause));
            }
            [one] if is_alone(act, clauses, clause, one) => {
                if let Some(other) = introduced(act, clauses, clause) {
                    one.units = other.units;
                }
            }
            _ => {}
        }
    }
}

/// Whether a clause carries something to facts of before or says that it has retroactive force.
fn reaches(clause: &Clause) -> bool {
    clause.has(Cue::Retroactive) || (clause.has(Cue::Extend) && clause.has(Cue::BeforeEffect))
}

/// "The said article shall have retroactive force", «Осы бап … жасалған әрекеттерге де таралады» in an
/// article of an amending act: what was put into the other act just before is meant.
fn introduced(act: &Act, clauses: &[Clause], clause: &Clause) -> Option<Subject> {
    let before = clauses[..index_of(clauses, clause)].iter().rev();
    let unit = before.filter(|c| c.zone == Zone::QuotedNew).find_map(|c| c.unit)?;
    Some(Subject { start: clause.tokens.start, units: vec![act.units[unit].eid.clone()] })
}

/// Whether a clause that speaks of its own unit is all that stands in it, so that another must be meant.
fn is_alone(act: &Act, clauses: &[Clause], clause: &Clause, subject: &Subject) -> bool {
    let Some(unit) = clause.unit else { return false };
    let own = matches!(subject.units.as_slice(), [eid] if *eid == act.units[unit].eid);
    own && clauses.iter().filter(|c| c.unit == clause.unit).nth(1).is_none()
}

/// "The following provisions come into force on the day on which this Act is passed: (a) section 1;"
fn listed(clause: &Clause) -> Option<Subject> {
    let list = clause.first(Cue::Listed)?;
    clause
        .all(Cue::Effect)
        .any(|v| v.start >= list.end && v.start - list.end <= 2)
        .then(|| Subject { start: list.start, units: Vec::new() })
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
        || (clause.has(Cue::Pronoun) && clause.has(Cue::Extend))
        || (clause.has(Cue::Effect)
            && clause.all(Cue::Pronoun).any(|c| c.start <= clause.tokens.start + 3))
        || (clause.has(Cue::Valid)
            && clause.all(Cue::Pronoun).any(|c| c.start <= clause.tokens.start + 1)))
}

/// Whether a name of the act is part of a time: "before this Act takes effect".
pub(super) fn is_told(clause: &Clause, name: &CueHit) -> bool {
    clause.cues.iter().any(|c| {
        matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect)
            && c.start <= name.start
            && name.end <= c.end
            || matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect | Cue::Until)
                && c.end <= name.start
                && name.start - c.end <= 5
    })
}

/// «осы Заң қолданысқа енгізілген күнге дейін»: the time follows the name.
pub(super) fn is_timed(clause: &Clause, name: &CueHit) -> bool {
    clause.cues.iter().any(|c| {
        matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect)
            && c.start >= name.end
            && c.start - name.end <= 3
    })
}

/// «статья 3 настоящего Закона»: the act named right behind or before a citation is its address, not
/// the subject of the clause.
pub(super) fn of_citation(reading: &Reading<'_>, clause: &Clause, cue: &CueHit) -> bool {
    let list = reading.tokens.list();
    let joined = |from: usize, to: usize| {
        from == to || (to == from + 1 && !list[from].is(',') && !list[from].is(':'))
    };
    clause.citations.iter().any(|c| {
        joined(c.end, cue.start)
            || joined(cue.end, c.start)
            || (cue.start >= c.start && cue.end <= c.end && !within_hit(c.start, c.end, cue))
    })
}

/// Whether a citation is part of the words that name this act and more: "this annexed protocol".
fn within(citation: &CueHit, act: &CueHit) -> bool {
    within_hit(citation.start, citation.end, act)
}

fn within_hit(start: usize, end: usize, act: &CueHit) -> bool {
    act.start <= start && end <= act.end && act.end - act.start > end - start
}

/// "A licence issued under this Act", «осы Заңға сәйкес», "if section 3 comes into force": a ground or
/// a case, of which the clause says nothing.
fn aside(reading: &Reading<'_>, clause: &Clause, name: &CueHit) -> bool {
    if !(clause.has(Cue::Effect) || clause.has(Cue::Deemed) || clause.has(Cue::Ends)) {
        return false;
    }
    clause.all(Cue::Aside).any(|c| {
        if reading.lang.order().word_first() {
            c.end <= name.start && name.start - c.end <= 1
        } else {
            name.end <= c.start + 1 && c.start <= name.end + 1
        }
    })
}

/// "(3) It shall come into force on …": a clause that opens with a pronoun and goes on about the act,
/// where each of the few clauses before it opens so or with the act itself.
fn is_it(reading: &Reading<'_>, clauses: &[Clause], clause: &Clause) -> bool {
    const BACK: usize = 5;
    let list = reading.tokens.list();
    // "1.—(1) These Regulations …": what labels are left in front of a sentence are no words of it.
    let first = |c: &Clause| {
        c.tokens.clone().find(|i| list[*i].kind == TokenKind::Word).unwrap_or(c.tokens.start)
    };
    let opens = |c: &Clause, cue: Cue| c.all(cue).any(|h| h.start <= first(c) + 2);
    if !opens(clause, Cue::Pronoun)
        || !(clause.has(Cue::Effect) || clause.has(Cue::Deemed) || clause.has(Cue::Valid))
    {
        return false;
    }
    let index = index_of(clauses, clause);
    clauses[index.saturating_sub(BACK)..index]
        .iter()
        .rev()
        .take_while(|c| c.zone == clause.zone)
        .find(|c| !opens(c, Cue::Pronoun))
        .is_some_and(|c| opens(c, Cue::ThisAct))
}
