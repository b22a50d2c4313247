//! Instructions of a council's acts against the machine instructions beside them in XML.
//!
//! The editors of the council carry each instruction out by an element of their own: `find-replace`,
//! `insert`, `replace`, `repeal`, `redesignate-para`, with the path of its target in their code. The act
//! is printed and read like any text, and what is read on the line of an instruction is compared with
//! these elements:
//!
//! - the operation: `replace` is restate, `redesignate-para` is renumber, `find-replace` changes words.
//!   Where the words sought are part of those put in their place, words are put in or replaced.
//! - the target below its section: `§5-1507.01|(a)|(2)` names the code, while the text names the act that
//!   the code holds, so the levels behind the section are compared, and the section only where the text
//!   gives the code's number in brackets behind its own, or cites the code itself. A first subsection that
//!   no text around the instruction names is the code's alone.
//! - the change of words: what is left of the words sought and put in when they are freed of what both
//!   have in common at either end. Editors seek longer or shorter words than the text strikes.
//!
//! Left out, and counted, is what the text does not say: elements outside quoted text that make the act
//! itself a part of the code, remarks on funding, changes whose words the text does not hold, and targets
//! that are no units. Elements in comments were carried out once and expired; they count where the
//! instruction has no other. Acts are split by their names into a half that is read when the parser is
//! worked on and a half that is not: `SHOW=codify` with `--nocapture` prints the misses of the first.

use std::collections::BTreeMap;
use std::path::Path;

use grundnorm::facts::{Amendment, Operation};
use grundnorm::source::Source;
use rayon::prelude::*;
use roxmltree::{Document as Tree, Node};

use crate::council::{Level, Printed, child, name, words};
use crate::support::{files, folded, in_language, plain, read, root};

/// The least share of each kind of instruction that is right in every part, by half. A floor only rises.
const FLOORS: &[(Half, &str, f64)] = &[
    (Half::Seen, "words", 0.938),
    (Half::Seen, "insert", 0.953),
    (Half::Seen, "restate", 0.934),
    (Half::Seen, "repeal", 1.0),
    (Half::Seen, "renumber", 1.0),
    (Half::Seen, "nothing beside", 0.99),
    (Half::Unseen, "words", 0.9),
    (Half::Unseen, "insert", 0.856),
    (Half::Unseen, "restate", 0.985),
    (Half::Unseen, "repeal", 0.857),
    (Half::Unseen, "renumber", 1.0),
    (Half::Unseen, "nothing beside", 0.984),
];

/// Whether the misses of an act may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Half {
    Seen,
    Unseen,
}

impl Half {
    /// By the parity of the FNV-1a hash of the file's name.
    fn of(name: &str) -> Self {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        if hash % 2 == 0 { Self::Seen } else { Self::Unseen }
    }
}

/// What a machine instruction does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    /// Words sought and put in their place.
    Words(String, String),
    Insert,
    Restate,
    Repeal,
    /// With the new name of the target, below its section.
    Renumber(String),
}

impl Deed {
    fn name(&self) -> &'static str {
        match self {
            Self::Words(..) => "words",
            Self::Insert => "insert",
            Self::Restate => "restate",
            Self::Repeal => "repeal",
            Self::Renumber(_) => "renumber",
        }
    }

    /// Whether an operation does this.
    fn fits(&self, operation: Operation) -> bool {
        match self {
            Self::Words(_, put) if put.is_empty() => operation == Operation::DeleteWords,
            Self::Words(sought, put) if put.starts_with(sought) || put.ends_with(sought) => {
                matches!(operation, Operation::ReplaceWords | Operation::InsertWords)
            }
            Self::Words(..) => operation == Operation::ReplaceWords,
            Self::Insert => operation == Operation::Insert,
            Self::Restate => operation == Operation::Restate,
            Self::Repeal => operation == Operation::Repeal,
            Self::Renumber(_) => operation == Operation::Renumber,
        }
    }
}

/// One machine instruction.
#[derive(Debug, Clone)]
struct Gold {
    deed: Deed,
    /// The eId of the section, where the text tells.
    section: Option<String>,
    /// The eId below the section; empty where the section itself is meant.
    inner: String,
}

/// An element of the act that instructs, with the machine's words for it.
struct Instruction {
    /// The line of its text.
    line: usize,
    text: String,
    gold: Vec<Gold>,
}

/// Why a machine instruction is not compared.
type LeftOut = BTreeMap<&'static str, usize>;

/// A target in the editors' notation, with the paths around it applied.
#[derive(Debug, Clone, Default)]
struct Target {
    section: Option<String>,
    labels: Vec<String>,
}

