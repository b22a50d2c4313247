//! Time: from which day a clause carries norms back, and how sure that is.

use jiff::civil::Date;

use super::Options;
use crate::facts::{Commencement, ReachesBack, TakesEffect};
use crate::finding::Confidence;
use crate::model::Act;
use crate::pack::Pack;

/// The days against which an act is judged.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// First official publication, or the act's own date, which is never later.
    pub published: Option<Date>,
    /// For drafts without a date: they are written after this day, so what lies before it is past.
    pub draft_after: Option<Date>,
}

impl Days {
    /// The days of an act.
    #[must_use]
    pub fn of(act: &Act, pack: &Pack, options: &Options) -> Self {
        let published = options.published.or(act.date);
        let draft = act.draft && published.is_none();
        Self { published, draft_after: draft.then(|| options.as_of.unwrap_or(pack.from)) }
    }

    /// Whether a day lies before publication; `None` when that cannot be known.
    #[must_use]
    pub fn is_past(&self, day: Date) -> Option<bool> {
        match (self.published, self.draft_after) {
            (Some(published), _) => Some(day < published),
            (None, Some(after)) if day < after => Some(true),
            _ => None,
        }
    }
}

/// Whether a commencement carries what it governs back, and how sure that is.
#[must_use]
pub fn reaches_back(clause: &Commencement, days: &Days) -> Option<Confidence> {
    if clause.only_relief {
        return None;
    }
    match clause.reaches_back {
        Some(ReachesBack::PriorRelations) => return Some(Confidence::Certain),
        Some(ReachesBack::Date(day)) => {
            let before_effect = match clause.takes_effect {
                Some(TakesEffect::Date(effect)) => day < effect,
                _ => false,
            };
            match days.is_past(day) {
                Some(true) => return Some(Confidence::Certain),
                // A day after publication may still lie before the act's own effect.
                Some(false) if before_effect => return Some(Confidence::Likely),
                Some(false) => {}
                // Relations that "arose" since a day are told of in the past tense.
                None => return Some(if before_effect { Confidence::Certain } else { Confidence::Likely }),
            }
        }
        None => {}
    }
    match clause.takes_effect {
        Some(TakesEffect::Date(day)) => match days.is_past(day) {
            Some(true) => Some(Confidence::Certain),
            None if clause.express => Some(Confidence::Likely),
            _ => None,
        },
        _ => None,
    }
}

/// Whether facts to which a norm is tied lie before its entry into force.
#[must_use]
pub fn past_facts(facts: ReachesBack, days: &Days) -> Option<Confidence> {
    match facts {
        ReachesBack::PriorRelations => Some(Confidence::Likely),
        ReachesBack::Date(day) => match days.is_past(day) {
            Some(true) => Some(Confidence::Certain),
            Some(false) => None,
            None => Some(Confidence::Possible),
        },
    }
}
