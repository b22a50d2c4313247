//! Lexicons: groups of entries with their words in every language of the pack.

use super::mistakes::{Mistakes, unknown};
use super::shape::read;
use crate::lang::{ClassId, TokenKind, Tokens, Vocabulary};
use crate::pack::lexicon::Lexicon;
use crate::pack::raw::{ByLanguage, RawEntry, RawLexicon, Spot};
use crate::pack::{PackError, PackFile};

/// Reads a file of the lexicon into the words of the pack.
pub(super) fn load(
    file: &PackFile,
    languages: &[String],
    lexicon: &mut Lexicon,
) -> Result<(), Vec<PackError>> {
    let mut mistakes = Mistakes::new(file);
    let Some(raw) = read::<RawLexicon>(&mut mistakes) else {
        return Err(mistakes.sorted());
    };
    for (group, entries) in &raw {
        let taken = lexicon.entries().iter().any(|e| e.name == *group.get());
        if taken {
            mistakes.at(group.span(), twice(group.get()));
        }
        named(&mut mistakes, group);
        if entries.is_empty() {
            let message = format!(
                "the group `{group}` has no entry; expected a table `[{group}.…]`",
                group = group.get()
            );
            mistakes.lacking(group.span(), message);
        }
        for (name, entry) in entries {
            let known = lexicon.entries().iter();
            if known.clone().any(|e| e.name == *name.get())
                || known.clone().any(|e| e.group == *name.get())
                || raw.contains_key(name.get().as_str())
            {
                mistakes.at(name.span(), twice(name.get()));
                continue;
            }
            named(&mut mistakes, name);
            let class = lexicon.enter(group.get(), name.get());
            self::entry(&mut mistakes, languages, lexicon, class, name.get(), entry);
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes.sorted()) }
}

fn twice(name: &str) -> String {
    format!(
        "`{name}` is already the name of an entry or a group; rules could not tell them apart, expected another name"
    )
}

/// A name that rules can write.
fn named(mistakes: &mut Mistakes<'_>, name: &Spot<String>) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.get().is_empty() || !name.get().chars().all(fits) {
        let message = format!(
            "`{}` cannot name an entry or a group; expected small Latin letters, figures and hyphens",
            name.get()
        );
        mistakes.at(name.span(), message);
    }
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
        if raw.forms.get().get(lang.as_str()).is_none_or(Vec::is_empty) {
            let message = format!(
                "`{name}` has no words in `{lang}`; expected `{lang} = [\"…\"]`, since the pack judges acts in it"
            );
            mistakes.lacking(raw.forms.span(), message);
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
    phrases: &ByLanguage,
) {
    for (lang, list) in phrases {
        if !languages.contains(lang.get()) {
            let known: Vec<&str> = languages.iter().map(String::as_str).collect();
            mistakes.at(lang.span(), unknown("language", lang.get(), &known));
            continue;
        }
        for phrase in list {
            if let Err(error) = lexicon.add(lang.get(), class, phrase.get()) {
                mistakes.at(phrase.span(), error.to_string());
            } else if let Some(message) = unfit(phrase.get()) {
                mistakes.at(phrase.span(), message);
            }
        }
    }
}

/// What is said of a phrase that no text can hold, since texts are cut into words, numbers and marks.
fn unfit(phrase: &str) -> Option<String> {
    let none = Vocabulary::new();
    for part in phrase.split_whitespace() {
        if part == "..." || part == "#" || part.chars().count() == 1 {
            continue;
        }
        for word in part.trim_end_matches('?').split('|') {
            let bare = word.trim_matches('*');
            // Letters alone are one word, and phrases hold little else.
            if !bare.is_empty() && bare.chars().all(char::is_alphabetic) {
                continue;
            }
            let tokens = Tokens::new(bare, false, &none);
            match tokens.list() {
                [one] if one.kind == TokenKind::Word => {}
                [one] if one.kind == TokenKind::Number => {
                    return Some(format!(
                        "`{bare}` is a number; expected `#`, which stands for any"
                    ));
                }
                _ => {
                    return Some(format!(
                        "`{word}` is never found: a text is cut into words and marks; expected a blank between them"
                    ));
                }
            }
        }
    }
    phrase
        .ends_with("...")
        .then(|| "`...` stands between words; expected a word behind it".to_owned())
}
