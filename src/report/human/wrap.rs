//! Texts that keep within a number of columns.

use std::io;

use termcolor::WriteColor;

use crate::report::one_line;
use crate::source::rows::columns;

/// Breaks a text into lines, the first of at most `first` columns, the others of at most `rest`.
/// A word that is longer than a line is cut.
pub(in crate::report) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
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
pub(in crate::report) fn span_of_columns(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Writes a text, indented where it does not fit on the first line.
pub(super) fn write_wrapped(text: &str, width: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "{}", wrap(text, width, width - 2).join("\n  "))
}
