//! Facts: dates in every written form, commencements against sets of clauses, norms of sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use grundnorm::facts::{Commencement, Direction, Modality, ReachesBack, SubjectClass, TakesEffect};
use grundnorm::model::{Eid, Zone};
use grundnorm::syntax::Reading;
use serde_json::{Value, json};

use crate::support::{Score, files, in_language, json_lines, langs, plain, read, root};

/// Reads a text and compares its dates, with the words that stand for each; `-` is a day that no
/// calendar has.
#[track_caller]
fn dates(lang: &str, text: &str, expected: &[(&str, &str)]) {
    let source = plain(text);
    let reading = Reading::new(&source, langs().get(lang).unwrap());
    let found: Vec<(String, String)> = reading
        .dates
        .iter()
        .map(|d| {
            let words = source.slice(reading.tokens.span(d.start..d.end)).to_owned();
            (words, d.date.map_or_else(|| "-".to_owned(), |date| date.to_string()))
        })
        .collect();
    let expected: Vec<(String, String)> =
        expected.iter().map(|(words, day)| ((*words).to_owned(), (*day).to_owned())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn dates_in_russian() {
    dates("ru", "с 1 февраля 2026 года и до", &[("1 февраля 2026 года", "2026-02-01")]);
    dates("ru", "с «1» февраля 2026 года", &[("1» февраля 2026 года", "2026-02-01")]);
    dates("ru", "от 01.02.2026 г. № 5", &[("01.02.2026 г", "2026-02-01")]);
    dates("ru", "от 1.2.2026 № 5", &[("1.2.2026", "2026-02-01")]);
    dates("ru", "2026-02-01", &[("2026-02-01", "2026-02-01")]);
    dates("ru", "29 февраля 2028 года", &[("29 февраля 2028 года", "2028-02-29")]);
    dates(
        "ru",
        "С 1 ЯНВАРЯ 2026 ГОДА по 31 декабря 2026 года",
        &[("1 ЯНВАРЯ 2026 ГОДА", "2026-01-01"), ("31 декабря 2026 года", "2026-12-31")],
    );
    // A no-break space between the words, a Latin letter in the month.
    dates("ru", "1\u{a0}янвaря 2026\u{a0}года", &[("1\u{a0}янвaря 2026\u{a0}года", "2026-01-01")]);
    let months = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];
    for (number, month) in (1..).zip(months) {
        let words = format!("2 {month} 2027 года");
        dates("ru", &words, &[(&words, &format!("2027-{number:02}-02"))]);
    }
}

#[test]
fn dates_in_kazakh() {
    dates("kk", "2026 жылғы 1 ақпаннан бастап", &[("2026 жылғы 1 ақпаннан", "2026-02-01")]);
    dates("kk", "2026 жылдың 1 ақпанынан бастап", &[("2026 жылдың 1 ақпанынан", "2026-02-01")]);
    dates("kk", "2026 ж. 1 ақпан", &[("2026 ж. 1 ақпан", "2026-02-01")]);
    dates("kk", "15.09.2026 бастап", &[("15.09.2026", "2026-09-15")]);
    dates("kk", "2026-жылғы 15-қыркүйектен", &[("2026-жылғы 15-қыркүйектен", "2026-09-15")]);
    let months = [
        "қаңтардан",
        "ақпаннан",
        "наурыздан",
        "сәуірден",
        "мамырдан",
        "маусымнан",
        "шілдеден",
        "тамыздан",
        "қыркүйектен",
        "қазаннан",
        "қарашадан",
        "желтоқсаннан",
    ];
    for (number, month) in (1..).zip(months) {
        let words = format!("2027 жылғы 2 {month}");
        dates("kk", &words, &[(&words, &format!("2027-{number:02}-02"))]);
    }
}

#[test]
fn dates_in_english() {
    dates("en", "on 1 February 2026.", &[("1 February 2026", "2026-02-01")]);
    dates("en", "on February 1, 2026, the", &[("February 1, 2026", "2026-02-01")]);
    dates(
        "en",
        "on 2026-02-01 and 01.02.2026",
        &[("2026-02-01", "2026-02-01"), ("01.02.2026", "2026-02-01")],
    );
    dates("en", "5 out 2026, no. 2026, 12 May", &[]);
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    for (number, month) in (1..).zip(months) {
        let words = format!("2 {month} 2027");
        dates("en", &words, &[(&words, &format!("2027-{number:02}-02"))]);
    }
}

#[test]
fn days_that_no_calendar_has() {
    dates("ru", "с 31 февраля 2026 года", &[("31 февраля 2026 года", "-")]);
    dates("ru", "с 29 февраля 2027 года", &[("29 февраля 2027 года", "-")]);
    dates("ru", "от 32.01.2026", &[("32.01.2026", "-")]);
    dates("ru", "от 01.13.2026", &[("01.13.2026", "-")]);
    dates("ru", "с 0 января 2026 года", &[("0 января 2026 года", "-")]);
    dates("kk", "2026 жылғы 31 сәуірден бастап", &[("2026 жылғы 31 сәуірден", "-")]);
    dates("en", "from 30 February 2026", &[("30 February 2026", "-")]);
    dates("en", "from June 31, 2026", &[("June 31, 2026", "-")]);
    let source = plain("Статья 1. Настоящий Закон вводится в действие с 31 июня 2026 года.");
    let document = read(&source, &in_language("ru"));
    let facts = &document.acts[0].1;
    let impossible: Vec<&str> = facts.impossible_dates.iter().map(|s| source.slice(*s)).collect();
    assert_eq!(impossible, ["31 июня 2026 года"]);
    assert!(facts.commencements.iter().all(|c| c.takes_effect.is_none()), "no day is invented");
}

#[test]
fn figures_that_are_no_dates() {
    dates("ru", "в размере 10 процентов, статья 5, № 1.2.3, 1.2.20266, 2026 тенге", &[]);
    dates("ru", "12 мая", &[]);
    dates("en", "Article 5(2), 10.10.10, version 1.2.3", &[]);
    dates("kk", "5-баптың 2-тармағы, 2026 теңге, 1 мамыр", &[]);
}

/// A month with its year, or a year, stands for its first day and says so.
#[test]
fn months_and_years_are_dates_that_are_not_exact() {
    for (lang, text, words, day) in [
        ("ru", "с мая 2026 года по", "мая 2026 года", "2026-05-01"),
        ("ru", "за 2025 год и", "2025 год", "2025-01-01"),
        ("ru", "в 2025–2026 учебном году", "2025–2026 учебном году", "2025-01-01"),
        ("kk", "2025 жылы және", "2025 жылы", "2025-01-01"),
        ("en", "since May 2026 and", "May 2026", "2026-05-01"),
    ] {
        dates(lang, text, &[(words, day)]);
        let source = plain(text);
        let reading = Reading::new(&source, langs().get(lang).unwrap());
        assert!(!reading.dates[0].exact, "{text}");
    }
    let source = plain("с 1 мая 2026 года");
    assert!(Reading::new(&source, langs().get("ru").unwrap()).dates[0].exact);
}

/// A clause as the test sets write it.
pub(crate) fn clause(scope: &Value, except: &[Eid], entry: [Option<Value>; 3]) -> String {
    let mut except: Vec<&str> = except.iter().map(Eid::as_str).collect();
    except.sort_unstable();
    let [start, end, back] = entry.map(|v| v.unwrap_or(Value::Null));
    json!([scope, except, start, end, back]).to_string()
}

/// A clause that was found, written in the same way.
pub(crate) fn found_clause(c: &Commencement) -> String {
    let mut scope: Vec<&str> = c.scope.iter().map(Eid::as_str).collect();
    scope.sort_unstable();
    let scope = if scope.is_empty() { json!(["act"]) } else { json!(scope) };
    let start = c.takes_effect.map(|t| match t {
        TakesEffect::Date(day) => json!({ "date": day.to_string() }),
        TakesEffect::DaysAfterPublication(n) => json!({ "after_publication": { "days": n } }),
        TakesEffect::MonthsAfterPublication(n) => json!({ "after_publication": { "months": n } }),
        TakesEffect::OnPublication => json!({ "on_publication": true }),
        TakesEffect::OnSigning => json!({ "on_signing": true }),
        TakesEffect::StateRegistration => json!({ "state_registration": true }),
    });
    let back = c.reaches_back.map(|r| match r {
        ReachesBack::Date(day) => json!(day.to_string()),
        ReachesBack::PriorRelations => json!("prior-relations"),
    });
    clause(&scope, &c.except, [start, c.ends.map(|d| json!(d.to_string())), back])
}

/// The readings of a wanted clause, of which any is right.
fn wanted_clauses(value: &Value) -> Vec<String> {
    let sorted = |value: &Value| -> Vec<String> {
        let mut list: Vec<String> = match value {
            Value::String(one) => vec![one.clone()],
            Value::Array(many) => many.iter().map(|v| v.as_str().unwrap().to_owned()).collect(),
            _ => Vec::new(),
        };
        list.sort();
        list
    };
    let except: Vec<Eid> = sorted(&value["except"]).into_iter().map(Eid::new).collect();
    let scopes = [Some(&value["scope"]), value.get("alt_scope")];
    scopes
        .into_iter()
        .flatten()
        .map(|scope| {
            let scope = if scope.is_null() { json!(["act"]) } else { json!(sorted(scope)) };
            let part = |key: &str| Some(value[key].clone());
            clause(&scope, &except, [part("start"), part("end"), part("reach_back")])
        })
        .collect()
}

/// What the clauses of `fixtures/cases` must come to at least: language, precision, recall. A floor
/// only rises; a change that falls below one has lost something.
const COMMENCEMENT_FLOORS: &[(&str, f64, f64)] =
    &[("en", 0.93, 0.88), ("kk", 0.93, 0.85), ("ru", 0.98, 0.96)];

#[test]
fn commencements_of_the_test_sets() {
    let cases = root().join("fixtures/cases");
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut differences = String::new();
    let sets = files(&cases, &["jsonl"]);
    let sets = sets.iter().filter(|p| {
        p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("commencement."))
    });
    for case in sets.flat_map(|path| json_lines(path)) {
        let lang = case["lang"].as_str().unwrap();
        let source = plain(case["text"].as_str().unwrap());
        let document = read(&source, &in_language(lang));
        let have: BTreeSet<String> = document
            .acts
            .iter()
            .flat_map(|(_, facts)| &facts.commencements)
            .map(found_clause)
            .collect();
        let want: BTreeSet<String> = case["clauses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| {
                let readings = wanted_clauses(c);
                readings.iter().find(|r| have.contains(*r)).unwrap_or(&readings[0]).clone()
            })
            .collect();
        let score = scores.entry(lang.to_owned()).or_default();
        let count = |n: usize| u32::try_from(n).unwrap();
        score.hits += count(want.intersection(&have).count());
        score.false_alarms += count(have.difference(&want).count());
        score.misses += count(want.difference(&have).count());
        if want != have {
            let _ = writeln!(differences, "{}: {}", case["id"], source.text());
            for miss in want.difference(&have) {
                let _ = writeln!(differences, "    missed {miss}");
            }
            for alarm in have.difference(&want) {
                let _ = writeln!(differences, "    false  {alarm}");
            }
        }
    }
    let mut below = false;
    for (lang, precision, recall) in COMMENCEMENT_FLOORS {
        let score = scores.get(*lang).copied().unwrap_or_default();
        assert!(score.hits + score.misses >= 25, "{lang}: only {score:?}");
        println!(
            "{lang}: precision {:.3}, recall {:.3} {score:?}",
            score.precision(),
            score.recall()
        );
        below |= score.precision() < *precision || score.recall() < *recall;
    }
    print!("{differences}");
    assert!(!below, "below a floor of {COMMENCEMENT_FLOORS:?}");
}

