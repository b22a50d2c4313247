//! What a mistake in a rule, a lexicon or `pack.toml` is told as: the place, what is wrong, what was
//! expected.

use std::fmt::Write as _;

use grundnorm::pack::{Pack, PackError, PackFile, check};
use proptest::prelude::*;

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

const LEXICON: &str = r##"[rights.home]
forms = { en = ["home*", "dwelling house"], ru = ["жилищ*", "жил* помещени*"] }
except = { en = ["home page"] }

[rights.work]
forms = { en = ["work|labour"], ru = ["труд", "рабоч* мест*"] }

[bodies.court]
forms = { en = ["court"], ru = ["суд*"] }
"##;

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

#[test]
fn mistakes_in_conditions() {
    told(
        "tried.toml",
        RULE,
        &[
            (
                "each.norm =",
                "each.‸norms =",
                &["unknown kind of fact `norms`", "did you mean `norm`?"],
            ),
            ("each.norm =", "‸norm =", &["unknown key `norm`"]),
            ("unless.act =", "each.‸act =", &["already", "inside", "[[when]]"]),
            (
                "unless.act = { procedure = [\"referendum\"] }",
                "unless = ‸{ }",
                &["no kind of fact", "unless.KIND"],
            ),
            (
                "unless.act = { procedure = [\"referendum\"] }",
                "unless = ‸\"act\"",
                &["text", "unless.KIND = { … }"],
            ),
            (
                "unless.act = { procedure = [\"referendum\"] }",
                "unless.act = ‸true",
                &["`act` is true or false", "a table"],
            ),
            (
                "unless.act = {",
                "unless = { ‸procedure = [\"x\"] } #",
                &["no kind of fact is named"],
            ),
            (
                "{ procedure = [\"referendum\"] }",
                "{ ‸governs.norm = {} }",
                &["unknown key `governs` of act", "asked of commencement"],
            ),
            (
                "{ procedure = [\"referendum\"] }",
                "{ ‸norm = {} }",
                &["unknown key `norm` of act", "`has.norm = { … }`"],
            ),
            (
                "{ procedure = [\"referendum\"] }",
                "{ ‸procedures = [\"referendum\"] }",
                &["did you mean `procedure`?"],
            ),
            ("{ procedure = [\"referendum\"] }", "{ ‸has.act = {} }", &["`has`", "`inside.act`"]),
            (
                "{ procedure = [\"referendum\"] }",
                "{ ‸inside.norm = {} }",
                &["nothing stands around an act"],
            ),
            ("{ procedure = [\"referendum\"] }", "{ zone = ‸[\"own\"] }", &["have no zone"]),
            ("{ procedure = [\"referendum\"] }", "{ all = ‸[] }", &["the list is empty"]),
            ("{ procedure = [\"referendum\"] }", "{ not = ‸{} }", &["nothing is asked"]),
            (
                "{ procedure = [\"referendum\"] }",
                "{ all = [{ as = ‸\"x\", draft = true }] }",
                &["`as` belongs to the fact itself"],
            ),
            (
                "{ procedure = [\"referendum\"] }",
                "{ ‸has.words = { } }",
                &["nothing to look for", "phrases = "],
            ),
            (
                "{ procedure = [\"referendum\"] }",
                "{ has.unit = { ‸inside.citation = { } } }",
                &["nothing lies inside"],
            ),
            (
                "{ procedure = [\"referendum\"] }",
                "{ has.commencement = { ‸governs.term = { entry = [\"work\"] } } }",
                &["`governs.norm`"],
            ),
            ("within = 5, any", "within = 5, missing = ‸{}, any", &["no kind of fact"]),
            (
                "near.term = { as = \"ground\", entry = [\"rights\"] }, within = 5",
                "has.term = { as = \"ground\", entry = [\"rights\"] }, within = ‸5",
                &["`within`", "expected `near`"],
            ),
            ("less-than = 20", "less-than = ‸5", &["no number is more than 10 and less than 5"]),
            ("less-than = 20", "less-than = ‸nan", &["no number to compare"]),
            ("is = [12.5]", "is = ‸[]", &["the list is empty", "number"]),
            ("is = [12.5]", "is = ‸12.5", &["is = [12]"]),
            ("'\\d+ tenge'", "‸'(\\d+ tenge'", &["no regular expression", "unclosed group"]),
            ("'\\d+ tenge'", "‸'\\d*'", &["at least one character"]),
            ("[\"debt*\"]", "[‸\"*\"]", &["`*` is no word pattern", "`stem*`"]),
            ("[\"debt*\"]", "[‸\"\"]", &["the phrase is empty"]),
            ("[\"debt*\"]", "[‸\"... debt\"]", &["starts with `...`"]),
            ("[\"debt*\"]", "[‸\"debt ...\"]", &["a word behind it"]),
            ("[\"debt*\"]", "[‸\"debt, unpaid\"]", &["`debt,` is never found", "blank"]),
            ("[\"debt*\"]", "[‸\"in 30 days\"]", &["`30` is a number", "`#`"]),
            (
                "{ en = [\"debt*\"], ru = [\"долг*\"] }",
                "‸{ en = [\"debt*\"] }",
                &["no phrases in `ru`", "ru = ["],
            ),
            (
                "{ en = [\"debt*\"], ru = [\"долг*\"] }",
                "‸[\"debt*\"]",
                &["phrases by language", "{ en = [\"…\"] }"],
            ),
            (
                "{ en = [\"debt*\"], ru = [\"долг*\"] }",
                "{ en = [\"debt*\"], ru = [\"долг*\"], ‸kk = [\"борыш*\"] }",
                &["unknown language `kk`"],
            ),
            ("[\"debt*\"]", "‸\"debt*\"", &["`en` is text", "en = [\"debt*\"]"]),
        ],
    );
}

