//! CONTRIBUTING.md told as it is: the story of a rule is carried out word for word with the program, and
//! the tables of the rule language have every key that the schemas know.
//!
//! `UPDATE=1` writes the outputs of the story and the tables anew; read their difference as a newcomer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use grundnorm::pack::schema::schemas;
use serde_json::Value;

use crate::support::root;

/// The heading of the story.
const STORY: &str = "## A rule from idea to finding in five steps";
/// A line of an output that stands for lines left out.
const LEFT_OUT: &str = "…";

/// Whoever writes the file anew does so alone.
static ALONE: Mutex<()> = Mutex::new(());

/// A fenced block of the story.
#[derive(Debug)]
struct Block {
    /// Line of its opening fence, from 1.
    line: usize,
    language: String,
    /// The last line of text before it.
    before: String,
    text: String,
}

fn contributing() -> String {
    fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap()
}

/// The blocks of the story, and its lines in the file.
fn story(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut inside, mut open) = (false, false);
    let mut before = String::new();
    for (at, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        if open {
            let block = blocks.last_mut().unwrap();
            if fence.is_some() {
                open = false;
            } else {
                let _ = writeln!(block.text, "{line}");
            }
            continue;
        }
        if line.starts_with("## ") {
            inside = line == STORY;
        }
        if let (Some(language), true) = (fence, inside) {
            open = true;
            let before = std::mem::take(&mut before);
            let language = language.to_owned();
            blocks.push(Block { line: at + 1, language, before, text: String::new() });
        } else if !line.trim().is_empty() {
            line.clone_into(&mut before);
        }
    }
    assert!(!open, "a fence of CONTRIBUTING.md is not closed");
    blocks
}

/// The file that the line before a block names, when it announces one.
fn named(before: &str) -> Option<&str> {
    let mut quoted = before.strip_suffix(':')?.split('`').skip(1).step_by(2);
    let name = quoted.next().filter(|n| n.contains('.') && !n.contains(' '))?;
    quoted.next().is_none().then_some(name)
}

/// Runs a command of the story; what a reader at a terminal sees, both streams in their order.
fn seen(folder: &Path, command: &str) -> String {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("grundnorm"), "the story runs the program alone: `{command}`");
    assert!(!command.contains(['|', '>', '"', '\'', '$', '*']), "no shell is at hand: `{command}`");
    let path = folder.join(".seen");
    let out = File::create(&path).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_grundnorm"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(out.try_clone().unwrap())
        .stderr(out)
        .status()
        .unwrap();
    assert!(status.code().is_some_and(|code| code <= 3), "`{command}` ended with {status}");
    fs::read_to_string(path).unwrap()
}

/// Whether an output is the one told, where a line of «…» stands for any lines.
fn told(expected: &str, found: &str) -> bool {
    let found: Vec<&str> = found.trim_end().lines().collect();
    let expected: Vec<&str> = expected.trim_end().lines().collect();
    let parts: Vec<&[&str]> = expected.split(|line| *line == LEFT_OUT).collect();
    if parts.len() == 1 {
        return expected == found;
    }
    let mut at = 0;
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let place = match (index, last) {
            (0, _) => found.starts_with(part).then_some(0),
            (_, true) => (found.len() >= at + part.len() && found.ends_with(part))
                .then(|| found.len() - part.len()),
            _ => (at..=found.len()).find(|start| found[*start..].starts_with(part)),
        };
        let Some(place) = place else { return false };
        at = place + part.len();
    }
    true
}

