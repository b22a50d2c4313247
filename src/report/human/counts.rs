//! The numbers of findings by rule and by provision, in the place of the findings.

use std::io;

use termcolor::WriteColor;

use super::Page;
use super::wrap::{span_of_columns, wrap};
use crate::finding::Level;
use crate::report::statistics::Statistics;
use crate::report::{Run, one_line};
use crate::saying::Saying;

/// Columns between two columns of a table.
const GAP: usize = 2;
/// Columns that a title gets at least, else it stands below the name of its rule.
const LEAST_TITLE: usize = 24;

/// Writes both tables; whether there was anything to count.
pub(super) fn write(run: &Run<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<bool> {
    let Statistics { by_rule, by_provision } = Statistics::of(run);
    if by_rule.is_empty() {
        return Ok(false);
    }
    let rule = page.words.say(Saying::Rule, &[]);
    let title = |id: &str| {
        let rule = run.rules.iter().find(|rule| rule.id == id);
        rule.map_or_else(String::new, |rule| one_line(&rule.title))
    };
    let rows: Vec<Row> = by_rule
        .into_iter()
        .map(|(id, numbers)| Row {
            numbers: numbers.to_vec(),
            title: title(&id),
            name: one_line(&id),
        })
        .collect();
    // Levels that no finding has are left out.
    let levels = [Level::Error, Level::Warning, Level::Note];
    let levels: Vec<(usize, &str)> = levels
        .iter()
        .enumerate()
        .filter(|(at, _)| rows.iter().any(|row| row.numbers.get(*at).is_some_and(|n| *n > 0)))
        .map(|(at, level)| (at, level.name()))
        .collect();
    let heads: Vec<&str> = levels.iter().map(|(_, name)| *name).collect();
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            let numbers = levels.iter().filter_map(|(at, _)| row.numbers.get(*at).copied());
            Row { numbers: numbers.collect(), ..row }
        })
        .collect();
    write_table(&heads, &rule, &rows, page.width, out)?;
    if by_provision.is_empty() {
        return Ok(true);
    }
    writeln!(out)?;
    let (count, provision) =
        (page.words.say(Saying::Count, &[]), page.words.say(Saying::Provision, &[]));
    let rows: Vec<Row> = by_provision
        .into_iter()
        .map(|(label, numbers)| Row {
            numbers: vec![numbers.iter().sum()],
            name: one_line(&label),
            title: String::new(),
        })
        .collect();
    write_table(&[&count], &provision, &rows, page.width, out)?;
    Ok(true)
}

/// A row of a table.
struct Row {
    numbers: Vec<usize>,
    name: String,
    title: String,
}

/// Writes a table: numbers to the right, then names, then titles, each under the head of its column.
fn write_table(
    heads: &[&str],
    name: &str,
    rows: &[Row],
    width: usize,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let mut line = String::new();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let digits = rows.iter().filter_map(|row| row.numbers.get(at));
            let digits = digits.map(|n| n.to_string().len()).max().unwrap_or(0);
            digits.max(span_of_columns(head))
        })
        .collect();
    for (head, width) in heads.iter().zip(&widths) {
        push(&mut line, head, *width);
    }
    writeln!(out, "{line}{name}")?;
    let indent = span_of_columns(&line);
    let longest = rows.iter().map(|row| span_of_columns(&row.name)).max().unwrap_or(0);
    let words = rows.iter().flat_map(|row| row.name.split(' '));
    let longest_word = words.map(span_of_columns).max().unwrap_or(0);
    // Names that would have to be cut behind the numbers stand below them.
    let below = indent + longest_word > width;
    let beside = !below && indent + longest + GAP + LEAST_TITLE <= width;
    for row in rows {
        let mut line = String::new();
        for (number, width) in row.numbers.iter().zip(&widths) {
            // What is zero is left blank, so that the eye finds what is not.
            let digits = if *number == 0 { String::new() } else { number.to_string() };
            push(&mut line, &digits, *width);
        }
        if beside {
            let title = indent + longest + GAP;
            let room = width - title;
            let wrapped = wrap(&row.title, room, room).join(&format!("\n{:title$}", ""));
            let gap = longest - span_of_columns(&row.name) + GAP;
            let text = format!("{line}{}{:gap$}{wrapped}", row.name, "");
            writeln!(out, "{}", text.trim_end())?;
            continue;
        }
        let (start, indent) = if below { (GAP, GAP) } else { (indent, indent) };
        let room = width - start;
        let mut texts = wrap(&row.name, room, room);
        if !row.title.is_empty() {
            texts.extend(wrap(&row.title, room, room));
        }
        let text = texts.join(&format!("\n{:indent$}", ""));
        if below {
            writeln!(out, "{}", line.trim_end())?;
            writeln!(out, "{:start$}{text}", "")?;
        } else {
            writeln!(out, "{line}{text}")?;
        }
    }
    Ok(())
}

/// Adds a cell to a line, to the right of its column, and the gap behind it.
fn push(line: &mut String, cell: &str, width: usize) {
    let blanks = width.saturating_sub(span_of_columns(cell));
    line.extend(std::iter::repeat_n(' ', blanks));
    line.push_str(cell);
    line.extend([' '; GAP]);
}
