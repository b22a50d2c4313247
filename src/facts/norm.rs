//! Norms as frames: what a clause does, to whom, in which direction, and the words that say so.

mod compared;
mod frame;
mod mood;
mod replaced;
mod slots;
mod stated;

pub use crate::model::frame::{
    AmountUnit, Direction, Modality, Polarity, QualifierKind, SubjectClass,
};
pub use compared::compare;
pub(crate) use frame::is_predicate;
pub use replaced::from_amendment;
pub use slots::{Amount, Qualifier, Slots, number};
pub use stated::complete;

use frame::{frame, movement};

use super::clause::{Clause, CueHit};
use super::commencement::{self, ReachesBack};
use crate::lang::table::Class;
use crate::lang::{Cue, TokenKind};
use crate::model::Zone;
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::date::DateMention;

/// What one clause does.
#[derive(Debug, Clone)]
pub struct Norm {
    /// The clause.
    pub span: Span,
    /// The words from which modality and direction were read.
    pub cue: Span,
    /// The words that lead to the list in which it is an item.
    pub lead: Option<Span>,
    /// Index of the unit in which it stands.
    pub unit: Option<usize>,
    /// Whose words it is.
    pub zone: Zone,
    /// What its main predicate does.
    pub modality: Modality,
    /// What it does to somebody's position, where words say so: a levy that rises is laid on somebody,
    /// whatever verb tells it.
    pub effect: Option<Modality>,
    /// To whom.
    pub subject: SubjectClass,
    /// The words that name the addressee.
    pub subject_span: Option<Span>,
    /// Which way.
    pub direction: Direction,
    /// Facts of before to which it is tied.
    pub past_facts: Option<ReachesBack>,
    /// In quoted text: the number of its paragraph, the instruction that introduces it being the
    /// first, as lawyers count the indents of an amending article.
    pub indent: Option<u32>,
    /// Qualifiers, purpose, amounts.
    pub slots: Slots,
    /// Whether modality and direction were read off explicit words, and not inferred from numbers or
    /// from what an amendment deletes.
    pub explicit: bool,
}

/// Reads the norm of a clause, with what its lead-in lends; `true` when there is one.
pub fn read(
    reading: &Reading<'_>,
    clauses: &[Clause],
    clause: &Clause,
    out: &mut Vec<Norm>,
) -> bool {
    if clause.has(Cue::History) && !clause.has(Cue::Obligation) {
        return false;
    }
    let lead = clause.lead.map(|l| &clauses[l]);
    if is_table(reading, clause) {
        return false;
    }
    // «Запрещается: 1) …»: an item without a cue of its own takes the cues of its lead-in.
    let own = frame(reading, &clause.cues, clause);
    let (frame_read, lent) = if let Some(f) = own {
        (f, false)
    } else {
        let Some(lead) = lead.filter(|l| l.zone == clause.zone && !is_about_act(l)) else {
            return false;
        };
        if !stated::is_item(reading, clause) {
            return false;
        }
        match frame(reading, &lead.cues, lead) {
            Some(f) => (f, true),
            None => return false,
        }
    };
    if is_about_act(clause) {
        return false;
    }
    let mut frame_read = frame_read;
    if pays_on(clause, &frame_read, out) {
        frame_read.direction = Direction::Relieves;
    }
    let holder = if lent { lead.unwrap_or(clause) } else { clause };
    let (mut subject, mut subject_span) = subject(reading, holder, frame_read.cue.start);
    if subject == SubjectClass::Anyone
        && !lent
        && let Some(lead) = lead
    {
        // «Гражданин обязан: …», «Уполномоченный орган: 1) …»: the lead-in names the subject.
        (subject, subject_span) = self::subject(reading, lead, lead.tokens.end);
    }
    if frame_read.cue.cue == Cue::Impersonal
        && subject == SubjectClass::Anyone
        && !clause.has(Cue::Levy)
    {
        // "Applications shall be considered": nobody is bound who could be burdened.
        return false;
    }
    // A condition in an item of a list is no burden laid on the past.
    let past = if lent { None } else { past_facts(reading, clause) };
    let weighs = [Cue::Levy, Cue::Penalty, Cue::Rise].iter().any(|c| clause.has(*c));
    if past.is_some() && weighs && (clause.has(Cue::Prohibition) || clause.has(Cue::Relieves)) {
        // «Взимание повышенной платы за … не допускается»: to forbid a burden on the past is no burden.
        return false;
    }
    out.push(Norm {
        span: reading.tokens.span(clause.tokens.clone()),
        cue: reading.tokens.span(frame_read.cue.start..frame_read.cue.end),
        lead: lead.filter(|l| l.zone == clause.zone).map(|l| reading.tokens.span(l.tokens.clone())),
        unit: clause.unit,
        zone: clause.zone,
        modality: frame_read.modality,
        effect: Some(frame_read.modality),
        subject,
        subject_span,
        direction: frame_read.direction,
        past_facts: past,
        indent: None,
        slots: Slots::default(),
        explicit: true,
    });
    true
}

/// Cells of a table are no sentences: figures, bars and names of revenues command nothing.
fn is_table(reading: &Reading<'_>, clause: &Clause) -> bool {
    let tokens = &reading.tokens.list()[clause.tokens.clone()];
    let cells = tokens.iter().filter(|t| t.is('|')).count();
    let figures = tokens.iter().filter(|t| t.kind == TokenKind::Number).count();
    cells > 1 || (tokens.len() > 30 && figures * 4 > tokens.len())
}

