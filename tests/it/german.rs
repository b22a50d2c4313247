//! German: outline, citations, dates, clauses on time, norms and instructions of sentences written for these
//! tests, and the outline of the Basic Law.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use grundnorm::engine::{Document, Options, check};
use grundnorm::facts::{Amendment, Commencement, Operation, ReachesBack, Sentence, TakesEffect};
use grundnorm::ingest;
use grundnorm::lang::Lang;
use grundnorm::source::{Markup, Source};
use grundnorm::syntax::Reading;

use crate::support::{built_in, files, in_language, langs, plain, read, root};

/// What is wrong with a set of cases, told at once.
#[derive(Default)]
struct Wrong(String);

impl Wrong {
    fn compare(&mut self, text: &str, found: &str, expected: &str) {
        if found != expected {
            let _ = writeln!(self.0, "{text}\n  found    {found}\n  expected {expected}");
        }
    }

    #[track_caller]
    fn settle(self) {
        assert!(self.0.is_empty(), "{}", self.0);
    }
}

fn markdown(text: &str) -> Source {
    Source::new("act.md", text, Markup::Markdown)
}

fn units(source: &Source) -> Vec<String> {
    let document = read(source, &in_language("de"));
    document.acts.iter().flat_map(|(act, _)| &act.units).map(|u| u.eid.to_string()).collect()
}

/// A text and the names of all its units.
const OUTLINES: &[(&str, &str)] = &[
    (
        "§ 1 Zweck\n\n(1) Das Register dient der Übersicht.\n\n(2) Es wird elektronisch geführt.\n",
        "art_1 art_1__para_1 art_1__para_2",
    ),
    (
        "Artikel 7\n\n(1) Das Amt führt\n\n1. die Liste der Boote,\n\n2. die Liste der Häfen.\n\n(1a) Die Listen sind öffentlich.\n\n(2) Näheres regelt die Satzung.\n",
        "art_7 art_7__para_1 art_7__para_1__subpara_1 art_7__para_1__subpara_2 art_7__para_1a art_7__para_2",
    ),
    (
        "### Art 12a\n\n(1) Der Antrag enthält:\n\n1.  Angaben\n\n    a)  zur Person,\n\n        aa) den Namen,\n\n        bb) die Anschrift,\n\n    b)  zum Boot,\n\n1a. den Preis.\n",
        "art_12a art_12a__para_1 art_12a__para_1__subpara_1 art_12a__para_1__subpara_1__subsubpara_a \
         art_12a__para_1__subpara_1__subsubpara_a__indent_aa \
         art_12a__para_1__subpara_1__subsubpara_a__indent_bb art_12a__para_1__subpara_1__subsubpara_b \
         art_12a__para_1__subpara_1a",
    ),
    (
        "## I. - Die Häfen\n\n### Art 1\n\n(1) Der Hafen ist offen.\n\n## IIa. - Die Boote\n\n### Art 2\n\n(1) Das Boot ist frei.\n",
        "sec_1 art_1 art_1__para_1 sec_2a art_2 art_2__para_1",
    ),
    (
        "Abschnitt 1 Allgemeines\n\n§ 1 Zweck\n\nDas Register dient der Übersicht.\n\n§ 2 Inhalt\n\nIm Register stehen\n\n1. Boote,\n\n2. Häfen.\n",
        "sec_1 art_1 art_2 art_2__subpara_1 art_2__subpara_2",
    ),
    // A day at the head of a line is no number of a list, and an article cited there is no heading.
    (
        "§ 3\n\n(1) Wer das Boot vor dem\n1. Januar 2030 gebaut hat, meldet es nach\n§ 5 Absatz 2 an.\n",
        "art_3 art_3__para_1",
    ),
    // A heading below the number is no paragraph of the article; a sentence there is.
    (
        "§ 1\nZweck\n(1) Das Register dient der Übersicht.\n(2) Es ist öffentlich.\n§ 2\nInhalt\nIm Register stehen Boote.\n§ 3\nDas Register ist öffentlich.\nEs wird elektronisch geführt.\n",
        "art_1 art_1__para_1 art_1__para_2 art_2 art_3 art_3__al_2",
    ),
    (
        "§ 3\nEs treten in Kraft\n1. § 1 am Tag nach der Verkündung,\n2. § 2 am 1. Januar 2030.\n",
        "art_3 art_3__subpara_1 art_3__subpara_2",
    ),
    // The text behind a list belongs to its paragraph.
    (
        "§ 4\n\n(1) Zuständig sind\n\n1. das Hafenamt,\n\n2. das Seeamt.\n\nDie Ämter stimmen sich ab.\n\n(2) Näheres regelt die Satzung.\n",
        "art_4 art_4__para_1 art_4__para_1__subpara_1 art_4__para_1__subpara_2 art_4__para_1__al_2 art_4__para_2",
    ),
];

