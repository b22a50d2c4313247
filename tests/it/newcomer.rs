//! What somebody meets who writes a rule for the first time: `rules new`, `rules test`, `rules list`,
//! `explain`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use grundnorm::engine::selftest::{self, Wrong};
use grundnorm::explain::explain;
use grundnorm::pack::{Pack, PackFile, Rule, check};
use serde_json::Value;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

use crate::support::{every_pack, langs, root};

/// What a run of the program came to.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_grundnorm"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The files below a folder with their texts, by name.
fn tree(folder: &Path) -> Vec<(String, String)> {
    crate::support::files(folder, &["toml", "json", "part"])
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn a_new_rule_brings_its_pack_along() {
    let folder = folder();
    let ran =
        run(folder.path(), &["rules", "new", "my-pack/no-fee", "--lang", "kk", "--lang", "ru"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let files = tree(folder.path());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "my-pack/lexicon.schema.json",
            "my-pack/lexicon.toml",
            "my-pack/no-fee.toml",
            "my-pack/pack.schema.json",
            "my-pack/pack.toml",
            "my-pack/rule.schema.json",
        ]
    );
    for name in &names {
        assert!(ran.out.contains(name), "`{name}` is not named: {}", ran.out);
    }
    assert!(ran.out.ends_with("  grundnorm rules test --pack my-pack\n"), "{}", ran.out);
    for (name, text) in files.iter().filter(|(name, _)| !name.contains(".schema.")) {
        let first = text.lines().next().unwrap();
        let schema = first.strip_prefix("#:schema ./").unwrap_or_else(|| panic!("{name}: {first}"));
        assert!(names.contains(&format!("my-pack/{schema}").as_str()), "{name}: {first}");
        let long = text.lines().find(|l| l.width() > 110);
        assert_eq!(long, None, "{name}");
    }
    let rule = &files[2].1;
    for table in ["[title]", "[message]", "[help]"] {
        let part = rule.split_once(table).unwrap().1;
        for line in ["en = \"\"", "kk = \"\"", "ru = \"\""] {
            assert!(part.split("\n\n").next().unwrap().contains(line), "{table} {line}");
        }
    }
    // The acts are in two languages, and so are the texts that test the rule.
    for table in ["[[example]]", "[[near-miss]]"] {
        assert_eq!(rule.matches(table).count(), 2, "{table}");
        for lang in ["kk", "ru"] {
            assert!(rule.contains(&format!("{table}\nlang = \"{lang}\"")), "{table} {lang}");
        }
    }
    // A second rule is made in the languages of the pack.
    let ran = run(folder.path(), &["rules", "new", "./my-pack/other-fee"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let second = fs::read_to_string(folder.path().join("my-pack/other-fee.toml")).unwrap();
    assert_eq!(second, rule.replace("my-pack/no-fee", "my-pack/other-fee"));
    assert_eq!(ran.out.matches(".json").count(), 0, "the schemas are there: {}", ran.out);
}

#[test]
fn what_a_new_rule_lacks_is_told_place_by_place() {
    let folder = folder();
    run(folder.path(), &["rules", "new", "my-pack/no-fee", "--lang", "en", "--lang", "ru"]);
    let rule = folder.path().join("my-pack/no-fee.toml");
    let lines: Vec<String> =
        fs::read_to_string(&rule).unwrap().lines().map(str::to_owned).collect();
    let ran = run(folder.path(), &["rules", "test", "--pack", "my-pack"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    // Each empty value of the scaffold is a mistake at its own line.
    let mut empty = 0;
    for (at, line) in lines.iter().enumerate() {
        let value = line.ends_with("\"\"") || line.contains("[]") || line.contains("en = \"\", ru");
        if value && !line.starts_with('#') && line != "\"\"\"" {
            empty += 1;
            let place = format!("my-pack/no-fee.toml:{}:", at + 1);
            assert!(ran.err.contains(&place), "{place} is not told ({line}):\n{}", ran.err);
        }
    }
    // Basis, why, three texts and a label in two languages, what to look for, four examples.
    assert_eq!(empty, 2 + 6 + 1 + 1 + 8, "{lines:#?}");
    assert!(ran.out.contains("1 file with mistakes: my-pack/no-fee.toml"), "{}", ran.out);
}

#[test]
fn nothing_is_written_over_and_nothing_half_done() {
    let folder = folder();
    let made = run(folder.path(), &["rules", "new", "my-pack/no-fee"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    fs::write(folder.path().join("file"), "").unwrap();
    fs::create_dir(folder.path().join("broken")).unwrap();
    fs::write(folder.path().join("broken/pack.toml"), "title = 5\n").unwrap();
    let before = tree(folder.path());
    for (arguments, words) in [
        (&["my-pack/no-fee"][..], "my-pack/no-fee.toml: the rule is already there"),
        (&["my-pack/no-fee", "--lang", "ru"], "already there"),
        (&["my-pack/other", "--lang", "ru"], "my-pack/pack.toml"),
        (&["no-fee"], "`no-fee` names no rule of a pack; expected a folder and a name"),
        (&["my-pack/"], "names no rule of a pack"),
        (&["/no-fee"], "names no rule of a pack"),
        (&["my-pack/No_Fee"], "`No_Fee` cannot name a rule; expected small Latin letters"),
        (&["my-pack/5-fee"], "a letter first"),
        (&["my-pack/плата"], "cannot name a rule"),
        (&["my-pack/no-fee.toml"], "the rule is called `no-fee`"),
        (&["my-pack/pack"], "a file of the pack itself"),
        (&["my-pack/lexicon-rights"], "a file of the pack itself"),
        (&["kz-2026/no-fee"], "the pack `kz-2026` is inside the program"),
        (&["My Pack/no-fee"], "the name of the folder is the pack's: `My Pack`"),
        (&["other/no-fee", "--lang", "xx"], "unknown language `xx`, expected one of"),
        (&["file/no-fee"], "expected a folder for the pack, found a file"),
        (&["broken/no-fee"], "the pack `broken` cannot be read"),
    ] {
        let ran = run(folder.path(), &[&["rules", "new"], arguments].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
        assert_eq!(tree(folder.path()), before, "{arguments:?}");
    }
    assert!(!folder.path().join("other").exists());
}

#[test]
fn schemas_beside_the_pack_are_used() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/rule.schema.json"), "{}").unwrap();
    let ran = run(folder.path(), &["rules", "new", "rules/my-pack/no-fee"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.out.contains(".json"), "{}", ran.out);
    for name in ["no-fee", "pack", "lexicon"] {
        let text = fs::read_to_string(folder.path().join(format!("rules/my-pack/{name}.toml")));
        assert!(text.unwrap().starts_with("#:schema ../"), "{name}");
    }
}

/// A pack with one rule, and what a test breaks in it.
const PACK: &str = r#"title = "A small constitution"
label = "Constitution"
from = 2026-07-01
adopted = 2026-03-15
languages = ["en"]
[jurisdiction]
own = []
others = []
[provisions]
art_20 = { label = "Art. 20", says = "information is free" }
"#;

const RULE: &str = r#"level = "warning"
basis = ["art_20"]
kinds = ["law", "code"]
profiles = ["drafter", "expert"]
stages = ["agreement"]
why = "Because."
[title]
en = "forbidden word"
[message]
en = "the act says {words}, beside {other}"
[help]
en = "say something else than {words}"
[labels]
primary = { en = "stands here" }
[[when]]
each.words = { phrases = { en = ["toll"] }, near.words = { as = "other", phrases = { en = ["bridge"] } } }
[[fix]]
applicability = "review"
replace = "words"
with.en = "free passage"
[[example]]
lang = "en"
why = "the word stands near the other"
text = """
Article 1. The ⟦toll⟧ of the bridge is collected by the district.
Article 2. The district builds roads.
"""
fixed = """
Article 1. The free passage of the bridge is collected by the district.
Article 2. The district builds roads.
"""
[[near-miss]]
lang = "en"
why = "the word stands alone"
text = "Article 1. The toll of the road is collected by the district."
"#;

fn small(rule: &str) -> Pack {
    let file = |name: &str, text: &str| PackFile {
        path: format!("small/{name}"),
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let (pack, errors) =
        check::load("small", "small", &[file("pack.toml", PACK), file("word.toml", rule)]).unwrap();
    assert_eq!(errors, [], "{rule}");
    pack
}

/// What is wrong with the examples of a rule.
fn wrong(rule: &str) -> Vec<Wrong> {
    let pack = small(rule);
    selftest::run(&pack.rules[0], &pack, langs()).into_iter().filter_map(|o| o.wrong).collect()
}

#[test]
fn examples_may_say_how_the_text_reads_after_the_fixes() {
    assert_eq!(wrong(RULE), []);
    let text = "Article 1. The free passage of the bridge is collected by the district.\n\
                Article 2. The district builds roads.\n";
    let other = RULE.replace("The free passage of", "The passage of");
    assert_eq!(wrong(&other), [Wrong::Fixed(text.to_owned())]);
    // Two fixes of one and the same words: there is no one text to compare.
    let twice = RULE.replacen(
        "[[fix]]",
        "[[fix]]\napplicability = \"safe\"\ndelete = \"words\"\n[[fix]]",
        1,
    );
    assert!(matches!(wrong(&twice)[..], [Wrong::Clash(_)]), "{:?}", wrong(&twice));
    // Fixes before and behind the same words go together.
    let around = RULE
        .replace("replace = \"words\"", "before = \"words\"")
        .replace("with.en = \"free passage\"", "with.en = \"so-called \"")
        .replace("The free passage of", "The so-called toll of");
    assert_eq!(wrong(&around), []);
}

#[test]
fn an_example_is_judged_on_the_day_it_names() {
    let dated = RULE.replace("[title]", "[applies]\nfrom = 2027-01-01\n[title]").replacen(
        "lang = \"en\"\nwhy",
        "lang = \"en\"\nas-of = 2027-01-01\nwhy",
        1,
    );
    assert_eq!(wrong(&dated), []);
    let before = dated.replace("as-of = 2027-01-01", "as-of = 2026-12-31");
    assert_eq!(wrong(&before), [Wrong::Marks(vec![])]);
}

/// Runs the examples of a rule in a folder; exit status and output.
fn tested(rule: &str) -> (Option<i32>, String) {
    let folder = folder();
    fs::create_dir(folder.path().join("small")).unwrap();
    fs::write(folder.path().join("small/pack.toml"), PACK).unwrap();
    fs::write(folder.path().join("small/word.toml"), rule).unwrap();
    let ran = run(folder.path(), &["rules", "test", "--pack", "small"]);
    assert_eq!(ran.err, "", "{ran:?}");
    for line in ran.out.lines() {
        assert!(line.width() <= 80, "wider than 80 columns: {line}");
    }
    (ran.code, ran.out)
}

#[test]
fn a_failing_example_is_shown_at_its_place_with_both_marks() {
    assert_eq!(
        tested(RULE),
        (Some(0), "ok     small/word: 1 example, 1 near miss\n2 passed, 0 failed\n".to_owned())
    );
    let moved = RULE.replace("The ⟦toll⟧ of", "⟦The toll⟧ of");
    let expected = "\
FAILED small/word: 1 example, 1 near miss
  small/word.toml:24:8
    example in en: the word stands near the other
    expected:
      Article 1. ⟦The toll⟧ of the bridge is collected by the district.
    found:
      Article 1. The ⟦toll⟧ of the bridge is collected by the district.
1 passed, 1 failed
";
    assert_eq!(tested(&moved), (Some(1), expected.to_owned()));
    let long = RULE.replace(
        "The toll of the road is",
        "The toll of the bridge, whoever owns it and wherever in the district it stands, is",
    );
    let expected = "\
FAILED small/word: 1 example, 1 near miss
  small/word.toml:35:8
    near miss in en: the word stands alone
    expected: nothing
    found:
      Article 1. The ⟦toll⟧ of the bridge, whoever owns it and wherever in the
      district it stands, is collected by the district.
1 passed, 1 failed
";
    assert_eq!(tested(&long), (Some(1), expected.to_owned()));
    let fixed = RULE.replace("The free passage of", "The passage of");
    let expected = "\
FAILED small/word: 1 example, 1 near miss
  small/word.toml:24:8
    example in en: the word stands near the other
    the marks are right; after the fixes the text differs
    expected:
      Article 1. The passage of the bridge is collected by the district.
    found:
      Article 1. The free passage of the bridge is collected by the district.
1 passed, 1 failed
";
    assert_eq!(tested(&fixed), (Some(1), expected.to_owned()));
}

#[test]
fn the_list_for_programs_has_every_rule_with_its_keys() {
    let ran = run(root(), &["rules", "list", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["schema"], "grundnorm.rules/1");
    let listed = shown["packs"].as_array().unwrap();
    assert_eq!(listed.len(), every_pack().len());
    for (shown, pack) in listed.iter().zip(every_pack()) {
        assert_eq!(shown["id"], pack.id);
        assert_eq!(shown["from"], pack.from.to_string());
        assert_eq!(shown["default"], pack.default);
        assert_eq!(shown["languages"], serde_json::json!(pack.languages));
        let rules = shown["rules"].as_array().unwrap();
        assert_eq!(rules.len(), pack.rules.len());
        for (shown, rule) in rules.iter().zip(&pack.rules) {
            let keys: Vec<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
            let mut expected = vec![
                "id",
                "title",
                "level",
                "basis",
                "kinds",
                "langs",
                "profiles",
                "stages",
                "file",
                "examples",
                "near_misses",
            ];
            expected.sort_unstable();
            let mut keys = keys;
            keys.sort_unstable();
            assert_eq!(keys, expected);
            assert_eq!(
                (&shown["id"], &shown["file"]),
                (&rule.id.as_str().into(), &rule.path.as_str().into())
            );
            assert_eq!(shown["title"], serde_json::json!(rule.title));
            assert_eq!(shown["basis"][0]["label"], rule.basis[0].label);
            let fires = rule.examples.iter().filter(|e| e.fires).count();
            assert_eq!(shown["examples"], fires);
            assert_eq!(shown["near_misses"], rule.examples.len() - fires);
        }
    }
    let burden = listed.iter().flat_map(|p| p["rules"].as_array().unwrap());
    let burden = burden.into_iter().find(|r| r["id"] == "kz-2026/retroactive-burden").unwrap();
    assert_eq!(burden["kinds"], serde_json::json!(["law", "code", "constitutional-law"]));
}

#[test]
fn the_list_for_people_fits_and_names_everything() {
    let ran = run(root(), &["rules", "list"]);
    for line in ran.out.lines() {
        assert!(line.width() <= 80, "wider than 80 columns: {line}");
    }
    let folded = crate::support::folded(&ran.out);
    for rule in every_pack().iter().flat_map(|p| &p.rules) {
        let kinds: Vec<&str> = rule.kinds.iter().map(|k| k.name()).collect();
        for words in [
            &rule.id,
            &rule.title["en"],
            &rule.basis[0].label,
            &kinds.join(", "),
            &rule.langs.join(", "),
        ] {
            assert!(folded.contains(words.as_str()), "`{words}` is not in:\n{}", ran.out);
        }
    }
}

fn rule<'p>(pack: &'p Pack, id: &str) -> &'p Rule {
    pack.rules.iter().find(|r| r.id == id).unwrap()
}

#[test]
fn conditions_are_told_in_sentences() {
    let told = |when: &str| -> String {
        let at = RULE.find("[[when]]").unwrap();
        let behind = RULE.find("[[example]]").unwrap();
        let text = format!("{}{when}\n{}", &RULE[..at], &RULE[behind..]);
        // Texts that show a capture would not fit a rule that has none.
        let text = text.replace(", beside {other}", "");
        let pack = small(&text);
        let page = explain(&pack, &pack.rules[0], 1000);
        let part = page.split_once("What it looks for\n").unwrap().1;
        part.split("\n\n").next().unwrap().to_owned()
    };
    for (when, words) in [
        ("[[when]]\neach.norm = {}", "  each norm"),
        (
            "[[when]]\neach.commencement = { reaches-back = true, governs.norm = { direction = [\"burdens\"], for = [\"person\", \"anyone\"] } }",
            "  each clause on time that reaches back and governs a norm that burdens natural persons or anyone",
        ),
        (
            "[[when]]\neach.amendment = { act = [\"constitution\"], names-act = true }\nunless.act = { procedure = [\"referendum\"] }",
            "  each instruction that names the act that it changes and changes the constitution\n  nothing in an act that is put to a nationwide referendum or was adopted by one",
        ),
        (
            "[[when]]\neach.norm = { modality = [\"obligation\", \"prohibition\"], without = [\"by-court\"], not = { past-facts = true } }",
            "  each norm that is an obligation or a prohibition, lets its consequence come without a court's decision and is none that ties its consequence to facts of before",
        ),
        (
            "[[when]]\neach.unit = { kind = [\"article\", \"paragraph\"], missing.quantity = { unit = [\"days\"], more-than = 2.5 } }\nconfidence = \"likely\"",
            "  each article or paragraph that holds no number that counts days and is more than 2.5\n  (such a finding: at most likely)",
        ),
        (
            "[[when]]\neach.citation = { to = [\"other\"], any = [{ resolved = false }, { whole-act = true }] }\n[[when]]\neach.act = { kind = [\"order\", \"law\"] }\nlevel = \"note\"",
            "  1. each citation that leads to another act and either leads to units that the act does not have or names a whole act\n  2. each act that is an order or a law\n     (such a finding: level note)",
        ),
        // What is too long for a sentence is a list.
        (
            "[[when]]\neach.norm = { past-facts = true, delegates = true, direction = [\"neutral\"], missing.norm = { for = [\"official\"] }, follows.unit = { kind = [\"preamble\"], heading = true }, has.quantity = { is = [5, 0.5] } }",
            "  each norm that:\n  - ties its consequence to facts of before\n  - neither burdens nor relieves\n  - leaves a part of its matter to a body or another act\n  - holds a number that is 5 or 0.5\n  - comes after a preamble that has a heading\n  - holds no norm that addresses officials",
        ),
        (
            "[[when]]\neach.words = { phrases = { en = [\"a b\", \"c\", \"d\", \"e\"] }, zone = [\"title\"], inside.unit = { kind = [\"article\"] } }",
            "  each wording like “a b”, “c”, “d”, … that stands in a title and stands in an article",
        ),
    ] {
        assert_eq!(told(when), words, "{when}");
    }
}

#[test]
fn a_rule_is_explained_for_who_has_never_seen_one() {
    for pack in every_pack() {
        for one in &pack.rules {
            for width in [60, 80, 100] {
                for line in explain(pack, one, width).lines() {
                    assert!(line.width() <= width, "{}: wider than {width}: {line}", one.id);
                }
            }
        }
    }
    let pack = small(RULE);
    let page = explain(&pack, rule(&pack, "small/word"), 80);
    for words in [
        "Judges acts of these kinds: law, code; in en.",
        "Shown to drafters and experts, at these stages of a bill: agreement.",
        "Warning: ",
        "  Constitution, Art. 20 (small:art_20): information is free.",
        "marked: {words}, the words found (stands here)",
        "named: `other`",
        "the act says {words}, beside {other}",
        "say something else than {words}",
        "the words found give way to “free passage” (to be reviewed)",
        "[en] the word stands near the other\n      Article 1. The ⟦toll⟧ of the bridge",
        "after the fixes:\n      Article 1. The free passage",
        "Near misses that stay silent\n  [en] the word stands alone",
    ] {
        assert!(page.contains(words), "`{words}` is not in:\n{page}");
    }
}
