//! Instructions on words: replaced, put in, taken out inside a unit.

use super::locate::{self, Spot, locate};
use super::page::Page;
use super::plan::{Fault, Order, Plan, Planned, sentences};
use super::words;
use super::working::Edit;
use crate::facts::{Amendment, Operation, Reach, Sentence};
use crate::model::Eid;
use crate::source::Span;

/// Places that one message names.
const PLACES: usize = 8;

/// Plans an instruction on words.
pub(super) fn plan(page: &Page<'_>, order: &Order<'_>) -> Planned {
    let a = order.amendment;
    let spot = locate(page, &a.target)?;
    let scope = scope(page, order, &spot)?;
    let unit = Some(a.target.clone());
    match a.operation {
        Operation::InsertWords => put_in(page, order, &spot, &scope, unit),
        Operation::DeleteWords => {
            let from = order
                .words(a.from)
                .ok_or_else(|| Fault::new("the words to be taken out were not found"))?;
            change(page, order, &spot, &scope, &from, None)
        }
        _ => {
            let from = order
                .words(a.from)
                .ok_or_else(|| Fault::new("the words to be replaced were not found"))?;
            let to = order.words(a.to).ok_or_else(|| Fault::new("the new words were not found"))?;
            change(page, order, &spot, &scope, &from, Some(&to))
        }
    }
}

/// The pieces of text in which words are looked for: the body first, then the headings.
struct Scope {
    body: Vec<Span>,
    headings: Vec<Span>,
}

fn scope(page: &Page<'_>, order: &Order<'_>, spot: &Spot) -> Result<Scope, Fault> {
    if let Some(sentence) = order.amendment.sentence {
        let all = sentences(page, spot);
        let found = match sentence {
            Sentence::Nth(n) => (n as usize).checked_sub(1).and_then(|i| all.get(i)),
            Sentence::Last => all.last(),
        };
        let Some(found) = found else {
            let count = all.len();
            return Err(Fault::new(format!("{} has {count} sentences", locate::name(page, spot))));
        };
        return Ok(Scope { body: vec![*found], headings: Vec::new() });
    }
    let of = |range: std::ops::Range<usize>| range.map(|p| page.paragraphs[p].words).collect();
    let headings = |range: std::ops::Range<usize>| {
        range.filter_map(|u| page.act.units[u].heading).collect::<Vec<Span>>()
    };
    Ok(match spot {
        Spot::Act => Scope {
            body: of(0..page.paragraphs.len()),
            headings: headings(0..page.act.units.len()),
        },
        Spot::Title => Scope { body: page.act.title.into_iter().collect(), headings: Vec::new() },
        Spot::Heading(unit) => Scope {
            body: page.act.units[*unit].heading.into_iter().collect(),
            headings: Vec::new(),
        },
        Spot::Unit(unit) => {
            Scope { body: of(page.range(*unit)), headings: headings(page.subtree(*unit)) }
        }
        Spot::Text(range, _) => Scope { body: of(range.clone()), headings: Vec::new() },
    })
}

fn search(page: &Page<'_>, spans: &[Span], needle: &str) -> Vec<Span> {
    spans
        .iter()
        .flat_map(|s| words::find(page.source.slice(*s), s.start as usize, needle))
        .collect()
}

/// Where words stand: in the text, or when they do not, in headings; everywhere in both.
fn find(page: &Page<'_>, order: &Order<'_>, scope: &Scope, needle: &str) -> Vec<Span> {
    let mut found = search(page, &scope.body, needle);
    if found.is_empty() || order.amendment.reach == Reach::Everywhere {
        found.extend(search(page, &scope.headings, needle));
        found.sort();
    }
    found
}

/// Why words are not where they should be, with the places where they or other forms of them stand.
fn missing(page: &Page<'_>, spot: &Spot, scope: &Scope, needle: &str) -> Fault {
    let mut fault =
        Fault::new(format!("the words “{needle}” are not in {}", locate::name(page, spot)));
    for span in forms(page, &scope.body, needle).into_iter().take(2) {
        fault = fault.at(span, "another form of the words");
    }
    if fault.places.is_empty() && !matches!(spot, Spot::Act) {
        let all: Vec<Span> = page.paragraphs.iter().map(|p| p.words).collect();
        for span in search(page, &all, needle).into_iter().take(2) {
            fault = fault.at(span, "the words stand here");
        }
    }
    if fault.places.is_empty()
        && let Some(first) = scope.body.first()
    {
        fault = fault.at(*first, "the text that was searched");
    }
    fault
}

