//! Statements: a block of an amending act cut at the marks that end an instruction or open a list of
//! them, with the verbs, quoted words, citations and names of acts in each.

use std::ops::Range;

use super::Operation;
use crate::facts::clause;
use crate::lang::table::Class;
use crate::lang::{Cue, Order, TokenKind};
use crate::model::{Act, Zone};
use crate::syntax::Reading;
use crate::syntax::citation::{self, Citation};

/// What quoted words are to an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Words that the target has.
    Old,
    /// Words that the target gets.
    New,
    /// Words behind which others are put.
    After,
    /// Words before which others are put.
    Before,
    /// Nothing beside the quotation says.
    Plain,
}

/// Something in a statement that tells about the instruction.
#[derive(Debug, Clone)]
pub(super) enum Event {
    /// What is done; whether it is said in a form that describes as well as orders.
    Verb(Operation, bool),
    /// Words in quotation marks, the marks left out.
    Quote(Role, Range<usize>),
    /// Units cited.
    Units(Citation),
    /// A whole act.
    Act(Citation),
    /// The constitution's bare name, or another one-word name of an act, that no citation holds.
    Heading,
    /// The title of the act.
    Title,
    /// The opening words of the act.
    Preamble,
    /// A sentence of the target, with its number before or behind.
    Sentence(Option<super::Sentence>),
    /// A unit without a number, such as "an indent".
    Nameless(crate::model::UnitKind),
    /// "after": the unit cited next (or before) is a place.
    Behind,
    /// The change holds for the whole target.
    Everywhere,
    /// In all cases of the words.
    AllCases,
    /// "of the following content": a new unit is named next.
    Following,
}

/// An event at its tokens.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub start: usize,
    pub end: usize,
    pub event: Event,
}

/// An instruction, or the words that lead to a list of them.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub tokens: Range<usize>,
    /// Whether a colon closes it.
    pub leads: bool,
    pub events: Vec<At>,
    /// Whether it orders that changes be made.
    pub announces: bool,
}

/// The operation that a cue stands for.
pub(super) fn operation_of(cue: Cue) -> Option<Operation> {
    Some(match cue {
        Cue::Restate => Operation::Restate,
        Cue::Insert => Operation::Insert,
        Cue::Delete => Operation::Delete,
        Cue::Replace => Operation::ReplaceWords,
        Cue::Repeal => Operation::Repeal,
        Cue::Suspend => Operation::Suspend,
        Cue::Renumber => Operation::Renumber,
        _ => return None,
    })
}

/// Whether a stretch of tokens holds anything that orders a change, or closes with a colon as leads do.
pub(super) fn may_instruct(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let list = reading.tokens.list();
    let colon = tokens.clone().any(|i| list[i].is(':') || list[i].is('—') || list[i].is('–'));
    colon
        || reading.hits_in(tokens).iter().any(
            |h| matches!(reading.lang.class(h.class), Class::Cue(c) if operation_of(c).is_some()),
        )
}

/// Whether any of an act's own words orders a change.
pub(super) fn any(reading: &Reading<'_>, act: &Act) -> bool {
    act.blocks.iter().filter(|b| b.zone == Zone::Own).any(|b| {
        let tokens = reading.tokens.inside(b.span);
        reading.hits_in(&tokens).iter().any(
            |h| matches!(reading.lang.class(h.class), Class::Cue(c) if operation_of(c).is_some()),
        )
    })
}

