//! Which state made an act: what names a maker, what only speaks of a state, and real acts counted.

use std::fmt::Write as _;
use std::path::Path;

use grundnorm::engine::{Document, Maker, Options, check, maker::maker};
use grundnorm::pack::Pack;
use rayon::prelude::*;

use crate::instructions::source;
use crate::support::{built_in, columns, files, in_language, langs, plain, read, root, same_table};

/// The body of a small act by language, without any name of a state.
fn body(lang: &str) -> &'static str {
    match lang {
        "en" => {
            "Article 1. Drivers shall pay a fee.\nArticle 2. This Law enters into force on its publication."
        }
        "ru" => {
            "Статья 1. Водители обязаны уплачивать сбор.\nСтатья 2. Настоящий Закон вводится в действие со дня опубликования."
        }
        "de" => {
            "§ 1 Wer ein Fahrzeug führt, hat eine Gebühr zu entrichten.\n§ 2 Dieses Gesetz tritt am Tag nach der Kundmachung in Kraft."
        }
        _ => {
            "1-бап. Жүргізушілер алым төлеуге міндетті.\n2-бап. Осы Заң жарияланған күнінен бастап қолданысқа енгізіледі."
        }
    }
}

/// The pack that judges acts of a language in these tests.
fn judge(lang: &str) -> &'static Pack {
    built_in(if lang == "de" { "de-basic-law" } else { "kz-2026" })
}

/// Reads a beginning with a body behind it, and says who made the act in the eyes of the embedded pack.
fn of(lang: &str, beginning: &str, end: &str) -> Maker {
    let source = plain(&format!("{beginning}\n\n{}\n{end}", body(lang)));
    let document = read(&source, &in_language(lang));
    maker(&document, &document.acts[0].0, &judge(lang).jurisdiction)
}

fn other(words: &str) -> Maker {
    Maker::Other(words.to_owned())
}

