//! The constitution's own text: its words beside a finding, its hashes, and what is taken for one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use grundnorm::engine::constitution::{ConstitutionError, ConstitutionText, due_for_review};
use grundnorm::pack::{Pack, check as pack_check, embedded};
use grundnorm::source::{Markup, Source};
use serde_json::Value;

use crate::program::{Ran, folder, json, program, run};
use crate::support::{built_in, langs, packs, root};

const RUSSIAN: &str = include_str!("../../fixtures/constitution/constitution.ru.md");
const KAZAKH: &str = include_str!("../../fixtures/constitution/constitution.kk.txt");

/// Hashes of the words that are written out beside them, with «е» for «ё»; `sha256sum` gives the same.
/// «Закон, который возлагает … по завтрашней цене. Кара не растет задним числом. Смягчение … и назад.»
const RU_5_5: &str = "6586ba56b44d20cb";
/// «Конституцию меняет один народ, и только голосованием: 1) по всей стране; 2) в один день.»
const RU_92_1: &str = "829ce7d58199f170";
/// «Адамға жаңа міндет жүктейтін … төлемейді. Жаза өткен күнге қарай ауырламайды.»
const KK_5_5: &str = "76f40d92de613697";
/// «Конституцияны халық қана және тек дауыс беру арқылы өзгертеді.»
const KK_92_1: &str = "5beb8feaaaa654a4";

/// The program in the folder of the constitution and the bills.
fn check(arguments: &[&str]) -> Ran {
    let folder = root().join("fixtures/constitution");
    let days = ["--published", "2026-10-12"];
    // The rules on form rest on another text than the constitution.
    let pack = ["--pack", "kz-2026"];
    program(&folder).arg("check").args(arguments).args(days).args(pack).output().unwrap().into()
}

fn markdown(text: &str) -> Source {
    Source::new("constitution.md", text, Markup::Markdown)
}

#[track_caller]
fn read(source: &Source) -> ConstitutionText<'_> {
    ConstitutionText::read(source, langs(), packs()).unwrap_or_else(|error| panic!("{error}"))
}

/// The built-in pack with these lines of hashes for Arts. 5(5) and 92(1), and none for other provisions.
fn pack(hashes: [&str; 2]) -> Pack {
    let mut files = embedded::pack("kz-2026");
    let file = files.iter_mut().find(|file| file.name == "provisions.toml").unwrap();
    let mut lines: Vec<&str> = Vec::new();
    let mut of = "";
    for line in file.text.lines() {
        of = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')).unwrap_or(of);
        lines.push(match (line.starts_with("hash = "), of) {
            (true, "art_5__para_5") => hashes[0],
            (true, "art_92__para_1") => hashes[1],
            (true, _) => "",
            (false, _) => line,
        });
    }
    file.text = lines.join("\n");
    let (pack, errors) = pack_check::load("kz-2026", "rules/kz-2026", &files).unwrap();
    assert!(errors.is_empty(), "{errors:?}");
    pack
}

/// Line 9 of the Kazakh text begins with six spaces, so its paragraph begins in column 7.
#[test]
fn a_finding_quotes_the_constitution_in_the_language_of_the_act() {
    let both = ["--constitution", "constitution.ru.md", "--constitution", "constitution.kk.txt"];
    let quoted = |bill: &str, constitutions: &[&str]| -> Value {
        let ran = check(&[&[bill, "--format", "json"], constitutions].concat());
        assert_eq!(ran.code, Some(1), "{ran:?}");
        json(&ran)["findings"][0]["basis"][0]["text"].clone()
    };
    let kazakh = quoted("bill.kk.txt", &both);
    assert_eq!(kazakh["path"], "constitution.kk.txt");
    assert_eq!((&kazakh["line"], &kazakh["column"]), (&Value::from(9), &Value::from(7)));
    let start = KAZAKH.find("5. Адамға").unwrap();
    let last = "ауырламайды.";
    let end = KAZAKH.find(last).unwrap() + last.len();
    assert_eq!(kazakh["text"], KAZAKH[start..end]);
    assert_eq!((&kazakh["start"], &kazakh["end"]), (&Value::from(start), &Value::from(end)));

    let russian = quoted("bill.ru.txt", &both);
    assert_eq!(russian["path"], "constitution.ru.md");
    assert_eq!((&russian["line"], &russian["column"]), (&Value::from(17), &Value::from(1)));
    // A language in which none is given gets the first one.
    let english = quoted("bill.en.txt", &both);
    assert_eq!(english["path"], "constitution.ru.md");
    assert_eq!((&english["line"], &english["column"]), (&Value::from(31), &Value::from(1)));
    assert_eq!(quoted("bill.en.txt", &[both[2], both[3], both[0], both[1]])["line"], 19);
    assert_eq!(quoted("bill.kk.txt", &both[..2])["path"], "constitution.ru.md");
}

