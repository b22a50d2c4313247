//! Conditions: every name resolved, every question one that can be asked of the kind of fact.

use std::ops::Range;

use super::lexicon;
use super::mistakes::Mistakes;
use crate::lang::ClassId;
use crate::model::{Eid, Zone};
use crate::pack::condition::{Fact, Kind, Pattern, Test};
use crate::pack::lexicon::Lexicon;
use crate::pack::raw::condition::{Common, Names, RawFact, RawPattern, RawWords};
use crate::pack::raw::{List, Spot};

/// Words between two facts that are near each other, where the rule does not say how many.
const NEAR: u32 = 12;

/// The names of what a rule captures, in the order in which they are met, and where each stands first.
#[derive(Debug, Default)]
pub(super) struct Captures {
    pub(super) names: Vec<String>,
    pub(super) spans: Vec<Range<usize>>,
    /// Whether a name is wrong, so that what it should name counts as missing nowhere.
    pub(super) wrong: bool,
}

impl Captures {
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// The names behind what can be named without a capture.
    pub(super) fn beside<'n>(&'n self, first: &'n str) -> Vec<&'n str> {
        std::iter::once(first).chain(self.names.iter().map(String::as_str)).collect()
    }
}

/// What the conditions of a rule are read with.
pub(super) struct Conditions<'c, 'f> {
    pub(super) mistakes: &'c mut Mistakes<'f>,
    pub(super) lexicon: &'c mut Lexicon,
    pub(super) patterns: &'c mut Vec<Pattern>,
    /// Languages of the acts that the rule judges.
    pub(super) languages: &'c [String],
    /// What the rule captures.
    pub(super) captures: &'c mut Captures,
    /// Captures that the branch at hand always fills.
    pub(super) filled: Vec<usize>,
    /// What `{row.topic}` stands for, where the rule has rows.
    pub(super) row: Option<&'c [ClassId]>,
    /// Whether the branch at hand asks for it.
    pub(super) by_row: bool,
}

/// Where a fact stands in a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the anchor.
    Anchor,
    /// It must be there.
    Needed,
    /// It is one of several ways.
    Perhaps,
    /// It must not be there.
    Absent,
}

/// A kind of fact that can be asked things.
pub(super) trait Raw: Sized {
    fn common(&self) -> Common<'_, Self>;
    fn tests(&self, conditions: &mut Conditions<'_, '_>, place: Place) -> Vec<Test>;

    /// What is looked for, where the kind of fact is that and no more: its key and its place.
    fn sought(&self) -> Option<(&'static str, Range<usize>)> {
        None
    }
}

impl Conditions<'_, '_> {
    /// The anchor of a branch.
    pub(super) fn anchor(&mut self, raw: &Spot<RawFact>) -> Fact {
        self.filled.clear();
        self.fact(raw.get(), raw.span(), Place::Anchor)
    }

    /// What silences a branch.
    pub(super) fn silence(&mut self, raw: &Spot<RawFact>) -> Fact {
        self.fact(raw.get(), raw.span(), Place::Absent)
    }

