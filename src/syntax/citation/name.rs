//! The name of the act that governs a citation: behind the chain where small units come first, before it
//! where big ones do.

use std::ops::Range;

use super::super::Reading;
use super::{
    Chain, CitedAct, chain, closing, is_constitution, is_roman, link, number, rank, word_first,
};
use crate::lang::table::Class;
use crate::lang::{Cue, Order, Token, TokenKind};
use crate::model::UnitKind;

/// The words that name an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) tokens: Range<usize>,
    pub(super) act: CitedAct,
}

/// A title in quotation marks is at most this many tokens long.
const LONGEST_TITLE: usize = 120;

/// Whether a token is a word of a class.
pub(super) fn is(reading: &Reading<'_>, t: Token, class: Class) -> bool {
    t.kind == TokenKind::Word && reading.lang.single(&reading.tokens, t).any(|c| c == class)
}

/// A word such as "the", which may stand before any link.
pub(super) fn is_article_word(reading: &Reading<'_>, t: Token) -> bool {
    is(reading, t, Class::Of) && !is(reading, t, Class::Preposition)
}

fn opens_quote(t: Token) -> bool {
    t.is('«') || t.is('"') || t.is('“') || t.is('„')
}

fn closes_quote(t: Token) -> bool {
    t.is('»') || t.is('"') || t.is('”') || t.is('“')
}

/// The name behind a chain.
pub(super) fn behind(reading: &Reading<'_>, chain: &Chain, end: usize) -> Option<Name> {
    let list = reading.tokens.list();
    let attached = chain.links.first().is_some_and(|l| l.kind == UnitKind::Attachment);
    if reading.lang.order() == Order::BigToSmallWordFirst {
        return word_first::name(reading, chain.end, end);
    }
    if let Some(name) = introduced(reading, chain.end, end, attached) {
        return Some(name);
    }
    // "Article 19(3) thereof": the act that was named before.
    if chain.outer() <= rank(UnitKind::Article)
        && list
            .get(chain.end)
            .filter(|_| chain.end < end)
            .is_some_and(|t| is(reading, *t, Class::Thereof))
    {
        return Some(Name { tokens: chain.end..chain.end + 1, act: CitedAct::Other });
    }
    // «213 (кража) Уголовного кодекса»: the remark on the last number of a list.
    if let Some(rest) = number::remark(reading, list.get(chain.end..end)?) {
        return introduced(reading, end - rest.len(), end, attached);
    }
    // "Article 4, paragraph 1, of this Law", "Article 8, of the Law"
    let joins = |i: usize| list.get(i).is_some_and(|t| is(reading, *t, Class::Of));
    if list.get(chain.end).is_some_and(|t| t.is(','))
        && joins(chain.end + 1)
        && !is_article_word(reading, list[chain.end + 1])
    {
        return introduced(reading, chain.end + 1, end, false);
    }
    None
}

/// Reads the name of an act behind the words that introduce it: "of the".
pub(super) fn introduced(
    reading: &Reading<'_>,
    from: usize,
    end: usize,
    attached: bool,
) -> Option<Name> {
    const MOST: usize = 3;
    let list = reading.tokens.list();
    let noted = list.get(from).is_some_and(|t| t.is('*'));
    // «приложению № 2* к настоящему постановлению»: the sign of a footnote.
    let from = from + usize::from(noted);
    let first = *list.get(from).filter(|_| from < end)?;
    if is(reading, first, Class::Hereof) {
        return Some(Name { tokens: from..from + 1, act: CitedAct::This });
    }
    let mut at = from;
    let mut joined = false;
    while at < end && at < from + MOST {
        let t = list[at];
        let preposition = is(reading, t, Class::Preposition);
        if !(is(reading, t, Class::Of) || (attached && at == from && preposition)) {
            break;
        }
        joined |= preposition;
        at += 1;
    }
    forward(reading, at, end, joined, attached && joined)
}

