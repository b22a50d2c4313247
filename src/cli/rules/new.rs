//! `grundnorm rules new`: the files from which a rule of one's own begins.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::packs::{langs, pack_folder};
use crate::cli::{Outcome, output, show_pack_errors};
use crate::lang::Langs;
use crate::pack::{check as pack_check, embedded, scaffold, schema};

/// The schema by which a folder of schemas is known.
const SCHEMA: &str = "rule.schema.json";

/// Files that are not there yet, in the order in which they are written.
type Planned = Vec<(PathBuf, String, &'static str)>;

pub(in crate::cli) fn new(target: &str, languages: &[String]) -> anyhow::Result<Outcome> {
    let (folder, name) = parted(target)?;
    rule_name(name)?;
    let built_in = embedded::packs();
    anyhow::ensure!(
        !built_in.contains(&folder),
        "the pack `{folder}` is inside the program, and no rule can be added to it there; expected a folder, such as \
         `my-pack/{name}`, or `./{folder}/{name}` for a folder of that name"
    );
    let root = Path::new(folder);
    anyhow::ensure!(
        !root.exists() || root.is_dir(),
        "{folder}: expected a folder for the pack, found a file"
    );
    let path = root.join(format!("{name}.toml"));
    anyhow::ensure!(
        path.symlink_metadata().is_err(),
        "{}: the rule is already there, and nothing is written over it",
        shown(&path)
    );

    let langs = langs()?;
    let mut files: Planned = Vec::new();
    // There is no way back out of a folder that is not there yet.
    let around = match root.parent() {
        Some(parent) if !root.exists() => parent.join(SCHEMA),
        _ => root.join("..").join(SCHEMA),
    };
    let beside = if around.is_file() { ".." } else { "." };
    let text = if root.join("pack.toml").symlink_metadata().is_ok() {
        added(folder, name, languages, beside)?
    } else {
        begun(root, name, languages, &langs, beside, &mut files)?
    };
    files.push((path, text, "the rule"));
    if beside == "." {
        // A new pack begins with the files that it needs; what larger ones have beside them comes later.
        let begun = ["lexicon", "pack", "rule"].map(|file| format!("{file}.schema.json"));
        let schemas =
            schema::schemas().into_iter().filter(|(file, _)| begun.iter().any(|b| b == file));
        for (file, text) in schemas {
            let path = root.join(file);
            // A schema of an older program would mark what this one allows.
            if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
                continue;
            }
            files.push((path, text, "for editors: completes keys and marks mistakes"));
        }
    }
    std::fs::create_dir_all(root)
        .map_err(|e| anyhow::anyhow!("{folder}: the folder cannot be made: {e}"))?;
    let mut out = std::io::stdout().lock();
    let names: Vec<String> = files.iter().map(|(path, ..)| shown(path)).collect();
    let width = names.iter().map(|n| n.chars().count()).max().unwrap_or(0);
    for ((path, text, what), name) in files.iter().zip(&names) {
        output::deliver(text.as_bytes(), Some(path))?;
        writeln!(out, "{name:width$}  {what}")?;
    }
    writeln!(out, "\nnext: fill in what is empty, led by\n  grundnorm rules test --pack {folder}")?;
    Ok(Outcome::Clean)
}

/// The text of a rule for a pack that is there.
fn added(folder: &str, name: &str, languages: &[String], schema: &str) -> anyhow::Result<String> {
    anyhow::ensure!(
        languages.is_empty(),
        "the languages of the pack stand in {folder}/pack.toml; `--lang` is for a pack that is made"
    );
    let (id, shown, files) = pack_folder(folder, &[])?;
    let pack = match pack_check::load(&id, &shown, &files) {
        // Mistakes in its other rules do not stand in the way.
        Ok((pack, _)) => pack,
        Err(wrong) => {
            show_pack_errors(&wrong);
            anyhow::bail!("the pack `{id}` cannot be read, so no rule is made for it; see above");
        }
    };
    Ok(scaffold::rule(&pack.id, name, &pack.languages, &pack.provisions, schema))
}

/// The text of a rule for a pack that is made with it.
fn begun(
    root: &Path,
    name: &str,
    languages: &[String],
    langs: &Langs,
    schema: &str,
    files: &mut Planned,
) -> anyhow::Result<String> {
    let id = root.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let id = if root.is_dir() && id.is_empty() {
        let whole = root.canonicalize()?;
        whole.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    } else {
        id
    };
    anyhow::ensure!(
        kebab(&id),
        "the name of the folder is the pack's: `{id}`; expected small Latin letters, figures and hyphens, a letter \
         first, such as `my-pack`"
    );
    let codes = langs.codes();
    for code in languages {
        anyhow::ensure!(
            codes.contains(&code.as_str()),
            "unknown language `{code}`, expected one of {}",
            codes.join(", ")
        );
    }
    let mut chosen: Vec<String> = Vec::new();
    for code in languages {
        if !chosen.contains(code) {
            chosen.push(code.clone());
        }
    }
    if chosen.is_empty() {
        chosen.push("en".to_owned());
    }
    let manifest = scaffold::manifest(&id, &chosen, &codes, schema);
    files.push((root.join("pack.toml"), manifest, "the pack: its languages and provisions"));
    let lexicon = root.join("lexicon.toml");
    if lexicon.symlink_metadata().is_err() {
        files.push((lexicon, scaffold::lexicon(&chosen, schema), "words that its rules speak of"));
    }
    Ok(scaffold::rule(&id, name, &chosen, &std::collections::BTreeMap::new(), schema))
}

/// The folder of the pack and the name of the rule.
fn parted(target: &str) -> anyhow::Result<(&str, &str)> {
    let parted = target.rsplit_once(std::path::is_separator);
    match parted.map(|(folder, name)| (folder.trim_end_matches(std::path::is_separator), name)) {
        Some((folder, name)) if !folder.is_empty() && !name.is_empty() => Ok((folder, name)),
        _ => anyhow::bail!(
            "`{target}` names no rule of a pack; expected a folder and a name, such as `my-pack/no-fee`"
        ),
    }
}

fn rule_name(name: &str) -> anyhow::Result<()> {
    if let Some(bare) = name.strip_suffix(".toml") {
        anyhow::bail!("`{name}` is the name of a file; the rule is called `{bare}`");
    }
    anyhow::ensure!(
        kebab(name),
        "`{name}` cannot name a rule; expected small Latin letters, figures and hyphens, a letter first, such as \
         `no-fee`"
    );
    anyhow::ensure!(
        !["pack", "lexicon", "provisions", "predecessor", "topics"].contains(&name)
            && !name.starts_with("lexicon-"),
        "`{name}.toml` is a file of the pack itself; choose another name for the rule"
    );
    Ok(())
}

/// Whether a text is a name in small letters, figures and hyphens.
fn kebab(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A path as it is printed.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
