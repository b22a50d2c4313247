//! What people read in a terminal: in their language, counted, with links, with what a gate kept back and
//! with what to do next.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use grundnorm::engine::cited;
use grundnorm::finding::{Basis, Confidence, Edit, Finding, Fix, Level};
use grundnorm::pack::{PackFile, check as pack_check};
use grundnorm::report::{
    BaselineReport, Document, Fixed, Format, Gate, Options, Rule, Run, Since, Skipped, Waived,
    Words, write,
};
use grundnorm::saying::{Forms, Saying};
use grundnorm::source::rows::columns;
use grundnorm::source::{Markup, Source, Span};
use termcolor::NoColor;

use crate::report::{COUNTED, counted, document, finding, label, run, sources, with_fixes};
use crate::support::{every_pack, langs};

fn words(code: &str) -> Words {
    langs().get(code).unwrap().report().clone()
}

fn shown(run: &Run<'_>, options: &Options) -> String {
    let mut out = NoColor::new(vec![]);
    write(run, Format::Human, options, &mut out).unwrap();
    String::from_utf8(out.into_inner()).unwrap()
}

fn at(width: usize, code: &str) -> Options {
    Options { width, words: words(code), ..Options::default() }
}

/// The lines behind the one that says with what was checked.
fn advice(run: &Run<'_>) -> String {
    let text = shown(run, &at(200, "en"));
    let start = text.find("checked with").unwrap();
    text[start..].split_once('\n').unwrap().1.to_owned()
}

/// The lines before the one that says with what was checked, behind the one on what was read.
fn gate(run: &Run<'_>, width: usize) -> String {
    let text = shown(run, &Options { statistics: true, ..at(width, "en") });
    let text = &text[text.find("read 2 acts").unwrap()..text.find("checked with").unwrap()];
    text.split_once('\n').unwrap().1.to_owned()
}

/// A run with everything that the format can say.
fn full<'a>(russian: &'a Source, kazakh: &'a Source) -> Run<'a> {
    let mut run = run(russian, kazakh);
    let start = russian.text().find("без указания причин").unwrap();
    let behind = start + "без указания причин".len();
    let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.to_owned() };
    run.documents[0].findings[0].fixes = vec![
        Fix { safe: true, edits: vec![edit(start, behind, "с указанием причин")] },
        Fix {
            safe: false,
            edits: vec![edit(behind, behind, " закона"), edit(start, start, "лишь ")],
        },
        Fix { safe: false, edits: vec![edit(start, behind, "")] },
    ];
    run.documents[0].not_understood = vec![Span::new(0, 30)];
    run.documents.push(Document { judged: false, ..document(kazakh, "kk", vec![]) });
    run.skipped = ["bills/a.tif", "bills/b.tif", "bills/c.md"]
        .into_iter()
        .map(|path| Skipped {
            path: path.to_owned(),
            reason: "a picture".to_owned(),
            failed: path.ends_with("tif"),
        })
        .collect();
    run.provenance.profile = Some("expert");
    run.provenance.stage = Some("agreement");
    run.provenance.published = Some("2026-11-22".to_owned());
    run.provenance.today = Some("2026-11-22".to_owned());
    run.gate = kept_back();
    run
}

/// What a gate kept back: each number another one.
fn kept_back() -> Gate {
    let waived = |unit: &str| Waived {
        path: "bills/a.md".to_owned(),
        unit: unit.to_owned(),
        rule: "kz-2026/hierarchy".to_owned(),
        reason: "agreed".to_owned(),
        accepted_by: "the Ministry".to_owned(),
        until: None,
    };
    let fixed = |number: usize| Fixed {
        path: format!("bills/{number:02}.md"),
        unit: format!("art_{number:02}__para_1"),
        rule: "kz-2026/restriction-ground-outside-the-six".to_owned(),
        text: "в целях обеспечения интересов развития отрасли".to_owned(),
    };
    Gate {
        waived: vec![waived("art_1"), waived("art_2"), waived("art_3")],
        baseline: Some(BaselineReport {
            path: "base line.json".to_owned(),
            known: 12,
            fixed: (1..=11).map(fixed).collect(),
        }),
        since: Some(Since { revision: "origin/main".to_owned(), kept_back: 5, unchanged: 40 }),
        mended: 4,
        mended_files: 2,
    }
}

fn widest(text: &str) -> &str {
    text.lines().max_by_key(|line| line.chars().map(columns).sum::<usize>()).unwrap()
}

