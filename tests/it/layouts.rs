//! Layouts: texts as pages, converters and publishers leave them, and the outlines that they keep.

use grundnorm::model::{Eid, Zone};

use crate::support::{in_language, plain, read};
use crate::syntax::{check, check_markdown};

/// The citations of a text, with the words and targets of each.
#[track_caller]
fn cites(lang: &str, text: &str, words: &str, targets: &[&str]) {
    let source = plain(text);
    let document = read(&source, &in_language(lang));
    let found: Vec<(&str, Vec<&str>)> = document
        .acts
        .iter()
        .flat_map(|(_, facts)| &facts.citations)
        .map(|c| (source.slice(c.span), c.targets.iter().map(Eid::as_str).collect()))
        .collect();
    assert!(found.contains(&(words, targets.to_vec())), "{text}\n{found:#?}");
}

/// The modality of each norm of a text.
fn modalities(lang: &str, text: &str) -> Vec<&'static str> {
    let source = plain(text);
    let document = read(&source, &in_language(lang));
    document.acts.iter().flat_map(|(_, f)| &f.norms).map(|n| n.modality.name()).collect()
}

/// Pages of a code: lines of one width, with a running head and a number between them.
const PAGES: &str = "КОДЕКС О ПРИЧАЛАХ

Статья 1. Причал
1. Причал служит для стоянки катеров и лодок, которые перевозят
пассажиров или грузы, а также для их осмотра, ремонта и заправки
топливом в порядке, который установлен настоящим Кодексом.
2. Владелец причала ведет журнал, в который он вносит каждый катер
и каждую лодку, время прихода и ухода, имя капитана, а также
Кодекс о причалах
12
число пассажиров и вес груза, если катер или лодка перевозит их по
договору с владельцем причала.
Статья 2. Журнал
1. Журнал хранят пять лет в сухом помещении, доступ в которое имеют
владелец причала, капитан порта и инспектор, а также другие лица по
Кодекс о причалах
13
письменному разрешению капитана порта:
1) для сверки записей с отчетами капитанов, которые они подают при
уходе из порта;
2) для проверки по жалобе пассажира.
2. Утраченный журнал восстанавливают по отчетам капитанов, которые
хранятся у капитана порта, и по квитанциям владельца причала, если
Кодекс о причалах
14
они сохранились.
";

#[test]
fn pages_with_running_heads_and_numbers() {
    check(
        "ru",
        PAGES,
        "art_1 art_1__para_1 art_1__para_2
         art_2 art_2__para_1 art_2__para_1__subpara_1 art_2__para_1__subpara_2 art_2__para_2",
    );
}

#[test]
fn wrapped_lines_in_kazakh_and_english() {
    check(
        "kk",
        "1-бап. Айлақ\n1. Айлақ жолаушы немесе жүк таситын катерлер мен қайықтардың\n\
         тұруына, оларды қарап-тексеруге және жөндеуге арналған.\n\
         2. Айлақ иесі журнал жүргізеді, оған әрбір катердің келген және\nкеткен уақыты енгізіледі.\n\
         2-бап. Журнал\nЖурнал құрғақ үй-жайда бес жыл бойы сақталады, оған айлақ иесі\n\
         мен порт капитаны ғана кіре алады.\n",
        "art_1 art_1__para_1 art_1__para_2 art_2",
    );
    check(
        "en",
        "Article 1. Piers\n1. A pier serves for the mooring of boats that carry passengers or\n\
         cargo, and for their inspection and repair.\n\
         2. The owner of a pier keeps a log, in which the owner enters each\nboat and the number of\n\
         its passengers.\nArticle 2. Log\nThe log is kept for five years in a dry room to which\n\
         the owner and the captain of the port have access.\n",
        "art_1 art_1__para_1 art_1__para_2 art_2",
    );
}

/// A word that a hyphen breaks at the end of a line is the word of the vocabulary that it was.
#[test]
fn broken_words_are_found() {
    cites(
        "en",
        "4. (1) A boat moors at a pier.\n(2) The owner enters each boat in the log under sub-\n\
         section (1), and each passenger as section 3 says.\n\
         5. Under section 4 the log is open.\n",
        "sub-\nsection (1)",
        &["sec_4__subsec_1"],
    );
    cites(
        "ru",
        "Статья 1. Причал\n1. Причал служит для стоянки.\n2. Владелец причала ведет журнал по пра-\n\
         вилам подпунк-\nта 2) пункта 3 статьи 5 настоящего Закона, а также по договору.\n",
        "подпунк-\nта 2) пункта 3 статьи 5 настоящего Закона",
        &["art_5__para_3__subpara_2"],
    );
    cites(
        "kk",
        "1-бап. Айлақ\n1. Айлақ тұруға арналған.\n2. Айлақ иесі журналды осы Заңның 5-ба-\n\
         бының 3-тармағына сәйкес жүргізеді.\n",
        "осы Заңның 5-ба-\nбының 3-тармағына",
        &["art_5__para_3"],
    );
}

