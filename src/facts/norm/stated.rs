//! The norm of every clause that says something: by its own predicate, by its list's lead-in, or by the
//! last item of its list, which carries the verb where the language puts it last.

use std::collections::{BTreeMap, BTreeSet};

use super::mood::{self, Mood, Voice};
use super::{Direction, Modality, Norm, SubjectClass, past_facts, slots, subject};
use crate::facts::Facts;
use crate::facts::clause::{Clause, CueHit, is_dash};
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind, fold};
use crate::model::{Act, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::Reading;

/// Gives every clause that says something its norm: norms already read get the modality of their main
/// predicate, and the others are added.
pub fn complete(
    reading: &Reading<'_>,
    act: &Act,
    clauses: &[Clause],
    spoken: &[bool],
    facts: &mut Facts,
) {
    let voices: Vec<Voice> = clauses
        .iter()
        .zip(spoken)
        .map(|(clause, speaks)| if *speaks { mood::of(reading, clause) } else { Voice::Acts })
        .collect();
    let lists = Lists::new(reading, act, clauses);
    let spans: BTreeMap<Span, usize> =
        facts.norms.iter().enumerate().map(|(i, n)| (n.span, i)).collect();
    let mut added = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        if !spoken[index] || !is_text(reading, act, clause) {
            continue;
        }
        let span = reading.tokens.span(clause.tokens.clone());
        let means = voices[index].mood().is_some_and(|m| m.modality == Modality::Definition);
        let told = if clause.is_definition && (means || has_term(reading, clause))
            || lists.defines(index)
        {
            Some((Modality::Definition, None, true))
        } else {
            tell(reading, act, clauses, &voices, &lists, index)
        };
        let Some((modality, cue, worded)) = told else { continue };
        if let Some(norm) = spans.get(&span).and_then(|i| facts.norms.get_mut(*i)) {
            norm.modality = modality;
            (norm.subject, norm.subject_span) =
                in_role(reading, clauses, clause, (norm.subject, norm.subject_span));
            norm.slots = slots::read(reading, clause);
            continue;
        }
        let before = cue.map_or(clause.tokens.end, |c: CueHit| c.start);
        let named = addressee(reading, clauses, clause, modality, before);
        let (class, subject_span) = in_role(reading, clauses, clause, named);
        // "The amended term is to be imposed for offences committed before this Law …": what is applied to
        // deeds of before in so many words is laid on those who did them, though nobody is named.
        let past = clause
            .has(Cue::BeforeEffect)
            .then(|| past_facts(reading, clause))
            .flatten()
            .filter(|_| direction(modality) == Direction::Burdens)
            .filter(|_| weighs(clause))
            .filter(|_| {
                let good = [Cue::Relieves, Cue::Fall, Cue::Right, Cue::Permission];
                !good.iter().any(|c| clause.has(*c))
            });
        added.push(Norm {
            span,
            cue: cue.map_or(span, |c| reading.tokens.span(c.start..c.end)),
            lead: clause
                .lead
                .and_then(|l| clauses.get(l))
                .filter(|l| l.zone == clause.zone)
                .map(|l| reading.tokens.span(l.tokens.clone())),
            unit: clause.unit,
            zone: clause.zone,
            modality,
            effect: past.map(|_| modality),
            subject: class,
            subject_span,
            direction: direction(modality),
            past_facts: past,
            indent: None,
            slots: slots::read(reading, clause),
            explicit: worded,
        });
    }
    facts.norms.extend(added);
    drop_lead_ins(reading, clauses, &mut facts.norms);
    facts.norms.sort_by_key(|n| n.span);
}

/// Whether a clause speaks of what is paid, suffered or refused.
fn weighs(clause: &Clause) -> bool {
    [Cue::Levy, Cue::Penalty, Cue::Sanction, Cue::Pays, Cue::Deprives]
        .iter()
        .any(|c| clause.has(*c))
}

/// Takes away the norms of lead-ins whose items say what they say. A condition on facts of before stands
/// in the lead-in alone and stays.
fn drop_lead_ins(reading: &Reading<'_>, clauses: &[Clause], norms: &mut Vec<Norm>) {
    let span = |clause: &Clause| reading.tokens.span(clause.tokens.clone());
    let known: BTreeSet<Span> = norms.iter().map(|n| n.span).collect();
    let leads: BTreeSet<Span> = clauses
        .iter()
        .filter(|c| known.contains(&span(c)))
        .filter_map(|c| clauses.get(c.lead?))
        .filter(|lead| reading.tokens.list()[lead.tokens.clone()].last().is_some_and(|t| t.is(':')))
        .map(span)
        .collect();
    // A dash at the end promises a list wherever its items stand.
    let promises: BTreeSet<Span> = clauses
        .iter()
        .filter(|c| {
            let last = reading.tokens.list()[c.tokens.clone()].last();
            last.is_some_and(|t| t.is('—') || t.is('–'))
        })
        .map(span)
        .collect();
    norms.retain(|n| {
        n.past_facts.is_some() || !(leads.contains(&n.span) || promises.contains(&n.span))
    });
}

