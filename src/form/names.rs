//! Short names and abbreviations: given for nothing, given twice, never given.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Flaw, Text};
use crate::facts::clause;
use crate::lang::fold::fold_into;
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::frame::{CitedAct, FlawKind};
use crate::model::{Number, UnitKind, Zone};

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let given = given(text);
    let whole = text.is_whole();
    if given.iter().any(|name| name.own) {
        let places = text.words();
        let mut known: BTreeMap<&[String], &Given> = BTreeMap::new();
        for name in given.iter().filter(|name| name.own).take(MOST) {
            if let Some(before) = known.get(name.words.as_slice()) {
                // An attachment, and an article of an amending act, speak for themselves.
                let alone = name.zone != Zone::Own || text.act.amending;
                if !alone && !name.limited && !before.limited && text.neighbours(before, name) {
                    let mut flaw = text.flaw(FlawKind::ShortNameTwice, name.span(text));
                    flaw.other = Some(before.span(text));
                    found.push(flaw);
                }
                continue;
            }
            known.insert(&name.words, name);
            if whole
                && !text.act.amending
                && !places.calls(&name.words, &name.sentence, name.capital)
            {
                found.push(text.flaw(FlawKind::ShortNameUnused, name.span(text)));
            }
        }
    }
    undefined(text, &given, found);
    abbreviations(text, &given, found);
}

/// A short name between its brackets.
struct Given {
    /// The tokens of the paragraph up to the closing bracket: the full name has the same words.
    sentence: Range<usize>,
    /// The tokens of the name.
    tokens: Range<usize>,
    words: Vec<String>,
    /// Whether it begins with a capital letter, and so is used with one.
    capital: bool,
    /// Whether it is given for a part of the act alone.
    limited: bool,
    /// Whether the act gives it, and no text that it puts into another one.
    own: bool,
    zone: Zone,
}

impl Given {
    fn span(&self, text: Text<'_, '_>) -> crate::source::Span {
        text.reading.tokens.span(self.tokens.clone())
    }
}

impl Text<'_, '_> {
    /// The words of the act.
    pub(super) fn words(&self) -> &Words {
        self.places.words.get_or_init(|| Words::new(*self))
    }

    /// Whether two names are given in one chapter, or in an act without chapters: codes begin anew in each.
    fn neighbours(&self, a: &Given, b: &Given) -> bool {
        let chapter = |name: &Given| {
            let inner = self.act.unit_at(name.span(*self).start);
            std::iter::successors(inner, |at| self.act.units[*at].parent)
                .find(|at| self.act.units[*at].kind.is_container())
        };
        chapter(a) == chapter(b)
    }
}

/// The short names that an act gives: «(далее – Реестр)», "(hereinafter – the Register)".
fn given(text: Text<'_, '_>) -> Vec<Given> {
    /// Tokens of the longest name.
    const LONGEST: usize = 12;
    /// «далее по тексту – …»: words behind the first that limit nothing.
    const TEXT: usize = 2;
    let reading = text.reading;
    let list = reading.tokens.list();
    let mut found = Vec::new();
    for block in &text.act.blocks {
        let own =
            matches!(block.zone, Zone::Own | Zone::Attachment) && !text.is_instruction(block.span);
        let range = reading.tokens.inside(block.span);
        for hit in reading.hits_in(&range) {
            if reading.lang.class(hit.class) != Class::Hereinafter {
                continue;
            }
            let (start, end) = (hit.start as usize, hit.end as usize);
            if start.checked_sub(1).is_none_or(|at| !list[at].is('(')) {
                continue;
            }
            let Some(close) = close(list, end..range.end.min(end + LONGEST + 4)) else { continue };
            let dash = |at: &usize| clause::is_dash(reading, *at);
            let behind = (end..close).rfind(dash);
            let from = behind.map_or(end, |at| at + 1);
            // «(бұдан әрі «X» деп аталады)»: the name stands between quotation marks.
            let marks =
                |at: &usize| ['«', '»', '"', '“', '”', '„'].iter().any(|m| list[*at].is(*m));
            let quoted = (from..close).find(marks).and_then(|first| {
                let last = (first + 1..close).find(marks)?;
                Some(first + 1..last)
            });
            // «(im Folgenden: Register)»: a mark before the name is none of it.
            let word = |at: &usize| list[*at].kind == TokenKind::Word;
            let tokens = quoted.unwrap_or_else(|| (from..close).find(word).unwrap_or(close)..close);
            let words = Words::of(text, tokens.clone());
            // «(далее в целях настоящей статьи – X)» names it for a part of the act.
            let limited = behind.is_some_and(|dash| dash > end + TEXT);
            if !words.is_empty() {
                let first = tokens.clone().find(|at| list[*at].kind == TokenKind::Word);
                let capital = first.is_some_and(|at| reading.tokens.is_capital(list[at]));
                let sentence = range.start..close + 1;
                found.push(Given {
                    sentence,
                    tokens,
                    words,
                    capital,
                    limited,
                    own,
                    zone: block.zone,
                });
            }
        }
    }
    found
}

