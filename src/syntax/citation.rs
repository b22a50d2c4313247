//! Citations of units: chains of links in the order of the language, with lists and ranges expanded.
//!
//! Two orders are known: small to big («подпункт 3) пункта 2 статьи 12») and big to small
//! («12-баптың 2-тармағының 3) тармақшасы»). Both give targets written from big to small.

use nom::combinator::{map_opt, opt, verify};
use nom::{IResult, Parser};

use super::Reading;
use crate::lang::table::Class;
use crate::lang::{Cue, Order, Token, TokenKind};
use crate::model::{Eid, Number, UnitKind};

/// Which act a citation points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CitedAct {
    /// The act in which it stands.
    This,
    /// The constitution.
    Constitution,
    /// Another act.
    Other,
}

impl CitedAct {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Constitution => "constitution",
            Self::Other => "other",
        }
    }
}

/// A chain of links governed by one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Index of its first token.
    pub start: usize,
    /// One past the index of its last token.
    pub end: usize,
    /// The act that it points into.
    pub act: CitedAct,
    /// Its targets, ranges and lists expanded.
    pub targets: Vec<Eid>,
}

/// A range of numbers is expanded up to this many targets; beyond it both ends stand for it.
const LONGEST_RANGE: u32 = 1000;

type In<'t> = &'t [Token];

#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    kind: UnitKind,
    numbers: Vec<String>,
}

/// Finds the citations in a range of tokens.
#[must_use]
pub fn find(reading: &Reading<'_>, range: std::ops::Range<usize>) -> Vec<Citation> {
    let list = reading.tokens.list();
    let end = range.end.min(list.len());
    let mut found: Vec<Citation> = Vec::new();
    let mut at = range.start;
    // Chains of one list that still lack their outer levels, small to big.
    while at < end {
        let Some((chain, next)) = chain(reading, at, end) else {
            // A list of numbers without a unit word has none behind any of its numbers either.
            let list = &list[at..end];
            at += numbers(reading, list).map_or(1, |(rest, _)| (list.len() - rest.len()).max(1));
            continue;
        };
        let act = cited_act(reading, at, next, end);
        found.push(Citation { start: at, end: next, act, targets: targets(&chain) });
        at = next;
    }
    share_outer_levels(reading, &mut found);
    found
}

/// Lists share the levels that only one of their members names: the last one where small units come
/// first, the one before where big units do.
fn share_outer_levels(reading: &Reading<'_>, found: &mut [Citation]) {
    let joined = |a: &Citation, b: &Citation| {
        let list = reading.tokens.list();
        let between = list.get(a.end..b.start).unwrap_or_default();
        between.len() <= 3
            && between.iter().all(|t| {
                t.is(',')
                    || t.kind == TokenKind::Word
                        && reading
                            .lang
                            .single(&reading.tokens, *t)
                            .any(|c| matches!(c, Class::And | Class::Of))
            })
    };
    let outer = |e: &Eid| rank(e.as_str().split('_').next().unwrap_or_default());
    let lend = |from: &Citation, to: &Citation| -> Option<(Vec<Eid>, CitedAct)> {
        let lender = from.targets.first()?;
        let missing: Vec<&str> = lender.as_str().split("__").collect();
        let targets: Vec<Eid> = to
            .targets
            .iter()
            .map(|t| {
                let own = outer(t);
                let levels: Vec<&str> = missing
                    .iter()
                    .copied()
                    .take_while(|l| rank(l.split('_').next().unwrap_or_default()) < own)
                    .collect();
                if levels.is_empty() {
                    t.clone()
                } else {
                    Eid::new(format!("{}__{t}", levels.join("__")))
                }
            })
            .collect();
        Some((targets, from.act))
    };
    let small_first = reading.lang.order() == Order::SmallToBig;
    let indexes: Vec<usize> = if small_first {
        (0..found.len().saturating_sub(1)).rev().collect()
    } else {
        (1..found.len()).collect()
    };
    for i in indexes {
        let (from, to) = if small_first { (i + 1, i) } else { (i - 1, i) };
        if !joined(&found[from.min(to)], &found[from.max(to)]) {
            continue;
        }
        if found[to].targets.first().is_some_and(|t| outer(t) > rank("art"))
            && let Some((targets, act)) = lend(&found[from], &found[to])
        {
            found[to].targets = targets;
            found[to].act = act;
        } else if small_first && found[to].act == CitedAct::This {
            // «статьи 5 и 6 Кодекса»: the act named at the end of the list governs all of it.
            found[to].act = found[from].act;
        }
    }
}

/// The order of levels from big to small.
fn rank(token: &str) -> u8 {
    match token {
        "part" | "att" => 0,
        "sec" => 1,
        "chp" => 2,
        "dvs" => 3,
        "art" => 4,
        "subsec" => 5,
        "para" => 6,
        "al" => 7,
        "subpara" => 8,
        "subsubpara" => 9,
        _ => 10,
    }
}

