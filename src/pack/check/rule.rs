//! A rule file: its texts, its branches, its fixes.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::Conditions;
use super::mistakes::{Mistakes, read, unknown};
use super::{Ground, example};
use crate::finding::{Basis, Confidence, Level, Profile, Stage};
use crate::model::ActKind;
use crate::pack::condition::{Branch, Fix, FixPlace, Holds, Piece, Template};
use crate::pack::raw::rule::Texts;
use crate::pack::raw::{RawBranch, RawFix, RawRule, Spot};
use crate::pack::{PackError, PackFile, Rule};

/// Language of what is said of findings; texts in others may stand beside.
const ENGLISH: &str = "en";

/// Reads a rule.
pub(super) fn load(ground: &mut Ground<'_>, file: &PackFile) -> Result<Rule, Vec<PackError>> {
    let raw: RawRule = read(file).map_err(|e| vec![e])?;
    let mut mistakes = Mistakes::new(file);
    let rule = rule(ground, &mut mistakes, file, &raw);
    if mistakes.list.is_empty() {
        return Ok(rule);
    }
    mistakes.list.sort_by_key(|e| (e.span, e.message.clone()));
    mistakes.list.dedup();
    Err(mistakes.list)
}

fn rule(
    ground: &mut Ground<'_>,
    mistakes: &mut Mistakes<'_>,
    file: &PackFile,
    raw: &RawRule,
) -> Rule {
    let name = file.name.trim_end_matches(".toml");
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(kebab) {
        let message = format!(
            "the file's name is the rule's: `{name}`; expected small Latin letters, figures, hyphens"
        );
        mistakes.at(0..0, message);
    }
    let level = level(mistakes, &raw.level);
    if raw.basis.get().is_empty() {
        mistakes.at(
            raw.basis.span(),
            "the rule rests on nothing; expected at least one provision of `pack.toml`",
        );
    }
    let basis = ground.basis(mistakes, raw.basis.get());
    let older_basis = ground.older_basis(mistakes, &raw.older_basis);
    let names: Vec<&str> = ActKind::ALL.iter().map(|k| k.name()).collect();
    let kinds = named(mistakes, &raw.kinds, "kind of act", &names, ActKind::from_name);
    let known: Vec<&str> = ground.languages.iter().map(String::as_str).collect();
    let of_pack = |code: &str| known.contains(&code).then(|| code.to_owned());
    let langs = named(mistakes, &raw.langs, "language of the pack", &known, of_pack);
    let names: Vec<&str> = Profile::ALL.iter().map(|k| k.name()).collect();
    let profiles = named(mistakes, &raw.profiles, "profile", &names, Profile::from_name);
    let names: Vec<&str> = Stage::ALL.iter().map(|k| k.name()).collect();
    let stages = named(mistakes, &raw.stages, "stage", &names, Stage::from_name);
    let languages = if langs.is_empty() { ground.languages.to_vec() } else { langs };

    let mut captures = Vec::new();
    if raw.when.get().is_empty() {
        mistakes
            .at(raw.when.span(), "the rule looks for nothing; expected at least one `[[when]]`");
    }
    let mut filled: Vec<Vec<usize>> = Vec::new();
    let when: Vec<Branch> = raw
        .when
        .get()
        .iter()
        .map(|b| {
            let (branch, names) =
                branch(ground, mistakes, &languages, &mut captures, b.get(), level);
            filled.push(names);
            branch
        })
        .collect();
    let fixes: Vec<Fix> =
        raw.fix.iter().filter_map(|f| fix(mistakes, &languages, &captures, f)).collect();

    let title = texts(mistakes, ground, &raw.title, "the title", "what is wrong, in a few words");
    let message = texts(mistakes, ground, &raw.message, "the message", "one sentence");
    let help = texts(mistakes, ground, &raw.help, "the help", "what to do");
    mistakes.filled(
        &raw.why,
        "`why`",
        "why the rule is there, what it looks at and what it leaves alone",
    );
    for text in raw.message.get().values() {
        if text.get().trim_end().ends_with(['.', '!']) {
            mistakes.at(text.span(), "a message is one sentence without a full stop at its end");
        }
    }
    let message = templates(mistakes, &captures, &message, raw.message.get());
    let help = templates(mistakes, &captures, &help, raw.help.get());
    let labels = labels(mistakes, ground, &captures, raw);
    let used = used(&message, &help, &fixes);
    filled_everywhere(mistakes, raw, &captures, &used, &filled);
    for (at, capture) in captures.iter().enumerate() {
        let shown = labels.contains_key(capture);
        if !shown && !used.contains(&at) {
            let message = format!(
                "`as = \"{capture}\"` captures what nothing shows; expected `{{{capture}}}` in the message, the help \
                 or a fix, or `labels.{capture}`"
            );
            let span = capture_span(file, capture);
            mistakes.at(span, message);
        }
    }
    let examples = example::load(mistakes, raw, &languages);
    Rule {
        id: format!("{}/{name}", ground.id),
        path: file.path.clone(),
        title,
        level,
        basis,
        older_basis,
        kinds,
        langs: languages,
        profiles,
        stages,
        holds: holds(mistakes, raw),
        message,
        why: raw.why.get().trim().to_owned(),
        help,
        labels,
        captures,
        when,
        fixes,
        examples,
    }
}

