//! From the bytes of a file to a [`Source`]: format, encoding and limits.
//!
//! Does no I/O and knows no grammar. The text of a UTF-8 file is the file itself after a byte-order
//! mark, so that offsets in reports are offsets in the file; other encodings are decoded, and their
//! offsets are those of the decoded text. What cannot be read for sure is refused with a sentence
//! that says what was expected and where: a law that was read wrongly is worse than one not read.

mod binary;
mod decode;
mod encode;

use crate::source::{Markup, Source};

pub use encode::Encoding;

/// The longest text that is read, in bytes: as a file, and again as decoded UTF-8.
///
/// Spans are 32-bit offsets, and the analysis needs several bytes of memory for each byte of text.
/// The largest codes have a few megabytes, so a longer file is a mistake or an attack.
pub const MAX_TEXT: usize = 256 << 20;

/// The longest line that is read, in bytes of UTF-8.
///
/// A line is a paragraph, the piece of text that one parser holds at once. Real acts that lost their
/// line breaks have lines of some hundred kilobytes; only a file that is no act has longer ones.
pub const MAX_LINE: usize = 16 << 20;

/// What a file is, judged by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text: `.txt`, `.text`.
    Text,
    /// Markdown: `.md`, `.markdown`.
    Markdown,
}

impl Kind {
    /// The kind that the extension of `name` says, in whatever case; none for other extensions and
    /// for names without one.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        // What stands before the last dot must not be empty: `.md` is a hidden file without an
        // extension.
        let (stem, extension) = file.rsplit_once('.')?;
        let is = |known: &str| !stem.is_empty() && extension.eq_ignore_ascii_case(known);
        if is("txt") || is("text") {
            Some(Self::Text)
        } else if is("md") || is("markdown") {
            Some(Self::Markdown)
        } else {
            None
        }
    }
}

/// Whether a file of this name is read when a folder is walked.
///
/// A file that the user names is read whatever its name, as plain text if the name says nothing.
#[must_use]
pub fn supported(name: &str) -> bool {
    Kind::of(name).is_some()
}

/// Why bytes could not become a [`Source`].
///
/// The sentences do not name the file, since whoever has the error knows it. Offsets are bytes of
/// the file from 0, a byte-order mark included; lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// No text at all, or only white space.
    #[error("the file is empty: expected the text of an act")]
    Empty,
    /// The first bytes are those of a known format that is not text.
    #[error("the file looks like {what}: expected plain text or Markdown")]
    Format {
        /// The format, with its article: "a PDF document".
        what: &'static str,
    },
    /// Bytes that no text has.
    #[error(
        "the file holds binary data: byte {byte:#04x} at line {line}, byte offset {offset}; \
         expected plain text or Markdown"
    )]
    Binary {
        /// Line of the first such byte.
        line: usize,
        /// Its offset.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// More than [`MAX_TEXT`].
    #[error(
        "the text is longer than {} MiB, the most that is read: expected a single act",
        MAX_TEXT >> 20
    )]
    TooLong,
    /// A line longer than [`MAX_LINE`].
    #[error(
        "line {line} is {length} bytes long: expected paragraphs on lines of their own, \
         none longer than {} MiB",
        MAX_LINE >> 20
    )]
    LongLine {
        /// The line.
        line: usize,
        /// Its length in bytes, without the line end.
        length: usize,
    },
    /// UTF-8 with damaged places.
    #[error(
        "invalid UTF-8: byte {byte:#04x} at line {line}, byte offset {offset}{}",
        others(*.more)
    )]
    Utf8 {
        /// Line of the first damaged place.
        line: usize,
        /// Its offset.
        offset: usize,
        /// The byte there.
        byte: u8,
        /// How many damaged places follow.
        more: usize,
    },
    /// UTF-16 with half of a surrogate pair, or cut off inside a unit.
    #[error(
        "invalid UTF-16 at line {line}, byte offset {offset}: expected a whole character; \
         the file is damaged or cut off"
    )]
    Utf16 {
        /// Line of the first damaged place.
        line: usize,
        /// Its offset.
        offset: usize,
    },
    /// An encoding that is not read, or not told for sure.
    #[error(
        "unknown encoding: byte {byte:#04x} at line {line}, byte offset {offset} is not UTF-8, and \
         the text is not surely in a Cyrillic encoding (it might be {guess}); save it as UTF-8"
    )]
    Encoding {
        /// Line of the first byte that is not UTF-8.
        line: usize,
        /// Its offset.
        offset: usize,
        /// The byte.
        byte: u8,
        /// The name of the most likely encoding.
        guess: &'static str,
    },
}

/// The end of the sentence about damaged UTF-8.
fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => ", and one more place".to_owned(),
        _ => format!(", and {more} more places"),
    }
}

/// Makes a [`Source`] of the bytes of one file.
///
/// Reads UTF-8, UTF-16 (with a byte-order mark or without) and the Cyrillic single-byte encodings
/// windows-1251, KZ-1048, KOI8, IBM866 and ISO-8859-5. Valid UTF-8 is moved, not copied.
///
/// # Errors
///
/// When the bytes are empty, binary, damaged, of unknown encoding, or beyond [`MAX_TEXT`] or
/// [`MAX_LINE`].
pub fn ingest(name: &str, bytes: Vec<u8>) -> Result<Source, IngestError> {
    encoded(name, bytes).map(|(source, _)| source)
}

/// The same, with the encoding of the bytes, so that a text can be written back as it came.
///
/// # Errors
///
/// Those of [`ingest`].
pub fn encoded(name: &str, bytes: Vec<u8>) -> Result<(Source, Encoding), IngestError> {
    if bytes.len() > MAX_TEXT {
        return Err(IngestError::TooLong);
    }
    if let Some(what) = binary::format(&bytes) {
        return Err(IngestError::Format { what });
    }
    let (text, encoding) = decode::decode(bytes)?;
    if text.chars().all(char::is_whitespace) {
        return Err(IngestError::Empty);
    }
    let markup = match Kind::of(name) {
        Some(Kind::Markdown) => Markup::Markdown,
        Some(Kind::Text) | None => Markup::Plain,
    };
    Ok((Source::new(name, text, markup), encoding))
}