/// Replaces words, or takes them out.
///
/// An instruction that does not say "everywhere" and finds its words several times is read as one on all of
/// them, as official editions do, and tells so: the unit would else say two things.
fn change(
    page: &Page<'_>,
    order: &Order<'_>,
    spot: &Spot,
    scope: &Scope,
    from: &str,
    to: Option<&str>,
) -> Planned {
    let a = order.amendment;
    let found = find(page, order, scope, from);
    let pairs = if a.all_cases { pairs(order) } else { Vec::new() };
    let others: Vec<Span> = if a.all_cases {
        let all: Vec<Span> = scope.body.iter().chain(&scope.headings).copied().collect();
        let forms = forms(page, &all, from);
        let told = |f: &Span| {
            let form = words::folded(page.source.slice(*f)).to_lowercase();
            pairs.iter().any(|p| words::folded(p).to_lowercase() == form)
        };
        // The last pair of a list of forms tells of those that none of them gives.
        let last = pairs.last().is_none_or(|p| p == from);
        forms.into_iter().filter(|f| last && !found.contains(f) && !told(f)).collect()
    } else {
        Vec::new()
    };
    if found.is_empty() && pairs.len() > 1 {
        // A form that is given in case it stands there; another one does.
        let elsewhere = pairs.iter().any(|p| !find(page, order, scope, p).is_empty());
        if elsewhere && others.is_empty() {
            return Ok(Plan::default());
        }
    }
    if found.is_empty() && others.is_empty() {
        return Err(missing(page, spot, scope, from));
    }
    let mut plan = Plan::default();
    for span in &found {
        let edit = match to {
            None => Edit {
                span: words::without(page.source.text(), *span),
                text: String::new(),
                unit: Some(a.target.clone()),
            },
            Some(to) => replaced(page, *span, from, to, &a.target),
        };
        plan.edits.push(edit);
    }
    if found.len() > 1 && a.reach == Reach::Target && !a.all_cases {
        plan.remarks.push(format!(
            "“{from}” stands {} times in {}, and was changed at every place",
            found.len(),
            locate::name(page, spot)
        ));
        plan.places.extend(found.iter().take(PLACES).map(|s| (*s, String::new())));
    }
    if !others.is_empty() {
        plan.remarks.push(format!(
            "“{from}” stands in {} other {} that were left as they are",
            others.len(),
            if others.len() == 1 { "form" } else { "forms" }
        ));
        let label = || "this form needs an eye".to_owned();
        plan.places.extend(others.iter().take(PLACES).map(|s| (*s, label())));
    }
    if plan.edits.is_empty() && pairs.len() < 2 {
        let mut fault = Fault::new(format!(
            "“{from}” itself is not in {}, only other forms of it",
            locate::name(page, spot)
        ));
        fault.places = plan.places;
        return Err(fault);
    }
    Ok(plan)
}

/// The forms of the old words that an instruction gives, one after the other.
fn pairs(order: &Order<'_>) -> Vec<String> {
    let same = |a: &&Amendment| {
        a.span == order.amendment.span && a.target == order.amendment.target && a.all_cases
    };
    order.amendments.iter().filter(same).filter_map(|a| order.words(a.from)).collect()
}

/// An edit that puts words in the place of words, with the capital that the old ones had at the beginning of
/// a sentence.
fn replaced(page: &Page<'_>, span: Span, from: &str, to: &str, target: &Eid) -> Edit {
    let old = page.source.slice(span);
    let capital = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
    let mut text = to.to_owned();
    if capital(old) && !capital(from) && !capital(to) {
        let mut chars = to.chars();
        if let Some(first) = chars.next() {
            text = first.to_uppercase().chain(chars).collect();
        }
    }
    let before = page.source.text().get(..span.start as usize).unwrap_or_default();
    let after = page.source.text().get(span.end as usize..).unwrap_or_default();
    let mut start = span.start as usize;
    if text.chars().next().is_some_and(words::closes) {
        start = before.trim_end_matches([' ', '\u{a0}']).len();
    }
    // «слова» that end with a mark, in front of the same mark.
    if let Some(last) = text.chars().last().filter(|c| matches!(c, ',' | ';'))
        && after.starts_with(last)
    {
        text.pop();
    }
    Edit { span: Span::new(start, span.end as usize), text, unit: Some(target.clone()) }
}

