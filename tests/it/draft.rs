//! Comparing two editions of an act, and drafting the bill that turns one into the other.

use grundnorm::amend::wording::{Change, changes};

/// Pieces in one line: `[-removed-]`, `{+added+}`.
fn marked(old: &str, new: &str) -> String {
    let pieces = changes(old, new);
    pieces
        .iter()
        .map(|p| match p.change {
            Change::Same => p.text.to_owned(),
            Change::Removed => format!("[-{}-]", p.text),
            Change::Added => format!("{{+{}+}}", p.text),
        })
        .collect()
}

#[test]
fn wordings_differ_by_whole_words() {
    let cases = [
        ("в течение пяти дней", "в течение десяти дней", "в течение[- пяти-]{+ десяти+} дней"),
        ("сто, двести.", "сто, триста, двести.", "сто{+, триста+}, двести."),
        (
            "в течение пяти рабочих дней со дня подачи",
            "в течение десяти рабочих часов со дня подачи",
            "в течение[- пяти рабочих дней-]{+ десяти рабочих часов+} со дня подачи",
        ),
        ("лицо платит", "Каждое лицо платит", "{+Каждое+} лицо платит"),
        ("Ставка 1,5 процента", "Ставка 1,7 процента", "Ставка[- 1,5-]{+ 1,7+} процента"),
        ("Одно. Два. Три.", "Одно. Три.", "Одно.[- Два.-] Три."),
        ("бір екі\nүш", "бір екі үш", "бір екі үш"),
        ("same", "same", "same"),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
    ];
    for (old, new, want) in cases {
        assert_eq!(marked(old, new), want);
    }
}

#[test]
fn pieces_make_up_both_wordings() {
    let old =
        "1. Орган выдаёт лицензию в течение пятнадцати дней, если заявитель: внёс сбор (плату).";
    let new =
        "1. Орган выдаёт лицензию (разрешение) в течение десяти рабочих дней, если внесён сбор.";
    let join = |skip: Change| -> String {
        let pieces = changes(old, new);
        pieces.iter().filter(|p| p.change != skip).map(|p| p.text).collect()
    };
    assert_eq!(join(Change::Added), old);
    assert_eq!(join(Change::Removed), new);
}

#[test]
fn long_and_hostile_wordings_end_soon() {
    let row = |step: usize| -> String {
        (0..200_000).map(|i| if i % step == 0 { "а, " } else { "б " }).collect()
    };
    assert_eq!(changes(&row(2), &row(3)).len(), 4);
    let count = |from: usize| -> String { (from..from + 9000).map(|i| format!("{i} ")).collect() };
    assert_eq!(changes(&count(0), &count(500_000)).len(), 2);
    assert_eq!(changes(&count(0), &count(1000)).len(), 3);
}
