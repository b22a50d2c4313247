//! From the events of a statement to operations: which words and units belong to which verb.
//!
//! Where the links of a citation run from small to big, the verb stands in the middle: address and old
//! words before it, new words and new units behind it. In the other order it closes what belongs to it.

use std::ops::Range;

use super::statement::{At, Event, Role, Statement};
use super::{Operation, Reach, Sentence};
use crate::lang::Order;
use crate::model::{Eid, UnitKind};
use crate::syntax::citation::{Citation, CitedAct};

use super::lead::{compose, compose_all, first_rank, last_rank};
use super::level::parent;

/// One verb with all that belongs to it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that the words of an instruction say or leave unsaid"
)]
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub operation: Option<Operation>,
    pub weak: bool,
    pub verb: Range<usize>,
    /// Citations in the order of the text, with whether they stand before the verb.
    pub cited: Vec<Cited>,
    pub acts: Vec<Citation>,
    pub old: Vec<Range<usize>>,
    pub new: Vec<Range<usize>>,
    pub after: Vec<Range<usize>>,
    pub before: Vec<Range<usize>>,
    pub plain: Vec<Range<usize>>,
    pub heading: bool,
    /// Whether units are meant beside their heading: «заголовок и пункт 1».
    pub title: bool,
    pub preamble: bool,
    pub sentence: Option<Sentence>,
    pub nameless: Vec<UnitKind>,
    pub reach: Option<Reach>,
    pub all_cases: bool,
    pub following: bool,
    /// Whether it speaks of rows of a table.
    pub row: bool,
    /// Whether the unit that is put in is named without a number, behind its address.
    pub unnumbered: bool,
    /// Whether one of the plain quotations is said to be words of the target.
    pub said: bool,
    /// Punctuation marks called by their names, with the tokens that name them.
    pub marks: Vec<(Range<usize>, char)>,
    /// Whether the opening words of a unit are meant.
    pub lead_in: bool,
    /// Where the citation of a unit begins that is called new.
    pub called: Option<usize>,
    /// The address taken over from the draft before it.
    pub base: Vec<Eid>,
}

/// A citation in a draft.
#[derive(Debug, Clone)]
pub(super) struct Cited {
    pub citation: Citation,
    /// Whether the verb stands before it.
    pub behind_verb: bool,
    /// Whether it says behind which unit another is put.
    pub place: bool,
    /// Whether its heading is meant.
    pub heading: bool,
}

impl Draft {
    /// Whether the draft has all that its verb asks for, so that more of it begins another one.
    fn complete(&self) -> bool {
        match self.operation {
            Some(Operation::ReplaceWords | Operation::InsertWords) => !self.new.is_empty(),
            Some(Operation::Insert) => {
                !self.new.is_empty() || self.cited.iter().any(|c| c.behind_verb && !c.place)
            }
            Some(Operation::Delete | Operation::DeleteWords) => {
                !self.old.is_empty() || !self.cited.is_empty()
            }
            Some(_) => true,
            None => false,
        }
    }

    /// «следующие решения …: 1) от 5 мая 2019 года «О ярмарке»»: an item of acts to repeal may be a title.
    pub(super) fn is_titled(&self, template: &Self) -> bool {
        template.operation == Some(Operation::Repeal) && !self.plain.is_empty()
    }

    /// An item of a list with the act that only its title names.
    pub(super) fn with_title(mut self, statement: &Statement) -> Self {
        if self.cited.is_empty() && self.acts.is_empty() {
            let tokens = statement.tokens.clone();
            self.acts.push(Citation {
                start: tokens.start,
                end: tokens.end,
                act: CitedAct::Other,
                name: Some(tokens),
                within: None,
                targets: Vec::new(),
                ranges: Vec::new(),
            });
        }
        self
    }

    /// Whether it means a part of an act that has no number, or names an act.
    pub(super) fn whole_part(&self) -> bool {
        self.heading || self.title || self.preamble || self.reach.is_some() || !self.acts.is_empty()
    }

    /// Whether the draft has the words of an instruction, and leaves its verb to the one before it.
    fn is_elided(&self) -> bool {
        self.operation.is_none()
            && !self.new.is_empty()
            && !(self.old.is_empty() && self.after.is_empty() && self.before.is_empty())
    }

    /// Whether nothing but a word or two stands between the verb and a quotation: "striking the word “A”".
    fn governs(&self, statement: &Statement, quote: &Range<usize>) -> bool {
        const NEAR: usize = 4;
        let verb = self.verb.end;
        quote.start.checked_sub(verb).is_some_and(|gap| gap <= NEAR)
            && self.operation == Some(Operation::Delete)
            && self.old.is_empty()
            && !statement.commas.iter().any(|c| (verb..quote.start).contains(c))
            && !statement.events.iter().any(|e| {
                matches!(e.event, Event::Units(_)) && e.start >= verb && e.end <= quote.start
            })
    }

