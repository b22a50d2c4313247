//! Findings with the words they are about, for people at a terminal.
//!
//! The pieces come from codespan's renderer, but the arrangement is made here: codespan prints a
//! label on one line however long, and a paragraph of a statute leaves it little room. No row is
//! wider than the terminal, except that a path is never broken.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{Config, Renderer, WriteStyle};
use termcolor::WriteColor;

use super::{Document, Options, Run, one_line, shown_path};
use crate::finding::{Confidence, Finding, Label, Level};
use crate::source::Span;
use crate::source::rows::{Mark, Positions, Rows, columns};

/// Narrower terminals are treated as if they had this width.
const LEAST_WIDTH: usize = 40;
/// Columns that a text gets at least to the right of where its caret begins.
const LEAST_TEXT: usize = 8;
/// Places of text not understood that the summary names.
const PLACES_SHOWN: usize = 3;
/// Files and rules left out that the summary names.
const LEFT_OUT_SHOWN: usize = 10;

/// Writes the findings and, unless the reader wants quiet, the summary.
pub(super) fn write(run: &Run<'_>, options: Options, out: &mut dyn WriteColor) -> io::Result<()> {
    let width = options.width.max(LEAST_WIDTH);
    let config = Config::default();
    let mut first = true;
    for document in &run.documents {
        let mut positions = Positions::new(document.source);
        for finding in &document.findings {
            if !first {
                writeln!(out)?;
            }
            first = false;
            let mut writer = &mut *out;
            let mut renderer = Renderer::new(&mut writer, &config);
            write_finding(document, finding, &mut positions, width, &mut renderer).map_err(
                |error| match error {
                    Error::Io(error) => error,
                    error => io::Error::other(error),
                },
            )?;
        }
    }
    if options.quiet {
        return Ok(());
    }
    if !first {
        writeln!(out)?;
    }
    write_summary(run, width, out)
}

/// Writes one finding: the header, the rows with their labels, and the notes.
fn write_finding(
    document: &Document<'_>,
    finding: &Finding,
    positions: &mut Positions<'_>,
    width: usize,
    renderer: &mut Renderer<'_, '_>,
) -> Result<(), Error> {
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
    let last_line = labels.iter().map(|label| document.source.line_index(last_byte(label.span)));
    let padding = digits(last_line.max().unwrap_or(0) + 1);
    // The line number, a space, the border and another space stand before each row.
    let room = width - padding - 3;
    let snippet = Snippet::new(&labels, positions, room);

    let at = positions.of(finding.primary.span.range().start);
    write!(renderer, "{:padding$} ", "")?;
    renderer.set_source_border()?;
    write!(renderer, "┌─")?;
    renderer.reset()?;
    writeln!(renderer, " {}:{}:{}", shown_path(&document.path), at.line, at.column)?;
    renderer.render_snippet_empty(padding, severity, 0, &[])?;
    snippet.write(severity, padding, renderer)?;

    let notes = notes(finding);
    if !notes.is_empty() {
        renderer.render_snippet_empty(padding, severity, 0, &[])?;
    }
    for note in notes {
        renderer.render_snippet_note(padding, &wrap(&note, room, room - 2).join("\n  "))?;
    }
    Ok(())
}

/// The last byte of a span, for it decides on which line the span ends.
fn last_byte(span: Span) -> usize {
    span.range().end.saturating_sub(1).max(span.range().start)
}

/// What stands below the rows: where, on which basis, how sure, what to do.
fn notes(finding: &Finding) -> Vec<String> {
    let mut notes = vec![];
    if !finding.address.is_empty() {
        notes.push(finding.address.clone());
    }
    for basis in &finding.basis {
        let says = if basis.says.is_empty() { "" } else { ": " };
        notes.push(format!("basis: {}{says}{}", basis.label, basis.says));
    }
    if finding.confidence != Confidence::Certain {
        notes.push(format!("confidence: {}", finding.confidence.name()));
    }
    if let Some(help) = &finding.help {
        notes.push(format!("help: {help}"));
    }
    notes
}

