//! Carries the instructions of bills out on the acts that they amend.
//!
//! An instruction becomes edits of byte spans; everything else of a base stays byte for byte. A base is parsed
//! once and its instructions are planned on that outline; only where an instruction needs what another one
//! made (a unit just added, a paragraph just restated) are the edits that wait carried out and the text parsed
//! again.

mod bases;
mod calendar;
mod citing;
mod insert;
mod layout;
mod locate;
mod page;
mod phrase;
mod plan;
mod remove;
mod trace;
mod words;
mod working;

use jiff::civil::Date;

pub use working::Change;

use super::Edition;
use crate::facts::{Amendment, Facts, Operation};
use crate::lang::Lang;
use crate::model::{Act, Eid, Zone};
use crate::source::{Source, Span};
use layout::BillLines;
use page::Page;
use plan::{Fault, Order, Plan};
use trace::Traces;
use working::Working;

/// A bill with what it says.
#[derive(Debug, Clone, Copy)]
pub struct Bill<'a> {
    /// Its text.
    pub source: &'a Source,
    /// The language it was read in.
    pub lang: &'a Lang,
    /// The bill.
    pub act: &'a Act,
    /// Its facts, the instructions among them.
    pub facts: &'a Facts,
}

/// What the user said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The day whose text is wanted; all instructions are carried out without one.
    pub as_of: Option<Date>,
    /// The day on which the bills were published; each bill's own day without one.
    pub published: Option<Date>,
}

/// What became of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Carried out.
    Done,
    /// Carried out, and somebody should look at it.
    Remark,
    /// The act that it changes is not among the bases.
    NotGiven,
    /// It takes effect after the day that was asked for.
    NotYet,
    /// It could not be carried out.
    Failed,
}

impl Verdict {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Remark => "remark",
            Self::NotGiven => "not-given",
            Self::NotYet => "not-yet",
            Self::Failed => "failed",
        }
    }
}

/// A place in a base as it was given, with why it matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the base.
    pub base: usize,
    /// The place.
    pub span: Span,
    /// Why; may be empty.
    pub label: String,
}

/// What became of one instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Index of the bill.
    pub bill: usize,
    /// Index of the instruction among the amendments of the bill.
    pub instruction: usize,
    /// Index of the base that it changes.
    pub base: Option<usize>,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, or what to look at; empty where nothing is to be said.
    pub message: String,
    /// Places in bases.
    pub places: Vec<Place>,
}

/// Something that is to be said of a bill as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Index of the bill.
    pub bill: usize,
    /// The words of the bill.
    pub span: Span,
    /// What it is.
    pub message: String,
    /// Whether the result cannot be relied on because of it.
    pub grave: bool,
}

/// A base as the bills leave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consolidated {
    /// Its text.
    pub text: String,
    /// What was changed, in the order of the text.
    pub changes: Vec<Change>,
}

/// What bills did to bases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amended {
    /// Each base, in the order in which they were given.
    pub texts: Vec<Consolidated>,
    /// Each instruction, by bill and place.
    pub outcomes: Vec<Outcome>,
    /// What is to be said of whole bills.
    pub notices: Vec<Notice>,
}

/// Why nothing could be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// A bill in one language cannot change an act in another.
    #[error("{bill} is in another language ({bill_lang}) than {base} ({base_lang})")]
    Languages {
        /// Name of the bill.
        bill: String,
        /// Its language.
        bill_lang: String,
        /// Name of the base.
        base: String,
        /// Its language.
        base_lang: String,
    },
    /// Nobody could tell which of the two is meant.
    #[error("{first} and {second} have the same title: give each act once")]
    SameTitle {
        /// Name of the first base.
        first: String,
        /// Name of the second.
        second: String,
    },
}

