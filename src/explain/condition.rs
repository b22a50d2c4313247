//! Conditions in plain English: what a rule looks for, made from what the engine evaluates.

use crate::lang::ClassId;
use crate::model::Zone;
use crate::pack::Pack;
use crate::pack::condition::{Branch, Fact, Kind, Test};

use super::{ENGLISH, words};

/// A sentence that stays readable in one piece has at most so many characters …
const SENTENCE: usize = 200;
/// … and at most so many facts in it.
const FACTS: usize = 3;

/// Words with what is said of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    text: String,
    parts: Vec<Said>,
    /// Whether one of the parts suffices.
    any: bool,
}

/// What reads conditions: the pack has the names of their words.
pub(super) struct Reader<'r> {
    pub(super) pack: &'r Pack,
    pub(super) captures: &'r [String],
    /// The entries of the rule's first row, where the branch at hand stands for the rows.
    pub(super) row: &'r [ClassId],
}

impl Said {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Facts that are named in it.
    fn facts(&self) -> usize {
        let own = usize::from(!self.parts.is_empty() && !self.text.is_empty());
        own + self.parts.iter().map(Self::facts).sum::<usize>()
    }

    /// In one sentence.
    fn sentence(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(Self::sentence).collect();
        match (self.text.is_empty(), parts.is_empty()) {
            (_, true) => self.text.clone(),
            (true, false) if self.any => format!("either {}", words::joined(&parts, "or")),
            (true, false) => words::joined(&parts, "and"),
            (false, false) => format!("{} {}", self.text, words::joined(&parts, "and")),
        }
    }

    /// As lines, each with its depth: one where that reads well, else a list.
    pub(super) fn lines(&self, depth: usize, lines: &mut Vec<(usize, String)>) {
        let sentence = self.sentence();
        let short = sentence.chars().count() <= SENTENCE && self.facts() <= FACTS;
        if short || self.parts.is_empty() {
            lines.push((depth, sentence));
            return;
        }
        let head = match (self.text.is_empty(), self.any) {
            (true, true) => "one of these holds:".to_owned(),
            (true, false) => "all of these hold:".to_owned(),
            (false, _) => format!("{}:", self.text),
        };
        lines.push((depth, head));
        for part in &self.parts {
            part.lines(depth + 1, lines);
        }
    }
}

