//! The words of the bill: instructions in the formulas of the language.

use super::words::sound;
use super::{Edit, Place, Plan, Step};
use crate::amend::align::Tree;
use crate::lang::Order;
use crate::lang::formulas::{ActName, Forms, Formulas, fill};
use crate::model::UnitKind;

/// Writes the bill of a plan; empty where the plan has no instruction.
pub(super) fn bill(before: &Tree<'_>, after: &Tree<'_>, plan: &Plan) -> String {
    let writer = Writer { before, after, formulas: before.edition.lang.formulas() };
    let mut items: Vec<Vec<Sentence>> = match plan {
        Plan::Anew => vec![vec![writer.anew()]],
        Plan::Steps(groups) => groups.iter().map(|g| writer.group(g)).collect(),
    };
    items.retain(|i| !i.is_empty());
    let Some(last) = items.last_mut().and_then(|i| i.last_mut()) else { return String::new() };
    last.end = '.';
    let f = writer.formulas;
    let act = writer.act_name(|names| &names.into);
    let article = |n: &str| fill(f.article.get_ref(), &[("n", n)]);
    let mut out = fill(f.title.get_ref(), &[("act", &act)]);
    out.push_str("\n\n");
    out.push_str(&article("1"));
    out.push(' ');
    out.push_str(&fill(f.lead.get_ref(), &[("act", &act)]));
    for (at, item) in items.iter().enumerate() {
        for (line, sentence) in item.iter().enumerate() {
            out.push_str("\n\n");
            if line == 0 {
                out.push_str(&(at + 1).to_string());
                out.push_str(") ");
            }
            out.push_str(&sentence.text);
            for paragraph in &sentence.content {
                out.push_str("\n\n");
                out.push_str(paragraph);
            }
            if sentence.end != ':' {
                out.push(sentence.end);
            }
        }
    }
    out.push_str("\n\n");
    out.push_str(&article("2"));
    out.push(' ');
    out.push_str(&f.effect);
    out.push('\n');
    out
}

/// One instruction in words, with the text that it quotes in paragraphs of its own.
struct Sentence {
    text: String,
    content: Vec<String>,
    /// The mark behind it; the head of a list has its colon already.
    end: char,
}

impl Sentence {
    fn plain(text: String) -> Self {
        Self { text, content: Vec::new(), end: ';' }
    }
}

/// The forms in which the target of an instruction is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Unit,
    Within,
    At,
    Of,
}

struct Writer<'t, 'a> {
    before: &'t Tree<'a>,
    after: &'t Tree<'a>,
    formulas: &'t Formulas,
}

impl Writer<'_, '_> {
    /// The act as the title and the lead name it: «Закон «О лицензировании»», «Конституцию …».
    fn act_name(&self, form: impl Fn(&ActName) -> &String) -> String {
        let act = &self.before.edition.act;
        let title = act.title.map(|s| self.before.text(s)).unwrap_or_default();
        let Some(words) = self.formulas.act_name(act.kind) else { return title };
        if title.is_empty() {
            return form(words).clone();
        }
        let into = form(words);
        let name = words.name.to_lowercase();
        let lower = title.to_lowercase();
        // Letters of the languages keep their length in either case; where one does not, the title is
        // quoted.
        if lower.len() == title.len() {
            if let Some(rest) = lower.strip_prefix(&name).and_then(|r| tail(&title, r.len())) {
                return format!("{into}{rest}");
            }
            if let Some(rest) = lower.strip_suffix(&name).and_then(|r| title.get(..r.len())) {
                return format!("{rest}{into}");
            }
        }
        // Marks inside the title must not close those around it.
        let quotes = ['«', '»', '“', '”'];
        let formula = self.formulas.act.get_ref();
        let formula =
            if title.contains(quotes) { formula.replace(quotes, "\"") } else { formula.clone() };
        fill(&formula, &[("kind", into), ("quoted", &title)])
    }

