//! The table as an Excel workbook.
//!
//! Heights of rows are reckoned here, since programs without a window do not reckon them.
//!
//! A cell holds 32,767 characters, and a row is never higher than 409 points: what is longer would be
//! refused, or cut off on the screen and on paper. Long cells go on in rows below, which say so.

mod fit;

use std::io;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use self::fit::{Cell, cells, height};
use super::{plain, sides};
use crate::amend::table::{Change, Piece, Row, Table};

/// Widths of the columns in characters of the workbook's type.
const WIDTHS: [f64; 5] = [6.0, 22.0, 48.0, 48.0, 32.0];

/// The last column.
const LAST: u16 = 4;

const FONT: &str = "Times New Roman";
const SIZE: f64 = 12.0;

/// The workbook.
pub(super) fn write(table: &Table) -> io::Result<Vec<u8>> {
    workbook(table).map_err(io::Error::other)
}

fn workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = super::clean(&table.title.join(" "));
    // The properties would carry the hour of writing.
    let properties = DocProperties::new()
        .set_title(&title)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.words.title))?;
    for (at, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    let looks = Looks::new();
    let mut at: u32 = 0;
    for line in &table.title {
        at = banner(sheet, at, line, &looks.title)?;
    }
    let head = at;
    let heads = table.words.heads().map(plain);
    let first = heads.iter().zip(WIDTHS).map(|(head, width)| cells(head, width));
    let first: Vec<Cell> = first.filter_map(|cells| cells.into_iter().next()).collect();
    for (column, name) in (0_u16..).zip(table.words.heads()) {
        sheet.write_string_with_format(at, column, super::clean(name), &looks.head)?;
    }
    sheet.set_row_height(at, height(first.iter()))?;
    at += 1;
    if !table.act.is_empty() {
        at = banner(sheet, at, &table.act, &looks.group)?;
    }
    if table.rows.is_empty() {
        banner(sheet, at, &table.words.same, &looks.group)?;
    }
    for row in &table.rows {
        at = write_row(sheet, at, table, row, &looks)?;
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(head, head)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.6, 0.6, 0.8, 0.6, 0.3, 0.3);
    sheet.set_footer("&C&P");
    workbook.save_to_buffer()
}

/// A line over the whole width; long ones go on below. Returns the row behind it.
fn banner(sheet: &mut Worksheet, mut at: u32, text: &str, look: &Format) -> Result<u32, XlsxError> {
    for cell in cells(&plain(text), WIDTHS.iter().sum()) {
        let text: String = cell.pieces.iter().map(|p| p.text.as_str()).collect();
        sheet.merge_range(at, 0, at, LAST, &text, look)?;
        sheet.set_row_height(at, height([&cell].into_iter()))?;
        at = at.saturating_add(1);
    }
    Ok(at)
}

/// A row of the table, in as many rows of the sheet as it needs. Returns the row behind it.
fn write_row(
    sheet: &mut Worksheet,
    mut at: u32,
    table: &Table,
    row: &Row,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    let [current, proposed] = sides(table, row);
    let texts = [plain(&row.element), current, proposed, plain(&row.justification)];
    let mut columns: Vec<Vec<Cell>> =
        texts.iter().zip(&WIDTHS[1..]).map(|(text, width)| cells(text, *width)).collect();
    let parts = columns.iter().map(Vec::len).max().unwrap_or(0).max(1);
    // The rows that go on say with which element they do.
    let again = plain(&format!("{} ({})", row.element, table.words.continued));
    if let Some(elements) = columns.first_mut() {
        while elements.len() < parts {
            let Some(cell) = cells(&again, WIDTHS[1]).into_iter().next() else { break };
            elements.push(cell);
        }
    }
    for part in 0..parts {
        let number = u32::try_from(row.number).unwrap_or(u32::MAX);
        sheet.write_number_with_format(at, 0, number, &looks.number)?;
        for (column, cells) in (1_u16..).zip(&columns) {
            looks.cell(sheet, at, column, cells.get(part).map_or(&[][..], |c| &c.pieces))?;
        }
        sheet.set_row_height(at, height(columns.iter().filter_map(|cells| cells.get(part))))?;
        at = at.saturating_add(1);
    }
    Ok(at)
}

/// A name that a sheet may have: at most 31 characters, and none of those that formulas use.
fn sheet_name(title: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    title.chars().map(plain).take(31).collect::<String>().trim().to_owned()
}

/// The formats of cells and of the pieces in them.
struct Looks {
    title: Format,
    head: Format,
    group: Format,
    number: Format,
    text: Format,
    same: Format,
    removed: Format,
    added: Format,
}

impl Looks {
    fn new() -> Self {
        let font = Format::new().set_font_name(FONT).set_font_size(SIZE);
        let cell =
            font.clone().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
        let middle = FormatAlign::VerticalCenter;
        Self {
            title: font.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            head: cell.clone().set_bold().set_align(FormatAlign::Center).set_align(middle),
            group: cell.clone().set_bold().set_align(FormatAlign::Center).set_align(middle),
            number: cell.clone().set_align(FormatAlign::Center),
            text: cell,
            same: font.clone(),
            removed: font.clone().set_font_strikethrough(),
            added: font.set_bold(),
        }
    }

    /// Writes the pieces of a cell, each with its mark.
    fn cell(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        pieces: &[Piece],
    ) -> Result<(), XlsxError> {
        if pieces.iter().all(|p| p.change == Change::Same) {
            let text: String = pieces.iter().map(|p| p.text.as_str()).collect();
            sheet.write_string_with_format(row, column, text, &self.text)?;
            return Ok(());
        }
        let texts: Vec<String> = pieces.iter().map(|p| literal(&p.text)).collect();
        let rich: Vec<(&Format, &str)> = pieces
            .iter()
            .zip(&texts)
            .map(|(piece, text)| match piece.change {
                Change::Same => (&self.same, text.as_str()),
                Change::Removed => (&self.removed, text.as_str()),
                Change::Added => (&self.added, text.as_str()),
            })
            .collect();
        sheet.write_rich_string_with_format(row, column, &rich, &self.text)?;
        Ok(())
    }
}

/// Excel reads «_x0041_» as a character by its number; the words of a law mean themselves.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let code = text.get(at..).and_then(|t| t.get(..7)).is_some_and(|t| {
            t.starts_with("_x")
                && t.ends_with('_')
                && t.bytes().skip(2).take(4).all(|b| b.is_ascii_hexdigit())
        });
        out.push_str(if code { "_x005F" } else { "" });
        out.push(c);
    }
    out
}
