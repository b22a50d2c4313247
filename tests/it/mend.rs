//! Fixes carried out in files: what is mended, what is left alone, and what is never lost.

use std::fs;

use crate::desk::{BILL, desk, grundnorm, short, write};

fn read(project: &tempfile::TempDir, name: &str) -> Vec<u8> {
    fs::read(project.path().join(name)).unwrap()
}

#[test]
fn safe_fixes_are_carried_out_and_the_others_on_request() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    let ran = grundnorm(&project, &["check", "bills", "--fix", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let safe = BILL.replace("gadget", "device");
    assert_eq!(read(&project, "bills/museum.txt"), safe.as_bytes());
    let gate = &crate::program::json(&ran)["gate"];
    assert_eq!((&gate["mended"], &gate["mended_files"]), (&1.into(), &1.into()), "{gate}");
    // What is left is reported, from the text as it is now.
    let left = "bills/museum.txt:8:25: warning[desk/widget] widget is no device";
    assert_eq!(short(&project, &["bills", "--fix"]), (vec![left.into()], Some(0)));
    assert_eq!(short(&project, &["bills", "--fix-review"]), (vec![], Some(0)));
    let all = safe.replace("widget", "device");
    assert_eq!(read(&project, "bills/museum.txt"), all.as_bytes());
}

#[test]
fn a_patch_is_shown_and_nothing_written() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    let ran = grundnorm(&project, &["check", "bills", "--diff"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let patch = "\
--- a/bills/museum.txt
+++ b/bills/museum.txt
@@ -2,7 +2,7 @@
 
 On museums
 
-Article 1. A museum has a gadget for each hall.
+Article 1. A museum has a device for each hall.
 
 Article 2. Rooms
 1. A hall is lit by the widget of its guard.
";
    assert_eq!(ran.out, patch);
    assert_eq!(read(&project, "bills/museum.txt"), BILL.as_bytes());
    // The patch does what --fix does.
    if crate::desk::has_git() {
        write(&project, "fix.patch", &ran.out);
        crate::desk::git(project.path(), &["apply", "fix.patch"]);
        assert_eq!(read(&project, "bills/museum.txt"), BILL.replace("gadget", "device").as_bytes());
        write(&project, "bills/museum.txt", BILL);
    }
    let both = grundnorm(&project, &["check", "bills", "--diff", "--fix-review"]).out;
    assert!(both.contains("+1. A hall is lit by the device of its guard.\n"), "{both}");
    write(&project, "bills/museum.txt", BILL.replace("gadget", "device"));
    let ran = grundnorm(&project, &["check", "bills", "--diff"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    // Standard input can be shown, and not written.
    let piped = crate::program::run_with_stdin(
        &["check", "-", "--diff", "--pack", project.path().join("rules/desk").to_str().unwrap()],
        BILL.as_bytes(),
    );
    assert!(
        piped.code == Some(1) && piped.out.contains("+Article 1. A museum has a device"),
        "{piped:?}"
    );
    let piped = crate::program::run_with_stdin(
        &["check", "-", "--fix", "--pack", project.path().join("rules/desk").to_str().unwrap()],
        BILL.as_bytes(),
    );
    assert!(
        piped.code == Some(2) && piped.out.contains("standard input cannot be mended"),
        "{piped:?}"
    );
}

/// A bill in Russian and one in Kazakh, with the word that is mended.
const RUSSIAN: &str = "Проект\r\n\r\nО музеях\r\n\r\nСтатья 1. Музей хранит прибор в каждом зале и ведёт учёт предметов.\r\n";
const KAZAKH: &str = "Жоба\n\nМұражайлар туралы\n\n1-бап. Мұражай әр залда аспап сақтайды және заттардың есебін жүргізеді; бұл тәртіпті қызметкерлер ұстанады.\n";

#[test]
fn encodings_and_line_ends_are_kept() {
    let mark = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
    };
    let windows = |text: &str| {
        // The alphabet lies in one piece there, but for ё.
        let byte = |c: char| match c {
            'А'..='я' => u8::try_from(u32::from(c) - 0x410 + 0xC0).unwrap(),
            'ё' => 0xB8,
            c => u8::try_from(c).unwrap(),
        };
        text.chars().map(byte).collect::<Vec<u8>>()
    };
    let kazakh = |text: &str| {
        let special = [
            ('ә', 0xBC),
            ('ғ', 0xBA),
            ('қ', 0x9D),
            ('ң', 0xBE),
            ('ө', 0xB4),
            ('ұ', 0xA2),
            ('ү', 0xBF),
            ('һ', 0x9E),
            ('і', 0xB3),
        ];
        let byte = |c: char| match special.iter().find(|(letter, _)| *letter == c) {
            Some((_, byte)) => *byte,
            None if ('А'..='я').contains(&c) => {
                u8::try_from(u32::from(c) - 0x410 + 0xC0).unwrap()
            }
            None => u8::try_from(c).unwrap(),
        };
        text.chars().map(byte).collect::<Vec<u8>>()
    };
    let (ru, kk) = (("прибор", "устройство"), ("аспап", "құрылғы"));
    let cases: Vec<(&str, Vec<u8>, Vec<u8>)> = vec![
        ("utf8.txt", RUSSIAN.into(), RUSSIAN.replace(ru.0, ru.1).into()),
        ("mark.txt", mark(KAZAKH), mark(&KAZAKH.replace(kk.0, kk.1))),
        (
            "little.txt",
            utf16(RUSSIAN, u16::to_le_bytes),
            utf16(&RUSSIAN.replace(ru.0, ru.1), u16::to_le_bytes),
        ),
        (
            "big.txt",
            utf16(KAZAKH, u16::to_be_bytes),
            utf16(&KAZAKH.replace(kk.0, kk.1), u16::to_be_bytes),
        ),
        ("windows.txt", windows(RUSSIAN), windows(&RUSSIAN.replace(ru.0, ru.1))),
        ("kazakh.txt", kazakh(KAZAKH), kazakh(&KAZAKH.replace(kk.0, kk.1))),
    ];
    for (name, before, after) in cases {
        let project = desk(&[(name, &before)]);
        let ran = grundnorm(&project, &["check", name, "--fix"]);
        assert_eq!(ran.code, Some(0), "{name}: {ran:?}");
        assert_eq!(read(&project, name), after, "{name}");
    }
}

#[test]
fn nothing_is_lost_where_a_file_cannot_be_written() {
    let project =
        desk(&[("bills/museum.txt", BILL.as_bytes()), ("bills/park.txt", BILL.as_bytes())]);
    let file = project.path().join("bills/museum.txt");
    let mut rights = fs::metadata(&file).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&file, rights).unwrap();
    let ran = grundnorm(&project, &["check", "bills", "--fix"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.out.contains("bills/museum.txt: not mended: the file is read-only"), "{}", ran.out);
    assert_eq!(read(&project, "bills/museum.txt"), BILL.as_bytes());
    // The others are mended all the same, and nothing lies beside them.
    assert_eq!(read(&project, "bills/park.txt"), BILL.replace("gadget", "device").as_bytes());
    let names = fs::read_dir(project.path().join("bills")).unwrap();
    assert_eq!(names.count(), 2);
}

#[cfg(unix)]
#[test]
fn rights_and_links_of_a_file_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = desk(&[("acts/museum.txt", BILL.as_bytes())]);
    let file = project.path().join("acts/museum.txt");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, project.path().join("link.txt")).unwrap();
    assert_eq!(grundnorm(&project, &["check", "link.txt", "--fix"]).code, Some(0));
    assert_eq!(read(&project, "acts/museum.txt"), BILL.replace("gadget", "device").as_bytes());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(project.path().join("link.txt")).unwrap().is_symlink());
}

