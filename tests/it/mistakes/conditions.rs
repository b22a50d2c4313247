//! Mistakes in what a rule looks for, in what it captures and shows, and in its examples.

use super::{RULE, told};

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
                "regex = '\\d+ tenge'",
                "regex = '\\d+ tenge', not = { regex = ‸'5 tenge' }",
                &["`regex` says what is looked for", "`missing`"],
            ),
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
        ],
    );
}

#[test]
fn mistakes_in_numbers_and_phrases() {
    told(
        "tried.toml",
        RULE,
        &[
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
