//! What the output formats show of real paragraphs: long, Cyrillic, sometimes broken.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use codespan_reporting::files::Files;
use grundnorm::finding::{Basis, Confidence, Edit, Finding, Fix, Label, Level};
use grundnorm::report::{Document, Format, Options, Provenance, RuleLeftOut, Run, Skipped, write};
use grundnorm::source::rows::{MOST_ROWS, Mark, Positions, Rows};
use grundnorm::source::{Markup, Position, Source, Span};
use proptest::prelude::*;
use termcolor::{Ansi, NoColor};
use unicode_width::UnicodeWidthStr;

pub(crate) const RUSSIAN: &str = "\
Проект

Закон о ведении реестра пастбищ

Статья 4. Предоставление участков
1. Местный исполнительный орган предоставляет участок пастбища по заявлению владельца скота, если \
площадь участка не превышает нормы, установленной уполномоченным органом, а при наличии нескольких \
заявлений на один участок решает вопрос с учётом числа голов скота, удалённости водопоя, состояния \
травостоя и сведений о соблюдении заявителем условий ранее заключённых договоров; в случаях, \
предусмотренных частью третьей статьи 9 настоящего Закона, орган вправе отказать в предоставлении \
участка по своему усмотрению и без указания причин, а равно изъять ранее предоставленный участок до \
истечения срока договора, если это признано целесообразным. Решение органа объявляется заявителю в \
течение пяти рабочих дней и обжалованию в суде не подлежит.
2. Настоящий Закон распространяется на отношения, возникшие до введения его в действие.
";

pub(crate) const KAZAKH: &str = "\
Жайылымдар тізілімі туралы заң

4-бап. Учаскелерді беру
1. Жергілікті атқарушы орган мал иесінің өтініші бойынша, егер учаскенің ауданы уәкілетті орган \
белгілеген нормадан аспаса, жайылым учаскесін береді, ал бір учаскеге бірнеше өтініш түскен кезде \
мәселені мал басының санын, суаттың қашықтығын, шөптің жай-күйін және өтініш берушінің бұрын жасалған \
шарттардың талаптарын сақтауы туралы мәліметтерді ескере отырып шешеді; осы Заңның 9-бабының үшінші \
бөлігінде көзделген жағдайларда орган өз қалауы бойынша және себебін көрсетпестен учаске беруден бас \
тартуға, сол сияқты мақсатқа сай деп танылса, бұрын берілген учаскені шарт мерзімі аяқталғанға дейін \
алып қоюға құқылы.
";

/// The place of `words` in the text, which has them once.
#[track_caller]
pub(crate) fn label(source: &Source, words: &str, text: &str) -> Label {
    let start = source.text().find(words).expect("the words are in the text");
    assert_eq!(source.text().matches(words).count(), 1, "{words} is ambiguous");
    Label { span: Span::new(start, start + words.len()), text: text.to_owned() }
}

pub(crate) fn finding(level: Level, rule: &str, message: &str, primary: Label) -> Finding {
    Finding {
        rule: rule.to_owned(),
        level,
        confidence: Confidence::Certain,
        message: message.to_owned(),
        unit: "art_4__para_1".to_owned(),
        address: "пункт 1 статьи 4".to_owned(),
        primary,
        related: vec![],
        basis: vec![],
        help: None,
        fixes: vec![],
        fingerprint: "0123456789ab".to_owned(),
    }
}

pub(crate) fn document<'a>(
    source: &'a Source,
    lang: &'a str,
    findings: Vec<Finding>,
) -> Document<'a> {
    Document {
        source,
        path: source.name().to_owned(),
        lang,
        kind: "law",
        draft: true,
        amending: false,
        title: "О ведении реестра пастбищ".to_owned(),
        units: 4,
        bytes: source.text().len(),
        judged: true,
        text_hash: "feed".to_owned(),
        findings,
        not_understood: vec![],
    }
}

pub(crate) fn sources() -> (Source, Source) {
    (
        Source::new("bills/pasture.md", RUSSIAN, Markup::Markdown),
        Source::new("bills/жайылым.txt", KAZAKH, Markup::Plain),
    )
}

