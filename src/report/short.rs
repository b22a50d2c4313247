//! One line a finding: `file:line:column: level[rule] message`.

use std::io;

use termcolor::WriteColor;

use super::{Run, one_line, shown_path};
use crate::source::rows::Positions;

/// Writes the findings and nothing else.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    for document in run.texts() {
        let mut positions = Positions::new(document.source);
        let path = shown_path(&document.path);
        for finding in &document.findings {
            let at = positions.of(finding.primary.span.range().start);
            let (level, rule) = (finding.level.name(), one_line(&finding.rule));
            let message = one_line(&finding.message);
            writeln!(out, "{path}:{}:{}: {level}[{rule}] {message}", at.line, at.column)?;
        }
    }
    Ok(())
}
