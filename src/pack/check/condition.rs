//! Conditions: every name resolved, every question one that can be asked of the kind of fact.

use std::ops::Range;

use super::lexicon;
use super::mistakes::Mistakes;
use crate::lang::ClassId;
use crate::model::frame::{
    AmountUnit, CitedAct, Direction, Modality, Operation, Polarity, QualifierKind, SubjectClass,
};
use crate::model::{ActKind, Eid, UnitKind, Zone};
use crate::pack::condition::{EffectKind, Fact, Kind, Pattern, Test};
use crate::pack::lexicon::Lexicon;
use crate::pack::raw::Spot;
use crate::pack::raw::condition::{
    Common, Names, RawAct, RawAmendment, RawCitation, RawCommencement, RawDefinition, RawFact,
    RawNorm, RawPattern, RawQuantity, RawTerm, RawUnit, RawWords,
};

/// Words between two facts that are near each other, where the rule does not say how many.
const NEAR: u32 = 12;

/// What the conditions of a rule are read with.
pub(super) struct Conditions<'c, 'f> {
    pub(super) mistakes: &'c mut Mistakes<'f>,
    pub(super) lexicon: &'c mut Lexicon,
    pub(super) patterns: &'c mut Vec<Pattern>,
    /// Languages of the acts that the rule judges.
    pub(super) languages: &'c [String],
    /// Names of captures, in the order in which they are met.
    pub(super) captures: &'c mut Vec<String>,
    /// Captures that the branch at hand always fills.
    pub(super) filled: Vec<usize>,
}

/// Where a fact stands in a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It must be there.
    Needed,
    /// It is one of several ways.
    Perhaps,
    /// It must not be there.
    Absent,
}

/// A kind of fact that can be asked things.
trait Raw: Sized {
    fn common(&self) -> Common<'_, Self>;
    fn tests(&self, conditions: &mut Conditions<'_, '_>, place: Place) -> Vec<Test>;
}

impl Conditions<'_, '_> {
    /// The anchor of a branch.
    pub(super) fn anchor(&mut self, raw: &Spot<RawFact>) -> Fact {
        self.filled.clear();
        self.fact(raw.get(), raw.span(), Place::Needed)
    }

    /// What silences a branch.
    pub(super) fn silence(&mut self, raw: &Spot<RawFact>) -> Fact {
        self.fact(raw.get(), raw.span(), Place::Absent)
    }

    fn fact(&mut self, raw: &RawFact, span: Range<usize>, place: Place) -> Fact {
        let needed = match raw {
            RawFact::Words(r) if r.phrases.is_none() => Some("phrases = { en = [\"…\"] }"),
            RawFact::Pattern(r) if r.regex.is_none() => Some("regex = '…'"),
            RawFact::Term(r) if r.entry.is_none() => Some("entry = [\"…\"]"),
            _ => None,
        };
        if let Some(needed) = needed {
            self.mistakes.at(span, format!("nothing to look for; expected `{needed}`"));
        }
        match raw {
            RawFact::Act(r) => self.pattern(Kind::Act, r, place),
            RawFact::Unit(r) => self.pattern(Kind::Unit, r, place),
            RawFact::Norm(r) => self.pattern(Kind::Norm, r, place),
            RawFact::Commencement(r) => self.pattern(Kind::Commencement, r, place),
            RawFact::Citation(r) => self.pattern(Kind::Citation, r, place),
            RawFact::Amendment(r) => self.pattern(Kind::Amendment, r, place),
            RawFact::Term(r) => self.pattern(Kind::Term, r, place),
            RawFact::Definition(r) => self.pattern(Kind::Definition, r, place),
            RawFact::Quantity(r) => self.pattern(Kind::Quantity, r, place),
            RawFact::Words(r) => {
                let class = self.phrases(r);
                self.pattern(Kind::Words(class), r, place)
            }
            RawFact::Pattern(r) => {
                let regex = self.regex(r);
                self.pattern(Kind::Pattern(regex), r, place)
            }
        }
    }

    fn pattern<T: Raw>(&mut self, kind: Kind, raw: &T, place: Place) -> Fact {
        let common = raw.common();
        let capture = common.capture.and_then(|name| self.capture(name, place));
        let zones = self.zones(&kind, common.zone);
        self.relations_fit(&kind, &common);
        let tests = self.questions(raw, place);
        Fact { kind, zones, tests, capture }
    }

