//! From an instruction to edits of the text, and what is restated.

use std::ops::Range;

use super::layout::{self, BillLines, Piece};
use super::locate::{self, Miss, Spot, locate};
use super::page::Page;
use super::trace::Traces;
use super::working::Edit;
use super::{insert, phrase, remove, words};
use crate::facts::{Amendment, Operation, Sentence};
use crate::model::{Eid, UnitKind};
use crate::source::{Source, Span};

/// What an instruction comes to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) edits: Vec<Edit>,
    /// What needs an eye.
    pub(super) remarks: Vec<String>,
    /// Places in the current text that a message speaks of.
    pub(super) places: Vec<(Span, String)>,
}

/// Why an instruction cannot be carried out, with places in the current text.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) places: Vec<(Span, String)>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), places: Vec::new() }
    }

    pub(super) fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.places.push((span, label.into()));
        self
    }
}

impl From<Miss> for Fault {
    fn from(miss: Miss) -> Self {
        Self::new(miss.0)
    }
}

/// An instruction with what is needed to carry it out.
pub(super) struct Order<'o> {
    pub(super) amendment: &'o Amendment,
    /// Every instruction of the bill.
    pub(super) amendments: &'o [Amendment],
    /// The place of its quoted text.
    pub(super) content: Option<Span>,
    /// The bill's text.
    pub(super) source: &'o Source,
    pub(super) lines: &'o BillLines<'o>,
    pub(super) traces: Traces<'o>,
    /// Whether an interim wording is in force on the day that is asked for.
    pub(super) interim: bool,
    /// The units that the bill gives other numbers: their old ones are free.
    pub(super) renumbered: &'o [Eid],
}

pub(super) type Planned = Result<Plan, Fault>;

/// Plans an instruction on an edition.
pub(super) fn plan(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    match a.operation {
        Operation::ReplaceWords | Operation::InsertWords | Operation::DeleteWords => {
            phrase::plan(page, order)
        }
        Operation::Restate => restate(page, order),
        Operation::Insert => insert::plan(page, order),
        Operation::Delete | Operation::Repeal => remove::plan(page, order),
        Operation::Renumber => remove::renumber(page, order),
        Operation::Suspend => remove::suspend(page, order),
        Operation::Announce => Ok(Plan::default()),
    }
}

impl Order<'_> {
    /// The words of a span of the bill, on one line.
    pub(super) fn words(&self, span: Option<Span>) -> Option<String> {
        span.map(|s| layout::one_line(self.source.slice(s))).filter(|w| !w.is_empty())
    }

    /// The paragraphs of the quoted text.
    pub(super) fn pieces(&self) -> Result<Vec<Piece>, Fault> {
        let mut pieces = self.content.map_or_else(Vec::new, |c| self.lines.pieces(c));
        if pieces.is_empty() {
            // Short new text may have been read as words.
            let text = self.words(self.amendment.to);
            pieces = text
                .map(|text| Piece { text, opens: None, label: 0, heading: false })
                .into_iter()
                .collect();
        }
        if pieces.is_empty() {
            return Err(Fault::new("the new text was not found in the bill"));
        }
        Ok(pieces)
    }
}

pub(super) fn one(span: Span, text: impl Into<String>, unit: Option<Eid>) -> Plan {
    Plan { edits: vec![Edit { span, text: text.into(), unit }], ..Plan::default() }
}

pub(super) fn flat(pieces: &[Piece]) -> String {
    pieces.iter().map(|p| p.text.as_str()).collect::<Vec<&str>>().join(" ")
}

fn restate(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let pieces = order.pieces()?;
    if let Some(sentence) = a.sentence {
        let span = sentence_span(page, &spot, sentence)?;
        return Ok(one(span, flat(&pieces), Some(a.target.clone())));
    }
    match spot {
        Spot::Act => {
            Err(Fault::new("a whole act is restated by an act of its own, not in its text"))
        }
        Spot::Title => {
            let Some(title) = page.act.title else {
                return Err(Fault::new("the act has no title"));
            };
            Ok(one(title, flat(&pieces), Some(a.target.clone())))
        }
        Spot::Heading(unit) => restate_heading(page, unit, &pieces),
        Spot::Unit(unit) if page.is_numbered(unit) => Ok(restate_unit(page, unit, pieces)),
        Spot::Unit(unit) => restate_text(page, page.range(unit), None, &pieces, &a.target),
        Spot::Text(range, unit) => restate_text(page, range, unit, &pieces, &a.target),
    }
}

