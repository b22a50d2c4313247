//! One link of a chain: a unit word with its numbers, or the unit around: "this article".

use nom::Parser;
use nom::combinator::{opt, verify};

use super::super::Reading;
use super::number::{self, In, Numbers};
use super::{chain, closing, rank, word_first};
use crate::lang::table::Class;
use crate::lang::{Order, Token, TokenKind};
use crate::model::UnitKind;

/// How the numbers of a link are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With figures, words or letters.
    Plain,
    /// With Roman figures.
    Roman,
    /// As levels in brackets, the first one too.
    Bracketed,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says another thing about the words")]
pub(super) struct Link {
    /// The level that its word names.
    pub(super) kind: UnitKind,
    /// Its numbers, each with the levels in brackets behind it.
    pub(super) paths: Vec<Vec<(UnitKind, String)>>,
    /// Indexes of the first and last path of each range.
    pub(super) ranges: Vec<(usize, usize)>,
    /// Whether it is the unit around the citation.
    pub(super) itself: bool,
    /// An ordinal before its word, which may be no citation: "the second part".
    pub(super) loose: bool,
    /// How its numbers are written.
    pub(super) form: Form,
    /// Whether its numbers are ordinals in words.
    words: bool,
    /// Whether its word names a part of the whole act when it stands alone with a figure.
    part: bool,
}

impl Link {
    /// A link of a kind without numbers.
    fn of(kind: UnitKind) -> Self {
        let (paths, ranges) = (vec![Vec::new()], Vec::new());
        let form = Form::Plain;
        Self { kind, paths, ranges, itself: false, loose: false, form, words: false, part: false }
    }

    /// The innermost level that it names.
    pub(super) fn inner(&self) -> UnitKind {
        self.paths.last().and_then(|p| p.last()).map_or(self.kind, |(kind, _)| *kind)
    }

    /// Makes the points of a part the level below it: «пункт 2 части 1 статьи 5».
    pub(super) fn deepen(&mut self) {
        let below = |kind: UnitKind| match kind {
            UnitKind::Paragraph => UnitKind::Subparagraph,
            UnitKind::Subparagraph => UnitKind::Subsubparagraph,
            kind => kind,
        };
        self.kind = below(self.kind);
        for level in self.paths.iter_mut().flatten() {
            level.0 = below(level.0);
        }
    }

    /// Whether it is a note without a number.
    pub(super) fn is_bare(&self) -> bool {
        self.kind == UnitKind::Note && self.paths.iter().flatten().all(|(_, n)| n.is_empty())
    }

    /// "Division 3 of Part 3", "section 5 of Part 3": the word that names parts of units names a part of
    /// the act when a unit as big as an article stands in it.
    pub(super) fn settle_outer(&mut self, inner: &Link, joined: bool) {
        let big = rank(inner.kind) < rank(UnitKind::Article)
            || (inner.kind == UnitKind::Article && joined);
        let named = matches!(self.kind, UnitKind::Paragraph | UnitKind::Part);
        if big && self.part && !self.itself && named {
            self.become_part();
        }
    }

    /// «1-бөлігінің 4) және 5)-тармақтары», «1) тармақшасы б) тармақшасы», «осы баптың үшінші бөлімі»: points
    /// of a part, lettered points of a numbered one, and the word for a section where no section stands.
    pub(super) fn settle_inner(&mut self, outer: &Link) {
        let points = self.kind == UnitKind::Paragraph && !self.part && is_under(self, outer);
        let letters = self.kind == UnitKind::Subparagraph
            && outer.kind == UnitKind::Subparagraph
            && self.is_lettered()
            && !outer.is_lettered();
        if (points || letters) && !outer.itself {
            self.deepen();
        }
        let inside = rank(outer.kind) >= rank(UnitKind::Article);
        if self.kind == UnitKind::Section && self.words && inside {
            self.kind = UnitKind::Alinea;
            self.paths.iter_mut().flatten().for_each(|level| level.0 = UnitKind::Alinea);
        }
    }

