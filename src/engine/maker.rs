//! Which state made an act. Only certain places name a maker: the name alone in the title block, the name
//! beside an act or a body that opens a line there or stands behind a verb of enactment, and the signature.
//! Where none of them does, what the text says of laws and bodies decides, if it speaks of one state alone.
//!
//! A state behind a preposition («О торговле с …», "an agreement with …") or in a quotation is spoken of.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Document;
use crate::lang::fold::fold_into;
use crate::lang::table::Class;
use crate::lang::{Lang, Order, Token, TokenKind, Tokens};
use crate::model::{Act, Block, UnitKind, Zone};
use crate::pack::{Jurisdiction, State};
use crate::source::Span;
use crate::syntax::quotes::is_opening;

/// The state that made an act, as a pack sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Maker {
    /// The state of the pack.
    Own,
    /// Another one, with the words that name it.
    Other(String),
    /// None is named.
    Unnamed,
}

/// Blocks of the title block and the preamble that are looked at.
const HEAD: usize = 40;
/// Blocks at the end of an act in which its signature stands.
const CLOSING: usize = 12;
/// Bytes of a block that are looked at: the maker opens a line, and hostile lines are long.
const LINE: usize = 2000;
/// Bytes of an act in which references to laws and bodies are counted.
const REGION: usize = 20_000;
/// References to the laws and bodies of one state that name it as the maker where no other sign does.
const REFERENCES: usize = 3;
/// Words between an act or a body and the name of its state.
const REACH: usize = 10;
/// Words before the maker on its line: «Уголовный кодекс …», "Be it enacted by the Senate and House …".
const PREFIX: usize = 14;

/// The state that an act names as its maker.
#[must_use]
pub fn maker(document: &Document<'_>, act: &Act, jurisdiction: &Jurisdiction) -> Maker {
    let reader = Reader { lang: document.lang, jurisdiction };
    let head = head(document, act, &reader);
    if head.iter().any(|(state, _)| *state == State::Own) {
        return Maker::Own;
    }
    if let Some((_, words)) = head.into_iter().next() {
        return Maker::Other(words);
    }
    let closing = closing(document, act, &reader);
    if closing.iter().any(|(state, _)| *state == State::Own) {
        return Maker::Own;
    }
    let references = references(document, act, &reader);
    let own = references.counts.get(&State::Own).map_or(0, |(count, _)| *count);
    if let Some((state, words)) = closing.into_iter().next() {
        // A treaty that an own act carries is signed by another state too.
        let count = references.counts.get(&state).map_or(0, |(count, _)| *count);
        return if count + 1 > own { Maker::Other(words) } else { Maker::Own };
    }
    if own > 0 {
        return Maker::Own;
    }
    if references.own_is_named {
        return Maker::Unnamed;
    }
    let all: usize = references.counts.values().map(|(count, _)| count).sum();
    references
        .counts
        .into_values()
        .find(|(count, _)| *count >= REFERENCES && count * 3 >= all * 2)
        .map_or(Maker::Unnamed, |(_, words)| Maker::Other(words))
}

/// The makers that the title block and the preamble name, in the order of the text.
fn head(document: &Document<'_>, act: &Act, reader: &Reader<'_>) -> Vec<(State, String)> {
    /// Blocks of the body that may open with the formula of enactment.
    const OPENING: usize = 2;
    let mut found = Vec::new();
    let mut behind_title = false;
    let in_head = |block: &&Block| {
        let unit = block.unit.and_then(|at| act.units.get(at));
        block.zone == Zone::Note || unit.is_none_or(|u| u.kind == UnitKind::Preamble)
    };
    let own_words = |block: &&Block| block.zone != Zone::Note;
    for block in act.blocks.iter().take_while(in_head).take(HEAD).filter(own_words) {
        let text = document.slice(block.span);
        // The second line of a title goes on with what the first one is about.
        let goes_on =
            act.title.is_some_and(|t| t.start < block.span.start && block.span.start < t.end);
        if !goes_on {
            let alone = if behind_title { None } else { alone(reader, text) };
            found.extend(alone.or_else(|| Line::new(reader, text).maker()));
        }
        behind_title = goes_on || reader.lang.is_title(text);
    }
    let body = act.blocks.iter().skip_while(in_head).filter(own_words).take(OPENING);
    found.extend(body.filter_map(|b| Line::new(reader, document.slice(b.span)).enacted()));
    found
}

/// The state whose name is all that a paragraph says, or all that stands on its first line.
fn alone(reader: &Reader<'_>, text: &str) -> Option<(State, String)> {
    let first = text
        .split_once('\n')
        .filter(|(_, rest)| rest.trim_start().chars().next().is_some_and(|c| !c.is_lowercase()));
    let lines = [Some(text), first.map(|(line, _)| line)];
    lines.into_iter().flatten().find_map(|text| Line::new(reader, text).alone())
}

