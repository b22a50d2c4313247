//! The norms that an amendment makes by what it deletes, replaces and inserts.

use std::ops::Range;

use super::frame::{Frame, frame};
use super::{Direction, Modality, Norm, Slots, SubjectClass};
use crate::facts::amendment::{self, Operation};
use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::{Class, Period};
use crate::lang::{Cue, Order};
use crate::model::{Act, Zone};
use crate::source::Span;
use crate::syntax::Reading;

/// The norm that an amendment makes by what it deletes, replaces or repeals.
pub fn from_amendment(reading: &Reading<'_>, act: &Act, clause: &Clause, out: &mut Vec<Norm>) {
    let Some(operation) = amendment::operation(clause) else { return };
    let noun = |cues: &[CueHit], list: &[Cue]| cues.iter().copied().find(|c| list.contains(&c.cue));
    let good = [Cue::Exemption, Cue::Benefit, Cue::Relieves];
    let bad =
        [Cue::Penalty, Cue::Levy, Cue::Burden, Cue::Prohibition, Cue::Obligation, Cue::Sanction];
    let liability = clause.has(Cue::LiabilityAct)
        || act.title.is_some_and(|t| title_has(reading, t, &[Cue::LiabilityAct, Cue::Penalty]));
    let read = match operation {
        Operation::Delete | Operation::Repeal | Operation::Suspend => {
            // The words taken out, or the words in brackets that describe what is taken out.
            let quoted = &clause.quoted_cues;
            if let Some(cue) = noun(quoted, &good).or_else(|| noun(&clause.cues, &good)) {
                Some((Direction::Burdens, Modality::Obligation, cue))
            } else if let Some(cue) = noun(quoted, &bad) {
                let relief = Direction::Relieves;
                Some((relief, Modality::Right, cue))
            } else {
                clause
                    .first(Cue::LiabilityAct)
                    .or_else(|| noun(&clause.cues, &[Cue::Penalty, Cue::Levy]))
                    .map(|cue| (Direction::Relieves, Modality::Right, cue))
            }
        }
        Operation::ReplaceWords => replacement(reading, act, clause, liability),
        Operation::InsertWords => {
            let added = clause.quoted.last();
            added.and_then(|range| {
                let cues: Vec<CueHit> = clause
                    .quoted_cues
                    .iter()
                    .copied()
                    .filter(|c| range.contains(&c.start))
                    .collect();
                let frame = frame(reading, &cues, clause)?;
                Some((frame.direction, frame.modality, frame.cue))
            })
        }
        _ => None,
    };
    let Some((direction, modality, cue)) = read else { return };
    out.push(Norm {
        span: reading.tokens.span(clause.tokens.clone()),
        cue: reading.tokens.span(cue.start..cue.end),
        lead: None,
        unit: clause.unit,
        zone: Zone::QuotedNew,
        modality,
        effect: Some(modality),
        subject: SubjectClass::Anyone,
        subject_span: None,
        direction,
        past_facts: None,
        indent: None,
        slots: Slots::default(),
        explicit: false,
    });
}

