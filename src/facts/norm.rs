//! Norms as frames: what a clause does, to whom, in which direction, and the words that say so.

use super::amendment::{self, Operation};
use super::clause::{Clause, CueHit};
use super::commencement::{self, ReachesBack};
use crate::lang::table::Class;
use crate::lang::{Cue, Order, TokenKind};
use crate::model::{Act, Zone};
use crate::source::Span;
use crate::syntax::Reading;

/// What a norm does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Modality {
    /// Binds to do.
    Obligation,
    /// Binds not to do.
    Prohibition,
    /// Allows.
    Permission,
    /// Entitles.
    Right,
    /// Limits.
    Restriction,
    /// Punishes.
    Sanction,
    /// States.
    Declaration,
}

impl Modality {
    /// The name in rules and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Obligation => "obligation",
            Self::Prohibition => "prohibition",
            Self::Permission => "permission",
            Self::Right => "right",
            Self::Restriction => "restriction",
            Self::Sanction => "sanction",
            Self::Declaration => "declaration",
        }
    }
}

/// Who is bound or entitled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectClass {
    /// Natural persons.
    Person,
    /// Organisations.
    Organisation,
    /// State bodies and officials.
    State,
    /// Not named: anyone, natural persons among them.
    Anyone,
}

impl SubjectClass {
    /// The name in rules and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::State => "state-body",
            Self::Anyone => "anyone",
        }
    }
}

/// Which way a norm moves the position of its addressee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To the worse.
    Burdens,
    /// To the better.
    Relieves,
    /// Neither.
    Neutral,
}

impl Direction {
    /// The name in rules and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Burdens => "burdens",
            Self::Relieves => "relieves",
            Self::Neutral => "neutral",
        }
    }
}

/// What one clause does.
#[derive(Debug, Clone)]
pub struct Norm {
    /// The clause.
    pub span: Span,
    /// The words from which modality and direction were read.
    pub cue: Span,
    /// Index of the unit in which it stands.
    pub unit: Option<usize>,
    /// Whose words it is.
    pub zone: Zone,
    /// What it does.
    pub modality: Modality,
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
    /// Whether modality and direction were read off explicit words, and not inferred from numbers or
    /// from what an amendment deletes.
    pub explicit: bool,
}

