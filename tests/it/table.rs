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
        vec![
            same("2. Владелец обязан:\n3) уведомить "),
            removed("акимат"),
            same(" в течение "),
            removed("десяти"),
            same(" дней;"),
        ],
        vec![
            same("2. Владелец обязан:\n3) уведомить"),
            added(" местный исполнительный орган"),
            same(" в течение "),
            added("трёх"),
            same(" дней;"),
        ],
    );
    table.push(
        "статья 13",
        vec![removed("Статья 13. Сбор | налог\nСбор взимается ежегодно.")],
        vec![],
    );
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

/// The text of a node with everything in it.
fn words(node: roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(roxmltree::Node::is_text).filter_map(|n| n.text()).collect()
}

/// The elements of a name below a node.
fn all<'a, 'i>(node: roxmltree::Node<'a, 'i>, name: &str) -> Vec<roxmltree::Node<'a, 'i>> {
    node.descendants().filter(|n| n.tag_name().name() == name).collect()
}

/// The rows of the table in a Word document: each cell as its paragraphs, parted by `\n`.
fn word_rows(docx: &[u8]) -> Vec<Vec<String>> {
    let xml = part(docx, "word/document.xml");
    let document = roxmltree::Document::parse(&xml).unwrap();
    let cell = |cell| all(cell, "p").into_iter().map(words).collect::<Vec<_>>().join("\n");
    let rows = all(document.root(), "tr").into_iter();
    rows.map(|row| all(row, "tc").into_iter().map(cell).collect()).collect()
}

/// The rows of the first sheet of a workbook.
fn sheet_rows(xlsx: &[u8]) -> Vec<Vec<String>> {
    let (sheet, strings) =
        (part(xlsx, "xl/worksheets/sheet1.xml"), part(xlsx, "xl/sharedStrings.xml"));
    let (sheet, strings) = (
        roxmltree::Document::parse(&sheet).unwrap(),
        roxmltree::Document::parse(&strings).unwrap(),
    );
    let strings: Vec<String> = all(strings.root(), "si").into_iter().map(words).collect();
    let cell = |cell: roxmltree::Node<'_, '_>| {
        let value = words(cell);
        let shared = cell.attribute("t") == Some("s");
        if shared { strings[value.parse::<usize>().unwrap()].clone() } else { value }
    };
    let rows = all(sheet.root(), "row").into_iter();
    rows.map(|row| all(row, "c").into_iter().map(cell).collect()).collect()
}

/// The records of comma-separated values, read as RFC 4180 says.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a record ends with both marks");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty(), "the last record ends");
    rows
}

const HEADS: [&str; 5] = [
    "№ п/п",
    "Структурный элемент",
    "Действующая редакция",
    "Предлагаемая редакция",
    "Обоснование",
];