#[test]
fn without_a_constitution_nothing_is_said_of_one() {
    let ran = check(&["bill.ru.txt", "--format", "json"]);
    let shown = json(&ran);
    assert_eq!(shown["findings"][0]["basis"][0]["provision"], "kz-2026:art_5__para_5");
    assert_eq!(shown["findings"][0]["basis"][0].get("text"), None);
    assert_eq!(shown["coverage"].get("due_for_review"), None);
    assert_eq!(shown["provenance"]["texts"].as_object().unwrap().len(), 1);
}

/// Hashes of texts and packs change with every word of them; the snapshots do without.
fn without_hashes(text: &str) -> String {
    let digit = |c: char| c.is_ascii_hexdigit();
    let mut out = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let hash = |word: &&str| {
            let bare = word.trim_end_matches(',');
            bare.len() == 12 && bare.chars().all(digit)
        };
        let words: Vec<&str> =
            words.into_iter().map(|word| if hash(&word) { "HASH" } else { word }).collect();
        let _ = writeln!(out, "{}", words.join(" "));
    }
    out
}

#[test]
fn people_see_both_texts() {
    let bills = ["bill.ru.txt", "bill.kk.txt", "bill.en.txt", "--width", "80"];
    let both = ["--constitution", "constitution.ru.md", "--constitution", "constitution.kk.txt"];
    let ran = check(&[&bills[..], &both].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for line in ran.out.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "wider than 80 columns: {line}");
    }
    insta::assert_snapshot!("constitution_at_80", without_hashes(&ran.out));
    let short = |more: &[&str]| check(&[&bills[..3], &["--format", "short"], more].concat()).out;
    assert_eq!(short(&both), short(&[]), "one line a finding stays one line");
}

/// Five paragraphs, of which the first is longer than the rows that are shown of one.
#[test]
fn a_long_provision_is_cut_and_says_where_it_ends() {
    let long = "Закон смотрит вперёд и не оглядывается на вчерашний день. ".repeat(12);
    let parts = ["Первая.", "Вторая.", "Третья.", "Четвёртая."].join("\n\n   ");
    let text = RUSSIAN.replace("4. Закон читают все, кого он касается.", "4. Закон читают.");
    let start = text.find("5. Закон, который").unwrap();
    let end = text.find("6. Закон хранится").unwrap();
    let text = format!("{}5. {long}\n\n   {parts}\n\n{}", &text[..start], &text[end..]);
    let files = folder(&[
        ("c.md", text.as_bytes()),
        ("bill.txt", include_bytes!("../../fixtures/constitution/bill.ru.txt")),
    ]);
    let arguments = ["check", "bill.txt", "--published", "2026-10-12", "--width", "80"];
    let ran = run(&files, &[&arguments[..], &["--constitution", "c.md"]].concat());
    let line = |words: &str| ran.out.lines().find(|line| line.contains(words)).unwrap_or("");
    // Line 17 has twelve sentences of 58 characters behind its label, without the last space.
    assert!(line("(to 17:").contains("(to 17:698)"), "{}", ran.out);
    assert!(ran.out.contains("23 │ Третья."), "{}", ran.out);
    assert!(!ran.out.contains("Четвёртая."), "{}", ran.out);
    assert!(ran.out.contains("Constitution 2026, Art. 5(5) (to 25:13)"), "{}", ran.out);
    assert_eq!(ran.out.matches("17 │ ").count(), 5, "{}", ran.out);
}