/// Modality, the words that told it, and whether they are words of their own.
type Told = (Modality, Option<CueHit>, bool);

/// What a clause does: as an item by its lead-in, else by its own predicate, else by its list's last item.
fn tell(
    reading: &Reading<'_>,
    act: &Act,
    clauses: &[Clause],
    voices: &[Voice],
    lists: &Lists,
    index: usize,
) -> Option<Told> {
    let clause = &clauses[index];
    if matches!(voices[index], Voice::Acts) {
        return None;
    }
    let own = voices[index].mood();
    let as_own = |m: Mood| (m.modality, Some(m.cue), m.worded);
    let lead = clause.lead.filter(|l| clauses[*l].zone == clause.zone);
    if let Some(lead) = lead {
        // «Гражданин вправе: 1) …»: the lead-in's word of command goes before a verb inside an item.
        let commands = |m: &Mood| {
            !matches!(m.modality, Modality::Declaration | Modality::Delegation) && m.worded
        };
        // «документы, которые обязаны …»: a subordinate clause does not speak for an item.
        if let Some(m) = own.filter(|m| m.main && commands(m)) {
            return Some(as_own(m));
        }
        if let Some(m) = voices[lead].mood().filter(|_| is_item(reading, clause)) {
            return Some((m.modality, None, m.worded));
        }
    }
    if let Some(m) = own {
        return Some(as_own(m));
    }
    if is_label(reading, clause) || is_issue(reading, clause) {
        return None;
    }
    if let Some(m) = run_in_lead(reading, clauses, index).and_then(|l| voices[l].mood()) {
        return Some((m.modality, None, m.worded));
    }
    if let Some(m) = lists.last_of(index).and_then(|last| voices[last].mood()) {
        return Some((m.modality, None, m.worded));
    }
    // A sentence without a verb that the vocabulary knows states something.
    let listed = clause.unit.is_some_and(|u| {
        matches!(act.units[u].kind, UnitKind::Alinea | UnitKind::Indent | UnitKind::Subparagraph)
    });
    let item = (lead.is_some() || listed) && is_item(reading, clause);
    (item || is_sentence(reading, clause)).then_some((Modality::Declaration, None, false))
}

/// A heading that runs into the number of what follows it: «Переходные положения 42.»
fn is_label(reading: &Reading<'_>, clause: &Clause) -> bool {
    let tokens = &reading.tokens.list()[clause.tokens.clone()];
    let [.., before, number, stop] = tokens else { return false };
    let cited = reading
        .lang
        .single(&reading.tokens, *before)
        .any(|c| matches!(c, Class::Unit(_) | Class::Month(_) | Class::Preposition | Class::And));
    stop.is('.') && number.kind == TokenKind::Number && before.kind == TokenKind::Word && !cited
}

/// An issue of a gazette, one of those a note of sources lists: «№ 12, 184-құжат;».
fn is_issue(reading: &Reading<'_>, clause: &Clause) -> bool {
    const MOST_WORDS: usize = 2;
    let tokens = &reading.tokens.list()[clause.tokens.clone()];
    let numbered = tokens.windows(2).any(|w| {
        let sign = reading.tokens.text(w[0]);
        matches!(sign, "№" | "N") && w[1].kind == TokenKind::Number
    });
    numbered && plain_words(reading, clause) <= MOST_WORDS
}

/// The lead-in of an item labelled in brackets, where the outline knows no list: the clause with the
/// colon before it and before the items between.
fn run_in_lead(reading: &Reading<'_>, clauses: &[Clause], index: usize) -> Option<usize> {
    let tokens = |i: usize| &reading.tokens.list()[clauses[i].tokens.clone()];
    let labelled = |i: usize| {
        matches!(tokens(i), [open, label, close, ..]
            if open.is('(') && close.is(')') && label.kind != TokenKind::Mark)
    };
    let zone = clauses[index].zone;
    let mut at = index;
    while labelled(at) && at > 0 && clauses[at - 1].zone == zone {
        at -= 1;
        if tokens(at).last().is_some_and(|t| t.is(':')) {
            return Some(at);
        }
    }
    None
}

