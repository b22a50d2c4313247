//! `grundnorm explain`, `grundnorm rules list`, `grundnorm rules test`

use std::io::Write;

use super::config::{ConstitutionArgs, PackArgs, Settings};
use super::{Outcome, langs, packs, show_pack_errors, terminal_width};
use crate::engine::selftest;
use crate::explain;
use crate::pack::{Pack, Rule};

/// The rule of that name.
pub(super) fn known<'p>(packs: &'p [Pack], name: &str) -> anyhow::Result<(&'p Pack, &'p Rule)> {
    packs
        .iter()
        .flat_map(|p| p.rules.iter().map(move |r| (p, r)))
        .find(|(_, r)| r.id == name)
        .ok_or_else(|| {
            let names: Vec<&str> =
                packs.iter().flat_map(|p| &p.rules).map(|r| r.id.as_str()).collect();
            anyhow::anyhow!("unknown rule `{name}`, expected one of {}", names.join(", "))
        })
}

pub(super) fn explain(rule: &str, args: &PackArgs) -> anyhow::Result<Outcome> {
    let (packs, broken) = packs(&Settings::of(args, None)?.packs)?;
    show_pack_errors(&broken);
    let (pack, rule) = known(&packs, rule)?;
    let text = explain::explain(pack, rule, terminal_width().min(100));
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

pub(super) fn list(args: &PackArgs, constitution: &ConstitutionArgs) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args, None)?.with_constitution(constitution);
    let langs = langs()?;
    let (packs, broken) = packs(&settings.packs)?;
    show_pack_errors(&broken);
    let sources = super::amend::sources(&settings.constitution)?;
    let texts = super::check::constitutions(&sources, &langs, &packs)?;
    let due = super::check::due_for_review(&packs, &texts, &[]);
    let mut out = std::io::stdout().lock();
    let width = packs.iter().flat_map(|p| &p.rules).map(|r| r.id.len()).max().unwrap_or(0);
    for pack in &packs {
        for rule in &pack.rules {
            let basis: Vec<&str> = rule.basis.iter().map(|b| b.label.as_str()).collect();
            let title = rule.title.get("en").map_or("", String::as_str);
            writeln!(
                out,
                "{:width$}  {:7}  {title} ({})",
                rule.id,
                rule.level.name(),
                basis.join("; ")
            )?;
            for due in due.iter().filter(|due| due.rule == rule.id) {
                writeln!(out, "{:width$}  due for review: {}", "", due.reason())?;
            }
        }
    }
    Ok(if broken.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

pub(super) fn test(args: &PackArgs, only: &[String]) -> anyhow::Result<Outcome> {
    let langs = langs()?;
    let (packs, broken) = packs(&Settings::of(args, None)?.packs)?;
    show_pack_errors(&broken);
    for rule in only {
        known(&packs, rule)?;
    }
    let mut out = std::io::stdout().lock();
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for pack in &packs {
        for rule in pack.rules.iter().filter(|r| only.is_empty() || only.contains(&r.id)) {
            let outcomes = selftest::run(rule, pack, &langs);
            let wrong: Vec<_> = outcomes.iter().filter(|o| o.failure.is_some()).collect();
            let fires = outcomes.iter().filter(|o| o.fires).count();
            writeln!(
                out,
                "{} {}: {fires} examples, {} near misses",
                if wrong.is_empty() { "ok    " } else { "FAILED" },
                rule.id,
                outcomes.len() - fires
            )?;
            for o in &wrong {
                let what = if o.fires { "example" } else { "near miss" };
                writeln!(
                    out,
                    "       {what} in {}, byte {} of {}: {}",
                    o.lang,
                    o.span.start,
                    rule.path,
                    o.failure.as_deref().unwrap_or_default()
                )?;
            }
            failed += wrong.len();
            passed += outcomes.len() - wrong.len();
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(if !broken.is_empty() || passed + failed == 0 {
        Outcome::Failed
    } else if failed > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
