//! What changed since a revision of git: which files, and which of their lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use imara_diff::{Algorithm, Diff, InternedInput};

use crate::cli::config::around;
use crate::cli::files::STDIN;
use crate::finding::Finding;
use crate::model::Act;
use crate::source::{Source, Span};

/// The state of a repository against a revision.
#[derive(Debug)]
pub(super) struct Changes {
    /// The top folder of the repository, from the root.
    top: PathBuf,
    /// The commit that the files are compared with.
    commit: String,
    /// Files that differ, each with its name in the commit; none for new ones. Names are from the top.
    differ: BTreeMap<PathBuf, Option<PathBuf>>,
    /// Files of the commit.
    files: BTreeSet<PathBuf>,
}

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    None,
    /// It was not there.
    New,
    /// It was there, under this name, and said something else.
    Edited(PathBuf),
}

impl Changes {
    /// Asks git for the changes in the repository around a path.
    ///
    /// They are counted from the commit where the current branch and the revision parted, so that what others
    /// did on the revision's branch meanwhile is none of them; from the revision itself where the two have no
    /// commit in common.
    pub(super) fn since(revision: &str, first: &Path) -> anyhow::Result<Self> {
        let folder = if first.is_dir() { first } else { around(first) };
        let top = git(folder, &["rev-parse", "--show-toplevel"])
            .map_err(|e| e.context("--since compares with a revision of git"))?;
        let top = fs::canonicalize(line(&top))?;
        let wanted = format!("{revision}^{{commit}}");
        let found = git(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
            .map_err(|_| {
                anyhow::anyhow!(
                    "--since: git knows no revision `{revision}`; a clone for CI may have to be made with its \
                     history (fetch-depth: 0, GIT_DEPTH: 0)"
                )
            })?;
        let found = line(&found);
        let parted = git(&top, &["merge-base", &found, "HEAD"]).map(|out| line(&out));
        let commit = parted.unwrap_or(found);
        let differ =
            git(&top, &["diff-index", "--name-status", "-z", "--find-renames", &commit, "--"])?;
        let files = git(&top, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &commit])?;
        Ok(Self {
            differ: differing(&differ),
            files: pieces(&files).map(PathBuf::from).collect(),
            top,
            commit,
        })
    }

    /// What became of a file.
    ///
    /// # Errors
    /// The file lies in no folder of the repository.
    pub(super) fn of(&self, file: &Path) -> Result<Change, String> {
        if file.as_os_str() == STDIN {
            return Ok(Change::New);
        }
        let name = fs::canonicalize(around(file)).ok().zip(file.file_name());
        let name = name.map(|(folder, name)| folder.join(name));
        let inside = name.as_ref().and_then(|file| file.strip_prefix(&self.top).ok());
        let Some(inside) = inside else {
            return Err(format!(
                "lies outside of the git repository {}, with which --since compares",
                self.top.display()
            ));
        };
        Ok(match self.differ.get(inside) {
            Some(Some(old)) => Change::Edited(old.clone()),
            Some(None) => Change::New,
            None if self.files.contains(inside) => Change::None,
            None => Change::New,
        })
    }

    /// The bytes that a file had in the commit.
    pub(super) fn before(&self, name: &Path) -> Result<Vec<u8>, String> {
        let object = format!("{}:{}", self.commit, name.to_string_lossy().replace('\\', "/"));
        git(&self.top, &["cat-file", "blob", &object]).map_err(|e| format!("{e:#}"))
    }
}

/// The files of `git diff-index --name-status -z`: what the settings of a user change in `git diff` does not
/// reach it.
fn differing(out: &[u8]) -> BTreeMap<PathBuf, Option<PathBuf>> {
    let mut differ = BTreeMap::new();
    let mut pieces = pieces(out);
    while let (Some(status), Some(name)) = (pieces.next(), pieces.next()) {
        let name = PathBuf::from(name);
        match status.chars().next() {
            Some('A') => drop(differ.insert(name, None)),
            // Taken out of the index alone, a file is still there to be compared.
            Some('D') => drop(differ.insert(name.clone(), Some(name))),
            // A file that got another name has both names behind its status; so has a copy.
            Some('R' | 'C') => {
                if let Some(new) = pieces.next() {
                    differ.insert(PathBuf::from(new), Some(name));
                }
            }
            _ => drop(differ.insert(name.clone(), Some(name))),
        }
    }
    differ
}

/// The pieces of an output that ends each with a NUL byte.
fn pieces(out: &[u8]) -> impl Iterator<Item = String> + '_ {
    let pieces = out.split(|byte| *byte == 0).filter(|piece| !piece.is_empty());
    pieces.map(|piece| String::from_utf8_lossy(piece).into_owned())
}

fn line(out: &[u8]) -> String {
    String::from_utf8_lossy(out).trim_end_matches(['\n', '\r']).to_owned()
}

