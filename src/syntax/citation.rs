//! Citations: chains of links in the order of the language, with lists and ranges expanded, and the
//! name of the act that governs them.
//!
//! Two orders are known: small to big («подпункт 3) пункта 2 статьи 12») and big to small
//! («12-баптың 2-тармағының 3) тармақшасы»). Both give targets written from big to small.

mod link;
mod name;
mod number;

use std::ops::Range;

use super::Reading;
use crate::lang::table::Class;
use crate::lang::{Cue, Order, Token, TokenKind};
use crate::model::{Eid, UnitKind};

use link::Link;
use name::Name;

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
        if let Some(citation) = list(reading, at, range.start, end) {
            at = citation.end;
            found.push(citation);
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

/// Reads the chains of a list that one act governs.
fn list(reading: &Reading<'_>, at: usize, from: usize, end: usize) -> Option<Citation> {
    let small_first = reading.lang.order() == Order::SmallToBig;
    let first = chain(reading, at, end)?;
    let named = if small_first { None } else { name::before(reading, at, from) };
    let mut name = named;
    let mut chains = vec![first];
    while let Some(last) = chains.last() {
        if small_first {
            name = name::behind(reading, last, end);
            if name.is_some() || last.within().is_some() {
                break;
            }
        }
        if chains.len() >= LONGEST_LIST {
            break;
        }
        let Some((next, comma)) = joint(reading, last.end, end) else { break };
        let Some(mut more) = chain(reading, next, end) else { break };
        // «осы баптың 2-тармағында және осы Заңның …»: a unit around opens a citation of its own.
        if !small_first && more.within().is_some() {
            break;
        }
        more.behind_comma = comma;
        chains.push(more);
    }
    // «пункта 2 и статьи 5 настоящей главы»: a list whose last chain counts from a unit around shares it.
    let within = if small_first { chains.last() } else { chains.first() }.and_then(Chain::within);
    // "The first part of the year": an ordinal before its word cites nothing without an act or a unit.
    if let [only] = chains.as_slice()
        && let [link] = only.links.as_slice()
        && link.loose
        && name.is_none()
    {
        return None;
    }
    lend(&mut chains, small_first);
    let start = chains.first()?.start;
    let stop = chains.last()?.end;
    let (mut targets, mut ranges) = (Vec::new(), Vec::new());
    for chain in &chains {
        spread(&chain.links, &mut targets, &mut ranges);
    }
    let act = match &name {
        Some(name) if within.is_none() => name.act,
        _ => CitedAct::This,
    };
    let name = name.filter(|_| within.is_none()).map(|n: Name| n.tokens);
    Some(Citation {
        start: name.as_ref().map_or(start, |n| n.start.min(start)),
        end: name.as_ref().map_or(stop, |n| n.end.max(stop)),
        act,
        name,
        within,
        targets,
        ranges,
    })
}

/// The tokens that join two chains of a list: commas and words such as "and"; where the next chain may
/// start, and whether a comma stands alone.
fn joint(reading: &Reading<'_>, at: usize, end: usize) -> Option<(usize, bool)> {
    const LONGEST: usize = 6;
    let list = reading.tokens.list();
    let mut next = at;
    let mut comma = true;
    while next < end && next < at + LONGEST {
        let t = list[next];
        let joins = t.is(',')
            || ((t.is('(') || t.is(')')) && next > at)
            || (t.kind == TokenKind::Word
                && reading.lang.single(&reading.tokens, t).any(|c| {
                    comma &= c != Class::And;
                    c == Class::And
                }))
            || (next > at && t.kind == TokenKind::Word && name::is_article_word(reading, t));
        if !joins {
            break;
        }
        next += 1;
    }
    (next > at).then_some((next, comma))
}

/// Lists share the levels that only one of their members names: the last one where small units come
/// first, the one before where big units do.
fn lend(chains: &mut Vec<Chain>, small_first: bool) {
    let give = |from: &Chain, to: &mut Chain| {
        let own = to.outer();
        let lent: Vec<Link> =
            from.links.iter().take_while(|l| l.itself || rank(l.kind) < own).cloned().collect();
        // A lent level is the first of its numbers: «пункты 1 и 2 статьи 5, подпункт 3)».
        to.links.splice(0..0, lent);
    };
    let lacks = |c: &Chain| c.outer() > rank(UnitKind::Article) || c.within().is_some();
    if small_first {
        for i in (0..chains.len().saturating_sub(1)).rev() {
            let (head, tail) = chains.split_at_mut(i + 1);
            if lacks(&head[i]) && head[i].within().is_none() {
                give(&tail[0], &mut head[i]);
            }
        }
        // "Article 4, paragraph 1": big units first, with a comma between.
        let last = chains.len() - 1;
        if last > 0
            && chains[last].behind_comma
            && lacks(&chains[last])
            && chains[last].within().is_none()
            && chains[last - 1].outer() <= rank(UnitKind::Article)
        {
            let (head, tail) = chains.split_at_mut(last);
            give(&head[last - 1], &mut tail[0]);
            if tail[0].links.len() > head[last - 1].links.len() {
                tail[0].start = head[last - 1].start;
                chains.remove(last - 1);
            }
        }
    } else {
        for i in 1..chains.len() {
            let (head, tail) = chains.split_at_mut(i);
            if lacks(&tail[0]) {
                give(&head[i - 1], &mut tail[0]);
            }
        }
    }
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
        UnitKind::Subsection => 6,
        UnitKind::Paragraph => 7,
        UnitKind::Alinea => 8,
        UnitKind::Subparagraph => 9,
        UnitKind::Subsubparagraph => 10,
        _ => 11,
    }
}

/// Whether a link may stand outside another one.
fn may_hold(outer: UnitKind, inner: UnitKind) -> bool {
    rank(outer) < rank(inner) || (outer == UnitKind::Subparagraph && inner == UnitKind::Alinea)
}

/// Reads one chain at a token.
fn chain(reading: &Reading<'_>, at: usize, end: usize) -> Option<Chain> {
    let list = reading.tokens.list();
    let small_first = reading.lang.order() == Order::SmallToBig;
    let mut links: Vec<Link> = Vec::new();
    let mut next = at;
    // «ст. 15 п. 2», «в статье 5 пункт 2»: big units first in a language of small ones.
    let mut turned = !small_first;
    while next < end {
        let mut from = next;
        while !links.is_empty()
            && from < end
            && from < next + 2
            && reading.lang.single(&reading.tokens, list[from]).any(|c| c == Class::Of)
        {
            from += 1;
        }
        let Some((link, behind)) = link::read(reading, from, end) else { break };
        if let Some(last) = links.last() {
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
                may_hold(link.inner(), last.kind) && !last.itself
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
        links.push(link);
        next = behind;
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

/// Whether a token names the constitution.
fn is_constitution(reading: &Reading<'_>, token: Token) -> bool {
    token.kind == TokenKind::Word
        && reading.lang.single(&reading.tokens, token).any(|c| c == Class::Cue(Cue::Constitution))
}
