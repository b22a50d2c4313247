//! Which files a command reads, and their bytes.
//!
//! Arguments are read in their order, folders in the order of file names, so that the same command
//! gives the same report on every machine. A file reached twice, by whatever name or link, is read
//! once, under the first name. Whatever a folder holds and is not read becomes a [`Skipped`] with a
//! reason, but for hidden files and folders (a name that begins with a dot), which are the business
//! of other programs; a hidden file or folder that the user names is read.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::ingest::{self, IngestError, MAX_TEXT};

/// The argument that stands for standard input.
pub(super) const STDIN: &str = "-";

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// The name to show: the path as the user wrote it, with forward slashes.
    pub name: String,
    /// Whether the user named this very file, and not a folder around it.
    pub named: bool,
}

/// Something that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The name to show.
    pub path: String,
    /// Why, fit to follow the path and a colon.
    pub reason: String,
    /// Whether the user had a right to expect it to be read: the run then has failed in part.
    pub failed: bool,
}

/// What became of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// To be read.
    File(Input),
    /// Left out.
    Skipped(Skipped),
}

/// Why the bytes of a file could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The file is beyond the limit of [`ingest::ingest`].
    #[error(transparent)]
    Limit(#[from] IngestError),
}

/// Turns the paths of a command line into files to read.
///
/// Looks at names and kinds only; that a file may not be opened comes out in [`read`].
#[must_use]
pub fn collect(paths: &[PathBuf]) -> Vec<Entry> {
    let mut collector = Collector {
        named: paths.iter().filter(|path| path.is_file()).map(|path| identity(path)).collect(),
        seen: HashSet::new(),
        entries: Vec::new(),
        here: false,
    };
    for path in paths {
        collector.argument(path);
    }
    collector.entries
}

/// The bytes of a file or of standard input, never more than the limit.
///
/// # Errors
///
/// When the system refuses to open or read the file, and when it is longer than [`MAX_TEXT`].
pub fn read(input: &Input) -> Result<Vec<u8>, ReadError> {
    if input.path.as_os_str() == STDIN {
        return read_capped(io::stdin().lock(), 0);
    }
    let file = File::open(&input.path)?;
    let length = file.metadata()?.len();
    match usize::try_from(length) {
        Ok(length) if length <= MAX_TEXT => read_capped(file, length),
        _ => Err(IngestError::TooLong.into()),
    }
}

/// The text of a file that is no act, never more than a limit of bytes.
///
/// # Errors
/// When the system refuses, when the file is longer (also a device without an end), and when it is no UTF-8.
pub(super) fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?.take(limit + 1).read_to_string(&mut text)?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) {
        return Ok(text);
    }
    Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is longer than {limit} bytes")))
}

/// Reads to the end. The length is only a hint: pipes do not know theirs, and files may grow.
fn read_capped(from: impl Read, length: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(length);
    from.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_TEXT { Err(IngestError::TooLong.into()) } else { Ok(bytes) }
}

/// The way to a file that is the same whatever links and dots lead to it. What has none, like a
/// pipe, goes by the path it was given.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A path as reports show it.
pub(super) fn show(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() }
}

/// Collects entries from one argument after the other.
struct Collector {
    /// Identities of the files that are arguments themselves: they are read whatever their kind,
    /// also when a folder is walked first.
    named: HashSet<PathBuf>,
    /// Identities of the files and folders that were met.
    seen: HashSet<PathBuf>,
    entries: Vec<Entry>,
    /// Whether the current folder is being walked.
    here: bool,
}

impl Collector {
    fn argument(&mut self, path: &Path) {
        if path.as_os_str() == STDIN {
            if self.seen.insert(path.to_path_buf()) {
                self.file(path, true);
            }
            return;
        }
        match fs::metadata(path) {
            Err(error) => self.skip(path, format!("cannot be read: {error}"), true),
            Ok(about) if about.is_dir() => self.folder(path),
            // A pipe or a device is read as well when it is named: `<(pandoc bill.docx)` is one.
            Ok(_) => {
                if self.seen.insert(identity(path)) {
                    self.file(path, true);
                }
            }
        }
    }

    fn folder(&mut self, root: &Path) {
        self.here = root.as_os_str() == ".";
        self.walk(root);
        self.here = false;
    }

    fn walk(&mut self, root: &Path) {
        let mut found = false;
        let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
        while let Some(step) = walk.next() {
            match step {
                Ok(entry) if is_hidden(&entry) => {
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => {
                    // Without this, links between neighbours could multiply a small tree without
                    // end although none of them leads in a circle.
                    if !self.seen.insert(identity(entry.path())) {
                        found = true;
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) => found |= self.walked(&entry),
                Err(error) => found |= self.walk_error(root, &error),
            }
        }
        if !found {
            self.skip(root, "no text or Markdown file in this folder", false);
        }
    }

    /// Takes a file met in a folder; says whether it is or was one to read.
    fn walked(&mut self, entry: &DirEntry) -> bool {
        let path = entry.path();
        let identity = identity(path);
        let named = self.named.contains(&identity);
        let wanted = named || ingest::supported(&entry.file_name().to_string_lossy());
        if !self.seen.insert(identity) {
            return wanted;
        }
        if !wanted {
            self.skip(path, "not a text or Markdown file", false);
        } else if named || entry.file_type().is_file() {
            self.file(path, named);
        } else {
            // Opening a pipe that nobody writes to would wait for ever.
            self.skip(path, "not a regular file", false);
        }
        wanted
    }

    /// Lists what could not be walked; says whether a text may have been missed by it.
    fn walk_error(&mut self, root: &Path, error: &walkdir::Error) -> bool {
        let path = error.path().unwrap_or(root);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if error.depth() > 0 && name.starts_with('.') {
            return false;
        }
        if error.loop_ancestor().is_some() {
            self.skip(path, "a link back to a folder around it", false);
            return false;
        }
        let Some(cause) = error.io_error() else {
            self.skip(path, error.to_string(), true);
            return true;
        };
        // A folder that cannot be opened may hide a text. A link that leads nowhere hides one only
        // if it is called like one.
        let dangling = path.is_symlink() && cause.kind() == io::ErrorKind::NotFound;
        let failed = !dangling || ingest::supported(&name);
        self.skip(path, format!("cannot be read: {cause}"), failed);
        failed
    }

    fn file(&mut self, path: &Path, named: bool) {
        let path = path.to_path_buf();
        self.entries.push(Entry::File(Input { name: self.name(&path), path, named }));
    }

    /// A path as it is shown. What a walk of the current folder meets goes without the dot in front: so the same
    /// file has one name in every report.
    fn name(&self, path: &Path) -> String {
        show(if self.here { path.strip_prefix(".").unwrap_or(path) } else { path })
    }

    fn skip(&mut self, path: &Path, reason: impl Into<String>, failed: bool) {
        let skipped = Skipped { path: self.name(path), reason: reason.into(), failed };
        self.entries.push(Entry::Skipped(skipped));
    }
}

/// Whether an entry inside a walked folder is hidden; the folder itself was named by the user.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}
