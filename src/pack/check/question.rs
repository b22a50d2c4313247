//! The questions that can be asked of each kind of fact.

use super::condition::{Conditions, Place, Raw};
use crate::lang::ClassId;
use crate::model::frame::Polarity;
use crate::pack::condition::Test;
use crate::pack::raw::Spot;
use crate::pack::raw::condition::{
    Common, RawAct, RawAmendment, RawCitation, RawCommencement, RawDefinition, RawFact, RawFlaw,
    RawNorm, RawPattern, RawQuantity, RawTerm, RawUnit, RawWords,
};
use crate::pack::raw::name::{ChangedAct, Procedure};

/// The answer that is asked for.
fn yes(value: Option<&Spot<bool>>, make: fn(bool) -> Test) -> Option<Test> {
    value.map(|v| make(*v.get()))
}

impl Raw for RawAct {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        tests.extend(yes(self.draft.as_ref(), Test::Draft));
        tests.extend(yes(self.amending.as_ref(), Test::Amending));
        if let Some(names) = &self.kind {
            tests.push(Test::ActKind(c.mistakes.some(names, "kind of act")));
        }
        if let Some(names) = &self.procedure {
            let found = c.mistakes.some(names, "procedure");
            tests.extend(found.first().map(|Procedure::Referendum| Test::Referendum));
        }
        if let Some(names) = &self.regulates {
            tests.push(Test::Regulates(c.entries(names)));
        }
        tests
    }
}

impl Raw for RawUnit {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        if let Some(names) = &self.kind {
            tests.push(Test::UnitKind(c.mistakes.some(names, "kind of unit")));
        }
        tests.extend(yes(self.heading.as_ref(), Test::Heading));
        if let Some(names) = &self.eid {
            tests.push(Test::Eid(c.eids(names)));
        }
        if let Some(names) = &self.topic {
            tests.push(Test::Topic(c.entries(names)));
        }
        tests
    }
}

impl Raw for RawNorm {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        tests.extend(yes(self.past_facts.as_ref(), Test::PastFacts));
        if let Some(names) = &self.modality {
            tests.push(Test::Modality(c.mistakes.some(names, "modality")));
        }
        if let Some(names) = &self.effect {
            tests.push(Test::Effect(c.mistakes.some(names, "effect")));
        }
        if let Some(names) = &self.direction {
            tests.push(Test::Direction(c.mistakes.some(names, "direction")));
        }
        if let Some(names) = &self.addressee {
            let classes = c.mistakes.some(names, "addressee");
            tests.push(Test::Addressee(classes));
        }
        for (names, polarity) in [
            (&self.with, Polarity::With),
            (&self.without, Polarity::Without),
            (&self.only, Polarity::Only),
        ] {
            if let Some(names) = names {
                let kinds = c.mistakes.some(names, "qualifier");
                tests.push(Test::Qualifier(polarity, kinds));
            }
        }
        tests.extend(yes(self.delegates.as_ref(), Test::Delegates));
        for (names, make) in [
            (&self.topic, Test::Topic as fn(Vec<ClassId>) -> Test),
            (&self.purpose, Test::Purpose),
            (&self.purpose_outside, Test::PurposeOutside),
        ] {
            if let Some(names) = names {
                tests.push(make(c.entries(names)));
            }
        }
        tests
    }
}

impl Raw for RawCommencement {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, place: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        tests.extend(yes(self.reaches_back.as_ref(), Test::ReachesBack));
        tests.extend(yes(self.ends.as_ref(), Test::Ends));
        tests.extend(yes(self.express.as_ref(), Test::Express));
        tests.extend(yes(self.whole_act.as_ref(), Test::WholeAct));
        if let Some(names) = &self.takes_effect {
            let kinds = c.mistakes.some(names, "way to say when");
            tests.push(Test::TakesEffect(kinds));
        }
        tests.extend(self.sooner_than_days.as_ref().map(|days| Test::SoonerThan(*days.get())));
        if let Some(governs) = &self.governs {
            if !matches!(&**governs.get(), RawFact::Norm(_) | RawFact::Unit(_)) {
                let message = "a clause on time governs norms and units; expected `governs.norm` or `governs.unit`";
                c.mistakes.at(governs.span(), message);
            }
            let fact = c.fact(governs.get(), governs.span(), place);
            tests.push(Test::Governs(Box::new(fact)));
        }
        tests
    }
}

