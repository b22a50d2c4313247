//! What a gate kept back, as it stands in JSON.

use serde::Serialize;

use crate::report;

/// What a gate kept back, and what it noticed beside the findings.
#[derive(Serialize)]
pub(in crate::report) struct Gate<'a> {
    waived: Vec<Waived<'a>>,
    /// Absent when no baseline was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline<'a>>,
    /// Absent when no revision was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Since<'a>>,
    /// Absent when nothing was mended.
    #[serde(skip_serializing_if = "is_zero")]
    mended: usize,
    #[serde(skip_serializing_if = "is_zero")]
    mended_files: usize,
}

#[derive(Serialize)]
struct Waived<'a> {
    path: &'a str,
    unit: &'a str,
    rule: &'a str,
    reason: &'a str,
    accepted_by: &'a str,
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct Baseline<'a> {
    path: &'a str,
    known: usize,
    fixed: Vec<Fixed<'a>>,
}

#[derive(Serialize)]
struct Fixed<'a> {
    path: &'a str,
    unit: &'a str,
    rule: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Since<'a> {
    revision: &'a str,
    kept_back: usize,
    unchanged: usize,
}

impl<'a> Gate<'a> {
    /// The shape of a gate; none where it has nothing to say.
    pub(in crate::report) fn of(gate: &'a report::Gate) -> Option<Self> {
        (*gate != report::Gate::default()).then(|| Self {
            waived: gate.waived.iter().map(waived).collect(),
            baseline: gate.baseline.as_ref().map(baseline),
            since: gate.since.as_ref().map(|since| Since {
                revision: &since.revision,
                kept_back: since.kept_back,
                unchanged: since.unchanged,
            }),
            mended: gate.mended,
            mended_files: gate.mended_files,
        })
    }
}

fn waived(waived: &report::Waived) -> Waived<'_> {
    Waived {
        path: &waived.path,
        unit: &waived.unit,
        rule: &waived.rule,
        reason: &waived.reason,
        accepted_by: &waived.accepted_by,
        until: waived.until.as_deref(),
    }
}

fn baseline(baseline: &report::BaselineReport) -> Baseline<'_> {
    let fixed = baseline.fixed.iter();
    Baseline {
        path: &baseline.path,
        known: baseline.known,
        fixed: fixed
            .map(|f| Fixed { path: &f.path, unit: &f.unit, rule: &f.rule, text: &f.text })
            .collect(),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}
