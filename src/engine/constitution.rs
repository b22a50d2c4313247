//! The constitution's own text: which pack it belongs to, the words of a provision in it, and whether they
//! are still those that the pack was written for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::document::Document;
use super::maker::{Maker, maker};
use crate::finding::{Finding, ProvisionPlace};
use crate::lang::{Langs, fold};
use crate::model::{Act, ActKind, Unit, UnitKind, Zone};
use crate::pack::{Pack, Rule};
use crate::source::{Markup, Source, Span, hex};
use crate::syntax::{self, Reading};

/// Hexadecimal digits of the hash of a provision are twice as many.
const HASH_BYTES: usize = crate::pack::provision::DIGITS / 2;

/// The text of a constitution.
#[derive(Debug)]
pub struct ConstitutionText<'a> {
    /// The text.
    pub source: &'a Source,
    /// Code of its language.
    pub lang: &'a str,
    /// Name of the pack whose constitution it is.
    pub pack: String,
    /// The act.
    pub act: Act,
    /// Its units by eId.
    units: BTreeMap<String, usize>,
}

/// Why a text is not taken for a constitution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConstitutionError {
    /// No table describes the language.
    #[error("its language is none of {0}")]
    Language(String),
    /// Nothing in it is an act.
    #[error("no act was found in it; expected a constitution")]
    Empty,
    /// It is another act.
    #[error("expected a constitution, and by its title this act is of kind `{0}`")]
    Kind(&'static str),
    /// It is another constitution.
    #[error("it is the constitution of no pack: {0}")]
    Pack(String),
}

/// A provision in the outline of an act.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Index of the unit.
    unit: usize,
    /// Whether only the unit's first part is meant, which has no unit of its own.
    first_part: bool,
}

impl<'a> ConstitutionText<'a> {
    /// Reads a text and tells whose constitution it is.
    ///
    /// # Errors
    /// When it is no constitution, or that of no pack: findings would quote words that they do not rest on.
    pub fn read(
        source: &'a Source,
        langs: &'a Langs,
        packs: &[Pack],
    ) -> Result<Self, ConstitutionError> {
        let lang = langs
            .detect(source.text())
            .ok_or_else(|| ConstitutionError::Language(langs.codes().join(", ")))?;
        let reading = Reading::new(source, lang);
        let days = reading.dates.iter().filter(|d| d.exact).filter_map(|d| d.date).max();
        let acts = syntax::parse(&reading).into_iter().filter(|act| !act.units.is_empty());
        let act = acts.max_by_key(|act| act.units.len()).ok_or(ConstitutionError::Empty)?;
        if act.kind != ActKind::Constitution {
            return Err(ConstitutionError::Kind(act.kind.name()));
        }
        let names = act.units.iter().enumerate().map(|(at, unit)| (unit.eid.to_string(), at));
        let units = names.collect();
        let mut text = Self { source, lang: lang.code(), pack: String::new(), act, units };
        let document = Document { source, lang, reading, acts: Vec::new() };
        text.pack = text.owner(packs, &document, days)?;
        Ok(text)
    }

    /// The pack with the greatest share of its provisions in the text, or of the text's in its catalogue: at
    /// least half, since a catalogue may hold a few provisions only, and the text may be an excerpt.
    ///
    /// The constitution before has articles of the same numbers. It is told by its day, or, where the copy
    /// leaves that out, by the `latest` day in the text: a constitution speaks of its own first day.
    fn owner(
        &self,
        packs: &[Pack],
        document: &Document<'_>,
        latest: Option<Date>,
    ) -> Result<String, ConstitutionError> {
        let numbered = |unit: &&Unit| {
            matches!(unit.kind, UnitKind::Article | UnitKind::Paragraph | UnitKind::Subparagraph)
        };
        let own = self.act.units.iter().filter(numbered).count();
        let mut best: Option<(usize, usize, &Pack)> = None;
        let mut reasons = Vec::new();
        for pack in packs {
            // Every constitution has a preamble and a first section.
            let article = |eid: &&String| eid.starts_with(UnitKind::Article.token());
            let all = pack.provisions.keys().filter(article).count();
            let found = pack.provisions.keys().filter(article);
            let found = found.filter(|eid| self.find(eid).is_some()).count();
            if let Some(day) = self.act.date.filter(|day| *day < pack.adopted) {
                reasons
                    .push(format!("`{}` is on the one of {}, not of {day}", pack.id, pack.adopted));
            } else if let Some(day) = latest.filter(|day| *day < pack.adopted) {
                reasons.push(format!(
                    "`{}` is on the one of {}, and no day in the text is later than {day}",
                    pack.id, pack.adopted
                ));
            } else if let Maker::Other(state) = maker(document, &self.act, &pack.jurisdiction) {
                reasons.push(format!(
                    "`{}` is on another state than the one named (`{state}`)",
                    pack.id
                ));
            } else if found == 0 || found * 2 < all.min(own) {
                reasons
                    .push(format!("{found} of the {all} provisions of `{}` stand in it", pack.id));
            } else if best.is_none_or(|(f, a, _)| found * a > f * all.min(own)) {
                best = Some((found, all.min(own), pack));
            }
        }
        let owner = best.map(|(_, _, pack)| pack.id.clone());
        owner.ok_or_else(|| ConstitutionError::Pack(reasons.join("; ")))
    }