/// Words replaced by words: a number that rises or falls, or a duty put in the place of a permission.
pub(super) fn replacement(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    liability: bool,
) -> Option<(Direction, Modality, CueHit)> {
    // Titles of acts stand in quotation marks too: the words meant stand beside "the words".
    let words: Vec<&Range<usize>> = clause
        .quoted
        .iter()
        .filter(|q| {
            clause.all(Cue::Words).any(|w| match reading.lang.order() {
                Order::SmallToBig | Order::BigToSmallWordFirst => {
                    w.end < q.start && q.start - w.end <= 3
                }
                Order::BigToSmall => w.start > q.end && w.start - q.end <= 2,
            })
        })
        .collect();
    let [old, new, ..] = words.as_slice() else { return None };
    let (old, new) = (*old, *new);
    let cues_in = |range: &Range<usize>| -> Vec<CueHit> {
        clause.quoted_cues.iter().copied().filter(|c| range.contains(&c.start)).collect()
    };
    let (was, is) = (cues_in(old), cues_in(new));
    let whole = CueHit { cue: Cue::Replace, start: new.start, end: new.end };
    let frames = (frame(reading, &was, clause), frame(reading, &is, clause));
    let burdens = |f: &Option<Frame>| f.as_ref().is_some_and(|f| f.direction == Direction::Burdens);
    let both_burden = burdens(&frames.0) && burdens(&frames.1);
    match frames {
        (before, Some(after))
            if after.direction == Direction::Burdens
                && before.as_ref().is_none_or(|b| b.direction != Direction::Burdens) =>
        {
            return Some((Direction::Burdens, after.modality, after.cue));
        }
        (Some(before), after)
            if before.direction == Direction::Burdens
                && after.as_ref().is_none_or(|a| a.direction != Direction::Burdens) =>
        {
            return Some((Direction::Relieves, Modality::Right, whole));
        }
        _ => {}
    }
    let (a, b) = amounts((reading, old), (reading, new))?;
    if a == b {
        return None;
    }
    // A term in days or months may help or hurt; only in an act of liability is a longer one worse.
    let term = [old, new].iter().all(|r| {
        (**r).clone().any(|i| {
            reading
                .lang
                .single(&reading.tokens, reading.tokens.list()[i])
                .any(|c| matches!(c, Class::Period(_)))
        })
    });
    let told = [Cue::Burden, Cue::Benefit, Cue::Penalty];
    let told =
        told.iter().any(|c| clause.has(*c) || clause.quoted_cues.iter().any(|q| q.cue == *c))
            || act.title.is_some_and(|t| title_has(reading, t, &told));
    if term && !liability && !told && !both_burden {
        return None;
    }
    let quoted: Vec<CueHit> = was.iter().chain(&is).copied().collect();
    let title = |list: &[Cue]| act.title.is_some_and(|t| title_has(reading, t, list));
    let (goods, bads) =
        ([Cue::Benefit, Cue::Exemption], [Cue::Penalty, Cue::Levy, Cue::Burden, Cue::Worsens]);
    let any = |cues: &[CueHit], list: &[Cue]| cues.iter().any(|c| list.contains(&c.cue));
    // The closest words tell: those replaced, then the instruction, the act amended, the title.
    let good = if any(&quoted, &bads) && !any(&quoted, &goods) {
        false
    } else if any(&quoted, &goods)
        || (any(&clause.cues, &[Cue::Benefit]) && !any(&clause.cues, &[Cue::Burden]))
    {
        true
    } else if liability || both_burden || any(&clause.cues, &bads) {
        false
    } else if title(&[Cue::Benefit, Cue::Exemption]) {
        true
    } else if title(&bads) {
        false
    } else {
        return None;
    };
    let direction = if (b > a) == good { Direction::Relieves } else { Direction::Burdens };
    let modality = if liability { Modality::Sanction } else { Modality::Obligation };
    Some((direction, modality, whole))
}

pub(super) fn title_has(reading: &Reading<'_>, title: Span, list: &[Cue]) -> bool {
    reading
        .hits_in(&reading.tokens.inside(title))
        .iter()
        .any(|h| matches!(reading.lang.class(h.class), Class::Cue(c) if list.contains(&c)))
}

/// What two wordings measure, so that they may be compared: «шести месяцев» and «двух лет» in days, other
/// numbers as they stand.
pub(super) fn amounts(
    old: (&Reading<'_>, &Range<usize>),
    new: (&Reading<'_>, &Range<usize>),
) -> Option<(u64, u64)> {
    let (was, is) = (greatest(old.0, old.1)?, greatest(new.0, new.1)?);
    Some(match (days_in_period(old), days_in_period(new)) {
        (Some(a), Some(b)) => (was.saturating_mul(a), is.saturating_mul(b)),
        _ => (was, is),
    })
}

/// The days of the last period that a range of tokens names.
fn days_in_period((reading, range): (&Reading<'_>, &Range<usize>)) -> Option<u64> {
    let list = reading.tokens.list();
    range.clone().rev().find_map(|i| {
        reading.lang.single(&reading.tokens, list[i]).find_map(|c| match c {
            Class::Period(Period::Days) => Some(1),
            Class::Period(Period::Weeks) => Some(7),
            Class::Period(Period::Months) => Some(30),
            Class::Period(Period::Years) => Some(365),
            _ => None,
        })
    })
}

/// The greatest number in a range of tokens, as figures or in words, in hundredths.
pub(super) fn greatest(reading: &Reading<'_>, range: &Range<usize>) -> Option<u64> {
    let list = reading.tokens.list();
    let mut best: Option<u64> = None;
    let mut words: u64 = 0;
    let mut i = range.start;
    while i < range.end {
        let t = list[i];
        if let Some(n) = reading.tokens.number(t) {
            let mut value = u64::from(n) * 100;
            // «0,60», "0.6": a decimal fraction.
            if let (Some(point), Some(part)) = (list.get(i + 1), list.get(i + 2))
                && (point.is(',') || point.is('.'))
                && point.start == t.end
                && part.start == point.end
                && i + 2 < range.end
                && let Some(fraction) = reading.tokens.number(*part)
            {
                let digits = part.end - part.start;
                value += match digits {
                    1 => u64::from(fraction) * 10,
                    2 => u64::from(fraction),
                    _ => 0,
                };
                i += 2;
            }
            best = best.max(Some(value));
        }
        let cardinal = reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Cardinal(n) => Some(u64::from(n)),
            _ => None,
        });
        if let Some(n) = cardinal {
            words = if n >= 100 && words > 0 && words < 100 { words * n } else { words + n };
            best = best.max(Some(words * 100));
        } else {
            words = 0;
        }
        i += 1;
    }
    best
}
