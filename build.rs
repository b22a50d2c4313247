//! Packs every file under `rules/` into the binary: a rule exists by being a file. The texts of each
//! folder there are deflated into one blob of their own, so that a run inflates only what it uses.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=rules");
    let mut folders = sorted(&root)?;
    folders.retain(|path| path.is_dir());
    let mut code = format!(
        "#[allow(clippy::unreadable_literal, reason = \"nobody reads them\")]\n\
         static FOLDERS: [Folder; {}] = [\n",
        folders.len()
    );
    for folder in &folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let blob = out.join(format!("{name}.deflate"));
        let files = pack(&root, folder, &blob)?;
        let _ = writeln!(
            code,
            "    Folder::new({name:?}, &{files:?}, include_bytes!({:?})),",
            blob.display()
        );
    }
    code += "];\n";
    fs::write(out.join("embedded.rs"), code)
}

/// Deflates the files of a folder, one behind the other: the path of each below `rules/`, and the
/// length of its text.
fn pack(root: &Path, folder: &Path, blob: &Path) -> io::Result<Vec<(String, usize)>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut encoder = DeflateEncoder::new(fs::File::create(blob)?, Compression::best());
    let mut files = Vec::new();
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        encoder.write_all(text.as_bytes())?;
        let name: Vec<_> = path
            .strip_prefix(root)
            .map(|p| p.iter().map(|part| part.to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        files.push((name.join("/"), text.len()));
    }
    encoder.finish()?;
    Ok(files)
}

/// Every TOML file below a folder, in the order of their paths.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}