#[test]
fn the_outline_of_paragraphs_numbers_and_letters() {
    let mut wrong = Wrong::default();
    for (text, expected) in OUTLINES {
        wrong.compare(text, &units(&markdown(text)).join(" "), expected);
    }
    wrong.settle();
}

/// A sentence with the words, the act and the targets of each citation of units in it.
const CITED: &[(&str, &str)] = &[
    ("Das gilt in Artikel 20.", "Artikel 20|this|art_20"),
    (
        "Maßstab ist Artikel 79 Absatz 3 Satz 1 des Grundgesetzes.",
        "Artikel 79 Absatz 3 Satz 1 des Grundgesetzes|constitution|art_79__para_3",
    ),
    ("Art. 103 Abs. 2 GG bleibt unberührt.", "Art. 103 Abs. 2 GG|constitution|art_103__para_2"),
    (
        "Die Ausnahme nach § 5 Abs. 2 Nr. 3 gilt nicht.",
        "§ 5 Abs. 2 Nr. 3|this|art_5__para_2__subpara_3",
    ),
    (
        "Nach § 12a Absatz 1 Satz 2 Nummer 3 Buchstabe b der Hafenverordnung ist das Boot frei.",
        "§ 12a Absatz 1 Satz 2 Nummer 3 Buchstabe b der Hafenverordnung|other|art_12a__para_1__subpara_3__subsubpara_b",
    ),
    (
        "Die §§ 5 bis 7 des Seegesetzes gelten.",
        "§§ 5 bis 7 des Seegesetzes|other|art_5 art_6 art_7",
    ),
    (
        "Nach § 3 Absatz 1 und 2 sowie § 4 dieses Gesetzes ist zu zahlen.",
        "§ 3 Absatz 1 und 2 sowie § 4 dieses Gesetzes|this|art_3__para_1 art_3__para_2 art_4",
    ),
    (
        "Nach § 8 Absatz 2 und Absatz 4 Nummer 1 wird geprüft.",
        "§ 8 Absatz 2 und Absatz 4 Nummer 1|this|art_8__para_2 art_8__para_4__subpara_1",
    ),
    (
        "Die Artikel 1 und 20 des Grundgesetzes für die Bundesrepublik Deutschland sind berührt.",
        "Artikel 1 und 20 des Grundgesetzes für die Bundesrepublik Deutschland|constitution|art_1 art_20",
    ),
    (
        "Es gilt § 9 Nummer 2 Buchstabe a bis c Doppelbuchstabe bb entsprechend.",
        "§ 9 Nummer 2 Buchstabe a bis c Doppelbuchstabe bb|this|art_9__subpara_2__subsubpara_a__indent_bb \
         art_9__subpara_2__subsubpara_b__indent_bb art_9__subpara_2__subsubpara_c__indent_bb",
    ),
    (
        "Die Strafe folgt aus § 212 StGB und aus § 7 SGB V.",
        "§ 212 StGB|other|art_212; § 7 SGB V|other|art_7",
    ),
    (
        "§ 4 Absatz 1 Satz 1 zweiter Halbsatz des Bürgerlichen Gesetzbuchs gilt.",
        "§ 4 Absatz 1 Satz 1 zweiter Halbsatz des Bürgerlichen Gesetzbuchs|other|art_4__para_1",
    ),
    ("Der Bescheid nach § 6 der Behörde ist zu begründen.", "§ 6|this|art_6"),
    // "Art" is a word of everyday speech too.
    ("Verträge dieser Art sind nach § 2 nichtig.", "§ 2|this|art_2"),
    (
        "§ 10 des Gesetzes vom 5. Juni 2020 (BGBl. I S. 1328) ist weggefallen.",
        "§ 10 des Gesetzes vom 5. Juni 2020|other|art_10",
    ),
];

