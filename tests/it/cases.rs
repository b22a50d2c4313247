//! Rules against sets of short acts: precision and recall by language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use grundnorm::engine::Options;
use grundnorm::finding::Level;

use crate::support::{Score, files, findings, json_lines, plain, read, root};

/// What each set must come to at least: file, precision, recall. A floor only rises; a change that
/// falls below one has lost something.
const FLOORS: &[(&str, f64, f64)] = &[
    ("referendum.jsonl", 0.97, 0.97),
    ("retro.en.jsonl", 0.98, 0.95),
    ("retro.kk.jsonl", 0.97, 0.96),
    ("retro.ru.jsonl", 0.98, 0.95),
];

/// The provision that a set is about, and the word of `expect` that calls for a finding.
fn question(set: &str) -> (&'static str, &'static str) {
    if set.starts_with("retro.") {
        ("kz-2026:art_5__para_5", "burden")
    } else {
        ("kz-2026:art_92__para_1", "violates")
    }
}

/// Whether a warning or an error of a case rests on a provision, with all that was found.
fn judge(case: &serde_json::Value, provision: &str) -> (bool, String) {
    let options = Options {
        lang: Some(case["lang"].as_str().unwrap().to_owned()),
        published: case["published"].as_str().map(|day| day.parse().unwrap()),
        ..Options::default()
    };
    let source = plain(case["text"].as_str().unwrap());
    let document = read(&source, &options);
    let found = findings(&document, &options);
    let shown = found.iter().fold(String::new(), |mut out, f| {
        let _ = write!(out, "\n    {} at `{}`", f.rule, source.slice(f.primary.span));
        out
    });
    let hit = found
        .iter()
        .any(|f| f.level >= Level::Warning && f.basis.iter().any(|b| b.provision == provision));
    (hit, shown)
}

#[test]
fn rules_find_what_they_are_for_and_nothing_else() {
    let folder = root().join("fixtures/cases");
    let mut report = String::new();
    let mut below = Vec::new();
    for (name, precision, recall) in FLOORS {
        let (provision, word) = question(name);
        let mut score = Score::default();
        let mut silent = 0;
        for case in json_lines(&folder.join(name)) {
            let (hit, shown) = judge(&case, provision);
            let want = case["expect"] == word;
            match (want, hit) {
                (true, true) => score.hits += 1,
                (false, true) => score.false_alarms += 1,
                (true, false) => score.misses += 1,
                (false, false) => silent += 1,
            }
            if want != hit {
                let what = if want { "MISSED" } else { "FALSE ALARM" };
                let _ = writeln!(
                    report,
                    "{what} {} {}: {}{shown}",
                    case["id"], case["expect"], case["why"]
                );
            }
        }
        assert!(
            score.hits + score.misses >= 15 && silent + score.false_alarms >= 15,
            "{name}: {score:?}"
        );
        let (p, r) = (score.precision(), score.recall());
        let _ = writeln!(report, "{name}: precision {p:.3}, recall {r:.3}, {score:?}");
        if p < *precision || r < *recall {
            below.push(*name);
        }
    }
    print!("{report}");
    assert!(below.is_empty(), "below the floor: {below:?}");
}

#[test]
fn every_set_is_judged() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for path in files(&root().join("fixtures/cases"), &["jsonl"]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let cases = json_lines(&path);
        let mut ids: Vec<&str> = cases.iter().map(|c| c["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), cases.len(), "{name} uses an id twice");
        seen.insert(name, cases.len());
    }
    let elsewhere = ["commencement.", "amendments."];
    seen.retain(|name, _| !elsewhere.iter().any(|set| name.starts_with(set)));
    let judged: Vec<&str> = FLOORS.iter().map(|(name, ..)| *name).collect();
    let names: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(names, judged, "a set that no test reads");
}
