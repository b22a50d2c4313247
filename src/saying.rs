//! What the program says to people beside the findings, in the language of the messages.
//!
//! The list of [`Saying`]s is closed and has the English words; the table of another language gives its own
//! for every one of them. A saying has places in braces, which the code fills, and pieces of a command line
//! between backticks, which are the same in every language.

use std::collections::BTreeMap;

use serde::Deserialize;

macro_rules! sayings {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal: $many:literal $(, one: $one:literal)?;)+) => {
        /// A word or sentence of the program.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Saying { $($(#[doc = $doc])+ $variant,)+ }

        impl Saying {
            /// Every saying.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in language tables.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The English words, and those for a single one where they differ.
            fn english(self) -> (&'static str, Option<&'static str>) {
                match self { $(Self::$variant => ($many, [$($one)?].first().copied()),)+ }
            }
        }
    };
}

sayings! {
    /// Before a provision that a finding rests on.
    Basis = "basis": "basis";
    /// Before how sure the program is.
    Confidence = "confidence": "confidence";
    /// One slot was filled by inference.
    Likely = "likely": "likely";
    /// A subject or a scope was assumed.
    Possible = "possible": "possible";
    /// Before what to do.
    Help = "help": "help";
    /// Before the edits that would mend the text.
    Fix = "fix": "fix";
    /// Of a fix that needs no look.
    Safe = "safe": "safe";
    /// Of a fix that somebody must look at.
    Review = "review": "review";
    /// Quotation marks.
    Quote = "quote": "“{text}”";
    /// An edit that puts words in the place of others.
    Replace = "replace": "replace {old} by {new}";
    /// An edit that takes words out.
    TakeOut = "take-out": "take out {old}";
    /// An edit that puts words behind a word.
    PutBehind = "put-behind": "put {new} behind {word}";
    /// An edit that puts words before a word.
    PutBefore = "put-before": "put {new} before {word}";
    /// Where a place ends of which only the beginning is shown.
    EndsAt = "ends-at": "(to {line}:{column})";

    /// Number of errors.
    Errors = "errors": "{n} errors", one: "1 error";
    /// Number of warnings.
    Warnings = "warnings": "{n} warnings", one: "1 warning";
    /// Number of notes.
    Notes = "notes": "{n} notes", one: "1 note";
    /// Number of findings of whatever level.
    Findings = "findings": "{n} findings", one: "1 finding";
    /// Number of acts.
    Acts = "acts": "{n} acts", one: "1 act";
    /// Number of units.
    Units = "units": "{n} units", one: "1 unit";
    /// Number of files.
    Files = "files": "{n} files", one: "1 file";
    /// The place of the numbers of findings when there are none.
    NoFindings = "no-findings": "no findings";
    /// The findings of the acts that a pack judged.
    Found = "found": "{found} in {acts}";
    /// Number of acts that no pack judged.
    NotJudged = "not-judged": "{n} acts not judged", one: "1 act not judged";
    /// No pack judged any act.
    NothingJudged = "nothing-judged": "no act was judged";
    /// There was no act.
    NothingExamined = "nothing-examined": "nothing was examined";
    /// How much was read; the share is one of the three that follow.
    Read = "read": "read {acts} with {units}; {share}";
    /// The share of a text of which all was understood.
    Understood = "understood": "all of the text understood";
    /// The share of a text of which nearly all was.
    NearlyUnderstood = "nearly-understood": "less than 0.1% of the text not understood";
    /// The share of another text, with one decimal.
    NotUnderstood = "not-understood": "{whole}.{tenth}% of the text not understood";
    /// What of a list is not shown.
    More = "more": "and {n} more";
    /// Before the files that should have been checked.
    FilesFailed = "files-failed": "{n} files could not be checked", one: "1 file could not be checked";
    /// Before the files that were not to be checked.
    FilesLeftOut = "files-left-out": "{n} files left out", one: "1 file left out";
    /// Before the rules that were not evaluated.
    RulesLeftOut = "rules-left-out": "{n} rules left out", one: "1 rule left out";
    /// Before the rules whose provisions read otherwise than they did.
    RulesDue = "rules-due": "{n} rules due for review", one: "1 rule due for review";
    /// What the findings depend on beside the texts.
    CheckedWith = "checked-with": "checked with {list}";
    /// Who reads the findings.
    Profile = "profile": "profile {name}";
    /// How far the drafts have come.
    Stage = "stage": "stage {name}";
    /// The day whose law applies.
    AsOf = "as-of": "as of {day}";
    /// The day of publication.
    Published = "published": "published {day}";
    /// The day by which waivers end.
    Today = "today": "waivers as of {day}";
    /// In the place of what was found, where no act changed since a revision.
    NothingChanged = "nothing-changed": "no act has changed since {revision}";

    /// Findings that the configuration accepts.
    Waived = "waived": "{n} findings waived in the configuration", one: "1 finding waived in the configuration";
    /// Findings of an earlier day.
    Known = "known": "{n} findings known from the baseline {path}", one: "1 finding known from the baseline {path}";
    /// Before the findings of an earlier day that are no more.
    Gone = "gone": "{n} findings of the baseline are gone; write it anew with `--write-baseline`",
        one: "1 finding of the baseline is gone; write it anew with `--write-baseline`";
    /// Findings that a change did not touch.
    KeptBack = "kept-back": "{n} findings in units unchanged since {revision}",
        one: "1 finding in units unchanged since {revision}";
    /// Files that a change did not touch.
    Unchanged = "unchanged": "{n} files unchanged since {revision}", one: "1 file unchanged since {revision}";
    /// Findings that were mended, in a number of files.
    Mended = "mended": "{n} findings mended in {files}", one: "1 finding mended in {files}";

    /// Head of the column of numbers.
    Count = "count": "findings";
    /// Head of the column of rules.
    Rule = "rule": "rule";
    /// Head of the column of provisions.
    Provision = "provision": "provision";

    /// What to do next.
    Next = "next": "next: {what}";
    /// Where some findings can be mended for sure.
    NextSafe = "next-safe": "`--fix` mends {n} of {findings}, `--diff` shows how";
    /// Where some can be mended with a look at each.
    NextReview = "next-review": "`--fix-review` mends {n} of {findings}; look at each change";
    /// Where a rule is to be understood.
    NextExplain = "next-explain": "`grundnorm explain {rule}` says why and shows examples";
    /// Where the baseline holds findings that are gone.
    NextBaseline = "next-baseline": "`--write-baseline {path}` takes out what is gone";
    /// Where there was no act.
    NextFiles = "next-files": "name files or folders with acts in plain text (`.txt`) or Markdown (`.md`)";
    /// Where no pack judged any act.
    NextPack = "next-pack": "`--pack` names the pack to judge by, `grundnorm rules list` shows what there is";
}

