//! From bytes to text: which encoding, and whether the text is whole.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::{Encoding, IngestError, MAX_LINE, MAX_TEXT};

/// How many bytes are looked at to tell UTF-16 without a byte-order mark, and how many bytes after
/// the first that is not ASCII are shown to the detector. Both tell an encoding from a paragraph;
/// the whole text is checked once it is decoded.
const SAMPLE: usize = 64 << 10;

/// The fewest Cyrillic letters that make a text Cyrillic; fewer may be a few stray bytes.
const FEWEST_LETTERS: usize = 4;

/// How many bytes of text make one NUL byte a stray one and not a sign of binary data.
const STRAY_NUL: usize = 512;

/// Length of the byte-order mark in UTF-8, which is not part of the text but of the file.
const MARK_UTF8: usize = 3;

/// How many Cyrillic letters of UTF-8 in a row do not come about by chance in another encoding, so
/// that the text is UTF-8 at least in part.
const WORD: usize = 4;

/// Order of the two bytes of a UTF-16 unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// Decodes the bytes of a file, or says why they are no text.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<(String, Encoding), IngestError> {
    match *bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => {
            // Moves the bytes down in place: no second buffer.
            bytes.drain(..MARK_UTF8);
            check_lines(&bytes)?;
            check_nul(&bytes, MARK_UTF8)?;
            // The mark says UTF-8 outright, so that no other encoding is considered.
            let text =
                String::from_utf8(bytes).map_err(|error| broken(error.as_bytes(), MARK_UTF8))?;
            return Ok((text, Encoding::Utf8 { mark: true }));
        }
        [0xFF, 0xFE, ..] => {
            let encoding = Encoding::Utf16 { little: true, mark: true };
            return Ok((marked_utf16(&bytes, Order::Little)?, encoding));
        }
        [0xFE, 0xFF, ..] => {
            let encoding = Encoding::Utf16 { little: false, mark: true };
            return Ok((marked_utf16(&bytes, Order::Big)?, encoding));
        }
        _ => {}
    }
    if let Some((text, order)) = unmarked_utf16(&bytes)? {
        return Ok((text, Encoding::Utf16 { little: order == Order::Little, mark: false }));
    }
    check_lines(&bytes)?;
    check_nul(&bytes, 0)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, Encoding::Utf8 { mark: false })),
        Err(error) => not_utf8(&error.into_bytes()),
    }
}

/// The line, from 1, of a byte.
fn line_of(bytes: &[u8], offset: usize) -> usize {
    bytes.iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// Refuses lines beyond the limit. Sound before decoding for every encoding in which a line feed is
/// one byte, since no such encoding needs fewer bytes in UTF-8.
fn check_lines(bytes: &[u8]) -> Result<(), IngestError> {
    if bytes.len() <= MAX_LINE {
        return Ok(());
    }
    let long = bytes.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    match long.enumerate().find(|(_, line)| line.len() > MAX_LINE) {
        Some((index, line)) => Err(IngestError::LongLine { line: index + 1, length: line.len() }),
        None => Ok(()),
    }
}

/// Refuses binary data, told by its NUL bytes. The bytes begin at offset `base` of the file.
///
/// A few in a long text are let through, if nothing else in it is binary: the texts of the Federal
/// Register of the United States have one in a thousand bytes.
fn check_nul(bytes: &[u8], base: usize) -> Result<(), IngestError> {
    let Some(first) = bytes.iter().position(|b| *b == 0) else { return Ok(()) };
    let stray = bytes.len() / STRAY_NUL;
    let many = bytes.iter().filter(|b| **b == 0).nth(stray).is_some();
    let others = bytes.iter().any(|b| *b != 0 && b.is_ascii() && is_control(char::from(*b)));
    if many || others || std::str::from_utf8(bytes).is_err() {
        return Err(binary(bytes, first, base));
    }
    Ok(())
}

/// The error for a byte that no text has.
fn binary(bytes: &[u8], at: usize, base: usize) -> IngestError {
    let byte = bytes.get(at).copied().unwrap_or_default();
    IngestError::Binary { line: line_of(bytes, at), offset: base + at, byte }
}

/// Both limits again, for a text that may have grown by being decoded.
fn check_decoded(text: String) -> Result<String, IngestError> {
    if text.len() > MAX_TEXT {
        return Err(IngestError::TooLong);
    }
    check_lines(text.as_bytes())?;
    Ok(text)
}

/// UTF-16 after a byte-order mark: anything wrong in it is damage.
fn marked_utf16(bytes: &[u8], order: Order) -> Result<String, IngestError> {
    let body = &bytes[2..];
    match utf16(body, order) {
        Ok(text) => match text.find('\0') {
            Some(at) => Err(binary_utf16(&text, at)),
            None => check_decoded(text),
        },
        Err((text, at)) => {
            Err(IngestError::Utf16 { line: line_of(text.as_bytes(), text.len()), offset: at + 2 })
        }
    }
}

/// The error for a NUL character at byte `at` of a text that was UTF-16 with a mark.
fn binary_utf16(text: &str, at: usize) -> IngestError {
    let units: usize = text[..at].chars().map(char::len_utf16).sum();
    IngestError::Binary { line: line_of(text.as_bytes(), at), offset: 2 + 2 * units, byte: 0 }
}

/// Decodes UTF-16. The error holds the text before the damage, and the offset of the damage.
fn utf16(bytes: &[u8], order: Order) -> Result<String, (String, usize)> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match order {
        Order::Little => u16::from_le_bytes(*pair),
        Order::Big => u16::from_be_bytes(*pair),
    });
    // Cyrillic takes as many bytes in UTF-8, English half as many.
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => {
                text.push(c);
                at += 2 * c.len_utf16();
            }
            Err(_) => return Err((text, at)),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err((text, at)) }
}

