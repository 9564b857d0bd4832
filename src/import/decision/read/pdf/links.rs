//! The links of a page: where a click leads, and over which letters.

use lopdf::{Dictionary, Document};

use super::font::{dictionary, get, number, resolved};
use super::page::{Letter, Matrix, point};

/// The most links of a page that are read, and the longest address.
const LINKS: usize = 2_000;
const ADDRESS_BYTES: usize = 2_048;

/// An address of the web, and the corners of the place from which it is reached.
pub(super) struct Link {
    left: f64,
    right: f64,
    bottom: f64,
    top: f64,
    address: String,
}

/// The links of a page that lead to the web.
pub(super) fn of_page(file: &Document, page: &Dictionary, places: &Matrix) -> Vec<Link> {
    let notes = get(file, page, b"Annots").and_then(|notes| notes.as_array().ok());
    let notes = notes.into_iter().flatten().take(LINKS).filter_map(|note| dictionary(file, note));
    notes.filter_map(|note| of_note(file, note, places)).collect()
}

fn of_note(file: &Document, note: &Dictionary, places: &Matrix) -> Option<Link> {
    let action = dictionary(file, note.get(b"A").ok()?)?;
    let address = get(file, action, b"URI")?.as_str().ok().filter(|bytes| bytes.len() <= ADDRESS_BYTES)?;
    let address = std::str::from_utf8(address).ok()?.trim();
    let is_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
    if !is_web || address.contains(char::is_whitespace) {
        return None;
    }
    let corners = get(file, note, b"Rect")?.as_array().ok()?;
    let corners: Vec<f64> = corners.iter().filter_map(|corner| number(resolved(file, corner))).collect();
    let [x, y, across, up] = corners.as_slice() else { return None };
    let ((x, y), (across, up)) = (point(places, *x, *y), point(places, *across, *up));
    Some(Link {
        left: x.min(across),
        right: x.max(across),
        bottom: y.min(up),
        top: y.max(up),
        address: address.to_owned(),
    })
}

/// Writes each address behind the last of the letters from which it is reached, so that it stands in their cell. Gives what
/// of `room` for so many comparisons is left; links beyond it are left out.
pub(super) fn write(links: Vec<Link>, letters: &mut [Letter], room: &mut usize) {
    for link in links {
        let Some(left) = room.checked_sub(letters.len()) else { return };
        *room = left;
        let is_over = |letter: &&mut Letter| {
            let (across, up) = ((letter.left + letter.right) / 2.0, letter.base + letter.size * 0.3);
            !letter.struck && (link.left..=link.right).contains(&across) && (link.bottom..=link.top).contains(&up)
        };
        // The lowest line of it, and its end.
        let last = letters.iter_mut().filter(is_over).min_by(|one, other| {
            let level = |letter: &Letter| (letter.base / letter.size.max(1.0)).round();
            level(one).total_cmp(&level(other)).then(other.right.total_cmp(&one.right))
        });
        if let Some(last) = last {
            last.text = format!("{} {} ", last.text, link.address);
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, dictionary};

    use super::*;

    fn letter(left: f64, base: f64, text: &str) -> Letter {
        Letter { left, right: left + 5.0, base, size: 10.0, text: text.to_owned(), struck: false }
    }

    #[test]
    fn an_address_stands_behind_the_last_letter_that_leads_to_it() {
        let note = |address: &str, rect: [i64; 4]| {
            let rect = rect.map(Object::Integer).to_vec();
            Object::Dictionary(dictionary! {
                "Subtype" => "Link", "Rect" => rect,
                "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal(address) },
            })
        };
        let page = dictionary! { "Annots" => vec![
            note("https://example.gov.vn/T/1", [0, 80, 40, 115]), // two lines
            note("mailto:x@example.gov.vn", [0, 80, 40, 115]),
            note("https://example.gov.vn/far", [500, 500, 510, 510]),
        ] };
        let links = of_page(&Document::new(), &page, &[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let mut letters =
            [letter(0.0, 100.0, "a"), letter(20.0, 100.0, "b"), letter(0.0, 85.0, "c"), letter(60.0, 85.0, "d")];
        write(links, &mut letters, &mut 100);
        assert_eq!(letters.map(|letter| letter.text), ["a", "b", "c https://example.gov.vn/T/1 ", "d"]);
    }
}
