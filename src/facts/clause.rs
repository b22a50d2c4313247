//! Clauses: the sentences and list items of an act, with the cues, dates and citations inside them.

use std::ops::Range;

use super::resolve::Outline;
use crate::lang::table::Class;
use crate::lang::{Cue, Hit, Token, TokenKind};
use crate::model::{Act, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::citation::{self, Citation};
use crate::syntax::quotes::is_opening;

/// A cue in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueHit {
    /// What the words tell.
    pub cue: Cue,
    /// Index of the first token.
    pub start: usize,
    /// One past the index of the last token.
    pub end: usize,
}

/// A sentence, or an item of a list.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Index of the unit to which it belongs.
    pub unit: Option<usize>,
    /// Index of the block in which it stands.
    pub block: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Whose words it is.
    pub zone: Zone,
    /// Index of the clause that introduces the list in which it is an item.
    pub lead: Option<usize>,
    /// Cues outside quotation marks, by their first token.
    pub cues: Vec<CueHit>,
    /// The same cues before shorter ones were dropped in favour of longer ones that say the opposite.
    pub all_cues: Vec<CueHit>,
    /// Cues inside quotation marks.
    pub quoted_cues: Vec<CueHit>,
    /// Tokens between quotation marks, the marks left out.
    pub quoted: Vec<Range<usize>>,
    /// Citations of units outside quotation marks.
    pub citations: Vec<Citation>,
    /// Mentions of whole acts outside quotation marks.
    pub mentions: Vec<Citation>,
    /// Citations and mentions inside quotation marks, those in titles of acts left out.
    pub quoted_citations: Vec<Citation>,
    /// Whether it defines a term.
    pub is_definition: bool,
    /// In quoted text: the number of its paragraph, the instruction before it being the first.
    pub indent: u32,
}

impl Clause {
    /// Whether a cue stands in it, outside quotation marks.
    #[must_use]
    pub fn has(&self, cue: Cue) -> bool {
        self.first(cue).is_some()
    }

    /// The first place of a cue in it.
    #[must_use]
    pub fn first(&self, cue: Cue) -> Option<CueHit> {
        self.cues.iter().copied().find(|c| c.cue == cue)
    }

    /// Every place of a cue in it.
    pub fn all(&self, cue: Cue) -> impl Iterator<Item = CueHit> {
        self.cues.iter().copied().filter(move |c| c.cue == cue)
    }

    /// Whether it begins with quoted words that the verb of a definition follows: “loader” means a person who …
    fn names_term(&self) -> bool {
        let quoted = self.quoted.first().filter(|q| q.start == self.tokens.start + 1);
        quoted.is_some_and(|q| self.all(Cue::Means).any(|means| means.start == q.end + 1))
    }

    /// The words before the dash of a definition, or before the verb of one.
    #[must_use]
    pub fn term(&self, reading: &Reading<'_>) -> Span {
        /// Tokens before the term itself: an article, a noun, the mark.
        const NOUN: usize = 3;
        let list = reading.tokens.list();
        // «владелец (далее – владелец) – лицо …»: a dash in brackets closes no term.
        let mut depth = 0_usize;
        let dash = self.tokens.clone().find(|i| {
            if list[*i].is('(') {
                depth += 1;
            } else if list[*i].is(')') {
                depth = depth.saturating_sub(1);
            }
            depth == 0 && is_dash(reading, *i)
        });
        // "reader" means a person who …: the quotation marks are no part of the term.
        let means = self.first(Cue::Means).map(|c| c.start);
        let end = dash.or(means).unwrap_or(self.tokens.end).min(list.len());
        // «Der Ausdruck „Mole“ bezeichnet …»: a noun may stand before them.
        let near = |q: &&Range<usize>| q.start <= self.tokens.start + NOUN;
        let whole = |q: &&Range<usize>| near(q) && q.end + 1 == end;
        let quoted = self.quoted.first().filter(whole);
        let term = quoted.cloned().unwrap_or(self.tokens.start..end);
        reading.tokens.span(term)
    }
}

