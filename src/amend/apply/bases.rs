//! Which of the acts given an instruction changes.
//!
//! The words that name an act are compared with the titles of the bases, ending for ending as lawyers inflect
//! them. A passage without a title is told by what the instructions say of it: their targets and their old
//! words stand in one act of the bill, and not in the others.

use std::collections::BTreeMap;

use super::layout::BillLines;
use super::page::Page;
use super::plan::{self, Order};
use super::trace::Traces;
use super::{AmendError, Bill, Notice, instructions, words};
use crate::amend::Edition;
use crate::facts::{Amendment, Operation};
use crate::model::ActKind;
use crate::source::Span;

/// Names are the same from this likeness on, in percent.
const SAME: usize = 75;
/// Names are of different acts below this likeness, in percent.
const OTHER: usize = 50;

/// Refuses bases and bills that do not go together.
pub(super) fn refuse(bases: &[Edition<'_>], bills: &[Bill<'_>]) -> Result<(), AmendError> {
    for bill in bills {
        for base in bases {
            if base.lang.code() != bill.lang.code() {
                return Err(AmendError::Languages {
                    bill: bill.source.name().to_owned(),
                    bill_lang: bill.lang.name().to_owned(),
                    base: base.source.name().to_owned(),
                    base_lang: base.lang.name().to_owned(),
                });
            }
        }
    }
    let mut titles: BTreeMap<(String, Option<String>), &str> = BTreeMap::new();
    for base in bases {
        let Some(title) = base.act.title else { continue };
        let title = words::folded(base.source.slice(title)).to_lowercase();
        let key = (title, base.act.number.clone());
        if let Some(first) = titles.insert(key, base.source.name()) {
            return Err(AmendError::SameTitle {
                first: first.to_owned(),
                second: base.source.name().to_owned(),
            });
        }
    }
    Ok(())
}

/// The base of each amendment of a bill.
#[derive(Debug, Default)]
pub(super) struct Assigned {
    pub(super) bases: Vec<Option<usize>>,
    pub(super) notices: Vec<Notice>,
}

/// The instructions that change one act.
struct Group {
    /// Words that name the act.
    name: Option<Span>,
    constitution: bool,
    list: Vec<usize>,
}

/// Finds the base of each instruction.
pub(super) fn assign(bases: &[Edition<'_>], bill: &Bill<'_>) -> Assigned {
    let groups = groups(bill);
    let mut assigned =
        Assigned { bases: vec![None; bill.facts.amendments.len()], notices: Vec::new() };
    let mut taken: Vec<Option<usize>> = vec![None; groups.len()];
    let mut free: Vec<bool> = vec![true; bases.len()];
    // Titles first: they leave less to be told by the text.
    for (index, group) in groups.iter().enumerate() {
        let best = bases
            .iter()
            .enumerate()
            .filter_map(|(b, base)| likeness(bill, group, base).map(|l| (l, b)))
            .filter(|(l, b)| *l >= SAME && free[*b])
            .max_by_key(|(l, b)| (*l, std::cmp::Reverse(*b)));
        if let Some((_, base)) = best {
            taken[index] = Some(base);
            free[base] = false;
        }
    }
    for (b, base) in bases.iter().enumerate().filter(|(b, _)| free[*b]).collect::<Vec<_>>() {
        let open: Vec<usize> = (0..groups.len())
            .filter(|g| taken[*g].is_none())
            .filter(|g| likeness(bill, &groups[*g], base).is_none_or(|l| l >= OTHER))
            .collect();
        match winner(bill, base, &groups, &open) {
            Winner::One(group) => {
                taken[group] = Some(b);
                free[b] = false;
            }
            Winner::None => {}
            Winner::Several(several) => {
                let name = base.source.name();
                let message = format!(
                    "{name} may be each of {} acts that the bill changes: nothing was done to it",
                    several.len()
                );
                let span = several
                    .first()
                    .and_then(|g| groups[*g].name)
                    .or_else(|| first_span(bill, &groups[several[0]]))
                    .unwrap_or_default();
                assigned.notices.push(Notice { bill: 0, span, message, grave: true });
            }
        }
    }
    for (group, base) in groups.iter().zip(&taken) {
        for index in &group.list {
            assigned.bases[*index] = *base;
        }
    }
    for (b, base) in bases.iter().enumerate() {
        if free[b]
            && let Some(group) = groups.first()
            && assigned.notices.is_empty()
        {
            let message =
                format!("{} is none of the acts that the bill changes", base.source.name());
            let span = group.name.or_else(|| first_span(bill, group)).unwrap_or_default();
            assigned.notices.push(Notice { bill: 0, span, message, grave: false });
        }
    }
    assigned
}

fn first_span(bill: &Bill<'_>, group: &Group) -> Option<Span> {
    group.list.first().and_then(|i| bill.facts.amendments.get(*i)).map(|a| a.span)
}

/// The instructions of a bill by the act that they change.
fn groups(bill: &Bill<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for index in instructions(bill) {
        let Some(a) = bill.facts.amendments.get(index) else { continue };
        let key = match (a.act, a.constitution) {
            (Some(name), _) | (None, Some(name)) => {
                words::folded(bill.source.slice(name)).to_lowercase()
            }
            (None, None) => String::new(),
        };
        let at = *known.entry(key).or_insert_with(|| {
            groups.push(Group {
                name: a.act.or(a.constitution),
                constitution: a.constitution.is_some(),
                list: Vec::new(),
            });
            groups.len() - 1
        });
        groups[at].list.push(index);
    }
    // What names no act changes the only one that is named.
    if groups.len() == 2
        && let Some(at) = groups.iter().position(|g| g.name.is_none())
    {
        let unnamed = groups.remove(at);
        if let Some(only) = groups.first_mut() {
            only.list.extend(unnamed.list);
            only.list.sort_unstable();
        }
    }
    groups
}

/// How much the name of a group is like the title of a base, in percent; `None` when either is missing.
fn likeness(bill: &Bill<'_>, group: &Group, base: &Edition<'_>) -> Option<usize> {
    if group.constitution && base.act.kind == ActKind::Constitution {
        return Some(100);
    }
    let title = base.source.slice(base.act.title?);
    let name = bill.source.slice(group.name?);
    Some(alike(name, title))
}

/// How much a name that is used in a sentence is like a title, in percent.
pub(super) fn alike(name: &str, title: &str) -> usize {
    let title_words = stems(title);
    let whole = stems(name);
    let quoted = quotation(name).map(stems);
    let one = |words: &[String]| -> usize {
        let longest = words.len().max(title_words.len());
        let mut left: Vec<&String> = words.iter().collect();
        let mut common = 0_usize;
        for word in &title_words {
            if let Some(at) = left.iter().position(|w| akin(w, word)) {
                left.swap_remove(at);
                common += 1;
            }
        }
        (common * 100).checked_div(longest).unwrap_or(0)
    };
    one(&whole).max(quoted.map_or(0, |q| one(&q)))
}

/// The words between the outer quotation marks of a name.
fn quotation(name: &str) -> Option<&str> {
    let open = name.find(['«', '"', '“', '„'])?;
    let from = open + name[open..].chars().next()?.len_utf8();
    let to = name.rfind(['»', '"', '”', '“']).filter(|to| *to > from)?;
    name.get(from..to)
}

/// The words of a name that tell acts apart, folded: no dates, numbers and brackets.
fn stems(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let bare: String = text
        .chars()
        .map(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > 0 { ' ' } else { c }
        })
        .collect();
    bare.split(|c: char| !c.is_alphabetic())
        .filter(|w| w.chars().count() > 1)
        .map(|w| words::folded(w).to_lowercase())
        .collect()
}

