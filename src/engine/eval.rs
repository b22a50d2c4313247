//! One rule on one act.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::scope::Index;
use super::time::{self, Days};
use super::{Document, Options};
use crate::facts::{Commencement, Facts, Norm, SubjectClass};
use crate::finding::{Basis, Confidence, Finding, Label, Level};
use crate::model::{Act, Eid, Zone};
use crate::pack::{Anchor, Condition, NormFilter, Pack, Rule};
use crate::source::Span;
use crate::syntax::address;

/// Related places shown for one finding; a clause may govern a whole code.
const RELATED: usize = 3;

/// A rule and the act on which it is evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c, 'a> {
    /// The text.
    pub document: &'c Document<'a>,
    /// The act.
    pub act: &'c Act,
    /// Its facts.
    pub facts: &'c Facts,
    /// The pack.
    pub pack: &'c Pack,
    /// The rule.
    pub rule: &'c Rule,
    /// What the user said.
    pub options: &'c Options,
}

impl Case<'_, '_> {
    /// The findings of the rule in the act.
    #[must_use]
    pub fn evaluate(&self) -> Vec<Finding> {
        if !self.rule.kinds.is_empty() && !self.rule.kinds.contains(&self.act.kind) {
            return Vec::new();
        }
        if self.rule.new_acts_only && !self.is_new() {
            return Vec::new();
        }
        let mut findings: Vec<Finding> = Vec::new();
        let mut places: BTreeMap<u32, u32> = BTreeMap::new();
        let mut related: BTreeSet<Span> = BTreeSet::new();
        for condition in &self.rule.when {
            if condition.unless_referendum && self.facts.referendum.is_some() {
                continue;
            }
            let found = match &condition.anchor {
                Anchor::ReachesBack(filter) => self.retroactive(condition, filter),
                Anchor::PastFacts(filter) => self.past(condition, filter),
                Anchor::AmendsConstitution => self.amends(condition),
            };
            for finding in found {
                // One place is reported once, by the first branch that sees it.
                let span = finding.primary.span;
                let around = places
                    .range(..=span.start)
                    .next_back()
                    .is_some_and(|(_, end)| *end >= span.end);
                let inside =
                    places.range(span.start..).next().is_some_and(|(_, end)| *end <= span.end);
                let shared = finding.related.iter().any(|r| related.contains(&r.span));
                if !around && !inside && !shared {
                    places.insert(span.start, span.end);
                    related.extend(finding.related.iter().map(|r| r.span));
                    findings.push(finding);
                }
            }
        }
        findings
    }

    /// Rules on form and procedure judge acts made from the pack's first day on, and undated drafts.
    ///
    /// An undated text that closes with a signature was adopted on a day that the copy leaves out; no
    /// draft is signed.
    fn is_new(&self) -> bool {
        match self.act.date.or(self.options.published).or(self.options.as_of) {
            Some(day) => day >= self.pack.from,
            None => self.act.draft || !self.act.signed,
        }
    }

    fn retroactive(&self, condition: &Condition, filter: &NormFilter) -> Vec<Finding> {
        let days = Days::of(self.act, self.facts, self.pack, self.options);
        let back: Vec<(&Commencement, Confidence)> = self
            .facts
            .commencements
            .iter()
            .filter_map(|clause| Some((clause, time::reaches_back(clause, &days)?)))
            .collect();
        if back.is_empty() {
            return Vec::new();
        }
        let index = Index::new(self.act, self.facts);
        // Units with a day of their own are no part of what a clause on the whole act says.
        let dated: Vec<Eid> = self
            .facts
            .commencements
            .iter()
            .filter(|c| c.takes_effect.is_some())
            .flat_map(|c| c.scope.iter().cloned())
            .collect();
        let dated = index.resolve(&dated);
        let candidates: Vec<&Norm> = self
            .facts
            .norms
            .iter()
            .filter(|n| !matches!(n.zone, Zone::Note | Zone::Title))
            // What follows the signature without being a numbered attachment is another text.
            .filter(|n| (n.zone != Zone::Attachment || n.unit.is_some()) && fits(n, filter))
            .collect();
        let mut findings = Vec::new();
        for (clause, sure) in back {
            let (scope, except) = (index.resolve(&clause.scope), index.resolve(&clause.except));
            let governed: Vec<&Norm> = candidates
                .iter()
                .copied()
                .filter(|n| {
                    if !clause.scope.is_empty() {
                        return index.covers(&scope, n);
                    }
                    let apart = clause.reaches_back.is_none() && index.covers(&dated, n);
                    !apart && !index.covers(&except, n)
                })
                .collect();
            // The clearest norm is named first.
            let Some(best) = governed.iter().max_by_key(|n| (grade(n), std::cmp::Reverse(n.span)))
            else {
                continue;
            };
            let link = if clause.linked { Confidence::Likely } else { Confidence::Certain };
            let confidence = sure.min(grade(best)).min(link).min(condition.confidence);
            let mut related: Vec<&Norm> = governed
                .iter()
                .copied()
                .filter(|n| grade(n) == grade(best))
                .take(RELATED)
                .collect();
            related.sort_by_key(|n| n.span);
            findings.push(self.finding(condition, confidence, clause.core, clause.unit, &related));
        }
        findings
    }

