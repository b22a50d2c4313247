//! Labels at the start of a line: `Статья 12.`, `12-бап.`, `Chapter 3`, `1.`, `10-1)`, `(a)`.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{digit1, one_of};
use nom::combinator::{map_opt, opt, recognize, rest, verify};
use nom::multi::many_m_n;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use crate::lang::Lang;
use crate::lang::fold::fold_into;
use crate::model::{Number, UnitKind};

/// The shape of a label, before the outline decides what it names there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A word and a number: article, chapter, section …
    Named(UnitKind, Number),
    /// `12.`
    Point(Number),
    /// `12)`
    Item(Number),
    /// `a)`: a letter as written, lower case.
    Letter(char),
    /// `aa)`: a letter written twice, below one that stands once.
    Doubled(String),
    /// `(12)`
    Parenthesised(Number),
    /// `(a)`, `(A)`, `(iv)`: letters as written.
    ParenthesisedLetters(String),
}

/// A label and its length in bytes, with the white space behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it looks like.
    pub shape: Shape,
    /// Bytes up to the text that follows.
    pub len: usize,
}

/// Reads a label at the start of a piece of text.
#[must_use]
pub fn label(text: &str, lang: &Lang) -> Option<Label> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() || first == '(' {
        if let Ok((left, shape)) =
            alt((|i| parenthesised(i, lang), item, |i| number_word(i, lang), |i| point(i, lang)))
                .parse(text)
        {
            let label = finish(text, left, shape);
            // «2) тармақшада: …»: where the number stands before its word, it cites and opens no item.
            let cites = !lang.words_first()
                && text[..label.len].trim_end().ends_with(')')
                && cites(left, lang);
            return (!cites).then_some(label);
        }
        return None;
    }
    if !first.is_alphabetic() && first != '§' {
        return None;
    }
    let (left, shape) =
        alt((|i| word_number(i, lang), |i| roman_word(i, lang), letter_item, |i| doubled(i, lang)))
            .parse(text)
            .ok()?;
    Some(finish(text, left, shape))
}

/// Whether the word for a point in brackets follows.
fn cites(rest: &str, lang: &Lang) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{a0}', '-']);
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    lang.cites(&rest[..end], UnitKind::Subparagraph)
}

/// A number without a mark before a heading: "5 Procedure", "6A Judge's powers", "3 (1) Every …".
#[must_use]
pub fn plain(text: &str) -> Option<Label> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let main = text.get(..digits).filter(|d| (1..=3).contains(&d.len()))?.parse().ok()?;
    let letters = text[digits..].bytes().take_while(u8::is_ascii_uppercase).count();
    let tail = text.get(digits..digits + letters).filter(|t| t.len() <= 2)?;
    let rest = &text[digits + letters..];
    let heading = rest.trim_start();
    let opens = rest.starts_with('(')
        || (heading.len() < rest.len()
            && heading.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '“' | '[')));
    let number = Number { main, inserted: Vec::new(), tail: tail.to_owned() };
    opens.then(|| Label { shape: Shape::Point(number), len: text.len() - heading.len() })
}

