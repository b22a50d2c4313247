//! The outline: which units a text has, what they are called, and whose words stand in them.

use std::fmt::Write as _;

use grundnorm::engine::Options;
use grundnorm::model::{Act, ActKind, Number, UnitKind, Zone};
use grundnorm::source::{Markup, Source};

use crate::support::{in_language, plain, read};

/// Parses a text of one act.
fn act(lang: &str, source: &Source) -> Act {
    let mut acts = read(source, &in_language(lang)).acts;
    assert_eq!(acts.len(), 1, "expected one act");
    acts.remove(0).0
}

/// The names of the units, one a line, in the order of the text.
fn names(act: &Act) -> String {
    act.units.iter().fold(String::new(), |mut out, unit| {
        let _ = writeln!(out, "{}", unit.eid);
        out
    })
}

/// Compares the names of the units of a plain text with a list in words.
#[track_caller]
pub(crate) fn check(lang: &str, text: &str, expected: &str) {
    let wanted: Vec<&str> = expected.split_whitespace().collect();
    let found = names(&act(lang, &plain(text)));
    assert_eq!(found.lines().collect::<Vec<_>>(), wanted, "{text}");
}

#[track_caller]
pub(crate) fn check_markdown(lang: &str, text: &str, expected: &str) {
    let wanted: Vec<&str> = expected.split_whitespace().collect();
    let found = names(&act(lang, &Source::new("act.md", text, Markup::Markdown)));
    assert_eq!(found.lines().collect::<Vec<_>>(), wanted, "{text}");
}

/// The words of a unit, by its name.
fn words<'a>(act: &Act, source: &'a Source, eid: &str) -> &'a str {
    let unit = act.units.iter().find(|u| u.eid.as_str() == eid);
    source.slice(unit.unwrap_or_else(|| panic!("no {eid} in {}", names(act))).span)
}

#[test]
fn a_law_in_russian() {
    check(
        "ru",
        "ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН

О музеях

Глава 1. Общие положения

Статья 1. Основные понятия
В настоящем Законе используются следующие понятия:
1) музей – организация культуры;
2) фонд – собрание предметов.

Статья 2. Задачи
1. Музей хранит предметы.
2. Музей обязан:
1) вести учет;
2) беречь предметы.
Учет ведется в журнале.
3. Фонд неделим.

Глава 2. Заключительные положения

Статья 3. Порядок введения в действие
Настоящий Закон вводится в действие с 1 января 2027 года.
",
        "chp_1 art_1 art_1__subpara_1 art_1__subpara_2
         art_2 art_2__para_1 art_2__para_2 art_2__para_2__subpara_1 art_2__para_2__subpara_2
         art_2__para_2__al_2 art_2__para_3
         chp_2 art_3",
    );
}

#[test]
fn a_law_in_kazakh() {
    check(
        "kk",
        "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ ЗАҢЫ

Музейлер туралы

1-тарау. Жалпы ережелер

1-бап. Негізгі ұғымдар
Осы Заңда мынадай ұғымдар пайдаланылады:
1) музей – мәдениет ұйымы;
2) қор – заттар жиынтығы.

2-бап. Міндеттер
1. Музей заттарды сақтайды.
2. Музей:
1) есеп жүргізуге;
2) заттарды қорғауға міндетті.

2-тарау. Қорытынды ережелер

3-бап. Осы Заңды қолданысқа енгізу тәртібі
Осы Заң 2027 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.
",
        "chp_1 art_1 art_1__subpara_1 art_1__subpara_2
         art_2 art_2__para_1 art_2__para_2 art_2__para_2__subpara_1 art_2__para_2__subpara_2
         chp_2 art_3",
    );
}

#[test]
fn a_law_in_english() {
    check(
        "en",
        "LAW OF THE REPUBLIC OF KAZAKHSTAN

On Museums

Chapter 1. General provisions

Article 1. Tasks
1. A museum keeps objects.
2. A museum shall:
1) keep records;
2) protect its objects.

Chapter 2. Final provisions

Article 2. Entry into force
This Law shall be put into effect on 1 January 2027.
",
        "chp_1 art_1 art_1__para_1 art_1__para_2 art_1__para_2__subpara_1 art_1__para_2__subpara_2
         chp_2 art_2",
    );
}