    /// What is asked of a fact: its own keys, then what stands around it, then combinations.
    fn questions<T: Raw>(&mut self, raw: &T, place: Place) -> Vec<Test> {
        let mut tests = raw.tests(self, place);
        let common = raw.common();
        let within = common.within.map_or(NEAR, |w| *w.get());
        if let (Some(within), None) = (common.within, common.near) {
            self.mistakes
                .at(within.span(), "`within` says how near a fact is; expected `near` beside it");
        }
        for (asked, make) in [
            (common.inside, Test::Inside as fn(Box<Fact>) -> Test),
            (common.has, Test::Has),
            (common.follows, Test::Follows),
        ] {
            if let Some(raw) = asked {
                let fact = self.fact(raw.get(), raw.span(), place);
                tests.push(make(Box::new(fact)));
            }
        }
        if let Some(raw) = common.near {
            let fact = self.fact(raw.get(), raw.span(), place);
            tests.push(Test::Near(Box::new(fact), within));
        }
        if let Some(raw) = common.missing {
            let fact = self.fact(raw.get(), raw.span(), Place::Absent);
            tests.push(Test::Missing(Box::new(fact)));
        }
        if let Some(raw) = common.cites {
            let fact = self.pattern(Kind::Citation, &**raw.get(), place);
            tests.push(Test::Has(Box::new(fact)));
        }
        if let Some(raw) = common.amends {
            let fact = self.pattern(Kind::Amendment, &**raw.get(), place);
            tests.push(Test::Has(Box::new(fact)));
        }
        for raw in common.all {
            let inner = self.inner(raw, place);
            tests.push(Test::All(inner));
        }
        if !common.any.is_empty() {
            let ways =
                common.any.iter().map(|raw| Test::All(self.inner(raw, Place::Perhaps))).collect();
            tests.push(Test::Any(ways));
        }
        if let Some(raw) = common.not {
            let inner = self.inner_of(&**raw.get(), raw.span(), Place::Absent);
            tests.push(Test::Not(Box::new(Test::All(inner))));
        }
        tests
    }

    fn inner<T: Raw>(&mut self, raw: &Spot<T>, place: Place) -> Vec<Test> {
        self.inner_of(raw.get(), raw.span(), place)
    }

    /// More questions to the same fact.
    fn inner_of<T: Raw>(&mut self, raw: &T, span: Range<usize>, place: Place) -> Vec<Test> {
        let common = raw.common();
        for (value, key) in
            [(common.capture.map(Spot::span), "as"), (common.zone.map(Spot::span), "zone")]
        {
            if let Some(span) = value {
                self.mistakes.at(
                    span,
                    format!("`{key}` belongs to the fact itself; write it beside `all`, `any` or `not`, not inside"),
                );
            }
        }
        let tests = self.questions(raw, place);
        if tests.is_empty() {
            self.mistakes.at(span, "nothing is asked here; expected at least one key");
        }
        tests
    }

    /// A name under which a fact is shown.
    fn capture(&mut self, name: &Spot<String>, place: Place) -> Option<usize> {
        const RESERVED: &[&str] = &["words", "unit", "primary"];
        let text = name.get();
        let shape = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !shape || RESERVED.contains(&text.as_str()) {
            let message = format!(
                "`{text}` cannot name what is found; expected small Latin letters, figures and hyphens, and none of {}",
                RESERVED.join(", ")
            );
            self.mistakes.at(name.span(), message);
            return None;
        }
        if place == Place::Absent {
            let message = format!(
                "`{text}` names what must not be there, so there is nothing to show; take the name out"
            );
            self.mistakes.at(name.span(), message);
            return None;
        }
        let at = self.captures.iter().position(|c| c == text).unwrap_or_else(|| {
            self.captures.push(text.clone());
            self.captures.len() - 1
        });
        if self.filled.contains(&at) {
            let message =
                format!("`{text}` already names another fact of this branch; choose another name");
            self.mistakes.at(name.span(), message);
        }
        if place == Place::Needed {
            self.filled.push(at);
        }
        Some(at)
    }

