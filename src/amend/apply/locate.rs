//! Where in an edition a target lies, read as tolerantly as lawyers write it.
//!
//! The levels of a target are followed from the outermost on. A level that the outline does not have under
//! its name is looked for under the names that stand for the same: points and subpoints, parts that are
//! numbered and parts that are counted. Where two readings differ, none is chosen.

use std::ops::Range;

use super::page::Page;
use crate::model::{Eid, UnitKind};

/// A place in an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// The whole act.
    Act,
    /// The title of the act.
    Title,
    /// A unit with its label.
    Unit(usize),
    /// The heading of a unit.
    Heading(usize),
    /// Paragraphs without the label in front of them, and the unit in which they are counted.
    Text(Range<usize>, Option<usize>),
}

/// Why a target is no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Miss(pub(super) String);

/// A level of an eId.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level<'t> {
    /// Its kind; `None` for what is no unit, like a heading.
    pub(super) kind: Option<UnitKind>,
    /// Its number.
    pub(super) number: &'t str,
    text: &'t str,
}

impl<'t> Level<'t> {
    /// The level under the name of another kind.
    pub(super) fn of(&self, kind: UnitKind) -> Level<'t> {
        Level { kind: Some(kind), ..self.clone() }
    }

    /// The level as the eId writes it.
    pub(super) fn text(&self) -> &str {
        self.text
    }
}

/// The levels of an eId, outermost first.
pub(super) fn levels(eid: &Eid) -> Vec<Level<'_>> {
    let text = eid.as_str().strip_prefix("self:").unwrap_or(eid.as_str());
    text.split("__")
        .filter(|l| !l.is_empty())
        .map(|text| {
            let (token, number) = text.split_once('_').unwrap_or((text, ""));
            let kind = UnitKind::ALL.iter().copied().find(|k| k.token() == token);
            Level { kind, number: number.split('~').next().unwrap_or_default(), text }
        })
        .collect()
}

/// The eId without its last level, and that level.
pub(super) fn split(eid: &Eid) -> (Eid, Option<Level<'_>>) {
    let last = levels(eid).pop();
    let outer = eid.as_str().rsplit_once("__").map_or("", |(outer, _)| outer);
    (Eid::new(outer), last)
}

/// Finds a target.
pub(super) fn locate(page: &Page<'_>, target: &Eid) -> Result<Spot, Miss> {
    let mut spot = Spot::Act;
    for level in levels(target) {
        spot = step(page, &spot, &level)?;
    }
    Ok(spot)
}

fn step(page: &Page<'_>, spot: &Spot, level: &Level<'_>) -> Result<Spot, Miss> {
    let none = || Miss(format!("`{}` is not in {}", level.text, name(page, spot)));
    let (unit, range) = match spot {
        Spot::Act => (None, 0..page.paragraphs.len()),
        Spot::Unit(u) => (Some(*u), page.range(*u)),
        Spot::Text(range, unit) => (*unit, range.clone()),
        Spot::Title | Spot::Heading(_) => return Err(none()),
    };
    match (level.text, level.kind) {
        ("act", _) if *spot == Spot::Act => return Ok(Spot::Act),
        ("title", _) if *spot == Spot::Act => {
            return page.act.title.map(|_| Spot::Title).ok_or_else(none);
        }
        ("heading", _) => return unit.map(Spot::Heading).ok_or_else(none),
        _ => {}
    }
    let Some(kind) = level.kind else { return Err(none()) };
    if level.number.is_empty() {
        let mut found = page.subtree_of(unit).filter(|u| page.act.units[*u].kind == kind);
        return found.next().map(Spot::Unit).ok_or_else(none);
    }
    match kind {
        UnitKind::Alinea => part(page, unit, &range, level).ok_or_else(none),
        UnitKind::Indent => indent(page, unit, &range, level).ok_or_else(none),
        _ => numbered(page, spot, unit, &range, kind, level)?.map(Spot::Unit).ok_or_else(none),
    }
}

/// A part by its number: the unit numbered so where the unit numbers its parts, else counted.
fn part(
    page: &Page<'_>,
    unit: Option<usize>,
    range: &Range<usize>,
    level: &Level<'_>,
) -> Option<Spot> {
    let mut points =
        page.inner(unit).filter(|u| page.act.units[*u].kind == UnitKind::Paragraph).peekable();
    if unit.is_some() && points.peek().is_some() {
        let found = points.find(|u| page.act.units[*u].number == level.number);
        // Text before the first point is the first part of an article only if there is no point 1.
        return found.map(Spot::Unit);
    }
    let number: usize = level.number.parse().ok()?;
    let parts = page.parts(range.clone());
    parts.get(number.checked_sub(1)?).map(|p| Spot::Text(p.clone(), unit))
}

