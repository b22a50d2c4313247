//! Lexicons: groups of entries with their words in every language of the pack.

use std::collections::BTreeMap;

use super::mistakes::{Mistakes, read};
use crate::lang::ClassId;
use crate::pack::lexicon::Lexicon;
use crate::pack::raw::{RawEntry, RawLexicon, Spot};
use crate::pack::{PackError, PackFile};

/// Reads a file of the lexicon into the words of the pack.
pub(super) fn load(
    file: &PackFile,
    languages: &[String],
    lexicon: &mut Lexicon,
) -> Result<(), Vec<PackError>> {
    let raw: RawLexicon = read(file).map_err(|e| vec![e])?;
    let mut mistakes = Mistakes::new(file);
    for (group, entries) in &raw {
        for (name, entry) in entries.get() {
            let known = lexicon.entries().iter();
            if known.clone().any(|e| e.name == *name)
                || known.clone().any(|e| e.group == *name)
                || raw.contains_key(name)
            {
                let message = format!(
                    "`{name}` is already the name of an entry or a group; rules could not tell them apart"
                );
                mistakes.at(entry.span(), message);
                continue;
            }
            let class = lexicon.enter(group, name);
            self::entry(&mut mistakes, languages, lexicon, class, name, entry.get());
        }
    }
    if mistakes.list.is_empty() { Ok(()) } else { Err(mistakes.list) }
}

fn entry(
    mistakes: &mut Mistakes<'_>,
    languages: &[String],
    lexicon: &mut Lexicon,
    class: ClassId,
    name: &str,
    raw: &RawEntry,
) {
    for lang in languages {
        if raw.forms.get().get(lang).is_none_or(Vec::is_empty) {
            let message =
                format!("`{name}` has no words in `{lang}`; every language of the pack needs some");
            mistakes.at(raw.forms.span(), message);
        }
    }
    words(mistakes, languages, lexicon, class, raw.forms.get());
    if !raw.except.is_empty() {
        let except = lexicon.excepted(class);
        words(mistakes, languages, lexicon, except, &raw.except);
    }
}

/// Adds phrases by language to a class.
pub(super) fn words(
    mistakes: &mut Mistakes<'_>,
    languages: &[String],
    lexicon: &mut Lexicon,
    class: ClassId,
    phrases: &BTreeMap<String, Vec<Spot<String>>>,
) {
    for (lang, list) in phrases {
        if !languages.contains(lang) {
            let span = list.first().map_or(0..0, Spot::span);
            let message =
                format!("unknown language `{lang}`, expected one of {}", languages.join(", "));
            mistakes.at(span, message);
            continue;
        }
        for phrase in list {
            if let Err(error) = lexicon.add(lang, class, phrase.get()) {
                mistakes.at(phrase.span(), error.to_string());
            }
        }
    }
}
