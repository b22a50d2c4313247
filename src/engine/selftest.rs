//! Runs the examples and near misses of rules.

use super::fix::mended;
use super::{Document, Options, check};
use crate::finding::Finding;
use crate::lang::Langs;
use crate::pack::{Example, Pack, Rule};
use crate::source::{Markup, Source, Span};

/// What became of one example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The rule.
    pub rule: String,
    /// Where the text of the example stands in the rule's file.
    pub span: Span,
    /// Its language.
    pub lang: String,
    /// Whether it had to fire.
    pub fires: bool,
    /// What went wrong, if anything did, in one line.
    pub failure: Option<String>,
    /// The same with what is needed to show it.
    pub wrong: Option<Wrong>,
}

/// What is wrong with an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Its text cannot be read as an act.
    Unread(String),
    /// The rule marks other words than the example does: these.
    Marks(Vec<Span>),
    /// The rule's fixes leave another text than the example says: this one.
    Fixed(String),
    /// Two fixes change the same words, so that there is no one text to compare.
    Clash(Span),
}

/// Runs every example and near miss of a rule, in the order of [`Rule::examples`].
#[must_use]
pub fn run(rule: &Rule, pack: &Pack, langs: &Langs) -> Vec<Outcome> {
    rule.examples
        .iter()
        .map(|example| {
            let wrong = wrong(rule, example, pack, langs);
            Outcome {
                rule: rule.id.clone(),
                span: example.span,
                lang: example.lang.clone(),
                fires: example.fires,
                failure: wrong.as_ref().map(|w| failure(example, w)),
                wrong,
            }
        })
        .collect()
}

fn wrong(rule: &Rule, example: &Example, pack: &Pack, langs: &Langs) -> Option<Wrong> {
    let source = Source::new("example", example.text.as_str(), Markup::Plain);
    let options = Options {
        lang: Some(example.lang.clone()),
        published: example.published,
        as_of: example.as_of,
        rules: vec![rule.id.clone()],
        ..Options::default()
    };
    let document = match Document::read(&source, langs, &options) {
        Err(e) => return Some(Wrong::Unread(e.to_string())),
        Ok(document) => document,
    };
    let packs = std::slice::from_ref(pack);
    let findings: Vec<Finding> =
        (0..document.acts.len()).flat_map(|i| check(&document, i, packs, &options).0).collect();
    let found: Vec<Span> = findings.iter().map(|f| f.primary.span).collect();
    if found != example.marks {
        return Some(Wrong::Marks(found));
    }
    let expected = example.fixed.as_ref()?;
    match mended(&example.text, findings.iter().flat_map(|f| &f.fixes)) {
        Err(place) => Some(Wrong::Clash(place)),
        Ok(text) => (text.trim() != expected.trim()).then_some(Wrong::Fixed(text)),
    }
}

/// What is wrong, in one line.
fn failure(example: &Example, wrong: &Wrong) -> String {
    let words = |span: &Span| format!("⟦{}⟧", example.text.get(span.range()).unwrap_or_default());
    let show = |spans: &[Span]| -> String {
        let quoted: Vec<String> = spans.iter().map(words).collect();
        if quoted.is_empty() { "nothing".to_owned() } else { quoted.join(", ") }
    };
    match wrong {
        Wrong::Unread(reason) => reason.clone(),
        Wrong::Marks(found) => {
            format!("expected {}, found {}", show(&example.marks), show(found))
        }
        Wrong::Fixed(_) => "the fixes leave another text than `fixed` says".to_owned(),
        Wrong::Clash(span) => format!("two fixes change the same words {}", words(span)),
    }
}
