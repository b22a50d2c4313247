//! Numbers that are written twice, and days of no calendar.

use super::{Flaw, Text};
use crate::facts::norm::number;
use crate::lang::TokenKind;
use crate::model::frame::FlawKind;

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    for span in &text.facts.impossible_dates {
        found.push(text.flaw(FlawKind::DateImpossible, *span));
    }
    for block in &text.act.blocks {
        let range = text.reading.tokens.inside(block.span);
        let list = text.reading.tokens.list();
        for open in range.clone().filter(|at| list[*at].is('(')) {
            found.extend(disagreement(text, range.start, open, range.end));
        }
    }
}

/// «5 (шесть)», "five (6)": a number before a bracket that holds nothing but another one.
fn disagreement(text: Text<'_, '_>, start: usize, open: usize, end: usize) -> Option<Flaw> {
    /// Words of the longest number.
    const WORDS: usize = 8;
    let reading = text.reading;
    let list = reading.tokens.list();
    let close = (open + 1..end.min(open + WORDS + 2)).find(|at| list[*at].is(')'))?;
    let (inner, behind) = number(reading, open + 1, close)?;
    let whole = |from: usize| {
        let (value, next) = number(reading, from, open)?;
        (next == open).then_some((from, value))
    };
    let (from, outer) = (start.max(open.saturating_sub(WORDS))..open).find_map(whole)?;
    let figures = |at: usize| list[at].kind == TokenKind::Number;
    // One of the two is in words: «1 (2)» is a version or a count of attachments.
    if behind != close || outer == inner || figures(from) == figures(open + 1) {
        return None;
    }
    // «100,000 (сто тысяч)»: the commas part groups of three figures.
    let grouped = if figures(from) { from..open } else { open + 1..close };
    let other = if figures(from) { inner } else { outer };
    let digits: String = grouped.map(|at| reading.tokens.text(list[at])).collect();
    let groups = digits.split([',', '.']);
    if groups.clone().skip(1).all(|group| group.len() == 3)
        && digits.replace([',', '.'], "").parse::<u64>().ok().and_then(|n| n.checked_mul(100))
            == Some(other)
    {
        return None;
    }
    // A fraction or a group before the figures makes another number of them: «1/5 (одна пятая)».
    let joined =
        from.checked_sub(1).is_some_and(|at| at >= start && list[at].end == list[from].start);
    if joined {
        return None;
    }
    let mut flaw = text.flaw(FlawKind::NumberAndWord, reading.tokens.span(from..close + 1));
    flaw.other = Some(reading.tokens.span(open + 1..close));
    text.slice(reading.tokens.span(from..open)).clone_into(&mut flaw.expected);
    Some(flaw)
}