    fn past(&self, condition: &Condition, filter: &NormFilter) -> Vec<Finding> {
        let days = Days::of(self.act, self.facts, self.pack, self.options);
        self.facts
            .norms
            .iter()
            // What an attachment tells of the past is a treaty's or a table's, not a command.
            .filter(|n| matches!(n.zone, Zone::Own | Zone::QuotedNew) && fits(n, filter))
            .filter_map(|n| {
                let sure = time::past_facts(n.past_facts?, &days, self.facts)?;
                let confidence = sure.min(grade(n)).min(condition.confidence);
                Some(self.finding(condition, confidence, n.span, n.unit, &[n]))
            })
            .collect()
    }

    fn amends(&self, condition: &Condition) -> Vec<Finding> {
        let mut findings = Vec::new();
        for amendment in &self.facts.amendments {
            let Some(name) = amendment.constitution else { continue };
            // A constitution adopted on another day is the one before, or a foreign one.
            if amendment.adopted.is_some_and(|day| day < self.pack.adopted) {
                continue;
            }
            let core = name.cover(amendment.cue);
            let label = Label { span: name, text: self.rule.related_label.clone() };
            let mut finding =
                self.finding(condition, condition.confidence, core, amendment.unit, &[]);
            if core != name {
                finding.related = vec![label];
            }
            findings.push(finding);
        }
        findings
    }

    fn finding(
        &self,
        condition: &Condition,
        confidence: Confidence,
        span: Span,
        unit: Option<usize>,
        norms: &[&Norm],
    ) -> Finding {
        let source = self.document.source;
        let words = |span: Span| -> String {
            let text: Vec<&str> = source.slice(span).split_whitespace().collect();
            shorten(&text.join(" "))
        };
        let message = self.rule.message.get("en").map_or_else(String::new, |m| {
            m.replace("{words}", &words(span))
                .replace("{norm}", &norms.first().map_or_else(String::new, |n| words(n.cue)))
        });
        let eid = unit.map_or_else(String::new, |u| self.act.units[u].eid.to_string());
        // What cannot be more than possible is put to the reader as a question, not as a charge.
        let level = if confidence == Confidence::Possible {
            condition.level.min(Level::Warning)
        } else {
            condition.level
        };
        Finding {
            rule: self.rule.id.clone(),
            level,
            confidence,
            message,
            address: unit
                .map(|u| address::address(self.act, u, self.document.lang))
                .unwrap_or_default(),
            primary: Label { span, text: self.rule.primary_label.clone() },
            related: norms
                .iter()
                .filter(|n| n.span != span)
                .map(|n| Label { span: n.cue, text: self.rule.related_label.clone() })
                .collect(),
            basis: self.basis(),
            help: self.rule.help.get("en").cloned(),
            fingerprint: fingerprint(&self.rule.id, &eid, source.slice(span)),
            unit: eid,
        }
    }

    /// An act made under the constitution before rests on both.
    fn basis(&self) -> Vec<Basis> {
        let older = self.act.date.is_some_and(|day| day < self.pack.from);
        let mut basis = self.rule.basis.clone();
        if older {
            basis.extend(self.rule.older_basis.iter().cloned());
        }
        basis
    }
}

/// Whether a norm is what a condition asks for.
fn fits(norm: &Norm, filter: &NormFilter) -> bool {
    // Who is not named is anyone, and natural persons are among them.
    let addressee = norm.subject.name();
    filter.direction.as_ref().is_none_or(|d| d == norm.direction.name())
        && norm.effect.is_some_and(|effect| {
            filter.modality.is_empty() || filter.modality.iter().any(|m| m == effect.name())
        })
        && (filter.addressee.is_empty() || filter.addressee.iter().any(|a| a == addressee))
}

/// How sure a norm's own slots make: an assumed subject or an inferred direction is no certainty.
fn grade(norm: &Norm) -> Confidence {
    match (norm.explicit, norm.subject) {
        (true, SubjectClass::Person) => Confidence::Certain,
        // A part that anyone may play is named, and persons play it.
        (true, SubjectClass::Anyone) if norm.subject_span.is_some() => Confidence::Certain,
        (true, _) if norm.effect == Some(crate::facts::Modality::Sanction) => Confidence::Certain,
        _ => Confidence::Likely,
    }
}

/// Words of a message are cut at a word once they would fill the line.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 90;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

/// Hash of rule, unit and words: edits elsewhere leave it alone.
fn fingerprint(rule: &str, unit: &str, words: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(rule.as_bytes());
    hasher.update([0]);
    hasher.update(unit.as_bytes());
    hasher.update([0]);
    for word in words.split_whitespace() {
        hasher.update(word.as_bytes());
        hasher.update(b" ");
    }
    crate::source::hex(&hasher.finalize()[..6])
}
