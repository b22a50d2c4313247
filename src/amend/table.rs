//! The comparative table that accompanies a bill: what the law says, what the bill would make of it.
//!
//! Owns the table as data, and its rows in [`Table::compare`]. What it looks like in a file is the business of `report`.

mod rows;

pub use super::wording::Change;
use crate::lang::TableWords;
use crate::model::ActKind;

/// A piece of a cell. Paragraphs are parted by `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// What became of it.
    pub change: Change,
}

impl Piece {
    /// A piece.
    #[must_use]
    pub fn new(text: impl Into<String>, change: Change) -> Self {
        Self { text: text.into(), change }
    }
}

/// One changed unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// The structural element as lawyers cite it: «подпункт 3) пункта 2 статьи 12», "Article 12(2)(3)".
    pub element: String,
    /// The wording in force; empty where there is none.
    pub current: Vec<Piece>,
    /// The wording of the bill; empty where there is none.
    pub proposed: Vec<Piece>,
    /// The eId of the unit, in the act as it is, else in the act as it is to be; empty for the title.
    pub unit: String,
    /// Why; empty until somebody writes it.
    pub justification: String,
}

/// A comparative table on one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Code of the language.
    pub lang: String,
    /// The words around the rows.
    pub words: TableWords,
    /// The lines of its title.
    pub title: Vec<String>,
    /// Title of the act that changes, to stand above its rows; empty where the table's title names it.
    pub act: String,
    /// The changed units in the order of the act.
    pub rows: Vec<Row>,
}

impl Table {
    /// A table without rows. A bill is given by its kind and its title.
    #[must_use]
    pub fn new(lang: &str, words: &TableWords, act: &str, bill: Option<(ActKind, &str)>) -> Self {
        let act = one_line(act);
        let bill = bill.map(|(kind, title)| (kind, one_line(title)));
        let (title, act) = match bill {
            Some((kind, title)) if !title.is_empty() => (words.of_bill(kind, &title), act),
            _ if !act.is_empty() => (words.of_act(&act), String::new()),
            _ => (words.title.clone(), act),
        };
        let title = title.lines().map(str::to_owned).collect();
        Self { lang: lang.to_owned(), words: words.clone(), title, act, rows: Vec::new() }
    }

    /// Adds a row under the next number. Pieces that say nothing are left out, neighbours of one kind
    /// are joined.
    pub fn push(&mut self, element: impl Into<String>, current: Vec<Piece>, proposed: Vec<Piece>) {
        self.rows.push(Row {
            number: self.rows.len() + 1,
            element: element.into(),
            current: joined(current),
            proposed: joined(proposed),
            unit: String::new(),
            justification: String::new(),
        });
    }
}

/// Pieces with white space at their ends outside of the changed words, so that no mark of change runs
/// into the distance to the next word.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut list: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut put = |text: &str, change: Change| match list.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.change == change => last.text.push_str(text),
        _ => list.push(Piece::new(text, change)),
    };
    for Piece { text, change } in pieces {
        if change == Change::Same {
            put(&text, Change::Same);
            continue;
        }
        let inner = text.trim_start();
        let (head, inner) = text.split_at(text.len() - inner.len());
        let (inner, tail) = inner.split_at(inner.trim_end().len());
        put(head, Change::Same);
        put(inner, change);
        put(tail, Change::Same);
    }
    // A wording of nothing but distances is none.
    if list.iter().all(|p| p.text.trim().is_empty()) { Vec::new() } else { list }
}

/// A title without the line breaks of the page that it stands on.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
