//! Comparing two editions of an act, and drafting the bill that turns one into the other.

mod edits;

use std::path::PathBuf;

use grundnorm::amend::apply::{self, Bill, Verdict};
use grundnorm::amend::wording::{Change, changes};
use grundnorm::amend::{self, Edition, Kind};
use grundnorm::facts;
use grundnorm::lang::Lang;
use grundnorm::source::{Markup, Source};
use grundnorm::syntax::{self, Reading};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::{langs, plain, root};

/// Pieces in one line: `[-removed-]`, `{+added+}`.
fn marked(old: &str, new: &str) -> String {
    let pieces = changes(old, new);
    pieces
        .iter()
        .map(|p| match p.change {
            Change::Same => p.text.to_owned(),
            Change::Removed => format!("[-{}-]", p.text),
            Change::Added => format!("{{+{}+}}", p.text),
        })
        .collect()
}

#[test]
fn wordings_differ_by_whole_words() {
    let cases = [
        ("в течение пяти дней", "в течение десяти дней", "в течение[- пяти-]{+ десяти+} дней"),
        ("сто, двести.", "сто, триста, двести.", "сто{+, триста+}, двести."),
        (
            "в течение пяти рабочих дней со дня подачи",
            "в течение десяти рабочих часов со дня подачи",
            "в течение[- пяти рабочих дней-]{+ десяти рабочих часов+} со дня подачи",
        ),
        ("лицо платит", "Каждое лицо платит", "{+Каждое+} лицо платит"),
        ("Ставка 1,5 процента", "Ставка 1,7 процента", "Ставка[- 1,5-]{+ 1,7+} процента"),
        ("Одно. Два. Три.", "Одно. Три.", "Одно.[- Два.-] Три."),
        ("бір екі\nүш", "бір екі үш", "бір екі үш"),
        ("same", "same", "same"),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
    ];
    for (old, new, want) in cases {
        assert_eq!(marked(old, new), want);
    }
}

#[test]
fn pieces_make_up_both_wordings() {
    let old =
        "1. Орган выдаёт лицензию в течение пятнадцати дней, если заявитель: внёс сбор (плату).";
    let new =
        "1. Орган выдаёт лицензию (разрешение) в течение десяти рабочих дней, если внесён сбор.";
    let join = |skip: Change| -> String {
        let pieces = changes(old, new);
        pieces.iter().filter(|p| p.change != skip).map(|p| p.text).collect()
    };
    assert_eq!(join(Change::Added), old);
    assert_eq!(join(Change::Removed), new);
}

#[test]
fn long_and_hostile_wordings_end_soon() {
    let row = |step: usize| -> String {
        (0..200_000).map(|i| if i % step == 0 { "а, " } else { "б " }).collect()
    };
    assert_eq!(changes(&row(2), &row(3)).len(), 4);
    let count =
        |from: usize| -> String { (from..from + 9000).map(|i| i.to_string() + " ").collect() };
    assert_eq!(changes(&count(0), &count(500_000)).len(), 2);
    assert_eq!(changes(&count(0), &count(1000)).len(), 3);
}

fn edition<'a>(source: &'a Source, lang: &'a Lang) -> Edition<'a> {
    Edition::read(source, lang).expect("an act")
}

/// What is left to differ when a drafted bill was carried out on the act before.
struct Trip {
    bill: String,
    instructions: usize,
    /// Instructions that failed, and differences that stayed.
    wrong: Vec<String>,
    units: usize,
    same: usize,
}

/// Drafts the bill, reads it as any bill is read, carries it out, and compares unit by unit.
fn trip(before: &Source, after: &Source, lang: &Lang) -> Trip {
    let (old, new) = (edition(before, lang), edition(after, lang));
    let bill = amend::draft(&old, &new);
    let mut trip =
        Trip { bill, instructions: 0, wrong: Vec::new(), units: new.act.units.len(), same: 0 };
    let source = plain(&trip.bill);
    let reading = Reading::new(&source, lang);
    let bills = syntax::parse(&reading);
    let mut text = before.text().to_owned();
    if let Some(act) = bills.first().filter(|_| !trip.bill.is_empty()) {
        let facts = facts::extract(&reading, act);
        let bill = Bill { source: &source, lang, act, facts: &facts };
        let amended = apply::apply(&[old], &[bill], &apply::Options::default()).expect("one act");
        trip.instructions = amended.outcomes.len();
        for outcome in &amended.outcomes {
            if !matches!(outcome.verdict, Verdict::Done | Verdict::Remark) {
                trip.wrong.push(format!("{:?}: {}", outcome.verdict, outcome.message));
            }
        }
        text.clone_from(&amended.texts[0].text);
    }
    let result = Source::new(before.name(), text, before.markup());
    let left = amend::compare(&edition(&result, lang), &new);
    trip.same = trip.units.saturating_sub(left.len());
    trip.wrong.extend(left.iter().map(|d| {
        let side = |s: &Option<amend::Side>, source: &Source| {
            s.as_ref().map(|s| (s.eid.to_string(), source.slice(s.span).to_owned()))
        };
        format!("{:?} {:?} {:?}", d.kind, side(&d.before, &result), side(&d.after, after))
    }));
    trip
}

