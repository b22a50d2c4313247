//! `grundnorm explain`, `grundnorm rules list`, `grundnorm rules test`, `grundnorm rules new`

mod new;

use std::fs;
use std::io::{BufWriter, IsTerminal, Write};

use super::args::{ConstitutionArgs, ListFormat, PackArgs};
use super::config::Settings;
use super::packs::{every_pack, langs};
use super::{Outcome, show_pack_errors, terminal_width};
use crate::engine::selftest::{self, Wrong};
use crate::explain;
use crate::pack::check::unknown;
use crate::pack::{Example, NotChecked, Pack, Rule};
use crate::report::rules::{self as shown, Failing, Failure};
use crate::source::{Markup, Source};

pub(super) use new::new;

/// The widest that text for reading is set.
const WIDEST: usize = 100;
/// Columns where no terminal says how many it has: what is kept in a file is read on narrow ones too.
const USUAL: usize = 80;

/// Columns for text that is read.
fn width() -> usize {
    if std::io::stdout().is_terminal() { terminal_width().min(WIDEST) } else { USUAL }
}

/// The rule of that name.
pub(super) fn known<'p>(packs: &'p [Pack], name: &str) -> anyhow::Result<(&'p Pack, &'p Rule)> {
    packs
        .iter()
        .flat_map(|p| p.rules.iter().map(move |r| (p, r)))
        .find(|(_, r)| r.id == name)
        .ok_or_else(|| {
            let names: Vec<&str> =
                packs.iter().flat_map(|p| &p.rules).map(|r| r.id.as_str()).collect();
            // A rule of a pack that does not run is no slip.
            if super::packs::rule_names(std::iter::empty()).iter().any(|rule| rule == name) {
                return anyhow::anyhow!(
                    "the rule `{name}` is of a pack that does not run here: expected its name among --pack or \
                     `packs`"
                );
            }
            // What lies near helps more than a list. In a pack that is known the names of its rules are compared.
            let pack = name.split_once('/').filter(|(pack, _)| packs.iter().any(|p| p.id == *pack));
            let (before, given) = pack.map_or(("", name), |(pack, rule)| (pack, rule));
            let slash = if before.is_empty() { "" } else { "/" };
            let prefix = format!("{before}{slash}");
            let names: Vec<&str> =
                names.into_iter().filter_map(|rule| rule.strip_prefix(&prefix)).collect();
            let told = unknown("rule", given, &names);
            match told.split_once("; did you mean `") {
                Some((_, meant)) => {
                    anyhow::anyhow!("unknown rule `{name}`; did you mean `{prefix}{meant}")
                }
                None => anyhow::anyhow!("unknown rule `{name}`; `grundnorm rules list` shows all"),
            }
        })
}

pub(super) fn explain(rule: &str, args: &PackArgs) -> anyhow::Result<Outcome> {
    let (packs, broken) = every_pack(&Settings::of(args, None, &langs()?)?.packs)?;
    show_pack_errors(&broken);
    let text = if rule.contains(':') {
        provision(&packs, rule)?
    } else {
        let (pack, rule) = known(&packs, rule)?;
        explain::explain(pack, rule, width())
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The explanation of a provision.
fn provision(packs: &[Pack], name: &str) -> anyhow::Result<String> {
    packs.iter().find_map(|p| explain::explain_provision(p, name, width())).ok_or_else(|| {
        let constitutions: Vec<&str> = packs
            .iter()
            .flat_map(|p| {
                let before = p.predecessor.as_ref().map(|before| before.id.as_str());
                std::iter::once(p.id.as_str()).chain(before)
            })
            .collect();
        anyhow::anyhow!(
            "unknown provision `{name}`, expected one such as {}:art_5__para_5; constitutions: {}",
            constitutions.first().unwrap_or(&"pack"),
            constitutions.join(", ")
        )
    })
}

pub(super) fn list(
    args: &PackArgs,
    constitution: &ConstitutionArgs,
    format: ListFormat,
) -> anyhow::Result<Outcome> {
    let langs = langs()?;
    let settings = Settings::of(args, None, &langs)?.with_constitution(constitution);
    let (packs, broken) = every_pack(&settings.packs)?;
    show_pack_errors(&broken);
    let sources = super::amend::sources(&settings.constitution)?;
    let texts = super::check::constitutions(&sources, &langs, &packs)?;
    let due = super::check::due_for_review(&packs, &texts, &[]);
    let shown: Vec<shown::Pack<'_>> = packs.iter().map(listed).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    match format {
        ListFormat::Human => {
            shown::table(&shown, width(), &mut out)?;
            for due in &due {
                writeln!(out, "due for review: {}: {}", due.rule, due.reason())?;
            }
        }
        ListFormat::Json => {
            shown::json(&shown, (!texts.is_empty()).then_some(&due[..]), &mut out)?;
        }
    }
    out.flush()?;
    Ok(if broken.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

/// A pack as it is shown.
fn listed(pack: &Pack) -> shown::Pack<'_> {
    shown::Pack {
        id: &pack.id,
        title: &pack.title,
        languages: &pack.languages,
        default: pack.default,
        from: pack.from.to_string(),
        rules: pack.rules.iter().map(listed_rule).collect(),
        not_checked: pack.not_checked.iter().map(listed_demand).collect(),
    }
}

fn listed_demand(demand: &NotChecked) -> shown::NotChecked<'_> {
    let basis = demand.basis.iter();
    shown::NotChecked {
        basis: basis.map(|b| shown::Basis { provision: &b.provision, label: &b.label }).collect(),
        what: &demand.what,
        why: &demand.why,
    }
}

fn listed_rule(rule: &Rule) -> shown::Rule<'_> {
    let fires = rule.examples.iter().filter(|e| e.fires).count();
    let basis = rule.basis.iter();
    shown::Rule {
        id: &rule.id,
        title: &rule.title,
        level: rule.level.name(),
        basis: basis.map(|b| shown::Basis { provision: &b.provision, label: &b.label }).collect(),
        kinds: rule.kinds.iter().map(|k| k.name()).collect(),
        langs: &rule.langs,
        profiles: rule.profiles.iter().map(|p| p.name()).collect(),
        stages: rule.stages.iter().map(|s| s.name()).collect(),
        file: &rule.path,
        examples: fires,
        near_misses: rule.examples.len() - fires,
    }
}