#[test]
fn the_story_of_a_rule_is_true() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let text = contributing();
    let blocks = story(&text);
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        assert!(path.starts_with(folder.path()) && !name.contains(".."), "{name}");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let mut output: Option<(usize, String)> = None;
    let mut find: Option<(String, String)> = None;
    let mut wrong = String::new();
    let mut anew: BTreeMap<usize, String> = BTreeMap::new();
    let (mut commands, mut compared, mut written) = (0, 0, 0);
    for block in &blocks {
        let file = named(&block.before);
        if let Some((line, _)) =
            output.as_ref().filter(|_| block.language != "text" || file.is_some())
        {
            panic!("CONTRIBUTING.md:{line}: the commands have no output behind them");
        }
        match (block.language.as_str(), file) {
            ("sh", _) => {
                let lines = block.text.lines().filter(|l| !l.trim().is_empty());
                let mut found = String::new();
                for command in lines {
                    found.push_str(&seen(folder.path(), command));
                    commands += 1;
                }
                output = Some((block.line, found));
            }
            ("text", None) => {
                let (_, found) = output.take().unwrap_or_else(|| {
                    panic!("CONTRIBUTING.md:{}: an output without a command", block.line)
                });
                compared += 1;
                let wide = block.text.lines().filter(|l| l.chars().count() > 100).count();
                assert_eq!(wide, 0, "CONTRIBUTING.md:{}: wider than 100 columns", block.line);
                if !told(&block.text, &found) {
                    if !block.text.lines().any(|l| l == LEFT_OUT) {
                        anew.insert(block.line, found.clone());
                    }
                    let _ = writeln!(wrong, "CONTRIBUTING.md:{}: found\n{found}", block.line);
                }
            }
            ("toml" | "text", Some(name)) if block.before.contains(" find ") => {
                find = Some((name.to_owned(), block.text.clone()));
            }
            ("toml" | "text", Some(name)) => {
                write(name, &block.text);
                written += 1;
            }
            ("toml", None) => {
                let (name, old) = find.take().unwrap_or_else(|| {
                    panic!("CONTRIBUTING.md:{}: no line before it names a file", block.line)
                });
                let path = folder.path().join(&name);
                let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
                assert_eq!(text.matches(&old).count(), 1, "in {name} stands once:\n{old}");
                fs::write(path, text.replace(&old, &block.text)).unwrap();
                written += 1;
            }
            (other, _) => panic!("CONTRIBUTING.md:{}: a block of {other}", block.line),
        }
    }
    assert!(output.is_none() && find.is_none(), "the story ends in the middle");
    assert!(
        commands >= 6 && compared >= 6 && written >= 4,
        "{commands} commands, {compared} outputs, {written} files"
    );
    if std::env::var_os("UPDATE").is_some() && !anew.is_empty() {
        fs::write(root().join("CONTRIBUTING.md"), replaced(&text, &anew)).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The text with other words in the blocks whose fences stand in these lines.
fn replaced(text: &str, blocks: &BTreeMap<usize, String>) -> String {
    let mut out = String::new();
    let mut skipping = false;
    for (at, line) in text.lines().enumerate() {
        if skipping && !line.starts_with("```") {
            continue;
        }
        skipping = false;
        let _ = writeln!(out, "{line}");
        if let Some(found) = blocks.get(&(at + 1)) {
            let _ = writeln!(out, "{}", found.trim_end());
            skipping = true;
        }
    }
    out
}

/// The test of the story is worth something only if a lie in it is found out.
#[test]
fn an_output_that_differs_is_found_out() {
    assert!(told("a\nb\n", "a\nb\n"));
    assert!(told("a\n…\nd", "a\nb\nc\nd\n"));
    assert!(told("a\n…\nc\n…\n", "a\nb\nc\nd\n"));
    assert!(!told("a\n", "a\nb\n"));
    assert!(!told("a\n…\nc", "a\nb\nc\nd\n"));
    assert!(!told("a\n…\nx\n…\n", "a\nb\nc\n"));
    assert!(!told("a\n…\na\nb", "a\nb"), "one line is not told twice");
    assert_eq!(named("Write this to `my-pack/pack.toml`:"), Some("my-pack/pack.toml"));
    assert_eq!(named("In `my-pack/pack.toml` find this line:"), Some("my-pack/pack.toml"));
    assert_eq!(named("and put in its place:"), None);
    assert_eq!(named("`pack.toml` is read"), None);
}

/// The description of a schema on one line of a table.
fn meaning(about: &Value) -> String {
    let text = about["description"].as_str().unwrap_or_default();
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    let mut names = Vec::new();
    values(about, &mut names);
    // Names that the words do not say are added; an editor completes them.
    let missing = names.iter().any(|n| !text.contains(n.as_str()));
    if missing {
        let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        text = format!("{} One of {}.", text.trim_end(), names.join(", "));
    }
    text
}

/// Names of a closed list below a key, but not of another shape that it refers to.
fn values(about: &Value, names: &mut Vec<String>) {
    match about {
        Value::Array(list) => list.iter().for_each(|v| values(v, names)),
        Value::Object(map) => {
            for (key, value) in map {
                if let ("enum", Value::Array(list)) = (key.as_str(), value) {
                    names.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                } else if key != "description" {
                    values(value, names);
                }
            }
        }
        _ => {}
    }
}

/// The tables of the rule language: name, then keys with what they mean.
fn tables() -> BTreeMap<String, Vec<(String, String)>> {
    let schemas: BTreeMap<&str, Value> = schemas()
        .into_iter()
        .map(|(name, text)| (name, serde_json::from_str(&text).unwrap()))
        .collect();
    let keys = |shape: &Value| -> Vec<(String, String)> {
        let properties = shape["properties"].as_object().unwrap();
        let needed: Vec<&str> = shape["required"]
            .as_array()
            .map(|r| r.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let row = |(key, about): (&String, &Value)| {
            let must = if needed.contains(&key.as_str()) { " (needed)" } else { "" };
            (format!("`{key}`{must}"), meaning(about))
        };
        properties.iter().map(row).collect()
    };
    let rule = &schemas["rule.schema.json"];
    let shape = |reference: &Value| -> &Value {
        let name = reference["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        &rule["definitions"][name]
    };
    let mut tables = BTreeMap::new();
    tables.insert("rule".to_owned(), keys(rule));
    for (name, shape) in [
        ("when", "RawBranch"),
        ("applies", "RawApplies"),
        ("fix", "RawFix"),
        ("example", "RawExample"),
        ("row", "RawRow"),
    ] {
        tables.insert(name.to_owned(), keys(&rule["definitions"][shape]));
    }
    tables.insert("pack".to_owned(), keys(&schemas["pack.schema.json"]));
    for (name, shape) in [("provisions", "RawProvision"), ("predecessor", "RawOlder")] {
        let schema = &schemas[format!("{name}.schema.json").as_str()];
        tables.insert(name.to_owned(), keys(&schema["definitions"][shape]));
    }
    let entry = &schemas["lexicon.schema.json"]["definitions"]["RawEntry"];
    tables.insert("lexicon".to_owned(), keys(entry));

    let mut kinds: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut about = Vec::new();
    for variant in rule["definitions"]["RawFact"]["oneOf"].as_array().unwrap() {
        let (kind, reference) = variant["properties"].as_object().unwrap().iter().next().unwrap();
        about.push((format!("`{kind}`"), meaning(variant)));
        kinds.insert(kind.clone(), keys(shape(reference)));
    }
    assert_eq!(kinds.len(), 12, "{:?}", kinds.keys());
    let everywhere = |key: &str| kinds.values().all(|k| k.iter().any(|(name, _)| name == key));
    let common: Vec<String> =
        kinds["act"].iter().map(|(key, _)| key.clone()).filter(|key| everywhere(key)).collect();
    // Combinations are typed by the kind and mean the same everywhere.
    let rows = kinds["act"].iter().filter(|(key, _)| common.contains(key)).cloned().collect();
    tables.insert("every-fact".to_owned(), rows);
    tables.insert("facts".to_owned(), about);
    for (kind, keys) in kinds {
        let own = keys.into_iter().filter(|(key, _)| !common.contains(key)).collect();
        tables.insert(kind, own);
    }
    tables
}

#[test]
fn the_tables_of_the_rule_language_have_every_key() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let text = contributing();
    let tables = tables();
    let mut out = String::new();
    let mut used = Vec::new();
    let mut skipping = false;
    for line in text.lines() {
        if line == "<!-- end -->" {
            skipping = false;
        }
        if skipping {
            continue;
        }
        let _ = writeln!(out, "{line}");
        if let Some(name) = line.strip_prefix("<!-- keys: ").and_then(|l| l.strip_suffix(" -->")) {
            let rows = tables.get(name).unwrap_or_else(|| panic!("the schemas have no `{name}`"));
            assert!(!rows.is_empty() || name == "words", "`{name}` has no keys");
            let head = if name == "facts" { "kind" } else { "key" };
            let _ = writeln!(out, "\n| {head} | meaning |\n|---|---|");
            for (key, meaning) in rows {
                assert!(!meaning.is_empty(), "`{name}`: {key} says nothing");
                let _ = writeln!(out, "| {key} | {meaning} |");
            }
            out.push('\n');
            used.push(name.to_owned());
            skipping = true;
        }
    }
    assert!(!skipping, "a table of CONTRIBUTING.md has no `<!-- end -->`");
    used.sort();
    let names: Vec<String> = tables.into_keys().collect();
    assert_eq!(used, names, "a table each, and each once");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join("CONTRIBUTING.md"), out).unwrap();
        return;
    }
    assert!(out == text, "the tables are not those of the schemas; `UPDATE=1` writes them anew");
}
