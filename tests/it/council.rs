//! Acts of a council in XML as they would be printed, with the units that their elements nest.

use std::collections::BTreeSet;

use roxmltree::{Node, NodeId};

use crate::support::folded;

/// An act in XML as it would be printed, and the units that its elements nest.
#[derive(Default)]
pub(crate) struct Printed {
    pub(crate) lines: Vec<String>,
    pub(crate) eids: BTreeSet<String>,
    /// The `text` elements outside quotations, each with its line, in the order of lines.
    pub(crate) places: Vec<(NodeId, usize)>,
}

/// The level that a label in brackets has by its shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Section,
    Letter,
    Figure,
    Capital,
    Roman,
    /// Deeper levels have no name.
    Unnamed,
}

impl Level {
    /// `(i)` and `(I)` are letters or Roman figures; the unit around them and the first of their
    /// neighbours tell.
    pub(crate) fn of(label: &str, around: Self, first: &str) -> Self {
        let roman = |figures: &str| label.chars().all(|c| figures.contains(c));
        match label.chars().next() {
            Some(c) if c.is_ascii_digit() => Self::Figure,
            Some(c) if c.is_ascii_uppercase() => match around {
                Self::Roman | Self::Unnamed => Self::Unnamed,
                _ => Self::Capital,
            },
            _ if roman("ivxl") && (around == Self::Capital || first == "i") => Self::Roman,
            _ => Self::Letter,
        }
    }

    pub(crate) fn token(self) -> Option<&'static str> {
        match self {
            Self::Section => Some("sec"),
            Self::Letter => Some("subsec"),
            Self::Figure => Some("para"),
            Self::Capital => Some("subpara"),
            Self::Roman => Some("subsubpara"),
            Self::Unnamed => None,
        }
    }
}

/// The name of an element of the act itself; machine instructions and editors' notes have none.
pub(crate) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    let tag = node.tag_name();
    let foreign = tag.namespace().is_some_and(|space| !space.ends_with("/dc-library"));
    if foreign || !node.is_element() { "" } else { tag.name() }
}

/// The words of an element on one line.
pub(crate) fn words(node: Node<'_, '_>) -> String {
    fn gather(node: Node<'_, '_>, out: &mut String) {
        for child in node.children() {
            if child.is_text() {
                out.push_str(child.text().unwrap_or_default());
            } else if !name(child).is_empty() {
                gather(child, out);
            }
        }
    }
    let mut out = String::new();
    gather(node, &mut out);
    folded(&out)
}

pub(crate) fn child<'a, 'b>(node: Node<'a, 'b>, which: &str) -> Option<Node<'a, 'b>> {
    node.children().find(|c| name(*c) == which)
}

impl Printed {
    /// Prints a whole act, or a section of a code.
    pub(crate) fn of(whole: Node<'_, '_>) -> Self {
        let mut printed = Self::default();
        if name(whole) == "document" {
            printed.lines.push("AN ACT".to_owned());
            let long = whole.children().rfind(|c| name(*c) == "heading");
            printed.lines.extend(long.map(words));
        }
        printed.print(whole, Some(("", Level::Section)), "");
        printed
    }

    /// Prints a section, a paragraph, a container or what stands around them; `around` is the unit in
    /// which it stands, `None` in quoted text, whose units are not those of the act.
    pub(crate) fn print(&mut self, node: Node<'_, '_>, around: Option<(&str, Level)>, lead: &str) {
        let text = |which: &str| child(node, which).map(words).unwrap_or_default();
        let (num, heading) = (text("num"), text("heading"));
        let labels = child(node, "num").is_some_and(|n| !n.has_attribute("undesignated"));
        let mut unit = around.map(|(eid, level)| (eid.to_owned(), level));
        // `(a)(1)` stand together; a heading between them keeps its distance.
        let mut line = lead.to_owned();
        line.push_str(if lead.is_empty() || lead.ends_with(')') { "" } else { " " });
        match name(node) {
            "section" => {
                let code = num.contains('-') || child(node, "prefix").is_some();
                let label = if code { format!("§ {num}. ") } else { format!("Sec. {num}. ") };
                line.push_str(&label);
                unit = around.map(|_| (format!("sec_{num}"), Level::Section));
            }
            "container" => line = format!("{} {num}. ", text("prefix")),
            "para" | "subsection" if labels && !num.is_empty() => {
                line.push_str(&num);
                let label = num.trim_matches(['(', ')']);
                let first = node.parent().and_then(|p| child(p, "para"));
                let first = first.and_then(|p| child(p, "num")).map(words).unwrap_or_default();
                unit = unit.and_then(|(eid, level)| {
                    let level = Level::of(label, level, first.trim_matches(['(', ')']));
                    Some((format!("{eid}__{}_{label}", level.token()?), level))
                });
            }
            _ => {}
        }
        // A name that is there twice gets a number, as in the outline.
        if let Some((eid, _)) = unit.as_mut().filter(|(eid, _)| around.is_none_or(|a| a.0 != eid)) {
            let again = (2..).map(|n| format!("{eid}~{n}"));
            let mut names = std::iter::once(eid.clone()).chain(again);
            *eid = names.find(|name| self.eids.insert(name.clone())).unwrap();
        }
        if !heading.is_empty() && name(node) != "document" {
            line = format!("{} {heading}", line.trim_end());
            if name(node) != "para" {
                self.lines.push(std::mem::take(&mut line));
            }
        }
        for inner in node.children() {
            let around = unit.as_ref().map(|(eid, level)| (eid.as_str(), *level));
            match name(inner) {
                "text" => {
                    self.places.push((inner.id(), self.lines.len()));
                    self.lines.push(folded(&format!("{line} {}", words(inner))));
                    line.clear();
                }
                "section" | "subsection" | "para" | "container" => {
                    self.print(inner, around, &std::mem::take(&mut line));
                }
                "include" => {
                    self.flush(&mut line);
                    let mut quoted = Self::default();
                    quoted.print(inner, None, "");
                    self.lines.extend(quoted.lines.iter().map(|l| format!("\"{l}")));
                    self.lines.last_mut().unwrap().push('"');
                }
                "aftertext" => {
                    self.flush(&mut line);
                    let (after, last) = (words(inner), self.lines.last_mut().unwrap());
                    // The mark behind a quotation stands on its last line.
                    if after.starts_with(char::is_alphanumeric) {
                        self.lines.push(after);
                    } else {
                        last.push_str(&after);
                    }
                }
                _ => {}
            }
        }
        self.flush(&mut line);
    }

    fn flush(&mut self, line: &mut String) {
        if !line.trim().is_empty() {
            self.lines.push(std::mem::take(line));
        }
    }
}