    /// Whether its numbers are letters.
    fn is_lettered(&self) -> bool {
        self.paths.iter().flatten().all(|(_, n)| n.starts_with(char::is_alphabetic))
    }

    fn become_part(&mut self) {
        self.kind = UnitKind::Part;
        for path in &mut self.paths {
            path.truncate(1);
            for level in path.iter_mut() {
                level.0 = UnitKind::Part;
            }
        }
    }

    /// Leaves the levels above a rank, each number once.
    pub(super) fn cut(&mut self, below: u8) {
        if self.paths.iter().flatten().all(|(kind, _)| rank(*kind) < below) {
            return;
        }
        for path in &mut self.paths {
            path.retain(|(kind, _)| rank(*kind) < below);
        }
        self.paths.dedup();
        self.ranges.clear();
    }

    /// Leaves out the last number.
    pub(super) fn drop_last(&mut self) {
        self.paths.pop();
        let many = self.paths.len();
        self.ranges.retain(|(_, b)| *b < many);
    }

    /// Leaves the last number alone.
    pub(super) fn keep_last(&mut self) {
        self.paths.drain(..self.paths.len().saturating_sub(1));
        self.ranges.clear();
    }

    /// Makes a range of this link and a later one of its kind.
    pub(super) fn extend_to(&mut self, last: &Link) {
        let number = |l: &Link, at: usize| l.paths.get(at)?.first().map(|(_, n)| n.clone());
        let (Some(from), Some(to)) =
            (number(self, self.paths.len().saturating_sub(1)), number(last, 0))
        else {
            return;
        };
        let mut numbers = Numbers { items: vec![vec![from]], ..Numbers::default() };
        number::expand(to, &mut numbers);
        let base = self.paths.len() - 1;
        let kind = self.kind;
        let more = numbers.items.into_iter().skip(1).flatten().map(|n| vec![(kind, n)]);
        self.paths.extend(more);
        self.ranges.push((base, self.paths.len() - 1));
    }
}

/// Reads a link at a token; gives it with the index of the token behind it.
/// `opens` tells that it is the first one of its chain.
pub(super) fn read(
    reading: &Reading<'_>,
    at: usize,
    end: usize,
    opens: bool,
) -> Option<(Link, usize)> {
    let list = reading.tokens.list();
    let input = list.get(at..end)?;
    let first = *input.first()?;
    if let Some((kind, used)) = around(reading, input) {
        let part = kind == UnitKind::Alinea;
        // "In this Part": the word with the capital of a heading is a part of the act.
        let headed = used == 2 && part && heads_part(reading, input[1]);
        let kind = if headed { UnitKind::Part } else { kind };
        return Some((Link { itself: true, part: part && !headed, ..Link::of(kind) }, at + used));
    }
    let first_word = reading.lang.order().word_first();
    let (rest, kind, numbers, loose) = match unit_word(reading, input) {
        Some((UnitKind::Note, rest)) if !first_word || number::list(reading, rest).is_err() => {
            let paths = vec![vec![(UnitKind::Note, String::new())]];
            return Some((Link { paths, ..Link::of(UnitKind::Note) }, end - rest.len()));
        }
        Some((kind, rest)) if first_word => {
            // «18 ч. 30 мин»: a short word behind a number is a measure.
            let measure = opens
                && at > 0
                && list[at - 1].kind == TokenKind::Number
                && list[at - 1].end + 1 >= first.start
                && is_short(reading, first);
            if measure {
                return None;
            }
            let rest = number::sign(reading, rest);
            let (rest, numbers) = word_first::letters(reading, kind, rest)
                .or_else(|| behind(reading, rest))
                .or_else(|| lettered(reading, kind, rest))?;
            (rest, kind, numbers, false)
        }
        _ => {
            // «1/4 бөлігі» is a fraction.
            if at > 0 && list[at - 1].is('/') && list[at - 1].end == first.start {
                return None;
            }
            let (rest, mut numbers) = number::list(reading, number::sign(reading, input)).ok()?;
            numbers.words |= number::ends_ordinal(reading, input, rest);
            // In languages whose number stands behind its word only ordinals may come before it.
            if first_word && !numbers.words {
                return None;
            }
            let (rest, _) = opt(verify(number::any, |t| number::is_dash(*t))).parse(rest).ok()?;
            let (kind, rest) = unit_word(reading, rest)?;
            if let Some(inserted) = number::inserted(reading, input, &numbers) {
                numbers = inserted;
            }
            (rest, kind, numbers, first_word)
        }
    };
    let (rest, numbers) = without_next(reading, input, rest, kind, numbers, opens);
    let part = kind == UnitKind::Alinea && !numbers.words;
    let roman = numbers.roman;
    let kind = match kind {
        // An ordinal in words names an alinea; a figure names the numbered unit, whatever it is called.
        UnitKind::Alinea if !numbers.words => UnitKind::Paragraph,
        // "The second paragraph of Article 5", "the first subparagraph of Article 6(1)" count what stands on
        // the page.
        UnitKind::Paragraph | UnitKind::Subparagraph if loose => UnitKind::Alinea,
        kind if reading.lang.has_bare_sections() => outermost(kind, &numbers),
        kind => kind,
    };
    let paths = numbers.items.iter().map(|levels| path(kind, levels)).collect();
    let link = Link {
        kind: if part && roman { UnitKind::Part } else { kind },
        paths,
        ranges: numbers.ranges,
        itself: false,
        loose,
        words: numbers.words,
        form: match (numbers.bracketed, roman) {
            (true, _) => Form::Bracketed,
            (_, true) => Form::Roman,
            _ => Form::Plain,
        },
        part,
    };
    Some((link, end - rest.len()))
}

