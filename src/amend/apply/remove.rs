//! What is taken out, given another number, or suspended.

use std::ops::Range;

use super::insert::free;
use super::locate::{self, Spot, locate};
use super::page::Page;
use super::plan::{
    Fault, Order, Plan, Planned, flat, label_span, one, own_runs, restate_text, restate_unit,
    sentence_span, sentences,
};
use super::working::Edit;
use super::{layout, phrase, words};
use crate::facts::Operation;
use crate::model::{Eid, Number, UnitKind};
use crate::source::Span;

/// Plans an instruction that takes something out of the law.
pub(super) fn plan(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    if let Some(sentence) = a.sentence {
        let span = sentence_span(page, &spot, sentence)?;
        let all = sentences(page, &spot);
        let span = without_gap(page.source.text(), words::without(page.source.text(), span));
        if all.len() == 1 {
            return Err(Fault::new(format!("{} has no other sentence", locate::name(page, &spot))));
        }
        return Ok(one(span, "", Some(a.target.clone())));
    }
    match spot {
        Spot::Act => Ok(end_act(page, order)),
        Spot::Title => Err(Fault::new("an act keeps its title")),
        Spot::Heading(unit) => {
            let Some(heading) = page.act.units[unit].heading else {
                return Err(Fault::new(format!("`{}` has no heading", page.eid(unit))));
            };
            Ok(one(heading, "", Some(a.target.clone())))
        }
        Spot::Unit(unit) if page.is_numbered(unit) => Ok(stub(page, order, unit)),
        Spot::Unit(unit) => Ok(vanish(page, page.range(unit), &a.target)),
        Spot::Text(range, _) => Ok(vanish(page, range, &a.target)),
    }
}

/// A span that closes its line, with the space before it: the last sentence leaves none behind.
fn without_gap(text: &str, span: Span) -> Span {
    let (before, behind) = (text.get(..span.start as usize), text.get(span.end as usize..));
    let (Some(before), Some(behind)) = (before, behind) else { return span };
    if !(behind.is_empty() || behind.starts_with(['\n', '\r'])) {
        return span;
    }
    Span::new(before.trim_end_matches([' ', '\u{a0}', '\t']).len(), span.range().end)
}

/// A whole act stays as it was, and says below its title that it has no force any more.
fn end_act(page: &Page<'_>, order: &Order<'_>) -> Plan {
    let note = order.traces.act();
    let gap = layout::gap(page);
    let Some(title) = page.act.title else {
        let text = format!("{}{gap}", layout::note(page, &note, 0));
        return one(Span::new(0, 0), text, Some(Eid::new("act")));
    };
    let at = page.rest_of_line(title.end as usize);
    let text = format!("{gap}{}", layout::note(page, &note, at));
    one(Span::new(at, at), text, Some(Eid::new("act")))
}

/// A unit that goes leaves its number, and says that it went: no other unit takes its number.
fn stub(page: &Page<'_>, order: &Order<'_>, unit: usize) -> Plan {
    let kind = page.act.units[unit].kind;
    let repealed = order.amendment.operation == Operation::Repeal;
    let label = page.source.slice(label_span(page, unit)).to_owned();
    let end = page.end(unit);
    let eid = Some(page.eid(unit));
    if kind <= UnitKind::Article || kind == UnitKind::Attachment {
        let note = order.traces.note(kind, label.trim_end_matches('.'), repealed);
        let label_end = label_span(page, unit).end as usize;
        let line_end = page.line_end(label_end);
        let marks = page.source.text().get(page.label_tail(unit)..line_end).unwrap_or_default();
        let text = format!(
            "{marks}{}{}",
            layout::gap_below(page, kind, label_end),
            layout::note(page, &note, end)
        );
        return own_runs(page, label_end, end, text, eid);
    }
    let tail = page.source.text().get(..end).unwrap_or_default().chars().last();
    let mark = tail.filter(|c| matches!(c, ';' | ',')).unwrap_or('.');
    let start = label_span(page, unit).end as usize;
    let text = format!(" {}{mark}", order.traces.stub(kind, repealed));
    own_runs(page, start, end, text, eid)
}

