//! What is put in: units among their siblings, parts, paragraphs, sentences, headings.

use std::ops::Range;

use super::layout::{self, Piece};
use super::locate::{self, Level, Spot, levels, locate};
use super::page::Page;
use super::plan::{Fault, Order, Plan, Planned, flat, heading_words, label_span, one, sentences};
use crate::facts::{Amendment, Sentence};
use crate::model::{Eid, Number, UnitKind};
use crate::source::Span;

/// Plans an instruction that adds a unit, a sentence or a heading.
pub(super) fn plan(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let pieces = order.pieces()?;
    if let Some(sentence) = a.sentence {
        return insert_sentence(page, a, sentence, &pieces);
    }
    let (outer, last) = locate::split(&a.target);
    let Some(last) = last else { return Err(Fault::new("the instruction names no unit")) };
    if last.text() == "heading" {
        let Spot::Unit(unit) = locate(page, &outer)? else {
            return Err(Fault::new(format!("`{outer}` is no unit")));
        };
        return insert_heading(page, unit, &pieces);
    }
    if let Some(behind) = &a.behind
        && let Ok(Spot::Unit(unit)) = locate(page, behind)
        && page.is_numbered(unit)
        && last.kind.is_some_and(|k| !matches!(k, UnitKind::Alinea | UnitKind::Indent))
    {
        free(page, order, page.above(unit), &last, &pieces)?;
        return Ok(after_unit(page, unit, pieces, &a.target));
    }
    match last.kind {
        Some(UnitKind::Alinea | UnitKind::Indent) => {
            insert_text(page, order, &outer, &last, pieces)
        }
        Some(kind) => insert_unit(page, order, &outer, &last, kind, pieces),
        None => Err(Fault::new(format!("`{}` is no unit that can be added", a.target))),
    }
}

fn insert_sentence(
    page: &Page<'_>,
    a: &Amendment,
    sentence: Sentence,
    pieces: &[Piece],
) -> Planned {
    let spot = locate(page, &a.target)?;
    let all = sentences(page, &spot);
    let at = match sentence {
        Sentence::Last => all.last(),
        Sentence::Nth(1) => None,
        Sentence::Nth(n) => {
            let before = all.get(n as usize - 2);
            if before.is_none() {
                let message = format!("{} has {} sentences", locate::name(page, &spot), all.len());
                return Err(Fault::new(message));
            }
            before
        }
    };
    let text = flat(pieces);
    let unit = Some(a.target.clone());
    match (at, all.first()) {
        (Some(before), _) => {
            // A sentence that closed an item of a list does so no more.
            let words = page.source.slice(*before);
            let end = before.end as usize;
            if words.ends_with([';', ',']) {
                let mark = words.chars().last().unwrap_or(';');
                let own = text.trim_end_matches(['.', ';', ',']);
                let span = Span::new(end - mark.len_utf8(), end);
                return Ok(one(span, format!(". {own}{mark}"), unit));
            }
            Ok(one(Span::new(end, end), format!(" {text}"), unit))
        }
        (None, Some(first)) => {
            let start = first.start as usize;
            Ok(one(Span::new(start, start), format!("{text} "), unit))
        }
        (None, None) => Err(Fault::new(format!("{} has no text", locate::name(page, &spot)))),
    }
}

fn insert_heading(page: &Page<'_>, unit: usize, pieces: &[Piece]) -> Planned {
    if let Some(heading) = page.act.units[unit].heading {
        return Err(Fault::new(format!("`{}` has a heading already", page.eid(unit)))
            .at(heading, "the heading that is there"));
    }
    let label = label_span(page, unit);
    let stop = if page.source.slice(label).ends_with('.') { " " } else { ". " };
    let words = heading_words(page, unit, pieces);
    let at = label.end as usize;
    Ok(one(Span::new(at, at), format!("{stop}{words}"), Some(page.eid(unit))))
}