pub(crate) fn run<'a>(russian: &'a Source, kazakh: &'a Source) -> Run<'a> {
    let mut discretion = finding(
        Level::Error,
        "kz-2026/unbounded-discretion",
        "a right is restricted at the discretion of a body, without criteria that the law sets",
        label(russian, "по своему усмотрению", "the discretion has no bounds"),
    );
    discretion.related = vec![
        label(russian, "Местный исполнительный орган", "the body that decides"),
        label(russian, "обжалованию в суде не подлежит", "and no court may review it"),
    ];
    discretion.basis = vec![
        Basis {
            provision: "kz-2026:art_5__para_5".to_owned(),
            label: "Constitution 2026, Art. 5(5)".to_owned(),
            says:
                "Rights may be restricted only by laws, and only to the extent that the aims named \
                   in the Constitution require."
                    .to_owned(),
            place: None,
        },
        Basis {
            provision: "kz-2026:art_20".to_owned(),
            label: "Constitution 2026, Art. 20".to_owned(),
            says: String::new(),
            place: None,
        },
    ];
    discretion.confidence = Confidence::Likely;
    discretion.help = Some(
        "name the grounds on which the body may refuse, or refer to the article that names them"
            .to_owned(),
    );
    let start = RUSSIAN.find("орган вправе отказать").unwrap();
    let end = RUSSIAN.find("если это признано").unwrap();
    let three_rows = Label { span: Span::new(start, end), text: "the whole power".to_owned() };
    let end = RUSSIAN.find("2. Настоящий").unwrap();
    let start = RUSSIAN.find("Статья 4").unwrap();
    let whole = Label { span: Span::new(start, end), text: "this article".to_owned() };
    let mut retroactive = finding(
        Level::Warning,
        "kz-2026/retroactive-burden",
        "the law reaches back",
        label(russian, "возникшие до введения его в действие", "relations of the past"),
    );
    retroactive.related = vec![whole];
    let power = finding(Level::Note, "kz-2026/long-power", "a power of many words", three_rows);

    let mut kazakh_finding = finding(
        Level::Error,
        "kz-2026/unbounded-discretion",
        "a right is restricted at the discretion of a body",
        label(kazakh, "өз қалауы бойынша", "шексіз қалау: заңда бірде-бір өлшем көрсетілмеген"),
    );
    "4-баптың 1-тармағы".clone_into(&mut kazakh_finding.address);
    kazakh_finding.related = vec![
        label(kazakh, "9-бабының үшінші бөлігінде", "осы бап бойынша"),
        label(kazakh, "себебін көрсетпестен", ""),
    ];
    Run {
        documents: vec![
            document(russian, "ru", vec![discretion, retroactive, power]),
            document(kazakh, "kk", vec![kazakh_finding]),
        ],
        skipped: vec![],
        rules_left_out: vec![],
        provenance: Provenance {
            version: "0.0.0".to_owned(),
            packs: BTreeMap::from([("kz-2026".to_owned(), "c0ffee".to_owned())]),
            as_of: Some("2026-11-21".to_owned()),
            published: None,
            ..Provenance::default()
        },
        ..Run::default()
    }
}

fn text(run: &Run<'_>, format: Format, width: usize, quiet: bool) -> String {
    let mut out = NoColor::new(vec![]);
    write(run, format, &Options { width, quiet, ..Options::default() }, &mut out).unwrap();
    String::from_utf8(out.into_inner()).unwrap()
}

#[test]
fn human_at_80() {
    let (russian, kazakh) = sources();
    insta::assert_snapshot!(text(&run(&russian, &kazakh), Format::Human, 80, false));
}

#[test]
fn human_at_120() {
    let (russian, kazakh) = sources();
    insta::assert_snapshot!(text(&run(&russian, &kazakh), Format::Human, 120, false));
}

#[test]
fn human_in_colour() {
    let (russian, kazakh) = sources();
    let mut run = run(&russian, &kazakh);
    run.documents[0].findings.truncate(2);
    run.documents.truncate(1);
    let mut out = Ansi::new(vec![]);
    write(&run, Format::Human, &Options { width: 80, quiet: true, ..Options::default() }, &mut out)
        .unwrap();
    let shown = String::from_utf8(out.into_inner()).unwrap();
    insta::assert_snapshot!(shown.replace('\x1b', "␛"));
}

