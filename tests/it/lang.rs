//! Language tables: that they load, that each of their phrases can be found, and how words fold.

use std::fmt::Write as _;

use grundnorm::lang::fold::{fold_into, is_invisible};
use grundnorm::lang::table::Class;
use grundnorm::lang::{Cue, Lang, LangError, Langs, Order, Tokens};
use grundnorm::model::UnitKind;
use grundnorm::pack::embedded;
use toml::{Table, Value};

use crate::support::langs;

fn table(code: &str) -> &'static str {
    embedded::languages()
        .find(|(name, _)| *name == format!("lang/{code}.toml"))
        .unwrap_or_else(|| panic!("no table for {code}"))
        .1
}

/// The classes found in a text.
fn classes(lang: &Lang, text: &str) -> Vec<Class> {
    let tokens = Tokens::new(text, lang.is_cyrillic(), lang.vocabulary());
    lang.vocabulary().scan(&tokens).iter().map(|hit| lang.class(hit.class)).collect()
}

#[test]
fn the_languages_are_english_german_kazakh_and_russian() {
    assert_eq!(langs().codes(), ["de", "en", "kk", "ru"]);
    for (code, order, first) in [
        ("de", Order::BigToSmallWordFirst, true),
        ("en", Order::SmallToBig, true),
        ("kk", Order::BigToSmall, false),
        ("ru", Order::SmallToBig, true),
    ] {
        let lang = langs().get(code).unwrap();
        assert_eq!((lang.code(), lang.order(), lang.words_first()), (code, order, first));
        assert_eq!(lang.is_cyrillic(), matches!(code, "kk" | "ru"));
        assert_eq!(lang.order().word_first(), first);
    }
}

/// Cues for habits of English drafting: other tables may list them empty.
const HABITS: [Cue; 9] = [
    Cue::DeleteVerb,
    Cue::InsertVerb,
    Cue::ReplaceVerb,
    Cue::NewUnit,
    Cue::LeadIn,
    Cue::NamedStop,
    Cue::NamedSemicolon,
    Cue::NamedComma,
    Cue::NamedColon,
];

/// Cues for habits of Kazakh drafting: other tables may list them empty. What an act was last changed by is
/// a ground in German.
const VERB_LAST: [Cue; 2] = [Cue::Grounds, Cue::Row];

