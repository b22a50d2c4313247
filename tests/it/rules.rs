//! Packs: every example of every rule, and what a mistake in a rule file is told as.

use std::fmt::Write as _;
use std::fs;

use grundnorm::engine::selftest;
use grundnorm::finding::Level;
use grundnorm::pack::{PackError, PackFile, check, embedded};

use crate::support::{langs, packs};

const PACK: &str = r#"title = "A small constitution"
label = "Constitution"
from = 2026-07-01
adopted = 2026-03-15
languages = ["en", "ru"]
[jurisdiction]
own = ["kazakhstan", "казахстан"]
others = ["france"]
[provisions]
art_1 = { label = "Art. 1", says = "no retroactive burdens" }
"#;

/// A rule that is right; each test breaks one thing in it. Its lines are counted in the tests.
const RULE: &str = r#"level = "error"
basis = ["art_1"]
kinds = ["law"]
why = "Because."
[title]
en = "retroactive burden"
[message]
en = "the law reaches back: {words}"
[help]
en = "let it look ahead"
[labels]
primary = { en = "reaches back" }
burden = { en = "a burden" }
[[when]]
each.commencement = { reaches-back = true, governs.norm = { as = "burden", direction = ["burdens"] } }
[[example]]
lang = "en"
published = 2026-10-01
why = "put into effect before publication"
text = "Article 1. Citizens shall pay a fee of 5 tenge.\nArticle 2. This Law shall be ⟦put into effect from 1 March 2026⟧."
[[example]]
lang = "ru"
published = 2026-10-01
why = "введен в действие до опубликования"
text = "Статья 1. Граждане обязаны уплачивать сбор.\nСтатья 2. Настоящий Закон ⟦вводится в действие с 1 марта 2026 года⟧."
[[near-miss]]
lang = "en"
published = 2026-10-01
why = "looks ahead"
text = "Article 1. Citizens shall pay a fee of 5 tenge.\nArticle 2. This Law shall be put into effect from 1 March 2027."
[[near-miss]]
lang = "ru"
published = 2026-10-01
why = "на будущее"
text = "Статья 1. Граждане обязаны уплачивать сбор.\nСтатья 2. Настоящий Закон вводится в действие с 1 марта 2027 года."
"#;

fn file(name: &str, text: impl Into<String>) -> PackFile {
    PackFile { path: format!("packs/small/{name}"), name: name.to_owned(), text: text.into() }
}

/// Loads the small pack with two rules: one that is right, one that was given.
fn load(rule: &str) -> (grundnorm::pack::Pack, Vec<PackError>) {
    let files = [file("pack.toml", PACK), file("right.toml", RULE), file("tried.toml", rule)];
    check::load("small", "packs/small", &files).unwrap()
}

/// Breaks the rule in one place; the error must stand there, and the other rule must still run.
#[track_caller]
fn broken(from: &str, to: &str, place: (usize, usize), words: &[&str]) {
    assert_eq!(RULE.matches(from).count(), 1, "`{from}` must stand in the rule once");
    let (pack, errors) = load(&RULE.replace(from, to));
    let rules: Vec<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(rules, ["small/right"], "the right rule is kept, the other is left out");
    let [error] = &errors[..] else { panic!("expected one error, found {errors:#?}") };
    assert_eq!((error.line, error.column), place, "{error}");
    for word in words {
        assert!(error.message.contains(word), "`{word}` is not in: {error}");
    }
    let shown = error.to_string();
    let start = format!("packs/small/tried.toml:{}:{}: ", place.0, place.1);
    assert!(shown.starts_with(&start), "{shown}");
}

