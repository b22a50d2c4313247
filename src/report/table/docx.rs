//! The table as a Word document: A4 across, its head repeated on every page.
//!
//! Removed words are struck through, added words are bold. They are plain formatting and no tracked
//! changes: the table shows two wordings side by side, and neither is an edit of the other.

use std::io::{self, Cursor, Write as _};

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::BytesText;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{plain, sides};
use crate::amend::table::{Change, Piece, Table};

type Xml = Writer<Vec<u8>>;

/// Widths of the columns in twentieths of a point; together they fill the page between its margins.
const WIDTHS: [u32; 5] = [700, 2000, 4650, 4650, 3136];

/// The width of the text: A4 across, less 1.5 cm on either side.
const WIDTH: u32 = 16838 - 2 * 851;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>
"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/></Relationships>
"#;

const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>
"#;

/// Without this setting Word lays the document out as its version of 2007 did.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>
"#;

/// The document.
pub(super) fn write(table: &Table) -> io::Result<Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", TYPES.as_bytes().to_vec()),
        ("_rels/.rels", RELATIONS.as_bytes().to_vec()),
        ("docProps/core.xml", properties(table).into_bytes()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.as_bytes().to_vec()),
        ("word/document.xml", document(table)?),
        ("word/footer1.xml", FOOTER.as_bytes().to_vec()),
        ("word/settings.xml", SETTINGS.as_bytes().to_vec()),
        ("word/styles.xml", styles(table).into_bytes()),
    ];
    // The day of every part is the first that the format knows, so that bytes depend on the table alone.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Title and language of the document; no author and no day.
fn properties(table: &Table) -> String {
    let title = table.title.join(" ");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>
"#,
        escape(super::clean(&title)),
        escape(&table.words.locale),
    )
}

/// Type, size and language of everything.
fn styles(table: &Table) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="{}"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style></w:styles>
"#,
        escape(&table.words.locale),
    )
}

fn document(table: &Table) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.get_mut()
        .extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    xml.create_element("w:document").with_attribute(("xmlns:w", MAIN)).write_inner_content(
        |xml| {
            xml.create_element("w:body").write_inner_content(|xml| {
                for line in &table.title {
                    paragraph(xml, &plain(line).concat(), Look::Title)?;
                }
                paragraph(xml, &[], Look::Text)?;
                xml.create_element("w:tbl").write_inner_content(|xml| rows(xml, table))?;
                // Word asks for a paragraph behind a table.
                paragraph(xml, &[], Look::Text)?;
                section(xml)
            })?;
            Ok(())
        },
    )?;
    Ok(xml.into_inner())
}

fn rows(xml: &mut Xml, table: &Table) -> io::Result<()> {
    xml.create_element("w:tblPr").write_inner_content(|xml| {
        value(xml, "w:tblW", &[("w:w", &WIDTH.to_string()), ("w:type", "dxa")])?;
        xml.create_element("w:tblBorders").write_inner_content(|xml| {
            for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                let line =
                    [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "auto")];
                value(xml, side, &line)?;
            }
            Ok(())
        })?;
        value(xml, "w:tblLayout", &[("w:type", "fixed")])
    })?;
    xml.create_element("w:tblGrid").write_inner_content(|xml| {
        WIDTHS.iter().try_for_each(|w| value(xml, "w:gridCol", &[("w:w", &w.to_string())]))
    })?;
    row(xml, true, |xml| {
        for (head, width) in table.words.heads().into_iter().zip(WIDTHS) {
            cell(xml, width, 1, &plain(head), Look::Title)?;
        }
        Ok(())
    })?;
    if !table.act.is_empty() {
        row(xml, false, |xml| cell(xml, WIDTH, WIDTHS.len(), &plain(&table.act), Look::Title))?;
    }
    for each in &table.rows {
        let [current, proposed] = sides(table, each);
        let cells = [
            (plain(&each.number.to_string()), Look::Centred),
            (plain(&each.element), Look::Text),
            (current, Look::Text),
            (proposed, Look::Text),
            (plain(&each.justification), Look::Text),
        ];
        row(xml, false, |xml| {
            cells.iter().zip(WIDTHS).try_for_each(|((c, look), w)| cell(xml, w, 1, c, *look))
        })?;
    }
    if table.rows.is_empty() {
        let same = plain(&table.words.same);
        row(xml, false, |xml| cell(xml, WIDTH, WIDTHS.len(), &same, Look::Centred))?;
    }
    Ok(())
}

