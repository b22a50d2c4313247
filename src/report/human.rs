//! Findings with the words they are about, for people at a terminal.
//!
//! The pieces come from codespan's renderer, but the arrangement is made here: codespan prints a
//! label on one line however long, and a paragraph of a statute leaves it little room. No row is
//! wider than the terminal, except that a path is never broken.

mod counts;
mod gate;
mod link;
mod next;
mod notes;
mod snippet;
mod summary;
mod wrap;

use std::io::{self, Write};

use codespan_reporting::diagnostic::Severity;
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, Renderer, WriteStyle};
use termcolor::WriteColor;

use self::link::uri;
use self::snippet::Snippet;
use super::{Constitution, Document, Options, Run, one_line, shown_path};
use crate::finding::{Finding, Label, Level};
use crate::saying::{Saying, Words};
use crate::source::rows::Positions;
use crate::source::{Position, Source, Span};

pub(super) use self::wrap::{span_of_columns, wrap};

/// Narrower terminals are treated as if they had this width.
const LEAST_WIDTH: usize = 40;
/// Paragraphs of a provision that are shown.
const PARAGRAPHS_SHOWN: usize = 4;

/// What is the same for everything that is written.
struct Page<'o> {
    /// Columns of the terminal.
    width: usize,
    words: &'o Words,
    /// The current folder, when places are links.
    links: Option<&'o str>,
}

/// Writes the findings, or their numbers, and, unless the reader wants quiet, the summary.
pub(super) fn write(run: &Run<'_>, options: &Options, out: &mut dyn WriteColor) -> io::Result<()> {
    let page = Page {
        width: options.width.max(LEAST_WIDTH),
        words: &options.words,
        links: options.links.as_deref(),
    };
    let shown = if options.statistics {
        counts::write(run, &page, out)?
    } else {
        write_findings(run, &page, out)?
    };
    if options.quiet {
        return Ok(());
    }
    if shown {
        writeln!(out)?;
    }
    summary::write(run, &page, out)?;
    gate::write(&run.gate, &page, out)?;
    summary::write_provenance(run, &page, out)?;
    next::write(run, &page, out)
}

/// Writes every finding; whether there are any.
fn write_findings(run: &Run<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<bool> {
    let config = Config::default();
    let mut first = true;
    for document in run.texts() {
        let mut positions = Positions::new(document.source);
        let mut quoted: Vec<Positions<'_>> =
            run.constitutions.iter().map(|c| Positions::new(c.source)).collect();
        for finding in &document.findings {
            if !first {
                writeln!(out)?;
            }
            first = false;
            let mut writer = &mut *out;
            let mut renderer = Renderer::new(&mut writer, &config);
            let words = provisions(finding, &run.constitutions, page.words);
            let texts = (&mut positions, quoted.as_mut_slice());
            write_finding(document, finding, &words, texts, page, &mut renderer).map_err(
                |error| match error {
                    Error::Io(error) => error,
                    error => io::Error::other(error),
                },
            )?;
        }
    }
    Ok(!first)
}

/// The words of provisions in one constitution.
struct Quoted<'a> {
    /// Index of the constitution.
    text: usize,
    source: &'a Source,
    /// A label for each paragraph.
    labels: Vec<Label>,
}

/// The words that the finding rests on, by constitution. Each paragraph of a provision is marked by itself,
/// and the last one says which provision it is.
fn provisions<'a>(
    finding: &Finding,
    constitutions: &[Constitution<'a>],
    words: &Words,
) -> Vec<Quoted<'a>> {
    let mut quoted: Vec<Quoted<'a>> = vec![];
    for basis in &finding.basis {
        let Some(place) = &basis.place else { continue };
        let Some(constitution) = constitutions.get(place.text) else { continue };
        let source = constitution.source;
        let spans: Vec<Span> = place.paragraphs.iter().copied().take(PARAGRAPHS_SHOWN).collect();
        let mut text = basis.label.clone();
        if spans.len() < place.paragraphs.len() {
            let end = source.position(last_byte(place.span));
            text = format!("{text} {}", ends_at(end, words));
        }
        let last = spans.len().saturating_sub(1);
        let labels = spans.into_iter().enumerate().map(|(at, span)| {
            let text = if at == last { text.clone() } else { String::new() };
            Label { span, text }
        });
        match quoted.iter_mut().find(|q| q.text == place.text) {
            Some(group) => group.labels.extend(labels),
            None => quoted.push(Quoted { text: place.text, source, labels: labels.collect() }),
        }
    }
    quoted
}

