//! `grundnorm compare`: rows from two editions, from bills, and the program as its users meet it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use grundnorm::amend::table::Change;
use grundnorm::amend::{Edition, Table};
use tempfile::TempDir;

use crate::support::{langs, plain};

const BEFORE: &str = "\
Закон Республики Казахстан

О содержании домашних животных

Статья 1. Основные понятия
В настоящем Законе используются следующие понятия:
1) владелец – физическое или юридическое лицо;
2) реестр – перечень домашних животных.

Статья 2. Обязанности владельца
1. Владелец обеспечивает животному условия.
2. Владелец обязан:
1) кормить животное;
2) уведомить акимат в течение десяти дней;
3) уплатить сбор.

Статья 3. Ежегодный сбор
Сбор взимается ежегодно по ставке маслихата.

Статья 4. Споры
Споры разрешаются в суде.
";

const AFTER: &str = "\
Закон Республики Казахстан

О содержании домашних животных

Статья 1. Понятия
В настоящем Законе используются следующие понятия:
1) владелец – физическое лицо;
2) реестр – перечень домашних животных.

Статья 2. Обязанности владельца
1. Владелец обеспечивает животному условия.
2. Владелец обязан:
1) кормить животное;
2) уведомить акимат в течение трёх дней;
4) вести дневник ухода за животным.

Статья 3-1. Реестр
1. Реестр ведёт уполномоченный орган.
2. Порядок ведения реестра определяет Правительство.

Статья 4. Споры
Споры разрешаются в суде.
Стороны вправе обратиться к медиатору.
";

/// The rows as (element, current, proposed), with marks of what was removed or added.
fn rows(lang: &str, before: &str, after: &str) -> Vec<[String; 3]> {
    let lang = langs().get(lang).unwrap();
    let (before, after) = (plain(before), plain(after));
    let before = Edition::read(&before, lang).unwrap();
    let after = Edition::read(&after, lang).unwrap();
    let table = Table::compare(&before, &after, None);
    let numbers: Vec<usize> = table.rows.iter().map(|r| r.number).collect();
    assert_eq!(numbers, (1..=table.rows.len()).collect::<Vec<_>>());
    let side = |pieces: &[grundnorm::amend::table::Piece]| -> String {
        let mark = |p: &grundnorm::amend::table::Piece| match p.change {
            Change::Same => p.text.clone(),
            Change::Removed => format!("[-{}-]", p.text),
            Change::Added => format!("{{+{}+}}", p.text),
        };
        pieces.iter().map(mark).collect()
    };
    table.rows.iter().map(|r| [r.element.clone(), side(&r.current), side(&r.proposed)]).collect()
}

#[test]
fn a_row_is_the_smallest_numbered_unit_with_its_lead() {
    let article_2 = "Статья 2. Обязанности владельца\n…\n2. Владелец обязан:\n…\n";
    let article_1 = "В настоящем Законе используются следующие понятия:\n1) владелец – физическое";
    let want: &[[&str; 3]] = &[
        ["заголовок статьи 1", "Статья 1. [-Основные понятия-]", "Статья 1. {+Понятия+}"],
        [
            "подпункт 1) статьи 1",
            &format!("Статья 1. Основные понятия\n{article_1} [-или юридическое-] лицо;"),
            &format!("Статья 1. Понятия\n{article_1} лицо;"),
        ],
        [
            "подпункт 2) пункта 2 статьи 2",
            &format!("{article_2}2) уведомить акимат в течение [-десяти-] дней;"),
            &format!("{article_2}2) уведомить акимат в течение {{+трёх+}} дней;"),
        ],
        ["подпункт 3) пункта 2 статьи 2", &format!("{article_2}[-3) уплатить сбор.-]"), ""],
        [
            "подпункт 4) пункта 2 статьи 2",
            "",
            &format!("{article_2}{{+4) вести дневник ухода за животным.+}}"),
        ],
        [
            "статья 3",
            "[-Статья 3. Ежегодный сбор\nСбор взимается ежегодно по ставке маслихата.-]",
            "",
        ],
        [
            "статья 3-1",
            "",
            "{+Статья 3-1. Реестр\n1. Реестр ведёт уполномоченный орган.\n2. Порядок ведения реестра \
             определяет Правительство.+}",
        ],
        [
            "статья 4",
            "Статья 4. Споры\nСпоры разрешаются в суде.",
            "Статья 4. Споры\nСпоры разрешаются в суде.\n{+Стороны вправе обратиться к медиатору.+}",
        ],
    ];
    assert_eq!(rows("ru", BEFORE, AFTER), want);
    assert_eq!(rows("ru", BEFORE, BEFORE), Vec::<[String; 3]>::new());
}

