//! The rules as SARIF describes them, in words that a service shows beside each of their findings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::words::{Message, message};
use crate::finding::{Basis, Confidence, Level};
use crate::report::{Rule, Run, escape};

/// Tags that services show of a rule.
const TAGS: usize = 10;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Help {
    #[serde(flatten)]
    text: Message,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

/// What services read beside the standard, and the basis.
#[derive(Serialize)]
struct Properties<'a> {
    tags: Vec<&'a str>,
    /// How sure the findings are. Absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<&'static str>,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
    basis: Vec<Ground<'a>>,
}

/// A provision on which a rule or a finding rests.
#[derive(Serialize)]
pub(super) struct Ground<'a> {
    provision: &'a str,
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    says: &'a str,
}

/// The provisions of a basis.
pub(super) fn grounds(basis: &[Basis]) -> Vec<Ground<'_>> {
    basis
        .iter()
        .map(|b| Ground { provision: &b.provision, label: &b.label, says: &b.says })
        .collect()
}

/// The rules that were evaluated, and their places in the list. A rule that has findings and is not among
/// them, as that on a waiver without an effect, is told by its first finding.
pub(super) fn rules<'a>(run: &'a Run<'_>) -> (Vec<Descriptor<'a>>, BTreeMap<&'a str, usize>) {
    let mut sure: BTreeMap<&str, Confidence> = BTreeMap::new();
    for finding in run.texts().flat_map(|document| &document.findings) {
        let least = sure.entry(&finding.rule).or_insert(finding.confidence);
        *least = finding.confidence.min(*least);
    }
    let (mut list, mut index) = (vec![], BTreeMap::new());
    for Rule { id, title, why, help, level, basis } in &run.rules {
        if !index.contains_key(id.as_str()) {
            index.insert(id.as_str(), list.len());
            list.push(descriptor((id, *level), [title, why, help], basis, sure.get(id.as_str())));
        }
    }
    for finding in run.texts().flat_map(|document| &document.findings) {
        let id = finding.rule.as_str();
        if !index.contains_key(id) {
            index.insert(id, list.len());
            let words = [finding.message.as_str(), "", finding.help.as_deref().unwrap_or_default()];
            list.push(descriptor((id, finding.level), words, &finding.basis, sure.get(id)));
        }
    }
    (list, index)
}

fn descriptor<'a>(
    (id, level): (&'a str, Level),
    [title, why, help]: [&str; 3],
    basis: &'a [Basis],
    sure: Option<&Confidence>,
) -> Descriptor<'a> {
    let first = why.trim().split("\n\n").next().filter(|w| !w.is_empty()).unwrap_or(title);
    let pack = id.split_once('/').map(|(pack, _)| pack);
    let labels = basis.iter().map(|b| b.label.as_str());
    let mut tags: Vec<&str> = vec![];
    for tag in pack.into_iter().chain(labels) {
        if !tags.contains(&tag) && tags.len() < TAGS {
            tags.push(tag);
        }
    }
    Descriptor {
        id,
        short_description: message(title),
        full_description: message(first),
        help: told(title, why, &unfilled(help), basis),
        default_configuration: Configuration { level: level.name() },
        properties: Properties {
            tags,
            precision: sure.map(|sure| match sure {
                Confidence::Certain => "very-high",
                Confidence::Likely => "high",
                Confidence::Possible => "medium",
            }),
            severity: match level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
            basis: grounds(basis),
        },
    }
}

/// What is wrong and why, what to do, and what the rule rests on.
fn told(title: &str, why: &str, help: &str, basis: &[Basis]) -> Help {
    let plain = |text: &str| escape::clean(text.trim());
    let marked = |text: &str| escape::markdown(text.trim()).replace("<br><br>", "\n\n");
    let why = if why.trim().is_empty() { title } else { why };
    let (mut text, mut markdown) = (plain(why), marked(why));
    if !help.is_empty() {
        let _ = write!(text, "\n\nWhat to do: {}", plain(help));
        let _ = write!(markdown, "\n\n**What to do:** {}", marked(help));
    }
    if !basis.is_empty() {
        text.push_str("\n\nBasis:");
        markdown.push_str("\n\n**Basis:**\n");
    }
    for Basis { label, says, .. } in basis {
        let colon = if says.is_empty() { "" } else { ": " };
        let _ = write!(text, "\n{}{colon}{}", plain(label), plain(says));
        let _ = write!(markdown, "\n- **{}**{colon}{}", marked(label), marked(says));
    }
    Help { text: message(&text), markdown }
}

/// The words of a help in which something of a finding is put, with a gap for it.
fn unfilled(help: &str) -> String {
    let mut out = String::with_capacity(help.len());
    let mut rest = help;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((_, behind)) = inside.split_once('}') else { break };
        out.push_str(before);
        out.push('…');
        rest = behind;
    }
    out.push_str(rest);
    out
}