    /// The whole act in a new wording.
    fn anew(&self) -> Sentence {
        let act = &self.after.edition.act;
        let mut lines: Vec<String> = act.title.map(|s| self.after.text(s)).into_iter().collect();
        let roots = (0..act.units.len())
            .filter(|u| self.after.unit(*u).is_some_and(|x| x.parent.is_none()))
            .filter(|u| self.after.kind(*u) != UnitKind::EditorialNote);
        for unit in roots {
            lines.extend(self.after.paragraphs(unit));
        }
        let name = self.act_name(|names| names.anew.as_ref().unwrap_or(&names.into));
        let text = fill(self.formulas.anew.get_ref(), &[("act", &name)]);
        Sentence { text, content: self.quoted(lines), end: ';' }
    }

    /// The instructions on one unit of the act: a single one names it, several stand below its name.
    fn group(&self, steps: &[Step]) -> Vec<Sentence> {
        // The preamble has no number under which changes could be listed.
        let head = steps
            .first()
            .and_then(|s| self.head(s))
            .filter(|h| steps.len() > 1 && self.before.kind(*h) != UnitKind::Preamble);
        let Some(head) = head else {
            return steps.iter().map(|s| self.sentence(s, None)).collect();
        };
        let at = self.address(Case::At, head, None);
        let text = fill(self.formulas.group.get_ref(), &[("at", &at)]);
        let first = Sentence { text, content: Vec::new(), end: ':' };
        let rest = steps.iter().map(|s| self.sentence(s, Some(head)));
        std::iter::once(first).chain(rest).collect()
    }

    /// The unit of the act, named by itself, in which an instruction works.
    fn head(&self, step: &Step) -> Option<usize> {
        let mut unit = match step {
            Step::Words(Place::Unit(u) | Place::Heading(u), _)
            | Step::Restate(u, _)
            | Step::Heading(u, _)
            | Step::Insert(Some(u), _)
            | Step::Renumber(u, _) => *u,
            Step::Delete(units) => *units.first()?,
            Step::Words(Place::Title, _) | Step::Title | Step::Insert(None, _) => return None,
        };
        while self.before.heads.binary_search(&unit).is_err() {
            unit = self.before.unit(unit)?.parent?;
        }
        Some(unit)
    }

    fn sentence(&self, step: &Step, head: Option<usize>) -> Sentence {
        let f = self.formulas;
        match step {
            Step::Words(place, edit) => Sentence::plain(self.words(*place, edit, head)),
            Step::Restate(b, a) => {
                let unit = self.address(Case::Unit, *b, head);
                let text = fill(f.restate.get_ref(), &[("unit", &unit)]);
                Sentence { text, content: self.quoted(self.after.paragraphs(*a)), end: ';' }
            }
            Step::Heading(b, a) => {
                let unit = self.place(Case::Unit, Place::Heading(*b), head);
                let text = fill(f.restate.get_ref(), &[("unit", &unit)]);
                Sentence { text, content: self.quoted(self.after.heading(*a)), end: ';' }
            }
            Step::Title => {
                let unit = self.place(Case::Unit, Place::Title, head);
                let text = fill(f.restate.get_ref(), &[("unit", &unit)]);
                let title = self.after.edition.act.title.map(|s| self.after.text(s));
                Sentence { text, content: self.quoted(title.into_iter().collect()), end: ';' }
            }
            Step::Insert(host, units) => {
                let with = self.with(units);
                let unit = host.map_or_else(String::new, |h| self.address(Case::Unit, h, head));
                let formula = if unit.is_empty() { &f.add } else { &f.insert };
                let text = fill(formula.get_ref(), &[("unit", &unit), ("with", &with)]);
                let lines = units.iter().flat_map(|u| self.after.paragraphs(*u)).collect();
                Sentence { text, content: self.quoted(lines), end: ';' }
            }
            Step::Delete(units) => {
                let unit = self.several(units, head);
                Sentence::plain(fill(f.delete.get_ref(), &[("unit", &unit)]))
            }
            Step::Renumber(b, a) => {
                let unit = self.address(Case::Unit, *b, head);
                let with = self.with(&[*a]);
                let name = self.name(self.after, *a, &|forms| &forms.unit);
                let slots = [("unit", &*unit), ("with", &*with), ("name", &*name)];
                Sentence::plain(fill(f.renumber.get_ref(), &slots))
            }
        }
    }

