//! What a consolidated text says in the place of what is no longer in force: the words of the language
//! table, with the amending act filled in.

use jiff::civil::Date;

use crate::lang::Lang;
use crate::model::{ActKind, UnitKind};

/// The words of a language for one amending act.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traces<'t> {
    lang: &'t Lang,
    kind: ActKind,
    date: Option<Date>,
    number: Option<&'t str>,
}

impl<'t> Traces<'t> {
    pub(super) fn new(
        lang: &'t Lang,
        kind: ActKind,
        date: Option<Date>,
        number: Option<&'t str>,
    ) -> Self {
        Self { lang, kind, date, number }
    }

    /// The amending act, as the words around it ask for: «Законом от 12.05.2022 № 120-VII».
    fn by(&self) -> String {
        let words = self.lang.traces();
        let mut text =
            words.by.get(self.kind.name()).or(words.by.get("other")).cloned().unwrap_or_default();
        let mut behind = String::new();
        if let Some(date) = self.date {
            behind.push(' ');
            behind.push_str(&words.dated.replace("{date}", &day(date, &words.day)));
        }
        if let Some(number) = self.number {
            behind.push(' ');
            behind.push_str(
                &words.numbered.replace("{number}", number.trim_start_matches(['№', 'N', ' '])),
            );
        }
        if text.contains("{of}") {
            text = text.replace("{of}", behind.trim_start());
        } else {
            text.push_str(&behind);
        }
        text.split_whitespace().collect::<Vec<&str>>().join(" ")
    }

    fn filled(&self, form: &str, label: &str) -> String {
        let text = form.replace("{unit}", label);
        if self.date.is_none() && self.number.is_none() {
            // A bill that has neither is not named: its words would say no more than that there is one.
            return text.replace(" - {by}", "").replace(" {by}", "");
        }
        text.replace("{by}", &self.by())
    }

    /// What stands behind the label of a point that went.
    pub(super) fn stub(&self, kind: UnitKind, repealed: bool) -> String {
        let words = self.lang.traces();
        let forms = if repealed { &words.repealed } else { &words.deleted };
        let form = forms.get(kind.name()).or(forms.get("paragraph"));
        self.filled(form.map_or("", String::as_str), "")
    }

    /// The note below the label of an article or a chapter that went.
    pub(super) fn note(&self, kind: UnitKind, label: &str, repealed: bool) -> String {
        let words = self.lang.traces();
        let forms = if repealed { &words.repealed } else { &words.deleted };
        let form = forms.get(kind.name()).or(forms.get("article"));
        words.note.replace("{text}", &self.filled(form.map_or("", String::as_str), label))
    }

    /// The note below the title of an act that went.
    pub(super) fn act(&self) -> String {
        let words = self.lang.traces();
        words.note.replace("{text}", &self.filled(&words.act, ""))
    }

    /// The note below a suspended unit.
    pub(super) fn suspended(&self, until: Option<Date>, interim: Option<&str>) -> String {
        let words = self.lang.traces();
        let mut text = self.filled(&words.suspended, "");
        if let Some(until) = until {
            text.push(' ');
            text.push_str(&words.until.replace("{date}", &day(until, &words.day)));
        }
        if let Some(interim) = interim {
            text.push_str(&words.interim.replace("{text}", interim));
        } else {
            text.push('.');
        }
        words.note.replace("{text}", &text)
    }
}

/// A day in the form of the table: `{dd}.{mm}.{yyyy}`.
fn day(date: Date, form: &str) -> String {
    form.replace("{dd}", &format!("{:02}", date.day()))
        .replace("{mm}", &format!("{:02}", date.month()))
        .replace("{yyyy}", &date.year().to_string())
}
