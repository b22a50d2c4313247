//! The table as comma-separated values, as RFC 4180 has them.
//!
//! A byte-order mark stands at the start, or Excel reads Cyrillic letters in the wrong encoding.

use super::{paragraphs_text, plain, sides};
use crate::amend::table::{Change, Piece, Table};

/// The file.
pub(super) fn write(table: &Table) -> String {
    let mut out = String::from('\u{feff}');
    line(&mut out, &table.words.heads().map(super::clean));
    for row in &table.rows {
        let [current, proposed] = sides(table, row);
        line(
            &mut out,
            &[
                row.number.to_string(),
                paragraphs_text(&plain(&row.element), text),
                paragraphs_text(&current, text),
                paragraphs_text(&proposed, text),
                paragraphs_text(&plain(&row.justification), text),
            ],
        );
    }
    out
}

/// A piece with marks of its change that need no formatting.
fn text(piece: &Piece) -> String {
    match piece.change {
        Change::Same => piece.text.clone(),
        Change::Removed => format!("[-{}-]", piece.text),
        Change::Added => format!("{{+{}+}}", piece.text),
    }
}

fn line(out: &mut String, cells: &[String; 5]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&quoted(&guarded(cell)));
    }
    out.push_str("\r\n");
}

/// Spreadsheets take a cell that begins with one of these marks for a formula; an apostrophe tells them
/// that it is text. The items of lists in laws begin with a dash, and would be shown as an error.
fn guarded(cell: &str) -> String {
    const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if cell.trim_start().starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', ';', '\n', '\r', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
