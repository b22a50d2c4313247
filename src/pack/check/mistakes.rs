//! Mistakes of one file, gathered with their places, and the words that were expected there.

use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::pack::raw::Spot;
use crate::pack::{PackError, PackFile};

/// Names shown of a long list; the closest come first.
const SHOWN: usize = 12;

/// The mistakes of a file.
#[derive(Debug)]
pub(super) struct Mistakes<'f> {
    pub(super) file: &'f PackFile,
    pub(super) list: Vec<PackError>,
}

impl<'f> Mistakes<'f> {
    pub(super) fn new(file: &'f PackFile) -> Self {
        Self { file, list: Vec::new() }
    }

    /// Notes a mistake.
    pub(super) fn at(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.list.push(PackError::new(self.file, span, message));
    }

    /// A name out of a closed list.
    pub(super) fn named<T>(
        &mut self,
        value: &Spot<String>,
        what: &str,
        names: &[&str],
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = find(value.get());
        if found.is_none() {
            self.at(value.span(), unknown(what, value.get(), names));
        }
        found
    }

    /// Text that says something.
    pub(super) fn filled(&mut self, text: &Spot<String>, what: &str, expected: &str) -> bool {
        let filled = !text.get().trim().is_empty();
        if !filled {
            self.at(text.span(), format!("{what} is empty; expected {expected}"));
        }
        filled
    }
}

/// Reads a file into its shape.
pub(super) fn read<T: DeserializeOwned>(file: &PackFile) -> Result<T, PackError> {
    toml::from_str(&file.text).map_err(|error| {
        let message = error.message().trim_end();
        PackError::new(file, error.span().unwrap_or(0..0), plainer(message))
    })
}

/// What is said of an unknown name: what was expected, and which one was perhaps meant.
pub(super) fn unknown(what: &str, given: &str, names: &[&str]) -> String {
    let mut shown: Vec<&str> = names.to_vec();
    let mut more = String::new();
    if shown.len() > SHOWN {
        shown.sort_by(|a, b| {
            strsim::jaro_winkler(b, given).total_cmp(&strsim::jaro_winkler(a, given))
        });
        shown.truncate(SHOWN);
        more = format!(" … ({} in all)", names.len());
    }
    let list = shown.join(", ");
    let expected = match names {
        [] => "; there is none to name".to_owned(),
        [one] => format!(", expected {one}"),
        _ => format!(", expected one of {list}{more}"),
    };
    format!("unknown {what} `{given}`{expected}{}", meant(given, names.iter().copied()))
}

/// "; did you mean `x`?" where a name is close.
fn meant<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> String {
    const CLOSE: f64 = 0.85;
    names
        .map(|name| (strsim::jaro_winkler(name, given), name))
        .filter(|(near, _)| *near >= CLOSE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}

/// What a rule file must hold, said to who left it out.
const NEEDED: &[(&str, &str)] = &[
    ("level", "a line `level = \"error\"`, \"warning\" or \"note\""),
    ("basis", "a line `basis = [\"art_…\"]` with provisions of `pack.toml`"),
    ("title", "a table `[title]` with a line for each language"),
    ("message", "a table `[message]` with a line for each language"),
    ("help", "a table `[help]` with a line for each language"),
    ("labels", "a table `[labels]` with `primary = { en = \"…\" }`"),
    ("why", "a line `why = \"…\"` that tells lawyers why the rule is there"),
    ("when", "at least one table `[[when]]` with a line `each.… = { … }`"),
    ("each", "a line `each.norm = { … }` or another kind of fact: the anchor"),
    ("text", "a line `text = \"…\"` with a short act"),
    ("lang", "a line `lang = \"…\"` with the code of the language of the text"),
    ("forms", "a line `forms = { en = [\"…\"] }` with words in each language"),
    ("provisions", "a table `[provisions]`, the catalogue of what rules may rest on"),
];

/// The messages of the deserializer in the words of who writes rules.
fn plainer(message: &str) -> String {
    if let Some(field) = message.strip_prefix("missing field `").and_then(|m| m.strip_suffix('`')) {
        let needed = NEEDED.iter().find(|(name, _)| *name == field);
        let expected =
            needed.map_or_else(|| format!("a line `{field} = …`"), |(_, e)| (*e).to_owned());
        return format!("`{field}` is missing; expected {expected}");
    }
    if message.starts_with("wanted exactly 1 element") {
        return "expected exactly one kind of fact here, such as `norm = { … }`; to ask for several, put \
                them into `all = [ … ]` or `has` and `inside`"
            .to_owned();
    }
    if message.starts_with("invalid type: string") && message.ends_with("a sequence") {
        return "expected a list: put the words in brackets, [\"…\"]".to_owned();
    }
    if let Some((_, rest)) =
        message.split_once("unknown field `").or_else(|| message.split_once("unknown variant `"))
        && let Some((given, names)) = rest.split_once('`')
    {
        let names = names.split('`').skip(1).step_by(2);
        return format!("{message}{}", meant(given, names));
    }
    message.to_owned()
}
