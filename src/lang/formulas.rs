//! The words in which a language writes amending acts: its formulas, and the case forms of its units.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::model::{ActKind, UnitKind};

/// A place of the table, with what is wrong there.
pub(super) type Mistake = (String, std::ops::Range<usize>);

/// How a unit is named, by what the sentence asks of it; `{n}` stands for its number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Forms {
    /// How one number is written in a list: «{n})». Empty where it is written bare.
    #[serde(default)]
    pub number: String,
    /// What an instruction changes as a whole: «пункт {n}».
    pub unit: String,
    /// Several of them: «пункты {n}».
    #[serde(default)]
    pub units: String,
    /// Where words are changed: «в пункте {n}».
    #[serde(rename = "in")]
    pub within: String,
    /// The head of a list of changes, where it is not worded like `in`: «5-бапта».
    #[serde(default)]
    pub at: String,
    /// A unit that another one lies in: «пункта {n}».
    pub of: String,
    /// What is put in: «пунктом {n}».
    #[serde(default)]
    pub with: String,
    /// Several of them: «пунктами {n}».
    #[serde(default)]
    pub withs: String,
    /// The same behind the units that it lies in, where the ending differs: «{n}-тармағы».
    #[serde(default)]
    pub inner: Inner,
    /// The list of ordinal words that stand for its number; empty for figures.
    #[serde(default)]
    pub ordinals: String,
}

/// Forms of a unit behind the names of those that it lies in; an empty one is as without them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Inner {
    /// What an instruction changes.
    #[serde(default)]
    pub unit: String,
    /// Several of them.
    #[serde(default)]
    pub units: String,
    /// Where words are changed.
    #[serde(default, rename = "in")]
    pub within: String,
    /// A unit that another one lies in.
    #[serde(default)]
    pub of: String,
}

/// The nouns for quoted words: one word, several, figures alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Nouns {
    /// Words that give way: «слово», «слова», «цифры».
    pub old: [String; 3],
    /// Words that are put in: «словом».
    pub new: [String; 3],
    /// Words behind which others are put in: «слова», «слов».
    pub after: [String; 3],
}

/// How an act is named in the title and the first words of an amending act.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActName {
    /// As its own title has it: «Конституция».
    pub name: String,
    /// As the amending act has it: «Конституцию».
    pub into: String,
    /// As it stands where the whole act is worded anew, if otherwise.
    #[serde(default)]
    pub anew: Option<String>,
}

/// Ordinal words in the forms of a unit, from the first on.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ordinals {
    /// With the forms `unit` and `units`.
    pub unit: Vec<String>,
    /// With the form `in`.
    #[serde(rename = "in")]
    pub within: Vec<String>,
    /// With the form `of`.
    pub of: Vec<String>,
    /// With the forms `with` and `withs`.
    pub with: Vec<String>,
}

/// The formulas of amending acts; each names its slots in braces.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Formulas {
    /// The marks around quoted words.
    pub quotes: [String; 2],
    /// What stands before the last member of a list, white space included.
    pub and: String,
    /// The name of the act that is changed.
    pub act: Spanned<String>,
    /// The title.
    pub title: Spanned<String>,
    /// How an article begins.
    pub article: Spanned<String>,
    /// The words that lead to the instructions.
    pub lead: Spanned<String>,
    /// The entry into force.
    pub effect: String,
    /// The whole act worded anew.
    pub anew: Spanned<String>,
    /// The head of a list of changes to one unit.
    pub group: Spanned<String>,
    /// A unit worded anew.
    pub restate: Spanned<String>,
    /// Units taken out.
    pub delete: Spanned<String>,
    /// Units put into a unit.
    pub insert: Spanned<String>,
    /// Units put into what was named before.
    pub add: Spanned<String>,
    /// A unit with another number.
    pub renumber: Spanned<String>,
    /// Words that give way to others.
    pub replace_words: Spanned<String>,
    /// Words put in behind others.
    pub insert_words: Spanned<String>,
    /// Words taken out.
    pub delete_words: Spanned<String>,
    /// The nouns for quoted words.
    pub words: Nouns,
    /// How acts are named, by their kind.
    acts: BTreeMap<String, ActName>,
    /// The forms of units by their kind, and those of a heading and of the act's title.
    units: BTreeMap<Spanned<String>, Forms>,
    /// Ordinal words by the name of their list.
    #[serde(default)]
    ordinals: BTreeMap<String, Ordinals>,
}

impl Formulas {
    /// The forms of a kind of unit.
    #[must_use]
    pub fn unit(&self, kind: UnitKind) -> Option<&Forms> {
        self.forms(kind.name())
    }

    /// The forms of a heading.
    #[must_use]
    pub fn heading(&self) -> Option<&Forms> {
        self.forms("heading")
    }

    /// The forms of the act's title.
    #[must_use]
    pub fn act_title(&self) -> Option<&Forms> {
        self.forms("title")
    }

