//! A rule explained: what it asks, why, on which basis, with the examples that are its tests; and a provision.

mod condition;
mod provision;
mod words;

pub use provision::explain_provision;

use std::fmt::Write as _;

use crate::finding::Level;
use crate::pack::condition::{FixPlace, Piece, Template};
use crate::pack::{Example, Pack, Rule};
use crate::source::rows::{columns, visible};
use condition::Reader;

/// Language of the explanation.
const ENGLISH: &str = "en";
/// Narrower terminals are treated as if they had this width.
const LEAST_WIDTH: usize = 40;

/// The explanation of a rule as text, wrapped to a width in columns.
#[must_use]
pub fn explain(pack: &Pack, rule: &Rule, width: usize) -> String {
    let mut page = Page { out: String::new(), width: width.max(LEAST_WIDTH) };
    page.line(&rule.id);
    page.text("  ", rule.title.get(ENGLISH).map_or("", String::as_str));
    for (lang, title) in rule.title.iter().filter(|(l, _)| *l != ENGLISH) {
        page.item("  ", &format!("{lang}: "), title);
    }
    page.line("");
    for sentence in judges(pack, rule) {
        page.item("", "", &sentence);
    }
    page.heading("Basis");
    for basis in &rule.basis {
        page.item("  ", "", &format!("{} ({}): {}.", basis.label, basis.provision, basis.says));
    }
    for basis in &rule.older_basis {
        let text = format!(
            "For acts made before {} also {} ({}): {}.",
            pack.from, basis.label, basis.provision, basis.says
        );
        page.item("  ", "", &text);
    }
    page.heading("Why");
    for (at, part) in rule.why.split("\n\n").enumerate() {
        if at > 0 {
            page.line("");
        }
        page.text("  ", part);
    }
    looks_for(&mut page, pack, rule);
    table(&mut page, pack, rule);
    says(&mut page, rule);
    for (fires, heading) in [
        (true, "Examples that are reported (at the brackets)"),
        (false, "Near misses that stay silent"),
    ] {
        page.heading(heading);
        for (at, example) in rule.examples.iter().filter(|e| e.fires == fires).enumerate() {
            if at > 0 {
                page.line("");
            }
            self::example(&mut page, example);
        }
    }
    page.out
}

/// How bad, in which acts, and who is told.
fn judges(pack: &Pack, rule: &Rule) -> Vec<String> {
    let level = match rule.level {
        Level::Error => "Error: what it finds makes a provision defective.",
        Level::Warning => "Warning: what it finds is for a reviewer to return.",
        Level::Note => "Note: what it finds is a matter of style or information.",
    };
    let kinds: Vec<String> = rule.kinds.iter().map(|k| k.name().replace('-', " ")).collect();
    let kinds = if kinds.is_empty() {
        "acts of every kind".to_owned()
    } else {
        format!("acts of these kinds: {}", kinds.join(", "))
    };
    let mut says = vec![
        level.to_owned(),
        format!("Pack: {} ({}).", pack.id, pack.title),
        format!("Judges {kinds}; in {}.", rule.langs.join(", ")),
    ];
    says.extend(words::ages(&rule.holds, pack.from).map(|ages| format!("Judges {ages}.")));
    says.extend(words::at_most(&rule.holds, pack.from).map(|sure| format!("A finding is {sure}.")));
    says.extend(words::days(&rule.holds).map(|days| format!("Holds {days}.")));
    let readers: Vec<String> = rule.profiles.iter().map(|p| format!("{}s", p.name())).collect();
    let readers =
        if readers.is_empty() { "everybody".to_owned() } else { words::joined(&readers, "and") };
    let stages: Vec<String> = rule.stages.iter().map(|s| s.name().replace('-', " ")).collect();
    let stages = if stages.is_empty() {
        "at every stage of a bill".to_owned()
    } else {
        format!("at these stages of a bill: {}", stages.join(", "))
    };
    says.push(format!("Shown to {readers}, {stages}."));
    says
}

/// The conditions, in sentences.
fn looks_for(page: &mut Page, pack: &Pack, rule: &Rule) {
    page.heading("What it looks for");
    // What a branch asks for the first row, it asks for the others.
    let branches: Vec<_> = rule.when.iter().filter(|b| b.row.is_none_or(|row| row == 0)).collect();
    let several = branches.len() > 1;
    for (at, branch) in branches.into_iter().enumerate() {
        let row = branch.row.and_then(|row| rule.rows.get(row)).map_or(&[][..], |row| &row.topic);
        let reader = Reader { pack, captures: &rule.captures, row };
        let number = if several { format!("{}. ", at + 1) } else { String::new() };
        let inner = " ".repeat(number.len());
        let mut lead = number.clone();
        for said in reader.branch(branch) {
            let mut lines = Vec::new();
            said.lines(0, &mut lines);
            for (depth, text) in &lines {
                let indent = " ".repeat(inner.len() - lead.len());
                let (indent, bullet) = match depth {
                    0 => (format!("  {indent}"), lead.as_str()),
                    _ => (format!("{}{inner}", "  ".repeat(*depth)), "- "),
                };
                page.item(&indent, bullet, text);
                lead.clear();
            }
        }
        let mut about = Vec::new();
        if branch.level != rule.level {
            about.push(format!("level {}", branch.level.name()));
        }
        if branch.confidence != crate::finding::Confidence::Certain {
            about.push(format!("at most {}", branch.confidence.name()));
        }
        about.extend(words::ages(&branch.holds, pack.from).map(|ages| format!("only {ages}")));
        about.extend(words::at_most(&branch.holds, pack.from));
        about.extend(words::days(&branch.holds));
        if branch.row.is_some() {
            about.push("basis as in the table".to_owned());
        } else if !branch.basis.is_empty() {
            let labels: Vec<&str> = branch.basis.iter().map(|b| b.label.as_str()).collect();
            about.push(format!("basis {}", labels.join("; ")));
        }
        if !about.is_empty() {
            let indent = format!("  {inner}");
            page.item(&indent, "", &format!("(such a finding: {})", about.join(", ")));
        }
    }
}

