//! Numbers of units: figures with inserted parts, Roman figures, letters.

use std::cmp::Ordering;

/// The number of a unit: `12`, `83-1`, `a`, `iv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// The main number; a letter counts from `a` = 1.
    pub main: u32,
    /// Inserted numbers behind hyphens: `17-1-2` has two.
    pub inserted: Vec<u32>,
    /// What a code's own scheme puts behind: `.02` in `1-202.02`, `A` in `6A`.
    pub tail: String,
}

impl Number {
    /// A plain number.
    #[must_use]
    pub fn plain(main: u32) -> Self {
        Self { main, inserted: Vec::new(), tail: String::new() }
    }

    /// Reads `12`, `83-1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|p| p.parse::<u32>().ok());
        let main = parts.next()??;
        let inserted = parts.collect::<Option<Vec<_>>>()?;
        Some(Self { main, inserted, tail: String::new() })
    }

    /// Whether this number may stand right after `before` in an act: the next one, an inserted one,
    /// or a later one after units that were left out.
    #[must_use]
    pub fn follows(&self, before: &Number) -> bool {
        self > before
    }

    /// Whether this number is the very next: one more, or the next inserted one.
    #[must_use]
    pub fn is_next(&self, before: &Number) -> bool {
        (self.main == before.main + 1 && self.inserted.is_empty())
            || (self.main == before.main
                && self.inserted.last().is_some_and(|last| {
                    match self.inserted.len().cmp(&(before.inserted.len() + 1)) {
                        Ordering::Equal => {
                            *last == 1 && self.inserted.starts_with(&before.inserted)
                        }
                        Ordering::Less if self.inserted.len() == before.inserted.len() => {
                            before.inserted.last().is_some_and(|b| *last == b + 1)
                        }
                        _ => false,
                    }
                }))
    }

    /// The value of a Roman figure, Latin or typed with the Cyrillic letters that look like it.
    #[must_use]
    pub fn roman(text: &str) -> Option<u32> {
        let mut total = 0;
        let mut before = 0;
        for c in text.chars().rev() {
            let value = match c {
                'I' | 'i' | '\u{406}' | '\u{456}' => 1,
                'V' | 'v' => 5,
                'X' | 'x' | '\u{425}' | '\u{445}' => 10,
                'L' | 'l' => 50,
                'C' | 'c' | '\u{421}' | '\u{441}' => 100,
                _ => return None,
            };
            if value < before {
                total = u32::checked_sub(total, value)?;
            } else {
                total += value;
                before = value;
            }
        }
        (total > 0 && text.chars().count() <= 10).then_some(total)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.main)?;
        self.inserted.iter().try_for_each(|n| write!(f, "-{n}"))?;
        f.write_str(&self.tail)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.main
            .cmp(&other.main)
            .then_with(|| self.inserted.cmp(&other.inserted))
            .then_with(|| self.tail.cmp(&other.tail))
    }
}
