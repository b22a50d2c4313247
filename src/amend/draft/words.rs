//! The words by which an instruction says what changed inside a text.

use std::ops::Range;

use super::Edit;
use crate::amend::wording::{Hunk, Word, hunks, slice, words};
use crate::lang::fold::{self, is_invisible, lower};
use crate::syntax::quotes::Quotes;

/// The most separate changes of words that are told one by one.
const MOST: usize = 3;

/// The text of the unit that an instruction names, before and after, to see that quoted words stand in it
/// once. Folded, with one space for all white space.
#[derive(Debug)]
pub(super) struct Around {
    /// Before.
    pub(super) before: String,
    /// After.
    pub(super) after: String,
    /// The marks around quoted words.
    pub(super) marks: [String; 2],
}

impl Around {
    /// Whether words can be quoted.
    fn sound(&self, text: &str) -> bool {
        sound(text, &self.marks)
    }

    /// Whether words stand once in the text before, and nowhere new in the text after.
    fn once(&self, quoted: &str, left: &str) -> bool {
        let quoted = alike(quoted);
        self.before.matches(&quoted).take(2).count() == 1
            && self.after.matches(&quoted).count() == alike(left).matches(&quoted).count()
    }
}

/// A text in which words that look the same are the same, whatever marks and letters are typed.
pub(super) fn alike(text: &str) -> String {
    let fold = |c: char| match c {
        '«' | '»' | '“' | '”' | '„' => '"',
        '‐'..='―' | '−' => '-',
        '’' | '‘' | '`' => '\'',
        c => fold::alike(c),
    };
    lower(text).chars().filter(|c| !is_invisible(*c)).map(fold).collect()
}

/// How a changed text is told.
#[derive(Debug)]
pub(super) struct Told {
    /// The changes, in order.
    pub(super) edits: Vec<Edit>,
    /// How many words they take out or put in.
    pub(super) size: usize,
}

/// Tells how `old` became `new`, both with one space for all white space; `None` where so much changed, or
/// so unclearly, that the text is better worded anew.
pub(super) fn tell(old: &str, new: &str, around: &Around) -> Option<Told> {
    let (olds, news) = (words(old), words(new));
    let hunks = hunks(old, &olds, new, &news);
    let text = Text { old, olds: &olds, new, news: &news, around };
    let mut edits: Vec<(Hunk, Edit)> = Vec::with_capacity(hunks.len());
    let mut size = 0;
    let mut next = hunks.into_iter().peekable();
    while let Some(hunk) = next.next() {
        let from = edits.last().map_or(0, |(h, _): &(Hunk, Edit)| h.old.end);
        let to = next.peek().map_or(olds.len(), |h| h.old.start);
        size += spoken(&olds, &hunk.old).max(spoken(&news, &hunk.new));
        edits.push(text.edit(&hunk, from, to)?);
    }
    let spoken = olds.iter().filter(|w| w.spoken).count();
    if edits.is_empty() || edits.len() > MOST || size * 2 > spoken {
        return None;
    }
    Some(Told { edits: edits.into_iter().map(|(_, e)| e).collect(), size })
}

/// Tells a change of a whole text as one replacement, for a text that cannot be named as a unit.
pub(super) fn whole(old: &str, new: &str, around: &Around) -> Option<Told> {
    let (olds, news) = (words(old), words(new));
    let size = olds.len().max(news.len());
    if olds.is_empty() || news.is_empty() || !around.once(old, new) {
        return None;
    }
    let fits = around.sound(old) && around.sound(new);
    fits.then(|| Told { edits: vec![Edit::Replace(old.to_owned(), new.to_owned())], size })
}

fn spoken(words: &[Word], range: &Range<usize>) -> usize {
    words.get(range.clone()).unwrap_or_default().iter().filter(|w| w.spoken).count()
}

/// Whether quotation marks around a text close where it ends: those inside are paired.
pub(super) fn sound(text: &str, marks: &[String; 2]) -> bool {
    let [open, close] = marks;
    let whole = format!("{open}{text}{close}.");
    let end = u32::try_from(whole.len() - 1).unwrap_or(u32::MAX);
    !text.is_empty() && Quotes::read(&whole).at(0).is_some_and(|s| s.end == end)
}

/// Two wordings with their words.
struct Text<'t> {
    old: &'t str,
    olds: &'t [Word],
    new: &'t str,
    news: &'t [Word],
    around: &'t Around,
}

