//! What only citations from big to small with each word before its number have: parts of a unit's text that
//! stand behind its links, letters that number units, and the name of the act in few words behind all.

use super::super::Reading;
use super::name::{self, Name};
use super::number::{self, In, Numbers};
use super::{CitedAct, is_constitution, is_roman, link};
use crate::lang::table::Class;
use crate::lang::{Cue, Order, TokenKind};
use crate::model::UnitKind;

/// "§ 5 Absatz 2 Satz 1 zweiter Halbsatz": the token behind the parts of a unit's text that stand behind a
/// link. They are no units, and the chain may go on behind them.
pub(super) fn portions(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    const MOST: usize = 8;
    let list = reading.tokens.list();
    let mut next = at;
    for _ in 0..MOST {
        let mut from = next;
        // "Satz 1 und Satz 3", "Satz 1, Satz 3"
        let joined =
            next > at && next < end && (list[next].is(',') || number::is_and(reading, list[next]));
        from += usize::from(joined);
        match portion(reading, from, end) {
            Some(behind) => next = behind,
            None => break,
        }
    }
    next
}

/// One part: its word with a number behind it, or with an ordinal before it.
fn portion(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    let list = reading.tokens.list();
    let input = list.get(at..end)?;
    let first = *input.first()?;
    let is = |i: usize, class: Class| input.get(i).is_some_and(|t| name::is(reading, *t, class));
    let ordinal = first.kind == TokenKind::Word
        && reading.lang.single(&reading.tokens, first).any(|c| matches!(c, Class::Ordinal(_)));
    if ordinal && is(1, Class::Portion) {
        return Some(at + 2);
    }
    // "2. Halbsatz"
    if first.kind == TokenKind::Number
        && input.get(1).is_some_and(|t| t.is('.'))
        && is(2, Class::Portion)
    {
        return Some(at + 3);
    }
    if !is(0, Class::Portion) {
        return None;
    }
    let short = reading.lang.is_abbreviation(&reading.tokens.text(first).to_lowercase());
    let used = 1 + usize::from(short && input.get(1).is_some_and(|t| t.is('.')));
    let (rest, _) = number::list(reading, input.get(used..)?).ok()?;
    Some(end - rest.len())
}

/// "Buchstabe a", "Buchstaben a und c", "Buchstabe b bis d", "Doppelbuchstabe aa": letters behind the word for
/// a level that letters number.
pub(super) fn letters<'t>(
    reading: &Reading<'_>,
    kind: UnitKind,
    input: In<'t>,
) -> Option<(In<'t>, Numbers)> {
    let lettered = matches!(kind, UnitKind::Subsubparagraph | UnitKind::Indent);
    if reading.lang.order() != Order::BigToSmallWordFirst || !lettered {
        return None;
    }
    let (first, mut rest) = letter(reading, input)?;
    let mut numbers = Numbers { items: vec![vec![first]], ..Numbers::default() };
    while let Some((joint, behind)) = rest.split_first() {
        let through = number::is_dash(*joint) || name::is(reading, *joint, Class::Through);
        let joins = through || joint.is(',') || number::is_and(reading, *joint);
        let Some((next, left)) = letter(reading, behind).filter(|_| joins) else { break };
        if through {
            number::expand(next, &mut numbers);
        } else {
            numbers.items.push(vec![next]);
        }
        rest = left;
    }
    Some((rest, numbers))
}

/// One letter, or one written twice, with or without a bracket behind it.
fn letter<'t>(reading: &Reading<'_>, input: In<'t>) -> Option<(String, In<'t>)> {
    const LONGEST: usize = 3;
    let (first, rest) = input.split_first()?;
    let text = reading.tokens.text(*first);
    let initial = text.chars().next().filter(char::is_ascii_lowercase)?;
    if text.len() > LONGEST || text.chars().any(|c| c != initial) {
        return None;
    }
    let rest = match rest.split_first() {
        Some((close, left)) if close.is(')') && close.start == first.end => left,
        _ => rest,
    };
    Some((text.to_owned(), rest))
}

/// The name of the act behind a chain: "des Grundgesetzes", "der Strafprozessordnung", "dieses Gesetzes",
/// "GG". Where every noun has a capital, none of these is longer than its noun with a few adjectives.
pub(super) fn name(reading: &Reading<'_>, at: usize, end: usize) -> Option<Name> {
    const ADJECTIVES: usize = 3;
    let list = reading.tokens.list();
    let first = *list.get(at).filter(|_| at < end)?;
    if is_constitution(reading, at) {
        let stop = name::extend(reading, at + 1, end);
        return Some(Name { tokens: at..stop, act: CitedAct::Constitution });
    }
    if is_short_name(reading.tokens.text(first)) {
        // "SGB V"
        let book = list
            .get(at + 1)
            .filter(|_| at + 1 < end)
            .is_some_and(|t| t.kind == TokenKind::Word && is_roman(reading.tokens.text(*t)));
        return Some(Name { tokens: at..at + 1 + usize::from(book), act: CitedAct::Other });
    }
    let this = name::is(reading, first, Class::This);
    if !this && !name::is(reading, first, Class::Of) {
        return None;
    }
    for (k, t) in list.iter().copied().enumerate().take(end.min(at + 2 + ADJECTIVES)).skip(at + 1) {
        let noun = name::is(reading, t, Class::Governing) || is_constitution(reading, k);
        if noun && this {
            return Some(Name { tokens: at..k + 1, act: CitedAct::This });
        }
        if noun {
            let constitution = is_constitution(reading, k);
            let act = if constitution { CitedAct::Constitution } else { CitedAct::Other };
            return Some(Name { tokens: at..name::extend(reading, k + 1, end), act });
        }
        let ends = [Class::This, Class::Of, Class::Preposition, Class::And]
            .into_iter()
            .any(|class| name::is(reading, t, class));
        if t.kind != TokenKind::Word || ends || link::is_unit(reading, t) {
            return None;
        }
    }
    None
}

/// `StGB`, `GG`: a word of which more than one letter is a capital, the last one among them.
fn is_short_name(text: &str) -> bool {
    const LONGEST: usize = 12;
    text.len() <= LONGEST
        && text.starts_with(char::is_uppercase)
        && text.ends_with(char::is_uppercase)
        && text.chars().all(char::is_alphabetic)
        && text.chars().filter(|c| c.is_uppercase()).count() > 1
        && !is_roman(text)
}

/// The words of a name behind its noun, where a capital tells none: the rest of the constitution's full name,
/// another noun of the kind, the day of the act, a title in quotation marks.
pub(super) fn extend(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    let list = reading.tokens.list();
    let noun = at.saturating_sub(1);
    let full = reading
        .hits_in(&(noun..at))
        .iter()
        .filter(|h| reading.lang.class(h.class) == Class::BasicLaw)
        .map(|h| h.end as usize)
        .filter(|stop| *stop <= end)
        .max();
    let mut stop = full.unwrap_or(at).max(at);
    // "des Fünften Buches Sozialgesetzbuch"
    while stop < end
        && reading.tokens.is_capital(list[stop])
        && name::is(reading, list[stop], Class::Governing)
    {
        stop += 1;
    }
    let dated = list
        .get(stop)
        .filter(|_| stop + 1 < end)
        .is_some_and(|t| name::is(reading, *t, Class::Cue(Cue::OfAct)));
    if dated && let Some(date) = reading.dates_in(&(stop + 1..stop + 2)).first() {
        return date.end.min(end);
    }
    stop
}