#[test]
fn html_is_one_page_with_marked_words() {
    let page = text(&russian(), TableFormat::Html);
    for outside in ["<script", "http:", "https:", "url(", "@import", "<link", "<img"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let page = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let page = roxmltree::Document::parse(page).unwrap();
    assert_eq!(page.root_element().attribute("lang"), Some("ru"));
    let heads: Vec<String> =
        all(all(page.root(), "thead")[0], "th").into_iter().map(words).collect();
    assert_eq!(heads, HEADS);
    let rows = all(all(page.root(), "tbody")[0], "tr");
    assert_eq!(rows.len(), 3);
    let cells: Vec<String> = rows[0].children().filter(|n| n.is_element()).map(words).collect();
    assert_eq!(cells[1], "подпункт 3) пункта 2 статьи 12");
    assert_eq!(
        cells[3],
        "2. Владелец обязан:3) уведомить местный исполнительный орган в течение трёх дней;"
    );
    let marked = |name| all(page.root(), name).into_iter().map(words).collect::<Vec<_>>();
    assert_eq!(
        marked("del"),
        ["акимат", "десяти", "Статья 13. Сбор | налог", "Сбор взимается ежегодно."]
    );
    assert_eq!(
        marked("ins"),
        [
            "местный исполнительный орган",
            "трёх",
            "Статья 14-1. Реестр",
            "1. Реестр ведёт <уполномоченный> орган.",
            "2. Порядок ведения – \"особый\"."
        ]
    );
}

#[test]
fn word_document_has_a_table_with_marked_words() {
    let docx = bytes(&russian(), TableFormat::Docx).unwrap();
    for name in [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/footer1.xml",
        "word/_rels/document.xml.rels",
    ] {
        roxmltree::Document::parse(&part(&docx, name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    let rows = word_rows(&docx);
    // The head, the title of the act over all columns, three rows.
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0], HEADS);
    assert_eq!(rows[1], ["О питомцах"]);
    assert_eq!(rows[2][2], "2. Владелец обязан:\n3) уведомить акимат в течение десяти дней;");
    assert_eq!(rows[2][4], "Приведение в соответствие с Конституцией.");
    assert_eq!(
        rows[3][1..4],
        ["статья 13", "Статья 13. Сбор | налог\nСбор взимается ежегодно.", "Отсутствует"]
    );
    assert_eq!(rows[4][2], "Отсутствует");
    let xml = part(&docx, "word/document.xml");
    let document = roxmltree::Document::parse(&xml).unwrap();
    let marked = |name: &str| -> Vec<String> {
        let runs = all(document.root(), "r").into_iter();
        runs.filter(|run| !all(*run, name).is_empty()).map(words).collect()
    };
    assert_eq!(
        marked("strike"),
        ["акимат", "десяти", "Статья 13. Сбор | налог", "Сбор взимается ежегодно."]
    );
    assert_eq!(marked("b").len(), 5);
    assert_eq!(marked("b")[0], "местный исполнительный орган");
    // The head is repeated on every page, rows may break, the page lies across.
    assert_eq!(all(document.root(), "tblHeader").len(), 1);
    assert!(
        all(document.root(), "cantSplit").iter().all(|n| n.attributes().any(|a| a.value() == "0"))
    );
    assert!(all(document.root(), "pgSz")[0].attributes().any(|a| a.value() == "landscape"));
    let widths = |name| -> u32 {
        let width = |n: roxmltree::Node<'_, '_>| {
            n.attributes().find(|a| a.name() == "w").unwrap().value().parse::<u32>().unwrap()
        };
        all(document.root(), name).into_iter().map(width).sum()
    };
    assert_eq!(widths("gridCol"), widths("tblW"));
    assert!(
        part(&bytes(&kazakh(), TableFormat::Docx).unwrap(), "word/styles.xml")
            .contains("w:lang w:val=\"kk-KZ\"")
    );
}

#[test]
fn workbook_has_wrapped_cells_with_marked_words() {
    let xlsx = bytes(&russian(), TableFormat::Xlsx).unwrap();
    let rows = sheet_rows(&xlsx);
    // Three lines of the title, the head, the title of the act, three rows.
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[0][0], "СРАВНИТЕЛЬНАЯ ТАБЛИЦА");
    assert_eq!(rows[3], HEADS);
    assert_eq!(rows[5][0], "1");
    assert_eq!(
        rows[5][3],
        "2. Владелец обязан:\n3) уведомить местный исполнительный орган в течение трёх дней;"
    );
    assert_eq!(
        rows[7][2..4],
        [
            "Отсутствует",
            "Статья 14-1. Реестр\n1. Реестр ведёт <уполномоченный> орган.\n2. Порядок ведения – \"особый\"."
        ]
    );
    let xml = part(&xlsx, "xl/sharedStrings.xml");
    let strings = roxmltree::Document::parse(&xml).unwrap();
    let marked = |name: &str| -> Vec<String> {
        let runs = all(strings.root(), "r").into_iter();
        runs.filter(|run| !all(*run, name).is_empty()).map(words).collect()
    };
    assert_eq!(
        marked("strike"),
        ["акимат", "десяти", "Статья 13. Сбор | налог\nСбор взимается ежегодно."]
    );
    assert_eq!(marked("b")[..2], ["местный исполнительный орган", "трёх"]);
    let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
    for setting in [
        "ySplit=\"4\"",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "paperSize=\"9\"",
    ] {
        assert!(sheet.contains(setting), "{setting}: {sheet}");
    }
    assert!(part(&xlsx, "xl/styles.xml").contains("wrapText=\"1\""));
}

#[test]
fn csv_is_read_back_by_the_letter_of_rfc_4180() {
    let csv = text(&russian(), TableFormat::Csv);
    let rows = csv_rows(csv.strip_prefix('\u{feff}').expect("Excel needs the mark"));
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], HEADS);
    assert_eq!(
        rows[1][2],
        "2. Владелец обязан:\n3) уведомить [-акимат-] в течение [-десяти-] дней;"
    );
    assert_eq!(
        rows[3][3],
        "{+Статья 14-1. Реестр+}\n{+1. Реестр ведёт <уполномоченный> орган.+}\n{+2. Порядок ведения – \"особый\".+}"
    );
}

