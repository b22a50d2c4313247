//! Calendar dates in all the orders in which the languages write them.

use jiff::civil::Date;
use nom::branch::alt;
use nom::combinator::{map_opt, opt, verify};
use nom::{IResult, Parser};

use crate::lang::table::{Class, Period};
use crate::lang::{Lang, Token, TokenKind, Tokens};

/// A date written in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// Index of its first token.
    pub start: usize,
    /// One past the index of its last token.
    pub end: usize,
    /// The day; `None` for a day that no calendar has («31 февраля»).
    pub date: Option<Date>,
    /// Whether a day is named; a year or a month alone stands for its first day.
    pub exact: bool,
}

type In<'t> = &'t [Token];

/// Finds every date in a text.
#[must_use]
pub fn find(tokens: &Tokens<'_>, lang: &Lang) -> Vec<DateMention> {
    let list = tokens.list();
    let months = MonthWords::new(lang);
    let mut found = Vec::new();
    let mut at = 0;
    while at < list.len() {
        let candidate = match list[at].kind {
            TokenKind::Number => list[at].end - list[at].start <= 4,
            TokenKind::Word => {
                months.month(tokens, list[at]).is_some() || months.ordinal(tokens, list[at])
            }
            TokenKind::Mark => false,
        };
        let read = if candidate { date(tokens, &months, &list[at..]).ok() } else { None };
        if let Some((rest, date)) = read {
            let end = list.len() - rest.len();
            found.push(DateMention { start: at, end, date, exact: true });
            at = end;
        } else if let Some((end, date)) = period(tokens, &months, lang, at) {
            found.push(DateMention { start: at, end, date: Some(date), exact: false });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// A month with its year, or a year alone beside a word for "year" or "since": «с мая 2026 года», «2025
/// жылы», "since 2021", «в 2025–2026 учебном году».
fn period(
    tokens: &Tokens<'_>,
    words: &MonthWords<'_>,
    lang: &Lang,
    at: usize,
) -> Option<(usize, Date)> {
    let list = tokens.list();
    let year = |i: usize| {
        list.get(i)
            .filter(|t| t.kind == TokenKind::Number && t.end - t.start == 4)
            .and_then(|t| tokens.number(*t))
            .filter(|y| (1950..=2100).contains(y))
    };
    let year_word = |i: usize| list.get(i).is_some_and(|t| words.is_year(tokens, *t));
    if let Some(month) = words.month(tokens, list[at]) {
        let y = year(at + 1)?;
        let end = if year_word(at + 2) { at + 3 } else { at + 2 };
        return Some((end, civil(y, u32::try_from(month).ok()?, 1)?));
    }
    let y = year(at)?;
    // A range of years or a school year: the first year counts, the word stands a little behind.
    let mut end = at + 1;
    if list.get(end).is_some_and(|t| t.is('-') || t.is('–') || t.is('/')) && year(end + 1).is_some()
    {
        end += 2;
    }
    let word = (end..end + 2).find(|i| year_word(*i));
    if let Some(word) = word {
        let month = list.get(word + 1).and_then(|t| words.month(tokens, *t));
        return match month {
            Some(m) => Some((word + 2, civil(y, u32::try_from(m).ok()?, 1)?)),
            None => Some((word + 1, civil(y, 1, 1)?)),
        };
    }
    if at > 0 && year_word(at - 1) {
        return Some((end, civil(y, 1, 1)?));
    }
    let since = at > 0
        && lang
            .single(tokens, list[at - 1])
            .any(|c| c == Class::Cue(crate::lang::Cue::From) || c == Class::Preposition);
    let plain = !list
        .get(end)
        .is_some_and(|t| t.is('.') && list.get(end + 1).is_some_and(|n| n.start == t.end));
    (since && plain && !lang.is_cyrillic()).then(|| Some((end, civil(y, 1, 1)?))).flatten()
}

/// Classes of month and year words, resolved once for a language.
struct MonthWords<'l> {
    lang: &'l Lang,
}

impl<'l> MonthWords<'l> {
    fn new(lang: &'l Lang) -> Self {
        Self { lang }
    }

    fn class(&self, tokens: &Tokens<'_>, token: Token) -> impl Iterator<Item = Class> {
        self.lang.single(tokens, token)
    }

    fn month(&self, tokens: &Tokens<'_>, token: Token) -> Option<i8> {
        self.class(tokens, token).find_map(|c| if let Class::Month(m) = c { Some(m) } else { None })
    }

    /// Whether a word may begin a day that is spelled out: "the twenty-first day of July, 1980".
    fn ordinal(&self, tokens: &Tokens<'_>, token: Token) -> bool {
        self.class(tokens, token).any(|c| match c {
            Class::Ordinal(_) => true,
            Class::Cardinal(n) => n == 20 || n == 30,
            _ => false,
        })
    }

    fn is_year(&self, tokens: &Tokens<'_>, token: Token) -> bool {
        self.class(tokens, token).any(|c| c == Class::Year)
    }
}

/// One date at the start of the tokens: the value is `None` when the calendar lacks the day.
fn date<'t>(
    tokens: &Tokens<'_>,
    words: &MonthWords<'_>,
    input: In<'t>,
) -> IResult<In<'t>, Option<Date>> {
    let figure = |low: u32, high: u32| {
        move |i: In<'t>| -> IResult<In<'t>, u32> {
            verify(map_opt(one, |t| tokens.number(t)), move |n| (low..=high).contains(n)).parse(i)
        }
    };
    let year = |i: In<'t>| -> IResult<In<'t>, u32> {
        verify(map_opt(one, |t| (t.end - t.start == 4).then(|| tokens.number(t)).flatten()), |n| {
            (1500..=2999).contains(n)
        })
        .parse(i)
    };
    let mark = |c: char| {
        move |i: In<'t>| -> IResult<In<'t>, Token> {
            verify(one, move |t: &Token| t.is(c)).parse(i)
        }
    };
    let month = |i: In<'t>| -> IResult<In<'t>, u32> {
        map_opt(one, |t| words.month(tokens, t).and_then(|m| u32::try_from(m).ok())).parse(i)
    };
    let year_word = |i: In<'t>| -> IResult<In<'t>, Token> {
        verify(one, |t: &Token| words.is_year(tokens, *t)).parse(i)
    };
    // «2026 жылғы 1 ақпан»
    let year_first = (
        year,
        opt(mark('-')),
        opt(year_word),
        opt(mark('.')),
        figure(0, 99),
        opt(mark('-')),
        month,
    )
        .map(|(y, _, _, _, d, _, m)| civil(y, m, d));
    // "1st": letters right behind the figure.
    let day = |i: In<'t>| -> IResult<In<'t>, u32> {
        let (rest, n) = figure(0, 99).parse(i)?;
        match (i.first(), rest.first()) {
            (Some(figure), Some(ending))
                if ending.kind == TokenKind::Word
                    && ending.start == figure.end
                    && ending.end - ending.start <= 2 =>
            {
                Ok((&rest[1..], n))
            }
            _ => Ok((rest, n)),
        }
    };
    let word = |class: Class| {
        move |i: In<'t>| -> IResult<In<'t>, Token> {
            verify(one, move |t: &Token| words.class(tokens, *t).any(|c| c == class)).parse(i)
        }
    };
    // «1 февраля 2026 года», «"1" февраля 2026», "1. Januar 2026"
    let day_first =
        (day, opt(mark('.')), opt(mark('"')), opt(mark('»')), month, opt(mark(',')), year)
            .map(|(d, _, _, _, m, _, y)| civil(y, m, d));
    // "the 20th day of January, 2026", "the 1st of March 2026"
    let day_of_month =
        (day, opt(word(Class::Period(Period::Days))), word(Class::Of), month, opt(mark(',')), year)
            .map(|(d, _, _, m, _, y)| civil(y, m, d));
    let ordinal = |i: In<'t>| -> IResult<In<'t>, u32> {
        map_opt(one, |t| {
            words.class(tokens, t).find_map(|c| match c {
                Class::Ordinal(n) => Some(n),
                _ => None,
            })
        })
        .parse(i)
    };
    let tens = |i: In<'t>| -> IResult<In<'t>, u32> {
        map_opt(one, |t| {
            words.class(tokens, t).find_map(|c| match c {
                Class::Cardinal(n) => Some(n),
                _ => None,
            })
        })
        .parse(i)
    };
    // "the first day of January, 2031", "the twenty-first day of July, 1980"
    let spelled = (
        opt((tens, opt(mark('-'))).map(|(n, _)| n)),
        ordinal,
        word(Class::Period(Period::Days)),
        word(Class::Of),
        month,
        opt(mark(',')),
        year,
    )
        .map(|(t, d, _, _, m, _, y)| civil(y, m, t.unwrap_or(0).saturating_add(d)));
    // "February 1, 2026"
    let month_first = (month, day, opt(mark(',')), year).map(|(m, d, _, y)| civil(y, m, d));
    // 01.02.2026
    let dotted = (figure(0, 99), mark('.'), figure(0, 99), mark('.'), year)
        .map(|(d, _, m, _, y)| civil(y, m, d));
    // 2026-02-01
    let iso = (year, mark('-'), figure(0, 99), mark('-'), figure(0, 99))
        .map(|(y, _, m, _, d)| civil(y, m, d));
    (alt((year_first, day_first, day_of_month, spelled, month_first, dotted, iso)), opt(year_word))
        .map(|(date, _)| date)
        .parse(input)
}

fn one(input: In<'_>) -> IResult<In<'_>, Token> {
    match input.split_first() {
        Some((first, rest)) => Ok((rest, *first)),
        None => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Eof))),
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
