//! The configuration file: where it is found, what wins over it, and each mistake with its place.

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, folder, json, program, run};
use crate::support::root;

const BILL: &[u8] = include_bytes!("../../fixtures/constitution/bill.ru.txt");
const CONSTITUTION: &[u8] = include_bytes!("../../fixtures/constitution/constitution.ru.md");

/// A pack of one rule, which reports every bill of the test.
const PACK: &str = r#"
title = "A pack of the test"
label = "Charter"
from = 2026-07-01
adopted = 2026-03-15
languages = ["ru"]
[jurisdiction]
own = []
others = []
[provisions]
art_5__para_5 = { label = "5", says = "laws look ahead" }
"#;
const RULE: &str = r#"
title.en = "a burden of before"
level = "warning"
basis = ["art_5__para_5"]
message.en = "{words}"
why = "It is a rule of the test."
help.en = "leave it out"
labels = { primary = { en = "here" }, burden = { en = "there" } }
[[when]]
each.commencement = { reaches-back = true, governs.norm = { as = "burden", direction = ["burdens"] } }
[[example]]
lang = "ru"
published = 2026-10-12
text = """
Статья 1. Граждане обязаны уплачивать сбор.
Статья 2. Настоящий Закон ⟦вводится в действие с 1 марта 2026 года⟧."""
why = "The day is past."
[[near-miss]]
lang = "ru"
text = "Статья 1. Музей хранит предметы."
why = "It burdens nobody."
"#;

/// A project: a configuration, a bill in a folder, a constitution and a pack in others.
fn project(configuration: &str) -> TempDir {
    folder(&[
        ("grundnorm.toml", configuration.as_bytes()),
        ("bills/city/bill.txt", BILL),
        ("texts/constitution.ru.md", CONSTITUTION),
        ("rules/mine/pack.toml", PACK.as_bytes()),
        ("rules/mine/burden.toml", RULE.as_bytes()),
        ("rules/empty/notes.txt", b"no pack"),
    ])
}

/// A run in a folder of a project.
fn run_in(project: &TempDir, inner: &str, arguments: &[&str]) -> Ran {
    program(&project.path().join(inner)).args(arguments).output().unwrap().into()
}

const CHECK: [&str; 5] = ["check", "--published", "2026-10-12", "--format", "json"];

/// What `check` says of the bill.
#[track_caller]
fn check(project: &TempDir, inner: &str, arguments: &[&str]) -> Value {
    let ran = run_in(project, inner, &[&CHECK, arguments].concat());
    assert_eq!(ran.err, "");
    json(&ran)
}

/// The packs that run where nobody says which ones do.
const DEFAULT: [&str; 3] = ["drafting", "kz-2026", "kz-legal-acts"];

fn packs(shown: &Value) -> Vec<&str> {
    let packs = shown["provenance"]["packs"].as_object().unwrap().keys();
    packs.map(String::as_str).filter(|name| *name != "lang").collect()
}

const WHOLE: &str = r#"
packs = ["kz-2026", "rules/mine"]
constitution = ["texts/constitution.ru.md"]
profile = "expert"
stage = "agreement"
"#;

#[test]
fn the_file_is_found_above_the_first_path() {
    let project = project(WHOLE);
    // From the root of the project, from below it, and from beside the bill.
    for (inner, bill, constitution) in [
        (".", "bills/city/bill.txt", "texts/constitution.ru.md"),
        (".", "bills", "texts/constitution.ru.md"),
        ("bills", "city/bill.txt", "../texts/constitution.ru.md"),
        ("bills/city", "bill.txt", "../../texts/constitution.ru.md"),
        ("texts", "../bills/city/bill.txt", "../texts/constitution.ru.md"),
    ] {
        let shown = check(&project, inner, &[bill]);
        assert_eq!(packs(&shown), ["kz-2026", "mine"], "{inner}");
        let provenance = &shown["provenance"];
        assert_eq!(
            (&provenance["profile"], &provenance["stage"]),
            (&"expert".into(), &"agreement".into())
        );
        let texts: Vec<&String> = provenance["texts"].as_object().unwrap().keys().collect();
        assert!(texts.contains(&&constitution.to_owned()), "{inner}: {texts:?}");
        let findings = shown["findings"].as_array().unwrap();
        let of = |rule: &str| findings.iter().find(|f| f["rule"] == rule).unwrap();
        let quoted = &of("kz-2026/retroactive-burden")["basis"][0]["text"];
        assert_eq!((&quoted["path"], &quoted["line"]), (&constitution.into(), &17.into()));
        // The text belongs to the pack of which it has most; the other pack quotes nothing.
        assert_eq!(of("mine/burden")["basis"][0].get("text"), None);
    }
    // The folder of the first path decides, and not the current one.
    let elsewhere = folder(&[("bill.txt", BILL)]);
    let bill = project.path().join("bills/city/bill.txt");
    let shown = check(&elsewhere, ".", &[bill.to_str().unwrap(), "bill.txt"]);
    assert_eq!(packs(&shown), ["kz-2026", "mine"]);
    let shown = check(&elsewhere, ".", &["bill.txt", bill.to_str().unwrap()]);
    assert_eq!(packs(&shown), DEFAULT);
    assert_eq!(shown["provenance"].get("profile"), None);
}

