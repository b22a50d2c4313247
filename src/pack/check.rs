//! From the files of a pack to checked rules: every name resolved, every mistake with its place.

mod catalogue;
mod condition;
mod example;
mod lexicon;
mod mistakes;
mod question;
mod rule;
mod shape;
mod syntax;

use std::collections::BTreeMap;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::condition::Pattern;
use super::lexicon::Lexicon;
use super::raw::{List, RawJurisdiction, RawPack, Spot};
use super::{Jurisdiction, Pack, PackError, PackFile, Predecessor, Provision};
use crate::lang::ClassId;

pub use mistakes::{Mistakes, unknown};
pub use shape::read;

/// What a rule is read on: the catalogue and the words of its pack.
pub(super) struct Ground<'g> {
    id: String,
    languages: &'g [String],
    provisions: &'g BTreeMap<String, Provision>,
    older: Option<&'g Predecessor>,
    lexicon: &'g mut Lexicon,
    patterns: &'g mut Vec<Pattern>,
}

/// Whether a file of a pack is a part of its lexicon.
fn is_lexicon(name: &str) -> bool {
    name == "lexicon.toml" || name.starts_with("lexicon-")
}

/// Whether a file of a pack is a rule: all are that have no other job.
#[must_use]
pub fn is_rule(name: &str) -> bool {
    name != MANIFEST && !is_lexicon(name) && !catalogue::is_part(name)
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
    let files: Vec<PackFile> = files.iter().map(tidied).collect();
    let Some(manifest) = files.iter().find(|f| f.name == MANIFEST) else {
        return Err(vec![no_manifest(folder, &files)]);
    };
    let mut errors: Vec<PackError> = files.iter().filter_map(foreign).collect();
    let mut mistakes = Mistakes::new(manifest);
    let is_text = |f: &PackFile| !f.text.contains(char::REPLACEMENT_CHARACTER);
    let raw = if is_text(manifest) { read::<RawPack>(&mut mistakes) } else { None };
    let mut words = Lexicon::default();
    let found = raw.map(|raw| (self::manifest(&mut mistakes, &mut words, &raw), raw));
    let wrong = errors.iter().any(|e| e.path == manifest.path) || !mistakes.is_empty();
    let partial = mistakes.partial;
    errors.extend(mistakes.sorted());
    let Some((Days { from: Some(from), adopted: Some(adopted), constitution }, raw)) = found else {
        return Err(errors);
    };
    let languages: Vec<String> = raw.languages.get().iter().map(|l| l.get().clone()).collect();
    let mut unread = wrong;
    let spoken = super::embedded::languages().map(|(name, _)| code(name)).collect::<Vec<_>>();
    let known = !languages.is_empty() && languages.iter().all(|l| spoken.contains(&l.as_str()));
    for file in files.iter().filter(|f| known && is_lexicon(&f.name)) {
        if !is_text(file) {
            unread = true;
        } else if let Err(wrong) = lexicon::load(file, &languages, &mut words) {
            unread = true;
            errors.extend(wrong);
        }
    }
    let foreign = |f: &PackFile| catalogue::is_part(&f.name) && !is_text(f);
    let read = match catalogue::load(&raw, (manifest, partial), &files) {
        Ok(read) if !unread && !files.iter().any(foreign) => read,
        Ok(_) => return Err(errors),
        Err(wrong) => {
            errors.extend(wrong);
            errors.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
            return Err(errors);
        }
    };
    let mut patterns = Vec::new();
    let mut rules = Vec::new();
    let mut ground = Ground {
        id: id.to_owned(),
        languages: &languages,
        provisions: &read.provisions,
        older: read.predecessor.as_ref(),
        lexicon: &mut words,
        patterns: &mut patterns,
    };
    for file in files.iter().filter(|f| is_rule(&f.name) && is_text(f)) {
        match rule::load(&mut ground, file) {
            Ok(rule) => rules.push(rule),
            Err(wrong) => errors.extend(wrong),
        }
    }
    let mut mistakes = Mistakes::new(manifest);
    let jurisdiction = jurisdiction(&mut mistakes, &raw.jurisdiction);
    let not_checked =
        raw.not_checked.iter().map(|one| rule::not_checked(&ground, &mut mistakes, one)).collect();
    errors.extend(mistakes.sorted());
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let pack = Pack {
        id: id.to_owned(),
        title: raw.title.get().clone(),
        label: raw.label.get().clone(),
        labels: read.labels,
        default: raw.default,
        from,
        adopted,
        jurisdiction,
        provisions: read.provisions,
        topics: read.topics,
        predecessor: read.predecessor,
        constitution,
        lexicon: words,
        patterns,
        languages,
        not_checked,
        rules,
        hash: hash(&files),
    };
    Ok((pack, errors))
}

