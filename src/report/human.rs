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

use super::{Constitution, Document, Options, Run, one_line, shown_path};
use crate::finding::{Confidence, Edit, Finding, Label, Level};
use crate::source::rows::{MOST_ROWS, Mark, Positions, Rows, columns};
use crate::source::{Position, Source, Span};

/// Narrower terminals are treated as if they had this width.
const LEAST_WIDTH: usize = 40;
/// Columns that a text gets at least to the right of where its caret begins.
const LEAST_TEXT: usize = 8;
/// Places of text not understood that the summary names.
const PLACES_SHOWN: usize = 3;
/// Files and rules left out that the summary names.
const LEFT_OUT_SHOWN: usize = 10;
/// Rows that a paragraph of a provision takes at most: it is there to be read, not just to be found.
const PROVISION_ROWS: usize = 6;
/// Paragraphs of a provision that are shown.
const PARAGRAPHS_SHOWN: usize = 4;

/// Writes the findings and, unless the reader wants quiet, the summary.
pub(super) fn write(run: &Run<'_>, options: &Options, out: &mut dyn WriteColor) -> io::Result<()> {
    let width = options.width.max(LEAST_WIDTH);
    let config = Config::default();
    let mut first = true;
    for document in &run.documents {
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
            let words = provisions(finding, &run.constitutions);
            let texts = (&mut positions, quoted.as_mut_slice());
            write_finding(document, finding, &words, texts, width, &mut renderer).map_err(
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
fn provisions<'a>(finding: &Finding, constitutions: &[Constitution<'a>]) -> Vec<Quoted<'a>> {
    let mut quoted: Vec<Quoted<'a>> = vec![];
    for basis in &finding.basis {
        let Some(place) = &basis.place else { continue };
        let Some(constitution) = constitutions.get(place.text) else { continue };
        let source = constitution.source;
        let spans: Vec<Span> = place.paragraphs.iter().copied().take(PARAGRAPHS_SHOWN).collect();
        let mut text = basis.label.clone();
        if spans.len() < place.paragraphs.len() {
            let end = source.position(last_byte(place.span));
            text = format!("{text} (to {}:{})", end.line, end.column);
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
    write_place(&document.path, at, padding, severity, renderer)?;
    Snippet::new(&labels, true, positions, room).write(severity, padding, renderer)?;
    for words in quoted {
        let labels: Vec<&Label> = words.labels.iter().collect();
        let Some(positions) = constitutions.get_mut(words.text) else { continue };
        let Some(first) = labels.first() else { continue };
        let at = positions.of(first.span.range().start);
        renderer.render_snippet_empty(padding, severity, 0, &[])?;
        write_place(words.source.name(), at, padding, severity, renderer)?;
        Snippet::new(&labels, false, positions, room).write(severity, padding, renderer)?;
    }

    let notes = notes(document.source, finding);
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
    padding: usize,
    severity: Severity,
    renderer: &mut Renderer<'_, '_>,
) -> Result<(), Error> {
    write!(renderer, "{:padding$} ", "")?;
    renderer.set_source_border()?;
    write!(renderer, "┌─")?;
    renderer.reset()?;
    writeln!(renderer, " {}:{}:{}", shown_path(path), at.line, at.column)?;
    renderer.render_snippet_empty(padding, severity, 0, &[])
}

/// The last byte of a span, for it decides on which line the span ends.
fn last_byte(span: Span) -> usize {
    span.range().end.saturating_sub(1).max(span.range().start)
}

/// What stands below the rows: where, on which basis, how sure, what to do.
fn notes(source: &Source, finding: &Finding) -> Vec<String> {
    let mut notes = vec![];
    if !finding.address.is_empty() {
        notes.push(finding.address.clone());
    }
    for basis in &finding.basis {
        // The provision's own words stand above; a paraphrase beside them would only compete.
        let says = if basis.place.is_some() { "" } else { basis.says.as_str() };
        let colon = if says.is_empty() { "" } else { ": " };
        notes.push(format!("basis: {}{colon}{says}", basis.label));
    }
    if finding.confidence != Confidence::Certain {
        notes.push(format!("confidence: {}", finding.confidence.name()));
    }
    if let Some(help) = &finding.help {
        notes.push(format!("help: {help}"));
    }
    for fix in &finding.fixes {
        let edits: Vec<String> = fix.edits.iter().map(|edit| told(source, edit)).collect();
        notes.push(format!("fix: {} ({})", edits.join("; "), fix.applicability()));
    }
    notes
}

/// An edit in words. What is put in stands between words, one of which says where.
fn told(source: &Source, edit: &Edit) -> String {
    let quoted = |text: &str| format!("“{}”", one_line(&short(text)));
    let (new, old) = (quoted(edit.text.trim()), quoted(source.slice(edit.span)));
    if edit.text.is_empty() {
        return format!("take out {old}");
    }
    if !edit.span.is_empty() {
        return format!("replace {old} by {new}");
    }
    let text = source.text();
    let (before, behind) = text.split_at_checked(edit.span.range().start).unwrap_or((text, ""));
    let next = behind.split_whitespace().next().unwrap_or_default();
    // White space at the end of the new text says that the word behind it is the neighbour.
    match before.split_whitespace().next_back() {
        Some(last) if !edit.text.ends_with(char::is_whitespace) || next.is_empty() => {
            format!("put {new} behind {}", quoted(last))
        }
        _ => format!("put {new} before {}", quoted(next)),
    }
}

/// Words that a reader knows again, in the place of a whole paragraph.
fn short(text: &str) -> String {
    const ENDS: usize = 5;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 3 * ENDS {
        return words.join(" ");
    }
    format!("{} … {}", words[..ENDS].join(" "), words[words.len() - ENDS..].join(" "))
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
    /// The first label is the primary one where the text is that of the finding.
    fn new(labels: &[&Label], own: bool, positions: &mut Positions<'a>, room: usize) -> Self {
        let marks: Vec<Mark> = labels
            .iter()
            .map(|label| {
                let text = span_of_columns(&one_line(&label.text));
                // A long label is likely to be cut, and then says where it ends.
                let end = if label.span.len() > room { " (to 1000:1000)".len() } else { 0 };
                Mark { span: label.span, columns: text + end }
            })
            .collect();
        let most = if own { MOST_ROWS } else { PROVISION_ROWS };
        let rows = Rows::new(positions, room, most, &marks);
        let mut snippet = Self { rows, parts: BTreeMap::new(), room };
        for (index, label) in labels.iter().enumerate() {
            let primary = own && index == 0;
            let style = if primary { LabelStyle::Primary } else { LabelStyle::Secondary };
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
    let judged = run.documents.iter().filter(|document| document.judged).count();
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
        match run.documents.len() - judged {
            0 => writeln!(out, "{found} in {}", count(judged, "act"))?,
            _ if judged == 0 => writeln!(out, "no act was judged")?,
            others => {
                let acts = count(judged, "act");
                writeln!(out, "{found} in {acts}; {} not judged", count(others, "act"))?;
            }
        }
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
    write_due(run, width, out)?;

    let provenance = &run.provenance;
    let mut used = vec![format!("grundnorm {}", provenance.version)];
    used.extend(provenance.packs.iter().map(|(name, hash)| format!("{name} {hash}")));
    used.extend(
        run.constitutions
            .iter()
            .map(|text| format!("{} {}", shown_path(text.source.name()), text.text_hash)),
    );
    used.extend(provenance.profile.map(|profile| format!("profile {profile}")));
    used.extend(provenance.stage.map(|stage| format!("stage {stage}")));
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

/// Writes which rules rest on provisions that read otherwise than when the rules were written.
fn write_due(run: &Run<'_>, width: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut due: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in &run.due_for_review {
        due.entry(&rule.rule).or_default().push(rule.reason());
    }
    let due: Vec<(String, String)> =
        due.into_iter().map(|(rule, reasons)| (one_line(rule), reasons.join("; "))).collect();
    let due: Vec<(String, &str)> =
        due.iter().map(|(rule, reasons)| (rule.clone(), reasons.as_str())).collect();
    write_list(&due, "rule", "due for review", width, out)
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
