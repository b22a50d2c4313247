//! Folding of words before they are looked up: case, look-alike letters, invisible characters.
//!
//! Texts of Kazakhstan mix scripts inside a word (Latin `i` for `і`, `ə` U+0259 for `ә`, Latin `c`),
//! so matching works on folded copies while every span stays on the original.

/// Latin letters, lower-case, with the Cyrillic letters that they are typed for.
const LOOKALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
    ('ə', 'ә'),
    ('ё', 'е'),
];

/// Whether the letter belongs to the Cyrillic blocks.
#[must_use]
pub fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

/// Whether a character is a letter. The tables of Unicode are consulted only outside the scripts of the
/// texts: this question is asked of every character.
#[must_use]
pub fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => true,
        _ if (c as u32) < 0x80 => false,
        '\u{2010}'..='\u{2030}' | '«' | '»' | '№' | '\u{A0}' => false,
        _ => c.is_alphabetic(),
    }
}

/// Appends the lower case of a character.
fn push_lower(c: char, out: &mut String) {
    let shifted = match c {
        'A'..='Z' => Some(c as u32 + 32),
        'a'..='z' | '\u{430}'..='\u{45F}' => Some(c as u32),
        '\u{410}'..='\u{42F}' => Some(c as u32 + 32),
        '\u{400}'..='\u{40F}' => Some(c as u32 + 80),
        // Kazakh and other extended letters: capital and small letter are neighbours.
        '\u{48A}'..='\u{4BF}' | '\u{4D0}'..='\u{52F}' => Some(c as u32 | 1),
        _ => None,
    };
    match shifted.and_then(char::from_u32) {
        Some(lower) => out.push(lower),
        None => out.extend(c.to_lowercase()),
    }
}

/// A text in lower case.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_lower(c, &mut out));
    out
}

/// Characters that stand inside words and carry no meaning: soft hyphen, joiners, stress mark.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{301}')
}

/// A character as words of two texts are compared: a Latin letter that looks like a Cyrillic one is that one,
/// and its case stays.
#[must_use]
pub fn alike(c: char) -> char {
    let of = |lower: char| LOOKALIKES.iter().find(|(latin, _)| *latin == lower).map(|(_, to)| *to);
    if c.is_ascii_digit() || c == ' ' {
        return c;
    }
    if let Some(to) = of(c) {
        return to;
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) if l != c => of(l).map_or(c, |to| to.to_uppercase().next().unwrap_or(to)),
        _ => c,
    }
}

/// Folds a word for look-up: lower case, invisible characters out, look-alikes into Cyrillic.
///
/// A word with a Cyrillic letter is taken for Cyrillic. A short word of look-alike letters alone
/// (a preposition typed as Latin `c`) is taken for Cyrillic when `cyrillic_text` says that the text
/// around it is.
pub fn fold_into(word: &str, cyrillic_text: bool, out: &mut String) {
    out.clear();
    word.chars().filter(|c| !is_invisible(*c)).for_each(|c| push_lower(c, out));
    if !cyrillic_text
        && out.chars().any(|c| c.is_ascii_alphabetic())
        && out.chars().any(is_cyrillic)
    {
        // A Cyrillic letter in a word of a Latin text is as much a look-alike as the other way round.
        *out = out
            .chars()
            .map(|c| {
                LOOKALIKES.iter().find(|(_, cyrillic)| *cyrillic == c).map_or(c, |(to, _)| *to)
            })
            .collect();
        return;
    }
    let cyrillic = out.chars().any(is_cyrillic)
        || (cyrillic_text
            && out.chars().count() <= 3
            && out.chars().all(|c| LOOKALIKES.iter().any(|(latin, _)| *latin == c)));
    if cyrillic && out.chars().any(|c| c.is_ascii() || c == 'ə' || c == 'ё') {
        *out = out
            .chars()
            .map(|c| LOOKALIKES.iter().find(|(latin, _)| *latin == c).map_or(c, |(_, to)| *to))
            .collect();
    }
}