#[test]
fn every_table_speaks_of_every_cue_and_unit() {
    let mut wrong = String::new();
    for code in langs().codes() {
        let table: Table = table(code).parse().unwrap();
        let cues = table["cues"].as_table().unwrap();
        for cue in Cue::ALL {
            let phrases = cues.get(cue.name()).and_then(Value::as_array);
            let habit =
                (HABITS.contains(cue) && code != "en") || (VERB_LAST.contains(cue) && code != "kk");
            if phrases.is_none_or(|phrases| phrases.is_empty() && !habit) {
                let _ = writeln!(wrong, "{code}: no phrase for the cue `{}`", cue.name());
            }
        }
        for kind in UnitKind::ALL {
            let words = langs().get(code).unwrap().unit(*kind);
            if words.is_none_or(|w| w.alone.is_empty() || w.link.is_empty()) {
                let _ = writeln!(wrong, "{code}: no address for the unit `{}`", kind.name());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A text that a phrase describes: the first of its alternatives, endings and gaps filled in.
fn sample(phrase: &str) -> String {
    let word = |part: &str| -> String {
        match part {
            "#" => "5".to_owned(),
            "..." => String::new(),
            _ => part.split('|').next().unwrap_or_default().trim_end_matches('?').replace('*', "x"),
        }
    };
    phrase.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// A phrase that no text can match is a mistake in the table: a hyphen inside a word, a capital, a
/// letter that folds into another one.
#[test]
fn every_phrase_finds_a_text_that_it_describes() {
    let mut wrong = String::new();
    let mut count = 0;
    for lang in langs().iter() {
        let table: Table = table(lang.code()).parse().unwrap();
        let mut try_all = |what: &str, phrases: &Value, fits: &dyn Fn(Class) -> bool| {
            for phrase in phrases.as_array().unwrap() {
                let phrase = phrase.as_str().unwrap();
                count += 1;
                if !classes(lang, &sample(phrase)).into_iter().any(fits) {
                    let _ =
                        writeln!(wrong, "{} {what}: `{phrase}` does not find itself", lang.code());
                }
            }
        };
        for cue in Cue::ALL {
            if let Some(phrases) = table["cues"].get(cue.name()) {
                try_all(cue.name(), phrases, &|c| c == Class::Cue(*cue));
            }
        }
        for (name, words) in table["units"].as_table().unwrap() {
            let kind = UnitKind::from_name(name).unwrap();
            if let Some(cite) = words.get("cite") {
                try_all(name, cite, &|c| c == Class::Unit(kind));
            }
        }
        for (number, words) in table["ordinals"].as_table().unwrap() {
            let number: u32 = number.parse().unwrap();
            try_all("ordinals", words, &|c| c == Class::Ordinal(number));
        }
        for (number, words) in table["cardinals"].as_table().unwrap() {
            let number: u32 = number.parse().unwrap();
            try_all("cardinals", words, &|c| c == Class::Cardinal(number));
        }
        for (month, words) in (1..).zip(table["months"].as_array().unwrap()) {
            try_all("months", words, &|c| c == Class::Month(month));
        }
        for words in table["kinds"].as_table().unwrap().values() {
            for (key, phrases) in words.as_table().unwrap() {
                let title = key == "title";
                try_all(key, phrases, &|c| match c {
                    Class::KindTitle(_) => title,
                    Class::KindSelf(_) => !title,
                    _ => false,
                });
            }
        }
    }
    assert!(count > 1000, "only {count} phrases were tried");
    assert!(wrong.is_empty(), "{wrong}");
}

/// `|` binds single words, so "legal person|legal persons" asks for three words in a row. Where two
/// words of a phrase begin alike, two phrases were meant.
#[test]
fn alternatives_are_of_one_word() {
    const ALIKE: usize = 5;
    let stems = |part: &str| -> Vec<String> {
        let words = part.split('|').map(|w| w.trim_matches(['*', '?']));
        let long = words.filter(|w| w.chars().count() >= ALIKE);
        long.map(|w| w.chars().take(ALIKE).collect()).collect()
    };
    let mut wrong = String::new();
    for code in langs().codes() {
        let table: Table = table(code).parse().unwrap();
        for (name, phrases) in table["cues"].as_table().unwrap() {
            for phrase in phrases.as_array().unwrap() {
                let phrase = phrase.as_str().unwrap();
                // Behind a gap a word may come again.
                let twice = phrase.split("...").any(|run| {
                    let words: Vec<Vec<String>> = run.split_whitespace().map(stems).collect();
                    words.iter().enumerate().any(|(at, word)| {
                        words[..at].iter().flatten().any(|before| word.contains(before))
                    })
                });
                if twice {
                    let _ = writeln!(wrong, "{code} {name}: `{phrase}`");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Breaks the English table in one place.
fn broken(from: &str, to: &str) -> LangError {
    let text = table("en");
    assert_eq!(text.matches(from).count(), 1, "`{from}` must stand in the table once");
    Lang::load("lang/en.toml", &text.replace(from, to)).expect_err("the table is broken")
}

#[test]
fn a_broken_table_is_an_error_that_names_the_mistake() {
    let first = "months = [[\"january\", \"jan\"], ";
    for (from, to, words) in [
        ("word-first = true", "word-frist = true", "word-frist"),
        ("order = \"small-to-big\"", "order = \"sideways\"", "sideways"),
        ("improves = [", "improoves = [", "unknown cue `improoves`"),
        ("[units.chapter]", "[units.chapitre]", "unknown unit `chapitre`"),
        ("[kinds.decision]", "[kinds.ukase]", "unknown kind of act `ukase`"),
        (first, "months = [", "11 months given, expected 12"),
        (
            "months = [\"month|months\"]",
            "fortnights = [\"fortnight\"]",
            "unknown period `fortnights`",
        ),
        ("\n20 = [\"twenty\"]", "\ntwenty = [\"twenty\"]", "`twenty` is no number"),
        ("and = [\"and|or\"]", "and = [\"\"]", "the phrase is empty"),
        ("and = [\"and|or\"]", "and = [\"... or\"]", "the phrase starts with `...`"),
        ("and = [\"and|or\"]", "and = [\"also? or\"]", "the phrase starts with `also?`"),
        ("and = [\"and|or\"]", "and = [\"a*d\"]", "`a*d` is no word pattern"),
        ("and = [\"and|or\"]", "and = [\"and|or\"", "expected"),
    ] {
        let error = broken(from, to);
        let shown = error.to_string();
        assert!(shown.starts_with("lang/en.toml: "), "{shown}");
        assert!(shown.contains(words), "`{words}` is not in: {shown}");
    }
}

#[test]
fn a_broken_phrase_is_told_where_it_stands() {
    let error = broken("and = [\"and|or\"]", "and = [\"and\", \"a*d\"]");
    let text = table("en").replace("and = [\"and|or\"]", "and = [\"and\", \"a*d\"]");
    assert_eq!(&text[error.span.expect("a phrase has a place").range()], "\"a*d\"");
}

#[test]
fn broken_words_of_a_report_are_told_where_they_stand() {
    let given = table("ru");
    for (from, to, message, place) in [
        (
            "errors = \"ошибок: {n}\"",
            "errors = \"ошибок\"",
            "expected each of these once here and no others: {n}",
            "\"ошибок\"",
        ),
        ("\nbasis = ", "\nbases = ", "unknown saying `bases`", "\"основание\""),
        ("\nbasis = \"основание\"", "", "no words for `basis`", "[report]"),
        (
            "\nbasis = \"основание\"",
            "\nbasis = { one = \"основание\", some = \"основания\" }",
            "did not match",
            "{ one = \"основание\", some = \"основания\" }",
        ),
    ] {
        assert_eq!(given.matches(from).count(), 1, "`{from}` must stand in the table once");
        let text = given.replace(from, to);
        let error = Lang::load("lang/ru.toml", &text).expect_err("the table is broken");
        assert!(error.message.contains(message), "{error}");
        let found = &text[error.span.expect("words have a place").range()];
        assert!(found.starts_with(place), "{found}");
    }
}

#[test]
fn broken_words_of_the_comparative_table_are_told_where_they_stand() {
    for (from, to, words, place) in [
        (
            "\nheading = \"heading of {unit}\"",
            "\nheading = \"heading\"",
            "expected `{unit}` once",
            "\"heading\"",
        ),
        (
            "“{title}”\"\"\"\nof-act",
            "“”\"\"\"\nof-act",
            "expected `{title}` once",
            "to the draft {kind}",
        ),
        (
            "presidential-decree = \"decree\"\n",
            "ukase = \"decree\"\n",
            "unknown kind of act `ukase`",
            "\"decree\"",
        ),
        (
            "resolution = \"resolution\"\norder = \"order\"\n",
            "order = \"order\"\n",
            "no word for the kind of act `resolution`",
            "",
        ),
        ("\nnone = \"None\"", "", "missing field `none`", ""),
    ] {
        let error = broken(from, to);
        assert!(error.message.contains(words), "{error}");
        let text = table("en").replace(from, to);
        let found = &text[error.span.expect("it has a place").range()];
        assert!(found.contains(place), "{found}");
    }
}

#[test]
fn one_broken_table_among_others_is_named() {
    let tables = [("lang/ru.toml", table("ru")), ("lang/xx.toml", "code = 5")];
    let error = Langs::load(tables.into_iter()).unwrap_err();
    assert_eq!(error.file, "lang/xx.toml");
}

#[track_caller]
fn folds(word: &str, to: &str) {
    let mut folded = "left over".to_owned();
    fold_into(word, true, &mut folded);
    assert_eq!(folded, to, "{word:?}");
}

#[test]
fn scripts_mixed_in_a_word_fold_into_one() {
    folds("ЗАКОН", "закон");
    // Latin c, o, a, e, p, x, i among Cyrillic letters.
    folds("cтaтья", "статья");
    folds("\u{4d8}кім", "әкім");
    folds("\u{259}кімдік", "әкімдік");
    folds("Қазақcтан", "қазақстан");
    folds("зaңының", "заңының");
    folds("тiркеу", "тіркеу");
    folds("всё", "все");
    folds("кон\u{ad}сти\u{200b}туция", "конституция");
    folds("зако\u{301}н", "закон");
}

#[test]
fn lone_look_alikes_follow_the_text_around_them() {
    let mut folded = String::new();
    for (word, around, to) in [
        ("c", true, "с"),
        ("C", true, "с"),
        ("c", false, "c"),
        ("Code", true, "code"),
        ("ёж", false, "еж"),
    ] {
        fold_into(word, around, &mut folded);
        assert_eq!(folded, to, "{word} in {around}");
    }
    assert!(is_invisible('\u{feff}') && !is_invisible('-'));
}

#[test]
fn folded_words_are_found_on_their_own_place() {
    let ru = langs().get("ru").unwrap();
    let text = "Закон «О нем» вво\u{ad}дитcя в дейcтвие завтра";
    let tokens = Tokens::new(text, true, ru.vocabulary());
    let hits = ru.vocabulary().scan(&tokens);
    let hit = hits.iter().find(|h| ru.class(h.class) == Class::Cue(Cue::Effect)).expect("found");
    let span = tokens.span(hit.start as usize..hit.end as usize);
    assert_eq!(&text[span.range()], "вво\u{ad}дитcя в дейcтвие");
}

#[test]
fn gaps_end_at_the_end_of_a_clause() {
    let en = langs().get("en").unwrap();
    let has = |text: &str, cue: Cue| classes(en, text).contains(&Class::Cue(cue));
    assert!(has("the contracts made before its entry into force", Cue::BeforeEffect));
    assert!(!has("made before. The state of the entry into force", Cue::BeforeEffect));
    assert!(!has("before; a b c d e f g entry into force", Cue::BeforeEffect));
}

#[test]
fn the_language_of_a_text_is_found_or_refused() {
    let found = |text: &str| langs().detect(text).map(Lang::code);
    assert_eq!(
        found("Статья 1. Настоящий Закон вводится в действие с 1 июля 2026 года и по"),
        Some("ru")
    );
    assert_eq!(
        found("1-бап. Осы Заң 2026 жылғы 1 шілдеден бастап қолданысқа енгізіледі"),
        Some("kk")
    );
    assert_eq!(found("Article 1. This Law shall be put into effect on 1 July 2026"), Some("en"));
    assert_eq!(
        found("§ 1 Dieses Gesetz tritt am Tage nach seiner Verkündung außer Kraft."),
        Some("de")
    );
    assert_eq!(found("Artykuł 1. Ustawa wchodzi w życie po upływie czternastu dni."), None);
    assert_eq!(found("1234 5678"), None);
    assert_eq!(found(""), None);
}