/// Cuts the tokens of a block into statements.
pub(super) fn cut(reading: &Reading<'_>, tokens: Range<usize>) -> Vec<Statement> {
    let quoted = clause::quoted_ranges(reading, &tokens, Zone::Own);
    let list = reading.tokens.list();
    let mut out = Vec::new();
    let mut start = tokens.start;
    let mut depth = 0_usize;
    let mut next_quote = 0;
    let mut i = tokens.start;
    while i < tokens.end {
        while quoted.get(next_quote).is_some_and(|q| q.end < i) {
            next_quote += 1;
        }
        if let Some(quote) = quoted.get(next_quote).filter(|q| q.contains(&i)) {
            i = quote.end;
            continue;
        }
        let t = list[i];
        if t.is('(') {
            depth += 1;
        } else if t.is(')') {
            depth = depth.saturating_sub(1);
        }
        let colon = t.is(':') && depth == 0;
        let ends = colon
            || (t.is(';') && depth == 0)
            || (t.is('.') && depth == 0 && clause::closes_sentence(reading, i, tokens.end, start));
        if ends {
            push(reading, start..i, colon, &quoted, &mut out);
            start = i + 1;
        }
        i += 1;
    }
    if start < tokens.end {
        push(reading, start..tokens.end, false, &quoted, &mut out);
    }
    out
}

fn push(
    reading: &Reading<'_>,
    tokens: Range<usize>,
    leads: bool,
    quoted: &[Range<usize>],
    out: &mut Vec<Statement>,
) {
    let tokens = without_label(reading, tokens);
    if tokens.is_empty() {
        return;
    }
    let from = quoted.partition_point(|q| q.end < tokens.start);
    let to = quoted.partition_point(|q| q.start < tokens.end);
    let quoted = quoted.get(from..to.max(from)).unwrap_or_default();
    let (events, announces) = events(reading, &tokens, quoted);
    out.push(Statement { tokens, leads, events, announces });
}

/// A statement without the label of the item that it is: "1) …", "a) …".
fn without_label(reading: &Reading<'_>, tokens: Range<usize>) -> Range<usize> {
    let list = reading.tokens.list();
    let mut start = tokens.start;
    while list.get(start).is_some_and(|t| t.is(';') || t.is('.') || t.is(',') || t.is('-'))
        && start < tokens.end
    {
        start += 1;
    }
    let labelled = start + 2 < tokens.end
        && list[start].kind == TokenKind::Number
        && list[start + 1].is(')')
        && !unit_follows(reading, start + 2);
    if labelled {
        start += 2;
    }
    start..tokens.end.max(start)
}

/// «2) тармақшада», «1) және 2) тармақшалар»: where numbers stand before their words, the label cites.
fn unit_follows(reading: &Reading<'_>, at: usize) -> bool {
    let cites = |c: Class| matches!(c, Class::Unit(_) | Class::And);
    reading.lang.order() == Order::BigToSmall
        && reading.tokens.list().get(at).is_some_and(|t| {
            t.is(',')
                || (t.kind == TokenKind::Word
                    && reading.lang.single(&reading.tokens, *t).any(cites))
        })
}

