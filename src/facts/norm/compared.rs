//! A unit before and after it was amended: whether the change burdens or relieves.
//!
//! Numbers are compared where the two wordings part: a fine that rises burdens, and so does an exemption that
//! goes, a benefit that falls, a term to perform a duty that shortens.

use std::ops::Range;

use super::replaced::amounts;
use super::{Direction, Modality};
use crate::lang::table::Class;
use crate::lang::{Cue, Lang, TokenKind};
use crate::source::{Markup, Source};
use crate::syntax::Reading;

/// Judges a change of wording by the numbers in it. `None` where the wordings do not part in numbers, or
/// nothing tells what the numbers measure.
#[must_use]
pub fn compare(lang: &Lang, old: &str, new: &str) -> Option<(Direction, Modality)> {
    let old = Source::new("", old, Markup::Plain);
    let new = Source::new("", new, Markup::Plain);
    let (old, new) = (Reading::new(&old, lang), Reading::new(&new, lang));
    let (gone, come) = parting(&old, &new);
    let (was, is) = amounts((&old, &gone), (&new, &come))?;
    if was == is {
        return None;
    }
    let rises = is > was;
    let has = |list: &[Cue]| cues(&new).any(|c| list.contains(&c));
    let term = measures_time(&new, &come) || measures_time(&old, &gone);
    let sanction = has(&[Cue::Sanction, Cue::Penalty, Cue::LiabilityAct]);
    let good = has(&[Cue::Benefit, Cue::Exemption, Cue::Relieves]);
    let bad = has(&[Cue::Levy, Cue::Burden, Cue::Worsens]);
    let duty = has(&[Cue::Obligation, Cue::Impersonal, Cue::Pays]);
    let burdens = match (sanction, good, bad) {
        (true, false, _) => rises,
        (false, true, false) => !rises,
        // A term to perform a duty, or to keep a right, is worse when it is shorter.
        (false, _, _) if term && duty => !rises,
        (false, false, true) => rises,
        _ => return None,
    };
    let direction = if burdens { Direction::Burdens } else { Direction::Relieves };
    let modality = if sanction { Modality::Sanction } else { Modality::Obligation };
    Some((direction, modality))
}

/// The tokens in which two wordings part: what is left between their common beginning and end, with
/// numbers kept whole.
fn parting(old: &Reading<'_>, new: &Reading<'_>) -> (Range<usize>, Range<usize>) {
    let (a, b) = (old.tokens.list(), new.tokens.list());
    let same = |i: usize, j: usize| old.tokens.text(a[i]) == new.tokens.text(b[j]);
    let most = a.len().min(b.len());
    let head = (0..most).take_while(|i| same(*i, *i)).count();
    let tail = (1..=most - head).take_while(|i| same(a.len() - i, b.len() - i)).count();
    // «0,5» that becomes «0,7»: what stands before the comma belongs to the number.
    let number = |t: &crate::lang::Token| t.kind == TokenKind::Number || t.is(',') || t.is('.');
    let mut from = head;
    while from > 0 && number(&a[from - 1]) && from > head.saturating_sub(2) {
        from -= 1;
    }
    let widen = |end: usize, list: &[crate::lang::Token]| {
        (end..list.len().min(end + 2)).take_while(|i| number(&list[*i])).count() + end
    };
    let (old_end, new_end) = (a.len() - tail, b.len() - tail);
    (from..widen(old_end, a).max(from), from..widen(new_end, b).max(from))
}

/// Whether the numbers of a stretch count days, months or years.
fn measures_time(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    const BEHIND: usize = 3;
    let list = reading.tokens.list();
    (range.start..(range.end + BEHIND).min(list.len())).any(|i| {
        reading.lang.single(&reading.tokens, list[i]).any(|c| matches!(c, Class::Period(_)))
    })
}

fn cues<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Cue> + 'r {
    reading.hits.iter().filter_map(|h| match reading.lang.class(h.class) {
        Class::Cue(cue) => Some(cue),
        _ => None,
    })
}
