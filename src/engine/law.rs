//! A bill together with the law that it amends: what the law becomes, what that breaks and cures, and
//! whether a changed unit burdens or relieves.
//!
//! A bill alone shows the words that it puts in. Beside the law it shows the change: a fine restated at half
//! its height relieves, a paragraph taken out burdens when an exemption stood in it.

use std::collections::{BTreeMap, BTreeSet};

use super::eval::{digest, one_spaced};
use super::{Document, LeftOut, Options, check};
use crate::amend::Edition;
use crate::amend::apply::{self, AmendError, Bill, Change, Outcome, Verdict};
use crate::facts::norm::{Slots, compare};
use crate::facts::{Amendment, Direction, Facts, Modality, Norm, SubjectClass};
use crate::finding::{Finding, Label, Level};
use crate::lang::{Lang, Langs};
use crate::model::{Act, UnitKind, Zone};
use crate::pack::Pack;
use crate::source::{Source, Span};

/// The law given with a bill.
#[derive(Debug, Default)]
pub struct Law<'a> {
    /// The acts that may be amended.
    pub bases: Vec<Edition<'a>>,
}

/// What a bill does to the law.
#[derive(Debug, Default)]
pub struct Effect {
    /// What the law as amended breaks that it did not break before, at the instructions of the bill.
    pub broken: Vec<Finding>,
    /// What the law broke and no longer breaks, at the instructions that cure it.
    pub cured: Vec<Finding>,
    /// Instructions that could not be carried out, each with the reason.
    pub failed: Vec<(Span, String)>,
    /// How many instructions were carried out.
    pub done: usize,
}

impl Law<'_> {
    /// Checks a bill together with the law: the findings in the bill's own words, judged by what they change,
    /// and those in the law as amended, at the instructions that cause them.
    ///
    /// # Errors
    /// When the acts do not go together: another language, one title twice.
    pub fn check(
        &self,
        document: &mut Document<'_>,
        index: usize,
        langs: &Langs,
        packs: &[Pack],
        options: &Options,
    ) -> Result<(Vec<Finding>, Vec<LeftOut>, Effect), AmendError> {
        let effect = self.judge(document, index, langs, packs, options)?;
        let (mut findings, left_out) = check(document, index, packs, options);
        let (_, facts) = &document.acts[index];
        let text_of = |span: Span| -> Vec<Span> {
            let amendments = facts.amendments.iter().filter(|a| a.span == span);
            amendments.filter_map(|a| a.content.as_ref()).map(|c| c.span).chain([span]).collect()
        };
        for finding in &effect.broken {
            // What the bill's own words show need not be told again of the law that they make.
            let places = text_of(finding.primary.span);
            let told = |f: &Finding| {
                let mut spans = f.related.iter().map(|r| r.span).chain([f.primary.span]);
                f.rule == finding.rule && spans.any(|s| places.iter().any(|p| p.overlaps(s)))
            };
            if !findings.iter().any(told) {
                findings.push(finding.clone());
            }
        }
        let shown = |f: &&Finding| options.min_level.is_none_or(|l| f.level >= l);
        findings.extend(effect.cured.iter().filter(shown).cloned());
        findings.sort_by(|a, b| (a.primary.span, &a.rule).cmp(&(b.primary.span, &b.rule)));
        super::number_fingerprints(&mut findings);
        Ok((findings, left_out, effect))
    }

    /// Carries a bill's instructions out, corrects its norms by what they change, and checks the law that
    /// results.
    ///
    /// # Errors
    /// When the acts do not go together: another language, one title twice.
    fn judge(
        &self,
        document: &mut Document<'_>,
        index: usize,
        langs: &Langs,
        packs: &[Pack],
        options: &Options,
    ) -> Result<Effect, AmendError> {
        let mut effect = Effect::default();
        let lang = document.lang;
        let source = document.source;
        let Some((act, facts)) = document.acts.get_mut(index) else { return Ok(effect) };
        let bill = Bill { source, lang, act, facts };
        if apply::instructions(&bill).next().is_none() {
            return Ok(effect);
        }
        let days = apply::Options { as_of: None, published: options.published };
        let amended = apply::apply(&self.bases, &[bill], &days)?;
        effect.done = count(&amended.outcomes, &[Verdict::Done, Verdict::Remark]);
        for outcome in amended.outcomes.iter().filter(|o| o.verdict == Verdict::Failed) {
            if let Some(a) = facts.amendments.get(outcome.instruction) {
                effect.failed.push((a.span, outcome.message.clone()));
            }
        }
        let reading = Options { kind: None, lang: Some(lang.code().to_owned()), ..options.clone() };
        for (edition, text) in self.bases.iter().zip(&amended.texts) {
            if text.changes.is_empty() {
                continue;
            }
            let after =
                Source::new(edition.source.name(), text.text.as_str(), edition.source.markup());
            let before = Document::read(edition.source, langs, &reading);
            let result = Document::read(&after, langs, &reading);
            let (Ok(before), Ok(result)) = (before, result) else { continue };
            let pair = Pair { before: &before, after: &result, changes: &text.changes };
            pair.correct(source, lang, facts);
            pair.differences(source, act, facts, packs, options, &mut effect);
        }
        effect.broken.sort_by(|a, b| (a.primary.span, &a.rule).cmp(&(b.primary.span, &b.rule)));
        effect.cured.sort_by(|a, b| (a.primary.span, &a.rule).cmp(&(b.primary.span, &b.rule)));
        Ok(effect)
    }
}