/// A part of a label on one row.
struct Part {
    style: LabelStyle,
    /// Bytes of the row.
    range: Range<usize>,
    /// The text of the label, in its last part only.
    text: String,
}

/// The rows around the labels of a finding.
struct Snippet<'a> {
    rows: Rows<'a>,
    /// Parts by the number of the row, sorted by where they begin.
    parts: BTreeMap<usize, Vec<Part>>,
    room: usize,
}

impl<'a> Snippet<'a> {
    fn new(labels: &[&Label], positions: &mut Positions<'a>, room: usize) -> Self {
        let marks: Vec<Mark> = labels
            .iter()
            .map(|label| {
                let text = span_of_columns(&one_line(&label.text));
                // A long label is likely to be cut, and then says where it ends.
                let end = if label.span.len() > room { " (to 1000:1000)".len() } else { 0 };
                Mark { span: label.span, columns: text + end }
            })
            .collect();
        let rows = Rows::new(positions, room, &marks);
        let mut snippet = Self { rows, parts: BTreeMap::new(), room };
        for (index, label) in labels.iter().enumerate() {
            let style = if index == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
            snippet.add(index, style, one_line(&label.text));
        }
        for parts in snippet.parts.values_mut() {
            parts.sort_by_key(|part| (part.range.start, part.range.end));
        }
        snippet
    }

    /// Adds the parts of a label.
    fn add(&mut self, index: usize, style: LabelStyle, mut text: String) {
        let Some(placed) = self.rows.placed(index) else { return };
        if let Some(end) = placed.cut {
            let space = if text.is_empty() { "" } else { " " };
            text = format!("{text}{space}(to {}:{})", end.line, end.column);
        }
        let last = placed.parts.len().saturating_sub(1);
        for (at, part) in placed.parts.iter().enumerate() {
            let Ok(row) = self.rows.line_index((), part.start) else { continue };
            let Ok(line) = self.rows.line_range((), row) else { continue };
            let range = part.start - line.start..part.end - line.start;
            let text = if at == last { std::mem::take(&mut text) } else { String::new() };
            self.parts.entry(row).or_default().push(Part { style, range, text });
        }
    }

    fn write(
        &self,
        severity: Severity,
        padding: usize,
        renderer: &mut Renderer<'_, '_>,
    ) -> Result<(), Error> {
        let source = self.rows.source(())?;
        let mut before = None;
        for (&row, parts) in &self.parts {
            match before.map(|before| row - before) {
                None | Some(1) => {}
                // A break takes as much room as the one row that it would hide.
                Some(2) => {
                    let (number, line) =
                        (self.rows.line_number((), row - 1)?, self.rows.line_range((), row - 1)?);
                    let words = &source[line];
                    renderer.render_snippet_source(
                        padding,
                        number,
                        words,
                        severity,
                        &[],
                        0,
                        &[],
                    )?;
                }
                Some(_) => renderer.render_snippet_break(padding, severity, 0, &[])?,
            }
            before = Some(row);
            let words = &source[self.rows.line_range((), row)?];
            let labels = arrange(parts, words, self.room);
            let labels: Vec<_> = labels
                .iter()
                .map(|part| (part.style, part.range.clone(), part.text.as_str()))
                .collect();
            let number = self.rows.line_number((), row)?;
            renderer.render_snippet_source(padding, number, words, severity, &labels, 0, &[])?;
        }
        Ok(())
    }
}