/// Runs git in a folder; what it says in vain is the error.
fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let ran = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .map_err(|e| {
            anyhow::anyhow!("--since asks git for what changed, and git cannot be run: {e}")
        })?;
    if ran.status.success() {
        return Ok(ran.stdout);
    }
    let said = String::from_utf8_lossy(&ran.stderr);
    let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned();
    Err(anyhow::anyhow!("git: {said}"))
}

/// The places of a text that are not as they were.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Lines that are new, and empty spans where lines are gone; in the order of the text.
    spans: Vec<Span>,
    /// What was found in the text as it was.
    pub(super) told: BTreeSet<Told>,
}

/// Rule, fingerprint and the words of the other places of a finding: by these it is known again.
pub(super) type Told = (String, String, Vec<String>);

/// By what a finding is known again, whatever else changes in the act.
pub(super) fn key(source: &Source, finding: &Finding) -> Told {
    let words = finding.related.iter().map(|label| source.slice(label.span).to_owned());
    let mut words: Vec<String> = words.collect();
    words.sort();
    (finding.rule.clone(), finding.fingerprint.clone(), words)
}

impl Touched {
    /// Compares two texts line by line; a difference in line ends alone is none, nor is another number of a
    /// unit: a paragraph that moved down because one was put in above it is what it was.
    pub(super) fn between(before: &str, after: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(after.match_indices('\n').map(|(at, _)| at + 1));
        let input = InternedInput::new(Lines(before), Lines(after));
        let diff = Diff::compute(Algorithm::Histogram, &input);
        let at = |line: u32| starts.get(line as usize).copied().unwrap_or(after.len());
        let spans = diff.hunks().map(|hunk| Span::new(at(hunk.after.start), at(hunk.after.end)));
        Self { spans: spans.collect(), told: BTreeSet::new() }
    }

    /// Whether a finding has to do with a change: the unit of one of its places changed, or the text as it was did
    /// not have it.
    ///
    /// The second matters as much: a citation dangles when its target is taken out elsewhere, and an old clause
    /// that reaches back is a fault when a burden is put under it.
    pub(super) fn touches(&self, source: &Source, act: &Act, finding: &Finding) -> bool {
        // A number that a finding only counts from says nothing that an edit of its unit could change.
        let says = |span: &Span| source.slice(*span).contains(char::is_alphabetic);
        let related = finding.related.iter().map(|label| label.span).filter(says);
        let changed = |place: Span| {
            let mut changes = self.spans.iter();
            match act.unit_at(place.start) {
                Some(unit) => changes.any(|span| changes_unit(act, unit, *span)),
                None => changes.any(|span| span.overlaps(place)),
            }
        };
        related.chain([finding.primary.span]).any(changed)
            || !self.told.contains(&key(source, finding))
    }
}

/// Whether a change is one of the unit itself, and not of a unit inside it.
fn changes_unit(act: &Act, unit: usize, change: Span) -> bool {
    // What is gone from between two units was in neither.
    let holds = |span: Span| {
        if change.is_empty() {
            span.start < change.start && change.start < span.end
        } else {
            span.overlaps(change)
        }
    };
    let inside = |span: Span| span.contains(change) && holds(span);
    let mut children = act.units.iter().filter(|u| u.parent == Some(unit));
    act.units.get(unit).is_some_and(|u| holds(u.span)) && !children.any(|child| inside(child.span))
}

/// The lines of a text, without their ends and without the figures of their labels.
struct Lines<'t>(&'t str);

impl<'t> imara_diff::TokenSource for Lines<'t> {
    type Token = Line<'t>;
    type Tokenizer = std::iter::Map<std::str::Lines<'t>, fn(&'t str) -> Line<'t>>;

    fn tokenize(&self) -> Self::Tokenizer {
        self.0.lines().map(Line::of)
    }

    fn estimate_tokens(&self) -> u32 {
        u32::try_from(self.0.len() / 80).unwrap_or(u32::MAX)
    }
}

/// A line: its label without figures, and the rest.
#[derive(PartialEq, Eq, Hash)]
struct Line<'t>(String, &'t str);

impl<'t> Line<'t> {
    /// A label is one of the first two words: figures with a full stop, a bracket or a hyphen behind them.
    fn of(line: &'t str) -> Self {
        let mut end = 0;
        for (at, word) in line.split(' ').enumerate().take(2) {
            let figures = word.trim_start_matches(['(', '#', '*']);
            let behind = figures.trim_start_matches(|c: char| c.is_ascii_digit());
            if behind.len() < figures.len() && behind.starts_with(['.', ')', '-']) {
                end += word.len();
                break;
            }
            if at == 1 {
                end = 0;
                break;
            }
            end += word.len() + 1;
        }
        let (label, rest) = line.split_at_checked(end).unwrap_or(("", line));
        Self(label.chars().filter(|c| !c.is_ascii_digit()).collect(), rest)
    }
}