    /// The place of a provision, its label included: of the unit of that name, else of the nearest unit
    /// around it.
    #[must_use]
    pub fn provision(&self, eid: &str) -> Option<Span> {
        self.paragraphs(eid).into_iter().reduce(Span::cover)
    }

    /// The paragraphs of a provision, each with its label.
    #[must_use]
    pub fn paragraphs(&self, eid: &str) -> Vec<Span> {
        let mut eid = eid;
        let place = loop {
            match (self.find(eid), eid.rsplit_once("__")) {
                (Some(place), _) => break place,
                (None, Some((around, _))) => eid = around,
                (None, None) => return Vec::new(),
            }
        };
        let Some(unit) = self.act.units.get(place.unit) else { return Vec::new() };
        let mut paragraphs: Vec<Span> = Vec::new();
        for mut piece in self.pieces(place) {
            if paragraphs.is_empty() {
                piece.start = piece.start.min(unit.span.start);
            }
            match paragraphs.last_mut() {
                // What follows a label stands in its paragraph.
                Some(last) if last.end == piece.start => last.end = piece.end,
                _ => paragraphs.push(piece),
            }
        }
        if paragraphs.is_empty() {
            // A unit of which nothing but the label is left.
            paragraphs.push(unit.span);
        }
        paragraphs
    }

    /// The hash of the words of a provision; `None` when the text has no unit of that name.
    ///
    /// The provision's own label is left out, and so are editors' notes and Markdown marks. Runs of white
    /// space count as one space, and letters that look alike as one letter, so that copies of one text from
    /// several publishers have one hash.
    #[must_use]
    pub fn hash(&self, eid: &str) -> Option<String> {
        let words = self.words(self.find(eid)?);
        let digest = Sha256::digest(words.as_bytes());
        Some(hex(digest.get(..HASH_BYTES).unwrap_or_default()))
    }

    /// The unit of a name. The first part of a unit is text of the unit itself.
    fn find(&self, eid: &str) -> Option<Place> {
        let of = |eid: &str| self.units.get(eid).copied();
        if let Some(unit) = of(eid) {
            return Some(Place { unit, first_part: false });
        }
        let (around, last) = eid.rsplit_once("__")?;
        let first = last.strip_prefix(UnitKind::Alinea.token()) == Some("_1");
        let unit = if first { of(around)? } else { return None };
        let place = Place { unit, first_part: true };
        (!self.pieces(place).is_empty()).then_some(place)
    }

