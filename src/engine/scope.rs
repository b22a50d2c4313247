//! Which norms a clause on time governs: its units resolved in the act, once for each clause.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{CitationFact, Facts, Norm};
use crate::model::{Act, Eid};

/// The units of an act by name, and the citations in each.
#[derive(Debug)]
pub struct Index<'a> {
    act: &'a Act,
    /// Units by their eId without alineas.
    units: BTreeMap<String, usize>,
    citations: BTreeMap<usize, Vec<&'a CitationFact>>,
}

/// The units that a list of eIds means.
#[derive(Debug, Default)]
pub struct Scope {
    /// Units of the act.
    units: BTreeSet<usize>,
    /// Paragraphs of quoted text: the unit with the instruction, and the number of the paragraph.
    quoted: BTreeSet<(usize, u32)>,
    /// Units that the act does not have: they stand in the act that it amends.
    foreign: Vec<Eid>,
}

impl Scope {
    /// No units.
    pub const NONE: Self =
        Self { units: BTreeSet::new(), quoted: BTreeSet::new(), foreign: Vec::new() };
}

impl<'a> Index<'a> {
    /// Indexes an act.
    #[must_use]
    pub fn new(act: &'a Act, facts: &'a Facts) -> Self {
        let mut units = BTreeMap::new();
        for (index, unit) in act.units.iter().enumerate() {
            units.entry(plain(unit.eid.as_str())).or_insert(index);
        }
        let mut citations: BTreeMap<usize, Vec<&CitationFact>> = BTreeMap::new();
        for citation in &facts.citations {
            if let Some(unit) = citation.unit {
                citations.entry(unit).or_default().push(citation);
            }
        }
        Self { act, units, citations }
    }

    /// Finds the units that eIds mean.
    ///
    /// Laws call `2)` подпункт and codes call it пункт, so a paragraph that the act does not have is
    /// looked for among the subparagraphs. An indent of an amending article is a paragraph of the text
    /// that it quotes.
    #[must_use]
    pub fn resolve(&self, eids: &[Eid]) -> Scope {
        let mut scope = Scope::default();
        for eid in eids {
            if let Some(unit) = self.find(eid.as_str()) {
                scope.units.insert(unit);
                continue;
            }
            let quoted = eid
                .as_str()
                .rsplit_once("__indent_")
                .and_then(|(outer, number)| Some((self.find(outer)?, number.parse().ok()?)));
            match quoted {
                Some(place) => {
                    scope.quoted.insert(place);
                }
                None => scope.foreign.push(eid.clone()),
            }
        }
        scope
    }

    fn find(&self, eid: &str) -> Option<usize> {
        let plain = plain(eid);
        self.units
            .get(&plain)
            .or_else(|| self.units.get(&plain.replace("__para_", "__subpara_")))
            .copied()
    }

    /// Whether a unit stands in a scope.
    #[must_use]
    pub fn holds(&self, scope: &Scope, unit: Option<usize>) -> bool {
        let mut at = unit;
        while let Some(u) = at {
            if scope.units.contains(&u) {
                return true;
            }
            at = self.act.units[u].parent;
        }
        false
    }

    /// Whether a norm stands in a scope.
    #[must_use]
    pub fn covers(&self, scope: &Scope, norm: &Norm) -> bool {
        let Some(unit) = norm.unit else { return false };
        let mut at = Some(unit);
        while let Some(u) = at {
            if scope.units.contains(&u) {
                return true;
            }
            if norm.indent.is_some_and(|n| scope.quoted.contains(&(u, n))) {
                return true;
            }
            at = self.act.units[u].parent;
        }
        !scope.foreign.is_empty()
            && self.citations.get(&unit).is_some_and(|list| {
                list.iter().flat_map(|c| &c.targets).any(|t| {
                    scope.foreign.iter().any(|f| t.covers(f) || f.covers(t) || names(f, t))
                })
            })
    }
}

/// An eId without its alineas, which lawyers name or leave out as they please.
fn plain(eid: &str) -> String {
    let levels: Vec<&str> = eid.split("__").filter(|l| !l.starts_with("al_")).collect();
    if levels.is_empty() { eid.to_owned() } else { levels.join("__") }
}

/// Whether an instruction's citation of an inner unit alone («дополнить пунктом 9») names the innermost
/// level of a full citation («пункт 9 статьи 26»).
fn names(cited: &Eid, alone: &Eid) -> bool {
    cited.as_str().strip_suffix(alone.as_str()).is_some_and(|outer| outer.ends_with("__"))
}
