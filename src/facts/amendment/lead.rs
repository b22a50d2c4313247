//! Leads: words that give an address to the instructions behind them («в статье 5: в пункте 2: …»), and
//! how an address is completed by them.

use crate::model::{Act, Eid, UnitKind};
use crate::source::Span;

use super::draft::Draft;

/// What a lead gives to the instructions under it.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    /// The numbered unit in which it stands.
    pub unit: Option<usize>,
    /// The act named, if the lead names one.
    pub act: Option<Named>,
    /// The address, as far as it goes.
    pub targets: Vec<Eid>,
    /// Where the lead holds the operation for a list of targets.
    pub operation: Option<Draft>,
    /// Whether it orders that changes be made.
    pub announces: bool,
    /// How the items of its list are labelled, where they do not lie inside its unit.
    pub list: Option<Shape>,
}

/// An act named: its words, or none where the act in which they stand is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub span: Option<Span>,
}

/// The leads over a place, outermost first.
#[derive(Debug, Default)]
pub(super) struct Leads {
    stack: Vec<Lead>,
    /// The unit that was entered last.
    at: Option<usize>,
}

/// How the label of an item looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Figure,
    Small,
    Capital,
}

impl Shape {
    fn of(number: &str) -> Option<Self> {
        let first = number.chars().next()?;
        Some(match first {
            _ if first.is_ascii_digit() => Self::Figure,
            _ if first.is_lowercase() => Self::Small,
            _ => Self::Capital,
        })
    }
}

impl Lead {
    /// Takes the list that begins at a unit, where a passage without its article shows the list beside its
    /// lead-in: "(a) Section 5 is amended as follows: (1) …".
    fn adopt(&mut self, act: &Act, inner: usize) {
        let Some(outer) = self.unit else { return };
        let (own, first) = (&act.units[outer], &act.units[inner]);
        let opens = matches!(first.number.as_str(), "1" | "a" | "A");
        let shapes = (Shape::of(&own.number), Shape::of(&first.number));
        if own.parent == first.parent && opens && shapes.0 != shapes.1 {
            self.list = shapes.1;
        }
    }

    /// Whether a unit, or one around it, is an item of the list that the lead took.
    fn adopted(&self, act: &Act, inner: usize) -> bool {
        let (Some(shape), Some(outer)) = (self.list, self.unit) else { return false };
        let parent = act.units[outer].parent;
        let mut at = Some(inner);
        while let Some(index) = at {
            let unit = &act.units[index];
            if unit.parent == parent {
                return Shape::of(&unit.number) == Some(shape);
            }
            at = unit.parent;
        }
        false
    }
}

impl Leads {
    /// Leaves the leads that do not stand over a unit.
    pub(super) fn enter(&mut self, act: &Act, unit: Option<usize>) {
        if self.at == unit {
            return;
        }
        // A lead that was read just before the first item of a list opens that list.
        let fresh = self.stack.last().is_some_and(|l| l.unit == self.at);
        self.at = unit;
        if fresh && let (Some(lead), Some(inner)) = (self.stack.last_mut(), unit) {
            lead.adopt(act, inner);
        }
        while let Some(last) = self.stack.last() {
            let over = match (last.unit, unit) {
                (None, _) => true,
                (Some(outer), Some(inner)) => holds(act, outer, inner) || last.adopted(act, inner),
                (Some(_), None) => false,
            };
            if over {
                break;
            }
            self.stack.pop();
        }
    }

    /// Adds a lead. In one unit, it takes the place of those that it is no part of.
    pub(super) fn push(&mut self, lead: Lead) {
        if lead.act.is_some() {
            while self.stack.last().is_some_and(|l| l.unit == lead.unit) {
                self.stack.pop();
            }
        } else if let Some(own) = lead.targets.first() {
            let rank = first_rank(own);
            while self.stack.last().is_some_and(|l| {
                l.unit == lead.unit && l.targets.iter().any(|t| last_rank(t) >= rank)
            }) {
                self.stack.pop();
            }
        }
        self.stack.push(lead);
    }

    /// The act that the leads name.
    pub(super) fn act(&self) -> Option<Named> {
        self.stack.iter().rev().find_map(|l| l.act)
    }

    /// The operation that a lead gives to a list.
    pub(super) fn operation(&self) -> Option<&Draft> {
        self.stack.last().and_then(|l| l.operation.as_ref())
    }

    /// How many leads stand over the place.
    pub(super) fn count(&self) -> usize {
        self.stack.len()
    }

    /// Whether a lead over the place orders that changes be made.
    pub(super) fn announced(&self) -> bool {
        self.stack.iter().any(|l| l.announces)
    }

    /// Whether any lead stands over the place.
    pub(super) fn any(&self) -> bool {
        !self.stack.is_empty()
    }