#[test]
fn citations_run_from_big_to_small_with_the_word_first() {
    let mut wrong = Wrong::default();
    for (text, expected) in CITED {
        let source = plain(text);
        let document = read(&source, &in_language("de"));
        let (_, facts) = &document.acts[0];
        let found: Vec<String> = facts
            .citations
            .iter()
            .filter(|c| !c.targets.is_empty())
            .map(|c| {
                let targets: Vec<&str> =
                    c.targets.iter().map(grundnorm::model::Eid::as_str).collect();
                format!("{}|{}|{}", source.slice(c.span), c.act.name(), targets.join(" "))
            })
            .collect();
        wrong.compare(text, &found.join("; "), expected);
    }
    wrong.settle();
}

#[test]
fn the_constitution_is_mentioned_by_its_names() {
    for text in [
        "Das Grundgesetz gilt.",
        "Das Grundgesetz für die Bundesrepublik Deutschland gilt.",
        "Das GG gilt.",
    ] {
        let source = plain(text);
        let document = read(&source, &in_language("de"));
        let (_, facts) = &document.acts[0];
        let found: Vec<&str> = facts.citations.iter().map(|c| c.act.name()).collect();
        assert_eq!(found, ["constitution"], "{text}");
    }
}

#[test]
fn units_of_the_article_around_are_found() {
    let text = "Gesetz über Boote\n\n§ 5 Anmeldung\n\n(1) Wer ein Boot hält, meldet es an.\n\n(2) Absatz 1 gilt nicht für Kähne.\n\n(3) Die Ausnahme des § 5 Absatz 2 ist eng.\n";
    let source = plain(text);
    let document = read(&source, &in_language("de"));
    let (_, facts) = &document.acts[0];
    let found: Vec<(&str, bool)> =
        facts.citations.iter().map(|c| (c.targets[0].as_str(), c.resolved)).collect();
    assert_eq!(found, [("para_1", true), ("art_5__para_2", true)]);
}

#[test]
fn dates_have_a_full_stop_behind_the_day() {
    let mut wrong = Wrong::default();
    for (text, expected) in [
        ("Es gilt ab dem 1. Januar 2027 und länger.", "1. Januar 2027=2027-01-01"),
        (
            "vom 31. März 2026 bis zum 2. Dezember 2026",
            "31. März 2026=2026-03-31; 2. Dezember 2026=2026-12-02",
        ),
        ("am 15.08.2026", "15.08.2026=2026-08-15"),
        ("am 30. Februar 2026", "30. Februar 2026=-"),
        ("im Jahr 2025", "2025=2025-01-01"),
    ] {
        let source = plain(text);
        let reading = Reading::new(&source, langs().get("de").unwrap());
        let found: Vec<String> = reading
            .dates
            .iter()
            .map(|d| {
                let words = source.slice(reading.tokens.span(d.start..d.end));
                format!("{words}={}", d.date.map_or_else(|| "-".to_owned(), |d| d.to_string()))
            })
            .collect();
        wrong.compare(text, &found.join("; "), expected);
    }
    wrong.settle();
}

fn told(c: &Commencement) -> String {
    let scope: Vec<&str> = c.scope.iter().map(grundnorm::model::Eid::as_str).collect();
    let mut out = if scope.is_empty() { "act".to_owned() } else { scope.join(" ") };
    if !c.except.is_empty() {
        let except: Vec<&str> = c.except.iter().map(grundnorm::model::Eid::as_str).collect();
        let _ = write!(out, " without {}", except.join(" "));
    }
    match c.takes_effect {
        Some(TakesEffect::Date(d)) => drop(write!(out, " on {d}")),
        Some(TakesEffect::DaysAfterPublication(n)) => drop(write!(out, " {n} days after")),
        Some(TakesEffect::MonthsAfterPublication(n)) => drop(write!(out, " {n} months after")),
        Some(other) => drop(write!(out, " {other:?}")),
        None => {}
    }
    if let Some(d) = c.ends {
        let _ = write!(out, " ends {d}");
    }
    match c.reaches_back {
        Some(ReachesBack::Date(d)) => drop(write!(out, " back to {d}")),
        Some(ReachesBack::PriorRelations) => out.push_str(" back"),
        None => {}
    }
    out
}