/// Reads one chain at a token: its links from big to small, and the token behind it.
fn chain(reading: &Reading<'_>, at: usize, end: usize) -> Option<(Vec<Link>, usize)> {
    let list = reading.tokens.list();
    let mut links: Vec<Link> = Vec::new();
    let mut next = at;
    let small_first = reading.lang.order() == Order::SmallToBig;
    while next < end {
        let mut from = next;
        // "paragraph 2 of the Article 5", "Article 5, paragraph 2"
        while !links.is_empty()
            && from < end
            && from < next + 2
            && reading.lang.single(&reading.tokens, list[from]).any(|c| c == Class::Of)
        {
            from += 1;
        }
        let Some((link, rest)) = link(reading, &list[from..end]) else { break };
        let fits = links.last().is_none_or(|last: &Link| {
            if small_first {
                rank(link.kind.token()) < rank(last.kind.token())
                    || (link.kind == UnitKind::Alinea && last.kind == UnitKind::Subparagraph)
                    || (link.kind == UnitKind::Subparagraph && last.kind == UnitKind::Alinea)
            } else {
                rank(link.kind.token()) > rank(last.kind.token())
                    || (link.kind == UnitKind::Alinea && last.kind == UnitKind::Subparagraph)
            }
        });
        if !fits {
            break;
        }
        links.push(link);
        next = end - rest;
        // "Article 49(2)-(11)": levels in brackets behind the number.
        if small_first {
            while let Some((inner, rest)) = bracketed(reading, &list[next..end], &links) {
                let place = links.len() - 1;
                links.insert(place, inner);
                next = end - rest;
            }
        }
    }
    if links.is_empty() {
        return None;
    }
    if small_first {
        links.reverse();
    }
    Some((links, next))
}

/// The targets of a chain: every number of its innermost level under the first of the others, and
/// every number of the outermost when the chain has one level.
fn targets(chain: &[Link]) -> Vec<Eid> {
    let mut targets = vec![Eid::default()];
    for link in chain {
        let under: Vec<Eid> = targets
            .iter()
            .flat_map(|t| link.numbers.iter().map(move |n| t.child(link.kind, n)))
            .collect();
        targets = under;
        targets.truncate(LONGEST_RANGE as usize * 2);
    }
    targets
}

/// One link: a unit word with its numbers, before or behind it. Gives the tokens left over.
fn link(reading: &Reading<'_>, input: In<'_>) -> Option<(Link, usize)> {
    let word = |i| unit_word(reading, i);
    let word_first =
        (word, |i| numbers(reading, i)).map(|(kind, (numbers, words))| make(kind, numbers, words));
    let number_first = (|i| numbers(reading, i), opt(mark('-')), |i| unit_word(reading, i))
        .map(|((numbers, words), _, kind)| make(kind, numbers, words));
    // Where the number stands before its word, a number behind it is the next thing said: «баптары 2026
    // жылғы …».
    let (rest, link) = match reading.lang.order() {
        Order::SmallToBig => nom::branch::alt((number_first, word_first)).parse(input),
        Order::BigToSmall => nom::branch::alt((number_first, nom::combinator::fail())).parse(input),
    }
    .ok()?;
    // «часть 2»: the number alone of a unit word needs a number; a bare word is no citation.
    (!link.numbers.is_empty()).then_some((link, rest.len()))
}

fn make(kind: UnitKind, numbers: Vec<String>, ordinals: bool) -> Link {
    // An ordinal in words names an alinea; a figure names the numbered unit, whatever it is called.
    let kind = if kind == UnitKind::Alinea && !ordinals { UnitKind::Paragraph } else { kind };
    Link { kind, numbers }
}