/// «ст. 96 ч. 1, 257 ч. 2»: the last number before the same unit word belongs to the next article.
fn without_next<'t>(
    reading: &Reading<'_>,
    input: In<'t>,
    rest: In<'t>,
    kind: UnitKind,
    mut numbers: Numbers,
    opens: bool,
) -> (In<'t>, Numbers) {
    let used = input.len() - rest.len();
    let again = !opens
        && reading.lang.order() == Order::SmallToBig
        && numbers.items.len() > 1
        && numbers.ranges.is_empty()
        && used > 2
        && input[used - 1].kind == TokenKind::Number
        && input[used - 2].is(',')
        && unit_word(reading, rest).is_some_and(|(next, _)| next == kind);
    if again {
        numbers.items.pop();
        return (&input[used - 2..], numbers);
    }
    (rest, numbers)
}

/// "Subsection 4(1)", "paragraph 4(1)(a)": the word names the last level, and the numbers begin with that
/// of the section.
fn outermost(kind: UnitKind, numbers: &Numbers) -> UnitKind {
    let levels = match kind {
        UnitKind::Subsection => 2,
        UnitKind::Paragraph => 3,
        UnitKind::Subparagraph => 4,
        _ => return kind,
    };
    let whole = !numbers.bracketed && numbers.items.iter().any(|path| path.len() >= levels);
    if whole { UnitKind::Section } else { kind }
}

/// Numbers behind their unit word.
fn behind<'t>(reading: &Reading<'_>, input: In<'t>) -> Option<(In<'t>, Numbers)> {
    if let Ok((rest, numbers)) = number::list(reading, input) {
        return Some((rest, numbers));
    }
    let (rest, n) = number::cardinal(reading, input)?;
    let numbers = Numbers { items: vec![vec![n]], words: true, ..Numbers::default() };
    Some((rest, numbers))
}

/// "Schedule C", "Annex A": attachments are numbered with letters too.
fn lettered<'t>(reading: &Reading<'_>, kind: UnitKind, input: In<'t>) -> Option<(In<'t>, Numbers)> {
    let (letter, rest) = input.split_first()?;
    let text = reading.tokens.text(*letter);
    let single = letter.kind == TokenKind::Word && text.len() == 1;
    let named = kind == UnitKind::Attachment && single && reading.tokens.is_capital(*letter);
    named.then(|| (rest, Numbers { items: vec![vec![text.to_owned()]], ..Numbers::default() }))
}

