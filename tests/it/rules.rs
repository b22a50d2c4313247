//! Packs: every example of every rule, and what a rule is once it is read.

use std::fmt::Write as _;
use std::fs;

use grundnorm::engine::selftest;
use grundnorm::finding::Level;
use grundnorm::pack::{PackError, PackFile, check, embedded};

use crate::support::{every_pack, files, langs, root};

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

/// A rule that is right.
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

#[test]
fn every_example_and_near_miss_holds() {
    let mut wrong = String::new();
    let mut ran = 0;
    for pack in every_pack() {
        assert!(!pack.rules.is_empty(), "{} has no rules", pack.id);
        for rule in &pack.rules {
            let outcomes = selftest::run(rule, pack, langs());
            for lang in &rule.langs {
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
    for pack in every_pack() {
        let files = fs::read_dir(crate::support::root().join("rules").join(&pack.id)).unwrap();
        let mut names: Vec<String> = files
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .filter_map(|f| f.strip_suffix(".toml").map(|n| format!("{}/{n}", pack.id)))
            .filter(|id| {
                let other = ["/pack", "/provisions", "/predecessor", "/topics", "/lexicon"];
                !other.iter().any(|name| id.ends_with(name)) && !id.contains("/lexicon-")
            })
            .collect();
        names.sort();
        let ids: Vec<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids, names);
    }
}

#[test]
fn rules_speak_every_language_of_their_pack() {
    for pack in every_pack() {
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
fn the_hash_tells_packs_apart() {
    let hash = |rule: &str| load(rule).0.hash;
    assert_eq!(hash(RULE), hash(RULE));
    assert_ne!(hash(RULE), hash(&RULE.replace("Because.", "Therefore.")));
    for pack in every_pack() {
        assert_eq!(pack.hash.len(), 64);
    }
    assert!(embedded::pack("no such pack").is_empty());
}

#[test]
fn the_binary_carries_every_file_as_it_stands() {
    let rules = root().join("rules");
    let mut inside: Vec<(String, String)> = embedded::languages()
        .map(|(path, text)| (format!("rules/{path}"), text.to_owned()))
        .collect();
    for name in embedded::packs() {
        inside.extend(embedded::pack(name).into_iter().map(|file| (file.path, file.text)));
    }
    inside.sort();
    let mut outside: Vec<(String, String)> = files(&rules, &["toml"])
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    outside.sort();
    let names = |files: &[(String, String)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&inside), names(&outside));
    for ((name, found), (_, expected)) in inside.iter().zip(&outside) {
        assert!(found == expected, "{name}: the binary has another text");
    }
}
