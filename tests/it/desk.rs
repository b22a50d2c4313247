//! A drafting repository for tests: a pack of two rules that everybody understands, bills, and git.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Ran, folder, program};

const PACK: &str = r#"
title = "A pack of the test"
label = "House style"
from = 2026-07-01
adopted = 2026-03-15
languages = ["en", "kk", "ru"]
[jurisdiction]
own = []
others = []
[provisions]
para_1 = { label = "1", says = "things are called devices" }
para_2 = { label = "2", says = "tools are called devices too" }
"#;

/// A rule on one word, with a fix that puts another word in its place.
fn rule(level: &str, provision: &str, applicability: &str, words: [&str; 3]) -> String {
    let [en, kk, ru] = words;
    format!(
        r#"
level = "{level}"
basis = ["{provision}"]
why = "It is a rule of the test."
title = {{ en = "a word to be replaced", kk = "ауыстырылатын сөз", ru = "слово под замену" }}
message = {{ en = "{{words}} is no device", kk = "{{words}} – құрылғы емес", ru = "{{words}} – не устройство" }}
help = {{ en = "say device", kk = "құрылғы деп жазыңыз", ru = "напишите «устройство»" }}
labels = {{ primary = {{ en = "this word", kk = "осы сөз", ru = "это слово" }} }}
[[when]]
each.words.phrases = {{ en = ["{en}"], kk = ["{kk}"], ru = ["{ru}"] }}
[[fix]]
applicability = "{applicability}"
replace = "words"
with = {{ en = "device", kk = "құрылғы", ru = "устройство" }}
[[example]]
lang = "en"
text = "1. The museum keeps the ⟦{en}⟧ in a box."
why = "The word stands there."
[[near-miss]]
lang = "en"
text = "1. The museum keeps the device in a box."
why = "The right word."
[[example]]
lang = "kk"
text = "1. Мұражай ⟦{kk}⟧ жәшікте сақтайды."
why = "The word stands there."
[[near-miss]]
lang = "kk"
text = "1. Мұражай құрылғы жәшікте сақтайды."
why = "The right word."
[[example]]
lang = "ru"
text = "1. Музей хранит ⟦{ru}⟧ в ящике."
why = "The word stands there."
[[near-miss]]
lang = "ru"
text = "1. Музей хранит устройство в ящике."
why = "The right word."
"#
    )
}

/// The act of most tests; `gadget` stands at 5:27 and `widget` at 8:25.
pub(crate) const BILL: &str = "\
Draft

On museums

Article 1. A museum has a gadget for each hall.

Article 2. Rooms
1. A hall is lit by the widget of its guard.
2. This Law enters into force on 1 January 2027.
";

/// A folder with the pack in `rules/desk` and a configuration that runs it alone, beside these files.
pub(crate) fn desk(files: &[(&str, &[u8])]) -> TempDir {
    let gadget = rule("error", "para_1", "safe", ["gadget", "аспап", "прибор"]);
    let widget = rule("warning", "para_2", "review", ["widget", "тетік", "механизм"]);
    let project = folder(&[
        ("grundnorm.toml", b"packs = [\"rules/desk\"]\n"),
        ("rules/desk/pack.toml", PACK.as_bytes()),
        ("rules/desk/gadget.toml", gadget.as_bytes()),
        ("rules/desk/widget.toml", widget.as_bytes()),
    ]);
    for (name, bytes) in files {
        write(&project, name, bytes);
    }
    project
}

/// Writes a file of a project.
pub(crate) fn write(project: &TempDir, name: &str, bytes: impl AsRef<[u8]>) {
    let path = project.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Runs the program in a project, with the tools of the machine at hand.
pub(crate) fn grundnorm(project: &TempDir, arguments: &[&str]) -> Ran {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = program(project.path());
    command.env("PATH", path).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", project.path());
    command.args(arguments).output().unwrap().into()
}

/// What `check --format short` prints with these options: the lines, and the exit status.
#[track_caller]
pub(crate) fn short(project: &TempDir, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let ran = grundnorm(project, &[&["check", "--format", "short"], arguments].concat());
    assert_eq!(ran.err, "", "{ran:?}");
    (ran.out.lines().map(str::to_owned).collect(), ran.code)
}

/// Whether git can be run; says so when it cannot.
pub(crate) fn has_git() -> bool {
    let there = Command::new("git").arg("--version").output().is_ok();
    if !there {
        eprintln!("SKIPPED: git is not installed");
    }
    there
}

/// Runs git in a folder, with nothing of the machine's configuration.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let ran = Command::new("git")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=Drafter", "-c", "user.email=drafter@example.org"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).trim().to_owned()
}

/// Makes the project a repository, and everything in it its first commit on `main`.
pub(crate) fn commit_all(project: &TempDir, message: &str) {
    if !project.path().join(".git").exists() {
        git(project.path(), &["init", "-q", "-b", "main"]);
    }
    git(project.path(), &["add", "-A"]);
    git(project.path(), &["commit", "-q", "-m", message]);
}
