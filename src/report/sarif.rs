//! SARIF 2.1.0, the form in which tools of analysis hand their findings to services that keep them.
//!
//! One log holds one run: the rules that were evaluated, the files, the findings, and what could not be
//! examined. Columns count Unicode scalar values, and the log says so.

mod results;
mod rules;
mod words;

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use termcolor::WriteColor;

use self::results::Results;
use self::rules::Descriptor;
use self::words::{Message, message, uri};
use super::json::Gate;
use super::{Options, Run};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunObject<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunObject<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    language: &'a str,
    column_kind: &'static str,
    artifacts: Vec<Artifact<'a>>,
    results: Results<'a>,
    properties: RunProperties<'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    version: &'a str,
    semantic_version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: Vec<NotificationPlace>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationPlace {
    physical_location: NotificationFile,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationFile {
    artifact_location: ArtifactLocation,
}

/// A file by its name and, where the log lists it, by its place in that list.
#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
struct Artifact<'a> {
    location: ArtifactLocation,
    roles: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    hashes: Option<Hashes<'a>>,
}

/// The hash is that of the text as it was read. It is one of the file's bytes only where these are UTF-8
/// without a mark, so it has a name of its own.
#[derive(Serialize)]
struct Hashes<'a> {
    #[serde(rename = "sha-256-of-text")]
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunProperties<'a> {
    packs: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate<'a>>,
}

/// The files that the log lists, by their paths.
#[derive(Default)]
struct Files<'a>(BTreeMap<&'a str, usize>);

impl Files<'_> {
    fn location(&self, path: &str) -> ArtifactLocation {
        ArtifactLocation { uri: uri(path), index: self.0.get(path).copied() }
    }
}

/// Writes the log, indented by two spaces.
pub(super) fn write(run: &Run<'_>, options: &Options, out: &mut dyn WriteColor) -> io::Result<()> {
    let (rules, rule_index) = rules::rules(run);
    let (artifacts, files) = artifacts(run);
    let provenance = &run.provenance;
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [RunObject {
            tool: Tool {
                driver: Driver {
                    name: "grundnorm",
                    version: &provenance.version,
                    semantic_version: &provenance.version,
                    rules,
                },
            },
            invocations: [Invocation {
                execution_successful: run.failures().next().is_none(),
                tool_execution_notifications: notifications(run, &files),
            }],
            language: options.language.as_deref().unwrap_or("en"),
            column_kind: "unicodeCodePoints",
            artifacts,
            results: Results { run, rules: rule_index, files },
            properties: RunProperties {
                packs: &provenance.packs,
                as_of: provenance.as_of.as_deref(),
                published: provenance.published.as_deref(),
                profile: provenance.profile,
                stage: provenance.stage,
                gate: Gate::of(&run.gate),
            },
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// The files that were read, each once: the acts, the configuration where it has findings, and the
/// constitutions that findings quote.
fn artifacts<'a>(run: &'a Run<'_>) -> (Vec<Artifact<'a>>, Files<'a>) {
    let acts =
        run.documents.iter().map(|act| (act.path.as_str(), "analysisTarget", &act.text_hash));
    let configuration = run.configuration.iter();
    let configuration =
        configuration.map(|c| (c.path.as_str(), "userSpecifiedConfiguration", &c.text_hash));
    let constitutions = run.constitutions.iter();
    let constitutions =
        constitutions.map(|c| (c.source.name(), "referencedOnCommandLine", &c.text_hash));
    let (mut artifacts, mut files) = (vec![], Files::default());
    for (path, role, hash) in acts.chain(configuration).chain(constitutions) {
        if files.0.contains_key(path) {
            continue;
        }
        files.0.insert(path, artifacts.len());
        artifacts.push(Artifact {
            location: files.location(path),
            roles: [role],
            hashes: (!hash.is_empty()).then_some(Hashes { text: hash }),
        });
    }
    (artifacts, files)
}

/// What was not examined and why. Rules that were left out of several files for one reason make one
/// notification.
fn notifications(run: &Run<'_>, files: &Files<'_>) -> Vec<Notification> {
    let notification = |level, text: &str, paths: &[&str]| Notification {
        level,
        message: message(text),
        locations: paths
            .iter()
            .map(|path| NotificationPlace {
                physical_location: NotificationFile { artifact_location: files.location(path) },
            })
            .collect(),
    };
    let mut list: Vec<Notification> = run
        .failures()
        .map(|(path, reason)| notification("error", &format!("not checked: {reason}"), &[path]))
        .collect();
    let left_out = run.skipped.iter().filter(|file| !file.failed);
    list.extend(left_out.map(|file| {
        notification("note", &format!("left out: {}", file.reason), &[file.path.as_str()])
    }));
    let mut rules: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for rule in run.rules_left_out.iter().filter(|rule| rule.rule != rule.path) {
        rules.entry((&rule.rule, &rule.reason)).or_default().push(&rule.path);
    }
    list.extend(rules.iter().map(|((rule, reason), paths)| {
        notification("note", &format!("rule left out: {rule}: {reason}"), paths)
    }));
    list.extend(run.due_for_review.iter().map(|due| {
        let text = format!("rule due for review: {}: {}", due.rule, due.reason());
        notification("note", &text, &[due.path.as_str()])
    }));
    list
}