/// A paragraph by its number; the lead-in is the first.
fn indent(
    page: &Page<'_>,
    unit: Option<usize>,
    range: &Range<usize>,
    level: &Level<'_>,
) -> Option<Spot> {
    let number: usize = level.number.parse().ok()?;
    let own: Vec<usize> = own(page, unit, range);
    let all: Vec<usize> = range.clone().collect();
    let index = number.checked_sub(1)?;
    let at = own.get(index).or_else(|| all.get(index).filter(|_| own.len() <= 1))?;
    Some(Spot::Text(*at..at + 1, unit))
}

/// The paragraphs of a range that stand in no numbered unit of their own.
pub(super) fn own(page: &Page<'_>, unit: Option<usize>, range: &Range<usize>) -> Vec<usize> {
    range.clone().filter(|p| page.numbered(page.paragraphs[*p].unit) == unit).collect()
}

fn numbered(
    page: &Page<'_>,
    spot: &Spot,
    unit: Option<usize>,
    range: &Range<usize>,
    kind: UnitKind,
    level: &Level<'_>,
) -> Result<Option<usize>, Miss> {
    let whole = !matches!(spot, Spot::Text(..));
    let inside = |u: &usize| whole || (range.contains(&page.range(*u).start));
    let same = |u: &usize| page.act.units[*u].number.split('~').next() == Some(level.number);
    let direct: Vec<usize> = page.inner(unit).filter(inside).filter(same).collect();
    let of_kind: Vec<usize> =
        direct.iter().copied().filter(|u| page.act.units[*u].kind == kind).collect();
    match of_kind.as_slice() {
        [one] => return Ok(Some(*one)),
        [] => {}
        // Where a list begins again in the second part of a unit, the first list is not meant for sure.
        many => return Err(several(page, level, many)),
    }
    // "section 4" of an act whose outline has only points is the point 4.
    let unsectioned = kind == UnitKind::Section
        && unit.is_none()
        && page
            .act
            .units
            .iter()
            .all(|u| u.kind != UnitKind::Section && u.kind != UnitKind::Article);
    let groups = kind.is_container() || kind == UnitKind::Article || kind == UnitKind::Attachment;
    if groups && !unsectioned && kind != UnitKind::Subsection {
        return Ok(None);
    }
    // Points are called parts, subpoints points: the only inner unit with the number is meant.
    let lower: Vec<usize> = direct
        .into_iter()
        .filter(|u| {
            let other = page.act.units[*u].kind;
            !other.is_container() && other > UnitKind::Article
        })
        .collect();
    match lower.as_slice() {
        [] => {}
        [one] => return Ok(Some(*one)),
        many => return Err(several(page, level, many)),
    }
    // «подпункт 2) статьи 3» of an article with a single point.
    let mut points = page.inner(unit).filter(|u| page.act.units[*u].kind == UnitKind::Paragraph);
    match (unit, points.next(), points.next()) {
        (Some(_), Some(only), None) if kind == UnitKind::Subparagraph => {
            numbered(page, &Spot::Unit(only), Some(only), &page.range(only), kind, level)
        }
        _ => Ok(None),
    }
}

fn several(page: &Page<'_>, level: &Level<'_>, units: &[usize]) -> Miss {
    let names: Vec<String> = units.iter().map(|u| page.eid(*u).to_string()).collect();
    Miss(format!("`{}` may be each of {}", level.text, names.join(", ")))
}

/// A place as a message names it.
pub(super) fn name(page: &Page<'_>, spot: &Spot) -> String {
    match spot {
        Spot::Act => "the act".to_owned(),
        Spot::Title => "the title".to_owned(),
        Spot::Unit(u) | Spot::Text(_, Some(u)) => format!("`{}`", page.eid(*u)),
        Spot::Heading(u) => format!("the heading of `{}`", page.eid(*u)),
        Spot::Text(_, None) => "the text".to_owned(),
    }
}

impl Page<'_> {
    /// The units inside a unit, or all of them.
    fn subtree_of(&self, unit: Option<usize>) -> Range<usize> {
        unit.map_or(0..self.act.units.len(), |u| self.subtree(u))
    }
}
