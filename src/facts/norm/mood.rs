//! The mood of a clause: what its main predicate does, whatever that means for anybody's position.
//!
//! The main predicate stands outside subordinate clauses. In languages whose verb ends the clause it is
//! the last one; in the others a modal word goes before a plain verb, and the first of a kind counts.

use std::ops::Range;

use super::Modality;
use super::frame::is_predicate;
use crate::facts::clause::{Clause, CueHit};
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind};
use crate::syntax::Reading;

/// The mood of a clause, with the words that tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mood {
    pub(super) modality: Modality,
    pub(super) cue: CueHit,
    /// Whether a word of command, right or statement told it, and not the form of a verb alone.
    pub(super) worded: bool,
    /// Whether it stands outside subordinate clauses.
    pub(super) main: bool,
}

/// What a cue makes of the clause whose predicate it is.
fn modality(cue: Cue) -> Option<Modality> {
    Some(match cue {
        Cue::Obligation | Cue::Impersonal | Cue::Pays | Cue::Acts | Cue::Commands => {
            Modality::Obligation
        }
        Cue::Prohibition | Cue::Forbids => Modality::Prohibition,
        Cue::Permission => Modality::Permission,
        Cue::Right | Cue::Entitles | Cue::NoObligation => Modality::Right,
        Cue::Restriction | Cue::Deprives => Modality::Restriction,
        Cue::Sanction => Modality::Sanction,
        Cue::Declares => Modality::Declaration,
        Cue::Delegates => Modality::Delegation,
        Cue::Means => Modality::Definition,
        _ => return None,
    })
}

/// Which of two cues on the same words tells more; smaller goes first.
fn rank(cue: Cue) -> u8 {
    match cue {
        Cue::Sanction => 0,
        Cue::Prohibition | Cue::Forbids => 1,
        Cue::Delegates => 2,
        Cue::Entitles | Cue::Right => 3,
        Cue::Restriction | Cue::Deprives => 5,
        Cue::Permission | Cue::Means => 6,
        Cue::Declares => 7,
        Cue::NoObligation => 8,
        Cue::Obligation => 9,
        Cue::Impersonal | Cue::Pays => 10,
        Cue::Acts => 11,
        _ => 12,
    }
}

/// Whether a cue is a verb's form and no word of its own.
fn is_form(cue: Cue) -> bool {
    matches!(cue, Cue::Acts | Cue::Commands)
}

/// Words between a modal verb and the verb of effect: "shall be deemed to come into force".
const BETWEEN: usize = 1;

/// Whether a term in quotation marks, or in their entities, stands before a word.
fn names_term(reading: &Reading<'_>, clause: &Clause, before: usize) -> bool {
    const NEAR: usize = 16;
    let list = reading.tokens.list();
    let from = clause.tokens.start.max(before.saturating_sub(NEAR));
    list[from..before].iter().any(|t| t.is('"') || t.is('”') || t.is('»') || t.is('“') || t.is('&'))
}

/// Whether a verb of meaning defines. Some such verbs only define; those that state as well ("includes")
/// define a term in quotation marks or one that stands bare, as terms do in a list of them.
fn defines(reading: &Reading<'_>, clause: &Clause, means: &CueHit) -> bool {
    const LONGEST_TERM: usize = 8;
    let states = clause.all_cues.iter().any(|c| c.cue == Cue::Declares && c.start == means.start);
    if !states || names_term(reading, clause, means.start) {
        return true;
    }
    let Some(first) = clause.tokens.clone().next().map(|i| reading.tokens.list()[i]) else {
        return false;
    };
    let determined = reading
        .lang
        .single(&reading.tokens, first)
        .any(|c| matches!(c, Class::This | Class::Of | Class::Indefinite | Class::Preposition));
    reading.lang.has_words_between_links()
        && first.kind == TokenKind::Word
        && !determined
        && means.start <= clause.tokens.start + LONGEST_TERM
        && !clause.all(Cue::Anaphor).any(|c| c.start == clause.tokens.start)
        && !clause.all(Cue::ThisAct).any(|c| c.start <= clause.tokens.start + 2)
}

/// What the main predicate of a clause makes of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Voice {
    /// It says something to somebody.
    Says(Mood),
    /// It puts into effect, amends or repeals, which the act itself does.
    Acts,
    /// No word of the vocabulary tells.
    Unknown,
}

impl Voice {
    /// The mood, if words told one.
    pub(super) fn mood(self) -> Option<Mood> {
        match self {
            Self::Says(mood) => Some(mood),
            Self::Acts | Self::Unknown => None,
        }
    }
}

