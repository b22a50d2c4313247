//! Citations of the act's own units that lead nowhere, or back to where they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::{Flaw, Text};
use crate::facts::CitationFact;
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::frame::{CitedAct, FlawKind};
use crate::model::{Eid, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::address;

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let own: Vec<&CitationFact> = text.facts.citations.iter().filter(|c| text.is_own(c)).collect();
    let units = own.iter().any(|c| !c.resolved).then(|| Units::of(text));
    for citation in &own {
        if let Some(units) = &units {
            dangling(text, units, citation, found);
        }
        of_itself(text, citation, found);
        twice(text, citation, found);
    }
    for citation in text.facts.citations.iter().filter(|c| c.zone == Zone::Own) {
        backwards(text, citation, found);
    }
    circular(text, &own, found);
}

/// The names of the act's units, unnumbered parts left out, with their places.
struct Units {
    names: BTreeMap<String, Span>,
    /// The places of what looks like a label, by its number.
    labels: BTreeMap<String, Vec<u32>>,
    /// The numbers of what looks like a heading: an article is told by it, for points have numbers too.
    headings: BTreeSet<String>,
    /// Whether the text is no excerpt.
    whole: bool,
}

impl Units {
    fn of(text: Text<'_, '_>) -> Self {
        let units = &text.act.units;
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        for unit in units {
            names.entry(numbered(unit.eid.as_str()).join("__")).or_insert(unit.span);
        }
        let (labels, headings) = labels(text);
        Self { names, labels, headings, whole: text.is_whole() }
    }

    fn has(&self, levels: &[&str]) -> bool {
        self.names.contains_key(&levels.join("__"))
    }

    /// Whether a number is the label of something in a unit, or in the act.
    fn labelled(&self, parent: &[&str], number: &str) -> bool {
        let Some(span) = self.names.get(&parent.join("__")) else {
            return self.headings.contains(number);
        };
        let Some(places) = self.labels.get(number) else { return false };
        let at = places.partition_point(|place| *place < span.start);
        places.get(at).is_some_and(|place| *place < span.end)
    }

    /// Whether a unit has units of a kind in it.
    fn holds(&self, parent: &[&str], token: &str) -> bool {
        let prefix = if parent.is_empty() {
            format!("{token}_")
        } else {
            format!("{}__{token}_", parent.join("__"))
        };
        self.names.range(prefix.clone()..).next().is_some_and(|(name, _)| name.starts_with(&prefix))
    }
}

/// Figures that are the label of something, though perhaps no unit was read there: «3.», «3)», «21-бап.».
/// Beside them those that head something.
fn labels(text: Text<'_, '_>) -> (BTreeMap<String, Vec<u32>>, BTreeSet<String>) {
    let list = text.reading.tokens.list();
    let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut headings = BTreeSet::new();
    for at in text.reading.tokens.inside(text.act.extent()) {
        if list[at].kind != TokenKind::Number {
            continue;
        }
        // «21-бап. Жеңілдіктер»: a heading that was run into a line.
        let heads = list.get(at + 1).is_some_and(|t| t.is('-'))
            && list.get(at + 3).is_some_and(|t| t.is('.'));
        let closes = list.get(at + 1).is_some_and(|t| t.is(')') || t.is('.'));
        let named = at > 0
            && text.reading.tokens.is_capital(list[at - 1])
            && text
                .reading
                .lang
                .single(&text.reading.tokens, list[at - 1])
                .any(|c| matches!(c, Class::Unit(_)));
        if heads || (named && closes) {
            headings.insert(text.reading.tokens.text(list[at]).to_owned());
        }
        if heads || (closes && !text.places.citations.hold(list[at].span())) {
            let number = text.reading.tokens.text(list[at]).to_owned();
            found.entry(number).or_default().push(list[at].start);
        }
    }
    (found, headings)
}

/// The levels of a name that lawyers number.
pub(super) fn numbered(eid: &str) -> Vec<&str> {
    let unnumbered = |level: &&str| level.starts_with("al_") || level.starts_with("indent_");
    eid.split("__").filter(|level| !unnumbered(level)).collect()
}

impl Text<'_, '_> {
    /// Whether a citation leads into this act by the act's own words, and no instruction is meant.
    fn is_own(&self, citation: &CitationFact) -> bool {
        citation.act == CitedAct::This
            && citation.zone == Zone::Own
            && !citation.targets.is_empty()
            && (citation.name.is_some() || !self.act.amending)
            && !self.is_instruction(citation.span)
    }

