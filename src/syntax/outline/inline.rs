//! Inside a line: quotations behind a colon, and labels that continue the numbering that is open.

use super::opening::Sections;
use super::{Builder, narrow};
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind};
use crate::model::{Number, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::label::{self, Label, Shape};
use crate::syntax::quotes;

pub(super) enum Cut {
    Quote(Span),
    Label(Label),
}

impl Builder<'_, '_> {
    /// Running text: quotations are cut out, and labels in sequence open units inside the line.
    pub(super) fn running_text(&mut self, span: Span) -> u32 {
        let mut start = span.start;
        let mut at = span.start;
        if let Some(quote) = self.quoted_paragraph(span) {
            self.push_text(Span { start, end: quote.end.min(span.end) }, Zone::QuotedNew);
            if quote.end >= span.end {
                return quote.end;
            }
            (start, at) = (quote.end, quote.end);
        }
        while let Some((place, cut)) = self.next_cut(at, span.end) {
            match cut {
                Cut::Quote(quote) => {
                    self.push_text(Span { start, end: quote.start.min(span.end) }, Zone::Own);
                    let inside = Span { start: quote.start, end: quote.end.min(span.end) };
                    self.push_text(inside, Zone::QuotedNew);
                    let mut past = quote.end;
                    while let Some(more) = self.quoted_next(past, span.end) {
                        self.push_text(more, Zone::QuotedNew);
                        past = more.end;
                    }
                    if past >= span.end {
                        return past;
                    }
                    start = past;
                    at = past;
                }
                Cut::Label(found) => {
                    let text = self.reading.source.slice(Span { start: place, end: span.end });
                    let rest = text.get(found.len..).unwrap_or_default();
                    self.push_text(Span { start, end: place }, Zone::Own);
                    self.open_unit(&found, Span { start: place, end: span.end }, rest, None);
                    start = place + narrow(found.len);
                    at = start;
                }
            }
        }
        self.push_text(Span { start, end: span.end }, Zone::Own);
        0
    }

    /// The next quotation behind a colon, or label in sequence behind a mark, from a byte on.
    pub(super) fn next_cut(&mut self, from: u32, end: u32) -> Option<(u32, Cut)> {
        let source = self.reading.source;
        let text = source.slice(Span { start: from, end });
        // The stack's state decides which labels are in sequence; short lines hold none.
        let mut depth = 0_usize;
        for (at, c) in text.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '—' | '–' if text[at + c.len_utf8()..].trim().is_empty() => {
                    let line = Span { start: from, end: from + narrow(at) };
                    if self.puts_text(line)
                        && let Some(quote) = self.quote_after(end, end)
                    {
                        return Some((quote.start, Cut::Quote(quote)));
                    }
                    return None;
                }
                ':' | ';' | '.' | '!' => {
                    let after = &text[at + c.len_utf8()..];
                    let trimmed = after.trim_start();
                    let place = from + narrow(text.len() - trimmed.len());
                    let Some(first) = trimmed.chars().next() else {
                        // The line ends here: a quotation may open on the next one.
                        if c == ':'
                            && let Some(quote) = self.quote_after(place, end)
                            && !self.goes_on(quote)
                        {
                            return Some((quote.start, Cut::Quote(quote)));
                        }
                        return None;
                    };
                    // `receiving aid:" and inserting …`: a mark glued to the colon, with space behind it,
                    // closes.
                    let closes = trimmed.len() == after.len()
                        && !matches!(first, '«' | '„')
                        && trimmed[first.len_utf8()..].starts_with(char::is_whitespace);
                    if c == ':' && quotes::is_opening(first) && !closes {
                        if let Some(quote) = self.quotation(place) {
                            if self.goes_on(quote) {
                                continue;
                            }
                            return Some((place, Cut::Quote(quote)));
                        }
                        self.unclosed
                            .push(Span { start: place, end: place + narrow(first.len_utf8()) });
                        continue;
                    }
                    let spaced = trimmed.len() < after.len();
                    if depth > 0
                        || !spaced
                        || !(first.is_ascii_digit() || first.is_uppercase() || first == '(')
                    {
                        continue;
                    }
                    if let Some(found) = label::label(trimmed, self.reading.lang)
                        && self.in_sequence(&found, c, trimmed)
                        && !self.cites_by_number(&found, Span { start: place, end })
                    {
                        return Some((place, Cut::Label(found)));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// A quotation that is a paragraph, or more of them, by itself: another one of an instruction whose new
    /// text stands in several quotations, or the new text of one that ends with a semicolon instead of a
    /// colon.
    fn quoted_paragraph(&self, span: Span) -> Option<Span> {
        let text = self.reading.source.slice(span);
        let first = text.chars().next().filter(|c| quotes::is_opening(*c))?;
        let last = self.blocks.last()?;
        let labelled = label::label(&text[first.len_utf8()..], self.reading.lang).is_some();
        let expected = match last.zone {
            Zone::QuotedNew => true,
            Zone::Own => labelled && self.ends_with_order(last.span),
            _ => false,
        };
        if !expected {
            return None;
        }
        let quote = self.quotation(span.start).filter(|q| q.start == span.start)?;
        let behind = self.reading.source.text().get(quote.end as usize..)?;
        let line = behind.split('\n').next().unwrap_or_default();
        let closed = line.trim().chars().all(|c| matches!(c, '.' | ';' | ',' | '»' | '"' | '”'));
        closed.then_some(quote)
    }

    /// Whether a text ends with the words that order new text to be put in.
    fn ends_with_order(&self, span: Span) -> bool {
        let tokens = self.reading.tokens.inside(span);
        let last = self.reading.tokens.list().get(tokens.clone()).and_then(|list| {
            list.iter().rposition(|t| t.kind == TokenKind::Word).map(|i| tokens.start + i)
        });
        last.is_some_and(|last| {
            self.reading.hits_in(&tokens).iter().any(|h| {
                (h.start as usize..h.end as usize).contains(&last)
                    && matches!(
                        self.reading.lang.class(h.class),
                        Class::Cue(Cue::Restate | Cue::Insert)
                    )
            })
        })
    }

    /// A further quotation of the same instruction in one paragraph: «…;»; «45-1) …».
    fn quoted_next(&self, past: u32, end: u32) -> Option<Span> {
        let text = self.reading.source.text().get(past as usize..end as usize)?;
        let lead = text.len() - text.trim_start_matches([';', ',', '.', ' ', '\u{a0}', '\t']).len();
        let first = text[lead..].chars().next().filter(|c| quotes::is_opening(*c))?;
        let place = past + narrow(lead);
        label::label(&text[lead + first.len_utf8()..], self.reading.lang)?;
        let quote = self.quotation(place).filter(|q| q.end <= end && q.start == place)?;
        (lead > 0 && !self.goes_on(quote)).then_some(quote)
    }

    /// Whether the sentence goes on behind a quotation: «1-тармақта: «А» деген сөз …» quotes words of the
    /// target, and no new text.
    fn goes_on(&self, quote: Span) -> bool {
        let rest = self.reading.source.text().get(quote.end as usize..).unwrap_or_default();
        let space = [' ', '\u{a0}', '\t'];
        let text = rest.trim_start_matches(space);
        match text.strip_prefix(',') {
            Some(next) => next.trim_start_matches(space).starts_with(quotes::is_opening),
            None => text.starts_with(char::is_lowercase),
        }
    }

    /// Whether a line that ends with a dash orders that text be put in: "after subsection (2) insert—". A
    /// definition, too, opens with a quotation behind a dash.
    fn puts_text(&self, line: Span) -> bool {
        const NEAR: usize = 16;
        let tokens = self.reading.tokens.inside(line);
        let tail = tokens.end.saturating_sub(NEAR).max(tokens.start)..tokens.end;
        let orders = |cue| {
            matches!(
                cue,
                Cue::Restate | Cue::Insert | Cue::Replace | Cue::InsertVerb | Cue::ReplaceVerb
            )
        };
        self.reading.lang.has_bare_sections()
            && self
                .reading
                .hits_in(&tail)
                .iter()
                .any(|h| matches!(self.reading.lang.class(h.class), Class::Cue(cue) if orders(cue)))
    }

    /// A quotation that opens at the start of the next line with content.
    pub(super) fn quote_after(&self, from: u32, _end: u32) -> Option<Span> {
        let text = self.reading.source.text().get(from as usize..)?;
        let gap = text.len()
            - text.trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '*').len();
        let place = from + narrow(gap);
        let first = text[gap..].chars().next()?;
        quotes::is_opening(first).then(|| self.quotation(place)).flatten()
    }

    /// The quotation that opens at a byte, cut short where the act's own next article begins.
    pub(super) fn quotation(&self, place: u32) -> Option<Span> {
        let quote = self.quotes.at(place.checked_sub(self.base)?)?;
        let mut quote = Span { start: quote.start + self.base, end: quote.end + self.base };
        if self.breaks_off(quote)
            && let Some(end) = self.quotes.next_end(quote.end.saturating_sub(self.base))
        {
            quote.end = end + self.base;
        }
        let own = |n: &Number| self.last_article.as_ref().is_some_and(|last| n.is_next(last));
        let relative = Span { start: quote.start - self.base, end: quote.end - self.base };
        for end in self.quotes.ends_in(relative) {
            let end = end + self.base;
            let after = self.reading.source.text().get(end as usize..)?;
            let after = after.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '.' | ';' | ',' | '#' | '*')
            });
            if let Some(Label { shape: Shape::Named(UnitKind::Article, n), .. }) =
                label::label(after, self.reading.lang)
                && own(&n)
            {
                return Some(Span { start: quote.start, end });
            }
        }
        Some(quote)
    }

    /// Whether a quotation of units that runs over paragraphs seems to close in the middle of a sentence: a
    /// mark inside it has no partner.
    fn breaks_off(&self, quote: Span) -> bool {
        let text = self.reading.source.slice(quote);
        let inside = text.trim_start_matches(quotes::is_opening);
        text.contains('\n')
            && self.goes_on(quote)
            && inside.starts_with(char::is_alphanumeric)
            && label::label(inside, self.reading.lang)
                .is_some_and(|l| matches!(l.shape, Shape::Named(..) | Shape::Point(_)))
    }

    /// Whether a line is new text that an instruction gives without quotation marks: «1-тармақ мынадай
    /// редакцияда жазылсын:» and on the next line a point whose number does not go on. It ends where the
    /// act's own numbering goes on.
    pub(super) fn is_unquoted(&mut self, text: &str) -> bool {
        let point = label::label(text, self.reading.lang).and_then(|l| match l.shape {
            Shape::Point(n) => Some(n),
            _ => None,
        });
        if let Some(own) = &self.unquoted {
            let ends = point.is_some_and(|n| n.is_next(own));
            if ends {
                self.unquoted = None;
            }
            return !ends;
        }
        let Some(n) = point else { return false };
        let own = self.open.iter().find(|o| o.point).and_then(|o| o.number.clone());
        let Some(own) = own.filter(|own| n <= *own) else { return false };
        let instructs = self.last_text.is_some_and(|span| {
            self.reading.source.slice(span).ends_with(':')
                && self.reading.hits_in(&self.reading.tokens.inside(span)).iter().any(|h| {
                    matches!(
                        self.reading.lang.class(h.class),
                        Class::Cue(Cue::Restate | Cue::Insert)
                    )
                })
        });
        if instructs {
            self.unquoted = Some(own);
        }
        instructs
    }

    /// Whether a label inside a line continues the numbering that is open.
    pub(super) fn in_sequence(&self, found: &Label, behind: char, text: &str) -> bool {
        let next_capital = || {
            text[found.len..]
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '«'))
        };
        let last = |kind: UnitKind| {
            self.open.iter().rev().find(|o| o.kind == kind).and_then(|o| o.number.clone())
        };
        match &found.shape {
            Shape::Named(UnitKind::Article, n) => {
                let next = match &self.last_article {
                    Some(last) => behind != ':' && n.is_next(last),
                    None => n.main == 1 && n.inserted.is_empty() && self.attachment.is_none(),
                };
                next && text[found.len..].len() > 1 && next_capital()
            }
            Shape::Item(n) => match last(UnitKind::Subparagraph) {
                Some(before) => behind == ';' && n.is_next(&before),
                None => behind == ':' && n.main == 1 && n.inserted.is_empty(),
            },
            // "(1) Text. (2) Text.": the subsections of a section on one line.
            Shape::Parenthesised(n) => {
                next_capital()
                    && behind == '.'
                    && last(UnitKind::Paragraph).is_some_and(|before| n.is_next(&before))
            }
            // Numbers stand on lines of their own where paragraphs are bracketed; in a sentence they are ordinals.
            Shape::Point(_) if self.reading.lang.has_bracketed_paragraphs() => false,
            Shape::Point(n) if self.sections == Sections::Bare => {
                next_capital()
                    && behind == '.'
                    && last(UnitKind::Section).is_some_and(|before| n.is_next(&before))
            }
            Shape::Point(n) => {
                next_capital()
                    && match last(UnitKind::Paragraph) {
                        Some(before) => behind == '.' && n.is_next(&before),
                        // «РЕШИЛ: 1. …»: the points of an act that lost its line breaks.
                        None => {
                            behind == ':'
                                && n.main == 1
                                && n.inserted.is_empty()
                                && self.open.is_empty()
                        }
                    }
            }
            _ => false,
        }
    }
}