#[test]
fn a_code_with_sections_in_roman_figures_and_divisions() {
    check(
        "ru",
        "КОДЕКС РЕСПУБЛИКИ КАЗАХСТАН
О ПАСТБИЩАХ

РАЗДЕЛ I. ОБЩИЕ ПОЛОЖЕНИЯ
Глава 1. Основы
Статья 1. Законодательство
Законодательство о пастбищах состоит из настоящего Кодекса.
Раздел IV
ОСОБЕННАЯ ЧАСТЬ
Глава 2. Учет
§ 1. Реестр
Статья 2. Реестр
1. Реестр ведет орган.
§ 2. Надзор
Статья 3. Надзор
Надзор ведет орган.
",
        "sec_1 chp_1 art_1 sec_4 chp_2 chp_2__dvs_1 art_2 art_2__para_1 chp_2__dvs_2 art_3",
    );
    check(
        "kk",
        "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ КОДЕКСІ
1-БӨЛІМ. ЖАЛПЫ ЕРЕЖЕЛЕР
1-тарау. Негіздер
1-параграф. Тізілім
1-бап. Тізілім
1. Тізілімді орган жүргізеді.
2-параграф. Қадағалау
2-бап. Қадағалау
Қадағалауды орган жүргізеді.
",
        "sec_1 chp_1 chp_1__dvs_1 art_1 art_1__para_1 chp_1__dvs_2 art_2",
    );
}

#[test]
fn an_act_of_points() {
    check(
        "ru",
        "Об утверждении правил

В соответствии с пунктом 2 статьи 5 Закона Республики Казахстан «О музеях» ПРИКАЗЫВАЮ:
1. Утвердить правила.
2. Департаменту обеспечить:
1) регистрацию приказа;
2) его опубликование.
3. Приказ вводится в действие со дня его подписания.
",
        "preamble para_1 para_2 para_2__subpara_1 para_2__subpara_2 para_3",
    );
    check(
        "kk",
        "Қағидаларды бекіту туралы

«Музейлер туралы» Заңның 5-бабы 2-тармағына сәйкес БҰЙЫРАМЫН:
1. Қағидалар бекітілсін.
2. Департамент:
1) бұйрықты тіркеуді;
2) жариялауды қамтамасыз етсін.
3. Осы бұйрық қол қойылған күнінен бастап күшіне енеді.
",
        "para_1 para_2 para_2__subpara_1 para_2__subpara_2 para_3",
    );
}

#[test]
fn inserted_units_keep_their_hyphens() {
    check(
        "ru",
        "Статья 17. Хранение
1. Предметы хранят.
1-1. Предметы хранят в сухом месте.
2. Орган ведет:
1) учет;
1-1) надзор;
2) сверку.
Статья 17-1. Сверка
Сверку ведут раз в год.
Статья 17-1-2. Повторная сверка
Сверку повторяют.
Статья 18. Выдача
Предметы выдают.
",
        "art_17 art_17__para_1 art_17__para_1-1 art_17__para_2 art_17__para_2__subpara_1
         art_17__para_2__subpara_1-1 art_17__para_2__subpara_2 art_17-1 art_17-1-2 art_18",
    );
    check(
        "kk",
        "17-бап. Сақтау\n1. Заттар сақталады.\n1-1. Заттар құрғақ жерде сақталады.\n\
         17-1-бап. Салыстыру\nСалыстыру жылына бір рет жүргізіледі.\n18-бап. Беру\nЗаттар беріледі.\n",
        "art_17 art_17__para_1 art_17__para_1-1 art_17-1 art_18",
    );
}

#[test]
fn parts_of_a_text_are_alineas_and_lower_case_items_indents() {
    check(
        "ru",
        "Статья 5. Выдача
1. Предмет выдают на основании:
договора;
решения суда.
Решение хранят в деле.
2. Отказ обжалуют.
Статья 6. Плата
Плату вносит заявитель.
Размер платы устанавливает орган.
Плату зачисляют в бюджет.
",
        "art_5 art_5__para_1 art_5__para_1__indent_2 art_5__para_1__indent_3 art_5__para_1__al_2
         art_5__para_2 art_6 art_6__al_2 art_6__al_3",
    );
}

