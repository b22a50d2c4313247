//! The catalogue of a pack: its provisions, what they are about, and those of the constitution before.

use std::collections::BTreeMap;

use super::code;
use super::mistakes::Mistakes;
use super::shape::read;
use crate::pack::embedded;
use crate::pack::provision::{self, KnownFrom, Older, Predecessor, Provision};
use crate::pack::raw::name::Name;
use crate::pack::raw::{
    RawCatalogue, RawOlderCatalogue, RawPack, RawPredecessor, RawTopics, Spot, Texts,
};
use crate::pack::{PackError, PackFile};

/// The language of `label`.
const ENGLISH: &str = "en";
/// The file with the provisions.
pub(super) const PROVISIONS: &str = "provisions.toml";
/// The file with the provisions of the constitution before.
pub(super) const PREDECESSOR: &str = "predecessor.toml";
/// The file with the topics.
pub(super) const TOPICS: &str = "topics.toml";

/// Whether a file is a part of the catalogue.
pub(super) fn is_part(name: &str) -> bool {
    [PROVISIONS, PREDECESSOR, TOPICS].contains(&name)
}

/// What a pack says of its constitution and the one before.
pub(super) struct Read {
    pub(super) provisions: BTreeMap<String, Provision>,
    pub(super) topics: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) predecessor: Option<Predecessor>,
    /// How its provisions are cited in other languages.
    pub(super) labels: BTreeMap<String, String>,
}

/// Reads the catalogue out of `pack.toml`, of which perhaps only a part was read, and the files beside it.
pub(super) fn load(
    raw: &RawPack,
    (manifest, partial): (&PackFile, bool),
    files: &[PackFile],
) -> Result<Read, Vec<PackError>> {
    let mut errors: Vec<PackError> = Vec::new();
    let named = |name: &str| files.iter().find(|f| f.name == name);
    let mut own = Mistakes::new(manifest);
    own.partial = partial;

    let mut topics = BTreeMap::new();
    if let Some(file) = named(TOPICS) {
        let mut mistakes = Mistakes::new(file);
        let read = read::<RawTopics>(&mut mistakes).unwrap_or_default();
        for (name, topic) in &read {
            for text in topic.title.get().values() {
                mistakes.filled(text, "the title", "what the topic is called");
            }
            let title = topic.title.get().iter();
            let title = title.map(|(l, t)| (l.get().clone(), t.get().clone())).collect();
            topics.insert(name.get().clone(), title);
        }
        errors.extend(mistakes.sorted());
    }

    let mut provisions = BTreeMap::new();
    let label = raw.label.get();
    if let Some(given) = &raw.provisions {
        self::provisions(&mut own, label, given.get(), &topics, &mut provisions);
    }
    if let Some(file) = named(PROVISIONS) {
        let mut mistakes = Mistakes::new(file);
        let read = read::<RawCatalogue>(&mut mistakes).unwrap_or_default();
        self::provisions(&mut mistakes, label, &read, &topics, &mut provisions);
        errors.extend(mistakes.sorted());
    } else if raw.provisions.is_none() {
        own.at(
            0..0,
            format!(
                "`provisions` is missing; expected a table `[provisions]`, the catalogue of what rules may rest \
                 on, or a file `{PROVISIONS}` beside it"
            ),
        );
    }

    let labels = self::labels(&mut own, &raw.labels);
    let mut predecessor = None;
    match (&raw.predecessor, named(PREDECESSOR)) {
        (Some(older), file) => {
            let mut found = BTreeMap::new();
            if let Some(given) = &older.provisions {
                self::older(&mut own, older, given.get(), &provisions, &mut found);
            }
            if let Some(file) = file {
                let mut mistakes = Mistakes::new(file);
                let read = read::<RawOlderCatalogue>(&mut mistakes).unwrap_or_default();
                self::older(&mut mistakes, older, &read, &provisions, &mut found);
                errors.extend(mistakes.sorted());
            }
            predecessor = Some(Predecessor {
                id: older.id.get().clone(),
                label: older.label.get().clone(),
                labels: self::labels(&mut own, &older.labels),
                provisions: found,
            });
        }
        (None, Some(file)) => {
            let message = "the pack names no constitution before; expected a table `[predecessor]` in `pack.toml`";
            errors.push(PackError::new(file, 0..0, message));
        }
        (None, None) => {}
    }
    errors.extend(own.sorted());
    if errors.is_empty() {
        Ok(Read { provisions, topics, predecessor, labels })
    } else {
        Err(errors)
    }
}

