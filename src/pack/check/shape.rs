//! Whether a file has the shape that its schema describes: every key that does not belong, every value of
//! another type, every key that is missing, in one pass.
//!
//! The schema is made of the types into which the file is read, so there is no second list of keys. What
//! does not fit is taken out, and what is missing is put in without a place, so that the rest of the file
//! is still checked.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue, Deserializer};

use super::mistakes::{Mistakes, expected, meant};
use super::syntax;
use crate::pack::schema;

/// Reads a file into its shape, and notes what is wrong with it. With mistakes of shape the value is a
/// part of the file; without a value nothing more can be said of it.
#[must_use]
pub fn read<T: DeserializeOwned + JsonSchema>(mistakes: &mut Mistakes<'_>) -> Option<T> {
    let text = mistakes.file.text.as_str();
    let (table, wrong) = DeTable::parse_recoverable(text);
    if !wrong.is_empty() {
        syntax::tell(mistakes, wrong);
        return None;
    }
    if let Some(place) = too_deep(table.get_ref()) {
        mistakes.at(place, "nested too deeply; expected a condition of fewer levels");
        return None;
    }
    let error = match T::deserialize(Deserializer::from(table)) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let (mut table, _) = DeTable::parse_recoverable(text);
    let root = schema::of::<T>("");
    let (span, mut shape) = (table.span(), Shape { root: &root, mistakes });
    match shape.form(&root) {
        Form::Map(each) => shape.map(each, table.get_mut(), &[]),
        _ => shape.table(&root, span, table.get_mut(), &[]),
    }
    if mistakes.is_empty() {
        // The schema knows no limits of numbers, the type does.
        mistakes.at(error.span().unwrap_or(0..0), error.message().trim_end());
    }
    mistakes.partial = true;
    T::deserialize(Deserializer::from(table)).ok()
}

/// The levels that a file may have. Reading goes down as many, and no rule needs them.
const DEEPEST: usize = 64;

