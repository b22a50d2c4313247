//! The table in the Markdown of GitHub.

use std::fmt::Write as _;

use super::{plain, sides};
use crate::amend::table::{Change, Piece, Table};
use crate::report::escape::markdown as escaped;

/// The file.
pub(super) fn write(table: &Table) -> String {
    let mut out = String::new();
    for (at, line) in table.title.iter().enumerate() {
        let end = if at + 1 < table.title.len() { "<br>" } else { "\n\n" };
        let mark = if at == 0 { "# " } else { "" };
        let _ = write!(out, "{mark}{}{end}", escaped(line));
    }
    let heads = table.words.heads().map(escaped);
    let _ = writeln!(out, "| {} |\n| ---: | --- | --- | --- | --- |", heads.join(" | "));
    for row in &table.rows {
        let [current, proposed] = sides(table, row).map(|side| lines(&side));
        let (element, justification) =
            (lines(&plain(&row.element)), lines(&plain(&row.justification)));
        let _ = writeln!(
            out,
            "| {} | {element} | {current} | {proposed} | {justification} |",
            row.number
        );
    }
    if table.rows.is_empty() {
        let same = escaped(&table.words.same);
        let _ = writeln!(out, "|  |  | {same} | {same} |  |");
    }
    out
}

/// The paragraphs of a cell: a row is one line.
fn lines(paragraphs: &[Vec<Piece>]) -> String {
    let mut lines = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let mut line = String::new();
        for (at, piece) in paragraph.iter().enumerate() {
            // Beside another changed piece stands that one's mark, and no letter.
            let same = |p: &&Piece| p.change == Change::Same;
            let before = at.checked_sub(1).and_then(|i| paragraph.get(i)).filter(same);
            let before = before.and_then(|p| p.text.chars().next_back());
            let after = paragraph.get(at + 1).filter(same).and_then(|p| p.text.chars().next());
            line.push_str(&marked(piece, before, after));
        }
        lines.push(line);
    }
    lines.join("<br>")
}

/// A piece with the marks of its change. Where a row of asterisks or tildes would be read as such, as
/// between a letter and a comma, tags say the same.
fn marked(piece: &Piece, before: Option<char>, after: Option<char>) -> String {
    let (mark, tag) = match piece.change {
        Change::Same => return escaped(&piece.text),
        Change::Removed => ("~~", "del"),
        Change::Added => ("**", "ins"),
    };
    let text = escaped(&piece.text);
    let first = piece.text.chars().next().unwrap_or(' ');
    let last = piece.text.chars().next_back().unwrap_or(' ');
    if opens(before, first) && opens(after, last) {
        format!("{mark}{text}{mark}")
    } else {
        format!("<{tag}>{text}</{tag}>")
    }
}

/// Whether a mark between these two characters, the second inside, is one of emphasis.
fn opens(outside: Option<char>, inside: char) -> bool {
    let apart = |c: char| c.is_whitespace() || !c.is_alphanumeric();
    !inside.is_whitespace() && (inside.is_alphanumeric() || outside.is_none_or(apart))
}
