//! What a run hands to its reader.
//!
//! Owns every output format, each with structs of its own, and [`Run`], the input of all of them.
//! Knows findings and sources, and nothing of parsing, rules or files: kinds, languages and titles
//! come as text. Documents and findings are written in the order in which they are given.

pub mod amend;
mod escape;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod markdown;
pub mod outline;
mod place;
pub mod rules;
mod sarif;
mod short;
mod statistics;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use termcolor::WriteColor;

use crate::finding::{Basis, Finding, Level};
use crate::source::rows::visible;
use crate::source::{Source, Span};

pub use crate::saying::Words;

/// The shape of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Findings with the words they are about, then a summary, for people.
    #[default]
    Human,
    /// One line a finding, for editors and for searching.
    Short,
    /// `grundnorm.check/1`, for programs.
    Json,
    /// `grundnorm.check-lines/1`, one JSON object a line, for programs and big runs.
    Jsonl,
    /// SARIF 2.1.0, for services that keep the findings of many tools.
    Sarif,
    /// Commands that a workflow of GitHub turns into notes on the changed lines.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// A `JUnit` report, for services that show tests.
    Junit,
    /// A summary for a pull request.
    Markdown,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Human,
        Self::Short,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Markdown,
    ];

    /// The word used in options.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.name() == name)
    }
}

/// What the reader asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Columns of the terminal; the human format keeps within them.
    pub width: usize,
    /// Leaves the summary out of the human format.
    pub quiet: bool,
    /// The human format counts findings by rule and by provision in the place of showing them; JSON and
    /// Markdown carry the counts beside them.
    pub statistics: bool,
    /// The absolute path of the current folder, when the human format is to carry links to the files.
    pub links: Option<String>,
    /// The language in which rules are told, where it is not English.
    pub language: Option<String>,
    /// What the human format says beside the findings, in the language of the messages.
    pub words: Words,
}

/// Everything that a run found out.
#[derive(Debug, Clone, Default)]
pub struct Run<'a> {
    /// The acts that were checked. A file that holds several acts gives several documents with one
    /// path.
    pub documents: Vec<Document<'a>>,
    /// The files that were not checked.
    pub skipped: Vec<Skipped>,
    /// The rules that were not evaluated.
    pub rules_left_out: Vec<RuleLeftOut>,
    /// The constitutions whose own text was given; findings quote them.
    pub constitutions: Vec<Constitution<'a>>,
    /// The rules that rest on provisions whose words have changed.
    pub due_for_review: Vec<DueForReview>,
    /// The rules that were evaluated, by their names.
    pub rules: Vec<Rule>,
    /// Findings about the configuration file, as about a waiver that accepts nothing.
    pub configuration: Option<Document<'a>>,
    /// What a gate kept back.
    pub gate: Gate,
    /// What the findings depend on beside the texts.
    pub provenance: Provenance,
}

/// A rule that was evaluated, told in the language of the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `pack/name`.
    pub id: String,
    /// What is wrong where it fires.
    pub title: String,
    /// Why it is there, in English.
    pub why: String,
    /// What to do, its placeholders unfilled; empty when it says nothing.
    pub help: String,
    /// The level of its findings, where nothing else is said.
    pub level: Level,
    /// The provisions that it rests on.
    pub basis: Vec<Basis>,
}

/// What a gate kept back, and what it noticed beside the findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// Findings that are accepted in the configuration.
    pub waived: Vec<Waived>,
    /// The comparison with a baseline, when one was given.
    pub baseline: Option<BaselineReport>,
    /// The revision since which units had to change for their findings to be shown, and the files that did not.
    pub since: Option<Since>,
    /// Findings that were mended in the files.
    pub mended: usize,
    /// Files that were written for it.
    pub mended_files: usize,
}

/// A finding that is accepted in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waived {
    /// The file of the finding.
    pub path: String,
    /// eId of its unit.
    pub unit: String,
    /// `pack/name` of its rule.
    pub rule: String,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it.
    pub accepted_by: String,
    /// The first day on which it is no longer accepted.
    pub until: Option<String>,
}

/// What a baseline knew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaselineReport {
    /// The file of the baseline.
    pub path: String,
    /// Number of findings that it holds and that are still there.
    pub known: usize,
    /// Findings that it holds and that are gone.
    pub fixed: Vec<Fixed>,
}

/// A finding of a baseline that is gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed {
    /// The file where it was.
    pub path: String,
    /// eId of its unit.
    pub unit: String,
    /// `pack/name` of its rule.
    pub rule: String,
    /// The words that it was about.
    pub text: String,
}

/// What was compared with a revision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Since {
    /// The revision as the user named it.
    pub revision: String,
    /// Number of findings in units that have not changed since.
    pub kept_back: usize,
    /// Number of files that have not changed since; they were not checked.
    pub unchanged: usize,
}