    /// The next draft of a statement: the address goes on to hold.
    fn successor(&self) -> Self {
        let lone = self.cited.iter().all(|c| c.behind_verb);
        Self {
            base: self.before_verb().addresses(),
            acts: self.acts.clone(),
            heading: self.heading && lone,
            title: self.title,
            preamble: self.preamble,
            lead_in: self.lead_in,
            ..Self::default()
        }
    }

    /// The address that goes on to hold for a unit cited behind a whole instruction: «в пункте 1 статьи 39
    /// слово «А» исключить, пункт 3 …» is in article 39, and so is what stands beside a unit taken out.
    fn around(&self, citation: &Citation) -> Vec<Eid> {
        if citation.name.is_some() {
            return Vec::new();
        }
        let mut around = self.before_verb().addresses();
        let whole = match self.operation {
            Some(
                Operation::Restate | Operation::Repeal | Operation::Suspend | Operation::Renumber,
            ) => true,
            Some(Operation::Delete) => self.old.is_empty(),
            _ => false,
        };
        if whole {
            around = around.iter().map(parent).filter(|a| !a.as_str().is_empty()).collect();
        }
        around
    }

    /// The draft with the address alone: citations behind the verb belong to it.
    fn before_verb(&self) -> Self {
        let cited = self
            .cited
            .iter()
            .filter(|c| !c.behind_verb && !c.place && self.called != Some(c.citation.start));
        let cited = cited.cloned().collect();
        Self { cited, base: self.base.clone(), ..Self::default() }
    }
}

/// Takes up a citation: it may close the draft before it, and says whether its heading or its place is meant.
fn units(
    now: &mut Draft,
    out: &mut Vec<Draft>,
    statement: &Statement,
    (index, at, citation): (usize, &At, &Citation),
    order: Order,
    place: bool,
) {
    let small_first = order.small_first();
    now.unnumbered = false;
    // «6-тармақтағы «А» деген сөз «Б» деген сөзбен, 7-тармақтағы «В» деген сөз «Г» деген сөзбен ауыстырылсын»:
    // one verb closes several instructions.
    if !small_first && let Some((operation, verb)) = closing_verb(statement, index, now) {
        let done = Draft { operation: Some(operation), verb, ..now.clone() };
        *now = Draft { cited: Vec::new(), ..done.successor() };
        out.push(done);
    }
    let behind_verb = small_first && now.operation.is_some();
    if behind_verb && !place && now.closes_before(citation, statement) {
        let base = now.around(citation);
        let next = Draft { acts: now.acts.clone(), base, ..Draft::default() };
        out.push(std::mem::replace(now, next));
    }
    // «заголовок статьи 5»: the word stands beside the unit.
    let beside = |e: &At| {
        matches!(e.event, Event::Heading)
            && at.start <= e.end + 1
            && !statement.ands.contains(&e.end)
    };
    let before = index.checked_sub(1).and_then(|i| statement.events.get(i));
    now.cited.push(Cited {
        citation: citation.clone(),
        behind_verb: small_first && now.operation.is_some(),
        place: place || (!order.word_first() && behind_next(&statement.events, index)),
        heading: order.word_first() && before.is_some_and(beside),
    });
}