fn count(outcomes: &[Outcome], verdicts: &[Verdict]) -> usize {
    outcomes.iter().filter(|o| verdicts.contains(&o.verdict)).count()
}

/// An act before and after a bill.
struct Pair<'p, 'a> {
    before: &'p Document<'a>,
    after: &'p Document<'a>,
    changes: &'p [Change],
}

impl Pair<'_, '_> {
    /// Sets the bill's norms right by comparing each unit that it changes with what it was.
    fn correct(&self, bill: &Source, lang: &Lang, facts: &mut Facts) {
        let mut done: BTreeSet<usize> = BTreeSet::new();
        for change in self.changes {
            let Some(amendment) = facts.amendments.get(change.instruction).cloned() else {
                continue;
            };
            if !done.insert(change.instruction) {
                continue;
            }
            let old = Side::of(self.before, change.before);
            let new = Side::of(self.after, change.after);
            let inserted =
                change.before.is_empty() && new.as_ref().is_some_and(|n| n.fills(change.after));
            let old = old.filter(|_| !inserted);
            let (old_text, new_text) = (text_of(old.as_ref()), text_of(new.as_ref()));
            let judged = compare(lang, &old_text, &new_text).filter(|_| old.is_some());
            let places: Vec<Span> =
                [Some(amendment.span), amendment.content.as_ref().map(|c| c.span)]
                    .into_iter()
                    .flatten()
                    .collect();
            let here = |n: &Norm| places.iter().any(|p| p.overlaps(n.span));
            let folded = fold(&old_text);
            facts.norms.retain(|n| {
                let burden =
                    n.direction == Direction::Burdens && n.zone == Zone::QuotedNew && here(n);
                // A burden that the law laid on people before is no new one, and one that falls relieves.
                let same = || {
                    let words = fold(bill.slice(n.span));
                    !words.is_empty() && folded.contains(&words)
                };
                !burden || !(judged.is_some_and(|j| j.0 == Direction::Relieves) || same())
            });
            let weighs = facts.norms.iter().any(|n| n.direction == Direction::Burdens && here(n));
            let taken = old.as_ref().and_then(|o| o.relief_gone(&fold(&new_text)));
            let burden = match judged {
                Some((Direction::Burdens, modality)) => Some(modality),
                _ => taken,
            };
            if let Some(modality) = burden.filter(|_| !weighs) {
                facts.norms.push(norm(&amendment, modality));
            }
        }
        facts.norms.sort_by_key(|n| (n.span, n.cue));
    }

    /// Findings that only one of the two texts has, told at the instructions behind them.
    fn differences(
        &self,
        bill: &Source,
        act: &Act,
        facts: &Facts,
        packs: &[Pack],
        options: &Options,
        effect: &mut Effect,
    ) {
        let (before, after) = (all(self.before, packs, options), all(self.after, packs, options));
        let (said_before, said_after) = (said(self.before, &before), said(self.after, &after));
        let had: BTreeSet<_> = said_before.iter().collect();
        let has: BTreeSet<_> = said_after.iter().collect();
        for (finding, what) in after.iter().zip(&said_after) {
            if had.contains(what) {
                continue;
            }
            // A clause is changed by what changes in its unit. A norm that is new under an old clause on time
            // takes effect by the bill's own clause, and is judged there.
            let around = Side::of(self.after, finding.primary.span).map(|s| s.span);
            let changed = |c: &&Change| {
                c.after.overlaps(finding.primary.span)
                    || around.is_some_and(|a| a.contains(c.after))
            };
            let cause = self.changes.iter().find(changed);
            if let Some(amendment) = cause.and_then(|c| facts.amendments.get(c.instruction)) {
                effect.broken.push(told(bill, act, self.after, finding, amendment, true));
            }
        }
        for (finding, what) in before.iter().zip(&said_before) {
            if has.contains(what) {
                continue;
            }
            let cause = self.changes.iter().find(|c| {
                c.before.overlaps(finding.primary.span)
                    || finding.related.iter().any(|r| c.before.overlaps(r.span))
            });
            if let Some(amendment) = cause.and_then(|c| facts.amendments.get(c.instruction)) {
                effect.cured.push(told(bill, act, self.before, finding, amendment, false));
            }
        }
    }
}

/// The findings in an edition of an act that another edition no longer has.
#[must_use]
pub fn cured(
    before: &Document<'_>,
    after: &Document<'_>,
    packs: &[Pack],
    options: &Options,
) -> Vec<Finding> {
    let left = all(after, packs, options);
    let left: BTreeSet<Said<'_>> = said(after, &left).into_iter().collect();
    let found = all(before, packs, options);
    let gone: Vec<bool> = said(before, &found).iter().map(|what| !left.contains(what)).collect();
    found.into_iter().zip(gone).filter_map(|(finding, gone)| gone.then_some(finding)).collect()
}

