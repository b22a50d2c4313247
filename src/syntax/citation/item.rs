//! One number of a cited unit: a figure with inserted parts, an ordinal in words, a Roman figure, a letter
//! in brackets or in quotation marks.

use nom::{IResult, Parser};

use super::super::Reading;
use super::number::{In, Style, bracket, is_dash, is_suffix, mark};
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::Number;

/// One number: `12`, `83-1`, `7)`, `(a)`, «"а"», `IV`, or an ordinal in words.
pub(super) fn item<'t>(reading: &Reading<'_>, input: In<'t>) -> IResult<In<'t>, (String, Style)> {
    const LONGEST_NUMBER: u32 = 4;
    let fail = || Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt)));
    let Some(first) = input.first() else { return fail() };
    let tokens = &reading.tokens;
    match first.kind {
        TokenKind::Number => {
            if first.end - first.start > LONGEST_NUMBER {
                return fail();
            }
            let mut text = tokens.text(*first).to_owned();
            let mut used = 1;
            // An inserted number is glued to its hyphen and smaller than a range's end would be.
            while let (Some(dash), Some(part)) = (input.get(used), input.get(used + 1)) {
                let glued = dash.start == input[used - 1].end && part.start == dash.end;
                let signed = used == 1 && dash.is('–') && behind_sign(reading, *first);
                if signed && glued && part.kind == TokenKind::Number {
                    text.push('-');
                    text.push_str(tokens.text(*part));
                    used += 2;
                    continue;
                }
                let inserted = (dash.is('-') || dash.is('‑'))
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
            let (longer, more) = compound(reading, input, used);
            text.push_str(&longer);
            used = more;
            // «10²»: an inserted number as it was printed, raised.
            if used == 1
                && let Some(raised) = input.get(1).filter(|t| t.start == first.end)
                && let Some(n) = char::from_u32(raised.value).and_then(superscript)
                && raised.kind == TokenKind::Mark
            {
                text.push('-');
                text.push_str(&n.to_string());
                used += 1;
            }
            let mut rest = &input[used..];
            if let Ok((left, _)) = mark(')').parse(rest)
                && !closes_outer(reading, rest)
            {
                rest = left;
            } else {
                rest = suffix(reading, input[used - 1], rest);
            }
            Ok((rest, (text, Style::Figure)))
        }
        TokenKind::Word => word(reading, input, *first),
        TokenKind::Mark if first.is('(') => {
            let (rest, label) = bracket(reading, input)?;
            Ok((rest, (label, Style::Bracket)))
        }
        // «подпункт "а" пункта 2»
        TokenKind::Mark if first.is('"') || first.is('«') || first.is('“') => {
            match (input.get(1), input.get(2)) {
                (Some(l), Some(close))
                    if tokens.text(*l).chars().count() == 1
                        && l.kind == TokenKind::Word
                        && close.kind == TokenKind::Mark =>
                {
                    Ok((&input[3..], (tokens.text(*l).to_lowercase(), Style::Figure)))
                }
                _ => fail(),
            }
        }
        TokenKind::Mark => fail(),
    }
}

/// The rest of a number that is written with points and capital letters: "3.2", "7A", "2-1401.01". Gives it
/// with the tokens that are used now.
fn compound(reading: &Reading<'_>, input: In<'_>, used: usize) -> (String, usize) {
    const MOST_LETTERS: u32 = 2;
    const FAR: u32 = 3;
    let tokens = &reading.tokens;
    let (mut text, mut used) = (String::new(), used);
    let glued =
        |i: usize| input.get(i).zip(input.get(i + 1)).is_some_and(|(a, b)| a.end == b.start);
    // «01.07.2026» is a day.
    let first = input.first().map_or(0, |t| tokens.at_or_after(t.start));
    let dated = || reading.dates_in(&(first..first + 1)).iter().any(|d| d.start == first);
    while let (Some(mark), Some(part)) = (input.get(used), input.get(used + 1))
        && glued(used - 1)
        && glued(used)
        && part.kind == TokenKind::Number
    {
        // A hyphen joins the parts of a number behind one sign, behind another hyphen, before another part,
        // and where the end of a range would be far off: "section 12-101".
        let sections = reading.lang.has_bare_sections();
        let longer = part.end - part.start > input[used - 1].end - input[used - 1].start;
        let goes_on = glued(used + 1)
            && glued(used + 2)
            && input.get(used + 2).is_some_and(|t| t.is('.') || t.is('-'))
            && input.get(used + 3).is_some_and(|t| t.kind == TokenKind::Number);
        let coded = mark.is('-')
            && sections
            && (used > 1
                || goes_on
                || behind_sign(reading, input[0])
                || (longer && part.end - part.start >= FAR));
        if !(coded || (mark.is('.') && !dated())) {
            break;
        }
        text.push(if coded { '-' } else { '.' });
        text.push_str(tokens.text(*part));
        used += 2;
    }
    // Where sections are cited by bare numbers, a small letter may stand behind one: "section 26d-4".
    let small = |letters: &str| {
        letters.len() == 1
            && letters.chars().all(|c| c.is_ascii_lowercase())
            && (reading.lang.has_lettered_numbers()
                || (reading.lang.has_bare_sections()
                    && input.get(used + 1).is_none_or(|t| !t.is(')'))))
    };
    if let Some(letter) = input.get(used)
        && glued(used - 1)
        && letter.kind == TokenKind::Word
        && letter.end - letter.start <= MOST_LETTERS
        && (tokens.text(*letter).chars().all(|c| c.is_ascii_uppercase())
            || small(tokens.text(*letter)))
    {
        text.push_str(tokens.text(*letter));
        used += 1;
        if let (Some(dash), Some(part)) = (input.get(used), input.get(used + 1))
            && dash.is('-')
            && glued(used - 1)
            && glued(used)
            && part.kind == TokenKind::Number
            && part.end - part.start < FAR
        {
            text.push('-');
            text.push_str(tokens.text(*part));
            used += 2;
        }
    }
    (text, used)
}