/// Where a file goes down too many levels.
fn too_deep(table: &DeTable<'_>) -> Option<Range<usize>> {
    let mut open: Vec<(usize, &Spanned<DeValue<'_>>)> = table.values().map(|v| (1, v)).collect();
    while let Some((depth, value)) = open.pop() {
        if depth > DEEPEST {
            return Some(value.span());
        }
        match value.get_ref() {
            DeValue::Table(table) => open.extend(table.values().map(|v| (depth + 1, v))),
            DeValue::Array(items) => open.extend(items.iter().map(|v| (depth + 1, v))),
            _ => {}
        }
    }
    None
}

/// What a schema asks for.
enum Form<'s> {
    /// A kind of fact with its questions.
    Fact(BTreeMap<&'s str, &'s Value>),
    /// A table with keys of its own.
    Table,
    /// A table whose keys are names; each value is like this.
    Map(&'s Value),
    /// A list of these.
    List(&'s Value),
    /// Text, perhaps out of a closed list.
    Text(Vec<&'s str>),
    /// A day.
    Day,
    /// True or false.
    Flag,
    /// A whole number.
    Whole,
    /// A number.
    Number,
}

/// What is said beside a key that is missing.
const HINTS: &[(&str, &str)] = &[
    ("basis", " with provisions of `pack.toml`"),
    ("labels", " with `primary = { en = \"…\" }`"),
    ("when", " with a line `each.… = { … }`"),
    ("each", ": what the branch looks for"),
    ("provisions", ", the catalogue of what rules may rest on"),
];

struct Shape<'s, 'm, 'f> {
    root: &'s Value,
    mistakes: &'m mut Mistakes<'f>,
}

impl<'s> Shape<'s, '_, '_> {
    /// The schema behind a reference.
    fn resolve(&self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        // A reference leads to a definition, and no definition of ours is a reference.
        for _ in 0..4 {
            if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                schema = only;
            }
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { break };
            let found = self.root.pointer(reference.trim_start_matches('#'));
            schema = found.unwrap_or(&Value::Null);
        }
        schema
    }

    fn form(&self, schema: &'s Value) -> Form<'s> {
        let schema = self.resolve(schema);
        if let Some(ways) = schema.get("oneOf").and_then(Value::as_array) {
            return Form::Fact(ways.iter().flat_map(properties).collect());
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => match schema.get("additionalProperties") {
                Some(inner @ Value::Object(_)) => Form::Map(inner),
                _ => Form::Table,
            },
            Some("array") => Form::List(schema.get("items").unwrap_or(&Value::Null)),
            Some("boolean") => Form::Flag,
            Some("integer") => Form::Whole,
            Some("number") => Form::Number,
            _ if schema.get("format").is_some_and(|f| f == "date") => Form::Day,
            _ => {
                let names = schema.get("enum").and_then(Value::as_array);
                Form::Text(names.into_iter().flatten().filter_map(Value::as_str).collect())
            }
        }
    }

    /// A table with keys of its own.
    fn table(
        &mut self,
        schema: &'s Value,
        span: Range<usize>,
        table: &mut DeTable<'_>,
        path: &[&str],
    ) {
        let known: BTreeMap<&str, &Value> = properties(schema).collect();
        let names: Vec<&str> = known.keys().copied().collect();
        let mut perhaps: Vec<&str> = Vec::new();
        let keys: Vec<(String, Range<usize>)> =
            table.keys().map(|key| (key.get_ref().to_string(), key.span())).collect();
        for (key, place) in keys {
            let Some(inner) = known.get(key.as_str()) else {
                let message = self.unknown(schema, &key, &names, path, &mut perhaps);
                self.mistakes.at(place, message);
                table.remove(key.as_str());
                continue;
            };
            if let Some(value) = table.get_mut(key.as_str()) {
                self.value(inner, value, &key, path);
            }
        }
        let needed = schema.get("required").and_then(Value::as_array);
        for key in needed.into_iter().flatten().filter_map(Value::as_str) {
            if table.contains_key(key) {
                continue;
            }
            // A key that is close to the missing one is the missing one misspelt.
            if !perhaps.contains(&key) && !self.strayed(key) {
                let line = known.get(key).map(|inner| self.line(inner, key, path));
                let message = format!("`{key}` is missing; expected {}", line.unwrap_or_default());
                let place = if path.is_empty() { 0..0 } else { span.clone() };
                self.mistakes.at(place, message);
            }
            if let Some(inner) = known.get(key) {
                let stub = self.stub(inner, 0);
                table.insert(Spanned::new(0..0, DeString::from(key.to_owned())), stub);
            }
        }
    }

    /// Whether a key of the file's top was found below a table, and has been told there.
    fn strayed(&self, key: &str) -> bool {
        self.mistakes.told(&stray(key))
    }

    /// A value under a key.
    fn value(
        &mut self,
        schema: &'s Value,
        value: &mut Spanned<DeValue<'_>>,
        key: &str,
        path: &[&str],
    ) {
        let form = self.form(schema);
        let span = value.span();
        let inner: Vec<&str> = path.iter().copied().chain([key]).collect();
        let fits = match (&form, value.get_mut()) {
            (Form::Fact(kinds), DeValue::Table(table)) if !kinds.is_empty() => {
                self.fact(kinds, span.clone(), table, key, &inner)
            }
            (Form::Table, DeValue::Table(table)) => {
                self.table(self.resolve(schema), span.clone(), table, &inner);
                true
            }
            (Form::Map(each), DeValue::Table(table)) => {
                self.map(each, table, &inner);
                true
            }
            (Form::List(each), DeValue::Array(items)) => {
                for item in items.iter_mut() {
                    self.value(each, item, key, path);
                }
                true
            }
            (Form::Whole, DeValue::Integer(number)) => {
                let number = i64::from_str_radix(number.as_str(), number.radix());
                number.is_ok_and(|n| u32::try_from(n).is_ok())
            }
            (Form::Text(_), DeValue::String(_))
            | (Form::Day, DeValue::Datetime(_))
            | (Form::Flag, DeValue::Boolean(_))
            | (Form::Number, DeValue::Integer(_) | DeValue::Float(_)) => return,
            (_, found) => {
                let message = Self::misfit(&form, found, key, path);
                self.mistakes.at(span.clone(), message);
                *value = self.stub(schema, 0);
                return;
            }
        };
        if !fits {
            if matches!(form, Form::Whole) {
                let message = format!("`{key}` counts; expected a whole number, 0 or more");
                self.mistakes.at(span, message);
            }
            *value = self.stub(schema, 0);
        }
    }

    /// A table with one key: the kind of fact.
    fn fact(
        &mut self,
        kinds: &BTreeMap<&'s str, &'s Value>,
        span: Range<usize>,
        table: &mut DeTable<'_>,
        key: &str,
        path: &[&str],
    ) -> bool {
        let names: Vec<&str> = kinds.keys().copied().collect();
        let mut keys: Vec<(String, Range<usize>)> =
            table.keys().map(|key| (key.get_ref().to_string(), key.span())).collect();
        keys.sort_by_key(|(_, place)| place.start);
        let empty = keys.is_empty();
        let mut first: Option<String> = None;
        for (kind, place) in keys {
            match (kinds.get(kind.as_str()), &first) {
                (None, _) => {
                    let mut message = super::mistakes::unknown("kind of fact", &kind, &names);
                    let asked = kinds.values().any(|k| has(self.resolve(k), &kind));
                    if asked {
                        message = format!(
                            "`{kind}` is asked of a fact, and no kind of fact is named; expected `{key}.norm = {{ {kind} = … }}` \
                             or another kind"
                        );
                    }
                    self.mistakes.at(place, message);
                    table.remove(kind.as_str());
                }
                (Some(_), Some(first)) => {
                    let message = format!(
                        "`{key}` is already a {first}, and it is one fact; ask for the other one in `has`, `inside` or \
                         another `[[when]]`"
                    );
                    self.mistakes.at(place, message);
                    table.remove(kind.as_str());
                }
                (Some(schema), None) => {
                    if let Some(value) = table.get_mut(kind.as_str()) {
                        self.value(schema, value, &kind, path);
                    }
                    first = Some(kind);
                }
            }
        }
        if table.is_empty() && empty {
            let message =
                format!("no kind of fact is named; expected {}", expected_kind(key, &names));
            self.mistakes.at(span, message);
        }
        first.is_some()
    }

    /// A table whose keys are names.
    fn map(&mut self, each: &'s Value, table: &mut DeTable<'_>, path: &[&str]) {
        let texts = matches!(self.form(each), Form::Text(_));
        let keys: Vec<(String, Range<usize>)> =
            table.keys().map(|key| (key.get_ref().to_string(), key.span())).collect();
        for (key, place) in keys {
            // A key below a table's heading belongs to that table, wherever its writer sees it.
            if texts && has(self.root, &key) {
                let under = path.join(".");
                self.mistakes.at(place, format!("{} and not under `[{under}]`", stray(&key)));
                table.remove(key.as_str());
            } else if let Some(value) = table.get_mut(key.as_str()) {
                self.value(each, value, &key, path);
            }
        }
    }

    /// What is said of a key that does not belong.
    fn unknown<'k>(
        &self,
        schema: &Value,
        key: &str,
        names: &[&'k str],
        path: &[&str],
        perhaps: &mut Vec<&'k str>,
    ) -> String {
        let kinds = self.kinds();
        let kind = path.last().filter(|_| kinds.values().any(|k| std::ptr::eq(*k, schema)));
        let of = kind.map_or_else(String::new, |kind| format!(" of {kind}"));
        // What every fact can be asked is known; what this one can be asked is the question.
        let own: Vec<&str> = match kind {
            Some(_) => {
                names.iter().filter(|name| !kinds.values().all(|k| has(k, name))).copied().collect()
            }
            None => names.to_vec(),
        };
        let of_all = if kind.is_some() { " or a key of every fact" } else { "" };
        let list = format!("{}{of_all}", expected(key, &own));
        let shared: Vec<&str> =
            kinds.iter().filter(|(_, k)| has(k, key)).map(|(kind, _)| *kind).collect();
        let hint = if kind.is_some() && kinds.contains_key(key) {
            format!("; to ask for a fact in it, write `has.{key} = {{ … }}`")
        } else if kind.is_some() && !shared.is_empty() {
            format!("; `{key}` is asked of {}", shared.join(", "))
        } else if names.contains(&"each") && kinds.contains_key(key) {
            perhaps.push("each");
            format!("; did you mean `each.{key}`?")
        } else if let Some(near) = meant(key, names) {
            perhaps.push(near);
            format!("; did you mean `{near}`?")
        } else if let Some(home) = self.home(key) {
            format!("; `{key}` belongs to {home}")
        } else {
            String::new()
        };
        format!("unknown key `{key}`{of}{list}{hint}")
    }

    /// The kinds of fact that the schema has, each with its keys.
    fn kinds(&self) -> BTreeMap<&'s str, &'s Value> {
        let fact = self.root.pointer("/definitions/RawFact").map(|fact| self.form(fact));
        match fact {
            Some(Form::Fact(kinds)) => {
                kinds.into_iter().map(|(kind, schema)| (kind, self.resolve(schema))).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// The table of the file to which a key belongs.
    fn home(&self, key: &str) -> Option<String> {
        if has(self.root, key) {
            return Some("the top of the file, above the first `[…]`".to_owned());
        }
        properties(self.root).find_map(|(name, schema)| match self.form(schema) {
            Form::List(each) if has(self.resolve(each), key) => Some(format!("`[[{name}]]`")),
            Form::Table if has(self.resolve(schema), key) => Some(format!("`{name} = {{ … }}`")),
            _ => None,
        })
    }

    /// What is said of a value of another type.
    fn misfit(form: &Form<'_>, found: &DeValue<'_>, key: &str, path: &[&str]) -> String {
        let top = path.is_empty();
        let tables = |array: &DeArray<'_>| array.iter().all(|item| item.get_ref().is_table());
        let given = match found {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a day",
            DeValue::Array(array) if !array.is_empty() && tables(array) => "a list of tables",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let wanted = match (form, found) {
            (Form::List(_), DeValue::Table(_)) if top => {
                format!("`[[{key}]]` in double brackets: there can be several")
            }
            (Form::Table | Form::Map(_), DeValue::Array(array)) if top && tables(array) => {
                format!("`[{key}]` in single brackets: there is only one")
            }
            (Form::List(_), DeValue::String(text)) => {
                format!("a list, in brackets: {key} = [\"{text}\"]")
            }
            (Form::Day, DeValue::String(_)) => {
                format!("a day without quotation marks: {key} = 2026-07-01")
            }
            (Form::Flag, DeValue::String(_)) => {
                format!("true or false without quotation marks: {key} = true")
            }
            (Form::Whole | Form::Number, DeValue::String(_)) => {
                format!("a number without quotation marks: {key} = 12")
            }
            _ => Self::wanted(form, key, top),
        };
        format!("`{key}` is {given} here; expected {wanted}")
    }

    fn wanted(form: &Form<'_>, key: &str, top: bool) -> String {
        match form {
            Form::Fact(kinds) => expected_kind(key, &kinds.keys().copied().collect::<Vec<_>>()),
            Form::Table => format!("a table: {key} = {{ … }}"),
            Form::Map(each) => match Self::form_of(each) {
                "text" => format!("text by language: {key} = {{ en = \"…\" }}"),
                "list" => format!("phrases by language: {key} = {{ en = [\"…\"] }}"),
                _ => format!("a table: {key} = {{ … }}"),
            },
            Form::List(each) => match Self::form_of(each) {
                "text" => format!("a list of texts: {key} = [\"…\"]"),
                "number" => format!("a list of numbers: {key} = [12]"),
                _ if top => format!("tables `[[{key}]]`"),
                _ => format!("a list of questions: {key} = [{{ … }}, {{ … }}]"),
            },
            Form::Text(names) => match names.first() {
                Some(first) => {
                    format!("one of {} in quotation marks: {key} = \"{first}\"", names.join(", "))
                }
                None => format!("text in quotation marks: {key} = \"…\""),
            },
            Form::Day => format!("a day: {key} = 2026-07-01"),
            Form::Flag => format!("true or false: {key} = true"),
            Form::Whole => format!("a whole number, 0 or more: {key} = 12"),
            Form::Number => format!("a number: {key} = 12"),
        }
    }

    fn form_of(schema: &Value) -> &'static str {
        let schema = schema.get("type").and_then(Value::as_str);
        match schema {
            Some("string") => "text",
            Some("number") => "number",
            Some("array") => "list",
            _ => "table",
        }
    }

    /// The line or table that a missing key asks for.
    fn line(&self, schema: &'s Value, key: &str, path: &[&str]) -> String {
        let form = self.form(schema);
        let line = match &form {
            Form::List(each) if path.is_empty() && Self::form_of(each) == "table" => {
                format!("at least one table `[[{key}]]`")
            }
            Form::Map(each) if path.is_empty() && Self::form_of(each) == "text" => {
                format!("a table `[{key}]` with a line for each language")
            }
            Form::Map(_) | Form::Table if path.is_empty() => format!("a table `[{key}]`"),
            Form::Fact(_) => format!("`{key}.norm = {{ … }}` or another kind of fact"),
            _ => {
                let wanted = Self::wanted(&form, key, false);
                let example = wanted.rsplit(": ").next().unwrap_or(&wanted);
                format!("a line `{example}`")
            }
        };
        let hint = HINTS.iter().find(|(name, _)| *name == key).map_or("", |(_, hint)| hint);
        format!("{line}{hint}")
    }

    /// A value of the right type that says nothing.
    fn stub<'t>(&self, schema: &'s Value, depth: usize) -> Spanned<DeValue<'t>> {
        let value = match self.form(schema) {
            Form::Fact(_) => {
                let mut table = DeTable::new();
                let inner = Spanned::new(0..0, DeValue::Table(DeTable::new()));
                table.insert(Spanned::new(0..0, DeString::from("act")), inner);
                DeValue::Table(table)
            }
            Form::Table => {
                let mut table = DeTable::new();
                let resolved = self.resolve(schema);
                let known: BTreeMap<&str, &Value> = properties(resolved).collect();
                let needed = resolved.get("required").and_then(Value::as_array);
                for key in needed.into_iter().flatten().filter_map(Value::as_str) {
                    if let Some(inner) = known.get(key).filter(|_| depth < 8) {
                        let key = Spanned::new(0..0, DeString::from(key.to_owned()));
                        table.insert(key, self.stub(inner, depth + 1));
                    }
                }
                DeValue::Table(table)
            }
            Form::Map(_) => DeValue::Table(DeTable::new()),
            Form::List(_) => DeValue::Array(DeArray::new()),
            Form::Text(_) => DeValue::String(DeString::from("")),
            Form::Day => "2000-01-01".parse().map_or(DeValue::Boolean(false), DeValue::Datetime),
            Form::Flag => DeValue::Boolean(false),
            Form::Whole | Form::Number => DeValue::Integer(toml::de::DeInteger::default()),
        };
        Spanned::new(0..0, value)
    }
}

/// The keys of a table with their schemas.
fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let keys = schema.get("properties").and_then(Value::as_object);
    keys.into_iter().flatten().map(|(key, inner)| (key.as_str(), inner))
}

/// Whether a table has a key.
fn has(schema: &Value, key: &str) -> bool {
    properties(schema).any(|(name, _)| name == key)
}

/// How a mistake begins that tells of a key of the file's top below a table.
fn stray(key: &str) -> String {
    format!("`{key}` belongs to the top of the file, above the first `[…]`,")
}

/// The kinds of fact, each of which may stand there.
fn expected_kind(key: &str, names: &[&str]) -> String {
    format!("`{key}.KIND = {{ … }}`, where KIND is one of {}", names.join(", "))
}
