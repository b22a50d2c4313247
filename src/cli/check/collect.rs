//! From checked files to the [`Run`] that a report tells.

use std::collections::BTreeSet;

use super::judge::{Checked, CheckedAct, Judge};
use super::select::Selection;
use crate::cli::{complain, text_hash};
use crate::engine::constitution::{self, ConstitutionText};
use crate::engine::{self, cited};
use crate::finding::{Profile, Stage};
use crate::pack::condition::Template;
use crate::pack::{Pack, PackError, Rule};
use crate::report::{self, Gate, Provenance, RuleLeftOut, Run, Skipped, Waived};
use crate::source::Span;

/// Gathers what became of every file. Findings are not yet compared with a baseline.
pub(super) fn collect<'c>(
    judge: &Judge<'c>,
    broken: &[PackError],
    selection: &Selection,
    checked: &'c [Checked],
) -> Run<'c> {
    let mut run = Run {
        provenance: provenance(judge),
        constitutions: judge
            .constitutions
            .iter()
            .map(|text| report::Constitution {
                source: text.source,
                text_hash: text_hash(text.source),
            })
            .collect(),
        due_for_review: due_for_review(judge.packs, judge.constitutions, &judge.options.rules),
        rules: rules(judge),
        gate: Gate { waived: waived(judge, checked), ..Gate::default() },
        ..Run::default()
    };
    run.skipped.extend(selection.skipped.iter().map(|s| Skipped {
        path: s.path.clone(),
        reason: s.reason.clone(),
        failed: s.failed,
    }));
    for file in checked {
        let path = file.input.name.clone();
        if let Some(reason) = file.failure() {
            run.skipped.push(Skipped { path, reason: reason.to_owned(), failed: true });
        } else if let Some(reason) = file.reason() {
            run.skipped.push(Skipped { path, reason: reason.to_owned(), failed: false });
        } else if let Some(reason) = &file.unmended {
            run.skipped.push(Skipped { path, reason: reason.clone(), failed: true });
        }
    }
    run.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    run.rules_left_out = rules_left_out(judge, broken, checked);
    run.documents = documents(checked);
    run
}

fn provenance(judge: &Judge<'_>) -> Provenance {
    let options = judge.options;
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        packs: judge
            .packs
            .iter()
            .map(|p| (p.id.clone(), p.hash.clone()))
            .chain([("lang".to_owned(), judge.langs.hash().to_owned())])
            .collect(),
        as_of: options.as_of.map(|d| d.to_string()),
        published: options.published.map(|d| d.to_string()),
        today: judge.today.map(|d| d.to_string()),
        profile: options.profile.map(Profile::name),
        stage: options.stage.map(Stage::name),
    }
}

/// The rules that were evaluated, told in the language of the messages.
fn rules(judge: &Judge<'_>) -> Vec<report::Rule> {
    let (packs, options) = (judge.packs, judge.options);
    let lang = options.message_lang.as_deref().unwrap_or("en");
    let asked = |rule: &&Rule| {
        (options.rules.is_empty() || options.rules.contains(&rule.id))
            && engine::hidden(rule, options).is_none()
    };
    let told = |rule: &Rule| report::Rule {
        id: rule.id.clone(),
        title: rule.title.get(lang).or_else(|| rule.title.get("en")).cloned().unwrap_or_default(),
        why: rule.why.clone(),
        help: rule
            .help
            .get(lang)
            .or_else(|| rule.help.get("en"))
            .map(Template::to_string)
            .unwrap_or_default(),
        level: match options.rating(&rule.id) {
            Some(engine::Rating::Level(level)) => level,
            _ => rule.level,
        },
        basis: rule.basis.clone(),
    };
    let mut rules: Vec<report::Rule> =
        packs.iter().flat_map(|pack| &pack.rules).filter(asked).map(told).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(lang) = judge.message_lang() {
        cited::tell(rules.iter_mut().flat_map(|rule| &mut rule.basis), packs, lang);
    }
    rules
}