const RU: &str = "ЗАКОН\n\nО лицензировании\n\nГлава 1. Общие положения\n\nСтатья 1. Понятия\n
В настоящем Законе используются следующие понятия:\n
1) лицензия – разрешение, выдаваемое уполномоченным органом;\n
2) заявитель – лицо, которое подало заявление в орган;\n
3) сбор – платёж, вносимый при подаче заявления.\n\nСтатья 2. Выдача лицензии\n
1. Лицензия выдаётся в течение пятнадцати рабочих дней со дня подачи заявления.\n
2. За выдачу лицензии взимается сбор в размере 10 месячных расчётных показателей.\n
Сбор вносится до подачи заявления в бюджет по месту нахождения заявителя.\n
3. В выдаче лицензии может быть отказано в случаях, установленных настоящим Законом.\n
Глава 2. Контроль\n\nСтатья 3. Органы контроля\n
Контроль осуществляют уполномоченный орган и его территориальные подразделения.\n
Статья 4. Жалобы\n\n1. Решения органа могут быть обжалованы в суд.\n
2. Жалоба рассматривается в течение месяца.\n";

const KK: &str = "Қазақстан Республикасының Заңы\n\nЛицензиялау туралы\n
1-тарау. Жалпы ережелер\n\n1-бап. Ұғымдар\n
Осы Заңда мынадай ұғымдар пайдаланылады:\n
1) лицензия – уәкілетті орган беретін рұқсат;\n
2) өтініш беруші – органға өтініш берген адам;\n
3) алым – өтініш беру кезінде төленетін төлем.\n\n2-бап. Лицензия беру\n
1. Лицензия өтініш берілген күннен бастап он бес жұмыс күні ішінде беріледі.\n
2. Лицензия бергені үшін 10 айлық есептік көрсеткіш мөлшерінде алым алынады.\n
Алым өтініш берілгенге дейін бюджетке төленеді.\n
3. Осы Заңда белгіленген жағдайларда лицензия беруден бас тартылуы мүмкін.\n
2-тарау. Бақылау\n\n3-бап. Бақылау органдары\n
Бақылауды уәкілетті орган және оның аумақтық бөлімшелері жүзеге асырады.\n
4-бап. Шағымдар\n\n1. Органның шешімдеріне сотқа шағым жасалуы мүмкін.\n
2. Шағым бір ай ішінде қаралады.\n";

const EN: &str = "LAW\n\nOn Licensing\n\nChapter 1. General provisions\n\nArticle 1. Terms\n
The following terms shall be used in this Law:\n
1) licence means a permit that is issued by the competent body;\n
2) applicant means a person who has filed an application with the body;\n
3) fee means a payment that is made with an application.\n\nArticle 2. Issue\n
1. A licence shall be issued within fifteen working days of the application.\n
2. A fee of 10 monthly units shall be charged for the issue of a licence.\n
The fee shall be paid to the budget before the application is filed.\n
3. The issue of a licence may be refused in the cases laid down by this Law.\n
Chapter 2. Control\n\nArticle 3. Bodies of control\n
Control shall be exercised by the competent body and its regional offices.\n
Article 4. Complaints\n\n1. The decisions of the body may be appealed to the court.\n
2. A complaint shall be considered within a month.\n";

