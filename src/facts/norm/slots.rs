//! The slots of a norm's frame beside modality and addressee: qualifiers with their polarity, purpose,
//! and amounts with what they count.

use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::{Class, Period};
use crate::lang::{Cue, Order, TokenKind};
use crate::model::frame::{AmountUnit, Polarity, QualifierKind};
use crate::source::Span;
use crate::syntax::Reading;

/// What a cue makes the consequence of a norm depend on.
fn qualifier(cue: Cue) -> Option<QualifierKind> {
    Some(match cue {
        Cue::ByCourt => QualifierKind::ByCourt,
        Cue::ByLaw => QualifierKind::ByLaw,
        Cue::ByBody => QualifierKind::ByBody,
        Cue::Consent => QualifierKind::Consent,
        Cue::Compensation => QualifierKind::Compensation,
        Cue::Exceptional => QualifierKind::Exceptional,
        Cue::Explanation => QualifierKind::Explanation,
        Cue::Published => QualifierKind::Publication,
        _ => return None,
    })
}

/// A qualifier of a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Qualifier {
    /// On what the consequence depends.
    pub kind: QualifierKind,
    /// How.
    pub polarity: Polarity,
    /// Its words.
    pub span: Span,
}

/// An amount in a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The number, in hundredths of the unit; saturates.
    pub hundredths: u64,
    /// What it counts.
    pub unit: AmountUnit,
    /// Its words, number and unit.
    pub span: Span,
}

/// The slots of one clause.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slots {
    /// On what its consequence depends.
    pub qualifiers: Vec<Qualifier>,
    /// What it is for: the words from the connective to the end of the phrase.
    pub purpose: Option<Span>,
    /// Its amounts.
    pub amounts: Vec<Amount>,
    /// Words by which it leaves a part of its matter to a body or another act, whatever its predicate.
    pub delegates: Option<Span>,
}

/// Reads the slots of a clause.
#[must_use]
pub(super) fn read(reading: &Reading<'_>, clause: &Clause) -> Slots {
    let span = |c: &CueHit| reading.tokens.span(c.start..c.end);
    let mut qualifiers: Vec<Qualifier> = Vec::new();
    for c in &clause.all_cues {
        let Some(kind) = qualifier(c.cue) else { continue };
        let span = span(c);
        // "With the consent of": two phrases that share words are one qualifier.
        match qualifiers.iter_mut().find(|q| q.kind == kind && span.start < q.span.end) {
            Some(known) => known.span = known.span.cover(span),
            None => qualifiers.push(Qualifier { kind, polarity: polarity(clause, c), span }),
        }
    }
    let delegates =
        clause.all_cues.iter().find(|c| matches!(c.cue, Cue::Delegated | Cue::Delegates)).map(span);
    Slots {
        qualifiers,
        purpose: purpose(reading, clause),
        amounts: amounts(reading, clause),
        delegates,
    }
}

/// Negators and "only" stand before what they govern; a language that puts them behind, or into the word,
/// has them overlap it or follow.
fn polarity(clause: &Clause, qualifier: &CueHit) -> Polarity {
    const NEAR: usize = 4;
    let close = |c: &CueHit| {
        let before = c.start <= qualifier.start && c.end + NEAR > qualifier.start;
        let behind = c.start >= qualifier.start && c.start <= qualifier.end;
        before || behind
    };
    let near = |cue: Cue| clause.all_cues.iter().any(|c| c.cue == cue && close(c));
    if near(Cue::Only) {
        Polarity::Only
    } else if near(Cue::Without) {
        Polarity::Without
    } else {
        Polarity::With
    }
}

/// The phrase of purpose: behind its connective to the next comma, or before it where the language puts
/// the connective last.
fn purpose(reading: &Reading<'_>, clause: &Clause) -> Option<Span> {
    let cue = clause.all_cues.iter().find(|c| c.cue == Cue::Purpose)?;
    let list = reading.tokens.list();
    let stops = |i: &usize| list[*i].is(',') || list[*i].is(';') || list[*i].is('.');
    let range = match reading.lang.order() {
        Order::SmallToBig | Order::BigToSmallWordFirst => {
            let end = (cue.end..clause.tokens.end).find(stops).unwrap_or(clause.tokens.end);
            cue.start..end
        }
        Order::BigToSmall => {
            let start = (clause.tokens.start..cue.start)
                .rev()
                .find(stops)
                .map_or(clause.tokens.start, |i| i + 1);
            start..cue.end
        }
    };
    Some(reading.tokens.span(range))
}

