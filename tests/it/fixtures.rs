//! The bills of `fixtures`: what is said of each, and how the folder of the default packs is printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use grundnorm::engine::{Options, check};
use grundnorm::ingest;
use grundnorm::pack::Pack;
use serde::Deserialize;

use crate::support::{built_in, every_pack, packs, read, root};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    kind: String,
    draft: bool,
    amending: bool,
    findings: Vec<ExpectedFinding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    rule: String,
    unit: String,
    words: String,
}

/// A folder of bills in one language, and the packs that judge them.
struct Folder {
    lang: String,
    path: PathBuf,
    packs: Vec<&'static Pack>,
}

/// The folders of the default packs, one a language, and those of packs that run on request.
fn folders() -> Vec<Folder> {
    let default = || packs().iter().collect();
    let mut folders: Vec<Folder> = std::fs::read_dir(root().join("fixtures/bills"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| {
            let lang = path.file_name().unwrap().to_string_lossy().into_owned();
            Folder { lang, path, packs: default() }
        })
        .collect();
    folders.sort_by(|a, b| a.path.cmp(&b.path));
    let path = root().join("fixtures/germany");
    folders.push(Folder { lang: "de".to_owned(), path, packs: vec![built_in("de-basic-law")] });
    folders
}

fn expected(folder: &Path) -> BTreeMap<String, Expected> {
    let path = folder.join("expected.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Words with one space between each two.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares one bill with what is expected of it; gives back the differences.
fn differences(folder: &Folder, name: &str, expected: &Expected) -> String {
    let path = &folder.path.join(name);
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let source = ingest::ingest(&path.to_string_lossy(), bytes)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let options = Options::default();
    let document = read(&source, &options);
    let mut wrong = String::new();
    let mut differ = |what: &str, found: &str, wanted: &str| {
        if found != wanted {
            let _ = writeln!(wrong, "  {what}: found {found}, expected {wanted}");
        }
    };
    differ("acts", &document.acts.len().to_string(), "1");
    let act = &document.acts[0].0;
    differ("language", document.lang.code(), &folder.lang);
    differ("kind", act.kind.name(), &expected.kind);
    differ("draft", &act.draft.to_string(), &expected.draft.to_string());
    differ("amending", &act.amending.to_string(), &expected.amending.to_string());
    let judged = |pack| check(&document, 0, std::slice::from_ref(pack), &options).0;
    let mut found: Vec<(String, String, String)> = folder
        .packs
        .iter()
        .flat_map(|pack| judged(*pack))
        .map(|f| (f.rule, f.unit, folded(source.slice(f.primary.span))))
        .collect();
    for want in &expected.findings {
        let words = folded(&want.words);
        let fits = found.iter().position(|(rule, unit, primary)| {
            *rule == want.rule && *unit == want.unit && primary.contains(&words)
        });
        match fits {
            Some(at) => drop(found.remove(at)),
            None => _ = writeln!(wrong, "  not found: {} in {}: {words}", want.rule, want.unit),
        }
    }
    for (rule, unit, primary) in found {
        let _ = writeln!(wrong, "  not expected: {rule} in {unit}: {primary}");
    }
    wrong
}

#[test]
fn each_bill_has_just_the_findings_expected_of_it() {
    let mut wrong = String::new();
    let mut bills = 0;
    for folder in folders() {
        for (name, expected) in expected(&folder.path) {
            let differences = differences(&folder, &name, &expected);
            if !differences.is_empty() {
                let _ = write!(wrong, "{}\n{differences}", folder.path.join(name).display());
            }
            bills += 1;
        }
    }
    assert!(bills >= 35, "only {bills} bills");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_bill_is_expected_and_each_rule_fires_somewhere() {
    let mut fired: Vec<String> = Vec::new();
    let mut judged: BTreeSet<&str> = BTreeSet::new();
    for Folder { lang, path, packs } in folders() {
        let expected = expected(&path);
        judged.extend(packs.iter().map(|pack| pack.id.as_str()));
        let bills: Vec<String> = std::fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| ingest::supported(name))
            .collect();
        for bill in &bills {
            assert!(expected.contains_key(bill), "{lang}/{bill} is not in expected.toml");
        }
        assert_eq!(
            bills.len(),
            expected.len(),
            "{lang}: expected.toml names a bill that is not there"
        );
        for findings in expected.values().map(|e| &e.findings) {
            fired.extend(findings.iter().map(|f| format!("{lang} {}", f.rule)));
        }
    }
    for pack in every_pack() {
        assert!(judged.contains(pack.id.as_str()), "no folder of bills is judged by {}", pack.id);
        // The bills are about what constitutions ask; flaws of form have bills of their own in `fixtures/form`.
        for rule in
            pack.rules.iter().filter(|_| !["drafting", "kz-legal-acts"].contains(&pack.id.as_str()))
        {
            for lang in &pack.languages {
                let name = format!("{lang} {}", rule.id);
                assert!(fired.contains(&name), "no bill in {lang} breaks {}", rule.id);
            }
        }
    }
}

/// The output of the program for the whole folder.
fn output(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_grundnorm"))
        .args(["check", "fixtures/bills"])
        .args(arguments)
        .current_dir(root())
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    without_hashes(&String::from_utf8(run.stdout).unwrap())
}

/// The hash of a pack changes with every word of a rule, and the snapshot is about the findings.
fn without_hashes(text: &str) -> String {
    let is_hash = |word: &str| word.len() == 12 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
    words
        .into_iter()
        .map(|word| {
            let bare = word.trim_end().trim_end_matches([',', ';']);
            if is_hash(bare) { word.replace(bare, "[hash]") } else { word.to_owned() }
        })
        .collect()
}

#[test]
fn the_folder_for_people() {
    insta::assert_snapshot!(output(&["--width", "100", "--color", "never"]));
}

#[test]
fn the_folder_in_short() {
    insta::assert_snapshot!(output(&["--format", "short"]));
}
