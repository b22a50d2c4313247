//! Quotation marks: which open, which close, and which pairs hold the text that an amendment quotes.
//!
//! New text in an amendment opens with a quotation mark behind a colon and runs over many
//! paragraphs. Marks inside it may lack their partner («… (Налоговый кодекс)» closes two levels), so
//! pairs are only a first guess, corrected by the places where quoted text is seen to end.

use std::collections::BTreeMap;

use crate::source::Span;

/// The quotation marks of a text.
#[derive(Debug, Default)]
pub struct Quotes {
    /// Byte of each opening mark with the byte past its closing mark.
    pairs: BTreeMap<u32, u32>,
    /// Bytes past a closing mark that is followed by `.` or `;` and the end of the line.
    ends: Vec<u32>,
}

impl Quotes {
    /// Reads every quotation mark of a text in one pass.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut quotes = Self::default();
        let mut open: Vec<u32> = Vec::new();
        // For each open mark, whether it is one that only “ closes.
        let low =
            |open: &[u32]| open.last().is_some_and(|at| text[*at as usize..].starts_with('„'));
        // The mark that is open at the head of a paragraph, if any.
        let mut heads: Option<u32> = None;
        let mut before = '\n';
        let mut line_start = true;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map_or('\n', |(_, c)| *c);
            let side = if c == '“' && low(&open) { Side::Close } else { side(c, before, next) };
            match side {
                Side::Open => {
                    let goes_on = line_start
                        && heads.is_some_and(|h| open.last() == Some(&h))
                        && repeats(c, &text[at + c.len_utf8()..]);
                    if !goes_on {
                        open.push(offset(at));
                        if line_start {
                            heads = Some(offset(at));
                        }
                    }
                }
                Side::Close => {
                    let end = at + c.len_utf8();
                    if let Some(start) = open.pop() {
                        quotes.pairs.insert(start, offset(end));
                    }
                    if closes_line(&text[end..]) {
                        quotes.ends.push(offset(end));
                    }
                }
                Side::None => {}
            }
            before = c;
            line_start = c == '\n' || (line_start && c.is_whitespace());
        }
        quotes
    }

    /// The span of a quotation that opens at a byte, its marks included.
    #[must_use]
    pub fn at(&self, start: u32) -> Option<Span> {
        let end = self.pairs.get(&start).copied().or_else(|| self.next_end(start))?;
        Some(Span { start, end })
    }

    /// The first place after a byte where quoted text is seen to end: mark, `.` or `;`, line end.
    #[must_use]
    pub fn next_end(&self, after: u32) -> Option<u32> {
        self.ends.get(self.ends.partition_point(|e| *e <= after)).copied()
    }

    /// The ends of quoted text inside a span.
    #[must_use]
    pub fn ends_in(&self, span: Span) -> &[u32] {
        let at = |byte: u32| self.ends.partition_point(|e| *e <= byte);
        self.ends.get(at(span.start)..at(span.end)).unwrap_or_default()
    }

    /// The quotations that open inside a span and close inside it, outermost first.
    #[must_use]
    pub fn inside(&self, span: Span) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        for (start, end) in self.pairs.range(span.start..span.end) {
            if *end <= span.end && found.last().is_none_or(|l| l.end <= *start) {
                found.push(Span { start: *start, end: *end });
            }
        }
        found
    }
}

enum Side {
    Open,
    Close,
    None,
}

/// Whether a character opens a quotation.
#[must_use]
pub fn is_opening(c: char) -> bool {
    matches!(c, '«' | '“' | '„' | '"')
}

/// In English each paragraph of a quotation opens with a mark, and only the last one closes: a mark at
/// the head of a paragraph that has no partner in it goes on with the quotation that is open.
fn repeats(mark: char, after: &str) -> bool {
    let line = after.split('\n').next().unwrap_or_default();
    match mark {
        '“' => !line.contains(['”', '“', '"']),
        '"' => !line.contains('"'),
        _ => false,
    }
}

/// Straight marks say nothing themselves: the characters beside them tell.
fn side(c: char, before: char, next: char) -> Side {
    match c {
        '«' | '„' => Side::Open,
        '»' => Side::Close,
        '“' if before.is_alphanumeric() || matches!(before, '.' | ';' | ')') => Side::Close,
        '“' => Side::Open,
        '”' => Side::Close,
        '"' => {
            let closes =
                next.is_whitespace() || matches!(next, '.' | ';' | ',' | ':' | ')' | '?' | '!');
            let opens = before.is_whitespace()
                || matches!(before, '(' | '[' | '«' | '"' | ':' | '-' | '–' | '—' | '>');
            // `the phrase "; or"`: a mark behind white space opens, if words or marks touch it.
            let touches = before.is_whitespace() && !next.is_whitespace() && before != '\n';
            if touches || (opens && !closes) { Side::Open } else { Side::Close }
        }
        _ => Side::None,
    }
}

fn closes_line(after: &str) -> bool {
    /// Marks behind a quotation, at most: a long row of them must not be read again for each.
    const MARKS: usize = 32;
    let ends = |rest: &str| {
        rest.chars().find(|c| *c == '\n' || !c.is_whitespace()).is_none_or(|c| c == '\n')
    };
    if ends(after) {
        return true;
    }
    let behind = |c: &char| matches!(c, '»' | '"' | '”' | '.' | ';' | ',' | '*' | '_');
    let marks: usize = after.chars().take_while(behind).take(MARKS).map(char::len_utf8).sum();
    after.starts_with(['.', ';']) && ends(&after[marks..])
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
