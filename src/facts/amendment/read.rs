//! The instructions of an act, in the order of the text: statements under their leads, made into typed
//! operations.

use super::draft::{Draft, drafts};
use super::lead::{Lead, Leads, Named, compose_all, numbered};
use super::level::{parent, shaped};
use super::settle::{drop_sources, nameless, parts, settle, settle_plain};
use super::statement::{self, At, Event, Statement};
use super::{Amendment, Content, Operation, Reach, content};
use crate::facts::names::Names;
use crate::lang::table::Class;
use crate::lang::{Cue, Order, TokenKind};
use crate::model::{Act, Eid, UnitKind, Zone};
use crate::source::Span;
use crate::syntax::Reading;
use crate::syntax::citation::{Citation, CitedAct};
use crate::syntax::quotes::is_opening;

/// Reads every instruction of an act; beside them, the statements that order a change and give none.
pub(super) fn instructions(
    reading: &Reading<'_>,
    act: &Act,
    names: &Names,
) -> (Vec<Amendment>, Vec<Span>) {
    let (out, unread) = (Vec::new(), Vec::new());
    if !statement::any(reading, act) {
        return (out, unread);
    }
    let titled = act.title.and_then(|title| super::titled(reading, title));
    let titled = titled.map(|(_, named, day)| (Named { span: Some(named) }, day));
    let mut reader = Reader {
        reading,
        act,
        names,
        titled,
        leads: Leads::default(),
        out,
        unread,
        beside: Vec::new(),
    };
    for (index, block) in act.blocks.iter().enumerate() {
        if block.zone != Zone::Own {
            continue;
        }
        let tokens = reading.tokens.inside(block.span);
        let unit = numbered(act, block.unit);
        reader.leads.enter(act, unit);
        let list = reader.leads.operation().is_some();
        if !list && !statement::may_instruct(reading, &tokens) {
            continue;
        }
        let statements = statement::cut(reading, tokens);
        let last = statements.len();
        reader.beside.clear();
        for (i, statement) in statements.iter().enumerate() {
            let block_of_content = (i + 1 == last).then_some(index);
            let before = (reader.out.len(), reader.leads.count());
            reader.statement(statement, block.unit, unit, block_of_content);
            if before == (reader.out.len(), reader.leads.count())
                && reader.should_instruct(statement)
            {
                reader.unread.push(reading.tokens.span(statement.tokens.clone()));
            }
        }
    }
    (reader.out, reader.unread)
}

struct Reader<'a, 'r> {
    reading: &'a Reading<'r>,
    act: &'a Act,
    names: &'a Names,
    /// The constitution where the title names it as what is changed, with the day beside the name: the
    /// items of such a draft name articles alone.
    titled: Option<(Named, Option<jiff::civil::Date>)>,
    leads: Leads,
    out: Vec<Amendment>,
    unread: Vec<Span>,
    /// The address of the statement before this one in the paragraph.
    beside: Vec<Eid>,
}

