//! Examples that fail: where, what was expected, what was found.

use std::io::{self, Write};

use super::{LEAST_WIDTH, lines};
use crate::source::Span;

/// An example of a rule that does not hold.
#[derive(Debug, Clone)]
pub struct Failing<'a> {
    /// The file of the rule.
    pub path: &'a str,
    /// Line of the text of the example, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// Its language.
    pub lang: &'a str,
    /// Whether the rule had to fire.
    pub fires: bool,
    /// Why, in the words of the rule file.
    pub why: &'a str,
    /// The text without marks.
    pub text: &'a str,
    /// What is wrong.
    pub failure: Failure<'a>,
}

/// What is wrong with an example.
#[derive(Debug, Clone)]
pub enum Failure<'a> {
    /// A reason in words.
    Reason(&'a str),
    /// Other words are marked than the example says.
    Marks {
        /// By the example.
        expected: &'a [Span],
        /// By the rule.
        found: &'a [Span],
    },
    /// The fixes leave another text than the example says.
    Fixed {
        /// By the example.
        expected: &'a str,
        /// By the fixes.
        found: &'a str,
    },
}

/// Writes an example that fails.
///
/// # Errors
/// Fails when the writer does.
pub fn failing(example: &Failing<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let width = width.max(LEAST_WIDTH);
    let Failing { path, line, column, lang, .. } = example;
    let what = if example.fires { "example" } else { "near miss" };
    // The place stands alone: a path is never broken, so that a click on it leads there.
    writeln!(out, "  {path}:{line}:{column}")?;
    lines(out, &format!("{what} in {lang}: {}", example.why), "    ", width)?;
    match &example.failure {
        Failure::Reason(reason) => lines(out, reason, "    ", width),
        Failure::Marks { expected, found } => {
            side(out, "expected", example.text, expected, width)?;
            side(out, "found", example.text, found, width)
        }
        Failure::Fixed { expected, found } => {
            writeln!(out, "    the marks are right; after the fixes the text differs")?;
            let (expected, found) = differing(expected, found);
            for (title, paragraphs) in [("expected", expected), ("found", found)] {
                writeln!(out, "    {title}:")?;
                if paragraphs.is_empty() {
                    writeln!(out, "      nothing")?;
                }
                for paragraph in paragraphs {
                    lines(out, paragraph, "      ", width)?;
                }
            }
            Ok(())
        }
    }
}

/// One side of a comparison: the paragraphs that hold a mark, with the marks in them.
fn side(
    out: &mut dyn Write,
    title: &str,
    text: &str,
    marks: &[Span],
    width: usize,
) -> io::Result<()> {
    if marks.is_empty() {
        return writeln!(out, "    {title}: nothing");
    }
    writeln!(out, "    {title}:")?;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let here: Vec<Span> = marks
            .iter()
            .copied()
            .filter(|m| m.range().start < end && m.range().end > start)
            .collect();
        if !here.is_empty() {
            lines(out, &marked(line, start, &here), "      ", width)?;
        }
        start = end;
    }
    Ok(())
}

/// A paragraph with brackets around its part of each mark.
fn marked(line: &str, start: usize, marks: &[Span]) -> String {
    let end = start + line.len();
    let mut brackets: Vec<(usize, char)> = Vec::new();
    for mark in marks {
        let range = mark.range();
        brackets.push((range.start.max(start) - start, '⟦'));
        brackets.push((range.end.min(end) - start, '⟧'));
    }
    // At one place the mark that ends goes before the one that begins.
    brackets.sort_by_key(|(at, bracket)| (*at, *bracket == '⟦'));
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for (place, bracket) in brackets {
        out.push_str(line.get(at..place).unwrap_or_default());
        out.push(bracket);
        at = place;
    }
    out.push_str(line.get(at..).unwrap_or_default());
    out
}

/// The paragraphs of two texts without those with which both begin and end.
fn differing<'t>(one: &'t str, two: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let mut one: Vec<&str> = one.trim().lines().collect();
    let mut two: Vec<&str> = two.trim().lines().collect();
    while let (Some(a), Some(b)) = (one.last(), two.last())
        && a == b
    {
        one.pop();
        two.pop();
    }
    let same = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    (one.split_off(same), two.split_off(same))
}