/// Reads the voice off the cues of a clause.
pub(super) fn of(reading: &Reading<'_>, clause: &Clause) -> Voice {
    let Some((chosen, main)) = predicate(reading, clause) else { return Voice::Unknown };
    let amends = clause.has(Cue::Amend);
    let done = |c: &CueHit| {
        is_act_of_law(c.cue)
            && (c.cue != Cue::AmendOrder || amends)
            && (c.cue != Cue::Ends || clause.has(Cue::ThisAct))
            && c.start <= chosen.end + BETWEEN
            && chosen.start < c.end
    };
    if clause.all_cues.iter().any(done) {
        return Voice::Acts;
    }
    let Some(mut modality) = modality(chosen.cue) else { return Voice::Unknown };
    if chosen.cue == Cue::Means && !defines(reading, clause, &chosen) {
        modality = Modality::Declaration;
    }
    Voice::Says(Mood { modality, cue: chosen, worded: !is_form(chosen.cue), main })
}

/// The cue of the main predicate, and whether it stands outside subordinate clauses.
fn predicate(reading: &Reading<'_>, clause: &Clause) -> Option<(CueHit, bool)> {
    let word_first = reading.lang.order().word_first();
    let hits: Vec<CueHit> = clause
        .all_cues
        .iter()
        .copied()
        .filter(|c| modality(c.cue).is_some())
        .filter(|c| word_first || is_predicate(reading, clause, c) || ends(reading, clause, c))
        .filter(|c| c.cue != Cue::Forbids || opens_part(reading, clause, c))
        .filter(|c| c.cue != Cue::Commands || !is_cardinal(reading, c))
        .collect();
    let subordinate = subordinate(reading, clause, &hits);
    let (relative, main): (Vec<CueHit>, Vec<CueHit>) =
        hits.iter().copied().partition(|c| is_relative(clause, c));
    let free: Vec<CueHit> = main
        .iter()
        .copied()
        .filter(|c| !subordinate.iter().any(|s| s.contains(&c.start)))
        .collect();
    // "Where a person pleads guilty the court shall …": no comma sets the main clause apart, but its
    // modal verb does.
    let analytic = reading.lang.has_words_between_links();
    let spoken: Vec<CueHit> =
        main.iter().copied().filter(|c| analytic && is_modal_verb(c.cue)).collect();
    let outside = !free.is_empty() || !spoken.is_empty();
    let pool =
        [free, spoken, main, relative].into_iter().find(|p| !p.is_empty()).unwrap_or_default();
    if !word_first {
        return last(reading, clause, &pool).map(|c| (c, outside));
    }
    let first = first_predicate(reading, clause, &pool)?;
    // «Установить, что … может быть назначен …»: what is laid down stands in the clause behind.
    let list = reading.tokens.list();
    let lays_down = opens(reading, clause, &first)
        && list.get(first.end).is_some_and(|t| t.is(','))
        && clause.all(Cue::Subordinate).any(|c| c.start == first.end + 1);
    if lays_down {
        let behind: Vec<CueHit> = hits.iter().copied().filter(|c| c.start > first.end).collect();
        let laid_down = first_predicate(reading, clause, &behind).unwrap_or(first);
        return Some((laid_down, true));
    }
    Some((first, outside))
}

/// Whether a cue is a verb that tells mood and nothing else.
fn is_modal_verb(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Obligation | Cue::Impersonal | Cue::Permission | Cue::Prohibition | Cue::Forbids
    )
}

/// Whether a cue opens its clause, or a part of it behind a mark.
fn opens_part(reading: &Reading<'_>, clause: &Clause, cue: &CueHit) -> bool {
    cue.start <= clause.tokens.start || reading.tokens.list()[cue.start - 1].kind != TokenKind::Word
}

/// Whether a word with a verb's ending is a number: «пять».
fn is_cardinal(reading: &Reading<'_>, cue: &CueHit) -> bool {
    let token = reading.tokens.list()[cue.start];
    reading.lang.single(&reading.tokens, token).any(|c| matches!(c, Class::Cardinal(_)))
}

/// Cues of what an act itself does to law.
fn is_act_of_law(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Effect
            | Cue::Ends
            | Cue::Repeal
            | Cue::Restate
            | Cue::Insert
            | Cue::Delete
            | Cue::Replace
            | Cue::Suspend
            | Cue::AmendOrder
    )
}

/// Whether a word of subordination stands right before a predicate, or before its link: "a person who
/// may", "a person who is not required".
fn is_relative(clause: &Clause, cue: &CueHit) -> bool {
    let link = |at: usize| clause.all_cues.iter().any(|c| c.cue == Cue::Declares && c.start == at);
    clause
        .all(Cue::Subordinate)
        .any(|s| s.end == cue.start || (s.end + 1 == cue.start && link(s.end)))
}

