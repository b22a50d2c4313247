//! Reading files: encodings, limits, and what is left out while walking.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use grundnorm::cli::files::{self, Entry, Input, Skipped};
use grundnorm::ingest::{IngestError, Kind, MAX_LINE, MAX_TEXT, ingest, supported};
use grundnorm::source::Markup;
use proptest::prelude::*;
use tempfile::TempDir;

const RUSSIAN: &str =
    "Статья 1. Настоящий Закон вводится в действие\r\nсо дня «опубликования» № 5.\n";
const KAZAKH: &str =
    "1-бап. Осы Заң қолданысқа енгізілсін, «үкімет» өңірде ұсынған ғылым һәм әділет\n";

fn text(bytes: impl Into<Vec<u8>>) -> String {
    ingest("act.txt", bytes.into()).unwrap().text().to_owned()
}

fn error(bytes: impl Into<Vec<u8>>) -> IngestError {
    ingest("act.txt", bytes.into()).unwrap_err()
}

/// Writes a text by a table: the letters from `А` to `я` by `letter`, the rest by `signs`.
fn by_hand(text: &str, letter: fn(u8) -> u8, signs: &[(char, u8)]) -> Vec<u8> {
    let byte = |c: char| match c {
        _ if c.is_ascii() => c as u8,
        'А'..='я' => letter(u8::try_from(c as u32 - 'А' as u32).unwrap()),
        _ => signs.iter().find(|(sign, _)| *sign == c).unwrap_or_else(|| panic!("{c}")).1,
    };
    text.chars().map(byte).collect()
}