/// `(2)-(11)`, `(a)` behind an article's or a section's number.
fn bracketed(reading: &Reading<'_>, input: In<'_>, links: &[Link]) -> Option<(Link, usize)> {
    let depth =
        links.iter().position(|l| l.kind == UnitKind::Article || l.kind == UnitKind::Section)?;
    let kind = match (links[links.len() - 1].kind, depth) {
        (UnitKind::Section, 0) => {
            let letter = input.get(1).is_some_and(|t| t.kind == TokenKind::Word);
            if letter { UnitKind::Subsection } else { UnitKind::Paragraph }
        }
        (UnitKind::Section | UnitKind::Article, 1) if links[0].kind == UnitKind::Subsection => {
            UnitKind::Paragraph
        }
        (UnitKind::Article, 0) => UnitKind::Paragraph,
        _ => UnitKind::Subparagraph,
    };
    let tokens = &reading.tokens;
    let one = |i| -> IResult<In<'_>, String> {
        (
            mark('('),
            map_opt(any, |t: Token| match t.kind {
                TokenKind::Number => Some(tokens.text(t).to_owned()),
                TokenKind::Word if t.end - t.start <= 3 => Some(tokens.text(t).to_owned()),
                _ => None,
            }),
            mark(')'),
        )
            .map(|(_, n, _)| n)
            .parse(i)
    };
    let (mut rest, first) = one(input).ok()?;
    if first.starts_with(|c: char| c.is_ascii_digit())
        && input.first().zip(input.get(1)).is_some_and(|(a, b)| a.end != b.start)
    {
        return None;
    }
    let mut numbers = vec![first];
    loop {
        let dash = nom::branch::alt((mark('-'), mark('–'), mark('—')));
        let mut range = (dash, |i| one(i)).map(|(_, n)| n);
        if let Ok((left, last)) = range.parse(rest) {
            if let (Some(a), Some(b)) =
                (numbers.last().and_then(|n| n.parse::<u32>().ok()), last.parse::<u32>().ok())
            {
                expand(a, b, &mut numbers);
            } else {
                numbers.push(last);
            }
            rest = left;
            continue;
        }
        let joint = |i| -> IResult<In<'_>, Token> {
            verify(any, |t: &Token| {
                t.is(',') || reading.lang.single(&reading.tokens, *t).any(|c| c == Class::And)
            })
            .parse(i)
        };
        let mut list = (joint, |i| one(i)).map(|(_, n)| n);
        if let Ok((left, n)) = list.parse(rest) {
            numbers.push(n);
            rest = left;
            continue;
        }
        break;
    }
    Some((Link { kind, numbers }, rest.len()))
}

fn any(i: In<'_>) -> IResult<In<'_>, Token> {
    match i.split_first() {
        Some((first, rest)) => Ok((rest, *first)),
        None => Err(nom::Err::Error(nom::error::Error::new(i, nom::error::ErrorKind::Eof))),
    }
}

fn mark<'t>(c: char) -> impl Parser<In<'t>, Output = Token, Error = nom::error::Error<In<'t>>> {
    verify(any, move |t: &Token| t.is(c))
}

fn unit_word<'t>(reading: &Reading<'_>, i: In<'t>) -> IResult<In<'t>, UnitKind> {
    let (rest, kind) = map_opt(any, |t: Token| {
        reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Unit(kind) => Some(kind),
            _ => None,
        })
    })
    .parse(i)?;
    // «ст.», «Art.»: the full stop of an abbreviation.
    let short = i
        .first()
        .is_some_and(|t| reading.lang.is_abbreviation(&reading.tokens.text(*t).to_lowercase()));
    let (rest, _) = if short { opt(mark('.')).parse(rest)? } else { (rest, None) };
    Ok((rest, kind))
}

/// A list of numbers or ordinals with ranges; `true` when they are ordinals in words.
fn numbers<'t>(reading: &Reading<'_>, input: In<'t>) -> IResult<In<'t>, (Vec<String>, bool)> {
    let (mut rest, (first, ordinals)) = item(reading, input)?;
    let mut numbers = vec![first];
    loop {
        let mut range =
            (nom::branch::alt((mark('–'), mark('—'), mark('-'), mark('‑'))), |i| {
                item(reading, i)
            });
        if let Ok((left, (_, (last, same)))) = range.parse(rest)
            && same == ordinals
            && !starts_date(reading, rest)
        {
            match (numbers.last().and_then(|n| n.parse::<u32>().ok()), last.parse::<u32>().ok()) {
                (Some(a), Some(b)) if a < b => expand(a, b, &mut numbers),
                _ => numbers.push(last),
            }
            rest = left;
            continue;
        }
        let joint = |i| -> IResult<In<'t>, Token> {
            verify(any, |t: &Token| {
                t.is(',') || reading.lang.single(&reading.tokens, *t).any(|c| c == Class::And)
            })
            .parse(i)
        };
        let mut list = (joint, opt(joint), |i| item(reading, i)).map(|(_, _, i)| i);
        if let Ok((left, (n, same))) = list.parse(rest)
            && same == ordinals
            && !starts_date(reading, rest)
        {
            numbers.push(n);
            rest = left;
            continue;
        }
        break;
    }
    Ok((rest, (numbers, ordinals)))
}

/// «статьи 5, 1 января 2027 года»: the number behind the comma is a day.
fn starts_date(reading: &Reading<'_>, rest: In<'_>) -> bool {
    rest.get(1).is_some_and(|t| {
        let index = reading.tokens.at_or_after(t.start);
        reading.dates_in(&(index..index + 1)).iter().any(|d| d.start == index)
    })
}