/// The unit that a new one hangs on, the level above it left out where the act has it not.
fn holder(page: &Page<'_>, outer: &Eid, kind: UnitKind) -> Result<Option<usize>, Fault> {
    if kind == UnitKind::Article || (kind.is_container() && kind != UnitKind::Division) {
        // Articles run through an act: the chapter in which one is put tells its place only by its number.
        let attachment =
            levels(outer).first().is_some_and(|l| l.kind == Some(UnitKind::Attachment));
        if !attachment {
            return Ok(None);
        }
    }
    match locate(page, outer)? {
        Spot::Act => Ok(None),
        Spot::Unit(unit) => Ok(Some(unit)),
        Spot::Text(_, Some(unit)) => Ok(Some(unit)),
        other => Err(Fault::new(format!("{} holds no units", locate::name(page, &other)))),
    }
}

/// Fails when a unit of the number is there already.
pub(super) fn free(
    page: &Page<'_>,
    order: &Order<'_>,
    outer: Option<usize>,
    level: &Level<'_>,
    pieces: &[Piece],
) -> Result<(), Fault> {
    let kinds = kinds(level, pieces);
    let taken = page.inner(outer).find(|u| {
        let unit = &page.act.units[*u];
        let moves = || order.renumbered.iter().any(|t| locate(page, t) == Ok(Spot::Unit(*u)));
        kinds.contains(&unit.kind)
            && unit.number.split('~').next() == Some(level.number)
            && !moves()
    });
    match taken {
        Some(unit) => Err(Fault::new(format!("`{}` is in the act already", page.eid(unit)))
            .at(label_span(page, unit), "the unit that is there")),
        None => Ok(()),
    }
}

/// The kinds among which a new unit finds its place: that of its name, and that of its label.
fn kinds(level: &Level<'_>, pieces: &[Piece]) -> Vec<UnitKind> {
    let by_label = pieces.first().and_then(|p| p.opens.as_ref()).map(|(kind, _)| *kind);
    match (level.kind, by_label) {
        (_, Some(kind)) if kind > UnitKind::Article => vec![kind],
        (Some(kind), _) => vec![kind],
        (None, _) => Vec::new(),
    }
}

fn insert_unit(
    page: &Page<'_>,
    order: &Order<'_>,
    outer: &Eid,
    level: &Level<'_>,
    kind: UnitKind,
    pieces: Vec<Piece>,
) -> Planned {
    let a = order.amendment;
    let parent = holder(page, outer, kind)?;
    let labelled = pieces.first().and_then(|p| p.opens.as_ref());
    let number = Number::parse(level.number).or_else(|| labelled.map(|(_, n)| n.clone()));
    let Some(number) = number else {
        return Err(Fault::new(format!("the number of `{}` cannot be read", a.target)));
    };
    free(page, order, parent, level, &pieces)?;
    let kinds = kinds(level, &pieces);
    let mut siblings: Vec<usize> =
        page.inner(parent).filter(|u| kinds.contains(&page.act.units[*u].kind)).collect();
    if siblings.is_empty() && !kind.is_container() && kind != UnitKind::Article {
        // The lists of the codes: a point among points whatever they are called.
        siblings = page
            .inner(parent)
            .filter(|u| {
                let k = page.act.units[*u].kind;
                !k.is_container() && k > UnitKind::Article
            })
            .collect();
    }
    let before = siblings.iter().copied().rfind(|u| page.number(*u).is_some_and(|n| n < number));
    let after = siblings.iter().copied().find(|u| page.number(*u).is_some_and(|n| n > number));
    let mut plan = match (before, after) {
        (Some(before), _) => after_unit(page, before, pieces, &a.target),
        (None, Some(after)) => before_unit(page, after, &pieces, &a.target),
        (None, None) => {
            let last = page.paragraphs.last().map(|p| p.words.end as usize);
            let end = match parent {
                Some(parent) => page.rest_of_line(page.end(parent)),
                None => page.behind_notes(page.rest_of_line(last.unwrap_or_default())),
            };
            put_behind(page, end, &pieces, &a.target)
        }
    };
    if let Some(before) = before.filter(|_| after.is_none())
        && page.number(before).is_some_and(|n| !number.is_next(&n) && number.main > n.main + 1)
    {
        plan.remarks.push(format!(
            "`{}` follows `{}`: numbers between them are missing",
            a.target,
            page.eid(before)
        ));
        plan.places.push((label_span(page, before), "the last one before it".to_owned()));
    }
    Ok(plan)
}

