//! Slips of the hand: whatever is changed in a right file, its reader gives a rule or its mistakes.

use proptest::prelude::*;

use super::{LEXICON, OTHER, PACK, RULE, load};

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

/// Neither many mistakes nor deep conditions cost more than their length.
#[test]
fn hostile_files_end_in_mistakes() {
    let keys: Vec<String> = (0..20_000).map(|n| format!("key{n}")).collect();
    let (many, bare) = (keys.join(" = 1\n") + " = 1", keys.join(" = bare\n"));
    let line = format!("level = [{}", "a a, ".repeat(20_000));
    let deep = |levels: usize| {
        let dotted = "has.norm.".repeat(30);
        let open = format!("{{ {dotted}has.norm = ").repeat(levels);
        format!("[[when]]\neach.norm = {open}{{ }}{}\n", " }".repeat(levels))
    };
    let brackets = format!("level = {}", "[".repeat(100_000));
    let tables = format!("[{}a]\n", "a.".repeat(100_000));
    for text in [&many, &bare, &line, &deep(2), &deep(30), &deep(70), &brackets, &tables] {
        let (_, errors) = load("tried.toml", text).unwrap();
        assert!((1..=100).contains(&errors.len()), "{} mistakes", errors.len());
    }
}