/// Reads the norm of a clause, with what its lead-in lends; `true` when there is one.
pub fn read(reading: &Reading<'_>, clauses: &[Clause], clause: &Clause, out: &mut Vec<Norm>) -> bool {
    if clause.has(Cue::History) && !clause.has(Cue::Obligation) {
        return false;
    }
    let lead = clause.lead.map(|l| &clauses[l]);
    if is_table(reading, clause) {
        return false;
    }
    // «Запрещается: 1) …»: an item without a cue of its own takes the cues of its lead-in.
    let own = frame(reading, &clause.cues, clause);
    let (frame_read, lent) = match own {
        Some(f) => (f, false),
        None => {
            let Some(lead) = lead.filter(|l| l.zone == clause.zone && !is_about_act(l)) else {
                return false;
            };
            match frame(reading, &lead.cues, lead) {
                Some(f) => (f, true),
                None => return false,
            }
        }
    };
    if is_about_act(clause) {
        return false;
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
    if past.is_some() && weighs && clause.has(Cue::Prohibition) {
        // «Взимание повышенной платы за … не допускается»: to forbid a burden on the past is no burden.
        return false;
    }
    out.push(Norm {
        span: reading.tokens.span(clause.tokens.clone()),
        cue: reading.tokens.span(frame_read.cue.start..frame_read.cue.end),
        unit: clause.unit,
        zone: clause.zone,
        modality: frame_read.modality,
        subject,
        subject_span,
        direction: frame_read.direction,
        past_facts: past,
        indent: None,
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

/// Whether a cue is a predicate. In languages whose verb ends the clause a word inside the clause is an
/// attribute («міндетті сақтандыру»), so a predicate is followed by a mark, a joint or the end.
pub(crate) fn is_predicate(reading: &Reading<'_>, clause: &Clause, cue: &CueHit) -> bool {
    // One word and the full stop may follow an extension («үшін де тағайындалады»).
    let last = if cue.cue == Cue::Extend { cue.end + 3 } else { cue.end };
    if reading.lang.order() == Order::SmallToBig || last >= clause.tokens.end {
        return true;
    }
    let next = reading.tokens.list()[cue.end];
    match next.kind {
        TokenKind::Mark => !next.is('(') && !next.is('-'),
        TokenKind::Number => false,
        TokenKind::Word => {
            reading.lang.single(&reading.tokens, next).any(|c| c == Class::And)
                || clause.cues.iter().any(|c| c.start == cue.end && verbal(c.cue))
        }
    }
}

/// Cues that are verbs, and so stand where a predicate stands.
fn verbal(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Obligation
            | Cue::NoObligation
            | Cue::Prohibition
            | Cue::Permission
            | Cue::Right
            | Cue::Restriction
            | Cue::Sanction
            | Cue::Pays
            | Cue::Imposes
            | Cue::Relieves
            | Cue::Deprives
            | Cue::Abolish
    )
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

struct Frame {
    modality: Modality,
    direction: Direction,
    cue: CueHit,
}

/// Modality and direction of a set of cues.
fn frame(reading: &Reading<'_>, cues: &[CueHit], clause: &Clause) -> Option<Frame> {
    let cues: Vec<CueHit> = cues
        .iter()
        .copied()
        .filter(|c| !verbal(c.cue) || is_predicate(reading, clause, c))
        .collect();
    let cues = cues.as_slice();
    let first = |cue: Cue| cues.iter().copied().find(|c| c.cue == cue);
    let any = |list: &[Cue]| list.iter().find_map(|c| first(*c));
    let made = |modality, direction, cue| Some(Frame { modality, direction, cue });
    if clause.has(Cue::NotRetroactive) || clause.has(Cue::Saving) {
        return None;
    }
    // Movements first: «штраф повышается» is no relief though «снижается» stands beside «льгота».
    let moved = movement(cues, reading.lang.order());
    if let Some((direction, cue)) = instead(reading, cues) {
        let modality = if direction == Direction::Burdens { Modality::Obligation } else { Modality::Right };
        return made(modality, direction, cue);
    }
    if let Some(cue) = first(Cue::NoObligation)
        && moved.as_ref().is_none_or(|m| m.0 != Direction::Burdens)
        && any(&[Cue::Sanction, Cue::Deprives]).is_none()
    {
        return made(Modality::Permission, Direction::Relieves, cue);
    }
    if let Some((Direction::Burdens, cue)) = moved {
        let modality = if first(Cue::Penalty).is_some() { Modality::Sanction } else { Modality::Obligation };
        return made(modality, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Relieves)
        && first(Cue::Deprives).is_none()
        && !burden_before(cues, cue)
    {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some((Direction::Relieves, cue)) = moved {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some(cue) = first(Cue::Sanction) {
        return made(Modality::Sanction, Direction::Burdens, cue);
    }
    if let Some(cue) = any(&[Cue::Deprives, Cue::Worsens]) {
        let worse = cue.cue == Cue::Worsens && first(Cue::Penalty).is_some();
        let modality = if worse { Modality::Sanction } else { Modality::Restriction };
        return made(modality, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Prohibition) {
        return made(Modality::Prohibition, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Restriction) {
        return made(Modality::Restriction, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Pays) {
        // «Выплачивается пособие»: who is paid a benefit is not burdened.
        let levied = first(Cue::Levy).is_some() || first(Cue::Obligation).is_some() || first(Cue::Benefit).is_none();
        let direction = if levied { Direction::Burdens } else { Direction::Relieves };
        return made(Modality::Obligation, direction, cue);
    }
    if let Some(cue) = first(Cue::Right) {
        return made(Modality::Right, Direction::Relieves, cue);
    }
    if let Some(cue) = first(Cue::Obligation) {
        return made(Modality::Obligation, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Impersonal) {
        return made(Modality::Obligation, Direction::Burdens, cue);
    }
    if let Some(cue) = first(Cue::Imposes) {
        if let Some(noun) = nearest(cues, cue, &[Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Benefit, Cue::Exemption]) {
            let direction = match noun.cue {
                Cue::Benefit | Cue::Exemption => Direction::Relieves,
                _ => Direction::Burdens,
            };
            let modality = if noun.cue == Cue::Penalty { Modality::Sanction } else { Modality::Obligation };
            return made(modality, direction, cue);
        }
    }
    if let Some(cue) = first(Cue::Permission) {
        return made(Modality::Permission, Direction::Relieves, cue);
    }
    None
}

/// Whether a burden is said before a relief in a clause: «взимается …, за исключением … освобождаемых».
fn burden_before(cues: &[CueHit], relief: CueHit) -> bool {
    let except = cues.iter().find(|c| c.cue == Cue::Except);
    cues.iter().any(|c| {
        c.start < relief.start
            && matches!(c.cue, Cue::Obligation | Cue::Prohibition | Cue::Pays | Cue::Sanction)
            && except.is_some_and(|e| c.start < e.start && e.start < relief.start)
    })
}

/// What rises, falls or goes, and whether that is good for whom it concerns.
fn movement(cues: &[CueHit], order: Order) -> Option<(Direction, CueHit)> {
    let nouns = [Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Benefit, Cue::Exemption];
    let mut found: Option<(Direction, CueHit)> = None;
    let mut from = 0;
    for verb in cues.iter().filter(|c| matches!(c.cue, Cue::Rise | Cue::Fall | Cue::Abolish)) {
        let mut before = cues.iter().filter(|c| nouns.contains(&c.cue) && c.start >= from && c.end <= verb.start);
        // The head noun opens its phrase in Russian and English («ставка налога на …») and closes it in
        // Kazakh («салық мөлшерлемесі»).
        let noun = match order {
            Order::SmallToBig => before.next(),
            Order::BigToSmall => before.next_back(),
        };
        let noun = noun.or_else(|| cues.iter().find(|c| nouns.contains(&c.cue) && c.start >= verb.end));
        from = verb.end;
        let Some(noun) = noun else { continue };
        let good = matches!(noun.cue, Cue::Benefit | Cue::Exemption);
        let up = verb.cue == Cue::Rise;
        let direction = if up == good { Direction::Relieves } else { Direction::Burdens };
        if found.is_none() || direction == Direction::Burdens {
            found = Some((direction, *verb));
        }
    }
    found
}

/// «по ставке 2 процента вместо 5», «10 пайыз мөлшерлеменің орнына 15 пайыз»: what was and what is.
fn instead(reading: &Reading<'_>, cues: &[CueHit]) -> Option<(Direction, CueHit)> {
    const NEAR: usize = 8;
    let cue = cues.iter().copied().find(|c| c.cue == Cue::Instead)?;
    let before = greatest(reading, &(cue.start.saturating_sub(NEAR)..cue.start))?;
    let end = (cue.end + NEAR).min(reading.tokens.list().len());
    let after = greatest(reading, &(cue.end..end))?;
    let (was, is) = match reading.lang.order() {
        Order::SmallToBig => (after, before),
        Order::BigToSmall => (before, after),
    };
    let noun = nearest(cues, cue, &[Cue::Levy, Cue::Penalty, Cue::Burden, Cue::Benefit, Cue::Exemption])?;
    let good = matches!(noun.cue, Cue::Benefit | Cue::Exemption);
    let direction = match is.cmp(&was) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater if good => Direction::Relieves,
        std::cmp::Ordering::Less if !good => Direction::Relieves,
        _ => Direction::Burdens,
    };
    Some((direction, cue))
}

/// The noun of a list nearest to a verb.
fn nearest(cues: &[CueHit], verb: CueHit, nouns: &[Cue]) -> Option<CueHit> {
    let distance = |c: &CueHit| {
        if c.end <= verb.start { verb.start - c.end } else { c.start.saturating_sub(verb.end) }
    };
    cues.iter().copied().filter(|c| nouns.contains(&c.cue)).min_by_key(distance)
}

/// The addressee: the first noun that can be a subject before the cue, else the first one behind it.
fn subject(reading: &Reading<'_>, clause: &Clause, before: usize) -> (SubjectClass, Option<Span>) {
    let class = |cue: Cue| match cue {
        Cue::Person => Some(SubjectClass::Person),
        Cue::Organisation => Some(SubjectClass::Organisation),
        Cue::State => Some(SubjectClass::State),
        _ => None,
    };
    let nouns: Vec<CueHit> = clause.cues.iter().copied().filter(|c| class(c.cue).is_some()).collect();
    let oblique = |c: &CueHit| {
        // A preposition inside the cue itself leads to the addressee: «возлагается на акиматы».
        let from = if c.start >= before { before + 1 } else { clause.tokens.start };
        (c.start.saturating_sub(2)..c.start).any(|i| {
            i >= from
                && reading
                    .tokens
                    .list()
                    .get(i)
                    .is_some_and(|t| reading.lang.single(&reading.tokens, *t).any(|k| k == Class::Preposition))
        })
    };
    let chosen = nouns
        .iter()
        .find(|c| c.start < before && !oblique(c))
        .or_else(|| nouns.iter().find(|c| c.start >= before && (c.cue == Cue::Person || !oblique(c))))
        .or_else(|| nouns.iter().find(|c| c.cue == Cue::Person));
    match chosen {
        Some(c) => (class(c.cue).unwrap_or(SubjectClass::Anyone), Some(reading.tokens.span(c.start..c.end))),
        None => (SubjectClass::Anyone, None),
    }
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
    // A year alone is too often a budget's or a plan's year.
    if let Some(date) = commencement::tied_date(reading, clause, &clause.tokens).filter(|d| d.exact) {
        return date.date.map(ReachesBack::Date);
    }
    if clause.has(Cue::AfterEffect) {
        return None;
    }
    let near = |c: &CueHit| {
        clause.all(Cue::PastFact).any(|f| {
            (f.start >= c.end && f.start - c.end <= 5) || (c.start >= f.end && c.start - f.end <= 5)
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

/// The norm that an amendment makes by what it deletes, replaces or repeals.
pub fn from_amendment(reading: &Reading<'_>, act: &Act, clause: &Clause, out: &mut Vec<Norm>) {
    let Some(operation) = amendment::operation(clause) else { return };
    let noun = |cues: &[CueHit], list: &[Cue]| cues.iter().copied().find(|c| list.contains(&c.cue));
    let good = [Cue::Exemption, Cue::Benefit, Cue::Relieves];
    let bad = [Cue::Penalty, Cue::Levy, Cue::Burden, Cue::Prohibition, Cue::Obligation, Cue::Sanction];
    let liability = clause.has(Cue::LiabilityAct)
        || act.title.is_some_and(|t| title_has(reading, t, &[Cue::LiabilityAct, Cue::Penalty]));
    let read = match operation {
        Operation::Delete | Operation::Repeal => {
            // The words taken out, or the words in brackets that describe what is taken out.
            let quoted = &clause.quoted_cues;
            if let Some(cue) = noun(quoted, &good).or_else(|| noun(&clause.cues, &good)) {
                Some((Direction::Burdens, Modality::Obligation, cue))
            } else if let Some(cue) = noun(quoted, &bad) {
                let relief = Direction::Relieves;
                Some((relief, Modality::Right, cue))
            } else if let Some(cue) = clause.first(Cue::LiabilityAct).or_else(|| noun(&clause.cues, &[Cue::Penalty, Cue::Levy])) {
                Some((Direction::Relieves, Modality::Right, cue))
            } else {
                None
            }
        }
        Operation::ReplaceWords => replacement(reading, act, clause, liability),
        Operation::InsertWords => {
            let added = clause.quoted.last();
            added.and_then(|range| {
                let cues: Vec<CueHit> =
                    clause.quoted_cues.iter().copied().filter(|c| range.contains(&c.start)).collect();
                let frame = frame(reading, &cues, clause)?;
                Some((frame.direction, frame.modality, frame.cue))
            })
        }
        _ => None,
    };
    let Some((direction, modality, cue)) = read else { return };
    out.push(Norm {
        span: reading.tokens.span(clause.tokens.clone()),
        cue: reading.tokens.span(cue.start..cue.end),
        unit: clause.unit,
        zone: Zone::QuotedNew,
        modality,
        subject: SubjectClass::Anyone,
        subject_span: None,
        direction,
        past_facts: None,
        indent: None,
        explicit: false,
    });
}

/// Words replaced by words: a number that rises or falls, or a duty put in the place of a permission.
fn replacement(
    reading: &Reading<'_>,
    act: &Act,
    clause: &Clause,
    liability: bool,
) -> Option<(Direction, Modality, CueHit)> {
    // Titles of acts stand in quotation marks too: the words meant stand beside "the words".
    let words: Vec<&std::ops::Range<usize>> = clause
        .quoted
        .iter()
        .filter(|q| {
            clause.all(Cue::Words).any(|w| match reading.lang.order() {
                Order::SmallToBig => w.end < q.start && q.start - w.end <= 3,
                Order::BigToSmall => w.start > q.end && w.start - q.end <= 2,
            })
        })
        .collect();
    let [old, new, ..] = words.as_slice() else { return None };
    let (old, new) = (*old, *new);
    let cues_in = |range: &std::ops::Range<usize>| -> Vec<CueHit> {
        clause.quoted_cues.iter().copied().filter(|c| range.contains(&c.start)).collect()
    };
    let (was, is) = (cues_in(old), cues_in(new));
    let whole = CueHit { cue: Cue::Replace, start: new.start, end: new.end };
    let frames = (frame(reading, &was, clause), frame(reading, &is, clause));
    let burdens = |f: &Option<Frame>| f.as_ref().is_some_and(|f| f.direction == Direction::Burdens);
    let both_burden = burdens(&frames.0) && burdens(&frames.1);
    match frames {
        (before, Some(after)) if after.direction == Direction::Burdens && before.as_ref().is_none_or(|b| b.direction != Direction::Burdens) => {
            return Some((Direction::Burdens, after.modality, after.cue));
        }
        (Some(before), after) if before.direction == Direction::Burdens && after.as_ref().is_none_or(|a| a.direction != Direction::Burdens) => {
            return Some((Direction::Relieves, Modality::Right, whole));
        }
        _ => {}
    }
    let (a, b) = (greatest(reading, old)?, greatest(reading, new)?);
    if a == b {
        return None;
    }
    // A term in days or months may help or hurt; only in an act of liability is a longer one worse.
    let term = [old, new].iter().all(|r| {
        (**r).clone().any(|i| {
            reading
                .lang
                .single(&reading.tokens, reading.tokens.list()[i])
                .any(|c| matches!(c, Class::Period(_)))
        })
    });
    let told = [Cue::Burden, Cue::Benefit, Cue::Penalty];
    let told = told.iter().any(|c| clause.has(*c) || clause.quoted_cues.iter().any(|q| q.cue == *c)) || act.title.is_some_and(|t| title_has(reading, t, &told));
    if term && !liability && !told && !both_burden {
        return None;
    }
    let quoted: Vec<CueHit> = was.iter().chain(&is).copied().collect();
    let title = |list: &[Cue]| act.title.is_some_and(|t| title_has(reading, t, list));
    let (goods, bads) =
        ([Cue::Benefit, Cue::Exemption], [Cue::Penalty, Cue::Levy, Cue::Burden, Cue::Worsens]);
    let any = |cues: &[CueHit], list: &[Cue]| cues.iter().any(|c| list.contains(&c.cue));
    // The closest words tell: those replaced, then the instruction, the act amended, the title.
    let good = if any(&quoted, &bads) && !any(&quoted, &goods) {
        false
    } else if any(&quoted, &goods) {
        true
    } else if any(&clause.cues, &[Cue::Benefit]) && !any(&clause.cues, &[Cue::Burden]) {
        true
    } else if liability || both_burden || any(&clause.cues, &bads) {
        false
    } else if title(&[Cue::Benefit, Cue::Exemption]) {
        true
    } else if title(&bads) {
        false
    } else {
        return None;
    };
    let direction = if (b > a) == good { Direction::Relieves } else { Direction::Burdens };
    let modality = if liability { Modality::Sanction } else { Modality::Obligation };
    Some((direction, modality, whole))
}

fn title_has(reading: &Reading<'_>, title: Span, list: &[Cue]) -> bool {
    reading.hits_in(&reading.tokens.inside(title)).iter().any(|h| {
        matches!(reading.lang.class(h.class), Class::Cue(c) if list.contains(&c))
    })
}

/// The greatest number in a range of tokens, as figures or in words, in hundredths.
fn greatest(reading: &Reading<'_>, range: &std::ops::Range<usize>) -> Option<u64> {
    let list = reading.tokens.list();
    let mut best: Option<u64> = None;
    let mut words: u64 = 0;
    let mut i = range.start;
    while i < range.end {
        let t = list[i];
        if let Some(n) = reading.tokens.number(t) {
            let mut value = u64::from(n) * 100;
            // «0,60», "0.6": a decimal fraction.
            if let (Some(point), Some(part)) = (list.get(i + 1), list.get(i + 2))
                && (point.is(',') || point.is('.'))
                && point.start == t.end
                && part.start == point.end
                && i + 2 < range.end
                && let Some(fraction) = reading.tokens.number(*part)
            {
                let digits = part.end - part.start;
                value += match digits {
                    1 => u64::from(fraction) * 10,
                    2 => u64::from(fraction),
                    _ => 0,
                };
                i += 2;
            }
            best = best.max(Some(value));
        }
        let cardinal = reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Cardinal(n) => Some(u64::from(n)),
            _ => None,
        });
        if let Some(n) = cardinal {
            words = if n >= 100 && words > 0 && words < 100 { words * n } else { words + n };
            best = best.max(Some(words * 100));
        } else {
            words = 0;
        }
        i += 1;
    }
    best
}
