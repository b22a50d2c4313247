//! The gate of a drafting repository: baselines, waivers, changed units, files that are left out.

use std::fs;

use serde_json::Value;

use crate::desk::{BILL, commit_all, desk, git, grundnorm, has_git, short, write};
use crate::program::json;

const GADGET: &str = "bills/museum.txt:5:27: error[desk/gadget] gadget is no device";
const WIDGET: &str = "bills/museum.txt:8:25: warning[desk/widget] widget is no device";

fn museum() -> tempfile::TempDir {
    desk(&[("bills/museum.txt", BILL.as_bytes())])
}

/// The bill with a new first article, so that lines and numbers of all that follows change.
fn renumbered() -> String {
    BILL.replace("Article 2.", "Article 3.")
        .replace("Article 1.", "Article 1. A museum is open.\n\nArticle 2.")
}

#[test]
fn without_a_gate_everything_is_reported() {
    assert_eq!(short(&museum(), &["bills"]), (vec![GADGET.into(), WIDGET.into()], Some(1)));
    // Without a path the folder of the configuration is checked.
    assert_eq!(short(&museum(), &[]), (vec![GADGET.into(), WIDGET.into()], Some(1)));
}

#[test]
fn a_baseline_hides_what_it_knows_wherever_it_moves() {
    let project = museum();
    let ran = grundnorm(&project, &["check", "bills", "--write-baseline", "known.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let quiet = |arguments: &[&str]| {
        let all = [arguments, &["--baseline", "known.json"]].concat();
        assert_eq!(short(&project, &all), (vec![], Some(0)), "{arguments:?}");
    };
    quiet(&["bills"]);
    // Edits above, other numbers of the units themselves, and another name of the file.
    write(&project, "bills/museum.txt", renumbered());
    quiet(&["bills"]);
    fs::rename(project.path().join("bills/museum.txt"), project.path().join("bills/галерея.txt"))
        .unwrap();
    quiet(&["bills"]);
    // An edit of the paragraph itself, in its place.
    fs::remove_file(project.path().join("bills/галерея.txt")).unwrap();
    write(&project, "bills/museum.txt", BILL.replace("for each hall", "for each room"));
    quiet(&["bills"]);
    // What is new is reported alone, on its line, though it says what another paragraph says.
    write(&project, "bills/museum.txt", format!("{BILL}3. A guard has a gadget.\n"));
    let new = "bills/museum.txt:10:18: error[desk/gadget] gadget is no device";
    let found = short(&project, &["bills", "--baseline", "known.json"]);
    assert_eq!(found, (vec![new.into()], Some(1)));
    // The same sentence once more: the baseline has it once.
    let twice = BILL.replace(
        "\n\nArticle 2.",
        "\n\nArticle 2. A museum has a gadget for each hall.\n\nArticle 3.",
    );
    write(&project, "bills/museum.txt", twice);
    let (found, code) = short(&project, &["bills", "--baseline", "known.json"]);
    assert_eq!((found.len(), code), (1, Some(1)), "{found:?}");
}

#[test]
fn a_baseline_shrinks_and_does_not_grow_by_itself() {
    let project = museum();
    let known = || fs::read_to_string(project.path().join("known.json")).unwrap();
    let rules = || {
        let value: Value = serde_json::from_str(&known()).unwrap();
        let rules = value["findings"].as_array().unwrap().iter();
        rules.map(|f| f["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    grundnorm(&project, &["check", "bills", "--write-baseline", "known.json"]);
    assert_eq!(rules(), ["desk/gadget", "desk/widget"]);
    write(&project, "bills/museum.txt", BILL.replace("widget", "lamp"));
    let ran =
        grundnorm(&project, &["check", "bills", "--baseline", "known.json", "--format", "json"]);
    let gate = &json(&ran)["gate"]["baseline"];
    assert_eq!(gate["known"], 1, "{gate}");
    assert_eq!(gate["fixed"][0]["rule"], "desk/widget");
    assert_eq!(gate["fixed"][0]["path"], "bills/museum.txt");
    // What is gone leaves the baseline; what is new stays out of it unless somebody accepts it.
    let refused = BILL.replace("widget", "gadget");
    write(&project, "bills/museum.txt", &refused);
    let before = known();
    let ran = grundnorm(&project, &["check", "bills", "--write-baseline", "known.json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("art_2__para_1") && ran.err.contains("--accept-new"), "{}", ran.err);
    assert_eq!(known(), before, "nothing is written");
    let accept = ["check", "bills", "--write-baseline", "known.json", "--accept-new"];
    assert_eq!(grundnorm(&project, &accept).code, Some(0));
    assert_eq!(rules(), ["desk/gadget", "desk/gadget"]);
    write(&project, "bills/museum.txt", BILL.replace("widget", "lamp"));
    assert_eq!(grundnorm(&project, &accept[..4]).code, Some(0), "fewer findings need no consent");
    assert_eq!(rules(), ["desk/gadget"]);
}

#[test]
fn a_run_over_a_part_says_nothing_of_the_rest() {
    let project = desk(&[("bills/a.txt", BILL.as_bytes()), ("bills/b.txt", BILL.as_bytes())]);
    grundnorm(&project, &["check", "bills", "--write-baseline", "known.json"]);
    let part = ["check", "bills/a.txt", "--baseline", "known.json", "--format", "json"];
    let gate = json(&grundnorm(&project, &part))["gate"]["baseline"].clone();
    assert_eq!((&gate["known"], gate["fixed"].as_array().map(Vec::len)), (&2.into(), Some(0)));
    // Written anew after a part was checked, the baseline keeps the rest.
    grundnorm(&project, &["check", "bills/a.txt", "--write-baseline", "known.json"]);
    assert_eq!(short(&project, &["bills", "--baseline", "known.json"]), (vec![], Some(0)));
    // A run that asks for less cannot tell that the rest is gone, be it by rule or by what changed.
    let less =
        ["check", "bills", "--rule", "desk/gadget", "--baseline", "known.json", "--format", "json"];
    let gate = json(&grundnorm(&project, &less))["gate"]["baseline"].clone();
    assert_eq!((&gate["known"], gate["fixed"].as_array().map(Vec::len)), (&2.into(), Some(0)));
    grundnorm(
        &project,
        &["check", "bills", "--rule", "desk/gadget", "--write-baseline", "known.json"],
    );
    assert_eq!(short(&project, &["bills", "--baseline", "known.json"]), (vec![], Some(0)));
    // The paths in the file are its own, from whatever folder the program runs.
    let mut inner = crate::program::program(&project.path().join("bills"));
    let ran = inner.args(["check", "b.txt", "--baseline", "../known.json"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(0));
}

#[test]
fn a_baseline_that_cannot_be_trusted_is_an_error() {
    let project = museum();
    for (text, message) in [
        (None, "known.json: the baseline cannot be read"),
        (Some("{"), "known.json:1:1: this is no baseline"),
        (Some("{}"), "this is no baseline: expected `grundnorm.baseline/1`"),
        (
            Some(r#"{"schema":"grundnorm.baseline/9","findings":[]}"#),
            "a baseline `grundnorm.baseline/9`",
        ),
        (Some(r#"{"schema":"grundnorm.baseline/1","findings":[{"rule":"a/b"}]}"#), "missing field"),
        (
            Some(r#"{"schema":"grundnorm.baseline/1","findings":[],"more":1}"#),
            "unknown field `more`",
        ),
    ] {
        let _ = fs::remove_file(project.path().join("known.json"));
        if let Some(text) = text {
            write(&project, "known.json", text);
        }
        let ran = grundnorm(&project, &["check", "bills", "--baseline", "known.json"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(message), "{message}: {}", ran.err);
        if text.is_some() {
            // A file that is no baseline is not written over either.
            let ran = grundnorm(&project, &["check", "bills", "--write-baseline", "known.json"]);
            assert_eq!(ran.code, Some(2), "{ran:?}");
            assert_eq!(fs::read_to_string(project.path().join("known.json")).ok().as_deref(), text);
        }
    }
    // Nor is a baseline made of a run that could not read everything.
    write(&project, "bills/broken.txt", b"\xd0\xa1\xd1\x82\xff\xfe");
    let ran = grundnorm(&project, &["check", "bills", "--write-baseline", "new.json"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(!project.path().join("new.json").exists());
}

const WAIVER: &str = "
[[waiver]]
rule = \"desk/gadget\"
files = [\"bills/*.txt\"]
unit = \"art_1\"
reason = \"the museums asked for it\"
accepted-by = \"head of drafting\"
until = 2027-01-01
";

fn configured(project: &tempfile::TempDir, rest: &str) {
    write(project, "grundnorm.toml", format!("packs = [\"rules/desk\"]\n{rest}"));
}

#[test]
fn a_waiver_accepts_until_its_day() {
    let project = museum();
    configured(&project, WAIVER);
    assert_eq!(short(&project, &["--today", "2026-12-31"]), (vec![WIDGET.into()], Some(0)));
    let shown = json(&grundnorm(&project, &["check", "--today", "2026-12-31", "--format", "json"]));
    assert_eq!(shown["provenance"]["today"], "2026-12-31");
    let waived = &shown["gate"]["waived"][0];
    assert_eq!(waived["rule"], "desk/gadget");
    assert_eq!(
        (&waived["unit"], &waived["accepted_by"]),
        (&"art_1".into(), &"head of drafting".into())
    );
    // From that day on it comes back, and the configuration is told to be mended.
    let ended = "grundnorm.toml:4:8: warning[grundnorm/ended-waiver] the waiver of `desk/gadget` ended on \
                 2027-01-01: what it accepted is reported again";
    let all = vec![GADGET.to_owned(), WIDGET.to_owned(), ended.to_owned()];
    assert_eq!(short(&project, &["--today", "2027-01-01"]), (all, Some(1)));
}

#[test]
fn what_the_configuration_says_in_vain_is_a_finding() {
    let project = museum();
    let vain = WAIVER.replace("art_1", "art_10").replace("until", "# until");
    configured(&project, &format!("include = [\"bills/**\"]\nexclude = [\"bills/old\"]\n{vain}"));
    let waiver = "grundnorm.toml:6:8: warning[grundnorm/unused-waiver] the waiver of `desk/gadget` in \
                  `art_10` accepts no finding";
    let pattern = "grundnorm.toml:3:12: warning[grundnorm/unused-exclude] the pattern `bills/old` of \
                   `exclude` matches no file";
    let told = |arguments: &[&str]| {
        let (lines, _) = short(&project, arguments);
        lines.into_iter().filter(|line| line.starts_with("grundnorm.toml")).collect::<Vec<_>>()
    };
    assert_eq!(told(&["."]), [pattern, waiver]);
    assert_eq!(told(&["bills"]), [pattern, waiver], "all that they may mean lies in that folder");
    // A part cannot tell, nor can a run that asks for less.
    assert_eq!(told(&["bills/museum.txt"]), [""; 0]);
    assert_eq!(told(&[".", "--rule", "desk/widget"]), [""; 0]);
    assert_eq!(told(&[".", "--min-level", "error"]), [""; 0]);
    // Its place in JSON is that in the file.
    let shown = json(&grundnorm(&project, &["check", "--format", "json"]));
    let finding = shown["findings"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&finding["path"], &finding["primary"]["line"]),
        (&"grundnorm.toml".into(), &6.into())
    );
    assert_eq!(finding["primary"]["text"], "\"desk/gadget\"");
    assert_eq!(shown["summary"]["warning"], 3);
    // A gate may fail on them.
    assert_eq!(short(&project, &[".", "--fail-level", "warning"]).1, Some(1));
}

#[test]
fn files_are_included_and_excluded() {
    let project = desk(&[
        ("bills/museum.txt", BILL.as_bytes()),
        ("bills/old/museum.txt", BILL.as_bytes()),
        ("notes/museum.txt", BILL.as_bytes()),
    ]);
    configured(&project, "include = [\"bills/**\"]\nexclude = [\"**/old\"]\n");
    assert_eq!(short(&project, &["."]).0, [GADGET, WIDGET]);
    let shown = json(&grundnorm(&project, &["check", ".", "--format", "json"]));
    let reason = |path: &str| {
        let skipped = shown["coverage"]["skipped"].as_array().unwrap();
        let found = skipped.iter().find(|s| s["path"] == path);
        found.map(|s| s["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(
        reason("bills/old/museum.txt").as_deref(),
        Some("excluded by `**/old` in grundnorm.toml")
    );
    assert_eq!(reason("notes/museum.txt").as_deref(), Some("not included in grundnorm.toml"));
    assert_eq!(reason("grundnorm.toml"), None, "its own file is no surprise");
    // A file that is named is read, unless the user wants the configuration to decide there too.
    let named = ["bills/old/museum.txt"];
    assert_eq!(short(&project, &named).0.len(), 2);
    assert_eq!(short(&project, &[&named[..], &["--force-exclude"]].concat()), (vec![], Some(0)));
}

#[test]
fn levels_and_settings_by_path() {
    let project =
        desk(&[("bills/museum.txt", BILL.as_bytes()), ("acts/museum.txt", BILL.as_bytes())]);
    configured(&project, "[levels]\n\"desk/widget\" = \"error\"\n");
    let levels = |arguments: &[&str]| {
        let (lines, _) = short(&project, arguments);
        let level = |line: &String| line.split(' ').nth(1).unwrap().to_owned();
        lines.iter().map(level).collect::<Vec<_>>()
    };
    assert_eq!(levels(&["bills"]), ["error[desk/gadget]", "error[desk/widget]"]);
    let paths = "[levels]\n\"desk\" = \"note\"\n\"desk/widget\" = \"warning\"\n\
                 [[path]]\nfiles = [\"acts/**\"]\nlevels = { \"desk/gadget\" = \"off\" }\n";
    configured(&project, paths);
    assert_eq!(levels(&["bills"]), ["note[desk/gadget]", "warning[desk/widget]"]);
    assert_eq!(levels(&["acts"]), ["warning[desk/widget]"]);
    let shown = json(&grundnorm(&project, &["check", "acts", "--format", "json"]));
    let left_out = &shown["coverage"]["rules_left_out"][0];
    assert_eq!(
        (&left_out["rule"], &left_out["path"]),
        (&"desk/gadget".into(), &"acts/museum.txt".into())
    );
    // The fail level of the file, and that of the command line in its place.
    configured(&project, "fail-level = \"warning\"\n[levels]\n\"desk/gadget\" = \"off\"\n");
    assert_eq!(short(&project, &["bills"]).1, Some(1));
    assert_eq!(short(&project, &["bills", "--fail-level", "error"]).1, Some(0));
    // Language and kind by path: as Russian the act has nothing that the rules know.
    configured(&project, "[[path]]\nfiles = [\"bills\"]\nlang = \"ru\"\n");
    assert_eq!(short(&project, &["bills"]).0, [""; 0]);
    assert_eq!(short(&project, &["bills", "--lang", "en"]).0, [GADGET, WIDGET]);
}

#[test]
fn messages_in_the_language_of_the_reader() {
    let project = museum();
    let (lines, _) = short(&project, &["bills", "--message-lang", "kk"]);
    assert_eq!(lines[0], "bills/museum.txt:5:27: error[desk/gadget] gadget – құрылғы емес");
    configured(&project, "message-lang = \"ru\"\n");
    let (lines, _) = short(&project, &["bills"]);
    assert_eq!(lines[0], "bills/museum.txt:5:27: error[desk/gadget] gadget – не устройство");
    // In a language that the rules do not speak they speak English.
    assert_eq!(short(&project, &["bills", "--message-lang", "de"]).0[0], GADGET);
    let ran = grundnorm(&project, &["check", "bills", "--message-lang", "fr"]);
    assert!(ran.code == Some(2) && ran.err.contains("unknown language `fr`"), "{ran:?}");
}

#[test]
fn only_changed_units_since_a_revision() {
    if !has_git() {
        return;
    }
    let project =
        desk(&[("bills/museum.txt", BILL.as_bytes()), ("bills/park.txt", BILL.as_bytes())]);
    commit_all(&project, "two bills");
    // A folder that holds no act is not one in which nothing changed.
    write(&project, "pictures/map.png", b"\x89PNG");
    assert_eq!(grundnorm(&project, &["check", "pictures", "--since", "main"]).code, Some(3));
    let since =
        |arguments: &[&str]| short(&project, &[&["bills", "--since", "main"], arguments].concat());
    assert_eq!(since(&[]), (vec![], Some(0)), "nothing changed, and that is no failure");
    git(project.path(), &["checkout", "-q", "-b", "lights"]);
    // A change in another unit of the act leaves the old findings alone.
    write(&project, "bills/museum.txt", BILL.replace("1 January 2027", "1 March 2027"));
    assert_eq!(since(&[]), (vec![], Some(0)));
    // A change in the unit brings what is in it, old or new, and nothing of its neighbours.
    write(&project, "bills/museum.txt", BILL.replace("of its guard", "of its warden"));
    assert_eq!(since(&[]), (vec![WIDGET.into()], Some(0)));
    // A paragraph that is taken out changes none of those that stay.
    write(&project, "bills/museum.txt", BILL.replace("Article 2. Rooms\n", "Article 2.\n"));
    assert_eq!(since(&[]), (vec![], Some(0)));
    // Lines above, new units, committed or not; a new file is new throughout.
    write(&project, "bills/museum.txt", renumbered().replace("is open", "is open for a gadget"));
    let new = "bills/museum.txt:5:35: error[desk/gadget] gadget is no device";
    assert_eq!(since(&[]).0, [new]);
    commit_all(&project, "a new article");
    assert_eq!(since(&[]).0, [new]);
    write(&project, "bills/zoo.txt", "Draft\n\nOn zoos\n\nArticle 1. A zoo has a gadget.\n");
    let zoo = "bills/zoo.txt:5:24: error[desk/gadget] gadget is no device";
    assert_eq!(since(&[]).0, [new, zoo]);
    // Renamed, an act is still the act that it was.
    git(project.path(), &["mv", "bills/park.txt", "bills/парк.txt"]);
    assert_eq!(since(&[]).0, [new, zoo]);
    // What others did on the main branch meanwhile is no change of this one.
    commit_all(&project, "a zoo");
    git(project.path(), &["checkout", "-q", "main"]);
    write(&project, "bills/museum.txt", BILL.replace("for each hall", "for all halls"));
    commit_all(&project, "meanwhile");
    git(project.path(), &["checkout", "-q", "lights"]);
    assert_eq!(since(&[]).0, [new, zoo]);
    let shown =
        json(&grundnorm(&project, &["check", "bills", "--since", "main", "--format", "json"]));
    let gate = &shown["gate"]["since"];
    assert_eq!((&gate["revision"], &gate["kept_back"]), (&"main".into(), &4.into()), "{gate}");
}

/// A clause that reaches back stays as it is, and a burden is put under it: the finding is new.
#[test]
fn a_new_burden_under_an_old_clause_is_a_change() {
    if !has_git() {
        return;
    }
    let act = "Проект\n\nО сборе\n\nСтатья 1. Музей хранит предметы.\n\n\
               Статья 2. Настоящий Закон вводится в действие с 1 марта 2026 года.\n";
    let project = desk(&[("bills/fee.txt", act.as_bytes())]);
    write(&project, "grundnorm.toml", "packs = [\"kz-2026\"]\n");
    commit_all(&project, "a bill");
    write(
        &project,
        "bills/fee.txt",
        act.replace("Музей хранит предметы", "Граждане обязаны уплачивать сбор"),
    );
    let (lines, code) = short(&project, &["bills", "--since", "HEAD"]);
    assert_eq!((lines.len(), code), (1, Some(1)), "{lines:?}");
    let place = "bills/fee.txt:7:27: error[kz-2026/retroactive-burden]";
    assert!(lines[0].starts_with(place), "{lines:?}");
    // So is one that weighs more than before.
    commit_all(&project, "a burden");
    let heavier = act.replace("Музей хранит предметы", "Граждане обязаны уплачивать двойной сбор");
    write(&project, "bills/fee.txt", heavier);
    let (lines, code) = short(&project, &["bills", "--since", "HEAD"]);
    assert!(code == Some(1) && lines[0].starts_with(place), "{lines:?}");
}

/// A unit is taken out or gets the number of another: what is wrong then stands elsewhere.
#[test]
fn what_a_change_breaks_elsewhere_is_new() {
    if !has_git() {
        return;
    }
    let act = "Жоба\n\nСпорт туралы\n\n1-бап. Спортшы осы Заңның 3-бабына сәйкес шаршы алаңға шығады.\n\n\
               2-бап. Бапкер спортшыны дайындайды.\n\n3-бап. Жаттығу тәртібін уәкілетті орган айқындайды.\n\n\
               4-бап. Осы Заң 2027 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.\n";
    let project = desk(&[("bills/sport.txt", act.as_bytes())]);
    write(&project, "grundnorm.toml", "packs = [\"drafting\"]\n");
    commit_all(&project, "a bill");
    let gone = act.replace("3-бап. Жаттығу тәртібін уәкілетті орган айқындайды.\n\n", "");
    write(&project, "bills/sport.txt", gone);
    let (lines, code) = short(&project, &["bills", "--since", "HEAD"]);
    assert_eq!(code, Some(1), "{lines:?}");
    let place = "bills/sport.txt:5:16: error[drafting/dangling-citation]";
    assert!(lines.iter().any(|line| line.starts_with(place)), "{lines:?}");
    write(&project, "bills/sport.txt", act.replace("2-бап. Бапкер", "3-бап. Бапкер"));
    let (lines, code) = short(&project, &["bills", "--since", "HEAD"]);
    assert!(lines.iter().any(|line| line.contains("drafting/number-used-twice")), "{lines:?}");
    assert_eq!(code, Some(1), "{lines:?}");
}

#[test]
fn a_baseline_in_another_folder_keeps_what_a_run_does_not_read() {
    let project =
        desk(&[("a/x.txt", BILL.as_bytes()), ("b/y.txt", BILL.as_bytes()), ("known/readme", b"")]);
    let file = "known/k.json";
    grundnorm(&project, &["check", "a", "b", "--write-baseline", file]);
    grundnorm(&project, &["check", "b", "--write-baseline", file]);
    assert_eq!(short(&project, &["a", "b", "--baseline", file]), (vec![], Some(0)));
    // A file that moved out of sight is not gone for a run that looks elsewhere, and is for one that looks there.
    fs::rename(project.path().join("a/x.txt"), project.path().join("a/z.txt")).unwrap();
    let gone = |paths: &[&str]| {
        let all = [&["check", "--format", "json", "--baseline", file], paths].concat();
        json(&grundnorm(&project, &all))["gate"]["baseline"]["fixed"].as_array().unwrap().len()
    };
    assert_eq!(gone(&["b"]), 0);
    assert_eq!(gone(&["a", "b"]), 0, "it is found under its new name");
    fs::remove_file(project.path().join("a/z.txt")).unwrap();
    assert_eq!((gone(&["b"]), gone(&["a", "b"])), (0, 2));
}

#[test]
fn a_revision_that_git_does_not_know_is_an_error() {
    if !has_git() {
        return;
    }
    let project = museum();
    let ran = grundnorm(&project, &["check", "bills", "--since", "main"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("not a git repository"), "{}", ran.err);
    commit_all(&project, "a bill");
    for revision in ["elsewhere", "--upload-pack=x", ""] {
        let ran = grundnorm(&project, &["check", "bills", &format!("--since={revision}")]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("git knows no revision"), "{}", ran.err);
    }
    let elsewhere = crate::program::folder(&[("bill.txt", BILL.as_bytes())]);
    let outside = elsewhere.path().join("bill.txt");
    let ran =
        grundnorm(&project, &["check", "bills", outside.to_str().unwrap(), "--since", "main"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.out.contains("outside of the git repository"), "{ran:?}");
}