impl Reader<'_, '_> {
    /// Reads one statement. `unit` is the unit of its block and `under` the numbered one around it.
    fn statement(
        &mut self,
        statement: &Statement,
        unit: Option<usize>,
        under: Option<usize>,
        block: Option<usize>,
    ) {
        let order = self.reading.lang.order();
        let quoted = block.and_then(|b| content::behind(self.reading.source, self.act, b));
        let drafts = drafts(statement, order);
        let count =
            drafts.iter().rposition(|d| d.operation.is_some()).map_or(drafts.len(), |i| i + 1);
        let mut made = 0;
        for (i, draft) in drafts.into_iter().enumerate() {
            let last = i + 1 == count;
            let quoted = quoted.as_ref().filter(|_| last);
            let Some(operation) = draft.operation else {
                if statement.leads && quoted.is_none() {
                    self.lead(&draft, under, None, statement.announces);
                } else if statement.announces && draft.following && !draft.cited.is_empty() {
                    // "(1) Section 5 is amended as follows. (2) In subsection (1) …": the items beside it follow.
                    let around = under.and_then(|u| self.act.units[u].parent);
                    self.lead(&draft, around, None, true);
                } else if let Some(template) = self.leads.operation().cloned()
                    && (!draft.cited.is_empty()
                        || !draft.acts.is_empty()
                        || draft.is_titled(&template))
                {
                    let draft = draft.with_title(statement);
                    made += self.distribute(&template, draft, statement, unit, None);
                }
                continue;
            };
            let other = |c: &Citation| c.act != CitedAct::This;
            let has_target = !draft.cited.is_empty()
                || draft.acts.iter().any(other)
                || draft.heading
                || draft.title;
            let opens_list = statement.leads && last && quoted.is_none();
            // «Мына заңдардың күші жойылды деп танылсын: 1) …; 2) …»: where the verb stands last, nothing but
            // a list comes behind the colon.
            let verb_last = !order.small_first() && draft.cited.is_empty();
            let repeals = operation == Operation::Repeal && draft.cited.is_empty() && !draft.weak;
            let before_verb = || draft.acts.iter().all(|a| a.start < draft.verb.start);
            if opens_list && (!has_target || repeals || before_verb()) {
                // «Признать утратившими силу: 1) …; 2) …», «слова «А» заменить словами «Б»: в статье 5 …».
                let distributes = match operation {
                    // «утратившими силу отдельные положения Закона …: статью 4; …» names the act first.
                    Operation::Repeal => {
                        !has_target || (repeals && !draft.heading && !draft.title) || verb_last
                    }
                    Operation::Delete | Operation::Suspend => {
                        !has_target || !draft.old.is_empty() || verb_last
                    }
                    Operation::ReplaceWords => !draft.new.is_empty() && !has_target,
                    _ => false,
                };
                if distributes {
                    // What a draft behind the last verb holds belongs to that verb.
                    self.lead(&draft, under, Some(draft.clone()), true);
                    return;
                }
            }
            made += self.operation(draft, operation, statement, unit, quoted);
        }
        if made == 0 && statement.announces && statement.leads {
            // The lead was pushed by its draft; an announcement without a name still opens a list.
            self.leads.push(Lead { unit: under, announces: true, ..Lead::default() });
        }
    }

    /// Whether a statement looks like an instruction: under a lead or in an act that amends, with a verb in
    /// the form of an order, and a unit, quoted words or quoted text to go with it.
    fn should_instruct(&self, statement: &Statement) -> bool {
        let ordered = |e: &At| matches!(e.event, Event::Verb(_, false));
        let object = |e: &At| {
            matches!(
                e.event,
                Event::Quote(..) | Event::Units(_) | Event::Nameless(_) | Event::Sentence(_)
            )
        };
        self.leads.any()
            && statement.events.iter().any(ordered)
            && statement.events.iter().any(object)
    }

    fn lead(
        &mut self,
        draft: &Draft,
        under: Option<usize>,
        operation: Option<Draft>,
        announces: bool,
    ) {
        let act = self.named(draft);
        // A list that opens before the first unit runs through the act.
        let preamble =
            |u: &usize| self.act.units.get(*u).is_some_and(|u| u.kind == UnitKind::Preamble);
        let under = under.filter(|u| !preamble(u) || (operation.is_none() && !announces));
        let targets = if operation.is_some() { Vec::new() } else { draft.addresses() };
        if act.is_some() || !targets.is_empty() || operation.is_some() {
            self.leads.push(Lead {
                unit: under,
                act,
                targets,
                operation,
                announces,
                ..Lead::default()
            });
        }
    }

    /// The act that a draft names: another one, or the one in which it stands.
    fn named(&self, draft: &Draft) -> Option<Named> {
        if let Some(citation) = draft.named() {
            let full = self.names.full(self.reading, citation).or_else(|| citation.name.clone());
            return full.map(|n| Named { span: Some(self.reading.tokens.span(n)) });
        }
        let this = |c: &Citation| c.act == CitedAct::This && c.name.is_some();
        draft
            .acts
            .iter()
            .chain(draft.cited.iter().map(|c| &c.citation))
            .any(this)
            .then_some(Named { span: None })
    }

    /// The operation of a lead on a target of its list.
    fn distribute(
        &mut self,
        template: &Draft,
        item: Draft,
        statement: &Statement,
        unit: Option<usize>,
        quoted: Option<&Content>,
    ) -> usize {
        let Some(operation) = template.operation else { return 0 };
        let draft = Draft {
            cited: item.cited,
            acts: item.acts,
            heading: item.heading,
            title: item.title,
            preamble: item.preamble,
            ..template.clone()
        };
        self.operation(draft, operation, statement, unit, quoted)
    }

