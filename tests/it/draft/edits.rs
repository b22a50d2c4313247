//! Random edits of an act: what drafters do to a text, by chance.

use grundnorm::amend::Edition;
use grundnorm::model::{UnitKind, Zone};
use grundnorm::source::Span;

/// One edit: what is done, and where, both by chance.
pub(crate) type Choice = (u8, u32);

/// The text of an edition with some edits; those that meet the same place are left out.
pub(crate) fn edited(edition: &Edition<'_>, choices: &[Choice]) -> String {
    let text = edition.source.text();
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (what, place) in choices {
        let Some(edit) = edit(edition, *what, *place as usize) else { continue };
        let clear = |other: &Span| edit.0.end < other.start || other.end < edit.0.start;
        if edits.iter().all(|(span, _)| clear(span)) {
            edits.push(edit);
        }
    }
    edits.sort_by_key(|(span, _)| span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(&text[at..span.start as usize]);
        out.push_str(&new);
        at = span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}

/// Words to put in, by the language.
fn words(code: &str) -> [&'static str; 4] {
    match code {
        "ru" => ["уполномоченный орган", "немедленно", "тридцати календарных дней", "заявитель"],
        "kk" => ["уәкілетті орган", "дереу", "күнтізбелік отыз күн", "өтініш беруші"],
        _ => ["the competent body", "promptly", "thirty calendar days", "the applicant"],
    }
}

fn edit(edition: &Edition<'_>, what: u8, place: usize) -> Option<(Span, String)> {
    let act = &edition.act;
    let text = edition.source.text();
    let new = words(edition.lang.code())[place % 4];
    let blocks: Vec<Span> = act
        .blocks
        .iter()
        .filter(|b| b.zone == Zone::Own && b.unit.is_some())
        .map(|b| b.span)
        .filter(|s| edition.source.slice(*s).split_whitespace().count() > 4)
        .collect();
    let block = *blocks.get(place.checked_rem(blocks.len())?)?;
    // A word in the middle of a block.
    let inner: Vec<Span> = {
        let slice = edition.source.slice(block);
        let words = slice.split_whitespace().filter_map(|w| edition.source.span_of(w));
        let plain = |s: &Span| edition.source.slice(*s).chars().all(char::is_alphanumeric);
        words.skip(1).filter(plain).collect()
    };
    let word = || inner.get(place / 7 % inner.len().max(1)).copied();
    let numbered: Vec<usize> = (0..act.units.len())
        .filter(|u| {
            let unit = &act.units[*u];
            matches!(unit.kind, UnitKind::Article | UnitKind::Paragraph | UnitKind::Subparagraph)
                && unit.number.parse::<u32>().is_ok()
        })
        .collect();
    let unit = || {
        let index = *numbered.get(place.checked_rem(numbered.len())?)?;
        Some((index, &act.units[index]))
    };
    match what % 8 {
        0 | 1 => Some((word()?, new.to_owned())),
        2 => {
            let word = word()?;
            Some((Span { start: word.end, end: word.end }, format!(" {new}")))
        }
        3 => {
            let word = word()?;
            Some((Span { start: word.start - 1, ..word }, String::new()))
        }
        4 => {
            // All of a paragraph in other words.
            let close = text[..block.end as usize].chars().last()?;
            let mark = if close.is_alphanumeric() { '.' } else { close };
            Some((block, format!("{} {} {new}{mark}", capital(new), words(edition.lang.code())[1])))
        }
        5 => {
            let (_, unit) = unit()?;
            let start = text[..unit.span.start as usize].rfind('\n')?;
            (text[start..unit.span.start as usize].trim().is_empty())
                .then(|| (Span::new(start, unit.span.end as usize), String::new()))
        }
        6 => {
            let (_, unit) = unit()?;
            let label = edition.source.slice(unit.span).split_whitespace().next()?;
            let line = edition.source.slice(unit.span).lines().next()?;
            let number = format!("{}-1", unit.number);
            let taken = act.units.iter().any(|u| u.parent == unit.parent && u.number == number);
            let head = if unit.kind == UnitKind::Article {
                let at = line.find(&unit.number)?;
                let behind = at + unit.number.len();
                let word = line[behind..].split_whitespace().next().unwrap_or_default();
                let word_first = at > 0;
                let label = if word_first { &line[..behind] } else { &line[..behind + word.len()] };
                format!(
                    "{}. {}\n\n{}",
                    label.replace(&unit.number, &number).trim_end_matches('.'),
                    capital(new),
                    capital(new)
                )
            } else {
                format!("{} {}", label.replace(&unit.number, &number), new)
            };
            let end = unit.span.end as usize;
            (!taken).then(|| (Span::new(end, end), format!("\n\n{head}.")))
        }
        _ => Some((
            Span { start: block.end, end: block.end },
            format!("\n\n{} {new}.", capital(new)),
        )),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}