/// Where a rule file first gives a name to a capture.
fn capture_span(file: &PackFile, capture: &str) -> std::ops::Range<usize> {
    let name = format!("\"{capture}\"");
    file.text.find(&name).map_or(0..0, |at| at..at + name.len())
}

fn branch(
    ground: &mut Ground<'_>,
    mistakes: &mut Mistakes<'_>,
    languages: &[String],
    captures: &mut Vec<String>,
    raw: &RawBranch,
    rule_level: Level,
) -> (Branch, Vec<usize>) {
    let level = raw.level.as_ref().map_or(rule_level, |l| self::level(mistakes, l));
    let confidence = raw.confidence.as_ref().map_or(Confidence::Certain, |c| {
        let names: Vec<&str> = Confidence::ALL.iter().map(|c| c.name()).collect();
        mistakes
            .named(c, "confidence", &names, Confidence::from_name)
            .unwrap_or(Confidence::Certain)
    });
    let basis = ground.basis(mistakes, &raw.basis);
    let mut conditions = Conditions {
        mistakes,
        lexicon: ground.lexicon,
        patterns: ground.patterns,
        languages,
        captures,
        filled: Vec::new(),
    };
    let each = conditions.anchor(&raw.each);
    if each.capture.is_some() {
        let message = "the anchor's words are shown as `{words}` and marked with `labels.primary`; take `as` out";
        conditions.mistakes.at(raw.each.span(), message);
    }
    let filled = std::mem::take(&mut conditions.filled);
    let unless = raw.unless.as_ref().map(|u| conditions.silence(u));
    (Branch { each, unless, level, confidence, basis }, filled)
}

/// What a text shows must be there whichever branch fires.
fn filled_everywhere(
    mistakes: &mut Mistakes<'_>,
    raw: &RawRule,
    captures: &[String],
    used: &BTreeSet<usize>,
    filled: &[Vec<usize>],
) {
    for (branch, filled) in raw.when.get().iter().zip(filled) {
        for at in used.iter().filter(|at| !filled.contains(at)) {
            let name = captures.get(*at).map_or("", String::as_str);
            let message = format!(
                "this branch does not always capture `{name}`, which a text of the rule shows; expected `as = \
                 \"{name}\"` outside `any` and `not`"
            );
            mistakes.at(branch.span(), message);
        }
    }
}

fn level(mistakes: &mut Mistakes<'_>, value: &Spot<String>) -> Level {
    let names: Vec<&str> = Level::ALL.iter().map(|l| l.name()).collect();
    mistakes.named(value, "level", &names, Level::from_name).unwrap_or(Level::Error)
}

fn named<T>(
    mistakes: &mut Mistakes<'_>,
    list: &[Spot<String>],
    what: &str,
    names: &[&str],
    find: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    list.iter().filter_map(|name| mistakes.named(name, what, names, &find)).collect()
}

