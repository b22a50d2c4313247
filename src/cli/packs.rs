//! The packs and language tables that a command uses.

use std::path::PathBuf;

use rayon::prelude::*;
use serde::Deserialize;

use super::show_pack_errors;
use crate::lang::Langs;
use crate::pack::check::{self as pack_check, unknown};
use crate::pack::{Pack, PackError, PackFile, embedded};

/// The language tables inside the binary.
pub(super) fn langs() -> anyhow::Result<Langs> {
    Ok(Langs::load(embedded::languages())?)
}

/// The packs that a command uses, and the mistakes in their rule files: those that are named, else the built-in
/// ones that run unasked.
pub(super) fn packs(names: &[String]) -> anyhow::Result<(Vec<Pack>, Vec<PackError>)> {
    if !names.is_empty() {
        return every_pack(names);
    }
    let inside = embedded::packs().into_iter();
    let unasked: Vec<String> =
        inside.filter(|name| runs_unasked(name)).map(str::to_owned).collect();
    every_pack(&unasked)
}

/// Whether a built-in pack runs where nobody says which packs do. A pack that cannot tell is loaded, and tells
/// what is wrong with it.
fn runs_unasked(name: &str) -> bool {
    #[derive(Deserialize)]
    struct Manifest {
        #[serde(default)]
        default: bool,
    }
    let files = embedded::pack(name);
    let manifest = files.iter().find(|file| file.name == "pack.toml");
    manifest.is_none_or(|file| toml::from_str(&file.text).map_or(true, |m: Manifest| m.default))
}

/// The packs that are named, else every one inside the binary, and the mistakes in their rule files.
pub(super) fn every_pack(names: &[String]) -> anyhow::Result<(Vec<Pack>, Vec<PackError>)> {
    let inside: Vec<String> = embedded::packs().into_iter().map(str::to_owned).collect();
    let names = if names.is_empty() { &inside } else { names };
    // A pack takes longer to read than most acts.
    let loaded: Vec<_> = names
        .par_iter()
        .map(|name| {
            let (id, folder, files) = if inside.contains(name) {
                (name.clone(), format!("rules/{name}"), embedded::pack(name))
            } else {
                pack_folder(name, &inside)?
            };
            anyhow::Ok((pack_check::load(&id, &folder, &files), id))
        })
        .collect();
    let mut packs = Vec::with_capacity(loaded.len());
    let mut errors = Vec::new();
    for pack in loaded {
        match pack? {
            (Ok((pack, wrong)), _) => {
                packs.push(pack);
                errors.extend(wrong);
            }
            (Err(wrong), id) => {
                show_pack_errors(&wrong);
                anyhow::bail!("the pack `{id}` cannot be read; see above");
            }
        }
    }
    Ok((packs, errors))
}

pub(super) fn pack_folder(
    name: &str,
    known: &[String],
) -> anyhow::Result<(String, String, Vec<PackFile>)> {
    let folder = PathBuf::from(name);
    anyhow::ensure!(folder.is_dir(), {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        format!("{}; no folder of that name is here either", unknown("pack", name, &known))
    });
    let mut files = Vec::new();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(&folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let bytes = std::fs::read(path)
            .map_err(|e| anyhow::anyhow!("{}: cannot be read: {e}", path.display()))?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        files.push(PackFile::new(path.to_string_lossy().replace('\\', "/"), name, &bytes));
    }
    let id = folder.canonicalize()?.file_name().map(|n| n.to_string_lossy().into_owned());
    Ok((id.unwrap_or_else(|| name.to_owned()), name.trim_end_matches('/').to_owned(), files))
}

/// The names of the rules of every built-in pack and of the packs in these folders, by their files: a rule
/// exists by being a file. A folder that cannot be read has none; that is told where the pack is loaded.
pub(super) fn rule_names<'n>(names: impl Iterator<Item = &'n String>) -> Vec<String> {
    let inside: Vec<String> = embedded::packs().into_iter().map(str::to_owned).collect();
    let folders = names.filter(|name| !inside.contains(name));
    let read = folders.filter_map(|name| pack_folder(name, &inside).ok());
    let read: Vec<(String, Vec<PackFile>)> = read.map(|(id, _, files)| (id, files)).collect();
    let built_in = inside.iter().map(|id| (id.clone(), embedded::pack(id)));
    let mut rules: Vec<String> = built_in
        .chain(read)
        .flat_map(|(id, files)| {
            let rules = files.into_iter().filter(|file| pack_check::is_rule(&file.name));
            let rules = rules.filter_map(|file| Some(file.name.strip_suffix(".toml")?.to_owned()));
            rules.map(|name| format!("{id}/{name}")).collect::<Vec<_>>()
        })
        .collect();
    rules.sort();
    rules.dedup();
    rules
}