/// An item of a list closes with a mark or opens small; a heading does neither, and a note of sources
/// («2020, c. 15, s. 94.») has no plain word.
pub(super) fn is_item(reading: &Reading<'_>, clause: &Clause) -> bool {
    let tokens = &reading.tokens.list()[clause.tokens.clone()];
    let closes = tokens.iter().rev().take(2).any(|t| t.is(';') || t.is('.') || t.is(','));
    let small = tokens
        .iter()
        .find(|t| t.kind == TokenKind::Word)
        .is_some_and(|t| !reading.tokens.is_capital(*t));
    (closes || small) && plain_words(reading, clause) > 0
}

/// Words in small letters of the language's script that are longer than an abbreviation.
fn plain_words(reading: &Reading<'_>, clause: &Clause) -> usize {
    const LONGEST_ABBREVIATION: u32 = 3;
    let cyrillic = reading.lang.is_cyrillic();
    reading.tokens.list()[clause.tokens.clone()]
        .iter()
        .filter(|t| {
            let first = reading.tokens.text(**t).chars().next();
            t.kind == TokenKind::Word
                && t.end - t.start > LONGEST_ABBREVIATION
                && first.is_some_and(|c| {
                    c.is_lowercase() && (fold::is_cyrillic(c) == cyrillic || c.is_ascii())
                })
        })
        .count()
}

fn direction(modality: Modality) -> Direction {
    match modality {
        Modality::Obligation
        | Modality::Prohibition
        | Modality::Restriction
        | Modality::Sanction => Direction::Burdens,
        Modality::Permission | Modality::Right => Direction::Relieves,
        Modality::Delegation | Modality::Definition | Modality::Declaration => Direction::Neutral,
    }
}

/// An applicant or a taxpayer may be a person or an organisation: the word names anyone.
fn in_role(
    reading: &Reading<'_>,
    clauses: &[Clause],
    clause: &Clause,
    named: (SubjectClass, Option<Span>),
) -> (SubjectClass, Option<Span>) {
    let (SubjectClass::Person, Some(span)) = named else { return named };
    let lead = clause.lead.map(|l| &clauses[l]);
    let role = [Some(clause), lead].into_iter().flatten().any(|c| {
        c.all_cues
            .iter()
            .any(|h| h.cue == Cue::Role && reading.tokens.span(h.start..h.end).start == span.start)
    });
    if role { (SubjectClass::Anyone, Some(span)) } else { named }
}

fn addressee(
    reading: &Reading<'_>,
    clauses: &[Clause],
    clause: &Clause,
    modality: Modality,
    before: usize,
) -> (SubjectClass, Option<Span>) {
    /// The subject of a statement opens it.
    const HEAD: usize = 5;
    let own = subject(reading, clause, before);
    let states = matches!(modality, Modality::Declaration | Modality::Definition);
    let opens =
        own.1.is_some_and(|s| reading.tokens.at_or_after(s.start) < clause.tokens.start + HEAD);
    if states && (!opens || modality == Modality::Definition) {
        return (SubjectClass::Anyone, None);
    }
    if own.0 != SubjectClass::Anyone {
        return own;
    }
    clause.lead.map_or(own, |lead| subject(reading, &clauses[lead], clauses[lead].tokens.end))
}

/// Whether a clause is running text: no preamble, no lead-in, no heading, no row of a table.
fn is_text(reading: &Reading<'_>, act: &Act, clause: &Clause) -> bool {
    const FEWEST: usize = 2;
    let list = reading.tokens.list();
    let tokens = &list[clause.tokens.clone()];
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
    // A text without any unit is a passage of an act.
    let passage = act.units.iter().all(|u| u.kind == UnitKind::Preamble);
    let preamble = match clause.unit {
        Some(unit) => act.units[unit].kind == UnitKind::Preamble && !passage,
        None => clause.zone != Zone::QuotedNew && !passage,
    };
    // «[Содержание](index.md)»: a link leads elsewhere.
    let link = tokens
        .windows(2)
        .any(|w| w[0].is(']') && (w[1].is('(') || w[1].is(']')) && w[0].end == w[1].start);
    let lead_in = tokens.last().is_some_and(|t| t.is(':') || t.is('—') || t.is('–'));
    // "(Amended by …)": a sentence in brackets notes its history.
    let bracketed = tokens.first().is_some_and(|t| t.is('('))
        && tokens.iter().rev().find(|t| !t.is('.')).is_some_and(|t| t.is(')'));
    // "[Note: …", "… by Act 5 of 2001.]": editors write between square brackets.
    let bracketed = bracketed
        || (tokens.first().is_some_and(|t| t.is('['))
            && !tokens.iter().rev().skip(2).any(|t| t.is(']')))
        || (tokens.last().is_some_and(|t| t.is(']')) && !tokens.iter().any(|t| t.is('[')));
    let gone = clause.all_cues.iter().any(|c| {
        c.cue == Cue::Gone
            && list[clause.tokens.start..c.start].iter().all(|t| t.kind == TokenKind::Mark)
    });
    !preamble
        && !gone
        && !lead_in
        && !link
        && !bracketed
        && words >= FEWEST
        && !super::is_table(reading, clause)
}