/// The levels of a number with brackets: `5(1)(a)` of an article is paragraph 1, subparagraph a.
fn path(kind: UnitKind, levels: &[String]) -> Vec<(UnitKind, String)> {
    let mut path: Vec<(UnitKind, String)> = Vec::with_capacity(levels.len());
    for label in levels {
        let figure = label.starts_with(|c: char| c.is_ascii_digit());
        let level = match path.last().map(|(kind, _)| *kind) {
            None => kind,
            Some(UnitKind::Section) => UnitKind::Subsection,
            Some(UnitKind::Article) if !figure => UnitKind::Subparagraph,
            Some(UnitKind::Paragraph) => UnitKind::Subparagraph,
            Some(UnitKind::Subparagraph | UnitKind::Subsubparagraph) => UnitKind::Subsubparagraph,
            Some(_) => UnitKind::Paragraph,
        };
        path.push((level, label.clone()));
    }
    path
}

/// «настоящей статьи», «осы баптың», "this article": the kind and the tokens that it takes.
fn around(reading: &Reading<'_>, input: In<'_>) -> Option<(UnitKind, usize)> {
    let (this, rest) = input.split_first()?;
    let is_this = this.kind == TokenKind::Word
        && reading.lang.single(&reading.tokens, *this).any(|c| c == Class::This);
    let (kind, used) = is_this.then(|| named(reading, rest)).flatten()?;
    // "Verträge dieser Art": where every noun has a capital, a word that abbreviates another one has a full
    // stop behind it, or is a word of its own.
    let whole = !reading.lang.capital_nouns()
        || rest.first().is_none_or(|t| !is_short(reading, *t))
        || rest.get(1).is_some_and(|t| t.is('.'));
    (kind != UnitKind::Note && whole).then_some((kind, used + 1))
}

/// Whether a token is a unit word.
pub(super) fn is_unit(reading: &Reading<'_>, t: Token) -> bool {
    kind_of(reading, t).is_some()
}

/// The kind of unit that a token names by itself.
pub(super) fn kind_of(reading: &Reading<'_>, t: Token) -> Option<UnitKind> {
    match t.kind {
        TokenKind::Word => reading.lang.single(&reading.tokens, t).find_map(|c| match c {
            Class::Unit(kind) => Some(kind),
            _ => None,
        }),
        TokenKind::Mark => reading.lang.unit_of_mark(char::from_u32(t.value)?),
        TokenKind::Number => None,
    }
}

/// The kind of unit that the words at the front of a slice name, and how many they are.
fn named(reading: &Reading<'_>, input: In<'_>) -> Option<(UnitKind, usize)> {
    let first = *input.first()?;
    if let Some(kind) = kind_of(reading, first) {
        return Some((kind, 1));
    }
    if first.kind != TokenKind::Word {
        return None;
    }
    let at = reading.tokens.at_or_after(first.start);
    if !reading.may_cite(at) {
        return None;
    }
    reading.hits_in(&(at..at + 1)).iter().find_map(|h| match reading.lang.class(h.class) {
        Class::Unit(kind) => {
            let used = h.end as usize - at;
            (used <= input.len()).then_some((kind, used))
        }
        _ => None,
    })
}

fn is_short(reading: &Reading<'_>, t: Token) -> bool {
    reading.lang.is_abbreviation(&reading.tokens.text(t).to_lowercase())
}

fn unit_word<'t>(reading: &Reading<'_>, input: In<'t>) -> Option<(UnitKind, In<'t>)> {
    let (kind, used) = named(reading, input)?;
    let first = input.first()?;
    let mut rest = input.get(used..)?;
    // «§§ 5–7»
    while first.kind == TokenKind::Mark && rest.first().is_some_and(|t| t.value == first.value) {
        rest = &rest[1..];
    }
    // «ст. 5», «ст.ст. 5 и 6», «Art. 5»: the full stop of an abbreviation.
    if is_short(reading, *first) {
        while let Some(stop) = rest.first().filter(|t| t.is('.')) {
            rest = &rest[1..];
            let again = rest.first().is_some_and(|t| {
                t.start <= stop.end + 1 && reading.tokens.text(*t) == reading.tokens.text(*first)
            });
            if !again {
                break;
            }
            rest = &rest[1..];
        }
    }
    Some((kind, rest))
}

