//! What surrounds the checks: `init`, completions, manual pages, help, `--output`, `--watch`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use crate::desk::{BILL, desk, grundnorm, short, write};
use crate::program::{folder, program, run};
use crate::support::root;

#[test]
fn init_writes_a_configuration_that_holds_and_names_every_key() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    let ran = run(&project, &["init"]);
    assert_eq!(ran.code, Some(2), "nothing is written over: {ran:?}");
    assert!(ran.err.contains("grundnorm.toml: the file is there already"), "{}", ran.err);
    fs::remove_file(project.path().join("grundnorm.toml")).unwrap();
    assert_eq!(run(&project, &["init"]).code, Some(0));
    assert_eq!(short(&project, &["bills", "--pack", "rules/desk"]).0.len(), 2);
    // What is commented out is right as well, once the examples are there.
    let text = fs::read_to_string(project.path().join("grundnorm.toml")).unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(&grundnorm::cli::configuration_schema()).unwrap();
    let keys = schema["properties"].as_object().unwrap().keys();
    let inner = ["RawPath", "RawWaiver"]
        .map(|d| schema["definitions"][d]["properties"].as_object().unwrap());
    for key in keys.chain(inner.iter().flat_map(|d| d.keys())) {
        let told = [format!("{key} = "), format!("[{key}]")];
        assert!(told.iter().any(|t| text.contains(t)), "`{key}` is not in the file");
    }
    let bare = |line: &str| {
        let rest = line.strip_prefix("# ").unwrap_or(line);
        let key =
            rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '"') && rest.contains(" = ");
        if key || rest.starts_with("[[") || rest.starts_with('[') {
            rest.to_owned()
        } else {
            String::new()
        }
    };
    let all: String = text.lines().map(|line| bare(line) + "\n").collect();
    write(&project, "grundnorm.toml", all.replace("\"rules/our-pack\"", "\"rules/desk\""));
    for file in ["texts/constitution.kk.md", "texts/constitution.ru.md"] {
        let name = file.rsplit('/').next().unwrap();
        let text = fs::read(root().join("fixtures/constitution").join(name));
        write(&project, file, text.unwrap_or_else(|_| BILL.into()));
    }
    let ran = grundnorm(&project, &["rules", "list"]);
    assert!(!ran.err.contains("grundnorm.toml:"), "{}", ran.err);
    let printed = run(&project, &["init", "--schema"]);
    assert_eq!(printed.out, grundnorm::cli::configuration_schema());
}

#[test]
fn shells_complete_and_man_has_a_page() {
    let here = folder(&[]);
    for (shell, words) in [
        ("bash", "complete -F _grundnorm"),
        ("zsh", "#compdef grundnorm"),
        ("fish", "-l write-baseline"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let ran = run(&here, &["completions", shell]);
        assert!(ran.code == Some(0) && ran.out.contains(words), "{shell}: {}", ran.out);
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert!(ran.out.contains("sarif"), "{shell} completes formats");
        }
    }
    let page = run(&here, &["man"]).out;
    assert!(page.contains(".TH grundnorm 1") && page.contains("completions"), "{page}");
    let page = run(&here, &["man", "check"]).out;
    assert!(page.contains("\\-\\-write\\-baseline") && page.contains("\\-\\-since"), "{page}");
    assert!(
        page.contains(".TH grundnorm-check 1")
            && page.contains(".SH \"EXIT STATUS\"") | page.contains(".SH EXIT STATUS"),
        "{page}"
    );
    let example = ".SH EXAMPLES\n.nf\n\\&grundnorm check bill.txt ";
    assert!(page.contains(example), "{page}");
    let wrong = run(&here, &["man", "chek"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("did you mean `check`?"), "{wrong:?}");
}

#[test]
fn slips_are_recognised() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    for (arguments, meant) in [
        (&["chekc", "bills"][..], "check"),
        (&["check", "bills", "--basline", "x"], "--baseline"),
        (&["check", "bills", "--rule", "desk/gadgets"], "did you mean `desk/gadget`?"),
        (&["check", "bills", "--output", "sariff=x"], "sarif"),
        (&["check", "bills", "--output", "sarif"], "FORMAT=FILE"),
        (&["check", "bills", "--output", "sarif="], "name of a file"),
        (&["explain", "desk/gaget"], "did you mean `desk/gadget`?"),
    ] {
        let ran = grundnorm(&project, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(meant), "{meant}: {}", ran.err);
    }
}

#[test]
fn the_help_of_check_groups_its_options_and_shows_examples() {
    let help = run(&folder(&[]), &["check", "--help"]).out;
    for words in ["Gate:", "Fixes:", "Output:", "Examples:", "grundnorm check bills/ --since main"]
    {
        assert!(help.contains(words), "{words}: {help}");
    }
}

#[test]
fn several_reports_go_each_to_its_file() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    let ran = grundnorm(
        &project,
        &[
            "check",
            "bills",
            "--format",
            "short",
            "--output",
            "json=out.json",
            "--output",
            "short=out.txt",
        ],
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(fs::read_to_string(project.path().join("out.txt")).unwrap(), ran.out);
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(project.path().join("out.json")).unwrap())
            .unwrap();
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(2));
    // A report takes the place neither of what it is about nor of another report.
    for (output, more) in [
        ("json=bills/museum.txt", "short=x"),
        ("json=grundnorm.toml", "short=x"),
        ("json=x", "short=x"),
        ("json=-", "short=x"),
    ] {
        let ran = grundnorm(&project, &["check", "bills", "--output", output, "--output", more]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{output}: {ran:?}");
    }
    assert_eq!(fs::read_to_string(project.path().join("bills/museum.txt")).unwrap(), BILL);
    // A folder that is not there, and a disk that is full: an error, and the old report stays.
    let ran = grundnorm(&project, &["check", "bills", "--output", "json=gone/out.json"]);
    assert!(ran.code == Some(2) && ran.err.contains("gone/out.json: cannot be written"), "{ran:?}");
    if cfg!(target_os = "linux") {
        let ran = grundnorm(&project, &["check", "bills", "--output", "json=/dev/full"]);
        assert!(ran.code == Some(2) && ran.err.contains("/dev/full: cannot be written"), "{ran:?}");
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = program(project.path());
        let ran = command.args(["check", "bills"]).stdout(full).output().unwrap();
        assert_eq!(ran.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&ran.stderr).contains("No space left"), "{ran:?}");
    }
}

#[test]
fn watching_checks_again_when_a_bill_changes() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    let mut child = program(project.path())
        .args(["check", "bills", "--watch", "--format", "short"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().contains("desk/gadget"));
    assert!(lines.next().unwrap().contains("desk/widget"));
    // An editor writes beside the file and moves; what is read is told again until the change is seen.
    let (sender, seen) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in lines {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let mut told = Vec::new();
    for _ in 0..20 {
        if !told.is_empty() {
            break;
        }
        write(&project, "bills/museum.tmp", BILL.replace("a gadget", "a device"));
        fs::rename(
            project.path().join("bills/museum.tmp"),
            project.path().join("bills/museum.txt"),
        )
        .unwrap();
        told.extend(seen.recv_timeout(Duration::from_secs(3)));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(seen);
    reader.join().unwrap();
    assert_eq!(told, ["bills/museum.txt:8:25: warning[desk/widget] widget is no device"]);
}