/// Whether a cue closes its clause but for marks and a remark in brackets.
fn ends(reading: &Reading<'_>, clause: &Clause, cue: &CueHit) -> bool {
    let behind = &reading.tokens.list()[cue.end.min(clause.tokens.end)..clause.tokens.end];
    let remark = behind.first().is_some_and(|t| t.is('('));
    let rest = if remark {
        behind.iter().position(|t| t.is(')')).map_or(behind, |close| &behind[close..])
    } else {
        behind
    };
    rest.iter().all(|t| t.kind == TokenKind::Mark)
}

/// The last predicate of a clause whose verb ends it; of several with one end the longest.
fn last(reading: &Reading<'_>, clause: &Clause, pool: &[CueHit]) -> Option<CueHit> {
    // A lead-in whose verb comes behind the list has no predicate before its colon.
    let end = pool.iter().map(|c| c.end).max()?;
    let lead_in =
        clause.tokens.clone().next_back().is_some_and(|i| reading.tokens.list()[i].is(':'));
    if lead_in && end + 1 < clause.tokens.end {
        return None;
    }
    pool.iter()
        .copied()
        .filter(|c| c.end == end)
        .min_by_key(|c| (is_form(c.cue), c.start, rank(c.cue)))
}

/// The first predicate: a modal word before a plain verb, and of several on the same words the longest.
fn first_predicate(reading: &Reading<'_>, clause: &Clause, pool: &[CueHit]) -> Option<CueHit> {
    let modal = |c: &&CueHit| !is_form(c.cue) && !matches!(c.cue, Cue::Declares | Cue::Means);
    // `"boat" means a vessel that may carry passengers`: what a term means is said before the rest.
    let opening = pool.iter().map(|c| c.start).min();
    let means = |c: &&CueHit| c.cue == Cue::Means && Some(c.start) == opening;
    if let Some(means) = pool.iter().find(means).filter(|m| names_term(reading, clause, m.start)) {
        return Some(*means);
    }
    // Where the language has words between links it has modal verbs too: "shall" outweighs "is".
    let analytic = reading.lang.has_words_between_links();
    let candidates: Vec<&CueHit> = if analytic && pool.iter().any(|c| modal(&c)) {
        pool.iter().filter(modal).collect()
    } else {
        // «Курить в трюме запрещается»: the verb at the head is what the other one forbids.
        let forbids = pool.iter().any(|c| c.cue == Cue::Prohibition);
        let commands = |c: &CueHit| !forbids && opens(reading, clause, c);
        pool.iter().filter(|c| c.cue != Cue::Commands || commands(c)).collect()
    };
    // Where a verb's bare form is also its infinitive, one inside the clause is not its predicate.
    let from = match (candidates.is_empty(), analytic) {
        (true, true) => return None,
        (true, false) => pool.iter().collect(),
        (false, _) => candidates,
    };
    let first = from.iter().map(|c| c.start).min()?;
    let best = from
        .iter()
        .filter(|c| c.start == first)
        .min_by_key(|c| (std::cmp::Reverse(c.end), rank(c.cue)))?;
    // "Shall be deemed", "may be cited": the statement is longer than its modal verb.
    let longer = pool
        .iter()
        .filter(|c| c.start == best.start && c.end >= best.end)
        .min_by_key(|c| (std::cmp::Reverse(c.end), rank(c.cue)));
    longer.or(Some(*best)).copied()
}

/// Whether a verb stands at the head of its clause.
fn opens(reading: &Reading<'_>, clause: &Clause, cue: &CueHit) -> bool {
    reading.tokens.list()[clause.tokens.start..cue.start].iter().all(|t| t.kind != TokenKind::Word)
}

/// The parts of a clause between commas that open with a word of subordination, and the ends of others
/// from such a word on, where a predicate stands before it.
fn subordinate(reading: &Reading<'_>, clause: &Clause, hits: &[CueHit]) -> Vec<Range<usize>> {
    /// Prepositions may stand before the word: «в отношении которых».
    const BEHIND: usize = 4;
    let list = reading.tokens.list();
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = clause.tokens.start;
    let mut depth = 0_usize;
    for i in clause.tokens.clone() {
        let t = list[i];
        if t.is('(') {
            depth += 1;
        } else if t.is(')') {
            depth = depth.saturating_sub(1);
        } else if t.is(',') && depth == 0 {
            parts.push(start..i);
            start = i + 1;
        }
    }
    parts.push(start..clause.tokens.end);
    let finite = |c: &&CueHit| c.cue != Cue::Commands;
    parts
        .into_iter()
        .filter_map(|p| {
            let word = clause.all(Cue::Subordinate).find(|c| p.contains(&c.start))?;
            let said =
                hits.iter().filter(finite).any(|h| p.contains(&h.start) && h.end <= word.start);
            if word.start < p.start + BEHIND {
                Some(p)
            } else if said {
                Some(word.start..p.end)
            } else {
                None
            }
        })
        .collect()
}