/// A cue that says the opposite of a shorter one inside it, or makes it part of something else.
fn overrides(longer: Cue, shorter: Cue) -> bool {
    use Cue::{
        Abolish, AdoptedByReferendum, AfterEffect, Aside, BeforeEffect, Benefit, Burden,
        ByReferendum, Ceiling, Constitution, Deemed, Deprives, Earlier, Effect, Ends, Except,
        Exemption, Extend, Impersonal, Levy, NoExtend, NoObligation, NotBefore, NotConstitution,
        NotDeed, NotRetroactive, Obligation, PastFact, Pays, Penalty, Permission, Prohibition,
        Referendum, Relieves, Restriction, Retroactive, Right, Sanction, Until, Valid,
    };
    matches!(
        (longer, shorter),
        (NoObligation, Obligation | Prohibition)
            | (Prohibition, Obligation | Permission | Right | Deprives)
            | (Right, Permission | Obligation)
            | (Permission | Restriction | Impersonal, Obligation)
            | (NoExtend, Extend | Valid)
            | (Extend, Obligation | Impersonal)
            | (NotDeed, PastFact)
            | (
                NoObligation | Prohibition | Right | Permission | Restriction | Relieves | Sanction,
                Impersonal
            )
            | (NotBefore, BeforeEffect | Earlier | Until)
            | (
                Levy | Penalty | Burden | Benefit | Exemption,
                Levy | Penalty | Burden | Benefit | Exemption
            )
            | (NotRetroactive, Retroactive)
            | (Ceiling, Prohibition | Permission | NoObligation | Impersonal | Obligation)
            | (Relieves, Pays | Sanction | Obligation | Deprives | Prohibition | Abolish | Extend)
            | (Deprives, Abolish | Relieves | Prohibition | Right)
            | (Sanction, Obligation | Pays)
            | (NotConstitution, Constitution)
            | (Deemed | BeforeEffect | AfterEffect, Effect)
            | (Ends | Aside, Effect | Valid)
            | (Effect | Except, Aside)
            | (Aside, Except)
            | (ByReferendum | AdoptedByReferendum, Referendum)
    )
}

/// Cuts the running text of an act into clauses.
#[must_use]
pub fn split(reading: &Reading<'_>, act: &Act, outline: &Outline<'_>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::with_capacity(act.blocks.len() * 2);
    // The last clause of each block, for the items that it introduces.
    let mut last_of_block: Vec<Option<usize>> = vec![None; act.blocks.len()];
    let mut quoted = 0;
    for (index, block) in act.blocks.iter().enumerate() {
        let goes_on = index > 0 && act.blocks[index - 1].unit == block.unit;
        quoted = match block.zone {
            Zone::QuotedNew if goes_on => quoted + 1,
            Zone::QuotedNew => 1,
            _ => 0,
        };
        let tokens = reading.tokens.inside(block.span);
        let lead = block.lead.and_then(|b| last_of_block.get(b).copied().flatten());
        let defines = lead.is_some_and(|l: usize| clauses[l].has(Cue::Definitions))
            || (lead.is_none() && block.unit.is_some_and(|u| heading_defines(reading, act, u)));
        // A list inside the paragraph: its lead-in, and whether it defines terms.
        let mut inner: Option<usize> = None;
        let mut inner_defines = false;
        let tokens_end = tokens.end;
        for sentence in sentences(reading, tokens) {
            let sentence = if inner.is_some() { unlabelled(reading, sentence) } else { sentence };
            let mut clause = clause(reading, sentence, block.zone);
            clause.unit = block.unit;
            clause.block = index;
            clause.lead = inner.or(lead);
            clause.indent = quoted + 1;
            for citation in &mut clause.citations {
                outline.place(citation, block.unit, block.zone);
            }
            for citation in &mut clause.quoted_citations {
                outline.place(citation, block.unit, Zone::QuotedNew);
            }
            clause.is_definition = (defines
                || (inner.is_some() && inner_defines)
                || clause.names_term())
                && (clause.tokens.clone().any(|i| is_dash(reading, i)) || clause.has(Cue::Means));
            let closing = clause.tokens.clone().next_back().map(|i| reading.tokens.list()[i]);
            let dashed = closing.is_some_and(|t| t.is('—') || t.is('–'))
                && opens_item(reading, clause.tokens.end, tokens_end);
            if closing.is_some_and(|t| t.is(':')) || dashed {
                inner = Some(clauses.len());
                inner_defines = clause.has(Cue::Definitions);
            } else if closing.is_some_and(|t| t.is('.')) {
                inner = None;
            }
            last_of_block[index] = Some(clauses.len());
            clauses.push(clause);
        }
    }
    clauses
}

