//! The language of rules: every condition on texts in which it must fire, at the words in brackets, and on
//! near misses in which it must not.
//!
//! The conditions stand in `fixtures/conditions`, with a small pack and its lexicon.

mod any;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use grundnorm::engine::{Document, Options, check};
use grundnorm::finding::{Finding, Profile, Stage};
use grundnorm::model::ActKind;
use grundnorm::pack::{Pack, PackFile, check as pack_check};
use serde::Deserialize;

use crate::support::{files, langs, plain, root};

/// A condition with the texts that show what it does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Condition {
    name: String,
    /// What stands below `[[when]]`.
    when: String,
    /// Keys of the rule beside it.
    #[serde(default)]
    keys: String,
    /// Tables of the rule behind it, fixes for example.
    #[serde(default)]
    tables: String,
    /// Lines of `[labels]` beside the anchor's.
    #[serde(default)]
    labels: String,
    /// The rule's message and help, and what they must say of the first text that fires.
    says: Option<String>,
    said: Option<String>,
    helps: Option<String>,
    helped: Option<String>,
    /// What every finding must be.
    sure: Option<String>,
    level: Option<String>,
    basis: Option<Vec<String>>,
    /// The related words of the findings of the first text that fires.
    related: Option<Vec<String>>,
    published: Option<String>,
    as_of: Option<String>,
    kind: Option<String>,
    profile: Option<String>,
    stage: Option<String>,
    #[serde(default)]
    fires: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    silent: BTreeMap<String, Vec<String>>,
    /// The texts that fire, as the fixes leave them.
    #[serde(default)]
    fixed: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditions {
    condition: Vec<Condition>,
}

const FOLDER: &str = "fixtures/conditions";