#[test]
fn in_russian() {
    let (russian, kazakh) = sources();
    let mut run = full(&russian, &kazakh);
    run.gate.mended = 0;
    let text = shown(&run, &at(80, "ru"));
    insta::assert_snapshot!(text);
}

#[test]
fn in_kazakh() {
    let (russian, kazakh) = sources();
    let mut run = full(&russian, &kazakh);
    run.gate.mended = 0;
    let text = shown(&run, &at(80, "kk"));
    insta::assert_snapshot!(text);
}

#[test]
fn no_language_is_wider_than_the_terminal() {
    let (russian, kazakh) = sources();
    let mut run = full(&russian, &kazakh);
    for mended in [0, 4] {
        run.gate.mended = mended;
        for lang in langs().iter() {
            for (width, statistics) in [(40, false), (40, true), (80, false), (80, true)] {
                let text = shown(&run, &Options { statistics, ..at(width, lang.code()) });
                let row = widest(&text);
                let wide: usize = row.chars().map(columns).sum();
                assert!(wide <= width, "{} at {width}: {row}\n{text}", lang.code());
            }
        }
    }
}

/// Everything that the format says, but for words out of the run, is said in the language.
#[test]
fn nothing_stays_english() {
    let (russian, kazakh) = sources();
    let run = full(&russian, &kazakh);
    let english: BTreeSet<String> = shown(&run, &at(80, "en")).lines().map(str::to_owned).collect();
    // Headers, rows and labels are the rule's and the act's, reasons those of the reader.
    let foreign =
        ["│", "·", "error[", "warning[", "note[", "┌─", "a body, without", "a body", "1 │"];
    let own =
        ["Rights may be", "and only to", "that names them", "name the grounds", "пункт 1", "4-бап"];
    let listed = ["  bills/", "  kz-2026/"];
    for code in ["de", "kk", "ru"] {
        for line in shown(&run, &at(80, code)).lines() {
            let skipped = foreign.iter().chain(&own).any(|words| line.contains(words))
                || listed.iter().any(|start| line.starts_with(start))
                || line.trim().is_empty();
            let hash = line.contains("2026-11-22") || line.contains("Constitution");
            assert!(skipped || hash || !english.contains(line), "{code}: {line}");
        }
    }
}

#[test]
fn tables_say_all_that_is_said() {
    for code in ["de", "kk", "ru"] {
        assert_ne!(words(code), Words::default(), "{code}");
    }
    assert_eq!(words("en"), Words::default());
    // Kazakh and Russian sayings need no plural.
    for code in ["kk", "ru"] {
        for saying in Saying::ALL {
            let (one, two) =
                (words(code).count(*saying, 1, &[]), words(code).count(*saying, 2, &[]));
            assert_eq!(one.replace('1', "2"), two.replace('1', "2"), "{code} {}", saying.name());
        }
    }
}

/// English sayings by their names, with one of them said otherwise.
fn english(name: &str, text: Option<&str>) -> Vec<(String, Forms)> {
    // A saying with its places unfilled: each is filled with itself.
    let places = [
        "text", "old", "new", "word", "line", "column", "found", "acts", "units", "share", "whole",
        "tenth", "list", "name", "day", "path", "revision", "files", "what", "findings", "rule",
        "n",
    ];
    let braced: Vec<String> = places.iter().map(|place| format!("{{{place}}}")).collect();
    let values: Vec<(&str, &str)> =
        places.iter().copied().zip(braced.iter().map(String::as_str)).collect();
    let mut all: Vec<(String, Forms)> = Saying::ALL
        .iter()
        .map(|s| (s.name().to_owned(), Forms::Same(Words::default().say(*s, &values))))
        .collect();
    all.retain(|(n, _)| n != name);
    all.extend(text.map(|text| (name.to_owned(), Forms::Same(text.to_owned()))));
    all
}

#[test]
fn mistakes_in_words_are_refused() {
    assert!(Words::new(english("basis", Some("grounds"))).is_ok());
    for (name, text, expected) in [
        ("basis", None, "no words for `basis`"),
        ("bases", Some("grounds"), "unknown saying `bases`"),
        ("basis", Some("{n}"), "expected no braces and no backticks here"),
        ("errors", Some("errors"), "expected each of these once here and no others: {n}"),
        ("errors", Some("{n} of {n}"), "expected each of these once here and no others: {n}"),
        (
            "next-safe",
            Some("`--fixe` mends {n} of {findings}, `--diff` shows how"),
            "expected each of these once here and no others: --diff, --fix, {findings}, {n}",
        ),
    ] {
        let mistake = Words::new(english(name, text)).unwrap_err();
        assert_eq!(mistake.message, expected);
        assert_eq!(mistake.name.as_deref(), text.map(|_| name));
    }
    // A single thing needs no figure, but nothing else may be left out.
    let single = |one: &str| {
        let mut all = english("mended", None);
        let many = "{n} in {files}".to_owned();
        all.push(("mended".to_owned(), Forms::Counted { one: one.to_owned(), many }));
        Words::new(all)
    };
    assert!(single("one in {files}").is_ok());
    assert!(single("one").is_err());
}

