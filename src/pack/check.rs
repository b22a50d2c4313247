//! From the files of a pack to checked rules: every name resolved, every mistake with its place.

mod condition;
mod example;
mod lexicon;
mod mistakes;
mod rule;

use std::collections::BTreeMap;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::condition::Pattern;
use super::lexicon::Lexicon;
use super::raw::{Day, RawPack, RawProvision, Spot};
use super::{Jurisdiction, Pack, PackError, PackFile, Provision, provision};
use mistakes::{Mistakes, read};

/// What a rule is read on: the catalogue and the words of its pack.
pub(super) struct Ground<'g> {
    id: String,
    languages: &'g [String],
    provisions: BTreeMap<String, Provision>,
    older: Option<(String, BTreeMap<String, Provision>)>,
    lexicon: &'g mut Lexicon,
    patterns: &'g mut Vec<Pattern>,
}

/// Whether a file of a pack is a part of its lexicon.
fn is_lexicon(name: &str) -> bool {
    name == "lexicon.toml" || name.starts_with("lexicon-")
}

/// Reads a pack from its files. Rules with mistakes are left out, the others are kept.
///
/// # Errors
/// A missing or malformed `pack.toml` or lexicon: without them no rule can be checked.
pub fn load(
    id: &str,
    folder: &str,
    files: &[PackFile],
) -> Result<(Pack, Vec<PackError>), Vec<PackError>> {
    let Some(manifest) = files.iter().find(|f| f.name == "pack.toml") else {
        let file = PackFile {
            path: format!("{folder}/pack.toml"),
            name: "pack.toml".to_owned(),
            text: String::new(),
        };
        let message =
            "the pack has no `pack.toml`; expected one with title, days, languages and provisions";
        return Err(vec![PackError::new(&file, 0..0, message)]);
    };
    let raw: RawPack = read(manifest).map_err(|e| vec![e])?;
    let mut mistakes = Mistakes::new(manifest);
    let (from, adopted) = (day(&mut mistakes, &raw.from), day(&mut mistakes, &raw.adopted));
    if raw.languages.get().is_empty() {
        mistakes.at(
            raw.languages.span(),
            "the pack judges acts in no language; expected at least one code",
        );
    }
    let languages: Vec<String> = raw.languages.get().iter().map(|l| l.get().clone()).collect();
    let mut words = Lexicon::default();
    let constitution = words.class();
    lexicon::words(&mut mistakes, &languages, &mut words, constitution, &raw.names);
    let provisions = catalogue(&mut mistakes, &raw.label, &raw.provisions);
    let older = raw
        .predecessor
        .as_ref()
        .map(|p| (p.id.clone(), catalogue(&mut mistakes, &p.label, &p.provisions)));
    let mut errors = mistakes.list;
    for file in files.iter().filter(|f| is_lexicon(&f.name)) {
        if let Err(wrong) = lexicon::load(file, &languages, &mut words) {
            errors.extend(wrong);
        }
    }
    let (Some(from), Some(adopted), true) = (from, adopted, errors.is_empty()) else {
        return Err(errors);
    };
    let mut patterns = Vec::new();
    let mut rules = Vec::new();
    let mut ground = Ground {
        id: id.to_owned(),
        languages: &languages,
        provisions: provisions.clone(),
        older,
        lexicon: &mut words,
        patterns: &mut patterns,
    };
    for file in files.iter().filter(|f| f.name != "pack.toml" && !is_lexicon(&f.name)) {
        match rule::load(&mut ground, file) {
            Ok(rule) => rules.push(rule),
            Err(wrong) => errors.extend(wrong),
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let pack = Pack {
        id: id.to_owned(),
        title: raw.title,
        label: raw.label,
        default: raw.default,
        from,
        adopted,
        jurisdiction: Jurisdiction::new(&raw.jurisdiction.own, &raw.jurisdiction.others),
        provisions,
        constitution,
        lexicon: words,
        patterns,
        languages,
        rules,
        hash: hash(files),
    };
    Ok((pack, errors))
}

/// Provisions by eId.
fn catalogue(
    mistakes: &mut Mistakes<'_>,
    constitution: &str,
    raw: &BTreeMap<String, RawProvision>,
) -> BTreeMap<String, Provision> {
    let mut provisions = BTreeMap::new();
    for (eid, raw) in raw {
        for digits in raw.hash.values().filter(|d| !provision::is_hash(d.get())) {
            let message =
                format!("expected {} hexadecimal digits in lower case", provision::DIGITS);
            mistakes.at(digits.span(), message);
        }
        let hash = raw.hash.iter().map(|(lang, digits)| (lang.clone(), digits.get().clone()));
        let label = format!("{constitution}, {}", raw.label);
        provisions
            .insert(eid.clone(), Provision { label, says: raw.says.clone(), hash: hash.collect() });
    }
    provisions
}

/// SHA-256 over names and texts, so that a report says by which rules it was made.
fn hash(files: &[PackFile]) -> String {
    let mut sorted: Vec<&PackFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut hasher = Sha256::new();
    for file in sorted {
        hasher.update(file.name.as_bytes());
        hasher.update([0]);
        hasher.update(file.text.as_bytes());
        hasher.update([0]);
    }
    crate::source::hex(&hasher.finalize())
}

/// A day of the calendar.
fn day(mistakes: &mut Mistakes<'_>, value: &Spot<Day>) -> Option<Date> {
    let small = |n: u8| i8::try_from(n).unwrap_or(0);
    let day = value.get().0.date.filter(|_| value.get().0.time.is_none()).and_then(|date| {
        Date::new(i16::try_from(date.year).unwrap_or(0), small(date.month), small(date.day)).ok()
    });
    if day.is_none() {
        mistakes.at(value.span(), "expected a day such as 2026-07-01");
    }
    day
}
