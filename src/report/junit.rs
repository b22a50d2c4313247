//! A report in the form of `JUnit`: each file is a suite, each finding a test that failed, and an act without
//! findings a test that passed.
//!
//! It carries no times, for nothing here depends on a clock.

use std::fmt::Write as _;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use termcolor::WriteColor;

use super::escape::clean;
use super::place::file;
use super::{Document, Run, one_line};
use crate::finding::Finding;
use crate::source::rows::Positions;

type Xml<'o> = Writer<&'o mut dyn WriteColor>;

/// What the tests of some files came to.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of(documents: &[&Document<'_>]) -> Self {
        let findings = |document: &&&Document<'_>| document.findings.len();
        let failures: usize = documents.iter().map(|d| findings(&d)).sum();
        let clean = documents.iter().filter(|d| d.findings.is_empty());
        let skipped = clean.clone().filter(|d| !d.judged).count();
        Self { tests: failures + clean.count(), failures, errors: 0, skipped }
    }

    /// Of a file that could not be checked.
    fn failed() -> Self {
        Self { tests: 1, errors: 1, ..Self::default() }
    }

    fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    /// The counts as an element of that name may carry them: tests that were left out are those of a suite.
    fn attributes(&self, tag: &str) -> Vec<(&'static str, String)> {
        let mut counts =
            vec![("tests", self.tests), ("failures", self.failures), ("errors", self.errors)];
        if tag == "testsuite" {
            counts.push(("skipped", self.skipped));
        }
        counts.into_iter().map(|(key, number)| (key, number.to_string())).collect()
    }
}

/// Writes a suite for each file.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let suites = suites(run);
    let mut all = Counts::default();
    for suite in &suites {
        all.add(&Counts::of(suite));
    }
    for _ in run.failures() {
        all.add(&Counts::failed());
    }
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    element(&mut xml, "testsuites", "grundnorm", &all, |xml| {
        for documents in &suites {
            let path = documents.first().map_or_else(String::new, |d| attribute(&file(&d.path)));
            element(xml, "testsuite", &path, &Counts::of(documents), |xml| {
                documents.iter().try_for_each(|document| write_act(xml, document, &path))
            })?;
        }
        for (path, reason) in run.failures() {
            let path = attribute(&file(path));
            element(xml, "testsuite", &path, &Counts::failed(), |xml| {
                case(xml, "not checked", &path, "error", ("not-checked", reason), reason)
            })?;
        }
        Ok(())
    })?;
    writeln!(xml.into_inner())
}

/// The documents by their files, in the order of the first of each file.
fn suites<'a>(run: &'a Run<'_>) -> Vec<Vec<&'a Document<'a>>> {
    let mut suites: Vec<Vec<&'a Document<'a>>> = vec![];
    for document in run.texts() {
        match suites.last_mut().filter(|s| s.iter().any(|d| d.path == document.path)) {
            Some(suite) => suite.push(document),
            None => suites.push(vec![document]),
        }
    }
    suites
}

/// An element with a name and counts.
fn element(
    xml: &mut Xml<'_>,
    tag: &str,
    name: &str,
    counts: &Counts,
    inside: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut element = xml.create_element(tag).with_attribute(("name", name));
    for (key, value) in counts.attributes(tag) {
        element = element.with_attribute((key, value.as_str()));
    }
    element.write_inner_content(inside)?;
    Ok(())
}

/// Writes what became of an act.
fn write_act(xml: &mut Xml<'_>, document: &Document<'_>, path: &str) -> io::Result<()> {
    if document.findings.is_empty() {
        let title = one_line(&document.title);
        let name = if title.is_empty() {
            "no findings".to_owned()
        } else {
            format!("no findings: {title}")
        };
        if !document.judged {
            let reason = "no pack judges this act";
            return case(xml, &name, path, "skipped", ("", reason), "");
        }
        let name = attribute(&name);
        xml.create_element("testcase")
            .with_attributes([("name", name.as_str()), ("classname", path)])
            .write_empty()?;
        return Ok(());
    }
    let mut positions = Positions::new(document.source);
    for finding in &document.findings {
        let mut name = finding.rule.clone();
        if !finding.address.is_empty() {
            let _ = write!(name, ": {}", finding.address);
        }
        let text = text(document, finding, &mut positions);
        let kind = (finding.level.name(), finding.message.as_str());
        case(xml, &name, path, "failure", kind, &text)?;
    }
    Ok(())
}

/// Writes a test with what became of it: its kind, a message and a text.
fn case(
    xml: &mut Xml<'_>,
    name: &str,
    path: &str,
    outcome: &str,
    (kind, message): (&str, &str),
    text: &str,
) -> io::Result<()> {
    let (name, message) = (attribute(name), attribute(message));
    xml.create_element("testcase")
        .with_attributes([("name", name.as_str()), ("classname", path)])
        .write_inner_content(|xml| {
            let mut element =
                xml.create_element(outcome).with_attribute(("message", message.as_str()));
            if !kind.is_empty() {
                element = element.with_attribute(("type", kind));
            }
            if text.is_empty() {
                element.write_empty()?;
            } else {
                element.write_text_content(BytesText::new(&clean(text)))?;
            }
            Ok(())
        })?;
    Ok(())
}

/// A finding as a service shows it when it is opened.
fn text(document: &Document<'_>, finding: &Finding, positions: &mut Positions<'_>) -> String {
    let at = positions.of(finding.primary.span.range().start);
    let (path, level) = (file(&document.path), finding.level.name());
    let (rule, message) = (&finding.rule, &finding.message);
    let mut text = format!("{path}:{}:{}: {level}[{rule}] {message}", at.line, at.column);
    for basis in &finding.basis {
        let colon = if basis.says.is_empty() { "" } else { ": " };
        let _ = write!(text, "\nbasis: {}{colon}{}", basis.label, basis.says);
    }
    let _ = write!(text, "\nconfidence: {}", finding.confidence.name());
    if let Some(help) = &finding.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    text
}

/// A text on one line, as attributes may hold it.
fn attribute(text: &str) -> String {
    one_line(&clean(text))
}
