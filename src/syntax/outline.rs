//! The outline of an act: a stack over its lines, and inside long lines over the labels in sequence.

mod aside;
mod inline;
mod levels;
mod opening;
mod treaty;

use std::collections::BTreeMap;

use aside::attachment_number;
pub(super) use aside::{is_attachment_line, is_note_line};
use opening::{Sections, first_unit, label_of, without_contents};

use super::label::{self, Shape};
use super::lines::Line;
use super::quotes::Quotes;
use super::{Reading, title};
use crate::lang::Cue;
use crate::model::{Act, Block, Eid, Number, Unit, UnitKind, Zone};
use crate::source::Span;
use jiff::civil::Date;

/// Builds one act from its lines.
#[must_use]
pub fn build(reading: &Reading<'_>, lines: &[Line]) -> Act {
    let lines = without_contents(reading, lines);
    let lines = lines.as_ref();
    let first = first_unit(reading, lines);
    let block = title::read(reading, lines, first..lines.len());
    let span = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    };
    let quotes = Quotes::read(reading.source.slice(span));
    let mut builder = Builder {
        reading,
        quotes,
        base: span.start,
        units: Vec::new(),
        blocks: Vec::new(),
        open: Vec::new(),
        used: BTreeMap::new(),
        last_article: None,
        attachment: None,
        heading_open: None,
        note: false,
        leads: Vec::new(),
        quoted_lead: None,
        last_text: None,
        attachments: 0,
        signed: false,
        closing: false,
        closing_day: None,
        unclosed: Vec::new(),
        sections: Sections::of(reading, lines),
        unquoted: None,
    };
    builder.opening(&lines[..first], block.title);
    builder.body(&lines[first..]);
    let Builder { mut units, mut blocks, signed, closing_day, unclosed, .. } = builder;
    close_spans(&mut units, &blocks);
    treaty::set_apart(reading, block.title, &units, &mut blocks);
    let not_understood = not_understood(&units, &blocks, unclosed);
    let amending = block.amending || blocks.iter().take(60).any(|b| b.zone == Zone::QuotedNew);
    Act {
        kind: block.kind,
        draft: block.draft,
        amending,
        signed,
        lang: reading.lang.code().to_owned(),
        title: block.title,
        number: block.number,
        date: block.date.or(closing_day),
        units,
        blocks,
        not_understood,
    }
}

struct Open {
    unit: usize,
    kind: UnitKind,
    number: Option<Number>,
    /// Whether text or an inner unit stands in it.
    filled: bool,
    /// Whether a bare number opened it: `2.`
    point: bool,
    /// Alineas and indents named so far.
    alineas: u32,
    indents: u32,
}

impl Open {
    fn new(unit: usize, kind: UnitKind, number: Option<Number>) -> Self {
        Self { unit, kind, number, filled: false, point: false, alineas: 0, indents: 0 }
    }
}

struct Builder<'r, 'a> {
    reading: &'r Reading<'a>,
    quotes: Quotes,
    /// Byte at which the act begins; the quotes count from there.
    base: u32,
    units: Vec<Unit>,
    blocks: Vec<Block>,
    /// Units that are open, outermost first.
    open: Vec<Open>,
    used: BTreeMap<String, u32>,
    last_article: Option<Number>,
    attachment: Option<Eid>,
    /// A container or article whose heading may stand on the next line.
    heading_open: Option<usize>,
    /// Whether the text is inside an editors' note.
    note: bool,
    /// For each open unit deep in a list, the block that introduces the list.
    leads: Vec<(usize, usize)>,
    /// The block that introduces a list inside the quotation that is open.
    quoted_lead: Option<usize>,
    /// The last text of the act's own.
    last_text: Option<Span>,
    attachments: u32,
    /// Whether the signature has been read.
    signed: bool,
    /// Quotation marks behind a colon that nothing closes: what they quote is read as own text.
    unclosed: Vec<Span>,
    /// Whether the text stands between the signature and the first attachment behind it.
    closing: bool,
    /// The day that stands behind the signature.
    closing_day: Option<Date>,
    /// How the act labels its sections.
    sections: Sections,
    /// The point of the act's own in which new text stands without quotation marks, while it runs.
    unquoted: Option<Number>,
}

