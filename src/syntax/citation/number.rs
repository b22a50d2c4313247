//! The numbers of cited units: lists and ranges of them, with the levels in brackets behind them.

use nom::combinator::{map_opt, opt, verify};
use nom::{IResult, Parser};

use super::super::Reading;
use super::LONGEST_RANGE;
pub(super) use super::item::item;
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::Number;

pub(super) type In<'t> = &'t [Token];

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// In figures, or as a letter with its bracket.
    Figure,
    /// As a Roman figure.
    Roman,
    /// As an ordinal or a cardinal in words.
    Word,
    /// As letters or figures in brackets.
    Bracket,
}

/// Numbers of one link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The numbers, ranges expanded. Levels in brackets behind a number follow it: `5(1)(a)`.
    pub(super) items: Vec<Vec<String>>,
    /// Indexes of the first and last item of each range.
    pub(super) ranges: Vec<(usize, usize)>,
    /// Whether they are words.
    pub(super) words: bool,
    /// Whether a Roman figure is among them.
    pub(super) roman: bool,
    /// Whether the first of them is a level in brackets.
    pub(super) bracketed: bool,
}

pub(super) fn any(i: In<'_>) -> IResult<In<'_>, Token> {
    match i.split_first() {
        Some((first, rest)) => Ok((rest, *first)),
        None => Err(nom::Err::Error(nom::error::Error::new(i, nom::error::ErrorKind::Eof))),
    }
}

pub(super) fn mark<'t>(
    c: char,
) -> impl Parser<In<'t>, Output = Token, Error = nom::error::Error<In<'t>>> {
    verify(any, move |t: &Token| t.is(c))
}

pub(super) fn is_dash(t: Token) -> bool {
    t.is('-') || t.is('–') || t.is('—') || t.is('‑') || t.is('−')
}

/// A list of numbers or ordinals with ranges, all written in one style.
pub(super) fn list<'t>(reading: &Reading<'_>, input: In<'t>) -> IResult<In<'t>, Numbers> {
    let (mut rest, (first, style)) = item(reading, input)?;
    let mut numbers = Numbers {
        roman: style == Style::Roman,
        words: style == Style::Word,
        bracketed: style == Style::Bracket,
        ..Numbers::default()
    };
    numbers.items.push(vec![first]);
    rest = brackets(reading, rest, &mut numbers);
    loop {
        if starts_date(reading, rest) {
            break;
        }
        let dash = verify(any, |t: &Token| is_dash(*t));
        let through = verify(any, |t: &Token| {
            t.kind == TokenKind::Word
                && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::Through)
        });
        let mut range = (nom::branch::alt((dash, through)), |i| item(reading, i));
        if let Ok((left, (_, (last, same)))) = range.parse(rest)
            && same == style
            && !starts_year(reading, rest, left)
        {
            expand(last, &mut numbers);
            rest = brackets(reading, left, &mut numbers);
            continue;
        }
        let follows = next(reading, rest)
            .or_else(|| next(reading, remark(reading, rest)?).filter(|_| style == Style::Figure));
        let Some((left, (n, same))) = follows else { break };
        if same != style && !(style == Style::Figure && same == Style::Bracket) {
            break;
        }
        if same == Style::Bracket && style == Style::Figure {
            // "sections 5(a)(1), (b)": a sibling of the level in brackets with the same shape.
            if !sibling(&n, &mut numbers) {
                break;
            }
            rest = brackets(reading, left, &mut numbers);
            continue;
        }
        // "Subsection (4)(b) or (c)": the letter stands beside the last one.
        let deep = numbers.items.last().is_some_and(|l| l.len() > 1);
        if same == Style::Bracket && deep && sibling(&n, &mut numbers) {
            rest = brackets(reading, left, &mut numbers);
            continue;
        }
        numbers.items.push(vec![n]);
        rest = brackets(reading, left, &mut numbers);
    }
    Ok((rest, numbers))
}

/// «1-2-тармақ», «1-2) тармақша»: behind a word in the singular two numbers with a hyphen between them are one inserted
/// number, where the language's table tells its plurals.
pub(super) fn inserted(reading: &Reading<'_>, input: In<'_>, numbers: &Numbers) -> Option<Numbers> {
    let [first, dash, last, joint, word, ..] = input else { return None };
    let glued = first.end == dash.start && dash.end == last.start && last.end == joint.start;
    let (from, to) = (reading.tokens.number(*first)?, reading.tokens.number(*last)?);
    let is = |class: Class| reading.lang.single(&reading.tokens, *word).any(|c| c == class);
    let joined = joint.is('-') || joint.is(')');
    let range = numbers.ranges.len() == 1 && dash.is('-') && joined && glued;
    if !range || !reading.lang.tells_plurals() || is(Class::Plural) {
        return None;
    }
    Some(Numbers { items: vec![vec![format!("{from}-{to}")]], ..Numbers::default() })
}

