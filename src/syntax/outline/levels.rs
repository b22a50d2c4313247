//! The level that a label names, by its shape and by what is open, and what it closes.

use super::opening::Sections;
use super::{Builder, Open, lower_start, narrow};
use crate::lang::table::Class;
use crate::lang::{Token, TokenKind};
use crate::model::{Eid, Number, Unit, UnitKind};
use crate::source::Span;
use crate::syntax::label::{Label, Shape};

impl Builder<'_, '_> {
    /// Opens the unit that a label names; `false` when the label names none here.
    pub(super) fn open_unit(
        &mut self,
        found: &Label,
        at: Span,
        rest: &str,
        next: Option<&str>,
    ) -> bool {
        let in_section = self
            .open
            .iter()
            .rev()
            .find(|o| matches!(o.kind, UnitKind::Section | UnitKind::Article))
            .is_some_and(|o| o.kind == UnitKind::Section)
            && self.last_article.is_none()
            && self.sections != Sections::OfArticles;
        if self.cites_by_number(found, at) {
            return false;
        }
        let open_kind = |kind: UnitKind| self.open.iter().any(|o| o.kind == kind);
        let bracketed = self.reading.lang.has_bracketed_paragraphs();
        let below = if bracketed { self.below_brackets(&found.shape) } else { None };
        let (kind, number, token) = match (below, &found.shape) {
            (Some(below), _) => below,
            (None, Shape::Named(kind, n)) => {
                let label = self.reading.source.slice(at).get(..found.len).unwrap_or_default();
                if self.is_citation(*kind, rest) || (lower_start(rest) && !label.contains('.')) {
                    return false;
                }
                let next = self.last_article.as_ref().is_some_and(|last| n.is_next(last));
                if !label.contains('.') && !next && self.names_act(at, found.len) {
                    return false;
                }
                (*kind, Some(n.clone()), n.to_string())
            }
            (None, Shape::Point(n))
                if self.sections == Sections::Bare && self.attachment.is_none() =>
            {
                // "4. 1. Whoever …", "2. …": a number that starts again counts the paragraphs of a section.
                let last = self.open.iter().find(|o| o.kind == UnitKind::Section);
                let again = last.and_then(|o| o.number.as_ref()).is_some_and(|last| n <= last);
                let kind = if again { UnitKind::Paragraph } else { UnitKind::Section };
                (kind, Some(n.clone()), n.to_string())
            }
            (None, Shape::Point(n)) => (UnitKind::Paragraph, Some(n.clone()), n.to_string()),
            (None, Shape::Item(n)) => (UnitKind::Subparagraph, Some(n.clone()), n.to_string()),
            (None, Shape::Doubled(letters)) => (UnitKind::Indent, None, letters.clone()),
            (None, Shape::Letter(c)) => (UnitKind::Subparagraph, None, c.to_string()),
            (None, Shape::Parenthesised(n)) => {
                // "2. (1) …": inside a unit that a bare number opened.
                let in_point = self.open.iter().any(|o| o.point);
                let kind = if !in_point
                    && (in_section
                        || !open_kind(UnitKind::Paragraph)
                        || !open_kind(UnitKind::Article))
                {
                    UnitKind::Paragraph
                } else {
                    UnitKind::Subparagraph
                };
                (kind, Some(n.clone()), n.to_string())
            }
            (None, Shape::ParenthesisedLetters(letters)) => {
                let Some((kind, number)) = self.lettered(letters, in_section) else { return false };
                (kind, number, letters.clone())
            }
        };
        // Several points may stand in one line of a table; a point number alone opens no unit.
        if rest.trim().is_empty() && next.is_none() && !kind.is_container() {
            return false;
        }
        self.close_to(kind, found);
        // The words of enactment before the first article close with a colon and lead to no list.
        if kind == UnitKind::Article && bracketed {
            self.leads.clear();
        }
        let parent = self.around(kind, in_section);
        let eid = self.unique(parent.child(kind, &token));
        let parent_unit = self.open.last().map(|o| o.unit);
        if let Some(open) = self.open.last_mut() {
            open.filled = true;
        }
        let unit = self.units.len();
        self.units.push(Unit {
            kind,
            eid,
            number: token,
            heading: None,
            span: at,
            parent: parent_unit,
        });
        let point = kind == UnitKind::Paragraph && matches!(found.shape, Shape::Point(_));
        self.open.push(Open { point, ..Open::new(unit, kind, number.clone()) });
        if kind == UnitKind::Article {
            self.last_article = number;
        }
        let below = kind == UnitKind::Article && self.reading.lang.heads_below();
        self.heading_open = (kind.is_container() || below).then_some(unit);
        true
    }

