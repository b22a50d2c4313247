//! The English words for what rules can ask.

use jiff::civil::Date;

use crate::model::frame::{
    AmountUnit, CitedAct, Direction, FlawKind, Modality, Operation, Polarity, QualifierKind,
    SubjectClass,
};
use crate::model::{ActKind, Zone};
use crate::pack::condition::{Age, EffectKind, Holds, Kind, Test};

/// "a, b or c".
pub(super) fn joined<T: AsRef<str>>(list: &[T], last: &str) -> String {
    match list {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., end] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", before.join(", "), end.as_ref())
        }
    }
}

/// "a" or "an"; nothing before words that are quoted.
pub(super) fn article(noun: &str) -> &'static str {
    match noun.chars().next() {
        _ if noun.starts_with("wording") || noun.starts_with("text") => "some",
        Some('a' | 'e' | 'i' | 'o') => "an",
        _ => "a",
    }
}

/// The ages of the acts that are judged, where not all are.
pub(super) fn ages(holds: &Holds, from: Date) -> Option<String> {
    if holds.ages.is_empty() {
        return None;
    }
    if holds.ages == Age::FRESH {
        return Some(format!("acts made from {from} on, and undated drafts"));
    }
    let ages: Vec<String> = holds
        .ages
        .iter()
        .map(|age| match age {
            Age::New => format!("acts made from {from} on"),
            Age::Draft => "undated texts that are marked as drafts".to_owned(),
            Age::Undated => "other undated texts without a signature".to_owned(),
            Age::Old => format!("acts made before {from}"),
        })
        .collect();
    Some(joined(&ages, "and"))
}

/// How sure a finding may be in an act of which nobody knows when it was made, and in an older one.
pub(super) fn at_most(holds: &Holds, from: Date) -> Option<String> {
    let undated = holds.undated.map(|sure| {
        format!("at most {} in undated texts that are not marked as drafts", sure.name())
    });
    let old = holds.old.map(|sure| format!("at most {} in acts made before {from}", sure.name()));
    let parts: Vec<String> = undated.into_iter().chain(old).collect();
    (!parts.is_empty()).then(|| joined(&parts, "and"))
}

/// On which days something holds, where it does not hold on all.
pub(super) fn days(holds: &Holds) -> Option<String> {
    match (holds.from, holds.until) {
        (Some(from), Some(until)) => Some(format!("from {from} on, and no longer from {until} on")),
        (Some(from), None) => Some(format!("from {from} on")),
        (None, Some(until)) => Some(format!("until {until}, that day left out")),
        (None, None) => None,
    }
}

/// A phrase of which every word shows two of its forms at most.
pub(super) fn idea(phrase: &str) -> String {
    const FORMS: usize = 2;
    let word = |word: &str| {
        let forms: Vec<&str> = word.split('|').collect();
        let more = if forms.len() > FORMS { "|…" } else { "" };
        format!("{}{more}", forms.iter().take(FORMS).copied().collect::<Vec<_>>().join("|"))
    };
    phrase.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// What stands in the zone's words.
pub(super) fn zone(zone: Zone) -> &'static str {
    match zone {
        Zone::Own => "the act's own words",
        Zone::QuotedNew => "text that it puts into another act",
        Zone::QuotedOld => "text that it takes out of another act",
        Zone::Title => "a title",
        Zone::Note => "a note",
        Zone::Attachment => "an attachment",
        Zone::Treaty => "a treaty that it carries",
    }
}

/// "burdens natural persons or anyone" out of the questions which way and for whom, and the other
/// questions.
pub(super) fn burden<'t>(tests: &[&'t Test]) -> (Option<String>, Vec<&'t Test>) {
    let way = tests.iter().find_map(|t| match t {
        Test::Direction(way) => Some(way),
        _ => None,
    });
    let whom = tests.iter().find_map(|t| match t {
        Test::Addressee(whom) => Some(whom),
        _ => None,
    });
    let (Some(way), Some(whom)) = (way, whom) else { return (None, tests.to_vec()) };
    let rest = tests
        .iter()
        .copied()
        .filter(|t| !matches!(t, Test::Direction(_) | Test::Addressee(_)))
        .collect();
    let whom: Vec<&str> = whom.iter().map(|w| self::whom(*w)).collect();
    let way: Vec<&str> = way.iter().map(|w| self::way(*w)).collect();
    (Some(format!("{} {}", joined(&way, "or"), joined(&whom, "or"))), rest)
}

fn way(way: Direction) -> &'static str {
    match way {
        Direction::Burdens => "burdens",
        Direction::Relieves => "relieves",
        Direction::Neutral => "leaves in its position",
    }
}

