//! Words, numbers and marks of a text, each with its span, and the words' folded forms looked up once.

use foldhash::{HashMap, HashMapExt};

use super::fold::{fold_into, is_invisible, is_letter};
use super::vocabulary::{AtomId, Vocabulary};
use crate::source::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of letters.
    Word,
    /// A run of ASCII digits.
    Number,
    /// One other character that is not white space.
    Mark,
}

/// One token. White space is between tokens and never part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Index into the words of the [`Tokens`] for a word; the character's code for a mark.
    pub value: u32,
    /// What it is.
    pub kind: TokenKind,
}

impl Token {
    /// The token's place.
    #[must_use]
    pub fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// Whether the token is this mark.
    #[must_use]
    pub fn is(self, mark: char) -> bool {
        self.kind == TokenKind::Mark && self.value == mark as u32
    }
}

/// All tokens of a text, with the atoms of the vocabulary that each distinct word satisfies.
#[derive(Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
    cyrillic: bool,
    atoms: Atoms,
}

/// The distinct words of a text, each with the atoms of a vocabulary that it satisfies.
#[derive(Debug, Default)]
pub struct Atoms {
    /// For each distinct word, the range of its atoms in `atoms`.
    words: Vec<(u32, u32)>,
    atoms: Vec<AtomId>,
}

impl Atoms {
    /// The atoms that a token satisfies; empty for numbers and marks.
    #[must_use]
    pub fn of(&self, token: Token) -> &[AtomId] {
        if token.kind != TokenKind::Word {
            return &[];
        }
        let (start, end) = self.words.get(token.value as usize).copied().unwrap_or_default();
        self.atoms.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Looks the next distinct word up.
    fn add(&mut self, word: &str, cyrillic: bool, vocabulary: &Vocabulary, folded: &mut String) {
        if word.contains('\n') {
            let whole: String =
                word.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect();
            fold_into(&whole, cyrillic, folded);
        } else {
            fold_into(word, cyrillic, folded);
        }
        let first = narrow(self.atoms.len());
        vocabulary.lookup(folded, &mut self.atoms);
        self.words.push((first, narrow(self.atoms.len())));
    }
}

impl<'a> Tokens<'a> {
    /// Cuts a text into tokens in one pass and looks each distinct word up once.
    #[must_use]
    pub fn new(text: &'a str, cyrillic: bool, vocabulary: &Vocabulary) -> Self {
        let mut tokens = Self {
            text,
            list: Vec::with_capacity(text.len() / 10),
            cyrillic,
            atoms: Atoms::default(),
        };
        // An act repeats its words; room for thousands costs more than it saves where the text is a phrase.
        let mut seen: HashMap<&str, u32> = HashMap::with_capacity((text.len() / 16).min(4096));
        let mut folded = String::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() || is_invisible(c) || c == '\\' {
                // A backslash is an escape of Markdown or a stray of conversion, never law.
                continue;
            }
            let kind = kind_of(c);
            let mut end = at + c.len_utf8();
            if kind != TokenKind::Mark {
                let mut resumes = 0;
                while let Some((next, c)) = chars.peek().copied() {
                    let inside = kind_of(c) == kind
                        || (kind == TokenKind::Word && (is_invisible(c) || is_apostrophe(c)))
                        || next < resumes;
                    if !inside {
                        match broken_word(&text[next..]).filter(|_| kind == TokenKind::Word) {
                            Some(skipped) => resumes = next + skipped,
                            None => break,
                        }
                    }
                    end = next + c.len_utf8();
                    chars.next();
                }
            }
            let value = match kind {
                TokenKind::Mark => c as u32,
                TokenKind::Number => 0,
                TokenKind::Word => {
                    let word = &text[at..end];
                    if let Some(id) = seen.get(word) {
                        *id
                    } else {
                        let id = narrow(tokens.atoms.words.len());
                        tokens.atoms.add(word, cyrillic, vocabulary, &mut folded);
                        seen.insert(word, id);
                        id
                    }
                }
            };
            tokens.list.push(Token { start: narrow(at), end: narrow(end), value, kind });
        }
        tokens.list.shrink_to_fit();
        tokens
    }