#[test]
fn mistakes_in_captures_and_texts() {
    told(
        "tried.toml",
        RULE,
        &[
            (
                "{ procedure = [\"referendum\"] }",
                "{ has.citation = { as = ‸\"act\" } }",
                &["must not be there", "take the name out"],
            ),
            (
                "each.citation = { ",
                "each.citation = { as = ‸\"it\", ",
                &["`{words}`", "take `as` out"],
            ),
            (
                "has.words = { as = \"ground\"",
                "has.words = { as = ‸\"unit\"",
                &["cannot name", "words, unit, primary"],
            ),
            (
                "near.term = { as = \"ground\"",
                "has.term = { as = \"ground\", entry = [\"work\"] }, near.term = { as = ‸\"ground\"",
                &["already names another fact"],
            ),
            (
                "within = 5,",
                "within = 5, has.term = { as = ‸\"right\", entry = [\"work\"] },",
                &["nothing shows", "`labels.right`"],
            ),
            (
                "[[when]]\neach.citation = { to = [\"constitution\"], target = [\"art_5__para_3\"], has.pattern = { as = \"ground\", ",
                "‸[[when]]\neach.citation = { to = [\"constitution\"], target = [\"art_5__para_3\"], has.pattern = { ",
                &["does not always capture `ground`"],
            ),
            (
                "[labels]\n",
                "[labels]\n‸grounds = { en = \"x\" }\n",
                &["unknown capture `grounds`", "did you mean `ground`?"],
            ),
            (
                "[labels]\nprimary = { en = \"takes a home\", ru = \"изымает жилище\" }\n",
                "‸[labels]\n",
                &["`primary = { en = \"…\" }`"],
            ),
        ],
    );
    told(
        "tried.toml",
        RULE,
        &[
            (
                "\"let a court decide on {ground}\"",
                "‸\"on {grounds}\"",
                &["unknown placeholder `grounds`", "`ground`?"],
            ),
            ("\"let a court decide on {ground}\"", "‸\"on {ground\"", &["`{` without `}`"]),
            ("\"let a court decide on {ground}\"", "‸\"on ground}\"", &["`}` without `{`"]),
            ("\"let a court decide on {ground}\"", "‸\" \"", &["the help is empty", "what to do"]),
            (
                "\"home taken without a court\"",
                "‸\"home taken: {words}\"",
                &["the title is shown as it stands"],
            ),
            ("\"жилище изымается без суда: {words}\"", "‸\"жилище изымается.\"", &["full stop"]),
            (
                "ru = \"жилище изымается без суда\"",
                "‸rus = \"жилище\"",
                &["unknown language `rus`", "did you mean `ru`?"],
            ),
            ("\"Because a home is more than a thing.\"", "‸\"\"", &["`why` is empty"]),
            ("until = 2030-01-01", "until = ‸2026-07-01", &["no day lies between"]),
            (
                "[[fix]]\napplicability = \"review\"\nreplace = \"ground\"",
                "‸[[fix]]\napplicability = \"review\"",
                &["no place", "`replace`"],
            ),
            (
                "replace = \"ground\"\n",
                "replace = \"ground\"\nafter = ‸\"words\"\n",
                &["one place"],
            ),
            (
                "replace = \"ground\"\nwith = {",
                "delete = \"ground\"\nwith = ‸{",
                &["`delete`", "take `with` out"],
            ),
            (
                "replace = \"ground\"\n",
                "replace = ‸\"reason\"\n",
                &["unknown words to fix `reason`", "words, ground"],
            ),
            (
                "{ en = \"by decision of a court\", ru = \"по решению суда\" }",
                "‸{ en = \"by a court\" }",
                &["no text in `ru`", "`with.ru"],
            ),
            ("\"по решению суда\" }", "‸\"\" }", &["the new text is empty", "`delete`"]),
        ],
    );
}