fn utf16(text: &str, mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn utf8_is_moved_not_copied() {
    let bytes = RUSSIAN.as_bytes().to_vec();
    let at = bytes.as_ptr();
    let source = ingest("a/act.MD", bytes).unwrap();
    assert_eq!((source.text(), source.name()), (RUSSIAN, "a/act.MD"));
    assert_eq!(source.text().as_ptr(), at);
    assert_eq!(source.markup(), Markup::Markdown);
    assert_eq!(ingest("-", b"Section 1".to_vec()).unwrap().markup(), Markup::Plain);
}

#[test]
fn one_byte_order_mark_is_dropped() {
    assert_eq!(text(format!("\u{feff}{KAZAKH}")), KAZAKH);
    assert_eq!(text("\u{feff}\u{feff}x"), "\u{feff}x");
}

#[test]
fn utf16_with_and_without_a_mark() {
    for (mark, unit) in [
        (true, u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (true, u16::to_be_bytes),
        (false, u16::to_le_bytes),
        (false, u16::to_be_bytes),
    ] {
        for sample in [RUSSIAN, KAZAKH, "Section 1. This Act\r\n", "Статья 1", "§ 2"] {
            assert_eq!(text(utf16(sample, mark, unit)), sample, "{mark}");
        }
    }
    assert_eq!(text(utf16("𝕊 1", true, u16::to_le_bytes)), "𝕊 1");
}

#[test]
fn damaged_utf16_names_the_place() {
    let mut bytes = utf16("Статья 1\nx", true, u16::to_le_bytes);
    bytes.push(b'y');
    assert_eq!(error(bytes), IngestError::Utf16 { line: 2, offset: 22 });
    let half = vec![0xFE, 0xFF, 0x04, 0x10, 0xD8, 0x00, 0x04, 0x11];
    assert_eq!(error(half), IngestError::Utf16 { line: 1, offset: 4 });
    let nul = utf16("я\n\0", true, u16::to_be_bytes);
    assert_eq!(error(nul), IngestError::Binary { line: 2, offset: 6, byte: 0 });
}

#[test]
fn windows_1251() {
    let signs = [('«', 0xAB), ('»', 0xBB), ('№', 0xB9)];
    assert_eq!(text(by_hand(RUSSIAN, |n| 0xC0 + n, &signs)), RUSSIAN);
    // Few capital letters, and a long English start: the share of all letters counts.
    let mixed = format!("ISO 9001\n{RUSSIAN}");
    assert_eq!(text(by_hand(&mixed, |n| 0xC0 + n, &signs)), mixed);
}

#[test]
fn kazakh_in_kz_1048() {
    let signs = [
        ('«', 0xAB),
        ('»', 0xBB),
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
    assert_eq!(text(by_hand(KAZAKH, |n| 0xC0 + n, &signs)), KAZAKH);
}

#[test]
fn other_cyrillic_encodings() {
    let plain = "Статья 1. Настоящий Закон вводится в действие со дня опубликования\n";
    let ibm866 = by_hand(plain, |n| if n < 48 { 0x80 + n } else { 0xE0 + (n - 48) }, &[]);
    assert_eq!(text(ibm866), plain);
    assert_eq!(text(by_hand(plain, |n| 0xB0 + n, &[])), plain);
    // KOI8 has the letters in the order of the Latin alphabet, small ones first.
    let order = "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";
    let koi8: Vec<_> = order.chars().zip(0xC0..=0xFF).collect();
    let bytes = plain.chars().map(|c| {
        let known = koi8.iter().find(|(letter, _)| *letter == c);
        known.map_or_else(|| u8::try_from(c).unwrap(), |(_, byte)| *byte)
    });
    assert_eq!(text(bytes.collect::<Vec<_>>()), plain);
}

#[test]
fn damaged_utf8_is_never_taken_for_an_old_encoding() {
    let mut bytes = RUSSIAN.as_bytes().to_vec();
    let at = RUSSIAN.find("дня").unwrap();
    bytes[at + 1] = b'x';
    let expected = IngestError::Utf8 { line: 2, offset: at, byte: 0xD0, more: 0 };
    assert_eq!(error(bytes.clone()), expected);
    let sentence = format!("invalid UTF-8: byte 0xd0 at line 2, byte offset {at}");
    assert_eq!(expected.to_string(), sentence);

    // Bytes of windows-1251 pasted into UTF-8, and a text cut off inside a letter.
    bytes = format!("{RUSSIAN}{RUSSIAN}").into_bytes();
    bytes.extend([0xE7, 0xE0, 0xEA, 0xEE, 0xED]);
    assert!(matches!(error(bytes), IngestError::Utf8 { line: 5, more: 4, .. }));
    // Even when most of the text is in windows-1251.
    let old = by_hand(&"Настоящий Закон вводится ".repeat(50), |n| 0xC0 + n, &[]);
    let pasted = [&old, "опубликования".as_bytes(), &old].concat();
    assert!(matches!(error(pasted), IngestError::Utf8 { line: 1, offset: 0, .. }));
    assert!(matches!(error("Закон".as_bytes()[..9].to_vec()), IngestError::Utf8 { .. }));

    // After a mark nothing else is considered, and the offset is the file's.
    let marked = vec![0xEF, 0xBB, 0xBF, b'\n', 0xE7, 0xE0, 0xEA, 0xEE, 0xED];
    assert!(matches!(error(marked), IngestError::Utf8 { line: 2, offset: 4, .. }));
}

#[test]
fn what_is_not_surely_cyrillic_is_refused() {
    for bytes in [
        &b"Section 1\nThe fee under \xA7 5"[..],
        b"an ordinary sentence with one stray byte \xFF in it",
        b"L'article premier de la Constitution a \xE9t\xE9 modifi\xE9 \xE0 No\xEBl",
        b"\xFF",
    ] {
        let error = error(bytes);
        assert!(matches!(error, IngestError::Encoding { .. }), "{bytes:?}: {error}");
        assert!(error.to_string().contains("save it as UTF-8"), "{error}");
    }
}

#[test]
fn binary_data_is_named() {
    for (bytes, what) in [
        (&b"%PDF-1.7\n%\xE2\xE3\xCF\xD3"[..], "a PDF document"),
        (b"PK\x03\x04\x14\0\x06\0", "a zip archive (a .docx or .xlsx?)"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", "an old Word or Excel document"),
        (b"{\\rtf1\\ansi}", "an RTF document"),
        (b"Article 1\nab\0cd", "binary data: byte 0x00 at line 2, byte offset 12"),
        (b"\xEF\xBB\xBFa\nb\0", "line 2, byte offset 6"),
        (b"\xC7\xE0\xEA\xEE\xED\x01\x02", "byte 0x01 at line 1, byte offset 5"),
        (b"\x00\x01\x00\x02\x00\x03\x00\x04", "binary data"),
    ] {
        let error = error(bytes).to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn a_stray_nul_in_a_long_text_is_kept() {
    let long = format!("{}\0{}", RUSSIAN.repeat(5), KAZAKH.repeat(5));
    assert_eq!(text(long.clone()), long);
    assert!(matches!(error(format!("{long}\0\0")), IngestError::Binary { line: 11, .. }));
    assert!(matches!(error(format!("{long}\u{1}")), IngestError::Binary { line: 11, .. }));
}

#[test]
fn empty_files_are_errors() {
    for bytes in [&b""[..], b" \r\n\t", b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xEF\xBB\xBF\xC2\xA0\n"] {
        assert_eq!(error(bytes), IngestError::Empty, "{bytes:?}");
    }
    assert!(IngestError::Empty.to_string().starts_with("the file is empty"));
}

#[test]
fn a_line_beyond_the_limit_is_an_error() {
    let mut bytes = b"Article 1\r\n".to_vec();
    bytes.resize(bytes.len() + MAX_LINE, b'a');
    bytes.extend(b"\r\nend");
    assert!(ingest("a.txt", bytes.clone()).is_ok());
    bytes.insert(12, b'a');
    let error = error(bytes);
    assert_eq!(error, IngestError::LongLine { line: 2, length: MAX_LINE + 1 });
    assert!(error.to_string().starts_with("line 2 is 16777217 bytes long"), "{error}");

    // UTF-16 and windows-1251 grow while they are decoded; the limit is on the text.
    let long = "Закон ".repeat(MAX_LINE / 10);
    for bytes in [by_hand(&long, |n| 0xC0 + n, &[]), utf16(&long, true, u16::to_le_bytes)] {
        let length = long.len();
        let expected = IngestError::LongLine { line: 1, length };
        assert_eq!(ingest("a.txt", bytes).unwrap_err(), expected);
    }
}

#[test]
fn a_text_beyond_the_limit_is_an_error() {
    let error = error(vec![0; MAX_TEXT + 1]);
    assert_eq!(error, IngestError::TooLong);
    assert!(error.to_string().contains("256 MiB"), "{error}");
}

#[test]
fn kinds_go_by_the_extension() {
    for name in ["a.txt", "b/A.TXT", "a.text", "a.b.Md", "a.markdown", "c\\d.md"] {
        assert!(supported(name), "{name}");
    }
    for name in ["a", "txt", ".md", "a/.txt", "a.docx", "a.txt.bak", "a.md/b", ""] {
        assert!(!supported(name), "{name}");
    }
    assert_eq!((Kind::of("x.MD"), Kind::of("x.txt")), (Some(Kind::Markdown), Some(Kind::Text)));
}

/// A folder with the given files, each holding its own name.
fn tree(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    folder
}

/// What `collect` gives for paths in a folder, one line an entry, without the folder's own path.
fn listed(folder: &Path, paths: &[&str]) -> Vec<String> {
    let paths: Vec<_> = paths
        .iter()
        .map(|path| if *path == "-" { PathBuf::from("-") } else { folder.join(path) })
        .collect();
    let root = format!("{}/", folder.display()).replace('\\', "/");
    let line = |entry: &Entry| match entry {
        Entry::File(Input { name, named: true, .. }) => format!("{name} named"),
        Entry::File(Input { name, .. }) => name.clone(),
        Entry::Skipped(Skipped { path, reason, failed }) => {
            format!("{path}: {reason}{}", if *failed { " (failed)" } else { "" })
        }
    };
    files::collect(&paths).iter().map(|entry| line(entry).replace(&root, "")).collect()
}

#[test]
fn walking_is_in_order_and_lists_what_it_leaves_out() {
    let folder = tree(&[
        "d/b.md",
        "d/B.txt",
        "d/a/z.txt",
        "d/a.txt",
        "d/x.pdf",
        "d/LICENSE",
        "d/.git/c.txt",
        "d/.hidden.md",
        "d/я.md",
        "c.txt",
    ]);
    let unsupported = "not a text or Markdown file";
    assert_eq!(
        listed(folder.path(), &["d", "c.txt"]),
        [
            "d/B.txt",
            &format!("d/LICENSE: {unsupported}"),
            "d/a/z.txt",
            "d/a.txt",
            "d/b.md",
            &format!("d/x.pdf: {unsupported}"),
            "d/я.md",
            "c.txt named",
        ]
    );
}

#[test]
fn named_files_are_read_whatever_they_are_called() {
    let folder = tree(&["d/a.txt", "d/LICENSE", "d/.hidden.md", ".drafts/b.md"]);
    assert_eq!(
        listed(folder.path(), &["d", "d/LICENSE", "d/.hidden.md", ".drafts"]),
        ["d/LICENSE named", "d/a.txt", "d/.hidden.md named", ".drafts/b.md"]
    );
}

#[test]
fn what_is_named_twice_is_read_once() {
    let folder = tree(&["d/a.txt", "d/b.txt"]);
    assert_eq!(
        listed(folder.path(), &["-", "d/b.txt", "d/../d/b.txt", "d", "d/", "d/a.txt", "-"]),
        ["- named", "d/b.txt named", "d/a.txt named"]
    );
}

#[test]
fn missing_files_fail_and_folders_without_acts_are_listed() {
    let folder = tree(&["e/x.pdf"]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    let listed = listed(folder.path(), &["none.md", "e", "empty"]);
    assert!(listed[0].starts_with("none.md: cannot be read: "), "{listed:?}");
    assert!(listed[0].ends_with("(failed)"), "{listed:?}");
    assert_eq!(
        listed[1..],
        [
            "e/x.pdf: not a text or Markdown file",
            "e: no text or Markdown file in this folder",
            "empty: no text or Markdown file in this folder",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_survived() {
    use std::os::unix::fs::symlink;
    let folder = tree(&["d/a.txt", "d/sub/b.txt", "out/c.txt"]);
    let at = |path: &str| folder.path().join(path);
    symlink(at("d"), at("d/sub/loop")).unwrap();
    symlink(at("out"), at("d/link")).unwrap();
    symlink(at("d/a.txt"), at("d/again.txt")).unwrap();
    symlink(at("nowhere"), at("d/gone.md")).unwrap();
    symlink(at("nowhere"), at("d/gone.bin")).unwrap();
    let listed = listed(folder.path(), &["d", "d/sub/loop"]);
    assert_eq!(listed.len(), 6, "{listed:?}");
    assert_eq!(listed[0], "d/a.txt");
    assert!(listed[1].starts_with("d/gone.bin: cannot be read"), "{listed:?}");
    assert!(!listed[1].ends_with("(failed)"), "{listed:?}");
    assert!(listed[2].starts_with("d/gone.md: cannot be read"), "{listed:?}");
    assert!(listed[2].ends_with("(failed)"), "{listed:?}");
    assert_eq!(
        listed[3..],
        ["d/link/c.txt", "d/sub/b.txt", "d/sub/loop: a link back to a folder around it"]
    );
}

#[cfg(unix)]
#[test]
fn links_between_neighbours_do_not_multiply() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    // Each folder links twice to the next: 2^40 paths, if every one were walked.
    for n in 0..40 {
        let next = folder.path().join(format!("{}", n + 1));
        let here = folder.path().join(n.to_string());
        fs::create_dir(&here).unwrap();
        symlink(&next, here.join("x")).unwrap();
        symlink(&next, here.join("y")).unwrap();
    }
    let last = folder.path().join("40");
    fs::create_dir(&last).unwrap();
    fs::write(last.join("a.txt"), "a").unwrap();
    assert_eq!(files::collect(&[folder.path().to_path_buf()]).len(), 1);
}

#[test]
fn reading_is_capped_before_it_begins() {
    let folder = tree(&["a.txt"]);
    let input =
        |name: &str| Input { path: folder.path().join(name), name: name.to_owned(), named: true };
    assert_eq!(files::read(&input("a.txt")).unwrap(), b"a.txt");
    // A sparse file: long, but without a block on the disk.
    let long = fs::File::create(folder.path().join("long.txt")).unwrap();
    long.set_len(1 << 40).unwrap();
    assert!(files::read(&input("long.txt")).unwrap_err().to_string().contains("256 MiB"));
    assert!(files::read(&input("none")).unwrap_err().to_string().starts_with("cannot be read: "));
}

proptest! {
    #[test]
    fn any_bytes_give_a_text_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        match ingest("a.txt", bytes) {
            Ok(source) => prop_assert!(!source.text().trim().is_empty()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn bytes_that_resemble_text_do_not_panic(
        start in prop::sample::select(vec![&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"]),
        rest in prop::collection::vec(prop::sample::select(
            vec![0, b'\n', b'\r', b' ', b'a', 0x04, 0x10, 0xD0, 0xD8, 0xBF, 0xC0, 0xE0, 0xFF],
        ), 0..60),
    ) {
        let _ = ingest("a.md", [start, rest.as_slice()].concat());
    }

    #[test]
    fn utf8_comes_back_byte_for_byte(
        text in "[^\0\u{feff}]{0,80}",
        cyrillic in "[а-яА-ЯёәғқңөұүһіІ «»№\r\n]{0,80}",
    ) {
        let text = format!("1{text}{cyrillic}");
        let source = ingest("a.txt", text.clone().into_bytes()).unwrap();
        prop_assert_eq!(source.text(), text);
    }
}
