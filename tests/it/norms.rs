//! Norms as a careful lawyer reads them: what a sentence does, to whom, and what fills its slots.
//!
//! The sentences are invented. A table is text, a sentence a line; all of its lines are read before a
//! test fails, so that one run shows every difference.

mod classes;

use std::fmt::Write as _;

use grundnorm::facts::Norm;
use grundnorm::facts::norm::Slots;

use crate::support::{in_language, plain, read};

/// The label that makes an article of a sentence.
fn label(lang: &str) -> &'static str {
    match lang {
        "kk" => "1-бап. ",
        "ru" => "Статья 1. ",
        _ => "Section 1. ",
    }
}

/// What a text gives, norm by norm.
fn told<T>(lang: &str, text: &str, tell: impl Fn(&Norm) -> T) -> Vec<T> {
    let source = plain(text);
    let document = read(&source, &in_language(lang));
    document.acts.iter().flat_map(|(_, f)| &f.norms).map(tell).collect()
}

/// Compares what is told of each sentence of a table with the word in front of it; `none` is a sentence
/// that gives no norm.
#[track_caller]
fn compare(lang: &str, table: &str, tell: impl Fn(&Norm) -> &'static str) {
    let mut differences = String::new();
    for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (wanted, sentence) = line.split_once(": ").expect("a word stands before each sentence");
        let text = format!("{}{sentence}\n", label(lang));
        let found = told(lang, &text, &tell);
        let right = if wanted == "none" { found.is_empty() } else { found == [wanted] };
        if !right {
            let _ = writeln!(differences, "{wanted}, not {found:?}: {sentence}");
        }
    }
    assert!(differences.is_empty(), "{lang}:\n{differences}");
}

#[test]
fn modalities_in_russian() {
    compare(
        "ru",
        "
        obligation: Работодатель обязан выдать работнику копию приказа.
        obligation: Перевозчик должен застраховать груз.
        obligation: Заявление подается в течение десяти рабочих дней.
        obligation: Плательщик представляет отчет в налоговый орган.
        obligation: Причал подлежит осмотру каждый год.
        prohibition: Работодатель не вправе требовать от работника залог.
        prohibition: Лицам моложе шестнадцати лет запрещается управлять катером.
        prohibition: Не допускается отказ в приеме заявления.
        prohibition: Экзаменатор не может являться родственником экзаменуемого.
        prohibition: Сторож не имеет права покидать пост.
        prohibition: Курить в трюме запрещается.
        prohibition: Курить на причале нельзя.
        obligation: Суд не может не принять жалобу.
        obligation: Орган не вправе не рассмотреть жалобу.
        right: Работник не обязан объяснять причины отказа.
        right: Ветеран имеет право на бесплатный проезд.
        right: Каждому гарантируется тайна переписки.
        right: Инвалиды первой группы освобождаются от уплаты сбора.
        permission: Заявитель вправе отозвать заявление.
        permission: Суд может отложить слушание.
        permission: Допускается хранение катеров под навесом.
        restriction: Свобода передвижения в заповеднике ограничивается.
        restriction: Водитель лишается права управления на два года.
        sanction: Нарушение правил рыболовства влечет штраф.
        sanction: Виновные лица привлекаются к ответственности.
        sanction: Порча причала наказывается исправительными работами.
        delegation: Порядок выдачи пропусков определяется Правительством.
        delegation: Форма заявления утверждается уполномоченным органом.
        declaration: Архив является юридическим лицом.
        declaration: Реестр состоит из трех книг.
        declaration: Причал не является жилым помещением.
        definition: Под «стоянкой» понимается место для катеров.
        prohibition: Пеня не может превышать суммы долга.
        prohibition: Катера не могут стоять у моста.
        none: Настоящий Закон вводится в действие с 1 января 2027 года.
        none: Признать утратившим силу приказ о стоянках.
        none: В статье 5 слова «два дня» заменить словами «три дня».
        none: Часть вторую статьи 8 исключить.
        ",
        |n| n.modality.name(),
    );
}

