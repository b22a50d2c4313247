//! The comparative table as a file: what the formats share.
//!
//! Every writer gives bytes, and the same table always gives the same bytes: no clock, no chance, no
//! mark of the machine.

mod csv;
mod docx;
mod html;
mod markdown;
mod xlsx;

use std::io;

use super::escape::clean;
use crate::amend::table::{Change, Piece, Row, Table};

/// The formats of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// One page for a browser, without scripts.
    Html,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// Comma-separated values, for spreadsheets and programs.
    Csv,
    /// A table in the Markdown of GitHub.
    Markdown,
}

impl TableFormat {
    /// Every format.
    pub const ALL: &'static [Self] =
        &[Self::Html, Self::Docx, Self::Xlsx, Self::Csv, Self::Markdown];

    /// The format that the ending of a file's name stands for.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "docx" => Some(Self::Docx),
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// Whether its bytes are text that a terminal can show.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Docx | Self::Xlsx)
    }
}

/// A table in a format.
///
/// # Errors
/// Fails when a table is beyond what the format can hold: more rows than a sheet has.
pub fn bytes(table: &Table, format: TableFormat) -> io::Result<Vec<u8>> {
    match format {
        TableFormat::Html => Ok(html::write(table).into_bytes()),
        TableFormat::Docx => docx::write(table),
        TableFormat::Xlsx => xlsx::write(table),
        TableFormat::Csv => Ok(csv::write(table).into_bytes()),
        TableFormat::Markdown => Ok(markdown::write(table).into_bytes()),
    }
}

/// The paragraphs of a cell, each with its pieces; paragraphs without words are left out.
fn paragraphs(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut list: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces {
        for (at, line) in clean(&piece.text).split('\n').enumerate() {
            if at > 0 {
                list.push(Vec::new());
            }
            if let Some(last) = list.last_mut().filter(|_| !line.is_empty()) {
                last.push(Piece::new(line, piece.change));
            }
        }
    }
    list.retain(|p| p.iter().any(|piece| !piece.text.trim().is_empty()));
    list
}

/// The two wordings of a row with the words of the language for a missing one.
fn sides<'t>(table: &'t Table, row: &'t Row) -> [Vec<Vec<Piece>>; 2] {
    [&row.current, &row.proposed].map(|side| {
        let paragraphs = paragraphs(side);
        if paragraphs.is_empty() {
            vec![vec![Piece::new(table.words.none.as_str(), Change::Same)]]
        } else {
            paragraphs
        }
    })
}

/// Paragraphs as text, one a line.
fn paragraphs_text(paragraphs: &[Vec<Piece>], piece: impl Fn(&Piece) -> String) -> String {
    let line = |p: &Vec<Piece>| p.iter().map(&piece).collect::<String>();
    paragraphs.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The paragraphs of a text without changes.
fn plain(text: &str) -> Vec<Vec<Piece>> {
    paragraphs(&[Piece::new(text, Change::Same)])
}