    fn forms(&self, name: &str) -> Option<&Forms> {
        self.units.iter().find(|(n, _)| n.get_ref() == name).map(|(_, forms)| forms)
    }

    /// The ordinal words of a unit, if its number is a word.
    #[must_use]
    pub fn ordinals(&self, forms: &Forms) -> Option<&Ordinals> {
        self.ordinals.get(&forms.ordinals)
    }

    /// How acts of a kind are named.
    #[must_use]
    pub fn act_name(&self, kind: ActKind) -> Option<&ActName> {
        self.acts.get(kind.name()).or_else(|| self.acts.get(ActKind::Other.name()))
    }

    /// Checks what serde cannot: names of units and acts, slots, and lists of ordinals.
    pub(super) fn check(&self) -> Result<(), Mistake> {
        const EXACTLY: bool = true;
        for (formula, slots, exactly) in [
            (&self.act, &["kind", "quoted"][..], EXACTLY),
            (&self.title, &["act"], EXACTLY),
            (&self.article, &["n"], EXACTLY),
            (&self.lead, &["act"], EXACTLY),
            (&self.anew, &["act"], EXACTLY),
            (&self.group, &["at"], EXACTLY),
            (&self.restate, &["unit"], EXACTLY),
            (&self.delete, &["unit"], EXACTLY),
            (&self.insert, &["unit", "with"], EXACTLY),
            (&self.add, &["with"], EXACTLY),
            (&self.renumber, &["unit", "with", "name"], !EXACTLY),
            (&self.replace_words, &["in", "olds", "old", "news", "new"], EXACTLY),
            (&self.insert_words, &["in", "unit", "afters", "after", "news", "new"], !EXACTLY),
            (&self.delete_words, &["in", "olds", "old"], EXACTLY),
        ] {
            check_slots(formula.get_ref(), slots, exactly)
                .map_err(|message| (message, formula.span()))?;
        }
        for (name, forms) in &self.units {
            let known = UnitKind::from_name(name.get_ref()).is_some()
                || matches!(name.get_ref().as_str(), "heading" | "title");
            if !known {
                return Err((format!("unknown unit `{}`", name.get_ref()), name.span()));
            }
            let listed = self.ordinals.contains_key(&forms.ordinals);
            if !forms.ordinals.is_empty() && !listed {
                return Err((format!("no ordinals `{}`", forms.ordinals), name.span()));
            }
        }
        let first = self.quotes_place();
        for name in ["article", "heading", "title"] {
            if self.forms(name).is_none() {
                return Err((format!("no forms of `{name}` among the formulas"), first));
            }
        }
        for name in self.acts.keys() {
            if ActKind::from_name(name).is_none() {
                return Err((format!("unknown kind of act `{name}`"), first));
            }
        }
        if !self.acts.contains_key(ActKind::Other.name()) {
            return Err(("no name of acts of the kind `other`".to_owned(), first));
        }
        for (name, lists) in &self.ordinals {
            let len = lists.unit.len();
            if [&lists.within, &lists.of, &lists.with].iter().any(|l| l.len() != len) {
                return Err((format!("ordinals `{name}`: lists of different lengths"), first));
            }
        }
        Ok(())
    }

    /// A place for mistakes that no single value makes.
    fn quotes_place(&self) -> std::ops::Range<usize> {
        self.act.span()
    }
}

/// Checks that a formula has the slots that it is given, and no other.
fn check_slots(formula: &str, slots: &[&str], all: bool) -> Result<(), String> {
    let mut found = Vec::new();
    let mut rest = formula;
    while let Some(open) = rest.find('{') {
        let inner = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = inner.find('}') else {
            return Err(format!("`{formula}`: a brace is not closed"));
        };
        let name = inner.get(..close).unwrap_or_default();
        if !slots.contains(&name) {
            let wanted = slots.join("`, `");
            return Err(format!("`{formula}`: unknown slot `{name}`, expected `{wanted}`"));
        }
        found.push(name);
        rest = inner.get(close + 1..).unwrap_or_default();
    }
    match slots.iter().find(|s| all && !found.contains(*s)) {
        Some(missing) => Err(format!("`{formula}`: the slot `{missing}` is missing")),
        None => Ok(()),
    }
}

/// Fills the slots of a formula; white space left by an empty slot is closed up.
#[must_use]
pub fn fill(formula: &str, slots: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(formula.len() * 2);
    let mut rest = formula;
    while let Some(open) = rest.find('{') {
        let (before, inner) = rest.split_at(open);
        let before = if out.is_empty() { before.trim_start() } else { before };
        out.push_str(before);
        let close = inner.find('}').unwrap_or(inner.len());
        let name = inner.get(1..close).unwrap_or_default();
        let value = slots.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| *v);
        out.push_str(value);
        rest = inner.get(close + 1..).unwrap_or_default();
        if value.is_empty() && (out.is_empty() || out.ends_with(' ')) {
            rest = rest.trim_start();
        }
    }
    out.push_str(rest);
    out
}
