//! A value of a rule file that knows where it stands.

use std::borrow::{Borrow, Cow};
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

/// A value with the bytes of the file in which it stands; in a schema it is the value alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Spot<T>(toml::Spanned<T>);

impl<T> Spot<T> {
    /// The bytes of the file, quotation marks included.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }

    /// The value.
    #[must_use]
    pub fn get(&self) -> &T {
        self.0.get_ref()
    }
}

/// Keys of a table are compared by what they say, so that they are looked up by text.
impl Borrow<str> for Spot<String> {
    fn borrow(&self) -> &str {
        self.get()
    }
}

impl<T: JsonSchema> JsonSchema for Spot<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A day as TOML writes it: `2026-07-01`, without quotation marks.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub struct Day(pub toml::value::Datetime);

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "A day, written without quotation marks: 2026-07-01.",
            "type": "string",
            "format": "date",
        })
    }
}
