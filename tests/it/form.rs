//! Flaws of form in small texts, the fixes that mend them, and the bills on which the packs on form are tried.

use std::fmt::Write as _;

use grundnorm::engine::Options;
use grundnorm::form;
use grundnorm::source::{Markup, Source};
use serde::Deserialize;

use crate::support::{read, root};

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
