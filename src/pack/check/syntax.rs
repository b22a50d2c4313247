//! What is no TOML, said to who writes it for the first time: the place, and what was expected there.

use std::ops::Range;

use toml::de::Error;

use super::mistakes::Mistakes;

/// What the parser says where a bracket is open to the end of the file: all that follows is noise.
const UNCLOSED: &[&str] = &["unclosed array,", "unclosed inline table"];
/// What it says inside such a bracket.
const INSIDE: &[&str] = &["missing comma", "missing key", "extra ", "unexpected `", "unclosed "];

/// Tells the mistakes of syntax: one a line, and none behind what stays open.
pub(super) fn tell(mistakes: &mut Mistakes<'_>, mut errors: Vec<Error>) {
    let text = mistakes.file.text.as_str();
    let start = |error: &Error| error.span().map_or(0, |span| span.start.min(text.len()));
    errors.sort_by_key(|error| (start(error), error.span().map(|span| span.end)));
    let open = errors.iter().any(|e| UNCLOSED.iter().any(|u| e.message().starts_with(u)));
    let inside = |error: &Error| open && INSIDE.iter().any(|i| error.message().starts_with(i));
    // What stands in a text that is never closed is that text.
    let string = errors.iter().find(|error| error.message().contains("string, expected"));
    // An empty value is told as such a text as well.
    let string = string
        .and_then(|error| opener(text, start(error)))
        .filter(|from| behind(text, *from).starts_with(['"', '\'']));
    let (mut last, mut table): (Option<Range<usize>>, Option<usize>) = (None, None);
    for error in &errors {
        let at = start(error);
        if let Some(from) = string.filter(|from| at >= *from) {
            mistakes.at(rest(text, from), unclosed(behind(text, from)));
            return;
        }
        if last.as_ref().is_some_and(|line| at <= line.end) {
            if inside(error) {
                return;
            }
            continue;
        }
        let line = line_of(text, at);
        if inside(error) {
            let from = opener(text, at).unwrap_or(at);
            // A bracket that is closed in its line lacks a comma, and the parser lost its way behind it.
            let here = |e: &&Error| line_of(text, start(e)).start == line.start;
            let bare =
                errors.iter().filter(here).find(|e| e.message().starts_with("string values"));
            if let Some(bare) = bare.filter(|_| from >= line.start) {
                let place = spot(text, &line, bare);
                let message = explained(text, line, &place, bare.message());
                mistakes.at(place, message);
                return;
            }
            mistakes.at(rest(text, from), unclosed(behind(text, from)));
            return;
        }
        if error.message().starts_with("duplicate key") {
            // The lines of a table that is there twice may all be there twice.
            let heading = text.get(..at).and_then(|before| before.rfind("\n[")).map(|n| n + 1);
            if behind(text, line.start).starts_with('[') {
                table = Some(line.start);
            } else if table.is_some() && heading == table {
                continue;
            }
        }
        let message = explained(text, line.clone(), &spot(text, &line, error), error.message());
        mistakes.at(spot(text, &line, error), message);
        last = Some(line);
    }
}

/// The place of a mistake inside one line.
fn spot(text: &str, line: &Range<usize>, error: &Error) -> Range<usize> {
    let given = error.span().unwrap_or(0..0);
    let at = given.start.min(text.len());
    let before = text.get(line.start..at).unwrap_or_default();
    let message = error.message();
    if message.starts_with("key with no value") || message.starts_with("unclosed") {
        // The key or the heading of the table is what lacks its end.
        if !before.contains('{') {
            return line.start + (before.len() - before.trim_start().len())..at;
        }
    }
    if message.starts_with("missing escaped value") && before.ends_with('\\') {
        return at - 1..at;
    }
    if given.is_empty() { rest(text, at) } else { at..given.end.min(text.len()) }
}

/// The text from a byte on.
fn behind(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The line in which a byte stands.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
    start..first_line(text, at).end
}

