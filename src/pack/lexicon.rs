//! The words of a pack: its lexicon and the phrases of its rules, compiled by language.

use std::collections::BTreeMap;

use crate::lang::vocabulary::PhraseError;
use crate::lang::{ClassId, Vocabulary};

/// An entry of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The group in which it stands.
    pub group: String,
    /// Its name.
    pub name: String,
    /// Its class among the words of the pack.
    pub class: ClassId,
}

/// The words of a pack. A class is an entry of the lexicon, what is excepted from one, or a set of phrases
/// of a rule.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// What a class excepts.
    except: BTreeMap<ClassId, ClassId>,
    /// Sets of phrases by what is written in them: two rules with the same words share a class.
    sets: BTreeMap<Vec<(String, Vec<String>)>, ClassId>,
    vocabularies: BTreeMap<String, Vocabulary>,
    classes: u16,
}

impl Lexicon {
    /// A class that no words have yet.
    pub(super) fn class(&mut self) -> ClassId {
        let class = ClassId(self.classes);
        self.classes = self.classes.saturating_add(1);
        class
    }

    /// Adds words to a class.
    pub(super) fn add(
        &mut self,
        lang: &str,
        class: ClassId,
        phrase: &str,
    ) -> Result<(), PhraseError> {
        self.vocabularies.entry(lang.to_owned()).or_default().add(class, phrase)
    }

    /// Adds an entry.
    pub(super) fn enter(&mut self, group: &str, name: &str) -> ClassId {
        let class = self.class();
        self.entries.push(Entry { group: group.to_owned(), name: name.to_owned(), class });
        class
    }

    /// A class for words that look like those of an entry and are none.
    pub(super) fn excepted(&mut self, entry: ClassId) -> ClassId {
        let class = self.class();
        self.except.insert(class, entry);
        class
    }

    /// The class of a set of phrases; the second is whether it is new.
    pub(super) fn set(&mut self, phrases: Vec<(String, Vec<String>)>) -> (ClassId, bool) {
        if let Some(class) = self.sets.get(&phrases) {
            return (*class, false);
        }
        let class = self.class();
        self.sets.insert(phrases, class);
        (class, true)
    }

    /// The classes that a name stands for: an entry, or every entry of a group; none for an unknown name.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<ClassId> {
        let fits = |e: &&Entry| e.name == name || e.group == name;
        self.entries.iter().filter(fits).map(|e| e.class).collect()
    }

    /// The names of groups and entries.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.entries.iter().flat_map(|e| [e.group.as_str(), e.name.as_str()]).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The entries in the order of their classes.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The phrases of a class that a rule gives itself, by language; nothing for what the lexicon has.
    #[must_use]
    pub fn phrases(&self, class: ClassId) -> Option<&[(String, Vec<String>)]> {
        self.sets.iter().find(|(_, c)| **c == class).map(|(phrases, _)| phrases.as_slice())
    }

    /// What a class excepts, when it excepts something.
    #[must_use]
    pub fn excepts(&self, class: ClassId) -> Option<ClassId> {
        self.except.get(&class).copied()
    }

    /// The words in a language; nothing where there are none.
    #[must_use]
    pub fn words(&self, lang: &str) -> Option<&Vocabulary> {
        self.vocabularies.get(lang)
    }

    /// Number of classes.
    #[must_use]
    pub fn classes(&self) -> usize {
        usize::from(self.classes)
    }
}