/// Acts that are cited by a bare noun with a capital letter, though the act gives none such name: «статья 5 Закона».
fn undefined(text: Text<'_, '_>, given: &[Given], found: &mut Vec<Flaw>) {
    let reading = text.reading;
    let list = reading.tokens.list();
    // Where every noun has a capital letter, it tells no name; an amending act speaks of the act that it changes.
    if reading.lang.capital_nouns() || text.act.amending || !text.is_whole() {
        return;
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    for citation in &text.facts.citations {
        let Some(name) = citation.name.filter(|_| citation.act == CitedAct::Other) else {
            continue;
        };
        let tokens = reading.tokens.inside(name);
        let words = Words::of(text, tokens.clone());
        let [word] = &words[..] else { continue };
        let noun = tokens.clone().find(|at| {
            let mut classes = reading.lang.single(&reading.tokens, list[*at]);
            reading.tokens.is_capital(list[*at]) && classes.any(|c| c == Class::ActNoun)
        });
        let Some(noun) = noun else { continue };
        // A capital letter at the head of a sentence names nothing; a title or a date behind it does.
        let heads = noun
            .checked_sub(1)
            .is_none_or(|b| list[b].is('.') || list[b].end <= text.block_start(list[noun].start));
        let goes_on = list.get(noun + 1).is_some_and(|next| {
            reading.tokens.is_capital(*next)
                || (next.kind == TokenKind::Number && reading.lang.order().word_first())
                || ['«', '"', '“', '„', '№', '-'].iter().any(|m| next.is(*m))
        });
        let alike = |known: &String| {
            known.starts_with(root(word, true)) || word.starts_with(root(known, true))
        };
        let known = given.iter().any(|g| g.words.iter().any(alike))
            || text
                .facts
                .definitions
                .iter()
                .any(|d| Words::of(text, reading.tokens.inside(d.term)).iter().any(alike));
        let own = matches!(citation.zone, Zone::Own | Zone::Attachment)
            && !text.is_instruction(citation.span);
        if own && !heads && !goes_on && !known && told.insert(root(word, true).to_owned()) {
            found.push(text.flaw(FlawKind::ShortNameUndefined, list[noun].span()));
        }
    }
}

/// The bracket that closes the one before a range of tokens.
fn close(list: &[Token], range: Range<usize>) -> Option<usize> {
    let mut depth = 0_usize;
    range.into_iter().find(|at| {
        if list[*at].is('(') {
            depth += 1;
        } else if list[*at].is(')') {
            if depth == 0 {
                return true;
            }
            depth -= 1;
        }
        false
    })
}

/// Abbreviations that nothing in the act explains, each where it stands first.
fn abbreviations(text: Text<'_, '_>, given: &[Given], found: &mut Vec<Flaw>) {
    let reading = text.reading;
    let list = reading.tokens.list();
    let mut explained: BTreeSet<&str> = BTreeSet::new();
    let mut first: BTreeMap<&str, Token> = BTreeMap::new();
    let named = |at: usize| {
        let next = given.partition_point(|g| g.tokens.end <= at);
        given.get(next).is_some_and(|g| g.tokens.contains(&at))
    };
    for block in &text.act.blocks {
        // What is put into another act may be explained there; what stands before the first unit is a formula.
        let placed = block.unit.is_some_and(|u| text.act.units[u].kind != UnitKind::Preamble);
        if !matches!(block.zone, Zone::Own | Zone::Attachment) || !placed {
            continue;
        }
        let range = reading.tokens.inside(block.span);
        // A line without small letters is a title or a formula.
        if !text.slice(block.span).contains(char::is_lowercase) {
            continue;
        }
        for at in range.clone() {
            if !is_abbreviation(text, list[at]) {
                continue;
            }
            let word = reading.tokens.text(list[at]);
            let beside = |next: Option<&Token>, marks: &[char]| {
                next.is_some_and(|t| marks.iter().any(|m| t.is(*m)))
            };
            let before = at.checked_sub(1).and_then(|b| list.get(b));
            let behind = list.get(at + 1);
            // «налог на добавленную стоимость (НДС)», «(далее – НДС)», «НДС – налог …», «НДС (налог …)».
            let told = named(at)
                || beside(before, &['(', '–', '—', '-']) && beside(behind, &[')', ',', ';'])
                || beside(behind, &['–', '—', '(', '='])
                || (at + 1 < range.end && clause::is_dash(reading, at + 1));
            // «ПРИКАЗЫВАЮ:», a code with figures, a word joined to another.
            let shouted = [before, behind].into_iter().flatten().any(|t| is_capitals(text, *t));
            let no_word = shouted
                || beside(behind, &[':'])
                || joined(before, Some(&list[at]))
                || (joined(Some(&list[at]), behind) && !ends(text, at))
                || text.places.quoted.hold(list[at].span());
            if told {
                explained.insert(word);
            } else if !no_word {
                first.entry(word).or_insert(list[at]);
            }
        }
    }
    let unexplained = first.into_iter().filter(|(word, _)| !explained.contains(word));
    found
        .extend(unexplained.map(|(_, at)| text.flaw(FlawKind::AbbreviationUnexplained, at.span())));
}

/// Whether an ending is joined to a word by a hyphen: «РҚКО-ға».
fn ends(text: Text<'_, '_>, at: usize) -> bool {
    let list = text.reading.tokens.list();
    let small = |t: &Token| {
        t.kind == TokenKind::Word && text.reading.tokens.text(*t).chars().all(char::is_lowercase)
    };
    list.get(at + 1).is_some_and(|t| t.is('-')) && list.get(at + 2).is_some_and(small)
}

/// Whether nothing stands between two tokens, the second being no mark of a sentence.
fn joined(a: Option<&Token>, b: Option<&Token>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let sentence =
        |t: &Token| [',', ';', '.', ')', '(', '»', '«', '"', '”', '“'].iter().any(|m| t.is(*m));
    a.end == b.start && !sentence(a) && !sentence(b)
}

fn is_capitals(text: Text<'_, '_>, token: Token) -> bool {
    let word = text.reading.tokens.text(token);
    token.kind == TokenKind::Word
        && word.chars().count() > 1
        && word.chars().all(char::is_uppercase)
}

/// Whether a word in capitals is an abbreviation, and no Roman figure.
fn is_abbreviation(text: Text<'_, '_>, token: Token) -> bool {
    const LONGEST: usize = 6;
    let word = text.reading.tokens.text(token);
    is_capitals(text, token) && word.chars().count() <= LONGEST && Number::roman(word).is_none()
}

/// Names and terms of an act that are looked for in its text; no drafter gives more.
pub(super) const MOST: usize = 2_000;

/// Words around the first of a term, among which the others stand.
const WINDOW: usize = 12;

/// A word of an act.
#[derive(Debug)]
struct Word {
    /// The index of its token.
    token: usize,
    /// In small letters, look-alikes folded.
    folded: String,
    /// Whether it is written with a capital letter.
    capital: bool,
}

/// The words of an act, to look for a term in all its forms.
#[derive(Debug)]
pub(super) struct Words {
    /// In the order of the text.
    list: Vec<Word>,
    /// By its first letters, the places of a word in the list.
    places: BTreeMap<String, Vec<usize>>,
}

impl Words {
    /// The words of an act: its title, headings and paragraphs, what it quotes and attaches among them.
    fn new(text: Text<'_, '_>) -> Self {
        let reading = text.reading;
        let extent = reading.tokens.inside(text.act.extent());
        let mut words = Self { list: Vec::new(), places: BTreeMap::new() };
        for (token, word) in Self::read(text, extent) {
            words.places.entry(stem(&word)).or_default().push(words.list.len());
            let capital = reading.tokens.is_capital(reading.tokens.list()[token]);
            words.list.push(Word { token, folded: word, capital });
        }
        words
    }

    /// Whether a short name is used outside a range of tokens, with a capital letter where it has one.
    fn calls(&self, words: &[String], own: &Range<usize>, capital: bool) -> bool {
        let Some(first) = words.first() else { return true };
        self.like(first).any(|at| {
            let same = words.iter().enumerate().all(|(n, word)| {
                self.list.get(at + n).is_some_and(|w| w.folded.starts_with(root(word, true)))
            });
            same && !own.contains(&self.list[at].token) && (!capital || self.list[at].capital)
        })
    }

    /// The places of the words that begin as a word does.
    fn like(&self, word: &str) -> impl Iterator<Item = usize> {
        let starts = stem(word);
        let first = self.places.range(starts.clone()..);
        first.take_while(move |(key, _)| key.starts_with(&starts)).flat_map(|(_, at)| at).copied()
    }

    /// The words in a range of tokens, in small letters, those such as "the" left out.
    pub(super) fn of(text: Text<'_, '_>, range: Range<usize>) -> Vec<String> {
        Self::read(text, range).map(|(_, word)| word).collect()
    }

    fn read<'t>(
        text: Text<'t, '_>,
        range: Range<usize>,
    ) -> impl Iterator<Item = (usize, String)> + 't {
        let reading = text.reading;
        let list = reading.tokens.list();
        let of = move |t: Token| reading.lang.single(&reading.tokens, t).any(|c| c == Class::Of);
        let word = move |at: &usize| list[*at].kind == TokenKind::Word && !of(list[*at]);
        range.filter(word).map(move |at| {
            let mut folded = String::new();
            fold_into(reading.tokens.text(list[at]), reading.lang.is_cyrillic(), &mut folded);
            (at, folded)
        })
    }

    /// Whether words stand, in whatever form, near each other and outside a range of tokens.
    pub(super) fn elsewhere(&self, words: &[String], own: &Range<usize>) -> bool {
        let Some(first) = words.first() else { return true };
        // The words of a term may stand in another order, with others between them.
        let same = |at: usize| {
            let from = at.saturating_sub(WINDOW);
            let near = &self.list[from..(at + WINDOW).min(self.list.len())];
            let outside = || near.iter().filter(|w| !own.contains(&w.token));
            let alone = words.len() == 1;
            words.iter().all(|word| outside().any(|w| w.folded.starts_with(root(word, alone))))
        };
        self.like(first).any(|at| !own.contains(&self.list[at].token) && same(at))
    }
}

/// The letters that a word keeps in all its forms, a little fewer to be sure: «орын» is «орны» with an ending.
/// Beside others a short word is told by less than alone.
fn root(word: &str, alone: bool) -> &str {
    const ENDING: usize = 3;
    let least = if alone { 3 } else { 2 };
    let count = word.chars().count();
    let keep = count.saturating_sub(if count > 2 * ENDING { ENDING } else { 2 }).max(least);
    word.char_indices().nth(keep).map_or(word, |(end, _)| &word[..end])
}

/// The first letters, under which a word is found.
fn stem(word: &str) -> String {
    word.chars().take(2).collect()
}