/// The drafts of a statement, the last of them without a verb where only an address stands.
pub(super) fn drafts(statement: &Statement, order: Order) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let mut now = Draft::default();
    let mut behind = false;
    // Where the word for new ends.
    let mut new = usize::MAX;
    for (index, at) in statement.events.iter().enumerate() {
        let small_first = order == Order::SmallToBig;
        match &at.event {
            Event::Verb(operation, weak) => {
                if now.operation.is_some() {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                now.operation = Some(*operation);
                now.weak = *weak;
                now.verb = at.start..at.end;
                // "Absatz 3 wird Absatz 4": the new number stands behind the verb.
                let between = order.word_first() && *operation == Operation::Renumber;
                if !small_first && !between {
                    let next = now.successor_of_closed();
                    out.push(std::mem::replace(&mut now, next));
                }
            }
            Event::Quote(role, range) => {
                quote(&mut now, &mut out, statement, index, (*role, range), small_first);
                behind &= !matches!(role, Role::After | Role::Before);
            }
            Event::Mark(role, mark) if !matches!(role, Role::Plain | Role::Said) => {
                let range = at.start..at.end;
                quote(&mut now, &mut out, statement, index, (*role, &range), small_first);
                now.marks.push((range, *mark));
                behind &= !matches!(role, Role::After | Role::Before);
            }
            Event::Mark(..) => {}
            Event::New => new = at.end,
            Event::LeadIn => now.lead_in = true,
            Event::Units(citation) => {
                let place = std::mem::take(&mut behind);
                units(&mut now, &mut out, statement, (index, at, citation), order, place);
                if at.start == new {
                    now.called = Some(citation.start);
                }
            }
            Event::Act(citation) => now.acts.push(citation.clone()),
            Event::Heading => {
                if small_first && now.operation.is_some() && now.complete() {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                now.heading = true;
                // «3-тараудың тақырыбы»: where big units come first, the word stands behind its unit.
                if !small_first
                    && let Some(last) = now.cited.last_mut().filter(|l| l.citation.end == at.start)
                {
                    last.heading = true;
                }
            }
            Event::Title => now.title = true,
            Event::Preamble => now.preamble = true,
            Event::Sentence(number) => {
                if small_first && now.operation.is_some() && number.is_some() && now.complete() {
                    let next = now.successor();
                    out.push(std::mem::replace(&mut now, next));
                }
                // "Nach Satz 2 wird folgender Satz eingefügt": the new one stands in the place of the next.
                let last_in = order == Order::BigToSmallWordFirst;
                let place = last_in && std::mem::take(&mut behind);
                let here = match number {
                    Some(Sentence::Nth(n)) if place => Some(Sentence::Nth(n.saturating_add(1))),
                    other => *other,
                };
                // The word without a number means a new last one, where no place was said.
                let said = now.sentence.filter(|_| last_in && now.following);
                now.sentence = here.or(said).or(Some(Sentence::Last));
                // A sentence that is put in has no number of a unit.
                now.unnumbered |= last_in && now.following;
            }
            Event::Nameless(kind) => {
                now.nameless.push(*kind);
                // «мынадай мазмұндағы абзацпен толықтырылсын»: the new unit has no number.
                now.unnumbered |= !small_first && now.following;
            }
            Event::Behind => behind = order.word_first(),
            Event::Everywhere => now.reach = Some(Reach::Everywhere),
            Event::AllCases => {
                now.all_cases = true;
                // The words stand behind the instruction that they are said of.
                if now.operation.is_none()
                    && let Some(last) = out.last_mut()
                {
                    last.all_cases = true;
                }
            }
            Event::Following => now.following = true,
            Event::Row => now.row = true,
        }
    }
    let rest =
        now.base.is_empty() && (!now.cited.is_empty() || !now.acts.is_empty() || now.heading);
    if now.operation.is_some() || rest || now.is_elided() || out.is_empty() {
        out.push(now);
    }
    if order == Order::SmallToBig {
        repeat_verbs(&mut out);
        join(out)
    } else {
        out
    }
}

/// Gives the verb of an instruction to those behind it that leave theirs out.
fn repeat_verbs(drafts: &mut [Draft]) {
    for i in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(i);
        let (Some(before), Some(now)) = (before.last(), rest.first_mut()) else { return };
        let fits = match before.operation {
            Some(Operation::ReplaceWords) => !now.old.is_empty(),
            Some(Operation::Insert) => now.old.is_empty() && !before.new.is_empty(),
            _ => false,
        };
        if now.is_elided() && fits {
            now.operation = before.operation;
            now.weak = before.weak;
            now.verb = before.verb.clone();
        }
    }
}

/// Gives quoted words to the draft that they belong to.
fn quote(
    now: &mut Draft,
    out: &mut Vec<Draft>,
    statement: &Statement,
    index: usize,
    (role, range): (Role, &Range<usize>),
    small_first: bool,
) {
    let opens = small_first
        && now.operation.is_some()
        && now.complete()
        && !now.governs(statement, range)
        && match role {
            // "the substitution of “A” for “B”"
            Role::Old if now.operation == Some(Operation::ReplaceWords) && now.old.is_empty() => {
                verb_next(statement, index)
            }
            Role::Old => !(now.operation == Some(Operation::Delete) && lists(statement, index)),
            // "by inserting “A” after “B”": the place may stand behind the words.
            Role::After | Role::Before => {
                !(now.operation == Some(Operation::Insert)
                    && now.after.is_empty()
                    && now.before.is_empty()
                    && !verb_next(statement, index))
            }
            _ => false,
        };
    // «слова «А» заменить словами «Б», слова «В» – словами «Г», …»: the verb is said once.
    let again = small_first
        && now.operation.is_none()
        && now.is_elided()
        && matches!(role, Role::Old | Role::After | Role::Before);
    if opens || again {
        let next = now.successor();
        out.push(std::mem::replace(now, next));
    }
    match role {
        Role::Old => now.old.push(range.clone()),
        Role::New => now.new.push(range.clone()),
        Role::After => now.after.push(range.clone()),
        Role::Before => now.before.push(range.clone()),
        Role::Said => {
            now.said = true;
            now.plain.push(range.clone());
        }
        Role::Plain => now.plain.push(range.clone()),
    }
}