/// The makers that the signature names.
fn closing(document: &Document<'_>, act: &Act, reader: &Reader<'_>) -> Vec<(State, String)> {
    let own_words = |b: &&Block| matches!(b.zone, Zone::Own | Zone::Title);
    let mut found = Vec::new();
    let last: Vec<&Block> = act.blocks.iter().rev().filter(own_words).take(CLOSING).collect();
    let mut before: Option<&str> = None;
    for block in last.into_iter().rev() {
        let text = document.slice(block.span);
        let line = Line::new(reader, text);
        found.extend(line.signatory(before.is_some_and(|b| reader.is_office(b))));
        before = Some(text);
    }
    found
}

/// What an act says of the laws and bodies of states.
struct References {
    /// How often, and the first words that do.
    counts: BTreeMap<State, (usize, String)>,
    /// Whether the own state is named at all.
    own_is_named: bool,
}

fn references(document: &Document<'_>, act: &Act, reader: &Reader<'_>) -> References {
    let mut found = References { counts: BTreeMap::new(), own_is_named: false };
    let mut left = REGION;
    for block in &act.blocks {
        let Some(rest) = left.checked_sub(block.span.range().len().min(REGION)) else { break };
        left = rest;
        let line = Line::within(reader, document.slice(block.span), REGION);
        for name in &line.names {
            found.own_is_named |= name.state == State::Own;
            if let Some(whole) = line.owned(name) {
                let heads = line.heads(&whole);
                let words = || line.words(whole);
                found.counts.entry(name.state).or_insert_with(|| (0, words())).0 +=
                    if heads { REFERENCES } else { 1 };
            }
        }
    }
    found
}

/// What lines are read with.
struct Reader<'a> {
    lang: &'a Lang,
    jurisdiction: &'a Jurisdiction,
}

impl Reader<'_> {
    /// Whether a line is nothing but an office: «Президент».
    fn is_office(&self, text: &str) -> bool {
        const LONGEST: usize = 4;
        let tokens = Tokens::new(text, self.lang.is_cyrillic(), self.lang.vocabulary());
        tokens.list().len() <= LONGEST
            && tokens.list().iter().any(|t| {
                self.is(&tokens, *t, Class::MakerNoun) || self.is(&tokens, *t, Class::MakerFollower)
            })
    }

    fn is(&self, tokens: &Tokens<'_>, token: Token, class: Class) -> bool {
        self.lang.single(tokens, token).any(|c| c == class)
    }
}

/// The name of a state in a line.
#[derive(Debug, Clone)]
struct Name {
    state: State,
    /// Its tokens, with words such as "republic" around it and what joins it to the words before.
    whole: Range<usize>,
    /// Whether a word joins it to the words before: "of Georgia".
    joined: bool,
}

/// A line with the names of states in it.
struct Line<'a> {
    reader: &'a Reader<'a>,
    tokens: Tokens<'a>,
    names: Vec<Name>,
    /// Whether it ends as a title does.
    title: bool,
}

impl<'a> Line<'a> {
    fn new(reader: &'a Reader<'a>, text: &'a str) -> Self {
        Self::within(reader, text, LINE)
    }

    /// Reads so many bytes of a line at most.
    fn within(reader: &'a Reader<'a>, text: &'a str, most: usize) -> Self {
        let mut end = text.len().min(most);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let tokens = Tokens::new(&text[..end], reader.lang.is_cyrillic(), reader.lang.vocabulary());
        let mut line =
            Self { reader, tokens, names: Vec::new(), title: reader.lang.is_title(text) };
        line.find_names();
        line
    }

    fn find_names(&mut self) {
        const LONGEST: usize = 6;
        let list = self.tokens.list();
        let mut names = Vec::new();
        let mut folded = vec![String::new(); LONGEST];
        let mut from = 0;
        let mut at = 0;
        while let Some(token) = list.get(at) {
            let mut step = 1;
            if token.kind == TokenKind::Word && self.tokens.is_capital(*token) {
                let words = list[at..].iter().take_while(|t| t.kind == TokenKind::Word);
                let mut count = 0;
                for (word, out) in words.zip(&mut folded) {
                    fold_into(self.tokens.text(*word), self.reader.lang.is_cyrillic(), out);
                    count += 1;
                }
                let words: Vec<&str> = folded.iter().take(count).map(String::as_str).collect();
                if let Some((state, len)) = self.reader.jurisdiction.opens(&words) {
                    let name = self.around(state, from, at..at + len);
                    step = name.whole.end.max(at + len) - at;
                    from = name.whole.end;
                    names.push(name);
                }
            }
            at += step;
        }
        self.names = names;
    }

