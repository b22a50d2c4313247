//! SARIF against the standard, object by object, and read back by a crate that was made from its schema.

use std::collections::BTreeSet;

use grundnorm::report::{Format, Options, Run};
use serde_json::{Value, json};

use super::{Texts, run, text, with};

/// What a property of an object may hold.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    /// A reference: a relative path or a `file` URI, percent-encoded.
    Uri,
    True,
    /// A line or a column.
    FromOne,
    FromZero,
    One(&'static [&'static str]),
    Object(&'static str),
    Array(&'static str),
    Texts,
    /// Keys that the tool chooses, with texts.
    Map,
    /// Keys and values that the tool chooses.
    Bag,
}

use Holds::{Array, Bag, FromOne, FromZero, Map, Object, One, Text, Texts as Strings, True, Uri};

const LEVEL: Holds = One(&["none", "note", "warning", "error"]);

/// A property of an object, whether the object must have it, and what it holds.
type Property = (&'static str, bool, Holds);

/// The objects that a log of this program has, from chapter 3 of the standard: properties that each must
/// have are marked. A property that is not listed is one that the standard does not know.
const OBJECTS: &[(&str, &[Property])] = &[
    (
        "log",
        &[
            ("$schema", true, Text),
            ("version", true, One(&["2.1.0"])),
            ("runs", true, Array("run")),
        ],
    ),
    (
        "run",
        &[
            ("tool", true, Object("tool")),
            ("invocations", true, Array("invocation")),
            ("language", true, Text),
            ("columnKind", true, One(&["utf16CodeUnits", "unicodeCodePoints"])),
            ("artifacts", true, Array("artifact")),
            ("results", true, Array("result")),
            ("properties", false, Bag),
        ],
    ),
    ("tool", &[("driver", true, Object("driver"))]),
    (
        "driver",
        &[
            ("name", true, Text),
            ("version", true, Text),
            ("semanticVersion", true, Text),
            ("rules", true, Array("rule")),
        ],
    ),
    (
        "rule",
        &[
            ("id", true, Text),
            ("shortDescription", true, Object("message")),
            ("fullDescription", true, Object("message")),
            ("help", true, Object("help")),
            ("defaultConfiguration", true, Object("configuration")),
            ("properties", true, Bag),
        ],
    ),
    ("message", &[("text", true, Text)]),
    ("help", &[("text", true, Text), ("markdown", true, Text)]),
    ("configuration", &[("level", true, LEVEL)]),
    (
        "invocation",
        &[
            ("executionSuccessful", true, True),
            ("toolExecutionNotifications", true, Array("notification")),
        ],
    ),
    (
        "notification",
        &[
            ("level", true, LEVEL),
            ("message", true, Object("message")),
            ("locations", true, Array("file")),
        ],
    ),
    ("file", &[("physicalLocation", true, Object("whole file"))]),
    ("whole file", &[("artifactLocation", true, Object("artifactLocation"))]),
    ("artifactLocation", &[("uri", true, Uri), ("index", false, FromZero)]),
    (
        "artifact",
        &[
            ("location", true, Object("artifactLocation")),
            ("roles", true, Strings),
            ("hashes", false, Map),
        ],
    ),
    (
        "result",
        &[
            ("ruleId", true, Text),
            ("ruleIndex", true, FromZero),
            ("level", true, LEVEL),
            ("message", true, Object("message")),
            ("locations", true, Array("location")),
            ("relatedLocations", false, Array("location")),
            ("partialFingerprints", true, Map),
            ("fixes", false, Array("fix")),
            ("properties", true, Bag),
        ],
    ),
    (
        "location",
        &[
            ("id", false, FromZero),
            ("physicalLocation", true, Object("physicalLocation")),
            ("logicalLocations", false, Array("logicalLocation")),
            ("message", false, Object("message")),
        ],
    ),
    (
        "physicalLocation",
        &[
            ("artifactLocation", true, Object("artifactLocation")),
            ("region", true, Object("region")),
        ],
    ),
    (
        "region",
        &[
            ("startLine", true, FromOne),
            ("startColumn", true, FromOne),
            ("endLine", true, FromOne),
            ("endColumn", true, FromOne),
            ("snippet", false, Object("content")),
        ],
    ),
    ("content", &[("text", true, Text)]),
    ("logicalLocation", &[("name", false, Text), ("fullyQualifiedName", true, Text)]),
    (
        "fix",
        &[
            ("description", true, Object("message")),
            ("artifactChanges", true, Array("change")),
            ("properties", false, Bag),
        ],
    ),
    (
        "change",
        &[
            ("artifactLocation", true, Object("artifactLocation")),
            ("replacements", true, Array("replacement")),
        ],
    ),
    (
        "replacement",
        &[("deletedRegion", true, Object("region")), ("insertedContent", false, Object("content"))],
    ),
];

/// Checks a log against the standard.
#[track_caller]
pub(super) fn check(log: &Value) {
    object("log", log);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "a rule has one entry");
    let artifacts = run["artifacts"].as_array().unwrap();
    let roles = ["analysisTarget", "userSpecifiedConfiguration", "referencedOnCommandLine"];
    for (at, artifact) in artifacts.iter().enumerate() {
        assert_eq!(artifact["location"]["index"], at, "{artifact}");
        for role in artifact["roles"].as_array().unwrap() {
            assert!(roles.contains(&role.as_str().unwrap()), "{artifact}");
        }
    }
    let files: BTreeSet<String> =
        artifacts.iter().map(|artifact| artifact["location"]["uri"].to_string()).collect();
    assert_eq!(files.len(), artifacts.len(), "a file has one entry");
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let empty = vec![];
        let related = result["relatedLocations"].as_array().unwrap_or(&empty);
        let ids: BTreeSet<u64> = related.iter().map(|at| at["id"].as_u64().unwrap()).collect();
        assert_eq!(ids.len(), related.len(), "an id names one place");
        let mut places: Vec<&Value> = vec![];
        for location in result["locations"].as_array().unwrap().iter().chain(related) {
            places.push(&location["physicalLocation"]["artifactLocation"]);
        }
        for fix in result["fixes"].as_array().unwrap_or(&empty) {
            for change in fix["artifactChanges"].as_array().unwrap() {
                places.push(&change["artifactLocation"]);
                assert!(!change["replacements"].as_array().unwrap().is_empty());
            }
        }
        for place in places {
            let index = usize::try_from(place["index"].as_u64().unwrap()).unwrap();
            assert_eq!(artifacts[index]["location"]["uri"], place["uri"]);
        }
    }
    let read: Result<serde_sarif::sarif::Sarif, _> = serde_json::from_value(log.clone());
    assert!(read.is_ok(), "{:?}", read.err());
}