/// Takes the label away from the words of a heading that repeat it.
pub(super) fn heading_words(page: &Page<'_>, unit: usize, pieces: &[Piece]) -> String {
    let kind = page.act.units[unit].kind;
    let mut words = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let labelled = index == 0 && piece.opens.as_ref().is_some_and(|(k, _)| *k == kind);
        let text = if labelled { &piece.text[piece.label..] } else { piece.text.as_str() };
        if !text.trim().is_empty() {
            words.push(text.trim());
        }
    }
    words.join(" ")
}

fn restate_heading(page: &Page<'_>, unit: usize, pieces: &[Piece]) -> Planned {
    let words = heading_words(page, unit, pieces);
    let eid = Some(Eid::new(format!("{}__heading", page.eid(unit))));
    let Some(heading) = page.act.units[unit].heading else {
        return Err(Fault::new(format!("`{}` has no heading", page.eid(unit)))
            .at(label_span(page, unit), "this unit"));
    };
    // A full stop that the instruction has and the heading had not closes the quotation.
    let stop = page.source.slice(heading).trim_end().ends_with('.');
    let words = if stop { words } else { words.trim_end_matches('.').to_owned() };
    Ok(one(heading, words, eid))
}

pub(super) fn label_span(page: &Page<'_>, unit: usize) -> Span {
    let start = page.start(unit);
    Span::new(
        start,
        start
            + page
                .source
                .text()
                .get(start..page.label_end(unit))
                .unwrap_or_default()
                .trim_end()
                .len(),
    )
}

/// Replaces a unit from its label to its end. The editors' notes inside it stay, behind the new text.
pub(super) fn restate_unit(page: &Page<'_>, unit: usize, mut pieces: Vec<Piece>) -> Plan {
    let kind = page.act.units[unit].kind;
    let mut start = page.start(unit);
    let end = page.end(unit);
    let labelled = pieces.first().is_some_and(|p| p.opens.is_some() || p.label > 0);
    if let Some(first) = pieces.first_mut() {
        if labelled && !kind.is_container() && kind != UnitKind::Article {
            keep_label(page, unit, first);
        }
        if !labelled {
            start = page.label_end(unit);
        }
    }
    closing_mark(page, end, &mut pieces);
    let eid = Some(page.eid(unit));
    let text = layout::set(page, &pieces, start, true);
    let mut plan = own_runs(page, start, end, text, eid);
    if let Some((_, number)) = pieces.first().and_then(|p| p.opens.as_ref())
        && page.number(unit).is_some_and(|n| n != *number)
    {
        plan.remarks
            .push(format!("the new text of `{}` bears the number {number}", page.eid(unit)));
    }
    plan
}

/// Gives a piece the label as the edition writes it, where both say the same.
fn keep_label(page: &Page<'_>, unit: usize, piece: &mut Piece) {
    let same = piece.opens.as_ref().is_some_and(|(_, n)| page.number(unit).as_ref() == Some(n));
    let old = page.source.text().get(page.start(unit)..page.label_end(unit)).unwrap_or_default();
    let words = piece.text[piece.label..].trim_start();
    if same && !old.is_empty() && !old.contains('\n') && !words.is_empty() {
        let space = if old.ends_with(char::is_whitespace) { "" } else { " " };
        let text = format!("{old}{space}{words}");
        piece.label = old.len();
        piece.text = text;
    }
}

/// A text that closes a list ends with a full stop, whatever the list of the bill around it asked for.
fn closing_mark(page: &Page<'_>, end: usize, pieces: &mut [Piece]) {
    let Some(last) = pieces.last_mut() else { return };
    let old = page.source.text().get(..end).unwrap_or_default();
    if old.ends_with('.') && last.text.ends_with(';') {
        last.text.pop();
        last.text.push('.');
    }
}

