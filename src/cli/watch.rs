//! `grundnorm check --watch`: checks again whenever something changes.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::args::CheckArgs;
use super::config::{NAME, around};
use super::{Outcome, check, complain};
use crate::ingest;

/// An editor writes a file in several steps; after the last one it is quiet for so long.
const PAUSE: Duration = Duration::from_millis(100);

/// Checks at once, then again after each change, until the process is stopped.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let (tell, told) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let matters = match &event {
            Ok(event) => matters(event),
            Err(_) => true,
        };
        if matters {
            // Nobody listens any more when the program ends.
            let _ = tell.send(());
        }
    })?;
    anyhow::ensure!(
        !args.paths.iter().any(|path| path.as_os_str() == super::files::STDIN),
        "standard input cannot be watched"
    );
    let here = [PathBuf::from(".")];
    for path in if args.paths.is_empty() { &here[..] } else { &args.paths } {
        // Editors put a new file in the place of the old one, so the folder is what stays.
        let folder: &Path = if path.is_dir() { path } else { around(path) };
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(|e| anyhow::anyhow!("{}: cannot be watched: {e}", folder.display()))?;
    }
    loop {
        let terminal = io::stdout().is_terminal();
        if terminal {
            // Clears the screen and what was scrolled away.
            io::stdout().lock().write_all(b"\x1b[H\x1b[2J\x1b[3J")?;
        }
        // A mistake in the configuration is there to be mended, like one in a bill.
        if let Err(error) = check::once(args) {
            super::show_error(&error)?;
        }
        complain("watching for changes; Ctrl-C ends it");
        if told.recv().is_err() {
            return Ok(Outcome::Clean);
        }
        while !matches!(
            told.recv_timeout(PAUSE),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)
        ) {}
    }
}

/// Whether an event may change what a check finds: the text of an act, or the configuration.
fn matters(event: &Event) -> bool {
    let kind = match event.kind {
        EventKind::Create(_) | EventKind::Remove(_) => true,
        EventKind::Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
        EventKind::Any | EventKind::Other => true,
        EventKind::Access(_) => false,
    };
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let rule = path.extension().is_some_and(|e| e == "toml");
        name == NAME || rule || (ingest::supported(&name) && !name.starts_with('.'))
    };
    kind && event.paths.iter().any(named)
}