#[track_caller]
fn object(kind: &str, value: &Value) {
    let (_, properties) = OBJECTS.iter().find(|(name, _)| *name == kind).unwrap();
    let map = value.as_object().unwrap_or_else(|| panic!("{kind} is no object: {value}"));
    for (key, required, holds) in *properties {
        match map.get(*key) {
            Some(value) => property(&format!("{kind}.{key}"), *holds, value),
            None => assert!(!required, "{kind}.{key} is missing: {value}"),
        }
    }
    for key in map.keys() {
        assert!(properties.iter().any(|(name, ..)| name == key), "{kind}.{key} is not known");
    }
    if kind == "region" {
        let number = |key: &str| value[key].as_u64().unwrap();
        let start = (number("startLine"), number("startColumn"));
        assert!(start <= (number("endLine"), number("endColumn")), "{value}");
    }
}

#[track_caller]
fn property(name: &str, holds: Holds, value: &Value) {
    let fits = match holds {
        Text => value.is_string(),
        Uri => is_reference(value.as_str().unwrap()),
        True => value.is_boolean(),
        FromOne => value.as_u64().is_some_and(|number| number >= 1),
        FromZero => value.is_u64(),
        One(words) => words.contains(&value.as_str().unwrap()),
        Object(kind) => {
            object(kind, value);
            true
        }
        Array(kind) => value.as_array().unwrap().iter().all(|item| {
            object(kind, item);
            true
        }),
        Strings => value.as_array().unwrap().iter().all(Value::is_string),
        Map => value.as_object().unwrap().values().all(Value::is_string),
        Bag => value.is_object(),
    };
    assert!(fits, "{name}: {value}");
}

