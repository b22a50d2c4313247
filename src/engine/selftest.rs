//! Runs the examples and near misses of rules.

use super::{Document, Options, check};
use crate::lang::Langs;
use crate::pack::{Example, Pack, Rule};
use crate::source::{Markup, Source, Span};

/// What became of one example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The rule.
    pub rule: String,
    /// Where the example stands in the rule's file.
    pub span: Span,
    /// Its language.
    pub lang: String,
    /// Whether it had to fire.
    pub fires: bool,
    /// What went wrong, if anything did.
    pub failure: Option<String>,
}

/// Runs every example and near miss of a rule.
#[must_use]
pub fn run(rule: &Rule, pack: &Pack, langs: &Langs) -> Vec<Outcome> {
    rule.examples.iter().map(|e| outcome(rule, e, pack, langs)).collect()
}

fn outcome(rule: &Rule, example: &Example, pack: &Pack, langs: &Langs) -> Outcome {
    let source = Source::new("example", example.text.as_str(), Markup::Plain);
    let options = Options {
        lang: Some(example.lang.clone()),
        published: example.published,
        as_of: example.as_of,
        rules: vec![rule.id.clone()],
        ..Options::default()
    };
    let failure = match Document::read(&source, langs, &options) {
        Err(e) => Some(e.to_string()),
        Ok(document) => {
            let packs = std::slice::from_ref(pack);
            let found: Vec<Span> = (0..document.acts.len())
                .flat_map(|i| check(&document, i, packs, &options).0)
                .map(|f| f.primary.span)
                .collect();
            let show = |spans: &[Span]| -> String {
                let quoted: Vec<String> =
                    spans.iter().map(|s| format!("⟦{}⟧", source.slice(*s))).collect();
                if quoted.is_empty() { "nothing".to_owned() } else { quoted.join(", ") }
            };
            (found != example.marks)
                .then(|| format!("expected {}, found {}", show(&example.marks), show(&found)))
        }
    };
    Outcome {
        rule: rule.id.clone(),
        span: example.span,
        lang: example.lang.clone(),
        fires: example.fires,
        failure,
    }
}