/// Replaces what an act itself says between two bytes by one text, and leaves the editors' notes.
pub(super) fn own_runs(
    page: &Page<'_>,
    start: usize,
    end: usize,
    text: String,
    eid: Option<Eid>,
) -> Plan {
    let notes = page.notes_in(start, end);
    let mut plan = Plan::default();
    let mut from = start;
    let mut new = Some(text);
    for note in &notes {
        let note_start = page.line_start(note.start as usize);
        let note_end = page.rest_of_line(note.end as usize);
        if note_start <= from {
            from = note_end.max(from);
            continue;
        }
        let run = page.source.text().get(from..note_start).unwrap_or_default();
        let text = new.take();
        if text.is_some() || run.chars().any(char::is_alphanumeric) {
            let kept = if text.is_some() { run.trim_end().len() } else { run.len() };
            // Behind the first run the gap in front of the note stays, behind others there is one anyway.
            plan.edits.push(Edit {
                span: Span::new(from, from + kept),
                text: text.unwrap_or_else(|| layout::gap(page)),
                unit: eid.clone(),
            });
        }
        from = note_end;
    }
    if let Some(text) = new {
        plan.edits.push(Edit { span: Span::new(from, page.rest_of_line(end)), text, unit: eid });
    } else if from < end {
        let to = page.rest_of_line(end);
        plan.edits.push(Edit { span: Span::new(from, to), text: String::new(), unit: eid });
    }
    plan
}

/// Replaces paragraphs; the label in front of the first stays.
pub(super) fn restate_text(
    page: &Page<'_>,
    range: Range<usize>,
    unit: Option<usize>,
    pieces: &[Piece],
    target: &Eid,
) -> Planned {
    let (Some(first), Some(last)) =
        (page.paragraphs.get(range.start), page.paragraphs.get(range.end.wrapping_sub(1)))
    else {
        return Err(Fault::new(format!("`{target}` has no text")));
    };
    let mut start = first.words.start as usize;
    let mut pieces = pieces.to_vec();
    // New text may repeat the label of the unit whose first paragraph it is.
    if let (Some(unit), Some(piece)) = (unit, pieces.first_mut())
        && page.range(unit).start == range.start
        && piece.opens.as_ref().is_some_and(|(_, n)| page.number(unit).as_ref() == Some(n))
    {
        keep_label(page, unit, piece);
        start = page.start(unit);
    }
    let mut end = last.words.end as usize;
    end = end.max(start);
    closing_mark(page, end, &mut pieces);
    if let (Some(piece), Some(old)) = (pieces.last_mut(), page.source.text().get(..end))
        && piece.text.ends_with('.')
        && old.ends_with([':', ';'])
        && range.len() == 1
        && old.ends_with(':')
        && piece.text.ends_with(":.")
    {
        piece.text.pop();
    }
    let text = layout::set(page, &pieces, start, true);
    Ok(own_runs(page, start, end, text, Some(target.clone())))
}

/// The place of a sentence.
pub(super) fn sentence_span(
    page: &Page<'_>,
    spot: &Spot,
    sentence: Sentence,
) -> Result<Span, Fault> {
    let all = sentences(page, spot);
    let found = match sentence {
        Sentence::Nth(n) => (n as usize).checked_sub(1).and_then(|i| all.get(i)),
        Sentence::Last => all.last(),
    };
    found.copied().ok_or_else(|| {
        let count = all.len();
        Fault::new(format!("{} has {count} sentences", locate::name(page, spot)))
    })
}

/// The sentences of a place, through its paragraphs in no numbered unit of their own.
pub(super) fn sentences(page: &Page<'_>, spot: &Spot) -> Vec<Span> {
    let list: Vec<usize> = match spot {
        Spot::Unit(u) => locate::own(page, page.numbered(Some(*u)), &page.range(*u)),
        Spot::Text(range, _) => range.clone().collect(),
        _ => Vec::new(),
    };
    list.into_iter()
        .flat_map(|p| {
            let span = page.paragraphs[p].words;
            words::sentences(page.source.slice(span), span.start as usize, |w| {
                page.lang.is_abbreviation(w)
            })
        })
        .collect()
}
