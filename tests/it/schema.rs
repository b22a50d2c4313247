//! The JSON Schemas beside the rules: what is committed is what the reader reads, and an editor that
//! follows them marks what the reader refuses.

use std::fs;

use grundnorm::pack::schema::schemas;
use serde_json::Value;

use crate::support::{files, root};

/// Which schema an editor takes for a file.
fn kind(name: &str) -> &'static str {
    match name {
        "pack.toml" => "pack.schema.json",
        "provisions.toml" => "provisions.schema.json",
        "predecessor.toml" => "predecessor.schema.json",
        "topics.toml" => "topics.schema.json",
        _ if name.starts_with("lexicon") => "lexicon.schema.json",
        _ => "rule.schema.json",
    }
}

fn schema(name: &str) -> Value {
    let (_, text) = schemas().into_iter().find(|(n, _)| *n == name).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A TOML text as an editor hands it to a schema: days are strings.
fn json(text: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => day.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(k, v)| (k, convert(v))).collect())
            }
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
        }
    }
    convert(toml::Value::Table(toml::from_str(text).unwrap()))
}

/// Why a value is not valid. Knows every word that our schemas use, and fails on another.
fn invalid(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let Some(words) = schema.as_object() else {
        return if schema == &Value::Bool(false) {
            vec![format!("{at}: nothing fits")]
        } else {
            wrong
        };
    };
    for (word, asked) in words {
        match word.as_str() {
            "$schema" | "title" | "description" | "definitions" | "default" => {}
            "$ref" => {
                let target = root.pointer(asked.as_str().unwrap().trim_start_matches('#'));
                wrong.extend(invalid(root, target.expect("a definition"), value, at));
            }
            "allOf" => {
                for each in asked.as_array().unwrap() {
                    wrong.extend(invalid(root, each, value, at));
                }
            }
            "oneOf" => {
                let ways = asked.as_array().unwrap();
                let fit =
                    ways.iter().filter(|way| invalid(root, way, value, at).is_empty()).count();
                if fit != 1 {
                    wrong.push(format!("{at}: {fit} of {} ways fit", ways.len()));
                }
            }
            "type" => {
                let fits = match asked.as_str().expect("one type") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    other => panic!("the type `{other}`"),
                };
                if !fits {
                    wrong.push(format!("{at}: expected {asked}"));
                }
            }
            "enum" => {
                if !asked.as_array().unwrap().contains(value) {
                    wrong.push(format!("{at}: {value} is none of {asked}"));
                }
            }
            "minimum" => {
                if value.as_f64().is_some_and(|v| v < asked.as_f64().unwrap()) {
                    wrong.push(format!("{at}: {value} is below {asked}"));
                }
            }
            "format" => {
                let day =
                    |text: &str| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10;
                if asked == "date" && !value.as_str().is_some_and(day) {
                    wrong.push(format!("{at}: {value} is no day"));
                }
            }
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    wrong.extend(invalid(root, asked, item, &format!("{at}[{i}]")));
                }
            }
            "required" => {
                for key in asked.as_array().unwrap() {
                    if value.is_object() && value.get(key.as_str().unwrap()).is_none() {
                        wrong.push(format!("{at}: {key} is missing"));
                    }
                }
            }
            "properties" => {
                for (key, inner) in asked.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        wrong.extend(invalid(root, inner, value, &format!("{at}.{key}")));
                    }
                }
            }
            "additionalProperties" => {
                let own = schema.get("properties").and_then(Value::as_object);
                for (key, value) in value.as_object().into_iter().flatten() {
                    if !own.is_some_and(|own| own.contains_key(key)) {
                        wrong.extend(invalid(root, asked, value, &format!("{at}.{key}")));
                    }
                }
            }
            other => panic!("the schema says `{other}`, which this test does not know"),
        }
    }
    wrong
}

fn wrong(name: &str, text: &str) -> Vec<String> {
    let schema = schema(kind(name));
    invalid(&schema, &schema, &json(text), "")
}

#[test]
fn the_committed_schemas_are_those_of_the_reader() {
    let configuration = ("grundnorm.schema.json", grundnorm::cli::configuration_schema());
    for (name, text) in schemas().into_iter().chain([configuration]) {
        let path = root().join("rules").join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == text,
            "rules/{name} is not what the reader reads; `UPDATE=1` writes it"
        );
    }
}