#[test]
fn mistakes_in_examples() {
    told(
        "tried.toml",
        RULE,
        &[
            (
                "\"Article 1. A home may be taken for ⟦a debt⟧.\"",
                "‸\"A home for ⟦a debt.\"",
                &["`⟦` without `⟧`"],
            ),
            (
                "\"Article 1. A home may be taken for ⟦a debt⟧.\"",
                "‸\"A home for a debt⟧.\"",
                &["`⟧` without `⟦`"],
            ),
            (
                "\"Article 1. A home may be taken for ⟦a debt⟧.\"",
                "‸\"A home for ⟦a ⟦debt⟧.\"",
                &["`⟦` inside `⟦ ⟧`"],
            ),
            (
                "\"Article 1. A home may be taken for ⟦a debt⟧.\"",
                "‸\"A home for ⟦⟧ a debt.\"",
                &["marks nothing"],
            ),
            (
                "\"Article 1. A home may be taken for ⟦a debt⟧.\"",
                "‸\"A home for a debt.\"",
                &["no mark"],
            ),
            ("\"Article 1. A home may be taken for ⟦a debt⟧.\"", "‸\"\"", &["the text is empty"]),
            (
                "\"Article 1. A home may be taken by a court.\"",
                "‸\"A home ⟦by a court⟧.\"",
                &["near miss", "expected no ⟦ ⟧"],
            ),
            (
                "why = \"a court decides\"",
                "why = \"a court decides\"\nfixed = ‸\"x\"",
                &["nothing to fix"],
            ),
            ("why = \"a court decides\"", "why = ‸\"\"", &["`why` is empty"]),
            (
                "lang = \"ru\"\nas-of",
                "lang = ‸\"kk\"\nas-of",
                &["unknown language of the rule `kk`", "en, ru"],
            ),
            (
                "‸[[near-miss]]\nlang = \"ru\"".trim_start_matches('‸'),
                "‸[[near-miss]]\nlang = \"en\"",
                &["no near miss in `ru`", "`lang = \"ru\"`"],
            ),
        ],
    );
}

#[test]
fn mistakes_in_a_lexicon() {
    told(
        "lexicon.toml",
        LEXICON,
        &[
            ("[rights.work]", "[rights.‸court]", &["`court` is already the name"]),
            ("[rights.work]", "[rights.‸bodies]", &["`bodies` is already the name"]),
            ("[rights.work]", "[rights.‸Work]", &["small Latin letters"]),
            ("[rights.work]", "[rights.‸home]", &["twice"]),
            (
                "forms = { en = [\"work|labour\"]",
                "‸form = { en = [\"work|labour\"]",
                &["did you mean `forms`?"],
            ),
            (
                "[bodies.court]\nforms = { en = [\"court\"], ru = [\"суд*\"] }\n",
                "‸[bodies.court]\n",
                &["`forms` is missing", "forms = { en = [\"…\"] }"],
            ),
            (
                "{ en = [\"home page\"] }",
                "{ ‸fr = [\"page\"] }",
                &["unknown language `fr`", "en, ru"],
            ),
            ("{ en = [\"work|labour\"], ru", "‸{ ru", &["`work` has no words in `en`"]),
            ("\"work|labour\"", "‸\"work*er\"", &["no word pattern"]),
            ("\"work|labour\"", "‸\"work-day\"", &["never found"]),
            ("[\"work|labour\"]", "‸\"work\"", &["`en` is text", "en = [\"work\"]"]),
        ],
    );
}

