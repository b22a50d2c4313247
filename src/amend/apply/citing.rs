//! Citations that a bill leaves without the unit that they point to.

use super::{Amended, Bill, Place, Verdict, bases};
use crate::amend::Edition;
use crate::facts::{self, Amendment, Operation};
use crate::model::{Eid, Zone};
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::citation::CitedAct;

/// Places that one remark names.
const PLACES: usize = 8;

/// Adds a remark to each instruction that takes out a unit which the bases still cite.
pub(super) fn remark(bases: &[Edition<'_>], bills: &[Bill<'_>], amended: &mut Amended) {
    let gone: Vec<(usize, usize, Eid)> = amended
        .outcomes
        .iter()
        .enumerate()
        .filter(|(_, o)| matches!(o.verdict, Verdict::Done | Verdict::Remark))
        .filter_map(|(at, o)| {
            let a = bills.get(o.bill)?.facts.amendments.get(o.instruction)?;
            takes_out(a).then(|| (at, o.base, removed(amended, at, a)))
        })
        .filter_map(|(at, base, eid)| Some((at, base?, eid)))
        .collect();
    if gone.is_empty() {
        return;
    }
    for (index, base) in bases.iter().enumerate() {
        let changed = |span: Span| {
            amended.texts.get(index).is_some_and(|t| {
                t.changes.iter().any(|c| c.before.start < span.end && span.start < c.before.end)
            })
        };
        let reading = Reading::new(base.source, base.lang);
        let facts = facts::extract(&reading, &base.act);
        let mut found: Vec<(usize, Span)> = Vec::new();
        for citation in facts.citations.iter().filter(|c| c.zone != Zone::Note && !changed(c.span))
        {
            for (at, of, eid) in &gone {
                let points = match citation.act {
                    CitedAct::This => *of == index,
                    CitedAct::Constitution => false,
                    CitedAct::Other => citation.name.is_some_and(|name| {
                        bases
                            .get(*of)
                            .filter(|_| *of != index)
                            .and_then(|b| b.act.title.map(|t| b.source.slice(t)))
                            .is_some_and(|title| bases::alike(base.source.slice(name), title) >= 75)
                    }),
                };
                if points && citation.targets.iter().any(|t| eid.covers(t)) {
                    found.push((*at, citation.span));
                }
            }
        }
        for (at, span) in found {
            let Some(outcome) = amended.outcomes.get_mut(at) else { continue };
            if outcome.places.len() >= PLACES {
                continue;
            }
            outcome.verdict = Verdict::Remark;
            if outcome.message.is_empty() {
                "what it takes out is still cited".clone_into(&mut outcome.message);
            }
            let label = "cites what is taken out".to_owned();
            outcome.places.push(Place { base: index, span, label });
        }
    }
}

fn takes_out(a: &Amendment) -> bool {
    matches!(a.operation, Operation::Delete | Operation::Repeal)
        && a.sentence.is_none()
        && !a.target.as_str().ends_with("heading")
        && a.target.as_str() != "act"
}

/// The unit that an instruction took out, as the base names it.
fn removed(amended: &Amended, at: usize, a: &Amendment) -> Eid {
    let Some(o) = amended.outcomes.get(at) else { return a.target.clone() };
    o.base
        .and_then(|base| amended.texts.get(base))
        .and_then(|t| t.changes.iter().find(|c| c.bill == o.bill && c.instruction == o.instruction))
        .and_then(|c| c.unit.clone())
        .unwrap_or_else(|| a.target.clone())
}
