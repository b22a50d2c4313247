//! The difference of two wordings, word by word, as a reader wants to see it.
//!
//! White space counts as one space: a paragraph that only its lines tell apart says the same.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Interner};

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It stands in both wordings.
    Same,
    /// It stands in the old wording alone.
    Removed,
    /// It stands in the new wording alone.
    Added,
}

/// A piece of one wording or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Its text; white space between words stands at its head.
    pub text: &'a str,
    /// What became of it.
    pub change: Change,
}

/// Words of the old wording and those that stand in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Tokens of the old wording; empty where words are put in.
    pub old: Range<usize>,
    /// Tokens of the new wording; empty where words are taken out.
    pub new: Range<usize>,
}

/// A word, a number or a mark of a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte of the white space before it.
    pub gap: usize,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Whether it has letters or figures.
    pub spoken: bool,
}

/// Two wordings as the same pieces, removed ones and added ones, in the order of reading.
///
/// The same and the removed pieces make up the old wording, the same and the added ones the new one.
/// A removed piece stands before the added one that replaces it.
#[must_use]
pub fn changes<'a>(old: &'a str, new: &'a str) -> Vec<Piece<'a>> {
    let (olds, news) = (words(old), words(new));
    let hunks = hunks(old, &olds, new, &news);
    let mut pieces = Vec::with_capacity(hunks.len() * 3 + 1);
    let mut put = |text: &'a str, change: Change| {
        if !text.is_empty() {
            pieces.push(Piece { text, change });
        }
    };
    let (mut at_old, mut at_new) = (0, 0);
    for hunk in &hunks {
        // The text that has white space before it: «Все» put before the first word keeps its distance.
        let before = slice(old, &olds, at_old..hunk.old.start);
        let after = slice(new, &news, at_new..hunk.new.start);
        put(if spaced(before) { before } else { after }, Change::Same);
        put(slice(old, &olds, hunk.old.clone()), Change::Removed);
        put(slice(new, &news, hunk.new.clone()), Change::Added);
        (at_old, at_new) = (hunk.old.end, hunk.new.end);
    }
    let before = slice(old, &olds, at_old..olds.len());
    let after = slice(new, &news, at_new..news.len());
    put(if spaced(before) { before } else { after }, Change::Same);
    pieces
}

fn spaced(text: &str) -> bool {
    text.starts_with(char::is_whitespace)
}

/// The text of some words in a row, with the white space before the first one.
#[must_use]
pub fn slice<'a>(text: &'a str, words: &[Word], range: Range<usize>) -> &'a str {
    let Some(inner) = words.get(range).filter(|w| !w.is_empty()) else { return "" };
    let (Some(first), Some(last)) = (inner.first(), inner.last()) else { return "" };
    text.get(first.gap..last.end).unwrap_or_default()
}

/// Cuts a text into words, numbers and marks.
///
/// A hyphen, an apostrophe, a point or a comma between letters or figures belongs to the word: «83-1»,
/// «Премьер-Министр», "1,5".
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut list = Vec::with_capacity(text.len() / 8);
    let mut chars = text.char_indices().peekable();
    let mut gap = 0;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let spoken = c.is_alphanumeric();
        if spoken {
            let mut before = c;
            while let Some((at, c)) = chars.peek().copied() {
                let joins = if c.is_alphanumeric() {
                    true
                } else {
                    let next = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next());
                    joins(before, c, next)
                };
                if !joins {
                    break;
                }
                before = c;
                end = at + c.len_utf8();
                chars.next();
            }
        }
        list.push(Word { gap, start, end, spoken });
        gap = end;
    }
    list
}

/// Whether a mark between two characters belongs to the word around it.
fn joins(before: char, mark: char, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    match mark {
        '-' | '\u{2011}' | '\'' | '’' => before.is_alphanumeric() && next.is_alphanumeric(),
        '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
        // Soft hyphens, joiners and accents stand inside words.
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{301}' => true,
        _ => false,
    }
}