impl Reader<'_> {
    /// What a branch looks for, and what silences it.
    pub(super) fn branch(&self, branch: &Branch) -> Vec<Said> {
        let mut said = vec![self.fact(&branch.each, "each")];
        said.extend(branch.unless.as_ref().map(|unless| {
            let (article, lead) = match unless.kind {
                Kind::Act => ("an", "nothing in"),
                _ => ("a", "nothing in an act that holds"),
            };
            let fact = self.fact(unless, article);
            Said { text: format!("{lead} {}", fact.text), ..fact }
        }));
        said
    }

    /// A fact with its article: "a norm that burdens".
    fn fact(&self, fact: &Fact, article: &str) -> Said {
        let (noun, rest) = self.noun(fact);
        let name = fact.capture.and_then(|at| self.captures.get(at));
        let name = name.map_or_else(String::new, |n| format!(" (`{n}`)"));
        let mut parts = Vec::new();
        parts.extend(zones(fact).map(Said::plain));
        let (burden, rest) = words::burden(&rest);
        parts.extend(burden.map(Said::plain));
        self.questions(&fact.kind, &rest, &mut parts);
        let that = if parts.is_empty() { "" } else { " that" };
        let article = if article == "a" { words::article(&noun) } else { article };
        Said { text: format!("{article} {noun}{name}{that}"), parts, any: false }
    }

    /// What kind of thing it is, and the questions that the word for it leaves open.
    fn noun<'t>(&self, fact: &'t Fact) -> (String, Vec<&'t Test>) {
        // What only gives a name to something asks nothing.
        let asks = |t: &&Test| !matches!(t, Test::Other(_) | Test::Expected(_));
        let mut rest: Vec<&Test> = fact.tests.iter().filter(asks).collect();
        let noun = match &fact.kind {
            Kind::Act => "act".to_owned(),
            Kind::Norm => "norm".to_owned(),
            Kind::Commencement => "clause on time".to_owned(),
            Kind::Citation => "citation".to_owned(),
            Kind::Amendment => "instruction".to_owned(),
            Kind::Definition => "definition".to_owned(),
            Kind::Quantity => "number".to_owned(),
            Kind::Flaw => {
                let is = rest.iter().position(|t| matches!(t, Test::Flaw(_)));
                match is.map(|at| rest.remove(at)) {
                    Some(Test::Flaw(kinds)) => {
                        let kinds: Vec<&str> = kinds.iter().map(|k| words::flaw(*k)).collect();
                        words::joined(&kinds, "or")
                    }
                    _ => "flaw of form".to_owned(),
                }
            }
            Kind::Unit => {
                let kinds = rest.iter().position(|t| matches!(t, Test::UnitKind(_)));
                match kinds.map(|at| rest.remove(at)) {
                    Some(Test::UnitKind(kinds)) => {
                        let kinds: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
                        words::joined(&kinds, "or")
                    }
                    _ => "unit of the outline".to_owned(),
                }
            }
            Kind::Term => {
                let entry = rest.iter().position(|t| matches!(t, Test::Entry(_)));
                match entry.map(|at| rest.remove(at)) {
                    Some(Test::Entry(classes)) => format!("mention of {}", self.entries(classes)),
                    _ => "mention of what the lexicon has".to_owned(),
                }
            }
            Kind::Words(class) => self.phrases(*class),
            Kind::Pattern(at) => {
                // A long expression is for the file; its beginning tells which one it is.
                const SHOWN: usize = 30;
                let regex = self.pack.patterns.get(*at).map_or("", |p| p.0.as_str());
                let cut = regex.char_indices().nth(SHOWN).map(|(at, _)| at);
                let shown = cut.and_then(|at| regex.get(..at)).map(|start| format!("{start}…"));
                format!("text that matches `{}`", shown.as_deref().unwrap_or(regex))
            }
        };
        (noun, rest)
    }

    fn questions(&self, kind: &Kind, tests: &[&Test], parts: &mut Vec<Said>) {
        // What must not hold reads best at the end.
        let last = |test: &&&Test| matches!(test, Test::Not(_));
        parts.extend(tests.iter().filter(|t| !last(t)).map(|t| self.question(kind, t)));
        parts.extend(tests.iter().filter(last).map(|t| self.question(kind, t)));
    }

    /// One question as a predicate: "reaches back".
    fn question(&self, kind: &Kind, test: &Test) -> Said {
        let related = |verb: &str, fact: &Fact, article: &str| {
            let fact = self.fact(fact, article);
            Said { text: format!("{verb} {}", fact.text), ..fact }
        };
        match test {
            Test::All(tests) => self.several(kind, tests),
            Test::Any(ways) => {
                let parts: Vec<Said> = ways.iter().map(|way| self.question(kind, way)).collect();
                match <[Said; 1]>::try_from(parts) {
                    Ok([one]) => one,
                    Err(parts) => Said { text: String::new(), parts, any: true },
                }
            }
            Test::Not(inner) => {
                let inner = self.question(kind, inner);
                match (inner.text.is_empty(), inner.any) {
                    // The parts of what does not hold stand together behind one denial.
                    (true, false) => Said { text: "is none that".to_owned(), ..inner },
                    _ => Said { text: "is none that".to_owned(), parts: vec![inner], any: false },
                }
            }
            Test::Inside(fact) => related("stands in", fact, "a"),
            Test::Has(fact) => related("holds", fact, "a"),
            Test::Missing(fact) => related("holds", fact, "no"),
            Test::Near(fact, within) => {
                related(&format!("stands at most {within} words away from"), fact, "a")
            }
            Test::Follows(fact) => related("comes after", fact, "a"),
            Test::Governs(fact) => related("governs", fact, "a"),
            Test::Regulates(classes) => Said::plain(format!(
                "names {} in its title or first article",
                self.entries(classes)
            )),
            Test::Topic(classes) => Said::plain(match kind {
                Kind::Definition => format!("defines {}", self.entries(classes)),
                Kind::Unit => format!("names {}", self.entries(classes)),
                _ => format!("speaks of {}", self.entries(classes)),
            }),
            Test::Purpose(classes) => {
                Said::plain(format!("has a purpose that names {}", self.entries(classes)))
            }
            Test::PurposeOutside(classes) => Said::plain(format!(
                "has a purpose, and one that does not name {}",
                self.entries(classes)
            )),
            Test::Entry(classes) => Said::plain(format!("counts {}", self.entries(classes))),
            other => Said::plain(words::predicate(kind, other)),
        }
    }

    fn several(&self, kind: &Kind, tests: &[Test]) -> Said {
        let tests: Vec<&Test> = tests.iter().collect();
        let (burden, rest) = words::burden(&tests);
        let mut parts: Vec<Said> = burden.map(Said::plain).into_iter().collect();
        self.questions(kind, &rest, &mut parts);
        match <[Said; 1]>::try_from(parts) {
            Ok([one]) => one,
            Err(parts) => Said { text: String::new(), parts, any: false },
        }
    }

    /// Entries by name; a group where all of it is meant.
    pub(super) fn entries(&self, classes: &[ClassId]) -> String {
        if !self.row.is_empty() && classes == self.row {
            return "the matter of a row of the table below".to_owned();
        }
        let lexicon = &self.pack.lexicon;
        let mut names: Vec<String> = Vec::new();
        for entry in lexicon.entries().iter().filter(|e| classes.contains(&e.class)) {
            let mut group = lexicon.entries().iter().filter(|e| e.group == entry.group);
            let whole = group.clone().count() > 1 && group.all(|e| classes.contains(&e.class));
            let name = if whole { &entry.group } else { &entry.name };
            let name =
                if whole { format!("`{name}` (any of the group)") } else { format!("`{name}`") };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        words::joined(&names, "or")
    }

    /// Words that the rule gives itself: some of them, in the language of the explanation where it has them.
    fn phrases(&self, class: ClassId) -> String {
        /// So many give an idea; the file has all.
        const SHOWN: usize = 3;
        let all = self.pack.lexicon.phrases(class).unwrap_or_default();
        let Some((lang, phrases)) = all.iter().find(|(l, _)| l == ENGLISH).or(all.first()) else {
            return "wording".to_owned();
        };
        let mut shown: Vec<String> =
            phrases.iter().take(SHOWN).map(|p| format!("“{}”", words::idea(p))).collect();
        if phrases.len() > SHOWN {
            shown.push("…".to_owned());
        }
        let lang = if lang == ENGLISH { String::new() } else { format!(" ({lang})") };
        format!("wording like {}{lang}", shown.join(", "))
    }
}

/// Where it stands, when the rule says so; what holds of every rule goes without saying.
fn zones(fact: &Fact) -> Option<String> {
    let usual: &[Zone] = match fact.kind {
        Kind::Act | Kind::Unit | Kind::Commencement => return None,
        Kind::Amendment => &[Zone::Own, Zone::Title],
        _ => &[Zone::Own, Zone::QuotedNew, Zone::Attachment],
    };
    let names: Vec<&str> = fact.zones.iter().map(|z| words::zone(*z)).collect();
    (fact.zones != usual).then(|| format!("stands in {}", words::joined(&names, "or")))
}