impl Target {
    /// The target of a path inside this one; `None` where it ends in something that is no unit.
    fn join(&self, path: &str) -> Option<Self> {
        let mut target = self.clone();
        for piece in path.split('|').filter(|p| !p.is_empty()) {
            if let Some(section) = piece.strip_prefix('§') {
                target = Self { section: Some(section.to_owned()), labels: Vec::new() };
            } else if let Some(label) = piece.strip_prefix('(').and_then(|p| p.strip_suffix(')')) {
                target.labels.push(label.to_owned());
            } else if piece == "heading" {
                target.labels.push(piece.to_owned());
            } else if piece.starts_with('[') || piece == "num" {
                return None;
            } else if piece != "text" {
                // A title or chapter of the code, in which a section is put.
                target = Self::default();
            }
        }
        Some(target)
    }

    /// The eId below the section.
    fn inner(&self) -> String {
        let mut level = Level::Section;
        let mut eid = Vec::new();
        for label in &self.labels {
            if label == "heading" {
                eid.push(label.clone());
                continue;
            }
            level = Level::of(label, level, "");
            eid.push(format!("{}_{label}", level.token().unwrap_or("?")));
        }
        eid.join("__")
    }
}

/// An attribute with or without the namespace of the machine instructions.
fn attribute<'a>(node: Node<'a, '_>, which: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == which).map(|a| a.value())
}

/// The machine instructions among the children of an element; of those in comments only with `shelved`.
fn machine<'a, 'b>(node: Node<'a, 'b>, shelved: bool) -> Vec<Node<'a, 'b>> {
    let foreign =
        |n: &Node<'_, '_>| n.tag_name().namespace().is_some_and(|space| space.ends_with("/codify"));
    let mut found = Vec::new();
    for inner in node.children().filter(foreign) {
        match inner.tag_name().name() {
            "shelved" if shelved => found.extend(inner.children().filter(foreign)),
            "shelved" => {}
            _ => found.push(inner),
        }
    }
    found.retain(|n| {
        let tag = n.tag_name().name();
        let deeds = ["find-replace", "insert", "replace", "repeal", "redesignate-para"];
        // Remarks above a section are no instructions of the act.
        let remark = attribute(*n, "before") == Some("heading");
        deeds.contains(&tag) && !remark
    });
    found
}

/// Everything that the machine is told for one instruction: each element with the quoted element in which
/// it stands, if any.
fn told<'a, 'b>(node: Node<'a, 'b>, shelved: bool) -> Vec<(Node<'a, 'b>, Option<Node<'a, 'b>>)> {
    let mut found: Vec<_> = machine(node, shelved).into_iter().map(|n| (n, None)).collect();
    for include in node.children().filter(|c| name(*c) == "include") {
        for holder in include.descendants().filter(|n| !name(*n).is_empty()) {
            found.extend(machine(holder, shelved).into_iter().map(|n| (n, Some(holder))));
        }
    }
    found
}

/// Letters that print the same, one way.
fn even(text: &str) -> String {
    let one_way = |c| match c {
        '“' | '”' | '„' => '"',
        '’' | '‘' => '\'',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(one_way).collect()
}

/// Words sought and put, without what they have in common at either end and without white space.
fn change(sought: &str, put: &str) -> (String, String) {
    let (a, b): (Vec<char>, Vec<char>) =
        (even(sought).chars().collect(), even(put).chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a[..a.len() - tail].iter().collect(), b[..b.len() - tail].iter().collect())
}

/// The number that the text gives a section of the code.
fn section(code: &str, texts: &[String]) -> Option<String> {
    for text in texts.iter().rev() {
        for mark in ["Official Code § ", "Official Code §", "D.C. Code § "] {
            let cited = format!("{mark}{code}");
            for (at, what) in text.match_indices(&cited) {
                // The act's own number stands before the brackets, the levels below it attached.
                let own =
                    text[..at].rsplit_once('(').and_then(|(own, _)| own.split_once("ection "));
                let number = own.and_then(|(_, own)| own.split([' ', '(', ',']).next());
                let number = number.filter(|n| n.starts_with(|c: char| c.is_ascii_digit()));
                let ends = text[at + what.len()..].starts_with([')', '(', ',', ';']);
                if let Some(number) = number.filter(|_| ends) {
                    return Some(format!("sec_{number}"));
                }
            }
        }
        let cited = format!("ection {code}");
        if let Some((_, rest)) = text.split_once(&cited)
            && rest.starts_with([' ', '(', ',', '.'])
        {
            return Some(format!("sec_{code}"));
        }
    }
    None
}

/// Gathers the instructions of an act.
struct Gatherer<'a> {
    printed: &'a Printed,
    found: Vec<Instruction>,
    left_out: LeftOut,
}