/// A clause on time and what is read off it; empty where nothing is.
const CLAUSES: &[(&str, &str)] = &[
    ("Dieses Gesetz tritt am 1. Januar 2027 in Kraft.", "act on 2027-01-01"),
    ("Diese Verordnung tritt am Tag nach der Verkündung in Kraft.", "act 1 days after"),
    ("Dieses Gesetz tritt am Tage seiner Verkündung in Kraft.", "act OnPublication"),
    ("Dieses Gesetz tritt sechs Monate nach der Verkündung in Kraft.", "act 6 months after"),
    ("Dieses Gesetz tritt mit Wirkung vom 1. Januar 2020 in Kraft.", "act on 2020-01-01"),
    ("Dieses Gesetz tritt rückwirkend zum 1. Januar 2020 in Kraft.", "act back to 2020-01-01"),
    ("Dieses Gesetz tritt rückwirkend in Kraft.", "act back"),
    ("Artikel 3 tritt am 1. Juli 2028 in Kraft.", "art_3 on 2028-07-01"),
    ("Dieses Gesetz tritt mit Ablauf des 31. Dezember 2030 außer Kraft.", "act ends 2030-12-31"),
    (
        "Dieses Gesetz tritt am 1. Januar 2027 in Kraft und mit Ablauf des 31. Dezember 2030 außer Kraft.",
        "act on 2027-01-01 ends 2030-12-31",
    ),
    (
        "Dieses Gesetz tritt vorbehaltlich des Absatzes 2 am Tag nach der Verkündung in Kraft.",
        "act 1 days after",
    ),
    (
        "Dieses Gesetz tritt mit Ausnahme des Artikels 3 am 1. Januar 2027 in Kraft.",
        "act without art_3 on 2027-01-01",
    ),
    ("Dieses Gesetz gilt auch für Taten, die vor dem Inkrafttreten begangen wurden.", "act back"),
    (
        "§ 4 ist auch auf Verträge anzuwenden, die vor dem Inkrafttreten dieses Gesetzes geschlossen wurden.",
        "art_4 back",
    ),
    ("Dieses Gesetz gilt nicht für Taten, die vor dem Inkrafttreten begangen wurden.", ""),
    ("Dieses Gesetz hat keine rückwirkende Kraft.", ""),
    (
        "Dieses Gesetz tritt am ersten Tag des dritten auf die Verkündung folgenden Kalendermonats in Kraft.",
        "act",
    ),
];

#[test]
fn clauses_on_time() {
    let mut wrong = Wrong::default();
    for (text, expected) in CLAUSES {
        let source = markdown(&format!("# Gesetz über Boote\n\n## § 9 Übergang\n\n{text}\n"));
        let document = read(&source, &in_language("de"));
        let found: Vec<String> = document.acts[0].1.commencements.iter().map(told).collect();
        wrong.compare(text, &found.join("; "), expected);
    }
    wrong.settle();
}

/// A sentence, with the modality, the direction and the addressee of its norm.
const NORMS: &[(&str, &str)] = &[
    ("Der Bürger ist verpflichtet, das Boot anzumelden.", "obligation burdens person"),
    ("Der Eigentümer muss das Boot versichern.", "obligation burdens anyone"),
    ("Der Betreiber hat den Hafen zu reinigen.", "obligation burdens organisation"),
    ("Der Halter darf das Boot nicht verleihen.", "prohibition burdens anyone"),
    ("Niemand darf den Hafen ohne Erlaubnis verlassen.", "prohibition burdens person"),
    ("Das Ankern im Schilf ist verboten.", "prohibition burdens anyone"),
    (
        "Wer ein Boot stiehlt, wird mit Freiheitsstrafe bis zu fünf Jahren oder mit Geldstrafe bestraft.",
        "sanction burdens anyone",
    ),
    ("Ordnungswidrig handelt, wer das Boot nicht anmeldet.", "sanction burdens anyone"),
    ("Der Antragsteller kann den Antrag zurücknehmen.", "permission relieves anyone"),
    ("Jeder hat das Recht, im See zu baden.", "right relieves person"),
    ("Die Freiheit der Fahrt wird gewährleistet.", "right relieves anyone"),
    ("Der Bürger ist nicht verpflichtet, das Boot anzumelden.", "right relieves person"),
    ("Der See ist Eigentum des Landes.", "declaration neutral"),
    (
        "Das Bundesministerium wird ermächtigt, durch Rechtsverordnung das Nähere zu bestimmen.",
        "delegation",
    ),
];