#[test]
fn the_nearest_file_counts_alone() {
    let project = project(WHOLE);
    std::fs::write(project.path().join("bills/grundnorm.toml"), "stage = \"submission\"\n")
        .unwrap();
    let shown = check(&project, ".", &["bills/city/bill.txt"]);
    assert_eq!(packs(&shown), DEFAULT);
    assert_eq!(shown["provenance"]["stage"], "submission");
    assert_eq!(shown["provenance"].get("profile"), None);
    // Standard input lies in the current folder.
    let piped = run_in(&project, ".", &["check", "-"]);
    assert!(
        piped.err.is_empty() && piped.out.contains("profile expert, stage agreement"),
        "{piped:?}"
    );
    // A file that is named goes before the one that would be found; its paths are its own.
    let named = ["bills/city/bill.txt", "--config", "grundnorm.toml"];
    assert_eq!(packs(&check(&project, ".", &named)), ["kz-2026", "mine"]);
    let named = ["city/bill.txt", "--config", "../grundnorm.toml"];
    assert_eq!(packs(&check(&project, "bills", &named)), ["kz-2026", "mine"]);
}

#[test]
fn the_command_line_wins() {
    let project = project(WHOLE);
    let bill = "bills/city/bill.txt";
    let shown = check(&project, ".", &[bill, "--pack", "kz-2026"]);
    assert_eq!(packs(&shown), ["kz-2026"]);
    let shown = check(&project, ".", &[bill, "--profile", "drafter", "--stage", "submission"]);
    let provenance = &shown["provenance"];
    assert_eq!(
        (&provenance["profile"], &provenance["stage"]),
        (&"drafter".into(), &"submission".into())
    );
    let other = project.path().join("other.md");
    std::fs::write(&other, CONSTITUTION).unwrap();
    let shown = check(&project, ".", &[bill, "--constitution", "other.md"]);
    let texts = shown["provenance"]["texts"].as_object().unwrap();
    assert!(texts.contains_key("other.md") && texts.len() == 2, "{texts:?}");
    let wrong = run_in(&project, ".", &["check", bill, "--stage", "late"]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.err.contains("[possible values: working-draft, agreement, submission]"),
        "{wrong:?}"
    );
}

/// One file for each mistake: the text, the line and column of the mistake counted by hand, and a part of
/// the message.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("packs = [\"kz-2026\"\n", "1:9", "`[` is never closed"),
    ("\npack = [\"kz-2026\"]\n", "2:1", "unknown key `pack`, expected one of packs, path"),
    ("packs = \"kz-2026\"\n", "1:9", "`packs` is text here; expected a list, in brackets"),
    ("packs = []\n", "1:9", "no pack is named"),
    ("packs = [\"kz-2026\", \"kz-1937\"]\n", "1:21", "unknown pack `kz-1937`"),
    (
        "# Біздің баптар\npacks = [\"rules/empty\"]\n",
        "2:10",
        "no pack: expected a `pack.toml` in it",
    ),
    ("packs = [\"kz-2026\", \"kz-2026\"]\n", "1:21", "the pack `kz-2026` is named twice"),
    ("constitution = [\"texts/gone.md\"]\n", "1:17", "`texts/gone.md` cannot be read"),
    ("constitution = [\"texts\"]\n", "1:17", "expected a file, `texts` is a folder"),
    (
        "profile = \"judge\"\n",
        "1:11",
        "unknown profile `judge`, expected one of drafter, expert, auditor",
    ),
    (
        "profile = \"drafter\"\nstage  =  \"done\"\n",
        "2:11",
        "unknown stage `done`, expected one of working-draft, agreement, submission",
    ),
    ("stage = 3\n", "1:9", "`stage` is a number here; expected one of working-draft"),
    ("published = \"2026-12-01\"\n", "1:13", "without quotation marks"),
    (
        "fail-level = \"fatal\"\n",
        "1:14",
        "unknown level `fatal`, expected one of note, warning, error",
    ),
    ("message-lang = \"kz\"\n", "1:16", "unknown language `kz`"),
    ("include = [\"../other\"]\n", "1:12", "leads out of the folder"),
    ("exclude = [\"a{b\"]\n", "1:12", "`a{b` is no pattern"),
    (
        "[levels]\n\"kz-2026/retroactiv-burden\" = \"off\"\n",
        "2:1",
        "did you mean `kz-2026/retroactive-burden`?",
    ),
    (
        "[levels]\n\"drafting\" = \"none\"\n",
        "2:14",
        "unknown level `none`, expected one of off, note",
    ),
    ("[levels]\nkz = \"off\"\n", "2:1", "unknown pack `kz`"),
    (
        "[levels]\n\"death-penalty\" = \"off\"\n",
        "2:1",
        "did you mean `de-basic-law/death-penalty`?",
    ),
    (
        "[[waiver]]\nrule = \"kz-2026\"\nreason = \"r\"\naccepted-by = \"a\"\n",
        "2:8",
        "`kz-2026` is a pack; expected a rule, as `kz-2026/NAME`",
    ),
    ("[[path]]\nlang = \"kk\"\n", "1:1", "`files`"),
    (
        "[[waiver]]\nrule = \"kz-2026/censorship\"\nreason = \"\"\naccepted-by = \"the minister\"\n",
        "3:10",
        "the reason is empty; expected why the finding is accepted",
    ),
    ("[[waiver]]\nrule = \"kz-2026/censorship\"\nreason = \"known\"\n", "1:1", "`accepted-by`"),
    (
        "[[waiver]]\nrule = \"kz-2026/censorship\"\nunit = \"article 5\"\nreason = \"r\"\naccepted-by = \"a\"\n",
        "3:8",
        "`article 5` is no name of a unit",
    ),
];

