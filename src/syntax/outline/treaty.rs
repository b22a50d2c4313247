//! Treaties that an act carries: their words are those of their parties, and no norms of the act.

use super::super::Reading;
use crate::lang::Cue;
use crate::lang::table::Class;
use crate::model::{Block, Unit, Zone};
use std::ops::Range;

/// How often a text must speak of itself as a treaty before it is one.
const FEWEST: usize = 3;

/// The blocks of an act's own text in which it says that it ratifies or concludes a treaty.
const OPENING: usize = 3;

/// Marks the words of a treaty that an act carries.
///
/// A law that ratifies a treaty may carry its text without a heading between: from the article on in
/// which the treaty first speaks of itself the words are those of its parties. What such a law attaches
/// is a treaty as well. A model contract speaks of itself in the same words, so that attachments count
/// only where the act says that it ratifies or concludes something.
pub(super) fn set_apart(
    reading: &Reading<'_>,
    title: Option<crate::source::Span>,
    units: &[Unit],
    blocks: &mut [Block],
) {
    if let Some(first) = opening_of_own(reading, units, blocks) {
        for block in blocks.iter_mut().filter(|b| b.zone == Zone::Own) {
            if block.unit.is_some_and(|u| u >= first) {
                block.zone = Zone::Treaty;
            }
        }
    }
    let own = blocks.iter().filter(|b| b.zone == Zone::Own).take(OPENING).map(|b| b.span);
    let ratifies = title
        .into_iter()
        .chain(own)
        .any(|span| count(reading, reading.tokens.inside(span), Cue::Ratifies) > 0);
    // The words by which an agreement names itself may name an act as well.
    if ratifies && speaks(reading, blocks, Zone::Attachment, Cue::Treaty) >= FEWEST {
        for block in blocks.iter_mut().filter(|b| b.zone == Zone::Attachment) {
            block.zone = Zone::Treaty;
        }
    }
}

/// The outermost numbered unit in which the own text first speaks of itself as a treaty.
fn opening_of_own(reading: &Reading<'_>, units: &[Unit], blocks: &[Block]) -> Option<usize> {
    if !is_treaty(reading, blocks, Zone::Own) {
        return None;
    }
    let mut at = blocks
        .iter()
        .filter(|b| b.zone == Zone::Own)
        .find(|b| count(reading, reading.tokens.inside(b.span), Cue::Treaty) > 0)?
        .unit?;
    while let Some(outer) = units[at].parent.filter(|p| !units[*p].kind.is_container()) {
        at = outer;
    }
    Some(at)
}

/// Whether the words of a zone speak of themselves as a treaty, and more often than as an act.
fn is_treaty(reading: &Reading<'_>, blocks: &[Block], zone: Zone) -> bool {
    let treaty = speaks(reading, blocks, zone, Cue::Treaty);
    treaty >= FEWEST && treaty > speaks(reading, blocks, zone, Cue::ThisAct)
}

/// How often a cue is said in the words of a zone.
fn speaks(reading: &Reading<'_>, blocks: &[Block], zone: Zone, cue: Cue) -> usize {
    let of_zone = blocks.iter().filter(|b| b.zone == zone);
    of_zone.map(|b| count(reading, reading.tokens.inside(b.span), cue)).sum()
}

fn count(reading: &Reading<'_>, tokens: Range<usize>, cue: Cue) -> usize {
    reading
        .hits_in(&tokens)
        .iter()
        .filter(|h| reading.lang.class(h.class) == Class::Cue(cue))
        .count()
}