#[test]
fn a_table_of_contents_opens_nothing() {
    check(
        "ru",
        "ЗАКОН\nО причалах\n\nСОДЕРЖАНИЕ\nГлава 1. Общие положения\nСтатья 1. Причал\nСтатья 2. Журнал\n\
         Глава 2. Надзор\nСтатья 3. Инспектор\n\n\
         Глава 1. Общие положения\nСтатья 1. Причал\nПричал служит для стоянки катеров.\n\
         Статья 2. Журнал\nЖурнал ведет владелец.\nГлава 2. Надзор\nСтатья 3. Инспектор\n\
         Инспектор осматривает причал.\n",
        "chp_1 art_1 art_2 chp_2 art_3",
    );
    check(
        "kk",
        "ЗАҢ\nАйлақтар туралы\n\nМАЗМҰНЫ\n1-тарау. Жалпы ережелер\n1-бап. Айлақ\n2-бап. Журнал\n\
         2-тарау. Қадағалау\n3-бап. Инспектор\n\n\
         1-тарау. Жалпы ережелер\n1-бап. Айлақ\nАйлақ катерлердің тұруына арналған.\n\
         2-бап. Журнал\nЖурналды иесі жүргізеді.\n2-тарау. Қадағалау\n3-бап. Инспектор\n\
         Инспектор айлақты қарап-тексереді.\n",
        "chp_1 art_1 art_2 chp_2 art_3",
    );
    check(
        "en",
        "PIERS ACT\n\nARRANGEMENT OF SECTIONS\nSection 1. Piers\nSection 2. Log\nSection 3. Inspector\n\n\
         Section 1. Piers\nA pier serves for the mooring of boats.\nSection 2. Log\n\
         The owner keeps a log.\nSection 3. Inspector\nThe inspector visits the pier.\n",
        "sec_1 sec_2 sec_3",
    );
}

#[test]
fn english_sections_with_bare_numbers() {
    check(
        "en",
        "PIERS ACT\n\n3. A pier that section 2 names is open to all.\n\
         4. (1) The owner of a pier keeps a log that contains—\n(a) the name of each boat;\n\
         (b) the number of passengers under section 3.\n(2) The log is open.\n\
         5. Section 4 applies to rafts.\n",
        "sec_3 sec_4 sec_4__para_1 sec_4__para_1__subsec_a sec_4__para_1__subsec_b sec_4__para_2 sec_5",
    );
    check(
        "en",
        "PIERS ACT\n\n4. (1) The owner keeps a log as section 3 says. (2) The log is open. (3) The captain \
         reads it.\n5. Section 4 applies to rafts.\n",
        "sec_4 sec_4__para_1 sec_4__para_2 sec_4__para_3 sec_5",
    );
}

#[test]
fn a_dash_between_label_and_heading() {
    check(
        "en",
        "Article 5 – Piers\n1. A pier serves for mooring.\n2. A pier is open.\n\
         Article 6 – Log\nThe owner keeps a log.\n",
        "art_5 art_5__para_1 art_5__para_2 art_6",
    );
    check(
        "en",
        "Article 5 – Piers\n1. A pier serves for mooring. Article 6 – Log The owner keeps a log.\n\
         Article 7 – Captain\nThe captain reads the log.\n",
        "art_5 art_5__para_1 art_6 art_7",
    );
}

#[test]
fn citations_at_the_start_of_a_line_open_nothing() {
    check(
        "en",
        "Section 4. Log.\n(a) The owner keeps a log in the manner that is laid down in\n\
         section 5 of this Act, and shows it.\nSection 5. Manner.\n(a) The log is kept in ink.\n",
        "sec_4 sec_4__subsec_a sec_5 sec_5__subsec_a",
    );
    check(
        "ru",
        "Статья 1. Договор\n1. Договор о стоянке заключают письменно. К нему применяется\n\
         Статья 954 Гражданского кодекса Республики Казахстан о хранении.\n\
         Статья 2. Журнал\nЖурнал ведет владелец.\n",
        "art_1 art_1__para_1 art_1__para_1__al_2 art_2",
    );
    check(
        "ru",
        "Статья 1. Договор\nК договору применяются:\n\
         Статья 954 Гражданского кодекса Республики Казахстан о хранении вещей.\n\
         Статья 2. Журнал\nЖурнал ведет владелец.\n",
        "art_1 art_1__al_2 art_2",
    );
}