/// Text by language: English at least, and no language that the pack does not have.
fn texts(
    mistakes: &mut Mistakes<'_>,
    ground: &Ground<'_>,
    raw: &Spot<Texts>,
    what: &str,
    expected: &str,
) -> BTreeMap<String, String> {
    if !raw.get().contains_key(ENGLISH) {
        mistakes
            .at(raw.span(), format!("{what} has no text in English; expected a line `en = \"…\"`"));
    }
    let mut texts = BTreeMap::new();
    for (lang, text) in raw.get() {
        if lang != ENGLISH && !ground.languages.contains(lang) {
            let mut known: Vec<&str> = ground.languages.iter().map(String::as_str).collect();
            known.push(ENGLISH);
            mistakes.at(text.span(), unknown("language", lang, &known));
        }
        mistakes.filled(text, what, expected);
        texts.insert(lang.clone(), text.get().clone());
    }
    texts
}

fn templates(
    mistakes: &mut Mistakes<'_>,
    captures: &[String],
    texts: &BTreeMap<String, String>,
    raw: &Texts,
) -> BTreeMap<String, Template> {
    texts
        .iter()
        .filter_map(|(lang, _)| {
            raw.get(lang).map(|text| (lang.clone(), template(mistakes, captures, text)))
        })
        .collect()
}

/// Reads the placeholders of a text.
fn template(mistakes: &mut Mistakes<'_>, captures: &[String], text: &Spot<String>) -> Template {
    let mut pieces = Vec::new();
    let mut rest = text.get().as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        pieces.push(Piece::Text(before.to_owned()));
        let Some((name, after)) = behind.split_once('}') else {
            mistakes.at(text.span(), "`{` without `}`; expected a placeholder such as {words}");
            return Template(pieces);
        };
        rest = after;
        let capture = |name: &str| captures.iter().position(|c| c == name);
        let piece = match name.strip_suffix(".unit") {
            _ if name == "words" => Some(Piece::Words),
            Some(name) => capture(name).map(Piece::Unit),
            None => capture(name).map(Piece::Capture),
        };
        if let Some(piece) = piece {
            pieces.push(piece);
        } else {
            let mut known = vec!["words"];
            known.extend(captures.iter().map(String::as_str));
            mistakes.at(text.span(), unknown("placeholder", name, &known));
        }
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Template(pieces)
}

/// The captures that texts and fixes show.
fn used(
    message: &BTreeMap<String, Template>,
    help: &BTreeMap<String, Template>,
    fixes: &[Fix],
) -> BTreeSet<usize> {
    let with = fixes.iter().flat_map(|f| f.with.values());
    let mut used: BTreeSet<usize> = message
        .values()
        .chain(help.values())
        .chain(with)
        .flat_map(|t| &t.0)
        .filter_map(|piece| match piece {
            Piece::Capture(at) | Piece::Unit(at) => Some(*at),
            Piece::Text(_) | Piece::Words => None,
        })
        .collect();
    used.extend(fixes.iter().filter_map(|f| f.at));
    used
}

fn labels(
    mistakes: &mut Mistakes<'_>,
    ground: &Ground<'_>,
    captures: &[String],
    raw: &RawRule,
) -> BTreeMap<String, BTreeMap<String, String>> {
    if !raw.labels.get().contains_key("primary") {
        mistakes.at(
            raw.labels.span(),
            "no label for the words found; expected `primary = { en = \"…\" }`",
        );
    }
    let mut labels = BTreeMap::new();
    for (name, texts) in raw.labels.get() {
        if name != "primary" && !captures.contains(name) {
            let mut known = vec!["primary"];
            known.extend(captures.iter().map(String::as_str));
            let message = format!(
                "{}; a label belongs to what `as = \"…\"` names",
                unknown("capture", name, &known)
            );
            mistakes.at(texts.span(), message);
        }
        labels
            .insert(name.clone(), self::texts(mistakes, ground, texts, "the label", "a few words"));
    }
    labels
}

