//! A rule file: its texts, its branches, its fixes.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::{self, Captures, Conditions};
use super::mistakes::{Mistakes, unknown};
use super::shape::read;
use super::{Ground, example};
use crate::finding::{Basis, Confidence, Level};
use crate::pack::condition::{Age, Branch, Fix, FixPlace, Holds, Kind, Piece, Row, Template};
use crate::pack::raw::name::{Applicability, Name};
use crate::pack::raw::rule::{RawApplies, Texts};
use crate::pack::raw::{List, RawBranch, RawFix, RawNotChecked, RawRow, RawRule, Spot};
use crate::pack::{NotChecked, PackError, PackFile, Rule};

/// Language of what is said of findings; texts in others may stand beside.
const ENGLISH: &str = "en";

/// Reads a rule.
pub(super) fn load(ground: &mut Ground<'_>, file: &PackFile) -> Result<Rule, Vec<PackError>> {
    let mut mistakes = Mistakes::new(file);
    let name = name(&mut mistakes, file);
    let rule =
        read::<RawRule>(&mut mistakes).map(|raw| rule(ground, &mut mistakes, file, name, &raw));
    match rule {
        Some(rule) if mistakes.is_empty() => Ok(rule),
        _ => Err(mistakes.sorted()),
    }
}

/// The rule's name, which is that of its file.
fn name<'f>(mistakes: &mut Mistakes<'_>, file: &'f PackFile) -> &'f str {
    let name = file.name.strip_suffix(".toml").unwrap_or(&file.name);
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(kebab) {
        let mut message = format!(
            "the file's name is the rule's, and `{name}` is none; expected small Latin letters, figures and hyphens"
        );
        let better: String = name
            .to_lowercase()
            .chars()
            .map(|c| if c == ' ' || c == '_' || c == '.' { '-' } else { c })
            .collect();
        if !better.is_empty() && better.chars().all(kebab) {
            message = format!("{message}; did you mean `{better}.toml`?");
        }
        mistakes.at(0..0, message);
    }
    name
}

fn rule(
    ground: &mut Ground<'_>,
    mistakes: &mut Mistakes<'_>,
    file: &PackFile,
    name: &str,
    raw: &RawRule,
) -> Rule {
    let level = level(mistakes, &raw.level);
    if raw.basis.get().is_empty() {
        mistakes.at(
            raw.basis.span(),
            "the rule rests on nothing; expected at least one provision of `pack.toml`",
        );
    }
    let basis = ground.basis(mistakes, &raw.basis);
    let older_basis = raw.older_basis.as_ref();
    let older_basis = older_basis.map_or_else(Vec::new, |list| ground.older_basis(mistakes, list));
    let kinds = raw.kinds.as_ref().map_or_else(Vec::new, |k| mistakes.some(k, "kind of act"));
    let profiles = raw.profiles.as_ref().map_or_else(Vec::new, |p| mistakes.some(p, "profile"));
    let stages = raw.stages.as_ref().map_or_else(Vec::new, |s| mistakes.some(s, "stage"));
    let known: Vec<&str> = ground.languages.iter().map(String::as_str).collect();
    let mut langs: Vec<String> = Vec::new();
    if let Some(list) = &raw.langs {
        mistakes.not_empty(list, "language");
        for lang in list.get() {
            if mistakes.known(lang, "language of the pack", &known) && !langs.contains(lang.get()) {
                langs.push(lang.get().clone());
            }
        }
    }
    let languages = if langs.is_empty() { ground.languages.to_vec() } else { langs };

    let rows: Vec<Row> = raw.row.iter().map(|spot| row(ground, mistakes, spot.get())).collect();
    let mut captures = Captures::default();
    if raw.when.get().is_empty() {
        mistakes
            .at(raw.when.span(), "the rule looks for nothing; expected at least one `[[when]]`");
    }
    let (when, filled) = branches(ground, mistakes, (raw, &rows, &languages), &mut captures, level);
    if let Some(first) = raw.row.first()
        && when.iter().all(|branch| branch.row.is_none())
    {
        let message = "no branch asks for the rows; expected `\"{row.topic}\"` in a list of entries of the lexicon";
        mistakes.lacking(first.span(), message);
    }
    let of_rows = !rows.is_empty() && when.iter().all(|branch| branch.row.is_some());
    let kind = (of_rows, when.iter().any(|branch| branch.each.kind == Kind::Flaw));
    let fixes: Vec<Fix> =
        raw.fix.iter().filter_map(|f| fix(mistakes, &languages, &captures, kind, f)).collect();

    let title = texts(mistakes, ground, &raw.title, "the title", "what is wrong, in a few words");
    let message = texts(mistakes, ground, &raw.message, "the message", "one sentence");
    let help = texts(mistakes, ground, &raw.help, "the help", "what to do");
    without_placeholders(mistakes, raw.title.get(), "the title");
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
    let message = templates(mistakes, &captures, of_rows, &message, raw.message.get());
    let help = templates(mistakes, &captures, of_rows, &help, raw.help.get());
    let labels = labels(mistakes, ground, &captures, raw);
    let mut used = used(&message, &help, &fixes);
    filled_everywhere(mistakes, &captures, &used, &filled);
    // A fix whose place was not captured is left out, so that one need not always be there.
    used.extend(fixes.iter().filter_map(|f| f.at));
    for (at, (capture, span)) in captures.names.iter().zip(&captures.spans).enumerate() {
        let shown = labels.contains_key(capture);
        if !shown && !used.contains(&at) {
            let message = format!(
                "`as = \"{capture}\"` captures what nothing shows; expected `{{{capture}}}` in the message, the help \
                 or a fix, or `labels.{capture}`"
            );
            mistakes.lacking(span.clone(), message);
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
        holds: holds(mistakes, &raw.applies),
        message,
        why: raw.why.get().trim().to_owned(),
        help,
        labels,
        captures: captures.names,
        rows,
        when,
        fixes,
        examples,
    }
}

/// A branch of the file with the captures that it always fills.
type Filled<'r> = (&'r Spot<RawBranch>, Vec<usize>);

