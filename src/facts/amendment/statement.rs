//! Statements: a block of an amending act cut at the marks that end an instruction or open a list of
//! them, with the verbs, quoted words, citations and names of acts in each.

use std::ops::Range;

use super::Operation;
use super::lead::{compose, first_rank, last_rank};
use super::role::role;
use crate::facts::clause;
use crate::lang::table::Class;
use crate::lang::{Cue, Order, Token, TokenKind};
use crate::model::{Act, Eid, UnitKind, Zone};
use crate::syntax::Reading;
use crate::syntax::citation::{self, Citation};

/// Tokens of the longest statement that is read: beyond it stand scraped tables and hostile texts.
const LONGEST: usize = 3000;

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
    /// Words of the target, of which only the verb says what becomes of them: "the words “X”".
    Said,
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
    /// A punctuation mark called by its name.
    Mark(Role, char),
    /// "a new": the unit cited next does not stand in the act yet.
    New,
    /// The opening words of a unit.
    LeadIn,
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
    /// A row of a table.
    Row,
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
    /// Its commas outside quotation marks.
    pub commas: Vec<usize>,
    /// Its words for "and" outside quotation marks.
    pub ands: Vec<usize>,
    /// Whether it says what somebody may or must do.
    pub rules: bool,
}

/// The operation that a cue stands for.
pub(super) fn operation_of(cue: Cue) -> Option<Operation> {
    Some(match cue {
        Cue::Restate => Operation::Restate,
        Cue::Insert | Cue::InsertVerb => Operation::Insert,
        Cue::Delete | Cue::DeleteVerb => Operation::Delete,
        Cue::Replace | Cue::ReplaceVerb => Operation::ReplaceWords,
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
        // "In section 5—": a dash at the end of a paragraph leads as a colon does.
        let dash = (t.is('—') || t.is('–')) && i + 1 == tokens.end;
        let colon = (t.is(':') || dash) && depth == 0;
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
    if tokens.is_empty() || tokens.len() > LONGEST {
        return;
    }
    let from = quoted.partition_point(|q| q.end < tokens.start);
    let to = quoted.partition_point(|q| q.start < tokens.end);
    let quoted = quoted.get(from..to.max(from)).unwrap_or_default();
    let (events, cues) = events(reading, &tokens, quoted);
    let has = |list: &[Cue]| cues.iter().any(|c| list.contains(c));
    let announces = has(&[Cue::AmendOrder, Cue::Amend]);
    let rules = has(&[Cue::Permission, Cue::Right, Cue::Prohibition]);
    let list = reading.tokens.list();
    let inside = |i: usize| {
        quoted.get(quoted.partition_point(|q| q.end <= i)).is_some_and(|q| q.contains(&i))
    };
    let comma = |i: &usize| list[*i].is(',') && !inside(*i);
    let commas = tokens.clone().filter(comma).collect();
    let and = |i: &usize| {
        list[*i].kind == TokenKind::Word
            && !inside(*i)
            && reading.lang.single(&reading.tokens, list[*i]).any(|c| c == Class::And)
    };
    let ands = tokens.clone().filter(and).collect();
    out.push(Statement { tokens, leads, events, announces, commas, ands, rules });
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
    // «2) кіріспе мынадай редакцияда»: what has no number of its own stands behind the label of an item.
    let bare = |kind: UnitKind| {
        matches!(kind, UnitKind::Preamble | UnitKind::Note | UnitKind::EditorialNote)
    };
    let cites = |c: Class| match c {
        Class::Unit(kind) => !bare(kind),
        c => c == Class::And,
    };
    reading.lang.order() == Order::BigToSmall
        && reading.tokens.list().get(at).is_some_and(|t| {
            t.is(',')
                || (t.kind == TokenKind::Word
                    && reading.lang.single(&reading.tokens, *t).any(cites))
        })
}

/// The citations of a statement. «предложение третье части первой»: the number behind the word for a
/// sentence is that of the sentence.
fn citations(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<Citation> {
    let list = reading.tokens.list();
    let mut out = Vec::new();
    let mut start = tokens.start;
    for hit in reading.hits_in(tokens) {
        let at = hit.end as usize;
        let numbers = at >= start
            && at < tokens.end
            && reading.lang.class(hit.class) == Class::Cue(Cue::Sentence)
            && reading.lang.order() == Order::SmallToBig
            && list.get(at).is_some_and(|t| {
                t.kind == TokenKind::Word
                    && reading
                        .lang
                        .single(&reading.tokens, *t)
                        .any(|c| matches!(c, Class::Ordinal(_)))
            });
        if numbers {
            out.extend(citation::find(reading, start..at));
            start = at + 1;
        }
    }
    out.extend(citation::find(reading, start..tokens.end));
    out
}

fn events(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    quoted: &[Range<usize>],
) -> (Vec<At>, Vec<Cue>) {
    let inside = |i: usize| quoted.iter().any(|q| q.contains(&i));
    let brackets = brackets(reading, tokens, quoted);
    let aside = |i: usize| brackets.iter().any(|b| b.contains(&i));
    let mut found: Vec<At> = Vec::new();
    let mut names: Vec<Range<usize>> = Vec::new();
    for mut citation in citations(reading, tokens) {
        open_address(reading, &mut citation);
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
    // «признать утратившим силу Кодекс, за исключением пункта 1-1»: what is left out is no target.
    let except = cues.iter().filter(|c| c.0 == Cue::Except).map(|c| c.1).min();
    if let Some(from) = except.filter(|_| reading.lang.order().word_first()) {
        found.retain(|e| e.start < from);
    }
    verbs(reading, tokens, &cues, &mut found);
    for quote in quoted {
        let role = role(reading, quote, false, &cues, quoted);
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
            Cue::Row => Event::Row,
            Cue::NewUnit => Event::New,
            Cue::LeadIn => Event::LeadIn,
            cue => match mark(*cue) {
                // «точку с запятой» is one mark.
                Some(_) if part_of_mark(*start..*end, &cues) => continue,
                Some(mark) => {
                    let role = role(reading, &(*start..*end), true, &cues, quoted);
                    Event::Mark(role, mark)
                }
                None => continue,
            },
        };
        found.push(At { start: *start, end: *end, event });
    }
    nameless(reading, tokens, &names, quoted, &mut found);
    without_grounds(reading, &cues, &mut found);
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
    // "Shall be omitted" orders the change, and says nothing of what anybody must do; «вправе отменить»
    // orders nothing.
    let touches = reading.lang.has_bare_sections() || !reading.lang.order().small_first();
    let said: Vec<Cue> = cues
        .iter()
        .filter(|(cue, start, end)| {
            let of_verb = |at: &At| {
                matches!(at.event, Event::Verb(..))
                    && *start < at.end
                    && (at.start < *end || (touches && at.start == *end))
            };
            matches!(cue, Cue::AmendOrder | Cue::Amend) || !found.iter().any(of_verb)
        })
        .map(|c| c.0)
        .collect();
    (found, said)
}

/// "Subsection (b) is repealed": a level that counts from the section around it in ordinary text is an
/// address here, which a lead completes. "Subsection (b) of this section" stays as it is.
fn open_address(reading: &Reading<'_>, citation: &mut Citation) {
    let list = reading.tokens.list();
    let this = list.get(citation.start..citation.end).unwrap_or_default().iter().any(|t| {
        t.kind == TokenKind::Word
            && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::This)
    });
    if this || !reading.lang.has_bare_sections() {
        return;
    }
    if citation.within == Some(crate::model::UnitKind::Section) {
        citation.within = None;
    }
    for target in &mut citation.targets {
        let open = target.as_str().strip_prefix("self:sec__").map(Eid::new);
        if let Some(open) = open {
            *target = open;
        }
    }
    // "In sub-section (2), clause (b)": the bigger unit stands first, and only a comma joins them.
    let tokens = list.get(citation.start..citation.end).unwrap_or_default();
    let is_and = |t: &Token| {
        t.kind == TokenKind::Word
            && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::And)
    };
    let and = tokens.iter().any(is_and);
    if let [outer, inner] = citation.targets.as_slice()
        && !and
        && citation.ranges.is_empty()
        && first_rank(inner) > last_rank(outer)
    {
        citation.targets = vec![compose(outer, inner)];
    }
}

/// «осы шешімнің 2-қосымшасына сәйкес 4-қосымшамен толықтырылсын», «Заңның 6-бабына, Кодекстің 9-бабына
/// сәйкес … шешіміне»: units by which something is done are no targets, and neither are those left out.
fn without_grounds(reading: &Reading<'_>, cues: &[(Cue, usize, usize)], found: &mut Vec<At>) {
    match reading.lang.order() {
        Order::SmallToBig => return,
        Order::BigToSmallWordFirst => {
            // "zuletzt durch Artikel 1 des Gesetzes vom … geändert": the ground stands before the unit.
            let ground = |start: usize| cues.iter().any(|c| c.0 == Cue::Grounds && c.2 == start);
            found.retain(|at| match &at.event {
                Event::Units(c) => !(c.name.is_some() && ground(at.start)),
                Event::Act(_) => !ground(at.start),
                _ => true,
            });
            return;
        }
        Order::BigToSmall => {}
    }
    found.sort_by_key(|e| (e.start, e.end));
    // Where the ground that was read last begins, if it lies in another act.
    let mut before = None;
    let mut keep: Vec<At> = Vec::with_capacity(found.len());
    for at in found.drain(..).rev() {
        let other = match &at.event {
            Event::Units(c) => c.act != citation::CitedAct::This && c.name.is_some(),
            _ => false,
        };
        let unit = matches!(at.event, Event::Units(_) | Event::Nameless(_));
        // «5-баптан басқа, бүкіл мәтін бойынша»: the ending of the unit belongs to the words for "but".
        let said = cues.iter().any(|(cue, start, end)| match cue {
            Cue::Grounds => *start == at.end,
            Cue::Except => (at.end.saturating_sub(1)..=at.end).contains(start) && *end > at.end,
            _ => false,
        });
        let listed = other && before == Some(at.end + 1);
        if unit && (said || listed) {
            before = other.then_some(at.start);
        } else {
            keep.push(at);
        }
    }
    keep.reverse();
    *found = keep;
}

/// The punctuation mark of which a cue is the name.
fn mark(cue: Cue) -> Option<char> {
    Some(match cue {
        Cue::NamedStop => '.',
        Cue::NamedSemicolon => ';',
        Cue::NamedComma => ',',
        Cue::NamedColon => ':',
        _ => return None,
    })
}

/// Whether a stretch is part of the longer name of another punctuation mark.
fn part_of_mark(range: Range<usize>, cues: &[(Cue, usize, usize)]) -> bool {
    cues.iter().any(|(cue, start, end)| {
        mark(*cue).is_some()
            && *start <= range.start
            && range.end <= *end
            && range.len() < end - start
    })
}

/// The verbs among the cues: of hits that overlap, the first and longest.
fn verbs(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    cues: &[(Cue, usize, usize)],
    found: &mut Vec<At>,
) {
    let mut hits: Vec<(Operation, Cue, usize, usize)> = cues
        .iter()
        .filter_map(|(cue, start, end)| Some((operation_of(*cue)?, *cue, *start, *end)))
        .collect();
    hits.sort_by_key(|(_, _, start, end)| (*start, std::cmp::Reverse(*end)));
    let list = reading.tokens.list();
    let mut past = 0;
    for (operation, cue, start, end) in hits {
        if start < past {
            continue;
        }
        past = end;
        // «исключается» says what is as often as what is ordered; the general cue for verbs in the
        // present tense tells the two apart.
        let with = |list: &[Cue]| {
            cues.iter().any(|(c, s, e)| list.contains(c) && *s < end && start < *e && *e <= end)
        };
        let bare = matches!(cue, Cue::DeleteVerb | Cue::InsertVerb | Cue::ReplaceVerb);
        // "In section 5, omit …": an order by its place.
        // «Внести … изменение, дополнив …» orders; «дополнив список, сдает его» tells.
        let told = reading.lang.has_bare_sections() || cues.iter().any(|c| c.0 == Cue::AmendOrder);
        let orders =
            told && (start == tokens.start || list.get(start - 1).is_some_and(|t| t.is(',')));
        let weak = (with(&[Cue::Acts]) && !with(&[Cue::Commands])) || (bare && !orders);
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
    // "Satz 2": in figures behind the word.
    let figure = || {
        let token = list.get(end).filter(|_| tokens.contains(&end))?;
        let counts = reading.lang.order() == Order::BigToSmallWordFirst;
        reading.tokens.number(*token).filter(|_| counts).map(super::Sentence::Nth)
    };
    start.checked_sub(1).and_then(read).or_else(|| read(end)).or_else(figure)
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
        Order::SmallToBig | Order::BigToSmallWordFirst => {
            let mut start = noun;
            while start > tokens.start && word(start - 1) && !is(start - 1, Class::Preposition) {
                start -= 1;
            }
            // Where a capital tells no name, it ends before the day of the act, or the verb.
            let dated = |i: usize| {
                let orders = |c: Class| matches!(c, Class::Cue(Cue::Amend | Cue::AmendOrder));
                let hits = reading.hits_in(&(i..i + 1));
                reading.lang.capital_nouns()
                    && (is(i, Class::Cue(Cue::OfAct))
                        || hits.iter().any(|h| orders(reading.lang.class(h.class))))
            };
            let stops = |i: usize| {
                list[i].is('(') || list[i].is(',') || is(i, Class::Cue(Cue::Amend)) || dated(i)
            };
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