/// A row. Rows may break between pages: a new article can be longer than one.
fn row(
    xml: &mut Xml,
    head: bool,
    cells: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element("w:tr").write_inner_content(|xml| {
        if head {
            xml.create_element("w:trPr").write_inner_content(|xml| {
                value(xml, "w:cantSplit", &[("w:val", "0")])?;
                value(xml, "w:tblHeader", &[])
            })?;
        } else {
            xml.create_element("w:trPr")
                .write_inner_content(|xml| value(xml, "w:cantSplit", &[("w:val", "0")]))?;
        }
        cells(xml)
    })?;
    Ok(())
}

fn cell(
    xml: &mut Xml,
    width: u32,
    columns: usize,
    paragraphs: &[Vec<Piece>],
    look: Look,
) -> io::Result<()> {
    xml.create_element("w:tc").write_inner_content(|xml| {
        xml.create_element("w:tcPr").write_inner_content(|xml| {
            value(xml, "w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if columns > 1 {
                value(xml, "w:gridSpan", &[("w:val", &columns.to_string())])?;
            }
            Ok(())
        })?;
        if paragraphs.is_empty() {
            return paragraph(xml, &[], look);
        }
        paragraphs.iter().try_for_each(|p| paragraph(xml, p, look))
    })?;
    Ok(())
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy)]
enum Look {
    Text,
    Centred,
    Title,
}

fn paragraph(xml: &mut Xml, pieces: &[Piece], look: Look) -> io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        match look {
            Look::Text => {}
            Look::Title => settings(xml, "w:pStyle", "Title")?,
            Look::Centred => settings(xml, "w:jc", "center")?,
        }
        pieces.iter().try_for_each(|p| run(xml, p))
    })?;
    Ok(())
}

fn settings(xml: &mut Xml, name: &str, setting: &str) -> io::Result<()> {
    xml.create_element("w:pPr")
        .write_inner_content(|xml| value(xml, name, &[("w:val", setting)]))?;
    Ok(())
}

fn run(xml: &mut Xml, piece: &Piece) -> io::Result<()> {
    xml.create_element("w:r").write_inner_content(|xml| {
        let mark: &[&str] = match piece.change {
            Change::Same => &[],
            Change::Removed => &["w:strike"],
            Change::Added => &["w:b", "w:bCs"],
        };
        if !mark.is_empty() {
            xml.create_element("w:rPr")
                .write_inner_content(|xml| mark.iter().try_for_each(|m| value(xml, m, &[])))?;
        }
        xml.create_element("w:t")
            .with_attribute(("xml:space", "preserve"))
            .write_text_content(BytesText::new(&piece.text))?;
        Ok(())
    })?;
    Ok(())
}

/// The page: A4 across, margins, and the number of the page below.
fn section(xml: &mut Xml) -> io::Result<()> {
    const PLACES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    xml.create_element("w:sectPr").write_inner_content(|xml| {
        let footer = [("xmlns:r", PLACES), ("w:type", "default"), ("r:id", "rId2")];
        value(xml, "w:footerReference", &footer)?;
        let size = [("w:w", "16838"), ("w:h", "11906"), ("w:orient", "landscape")];
        value(xml, "w:pgSz", &size)?;
        let margins = [
            ("w:top", "1134"),
            ("w:right", "851"),
            ("w:bottom", "851"),
            ("w:left", "851"),
            ("w:header", "567"),
            ("w:footer", "397"),
            ("w:gutter", "0"),
        ];
        value(xml, "w:pgMar", &margins)
    })?;
    Ok(())
}

/// An element that holds nothing but attributes.
fn value(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_empty()?;
    Ok(())
}