impl Text<'_> {
    /// The instruction for one change, and what of both wordings it covers. Its words lie between two
    /// words of the old wording, so that it never quotes what another instruction changes.
    fn edit(&self, hunk: &Hunk, from: usize, to: usize) -> Option<(Hunk, Edit)> {
        let whole = || self.replacement(hunk, from, to);
        if hunk.old.is_empty() {
            return self.insertion(hunk, from).map(|e| (hunk.clone(), e)).or_else(whole);
        }
        if hunk.new.is_empty() {
            return self.deletion(hunk).map(|e| (hunk.clone(), e)).or_else(whole);
        }
        whole()
    }

    fn before(&self, range: Range<usize>) -> &str {
        slice(self.old, self.olds, range).trim_start()
    }

    fn after(&self, range: Range<usize>) -> &str {
        slice(self.new, self.news, range).trim_start()
    }

    /// Words put in behind the word before them, where it and its distance are plain.
    fn insertion(&self, hunk: &Hunk, from: usize) -> Option<Edit> {
        let first = self.news.get(hunk.new.start)?;
        let mark = self.new.get(first.start..first.end)?;
        let apart = first.gap < first.start;
        let plain = if first.spoken { apart } else { !apart && mark == "," };
        // What follows keeps its distance as well.
        let last_spoken = self.news.get(hunk.new.end.checked_sub(1)?)?.spoken;
        let follows = self.olds.get(hunk.old.start);
        let closes = follows.is_none_or(|w| !w.spoken || w.gap < w.start);
        let added = self.after(hunk.new.clone());
        if !plain || !last_spoken || !closes || !self.around.sound(added) {
            return None;
        }
        let end = hunk.old.start;
        let mut start = end.checked_sub(1).filter(|s| *s >= from)?;
        loop {
            let anchor = self.before(start..end);
            let spoken = self.olds.get(end - 1)?.spoken && self.olds.get(start)?.spoken;
            if spoken
                && self.around.sound(anchor)
                && self.around.once(anchor, &format!("{anchor} {added}"))
            {
                return Some(Edit::Insert(anchor.to_owned(), added.to_owned()));
            }
            start = start.checked_sub(1).filter(|s| *s >= from)?;
        }
    }

    /// Words taken out, where what is left closes up by itself.
    fn deletion(&self, hunk: &Hunk) -> Option<Edit> {
        let first = self.olds.get(hunk.old.start)?;
        let last = self.olds.get(hunk.old.end.checked_sub(1)?)?;
        let mark = self.old.get(first.start..first.end)?;
        let apart = first.gap < first.start;
        let plain = if first.spoken { apart } else { !apart && mark == "," };
        let follows = self.olds.get(hunk.old.end);
        let closes = follows.is_none_or(|w| !w.spoken || w.gap < w.start);
        let gone = self.before(hunk.old.clone());
        // The words must end as a word does: with one, or with the comma before the next one.
        let ends = last.spoken || (gone.ends_with(',') && first.spoken);
        let fits = plain && closes && ends && hunk.old.start > 0;
        (fits && self.around.sound(gone) && self.around.once(gone, ""))
            .then(|| Edit::Delete(gone.to_owned()))
    }

    /// Words that give way to others, widened by their neighbours until they stand there once.
    fn replacement(&self, hunk: &Hunk, from: usize, to: usize) -> Option<(Hunk, Edit)> {
        let mut hunk = hunk.clone();
        let mut left = true;
        loop {
            let (old, new) = (self.before(hunk.old.clone()), self.after(hunk.new.clone()));
            let head = |words: &[Word], at: usize| words.get(at).is_some_and(|w| w.gap < w.start);
            let level = hunk.old.start == 0
                || head(self.olds, hunk.old.start) == head(self.news, hunk.new.start);
            let told = spoken(self.olds, &hunk.old) > 0 && spoken(self.news, &hunk.new) > 0;
            if level
                && told
                && self.around.sound(old)
                && self.around.sound(new)
                && self.around.once(old, new)
            {
                let edit = Edit::Replace(old.to_owned(), new.to_owned());
                return Some((hunk, edit));
            }
            let more_left = hunk.old.start > from && hunk.new.start > 0;
            let more_right = hunk.old.end < to && hunk.new.end < self.news.len();
            if more_left && (left || !more_right) {
                (hunk.old.start, hunk.new.start) = (hunk.old.start - 1, hunk.new.start - 1);
            } else if more_right {
                (hunk.old.end, hunk.new.end) = (hunk.old.end + 1, hunk.new.end + 1);
            } else {
                return None;
            }
            left = !left;
        }
    }
}