    /// The name of the unit in which one of a kind is named.
    fn around(&self, kind: UnitKind, in_section: bool) -> Eid {
        if kind.is_container()
            && kind != UnitKind::Division
            && !(in_section && kind == UnitKind::Subsection)
            || kind == UnitKind::Article
        {
            self.attachment.clone().unwrap_or_default()
        } else {
            self.open
                .iter()
                .rev()
                .find(|o| {
                    !(o.kind.is_container() && kind != UnitKind::Division)
                        || (in_section
                            && matches!(o.kind, UnitKind::Section | UnitKind::Subsection))
                })
                .map_or_else(
                    || self.attachment.clone().unwrap_or_default(),
                    |o| self.units[o.unit].eid.clone(),
                )
        }
    }

    /// The level of a label where the paragraphs of an article stand in brackets: "(1)", "1.", "a)", "aa)".
    fn below_brackets(&self, shape: &Shape) -> Option<(UnitKind, Option<Number>, String)> {
        let article = self.open.iter().any(|o| o.kind == UnitKind::Article);
        match shape {
            Shape::Parenthesised(n) => Some((UnitKind::Paragraph, Some(n.clone()), n.to_string())),
            Shape::Point(n) if article => {
                Some((UnitKind::Subparagraph, Some(n.clone()), n.to_string()))
            }
            Shape::Letter(c) => Some((UnitKind::Subsubparagraph, None, c.to_string())),
            _ => None,
        }
    }

    /// Subsections, items and sub-items of English acts go by the shape of their letters.
    fn lettered(&self, letters: &str, in_section: bool) -> Option<(UnitKind, Option<Number>)> {
        // `(b-1)` was inserted behind `(b)`.
        let letters = letters.split('-').next().unwrap_or_default();
        let single = letters.chars().count() == 1;
        let upper = letters.chars().all(|c| c.is_ascii_uppercase());
        let lower = letters.chars().all(|c| c.is_ascii_lowercase());
        let order = |c: char| Number::plain(u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1);
        let last = |kind| self.open.iter().rev().find(|o| o.kind == kind);
        if !in_section {
            let c = letters.chars().next().filter(|_| single)?;
            return Some((UnitKind::Subparagraph, Some(order(c))));
        }
        let roman = Number::roman(letters).filter(|_| lower);
        if upper && (single || letters.len() == 2) && last(UnitKind::Paragraph).is_some() {
            return Some((UnitKind::Subparagraph, letters.chars().next().map(order)));
        }
        if let Some(n) = roman
            && self.numbers_outer()
            && let Some(sub) = last(UnitKind::Subsection)
        {
            // `(i)` under `(a)` is a Roman one, unless the letters have reached h.
            let h = sub.number.as_ref().is_some_and(|n| n.main == 8);
            let expected = last(UnitKind::Subsubparagraph)
                .and_then(|o| o.number.as_ref())
                .map_or(1, |before| before.main + 1);
            if n == expected && !(h && n == 1) {
                return Some((UnitKind::Subsubparagraph, Some(Number::plain(n))));
            }
        }
        if let Some(n) = roman
            && let Some(sub) = last(UnitKind::Subparagraph)
        {
            // `(i)` under `(A)` is a roman one, unless the letters of the subsections have reached h.
            let expected = last(UnitKind::Subsubparagraph)
                .and_then(|o| o.number.as_ref())
                .map_or(1, |before| before.main + 1);
            // The letter behind `(h)` opens the next subsection.
            let letter = single
                && n == 1
                && last(UnitKind::Subsection)
                    .is_some_and(|o| o.number.as_ref().is_some_and(|h| h.main == 8));
            if !letter && (n == expected || sub.kind == UnitKind::Subparagraph && !single) {
                return Some((UnitKind::Subsubparagraph, Some(Number::plain(n))));
            }
        }
        if lower && letters.len() <= 2 {
            return Some((UnitKind::Subsection, letters.chars().next().map(order)));
        }
        None
    }