#[test]
fn norms_of_sentences() {
    let mut wrong = Wrong::default();
    for (text, expected) in NORMS {
        let source = markdown(&format!("# Gesetz über Boote\n\n## § 2 Regeln\n\n{text}\n"));
        let document = read(&source, &in_language("de"));
        let found: Vec<String> = document.acts[0]
            .1
            .norms
            .iter()
            .map(|n| format!("{} {} {}", n.modality.name(), n.direction.name(), n.subject.name()))
            .collect();
        let found = found.join("; ");
        // Where nobody's position moves, the addressee says nothing.
        if !found.starts_with(expected) || found.contains(';') {
            wrong.compare(text, &found, expected);
        }
    }
    wrong.settle();
}

fn instructed(source: &Source, a: &Amendment) -> String {
    let mut out = format!("{} {}", a.operation.name(), a.target);
    match a.sentence {
        Some(Sentence::Nth(n)) => drop(write!(out, " sentence {n}")),
        Some(Sentence::Last) => out.push_str(" sentence last"),
        None => {}
    }
    for (name, span) in [("from", a.from), ("to", a.to), ("after", a.after), ("before", a.before)] {
        if let Some(span) = span {
            let _ = write!(out, " {name} {}", a.words(source, span));
        }
    }
    if let Some(behind) = &a.behind {
        let _ = write!(out, " behind {behind}");
    }
    if let Some(new) = &a.new_target {
        let _ = write!(out, " now {new}");
    }
    if let Some(content) = &a.content {
        let _ = write!(out, " <{}>", source.slice(content.span).replace('\n', " "));
    }
    out
}

/// An instruction under the words that name the act, and what is read of it.
const INSTRUCTIONS: &[(&str, &str)] = &[
    (
        "Artikel 20 Absatz 3 wird wie folgt gefasst:\n\n„(3) Der Staat ist gebunden.“",
        "restate art_20__para_3 <(3) Der Staat ist gebunden.>",
    ),
    (
        "§ 5 erhält folgende Fassung:\n\n„§ 5 Boote\n\nDas Boot ist frei.“",
        "restate art_5 <§ 5 Boote  Das Boot ist frei.>",
    ),
    (
        "Nach Artikel 20a wird folgender Artikel 20b eingefügt:\n\n„Artikel 20b\n\nDer See ist frei.“",
        "insert art_20b behind art_20a <Artikel 20b  Der See ist frei.>",
    ),
    (
        "Dem Artikel 3 wird folgender Absatz 4 angefügt:\n\n„(4) Der See ist frei.“",
        "insert art_3__para_4 <(4) Der See ist frei.>",
    ),
    ("Artikel 91e wird aufgehoben.", "repeal art_91e"),
    ("Die §§ 5 und 6 werden aufgehoben.", "repeal art_5; repeal art_6"),
    ("§ 7 Absatz 2 Nummer 3 wird gestrichen.", "delete art_7__para_2__subpara_3"),
    (
        "In Artikel 74 Absatz 1 Nummer 5 werden die Wörter „der See“ durch die Wörter „das Meer“ ersetzt.",
        "replace-words art_74__para_1__subpara_5 from der See to das Meer",
    ),
    (
        "In § 3 Satz 2 wird nach dem Wort „Boot“ das Wort „stets“ eingefügt.",
        "insert-words art_3 sentence 2 to stets after Boot",
    ),
    ("In § 4 Absatz 1 wird das Wort „kann“ gestrichen.", "delete-words art_4__para_1 from kann"),
    (
        "In § 4 Absatz 1 wird die Angabe „§ 2“ durch die Angabe „§ 3“ ersetzt.",
        "replace-words art_4__para_1 from § 2 to § 3",
    ),
    (
        "Dem § 6 Absatz 1 wird folgender Satz angefügt:\n\n„Das Amt stimmt zu.“",
        "insert art_6__para_1 sentence last <Das Amt stimmt zu.>",
    ),
    (
        "In § 6 Absatz 1 wird nach Satz 2 folgender Satz eingefügt:\n\n„Das Amt stimmt zu.“",
        "insert art_6__para_1 sentence 3 <Das Amt stimmt zu.>",
    ),
    (
        "§ 6 Absatz 1 Satz 2 wird wie folgt gefasst:\n\n„Das Amt stimmt zu.“",
        "restate art_6__para_1 sentence 2 <Das Amt stimmt zu.>",
    ),
    (
        "In § 8 Absatz 1 werden die Wörter „am See“ durch die Wörter „am Meer“ und in Absatz 2 die Wörter „im See“ durch die Wörter „im Meer“ ersetzt.",
        "replace-words art_8__para_1 from am See to am Meer; replace-words art_8__para_2 from im See to im Meer",
    ),
    (
        "Die Überschrift des § 9 wird wie folgt gefasst:\n\n„Boote am See“",
        "restate art_9__heading <Boote am See>",
    ),
    ("§ 5 Absatz 4 wird Absatz 5.", "renumber art_5__para_4 now art_5__para_5"),
];