/// Whether two words are forms of one.
fn akin(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (short, long) = {
        let (a, b) = (a.chars().count(), b.chars().count());
        (a.min(b), a.max(b))
    };
    if short <= 3 {
        common == short && long <= short + 2
    } else {
        common + 3 >= short && common >= 3 && long <= short + 6
    }
}

enum Winner {
    None,
    One(usize),
    Several(Vec<usize>),
}

/// The act of a bill whose instructions fit a text best.
fn winner(bill: &Bill<'_>, base: &Edition<'_>, groups: &[Group], open: &[usize]) -> Winner {
    // Without a title on either side the only act of a bill is meant.
    let untitled = |g: usize| groups[g].name.is_none() || base.act.title.is_none();
    if let ([only], 1) = (open, groups.len())
        && untitled(*only)
    {
        return Winner::One(*only);
    }
    let page = Page::new(base);
    let lines = BillLines::new(bill.source, bill.lang);
    let mut shares: Vec<(usize, usize)> =
        open.iter().map(|g| (share(bill, &page, &lines, &groups[*g]), *g)).collect();
    shares.sort_by_key(|(share, g)| (std::cmp::Reverse(*share), *g));
    match shares.as_slice() {
        [] | [(0, _), ..] => Winner::None,
        [(_, one)] => Winner::One(*one),
        [(first, one), (second, other), ..] => {
            if *first >= second * 2 {
                Winner::One(*one)
            } else {
                Winner::Several(vec![*one, *other])
            }
        }
    }
}

/// How many of a group's instructions find their target and their words in a text, in percent.
fn share(bill: &Bill<'_>, page: &Page<'_>, lines: &BillLines<'_>, group: &Group) -> usize {
    let traces = Traces::new(bill.lang, bill.act.kind, None, None);
    let tells = |a: &Amendment| {
        // A new article finds a place in any act.
        a.operation != Operation::Insert || a.target.as_str().contains("__")
    };
    let list: Vec<&Amendment> = group
        .list
        .iter()
        .filter_map(|i| bill.facts.amendments.get(*i))
        .filter(|a| tells(a))
        .collect();
    let fits = list
        .iter()
        .filter(|amendment| {
            let order = Order {
                amendment,
                amendments: &bill.facts.amendments,
                content: amendment.content.as_ref().map(|c| c.span),
                source: bill.source,
                lines,
                traces,
                interim: false,
                renumbered: &[],
            };
            plan::plan(page, &order).is_ok()
        })
        .count();
    (fits * 100).checked_div(list.len()).unwrap_or(0)
}

/// Bills that change one another: neither can be carried out before the other.
pub(super) fn circles(bills: &[Bill<'_>]) -> Vec<Notice> {
    let changes = |a: &Bill<'_>, b: &Bill<'_>| -> Option<Span> {
        let title = b.source.slice(b.act.title?);
        groups(a)
            .into_iter()
            .filter_map(|g| g.name)
            .find(|name| alike(a.source.slice(*name), title) >= SAME)
    };
    let mut notices = Vec::new();
    for (i, a) in bills.iter().enumerate() {
        for b in &bills[i + 1..] {
            if let (Some(span), Some(_)) = (changes(a, b), changes(b, a)) {
                let message = format!(
                    "{} and {} change one another: the result depends on their order",
                    a.source.name(),
                    b.source.name()
                );
                notices.push(Notice { bill: i, span, message, grave: true });
            }
        }
    }
    notices
}
