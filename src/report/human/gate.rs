//! What a gate kept back, for people.

use std::io;

use termcolor::WriteColor;

use super::Page;
use super::notes::short;
use super::summary::write_list;
use super::wrap::write_wrapped;
use crate::report::{Gate, one_line, shown_path};
use crate::saying::Saying;

/// Writes what was accepted, known, gone, unchanged and mended; nothing where there is nothing of it.
pub(super) fn write(gate: &Gate, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let words = page.words;
    let some = |saying, number: usize, values: &[(&str, &str)]| {
        (number > 0).then(|| words.count(saying, number, values))
    };
    let files = words.count(Saying::Files, gate.mended_files, &[]);
    let mended = some(Saying::Mended, gate.mended, &[("files", &files)]);
    let waived = some(Saying::Waived, gate.waived.len(), &[]);
    for told in mended.into_iter().chain(waived) {
        write_wrapped(&told, page.width, out)?;
    }
    if let Some(baseline) = &gate.baseline {
        let path = shown_path(&baseline.path);
        if let Some(told) = some(Saying::Known, baseline.known, &[("path", &path)]) {
            write_wrapped(&told, page.width, out)?;
        }
        let gone: Vec<(String, String)> = baseline
            .fixed
            .iter()
            .map(|fixed| {
                let quoted = words.say(Saying::Quote, &[("text", &short(&fixed.text))]);
                let parts = [fixed.unit.as_str(), &fixed.rule, &quoted];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                (shown_path(&fixed.path), one_line(&parts.join(" ")))
            })
            .collect();
        let gone: Vec<(String, &str)> =
            gone.iter().map(|(path, what)| (path.clone(), what.as_str())).collect();
        write_list(&gone, |n| words.count(Saying::Gone, n, &[]), page, out)?;
    }
    if let Some(since) = &gate.since {
        let revision = one_line(&since.revision);
        let values = [("revision", revision.as_str())];
        let told = some(Saying::KeptBack, since.kept_back, &values).into_iter().chain(some(
            Saying::Unchanged,
            since.unchanged,
            &values,
        ));
        for told in told {
            write_wrapped(&told, page.width, out)?;
        }
    }
    Ok(())
}