/// A finding of a rule, with provisions.
fn of_rule(level: Level, rule: &str, provisions: &[&str], source: &Source) -> Finding {
    let basis = |label: &&str| Basis {
        provision: String::new(),
        label: (*label).to_owned(),
        says: String::new(),
        place: None,
    };
    Finding {
        basis: provisions.iter().map(basis).collect(),
        ..finding(level, rule, "m", label(source, "баптың", ""))
    }
}

fn many(source: &Source) -> Run<'_> {
    use Level::{Error, Note, Warning};
    let (five, nine) = ("Constitution 2026, Art. 5(5)", "Constitution 2026, Art. 9");
    let findings = vec![
        of_rule(Warning, "kz-2026/hierarchy", &[nine], source),
        of_rule(Error, "kz-2026/retroactive-burden", &[five], source),
        of_rule(Error, "kz-2026/retroactive-burden", &[five, nine], source),
        of_rule(Warning, "kz-2026/retroactive-burden", &[five], source),
        of_rule(Error, "drafting/a", &[], source),
    ];
    let configuration = vec![of_rule(Note, "configuration/waiver-unused", &[], source)];
    let rule = |id: &str, title: &str| Rule {
        id: id.to_owned(),
        title: title.to_owned(),
        why: String::new(),
        help: String::new(),
        level: Error,
        basis: vec![],
    };
    Run {
        documents: vec![document(source, "kk", findings)],
        configuration: Some(document(source, "", configuration)),
        rules: vec![
            rule(
                "kz-2026/retroactive-burden",
                "a burden that reaches back to what was done before",
            ),
            rule("kz-2026/hierarchy", "an act of lower force rules otherwise"),
        ],
        ..Run::default()
    }
}

/// Counted by hand: four findings of one rule, and so on; a note of the configuration belongs to no act.
#[test]
fn findings_are_counted() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let run = many(&source);
    let options = Options { statistics: true, ..at(80, "en") };
    let expected = "\
error  warning  note  rule
    2        1        kz-2026/retroactive-burden   a burden that reaches back to
                                                   what was done before
                   1  configuration/waiver-unused
    1                 drafting/a
             1        kz-2026/hierarchy            an act of lower force rules
                                                   otherwise

findings  provision
       3  Constitution 2026, Art. 5(5)
       2  Constitution 2026, Art. 9

3 errors, 2 warnings, 1 note in 1 act
read 1 act with 4 units; all of the text understood
checked with grundnorm
next: `grundnorm explain kz-2026/retroactive-burden` says why and shows examples
";
    assert_eq!(shown(&run, &options), expected);
    let quiet = shown(&run, &Options { quiet: true, ..options });
    assert_eq!(quiet, expected[..expected.find("\n3 errors").unwrap()]);
    // Names that do not fit behind the numbers stand below them, titles below the names.
    let narrow = shown(&run, &Options { statistics: true, quiet: true, ..at(40, "en") });
    let expected = "\
error  warning  note  rule
    2        1
  kz-2026/retroactive-burden
  a burden that reaches back to what was
  done before
                   1
  configuration/waiver-unused
    1
  drafting/a
             1
  kz-2026/hierarchy
  an act of lower force rules otherwise

findings  provision
       3  Constitution 2026, Art. 5(5)
       2  Constitution 2026, Art. 9
";
    assert_eq!(narrow, expected);
    let nothing = Run { documents: vec![document(&source, "kk", vec![])], ..Run::default() };
    let options = Options { statistics: true, ..at(80, "en") };
    assert!(shown(&nothing, &options).starts_with("no findings in 1 act\n"));
}

