//! One rule on one act: its branches evaluated, findings built.

mod ask;
mod relate;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::Document;
use super::found::Found;
use super::view::{Item, View};
use crate::finding::{Basis, Confidence, Edit, Finding, Fix, Label, Level};
use crate::model::{Act, Zone};
use crate::pack::Rule;
use crate::pack::condition::{Age, Branch, FixPlace, Holds, Piece, Template};
use crate::source::Span;
use crate::syntax::address;

/// Language of what is said of findings.
const ENGLISH: &str = "en";

/// A rule and the act on which it is evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'c, 'v> {
    pub(super) view: &'c View<'v>,
    pub(super) rule: &'c Rule,
}

impl Case<'_, '_> {
    /// The findings of the rule in the act.
    #[must_use]
    pub(super) fn evaluate(&self) -> Vec<Finding> {
        if !self.judges() {
            return Vec::new();
        }
        let mut findings: Vec<Finding> = Vec::new();
        let mut places: BTreeMap<u32, u32> = BTreeMap::new();
        let mut related: BTreeSet<Span> = BTreeSet::new();
        for branch in &self.rule.when {
            if !self.in_time(&branch.holds) || self.is_silenced(branch) {
                continue;
            }
            let first = findings.len();
            for item in self.view.candidates(&branch.each) {
                let mut found = Found::new();
                if !self.view.fits(item, &branch.each, &mut found) {
                    continue;
                }
                let finding = self.finding(branch, item, &found);
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
                    findings.push(finding);
                }
            }
            // Several facts of one branch may rest on one place; another branch that rests on it tells
            // what was told before.
            let told = findings[first..].iter().flat_map(|f| &f.related);
            related.extend(told.map(|r| r.span));
        }
        findings
    }

    /// Whether the rule is for acts of this kind, language and day.
    fn judges(&self) -> bool {
        let (rule, view) = (self.rule, self.view);
        (rule.kinds.is_empty() || rule.kinds.contains(&view.act.kind))
            && rule.langs.iter().any(|l| l == view.document.lang.code())
            && self.in_time(&rule.holds)
    }

    /// Whether what holds on these days holds for the act.
    fn in_time(&self, holds: &Holds) -> bool {
        let view = self.view;
        let day = view
            .options
            .as_of
            .or(view.options.published)
            .or(view.act.date)
            .unwrap_or(view.pack.from);
        (holds.ages.is_empty() || holds.ages.contains(&self.age()))
            && holds.from.is_none_or(|from| day >= from)
            && holds.until.is_none_or(|until| day < until)
    }

    /// Whether the act was made under the constitution.
    ///
    /// An undated text that closes with a signature was adopted on a day that the copy leaves out; no
    /// draft is signed.
    fn age(&self) -> Age {
        let (act, options) = (self.view.act, self.view.options);
        match act.date.or(options.published).or(options.as_of) {
            Some(day) if day >= self.view.pack.from => Age::New,
            Some(_) => Age::Old,
            None if act.draft => Age::Draft,
            None if act.signed => Age::Old,
            None => Age::Undated,
        }
    }

    fn is_silenced(&self, branch: &Branch) -> bool {
        branch.unless.as_ref().is_some_and(|unless| {
            let view = self.view;
            view.candidates(unless).into_iter().any(|c| view.fits(c, unless, &mut Found::new()))
        })
    }

    fn finding(&self, branch: &Branch, item: Item, found: &Found) -> Finding {
        let view = self.view;
        let span = view.place(item);
        let most = match self.age() {
            Age::Undated => branch.holds.undated.or(self.rule.holds.undated),
            Age::Old => branch.holds.old.or(self.rule.holds.old),
            Age::New | Age::Draft => None,
        };
        let confidence = found.sure.min(branch.confidence).min(most.unwrap_or(Confidence::Certain));
        // What cannot be more than possible is put to the reader as a question, not as a charge.
        let level = if confidence == Confidence::Possible {
            branch.level.min(Level::Warning)
        } else {
            branch.level
        };
        let unit = view.unit(item);
        let eid = unit.map_or_else(String::new, |u| view.act.units[u].eid.to_string());
        let say = |texts: &BTreeMap<String, Template>| {
            let (lang, template) = self.told(texts)?;
            Some(self.say(template, (branch, lang), item, found))
        };
        Finding {
            rule: self.rule.id.clone(),
            level,
            confidence,
            message: say(&self.rule.message).unwrap_or_default(),
            address: unit
                .map(|u| address::address(view.act, u, view.document.lang))
                .unwrap_or_default(),
            primary: Label { span, text: self.label("primary").unwrap_or_default() },
            related: self.related(span, found),
            basis: self.basis(branch),
            help: say(&self.rule.help).filter(|h| !h.is_empty()),
            fixes: together(
                self.rule.fixes.iter().filter_map(|fix| self.fix(fix, branch, item, found)),
            )
            .into_iter()
            .collect(),
            fingerprint: fingerprint(&self.rule.id, view.document, view.act, span),
            unit: eid,
        }
    }

    /// What was captured and has a label, beside the anchor.
    fn related(&self, primary: Span, found: &Found) -> Vec<Label> {
        let mut related: Vec<Label> = found
            .captured
            .iter()
            .filter(|(_, item)| !matches!(item, Item::Expected(_)))
            .filter(|(_, item)| self.view.extent(*item) != primary)
            .filter_map(|(capture, item)| {
                let text = self.label(self.rule.captures.get(*capture)?)?;
                Some(Label { span: self.view.mark(*item), text })
            })
            .filter(|label| label.span != primary)
            .collect();
        related.sort();
        related.dedup();
        related
    }

    fn label(&self, name: &str) -> Option<String> {
        self.told(self.rule.labels.get(name)?).map(|(_, text)| text.clone())
    }

    /// A text of the rule in the language of the messages, or in English where it has none in that language.
    fn told<'t, T>(&self, texts: &'t BTreeMap<String, T>) -> Option<(&'t str, &'t T)> {
        let wish = self.view.options.message_lang.as_deref().unwrap_or(ENGLISH);
        let (lang, text) = texts.get_key_value(wish).or_else(|| texts.get_key_value(ENGLISH))?;
        Some((lang, text))
    }

    /// A text of the rule with its placeholders filled, the words of the act shortened to be read.
    fn say(
        &self,
        template: &Template,
        (branch, lang): (&Branch, &str),
        item: Item,
        found: &Found,
    ) -> String {
        self.fill(template, (branch, lang), item, found, |span| {
            let text: Vec<&str> = self.view.document.slice(span).split_whitespace().collect();
            shorten(&text.join(" "))
        })
    }

    /// A text of the rule with its placeholders filled.
    fn fill(
        &self,
        template: &Template,
        (branch, lang): (&Branch, &str),
        item: Item,
        found: &Found,
        words: impl Fn(Span) -> String,
    ) -> String {
        let view = self.view;
        let captured = |at: &usize| {
            let list = found.captured.iter().filter(|(capture, _)| capture == at);
            list.map(|(_, item)| *item).min_by_key(|item| view.mark(*item))
        };
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Words => words(view.place(item)),
            Piece::Row => self.row(branch, lang),
            Piece::Capture(at) => captured(at).map_or_else(String::new, |item| match item {
                Item::Expected(flaw) => view.flaws()[flaw].expected.clone(),
                item => words(view.mark(item)),
            }),
            Piece::Unit(at) => captured(at)
                .and_then(|i| view.unit(i))
                .map(|u| address::address(view.act, u, view.document.lang))
                .unwrap_or_default(),
        };
        template.0.iter().map(piece).collect()
    }

    /// The name of the branch's row.
    fn row(&self, branch: &Branch, lang: &str) -> String {
        let row = branch.row.and_then(|at| self.rule.rows.get(at));
        let name = row.and_then(|row| row.name.get(lang).or_else(|| row.name.get(ENGLISH)));
        name.cloned().unwrap_or_default()
    }

    /// A fix in the act's language; nothing where the rule has none in it, or where another's words stand.
    fn fix(
        &self,
        fix: &crate::pack::condition::Fix,
        branch: &Branch,
        item: Item,
        found: &Found,
    ) -> Option<Fix> {
        let view = self.view;
        let lang = view.document.lang.code();
        if fix.place == FixPlace::Mend {
            return self.mend(fix.safe, item);
        }
        let span = match fix.at {
            None => view.place(item),
            Some(at) => {
                let captured = found.captured.iter().filter(|(capture, _)| *capture == at);
                captured.map(|(_, item)| view.mark(*item)).min()?
            }
        };
        // The act's own title is mended too, though no norm.
        let own = view.act.title.is_some_and(|title| title.contains(span)) && !view.is_quoted(span);
        if !own && !matches!(view.zone_of(span), Zone::Own | Zone::QuotedNew | Zone::Attachment) {
            return None;
        }
        let text = match fix.place {
            FixPlace::Delete => String::new(),
            // What goes into the act is the act's words as they stand.
            _ => self.fill(fix.with.get(lang)?, (branch, lang), item, found, |span| {
                view.document.slice(span).to_owned()
            }),
        };
        let (start, end) = (span.start, span.end);
        let span = match fix.place {
            FixPlace::Replace | FixPlace::Delete => span,
            FixPlace::Before => Span { start, end: start },
            FixPlace::After => Span { start: end, end },
            FixPlace::Mend => return None,
        };
        Some(Fix { safe: fix.safe, edits: vec![Edit { span, text }] })
    }

    /// The fix that a flaw of form carries itself. It is safe only where the right text is certain.
    fn mend(&self, safe: bool, item: Item) -> Option<Fix> {
        let Item::Flaw(at) = item else { return None };
        let flaw = self.view.flaws().get(at)?;
        let edit = |(span, text): &(Span, String)| Edit { span: *span, text: text.clone() };
        let edits: Vec<Edit> = flaw.edits.iter().map(edit).collect();
        (!edits.is_empty()).then_some(Fix { safe: safe && flaw.settled, edits })
    }

    /// An act made under the constitution before rests on both.
    fn basis(&self, branch: &Branch) -> Vec<Basis> {
        let own = if branch.basis.is_empty() { &self.rule.basis } else { &branch.basis };
        let mut basis = own.clone();
        if self.view.act.date.is_some_and(|day| day < self.view.pack.from) {
            basis.extend(self.rule.older_basis.iter().cloned());
        }
        basis
    }
}

