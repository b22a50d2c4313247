//! Any condition on any act: nothing panics, the answer is the same each time, and its cost follows the text.

use std::fmt::Write as _;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::{conditions, duties, findings, pack, rule, unmarked};
use crate::support::in_language;

/// Bytes that choose what a condition is made of; when none is left, the first of everything.
struct Choices<'c>(std::slice::Iter<'c, u8>);

impl Choices<'_> {
    fn of(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte)) % count
    }

    fn one<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.of(list.len())]
    }
}

const KINDS: &[&str] = &[
    "norm",
    "term",
    "unit",
    "commencement",
    "citation",
    "amendment",
    "definition",
    "quantity",
    "words",
    "pattern",
    "act",
];
/// Kinds in which others may lie.
const HOLD: &[&str] = &["act", "unit", "norm", "commencement", "amendment", "definition"];

/// The keys of each kind of fact with values.
fn keys(kind: &str) -> &'static [&'static str] {
    match kind {
        "act" => &[
            "kind = [\"law\", \"code\"]",
            "draft = false",
            "amending = true",
            "procedure = [\"referendum\"]",
            "regulates = [\"matters\"]",
        ],
        "unit" => &[
            "kind = [\"article\", \"paragraph\", \"editorial-note\"]",
            "eid = [\"art_1\"]",
            "heading = true",
            "topic = [\"bodies\"]",
        ],
        "norm" => &[
            "modality = [\"obligation\", \"prohibition\"]",
            "effect = [\"sanction\"]",
            "direction = [\"burdens\", \"neutral\"]",
            "for = [\"person\", \"anyone\"]",
            "topic = [\"rights\"]",
            "with = [\"by-court\"]",
            "without = [\"by-court\"]",
            "only = [\"by-law\"]",
            "purpose = [\"grounds\"]",
            "purpose-outside = [\"order\"]",
            "delegates = false",
            "past-facts = true",
        ],
        "commencement" => &[
            "reaches-back = true",
            "takes-effect = [\"date\"]",
            "sooner-than-days = 60",
            "ends = false",
            "express = true",
            "whole-act = true",
        ],
        "citation" => &[
            "to = [\"constitution\", \"other\"]",
            "target = [\"art_5\"]",
            "resolved = false",
            "whole-act = false",
        ],
        "amendment" => &[
            "operation = [\"restate\", \"delete\"]",
            "act = [\"other\"]",
            "target = [\"art_3\"]",
            "names-act = true",
        ],
        "term" => &["entry = [\"bodies\", \"life\"]", "entry = [\"assembly\"]"],
        "definition" => &["topic = [\"deputies\"]"],
        "quantity" => {
            &["unit = [\"days\"]", "of = [\"deputies\"]", "is = [145]", "more-than = 1.5"]
        }
        "words" => &[
            "phrases = { en = [\"the ... of\"], kk = [\"# ...  бап\", \"*ты\"], ru = [\"дом*\", \"#\"] }",
        ],
        _ => &["regex = '[0-9]+|ст'"],
    }
}

/// What is asked of a fact of a kind, without braces.
fn asked(kind: &str, depth: usize, inner: bool, c: &mut Choices<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let found = matches!(kind, "words" | "pattern");
    if inner && found {
        // What is looked for stands in the fact itself; more can be asked of where it was found.
        parts.push("inside.act = {}".to_owned());
        return parts.join(", ");
    }
    let needed = !inner && (found || kind == "term");
    if needed || inner || c.of(4) > 0 {
        parts.push(c.one(keys(kind)).to_owned());
    }
    if depth == 0 {
        return parts.join(", ");
    }
    let lies = |c: &mut Choices<'_>| c.one(&KINDS[..KINDS.len() - 1]).to_owned();
    match c.of(if kind == "act" { 5 } else { 9 }) {
        0 => {}
        1 => {
            let other = lies(c);
            parts.push(format!("has.{}", fact(&other, depth - 1, c)));
        }
        2 => {
            let other = lies(c);
            parts.push(format!("missing.{}", fact(&other, depth - 1, c)));
        }
        3 => {
            let ways = [asked(kind, depth - 1, true, c), asked(kind, depth - 1, true, c)];
            parts.push(format!(
                "{} = [{{ {} }}, {{ {} }}]",
                c.one(&["any", "all"]),
                ways[0],
                ways[1]
            ));
        }
        4 => parts.push(format!("not = {{ {} }}", asked(kind, depth - 1, true, c))),
        5 => {
            let other = c.one(HOLD).to_owned();
            parts.push(format!("inside.{}", fact(&other, depth - 1, c)));
        }
        6 => {
            let other = lies(c);
            parts.push(format!("near.{}, within = {}", fact(&other, depth - 1, c), c.of(40)));
        }
        7 => {
            let other = lies(c);
            parts.push(format!("follows.{}", fact(&other, depth - 1, c)));
        }
        _ if kind == "commencement" => {
            let other = c.one(&["norm", "unit"]).to_owned();
            parts.push(format!("governs.{}", fact(&other, depth - 1, c)));
        }
        _ if inner || matches!(kind, "unit" | "commencement") => {}
        _ => {
            let zone = c.one(&["own", "quoted-new", "quoted-old", "title", "note", "attachment"]);
            parts.push(format!("zone = [\"{zone}\"]"));
        }
    }
    parts.join(", ")
}

