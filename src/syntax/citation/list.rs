//! Lists of chains that one act governs, and the levels that the members of a list share.

use super::super::Reading;
use super::link::{Form, Link};
use super::name::{self, Name};
use super::{Chain, Citation, CitedAct, LONGEST_LIST, chain, rank, spread};
use crate::lang::table::Class;
use crate::lang::{Order, TokenKind};
use crate::model::UnitKind;

/// Reads the chains of a list that one act governs.
pub(super) fn read(reading: &Reading<'_>, at: usize, from: usize, end: usize) -> Option<Citation> {
    let small_first = reading.lang.order() == Order::SmallToBig;
    let first = chain(reading, at, end)?;
    let named_for_it = at > from
        && name::is(reading, reading.tokens.list()[at - 1], Class::Indefinite)
        && first.links.iter().all(|l| !l.itself);
    let named =
        if small_first { None } else { name::before(reading, at, from, is_attached(&first)) };
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
        let again = if small_first { repeated(reading, at, next) } else { next };
        let Some(mut more) = chain(reading, again, end) else { break };
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
    if is_label(reading, &chains, from, end) {
        return None;
    }
    // "A section 20 statement" is a thing and cites nothing.
    if named_for_it && name.is_none() && within.is_none() {
        return None;
    }
    // "Subsection (1)": a level in brackets without the unit that it stands in counts from this one.
    if let [only] = chains.as_slice()
        && let Some(outer) = only.links.first()
        && outer.kind == UnitKind::Subsection
        && outer.form == Form::Bracketed
        && name.is_none()
        && !name::goes_on(reading, only.end, end)
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
