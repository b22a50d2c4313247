//! JSON, whole and in lines.

use std::collections::BTreeMap;

use grundnorm::report::{Format, Options};
use serde_json::{Value, json};

use super::{Texts, run, with};

#[test]
fn lines_of_json_have_the_keys_of_the_whole() {
    let texts = Texts::new();
    let run = run(&texts);
    let shape = Options { statistics: true, ..Options::default() };
    let whole: Value = serde_json::from_str(&with(&run, Format::Json, &shape)).unwrap();
    let shown = with(&run, Format::Jsonl, &shape);
    let lines: Vec<Value> = shown.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |kind: &str| -> Vec<Value> {
        let lines = lines.iter().filter(|line| line["type"] == kind);
        lines
            .map(|line| {
                let mut line = line.clone();
                assert_eq!(line.as_object_mut().unwrap().remove("type"), Some(json!(kind)));
                line
            })
            .collect()
    };
    assert_eq!(lines[0]["type"], "run");
    assert_eq!(of("run"), [json!({ "schema": "grundnorm.check-lines/1", "tool": whole["tool"] })]);
    assert_eq!(json!(of("document")), whole["documents"]);
    assert_eq!(json!(of("finding")), whole["findings"]);
    assert_eq!(lines.last().unwrap()["type"], "summary");
    let keys = ["summary", "coverage", "provenance", "gate", "statistics"];
    assert_eq!(of("summary"), [json!(BTreeMap::from(keys.map(|key| (key, &whole[key]))))]);
    assert_eq!(lines.len(), 1 + 4 + 6 + 1);
    // The findings of an act stand behind it.
    assert_eq!((lines[1]["path"].clone(), lines[2]["path"].clone()), {
        let path = json!("./bills/Закон № 1, 5%.md");
        (path.clone(), path)
    });
    let primary = &lines[2]["primary"];
    assert_eq!((primary["line"].clone(), primary["column"].clone()), (json!(6), json!(4)));
    let finding = lines.iter().rfind(|line| line["path"] == "bills/b.txt").unwrap();
    assert_eq!(finding["primary"]["line"], 2);
    assert_eq!(finding["primary"]["column"], 3);
}

#[test]
fn json_tells_what_a_gate_kept_back() {
    let texts = Texts::new();
    let shape = Options { statistics: true, ..Options::default() };
    let shown = with(&run(&texts), Format::Json, &shape);
    let json: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(json["summary"], json!({ "error": 2, "warning": 2, "note": 2 }));
    assert_eq!(json["findings"][5]["path"], "grundnorm.toml");
    assert_eq!(json["findings"][5]["primary"]["line"], 3);
    assert_eq!(
        json["gate"],
        json!({
            "waived": [{
                "path": "bills/b.txt", "unit": "art_2", "rule": "kz-2026/rate",
                "reason": "agreed", "accepted_by": "A. Lawyer", "until": "2027-01-01",
            }],
            "baseline": {
                "path": ".grundnorm/baseline.json",
                "known": 7,
                "fixed": [{
                    "path": "bills/b.txt", "unit": "art_3", "rule": "kz-2026/force",
                    "text": "мәні",
                }],
            },
            "since": { "revision": "origin/main", "kept_back": 1, "unchanged": 2 },
            "mended": 2,
            "mended_files": 1,
        })
    );
    // A provision that a finding names twice counts once, and the rule with most findings comes first.
    assert_eq!(
        json["statistics"]["by_provision"],
        json!({ "Constitution 2026, Art. 5(5)": { "error": 1, "warning": 1, "note": 0 } })
    );
    let rules: Vec<&str> = shown
        .split("\"by_rule\"")
        .nth(1)
        .unwrap()
        .split("\"by_provision\"")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| line.trim().strip_suffix(": {").map(|name| name.trim_matches('"')))
        .skip(1)
        .collect();
    assert_eq!(
        rules,
        ["kz-2026/rate", "config/waiver-without-effect", "form/end", "kz-2026/force"]
    );
    assert_eq!(
        json["statistics"]["by_rule"]["kz-2026/rate"],
        json!({ "error": 2, "warning": 0, "note": 1 })
    );
}