#[test]
fn the_hash_is_that_of_the_words() {
    let source = markdown(RUSSIAN);
    let text = read(&source);
    assert_eq!((text.lang, text.pack.as_str()), ("ru", "kz-2026"));
    assert_eq!(text.hash("art_5__para_5").as_deref(), Some(RU_5_5));
    assert_eq!(text.hash("art_92__para_1").as_deref(), Some(RU_92_1));
    assert_eq!(text.hash("art_5__para_9"), None);
    assert_eq!(text.hash("art_92__para_2__al_2"), None, "a fallback would be another provision");
    let source = Source::new("c.txt", KAZAKH, Markup::Plain);
    let text = read(&source);
    assert_eq!((text.lang, text.pack.as_str()), ("kk", "kz-2026"));
    assert_eq!(text.hash("art_5__para_5").as_deref(), Some(KK_5_5));
    assert_eq!(text.hash("art_92__para_1").as_deref(), Some(KK_92_1));
}

/// What publishers do to a text leaves the hash alone, and what a legislator does to it does not.
#[test]
fn the_hash_stays_with_the_words() {
    let hash = |text: &str, markup| {
        let source = Source::new("c", text, markup);
        read(&source).hash("art_5__para_5").unwrap()
    };
    let same = [
        ("**новую обязанность**", "новую _обязанность_"),
        ("**новую обязанность**", "[новую обязанность](https://adilet.example/doc#z5)"),
        ("**новую обязанность**", "новую <a id=\"z5\"></a>обязанность"),
        ("никто не платит", "никто\u{a0}не   пл\u{ad}атит"),
        // Latin letters typed for Cyrillic ones.
        ("Кара не растёт", "Kaра не раcтет"),
        ("за то, что", "за то\\, что"),
        ("   > *Сноска. Пункт 5 приведён для примера.*\n\n", ""),
        ("Пункт 5 приведён", "Пункт 5 переписан и приведён"),
        ("4. Закон читают все", "4. Закон слышат все"),
        ("Статья 5", "Статья 5."),
    ];
    for (from, to) in same {
        assert!(RUSSIAN.contains(from), "{from}");
        let text = RUSSIAN.replacen(from, to, 1);
        assert_eq!(hash(&text, Markup::Markdown), RU_5_5, "{from} → {to}");
    }
    let bare = |c: char| matches!(c, '*' | '>' | '#');
    let plain: String = RUSSIAN.lines().skip(4).map(|l| l.replace(bare, "") + "\n").collect();
    let plain = plain.replace("<a id=\"st5\"></a>", "");
    assert_eq!(hash(&plain, Markup::Plain), RU_5_5);
    let other = [
        ("новую обязанность", "обязанность"),
        ("Кара не растёт", "Кара растёт"),
        ("вперёд: за", "вперёд, за"),
        ("   Смягчение же действует и назад.\n", ""),
        ("и назад.", "и назад.\n\n   И вбок."),
        // Capital letters are words of a legislator: «Суверенитет» is not «суверенитет».
        ("Кара не", "кара не"),
    ];
    for (from, to) in other {
        assert!(RUSSIAN.contains(from), "{from}");
        let text = RUSSIAN.replacen(from, to, 1);
        assert_ne!(hash(&text, Markup::Markdown), RU_5_5, "{from} → {to}");
    }
}

/// The numbers of inner units belong to the words, the provision's own does not.
#[test]
fn inner_labels_are_hashed() {
    let hash = |text: &str| {
        let source = markdown(text);
        read(&source).hash("art_92__para_1")
    };
    assert_eq!(hash(&RUSSIAN.replace("2) в один день", "**2)** в один день")).unwrap(), RU_92_1);
    assert_ne!(hash(&RUSSIAN.replace("2) в один день", "3) в один день")).unwrap(), RU_92_1);
}

#[test]
fn provisions_are_found_by_their_parts() {
    let source = markdown(RUSSIAN);
    let text = read(&source);
    let words = |eid: &str| text.provision(eid).map(|span| source.slice(span));
    let fifth = words("art_5__para_5").unwrap();
    assert!(fifth.starts_with("5. Закон, который") && fifth.ends_with("и назад."), "{fifth}");
    // The first part of a paragraph is no unit of its own.
    let first = words("art_5__para_5__al_1").unwrap();
    assert!(first.starts_with("5. Закон") && first.ends_with("завтрашней цене."), "{first}");
    assert_eq!(words("art_5__para_5__al_2"), Some("Кара не растёт задним числом."));
    assert_eq!(words("art_92__para_1__subpara_2"), Some("2) в один день."));
    // What is not there is looked for around.
    assert_eq!(words("art_5__para_5__al_9"), Some(fifth));
    assert_eq!(words("art_92__para_2__subpara_4__al_1"), words("art_92__para_2"));
    assert_eq!(words("art_93__para_1"), None);
    // The editors' note between the parts is none of them.
    let parts: Vec<&str> =
        text.paragraphs("art_5__para_5").into_iter().map(|span| source.slice(span)).collect();
    assert_eq!(parts.len(), 3, "{parts:?}");
    assert_eq!(parts[1..], ["Кара не растёт задним числом.", "Смягчение же действует и назад."]);
}

