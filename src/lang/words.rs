//! Words that the program itself says: those of the comparative table (heads of its columns, its titles,
//! what a missing side says), those of a consolidated text and those of a report.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::model::ActKind;
use crate::saying::{Forms, Words};

/// The section `[table]` of a language table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TableWords {
    /// Language with its country, as word processors write it: `en-US`.
    pub locale: String,
    /// Head of the column with the numbers of the rows.
    pub number: String,
    /// Head of the column with the structural elements.
    pub element: String,
    /// Head of the column with the wording in force.
    pub current: String,
    /// Head of the column with the wording of the bill.
    pub proposed: String,
    /// Head of the column with the reasons.
    pub justification: String,
    /// What stands in the place of a wording that one side does not have.
    pub none: String,
    /// What stands in the place of the rows when nothing differs.
    pub same: String,
    /// What is said of a row that goes on with the one before.
    pub continued: String,
    /// The title of an act, as a structural element.
    pub act_title: String,
    /// The heading of a `{unit}`.
    heading: Spanned<String>,
    /// Title of a table of which neither bill nor act is known.
    pub title: String,
    /// Title with `{kind}` and `{title}` of the bill.
    of_bill: Spanned<String>,
    /// Title with the `{title}` of the act, where there is no bill.
    of_act: Spanned<String>,
    /// Kinds of act in the form that `of-bill` asks for.
    kinds: Spanned<BTreeMap<String, Spanned<String>>>,
}

impl TableWords {
    /// Checks what the types do not: the first mistake, with its place where one is known.
    pub(super) fn check(&self) -> Result<(), (String, Option<Range<usize>>)> {
        for (pattern, wanted) in [
            (&self.of_bill, &["{kind}", "{title}"][..]),
            (&self.of_act, &["{title}"]),
            (&self.heading, &["{unit}"]),
        ] {
            for word in wanted {
                if pattern.get_ref().matches(word).count() != 1 {
                    let message = format!("expected `{word}` once here");
                    return Err((message, Some(pattern.span())));
                }
            }
        }
        let kinds = self.kinds.get_ref();
        for (name, word) in kinds {
            if ActKind::from_name(name).is_none() {
                return Err((format!("unknown kind of act `{name}`"), Some(word.span())));
            }
        }
        if let Some(kind) = ActKind::ALL.iter().find(|k| !kinds.contains_key(k.name())) {
            let message = format!("no word for the kind of act `{}`", kind.name());
            return Err((message, Some(self.kinds.span())));
        }
        Ok(())
    }

    /// The title of a table on a bill.
    #[must_use]
    pub fn of_bill(&self, kind: ActKind, title: &str) -> String {
        let kind = self.kinds.get_ref().get(kind.name()).map_or("", |k| k.get_ref().as_str());
        // The title comes last: it may hold anything, braces too.
        self.of_bill.get_ref().replace("{kind}", kind).replacen("{title}", title, 1)
    }

    /// The title of a table on two editions of an act.
    #[must_use]
    pub fn of_act(&self, title: &str) -> String {
        self.of_act.get_ref().replacen("{title}", title, 1)
    }

    /// The heading of a unit as a structural element; the unit in the form of one that depends on.
    #[must_use]
    pub fn of_heading(&self, unit: &str) -> String {
        self.heading.get_ref().replacen("{unit}", unit, 1)
    }

    /// The heads of the five columns in their order.
    #[must_use]
    pub fn heads(&self) -> [&str; 5] {
        [&self.number, &self.element, &self.current, &self.proposed, &self.justification]
    }
}

/// What a consolidated text says in the place of what is no longer in force. `{by}` is the amending act,
/// `{unit}` the label of the unit, `{date}`, `{number}` and `{text}` what their names say.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Traces {
    /// An editors' note around `{text}`.
    pub note: String,
    /// The amending act by its kind; `{of}` is the place of its date and number, else they follow.
    pub by: BTreeMap<String, String>,
    /// The date of the amending act.
    pub dated: String,
    /// Its number.
    pub numbered: String,
    /// A day in figures: `{dd}`, `{mm}`, `{yyyy}`.
    pub day: String,
    /// What is said of a unit that was taken out, by its kind.
    pub deleted: BTreeMap<String, String>,
    /// What is said of a unit that lost its force, by its kind.
    pub repealed: BTreeMap<String, String>,
    /// What is said of a whole act that lost its force.
    pub act: String,
    /// What is said of a unit that is suspended.
    pub suspended: String,
    /// The day to which it is, exclusive.
    pub until: String,
    /// What is put behind, with the wording that holds meanwhile.
    pub interim: String,
}

/// The section `[report]` of a language table.
pub(super) type RawReport = BTreeMap<String, Spanned<Forms>>;

/// The words of a report; the first mistake in them, with its place.
pub(super) fn report_words(
    raw: Option<Spanned<RawReport>>,
) -> Result<Words, (String, Range<usize>)> {
    let Some(raw) = raw else { return Ok(Words::default()) };
    let section = raw.span();
    let mut places: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let given = raw.into_inner().into_iter().map(|(name, forms)| {
        places.insert(name.clone(), forms.span());
        (name, forms.into_inner())
    });
    let given: Vec<(String, Forms)> = given.collect();
    Words::new(given).map_err(|mistake| {
        let place = mistake.name.and_then(|name| places.remove(&name));
        (mistake.message, place.unwrap_or(section))
    })
}
