//! The outline and the facts of a document, as text and as JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::engine::{Document, Term};
use crate::facts::norm::{Polarity, Slots};
use crate::facts::{
    Amendment, CitationFact, Commencement, Facts, Operation, Reach, ReachesBack, Sentence,
    TakesEffect, amendment,
};
use crate::model::{Act, Eid, UnitKind, Zone};
use crate::source::Span;

fn own(document: &Document<'_>, span: Span, longest: usize) -> String {
    let text: Vec<&str> = document.slice(span).split_whitespace().collect();
    let text = text.join(" ");
    if text.chars().count() <= longest {
        return text;
    }
    let cut: String = text.chars().take(longest).collect();
    format!("{cut}…")
}

fn depth(act: &Act, mut unit: usize) -> usize {
    let mut depth = 0;
    while let Some(parent) = act.units[unit].parent {
        depth += 1;
        unit = parent;
    }
    depth
}

/// The outline as an indented list.
///
/// # Errors
/// When the writer fails.
pub fn tree_text(document: &Document<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (act, _) in &document.acts {
        let title = act.title.map_or_else(String::new, |t| own(document, t, 200));
        let flags = [(act.draft, ", draft"), (act.amending, ", amending")];
        let flags: String = flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        writeln!(out, "{} ({}{flags}): {title}", act.kind.name(), document.lang.code())?;
        for (index, unit) in act.units.iter().enumerate() {
            let indent = "  ".repeat(depth(act, index) + 1);
            let line = document.source.line_index(unit.span.start as usize) + 1;
            let text = unit.heading.unwrap_or(unit.span);
            writeln!(out, "{indent}{}  [{line}] {}", unit.eid, own(document, text, 70))?;
        }
    }
    Ok(())
}

/// The outline as JSON: `grundnorm.tree/1`.
///
/// # Errors
/// When the writer fails.
pub fn tree_json(document: &Document<'_>, out: &mut dyn Write) -> io::Result<()> {
    let acts: Vec<Value> = document
        .acts
        .iter()
        .map(|(act, _)| json!({ "act": act_json(document, act), "units": units(document, act) }))
        .collect();
    write_json(&json!({ "schema": "grundnorm.tree/1", "acts": acts }), out)
}

/// The facts, a line each; the terms of each act as the packs know them.
///
/// # Errors
/// When the writer fails.
pub fn facts_text(
    document: &Document<'_>,
    terms: &[Vec<Term>],
    out: &mut dyn Write,
) -> io::Result<()> {
    for (index, (act, facts)) in document.acts.iter().enumerate() {
        let title = act.title.map_or_else(String::new, |t| own(document, t, 200));
        writeln!(out, "{}: {title}", act.kind.name())?;
        let at = |span: Span| document.source.line_index(span.start as usize) + 1;
        let unit = |u: Option<usize>| u.map_or("–", |u| act.units[u].eid.as_str());
        for c in &facts.commencements {
            writeln!(
                out,
                "  commencement  [{}] {}  scope {}{}{}{}{}",
                at(c.span),
                unit(c.unit),
                scope_text(&c.scope),
                if c.except.is_empty() {
                    String::new()
                } else {
                    format!(" except {}", join(&c.except))
                },
                c.takes_effect
                    .map_or_else(String::new, |t| format!(", takes effect {}", effect_json(t))),
                c.ends.map_or_else(String::new, |d| format!(", ends {d}")),
                c.reaches_back
                    .map_or_else(String::new, |r| format!(", reaches back {}", reach_json(r)))
            )?;
        }
        for n in &facts.norms {
            writeln!(
                out,
                "  norm  [{}] {}  {} of {}, {}{} ({}): {}",
                at(n.span),
                unit(n.unit),
                n.modality.name(),
                n.subject.name(),
                n.direction.name(),
                slots_text(&n.slots),
                own(document, n.cue, 40),
                own(document, n.span, 90)
            )?;
        }
        for a in &facts.amendments {
            writeln!(
                out,
                "  amendment  [{}] {}  {} {}{}: {}",
                at(a.span),
                unit(a.unit),
                a.operation.name(),
                a.target,
                amended_words(document, a),
                own(document, a.span, 90)
            )?;
        }
        for span in &facts.unread {
            writeln!(out, "  not understood  [{}] {}", at(*span), own(document, *span, 90))?;
        }
        for d in &facts.definitions {
            writeln!(out, "  definition  [{}] {}", at(d.span), own(document, d.term, 90))?;
        }
        for t in terms.get(index).into_iter().flatten() {
            writeln!(out, "  term  [{}] {}: {}", at(t.span), t.id, own(document, t.span, 60))?;
        }
        for c in &facts.citations {
            writeln!(
                out,
                "  citation  [{}] {}  {}{}{}{}",
                at(c.span),
                own(document, c.span, 60),
                c.act.name(),
                if c.targets.is_empty() { "" } else { " " },
                join(&c.targets),
                if dangles(c) { " (not found)" } else { "" }
            )?;
        }
    }
    Ok(())
}

