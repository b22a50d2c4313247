//! The day on which an instruction takes effect, by the clauses of its bill on time.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Bill;
use crate::facts::{Amendment, Commencement, TakesEffect};
use crate::model::Eid;

/// The day of effect of an instruction; `None` when the bill does not tell.
///
/// A clause on the innermost unit around the instruction governs; without one, the clause on the whole bill.
pub(super) fn effect(
    bill: &Bill<'_>,
    amendment: &Amendment,
    published: Option<Date>,
) -> Option<Date> {
    let unit = amendment.unit.and_then(|u| bill.act.units.get(u)).map(|u| &u.eid);
    let clauses = bill.facts.commencements.iter().filter(|c| c.takes_effect.is_some());
    let governing = clauses
        .filter_map(|c| reach(c, unit).map(|depth| (depth, c)))
        .max_by_key(|(depth, c)| (*depth, std::cmp::Reverse(c.span)))
        .map(|(_, c)| c)?;
    day(governing, bill, published)
}

/// How closely a clause governs a unit: 0 for a clause on the whole act, more for inner units.
fn reach(clause: &Commencement, unit: Option<&Eid>) -> Option<usize> {
    let covers = |named: &Eid| unit.is_some_and(|u| same_or_around(named, u));
    if clause.except.iter().any(covers) {
        return None;
    }
    if clause.scope.is_empty() {
        return Some(0);
    }
    clause.scope.iter().filter(|e| covers(e)).map(|e| e.as_str().split("__").count()).max()
}

/// Whether a name is that of a unit or of one around it; points and subpoints are called by one another's
/// names.
fn same_or_around(named: &Eid, unit: &Eid) -> bool {
    let plain = |e: &Eid| Eid::new(e.as_str().replace("__subpara_", "__para_"));
    named.covers(unit) || plain(named).covers(&plain(unit))
}

fn day(clause: &Commencement, bill: &Bill<'_>, published: Option<Date>) -> Option<Date> {
    let published = published.or(bill.act.date);
    match clause.takes_effect? {
        TakesEffect::Date(day) => Some(day),
        // What takes effect when so many days are over does so on the day behind them.
        TakesEffect::DaysAfterPublication(days) => {
            published?.checked_add((i64::from(days) + 1).days()).ok()
        }
        TakesEffect::MonthsAfterPublication(months) => {
            published?.checked_add(i64::from(months).months()).ok()?.checked_add(1.days()).ok()
        }
        TakesEffect::OnPublication | TakesEffect::StateRegistration => published,
        TakesEffect::OnSigning => bill.act.date,
    }
}
