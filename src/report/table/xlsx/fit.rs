//! How much of a text fits into a cell, and how high the cell becomes.
//!
//! Widths of characters are reckoned a little high, so that a row is rather too high than too low.

use crate::amend::table::{Change, Piece};

/// The height of a line in points, for Times New Roman 12.
const LINE: f64 = 15.75;

/// Lines of the highest cell. A row may have 409 points, but is not broken between pages: two rows of this
/// height stand on one.
const LINES: u32 = 16;

/// Changed pieces of one cell: Excel counts the formatting of pieces among the 32,767 characters.
const PIECES: usize = 60;

/// The width of a capital M of that type in pixels.
const EM: f64 = 16.0;

/// What stands in one cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// Its pieces; paragraphs are parted by line ends.
    pub(super) pieces: Vec<Piece>,
    /// Lines that it takes.
    lines: u32,
}

/// The height of a row in points.
pub(super) fn height<'c>(cells: impl Iterator<Item = &'c Cell>) -> f64 {
    f64::from(cells.map(|c| c.lines).max().unwrap_or(1).max(1)) * LINE
}

/// Paragraphs as cells that Excel can hold and show, in a column of so many characters.
pub(super) fn cells(paragraphs: &[Vec<Piece>], width: f64) -> Vec<Cell> {
    // A character of a column is seven pixels; the edges of a cell take some, and safety some more.
    let mut fit =
        Fit { width: width * 7.0 - 8.0, cells: Vec::new(), cell: Cell::default(), at: 0.0 };
    for paragraph in paragraphs {
        // A paragraph that would fit into a cell of its own is not broken.
        let needs = lines(paragraph, width);
        if fit.cell.lines + needs > LINES && needs <= LINES {
            fit.close();
        }
        fit.paragraph();
        for piece in paragraph {
            for word in piece.text.split_inclusive(char::is_whitespace) {
                fit.word(word, piece.change);
            }
        }
    }
    if !fit.cell.pieces.is_empty() {
        fit.cells.push(fit.cell);
    }
    fit.cells
}

/// Lines that a paragraph takes.
fn lines(paragraph: &[Piece], width: f64) -> u32 {
    let length: f64 =
        paragraph.iter().flat_map(|p| p.text.chars().map(|c| pixels(c, p.change))).sum();
    // Every line ends where a word does, which leaves about half a word of it empty.
    let line = (width * 7.0 - 8.0 - 3.0 * EM).max(EM);
    let count = (1_u32..=LINES).find(|n| f64::from(*n) * line >= length);
    count.unwrap_or(LINES + 1)
}

/// A cell that is being filled, with those before it.
struct Fit {
    width: f64,
    cells: Vec<Cell>,
    cell: Cell,
    /// How far the last line reaches.
    at: f64,
}

impl Fit {
    fn paragraph(&mut self) {
        if let Some(last) = self.cell.pieces.last_mut() {
            last.text.push('\n');
            self.line();
        } else {
            self.cell.lines = 1;
        }
    }

    /// Goes to the next line, if need be to that of a new cell.
    fn line(&mut self) {
        self.at = 0.0;
        if self.cell.lines >= LINES {
            self.close();
        } else {
            self.cell.lines += 1;
        }
    }

    fn close(&mut self) {
        let mut full = std::mem::replace(&mut self.cell, Cell { pieces: Vec::new(), lines: 1 });
        self.at = 0.0;
        if let Some(last) = full.pieces.last_mut().filter(|p| p.text.ends_with('\n')) {
            last.text.pop();
        }
        full.pieces.retain(|p| !p.text.is_empty());
        if !full.pieces.is_empty() {
            self.cells.push(full);
        }
    }

    fn word(&mut self, word: &str, change: Change) {
        let measure = |text: &str| text.chars().map(|c| pixels(c, change)).sum::<f64>();
        let shown = measure(word.trim_end());
        if self.at > 0.0 && self.at + shown > self.width {
            self.line();
        }
        if shown <= self.width {
            self.put(word, change);
            self.at += measure(word);
            return;
        }
        // A word longer than a line breaks wherever the line ends.
        let mut buffer = [0; 4];
        for c in word.chars() {
            let step = pixels(c, change);
            if self.at + step > self.width {
                self.line();
            }
            self.put(c.encode_utf8(&mut buffer), change);
            self.at += step;
        }
    }

    fn put(&mut self, text: &str, change: Change) {
        if self.cell.pieces.last().is_some_and(|p| p.change != change)
            && self.cell.pieces.len() >= PIECES
        {
            self.close();
        }
        match self.cell.pieces.last_mut() {
            Some(last) if last.change == change => last.text.push_str(text),
            _ => self.cell.pieces.push(Piece::new(text, change)),
        }
    }
}

/// The width of a character: added words are bold.
fn pixels(c: char, change: Change) -> f64 {
    let ems = match c {
        ' ' | '\u{a0}' | '.' | ',' | ';' | ':' | '(' | ')' | '-' | '\'' | '|' | 'i' | 'j' | 'l'
        | 't' => 0.3,
        'M' | 'W' | '@' | '%' | '—' | '№' => 1.0,
        c if c.is_uppercase() => 0.72,
        c if c.is_ascii() => 0.48,
        // Cyrillic letters are wider than Latin ones, and other scripts wider still.
        '\u{80}'..='\u{52f}' | '\u{2000}'..='\u{206f}' => 0.51,
        _ => 1.0,
    };
    ems * EM * if change == Change::Added { 1.06 } else { 1.0 }
}