/// «10-баптан 13-бапқа дейінгі»: whether two links of one level are the ends of a range.
pub(super) fn closes_range(reading: &Reading<'_>, from: &Link, to: &Link, behind: usize) -> bool {
    let through = reading.tokens.list().get(behind).is_some_and(|t| {
        t.kind == TokenKind::Word
            && reading.lang.single(&reading.tokens, *t).any(|c| c == Class::Through)
    });
    through && from.kind == to.kind && !from.itself && !to.itself
}

/// "Part II of this Act": a word that names parts of units names a part of the act when it stands alone
/// with a figure, or opens with a capital as headings do.
pub(super) fn settle_part(reading: &Reading<'_>, links: &mut [Link], first: Token) {
    const MOST_PARTS: u32 = 40;
    // "Part 17 of this chapter" is no part of an article either.
    if let [.., outer, link] = &mut *links
        && link.part
        && link.kind == UnitKind::Paragraph
        && (matches!(outer.kind, UnitKind::Chapter | UnitKind::Division)
            || (outer.kind == UnitKind::Attachment && reading.lang.has_bare_sections()))
    {
        link.become_part();
        return;
    }
    let [link] = links else { return };
    if link.part
        && link.paths.iter().flatten().any(|(_, n)| n.parse::<u32>().is_ok_and(|n| n > MOST_PARTS))
    {
        link.become_part();
        return;
    }
    if !link.part || rank(link.kind) < rank(UnitKind::Article) && link.kind != UnitKind::Part {
        return;
    }
    if link.kind == UnitKind::Part || (heads_part(reading, first) && !link.itself) {
        link.become_part();
    }
}

/// Whether a token is the word for a part of the act as headings write it.
fn heads_part(reading: &Reading<'_>, t: Token) -> bool {
    let word = reading.tokens.text(t).to_lowercase();
    let unit = reading.lang.unit(UnitKind::Part);
    reading.tokens.is_capital(t) && unit.is_some_and(|u| u.heading.contains(&word))
}

/// «статьям 99 (часть вторая), 107 (части первая и третья)»: the units of a number stand in brackets behind
/// it, and the list goes on. Gives the index of the token behind it.
pub(super) fn detail(reading: &Reading<'_>, link: &mut Link, at: usize, end: usize) -> usize {
    const LONGEST: usize = 30;
    let list = reading.tokens.list();
    let mut next = at;
    while next < end && list[next].is('(') {
        let Some(close) = closing(list, next, end.min(next + LONGEST)) else { break };
        let Some(inner) = chain(reading, next + 1, close).filter(|c| c.end == close) else { break };
        if inner.outer() <= rank(link.kind) || inner.within().is_some() {
            break;
        }
        let Some(last) = link.paths.pop() else { break };
        let mut paths = vec![last];
        for unit in &inner.links {
            paths = paths
                .iter()
                .flat_map(|outer| {
                    unit.paths.iter().map(move |p| outer.iter().chain(p).cloned().collect())
                })
                .collect();
        }
        link.paths.append(&mut paths);
        next = close + 1;
        let Some(rest) = list.get(next..end) else { break };
        let joints = rest.iter().take_while(|t| t.is(',') || number::is_and(reading, **t)).count();
        if joints == 0 || number::starts_date(reading, &rest[joints - 1..]) {
            break;
        }
        let Ok((left, more)) = number::list(reading, &rest[joints..]) else { break };
        if more.words || unit_word(reading, left).is_some() {
            break;
        }
        let base = link.paths.len();
        let kind = link.kind;
        link.paths.extend(more.items.iter().map(|levels| path(kind, levels)));
        link.ranges.extend(more.ranges.iter().map(|(a, b)| (base + a, base + b)));
        next = end - left.len();
    }
    next
}