/// Lines at the end of an act among which the signature is looked for.
const CLOSING: usize = 14;

impl Builder<'_, '_> {
    /// Blocks before the first unit: the title is a zone of its own, the rest is the preamble.
    fn opening(&mut self, lines: &[Line], title: Option<Span>) {
        for line in lines {
            let zone = if title.is_some_and(|t| t.contains(line.span)) {
                Zone::Title
            } else if self.is_note(self.reading.source.slice(line.span)) {
                Zone::Note
            } else {
                Zone::Own
            };
            if zone == Zone::Own {
                self.preamble(line.span);
            }
            self.push_text(line.span, zone);
            if let (Some(preamble), Some(block)) = (self.units.first(), self.blocks.last_mut())
                && zone == Zone::Own
                && block.span.start >= preamble.span.start
            {
                block.unit = Some(0);
            }
        }
    }

    /// Opens the preamble with the first sentence between the title and the first unit: a line that is
    /// too long, or ends too much like running text, for a maker's name or requisites.
    fn preamble(&mut self, span: Span) {
        const SENTENCE: usize = 120;
        let text = self.reading.source.slice(span).trim_end();
        let running = text.ends_with(',')
            || text.len() > SENTENCE && text.ends_with(['.', ':', ';'])
            || text.len() > 4 * SENTENCE;
        if self.units.is_empty() && running {
            let eid = self.unique(Eid::default().child(UnitKind::Preamble, ""));
            let number = String::new();
            let kind = UnitKind::Preamble;
            self.units.push(Unit { kind, eid, number, heading: None, span, parent: None });
        }
    }

    fn body(&mut self, lines: &[Line]) {
        let mut at = 0;
        // Where a quotation that began on an earlier line ends.
        let mut quoted_until = 0;
        while at < lines.len() {
            let line = lines[at];
            at += 1;
            let mut span = line.span;
            if span.start < quoted_until {
                let inner = Span { start: span.start, end: span.end.min(quoted_until) };
                self.push_text(inner, Zone::QuotedNew);
                if span.end <= quoted_until {
                    continue;
                }
                span.start = quoted_until;
                let rest = self.reading.source.slice(span);
                let skipped = rest.len()
                    - rest
                        .trim_start_matches(|c: char| {
                            c.is_whitespace() || matches!(c, '.' | ';' | ',')
                        })
                        .len();
                span.start += narrow(skipped);
                if span.is_empty() {
                    continue;
                }
            }
            let text = self.reading.source.slice(span);
            // The signature and what stands behind it on the last lines belong to no unit.
            // A treaty or a table may follow; then the last clause on effect shows where the act ends.
            let closing = !self.units.is_empty()
                && (at + CLOSING > lines.len()
                    || (text.contains('|') && self.attachment.is_none())
                    || (text.len() < 120 && self.after_commencement()));
            if closing && self.is_signature(text) {
                (self.signed, self.closing) = (true, true);
            }
            self.closing = self.closing && attachment_number(text, self.reading.lang).is_none();
            if self.closing {
                let last = at + CLOSING > lines.len();
                let goes_on = text.len() > 100 || label::label(text, self.reading.lang).is_some();
                if last || !goes_on {
                    let day = || title::day_of(self.reading, span);
                    self.closing_day = self.closing_day.or_else(day);
                    self.blocks.push(Block { unit: None, span, zone: Zone::Title, lead: None });
                    continue;
                }
                // A treaty that is ratified, rules that are approved: text behind the signature is an
                // attachment, whether a line says so or not.
                self.closing = false;
                self.open_attachment(String::new(), span);
            }
            if line.aside || self.starts_note(text) {
                self.note = !line.aside;
                self.note_unit(span);
                continue;
            }
            if self.is_unquoted(text) {
                self.push_text(span, Zone::QuotedNew);
                continue;
            }
            let next = lines.get(at).map(|l| self.reading.source.slice(l.span));
            self.leave_list(text, &lines[at..]);
            let whole = Line { span, ..line };
            quoted_until = self.line(&whole, next).max(quoted_until);
        }
    }