/// Rule, unit and words of a finding, and how many of the same stand before it.
type Said<'f> = (&'f str, &'f str, String, usize);

/// What findings say of which units: by this the findings of two editions are told apart, whatever else
/// changes in the paragraph around the words.
fn said<'f>(document: &Document<'_>, findings: &'f [Finding]) -> Vec<Said<'f>> {
    let mut counts = BTreeMap::new();
    let mut said = Vec::with_capacity(findings.len());
    for finding in findings {
        let words = one_spaced(document.slice(finding.primary.span));
        let (rule, unit) = (finding.rule.as_str(), finding.unit.as_str());
        let count = counts.entry((rule, unit, words.clone())).or_insert(0);
        said.push((rule, unit, words, *count));
        *count += 1;
    }
    said
}

/// The findings of every act of a document.
fn all(document: &Document<'_>, packs: &[Pack], options: &Options) -> Vec<Finding> {
    (0..document.acts.len()).flat_map(|i| check(document, i, packs, options).0).collect()
}

/// A finding in the law, told at the instruction that brings or cures it.
fn told(
    bill: &Source,
    act: &Act,
    law: &Document<'_>,
    finding: &Finding,
    amendment: &Amendment,
    broken: bool,
) -> Finding {
    let unit = amendment.unit;
    let at = law.source.position(finding.primary.span.start as usize);
    let words: Vec<&str> = law.source.slice(finding.primary.span).split_whitespace().collect();
    let place = format!("{}:{}:{}", law.source.name(), at.line, at.column);
    let address =
        if finding.address.is_empty() { place } else { format!("{}, {place}", finding.address) };
    let (message, text, help) = if broken {
        (
            format!("the law as amended: {}", finding.message),
            "this instruction brings it about".to_owned(),
            format!(
                "the law would then say in {address}: “{}”",
                super::eval::shorten(&words.join(" "))
            ),
        )
    } else {
        (
            format!("cured: {}", finding.message),
            "this instruction cures it".to_owned(),
            format!("the law says in {address}: “{}”", super::eval::shorten(&words.join(" "))),
        )
    };
    let eid = unit.map_or_else(String::new, |u| act.units[u].eid.to_string());
    Finding {
        level: if broken { finding.level } else { Level::Note },
        message,
        address: unit.map(|u| super::address::address(act, u, law.lang)).unwrap_or_default(),
        primary: Label { span: amendment.span, text },
        related: Vec::new(),
        help: Some(match &finding.help {
            Some(own) if broken => format!("{help}. {own}"),
            _ => help,
        }),
        fingerprint: digest(&[
            &finding.rule,
            &one_spaced(bill.slice(amendment.span)),
            &finding.fingerprint,
        ]),
        unit: eid,
        ..finding.clone()
    }
}

/// A unit of one of the two texts, with what it does.
struct Side<'p> {
    span: Span,
    text: &'p str,
    source: &'p Source,
    norms: Vec<&'p Norm>,
}

impl<'p> Side<'p> {
    /// The numbered unit around a place.
    fn of(document: &'p Document<'_>, place: Span) -> Option<Self> {
        document.acts.iter().find_map(|(act, facts)| {
            let mut at = act.unit_at(place.start)?;
            while matches!(act.units[at].kind, UnitKind::Alinea | UnitKind::Indent)
                || !act.units[at].span.contains(place)
            {
                at = act.units[at].parent?;
            }
            let span = act.units[at].span;
            let norms = facts.norms.iter().filter(|n| span.contains(n.span)).collect();
            Some(Self { span, text: document.source.slice(span), source: document.source, norms })
        })
    }

    /// Whether a change made the unit as a whole.
    fn fills(&self, change: Span) -> bool {
        const MARGIN: u32 = 4;
        change.start <= self.span.start + MARGIN && change.end + MARGIN >= self.span.end
    }

    /// What weighs on people when a relief of this unit is no longer in the new text.
    fn relief_gone(&self, new: &str) -> Option<Modality> {
        self.norms
            .iter()
            .filter(|n| n.direction == Direction::Relieves && n.effect.is_some())
            .find(|n| !new.contains(&fold(self.source.slice(n.span))))
            .map(|_| Modality::Obligation)
    }
}

fn text_of(side: Option<&Side<'_>>) -> String {
    side.map_or_else(String::new, |s| s.text.to_owned())
}

/// Words alone: marks, spaces and case say nothing about a burden.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        out.push_str(&word.to_lowercase());
        out.push(' ');
    }
    out
}

/// The norm that an instruction makes by what it changes.
fn norm(amendment: &Amendment, modality: Modality) -> Norm {
    Norm {
        span: amendment.span,
        cue: amendment.cue,
        lead: None,
        unit: amendment.unit,
        zone: Zone::QuotedNew,
        modality,
        effect: Some(modality),
        subject: SubjectClass::Anyone,
        subject_span: None,
        direction: Direction::Burdens,
        past_facts: None,
        indent: None,
        slots: Slots::default(),
        explicit: false,
    }
}