    pub(super) fn fact(&mut self, raw: &RawFact, span: Range<usize>, place: Place) -> Fact {
        let needed = match raw {
            RawFact::Words(r) if r.phrases.is_none() => Some("phrases = { en = [\"…\"] }"),
            RawFact::Pattern(r) if r.regex.is_none() => Some("regex = '…'"),
            RawFact::Term(r) if r.entry.is_none() => Some("entry = [\"…\"]"),
            RawFact::Flaw(r) if r.is.is_none() => Some("is = [\"…\"]"),
            _ => None,
        };
        if let Some(needed) = needed {
            self.mistakes.lacking(span, format!("nothing to look for; expected `{needed}`"));
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
            RawFact::Flaw(r) => self.pattern(Kind::Flaw, r, place),
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
        // What is asked of the anchor must be there as well, and can be named.
        let place = if place == Place::Anchor { Place::Needed } else { place };
        let tests = self.questions(raw, place);
        Fact { kind, zones, tests, capture }
    }

    /// What is asked of a fact: its own keys, then what stands around it, then combinations.
    fn questions<T: Raw>(&mut self, raw: &T, place: Place) -> Vec<Test> {
        let mut tests = raw.tests(self, place);
        let common = raw.common();
        let within = common.within.map_or(NEAR, |w| *w.get());
        if let (Some(within), None) = (common.within, common.near) {
            self.mistakes.lacking(
                within.span(),
                "`within` says how near a fact is; expected `near` beside it",
            );
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
        for list in [common.all, common.any].into_iter().flatten() {
            self.mistakes.not_empty(list, "table with questions");
        }
        for raw in common.all.iter().flat_map(|list| list.get()) {
            let inner = self.inner(raw, place);
            tests.push(Test::All(inner));
        }
        if let Some(any) = common.any {
            // Where it must not be, none of the ways can be named either.
            let place = if place == Place::Absent { place } else { Place::Perhaps };
            let ways = any.get().iter().map(|raw| Test::All(self.inner(raw, place))).collect();
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
        if let Some((key, span)) = raw.sought() {
            self.mistakes.at(
                span,
                format!(
                    "`{key}` says what is looked for, and belongs beside `all`, `any` or `not`; to ask for other \
                     words too, expected `has`, `missing` or `near` here"
                ),
            );
            return Vec::new();
        }
        let tests = self.questions(raw, place);
        if tests.is_empty() {
            self.mistakes.lacking(span, "nothing is asked here; expected at least one key");
        }
        tests
    }

    /// A name under which a fact is shown.
    pub(super) fn capture(&mut self, name: &Spot<String>, place: Place) -> Option<usize> {
        const RESERVED: &[&str] = &["words", "unit", "primary"];
        let text = name.get();
        let shape = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !shape || RESERVED.contains(&text.as_str()) {
            let message = format!(
                "`{text}` cannot name what is found; expected small Latin letters, figures and hyphens, and none of {}",
                RESERVED.join(", ")
            );
            return self.misnamed(name, message);
        }
        if place == Place::Anchor {
            let message = "the anchor's words are shown as `{words}` and marked with `labels.primary`; take `as` out";
            return self.misnamed(name, message);
        }
        if place == Place::Absent {
            let message = format!(
                "`{text}` names what must not be there, so there is nothing to show; take the name out"
            );
            return self.misnamed(name, message);
        }
        let at = self.captures.position(text).unwrap_or_else(|| {
            self.captures.names.push(text.clone());
            self.captures.spans.push(name.span());
            self.captures.names.len() - 1
        });
        if self.filled.contains(&at) {
            let message =
                format!("`{text}` already names another fact of this branch; choose another name");
            return self.misnamed(name, message);
        }
        if place == Place::Needed {
            self.filled.push(at);
        }
        Some(at)
    }

    fn misnamed(&mut self, name: &Spot<String>, message: impl Into<String>) -> Option<usize> {
        self.captures.wrong = true;
        self.mistakes.at(name.span(), message);
        None
    }

    fn zones(&mut self, kind: &Kind, given: Option<&Names<Zone>>) -> Vec<Zone> {
        let Some(given) = given else {
            return match kind {
                Kind::Amendment => vec![Zone::Own, Zone::Title],
                _ => vec![Zone::Own, Zone::QuotedNew, Zone::Attachment],
            };
        };
        if matches!(kind, Kind::Act | Kind::Unit | Kind::Commencement) {
            let message =
                "an act, a unit and a clause on time have no zone; ask what is found in them";
            self.mistakes.at(given.span(), message);
        }
        self.mistakes.some(given, "zone")
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

    /// Entries of the lexicon.
    pub(super) fn entries(&mut self, given: &List) -> Vec<ClassId> {
        if let [only] = &given.get()[..]
            && only.get() == ROW
        {
            let Some(topic) = self.row else {
                let message = format!(
                    "`{ROW}` stands for a row, and the rule has none; expected `[[row]]` tables"
                );
                self.mistakes.at(only.span(), message);
                return Vec::new();
            };
            self.by_row = true;
            return topic.to_vec();
        }
        entries(self.mistakes, self.lexicon, given)
    }

    /// Names of units.
    pub(super) fn eids(&mut self, given: &List) -> Vec<Eid> {
        self.mistakes.not_empty(given, "name of a unit such as art_5__para_3");
        let mut eids = Vec::new();
        for name in given.get() {
            if self.mistakes.unit(name) {
                eids.push(Eid::new(name.get().clone()));
            }
        }
        eids
    }

    fn phrases(&mut self, raw: &RawWords) -> ClassId {
        let Some(given) = &raw.phrases else {
            return ClassId(u16::MAX);
        };
        for lang in self.languages {
            if given.get().get(lang.as_str()).is_none_or(Vec::is_empty) {
                let message = format!(
                    "no phrases in `{lang}`; expected `{lang} = [\"…\"]`, since the rule judges acts in it"
                );
                self.mistakes.lacking(given.span(), message);
            }
        }
        let set = given
            .get()
            .iter()
            .map(|(lang, list)| {
                (lang.get().clone(), list.iter().map(|p| p.get().clone()).collect())
            })
            .collect();
        let (class, new) = self.lexicon.set(set);
        if new {
            lexicon::words(self.mistakes, self.languages, self.lexicon, class, given.get());
        }
        class
    }

    fn regex(&mut self, raw: &RawPattern) -> usize {
        let Some(given) = &raw.regex else { return 0 };
        // Rules ask the same of many facts, and an expression takes long to compile.
        if let Some(at) = self.patterns.iter().position(|p| p.0.as_str() == given.get()) {
            return at;
        }
        match regex::RegexBuilder::new(given.get()).size_limit(1 << 20).build() {
            Ok(regex) if regex.is_match("") => {
                let message = "the expression matches nothing at all, so it would match everywhere; expected one that \
                               needs at least one character";
                self.mistakes.at(given.span(), message);
            }
            Ok(regex) => {
                self.patterns.push(Pattern(regex));
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

/// What a list of entries holds alone, where each row of the rule's table has entries of its own.
const ROW: &str = "{row.topic}";

/// Entries of the lexicon by the names of entries and groups.
pub(super) fn entries(
    mistakes: &mut Mistakes<'_>,
    lexicon: &Lexicon,
    given: &List,
) -> Vec<ClassId> {
    mistakes.not_empty(given, "entry or group of the lexicon");
    let mut classes = Vec::new();
    for name in given.get() {
        let found = lexicon.named(name.get());
        if found.is_empty() {
            let names = lexicon.names();
            let message =
                super::mistakes::unknown("entry or group of the lexicon", name.get(), &names);
            mistakes.at(name.span(), message);
        }
        classes.extend(found);
    }
    classes.sort_unstable();
    classes.dedup();
    classes
}
