//! An edition as a tree of the units that are law, with the text of each.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use crate::amend::Edition;
use crate::lang::Lang;
use crate::model::{Unit, UnitKind, Zone};
use crate::source::Span;

/// The units of an edition without the editors' notes.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The edition.
    pub edition: &'a Edition<'a>,
    /// For each unit, those right inside it.
    pub children: Vec<Vec<usize>>,
    /// For each unit, the blocks of its own text.
    pub blocks: Vec<Vec<Span>>,
    /// For each unit, what its text says, its inner units included and its own number left out.
    pub hashes: Vec<u64>,
    /// For each unit, what its own text and heading say.
    pub own: Vec<u64>,
    /// For each unit, about how many words it has with its inner units.
    pub sizes: Vec<usize>,
    /// For each unit, whether it only keeps the number of one that was taken out or repealed.
    pub gone: Vec<bool>,
    /// Units that are named by themselves and not by what they lie in: containers, articles, preamble,
    /// attachments.
    pub heads: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// Reads the tree of an edition in one pass.
    #[must_use]
    pub fn new(edition: &'a Edition<'a>) -> Self {
        let units = &edition.act.units;
        let mut tree = Self {
            edition,
            children: vec![Vec::new(); units.len()],
            blocks: vec![Vec::new(); units.len()],
            hashes: vec![0; units.len()],
            own: vec![0; units.len()],
            sizes: vec![0; units.len()],
            gone: vec![false; units.len()],
            heads: Vec::new(),
        };
        let traces = Traces::of(edition.lang);
        let mut noted = vec![false; units.len()];
        for (at, unit) in units.iter().enumerate() {
            if unit.kind == UnitKind::EditorialNote {
                if let Some(slot) = unit.parent.and_then(|p| noted.get_mut(p)) {
                    *slot = true;
                }
                continue;
            }
            let parent = unit.parent.and_then(|p| units.get(p));
            if parent.is_none_or(|p| p.kind.is_container()) {
                tree.heads.push(at);
            }
            if let Some(list) = unit.parent.and_then(|p| tree.children.get_mut(p)) {
                list.push(at);
            }
        }
        for block in &edition.act.blocks {
            let Some(at) = block.unit else { continue };
            let noted = units.get(at).is_none_or(|u| u.kind == UnitKind::EditorialNote);
            if noted || matches!(block.zone, Zone::Note | Zone::Title) {
                continue;
            }
            if let Some(list) = tree.blocks.get_mut(at) {
                list.push(block.span);
            }
        }
        for at in (0..units.len()).rev() {
            tree.measure(at);
            if tree.is_stub(at, noted.get(at).copied().unwrap_or(false), &traces) {
                tree.bury(at);
            }
        }
        tree
    }

    /// Whether a unit is the place that one which is no longer in force left behind: a label alone, or a
    /// label with the words that say so.
    fn is_stub(&self, at: usize, noted: bool, traces: &Traces) -> bool {
        let Some(unit) = self.unit(at) else { return false };
        let named = !unit.number.is_empty() && !self.is_unlabelled(at);
        if !named || self.inner(at).iter().any(|c| !self.is_gone(*c)) {
            return false;
        }
        match self.own_blocks(at) {
            [] => unit.heading.is_none() || noted,
            [only] => unit.heading.is_none() && traces.tell(self.edition.source.slice(*only)),
            _ => false,
        }
    }

    /// All places of units no longer in force are alike.
    fn bury(&mut self, at: usize) {
        for list in [&mut self.hashes, &mut self.own] {
            if let Some(slot) = list.get_mut(at) {
                *slot = 0;
            }
        }
        if let (Some(size), Some(gone)) = (self.sizes.get_mut(at), self.gone.get_mut(at)) {
            (*size, *gone) = (0, true);
        }
    }

    /// Whether a unit only keeps the number of one that is no longer in force.
    #[must_use]
    pub fn is_gone(&self, at: usize) -> bool {
        self.gone.get(at).copied().unwrap_or(false)
    }

    /// Reads the text of one unit, its inner units read before.
    fn measure(&mut self, at: usize) {
        let Some(unit) = self.edition.act.units.get(at) else { return };
        let mut size = 0;
        let mut own = FixedState::with_seed(1).build_hasher();
        let heading = unit.heading.into_iter();
        for span in heading.chain(self.blocks.get(at).into_iter().flatten().copied()) {
            for word in self.edition.source.slice(span).split_whitespace() {
                own.write(word.as_bytes());
                own.write_u8(b' ');
                size += 1;
            }
            own.write_u8(b'\n');
        }
        let own = own.finish();
        let mut hash = FixedState::with_seed(2).build_hasher();
        hash.write_u64(own);
        for child in self.children.get(at).into_iter().flatten().filter(|c| !self.is_gone(**c)) {
            let Some(inner) = self.edition.act.units.get(*child) else { continue };
            hash.write(inner.kind.token().as_bytes());
            hash.write(inner.number.as_bytes());
            hash.write_u64(self.hashes.get(*child).copied().unwrap_or(0));
            size += self.sizes.get(*child).copied().unwrap_or(0);
        }
        let hash = hash.finish();
        for (list, value) in [(&mut self.own, own), (&mut self.hashes, hash)] {
            if let Some(slot) = list.get_mut(at) {
                *slot = value;
            }
        }
        if let Some(slot) = self.sizes.get_mut(at) {
            *slot = size;
        }
    }

    /// A unit of the act; the list of units is the act's own.
    #[must_use]
    pub fn unit(&self, at: usize) -> Option<&Unit> {
        self.edition.act.units.get(at)
    }

    /// The kind of a unit.
    #[must_use]
    pub fn kind(&self, at: usize) -> UnitKind {
        self.unit(at).map_or(UnitKind::EditorialNote, |u| u.kind)
    }

    /// The number of a unit as the act has it, without the mark of a name used twice.
    #[must_use]
    pub fn number(&self, at: usize) -> &str {
        self.unit(at).and_then(|u| u.number.split('~').next()).unwrap_or_default()
    }

    /// The units right inside a unit.
    #[must_use]
    pub fn inner(&self, at: usize) -> &[usize] {
        self.children.get(at).map_or(&[], Vec::as_slice)
    }

    /// The blocks of a unit's own text.
    #[must_use]
    pub fn own_blocks(&self, at: usize) -> &[Span] {
        self.blocks.get(at).map_or(&[], Vec::as_slice)
    }

    /// What a unit and its inner units say.
    #[must_use]
    pub fn hash(&self, at: usize) -> u64 {
        self.hashes.get(at).copied().unwrap_or(0)
    }

    /// About how many words a unit has.
    #[must_use]
    pub fn size(&self, at: usize) -> usize {
        self.sizes.get(at).copied().unwrap_or(0)
    }

    /// Whether a unit has no label: it is named by counting, if at all.
    #[must_use]
    pub fn is_unlabelled(&self, at: usize) -> bool {
        matches!(self.kind(at), UnitKind::Alinea | UnitKind::Indent)
    }

    /// The text of a span with one space for all white space.
    #[must_use]
    pub fn text(&self, span: Span) -> String {
        folded(self.edition.source.slice(span))
    }

    /// The span of a unit's own text: label, heading, and blocks before the first inner unit.
    #[must_use]
    pub fn own_span(&self, at: usize) -> Span {
        let Some(unit) = self.unit(at) else { return Span::default() };
        let inner =
            self.inner(at).first().and_then(|c| self.unit(*c)).map_or(u32::MAX, |u| u.span.start);
        let ends = self.own_blocks(at).iter().chain(&unit.heading).map(|s| s.end);
        let end = ends.filter(|end| *end <= inner).max().unwrap_or_else(|| self.label(at).end);
        Span { start: unit.span.start, end: end.max(unit.span.start) }
    }

    /// The label of a unit: what stands before its heading, its text and its inner units.
    #[must_use]
    pub fn label(&self, at: usize) -> Span {
        let Some(unit) = self.unit(at) else { return Span::default() };
        if self.is_unlabelled(at) || unit.kind == UnitKind::Preamble {
            return Span { start: unit.span.start, end: unit.span.start };
        }
        let inner = self.inner(at).iter().filter_map(|c| self.unit(*c)).map(|u| u.span.start);
        let own = self.own_blocks(at).iter().chain(&unit.heading).map(|s| s.start);
        let end = inner.chain(own).filter(|s| *s >= unit.span.start).min().unwrap_or(unit.span.end);
        let text = self.edition.source.slice(Span { start: unit.span.start, end });
        let label = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        // A unit that ends behind its label ends its first line there: a note may follow.
        let label = label.split('\n').next().unwrap_or_default().trim_end();
        Span::new(unit.span.start as usize, unit.span.start as usize + label.len())
    }

    /// The paragraphs of a unit with its inner units, without notes and markup.
    #[must_use]
    pub fn paragraphs(&self, at: usize) -> Vec<String> {
        let mut pieces = Vec::new();
        self.collect(at, &mut pieces);
        self.lines(pieces)
    }

    /// The label and the heading of a unit as paragraphs.
    #[must_use]
    pub fn heading(&self, at: usize) -> Vec<String> {
        let heading = self.unit(at).and_then(|u| u.heading);
        self.lines([self.label(at)].into_iter().chain(heading).collect())
    }

    fn collect(&self, at: usize, pieces: &mut Vec<Span>) {
        let Some(unit) = self.unit(at) else { return };
        pieces.push(self.label(at));
        pieces.extend(unit.heading);
        pieces.extend(self.own_blocks(at));
        for child in self.inner(at) {
            self.collect(*child, pieces);
        }
    }

    /// Pieces of text as paragraphs: those on one line of the source make one.
    fn lines(&self, mut pieces: Vec<Span>) -> Vec<String> {
        pieces.retain(|p| !p.is_empty());
        pieces.sort_unstable();
        let mut lines: Vec<String> = Vec::new();
        let mut before: Option<Span> = None;
        for piece in pieces {
            let between = before.map_or("\n", |b| {
                self.edition.source.slice(Span { start: b.end, end: piece.start.max(b.end) })
            });
            let text = self.text(piece);
            match lines.last_mut().filter(|_| !between.contains('\n')) {
                Some(line) => {
                    if between.contains(char::is_whitespace) {
                        line.push(' ');
                    }
                    line.push_str(&text);
                }
                None => lines.push(text),
            }
            before = Some(piece);
        }
        lines
    }
}

/// The words by which a consolidated text says that a unit is no longer in force.
struct Traces(Vec<String>);

impl Traces {
    fn of(lang: &Lang) -> Self {
        let words = lang.traces();
        let fixed = |form: &String| -> String {
            let mut text = form.clone();
            for slot in ["{unit}", "{by}"] {
                text = text.replace(slot, "");
            }
            text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
        };
        let forms = words.deleted.values().chain(words.repealed.values());
        let mut forms: Vec<String> = forms.map(fixed).filter(|f| !f.is_empty()).collect();
        forms.sort_unstable();
        forms.dedup();
        Self(forms)
    }

    /// Whether a text says no more than that.
    fn tell(&self, text: &str) -> bool {
        /// From how many words on a text says more.
        const MOST: usize = 30;
        if text.split_whitespace().nth(MOST).is_some() {
            return false;
        }
        let lower = text.to_lowercase();
        let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
        self.0.iter().any(|f| {
            let rest = lower.strip_prefix(f.as_str()).or_else(|| lower.strip_suffix(f.as_str()));
            rest.is_some_and(|r| r.is_empty() || r.contains(char::is_whitespace))
        })
    }
}

/// A text with one space for all white space.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
