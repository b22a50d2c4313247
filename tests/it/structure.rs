//! Outlines of real acts against what their publishers say of them elsewhere: a manifest, the same
//! act in another language, the record of a state system, XML.
//!
//! Nobody has to read an act for these checks, so they cover whole codes. Each is a share of things
//! that are right, with a floor. `SHOW=structure` with `--nocapture` prints what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use grundnorm::engine::Document;
use grundnorm::ingest;
use grundnorm::model::{Act, ActKind};
use grundnorm::source::Source;
use grundnorm::syntax::citation::CitedAct;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::council::{Printed, name};
use crate::support::{files, folded, in_language, labelled, plain, read, root};

/// The least share of each check. A floor only rises.
const FLOORS: &[(&str, f64)] = &[
    ("tax code: articles of the manifest", 0.998),
    ("tax code: headings of articles", 0.997),
    ("tax code: section, chapter and division of articles", 1.0),
    ("tax code: headings of sections, chapters and divisions", 1.0),
    ("tax code: number of points", 0.975),
    ("tax code: points of each file and of the joined text", 0.999),
    ("tax code: articles referred to", 0.984),
    ("constitution of 1995: Kazakh and English", 0.996),
    ("constitution of 1995: Kazakh and a second English text", 0.996),
    ("constitution of 1995: Kazakh and a third English text", 0.996),
    ("constitution of 1995: Russian from a PDF and English", 1.0),
    ("constitution of 2026: Russian and Kazakh", 1.0),
    ("constitution of 2026: Russian as text and as Markdown", 1.0),
    ("constitution of 2026: Kazakh articles and the whole", 1.0),
    ("records: title", 1.0),
    ("records: date", 1.0),
    ("records: number", 1.0),
    ("records: kind", 1.0),
    ("records: units with the title block and without", 1.0),
    ("answers: units", 1.0),
    ("council: units of laws", 0.985),
    ("council: labels of the sections of the code", 0.06),
    ("council: units inside the sections of the code", 0.967),
];

/// One check: how many things are right, and what the others are.
struct Check {
    name: &'static str,
    right: usize,
    wrong: Vec<String>,
}

impl Check {
    fn new(name: &'static str) -> Self {
        Self { name, right: 0, wrong: Vec::new() }
    }

    fn see(&mut self, right: bool, wrong: impl FnOnce() -> String) {
        if right {
            self.right += 1;
        } else {
            self.wrong.push(wrong());
        }
    }

    /// Sees every element of two sets; what only one of them has is wrong.
    fn compare(&mut self, place: &str, want: &BTreeSet<String>, have: &BTreeSet<String>) {
        for one in want.union(have) {
            let missing = !have.contains(one);
            self.see(!missing && want.contains(one), || {
                format!("{place}: {} {one}", if missing { "missing" } else { "extra" })
            });
        }
    }

    fn share(&self) -> f64 {
        let count = |n: usize| f64::from(u32::try_from(n).unwrap());
        count(self.right) / count((self.right + self.wrong.len()).max(1))
    }
}

