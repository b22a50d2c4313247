//! The bar that shows how far a long run has come.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::judge::Checked;
use crate::finding::Level;

/// Fewer files are checked before anybody could read a bar.
const FEWEST: usize = 20;

/// A bar on standard error, where that is a terminal; nothing elsewhere.
pub(super) struct Progress {
    bar: ProgressBar,
    counts: [std::sync::atomic::AtomicUsize; 3],
}

impl Progress {
    /// A bar for so many files.
    pub(super) fn new(files: usize, quiet: bool) -> Self {
        let shown = files >= FEWEST && !quiet && io::stderr().is_terminal();
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(u64::try_from(files).ok(), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, counts: Default::default() }
    }

    /// Counts a file that was checked.
    pub(super) fn step(&self, file: Checked) -> Checked {
        use std::sync::atomic::Ordering::Relaxed;
        if let Ok(text) = &file.result {
            for finding in text.acts.iter().flat_map(|act| &act.findings) {
                let at = match finding.level {
                    Level::Error => 0,
                    Level::Warning => 1,
                    Level::Note => 2,
                };
                self.counts[at].fetch_add(1, Relaxed);
            }
        }
        self.bar.inc(1);
        if !self.bar.is_hidden() {
            let [errors, warnings, notes] = &self.counts;
            let (errors, warnings, notes) =
                (errors.load(Relaxed), warnings.load(Relaxed), notes.load(Relaxed));
            self.bar.set_message(format!("errors {errors}, warnings {warnings}, notes {notes}"));
        }
        file
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