/// A Roman figure without a word at the head of a section: `I. General`, `VIIIa. – Joint tasks`.
#[must_use]
pub fn roman_heading(text: &str) -> Option<Label> {
    let capitals = text.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X' | b'L')).count();
    let main = Number::roman(text.get(..capitals)?)?;
    // "IV a."
    let rest = text.get(capitals..)?;
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    let tail = rest.get(..letters).filter(|t| t.len() <= 1)?;
    let heading = rest.get(letters..)?.strip_prefix('.')?;
    let heading = heading.strip_prefix(char::is_whitespace)?;
    let heading = heading.trim_start_matches(|c: char| c.is_whitespace() || is_dash(c));
    let number = Number { main, inserted: Vec::new(), tail: tail.to_owned() };
    let len = text.len() - heading.len();
    heading
        .starts_with(char::is_uppercase)
        .then_some(Label { shape: Shape::Named(UnitKind::Section, number), len })
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

fn finish(text: &str, left: &str, shape: Shape) -> Label {
    Label { shape, len: text.len() - left.trim_start().len() }
}

/// White space of any kind, no-break spaces among it.
fn space(i: &str) -> IResult<&str, &str> {
    take_while(char::is_whitespace).parse(i)
}

/// `12`, `83-1`, `10-1-2`.
fn number(i: &str) -> IResult<&str, Number> {
    map_opt(
        recognize((
            verify(digit1, |d: &str| d.len() <= 4),
            many_m_n(0, 3, (one_of("-‑–"), verify(digit1, |d: &str| d.len() <= 3))),
        )),
        |n: &str| Number::parse(&n.replace(['‑', '–'], "-")),
    )
    .parse(i)
}

/// `6B`, `26d-4`: letters behind the number of an inserted unit, and what was inserted behind these.
fn lettered(i: &str) -> IResult<&str, Number> {
    let (i, (n, letters, more)) = (
        number,
        alt((
            take_while_m_n(1, 2, |c: char| c.is_ascii_uppercase()),
            take_while_m_n(1, 1, |c: char| c.is_ascii_lowercase()),
        )),
        opt(recognize((tag("-"), verify(digit1, |d: &str| d.len() <= 2)))),
    )
        .parse(i)?;
    let (i, _) = verify(rest_peek, |r: &str| !r.starts_with(char::is_alphanumeric)).parse(i)?;
    let tail = format!("{letters}{}", more.unwrap_or_default());
    Ok((i, Number { tail, ..n }))
}

/// `1-202.02`, `29A-301.37`, `28:3-310` behind a paragraph sign, as codes of American states number.
fn code_number(i: &str, signed: bool) -> IResult<&str, Number> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '.' | ':');
    let (left, whole) = verify(take_while1(part), |_: &str| signed).parse(i)?;
    let bare = whole.trim_end_matches(['.', ':', '-']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let main = bare.get(..digits).and_then(|d| d.parse().ok());
    match main {
        Some(main) if digits > 0 => {
            let left = &i[i.len() - left.len() - (whole.len() - bare.len())..];
            let tail = bare[digits..].replace('–', "-");
            Ok((left, Number { main, inserted: Vec::new(), tail }))
        }
        _ => Err(nom::Err::Error(nom::error::Error::new(i, nom::error::ErrorKind::Digit))),
    }
}

/// The end of a heading's label: an optional full stop, which may stand apart.
fn heading_stop(i: &str) -> IResult<&str, &str> {
    // «Статья 12 .» is as common as «Статья 12.»; «12.1» is another number.
    recognize((space, opt((opt(tag("\\")), tag("."))))).parse(i)
}

fn heading_kind(word: &str, lang: &Lang) -> Option<UnitKind> {
    let mut folded = String::new();
    fold_into(word, lang.is_cyrillic(), &mut folded);
    lang.headings().find(|(_, words)| words.contains(&folded)).map(|(kind, _)| kind)
}

