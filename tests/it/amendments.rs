//! Instructions of amending acts, sentence by sentence: what each does, to which unit, with which words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use grundnorm::engine::Options;
use grundnorm::facts::{Amendment, Operation};
use grundnorm::model::ActKind;
use grundnorm::source::Source;
use serde_json::Value;

use crate::support::{files, json_lines, plain, read, root};

/// Classes of which not every case is read, by file and class, with the least number of right ones. All
/// other cases must be right. A floor only rises.
const FLOORS: &[(&str, &str, usize)] = &[];

/// An operation with what a case says of it, as text.
type Told = BTreeMap<&'static str, String>;

/// The keys of a case that are compared, where the case has them.
const KEYS: [&str; 7] = ["op", "target", "from", "to", "after", "before", "new_target"];

/// What was read, in the words of a case.
fn have(source: &Source, amendment: &Amendment) -> Told {
    let words = |span: Option<_>| span.map(|s| amendment.words(source, s)).unwrap_or_default();
    let name = |eid: Option<&grundnorm::model::Eid>| eid.map(|e| e.as_str().to_owned());
    let content = amendment.content.as_ref().map(|c| source.slice(c.span).to_owned());
    BTreeMap::from([
        ("op", amendment.operation.name().to_owned()),
        ("target", amendment.target.as_str().to_owned()),
        ("from", words(amendment.from)),
        ("to", words(amendment.to)),
        ("after", words(amendment.after)),
        ("before", words(amendment.before)),
        ("new_target", name(amendment.new_target.as_ref()).unwrap_or_default()),
        ("content", content.unwrap_or_default()),
    ])
}

/// Whether an operation is what a case wants: words that the case leaves out must be missing, of content
/// only the beginning counts, and `alt_targets` are as good as the target.
fn meets(want: &Value, have: &Told) -> bool {
    let text = |key: &str| want[key].as_str().unwrap_or_default();
    let same = |key: &str| {
        let alternatives = want["alt_targets"].as_array().filter(|_| key == "target");
        let alternative = |a: &Value| a.as_str() == Some(have[key].as_str());
        text(key) == have[key] || alternatives.is_some_and(|all| all.iter().any(alternative))
    };
    // Words put in by a quotation of their own are content as well.
    let content = ["content", "content_first_words"].iter().all(|key| {
        have["content"].trim_start_matches('"').starts_with(text(key).trim_start_matches('"'))
    });
    KEYS.iter().all(|key| same(key)) && content
}

/// Whether a case is read right, and what was read.
fn judge(case: &Value) -> (bool, Vec<Told>) {
    let options = Options {
        lang: Some(case["lang"].as_str().unwrap().to_owned()),
        kind: Some(ActKind::Law),
        ..Options::default()
    };
    let source = plain(case["text"].as_str().unwrap());
    let document = read(&source, &options);
    let facts = document.acts.iter().flat_map(|(_, facts)| &facts.amendments);
    let found: Vec<Told> =
        facts.filter(|a| a.operation != Operation::Announce).map(|a| have(&source, a)).collect();
    let wanted = case["ops"].as_array().unwrap();
    let mut left = found.clone();
    let all = wanted.iter().all(|want| {
        let at = left.iter().position(|have| meets(want, have));
        at.map(|at| left.remove(at)).is_some()
    });
    (all && left.is_empty(), found)
}

#[test]
fn instructions_are_read() {
    let mut report = String::new();
    let mut below = Vec::new();
    let mut seen = 0;
    for path in files(&root().join("fixtures/cases"), &["jsonl"]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("amendments.") {
            continue;
        }
        let mut classes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for case in json_lines(&path) {
            let class = case["class"].as_str().unwrap_or("all").to_owned();
            let (right, found) = judge(&case);
            let row = classes.entry(class).or_default();
            row.0 += usize::from(right);
            row.1 += 1;
            if !right {
                let _ = writeln!(report, "WRONG {} {}", case["id"], case["text"]);
                for want in case["ops"].as_array().unwrap() {
                    let _ = writeln!(report, "    want {want}");
                }
                for mut one in found {
                    one.retain(|_, words| !words.is_empty());
                    let _ = writeln!(report, "    have {one:?}");
                }
            }
        }
        for (class, (right, all)) in classes {
            let _ = writeln!(report, "{name} {class}: {right} of {all}");
            let floor = FLOORS.iter().find(|(file, of, _)| *file == name && *of == class);
            if right < floor.map_or(all, |(.., floor)| *floor) {
                below.push(format!("{name} {class}: {right} of {all}"));
            }
            seen += all;
        }
    }
    print!("{report}");
    assert!(seen >= 60, "only {seen} cases were found");
    assert!(below.is_empty(), "below the floor: {below:?}");
}