pub(super) fn test(args: &PackArgs, only: &[String]) -> anyhow::Result<Outcome> {
    let langs = langs()?;
    let names = &Settings::of(args, None, &langs)?.packs;
    let (packs, broken) = every_pack(names)?;
    show_pack_errors(&broken);
    for rule in only {
        known(&packs, rule)?;
    }
    let width = width();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for pack in &packs {
        for rule in pack.rules.iter().filter(|r| only.is_empty() || only.contains(&r.id)) {
            let outcomes = selftest::run(rule, pack, &langs);
            let wrong = outcomes.iter().filter(|o| o.failure.is_some()).count();
            let fires = outcomes.iter().filter(|o| o.fires).count();
            writeln!(
                out,
                "{} {}: {}, {}",
                if wrong == 0 { "ok    " } else { "FAILED" },
                rule.id,
                counted(fires, "example", "examples"),
                counted(outcomes.len() - fires, "near miss", "near misses"),
            )?;
            if wrong > 0 {
                let text = rule_text(names, rule)?;
                let file = Source::new(&*rule.path, text, Markup::Plain);
                for (outcome, example) in outcomes.iter().zip(&rule.examples) {
                    failure(&file, rule, outcome, example, width, &mut out)?;
                }
            }
            failed += wrong;
            passed += outcomes.len() - wrong;
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    if !broken.is_empty() {
        let files: std::collections::BTreeSet<&str> =
            broken.iter().map(|e| e.path.as_str()).collect();
        writeln!(
            out,
            "{} with mistakes: {}",
            counted(files.len(), "file", "files"),
            files.into_iter().collect::<Vec<_>>().join(", ")
        )?;
    }
    out.flush()?;
    Ok(if !broken.is_empty() || passed + failed == 0 {
        Outcome::Failed
    } else if failed > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// The text of a rule's file, by which its examples are named with line and column.
fn rule_text(names: &[String], rule: &Rule) -> anyhow::Result<String> {
    let inside = crate::pack::embedded::packs()
        .into_iter()
        .filter(|name| names.is_empty() || names.iter().any(|n| n == name));
    let inside = inside.flat_map(crate::pack::embedded::pack).find(|f| f.path == rule.path);
    match inside {
        Some(file) => Ok(file.text),
        None => fs::read_to_string(&rule.path)
            .map_err(|e| anyhow::anyhow!("{}: cannot be read: {e}", rule.path)),
    }
}

/// Shows an example that fails.
fn failure(
    file: &Source,
    rule: &Rule,
    outcome: &selftest::Outcome,
    example: &Example,
    width: usize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Some(reason) = &outcome.failure else { return Ok(()) };
    let at = file.position(outcome.span.range().start.min(file.text().len()));
    let failure = match &outcome.wrong {
        Some(Wrong::Marks(found)) => Failure::Marks { expected: &example.marks, found },
        Some(Wrong::Fixed(found)) => {
            Failure::Fixed { expected: example.fixed.as_deref().unwrap_or_default(), found }
        }
        _ => Failure::Reason(reason),
    };
    let failing = Failing {
        path: &rule.path,
        line: at.line,
        column: at.column,
        lang: &outcome.lang,
        fires: outcome.fires,
        why: &example.why,
        text: &example.text,
        failure,
    };
    shown::failing(&failing, width, out)?;
    Ok(())
}
