//! The day of effect: dates and terms that stand with a verb of effect.

use std::ops::Range;

use jiff::civil::Date;

use super::TakesEffect;
use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::{Class, Period};
use crate::lang::{Cue, Order, TokenKind};
use crate::syntax::Reading;
use crate::syntax::date::DateMention;

/// When the units of a part of a clause take effect.
pub(super) fn effect(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<TakesEffect> {
    let cue = |cue: Cue| clause.all(cue).find(|c| range.contains(&c.start));
    // What stands before the verb is no time: "Except as provided in Part 2, this Act takes effect on …".
    let verb = clause
        .all(Cue::Effect)
        .find(|c| range.contains(&c.start) && reading.lang.order().word_first());
    let appointed = clause
        .all(Cue::Appointed)
        .find(|c| range.contains(&c.start) && verb.is_none_or(|v| v.start <= c.start));
    // "on such day as the Minister may, by notice published …, appoint": the notice is no publication
    // of the act.
    let sooner = |start: usize| {
        !reading.lang.order().word_first()
            || appointed.is_none_or(|a| start < a.start || a.end <= start && is_or(reading, a.end))
    };
    // A day of effect is tied to the verb; a day of relations is tied to what arose on it.
    if let Some(publication) = cue(Cue::Publication) {
        if !sooner(publication.start) || in_month(reading, clause, range, &publication) {
            return None;
        }
        // «с 1 января 2031 года, но не ранее чем по истечении месяца со дня опубликования»
        if let Some(least) = cue(Cue::NotBefore).filter(|n| n.start < publication.start)
            && let Some((start, date)) = effect_date(reading, clause, range)
            && start < least.start
        {
            return Some(TakesEffect::Date(date));
        }
        return Some(lapse(reading, clause, range).unwrap_or(if cue(Cue::NextDay).is_some() {
            TakesEffect::DaysAfterPublication(1)
        } else {
            TakesEffect::OnPublication
        }));
    }
    if let Some((start, date)) = effect_date(reading, clause, range)
        && sooner(start)
    {
        return Some(TakesEffect::Date(date));
    }
    if cue(Cue::Registration).is_some() {
        return Some(TakesEffect::StateRegistration);
    }
    let signing = cue(Cue::Signing).filter(|s| sooner(s.start))?;
    // "two months after the passing of this Act": a day that signing alone does not tell.
    let later = cue(Cue::NextDay).is_some()
        || periods(reading, clause, range).any(|(at, _)| at.abs_diff(signing.start) <= NEAR);
    (!later).then_some(TakesEffect::OnSigning)
}

/// "On the first day of the month following its publication": a day of which no term can be said.
fn in_month(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
    publication: &CueHit,
) -> bool {
    let list = reading.tokens.list();
    let is =
        |i: usize, class: Class| reading.lang.single(&reading.tokens, list[i]).any(|c| c == class);
    reading.lang.order().word_first()
        && clause.all(Cue::Effect).any(|verb| {
            (verb.end.max(range.start)..publication.end.min(range.end)).any(|i| {
                (is(i, Class::Period(Period::Months)) || is(i, Class::Period(Period::Years)))
                    && (i.saturating_sub(4)..i).any(|d| is(d, Class::Period(Period::Days)))
                    && i > verb.end + 2
                    && (i.saturating_sub(3)..i).any(|o| is(o, Class::Of))
            })
        })
}

/// Tokens between a period and the event from which it is counted, at most.
const NEAR: usize = 6;

fn is_or(reading: &Reading<'_>, at: usize) -> bool {
    reading
        .tokens
        .list()
        .get(at)
        .is_some_and(|t| reading.lang.single(&reading.tokens, *t).any(|c| c == Class::And))
}

/// Whether a part of a clause tells when something takes effect, though no kind of day can say it: on
/// a day to be appointed, or together with another act.
pub(super) fn tells(reading: &Reading<'_>, clause: &Clause, range: &Range<usize>) -> bool {
    let word_first = reading.lang.order().word_first();
    let verbs = || {
        clause
            .cues
            .iter()
            .filter(|c| matches!(c.cue, Cue::Effect | Cue::Deemed) && range.contains(&c.start))
    };
    // «статья 2 – в день, который определит министр»: one verb may serve several subjects.
    let shared = word_first
        && verbs().next().is_none()
        && clause.all(Cue::Effect).any(|v| v.end <= range.start);
    if word_first && verbs().any(|v| predicates(reading, clause, v)) {
        return true;
    }
    clause.cues.iter().filter(|c| range.contains(&c.start)).any(|c| match c.cue {
        Cue::Appointed | Cue::Signing | Cue::Publication | Cue::Registration | Cue::AfterEffect => {
            shared || verbs().any(|v| if word_first { v.start < c.start } else { v.start >= c.end })
        }
        _ => false,
    })
}

/// "These Regulations come into force on the day on which they are registered": the act or a unit, right
/// behind it the verb, and right behind that a time, of whatever kind it may be.
fn predicates(reading: &Reading<'_>, clause: &Clause, verb: &CueHit) -> bool {
    const GAP: usize = 3;
    // The words for the act may hold the verb: "the Act enters".
    let close =
        |start: usize, end: usize| start < verb.start && verb.start.saturating_sub(end) <= GAP;
    let named =
        clause.cues.iter().any(|c| {
            matches!(c.cue, Cue::ThisAct | Cue::Rest | Cue::Pronoun) && close(c.start, c.end)
        }) || clause.citations.iter().any(|c| close(c.start, c.end));
    // "This Act may be cited as the Ports Act and shall come into operation on …"
    let joined = (verb.start.saturating_sub(2).max(clause.tokens.start)..verb.start)
        .any(|i| is_or(reading, i))
        && clause.all(Cue::ThisAct).any(|c| c.start <= clause.tokens.start + GAP);
    let timed = clause.cues.iter().any(|c| {
        matches!(c.cue, Cue::From | Cue::Lapse | Cue::NextDay)
            && c.start > verb.start
            && c.start <= verb.end + 1
            && c.end < clause.tokens.end
    });
    let counted = || {
        clause.tokens.contains(&verb.end) && {
            let next = reading.tokens.list()[verb.end];
            next.kind == TokenKind::Number
                || reading
                    .lang
                    .single(&reading.tokens, next)
                    .any(|c| matches!(c, Class::Cardinal(_)))
        }
    };
    (named || joined) && (timed || counted())
}

/// The periods in a range with the numbers that count them, each with the index of its word. A number
/// before the verb of effect counts nothing behind it: "Sections 1 and 2 come into force on the day …".
fn periods(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> impl Iterator<Item = (usize, TakesEffect)> {
    let list = reading.tokens.list();
    // «с 1 января 2031 года»: the year of a date is no term.
    let dates = reading.dates_in(range);
    let dated = move |i: usize| dates.iter().any(|d| d.start <= i && i < d.end);
    range.clone().filter(move |i| !dated(*i)).filter_map(move |i| {
        let period = reading.lang.single(&reading.tokens, list[i]).find_map(|c| match c {
            Class::Period(p) => Some(p),
            _ => None,
        })?;
        let verb = clause
            .all(Cue::Effect)
            .map(|c| c.end)
            .filter(|end| *end <= i && reading.lang.order().word_first())
            .last();
        // «через месяц после опубликования»: a month without a number is one.
        let one = || {
            let lapsed = clause.all(Cue::Lapse).any(|c| c.end == i);
            (lapsed && !matches!(period, Period::Days)).then_some(1)
        };
        // "vorbehaltlich des Absatzes 2 am Tag nach …": the number of a unit counts no days.
        let cited = clause.citations.iter().map(|c| c.end).filter(|end| *end <= i).max();
        let from = verb.max(cited).map_or(range.start, |v| v.max(range.start));
        let n = number_before(reading, i, from).or_else(one)?;
        Some((
            i,
            match period {
                Period::Days => TakesEffect::DaysAfterPublication(n),
                Period::Weeks => TakesEffect::DaysAfterPublication(n.saturating_mul(7)),
                Period::Months => TakesEffect::MonthsAfterPublication(n),
                Period::Years => TakesEffect::MonthsAfterPublication(n.saturating_mul(12)),
            },
        ))
    })
}

/// «по истечении десяти календарных дней», "six months from the date of its publication": a number and
/// a period with words of lapse, or right before the publication.
pub(super) fn lapse(
    reading: &Reading<'_>,
    clause: &Clause,
    range: &Range<usize>,
) -> Option<TakesEffect> {
    let said = clause.all(Cue::Lapse).any(|c| range.contains(&c.start));
    let tied =
        |at: usize| clause.all(Cue::Publication).any(|c| c.start > at && c.start - at <= NEAR);
    periods(reading, clause, range).find(|(at, _)| said || tied(*at)).map(|(_, effect)| effect)
}

/// The number whose word may have its own number in front.
const HUNDRED: u32 = 100;

/// The number that counts a period, up to four tokens before it (Kazakh puts «күнтізбелік» before
/// the number, Russian «календарных» behind it).
pub(super) fn number_before(reading: &Reading<'_>, period: usize, from: usize) -> Option<u32> {
    let list = reading.tokens.list();
    let mut total: Option<u32> = None;
    let mut scale = 1;
    let cardinal = |i: usize| {
        reading.lang.single(&reading.tokens, list[i]).find_map(|c| match c {
            Class::Cardinal(n) => Some(n),
            _ => None,
        })
    };
    let hundred = |i: usize| cardinal(i) == Some(HUNDRED);
    let times = |i: usize| {
        i.checked_sub(1).filter(|i| *i >= from).and_then(cardinal).filter(|n| *n < 10).unwrap_or(1)
    };
    for i in (from.max(period.saturating_sub(6))..period).rev() {
        let t = list[i];
        if t.kind == TokenKind::Number {
            return reading.tokens.number(t);
        }
        // "on the twentieth day": an ordinal counts where it stands right before the period.
        let beside = i + 1 == period || total.is_none() && list[i + 1].is('-');
        let n = reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Cardinal(n) => Some(n),
            Class::Ordinal(n) if beside => Some(n),
            _ => None,
        });
        match (n, total) {
            (Some(HUNDRED), None) => return Some(HUNDRED * times(i)),
            (Some(n), None) => {
                total = Some(n);
                scale = if n < 10 { 10 } else { 100 };
            }
            // "two hundred and ten": the number before a hundred multiplies it.
            (Some(HUNDRED), Some(t)) if t < HUNDRED => return Some(t + HUNDRED * times(i)),
            (Some(n), Some(t)) if n >= scale => total = Some(t + n),
            // "twenty-one": the hyphen joins the parts of one number.
            (None, Some(_)) if t.is('-') => {}
            // "one hundred and eighty"
            (None, Some(_)) if is_or(reading, i) && i > from && hundred(i - 1) => {}
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
) -> Option<(usize, Date)> {
    let verb = clause
        .cues
        .iter()
        .find(|c| matches!(c.cue, Cue::Effect | Cue::Deemed) && range.contains(&c.start))
        // «пункт 2 – с 1 января, остальные – с 1 июля»: one verb may serve several subjects.
        .or_else(|| clause.cues.iter().find(|c| matches!(c.cue, Cue::Effect | Cue::Deemed)))?;
    let extend = clause.cues.iter().find(|c| {
        matches!(c.cue, Cue::Extend | Cue::NoExtend | Cue::Retroactive) && range.contains(&c.start)
    });
    let word_first = reading.lang.order().word_first();
    reading
        .dates_in(range)
        .iter()
        .filter(|d| d.date.is_some() && !is_until(reading, clause, d.start, d.end))
        .filter(|d| !(is_of_act(reading, clause, d) || word_first && is_of_fact(clause, d)))
        .filter(|d| {
            !word_first || !clause.all(Cue::Ends).any(|c| verb.start < c.start && c.start < d.start)
        })
        .filter(|d| match extend {
            // The date of the reach stands on the reach's side of the clause.
            Some(e) if word_first && e.start > verb.start => d.start < e.start,
            Some(e) if word_first => d.start > verb.start || d.end <= e.start,
            Some(e) if e.start > verb.start => d.start < verb.start,
            Some(_) => true,
            None => true,
        })
        .min_by_key(|d| (!d.exact, d.start.abs_diff(verb.start)))
        .and_then(|d| Some((d.start, d.date?)))
}

/// «Закон от 5 июня 2026 года», «2009 жылғы 27 қарашадағы шарт»: a date that is part of a name.
fn is_of_act(reading: &Reading<'_>, clause: &Clause, date: &DateMention) -> bool {
    if reading.lang.order().word_first() {
        let since = clause.all(Cue::From).any(|c| c.end == date.start && c.end - c.start > 1);
        !since && clause.all(Cue::OfAct).any(|c| c.end == date.start)
    } else {
        clause.all(Cue::OfAct).any(|c| c.end == date.end || c.start == date.end)
    }
}

/// "effective for taxable years beginning after December 31, 2030": a day of what the act is applied to.
fn is_of_fact(clause: &Clause, date: &DateMention) -> bool {
    clause.all(Cue::PastFact).any(|p| {
        p.end <= date.start
            && date.start - p.end <= 2
            && clause.all(Cue::Relation).any(|r| r.end == p.start)
    })
}

pub(super) fn is_until(reading: &Reading<'_>, clause: &Clause, start: usize, end: usize) -> bool {
    if reading.lang.order().word_first() {
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
    let word_first = reading.lang.order().word_first();
    let dates = reading.dates_in(range);
    if reading.lang.order() == Order::BigToSmallWordFirst
        && let Some(date) = end_before(clause, dates)
    {
        return Some(date);
    }
    let ended = clause.all(Cue::Ends).find_map(|c| {
        dates.iter().find(|d| {
            let gap =
                if word_first { d.start.checked_sub(c.end) } else { c.start.checked_sub(d.end) };
            // "expires at the end of the day on 31 December 2032"
            d.exact && gap.is_some_and(|g| g <= NEAR + 2)
        })
    });
    if let Some(date) = ended {
        return date.date;
    }
    if !clause.has(Cue::Valid) {
        return None;
    }
    // «2030 жылғы 1 қаңтарға дейін туындаған»: until then something arose, and nothing ends.
    let arose = |end: usize| {
        !word_first && clause.all(Cue::PastFact).any(|c| c.start >= end && c.start - end <= 3)
    };
    // "in der bis zum 1. September 2026 geltenden Fassung": until then another wording was law.
    let told =
        |d: &DateMention| clause.all(Cue::Saving).any(|c| c.start < d.start && d.end < c.end);
    dates
        .iter()
        .find(|d| is_until(reading, clause, d.start, d.end) && !arose(d.end) && !told(d))
        .and_then(|d| d.date)
}

/// "mit Ablauf des 31. Dezember 2030 außer Kraft": the nearest date before the words for an end, which close
/// the clause.
fn end_before(clause: &Clause, dates: &[DateMention]) -> Option<Date> {
    let end = clause.all(Cue::Ends).last()?;
    dates
        .iter()
        .filter(|d| d.exact && d.end <= end.start && end.start - d.end <= NEAR)
        .min_by_key(|d| end.start - d.end)
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
