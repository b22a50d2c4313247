//! One act of a text, with what is needed to find its units and change them.

use crate::lang::Lang;
use crate::model::Act;
use crate::source::Source;
use crate::syntax::{self, Reading};

/// The act of a text.
#[derive(Debug)]
pub struct Edition<'a> {
    /// The text.
    pub source: &'a Source,
    /// The language it was read in.
    pub lang: &'a Lang,
    /// The act: the greatest one where the text holds several.
    pub act: Act,
}

impl<'a> Edition<'a> {
    /// Reads a text.
    #[must_use]
    pub fn read(source: &'a Source, lang: &'a Lang) -> Option<Self> {
        let reading = Reading::new(source, lang);
        let act = syntax::parse(&reading).into_iter().max_by_key(|a| a.units.len())?;
        Some(Self { source, lang, act })
    }
}