/// The configuration's findings are shown behind those of the acts, out of its own text.
#[test]
fn findings_of_the_configuration_are_shown() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let toml = Source::new("grundnorm.toml", "[[waiver]]\nrule = \"p/r\"\n", Markup::Plain);
    let mut run = counted(&source);
    let mut unused =
        finding(Level::Warning, "configuration/w", "it accepts nothing", label(&toml, "p/r", "l"));
    unused.address = String::new();
    run.configuration = Some(Document { units: 0, ..document(&toml, "", vec![unused]) });
    let text = shown(&run, &at(80, "en"));
    let expected = "\
warning[configuration/w]: it accepts nothing
  ┌─ grundnorm.toml:2:9
  │
2 │ rule = \"p/r\"
  │         ^^^ l

1 error, 1 warning in 1 act
read 1 act with 4 units; all of the text understood
checked with grundnorm
next: `grundnorm explain p/r` says why and shows examples
";
    assert!(text.ends_with(expected), "{text}");
    assert!(text.find("a.txt:2:4").unwrap() < text.find("grundnorm.toml:2:9").unwrap());
    let mut out = NoColor::new(vec![]);
    write(&run, Format::Short, &Options::default(), &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out.into_inner()).unwrap(),
        "a.txt:2:4: error[p/r] m\n\
         grundnorm.toml:2:9: warning[configuration/w] it accepts nothing\n"
    );
    run.documents.clear();
    let text = shown(&run, &at(80, "en"));
    assert!(text.contains("\nnothing was examined\n1 warning\n"), "{text}");
}

#[test]
fn places_are_links() {
    let linked = |folder: &str, path: &str| {
        let source = Source::new(path, COUNTED, Markup::Plain);
        let links = Some(folder.to_owned());
        let text = shown(&counted(&source), &Options { quiet: true, links, ..at(80, "en") });
        text.lines().nth(1).unwrap().to_owned()
    };
    for (folder, path, expected) in [
        (
            "/home/әлия",
            "bills/a b%.md",
            "  ┌─ \x1b]8;;file:///home/%D3%99%D0%BB%D0%B8%D1%8F/bills/a%20b%25.md\x1b\\\
             bills/a b%.md:2:4\x1b]8;;\x1b\\",
        ),
        ("/", "./a.md", "  ┌─ \x1b]8;;file:///a.md\x1b\\./a.md:2:4\x1b]8;;\x1b\\"),
        ("/x/", "/y/a\\b.md", "  ┌─ \x1b]8;;file:///y/a%5Cb.md\x1b\\/y/a\\b.md:2:4\x1b]8;;\x1b\\"),
        (
            r"C:\Users\x",
            r"bills\a.md",
            "  ┌─ \x1b]8;;file:///C:/Users/x/bills/a.md\x1b\\bills\\a.md:2:4\x1b]8;;\x1b\\",
        ),
        (r"\\?\C:\x", r"D:\a.md", "  ┌─ \x1b]8;;file:///D:/a.md\x1b\\D:\\a.md:2:4\x1b]8;;\x1b\\"),
        (r"\\host\x", "a.md", "  ┌─ \x1b]8;;file://host/x/a.md\x1b\\a.md:2:4\x1b]8;;\x1b\\"),
        // What would end the link early never does.
        ("/", "a\x1b\\.md", "  ┌─ \x1b]8;;file:///a%1B%5C.md\x1b\\a␛\\.md:2:4\x1b]8;;\x1b\\"),
        // Standard input has no place on the disk.
        ("/home", "-", "  ┌─ -:2:4"),
    ] {
        assert_eq!(linked(folder, path), expected);
    }
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    assert!(!shown(&counted(&source), &at(80, "en")).contains('\x1b'));
}