/// «§ 9–901»: behind one paragraph sign stands one number; two signs would announce a range.
fn behind_sign(reading: &Reading<'_>, number: Token) -> bool {
    let list = reading.tokens.list();
    let at = reading.tokens.at_or_after(number.start);
    let sign = |i: Option<usize>| i.and_then(|i| list.get(i)).is_some_and(|t| t.is('§'));
    sign(at.checked_sub(1)) && !sign(at.checked_sub(2))
}

fn superscript(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(c as u32 - '⁴' as u32 + 4),
        _ => None,
    }
}

/// Whether the bracket at the front of a slice closes one that was opened before the number: «(пункт 5)».
fn closes_outer(reading: &Reading<'_>, rest: In<'_>) -> bool {
    const NEAR: usize = 40;
    let Some(close) = rest.first() else { return false };
    let at = reading.tokens.at_or_after(close.start);
    let list = reading.tokens.list();
    let mut depth = 0_i32;
    for t in list[at.saturating_sub(NEAR)..at].iter().rev() {
        if t.is('(') {
            depth += 1;
            if depth > 0 {
                break;
            }
        } else if t.is(')') {
            // A bracket behind a figure closes a label, unless the figure has an opening one: «Д(7)».
            let before = list[..at].partition_point(|p| p.end <= t.start);
            let label = before > 0 && list[before - 1].kind == TokenKind::Number;
            if !label || (before > 1 && list[before - 2].is('(')) {
                depth -= 1;
            }
        }
    }
    if depth <= 0 {
        return false;
    }
    // Another closing bracket ahead, before any opening one, is the outer one.
    let ahead = rest.iter().skip(1).take(NEAR).find(|t| t.is('(') || t.is(')'));
    !ahead.is_some_and(|t| t.is(')'))
}

/// An ordinal in words, a Roman figure, a letter before a bracket.
fn word<'t>(
    reading: &Reading<'_>,
    input: In<'t>,
    first: Token,
) -> IResult<In<'t>, (String, Style)> {
    let tokens = &reading.tokens;
    let value = |t: Token| {
        reading.lang.single(tokens, t).find_map(|c| match c {
            Class::Ordinal(n) => Some(n),
            _ => None,
        })
    };
    if let Some(n) = value(first) {
        return Ok((&input[1..], (n.to_string(), Style::Word)));
    }
    // «пятьдесят третий», «жиырма бірінші»: round cardinals before an ordinal below them.
    let round = |t: Token| {
        reading.lang.single(tokens, t).find_map(|c| match c {
            Class::Cardinal(n) if n >= 10 && n % 10 == 0 => Some(n),
            _ => None,
        })
    };
    if let (Some(tens), Some(second)) = (round(first), input.get(1)) {
        // "twenty-first" has a hyphen.
        let (second, used) = match (second.is('-'), input.get(2)) {
            (true, Some(third)) => (third, 3),
            _ => (second, 2),
        };
        if let Some(n) = value(*second).filter(|n| *n < tens) {
            return Ok((&input[used..], ((tens + n).to_string(), Style::Word)));
        }
        if let (Some(more), Some(n)) = (round(*second), input.get(used).and_then(|t| value(*t))) {
            return Ok((&input[used + 1..], ((tens + more + n).to_string(), Style::Word)));
        }
    }
    let text = tokens.text(first);
    // `Section IV`
    let letter = matches!(text, "C" | "L" | "D" | "M");
    if text.chars().all(char::is_uppercase)
        && !letter
        && let Some(n) = Number::roman(text)
    {
        return Ok((&input[1..], (n.to_string(), Style::Roman)));
    }
    // «пунктом а)», "item b)": one letter with its bracket.
    if text.chars().count() == 1 && input.get(1).is_some_and(|t| t.is(')')) {
        return Ok((&input[2..], (text.to_lowercase(), Style::Figure)));
    }
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt)))
}

/// A slice behind the ending of an ordinal that stands close to its figure: «8-інші», "1st".
fn suffix<'t>(reading: &Reading<'_>, figure: Token, input: In<'t>) -> In<'t> {
    let used = usize::from(input.first().is_some_and(|t| is_dash(*t) && t.start == figure.end));
    match input.get(used) {
        Some(t) if is_suffix(reading, *t) && (used == 1 || t.start == figure.end) => {
            &input[used + 1..]
        }
        _ => input,
    }
}
