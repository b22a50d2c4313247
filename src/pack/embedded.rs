//! The packs and language tables inside the binary, deflated; each folder is inflated once, when
//! something of it is asked for.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::bufread::DeflateDecoder;

use super::PackFile;

// Every folder under `rules/`, as `build.rs` packs it: `FOLDERS`.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The folder of the language tables.
const LANGUAGES: &str = "lang";

/// A folder under `rules/`.
struct Folder {
    name: &'static str,
    /// The path of each file below `rules/`, and the length of its text.
    files: &'static [(&'static str, usize)],
    /// The texts of the files one behind the other.
    deflated: &'static [u8],
    inflated: OnceLock<String>,
}

impl Folder {
    const fn new(
        name: &'static str,
        files: &'static [(&'static str, usize)],
        deflated: &'static [u8],
    ) -> Self {
        Self { name, files, deflated, inflated: OnceLock::new() }
    }

    fn named(name: &str) -> Option<&'static Self> {
        FOLDERS.iter().find(|folder| folder.name == name)
    }

    /// Its files: (path, text). A damaged binary gives none of them, and whoever asked says that the
    /// pack or the language is missing.
    fn texts(&'static self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut rest = self.inflated.get_or_init(|| {
            let mut text = String::with_capacity(self.files.iter().map(|(_, length)| length).sum());
            let read = DeflateDecoder::new(self.deflated).read_to_string(&mut text);
            read.map_or_else(|_| String::new(), |_| text)
        }) as &str;
        self.files.iter().map_while(move |&(path, length)| {
            let (text, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some((path, text))
        })
    }
}

/// The language tables: (name, text).
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    Folder::named(LANGUAGES).into_iter().flat_map(Folder::texts)
}

/// The names of the embedded packs, in order.
#[must_use]
pub fn packs() -> Vec<&'static str> {
    let is_pack = |folder: &&Folder| {
        let manifest = |path: &str| path.strip_prefix(folder.name) == Some("/pack.toml");
        folder.files.iter().any(|(path, _)| manifest(path))
    };
    let mut names: Vec<&str> = FOLDERS.iter().filter(is_pack).map(|folder| folder.name).collect();
    names.sort_unstable();
    names
}

/// The files of an embedded pack; empty when there is none of that name.
#[must_use]
pub fn pack(name: &str) -> Vec<PackFile> {
    let Some(folder) = Folder::named(name) else { return Vec::new() };
    let texts = folder.texts().filter_map(|(path, text)| {
        let file = path.strip_prefix(name)?.strip_prefix('/')?;
        Some(PackFile {
            path: format!("rules/{path}"),
            name: file.to_owned(),
            text: text.to_owned(),
        })
    });
    texts.collect()
}
