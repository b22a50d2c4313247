//! Quotation marks and brackets that nothing closes.

use super::{Flaw, Text};
use crate::lang::TokenKind;
use crate::lang::table::Class;
use crate::model::frame::FlawKind;
use crate::model::{Block, UnitKind, Zone};
use crate::source::Span;

/// How many paragraphs on a mark may be closed: an oath or a form that is quoted.
const PARAGRAPHS: usize = 30;

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    for (at, block) in text.act.blocks.iter().enumerate() {
        if matches!(block.zone, Zone::Note | Zone::Treaty) {
            continue;
        }
        let brackets = open_brackets(text, block);
        if let Some(open) = brackets.first().filter(|_| !goes_on(text, at, closes_bracket)) {
            found.push(text.flaw(FlawKind::BracketUnclosed, *open));
        }
        // What an instruction quotes runs over paragraphs and closes two levels with one mark.
        if block.zone != Zone::QuotedNew
            && !text.is_instruction(block.span)
            && let Some(open) = open_quotation(text, block)
            && !goes_on(text, at, closes_quotation)
        {
            found.push(text.flaw(FlawKind::QuotationUnclosed, open));
        }
    }
}

/// Brackets that are open at the end of a paragraph.
fn open_brackets(text: Text<'_, '_>, block: &Block) -> Vec<Span> {
    let list = text.reading.tokens.list();
    let mut open: Vec<Span> = Vec::new();
    // What an instruction quotes is a piece of another text: «344 (бірінші,».
    let quoted = text.is_instruction(block.span);
    for at in text.reading.tokens.inside(block.span) {
        if quoted && text.places.quoted.hold(list[at].span()) {
            continue;
        }
        if list[at].is('(') {
            open.push(list[at].span());
        } else if list[at].is(')') && !labels(text, at) {
            open.pop();
        }
    }
    open
}

/// Whether a closing bracket closes the label of an item or of a cited one: «; 2) …», «подпункт 1) …»,
/// «1) тармақшасында».
fn labels(text: Text<'_, '_>, at: usize) -> bool {
    let reading = text.reading;
    let list = reading.tokens.list();
    let Some(before) = at.checked_sub(1) else { return true };
    let short = list[before].kind == TokenKind::Number
        || (list[before].kind == TokenKind::Word
            && reading.tokens.text(list[before]).chars().count() == 1);
    let unit = |at: usize| {
        let mut classes = reading.lang.single(&reading.tokens, list[at]);
        classes.any(|c| c == Class::Unit(UnitKind::Subparagraph))
    };
    // "(b)", «(подпункт 1)»: what stands right behind the opening mark is closed by this one.
    let opened = |at: Option<usize>| at.is_some_and(|at| list[at].is('('));
    let leads = before.checked_sub(1);
    if opened(leads) || (leads.is_some_and(unit) && opened(leads.and_then(|at| at.checked_sub(1))))
    {
        return false;
    }
    let opens =
        leads.is_none_or(|b| list[b].is(';') || list[b].is(':') || list[b].is(',') || unit(b));
    let followed = !reading.lang.order().word_first() && list.get(at + 1).is_some() && unit(at + 1);
    short && (opens || followed)
}

fn closes_bracket(text: Text<'_, '_>, block: &Block) -> bool {
    let list = text.reading.tokens.list();
    let mut depth = 0_i32;
    for at in text.reading.tokens.inside(block.span) {
        if list[at].is('(') {
            depth += 1;
        } else if list[at].is(')') && !labels(text, at) {
            depth -= 1;
            if depth < 0 {
                return true;
            }
        }
    }
    false
}

/// The quotation mark of a paragraph that nothing in it closes. One mark may close two levels, so a
/// paragraph with any closing mark behind is taken for closed.
fn open_quotation(text: Text<'_, '_>, block: &Block) -> Option<Span> {
    let list = text.reading.tokens.list();
    let range = text.reading.tokens.inside(block.span);
    let opening = |at: &usize| ['«', '“', '„'].iter().any(|m| list[*at].is(*m));
    let closing = |at: usize| ['»', '”', '“'].iter().any(|m| list[at].is(*m));
    if let Some(last) = range.clone().rev().find(opening) {
        let closed = (last + 1..range.end).any(closing);
        let plain = (last + 1..range.end).any(|at| list[at].is('"'));
        // «“» closes what „ opens.
        let closes = list[last].is('“') && range.clone().any(|at| at < last && list[at].is('„'));
        return (!closed && !plain && !closes).then(|| list[last].span());
    }
    // Lines of a table part what is quoted.
    if range.clone().any(closing) || text.slice(block.span).contains(['|', '\t']) {
        return None;
    }
    let mut open: Vec<usize> = Vec::new();
    for at in range.filter(|at| list[*at].is('"')) {
        let mark = list[at].span();
        let before = text.reading.source.text()[..mark.start as usize].chars().next_back();
        let behind = text.reading.source.text()[mark.end as usize..].chars().next();
        let apart = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"'));
        if apart && behind.is_some_and(char::is_alphanumeric) {
            open.push(at);
        } else {
            open.pop();
        }
    }
    open.last().map(|at| list[*at].span())
}

fn closes_quotation(text: Text<'_, '_>, block: &Block) -> bool {
    let list = text.reading.tokens.list();
    let mut depth = 0_i32;
    let mut straight = 0_usize;
    for at in text.reading.tokens.inside(block.span) {
        if ['«', '“', '„'].iter().any(|m| list[at].is(*m)) {
            depth += 1;
        } else if ['»', '”'].iter().any(|m| list[at].is(*m)) {
            depth -= 1;
            if depth < 0 {
                return true;
            }
        }
        straight += usize::from(list[at].is('"'));
    }
    straight % 2 == 1
}

/// Whether one of the paragraphs behind, in the same unit, closes what is open here.
fn goes_on(text: Text<'_, '_>, at: usize, closes: fn(Text<'_, '_>, &Block) -> bool) -> bool {
    let here = &text.act.blocks[at];
    let behind = text.act.blocks.iter().skip(at + 1).take(PARAGRAPHS);
    behind.take_while(|b| here.unit.is_none() || text.inside(b, here)).any(|b| closes(text, b))
}
