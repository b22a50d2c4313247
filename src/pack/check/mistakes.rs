//! Mistakes of one file, gathered with their places, and the words that were expected there.

use std::ops::Range;

use jiff::civil::Date;

use crate::model::UnitKind;
use crate::pack::raw::name::{Closed, Name};
use crate::pack::raw::{Day, Spot};
use crate::pack::{PackError, PackFile};

/// Names shown of a long list; the closest come first.
const SHOWN: usize = 12;

/// Mistakes told of one file. Each keeps the text around it, and nobody reads more at once.
const MOST: usize = 100;

/// The mistakes of a file.
#[derive(Debug)]
pub struct Mistakes<'f> {
    pub(super) file: &'f PackFile,
    list: Vec<PackError>,
    /// Whether something of the file could not be read and is left out.
    pub(super) partial: bool,
}

impl<'f> Mistakes<'f> {
    /// None yet.
    #[must_use]
    pub fn new(file: &'f PackFile) -> Self {
        Self { file, list: Vec::new(), partial: false }
    }

    /// Notes a mistake in what stands at a place.
    pub fn at(&mut self, span: Range<usize>, message: impl Into<String>) {
        // Values put in for what could not be read stand nowhere.
        if !(self.partial && span == (0..0)) && self.list.len() < MOST {
            self.list.push(PackError::new(self.file, span, message));
        }
    }

    /// Notes that two places do not agree or that something is missing; in a file of which a part could
    /// not be read, that may be there.
    pub(super) fn lacking(&mut self, span: Range<usize>, message: impl Into<String>) {
        if !self.partial {
            self.at(span, message);
        }
    }

    /// Whether a mistake is noted that begins like this.
    pub(super) fn told(&self, beginning: &str) -> bool {
        self.list.iter().any(|mistake| mistake.message.starts_with(beginning))
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The mistakes in the order of their places.
    #[must_use]
    pub fn sorted(mut self) -> Vec<PackError> {
        self.list.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        self.list.dedup();
        self.list
    }

    /// A name out of a closed list.
    pub fn one<L: Closed>(&mut self, value: &Spot<Name<L>>, what: &str) -> Option<L> {
        let found = value.get().find();
        if found.is_none() {
            let names: Vec<&str> = L::LIST.iter().map(|one| one.named()).collect();
            self.at(value.span(), unknown(what, value.get().text(), &names));
        }
        found
    }

    /// Names out of a closed list; a list that is given holds at least one.
    pub fn some<L: Closed>(&mut self, list: &Spot<Vec<Spot<Name<L>>>>, what: &str) -> Vec<L> {
        self.not_empty(list, what);
        list.get().iter().filter_map(|value| self.one(value, what)).collect()
    }

    /// A list that names something.
    pub fn not_empty<T>(&mut self, list: &Spot<Vec<T>>, what: &str) {
        if list.get().is_empty() {
            self.at(list.span(), format!("the list is empty; expected at least one {what}"));
        }
    }

    /// A name that `names` must hold.
    pub fn known(&mut self, value: &Spot<String>, what: &str, names: &[&str]) -> bool {
        let known = names.contains(&value.get().as_str());
        if !known {
            self.at(value.span(), unknown(what, value.get(), names));
        }
        known
    }

    /// The name of a unit.
    pub fn unit(&mut self, name: &Spot<String>) -> bool {
        let number = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
        };
        let level = |level: &str| match level.split_once('_') {
            Some((token, of)) => UnitKind::ALL.iter().any(|k| k.token() == token) && number(of),
            None => ["act", "title", "heading", "preamble", "note", "att"].contains(&level),
        };
        let right = name.get().split("__").all(level);
        if !right {
            let mut message = format!(
                "`{}` is no name of a unit; expected one such as art_5, art_5__para_3 or art_5__heading",
                name.get()
            );
            // One underline too few between two levels is the common slip.
            let mut parts: Vec<String> = Vec::new();
            for part in name.get().split('_').filter(|part| !part.is_empty()) {
                match parts.last_mut() {
                    Some(last)
                        if !last.contains('_') && part.starts_with(|c: char| c.is_numeric()) =>
                    {
                        last.push('_');
                        last.push_str(part);
                    }
                    _ => parts.push(part.to_owned()),
                }
            }
            if parts.len() > 1 && parts.iter().all(|part| level(part)) {
                message = format!("{message}; did you mean `{}`?", parts.join("__"));
            }
            self.at(name.span(), message);
        }
        right
    }

    /// A day of the calendar.
    pub fn day(&mut self, value: &Spot<Day>) -> Option<Date> {
        let small = |n: u8| i8::try_from(n).unwrap_or(0);
        let day = value.get().0.date.filter(|_| value.get().0.time.is_none()).and_then(|date| {
            let year = i16::try_from(date.year).unwrap_or(0);
            Date::new(year, small(date.month), small(date.day)).ok()
        });
        if day.is_none() {
            self.at(value.span(), "this is no day alone; expected one such as 2026-07-01");
        }
        day
    }

    /// Text that says something.
    pub fn filled(&mut self, text: &Spot<String>, what: &str, expected: &str) -> bool {
        let filled = !text.get().trim().is_empty();
        if !filled {
            self.at(text.span(), format!("{what} is empty; expected {expected}"));
        }
        filled
    }
}

/// What is said of an unknown name: what was expected, and which one was perhaps meant.
#[must_use]
pub fn unknown(what: &str, given: &str, names: &[&str]) -> String {
    let near =
        meant(given, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    format!("unknown {what} `{given}`{}{near}", expected(given, names))
}

/// ", expected one of a, b, c"; of a long list the names that are closest.
pub(super) fn expected(given: &str, names: &[&str]) -> String {
    let mut shown: Vec<&str> = names.to_vec();
    let mut more = String::new();
    if shown.len() > SHOWN {
        shown.sort_by(|a, b| {
            strsim::jaro_winkler(b, given).total_cmp(&strsim::jaro_winkler(a, given))
        });
        shown.truncate(SHOWN);
        more = format!(" … ({} in all)", names.len());
    }
    match names {
        [] => "; there is none to name".to_owned(),
        [one] => format!(", expected {one}"),
        _ => format!(", expected one of {}{more}", shown.join(", ")),
    }
}

/// The name that was perhaps meant.
pub(super) fn meant<'n>(given: &str, names: &[&'n str]) -> Option<&'n str> {
    const CLOSE: f64 = 0.85;
    let folded = given.to_lowercase().replace([' ', '_'], "-");
    // A slip in a short name and a part of a longer one are close as well.
    let near = |name: &str| {
        let slip = folded.len() > 2 && strsim::osa_distance(name, &folded) == 1;
        let part = folded.len() > 2 && name.contains(&folded);
        let least = if slip || part { CLOSE } else { 0.0 };
        strsim::jaro_winkler(name, &folded).max(least)
    };
    names
        .iter()
        .map(|name| (near(name), *name))
        .filter(|(near, _)| *near >= CLOSE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}