/// The next number of a list behind its joint: a comma, "and", "and (or)".
fn next<'t>(reading: &Reading<'_>, rest: In<'t>) -> Option<(In<'t>, (String, Style))> {
    const LONGEST: usize = 5;
    let mut used = 0;
    while used < LONGEST {
        let t = *rest.get(used)?;
        let joins = t.is(',')
            || (used > 0
                && ((t.is('(') && is_and(reading, *rest.get(used + 1)?))
                    || (t.is(')') && is_and(reading, rest[used - 1]))))
            || is_and(reading, t);
        if !joins {
            break;
        }
        used += 1;
    }
    if used == 0 {
        return None;
    }
    item(reading, sign(reading, &rest[used..])).ok()
}

/// «63 (бандитизм), 76 (кража)»: what stands behind the words in brackets that tell what a number is about.
pub(super) fn remark<'t>(reading: &Reading<'_>, rest: In<'t>) -> Option<In<'t>> {
    const LONGEST: usize = 30;
    if !rest.first()?.is('(') {
        return None;
    }
    let close = rest.iter().take(LONGEST).position(|t| t.is(')'))?;
    let inside = &rest[1..close];
    let words = inside.first()?.kind == TokenKind::Word
        && inside.iter().all(|t| t.kind == TokenKind::Word || t.is(',') || t.is('-'))
        // A letter or a Roman figure in brackets is a level and no remark.
        && inside.iter().any(|t| t.end - t.start > 4)
        // Neither is a unit of the number: «99 (часть вторая)».
        && !inside.first().is_some_and(|t| super::link::is_unit(reading, *t));
    words.then(|| &rest[close + 1..])
}

/// A slice behind a sign that announces a number: «№ 8», "No. 8".
pub(super) fn sign<'t>(reading: &Reading<'_>, input: In<'t>) -> In<'t> {
    let Some((first, mut rest)) = input.split_first() else { return input };
    // «№№ 1 и 2»
    if first.is('№') {
        rest = &rest[rest.iter().take_while(|t| t.is('№')).count()..];
    }
    let announces = first.is('№')
        || (first.kind == TokenKind::Word && matches!(reading.tokens.text(*first), "N" | "No"));
    if announces && rest.first().is_some_and(|t| t.is('.')) {
        rest = &rest[1..];
    }
    let figure = rest.first().is_some_and(|t| t.kind == TokenKind::Number);
    if announces && figure { rest } else { input }
}

/// Whether a list of numbers that was read ends with the ending of an ordinal: «8-інші».
pub(super) fn ends_ordinal(reading: &Reading<'_>, input: In<'_>, rest: In<'_>) -> bool {
    let last = input.len().checked_sub(rest.len() + 1).and_then(|i| input.get(i));
    last.is_some_and(|t| is_suffix(reading, *t))
}

pub(super) fn is_suffix(reading: &Reading<'_>, t: Token) -> bool {
    t.kind == TokenKind::Word && reading.lang.single(&reading.tokens, t).any(|c| c == Class::Suffix)
}

pub(super) fn is_and(reading: &Reading<'_>, t: Token) -> bool {
    t.kind == TokenKind::Word && reading.lang.single(&reading.tokens, t).any(|c| c == Class::And)
}

