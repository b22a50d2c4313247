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
    anyhow::ensure!(
        path.file_name().is_some() && !path.is_dir(),
        "{}: cannot be written: expected the name of a file",
        path.display()
    );
    // A link stays a link: what it leads to is replaced.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    replace(&place, bytes).map_err(fail)
}

/// Puts a whole new file in the place of another. Nothing is left behind that nobody asked for.
fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".grundnorm-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's mask leaves of these is what a new file gets.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // Its name is its own: two runs at once do not write into one file.
    let mut beside = builder.tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.flush()?;
    // Who may read and write a file is not for its new text to decide.
    if let Ok(about) = fs::metadata(place) {
        fs::set_permissions(beside.path(), about.permissions())?;
    }
    beside.persist(place).map(drop).map_err(|error| error.error)
}
