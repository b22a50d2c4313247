//! Mistakes in a lexicon and in `pack.toml`, several in one file, and files as other systems save them.

use grundnorm::pack::{PackFile, check};

use super::{LEXICON, OTHER, PACK, RULE, file, load, mistakes, told};

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
            (
                "art_1 = { label = \"Art. 1\", says = \"no retroactive burdens\" }\nart_2",
                "art_1 = ‸{ label = \"Art. 1\" }\nart_2",
                &["`says` is missing"],
            ),
            (
                "[provisions]\nart_1",
                "[provisions]\nart_9 = { says = \"taxes\", topics = [‸\"tax\"] }\nart_1",
                &["unknown topic `tax`"],
            ),
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