/// The branches, those that ask for rows once for each; beside them the captures that each always fills.
fn branches<'r>(
    ground: &mut Ground<'_>,
    mistakes: &mut Mistakes<'_>,
    (raw, rows, languages): (&'r RawRule, &[Row], &[String]),
    captures: &mut Captures,
    level: Level,
) -> (Vec<Branch>, Vec<Filled<'r>>) {
    let (mut when, mut filled) = (Vec::new(), Vec::new());
    for spot in raw.when.get() {
        let mut read = |row| branch(ground, mistakes, languages, captures, spot.get(), level, row);
        let (mut first, names, by_row) = read(rows.first());
        filled.push((spot, names));
        first.row = by_row.then_some(0);
        when.push(first);
        for (at, row) in rows.iter().enumerate().skip(1).filter(|_| by_row) {
            let (branch, names, _) = read(Some(row));
            filled.push((spot, names));
            when.push(Branch { row: Some(at), ..branch });
        }
    }
    (when, filled)
}

fn branch(
    ground: &mut Ground<'_>,
    mistakes: &mut Mistakes<'_>,
    languages: &[String],
    captures: &mut Captures,
    raw: &RawBranch,
    rule_level: Level,
    row: Option<&Row>,
) -> (Branch, Vec<usize>, bool) {
    let level = raw.level.as_ref().map_or(rule_level, |l| self::level(mistakes, l));
    let confidence = raw.confidence.as_ref().and_then(|c| mistakes.one(c, "confidence"));
    let basis = raw.basis.as_ref().map_or_else(Vec::new, |list| {
        mistakes.not_empty(list, "provision of `pack.toml`");
        ground.basis(mistakes, list)
    });
    let holds = self::holds(mistakes, &raw.applies);
    let mut conditions = Conditions {
        mistakes,
        lexicon: ground.lexicon,
        patterns: ground.patterns,
        languages,
        captures,
        filled: Vec::new(),
        row: row.map(|row| row.topic.as_slice()),
        by_row: false,
    };
    let each = conditions.anchor(&raw.each);
    let filled = std::mem::take(&mut conditions.filled);
    let unless = raw.unless.as_ref().map(|u| conditions.silence(u));
    let by_row = conditions.by_row;
    let confidence = confidence.unwrap_or(Confidence::Certain);
    let basis = match row {
        Some(row) if by_row && basis.is_empty() => row.basis.clone(),
        _ => basis,
    };
    (Branch { each, unless, holds, level, confidence, basis, row: None }, filled, by_row)
}