#[test]
fn rules_are_due_when_the_words_change() {
    let hashes = |ru: &str, kk: &str| format!("hash = {{ kk = \"{kk}\", ru = \"{ru}\" }}");
    let lines = [hashes(RU_5_5, KK_5_5), hashes(RU_92_1, KK_92_1)];
    let pack = [pack([&lines[0], &lines[1]])];
    let due =
        |text: &str, markup: Markup, pack: &[Pack]| -> Vec<(String, Option<String>, String)> {
            let source = Source::new("c", text, markup);
            let texts = [ConstitutionText::read(&source, langs(), pack).unwrap()];
            let due = due_for_review(pack, &texts, |_| true);
            due.into_iter().map(|due| (due.rule, due.found, due.expected)).collect()
        };
    assert_eq!(due(RUSSIAN, Markup::Markdown, &pack), []);
    assert_eq!(due(KAZAKH, Markup::Plain, &pack), []);
    let burden = "kz-2026/retroactive-burden";
    let changed = due(&KAZAKH.replace("алға қарайды", "артқа қарайды"), Markup::Plain, &pack);
    assert_eq!(changed.len(), 1);
    assert_eq!((changed[0].0.as_str(), changed[0].2.as_str()), (burden, KK_5_5));
    let found = changed[0].1.as_deref().unwrap();
    assert!(found.len() == 16 && found != KK_5_5, "{found}");
    // A provision that is gone has no hash.
    let gone = due(&KAZAKH.replace("      5. ", "      7. "), Markup::Plain, &pack);
    assert_eq!(gone, [(burden.to_owned(), None, KK_5_5.to_owned())]);
    // In a language without a hash nothing is compared, whatever the text says.
    let kazakh = [self::pack([&format!("hash = {{ kk = \"{KK_5_5}\" }}"), ""])];
    assert_eq!(due(&RUSSIAN.replace("вперёд", "назад"), Markup::Markdown, &kazakh), []);
    assert_eq!(due(&KAZAKH.replace("алға", "артқа"), Markup::Plain, &kazakh).len(), 1);
}

