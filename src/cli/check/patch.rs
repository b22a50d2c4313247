//! The difference of two texts as a patch, in the form that `git apply` and `patch` read.

use std::io::{self, Write};

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

/// Lines around a change that are shown.
const AROUND: u32 = 3;

/// Writes a patch that turns a file from one text into another.
///
/// # Errors
/// Fails when the writer does.
pub(super) fn write(name: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    writeln!(out, "--- a/{name}\n+++ b/{name}")?;
    let hunks: Vec<Hunk> = diff.hunks().collect();
    let close = |a: &Hunk, b: &Hunk| b.before.start - a.before.end <= 2 * AROUND;
    for group in hunks.chunk_by(close) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        // What stands before the first change stands there in both texts, and so behind the last.
        let lead = first.before.start.min(AROUND);
        let tail = (count(&old) - last.before.end).min(AROUND);
        let (from, to) = (first.before.start - lead, last.before.end + tail);
        let (new_from, new_to) = (first.after.start - lead, last.after.end + tail);
        writeln!(out, "@@ -{} +{} @@", range(from, to), range(new_from, new_to))?;
        let mut at = from;
        for hunk in group {
            lines(' ', &old, at, hunk.before.start, out)?;
            lines('-', &old, hunk.before.start, hunk.before.end, out)?;
            lines('+', &new, hunk.after.start, hunk.after.end, out)?;
            at = hunk.before.end;
        }
        lines(' ', &old, at, to, out)?;
    }
    Ok(())
}

fn count(lines: &[&str]) -> u32 {
    u32::try_from(lines.len()).unwrap_or(u32::MAX)
}

/// A range of lines as a patch tells it: the first line, from 1, and their number. A range without lines names
/// the line before it.
fn range(from: u32, to: u32) -> String {
    let first = if from == to { from } else { from + 1 };
    format!("{first},{}", to - from)
}

fn lines(mark: char, text: &[&str], from: u32, to: u32, out: &mut dyn Write) -> io::Result<()> {
    for line in text.get(from as usize..to as usize).unwrap_or_default() {
        write!(out, "{mark}{line}")?;
        if !line.ends_with('\n') {
            writeln!(out, "\n\\ No newline at end of file")?;
        }
    }
    Ok(())
}
