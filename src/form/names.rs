//! Short names and abbreviations: given for nothing, given twice, never given.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Flaw, Text};
use crate::lang::fold::fold_into;
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::frame::FlawKind;
use crate::model::{Number, Zone};

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let given = given(text);
    if !given.is_empty() {
        let places = Words::new(text);
        let mut known: BTreeMap<&[String], &Given> = BTreeMap::new();
        for name in &given {
            if let Some(before) = known.get(name.words.as_slice()) {
                // An attachment, and an article of an amending act, speak for themselves.
                let alone = name.zone != Zone::Own || text.act.amending;
                if !alone {
                    let mut flaw = text.flaw(FlawKind::ShortNameTwice, name.span(text));
                    flaw.other = Some(before.span(text));
                    found.push(flaw);
                }
                continue;
            }
            known.insert(&name.words, name);
            if !text.act.amending && !places.elsewhere(&name.words, &name.bracket) {
                found.push(text.flaw(FlawKind::ShortNameUnused, name.span(text)));
            }
        }
    }
    abbreviations(text, found);
}

/// A short name between its brackets.
struct Given {
    /// The tokens from bracket to bracket.
    bracket: Range<usize>,
    /// The tokens of the name.
    tokens: Range<usize>,
    words: Vec<String>,
    zone: Zone,
}

impl Given {
    fn span(&self, text: Text<'_, '_>) -> crate::source::Span {
        text.reading.tokens.span(self.tokens.clone())
    }
}

/// The short names that an act gives: «(далее – Реестр)», "(hereinafter – the Register)".
fn given(text: Text<'_, '_>) -> Vec<Given> {
    /// Tokens of the longest name.
    const LONGEST: usize = 12;
    let reading = text.reading;
    let list = reading.tokens.list();
    let mut found = Vec::new();
    for block in &text.act.blocks {
        if !matches!(block.zone, Zone::Own | Zone::Attachment) || text.is_instruction(block.span) {
            continue;
        }
        let range = reading.tokens.inside(block.span);
        for hit in reading.hits_in(&range) {
            if reading.lang.class(hit.class) != Class::Hereinafter {
                continue;
            }
            let (start, end) = (hit.start as usize, hit.end as usize);
            let Some(open) = start.checked_sub(1).filter(|at| list[*at].is('(')) else { continue };
            let close = (end..range.end.min(end + LONGEST + 4)).find(|at| list[*at].is(')'));
            let Some(close) = close else { continue };
            let dash = |at: &usize| ['–', '—', '-'].iter().any(|m| list[*at].is(*m));
            let from = (end..close).find(dash).map_or(end, |at| at + 1);
            let words = Words::of(text, from..close);
            if !words.is_empty() && from < close {
                found.push(Given {
                    bracket: open..close + 1,
                    tokens: from..close,
                    words,
                    zone: block.zone,
                });
            }
        }
    }
    found
}

/// Abbreviations that nothing in the act explains, each where it stands first.
fn abbreviations(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let reading = text.reading;
    let list = reading.tokens.list();
    let mut explained: BTreeSet<&str> = BTreeSet::new();
    let mut first: BTreeMap<&str, Token> = BTreeMap::new();
    for block in &text.act.blocks {
        if !matches!(block.zone, Zone::Own | Zone::QuotedNew) {
            continue;
        }
        let range = reading.tokens.inside(block.span);
        let capitals = range.clone().filter(|at| is_capitals(text, list[*at])).count();
        let words = range.clone().filter(|at| list[*at].kind == TokenKind::Word).count();
        // A line in capitals is a title or a formula.
        if capitals * 2 >= words {
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
            let told = beside(before, &['(', '–', '—', '-']) && beside(behind, &[')', ',', ';'])
                || beside(behind, &['–', '—', '(']);
            // «ПРИКАЗЫВАЮ:», a code with figures, a word joined to another.
            let no_word = beside(behind, &[':'])
                || joined(before, Some(&list[at]))
                || joined(Some(&list[at]), behind)
                || text.facts.quoted.iter().any(|q| q.contains(list[at].span()));
            if told {
                explained.insert(word);
            } else if !no_word {
                first.entry(word).or_insert(list[at]);
            }
        }
    }
    let unexplained = first.into_iter().filter(|(word, _)| !explained.contains(word));
    found.extend(unexplained.map(|(_, at)| text.flaw(FlawKind::AbbreviationUnexplained, at.span())));
}