#[test]
fn units_are_named_in_the_language_of_the_act() {
    let kazakh = "Жануарлар туралы\n\n5-бап. Міндет\n1. Жалпы ереже.\n2. Иесі:\n1) жануарды \
                  бағуға;\n2) әкімдікке он күн ішінде хабарлауға міндетті.\n";
    let found = rows("kk", kazakh, &kazakh.replace("он күн", "үш күн").replace("Міндет", "Құқық"));
    assert_eq!(found[0][0], "5-баптың тақырыбы");
    assert_eq!(found[1][0], "5-баптың 2-тармағының 2) тармақшасы");
    assert!(found[1][2].ends_with("2) әкімдікке {+үш+} күн ішінде хабарлауға міндетті."));
    // An order of points: the outermost one belongs to nothing.
    let order = "БҰЙРЫҚ\n\nЖануарлар туралы\n\n1. Мыналар бекітілсін:\n1) ереже;\n2) тізілім осы \
                 бұйрыққа сәйкес.\n2. Осы бұйрық бүгін күшіне енеді.\n";
    let found = rows("kk", order, &order.replace("тізілім", "кесте"));
    assert_eq!(found[0][0], "1-тармақтың 2) тармақшасы");
    let english = "On pets\n\nArticle 5. Duties\n1. General rule.\n2. The owner shall:\n1) feed the \
                   animal;\n2) notify the mayor within ten days.\n";
    let found = rows("en", english, &english.replace("ten", "three").replace("Duties", "Duty"));
    assert_eq!(found[0][0], "heading of Article 5");
    assert_eq!(found[1][0], "Article 5(2)(2)");
}

/// A folder with both editions.
fn folder(more: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("before.txt", BEFORE), ("after.txt", AFTER)].iter().chain(more) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_grundnorm"))
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .arg("compare")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_name_of_the_output_tells_the_format() {
    let folder = folder(&[]);
    for (name, start) in [
        ("t.html", &b"<!DOCTYPE html>"[..]),
        ("t.docx", b"PK\x03\x04"),
        ("t.XLSX", b"PK\x03\x04"),
        ("t.csv", "\u{feff}№".as_bytes()),
        ("t.md", "# СРАВ".as_bytes()),
    ] {
        let (code, out, err) = run(folder.path(), &["before.txt", "after.txt", "--output", name]);
        assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "", ""), "{name}");
        assert!(std::fs::read(folder.path().join(name)).unwrap().starts_with(start), "{name}");
    }
    let (code, _, err) = run(folder.path(), &["before.txt", "after.txt", "-o", "t.pdf"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("t.pdf") && err.contains("--format"), "{err}");
    // Nothing but what was asked for is left in the folder.
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2 + 5);
    let (code, out, _) = run(folder.path(), &["before.txt", "after.txt"]);
    assert_eq!(code, Some(0));
    assert_eq!(out.lines().filter(|l| l.starts_with("| ")).count(), 8 + 2);
}

#[test]
fn arguments_that_do_not_go_together_are_refused() {
    let folder = folder(&[(
        "english.txt",
        "The Law on Pets\n\nArticle 1. The owner of the pet shall feed it.\n",
    )]);
    for (arguments, words) in [
        (&["before.txt"][..], "required"),
        (&["before.txt", "after.txt", "--by", "after.txt"], "cannot be used with"),
        (&["before.txt", "english.txt"], "another language"),
        (&["before.txt", "missing.txt"], "missing.txt: cannot be read"),
        (&["before.txt", "."], "folder"),
        (&["-", "-"], "standard input can be read once"),
        (&["before.txt", "after.txt", "--as-of", "2026-12-01"], "cannot be used with"),
        (&["before.txt", "after.txt", "--draft", "--format", "csv"], "cannot be used with"),
        (&["before.txt", "after.txt", "-o", "none/t.csv"], "cannot be written"),
    ] {
        let (code, out, err) = run(folder.path(), arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {err}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    }
}

/// A script that asks for a file gets one: the table says that nothing differs.
#[test]
fn equal_editions_give_a_table_that_says_so() {
    let folder = folder(&[]);
    for name in ["t.html", "t.docx", "t.xlsx", "t.csv", "t.md"] {
        let (code, _, err) = run(folder.path(), &["before.txt", "before.txt", "-o", name]);
        assert_eq!(code, Some(0));
        assert!(err.contains("do not differ"), "{err}");
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!matches!(name, "t.html" | "t.md") || text.contains("Отличий нет"), "{text}");
    }
}

#[test]
fn a_bill_makes_the_table_and_what_failed_is_told() {
    let bill = "Проект\n\nЗАКОН РЕСПУБЛИКИ КАЗАХСТАН\n\nО внесении изменений в Закон Республики Казахстан \
                «О содержании домашних животных»\n\nСтатья 1. Внести в Закон Республики Казахстан «О \
                содержании домашних животных» следующие изменения:\n1) в подпункте 2) пункта 2 статьи 2 \
                слово «десяти» заменить словом «трёх»;\n2) статью 3 исключить.\n";
    let broken = bill.replace("статью 3 исключить", "статью 33 исключить");
    let folder = folder(&[("bill.txt", bill), ("broken.txt", &broken)]);
    let (code, out, err) = run(folder.path(), &["before.txt", "--by", "bill.txt"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("по проекту закона<br>«О внесении изменений в Закон"), "{out}");
    assert!(out.contains("| 1 | подпункт 2) пункта 2 статьи 2 |"), "{out}");
    assert!(out.contains("в течение **трёх** дней;"), "{out}");
    assert!(out.contains("| 2 | статья 3 |"), "{out}");
    let (code, out, err) = run(folder.path(), &["before.txt", "--by", "broken.txt"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("**трёх**") && !out.contains("статья 3 |"), "{out}");
    assert!(
        err.contains("broken.txt:9:4:") && err.contains("not carried out: delete art_33"),
        "{err}"
    );
}

#[test]
fn the_bill_between_two_editions_is_drafted() {
    let folder = folder(&[]);
    let (code, out, err) = run(folder.path(), &["before.txt", "after.txt", "--draft"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("статью 3 исключить") && out.contains("«десяти»"), "{out}");
}
