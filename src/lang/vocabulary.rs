//! The compiled vocabulary: word forms with their ids, and the phrases made of them.
//!
//! A phrase is written as a lawyer would write it, one word after another, with a few signs:
//! `обязан*` any ending, `*вший` any beginning, `влечет|влекут` either, `не?` perhaps, `...` up to
//! six words between, `#` a number, `,` and other marks as they stand.

use foldhash::{HashMap, HashMapExt};

use super::fold::fold_into;
use super::token::{Atoms, TokenKind, Tokens};

/// One distinct word pattern of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(u32);

/// What a phrase stands for: a cue of a language table or an entry of a pack's lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// Words that `...` may skip. Longer gaps join words of different clauses.
const GAP: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Atom(AtomId),
    Optional(AtomId),
    Number,
    Mark(char),
    Gap,
}

/// Why a phrase cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Nothing in it.
    #[error("the phrase is empty; expected at least one word")]
    Empty,
    /// It starts with a gap or an optional word.
    #[error("the phrase starts with `{0}`; expected a word, `#` or a mark")]
    Start(String),
    /// A star alone, or in the middle of a word.
    #[error("`{0}` is no word pattern; expected `word`, `stem*` or `*ending`")]
    Pattern(String),
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub class: ClassId,
    /// Index of the first token.
    pub start: u32,
    /// One past the index of the last token.
    pub end: u32,
}

/// Word forms and phrases, compiled for one pass over a text.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    exact: HashMap<Box<str>, Vec<AtomId>>,
    prefixes: HashMap<Box<str>, Vec<AtomId>>,
    suffixes: HashMap<Box<str>, Vec<AtomId>>,
    patterns: HashMap<Box<str>, AtomId>,
    /// Length of the longest stem or ending, in bytes.
    longest: usize,
    phrases: Vec<(ClassId, Box<[Element]>)>,
    /// Phrases by their first atom.
    starts: Vec<Vec<u32>>,
    number_starts: Vec<u32>,
    mark_starts: HashMap<char, Vec<u32>>,
}

impl Vocabulary {
    /// An empty vocabulary.
    #[must_use]
    pub fn new() -> Self {
        Self { exact: HashMap::new(), ..Self::default() }
    }

    /// Adds a phrase for a class.
    ///
    /// # Errors
    /// When the phrase is empty, starts with a gap, or holds a pattern that is none.
    pub fn add(&mut self, class: ClassId, phrase: &str) -> Result<(), PhraseError> {
        let mut elements = Vec::new();
        for part in phrase.split_whitespace() {
            let mut chars = part.chars();
            let element = match (chars.next(), chars.next()) {
                (Some('#'), None) => Element::Number,
                _ if part == "..." => Element::Gap,
                (Some(c), None) if !c.is_alphanumeric() && c != '*' => Element::Mark(c),
                _ => match part.strip_suffix('?') {
                    Some(word) => Element::Optional(self.atom(word)?),
                    None => Element::Atom(self.atom(part)?),
                },
            };
            if elements.is_empty() && matches!(element, Element::Gap | Element::Optional(_)) {
                return Err(PhraseError::Start(part.to_owned()));
            }
            elements.push(element);
        }
        let index = u32::try_from(self.phrases.len()).unwrap_or(u32::MAX);
        match elements.first() {
            None => return Err(PhraseError::Empty),
            Some(Element::Atom(atom) | Element::Optional(atom)) => {
                self.starts[atom.0 as usize].push(index);
            }
            Some(Element::Mark(c)) => self.mark_starts.entry(*c).or_default().push(index),
            Some(Element::Number | Element::Gap) => self.number_starts.push(index),
        }
        self.phrases.push((class, elements.into()));
        Ok(())
    }

    /// The classes that have one of these atoms as a phrase of a single word.
    pub fn single(&self, atoms: &[AtomId]) -> impl Iterator<Item = ClassId> {
        atoms.iter().flat_map(|atom| &self.starts[atom.0 as usize]).filter_map(|index| {
            let (class, elements) = &self.phrases[*index as usize];
            (elements.len() == 1).then_some(*class)
        })
    }

    /// The classes of the phrases that begin with one of these atoms.
    pub fn opening(&self, atoms: &[AtomId]) -> impl Iterator<Item = ClassId> {
        atoms
            .iter()
            .flat_map(|atom| &self.starts[atom.0 as usize])
            .map(|index| self.phrases[*index as usize].0)
    }

    /// Number of phrases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Whether there is no phrase.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The folded words, stems and endings of the vocabulary, for a plain multi-pattern scan.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self
            .exact
            .keys()
            .chain(self.prefixes.keys())
            .chain(self.suffixes.keys())
            .map(AsRef::as_ref)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn atom(&mut self, pattern: &str) -> Result<AtomId, PhraseError> {
        if let Some(id) = self.patterns.get(pattern) {
            return Ok(*id);
        }
        let id = AtomId(u32::try_from(self.starts.len()).unwrap_or(u32::MAX));
        let mut folded = String::new();
        for word in pattern.split('|') {
            let bare = word.trim_matches('*');
            if bare.is_empty() || bare.contains(['*', '?', '#']) {
                return Err(PhraseError::Pattern(pattern.to_owned()));
            }
            // Patterns are written in the right script, so only case and ё are folded.
            fold_into(bare, bare.chars().any(super::fold::is_cyrillic), &mut folded);
            let table = match (word.starts_with('*'), word.ends_with('*')) {
                (false, false) => &mut self.exact,
                (false, true) => &mut self.prefixes,
                (true, false) => &mut self.suffixes,
                (true, true) => return Err(PhraseError::Pattern(pattern.to_owned())),
            };
            self.longest = self.longest.max(folded.len());
            table.entry(folded.as_str().into()).or_default().push(id);
        }
        self.starts.push(Vec::new());
        self.patterns.insert(pattern.into(), id);
        Ok(id)
    }