    /// Closes the items of a list before a paragraph that follows it. «2) договором. Действие настоящего пункта
    /// …»: a finished norm that begins with a capital behind the last item belongs to the unit around the
    /// list; between two items it is a part of the item before it.
    fn leave_list(&mut self, text: &str, rest: &[Line]) {
        const AHEAD: usize = 40;
        let bracketed = self.reading.lang.has_bracketed_paragraphs();
        let listed = |kind: UnitKind| {
            kind == UnitKind::Subparagraph
                || (bracketed && matches!(kind, UnitKind::Subsubparagraph | UnitKind::Indent))
        };
        let item = |o: &Open| listed(o.kind) && o.filled;
        let ended =
            self.last_text.is_some_and(|t| self.reading.source.slice(t).trim_end().ends_with('.'));
        if !self.open.last().is_some_and(item)
            || !ended
            || !text.starts_with(char::is_uppercase)
            || label::label(text, self.reading.lang).is_some()
        {
            return;
        }
        let next = rest.iter().take(AHEAD).find_map(|l| label_of(self.reading, l));
        let goes_on =
            match (next.map(|l| l.shape), self.open.last().and_then(|o| o.number.as_ref())) {
                (Some(Shape::Item(n)), Some(last)) => n.follows(last),
                // "(2)" opens a paragraph there, and is no item.
                (Some(Shape::Parenthesised(_)), _) if bracketed => false,
                (
                    Some(
                        Shape::Letter(_) | Shape::ParenthesisedLetters(_) | Shape::Parenthesised(_),
                    ),
                    _,
                ) => true,
                _ => false,
            };
        let holds = self
            .open
            .iter()
            .any(|o| matches!(o.kind, UnitKind::Paragraph | UnitKind::Article) && o.filled);
        if goes_on || !holds {
            return;
        }
        while self.open.last().is_some_and(|o| listed(o.kind)) {
            self.open.pop();
        }
    }

    /// Reads one line of the act's own text; gives back the byte up to which a quotation runs on.
    fn line(&mut self, line: &Line, next: Option<&str>) -> u32 {
        let source = self.reading.source;
        let (whole, marked) = (line.span, line.heading > 0);
        let mut span = whole;
        // A row of a table numbers its rows, not the act's units.
        if source.slice(whole).contains('|') && !self.units.is_empty() {
            return self.running_text(whole);
        }
        // Labels may follow one another: `(a)(1) Text`, «Статья 1. 1. Текст»; a second word and number
        // is a citation: «Статья 3. Статья 2 настоящего Закона …».
        let mut first = label_of(self.reading, line);
        while let Some(found) =
            first.take().or_else(|| label::label(source.slice(span), self.reading.lang))
        {
            if span != whole && matches!(found.shape, Shape::Named(..)) {
                break;
            }
            let rest = Span { start: span.start + narrow(found.len), end: span.end };
            if !self.open_unit(&found, span, source.slice(rest), next) {
                break;
            }
            self.note = false;
            span = rest;
            if span.is_empty() {
                return 0;
            }
            if self.take_heading(span, next, marked) {
                return 0;
            }
        }
        if self.attachment_line(whole, span) {
            return 0;
        }
        if let Some(unit) = self.heading_open.take()
            && span == whole
            && span.len() < 600
            && (self.units[unit].kind.is_container() || self.is_heading_below(span, next))
        {
            self.units[unit].heading = Some(span);
            return 0;
        }
        self.running_text(span)
    }