/// Arranges the labels of a row so that their texts fit.
///
/// codespan writes the text of the last label behind its carets and hangs the others below theirs. A
/// text that does not fit is wrapped into several labels of one place, which codespan writes one
/// below the other, the last one first. An empty label over the last one keeps codespan from writing
/// that one behind its carets.
fn arrange(parts: &[Part], words: &str, room: usize) -> Vec<Part> {
    let parts: Vec<Part> = parts
        .iter()
        .map(|part| {
            // An empty part still gets one caret.
            let next = words[part.range.start..].chars().next().map_or(1, char::len_utf8);
            let end = part.range.end.max(part.range.start + next);
            Part { style: part.style, range: part.range.start..end, text: part.text.clone() }
        })
        .collect();
    let last = parts.iter().map(|part| part.range.end).max().unwrap_or(0);
    let behind = parts.iter().rposition(|part| part.range.end == last).filter(|&behind| {
        let part = &parts[behind];
        let alone = parts.iter().enumerate().all(|(at, other)| {
            at == behind
                || other.range.end <= part.range.start
                || part.range.end <= other.range.start
        });
        let end = column(words, part.range.end);
        alone && end + 1 + span_of_columns(&part.text) <= room
    });
    let mut labels = vec![];
    for (at, part) in parts.into_iter().enumerate() {
        let Part { style, range, text } = part;
        if text.is_empty() || Some(at) == behind {
            labels.push(Part { style, range, text });
            continue;
        }
        let needs = span_of_columns(&text);
        let right = room.saturating_sub(column(words, range.start));
        let hang = if right >= needs.min(LEAST_TEXT) {
            range.clone()
        } else {
            // At the end of a full row the text stands further to the left than its caret. An empty
            // range of codespan has no caret of its own.
            let left = room.saturating_sub(needs.min(room / 2));
            let starts = words.char_indices().map(|(at, _)| at);
            let start = starts.take_while(|&at| column(words, at) <= left).last().unwrap_or(0);
            start..start
        };
        let width = room.saturating_sub(column(words, hang.start));
        labels.push(Part { style, range, text: String::new() });
        for line in wrap(&text, width, width).into_iter().rev() {
            labels.push(Part { style, range: hang.clone(), text: line });
        }
    }
    labels
}

/// The column, from 0, of a byte of a row; the place after the row is one column wide.
fn column(words: &str, byte: usize) -> usize {
    let before = words.get(..byte).unwrap_or(words);
    span_of_columns(before) + byte.saturating_sub(words.len())
}

/// Writes what was found in all, what was read, and what was not.
fn write_summary(run: &Run<'_>, width: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    let acts = count(run.documents.len(), "act");
    if run.documents.is_empty() {
        writeln!(out, "nothing was examined")?;
    } else {
        let found: Vec<String> = [Level::Error, Level::Warning, Level::Note]
            .into_iter()
            .map(|level| (run.count(level), level.name()))
            .filter(|(number, _)| *number > 0)
            .map(|(number, name)| count(number, name))
            .collect();
        let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
        writeln!(out, "{found} in {acts}")?;
        write_coverage(run, width, out)?;
    }

    let files = |failed: bool| {
        let files = run.skipped.iter().filter(move |file| file.failed == failed);
        files.map(|file| (shown_path(&file.path), file.reason.as_str())).collect::<Vec<_>>()
    };
    let (failed, left_out) = (files(true), files(false));
    write_list(&failed, "file", "could not be checked", width, out)?;
    write_list(&left_out, "file", "left out", width, out)?;
    let rules: Vec<(String, &str)> = run
        .rules_left_out
        .iter()
        .map(|rule| {
            let name = format!("{} ({})", one_line(&rule.rule), shown_path(&rule.path));
            (name, rule.reason.as_str())
        })
        .collect();
    write_list(&rules, "rule", "left out", width, out)?;

    let provenance = &run.provenance;
    let mut used = vec![format!("grundnorm {}", provenance.version)];
    used.extend(provenance.packs.iter().map(|(name, hash)| format!("{name} {hash}")));
    used.extend(provenance.as_of.iter().map(|day| format!("as of {day}")));
    used.extend(provenance.published.iter().map(|day| format!("published {day}")));
    write_wrapped(&format!("checked with {}", used.join(", ")), width, out)
}