/// Reads the name of an act from its first word on. `introduced` tells whether "of" or the like stands
/// before it, `attached` whether an attachment to it is cited.
fn forward(
    reading: &Reading<'_>,
    at: usize,
    end: usize,
    introduced: bool,
    attached: bool,
) -> Option<Name> {
    const LONGEST: usize = 14;
    const PLAIN_WORDS: usize = 2;
    let list = reading.tokens.list();
    let first = *list.get(at).filter(|_| at < end)?;
    if is(reading, first, Class::This) {
        return this(reading, at, end);
    }
    let joined_by_of = has_of(reading);
    // Behind a joint inside the name only capital words go on with it.
    let mut strict = false;
    let mut plain = 0;
    let mut skipped = at;
    let words = list.iter().copied().enumerate();
    for (k, t) in words.take(end.min(at + LONGEST)).skip(at) {
        if k < skipped {
            continue;
        }
        if k > at && joined_by_of && introduced && plain == 0 && joins_name(reading, k, end) {
            strict = true;
            continue;
        }
        if t.kind != TokenKind::Word {
            let glued = k > at && list[k - 1].end == t.start;
            // "the FS(TB) Act", "the Mining (Safety) Act": a part of the name in brackets.
            let named = k > at
                && joined_by_of
                && list
                    .get(k + 1)
                    .is_some_and(|t| t.kind == TokenKind::Word && reading.tokens.is_capital(*t));
            if t.is('(') && (glued || named) {
                const INSIDE: usize = 7;
                skipped = closing(list, k, end.min(k + INSIDE))? + 1;
                continue;
            }
            // "Of the 1990 Act"
            let year = t.kind == TokenKind::Number && t.end - t.start == 4;
            let dated =
                year && joined_by_of && introduced && right_at(reading, k + 1, end).is_some();
            if (glued && t.is('-')) || dated {
                continue;
            }
            return None;
        }
        if is_constitution(reading, k) {
            let stop = extend(reading, k + 1, end);
            return Some(Name { tokens: at..stop, act: CitedAct::Constitution });
        }
        // Where "of" joins, a bare noun right behind a number is no name: "section 5 order".
        let governs = is(reading, t, Class::Governing) && (introduced || !joined_by_of);
        let owns = attached && is(reading, t, Class::ActNoun);
        // «Основного Закона»: the noun may end a longer name of the constitution.
        if (governs || owns) && strict && !reading.tokens.is_capital(t) {
            return None;
        }
        if governs || owns {
            let stop = extend(reading, k + 1, end);
            return Some(Name { tokens: at..stop, act: CitedAct::Other });
        }
        // "Of Part IV of the Act": a unit with its number is no word of a name.
        let unit = link::kind_of(reading, t);
        let numbered = list
            .get(k + 1)
            .is_some_and(|n| n.kind == TokenKind::Number || is_roman(reading.tokens.text(*n)));
        if unit.is_some() && numbered {
            return None;
        }
        // "Of the State Government Article": a book of laws that is called so.
        let book = unit == Some(UnitKind::Article) && joined_by_of && introduced && plain == 0;
        if book && k > at && reading.tokens.is_capital(t) {
            return Some(Name { tokens: at..k + 1, act: CitedAct::Other });
        }
        if is(reading, t, Class::And) || is(reading, t, Class::Preposition) {
            let goes_on = joined_by_of && is(reading, t, Class::Of) && k > at && plain == 0;
            if !goes_on {
                return None;
            }
            continue;
        }
        if is(reading, t, Class::Of) || reading.tokens.is_capital(t) {
            continue;
        }
        plain += 1;
        if strict || plain > PLAIN_WORDS || (joined_by_of && !introduced) {
            return None;
        }
    }
    None
}

/// "The Children and Young People Act", "the Local Government: Municipal Structures Act": whether a token
/// joins two capital words of a name.
fn joins_name(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let list = reading.tokens.list();
    let capital = |t: Token| t.kind == TokenKind::Word && reading.tokens.is_capital(t);
    let joins = list[at].is(',') || list[at].is(':') || is(reading, list[at], Class::And);
    let before = list[at - 1];
    joins
        && (capital(before) || before.is(')'))
        && !is(reading, before, Class::Governing)
        && list.get(at + 1).filter(|_| at + 1 < end).is_some_and(|t| {
            capital(*t)
                && !link::is_unit(reading, *t)
                && !is(reading, *t, Class::This)
                && !is(reading, *t, Class::Of)
        })
}

/// The name that begins right at a token with its noun or one capital word before it: «УК», «Кодекса
/// Республики Казахстан», «Земельного кодекса».
pub(super) fn right_at(reading: &Reading<'_>, at: usize, end: usize) -> Option<Name> {
    let list = reading.tokens.list();
    let governs =
        |i: usize| i < end && list.get(i).is_some_and(|t| is(reading, *t, Class::Governing));
    let first = *list.get(at).filter(|_| at < end)?;
    let plain = !is(reading, first, Class::Preposition) && !is(reading, first, Class::This);
    let noun = if governs(at) { at } else { at + 1 };
    let named = first.kind == TokenKind::Word && reading.tokens.is_capital(first) && plain;
    (named && governs(noun)).then(|| {
        let tokens = at..extend(reading, noun + 1, end);
        Name { tokens, act: CitedAct::Other }
    })
}