fn events(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    quoted: &[Range<usize>],
) -> (Vec<At>, bool) {
    let inside = |i: usize| quoted.iter().any(|q| q.contains(&i));
    let brackets = brackets(reading, tokens, quoted);
    let aside = |i: usize| brackets.iter().any(|b| b.contains(&i));
    let mut found: Vec<At> = Vec::new();
    let mut names: Vec<Range<usize>> = Vec::new();
    for citation in citation::find(reading, tokens.clone()) {
        // A name that begins with the mark that closes a quotation was read out of the words between two.
        if inside(citation.start) || quoted.iter().any(|q| q.end == citation.start) {
            continue;
        }
        names.push(citation.start..citation.end);
        if aside(citation.start) {
            continue;
        }
        let (start, end) = (citation.start, citation.end);
        let event =
            if citation.targets.is_empty() { Event::Act(citation) } else { Event::Units(citation) };
        found.push(At { start, end, event });
    }
    let cues: Vec<(Cue, usize, usize)> = reading
        .hits_in(tokens)
        .iter()
        .filter(|h| h.end as usize <= tokens.end && !inside(h.start as usize))
        .filter(|h| !aside(h.start as usize))
        .filter_map(|h| match reading.lang.class(h.class) {
            Class::Cue(cue) => Some((cue, h.start as usize, h.end as usize)),
            _ => None,
        })
        .collect();
    verbs(&cues, &mut found);
    for quote in quoted {
        let role = role(reading, quote, &cues, quoted);
        // The title of an act named is no word of the instruction.
        let named = names.iter().any(|n| n.start <= quote.start && quote.end <= n.end);
        if role == Role::Plain && named {
            continue;
        }
        found.push(At {
            start: quote.start,
            end: quote.end,
            event: Event::Quote(role, quote.clone()),
        });
    }
    for (cue, start, end) in &cues {
        let event = match cue {
            Cue::Heading => Event::Heading,
            Cue::ActTitle => Event::Title,
            Cue::PreambleWord => Event::Preamble,
            Cue::Sentence => Event::Sentence(number_beside(reading, *start, *end, tokens)),
            Cue::Behind => Event::Behind,
            Cue::Everywhere => Event::Everywhere,
            Cue::AllCases => Event::AllCases,
            Cue::Following => Event::Following,
            _ => continue,
        };
        found.push(At { start: *start, end: *end, event });
    }
    nameless(reading, tokens, &names, quoted, &mut found);
    let named = |e: &At| match &e.event {
        Event::Act(_) => true,
        Event::Units(c) => c.name.is_some(),
        _ => false,
    };
    if !found.iter().any(named)
        && let Some(act) = bare_name(reading, tokens, &names, quoted, &brackets)
    {
        found.push(act);
    }
    found.sort_by_key(|e| (e.start, e.end));
    let announces = cues.iter().any(|c| matches!(c.0, Cue::AmendOrder | Cue::Amend));
    (found, announces)
}

/// The verbs among the cues: of hits that overlap, the first and longest.
fn verbs(cues: &[(Cue, usize, usize)], found: &mut Vec<At>) {
    let mut hits: Vec<(Operation, usize, usize)> = cues
        .iter()
        .filter_map(|(cue, start, end)| Some((operation_of(*cue)?, *start, *end)))
        .collect();
    hits.sort_by_key(|(_, start, end)| (*start, std::cmp::Reverse(*end)));
    let mut past = 0;
    for (operation, start, end) in hits {
        if start < past {
            continue;
        }
        past = end;
        // «исключается» says what is as often as what is ordered; the general cue for verbs in the
        // present tense tells the two apart.
        let with = |list: &[Cue]| {
            cues.iter().any(|(c, s, e)| list.contains(c) && *s < end && start < *e && *e <= end)
        };
        let weak = with(&[Cue::Acts, Cue::Declares]) && !with(&[Cue::Commands]);
        found.push(At { start, end, event: Event::Verb(operation, weak) });
    }
}

/// Stretches in brackets, where acts are described and no unit is addressed.
fn brackets(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    quoted: &[Range<usize>],
) -> Vec<Range<usize>> {
    let list = reading.tokens.list();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for i in tokens.clone() {
        if quoted.iter().any(|q| q.contains(&i)) {
            continue;
        }
        if list[i].is('(') && list.get(i.wrapping_sub(1)).is_some_and(|b| b.end < list[i].start) {
            open.push(i);
        } else if list[i].is(')')
            && let Some(start) = open.pop()
            && open.is_empty()
        {
            out.push(start..i + 1);
        }
    }
    out
}

/// What the words beside a quotation say of it. Before it in a language whose links run from small to
/// big, behind it in the other; quotations of one list share the words.
fn role(
    reading: &Reading<'_>,
    quote: &Range<usize>,
    cues: &[(Cue, usize, usize)],
    quoted: &[Range<usize>],
) -> Role {
    const NEAR: usize = 3;
    let of = |cue: Cue| match cue {
        Cue::OldWords => Some(Role::Old),
        Cue::NewWords => Some(Role::New),
        Cue::AfterWords => Some(Role::After),
        Cue::BeforeWords => Some(Role::Before),
        _ => None,
    };
    let before = reading.lang.order() == Order::SmallToBig;
    let mut best: Option<(usize, std::cmp::Reverse<usize>, Role)> = None;
    for (cue, start, end) in cues {
        let Some(role) = of(*cue) else { continue };
        let gap = if before {
            if *end > quote.start {
                continue;
            }
            between(*end..quote.start.saturating_sub(1), quoted)
        } else {
            if *start < quote.end {
                continue;
            }
            between(quote.end + 1..*start, quoted)
        };
        let gap = gap.filter(|g| *g <= NEAR);
        let Some(gap) = gap else { continue };
        let key = (gap, std::cmp::Reverse(*end - *start), role);
        if best.as_ref().is_none_or(|b| (key.0, key.1) < (b.0, b.1)) {
            best = Some(key);
        }
    }
    best.map_or(Role::Plain, |b| b.2)
}