/// Writes how much was read and how much of it was understood.
fn write_coverage(run: &Run<'_>, width: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut texts: BTreeMap<&str, (usize, Vec<Span>)> = BTreeMap::new();
    for document in &run.documents {
        let text = texts.entry(&document.path).or_default();
        text.0 = document.source.text().len();
        text.1.extend(&document.not_understood);
    }
    let total: usize = texts.values().map(|(bytes, _)| bytes).sum();
    let missed: usize = texts.into_values().map(|(_, spans)| union(spans)).sum();
    let share = match (missed, missed.saturating_mul(1000) / total.max(1)) {
        (0, _) => "all of the text understood".to_owned(),
        (_, 0) => "less than 0.1% of the text not understood".to_owned(),
        (_, share) => format!("{}.{}% of the text not understood", share / 10, share % 10),
    };
    let (acts, units) = (count(run.documents.len(), "act"), count(run.units(), "unit"));
    write_wrapped(&format!("read {acts} with {units}; {share}"), width, out)?;

    // Several places on one line are one place to look at.
    let mut seen = BTreeSet::new();
    let mut places = run
        .documents
        .iter()
        .flat_map(|document| {
            let mut spans = document.not_understood.clone();
            spans.sort_unstable();
            spans.into_iter().map(move |span| (document, span))
        })
        .map(|(document, span)| {
            (&document.path, document.source.line_index(span.range().start) + 1)
        })
        .filter(|place| seen.insert(*place));
    for (path, line) in places.by_ref().take(PLACES_SHOWN) {
        writeln!(out, "  {}:{line}", shown_path(path))?;
    }
    write_more(places.count(), out)
}

/// Writes how many of something were left out, and the first of them.
fn write_list(
    items: &[(String, &str)],
    name: &str,
    what: &str,
    width: usize,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "{} {what}", count(items.len(), name))?;
    for (item, reason) in items.iter().take(LEFT_OUT_SHOWN) {
        let taken = 2 + span_of_columns(item) + ": ".len();
        let reason = wrap(reason, width.saturating_sub(taken), width - 4).join("\n    ");
        writeln!(out, "  {item}: {reason}")?;
    }
    write_more(items.len().saturating_sub(LEFT_OUT_SHOWN), out)
}

fn write_more(number: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    if number > 0 { writeln!(out, "  and {number} more") } else { Ok(()) }
}

/// Writes a text, indented where it does not fit on the first line.
fn write_wrapped(text: &str, width: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "{}", wrap(text, width, width - 2).join("\n  "))
}

/// A number with a word in the number that it asks for.
fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// Bytes that the spans cover together.
fn union(mut spans: Vec<Span>) -> usize {
    spans.sort_unstable();
    let mut end = 0;
    let mut bytes = 0;
    for span in spans {
        let range = span.range();
        bytes += range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
    }
    bytes
}

/// Breaks a text into lines, the first of at most `first` columns, the others of at most `rest`.
/// A word that is longer than a line is cut.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut line = String::new();
    let mut width = 0;
    let mut limit = first.max(1);
    for word in one_line(text).split(' ') {
        let needs = span_of_columns(word);
        let space = usize::from(!line.is_empty());
        if width + space + needs <= limit {
            line.push_str(&" "[..space]);
            line.push_str(word);
            width += space + needs;
            continue;
        }
        // An empty first line is right when the text may be narrow there but not below.
        if !line.is_empty() || (lines.is_empty() && needs <= rest) {
            lines.push(std::mem::take(&mut line));
            (width, limit) = (0, rest.max(1));
        }
        for ch in word.chars() {
            if width + columns(ch) > limit && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                (width, limit) = (0, rest.max(1));
            }
            line.push(ch);
            width += columns(ch);
        }
    }
    lines.push(line);
    lines
}

/// Columns of a text on a terminal.
pub(super) fn span_of_columns(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Decimal digits of a line number.
fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |digits| digits as usize + 1)
}