/// The verb that closes a statement's instructions, where the words before a citation are all that one of
/// them needs, and words of another one stand behind it.
fn closing_verb(
    statement: &Statement,
    index: usize,
    now: &Draft,
) -> Option<(Operation, Range<usize>)> {
    let rest = statement.events.get(index..)?;
    let at = rest.iter().position(|e| matches!(e.event, Event::Verb(..)))?;
    let verb = rest.get(at)?;
    let Event::Verb(operation, false) = verb.event else { return None };
    let has = |role: Role| {
        rest.iter().take(at).any(|e| matches!(&e.event, Event::Quote(r, _) if *r == role))
    };
    let own = !now.cited.is_empty();
    let full = match operation {
        Operation::Delete => !now.old.is_empty() && has(Role::Old),
        Operation::ReplaceWords => {
            !now.old.is_empty() && !now.new.is_empty() && has(Role::Old) && has(Role::New)
        }
        Operation::Insert => !now.new.is_empty() && has(Role::New),
        _ => false,
    };
    (own && full).then_some((operation, verb.start..verb.end))
}

/// Whether a verb is the next event.
fn verb_next(statement: &Statement, index: usize) -> bool {
    statement.events.get(index + 1).is_some_and(|e| matches!(e.event, Event::Verb(..)))
}

/// Joins verbs that make one instruction together: "by striking “A” and inserting “B”" puts words in the
/// place of words, "is added to read as follows" adds.
fn join(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let Some(last) = out.last_mut() else {
            out.push(draft);
            continue;
        };
        let bare = draft.cited.is_empty()
            && draft.old.is_empty()
            && draft.after.is_empty()
            && draft.before.is_empty();
        let puts = bare
            && matches!(draft.operation, Some(Operation::Insert | Operation::ReplaceWords))
            && draft.nameless.is_empty();
        let new = !draft.new.is_empty() || draft.said;
        match (last.operation, draft.operation) {
            (Some(Operation::Insert), Some(Operation::Restate)) if bare && !new => {
                last.following = true;
            }
            (Some(Operation::Delete), _) if puts && new && (!last.old.is_empty() || last.said) => {
                last.operation = Some(Operation::ReplaceWords);
                last.old.append(&mut last.plain);
                last.new.append(&mut draft.new);
                last.new.append(&mut draft.plain);
                last.marks.append(&mut draft.marks);
                last.reach = last.reach.or(draft.reach);
            }
            // "Repeal the section, substitute: …", "by striking paragraph (3) and inserting the following".
            (Some(Operation::Delete | Operation::Repeal), _)
                if puts && !new && last.old.is_empty() =>
            {
                last.operation = Some(Operation::Restate);
            }
            _ => out.push(draft),
        }
    }
    out
}

/// Whether a quotation goes on with the list of the one before it.
fn lists(statement: &Statement, index: usize) -> bool {
    index
        .checked_sub(1)
        .and_then(|i| statement.events.get(i))
        .is_some_and(|e| matches!(e.event, Event::Quote(Role::Old, _)))
}

/// Whether the word for "after" stands behind a citation that a verb-final language puts before it.
fn behind_next(events: &[At], index: usize) -> bool {
    let here = events.get(index);
    let next = events.get(index + 1);
    matches!((here, next), (Some(a), Some(b)) if matches!(b.event, Event::Behind) && b.start <= a.end + 1)
}

impl Draft {
    fn successor_of_closed(&self) -> Self {
        // In a verb-final sentence all units stand before the verb; a new unit named there is no address
        // of what follows.
        let mut address = self.before_verb();
        if matches!(self.operation, Some(Operation::Insert | Operation::Renumber))
            && self.new.is_empty()
        {
            address.cited.pop();
        }
        Self { base: address.addresses(), cited: Vec::new(), ..self.successor() }
    }