#[test]
fn markdown_keeps_a_row_on_a_line() {
    let markdown = text(&russian(), TableFormat::Markdown);
    let lines: Vec<&str> = markdown.lines().filter(|l| l.starts_with('|')).collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(
        lines[3],
        "| 2 | статья 13 | ~~Статья 13. Сбор \\| налог~~<br>~~Сбор взимается ежегодно.~~ | Отсутствует |  |"
    );
    assert!(
        lines[2].contains("уведомить **местный исполнительный орган** в течение **трёх** дней;")
    );
    // Asterisks between a letter and a comma would stay asterisks.
    let mut table = russian();
    table.push("x", vec![], vec![same("закон"), added(", если"), same(" иное*")]);
    assert!(text(&table, TableFormat::Markdown).contains("закон<ins>, если</ins> иное\\*"));
}

#[test]
fn texts_of_the_formats() {
    for (name, format) in [
        ("html", TableFormat::Html),
        ("csv", TableFormat::Csv),
        ("markdown", TableFormat::Markdown),
    ] {
        insta::assert_snapshot!(format!("russian_{name}"), text(&russian(), format));
        insta::assert_snapshot!(format!("kazakh_{name}"), text(&kazakh(), format));
    }
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    for format in TableFormat::ALL {
        let first = bytes(&russian(), *format).unwrap();
        assert_eq!(first, bytes(&russian(), *format).unwrap(), "{format:?}");
        if !format.is_text() {
            let mut zip = zip::ZipArchive::new(Cursor::new(&first)).unwrap();
            for at in 0..zip.len() {
                let file = zip.by_index(at).unwrap();
                let year = file.last_modified().map(|d| d.year());
                assert_eq!(year, Some(1980), "{format:?}: {:?}", file.name());
            }
            let core = part(&first, "docProps/core.xml");
            assert!(!core.contains("202"), "{core}");
        }
    }
}

#[test]
fn no_text_breaks_a_file() {
    let every: String = ('\0'..='\u{2100}').chain(['\u{fffe}', '\u{ffff}', '\u{10ffff}']).collect();
    let nasty = [
        every.as_str(),
        "</td></table><script>alert(1)</script>",
        "]]>&amp;&#0;<!--",
        "_x0041_ _x000D_",
        "| a \\| b | `c` [d](e) ***",
        "\"\"\",\r\n\"",
        "=HYPERLINK(\"x\")",
        "\u{202e}прав\u{202c}",
    ];
    let words = langs().get("ru").unwrap().table();
    let mut table = Table::new("ru", words, nasty[1], Some((ActKind::Law, nasty[0])));
    for text in nasty {
        table.push(text, vec![same(text), removed(text)], vec![added(text), same(text)]);
        table.rows.last_mut().unwrap().justification = text.to_owned();
    }
    let html = text(&table, TableFormat::Html);
    let page = roxmltree::Document::parse(html.split_once('\n').unwrap().1).unwrap();
    assert!(all(page.root(), "script").is_empty());
    assert_eq!(all(all(page.root(), "tbody")[0], "tr").len(), nasty.len());
    let rows = word_rows(&bytes(&table, TableFormat::Docx).unwrap());
    assert_eq!(rows.len(), nasty.len() + 2);
    assert_eq!(rows[3][4], nasty[1]);
    assert_eq!(rows[9][4], "�прав�");
    let rows = sheet_rows(&bytes(&table, TableFormat::Xlsx).unwrap());
    assert!(rows.iter().any(|row| row.last().is_some_and(|c| c == nasty[6])));
    // What Excel would read as a code is written so that it reads the words.
    assert!(
        rows.iter().any(|row| row.iter().any(|c| c.starts_with("_x005F_x0041_ _x005F_x000D_")))
    );
    let csv = text(&table, TableFormat::Csv);
    assert_eq!(csv_rows(csv.trim_start_matches('\u{feff}')).len(), nasty.len() + 1);
    let markdown = text(&table, TableFormat::Markdown);
    assert_eq!(markdown.lines().filter(|l| l.starts_with("| ")).count(), nasty.len() + 2);
}

