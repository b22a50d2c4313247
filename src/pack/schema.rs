//! JSON Schemas of the files of a pack, so that an editor completes them and marks mistakes.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::raw::{RawCatalogue, RawLexicon, RawOlderCatalogue, RawPack, RawRule, RawTopics};

/// The schemas, each with the name of its file.
#[must_use]
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("lexicon.schema.json", text::<RawLexicon>("The words of a pack")),
        ("pack.schema.json", text::<RawPack>("A pack")),
        ("predecessor.schema.json", text::<RawOlderCatalogue>("The constitution before")),
        ("provisions.schema.json", text::<RawCatalogue>("The provisions of a constitution")),
        ("rule.schema.json", text::<RawRule>("A rule")),
        ("topics.schema.json", text::<RawTopics>("What provisions are about")),
    ]
}

/// The schema of a file of one shape, as text.
#[must_use]
pub fn text<T: JsonSchema>(title: &str) -> String {
    let mut text = serde_json::to_string_pretty(&of::<T>(title)).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of a file of one shape.
pub(super) fn of<T: JsonSchema>(title: &str) -> Value {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    let mut value = schema.to_value();
    plainer(&mut value);
    if let Some(root) = value.as_object_mut() {
        root.insert("title".to_owned(), title.into());
    }
    value
}

/// TOML has no null: a key that may be left out is left out.
fn plainer(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(plainer),
        Value::Object(map) => {
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [one] = &types[..] {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            for list in ["enum", "anyOf"] {
                if let Some(Value::Array(ways)) = map.get_mut(list) {
                    ways.retain(|way| !way.is_null() && way.get("type") != Some(&"null".into()));
                }
            }
            // The one way that is left says all; what it says by reference keeps a place of its own.
            if let Some(Value::Array(ways)) = map.remove("anyOf") {
                match <[Value; 1]>::try_from(ways) {
                    Ok([Value::Object(only)]) if !only.contains_key("$ref") => map.extend(only),
                    Ok([only]) => {
                        map.insert("allOf".to_owned(), Value::Array(vec![only]));
                    }
                    Err(ways) => {
                        map.insert("anyOf".to_owned(), Value::Array(ways));
                    }
                }
            }
            map.values_mut().for_each(plainer);
        }
        _ => {}
    }
}