/// The clause that a title makes.
#[must_use]
pub fn of_title(reading: &Reading<'_>, tokens: Range<usize>) -> Clause {
    clause(reading, tokens, Zone::Title)
}

/// The clause that an instruction makes.
#[must_use]
pub(super) fn of_statement(reading: &Reading<'_>, tokens: Range<usize>) -> Clause {
    clause(reading, tokens, Zone::Own)
}

/// Whether the article in which a unit lies is headed as the article of definitions.
fn heading_defines(reading: &Reading<'_>, act: &Act, unit: usize) -> bool {
    let mut at = Some(unit);
    while let Some(u) = at {
        if let (UnitKind::Article, Some(heading)) = (act.units[u].kind, act.units[u].heading) {
            let range = reading.tokens.inside(heading);
            return reading
                .hits_in(&range)
                .iter()
                .any(|h| reading.lang.class(h.class) == Class::Cue(Cue::Definitions));
        }
        at = act.units[u].parent;
    }
    false
}

/// A dash with space on both sides, as between a term and its meaning.
pub(crate) fn is_dash(reading: &Reading<'_>, index: usize) -> bool {
    let list = reading.tokens.list();
    let token = list[index];
    (token.is('–') || token.is('—') || token.is('-'))
        && index > 0
        && list[index - 1].end < token.start
        && list.get(index + 1).is_some_and(|n| n.start > token.end)
}

/// Tokens of the longest sentence that is read as one. No drafter writes a longer one; scraped tables
/// and hostile texts do, and the work on a sentence grows faster than its length.
const LONGEST: usize = 1500;

/// Splits tokens at the ends of sentences. Full stops inside quotation marks and brackets, behind
/// abbreviations and numbers end none.
fn sentences(reading: &Reading<'_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let list = reading.tokens.list();
    let mut out = Vec::new();
    let mut start = tokens.start;
    let mut depth = 0_i32;
    for i in tokens.clone() {
        let t = list[i];
        if i - start >= LONGEST {
            out.push(start..i);
            start = i;
        }
        if t.kind != TokenKind::Mark {
            continue;
        }
        if t.is('(') {
            depth += 1;
        } else if t.is(')') {
            depth = (depth - 1).max(0);
        }
        let ends = if t.is('.') || t.is('!') || t.is('?') {
            depth == 0 && closes_sentence(reading, i, tokens.end, start)
        } else if t.is(':') || t.is('—') || t.is('–') {
            // A list that was run into one paragraph: «вправе: 1) …; 2) …», "may— (a) …; (b) …".
            let numbered = || {
                list.get(i + 1).is_some_and(|n| n.kind == TokenKind::Number)
                    && list.get(i + 2).is_some_and(|n| n.is(')'))
                    && i + 2 < tokens.end
            };
            let opens = if t.is(':') { numbered() } else { opens_item(reading, i + 1, tokens.end) };
            depth == 0 && opens
        } else {
            // A semicolon closes an instruction or an item that was run into one paragraph; the one of
            // `&quot;` closes a character's name.
            let entity =
                i > start + 1 && list[i - 2].is('&') && list[i - 2].end == list[i - 1].start;
            t.is(';') && depth == 0 && !entity
        };
        if ends {
            out.push(start..i + 1);
            start = i + 1;
        }
    }
    if start < tokens.end {
        out.push(start..tokens.end);
    }
    out
}