#[test]
fn modalities_in_kazakh() {
    compare(
        "kk",
        "
        obligation: Жұмыс беруші бұйрықтың көшірмесін қызметкерге беруге міндетті.
        obligation: Тасымалдаушы жүкті сақтандыруға тиіс.
        obligation: Өтініш он жұмыс күні ішінде беріледі.
        obligation: Төлеуші есепті салық органына ұсынады.
        obligation: Айлақ жыл сайын тексерілуге жатады.
        prohibition: Он алты жасқа толмаған адамдарға катер басқаруға тыйым салынады.
        prohibition: Өтінішті қабылдаудан бас тартуға жол берілмейді.
        prohibition: Жұмыс берушінің қызметкерден кепіл талап етуге құқығы жоқ.
        prohibition: Жүргізуші көлікті бөтен адамға беруге құқылы емес.
        prohibition: Күзетші орнын тастап кетпеуге тиіс.
        prohibition: Өсімпұл қарыз сомасынан аспауға тиіс.
        prohibition: Қорықта от жағуға болмайды.
        right: Қызметкер бас тарту себебін түсіндіруге міндетті емес.
        right: Ардагердің тегін жол жүруге құқығы бар.
        right: Әркімге хат алмасу құпиясына кепілдік беріледі.
        right: Бірінші топтағы мүгедектігі бар адамдар алым төлеуден босатылады.
        permission: Өтініш беруші өтінішін кері қайтарып алуға құқылы.
        permission: Сот отырысты кейінге қалдыруы мүмкін.
        permission: Катерлерді қалқа астында сақтауға рұқсат етіледі.
        restriction: Қорықта жүріп-тұру бостандығы шектеледі.
        restriction: Жүргізуші көлік басқару құқығынан екі жылға айырылады.
        sanction: Балық аулау қағидаларын бұзу айыппұл салуға әкеп соғады.
        sanction: Кінәлі адамдар жауаптылыққа тартылады.
        delegation: Рұқсаттама беру тәртібін Үкімет айқындайды.
        delegation: Өтініштің нысанын уәкілетті орган бекітеді.
        declaration: Мұрағат заңды тұлға болып табылады.
        declaration: Тізілім үш кітаптан тұрады.
        declaration: Айлақ тұрғын үй-жай болып табылмайды.
        definition: «Тұрақ» деп катерлер сақталатын орын ұғынылады.
        none: Осы Заң 2027 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.
        none: Тұрақтар туралы бұйрықтың күші жойылды деп танылсын.
        none: 5-баптағы «екі күн» деген сөздер «үш күн» деген сөздермен ауыстырылсын.
        none: 8-баптың екінші бөлігі алып тасталсын.
        ",
        |n| n.modality.name(),
    );
}

#[test]
fn modalities_in_english() {
    compare(
        "en",
        "
        obligation: The employer shall give the worker a copy of the order.
        obligation: A carrier must insure the cargo.
        obligation: The applicant is required to sign the form.
        obligation: An application shall be filed within ten working days.
        prohibition: An employer may not demand a deposit from a worker.
        prohibition: No person shall operate a boat without a licence.
        prohibition: The registrar shall not refuse an application.
        prohibition: Minors are prohibited from operating a boat.
        prohibition: A watchman is not entitled to leave his post.
        prohibition: It is unlawful to light a fire in the reserve.
        right: A worker is not required to explain a refusal.
        right: An applicant need not attend the hearing.
        right: The judge is not bound to give reasons.
        right: A veteran is entitled to free travel.
        right: Everyone has the right to privacy of correspondence.
        right: A person with a disability is exempt from the fee.
        permission: The applicant may withdraw the application.
        permission: The court may adjourn the hearing.
        permission: Boats are permitted to moor at night.
        restriction: Freedom of movement in the reserve is restricted.
        restriction: The holder is deprived of the licence.
        sanction: A person who breaches this section is liable to a fine.
        sanction: Whoever damages a pier commits an offence.
        delegation: The procedure shall be determined by the Government.
        delegation: The form of the application shall be prescribed by regulations.
        declaration: The Archive is a body corporate.
        declaration: The register consists of three books.
        declaration: A pier is not a dwelling.
        definition: \"Mooring\" means a place where boats are kept.
        definition: In this Act, \"boat\" includes a raft.
        none: This Act comes into force on 1 January 2027.
        none: The Moorings Order is repealed.
        none: Section 8(2) is repealed.
        ",
        |n| n.modality.name(),
    );
}

