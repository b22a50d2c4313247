//! The comparative table in every format: what its cells say, how changes are marked, and that no text
//! breaks a file.

use std::io::{Cursor, Read as _};

use grundnorm::amend::Table;
use grundnorm::amend::table::{Change, Piece};
use grundnorm::model::ActKind;
use grundnorm::report::table::{TableFormat, bytes};

use crate::support::langs;

fn same(text: &str) -> Piece {
    Piece::new(text, Change::Same)
}

fn removed(text: &str) -> Piece {
    Piece::new(text, Change::Removed)
}

fn added(text: &str) -> Piece {
    Piece::new(text, Change::Added)
}

/// A table of three rows: words replaced, a unit repealed, an article inserted.
fn russian() -> Table {
    let words = langs().get("ru").unwrap().table();
    let bill = "О внесении изменений в Закон «О питомцах»";
    let mut table = Table::new("ru", words, "О питомцах", Some((ActKind::Law, bill)));
    table.push(
        "подпункт 3) пункта 2 статьи 12",
        vec![same("2. Владелец обязан:\n3) уведомить "), removed("акимат"), same(" в течение "), removed("десяти"), same(" дней;")],
        vec![same("2. Владелец обязан:\n3) уведомить"), added(" местный исполнительный орган"), same(" в течение "), added("трёх"), same(" дней;")],
    );
    table.push("статья 13", vec![removed("Статья 13. Сбор | налог\nСбор взимается ежегодно.")], vec![]);
    table.push("статья 14-1", vec![], vec![added("Статья 14-1. Реестр\n1. Реестр ведёт <уполномоченный> орган.\n\n2. Порядок ведения – \"особый\".")]);
    if let Some(row) = table.rows.first_mut() {
        row.justification = "Приведение в соответствие с Конституцией.".to_owned();
    }
    table
}

fn kazakh() -> Table {
    let words = langs().get("kk").unwrap().table();
    let bill = "«Үй жануарлары туралы» Заңға өзгерістер енгізу туралы";
    let mut table = Table::new("kk", words, "Үй жануарлары туралы", Some((ActKind::Law, bill)));
    table.push(
        "12-баптың 2-тармағының 3) тармақшасы",
        vec![same("3) әкімдікке "), removed("он күн"), same(" ішінде хабарлауға;")],
        vec![same("3) әкімдікке "), added("үш жұмыс күні"), same(" ішінде хабарлауға;")],
    );
    table
}

fn text(table: &Table, format: TableFormat) -> String {
    String::from_utf8(bytes(table, format).unwrap()).unwrap()
}

/// The text of a part of a zip archive.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}")).read_to_string(&mut text).unwrap();
    text
}