/// Puts paragraphs behind a unit and the editors' notes that are about it.
fn after_unit(page: &Page<'_>, unit: usize, mut pieces: Vec<Piece>, target: &Eid) -> Plan {
    let end = page.rest_of_line(page.end(unit));
    let kind = page.act.units[unit].kind;
    let last = page.act.units.get(page.subtree(unit).end);
    // A note behind the last point of an article is one on the article.
    let closes = kind > UnitKind::Article
        && last.is_none_or(|u| u.kind <= UnitKind::Article || u.kind >= UnitKind::Attachment);
    let at = if closes { end } else { page.behind_notes(end) };
    if kind == UnitKind::Article
        && let Some(piece) = pieces.last_mut()
        && piece.text.ends_with(';')
    {
        // What closes an article closes a sentence.
        piece.text.pop();
        piece.text.push('.');
    }
    put_behind(page, at, &pieces, target)
}

fn put_behind(page: &Page<'_>, at: usize, pieces: &[Piece], target: &Eid) -> Plan {
    one(Span::new(at, at), layout::set(page, pieces, at, false), Some(target.clone()))
}

fn before_unit(page: &Page<'_>, unit: usize, pieces: &[Piece], target: &Eid) -> Plan {
    let start = page.start(unit);
    let line = page.line_start(start);
    let at = page.behind_previous(line);
    let text = layout::set(page, pieces, start, false);
    if at == 0 {
        let text = format!("{}{}", text.trim_start_matches(['\r', '\n']), layout::gap(page));
        return one(Span::new(0, 0), text, Some(target.clone()));
    }
    one(Span::new(at, at), text, Some(target.clone()))
}

/// Puts a part or a paragraph among those of a unit; those behind it are pushed down.
fn insert_text(
    page: &Page<'_>,
    order: &Order<'_>,
    outer: &Eid,
    level: &Level<'_>,
    mut pieces: Vec<Piece>,
) -> Planned {
    let a = order.amendment;
    let spot = locate(page, outer)?;
    let (unit, range) = match &spot {
        Spot::Unit(u) => (page.numbered(Some(*u)), page.range(*u)),
        Spot::Text(range, unit) => (*unit, range.clone()),
        Spot::Act => (None, 0..page.paragraphs.len()),
        other => return Err(Fault::new(format!("{} has no parts", locate::name(page, other)))),
    };
    let alinea = level.kind == Some(UnitKind::Alinea);
    let numbered = page.inner(unit).any(|u| page.act.units[u].kind == UnitKind::Paragraph);
    if alinea && unit.is_some() && (numbered || pieces.first().is_some_and(|p| p.opens.is_some())) {
        let kind = UnitKind::Paragraph;
        return insert_unit(page, order, outer, level, kind, pieces);
    }
    let list: Vec<Range<usize>> = if alinea {
        page.parts(range.clone())
    } else {
        let own = locate::own(page, unit, &range);
        own.into_iter().map(|p| p..p + 1).collect()
    };
    let count = list.len();
    let number = level.number.parse::<usize>().unwrap_or(count + 1);
    let before = number.checked_sub(2).and_then(|i| list.get(i));
    let target = &a.target;
    match before {
        Some(before) => {
            let end = page.paragraphs[before.end - 1].words.end as usize;
            // A new last item of a list closes the sentence that the one before it closed.
            if number == count + 1 && before.end == range.end && !alinea {
                fit_last(page, end, &mut pieces);
            }
            Ok(put_behind(page, page.rest_of_line(end), &pieces, target))
        }
        None if number == 1 && !list.is_empty() => {
            let start = page.paragraphs[list[0].start].words.start as usize;
            let text = layout::set(page, &pieces, start, true);
            let text = format!("{text}{}", layout::gap(page));
            Ok(one(Span::new(start, start), text, Some(target.clone())))
        }
        None => Err(Fault::new(format!(
            "{} has {count} {}, so there is no place for number {number}",
            locate::name(page, &spot),
            if alinea { "parts" } else { "paragraphs" }
        ))),
    }
}

/// The last item of a list ends with a full stop if the list ended with one.
fn fit_last(page: &Page<'_>, end: usize, pieces: &mut [Piece]) {
    let old = page.source.text().get(..end).unwrap_or_default();
    if let Some(last) = pieces.last_mut()
        && old.ends_with('.')
        && last.text.ends_with(';')
    {
        last.text.pop();
        last.text.push('.');
    }
}
