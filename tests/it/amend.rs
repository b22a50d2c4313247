//! Amendments carried out: the acts of `fixtures/amend`, what is left alone, and the command.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use grundnorm::amend::Edition;
use grundnorm::amend::apply::{self, Amended, Bill, Change, Options, Verdict};
use grundnorm::engine::{Document, Options as Reading};
use grundnorm::ingest;
use grundnorm::source::{Markup, Source};
use proptest::prelude::*;

use crate::support::{langs, read, root};

/// The folders of `fixtures/amend`.
fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(root().join("fixtures/amend"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(cases.len() >= 5, "only {} cases", cases.len());
    cases
}

/// The file of a folder whose name begins so.
fn file(folder: &Path, stem: &str) -> PathBuf {
    let found = ["md", "txt"].iter().map(|e| folder.join(format!("{stem}.{e}")));
    found.clone().find(|p| p.exists()).unwrap_or_else(|| panic!("{found:?}: none is there"))
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    ingest::ingest(&name, fs::read(path).unwrap()).unwrap()
}

/// The language that the name of a case begins with.
fn language(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy()[..2].to_owned()
}

fn bill<'d>(document: &'d Document<'d>) -> Bill<'d> {
    let (act, facts) = &document.acts[0];
    Bill { source: document.source, lang: document.lang, act, facts }
}

fn amend(base: &Source, document: &Document<'_>, options: Options) -> Amended {
    let edition = Edition::read(base, document.lang).unwrap();
    apply::apply(&[edition], &[bill(document)], &options).unwrap()
}

/// Amends a base by a bill, both given as text.
fn by(base: &str, text: &str, code: &str) -> (String, Vec<(Verdict, String)>) {
    let base = Source::new("base.txt", base, Markup::Plain);
    let text = Source::new("bill.txt", text, Markup::Plain);
    let reading = Reading { lang: Some(code.to_owned()), ..Reading::default() };
    let document = read(&text, &reading);
    let mut amended = amend(&base, &document, Options::default());
    let told = amended.outcomes.into_iter().map(|o| (o.verdict, o.message)).collect();
    (amended.texts.remove(0).text, told)
}

/// What became of each instruction, a line each.
fn outcomes(document: &Document<'_>, amended: &Amended) -> String {
    let mut text = String::new();
    for o in &amended.outcomes {
        let a = &document.acts[0].1.amendments[o.instruction];
        let _ = write!(text, "{} {} {}", o.verdict.name(), a.operation.name(), a.target);
        let _ = writeln!(text, "{}{}", if o.message.is_empty() { "" } else { ": " }, o.message);
    }
    text
}

/// Set `GRUNDNORM_WRITE` to write the texts that the program makes as those that are expected.
#[test]
fn the_acts_of_the_folder_become_what_is_expected() {
    let mut wrong = String::new();
    let mut told = String::new();
    for case in cases() {
        let reading = Reading { lang: Some(language(&case)), ..Reading::default() };
        let (base, text) = (source(&file(&case, "base")), source(&file(&case, "bill")));
        let document = read(&text, &reading);
        let amended = amend(&base, &document, Options::default());
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let _ = writeln!(told, "# {name}\n{}", outcomes(&document, &amended));
        let after = file(&case, "base").with_file_name(
            file(&case, "base").file_name().unwrap().to_string_lossy().replace("base", "after"),
        );
        if std::env::var_os("GRUNDNORM_WRITE").is_some() {
            fs::write(&after, &amended.texts[0].text).unwrap();
        }
        let expected = fs::read_to_string(&after).unwrap();
        for (line, (mine, theirs)) in (1..).zip(amended.texts[0].text.lines().zip(expected.lines()))
        {
            if mine != theirs {
                let _ = writeln!(wrong, "{name}:{line}: {mine}\n  expected {theirs}");
                break;
            }
        }
        if amended.texts[0].text.len() != expected.len() && wrong.is_empty() {
            let _ = writeln!(wrong, "{name}: the text is longer or shorter than expected");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    insta::assert_snapshot!(told);
}

/// What lies outside the places that changes name is the same in both texts.
fn assert_rest_is_untouched(base: &str, after: &str, changes: &[Change]) {
    let mut spans: Vec<_> = changes.iter().map(|c| (c.before.range(), c.after.range())).collect();
    spans.sort_by_key(|(before, after)| (before.start, after.start, before.end));
    let (mut from, mut to) = (0, 0);
    for (before, now) in spans {
        // Changes on the text of other changes share their places.
        if before.start < from || now.start < to {
            from = from.max(before.end);
            to = to.max(now.end);
            continue;
        }
        assert_eq!(&base[from..before.start], &after[to..now.start]);
        (from, to) = (before.end, now.end);
    }
    assert_eq!(&base[from..], &after[to..]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever instructions a bill holds, and however the lines of the base end, all other bytes stay.
    #[test]
    fn edits_leave_all_other_bytes(kept in prop::collection::vec(any::<bool>(), 24), crlf: bool, blank: bool) {
        for case in cases() {
            let reading = Reading { lang: Some(language(&case)), ..Reading::default() };
            let given = source(&file(&case, "base"));
            let mut text = given.text().to_owned();
            if blank {
                text = text.replace('\n', " \n");
            }
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            let base = Source::new(given.name(), text, given.markup());
            let words = source(&file(&case, "bill"));
            let mut document = read(&words, &reading);
            let mut at = 0;
            document.acts[0].1.amendments.retain(|_| {
                at += 1;
                kept.get(at % kept.len()).copied().unwrap_or(true)
            });
            let amended = amend(&base, &document, Options::default());
            let text = &amended.texts[0];
            assert_rest_is_untouched(base.text(), &text.text, &text.changes);
            if crlf {
                prop_assert!(!text.text.replace("\r\n", "").contains('\n'), "line ends are mixed");
            }
        }
    }
}

const BASE: &str = "\
ЗАКОН РЕСПУБЛИКИ
О САДАХ

Статья 1. Сад
1. Сад открыт днем. Вход в сад свободен, кроме понедельника.
2. В саду запрещается:
1) рвать цветы;
2) шуметь.

Статья 2. Садовник
Садовник ухаживает за садом в соответствии с пунктом 2 статьи 1 настоящего Закона.

Статья 3. Введение в действие
Настоящий Закон вводится в действие с 1 января 2020 года.
";

fn bill_of(instruction: &str) -> String {
    format!(
        "Проект\n\nЗАКОН РЕСПУБЛИКИ\nО внесении изменений в Закон Республики «О садах»\n\n\
         Статья 1. Внести в Закон Республики от 1 мая 2019 года «О садах» следующие изменения:\n\
         {instruction}\n\nСтатья 2. Настоящий Закон вводится в действие с 1 января 2027 года.\n"
    )
}

/// The text of the base after one instruction, and what became of it.
fn one(instruction: &str) -> (String, Verdict, String) {
    let (text, mut told) = by(BASE, &bill_of(instruction), "ru");
    assert_eq!(told.len(), 1, "{told:?}");
    let (verdict, message) = told.remove(0);
    (text, verdict, message)
}

#[test]
fn words_that_are_not_there_fail_and_leave_the_text() {
    let (text, verdict, message) =
        one("1) в пункте 1 статьи 1 слово «ночью» заменить словом «утром».");
    assert_eq!((text.as_str(), verdict), (BASE, Verdict::Failed));
    assert!(message.contains("ночью"), "{message}");
}

#[test]
fn words_that_stand_several_times_are_all_changed_and_told() {
    let (text, verdict, message) = one("1) в статье 1 слово «сад» заменить словом «парк».");
    assert!(text.contains("Парк открыт днем. Вход в парк свободен"), "{text}");
    assert_eq!(verdict, Verdict::Remark, "{message}");
    assert!(message.contains("2 times"), "{message}");
}

#[test]
fn forms_that_are_not_given_are_left_and_told() {
    let (text, told) = by(
        BASE,
        &bill_of(
            "1) по всему тексту слова «сад», «саду» в соответствующих падежах заменить словами \
             «парк», «парке».",
        ),
        "ru",
    );
    assert!(
        text.contains("Вход в парк свободен") && text.contains("В парке запрещается"),
        "{text}"
    );
    assert!(text.contains("ухаживает за садом"), "{text}");
    assert!(told.iter().any(|(v, _)| *v == Verdict::Remark), "{told:?}");
    assert!(told.iter().all(|(v, _)| *v != Verdict::Failed), "{told:?}");
}

#[test]
fn an_anchor_that_stands_several_times_is_no_place() {
    let (text, verdict, _) =
        one("1) пункт 1 статьи 1 после слова «сад» дополнить словом «города».");
    assert_eq!((text.as_str(), verdict), (BASE, Verdict::Failed));
}

#[test]
fn words_taken_out_leave_no_double_mark() {
    let (text, verdict, _) = one("1) в пункте 1 статьи 1 слова «, кроме понедельника» исключить.");
    assert_eq!(verdict, Verdict::Done);
    assert!(text.contains("Вход в сад свободен.\n"), "{text}");
}

#[test]
fn a_unit_that_is_there_cannot_be_added() {
    let (text, verdict, message) =
        one("1) пункт 2 статьи 1 дополнить подпунктом 2) следующего содержания:\n«2) бегать.».");
    assert_eq!((text.as_str(), verdict), (BASE, Verdict::Failed));
    assert!(message.contains("already"), "{message}");
}

#[test]
fn a_unit_far_behind_the_last_one_is_added_with_a_remark() {
    let (text, verdict, _) =
        one("1) пункт 2 статьи 1 дополнить подпунктом 7) следующего содержания:\n«7) бегать.».");
    assert_eq!(verdict, Verdict::Remark);
    assert!(text.contains("2) шуметь.\n7) бегать.\n"), "{text}");
}

#[test]
fn what_goes_while_it_is_cited_is_told() {
    let (text, verdict, message) = one("1) пункт 2 статьи 1 исключить.");
    assert!(text.contains("2. Исключен.\n"), "{text}");
    assert!(!text.contains("шуметь"), "{text}");
    assert_eq!(verdict, Verdict::Remark);
    assert!(message.contains("cited"), "{message}");
}

#[test]
fn a_suspended_unit_keeps_its_text_below_a_note() {
    let instruction = "1) приостановить до 1 января 2028 года действие статьи 2.";
    let (text, verdict, message) = one(instruction);
    assert_eq!(verdict, Verdict::Done, "{message}");
    assert!(text.contains("Садовник ухаживает"), "{text}");
    assert!(text.contains("до 01.01.2028"), "{text}");
}

#[test]
fn later_instructions_see_what_earlier_ones_made() {
    let (text, told) = by(
        BASE,
        &bill_of(
            "1) дополнить статьей 2-1 следующего содержания:\n«Статья 2-1. Сторож\nСторож спит.»;\n\
             2) в статье 2-1 слово «спит» заменить словами «не спит».",
        ),
        "ru",
    );
    assert!(told.iter().all(|(v, _)| *v == Verdict::Done), "{told:?}");
    assert!(text.contains("Статья 2-1. Сторож\nСторож не спит."), "{text}");
}

#[test]
fn another_act_is_left_alone() {
    let bill = bill_of("1) статью 2 исключить.").replace("О садах", "О дорогах и мостах");
    let (text, told) = by(BASE, &bill, "ru");
    assert_eq!(text, BASE);
    assert_eq!(told[0].0, Verdict::NotGiven);
}

#[test]
fn of_several_acts_the_one_that_is_named_is_changed() {
    let bill = "Проект\n\nЗАКОН РЕСПУБЛИКИ\nО внесении изменений в некоторые акты\n\n\
         Статья 1. Внести изменения в следующие законодательные акты:\n\
         1. В Закон Республики от 1 мая 2018 года «О дорогах»:\nстатью 2 исключить.\n\
         2. В Закон Республики от 1 мая 2019 года «О садах»:\n\
         в статье 2 слово «Садовник» заменить словом «Сторож».\n";
    let (text, told) = by(BASE, bill, "ru");
    let verdicts: Vec<Verdict> = told.iter().map(|(v, _)| *v).collect();
    assert_eq!(verdicts, [Verdict::NotGiven, Verdict::Done], "{told:?}");
    assert!(text.contains("Сторож ухаживает"), "{text}");
    // A passage without a title is told by what the instructions find in it.
    let passage = BASE.split_once("\n\n").unwrap().1;
    let (text, told) = by(passage, bill, "ru");
    assert!(text.contains("Сторож ухаживает") || told.iter().all(|(v, _)| *v == Verdict::NotGiven));
}

#[test]
fn what_is_not_in_force_on_the_day_is_left_out() {
    let base = Source::new("base.txt", BASE, Markup::Plain);
    let words = Source::new("bill.txt", bill_of("1) статью 2 исключить."), Markup::Plain);
    let reading = Reading { lang: Some("ru".to_owned()), ..Reading::default() };
    let document = read(&words, &reading);
    let on = |day: &str| {
        let options = Options { as_of: Some(day.parse().unwrap()), ..Options::default() };
        let amended = amend(&base, &document, options);
        (amended.outcomes[0].verdict, amended.texts[0].text == BASE)
    };
    assert_eq!(on("2026-12-31"), (Verdict::NotYet, true));
    assert_eq!(on("2027-01-01"), (Verdict::Done, false));
}

#[test]
fn one_bill_is_carried_out_on_what_another_made() {
    let base = Source::new("base.txt", BASE, Markup::Plain);
    let first = "1) в статье 2 слово «Садовник» заменить словом «Сторож».";
    let second = "1) в статье 2 слово «Сторож» заменить словом «Смотритель».";
    let texts = [first, second].map(|i| Source::new("bill.txt", bill_of(i), Markup::Plain));
    let reading = Reading { lang: Some("ru".to_owned()), ..Reading::default() };
    let documents: Vec<Document<'_>> = texts.iter().map(|t| read(t, &reading)).collect();
    let bills: Vec<Bill<'_>> = documents.iter().map(bill).collect();
    let edition = Edition::read(&base, langs().get("ru").unwrap()).unwrap();
    let amended = apply::apply(&[edition], &bills, &Options::default()).unwrap();
    let text = &amended.texts[0];
    assert!(text.text.contains("Смотритель ухаживает"), "{}", text.text);
    assert_rest_is_untouched(BASE, &text.text, &text.changes);
}

// The command.

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_grundnorm")).current_dir(folder).args(args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("base.txt"), BASE).unwrap();
    let good = bill_of("1) в статье 2 слово «Садовник» заменить словом «Сторож».");
    fs::write(folder.path().join("bill.txt"), good).unwrap();
    let bad =
        bill_of("1) в статье 2 слово «Садовник» заменить словом «Сторож»;\n2) статью 9 исключить.");
    fs::write(folder.path().join("bad.txt"), bad).unwrap();
    folder
}

#[test]
fn the_command_writes_the_text_and_says_what_it_did() {
    let folder = folder();
    let ran = run(folder.path(), &["amend", "base.txt", "--by", "bill.txt"]);
    assert_eq!(code(&ran), 0);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("Сторож ухаживает"));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("1 instruction: 1 done"));
    let ran = run(folder.path(), &["amend", "base.txt", "--by", "bad.txt", "--output", "out.txt"]);
    assert_eq!(code(&ran), 1, "an instruction failed");
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(out.contains("error[amend/failed]") && out.contains("1 done, 1 failed"), "{out}");
    let text = fs::read_to_string(folder.path().join("out.txt")).unwrap();
    assert!(text.contains("Сторож ухаживает"), "the text is written all the same");
}