impl Raw for RawCitation {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        if let Some(names) = &self.to {
            tests.push(Test::Acts(c.mistakes.some(names, "act")));
        }
        tests.extend(yes(self.resolved.as_ref(), Test::Resolved));
        tests.extend(yes(self.whole_act.as_ref(), Test::WholeAct));
        if let Some(names) = &self.target {
            tests.push(Test::Target(c.eids(names)));
        }
        tests
    }
}

impl Raw for RawAmendment {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        tests.extend(yes(self.names_act.as_ref(), Test::NamesAct));
        if let Some(names) = &self.operation {
            tests.push(Test::Operation(c.mistakes.some(names, "operation")));
        }
        if let Some(names) = &self.act {
            let acts = c.mistakes.some(names, "act");
            tests.push(Test::Acts(acts.into_iter().map(|ChangedAct(act)| act).collect()));
        }
        if let Some(names) = &self.target {
            tests.push(Test::Target(c.eids(names)));
        }
        tests
    }
}

impl Raw for RawTerm {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        self.entry.iter().map(|names| Test::Entry(c.entries(names))).collect()
    }
}

impl Raw for RawDefinition {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        self.topic.iter().map(|names| Test::Topic(c.entries(names))).collect()
    }
}

impl Raw for RawFlaw {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, place: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        if let Some(names) = &self.is {
            tests.push(Test::Flaw(c.mistakes.some(names, "flaw")));
        }
        let other = self.other.as_ref().and_then(|name| c.capture(name, place));
        tests.extend(other.map(Test::Other));
        let expected = self.expected.as_ref().and_then(|name| c.capture(name, place));
        tests.extend(expected.map(Test::Expected));
        tests
    }

    fn sought(&self) -> Option<(&'static str, std::ops::Range<usize>)> {
        self.is.as_ref().map(|is| ("is", is.span()))
    }
}

impl Raw for RawQuantity {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        if let Some(names) = &self.unit {
            tests.push(Test::AmountUnit(c.mistakes.some(names, "unit")));
        }
        if let Some(numbers) = &self.is {
            c.mistakes.not_empty(numbers, "number");
            for number in numbers.get() {
                finite(c, number);
            }
            tests.push(Test::Is(numbers.get().iter().map(|n| hundredths(*n.get())).collect()));
        }
        for bound in [&self.more_than, &self.less_than].into_iter().flatten() {
            finite(c, bound);
        }
        let bounds = [&self.more_than, &self.less_than].map(|b| b.as_ref().map(|n| *n.get()));
        if let ([Some(more), Some(less)], Some(place)) = (bounds, &self.less_than)
            && more >= less
        {
            c.mistakes
                .at(
                    place.span(),
                    format!("no number is more than {more} and less than {less}; expected `less-than` above `more-than`"),
                );
        }
        tests.extend(bounds[0].map(|n| Test::MoreThan(hundredths(n))));
        tests.extend(bounds[1].map(|n| Test::LessThan(hundredths(n))));
        if let Some(names) = &self.of {
            tests.push(Test::Entry(c.entries(names)));
        }
        tests
    }
}

/// A number that can be compared.
fn finite(c: &mut Conditions<'_, '_>, number: &Spot<f64>) {
    if !number.get().is_finite() {
        c.mistakes
            .at(number.span(), "this is no number to compare with; expected one such as 12 or 2.5");
    }
}

/// Numbers are compared in whole hundredths, as the facts hold them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a rule's numbers are far below the limit; casts saturate"
)]
fn hundredths(number: f64) -> i64 {
    (number * 100.0).round() as i64
}

impl Raw for RawWords {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, _: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        Vec::new()
    }

    fn sought(&self) -> Option<(&'static str, std::ops::Range<usize>)> {
        self.phrases.as_ref().map(|sought| ("phrases", sought.span()))
    }
}

impl Raw for RawPattern {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, _: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        Vec::new()
    }

    fn sought(&self) -> Option<(&'static str, std::ops::Range<usize>)> {
        self.regex.as_ref().map(|sought| ("regex", sought.span()))
    }
}
