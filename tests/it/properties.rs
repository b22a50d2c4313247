//! What holds of any text: reading never fails, spans lie in the text, units nest, and the same text
//! gives the same facts.

use std::sync::OnceLock;

use grundnorm::engine::{Document, Options, check};
use grundnorm::facts::Facts;
use grundnorm::model::Act;
use grundnorm::source::{Markup, Source, Span};
use proptest::prelude::*;

use crate::support::{files, in_language, langs, packs, root};

/// Every span that an act and its facts carry, with a name for messages.
fn spans(act: &Act, facts: &Facts) -> Vec<(&'static str, Span)> {
    let mut spans: Vec<(&'static str, Span)> = Vec::new();
    spans.extend(act.title.map(|s| ("title", s)));
    spans.extend(act.units.iter().map(|u| ("unit", u.span)));
    spans.extend(act.units.iter().filter_map(|u| u.heading).map(|s| ("heading", s)));
    spans.extend(act.blocks.iter().map(|b| ("block", b.span)));
    spans.extend(act.not_understood.iter().map(|s| ("not understood", *s)));
    for c in &facts.commencements {
        spans.extend([("commencement", c.span), ("core of a commencement", c.core)]);
    }
    for n in &facts.norms {
        spans.extend([("norm", n.span), ("cue of a norm", n.cue)]);
        spans.extend(n.subject_span.map(|s| ("subject", s)));
    }
    spans.extend(facts.citations.iter().map(|c| ("citation", c.span)));
    for d in &facts.definitions {
        spans.extend([("definition", d.span), ("term", d.term)]);
    }
    spans.extend(facts.referendum.map(|s| ("referendum", s)));
    spans.extend(facts.impossible_dates.iter().map(|s| ("impossible date", *s)));
    spans
}

/// The units that facts say they stand in.
fn unit_indexes(act: &Act, facts: &Facts) -> Vec<usize> {
    let of_facts = facts
        .commencements
        .iter()
        .map(|c| c.unit)
        .chain(facts.norms.iter().map(|n| n.unit))
        .chain(facts.citations.iter().map(|c| c.unit))
        .chain(facts.amendments.iter().map(|a| a.unit));
    act.blocks.iter().map(|b| b.unit).chain(of_facts).flatten().collect()
}

fn holds(text: &str, markup: Markup, lang: &str) -> Result<(), TestCaseError> {
    let source = Source::new("any", text, markup);
    let options = in_language(lang);
    let document = Document::read(&source, langs(), &options).expect("the language is known");
    for (index, (act, facts)) in document.acts.iter().enumerate() {
        for (what, span) in spans(act, facts) {
            prop_assert!(span.start <= span.end, "{what} {span:?} ends before it starts");
            prop_assert!(
                text.get(span.range()).is_some(),
                "{what} {span:?} of {} bytes",
                text.len()
            );
        }
        for (at, unit) in act.units.iter().enumerate() {
            prop_assert!(!unit.span.is_empty(), "{} is empty", unit.eid);
            let Some(parent) = unit.parent else { continue };
            prop_assert!(parent < at, "{} stands before what it lies in", unit.eid);
            let around = &act.units[parent];
            prop_assert!(
                around.span.contains(unit.span),
                "{} {:?} is not inside {} {:?}",
                unit.eid,
                unit.span,
                around.eid,
                around.span
            );
        }
        for pair in act.units.windows(2) {
            prop_assert!(pair[0].span.start <= pair[1].span.start, "units out of order");
        }
        for pair in act.blocks.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start, "blocks overlap: {pair:?}");
        }
        let mut names: Vec<&str> = act.units.iter().map(|u| u.eid.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        prop_assert_eq!(names.len(), count, "a name is used twice");
        for unit in unit_indexes(act, facts) {
            prop_assert!(unit < act.units.len());
        }
        for finding in check(&document, index, packs(), &options).0 {
            for label in std::iter::once(&finding.primary).chain(&finding.related) {
                prop_assert!(text.get(label.span.range()).is_some(), "{label:?}");
            }
            prop_assert!(!finding.basis.is_empty());
        }
    }
    Ok(())
}

/// Words and signs that the parsers look for, in all three languages.
const PIECES: &[&str] = &[
    "Статья 1. ",
    "Статья 2",
    "статьи 5 ",
    "Глава 1. ",
    "§ 2. ",
    "1. ",
    "2. ",
    "1) ",
    "2) ",
    "а) ",
    "1-1. ",
    "5-бап. ",
    "5-баптың ",
    "2-тармағы ",
    "1-тарау. ",
    "Section 1. ",
    "Article 2. ",
    "(a) ",
    "(1)",
    "(A) ",
    "(i) ",
    "(iv) ",
    "Раздел XIV ",
    "Приложение 1",
    "1-қосымша",
    "Annex 2",
    "Сноска. ",
    "Ескерту. ",
    "Проект",
    "Жоба",
    "Draft",
    "\n",
    "\n",
    "\r\n",
    "\n\n",
    "\u{a0}",
    " ",
    " ",
    "\t",
    "«",
    "»",
    "\"",
    "“",
    "”",
    "„",
    "(",
    ")",
    ":",
    ";",
    ".",
    ",",
    "–",
    "-",
    "№ 5",
    "\\",
    "\\.",
    "#",
    "**",
    "---\n",
    "> ",
    "| ",
    "<a>",
    "\0",
    "1 января 2026 года",
    "2026 жылғы 1 қаңтардан",
    "31 June 2026",
    "32.13.2026",
    "99999999999999999999",
    "Настоящий Закон ",
    "вводится в действие ",
    "за исключением ",
    "распространяется на правоотношения ",
    "возникшие до ",
    "изложить в следующей редакции:",
    "заменить словами",
    "Конституцию ",
    "Осы Заң ",
    "қолданысқа енгізіледі",
    "қоспағанда, ",
    "туындаған құқықтық қатынастарға ",
    "міндетті",
    "тыйым салынады",
    "This Law ",
    "shall be put into effect ",
    "except for ",
    "Articles 1-9 ",
    "the Constitution ",
    "shall pay ",
    "граждане ",
    "обязаны ",
    "запрещается ",
    "в размере ",
    "РЕШИЛ:",
    "Президент",
    "\u{ad}",
    "\u{301}",
    "\u{feff}",
    "e\u{301}",
    "İ",
    "ß",
    "ﬁ",
    "Ǆ",
    "𝟙",
    "１",
    "٣",
    "²",
    "法",
    "🏛",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[а-яәғқңөұүһі]{1,9} ?",
        1 => "[a-zA-Z0-9 .]{1,9}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..90).prop_map(|pieces| pieces.concat())
}

