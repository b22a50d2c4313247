//! Commands that a workflow of GitHub reads from its output: a note on the changed lines for each
//! finding.

use std::fmt::Write as _;
use std::io;

use termcolor::WriteColor;

use super::place::{Region, file};
use super::{Document, Run, one_line};
use crate::finding::{Finding, Level};
use crate::source::rows::Positions;

/// Writes a command for each finding, and one for each file that should have been checked and was not.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    for document in run.texts() {
        let mut positions = Positions::new(document.source);
        for finding in &document.findings {
            write_finding(document, finding, &mut positions, out)?;
        }
    }
    for (path, reason) in run.failures() {
        let (path, reason) = (property(&file(path)), data(&one_line(reason)));
        writeln!(out, "::error file={path},title=not checked::{reason}")?;
    }
    Ok(())
}

fn write_finding(
    document: &Document<'_>,
    finding: &Finding,
    positions: &mut Positions<'_>,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let path = property(&file(&document.path));
    let Region { start, end } = Region::of_words(document.source, finding.primary.span, positions);
    write!(out, "::{command} file={path},line={},endLine={}", start.line, end.line)?;
    // Columns that are not of one line are refused.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let mut title = finding.rule.clone();
    if !finding.address.is_empty() {
        let _ = write!(title, " ({})", finding.address);
    }
    writeln!(out, ",title={}::{}", property(&one_line(&title)), data(&message(finding)))
}

/// What was found, what it rests on and what to do, each on a line.
fn message(finding: &Finding) -> String {
    let mut message = one_line(&finding.message);
    for basis in &finding.basis {
        let colon = if basis.says.is_empty() { "" } else { ": " };
        let words = format!("{}{colon}{}", basis.label, basis.says);
        let _ = write!(message, "\nbasis: {}", one_line(&words));
    }
    if let Some(help) = &finding.help {
        let _ = write!(message, "\nhelp: {}", one_line(help));
    }
    message
}

/// A text behind the second pair of colons.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            _ => out.push(c),
        }
    }
    out
}

/// A text between the pairs of colons, where a comma begins the next property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
