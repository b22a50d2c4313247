//! What repositories of bills take from this one: the hook of `.pre-commit-hooks.yaml`, the action of
//! `action.yml` and the job of `.gitlab/grundnorm.yml`. The very commands of these files run in a
//! repository in which a change adds one finding to a bill that has another already.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;
use saphyr::{LoadableYamlNode as _, YamlOwned as Yaml};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::Ran;
use crate::support::root;

/// A bill with one old finding, in Article 1.
const BEFORE: &str = "\
Проект

О службе на реке

Статья 1. Наказание
1. Смертная казнь назначается за измену в военное время.

Статья 2. Сбор
1. Граждане обязаны уплачивать сбор в размере пяти тенге.

Статья 3. Введение в действие
1. Настоящий Закон вводится в действие с 1 января 2027 года.
";

/// The bill after the change: a paragraph above moves all others down, and the new date in the last line
/// carries the duty of Article 2 back in time.
const AFTER: &str = "\
Проект

О службе на реке

Закон принят ради порядка на воде.

Статья 1. Наказание
1. Смертная казнь назначается за измену в военное время.

Статья 2. Сбор
1. Граждане обязаны уплачивать сбор в размере пяти тенге.

Статья 3. Введение в действие
1. Настоящий Закон вводится в действие с 1 марта 2026 года.
";

/// Where the new finding begins. The last line is the 14th; before the words that are underlined stand
/// `1.` and a space, nine letters and a space, five letters and a space: 3 + 10 + 6 characters.
const LINE: u64 = 14;
const COLUMN: u64 = 20;

const OLD: &str = "kz-2026/death-penalty";
const NEW: &str = "kz-2026/retroactive-burden";
const BILL: &str = "bills/river.txt";

/// A repository with the commit that a change starts from, and the change on top.
struct Repository {
    /// Holds the repository beside what must not lie in it.
    around: TempDir,
    base: String,
}

