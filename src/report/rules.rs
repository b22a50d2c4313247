//! What `grundnorm rules` shows: the list of rules as a table and as `grundnorm.rules/1`, and examples
//! that fail.
//!
//! The structs mirror the JSON key by key; who fills them knows packs, this module does not.

mod examples;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::human::{span_of_columns, wrap};
use super::{DueForReview, one_line};

pub use examples::{Failing, Failure, failing};

/// Name and version of the shape.
const SCHEMA: &str = "grundnorm.rules/1";
/// Narrower terminals are treated as if they had this width.
const LEAST_WIDTH: usize = 40;

/// A pack with its rules.
#[derive(Debug, Clone, Serialize)]
pub struct Pack<'a> {
    /// Its name.
    pub id: &'a str,
    /// What it is about.
    pub title: &'a str,
    /// Codes of the languages of the acts that it judges.
    pub languages: &'a [String],
    /// Whether it runs where nobody says which packs do.
    pub default: bool,
    /// The first day on which rules on form and procedure judge an act.
    pub from: String,
    /// Its rules.
    pub rules: Vec<Rule<'a>>,
    /// What its provisions demand and no rule checks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_checked: Vec<NotChecked<'a>>,
}

/// A demand that no rule checks.
#[derive(Debug, Clone, Serialize)]
pub struct NotChecked<'a> {
    /// The provisions that make it.
    pub basis: Vec<Basis<'a>>,
    /// What they demand, by language.
    pub what: &'a BTreeMap<String, String>,
    /// Why no rule checks it, by language.
    pub why: &'a BTreeMap<String, String>,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
pub struct Rule<'a> {
    /// `pack/name`.
    pub id: &'a str,
    /// What is wrong where it fires, by language.
    pub title: &'a BTreeMap<String, String>,
    /// Its level.
    pub level: &'static str,
    /// The provisions on which it rests.
    pub basis: Vec<Basis<'a>>,
    /// Kinds of act that it judges; empty for all.
    pub kinds: Vec<&'static str>,
    /// Languages of the acts that it judges.
    pub langs: &'a [String],
    /// To whom its findings are shown; empty for all.
    pub profiles: Vec<&'static str>,
    /// At which stages they are shown; empty for all.
    pub stages: Vec<&'static str>,
    /// Its file.
    pub file: &'a str,
    /// Number of its examples.
    pub examples: usize,
    /// Number of its near misses.
    pub near_misses: usize,
}

/// A provision on which a rule rests.
#[derive(Debug, Clone, Serialize)]
pub struct Basis<'a> {
    /// Pack and eId.
    pub provision: &'a str,
    /// As a lawyer cites it.
    pub label: &'a str,
}

#[derive(Serialize)]
struct Listed<'a> {
    schema: &'static str,
    packs: &'a [Pack<'a>],
    /// Absent when no constitution was given: nothing was compared then.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_for_review: Option<Vec<super::json::DueForReview<'a>>>,
}

/// Writes the packs for programs, and where a constitution was given, the rules that are due for review.
///
/// # Errors
/// Fails when the writer does.
pub fn json(
    packs: &[Pack<'_>],
    due: Option<&[DueForReview]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let due_for_review = due.map(|due| due.iter().map(super::json::DueForReview::new).collect());
    let listed = Listed { schema: SCHEMA, packs, due_for_review };
    serde_json::to_writer_pretty(&mut *out, &listed)?;
    writeln!(out)
}

/// Writes the packs for people.
///
/// # Errors
/// Fails when the writer does.
pub fn table(packs: &[Pack<'_>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let width = width.max(LEAST_WIDTH);
    let ids = packs.iter().flat_map(|p| &p.rules).map(|r| span_of_columns(r.id));
    let id_width = ids.max().unwrap_or(0);
    for (at, pack) in packs.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let judges = format!("{}: {}", one_line(pack.id), one_line(pack.title));
        lines(out, &judges, "", width)?;
        if pack.rules.is_empty() {
            writeln!(out, "  no rules")?;
        }
        for rule in &pack.rules {
            writeln!(out)?;
            let languages = rule.langs.join(", ");
            // Names that leave the columns no room stand alone; the rest follows below.
            let row = format!("  {:id_width$}  {:7}  {languages}", rule.id, rule.level);
            if span_of_columns(&row) <= width {
                writeln!(out, "{row}")?;
            } else {
                writeln!(out, "  {}", rule.id)?;
                lines(out, &format!("{}; {languages}", rule.level), "    ", width)?;
            }
            let title = rule.title.get("en").map_or("", String::as_str);
            lines(out, title, "    ", width)?;
            lines(out, &about(rule), "    ", width)?;
        }
        not_checked(&pack.not_checked, width, out)?;
    }
    Ok(())
}

/// Writes what no rule of a pack checks, each demand with the reason.
fn not_checked(list: &[NotChecked<'_>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    lines(out, "not checked, with the reason:", "  ", width)?;
    for one in list {
        let english =
            |texts: &BTreeMap<String, String>| texts.get("en").cloned().unwrap_or_default();
        let basis: Vec<&str> = one.basis.iter().map(|b| b.label).collect();
        writeln!(out)?;
        lines(out, &format!("{}: {}", basis.join("; "), english(one.what)), "    ", width)?;
        lines(out, &english(one.why), "      ", width)?;
    }
    Ok(())
}

/// What stands below the title of a rule: basis, kinds of act, readers, stages.
fn about(rule: &Rule<'_>) -> String {
    let basis: Vec<&str> = rule.basis.iter().map(|b| b.label).collect();
    let kinds =
        if rule.kinds.is_empty() { "acts of every kind".to_owned() } else { rule.kinds.join(", ") };
    let mut about = format!("{}; {kinds}", basis.join("; "));
    for list in [&rule.profiles, &rule.stages] {
        if !list.is_empty() {
            about = format!("{about}; for {}", list.join(", "));
        }
    }
    about
}

/// Writes a text in lines that fit, each with what stands before it.
fn lines(out: &mut dyn Write, text: &str, indent: &str, width: usize) -> io::Result<()> {
    let room = width.saturating_sub(indent.len()).max(1);
    for line in wrap(text, room, room) {
        writeln!(out, "{indent}{line}")?;
    }
    Ok(())
}