/// Reads one article with one sentence and compares the first norm of it.
#[track_caller]
fn norm(lang: &str, sentence: &str, expected: (Modality, SubjectClass, Direction)) {
    let label = match lang {
        "kk" => "1-бап. ",
        "ru" => "Статья 1. ",
        _ => "Article 1. ",
    };
    let source = plain(&format!("{label}{sentence}"));
    let document = read(&source, &in_language(lang));
    let (act, facts) = &document.acts[0];
    let found: Vec<_> = facts.norms.iter().map(|n| (n.modality, n.subject, n.direction)).collect();
    assert_eq!(found, [expected], "{sentence}");
    let norm = &facts.norms[0];
    assert_eq!(norm.zone, Zone::Own);
    assert_eq!(act.units[norm.unit.unwrap()].eid.as_str(), "art_1");
    assert!(norm.span.contains(norm.cue), "the cue of {sentence} lies in it");
}

#[test]
fn norms_in_russian() {
    use {Direction as D, Modality as M, SubjectClass as S};
    norm("ru", "Граждане обязаны уплачивать сбор.", (M::Obligation, S::Person, D::Burdens));
    norm(
        "ru",
        "Водителям запрещается оставлять автомобиль.",
        (M::Prohibition, S::Person, D::Burdens),
    );
    norm("ru", "Граждане имеют право на бесплатный проезд.", (M::Right, S::Person, D::Relieves));
    norm("ru", "Министерство обязано опубликовать отчет.", (M::Obligation, S::State, D::Burdens));
    norm("ru", "Банк обязан хранить документы.", (M::Obligation, S::Organisation, D::Burdens));
}