fn whom(whom: SubjectClass) -> &'static str {
    match whom {
        SubjectClass::Person => "natural persons",
        SubjectClass::Organisation => "organisations",
        SubjectClass::State => "state bodies",
        SubjectClass::Official => "officials",
        SubjectClass::Anyone => "anyone",
    }
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Obligation => "an obligation",
        Modality::Prohibition => "a prohibition",
        Modality::Permission => "a permission",
        Modality::Right => "a right",
        Modality::Restriction => "a restriction",
        Modality::Sanction => "a sanction",
        Modality::Delegation => "a delegation",
        Modality::Definition => "a definition",
        Modality::Declaration => "a declaration",
    }
}

fn qualifier(kind: QualifierKind) -> &'static str {
    match kind {
        QualifierKind::ByCourt => "a court's decision",
        QualifierKind::ByLaw => "a law",
        QualifierKind::ByBody => "an act of a body",
        QualifierKind::Consent => "consent",
        QualifierKind::Compensation => "compensation",
        QualifierKind::Exceptional => "an exceptional case",
        QualifierKind::Explanation => "an explanation of rights and grounds",
        QualifierKind::Publication => "publication",
    }
}

fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Restate => "words its target anew",
        Operation::Insert => "adds a unit or sentences",
        Operation::Delete => "takes a unit or sentences out",
        Operation::ReplaceWords => "puts words in the place of words",
        Operation::InsertWords => "adds words",
        Operation::DeleteWords => "takes words out",
        Operation::Repeal => "ends the force of its target",
        Operation::Suspend => "suspends its target",
        Operation::Renumber => "gives its target another number",
        Operation::Announce => "announces changes that follow in a list",
    }
}

fn effect(kind: EffectKind) -> &'static str {
    match kind {
        EffectKind::Date => "on a day",
        EffectKind::Days => "days after publication",
        EffectKind::Months => "months after publication",
        EffectKind::Publication => "on publication",
        EffectKind::Signing => "on signing",
        EffectKind::Registration => "on state registration",
    }
}

fn act(act: CitedAct) -> &'static str {
    match act {
        CitedAct::This => "the act itself",
        CitedAct::Constitution => "the constitution",
        CitedAct::Other => "another act",
    }
}

fn counted(unit: AmountUnit) -> &'static str {
    match unit {
        AmountUnit::Index => "calculation indices",
        AmountUnit::Percent => "per cent",
        AmountUnit::Money => "money",
        AmountUnit::Days => "days",
        AmountUnit::Months => "months",
        AmountUnit::Years => "years",
    }
}

fn list<T: Copy>(list: &[T], name: fn(T) -> &'static str) -> String {
    joined(&list.iter().map(|one| name(*one)).collect::<Vec<_>>(), "or")
}

/// Hundredths as they are written in rules.
fn number(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let text = format!("{sign}{whole}.{part:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn either(yes: bool, is: &str, is_not: &str) -> String {
    (if yes { is } else { is_not }).to_owned()
}

/// "is a law or an order"
fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> =
        names.map(|n| format!("{} {}", article(n), n.replace('-', " "))).collect();
    format!("is {}", joined(&names, "or"))
}