#[test]
fn the_json_of_the_command_has_the_instructions_and_their_changes() {
    let folder = folder();
    let args = ["amend", "base.txt", "--by", "bad.txt", "--format", "json", "-o", "out.txt"];
    let ran = run(folder.path(), &args);
    assert_eq!(code(&ran), 1);
    let json: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(json["schema"], "grundnorm.amend/1");
    let list = json["instructions"].as_array().unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0]["outcome"], "done");
    assert_eq!(list[1]["outcome"], "failed");
    assert_eq!(list[0]["base"], "base.txt");
    let change = &list[0]["changes"][0];
    let place = |text: &str, key: &str| {
        let at = |end: &str| usize::try_from(change[key][end].as_u64().unwrap()).unwrap();
        text[at("start")..at("end")].to_owned()
    };
    let after = fs::read_to_string(folder.path().join("out.txt")).unwrap();
    assert_eq!(
        (place(BASE, "before"), place(&after, "after")),
        ("Садовник".into(), "Сторож".into())
    );
    assert_eq!(json["summary"]["failed"], 1);
    assert_eq!(json["findings"][0]["rule"], "amend/failed");
}

#[test]
fn bad_input_ends_in_a_clear_error_and_writes_nothing() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("kk.txt"), fs::read(root().join("fixtures/amend/kk-law/bill.md")).unwrap())
        .unwrap();
    fs::copy(at.join("base.txt"), at.join("same.txt")).unwrap();
    fs::write(at.join("empty.txt"), "Проект\n\nО садах\n\nСтатья 1. Сад открыт днем.\n").unwrap();
    let cases: [(&[&str], i32, &str); 7] = [
        (&["base.txt", "--by", "none.txt", "-o", "out.txt"], 2, "none.txt"),
        (&["none.txt", "--by", "bill.txt", "-o", "out.txt"], 2, "none.txt"),
        (&["base.txt", "--by", "kk.txt", "-o", "out.txt"], 2, "language"),
        (&["base.txt", "same.txt", "--by", "bill.txt", "-o", "out/"], 2, "same title"),
        (&["base.txt", "kk.txt", "--by", "bill.txt", "-o", "out.txt"], 2, "folder"),
        (&["base.txt", "-o", "out.txt"], 2, "--by"),
        (&["base.txt", "--by", "bill.txt", "-o", "no/such/out.txt"], 2, "cannot be written"),
    ];
    for (args, expected, words) in cases {
        let args: Vec<&str> = std::iter::once("amend").chain(args.iter().copied()).collect();
        let ran = run(at, &args);
        let message = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(code(&ran), expected, "{args:?}: {message}");
        assert!(message.contains(words), "{args:?}: {message}");
        assert!(!at.join("out.txt").exists() && !at.join("out").exists(), "{args:?}");
    }
    let ran = run(at, &["amend", "base.txt", "--by", "empty.txt", "-o", "out.txt"]);
    assert_eq!(code(&ran), 3, "nothing was to be carried out");
    let left: Vec<_> = fs::read_dir(at).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().ends_with(".part")), "{left:?}");
}
