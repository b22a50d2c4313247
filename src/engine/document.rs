//! A text read to the end: its acts with their facts.

use super::Options;
use crate::facts::{self, Facts};
use crate::lang::{Lang, Langs};
use crate::model::Act;
use crate::source::{Source, Span};
use crate::syntax::{self, Reading};

/// A text with its acts and their facts.
#[derive(Debug)]
pub struct Document<'a> {
    /// The text.
    pub source: &'a Source,
    /// The language it was read in.
    pub lang: &'a Lang,
    /// Its words, and what the language table found in them.
    pub reading: Reading<'a>,
    /// Its acts in the order of the text, each with its facts.
    pub acts: Vec<(Act, Facts)>,
}

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// No table describes the language.
    #[error("its language is none of {0}; say which with --lang if it is")]
    Language(String),
    /// `--lang` names no table.
    #[error("unknown language `{0}`, expected one of {1}")]
    UnknownLanguage(String, String),
}

impl<'a> Document<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// When the language is not known: a wrong table would invent facts.
    pub fn read(
        source: &'a Source,
        langs: &'a Langs,
        options: &Options,
    ) -> Result<Self, DocumentError> {
        let lang = Self::language(source, langs, options)?;
        let reading = Reading::new(source, lang);
        let acts = syntax::parse(&reading)
            .into_iter()
            .map(|mut act| {
                if let Some(kind) = options.kind {
                    act.kind = kind;
                }
                let facts = facts::extract(&reading, &act);
                (act, facts)
            })
            .collect();
        Ok(Self { source, lang, reading, acts })
    }

    /// The language of a text: what the user says, else what its words show.
    ///
    /// # Errors
    /// When the language is not known: a wrong table would invent facts.
    pub fn language(
        source: &Source,
        langs: &'a Langs,
        options: &Options,
    ) -> Result<&'a Lang, DocumentError> {
        let codes = || langs.codes().join(", ");
        match &options.lang {
            Some(code) => {
                langs.get(code).ok_or_else(|| DocumentError::UnknownLanguage(code.clone(), codes()))
            }
            None => langs.detect(source.text()).ok_or_else(|| DocumentError::Language(codes())),
        }
    }

    /// The words of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }
}