#[test]
fn every_example_and_near_miss_holds() {
    let mut wrong = String::new();
    let mut ran = 0;
    for pack in packs() {
        assert!(!pack.rules.is_empty(), "{} has no rules", pack.id);
        for rule in &pack.rules {
            let outcomes = selftest::run(rule, pack, langs());
            for lang in &pack.languages {
                for fires in [true, false] {
                    let some = outcomes.iter().any(|o| o.lang == *lang && o.fires == fires);
                    assert!(some, "{}: nothing ran in {lang} with fires = {fires}", rule.id);
                }
            }
            ran += outcomes.len();
            for outcome in outcomes {
                if let Some(failure) = outcome.failure {
                    let text = fs::read_to_string(crate::support::root().join(&rule.path)).unwrap();
                    let line = text[..outcome.span.range().start].lines().count();
                    let what = if outcome.fires { "example" } else { "near miss" };
                    let (path, lang) = (&rule.path, &outcome.lang);
                    let _ = writeln!(wrong, "{path}:{line}: {what} in {lang}: {failure}");
                }
            }
        }
    }
    assert!(ran >= 12, "only {ran} examples ran");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_rule_is_there_because_its_file_is() {
    for pack in packs() {
        let files = fs::read_dir(crate::support::root().join("rules").join(&pack.id)).unwrap();
        let mut names: Vec<String> = files
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .filter_map(|f| f.strip_suffix(".toml").map(|n| format!("{}/{n}", pack.id)))
            .filter(|id| !id.ends_with("/pack"))
            .collect();
        names.sort();
        let ids: Vec<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids, names);
    }
}

#[test]
fn rules_speak_every_language_of_their_pack() {
    for pack in packs() {
        for rule in &pack.rules {
            for lang in &pack.languages {
                let filled = |text: Option<String>| text.is_some_and(|t| !t.trim().is_empty());
                let says = [
                    filled(rule.title.get(lang).cloned()),
                    filled(rule.message.get(lang).map(ToString::to_string)),
                    filled(rule.help.get(lang).map(ToString::to_string)),
                ];
                assert_eq!(says, [true; 3], "{}: title, message, help in {lang}", rule.id);
            }
            assert!(rule.why.split_whitespace().count() > 20, "{}: a reader asks why", rule.id);
            for text in rule.message.values() {
                let ends = text.to_string().ends_with(['.', '!', ' ']);
                assert!(!ends, "{}: a message is one sentence without a stop: {text}", rule.id);
            }
        }
    }
}

/// The test of examples is worth something only if it can fail.
#[test]
fn a_wrong_example_is_found_out() {
    let failures = |rule: &str| -> Vec<String> {
        let (pack, errors) = load(rule);
        assert_eq!(errors, []);
        let rule = pack.rules.iter().find(|r| r.id == "small/tried").unwrap();
        selftest::run(rule, &pack, langs()).into_iter().filter_map(|o| o.failure).collect()
    };
    assert_eq!(failures(RULE), [""; 0]);
    let moved = RULE.replace("shall be ⟦put into", "shall ⟦be put into");
    assert_eq!(failures(&moved).len(), 1, "{:?}", failures(&moved));
    let silent = RULE.replace("from 1 March 2026⟧", "from 1 March 2029⟧");
    assert!(failures(&silent)[0].ends_with("found nothing"), "{:?}", failures(&silent));
    let fires = RULE.replace("effect from 1 March 2027", "effect from 1 March 2025");
    assert!(failures(&fires)[0].starts_with("expected nothing, found ⟦"), "{:?}", failures(&fires));
}

#[test]
fn the_whole_small_pack_loads() {
    let (pack, errors) = load(RULE);
    assert_eq!(errors, []);
    assert_eq!((pack.id.as_str(), pack.rules.len()), ("small", 2));
    assert_eq!(
        (pack.from.to_string(), pack.adopted.to_string()),
        ("2026-07-01".into(), "2026-03-15".into())
    );
    let rule = &pack.rules[0];
    assert_eq!((rule.id.as_str(), rule.level), ("small/right", Level::Error));
    assert_eq!(rule.basis[0].provision, "small:art_1");
    assert_eq!(rule.basis[0].label, "Constitution, Art. 1");
    assert_eq!(rule.examples.len(), 4);
    assert_eq!(rule.examples[0].marks.len(), 1);
    assert!(!rule.examples[0].text.contains(['⟦', '⟧']));
}