/// UTF-16 without a byte-order mark, told by its NUL bytes: the spaces, figures and line ends of
/// any language have a zero for their upper byte, always on the same side. Only the scripts of
/// Europe are believed, since any two bytes make a Chinese character.
fn unmarked_utf16(bytes: &[u8]) -> Result<Option<(String, Order)>, IngestError> {
    if !bytes.len().is_multiple_of(2) {
        return Ok(None);
    }
    let (pairs, _) = bytes[..bytes.len().min(SAMPLE)].as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let (order, zeros, strays) =
        if second > first { (Order::Little, second, first) } else { (Order::Big, first, second) };
    if zeros == 0 || zeros * 32 < pairs.len() || strays * 16 > zeros {
        return Ok(None);
    }
    let Ok(text) = utf16(bytes, order) else { return Ok(None) };
    let (mut all, mut good) = (0usize, 0usize);
    for c in text.chars() {
        if is_control(c) {
            return Ok(None);
        }
        all += 1;
        good += usize::from(matches!(c, '\0'..'\u{590}' | '\u{2000}'..'\u{2300}'));
    }
    if good * 20 < all * 19 { Ok(None) } else { Ok(Some((check_decoded(text)?, order))) }
}

/// Control characters other than those that texts hold: tab, line ends, page break, and the
/// end-of-file mark of DOS.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t'..='\r' | '\u{1a}' | '\u{85}')
}

/// Bytes that are not UTF-8 as a whole: damaged UTF-8, an older Cyrillic encoding, or neither.
fn not_utf8(bytes: &[u8]) -> Result<(String, Encoding), IngestError> {
    // Characters of several bytes that are whole or begun speak for UTF-8; in the single-byte
    // encodings they come about by chance, a few in a hundred letters.
    let (mut whole, mut begun, mut lone, mut word) = (0usize, 0usize, 0usize, false);
    for chunk in bytes.utf8_chunks() {
        let mut run = 0;
        for c in chunk.valid().chars() {
            whole += usize::from(!c.is_ascii());
            run = if matches!(c, '\u{400}'..'\u{530}') { run + 1 } else { 0 };
            word |= run == WORD;
        }
        match chunk.invalid().len() {
            0 => {}
            1 => lone += 1,
            _ => begun += 1,
        }
    }
    let offset = first_invalid(bytes);
    let guess = guess(bytes, offset);
    // In IBM866 the common letters р to я, followed by two of а to п, look like a character of
    // three bytes: up to half as often as a letter that does not.
    let chance = if guess == encoding_rs::IBM866 { 1 } else { 5 };
    if word || (whole + begun) * chance > lone {
        return Err(broken(bytes, 0));
    }
    if let Some(at) = bytes.iter().position(|b| b.is_ascii() && is_control(char::from(*b))) {
        return Err(binary(bytes, at, 0));
    }
    match cyrillic(bytes, guess) {
        Some((text, encoding)) => Ok((check_decoded(text)?, encoding)),
        None => Err(IngestError::Encoding {
            line: line_of(bytes, offset),
            offset,
            byte: bytes.get(offset).copied().unwrap_or_default(),
            guess: guess.name(),
        }),
    }
}