    /// Whether the section that is open numbers its inner units `(1)` and letters those inside `(a)`.
    fn numbers_outer(&self) -> bool {
        self.open
            .windows(2)
            .any(|w| w[0].kind == UnitKind::Section && w[1].kind == UnitKind::Paragraph)
    }

    /// Closes what a unit of this kind cannot stand in.
    fn close_to(&mut self, kind: UnitKind, found: &Label) {
        let numbers_outer = self.numbers_outer();
        while let Some(open) = self.open.last() {
            let inside = match (open.kind, kind) {
                (UnitKind::Paragraph, UnitKind::Subsection) if numbers_outer => true,
                (UnitKind::Subsection, UnitKind::Paragraph) if numbers_outer => false,
                (UnitKind::Subparagraph, UnitKind::Subparagraph) => {
                    // Lettered items hang on a numbered one.
                    matches!(found.shape, Shape::Letter(_)) && open.number.is_some()
                }
                (a, b) => a < b,
            };
            if inside {
                break;
            }
            self.open.pop();
        }
        let depth = self.open.len();
        self.leads.retain(|(level, _)| *level <= depth);
    }

    /// «Статья 5 Закона …» at the start of a wrapped line cites; a heading goes on with a capital.
    pub(super) fn is_citation(&self, kind: UnitKind, rest: &str) -> bool {
        lower_start(rest) && (self.last_article.is_some() || kind.is_container())
    }

    /// «1) тармақшада: …», «6) және 7) тармақшалар»: where the number stands before its word, a number
    /// with a unit word behind it cites, alone or as the first of a list.
    pub(super) fn cites_by_number(&self, found: &Label, at: Span) -> bool {
        const LONGEST_LIST: usize = 24;
        if self.reading.lang.words_first()
            || !matches!(found.shape, Shape::Item(_) | Shape::Point(_))
        {
            return false;
        }
        let list = self.reading.tokens.list();
        let is = |t: &Token, test: fn(Class) -> bool| {
            self.reading.lang.single(&self.reading.tokens, *t).any(test)
        };
        let mut at = self.reading.tokens.at_or_after(at.start + narrow(found.len));
        let last = at + LONGEST_LIST;
        // Further numbers of the list: «және 7)», «, 8)».
        while at < last
            && list.get(at).is_some_and(|t| t.is(',') || is(t, |c| c == Class::And))
            && list.get(at + 1).is_some_and(|t| t.kind == TokenKind::Number)
            && list.get(at + 2).is_some_and(|t| t.is(')'))
        {
            at += 3;
        }
        // «2) Бөлім жоспарын жасайды»: a department is called as a section is, and none is cited so.
        let cited = |c| matches!(c, Class::Unit(kind) if !kind.is_container());
        list.get(at).is_some_and(|t| is(t, cited))
    }

    /// «Статья 954 Гражданского кодекса …»: the name of an act behind the number makes it a citation.
    fn names_act(&self, at: Span, len: usize) -> bool {
        const NEAR: usize = 3;
        if self.reading.lang.has_words_between_links() {
            return false;
        }
        let first = self.reading.tokens.at_or_after(at.start + narrow(len));
        self.reading.tokens.list().iter().skip(first).take(NEAR).any(|t| {
            self.reading.lang.single(&self.reading.tokens, *t).any(|c| c == Class::Governing)
        })
    }
}
