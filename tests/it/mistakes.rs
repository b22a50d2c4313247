//! What a mistake in a rule, a lexicon or `pack.toml` is told as: the place, what is wrong, what was
//! expected.

mod conditions;
mod files;
mod slips;

use std::fmt::Write as _;

use grundnorm::pack::{Pack, PackError, PackFile, check};

/// Stands in a broken text where the mistake must be told; it is taken out before the text is read.
const PLACE: char = '‸';

const PACK: &str = r#"title = "A small constitution"
label = "Constitution"
from = 2026-07-01
adopted = 2026-03-15
default = false
languages = ["en", "ru"]

[names]
en = ["basic law"]

[jurisdiction]
own = ["kazakhstan", "казахстан"]
others = ["france"]

[provisions]
art_1 = { label = "Art. 1", says = "no retroactive burdens" }
art_2__para_3 = { label = "Art. 2(3)", says = "a home is taken by a court alone" }

[predecessor]
id = "older"
label = "Constitution of before"
[predecessor.provisions]
art_9 = { label = "Art. 9", says = "no retroactive burdens" }
"#;

const LEXICON: &str = r#"[rights.home]
forms = { en = ["home*", "dwelling house"], ru = ["жилищ*", "жил* помещени*"] }
except = { en = ["home page"] }

[rights.work]
forms = { en = ["work|labour"], ru = ["труд", "рабоч* мест*"] }

[bodies.court]
forms = { en = ["court"], ru = ["суд*"] }
"#;

/// A rule that asks most of what can be asked. Where it fires is not tested here.
const RULE: &str = r#"level = "error"
basis = ["art_1", "art_2__para_3"]
older-basis = ["art_9"]
kinds = ["law", "code"]
langs = ["en", "ru"]
profiles = ["drafter"]
stages = ["agreement"]
applies = { new-acts-only = true, from = 2026-07-01, until = 2030-01-01 }
why = "Because a home is more than a thing."

[title]
en = "home taken without a court"
ru = "жилище изымается без суда"

[message]
en = "a home is taken without a court: {words}; see {ground.unit}"
ru = "жилище изымается без суда: {words}"

[help]
en = "let a court decide on {ground}"

[labels]
primary = { en = "takes a home", ru = "изымает жилище" }
ground = { en = "for this reason" }

[[when]]
each.norm = { topic = ["home"], without = ["by-court"], has.words = { as = "ground", phrases = { en = ["debt*"], ru = ["долг*"] } } }
unless.act = { procedure = ["referendum"] }
level = "warning"
confidence = "likely"
basis = ["art_1"]

[[when]]
each.citation = { to = ["constitution"], target = ["art_5__para_3"], has.pattern = { as = "ground", regex = '\d+ tenge' } }

[[when]]
each.quantity = { unit = ["days"], more-than = 10, less-than = 20, near.term = { as = "ground", entry = ["rights"] }, within = 5, any = [{ is = [12.5] }, { not = { of = ["work"] } }] }

[[fix]]
applicability = "review"
replace = "ground"
with = { en = "by decision of a court", ru = "по решению суда" }

[[example]]
lang = "en"
published = 2026-10-01
why = "a home is taken for a debt"
text = "Article 1. A home may be taken for ⟦a debt⟧."
fixed = "Article 1. A home may be taken by decision of a court."

[[example]]
lang = "ru"
why = "жилище за долг"
text = "Статья 1. Жилище может быть изъято за ⟦долг⟧."

[[near-miss]]
lang = "en"
why = "a court decides"
text = "Article 1. A home may be taken by a court."

[[near-miss]]
lang = "ru"
as-of = 2027-01-01
why = "решает суд"
text = "Статья 1. Жилище может быть изъято судом."
"#;