/// `Статья 12.`, `Section 2.`, `Раздел IV`.
fn word_number<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Shape> {
    let whole = i;
    let word = alt((tag("§"), take_while1(char::is_alphabetic)));
    let (i, kind) = map_opt(terminated(word, opt(tag("."))), |w| {
        lang.words_first().then(|| heading_kind(w, lang)).flatten()
    })
    .parse(i)?;
    // «СтатьяN» occurs in scraped text, but a heading's number is never glued to a letter before it.
    let (i, _) = space(i)?;
    // "Sec. 01.05.006.", «§ 1-202.02.»: a code that numbers in parts.
    let head = || i.chars().take_while(|c| c.is_ascii_digit() || *c == '.');
    let dotted = head().filter(|c| *c == '.').count() > 1
        && i.split('.').take(3).all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    let signed = whole.starts_with('§') || dotted;
    let (i, n) = alt((|i| code_number(i, signed), lettered, number, roman)).parse(i)?;
    // "Artikel 87a Abs. 4 und Artikel 91 …" on a wrapped line: a smaller unit behind the number cites.
    let (i, _) = verify(rest_peek, |r: &str| !cites_inner(r, lang)).parse(i)?;
    // "Section 47-2853.132 of the Code": the number of a code, of which only a part was read.
    let (i, _) = verify(rest_peek, |r: &str| {
        !r.strip_prefix('-').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
    })
    .parse(i)?;
    let (i, _) = verify(rest_peek, |r: &str| {
        !r.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase())
    })
    .parse(i)?;
    // "Section 1108(c) of the Act": a bracket glued to the number cites.
    let (i, _) = verify(rest_peek, |r: &str| !r.starts_with('(')).parse(i)?;
    let (i, stop) = heading_stop(i)?;
    // "section 5 of this Act" on a wrapped line begins small, as headings do not.
    let (i, _) =
        verify(rest_peek, |_: &str| stop.contains('.') || !whole.starts_with(char::is_lowercase))
            .parse(i)?;
    let (i, _) = opt(heading_dash).parse(i)?;
    Ok((i, Shape::Named(kind, n)))
}

/// Whether the word for a unit inside an article and a figure follow.
fn cites_inner(rest: &str, lang: &Lang) -> bool {
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    let inner = [UnitKind::Paragraph, UnitKind::Subparagraph, UnitKind::Subsubparagraph];
    if rest.starts_with(',') {
        return lang.has_bracketed_paragraphs();
    }
    lang.has_bracketed_paragraphs()
        && behind.trim_start_matches(['.', ' ', '\u{a0}']).starts_with(|c: char| c.is_ascii_digit())
        && inner.iter().any(|kind| lang.cites(word, *kind))
}

/// "Article 29 – Investors": the dash between a label and its heading.
fn heading_dash(i: &str) -> IResult<&str, &str> {
    terminated(
        recognize((one_of("-–—"), take_while1(char::is_whitespace))),
        verify(rest_peek, |r: &str| r.starts_with(char::is_uppercase)),
    )
    .parse(i)
}

fn rest_peek(i: &str) -> IResult<&str, &str> {
    nom::combinator::peek(rest).parse(i)
}

/// `12-бап.`, `12 бап`, `9-БӨЛІМ.`
fn number_word<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Shape> {
    let (i, n) = number(i)?;
    let (i, _) = alt((recognize((space, one_of("-‑–"), space)), take_while1(char::is_whitespace)))
        .parse(i)?;
    let (i, kind) = map_opt(take_while1(char::is_alphabetic), |w| {
        (!lang.words_first()).then(|| heading_kind(w, lang)).flatten()
    })
    .parse(i)?;
    let (i, _) = heading_stop(i)?;
    Ok((i, Shape::Named(kind, n)))
}

/// `I бөлім`
fn roman_word<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Shape> {
    let (i, n) = roman(i)?;
    let (i, _) =
        alt((recognize((space, one_of("-‑–"))), take_while1(char::is_whitespace))).parse(i)?;
    let (i, kind) = map_opt(take_while1(char::is_alphabetic), |w| {
        (!lang.words_first()).then(|| heading_kind(w, lang)).flatten()
    })
    .parse(i)?;
    let (i, _) = heading_stop(i)?;
    Ok((i, Shape::Named(kind, n)))
}

fn roman(i: &str) -> IResult<&str, Number> {
    map_opt(take_while1(char::is_alphabetic), |w| Number::roman(w).map(Number::plain)).parse(i)
}

/// No act has so many points; a year at the start of a wrapped line looks like one.
fn no_year(n: &Number) -> bool {
    n.main < 1000
}

/// `12)`, `10-1)`, `1\)`
fn item(i: &str) -> IResult<&str, Shape> {
    verify(terminated(number, (space, opt(tag("\\")), tag(")"))), no_year).map(Shape::Item).parse(i)
}