/// A cell that begins like a formula is text; the dash of a list's item inside a cell is left alone.
#[test]
fn csv_holds_no_formulas() {
    let words = langs().get("en").unwrap().table();
    let mut table = Table::new("en", words, "", None);
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "- item", "＝1", "a\n- item", "– item"] {
        table.push("x", vec![same(text)], vec![added(text)]);
    }
    let csv = text(&table, TableFormat::Csv);
    let rows = csv_rows(csv.trim_start_matches('\u{feff}'));
    let current: Vec<&str> = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(
        current,
        ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "' =1", "'- item", "'＝1", "a\n- item", "– item"]
    );
    assert_eq!(rows[1][3], "{+=1+1+}");
}

/// Excel refuses cells of more than 32,767 characters and shows no row higher than 409 points.
#[test]
fn a_long_cell_goes_on_below_and_nothing_is_lost() {
    let long: String = (0..4_000).map(|i| format!("слово{i:05} ")).collect();
    assert!(long.chars().count() > 40_000);
    let unbroken = "ы".repeat(40_000);
    let words = langs().get("ru").unwrap().table();
    let mut table = Table::new("ru", words, "", None);
    table.push("статья 1", vec![removed(&long)], vec![same("коротко")]);
    table.push("статья 2", vec![], vec![added(&unbroken)]);
    let many: Vec<Piece> =
        (0..3_000).map(|i| if i % 2 == 0 { same("да ") } else { added("нет ") }).collect();
    let joined: String = many.iter().map(|p| p.text.as_str()).collect();
    table.push("статья 3", vec![], many);
    let xlsx = bytes(&table, TableFormat::Xlsx).unwrap();
    let rows = sheet_rows(&xlsx);
    let column = |number: &str, at: usize| -> String {
        rows.iter().filter(|r| r[0] == number).map(|r| r[at].as_str()).collect()
    };
    // Messages with texts of this length would help nobody.
    assert!(column("1", 2).trim_end() == long.trim_end());
    assert!(column("2", 3) == unbroken);
    assert!(column("3", 3) == joined);
    assert!(rows.iter().any(|r| r[1] == "статья 1 (продолжение)"));
    let strings = part(&xlsx, "xl/sharedStrings.xml");
    let strings = roxmltree::Document::parse(&strings).unwrap();
    for string in all(strings.root(), "si") {
        assert!(string.range().len() < 32_767, "with its formatting a cell keeps within the limit");
    }
    let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
    let sheet = roxmltree::Document::parse(&sheet).unwrap();
    let heights = all(sheet.root(), "row").into_iter().filter_map(|r| r.attribute("ht"));
    assert!(heights.map(|h| h.parse::<f64>().unwrap()).all(|h| h <= 409.0));
    // The other formats hold it in one cell.
    let rows = word_rows(&bytes(&table, TableFormat::Docx).unwrap());
    assert!(rows[1][2].trim_end() == long.trim_end());
}

/// A program on the path, if the machine has it. CI must have it; elsewhere the test is skipped aloud.
fn installed(name: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    assert!(found || std::env::var_os("CI").is_none(), "{name} is not installed, and CI needs it");
    if !found {
        eprintln!("SKIPPED: {name} is not installed; what it makes of the files is NOT checked");
    }
    found
}

#[test]
fn office_programs_open_the_files() {
    if !installed("soffice") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    // Commas, quotation marks and UTF-8.
    let csv = "csv:Text - txt - csv (StarCalc):44,34,76";
    for (format, name, to, ending) in [
        (TableFormat::Docx, "t.docx", "txt:Text (encoded):UTF8", "txt"),
        (TableFormat::Xlsx, "t.xlsx", csv, "csv"),
    ] {
        std::fs::write(folder.path().join(name), bytes(&russian(), format).unwrap()).unwrap();
        let status = std::process::Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", to, "--outdir", ".", name])
            .current_dir(folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{name}");
        let text = std::fs::read_to_string(folder.path().join("t").with_extension(ending)).unwrap();
        for words in
            ["СРАВНИТЕЛЬНАЯ ТАБЛИЦА", "уведомить местный исполнительный орган", "<уполномоченный>"]
        {
            assert!(text.contains(words), "{name}: {words}: {text}");
        }
    }
}

#[test]
fn a_browser_shows_the_page() {
    if !installed("chromium") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("t.html");
    std::fs::write(&page, bytes(&kazakh(), TableFormat::Html).unwrap()).unwrap();
    let output = std::process::Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(dom.contains("<ins>үш жұмыс күні</ins>") && dom.contains("lang=\"kk\""), "{dom}");
}
