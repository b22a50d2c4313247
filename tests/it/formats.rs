//! The formats that programs read: places counted by hand, words that are commands elsewhere, and what
//! each format asks of its files.

mod json;
mod sarif;

use std::collections::{BTreeMap, BTreeSet};

use grundnorm::finding::{Basis, Confidence, Edit, Finding, Fix, Label, Level, ProvisionPlace};
use grundnorm::report::{
    BaselineReport, Constitution, Document, Fixed, Format, Gate, Options, Provenance, Rule,
    RuleLeftOut, Run, Since, Skipped, Waived, write,
};
use grundnorm::source::{Markup, Source, Span};
use proptest::prelude::*;
use serde_json::{Value, json};
use termcolor::NoColor;

/// Line 6 has the first words from column 4 to before column 19; the second ones begin at 7:14 and end
/// before 8:21.
const RUSSIAN: &str = "Проект\r\n\r\nЗакон о налоге\r\n\r\nСтатья 1. Ставка\r\n\
    1. Ставка | налога 5 %, ]]> ставка::налога.\r\n\
    2. Настоящий Закон действует\r\nс 1 января 2020 года.\r\n";

/// The words stand on line 2 from column 3 to before column 14: the picture is one scalar value, and two
/// units of UTF-16.
const KAZAKH: &str = "бап\n😀 баптың мәні бар\r\n";

const CONSTITUTION: &str = "Конституция\nСтатья 5\n5. Законы обратной силы не имеют.\n";

const CONFIGURATION: &str = "packs = [\"kz-2026\"]\n[[waiver]]\nrule = \"kz-2026/x\"\n";

/// What means something in one format or another.
const HOSTILE: &str =
    "5 % :: a|b, ]]> <b>&amp; `c` *d* {0} [e](1) @team #12 \x1b[31m \u{fffe}\u{202e}\nlast";

pub(super) struct Texts {
    russian: Source,
    kazakh: Source,
    constitution: Source,
    configuration: Source,
    empty: Source,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self {
            russian: Source::new("./bills/Закон № 1, 5%.md", RUSSIAN, Markup::Markdown),
            kazakh: Source::new("bills/b.txt", KAZAKH, Markup::Plain),
            constitution: Source::new("law/constitution.md", CONSTITUTION, Markup::Plain),
            configuration: Source::new("grundnorm.toml", CONFIGURATION, Markup::Plain),
            empty: Source::new("bills/clean.txt", "", Markup::Plain),
        }
    }
}

fn span(source: &Source, words: &str) -> Span {
    assert_eq!(source.text().matches(words).count(), 1, "{words}");
    let start = source.text().find(words).unwrap();
    Span::new(start, start + words.len())
}

fn label(source: &Source, words: &str, text: &str) -> Label {
    Label { span: span(source, words), text: text.to_owned() }
}

fn finding(level: Level, rule: &str, message: &str, primary: Label) -> Finding {
    Finding {
        rule: rule.to_owned(),
        level,
        confidence: Confidence::Certain,
        message: message.to_owned(),
        unit: "art_1__para_1".to_owned(),
        address: "пункт 1 статьи 1".to_owned(),
        primary,
        related: vec![],
        basis: vec![],
        help: None,
        fixes: vec![],
        fingerprint: "0123456789ab".to_owned(),
    }
}

fn document<'a>(source: &'a Source, lang: &'a str, findings: Vec<Finding>) -> Document<'a> {
    Document {
        source,
        path: source.name().to_owned(),
        lang,
        kind: "law",
        draft: true,
        amending: false,
        title: "О налоге".to_owned(),
        units: 3,
        bytes: source.text().len(),
        judged: true,
        text_hash: "feed".repeat(16),
        findings,
        not_understood: vec![],
    }
}

