//! A provision explained: what it says, what it is about, what stood in its place before, which rules rest
//! on it.

use super::{ENGLISH, LEAST_WIDTH, Page};
use crate::pack::provision::{KnownFrom, Older, Provision};
use crate::pack::{Pack, Rule};

/// The explanation of a provision of the pack's constitution, or of the one before, as text wrapped to a
/// width in columns; `None` when the pack has none of that name: `kz-2026:art_5__para_5`.
#[must_use]
pub fn explain_provision(pack: &Pack, name: &str, width: usize) -> Option<String> {
    let (constitution, eid) = name.split_once(':')?;
    let mut page = Page { out: String::new(), width: width.max(LEAST_WIDTH) };
    if constitution == pack.id {
        own(&mut page, pack, eid, pack.provisions.get(eid)?);
    } else {
        let predecessor = pack.predecessor.as_ref().filter(|p| p.id == constitution)?;
        before(&mut page, pack, name, predecessor.provisions.get(eid)?);
    }
    Some(page.out)
}

fn own(page: &mut Page, pack: &Pack, eid: &str, provision: &Provision) {
    head(page, &format!("{}:{eid}", pack.id), provision);
    let article = eid.split("__").next().unwrap_or(eid);
    let number = article.strip_prefix("art_").and_then(|n| n.parse::<u32>().ok());
    let section = pack.provisions.values().find(|p| {
        let of = |(first, last): (u32, u32)| number.is_some_and(|n| (first..=last).contains(&n));
        p.articles.is_some_and(of)
    });
    if let Some(section) = section {
        let title = section.title.get(ENGLISH).map_or("", String::as_str);
        let (first, last) = section.articles.unwrap_or_default();
        page.item("  ", "", &format!("{}: {title} (Arts. {first}–{last})", section.label));
    }
    let topics: Vec<&str> = provision
        .topics
        .iter()
        .map(|topic| {
            let title = pack.topics.get(topic).and_then(|titles| titles.get(ENGLISH));
            title.map_or(topic.as_str(), String::as_str)
        })
        .collect();
    if !topics.is_empty() {
        page.item("  ", "", &format!("Topics: {}", topics.join(", ")));
    }

    let came: Vec<&Older> = pack.predecessor.iter().flat_map(|p| p.provisions.values()).collect();
    let came = came.into_iter().filter(|older| older.to.iter().any(|to| to == eid));
    let came: Vec<String> = came
        .map(|older| {
            let change =
                older.change.as_ref().map_or_else(String::new, |c| format!(" Changed: {c}."));
            format!("{}: {}.{change}", older.provision.label, older.provision.says)
        })
        .collect();
    if !came.is_empty() {
        page.heading("In the place of");
        for older in &came {
            page.item("  ", "- ", older);
        }
    }
    let rests = |rule: &&Rule| {
        let provision = format!("{}:{eid}", pack.id);
        let own = |p: &str| {
            let (inner, outer) = (format!("{provision}__"), format!("{p}__"));
            p == provision || p.starts_with(&inner) || provision.starts_with(&outer)
        };
        bases(rule).any(own)
    };
    page.heading("Rules that rest on it, on a part of it or on what it belongs to");
    let rules: Vec<&Rule> = pack.rules.iter().filter(rests).collect();
    for rule in &rules {
        let title = rule.title.get(ENGLISH).map_or("", String::as_str);
        page.item("  ", "- ", &format!("{}: {title}", rule.id));
    }
    if rules.is_empty() {
        page.text("  ", "none");
    }
}

fn before(page: &mut Page, pack: &Pack, name: &str, older: &Older) {
    head(page, name, &older.provision);
    page.heading("What took its place");
    for to in &older.to {
        if let Some(provision) = pack.provisions.get(to) {
            page.item("  ", "- ", &format!("{}: {}", provision.label, provision.says));
        }
    }
    if older.to.is_empty() {
        page.text("  ", "nothing");
    }
    if let Some(change) = &older.change {
        page.heading("What changed");
        page.text("  ", change);
    }
}

fn head(page: &mut Page, name: &str, provision: &Provision) {
    page.line(name);
    page.text("  ", &provision.label);
    page.line("");
    page.text("  ", &provision.says);
    page.line("");
    let source = match provision.known_from {
        KnownFrom::Text => return,
        KnownFrom::News => "known from the press",
        KnownFrom::General => "general knowledge, not looked up in a text",
        KnownFrom::Inference => "made by comparing texts; no official source says it",
    };
    page.item("  ", "", &format!("({source})"));
}

/// The provisions on which a rule rests, those of its branches among them.
fn bases(rule: &Rule) -> impl Iterator<Item = &str> {
    let branches = rule.when.iter().flat_map(|branch| &branch.basis);
    rule.basis.iter().chain(branches).map(|basis| basis.provision.as_str())
}