/// Every file of a pack names its schema in its first line, and is valid against it.
#[test]
fn every_file_of_a_pack_is_valid_and_names_its_schema() {
    let mut count = 0;
    for path in files(&root().join("rules"), &["toml"]) {
        let folder = path.parent().unwrap().file_name().unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        if folder == "lang" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let first = format!("#:schema ../{}", kind(name));
        assert_eq!(text.lines().next(), Some(first.as_str()), "{}", path.display());
        assert_eq!(wrong(name, &text), [""; 0], "{}", path.display());
        count += 1;
    }
    assert!(count >= 3, "only {count} files found");
}

/// An editor completes names of closed lists, and shows what keys mean.
#[test]
fn closed_lists_and_meanings_are_in_the_schema() {
    let rule = schema("rule.schema.json");
    let names =
        |pointer: &str| rule.pointer(pointer).cloned().unwrap_or_else(|| panic!("{pointer}"));
    assert_eq!(names("/properties/level/enum"), serde_json::json!(["note", "warning", "error"]));
    for pointer in [
        "/properties/kinds/items/enum",
        "/definitions/RawNorm/properties/modality/items/enum",
        "/definitions/RawNorm/properties/zone/items/enum",
        "/definitions/RawAmendment/properties/operation/items/enum",
        "/definitions/RawCommencement/properties/takes-effect/items/enum",
        "/definitions/RawFix/properties/applicability/enum",
    ] {
        assert!(names(pointer).as_array().is_some_and(|list| list.len() > 1), "{pointer}");
    }
    let mut without = Vec::new();
    for (name, definition) in rule["definitions"].as_object().unwrap() {
        for (key, inner) in
            definition.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            if inner.get("description").is_none() {
                without.push(format!("{name}.{key}"));
            }
        }
    }
    assert_eq!(without, [""; 0], "keys without a meaning");
}

#[test]
fn what_is_broken_is_not_valid() {
    let rule = fs::read_to_string(root().join("rules/kz-2026/retroactive-burden.toml")).unwrap();
    let pack = fs::read_to_string(root().join("rules/kz-2026/pack.toml")).unwrap();
    let of = |name: &str| fs::read_to_string(root().join("rules/kz-2026").join(name)).unwrap();
    let (provisions, predecessor) = (of("provisions.toml"), of("predecessor.toml"));
    let topics = of("topics.toml");
    let lexicon = "[rights.home]\nforms = { en = [\"home*\"] }\n";
    assert_eq!(wrong("lexicon.toml", lexicon), [""; 0]);
    for (name, right, from, to) in [
        ("rule.toml", rule.as_str(), "level = \"error\"", "level = \"fatal\""),
        ("rule.toml", &rule, "level = \"error\"", "levle = \"error\""),
        ("rule.toml", &rule, "level = \"error\"", ""),
        ("rule.toml", &rule, "kinds = [\"law\"", "kinds = [\"bylaw\""),
        ("rule.toml", &rule, "basis = [\"art_5__para_5\"]", "basis = \"art_5__para_5\""),
        ("rule.toml", &rule, "reaches-back = true", "reaches-back = \"true\""),
        ("rule.toml", &rule, "reaches-back = true", "past-facts = true"),
        ("rule.toml", &rule, "governs.norm", "governs.nrom"),
        ("rule.toml", &rule, "direction = [\"burdens\"]", "direction = [\"heavy\"]"),
        ("rule.toml", &rule, "zone = [\"own\"", "zone = [\"mine\""),
        ("rule.toml", &rule, "confidence = \"likely\"", "confidence = \"sure\""),
        ("rule.toml", &rule, "published = 2026-10-12", "published = \"soon\""),
        ("pack.toml", &pack, "from = 2026-07-01", "from = \"July\""),
        ("pack.toml", &pack, "languages = [\"en\"", "langs = [\"en\""),
        ("provisions.toml", &provisions, "says = \"", "text = \""),
        ("provisions.toml", &provisions, "articles = [1", "articles = [\"one\""),
        ("predecessor.toml", &predecessor, "known-from = \"inference\"", "known-from = \"dreams\""),
        ("topics.toml", &topics, "title = {", "titel = {"),
        ("lexicon.toml", lexicon, "forms", "form"),
        ("lexicon.toml", lexicon, "[\"home*\"]", "\"home*\""),
    ] {
        assert!(right.contains(from), "`{from}` must stand in {name}");
        let found = wrong(name, &right.replacen(from, to, 1));
        assert!(!found.is_empty(), "{from} → {to} should not be valid");
    }
}
