//! Lists: an item that ends otherwise than its neighbours.

use super::{Flaw, Text};
use crate::model::frame::FlawKind;
use crate::model::{Block, Zone};
use crate::source::Span;

/// The fewest items that show how a list ends its items.
const LEAST: usize = 3;

pub(super) fn find(text: Text<'_, '_>, found: &mut Vec<Flaw>) {
    let blocks = &text.act.blocks;
    let mut at = 0;
    while at < blocks.len() {
        let Some(lead) = blocks[at].lead else {
            at += 1;
            continue;
        };
        let same = |b: &&Block| b.lead == Some(lead);
        let items: Vec<&Block> = blocks[at..].iter().take_while(same).collect();
        list(text, &items, blocks.get(at + items.len()), found);
        at += items.len();
    }
}

fn list(text: Text<'_, '_>, items: &[&Block], next: Option<&Block>, found: &mut Vec<Flaw>) {
    let plain = |b: &&&Block| matches!(b.zone, Zone::Own | Zone::Attachment);
    if items.len() < LEAST || !items.iter().all(|b| plain(&b)) {
        return;
    }
    let end = |b: &Block| text.slice(b.span).trim_end().chars().next_back();
    let inner = &items[..items.len() - 1];
    let closed = inner.iter().filter(|b| end(b) == Some(';')).count();
    // The list itself shows that its items end with a semicolon; what ends so nowhere has a way of its own.
    if closed * 3 < inner.len() * 2 || closed < 2 {
        return;
    }
    for item in inner {
        if end(item) != Some(';') && ends_alone(text, item) {
            found.push(flaw(text, item, ";"));
        }
    }
    // Whatever stands behind in the same list goes on with it.
    let last = items[items.len() - 1];
    let goes_on = next.is_some_and(|n| n.unit == last.unit && n.zone == last.zone);
    if !goes_on && end(last) == Some(';') {
        found.push(flaw(text, last, "."));
    }
}

/// Whether an item is one sentence that no list of its own follows.
fn ends_alone(text: Text<'_, '_>, item: &Block) -> bool {
    let words = text.slice(item.span).trim_end();
    let stops = words.matches(". ").count();
    stops == 0 && !words.ends_with([':', '»', '”', '"', ')', '—', '–'])
}

fn flaw(text: Text<'_, '_>, item: &Block, mark: &str) -> Flaw {
    let words = text.slice(item.span).trim_end();
    let end = item.span.start + u32::try_from(words.len()).unwrap_or_default();
    let tokens = &text.reading.tokens;
    let last = tokens.inside(Span { start: item.span.start, end }).next_back();
    let last = last.map_or(Span { start: end, end }, |at| tokens.list()[at].span());
    let stop = words.ends_with(['.', ',', ';']);
    let span = if stop { Span { start: end - 1, end } } else { last };
    let mut flaw = text.flaw(FlawKind::ItemEnd, span);
    mark.clone_into(&mut flaw.expected);
    let place = if stop { span } else { Span { start: end, end } };
    flaw.edits = vec![(place, mark.to_owned())];
    flaw.settled = true;
    flaw
}
