//! Findings about the configuration itself: waivers and patterns that do nothing mislead who reads them.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::judge::{Checked, Judge};
use super::select::Selection;
use crate::cli::config::{Accepted, ConfigFile, NAME, Pattern};
use crate::finding::{Basis, Confidence, Finding, Label, Level};
use crate::source::{Span, hex};
use sha2::{Digest, Sha256};

/// The rules of these findings belong to no pack.
const PACK: &str = "grundnorm";

/// What is wrong with the entries of the configuration, after everything was checked.
///
/// A run that is narrowed by the command line cannot tell what does nothing, and a pattern is judged only where
/// the run walked all that it may mean.
pub(super) fn notices(
    selection: &Selection,
    checked: &[Checked],
    paths: &[PathBuf],
    judge: &Judge<'_>,
) -> Vec<Finding> {
    let Some(file) = &judge.settings.file else { return Vec::new() };
    let walked: Vec<PathBuf> =
        paths.iter().filter(|p| p.is_dir()).filter_map(|p| fs::canonicalize(p).ok()).collect();
    let covered = |pattern: &Pattern| walked.iter().any(|w| pattern.lies_below(&file.folder, w));
    let everything = walked.iter().any(|folder| file.folder.starts_with(folder));
    let mut findings = Vec::new();
    let lists = [
        ("exclude", &judge.settings.exclude, &selection.excluded_by),
        ("include", &judge.settings.include, &selection.included_by),
    ];
    for (list, patterns, used) in lists {
        for (pattern, _) in patterns.iter().zip(used).filter(|(p, used)| !**used && covered(p)) {
            findings.push(notice(
                file,
                &format!("unused-{list}"),
                format!("the pattern `{}` of `{list}` matches no file", pattern.text),
                (pattern.span, "matches nothing"),
                "correct the pattern, or take it out",
            ));
        }
    }
    let paths = judge.settings.paths.iter().zip(&selection.set_by);
    for (path, _) in paths.filter(|(path, used)| !**used && path.files.iter().all(&covered)) {
        let Some(first) = path.files.first() else { continue };
        findings.push(notice(
            file,
            "unused-path",
            format!("the settings for `{}` hold for no file", first.text),
            (first.span, "matches nothing"),
            "correct the patterns of `files`, or take the entry out",
        ));
    }
    let acts = || checked.iter().filter_map(|f| f.result.as_ref().ok()).flat_map(|t| &t.acts);
    let used: BTreeSet<usize> = acts().flat_map(|act| &act.waived).map(|(at, _)| *at).collect();
    let ended: BTreeSet<usize> = acts().flat_map(|act| &act.ended).copied().collect();
    for (at, accepted) in judge.settings.waivers.iter().enumerate() {
        let whole = match accepted.files.as_slice() {
            [] => everything,
            files => files.iter().all(&covered),
        };
        if ended.contains(&at) {
            findings.push(end_of(file, accepted));
        } else if !used.contains(&at) && whole && evaluated(&accepted.waiver.rule, judge) {
            let unit = accepted.waiver.unit.as_deref();
            let place = unit.map_or_else(String::new, |unit| format!(" in `{unit}`"));
            findings.push(notice(
                file,
                "unused-waiver",
                format!("the waiver of `{}`{place} accepts no finding", accepted.waiver.rule),
                (accepted.rule, "nothing of this rule is found there"),
                "correct the unit or the files of the waiver, or take it out",
            ));
        }
    }
    findings.sort_by_key(|finding| finding.primary.span);
    findings
}

/// Whether the run evaluates a rule at all.
fn evaluated(rule: &str, judge: &Judge<'_>) -> bool {
    let mut rules = judge.packs.iter().flat_map(|pack| &pack.rules);
    rules.any(|r| r.id == rule && crate::engine::hidden(r, judge.options).is_none())
}

fn end_of(file: &ConfigFile, accepted: &Accepted) -> Finding {
    let until = accepted.waiver.until.map_or_else(String::new, |day| day.to_string());
    notice(
        file,
        "ended-waiver",
        format!(
            "the waiver of `{}` ended on {until}: what it accepted is reported again",
            accepted.waiver.rule
        ),
        (accepted.rule, "accepted until that day"),
        "mend the finding and take the waiver out, or accept it until another day",
    )
}

fn notice(
    file: &ConfigFile,
    rule: &str,
    message: String,
    (span, label): (Span, &str),
    help: &str,
) -> Finding {
    let words = file.text.get(span.range()).unwrap_or_default();
    let digest = Sha256::digest(format!("{PACK}/{rule}\0{words}\0{message}"));
    Finding {
        rule: format!("{PACK}/{rule}"),
        level: Level::Warning,
        confidence: Confidence::Certain,
        message,
        unit: String::new(),
        address: String::new(),
        primary: Label { span, text: label.to_owned() },
        related: Vec::new(),
        basis: vec![Basis {
            provision: format!("{PACK}:configuration"),
            label: NAME.to_owned(),
            says: "every entry of the configuration does something".to_owned(),
            place: None,
        }],
        help: Some(help.to_owned()),
        fixes: Vec::new(),
        fingerprint: hex(digest.get(..6).unwrap_or_default()),
    }
}
