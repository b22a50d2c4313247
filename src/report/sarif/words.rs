//! Words and names of files as SARIF writes them.

use std::fmt::Write as _;

use serde::Serialize;

use crate::report::escape::clean;
use crate::report::place::file;

/// A message in plain text.
#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

/// A message that says just this: in a message braces stand for arguments, and words in square brackets
/// before words in round ones for links.
pub(super) fn message(text: &str) -> Message {
    let text = clean(text).replace('{', "{{").replace('}', "}}").replace("](", "\\](");
    Message { text }
}

/// The reference to a file: a relative one where the path is, percent-encoded, with forward slashes.
pub(super) fn uri(path: &str) -> String {
    let path = file(path);
    let mut uri = String::with_capacity(path.len());
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let mut rest = path.as_str();
    if drive {
        let (head, tail) = path.split_at(2);
        uri.push_str("file:///");
        uri.push_str(head);
        rest = tail;
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in rest.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