    /// A name with the words of its state's form and the joints around it.
    fn around(&self, state: State, from: usize, core: Range<usize>) -> Name {
        let Range { mut start, mut end } = core;
        let mut joined = false;
        while start > from {
            let joint = self.at(start - 1, Class::MakerJoint);
            if !joint && !self.at(start - 1, Class::MakerForm) {
                break;
            }
            joined |= joint;
            start -= 1;
        }
        while self.at(end, Class::MakerForm) {
            end += 1;
        }
        Name { state, whole: start..end, joined }
    }

    fn at(&self, at: usize, class: Class) -> bool {
        let token = self.tokens.list().get(at);
        token.is_some_and(|t| self.reader.is(&self.tokens, *t, class))
    }

    /// Whether a word takes what stands behind it out of the chain of genitives.
    fn parts(&self, at: usize) -> bool {
        self.at(at, Class::Preposition) && !self.at(at, Class::MakerJoint)
    }

    /// The act or the body that belongs to a state, with its name.
    fn owned(&self, name: &Name) -> Option<Range<usize>> {
        self.owned_before(name).or_else(|| self.owned_after(name)).or_else(|| self.is_body(name))
    }

    /// The name where it is that of a body or a gazette which no other state calls so.
    fn is_body(&self, name: &Name) -> Option<Range<usize>> {
        let body = name.whole.clone().any(|at| self.at(at, Class::MakerNoun));
        body.then(|| name.whole.clone())
    }

    /// «Постановление Правительства [Республики …]», "Parliament [of …]".
    fn owned_before(&self, name: &Name) -> Option<Range<usize>> {
        let joins = self.reader.lang.joins_names();
        // Where words join the noun and the name, a name without one is no part of it.
        if joins && !name.joined {
            return None;
        }
        for step in 1..=REACH {
            let at = name.whole.start.checked_sub(step)?;
            let token = *self.tokens.list().get(at)?;
            if self.at(at, Class::MakerNoun) {
                // «Постановление Правительства …»: the act is named by its body.
                let more = (0..at).rev().take_while(|i| self.at(*i, Class::MakerNoun)).count();
                return Some(at - more..name.whole.end);
            }
            let passes = match token.kind {
                TokenKind::Word => {
                    let and = self.at(at, Class::And);
                    // «… Республики Казахстан и [Республики …]»: the noun is that of the first.
                    let listed = step == 1 && and;
                    let linked = and || self.at(at, Class::MakerJoint);
                    !self.is_named(at)
                        && !listed
                        && !self.parts(at)
                        && (!joins || linked || self.tokens.is_capital(token))
                }
                TokenKind::Number => true,
                TokenKind::Mark => ['(', ')', '/', '-', '№'].iter().any(|m| token.is(*m)),
            };
            if !passes {
                return None;
            }
        }
        None
    }

    /// «[…] Республикасының Заңы», "[Delaware] Code".
    fn owned_after(&self, name: &Name) -> Option<Range<usize>> {
        const NEAR: usize = 3;
        let list = self.tokens.list();
        // Where what is bigger stands first, the name opens a long chain that holds date and number too.
        let long = self.reader.lang.order() == Order::BigToSmall;
        for at in name.whole.end..name.whole.end + if long { REACH } else { NEAR } {
            let token = *list.get(at)?;
            let passes = match token.kind {
                TokenKind::Word => {
                    let parts = self.parts(at) || self.at(at, Class::And) || self.is_named(at);
                    !parts && (long || self.tokens.is_capital(token))
                }
                TokenKind::Number => long,
                TokenKind::Mark => long && (token.is('-') || token.is('№')),
            };
            if !passes {
                return None;
            }
            if self.at(at, Class::MakerFollower) {
                // «… Үкіметі бөлген кредит туралы» is a title, and only its last word says what it is of; behind
                // «… ЗАҢЫ» in capitals the title follows on the same line.
                let whole = name.whole.start..at + 1;
                let fits = !long
                    || !self.title
                    || at + 1 == list.len()
                    || (self.in_capitals(&whole) && !self.in_capitals(&(0..list.len())));
                return fits.then_some(whole);
            }
        }
        None
    }

    /// Whether a token is part of the name of a state.
    fn is_named(&self, at: usize) -> bool {
        let before = self.names.partition_point(|n| n.whole.end <= at);
        self.names.get(before).is_some_and(|n| n.whole.contains(&at))
    }

    /// The state that is all that a line names.
    fn alone(&self) -> Option<(State, String)> {
        let mut tokens = self.tokens.list().iter().enumerate();
        let is_all = tokens.all(|(at, token)| {
            self.is_named(at) || (token.kind == TokenKind::Mark && !is_opening(mark(*token)))
        });
        let name = self.names.first().filter(|_| is_all)?;
        Some((name.state, self.words(name.whole.clone())))
    }