/// Numbers with a unit behind them, or a unit with brackets between: «50 (пятьдесят) процентов».
fn amounts(reading: &Reading<'_>, clause: &Clause) -> Vec<Amount> {
    /// Words between a number and its unit: "of the average monthly", «календарных».
    const BETWEEN: usize = 3;
    let list = reading.tokens.list();
    let mut found: Vec<Amount> = Vec::new();
    let mut at = clause.tokens.start;
    while at < clause.tokens.end {
        let Some((hundredths, behind)) = number(reading, at, clause.tokens.end) else {
            at += 1;
            continue;
        };
        let dates = reading.dates_in(&(at.saturating_sub(3)..at + 1));
        let in_date = dates.iter().any(|d| d.start <= at && at < d.end);
        let mut next = behind;
        if list.get(next).is_some_and(|t| t.is('(')) {
            next = (next..clause.tokens.end).find(|i| list[*i].is(')')).map_or(next, |i| i + 1);
        }
        let unit = (next..clause.tokens.end.min(next + BETWEEN + 1))
            .take_while(|i| *i == next || list[*i - 1].kind == TokenKind::Word)
            .find_map(|i| unit_at(reading, clause, i));
        if let Some((unit, i)) = unit.filter(|_| !in_date) {
            found.push(Amount { hundredths, unit, span: reading.tokens.span(at..i) });
            at = i;
        } else {
            at = behind;
        }
    }
    found
}

/// A number in figures, grouped by threes, with its decimal fraction, in hundredths; or in words. The second
/// is the token behind it.
#[must_use]
pub fn number(reading: &Reading<'_>, at: usize, end: usize) -> Option<(u64, usize)> {
    let list = reading.tokens.list();
    let token = |i: usize| list.get(i).copied().filter(|_| i < end);
    let first = token(at)?;
    if let Some(value) = reading.tokens.number(first) {
        let mut value = u64::from(value);
        let mut next = at + 1;
        // «240 162 589»: groups of three figures behind a space.
        while let Some(group) = token(next)
            && group.kind == TokenKind::Number
            && group.end - group.start == 3
            && group.start > list[next - 1].end
        {
            let more = u64::from(reading.tokens.number(group).unwrap_or_default());
            value = value.saturating_mul(1000).saturating_add(more);
            next += 1;
        }
        let mut hundredths = value.saturating_mul(100);
        if let (Some(point), Some(part)) = (token(next), token(next + 1))
            && (point.is(',') || point.is('.'))
            && point.start == list[next - 1].end
            && part.start == point.end
            && let Some(fraction) = reading.tokens.number(part)
        {
            let scaled = match part.end - part.start {
                1 => u64::from(fraction) * 10,
                2 => u64::from(fraction),
                _ => 0,
            };
            hundredths = hundredths.saturating_add(scaled);
            next += 2;
        }
        return Some((hundredths, next));
    }
    let cardinal = |i: usize| {
        token(i).and_then(|t| {
            reading.lang.single(&reading.tokens, t).find_map(|c| match c {
                Class::Cardinal(n) => Some(u64::from(n)),
                _ => None,
            })
        })
    };
    let joins = |i: usize| {
        token(i).is_some_and(|t| {
            reading.lang.single(&reading.tokens, t).any(|c| c == Class::And) || t.is('-')
        })
    };
    // «триста двадцать тысяч пятьсот»: what stands before the word for thousands, and what stands behind it.
    let first = cardinal(at)?;
    let (mut above, mut value) = if first >= 1000 { (first, 0) } else { (0_u64, first) };
    let mut next = at + 1;
    loop {
        let more = cardinal(next).map(|more| (more, next));
        // "one hundred and forty-five": what is joined is less than what it is joined to.
        let joined = || {
            let round = if value % 100 == 0 { 100 } else { 10 };
            let more = cardinal(next + 1).filter(|more| *more < round && value % round == 0);
            more.filter(|_| joins(next)).map(|more| (more, next + 1))
        };
        let Some((more, at)) = more.or_else(joined) else { break };
        if more >= 1000 {
            above = above.saturating_add(value.max(1).saturating_mul(more));
            value = 0;
        } else if more == 100 && (1..10).contains(&value) {
            value *= more;
        } else {
            value += more;
        }
        next = at + 1;
    }
    Some((above.saturating_add(value).saturating_mul(100), next))
}

/// The unit whose words begin at a token, and the token behind them.
fn unit_at(reading: &Reading<'_>, clause: &Clause, at: usize) -> Option<(AmountUnit, usize)> {
    let list = reading.tokens.list();
    if list[at].is('%') {
        return Some((AmountUnit::Percent, at + 1));
    }
    let worded = clause.all_cues.iter().filter(|c| c.start == at).find_map(|c| match c.cue {
        Cue::Percent => Some((AmountUnit::Percent, c.end)),
        Cue::Index => Some((AmountUnit::Index, c.end)),
        Cue::Money => Some((AmountUnit::Money, c.end)),
        _ => None,
    });
    let period = reading.lang.single(&reading.tokens, list[at]).find_map(|c| match c {
        Class::Period(Period::Days) => Some(AmountUnit::Days),
        Class::Period(Period::Months) => Some(AmountUnit::Months),
        Class::Period(Period::Years) => Some(AmountUnit::Years),
        _ => None,
    });
    worded.or(period.map(|unit| (unit, at + 1)))
}
