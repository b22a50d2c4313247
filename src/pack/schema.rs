//! JSON Schemas of the files of a pack, so that an editor completes them and marks mistakes.

use schemars::generate::SchemaSettings;

use super::raw::{RawLexicon, RawPack, RawRule};

/// The schemas, each with the name of its file.
#[must_use]
pub fn schemas() -> Vec<(&'static str, String)> {
    let generator = || SchemaSettings::draft07().into_generator();
    let text = |schema: schemars::Schema| {
        let mut text = serde_json::to_string_pretty(schema.as_value()).unwrap_or_default();
        text.push('\n');
        text
    };
    vec![
        ("lexicon.schema.json", text(generator().into_root_schema_for::<RawLexicon>())),
        ("pack.schema.json", text(generator().into_root_schema_for::<RawPack>())),
        ("rule.schema.json", text(generator().into_root_schema_for::<RawRule>())),
    ]
}