#[test]
fn norms_in_kazakh() {
    use {Direction as D, Modality as M, SubjectClass as S};
    norm("kk", "Азаматтар алым төлеуге міндетті.", (M::Obligation, S::Person, D::Burdens));
    norm(
        "kk",
        "Жүргізушілерге көлікті қалдыруға тыйым салынады.",
        (M::Prohibition, S::Person, D::Burdens),
    );
    norm("kk", "Министрлік есепті жариялауға міндетті.", (M::Obligation, S::State, D::Burdens));
    norm("kk", "Банк құжаттарды сақтауға міндетті.", (M::Obligation, S::Organisation, D::Burdens));
}

#[test]
fn norms_in_english() {
    use {Direction as D, Modality as M, SubjectClass as S};
    norm("en", "Citizens shall pay a fee.", (M::Obligation, S::Person, D::Burdens));
    norm(
        "en",
        "Drivers are prohibited from leaving a car.",
        (M::Prohibition, S::Person, D::Burdens),
    );
    norm("en", "Pensioners are exempt from the fee.", (M::Right, S::Person, D::Relieves));
    norm("en", "The ministry shall publish a report.", (M::Obligation, S::State, D::Burdens));
    norm("en", "The bank shall keep the documents.", (M::Obligation, S::Organisation, D::Burdens));
}

