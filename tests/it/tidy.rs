//! Rules of the house that a compiler does not check: which module sees which, and small things.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::{files, root};

/// Every module below `src` with the modules that it may name by `crate::`. Imports go one way:
/// a module stands behind all modules that it sees. Keep what is listed and what is used equal.
const SEES: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("ingest", &["source"]),
    ("model", &["source"]),
    ("saying", &[]),
    ("lang", &["source", "model", "saying"]),
    ("syntax", &["source", "model", "lang"]),
    ("facts", &["source", "model", "lang", "syntax"]),
    ("form", &["source", "model", "lang", "syntax", "facts"]),
    ("amend", &["source", "model", "lang", "syntax", "facts"]),
    ("finding", &["source"]),
    ("pack", &["source", "model", "lang", "finding"]),
    ("explain", &["source", "model", "lang", "finding", "pack"]),
    ("engine", &["source", "model", "lang", "syntax", "facts", "form", "amend", "finding", "pack"]),
    ("report", &["source", "model", "saying", "facts", "amend", "finding", "engine"]),
    (
        "cli",
        &[
            "source", "ingest", "model", "lang", "amend", "finding", "pack", "explain", "engine",
            "report",
        ],
    ),
    ("lib", &[]),
    ("main", &["cli"]),
];

/// What reaches out of the program, and the modules that may: files, environment, clock, streams.
const WORLD: &[(&str, &[&str])] = &[
    ("std::fs", &["cli"]),
    ("std::env", &["cli"]),
    ("std::net", &[]),
    ("std::process", &["cli", "main"]),
    ("io::stdin", &["cli"]),
    ("io::stdout", &["cli"]),
    ("io::stderr", &["cli"]),
    ("SystemTime", &[]),
    ("Instant::now", &[]),
    ("Zoned::now", &[]),
    ("Timestamp::now", &["cli"]),
];

/// Files that may hold Cyrillic letters as data: which letters look alike, or share a byte in two
/// encodings, is no language's table.
const LETTERS: &[&str] = &["ingest/decode.rs", "lang/fold.rs", "model/number.rs"];

/// The longest a file of the project may be.
const LINES: usize = 650;

/// A source file: path below `src`, text, and the text with comments and strings blanked out.
struct File {
    name: String,
    module: String,
    text: String,
    bare: String,
    code: String,
}

fn sources() -> Vec<File> {
    let src = root().join("src");
    let files: Vec<File> = files(&src, &["rs"])
        .iter()
        .map(|path| {
            let name = relative(path, &src);
            let text = std::fs::read_to_string(path).unwrap();
            let module = name.split(['/', '.']).next().unwrap().to_owned();
            let (bare, code) = (blank(&text, false), blank(&text, true));
            File { name, module, text, bare, code }
        })
        .collect();
    assert!(files.len() > 20, "only {} files found below src", files.len());
    files
}

fn relative(path: &Path, base: &Path) -> String {
    path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/")
}

/// Blanks out comments, and the inside of strings and characters too if asked; lines stay in place.
fn blank(text: &str, strings: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (len, is_blank) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), true)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), true)
        } else if let Some(len) = raw_string(rest, &out) {
            (len, strings)
        } else if c == '"' {
            (quoted(rest, '"'), strings)
        } else if c == '\'' && is_character(rest) {
            (quoted(rest, '\''), strings)
        } else {
            (c.len_utf8(), false)
        };
        let (piece, left) = rest.split_at(len);
        if is_blank {
            out.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(piece);
        }
        rest = left;
    }
    out
}

/// The length of a raw string that opens here.
fn raw_string(rest: &str, before: &str) -> Option<usize> {
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let inner = rest.strip_prefix('r')?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    let open = 1 + hashes + 1;
    inner[hashes..].starts_with('"').then_some(())?;
    let close = format!("\"{}", "#".repeat(hashes));
    rest[open..].find(&close).map(|end| open + end + close.len())
}

/// The length of a literal that opens here, both quotes included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Whether a quote opens a character, and not a lifetime.
fn is_character(rest: &str) -> bool {
    let mut inner = rest.chars().skip(1);
    match inner.next() {
        Some('\\') => true,
        Some(_) => inner.next() == Some('\''),
        None => false,
    }
}

/// The modules that a text names behind `crate::`, in a path or as the heads of a group.
fn seen(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        let glued = code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'));
        if !glued {
            heads(&code[at + prefix.len()..], &mut found);
        }
    }
    found
}

