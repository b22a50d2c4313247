//! Addresses of files, for terminals that open what is clicked on.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands for itself in the path of an address.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b':').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address of a file as the user wrote it, seen from a folder with an absolute path; none for
/// standard input.
pub(super) fn uri(folder: &str, path: &str) -> Option<String> {
    if path == "-" {
        return None;
    }
    let slashes = |text: &str| text.strip_prefix(r"\\?\").unwrap_or(text).replace('\\', "/");
    // A name may hold a backslash where paths begin with a slash.
    let (folder, path) = if folder.starts_with('/') {
        (folder.to_owned(), path.to_owned())
    } else {
        (slashes(folder), slashes(path))
    };
    let absolute = path.starts_with('/') || has_drive(&path);
    let full = if absolute {
        path
    } else {
        let path = path.strip_prefix("./").unwrap_or(&path);
        format!("{}/{path}", folder.trim_end_matches('/'))
    };
    // A path that begins with two slashes names its host; one that begins with a drive has no slash.
    let start = match full.as_str() {
        path if path.starts_with("//") => "file:",
        path if path.starts_with('/') => "file://",
        _ => "file:///",
    };
    Some(format!("{start}{}", utf8_percent_encode(&full, ENCODED)))
}

/// Whether a path begins with a drive: `C:/`.
fn has_drive(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.as_str().starts_with(":/")
}