/// From a byte to the end of its line.
fn first_line(text: &str, at: usize) -> Range<usize> {
    let length = text.get(at..).map_or(0, |rest| rest.find('\n').unwrap_or(rest.len()));
    at..at + length
}

/// What stands at a byte up to the end of the line, blanks left out.
fn rest(text: &str, at: usize) -> Range<usize> {
    let line = first_line(text, at);
    let behind = text.get(line.clone()).unwrap_or_default();
    let start = at + (behind.len() - behind.trim_start().len());
    start..at + behind.trim_end().len().max(start - at)
}

/// The last bracket or quotation mark before a byte that nothing closes.
fn opener(text: &str, end: usize) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..end.max(at)).and_then(|rest| rest.chars().next()) {
        let behind = text.get(at..).unwrap_or_default();
        at = match c {
            '#' => first_line(text, at).end,
            '"' | '\'' => match quoted(behind, c) {
                Some(length) if at + length <= end => at + length,
                _ => return Some(at),
            },
            '[' | '{' => {
                open.push(at);
                at + 1
            }
            ']' | '}' => {
                open.pop();
                at + 1
            }
            _ => at + c.len_utf8(),
        };
    }
    open.pop()
}

/// The length of a text that begins here, where it is closed.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let long = text.starts_with(&triple);
    let close = if long { triple.as_str() } else { text.get(..1)? };
    let mut at = close.len();
    loop {
        let behind = text.get(at..)?;
        if behind.starts_with(close) {
            // Up to two quotation marks may stand before the three that close.
            let more = if long { behind.len() - behind.trim_start_matches(quote).len() } else { 1 };
            return Some(at + more.min(5));
        }
        let c = behind.chars().next()?;
        if c == '\n' && !long {
            return None;
        }
        at += c.len_utf8();
        if c == '\\' && quote == '"' {
            at += text.get(at..)?.chars().next()?.len_utf8();
        }
    }
}

/// What is said of something that is not closed.
fn unclosed(from: &str) -> String {
    let mark = if from.starts_with("\"\"\"") || from.starts_with("'''") {
        from.get(..3).unwrap_or_default()
    } else {
        from.get(..1).unwrap_or_default()
    };
    match mark {
        "[" => "`[` is never closed; expected `]` behind the last value of the list".to_owned(),
        "{" => "`{` is never closed; expected `}` behind the last key of the table".to_owned(),
        _ if mark.len() == 3 => {
            format!(
                "the text opens with `{mark}` and is never closed; expected `{mark}` at its end"
            )
        }
        _ => format!(
            "the text is not closed in its line; expected `{mark}` at its end, or three of them at both ends of a text \
             of several lines"
        ),
    }
}

/// What is said of a mistake inside one line.
fn explained(text: &str, line: Range<usize>, span: &Range<usize>, message: &str) -> String {
    let whole = text.get(line.clone()).unwrap_or_default().trim();
    let given = text.get(span.clone()).unwrap_or_default().trim();
    let key = whole.split(['=', ':']).next().unwrap_or_default().trim();
    if message.starts_with("string values must be quoted") || message.starts_with("invalid boolean")
    {
        return unquoted(key, given);
    }
    if message.starts_with("missing comma") || message.starts_with("extra assignment") {
        return "a comma is missing; expected `,` between two values".to_owned();
    }
    if message.starts_with("missing key for") {
        return "a comma too many; expected `key = value` behind it".to_owned();
    }
    if message.starts_with("unexpected key or value") {
        return surplus(given);
    }
    if message.starts_with("duplicate key") {
        return if whole.starts_with('[') {
            format!(
                "`{given}` stands in the file twice; expected one table of that name, with all its lines"
            )
        } else {
            format!("`{given}` stands here twice; expected one line of that name")
        };
    }
    if message.starts_with("key with no value") || message.starts_with("invalid unquoted key") {
        return no_key(whole, given);
    }
    if message.starts_with("invalid date")
        || message.starts_with("invalid time")
        || message.contains("leading zero")
        || message.starts_with("invalid float")
        || message.starts_with("invalid integer")
    {
        let value = whole.split_once('=').map_or(whole, |(_, value)| value.trim());
        return format!(
            "`{value}` is neither a day nor a number; expected 2026-07-01 for a day, 12 or 2.5 for a number"
        );
    }
    if message.starts_with("missing escaped value") || message.contains("escape") {
        return "`\\` in a text opens an escape; expected `\\\\`, or single quotation marks '…' around the text".to_owned();
    }
    if message.starts_with("unclosed array table") {
        return "expected `]]` behind the name of the table".to_owned();
    }
    if message.starts_with("unclosed table") {
        return "expected `]` behind the name of the table".to_owned();
    }
    if message.contains("recursion") || message.contains("recurse") {
        return "nested too deeply; expected a condition of fewer levels".to_owned();
    }
    plain(message)
}