#[test]
fn sections_of_english_acts_go_by_the_shape_of_the_label() {
    check(
        "en",
        "Section 2. Definitions.
(a)(1) The operator shall:
(A) mark the places:
(i) at each entrance;
(ii) at each exit; and
(B) keep them clean.
(2) The operator may publish a map.
(b) Places are free.
Section 3. Charges.
(a) A charge is paid.
",
        "sec_2 sec_2__subsec_a sec_2__subsec_a__para_1 sec_2__subsec_a__para_1__subpara_A
         sec_2__subsec_a__para_1__subpara_A__subsubpara_i
         sec_2__subsec_a__para_1__subpara_A__subsubpara_ii
         sec_2__subsec_a__para_1__subpara_B sec_2__subsec_a__para_2 sec_2__subsec_b
         sec_3 sec_3__subsec_a",
    );
}

#[test]
fn the_ninth_subsection_is_no_roman_figure() {
    let text: String = "Section 1. Rules.\n".to_owned()
        + &('a'..='j').fold(String::new(), |mut text, letter| {
            let _ = writeln!(text, "({letter}) A rule.");
            text
        });
    let wanted: Vec<String> = std::iter::once("sec_1".to_owned())
        .chain(('a'..='j').map(|letter| format!("sec_1__subsec_{letter}")))
        .collect();
    check("en", &text, &wanted.join(" "));
}

const AMENDING: &str = "О внесении изменений в Закон Республики Казахстан «О музеях»

Статья 1. Внести в Закон Республики Казахстан «О музеях» следующие изменения:
1) статью 5 изложить в следующей редакции:
«Статья 5. Учет
1. Музей обязан вести учет.
2. Учет ведут:
1) в журнале;
2) в реестре.»;
2) дополнить статьей 5-1 следующего содержания:
«Статья 5-1. Сверка
Сверку ведут раз в год.»;
3) в статье 7 слова «один год» заменить словами «два года».
Статья 2. Настоящий Закон вводится в действие с 1 января 2027 года.
";

#[test]
fn quoted_text_never_makes_units_of_the_act() {
    check("ru", AMENDING, "art_1 art_1__subpara_1 art_1__subpara_2 art_1__subpara_3 art_2");
    let source = plain(AMENDING);
    let act = act("ru", &source);
    let quoted: Vec<&str> = act
        .blocks
        .iter()
        .filter(|b| b.zone == Zone::QuotedNew)
        .map(|b| source.slice(b.span))
        .collect();
    assert!(quoted.iter().any(|q| q.contains("Музей обязан вести учет")), "{quoted:#?}");
    assert!(quoted.iter().any(|q| q.contains("Сверку ведут раз в год")), "{quoted:#?}");
    assert!(!quoted.iter().any(|q| q.contains("дополнить статьей")), "{quoted:#?}");
    assert!(act.amending);
    assert_eq!(words(&act, &source, "art_2").split(". ").next(), Some("Статья 2"));
}

#[test]
fn quoted_text_never_makes_units_in_kazakh_and_english() {
    check(
        "kk",
        "«Музейлер туралы» Қазақстан Республикасының Заңына өзгерістер енгізу туралы
1-бап. «Музейлер туралы» Қазақстан Республикасының Заңына мынадай өзгерістер енгізілсін:
1) 5-бап мынадай редакцияда жазылсын:
«5-бап. Есеп
1. Музей есеп жүргізуге міндетті.
2. Есеп тізілімде жүргізіледі.»;
2) 7-баптағы «бір жыл» деген сөздер «екі жыл» деген сөздермен ауыстырылсын.
2-бап. Осы Заң 2027 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.
",
        "art_1 art_1__subpara_1 art_1__subpara_2 art_2",
    );
    check(
        "en",
        "On Amendments to the Law \"On Museums\"
Article 1. The following amendments shall be made to the Law \"On Museums\":
1) Article 5 shall be set out in the following wording:
\"Article 5. Records
1. A museum shall keep records.
2. Records are kept in a register.\";
2) in Article 7 the words \"one year\" shall be replaced by the words \"two years\".
Article 2. This Law shall be put into effect on 1 January 2027.
",
        "art_1 art_1__subpara_1 art_1__subpara_2 art_2",
    );
}