#[test]
fn each_change_becomes_the_smallest_instruction() {
    let after = RU
        .replace("Статья 1. Понятия", "Статья 1. Основные понятия и термины")
        .replace("пятнадцати", "десяти")
        .replace("10 месячных", "12 месячных")
        .replace("орган и его", "орган, прокуратура и его")
        .replace("3. В выдаче лицензии может быть отказано в случаях, установленных настоящим Законом.\n\n", "")
        .replace("2. Жалоба рассматривается в течение месяца.\n", "2. Жалоба рассматривается в течение месяца.\n\n3. Срок не продлевается.\n\n4. Подача жалобы решения не приостанавливает.\n");
    let (before, after) = (plain(RU), plain(&after));
    let lang = langs().get("ru").unwrap();
    let bill = amend::draft(&edition(&before, lang), &edition(&after, lang));
    for words in [
        "О внесении изменений и дополнений в Закон «О лицензировании»\n",
        "\n1) заголовок статьи 1 изложить в следующей редакции:\n\n«Статья 1. Основные понятия и термины»;\n",
        "\n2) в статье 2:\n",
        "\nв пункте 1 слово «пятнадцати» заменить словом «десяти»;\n",
        "\nв пункте 2 цифры «10» заменить цифрами «12»;\n",
        "\nпункт 3 исключить;\n",
        "\n3) статью 3 после слов «уполномоченный орган» дополнить словами «, прокуратура»;\n",
        "\n4) статью 4 дополнить пунктами 3 и 4 следующего содержания:\n\n«3. Срок не продлевается.\n",
        "десяти календарных дней после дня его первого официального опубликования.\n",
    ] {
        assert!(bill.contains(words), "{words}\nis not in\n{bill}");
    }
    let trip = trip(&before, &after, lang);
    assert!(trip.wrong.is_empty(), "{:#?}\n{}", trip.wrong, trip.bill);
}

#[test]
fn the_same_text_needs_no_bill() {
    for (code, text) in [("ru", RU), ("kk", KK), ("en", EN)] {
        let lang = langs().get(code).unwrap();
        // Lines and notes of editors are no part of the text.
        let other = text.replace(" в течение ", "\u{a0}в  течение ");
        let (before, after) = (plain(text), plain(&other));
        let (before, after) = (edition(&before, lang), edition(&after, lang));
        assert_eq!(amend::compare(&before, &after), []);
        assert_eq!(amend::draft(&before, &after), "");
    }
}

#[test]
fn differences_are_told_apart() {
    let after = RU
        .replace("Статья 4. Жалобы", "Статья 5. Жалобы")
        .replace("пятнадцати", "десяти")
        .replace(
            "Статья 3. Органы контроля",
            "Статья 2-1. Реестр\n\nРеестр лицензий открыт.\n\nСтатья 3. Органы надзора",
        )
        .replace("2) заявитель – лицо, которое подало заявление в орган;\n\n", "");
    let (before, after) = (plain(RU), plain(&after));
    let lang = langs().get("ru").unwrap();
    let found = amend::compare(&edition(&before, lang), &edition(&after, lang));
    let name = |side: &Option<amend::Side>| {
        side.as_ref().map_or(String::new(), |s| s.eid.as_str().to_owned())
    };
    let list: Vec<(Kind, String, String)> =
        found.iter().map(|d| (d.kind, name(&d.before), name(&d.after))).collect();
    let want = [
        (Kind::Deleted, "art_1__subpara_2", ""),
        (Kind::Changed, "art_2__para_1", "art_2__para_1"),
        (Kind::Inserted, "", "art_2-1"),
        (Kind::Heading, "art_3__heading", "art_3__heading"),
        (Kind::Renumbered, "art_4", "art_5"),
    ];
    let want: Vec<_> = want.into_iter().map(|(k, b, a)| (k, b.to_owned(), a.to_owned())).collect();
    assert_eq!(list, want);
}

#[test]
fn what_no_instruction_can_name_is_worded_anew_around_it() {
    // The number 2 stands twice, so neither of the two can be named.
    let base = RU.replace("3. В выдаче", "2. В выдаче");
    let (before, after) = (plain(&base), plain(&base.replace("может быть отказано", "отказывают")));
    let lang = langs().get("ru").unwrap();
    let trip = trip(&before, &after, lang);
    assert!(trip.bill.contains("1) статью 2 изложить в следующей редакции:"), "{}", trip.bill);
    assert!(trip.wrong.is_empty(), "{:#?}\n{}", trip.wrong, trip.bill);
}

#[test]
fn a_mistake_in_the_formulas_is_told_with_its_place() {
    let path = root().join("rules/lang/ru.toml");
    let text = std::fs::read_to_string(path).unwrap();
    for (good, bad, says) in [
        ("restate = \"{unit} изложить", "restate = \"{units} изложить", "unknown slot `units`"),
        ("delete = \"{unit} исключить\"", "delete = \"исключить\"", "the slot `unit` is missing"),
        ("\ngroup = \"{at}:\"", "", "missing field `group`"),
        ("\ngroup = \"{at}:\"", "\ngruppe = \"{at}:\"", "unknown field `gruppe`"),
        ("[formulas.units.chapter]", "[formulas.units.kapitel]", "unknown unit `kapitel`"),
    ] {
        assert!(text.contains(good), "{good}");
        let error = Lang::load("ru.toml", &text.replacen(good, bad, 1)).unwrap_err();
        assert!(error.message.contains(says), "{error}");
        assert!(error.span.is_some(), "{error}");
    }
}

