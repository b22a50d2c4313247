//! The first text of a rule, a catalogue and a lexicon: complete in shape, empty where somebody must
//! decide. What is empty is a mistake to `check`, so that its messages lead from place to place.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Provision;
use crate::finding::{Profile, Stage};
use crate::model::ActKind;
use crate::model::frame::Modality;

/// Provisions named in the comment of a new rule; the others stand in `pack.toml`.
const SHOWN: usize = 12;

/// A rule of that name with every table in every language; `schema` is the way to the folder of the
/// schemas.
#[must_use]
pub fn rule(
    pack: &str,
    name: &str,
    languages: &[String],
    provisions: &BTreeMap<String, Provision>,
    schema: &str,
) -> String {
    // What is said of findings is said in English too, whatever the languages of the acts.
    let mut spoken: Vec<&str> = vec!["en"];
    spoken.extend(languages.iter().map(String::as_str).filter(|l| *l != "en"));
    let beside: Vec<String> = spoken.iter().map(|l| format!("{l} = \"\"")).collect();
    let texts = format!("{}\n", beside.join("\n"));
    let mut out = format!(
        "#:schema {schema}/rule.schema.json
# The rule {pack}/{name}. Fill in what is empty and take out what you do not need:
# `grundnorm rules test --pack …` says, place by place, what is still missing.

# How bad a finding is: \"error\", \"warning\" or \"note\".
level = \"warning\"
# The provisions on which the rule rests, by their names in pack.toml; the closest first.
"
    );
    for (eid, provision) in provisions.iter().take(SHOWN) {
        let _ =
            writeln!(out, "#   \"{eid}\" is {}: {}", line(&provision.label), line(&provision.says));
    }
    let kinds: Vec<&str> = ActKind::ALL.iter().map(|k| k.name()).collect();
    let profiles: Vec<&str> = Profile::ALL.iter().map(|p| p.name()).collect();
    let stages: Vec<&str> = Stage::ALL.iter().map(|s| s.name()).collect();
    let modalities: Vec<&str> = Modality::ALL.iter().map(|m| m.name()).collect();
    let _ = write!(
        out,
        "basis = []
# Kinds of act that it judges; acts of every kind when left out. One or more of
#   {}
# kinds = [\"law\"]
# To whom its findings are shown, and at which stage of a bill; to all and at all when left out.
#   {}
#   {}
# profiles = [\"drafter\"]
# stages = [\"working-draft\"]
# For lawyers: why the rule is there, what it looks at, what it leaves alone.
why = \"\"

# What is wrong, in a few words: \"fee for access to information\".
[title]
{texts}
# One sentence without a full stop. {{words}} stands for the words that were found.
[message]
{texts}
# What to do about it.
[help]
{texts}
# What stands beside the words that are underlined.
[labels]
primary = {{ {} }}

# What to look for: each fact like this is a finding. A norm is what a sentence or an item of a list does;
# its modality is one or more of
#   {}
# and its topic one or more entries of lexicon.toml. A second [[when]] is another way to break the rule.
[[when]]
each.norm = {{ modality = [], topic = [] }}

# What would mend the text, if that can be said in general: \"safe\" or \"review\", and one of replace,
# before, after, delete.
# [[fix]]
# applicability = \"review\"
# delete = \"words\"
",
        wrapped(&kinds),
        wrapped(&profiles),
        wrapped(&stages),
        beside.join(", "),
        wrapped(&modalities),
    );
    examples(&mut out, languages);
    out
}

/// An example and a near miss in every language.
fn examples(out: &mut String, languages: &[String]) {
    for (table, says, why) in [
        (
            "example",
            "Short acts in which the rule must fire, with ⟦ ⟧ around the words that it must underline.",
            "Why it fires.",
        ),
        (
            "near-miss",
            "Short acts that look alike, and in which it must stay silent.",
            "Why it stays silent.",
        ),
    ] {
        let _ = write!(out, "\n# {says}\n");
        for (at, lang) in languages.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            let _ = write!(
                out,
                "{gap}[[{table}]]\nlang = \"{lang}\"\n# {why}\nwhy = \"\"\ntext = \"\"\"\n\"\"\"\n",
            );
        }
    }
}

/// The catalogue of a new pack.
#[must_use]
pub fn manifest(pack: &str, languages: &[String], known: &[&str], schema: &str) -> String {
    let languages: Vec<String> = languages.iter().map(|l| format!("\"{l}\"")).collect();
    format!(
        "#:schema {schema}/pack.schema.json
# What the pack is about, and how its provisions are cited: label = \"Constitution\" gives
# \"Constitution, Art. 1\".
title = \"{pack}\"
label = \"Constitution\"
# The day on which the constitution was adopted, and the first day on which it is in force.
adopted = 2000-01-01
from = 2000-01-01
# Languages of the acts that it judges: one or more of {}. Every rule has an example and a near
# miss in each.
languages = [{}]

# Words by which an act names the state that made it, in small letters; acts that name one of the
# others, and not its own, are not judged. Acts of everybody are when both lists are empty.
[jurisdiction]
own = []
others = []

# What rules may rest on: a name of the article such as art_20 or art_20__para_2, how lawyers cite it, and
# what it says in your own words.
[provisions]
# art_20 = {{ label = \"Art. 20\", says = \"…\" }}
",
        known.join(", "),
        languages.join(", "),
    )
}

/// The lexicon of a new pack.
#[must_use]
pub fn lexicon(languages: &[String], schema: &str) -> String {
    let forms: Vec<String> = languages.iter().map(|l| format!("{l} = [\"…\"]")).collect();
    format!(
        "#:schema {schema}/lexicon.schema.json
# Things that rules speak of, each with its words in every language of the pack, in small letters:
# `stem*` for any ending, `*ending`, `one|other` for one word, `word?` for one that may be missing,
# `...` for up to six words, `#` for a number.
#
# [matters]
# information = {{ forms = {{ {} }} }}
",
        forms.join(", "),
    )
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names in lines of a comment.
fn wrapped(names: &[&str]) -> String {
    const WIDTH: usize = 96;
    let mut out = String::new();
    let mut width = 0;
    for (at, name) in names.iter().enumerate() {
        let comma = if at + 1 < names.len() { "," } else { "" };
        if width > 0 && width + name.len() + 2 > WIDTH {
            out.push_str("\n#   ");
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        let _ = write!(out, "{name}{comma}");
        width += name.len() + comma.len();
    }
    out
}