impl Gatherer<'_> {
    /// `texts` are the words of the elements around, outermost first.
    fn gather(&mut self, node: Node<'_, '_>, around: &Target, texts: &mut Vec<String>) {
        let here = attribute(node, "path").map_or(Some(around.clone()), |path| around.join(path));
        let own = child(node, "text");
        texts.extend(own.map(words));
        if let Some(own) = own {
            let active = told(node, false);
            let told = if active.is_empty() { told(node, true) } else { active };
            if !told.is_empty() {
                self.read(own, &told, here.as_ref(), texts);
            }
        }
        let here = here.unwrap_or_default();
        for inner in node.children() {
            if matches!(name(inner), "para" | "section" | "subsection" | "container") {
                self.gather(inner, &here, texts);
            }
        }
        if own.is_some() {
            texts.pop();
        }
    }

    fn read(
        &mut self,
        own: Node<'_, '_>,
        told: &[(Node<'_, '_>, Option<Node<'_, '_>>)],
        here: Option<&Target>,
        texts: &[String],
    ) {
        let text = texts.last().cloned().unwrap_or_default();
        let line = self.printed.places.iter().find(|(id, _)| *id == own.id());
        let Some((_, line)) = line else { return };
        let mut gold = Vec::new();
        let mut container = false;
        for (node, holder) in told {
            match one(*node, *holder, here, texts) {
                // A container is put in whole; the machine puts in its sections.
                Ok(_) if container => {}
                Ok(one) => {
                    container = one.inner.starts_with("chp_");
                    gold.push(one);
                }
                Err(why) => *self.left_out.entry(why).or_default() += 1,
            }
        }
        if !gold.is_empty() {
            self.found.push(Instruction { line: *line, text, gold });
        }
    }
}

/// Reads one machine instruction, or says why it is not compared.
fn one(
    node: Node<'_, '_>,
    holder: Option<Node<'_, '_>>,
    here: Option<&Target>,
    texts: &[String],
) -> Result<Gold, &'static str> {
    let here = here.ok_or("its target is no unit")?;
    let path = attribute(node, "path").unwrap_or_default();
    let mut target = here.join(path).ok_or("its target is no unit")?;
    let text = texts.last().map(String::as_str).unwrap_or_default();
    let number = |node: Node<'_, '_>| child(node, "num").map(words).unwrap_or_default();
    let bare = |label: &str| label.trim_matches(['(', ')']).to_owned();
    let of_section = |target: &Target| target.section.as_deref().and_then(|s| section(s, texts));
    let deed = match node.tag_name().name() {
        "find-replace" => {
            let part = |which| child_text(node, which);
            let (sought, put) = (part("find"), part("replace"));
            if ["Repealed", "Not funded", "Not Funded"].iter().any(|w| sought.starts_with(w)) {
                return Err("a remark on funding");
            }
            // A lead-in worded anew is found and replaced whole.
            if holder.is_some() {
                Deed::Restate
            } else {
                let (out, new) = change(&sought, &put);
                if out.is_empty() && new.is_empty() {
                    return Err("the text does not say its words");
                }
                let said = even(text);
                let named = |words: &str| words.chars().all(|c| ".,;:".contains(c));
                if ![out, new].iter().all(|w| named(w) || said.contains(w)) {
                    return Err("the text does not say its words");
                }
                Deed::Words(sought, put)
            }
        }
        "repeal" if text.contains("repeal") => Deed::Repeal,
        "repeal" => return Err("a remark on funding"),
        "redesignate-para" => {
            let label = bare(attribute(node, "num-value").unwrap_or_default());
            let mut new = target.clone();
            if !path.is_empty() {
                new.labels.pop();
            }
            new.labels.push(label);
            Deed::Renumber(new.inner())
        }
        which => {
            let holder = holder.ok_or("the act itself becomes part of the code")?;
            let number = number(holder);
            let insert = which == "insert";
            let around = holder.ancestors().take_while(|n| name(*n) != "include");
            let container = around.filter(|n| name(*n) == "container").last();
            if let Some(container) = container {
                let prefix = child(container, "prefix").map(words).unwrap_or_default();
                let number = self::folded(&child(container, "num").map(words).unwrap_or_default());
                if prefix != "Chapter" || !insert {
                    return Err("its target is no unit");
                }
                let inner = format!("chp_{}", number.trim_end_matches('.'));
                return Ok(Gold { deed: Deed::Insert, section: None, inner });
            }
            if name(holder) == "section" {
                let section = Some(format!("sec_{number}"));
                let deed = if insert { Deed::Insert } else { Deed::Restate };
                return Ok(Gold { deed, section, inner: String::new() });
            }
            if insert {
                if number.is_empty() {
                    return Err("its target is no unit");
                }
                target.labels.push(bare(&number));
                Deed::Insert
            } else {
                Deed::Restate
            }
        }
    };
    // The code may hold a section of the act as the first subsection of its own.
    let spoken = |label: &String| {
        let label = format!("({label})");
        texts.iter().any(|t| t.contains(&label))
    };
    if target.labels.len() > 1 && target.labels[0] == "a" && !spoken(&target.labels[0]) {
        target.labels.remove(0);
    }
    let section = of_section(&target);
    if target.inner().contains('?') {
        return Err("its target is no unit");
    }
    Ok(Gold { deed, section, inner: target.inner() })
}