    /// Appends the atoms that a folded word satisfies.
    pub fn lookup(&self, folded: &str, out: &mut Vec<AtomId>) {
        let first = out.len();
        if let Some(ids) = self.exact.get(folded) {
            out.extend(ids);
        }
        for (at, c) in folded.char_indices() {
            let end = at + c.len_utf8();
            if end <= self.longest
                && let Some(ids) = self.prefixes.get(&folded[..end])
            {
                out.extend(ids);
            }
            if at > 0
                && folded.len() - at <= self.longest
                && let Some(ids) = self.suffixes.get(&folded[at..])
            {
                out.extend(ids);
            }
        }
        out[first..].sort_unstable();
        // Two alternatives of one pattern may both match; `dedup` on the tail alone.
        let mut kept = first;
        for i in first..out.len() {
            if i == first || out[i] != out[kept - 1] {
                out[kept] = out[i];
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    /// Finds every phrase in a text; hits come in the order of their first token.
    #[must_use]
    pub fn scan(&self, tokens: &Tokens<'_>) -> Vec<Hit> {
        self.scan_with(tokens, tokens.looked_up())
    }

    /// The same for a vocabulary other than that with which the text was cut.
    #[must_use]
    pub fn scan_with(&self, tokens: &Tokens<'_>, atoms: &Atoms) -> Vec<Hit> {
        let list = tokens.list();
        let mut hits = Vec::new();
        let none = Vec::new();
        for (at, token) in list.iter().enumerate() {
            match token.kind {
                TokenKind::Word => {
                    for atom in atoms.of(*token) {
                        self.try_all(&self.starts[atom.0 as usize], tokens, atoms, at, &mut hits);
                    }
                }
                TokenKind::Number => {
                    self.try_all(&self.number_starts, tokens, atoms, at, &mut hits);
                }
                TokenKind::Mark => {
                    let c = char::from_u32(token.value).unwrap_or_default();
                    let starts = if self.mark_starts.is_empty() {
                        &none
                    } else {
                        self.mark_starts.get(&c).unwrap_or(&none)
                    };
                    self.try_all(starts, tokens, atoms, at, &mut hits);
                }
            }
        }
        hits
    }

    fn try_all(
        &self,
        phrases: &[u32],
        tokens: &Tokens<'_>,
        atoms: &Atoms,
        at: usize,
        hits: &mut Vec<Hit>,
    ) {
        for index in phrases {
            let (class, elements) = &self.phrases[*index as usize];
            if let Some(end) = matches(elements, tokens, atoms, at) {
                let start = u32::try_from(at).unwrap_or(u32::MAX);
                let end = u32::try_from(end).unwrap_or(u32::MAX);
                hits.push(Hit { class: *class, start, end });
            }
        }
    }
}

/// Tries a phrase at a token and gives back the index past its last token.
///
/// Gaps are lazy and never cross a mark that ends a clause, so the cost is bounded by the phrase.
fn matches(elements: &[Element], tokens: &Tokens<'_>, atoms: &Atoms, at: usize) -> Option<usize> {
    let list = tokens.list();
    let mut at = at;
    for (i, element) in elements.iter().enumerate() {
        match element {
            Element::Gap => {
                let rest = &elements[i + 1..];
                for skip in 0..=GAP {
                    if let Some(end) = matches(rest, tokens, atoms, at + skip) {
                        return Some(end);
                    }
                    let token = list.get(at + skip)?;
                    if token.is(';')
                        || token.is(':')
                        || (token.is('.') && ends_clause(tokens, at + skip))
                    {
                        return None;
                    }
                }
                return None;
            }
            Element::Optional(atom) => {
                if list.get(at).is_some_and(|t| atoms.of(*t).contains(atom)) {
                    at += 1;
                }
            }
            Element::Atom(atom) => {
                if !atoms.of(*list.get(at)?).contains(atom) {
                    return None;
                }
                at += 1;
            }
            Element::Number => {
                if list.get(at)?.kind != TokenKind::Number {
                    return None;
                }
                at += 1;
            }
            Element::Mark(c) => {
                if !list.get(at)?.is(*c) {
                    return None;
                }
                at += 1;
            }
        }
    }
    Some(at)
}

/// Whether the full stop at a token ends a clause: something capital or nothing follows it.
fn ends_clause(tokens: &Tokens<'_>, at: usize) -> bool {
    let list = tokens.list();
    list.get(at + 1).is_none_or(|next| {
        next.kind == TokenKind::Word && next.start > list[at].end && tokens.is_capital(*next)
    })
}