fn conditions() -> Vec<(String, Condition)> {
    let mut all = Vec::new();
    for path in files(&root().join(FOLDER).join("cases"), &["toml"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let list: Conditions =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        all.extend(list.condition.into_iter().map(|c| (file.clone(), c)));
    }
    all
}

/// A small pack with its words and one rule.
pub(crate) fn pack(rule: &str) -> Pack {
    let read = |name: &str| PackFile {
        path: format!("{FOLDER}/pack/{name}"),
        name: name.to_owned(),
        text: std::fs::read_to_string(root().join(FOLDER).join("pack").join(name)).unwrap(),
    };
    let tried = PackFile {
        path: "tried.toml".to_owned(),
        name: "tried.toml".to_owned(),
        text: rule.to_owned(),
    };
    let files = [read("pack.toml"), read("lexicon.toml"), tried];
    let (pack, errors) =
        pack_check::load("small", FOLDER, &files).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert!(errors.is_empty(), "{rule}\n{}", errors[0]);
    pack
}

/// A rule around what stands below `[[when]]`. Its examples are there for the form; nobody runs them.
fn rule(c: &Condition) -> String {
    let mut text = String::new();
    let defaults = [("level", "\"error\""), ("basis", "[\"art_1\"]"), ("why", "\"It is tried.\"")];
    for (key, value) in defaults {
        if !c.keys.lines().any(|l| l.trim_start().starts_with(key)) {
            let _ = writeln!(text, "{key} = {value}");
        }
    }
    let says = c.says.as_deref().unwrap_or("found {words}");
    let helps = c.helps.as_deref().unwrap_or("look again");
    let _ = writeln!(
        text,
        "{}\ntitle.en = \"tried\"\nmessage.en = '{says}'\nhelp.en = '{helps}'\n[labels]\nprimary.en = \"here\"\n{}\n\
         [[when]]\n{}\n{}",
        c.keys, c.labels, c.when, c.tables
    );
    for lang in rule_langs(c) {
        let _ = writeln!(
            text,
            "[[example]]\nlang = \"{lang}\"\nwhy = \"form\"\ntext = \"⟦a⟧\"\n\
             [[near-miss]]\nlang = \"{lang}\"\nwhy = \"form\"\ntext = \"a\""
        );
    }
    text
}

/// The languages of a rule: those of the pack, unless it says which.
fn rule_langs(c: &Condition) -> Vec<&str> {
    let all = ["en", "kk", "ru"];
    match c.keys.lines().find(|l| l.trim_start().starts_with("langs")) {
        Some(line) => all.into_iter().filter(|l| line.contains(&format!("\"{l}\""))).collect(),
        None => all.to_vec(),
    }
}

fn options(c: &Condition, lang: &str) -> Options {
    let day = |text: &Option<String>| text.as_ref().map(|d| d.parse().unwrap());
    Options {
        lang: Some(lang.to_owned()),
        kind: c.kind.as_deref().map(|k| ActKind::from_name(k).unwrap()),
        published: day(&c.published),
        as_of: day(&c.as_of),
        profile: c.profile.as_deref().map(|p| Profile::from_name(p).unwrap()),
        stage: c.stage.as_deref().map(|s| Stage::from_name(s).unwrap()),
        ..Options::default()
    }
}

/// The findings of the pack's rule in a text, each with its words.
fn findings(pack: &Pack, text: &str, options: &Options) -> Vec<Finding> {
    let source = plain(text);
    let document = Document::read(&source, langs(), options).unwrap();
    let packs = std::slice::from_ref(pack);
    (0..document.acts.len()).flat_map(|act| check(&document, act, packs, options).0).collect()
}

/// A text without its brackets, and the words between them with their places.
fn unmarked(marked: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open = Vec::new();
    for c in marked.chars() {
        match c {
            '⟦' => open.push(text.len()),
            '⟧' => marks.push((open.pop().unwrap(), text.len())),
            other => text.push(other),
        }
    }
    marks.sort_unstable();
    (text, marks)
}

fn shown(text: &str, places: &[(usize, usize)]) -> String {
    if places.is_empty() {
        return "nothing".to_owned();
    }
    places.iter().map(|(s, e)| format!("⟦{}⟧", &text[*s..*e])).collect::<Vec<_>>().join(" ")
}

/// The text with the edits of every fix carried out.
fn mended(text: &str, findings: &[Finding]) -> String {
    let mut edits: Vec<_> =
        findings.iter().flat_map(|f| &f.fixes).flat_map(|fix| &fix.edits).collect();
    edits.sort();
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// What is wrong with one text under its condition.
fn tried(c: &Condition, pack: &Pack, lang: &str, marked: &str, first: bool) -> Vec<String> {
    let (text, marks) = unmarked(marked);
    let found = findings(pack, &text, &options(c, lang));
    let places: Vec<(usize, usize)> = found
        .iter()
        .map(|f| (f.primary.span.start as usize, f.primary.span.end as usize))
        .collect();
    let mut wrong = Vec::new();
    if places != marks {
        wrong.push(format!(
            "expected {}\n    found {}",
            shown(&text, &marks),
            shown(&text, &places)
        ));
        return wrong;
    }
    let mut same = |what: &str, wanted: Option<&String>, is: String| {
        if let Some(wanted) = wanted.filter(|w| **w != is) {
            wrong.push(format!("{what}: expected {wanted}\n    found {is}"));
        }
    };
    for f in &found {
        same("confidence", c.sure.as_ref(), f.confidence.name().to_owned());
        same("level", c.level.as_ref(), f.level.name().to_owned());
        let basis: Vec<&str> = f.basis.iter().map(|b| b.provision.as_str()).collect();
        same("basis", c.basis.as_ref().map(|b| b.join(" ")).as_ref(), basis.join(" "));
    }
    if first && let Some(f) = found.first() {
        same("message", c.said.as_ref(), f.message.clone());
        same("help", c.helped.as_ref(), f.help.clone().unwrap_or_default());
        let related: Vec<&str> =
            found.iter().flat_map(|f| &f.related).map(|r| &text[r.span.range()]).collect();
        same("related", c.related.as_ref().map(|r| r.join(" | ")).as_ref(), related.join(" | "));
    }
    wrong
}

#[test]
fn every_condition_does_what_it_says() {
    let mut wrong = String::new();
    let mut count: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (file, c) in conditions() {
        let pack = pack(&rule(&c));
        assert!(!c.fires.is_empty() && !c.silent.is_empty(), "{file}: {}: both sides", c.name);
        let mut first = true;
        for (lang, texts) in c.fires.iter().chain(&c.silent) {
            for text in texts {
                let fires = text.contains('⟦');
                *count.entry((lang.clone(), fires)).or_default() += 1;
                for what in tried(&c, &pack, lang, text, first) {
                    let _ = writeln!(wrong, "{file}: {} [{lang}]: {what}\n    in {text:?}", c.name);
                }
                first = false;
            }
        }
        for (lang, texts) in &c.fires {
            assert!(texts.iter().all(|t| t.contains('⟦')), "{}: nothing is marked", c.name);
            let Some(fixed) = c.fixed.get(lang) else { continue };
            assert_eq!(texts.len(), fixed.len(), "{}", c.name);
            for (text, wanted) in texts.iter().zip(fixed) {
                let (text, _) = unmarked(text);
                let mended = mended(&text, &findings(&pack, &text, &options(&c, lang)));
                if mended != *wanted {
                    let _ = writeln!(wrong, "{file}: {} [{lang}]: mended to {mended:?}", c.name);
                }
            }
        }
        for texts in c.silent.values() {
            assert!(texts.iter().all(|t| !t.contains('⟦')), "{}: a mark in silence", c.name);
        }
    }
    println!("{count:?}");
    for lang in ["en", "kk", "ru"] {
        for fires in [true, false] {
            let seen = count.get(&(lang.to_owned(), fires)).copied().unwrap_or_default();
            assert!(seen >= 20, "{seen} cases in {lang} with fires = {fires}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A rule that finds every duty, with keys of its own.
fn duties(keys: &str) -> Condition {
    let text =
        "[[condition]]\nname = \"duties\"\nwhen = 'each.norm = { modality = [\"obligation\"] }'";
    let mut list: Conditions = toml::from_str(text).unwrap();
    let mut duties = list.condition.remove(0);
    keys.clone_into(&mut duties.keys);
    duties
}

#[test]
fn a_rule_is_shown_to_its_readers_and_at_its_stages() {
    let text = "Law on boats\nArticle 1. The owner of a boat shall register it.";
    let count = |keys: &str, profile: Option<Profile>, stage: Option<Stage>| {
        let pack = pack(&rule(&duties(keys)));
        let options = Options { lang: Some("en".to_owned()), profile, stage, ..Options::default() };
        findings(&pack, text, &options).len()
    };
    let expert = "profiles = [\"expert\"]";
    let shown = Profile::ALL.iter().map(|p| count(expert, Some(*p), None));
    assert_eq!(shown.collect::<Vec<_>>(), [0, 1, 0], "drafter, expert, auditor");
    assert_eq!(count(expert, None, Some(Stage::Submission)), 1, "nobody said who reads");
    let stages = "stages = [\"agreement\", \"submission\"]";
    let shown = Stage::ALL.iter().map(|s| count(stages, None, Some(*s)));
    assert_eq!(shown.collect::<Vec<_>>(), [0, 1, 1], "on the desk, in agreement, submitted");
    let both = format!("{expert}\n{stages}");
    assert_eq!(count(&both, Some(Profile::Expert), Some(Stage::WorkingDraft)), 0);
}

#[test]
fn days_decide_whether_a_rule_holds() {
    let text = "Law on boats\nArticle 1. The owner of a boat shall register it.";
    let count = |keys: &str, as_of: &str| {
        let pack = pack(&rule(&duties(keys)));
        let as_of = Some(as_of.parse().unwrap());
        let options = Options { lang: Some("en".to_owned()), as_of, ..Options::default() };
        findings(&pack, text, &options).len()
    };
    let keys = "applies = { from = 2026-08-01, until = 2026-09-01 }";
    let days = ["2026-07-31", "2026-08-01", "2026-08-31", "2026-09-01"];
    assert_eq!(days.map(|day| count(keys, day)), [0, 1, 1, 0]);
    let keys = "applies = { new-acts-only = true }";
    assert_eq!(["2026-06-30", "2026-07-01"].map(|day| count(keys, day)), [0, 1]);
}

#[test]
fn terms_of_a_pack_are_facts() {
    let folder = root().join(FOLDER).join("pack");
    let file = tempfile::NamedTempFile::with_suffix(".md").unwrap();
    let text = "О доме\n\nСтатья 1. Парламент и депутаты красят дом по Закону «О Парламенте».\n";
    std::fs::write(file.path(), text).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_grundnorm"))
        .args(["facts", "--format", "json", "--lang", "ru", "--pack"])
        .args([&folder, file.path()])
        .output()
        .unwrap();
    let facts: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    let place = |words: &str, nth: usize| {
        let start = text.match_indices(words).nth(nth).unwrap().0;
        (start, start + words.len())
    };
    let term = |id: &str, words: &str, (start, end): (usize, usize), zone: &str| serde_json::json!({ "id": id, "text": words, "start": start, "end": end, "zone": zone });
    let wanted = serde_json::json!([
        term("parliament", "Парламент", place("Парламент", 0), "own"),
        term("deputies", "депутаты", place("депутаты", 0), "own"),
        term("parliament", "Парламенте", place("Парламенте", 0), "title"),
    ]);
    assert_eq!(facts["terms"], wanted);
}