/// A rule of the fewest lines, to see that one with mistakes does not take others along.
const OTHER: &str = r#"level = "note"
basis = ["art_1"]
langs = ["en"]
why = "Because."
title = { en = "a term" }
message = { en = "a term" }
help = { en = "take it out" }
labels = { primary = { en = "here" } }
when = [{ each.term = { entry = ["court"] } }]
example = [{ lang = "en", why = "there", text = "A ⟦court⟧ sits." }]
near-miss = [{ lang = "en", why = "not there", text = "Nobody sits." }]
"#;

fn file(name: &str, text: impl Into<String>) -> PackFile {
    PackFile { path: format!("packs/small/{name}"), name: name.to_owned(), text: text.into() }
}

/// Loads the small pack with one file in the place of the right one of that name, or beside them.
fn load(name: &str, text: &str) -> Result<(Pack, Vec<PackError>), Vec<PackError>> {
    let mut files: Vec<PackFile> = [
        ("pack.toml", PACK),
        ("lexicon.toml", LEXICON),
        ("other.toml", OTHER),
        ("tried.toml", RULE),
    ]
    .iter()
    .map(|(name, text)| file(name, *text))
    .collect();
    files.retain(|f| f.name != name);
    files.push(file(name, text));
    check::load("small", "packs/small", &files)
}

fn mistakes(name: &str, text: &str) -> Vec<PackError> {
    match load(name, text) {
        Ok((_, errors)) | Err(errors) => errors,
    }
}

/// A file, what is replaced in it and by what, and words that must be told.
type Case = (&'static str, &'static str, &'static [&'static str]);