/// The first names of a path or of each path of a group.
fn heads(path: &str, found: &mut BTreeSet<String>) {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.trim_start().strip_prefix('{') else {
        found.insert(name(path));
        return;
    };
    let (mut depth, mut item) = (1, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && c == ',') {
            let first = name(&group[item..at]);
            if !first.is_empty() {
                found.insert(first);
            }
            item = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
}

#[test]
fn imports_go_one_way() {
    let table: BTreeMap<&str, &[&str]> = SEES.iter().copied().collect();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = String::new();
    for file in sources() {
        let Some(allowed) = table.get(file.module.as_str()) else {
            let _ =
                writeln!(wrong, "src/{}: module `{}` is not in the table", file.name, file.module);
            continue;
        };
        let mut names = seen(&file.code);
        // The program sees its library by name.
        if file.module == "main" {
            names.extend(seen(&file.code.replace("grundnorm::", "crate::")));
        }
        for name in names.iter().filter(|n| **n != file.module) {
            if !allowed.contains(&name.as_str()) {
                let _ = writeln!(wrong, "src/{} must not see `{name}`", file.name);
            }
        }
        // `super` from the top of a module would be a way around the table.
        let depth = file.name.matches('/').count() + 1;
        if file.code.contains(&"super::".repeat(depth)) {
            let _ = writeln!(wrong, "src/{}: `super` leaves the module; name `crate`", file.name);
        }
        used.entry(file.module).or_default().extend(names);
    }
    for (module, allowed) in SEES {
        let seen = used.get(*module);
        for name in allowed.iter().filter(|n| !seen.is_some_and(|s| s.contains(**n))) {
            let _ =
                writeln!(wrong, "the table lets `{module}` see `{name}`, which it does not use");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_table_has_no_circle() {
    let mut behind: Vec<&str> = Vec::new();
    let mut left: Vec<&(&str, &[&str])> = SEES.iter().collect();
    while !left.is_empty() {
        let count = left.len();
        left.retain(|(module, sees)| {
            let ready = sees.iter().all(|s| behind.contains(s));
            if ready {
                behind.push(module);
            }
            !ready
        });
        assert_ne!(left.len(), count, "these see one another: {left:?}");
    }
}

#[test]
fn only_the_command_line_reaches_out() {
    let mut wrong = String::new();
    for file in sources() {
        for (what, allowed) in WORLD {
            if file.code.contains(what) && !allowed.contains(&file.module.as_str()) {
                let _ = writeln!(wrong, "src/{}: {what} is the business of {allowed:?}", file.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn files_are_short_and_say_what_they_own() {
    let mut wrong = String::new();
    for path in
        files(&root().join("src"), &["rs"]).iter().chain(&files(&root().join("tests"), &["rs"]))
    {
        let name = relative(path, root());
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines().count();
        if lines > LINES {
            let _ = writeln!(wrong, "{name}: {lines} lines, the most is {LINES}");
        }
        if name.ends_with("/mod.rs") || name.contains("utils") || name.contains("helpers") {
            let _ = writeln!(wrong, "{name}: a module is named after what it owns");
        }
        if name.starts_with("src/") && !text.starts_with("//! ") {
            let _ = writeln!(wrong, "{name}: expected a header that says what the module owns");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn words_of_a_language_are_data() {
    let mut wrong = String::new();
    for file in sources().iter().filter(|f| !LETTERS.contains(&f.name.as_str())) {
        for (at, line) in file.bare.lines().enumerate() {
            if line.contains(|c| matches!(c, '\u{400}'..='\u{52F}')) {
                let _ = writeln!(wrong, "src/{}:{}: {}", file.name, at + 1, line.trim());
            }
        }
    }
    assert!(wrong.is_empty(), "Cyrillic letters belong in rules/lang:\n{wrong}");
}

#[test]
fn nothing_is_put_off() {
    // The words stand in pieces, or this file would be the first to hold them.
    let words = [["TO", "DO"], ["FIX", "ME"], ["X", "XX"], ["for", " now"], ["un", "implemented!"]];
    let mut wrong = String::new();
    for file in sources() {
        for (at, line) in file.text.lines().enumerate() {
            for word in &words {
                let word = word.concat();
                let is_word = |at: usize| !line[..at].ends_with(char::is_alphanumeric);
                if line.match_indices(&word).any(|(at, _)| is_word(at)) {
                    let _ = writeln!(wrong, "src/{}:{}: {word}", file.name, at + 1);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The reader of this module is a small one: what it must get right.
#[test]
fn the_reader_knows_comments_strings_and_groups() {
    let code = r##"use crate::{a::B, c::{d, e}, f}; // crate::no
        let s = "crate::no \" crate::no"; let r = r#"crate::no " "#; let c = '"'; x::<'a>(crate::g::h);
        /* crate::no */ $crate::i::j!(mycrate::no);"##;
    let names: Vec<String> = seen(&blank(code, true)).into_iter().collect();
    assert_eq!(names, ["a", "c", "f", "g"]);
    assert_eq!(blank("'\\'' /* б */ \"в\" 'г' // д", false).trim_end(), "'\\''         \"в\" 'г'");
}