/// Whether the full stop at a token ends a sentence that began at `start`: what follows begins one, and
/// no abbreviation or initial stands before it.
pub(super) fn closes_sentence(reading: &Reading<'_>, at: usize, end: usize, start: usize) -> bool {
    let list = reading.tokens.list();
    let begins = |n: &Token| {
        n.start > list[at].end
            && (n.kind == TokenKind::Number
                || is_opening_token(reading, at + 1)
                || (n.kind == TokenKind::Word && reading.tokens.is_capital(*n)))
    };
    // "am 1. Januar 2027": a full stop inside a date closes nothing.
    let dated = || {
        reading.dates_in(&(at.saturating_sub(1)..at)).iter().any(|d| d.start < at && at + 1 < d.end)
    };
    at + 1 < end
        && list.get(at + 1).is_some_and(begins)
        && at > start
        && !is_short(reading, at - 1)
        && !dated()
}

/// Whether a label in brackets stands at a place: "(a)", "(iv)".
fn opens_item(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    const LONGEST: u32 = 5;
    let Some([open, label, close]) = reading.tokens.list().get(at..at + 3) else { return false };
    at + 3 < end
        && open.is('(')
        && close.is(')')
        && label.kind != TokenKind::Mark
        && label.end - label.start <= LONGEST
}

/// An item of a list inside a paragraph without its label, and without the "and" before it.
fn unlabelled(reading: &Reading<'_>, tokens: Range<usize>) -> Range<usize> {
    let list = reading.tokens.list();
    let joined = list.get(tokens.start).is_some_and(|t| {
        t.kind == TokenKind::Word
            && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::And)
    });
    let label = tokens.start + usize::from(joined);
    if opens_item(reading, label, tokens.end) {
        return label + 3..tokens.end;
    }
    let labelled = tokens.len() > 2
        && list[tokens.start].kind == TokenKind::Number
        && list[tokens.start + 1].is(')');
    if labelled { tokens.start + 2..tokens.end } else { tokens }
}

fn is_opening_token(reading: &Reading<'_>, index: usize) -> bool {
    let t = reading.tokens.list()[index];
    char::from_u32(t.value).is_some_and(is_opening) && t.kind == TokenKind::Mark
}

/// Whether a token in front of a full stop is an abbreviation or an initial.
fn is_short(reading: &Reading<'_>, index: usize) -> bool {
    let t = reading.tokens.list()[index];
    let text = reading.tokens.text(t);
    match t.kind {
        TokenKind::Word => {
            reading.lang.is_abbreviation(&text.to_lowercase())
                || (text.chars().count() == 1 && reading.tokens.is_capital(t))
        }
        _ => false,
    }
}

fn clause(reading: &Reading<'_>, tokens: Range<usize>, zone: Zone) -> Clause {
    let quoted = quoted_ranges(reading, &tokens, zone);
    let in_quotes = |i: usize| {
        let next = quoted.partition_point(|q| q.start <= i);
        next > 0 && quoted[next - 1].contains(&i)
    };
    let dates = reading.dates_in(&tokens);
    let in_date = |h: &Hit| {
        let next = dates.partition_point(|d| d.start <= h.start as usize);
        next > 0 && (h.end as usize) < dates[next - 1].end
    };
    let mut all: Vec<CueHit> = reading
        .hits_in(&tokens)
        .iter()
        .filter(|h| h.end as usize <= tokens.end)
        // "from 1 May": the month is no permission.
        .filter(|h| !in_date(h))
        .filter_map(|h| match reading.lang.class(h.class) {
            Class::Cue(cue) => Some(CueHit { cue, start: h.start as usize, end: h.end as usize }),
            _ => None,
        })
        .collect();
    let all_cues: Vec<CueHit> = all.iter().copied().filter(|c| !in_quotes(c.start)).collect();
    prune(&mut all, reading.lang.order().word_first());
    // «Закон считается введенным …»: a sentence that opens with the bare word means this act.
    let named = |cue: Cue| all.iter().any(|c| c.cue == cue);
    let opens = all.iter().any(|c| c.cue == Cue::BareAct && c.start == tokens.start);
    // «Решение собрания вступает в силу» is another one: a verb follows the bare word, or a name.
    let list = reading.tokens.list();
    let word_first = reading.lang.order().word_first();
    let verb = |c: &CueHit| match c.cue {
        Cue::Publication | Cue::Signing if !word_first => c.start <= tokens.start + 3,
        Cue::Effect => c.start == tokens.start + 1 || !word_first && c.start <= tokens.start + 2,
        Cue::Deemed | Cue::Extend => c.start <= tokens.start + 2,
        Cue::Obligation | Cue::Impersonal => c.start == tokens.start + 1,
        _ => false,
    };
    let named_next = list
        .get(tokens.start + 1)
        .is_some_and(|t| t.kind == TokenKind::Word && reading.tokens.is_capital(*t));
    if opens
        && ((word_first && named_next)
            || all.iter().any(verb)
            || dates.iter().any(|d| d.start <= tokens.start + 2))
        && !named(Cue::ThisAct)
        && (named(Cue::Effect) || named(Cue::Deemed) || named(Cue::Extend))
    {
        all.insert(0, CueHit { cue: Cue::ThisAct, start: tokens.start, end: tokens.start + 1 });
    }
    let (quoted_cues, cues) = all.into_iter().partition(|c| in_quotes(c.start));
    let (quoted_citations, own): (Vec<Citation>, Vec<Citation>) =
        citation::find(reading, tokens.clone()).into_iter().partition(|c| in_quotes(c.start));
    let (mentions, citations) = own.into_iter().partition(|c| c.targets.is_empty());
    // What the title of an act in quotation marks cites, that act cites.
    let titles: Vec<&Range<usize>> = quoted.iter().filter(|q| is_title(reading, q)).collect();
    let quoted_citations = quoted_citations
        .into_iter()
        .filter(|c| !titles.iter().any(|t| t.contains(&c.start)))
        .collect();
    Clause {
        unit: None,
        block: 0,
        tokens,
        zone,
        lead: None,
        cues,
        all_cues,
        quoted_cues,
        quoted,
        citations,
        mentions,
        quoted_citations,
        is_definition: false,
        indent: 0,
    }
}