    /// What stands on the line before a byte, as far back as a label would.
    fn line_before(&self, byte: u32) -> &str {
        const FAR: usize = 40;
        let text = &self.reading.source.text()[..byte as usize];
        let from = text.char_indices().rev().take(FAR).last().map_or(0, |(at, _)| at);
        text[from..].rsplit('\n').next().unwrap_or_default()
    }

    /// Whether a citation is the label of a unit that was not read as one: alone on its line, or before its mark.
    fn is_label(&self, citation: &CitationFact) -> bool {
        let text = self.reading.source.text();
        let line = self.line_before(citation.span.start);
        let behind = text[citation.span.end as usize..].trim_start_matches([' ', '\u{a0}', '*']);
        let alone = line.trim_matches([' ', '#', '*', '\u{a0}', '\t']).is_empty();
        // Where the verb ends the sentence, a unit before a full stop is a heading inside a line.
        let heads = !self.reading.lang.order().word_first() && behind.starts_with('.');
        // «2015 г., № 21-I, ст. 121»: an abbreviated unit stands in a list of publications.
        let tokens = &self.reading.tokens;
        let first = tokens.at_or_after(citation.span.start);
        let short = tokens.list().get(first + 1).is_some_and(|t| t.is('.'));
        heads || short || (alone && behind.starts_with(['.', '\n', ':']))
    }

    /// Whether the label of a unit that was not read stands between the head of a unit and a citation in it:
    /// «… баждар. 12. 11-тармақта …», "(2) Paragraph (1) …".
    fn passes_label(&self, unit: usize, citation: &CitationFact) -> bool {
        /// Tokens before the citation in which a label is looked for.
        const FAR: usize = 300;
        let list = self.reading.tokens.list();
        let start = self.act.units[unit].span.start;
        let inside = self.reading.tokens.inside(Span { start, end: citation.span.start });
        let behind = |at: usize| list.get(at + 2).is_some_and(|t| self.opens_sentence(*t));
        // The first tokens are the unit's own label.
        inside.skip(3).rev().take(FAR).any(|at| {
            let stop = list.get(at + 1).is_some_and(|t| t.is('.')) && list[at - 1].is('.');
            let bracket = list.get(at + 1).is_some_and(|t| t.is(')')) && list[at - 1].is('(');
            list[at].kind == TokenKind::Number && (stop || bracket) && behind(at)
        })
    }

    /// Whether a token may begin a sentence.
    fn opens_sentence(&self, token: Token) -> bool {
        token.kind == TokenKind::Number || self.reading.tokens.is_capital(token)
    }

    /// The innermost unit with a number around a place.
    fn around(&self, unit: Option<usize>) -> Option<usize> {
        let units = &self.act.units;
        std::iter::successors(unit, |at| units[*at].parent).find(|at| {
            !units[*at].number.is_empty()
                && !matches!(units[*at].kind, UnitKind::Alinea | UnitKind::Indent)
        })
    }
}

/// A unit that the act does not have.
fn dangling(text: Text<'_, '_>, units: &Units, citation: &CitationFact, found: &mut Vec<Flaw>) {
    if citation.resolved || !units.whole || text.is_label(citation) {
        return;
    }
    let articles = units.holds(&[], UnitKind::Article.token());
    for target in &citation.targets {
        let levels = numbered(target.as_str());
        // A point without its article, in an act of articles, is one of another citation's or act's.
        let through = ["art_", "chp_", "sec_", "part_", "att_"];
        let loose =
            articles && !levels.first().is_some_and(|l| through.iter().any(|t| l.starts_with(t)));
        // «пункту 6 или подпункту 1) настоящего пункта»: a point inside a point is two citations read as one.
        let doubled = levels.windows(2).any(|w| w[0].split('_').next() == w[1].split('_').next());
        if levels.is_empty() || levels[0].starts_with("self:") || loose || doubled {
            continue;
        }
        let around = citation.unit.and_then(|u| text.around(Some(u)));
        let chain = std::iter::successors(around, |at| text.act.units[*at].parent);
        let relative = chain.into_iter().any(|at| {
            let mut whole = numbered(text.act.units[at].eid.as_str());
            whole.extend(&levels);
            units.has(&whole)
        });
        if relative || units.has(&levels) {
            continue;
        }
        let missing = (1..=levels.len()).find(|n| !units.has(&levels[..*n]));
        let Some(missing) = missing else { continue };
        let token = levels[missing - 1].split('_').next().unwrap_or_default();
        let known = ["art", "para", "subpara", "chp", "sec"].contains(&token);
        // What has no units of the kind at all may number them in a way that was not read.
        let numbered = units.holds(&levels[..missing - 1], token);
        let number = levels[missing - 1].split_once('_').map_or("", |(_, number)| number);
        if known && (numbered || missing > 1) && !units.labelled(&levels[..missing - 1], number) {
            let mut flaw = text.flaw(FlawKind::CitationDangling, citation.span);
            flaw.plain = numbered;
            flaw.expected =
                address::named(&Eid::new(levels[..missing].join("__")), text.reading.lang);
            found.push(flaw);
            return;
        }
    }
}

