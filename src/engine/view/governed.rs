//! What a clause on time governs, worked out once for each clause that a rule asks about.

use super::View;
use crate::engine::scope::Scope;

/// The scope of a clause on time, and the norms in it.
#[derive(Debug)]
pub(in crate::engine) struct Governed {
    scope: Scope,
    except: Scope,
    /// In the order of the text.
    pub(in crate::engine) norms: Vec<usize>,
}

impl Governed {
    /// Whether a norm is governed.
    pub(in crate::engine) fn holds(&self, norm: usize) -> bool {
        self.norms.binary_search(&norm).is_ok()
    }
}

impl View<'_> {
    /// What the clause of that number governs: its units, or all but its exceptions and, unless it reaches
    /// back itself, the units with a day of their own.
    pub(in crate::engine) fn governed(&self, clause: usize) -> &Governed {
        static NOTHING: Governed =
            Governed { scope: Scope::NONE, except: Scope::NONE, norms: Vec::new() };
        let (Some(cell), Some(told)) =
            (self.governed.get(clause), self.facts.commencements.get(clause))
        else {
            return &NOTHING;
        };
        cell.get_or_init(|| {
            let index = self.index();
            let (scope, except) = (index.resolve(&told.scope), index.resolve(&told.except));
            let inside = |norm: &crate::facts::Norm| {
                let within = if told.scope.is_empty() {
                    told.reaches_back.is_some() || !index.covers(self.dated(), norm)
                } else {
                    index.covers(&scope, norm)
                };
                within && !index.covers(&except, norm)
            };
            let norms = self.facts.norms.iter().enumerate();
            let norms = norms.filter(|(_, norm)| inside(norm)).map(|(at, _)| at).collect();
            Governed { scope, except, norms }
        })
    }

    /// Whether a clause governs a unit.
    pub(in crate::engine) fn governs_unit(&self, clause: usize, unit: Option<usize>) -> bool {
        let (index, governed) = (self.index(), self.governed(clause));
        let Some(told) = self.facts.commencements.get(clause) else { return false };
        let within = if told.scope.is_empty() {
            told.reaches_back.is_some() || !index.holds(self.dated(), unit)
        } else {
            index.holds(&governed.scope, unit)
        };
        within && !index.holds(&governed.except, unit)
    }
}