    /// Makes the operations of a draft: one for each target and pair of words.
    fn operation(
        &mut self,
        mut draft: Draft,
        operation: Operation,
        statement: &Statement,
        unit: Option<usize>,
        quoted: Option<&Content>,
    ) -> usize {
        let order = self.reading.lang.order();
        settle_plain(&mut draft, operation, self.reading.lang);
        drop_sources(&mut draft);
        let operation = settle(operation, &draft, quoted);
        let complement = match operation {
            Operation::Insert | Operation::Renumber => draft.take_complement(order),
            _ => None,
        };
        let titled = self.titled.map(|(named, _)| named);
        let named = self.named(&draft).or_else(|| self.leads.act()).or(titled);
        let bases = self.leads.bases();
        let own = draft.addresses();
        let lang = self.reading.lang;
        let words = matches!(
            operation,
            Operation::ReplaceWords | Operation::InsertWords | Operation::DeleteWords
        );
        let addressed = self.addressed(&bases, &own, words && !draft.whole_part());
        let mut base = self.blank(&draft, operation, statement, unit, named);
        if operation == Operation::Suspend {
            base.until = self.until(statement);
        }
        if let Some(place) = draft.cited.iter().find(|c| c.place) {
            base.behind = place.citation.targets.last().map(|t| {
                let under = addressed.first().cloned().unwrap_or_default();
                super::lead::compose(&under, t)
            });
        }
        let complement = complement.map(|mut c| {
            if let Some(quoted) = quoted.filter(|_| operation == Operation::Insert) {
                content::settle_ranges(self.reading, quoted, &mut c);
            }
            c
        });
        let targets =
            self.targets(&draft, operation, complement.as_ref(), &addressed, &base, quoted);
        base.behind = base.behind.map(|b| shaped(lang, &b));
        let mut targets: Vec<Eid> =
            targets.iter().map(|t| shaped(lang, &super::lead::through(t))).collect();
        // «көрсетілген шешімнің қосымшасы жаңа редакцияда жазылсын»: the only one, which has no number.
        if targets.is_empty()
            && order == Order::BigToSmall
            && draft.nameless.contains(&UnitKind::Attachment)
        {
            targets.push(Eid::default().child(UnitKind::Attachment, ""));
        }
        // Rows of a table are no units: what becomes of them is not read as a change of the whole.
        if draft.row && !words {
            return 0;
        }
        if targets.is_empty() && self.means_act(&draft, operation, words, named.is_some()) {
            targets.push(Eid::new("act"));
        }
        // «в приложении 2 строку «А» исключить»: what is taken out is not understood.
        let unknown =
            operation == Operation::Delete && !draft.plain.is_empty() && lang.words_first();
        if targets.is_empty()
            || unknown
            || !self.orders(&draft, operation, statement, quoted.is_some())
        {
            return 0;
        }
        let before = self.out.len();
        match operation {
            Operation::ReplaceWords | Operation::DeleteWords | Operation::InsertWords => {
                self.words(&base, &draft, operation, &targets, quoted);
            }
            Operation::Renumber => {
                let new =
                    complement.map(|c| compose_all(&addressed, &c.targets)).unwrap_or_default();
                for (i, target) in targets.iter().enumerate() {
                    let new_target = new.get(i).map(|t| shaped(lang, t));
                    if new_target.is_some() {
                        self.out.push(Amendment {
                            target: target.clone(),
                            new_target,
                            ..base.clone()
                        });
                    }
                }
            }
            _ => self.units(&base, &draft, operation, &targets, quoted),
        }
        let made = self.out.len() - before;
        if let Some(first) = self.out.get_mut(before) {
            let own = super::names_constitution(self.reading, &statement.tokens);
            let title = || {
                let (title, day) = self.titled?;
                (first.act == title.span).then_some((title.span?, day))
            };
            if let Some((span, day)) = own.or_else(title) {
                first.constitution = Some(span);
                first.adopted = day;
            }
        }
        made
    }

