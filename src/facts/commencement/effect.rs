//! The day of effect: dates and terms that stand with a verb of effect.

use std::ops::Range;

use jiff::civil::Date;

use super::TakesEffect;
use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::{Class, Period};
use crate::lang::{Cue, Order, TokenKind};
use crate::syntax::Reading;

/// When the units of a part of a clause take effect.
pub(super) fn effect(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<TakesEffect> {
    let inside = |c: &CueHit| range.contains(&c.start);
    let cue = |cue: Cue| clause.cues.iter().find(|c| c.cue == cue && inside(c));
    // A day of effect is tied to the verb; a day of relations is tied to what arose on it.
    if cue(Cue::Publication).is_some() {
        return Some(lapse(reading, clause, range).unwrap_or(TakesEffect::OnPublication));
    }
    if let Some(date) = effect_date(reading, clause, range) {
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
pub(super) fn lapse(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<TakesEffect> {
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
pub(super) fn number_before(reading: &Reading<'_>, period: usize, from: usize) -> Option<u32> {
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
            // "twenty-one": the hyphen joins the parts of one number.
            (None, Some(_)) if t.is('-') => {}
            (None, Some(_)) => break,
            _ => {}
        }
    }
    total
}

/// The date that stands with the verb of effect: not one behind a verb of reach, and not an end.
pub(super) fn effect_date(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<Date> {
    let verb = clause
        .cues
        .iter()
        .find(|c| matches!(c.cue, Cue::Effect | Cue::Deemed) && range.contains(&c.start))
        // «пункт 2 – с 1 января, остальные – с 1 июля»: one verb may serve several subjects.
        .or_else(|| clause.cues.iter().find(|c| matches!(c.cue, Cue::Effect | Cue::Deemed)))?;
    let extend = clause.cues.iter().find(|c| {
        matches!(c.cue, Cue::Extend | Cue::NoExtend | Cue::Retroactive) && range.contains(&c.start)
    });
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
        .min_by_key(|d| (!d.exact, d.start.abs_diff(verb.start)))
        .and_then(|d| d.date)
}

pub(super) fn is_until(reading: &Reading<'_>, clause: &Clause, start: usize, end: usize) -> bool {
    if reading.lang.order() == Order::SmallToBig {
        clause.all(Cue::Until).any(|u| u.end == start)
    } else {
        clause.all(Cue::Until).any(|u| u.start >= end && u.start <= end + 1)
    }
}

/// The day from which something has no effect any more.
pub(super) fn end_date(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<Date> {
    if !clause.has(Cue::Valid) {
        return None;
    }
    reading
        .dates_in(range)
        .iter()
        .find(|d| is_until(reading, clause, d.start, d.end))
        .and_then(|d| d.date)
}

pub(super) fn dated(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
    cue: Cue,
) -> Option<Date> {
    reading
        .dates_in(range)
        .iter()
        .find(|d| {
            clause.all(cue).any(|c| c.end == d.start || (c.start >= d.end && c.start <= d.end + 1))
                && !is_until(reading, clause, d.start, d.end)
        })
        .and_then(|d| d.date)
}
