//! The bill that turns one edition of an act into another.
//!
//! Each difference becomes the smallest instruction that says it without doubt: words where words
//! changed, a unit where most of it did. What no instruction can name (a unit without a number, a number
//! used twice, a text whose paragraphs were counted anew) is worded anew with the unit around it, at
//! worst with the whole act.

mod steps;
mod words;
mod write;

use super::Edition;
use super::align::{Pairs, Tree};

/// Writes the amending bill in the language of the edition before; empty where nothing differs.
#[must_use]
pub fn draft(before: &Edition<'_>, after: &Edition<'_>) -> String {
    let (old, new) = (Tree::new(before), Tree::new(after));
    let pairs = Pairs::new(&old, &new);
    let plan = steps::plan(&old, &new, &pairs);
    write::bill(&old, &new, &plan)
}

/// What an instruction changes the words of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A unit of the edition before, with what lies in it.
    Unit(usize),
    /// The heading of such a unit.
    Heading(usize),
    /// The title of the act.
    Title,
}

/// What an instruction does to words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Edit {
    /// Words give way to others.
    Replace(String, String),
    /// Behind words others are put in.
    Insert(String, String),
    /// Words are taken out.
    Delete(String),
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Words are changed.
    Words(Place, Edit),
    /// A unit is worded anew: its place before, the unit after.
    Restate(usize, usize),
    /// A heading is worded anew.
    Heading(usize, usize),
    /// The title is worded anew.
    Title,
    /// Units of the edition after are put into a unit, or into the act.
    Insert(Option<usize>, Vec<usize>),
    /// Units are taken out.
    Delete(Vec<usize>),
    /// A unit gets the number that it has in the edition after.
    Renumber(usize, usize),
}

/// The instructions of a bill.
#[derive(Debug)]
enum Plan {
    /// The whole act in a new wording.
    Anew,
    /// Instructions in the order of the text, those on one article together.
    Steps(Vec<Vec<Step>>),
}
