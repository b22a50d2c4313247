//! A rule explained: what it asks, why, on which basis, with the examples that are its tests.

use std::fmt::Write as _;

use crate::pack::{Pack, Rule};

/// The explanation of a rule as text, wrapped to a width in columns.
#[must_use]
pub fn explain(pack: &Pack, rule: &Rule, width: usize) -> String {
    let mut out = String::new();
    let title = rule.title.get("en").map_or("", String::as_str);
    let _ = writeln!(out, "{}\n  {title}", rule.id);
    for (lang, title) in rule.title.iter().filter(|(l, _)| *l != "en") {
        let _ = writeln!(out, "  {lang}: {title}");
    }
    let _ = writeln!(out, "\nLevel: {}. Pack: {} ({}).", rule.level.name(), pack.id, pack.title);
    if rule.kinds.is_empty() {
        let _ = writeln!(out, "Judges acts of every kind.");
    } else {
        let kinds: Vec<&str> = rule.kinds.iter().map(|k| k.name()).collect();
        let _ = writeln!(out, "Judges: {}.", kinds.join(", "));
    }
    if rule.holds.new_acts_only {
        let _ = writeln!(out, "Judges acts made from {} on, and undated drafts.", pack.from);
    }
    out.push_str("\nBasis\n");
    for basis in &rule.basis {
        paragraph(
            &mut out,
            &format!("{} ({}): {}.", basis.label, basis.provision, basis.says),
            width,
        );
    }
    for basis in &rule.older_basis {
        let text = format!(
            "For acts made before {} also {} ({}): {}.",
            pack.from, basis.label, basis.provision, basis.says
        );
        paragraph(&mut out, &text, width);
    }
    out.push_str("\nWhy\n");
    for part in rule.why.split("\n\n") {
        paragraph(&mut out, part, width);
    }
    if let Some(help) = rule.help.get("en") {
        out.push_str("\nWhat to do\n");
        paragraph(&mut out, &help.to_string(), width);
    }
    for (fires, heading) in [
        (true, "Examples that are reported (at the brackets)"),
        (false, "Near misses that stay silent"),
    ] {
        let _ = writeln!(out, "\n{heading}");
        for example in rule.examples.iter().filter(|e| e.fires == fires) {
            let published =
                example.published.map_or_else(String::new, |d| format!(", published {d}"));
            let _ = writeln!(out, "  [{}{published}] {}", example.lang, example.why);
            let mut text = example.text.clone();
            for mark in example.marks.iter().rev() {
                text.insert(mark.end as usize, '⟧');
                text.insert(mark.start as usize, '⟦');
            }
            for line in text.trim().lines() {
                wrapped(&mut out, line, width, "      ");
            }
        }
    }
    out
}

fn paragraph(out: &mut String, text: &str, width: usize) {
    wrapped(out, text, width, "  ");
}

fn wrapped(out: &mut String, text: &str, width: usize, indent: &str) {
    let room = width.max(40) - indent.len();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let long = unicode_width::UnicodeWidthStr::width(line.as_str())
            + unicode_width::UnicodeWidthStr::width(word)
            + 1;
        if !line.is_empty() && long > room {
            let _ = writeln!(out, "{indent}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "{indent}{line}");
}