fn join(eids: &[Eid]) -> String {
    let texts: Vec<&str> = eids.iter().map(Eid::as_str).collect();
    texts.join(" ")
}

/// Whether the act's own words cite a unit that the act does not have.
fn dangles(citation: &CitationFact) -> bool {
    citation.act.name() == "this" && citation.zone == Zone::Own && !citation.resolved
}

/// The slots of a norm that words filled: «, by-court only, 50 index».
fn slots_text(slots: &Slots) -> String {
    let qualifiers = slots.qualifiers.iter().map(|q| match q.polarity {
        Polarity::With => q.kind.name().to_owned(),
        polarity => format!("{} {}", q.kind.name(), polarity.name()),
    });
    let amounts =
        slots.amounts.iter().map(|a| format!("{} {}", amount(a.hundredths), a.unit.name()));
    let delegates = slots.delegates.map(|_| "delegates".to_owned());
    let mut text = String::new();
    for word in qualifiers.chain(amounts).chain(delegates) {
        text.push_str(", ");
        text.push_str(&word);
    }
    text
}

fn scope_text(scope: &[Eid]) -> String {
    if scope.is_empty() { "act".to_owned() } else { join(scope) }
}

/// The facts as JSON: `grundnorm.facts/1`. A document that carries an act inside it gives the facts of
/// the first act, and those of the others under `inner`.
///
/// # Errors
/// When the writer fails.
pub fn facts_json(
    document: &Document<'_>,
    terms: &[Vec<Term>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut all = document.acts.iter().enumerate().map(|(index, (act, facts))| {
        facts_value(document, act, facts, terms.get(index).map_or(&[], Vec::as_slice))
    });
    let Some(mut first) = all.next() else { return Ok(()) };
    let inner: Vec<Value> = all.collect();
    if !inner.is_empty()
        && let Some(object) = first.as_object_mut()
    {
        object.insert("inner".to_owned(), Value::Array(inner));
    }
    write_json(&first, out)
}

fn facts_value(document: &Document<'_>, act: &Act, facts: &Facts, terms: &[Term]) -> Value {
    let unit = |u: Option<usize>| u.map(|u| act.units[u].eid.to_string());
    let commencements: Vec<Value> =
        facts.commencements.iter().map(|c| commencement(act, c)).collect();
    let norms: Vec<Value> = facts
        .norms
        .iter()
        .map(|n| {
            json!({
                "unit": unit(n.unit), "modality": n.modality.name(), "addressee": n.subject.name(),
                "direction": n.direction.name(), "start": n.span.start, "end": n.span.end,
                "cue": { "start": n.cue.start, "end": n.cue.end }, "zone": n.zone.name(),
                "qualifiers": n.slots.qualifiers.iter().map(|q| json!({
                    "kind": q.kind.name(), "polarity": q.polarity.name(),
                    "start": q.span.start, "end": q.span.end,
                })).collect::<Vec<_>>(),
                "purpose": n.slots.purpose.map(place),
                "amounts": n.slots.amounts.iter().map(|a| json!({
                    "value": amount(a.hundredths), "unit": a.unit.name(),
                    "start": a.span.start, "end": a.span.end,
                })).collect::<Vec<_>>(),
                "delegates": n.slots.delegates.map(place),
                "past_facts": n.past_facts.map(reach_json),
            })
        })
        .collect();
    let citations: Vec<Value> = facts
        .citations
        .iter()
        .map(|c| {
            json!({
                "text": document.slice(c.span), "start": c.span.start, "end": c.span.end,
                "unit": unit(c.unit), "act": c.act.name(),
                "act_name": c.name.map(|n| document.slice(n)),
                "targets": c.targets.iter().map(Eid::as_str).collect::<Vec<_>>(),
                "resolved": c.resolved, "zone": c.zone.name(),
            })
        })
        .collect();
    let amendments: Vec<Value> = facts
        .amendments
        .iter()
        .filter(|a| a.operation != Operation::Announce)
        .map(|a| amendment_json(document, a, unit(a.unit).as_deref()))
        .collect();
    let definitions: Vec<Value> = facts
        .definitions
        .iter()
        .map(|d| {
            json!({
                "term": document.slice(d.term), "start": d.span.start, "end": d.span.end,
                "zone": d.zone.name(),
            })
        })
        .collect();
    json!({
        "schema": "grundnorm.facts/1",
        "act": act_json(document, act),
        "units": units(document, act),
        "citations": citations,
        "commencements": commencements,
        "norms": norms,
        "amendments": amendments,
        "instructions_not_understood": facts.unread.iter().map(|s| place(*s)).collect::<Vec<_>>(),
        "terms": terms.iter().map(|t| json!({
            "id": t.id, "text": document.slice(t.span),
            "start": t.span.start, "end": t.span.end, "zone": t.zone.name(),
        })).collect::<Vec<_>>(),
        "definitions": definitions,
    })
}

fn amended_words(document: &Document<'_>, a: &Amendment) -> String {
    let words = |label: &str, span: Option<Span>| {
        span.map_or_else(String::new, |s| format!(" {label} \"{}\"", own(document, s, 40)))
    };
    let content = a.content.as_ref().map(|c| c.span);
    [
        words("in", a.act),
        words("from", a.from),
        words("to", a.to),
        words("after", a.after),
        words("before", a.before),
        a.new_target.as_ref().map_or_else(String::new, |t| format!(" now {t}")),
        words("content", content),
    ]
    .concat()
}

fn amendment_json(document: &Document<'_>, a: &Amendment, unit: Option<&str>) -> Value {
    let words = |span: Option<Span>| span.map(|s| document.slice(s));
    let joined = |span: Option<Span>| span.map(|s| a.words(document.source, s));
    let content = a.content.as_ref().map(|c| {
        let units = amendment::content_units(document.source, document.lang, c, &a.target);
        json!({
            "start": c.span.start, "end": c.span.end,
            "units": units.iter().map(Eid::as_str).collect::<Vec<_>>(),
        })
    });
    let sentence = a.sentence.map(|s| match s {
        Sentence::Nth(n) => json!(n),
        Sentence::Last => json!("last"),
    });
    json!({
        "op": a.operation.name(), "act_name": words(a.act), "target": a.target.as_str(),
        "sentence": sentence, "from": joined(a.from), "to": joined(a.to),
        "after": joined(a.after), "before": joined(a.before),
        "behind": a.behind.as_ref().map(Eid::as_str),
        "everywhere": a.reach == Reach::Everywhere, "all_cases": a.all_cases,
        "new_target": a.new_target.as_ref().map(Eid::as_str),
        "until": a.until.map(|d| d.to_string()), "content": content,
        "start": a.span.start, "end": a.span.end, "unit": unit, "zone": a.zone.name(),
    })
}

fn place(span: Span) -> Value {
    json!({ "start": span.start, "end": span.end })
}

/// A number of hundredths as a decimal: `50`, `0.5`.
fn amount(hundredths: u64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{part:02}").trim_end_matches('0').to_owned()
    }
}

