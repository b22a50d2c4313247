//! Words of an instruction in the text that it changes: found whatever quotation marks, dashes, spaces and
//! look-alike letters are typed, at their exact place.

use crate::lang::fold::{alike, is_invisible};
use crate::source::Span;

/// A text folded character by character, with the place of each.
struct Folded {
    chars: Vec<char>,
    /// First byte of each character; one more for the end.
    at: Vec<usize>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self { chars: Vec::with_capacity(text.len()), at: Vec::new() };
        let mut end = 0;
        for (at, c) in text.char_indices() {
            end = at + c.len_utf8();
            if is_invisible(c) {
                continue;
            }
            let c = fold(c);
            if c == ' ' && folded.chars.last() == Some(&' ') {
                continue;
            }
            folded.chars.push(c);
            folded.at.push(at);
        }
        folded.at.push(end);
        folded
    }
}

/// A character as it is compared.
pub(super) fn fold(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '’' | '‘' | '`' => '\'',
        c => alike(c),
    }
}

/// A text as it is compared, spaces around it taken away.
pub(super) fn folded(text: &str) -> String {
    Folded::new(text.trim()).chars.into_iter().collect()
}

/// Where words stand in a piece of text that begins at a byte.
///
/// Whole words only: «Султан» does not stand in «Нур-Султана». A word that opens a sentence has a capital there;
/// anywhere else the capital counts only when the words stand nowhere as they are written.
pub(super) fn find(text: &str, base: usize, words: &str) -> Vec<Span> {
    let needle = Folded::new(words.trim()).chars;
    let Some(first) = needle.first().copied() else { return Vec::new() };
    let hay = Folded::new(text);
    let mut found = places(&hay, &needle, base);
    let mut other = needle;
    if let Some(letter) = other.first_mut().filter(|c| c.is_alphabetic()) {
        *letter = switched(first);
        let switched = places(&hay, &other, base);
        if found.is_empty() {
            return switched;
        }
        let opens = |span: &Span| {
            let before = text.get(..span.start as usize - base).unwrap_or_default().trim_end();
            before.is_empty() || before.ends_with(['.', '!', '?'])
        };
        found.extend(switched.into_iter().filter(|s| first.is_lowercase() && opens(s)));
        found.sort();
    }
    found
}

/// The other case of a letter.
fn switched(c: char) -> char {
    let other = if c.is_uppercase() { c.to_lowercase().next() } else { c.to_uppercase().next() };
    other.unwrap_or(c)
}

fn places(hay: &Folded, needle: &[char], base: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let Some(first) = needle.first() else { return found };
    let mut from = 0;
    while from + needle.len() <= hay.chars.len() {
        let Some(step) = hay.chars[from..].iter().position(|c| c == first) else { break };
        let at = from + step;
        let end = at + needle.len();
        from = at + 1;
        if hay.chars.get(at..end) != Some(needle) || !stands_alone(&hay.chars, at, end) {
            continue;
        }
        // Invisible characters behind the last letter belong to no match.
        let last = hay.at[end - 1];
        let width = hay.at[end] - last;
        found.push(Span::new(base + hay.at[at], base + last + width));
        from = end;
    }
    found
}

/// Whether no word or number runs on over either end of a match.
fn stands_alone(chars: &[char], start: usize, end: usize) -> bool {
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied();
    let before = at(start.checked_sub(1));
    let beyond = at(start.checked_sub(2));
    let after = at(Some(end));
    let further = at(Some(end + 1));
    !runs_on(chars[start], before, beyond) && !runs_on(chars[end - 1], after, further)
}

/// Whether the text goes on, beyond an edge character, with the same word or number.
fn runs_on(edge: char, next: Option<char>, beyond: Option<char>) -> bool {
    let Some(next) = next else { return false };
    if !edge.is_alphanumeric() {
        return false;
    }
    if next.is_alphanumeric() {
        return true;
    }
    let same = |c: char| c.is_alphanumeric() && c.is_ascii_digit() == edge.is_ascii_digit();
    match next {
        // «Нур-Султан» is one word, «5-тармақ» a number with its ending, "5-1" one number.
        '-' => beyond.is_some_and(same),
        '.' | ',' => edge.is_ascii_digit() && beyond.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Words put between two characters, with the spaces that they need there.
pub(super) fn spaced(before: Option<char>, words: &str, after: Option<char>) -> String {
    let words = words.trim();
    let (Some(first), Some(last)) = (words.chars().next(), words.chars().last()) else {
        return String::new();
    };
    let mut text = String::new();
    let open = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '“' | '„');
    if before.is_some_and(|c| !open(c)) && !closes(first) {
        text.push(' ');
    }
    // A comma on both sides is one comma.
    let doubled = matches!(last, ',' | ';' | '.') && after == Some(last);
    text.push_str(if doubled { words.trim_end_matches(last) } else { words });
    if after.is_some_and(|c| !c.is_whitespace() && !closes(c)) {
        text.push(' ');
    }
    text
}

/// Whether no space stands before a character.
pub(super) fn closes(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '»' | '”')
}

/// The place that goes with words that are taken out, so that no space and no comma is left twice.
pub(super) fn without(text: &str, found: Span) -> Span {
    let before = text.get(..found.start as usize).unwrap_or_default();
    let after = text.get(found.end as usize..).unwrap_or_default();
    let (start, end) = (found.start as usize, found.end as usize);
    let blank = |c: char| c == ' ' || c == '\u{a0}' || c == '\t';
    let left = before.len() - before.trim_end_matches(blank).len();
    let right = after.len() - after.trim_start_matches(blank).len();
    let next = after[right..].chars().next();
    let previous = before.trim_end_matches(blank).chars().last();
    match (previous, next) {
        // «Б, [А], В»: one comma is left.
        (Some(','), Some(',')) => Span::new(start - left, end + right + 1),
        (_, Some(c)) if closes(c) => Span::new(start - left, end),
        (Some('(' | '«' | '“' | '\n') | None, _) => Span::new(start, end + right),
        _ if left > 0 => Span::new(start, end + right),
        _ => Span::new(start, end),
    }
}

/// The sentences of a text that begins at a byte.
pub(super) fn sentences(text: &str, base: usize, abbreviation: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '.' | '!' | '?' if depth == 0 => {
                let mut end = at + c.len_utf8();
                let mut rest = &text[end..];
                // The mark that closes a quotation belongs to the sentence.
                while let Some(q) = rest.chars().next().filter(|q| matches!(q, '»' | '”' | '"'))
                {
                    end += q.len_utf8();
                    rest = &text[end..];
                }
                let opens = rest.trim_start().chars().next().is_none_or(|n| {
                    n.is_uppercase() || n.is_ascii_digit() || matches!(n, '«' | '“' | '"' | '„')
                });
                let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
                let word: String = text[start..at]
                    .chars()
                    .rev()
                    .take_while(|c| c.is_alphanumeric())
                    .collect::<Vec<char>>()
                    .into_iter()
                    .rev()
                    .collect();
                let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
                if !(spaced && opens) || initial || abbreviation(&word.to_lowercase()) {
                    continue;
                }
                found.push(Span::new(base + start, base + end));
                start = end + (rest.len() - rest.trim_start().len());
            }
            _ => {}
        }
    }
    if text[start..].trim().is_empty() {
        return found;
    }
    found.push(Span::new(base + start, base + text.trim_end().len()));
    found
}
