//! What quoted words are to an instruction, by the words beside them.

use std::ops::Range;

use super::statement::Role;
use crate::lang::Cue;
use crate::syntax::Reading;

/// What the words beside a quotation say of it. Before it in a language whose links run from small to
/// big, behind it in the other; quotations of one list share the words.
pub(super) fn role(
    reading: &Reading<'_>,
    quote: &Range<usize>,
    bare: bool,
    cues: &[(Cue, usize, usize)],
    quoted: &[Range<usize>],
) -> Role {
    const NEAR: usize = 3;
    let of = |cue: Cue| match cue {
        Cue::OldWords => Some(Role::Old),
        Cue::NewWords => Some(Role::New),
        Cue::AfterWords => Some(Role::After),
        Cue::BeforeWords => Some(Role::Before),
        Cue::Words => Some(Role::Said),
        _ => None,
    };
    let before = reading.lang.order().word_first();
    // A quotation has its mark beside it.
    let mark = usize::from(!bare);
    let mut best: Option<((usize, bool, usize, usize), Role)> = None;
    for (cue, start, end) in cues {
        let Some(role) = of(*cue) else { continue };
        let gap = if before {
            if bare && (*start, *end) == (quote.start, quote.end) {
                // «точку заменить точкой с запятой»: the case of the mark's name says what it is.
                Some(0)
            } else if *end > quote.start {
                continue;
            } else {
                between(*end..quote.start.saturating_sub(mark).max(*end), quoted)
            }
        } else {
            if *start < quote.end {
                continue;
            }
            between(quote.end + mark..*start, quoted)
        };
        let gap = gap.filter(|g| *g <= NEAR);
        let Some(gap) = gap else { continue };
        // The word for words says least of all. Of two cues that are as near, the later one: in
        // "substitute “A” for “B”" the first quotation stands between one of them and the second.
        let place = if before { usize::MAX - *end } else { *start };
        let key = (gap, role == Role::Said, place, usize::MAX - (*end - *start));
        if best.as_ref().is_none_or(|(least, _)| key < *least) {
            best = Some((key, role));
        }
    }
    best.map_or(Role::Plain, |(_, role)| role)
}

/// How many tokens stand in a stretch outside quotations and besides their marks.
fn between(range: Range<usize>, quoted: &[Range<usize>]) -> Option<usize> {
    const FAR: usize = 400;
    if range.len() > FAR {
        return None;
    }
    let marks = quoted
        .iter()
        .filter(|q| q.start > range.start && q.end < range.end)
        .map(|q| q.len() + 3)
        .sum();
    Some(range.len().saturating_sub(marks))
}
