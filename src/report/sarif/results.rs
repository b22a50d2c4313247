//! Findings as results of SARIF.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::rules::{Ground, grounds};
use super::words::{Message, message};
use super::{ArtifactLocation, Files};
use crate::finding::{Finding, Fix, Label};
use crate::report::place::{self, words};
use crate::report::{Document, Run};
use crate::source::rows::Positions;
use crate::source::{Source, Span};

/// The findings of a run, made one by one when they are written.
pub(super) struct Results<'a> {
    pub(super) run: &'a Run<'a>,
    /// The places of the rules in the list of the tool.
    pub(super) rules: BTreeMap<&'a str, usize>,
    pub(super) files: Files<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'a>>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "grundnorm/v1")]
    own: &'a str,
}

#[derive(Serialize)]
struct Properties<'a> {
    confidence: &'static str,
    basis: Vec<Ground<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation<'a>,
    #[serde(rename = "logicalLocations", skip_serializing_if = "Vec::is_empty")]
    logical: Vec<LogicalLocation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    region: Region<'a>,
}

/// Lines and columns from 1; the column of the end is the one behind the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Content<'a>>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

/// A unit: its eId, and its name as lawyers cite it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    fully_qualified_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    description: Message,
    artifact_changes: [Change<'a>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Content<'a>>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.run.texts().flat_map(|document| self.of(document)))
    }
}

impl<'a> Results<'a> {
    /// The results of a document.
    fn of(&'a self, document: &'a Document<'a>) -> impl Iterator<Item = ResultObject<'a>> {
        let mut positions = Positions::new(document.source);
        let constitutions = self.run.constitutions.iter();
        let mut quoted: Vec<_> =
            constitutions.map(|c| (c.source, Positions::new(c.source))).collect();
        document
            .findings
            .iter()
            .map(move |finding| self.result(document, finding, &mut positions, &mut quoted))
    }

    fn result(
        &self,
        document: &'a Document<'a>,
        finding: &'a Finding,
        positions: &mut Positions<'_>,
        constitutions: &mut [(&'a Source, Positions<'_>)],
    ) -> ResultObject<'a> {
        let source = document.source;
        let mut primary = self.place(&document.path, source, &finding.primary, positions);
        if !finding.unit.is_empty() {
            primary.logical.push(LogicalLocation {
                name: &finding.address,
                fully_qualified_name: &finding.unit,
            });
        }
        let related = finding.related.iter();
        let mut related: Vec<Location<'a>> =
            related.map(|label| self.place(&document.path, source, label, positions)).collect();
        // The words of a provision are shown where its constitution was given.
        for basis in &finding.basis {
            let Some(at) = &basis.place else { continue };
            let Some((source, positions)) = constitutions.get_mut(at.text) else { continue };
            let label = Label { span: at.span, text: basis.label.clone() };
            related.push(self.place(source.name(), source, &label, positions));
        }
        for (number, location) in (1..).zip(&mut related) {
            location.id = Some(number);
        }
        let text = match &finding.help {
            Some(help) => format!("{}\n\n{help}", finding.message),
            None => finding.message.clone(),
        };
        ResultObject {
            rule_id: &finding.rule,
            rule_index: self.rules.get(finding.rule.as_str()).copied(),
            level: finding.level.name(),
            message: message(&text),
            locations: [primary],
            related_locations: related,
            partial_fingerprints: Fingerprints { own: &finding.fingerprint },
            fixes: finding.fixes.iter().map(|fix| self.fix(document, fix, positions)).collect(),
            properties: Properties {
                confidence: finding.confidence.name(),
                basis: grounds(&finding.basis),
            },
        }
    }

    fn place(
        &self,
        path: &str,
        source: &'a Source,
        label: &Label,
        positions: &mut Positions<'_>,
    ) -> Location<'a> {
        let shown = words(source, label.span);
        Location {
            id: None,
            physical: PhysicalLocation {
                artifact_location: self.files.location(path),
                region: Region {
                    snippet: Some(Content { text: source.slice(shown) }),
                    ..region(shown, positions)
                },
            },
            logical: vec![],
            message: (!label.text.is_empty()).then(|| message(&label.text)),
        }
    }

    fn fix(
        &self,
        document: &Document<'_>,
        fix: &'a Fix,
        positions: &mut Positions<'_>,
    ) -> FixObject<'a> {
        let replacements = fix.edits.iter().map(|edit| Replacement {
            deleted_region: region(edit.span, positions),
            inserted_content: (!edit.text.is_empty()).then_some(Content { text: &edit.text }),
        });
        FixObject {
            description: message(if fix.safe {
                "the wording that is certain to be right"
            } else {
                "a wording that somebody must look at"
            }),
            artifact_changes: [Change {
                artifact_location: self.files.location(&document.path),
                replacements: replacements.collect(),
            }],
            properties: FixProperties { applicability: fix.applicability() },
        }
    }
}

fn region<'a>(span: Span, positions: &mut Positions<'_>) -> Region<'a> {
    let place::Region { start, end } = place::Region::of(span, positions);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        snippet: None,
    }
}