/// The file that every pack has.
const MANIFEST: &str = "pack.toml";

/// A file without the mark of its encoding and with line ends of one kind, so that places and the hash are
/// the same wherever it was saved.
fn tidied(file: &PackFile) -> PackFile {
    let text = file.text.strip_prefix('\u{FEFF}').unwrap_or(&file.text);
    PackFile { text: text.replace("\r\n", "\n"), ..file.clone() }
}

/// A file in another encoding than UTF-8.
fn foreign(file: &PackFile) -> Option<PackError> {
    let at = file.text.find(char::REPLACEMENT_CHARACTER)?;
    let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
    let message = "this is no UTF-8; expected the file saved in the encoding UTF-8";
    Some(PackError::new(file, at..end, message))
}

fn no_manifest(folder: &str, files: &[PackFile]) -> PackError {
    let file = PackFile {
        path: format!("{folder}/{MANIFEST}"),
        name: MANIFEST.to_owned(),
        text: String::new(),
    };
    let mut message = format!(
        "the pack has no `{MANIFEST}`; expected one with title, days, languages and provisions"
    );
    let like = |f: &&PackFile| f.name.to_lowercase().starts_with("pack.");
    if let Some(other) = files.iter().find(like) {
        message = format!("{message}; `{}` must be named `{MANIFEST}`", other.name);
    }
    PackError::new(&file, 0..0, message)
}

/// What `pack.toml` gives beside texts.
struct Days {
    from: Option<Date>,
    adopted: Option<Date>,
    constitution: ClassId,
}

/// Checks `pack.toml`.
fn manifest(mistakes: &mut Mistakes<'_>, words: &mut Lexicon, raw: &RawPack) -> Days {
    let (from, adopted) = (mistakes.day(&raw.from), mistakes.day(&raw.adopted));
    mistakes.filled(&raw.title, "the title", "what the pack is about");
    mistakes.filled(&raw.label, "the label", "how its provisions are cited");
    mistakes.not_empty(&raw.languages, "code of a language");
    let tables: Vec<&str> = super::embedded::languages().map(|(name, _)| code(name)).collect();
    let mut languages: Vec<String> = Vec::new();
    for lang in raw.languages.get() {
        if mistakes.known(lang, "language", &tables) && languages.contains(lang.get()) {
            let message = format!("`{}` stands here twice; expected it once", lang.get());
            mistakes.at(lang.span(), message);
        }
        languages.push(lang.get().clone());
    }
    let constitution = words.class();
    // Without the languages nothing can be said of words in them.
    if !languages.is_empty() {
        lexicon::words(mistakes, &languages, words, constitution, &raw.names);
    }
    if let Some(older) = &raw.predecessor {
        mistakes.filled(&older.id, "the name", "one such as that of the pack's folder");
        mistakes.filled(&older.label, "the label", "how its provisions are cited");
    }
    for list in [&raw.jurisdiction.own, &raw.jurisdiction.others] {
        for word in list.iter().flat_map(Spot::get) {
            if mistakes.filled(word, "the word", "the beginning of a state's name")
                && word.get().to_lowercase() != *word.get()
            {
                let message = format!(
                    "`{}` is compared with words in small letters; expected `{}`",
                    word.get(),
                    word.get().to_lowercase()
                );
                mistakes.at(word.span(), message);
            }
        }
    }
    Days { from, adopted, constitution }
}

/// The states of a pack: its own lists, or those of a pack inside the program.
fn jurisdiction(mistakes: &mut Mistakes<'_>, raw: &RawJurisdiction) -> Jurisdiction {
    let names = |list: &Option<List>| list.as_ref().map_or_else(Vec::new, texts);
    let Some(name) = &raw.same_as else {
        return Jurisdiction::new(&names(&raw.own), &names(&raw.others));
    };
    if let Some(list) = raw.own.as_ref().or(raw.others.as_ref()) {
        let message =
            "`same-as` takes the names of another pack; expected it alone, or `own` and `others`";
        mistakes.at(list.span(), message);
    }
    let files = super::embedded::pack(name.get());
    let manifest = files.iter().find(|file| file.name == MANIFEST);
    let pack: Option<RawPack> = manifest.and_then(|file| toml::from_str(&file.text).ok());
    let Some(pack) = pack.filter(|pack| pack.jurisdiction.same_as.is_none()) else {
        let known = super::embedded::packs();
        mistakes
            .at(name.span(), mistakes::unknown("pack with names of states", name.get(), &known));
        return Jurisdiction::default();
    };
    Jurisdiction::new(&names(&pack.jurisdiction.own), &names(&pack.jurisdiction.others))
}

/// The code of a language by the file of its table.
fn code(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn texts(list: &List) -> Vec<String> {
    list.get().iter().map(|text| text.get().clone()).collect()
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