#[test]
fn inserted_units_keep_their_letters() {
    check(
        "en",
        "Section 4. Log.\n(a) The owner keeps a log.\n(b) The log is open.\n\
         (b-1) The log is kept in ink.\n(c) The captain reads the log.\n",
        "sec_4 sec_4__subsec_a sec_4__subsec_b sec_4__subsec_b-1 sec_4__subsec_c",
    );
    check(
        "en",
        "PIERS ACT\n\n3. Piers are open.\n4. (6) The owner keeps a log under section 3.\n\
         (6A) The log is open.\n(7) The captain reads the log.\n",
        "sec_3 sec_4 sec_4__para_6 sec_4__para_6A sec_4__para_7",
    );
    check(
        "en",
        "§ 1-202.02. Log.\n(a) The owner keeps a log.\n§ 1-202.03. Captain.\n(a) The captain reads it.\n",
        "sec_1-202.02 sec_1-202.02__subsec_a sec_1-202.03 sec_1-202.03__subsec_a",
    );
}

/// In English each paragraph of a quotation opens with a mark, and only the last one closes.
#[test]
fn quotations_that_open_each_paragraph_with_a_mark() {
    check(
        "en",
        "Section 1. Amendment.\n(a) Section 5 of the Piers Act is amended to read as follows:\n\
         “Section 5. Log.\n“(a) The owner keeps a log.\n“(b) The log is open.”.\n\
         (b) Section 6 of the Piers Act is repealed.\nSection 2. Effect.\nThis Act takes effect at once.\n",
        "sec_1 sec_1__subsec_a sec_1__subsec_b sec_2",
    );
    check(
        "en",
        "Section 1. Amendment.\n(a) Section 5 of the Piers Act is amended to read as follows:\n\
         \"Section 5. Log.\n\"(a) The owner keeps a log.\n\"(b) The log is open.\".\n\
         (b) Section 6 of the Piers Act is repealed.\nSection 2. Effect.\nThis Act takes effect at once.\n",
        "sec_1 sec_1__subsec_a sec_1__subsec_b sec_2",
    );
}

#[test]
fn marks_around_marks() {
    check(
        "en",
        "Section 1. Amendments.\n(a) Section 5(1) of the Piers Act is amended by striking the phrase \"; or\" \
         and inserting a period in its place.\n(b) Section 6 is amended by striking the phrase \"boat:\" \
         and inserting the phrase \"raft:\" in its place.\n(c) Section 7 is repealed.\n",
        "sec_1 sec_1__subsec_a sec_1__subsec_b sec_1__subsec_c",
    );
}

#[test]
fn a_callout_is_a_note() {
    check_markdown(
        "ru",
        "## Статья 1. Причал\n\n1\\. Причал служит для стоянки.\n\n> [!info]\n> 2\\. Статья действует с мая.\n\n\
         2\\. Причал открыт.\n",
        "art_1 art_1__para_1 art_1__para_1__note art_1__para_1__note~2 art_1__para_2",
    );
}

#[test]
fn a_signature_in_cells_closes_the_act() {
    // Few lines behind the signature are its own; more of them are what the act approves.
    let points = (3..=16).fold(String::new(), |text, n| format!("{text}{n}. Айлақ ашық.\n"));
    let names = (3..=16).fold(String::new(), |names, n| format!("{names} att_1__para_{n}"));
    let text = "Айлақтар туралы\n\n1. Айлақ қағидалары бекітілсін.\n\
         2. Осы шешім 2027 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.\n\
         Ауданның әкімі | А. Сартов\n\
         Айлақ қағидалары осы аудандағы барлық айлақтарға қолданылады және олардың иелері үшін міндетті \
         болып табылады.\n1. Айлақ ашық.\n2. Журналды иесі жүргізеді.\n";
    check(
        "kk",
        &format!("{text}{points}"),
        &format!("para_1 para_2 att_1 att_1__para_1 att_1__para_2{names}"),
    );
    check(
        "ru",
        "О причалах\n\n1. Утвердить правила.\n2. Решение вводится в действие с 1 января 2027 года.\n\
         Аким района | А. Сартов\nПриложение к решению\n1. Причал открыт.\n2. Журнал ведет владелец.\n",
        "para_1 para_2 att_1 att_1__para_1 att_1__para_2",
    );
}