/// Up to how many words two wordings are compared by their rarest words, which reads best; the work
/// grows faster than the text, so longer ones are compared by the shortest path.
const SHORT: usize = 1000;

/// From how many words on no path is looked for: no unit of an act is as long, and all between the
/// first and the last difference is one change.
const LONG: usize = 20_000;

/// The hunks by which two wordings differ, in order.
#[must_use]
pub fn hunks(old: &str, olds: &[Word], new: &str, news: &[Word]) -> Vec<Hunk> {
    let mut interner: Interner<(bool, &str)> = Interner::new(olds.len() + news.len());
    let before: Vec<_> = olds.iter().map(|w| interner.intern(key(old, *w))).collect();
    let after: Vec<_> = news.iter().map(|w| interner.intern(key(new, *w))).collect();
    if before.len().max(after.len()) > LONG {
        return around(&before, &after);
    }
    let algorithm = if before.len().max(after.len()) <= SHORT {
        Algorithm::Histogram
    } else {
        Algorithm::Myers
    };
    let mut diff = Diff::default();
    diff.compute_with(algorithm, &before, &after, interner.num_tokens());
    let mut hunks: Vec<Hunk> = diff
        .hunks()
        .map(|h| Hunk {
            old: h.before.start as usize..h.before.end as usize,
            new: h.after.start as usize..h.after.end as usize,
        })
        .collect();
    slide(&mut hunks, (old, olds, &before), (new, news, &after));
    let hunks = merge(hunks, old, olds, news);
    let same = olds.iter().filter(|w| w.spoken).count()
        - hunks.iter().map(|h| spoken(olds, &h.old)).sum::<usize>();
    let all = olds.iter().chain(news).filter(|w| w.spoken).count();
    // Where hardly a word was kept, those few are kept by chance.
    if hunks.len() > 1 && same * 10 < all {
        return vec![Hunk { old: 0..olds.len(), new: 0..news.len() }];
    }
    hunks
}

/// All between the first and the last difference as one hunk.
fn around(before: &[imara_diff::Token], after: &[imara_diff::Token]) -> Vec<Hunk> {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - head;
    let pairs = before.iter().rev().zip(after.iter().rev());
    let tail = pairs.take(most).take_while(|(a, b)| a == b).count();
    let hunk = Hunk { old: head..before.len() - tail, new: head..after.len() - tail };
    if hunk.old.is_empty() && hunk.new.is_empty() { Vec::new() } else { vec![hunk] }
}

/// What makes two words the same: the text, and whether white space stands before it. The first word
/// of a text counts as if it did.
fn key(text: &str, word: Word) -> (bool, &str) {
    let apart = word.gap < word.start || word.start == 0;
    (apart, text.get(word.start..word.end).unwrap_or_default())
}

fn spoken(words: &[Word], range: &Range<usize>) -> usize {
    words.get(range.clone()).unwrap_or_default().iter().filter(|w| w.spoken).count()
}

/// How far a hunk is moved to a better place, at most.
const SLIDE: usize = 64;

/// Moves insertions and deletions that might stand elsewhere just as well to where they read best.
fn slide(hunks: &mut [Hunk], (old, olds, before): Side<'_>, (new, news, after): Side<'_>) {
    for at in 0..hunks.len() {
        let Some(hunk) = hunks.get(at).cloned() else { continue };
        // How many words the gaps before and behind hold.
        let left = match at.checked_sub(1).and_then(|i| hunks.get(i)) {
            Some(h) => hunk.old.start.saturating_sub(h.old.end),
            None => hunk.old.start.min(hunk.new.start),
        };
        let right = match hunks.get(at + 1) {
            Some(h) => h.old.start.saturating_sub(hunk.old.end),
            None => olds.len().saturating_sub(hunk.old.end),
        };
        let by = if hunk.old.is_empty() {
            best_shift(&hunk.new, left, right, new, news, after)
        } else if hunk.new.is_empty() {
            best_shift(&hunk.old, left, right, old, olds, before)
        } else {
            0
        };
        let moved = |range: &Range<usize>| {
            range.start.saturating_add_signed(by)..range.end.saturating_add_signed(by)
        };
        if let Some(slot) = hunks.get_mut(at) {
            *slot = Hunk { old: moved(&hunk.old), new: moved(&hunk.new) };
        }
    }
}

