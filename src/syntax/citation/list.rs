//! Lists of chains that one act governs, and the levels that the members of a list share.

use super::super::Reading;
use super::link::{self, Form, Link};
use super::name::{self, Name};
use super::{
    Chain, Citation, CitedAct, LONGEST_LIST, chain, closing, may_hold, number, rank, spread,
};
use crate::lang::table::Class;
use crate::lang::{Order, TokenKind};
use crate::model::{Eid, UnitKind};

/// Reads the chains of a list that one act governs.
pub(super) fn read(reading: &Reading<'_>, at: usize, from: usize, end: usize) -> Option<Citation> {
    let small_first = reading.lang.order().small_first();
    let word_first = reading.lang.order().word_first();
    let first = chain(reading, at, end)?;
    // "Bundesgesetzblatt Teil III": a part of the gazette.
    if at > from && name::is(reading, reading.tokens.list()[at - 1], Class::Gazette) {
        return None;
    }
    let named_for_it = at > from
        && name::is(reading, reading.tokens.list()[at - 1], Class::Indefinite)
        && first.links.iter().all(|l| !l.itself);
    let named =
        if word_first { None } else { name::before(reading, at, from, is_attached(&first)) };
    let mut name = named;
    let mut chains = vec![first];
    while let Some(last) = chains.last() {
        if word_first {
            name = name::behind(reading, last, end);
            if name.is_some() || last.within().is_some() {
                break;
            }
        }
        if chains.len() >= LONGEST_LIST {
            break;
        }
        if let Some((inner, found)) = excepted(reading, last, end) {
            name = Some(found);
            chains.push(inner);
            break;
        }
        let Some((next, comma)) = joint(reading, last.end, end) else { break };
        let again = if word_first { repeated(reading, at, next) } else { next };
        let elided = || {
            let (links, behind) = link::elided(reading, &last.links, again, end)?;
            Some(Chain { start: again, end: behind, links, behind_comma: comma })
        };
        let Some(mut more) = chain(reading, again, end).or_else(elided) else { break };
        // "Subsections (2) to (4) and section 5(1)": levels in brackets count from the section around.
        if last.links.len() == 1
            && more.links.len() == 1
            && more.outer() == rank(UnitKind::Section)
            && last.links.iter().all(is_bare_level)
        {
            break;
        }
        // «осы тармақтың 2) тармақшасында және 3-тармағында»: what is no part of the unit around.
        if !small_first
            && chains.first().and_then(Chain::within).is_some_and(|k| more.outer() <= rank(k))
        {
            break;
        }
        if comma && stands_in(reading, last, &more) {
            if let Some(point) = chains.last_mut() {
                more.links.append(&mut point.links);
                point.links = more.links;
                point.end = more.end;
            }
            continue;
        }
        if small_first && comma && goes_deeper(reading, last, &mut more, end) {
            merge(&mut chains, more);
            continue;
        }
        // "Subsection (1), Part V of the Act": a unit above the sections opens a citation of its own.
        let apart = |c: &Chain| c.outer() < rank(UnitKind::Section) && c.links.len() == 1;
        if comma && small_first && last.outer() > rank(UnitKind::Article) && apart(&more) {
            break;
        }
        // «осы баптың 2-тармағында және осы Заңның …»: a unit around opens a citation of its own.
        if !small_first && more.within().is_some() {
            break;
        }
        more.behind_comma = comma;
        chains.push(more);
    }
    // «пункта 2 и статьи 5 настоящей главы»: a list whose last chain counts from a unit around shares it.
    let mut within =
        if small_first { chains.last() } else { chains.first() }.and_then(Chain::within);
    if small_first && name.is_none() && within.is_none() {
        name = chains
            .first()
            .filter(|c| c.outer() <= rank(UnitKind::Article))
            .and_then(|_| name::ahead(reading, at, from, false));
    }
    if is_label(reading, &chains, from, end) || is_index(reading, &chains, at, from) {
        return None;
    }
    // "A section 20 statement" is a thing and cites nothing.
    if named_for_it && name.is_none() && within.is_none() {
        return None;
    }
    // "Subsection (1)": a level in brackets without the unit that it stands in counts from this one.
    if chains.iter().all(|c| c.links.first().is_some_and(is_bare_level))
        && name.is_none()
        && chains.last().is_some_and(|c| !name::goes_on(reading, c.end, end))
    {
        within = Some(UnitKind::Section);
    }
    // "The first part of the year": an ordinal before its word cites nothing without an act or a unit.
    if let [only] = chains.as_slice()
        && let [link] = only.links.as_slice()
        && link.loose
        && name.is_none()
    {
        return None;
    }
    let sections = reading.lang.has_bare_sections();
    lend(&mut chains, small_first, sections);
    governed(&chains, name, within)
}