/// Levels in brackets behind the last number: `(1)(a)`, `(2)–(11)`, `(2) and (3)`.
fn brackets<'t>(reading: &Reading<'_>, input: In<'t>, numbers: &mut Numbers) -> In<'t> {
    let mut rest = input;
    if numbers.words {
        return rest;
    }
    // The bracket stands close to the number, or holds what no sentence would put in brackets.
    while let Ok((left, n)) = bracket(reading, rest) {
        let near = rest.first().is_some_and(|t| {
            let at = reading.tokens.at_or_after(t.start);
            at > 0 && reading.tokens.list()[at - 1].end == t.start
        });
        let Some(last) = numbers.items.last_mut() else { return rest };
        if !near && !is_apart(reading, rest, &n) {
            break;
        }
        last.push(n);
        rest = left;
    }
    let deep = numbers.items.last().is_some_and(|l| l.len() > 1);
    // "Article 9 (1) 1 of the Act": a point of a paragraph in brackets.
    if deep
        && let Some((point, left)) = rest.split_first()
        && point.kind == TokenKind::Number
        && point.end - point.start <= 2
        && left.first().is_some_and(|t| joins_levels(reading, *t))
    {
        if let Some(last) = numbers.items.last_mut() {
            last.push(reading.tokens.text(*point).to_owned());
        }
        rest = left;
    }
    if !deep {
        return rest;
    }
    loop {
        let dash = verify(any, |t: &Token| is_dash(*t));
        let through = verify(any, |t: &Token| {
            t.kind == TokenKind::Word
                && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::Through)
        });
        let mut range = (nom::branch::alt((dash, through)), |i| bracket(reading, i));
        let Ok((left, (_, last))) = range.parse(rest) else { break };
        expand_inner(&last, numbers);
        rest = left;
    }
    rest
}

/// "Section 5 (1)", "section 11 (2) (a)": whether a bracket one space behind the number holds a level. Only
/// where bare figures in brackets open no item of a list.
fn is_apart(reading: &Reading<'_>, rest: In<'_>, label: &str) -> bool {
    const LONGEST: usize = 3;
    let Some(open) = rest.first() else { return false };
    let text = reading.tokens.source();
    let before = text.get(..open.start as usize).unwrap_or_default();
    let spaced = before.strip_suffix([' ', '\u{a0}']);
    reading.lang.has_bare_sections()
        && label.len() <= LONGEST
        && spaced.is_some_and(|b| b.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')'))
}

fn joins_levels(reading: &Reading<'_>, t: Token) -> bool {
    let is = |class| {
        t.kind == TokenKind::Word && reading.lang.single(&reading.tokens, t).any(|c| c == class)
    };
    is(Class::Of) && is(Class::Preposition)
}

/// `(2)`, `(a)`, `(iv)`.
pub(super) fn bracket<'t>(reading: &Reading<'_>, input: In<'t>) -> IResult<In<'t>, String> {
    const LONGEST_LABEL: u32 = 4;
    const LONGEST_ROMAN: u32 = 8;
    let tokens = &reading.tokens;
    (
        mark('('),
        map_opt(any, |t: Token| match t.kind {
            TokenKind::Number => Some(tokens.text(t).to_owned()),
            TokenKind::Word if t.end - t.start <= LONGEST_LABEL && !is_and(reading, t) => {
                Some(tokens.text(t).to_owned())
            }
            TokenKind::Word
                if t.end - t.start <= LONGEST_ROMAN && Number::roman(tokens.text(t)).is_some() =>
            {
                Some(tokens.text(t).to_owned())
            }
            _ => None,
        }),
        // "(2A)", "(2ab)": levels inserted with letters.
        opt(verify(any, |t: &Token| {
            t.kind == TokenKind::Word
                && tokens.text(*t).len() <= 2
                && tokens.text(*t).chars().all(|c| c.is_ascii_alphabetic())
                && tokens
                    .source()
                    .get(..t.start as usize)
                    .is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))
        })),
        opt((mark('-'), verify(any, |t: &Token| t.kind == TokenKind::Number))),
        mark(')'),
    )
        .map(|(_, mut n, letters, inserted, _)| {
            n.push_str(letters.map_or("", |t| tokens.text(t)));
            match inserted {
                Some((_, t)) => format!("{n}-{}", tokens.text(t)),
                None => n,
            }
        })
        .parse(input)
}

/// What sort of label a text in brackets is: figures, small letters, capitals, Roman.
fn shape(label: &str) -> u8 {
    match label.chars().next() {
        Some(c) if c.is_ascii_digit() => 0,
        Some(c) if label.chars().count() > 1 && Number::roman(label).is_some() => {
            if c.is_uppercase() { 4 } else { 3 }
        }
        Some(c) if c.is_uppercase() => 2,
        _ => 1,
    }
}

/// Adds a number in brackets beside the level of the last number that has its shape.
fn sibling(label: &str, numbers: &mut Numbers) -> bool {
    let Some(last) = numbers.items.last() else { return false };
    let Some(level) = (1..last.len()).rev().find(|i| shape(&last[*i]) == shape(label)) else {
        return false;
    };
    let mut path = last[..level].to_vec();
    path.push(label.to_owned());
    numbers.items.push(path);
    true
}