/// By how many words a run of words is moved to its best place.
fn best_shift(
    range: &Range<usize>,
    left: usize,
    right: usize,
    text: &str,
    words: &[Word],
    tokens: &[imara_diff::Token],
) -> isize {
    let same = |a: usize, b: usize| tokens.get(a).is_some_and(|t| tokens.get(b) == Some(t));
    // The run as found wins where no place is better.
    let mut best = (place(range.start, range.end, text, words), 0, 0);
    for (limit, sign) in [(left, -1), (right, 1)] {
        let (mut start, mut end) = (range.start, range.end);
        for step in 1..=limit.min(SLIDE) {
            if sign < 0 {
                let (Some(s), Some(e)) = (start.checked_sub(1), end.checked_sub(1)) else { break };
                if !same(s, e) {
                    break;
                }
                (start, end) = (s, e);
            } else {
                if !same(start, end) {
                    break;
                }
                (start, end) = (start + 1, end + 1);
            }
            let step = isize::try_from(step).unwrap_or(0);
            let here = (place(start, end, text, words), -step, step * sign);
            if here > best {
                best = here;
            }
        }
    }
    best.2
}

/// How well a run of words reads as one that was put in or taken out.
fn place(start: usize, end: usize, text: &str, words: &[Word]) -> u8 {
    let mark = |at: Option<usize>| {
        let word = words.get(at?).filter(|w| !w.spoken)?;
        text.get(word.start..word.end)?.chars().next()
    };
    let before = mark(start.checked_sub(1));
    let first = mark(Some(start));
    let last = mark(end.checked_sub(1));
    let closing = |c: Option<char>| matches!(c, Some('.' | ';' | ':' | ')' | '»' | '”'));
    if start == 0 || (matches!(before, Some('.' | ';' | ':')) && last == before) {
        3
    } else if first == Some(',') && last != Some(',') {
        2
    } else {
        u8::from(!closing(first))
    }
}

/// The most words that stay alone between two changes without being taken into them.
const ISLAND: usize = 4;

/// Joins changes between which so little is left that the reader gains nothing from it.
fn merge(hunks: Vec<Hunk>, old: &str, olds: &[Word], news: &[Word]) -> Vec<Hunk> {
    let mut merged: Vec<Hunk> = Vec::with_capacity(hunks.len());
    let weight = |h: &Hunk| spoken(olds, &h.old).max(spoken(news, &h.new));
    for hunk in hunks {
        let Some(last) = merged.last_mut() else {
            merged.push(hunk);
            continue;
        };
        let island = last.old.end..hunk.old.start;
        let count = spoken(olds, &island);
        let letters: usize = olds
            .get(island.clone())
            .unwrap_or_default()
            .iter()
            .filter(|w| w.spoken)
            .map(|w| old.get(w.start..w.end).unwrap_or_default().chars().count())
            .sum();
        let least = weight(last).min(weight(&hunk));
        // A preposition or a conjunction holds nothing apart.
        let small = count <= 1 && letters <= 3;
        if least > 0 && (small || (count <= ISLAND && count <= least)) {
            *last = Hunk { old: last.old.start..hunk.old.end, new: last.new.start..hunk.new.end };
        } else {
            merged.push(hunk);
        }
    }
    merged
}

/// A wording: its text, its words, and what tells them apart.
type Side<'a> = (&'a str, &'a [Word], &'a [imara_diff::Token]);