#[test]
fn mistakes_in_a_pack() {
    told(
        "pack.toml",
        PACK,
        &[
            ("from = 2026-07-01", "from = ‸\"2026-07-01\"", &["without quotation marks"]),
            ("from = 2026-07-01", "from = ‸2026-07-01T00:00:00Z", &["no day alone"]),
            ("from = 2026-07-01\n", "", &["`from` is missing", "from = 2026-07-01"]),
            ("languages = [\"en\", \"ru\"]\n", "", &["`languages` is missing"]),
            ("languages = [\"en\", \"ru\"]", "languages = ‸\"en\"", &["languages = [\"en\"]"]),
            (
                "languages = [\"en\", \"ru\"]",
                "languages = [\"en\", \"ru\", ‸\"xx\"]",
                &["unknown language `xx`", "kk"],
            ),
            ("languages = [\"en\", \"ru\"]", "languages = [\"en\", \"ru\", ‸\"en\"]", &["twice"]),
            ("default = false", "‸defaults = false", &["did you mean `default`?"]),
            ("title = \"A small constitution\"", "title = ‸\"\"", &["the title is empty"]),
            ("[jurisdiction]", "[‸juristiction]", &["did you mean `jurisdiction`?"]),
            ("\"france\"", "‸\"France\"", &["`france`", "small letters"]),
            ("\"france\"", "‸\"\"", &["empty"]),
            ("art_2__para_3", "‸art_2_para_3", &["did you mean `art_2__para_3`?"]),
            ("art_1 = { label = \"Art. 1\", says", "art_1 = ‸{ says", &["`label` is missing"]),
            ("en = [\"basic law\"]", "‸fr = [\"loi\"]", &["unknown language `fr`"]),
            ("id = \"older\"", "‸ids = \"older\"", &["did you mean `id`?"]),
        ],
    );
}