/// What another clause of the sentence permits, forbids or asks for is a condition and not its norm.
#[test]
fn the_main_clause_counts() {
    compare(
        "ru",
        "
        permission: Если работник обязан пройти осмотр, работодатель вправе направить его к врачу.
        obligation: Если работодатель вправе провести проверку, он обязан объявить о ней.
        obligation: Работодатель, который вправе проверять знания, обязан утвердить программу.
        obligation: Лицо, которому запрещено управлять катером, обязано сдать удостоверение.
        right: Лицо, которое не обязано платить сбор, имеет право на возврат.
        prohibition: Орган не вправе отказать, если заявитель имеет право на льготу.
        prohibition: Запрещается продавать билеты, которые не подлежат возврату.
        permission: Суд вправе назначить проверку, когда стороны обязаны представить отчет.
        ",
        |n| n.modality.name(),
    );
    compare(
        "kk",
        "
        permission: Егер қызметкер тексеруден өтуге міндетті болса, жұмыс беруші оны жіберуге құқылы.
        obligation: Егер жұмыс беруші тексеруге құқылы болса, ол бұл туралы хабарлауға міндетті.
        obligation: Білімді тексеруге құқылы жұмыс беруші бағдарламаны бекітуге міндетті.
        right: Алым төлеуге міндетті емес адамның оны қайтарып алуға құқығы бар.
        prohibition: Өтініш берушінің жеңілдікке құқығы болса, органның бас тартуға құқығы жоқ.
        prohibition: Қайтарылуға жатпайтын билеттерді сатуға тыйым салынады.
        ",
        |n| n.modality.name(),
    );
    compare(
        "en",
        "
        permission: If a worker must be examined, the employer may refer the worker to a doctor.
        obligation: Where the employer may carry out a check, the employer shall announce it.
        obligation: An employer who may examine workers shall publish the programme.
        obligation: A person who is not required to pay the fee must file a declaration.
        prohibition: The registrar shall not refuse if the applicant has the right to a benefit.
        prohibition: A dealer may not sell tickets that must be returned.
        ",
        |n| n.modality.name(),
    );
}

/// Compares the norms of a text with one line each: the modality, and how the norm's words begin.
#[track_caller]
fn list(lang: &str, text: &str, wanted: &[(&str, &str)]) {
    let found = told(lang, text, |n| (n.modality.name(), text[n.span.range()].to_owned()));
    let fits = found.len() == wanted.len()
        && found.iter().zip(wanted).all(|(f, w)| f.0 == w.0 && f.1.starts_with(w.1));
    assert!(fits, "{text}\n{found:#?}");
}

#[test]
fn items_borrow_from_their_lead_in() {
    list(
        "ru",
        "Статья 1. Обязанности\n1. Работник обязан:\n1) хранить ключи;\n2) вести журнал.\n\
         2. Работник вправе:\n1) отказаться от ключей;\n2) передать журнал сменщику.\n\
         3. Перевозчику запрещается:\n1) курить в трюме;\n2) перегружать судно.\n",
        &[
            ("obligation", "хранить"),
            ("obligation", "вести"),
            ("permission", "отказаться"),
            ("permission", "передать"),
            ("prohibition", "курить"),
            ("prohibition", "перегружать"),
        ],
    );
    list(
        "kk",
        "1-бап. Міндеттер\n1. Қызметкер:\n1) кілтті сақтауға;\n2) журнал жүргізуге міндетті.\n\
         2. Қызметкер:\n1) кілттен бас тартуға;\n2) журналды ауысымшыға беруге құқылы.\n\
         3. Мыналарға тыйым салынады:\n1) трюмде темекі шегуге;\n2) кемеге артық жүк тиеуге.\n",
        &[
            ("obligation", "кілтті"),
            ("obligation", "журнал"),
            ("permission", "кілттен"),
            ("permission", "журналды"),
            ("prohibition", "трюмде"),
            ("prohibition", "кемеге"),
        ],
    );
    list(
        "en",
        "Article 1. Duties\n1. A worker shall:\n1) keep the keys;\n2) fill in the log.\n\
         2. A worker may:\n1) return the keys;\n2) hand over the log.\n\
         3. A carrier must not:\n1) smoke in the hold;\n2) overload the vessel.\n",
        &[
            ("obligation", "keep"),
            ("obligation", "fill"),
            ("permission", "return"),
            ("permission", "hand"),
            ("prohibition", "smoke"),
            ("prohibition", "overload"),
        ],
    );
}

