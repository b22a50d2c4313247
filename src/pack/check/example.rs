//! The examples and near misses of a rule.

use super::mistakes::Mistakes;
use crate::pack::Example;
use crate::pack::raw::{RawExample, RawRule, Spot};
use crate::source::Span;

/// Reads the texts; every language of the rule needs one that fires and one that stays silent.
pub(super) fn load(
    mistakes: &mut Mistakes<'_>,
    raw: &RawRule,
    languages: &[String],
) -> Vec<Example> {
    let mut examples = Vec::new();
    for (list, fires) in [(&raw.example, true), (&raw.near_miss, false)] {
        for example in list {
            examples.extend(read(mistakes, example, languages, fires));
        }
        // A text in a language that is misspelt may be the one that is missed.
        let foreign = list.iter().any(|e| !languages.contains(e.get().lang.get()));
        for lang in languages.iter().filter(|_| !foreign) {
            if !list.iter().any(|e| e.get().lang.get() == lang) {
                let (what, table) =
                    if fires { ("example", "[[example]]") } else { ("near miss", "[[near-miss]]") };
                let message = format!(
                    "the rule has no {what} in `{lang}`; expected a table `{table}` with `lang = \"{lang}\"`"
                );
                let last = list.last().map_or(0..0, Spot::span);
                mistakes.lacking(last, message);
            }
        }
    }
    examples
}

/// Takes the brackets out of a text and keeps their places.
fn read(
    mistakes: &mut Mistakes<'_>,
    spot: &Spot<RawExample>,
    languages: &[String],
    fires: bool,
) -> Option<Example> {
    let raw = spot.get();
    let before = mistakes.len();
    let names: Vec<&str> = languages.iter().map(String::as_str).collect();
    mistakes.known(&raw.lang, "language of the rule", &names);
    mistakes.filled(&raw.text, "the text", "a short act");
    mistakes.filled(&raw.why, "`why`", "why it fires or stays silent");
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open = None;
    for c in raw.text.get().chars() {
        match c {
            '⟦' if open.is_some() => {
                mistakes.at(raw.text.span(), "`⟦` inside `⟦ ⟧`; expected `⟧` before the next mark");
            }
            '⟦' => open = Some(text.len()),
            '⟧' => match open.take() {
                Some(start) if start == text.len() => {
                    mistakes.at(raw.text.span(), "`⟦⟧` marks nothing; expected words between");
                }
                Some(start) => marks.push(Span::new(start, text.len())),
                None => mistakes.at(
                    raw.text.span(),
                    "`⟧` without `⟦`; expected `⟦` before the words that the finding marks",
                ),
            },
            _ => text.push(c),
        }
    }
    let wrong = match (open, fires, marks.is_empty()) {
        (Some(_), ..) => {
            Some("`⟦` without `⟧`; expected `⟧` behind the words that the finding marks")
        }
        (None, true, true) if mistakes.len() == before => {
            Some("an example marks with ⟦ ⟧ what its finding underlines; found no mark")
        }
        (None, false, false) => Some("a near miss has no finding; expected no ⟦ ⟧"),
        _ => None,
    };
    if let Some(message) = wrong {
        mistakes.at(raw.text.span(), message);
    }
    if let (Some(fixed), false) = (&raw.fixed, fires) {
        mistakes.at(fixed.span(), "a near miss has nothing to fix; expected no `fixed`");
    }
    let published = raw.published.as_ref().and_then(|d| mistakes.day(d));
    let as_of = raw.as_of.as_ref().and_then(|d| mistakes.day(d));
    let span = raw.text.span();
    (mistakes.len() == before).then(|| Example {
        lang: raw.lang.get().clone(),
        published,
        as_of,
        text,
        marks,
        why: raw.why.get().clone(),
        fires,
        fixed: raw.fixed.as_ref().map(|f| f.get().clone()),
        span: Span::new(span.start, span.end),
    })
}