/// Carries out the instructions of bills, one bill after the other.
///
/// # Errors
/// When the acts given do not go together, so that nothing was carried out.
pub fn apply(
    bases: &[Edition<'_>],
    bills: &[Bill<'_>],
    options: &Options,
) -> Result<Amended, AmendError> {
    bases::refuse(bases, bills)?;
    let mut amended = Amended::default();
    let mut working: Vec<Working> =
        bases.iter().map(|base| Working::new(base.source.text())).collect();
    let assigned: Vec<Vec<Option<usize>>> = bills
        .iter()
        .enumerate()
        .map(|(index, bill)| {
            let found = bases::assign(bases, bill);
            amended.notices.extend(found.notices.into_iter().map(|n| Notice { bill: index, ..n }));
            found.bases
        })
        .collect();
    amended.notices.extend(bases::circles(bills));
    for (index, bill) in bills.iter().enumerate() {
        let lines = BillLines::new(bill.source, bill.lang);
        let renumbered: Vec<Eid> = renumbered(bill);
        let contents = contents(bill, &lines);
        for (base, edition) in bases.iter().enumerate() {
            let run = Run {
                bill,
                bill_index: index,
                base_index: base,
                lines: &lines,
                options,
                renumbered: &renumbered,
                contents: &contents,
            };
            let mine = |i: &usize| assigned[index].get(*i).copied().flatten() == Some(base);
            let list: Vec<usize> = instructions(bill).filter(mine).collect();
            run.carry_out(edition, &list, &mut working[base], &mut amended.outcomes);
        }
        for instruction in instructions(bill) {
            if assigned[index].get(instruction).copied().flatten().is_none() {
                amended.outcomes.push(Outcome {
                    bill: index,
                    instruction,
                    base: None,
                    verdict: Verdict::NotGiven,
                    message: "the act that it changes was not given".to_owned(),
                    places: Vec::new(),
                });
            }
        }
    }
    amended.outcomes.sort_by_key(|o| (o.bill, o.instruction));
    amended.texts =
        working.into_iter().map(|w| Consolidated { text: w.text, changes: w.changes }).collect();
    citing::remark(bases, bills, &mut amended);
    Ok(amended)
}

/// The instructions of a bill: what its own words order, announcements left out.
pub fn instructions<'b>(bill: &'b Bill<'_>) -> impl Iterator<Item = usize> + 'b {
    let list = bill.facts.amendments.iter().enumerate();
    list.filter(|(_, a)| a.operation != Operation::Announce && a.zone == Zone::Own).map(|(i, _)| i)
}

/// The quoted text of each amendment of a bill. Of several units under one verb each may have a quotation of
/// its own behind that of the one before.
fn contents(bill: &Bill<'_>, lines: &BillLines<'_>) -> Vec<Option<Span>> {
    let mut contents: Vec<Option<Span>> = Vec::with_capacity(bill.facts.amendments.len());
    let mut before: Option<&Amendment> = None;
    for a in &bill.facts.amendments {
        let own = a.content.as_ref().map(|c| c.span);
        let follows = before.filter(|b| b.span == a.span && b.operation == a.operation);
        let last = contents.last().copied().flatten();
        let quoted = matches!(a.operation, Operation::Insert | Operation::Restate);
        contents.push(own.or_else(|| {
            follows.filter(|_| quoted)?;
            lines.next_quotation(last?)
        }));
        before = Some(a);
    }
    contents
}

/// The units to which a bill gives other numbers.
fn renumbered(bill: &Bill<'_>) -> Vec<Eid> {
    let moves =
        |i: usize| bill.facts.amendments.get(i).filter(|a| a.operation == Operation::Renumber);
    instructions(bill).filter_map(moves).map(|a| a.target.clone()).collect()
}

/// The instructions of one bill on one base.
struct Run<'r> {
    bill: &'r Bill<'r>,
    bill_index: usize,
    base_index: usize,
    lines: &'r BillLines<'r>,
    options: &'r Options,
    renumbered: &'r [Eid],
    contents: &'r [Option<Span>],
}

/// How often a base is parsed again for one bill, at most, for each megabyte of text and below.
const ROUNDS: usize = 2000;

impl Run<'_> {
    fn carry_out(
        &self,
        edition: &Edition<'_>,
        list: &[usize],
        working: &mut Working,
        out: &mut Vec<Outcome>,
    ) {
        let mut left = list.iter().copied().peekable();
        let rounds = ROUNDS / (1 + edition.source.text().len() / 1_000_000);
        let mut round = 0;
        while left.peek().is_some() {
            round += 1;
            let source =
                Source::new(edition.source.name(), working.text.clone(), edition.source.markup());
            // An edition that parses to nothing keeps its text; its instructions fail below.
            let Some(now) = Edition::read(&source, edition.lang) else { break };
            let page = Page::new(&now);
            while let Some(index) = left.peek().copied() {
                let Some(amendment) = self.bill.facts.amendments.get(index) else {
                    left.next();
                    continue;
                };
                if let Some(outcome) = self.not_yet(index, amendment) {
                    out.push(outcome);
                    left.next();
                    continue;
                }
                let planned = plan::plan(&page, &self.order(index, amendment));
                let again = working.has_pending()
                    && round < rounds
                    && match &planned {
                        Ok(plan) => {
                            working.conflicts(&plan.edits)
                                || reads_changed(&page, amendment, working)
                        }
                        Err(_) => true,
                    };
                if again {
                    break;
                }
                left.next();
                out.push(self.settle(index, amendment, planned, working));
            }
            working.flush();
        }
        for index in left {
            out.push(self.outcome(index, Verdict::Failed, "the act could not be read"));
        }
    }

    fn order<'s>(&'s self, index: usize, amendment: &'s Amendment) -> Order<'s> {
        let act = self.bill.act;
        Order {
            amendment,
            amendments: &self.bill.facts.amendments,
            content: self.contents.get(index).copied().flatten(),
            source: self.bill.source,
            lines: self.lines,
            renumbered: self.renumbered,
            traces: Traces::new(self.bill.lang, act.kind, act.date, act.number.as_deref()),
            interim: self
                .options
                .as_of
                .is_some_and(|day| amendment.until.is_none_or(|until| day < until)),
        }
    }

    /// Takes what an instruction came to.
    fn settle(
        &self,
        index: usize,
        amendment: &Amendment,
        planned: Result<Plan, Fault>,
        working: &mut Working,
    ) -> Outcome {
        let place = |working: &Working, (span, label): (Span, String)| Place {
            base: self.base_index,
            span: working.span_back(span),
            label,
        };
        match planned {
            Ok(plan) => {
                if working.conflicts(&plan.edits) {
                    let message = "too many instructions build on one another";
                    return self.outcome(index, Verdict::Failed, message);
                }
                let verdict = if plan.remarks.is_empty() { Verdict::Done } else { Verdict::Remark };
                let mut outcome = self.outcome(index, verdict, plan.remarks.join("; "));
                outcome.places = plan.places.into_iter().map(|p| place(working, p)).collect();
                if amendment.content.as_ref().is_some_and(|c| c.unclosed) {
                    outcome.verdict = Verdict::Remark;
                    "the quotation of the new text is not closed".clone_into(&mut outcome.message);
                }
                working.push(plan.edits, self.bill_index, index);
                outcome
            }
            Err(fault) => {
                let mut outcome = self.outcome(index, Verdict::Failed, fault.message);
                outcome.places = fault.places.into_iter().map(|p| place(working, p)).collect();
                outcome
            }
        }
    }

    fn outcome(&self, instruction: usize, verdict: Verdict, message: impl Into<String>) -> Outcome {
        Outcome {
            bill: self.bill_index,
            instruction,
            base: Some(self.base_index),
            verdict,
            message: message.into(),
            places: Vec::new(),
        }
    }

    /// The outcome of an instruction that takes effect after the day that was asked for.
    fn not_yet(&self, index: usize, amendment: &Amendment) -> Option<Outcome> {
        let as_of = self.options.as_of?;
        let day = calendar::effect(self.bill, amendment, self.options.published)?;
        (day > as_of)
            .then(|| self.outcome(index, Verdict::NotYet, format!("it takes effect on {day}")))
    }
}

/// The eId of a target for output: what the bill names.
#[must_use]
pub fn target(amendment: &Amendment) -> &Eid {
    &amendment.target
}

/// Whether an instruction on words everywhere reads text that an edit which waits has changed.
fn reads_changed(page: &Page<'_>, amendment: &Amendment, working: &Working) -> bool {
    let wide = amendment.from.or(amendment.after).or(amendment.before).is_some();
    let whole = || match locate::locate(page, &amendment.target) {
        Ok(locate::Spot::Act) => Some(Span::new(0, page.source.text().len())),
        Ok(locate::Spot::Unit(unit)) => Some(Span::new(page.start(unit), page.end(unit))),
        _ => None,
    };
    wide && whole().is_some_and(|span| working.touches(span))
}