    fn words(&self, place: Place, edit: &Edit, head: Option<usize>) -> String {
        let f = self.formulas;
        let within = self.place(Case::Within, place, head);
        let unit = self.place(Case::Unit, place, head);
        let quoted = |text: &String| format!("{}{text}{}", f.quotes[0], f.quotes[1]);
        let noun = |nouns: &[String; 3], text: &str| -> String {
            let [one, several, figures] = nouns;
            let spoken = text.chars().filter(|c| c.is_alphanumeric());
            let word = if spoken.clone().all(|c| c.is_ascii_digit()) {
                figures
            } else if text.split_whitespace().count() > 1 {
                several
            } else {
                one
            };
            word.clone()
        };
        let mut slots = vec![("in", within), ("unit", unit)];
        let formula = match edit {
            Edit::Replace(old, new) => {
                slots.extend([("olds", noun(&f.words.old, old)), ("old", quoted(old))]);
                slots.extend([("news", noun(&f.words.new, new)), ("new", quoted(new))]);
                &f.replace_words
            }
            Edit::Insert(after, new) => {
                slots.extend([("afters", noun(&f.words.after, after)), ("after", quoted(after))]);
                slots.extend([("news", noun(&f.words.new, new)), ("new", quoted(new))]);
                &f.insert_words
            }
            Edit::Delete(old) => {
                slots.extend([("olds", noun(&f.words.old, old)), ("old", quoted(old))]);
                &f.delete_words
            }
        };
        let slots: Vec<(&str, &str)> = slots.iter().map(|(n, v)| (*n, v.as_str())).collect();
        fill(formula.get_ref(), &slots)
    }

    /// Quoted paragraphs. Marks that the text itself leaves open are told from those around it.
    fn quoted(&self, mut lines: Vec<String>) -> Vec<String> {
        let whole = lines.join("\n");
        let straight = ["\"".to_owned(), "\"".to_owned()];
        let marks = if sound(&whole, &self.formulas.quotes) || !sound(&whole, &straight) {
            &self.formulas.quotes
        } else {
            &straight
        };
        if let Some(first) = lines.first_mut() {
            first.insert_str(0, &marks[0]);
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(&marks[1]);
        }
        lines
    }

    fn place(&self, case: Case, place: Place, head: Option<usize>) -> String {
        match place {
            Place::Unit(unit) => self.address(case, unit, head),
            Place::Title => {
                let forms = self.formulas.act_title();
                forms.map_or_else(String::new, |f| form(f, case, false).to_owned())
            }
            Place::Heading(unit) => {
                let Some(forms) = self.formulas.heading() else { return String::new() };
                let own = form(forms, case, head != Some(unit)).to_owned();
                let owner = self.address(Case::Of, unit, head);
                self.join(own, &owner)
            }
        }
    }

    /// A name and that of what it lies in, in the order of the language.
    fn join(&self, inner: String, outer: &str) -> String {
        match (outer.is_empty(), self.before.edition.lang.order()) {
            (true, _) => inner,
            (_, Order::SmallToBig) => format!("{inner} {outer}"),
            (_, Order::BigToSmall | Order::BigToSmallWordFirst) => format!("{outer} {inner}"),
        }
    }

    /// The name of a unit of the act before; empty for the head of the list of changes itself.
    fn address(&self, case: Case, unit: usize, head: Option<usize>) -> String {
        if head == Some(unit) {
            return String::new();
        }
        let outer = self.outer(unit, head);
        // "in Artikel 5 Absatz 2": the preposition stands before the biggest unit, and the others have none.
        let first = self.before.edition.lang.order() == Order::BigToSmallWordFirst;
        let around = if first { case } else { Case::Of };
        let owner = outer.map_or_else(String::new, |o| self.address(around, o, head));
        let inner = !owner.is_empty();
        let case = if first && inner { Case::Of } else { case };
        let own = self.name(self.before, unit, &|forms| form(forms, case, inner));
        self.join(own, &owner)
    }

    /// The unit with which another one is named, if it is not known from the head of the list.
    fn outer(&self, unit: usize, head: Option<usize>) -> Option<usize> {
        let found = self.before.unit(unit)?;
        let parent = found.parent?;
        let outer = self.before.unit(parent)?;
        let within = found.eid.as_str().starts_with(&format!("{}__", outer.eid));
        (within && head != Some(parent)).then_some(parent)
    }

