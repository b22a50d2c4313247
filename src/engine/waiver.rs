//! Findings that are accepted on purpose.

use jiff::civil::Date;

use crate::finding::Finding;

/// A finding accepted on purpose, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// `pack/name` of the rule.
    pub rule: String,
    /// eId of the unit; findings in units below it are accepted too. The whole act when it is left out.
    pub unit: Option<String>,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who accepted it.
    pub accepted_by: String,
    /// The first day on which it is no longer accepted.
    pub until: Option<Date>,
}

impl Waiver {
    /// Whether the waiver speaks of a finding, be it in force or not.
    #[must_use]
    pub fn is_about(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && self.unit.as_deref().is_none_or(|unit| {
                let below = finding.unit.strip_prefix(unit);
                below.is_some_and(|rest| rest.is_empty() || rest.starts_with("__"))
            })
    }

    /// Whether the waiver has come to its end on a day.
    #[must_use]
    pub fn has_ended(&self, today: Date) -> bool {
        self.until.is_some_and(|until| today >= until)
    }
}
