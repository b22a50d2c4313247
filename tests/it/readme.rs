//! What the README says of rules is what the packs hold.

use std::fmt::Write as _;

use grundnorm::pack::Pack;
use serde_json::Value;

use crate::program::program;
use crate::support::{every_pack, root};

/// The line behind which the table of a pack stands.
fn opening(pack: &Pack) -> String {
    format!("<!-- rules of {} -->\n", pack.id)
}

const CLOSING: &str = "<!-- end -->";

/// A rule with a table rests on more than fits beside it; its page has all.
const SHOWN: usize = 4;

/// The provisions of a rule and its branches, without the constitution's name: "Arts. 18(3), 18(4)".
fn basis(pack: &Pack, rule: &grundnorm::pack::Rule) -> String {
    let branches = rule.when.iter().flat_map(|branch| &branch.basis);
    let mut labels: Vec<&str> = Vec::new();
    let mut named = false;
    for basis in rule.basis.iter().chain(branches) {
        let label = basis.label.strip_prefix(&pack.label).unwrap_or(&basis.label);
        let label = label.trim_start_matches(", ");
        // What is no article goes by its name: "Numbering".
        named |= !label.starts_with("Art. ");
        let label = label.trim_start_matches("Art. ");
        // A part of a provision that is named is told with it.
        let label = label.split(", part").next().unwrap_or(label);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let more = labels.len().saturating_sub(SHOWN);
    labels.truncate(SHOWN);
    let word = match labels.len() {
        _ if named => "",
        1 => "Art. ",
        _ => "Arts. ",
    };
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{word}{}{more}", labels.join(", "))
}

fn table(pack: &Pack) -> String {
    let mut table = String::from("| rule | basis | what it reports |\n|---|---|---|\n");
    for rule in &pack.rules {
        let (_, name) = rule.id.split_once('/').unwrap();
        let _ = writeln!(table, "| `{name}` | {} | {} |", basis(pack, rule), rule.title["en"]);
    }
    table
}

#[test]
fn the_tables_of_rules_are_those_of_the_packs() {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut right = text.clone();
    for pack in every_pack() {
        let opening = opening(pack);
        let start = right.find(&opening).unwrap_or_else(|| panic!("no {opening}")) + opening.len();
        let end = start + right[start..].find(CLOSING).unwrap();
        right.replace_range(start..end, &format!("\n{}\n", table(pack)));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &right).unwrap();
        return;
    }
    assert!(right == text, "run `UPDATE=1 cargo test --test it readme` and look at the difference");
}

/// A hand-made row: what stands in the file and what a reader sees.
#[test]
fn a_row_names_rule_basis_and_title() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(text.contains("| `retroactive-burden` | Art. 5(5) | burden carried back in time |"));
}

/// What stands behind this line of the README, up to the end of the code.
fn shown<'t>(text: &'t str, opening: &str) -> &'t str {
    let start = text.find(opening).unwrap_or_else(|| panic!("no {opening}"));
    let code = &text[start + opening.find('\n').unwrap() + 1..];
    code[..code.find("```").unwrap()].trim_end()
}

/// The picture and the element of JSON are output of today, not of some day.
#[test]
fn the_finding_that_is_shown_is_the_one_that_is_printed() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let bill = "fixtures/bills/ru/responsible-pet-owners.txt";
    let check = |arguments: &[&str]| {
        let mut command = program(root());
        let ran = command.args(["check", bill]).args(arguments).output().unwrap();
        String::from_utf8(ran.stdout).unwrap()
    };
    let human = check(&["--width", "100", "--quiet"]);
    let picture = shown(&text, "```text\nerror[kz-2026/retroactive-burden]");
    assert!(
        human.split("\n\n").any(|finding| finding.trim_end() == picture),
        "{picture}\n\n{human}"
    );
    let element: Value = serde_json::from_str(shown(&text, "```json\n{")).unwrap();
    let report: Value = serde_json::from_str(&check(&["--format", "json"])).unwrap();
    assert!(report["findings"].as_array().unwrap().contains(&element), "{element:#}");
}
