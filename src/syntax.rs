//! From text to the typed outline of its acts. Parsing never fails: any text gives acts and remarks.
//!
//! nom parsers read what stands inside a line (labels, numbers, dates, citations); a loop with a
//! stack builds the outline. [`address`] goes the other way and names a unit as lawyers cite it.
//! Nothing here knows rules.

pub mod address;
pub mod citation;
pub mod date;
pub mod label;
pub mod lines;
pub mod outline;
pub mod quotes;
pub mod title;
pub mod wrapped;

use crate::lang::{Hit, Lang, Order, TokenKind, Tokens};
use crate::model::Act;
use crate::source::Source;

/// A text cut into tokens, with everything that the language's vocabulary found in it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The text.
    pub source: &'a Source,
    /// The language it was read in.
    pub lang: &'a Lang,
    /// Words, numbers and marks.
    pub tokens: Tokens<'a>,
    /// Phrases, by their first token.
    pub hits: Vec<Hit>,
    /// Calendar dates, by their first token.
    pub dates: Vec<date::DateMention>,
    /// For each distinct word, whether a citation may start with it.
    citing: Vec<bool>,
}

impl<'a> Reading<'a> {
    /// Reads a text once with the words of a language.
    #[must_use]
    pub fn new(source: &'a Source, lang: &'a Lang) -> Self {
        let tokens = Tokens::new(source.text(), lang.is_cyrillic(), lang.vocabulary());
        let hits = lang.vocabulary().scan(&tokens);
        let dates = date::find(&tokens, lang);
        let citing = tokens.distinct(|atoms| {
            lang.vocabulary().single(atoms).any(|id| citation::opens(lang.class(id)))
                || lang.vocabulary().opening(atoms).any(|id| citation::opens_phrase(lang.class(id)))
        });
        Self { source, lang, tokens, hits, dates, citing }
    }

    /// Whether a citation may start at a token.
    fn may_cite(&self, at: usize) -> bool {
        self.tokens.list().get(at).is_some_and(|t| match t.kind {
            TokenKind::Word => {
                self.citing.get(t.value as usize).copied().unwrap_or(false)
                    || (self.lang.order() == Order::BigToSmall
                        && citation::is_roman(self.tokens.text(*t)))
            }
            TokenKind::Number => {
                self.lang.order() == Order::BigToSmall || citation::is_ordinal(self, at)
            }
            TokenKind::Mark => {
                char::from_u32(t.value).is_some_and(|c| self.lang.unit_of_mark(c).is_some())
            }
        })
    }

    /// The hits whose first token lies in a range of tokens.
    #[must_use]
    pub fn hits_in(&self, range: &std::ops::Range<usize>) -> &[Hit] {
        let at = |token: usize| self.hits.partition_point(|h| (h.start as usize) < token);
        self.hits.get(at(range.start)..at(range.end)).unwrap_or_default()
    }

    /// The dates whose first token lies in a range of tokens.
    #[must_use]
    pub fn dates_in(&self, range: &std::ops::Range<usize>) -> &[date::DateMention] {
        let at = |token: usize| self.dates.partition_point(|d| d.start < token);
        self.dates.get(at(range.start)..at(range.end)).unwrap_or_default()
    }
}

/// Parses a text into its acts: one, or more where a resolution carries a draft law.
#[must_use]
pub fn parse(reading: &Reading<'_>) -> Vec<Act> {
    let lines = wrapped::join(reading.source, reading.lang, &lines::split(reading.source));
    let groups = title::documents(reading, &lines);
    groups.into_iter().map(|range| outline::build(reading, &lines[range])).collect()
}