/// How many tokens stand in a stretch outside quotations and besides their marks.
fn between(range: Range<usize>, quoted: &[Range<usize>]) -> Option<usize> {
    const FAR: usize = 400;
    if range.len() > FAR {
        return None;
    }
    let marks = quoted
        .iter()
        .filter(|q| q.start > range.start && q.end < range.end)
        .map(|q| q.len() + 3)
        .sum();
    Some(range.len().saturating_sub(marks))
}

/// The ordinal beside the word for a sentence: «предложение второе», «екінші сөйлемі», "the last
/// sentence".
fn number_beside(
    reading: &Reading<'_>,
    start: usize,
    end: usize,
    tokens: &Range<usize>,
) -> Option<super::Sentence> {
    let list = reading.tokens.list();
    let read = |i: usize| {
        let token = *list.get(i)?;
        if !tokens.contains(&i) {
            return None;
        }
        reading.lang.single(&reading.tokens, token).find_map(|c| match c {
            Class::Ordinal(n) => Some(super::Sentence::Nth(n)),
            Class::Cue(Cue::LastOne) => Some(super::Sentence::Last),
            _ => None,
        })
    };
    start.checked_sub(1).and_then(read).or_else(|| read(end))
}

/// The name of an act that has no title in quotation marks: «Лесной кодекс … от 8 июля 2003 года».
fn bare_name(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    names: &[Range<usize>],
    quoted: &[Range<usize>],
    brackets: &[Range<usize>],
) -> Option<At> {
    let list = reading.tokens.list();
    let is =
        |i: usize, class: Class| reading.lang.single(&reading.tokens, list[i]).any(|c| c == class);
    let held = |i: usize| {
        [names, quoted, brackets].iter().any(|ranges| ranges.iter().any(|r| r.contains(&i)))
    };
    let noun = tokens
        .clone()
        .find(|i| list[*i].kind == TokenKind::Word && is(*i, Class::ActNoun) && !held(*i))?;
    let word = |i: usize| list[i].kind == TokenKind::Word && !held(i);
    let (start, end) = match reading.lang.order() {
        Order::SmallToBig => {
            let mut start = noun;
            while start > tokens.start && word(start - 1) && !is(start - 1, Class::Preposition) {
                start -= 1;
            }
            let stops =
                |i: usize| list[i].is('(') || list[i].is(',') || is(i, Class::Cue(Cue::Amend));
            (start, (noun + 1..tokens.end).find(|i| stops(*i)).unwrap_or(tokens.end))
        }
        Order::BigToSmall => (tokens.start, noun + 1),
    };
    Some(At {
        start,
        end,
        event: Event::Act(Citation {
            start,
            end,
            act: citation::CitedAct::Other,
            name: Some(start..end),
            within: None,
            targets: Vec::new(),
            ranges: Vec::new(),
        }),
    })
}

/// Unit words that no citation holds: «дополнить абзацем следующего содержания».
fn nameless(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    names: &[Range<usize>],
    quoted: &[Range<usize>],
    found: &mut Vec<At>,
) {
    for hit in reading.hits_in(tokens) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let Class::Unit(kind) = reading.lang.class(hit.class) else { continue };
        let held = |r: &Range<usize>| r.contains(&start);
        if names.iter().any(held) || quoted.iter().any(held) {
            continue;
        }
        found.push(At { start, end, event: Event::Nameless(kind) });
    }
}
