//! Units as lawyers cite them, in the language of the act.

use crate::lang::{Lang, Order};
use crate::model::{Act, Eid, UnitKind};

/// «подпункт 3) пункта 2 статьи 12», «12-баптың 2-тармағының 3) тармақшасы», `Article 12(2)(3))`.
#[must_use]
pub fn address(act: &Act, unit: usize, lang: &Lang) -> String {
    spelled(act, unit, lang, false)
}

/// The same in the form of a unit to which something belongs: «статьи 12», «12-баптың».
#[must_use]
pub fn depending(act: &Act, unit: usize, lang: &Lang) -> String {
    spelled(act, unit, lang, true)
}

fn spelled(act: &Act, unit: usize, lang: &Lang, depends: bool) -> String {
    let mut chain = Vec::new();
    let mut at = Some(unit);
    while let Some(u) = at {
        let unit = &act.units[u];
        // Articles run through an act, so what stands above one is not cited.
        if !(unit.kind.is_container() && !chain.is_empty() && !lang_cites_container(act, &chain)) {
            chain.push(u);
        }
        if unit.kind == UnitKind::Article {
            at = attachment_above(act, u);
            continue;
        }
        at = unit.parent;
    }
    let chain: Vec<(UnitKind, &str)> =
        chain.iter().map(|u| (act.units[*u].kind, act.units[*u].number.as_str())).collect();
    linked(&chain, lang, depends)
}

/// The address of a unit that the act need not have, by its name.
#[must_use]
pub fn named(eid: &Eid, lang: &Lang) -> String {
    let level = |level: &'_ str| -> Option<(UnitKind, String)> {
        // There is one preamble, and it has no number.
        let (token, number) = level.split_once('_').unwrap_or((level, ""));
        let kind = UnitKind::ALL.iter().find(|kind| kind.token() == token)?;
        Some((*kind, number.to_owned()))
    };
    let mut chain: Vec<(UnitKind, String)> = eid.as_str().split("__").filter_map(level).collect();
    chain.reverse();
    let chain: Vec<(UnitKind, &str)> = chain.iter().map(|(k, n)| (*k, n.as_str())).collect();
    linked(&chain, lang, false)
}

/// The links of an address, the innermost first, in the order of the language.
fn linked(chain: &[(UnitKind, &str)], lang: &Lang, depends: bool) -> String {
    let small_first = lang.order() == Order::SmallToBig && !lang.address_joint().is_empty();
    let glued = lang.address_joint().is_empty();
    let mut links: Vec<String> = Vec::new();
    for (i, (kind, number)) in chain.iter().enumerate() {
        let Some(words) = lang.unit(*kind) else { continue };
        // The innermost unit stands alone; the others depend on one another. In Kazakh the innermost
        // of several carries the possessive ending, which the link form of its level gives.
        let form = match i {
            // The outermost one belongs to nothing, and in Kazakh has no possessive ending.
            _ if (i > 0 || depends) && i + 1 == chain.len() && !words.outer.is_empty() => {
                &words.outer
            }
            0 if depends => &words.link,
            0 if chain.len() > 1 && !words.last.is_empty() => &words.last,
            0 => &words.alone,
            _ => &words.link,
        };
        let number = number.split('~').next().unwrap_or_default();
        links.push(form.replace("{n}", number));
    }
    if !small_first {
        links.reverse();
    }
    if glued { links.concat() } else { links.join(lang.address_joint()) }
}

/// Sections of English acts are cited, since their inner units have no numbers of their own.
fn lang_cites_container(act: &Act, chain: &[usize]) -> bool {
    chain.last().is_some_and(|u| {
        let unit = &act.units[*u];
        unit.parent
            .is_some_and(|p| unit.eid.as_str().starts_with(&format!("{}__", act.units[p].eid)))
    })
}

fn attachment_above(act: &Act, mut unit: usize) -> Option<usize> {
    while let Some(parent) = act.units[unit].parent {
        if act.units[parent].kind == UnitKind::Attachment {
            return Some(parent);
        }
        unit = parent;
    }
    None
}