fn basis(texts: &Texts) -> Basis {
    let words = span(&texts.constitution, "Законы обратной силы не имеют.");
    Basis {
        provision: "kz-2026:art_5__para_5".to_owned(),
        label: "Constitution 2026, Art. 5(5)".to_owned(),
        says: "Laws have no retroactive force.".to_owned(),
        place: Some(ProvisionPlace { text: 0, span: words, paragraphs: vec![words] }),
    }
}

fn findings(texts: &Texts) -> Vec<Finding> {
    let source = &texts.russian;
    let mut rate =
        finding(Level::Error, "kz-2026/rate", HOSTILE, label(source, "Ставка | налога", "a rate"));
    rate.related = vec![label(source, "ставка::налога", "again"), label(source, "Проект", "")];
    rate.basis = vec![basis(texts)];
    rate.help = Some(HOSTILE.to_owned());
    let words = span(source, "]]> ");
    rate.fixes = vec![
        Fix { safe: true, edits: vec![Edit { span: words, text: String::new() }] },
        Fix {
            safe: false,
            edits: vec![
                Edit {
                    span: Span::new(words.range().start, words.range().start),
                    text: "о".into(),
                },
                Edit { span: span(source, "действует\r\nс"), text: "с\r\n".into() },
            ],
        },
    ];
    let mut force = finding(
        Level::Warning,
        "kz-2026/force",
        "it reaches back",
        label(source, "Закон действует\r\nс 1 января 2020 года", ""),
    );
    force.confidence = Confidence::Possible;
    force.basis = vec![basis(texts), basis(texts)];
    "fedcba987654".clone_into(&mut force.fingerprint);
    let end = source.text().len();
    let mut empty = finding(
        Level::Note,
        "form/end",
        "no end",
        Label { span: Span::new(end, end), text: String::new() },
    );
    (empty.unit, empty.address) = (String::new(), String::new());
    // A span that holds the end of its line does not go on to the next one.
    let title = Label { span: span(source, "Закон о налоге\r\n"), text: String::new() };
    let mut title = finding(Level::Note, "kz-2026/rate", "the title", title);
    "title".clone_into(&mut title.unit);
    vec![rate, force, empty, title]
}

pub(super) fn run(texts: &Texts) -> Run<'_> {
    let mut same =
        finding(Level::Error, "kz-2026/rate", "m", label(&texts.kazakh, "баптың мәні", "l"));
    same.confidence = Confidence::Likely;
    let mut waiver = finding(
        Level::Warning,
        "config/waiver-without-effect",
        "the waiver accepts nothing",
        label(&texts.configuration, "rule = \"kz-2026/x\"", ""),
    );
    (waiver.unit, waiver.address) = (String::new(), String::new());
    waiver.help = Some("take it out".to_owned());
    let left_out = |rule: &str, path: &str, reason: &str| RuleLeftOut {
        rule: rule.to_owned(),
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let skipped = |path: &str, reason: &str, failed| Skipped {
        path: path.to_owned(),
        reason: reason.to_owned(),
        failed,
    };
    let mut other = document(&texts.empty, "en", vec![]);
    (other.judged, other.title) = (false, String::new());
    Run {
        documents: vec![
            document(&texts.russian, "ru", findings(texts)),
            document(&texts.kazakh, "kk", vec![same]),
            document(&texts.empty, "ru", vec![]),
            other,
        ],
        skipped: vec![
            skipped("bills/broken, 1.docx", "not a Word document:\nno 100%", true),
            skipped("bills/logo.png", "a picture", false),
        ],
        rules_left_out: vec![
            left_out("packs/own/bad.toml", "packs/own/bad.toml", "line 3, column 1: unknown key"),
            left_out("kz-2026/profit", "bills/b.txt", "it asks for a day"),
            left_out("kz-2026/profit", "bills/clean.txt", "it asks for a day"),
        ],
        constitutions: vec![Constitution {
            source: &texts.constitution,
            text_hash: "c0de".repeat(16),
        }],
        rules: vec![Rule {
            id: "kz-2026/rate".to_owned(),
            title: "a rate of | two kinds".to_owned(),
            why: "A rate is one.\n\nThe rule looks at <rates>.\n".to_owned(),
            help: "write “{right}”, or leave it".to_owned(),
            level: Level::Error,
            basis: vec![basis(texts)],
        }],
        configuration: Some(document(&texts.configuration, "", vec![waiver])),
        gate: gate(),
        provenance: Provenance {
            version: "0.0.0".to_owned(),
            packs: BTreeMap::from([("kz-2026".to_owned(), "c0ffee".to_owned())]),
            as_of: Some("2026-11-21".to_owned()),
            ..Provenance::default()
        },
        ..Run::default()
    }
}