/// Edits by chance in acts of the three languages: the drafted bill, carried out, gives the edited act.
#[test]
fn a_drafted_bill_gives_the_text_after() {
    for (code, text) in [("ru", RU), ("kk", KK), ("en", EN)] {
        let lang = langs().get(code).unwrap();
        let source = plain(text);
        let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(config, rng);
        let edits = vec((any::<u8>(), any::<u32>()), 1..6);
        let checked = runner.run(&edits, |choices| {
            let new = edits::edited(&edition(&source, lang), &choices);
            let after = plain(&new);
            let trip = trip(&source, &after, lang);
            assert!(trip.wrong.is_empty(), "{:#?}\n{}\n{}", trip.wrong, trip.bill, new);
            Ok(())
        });
        if let Err(error) = checked {
            panic!("{code}: {error}");
        }
    }
}

/// Acts of the corpus with edits by chance, and the share of their units that the bill brings about.
#[test]
fn acts_of_the_corpus_are_redrafted() {
    const ACTS: &[(&str, &str)] = &[
        ("ru", "kz-constitution-2026/rus.txt"),
        ("ru", "constitution-histories/ru-russia/17_14-03-2020-edition.txt"),
        ("kk", "kz-constitution-2026/kaz.md"),
        ("en", "kz-constitution-1995/constitution_1995_eng.txt"),
    ];
    for (code, path) in ACTS {
        let Some((name, bytes)) = corpus(path) else { continue };
        let source = grundnorm::ingest::ingest(&name, bytes).unwrap();
        let lang = langs().get(code).unwrap();
        let mut seed = 88_172_645_463_325_252_u64;
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        };
        let (mut units, mut same, mut instructions) = (0, 0, 0);
        for _ in 0..5 {
            let mut choice = || {
                let [kind, ..] = (next() >> 20).to_le_bytes();
                let [a, b, c, d, ..] = (next() >> 13).to_le_bytes();
                (kind, u32::from_le_bytes([a, b, c, d]))
            };
            let choices: Vec<edits::Choice> = (0..6).map(|_| choice()).collect();
            let new = edits::edited(&edition(&source, lang), &choices);
            let after = Source::new("after", new, source.markup());
            let trip = trip(&source, &after, lang);
            (units, same) = (units + trip.units, same + trip.same);
            instructions += trip.instructions;
            assert!(trip.wrong.is_empty(), "{path}: {:#?}\n{}", trip.wrong, trip.bill);
        }
        println!("{path}: {same} of {units} units by {instructions} instructions");
    }
}

/// Neighbouring editions of a constitution: what a legislature changed in thirty years.
#[test]
fn editions_of_a_constitution_are_redrafted() {
    let folder = root().join("../shared/corpus/constitution-histories");
    let mut names: Vec<PathBuf> = match std::fs::read_dir(folder.join("ru-russia")) {
        Ok(entries) => entries.flatten().map(|e| e.path()).collect(),
        Err(error) => {
            println!("SKIPPED: {}: {error}", folder.display());
            return;
        }
    };
    for other in ["uk-ukraine", "fr-france"] {
        println!("SKIPPED: {other}: no table of its language");
    }
    names.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        Source::new(path.display().to_string(), text, Markup::Plain)
    };
    let lang = langs().get("ru").unwrap();
    let mut pairs = 0;
    for pair in names.windows(2) {
        let (before, after) = (read(&pair[0]), read(&pair[1]));
        let trip = trip(&before, &after, lang);
        assert!(trip.wrong.is_empty(), "{}: {:#?}", after.name(), trip.wrong);
        println!("{}: {} of {} units", after.name(), trip.same, trip.units);
        pairs += 1;
    }
    assert!(pairs > 10, "{pairs} pairs of editions");
}

/// A file of the corpus; says so when it is not there.
fn corpus(path: &str) -> Option<(String, Vec<u8>)> {
    let full = root().join("../shared/corpus").join(path);
    match std::fs::read(&full) {
        Ok(bytes) => Some((path.to_owned(), bytes)),
        Err(error) => {
            println!("SKIPPED: {path}: {error}");
            None
        }
    }
}
