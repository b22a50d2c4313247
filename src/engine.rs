//! Evaluates the rules of packs over the facts of acts. Knows no output formats and does no I/O.

pub mod baseline;
pub mod cited;
pub mod constitution;
pub mod document;
pub mod eval;
pub mod fix;
mod found;
pub mod law;
pub mod maker;
pub mod scope;
pub mod selftest;
pub mod time;
mod view;
pub mod waiver;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::{Confidence, Finding, Level, Profile, Stage};
use crate::model::{Act, ActKind, Unit, Zone};
use crate::pack::{Pack, Rule};
use crate::source::Span;

pub use crate::syntax::address;
pub use document::Document;
pub use maker::Maker;

/// What the user said about the acts and about what to show.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Code of the language, in the place of what is found in the text.
    pub lang: Option<String>,
    /// Kind of act, in the place of what is found in the text.
    pub kind: Option<ActKind>,
    /// Day of first official publication.
    pub published: Option<Date>,
    /// Day whose law applies.
    pub as_of: Option<Date>,
    /// Findings below this level are left out.
    pub min_level: Option<Level>,
    /// Findings below this confidence are left out.
    pub min_confidence: Option<Confidence>,
    /// Only these rules; all when empty.
    pub rules: Vec<String>,
    /// Only rules whose findings are for this reader.
    pub profile: Option<Profile>,
    /// Only rules whose findings matter at this stage.
    pub stage: Option<Stage>,
    /// What the user makes of a rule or, by the name of the pack, of all its rules.
    pub ratings: BTreeMap<String, Rating>,
    /// Code of the language of messages, where the rules are told in it; English otherwise.
    pub message_lang: Option<String>,
}

/// What a user makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// It is not evaluated.
    Off,
    /// Its findings have this level, whatever the rule says.
    Level(Level),
}

impl Options {
    /// What the user makes of a rule; what is said of the rule wins over what is said of its pack.
    #[must_use]
    pub fn rating(&self, rule: &str) -> Option<Rating> {
        let pack = || rule.split_once('/').and_then(|(pack, _)| self.ratings.get(pack));
        self.ratings.get(rule).or_else(pack).copied()
    }
}

/// A rule that was not evaluated on an act, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// `pack/name`, or the pack when none of its rules was evaluated.
    pub rule: String,
    /// Why.
    pub reason: String,
}

/// A word or phrase of a pack's lexicon in an act.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Where it stands.
    pub span: Span,
    /// The name of its entry.
    pub id: String,
    /// Whose words it stands in.
    pub zone: Zone,
}

/// The terms of the packs' lexicons in one act of a document, in the order of the text.
#[must_use]
pub fn terms(
    document: &Document<'_>,
    index: usize,
    packs: &[Pack],
    options: &Options,
) -> Vec<Term> {
    let Some((act, facts)) = document.acts.get(index) else { return Vec::new() };
    let mut terms: Vec<Term> = packs
        .iter()
        .filter(|pack| judges(document, act, pack).is_ok())
        .flat_map(|pack| view::View::new(document, act, facts, pack, options).terms())
        .collect();
    terms.sort();
    terms.dedup();
    terms
}

/// Evaluates every rule of the packs on one act of a document; findings come in the order of the
/// text, then of the rules.
#[must_use]
pub fn check(
    document: &Document<'_>,
    index: usize,
    packs: &[Pack],
    options: &Options,
) -> (Vec<Finding>, Vec<LeftOut>) {
    let mut findings = Vec::new();
    let mut left_out = Vec::new();
    let (act, facts) = &document.acts[index];
    for pack in packs {
        if let Err(reason) = judges(document, act, pack) {
            left_out.push(LeftOut { rule: pack.id.clone(), reason });
            continue;
        }
        let view = view::View::new(document, act, facts, pack, options);
        for rule in &pack.rules {
            let asked = options.rules.is_empty() || options.rules.contains(&rule.id);
            if asked && hidden(rule, options).is_none() {
                findings.extend(eval::Case { view: &view, rule }.evaluate());
            }
        }
    }
    for finding in &mut findings {
        if let Some(Rating::Level(level)) = options.rating(&finding.rule) {
            // What is no more than possible stays a question.
            let possible = finding.confidence == Confidence::Possible;
            finding.level = if possible { level.min(Level::Warning) } else { level };
        }
    }
    findings.retain(|f| {
        options.min_level.is_none_or(|l| f.level >= l)
            && options.min_confidence.is_none_or(|c| f.confidence >= c)
    });
    findings.sort_by(|a, b| (a.primary.span, &a.rule).cmp(&(b.primary.span, &b.rule)));
    number_fingerprints(&mut findings);
    (findings, left_out)
}

/// Whether a pack judges an act: its language is one of the pack's, and its maker is no other state.
fn judges(document: &Document<'_>, act: &Act, pack: &Pack) -> Result<(), String> {
    let code = document.lang.code();
    if !pack.languages.iter().any(|l| l == code) {
        let languages = pack.languages.join(", ");
        return Err(format!("the act is in `{code}`, and the pack judges {languages}"));
    }
    match maker::maker(document, act, &pack.jurisdiction) {
        Maker::Other(state) => Err(format!("the act names another state as its maker (`{state}`)")),
        Maker::Own | Maker::Unnamed => Ok(()),
    }
}

/// Why a rule is not evaluated, or its findings are not shown to the reader at hand.
#[must_use]
pub fn hidden(rule: &Rule, options: &Options) -> Option<String> {
    let profile =
        options.profile.filter(|p| !rule.profiles.is_empty() && !rule.profiles.contains(p));
    let stage = options.stage.filter(|s| !rule.stages.is_empty() && !rule.stages.contains(s));
    // Who names a rule wants to see what it says.
    if options.rating(&rule.id) == Some(Rating::Off) && !options.rules.contains(&rule.id) {
        return Some("turned off in the configuration".to_owned());
    }
    let profile = profile.map(|p| format!("not for the profile `{}`", p.name()));
    profile.or_else(|| stage.map(|s| format!("not for the stage `{}`", s.name())))
}

/// Equal findings in one document are told apart by their order.
fn number_fingerprints(findings: &mut [Finding]) {
    let mut seen = std::collections::BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.fingerprint.clone()).or_insert(0_u32);
        *count += 1;
        if *count > 1 {
            finding.fingerprint = format!("{}-{count}", finding.fingerprint);
        }
    }
}

/// Units that carry a number or a name, for counts.
#[must_use]
pub fn unit_count(act: &Act) -> usize {
    act.units.iter().filter(|u: &&Unit| u.kind != crate::model::UnitKind::EditorialNote).count()
}
