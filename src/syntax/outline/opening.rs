//! Where the body of an act begins, and how it labels its units: questions asked of all lines before the
//! first unit is opened.

use std::borrow::Cow;

use crate::lang::Cue;
use crate::lang::table::Class;
use crate::model::{Number, UnitKind};
use crate::syntax::Reading;
use crate::syntax::label::{self, Label, Shape};
use crate::syntax::lines::Line;

/// How an act labels its sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sections {
    /// With the word, as English acts without articles do.
    Headed,
    /// With a number alone.
    Bare,
    /// They hold the articles of the act.
    OfArticles,
}

impl Sections {
    /// Reads the style off the lines of an act.
    pub(super) fn of(reading: &Reading<'_>, lines: &[Line]) -> Self {
        if has_articles(reading, lines) {
            Self::OfArticles
        } else if lines.iter().any(|l| l.plain) || calls_sections(reading, lines) {
            Self::Bare
        } else {
            Self::Headed
        }
    }
}

/// Index of the first line that opens a unit of the act's body.
pub(super) fn first_unit(reading: &Reading<'_>, lines: &[Line]) -> usize {
    let Some(first) = lines.iter().position(|l| label_of(reading, l).is_some()) else {
        let end = lines.len().min(title_lines(reading, lines));
        return lines[..end].iter().position(|l| orders(reading, l)).unwrap_or(end);
    };
    // An act of points opens with a preamble that ends in a formula («РЕШИЛ:») on the line before. A line
    // that orders changes is body, though the first label on a line of its own stands in quoted text.
    lines[..first].iter().position(|l| orders(reading, l)).unwrap_or(first)
}

/// Whether a line says that changes are made in an act, and makes some.
fn orders(reading: &Reading<'_>, line: &Line) -> bool {
    let has = |list: &[Cue]| {
        let tokens = reading.tokens.inside(line.span);
        reading
            .hits_in(&tokens)
            .iter()
            .any(|h| matches!(reading.lang.class(h.class), Class::Cue(c) if list.contains(&c)))
    };
    // "For section 14 substitute—": a line that leads to new text is no title.
    let leads = || reading.source.slice(line.span).trim_end().ends_with([':', '—']);
    (has(&[Cue::AmendOrder]) && has(&[Cue::Restate, Cue::Insert, Cue::Delete, Cue::Replace]))
        || (reading.lang.has_bare_sections()
            && leads()
            && has(&[Cue::InsertVerb, Cue::ReplaceVerb, Cue::Restate, Cue::Insert, Cue::Replace]))
}

/// The lines of an act without its table of contents, which lists headings before the text: its lines are
/// headings without text, and one of the first labels comes again where the body begins.
pub(super) fn without_contents<'l>(reading: &Reading<'_>, lines: &'l [Line]) -> Cow<'l, [Line]> {
    /// Labels among which the first one of the contents is looked for: a chapter or a part of a
    /// collection may stand above it.
    const LOOKED_AT: usize = 8;
    /// Lines above the contents, at most: a title page.
    const DEEPEST: usize = 150;
    /// Contents of parts may follow those of the whole; no act has many.
    const MOST: usize = 4;
    let labelled = |l: &Line| label_of(reading, l).is_some();
    let mut left = with_plain_numbers(reading, lines);
    for _ in 0..MOST {
        let starts: Vec<usize> = left
            .iter()
            .enumerate()
            .take(DEEPEST)
            .filter(|(_, l)| labelled(l))
            .map(|(i, _)| i)
            .take(LOOKED_AT)
            .collect();
        let found = starts.iter().find_map(|s| Some((*s, contents_end(reading, &left, *s)?)));
        let Some((start, end)) = found else { return left };
        left.to_mut().drain(start..end);
    }
    left
}

/// The label that opens a line.
pub(super) fn label_of(reading: &Reading<'_>, line: &Line) -> Option<Label> {
    let text = reading.source.slice(line.span);
    if line.plain {
        return label::plain(text);
    }
    let roman = line.heading > 0 && reading.lang.has_roman_sections();
    label::label(text, reading.lang).or_else(|| roman.then(|| label::roman_heading(text)).flatten())
}

/// Marks the lines that a number without a mark opens, where they count up from one as sections do and no
/// other label opens an article, a section or a point.
fn with_plain_numbers<'l>(reading: &Reading<'_>, lines: &'l [Line]) -> Cow<'l, [Line]> {
    const FEWEST: usize = 4;
    const OTHERS: usize = 3;
    if !reading.lang.has_bare_sections() {
        return Cow::Borrowed(lines);
    }
    let others = lines.iter().filter(|l| {
        label_of(reading, l).is_some_and(|l| {
            matches!(
                l.shape,
                Shape::Named(UnitKind::Article | UnitKind::Section, _) | Shape::Point(_)
            )
        })
    });
    if others.count() >= OTHERS {
        return Cow::Borrowed(lines);
    }
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut last: Option<Number> = None;
    for (i, line) in lines.iter().enumerate() {
        let Some(Label { shape: Shape::Point(n), .. }) =
            label::plain(reading.source.slice(line.span))
        else {
            continue;
        };
        let inserted = last.as_ref().is_some_and(|l| n.main == l.main && n.tail > l.tail);
        if last.as_ref().is_some_and(|l| n.main == l.main + 1 && n.tail.is_empty()) || inserted {
            if let Some(chain) = chains.last_mut() {
                chain.push(i);
            }
        } else if n.main == 1 && n.tail.is_empty() {
            chains.push(vec![i]);
        } else {
            continue;
        }
        last = Some(n);
    }
    let mut marked = lines.to_vec();
    for i in chains.iter().filter(|c| c.len() >= FEWEST).flatten() {
        marked[*i].plain = true;
    }
    Cow::Owned(marked)
}