fn plain(message: &str) -> String {
    message.trim_end().to_owned()
}

/// A value that is no text, number, day, list or table.
fn unquoted(key: &str, given: &str) -> String {
    const CURLY: &[char] = &['“', '”', '„', '«', '‘', '’', '‚'];
    let mut words = given.split_whitespace();
    let (first, second) = (words.next(), words.next());
    match (first, second) {
        (None, _) => format!("`{key}` has no value; expected one behind `=`"),
        (Some(word), _) if word.starts_with(CURLY) => {
            "these quotation marks belong to running text; expected straight ones, \"…\"".to_owned()
        }
        (Some("true" | "false"), Some(next)) => {
            format!("a comma is missing; expected `,` before `{next}`")
        }
        (Some(word), None)
            if ["true", "false", "yes", "no"].contains(&word.to_ascii_lowercase().as_str()) =>
        {
            format!("`{word}` is no value; expected true or false, in small letters")
        }
        _ => {
            format!(
                "`{given}` stands without quotation marks; expected \"{given}\" if it is a text"
            )
        }
    }
}

/// Something behind the end of a value.
fn surplus(given: &str) -> String {
    match given.chars().next() {
        Some(c @ (']' | '}')) => format!("`{c}` closes nothing; expected the end of the line"),
        Some(',') if given.len() == 1 => {
            "lines have no comma between them; expected the end of the line".to_owned()
        }
        Some(',')
            if given
                .get(1..)
                .is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            "a number is written with a point; expected the end of the line".to_owned()
        }
        Some(',') => "several values need brackets; expected a list, [\"…\", \"…\"]".to_owned(),
        _ if given.contains('=') => {
            "two keys in one line; expected each on a line of its own".to_owned()
        }
        _ => format!(
            "`{given}` stands behind the end of the value; quotation marks inside a text are written “…”, «…» or \\\""
        ),
    }
}

/// A line that does not begin with a key and `=`.
fn no_key(line: &str, given: &str) -> String {
    let foreign = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    if line.starts_with("//") || line.starts_with("--") || line.starts_with(';') {
        return "a remark begins with `#`".to_owned();
    }
    if line.ends_with(']') && !line.starts_with('[') && !line.contains('=') {
        let name = line.trim_end_matches(']');
        return format!("`[` is missing before the name of the table; expected `[{name}]`");
    }
    let key = line.split([' ', '=', ':', '"']).next().unwrap_or_default();
    if foreign(given) || foreign(key) {
        let key = if foreign(given) { given } else { key };
        return format!(
            "`{key}` is no key: keys are written in Latin letters; letters of another alphabet look alike"
        );
    }
    if line.get(key.len()..).is_some_and(|behind| behind.trim_start().starts_with(':')) {
        return format!("`:` behind a key; expected `{key} = …`");
    }
    format!("no value here; expected `{key} = …`")
}
