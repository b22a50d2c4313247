//! Citations: chains of links in the order of the language, with lists and ranges expanded, and the
//! name of the act that governs them.
//!
//! Three orders are known: small to big («подпункт 3) пункта 2 статьи 12»), big to small («12-баптың
//! 2-тармағының 3) тармақшасы»), and big to small with each word before its number ("Artikel 12 Absatz 2
//! Nummer 3"). All give targets written from big to small.

mod item;
mod link;
mod list;
mod name;
mod number;
mod word_first;

use std::ops::Range;

use super::Reading;
use crate::lang::table::Class;
use crate::lang::{Cue, Order, Token, TokenKind};
pub use crate::model::frame::CitedAct;
use crate::model::{Eid, Number, UnitKind};

use link::Link;

/// A chain of links, or a list of chains, governed by one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Index of its first token.
    pub start: usize,
    /// One past the index of its last token, the name of the act included.
    pub end: usize,
    /// The act that it points into.
    pub act: CitedAct,
    /// The tokens that name the act.
    pub name: Option<Range<usize>>,
    /// The unit around the citation from which its targets count: "paragraph 2 of this article".
    pub within: Option<UnitKind>,
    /// Its targets, ranges and lists expanded; empty where the whole act is meant. A target without
    /// levels is the unit of `within` itself.
    pub targets: Vec<Eid>,
    /// Pairs of indexes into the targets, first and last, that were written as a range.
    pub ranges: Vec<(usize, usize)>,
}

/// A range of numbers is expanded up to this many targets; beyond it both ends stand for it.
const LONGEST_RANGE: u32 = 1000;

/// Links and their numbers give at most this many targets.
const MOST_TARGETS: usize = 2 * LONGEST_RANGE as usize;

/// Chains joined in one list are at most this many.
const LONGEST_LIST: usize = 400;

/// One chain: its links from the biggest unit to the smallest.
#[derive(Debug, Clone)]
struct Chain {
    start: usize,
    end: usize,
    links: Vec<Link>,
    /// Whether a comma alone stands between it and the chain before it.
    behind_comma: bool,
}

impl Chain {
    fn outer(&self) -> u8 {
        self.links.first().map_or(u8::MAX, |l| rank(l.kind))
    }

    fn within(&self) -> Option<UnitKind> {
        self.links.first().filter(|l| l.itself).map(|l| l.kind)
    }
}

/// Whether a citation may start with a word of a class.
pub(super) fn opens(class: Class) -> bool {
    matches!(
        class,
        Class::Unit(_)
            | Class::Ordinal(_)
            | Class::Cardinal(_)
            | Class::This
            | Class::ActNoun
            | Class::Cue(Cue::Constitution)
    )
}

/// Whether a citation may start with the first word of a phrase of a class: a unit named by several
/// words, or the constitution by another name.
pub(super) fn opens_phrase(class: Class) -> bool {
    matches!(class, Class::Unit(_) | Class::BasicLaw)
}

/// Whether a word may be a Roman figure in front of its unit word.
pub(super) fn is_roman(word: &str) -> bool {
    const LONGEST: usize = 8;
    word.len() <= LONGEST
        && word.starts_with(char::is_uppercase)
        && Number::roman(word).is_some()
        && word.chars().all(char::is_uppercase)
}

/// Whether a figure has the ending of an ordinal close to it: "2nd", «1-го».
pub(super) fn is_ordinal(reading: &Reading<'_>, at: usize) -> bool {
    let list = reading.tokens.list();
    let glued = |i: usize| list.get(i + 1).is_some_and(|t| list[i].end == t.start);
    let ending = if glued(at) && number::is_dash(list[at + 1]) { at + 1 } else { at };
    glued(ending) && number::is_suffix(reading, list[ending + 1])
}