    /// The state that a line of the title block names as the maker.
    ///
    /// The parties of a treaty stand side by side: where the own state is one of them, it made the act.
    fn maker(&self) -> Option<(State, String)> {
        let mut found = None;
        for name in &self.names {
            // Behind the own name another one is a partner.
            if name.state != State::Own && self.names.first().is_some_and(|n| n.state == State::Own)
            {
                return found;
            }
            if let Some(whole) = self.owned(name)
                && (self.enacts(&whole) || self.is_clear(self.reset(whole.start)..whole.start))
            {
                let words = || self.words(whole);
                if name.state == State::Own {
                    return Some((State::Own, words()));
                }
                found = found.or_else(|| Some((name.state, words())));
            }
        }
        found
    }

    /// The state of the body behind a verb of enactment.
    fn enacted(&self) -> Option<(State, String)> {
        self.names.iter().find_map(|name| {
            let whole = self.owned(name)?;
            let from = self.reset(whole.start);
            (self.enacts(&whole) || (from > 0 && self.is_clear(from..whole.start)))
                .then(|| (name.state, self.words(whole)))
        })
    }

    /// Whether a body is told to make the act: "The Parliament of … enacts".
    fn enacts(&self, whole: &Range<usize>) -> bool {
        self.at(whole.end, Class::Enacts)
    }

    /// Whether a line heads a page: "STATUTE LAW OF …" in capitals, with nothing behind it.
    fn heads(&self, whole: &Range<usize>) -> bool {
        whole.end == self.tokens.list().len()
            && self.is_clear(0..whole.start)
            && self.in_capitals(whole)
    }

    fn in_capitals(&self, range: &Range<usize>) -> bool {
        !self.words(range.clone()).chars().any(char::is_lowercase)
    }

    /// The state whose office opens a line of the signature, or opened the line before.
    fn signatory(&self, office: bool) -> Option<(State, String)> {
        let name = self.names.first()?;
        let opens = self.owned(name).filter(|whole| whole.start == 0);
        let goes_on = (office && name.whole.start == 0).then(|| name.whole.clone());
        opens.or(goes_on).map(|whole| (name.state, self.words(whole)))
    }

    /// Where the words before the maker begin: at the line, behind a verb of enactment, or behind the
    /// words by which an attachment says whose it is («Приложение 1 к постановлению …»).
    fn reset(&self, before: usize) -> usize {
        /// Words of an attachment's label at most: «Приложение № 1».
        const LABEL: usize = 4;
        let verb = (0..before).rev().find(|at| self.at(*at, Class::Enacting));
        let attached = || {
            let first = self.tokens.list().first()?;
            let mut word = String::new();
            fold_into(self.tokens.text(*first), self.reader.lang.is_cyrillic(), &mut word);
            self.reader.lang.attachment_words().contains(&word).then_some(())?;
            (1..before.min(LABEL + 1)).find(|at| self.parts(*at))
        };
        let from = verb.map(|at| at + 1).or_else(attached);
        from.map_or(0, |from| (from..before).find(|at| !self.parts(*at)).unwrap_or(before))
    }

    /// Whether nothing before a name says that it is only spoken of.
    fn is_clear(&self, prefix: Range<usize>) -> bool {
        prefix.len() <= PREFIX
            && self.is_head(prefix.clone())
            && prefix.clone().all(|at| {
                let token = self.tokens.list().get(at);
                !self.parts(at) && !token.is_some_and(|t| is_opening(mark(*t)))
            })
    }

    /// Whether a noun behind these words is the head of its phrase, or that of an act: in "Recognition of
    /// Decisions of the Supreme [Court of …]" the court is neither.
    fn is_head(&self, prefix: Range<usize>) -> bool {
        let unit = |at: usize| {
            let token = self.tokens.list().get(at);
            let mut classes =
                token.into_iter().flat_map(|t| self.reader.lang.single(&self.tokens, *t));
            classes.any(|c| matches!(c, Class::Unit(_)))
        };
        let mut rest = prefix.skip_while(|at| self.at(*at, Class::MakerJoint));
        !rest.clone().any(|at| self.at(at, Class::MakerJoint))
            || rest.any(|at| self.at(at, Class::MakerNoun) || unit(at))
    }

    /// The words of a range of tokens as they stand, with one space between them and no joint before them.
    fn words(&self, range: Range<usize>) -> String {
        let joints = range.clone().take_while(|at| self.at(*at, Class::MakerJoint)).count();
        let range = range.start + joints..range.end;
        let Span { start, end } = self.tokens.span(range);
        let text = self.tokens.source().get(start as usize..end as usize).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The character of a mark; a space for what is none.
fn mark(token: Token) -> char {
    let c = (token.kind == TokenKind::Mark).then(|| char::from_u32(token.value)).flatten();
    c.unwrap_or(' ')
}