fn fact(kind: &str, depth: usize, c: &mut Choices<'_>) -> String {
    format!("{kind} = {{ {} }}", asked(kind, depth, false, c))
}

/// The texts of the cases, by language.
fn texts() -> &'static [(String, String)] {
    static TEXTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let cases = conditions().into_iter();
        cases
            .flat_map(|(_, c)| c.fires.into_iter().chain(c.silent))
            .flat_map(|(lang, list)| list.into_iter().map(move |t| (lang.clone(), unmarked(&t).0)))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_condition_is_answered(
        bytes in prop::collection::vec(any::<u8>(), 4..60),
        chosen in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        lang in prop::sample::select(&["en", "kk", "ru"][..]),
    ) {
        let mut choices = Choices(bytes.iter());
        let mut condition = duties("");
        let kind = choices.one(KINDS);
        condition.when = format!("each.{}", fact(kind, 3, &mut choices));
        if choices.of(3) == 1 {
            let kind = choices.one(KINDS);
            let _ = write!(condition.when, "\nunless.{}", fact(kind, 1, &mut choices));
        }
        let pack = pack(&rule(&condition));
        let texts: Vec<&str> = chosen.iter().map(|at| at.get(texts()).1.as_str()).collect();
        let text = texts.join("\n");
        let options = in_language(lang);
        let found = findings(&pack, &text, &options);
        for finding in &found {
            let whole = text.get(finding.primary.span.range());
            prop_assert!(whole.is_some(), "{:?} of {}", finding.primary, condition.when);
        }
        prop_assert_eq!(&found, &findings(&pack, &text, &options), "{}", condition.when);
    }
}

/// Every question here looks in vain at what lies around, in, near or before each of its many facts: asked
/// pair by pair, they would take billions of steps.
#[test]
fn the_cost_of_a_rule_follows_the_text() {
    const NORMS: usize = 20_000;
    const HITS: usize = 50_000;
    let mut text = "О доме\nСтатья 1. Дом\n".to_owned();
    for number in 1..=NORMS {
        let _ = writeln!(text, "{number}. Депутаты обязаны ждать согласно статье 1.");
    }
    text.push_str("Статья 2. Дом видят ");
    text.push_str(&"депутаты, ".repeat(HITS - 1));
    text.push_str("депутаты.\n");
    let term = |question: &str| format!("each.term = {{ entry = [\"deputies\"], {question} }}");
    let never = [
        "near.term = { entry = [\"life\"] }",
        "follows.norm = { modality = [\"prohibition\"] }",
        "follows.term = { entry = [\"life\"] }",
        "inside.unit = { has.norm = { effect = [\"sanction\"] } }",
        "inside.act = { has.norm = { effect = [\"sanction\"] } }",
        "inside.amendment = {}",
        "inside.definition = {}",
        "has.citation = { to = [\"constitution\"] }",
    ];
    let mut branches: Vec<String> = never.iter().map(|q| term(q)).collect();
    branches.push(
        "each.norm = { modality = [\"prohibition\"], cites = { to = [\"this\"] } }".to_owned(),
    );
    branches.push(
        "each.unit = { kind = [\"paragraph\"], follows.unit = { missing.norm = {} } }".to_owned(),
    );
    branches.push("each.citation = { near.citation = { to = [\"other\"] } }".to_owned());
    let count = |branches: &[String]| {
        let mut condition = duties("");
        condition.when = branches.join("\n[[when]]\n");
        findings(&pack(&rule(&condition)), &text, &in_language("ru")).len()
    };
    assert_eq!(count(&branches), 0);
    assert_eq!(count(&[term("inside.act = {}")]), NORMS + HITS);
}