fn commencement(act: &Act, c: &Commencement) -> Value {
    let list = |eids: &[Eid]| eids.iter().map(|e| e.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "start": c.span.start, "end": c.span.end,
        "unit": c.unit.map(|u| act.units[u].eid.to_string()),
        "scope": if c.scope.is_empty() { vec!["act".to_owned()] } else { list(&c.scope) },
        "except": list(&c.except),
        "takes_effect": c.takes_effect.map(effect_json),
        "ends": c.ends.map(|d| d.to_string()),
        "reaches_back": c.reaches_back.map(reach_json),
        "zone": "own",
    })
}

fn effect_json(effect: TakesEffect) -> Value {
    match effect {
        TakesEffect::Date(d) => json!({ "date": d.to_string() }),
        TakesEffect::DaysAfterPublication(n) => json!({ "after_publication": { "days": n } }),
        TakesEffect::MonthsAfterPublication(n) => json!({ "after_publication": { "months": n } }),
        TakesEffect::OnPublication => json!({ "on_publication": true }),
        TakesEffect::OnSigning => json!({ "on_signing": true }),
        TakesEffect::StateRegistration => json!({ "state_registration": true }),
    }
}

fn reach_json(reach: ReachesBack) -> Value {
    match reach {
        ReachesBack::Date(d) => json!(d.to_string()),
        ReachesBack::PriorRelations => json!("prior-relations"),
    }
}

fn act_json(document: &Document<'_>, act: &Act) -> Value {
    json!({
        "kind": act.kind.name(), "draft": act.draft, "amending": act.amending,
        "title": act.title.map(|t| document.slice(t)), "lang": act.lang,
        "number": act.number, "date": act.date.map(|d| d.to_string()),
    })
}

fn units(document: &Document<'_>, act: &Act) -> Vec<Value> {
    act.units
        .iter()
        .map(|u| {
            json!({
                "eid": u.eid.as_str(), "kind": u.kind.name(),
                "number": (!u.number.is_empty()).then_some(&u.number),
                "heading": u.heading.map(|h| document.slice(h)),
                "start": u.span.start, "end": u.span.end,
                "zone": if u.kind == UnitKind::EditorialNote { "note" } else if u.eid.as_str().starts_with("att_") { "attachment" } else { "own" },
            })
        })
        .collect()
}

fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