#[test]
fn instructions_under_the_name_of_the_constitution() {
    let mut wrong = Wrong::default();
    for (text, expected) in INSTRUCTIONS {
        let source = markdown(&format!(
            "# Gesetz zur Änderung des Grundgesetzes\n\n## Artikel 1 Änderung des Grundgesetzes\n\nDas Grundgesetz für die Bundesrepublik Deutschland in der im Bundesgesetzblatt Teil III veröffentlichten Fassung, das zuletzt durch Artikel 1 des Gesetzes vom 22. März 2025 (BGBl. 2025 I Nr. 94) geändert worden ist, wird wie folgt geändert:\n\n1. {text}\n\n## Artikel 2 Inkrafttreten\n\nDieses Gesetz tritt am Tag nach der Verkündung in Kraft.\n"
        ));
        let document = read(&source, &in_language("de"));
        let facts = &document.acts[0].1;
        let announced = |a: &&Amendment| a.operation == Operation::Announce;
        let found: Vec<String> = facts
            .amendments
            .iter()
            .filter(|a| !announced(a))
            .map(|a| instructed(&source, a))
            .collect();
        wrong.compare(text, &found.join("; "), expected);
        let named: Vec<&Amendment> =
            facts.amendments.iter().filter(|a| a.constitution.is_some()).collect();
        assert_eq!(named.len(), 1, "{text}: the lead alone names the constitution");
        assert_eq!(
            named[0].adopted, None,
            "{text}: the day of the last change is no day of adoption"
        );
        let act = facts.amendments.iter().filter(|a| !announced(a)).filter_map(|a| a.act);
        for span in act {
            assert_eq!(
                source.slice(span),
                "Grundgesetz für die Bundesrepublik Deutschland",
                "{text}"
            );
        }
    }
    wrong.settle();
}

#[test]
fn an_instruction_may_name_the_constitution_itself() {
    let source = markdown(
        "# Gesetz zur Änderung des Grundgesetzes\n\n## Artikel 1\n\nArtikel 20 Absatz 3 des Grundgesetzes wird aufgehoben.\n\n## Artikel 2\n\nDieses Gesetz tritt am Tag nach der Verkündung in Kraft.\n",
    );
    let document = read(&source, &in_language("de"));
    let found: Vec<(String, bool)> = document.acts[0]
        .1
        .amendments
        .iter()
        .map(|a| (instructed(&source, a), a.constitution.is_some()))
        .collect();
    assert_eq!(found, [("repeal art_20__para_3".to_owned(), true)]);
}