/// Extends the last number's innermost level to another one.
fn expand_inner(to: &str, numbers: &mut Numbers) {
    let Some(last) = numbers.items.last().cloned() else { return };
    let Some((inner, outer)) = last.split_last() else { return };
    let from = numbers.items.len() - 1;
    let mut add = |n: String| {
        let mut path = outer.to_vec();
        path.push(n);
        numbers.items.push(path);
    };
    if let (Ok(a), Ok(b)) = (inner.parse::<u32>(), to.parse::<u32>())
        && b > a
        && b - a <= LONGEST_RANGE
    {
        (a + 1..=b).for_each(|n| add(n.to_string()));
    } else if let (Some(a), Some(b)) = (letter(inner), letter(to))
        && b > a
    {
        (a + 1..=b).for_each(|c| add(char::from(c).to_string()));
    } else {
        add(to.to_owned());
    }
    numbers.ranges.push((from, numbers.items.len() - 1));
}

fn letter(label: &str) -> Option<u8> {
    match label.as_bytes() {
        [c] if c.is_ascii_alphabetic() => Some(*c),
        _ => None,
    }
}

/// Extends the last number of a list to another one.
pub(super) fn expand(to: String, numbers: &mut Numbers) {
    let Some(last) = numbers.items.last().and_then(|l| l.first()).cloned() else { return };
    let from = numbers.items.len() - 1;
    let mut add = |n: String| numbers.items.push(vec![n]);
    match (Number::parse(&last), Number::parse(&to)) {
        (Some(a), Some(b)) if a.inserted.is_empty() && b.main > a.main => {
            if b.main - a.main > LONGEST_RANGE {
                add(to);
            } else {
                (a.main + 1..=b.main).for_each(|n| add(n.to_string()));
                if !b.inserted.is_empty() {
                    add(to);
                }
            }
        }
        // «17-1 – 17-5», "1-5-101 through 1-5-104": a range of inserted or coded numbers.
        (Some(_), Some(_)) if behind_hyphen(&last, &to).is_some() => {
            let Some((stem, range)) = behind_hyphen(&last, &to) else { return };
            range.for_each(|n| add(format!("{stem}-{n}")));
        }
        _ => {
            // "15A to 15C": letters behind the same figure.
            let stem = |n: &str| n.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (from, end) = (last.split_at(stem(&last)), to.split_at(stem(&to)));
            match (letter(from.1), letter(end.1)) {
                (Some(a), Some(b)) if b > a && from.0 == end.0 => {
                    (a + 1..=b).for_each(|c| add(format!("{}{}", from.0, char::from(c))));
                }
                _ => add(to),
            }
        }
    }
    numbers.ranges.push((from, numbers.items.len() - 1));
}

/// The last parts of two numbers that differ in nothing else: the part before them, and what lies behind the
/// first up to the second.
fn behind_hyphen<'s>(from: &'s str, to: &str) -> Option<(&'s str, std::ops::RangeInclusive<u32>)> {
    let (stem, first) = from.rsplit_once('-')?;
    let (same, last) = to.rsplit_once('-')?;
    let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
    let fits = stem == same && last > first && last - first <= LONGEST_RANGE;
    fits.then_some((stem, first + 1..=last))
}

/// «статьи 5, 1 января 2027 года»: the number behind the comma is a day.
pub(super) fn starts_date(reading: &Reading<'_>, rest: In<'_>) -> bool {
    rest.get(1).is_some_and(|t| {
        let index = reading.tokens.at_or_after(t.start);
        reading.dates_in(&(index..index + 1)).iter().any(|d| d.start == index)
    })
}

/// «статьи 5 – 2026 год»: the number behind the dash is a year.
fn starts_year(reading: &Reading<'_>, rest: In<'_>, left: In<'_>) -> bool {
    let long = rest.get(1).is_some_and(|t| t.kind == TokenKind::Number && t.end - t.start == 4);
    long && left.first().is_some_and(|t| {
        t.kind == TokenKind::Word
            && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::Year)
    })
}

/// A cardinal in words behind its unit word: "Part two".
pub(super) fn cardinal<'t>(reading: &Reading<'_>, input: In<'t>) -> Option<(In<'t>, String)> {
    const GREATEST: u32 = 20;
    let (first, rest) = input.split_first()?;
    let n = reading.lang.single(&reading.tokens, *first).find_map(|c| match c {
        Class::Cardinal(n) if n <= GREATEST => Some(n),
        _ => None,
    })?;
    Some((rest, n.to_string()))
}