    fn zones(&mut self, kind: &Kind, given: Option<&Names>) -> Vec<Zone> {
        let Some(given) = given else {
            return match kind {
                Kind::Amendment => vec![Zone::Own, Zone::Title],
                _ => vec![Zone::Own, Zone::QuotedNew],
            };
        };
        if matches!(kind, Kind::Act | Kind::Unit | Kind::Commencement) {
            let message =
                "an act, a unit and a clause on time have no zone; ask what is found in them";
            self.mistakes.at(given.span(), message);
        }
        self.list(given, "zone", Zone::ALL, Zone::name)
    }

    /// Questions that make no sense of a kind of fact.
    fn relations_fit<T>(&mut self, kind: &Kind, common: &Common<'_, T>) {
        if *kind == Kind::Act {
            for (asked, key) in
                [(common.inside, "inside"), (common.near, "near"), (common.follows, "follows")]
            {
                if let Some(asked) = asked {
                    let message =
                        format!("nothing stands around an act: `{key}` is asked of facts in it");
                    self.mistakes.at(asked.span(), message);
                }
            }
        }
        let whole = |fact: &RawFact| matches!(fact, RawFact::Act(_));
        for (asked, key) in [
            (common.has, "has"),
            (common.missing, "missing"),
            (common.near, "near"),
            (common.follows, "follows"),
        ] {
            if let Some(asked) = asked.filter(|a| whole(a.get())) {
                let message = format!(
                    "an act is never what `{key}` looks for; expected `inside.act` or a fact in it"
                );
                self.mistakes.at(asked.span(), message);
            }
        }
        let holds = |fact: &RawFact| {
            matches!(
                fact,
                RawFact::Act(_)
                    | RawFact::Unit(_)
                    | RawFact::Norm(_)
                    | RawFact::Commencement(_)
                    | RawFact::Amendment(_)
                    | RawFact::Definition(_)
            )
        };
        if let Some(inside) = common.inside.filter(|i| !holds(i.get())) {
            let message = "nothing lies inside this kind of fact; expected act, unit, norm, commencement, amendment \
                           or definition";
            self.mistakes.at(inside.span(), message);
        }
    }

    /// Names of a closed list.
    fn list<T: Copy>(
        &mut self,
        given: &Names,
        what: &str,
        all: &'static [T],
        name: fn(T) -> &'static str,
    ) -> Vec<T> {
        self.some(given, what);
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        let find = |text: &str| all.iter().copied().find(|one| name(*one) == text);
        given.get().iter().filter_map(|n| self.mistakes.named(n, what, &names, find)).collect()
    }

    fn some(&mut self, given: &Names, what: &str) {
        if given.get().is_empty() {
            self.mistakes
                .at(given.span(), format!("the list is empty; expected at least one {what}"));
        }
    }