#[test]
fn mistakes_are_told_where_they_stand() {
    broken("why = \"Because.\"", "whi = \"Because.\"", (4, 1), &["whi", "expected"]);
    broken(
        "[\"art_1\"]",
        "[\"art_1\", \"art_9\"]",
        (2, 19),
        &["unknown provision `art_9`", "art_1"],
    );
    broken("level = \"error\"", "level = \"fatal\"", (1, 9), &["unknown level `fatal`", "warning"]);
    broken("kinds = [\"law\"]", "kinds = [\"law\", \"bylaw\"]", (3, 17), &["`bylaw`", "decision"]);
    broken("{words}", "{word}", (8, 6), &["placeholder `word`", "words"]);
    broken("\"burdens\"", "\"heavy\"", (15, 89), &["unknown direction `heavy`", "relieves"]);
    broken("each.commencement", "each.comma", (15, 6), &["comma", "commencement"]);
    broken("reaches-back = true", "reaches-bak = true", (15, 23), &["reaches-bak", "reaches-back"]);
}

#[test]
fn mistakes_in_examples_are_told_where_they_stand() {
    broken("2026⟧", "2026", (20, 8), &["`⟦` without `⟧`"]);
    broken("⟦вводится", "вводится", (25, 8), &["`⟧` without `⟦`"]);
    broken("effect from 1 March 2027", "⟦effect⟧ from 1 March 2027", (30, 8), &["near miss"]);
    // The example in Russian becomes one in English, so that Russian has none.
    let missing = RULE.replacen("[[example]]\nlang = \"ru\"", "[[example]]\nlang = \"en\"", 1);
    let (pack, errors) = load(&missing);
    assert_eq!(pack.rules.len(), 1);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].message.contains("no example in `ru`"), "{}", errors[0]);
    let other = RULE.replacen("[[example]]\nlang = \"en\"", "[[example]]\nlang = \"fr\"", 1);
    let (_, errors) = load(&other);
    // What is missed for it stands at the top of the file, before the place of the mistake itself.
    let french = errors.iter().find(|e| e.message.contains("`fr`")).unwrap();
    assert_eq!((french.line, french.column), (17, 8), "{french}");
}

#[test]
fn syntax_errors_are_told_where_they_stand() {
    let (_, errors) = load(&RULE.replace("basis = [\"art_1\"]", "basis = [\"art_1\""));
    assert_eq!(errors.len(), 1);
    // The list goes on over the line end and breaks at the next key.
    assert_eq!(errors[0].line, 3, "{}", errors[0]);
    let (_, errors) = load("");
    assert!(
        errors[0].message.contains("`level` is missing"),
        "a rule of nothing lacks everything: {}",
        errors[0]
    );
    let (_, errors) = load("level = \"error\"\nlevel = \"note\"\n");
    assert_eq!((errors[0].line, errors[0].column), (2, 1), "{}", errors[0]);
}

#[test]
fn a_pack_without_its_catalogue_is_refused() {
    let missing =
        check::load("small", "packs/small", &[file("right.toml", RULE)]).unwrap_err().remove(0);
    assert!(missing.to_string().starts_with("packs/small/pack.toml:1:1: "), "{missing}");
    let day = PACK.replace("2026-07-01", "2026-07-01T00:00:00Z").replace("2026-03-15", "10:00:00");
    let wrong =
        check::load("small", "packs/small", &[file("pack.toml", day)]).unwrap_err().remove(0);
    assert_eq!((wrong.line, wrong.column), (3, 8), "{wrong}");
}

#[test]
fn the_hash_tells_packs_apart() {
    let hash = |rule: &str| load(rule).0.hash;
    assert_eq!(hash(RULE), hash(RULE));
    assert_ne!(hash(RULE), hash(&RULE.replace("Because.", "Therefore.")));
    for pack in packs() {
        assert_eq!(pack.hash.len(), 64);
    }
    assert!(embedded::pack("no such pack").is_empty());
}