#[test]
fn an_item_with_words_of_its_own_goes_by_them() {
    list(
        "ru",
        "Статья 1. Порядок\n1. Смотритель обязан:\n1) хранить ключи;\n2) вести журнал, при этом он \
         вправе оставить в нем замечания.\n2. Запись ведется чернилами.\n",
        &[("obligation", "хранить"), ("obligation", "вести"), ("obligation", "Запись")],
    );
}

#[test]
fn terms_and_dashes_define() {
    list(
        "ru",
        "Статья 1. Понятия\nВ настоящем Законе используются следующие понятия:\n\
         1) стоянка – место, где хранят катера;\n2) катер – судно, которое может нести пассажиров;\n\
         3) смотритель – лицо, которое обязано хранить ключи.\n",
        &[("definition", "стоянка"), ("definition", "катер"), ("definition", "смотритель")],
    );
    list(
        "kk",
        "1-бап. Ұғымдар\nОсы Заңда мынадай ұғымдар пайдаланылады:\n1) тұрақ – катерлер сақталатын орын;\n\
         2) катер – жолаушы тасуы мүмкін кеме;\n3) бақылаушы – кілтті сақтауға міндетті адам.\n",
        &[("definition", "тұрақ"), ("definition", "катер"), ("definition", "бақылаушы")],
    );
    list(
        "en",
        "Section 1. Terms.\nIn this Act:\n(1) \"mooring\" means a place where boats are kept;\n\
         (2) \"boat\" means a vessel that may carry passengers;\n\
         (3) \"keeper\" means a person who must keep the keys.\n",
        &[("definition", "\"mooring"), ("definition", "\"boat"), ("definition", "\"keeper")],
    );
}

#[test]
fn notes_of_the_editors_give_no_norm() {
    list(
        "ru",
        "Статья 1. Стоянки\nСмотритель обязан хранить ключи.\n\
         Сноска. Статья 1 с изменениями, внесенными Законом от 5 мая 2020 года № 12 (вводится в \
         действие со дня опубликования).\n",
        &[("obligation", "Смотритель")],
    );
    list(
        "kk",
        "1-бап. Тұрақтар\nБақылаушы кілтті сақтауға міндетті.\n\
         Ескерту. 1-бапқа өзгеріс енгізілді – 2020 жылғы 5 мамырдағы № 12 Заңымен.\n",
        &[("obligation", "Бақылаушы")],
    );
    list(
        "en",
        "Article 1. Moorings\nThe keeper shall keep the keys.\n\
         Footnote. Article 1 as amended by the Law dated 5 May 2020 No. 12.\n",
        &[("obligation", "The keeper")],
    );
}

#[test]
fn addressees() {
    compare(
        "ru",
        "
        person: Граждане обязаны беречь лес.
        person: Работник вправе уйти в отпуск.
        organisation: Юридическое лицо обязано вести учет.
        organisation: Банк вправе закрыть счет.
        organisation: Перед увольнением работника работодатель обязан выдать ему книжку.
        state-body: Министерство обязано опубликовать отчет.
        state-body: Местный исполнительный орган ведет реестр.
        official: Министр обязан отвечать на запросы.
        official: Прокурор вправе опротестовать приказ.
        anyone: Вход в хранилище запрещается.
        anyone: Заявление должно содержать адрес.
        ",
        |n| n.subject.name(),
    );
    compare(
        "kk",
        "
        person: Азаматтар орманды қорғауға міндетті.
        person: Қызметкер демалысқа шығуға құқылы.
        organisation: Заңды тұлға есеп жүргізуге міндетті.
        organisation: Банк шотты жабуға құқылы.
        state-body: Министрлік есепті жариялауға міндетті.
        state-body: Жергілікті атқарушы орган тізілімді жүргізеді.
        official: Министр сұрау салуларға жауап беруге міндетті.
        official: Прокурор бұйрыққа наразылық білдіруге құқылы.
        anyone: Қоймаға кіруге тыйым салынады.
        anyone: Өтініште мекенжай болуға тиіс.
        ",
        |n| n.subject.name(),
    );
    compare(
        "en",
        "
        person: Citizens shall protect the forest.
        person: A worker may take leave.
        organisation: A legal entity shall keep accounts.
        organisation: The bank may close the account.
        state-body: The ministry shall publish a report.
        state-body: The local executive body keeps a register.
        official: The minister shall answer questions.
        official: A prosecutor may appeal against the order.
        anyone: Entry into the store is prohibited.
        anyone: The application must contain an address.
        ",
        |n| n.subject.name(),
    );
}