#[test]
fn several_mistakes_are_told_together() {
    let text = RULE
        .replace("level = \"error\"", "level = \"fatal\"")
        .replace("profiles", "profile")
        .replace("until = 2030-01-01", "until = \"2030-01-01\"")
        .replace("[\"art_9\"]", "[\"art_8\"]")
        .replace("topic = [\"home\"]", "topic = [\"hom\"], reaches-back = true")
        .replace("'\\d+ tenge'", "'['")
        .replace("as-of = 2027-01-01", "as_of = 2027-01-01");
    let errors = mistakes("tried.toml", &text);
    let places: Vec<usize> = errors.iter().map(|e| e.line).collect();
    let said: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
    assert_eq!(places, [1, 3, 6, 8, 27, 27, 34, 63], "{said:#?}");
    let words = [
        "unknown level `fatal`",
        "unknown provision `art_8`",
        "unknown key `profile`",
        "until = 2026-07-01",
        "`hom`",
        "`reaches-back` is asked of commencement",
        "no regular expression",
        "unknown key `as_of`",
    ];
    for (said, word) in said.iter().zip(words) {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

#[test]
fn several_mistakes_of_writing_are_told_one_a_line() {
    let text = RULE
        .replace("level = \"error\"", "level = error")
        .replace("new-acts-only = true", "new-acts-only = True")
        .replace("'\\d+ tenge'", "\"\\d+ tenge\"");
    let errors = mistakes("tried.toml", &text);
    let places: Vec<usize> = errors.iter().map(|e| e.line).collect();
    assert_eq!(places, [1, 8, 34], "{errors:#?}");
}

/// What stands behind a bracket that is never closed is not told: it would be noise.
#[test]
fn an_open_bracket_is_one_mistake() {
    let text = RULE.replace("[\"drafter\"]", "[\"drafter\"").replace("\"likely\"", "likely");
    let errors = mistakes("tried.toml", &text);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!((errors[0].line, errors[0].column), (6, 12));
}

#[test]
fn a_file_is_named_like_its_rule() {
    for (name, better) in [
        ("My Rule.toml", "did you mean `my-rule.toml`?"),
        ("my_rule.toml", "did you mean `my-rule.toml`?"),
        ("Lexicon_rights.toml", "did you mean `lexicon-rights.toml`?"),
        ("правило.toml", "small Latin letters"),
        (".toml", "small Latin letters"),
    ] {
        let (pack, errors) = load(name, OTHER).unwrap();
        assert_eq!(errors.len(), 1, "{errors:#?}");
        let shown = errors[0].to_string();
        assert!(shown.starts_with(&format!("packs/small/{name}:1:1: ")), "{shown}");
        assert!(shown.contains(better), "{shown}");
        assert_eq!(pack.rules.len(), 2);
    }
    let files = [file("Pack.toml", PACK), file("other.toml", OTHER)];
    let errors = check::load("small", "packs/small", &files).unwrap_err();
    assert_eq!(errors.len(), 1);
    let shown = errors[0].to_string();
    assert!(shown.starts_with("packs/small/pack.toml:1:1: the pack has no `pack.toml`"), "{shown}");
    assert!(shown.ends_with("`Pack.toml` must be named `pack.toml`"), "{shown}");
}

/// Editors under Windows put a mark before the text and end lines with two characters.
#[test]
fn marks_and_line_ends_of_other_systems_work() {
    let other = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let plain = [file("pack.toml", PACK), file("lexicon.toml", LEXICON), file("tried.toml", RULE)];
    let foreign: Vec<PackFile> =
        plain.iter().map(|f| PackFile { text: other(&f.text), ..f.clone() }).collect();
    let (pack, errors) = check::load("small", "packs/small", &plain).unwrap();
    assert_eq!(errors, []);
    let (same, errors) = check::load("small", "packs/small", &foreign).unwrap();
    assert_eq!(errors, []);
    assert_eq!(pack.rules, same.rules);
    assert_eq!(pack.hash, same.hash, "findings name the same rules");
    // Places are those that an editor shows.
    for (from, to, place) in
        [("level = \"error\"", "level = \"fatal\"", (1, 9)), ("\"review\"", "\"maybe\"", (40, 17))]
    {
        let errors = mistakes("tried.toml", &other(&RULE.replace(from, to)));
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert_eq!((errors[0].line, errors[0].column), place);
        assert_eq!(&errors[0].text[errors[0].span.range()], to.rsplit(' ').next().unwrap());
    }
}

#[test]
fn another_encoding_is_told_where_it_begins() {
    let mut bytes = b"level = \"note\"\nwhy = \"".to_vec();
    // A word in an encoding of Windows, one byte a letter.
    bytes.extend([0xEF, 0xF0, 0xE0, 0xE2, 0xEE]);
    bytes.extend(b"\"\n");
    let tried = PackFile::new("packs/small/tried.toml", "tried.toml", &bytes);
    let files =
        [file("pack.toml", PACK), file("lexicon.toml", LEXICON), file("other.toml", OTHER), tried];
    let (pack, errors) = check::load("small", "packs/small", &files).unwrap();
    assert_eq!(pack.rules.len(), 1, "the other rule runs");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    let shown = errors[0].to_string();
    assert!(shown.starts_with("packs/small/tried.toml:2:8: this is no UTF-8"), "{shown}");
    // Two bytes a letter, as older editors save a text.
    let wide: Vec<u8> = "\u{FEFF}title".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files = [PackFile::new("packs/small/pack.toml", "pack.toml", &wide)];
    let errors = check::load("small", "packs/small", &files).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].to_string().starts_with("packs/small/pack.toml:1:1: this is no UTF-8"));
}

/// A change of a file as a slip of the hand makes one.
#[derive(Debug, Clone)]
enum Slip {
    Delete(prop::sample::Index, u8),
    Insert(prop::sample::Index, String),
    Swap(prop::sample::Index, prop::sample::Index),
    Copy(prop::sample::Index, prop::sample::Index),
    Rename(prop::sample::Index, prop::sample::Index),
}