/// Finds the citations in a range of tokens, in the order of the text.
#[must_use]
pub fn find(reading: &Reading<'_>, range: Range<usize>) -> Vec<Citation> {
    let end = range.end.min(reading.tokens.list().len());
    let mut found: Vec<Citation> = Vec::new();
    let skipped = gazettes(reading, range.start..end);
    let mut at = range.start;
    while at < end {
        if let Some(bracket) = skipped.iter().find(|b| b.contains(&at)) {
            at = bracket.end;
            continue;
        }
        if !reading.may_cite(at) {
            at += 1;
            continue;
        }
        // A name before a chain may have been found as a mention, but ends no other chain.
        let before =
            found.iter().rev().find(|c| !c.targets.is_empty()).map_or(range.start, |c| c.end);
        if let Some(citation) = list::read(reading, at, before, end) {
            at = citation.end;
            list::join(reading, &mut found, citation);
            while let Some(more) = found.last().and_then(|c| list::repeat(reading, c, end)) {
                at = more.end;
                found.push(more);
            }
        } else if let Some(name) = name::whole(reading, at, range.start, end) {
            at = name.tokens.end;
            found.push(Citation {
                start: name.tokens.start,
                end: name.tokens.end,
                act: name.act,
                name: Some(name.tokens),
                within: None,
                targets: Vec::new(),
                ranges: Vec::new(),
            });
        } else {
            // A list of numbers without a unit word has none behind any of its numbers either.
            let rest = &reading.tokens.list()[at..end];
            at +=
                number::list(reading, rest).map_or(1, |(left, _)| (rest.len() - left.len()).max(1));
        }
    }
    found
}

/// The name of an act that ends right before a token, in whatever form, and the act that it means.
#[must_use]
pub fn name_before(
    reading: &Reading<'_>,
    at: usize,
    from: usize,
) -> Option<(Range<usize>, CitedAct)> {
    let name = match reading.lang.order() {
        Order::SmallToBig | Order::BigToSmallWordFirst => name::ahead(reading, at, from, true),
        Order::BigToSmall => name::before(reading, at, from, false),
    };
    name.map(|n| (n.tokens, n.act))
}

/// Brackets that say where an act was published: «(Ведомости Парламента …, № 10, ст. 68)». The articles
/// that they name are those of the gazette.
fn gazettes(reading: &Reading<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let list = reading.tokens.list();
    let mut found: Vec<Range<usize>> = Vec::new();
    for hit in reading.hits_in(&range) {
        if reading.lang.class(hit.class) != Class::Gazette {
            continue;
        }
        let at = hit.start as usize;
        if found.last().is_some_and(|f| f.contains(&at)) {
            continue;
        }
        let Some(open) = (range.start..at).rev().find(|i| list[*i].is('(') || list[*i].is(')'))
        else {
            continue;
        };
        if list[open].is('(') {
            found.push(open..closing(list, open, range.end).map_or(range.end, |c| c + 1));
        }
    }
    found
}

/// The bracket that closes the one at an index.
fn closing(list: &[Token], open: usize, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (i, t) in list.iter().enumerate().take(end).skip(open) {
        if t.is('(') {
            depth += 1;
        } else if t.is(')') {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(i);
            }
        }
    }
    None
}

/// The order of levels from big to small.
fn rank(kind: UnitKind) -> u8 {
    match kind {
        UnitKind::Attachment => 0,
        UnitKind::Part => 1,
        UnitKind::Section => 2,
        UnitKind::Chapter => 3,
        UnitKind::Division => 4,
        UnitKind::Article => 5,
        UnitKind::Note => 6,
        UnitKind::Subsection => 7,
        UnitKind::Paragraph => 8,
        UnitKind::Alinea => 9,
        UnitKind::Subparagraph => 10,
        UnitKind::Subsubparagraph => 11,
        _ => 12,
    }
}

/// Whether a link may stand outside another one.
fn may_hold(outer: UnitKind, inner: UnitKind) -> bool {
    rank(outer) < rank(inner) || (outer == UnitKind::Subparagraph && inner == UnitKind::Alinea)
}