/// The rows of the rule's table: what each is called, its words, and on what its findings rest.
fn table(page: &mut Page, pack: &Pack, rule: &Rule) {
    if rule.rows.is_empty() {
        return;
    }
    page.heading("The table");
    let reader = Reader { pack, captures: &rule.captures, row: &[] };
    for row in &rule.rows {
        let labels: Vec<&str> = row.basis.iter().map(|b| b.label.as_str()).collect();
        let name = row.name.get(ENGLISH).map_or("", String::as_str);
        let words = reader.entries(&row.topic);
        page.item("  ", "- ", &format!("{name}: {} ({words})", labels.join("; ")));
    }
}

/// What a finding says and shows, and how it can be mended.
fn says(page: &mut Page, rule: &Rule) {
    page.heading("What a finding says");
    let english = |texts: &std::collections::BTreeMap<String, Template>| {
        texts.get(ENGLISH).map(|t| template(t, rule))
    };
    if let Some(message) = english(&rule.message) {
        page.text("  ", &message);
    }
    let label =
        |name: &str| rule.labels.get(name).and_then(|l| l.get(ENGLISH)).map_or("", String::as_str);
    page.item("  ", "", &format!("marked: {{words}}, the words found ({})", label("primary")));
    for capture in &rule.captures {
        let label = label(capture);
        let marked = if label.is_empty() { "named" } else { "also marked" };
        let label = if label.is_empty() { String::new() } else { format!(" ({label})") };
        page.item("  ", "", &format!("{marked}: `{capture}`{label}"));
    }
    if let Some(help) = english(&rule.help) {
        page.heading("What to do");
        page.text("  ", &help);
    }
    if rule.fixes.is_empty() {
        return;
    }
    page.heading("Fixes");
    for fix in &rule.fixes {
        let words = match fix.at.and_then(|at| rule.captures.get(at)) {
            Some(capture) => format!("`{capture}`"),
            None => "the words found".to_owned(),
        };
        let with = fix.with.get(ENGLISH).map(|t| format!("“{}”", template(t, rule)));
        // A rule for acts in other languages has no English words to put in.
        let with = with.unwrap_or_else(|| {
            let all = fix.with.iter().map(|(l, t)| format!("“{}” ({l})", template(t, rule)));
            all.collect::<Vec<_>>().join(", ")
        });
        let does = match fix.place {
            FixPlace::Replace => format!("{words} give way to {with}"),
            FixPlace::Before => format!("{with} is put before {words}"),
            FixPlace::After => format!("{with} is put behind {words}"),
            FixPlace::Delete => format!("{words} are taken out"),
            FixPlace::Mend => "the flaw is mended, where the right text is certain".to_owned(),
        };
        let sure = if fix.safe { "safe" } else { "to be reviewed" };
        page.item("  ", "", &format!("{does} ({sure})"));
    }
}

/// A text with its placeholders as the rule file writes them.
fn template(template: &Template, rule: &Rule) -> String {
    let name = |at: &usize| rule.captures.get(*at).map_or("", String::as_str);
    template
        .0
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Words => "{words}".to_owned(),
            Piece::Row => "{row}".to_owned(),
            Piece::Capture(at) => format!("{{{}}}", name(at)),
            Piece::Unit(at) => format!("{{{}.unit}}", name(at)),
        })
        .collect()
}

fn example(page: &mut Page, example: &Example) {
    let mut about = example.lang.clone();
    if let Some(day) = example.published {
        let _ = write!(about, ", published {day}");
    }
    if let Some(day) = example.as_of {
        let _ = write!(about, ", as of {day}");
    }
    page.item("  ", &format!("[{about}] "), &example.why);
    let mut text = example.text.clone();
    for mark in example.marks.iter().rev() {
        text.insert(mark.range().end, '⟧');
        text.insert(mark.range().start, '⟦');
    }
    for line in text.trim().lines() {
        page.text("      ", line);
    }
    if let Some(fixed) = &example.fixed {
        page.line("    after the fixes:");
        for line in fixed.trim().lines() {
            page.text("      ", line);
        }
    }
}

/// Text in lines that fit.
struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.extend(line.chars().map(visible));
        self.out.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        self.line("");
        self.line(heading);
    }

    fn text(&mut self, indent: &str, text: &str) {
        self.item(indent, "", text);
    }

    /// A paragraph with a lead before its first line; the others hang below the text.
    fn item(&mut self, indent: &str, lead: &str, text: &str) {
        let hang = if lead.is_empty() { 0 } else { lead.chars().map(columns).sum::<usize>() };
        let before = columns_of(indent) + hang;
        let room = self.width.saturating_sub(before).max(LEAST_WIDTH / 2);
        let mut first = true;
        let mut line = String::new();
        let mut flush = |out: &mut String, line: &mut String| {
            let lead = if first { lead.to_owned() } else { " ".repeat(hang) };
            let whole = format!("{indent}{lead}{line}");
            let _ = writeln!(out, "{}", whole.trim_end());
            first = false;
            line.clear();
        };
        for word in text.split_whitespace() {
            let word: String = word.chars().map(visible).collect();
            if !line.is_empty() && columns_of(&line) + 1 + columns_of(&word) > room {
                flush(&mut self.out, &mut line);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        flush(&mut self.out, &mut line);
    }
}

fn columns_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}
