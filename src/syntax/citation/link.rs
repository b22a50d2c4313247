//! One link of a chain: a unit word with its numbers, or the unit around: "this article".

use nom::Parser;
use nom::combinator::opt;

use super::super::Reading;
use super::number::{self, In, Numbers, mark};
use super::rank;
use crate::lang::table::Class;
use crate::lang::{Order, Token, TokenKind};
use crate::model::UnitKind;

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The level that its word names.
    pub(super) kind: UnitKind,
    /// Its numbers, each with the levels in brackets behind it.
    pub(super) paths: Vec<Vec<(UnitKind, String)>>,
    /// Indexes of the first and last path of each range.
    pub(super) ranges: Vec<(usize, usize)>,
    /// Whether it is the unit around the citation.
    pub(super) itself: bool,
    /// An ordinal before its word, which may be no citation: "the second part".
    pub(super) loose: bool,
    /// Whether its word names a part of the whole act when it stands alone with a figure.
    part: bool,
}

impl Link {
    /// The innermost level that it names.
    pub(super) fn inner(&self) -> UnitKind {
        self.paths.last().and_then(|p| p.last()).map_or(self.kind, |(kind, _)| *kind)
    }

    /// Makes a range of this link and a later one of its kind.
    pub(super) fn extend_to(&mut self, last: &Link) {
        let number = |l: &Link, at: usize| l.paths.get(at)?.first().map(|(_, n)| n.clone());
        let (Some(from), Some(to)) =
            (number(self, self.paths.len().saturating_sub(1)), number(last, 0))
        else {
            return;
        };
        let mut numbers = Numbers { items: vec![vec![from]], ..Numbers::default() };
        number::expand(to, &mut numbers);
        let base = self.paths.len() - 1;
        let kind = self.kind;
        let more = numbers.items.into_iter().skip(1).flatten().map(|n| vec![(kind, n)]);
        self.paths.extend(more);
        self.ranges.push((base, self.paths.len() - 1));
    }
}

/// Reads a link at a token; gives it with the index of the token behind it.
pub(super) fn read(reading: &Reading<'_>, at: usize, end: usize) -> Option<(Link, usize)> {
    let list = reading.tokens.list();
    let input = list.get(at..end)?;
    let first = *input.first()?;
    if let Some(kind) = around(reading, input) {
        let paths = vec![Vec::new()];
        let part = kind == UnitKind::Alinea;
        let ranges = Vec::new();
        let link = Link { kind, paths, ranges, itself: true, loose: false, part };
        return Some((link, at + 2));
    }
    let small_first = reading.lang.order() == Order::SmallToBig;
    let (rest, kind, numbers, loose) = match unit_word(reading, input) {
        Some((kind, rest)) if small_first => {
            // «18 ч. 30 мин»: a short word behind a number is a measure.
            let measure = at > 0
                && list[at - 1].kind == TokenKind::Number
                && list[at - 1].end + 1 >= first.start
                && is_short(reading, first);
            if measure {
                return None;
            }
            let (rest, numbers) = behind(reading, rest)?;
            (rest, kind, numbers, false)
        }
        _ => {
            let (rest, numbers) = number::list(reading, input).ok()?;
            // In languages whose number stands behind its word only ordinals may come before it.
            if small_first && !numbers.words {
                return None;
            }
            let (rest, _) = opt(mark('-')).parse(rest).ok()?;
            let (kind, rest) = unit_word(reading, rest)?;
            (rest, kind, numbers, small_first)
        }
    };
    let part = kind == UnitKind::Alinea && !numbers.words;
    let roman = numbers.roman;
    let kind = match kind {
        // An ordinal in words names an alinea; a figure names the numbered unit, whatever it is called.
        UnitKind::Alinea if !numbers.words => UnitKind::Paragraph,
        // "The second paragraph of Article 5" counts paragraphs on the page.
        UnitKind::Paragraph if loose => UnitKind::Alinea,
        kind => kind,
    };
    let paths = numbers.items.iter().map(|levels| path(kind, levels)).collect();
    let link = Link {
        kind: if part && roman { UnitKind::Part } else { kind },
        paths,
        ranges: numbers.ranges,
        itself: false,
        loose,
        part,
    };
    Some((link, end - rest.len()))
}