impl<'a> Run<'a> {
    /// Everything that has findings: the acts, then the configuration.
    pub fn texts(&self) -> impl Iterator<Item = &Document<'a>> {
        self.documents.iter().chain(&self.configuration)
    }

    /// Number of findings at a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        let findings = self.texts().flat_map(|document| &document.findings);
        findings.filter(|finding| finding.level == level).count()
    }

    /// Number of units in all acts.
    #[must_use]
    pub fn units(&self) -> usize {
        self.documents.iter().map(|document| document.units).sum()
    }

    /// What should have been examined and was not, each file with the reason: files that could not be
    /// checked, then rules that could not be read. A run that has some has failed.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.skipped.iter().filter(|file| file.failed);
        let rules = self.rules_left_out.iter().filter(|rule| rule.rule == rule.path);
        files
            .map(|file| (file.path.as_str(), file.reason.as_str()))
            .chain(rules.map(|rule| (rule.path.as_str(), rule.reason.as_str())))
    }

    /// Number of files from which the acts were read.
    #[must_use]
    pub fn files(&self) -> usize {
        self.documents.iter().map(|document| document.path.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// One act that was checked.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The text that the spans of the findings are about.
    pub source: &'a Source,
    /// The file as the user wrote it; `-` for standard input.
    pub path: String,
    /// Language of the act: `en`, `ru` or `kk`.
    pub lang: &'a str,
    /// Kind of the act, as `law` or `constitutional-law`.
    pub kind: &'a str,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether it amends other acts.
    pub amending: bool,
    /// Its title, empty when none was found.
    pub title: String,
    /// Number of its units.
    pub units: usize,
    /// Bytes of the whole text, which is left out of `source` where there is nothing to show of it.
    pub bytes: usize,
    /// Whether a pack judged it; what was only read cannot be said to have no findings.
    pub judged: bool,
    /// Hash of its text.
    pub text_hash: String,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// Text of which no unit or fact accounts.
    pub not_understood: Vec<Span>,
}

/// A file that was not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why it was not checked.
    pub reason: String,
    /// Whether it should have been: the user named it, or it is of a kind that can be read.
    pub failed: bool,
}

/// A rule that was not evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLeftOut {
    /// `pack/name`, or the name of the file when the rule could not be read.
    pub rule: String,
    /// The file of the rule.
    pub path: String,
    /// Why it was left out.
    pub reason: String,
}

/// A constitution whose own text was given. Its path is the name of its source.
#[derive(Debug, Clone)]
pub struct Constitution<'a> {
    /// The text that the places of provisions are about.
    pub source: &'a Source,
    /// Hash of its text.
    pub text_hash: String,
}

/// A rule that rests on a provision whose words are not those that the rule was written for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueForReview {
    /// `pack/name`.
    pub rule: String,
    /// Pack and eId of the provision.
    pub provision: String,
    /// The provision as a lawyer cites it.
    pub label: String,
    /// The file of the constitution.
    pub path: String,
    /// Hash of the provision's words there; `None` when it has no such provision.
    pub found: Option<String>,
    /// Hash of the words that the rule was written for.
    pub expected: String,
}

impl DueForReview {
    /// Why the rule is due, with both hashes.
    #[must_use]
    pub fn reason(&self) -> String {
        let (label, path) = (&self.label, shown_path(&self.path));
        match &self.found {
            Some(found) => format!(
                "{label} reads otherwise in {path} (hash {found}, expected {})",
                self.expected
            ),
            None => format!("{label} is not in {path} (expected hash {})", self.expected),
        }
    }
}

/// What the findings depend on beside the texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Hash of each pack by its name.
    pub packs: BTreeMap<String, String>,
    /// The day whose law applies, when the user gave it.
    pub as_of: Option<String>,
    /// The day of first official publication, when the user gave it.
    pub published: Option<String>,
    /// The day by which waivers end, when one has an end.
    pub today: Option<String>,
    /// Who reads the findings, when the user said so.
    pub profile: Option<&'static str>,
    /// How far the drafts have come, when the user said so.
    pub stage: Option<&'static str>,
}

/// Writes a run in a format.
///
/// The output is written in many small pieces; give a writer with a buffer.
///
/// # Errors
///
/// Fails when the writer does. The kind of the error is that of the writer, so a closed pipe can be
/// told from a full disk.
pub fn write(
    run: &Run<'_>,
    format: Format,
    options: &Options,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(run, options, out),
        Format::Short => short::write(run, out),
        Format::Json => json::write(run, options, out),
        Format::Jsonl => jsonl::write(run, options, out),
        Format::Sarif => sarif::write(run, options, out),
        Format::Github => github::write(run, out),
        Format::Gitlab => gitlab::write(run, out),
        Format::Junit => junit::write(run, out),
        Format::Markdown => markdown::write(run, options, out),
    }
}

/// A path as it is, but for characters that a terminal would take for commands.
fn shown_path(path: &str) -> String {
    path.chars().map(visible).collect()
}

/// A text on one line that can be shown: words from an act may hold anything, escape sequences of
/// terminals among them.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(visible));
    }
    line
}

/// Shows a mistake in a rule file or in the configuration at its place in that file.
///
/// # Errors
///
/// Fails when the writer does.
pub fn file_error(
    path: &str,
    text: &str,
    span: Span,
    message: &str,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    use codespan_reporting::diagnostic::{Diagnostic, Label};
    use codespan_reporting::files::SimpleFile;
    use codespan_reporting::term::{self, Config};
    let file = SimpleFile::new(shown_path(path), text);
    let end = span.range().end.min(text.len());
    let diagnostic = Diagnostic::error()
        .with_message(one_line(message))
        .with_labels(vec![Label::primary((), span.range().start.min(end)..end)]);
    term::emit_to_write_style(out, &Config::default(), &file, &diagnostic).map_err(|e| match e {
        codespan_reporting::files::Error::Io(e) => e,
        other => io::Error::other(other),
    })
}