/// What mends a finding at several places mends it at all of them at once: half of it would be a new fault.
fn together(fixes: impl Iterator<Item = Fix>) -> Option<Fix> {
    let mut all = fixes.reduce(|mut all, fix| {
        all.safe &= fix.safe;
        all.edits.extend(fix.edits);
        all
    })?;
    all.edits.sort();
    all.edits.dedup();
    Some(all)
}

/// Words of a message are cut at a word once they would fill the line.
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 90;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

/// Letters of a paragraph that tell it from others: enough for a reader, and few enough for a hostile text that is one
/// paragraph with thousands of findings.
const LETTERS: usize = 400;

/// Hash of the rule, of the words, and of the first letters of the paragraph around them.
///
/// Neither the path nor a number goes in, so it stays the same when the file moves, when text above
/// changes, and when the unit or one that the paragraph cites gets another number.
pub(super) fn fingerprint(rule: &str, document: &Document<'_>, act: &Act, words: Span) -> String {
    let at = act.blocks.partition_point(|block| block.span.start <= words.start);
    let around = at.checked_sub(1).and_then(|at| act.blocks.get(at)).map(|block| block.span);
    let line = || document.source.line_span(document.source.line_index(words.range().start));
    let around = around.filter(|span| span.contains(words)).unwrap_or_else(line);
    let letters = document.slice(around).chars().filter(|c| c.is_alphabetic());
    let paragraph: String = letters.take(LETTERS).collect();
    digest(&[rule, &one_spaced(document.slice(words)), &paragraph])
}

/// Hash of texts, in the order given.
pub(super) fn digest(texts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    crate::source::hex(&hasher.finalize()[..6])
}

/// A text with one space for each stretch of white space.
pub(super) fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