    /// The units that a draft means: new ones under the address, or the addressed ones. New units under
    /// several leads that give them no level around are the same.
    fn targets(
        &mut self,
        draft: &Draft,
        operation: Operation,
        complement: Option<&Citation>,
        addressed: &[Eid],
        base: &Amendment,
        quoted: Option<&Content>,
    ) -> Vec<Eid> {
        let own = !draft.addresses().is_empty();
        let mut targets = match (complement, operation) {
            (Some(new), Operation::Insert) => {
                let inside = super::lead::inside;
                let under = |a: &Eid| new.targets.iter().map(|t| inside(a, t, own)).collect();
                addressed.iter().flat_map::<Vec<Eid>, _>(under).collect()
            }
            (None, Operation::Insert) if draft.sentence.is_none() => {
                self.added(draft, addressed, base.behind.as_ref(), quoted)
            }
            _ => parts(draft, addressed, !own),
        };
        let mut seen = std::collections::BTreeSet::new();
        targets.retain(|t| !t.as_str().is_empty() && seen.insert(t.clone()));
        targets
    }

    /// Whether a draft without a unit means the whole act.
    fn means_act(&self, draft: &Draft, operation: Operation, words: bool, named: bool) -> bool {
        let whole = draft.acts.iter().any(|a| a.targets.is_empty());
        let everywhere = draft.reach.is_some() || (words && named && self.leads.any());
        let of_acts =
            matches!(operation, Operation::Repeal | Operation::Suspend | Operation::Restate);
        (whole && (of_acts || words)) || everywhere
    }

    /// Units worded anew, put in, taken out or suspended: one operation for each, with its quoted text.
    fn units(
        &mut self,
        base: &Amendment,
        draft: &Draft,
        operation: Operation,
        targets: &[Eid],
        quoted: Option<&Content>,
    ) {
        let takes =
            matches!(operation, Operation::Restate | Operation::Insert | Operation::Suspend);
        let plain = draft.plain.first().or_else(|| draft.new.first()).filter(|_| takes);
        let inline =
            plain.map(|r| Content { span: self.reading.tokens.span(r.clone()), unclosed: false });
        let contents = match quoted.filter(|_| takes).cloned().or(inline) {
            Some(c) => content::split(self.reading.source, self.reading.lang, &c, targets),
            None => vec![None; targets.len()],
        };
        for (target, content) in targets.iter().zip(contents) {
            self.out.push(Amendment { target: target.clone(), content, ..base.clone() });
        }
    }

    /// The addresses that an instruction means, its own ones under those of its leads. «в пункте 2 слово «А»
    /// исключить; слово «Б» заменить …»: for words, the address goes on in its paragraph.
    fn addressed(&mut self, bases: &[Eid], own: &[Eid], words: bool) -> Vec<Eid> {
        let lang = self.reading.lang;
        if !own.is_empty() {
            let addressed = compose_all(bases, own);
            self.beside.clone_from(&addressed);
            return addressed;
        }
        let goes_on = words && lang.words_first() && !lang.has_bare_sections();
        if goes_on && !self.beside.is_empty() { self.beside.clone() } else { bases.to_vec() }
    }

    /// The targets of an insertion that names no new unit: its quoted text does by its labels.
    fn added(
        &self,
        draft: &Draft,
        addressed: &[Eid],
        behind: Option<&Eid>,
        quoted: Option<&Content>,
    ) -> Vec<Eid> {
        let (source, lang) = (self.reading.source, self.reading.lang);
        let called = draft.nameless.last().copied();
        let labelled = quoted.map(|q| super::level::levels(source, lang, q, called));
        match (labelled.filter(|l| !l.is_empty()), behind) {
            (Some(new), Some(behind)) => compose_all(&[parent(behind)], &new),
            (Some(new), None) => compose_all(addressed, &new),
            (None, _) => nameless(draft, addressed),
        }
    }

    fn blank(
        &self,
        draft: &Draft,
        operation: Operation,
        statement: &Statement,
        unit: Option<usize>,
        named: Option<Named>,
    ) -> Amendment {
        let span = self.reading.tokens.span(statement.tokens.clone());
        let cue = self.reading.tokens.span(draft.verb.clone());
        Amendment {
            act: named.and_then(|n| n.span),
            sentence: draft.sentence,
            reach: draft.reach.unwrap_or(Reach::Target),
            all_cases: draft.all_cases,
            ..Amendment::bare(operation, span, cue, unit)
        }
    }