/// A reference as RFC 3986 has it, with nothing in it that is not a path.
fn is_reference(uri: &str) -> bool {
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_hexdigit());
        let fits = match byte {
            b'%' => hex(rest.next()) && hex(rest.next()),
            b'/' | b'-' | b'.' | b'_' | b'~' => true,
            _ => byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return false;
        }
    }
    !path.is_empty() && !path.starts_with("./")
}

fn log(run: &Run<'_>) -> Value {
    serde_json::from_str(&text(run, Format::Sarif)).unwrap()
}

#[test]
fn sarif_is_as_the_standard_demands() {
    let texts = Texts::new();
    check(&log(&run(&texts)));
}

#[test]
fn sarif_counts_scalars() {
    let texts = Texts::new();
    let log = log(&run(&texts));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let region = |at: usize| {
        let place = &run["results"][at]["locations"][0]["physicalLocation"];
        let mut region = place["region"].clone();
        region.as_object_mut().unwrap().remove("snippet");
        (place["artifactLocation"]["uri"].as_str().unwrap().to_owned(), region)
    };
    let place = |line: u64, column: u64, end_line: u64, end_column: u64| {
        json!({
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        })
    };
    let russian = "bills/%D0%97%D0%B0%D0%BA%D0%BE%D0%BD%20%E2%84%96%201%2C%205%25.md".to_owned();
    assert_eq!(region(0), (russian.clone(), place(6, 4, 6, 19)));
    assert_eq!(region(1), (russian.clone(), place(7, 14, 8, 21)));
    assert_eq!(region(2), (russian.clone(), place(9, 1, 9, 1)));
    assert_eq!(region(3), (russian, place(3, 1, 3, 15)));
    assert_eq!(region(4), ("bills/b.txt".to_owned(), place(2, 3, 2, 14)));
    assert_eq!(region(5), ("grundnorm.toml".to_owned(), place(3, 1, 3, 19)));
    let first = &run["results"][0]["locations"][0]["physicalLocation"]["region"]["snippet"];
    assert_eq!(first["text"], "Ставка | налога");
}

/// A fix takes the very bytes out, the ends of lines among them.
#[test]
fn fixes_of_sarif_mend_the_text() {
    let texts = Texts::new();
    let log = log(&run(&texts));
    let fixes = &log["runs"][0]["results"][0]["fixes"];
    let change =
        |fix: usize, at: usize| fixes[fix]["artifactChanges"][0]["replacements"][at].clone();
    let region = |line: u64, column: u64, end_line: u64, end_column: u64| {
        json!({
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        })
    };
    // «1. Ставка | налога 5 %, » has 24 characters, «]]> » four.
    assert_eq!(change(0, 0), json!({ "deletedRegion": region(6, 25, 6, 29) }));
    assert_eq!(
        change(1, 0),
        json!({ "deletedRegion": region(6, 25, 6, 25), "insertedContent": { "text": "о" } })
    );
    assert_eq!(
        change(1, 1),
        json!({ "deletedRegion": region(7, 20, 8, 2), "insertedContent": { "text": "с\r\n" } })
    );
    assert_eq!(fixes[0]["properties"]["applicability"], "safe");
    assert_eq!(fixes[1]["properties"]["applicability"], "review");
}

