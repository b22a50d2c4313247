//! What an act changes in other acts: the operation of an instruction and the act that it names.

mod content;
mod draft;
mod lead;
mod level;
mod read;
mod role;
mod settle;
mod statement;

use std::ops::Range;

use super::clause::{Clause, CueHit};
use super::names::Names;
use crate::lang::Cue;
pub use crate::model::frame::Operation;
use crate::model::{Act, Eid, Zone};
use crate::source::{Source, Span};
use crate::syntax::Reading;

/// A sentence of a unit's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sentence {
    /// By its number, from 1.
    Nth(u32),
    /// The last one.
    Last,
}

/// How far words are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Where they stand in the target: once, or wherever the words are all the target has of them.
    Target,
    /// Everywhere in the target, which may be the whole act: «по всему тексту».
    Everywhere,
}

/// Quoted text that an instruction puts into its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The text between the outer quotation marks, without them. Where one quotation serves several
    /// targets, the part for this one.
    pub span: Span,
    /// Whether the closing quotation mark is missing.
    pub unclosed: bool,
}

/// One operation on one target, or the clause that announces a list of them.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// What it does.
    pub operation: Operation,
    /// The clause; content that follows it in paragraphs of its own lies behind it.
    pub span: Span,
    /// The words that say what is done.
    pub cue: Span,
    /// Index of the unit in which it stands.
    pub unit: Option<usize>,
    /// Words that name the act it changes, in this clause or in one that leads to it.
    pub act: Option<Span>,
    /// The unit that it changes, with the levels that the words name: `art_5__para_3`; the new unit of
    /// an insertion; `act` for the whole act, `art_5__heading`, `title`. Empty in an announcement.
    pub target: Eid,
    /// Where a sentence of the target is meant; of an insertion, its place.
    pub sentence: Option<Sentence>,
    /// Words replaced or deleted, without quotation marks.
    pub from: Option<Span>,
    /// Words put in, without quotation marks.
    pub to: Option<Span>,
    /// Words behind which words are put in.
    pub after: Option<Span>,
    /// Words before which words are put in.
    pub before: Option<Span>,
    /// Which of these words are the names of punctuation marks, with the marks: "the period".
    pub marks: Vec<(Span, char)>,
    /// Unit behind which a unit is put in, where the instruction says so.
    pub behind: Option<Eid>,
    /// How far words are changed.
    pub reach: Reach,
    /// Whether the words are changed in all their cases: «в соответствующих падежах».
    pub all_cases: bool,
    /// The new name of a renumbered unit.
    pub new_target: Option<Eid>,
    /// The day to which a suspension lasts, exclusive.
    pub until: Option<jiff::civil::Date>,
    /// Its quoted text.
    pub content: Option<Content>,
    /// Where the clause names the constitution as the act that it changes.
    pub constitution: Option<Span>,
    /// A day beside that name: when the constitution that is meant was adopted.
    pub adopted: Option<jiff::civil::Date>,
    /// Whose words it stands in: the act's own, or its title.
    pub zone: Zone,
}

impl Amendment {
    /// An operation without any detail.
    #[must_use]
    pub fn bare(operation: Operation, span: Span, cue: Span, unit: Option<usize>) -> Self {
        Self {
            operation,
            span,
            cue,
            unit,
            act: None,
            target: Eid::default(),
            sentence: None,
            from: None,
            to: None,
            after: None,
            before: None,
            marks: Vec::new(),
            behind: None,
            reach: Reach::Target,
            all_cases: false,
            new_target: None,
            until: None,
            content: None,
            constitution: None,
            adopted: None,
            zone: Zone::Own,
        }
    }

    /// Words of the instruction as they stand in its target: those of the span, or the punctuation mark
    /// that they name.
    #[must_use]
    pub fn words(&self, source: &Source, span: Span) -> String {
        let mark = self.marks.iter().find(|(named, _)| *named == span);
        mark.map_or_else(|| words(source, span), |(_, mark)| mark.to_string())
    }
}