/// Tells all wrong ones at once.
#[track_caller]
fn all(cases: &[(&str, &str, Maker)]) {
    let mut wrong = String::new();
    for (lang, beginning, expected) in cases {
        let found = of(lang, beginning, "");
        if found != *expected {
            let _ = writeln!(wrong, "{beginning:?}: expected {expected:?}, found {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_own_state_is_the_maker() {
    all(&[
        ("ru", "ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН\n\nО дорожном сборе", Maker::Own),
        ("ru", "Закон Республики Казахстан от 5 июля 2026 года № 12-IX ЗРК\nО сборе", Maker::Own),
        ("ru", "Постановление Правительства Республики Казахстан\n\nО сборе", Maker::Own),
        ("ru", "УКАЗ\nПРЕЗИДЕНТА\nРЕСПУБЛИКИ КАЗАХСТАН\n\nО сборе", Maker::Own),
        ("kk", "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ ЗАҢЫ\n\nЖол алымы туралы", Maker::Own),
        ("kk", "Қазақстан Республикасы Үкіметінің 2026 жылғы 5 шілдедегі № 7 қаулысы", Maker::Own),
        ("en", "LAW OF THE REPUBLIC OF KAZAKHSTAN\n\nOn the Road Fee", Maker::Own),
        ("en", "THE REPUBLIC OF KAZAKHSTAN\n\nOn the Road Fee", Maker::Own),
    ]);
}

#[test]
fn another_state_is_the_maker() {
    all(&[
        ("ru", "КЫРГЫЗСКАЯ РЕСПУБЛИКА\n\nЗАКОН\n\nО сборе", other("КЫРГЫЗСКАЯ РЕСПУБЛИКА")),
        ("ru", "Закон Кыргызской Республики\n\nО сборе", other("Закон Кыргызской Республики")),
        (
            "ru",
            "БАНКОВСКИЙ КОДЕКС РЕСПУБЛИКИ БЕЛАРУСЬ\n25 октября 2026 г. № 4",
            other("КОДЕКС РЕСПУБЛИКИ БЕЛАРУСЬ"),
        ),
        ("ru", "Уголовный кодекс Республики Таджикистан", other("кодекс Республики Таджикистан")),
        (
            "ru",
            "ПОСТАНОВЛЕНИЕ\nГОСУДАРСТВЕННОЙ ДУМЫ\nФЕДЕРАЛЬНОГО СОБРАНИЯ РОССИЙСКОЙ ФЕДЕРАЦИИ\n\nО сборе",
            other("СОБРАНИЯ РОССИЙСКОЙ ФЕДЕРАЦИИ"),
        ),
        (
            "kk",
            "Қырғыз Республикасының Заңы\n\nЖол алымы туралы",
            other("Қырғыз Республикасының Заңы"),
        ),
        (
            "kk",
            "Жоба\n\nӨЗБЕКСТАН РЕСПУБЛИКАСЫНЫҢ ЗАҢЫ Жол алымы туралы",
            other("ӨЗБЕКСТАН РЕСПУБЛИКАСЫНЫҢ ЗАҢЫ"),
        ),
        (
            "kk",
            "Өзбекстан Республикасының Қылмыстық кодексі",
            other("Өзбекстан Республикасының Қылмыстық кодексі"),
        ),
        (
            "ru",
            "Приложение 1 к постановлению Правительства Кыргызской Республики\n\nПорядок сбора",
            other("постановлению Правительства Кыргызской Республики"),
        ),
        (
            "kk",
            "Ресей Федерациясының 2026 жылғы 5 мамырдағы № 12 федералдық заңы",
            other("Ресей Федерациясының 2026 жылғы 5 мамырдағы № 12 федералдық заңы"),
        ),
        ("en", "LAW OF GEORGIA\nON TOURISM", other("LAW OF GEORGIA")),
        (
            "en",
            "AN ACT\nTo amend the fee.\nBE IT ENACTED BY THE COUNCIL OF THE DISTRICT OF COLUMBIA, That the fee rise.",
            other("COUNCIL OF THE DISTRICT OF COLUMBIA"),
        ),
        ("en", "Republic of Moldova\n\nOn the Road Fee", other("Republic of Moldova")),
        (
            "en",
            "An Act on the road fee.\nBe it enacted by the Parliament of Ghana as follows:",
            other("Parliament of Ghana"),
        ),
        (
            "en",
            "THE PARLIAMENT OF GEORGIA\n\nResolution on the fee",
            other("PARLIAMENT OF GEORGIA"),
        ),
        ("en", "Delaware Code\n\nRoad fee", other("Delaware Code")),
    ]);
}

/// A treaty partner in the title of an act whose maker is named before it.
#[test]
fn a_treaty_partner_is_no_maker() {
    all(&[
        (
            "ru",
            "Закон Республики Казахстан\n\nО ратификации Соглашения между Правительством Республики Казахстан и \
             Правительством Кыргызской Республики о дорогах",
            Maker::Own,
        ),
        (
            "ru",
            "ЗАКОН КЫРГЫЗСКОЙ РЕСПУБЛИКИ\n\nО ратификации Соглашения между Правительством Кыргызской Республики и \
             Правительством Республики Казахстан о дорогах",
            other("ЗАКОН КЫРГЫЗСКОЙ РЕСПУБЛИКИ"),
        ),
        (
            "kk",
            "Қырғыз Республикасының Заңы\n\nҚырғыз Республикасы мен Қазақстан Республикасы арасындағы шартты \
             ратификациялау туралы",
            other("Қырғыз Республикасының Заңы"),
        ),
        (
            "ru",
            "СОГЛАШЕНИЕ\n\nПравительство Российской Федерации и Правительство Республики Казахстан согласились",
            Maker::Own,
        ),
        (
            "en",
            "Law of Ukraine\n\nOn Ratification of the Agreement with the Republic of Kazakhstan",
            other("Law of Ukraine"),
        ),
    ]);
}

/// Bills that name no maker and speak of another state: objects, quoted titles, partners.
#[test]
fn a_mention_is_no_maker() {
    all(&[
        ("ru", "Проект\n\nО вывозе товаров в Российскую Федерацию", Maker::Unnamed),
        ("ru", "Проект\n\nО ратификации Договора с Кыргызской Республикой", Maker::Unnamed),
        (
            "ru",
            "Проект\n\nО признании решений судов Российской Федерации и Закона Кыргызской Республики",
            Maker::Unnamed,
        ),
        (
            "ru",
            "Проект\n\nО присоединении к Соглашению «Устав Совета Республики Армения и Грузии»",
            Maker::Unnamed,
        ),
        (
            "ru",
            "Проект\n\nО ратификации Соглашения с Правительством\nКыргызской Республики",
            Maker::Unnamed,
        ),
        ("kk", "Жоба\n\nРесей Федерациясына тауар әкету туралы", Maker::Unnamed),
        ("kk", "Жоба\n\nРесей Федерациясының Үкіметі берген кредит туралы", Maker::Unnamed),
        ("en", "Draft\n\nOn the Export of Grain to the Russian Federation", Maker::Unnamed),
        ("en", "Draft\n\nOn an Agreement with the Government of Georgia", Maker::Unnamed),
        ("en", "A Bill\n\nOn the Treaty “Law of Georgia and the Sea”", Maker::Unnamed),
        ("en", "Draft\n\nRecognition of Decisions of the Supreme Court of Ukraine", Maker::Unnamed),
        ("en", "Iran Sanctions Act 2026", Maker::Unnamed),
        ("kk", "Жоба\n\nҚырғыз Республикасының Заңын тану туралы", Maker::Unnamed),
        (
            "ru",
            "О границе с Кыргызской Республикой\nКыргызская Республика является соседним государством.",
            Maker::Unnamed,
        ),
        ("en", "An Act to recognise judgments under the Law of Ukraine", Maker::Unnamed),
    ]);
}

/// Federal acts and those of the Länder: by a body that no other state has, by a name beside a body, by what they
/// refer to. Names that other states have too («Bundesrat», «Bundesgesetzblatt») say nothing.
#[test]
fn makers_of_german_acts() {
    all(&[
        (
            "de",
            "Entwurf eines Gesetzes über Straßen\n\nDer Bundestag hat mit Zustimmung des Bundesrates das folgende Gesetz beschlossen:",
            Maker::Own,
        ),
        ("de", "Deutscher Bundestag\n\nGesetz über Straßen", Maker::Own),
        (
            "de",
            "Gesetz\nüber Straßen\n\nDer Sächsische Landtag hat das folgende Gesetz beschlossen:",
            Maker::Own,
        ),
        ("de", "Verfassung des Freistaates Bayern", Maker::Own),
        ("de", "Gesetz über Straßen", Maker::Unnamed),
        (
            "de",
            "Verordnung über Straßen\n\nAuf Grund des § 4 des Straßengesetzes (BGBl. I S. 7) verordnet das Bundesministerium für Verkehr mit Zustimmung des Bundesrates:",
            Maker::Unnamed,
        ),
        (
            "de",
            "Gesetz zu dem Abkommen vom 4. Mai 2026 zwischen der Bundesrepublik Deutschland und der Republik Österreich über Straßen\n\nDer Bundestag hat das folgende Gesetz beschlossen:",
            Maker::Own,
        ),
        ("de", "Gesetz über den Verkehr mit der Schweiz und mit Liechtenstein", Maker::Unnamed),
        (
            "de",
            "Gesetz zur Umsetzung der Richtlinie des Europäischen Parlaments und des Rates über Straßen",
            Maker::Unnamed,
        ),
        (
            "de",
            "Gesetz zur Anerkennung von Urteilen nach den Gesetzen der Schweizerischen Eidgenossenschaft",
            Maker::Unnamed,
        ),
    ]);
}

#[test]
fn makers_of_other_acts_in_german() {
    all(&[
        (
            "de",
            "Bundesgesetz über Straßen\n\nDer Nationalrat hat beschlossen:",
            other("Nationalrat"),
        ),
        (
            "de",
            "BUNDESGESETZBLATT\nFÜR DIE REPUBLIK ÖSTERREICH\n\nBundesgesetz über Straßen",
            other("REPUBLIK ÖSTERREICH"),
        ),
        (
            "de",
            "Bundesgesetz über Straßen\n\nDie Bundesversammlung der Schweizerischen Eidgenossenschaft beschliesst:",
            other("Bundesversammlung der Schweizerischen Eidgenossenschaft"),
        ),
        (
            "de",
            "Verordnung über Straßen\n\nDer Schweizerische Bundesrat verordnet:",
            other("Schweizerische Bundesrat"),
        ),
        (
            "de",
            "Liechtensteinisches Landesgesetzblatt\nJahrgang 2026\n\nGesetz über Straßen",
            other("Liechtensteinisches Landesgesetzblatt"),
        ),
        (
            "de",
            "Gesetz über Straßen\n\nDer Regierungsrat des Kantons Zürich beschliesst:",
            other("Regierungsrat"),
        ),
        ("de", "Strassengesetz\n\nDer Große Rath verordnet, was folgt:", other("Große Rath")),
    ]);
    let cited = "§ 3 Gemäß dem Gesetz, LGBl. 2009 Nr. 41, gilt Folgendes.\n§ 4 Die Verordnung, LGBl. 2017 Nr. 203, gilt.\n\
                 § 5 Die Verordnung, LGBl. 2021 Nr. 7, ist aufgehoben.";
    assert_eq!(of("de", "Verordnung über Straßen", cited), other("LGBl"));
}

#[test]
fn an_act_may_name_no_state() {
    all(&[
        ("ru", "Закон\n\nО дорожном сборе", Maker::Unnamed),
        ("kk", "Заң жобасы\n\nЖол алымы туралы", Maker::Unnamed),
        ("en", "On the Road Fee", Maker::Unnamed),
        ("en", "", Maker::Unnamed),
    ]);
}

#[test]
fn the_signature_names_the_maker() {
    let uzbek = of("ru", "О сборе", "Президент Республики Узбекистан Ш. Иванов");
    assert_eq!(uzbek, other("Президент Республики Узбекистан"));
    let broken = of("ru", "О сборе", "Президент\nКыргызской Республики С. Иванов");
    assert_eq!(broken, other("Кыргызской Республики"));
    let own = of("kk", "Жол алымы туралы", "Қазақстан Республикасының Президенті");
    assert_eq!(own, Maker::Own);
    let english = of("en", "On the Road Fee", "President of Ukraine J. Smith");
    assert_eq!(english, other("President of Ukraine"));
    // Who made the act is said at its head; the signature behind it is that of an annexed treaty.
    let treaty =
        of("ru", "Закон Республики Казахстан", "Президент Республики Узбекистан Ш. Иванов");
    assert_eq!(treaty, Maker::Own);
}

/// Laws and bodies of one state, again and again, and no word of the own one.
#[test]
fn references_to_one_state_alone_name_it() {
    let foreign = "Статья 3. Водители соблюдают законодательство Кыргызской Республики.\n\
                   Статья 4. Порядок определяет Правительство Кыргызской Республики.\n\
                   Статья 5. Споры разрешают суды по Конституции Кыргызской Республики.";
    assert_eq!(of("ru", "О сборе", foreign), other("законодательство Кыргызской Республики"));
    let own_too = format!("{foreign}\nСтатья 6. Въезд граждан Республики Казахстан свободен.");
    assert_eq!(of("ru", "О сборе", &own_too), Maker::Unnamed);
    let two = foreign.lines().take(2).collect::<Vec<_>>().join("\n");
    assert_eq!(of("ru", "О сборе", &two), Maker::Unnamed);
    let trade = "Статья 3. Товары вывозятся в Российскую Федерацию.\n\
                 Статья 4. Товары из Российской Федерации свободны от сбора.\n\
                 Статья 5. Сертификаты Российской Федерации признаются.";
    assert_eq!(of("ru", "О сборе", trade), Maker::Unnamed);
}

#[test]
fn an_act_of_another_state_is_left_out_with_the_reason() {
    let text = format!("LAW OF\tGEORGIA\n\n{}", body("en"));
    let source = plain(&text);
    let document = read(&source, &in_language("en"));
    let pack = std::slice::from_ref(built_in("kz-2026"));
    let (findings, left_out) = check(&document, 0, pack, &Options::default());
    assert!(findings.is_empty());
    let reasons: Vec<&str> = left_out.iter().map(|l| l.reason.as_str()).collect();
    assert_eq!(reasons, ["the act names another state as its maker (`LAW OF GEORGIA`)"]);
    let source = plain(&format!("Draft\n\nOn Trade with Georgia\n\n{}", body("en")));
    let document = read(&source, &in_language("en"));
    assert!(check(&document, 0, pack, &Options::default()).1.is_empty());
}

/// Long and hostile lines are read in time that grows with them.
#[test]
fn a_wall_of_names_is_read() {
    for wall in
        ["Georgia ".repeat(40_000), "of the ".repeat(40_000), "Law of Georgia, ".repeat(20_000)]
    {
        let source = plain(&wall);
        let document = read(&source, &in_language("en"));
        for (act, _) in &document.acts {
            let found = maker(&document, act, &built_in("kz-2026").jurisdiction);
            assert_ne!(found, Maker::Own);
        }
    }
}

/// Of each source of the corpus, the acts that name the own state, none, or another one.
#[test]
fn makers_of_real_acts() {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!(
            "\n**** SKIPPED: the corpus is not at {}; no maker was counted ****\n",
            corpus.display()
        );
        return;
    }
    let mut rows = vec![["source", "own", "unnamed", "other"].map(str::to_owned).to_vec()];
    let mut folders: Vec<_> =
        std::fs::read_dir(&corpus).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|f| f.is_dir()) {
        let title = folder.file_name().unwrap().to_string_lossy().into_owned();
        let counts = files(folder, &["txt", "md", "xml"])
            .par_iter()
            .filter(|path| !path.ends_with("SOURCE.txt"))
            .map(|path| count(path, title.starts_with("kz-") || title == "de-gesetze"))
            .reduce(|| [0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
        rows.push(std::iter::once(title).chain(counts.map(|n| n.to_string())).collect());
    }
    let mut table = String::from(
        "# Written by `UPDATE=1 cargo test makers`: acts of each source of the corpus by who made them.\n",
    );
    table.push_str(&columns(&rows, 1));
    same_table("maker.table", &table);
}

/// Acts of a file that name the own state, none, and another one. An act of the own state that is left out is
/// a gate that stands open.
fn count(path: &Path, own: bool) -> [usize; 3] {
    let mut counts = [0; 3];
    let Some(source) = source(path) else { return counts };
    let Ok(document) = Document::read(&source, langs(), &Options::default()) else { return counts };
    for (act, _) in &document.acts {
        let made = maker(&document, act, &judge(document.lang.code()).jurisdiction);
        let at = match &made {
            Maker::Own => 0,
            Maker::Unnamed => 1,
            Maker::Other(_) => 2,
        };
        assert!(!own || at < 2, "{}: {made:?}", path.display());
        counts[at] += 1;
    }
    counts
}

/// German acts of the corpus by the state whose folder they stand in. A consolidated section that a publisher
/// prints without its act may name nobody.
#[test]
fn makers_of_real_acts_in_german() {
    let corpus = root().join("../shared/corpus/world-legislation");
    if !corpus.is_dir() {
        eprintln!("\n**** SKIPPED: no corpus at {}; no maker was asked ****\n", corpus.display());
        return;
    }
    let mut found = String::new();
    for state in ["AT", "CH", "DE", "LI"] {
        for path in files(&corpus.join(state), &["txt"]) {
            let Some(source) = source(&path) else { continue };
            let Ok(document) = Document::read(&source, langs(), &Options::default()) else {
                continue;
            };
            if document.lang.code() != "de" {
                continue;
            }
            for (act, _) in &document.acts {
                let made = match maker(&document, act, &judge("de").jurisdiction) {
                    Maker::Own => "own",
                    Maker::Unnamed => "unnamed",
                    Maker::Other(_) => "other",
                };
                let name = path.strip_prefix(&corpus).unwrap().display();
                let _ = writeln!(found, "{name} {made}");
            }
        }
    }
    insta::assert_snapshot!(found);
}
