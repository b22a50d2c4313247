//! The program as its users meet it: exit codes, messages, streams, JSON, and hostile input.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, folder, json, program, run, run_with_stdin};
use crate::support::root;

/// A draft that lays a fee on citizens before its publication. Lines and columns of its finding are
/// counted by hand in the test of the JSON.
const BURDEN: &str = "\
Проект

Закон о сборе

Статья 1. Сбор
Граждане обязаны уплачивать сбор в размере пяти тенге.

Статья 2. Настоящий Закон вводится в действие с 1 марта 2026 года.
";

const CLEAN: &str = "\
Проект

О музеях

Статья 1. Музей хранит предметы.
Статья 2. Настоящий Закон вводится в действие с 1 января 2027 года.
";

const AMENDS: &str = "\
Проект

О внесении изменения в Конституцию Республики Казахстан
Статья 1. Пункт 2 статьи 88 Конституции Республики Казахстан исключить.
";

#[test]
fn exit_codes() {
    let acts = folder(&[
        ("burden.txt", BURDEN.as_bytes()),
        ("clean.txt", CLEAN.as_bytes()),
        ("broken.txt", b"\xd0\xa1\xd1\x82\xff\xfe \xd0\xbe"),
        ("pictures/map.png", b"\x89PNG\r\n\x1a\n"),
    ]);
    for (arguments, code) in [
        (&["check", "clean.txt"][..], 0),
        (&["check", "burden.txt"], 1),
        (&["check", "clean.txt", "burden.txt"], 1),
        // What could not be checked comes before what was found.
        (&["check", "burden.txt", "broken.txt"], 2),
        (&["check", "burden.txt", "missing.txt"], 2),
        (&["check", "."], 2),
        (&["check", "pictures"], 3),
        (&["check", "clean.txt", "pictures"], 0),
        (&["check"], 2),
        (&["frobnicate"], 2),
        (&["check", "--frobnicate", "clean.txt"], 2),
        (&["--help"], 0),
        (&["--version"], 0),
        (&["rules", "list"], 0),
        (&["rules", "test"], 0),
        (&["tree", "clean.txt"], 0),
        (&["facts", "clean.txt", "--format", "json"], 0),
        (&["tree", "missing.txt"], 2),
        (&["explain", "kz-2026/retroactive-burden"], 0),
        (&["explain", "kz-2026/no-such-rule"], 2),
    ] {
        let ran = run(&acts, arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {ran:?}");
        assert_eq!(
            ran.err.is_empty(),
            code != 2 || arguments.contains(&"burden.txt") || arguments == ["check", "."],
            "{arguments:?}: {ran:?}"
        );
    }
}

#[test]
fn the_fail_level_decides_between_0_and_1() {
    let acts = folder(&[("burden.txt", BURDEN.as_bytes())]);
    let first = json(&run(&acts, &["check", "burden.txt", "--format", "json"]));
    let level = first["findings"][0]["level"].as_str().expect("a finding").to_owned();
    assert_eq!(run(&acts, &["check", "burden.txt", "--fail-level", &level]).code, Some(1));
    if level != "error" {
        assert_eq!(run(&acts, &["check", "burden.txt", "--fail-level", "error"]).code, Some(0));
    }
    let other = ["check", "burden.txt", "--rule", "kz-2026/amendment-without-referendum"];
    assert_eq!(run(&acts, &other).code, Some(0), "another rule alone finds nothing");
}

#[test]
fn what_cannot_be_checked_is_named_with_its_reason() {
    let utf8 = [BURDEN.as_bytes(), b"\xff\xd0"].concat();
    let acts = folder(&[
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\r\n"),
        ("zeros.txt", b"\xd0\xa1\xd1\x82\0\0\x01\x02"),
        ("bill.pdf", b"%PDF-1.7\n"),
        ("utf8.txt", &utf8),
        ("polish.txt", "Artykuł 1. Ustawa wchodzi w życie po upływie czternastu dni.".as_bytes()),
        ("clean.txt", CLEAN.as_bytes()),
    ]);
    for (name, reason) in [
        ("missing.txt", "cannot be read"),
        ("empty.txt", "the file is empty"),
        ("blank.txt", "the file is empty"),
        ("zeros.txt", "binary data: byte 0x00 at line 1, byte offset 4"),
        ("bill.pdf", "looks like a PDF document"),
        ("utf8.txt", "invalid UTF-8: byte 0xff at line 9"),
        ("polish.txt", "its language is none of de, en, kk, ru"),
    ] {
        for arguments in
            [&["check", name, "clean.txt"][..], &["check", "--quiet", name, "clean.txt"]]
        {
            let ran = run(&acts, arguments);
            assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
            let shown = format!("{}{}", ran.out, ran.err);
            let together = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(together.contains(name), "{arguments:?}: {shown}");
            assert!(together.contains(reason), "`{reason}` for {arguments:?}: {shown}");
        }
        let ran = run(&acts, &["check", "--format", "json", name, "clean.txt"]);
        let shown = json(&ran);
        assert_eq!(shown["coverage"]["acts"], 1, "the other file is still checked");
        assert_eq!(shown["coverage"]["skipped"][0]["path"], name);
        let told = shown["coverage"]["skipped"][0]["reason"].as_str().unwrap();
        assert!(told.contains(reason), "`{reason}` for {name}: {told}");
        let tree = run(&acts, &["tree", name]);
        assert_eq!(tree.code, Some(2), "{tree:?}");
        assert!(tree.err.contains(name) && tree.err.contains(reason), "{tree:?}");
    }
}

#[test]
fn options_that_mean_nothing_are_refused_with_what_was_expected() {
    let acts = folder(&[("clean.txt", CLEAN.as_bytes())]);
    for (option, value, words) in [
        ("--rule", "kz-2026/typo", "unknown rule `kz-2026/typo`; `grundnorm rules list` shows all"),
        ("--pack", "kz-1995", "unknown pack `kz-1995`"),
        ("--lang", "fr", "unknown language `fr`, expected one of de, en, kk, ru"),
        ("--kind", "bylaw", "unknown kind `bylaw`, expected one of constitution"),
        ("--published", "2026-02-30", "no day of the calendar"),
        ("--published", "tomorrow", "no day of the calendar"),
        ("--as-of", "01.02.2026", "no day of the calendar"),
        ("--format", "xml", "possible values: human, short, json"),
        ("--min-level", "fatal", "possible values: note, warning, error"),
        ("--jobs", "many", "invalid"),
    ] {
        let ran = run(&acts, &["check", "clean.txt", option, value]);
        assert_eq!(ran.code, Some(2), "{option} {value}: {ran:?}");
        assert_eq!(ran.out, "", "{option} {value}");
        assert!(ran.err.contains(words), "`{words}` is not in: {}", ran.err);
    }
}

#[test]
fn folders_are_walked_and_what_is_left_out_is_listed() {
    let acts = folder(&[
        ("bills/b.txt", CLEAN.as_bytes()),
        ("bills/a/c.md", BURDEN.as_bytes()),
        ("bills/logo.png", b"\x89PNG\r\n\x1a\n"),
        ("bills/.hidden.txt", BURDEN.as_bytes()),
    ]);
    let ran = run(&acts, &["check", "bills", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let shown = json(&ran);
    let paths: Vec<&str> = shown["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["bills/a/c.md", "bills/b.txt"]);
    assert_eq!(shown["coverage"]["skipped"].as_array().unwrap().len(), 1);
    assert_eq!(shown["coverage"]["skipped"][0]["path"], "bills/logo.png");
    let empty = tempfile::tempdir().unwrap();
    let ran = run(&empty, &["check", ".", "--format", "json"]);
    assert_eq!(ran.code, Some(3), "a gate that looked at nothing does not pass: {ran:?}");
    assert_eq!(json(&ran)["coverage"]["files"], 0);
    assert!(run(&empty, &["check", "."]).out.contains("nothing was examined"));
    assert_eq!(run(&acts, &["tree", "bills"]).code, Some(2));
}

#[test]
fn standard_input_is_a_file_called_dash() {
    let ran = run_with_stdin(&["check", "-", "--format", "short"], BURDEN.as_bytes());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.starts_with("-:8:"), "{}", ran.out);
    let ran = run_with_stdin(&["check", "-"], b"");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let ran = run_with_stdin(&["tree", "-", "--format", "json"], CLEAN.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    json(&ran);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let many: String = (1..4000).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "Статья {n}. Музей хранит предметы под номером {n}.");
        text
    });
    let acts = folder(&[("many.txt", many.as_bytes())]);
    for arguments in [
        &["tree", "many.txt"][..],
        &["facts", "many.txt", "--format", "json"],
        &["check", "many.txt"],
    ] {
        let mut child = program(acts.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        assert_eq!(ran.err, "", "{arguments:?}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let run = |jobs: &[&str], format: &str| -> Ran {
        let mut command = program(root());
        command.args(["check", "fixtures/bills", "--format", format]).args(jobs);
        command.output().unwrap().into()
    };
    for format in ["json", "short", "human"] {
        let one = run(&["--jobs", "1"], format);
        assert_eq!(one.code, Some(1), "{one:?}");
        assert!(one.out.len() > 1000);
        for jobs in [&["--jobs", "2"][..], &["--jobs", "7"], &[]] {
            assert_eq!(run(jobs, format).out, one.out, "{jobs:?} {format}");
        }
    }
}

#[test]
fn colour_is_for_terminals_and_can_be_had_or_not() {
    let acts = folder(&[("burden.txt", BURDEN.as_bytes())]);
    let escape = |arguments: &[&str], no_color: Option<&str>| -> bool {
        let mut command = program(acts.path());
        command.args(["check", "burden.txt"]).args(arguments).env("TERM", "xterm");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let ran: Ran = command.output().unwrap().into();
        assert_eq!(ran.code, Some(1), "{ran:?}");
        ran.out.contains('\x1b')
    };
    assert!(!escape(&[], None), "a pipe is no terminal");
    assert!(!escape(&[], Some("1")));
    assert!(!escape(&["--color", "never"], None));
    assert!(escape(&["--color", "always"], None));
    assert!(escape(&["--color", "always"], Some("1")), "a flag is stronger than the environment");
}

#[test]
fn the_json_of_one_finding_counted_by_hand() {
    let acts = folder(&[("burden.txt", BURDEN.as_bytes())]);
    let ran = run(&acts, &["check", "burden.txt", "--format", "json", "--published", "2026-10-12"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let shown = json(&ran);
    assert_eq!(shown["schema"], "grundnorm.check/1");
    assert_eq!(shown["tool"]["name"], "grundnorm");
    assert_eq!(shown["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let document = &shown["documents"][0];
    assert_eq!(document["path"], "burden.txt");
    assert_eq!(document["lang"], "ru");
    assert_eq!(document["kind"], "law");
    assert_eq!(
        (&document["draft"], &document["amending"]),
        (&Value::Bool(true), &Value::Bool(false))
    );
    assert_eq!(document["units"], 2);
    let findings = shown["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert_eq!(finding["rule"], "kz-2026/retroactive-burden");
    assert_eq!((&finding["level"], &finding["confidence"]), (&"error".into(), &"certain".into()));
    assert_eq!((&finding["path"], &finding["unit"]), (&"burden.txt".into(), &"art_2".into()));
    assert_eq!(finding["basis"][0]["provision"], "kz-2026:art_5__para_5");
    assert_eq!(finding["fixes"], Value::Array(vec![]));
    assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 12);
    let primary = &finding["primary"];
    assert_eq!(primary["text"], "вводится в действие с 1 марта 2026 года");
    // Line 8 is the third article line: «Статья 2. Настоящий Закон » has 26 characters.
    assert_eq!((&primary["line"], &primary["column"]), (&8.into(), &27.into()));
    // Lines 1 to 7 have 12+1, 1, 24+1, 1, 25+1, 97+1 and 1 bytes; on line 8, 47 stand before.
    let before = "Проект\n\nЗакон о сборе\n\nСтатья 1. Сбор\n\
                  Граждане обязаны уплачивать сбор в размере пяти тенге.\n\nСтатья 2. Настоящий Закон ";
    assert_eq!(primary["start"], before.len());
    assert_eq!(primary["end"], before.len() + "вводится в действие с 1 марта 2026 года".len());
    let related = &finding["related"][0];
    assert_eq!(
        (&related["line"], &related["text"].as_str().unwrap().contains("обязаны")),
        (&6.into(), &true)
    );
    assert_eq!(shown["summary"], serde_json::json!({"error": 1, "warning": 0, "note": 0}));
    assert_eq!(shown["coverage"]["files"], 1);
    assert_eq!(shown["coverage"]["rules_left_out"], Value::Array(vec![]));
    assert_eq!(shown["provenance"]["published"], "2026-10-12");
    assert_eq!(shown["provenance"]["as_of"], Value::Null);
    assert_eq!(shown["provenance"]["packs"]["kz-2026"].as_str().unwrap().len(), 64);
    // SHA-256 of the text, which anyone can count again.
    assert_eq!(shown["provenance"]["texts"]["burden.txt"].as_str().unwrap().len(), 64);
}

#[test]
fn offsets_count_from_behind_a_byte_order_mark() {
    let marked = format!("\u{feff}{BURDEN}");
    let acts = folder(&[("a.txt", BURDEN.as_bytes()), ("b.txt", marked.as_bytes())]);
    let place = |name: &str| {
        json(&run(&acts, &["check", name, "--format", "json"]))["findings"][0]["primary"].clone()
    };
    assert!(place("a.txt")["start"].is_u64());
    assert_eq!(place("a.txt"), place("b.txt"));
}

#[test]
fn rules_on_procedure_judge_acts_by_their_day() {
    let acts = folder(&[("amends.txt", AMENDS.as_bytes())]);
    assert_eq!(run(&acts, &["check", "amends.txt"]).code, Some(1));
    assert_eq!(run(&acts, &["check", "amends.txt", "--published", "2026-07-01"]).code, Some(1));
    let before = ["check", "amends.txt", "--published", "2026-06-30", "--pack", "kz-2026"];
    assert_eq!(run(&acts, &before).code, Some(0));
}

#[test]
fn a_pack_can_be_a_folder_and_its_mistakes_are_shown_in_it() {
    let copy = tempfile::tempdir().unwrap();
    let pack = copy.path().join("own");
    fs::create_dir(&pack).unwrap();
    for entry in fs::read_dir(root().join("rules/kz-2026")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, pack.join(path.file_name().unwrap())).unwrap();
    }
    fs::write(copy.path().join("burden.txt"), BURDEN).unwrap();
    let ran = run(&copy, &["rules", "list", "--pack", "own"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("own/retroactive-burden"), "{}", ran.out);
    let ran = run(&copy, &["check", "burden.txt", "--pack", "./own/", "--format", "short"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("[own/retroactive-burden]"), "{}", ran.out);
    assert_eq!(run(&copy, &["rules", "test", "--pack", "own"]).code, Some(0));

    let file = pack.join("amendment-without-referendum.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("level = \"error\"", "level = \"grave\"", 1)).unwrap();
    let ran = run(&copy, &["check", "burden.txt", "--pack", "own", "--format", "json"]);
    assert_eq!(ran.code, Some(2), "a rule that did not run is no clean result: {ran:?}");
    assert!(ran.err.contains("unknown level `grave`"), "{}", ran.err);
    assert!(ran.err.contains("own/amendment-without-referendum.toml:2:9"), "{}", ran.err);
    let shown = json(&ran);
    assert_eq!(shown["findings"][0]["rule"], "own/retroactive-burden", "the other rule still runs");
    let left_out = &shown["coverage"]["rules_left_out"][0];
    assert!(left_out["reason"].as_str().unwrap().contains("unknown level `grave`"), "{left_out}");
    assert_eq!(run(&copy, &["rules", "test", "--pack", "own"]).code, Some(2));

    fs::remove_file(pack.join("pack.toml")).unwrap();
    let ran = run(&copy, &["check", "burden.txt", "--pack", "own"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("pack.toml"), "{}", ran.err);
}

#[test]
fn explain_shows_basis_and_examples() {
    let ran = run(&folder(&[]), &["explain", "kz-2026/retroactive-burden"]);
    for words in
        ["kz-2026/retroactive-burden", "Art. 5(5)", "Basis", "Examples", "Near misses", "⟦"]
    {
        assert!(ran.out.contains(words), "`{words}` is not in: {}", ran.out);
    }
    assert!(ran.out.lines().all(|l| l.chars().count() <= 110), "lines are wrapped");
}

/// Hostile texts by the number of their pieces.
fn hostile(n: usize) -> Vec<(&'static str, String)> {
    let article = "Статья 1. Настоящий Закон ";
    let all = |piece: &str| format!("{article}{}\n", piece.repeat(n));
    vec![
        ("brackets", all("(")),
        ("bracket pairs", format!("{article}{}{}\n", "(".repeat(n), ")".repeat(n))),
        ("quotes", all("«")),
        ("straight quotes", all("\"")),
        ("quotes behind colons", all(": «")),
        ("quoted lines", all(":\n«а\n")),
        ("closed quotes", all(": «а»;\n")),
        ("items", all("1) а; ")),
        ("colons", all(": ")),
        ("labels", all("(a)")),
        ("numbers", all("5, ")),
        ("one number", all("5")),
        ("except", all("за исключением статьи 5, ")),
        ("effects", all("вводится в действие ")),
        ("dates", all("с 1 марта 2026 года ")),
        ("citations", all("статей 1-99, ")),
        ("cues", all("обязан ")),
        ("articles", all("\nСтатья 5. Х")),
        ("points", all("\n1. Музей обязан:\n1) х;")),
        ("attachments", all("\nПриложение 1\n1. Х.")),
        ("headings", all("# ")),
        ("invisible", all("\u{200b}")),
    ]
}

/// The time that a run takes; a run beyond the limit is stopped, and has taken the limit.
#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn time(path: &str, acts: &TempDir) -> Duration {
    let start = Instant::now();
    let mut child = program(acts.path())
        .args(["check", path, "--lang", "ru", "--format", "short", "--jobs", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(matches!(status.code(), Some(0..=2)), "{path}: {status}");
            return start.elapsed();
        }
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            return LIMIT;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The longest that a hostile text may take, on a slow machine without optimisation.
const LIMIT: Duration = Duration::from_secs(20);

/// Time grows with the text and not with its square: four times the text may take twelve times as
/// long, and a second more for a machine that does other things.
#[test]
fn hostile_texts_take_linear_time() {
    let (small, large) = (hostile(25_000), hostile(100_000));
    let mut wrong = String::new();
    for ((name, short), (_, long)) in small.iter().zip(&large) {
        let acts = folder(&[("short.txt", short.as_bytes()), ("long.txt", long.as_bytes())]);
        let (before, after) = (time("short.txt", &acts), time("long.txt", &acts));
        println!("{name}: {before:?} for {} bytes, {after:?} for {}", short.len(), long.len());
        if after >= LIMIT || after > before * 12 + Duration::from_secs(1) {
            let _ = writeln!(wrong, "{name}: {before:?}, four times as much {after:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_line_of_20_megabytes_is_refused() {
    let long = "а ".repeat(20_000_000 / 3);
    let acts = folder(&[("long.txt", long.as_bytes())]);
    let ran = run(&acts, &["check", "long.txt", "--format", "json"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let shown = json(&ran);
    let reason = shown["coverage"]["skipped"][0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("line 1 is 19999998 bytes long"), "{reason}");
}
