//! Citations at their place in an act: units around the citation named, ranges completed with the
//! inserted units that the act has, and targets looked up in the outline.

use foldhash::{HashMap, HashSet};

use crate::model::{Act, Eid, Number, UnitKind, Zone};
use crate::syntax::citation::{Citation, CitedAct};

/// The units of an act by name.
#[derive(Debug)]
pub struct Outline<'a> {
    act: &'a Act,
    known: HashMap<&'a str, usize>,
    /// Their names without unnumbered parts.
    bare: HashSet<String>,
}

impl<'a> Outline<'a> {
    /// The units of an act.
    #[must_use]
    pub fn new(act: &'a Act) -> Self {
        let known = act.units.iter().enumerate().map(|(i, u)| (u.eid.as_str(), i)).collect();
        let bare = act
            .units
            .iter()
            .map(|u| {
                let levels = u.eid.as_str().split("__").filter(|l| !l.starts_with("al_"));
                levels.collect::<Vec<_>>().join("__")
            })
            .collect();
        Self { act, known, bare }
    }

    /// Whether a unit stands in the act.
    #[must_use]
    pub fn has(&self, eid: &Eid) -> bool {
        self.known.contains_key(eid.as_str())
    }

    /// Gives a citation the targets that its place makes of its words.
    pub fn place(&self, citation: &mut Citation, unit: Option<usize>, zone: Zone) {
        if citation.targets.is_empty() {
            return;
        }
        if let Some(kind) = citation.within {
            let base = self.around(kind, unit, zone);
            for target in &mut citation.targets {
                // Chapters and articles run through an act: the name of the unit around is no part of theirs.
                let whole = joined(&base, target);
                let runs = self.has(&base) && !self.has(&whole) && runs_through(target);
                if !runs {
                    *target = whole;
                }
            }
        }
        if citation.act == CitedAct::This && zone != Zone::QuotedNew {
            self.complete(citation);
            citation.targets.iter_mut().for_each(|t| self.renumber(t));
        }
        citation.ranges.clear();
    }

    /// The unit of a kind around a place, or `self:art` where the place does not tell.
    fn around(&self, kind: UnitKind, unit: Option<usize>, zone: Zone) -> Eid {
        let unknown = Eid::new(format!("self:{}", kind.token()));
        if zone == Zone::QuotedNew || !self.is_whole() {
            return unknown;
        }
        let mut at = unit;
        while let Some(index) = at {
            let here = &self.act.units[index];
            // Codes call the numbered unit a part, and laws call the unnumbered one so: where no unnumbered
            // part is around, the numbered unit is meant.
            let same =
                here.kind == kind || (kind == UnitKind::Alinea && here.kind == UnitKind::Paragraph);
            if same {
                return here.eid.clone();
            }
            at = here.parent;
        }
        unknown
    }

    /// Whether the text is an act and not a passage of one: points without an article or a title may
    /// stand in any article.
    fn is_whole(&self) -> bool {
        self.act.title.is_some()
            || self
                .act
                .units
                .iter()
                .any(|u| matches!(u.kind, UnitKind::Article | UnitKind::Section))
    }

    /// Adds to each range the inserted units that lie in it: "articles 10 to 13" has 11-1 in it, if the act
    /// has.
    fn complete(&self, citation: &mut Citation) {
        for (from, to) in citation.ranges.iter().rev().copied() {
            let Some(range) = citation.targets.get(from..=to) else { continue };
            let mut full: Vec<Eid> = Vec::with_capacity(range.len());
            for (i, target) in range.iter().enumerate() {
                full.push(target.clone());
                if i + 1 < range.len() {
                    full.extend(self.inserted(target));
                }
            }
            if full.len() > range.len() {
                citation.targets.splice(from..=to, full);
            }
        }
    }

