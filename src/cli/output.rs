//! Where a command puts a file that it makes.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Whether bytes that are no text would land on a terminal.
pub(super) fn is_screen(output: Option<&Path>) -> bool {
    output.is_none() && io::stdout().is_terminal()
}

/// Writes bytes to a file or to standard output.
///
/// A file is written beside its place and then moved there: whatever happens, its name stands for the
/// old file or for the whole new one.
pub(super) fn deliver(bytes: &[u8], output: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = output else {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()?;
        return Ok(());
    };
    let fail = |e: io::Error| anyhow::anyhow!("{}: cannot be written: {e}", path.display());
    // A pipe or a device is written to; to put a file in its place would surprise.
    if fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        return fs::write(path, bytes).map_err(fail);
    }
    let Some(name) = path.file_name().filter(|_| !path.is_dir()) else {
        anyhow::bail!("{}: cannot be written: expected the name of a file", path.display());
    };
    // A link stays a link: what it leads to is replaced.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let beside = place.with_file_name(format!(".{}.part", name.to_string_lossy()));
    let written = fs::write(&beside, bytes)
        .and_then(|()| match fs::metadata(&place) {
            // Who may read and write a file is not for its new text to decide.
            Ok(about) => fs::set_permissions(&beside, about.permissions()),
            Err(_) => Ok(()),
        })
        .and_then(|()| fs::rename(&beside, &place));
    written.map_err(|error| {
        // Nothing is left behind that nobody asked for.
        let _ = fs::remove_file(&beside);
        fail(error)
    })
}