    /// Whether a citation behind the verb begins another instruction.
    fn closes_before(&self, citation: &Citation, statement: &Statement) -> bool {
        // "In section 9, omit subsection (4)": what stands right behind the verb is its object.
        let gap = citation.start.checked_sub(self.verb.end);
        let comma = statement.commas.iter().any(|c| (self.verb.end..citation.start).contains(c));
        if gap.is_some_and(|gap| gap <= 1) && !comma {
            return false;
        }
        match self.operation {
            Some(Operation::Insert | Operation::InsertWords) => !self.new.is_empty(),
            // "redesignating subsection (c) as subsection (d)": both stand behind the verb.
            Some(Operation::Renumber) => {
                let rank = citation.targets.first().map_or(u8::MAX, first_rank);
                let named =
                    |c: &&Cited| c.citation.targets.first().is_some_and(|t| last_rank(t) >= rank);
                self.cited.iter().filter(named).count() > 1
            }
            Some(Operation::Restate | Operation::Delete | Operation::Repeal) => {
                self.cited.iter().any(|c| !c.behind_verb)
                    || (!self.old.is_empty() && !self.cited.is_empty())
            }
            Some(Operation::ReplaceWords) => !self.new.is_empty(),
            _ => false,
        }
    }

    /// The new units of an insertion, or the new number of a renumbered unit, taken out of the citations.
    pub(super) fn take_complement(&mut self, order: Order) -> Option<Citation> {
        if !self.new.is_empty() && self.operation != Some(Operation::Renumber) {
            return None;
        }
        let called =
            self.cited.iter().rposition(|c| self.called == Some(c.citation.start) && !c.place);
        let renumbers = self.operation == Some(Operation::Renumber);
        let at = match order {
            _ if called.is_some() && !renumbers => called,
            Order::SmallToBig => self.cited.iter().rposition(|c| c.behind_verb && !c.place),
            Order::BigToSmall | Order::BigToSmallWordFirst if self.unnumbered => None,
            Order::BigToSmall | Order::BigToSmallWordFirst => {
                self.cited.iter().rposition(|c| !c.place)
            }
        }?;
        Some(self.cited.remove(at).citation)
    }

    /// The addresses that the citations make together, under the address taken over.
    pub(super) fn addresses(&self) -> Vec<Eid> {
        let own = self.own_addresses();
        if own.is_empty() {
            return self.base.clone();
        }
        if self.base.is_empty() {
            return own;
        }
        let mut out: Vec<Eid> = Vec::new();
        for eid in compose_all(&self.base, &own) {
            if !out.contains(&eid) {
                out.push(eid);
            }
        }
        out
    }

    fn own_addresses(&self) -> Vec<Eid> {
        let mut out: Vec<Eid> = Vec::new();
        // «15-баптың тақырыбы мен 1-тармағындағы»: the heading of a unit, and something in the unit.
        let mut headings: Vec<Eid> = Vec::new();
        let heading = |o: &Eid| Eid::new(format!("{o}__heading"));
        let mut headed = false;
        for cited in self.cited.iter().filter(|c| !c.place) {
            let targets = &cited.citation.targets;
            let under = |o: &Eid| targets.first().is_some_and(|t| first_rank(t) > last_rank(o));
            // «название части III раздела IV»: the bigger unit comes second, and has no part in it.
            let small = |o: &Eid| last_rank(o) >= first_rank(&Eid::new("art"));
            if headed && !cited.heading && out.iter().all(|o| under(o) && small(o)) {
                headings = out.iter().map(heading).collect();
            }
            headed |= cited.heading;
            let outer = targets
                .first()
                .filter(|t| targets.len() == 1 && out.iter().all(|o| first_rank(o) > last_rank(t)));
            if !out.is_empty() && out.iter().all(under) {
                out = compose_all(&out, targets);
            } else if let Some(outer) = outer.filter(|_| !out.is_empty()) {
                // «подпункт 2) исключить из пункта 3 статьи 5»: the bigger unit comes second.
                out = out.iter().map(|o| compose(outer, o)).collect();
            } else {
                // «пункт 2 и подпункт 3) пункта 4»: a list of places, each by itself.
                let base = out.first().cloned().unwrap_or_default();
                out.extend(targets.iter().map(|t| compose(&base, t)));
            }
        }
        if !headings.is_empty() {
            headings.append(&mut out);
            out = headings;
        } else if headed {
            out = out.iter().map(heading).collect();
        }
        out
    }

    /// The act that a citation of the draft names, if any.
    pub(super) fn named(&self) -> Option<&Citation> {
        self.acts
            .iter()
            .chain(self.cited.iter().map(|c| &c.citation))
            .find(|c| matches!(c.act, CitedAct::Other | CitedAct::Constitution) && c.name.is_some())
    }
}
