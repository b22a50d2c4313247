//! From the files of a pack to checked rules: every name resolved, every mistake with its place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::value::Datetime;

use super::raw::{RawAnchor, RawCondition, RawExample, RawFilter, RawPack, RawProvision, RawRule};
use super::{
    Anchor, Condition, Example, Jurisdiction, NormFilter, Pack, PackError, PackFile, Rule,
};
use crate::finding::{Basis, Confidence, Level};
use crate::model::ActKind;
use crate::source::Span;

const DIRECTIONS: &[&str] = &["burdens", "relieves", "neutral"];
const MODALITIES: &[&str] =
    &["obligation", "prohibition", "permission", "right", "restriction", "sanction", "declaration"];
const ADDRESSEES: &[&str] = &["person", "organisation", "state-body", "anyone"];

/// Reads a pack from its files. Rules with mistakes are left out, the others are kept.
///
/// # Errors
/// A missing or malformed `pack.toml`: without the catalogue no rule can be checked.
pub fn load(
    id: &str,
    folder: &str,
    files: &[PackFile],
) -> Result<(Pack, Vec<PackError>), PackError> {
    let Some(manifest) = files.iter().find(|f| f.name == "pack.toml") else {
        let file = PackFile {
            path: format!("{folder}/pack.toml"),
            name: "pack.toml".to_owned(),
            text: String::new(),
        };
        return Err(PackError::new(&file, 0..0, "the pack has no `pack.toml`; expected one"));
    };
    let raw: RawPack = read(manifest)?;
    let mut pack = Pack {
        id: id.to_owned(),
        title: raw.title.clone(),
        from: day(manifest, &raw.from)?,
        adopted: day(manifest, &raw.adopted)?,
        languages: raw.languages.clone(),
        jurisdiction: Jurisdiction::new(&raw.jurisdiction.own, &raw.jurisdiction.others),
        rules: Vec::new(),
        hash: hash(files),
    };
    let mut errors = Vec::new();
    for file in files.iter().filter(|f| f.name != "pack.toml") {
        match read::<RawRule>(file).and_then(|rule| check_rule(&pack, &raw, file, rule)) {
            Ok(rule) => pack.rules.push(rule),
            Err(error) => errors.push(error),
        }
    }
    pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok((pack, errors))
}

fn read<T: DeserializeOwned>(file: &PackFile) -> Result<T, PackError> {
    toml::from_str(&file.text)
        .map_err(|e| PackError::new(file, e.span().unwrap_or(0..0), e.message().trim_end()))
}

/// SHA-256 over names and texts, so that a report says by which rules it was made.
fn hash(files: &[PackFile]) -> String {
    let mut sorted: Vec<&PackFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut hasher = Sha256::new();
    for file in sorted {
        hasher.update(file.name.as_bytes());
        hasher.update([0]);
        hasher.update(file.text.as_bytes());
        hasher.update([0]);
    }
    crate::source::hex(&hasher.finalize())
}

fn day(file: &PackFile, value: &Spanned<Datetime>) -> Result<Date, PackError> {
    let wrong = || PackError::new(file, value.span(), "expected a day such as 2026-07-01");
    let date = value.get_ref().date.ok_or_else(wrong)?;
    let small = |n: u8| i8::try_from(n).unwrap_or(0);
    Date::new(i16::try_from(date.year).unwrap_or(0), small(date.month), small(date.day))
        .map_err(|_| wrong())
}