/// Whether a line of the act is headed as an article.
fn has_articles(reading: &Reading<'_>, lines: &[Line]) -> bool {
    lines.iter().any(|l| {
        label::label(reading.source.slice(l.span), reading.lang)
            .is_some_and(|l| matches!(l.shape, Shape::Named(UnitKind::Article, _)))
    })
}

/// Index of the line where the body begins behind a table of contents.
fn contents_end(reading: &Reading<'_>, lines: &[Line], first: usize) -> Option<usize> {
    const FEWEST: usize = 3;
    const LONGEST: usize = 160;
    /// Labels to one line of running text, at least, where nothing else tells contents from a body.
    const SPARSE: usize = 6;
    let text = |i: usize| reading.source.slice(lines[i].span);
    let shape = |i: usize| label_of(reading, &lines[i]).map(|l| l.shape);
    let opening = shape(first)?;
    let (mut labels, mut others, mut sentences) = (0, 0, 0);
    for i in first..lines.len() {
        let here = shape(i);
        // "Article 2 of this Law …" cites.
        let cites = label::label(text(i), reading.lang)
            .is_some_and(|l| text(i)[l.len..].starts_with(char::is_lowercase));
        if i > first && !cites && here.as_ref() == Some(&opening) {
            // The points of an order are no contents of the rules that it approves: contents repeat the
            // heading of the body, or hold no sentence at all.
            let heading = |i: usize| {
                label_of(reading, &lines[i]).and_then(|l| text(i).get(l.len..)).unwrap_or_default()
            };
            let repeats = same_heading(heading(first), heading(i));
            let least = if reading.lang.has_bare_sections() { FEWEST } else { FEWEST + 2 };
            let headings = sentences == 0
                && labels >= least
                && (reading.lang.has_bare_sections() || others * SPARSE <= labels);
            return (labels >= FEWEST && (repeats || headings)).then_some(i);
        }
        let heading = text(i).len() <= LONGEST && !text(i).ends_with([';', ':', ',']);
        if heading && matches!(here, Some(Shape::Named(..) | Shape::Point(_))) {
            labels += 1;
            sentences += usize::from(text(i).ends_with('.'));
            // Running text between two labels belongs to a body. What stands behind the last label may be
            // the words of enactment.
            if others > labels / 2 {
                return None;
            }
        } else {
            // A line without a label that ends as a sentence is running text.
            others += usize::from(!heading || (here.is_none() && text(i).ends_with('.')));
        }
    }
    None
}

/// Whether two lines begin with the same words, numbers of pages left out.
fn same_heading(contents: &str, body: &str) -> bool {
    const COMPARED: usize = 40;
    const FEWEST: usize = 6;
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .take(COMPARED)
            .collect()
    };
    let (contents, body) = (letters(contents), letters(body));
    let (short, long) =
        if contents.len() < body.len() { (&contents, &body) } else { (&body, &contents) };
    short.chars().count() >= FEWEST && long.starts_with(short)
}

/// Whether an act numbers its sections without the word: no line is headed as an article or a section,
/// and the text cites sections more than any other unit of that rank.
fn calls_sections(reading: &Reading<'_>, lines: &[Line]) -> bool {
    /// Sections that open with `(1)`, from which on the layout alone tells.
    const NESTED: usize = 2;
    if !reading.lang.has_bare_sections() {
        return false;
    }
    let (mut points, mut nested, mut after_point) = (false, 0, false);
    for line in lines {
        let text = reading.source.slice(line.span);
        let found = label::label(text, reading.lang);
        let inner = |l: &label::Label| {
            label::label(&text[l.len..], reading.lang)
                .is_some_and(|l| matches!(l.shape, Shape::Parenthesised(_)))
        };
        match found.as_ref().map(|l| &l.shape) {
            Some(Shape::Named(UnitKind::Article | UnitKind::Section, _)) => return false,
            Some(Shape::Point(_)) => {
                points = true;
                after_point = true;
                nested += usize::from(found.as_ref().is_some_and(inner));
            }
            Some(Shape::Parenthesised(n)) => {
                nested += usize::from(after_point && n.main == 1);
                after_point = false;
            }
            _ => {}
        }
    }
    let (Some(first), Some(last), true) = (lines.first(), lines.last(), points) else {
        return false;
    };
    let range = reading.tokens.inside(first.span.cover(last.span));
    let (mut sections, mut others) = (0_usize, 0_usize);
    for hit in reading.hits_in(&range) {
        match reading.lang.class(hit.class) {
            Class::Unit(UnitKind::Section) => sections += 1,
            Class::Unit(UnitKind::Article | UnitKind::Paragraph) => others += 1,
            _ => {}
        }
    }
    sections > others || (nested >= NESTED && sections > 0)
}

/// In a text without any label the first line alone is the title block.
fn title_lines(reading: &Reading<'_>, lines: &[Line]) -> usize {
    lines
        .iter()
        .take(12)
        .position(|l| {
            let text = reading.source.slice(l.span);
            text.len() > 400 || (text.ends_with([':', '.', ';']) && text.len() > 60)
        })
        .unwrap_or_else(|| lines.len().min(1))
}