fn markup() -> impl Strategy<Value = Markup> {
    prop_oneof![Just(Markup::Plain), Just(Markup::Markdown)]
}

fn lang() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("en"), Just("kk"), Just("ru")]
}

/// The bills of the fixtures: language, markup, text.
fn bills() -> &'static [(String, Markup, String)] {
    static BILLS: OnceLock<Vec<(String, Markup, String)>> = OnceLock::new();
    BILLS.get_or_init(|| {
        let bills: Vec<_> = files(&root().join("fixtures/bills"), &["txt", "md"])
            .into_iter()
            .map(|path| {
                let lang =
                    path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
                let is_markdown = path.extension().is_some_and(|e| e == "md");
                let markup = if is_markdown { Markup::Markdown } else { Markup::Plain };
                (lang, markup, std::fs::read_to_string(&path).unwrap())
            })
            .collect();
        assert!(bills.len() >= 20);
        bills
    })
}

/// One way to damage a text: where, how much, and what to put there.
#[derive(Debug, Clone)]
enum Damage {
    Cut(usize, usize),
    Repeat(usize, usize),
    Insert(usize, &'static str),
    JoinLines,
    End(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<usize>(), 0..400_usize).prop_map(|(at, n)| Damage::Cut(at, n)),
        (any::<usize>(), 0..400_usize).prop_map(|(at, n)| Damage::Repeat(at, n)),
        (any::<usize>(), prop::sample::select(PIECES)).prop_map(|(at, s)| Damage::Insert(at, s)),
        Just(Damage::JoinLines),
        any::<usize>().prop_map(Damage::End),
    ]
}

fn place(text: &str, at: usize) -> usize {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mangle(text: &mut String, damage: &Damage) {
    match damage {
        Damage::Cut(at, n) => {
            let start = place(text, *at);
            let end = place(text, (start + n).min(text.len()));
            text.replace_range(start..end.max(start), "");
        }
        Damage::Repeat(at, n) => {
            let start = place(text, *at);
            let end = place(text, (start + n).min(text.len())).max(start);
            let piece = text[start..end].to_owned();
            text.insert_str(end, &piece);
        }
        Damage::Insert(at, what) => {
            let at = place(text, *at);
            text.insert_str(at, what);
        }
        Damage::JoinLines => *text = text.replace('\n', " "),
        Damage::End(at) => {
            let at = place(text, *at);
            text.truncate(at);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn any_text_is_read(text in any::<String>(), markup in markup(), lang in lang()) {
        holds(&text, markup, lang)?;
    }

    #[test]
    fn any_heap_of_legal_words_is_read(text in pieces(), markup in markup(), lang in lang()) {
        holds(&text, markup, lang)?;
    }

    #[test]
    fn the_same_text_gives_the_same_facts(text in pieces(), markup in markup(), lang in lang()) {
        let source = Source::new("any", text, markup);
        let once = |source: &Source| {
            let document = Document::read(source, langs(), &in_language(lang)).unwrap();
            let options = Options::default();
            let findings: Vec<_> =
                (0..document.acts.len()).map(|i| check(&document, i, packs(), &options)).collect();
            format!("{:?} {findings:?}", document.acts)
        };
        prop_assert_eq!(once(&source), once(&source.clone()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn a_damaged_bill_is_read(
        bill in 0..bills().len(),
        damages in prop::collection::vec(damage(), 1..6),
        markup in markup(),
    ) {
        let (lang, _, text) = &bills()[bill];
        let mut text = text.clone();
        for damage in &damages {
            mangle(&mut text, damage);
        }
        holds(&text, markup, lang)?;
    }
}

#[test]
fn whole_bills_hold_too() {
    for (lang, markup, text) in bills() {
        holds(text, *markup, lang).unwrap_or_else(|error| panic!("{lang}: {error}\n{text}"));
    }
}

#[test]
fn other_line_ends_give_the_same_units() {
    for (lang, markup, text) in bills() {
        let names = |text: &str| -> Vec<String> {
            let source = Source::new("any", text, *markup);
            let document = Document::read(&source, langs(), &in_language(lang)).unwrap();
            let units = document.acts.iter().flat_map(|(act, _)| &act.units);
            units.map(|u| u.eid.to_string()).collect()
        };
        assert_eq!(names(text), names(&text.replace('\n', "\r\n")));
    }
}
