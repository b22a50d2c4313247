//! The table as one page: no scripts, nothing loaded from elsewhere.
//!
//! Removed words are struck through and added words are bold and underlined, so that the page reads
//! without its colours. On a narrow screen every row becomes a card whose cells carry the heads of
//! their columns.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{plain, sides};
use crate::amend::table::{Change, Piece, Table};

/// The look of the page. Blue and orange are told apart by the colour-blind too.
const STYLE: &str = include_str!("table.css");

/// The page.
pub(super) fn write(table: &Table) -> String {
    let words = &table.words;
    let title = table.title.iter().map(|l| text(l)).collect::<Vec<_>>();
    let mut out = String::from("<!DOCTYPE html>\n");
    let _ = writeln!(out, "<html lang=\"{}\">\n<head>", text(&table.lang));
    out.push_str("<meta charset=\"utf-8\"/>\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    out.push_str("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    let _ = writeln!(out, "<title>{}</title>", title.join(" "));
    let _ = writeln!(out, "<style>\n{STYLE}</style>\n</head>\n<body>");
    let _ = writeln!(out, "<h1>{}</h1>", title.join("<br/>"));
    // The roles hold the table together where the style lays its rows out as cards.
    out.push_str("<table role=\"table\">\n");
    if !table.act.is_empty() {
        let _ = writeln!(out, "<caption>{}</caption>", text(&table.act));
    }
    out.push_str("<thead role=\"rowgroup\">\n<tr role=\"row\">");
    for head in words.heads() {
        let _ = write!(out, "<th scope=\"col\" role=\"columnheader\">{}</th>", text(head));
    }
    out.push_str("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
    for row in &table.rows {
        let [current, proposed] = sides(table, row);
        let _ = writeln!(out, "<tr role=\"row\" id=\"row-{}\">", row.number);
        let number = plain(&row.number.to_string());
        let (element, justification) = (plain(&row.element), plain(&row.justification));
        let cells = [&number, &element, &current, &proposed, &justification];
        for (at, (head, cell)) in words.heads().iter().zip(cells).enumerate() {
            let (tag, role) =
                if at == 1 { ("th scope=\"row\"", "rowheader") } else { ("td", "cell") };
            let _ = write!(out, "<{tag} role=\"{role}\" data-head=\"{}\">", text(head));
            for paragraph in cell {
                out.push_str("<p>");
                for each in paragraph {
                    piece(&mut out, each);
                }
                out.push_str("</p>");
            }
            out.push_str(if at == 1 { "</th>\n" } else { "</td>\n" });
        }
        out.push_str("</tr>\n");
    }
    if table.rows.is_empty() {
        let _ = writeln!(
            out,
            "<tr role=\"row\"><td role=\"cell\" colspan=\"5\"><p>{}</p></td></tr>",
            text(&words.same)
        );
    }
    out.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    out
}

fn piece(out: &mut String, piece: &Piece) {
    let text = escape(&piece.text);
    let _ = match piece.change {
        Change::Same => write!(out, "{text}"),
        Change::Removed => write!(out, "<del>{text}</del>"),
        Change::Added => write!(out, "<ins>{text}</ins>"),
    };
}

fn text(text: &str) -> String {
    escape(super::clean(text)).into_owned()
}