/// Whether "of" or the like leads on from a chain: "subsection (2) of that section".
pub(super) fn goes_on(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let list = reading.tokens.list();
    at < end && is(reading, list[at], Class::Of) && is(reading, list[at], Class::Preposition)
}

/// The name right before a chain where small units come first: «Налогового кодекса статьей 726».
/// `forms` accepts the noun in any form.
pub(super) fn ahead(reading: &Reading<'_>, at: usize, from: usize, forms: bool) -> Option<Name> {
    const LONGEST: usize = 8;
    let list = reading.tokens.list();
    let tokens = &reading.tokens;
    let mut noun = at.checked_sub(1).filter(|n| *n >= from)?;
    // «Закона «О выборах» статьи 5»
    let titled = closes_quote(list[noun]);
    if titled {
        let least = noun.saturating_sub(LONGEST_TITLE).max(from);
        noun = (least..noun)
            .rev()
            .find(|i| opens_quote(list[*i]))?
            .checked_sub(1)
            .filter(|n| *n >= from)?;
    }
    let least = noun.saturating_sub(LONGEST).max(from);
    // The state behind the noun.
    loop {
        let t = list[noun];
        let names = is_constitution(reading, noun)
            || is(reading, t, Class::Governing)
            || (forms && is(reading, t, Class::ActNoun));
        if names {
            break;
        }
        let capital = t.kind == TokenKind::Word && tokens.is_capital(t);
        if !capital || noun == least {
            return None;
        }
        noun -= 1;
    }
    let mut start = noun;
    while start > from {
        let t = list[start - 1];
        let part = t.kind == TokenKind::Word
            && tokens.is_capital(t)
            && !is(reading, t, Class::Preposition);
        if !part {
            break;
        }
        start -= 1;
    }
    let constitution = is_constitution(reading, noun);
    // A bare noun is as often the end of what was said before.
    let alone = start == noun && !constitution && !titled && noun + 1 == at;
    if !tokens.is_capital(list[start]) || alone {
        return None;
    }
    let this = start > from && is(reading, list[start - 1], Class::This);
    if this {
        return Some(Name { tokens: start - 1..at, act: CitedAct::This });
    }
    let act = if constitution { CitedAct::Constitution } else { CitedAct::Other };
    Some(Name { tokens: start..at, act })
}

/// Whether the language puts words such as "of" between links.
fn has_of(reading: &Reading<'_>) -> bool {
    reading.lang.order() == Order::SmallToBig && reading.lang.has_words_between_links()
}

/// «настоящего Кодекса», "of this Law": to the noun, or to a capital word that names the act.
fn this(reading: &Reading<'_>, at: usize, end: usize) -> Option<Name> {
    const ADJECTIVES: usize = 4;
    let list = reading.tokens.list();
    let made = |stop: usize| Some(Name { tokens: at..stop, act: CitedAct::This });
    let near = list.iter().copied().enumerate().take(end.min(at + 1 + ADJECTIVES));
    for (k, t) in near.skip(at + 1) {
        if t.kind != TokenKind::Word || is(reading, t, Class::Preposition) {
            break;
        }
        if is_constitution(reading, k) || is(reading, t, Class::ActNoun) {
            return made(k + 1);
        }
    }
    let next = *list.get(at + 1).filter(|_| at + 1 < end)?;
    let unit = reading.lang.single(&reading.tokens, next).any(|c| matches!(c, Class::Unit(_)));
    (next.kind == TokenKind::Word && reading.tokens.is_capital(next) && !unit)
        .then(|| made(at + 2))
        .flatten()
}

/// The words of a name behind its noun: the state, the title in quotation marks, with the date and the
/// number before it.
pub(super) fn extend(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    if reading.lang.capital_nouns() {
        return word_first::extend(reading, at, end);
    }
    let list = reading.tokens.list();
    let mut stop = at;
    loop {
        let Some(t) = list.get(stop).filter(|_| stop < end) else { return stop };
        if t.kind == TokenKind::Word && reading.tokens.is_capital(*t) {
            stop += 1;
        } else if opens_quote(*t) {
            let close = (stop + 1..end.min(stop + LONGEST_TITLE)).find(|i| closes_quote(list[*i]));
            return close.map_or(stop, |c| short_name(reading, c + 1, end));
        } else if is(reading, *t, Class::Of)
            && let Some(capital) = (stop + 1..end.min(stop + 3))
                .find(|i| list[*i].kind == TokenKind::Word && reading.tokens.is_capital(list[*i]))
            && (stop + 1..capital).all(|i| is(reading, list[i], Class::Of))
        {
            stop = capital + 1;
        } else if let Some(title) = dated_title(reading, stop, end) {
            return short_name(reading, title, end);
        } else {
            return short_name(reading, stop, end);
        }
    }
}