/// A demand of the pack's provisions that no rule checks.
pub(super) fn not_checked(
    ground: &Ground<'_>,
    mistakes: &mut Mistakes<'_>,
    raw: &Spot<RawNotChecked>,
) -> NotChecked {
    let raw = raw.get();
    mistakes.not_empty(&raw.basis, "provision of the pack");
    let what = texts(mistakes, ground, &raw.what, "what is demanded", "a few words");
    let why = texts(mistakes, ground, &raw.why, "the reason", "one sentence");
    NotChecked { basis: ground.basis(mistakes, &raw.basis), what, why }
}

/// A row of the rule's table.
fn row(ground: &mut Ground<'_>, mistakes: &mut Mistakes<'_>, raw: &RawRow) -> Row {
    mistakes.not_empty(&raw.basis, "provision of the catalogue");
    let basis = ground.basis(mistakes, &raw.basis);
    let name = texts(mistakes, ground, &raw.name, "the name", "what the row is called");
    without_placeholders(mistakes, raw.name.get(), "the name of a row");
    Row { name, topic: condition::entries(mistakes, ground.lexicon, &raw.topic), basis }
}

/// What a text shows must be there whichever branch fires.
fn filled_everywhere(
    mistakes: &mut Mistakes<'_>,
    captures: &Captures,
    used: &BTreeSet<usize>,
    filled: &[Filled<'_>],
) {
    for (branch, filled) in filled.iter().filter(|_| !captures.wrong) {
        for at in used.iter().filter(|at| !filled.contains(at)) {
            let name = captures.names.get(*at).map_or("", String::as_str);
            let message = format!(
                "this branch does not always capture `{name}`, which a text of the rule shows; expected `as = \
                 \"{name}\"` outside `any` and `not`"
            );
            mistakes.lacking(branch.span(), message);
        }
    }
}

fn level(mistakes: &mut Mistakes<'_>, value: &Spot<Name<Level>>) -> Level {
    mistakes.one(value, "level").unwrap_or(Level::Error)
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
            .lacking(raw.span(), format!("{what} has no text in English; expected `en = \"…\"`"));
    }
    let mut texts = BTreeMap::new();
    for (lang, text) in raw.get() {
        if lang.get() != ENGLISH && !ground.languages.contains(lang.get()) {
            let mut known: Vec<&str> = ground.languages.iter().map(String::as_str).collect();
            if !known.contains(&ENGLISH) {
                known.push(ENGLISH);
            }
            mistakes.at(lang.span(), unknown("language", lang.get(), &known));
        }
        mistakes.filled(text, what, expected);
        texts.insert(lang.get().clone(), text.get().clone());
    }
    texts
}

fn templates(
    mistakes: &mut Mistakes<'_>,
    captures: &Captures,
    of_rows: bool,
    texts: &BTreeMap<String, String>,
    raw: &Texts,
) -> BTreeMap<String, Template> {
    texts
        .keys()
        .filter_map(|lang| {
            raw.get(lang.as_str())
                .map(|text| (lang.clone(), template(mistakes, captures, of_rows, text)))
        })
        .collect()
}

/// Reads the placeholders of a text. The name of the row can be shown where each finding has one.
fn template(
    mistakes: &mut Mistakes<'_>,
    captures: &Captures,
    of_rows: bool,
    text: &Spot<String>,
) -> Template {
    let mut pieces = Vec::new();
    let mut rest = text.get().as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        closed(mistakes, text, before);
        pieces.push(Piece::Text(before.to_owned()));
        let Some((name, after)) = behind.split_once('}') else {
            mistakes.at(text.span(), "`{` without `}`; expected a placeholder such as {words}");
            return Template(pieces);
        };
        rest = after;
        let piece = match name.strip_suffix(".unit") {
            _ if name == "words" => Some(Piece::Words),
            _ if name == "row" && of_rows => Some(Piece::Row),
            Some(name) => captures.position(name).map(Piece::Unit),
            None => captures.position(name).map(Piece::Capture),
        };
        if let Some(piece) = piece {
            pieces.push(piece);
        } else {
            let known = captures.beside("words");
            mistakes.lacking(text.span(), unknown("placeholder", name, &known));
        }
    }
    closed(mistakes, text, rest);
    pieces.push(Piece::Text(rest.to_owned()));
    Template(pieces)
}