/// «ст. 96 ч. 1, 257 ч. 2»: a number before the unit word that ended the chain before it is the next article.
pub(super) fn elided(
    reading: &Reading<'_>,
    before: &[Link],
    at: usize,
    end: usize,
) -> Option<(Vec<Link>, usize)> {
    let [outer, inner] = before else { return None };
    let list = reading.tokens.list();
    let small_first = reading.lang.order() == Order::SmallToBig;
    if !small_first || outer.kind != UnitKind::Article || outer.itself {
        return None;
    }
    let (left, (n, _)) = number::item(reading, list.get(at..end)?).ok()?;
    let (unit, behind) = read(reading, end - left.len(), end, false)?;
    let figure = list[at].kind == TokenKind::Number;
    (figure && unit.kind == inner.kind && !unit.itself).then(|| {
        let paths = vec![vec![(outer.kind, n)]];
        (vec![Link { paths, ..Link::of(outer.kind) }, unit], behind)
    })
}

/// «абзаца второго 5)»: a figure with its closing bracket right behind a level below the points. The word
/// for the point was left out.
pub(super) fn unnamed(
    reading: &Reading<'_>,
    links: &[Link],
    at: usize,
    end: usize,
) -> Option<(Link, usize)> {
    let [inner] = links else { return None };
    let list = reading.tokens.list();
    let small_first = reading.lang.order() == Order::SmallToBig;
    let bracketed = list[at..end].first().is_some_and(|t| t.kind == TokenKind::Number)
        && list[at..end].get(1).is_some_and(|t| t.is(')'));
    if !small_first || !bracketed || inner.kind != UnitKind::Indent || inner.itself {
        return None;
    }
    let (rest, numbers) = number::list(reading, &list[at..end]).ok()?;
    let kind = UnitKind::Subparagraph;
    let paths = numbers.items.iter().map(|levels| path(kind, levels)).collect();
    let link = Link { paths, ranges: numbers.ranges, ..Link::of(kind) };
    Some((link, end - rest.len()))
}

/// «пункт 2 части 1 статьи 5», «пункт "а" части второй»: whether points stand in a part of an article, or
/// lettered points in a numbered one.
pub(super) fn is_under(point: &Link, outer: &Link) -> bool {
    let small =
        matches!(point.kind, UnitKind::Paragraph | UnitKind::Subparagraph | UnitKind::Indent);
    let holds = outer.kind == UnitKind::Alinea
        || (outer.kind == UnitKind::Paragraph && (outer.part || lettered_point(point)));
    small && holds && !point.itself && !point.part
}

fn lettered_point(link: &Link) -> bool {
    link.kind == UnitKind::Paragraph && link.is_lettered()
}

/// «1-бап. Қолданылу саласы»: a heading inside quoted text cites nothing.
pub(super) fn is_heading(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let list = reading.tokens.list();
    // In flattened text a heading stands behind the full stop of the sentence before it.
    let opens = at.checked_sub(1).is_none_or(|b| {
        let t = list[b];
        let gap = reading.tokens.source().get(t.end as usize..list[at].start as usize);
        let marks = t.is('"') || t.is('«') || t.is('“') || t.is('.');
        marks || gap.is_some_and(|g| g.contains('\n'))
    });
    if !opens || list[at].kind != TokenKind::Number {
        return false;
    }
    let mut next = at + 1;
    while next < end && (list[next].is('-') || list[next].kind == TokenKind::Number) {
        next += 1;
    }
    let heads = |t: Token| {
        let word = reading.tokens.text(t).to_lowercase();
        kind_of(reading, t)
            .and_then(|kind| reading.lang.unit(kind))
            .is_some_and(|u| u.heading.contains(&word))
    };
    next + 1 < end
        && list[next].kind == TokenKind::Word
        && list[next + 1].is('.')
        && heads(list[next])
}