#[test]
fn subsections_on_one_line() {
    check(
        "en",
        "PIERS ACT\n\n1. Piers are open.\n2. (1) The owner keeps a log under section 1. (2) The log is open. \
         (3) The captain reads it.\n",
        "sec_1 sec_2 sec_2__para_1 sec_2__para_2 sec_2__para_3",
    );
}

#[test]
fn a_list_inside_a_paragraph_gives_a_norm_for_each_item() {
    let text = "Статья 1. Владелец причала вправе: 1) вести журнал; 2) осматривать катера; 3) взимать плату.\n";
    check("ru", text, "art_1 art_1__subpara_1 art_1__subpara_2 art_1__subpara_3");
    assert_eq!(modalities("ru", text), ["permission"; 3]);
    let text = "Статья 1. Журнал\n1. Владелец причала обязан: 1) вести журнал; 2) хранить его. \
                2. Запрещается: 1) рвать журнал; 2) скрывать его.\n";
    check(
        "ru",
        text,
        "art_1 art_1__para_1 art_1__para_1__subpara_1 art_1__para_1__subpara_2
         art_1__para_2 art_1__para_2__subpara_1 art_1__para_2__subpara_2",
    );
    assert_eq!(modalities("ru", text), ["obligation", "obligation", "prohibition", "prohibition"]);
    let text = "1-бап. Айлақ иесі: 1) журнал жүргізуге; 2) катерлерді қарап-тексеруге құқылы.\n";
    check("kk", text, "art_1 art_1__subpara_1 art_1__subpara_2");
    assert_eq!(modalities("kk", text), ["permission"; 2]);
    let text = "Article 1. The owner of a pier may: 1) keep a log; 2) inspect boats.\n";
    check("en", text, "art_1 art_1__subpara_1 art_1__subpara_2");
    assert_eq!(modalities("en", text), ["permission"; 2]);
}

/// New text that is quoted under an instruction keeps its zone, however its paragraphs are marked.
#[test]
fn quoted_paragraphs_are_quoted() {
    let text = "Section 1. Amendment.\n(a) Section 5 of the Piers Act is amended to read as follows:\n\
                “Section 5. Log.\n“(a) The owner keeps a log.\n“(b) The log is open.”.\n\
                (b) The owner of a pier shall keep the key.\n";
    let source = plain(text);
    let document = read(&source, &in_language("en"));
    let blocks = &document.acts[0].0.blocks;
    let quoted: Vec<&str> =
        blocks.iter().filter(|b| b.zone == Zone::QuotedNew).map(|b| source.slice(b.span)).collect();
    assert_eq!(
        quoted,
        ["“Section 5. Log.", "“(a) The owner keeps a log.", "“(b) The log is open.”"]
    );
}

/// What an act says itself and what its parties agreed are told apart; a model contract that rules attach
/// speaks of itself in the same words and stays an attachment.
#[test]
fn a_treaty_that_is_ratified_is_no_text_of_the_act() {
    let agreement = "Статья 1. Настоящее Соглашение применяется к грузам.\n\
                     Статья 2. Стороны сообщают об изменениях настоящего Соглашения.\n\
                     Статья 3. Настоящее Соглашение заключается на пять лет.\n";
    let zones = |text: &str| -> Vec<Zone> {
        let source = plain(text);
        let document = read(&source, &in_language("ru"));
        let blocks = document.acts[0].0.blocks.iter();
        blocks.filter(|b| b.unit.is_some()).map(|b| b.zone).collect()
    };
    let ratified = format!(
        "О ратификации Соглашения о перевозке грузов\n\
         Статья 1. Ратифицировать Соглашение о перевозке грузов, совершенное 3 мая 2026 года.\n\
         Приложение\n{agreement}"
    );
    assert_eq!(zones(&ratified), [Zone::Own, Zone::Treaty, Zone::Treaty, Zone::Treaty]);
    let contract = agreement.replace("Настоящее Соглашение", "Настоящий Договор");
    let approved = format!(
        "Об утверждении типового договора перевозки грузов\n\
         1. Утвердить прилагаемый типовой договор.\n\
         Приложение\n{contract}"
    );
    assert!(zones(&approved).iter().all(|z| *z != Zone::Treaty));
}
