//! Flaws of form in small texts, the fixes that mend them, and the bills on which the packs on form are tried.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use grundnorm::engine::fix::mended;
use grundnorm::engine::{Document, Options};
use grundnorm::finding::{Finding, Fix};
use grundnorm::form;
use grundnorm::model::UnitKind;
use grundnorm::source::{Markup, Source};
use jiff::civil::date;
use serde::Deserialize;

use crate::support::{findings, read, root};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// A text with all its flaws: kind and words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    lang: String,
    text: String,
    found: Vec<(String, String)>,
}

#[test]
fn each_flaw_is_found_and_nothing_else() {
    let path = root().join("fixtures/form/flaws.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.case.len() > 15);
    let mut wrong = String::new();
    for case in &cases.case {
        let source = Source::new("case.txt", case.text.trim_start(), Markup::Plain);
        let options = Options { lang: Some(case.lang.clone()), ..Options::default() };
        let document = read(&source, &options);
        let found: Vec<(String, String)> = document
            .acts
            .iter()
            .flat_map(|(act, facts)| form::flaws(&document.reading, act, facts))
            .map(|flaw| (flaw.kind.name().to_owned(), source.slice(flaw.span).to_owned()))
            .collect();
        if found != case.found {
            let _ =
                writeln!(wrong, "{}:\n  found {found:?}\n  expected {:?}", case.why, case.found);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[derive(Debug, Deserialize)]
struct Fault {
    rule: String,
    words: String,
}

/// The languages in which there are bills to try the packs on.
const LANGS: &[&str] = &["en", "kk", "ru"];

/// A bill of `fixtures/form`, published long before it takes effect.
fn bill(lang: &str, name: &str) -> (Source, Options) {
    let path = root().join(format!("fixtures/form/{lang}/{name}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let options = Options {
        lang: Some(lang.to_owned()),
        published: Some(date(2026, 10, 1)),
        ..Options::default()
    };
    (Source::new(name, text, Markup::Plain), options)
}

#[test]
fn a_bill_with_ten_planted_faults_shows_these_ten() {
    let path = root().join("fixtures/form/ten-faults.toml");
    let planted: BTreeMap<String, Vec<Fault>> =
        toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for lang in LANGS {
        let (source, options) = bill(lang, "ten-faults");
        let document = read(&source, &options);
        let found: Vec<(String, String)> = findings(&document, &options)
            .iter()
            .map(|f| (f.rule.clone(), source.slice(f.primary.span).trim().to_owned()))
            .collect();
        let planted = &planted[*lang];
        assert_eq!(planted.len(), 10, "{lang}");
        let planted: Vec<(String, String)> =
            planted.iter().map(|f| (f.rule.clone(), f.words.trim().to_owned())).collect();
        assert_eq!(found, planted, "{lang}");
    }
}

#[test]
fn a_well_made_bill_passes() {
    for lang in LANGS {
        for name in ["new-law", "amending-law"] {
            let (source, options) = bill(lang, name);
            let document = read(&source, &options);
            assert!(document.acts[0].0.units.len() > 8, "{lang}/{name}");
            let found = findings(&document, &options);
            assert!(found.is_empty(), "{lang}/{name}: {found:#?}");
        }
    }
}

/// What the units of a text are and say, numbers and marks of punctuation left out.
fn outline(document: &Document<'_>) -> Vec<(UnitKind, String)> {
    let (act, _) = &document.acts[0];
    act.units
        .iter()
        .map(|unit| {
            let words = document.slice(unit.span).chars().filter(|c| c.is_alphabetic());
            let roman = |c: &char| !matches!(c, 'I' | 'V' | 'X' | 'І');
            (unit.kind, words.filter(roman).collect())
        })
        .collect()
}

#[test]
fn safe_fixes_leave_the_outline_as_it_is_but_for_the_mended_numbers() {
    for lang in LANGS {
        let (source, options) = bill(lang, "ten-faults");
        let document = read(&source, &options);
        let found = findings(&document, &options);
        let safe: Vec<&Fix> = found.iter().flat_map(|f| &f.fixes).filter(|f| f.safe).collect();
        assert!(!safe.is_empty(), "{lang}");
        let text = mended(source.text(), safe.iter().copied()).unwrap();
        let mended = Source::new("mended", text, Markup::Plain);
        let after = read(&mended, &options);
        assert_eq!(outline(&document), outline(&after), "{lang}");
        // What was mended is gone, what needs a drafter is still told, and nothing new is.
        let left: Vec<String> = findings(&after, &options).into_iter().map(|f| f.rule).collect();
        let unmended = |f: &&Finding| !f.fixes.iter().any(|fix| fix.safe);
        let expected: Vec<String> = found.iter().filter(unmended).map(|f| f.rule.clone()).collect();
        assert_eq!(left, expected, "{lang}");
    }
}
