//! From text back to the bytes of the encoding that it came in.

use encoding_rs::Encoder;

use super::decode::from_kz_1048;

/// How the bytes of a file say its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, perhaps behind a byte-order mark.
    Utf8 {
        /// Whether the file begins with a byte-order mark.
        mark: bool,
    },
    /// UTF-16.
    Utf16 {
        /// Whether the lower byte of a unit comes first.
        little: bool,
        /// Whether the file begins with a byte-order mark.
        mark: bool,
    },
    /// A single-byte encoding of Cyrillic.
    Single(&'static encoding_rs::Encoding),
    /// windows-1251 with Kazakh letters in the places of others (STRK1048).
    Kz1048,
}

impl Encoding {
    /// The bytes of a file with this text.
    ///
    /// # Errors
    /// The first character that the encoding does not have.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, char> {
        match self {
            Self::Utf8 { mark } => {
                let mark: &[u8] = if mark { &[0xEF, 0xBB, 0xBF] } else { &[] };
                Ok([mark, text.as_bytes()].concat())
            }
            Self::Utf16 { little, mark } => {
                let mark = mark.then_some(0xFEFF);
                let units = mark.into_iter().chain(text.encode_utf16());
                Ok(units
                    .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
                    .collect())
            }
            Self::Single(encoding) => single(encoding.new_encoder(), text),
            Self::Kz1048 => {
                let shadow = text
                    .chars()
                    .map(|c| from_kz_1048(c).ok_or(c))
                    .collect::<Result<String, char>>()?;
                single(encoding_rs::WINDOWS_1251.new_encoder(), &shadow)
            }
        }
    }

    /// The name of the encoding.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 { .. } => "UTF-8",
            Self::Utf16 { .. } => "UTF-16",
            Self::Single(encoding) => encoding.name(),
            Self::Kz1048 => "KZ-1048",
        }
    }
}

/// Encodes without putting anything in the place of what cannot be said.
fn single(mut encoder: Encoder, text: &str) -> Result<Vec<u8>, char> {
    let mut bytes = Vec::with_capacity(text.len());
    let (result, _) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true);
    match result {
        encoding_rs::EncoderResult::InputEmpty => Ok(bytes),
        encoding_rs::EncoderResult::Unmappable(c) => Err(c),
        // A character of these encodings is one byte, and a text is never shorter than it has characters.
        encoding_rs::EncoderResult::OutputFull => Err(char::REPLACEMENT_CHARACTER),
    }
}