/// What is accepted or known of old is not mended behind anybody's back.
#[test]
fn what_a_gate_keeps_back_is_not_mended() {
    let project = desk(&[("bills/museum.txt", BILL.as_bytes())]);
    grundnorm(&project, &["check", "bills", "--write-baseline", "known.json"]);
    grundnorm(&project, &["check", "bills", "--fix-review", "--baseline", "known.json"]);
    assert_eq!(read(&project, "bills/museum.txt"), BILL.as_bytes());
    let waiver = "packs = [\"rules/desk\"]\n[[waiver]]\nrule = \"desk/gadget\"\nreason = \"r\"\naccepted-by = \"a\"\n";
    write(&project, "grundnorm.toml", waiver);
    grundnorm(&project, &["check", "bills", "--fix-review"]);
    assert_eq!(read(&project, "bills/museum.txt"), BILL.replace("widget", "device").as_bytes());
}

/// Known findings stay known when their file has another name, and a baseline may lie in another folder.
#[test]
fn what_a_baseline_knows_by_another_name_is_not_mended() {
    let project = desk(&[("acts/museum.txt", BILL.as_bytes()), ("known/readme", b"")]);
    grundnorm(&project, &["check", "acts", "--write-baseline", "known/k.json"]);
    fs::rename(project.path().join("acts/museum.txt"), project.path().join("acts/hall.txt"))
        .unwrap();
    let ran = grundnorm(&project, &["check", "acts", "--fix-review", "--baseline", "known/k.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(read(&project, "acts/hall.txt"), BILL.as_bytes());
}

/// What mends a finding at two places mends it at both.
#[test]
fn a_fix_of_two_places_is_carried_out_whole() {
    let act = "Проект\n\nОб учёте\n\nСтатья 1. Порядок\nОрганизатор **обязан** вести журнал посещений музея.\n";
    let project = desk(&[("a.txt", act.as_bytes())]);
    write(&project, "grundnorm.toml", "packs = [\"kz-legal-acts\"]\n");
    let (lines, _) = short(&project, &["a.txt", "--rule", "kz-legal-acts/emphasised-words"]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    grundnorm(&project, &["check", "a.txt", "--fix", "--rule", "kz-legal-acts/emphasised-words"]);
    assert_eq!(read(&project, "a.txt"), act.replace("**", "").as_bytes());
}

/// Of two fixes that touch, one is carried out at a time; where a fix makes room for another, both are.
#[test]
fn overlapping_edits_are_resolved_and_go_on_to_a_fixed_point() {
    let project = desk(&[("a.txt", b"Draft\n\nOn rooms\n\nArticle 1. A guard keeps a gadget.\n")]);
    let pack = |file: &str| project.path().join("rules/desk").join(file);
    // «guard keeps» and «keeps a gadget» touch; mending the first makes words that a third rule mends.
    let rule = fs::read_to_string(pack("gadget.toml")).unwrap();
    let other = |name: &str, words: &str, with: &str| {
        let text = rule
            .replace("en = [\"gadget\"]", &format!("en = [\"{words}\"]"))
            .replace("⟦gadget⟧", &format!("⟦{words}⟧"))
            .replace("en = \"device\"", &format!("en = \"{with}\""))
            .replace("the device in", "the lamp in");
        fs::write(pack(name), text).unwrap();
    };
    fs::remove_file(pack("gadget.toml")).unwrap();
    fs::remove_file(pack("widget.toml")).unwrap();
    other("one.toml", "guard keeps", "warden keeps");
    other("two.toml", "keeps a gadget", "holds a device");
    other("three.toml", "warden holds", "keeper holds");
    let ran = grundnorm(&project, &["check", "a.txt", "--fix"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = String::from_utf8(read(&project, "a.txt")).unwrap();
    assert!(text.ends_with("Article 1. A keeper holds a device.\n"), "{text}");
    // Two rules that undo each other come to an end.
    other("one.toml", "keeper", "holder");
    other("two.toml", "holder", "keeper");
    fs::remove_file(pack("three.toml")).unwrap();
    let ran = grundnorm(&project, &["check", "a.txt", "--fix"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
}