/// Whether the words between quotation marks are the title of an act.
fn is_title(reading: &Reading<'_>, quoted: &Range<usize>) -> bool {
    const LONGEST: usize = 60;
    let text = reading.tokens.source().get(reading.tokens.span(quoted.clone()).range());
    quoted.len() <= LONGEST && text.is_some_and(|t| reading.lang.is_title(t))
}

/// Drops cues that a longer one overrides, and repeats of a cue inside a longer one of its kind.
fn prune(all: &mut Vec<CueHit>, word_first: bool) {
    let beaten = |a: &CueHit, others: &[CueHit]| {
        others.iter().any(|b| {
            b.start <= a.start
                && a.end <= b.end
                && (b.end - b.start > a.end - a.start)
                && (b.cue == a.cue || overrides(b.cue, a.cue))
        }) || others.iter().any(|b| {
            b.start == a.start
                && b.end == a.end
                && b.cue != a.cue
                && overrides(b.cue, a.cue)
                && !overrides(a.cue, b.cue)
        })
    };
    // Hits lie in the order of their first token and are short, so only near ones can contain one.
    let near = 24;
    let kept: Vec<CueHit> = (0..all.len())
        .filter(|i| {
            let from = i.saturating_sub(near);
            let to = (i + near).min(all.len());
            !beaten(&all[*i], &all[from..to])
        })
        .map(|i| all[i])
        .collect();
    *all = kept;
    if !word_first {
        // The verb ends a Kazakh clause, and the phrases for a time before it hold the verb.
        return;
    }
    // "before the day on which this Law is put into effect": the verb belongs to the time before it.
    let mut last: Option<CueHit> = None;
    all.retain(|c| {
        if matches!(c.cue, Cue::BeforeEffect | Cue::AfterEffect | Cue::Until) {
            last = Some(*c);
        }
        c.cue != Cue::Effect
            || last.is_none_or(|l| {
                let gap = c.start.checked_sub(l.end);
                let least = if l.cue == Cue::Until { 4 } else { 0 };
                gap.is_none_or(|gap| gap > TIED || gap < least)
            })
    });
}

/// Tokens between "before" and the verb of effect that it governs, at most.
const TIED: usize = 9;