/// Quoted words as the instruction means them: a line that a page broke is one line.
#[must_use]
pub fn words(source: &Source, span: Span) -> String {
    let text = source.slice(span);
    if !text.contains('\n') {
        return text.to_owned();
    }
    text.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The operation of a clause, if it is an instruction.
#[must_use]
pub fn operation(clause: &Clause) -> Option<Operation> {
    let quoted = !clause.quoted.is_empty();
    let cited = !clause.citations.is_empty();
    let word = clause.has(Cue::Words);
    let table = [
        (Cue::Restate, Operation::Restate),
        (Cue::Replace, Operation::ReplaceWords),
        (Cue::Insert, if quoted && word { Operation::InsertWords } else { Operation::Insert }),
        (Cue::Delete, Operation::Delete),
        (Cue::Repeal, Operation::Repeal),
        (Cue::Suspend, Operation::Suspend),
    ];
    for (cue, operation) in table {
        if clause.has(cue) {
            let fits = match operation {
                // «отменяется», «исключается» are everyday words: an instruction names its target.
                Operation::Delete => cited || (quoted && word),
                Operation::ReplaceWords => quoted,
                Operation::Repeal | Operation::Suspend => cited || quoted,
                _ => true,
            };
            if fits {
                return Some(operation);
            }
        }
    }
    None
}

pub use content::units as content_units;

/// The instructions of an act, and the statements that order a change in words that were not understood.
#[must_use]
pub fn instructions(
    reading: &Reading<'_>,
    act: &Act,
    names: &Names,
) -> (Vec<Amendment>, Vec<Span>) {
    read::instructions(reading, act, names)
}

/// Whether a clause instructs, or announces instructions; an announcement is recorded.
pub fn read(reading: &Reading<'_>, clause: &Clause, out: &mut Vec<Amendment>) -> bool {
    if operation(clause).is_some_and(|_| cue_of(clause).is_some()) {
        return true;
    }
    let Some(cue) = clause.first(Cue::Amend).or_else(|| opening_order(clause)) else {
        return false;
    };
    if !announces(reading, clause) {
        return false;
    }
    let named = constitution(reading, clause);
    let span = reading.tokens.span(clause.tokens.clone());
    let cue = reading.tokens.span(cue.start..cue.end);
    out.push(Amendment {
        constitution: named.map(|(span, _)| span),
        adopted: named.and_then(|(_, date)| date),
        zone: clause.zone,
        ..Amendment::bare(Operation::Announce, span, cue, clause.unit)
    });
    true
}

fn cue_of(clause: &Clause) -> Option<CueHit> {
    [Cue::Restate, Cue::Replace, Cue::Insert, Cue::Delete, Cue::Repeal, Cue::Suspend]
        .iter()
        .find_map(|c| clause.first(*c))
}

/// «Внести в Конституцию Республики Казахстан, принятую …, следующее дополнение»: the order opens the
/// clause, and what is ordered may stand far behind it.
fn opening_order(clause: &Clause) -> Option<CueHit> {
    clause.first(Cue::AmendOrder).filter(|c| c.start <= clause.tokens.start + 1)
}

/// «Внести в … следующие изменения:» announces; «при внесении изменений …» tells of a procedure.
fn announces(reading: &Reading<'_>, clause: &Clause) -> bool {
    let text = reading.source.slice(reading.tokens.span(clause.tokens.clone()));
    (text.trim_end().ends_with(':') || clause.has(Cue::AmendOrder)) && !clause.has(Cue::Obligation)
}

/// Where a clause names the constitution as the act changed: outside quotation marks, not as a
/// standard to which something conforms, not inside the name of another act.
fn constitution(
    reading: &Reading<'_>,
    clause: &Clause,
) -> Option<(Span, Option<jiff::civil::Date>)> {
    if clause.has(Cue::InLine) {
        return None;
    }
    let hit = clause.first(Cue::Constitution)?;
    Some((reading.tokens.span(hit.start..hit.end), adopted(reading, hit)))
}

/// Where a statement names the constitution as the act that it changes, with the day beside it.
fn names_constitution(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
) -> Option<(Span, Option<jiff::civil::Date>)> {
    let clause = super::clause::of_statement(reading, tokens.clone());
    constitution(reading, &clause)
}

/// A day that stands beside the constitution's name as the day of its adoption.
fn adopted(reading: &Reading<'_>, hit: CueHit) -> Option<jiff::civil::Date> {
    const NEAR: usize = 12;
    let range = hit.start.saturating_sub(NEAR)..hit.end + NEAR;
    reading.dates_in(&range).iter().filter(|d| d.exact).find_map(|d| d.date)
}

/// An amendment of the constitution that only the title announces.
pub fn from_title(reading: &Reading<'_>, title: Span, out: &mut Vec<Amendment>) {
    if out.iter().any(|a| a.constitution.is_some_and(|named| !title.contains(named))) {
        return;
    }
    let Some((cue, span, date)) = titled(reading, title) else { return };
    out.push(Amendment {
        constitution: Some(span),
        adopted: date,
        zone: Zone::Title,
        ..Amendment::bare(Operation::Announce, title, cue, None)
    });
}

/// Where a title says that the constitution is changed: the words for a change, the constitution's name,
/// and a day beside it.
fn titled(reading: &Reading<'_>, title: Span) -> Option<(Span, Span, Option<jiff::civil::Date>)> {
    let clause = super::clause::of_title(reading, reading.tokens.inside(title));
    let cue = clause.first(Cue::Amend)?;
    let cue = reading.tokens.span(cue.start..cue.end);
    let (span, date) = constitution(reading, &clause)?;
    // «Конституциядағы өзгерістер»: what stands before the change is what is changed, where links run so.
    (span.start >= cue.start || !reading.lang.words_first()).then_some((cue, span, date))
}

/// Words that put the act to a nationwide vote, or say that one adopted it.
///
/// «Конституция, принятая на республиканском референдуме»: an attribute of the constitution named
/// beside it says nothing of this act.
#[must_use]
pub fn referendum(reading: &Reading<'_>, clauses: &[Clause]) -> Option<Span> {
    const NEAR: usize = 10;
    for clause in clauses {
        if !matches!(clause.zone, Zone::Own | Zone::Title) {
            continue;
        }
        for hit in &clause.cues {
            let found = match hit.cue {
                Cue::ByReferendum => true,
                Cue::AdoptedByReferendum => !clause
                    .all(Cue::Constitution)
                    .any(|c| c.start.abs_diff(hit.end).min(hit.start.abs_diff(c.end)) <= NEAR),
                _ => false,
            };
            if found {
                return Some(reading.tokens.span(hit.start..hit.end));
            }
        }
    }
    None
}