/// Numbers behind their unit word.
fn behind<'t>(reading: &Reading<'_>, input: In<'t>) -> Option<(In<'t>, Numbers)> {
    if let Ok((rest, numbers)) = number::list(reading, input) {
        return Some((rest, numbers));
    }
    let (rest, n) = number::cardinal(reading, input)?;
    let numbers = Numbers { items: vec![vec![n]], words: true, ..Numbers::default() };
    Some((rest, numbers))
}

/// The levels of a number with brackets: `5(1)(a)` of an article is paragraph 1, subparagraph a.
fn path(kind: UnitKind, levels: &[String]) -> Vec<(UnitKind, String)> {
    let mut path: Vec<(UnitKind, String)> = Vec::with_capacity(levels.len());
    for label in levels {
        let figure = label.starts_with(|c: char| c.is_ascii_digit());
        let level = match path.last().map(|(kind, _)| *kind) {
            None => kind,
            Some(UnitKind::Section) if !figure => UnitKind::Subsection,
            Some(UnitKind::Article) if !figure => UnitKind::Subparagraph,
            Some(UnitKind::Paragraph) => UnitKind::Subparagraph,
            Some(UnitKind::Subparagraph | UnitKind::Subsubparagraph) => UnitKind::Subsubparagraph,
            Some(_) => UnitKind::Paragraph,
        };
        path.push((level, label.clone()));
    }
    path
}

/// «настоящей статьи», «осы баптың», "this article".
fn around(reading: &Reading<'_>, input: In<'_>) -> Option<UnitKind> {
    let (this, unit) = (input.first()?, input.get(1)?);
    let is_this = this.kind == TokenKind::Word
        && reading.lang.single(&reading.tokens, *this).any(|c| c == Class::This);
    is_this.then(|| kind_of(reading, *unit)).flatten()
}

fn kind_of(reading: &Reading<'_>, t: Token) -> Option<UnitKind> {
    match t.kind {
        TokenKind::Word => reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Unit(kind) => Some(kind),
            _ => None,
        }),
        TokenKind::Mark => reading.lang.unit_of_mark(char::from_u32(t.value)?),
        TokenKind::Number => None,
    }
}

fn is_short(reading: &Reading<'_>, t: Token) -> bool {
    reading.lang.is_abbreviation(&reading.tokens.text(t).to_lowercase())
}

fn unit_word<'t>(reading: &Reading<'_>, input: In<'t>) -> Option<(UnitKind, In<'t>)> {
    let (first, mut rest) = input.split_first()?;
    let kind = kind_of(reading, *first)?;
    // «§§ 5–7»
    while first.kind == TokenKind::Mark && rest.first().is_some_and(|t| t.value == first.value) {
        rest = &rest[1..];
    }
    // «ст. 5», «ст.ст. 5 и 6», «Art. 5»: the full stop of an abbreviation.
    if is_short(reading, *first) {
        while let Some(stop) = rest.first().filter(|t| t.is('.')) {
            rest = &rest[1..];
            let again = rest.first().is_some_and(|t| {
                t.start == stop.end && reading.tokens.text(*t) == reading.tokens.text(*first)
            });
            if !again {
                break;
            }
            rest = &rest[1..];
        }
    }
    Some((kind, rest))
}

/// «10-баптан 13-бапқа дейінгі»: whether two links of one level are the ends of a range.
pub(super) fn closes_range(reading: &Reading<'_>, from: &Link, to: &Link, behind: usize) -> bool {
    let through = reading.tokens.list().get(behind).is_some_and(|t| {
        t.kind == TokenKind::Word
            && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::Through)
    });
    through && from.kind == to.kind && !from.itself && !to.itself
}

/// "Part II of this Act": a word that names parts of units names a part of the act when it stands alone
/// with a figure, or opens with a capital as headings do.
pub(super) fn settle_part(reading: &Reading<'_>, links: &mut [Link], first: Token) {
    let [link] = links else { return };
    if !link.part || rank(link.kind) < rank(UnitKind::Article) && link.kind != UnitKind::Part {
        return;
    }
    let word = reading.tokens.text(first);
    let heads = reading
        .lang
        .unit(UnitKind::Part)
        .is_some_and(|u| u.heading.iter().any(|h| *h == word.to_lowercase()));
    if link.kind == UnitKind::Part || (heads && reading.tokens.is_capital(first) && !link.itself) {
        link.kind = UnitKind::Part;
        for path in &mut link.paths {
            path.truncate(1);
            path.iter_mut().for_each(|level| level.0 = UnitKind::Part);
        }
    }
}