fn gate() -> Gate {
    Gate {
        waived: vec![Waived {
            path: "bills/b.txt".to_owned(),
            unit: "art_2".to_owned(),
            rule: "kz-2026/rate".to_owned(),
            reason: "agreed".to_owned(),
            accepted_by: "A. Lawyer".to_owned(),
            until: Some("2027-01-01".to_owned()),
        }],
        baseline: Some(BaselineReport {
            path: ".grundnorm/baseline.json".to_owned(),
            known: 7,
            fixed: vec![Fixed {
                path: "bills/b.txt".to_owned(),
                unit: "art_3".to_owned(),
                rule: "kz-2026/force".to_owned(),
                text: "мәні".to_owned(),
            }],
        }),
        since: Some(Since { revision: "origin/main".to_owned(), kept_back: 1, unchanged: 2 }),
        mended: 2,
        mended_files: 1,
    }
}

pub(super) fn text(run: &Run<'_>, format: Format) -> String {
    with(run, format, &Options { width: 80, ..Options::default() })
}

fn with(run: &Run<'_>, format: Format, options: &Options) -> String {
    let mut out = NoColor::new(vec![]);
    write(run, format, options, &mut out).unwrap();
    String::from_utf8(out.into_inner()).unwrap()
}

#[test]
fn every_format_is_as_it_was() {
    let texts = Texts::new();
    let run = run(&texts);
    let shape = Options { width: 80, statistics: true, ..Options::default() };
    for format in Format::ALL {
        if !matches!(format, Format::Human | Format::Short) {
            insta::assert_snapshot!(format.name(), with(&run, *format, &shape));
        }
    }
}

#[test]
fn formats_have_names_of_their_own() {
    let names: BTreeSet<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    assert_eq!(names.len(), Format::ALL.len());
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(*format));
    }
}