/// One number: `12`, `83-1`, `7)`, or an ordinal in words.
fn item<'t>(reading: &Reading<'_>, input: In<'t>) -> IResult<In<'t>, (String, bool)> {
    let fail = || Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt)));
    let Some(first) = input.first() else { return fail() };
    let tokens = &reading.tokens;
    match first.kind {
        TokenKind::Number => {
            if first.end - first.start > 4 {
                return fail();
            }
            let mut text = tokens.text(*first).to_owned();
            let mut used = 1;
            // An inserted number is glued to its hyphen and smaller than a range's end would be.
            while let (Some(dash), Some(part)) = (input.get(used), input.get(used + 1)) {
                let glued = dash.start == input[used - 1].end && part.start == dash.end;
                let inserted = dash.is('-')
                    && glued
                    && part.kind == TokenKind::Number
                    && tokens.number(*part)
                        <= tokens.number(input[used - 1]).filter(|_| used == 1).or(Some(99));
                if !inserted {
                    break;
                }
                text.push('-');
                text.push_str(tokens.text(*part));
                used += 2;
            }
            let mut rest = &input[used..];
            if let Ok((left, _)) = mark(')').parse(rest) {
                rest = left;
            }
            Ok((rest, (text, false)))
        }
        TokenKind::Word => {
            let value = |t: Token| {
                reading.lang.single(tokens, t).find_map(|c| match c {
                    Class::Ordinal(n) => Some(n),
                    _ => None,
                })
            };
            if let Some(n) = value(*first) {
                return Ok((&input[1..], (n.to_string(), true)));
            }
            // «пятьдесят третий», «жиырма бірінші»: a round cardinal before an ordinal below ten.
            let round = |t: Token| {
                reading.lang.single(tokens, t).find_map(|c| match c {
                    Class::Cardinal(n) if n >= 10 && n % 10 == 0 => Some(n),
                    _ => None,
                })
            };
            if let (Some(tens), Some(second)) = (round(*first), input.get(1)) {
                if let Some(n) = value(*second).filter(|n| *n < tens) {
                    return Ok((&input[2..], ((tens + n).to_string(), true)));
                }
                if let (Some(more), Some(n)) =
                    (round(*second), input.get(2).and_then(|t| value(*t)))
                {
                    return Ok((&input[3..], ((tens + more + n).to_string(), true)));
                }
            }
            // `Section IV`
            Number::roman(tokens.text(*first))
                .filter(|_| tokens.text(*first).chars().all(char::is_uppercase))
                .map_or_else(fail, |n| Ok((&input[1..], (n.to_string(), false))))
        }
        TokenKind::Mark => fail(),
    }
}

fn expand(from: u32, to: u32, numbers: &mut Vec<String>) {
    if to > from && to - from <= LONGEST_RANGE {
        numbers.extend((from + 1..=to).map(|n| n.to_string()));
    } else {
        numbers.push(to.to_string());
    }
}

/// Which act governs a chain: the words behind it, or before it where big units come first.
fn cited_act(reading: &Reading<'_>, start: usize, next: usize, end: usize) -> CitedAct {
    let list = reading.tokens.list();
    let lang = reading.lang;
    let single = |t: Token, class: Class| lang.single(&reading.tokens, t).any(|c| c == class);
    let is_act = |t: Token| t.kind == TokenKind::Word && single(t, Class::ActNoun);
    let is_constitution =
        |t: Token| t.kind == TokenKind::Word && single(t, Class::Cue(Cue::Constitution));
    if lang.order() == Order::SmallToBig {
        // The name may stand a few words behind: «статьи 120 Трудового кодекса», "of the Tax Code".
        for (i, t) in list.iter().copied().enumerate().take(end.min(next + 7)).skip(next) {
            if single(t, Class::This) {
                return CitedAct::This;
            }
            if is_constitution(t) {
                return CitedAct::Constitution;
            }
            if is_act(t) || t.is('«') || t.is('"') {
                return CitedAct::Other;
            }
            let goes_on = t.kind == TokenKind::Word
                && (single(t, Class::Of) || reading.tokens.is_capital(t) || i == next);
            if !goes_on || t.is(',') {
                break;
            }
        }
        return CitedAct::This;
    }
    for i in (start.saturating_sub(4)..start).rev() {
        let t = list[i];
        if single(t, Class::This) {
            return CitedAct::This;
        }
        if is_constitution(t) {
            return CitedAct::Constitution;
        }
        if is_act(t) {
            let this = i > 0
                && (single(list[i - 1], Class::This)
                    || (i > 1 && single(list[i - 2], Class::This)));
            return if this { CitedAct::This } else { CitedAct::Other };
        }
        if t.kind == TokenKind::Mark {
            break;
        }
    }
    CitedAct::This
}