/// A question that needs no names of the pack, as a predicate.
pub(super) fn predicate(kind: &Kind, test: &Test) -> String {
    let eids = |eids: &[crate::model::Eid]| {
        joined(&eids.iter().map(|e| format!("`{e}`")).collect::<Vec<_>>(), "or")
    };
    match test {
        Test::ActKind(kinds) => one_of(kinds.iter().map(|k| act_kind(*k))),
        Test::Draft(yes) => either(*yes, "is a draft", "is no draft"),
        Test::Amending(yes) => either(*yes, "amends other acts", "amends no other act"),
        Test::Referendum => "is put to a nationwide referendum or was adopted by one".to_owned(),
        Test::UnitKind(kinds) => one_of(kinds.iter().map(|k| k.name())),
        Test::Eid(names) => format!("is {} or lies in it", eids(names)),
        Test::Heading(yes) => either(*yes, "has a heading", "has no heading"),
        Test::Modality(kinds) => format!("is {}", list(kinds, modality)),
        Test::Effect(kinds) => format!("has the effect of {}", list(kinds, modality)),
        Test::Direction(ways) => list(ways, |w| match w {
            Direction::Neutral => "neither burdens nor relieves",
            other => way(other),
        }),
        Test::Addressee(whom) => format!("addresses {}", list(whom, self::whom)),
        Test::Qualifier(polarity, kinds) => {
            let kinds = list(kinds, qualifier);
            match polarity {
                Polarity::With => format!("makes its consequence depend on {kinds}"),
                Polarity::Without => format!("lets its consequence come without {kinds}"),
                Polarity::Only => format!("lets its consequence come only with {kinds}"),
            }
        }
        Test::Delegates(yes) => either(
            *yes,
            "leaves a part of its matter to a body or another act",
            "leaves nothing to a body or another act",
        ),
        Test::PastFacts(yes) => either(
            *yes,
            "ties its consequence to facts of before",
            "does not tie its consequence to facts of before",
        ),
        Test::ReachesBack(yes) => either(*yes, "reaches back", "does not reach back"),
        Test::TakesEffect(ways) => format!("lets something take effect {}", list(ways, effect)),
        Test::SoonerThan(days) => {
            format!("lets something take effect sooner than {days} days after publication")
        }
        Test::Ends(yes) => {
            either(*yes, "says when something ends", "does not say when something ends")
        }
        Test::Express(yes) => either(
            *yes,
            "says in words that it reaches back",
            "does not say in words that it reaches back",
        ),
        Test::WholeAct(yes) if matches!(kind, Kind::Citation) => {
            either(*yes, "names a whole act", "names no whole act")
        }
        Test::WholeAct(yes) => either(*yes, "is about the whole act", "is not about the whole act"),
        Test::Acts(acts) if matches!(kind, Kind::Amendment) => {
            format!("changes {}", list(acts, act))
        }
        Test::Acts(acts) => format!("leads to {}", list(acts, act)),
        Test::Target(names) if matches!(kind, Kind::Amendment) => {
            format!("changes {}, a part of it or what lies around it", eids(names))
        }
        Test::Target(names) => format!("leads to {}, into it or around it", eids(names)),
        Test::Resolved(yes) => either(
            *yes,
            "leads to units that the act has",
            "leads to units that the act does not have",
        ),
        Test::Operation(kinds) => list(kinds, operation),
        Test::NamesAct(yes) => {
            either(*yes, "names the act that it changes", "does not name the act that it changes")
        }
        Test::AmountUnit(units) => format!("counts {}", list(units, counted)),
        Test::Is(numbers) => {
            let numbers: Vec<String> = numbers.iter().map(|n| number(*n)).collect();
            format!("is {}", joined(&numbers, "or"))
        }
        Test::MoreThan(than) => format!("is more than {}", number(*than)),
        Test::LessThan(than) => format!("is less than {}", number(*than)),
        Test::Flaw(kinds) => format!("is {}", list(kinds, flaw)),
        // These are told by who knows the names of the pack, and never come here; what a flaw captures asks nothing.
        Test::Other(_)
        | Test::Expected(_)
        | Test::Regulates(_)
        | Test::Topic(_)
        | Test::Purpose(_)
        | Test::PurposeOutside(_)
        | Test::Entry(_)
        | Test::All(_)
        | Test::Any(_)
        | Test::Not(_)
        | Test::Inside(_)
        | Test::Has(_)
        | Test::Missing(_)
        | Test::Near(..)
        | Test::Follows(_)
        | Test::Governs(_) => String::new(),
    }
}

/// A flaw of form as a noun.
pub(super) fn flaw(kind: FlawKind) -> &'static str {
    match kind {
        FlawKind::NumberSkipped => "number behind one that is left out",
        FlawKind::NumberRepeated => "number that is used twice",
        FlawKind::NumberBackwards => "number lower than the one before",
        FlawKind::NumberRestarted => "number that begins anew in the middle of the act",
        FlawKind::NumberRoman => "Roman figure of a unit",
        FlawKind::NumberLettered => "letter in the place of a unit's number",
        FlawKind::NumberInserted => "number of an inserted unit in another form than 15-1",
        FlawKind::ItemEnd => "item that ends otherwise than its list",
        FlawKind::CitationDangling => "citation of a unit that the act does not have",
        FlawKind::CitationOfItself => "citation of the unit in which it stands, by its number",
        FlawKind::CitationCircular => "citation that leads to a unit that only leads back",
        FlawKind::RangeBackwards => "range from the higher number to the lower one",
        FlawKind::CitedTwice => "citation that names one unit twice",
        FlawKind::TermDefinedTwice => "term that is defined before",
        FlawKind::TermUnused => "defined term that is used nowhere",
        FlawKind::TermOutOfOrder => "defined term out of the order of the alphabet",
        FlawKind::ShortNameUnused => "short name that is given and used nowhere",
        FlawKind::ShortNameTwice => "short name that is given before",
        FlawKind::ShortNameUndefined => "short name of an act that was never given",
        FlawKind::AbbreviationUnexplained => "abbreviation that is explained nowhere",
        FlawKind::NumberAndWord => "number whose figures and words disagree",
        FlawKind::DateImpossible => "day that no calendar has",
        FlawKind::QuotationUnclosed => "quotation mark that nothing closes",
        FlawKind::BracketUnclosed => "bracket that nothing closes",
    }
}

/// A kind of act as a noun.
fn act_kind(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Other => "act of a kind that its title does not tell",
        other => other.name(),
    }
}
