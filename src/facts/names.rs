//! Short names that an act gives to other acts: «(далее – Закон)», "(hereinafter – the Law)". A citation by
//! a short name points into the act that the name was given to.

use std::ops::Range;

use super::Clause;
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::{Act, Zone};
use crate::syntax::Reading;
use crate::syntax::citation::{self, Citation, CitedAct};

/// A short name with what it stands for.
#[derive(Debug)]
struct Short {
    /// The tokens of the short name, between the brackets.
    words: Vec<Token>,
    /// The tokens of the full name.
    full: Range<usize>,
    act: CitedAct,
}

/// The short names of an act, in the order of the text.
#[derive(Debug, Default)]
pub struct Names {
    list: Vec<Short>,
}

/// A short name is at most this many words long.
const LONGEST: usize = 6;

impl Names {
    /// Finds the short names that an act gives.
    #[must_use]
    pub fn new(reading: &Reading<'_>, act: &Act, clauses: &[Clause]) -> Self {
        let (Some(first), Some(last)) = (act.blocks.first(), act.blocks.last()) else {
            return Self::default();
        };
        let (start, end) = (first.span.start, last.span.end);
        let range = reading.tokens.at_or_after(start)..reading.tokens.at_or_after(end);
        let list = reading
            .hits_in(&range)
            .iter()
            .filter(|h| reading.lang.class(h.class) == Class::Hereinafter)
            .filter_map(|h| short(reading, clauses, h.start as usize, h.end as usize))
            .collect();
        Self { list }
    }

    /// Sets the act of the citations that name this act or the constitution by a short name.
    pub fn settle(&self, reading: &Reading<'_>, clauses: &mut [Clause]) {
        if self.list.is_empty() {
            return;
        }
        for clause in clauses.iter_mut().filter(|c| c.zone != Zone::Note) {
            for citation in clause.citations.iter_mut().chain(&mut clause.mentions) {
                // The word for the constitution says by itself what it means.
                if citation.act == CitedAct::Other
                    && let Some(short) = self.meant(reading, citation)
                {
                    citation.act = short.act;
                }
            }
        }
    }

    /// The full name of the act that a citation names by a short name.
    #[must_use]
    pub fn full(&self, reading: &Reading<'_>, citation: &Citation) -> Option<Range<usize>> {
        self.meant(reading, citation)
            .filter(|short| short.act == citation.act)
            .map(|short| short.full.clone())
    }

    fn meant(&self, reading: &Reading<'_>, citation: &Citation) -> Option<&Short> {
        let name = citation.name.clone().filter(|n| n.len() <= LONGEST + 1)?;
        let list = reading.tokens.list();
        let known = self.list.partition_point(|s| s.full.end <= name.start);
        if known == 0 {
            return None;
        }
        let words = words(reading, list.get(name)?)?;
        self.list[..known].iter().rev().find(|s| same(reading, &s.words, &words))
    }
}

/// The words of a name without those such as "the".
fn words(reading: &Reading<'_>, tokens: &[Token]) -> Option<Vec<Token>> {
    let of = |t: Token| reading.lang.single(&reading.tokens, t).any(|c| c == Class::Of);
    let plain = |t: &Token| t.kind == TokenKind::Word || t.is('-');
    let inside: Vec<Token> = tokens.iter().copied().skip_while(|t| of(*t)).collect();
    (!inside.is_empty() && inside.iter().all(plain)).then_some(inside)
}

/// Reads the bracket around the words at a range of tokens.
fn short(reading: &Reading<'_>, clauses: &[Clause], from: usize, to: usize) -> Option<Short> {
    const BRACKET: usize = 14;
    let list = reading.tokens.list();
    let open = from.checked_sub(1).filter(|i| list[*i].is('('))?;
    let close = (to..list.len().min(to + BRACKET)).find(|i| list[*i].is(')'))?;
    let is_sign = |i: &usize| list[*i].kind == TokenKind::Mark && !list[*i].is(',');
    // «(далее по тексту – Закон)»: the name stands behind the dash, in quotation marks or without.
    let dash =
        (to..close).find(|i| matches!(char::from_u32(list[*i].value), Some('–' | '—' | '-')));
    let begin = (dash.filter(|i| is_sign(i)).map_or(to, |d| d + 1)..close)
        .find(|i| list[*i].kind == TokenKind::Word)?;
    let stop = (begin..close).find(is_sign).filter(|i| !list[*i].is('-')).unwrap_or(close);
    let words = words(reading, list.get(begin..stop)?)?;
    if words.len() > LONGEST || !reading.tokens.is_capital(*words.first()?) {
        return None;
    }
    let at = clauses.partition_point(|c| c.tokens.end <= open);
    let clause = clauses.get(at).filter(|c| c.tokens.contains(&open))?;
    let named = clause
        .citations
        .iter()
        .chain(&clause.mentions)
        .find_map(|c| {
            let name = c.name.clone().filter(|n| n.start < open && open <= n.end)?;
            Some((name.start..open, c.act))
        })
        .or_else(|| citation::name_before(reading, open, clause.tokens.start));
    let (full, act) = named?;
    Some(Short { words, full, act })
}

/// Whether two names are the same but for the endings of their words.
fn same(reading: &Reading<'_>, a: &[Token], b: &[Token]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(reading, *a, *b))
}

fn alike(reading: &Reading<'_>, a: Token, b: Token) -> bool {
    const ENDING: usize = 2;
    const SHORT: usize = 3;
    let lower = |t: Token| reading.tokens.text(t).to_lowercase();
    let (a, b) = (lower(a), lower(b));
    let least = a.chars().count().min(b.chars().count());
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    if least <= SHORT { common == least } else { common + ENDING >= least }
}
