//! The packs and language tables inside the binary.

use super::PackFile;

/// Every TOML file under `rules/`, by its path below that folder.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The language tables: (name, text).
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| path.starts_with("lang/"))
}

/// The names of the embedded packs, in order.
#[must_use]
pub fn packs() -> Vec<&'static str> {
    let mut names: Vec<&str> = FILES
        .iter()
        .filter_map(|(path, _)| path.strip_suffix("/pack.toml"))
        .filter(|name| !name.contains('/'))
        .collect();
    names.sort_unstable();
    names
}

/// The files of an embedded pack; empty when there is none of that name.
#[must_use]
pub fn pack(name: &str) -> Vec<PackFile> {
    FILES
        .iter()
        .filter_map(|(path, text)| {
            let file = path.strip_prefix(name)?.strip_prefix('/')?;
            Some(PackFile {
                path: format!("rules/{path}"),
                name: file.to_owned(),
                text: (*text).to_owned(),
            })
        })
        .collect()
}