/// The tokens between the quotation marks of a clause. A quoted block is all quotation: its outer
/// marks are not counted, only those inside it.
pub(super) fn quoted_ranges(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    zone: Zone,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let marks = quotation_marks(reading, tokens, zone);
    for (i, opens) in marks.iter().copied() {
        if opens {
            open.push(i + 1);
        } else if let Some(start) = open.pop()
            && open.is_empty()
        {
            out.push(start..i);
        }
    }
    // «слова «общество «Ключ» заменить …»: one mark closes two quotations, so that a pair is what lies
    // between a mark and the next that closes, and marks that close side by side belong together.
    let Some(first) = open.first().copied().filter(|_| zone == Zone::Own) else { return out };
    let mut now: Option<(usize, usize)> = None;
    for (at, (i, opens)) in marks.iter().copied().enumerate().filter(|(_, (i, _))| *i + 1 >= first)
    {
        match (opens, now) {
            (true, None) => now = Some((i + 1, 1)),
            (true, Some((start, depth))) => now = Some((start, depth + 1)),
            (false, Some((start, depth))) => {
                let doubled = marks.get(at + 1).is_some_and(|(n, opens)| *n == i + 1 && !opens);
                if doubled && depth > 1 {
                    now = Some((start, depth - 1));
                } else {
                    out.push(start..i);
                    now = None;
                }
            }
            (false, None) => {}
        }
    }
    out
}

/// The quotation marks of a stretch, each with whether it opens.
fn quotation_marks(reading: &Reading<'_>, tokens: &Range<usize>, zone: Zone) -> Vec<(usize, bool)> {
    let list = reading.tokens.list();
    let text = reading.tokens.source();
    let mut out: Vec<(usize, bool)> = Vec::new();
    let mut depth = 0_usize;
    // For each mark that is open, whether it is „, which “ closes.
    let mut low: Vec<bool> = Vec::new();
    for i in tokens.clone() {
        let t = list[i];
        if t.kind != TokenKind::Mark {
            continue;
        }
        if zone == Zone::QuotedNew && i == tokens.start {
            continue;
        }
        let Some(c) = char::from_u32(t.value) else { continue };
        let before = text[..t.start as usize].chars().next_back().unwrap_or(' ');
        let next = text[t.end as usize..].chars().next().unwrap_or(' ');
        let opens = match c {
            '«' | '„' => true,
            '“' if low.last().copied().unwrap_or(false) => false,
            '"' | '“' => {
                // `the words ", except"`: behind white space, with no quotation open, a mark opens.
                let opens = before.is_whitespace() && depth == 0;
                !before.is_alphanumeric()
                    && !next.is_whitespace()
                    && (opens || !matches!(next, '.' | ';' | ',' | ')'))
            }
            _ => false,
        };
        let closes = matches!(c, '»' | '”') || (matches!(c, '"' | '“') && !opens);
        if opens || closes {
            out.push((i, opens));
            depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
            if opens {
                low.push(c == '„');
            } else {
                low.pop();
            }
        }
    }
    if out.is_empty() && zone == Zone::Own { single_marks(reading, tokens) } else { out }
}

/// "The formula 'Article 2 shall be …' of 2017": single marks, in a stretch that has no others. One opens
/// behind a space and before a letter; an apostrophe at the end of a word or behind a figure closes it.
fn single_marks(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<(usize, bool)> {
    let list = reading.tokens.list();
    let text = reading.tokens.source();
    let single = |c: char| matches!(c, '\'' | '‘' | '’');
    let mut out: Vec<(usize, bool)> = Vec::new();
    let mut open = None;
    for i in tokens.clone() {
        let t = list[i];
        let before = text[..t.start as usize].chars().next_back().unwrap_or(' ');
        let next = text[t.end as usize..].chars().next().unwrap_or(' ');
        let mark = t.kind == TokenKind::Mark && char::from_u32(t.value).is_some_and(single);
        if open.is_none() {
            if mark && (before.is_whitespace() || before == '(') && next.is_alphanumeric() {
                open = Some(i);
            }
        } else if (mark && !before.is_whitespace() && !next.is_alphanumeric())
            || (t.kind == TokenKind::Word && reading.tokens.text(t).ends_with(single))
        {
            out.extend(open.take().map(|start| (start, true)));
            out.push((if mark { i } else { i + 1 }, false));
        }
    }
    out
}