/// Reads one chain at a token.
fn chain(reading: &Reading<'_>, at: usize, end: usize) -> Option<Chain> {
    if at >= end {
        return None;
    }
    let list = reading.tokens.list();
    let order = reading.lang.order();
    let small_first = order.small_first();
    if !order.word_first() && link::is_heading(reading, at, end) {
        return None;
    }
    let mut links: Vec<Link> = Vec::new();
    let mut next = at;
    // «ст. 15 п. 2», «в статье 5 пункт 2»: big units first in a language of small ones.
    let mut turned = !small_first;
    while next < end {
        let from = if links.is_empty() { next } else { between(reading, &links, next, end) };
        let Some((mut link, behind)) = link::read(reading, from, end, links.is_empty()) else {
            // «абзаца второго 5)»: the word of a point was left out before its figure with a bracket.
            if let Some((link, behind)) = link::unnamed(reading, &links, next, end) {
                links.push(link);
                next = behind;
                continue;
            }
            break;
        };
        if !turned
            && links.iter().any(|l| l.kind == UnitKind::Paragraph)
            && links.iter().all(|l| link::is_under(l, &link))
        {
            links.iter_mut().for_each(Link::deepen);
        }
        if let Some(last) = links.last() {
            link.settle_outer(last, from > next);
            if turned {
                link.settle_inner(last);
            }
            if !turned
                && links.len() == 1
                && from == next
                && may_hold(last.inner(), link.kind)
                && !may_hold(link.inner(), last.kind)
            {
                turned = !link.itself && !last.itself;
            }
            let fits = if turned {
                may_hold(last.inner(), link.kind) && !link.itself
            } else {
                (may_hold(link.inner(), last.kind) || (from > next && holds_section(&link, last)))
                    && !last.itself
            };
            if !fits {
                // «10-баптан 13-бапқа дейінгі»: two links of one level are the ends of a range.
                if turned && link::closes_range(reading, last, &link, behind) {
                    let open = links.last_mut()?;
                    open.extend_to(&link);
                    next = behind + 1;
                }
                break;
            }
        }
        next = behind;
        if small_first && link.kind == UnitKind::Article && !link.itself {
            next = link::detail(reading, &mut link, behind, end);
        }
        if order == Order::BigToSmallWordFirst && !link.itself {
            next = word_first::portions(reading, behind, end);
        }
        links.push(link);
    }
    // A note without a number is a unit of its article and of nothing else.
    if links.first().is_some_and(Link::is_bare)
        && (links.len() == 1 || links.iter().skip(1).any(|l| l.kind == UnitKind::Note))
    {
        return None;
    }
    if links.is_empty() {
        return None;
    }
    if !turned {
        links.reverse();
    }
    link::settle_part(reading, &mut links, list[at]);
    Some(Chain { start: at, end: next, links, behind_comma: false })
}

/// The token behind the words that may stand between two links: "of the".
fn between(reading: &Reading<'_>, links: &[Link], at: usize, end: usize) -> usize {
    const MOST: usize = 2;
    let list = reading.tokens.list();
    let note = links.last().is_some_and(|l| l.kind == UnitKind::Note);
    let mut from = at;
    while from < end
        && from < at + MOST
        && reading.lang.single(&reading.tokens, list[from]).any(|c| {
            // «примечания к статье 5»: a note stands to its unit.
            c == Class::Of || (note && c == Class::Preposition)
        })
    {
        from += 1;
    }
    from
}

/// "Section 5 of Article XII", "section 205 of this chapter": where sections are what articles are
/// elsewhere, bigger units hold them.
fn holds_section(outer: &Link, inner: &Link) -> bool {
    inner.kind == UnitKind::Section
        && matches!(outer.kind, UnitKind::Article | UnitKind::Chapter | UnitKind::Division)
}

/// The targets of a chain: every number of a link under each of the links around it.
fn spread(links: &[Link], targets: &mut Vec<Eid>, ranges: &mut Vec<(usize, usize)>) {
    let mut under = vec![Eid::default()];
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (depth, link) in links.iter().enumerate() {
        if link.itself {
            continue;
        }
        let last = depth + 1 == links.len();
        let mut more = Vec::new();
        spans.clear();
        for outer in &under {
            let base = more.len();
            for path in &link.paths {
                more.push(path.iter().fold(outer.clone(), |e, (kind, n)| e.child(*kind, n)));
            }
            if last {
                spans.extend(link.ranges.iter().map(|(a, b)| (base + a, base + b)));
            }
            if more.len() > MOST_TARGETS {
                break;
            }
        }
        more.truncate(MOST_TARGETS);
        under = more;
    }
    let base = targets.len();
    let room = (MOST_TARGETS * 2).saturating_sub(base);
    under.truncate(room);
    ranges.extend(
        spans.into_iter().filter(|(_, b)| *b < under.len()).map(|(a, b)| (base + a, base + b)),
    );
    targets.extend(under);
}

/// Whether a token names the constitution, as its last word where there are more.
fn is_constitution(reading: &Reading<'_>, at: usize) -> bool {
    const LONGEST: usize = 3;
    let Some(token) = reading.tokens.list().get(at).filter(|t| t.kind == TokenKind::Word) else {
        return false;
    };
    if reading.lang.single(&reading.tokens, *token).any(|c| c == Class::Cue(Cue::Constitution)) {
        return true;
    }
    reading
        .hits_in(&(at.saturating_sub(LONGEST)..at))
        .iter()
        .any(|h| h.end as usize == at + 1 && reading.lang.class(h.class) == Class::BasicLaw)
}