/// The citation that chains make under the name of an act or in a unit around.
fn governed(chains: &[Chain], name: Option<Name>, within: Option<UnitKind>) -> Option<Citation> {
    let start = chains.first()?.start;
    let stop = chains.last()?.end;
    let (mut targets, mut ranges) = (Vec::new(), Vec::new());
    for chain in chains {
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

/// "Subsection (1)": a level in brackets.
fn is_bare_level(link: &Link) -> bool {
    link.kind == UnitKind::Subsection && link.form == Form::Bracketed
}

/// "The Bees Act (Chapter 356)": the place of an act in the collection of laws.
fn is_index(reading: &Reading<'_>, chains: &[Chain], at: usize, from: usize) -> bool {
    let list = reading.tokens.list();
    at >= from + 2
        && list[at - 1].is('(')
        && name::is(reading, list[at - 2], Class::Governing)
        && chains.len() == 1
        && chains[0].links.len() == 1
        && chains[0].outer() == rank(UnitKind::Chapter)
}

/// «статье 5 (за исключением пункта 3) Закона»: the chain in brackets between a chain and the name of its act.
fn excepted(reading: &Reading<'_>, outer: &Chain, end: usize) -> Option<(Chain, Name)> {
    const LONGEST: usize = 30;
    let list = reading.tokens.list();
    let small_first = reading.lang.order() == Order::SmallToBig;
    if !small_first || !list.get(outer.end).filter(|_| outer.end < end)?.is('(') {
        return None;
    }
    let close = closing(list, outer.end, end.min(outer.end + LONGEST))?;
    let mut inner = (outer.end + 1..close)
        .find_map(|at| reading.may_cite(at).then(|| chain(reading, at, close)).flatten())?;
    let smaller = outer.links.last().is_some_and(|l| rank(l.inner()) < inner.outer());
    let found = name::introduced(reading, close + 1, end, false)?;
    let fits = smaller && inner.within().is_none() && inner.end == close;
    fits.then(|| {
        inner.links.splice(0..0, outer.links.iter().cloned());
        (inner, found)
    })
}

/// "Clause 2, Article 5": whether one article behind a comma holds the one point before it.
fn stands_in(reading: &Reading<'_>, point: &Chain, article: &Chain) -> bool {
    let single = |c: &Chain, from: UnitKind, to: UnitKind| {
        let [link] = c.links.as_slice() else { return false };
        link.paths.len() == 1 && !link.itself && (rank(from)..=rank(to)).contains(&c.outer())
    };
    reading.lang.has_bare_sections()
        && single(point, UnitKind::Paragraph, UnitKind::Subparagraph)
        && single(article, UnitKind::Article, UnitKind::Article)
}

/// "Article 10, Paragraph 2, Item 3": whether a chain behind a comma stands inside the one before it, where
/// the next one does not take it up.
fn goes_deeper(reading: &Reading<'_>, last: &Chain, more: &mut Chain, end: usize) -> bool {
    let list = reading.tokens.list();
    let (Some(inner), [unit]) = (last.links.last().map(Link::inner), more.links.as_mut_slice())
    else {
        return false;
    };
    if last.outer() > rank(UnitKind::Article)
        || last.outer() <= rank(UnitKind::Attachment)
        || last.within().is_some()
        || unit.itself
    {
        return false;
    }
    let value = list[more.start].value;
    let named = list[last.start..last.end].iter().any(|t| t.value == value);
    let below = inner == UnitKind::Paragraph && unit.kind == inner && !named;
    let small = unit.kind == UnitKind::Division || rank(unit.kind) > rank(UnitKind::Article);
    if !(may_hold(inner, unit.kind) || below) || !small {
        return false;
    }
    let taken = joint(reading, more.end, end)
        .and_then(|(next, _)| chain(reading, next, end))
        .is_some_and(|c| c.links.len() > 1);
    if below && !taken {
        unit.deepen();
    }
    !taken
}

/// Puts a chain inside the last number of the one before it.
fn merge(chains: &mut Vec<Chain>, more: Chain) {
    let Some(last) = chains.last_mut() else { return };
    let several = last.links.len() == 1 && last.links[0].paths.len() > 1;
    let start = last.end;
    let mut links = last.links.clone();
    if several {
        last.links[0].drop_last();
        links[0].keep_last();
        links.extend(more.links);
        chains.push(Chain { start, end: more.end, links, behind_comma: false });
    } else {
        last.links.extend(more.links);
        last.end = more.end;
    }
}

/// «ст. 6 ГК, 7 УК»: the next article with an act of its own.
pub(super) fn repeat(reading: &Reading<'_>, before: &Citation, end: usize) -> Option<Citation> {
    let list = reading.tokens.list();
    let article =
        |t: &Eid| t.as_str().starts_with(UnitKind::Article.token()) && !t.as_str().contains("__");
    let small_first = reading.lang.order() == Order::SmallToBig;
    let named = before.name.as_ref().is_some_and(|n| n.end == before.end);
    if !small_first || !named || before.targets.is_empty() || !before.targets.iter().all(article) {
        return None;
    }
    let (at, _) = joint(reading, before.end, end)?;
    let (left, numbers) = number::list(reading, list.get(at..end)?).ok()?;
    let name = name::right_at(reading, end - left.len(), end)?;
    let plain = !numbers.words && !numbers.roman && !numbers.bracketed;
    let root = Eid::default();
    plain.then(|| Citation {
        start: at,
        end: name.tokens.end,
        act: name.act,
        name: Some(name.tokens),
        within: None,
        targets: numbers
            .items
            .iter()
            .filter_map(|n| Some(root.child(UnitKind::Article, n.first()?)))
            .collect(),
        ranges: numbers.ranges,
    })
}

/// «… қаулысына 1-қосымша», «Приложение 1»: the heading of an attachment, which cites nothing.
fn is_label(reading: &Reading<'_>, chains: &[Chain], from: usize, end: usize) -> bool {
    let [only] = chains else { return false };
    let list = reading.tokens.list();
    let heads = |at: usize| {
        let word = reading.tokens.text(list[at]).to_lowercase();
        reading.lang.attachment_words().contains(&word)
    };
    let number_first = reading.lang.order() == Order::BigToSmall;
    is_attached(only)
        && only.links.len() == 1
        && only.end >= end
        && if number_first { heads(only.end - 1) } else { only.start == from && heads(from) }
}

/// Adds a citation to those found before it. A list that other words interrupt is governed by the act at
/// its end: «по пункту 6 статьи 21, общественного порицания по пункту 8 статьи 21 Уголовного кодекса».
pub(super) fn join(reading: &Reading<'_>, found: &mut Vec<Citation>, mut last: Citation) {
    // The act that governs the chain is no mention of its own.
    while found.last().is_some_and(|c| c.targets.is_empty() && c.end > last.start) {
        found.pop();
    }
    let governs = last.name.as_ref().is_some_and(|n| n.end == last.end && n.start > last.start)
        && last.within.is_none();
    while governs
        && let Some(before) = found.last()
        && before.act == CitedAct::This
        && before.name.is_none()
        && before.within.is_none()
        && is_parallel(reading, before, &last)
    {
        let base = before.targets.len();
        let mut targets = before.targets.clone();
        targets.append(&mut last.targets);
        let mut ranges = before.ranges.clone();
        ranges.extend(last.ranges.iter().map(|(a, b)| (base + a, base + b)));
        last.start = before.start;
        last.targets = targets;
        last.ranges = ranges;
        found.pop();
    }
    found.push(last);
}

/// Whether two citations stand in one sentence in the same form, with nothing between them but a comma and
/// some nouns: both behind one preposition, and both beginning with the same unit word.
fn is_parallel(reading: &Reading<'_>, before: &Citation, last: &Citation) -> bool {
    const LONGEST: usize = 12;
    let list = reading.tokens.list();
    let value = |i: Option<usize>| i.and_then(|i| list.get(i)).map(|t| t.value);
    let same = |a: usize, b: usize| value(Some(a)) == value(Some(b));
    let (Some(opening), Some(again)) = (before.start.checked_sub(1), last.start.checked_sub(1))
    else {
        return false;
    };
    let between = before.end..again;
    let preposition = |i: usize| name::is(reading, list[i], Class::Preposition);
    reading.lang.order() == Order::SmallToBig
        && preposition(opening)
        && same(opening, again)
        && same(before.start, last.start)
        && before.targets.iter().all(|t| t.as_str().contains(UnitKind::Article.token()))
        && (1..=LONGEST).contains(&between.len())
        && list[between.start].is(',')
        && between.clone().skip(1).all(|i| {
            list[i].kind == TokenKind::Word
                && !preposition(i)
                && !name::is(reading, list[i], Class::This)
        })
}

/// «в пункте 1 статьи 5 и в статье 7»: a list may repeat the preposition before its first member.
fn repeated(reading: &Reading<'_>, first: usize, next: usize) -> usize {
    let list = reading.tokens.list();
    let same =
        first.checked_sub(1).and_then(|b| list.get(b)).zip(list.get(next)).is_some_and(|(a, b)| {
            a.kind == TokenKind::Word
                && name::is(reading, *a, Class::Preposition)
                && reading.tokens.text(*a).to_lowercase() == reading.tokens.text(*b)
        });
    if same { next + 1 } else { next }
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
fn lend(chains: &mut Vec<Chain>, small_first: bool, sections: bool) {
    let give = |from: &Chain, to: &mut Chain| {
        let own = to.outer();
        let mut lent: Vec<Link> =
            from.links.iter().take_while(|l| l.itself || rank(l.kind) < own).cloned().collect();
        for link in &mut lent {
            link.cut(own);
        }
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
        // "Section 7, Article XV": an article in Roman figures holds the section before it.
        for i in (1..chains.len()).rev() {
            let held = sections
                && chains[i].behind_comma
                && chains[i].links.first().is_some_and(|l| l.form == Form::Roman)
                && is_section_of(&chains[i], &chains[i - 1]);
            if held {
                let article = chains.remove(i);
                chains[i - 1].links.splice(0..0, article.links);
                chains[i - 1].end = article.end;
            }
        }
        // "Article 4, paragraph 1", "Article 12, section 5": big units first, with a comma between.
        let last = chains.len() - 1;
        if last > 0
            && chains[last].behind_comma
            && (lacks(&chains[last])
                || (sections && is_section_of(&chains[last - 1], &chains[last])))
            && chains[last].within().is_none()
            && chains[last - 1].outer() <= rank(UnitKind::Article)
        {
            let (head, tail) = chains.split_at_mut(last);
            if is_section_of(&head[last - 1], &tail[0]) {
                tail[0].links.splice(0..0, head[last - 1].links.iter().cloned());
            } else {
                give(&head[last - 1], &mut tail[0]);
            }
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

/// "Article 12, section 5": one section behind one article stands in it where articles hold sections.
fn is_section_of(article: &Chain, section: &Chain) -> bool {
    let single = |c: &Chain, kind: UnitKind| {
        c.links.first().is_some_and(|l| l.kind == kind && l.paths.len() == 1)
    };
    article.links.len() == 1
        && section.links.len() == 1
        && single(article, UnitKind::Article)
        && single(section, UnitKind::Section)
}

fn is_attached(chain: &Chain) -> bool {
    chain.links.first().is_some_and(|l| l.kind == UnitKind::Attachment)
}