fn fix(
    mistakes: &mut Mistakes<'_>,
    languages: &[String],
    captures: &[String],
    spot: &Spot<RawFix>,
) -> Option<Fix> {
    let raw = spot.get();
    let names = ["safe", "review"];
    let safe = mistakes.named(&raw.applicability, "applicability", &names, |name| match name {
        "safe" => Some(true),
        "review" => Some(false),
        _ => None,
    });
    let places: Vec<(FixPlace, &Spot<String>)> = [
        (FixPlace::Replace, &raw.replace),
        (FixPlace::Before, &raw.before),
        (FixPlace::After, &raw.after),
        (FixPlace::Delete, &raw.delete),
    ]
    .into_iter()
    .filter_map(|(place, name)| name.as_ref().map(|n| (place, n)))
    .collect();
    let [(place, name)] = places[..] else {
        mistakes.at(
            spot.span(),
            "a fix changes one place; expected one of `replace`, `before`, `after`, `delete`",
        );
        return None;
    };
    let at = if name.get() == "words" {
        None
    } else {
        let mut known = vec!["words"];
        known.extend(captures.iter().map(String::as_str));
        Some(
            mistakes
                .named(name, "words to fix", &known, |n| captures.iter().position(|c| c == n))?,
        )
    };
    let mut with = BTreeMap::new();
    for (lang, text) in &raw.with {
        if !languages.contains(lang) {
            let known: Vec<&str> = languages.iter().map(String::as_str).collect();
            mistakes.at(text.span(), unknown("language of the rule", lang, &known));
        }
        with.insert(lang.clone(), template(mistakes, captures, text));
    }
    match place {
        FixPlace::Delete if !with.is_empty() => {
            mistakes.at(
                spot.span(),
                "`delete` takes words out and puts none in; take `with` out, or say `replace`",
            );
        }
        FixPlace::Delete => {}
        _ => {
            for lang in languages.iter().filter(|l| !with.contains_key(*l)) {
                let message =
                    format!("the fix has no text in `{lang}`; expected `with.{lang} = \"…\"`");
                mistakes.at(spot.span(), message);
            }
        }
    }
    Some(Fix { safe: safe?, place, at, with })
}

fn holds(mistakes: &mut Mistakes<'_>, raw: &RawRule) -> Holds {
    let applies = &raw.applies;
    let mut day = |spot: Option<&Spot<_>>| spot.and_then(|d| super::day(mistakes, d));
    let (from, until) = (day(applies.from.as_ref()), day(applies.until.as_ref()));
    if let (Some(first), Some(last), Some(place)) = (from, until, &applies.until)
        && first >= last
    {
        mistakes.at(
            place.span(),
            format!("`until` is {last}, and `from` is {first}: no day lies between"),
        );
    }
    Holds { new_acts_only: applies.new_acts_only, from, until }
}

impl Ground<'_> {
    /// Provisions of the pack.
    fn basis(&self, mistakes: &mut Mistakes<'_>, names: &[Spot<String>]) -> Vec<Basis> {
        provisions(mistakes, &self.id, &self.provisions, names)
    }

    /// Provisions of the constitution before.
    fn older_basis(&self, mistakes: &mut Mistakes<'_>, names: &[Spot<String>]) -> Vec<Basis> {
        match &self.older {
            Some((id, list)) => provisions(mistakes, id, list, names),
            None => {
                if let Some(first) = names.first() {
                    let message = "`pack.toml` tells of no constitution before; expected a table `[predecessor]` there";
                    mistakes.at(first.span(), message);
                }
                Vec::new()
            }
        }
    }
}

fn provisions(
    mistakes: &mut Mistakes<'_>,
    id: &str,
    known: &BTreeMap<String, super::Provision>,
    names: &[Spot<String>],
) -> Vec<Basis> {
    let mut basis: Vec<Basis> = Vec::new();
    for name in names {
        let Some(p) = known.get(name.get()) else {
            let list: Vec<&str> = known.keys().map(String::as_str).collect();
            mistakes.at(name.span(), unknown("provision", name.get(), &list));
            continue;
        };
        let provision = format!("{id}:{}", name.get());
        if basis.iter().any(|b| b.provision == provision) {
            mistakes.at(name.span(), format!("`{}` stands here twice", name.get()));
            continue;
        }
        basis.push(Basis {
            provision,
            label: p.label.clone(),
            says: p.says.clone(),
            place: None,
        });
    }
    basis
}