impl Repository {
    /// None where the tools are missing, which only a developer's machine may lack.
    fn new() -> Option<Self> {
        if ["bash", "git"].iter().any(|tool| found(tool).is_none()) {
            assert!(std::env::var_os("CI").is_none(), "bash or git is missing, and CI needs them");
            eprintln!("SKIPPED: bash or git is missing; the files for CI are NOT checked");
            return None;
        }
        let made = Self { around: tempfile::tempdir().unwrap(), base: String::new() };
        for folder in ["acts/bills", "acts/notes", "home", "tools"] {
            fs::create_dir_all(made.path(folder)).unwrap();
        }
        made.git(&["init", "--quiet", "--initial-branch=main", "."]);
        made.write("grundnorm.toml", "exclude = [\"notes/**\"]\n");
        made.write("notes/draft.txt", BEFORE);
        made.write("bills/old.txt", BEFORE);
        made.write(BILL, BEFORE);
        made.commit();
        let base = made.git(&["rev-parse", "HEAD"]).trim().to_owned();
        made.git(&["switch", "--quiet", "--create", "change"]);
        made.write(BILL, AFTER);
        made.commit();
        Some(Self { base, ..made })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.around.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path("acts").join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "x"]);
    }

    /// A tool in the repository, with nothing of the machine but the programs, and the one that is
    /// tested before all others.
    fn tool(&self, tool: &Path) -> Command {
        let mut command = Command::new(tool);
        let program = Path::new(env!("CARGO_BIN_EXE_grundnorm")).parent().unwrap();
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let path = [self.path("tools"), program.to_owned()];
        let path = std::env::join_paths(path.into_iter().chain(std::env::split_paths(&inherited)));
        let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
        command
            .current_dir(self.path("acts"))
            .env_clear()
            .env("PATH", path.unwrap())
            .env("HOME", self.path("home"))
            .envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", nothing)])
            .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .stdin(Stdio::null());
        command
    }

    fn git(&self, arguments: &[&str]) -> String {
        let ran: Ran = self.tool(&found("git").unwrap()).args(arguments).output().unwrap().into();
        assert_eq!(ran.code, Some(0), "git {arguments:?}: {ran:?}");
        ran.out
    }

    /// A script as a runner starts it, with arguments behind it.
    fn bash(&self, script: &str, env: &[(String, String)], arguments: &[String]) -> Ran {
        self.tool(&found("bash").unwrap())
            .args(["--noprofile", "--norc", "-euo", "pipefail", "-c", script, "bash"])
            .args(arguments)
            .envs(env.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap()
            .into()
    }

    /// A program on the path, before all others, that says how it was called.
    fn pretend(&self, name: &str) {
        let path = self.path("tools").join(name);
        fs::write(&path, format!("#!/bin/sh\nprintf '%s\\n' {name} \"$@\"\n")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
}

/// A tool on the path of the tests.
fn found(tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = [tool.to_owned(), format!("{tool}.exe")];
    std::env::split_paths(&path)
        .flat_map(|folder| names.clone().map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

fn yaml(name: &str) -> Yaml {
    let text = fs::read_to_string(root().join(name)).unwrap();
    let mut documents = Yaml::load_from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(documents.len(), 1, "{name}");
    documents.remove(0)
}

fn text(node: &Yaml) -> &str {
    node.as_str().unwrap_or_else(|| panic!("expected a text, found {node:?}"))
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// How often the rules of the old and of the new finding are named.
fn told(out: &str) -> (usize, usize) {
    (out.matches(OLD).count(), out.matches(NEW).count())
}

// --- the hook ---

/// The hook run on files as pre-commit runs it: those whose names fit behind the entry and what the user
/// adds in `args`.
fn hook(acts: &Repository, added: &[&str], files: &[&str]) -> Ran {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    assert_eq!((text(&hook["id"]), text(&hook["language"])), ("grundnorm", "rust"));
    assert_eq!(hook["pass_filenames"].as_bool(), Some(true));
    let fit = Regex::new(text(&hook["files"])).unwrap();
    let files = files.iter().filter(|name| fit.is_match(name));
    let arguments: Vec<String> = added.iter().chain(files).map(|&a| a.to_owned()).collect();
    acts.bash(&format!("{} \"$@\"", text(&hook["entry"])), &[], &arguments)
}

#[test]
fn the_hook_checks_the_files_of_a_commit() {
    let Some(acts) = Repository::new() else { return };
    let files = [BILL, "notes/draft.txt", "logo.png", "grundnorm.toml"];
    let ran = hook(&acts, &["--format=short"], &files);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(told(&ran.out), (1, 1), "the bill alone is checked: {ran:?}");
    assert!(!ran.out.contains("notes/") && !ran.out.contains("old.txt"), "{ran:?}");
    assert!(ran.out.contains(&format!("{BILL}:{LINE}:{COLUMN}: ")), "{ran:?}");
    let ran = hook(&acts, &[], &["notes/draft.txt"]);
    assert_eq!(ran.code, Some(0), "what is excluded does not stop a commit: {ran:?}");
}

#[test]
fn the_hook_can_be_told_to_look_at_the_change_alone() {
    let Some(acts) = Repository::new() else { return };
    acts.git(&["reset", "--quiet", "--soft", &acts.base]);
    let ran = hook(&acts, &["--since=HEAD", "--format=short"], &[BILL, "bills/old.txt"]);
    assert_eq!((ran.code, told(&ran.out)), (Some(1), (0, 1)), "{ran:?}");
    let ran = hook(&acts, &["--since=HEAD"], &["bills/old.txt"]);
    assert_eq!(ran.code, Some(0), "nothing changed in it: {ran:?}");
}

// --- the action ---

/// What a value of the action stands for in a run with these inputs.
fn value(value: &str, action: &Yaml, inputs: &[(&str, &str)], base: &str) -> String {
    let Some(expression) = value.strip_prefix("${{").and_then(|v| v.strip_suffix("}}")) else {
        assert!(!value.contains("${{"), "an expression inside a text: {value}");
        return value.to_owned();
    };
    let of = |term: &str| -> String {
        let Some(name) = term.strip_prefix("inputs.") else {
            assert_eq!(term, "github.event.pull_request.base.sha");
            return base.to_owned();
        };
        let given = inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| *value);
        given.unwrap_or_else(|| text(&action["inputs"][name]["default"])).to_owned()
    };
    expression.split("||").map(|term| of(term.trim())).find(|v| !v.is_empty()).unwrap_or_default()
}

/// The steps of the action, up to one that fails; `base` is that of the pull request, empty outside of one.
fn action(acts: &Repository, inputs: &[(&str, &str)], base: &str) -> Ran {
    let action = yaml("action.yml");
    let known = action["inputs"].as_mapping().unwrap();
    for (name, _) in inputs {
        assert!(known.keys().any(|key| key.as_str() == Some(*name)), "no input {name}");
    }
    assert_eq!(text(&action["runs"]["using"]), "composite");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    assert_eq!(steps.len(), 2);
    let mut last = None;
    for step in steps {
        assert_eq!(text(&step["shell"]), "bash");
        let script = text(&step["run"]);
        assert!(!script.contains("${{"), "values come in through variables: {script}");
        let mut env = owned(&[
            ("GITHUB_ACTION_PATH", "/the action"),
            ("GITHUB_STEP_SUMMARY", acts.path("summary.md").to_str().unwrap()),
        ]);
        for (name, given) in
            step.as_mapping_get("env").and_then(Yaml::as_mapping).into_iter().flatten()
        {
            env.push((text(name).to_owned(), value(text(given), &action, inputs, base)));
        }
        let ran = acts.bash(script, &env, &[]);
        if ran.code != Some(0) {
            return ran;
        }
        last = Some(ran);
    }
    last.unwrap()
}

/// The annotations that GitHub reads from an output.
fn annotations(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter(|line| line.starts_with("::")).collect()
}

/// The run shows the new finding alone, where it stands.
fn only_the_new_one(acts: &Repository, ran: &Ran) {
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let shown = annotations(ran);
    assert_eq!(shown.len(), 1, "{ran:?}");
    let place = format!("::error file={BILL},line={LINE},endLine={LINE},col={COLUMN},endColumn=");
    assert!(shown[0].starts_with(&place) && shown[0].contains(NEW), "{ran:?}");

    let sarif = acts.json("acts/grundnorm.sarif");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{sarif:#}");
    assert_eq!(results[0]["ruleId"], NEW);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], BILL);
    assert_eq!(place["region"]["startLine"], LINE);
    assert_eq!(place["region"]["startColumn"], COLUMN);

    let summary = acts.read("summary.md");
    assert!(summary.contains(NEW) && !summary.contains(OLD), "{summary}");
}

#[test]
fn the_action_shows_what_a_pull_request_adds() {
    let Some(acts) = Repository::new() else { return };
    only_the_new_one(&acts, &action(&acts, &[], &acts.base));
    // A pull request that changes nothing passes, although the old findings are still there.
    acts.git(&["switch", "--quiet", "main"]);
    let ran = action(&acts, &[], &acts.base);
    assert_eq!((ran.code, annotations(&ran)), (Some(0), Vec::new()), "{ran:?}");
    // Outside of a pull request everything counts.
    acts.git(&["switch", "--quiet", "change"]);
    let ran = action(&acts, &[], "");
    assert_eq!((ran.code, annotations(&ran).len()), (Some(1), 3), "{ran:?}");
}

#[test]
fn the_action_fetches_the_base_that_a_checkout_lacks() {
    let Some(mut acts) = Repository::new() else { return };
    let origin = acts.path("origin");
    fs::rename(acts.path("acts"), &origin).unwrap();
    fs::create_dir(acts.path("acts")).unwrap();
    // As a checkout in a workflow makes it: one commit, without a branch.
    let url = format!("file://{}", origin.to_str().unwrap());
    acts.git(&["clone", "--quiet", "--depth=1", "--single-branch", "--branch=change", &url, "."]);
    acts.git(&["checkout", "--quiet", "--detach"]);
    only_the_new_one(&acts, &action(&acts, &[], &acts.base));
    // A base that is nowhere is an error, and not a gate that passes.
    acts.base = "0123456789012345678901234567890123456789".to_owned();
    let ran = action(&acts, &[], &acts.base);
    assert_eq!((ran.code, annotations(&ran).len()), (Some(2), 0), "{ran:?}");
    assert!(ran.err.contains(&acts.base), "{ran:?}");
}

#[test]
fn the_action_hands_its_inputs_on() {
    let Some(acts) = Repository::new() else { return };
    let check = |inputs: &[(&str, &str)]| {
        let ran = action(&acts, inputs, "");
        (ran.code, annotations(&ran).len(), ran)
    };
    let (code, shown, ran) = check(&[("paths", "bills/old.txt\n\nbills/river.txt\n")]);
    assert_eq!((code, shown), (Some(1), 3), "{ran:?}");
    let (code, shown, ran) = check(&[("since", &acts.base)]);
    assert_eq!((code, shown), (Some(1), 1), "{ran:?}");
    let (code, shown, ran) = check(&[("args", &format!("--rule\n{OLD}\n"))]);
    assert_eq!((code, shown), (Some(1), 2), "{ran:?}");
    let (code, _, ran) = check(&[("fail-level", "fatal")]);
    assert_eq!(code, Some(2), "{ran:?}");

    acts.write("lenient.toml", "exclude = [\"**\"]\n");
    let (code, shown, ran) = check(&[("config", "lenient.toml")]);
    assert_eq!((code, shown), (Some(3), 0), "nothing is left to examine: {ran:?}");
    fs::remove_file(acts.path("acts/lenient.toml")).unwrap();

    acts.git(&["switch", "--quiet", "main"]);
    let ran = acts.bash("grundnorm check --write-baseline known.json .", &[], &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    acts.git(&["switch", "--quiet", "change"]);
    let (code, shown, ran) = check(&[("baseline", "known.json")]);
    assert_eq!((code, shown), (Some(1), 1), "{ran:?}");

    let files = [("sarif", ""), ("markdown", "report.markdown")];
    fs::remove_file(acts.path("acts/grundnorm.sarif")).unwrap();
    fs::remove_file(acts.path("summary.md")).unwrap();
    check(&files);
    assert!(!acts.path("acts/grundnorm.sarif").exists() && !acts.path("summary.md").exists());
    assert!(acts.read("acts/report.markdown").contains(NEW));
}

#[cfg(unix)]
#[test]
fn the_action_runs_nothing_that_stands_in_an_input() {
    let Some(acts) = Repository::new() else { return };
    // The program that shows its arguments gets each input whole.
    acts.pretend("grundnorm");
    for hostile in ["$(touch pwned)", "`touch pwned`", "x\"; touch pwned; \"", "'; touch pwned; '"]
    {
        for input in
            ["paths", "since", "baseline", "config", "fail-level", "args", "sarif", "markdown"]
        {
            let ran = action(&acts, &[(input, hostile)], "");
            assert_eq!(ran.code, Some(0), "{input}: {ran:?}");
            assert!(ran.out.lines().any(|line| line.ends_with(hostile)), "{input}: {ran:?}");
            assert!(!acts.path("acts/pwned").exists(), "{input} was run: {hostile}");
        }
    }
    // A revision that looks like an option is none for git either.
    let ran = action(&acts, &[("since", "--upload-pack=touch pwned;")], "");
    assert!(!acts.path("acts/pwned").exists(), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn the_action_installs_itself_where_the_program_is_missing() {
    let Some(acts) = Repository::new() else { return };
    acts.pretend("cargo");
    let action = yaml("action.yml");
    let script = text(&action["runs"]["steps"][0]["run"]);
    let mut env = owned(&[("GITHUB_ACTION_PATH", "/the action")]);
    let ran = acts.bash(script, &env, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "the program is there");
    env.push(("PATH".to_owned(), acts.path("tools").to_str().unwrap().to_owned()));
    let ran = acts.bash(script, &env, &[]);
    assert_eq!(ran.out, "cargo\ninstall\n--locked\n--path\n/the action\n", "{ran:?}");
}

// --- the job ---

/// The job as a runner of GitLab makes it: its variables, and its lines one behind the other.
fn job(acts: &Repository, given: &[(&str, &str)]) -> (Ran, Value) {
    let template = yaml(".gitlab/grundnorm.yml");
    let job = &template["grundnorm"];
    let variables = job["variables"].as_mapping().unwrap();
    let mut env: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| (text(name).to_owned(), text(value).to_owned()))
        .collect();
    assert!(env.contains(&("GIT_DEPTH".to_owned(), "0".to_owned())), "the base must be at hand");
    env.extend(owned(given));
    let lines = ["before_script", "script"].map(|part| job[part].as_sequence().unwrap());
    let script: Vec<&str> = lines.iter().flat_map(|part| part.iter().map(text)).collect();
    let report = text(&job["artifacts"]["reports"]["codequality"]);
    assert_eq!(text(&job["artifacts"]["when"]), "always", "a job that fails has a report too");
    let path = format!("acts/{report}");
    let _ = fs::remove_file(acts.path(&path));
    let ran = acts.bash(&script.join("\n"), &env, &[]);
    let report = if acts.path(&path).exists() { acts.json(&path) } else { Value::Null };
    (ran, report)
}

#[test]
fn the_job_reports_what_a_merge_request_adds() {
    let Some(acts) = Repository::new() else { return };
    let request = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", acts.base.as_str())];
    let (ran, report) = job(&acts, &request);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let issues = report.as_array().unwrap();
    assert_eq!(issues.len(), 1, "{report:#}");
    assert_eq!(issues[0]["check_name"], NEW);
    assert_eq!(issues[0]["location"]["path"], BILL);
    assert_eq!(issues[0]["location"]["positions"]["begin"]["line"], LINE);
    assert_eq!(issues[0]["location"]["positions"]["begin"]["column"], COLUMN);
    assert!(ran.out.contains(&format!("{BILL}:{LINE}:{COLUMN}")), "{ran:?}");
    assert_eq!(told(&ran.out).0, 0, "{ran:?}");

    acts.git(&["switch", "--quiet", "main"]);
    let (ran, report) = job(&acts, &request);
    assert_eq!((ran.code, report), (Some(0), Value::Array(Vec::new())), "{ran:?}");
}

#[test]
fn the_job_reports_everything_outside_of_merge_requests() {
    let Some(acts) = Repository::new() else { return };
    let (ran, report) = job(&acts, &[]);
    assert_eq!((ran.code, report.as_array().map(Vec::len)), (Some(1), Some(3)), "{ran:?}");
    let rule = format!("--rule\n{NEW}");
    let given = [("GRUNDNORM_PATHS", "bills/old.txt\nbills/river.txt"), ("GRUNDNORM_ARGS", &rule)];
    let (ran, report) = job(&acts, &given);
    assert_eq!((ran.code, report.as_array().map(Vec::len)), (Some(1), Some(1)), "{ran:?}");
    for hostile in ["$(touch pwned)", "`touch pwned`", "\"; touch pwned; \"", "LINES\ntouch pwned"]
    {
        let (ran, _) = job(&acts, &[("GRUNDNORM_PATHS", hostile)]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(!acts.path("acts/pwned").exists(), "a path was run: {hostile}");
    }
}