    /// Words replaced, put in or taken out: one operation for each target and pair.
    fn words(
        &mut self,
        base: &Amendment,
        draft: &Draft,
        operation: Operation,
        targets: &[Eid],
        quoted: Option<&Content>,
    ) {
        let span = |r: &std::ops::Range<usize>| self.reading.tokens.span(r.clone());
        let old: Vec<Span> = draft.old.iter().map(span).collect();
        let mut new: Vec<Span> = draft.new.iter().map(span).collect();
        let after: Vec<Span> = draft.after.iter().map(span).collect();
        let before: Vec<Span> = draft.before.iter().map(span).collect();
        if new.is_empty()
            && let Some(content) = quoted
        {
            new.push(content.span);
        }
        let marks: Vec<(Span, char)> =
            draft.marks.iter().map(|(r, mark)| (span(r), *mark)).collect();
        let pick = |list: &[Span], i: usize| list.get(i).or(list.last()).copied();
        let pairs = match operation {
            Operation::InsertWords => after.len().max(before.len()).max(1),
            _ => old.len(),
        };
        for target in targets {
            for i in 0..pairs {
                let (from, to) = match operation {
                    Operation::ReplaceWords => (old.get(i).copied(), pick(&new, i)),
                    Operation::DeleteWords => (old.get(i).copied(), None),
                    _ => (None, pick(&new, i)),
                };
                if from.is_none() && to.is_none() {
                    continue;
                }
                self.out.push(Amendment {
                    target: target.clone(),
                    marks: marks.clone(),
                    from,
                    to,
                    after: if operation == Operation::InsertWords { pick(&after, i) } else { None },
                    before: if operation == Operation::InsertWords {
                        pick(&before, i)
                    } else {
                        None
                    },
                    ..base.clone()
                });
            }
        }
    }

    /// The day to which a suspension lasts.
    fn until(&self, statement: &Statement) -> Option<jiff::civil::Date> {
        let dates = self.reading.dates_in(&statement.tokens);
        let until: Vec<(usize, usize)> = self
            .reading
            .hits_in(&statement.tokens)
            .iter()
            .filter(|h| self.reading.lang.class(h.class) == Class::Cue(Cue::Until))
            .map(|h| (h.start as usize, h.end as usize))
            .collect();
        let near = |d: &&crate::syntax::date::DateMention| match self.reading.lang.order() {
            Order::SmallToBig | Order::BigToSmallWordFirst => {
                until.iter().any(|(_, end)| *end <= d.start && d.start - end <= 1)
            }
            Order::BigToSmall => {
                until.iter().any(|(start, end)| *end >= d.end && *start <= d.end + 1)
            }
        };
        dates.iter().find(near).and_then(|d| d.date)
    }

    /// Whether a draft names another act by its title, and none of its units.
    fn names_act(&self, draft: &Draft) -> bool {
        let titled = |c: &Citation| {
            c.act == CitedAct::Other
                && c.name.clone().is_some_and(|name| {
                    self.reading.tokens.list()[name].iter().any(|t| {
                        t.kind == TokenKind::Mark && char::from_u32(t.value).is_some_and(is_opening)
                    })
                })
        };
        draft.cited.is_empty() && draft.acts.iter().any(titled)
    }

    /// Whether a statement orders a change: everyday verbs do only where an act amends.
    fn orders(
        &self,
        draft: &Draft,
        operation: Operation,
        statement: &Statement,
        quotes: bool,
    ) -> bool {
        // "Section 5 is amended by striking …" announces and orders at once.
        let at_once = self.reading.lang.has_bare_sections() && statement.announces;
        let amends = self.act.amending
            || self.titled.is_some()
            || self.leads.announced()
            || at_once
            || quotes;
        let words = matches!(
            operation,
            Operation::ReplaceWords | Operation::InsertWords | Operation::DeleteWords
        );
        // «Суд может отменить …», «исключаются доходы, указанные в пункте 2»: norms of acts that amend nothing.
        let allows = !amends && statement.rules;
        let force = || {
            self.reading.hits_in(&statement.tokens).iter().any(|h| {
                matches!(self.reading.lang.class(h.class), Class::Cue(Cue::Force | Cue::Until))
            })
        };
        match operation {
            Operation::Suspend => !draft.weak && (amends || force()) && !allows,
            _ if words => true,
            // "The Order of 5 May 2020 No. 17 “On …” shall be repealed": who names a whole act by its title ends it.
            Operation::Repeal if self.names_act(draft) => !allows,
            _ => (!draft.weak || amends) && !allows,
        }
    }
}