fn check_rule(
    pack: &Pack,
    catalogue: &RawPack,
    file: &PackFile,
    raw: RawRule,
) -> Result<Rule, PackError> {
    let name = file.name.trim_end_matches(".toml");
    let level = level(file, &raw.level)?;
    let basis = basis(file, &pack.id, &catalogue.label, &catalogue.provisions, &raw.basis)?;
    if basis.is_empty() {
        return Err(PackError::new(
            file,
            raw.level.span(),
            "the rule has no `basis`; expected at least one provision",
        ));
    }
    let older_basis = match &catalogue.predecessor {
        Some(p) => self::basis(file, &p.id, &p.label, &p.provisions, &raw.older_basis)?,
        None => match raw.older_basis.first() {
            Some(first) => {
                return Err(PackError::new(
                    file,
                    first.span(),
                    "the pack names no predecessor in `pack.toml`",
                ));
            }
            None => Vec::new(),
        },
    };
    let kinds = raw
        .kinds
        .iter()
        .map(|k| {
            ActKind::from_name(k.get_ref()).ok_or_else(|| {
                let names: Vec<&str> = ActKind::ALL.iter().map(|k| k.name()).collect();
                PackError::new(
                    file,
                    k.span(),
                    format!(
                        "unknown kind of act `{}`, expected one of {}",
                        k.get_ref(),
                        names.join(", ")
                    ),
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut message = BTreeMap::new();
    for (lang, text) in &raw.message {
        for place in placeholders(text.get_ref()) {
            if !["words", "norm"].contains(&place) {
                return Err(PackError::new(
                    file,
                    text.span(),
                    format!("unknown placeholder `{{{place}}}`, expected {{words}} or {{norm}}"),
                ));
            }
        }
        message.insert(lang.clone(), text.get_ref().clone());
    }
    if !message.contains_key("en") {
        return Err(PackError::new(
            file,
            raw.level.span(),
            "the message has no English text; expected `message.en`",
        ));
    }
    let when =
        raw.when.any.iter().map(|c| condition(file, level, c)).collect::<Result<Vec<_>, _>>()?;
    let mut examples = Vec::new();
    for (list, fires) in [(&raw.example, true), (&raw.near_miss, false)] {
        for raw in list {
            examples.push(example(file, pack, raw, fires)?);
        }
        for lang in &pack.languages {
            if !list.iter().any(|e| e.lang.get_ref() == lang) {
                let what = if fires { "example" } else { "near miss" };
                return Err(PackError::new(
                    file,
                    raw.level.span(),
                    format!(
                        "the rule has no {what} in `{lang}`; every language of the pack needs one"
                    ),
                ));
            }
        }
    }
    Ok(Rule {
        id: format!("{}/{name}", pack.id),
        path: file.path.clone(),
        title: raw.title,
        level,
        basis,
        older_basis,
        kinds,
        new_acts_only: raw.applies.is_some_and(|a| a.new_acts_only),
        message,
        why: raw.why,
        help: raw.help,
        primary_label: raw.labels.primary,
        related_label: raw.labels.related,
        when,
        examples,
    })
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

fn level(file: &PackFile, value: &Spanned<String>) -> Result<Level, PackError> {
    match value.get_ref().as_str() {
        "error" => Ok(Level::Error),
        "warning" => Ok(Level::Warning),
        "note" => Ok(Level::Note),
        other => Err(PackError::new(
            file,
            value.span(),
            format!("unknown level `{other}`, expected error, warning or note"),
        )),
    }
}

fn confidence(file: &PackFile, value: &Spanned<String>) -> Result<Confidence, PackError> {
    match value.get_ref().as_str() {
        "certain" => Ok(Confidence::Certain),
        "likely" => Ok(Confidence::Likely),
        "possible" => Ok(Confidence::Possible),
        other => Err(PackError::new(
            file,
            value.span(),
            format!("unknown confidence `{other}`, expected certain, likely or possible"),
        )),
    }
}

fn basis(
    file: &PackFile,
    id: &str,
    label: &str,
    provisions: &BTreeMap<String, RawProvision>,
    names: &[Spanned<String>],
) -> Result<Vec<Basis>, PackError> {
    names
        .iter()
        .map(|name| {
            if let Some(p) = provisions.get(name.get_ref()) {
                Ok(Basis {
                    provision: format!("{id}:{}", name.get_ref()),
                    label: format!("{label}, {}", p.label),
                    says: p.says.clone(),
                })
            } else {
                let known: Vec<&str> = provisions.keys().map(String::as_str).collect();
                Err(PackError::new(
                    file,
                    name.span(),
                    format!(
                        "unknown provision `{}`, expected one of {}",
                        name.get_ref(),
                        known.join(", ")
                    ),
                ))
            }
        })
        .collect()
}

fn condition(
    file: &PackFile,
    rule_level: Level,
    spanned: &Spanned<RawCondition>,
) -> Result<Condition, PackError> {
    let raw = spanned.get_ref();
    let whole = || spanned.span();
    let wrong =
        |span: std::ops::Range<usize>, message: &str| Err(PackError::new(file, span, message));
    let filter = &raw.filter;
    let anchor = match raw.each {
        RawAnchor::Commencement => {
            if !filter.reaches_back.as_ref().is_some_and(|b| *b.get_ref()) {
                return wrong(whole(), "a commencement needs `where = { reaches-back = true }`");
            }
            if let Some(act) = &filter.act {
                return wrong(act.span(), "`act` is asked of amendments only");
            }
            let Some(governs) = &raw.governs else {
                return wrong(
                    whole(),
                    "a commencement needs `governs = { norm = { … } }`: only the norm that it governs decides",
                );
            };
            Anchor::ReachesBack(norm_filter(file, &governs.norm)?)
        }
        RawAnchor::Norm => {
            if !filter.past_facts.as_ref().is_some_and(|b| *b.get_ref()) {
                return wrong(whole(), "a norm needs `where = { past-facts = true, … }`");
            }
            if raw.governs.is_some() {
                return wrong(whole(), "`governs` is asked of commencements only");
            }
            Anchor::PastFacts(norm_filter(file, filter)?)
        }
        RawAnchor::Amendment => match &filter.act {
            Some(act) if act.get_ref() == "constitution" => Anchor::AmendsConstitution,
            Some(act) => return wrong(act.span(), "unknown act, expected `constitution`"),
            None => {
                return wrong(whole(), "an amendment needs `where = { act = \"constitution\" }`");
            }
        },
    };
    let unless_referendum = match &raw.unless {
        None => false,
        Some(u) if u.act.procedure.get_ref() == "referendum" => true,
        Some(u) => {
            return wrong(u.act.procedure.span(), "unknown procedure, expected `referendum`");
        }
    };
    Ok(Condition {
        anchor,
        unless_referendum,
        level: raw.level.as_ref().map_or(Ok(rule_level), |l| level(file, l))?,
        confidence: raw
            .confidence
            .as_ref()
            .map_or(Ok(Confidence::Certain), |c| confidence(file, c))?,
    })
}

fn norm_filter(file: &PackFile, raw: &RawFilter) -> Result<NormFilter, PackError> {
    let known = |value: &Spanned<String>, names: &[&str], what: &str| {
        if names.contains(&value.get_ref().as_str()) {
            Ok(value.get_ref().clone())
        } else {
            Err(PackError::new(
                file,
                value.span(),
                format!(
                    "unknown {what} `{}`, expected one of {}",
                    value.get_ref(),
                    names.join(", ")
                ),
            ))
        }
    };
    Ok(NormFilter {
        direction: raw.direction.as_ref().map(|d| known(d, DIRECTIONS, "direction")).transpose()?,
        modality: raw
            .modality
            .iter()
            .flatten()
            .map(|m| known(m, MODALITIES, "modality"))
            .collect::<Result<_, _>>()?,
        addressee: raw
            .addressee
            .iter()
            .flatten()
            .map(|a| known(a, ADDRESSEES, "addressee"))
            .collect::<Result<_, _>>()?,
    })
}

/// Takes the brackets out of an example and keeps their places.
fn example(
    file: &PackFile,
    pack: &Pack,
    raw: &RawExample,
    fires: bool,
) -> Result<Example, PackError> {
    if !pack.languages.contains(raw.lang.get_ref()) {
        return Err(PackError::new(
            file,
            raw.lang.span(),
            format!(
                "unknown language `{}`, expected one of {}",
                raw.lang.get_ref(),
                pack.languages.join(", ")
            ),
        ));
    }
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open = None;
    for c in raw.text.get_ref().chars() {
        match c {
            '⟦' => open = Some(text.len()),
            '⟧' => match open.take() {
                Some(start) => marks.push(Span::new(start, text.len())),
                None => return Err(PackError::new(file, raw.text.span(), "`⟧` without `⟦`")),
            },
            _ => text.push(c),
        }
    }
    let wrong = match (open, fires, marks.is_empty()) {
        (Some(_), ..) => Some("`⟦` without `⟧`"),
        (None, true, true) => {
            Some("an example marks with ⟦ ⟧ what its finding underlines; found no mark")
        }
        (None, false, false) => Some("a near miss has no finding; expected no ⟦ ⟧"),
        _ => None,
    };
    if let Some(message) = wrong {
        return Err(PackError::new(file, raw.text.span(), message));
    }
    let span = raw.text.span();
    Ok(Example {
        lang: raw.lang.get_ref().clone(),
        published: raw.published.as_ref().map(|d| day(file, d)).transpose()?,
        text,
        marks,
        why: raw.why.clone(),
        fires,
        span: Span::new(span.start, span.end),
    })
}