#[test]
fn short_and_json() {
    let (russian, kazakh) = sources();
    let mut run = run(&russian, &kazakh);
    insta::assert_snapshot!("short", text(&run, Format::Short, 80, false));
    run.documents[1].not_understood = vec![Span::new(0, 12)];
    run.skipped.push(Skipped {
        path: "bills/logo.png".to_owned(),
        reason: "a picture".to_owned(),
        failed: false,
    });
    insta::assert_snapshot!("json", text(&run, Format::Json, 80, false));
}

#[test]
fn summary_names_what_was_left_out() {
    let (russian, kazakh) = sources();
    let mut run = run(&russian, &kazakh);
    for document in &mut run.documents {
        document.findings.clear();
    }
    // Overlapping spans count once: 37 bytes of the text.
    run.documents[0].not_understood =
        vec![Span::new(0, 12), Span::new(8, 30), Span::new(139, 146), Span::new(20, 22)];
    run.skipped = (1..=12)
        .map(|number| Skipped {
            path: format!("scans/{number}.tif"),
            reason: "a picture".to_owned(),
            failed: number == 7,
        })
        .collect();
    run.rules_left_out.push(RuleLeftOut {
        rule: "kz-2026/broken".to_owned(),
        path: "rules/kz-2026/rules/broken.toml".to_owned(),
        reason: "line 3: unknown key `wen`, expected one of `title`, `level`, `basis`, `when`"
            .to_owned(),
    });
    insta::assert_snapshot!(text(&run, Format::Human, 80, false));
    assert_eq!(text(&run, Format::Human, 80, true), "");
    assert_eq!(text(&run, Format::Short, 80, false), "");
    let nothing = Run::default();
    assert!(text(&nothing, Format::Human, 80, false).starts_with("nothing was examined\n"));
}

/// Line and column counted by hand: «Ә» and «б» are the first and third characters of line 2.
pub(crate) const COUNTED: &str = "бап\nӘр баптың мәні бар\r\n";

pub(crate) fn counted(source: &Source) -> Run<'_> {
    let found = finding(Level::Error, "p/r", "m", label(source, "баптың мәні", "l"));
    Run { documents: vec![document(source, "kk", vec![found])], ..Run::default() }
}

#[test]
fn short_counts_scalars() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    assert_eq!(text(&counted(&source), Format::Short, 80, false), "a.txt:2:4: error[p/r] m\n");
}

#[test]
fn json_counts_scalars_and_bytes() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let json = text(&counted(&source), Format::Json, 80, false);
    // Six bytes of «бап», one of the line end, four of «Әр» and one of the space.
    let primary = r#""primary": {
        "start": 12,
        "end": 33,
        "line": 2,
        "column": 4,
        "text": "баптың мәні",
        "label": "l"
      },"#;
    assert!(json.contains(primary), "{json}");
    assert!(json.ends_with("}\n"));
}

#[test]
fn human_points_at_the_words() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let shown = text(&counted(&source), Format::Human, 80, true);
    let expected = "\
error[p/r]: m
  ┌─ a.txt:2:4
  │
2 │ Әр баптың мәні бар
  │    ^^^^^^^^^^^ l
  │
  = пункт 1 статьи 4
";
    assert_eq!(shown, expected);
}

/// A fix that replaces the words of [`counted`], one that puts words before and behind, one that takes out.
pub(crate) fn with_fixes(source: &Source) -> Run<'_> {
    let mut run = counted(source);
    let edit = |start: usize, end: usize, text: &str| Edit {
        span: Span::new(start, end),
        text: text.to_owned(),
    };
    run.documents[0].findings[0].fixes = vec![
        Fix { safe: true, edits: vec![edit(12, 33, "мазмұны")] },
        Fix { safe: false, edits: vec![edit(12, 12, "осы "), edit(33, 33, " де")] },
        Fix { safe: false, edits: vec![edit(33, 40, "")] },
    ];
    run
}

#[test]
fn fixes_are_told() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let run = with_fixes(&source);
    let shown = text(&run, Format::Human, 80, true);
    let expected = "\
error[p/r]: m
  ┌─ a.txt:2:4
  │
2 │ Әр баптың мәні бар
  │    ^^^^^^^^^^^ l
  │
  = пункт 1 статьи 4
  = fix: replace “баптың мәні” by “мазмұны” (safe)
  = fix: put “осы” before “баптың”; put “де” behind “мәні” (review)
  = fix: take out “бар” (review)