/// Checks provisions, and adds them to those that are known.
fn provisions(
    mistakes: &mut Mistakes<'_>,
    constitution: &str,
    given: &RawCatalogue,
    topics: &BTreeMap<String, BTreeMap<String, String>>,
    found: &mut BTreeMap<String, Provision>,
) {
    let known: Vec<&str> = topics.keys().map(String::as_str).collect();
    for (eid, raw) in given {
        mistakes.unit(eid);
        twice(mistakes, eid, found.contains_key(eid.get()));
        let mut about: Vec<String> = Vec::new();
        for topic in raw.topics.iter().flat_map(Spot::get) {
            if mistakes.known(topic, "topic", &known) && !about.contains(topic.get()) {
                about.push(topic.get().clone());
            }
        }
        for digits in raw.hash.values().filter(|d| !provision::is_hash(d.get())) {
            let message =
                format!("expected {} hexadecimal digits in lower case", provision::DIGITS);
            mistakes.at(digits.span(), message);
        }
        let articles = raw.articles.as_ref().and_then(|given| match &given.get()[..] {
            [first, last] if first.get() <= last.get() => Some((*first.get(), *last.get())),
            _ => {
                let message =
                    "expected the first and the last article of the section, such as [1, 11]";
                mistakes.at(given.span(), message);
                None
            }
        });
        let title = raw.title.iter().map(|(l, t)| (l.get().clone(), t.get().clone())).collect();
        let hash = raw.hash.iter().map(|(l, d)| (l.clone(), d.get().clone())).collect();
        let provision = Provision {
            labels: labels(mistakes, &raw.labels),
            title,
            articles,
            topics: about,
            hash,
            ..said(
                mistakes,
                constitution,
                eid,
                raw.label.as_ref(),
                &raw.says,
                raw.known_from.as_ref(),
            )
        };
        found.insert(eid.get().clone(), provision);
    }
}

/// The same for the constitution before.
fn older(
    mistakes: &mut Mistakes<'_>,
    predecessor: &RawPredecessor,
    given: &RawOlderCatalogue,
    provisions: &BTreeMap<String, Provision>,
    found: &mut BTreeMap<String, Older>,
) {
    let known: Vec<&str> = provisions.keys().map(String::as_str).collect();
    for (eid, raw) in given {
        mistakes.unit(eid);
        twice(mistakes, eid, found.contains_key(eid.get()));
        let to = raw.to.iter().flat_map(Spot::get);
        let to = to.filter(|to| mistakes.known(to, "provision", &known));
        let to = to.map(|to| to.get().clone()).collect();
        if let Some(change) = &raw.change {
            mistakes.filled(change, "`change`", "what changed");
        }
        let label = predecessor.label.get();
        let provision =
            said(mistakes, label, eid, raw.label.as_ref(), &raw.says, raw.known_from.as_ref());
        let change = raw.change.as_ref().map(|change| change.get().clone());
        found.insert(eid.get().clone(), Older { provision, to, change });
    }
}

/// A provision with what every one has.
fn said(
    mistakes: &mut Mistakes<'_>,
    constitution: &str,
    eid: &Spot<String>,
    label: Option<&Spot<String>>,
    says: &Spot<String>,
    known_from: Option<&Spot<Name<KnownFrom>>>,
) -> Provision {
    if let Some(label) = label {
        mistakes.filled(label, "the label", "how a lawyer cites the provision");
    }
    mistakes.filled(says, "`says`", "a short paraphrase of the provision");
    let label = label.map_or_else(|| provision::label(eid.get()), |label| label.get().clone());
    let known_from = known_from.and_then(|name| mistakes.one(name, "source"));
    Provision {
        label: format!("{constitution}, {label}"),
        says: says.get().clone(),
        known_from: known_from.unwrap_or_default(),
        ..Provision::default()
    }
}

/// Labels in other languages than English.
fn labels(mistakes: &mut Mistakes<'_>, raw: &Texts) -> BTreeMap<String, String> {
    let tables = embedded::languages().map(|(name, _)| code(name));
    let known: Vec<&str> = tables.filter(|code| *code != ENGLISH).collect();
    for (lang, text) in raw {
        mistakes.known(lang, "language", &known);
        mistakes.filled(text, "the label", "how lawyers cite in that language");
    }
    raw.iter().map(|(lang, text)| (lang.get().clone(), text.get().clone())).collect()
}

fn twice(mistakes: &mut Mistakes<'_>, eid: &Spot<String>, is: bool) {
    if is {
        let message = format!("`{}` stands in the catalogue twice; expected it once", eid.get());
        mistakes.at(eid.span(), message);
    }
}
