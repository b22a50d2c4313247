//! Modality and direction, read off the cues of a clause.

use super::replaced::amounts;
use super::{Direction, Modality};
use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::Class;
use crate::lang::{Cue, Order, TokenKind};
use crate::syntax::Reading;

/// Whether a cue is a predicate. In languages whose verb ends the clause a word inside the clause is an
/// attribute («міндетті сақтандыру»), so a predicate is followed by a mark, a joint or the end.
pub(crate) fn is_predicate(reading: &Reading<'_>, clause: &Clause, cue: &CueHit) -> bool {
    // One word and the full stop may follow an extension («үшін де тағайындалады»).
    let last = if cue.cue == Cue::Extend { cue.end + 3 } else { cue.end };
    if reading.lang.order().word_first() || last >= clause.tokens.end {
        return true;
    }
    let next = reading.tokens.list()[cue.end];
    match next.kind {
        TokenKind::Mark => !next.is('(') && !next.is('-'),
        TokenKind::Number => false,
        TokenKind::Word => {
            reading.lang.single(&reading.tokens, next).any(|c| c == Class::And)
                || clause.cues.iter().any(|c| c.start == cue.end && verbal(c.cue))
        }
    }
}

/// Cues that are verbs, and so stand where a predicate stands.
pub(super) fn verbal(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Obligation
            | Cue::NoObligation
            | Cue::Prohibition
            | Cue::Permission
            | Cue::Right
            | Cue::Restriction
            | Cue::Sanction
            | Cue::Pays
            | Cue::Imposes
            | Cue::Relieves
            | Cue::Deprives
            | Cue::Abolish
    )
}

pub(super) struct Frame {
    pub(super) modality: Modality,
    pub(super) direction: Direction,
    pub(super) cue: CueHit,
}