#[test]
fn leads_give_their_address_to_letters() {
    let source = markdown(
        "# Gesetz zur Änderung der Hafenverordnung\n\n## Artikel 1\n\nDie Hafenverordnung vom 3. Mai 2011 (BGBl. I S. 7), die zuletzt durch Artikel 4 des Gesetzes vom 8. Juli 2019 (BGBl. I S. 9) geändert worden ist, wird wie folgt geändert:\n\n1. § 7 wird wie folgt geändert:\n\na) Absatz 1 wird wie folgt geändert:\n\naa) In Nummer 5 werden die Wörter „am See“ durch die Wörter „am Meer“ ersetzt.\n\nbb) Nummer 6 wird aufgehoben.\n\nb) Absatz 3 wird gestrichen.\n\n2. § 8 wird aufgehoben.\n",
    );
    let document = read(&source, &in_language("de"));
    let found: Vec<String> = document.acts[0]
        .1
        .amendments
        .iter()
        .filter(|a| a.operation != Operation::Announce)
        .map(|a| {
            let act = a.act.map(|s| source.slice(s).to_owned()).unwrap_or_default();
            format!("{} in {act}", instructed(&source, a))
        })
        .collect();
    assert_eq!(
        found,
        [
            "replace-words art_7__para_1__subpara_5 from am See to am Meer in Die Hafenverordnung",
            "repeal art_7__para_1__subpara_6 in Die Hafenverordnung",
            "delete art_7__para_3 in Die Hafenverordnung",
            "repeal art_8 in Die Hafenverordnung",
        ]
    );
}

#[test]
fn quoted_text_of_a_bill_is_none_of_its_units() {
    let text = "Gesetz zur Änderung des Seegesetzes\n\nArtikel 1\n\nNach § 4 des Seegesetzes wird folgender § 4a eingefügt:\n\n„§ 4a Strafen\n\n(1) Wer ein Boot stiehlt, wird mit Geldstrafe bestraft.\n\n(2) Der Versuch ist strafbar.“\n\nArtikel 2\n\n§ 4a gilt auch für Taten, die vor dem Inkrafttreten dieses Gesetzes begangen wurden.\n";
    let source = plain(text);
    let document = read(&source, &in_language("de"));
    let (act, facts) = &document.acts[0];
    let eids: Vec<&str> = act.units.iter().map(|u| u.eid.as_str()).collect();
    assert_eq!(eids, ["art_1", "art_2"]);
    let sanctions = facts.norms.iter().filter(|n| n.modality.name() == "sanction").count();
    assert_eq!(sanctions, 2, "the penalty and the attempt");
    let found: Vec<String> = facts.commencements.iter().map(told).collect();
    assert_eq!(found, ["art_4a back"]);
}

#[test]
fn units_are_addressed_from_big_to_small() {
    let source = markdown("§ 5\n\n(2) Frei sind\n\n3. Boote\n\na) aus Holz.\n");
    let document = read(&source, &in_language("de"));
    let act = &document.acts[0].0;
    let lang = langs().get("de").unwrap();
    let last = grundnorm::syntax::address::address(act, act.units.len() - 1, lang);
    assert_eq!(last, "Artikel 5 Absatz 2 Nummer 3 Buchstabe a");
}

#[test]
fn german_is_told_from_the_other_languages() {
    let found = |text: &str| langs().detect(text).map(Lang::code);
    for (text, code) in [
        ("§ 1 Dieses Gesetz tritt am Tage nach seiner Verkündung außer Kraft.", Some("de")),
        ("Die Würde ist zu achten und zu schützen; das ist Pflicht aller.", Some("de")),
        ("Article 1. This Law shall be put into effect on 1 July 2026", Some("en")),
        ("The ministers of war die in the land of the free", Some("en")),
        (
            "Artikel 1. De wet treedt in werking op een bij koninklijk besluit te bepalen tijdstip.",
            None,
        ),
        ("Artykuł 1. Ustawa wchodzi w życie po upływie czternastu dni.", None),
        ("Статья 1. Настоящий Закон вводится в действие с 1 июля 2026 года и по", Some("ru")),
    ] {
        assert_eq!(found(text), code, "{text}");
    }
}