/// Whether nothing stands between two tokens, the second being no mark of a sentence.
fn joined(a: Option<&Token>, b: Option<&Token>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let sentence = |t: &Token| [',', ';', '.', ')', '(', '»', '«', '"', '”', '“'].iter().any(|m| t.is(*m));
    a.end == b.start && !sentence(a) && !sentence(b)
}

fn is_capitals(text: Text<'_, '_>, token: Token) -> bool {
    let word = text.reading.tokens.text(token);
    token.kind == TokenKind::Word
        && word.chars().count() > 1
        && word.chars().all(|c| c.is_uppercase())
}

/// Whether a word in capitals is an abbreviation, and no Roman figure.
fn is_abbreviation(text: Text<'_, '_>, token: Token) -> bool {
    const LONGEST: usize = 6;
    let word = text.reading.tokens.text(token);
    is_capitals(text, token)
        && word.chars().count() <= LONGEST
        && Number::roman(word).is_none()
}

/// The words of an act, to look for a term in all its forms.
#[derive(Debug)]
pub(super) struct Words {
    /// Token and word, in the order of the text.
    list: Vec<(usize, String)>,
    /// By its first letters, the places of a word in the list.
    places: BTreeMap<String, Vec<usize>>,
}

impl Words {
    /// The words of an act: its title, headings and paragraphs, what it quotes and attaches among them.
    pub(super) fn new(text: Text<'_, '_>) -> Self {
        let reading = text.reading;
        let extent = reading.tokens.inside(text.act.extent());
        let mut words = Self { list: Vec::new(), places: BTreeMap::new() };
        for (at, word) in Self::read(text, extent) {
            words.places.entry(stem(&word)).or_default().push(words.list.len());
            words.list.push((at, word));
        }
        words
    }

    /// The words in a range of tokens, in small letters, those such as "the" left out.
    pub(super) fn of(text: Text<'_, '_>, range: Range<usize>) -> Vec<String> {
        Self::read(text, range).map(|(_, word)| word).collect()
    }

    fn read<'t>(text: Text<'t, '_>, range: Range<usize>) -> impl Iterator<Item = (usize, String)> + 't {
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

    /// Whether words stand, in whatever form, outside a range of tokens.
    pub(super) fn elsewhere(&self, words: &[String], own: &Range<usize>) -> bool {
        let Some(first) = words.first() else { return true };
        let starts = stem(first);
        let same = |at: usize| {
            words.iter().enumerate().all(|(n, word)| {
                self.list.get(at + n).is_some_and(|(_, here)| here.starts_with(root(word)))
            })
        };
        let near =
            self.places.range(starts.clone()..).take_while(|(key, _)| key.starts_with(&starts));
        near.flat_map(|(_, places)| places)
            .any(|at| !own.contains(&self.list[*at].0) && same(*at))
    }
}

/// The letters that a word keeps in all its forms, a little fewer to be sure.
fn root(word: &str) -> &str {
    const ENDING: usize = 3;
    const LEAST: usize = 3;
    let count = word.chars().count();
    let keep = count.saturating_sub(if count > 2 * ENDING { ENDING } else { 2 }).max(LEAST);
    word.char_indices().nth(keep).map_or(word, |(end, _)| &word[..end])
}

/// The first letters, under which a word is found.
fn stem(word: &str) -> String {
    word.chars().take(3).collect()
}