/// The offset of the first byte that is not UTF-8.
fn first_invalid(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).err().map_or(bytes.len(), |error| error.valid_up_to())
}

/// The error for damaged UTF-8. The bytes begin at offset `base` of the file.
fn broken(bytes: &[u8], base: usize) -> IngestError {
    let at = first_invalid(bytes);
    let places = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    IngestError::Utf8 {
        line: line_of(bytes, at),
        offset: base + at,
        byte: bytes.get(at).copied().unwrap_or_default(),
        more: places.saturating_sub(1),
    }
}

/// The most likely encoding of bytes that are not UTF-8 from `offset` on.
fn guess(bytes: &[u8], offset: usize) -> &'static encoding_rs::Encoding {
    let end = bytes.len().min(offset + SAMPLE);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[offset.saturating_sub(SAMPLE)..end], end == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// The text in a Cyrillic encoding, if it is plausible throughout: letters of Cyrillic, the signs of
/// printed Russian, frames where the encoding has them, and nothing else beside ASCII.
fn cyrillic(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Option<(String, Encoding)> {
    let frames = encoding == encoding_rs::IBM866 || encoding == encoding_rs::KOI8_U;
    let known =
        frames || encoding == encoding_rs::WINDOWS_1251 || encoding == encoding_rs::ISO_8859_5;
    if !known {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let (mut letters, mut foreign) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '\u{400}'..'\u{530}' => letters += 1,
            _ if c.is_ascii() => foreign += usize::from(c.is_ascii_alphabetic()),
            '\u{2500}'..'\u{25A1}' if frames => {}
            _ if SIGNS.contains(c) => {}
            _ => return None,
        }
    }
    if letters < FEWEST_LETTERS || letters * 4 < foreign {
        return None;
    }
    let extended = encoding == encoding_rs::WINDOWS_1251 && has_extended_letters(&text);
    Some(if extended {
        (text.chars().map(kz_1048).collect(), Encoding::Kz1048)
    } else {
        (text.into_owned(), Encoding::Single(encoding))
    })
}

/// Signs beside letters and ASCII that printed Cyrillic texts hold.
const SIGNS: &str = "\u{a0}\u{ad}§№«»“”„‘’‚‹›–—…•·°±©®™¶†‡‰€µ¬¦¤∙√≤≥²÷■";

/// Whether a text read as windows-1251 is Kazakh in KZ-1048, which puts the Kazakh letters in the
/// places of others: no language has the Serbian and Macedonian ones beside ы.
fn has_extended_letters(text: &str) -> bool {
    text.contains(['ќ', 'ј', 'ѕ', 'ћ', 'Ќ', 'Ј', 'Ѕ', 'Ћ']) && text.contains('ы')
}

/// The characters of windows-1251 in whose places KZ-1048 (STRK1048) has others.
const KZ_1048: &[(char, char)] = &[
    ('Ќ', 'Қ'),
    ('ќ', 'қ'),
    ('Ћ', 'Һ'),
    ('ћ', 'һ'),
    ('Ў', 'Ұ'),
    ('ў', 'ұ'),
    ('Ј', 'Ә'),
    ('ј', 'ә'),
    ('Ґ', 'Ө'),
    ('ґ', 'ө'),
    ('Є', 'Ғ'),
    ('є', 'ғ'),
    ('Ї', 'Ү'),
    ('ї', 'ү'),
    ('Ѕ', 'Ң'),
    ('ѕ', 'ң'),
];

/// A character of windows-1251 as KZ-1048 has it.
fn kz_1048(c: char) -> char {
    KZ_1048.iter().find(|(windows, _)| *windows == c).map_or(c, |(_, own)| *own)
}

/// A character of KZ-1048 as windows-1251 has it in its place; none for what KZ-1048 does not have.
pub(super) fn from_kz_1048(c: char) -> Option<char> {
    let place = KZ_1048.iter().find(|(_, own)| *own == c).map(|(windows, _)| *windows);
    let replaced = KZ_1048.iter().any(|(windows, _)| *windows == c);
    place.or((!replaced).then_some(c))
}