    /// Whether the line below the number of an article is its heading: words without the marks that close a
    /// sentence or open a list and without the verbs of one, and text of the article behind them.
    /// «Es treten in Kraft» before a list is text, and so is the first line of a sentence that a page broke.
    fn is_heading_below(&self, span: Span, next: Option<&str>) -> bool {
        const LONGEST: usize = 200;
        const VERBS: [Cue; 5] =
            [Cue::Effect, Cue::Obligation, Cue::Prohibition, Cue::Permission, Cue::Sanction];
        let text = self.reading.source.slice(span).trim_end();
        let tells = || VERBS.into_iter().any(|cue| title::has_cue(self.reading, span, cue));
        let named = |line: &str| {
            label::label(line, self.reading.lang)
                .is_some_and(|l| matches!(l.shape, Shape::Named(kind, _) if !self.is_citation(kind, &line[l.len..])))
        };
        text.len() <= LONGEST
            && !text.ends_with(['.', ';', ':', ',', '“', '"'])
            && text.chars().next().is_some_and(char::is_uppercase)
            && next.is_some_and(|line| !named(line) && !self.is_signature(line))
            && !tells()
    }

    /// Takes the rest of a label's line as the heading, when it is one.
    fn take_heading(&mut self, span: Span, next: Option<&str>, marked: bool) -> bool {
        let Some(open) = self.open.last() else { return false };
        let (unit, kind) = (open.unit, open.kind);
        let text = self.reading.source.slice(span);
        if label::label(text, self.reading.lang)
            .is_some_and(|l| !matches!(l.shape, Shape::Named(..)))
        {
            return false;
        }
        let in_section = kind == UnitKind::Section
            && self.last_article.is_none()
            && self.sections != Sections::OfArticles;
        if self.units[unit].eid.as_str().contains("__subsec_") {
            // `(a)` of an English section opens text, not a heading.
            return false;
        }
        if kind.is_container() && !in_section {
            self.units[unit].heading = Some(span);
            self.heading_open = None;
            return true;
        }
        if kind != UnitKind::Article && !in_section {
            return false;
        }
        self.heading_open = None;
        let ends = text.trim_end();
        let closed = ends.ends_with([';', ':', ','])
            || (ends.ends_with('.') && !(in_section && text.len() < 160));
        let followed = next.is_some_and(|n| {
            let named = label::label(n, self.reading.lang)
                .is_some_and(|l| matches!(l.shape, Shape::Named(kind, _) if !self.is_citation(kind, &n[l.len..])));
            !named && !self.is_signature(n)
        });
        // A heading has no verb of commencement, no full stop, and text behind it.
        if closed || !followed || text.len() > 1500 || (marked && ends.ends_with('.')) {
            return false;
        }
        if in_section
            && !next.is_some_and(|n| {
                label::label(n, self.reading.lang).is_some() || n.len() > text.len()
            })
        {
            return false;
        }
        self.units[unit].heading = Some(span);
        true
    }

    /// Adds running text to the unit that is open.
    fn push_text(&mut self, span: Span, zone: Zone) {
        let text = self.reading.source.slice(span);
        let trimmed = text.trim();
        if trimmed.is_empty() || !trimmed.chars().any(char::is_alphanumeric) {
            return;
        }
        let Some(span) = self.reading.source.span_of(trimmed) else { return };
        let zone = match zone {
            Zone::Own if self.attachment.is_some() => Zone::Attachment,
            other => other,
        };
        let mut unit = self.open.last().map(|o| o.unit);
        let own = zone != Zone::QuotedNew && zone != Zone::Title;
        if own {
            unit = self.text_unit(span).or(unit);
        }
        let depth = self.open.len();
        let index = self.blocks.len();
        if zone == Zone::QuotedNew {
            // Lists inside a quotation have lead-ins of their own; the instruction outside is none.
            if self.blocks.last().is_none_or(|b| b.zone != Zone::QuotedNew) {
                self.quoted_lead = None;
            }
            let item = label::label(trimmed.trim_start_matches(['«', '"', '“']), self.reading.lang)
                .is_some_and(|l| !matches!(l.shape, Shape::Named(..) | Shape::Point(_)))
                || trimmed.chars().next().is_some_and(char::is_lowercase);
            let lead = if item { self.quoted_lead } else { None };
            if trimmed.ends_with(':') {
                self.quoted_lead = Some(index);
            }
            self.blocks.push(Block { unit, span, zone, lead });
            return;
        }
        // The lead-in of the innermost list in which this text is an item.
        let lead = self
            .leads
            .iter()
            .rev()
            .find(|(level, _)| *level < depth || unit_is_indent(&self.units, unit))
            .map(|(_, b)| *b);
        self.blocks.push(Block { unit, span, zone, lead });
        if own && trimmed.ends_with([':', '—', '–']) {
            let level = depth;
            self.leads.retain(|(l, _)| *l < level);
            self.leads.push((level, index));
        }
    }