#[test]
fn sarif_tells_rules_places_and_basis() {
    let texts = Texts::new();
    let log = log(&run(&texts));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let expected = ["kz-2026/rate", "kz-2026/force", "form/end", "config/waiver-without-effect"];
    assert_eq!(ids, expected);
    let rate = &rules[0];
    assert_eq!(rate["shortDescription"]["text"], "a rate of | two kinds");
    assert_eq!(rate["fullDescription"]["text"], "A rate is one.");
    assert_eq!(
        rate["help"]["text"],
        "A rate is one.\n\nThe rule looks at <rates>.\n\nWhat to do: write “…”, or leave it\n\n\
         Basis:\nConstitution 2026, Art. 5(5): Laws have no retroactive force."
    );
    assert_eq!(
        rate["help"]["markdown"],
        "A rate is one.\n\nThe rule looks at &lt;rates&gt;.\n\n**What to do:** write “…”, or leave it\
         \n\n**Basis:**\n\n- **Constitution 2026, Art. 5(5)**: Laws have no retroactive force."
    );
    assert_eq!(rate["properties"]["tags"], json!(["kz-2026", "Constitution 2026, Art. 5(5)"]));
    assert_eq!(rate["properties"]["precision"], "high");
    assert_eq!(rules[1]["properties"]["precision"], "medium");
    assert_eq!(rate["properties"]["problem.severity"], "error");
    assert_eq!(rules[2]["properties"]["problem.severity"], "recommendation");
    assert_eq!(rules[2]["defaultConfiguration"]["level"], "note");
    assert_eq!(rules[3]["shortDescription"]["text"], "the waiver accepts nothing");

    let result = &run["results"][0];
    // Braces and links that only look like commands are told apart from them.
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.contains("{{0}} [e\\](1) @team #12 ␛[31m ��\nlast\n\n5 %"), "{message}");
    assert_eq!(
        result["locations"][0]["logicalLocations"],
        json!([{ "name": "пункт 1 статьи 1", "fullyQualifiedName": "art_1__para_1" }])
    );
    assert_eq!(result["locations"][0]["message"]["text"], "a rate");
    let related = result["relatedLocations"].as_array().unwrap();
    let ids: Vec<u64> = related.iter().map(|at| at["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(related[0]["message"]["text"], "again");
    assert!(related[1].get("message").is_none());
    // The words of the provision stand in the constitution that was given, on its third line.
    assert_eq!(related[2]["message"]["text"], "Constitution 2026, Art. 5(5)");
    let place = &related[2]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "law/constitution.md");
    assert_eq!(place["region"]["startLine"], 3);
    assert_eq!(place["region"]["startColumn"], 4);
    assert_eq!(result["partialFingerprints"], json!({ "grundnorm/v1": "0123456789ab" }));
    assert_eq!(result["properties"]["confidence"], "certain");
    assert_eq!(result["properties"]["basis"][0]["provision"], "kz-2026:art_5__para_5");
    assert!(run["results"][2]["locations"][0].get("logicalLocations").is_none());
    assert_eq!(run["artifacts"][0]["hashes"], json!({ "sha-256-of-text": "feed".repeat(16) }));
}

#[test]
fn sarif_tells_what_was_not_examined() {
    let texts = Texts::new();
    let mut run = run(&texts);
    let first = log(&run);
    let invocation = &first["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told: Vec<(&str, &str, usize)> = invocation["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| {
            let text = n["message"]["text"].as_str().unwrap();
            (n["level"].as_str().unwrap(), text, n["locations"].as_array().unwrap().len())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("error", "not checked: not a Word document:\nno 100%", 1),
            ("error", "not checked: line 3, column 1: unknown key", 1),
            ("note", "left out: a picture", 1),
            ("note", "rule left out: kz-2026/profit: it asks for a day", 2),
        ]
    );
    run.skipped.clear();
    run.rules_left_out.remove(0);
    assert_eq!(log(&run)["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_names_files_wherever_they_are() {
    let texts = Texts::new();
    let mut run = run(&texts);
    for (path, uri) in [
        ("./a//b/./c d.md", "a/b/c%20d.md"),
        ("../law/a.md", "../law/a.md"),
        ("/srv/a:b?#.md", "file:///srv/a%3Ab%3F%23.md"),
        ("C:/bills/a.md", "file:///C:/bills/a.md"),
        ("a:b.md", "a%3Ab.md"),
        ("-", "-"),
        ("құқық.md", "%D2%9B%D2%B1%D2%9B%D1%8B%D2%9B.md"),
    ] {
        path.clone_into(&mut run.documents[0].path);
        assert_eq!(log(&run)["runs"][0]["artifacts"][0]["location"]["uri"], uri);
    }
}

#[test]
fn sarif_names_the_language_of_the_messages() {
    let texts = Texts::new();
    let run = run(&texts);
    assert_eq!(log(&run)["runs"][0]["language"], "en");
    let shape = Options { language: Some("kk".to_owned()), ..Options::default() };
    let log: Value = serde_json::from_str(&with(&run, Format::Sarif, &shape)).unwrap();
    assert_eq!(log["runs"][0]["language"], "kk");
}