";
    assert_eq!(shown, expected);
    assert_eq!(text(&run, Format::Short, 80, false), "a.txt:2:4: error[p/r] m\n");
    let json: serde_json::Value =
        serde_json::from_str(&text(&run, Format::Json, 80, false)).unwrap();
    let fixes = serde_json::json!([
        { "applicability": "safe", "edits": [{ "start": 12, "end": 33, "text": "мазмұны" }] },
        { "applicability": "review", "edits": [
            { "start": 12, "end": 12, "text": "осы " }, { "start": 33, "end": 33, "text": " де" }
        ] },
        { "applicability": "review", "edits": [{ "start": 33, "end": 40, "text": "" }] },
    ]);
    assert_eq!(json["findings"][0]["fixes"], fixes);
    insta::assert_snapshot!("fixes", text(&run, Format::Human, 40, false));
}

#[test]
fn hostile_characters_do_not_reach_the_terminal() {
    let words =
        "\x1b[31mкрасный\x1b[0m \u{202e}обратно\u{202c} мяг\u{ad}кий\u{200b}\t и\u{306} 法律 конец";
    let source = Source::new("a\x1b[2J.txt", words, Markup::Plain);
    let mut found =
        finding(Level::Error, "p/r", "found \u{202e}\x07 words", label(&source, "法律", "law"));
    found.related = vec![label(&source, "\u{306}", "breve"), label(&source, "\u{202c}", "")];
    let run = Run { documents: vec![document(&source, "ru", vec![found])], ..Run::default() };
    insta::assert_snapshot!(text(&run, Format::Human, 80, true));
    assert!(!text(&run, Format::Short, 80, true).contains('\x1b'));
}

#[test]
fn places_without_words_are_shown() {
    for (words, span) in [
        ("", Span::new(0, 0)),
        ("\n\n\n", Span::new(1, 2)),
        ("а\r\n", Span::new(2, 4)),
        ("   \n а", Span::new(0, 3)),
        ("а   ", Span::new(4, 4)),
        ("а", Span::new(90, 95)),
    ] {
        let source = Source::new("a.txt", words, Markup::Plain);
        let primary = Label { span, text: "here".to_owned() };
        let found = finding(Level::Note, "p/r", "m", primary);
        let run = Run { documents: vec![document(&source, "ru", vec![found])], ..Run::default() };
        let shown = text(&run, Format::Human, 80, true);
        assert!(shown.contains("^ here"), "{words:?}\n{shown}");
    }
}

#[test]
fn a_line_of_a_megabyte_costs_no_more_than_a_short_one() {
    let long = "жарғы ".repeat(100_000);
    let source = Source::new("a.txt", long.as_str(), Markup::Plain);
    let findings = (0..20_000)
        .map(|at| {
            let span = Span::new(at * 55, at * 55 + 10);
            finding(Level::Note, "p/r", "m", Label { span, text: "one".to_owned() })
        })
        .collect();
    let run = Run { documents: vec![document(&source, "kk", findings)], ..Run::default() };
    let shown = text(&run, Format::Human, 80, false);
    // Eleven bytes and six characters a word: the last finding begins 99,995 words into the line.
    assert!(shown.contains("a.txt:1:599971\n"));
}

#[test]
fn no_row_is_wider_than_the_terminal() {
    let (russian, kazakh) = sources();
    let run = run(&russian, &kazakh);
    for width in 40..=200 {
        for row in text(&run, Format::Human, width, false).lines() {
            assert!(row.width() <= width, "{width}: {row}");
        }
    }
}