#[test]
fn notes_of_the_editors_are_units_apart() {
    let text = "Статья 1. Учет
1. Учет ведет музей.
Сноска. Пункт 1 с изменением, внесенным Законом РК от 01.02.2020 № 5-VI.
2. Учет открыт.
Статья 2. Надзор
Надзор ведет орган.
";
    check("ru", text, "art_1 art_1__para_1 art_1__para_1__note art_1__para_2 art_2");
    let source = plain(text);
    let act = act("ru", &source);
    let note = act.units.iter().find(|u| u.kind == UnitKind::EditorialNote).unwrap();
    assert!(source.slice(note.span).starts_with("Сноска."));
    let zones: Vec<Zone> = act.blocks.iter().map(|b| b.zone).filter(|z| *z != Zone::Own).collect();
    assert_eq!(zones, [Zone::Note]);
}

#[test]
fn attachments_begin_anew() {
    let text = "Об утверждении правил
1. Утвердить правила согласно приложению 1 к настоящему приказу.
2. Приказ вводится в действие со дня его подписания.

Министр А. Ахметов

Приложение 1
Правила учета
1. Учет ведет музей.
2. Учет открыт.
Приложение 2
1. Журнал ведут от руки.
";
    check("ru", text, "para_1 para_2 att_1 att_1__para_1 att_1__para_2 att_2 att_2__para_1");
    let source = plain(text);
    let act = act("ru", &source);
    let journal = act.blocks.iter().find(|b| source.slice(b.span).starts_with("Журнал")).unwrap();
    assert_eq!(journal.zone, Zone::Attachment);
    assert!(act.signed);
}

#[test]
fn a_name_that_is_used_twice_is_told_apart() {
    check(
        "ru",
        "Статья 1. Учет\n1. Учет ведет музей.\n1. Учет ведут всегда.\n2. Учет открыт.\n",
        "art_1 art_1__para_1 art_1__para_1~2 art_1__para_2",
    );
}

#[test]
fn markdown_is_stepped_over() {
    check_markdown(
        "ru",
        "---
title: О музеях
status: проект
---

# ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН

## О музеях

### Глава 1\\. Общие положения

#### Статья 1\\. Учет

1\\. Музей ведет:

1\\) учет;

2\\) сверку\\.

**2.** Учет открыт.

> Статья 2. Надзор

Надзор ведет орган.
",
        "chp_1 art_1 art_1__para_1 art_1__para_1__subpara_1 art_1__para_1__subpara_2 art_1__para_2 art_2",
    );
}

#[test]
fn spans_of_markdown_lie_in_the_file() {
    let text = "---\ntitle: x\n---\n## 1-бап. Есеп\n\n1\\. Музей **есеп** жүргізеді.\n";
    let source = Source::new("act.md", text, Markup::Markdown);
    let act = act("kk", &source);
    assert_eq!(words(&act, &source, "art_1__para_1"), "1\\. Музей **есеп** жүргізеді.");
    let heading = act.units[0].heading.expect("the article has a heading");
    assert_eq!(source.slice(heading), "Есеп");
}

#[test]
fn a_line_that_lost_its_breaks_is_read_by_its_sequence() {
    check(
        "ru",
        "Статья 1. Музей обязан: 1) вести учет; 2) беречь предметы; 3) открывать двери по пункту 2) приказа.\n\
         Статья 2. Учет\n1. Учет ведет музей. 2. Учет открыт. 3. Учет хранят 5. июля.\n",
        "art_1 art_1__subpara_1 art_1__subpara_2 art_1__subpara_3
         art_2 art_2__para_1 art_2__para_2 art_2__para_3",
    );
}

/// Decisions of local councils come from their registry as one line, title block and all.
#[test]
fn an_act_that_lost_all_its_breaks_still_has_points() {
    check(
        "ru",
        "О ставке налога Решение маслихата района от 28 ноября 2025 года № 28 В соответствии со статьей 726 \
         Налогового кодекса маслихат РЕШИЛ: 1. Понизить ставку налога. 2. Настоящее решение вводится в \
         действие с 1 января 2026 года.",
        "para_1 para_2",
    );
}

#[test]
fn a_wrapped_citation_opens_no_article() {
    check(
        "ru",
        "Статья 1. Учет\n1. Учет ведут в порядке, который установлен\nстатьей 5 Закона «О музеях».\n\
         Статья 2. Надзор\nНадзор ведет орган.\n",
        "art_1 art_1__para_1 art_2",
    );
}