#[test]
fn a_sentence_that_binds_nobody_states() {
    for (lang, text) in [
        ("ru", "Статья 1. Реестр состоит из двух разделов."),
        ("kk", "1-бап. Тізілім екі бөлімнен тұрады."),
        ("en", "Article 1. The register has two sections."),
    ] {
        let source = plain(text);
        let document = read(&source, &in_language(lang));
        let norms = &document.acts[0].1.norms;
        let told: Vec<_> = norms.iter().map(|n| (n.modality, n.effect, n.direction)).collect();
        assert_eq!(told, [(Modality::Declaration, None, Direction::Neutral)], "{text}");
    }
}

#[test]
fn norms_in_quotations_are_norms_of_the_other_act() {
    let source = plain(
        "О внесении изменения\nСтатья 1. Статью 5 Закона «О музеях» изложить в следующей редакции:\n\
         «Статья 5. Учет\nГраждане обязаны уплачивать сбор.».\n\
         Статья 2. Настоящий Закон вводится в действие с 1 января 2027 года.\n",
    );
    let document = read(&source, &in_language("ru"));
    let (act, facts) = &document.acts[0];
    let norm = facts
        .norms
        .iter()
        .find(|n| source.slice(n.span).contains("обязаны уплачивать"))
        .expect("the norm is found");
    assert_eq!((norm.zone, norm.direction), (Zone::QuotedNew, Direction::Burdens));
    assert_eq!(act.units[norm.unit.unwrap()].eid.as_str(), "art_1");
}