/// What a run without findings comes to.
#[test]
fn nothing_found() {
    let texts = Texts::new();
    let run = Run {
        documents: vec![document(&texts.empty, "ru", vec![])],
        provenance: Provenance { version: "0.0.0".to_owned(), ..Provenance::default() },
        ..Run::default()
    };
    assert_eq!(text(&run, Format::Github), "");
    assert_eq!(text(&run, Format::Gitlab), "[]\n");
    let log: Value = serde_json::from_str(&text(&run, Format::Sarif)).unwrap();
    assert_eq!(log["runs"][0]["results"], json!([]));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    assert_eq!(
        text(&run, Format::Markdown),
        "## Grundnorm: no findings in 1 act\n\n<sub>checked with grundnorm 0.0.0</sub>\n"
    );
    let xml = text(&run, Format::Junit);
    assert!(xml.contains(r#"tests="1" failures="0" errors="0">"#), "{xml}");
    let lines: Vec<Value> =
        text(&run, Format::Jsonl).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let types: Vec<&str> = lines.iter().map(|l| l["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["run", "document", "summary"]);
    assert!(lines[2].get("gate").is_none() && lines[2].get("statistics").is_none());
    let json: Value = serde_json::from_str(&text(&run, Format::Json)).unwrap();
    assert!(json.get("gate").is_none() && json.get("statistics").is_none());
    assert!(
        text(&Run::default(), Format::Markdown).starts_with("## Grundnorm: nothing was examined")
    );
}

/// A disk that is full after some bytes.
struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if bytes.len() > self.0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_is_told_as_such() {
    let texts = Texts::new();
    let run = run(&texts);
    for format in Format::ALL {
        for room in [0, 30, 300] {
            let shape = Options { width: 80, ..Options::default() };
            let error = write(&run, *format, &shape, &mut NoColor::new(Full(room)));
            let kind = error.map_err(|e| e.kind());
            assert_eq!(kind, Err(std::io::ErrorKind::StorageFull), "{} {room}", format.name());
        }
    }
}

#[test]
fn github_counts_scalars() {
    let texts = Texts::new();
    let shown = text(&run(&texts), Format::Github);
    let lines: Vec<&str> = shown.lines().collect();
    // The path has a comma and a percent sign, and `№` is no sign of the commands.
    let head = "file=bills/Закон № 1%2C 5%25.md,line=6,endLine=6,col=4,endColumn=19,";
    assert!(lines[0].starts_with(&format!("::error {head}title=kz-2026/rate (")), "{}", lines[0]);
    // Over two lines there are no columns.
    let head = "::warning file=bills/Закон № 1%2C 5%25.md,line=7,endLine=8,title=";
    assert!(lines[1].starts_with(head), "{}", lines[1]);
    // The end of the text is behind its last line end, and an empty place has no words.
    let head = "::notice file=bills/Закон № 1%2C 5%25.md,line=9,endLine=9,col=1,endColumn=1,title=";
    assert!(lines[2].starts_with(&format!("{head}form/end::no end")), "{}", lines[2]);
    assert!(lines[3].contains(",line=3,endLine=3,col=1,endColumn=15,"), "{}", lines[3]);
    let head = "::error file=bills/b.txt,line=2,endLine=2,col=3,endColumn=14,title=";
    assert!(lines[4].starts_with(head), "{}", lines[4]);
    let config = "::warning file=grundnorm.toml,line=3,endLine=3,col=1,endColumn=19,title=";
    assert!(lines[5].starts_with(config), "{}", lines[5]);
    assert_eq!(
        lines[6..],
        [
            "::error file=bills/broken%2C 1.docx,title=not checked::not a Word document: no 100%25",
            "::error file=packs/own/bad.toml,title=not checked::line 3, column 1: unknown key",
        ]
    );
}

/// What GitHub reads is what was written: message, basis and help, each on a line.
#[test]
fn github_reads_the_words() {
    let texts = Texts::new();
    let shown = text(&run(&texts), Format::Github);
    let (head, data) = shown.lines().next().unwrap()[2..].split_once("::").unwrap();
    assert!(head.contains("title=kz-2026/rate (пункт 1 статьи 1)"), "{head}");
    let read = data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let words = "5 % :: a|b, ]]> <b>&amp; `c` *d* {0} [e](1) @team #12 ␛[31m \u{fffe}� last";
    let basis = "basis: Constitution 2026, Art. 5(5): Laws have no retroactive force.";
    assert_eq!(read, format!("{words}\n{basis}\nhelp: {words}"));
}

#[test]
fn gitlab_counts_scalars_and_tells_equal_findings_apart() {
    let texts = Texts::new();
    let mut run = run(&texts);
    let issues: Value = serde_json::from_str(&text(&run, Format::Gitlab)).unwrap();
    // In the order of paths `./bills/…` stands before `bills/b.txt`.
    assert_eq!(
        issues[0]["location"],
        json!({
            "path": "bills/Закон № 1, 5%.md",
            "positions": {
                "begin": { "line": 6, "column": 4 },
                "end": { "line": 6, "column": 19 },
            },
        })
    );
    assert_eq!(
        issues[1]["location"]["positions"],
        json!({ "begin": { "line": 7, "column": 14 }, "end": { "line": 8, "column": 21 } })
    );
    let column =
        |at: usize, key: &str, to: &str| issues[at]["location"]["positions"][key][to].clone();
    let list: Vec<&Value> = issues.as_array().unwrap().iter().collect();
    let at = list.iter().position(|i| i["location"]["path"] == "bills/b.txt").unwrap();
    assert_eq!((column(at, "begin", "column"), column(at, "end", "column")), (json!(3), json!(14)));
    let severities: BTreeSet<&str> = list.iter().map(|i| i["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, BTreeSet::from(["critical", "info", "major", "minor"]));
    for issue in &list {
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(!issue[key].as_str().unwrap().is_empty(), "{issue}");
        }
    }
    let prints = |issues: &Value| -> BTreeMap<String, String> {
        let issues = issues.as_array().unwrap().iter();
        issues
            .map(|i| {
                let place = format!("{} {}", i["location"], i["check_name"]);
                (i["fingerprint"].as_str().unwrap().to_owned(), place)
            })
            .collect()
    };
    assert_eq!(prints(&issues).len(), list.len());
    // The order in which files were read changes nothing.
    run.documents.reverse();
    let turned: Value = serde_json::from_str(&text(&run, Format::Gitlab)).unwrap();
    assert_eq!(prints(&turned), prints(&issues));
}

#[test]
fn junit_counts_scalars_and_tests() {
    let texts = Texts::new();
    let xml = text(&run(&texts), Format::Junit);
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let root = tree.root_element();
    let number = |node: roxmltree::Node<'_, '_>, key: &str| -> usize {
        node.attribute(key).unwrap().parse().unwrap()
    };
    let named = |node: roxmltree::Node<'_, '_>, tag: &str| {
        node.descendants().filter(|n| n.has_tag_name(tag)).count()
    };
    for node in root.descendants().filter(|n| n.has_tag_name("testsuite")).chain([root]) {
        assert_eq!(number(node, "tests"), named(node, "testcase"));
        assert_eq!(number(node, "failures"), named(node, "failure"));
        assert_eq!(number(node, "errors"), named(node, "error"));
        if node != root {
            assert_eq!(number(node, "skipped"), named(node, "skipped"));
        }
        assert!(node.attribute("timestamp").is_none() && node.attribute("time").is_none());
    }
    assert_eq!(number(root, "tests"), 10);
    assert_eq!((number(root, "failures"), number(root, "errors")), (6, 2));
    let suites: Vec<&str> = root
        .children()
        .filter(roxmltree::Node::is_element)
        .map(|n| n.attribute("name").unwrap())
        .collect();
    assert_eq!(
        suites,
        [
            "bills/Закон № 1, 5%.md",
            "bills/b.txt",
            "bills/clean.txt",
            "grundnorm.toml",
            "bills/broken, 1.docx",
            "packs/own/bad.toml"
        ]
    );
    let failures: Vec<_> = root.descendants().filter(|n| n.has_tag_name("failure")).collect();
    let first = failures[0].text().unwrap();
    assert!(first.starts_with("bills/Закон № 1, 5%.md:6:4: error[kz-2026/rate] 5 % ::"), "{first}");
    assert!(first.contains("]]>") && first.contains("␛[31m ��\nlast\nbasis: "), "{first}");
    let case = failures[0].parent().unwrap();
    assert_eq!(case.attribute("name"), Some("kz-2026/rate: пункт 1 статьи 1"));
    assert_eq!(case.attribute("classname"), Some("bills/Закон № 1, 5%.md"));
    assert_eq!(failures[0].attribute("type"), Some("error"));
    assert!(failures[4].text().unwrap().starts_with("bills/b.txt:2:3: error[kz-2026/rate] m\n"));
}

#[test]
fn markdown_counts_scalars_and_keeps_its_table() {
    let texts = Texts::new();
    let shown = text(&run(&texts), Format::Markdown);
    assert!(shown.starts_with(
        "## Grundnorm: 2 errors, 2 warnings, 2 notes in 3 acts; 2 files not checked\n"
    ));
    assert!(shown.contains("\n| error | 6:4 | kz-2026/rate | 5 % ::"), "{shown}");
    assert!(
        shown.contains("\n| error | 2:3 | kz-2026/rate | m<br>пункт 1 статьи 1 |\n"),
        "{shown}"
    );
    let bare = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    for line in shown.lines() {
        assert_eq!(line, line.trim_end(), "{shown}");
        assert!(!line.starts_with('|') || bare(line) == 5, "{line}");
        assert!(!line.contains("@t") && !line.contains("#12") && !line.contains("<b>"), "{line}");
    }
}

#[test]
fn markdown_is_short_enough_for_a_comment() {
    let texts = Texts::new();
    let mut run = run(&texts);
    let one = run.documents[0].findings[0].clone();
    let rules = |rule: &dyn Fn(usize) -> String, size: usize| -> Vec<Finding> {
        let findings = (0..1_000).map(|at| Finding {
            rule: rule(at),
            message: "м".repeat(size),
            help: Some("с".repeat(size)),
            ..one.clone()
        });
        findings.collect()
    };
    run.documents[0].findings = rules(&|_| "p/r".to_owned(), 10);
    let shown = text(&run, Format::Markdown);
    assert_eq!(shown.matches("\n| error |").count(), 100);
    // 1,000 and 1 in the acts and 1 in the configuration, of which 100 are shown.
    assert!(shown.contains("\n902 findings more in 3 files: too many to show here.\n"), "{shown}");
    run.documents[0].findings = rules(&|at| format!("p/r{at}"), 2_000);
    let shown = text(&run, Format::Markdown);
    assert!(shown.len() < 65_536, "{}", shown.len());
    assert!(shown.matches("\n| error |").count() > 3);
}

proptest! {
    /// Whatever an act says, the files can be read, and hold what was found.
    #[test]
    fn files_can_be_read_whatever_an_act_says(
        words in proptest::collection::vec(prop_oneof![
            6 => "[а-яә|%:<>&`\\[\\](){}@#*_~,\"'\\\\]{1,9}",
            1 => Just("]]>".to_owned()),
            1 => Just("\r\n".to_owned()),
            1 => Just(" ".to_owned()),
            1 => any::<char>().prop_map(String::from),
            1 => "[\\x00-\\x1f\\u{fffe}\\u{ffff}\\u{2028}\\u{202e}]",
        ], 0..30).prop_map(|words| words.concat()),
        start in 0..200_usize,
        len in 0..100_usize,
    ) {
        let source = Source::new(format!("bills/{words}"), words.as_str(), Markup::Plain);
        let boundary = |at: usize| (0..=at).rev().find(|at| words.is_char_boundary(*at)).unwrap();
        let start = boundary(start);
        let end = boundary(start + len);
        let primary = Label { span: Span::new(start, end), text: words.clone() };
        let mut found = finding(Level::Error, &words, &words, primary);
        found.help = Some(words.clone());
        found.address.clone_from(&words);
        let run = Run {
            documents: vec![document(&source, "ru", vec![found])],
            provenance: Provenance { version: "0.0.0".to_owned(), ..Provenance::default() },
            ..Run::default()
        };
        let xml = text(&run, Format::Junit);
        let tree = roxmltree::Document::parse(&xml);
        prop_assert!(tree.is_ok(), "{:?}\n{}", tree.err(), xml);
        let shown = text(&run, Format::Github);
        prop_assert_eq!(shown.lines().count(), 1, "{}", shown);
        let log: Value = serde_json::from_str(&text(&run, Format::Sarif)).unwrap();
        sarif::check(&log);
        let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        let at = source.position(start);
        prop_assert_eq!(&region["startLine"], at.line);
        prop_assert_eq!(&region["startColumn"], at.column);
        let shown = text(&run, Format::Markdown);
        prop_assert_eq!(shown.matches("\n| error |").count(), 1, "{}", shown);
        prop_assert_eq!(text(&run, Format::Jsonl).lines().count(), 4);
    }
}