fn child_text(node: Node<'_, '_>, which: &str) -> String {
    let found = node.children().find(|c| c.tag_name().name() == which);
    found.map(words).unwrap_or_default()
}

/// An amendment as it was read.
#[derive(Debug, Clone)]
struct Have {
    operation: Operation,
    section: Option<String>,
    inner: String,
    new: String,
    change: (String, String),
}

/// Splits an eId at its section; a lead-in counts as the unit that it leads.
fn split(eid: &str) -> (Option<String>, String) {
    let loose = |token: &&str| !token.starts_with("indent_") && !token.starts_with("al_");
    let mut tokens: Vec<&str> = eid.split("__").filter(loose).collect();
    let section = tokens.first().filter(|t| t.starts_with("sec_")).map(|t| (*t).to_owned());
    if section.is_some() {
        tokens.remove(0);
    }
    (section, tokens.join("__"))
}

impl Have {
    fn new(source: &Source, amendment: &Amendment) -> Self {
        let words = |span: Option<_>| span.map(|s| amendment.words(source, s)).unwrap_or_default();
        let (section, inner) = split(amendment.target.as_str());
        let (_, new) = amendment.new_target.as_ref().map(|t| split(t.as_str())).unwrap_or_default();
        let change = change(&words(amendment.from), &words(amendment.to));
        Self { operation: amendment.operation, section, inner, new, change }
    }

    /// Which parts are as the machine was told: operation, target, words or new name.
    fn parts(&self, gold: &Gold) -> [bool; 3] {
        let section = gold.section.is_none() || gold.section == self.section;
        let details = match &gold.deed {
            Deed::Words(sought, put) => change(sought, put) == self.change,
            Deed::Renumber(new) => *new == self.new,
            _ => true,
        };
        [gold.deed.fits(self.operation), section && self.inner == gold.inner, details]
    }
}

/// What became of the machine instructions of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    count: usize,
    parts: [usize; 3],
    whole: usize,
}

/// The machine instructions of an act beside what is read in its text.
#[derive(Default)]
struct Compared {
    rows: BTreeMap<&'static str, Row>,
    /// Amendments on lines of instructions, and those of them that the machine knows.
    amendments: usize,
    known: usize,
    wrong: Vec<String>,
    left_out: LeftOut,
}

impl Compared {
    fn add(&mut self, other: Self) {
        for (name, row) in other.rows {
            let sum = self.rows.entry(name).or_default();
            sum.count += row.count;
            sum.whole += row.whole;
            sum.parts.iter_mut().zip(row.parts).for_each(|(a, b)| *a += b);
        }
        self.amendments += other.amendments;
        self.known += other.known;
        self.wrong.extend(other.wrong);
        for (why, count) in other.left_out {
            *self.left_out.entry(why).or_default() += count;
        }
    }

