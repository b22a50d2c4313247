//! Bills checked together with the law that they amend: burden and relief by comparison, what the law as
//! amended breaks, and what it cures.

use std::process::Command;

use serde_json::Value;

use crate::support::{json_lines, root};

const PROGRAM: &str = env!("CARGO_BIN_EXE_grundnorm");

/// The findings of `check` on a bill, as (level, message, line), by itself or with the law.
fn findings(case: &Value, with: bool) -> Vec<(String, String, u64)> {
    let folder = tempfile::tempdir().unwrap();
    let bill = folder.path().join("bill.md");
    std::fs::write(&bill, case["bill"].as_str().unwrap()).unwrap();
    let lang = case["lang"].as_str().unwrap();
    let mut command = Command::new(PROGRAM);
    command.arg("check").arg(&bill).args(["--format", "json", "--lang", lang]);
    command.args(["--published", "2026-10-01", "--pack", "kz-2026"]);
    if with {
        command.arg("--with").arg(root().join(format!("fixtures/law/{lang}.base.md")));
    }
    let output = command.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    let text = |f: &Value, key: &str| f[key].as_str().unwrap().to_owned();
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (text(f, "level"), text(f, "message"), f["primary"]["line"].as_u64().unwrap()))
        .collect()
}

#[test]
fn the_law_decides_what_a_change_is() {
    let cases = json_lines(&root().join("fixtures/law/cases.jsonl"));
    let mut wrong = Vec::new();
    for case in &cases {
        let found = findings(case, true);
        let errors = found.iter().filter(|f| f.0 == "error").count();
        let amended = found.iter().filter(|f| f.1.starts_with("the law as amended: ")).count();
        let cured = found.iter().filter(|f| f.0 == "note" && f.1.starts_with("cured: ")).count();
        let right = match case["expect"].as_str().unwrap() {
            "silent" => found.is_empty(),
            "burden" => errors == 1 && amended == 0,
            "broken" => errors == 1 && amended == 1,
            "cured" => errors == 0 && cured == 1,
            other => panic!("unknown expectation {other}"),
        };
        if !right {
            wrong.push(format!("{}: {found:?}", case["id"]));
        }
    }
    assert!(cases.len() >= 30, "{} cases", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the comparison is for: the same bills judged by their own words alone.
#[test]
fn a_bill_alone_shows_less() {
    let cases = json_lines(&root().join("fixtures/law/cases.jsonl"));
    let count = |expect: &str, loud: bool| {
        cases
            .iter()
            .filter(|c| c["expect"] == expect && findings(c, false).is_empty() != loud)
            .count()
    };
    // Fines that fall, terms that lengthen and duties said again look like burdens.
    assert_eq!(count("silent", true), 9);
    // Exemptions that go, terms that shorten and clauses that change by a word show nothing.
    assert_eq!((count("burden", false), count("broken", false), count("cured", false)), (6, 3, 3));
}

#[test]
fn a_finding_in_the_law_stands_at_its_instruction() {
    let cases = json_lines(&root().join("fixtures/law/cases.jsonl"));
    let case = cases.iter().find(|c| c["id"] == "ru-breaks-by-words").unwrap();
    // The title, an empty line, article 1, an empty line, the instruction.
    assert_eq!(findings(case, true)[0].2, 5);
}

#[test]
fn a_law_in_another_language_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let bill = folder.path().join("bill.md");
    let cases = json_lines(&root().join("fixtures/law/cases.jsonl"));
    let case = cases.iter().find(|c| c["id"] == "kk-cures").unwrap();
    std::fs::write(&bill, case["bill"].as_str().unwrap()).unwrap();
    let base = root().join("fixtures/law/ru.base.md");
    let output =
        Command::new(PROGRAM).arg("check").arg(&bill).arg("--with").arg(&base).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("are in ru, and the bill is in kk"), "{said}");
}