/// Puts words behind or before words, or at the end of a unit.
fn put_in(
    page: &Page<'_>,
    order: &Order<'_>,
    spot: &Spot,
    scope: &Scope,
    unit: Option<Eid>,
) -> Planned {
    let a = order.amendment;
    let to = order.words(a.to).ok_or_else(|| Fault::new("the new words were not found"))?;
    let text = page.source.text();
    let behind = a.after.is_some();
    let Some(anchor) = order.words(a.after.or(a.before)) else {
        return at_end(page, spot, scope, &to, unit);
    };
    let found = find(page, order, scope, &anchor);
    if found.is_empty() {
        return Err(missing(page, spot, scope, &anchor));
    }
    if found.len() > 1 && a.reach == Reach::Target {
        let place = if behind { "behind" } else { "before" };
        let mut fault = Fault::new(format!(
            "“{anchor}” stands {} times in {}, and the instruction does not say {place} which the words go",
            found.len(),
            locate::name(page, spot)
        ));
        fault.places = found.iter().take(PLACES).map(|s| (*s, String::new())).collect();
        return Err(fault);
    }
    let mut plan = Plan::default();
    for span in found {
        let at = if behind { span.end as usize } else { span.start as usize };
        let before = text.get(..at).and_then(|t| t.chars().last());
        let after = text.get(at..).and_then(|t| t.chars().next());
        let words = words::spaced(before, &to, after);
        plan.edits.push(Edit { span: Span::new(at, at), text: words, unit: unit.clone() });
    }
    Ok(plan)
}

/// Puts words at the end of a unit's text, before the mark that closes it.
fn at_end(page: &Page<'_>, spot: &Spot, scope: &Scope, to: &str, unit: Option<Eid>) -> Planned {
    let Some(last) = scope.body.last() else {
        return Err(Fault::new(format!("{} has no text", locate::name(page, spot))));
    };
    let old = page.source.slice(*last).trim_end();
    let bare = old.trim_end_matches(['.', ';', ',', ':']);
    let mark = &old[bare.len()..];
    let at = last.start as usize + bare.len();
    // The new words may bring their own closing mark.
    let own = to.trim_end_matches(['.', ';', ':']);
    let to = if mark.is_empty() { to } else { own };
    let text = words::spaced(bare.chars().last(), to, mark.chars().next());
    Ok(Plan { edits: vec![Edit { span: Span::new(at, at), text, unit }], ..Plan::default() })
}

/// Where words stand in any of their forms: word for word with the same stem.
fn forms(page: &Page<'_>, spans: &[Span], needle: &str) -> Vec<Span> {
    let stems: Vec<(String, usize)> = word_list(needle)
        .into_iter()
        .map(|(w, ..)| {
            let chars: Vec<char> = w.chars().collect();
            let keep = match chars.len() {
                0..=3 => chars.len(),
                4 | 5 => chars.len() - 1,
                6 | 7 => chars.len() - 2,
                n => n - 3,
            };
            (chars[..keep].iter().collect(), chars.len())
        })
        .collect();
    let mut found = Vec::new();
    if stems.is_empty() {
        return found;
    }
    for span in spans {
        let list = word_list(page.source.slice(*span));
        for run in list.windows(stems.len()) {
            let same = run.iter().zip(&stems).all(|((w, ..), (stem, len))| {
                w.starts_with(stem.as_str()) && w.chars().count() <= len + LONGER
            });
            if same && let (Some(first), Some(last)) = (run.first(), run.last()) {
                let base = span.start as usize;
                found.push(Span::new(base + first.1, base + last.2));
            }
        }
    }
    found
}

/// How much longer than the word that is named an inflected form may be, in letters.
const LONGER: usize = 4;

/// The words of a text, folded to small letters, each with its first byte and the byte behind it.
fn word_list(text: &str) -> Vec<(String, usize, usize)> {
    let mut list = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || (c == '-' && start.is_some());
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or_default();
                list.push((words::folded(word).to_lowercase(), from, at));
                start = None;
            }
            _ => {}
        }
    }
    list
}

/// A number in Roman figures.
pub(super) fn roman(mut number: u32) -> String {
    const FIGURES: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, figure) in FIGURES {
        while number >= value && text.len() < 20 {
            text.push_str(figure);
            number -= value;
        }
    }
    text
}