    /// Compares one instruction with what was read on its line: each machine instruction with the reading
    /// that has most of its parts right.
    fn see(&mut self, act: &str, instruction: &Instruction, mut have: Vec<Have>) {
        self.amendments += have.len();
        for gold in &instruction.gold {
            let best = (0..have.len()).max_by_key(|at| {
                let parts = have[*at].parts(gold);
                parts.iter().filter(|p| **p).count() * 2 + usize::from(parts[0])
            });
            let best = best.map(|at| (have[at].parts(gold), have.remove(at)));
            let parts = best.as_ref().map_or([false; 3], |(parts, _)| *parts);
            let whole = parts.iter().all(|p| *p);
            let row = self.rows.entry(gold.deed.name()).or_default();
            row.count += 1;
            row.whole += usize::from(whole);
            row.parts.iter_mut().zip(parts).for_each(|(sum, part)| *sum += usize::from(part));
            self.known += usize::from(parts[0]);
            if !whole {
                let found = best.map(|(_, have)| have);
                self.wrong.push(format!(
                    "{act}: {}\n        {gold:?}\n        {found:?}",
                    shortened(&instruction.text)
                ));
            }
        }
        for one in have {
            let text = shortened(&instruction.text);
            self.wrong.push(format!("{act}: {text}\n        beside: {one:?}"));
        }
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(400).collect();
    if short.len() < text.len() { short + " …" } else { short }
}

/// Compares an act.
fn compare(path: &Path) -> Compared {
    let act = path.file_stem().unwrap().to_string_lossy().into_owned();
    let xml = std::fs::read_to_string(path).unwrap();
    // What stands in comments is read like the rest, inside an element of its own.
    let opened = xml.replace("<!--", "<codify:shelved>").replace("-->", "</codify:shelved>");
    let opened = if Tree::parse(&opened).is_ok() { opened } else { xml };
    let tree = Tree::parse(&opened).unwrap();
    let whole = tree.root_element();
    let mut compared = Compared::default();
    if name(whole) != "document" {
        return compared;
    }
    let printed = Printed::of(whole);
    let mut gatherer =
        Gatherer { printed: &printed, found: Vec::new(), left_out: LeftOut::default() };
    gatherer.gather(whole, &Target::default(), &mut Vec::new());
    let source = plain(&printed.lines.join("\n"));
    let document = read(&source, &in_language("en"));
    let mut lines: BTreeMap<usize, Vec<Have>> = BTreeMap::new();
    for amendment in document.acts.iter().flat_map(|(_, facts)| &facts.amendments) {
        if amendment.operation != Operation::Announce {
            let line = source.line_index(amendment.span.range().start);
            lines.entry(line).or_default().push(Have::new(&source, amendment));
        }
    }
    compared.left_out = gatherer.left_out;
    for instruction in &gatherer.found {
        let have = lines.remove(&instruction.line).unwrap_or_default();
        compared.see(&act, instruction, have);
    }
    compared
}

fn share(part: usize, of: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap());
    number(part) / number(of.max(1))
}

#[test]
fn instructions_are_read_as_the_editors_carried_them_out() {
    let folder = root().join("../shared/corpus/us-dc-law-xml");
    if !folder.is_dir() {
        eprintln!("\n**** SKIPPED: no {}; no instruction was compared ****\n", folder.display());
        return;
    }
    let compared: Vec<(Half, Compared)> = files(&folder, &["xml"])
        .par_iter()
        .map(|path| (Half::of(&path.file_stem().unwrap().to_string_lossy()), compare(path)))
        .collect();
    let mut halves: BTreeMap<Half, Compared> = BTreeMap::new();
    for (half, one) in compared {
        halves.entry(half).or_default().add(one);
    }
    let mut below = Vec::new();
    for (half, all) in &halves {
        println!("{half:?}: left out {:?}", all.left_out);
        let mut held = |what: &'static str, found: f64| {
            let floor = FLOORS.iter().find(|(of, name, _)| of == half && *name == what);
            let (.., floor) = *floor.unwrap_or_else(|| panic!("{half:?} {what} has no floor"));
            if found < floor {
                below.push(format!("{half:?} {what}: {found:.4} is below {floor}"));
            }
        };
        for (name, row) in &all.rows {
            let [operation, target, details] = row.parts.map(|part| share(part, row.count));
            let whole = share(row.whole, row.count);
            println!(
                "{half:?} {name}: {} instructions, operation {operation:.3}, target {target:.3}, \
                 words {details:.3}, whole {whole:.4}",
                row.count
            );
            held(name, whole);
        }
        let known = share(all.known, all.amendments);
        println!("{half:?}: {known:.4} of {} readings have a machine instruction", all.amendments);
        held("nothing beside", known);
        if *half == Half::Seen && std::env::var("SHOW").is_ok_and(|what| what == "codify") {
            println!("    {}", all.wrong.join("\n    "));
        }
    }
    let counted: usize = halves.values().flat_map(|h| h.rows.values()).map(|r| r.count).sum();
    assert!(counted > 500, "only {counted} machine instructions were found");
    assert!(below.is_empty(), "{}", below.join("\n"));
}