#[test]
fn title_kind_date_and_draft() {
    let options = Options::default();
    let facts = |text: &str| -> (ActKind, bool, Option<String>, Option<String>) {
        let source = plain(text);
        let document = read(&source, &options);
        let act = &document.acts[0].0;
        let title = act.title.map(|t| source.slice(t).to_owned());
        (act.kind, act.draft, title, act.date.map(|d| d.to_string()))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        facts("Проект\n\nЗАКОН РЕСПУБЛИКИ КАЗАХСТАН\n\nО музеях\n\nСтатья 1. Музей ведет учет.\n"),
        (ActKind::Law, true, some("О музеях"), None)
    );
    assert_eq!(
        facts(
            "Закон Республики Казахстан от 18 марта 2026 года № 271-VIII ЗРК\nО музеях\n\
             Статья 1. Музей ведет учет.\n"
        ),
        (ActKind::Law, false, some("О музеях"), some("2026-03-18"))
    );
    assert_eq!(
        facts(
            "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ КОНСТИТУЦИЯЛЫҚ ЗАҢЫ\n\nСот жүйесі туралы\n\n\
             1-бап. Осы Конституциялық заң сот жүйесін реттейді.\n"
        ),
        (ActKind::ConstitutionalLaw, false, some("Сот жүйесі туралы"), None)
    );
    assert_eq!(
        facts(
            "Draft\n\nCODE OF THE REPUBLIC OF KAZAKHSTAN\n\nOn Pastures\n\nArticle 1. This Code is on pastures.\n"
        ),
        (ActKind::Code, true, some("On Pastures"), None)
    );
}

#[test]
fn a_resolution_that_carries_a_draft_law_is_two_acts() {
    let long = "Настоящее постановление принимается в целях представления проекта закона на рассмотрение \
                Курултая Республики Казахстан в установленном порядке и в установленный срок.";
    let text = format!(
        "ПОСТАНОВЛЕНИЕ ПРАВИТЕЛЬСТВА РЕСПУБЛИКИ КАЗАХСТАН\nО проекте Закона «О музеях»\n1. {long}\n\
         2. Постановление вводится в действие со дня его подписания.\n\nПроект\n\n\
         ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН\n\nО музеях\n\nСтатья 1. Учет\n1. Музей ведет учет.\n"
    );
    let source = plain(&text);
    let document = read(&source, &in_language("ru"));
    let kinds: Vec<(ActKind, bool)> =
        document.acts.iter().map(|(act, _)| (act.kind, act.draft)).collect();
    assert_eq!(kinds, [(ActKind::Resolution, false), (ActKind::Law, true)]);
    assert_eq!(names(&document.acts[1].0), "art_1\nart_1__para_1\n");
}

#[test]
fn numbers_of_units() {
    let number = |text: &str| Number::parse(text).unwrap();
    for (later, before) in
        [("2", "1"), ("1-1", "1"), ("1-2", "1-1"), ("1-1-1", "1-1"), ("2", "1-5")]
    {
        assert!(number(later).follows(&number(before)), "{later} behind {before}");
        assert!(!number(before).follows(&number(later)), "{before} behind {later}");
        assert!(number(later).is_next(&number(before)), "{later} next to {before}");
    }
    for (later, before) in [("3", "1"), ("1-2", "1"), ("1", "1"), ("2-1", "1"), ("1", "2")] {
        assert!(!number(later).is_next(&number(before)), "{later} next to {before}");
    }
    for (text, value) in [("IV", 4), ("XIX", 19), ("ХІV", 14), ("xl", 40), ("C", 100)] {
        assert_eq!(Number::roman(text), Some(value), "{text}");
    }
    for text in ["", "IVа", "12", "МИ"] {
        assert_eq!(Number::roman(text), None, "{text}");
    }
    assert_eq!(Number::parse("5-"), None);
    assert_eq!(number("17-1-2").to_string(), "17-1-2");
}

/// The line with the date ends with the sign of a number that never comes.
#[test]
fn a_sign_that_ends_its_line_has_no_number() {
    let text = "О музеях\n\nЗакон Республики Казахстан от 5 мая 2026 года №\n\nСтатья 1. Музей хранит предметы.\n";
    let source = plain(text);
    assert_eq!(act("ru", &source).number, None);
}