/// Texts of words, spaces, line ends, and of characters that terminals take amiss.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[а-яәғқңөұүһі]{1,12}",
        6 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => "[\\t\\u{a0}\\u{200b}\\u{202e}\\u{306}\\u{ad}\\x1b]{1,3}",
        1 => "[法律條文]{1,60}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn rows_agree_with_the_source(
        text in any_text(),
        spans in proptest::collection::vec((0..2000_usize, 0..400_usize, 0..90_usize), 1..5),
        width in 0..130_usize,
    ) {
        let source = Source::new("a.txt", text.as_str(), Markup::Plain);
        let marks: Vec<Mark> = spans
            .iter()
            .map(|&(start, len, columns)| {
                let start = start % (text.len() + 1);
                Mark { span: Span::new(start, start + len), columns }
            })
            .collect();
        let mut positions = Positions::new(&source);
        let rows = Rows::new(&mut positions, width, MOST_ROWS, &marks);
        for (index, mark) in marks.iter().enumerate() {
            let placed = rows.placed(index).unwrap();
            let byte = mark.span.range().start;
            if text.is_char_boundary(byte) {
                let at = rows.location((), placed.parts[0].start).unwrap();
                prop_assert_eq!(placed.start, source.position(byte));
                // Of several marks that are shown at one place the first one gives the location.
                if index == 0 {
                    let at = Position { line: at.line_number, column: at.column_number };
                    prop_assert_eq!(at, placed.start);
                }
            }
            prop_assert!((1..=3).contains(&placed.parts.len()));
            for part in &placed.parts {
                let row = rows.line_index((), part.start).unwrap();
                let range = rows.line_range((), row).unwrap();
                prop_assert!(range.start <= part.start && part.end <= range.end);
                let words = &rows.source(()).unwrap()[range.clone()];
                prop_assert!(!words.trim().is_empty());
                prop_assert!(words.chars().map(grundnorm::source::rows::columns).sum::<usize>()
                    < width.max(20));
                agrees(&rows, &source, row, words)?;
            }
        }
    }

    #[test]
    fn positions_agree_with_the_source(text in any_text(), repeat in 1..40_usize, byte in 0..200_000_usize) {
        let text = text.repeat(repeat);
        let source = Source::new("a.txt", text.as_str(), Markup::Plain);
        let byte = byte % (text.len() + 1);
        if text.is_char_boundary(byte) {
            prop_assert_eq!(Positions::new(&source).of(byte), source.position(byte));
        }
    }

    #[test]
    fn no_text_is_wider_than_the_terminal(text in any_text(), start in 0..2000_usize, len in 0..300_usize, label in "[a-z ]{0,90}") {
        let source = Source::new("a.txt", text.as_str(), Markup::Plain);
        let start = start % (text.len() + 1);
        let primary = Label { span: Span::new(start, start + len), text: label.clone() };
        let mut found = finding(Level::Error, "p/r", "m", primary);
        found.related = vec![Label { span: Span::new(start / 2, start / 2 + len / 9), text: label }];
        let run = Run { documents: vec![document(&source, "ru", vec![found])], ..Run::default() };
        for row in self::text(&run, Format::Human, 60, false).lines() {
            let columns: usize = row.chars().map(grundnorm::source::rows::columns).sum();
            prop_assert!(columns <= 60, "{}", row);
        }
    }
}

/// Each shown character stands at the line and column of its counterpart in the source.
fn agrees(rows: &Rows<'_>, source: &Source, row: usize, words: &str) -> Result<(), TestCaseError> {
    if words == "¶" {
        return Ok(());
    }
    let start = rows.line_range((), row).unwrap().start;
    let line = rows.line_number((), row).unwrap();
    let column = rows.column_number((), row, start).unwrap();
    let before = source.line_span(line - 1).range().start;
    let at = source.text()[before..].char_indices().nth(column - 1).unwrap().0 + before;
    prop_assert_eq!(source.position(at), Position { line, column });
    for (shown, ch) in words.chars().zip(source.text()[at..].chars()) {
        prop_assert!(shown == grundnorm::source::rows::visible(ch) || shown == '·', "{shown} {ch}");
    }
    Ok(())
}

/// An act that no pack judges has no findings for another reason than one that was judged.
#[test]
fn acts_that_were_not_judged_are_told_apart() {
    let (russian, kazakh) = sources();
    let mut run = Run {
        documents: vec![document(&russian, "ru", vec![]), document(&kazakh, "kk", vec![])],
        ..Run::default()
    };
    let first_line = |run: &Run<'_>| {
        let mut out = NoColor::new(Vec::new());
        write(run, Format::Human, &Options { width: 80, ..Options::default() }, &mut out).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        text.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(first_line(&run), "no findings in 2 acts");
    run.documents[1].judged = false;
    assert_eq!(first_line(&run), "no findings in 1 act; 1 act not judged");
    run.documents[0].judged = false;
    assert_eq!(first_line(&run), "no act was judged");
}