/// A unit that cites itself by its number, where "this" would be said of it.
fn of_itself(text: Text<'_, '_>, citation: &CitationFact, found: &mut Vec<Flaw>) {
    let [target] = &citation.targets[..] else { return };
    let Some(around) = text.around(citation.unit) else { return };
    let unit = &text.act.units[around];
    let list = text.reading.tokens.list();
    let mut words = text.reading.tokens.inside(citation.span);
    let within = std::iter::successors(Some(around), |at| text.act.units[*at].parent);
    let mut within = within.map(|at| &text.act.units[at]).filter(|u| !u.kind.is_container());
    let by_number = words.any(|at| list[at].kind == TokenKind::Number);
    // «1 тармақта:» leads to what another act has under that number.
    let behind = text.reading.source.text()[citation.span.end as usize..].trim_start();
    if behind.starts_with(':') || text.is_label(citation) || text.passes_label(around, citation) {
        return;
    }
    if by_number && within.any(|u| u.eid == *target && u.kind != UnitKind::Attachment) {
        let mut flaw = text.flaw(FlawKind::CitationOfItself, citation.span);
        flaw.unit = citation.unit;
        flaw.plain = *target == unit.eid;
        found.push(flaw);
    }
}

/// One unit named twice in a chain: «подпунктами 1), 2) и 2)».
fn twice(text: Text<'_, '_>, citation: &CitationFact, found: &mut Vec<Flaw>) {
    let mut seen: BTreeSet<&Eid> = BTreeSet::new();
    if let Some(target) = citation.targets.iter().find(|t| !seen.insert(t)) {
        let mut flaw = text.flaw(FlawKind::CitedTwice, citation.span);
        flaw.expected = address::named(target, text.reading.lang);
        found.push(flaw);
    }
}

/// A range from the higher number to the lower one: «статьями 12 – 10».
fn backwards(text: Text<'_, '_>, citation: &CitationFact, found: &mut Vec<Flaw>) {
    let reading = text.reading;
    let list = reading.tokens.list();
    let range = reading.tokens.inside(citation.span);
    let numbers: Vec<usize> = range.filter(|at| list[*at].kind == TokenKind::Number).collect();
    for pair in numbers.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let between = from + 1..to;
        let spaced = |at: usize| {
            (list[at].is('–') || list[at].is('—') || list[at].is('-'))
                && list[at].start > list[at - 1].end
                && list.get(at + 1).is_some_and(|n| n.start > list[at].end)
        };
        let through = |at: usize| {
            spaced(at)
                || reading.lang.single(&reading.tokens, list[at]).any(|c| c == Class::Through)
        };
        let passed = |at: usize| through(at) || list[at].is(')') || list[at].is('(');
        let ranges = between.clone().any(through) && between.clone().all(passed);
        let value = |at: usize| reading.tokens.number(list[at]);
        if ranges && value(from) > value(to) {
            found.push(text.flaw(FlawKind::RangeBackwards, reading.tokens.span(from..to + 1)));
        }
    }
}

/// Two units each of which leads to the other and to nothing else.
fn circular(text: Text<'_, '_>, own: &[&CitationFact], found: &mut Vec<Flaw>) {
    let mut leads: BTreeMap<&Eid, Vec<&CitationFact>> = BTreeMap::new();
    for citation in own {
        if let Some(around) = text.around(citation.unit) {
            leads.entry(&text.act.units[around].eid).or_default().push(citation);
        }
    }
    let only = |from: &Eid| match leads.get(from).map(Vec::as_slice) {
        Some([one]) => match &one.targets[..] {
            [target] => Some((*one, target)),
            _ => None,
        },
        _ => None,
    };
    for from in leads.keys() {
        let Some((there, to)) = only(from) else { continue };
        let Some((back, home)) = only(to) else { continue };
        if home == *from && to != *from && there.span < back.span {
            let mut flaw = text.flaw(FlawKind::CitationCircular, back.span);
            flaw.other = Some(there.span);
            found.push(flaw);
        }
    }
}