/// «от 6 апреля 2016 года № 480-V "О правовых актах"»: the index behind the title.
fn dated_title(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 14;
    let list = reading.tokens.list();
    let date = reading.dates_in(&(at..(at + 3).min(end))).first()?;
    let open = (date.end..end.min(date.end + LONGEST)).find(|i| opens_quote(list[*i]))?;
    let plain = (date.end..open).all(|i| {
        let t = list[i];
        t.is('№') || t.is('-') || t.is('.') || t.kind != TokenKind::Mark
    });
    let close = (open + 1..end.min(open + LONGEST_TITLE)).find(|i| closes_quote(list[*i]))?;
    plain.then_some(close + 1)
}

/// «(Налоговый кодекс)», «(Общая часть)», "(Cwlth)": the short name in brackets behind a title, the part
/// of a code, the state.
fn short_name(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    const LONGEST: usize = 6;
    let list = reading.tokens.list();
    if !list.get(at).filter(|_| at < end).is_some_and(|t| t.is('(')) {
        return at;
    }
    let Some(close) = closing(list, at, end.min(at + LONGEST)) else { return at };
    let capital = list[at + 1].kind == TokenKind::Word && reading.tokens.is_capital(list[at + 1]);
    let part = capital && close == at + 3 && link::is_unit(reading, list[close - 1]);
    let state = has_of(reading) && capital && close == at + 2;
    let names = (at + 1..close).all(|i| list[i].kind == TokenKind::Word)
        && (part || state || (at + 1..close).any(|i| is(reading, list[i], Class::ActNoun)));
    if names { close + 1 } else { at }
}

/// The name before a chain.
pub(super) fn before(
    reading: &Reading<'_>,
    at: usize,
    from: usize,
    attached: bool,
) -> Option<Name> {
    let list = reading.tokens.list();
    let mut stop = at;
    // «Кодекстің (бұдан әрі – Кодекс) 5-бабы»
    while stop > from && list[stop - 1].is(')') {
        stop = (from..stop).rev().find(|i| list[*i].is('('))?;
    }
    // «Қазақстан Республикасының "Жер кодексінің" 17-бабы»: the noun stands inside the quotation marks.
    let quoted = stop > from + 1
        && closes_quote(list[stop - 1])
        && is(reading, list[stop - 2], Class::Governing);
    stop -= usize::from(quoted);
    let mut noun = stop.checked_sub(1).filter(|n| *n >= from)?;
    // «ҚК-нің 5-бабы»: the ending of a name in capitals stands behind its hyphen.
    if noun >= from + 2
        && list[noun - 1].is('-')
        && list[noun - 2].end == list[noun - 1].start
        && list[noun - 1].end == list[noun].start
        && is(reading, list[noun - 2], Class::Governing)
        && reading.tokens.is_capital(list[noun - 2])
    {
        noun -= 2;
    }
    let word = list[noun];
    let constitution = is_constitution(reading, noun);
    let owner = attached && is_owner(reading, noun, from);
    if !constitution && !owner && !is(reading, word, Class::Governing) {
        return None;
    }
    let open = (from..noun).rev().find(|i| opens_quote(list[*i])).filter(|_| quoted);
    let start = match open {
        Some(open) => stated(reading, open, from),
        None => backward(reading, noun, from),
    };
    let this = (start..noun).any(|i| is(reading, list[i], Class::This));
    let act = if this {
        CitedAct::This
    } else if constitution {
        CitedAct::Constitution
    } else {
        CitedAct::Other
    };
    Some(Name { tokens: start..at, act })
}

/// «осы Қағидаларға 1-қосымша», «бұйрығына 1-қосымша»: the document that an attachment belongs to stands
/// before it in whatever form.
fn is_owner(reading: &Reading<'_>, noun: usize, from: usize) -> bool {
    const ADJECTIVES: usize = 3;
    let list = reading.tokens.list();
    let word = list[noun];
    if word.kind != TokenKind::Word || link::is_unit(reading, word) {
        return false;
    }
    let least = noun.saturating_sub(ADJECTIVES).max(from);
    let this = (least..noun).any(|i| is(reading, list[i], Class::This))
        && (reading.tokens.is_capital(word) || noun == least);
    this || is(reading, word, Class::ActNoun) || is(reading, word, Class::Owner)
}