/// Unnumbered text vanishes with its line.
fn vanish(page: &Page<'_>, range: Range<usize>, target: &Eid) -> Plan {
    let mut plan = Plan::default();
    let text = page.source.text();
    let mut from = range.start;
    while from < range.end {
        let span = page.paragraphs[from].words;
        let (start, end) = (span.start as usize, span.end as usize);
        let line = page.line_start(start);
        let alone = text.get(line..start).is_none_or(|b| !b.chars().any(char::is_alphanumeric))
            && page.rest_of_line(end) != end
            || page.line_end(end) == end
                && text.get(line..start).is_none_or(|b| !b.chars().any(char::is_alphanumeric));
        let cut = if alone {
            let previous = page.behind_previous(line);
            if previous == 0 {
                Span::new(line, page.line_end(end))
            } else {
                Span::new(previous, page.rest_of_line(end))
            }
        } else {
            words::without(text, span)
        };
        plan.edits.push(Edit { span: cut, text: String::new(), unit: Some(target.clone()) });
        from += 1;
    }
    // Neighbours that go together go at once.
    plan.edits.dedup_by(|next, kept| {
        let joined = next.span.start <= kept.span.end;
        if joined {
            kept.span = kept.span.cover(next.span);
        }
        joined
    });
    plan
}

/// Gives a unit another number.
pub(super) fn renumber(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let Some(new) = &a.new_target else {
        return Err(Fault::new("the new number was not found in the instruction"));
    };
    let (_, Some(level)) = locate::split(new) else {
        return Err(Fault::new("the new number was not found in the instruction"));
    };
    let Spot::Unit(unit) = spot else {
        // What has no number in the text is counted, and counts anew by itself.
        return Ok(Plan::default());
    };
    if !page.is_numbered(unit) {
        return Ok(Plan::default());
    }
    free(page, order, page.above(unit), &level.of(page.act.units[unit].kind), &[])?;
    let label = label_span(page, unit);
    let words = page.source.slice(label);
    let old = &page.act.units[unit].number;
    let figures = words.find(old.as_str()).map(|at| (at, old.len(), level.number.to_owned()));
    let roman = || {
        let (at, len) = words
            .split_whitespace()
            .map(|w| w.trim_end_matches(['.', ')']))
            .find(|w| Number::roman(w).is_some_and(|n| n.to_string() == *old))
            .and_then(|w| words.find(w).map(|at| (at, w.len())))?;
        Some((at, len, phrase::roman(level.number.parse().ok()?)))
    };
    let Some((at, len, number)) = figures.or_else(roman) else {
        return Err(Fault::new(format!("the number of `{}` was not found", page.eid(unit)))
            .at(label, "its label"));
    };
    let start = label.start as usize + at;
    Ok(one(Span::new(start, start + len), number, Some(new.clone())))
}

/// A suspended unit keeps its text: whoever reads it sees what returns, and what holds meanwhile.
pub(super) fn suspend(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let (end, unit) = match &spot {
        Spot::Unit(unit) => (page.end(*unit), *unit),
        Spot::Text(range, Some(unit)) => {
            (page.paragraphs[range.end.saturating_sub(1)].words.end as usize, *unit)
        }
        Spot::Act => {
            let note = order.traces.suspended(a.until, None);
            let at = page.act.title.map_or(0, |t| page.rest_of_line(t.end as usize));
            let text = format!("{}{}", layout::gap(page), layout::note(page, &note, at));
            return Ok(one(Span::new(at, at), text, Some(a.target.clone())));
        }
        other => {
            return Err(Fault::new(format!("{} cannot be suspended", locate::name(page, other))));
        }
    };
    let pieces = order.pieces().ok();
    if order.interim
        && let Some(pieces) = pieces
    {
        // On a day inside the suspension the interim wording is the law.
        let mut plan = match spot {
            Spot::Unit(unit) if page.is_numbered(unit) => restate_unit(page, unit, pieces),
            Spot::Unit(unit) => restate_text(page, page.range(unit), None, &pieces, &a.target)?,
            Spot::Text(range, unit) => restate_text(page, range, unit, &pieces, &a.target)?,
            _ => Plan::default(),
        };
        let note = layout::note(page, &order.traces.suspended(a.until, None), end);
        if let Some(last) = plan.edits.first_mut() {
            last.text.push_str(&layout::gap(page));
            last.text.push_str(&note);
        }
        return Ok(plan);
    }
    let interim = pieces.map(|p| flat(&p));
    let note = order.traces.suspended(a.until, interim.as_deref());
    let at = page.rest_of_line(end);
    let text = format!("{}{}", layout::gap(page), layout::note(page, &note, at));
    Ok(one(Span::new(at, at), text, Some(page.eid(unit))))
}