#[test]
fn what_is_due_is_told_and_fails_nothing() {
    let constitution = ["--constitution", "constitution.kk.txt"];
    let clean = ["bill.kk.txt", "--rule", "kz-2026/amendment-without-referendum"];
    let ran = check(&[&clean[..], &constitution, &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let due = json(&ran)["coverage"]["due_for_review"].clone();
    let expected = serde_json::json!([{
        "rule": "kz-2026/amendment-without-referendum",
        "provision": "kz-2026:art_92__para_1",
        "path": "constitution.kk.txt",
        "found": KK_92_1,
        "expected": built_in("kz-2026").provisions["art_92__para_1"].hash["kk"],
    }]);
    assert_eq!(due, expected, "only the rule that was asked for");
    let ran = check(&[&clean[..], &constitution, &["--width", "80"]].concat());
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out.contains("\n1 rule due for review\n  kz-2026/amendment-without"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains(&format!("(hash {KK_92_1}, expected")), "{}", ran.out);

    let folder = root().join("fixtures/constitution");
    let list = |more: &[&str]| -> Ran {
        program(&folder).args(["rules", "list"]).args(more).output().unwrap().into()
    };
    let ran = list(&constitution);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    let due = format!(
        "due for review: kz-2026/retroactive-burden: Constitution 2026, Art. 5(5) reads otherwise in {}",
        constitution[1]
    );
    let told = lines.iter().find(|line| line.starts_with(&due));
    assert!(told.is_some_and(|line| line.contains(KK_5_5)), "{}", ran.out);
    assert!(!list(&[]).out.contains("due for review"));
    let told = |more: &[&str]| -> serde_json::Value {
        let ran = list(&[more, &["--format", "json"]].concat());
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"))
    };
    let listed = told(&constitution);
    let due = listed["due_for_review"].as_array().unwrap();
    let retroactive = due.iter().find(|due| due["rule"] == "kz-2026/retroactive-burden").unwrap();
    assert_eq!(retroactive["found"], KK_5_5);
    assert!(told(&[]).get("due_for_review").is_none(), "nothing was compared");
}

#[test]
fn other_acts_are_no_constitution_of_the_pack() {
    let error = |text: &str| {
        let source = markdown(text);
        ConstitutionText::read(&source, langs(), packs()).map(|_| ()).unwrap_err()
    };
    let older = RUSSIAN.replace(
        "> *Сноска. Конституция принята на республиканском референдуме 15 марта 2026 года.*",
        "Принята на республиканском референдуме 30 августа 1995 года",
    );
    assert!(older.contains("1995"));
    let older = error(&older).to_string();
    assert!(older.contains("2026-03-15") && older.contains("1995-08-30"), "{older}");
    // A copy without the day of adoption is told by the days in it.
    let undated = RUSSIAN.replace("15 марта 2026 года", "и изменена законом от 8 июня 2022 года");
    let undated = error(&undated).to_string();
    assert!(undated.contains("no day in the text is later than 2022-06-08"), "{undated}");
    let law = include_str!("../../fixtures/constitution/bill.ru.txt");
    assert_eq!(error(law), ConstitutionError::Kind("law"));
    assert!(matches!(
        error("Loi du 3 mars sur les chemins de fer"),
        ConstitutionError::Language(_)
    ));
    let empty = error("Конституция Республики Казахстан");
    assert_eq!(empty, ConstitutionError::Empty);
    let short =
        RUSSIAN.replace("**Статья 5**", "**Статья 205**").replace("Статья 92", "Статья 292");
    let short = error(&short).to_string();
    assert!(
        short.contains("0 of the ") && short.contains(" provisions of `kz-2026` stand in it"),
        "{short}"
    );
    let foreign = RUSSIAN.replace("РЕСПУБЛИКИ КАЗАХСТАН", "КЫРГЫЗСКОЙ РЕСПУБЛИКИ");
    let foreign = error(&foreign).to_string();
    assert!(
        foreign.contains("another state than the one named (`КОНСТИТУЦИЯ КЫРГЫЗСКОЙ РЕСПУБЛИКИ`)"),
        "{foreign}"
    );
}

#[test]
fn wrong_files_are_errors() {
    for (constitutions, expected) in [
        (&["missing.md"][..], "missing.md: cannot be read"),
        (&["bill.ru.txt"], "bill.ru.txt: expected a constitution, and by its title this act is of"),
        (&["."], "expected files, `bill.en.txt` lies in a folder"),
        (&["constitution.ru.md", "../constitution/constitution.ru.md", "copy"], "copy: cannot be"),
    ] {
        let arguments = constitutions.iter().flat_map(|file| ["--constitution", file]);
        let arguments: Vec<&str> = ["bill.ru.txt"].into_iter().chain(arguments).collect();
        let ran = check(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(expected), "{expected}: {}", ran.err);
    }
    let twice = folder(&[("a.md", RUSSIAN.as_bytes()), ("b.md", RUSSIAN.as_bytes())]);
    let ran = run(&twice, &["rules", "list", "--constitution", "a.md", "--constitution", "b.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("a.md and b.md are both the constitution of `kz-2026` in ru"));
    let ran = check(&["-", "--constitution", "-"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("standard input can be read once"), "{}", ran.err);
}

#[test]
fn a_hash_that_no_text_can_have_is_a_mistake() {
    let mut files = embedded::pack("kz-2026");
    let file = files.iter_mut().find(|file| file.name == "provisions.toml").unwrap();
    let line = "hash = { kk = \"84a98ef1d4ab3458\", ru = \"3B0C\" }";
    let at = file.text.lines().position(|line| line.starts_with("hash = ")).unwrap();
    let lines = file.text.lines().enumerate().map(|(n, l)| if n == at { line } else { l });
    file.text = lines.collect::<Vec<_>>().join("\n");
    let errors = pack_check::load("kz-2026", "rules/kz-2026", &files).unwrap_err();
    let [error] = &errors[..] else { panic!("{errors:#?}") };
    assert_eq!((error.line, error.column), (at + 1, 40), "{error}");
    assert!(error.message.contains("expected 16 hexadecimal digits in lower case"), "{error}");
}

/// Marks that nothing closes must not make the reader look ahead to the end again and again.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn marks_without_end_take_no_time() {
    // The language is told by the first words.
    let russian = RUSSIAN.replace(
        "4. Закон",
        &format!("4. {} Закон", "Его читают и в городе, и на селе. ".repeat(150)),
    );
    for mark in ["[", "<a", "](", "\\", "*[x](<a "] {
        let text = russian.replace("Кара не растёт", &format!("Кара {}", mark.repeat(100_000)));
        let source = markdown(&text);
        let text = read(&source);
        let started = std::time::Instant::now();
        assert!(text.hash("art_5__para_5").is_some_and(|hash| hash != RU_5_5));
        assert!(started.elapsed().as_secs() < 5, "{mark}");
    }
}

/// Writes the hashes into the catalogue, below what else it says of each provision.
fn write_hashes(hashes: &BTreeMap<&str, BTreeMap<String, String>>) {
    let path = root().join("rules/kz-2026/provisions.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut out = String::new();
    for table in text.trim_end().split("\n\n") {
        let kept = table.lines().filter(|line| !line.starts_with("hash = "));
        let kept: Vec<&str> = kept.collect();
        let eid = kept.iter().find_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        let _ = writeln!(out, "{}", kept.join("\n"));
        if let Some(found) = eid.and_then(|eid| hashes.get(eid)) {
            let by_lang: Vec<String> =
                found.iter().map(|(lang, hash)| format!("{lang} = \"{hash}\"")).collect();
            let _ = writeln!(out, "hash = {{ {} }}", by_lang.join(", "));
        }
        out.push('\n');
    }
    std::fs::write(path, format!("{}\n", out.trim_end())).unwrap();
}

/// The hashes of the pack are those of the texts of 2026, in the copies of two publishers.
#[test]
fn the_pack_was_written_for_the_words_in_force() {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!(
            "\n**** SKIPPED: the corpus is not at {}; no hash was compared ****\n",
            corpus.display()
        );
        return;
    }
    let copies = [
        "kz-constitution-2026/rus.txt",
        "kz-constitution-2026/kaz.md",
        "kz-transcribed/rus/constitution-2026.md",
        "kz-transcribed/kaz/constitution-2026-excerpt.md",
    ];
    let mut hashes: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for copy in copies {
        let bytes = std::fs::read(corpus.join(copy)).unwrap_or_else(|e| panic!("{copy}: {e}"));
        let source = grundnorm::ingest::ingest(copy, bytes).unwrap();
        let text = read(&source);
        for eid in built_in("kz-2026").provisions.keys().filter(|eid| eid.starts_with("art_")) {
            let Some(hash) = text.hash(eid) else { continue };
            let known = hashes
                .entry(eid)
                .or_default()
                .entry(text.lang.to_owned())
                .or_insert_with(|| hash.clone());
            // One publisher's notes stand among the parts, as if they were some.
            let noted =
                text.paragraphs(eid).iter().any(|p| source.slice(*p).contains("Примечание. См."));
            assert!(noted || *known == hash, "{eid} in {copy}: {known} and {hash}");
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        write_hashes(&hashes);
        return;
    }
    for (eid, provision) in &built_in("kz-2026").provisions {
        let found = hashes.remove(eid.as_str()).unwrap_or_default();
        assert_eq!(found, provision.hash, "{eid}");
    }
    // The one before has units of the same names.
    let before = [
        "kz-constitution-1995/constitution_1995_eng.txt",
        "kz-constitution-1995/constitution_1995_kaz.txt",
        "kz-constitution-1995/constitution_1998_eng_constituteproject.txt",
        "kz-rus-pdf/k950001000_.01-01-2023.rus.txt",
    ];
    for copy in before {
        let bytes = std::fs::read(corpus.join(copy)).unwrap_or_else(|e| panic!("{copy}: {e}"));
        let source = grundnorm::ingest::ingest(copy, bytes).unwrap();
        let error = ConstitutionText::read(&source, langs(), packs()).map(|_| ()).unwrap_err();
        assert!(matches!(error, ConstitutionError::Pack(_)), "{copy}: {error}");
    }
}