/// The first token of a name that ends with a noun.
fn backward(reading: &Reading<'_>, noun: usize, from: usize) -> usize {
    const NUMBER: usize = 6;
    let list = reading.tokens.list();
    let tokens = &reading.tokens;
    let mut start = noun;
    while start > from {
        let t = list[start - 1];
        if is(reading, t, Class::This) {
            return start - 1;
        }
        let dates = reading.dates_in(&(start.saturating_sub(8).max(from)..start));
        if let Some(date) = dates.iter().find(|d| d.start < start && start <= d.end) {
            start = date.start;
            continue;
        }
        match t.kind {
            TokenKind::Word if tokens.is_capital(t) => start -= 1,
            TokenKind::Word if start == noun && start >= from + 2 => {
                // An adjective of the noun, if the name goes on before it.
                let outer = list[start - 2];
                let goes_on = is(reading, outer, Class::This)
                    || (outer.kind == TokenKind::Word
                        && tokens.is_capital(outer)
                        && start - 2 > from)
                    || closes_quote(outer);
                if !goes_on {
                    return start;
                }
                start -= 1;
            }
            TokenKind::Mark if closes_quote(t) => {
                let open = (start.saturating_sub(LONGEST_TITLE).max(from)..start - 1)
                    .rev()
                    .find(|i| opens_quote(list[*i]));
                return stated(reading, open.unwrap_or(start), from);
            }
            _ => {
                let sign = (start.saturating_sub(NUMBER).max(from)..start)
                    .rev()
                    .find(|i| list[*i].is('№'));
                match sign {
                    Some(sign) => start = sign,
                    None => return start,
                }
            }
        }
    }
    start
}

/// «Қазақстан Республикасының "Аралар туралы" Заңының»: the first token of the state before a title.
fn stated(reading: &Reading<'_>, title: usize, from: usize) -> usize {
    let list = reading.tokens.list();
    let state = (from..title)
        .rev()
        .take_while(|i| list[*i].kind == TokenKind::Word && reading.tokens.is_capital(list[*i]))
        .last();
    // One capital word is as often the first of the sentence.
    state.filter(|s| title - s >= 2).unwrap_or(title)
}

/// Whether a token is the word for the constitution by itself.
fn is_constitution_word(reading: &Reading<'_>, at: usize) -> bool {
    is(reading, reading.tokens.list()[at], Class::Cue(Cue::Constitution))
}

/// The mention of a whole act at a token: this act, the constitution, or an act with its title.
pub(super) fn whole(reading: &Reading<'_>, at: usize, from: usize, end: usize) -> Option<Name> {
    const ADJECTIVES: usize = 3;
    let list = reading.tokens.list();
    let first = *list.get(at)?;
    let word_first = reading.lang.order().word_first();
    let name = if is(reading, first, Class::This) {
        let noun = (at + 1..end.min(at + 1 + ADJECTIVES))
            .find(|i| is(reading, list[*i], Class::ActNoun) || is_constitution(reading, *i))?;
        let words = (at + 1..noun)
            .all(|i| list[i].kind == TokenKind::Word && !is(reading, list[i], Class::Preposition));
        words.then_some(Name { tokens: at..noun + 1, act: CitedAct::This })?
    } else if let Some(noun) = (at..end.min(at + 2)).find(|i| is_constitution(reading, *i))
        && (noun == at || !is_constitution_word(reading, noun))
    {
        let stop = if word_first { extend(reading, noun + 1, end) } else { noun + 1 };
        let start = if word_first { at } else { backward(reading, at, from) };
        Name { tokens: start..stop, act: CitedAct::Constitution }
    } else if is(reading, first, Class::ActNoun) {
        let tokens = if word_first {
            at..extend(reading, at + 1, end)
        } else {
            backward(reading, at, from)..at + 1
        };
        let titled = tokens.clone().any(|i| opens_quote(list[i]) || closes_quote(list[i]));
        titled.then_some(Name { tokens, act: CitedAct::Other })?
    } else {
        return None;
    };
    // «осы Заңның 5-бабы»: the name governs the chain behind it.
    let governs = !word_first && chain(reading, name.tokens.end, end).is_some();
    (!governs).then_some(name)
}