/// Prints the shares and fails when one is below its floor.
fn hold(checks: &[Check]) {
    let shown = std::env::var("SHOW").is_ok_and(|what| what == "structure");
    let mut below = Vec::new();
    for check in checks {
        let (name, share, wrong) = (check.name, check.share(), check.wrong.len());
        println!("{name}: {share:.4} ({} right, {wrong} wrong)", check.right);
        if shown {
            println!("    {}", check.wrong.join("\n    "));
        }
        let floor = FLOORS.iter().find(|(of, _)| *of == name);
        let (_, floor) = *floor.unwrap_or_else(|| panic!("{name} has no floor"));
        if check.right == 0 || share < floor {
            below.push(format!("{name}: {share:.4} is below {floor}"));
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

/// A folder of the corpus; says so loudly when there is none.
fn corpus(folder: &str) -> Option<PathBuf> {
    let path = root().join("../shared/corpus").join(folder);
    if !path.is_dir() {
        eprintln!("\n**** SKIPPED: no {}; its structure was not compared ****\n", path.display());
        return None;
    }
    Some(path)
}

fn source(path: &Path) -> Source {
    let name = path.to_string_lossy();
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{name}: {e}"));
    ingest::ingest(&name, bytes).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The eIds of the labelled units of every act.
fn eids(document: &Document<'_>) -> BTreeSet<String> {
    let units = document.acts.iter().flat_map(|(act, _)| &act.units);
    units.filter_map(|u| labelled(u.eid.as_str())).collect()
}

/// An article in the manifest of the Tax Code: where it stands.
#[derive(Deserialize)]
struct Entry {
    file: PathBuf,
    article: String,
    heading: String,
    razdel: Option<u32>,
    razdel_title: Option<String>,
    glava: Option<u32>,
    glava_title: Option<String>,
    paragraf: Option<u32>,
    paragraf_title: Option<String>,
    point_count: usize,
    duplicate_number_rank: u32,
}

impl Entry {
    /// The units in which the article stands, with their headings, outermost first.
    fn containers(&self) -> Vec<(String, Option<&str>)> {
        let section = self.razdel.map(|n| (format!("sec_{n}"), self.razdel_title.as_deref()));
        // What stands outside the chapters of its section has the number 0 there.
        let chapter = self.glava.filter(|n| *n > 0);
        let division = chapter.zip(self.paragraf).map(|(chapter, n)| {
            (format!("chp_{chapter}__dvs_{n}"), self.paragraf_title.as_deref())
        });
        let chapter = chapter.map(|n| (format!("chp_{n}"), self.glava_title.as_deref()));
        section.into_iter().chain(chapter).chain(division).collect()
    }
}

/// The containers of a unit, outermost first.
fn ancestors(act: &Act, unit: usize) -> Vec<&str> {
    let parents = std::iter::successors(act.units[unit].parent, |at| act.units[*at].parent);
    let mut found: Vec<&str> = parents.map(|at| act.units[at].eid.as_str()).collect();
    found.reverse();
    found
}

/// The articles that the front matter of an article's file says it refers to.
fn cross_references(text: &str) -> BTreeSet<String> {
    let mut lines = text.lines().skip_while(|l| !l.starts_with("cross_references:")).skip(1);
    let items = std::iter::from_fn(|| lines.next()?.trim().strip_prefix("- "));
    items.map(|n| format!("art_{}", n.trim_matches('"'))).collect()
}

/// The articles of its own act that an article refers to, itself left out.
fn cited_articles(document: &Document<'_>, own: &str) -> BTreeSet<String> {
    let facts = document.acts.iter().flat_map(|(_, facts)| &facts.citations);
    facts
        .filter(|c| c.act == CitedAct::This)
        .flat_map(|c| &c.targets)
        .filter_map(|t| t.as_str().split("__").next())
        .filter(|t| t.starts_with("art_") && *t != own)
        .map(str::to_owned)
        .collect()
}

#[test]
fn tax_code() {
    let Some(folder) = corpus("kz-rus-taxcode-2025") else { return };
    let manifest = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    let mut manifest: Value = serde_json::from_str(&manifest).unwrap();
    let manifest: Vec<Entry> = serde_json::from_value(manifest["files"].take()).unwrap();
    let joined = source(&folder.join("joined.txt"));
    let joined = read(&joined, &in_language("ru"));
    let act = &joined.acts[0].0;
    let units: BTreeMap<&str, usize> =
        act.units.iter().enumerate().map(|(at, u)| (u.eid.as_str(), at)).collect();
    let heading = |eid: &str| {
        units.get(eid).and_then(|at| act.units[*at].heading).map(|h| folded(joined.slice(h)))
    };
    let all = eids(&joined);

    let mut articles = Check::new("tax code: articles of the manifest");
    let mut headings = Check::new("tax code: headings of articles");
    let mut places = Check::new("tax code: section, chapter and division of articles");
    let mut titles = Check::new("tax code: headings of sections, chapters and divisions");
    let mut counts = Check::new("tax code: number of points");
    let mut containers = BTreeMap::new();
    for entry in &manifest {
        let rank = entry.duplicate_number_rank;
        let eid = match rank {
            1 => format!("art_{}", entry.article),
            _ => format!("art_{}~{rank}", entry.article),
        };
        let at = units.get(eid.as_str());
        articles.see(at.is_some(), || eid.clone());
        let Some(at) = at else { continue };
        let found = heading(&eid);
        let same = found.as_deref() == Some(folded(&entry.heading).as_str());
        headings.see(same, || format!("{eid}: {found:?}, not {:?}", entry.heading));
        let (want, mut have) = (entry.containers(), ancestors(act, *at));
        // The publisher has lost the section of some chapters.
        have.retain(|eid| entry.razdel.is_some() || !eid.starts_with("sec_"));
        let same = want.iter().map(|(eid, _)| eid.as_str()).eq(have.iter().copied());
        places.see(same, || format!("{eid}: in {have:?}, not in {want:?}"));
        let inside = format!("{eid}__para_");
        let is_point = |e: &&String| e.strip_prefix(&inside).is_some_and(|n| !n.contains("__"));
        let points = all.iter().filter(is_point).count();
        counts.see(points == entry.point_count, || {
            format!("{eid}: {points} points, not {}", entry.point_count)
        });
        containers.extend(want);
    }
    for (eid, title) in containers {
        let found = heading(&eid);
        let same = found == title.map(folded);
        titles.see(same, || format!("{eid}: {found:?}, not {title:?}"));
    }

    let mut points = Check::new("tax code: points of each file and of the joined text");
    // The publisher lists the ends of a range only, so more than it lists may be found.
    let mut references = Check::new("tax code: articles referred to");
    let again = manifest.iter().filter(|e| e.duplicate_number_rank > 1);
    let twice: BTreeSet<&str> = again.map(|e| e.article.as_str()).collect();
    let once = manifest.iter().filter(|e| !twice.contains(e.article.as_str()));
    let once: Vec<&Entry> = once.collect();
    let read_alone = |entry: &&Entry| {
        let own = format!("art_{}", entry.article);
        let source = source(&folder.join(&entry.file));
        let document = read(&source, &in_language("ru"));
        (
            own.clone(),
            eids(&document),
            cited_articles(&document, &own),
            cross_references(source.text()),
        )
    };
    let alone: Vec<_> = once.par_iter().map(read_alone).collect();
    for (own, alone, cited, wanted) in &alone {
        let inside = format!("{own}__");
        let have = all.iter().filter(|e| e.starts_with(&inside) || *e == own).cloned().collect();
        points.compare(own, alone, &have);
        for article in wanted {
            references.see(cited.contains(article), || format!("{own}: missing {article}"));
        }
    }
    hold(&[articles, headings, places, titles, counts, points, references]);
}

type Text = (&'static str, &'static str);

const KAZAKH_1995: Text = ("kk", "kz-constitution-1995/constitution_1995_kaz.txt");
const ENGLISH_1995: Text = ("en", "kz-constitution-1995/constitution_1995_eng.txt");
const SECOND_1995: Text = ("en", "kz-constitution-1995/constitution_1995_eng_variant2.txt");
const THIRD_1995: Text = ("en", "kz-constitution-1995/constitution_1995_eng_variant3.txt");
const PDF_1995: Text = ("ru", "kz-rus-pdf/k950001000_.01-01-2023.rus.txt");
const RUSSIAN_2026: Text = ("ru", "kz-constitution-2026/rus.txt");
const MARKDOWN_2026: Text = ("ru", "kz-transcribed/rus/constitution-2026.md");
const KAZAKH_2026: Text = ("kk", "kz-constitution-2026/kaz.md");
const EXCERPT_2026: Text = ("kk", "kz-transcribed/kaz/constitution-2026-excerpt.md");

/// Two texts of one act, whose languages or layouts differ.
const PAIRS: &[(&str, [Text; 2])] = &[
    ("constitution of 1995: Kazakh and English", [KAZAKH_1995, ENGLISH_1995]),
    ("constitution of 1995: Kazakh and a second English text", [KAZAKH_1995, SECOND_1995]),
    ("constitution of 1995: Kazakh and a third English text", [KAZAKH_1995, THIRD_1995]),
    ("constitution of 1995: Russian from a PDF and English", [PDF_1995, ENGLISH_1995]),
    ("constitution of 2026: Russian and Kazakh", [RUSSIAN_2026, KAZAKH_2026]),
    ("constitution of 2026: Russian as text and as Markdown", [RUSSIAN_2026, MARKDOWN_2026]),
    ("constitution of 2026: Kazakh articles and the whole", [EXCERPT_2026, KAZAKH_2026]),
];

#[test]
fn constitutions() {
    let Some(folder) = corpus("") else { return };
    let compare = |(name, texts): &(&'static str, [Text; 2])| {
        let [want, mut have] = texts.map(|(lang, file)| {
            let source = source(&folder.join(file));
            eids(&read(&source, &in_language(lang)))
        });
        // An excerpt is compared with the articles that it has.
        let head = |eid: &String| eid.split("__").next().unwrap_or_default().to_owned();
        if name.ends_with("the whole") {
            let heads: BTreeSet<String> = want.iter().map(head).collect();
            have.retain(|eid| heads.contains(&head(eid)));
        }
        let mut check = Check::new(name);
        check.compare(texts[1].1, &want, &have);
        check
    };
    hold(&PAIRS.par_iter().map(compare).collect::<Vec<_>>());
}

/// The kind that the state system's list of types says.
fn kind(types: &str) -> Option<ActKind> {
    Some(match types.split(',').next()?.trim() {
        "ЗАК" => ActKind::Law,
        "ПОСТ" | "НПОС" => ActKind::Resolution,
        "ПРИК" => ActKind::Order,
        "РЕШ" => ActKind::Decision,
        _ => return None,
    })
}

/// Records of the state system: a title block in fields of its own, and a text without it.
#[test]
fn records() {
    let Some(folder) = corpus("kz-rus-adilet-2026") else { return };
    let mut titles = Check::new("records: title");
    let mut dates = Check::new("records: date");
    let mut numbers = Check::new("records: number");
    let mut kinds = Check::new("records: kind");
    let mut units = Check::new("records: units with the title block and without");
    for path in files(&folder, &["json"]) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let record: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let field = |key: &str| record[key].as_str().unwrap_or_else(|| panic!("{name}: {key}"));
        let whole = source(&path.with_extension("txt"));
        let whole = read(&whole, &in_language("ru"));
        let act = &whole.acts[0].0;
        let title = act.title.map(|t| folded(whole.slice(t)));
        titles.see(title.as_deref() == Some(&folded(field("title"))), || {
            format!("{name}: {title:?}, not {:?}", field("title"))
        });
        let date = act.date.map(|d| d.to_string());
        dates.see(date.as_deref() == Some(field("date")), || {
            format!("{name}: {date:?}, not {}", field("date"))
        });
        // «Приказ … от 19 марта 2026 года № 144. Зарегистрировано …»
        let number = field("requisites").split('№').nth(1).unwrap_or_default();
        let number = number.split(". ").next().unwrap_or_default().trim();
        numbers.see(act.number.as_deref() == Some(number), || {
            format!("{name}: {:?}, not {number:?}", act.number)
        });
        kinds.see(Some(act.kind) == kind(field("act_types")), || {
            format!("{name}: {:?}, not {}", act.kind, field("act_types"))
        });
        let text = plain(field("text"));
        units.compare(&name, &eids(&read(&text, &in_language("ru"))), &eids(&whole));
    }
    hold(&[titles, dates, numbers, kinds, units]);
}

/// An answer of the document interface: a flat list of elements with levels, of which the recording
/// leaves some out as `{...}`.
#[test]
fn answers() {
    let Some(folder) = corpus("kz-zan-api-examples") else { return };
    let page = std::fs::read_to_string(folder.join("get-document.md")).unwrap();
    let (_, body) = page.split_once("```json").unwrap();
    let (body, _) = body.split_once("```").unwrap();
    let body: String =
        body.split("{...}").map(|part| part.trim_end().trim_end_matches(',')).collect();
    let answer: Value = serde_json::from_str(&body).unwrap();
    let (mut text, mut want) = (String::new(), Vec::new());
    let mut article = String::new();
    let elements = answer["content"].as_array().unwrap();
    for (at, element) in elements.iter().enumerate() {
        if let Some(line) = element["text"].as_str() {
            text.push_str(&folded(line));
            text.push('\n');
        }
        let level = |e: &Value| e["level"].as_u64();
        let index = element["index"].as_str().unwrap_or_default();
        match element["type"].as_str() {
            // The last element has lost its words.
            _ if elements.get(at + 1).is_none_or(|next| level(next) <= level(element)) => {}
            Some("section") => want.push(format!("sec_{index}")),
            Some("article") => {
                article = format!("art_{index}");
                want.push(article.clone());
            }
            Some("point") => want.push(format!("{article}__para_{index}")),
            _ => {}
        }
    }
    let mut check = Check::new("answers: units");
    let text = plain(&text);
    let want = want.into_iter().collect();
    check.compare("get-document", &want, &eids(&read(&text, &in_language("ru"))));
    hold(&[check]);
}

#[test]
fn council_xml() {
    let Some(folder) = corpus("us-dc-law-xml") else { return };
    let compare = |path: &PathBuf| {
        let xml = std::fs::read_to_string(path).unwrap();
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let whole = tree.root_element();
        let law = name(whole) == "document";
        let printed = Printed::of(whole);
        let text = plain(&printed.lines.join("\n"));
        let have = eids(&read(&text, &in_language("en")));
        (law, path.file_stem().unwrap().to_string_lossy().into_owned(), printed.eids, have)
    };
    let compared: Vec<_> = files(&folder, &["xml"]).par_iter().map(compare).collect();
    let mut laws = Check::new("council: units of laws");
    let mut labels = Check::new("council: labels of the sections of the code");
    let mut inside = Check::new("council: units inside the sections of the code");
    for (law, name, want, have) in &compared {
        if *law {
            laws.compare(name, want, have);
            continue;
        }
        // A label that is not read renames everything in its section, which is one mistake.
        let split = |all: &BTreeSet<String>| -> [BTreeSet<String>; 2] {
            let below = all.iter().filter_map(|eid| eid.split_once("__"));
            let heads = all.iter().filter(|eid| !eid.contains("__")).cloned();
            [heads.collect(), below.map(|(_, rest)| rest.to_owned()).collect()]
        };
        let [[section, units], [found, units_found]] = [split(want), split(have)];
        labels.see(section == found, || format!("{name}: {found:?}, not {section:?}"));
        inside.compare(name, &units, &units_found);
    }
    hold(&[laws, labels, inside]);
}