/// Writes one finding: the header, the rows with their labels, and the notes.
fn write_finding<'p>(
    document: &Document<'_>,
    finding: &Finding,
    quoted: &[Quoted<'_>],
    (positions, constitutions): (&mut Positions<'p>, &mut [Positions<'p>]),
    page: &Page<'_>,
    renderer: &mut Renderer<'_, '_>,
) -> Result<(), Error> {
    let width = page.width;
    let severity = match finding.level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note => Severity::Note,
    };
    let rule = one_line(&finding.rule);
    let taken = finding.level.name().len() + span_of_columns(&rule) + "[]: ".len();
    let message = wrap(&finding.message, width.saturating_sub(taken), width - 2).join("\n  ");
    renderer.render_header(None, severity, Some(&rule), &message)?;

    let labels: Vec<&Label> =
        std::iter::once(&finding.primary).chain(finding.related.iter()).collect();
    let lines = labels.iter().map(|label| document.source.line_index(last_byte(label.span)));
    let last_line = quoted
        .iter()
        .flat_map(|q| q.labels.iter().map(|label| q.source.line_index(last_byte(label.span))))
        .chain(lines)
        .max();
    // One margin for all texts of a finding.
    let padding = digits(last_line.unwrap_or(0) + 1);
    // The line number, a space, the border and another space stand before each row.
    let room = width - padding - 3;

    let at = positions.of(finding.primary.span.range().start);
    write_place(&document.path, at, page, padding, severity, renderer)?;
    Snippet::new(&labels, true, positions, room, page.words).write(severity, padding, renderer)?;
    for words in quoted {
        let labels: Vec<&Label> = words.labels.iter().collect();
        let Some(positions) = constitutions.get_mut(words.text) else { continue };
        let Some(first) = labels.first() else { continue };
        let at = positions.of(first.span.range().start);
        renderer.render_snippet_empty(padding, severity, 0, &[])?;
        write_place(words.source.name(), at, page, padding, severity, renderer)?;
        Snippet::new(&labels, false, positions, room, page.words)
            .write(severity, padding, renderer)?;
    }

    let notes = notes::of(document.source, finding, page.words);
    if !notes.is_empty() {
        renderer.render_snippet_empty(padding, severity, 0, &[])?;
    }
    for note in notes {
        renderer.render_snippet_note(padding, &wrap(&note, room, room - 2).join("\n  "))?;
    }
    Ok(())
}

/// Writes the file, line and column that stand above the rows of a text.
fn write_place(
    path: &str,
    at: Position,
    page: &Page<'_>,
    padding: usize,
    severity: Severity,
    renderer: &mut Renderer<'_, '_>,
) -> Result<(), Error> {
    write!(renderer, "{:padding$} ", "")?;
    renderer.set_source_border()?;
    write!(renderer, "┌─")?;
    renderer.reset()?;
    let place = format!("{}:{}:{}", shown_path(path), at.line, at.column);
    match page.links.and_then(|folder| uri(folder, path)) {
        Some(uri) => writeln!(renderer, " \x1b]8;;{uri}\x1b\\{place}\x1b]8;;\x1b\\")?,
        None => writeln!(renderer, " {place}")?,
    }
    renderer.render_snippet_empty(padding, severity, 0, &[])
}

/// The last byte of a span, for it decides on which line the span ends.
fn last_byte(span: Span) -> usize {
    span.range().end.saturating_sub(1).max(span.range().start)
}

/// Where a place ends of which only the beginning is shown.
fn ends_at(end: Position, words: &Words) -> String {
    let (line, column) = (end.line.to_string(), end.column.to_string());
    words.say(Saying::EndsAt, &[("line", &line), ("column", &column)])
}

/// Decimal digits of a line number.
fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |digits| digits as usize + 1)
}