/// A closing bracket belongs to an opening one.
fn closed(mistakes: &mut Mistakes<'_>, text: &Spot<String>, piece: &str) {
    if piece.contains('}') {
        mistakes.at(text.span(), "`}` without `{`; expected a placeholder such as {words}");
    }
}

/// Titles and labels are shown as they stand.
fn without_placeholders(mistakes: &mut Mistakes<'_>, texts: &Texts, what: &str) {
    for text in texts.values().filter(|text| text.get().contains(['{', '}'])) {
        let message = format!(
            "{what} is shown as it stands; expected no `{{` and `}}`, which only message, help and fixes fill in"
        );
        mistakes.at(text.span(), message);
    }
}

/// The captures that texts and fixes show.
fn used(
    message: &BTreeMap<String, Template>,
    help: &BTreeMap<String, Template>,
    fixes: &[Fix],
) -> BTreeSet<usize> {
    let with = fixes.iter().flat_map(|f| f.with.values());
    message
        .values()
        .chain(help.values())
        .chain(with)
        .flat_map(|t| &t.0)
        .filter_map(|piece| match piece {
            Piece::Capture(at) | Piece::Unit(at) => Some(*at),
            Piece::Text(_) | Piece::Words | Piece::Row => None,
        })
        .collect()
}

fn labels(
    mistakes: &mut Mistakes<'_>,
    ground: &Ground<'_>,
    captures: &Captures,
    raw: &RawRule,
) -> BTreeMap<String, BTreeMap<String, String>> {
    if !raw.labels.get().contains_key("primary") {
        let message = "no label for the words found; expected `primary = { en = \"…\" }`";
        mistakes.lacking(raw.labels.span(), message);
    }
    let mut labels = BTreeMap::new();
    for (name, texts) in raw.labels.get() {
        if name.get() != "primary" && captures.position(name.get()).is_none() {
            let known = captures.beside("primary");
            let message = format!(
                "{}; a label belongs to what `as = \"…\"` names",
                unknown("capture", name.get(), &known)
            );
            mistakes.lacking(name.span(), message);
        }
        without_placeholders(mistakes, texts.get(), "a label");
        let texts = self::texts(mistakes, ground, texts, "the label", "a few words");
        labels.insert(name.get().clone(), texts);
    }
    labels
}

fn fix(
    mistakes: &mut Mistakes<'_>,
    languages: &[String],
    captures: &Captures,
    (of_rows, flawed): (bool, bool),
    spot: &Spot<RawFix>,
) -> Option<Fix> {
    let raw = spot.get();
    let safe = mistakes
        .one(&raw.applicability, "applicability")
        .map(|applicability| applicability == Applicability::Safe);
    if let Some(mend) = &raw.mend {
        if flawed && *mend.get() && raw.with.is_none() {
            return Some(Fix {
                safe: safe?,
                place: FixPlace::Mend,
                at: None,
                with: BTreeMap::new(),
            });
        }
        let message = "only a flaw of form says itself what mends it; expected `mend = true`, alone, in a rule with a \
                       branch that begins with `each.flaw`";
        mistakes.at(mend.span(), message);
        return None;
    }
    let places: Vec<(FixPlace, &Spot<String>)> = [
        (FixPlace::Replace, &raw.replace),
        (FixPlace::Before, &raw.before),
        (FixPlace::After, &raw.after),
        (FixPlace::Delete, &raw.delete),
    ]
    .into_iter()
    .filter_map(|(place, name)| name.as_ref().map(|n| (place, n)))
    .collect();
    let (place, name) = match places[..] {
        [one] => one,
        [] => {
            let message =
                "the fix has no place; expected one of `replace`, `before`, `after`, `delete`";
            mistakes.lacking(spot.span(), message);
            return None;
        }
        [_, (_, second), ..] => {
            let message = "a fix changes one place; expected one of `replace`, `before`, `after`, `delete`, the other \
                           in a `[[fix]]` of its own";
            mistakes.at(second.span(), message);
            return None;
        }
    };
    let mut at = None;
    if name.get() != "words" {
        at = captures.position(name.get());
        if at.is_none() {
            let known = captures.beside("words");
            mistakes.lacking(name.span(), unknown("words to fix", name.get(), &known));
        }
    }
    let with = raw.with.as_ref();
    let mut texts = BTreeMap::new();
    for (lang, text) in with.iter().flat_map(|with| with.get()) {
        if !languages.contains(lang.get()) {
            let known: Vec<&str> = languages.iter().map(String::as_str).collect();
            mistakes.at(lang.span(), unknown("language of the rule", lang.get(), &known));
        }
        if place != FixPlace::Delete {
            mistakes.filled(text, "the new text", "words, or `delete` in the place of `replace`");
        }
        texts.insert(lang.get().clone(), template(mistakes, captures, of_rows, text));
    }
    if place == FixPlace::Delete {
        if let Some(with) = with {
            let message =
                "`delete` takes words out and puts none in; take `with` out, or say `replace`";
            mistakes.at(with.span(), message);
        }
    } else {
        for lang in languages.iter().filter(|l| !texts.contains_key(*l)) {
            let message =
                format!("the fix has no text in `{lang}`; expected `with.{lang} = \"…\"`");
            mistakes.lacking(with.map_or_else(|| spot.span(), Spot::span), message);
        }
    }
    Some(Fix { safe: safe?, place, at, with: texts })
}

