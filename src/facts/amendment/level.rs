//! Levels told by labels: those of quoted text that names no number elsewhere, and those of sections, whose
//! levels go by the shape of their labels.

use super::Content;
use super::content::{is_margin, paragraphs};
use super::lead::kind_of;
use crate::lang::Lang;
use crate::model::{Eid, UnitKind};
use crate::source::Source;
use crate::syntax::label::{self, Shape};
use crate::syntax::quotes::is_opening;

/// The address without its last level.
pub(super) fn parent(eid: &Eid) -> Eid {
    Eid::new(eid.as_str().rsplit_once("__").map_or("", |(outer, _)| outer))
}

/// The unit of an address that has a heading: an article or a bigger unit.
pub(super) fn headed_unit(eid: &Eid) -> Eid {
    let mut levels: Vec<&str> = Vec::new();
    for level in eid.as_str().split("__") {
        levels.push(level);
        if matches!(kind_of(level), Some(UnitKind::Article | UnitKind::Section)) {
            break;
        }
    }
    let whole = levels.len() == eid.as_str().split("__").count()
        && !levels.last().is_some_and(|l| l.starts_with("art_") || l.starts_with("sec_"));
    if whole { Eid::default() } else { Eid::new(levels.join("__")) }
}

/// An address below a section with its levels named by the shape of their labels, as the outline names
/// them: "section 102(5)" is `sec_102__para_5`. Only where acts are made of bare sections.
pub(super) fn shaped(lang: &Lang, eid: &Eid) -> Eid {
    let levels: Vec<&str> = eid.as_str().split("__").collect();
    let by_shape = |level: &&str| {
        matches!(
            kind_of(level),
            Some(UnitKind::Section | UnitKind::Subsection | UnitKind::Subsubparagraph)
        )
    };
    let by_word = |level: &&str| {
        matches!(kind_of(level), Some(UnitKind::Article | UnitKind::Chapter | UnitKind::Part))
    };
    if !lang.has_bare_sections() || !levels.iter().any(by_shape) || levels.iter().any(by_word) {
        return eid.clone();
    }
    let mut out: Vec<String> = Vec::with_capacity(levels.len());
    let mut around = None;
    for level in levels {
        let kind = kind_of(level).filter(|kind| {
            matches!(
                kind,
                UnitKind::Subsection
                    | UnitKind::Paragraph
                    | UnitKind::Subparagraph
                    | UnitKind::Subsubparagraph
            )
        });
        let label = level.split_once('_').map(|(_, label)| label);
        match kind.zip(label) {
            Some((kind, label)) => {
                let kind = by_label(label, around).unwrap_or(kind);
                out.push(format!("{}_{label}", kind.token()));
                around = Some(kind);
            }
            None => out.push(level.to_owned()),
        }
    }
    Eid::new(out.join("__"))
}

/// The level that a label has by its shape: `5`, `2A` a paragraph, `a` a subsection, `A` a subparagraph,
/// `iv` what stands in one.
pub(super) fn by_label(label: &str, around: Option<UnitKind>) -> Option<UnitKind> {
    let first = label.chars().next()?;
    let letters = label.split('-').next().unwrap_or(label);
    let roman = !letters.is_empty() && letters.chars().all(|c| "ivxl".contains(c));
    let inside = matches!(around, Some(UnitKind::Subparagraph | UnitKind::Subsection));
    if first.is_ascii_digit() {
        Some(UnitKind::Paragraph)
    } else if roman && inside {
        Some(UnitKind::Subsubparagraph)
    } else if first.is_ascii_lowercase() {
        Some(UnitKind::Subsection)
    } else if first.is_ascii_uppercase() && around != Some(UnitKind::Subsubparagraph) {
        Some(UnitKind::Subparagraph)
    } else {
        None
    }
}

/// The levels that quoted text adds by the labels of its paragraphs: that of the first one, and those that
/// continue its numbering. `called` is what the instruction calls the new unit.
pub(super) fn levels(
    source: &Source,
    lang: &Lang,
    content: &Content,
    called: Option<UnitKind>,
) -> Vec<Eid> {
    let mut out: Vec<Eid> = Vec::new();
    let mut before: Option<Shape> = None;
    for line in paragraphs(source, content.span) {
        let text = source.slice(line);
        let text = text.trim_start_matches(|c: char| is_margin(c) || c == '#' || is_opening(c));
        let Some(found) = label::label(text, lang) else {
            if before.is_none() {
                return out;
            }
            continue;
        };
        if before.as_ref().is_some_and(|b| !continues(b, &found.shape)) {
            continue;
        }
        let section = lang.has_bare_sections();
        let bracketed = lang.has_bracketed_paragraphs();
        let (kind, number) = match &found.shape {
            Shape::Named(kind, n) => (*kind, n.to_string()),
            Shape::Point(n) if called == Some(UnitKind::Article) => {
                (UnitKind::Article, n.to_string())
            }
            Shape::Point(n) if section => (UnitKind::Section, n.to_string()),
            Shape::Point(n) if bracketed => (UnitKind::Subparagraph, n.to_string()),
            Shape::Point(n) => (UnitKind::Paragraph, n.to_string()),
            Shape::Item(n) => (UnitKind::Subparagraph, n.to_string()),
            Shape::Parenthesised(n) if section || bracketed => (UnitKind::Paragraph, n.to_string()),
            Shape::Parenthesised(n) => (UnitKind::Subparagraph, n.to_string()),
            Shape::Letter(c) if bracketed => (UnitKind::Subsubparagraph, c.to_string()),
            Shape::Letter(c) => (UnitKind::Subparagraph, c.to_string()),
            Shape::Doubled(letters) => (UnitKind::Indent, letters.clone()),
            Shape::ParenthesisedLetters(letters) => {
                let shape = by_label(letters, None);
                (shape.unwrap_or(UnitKind::Subparagraph), letters.clone())
            }
        };
        out.push(Eid::default().child(kind, &number));
        before = Some(found.shape);
    }
    out
}

/// Whether a label stands beside another one in a numbering, right behind it or as an inserted one.
fn continues(before: &Shape, next: &Shape) -> bool {
    match (before, next) {
        (Shape::Named(a, m), Shape::Named(b, n)) => a == b && n > m,
        (Shape::Point(m), Shape::Point(n))
        | (Shape::Item(m), Shape::Item(n))
        | (Shape::Parenthesised(m), Shape::Parenthesised(n)) => n > m && n.main <= m.main + 1,
        (Shape::Letter(a), Shape::Letter(b)) => u32::from(*b) == u32::from(*a) + 1,
        (Shape::ParenthesisedLetters(a), Shape::ParenthesisedLetters(b))
        | (Shape::Doubled(a), Shape::Doubled(b)) => {
            let last = |s: &str| s.chars().next_back().map_or(0, u32::from);
            a.len() == b.len() && last(b) == last(a) + 1
        }
        _ => false,
    }
}