/// One change in a right file, and the one mistake that it makes.
#[track_caller]
fn told(name: &str, right: &str, cases: &[Case]) {
    let mut wrong = String::new();
    for (from, to, words) in cases {
        assert_eq!(right.matches(from).count(), 1, "`{from}` must stand in {name} once");
        let marked = right.replace(from, to);
        let text = marked.replace(PLACE, "");
        // What is missing in the whole file is told at its beginning.
        let before = marked.split_once(PLACE).map_or("", |(before, _)| before);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let errors = mistakes(name, &text);
        let shown: String = errors.iter().fold(String::new(), |all, e| format!("{all}    {e}\n"));
        if std::env::var_os("SHOW").is_some() {
            println!("{to}\n{shown}");
        }
        let start = format!("packs/small/{name}:{line}:{column}: ");
        let right = errors.len() == 1
            && shown.trim_start().starts_with(&start)
            && words.iter().all(|word| errors[0].message.contains(word));
        if !right {
            let _ =
                writeln!(wrong, "{from} → {to}\n  expected {start}… {words:?}\n  found\n{shown}");
        }
        if name == "tried.toml" {
            let (pack, _) = load(name, &text).unwrap();
            let ids: Vec<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
            assert_eq!(ids, ["small/other"], "the right rule is kept, the other is left out");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn right_files_have_no_mistakes() {
    let (pack, errors) = load("tried.toml", RULE).unwrap();
    assert_eq!(errors, []);
    assert_eq!(pack.rules.len(), 2);
}

#[test]
fn mistakes_of_writing() {
    told(
        "tried.toml",
        RULE,
        &[
            ("level = \"error\"", "level = ‸\"error", &["not closed", "expected `\"`"]),
            ("level = \"error\"", "level = ‸error", &["without quotation marks", "\"error\""]),
            ("level = \"error\"", "level = ‸“error”", &["straight ones"]),
            ("level = \"error\"", "level =‸", &["`level` has no value"]),
            ("level = \"error\"", "level = \"error\"‸,", &["no comma"]),
            ("level = \"error\"", "level‸: \"error\"", &["`:`", "`level = …`"]),
            ("level = \"error\"", "‸level \"error\"", &["expected `level = …`"]),
            ("level = \"error\"", "‸// how bad\nlevel = \"error\"", &["`#`"]),
            ("level = \"error\"", "level = \"error\"\n‸level = \"note\"", &["`level`", "twice"]),
            ("level = \"error\"", "‸уровень = \"error\"", &["`уровень`", "Latin"]),
            (
                "kinds = [\"law\", \"code\"]",
                "kinds = ‸[\"law\", \"code\"",
                &["`[` is never closed"],
            ),
            ("kinds = [\"law\", \"code\"]", "kinds = [\"law\" ‸\"code\"]", &["comma is missing"]),
            ("kinds = [\"law\", \"code\"]", "kinds = \"law\"‸, \"code\"", &["expected a list"]),
            ("kinds = [\"law\", \"code\"]", "kinds = \"law\"‸]", &["`]` closes nothing"]),
            ("new-acts-only = true, ", "new-acts-only = ‸true ", &["comma is missing"]),
            ("new-acts-only = true, ", "new-acts-only = ‸yes, ", &["true or false"]),
            (
                "applies = { new",
                "applies = ‸{ from = 2026-07-02\n# { new",
                &["`{` is never closed"],
            ),
            ("until = 2030-01-01 }", "until = ‸2030-02-31 }", &["2026-07-01"]),
            ("until = 2030-01-01 }", "until = ‸01.01.2030 }", &["2026-07-01"]),
            ("[title]", "‸[title", &["expected `]`"]),
            ("[title]", "‸title]", &["expected `[title]`"]),
            ("[title]", "[‸basis]", &["`basis`", "twice"]),
            ("[[fix]]", "[‸title]\nen = \"again\"\n\n[[fix]]", &["`title`", "twice"]),
            ("why = \"Because a", "why = \"Because \"‸a\" ", &["quotation marks inside"]),
            ("why = \"Because a", "why = ‸\"\"\"Because a", &["`\"\"\"`", "never closed"]),
            ("'\\d+ tenge'", "\"‸\\d+ tenge\"", &["single quotation marks"]),
        ],
    );
}

#[test]
fn mistakes_in_keys_and_types() {
    told(
        "tried.toml",
        RULE,
        &[
            ("why = \"Because", "‸whi = \"Because", &["unknown key `whi`", "did you mean `why`?"]),
            (
                "why = \"Because a home is more than a thing.\"\n",
                "",
                &["`why` is missing", "why = \"…\""],
            ),
            ("[[fix]]", "[[‸fixes]]", &["unknown key `fixes`", "did you mean `fix`?"]),
            ("[[near-miss]]\nlang = \"en\"", "[[‸near_miss]]\nlang = \"en\"", &["`near-miss`?"]),
            ("[\"law\", \"code\"]", "‸\"law\"", &["`kinds` is text", "kinds = [\"law\"]"]),
            (
                "level = \"error\"",
                "level = ‸[\"error\"]",
                &["`level` is a list", "level = \"note\""],
            ),
            ("new-acts-only = true", "new-acts-only = ‸\"true\"", &["without quotation marks"]),
            (
                "until = 2030-01-01",
                "until = ‸\"2030-01-01\"",
                &["without quotation marks: until ="],
            ),
            ("until = 2030-01-01", "until = ‸2030-01-01T10:00:00", &["no day", "2026-07-01"]),
            ("until = 2030-01-01", "‸til = 2030-01-01", &["unknown key `til`", "`until`?"]),
            ("more-than = 10", "more-than = ‸\"10\"", &["more-than = 12"]),
            ("within = 5", "within = ‸-5", &["whole number, 0 or more"]),
            ("within = 5", "within = ‸2.5", &["whole number, 0 or more"]),
            ("within = 5", "within = ‸5000000000", &["whole number, 0 or more"]),
            (
                "[[near-miss]]\nlang = \"en\"\n",
                "‸[[near-miss]]\n",
                &["`lang` is missing", "lang = \"…\""],
            ),
            ("{ en = \"for this reason\" }", "‸\"for this\"", &["text by language: ground = { en"]),
            ("[help]\n", "[help]\n‸stages = [\"agreement\"]\n", &["top of the file", "`[help]`"]),
            ("published = 2026-10-01", "‸publisched = 2026-10-01", &["did you mean `published`?"]),
            ("[[fix]]\napplicability = \"review\"", "‸[[fix]]", &["`applicability` is missing"]),
            ("[title]", "‸[[title]]", &["`[title]` in single brackets"]),
            ("[help]", "[‸helps]", &["unknown key `helps`", "did you mean `help`?"]),
            ("as-of = 2027-01-01", "‸regex = 'x'", &["unknown key `regex`", "fixed"]),
        ],
    );
}

#[test]
fn mistakes_in_names() {
    told(
        "tried.toml",
        RULE,
        &[
            (
                "level = \"error\"",
                "level = ‸\"fatal\"",
                &["unknown level `fatal`", "note, warning, error"],
            ),
            ("level = \"error\"", "level = ‸\"Error\"", &["did you mean `error`?"]),
            (
                "[\"art_1\", \"art_2__para_3\"]",
                "[\"art_1\", ‸\"art_3\"]",
                &["unknown provision `art_3`", "art_1"],
            ),
            ("[\"art_1\", \"art_2__para_3\"]", "[\"art_1\", ‸\"art_1\"]", &["`art_1`", "twice"]),
            ("[\"art_1\", \"art_2__para_3\"]", "‸[]", &["rests on nothing", "`pack.toml`"]),
            ("[\"art_9\"]", "[‸\"art_1\"]", &["unknown provision `art_1`", "expected art_9"]),
            (
                "[\"law\", \"code\"]",
                "[\"law\", ‸\"bylaw\"]",
                &["unknown kind of act `bylaw`", "decision"],
            ),
            ("[\"law\", \"code\"]", "‸[]", &["the list is empty", "kind of act"]),
            (
                "langs = [\"en\", \"ru\"]",
                "langs = [\"en\", \"ru\", ‸\"fr\"]",
                &["unknown language of the pack `fr`"],
            ),
            ("[\"drafter\"]", "[‸\"lawyer\"]", &["unknown profile `lawyer`", "expert"]),
            (
                "[\"agreement\"]",
                "[‸\"agreed\"]",
                &["unknown stage `agreed`", "did you mean `agreement`?"],
            ),
            (
                "\"likely\"",
                "‸\"sure\"",
                &["unknown confidence `sure`", "possible, likely, certain"],
            ),
            ("\"warning\"", "‸\"warn\"", &["unknown level `warn`", "did you mean `warning`?"]),
            ("basis = [\"art_1\"]", "basis = ‸[]", &["the list is empty", "provision"]),
            (
                "[\"referendum\"]",
                "[‸\"vote\"]",
                &["unknown procedure `vote`", "expected referendum"],
            ),
            (
                "[\"home\"]",
                "[‸\"homes\"]",
                &["entry or group of the lexicon `homes`", "did you mean `home`?"],
            ),
            ("[\"by-court\"]", "[‸\"court\"]", &["unknown qualifier `court`", "by-court"]),
            ("[\"constitution\"]", "[‸\"statute\"]", &["unknown act `statute`", "this"]),
            ("unit = [\"days\"]", "unit = [‸\"weeks\"]", &["unknown unit `weeks`", "months"]),
            ("[\"art_5__para_3\"]", "[‸\"art_5_para_3\"]", &["did you mean `art_5__para_3`?"]),
            (
                "[\"art_5__para_3\"]",
                "[‸\"article 5\"]",
                &["`article 5` is no name of a unit", "art_5__para_3"],
            ),
            ("\"review\"", "‸\"maybe\"", &["unknown applicability `maybe`", "safe, review"]),
            ("topic = [\"home\"]", "topic = ‸[]", &["the list is empty", "lexicon"]),
            (
                "topic = [\"home\"]",
                "zone = [‸\"quoted\"]",
                &["unknown zone `quoted`", "did you mean `quoted-new`?"],
            ),
            (
                "topic = [\"home\"]",
                "modality = [‸\"duty\"]",
                &["unknown modality `duty`", "obligation"],
            ),
            (
                "topic = [\"home\"]",
                "for = [‸\"citizen\"]",
                &["unknown addressee `citizen`", "person"],
            ),
        ],
    );
}
