//! Time: from which day a clause carries norms back, and how sure that is.

use jiff::civil::Date;

use super::Options;
use crate::facts::{Commencement, Facts, ReachesBack, TakesEffect};
use crate::finding::Confidence;
use crate::model::Act;
use crate::pack::Pack;

/// The days against which an act is judged.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// First official publication, or the act's own date, which is never later.
    pub published: Option<Date>,
    /// First official publication, where the reader told it.
    pub given: Option<Date>,
    /// The day on which the act was signed, where it tells.
    pub signed: Option<Date>,
    /// For drafts without a date: the days that lie before them for all that is known.
    pub draft_after: Option<Past>,
}

/// What lies in the past of an undated draft.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// The day whose law applies, and the day a year before it: a draft on the reader's table is a
    /// fresh one, an old draft of an archive gives itself away by an effect long ago.
    fresh: (Date, Date),
    /// The latest act that it cites.
    cited: Option<Date>,
}

impl Days {
    /// The days of an act.
    #[must_use]
    pub fn of(act: &Act, facts: &Facts, pack: &Pack, options: &Options) -> Self {
        let published = options.published.or(act.date);
        let draft = act.draft && published.is_none();
        let past = || {
            let day = options.as_of.unwrap_or(pack.from);
            let year_before = day.saturating_sub(jiff::Span::new().years(1));
            Past { fresh: (year_before, day), cited: facts.latest_cited }
        };
        let (given, signed) = (options.published, act.date);
        Self { published, given, signed, draft_after: draft.then(past) }
    }

    /// Whether nothing tells when the act was made.
    #[must_use]
    pub fn are_unknown(&self) -> bool {
        self.published.is_none() && self.draft_after.is_none()
    }

    /// Whether a day lies before publication; `None` when that cannot be known.
    #[must_use]
    pub fn is_past(&self, day: Date) -> Option<bool> {
        match (self.published, self.draft_after) {
            (Some(published), _) => Some(day < published),
            (None, Some(past)) => {
                let fresh = past.fresh.0 <= day && day < past.fresh.1;
                (fresh || past.cited.is_some_and(|cited| day < cited)).then_some(true)
            }
            (None, None) => None,
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
        // In an act of unknown day "before" may be the beginning of something else.
        Some(ReachesBack::PriorRelations) if days.are_unknown() => return Some(Confidence::Likely),
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
                None if before_effect => return Some(Confidence::Certain),
                None if clause.linked => return Some(Confidence::Possible),
                None => return Some(Confidence::Likely),
            }
        }
        None => {}
    }
    match clause.takes_effect {
        Some(TakesEffect::Date(day)) => match days.is_past(day) {
            Some(true) if days.published.is_some() => Some(Confidence::Certain),
            Some(true) => Some(Confidence::Likely),
            None if clause.express => Some(Confidence::Likely),
            _ => None,
        },
        // An act is signed before it is published; where both days are known they tell it.
        Some(TakesEffect::OnSigning) => match (days.given, days.signed) {
            (Some(published), Some(signed)) => (signed < published).then_some(Confidence::Certain),
            (Some(_), None) => Some(Confidence::Likely),
            (None, _) => None,
        },
        _ => None,
    }
}

/// Whether facts to which a norm is tied lie before its entry into force.
#[must_use]
pub fn past_facts(past: ReachesBack, days: &Days, facts: &Facts) -> Option<Confidence> {
    match past {
        ReachesBack::PriorRelations => Some(Confidence::Likely),
        ReachesBack::Date(day) => match days.is_past(day) {
            Some(true) => Some(Confidence::Certain),
            Some(false) => None,
            // Without a day of publication the act's own day of effect is what is known.
            None => facts
                .commencements
                .iter()
                .filter(|c| c.scope.is_empty())
                .find_map(|c| match c.takes_effect {
                    Some(TakesEffect::Date(effect)) => Some(effect),
                    _ => None,
                })
                .is_some_and(|effect| day < effect)
                .then_some(Confidence::Possible),
        },
    }
}
