//! Citations: forms of the three languages with the act, the targets and the exact words that they give,
//! and the short names that an act gives to others.

use std::fmt::Write as _;

use crate::support::{in_language, plain, read};

/// Words, act and targets of a citation.
type Cited = (&'static str, &'static str, &'static str);

/// A language, a sentence in it and the citations with targets in that sentence.
const FORMS: &[(&str, &str, &[Cited])] = &[
    (
        "ru",
        "Плата вносится, как того требует Земельного Кодекса Республики Казахстан статья 17.",
        &[("Земельного Кодекса Республики Казахстан статья 17", "other", "art_17")],
    ),
    (
        "ru",
        "Владелец уведомляет аким района согласно Конституции Республики Казахстан статье 26.",
        &[("Конституции Республики Казахстан статье 26", "constitution", "art_26")],
    ),
    (
        "ru",
        "Дела по пункту 2 статьи 11, порчи посевов по пункту 4 статьи 11, потравы лугов по пункту 5 статьи 11 Аграрного кодекса прекращаются.",
        &[(
            "пункту 2 статьи 11, порчи посевов по пункту 4 статьи 11, потравы лугов по пункту 5 статьи 11 Аграрного кодекса",
            "other",
            "art_11__para_2 art_11__para_4 art_11__para_5",
        )],
    ),
    (
        "ru",
        "Лица, осужденные за деяния, предусмотренные статьями 41 (поджог), 42 (потрава, в том числе по неосторожности), 42-1 (порубка) Лесного кодекса, освобождаются.",
        &[(
            "статьями 41 (поджог), 42 (потрава, в том числе по неосторожности), 42-1 (порубка) Лесного кодекса",
            "other",
            "art_41 art_42 art_42-1",
        )],
    ),
    (
        "ru",
        "Размер ущерба определяется в пункте 3 Примечания к статье 88 Лесного кодекса.",
        &[("пункте 3 Примечания к статье 88 Лесного кодекса", "other", "art_88__note__para_3")],
    ),
    (
        "ru",
        "Журнал ведется по форме, установленной пунктом 2 приложения № 4 к настоящему Закону.",
        &[("пунктом 2 приложения № 4 к настоящему Закону", "this", "att_4__para_2")],
    ),
    (
        "ru",
        "Сведения подаются по формам согласно приложениям №№ 1, 2 и 5 к настоящим Правилам.",
        &[("приложениям №№ 1, 2 и 5 к настоящим Правилам", "this", "att_1 att_2 att_5")],
    ),
    (
        "ru",
        "Каждый имеет право на воду в силу пункта 1 статьи 9 Основного Закона.",
        &[("пункта 1 статьи 9 Основного Закона", "constitution", "art_9__para_1")],
    ),
    (
        "ru",
        "Срок исчисляется по правилам статьи 8 ГК (Общая часть) без перерывов.",
        &[("статьи 8 ГК (Общая часть)", "other", "art_8")],
    ),
    (
        "ru",
        "Действие абзацев второго – четвертого, двадцать первого подпункта 1), абзаца третьего подпункта 2), подпунктов 5) и 6) пункта 1, пункта 4 статьи 30 прекращается.",
        &[(
            "абзацев второго – четвертого, двадцать первого подпункта 1), абзаца третьего подпункта 2), подпунктов 5) и 6) пункта 1, пункта 4 статьи 30",
            "this",
            "art_30__para_1__subpara_1__indent_2 art_30__para_1__subpara_1__indent_3 art_30__para_1__subpara_1__indent_4 art_30__para_1__subpara_1__indent_21 art_30__para_1__subpara_2__indent_3 art_30__para_1__subpara_5 art_30__para_1__subpara_6 art_30__para_4",
        )],
    ),
    (
        "ru",
        "Действие абзацев второго и третьего 7), абзаца пятого подпункта 8) пункта 3 статьи 30 прекращается.",
        &[(
            "абзацев второго и третьего 7), абзаца пятого подпункта 8) пункта 3 статьи 30",
            "this",
            "art_30__para_3__subpara_7__indent_2 art_30__para_3__subpara_7__indent_3 art_30__para_3__subpara_8__indent_5",
        )],
    ),
    (
        "ru",
        "Штраф налагается в случае, указанном в пункте 2 части 1 статьи 14 Лесного кодекса.",
        &[("пункте 2 части 1 статьи 14 Лесного кодекса", "other", "art_14__para_1__subpara_2")],
    ),
    (
        "ru",
        "Наказание назначается по п. «б» ч. 3 ст. 14 УК с учетом смягчающих обстоятельств.",
        &[("п. «б» ч. 3 ст. 14 УК", "other", "art_14__para_3__subpara_б")],
    ),
    (
        "ru",
        "Порядок определен в пункте 1 статьи 5 и в пункте 2 статьи 7 Закона «О пчелах» и действует.",
        &[(
            "пункте 1 статьи 5 и в пункте 2 статьи 7 Закона «О пчелах»",
            "other",
            "art_5__para_1 art_7__para_2",
        )],
    ),
    ("ru", "Освещение населенных пунктов 5 оплачивает аким района.", &[]),
    (
        "ru",
        "Размер определяется согласно подпункту 2.1 пункта 3.1 Правил и действует год.",
        &[("подпункту 2.1 пункта 3.1 Правил", "other", "para_3.1__subpara_2.1")],
    ),
    (
        "en",
        "The fee is paid under sub-section (b) of section 14 of the Bees Act 1990 each year.",
        &[("sub-section (b) of section 14 of the Bees Act", "other", "sec_14__subsec_b")],
    ),
    (
        "en",
        "The owner pays the fee set out in subsection 4(1) and in paragraph 6(2)(c) each year.",
        &[(
            "subsection 4(1) and in paragraph 6(2)(c)",
            "this",
            "sec_4__subsec_1 sec_6__subsec_2__para_c",
        )],
    ),
    (
        "en",
        "An order made under clause (a) of section 6 binds the owner.",
        &[("clause (a) of section 6", "this", "sec_6__para_a")],
    ),
    (
        "en",
        "The owner acts, as paragraph 5 of Article 8, of the Law on Bees requires.",
        &[("paragraph 5 of Article 8, of the Law", "other", "art_8__para_5")],
    ),
    (
        "en",
        "The grant is limited by section 20 of The Provincial Honey Board Act and by nothing else.",
        &[("section 20 of The Provincial Honey Board Act", "other", "sec_20")],
    ),
    (
        "en",
        "The transfer is made under section 18 of the FS(TB) Act (Cwlth) at once.",
        &[("section 18 of the FS(TB) Act (Cwlth)", "other", "sec_18")],
    ),
    (
        "en",
        "The transfer is made under Division 3 of Part 3 of that Act at once.",
        &[("Division 3 of Part 3 of that Act", "other", "part_3__dvs_3")],
    ),
    (
        "en",
        "The powers rest on Article 12, section 5 of the constitution of Kansas alone.",
        &[("Article 12, section 5 of the constitution of Kansas", "constitution", "art_12__sec_5")],
    ),
    (
        "en",
        "The powers rest on Section 7, Article XV of the Constitution alone.",
        &[("Section 7, Article XV of the Constitution", "constitution", "art_15__sec_7")],
    ),
    (
        "en",
        "The station is licensed under Article 9 (1) 1 of the Radio Waves Act alone.",
        &[("Article 9 (1) 1 of the Radio Waves Act", "other", "art_9__para_1__subpara_1")],
    ),
    (
        "en",
        "The parties act in accordance with Article 45 hereof at all times.",
        &[("Article 45 hereof", "this", "art_45")],
    ),
    (
        "en",
        "The duty is laid down in Articles 11, 13–15, paragraph 1 of Article 16, Article 17 of the Law on Bees.",
        &[(
            "Articles 11, 13–15, paragraph 1 of Article 16, Article 17 of the Law",
            "other",
            "art_11 art_13 art_14 art_15 art_16__para_1 art_17",
        )],
    ),
    ("en", "The council gave a section 20 statement to each owner.", &[]),
    (
        "en",
        "The hives are kept in accordance with section 7A and section 33(2)(c) of the Bees Act at all times.",
        &[(
            "section 7A and section 33(2)(c) of the Bees Act",
            "other",
            "sec_7A sec_33__subsec_2__para_c",
        )],
    ),
    (
        "en",
        "The hives are kept in accordance with § 9–901 of the State Farming Article at all times.",
        &[("§ 9–901 of the State Farming Article", "other", "sec_9-901")],
    ),
    (
        "en",
        "The form is set out in Schedule C to this Act and is free.",
        &[("Schedule C to this Act", "this", "att_C")],
    ),
    (
        "en",
        "Freedom of bees is protected by article 12 of the Basic Law at all times.",
        &[("article 12 of the Basic Law", "constitution", "art_12")],
    ),
    (
        "en",
        "The reports are kept as section 205 of this chapter requires.",
        &[("section 205 of this chapter", "this", "self:chp__sec_205")],
    ),
    (
        "kk",
        "Журнал осы Қағидаларға 1 , 2 және 4-қосымшаларға сәйкес жүргізіледі.",
        &[("осы Қағидаларға 1 , 2 және 4-қосымшаларға", "this", "att_1 att_2 att_4")],
    ),
    (
        "kk",
        "Журнал осы шешімнің 1 және 2 қосымшасына сәйкес жүргізіледі.",
        &[("осы шешімнің 1 және 2 қосымшасына", "this", "att_1 att_2")],
    ),
    (
        "kk",
        "Журнал министрдің № 63 бұйрығына 1-қосымшаға сәйкес жүргізіледі.",
        &[("№ 63 бұйрығына 1-қосымшаға", "other", "att_1")],
    ),
    (
        "kk",
        "Төлем 8-інші баптың 2-ші тармағына сәйкес жүргізіледі.",
        &[("8-інші баптың 2-ші тармағына", "this", "art_8__para_2")],
    ),
    (
        "kk",
        "Төлем осы жылы Орман кодексінің 12-15, 18 және 20-тармақтарымен белгіленеді.",
        &[(
            "Орман кодексінің 12-15, 18 және 20-тармақтарымен",
            "other",
            "para_12 para_13 para_14 para_15 para_18 para_20",
        )],
    ),
    (
        "kk",
        "Төлем «Аралар туралы» 2020 жылғы 5 мамырдағы № 148 Қазақстан Республикасы Заңының 33 бабына және 40 - бабына сәйкес жүргізіледі.",
        &[(
            "«Аралар туралы» 2020 жылғы 5 мамырдағы № 148 Қазақстан Республикасы Заңының 33 бабына және 40 - бабына",
            "other",
            "art_33 art_40",
        )],
    ),
    (
        "kk",
        "Қызмет осы жылы Негізгі Заңның 61-бабы 3-6-тармақтарының талаптарына сәйкес жүргізіледі.",
        &[(
            "Негізгі Заңның 61-бабы 3-6-тармақтарының",
            "constitution",
            "art_61__para_3 art_61__para_4 art_61__para_5 art_61__para_6",
        )],
    ),
    (
        "kk",
        "Есеп баяндаманың V қосымшасында келтіріледі.",
        &[("Есеп баяндаманың V қосымшасында", "other", "att_5")],
    ),
    ("kk", "Құрамның 1/4 бөлігі және үштен бір бөлігі жаңартылады.", &[]),
    (
        "kk",
        "Залал бүгін Орман кодексінің 175-бабына ескертпенің 4-тармағына сәйкес айқындалады.",
        &[(
            "Орман кодексінің 175-бабына ескертпенің 4-тармағына",
            "other",
            "art_175__note__para_4",
        )],
    ),
    (
        "kk",
        "Құжат осы баптың 27)-тармақшасына сәйкес беріледі.",
        &[("осы баптың 27)-тармақшасына", "this", "self:art__subpara_27")],
    ),
    (
        "ru",
        "Порядок определён в статье 15 (за исключением пункта 3) Закона «О пчелах» и действует.",
        &[(
            "статье 15 (за исключением пункта 3) Закона «О пчелах»",
            "other",
            "art_15 art_15__para_3",
        )],
    ),
    (
        "ru",
        "Лица, осужденные по статьям 41 (часть вторая), 42 (части первая и третья) Лесного кодекса, освобождаются.",
        &[(
            "статьям 41 (часть вторая), 42 (части первая и третья) Лесного кодекса",
            "other",
            "art_41__al_2 art_42__al_1 art_42__al_3",
        )],
    ),
    (
        "ru",
        "Дела по ст.41 ч.1, 57 ч.2 УК передаются в суд.",
        &[("ст.41 ч.1, 57 ч.2 УК", "other", "art_41__para_1 art_57__para_2")],
    ),
    (
        "ru",
        "Дела рассматриваются в порядке ст. 16 ГПК, 17 КоАП судом.",
        &[("ст. 16 ГПК", "other", "art_16"), ("17 КоАП", "other", "art_17")],
    ),
    (
        "ru",
        "Слова 1-го абзаца статьи 15 исключить из текста.",
        &[("1-го абзаца статьи 15", "this", "art_15__indent_1")],
    ),
    (
        "ru",
        "Показатель Д(7) – доход по условиям подпункта 4) статьи 81 настоящего Кодекса.",
        &[("подпункта 4) статьи 81 настоящего Кодекса", "this", "art_81__subpara_4")],
    ),
    (
        "ru",
        "Порядок, указанный в статье 48, пункт 1, подпункт 2), соблюдается.",
        &[("статье 48, пункт 1, подпункт 2)", "this", "art_48__para_1__subpara_2")],
    ),
    (
        "ru",
        "Сбор взимается согласно пункту 2 данной статьи с каждой семьи.",
        &[("пункту 2 данной статьи", "this", "self:art__para_2")],
    ),
    (
        "en",
        "A condition under subsection (2ab) or subsection (2A)(a)(i) binds the owner.",
        &[(
            "subsection (2ab) or subsection (2A)(a)(i)",
            "this",
            "self:sec__subsec_2ab self:sec__subsec_2A__para_a__subpara_i",
        )],
    ),
    (
        "en",
        "An offence against section 86(4) of the Bees and Wild Wasps (Safety) Act 2017 is grave.",
        &[("section 86(4) of the Bees and Wild Wasps (Safety) Act", "other", "sec_86__subsec_4")],
    ),
    (
        "en",
        "The powers under section 18(4) of the Local Hives: Village Structures Act, 1998 are used.",
        &[(
            "section 18(4) of the Local Hives: Village Structures Act",
            "other",
            "sec_18__subsec_4",
        )],
    ),
    (
        "en",
        "In particular Articles 7(3) and 19(3) thereof protect the bees.",
        &[("Articles 7(3) and 19(3) thereof", "other", "art_7__para_3 art_19__para_3")],
    ),
    (
        "en",
        "The 2nd paragraph of Article 15 protects the bees.",
        &[("2nd paragraph of Article 15", "this", "art_15__al_2")],
    ),
    (
        "en",
        "The owner acts as point (a) of the first subparagraph of Article 6(1) demands.",
        &[(
            "point (a) of the first subparagraph of Article 6(1)",
            "this",
            "art_6__para_1__al_1__subpara_a",
        )],
    ),
    (
        "en",
        "The owner pays as subsections (2) and (3) and section 15(1)(a) demand.",
        &[
            ("subsections (2) and (3)", "this", "sec_1__subsec_2 sec_1__subsec_3"),
            ("section 15(1)(a)", "this", "sec_15__subsec_1__para_a"),
        ],
    ),
    ("en", "The Bees Act (Chapter 356) is amended.", &[]),
    (
        "en",
        "The owner pays as Part 3 of Schedule 2 to the Bees Act demands.",
        &[("Part 3 of Schedule 2 to the Bees Act", "other", "att_2__part_3")],
    ),
    (
        "en",
        "The owner pays under sections 15A to 15C of the Bees Act each year.",
        &[("sections 15A to 15C of the Bees Act", "other", "sec_15A sec_15B sec_15C")],
    ),
    (
        "en",
        "The owner pays under Article 10, Paragraph 2 and Article 11, Paragraph 1, Item 3 of this Act.",
        &[(
            "Article 10, Paragraph 2 and Article 11, Paragraph 1, Item 3 of this Act",
            "this",
            "art_10__para_2 art_11__para_1__subpara_3",
        )],
    ),
    (
        "en",
        "The owner pays in accordance with Clause 2, Article 15 of this Law.",
        &[("Clause 2, Article 15 of this Law", "this", "art_15__para_2")],
    ),
    ("en", "In this Part a bee means a wasp too.", &[("this Part", "this", "self:part")]),
    (
        "kk",
        "Осы тармақтың 2) тармақшасында және 3-тармағында көрсетілген ара ұясы сақталады.",
        &[
            ("Осы тармақтың 2) тармақшасында", "this", "self:para__subpara_2"),
            ("3-тармағында", "this", "para_3"),
        ],
    ),
    (
        "kk",
        "Осы баптың 1-бөлігінің 4) және 5)-тармақтарында көрсетілген ара ұясы сақталады.",
        &[(
            "Осы баптың 1-бөлігінің 4) және 5)-тармақтарында",
            "this",
            "self:art__para_1__subpara_4 self:art__para_1__subpara_5",
        )],
    ),
    (
        "kk",
        "Кінәлі адамға ҚК-нің 59-бабының 2-бөлігі бойынша жаза тағайындалады.",
        &[("ҚК-нің 59-бабының 2-бөлігі", "other", "art_59__para_2")],
    ),
    (
        "kk",
        "Ара ұясы осы баптың үшінші бөлімінде көзделген тәртіппен сақталады.",
        &[("осы баптың үшінші бөлімінде", "this", "self:art__al_3")],
    ),
    (
        "kk",
        "7-баптың 1) тармақшасы б) тармақшасының он тоғызыншы абзацындағы сөздер алып тасталсын.",
        &[(
            "7-баптың 1) тармақшасы б) тармақшасының он тоғызыншы абзацындағы",
            "this",
            "art_7__subpara_1__subsubpara_б__indent_19",
        )],
    ),
    (
        "kk",
        "Ара ұясы «Орман кодексінің» 17-бабының 3-тармағына сәйкес сақталады.",
        &[("«Орман кодексінің» 17-бабының 3-тармағына", "other", "art_17__para_3")],
    ),
    (
        "en",
        "It binds a person referred to in subsection (4)(b) or (c) and nobody else.",
        &[(
            "subsection (4)(b) or (c)",
            "this",
            "self:sec__subsec_4__para_b self:sec__subsec_4__para_c",
        )],
    ),
    (
        "en",
        "It binds an owner named in section 15 of the 1990 Act and nobody else.",
        &[("section 15 of the 1990 Act", "other", "sec_15")],
    ),
    (
        "en",
        "It binds an owner named in sub-article (2) of Article 15 of this Proclamation.",
        &[("sub-article (2) of Article 15 of this Proclamation", "this", "art_15__para_2")],
    ),
    (
        "en",
        "It binds an owner named in sections 1-5-101 through 1-5-103 of the Bees Code.",
        &[(
            "sections 1-5-101 through 1-5-103 of the Bees Code",
            "other",
            "sec_1-5-101 sec_1-5-102 sec_1-5-103",
        )],
    ),
    (
        "ru",
        "Сбор взимается согласно статьям 5 Водного кодекса, 6 Лесного кодекса с каждой семьи.",
        &[("статьям 5 Водного кодекса", "other", "art_5"), ("6 Лесного кодекса", "other", "art_6")],
    ),
];

/// Texts whose last citation is made by a short name: language, text, the full name, the act.
const SHORT_NAMES: &[(&str, &str, &str, &str)] = &[
    (
        "ru",
        "1. В силу Закона Республики Казахстан «О пчелах» (далее – Закон) ведется реестр.\n2. Срок указан в статье 5 Закона.\n",
        "Закона Республики Казахстан «О пчелах»",
        "other",
    ),
    (
        "ru",
        "1. Лес охраняется Лесным кодексом Республики Казахстан (далее – Лесной кодекс).\n2. Срок указан в статье 7 Лесного кодекса.\n",
        "Лесным кодексом Республики Казахстан",
        "other",
    ),
    (
        "ru",
        "1. Настоящий Кодекс (далее – Кодекс) охраняет лес.\n2. Срок указан в статье 7 Кодекса.\n",
        "Настоящий Кодекс",
        "this",
    ),
    (
        "en",
        "1. The Law of the Republic of Kazakhstan \"On Bees\" (hereinafter – the Law) protects bees.\n2. The term is set out in article 5 of the Law.\n",
        "Law of the Republic of Kazakhstan \"On Bees\"",
        "other",
    ),
    (
        "kk",
        "1. Реестр «Аралар туралы» Қазақстан Республикасының Заңына (бұдан әрі – Заң) сәйкес жүргізіледі.\n2. Мерзім көрсетілген Заңның 5-бабында белгіленген.\n",
        "«Аралар туралы» Қазақстан Республикасының Заңына",
        "other",
    ),
];

/// The citations with targets of a text, each with the words that name its act.
fn citations(lang: &str, text: &str) -> Vec<(String, String, String, Option<String>)> {
    let source = plain(text);
    let document = read(&source, &in_language(lang));
    let facts = document.acts.iter().flat_map(|(_, facts)| &facts.citations);
    facts
        .filter(|c| !c.targets.is_empty())
        .map(|c| {
            let targets: Vec<&str> = c.targets.iter().map(grundnorm::model::Eid::as_str).collect();
            let name = c.name.map(|n| source.slice(n).to_owned());
            let words = source.slice(c.span).to_owned();
            (words, c.act.name().to_owned(), targets.join(" "), name)
        })
        .collect()
}

#[test]
fn forms_of_citation() {
    let mut wrong = String::new();
    for (lang, text, expected) in FORMS {
        let found = citations(lang, &format!("1. {text}\n"));
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(words, act, targets, _)| (words.as_str(), act.as_str(), targets.as_str()))
            .collect();
        if found != *expected {
            let _ = writeln!(wrong, "{text}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn short_names_stand_for_full_ones() {
    for (lang, text, name, act) in SHORT_NAMES {
        let found = citations(lang, text);
        let last = found.last().unwrap_or_else(|| panic!("no citation in {text}"));
        assert_eq!((last.3.as_deref(), last.1.as_str()), (Some(*name), *act), "{text}");
    }
}

/// A number written with a thousand joined chains takes no more than its share of time: the same list
/// twice as long gives twice as many targets.
#[test]
fn long_lists_are_read_to_their_end() {
    let list = |n: usize| -> String {
        let chains: Vec<String> = (1..=n).map(|i| format!("пункта {i} статьи {i}")).collect();
        format!("1. Действие {} Лесного кодекса прекращается.\n", chains.join(", "))
    };
    for n in [10, 50, 100] {
        let found = citations("ru", &list(n));
        let targets: usize = found.iter().map(|c| c.2.split(' ').count()).sum();
        assert_eq!(targets, n);
        assert!(found.iter().all(|c| c.1 == "other"), "{n} chains");
    }
}