    /// Entries of the lexicon.
    fn entries(&mut self, given: &Names) -> Vec<ClassId> {
        self.some(given, "entry or group of the lexicon");
        let mut classes = Vec::new();
        for name in given.get() {
            let found = self.lexicon.named(name.get());
            if found.is_empty() {
                let names = self.lexicon.names();
                let message =
                    super::mistakes::unknown("entry or group of the lexicon", name.get(), &names);
                self.mistakes.at(name.span(), message);
            }
            classes.extend(found);
        }
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// Names of units.
    fn eids(&mut self, given: &Names) -> Vec<Eid> {
        self.some(given, "name of a unit such as art_5__para_3");
        let mut eids = Vec::new();
        for name in given.get() {
            let level = |level: &str| {
                let token = level.split('_').next().unwrap_or_default();
                UnitKind::ALL.iter().any(|k| k.token() == token)
                    || ["act", "title", "heading"].contains(&token)
            };
            if name.get().split("__").all(level) {
                eids.push(Eid::new(name.get().clone()));
            } else {
                let message = format!(
                    "`{}` is no name of a unit; expected one such as art_5, art_5__para_3 or art_5__heading",
                    name.get()
                );
                self.mistakes.at(name.span(), message);
            }
        }
        eids
    }

    fn phrases(&mut self, raw: &RawWords) -> ClassId {
        let Some(given) = &raw.phrases else {
            return ClassId(u16::MAX);
        };
        for lang in self.languages {
            if given.get().get(lang).is_none_or(Vec::is_empty) {
                let message =
                    format!("no phrases in `{lang}`; every language of the rule needs some");
                self.mistakes.at(given.span(), message);
            }
        }
        let set = given
            .get()
            .iter()
            .map(|(lang, list)| (lang.clone(), list.iter().map(|p| p.get().clone()).collect()))
            .collect();
        let (class, new) = self.lexicon.set(set);
        if new {
            lexicon::words(self.mistakes, self.languages, self.lexicon, class, given.get());
        }
        class
    }

    fn regex(&mut self, raw: &RawPattern) -> usize {
        let Some(given) = &raw.regex else { return 0 };
        match regex::RegexBuilder::new(given.get()).size_limit(1 << 20).build() {
            Ok(regex) if regex.is_match("") => {
                let message = "the expression matches nothing at all, so it would match everywhere; expected one that \
                               needs at least one character";
                self.mistakes.at(given.span(), message);
            }
            Ok(regex) => {
                let pattern = Pattern(regex);
                if let Some(at) = self.patterns.iter().position(|p| *p == pattern) {
                    return at;
                }
                self.patterns.push(pattern);
                return self.patterns.len() - 1;
            }
            Err(error) => {
                let error = error.to_string();
                let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.mistakes.at(given.span(), format!("no regular expression: {last}"));
            }
        }
        0
    }
}

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
            tests.push(Test::ActKind(c.list(names, "kind of act", ActKind::ALL, ActKind::name)));
        }
        if let Some(names) = &self.procedure {
            let found = c.list(names, "procedure", &["referendum"], |name| name);
            tests.extend(found.first().map(|_| Test::Referendum));
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
            tests.push(Test::UnitKind(c.list(
                names,
                "kind of unit",
                UnitKind::ALL,
                UnitKind::name,
            )));
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
            tests.push(Test::Modality(c.list(names, "modality", Modality::ALL, Modality::name)));
        }
        if let Some(names) = &self.effect {
            tests.push(Test::Effect(c.list(names, "effect", Modality::ALL, Modality::name)));
        }
        if let Some(names) = &self.direction {
            tests.push(Test::Direction(c.list(
                names,
                "direction",
                Direction::ALL,
                Direction::name,
            )));
        }
        if let Some(names) = &self.addressee {
            let classes = c.list(names, "addressee", SubjectClass::ALL, SubjectClass::name);
            tests.push(Test::Addressee(classes));
        }
        for (names, polarity) in [
            (&self.with, Polarity::With),
            (&self.without, Polarity::Without),
            (&self.only, Polarity::Only),
        ] {
            if let Some(names) = names {
                let kinds = c.list(names, "qualifier", QualifierKind::ALL, QualifierKind::name);
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
            let kinds = c.list(names, "way to say when", EffectKind::ALL, EffectKind::name);
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
            tests.push(Test::Acts(c.list(names, "act", CitedAct::ALL, CitedAct::name)));
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
            tests.push(Test::Operation(c.list(
                names,
                "operation",
                Operation::ALL,
                Operation::name,
            )));
        }
        if let Some(names) = &self.act {
            const ACTS: &[CitedAct] = &[CitedAct::Constitution, CitedAct::Other];
            tests.push(Test::Acts(c.list(names, "act", ACTS, CitedAct::name)));
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

impl Raw for RawQuantity {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, c: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        let mut tests = Vec::new();
        if let Some(names) = &self.unit {
            tests.push(Test::AmountUnit(c.list(names, "unit", AmountUnit::ALL, AmountUnit::name)));
        }
        if let Some(numbers) = &self.is {
            tests.push(Test::Is(numbers.iter().map(|n| hundredths(*n.get())).collect()));
        }
        let bounds = [&self.more_than, &self.less_than].map(|b| b.as_ref().map(|n| *n.get()));
        if let ([Some(more), Some(less)], Some(place)) = (bounds, &self.less_than)
            && more >= less
        {
            c.mistakes
                .at(place.span(), format!("no number is more than {more} and less than {less}"));
        }
        tests.extend(bounds[0].map(|n| Test::MoreThan(hundredths(n))));
        tests.extend(bounds[1].map(|n| Test::LessThan(hundredths(n))));
        if let Some(names) = &self.of {
            tests.push(Test::Entry(c.entries(names)));
        }
        tests
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
}

impl Raw for RawPattern {
    fn common(&self) -> Common<'_, Self> {
        self.common()
    }

    fn tests(&self, _: &mut Conditions<'_, '_>, _: Place) -> Vec<Test> {
        Vec::new()
    }
}