    /// Labels of inner units, headings and paragraphs of a provision, in the order of the text.
    fn pieces(&self, place: Place) -> Vec<Span> {
        let Some(root) = self.act.units.get(place.unit) else { return Vec::new() };
        let mut inside = BTreeSet::from([place.unit]);
        let mut pieces: Vec<Span> = root.heading.into_iter().collect();
        // Inner units follow theirs in the order of the text.
        let units = self.act.units.iter().enumerate().skip(place.unit + 1);
        for (at, unit) in units.take_while(|(_, unit)| unit.span.start <= root.span.end) {
            let inner = unit.parent.is_some_and(|parent| inside.contains(&parent));
            if !inner || unit.kind == UnitKind::EditorialNote {
                continue;
            }
            let next_part = unit.kind == UnitKind::Alinea && unit.parent == Some(place.unit);
            if place.first_part && next_part {
                break;
            }
            inside.insert(at);
            // What stands before its first word is the label.
            pieces.push(Span { start: unit.span.start, end: unit.span.start });
            pieces.extend(unit.heading);
        }
        let blocks = &self.act.blocks;
        let first = blocks.partition_point(|block| block.span.start < root.span.start);
        let blocks = blocks.iter().skip(first).take_while(|b| b.span.start <= root.span.end);
        let own = |unit: Option<usize>| unit.is_some_and(|unit| inside.contains(&unit));
        let blocks = blocks.filter(|b| b.zone != Zone::Note && own(b.unit));
        pieces.extend(blocks.map(|b| b.span));
        pieces.sort_unstable();
        // A label runs from where its unit begins to the first word behind it.
        for at in 0..pieces.len() {
            let next = pieces.get(at + 1).map(|piece| piece.start);
            if let (Some(piece), Some(next)) = (pieces.get_mut(at), next)
                && piece.is_empty()
            {
                piece.end = next;
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// The words of a provision as they are hashed.
    fn words(&self, place: Place) -> String {
        let mut out = String::new();
        let mut gap = false;
        for piece in self.pieces(place) {
            let text = self.source.slice(piece);
            let bare = match self.source.markup() {
                Markup::Plain => text.to_owned(),
                Markup::Markdown => unmarked(text),
            };
            for c in bare.chars().filter(|c| !fold::is_invisible(*c)) {
                if c.is_whitespace() {
                    gap = true;
                    continue;
                }
                if std::mem::take(&mut gap) && !out.is_empty() {
                    out.push(' ');
                }
                out.push(fold::alike(c));
            }
            gap = true;
        }
        out
    }
}

/// A text without the marks of Markdown: emphasis, escapes, tags, and the addresses of links.
fn unmarked(text: &str) -> String {
    /// A longer stretch behind `<` or `](` is no mark; this keeps the look ahead short.
    const LONGEST: usize = 300;
    let ahead = |rest: &str, close: char| {
        rest.char_indices()
            .take(LONGEST)
            .find(|(_, c)| *c == close)
            .map(|(at, c)| at + c.len_utf8())
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut opening = true;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let begins = |set: fn(char) -> bool| behind.chars().next().is_some_and(set);
        let tag = begins(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let skipped = match c {
            '*' | '_' | '`' => Some(1),
            '>' | '#' if opening => Some(1),
            '\\' if begins(|c| c.is_ascii_punctuation()) => {
                // What is escaped is text, whatever it is.
                out.extend(behind.chars().next());
                Some(2)
            }
            '<' if tag => ahead(rest, '>'),
            '[' => ahead(behind, ']')
                .filter(|end| behind.get(*end..).is_some_and(|after| after.starts_with('(')))
                .map(|_| 1),
            ']' if behind.starts_with('(') => ahead(rest, ')'),
            _ => None,
        };
        opening = c == '\n' || (opening && (c.is_whitespace() || skipped.is_some()));
        if skipped.is_none() {
            out.push(c);
        }
        rest = rest.get(skipped.unwrap_or(c.len_utf8())..).unwrap_or_default();
    }
    out
}

/// Gives each basis of the findings the place of its words: in the text of the act's language, else in the
/// first text that has them.
pub fn quote(findings: &mut [Finding], lang: &str, texts: &[ConstitutionText<'_>]) {
    for basis in findings.iter_mut().flat_map(|finding| &mut finding.basis) {
        let Some((pack, eid)) = basis.provision.split_once(':') else { continue };
        let place = |same: bool| {
            let mut texts = texts.iter().enumerate();
            texts.find_map(|(index, text)| {
                let fits = text.pack == pack && (text.lang == lang) == same;
                let paragraphs = if fits { text.paragraphs(eid) } else { Vec::new() };
                let span = paragraphs.iter().copied().reduce(Span::cover)?;
                Some(ProvisionPlace { text: index, span, paragraphs })
            })
        };
        basis.place = place(true).or_else(|| place(false));
    }
}

/// A rule that rests on a provision whose words are not those that the pack was written for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueForReview {
    /// `pack/name` of the rule.
    pub rule: String,
    /// Pack and eId of the provision.
    pub provision: String,
    /// The provision as a lawyer cites it.
    pub label: String,
    /// Index of the text in which its words differ.
    pub text: usize,
    /// The hash of its words there; `None` when the provision is not in the text.
    pub found: Option<String>,
    /// The hash of the words that the pack was written for.
    pub expected: String,
}

/// The rules that are due for review because a constitution reads otherwise than their pack expects, in the
/// order of the texts, then of the rules. Only rules that `judges` lets through are looked at. In a language
/// for which a pack has no hash nothing is compared.
#[must_use]
pub fn due_for_review(
    packs: &[Pack],
    texts: &[ConstitutionText<'_>],
    judges: impl Fn(&Rule) -> bool,
) -> Vec<DueForReview> {
    let mut due = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let Some(pack) = packs.iter().find(|pack| pack.id == text.pack) else { continue };
        let there = |eid: &str| text.find(eid).is_some();
        let excerpt =
            pack.provisions.keys().filter(|eid| there(eid)).count() * 2 < pack.provisions.len();
        for rule in pack.rules.iter().filter(|rule| judges(rule)) {
            let mut told = BTreeSet::new();
            for basis in rule.basis.iter().chain(rule.when.iter().flat_map(|b| &b.basis)) {
                let Some((_, eid)) = basis.provision.split_once(':') else { continue };
                // What an excerpt leaves out has not been taken out of the constitution.
                let article = eid.split_once("__").map_or(eid, |(article, _)| article);
                if excerpt && !there(article) || !told.insert(eid) {
                    continue;
                }
                let provision = pack.provisions.get(eid);
                let Some(expected) = provision.and_then(|p| p.hash.get(text.lang)) else {
                    continue;
                };
                let found = text.hash(eid);
                if found.as_ref() != Some(expected) {
                    due.push(DueForReview {
                        rule: rule.id.clone(),
                        provision: basis.provision.clone(),
                        label: basis.label.clone(),
                        text: index,
                        found,
                        expected: expected.clone(),
                    });
                }
            }
        }
    }
    due
}