/// German acts, where the corpus is at hand.
fn acts() -> Option<PathBuf> {
    let folder = root().join("../shared/corpus/de-gesetze");
    let is_there = folder.is_dir();
    if !is_there {
        eprintln!("\n**** SKIPPED: there is no folder {} ****\n", folder.display());
    }
    is_there.then_some(folder)
}

#[test]
fn the_basic_law_has_its_articles() {
    let Some(folder) = acts() else { return };
    let path = folder.join("g/gg/index.md");
    let bytes = std::fs::read(&path).expect("the Basic Law");
    let source = ingest::ingest(&path.to_string_lossy(), bytes).expect("a readable file");
    let document = Document::read(&source, langs(), &Options::default()).expect("German");
    assert_eq!(document.lang.code(), "de");
    let (act, facts) = &document.acts[0];
    let eids: BTreeSet<&str> = act.units.iter().map(|u| u.eid.as_str()).collect();
    // An article that was taken out shares its line with another one.
    let missing: Vec<u32> =
        (1..=146).filter(|n| !eids.contains(format!("art_{n}").as_str())).collect();
    assert_eq!(missing, [75], "articles not found");
    for eid in ["art_79__para_3", "art_103__para_2", "art_16a__para_1", "art_74__para_1__subpara_1"]
    {
        assert!(eids.contains(eid), "{eid}");
    }
    let twice: Vec<&&str> =
        eids.iter().filter(|e| e.starts_with("art_") && e.contains('~')).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let own = facts.citations.iter().filter(|c| c.act.name() == "this" && !c.targets.is_empty());
    let (found, all) = own.fold((0, 0), |(f, a), c| (f + u32::from(c.resolved), a + 1));
    assert!(all > 200 && found * 100 >= all * 90, "{found} of {all} citations lead to a unit");
}

#[test]
fn every_german_act_of_the_corpus_is_read() {
    let Some(folder) = acts() else { return };
    let (mut all, mut found) = (0, 0);
    for path in files(&folder, &["md"]) {
        let bytes = std::fs::read(&path).unwrap();
        let source = ingest::ingest(&path.to_string_lossy(), bytes).unwrap();
        let told = Document::read(&source, langs(), &Options::default());
        found += u32::from(told.is_ok_and(|d| d.lang.code() == "de"));
        let document = crate::support::read(&source, &in_language("de"));
        for (act, facts) in &document.acts {
            let inside = |span: grundnorm::source::Span| source.text().get(span.range()).is_some();
            assert!(act.units.iter().all(|u| inside(u.span)), "{}", path.display());
            assert!(facts.norms.iter().all(|n| inside(n.span)), "{}", path.display());
        }
        all += 1;
    }
    // One of them is a heading and a note of a few words, of which no language can be told.
    assert!(all >= 20 && found + 1 >= all, "German was told of {found} in {all} acts");
}

/// Acts in force are lawful until somebody proves the contrary: none of them may have a finding. The counts tell
/// that acts were judged at all.
#[test]
fn acts_in_force_have_no_finding() {
    let corpus = root().join("../shared/corpus");
    let basic_law = std::slice::from_ref(built_in("de-basic-law"));
    let mut judged = 0;
    let mut foreign = 0;
    let mut wrong = String::new();
    for folder in ["de-gesetze", "world-legislation"] {
        let folder = corpus.join(folder);
        if !folder.is_dir() {
            eprintln!("\n**** SKIPPED: there is no folder {} ****\n", folder.display());
            return;
        }
        for path in files(&folder, &["md", "txt"]) {
            let bytes = std::fs::read(&path).unwrap();
            let Ok(source) = ingest::ingest(&path.to_string_lossy(), bytes) else { continue };
            let Ok(document) = Document::read(&source, langs(), &Options::default()) else {
                continue;
            };
            if document.lang.code() != "de" {
                continue;
            }
            for act in 0..document.acts.len() {
                let (found, left_out) = check(&document, act, basic_law, &Options::default());
                judged += u32::from(left_out.is_empty());
                foreign += u32::from(!left_out.is_empty());
                for finding in found {
                    let _ = writeln!(wrong, "{}: {}", path.display(), finding.rule);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(
        judged >= 25 && foreign >= 6,
        "{judged} acts were judged, {foreign} are of other states"
    );
}