    /// The tokens in the order of the text.
    #[must_use]
    pub fn list(&self) -> &[Token] {
        &self.list
    }

    /// The text of a token as written.
    #[must_use]
    pub fn text(&self, token: Token) -> &'a str {
        self.text.get(token.span().range()).unwrap_or_default()
    }

    /// The whole text that was cut.
    #[must_use]
    pub fn source(&self) -> &'a str {
        self.text
    }

    /// The atoms of the vocabulary that a token satisfies; empty for numbers and marks.
    #[must_use]
    pub fn atoms(&self, token: Token) -> &[AtomId] {
        self.atoms.of(token)
    }

    /// For each distinct word, whether its atoms satisfy a test; indexed by a word token's value.
    #[must_use]
    pub fn distinct(&self, test: impl Fn(&[AtomId]) -> bool) -> Vec<bool> {
        let Atoms { words, atoms } = &self.atoms;
        let atoms = |(start, end): &(u32, u32)| atoms.get(*start as usize..*end as usize);
        words.iter().map(|w| test(atoms(w).unwrap_or_default())).collect()
    }

    /// The words looked up when the text was cut.
    #[must_use]
    pub fn looked_up(&self) -> &Atoms {
        &self.atoms
    }

    /// Looks the distinct words up in another vocabulary.
    #[must_use]
    pub fn look_up(&self, vocabulary: &Vocabulary) -> Atoms {
        let mut atoms = Atoms::default();
        let mut folded = String::new();
        // Words are numbered as they are first met.
        for token in self.list.iter().filter(|t| t.kind == TokenKind::Word) {
            if token.value as usize == atoms.words.len() {
                atoms.add(self.text(*token), self.cyrillic, vocabulary, &mut folded);
            }
        }
        atoms
    }

    /// Index of the first token that starts at or after a byte.
    #[must_use]
    pub fn at_or_after(&self, byte: u32) -> usize {
        self.list.partition_point(|t| t.start < byte)
    }

    /// The range of tokens that start inside a span.
    #[must_use]
    pub fn inside(&self, span: Span) -> std::ops::Range<usize> {
        self.at_or_after(span.start)..self.at_or_after(span.end)
    }

    /// The span from the first to the last token of a range; empty at zero for an empty range.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        match (self.list.get(range.start), range.end.checked_sub(1).and_then(|i| self.list.get(i)))
        {
            (Some(first), Some(last)) if first.start <= last.start => {
                Span { start: first.start, end: last.end }
            }
            _ => Span::default(),
        }
    }

    /// The value of a number token; saturates instead of failing on absurd lengths.
    #[must_use]
    pub fn number(&self, token: Token) -> Option<u32> {
        (token.kind == TokenKind::Number).then(|| self.text(token).parse().unwrap_or(u32::MAX))
    }

    /// Whether a word token starts with a capital letter.
    #[must_use]
    pub fn is_capital(&self, token: Token) -> bool {
        self.text(token).chars().next().is_some_and(char::is_uppercase)
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{AD}')
}

/// A hyphen at the end of a line with the rest of the word on the next one: the bytes up to that rest.
fn broken_word(text: &str) -> Option<usize> {
    let hyphen = text.chars().next().filter(|c| is_hyphen(*c))?;
    let after = &text[hyphen.len_utf8()..];
    let rest = after.trim_start();
    let gap = &after[..after.len() - rest.len()];
    let one_break = gap.bytes().filter(|b| *b == b'\n').count() == 1;
    (one_break && rest.chars().next().is_some_and(char::is_lowercase))
        .then(|| text.len() - rest.len())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn kind_of(c: char) -> TokenKind {
    match c {
        '0'..='9' => TokenKind::Number,
        'a'..='z' | 'A'..='Z' => TokenKind::Word,
        _ if (c as u32) < 0x80 => TokenKind::Mark,
        _ if is_letter(c) => TokenKind::Word,
        _ => TokenKind::Mark,
    }
}