/// Whether a clause opens with a capital and closes with a full stop.
fn is_sentence(reading: &Reading<'_>, clause: &Clause) -> bool {
    const FEWEST: usize = 3;
    let list = reading.tokens.list();
    let tokens = &list[clause.tokens.clone()];
    let closes = tokens.iter().rev().take(3).any(|t| t.is('.') || t.is(';'));
    let opens = tokens
        .iter()
        .find(|t| t.kind == TokenKind::Word)
        .is_some_and(|t| reading.tokens.is_capital(*t));
    closes && opens && plain_words(reading, clause) >= FEWEST
}

/// The lists of an act: which clauses are items of one, and which lists define terms.
struct Lists {
    /// For each clause, the last item of its list.
    last: Vec<Option<usize>>,
    /// For each clause, whether its list defines terms.
    defines: Vec<bool>,
}

impl Lists {
    fn new(reading: &Reading<'_>, act: &Act, clauses: &[Clause]) -> Self {
        /// A list defines terms when so many of its items, in percent, put a dash behind a term.
        const DEFINING: usize = 60;
        const FEWEST: usize = 3;
        let mut members: BTreeMap<(usize, Zone), Vec<usize>> = BTreeMap::new();
        for (i, clause) in clauses.iter().enumerate() {
            let Some(unit) = clause.unit else { continue };
            let item = matches!(
                act.units[unit].kind,
                UnitKind::Subparagraph | UnitKind::Indent | UnitKind::Subsubparagraph
            ) || (clause.zone == Zone::QuotedNew && clause.lead.is_some());
            if let Some(parent) = act.units[unit].parent.filter(|_| item) {
                members.entry((parent, clause.zone)).or_default().push(i);
            }
        }
        let mut lists =
            Self { last: vec![None; clauses.len()], defines: vec![false; clauses.len()] };
        for items in members.values() {
            let dashed = items.iter().filter(|i| has_term(reading, &clauses[**i])).count();
            let defining = items.len() >= FEWEST && dashed * 100 >= items.len() * DEFINING;
            let last = items.last().copied();
            for item in items {
                lists.last[*item] = last.filter(|l| l != item);
                lists.defines[*item] = defining && has_term(reading, &clauses[*item]);
            }
        }
        // Where the verb does not stand last, the last item speaks for itself alone.
        if reading.lang.order().word_first() {
            lists.last.fill(None);
        }
        lists
    }

    fn last_of(&self, index: usize) -> Option<usize> {
        self.last.get(index).copied().flatten()
    }

    fn defines(&self, index: usize) -> bool {
        self.defines.get(index).copied().unwrap_or(false)
    }
}

/// Whether a clause opens with a term and a dash: «сменная работа – работа в две смены». A sum behind the
/// dash makes it an entry of a table.
fn has_term(reading: &Reading<'_>, clause: &Clause) -> bool {
    const LONGEST_TERM: usize = 24;
    let list = reading.tokens.list();
    let near = clause.tokens.start..clause.tokens.end.min(clause.tokens.start + LONGEST_TERM);
    let dash = near.clone().find(|i| is_dash(reading, *i));
    // «в суде первой инстанции – в полном объеме» shares out and defines nothing.
    let opens_with_preposition = reading
        .lang
        .single(&reading.tokens, list[clause.tokens.start])
        .any(|c| c == Class::Preposition);
    dash.is_some_and(|d| {
        d > clause.tokens.start
            && list.get(d + 1).is_some_and(|t| t.kind != TokenKind::Number)
            && !is_measure(reading, d + 1)
            && !opens_with_preposition
            && list[clause.tokens.start].kind != TokenKind::Number
            && !clause.has(Cue::Means)
    })
}

/// Whether a word behind the dash is a number or a preposition, as before a share or a sum.
fn is_measure(reading: &Reading<'_>, index: usize) -> bool {
    reading.tokens.list().get(index).is_some_and(|t| {
        reading
            .lang
            .single(&reading.tokens, *t)
            .any(|c| matches!(c, Class::Cardinal(_) | Class::Preposition))
    })
}
