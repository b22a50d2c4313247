//! The names by which acts call the state of a pack and other states.

use std::collections::BTreeMap;

/// A state that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The state of the pack.
    Own,
    /// Another one, by its place in the list of names.
    Other(usize),
}

/// The names of a pack's state and of others: each a word or several, each word by its beginning.
#[derive(Debug, Clone, Default)]
pub struct Jurisdiction {
    /// By the beginning of the first word: the beginnings of the words behind it.
    names: BTreeMap<String, Vec<(Vec<String>, State)>>,
    /// The length of the longest first beginning, in bytes.
    longest: usize,
}

impl Jurisdiction {
    /// The names of the own state and of others as a pack lists them. A full stop closes a word that is whole.
    #[must_use]
    pub fn new(own: &[String], others: &[String]) -> Self {
        let mut all = Self::default();
        let others = others.iter().enumerate().map(|(at, name)| (name, State::Other(at)));
        for (name, state) in own.iter().map(|name| (name, State::Own)).chain(others) {
            let lower = name.to_lowercase();
            let mut words = lower.split_whitespace().map(str::to_owned);
            if let Some(first) = words.next() {
                let bare = first.trim_end_matches('.').to_owned();
                all.longest = all.longest.max(bare.len());
                let mut rest: Vec<String> = words.collect();
                rest.insert(0, first);
                all.names.entry(bare).or_default().push((rest, state));
            }
        }
        all
    }

    /// The state whose name opens a list of folded words, with the number of its words; of several, the
    /// longest name.
    #[must_use]
    pub fn opens(&self, words: &[&str]) -> Option<(State, usize)> {
        let first = words.first()?;
        let ends = first.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut best: Option<(State, usize, usize)> = None;
        for end in ends.take_while(|end| *end <= self.longest) {
            for (name, state) in self.names.get(&first[..end]).into_iter().flatten() {
                let fits = name.len() <= words.len()
                    && name.iter().zip(words).all(|(pattern, word)| begins(word, pattern));
                if fits && best.is_none_or(|(_, words, len)| (name.len(), end) > (words, len)) {
                    best = Some((*state, name.len(), end));
                }
            }
        }
        best.map(|(state, words, _)| (state, words))
    }
}

/// Whether a word has this beginning, or is this word where the pattern is closed.
fn begins(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('.') {
        Some(whole) => word == whole,
        None => word.starts_with(pattern),
    }
}