/// `1a`: a small letter that belongs to the number, where the language numbers so.
fn inserted<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Number> {
    let (left, (n, tail)) = (
        number,
        opt(verify(take_while_m_n(1, 1, |c: char| c.is_ascii_lowercase()), |_: &str| {
            lang.has_lettered_numbers()
        })),
    )
        .parse(i)?;
    Ok((left, Number { tail: tail.unwrap_or_default().to_owned(), ..n }))
}

/// `12.`, `3-1.`, `1\.`, `1a.`: not the start of `12.5` or of a date, in which a month stands behind it.
fn point<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Shape> {
    let number = |i| inserted(i, lang);
    let (i, n) = verify(terminated(number, (opt(tag("\\")), tag("."))), no_year).parse(i)?;
    let (i, _) = verify(rest_peek, |r: &str| {
        let word = r.trim_start();
        let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        !lang.is_month(&word[..end])
    })
    .parse(i)?;
    let (i, _) = verify(rest_peek, |r: &str| {
        r.starts_with(|c: char| {
            c.is_whitespace() || c.is_uppercase() || matches!(c, '«' | '"' | '“' | '(' | '<' | '*')
        })
    })
    .parse(i)?;
    Ok((i, Shape::Point(n)))
}

/// `а)`
fn letter_item(i: &str) -> IResult<&str, Shape> {
    let (i, letter) =
        terminated(take_while_m_n(1, 1, char::is_alphabetic), (opt(tag("\\")), tag(")")))
            .parse(i)?;
    let letter = letter.chars().flat_map(char::to_lowercase).next().unwrap_or_default();
    Ok((i, Shape::Letter(letter)))
}

/// `aa)`
fn doubled<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Shape> {
    let twice = |s: &&str| {
        lang.has_bracketed_paragraphs() && s.chars().all(|c| c.is_lowercase() && s.starts_with(c))
    };
    let (i, letters) = terminated(
        verify(take_while_m_n(2, 3, char::is_alphabetic), move |s: &str| twice(&s)),
        (opt(tag("\\")), tag(")")),
    )
    .parse(i)?;
    Ok((i, Shape::Doubled(letters.to_owned())))
}

/// `(12)`, `(a)`, `(iv)`
fn parenthesised<'a>(i: &'a str, lang: &Lang) -> IResult<&'a str, Shape> {
    let inner = alt((
        terminated(number, tag(")")).map(Shape::Parenthesised),
        // `(1a)`
        verify(terminated(|i| inserted(i, lang), tag(")")), |_: &Number| {
            lang.has_lettered_numbers()
        })
        .map(Shape::Parenthesised),
        // `(6A)`, `(b-1)`: units inserted between others.
        map_opt(
            terminated((number, take_while_m_n(1, 2, |c: char| c.is_ascii_uppercase())), tag(")")),
            |(n, tail): (Number, &str)| {
                n.inserted
                    .is_empty()
                    .then(|| Shape::Parenthesised(Number { tail: tail.to_owned(), ..n }))
            },
        ),
        terminated(
            recognize((
                take_while_m_n(1, 1, |c: char| c.is_ascii_alphabetic()),
                tag("-"),
                verify(digit1, |d: &str| d.len() <= 2),
            )),
            tag(")"),
        )
        .map(|letters: &str| Shape::ParenthesisedLetters(letters.to_owned())),
        terminated(take_while_m_n(1, 5, |c: char| c.is_ascii_alphabetic()), tag(")"))
            .map(|letters: &str| Shape::ParenthesisedLetters(letters.to_owned())),
    ));
    let (i, shape) = preceded(tag("("), inner).parse(i)?;
    // "(b)sub-section" lost its space; "(re)insurance" is a word.
    let short = match &shape {
        Shape::ParenthesisedLetters(letters) => letters.len() == 1 && letters != "s",
        _ => true,
    };
    let follows = |r: &str| {
        !r.starts_with(|c: char| {
            matches!(c, ',' | ';') || (c.is_alphanumeric() && !(short && c.is_alphabetic()))
        })
    };
    let (i, _) = verify(rest_peek, follows).parse(i)?;
    Ok((i, shape))
}