/// The words of a saying in a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Forms {
    /// The same for every number, or no number at all.
    Same(String),
    /// One thing is told with other words than many.
    Counted {
        /// The words for one.
        one: String,
        /// The words for every other number.
        many: String,
    },
}

impl Forms {
    fn many(&self) -> &str {
        let (Self::Same(many) | Self::Counted { many, .. }) = self;
        many
    }

    fn one(&self) -> &str {
        let (Self::Same(one) | Self::Counted { one, .. }) = self;
        one
    }
}

/// Every saying in one language.
///
/// The default is English.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// None of those that are said in English.
    forms: BTreeMap<Saying, Forms>,
}

/// What is wrong with the words of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The name of the saying, unless words are missing.
    pub name: Option<String>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Words {
    /// The words of a language, by the names of the sayings.
    ///
    /// # Errors
    /// The first saying that is unknown or missing, and the first that has other places or pieces of a
    /// command line than the English one.
    pub fn new(given: impl IntoIterator<Item = (String, Forms)>) -> Result<Self, Mistake> {
        let mut forms = BTreeMap::new();
        for (name, words) in given {
            let Some(saying) = Saying::ALL.iter().copied().find(|s| s.name() == name) else {
                let message = format!("unknown saying `{name}`");
                return Err(Mistake { name: Some(name), message });
            };
            let expected = fixed(saying.english().0);
            // The number of one thing may be told by a word.
            let lacks = |text: &str, number: bool| {
                let found = fixed(text);
                let without: Vec<&str> = expected.iter().copied().filter(|p| *p != "{n}").collect();
                found != expected && (number || found != without)
            };
            if lacks(words.many(), true) || lacks(words.one(), matches!(words, Forms::Same(_))) {
                let message = match expected.join(", ") {
                    none if none.is_empty() => {
                        "expected no braces and no backticks here".to_owned()
                    }
                    some => format!("expected each of these once here and no others: {some}"),
                };
                return Err(Mistake { name: Some(name), message });
            }
            forms.insert(saying, words);
        }
        match Saying::ALL.iter().find(|saying| !forms.contains_key(saying)) {
            Some(missing) => {
                let message = format!("no words for `{}`", missing.name());
                Err(Mistake { name: None, message })
            }
            None => Ok(Self { forms }),
        }
    }

    /// A saying with its places filled.
    #[must_use]
    pub fn say(&self, saying: Saying, values: &[(&str, &str)]) -> String {
        fill(self.forms.get(&saying).map_or(saying.english().0, Forms::many), values)
    }

    /// A saying about a number of things with its other places filled.
    #[must_use]
    pub fn count(&self, saying: Saying, number: usize, values: &[(&str, &str)]) -> String {
        let (many, one) = match self.forms.get(&saying) {
            Some(forms) => (forms.many(), forms.one()),
            None => (saying.english().0, saying.english().1.unwrap_or(saying.english().0)),
        };
        let text = if number == 1 { one } else { many };
        let number = number.to_string();
        let values: Vec<_> = [("n", number.as_str())].iter().chain(values).copied().collect();
        fill(text, &values)
    }
}

/// Fills the places of a saying in one pass, so that braces in a value are what they are.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let (name, next) = behind.split_once('}').unwrap_or((behind, ""));
        out.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value));
        rest = next;
    }
    out.push_str(rest);
    out
}

/// What a translation must keep: places, and pieces of a command line; sorted.
fn fixed(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let end = rest[open..].find('}').map_or(rest.len(), |close| open + close + 1);
        found.push(&rest[open..end]);
        rest = &rest[end..];
    }
    found.sort_unstable();
    found
}
