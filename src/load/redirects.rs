//! `redirects.tsv`.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::model::{OldAddress, Placeholder, ProcedureCode, Redirect, RedirectTarget};

use super::fields::{At, Reader};
use super::tsv::{self, Cell};

/// The columns of `redirects.tsv`.
pub const REDIRECT_COLUMNS: &[&str] = &["from", "to"];

/// An address longer than this is no browser's.
const ADDRESS_LIMIT: usize = 2000;
/// What a browser encodes in path and query, whatever else is encoded already.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'\\').add(b'^').add(b'|');
const SHAPE: &str = "/thu-tuc/chi-tiet?id=12, https://cu.example.gov.vn/tt/{code}.html";

pub(super) fn redirects(reader: &mut Reader) -> Vec<Redirect> {
    let table = tsv::read(reader, REDIRECT_COLUMNS);
    let mut seen = BTreeSet::new();
    let mut redirects = Vec::new();
    for row in &table.rows {
        let [from_cell, to_cell] = &row.cells[..] else { continue };
        let Some(from) = old_address(from_cell.text) else {
            reader.invalid(&At { key: "from", span: from_cell.span.clone() }, from_cell.text, SHAPE);
            continue;
        };
        let Some(to) = target(to_cell, &from) else {
            let shape = if from.varying.is_some() { "{code}" } else { "1.004222, linh-vuc/ho-tich/" };
            reader.invalid(&At { key: "to", span: to_cell.span.clone() }, to_cell.text, shape);
            continue;
        };
        if !seen.insert(from.clone()) {
            reader.duplicate(&from, from_cell.span.clone());
            continue;
        }
        row.note(reader, REDIRECT_COLUMNS, &redirects.len().to_string());
        redirects.push(Redirect { from, to });
    }
    redirects
}

/// An address as it is typed or copied; `None` of what is none. What stands behind `#` never reaches a server, so that no rule
/// could tell it.
pub fn old_address(text: &str) -> Option<OldAddress> {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    let (host, path) = match rest {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/')?);
            let sound = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
            (Some(sound.then(|| host.to_ascii_lowercase())?), path)
        }
        None => (None, text),
    };
    let is_sound = path.starts_with('/')
        && path.len() <= ADDRESS_LIMIT
        && !path.contains(|c: char| c == '#' || c.is_whitespace() || c.is_control());
    let encoded = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let placeholder = Placeholder::ALL.into_iter().find_map(|one| Some((one, path.split_once(one.as_str())?)));
    let (before, varying) = match placeholder {
        Some((one, (before, after))) => (before, Some((one, after))),
        None => (path, None),
    };
    let is_plain = |text: &str| !text.contains(['{', '}']);
    (is_sound && is_plain(before) && varying.is_none_or(|(_, after)| is_plain(after))).then(|| OldAddress {
        host,
        before: encoded(before),
        varying: varying.map(|(one, after)| (one, encoded(after))),
    })
}

fn target(cell: &Cell, from: &OldAddress) -> Option<RedirectTarget> {
    if from.varying.is_some() {
        return (cell.text == Placeholder::Code.as_str()).then_some(RedirectTarget::Named);
    }
    if let Ok(code) = ProcedureCode::new(cell.text) {
        return Some(RedirectTarget::Procedure(code));
    }
    let path = cell.text.strip_prefix('/').unwrap_or(cell.text);
    let sound = path.is_empty() && cell.text == "/" || path.ends_with('/');
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/.-".contains(&b)) && !path.contains("//");
    (sound && plain).then(|| RedirectTarget::Page(path.to_owned()))
}