/// Modality and direction of a set of cues.
pub(super) fn frame(reading: &Reading<'_>, cues: &[CueHit], clause: &Clause) -> Option<Frame> {
    let cues: Vec<CueHit> = cues
        .iter()
        .copied()
        .filter(|c| !verbal(c.cue) || is_predicate(reading, clause, c))
        .collect();
    let cues = cues.as_slice();
    let first = |cue: Cue| cues.iter().copied().find(|c| c.cue == cue);
    let any = |list: &[Cue]| list.iter().find_map(|c| first(*c));
    let made = |modality, direction, cue| Some(Frame { modality, direction, cue });
    if clause.has(Cue::NotRetroactive) || clause.has(Cue::Saving) {
        return None;
    }
    // Movements first: «штраф повышается» is no relief though «снижается» stands beside «льгота».
    let moved = movement(cues, reading.lang.order());
    if let Some((direction, cue)) = instead(reading, cues) {
        let modality =
            if direction == Direction::Burdens { Modality::Obligation } else { Modality::Right };
        return made(modality, direction, cue);
    }
    if let Some(cue) = first(Cue::NoObligation)
        && moved.as_ref().is_none_or(|m| {
            // «Көтерілген алым талап етілмейді»: the predicate closes the sentence, and denies.
            let denied = reading.lang.order() == Order::BigToSmall && m.1.start < cue.start;
            m.0 != Direction::Burdens || denied
        })
        && any(&[Cue::Sanction, Cue::Deprives]).is_none()
    {
        return made(Modality::Permission, Direction::Relieves, cue);
    }
    if let Some((Direction::Burdens, cue)) = moved {
        let modality =
            if first(Cue::Penalty).is_some() { Modality::Sanction } else { Modality::Obligation };
        return made(modality, Direction::Burdens, cue);
    }
    // "The penalty payable by a consumer may not exceed …": a ceiling of what is paid protects who pays.
    if let Some(cue) = first(Cue::Ceiling)
        && cues.iter().any(|c| {
            matches!(c.cue, Cue::Levy | Cue::Penalty) && c.start < cue.start && c.end <= cue.start
        })
    {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some(cue) = first(Cue::Relieves)
        && first(Cue::Deprives).is_none()
        && !burden_before(cues, cue)
        && !was_so(cues, cue)
    {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some((Direction::Relieves, cue)) = moved {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some(cue) = first(Cue::Sanction) {
        return made(Modality::Sanction, Direction::Burdens, cue);
    }
    // «Рұқсатты ұзарту үшін алынатын төлем жойылады»: what goes is the payment, and not the permit.
    if let Some(cue) = first(Cue::Deprives)
        && reading.lang.order() == Order::BigToSmall
        && cues.iter().any(|c| {
            matches!(c.cue, Cue::Levy | Cue::Penalty) && c.start > cue.start && c.end + 1 == cue.end
        })
    {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some(cue) = any(&[Cue::Deprives, Cue::Worsens]) {
        let worse = cue.cue == Cue::Worsens && first(Cue::Penalty).is_some();
        let modality = if worse { Modality::Sanction } else { Modality::Restriction };
        return made(modality, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Prohibition) {
        return made(Modality::Prohibition, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Restriction) {
        return made(Modality::Restriction, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Pays) {
        // «Выплачивается пособие»: who is paid a benefit is not burdened.
        let levied = first(Cue::Levy).is_some()
            || first(Cue::Obligation).is_some()
            || first(Cue::Benefit).is_none();
        let direction = if levied { Direction::Burdens } else { Direction::Relieves };
        return made(Modality::Obligation, direction, cue);
    }
    if let Some(cue) = first(Cue::Right) {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some(cue) = first(Cue::Obligation) {
        return made(Modality::Obligation, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Impersonal) {
        return made(Modality::Obligation, Direction::Burdens, cue);
    }
    if let Some((direction, modality, cue)) = imposed(cues) {
        return made(modality, direction, cue);
    }
    if let Some(cue) = first(Cue::Permission) {
        return made(Modality::Permission, Direction::Relieves, cue);
    }
    None
}

/// «Штраф налагается», «устанавливается пособие»: what is imposed, by the noun nearest to the verb.
fn imposed(cues: &[CueHit]) -> Option<(Direction, Modality, CueHit)> {
    let cue = cues.iter().copied().find(|c| c.cue == Cue::Imposes)?;
    let nouns = [Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Benefit, Cue::Exemption];
    let noun = nearest(cues, cue, &nouns)?;
    let direction = match noun.cue {
        Cue::Benefit | Cue::Exemption => Direction::Relieves,
        _ => Direction::Burdens,
    };
    let modality = if noun.cue == Cue::Penalty { Modality::Sanction } else { Modality::Obligation };
    Some((direction, modality, cue))
}

/// Whether a burden is said before a relief in a clause: «взимается …, за исключением … освобождаемых».
pub(super) fn burden_before(cues: &[CueHit], relief: CueHit) -> bool {
    let except = cues.iter().find(|c| c.cue == Cue::Except);
    cues.iter().any(|c| {
        c.start < relief.start
            && matches!(c.cue, Cue::Obligation | Cue::Prohibition | Cue::Pays | Cue::Sanction)
            && except.is_some_and(|e| c.start < e.start && e.start < relief.start)
    })
}

/// "Which until now has been free of charge": a relief of before, told of where a burden begins.
fn was_so(cues: &[CueHit], relief: CueHit) -> bool {
    const NEAR: usize = 4;
    cues.iter()
        .any(|c| c.cue == Cue::Earlier && c.end <= relief.start && relief.start - c.end <= NEAR)
        && cues.iter().any(|c| {
            c.start < relief.start && matches!(c.cue, Cue::Obligation | Cue::Pays | Cue::Levy)
        })
}

/// What rises, falls or goes, and whether that is good for whom it concerns.
pub(super) fn movement(cues: &[CueHit], order: Order) -> Option<(Direction, CueHit)> {
    let nouns = [Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Benefit, Cue::Exemption];
    let mut found: Option<(Direction, CueHit)> = None;
    let mut from = 0;
    for verb in cues.iter().filter(|c| matches!(c.cue, Cue::Rise | Cue::Fall | Cue::Abolish)) {
        let mut before = cues
            .iter()
            .filter(|c| nouns.contains(&c.cue) && c.start >= from && c.end <= verb.start);
        // The head noun opens its phrase in Russian and English («ставка налога на …») and closes it in
        // Kazakh («салық мөлшерлемесі»).
        let noun = match order {
            Order::SmallToBig | Order::BigToSmallWordFirst => before.next(),
            Order::BigToSmall => before.next_back(),
        };
        let noun =
            noun.or_else(|| cues.iter().find(|c| nouns.contains(&c.cue) && c.start >= verb.end));
        from = verb.end;
        let Some(noun) = noun else { continue };
        let good = matches!(noun.cue, Cue::Benefit | Cue::Exemption);
        let up = verb.cue == Cue::Rise;
        let direction = if up == good { Direction::Relieves } else { Direction::Burdens };
        if found.is_none() || direction == Direction::Burdens {
            found = Some((direction, *verb));
        }
    }
    found
}

/// «по ставке 2 процента вместо 5», «10 пайыз мөлшерлеменің орнына 15 пайыз»: what was and what is.
pub(super) fn instead(reading: &Reading<'_>, cues: &[CueHit]) -> Option<(Direction, CueHit)> {
    const NEAR: usize = 8;
    let cue = cues.iter().copied().find(|c| c.cue == Cue::Instead)?;
    let end = (cue.end + NEAR).min(reading.tokens.list().len());
    let (before, after) = amounts(
        (reading, &(cue.start.saturating_sub(NEAR)..cue.start)),
        (reading, &(cue.end..end)),
    )?;
    let (was, is) = match reading.lang.order() {
        Order::SmallToBig | Order::BigToSmallWordFirst => (after, before),
        Order::BigToSmall => (before, after),
    };
    let noun =
        nearest(cues, cue, &[Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Benefit, Cue::Exemption])?;
    let good = matches!(noun.cue, Cue::Benefit | Cue::Exemption);
    let direction = match is.cmp(&was) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater if good => Direction::Relieves,
        std::cmp::Ordering::Less if !good => Direction::Relieves,
        _ => Direction::Burdens,
    };
    Some((direction, cue))
}

/// The noun of a list nearest to a verb.
pub(super) fn nearest(cues: &[CueHit], verb: CueHit, nouns: &[Cue]) -> Option<CueHit> {
    let distance = |c: &CueHit| {
        if c.end <= verb.start { verb.start - c.end } else { c.start.saturating_sub(verb.end) }
    };
    cues.iter().copied().filter(|c| nouns.contains(&c.cue)).min_by_key(distance)
}