#[test]
fn each_mistake_is_shown_at_its_place() {
    let mut wrong = Vec::new();
    for (text, place, message) in MISTAKES {
        let project = project(text);
        for arguments in [
            &["check", "bills"][..],
            &["rules", "list"],
            &["rules", "test"],
            &["explain", "kz-2026/retroactive-burden"],
            &["compare", "bills/city/bill.txt", "bills/city/bill.txt", "--justify"],
            // Options that win do not make a wrong file right.
            &["check", "bills", "--pack", "kz-2026", "--stage", "agreement", "--profile", "expert"],
        ] {
            let ran = run(&project, arguments);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{text}{ran:?}");
            let at = format!("┌─ grundnorm.toml:{place}\n");
            if !(ran.err.starts_with("error: ")
                && ran.err.contains(&at)
                && ran.err.contains(message))
            {
                wrong.push(format!("expected {place} {message}\n{text}{}", ran.err));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let ran = run_in(&project(MISTAKES[10].0), "bills", &["check", "city"]);
    insta::assert_snapshot!("mistake_in_the_configuration", ran.err);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let project = project("");
    for (config, message) in [
        ("gone.toml", "gone.toml: cannot be read: "),
        ("bills", "bills: cannot be read: "),
        ("latin.toml", "latin.toml: cannot be read: "),
        ("long.toml", "long.toml: the file is too long for a configuration"),
    ] {
        std::fs::write(project.path().join("latin.toml"), b"# \xff\n").unwrap();
        std::fs::write(project.path().join("long.toml"), "#".repeat(1 << 21)).unwrap();
        let ran = run(&project, &["check", "bills", "--config", config]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn every_command_with_packs_reads_it() {
    let project = project(WHOLE);
    let ran = run(&project, &["rules", "list"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("mine/burden") && ran.out.contains("due for review"), "{}", ran.out);
    let ran = run(&project, &["rules", "test", "--rule", "mine/burden"]);
    assert_eq!(
        (ran.code, ran.out.lines().last()),
        (Some(0), Some("2 passed, 0 failed")),
        "{ran:?}"
    );
    let ran = run(&project, &["explain", "mine/burden"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = run(&project, &["rules", "list", "--pack", "kz-2026"]);
    assert!(ran.code == Some(0) && !ran.out.contains("mine/burden"), "{ran:?}");

    let law = "ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН\n\nО сборе\n\nСтатья 1. Граждане обязаны уплачивать сбор.\n\n\
               Статья 2. Настоящий Закон вводится в действие с 1 января 2027 года";
    let back = " и распространяется на правоотношения, возникшие с 1 марта 2026 года";
    for (name, rest) in [("old.txt", back), ("new.txt", "")] {
        std::fs::write(project.path().join(name), format!("{law}{rest}.\n")).unwrap();
    }
    let compare = ["compare", "old.txt", "new.txt", "--format", "csv"];
    let ran = run(&project, &[&compare[..], &["--justify"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("Charter, 5: leave it out"), "{}", ran.out);
    let ran = run(&project, &[&compare[..], &["--justify", "--pack", "kz-2026"]].concat());
    assert!(ran.code == Some(0) && !ran.out.contains("Charter"), "{ran:?}");
    let ran = run(&project, &[&compare[..], &["--pack", "kz-2026"]].concat());
    assert!(ran.code == Some(2) && ran.err.contains("--justify"), "{ran:?}");
}

/// The example of the README.
#[test]
fn the_readme_shows_a_file_that_works() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.expect("the README shows a configuration");
    let project = project(example);
    for (name, text) in [
        (
            "texts/constitution.kk.txt",
            &include_bytes!("../../fixtures/constitution/constitution.kk.txt")[..],
        ),
        ("rules/my-pack/pack.toml", PACK.as_bytes()),
        ("rules/my-pack/burden.toml", RULE.as_bytes()),
    ] {
        let path = project.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let shown = check(&project, ".", &["bills"]);
    assert_eq!(packs(&shown), ["kz-2026", "my-pack"]);
    // The bill, two constitutions, and the configuration, whose waiver accepts nothing here.
    assert_eq!(shown["provenance"]["texts"].as_object().unwrap().len(), 4);
    let last = shown["findings"].as_array().unwrap().last().unwrap();
    assert_eq!(last["rule"], "grundnorm/unused-waiver");
}