fn holds(mistakes: &mut Mistakes<'_>, applies: &RawApplies) -> Holds {
    let mut day = |spot: Option<&Spot<_>>| spot.and_then(|d| mistakes.day(d));
    let (from, until) = (day(applies.from.as_ref()), day(applies.until.as_ref()));
    if let (Some(first), Some(last), Some(place)) = (from, until, &applies.until)
        && first >= last
    {
        mistakes.at(
            place.span(),
            format!(
                "no day lies between `from` = {first} and `until` = {last}; expected a later day"
            ),
        );
    }
    let mut ages = applies.ages.as_ref().map_or_else(Vec::new, |ages| mistakes.some(ages, "age"));
    if applies.new_acts_only {
        if let Some(given) = &applies.ages {
            let message =
                "`new-acts-only` already says which ages are judged; expected one of the two keys";
            mistakes.at(given.span(), message);
        }
        ages = Age::FRESH.to_vec();
    }
    let undated = applies.undated_at_most.as_ref();
    let undated = undated.and_then(|sure| mistakes.one(sure, "confidence"));
    let old = applies.old_at_most.as_ref().and_then(|sure| mistakes.one(sure, "confidence"));
    Holds { ages, undated, old, from, until }
}

impl Ground<'_> {
    /// Provisions of the pack.
    fn basis(&self, mistakes: &mut Mistakes<'_>, names: &List) -> Vec<Basis> {
        provisions(
            mistakes,
            &self.id,
            |eid| self.provisions.get(eid),
            self.provisions.keys(),
            names,
        )
    }

    /// Provisions of the constitution before.
    fn older_basis(&self, mistakes: &mut Mistakes<'_>, names: &List) -> Vec<Basis> {
        if let Some(older) = self.older {
            let of = |eid: &str| older.provisions.get(eid).map(|older| &older.provision);
            return provisions(mistakes, &older.id, of, older.provisions.keys(), names);
        }
        if let Some(first) = names.get().first() {
            let message = "`pack.toml` tells of no constitution before; expected a table `[predecessor]` there";
            mistakes.at(first.span(), message);
        }
        Vec::new()
    }
}

fn provisions<'p>(
    mistakes: &mut Mistakes<'_>,
    id: &str,
    of: impl Fn(&str) -> Option<&'p super::Provision>,
    known: impl Iterator<Item = &'p String>,
    names: &List,
) -> Vec<Basis> {
    let known: Vec<&str> = known.map(String::as_str).collect();
    let mut basis: Vec<Basis> = Vec::new();
    for name in names.get() {
        let Some(p) = of(name.get()) else {
            mistakes.at(name.span(), unknown("provision", name.get(), &known));
            continue;
        };
        let provision = format!("{id}:{}", name.get());
        if basis.iter().any(|b| b.provision == provision) {
            mistakes
                .at(name.span(), format!("`{}` stands here twice; expected it once", name.get()));
            continue;
        }
        basis.push(Basis { provision, label: p.label.clone(), says: p.says.clone(), place: None });
    }
    basis
}