/// A clause whose subject is the act itself says nothing to anyone.
fn is_about_act(clause: &Clause) -> bool {
    clause.first(Cue::ThisAct).is_some_and(|c| c.start <= clause.tokens.start + 2)
        && (clause.has(Cue::Effect)
            || clause.has(Cue::Publication)
            || clause.has(Cue::Extend)
            || clause.has(Cue::NoExtend)
            || clause.has(Cue::Valid))
}

/// The addressee: the first noun that can be a subject before the cue, else the first one behind it.
fn subject(reading: &Reading<'_>, clause: &Clause, before: usize) -> (SubjectClass, Option<Span>) {
    let class = |cue: Cue| match cue {
        Cue::Person => Some(SubjectClass::Person),
        Cue::Organisation => Some(SubjectClass::Organisation),
        Cue::State => Some(SubjectClass::State),
        _ => None,
    };
    let nouns: Vec<CueHit> =
        clause.cues.iter().copied().filter(|c| class(c.cue).is_some()).collect();
    let oblique = |c: &CueHit| {
        // A preposition inside the cue itself leads to the addressee: «возлагается на акиматы».
        let from = if c.start >= before { before + 1 } else { clause.tokens.start };
        (c.start.saturating_sub(2)..c.start).any(|i| {
            i >= from
                && reading.tokens.list().get(i).is_some_and(|t| {
                    reading.lang.single(&reading.tokens, *t).any(|k| k == Class::Preposition)
                })
        })
    };
    let chosen = nouns
        .iter()
        .find(|c| c.start < before && !oblique(c))
        .or_else(|| {
            nouns.iter().find(|c| c.start >= before && (c.cue == Cue::Person || !oblique(c)))
        })
        .or_else(|| nouns.iter().find(|c| c.cue == Cue::Person));
    match chosen {
        Some(c) => {
            let official = c.cue == Cue::State
                && clause.all_cues.iter().any(|o| o.cue == Cue::Official && o.start == c.start);
            let class = if official { Some(SubjectClass::Official) } else { class(c.cue) };
            (class.unwrap_or(SubjectClass::Anyone), Some(reading.tokens.span(c.start..c.end)))
        }
        None => (SubjectClass::Anyone, None),
    }
}

/// «Айырма қосымша төленеді» behind a benefit that rises: what is paid, and nobody says what it is, goes on
/// with the benefit spoken of before.
fn pays_on(clause: &Clause, read: &frame::Frame, norms: &[Norm]) -> bool {
    let named = [Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Obligation, Cue::Sanction];
    read.cue.cue == Cue::Pays
        && !named.iter().any(|c| clause.has(*c))
        && norms.last().is_some_and(|n| {
            n.zone == clause.zone
                && n.direction == Direction::Relieves
                && n.effect == Some(Modality::Right)
        })
}

/// Facts of before to which a norm ties its consequence.
fn past_facts(reading: &Reading<'_>, clause: &Clause) -> Option<ReachesBack> {
    if clause.has(Cue::NoExtend) || clause.has(Cue::NotRetroactive) || clause.has(Cue::Saving) {
        return None;
    }
    if clause.has(Cue::Regardless) && (clause.has(Cue::PastFact) || clause.has(Cue::BeforeEffect)) {
        return Some(ReachesBack::PriorRelations);
    }
    // "Retroactively" may name a conduct that the norm forbids; only an extension of the norm counts.
    if clause.has(Cue::Extend)
        && !clause.has(Cue::Retroactive)
        && let Some(reach) = commencement::reach(reading, clause, &clause.tokens)
    {
        return Some(reach);
    }
    // «Освобождение от налога отменяется с обратной силой, начиная с …», «жеңілдік … бастап жойылды деп
    // саналады»: the norm itself says from when it is to have held.
    let verbs = [Cue::Abolish, Cue::Rise, Cue::Imposes, Cue::Sanction, Cue::Deprives, Cue::Pays];
    let moves = verbs.iter().any(|c| clause.has(*c));
    if moves && !clause.has(Cue::Prohibition) && !clause.has(Cue::Means) {
        let bound = |d: &DateMention| {
            clause.all(Cue::From).any(|c| c.start <= d.end + 1 && d.start <= c.end)
        };
        let since = || {
            let dates = reading.dates_in(&clause.tokens).iter();
            dates.filter(|d| bound(d)).find_map(|d| d.date.map(ReachesBack::Date))
        };
        if clause.has(Cue::Retroactive) {
            return Some(since().unwrap_or(ReachesBack::PriorRelations));
        }
        if (clause.has(Cue::Deemed) || clause.has(Cue::Deprives))
            && let Some(day) = since()
        {
            return Some(day);
        }
    }
    // A year alone is too often a budget's or a plan's year.
    if let Some(date) = commencement::tied_date(reading, clause, &clause.tokens).filter(|d| d.exact)
    {
        return date.date.map(ReachesBack::Date);
    }
    if clause.has(Cue::AfterEffect) {
        return None;
    }
    let near = |c: &CueHit| {
        clause.all(Cue::PastFact).any(|f| {
            (f.start >= c.end && f.start - c.end <= 9) || (c.start >= f.end && c.start - f.end <= 9)
        })
    };
    let moved = movement(&clause.cues, reading.lang.order()).is_some();
    clause
        .cues
        .iter()
        .filter(|c| c.cue == Cue::BeforeEffect || (moved && c.cue == Cue::Earlier))
        .any(near)
        .then_some(ReachesBack::PriorRelations)
}
