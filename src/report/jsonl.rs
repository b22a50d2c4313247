//! `grundnorm.check-lines/1`: one JSON object a line, for runs too big to be held as one.
//!
//! Each line says in `type` what it is; its other keys are those of `grundnorm.check/1`. The first line
//! names tool and shape, the last one sums up. Between them each act comes before its findings.

use std::io;

use serde::Serialize;
use termcolor::WriteColor;

use super::json::{self, Counts, Coverage, Gate, Provenance, Summary, Tool};
use super::{Options, Run};

/// Name and version of the shape.
const SCHEMA: &str = "grundnorm.check-lines/1";

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Run { schema: &'static str, tool: Tool<'a> },
    Document(json::Act<'a>),
    Finding(json::Found<'a>),
    Summary(Box<End<'a>>),
}

#[derive(Serialize)]
struct End<'a> {
    summary: Summary,
    coverage: Coverage<'a>,
    provenance: Provenance<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Counts>,
}

/// Writes the run line by line.
pub(super) fn write(run: &Run<'_>, options: &Options, out: &mut dyn WriteColor) -> io::Result<()> {
    let tool = Tool::new(&run.provenance.version);
    write_line(&Line::Run { schema: SCHEMA, tool }, out)?;
    for document in &run.documents {
        write_line(&Line::Document(json::act(document)), out)?;
        for finding in json::findings(document, &run.constitutions) {
            write_line(&Line::Finding(finding), out)?;
        }
    }
    if let Some(document) = &run.configuration {
        for finding in json::findings(document, &run.constitutions) {
            write_line(&Line::Finding(finding), out)?;
        }
    }
    let end = End {
        summary: json::summary(run),
        coverage: json::coverage(run),
        provenance: json::provenance(run),
        gate: Gate::of(&run.gate),
        statistics: options.statistics.then(|| Counts::of(run)),
    };
    write_line(&Line::Summary(Box::new(end)), out)
}

fn write_line(line: &Line<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