fn slips() -> impl Strategy<Value = Slip> {
    let at = any::<prop::sample::Index>;
    let piece = prop::sample::select(vec![
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "#",
        "\\",
        "\n",
        "\r",
        " ",
        "ё",
        "⟦",
        "⟧",
        "\u{FEFF}",
        "\0",
        "{words}",
        "{ground}",
        "as = \"x\"",
        "not",
        "1",
        "true",
        "[when]",
        "[labels.x]",
        "\nlevel = 1\n",
        "2026-07-01",
        "nan",
        "999999999999999999999",
    ]);
    prop_oneof![
        (at(), 1_u8..12).prop_map(|(at, length)| Slip::Delete(at, length)),
        (at(), piece).prop_map(|(at, piece)| Slip::Insert(at, piece.to_owned())),
        (at(), "\\PC{1,4}").prop_map(|(at, text)| Slip::Insert(at, text)),
        (at(), at()).prop_map(|(a, b)| Slip::Swap(a, b)),
        (at(), at()).prop_map(|(a, b)| Slip::Copy(a, b)),
        (at(), at()).prop_map(|(a, b)| Slip::Rename(a, b)),
    ]
}

fn slipped(text: &str, slip: &Slip) -> String {
    let byte = |index: &prop::sample::Index| {
        let at = index.index(text.len().max(1));
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap()
    };
    let mut lines: Vec<&str> = text.lines().collect();
    match slip {
        Slip::Delete(at, length) => {
            let at = byte(at);
            let rest: String = text[at..].chars().skip(usize::from(*length)).collect();
            text[..at].to_owned() + &rest
        }
        Slip::Insert(at, piece) => {
            let at = byte(at);
            format!("{}{piece}{}", &text[..at], &text[at..])
        }
        Slip::Swap(a, b) if !lines.is_empty() => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            lines.join("\n")
        }
        Slip::Copy(a, b) if !lines.is_empty() => {
            let line = lines[a.index(lines.len())];
            lines.insert(b.index(lines.len()), line);
            lines.join("\n")
        }
        Slip::Rename(a, b) => {
            // One key gets the name of another.
            let keys: Vec<&str> = text
                .split(|c: char| !(c.is_ascii_lowercase() || c == '-'))
                .filter(|key| key.len() > 1)
                .collect();
            if keys.is_empty() {
                return text.to_owned();
            }
            let (a, b) = (keys[a.index(keys.len())], keys[b.index(keys.len())]);
            text.replacen(a, b, 1)
        }
        Slip::Swap(..) | Slip::Copy(..) => text.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever slips, the file gives what it should or mistakes with places in it.
    #[test]
    fn slips_give_mistakes_and_no_panic(
        which in 0_usize..4,
        slips in prop::collection::vec(slips(), 1..5),
    ) {
        let (name, right) = [
            ("tried.toml", RULE),
            ("tried.toml", OTHER),
            ("lexicon.toml", LEXICON),
            ("pack.toml", PACK),
        ][which];
        let text = slips.iter().fold(right.to_owned(), |text, slip| slipped(&text, slip));
        let (pack, errors) = match load(name, &text) {
            Ok((pack, errors)) => (Some(pack), errors),
            Err(errors) => {
                prop_assert!(!errors.is_empty(), "no pack and no reason");
                (None, errors)
            }
        };
        if name == "tried.toml" {
            let pack = pack.expect("a wrong rule leaves the pack");
            let there = pack.rules.iter().any(|r| r.id == "small/tried");
            prop_assert_eq!(there, errors.is_empty(), "a rule or its mistakes: {:?}", errors);
        }
        for pair in errors.windows(2) {
            prop_assert!(pair[0].path != pair[1].path || pair[0].span <= pair[1].span);
        }
        for error in &errors {
            let range = error.span.range();
            prop_assert!(error.text.get(range).is_some(), "{error} at {:?}", error.span);
            prop_assert!(error.line >= 1 && error.column >= 1);
            prop_assert!(!error.message.is_empty());
        }
    }
}