    /// The alinea or indent that a further piece of text of a unit makes.
    fn text_unit(&mut self, span: Span) -> Option<usize> {
        let text = self.reading.source.slice(span);
        let listed =
            self.last_text.is_some_and(|t| self.reading.source.slice(t).ends_with([':', ';']));
        self.last_text = Some(span);
        let open = self.open.last_mut()?;
        if self.units[open.unit].kind == UnitKind::Attachment || open.kind.is_container() {
            return None;
        }
        if !open.filled {
            open.filled = true;
            return None;
        }
        let lower =
            text.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, '–' | '-' | '—'));
        let (kind, count) = if lower && listed {
            open.indents += 1;
            (UnitKind::Indent, open.indents + 1)
        } else {
            open.alineas += 1;
            (UnitKind::Alinea, open.alineas + 1)
        };
        let parent = open.unit;
        let number = count.to_string();
        let eid = self.unique(self.units[parent].eid.child(kind, &number));
        let index = self.units.len();
        self.units.push(Unit { kind, eid, number, heading: None, span, parent: Some(parent) });
        Some(index)
    }

    /// Gives a name that is used again its `~2`, `~3`.
    fn unique(&mut self, eid: Eid) -> Eid {
        let count = self.used.entry(eid.as_str().to_owned()).or_insert(0);
        *count += 1;
        if *count == 1 { eid } else { Eid::new(format!("{eid}~{count}")) }
    }
}

fn unit_is_indent(units: &[Unit], unit: Option<usize>) -> bool {
    unit.is_some_and(|u| units[u].kind == UnitKind::Indent)
}

/// Whether a text begins with a small letter.
fn lower_start(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(char::is_lowercase)
}

/// Text that the outline could not place: all of a text without units, what stands before the first
/// unit and is no title block, and quotations that nothing closes.
fn not_understood(units: &[Unit], blocks: &[Block], unclosed: Vec<Span>) -> Vec<Span> {
    let named = |u: &&Unit| u.kind != UnitKind::Preamble;
    let first = units.iter().find(named).map_or(u32::MAX, |u| u.span.start);
    let mut spans: Vec<Span> = blocks
        .iter()
        .filter(|b| b.zone == Zone::Own && b.unit.is_none() && b.span.start < first)
        .skip(if units.iter().any(|u| named(&u)) { title::BLOCK } else { 0 })
        .map(|b| b.span)
        .chain(unclosed)
        .collect();
    spans.sort();
    spans
}

/// Units end where their last inner text ends, and before their next neighbour.
fn close_spans(units: &mut [Unit], blocks: &[Block]) {
    for block in blocks {
        if let Some(u) = block.unit {
            units[u].span.end = units[u].span.end.max(block.span.end);
        }
    }
    for i in (0..units.len()).rev() {
        if let Some(p) = units[i].parent {
            units[p].span.end = units[p].span.end.max(units[i].span.end);
        }
    }
    // Units that were opened inside one line end where the next one begins.
    let mut inner: Vec<usize> = (0..units.len()).collect();
    for i in (0..units.len()).rev() {
        if let Some(p) = units[i].parent {
            inner[p] = inner[p].max(inner[i]);
        }
    }
    for i in 0..units.len() {
        if let Some(next) = units.get(inner[i] + 1).map(|u| u.span.start)
            && next > units[i].span.start
        {
            units[i].span.end = units[i].span.end.min(next);
        }
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