    /// Several units of one parent.
    fn several(&self, units: &[usize], head: Option<usize>) -> String {
        let [one] = units else {
            let Some(first) = units.first() else { return String::new() };
            let outer = self.outer(*first, head);
            let owner = outer.map_or_else(String::new, |o| self.address(Case::Of, o, head));
            let inner = !owner.is_empty();
            let own = self.list(self.before, units, Case::Unit, &|forms| {
                let form = if inner { &forms.inner.units } else { &forms.units };
                if form.is_empty() { &forms.units } else { form }
            });
            return self.join(own, &owner);
        };
        self.address(Case::Unit, *one, head)
    }

    /// What is put in.
    fn with(&self, units: &[usize]) -> String {
        let plural = units.len() > 1;
        let choose = |forms: &'_ Forms| -> String {
            if plural { &forms.withs } else { &forms.with }.clone()
        };
        let Some(forms) = units.first().and_then(|u| self.formulas.unit(self.after.kind(*u)))
        else {
            return String::new();
        };
        let numbers = self.numbers(self.after, units, forms, |o| &o.with);
        choose(forms).replace("{n}", &numbers)
    }

    fn list(
        &self,
        tree: &Tree<'_>,
        units: &[usize],
        case: Case,
        choose: &dyn Fn(&Forms) -> &str,
    ) -> String {
        let Some(forms) = units.first().and_then(|u| self.formulas.unit(tree.kind(*u))) else {
            return String::new();
        };
        let numbers = self.numbers(tree, units, forms, |o| match case {
            Case::Unit => &o.unit,
            Case::Within | Case::At => &o.within,
            Case::Of => &o.of,
        });
        choose(forms).replace("{n}", &numbers)
    }

    fn name(&self, tree: &Tree<'_>, unit: usize, choose: &dyn Fn(&Forms) -> &str) -> String {
        // The ordinal goes with the form: a form is told by its text.
        let Some(forms) = self.formulas.unit(tree.kind(unit)) else { return String::new() };
        let form = choose(forms);
        let numbers = self.numbers(tree, &[unit], forms, |o| {
            if form == forms.of || form == forms.inner.of {
                &o.of
            } else if form == forms.within || form == forms.inner.within || form == forms.at {
                &o.within
            } else {
                &o.unit
            }
        });
        form.replace("{n}", &numbers)
    }

    /// The numbers of units of one kind as a list.
    fn numbers(
        &self,
        tree: &Tree<'_>,
        units: &[usize],
        forms: &Forms,
        ordinals: impl Fn(&crate::lang::formulas::Ordinals) -> &Vec<String>,
    ) -> String {
        let mut out = String::new();
        for (at, unit) in units.iter().enumerate() {
            if at > 0 {
                let last = at + 1 == units.len();
                out.push_str(if last { &self.formulas.and } else { ", " });
            }
            let number = tree.number(*unit);
            let word = self.formulas.ordinals(forms).and_then(|o| {
                let place = number.parse::<usize>().ok()?.checked_sub(1)?;
                ordinals(o).get(place).cloned()
            });
            let label = tree.edition.source.slice(tree.label(*unit));
            let text = word.unwrap_or_else(|| {
                if label.starts_with('(') {
                    format!("({number})")
                } else if forms.number.is_empty() {
                    number.to_owned()
                } else {
                    forms.number.replace("{n}", number)
                }
            });
            out.push_str(&text);
        }
        out
    }
}

/// The last bytes of a text.
fn tail(text: &str, len: usize) -> Option<&str> {
    text.get(text.len().checked_sub(len)?..)
}

/// The form of a unit in a case, behind what it lies in or alone.
fn form(forms: &Forms, case: Case, inner: bool) -> &str {
    let (behind, alone) = match case {
        Case::Unit => (&forms.inner.unit, &forms.unit),
        Case::Within => (&forms.inner.within, &forms.within),
        Case::At if forms.at.is_empty() => (&forms.inner.within, &forms.within),
        Case::At => (&forms.at, &forms.at),
        Case::Of => (&forms.inner.of, &forms.of),
    };
    if inner && !behind.is_empty() { behind } else { alone }
}