/// The slots of the one norm of a sentence, and the words of a span.
fn slots<T>(lang: &str, sentence: &str, tell: impl Fn(&Slots, &str) -> T) -> Vec<T> {
    let text = format!("{}{sentence}\n", label(lang));
    told(lang, &text, |n| tell(&n.slots, &text))
}

/// Compares each line of a table, `wanted | sentence`, with what is told of the slots of its norm.
#[track_caller]
fn compare_slots(lang: &str, table: &str, tell: impl Fn(&Slots, &str) -> String) {
    let mut differences = String::new();
    for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (wanted, sentence) = line.split_once('|').expect("a bar stands between");
        let found = slots(lang, sentence.trim(), &tell);
        if found != [wanted.trim()] {
            let _ = writeln!(differences, "{wanted}, not {found:?}: {sentence}");
        }
    }
    assert!(differences.is_empty(), "{lang}:\n{differences}");
}

#[test]
fn qualifiers_have_a_polarity() {
    let tell = |slots: &Slots, _: &str| {
        let told = slots.qualifiers.iter().map(|q| (q.kind.name(), q.polarity.name()));
        told.map(|(kind, polarity)| format!("{kind} {polarity}")).collect::<Vec<_>>().join(", ")
    };
    compare_slots(
        "ru",
        "
        by-court with | Орган вправе осмотреть катер по решению суда.
        by-court only | Орган вправе осмотреть катер только по решению суда.
        by-court only | Никто не может быть выселен иначе как по решению суда.
        by-court without | Орган вправе осмотреть катер без решения суда.
        by-court with | Арест на катер налагается в судебном порядке.
        by-law only | Сбор устанавливается исключительно законом.
        consent with | Снимок публикуется с согласия владельца.
        consent without | Снимок публикуется без согласия владельца.
        compensation without | Орган вправе изъять катер без возмещения.
        exceptional with | В исключительных случаях орган вправе закрыть причал.
        exceptional only | Орган вправе закрыть причал только в исключительных случаях.
        | Орган вправе закрыть причал.
        ",
        tell,
    );
    compare_slots(
        "kk",
        "
        by-court with | Орган катерді сот шешімімен тексеруге құқылы.
        by-court without | Орган катерді сот шешімінсіз тексеруге құқылы.
        by-court only | Орган катерді тек сот шешімімен ғана тексеруге құқылы.
        by-court only | Орган катерді сот шешімімен ғана тексеруге құқылы.
        consent with | Сурет иесінің келісімімен жарияланады.
        consent without | Сурет иесінің келісімінсіз жарияланады.
        exceptional with | Ерекше жағдайларда орган айлақты жабуға құқылы.
        exceptional only | Орган айлақты тек ерекше жағдайларда ғана жабуға құқылы.
        | Орган айлақты жабуға құқылы.
        ",
        tell,
    );
    compare_slots(
        "en",
        "
        by-court with | An inspector may search a boat by order of a court.
        by-court only | An inspector may search a boat only by order of a court.
        by-court without | An inspector may search a boat without a court order.
        consent with | A picture may be published with the consent of the owner.
        consent without | A picture may be published without the consent of the owner.
        exceptional with | In exceptional cases the body may close a pier.
        exceptional only | The body may close a pier only in exceptional cases.
        | The body may close a pier.
        ",
        tell,
    );
}

#[test]
fn purposes_in_their_exact_words() {
    let tell =
        |slots: &Slots, text: &str| slots.purpose.map_or("", |p| &text[p.range()]).to_owned();
    compare_slots(
        "ru",
        "
        в целях охраны берега | Орган вправе закрыть причал в целях охраны берега.
        В целях охраны берега | В целях охраны берега, орган вправе закрыть причал.
        с целью проверки груза | Инспектор вправе осмотреть катер с целью проверки груза.
        | Орган вправе закрыть причал.
        ",
        tell,
    );
    compare_slots(
        "kk",
        "
        Жағаны қорғау мақсатында | Жағаны қорғау мақсатында, орган айлақты жабуға құқылы.
        | Орган айлақты жабуға құқылы.
        ",
        tell,
    );
    compare_slots(
        "en",
        "
        for the purpose of protecting the shore | The body may close a pier for the purpose of protecting the shore.
        in order to check the cargo | An inspector may search a boat in order to check the cargo.
        In the interests of safety | In the interests of safety, the body may close a pier.
        | The body may close a pier.
        ",
        tell,
    );
}