#[test]
fn what_a_gate_kept_back_is_told() {
    let (russian, kazakh) = sources();
    let mut run = run(&russian, &kazakh);
    run.gate = kept_back();
    let mut listed = String::new();
    for number in 1..=10 {
        let _ = write!(
            listed,
            "  bills/{number:02}.md: art_{number:02}__para_1 \
             kz-2026/restriction-ground-outside-the-six “в\n    \
             целях обеспечения интересов развития отрасли”\n"
        );
    }
    let expected = format!(
        "4 findings mended in 2 files\n\
         3 findings waived in the configuration\n\
         12 findings known from the baseline base line.json\n\
         11 findings of the baseline are gone; write it anew with `--write-baseline`\n\
         {listed}  and 1 more\n\
         5 findings in units unchanged since origin/main\n\
         40 files unchanged since origin/main\n"
    );
    assert_eq!(gate(&run, 80), expected);
    run.gate = Gate {
        waived: run.gate.waived[..1].to_vec(),
        baseline: Some(BaselineReport { path: "b".to_owned(), known: 1, fixed: vec![] }),
        since: Some(Since { revision: "v\x1b[1".to_owned(), kept_back: 1, unchanged: 1 }),
        mended: 1,
        mended_files: 1,
    };
    let expected = "\
1 finding mended in 1 file
1 finding waived in the configuration
1 finding known from the baseline b
1 finding in units unchanged since v␛[1
1 file unchanged since v␛[1
";
    assert_eq!(gate(&run, 80), expected);
    let none = Gate {
        baseline: Some(BaselineReport::default()),
        since: Some(Since::default()),
        ..Gate::default()
    };
    assert_eq!(gate(&Run { gate: none, ..run }, 80), "");
}

const EXPLAIN: &str = "next: `grundnorm explain p/r` says why and shows examples\n";

#[test]
fn the_last_line_says_what_to_do_next() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let files =
        "next: name files or folders with acts in plain text (`.txt`) or Markdown (`.md`)\n";
    assert_eq!(advice(&Run::default()), files);
    // A gate that found nothing changed is content.
    let since = Some(Since { revision: "main".to_owned(), kept_back: 0, unchanged: 2 });
    let gate = Gate { since, ..Gate::default() };
    assert_eq!(advice(&Run { gate, ..Run::default() }), "");
    // Why a file could not be checked is told already; a file of another kind is no reason.
    let skipped = |failed: bool| {
        let file = Skipped { path: "a.tif".to_owned(), reason: "a picture".to_owned(), failed };
        Run { skipped: vec![file], ..Run::default() }
    };
    assert_eq!(advice(&skipped(true)), "");
    assert_eq!(advice(&skipped(false)), files);

    let mut clean = Run { documents: vec![document(&source, "kk", vec![])], ..Run::default() };
    assert_eq!(advice(&clean), "");
    clean.gate = kept_back();
    assert_eq!(advice(&clean), "next: `--write-baseline base line.json` takes out what is gone\n");
    clean.documents[0].judged = false;
    assert_eq!(
        advice(&clean),
        "next: `--pack` names the pack to judge by, `grundnorm rules list` shows what there is\n"
    );

    let mut run = counted(&source);
    assert_eq!(advice(&run), EXPLAIN);
    run.gate = kept_back();
    assert_eq!(
        advice(&run),
        format!("{EXPLAIN}next: `--write-baseline base line.json` takes out what is gone\n")
    );

    // Two lines at most, the fixes first.
    let mut run = with_fixes(&source);
    run.gate = kept_back();
    run.documents[0].findings.push(finding(Level::Note, "p/s", "m", label(&source, "мәні", "")));
    let safe = "next: `--fix` mends 1 of 2 findings, `--diff` shows how\n";
    assert_eq!(advice(&run), format!("{safe}{EXPLAIN}"));
    run.documents[0].findings[0].fixes.remove(0);
    let review = "next: `--fix-review` mends 1 of 2 findings; look at each change\n";
    assert_eq!(advice(&run), format!("{review}{EXPLAIN}"));
    // Nothing in standard input can be mended.
    run.documents[0].path = "-".to_owned();
    run.gate = Gate::default();
    assert_eq!(advice(&run), EXPLAIN);

    // One error weighs more than any number of warnings, and the first name decides between equals.
    run.documents[0].findings = vec![
        of_rule(Level::Warning, "p/w", &[], &source),
        of_rule(Level::Warning, "p/w", &[], &source),
        of_rule(Level::Error, "p/s", &[], &source),
        of_rule(Level::Error, "p/r", &[], &source),
    ];
    assert_eq!(advice(&run), EXPLAIN);
    assert!(!shown(&run, &Options { quiet: true, ..at(80, "en") }).contains("next:"));
}

/// The edits and the confidence in Kazakh, letter by letter.
#[test]
fn notes_are_told_in_kazakh() {
    let source = Source::new("a.txt", COUNTED, Markup::Plain);
    let mut run = with_fixes(&source);
    run.documents[0].findings[0].confidence = Confidence::Likely;
    run.documents[0].findings[0].help = Some("баптың мәнін жазыңыз".to_owned());
    let expected = "\
  = пункт 1 статьи 4
  = сенімділік: ықтималдығы жоғары
  = не істеу керек: баптың мәнін жазыңыз
  = түзету: «баптың мәні» дегенді «мазмұны» дегенмен ауыстыру (бірден қолдануға
      болады)
  = түзету: «баптың» дегеннің алдына «осы» қою; «мәні» дегеннен кейін «де»
      дегенмен толықтыру (тексеру керек)
  = түзету: «бар» дегенді алып тастау (тексеру керек)

1 қате; 1 акт тексерілді
1 акт, 4 құрылымдық элемент оқылды; мәтін толық танылды
тексеру құралдары: grundnorm
әрі қарай: `--fix` 1 сын-ескертпе ішінен 1 түзетуді өзі енгізеді, қалай
  енгізетінін `--diff` көрсетеді
әрі қарай: `grundnorm explain p/r` себебін түсіндіріп, мысалдар көрсетеді
";
    let text = shown(&run, &at(80, "kk"));
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn provisions_are_cited_in_the_language_of_the_messages() {
    let told = |provision: &str, code: &str| {
        let mut basis = Basis {
            provision: provision.to_owned(),
            label: "Constitution 2026, Art. 5(5)".to_owned(),
            says: "what it says".to_owned(),
            place: None,
        };
        cited::tell(std::iter::once(&mut basis), every_pack(), langs().get(code).unwrap());
        (basis.label, basis.says)
    };
    for (provision, code, expected) in [
        ("kz-2026:art_5__para_5", "kk", "2026 жылғы Конституция, 5-баптың 5-тармағы"),
        ("kz-2026:art_5__para_5", "ru", "Конституция 2026 года, пункт 5 статьи 5"),
        ("kz-2026:preamble", "ru", "Конституция 2026 года, преамбула"),
        ("kz-2026:sec_1", "kk", "2026 жылғы Конституция, 1-бөлім"),
        ("kz-1995:art_2__para_3-1", "ru", "Конституция 1995 года, пункт 3-1 статьи 2"),
        ("kz-legal-acts:art_27", "kk", "«Құқықтық актілер туралы» Заң, 27-бап"),
        ("drafting:para_2", "ru", "Юридическая техника, Ссылки"),
        ("de-basic-law:art_1", "de", "Grundgesetz, Artikel 1"),
        // A constitution that has no name in the language keeps the one that it has, and so does a
        // provision that no pack has.
        ("kz-2026:art_5__para_5", "de", "Constitution 2026, Art. 5(5)"),
        ("kz-2026:art_999", "ru", "Constitution 2026, Art. 5(5)"),
        ("elsewhere:art_1", "ru", "Constitution 2026, Art. 5(5)"),
    ] {
        assert_eq!(told(provision, code), (expected.to_owned(), String::new()));
    }
    let english = ("Constitution 2026, Art. 5(5)".to_owned(), "what it says".to_owned());
    assert_eq!(told("kz-2026:art_5__para_5", "en"), english);
}

#[test]
fn every_provision_is_cited_in_every_language_of_its_pack() {
    let mut wrong = String::new();
    for pack in every_pack() {
        let older = pack
            .predecessor
            .iter()
            .flat_map(|older| older.provisions.keys().map(|eid| (older.id.as_str(), eid.as_str())));
        let own = pack.provisions.keys().map(|eid| (pack.id.as_str(), eid.as_str()));
        for (id, eid) in own.chain(older) {
            for lang in pack.languages.iter().filter(|code| *code != "en") {
                let provision = format!("{id}:{eid}");
                let mut basis =
                    Basis { provision, label: String::new(), says: String::new(), place: None };
                cited::tell(std::iter::once(&mut basis), every_pack(), langs().get(lang).unwrap());
                if basis.label.is_empty() || basis.label.contains("Art.") {
                    let _ = writeln!(wrong, "{id}:{eid} has no label in `{lang}`");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn labels_in_unknown_languages_are_refused() {
    let text = "title = \"T\"\nlabel = \"C\"\nlabels = { xx = \"C\", ru = \"\" }\nfrom = 2026-01-01\n\
                adopted = 2026-01-01\nlanguages = [\"ru\"]\n[jurisdiction]\nown = []\nothers = []\n\
                [provisions]\nart_1 = { says = \"it says\" }\n";
    let file = PackFile::new("p/pack.toml".to_owned(), "pack.toml".to_owned(), text.as_bytes());
    let errors = pack_check::load("p", "p", &[file]).expect_err("two labels are wrong");
    let told: Vec<(&str, &str)> =
        errors.iter().map(|e| (&text[e.span.range()], e.message.as_str())).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0 == "xx" && told[0].1.contains("unknown language `xx`"), "{told:?}");
    assert!(told[1].0 == "\"\"" && told[1].1.contains("label"), "{told:?}");
}