    /// The addresses that the leads give together; one empty address where they give none.
    pub(super) fn bases(&self) -> Vec<Eid> {
        let mut bases = vec![Eid::default()];
        // An act named anew begins a new address.
        let from = self.stack.iter().rposition(|l| l.act.is_some()).unwrap_or(0);
        for lead in &self.stack[from.min(self.stack.len())..] {
            if !lead.targets.is_empty() {
                bases = compose_all(&bases, &lead.targets);
            }
        }
        bases
    }
}

/// Whether a unit is another one or lies in it.
fn holds(act: &Act, outer: usize, inner: usize) -> bool {
    let mut at = Some(inner);
    while let Some(index) = at {
        if index == outer {
            return true;
        }
        at = act.units[index].parent;
    }
    false
}

/// The unit around a place that has a number: items without one lead nothing.
pub(super) fn numbered(act: &Act, unit: Option<usize>) -> Option<usize> {
    let mut at = unit;
    while let Some(index) = at {
        if !matches!(act.units[index].kind, UnitKind::Alinea | UnitKind::Indent) {
            break;
        }
        at = act.units[index].parent;
    }
    at
}

/// Every address under every base.
pub(super) fn compose_all(bases: &[Eid], targets: &[Eid]) -> Vec<Eid> {
    const MOST: usize = 2000;
    let mut out = Vec::new();
    for base in bases {
        for target in targets {
            if out.len() >= MOST {
                return out;
            }
            out.push(compose(base, target));
        }
    }
    out
}

/// An address below another one: levels of the base that are bigger than the address's own biggest one
/// stay. Articles, chapters and sections run through an act and need nothing around them.
pub(super) fn compose(base: &Eid, own: &Eid) -> Eid {
    if own.as_str().is_empty() {
        return base.clone();
    }
    let rank = first_rank(own);
    let article = own.as_str().split("__").any(|l| kind_of(l) == Some(UnitKind::Article));
    let mut levels: Vec<&str> = Vec::new();
    for level in base.as_str().split("__").filter(|l| !l.is_empty()) {
        let here = rank_of(level);
        if here >= rank {
            break;
        }
        let container = kind_of(level).is_some_and(UnitKind::is_container);
        if container && (article || runs_through(own)) {
            continue;
        }
        levels.push(level);
    }
    levels.push(own.as_str());
    Eid::new(levels.join("__"))
}

/// An address without the chapters and sections around an article: articles run through an act.
pub(super) fn through(eid: &Eid) -> Eid {
    let article = |l: &str| kind_of(l) == Some(UnitKind::Article);
    if !eid.as_str().split("__").skip(1).any(article) {
        return eid.clone();
    }
    let around = |l: &&str| {
        !matches!(
            kind_of(l),
            Some(UnitKind::Section | UnitKind::Subsection | UnitKind::Chapter | UnitKind::Division)
        )
    };
    Eid::new(eid.as_str().split("__").filter(around).collect::<Vec<_>>().join("__"))
}

/// An address of a new unit below the one that gets it. «часть третью дополнить пунктом 6»: a part of the
/// text that is itself addressed holds the point.
pub(super) fn inside(base: &Eid, new: &Eid, addressed: bool) -> Eid {
    let kind = |level: Option<&str>| level.and_then(kind_of);
    let part = kind(base.as_str().rsplit("__").next()) == Some(UnitKind::Alinea);
    let point = kind(new.as_str().split("__").next()) == Some(UnitKind::Paragraph);
    if addressed && part && point { Eid::new(format!("{base}__{new}")) } else { compose(base, new) }
}

fn runs_through(eid: &Eid) -> bool {
    let first = eid.as_str().split("__").next().unwrap_or_default();
    matches!(kind_of(first), Some(UnitKind::Section | UnitKind::Chapter | UnitKind::Article))
}

pub(super) fn kind_of(level: &str) -> Option<UnitKind> {
    let token = level.split_once('_').map_or(level, |(t, _)| t);
    UnitKind::ALL.iter().copied().find(|k| k.token() == token)
}

/// The order of levels from big to small. A part of a unit's text may hold its items.
fn rank_of(level: &str) -> u8 {
    match kind_of(level) {
        Some(UnitKind::Attachment) => 0,
        Some(UnitKind::Part) => 1,
        Some(UnitKind::Section) => 2,
        Some(UnitKind::Chapter) => 3,
        Some(UnitKind::Division) => 4,
        Some(UnitKind::Article | UnitKind::Preamble) => 5,
        Some(UnitKind::Note | UnitKind::EditorialNote) => 6,
        Some(UnitKind::Subsection) => 7,
        Some(UnitKind::Paragraph) => 8,
        Some(UnitKind::Alinea) => 9,
        Some(UnitKind::Subparagraph) => 10,
        Some(UnitKind::Subsubparagraph) => 11,
        Some(UnitKind::Indent) | None => 12,
    }
}

pub(super) fn first_rank(eid: &Eid) -> u8 {
    eid.as_str().split("__").next().map_or(u8::MAX, rank_of)
}

pub(super) fn last_rank(eid: &Eid) -> u8 {
    eid.as_str().rsplit("__").next().map_or(0, rank_of)
}