#[test]
fn amounts_with_what_they_count() {
    let tell = |slots: &Slots, text: &str| {
        let told = slots.amounts.iter().map(|a| {
            let words = &text[a.span.range()];
            let (whole, part) = (a.hundredths / 100, a.hundredths % 100);
            format!("{whole}.{part:02} {} <{words}>", a.unit.name())
        });
        told.collect::<Vec<_>>().join(", ")
    };
    compare_slots(
        "ru",
        "
        50.00 index <50 месячных расчетных показателей> | Порча причала влечет штраф в размере 50 месячных расчетных показателей.
        0.50 percent <0,5 процента> | Сбор составляет 0,5 процента.
        12.00 percent <12 (двенадцать) процентов> | Сбор составляет 12 (двенадцать) процентов.
        240162589.00 money <240 162 589 тенге> | Расходы составляют 240 162 589 тенге.
        5.00 years <пять лет> | Смотритель обязан хранить журнал пять лет.
        10.00 days <десяти рабочих дней> | Заявление подается в течение десяти рабочих дней.
        3.00 months <3 месяца> | Смотритель обязан хранить ключи 3 месяца.
        2.00 percent <2 процента>, 100.00 index <100 месячных расчетных показателей> | Сбор составляет 2 процента, но не выше 100 месячных расчетных показателей.
        | Смотритель обязан сдать журнал до 1 января 2027 года.
        | Смотритель ведет журнал по форме 5.
        ",
        tell,
    );
    compare_slots(
        "kk",
        "
        50.00 index <50 айлық есептік көрсеткіш> | Айлақты бүлдіру 50 айлық есептік көрсеткіш мөлшерінде айыппұл салуға әкеп соғады.
        0.50 percent <0,5 пайызды> | Алым 0,5 пайызды құрайды.
        12.00 percent <12 (он екі) пайызды> | Алым 12 (он екі) пайызды құрайды.
        240162589.00 money <240 162 589 теңгені> | Шығыстар 240 162 589 теңгені құрайды.
        5.00 years <бес жыл> | Бақылаушы журналды бес жыл сақтауға міндетті.
        10.00 days <он күн> | Өтініш он күн ішінде беріледі.
        10.00 days <он жұмыс күні> | Өтініш он жұмыс күні ішінде беріледі.
        | Бақылаушы журналды 2027 жылғы 1 қаңтарға дейін тапсыруға міндетті.
        ",
        tell,
    );
    compare_slots(
        "en",
        "
        50.00 index <50 monthly calculation indices> | Damage to a pier entails a fine of 50 monthly calculation indices.
        0.50 percent <0.5 percent> | The fee is 0.5 percent of the price.
        12.00 percent <12 (twelve) per cent> | The fee is 12 (twelve) per cent of the price.
        5.00 years <five years> | The keeper shall keep the log for five years.
        10.00 days <ten working days> | An application shall be filed within ten working days.
        | The keeper shall hand over the log before 1 January 2027.
        ",
        tell,
    );
}

#[test]
fn words_that_leave_a_matter_to_others() {
    let tell = |slots: &Slots, _: &str| slots.delegates.is_some().to_string();
    compare_slots(
        "ru",
        "
        true | Порядок выдачи пропусков определяется Правительством.
        true | Пропуск выдается в порядке, определяемом уполномоченным органом.
        false | Смотритель выдает пропуск.
        ",
        tell,
    );
    compare_slots(
        "kk",
        "
        true | Рұқсаттама беру тәртібін Үкімет айқындайды.
        true | Рұқсаттама уәкілетті орган айқындайтын тәртіппен беріледі.
        false | Бақылаушы рұқсаттаманы береді.
        ",
        tell,
    );
    compare_slots(
        "en",
        "
        true | The procedure shall be determined by the Government.
        true | A pass shall be issued in the manner prescribed by the Minister.
        false | The keeper shall issue a pass.
        ",
        tell,
    );
}