fn waived(judge: &Judge<'_>, checked: &[Checked]) -> Vec<Waived> {
    let mut waived: Vec<Waived> = Vec::new();
    for file in checked {
        let Ok(text) = &file.result else { continue };
        for (at, finding) in text.acts.iter().flat_map(|act| &act.waived) {
            let Some(accepted) = judge.settings.waivers.get(*at) else { continue };
            waived.push(Waived {
                path: file.input.name.clone(),
                unit: finding.unit.clone(),
                rule: finding.rule.clone(),
                reason: accepted.waiver.reason.clone(),
                accepted_by: accepted.waiver.accepted_by.clone(),
                until: accepted.waiver.until.map(|day| day.to_string()),
            });
        }
    }
    waived
}

fn rules_left_out(
    judge: &Judge<'_>,
    broken: &[PackError],
    checked: &[Checked],
) -> Vec<RuleLeftOut> {
    let broken = broken.iter().map(|error| RuleLeftOut {
        rule: error.path.clone(),
        path: error.path.clone(),
        reason: format!("line {}, column {}: {}", error.line, error.column, error.message),
    });
    let hidden = judge.packs.iter().flat_map(|p| &p.rules).filter_map(|rule| {
        let reason = engine::hidden(rule, judge.options)?;
        Some(RuleLeftOut { rule: rule.id.clone(), path: rule.path.clone(), reason })
    });
    let mut left_out = BTreeSet::new();
    for file in checked {
        let Ok(text) = &file.result else { continue };
        for rule in text.acts.iter().flat_map(|act| &act.left_out) {
            left_out.insert((rule.rule.clone(), file.input.name.clone(), rule.reason.clone()));
        }
    }
    let left_out = left_out.into_iter();
    let left_out = left_out.map(|(rule, path, reason)| RuleLeftOut { rule, path, reason });
    broken.chain(hidden).chain(left_out).collect()
}

/// The rules that rest on provisions whose words have changed; all rules are looked at when none is named.
pub(in crate::cli) fn due_for_review(
    packs: &[Pack],
    texts: &[ConstitutionText<'_>],
    rules: &[String],
) -> Vec<report::DueForReview> {
    let judges = |rule: &Rule| rules.is_empty() || rules.contains(&rule.id);
    constitution::due_for_review(packs, texts, judges)
        .into_iter()
        .map(|due| report::DueForReview {
            path: texts.get(due.text).map_or("", |text| text.source.name()).to_owned(),
            rule: due.rule,
            provision: due.provision,
            label: due.label,
            found: due.found,
            expected: due.expected,
        })
        .collect()
}

/// The acts that were read, each with its findings; dates that no calendar has are told at once.
fn documents(checked: &[Checked]) -> Vec<report::Document<'_>> {
    let mut documents = Vec::new();
    for file in checked {
        let Ok(text) = &file.result else { continue };
        for act in &text.acts {
            impossible_dates(file, act);
            documents.push(report::Document {
                source: &text.source,
                path: file.input.name.clone(),
                lang: &text.lang,
                kind: act.kind,
                draft: act.draft,
                amending: act.amending,
                title: act.title.clone(),
                units: act.units,
                bytes: text.bytes,
                judged: act.judged,
                text_hash: text.hash.clone(),
                findings: act.findings.clone(),
                not_understood: act.not_understood.clone(),
            });
        }
    }
    documents
}

fn impossible_dates(file: &Checked, act: &CheckedAct) {
    let Ok(text) = &file.result else { return };
    // What a rule reports need not be told twice.
    let told = |span: &Span| act.findings.iter().any(|f| f.primary.span.overlaps(*span));
    for span in act.impossible_dates.iter().filter(|span| !told(span)) {
        let place = text.source.position(span.start as usize);
        let words = text.source.slice(*span);
        complain(&format!(
            "{}:{}:{}: `{words}` is no day of the calendar; the clause was read without it",
            file.input.name, place.line, place.column
        ));
    }
}