    /// The inserted units right behind a unit: 11-1 and 11-2 behind 11.
    fn inserted(&self, eid: &Eid) -> Vec<Eid> {
        let Some(index) = self.known.get(eid.as_str()) else { return Vec::new() };
        let unit = &self.act.units[*index];
        let Some(main) = Number::parse(&unit.number).filter(|n| n.inserted.is_empty()) else {
            return Vec::new();
        };
        self.act.units[index + 1..]
            .iter()
            .filter(|u| u.parent == unit.parent && u.kind == unit.kind)
            .take_while(|u| Number::parse(&u.number).is_some_and(|n| n.main == main.main))
            .map(|u| u.eid.clone())
            .collect()
    }

    /// «часть вторая» of an article that numbers its parts is the unit `2.`.
    fn renumber(&self, target: &mut Eid) {
        if self.has(target) || !target.as_str().contains("al_") {
            return;
        }
        let levels: Vec<String> = target
            .as_str()
            .split("__")
            .map(|l| l.strip_prefix("al_").map_or_else(|| l.to_owned(), |n| format!("para_{n}")))
            .collect();
        let numbered = Eid::new(levels.join("__"));
        if self.has(&numbered) {
            *target = numbered;
        }
    }

    /// Whether every target of a citation stands in the act, as named or inside the article or point in
    /// which the citation stands.
    #[must_use]
    pub fn resolves(&self, citation: &Citation, unit: Option<usize>) -> bool {
        citation.act == CitedAct::This
            && citation.targets.iter().all(|t| {
                let stands = |t: &Eid| self.has(t) || self.stepped(t) || self.near(t, unit);
                stands(t) || lowered(t).is_some_and(|l| stands(&l))
            })
    }

    /// Whether a target stands in the act when unnumbered parts are stepped over: the first of them is the
    /// text of its unit, and items are named with and without the part in which they stand.
    fn stepped(&self, target: &Eid) -> bool {
        let mut levels: Vec<&str> = target.as_str().split("__").collect();
        if levels.last().is_some_and(|l| matches!(*l, "al_1" | "indent_1")) {
            levels.pop();
        }
        if levels.last().is_none_or(|l| l.starts_with("al_")) {
            return false;
        }
        levels.retain(|l| !l.starts_with("al_"));
        self.bare.contains(levels.join("__").as_str())
    }

    /// Whether a target stands in one of the units around a place.
    fn near(&self, target: &Eid, unit: Option<usize>) -> bool {
        let mut at = unit;
        while let Some(index) = at {
            let here = &self.act.units[index];
            let whole = joined(&here.eid, target);
            if self.has(&whole) || self.stepped(&whole) {
                return true;
            }
            at = here.parent;
        }
        false
    }
}

/// The name of "section 4(1)" in an act whose outline has the level in brackets as a paragraph.
fn lowered(target: &Eid) -> Option<Eid> {
    const BELOW: [(UnitKind, UnitKind); 3] = [
        (UnitKind::Subsection, UnitKind::Paragraph),
        (UnitKind::Paragraph, UnitKind::Subparagraph),
        (UnitKind::Subparagraph, UnitKind::Subsubparagraph),
    ];
    if !target.as_str().split("__").any(|l| is_level(l, UnitKind::Subsection)) {
        return None;
    }
    let levels: Vec<String> = target
        .as_str()
        .split("__")
        .map(|level| {
            let below = BELOW.iter().find(|(kind, _)| is_level(level, *kind));
            below.map_or_else(
                || level.to_owned(),
                |(kind, below)| level.replacen(kind.token(), below.token(), 1),
            )
        })
        .collect();
    Some(Eid::new(levels.join("__")))
}

/// Whether a level of a name is of a kind.
fn is_level(level: &str, kind: UnitKind) -> bool {
    level.strip_prefix(kind.token()).is_some_and(|n| n.starts_with('_'))
}

/// Whether a name begins with a level that stands alone in an act.
fn runs_through(target: &Eid) -> bool {
    let first = target.as_str().split("__").next().unwrap_or_default();
    [UnitKind::Section, UnitKind::Chapter, UnitKind::Article].iter().any(|k| is_level(first, *k))
}

fn joined(base: &Eid, inner: &Eid) -> Eid {
    if inner.as_str().is_empty() { base.clone() } else { Eid::new(format!("{base}__{inner}")) }
}
