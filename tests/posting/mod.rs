//! Listings as webmasters make them, out of the committed catalogue.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::collections::BTreeSet;

use niemyet::import::{Foreign, read_listing};
use niemyet::ledger::Catalogue;
use niemyet::model::{Office, OfficeId, ProcedureCode};
use niemyet::offices::Offices;
use niemyet::pipeline::with_catalogue;
use niemyet::posted::{Audit, PostedFile, Rule, Verdict, audit};

use crate::project;

/// A day on which the official list is fresh enough to prove.
pub(crate) const DAY: &str = "2026-07-20";

/// One row of a listing: what a webmaster writes.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) link: String,
    pub(crate) body: String,
}

/// A text in a page.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A page with a table.
pub(crate) fn table(rows: &[Row]) -> String {
    let row = |row: &Row| {
        format!(
            "<tr><td>1</td><td>{}</td><td><a href=\"{}\">{}</a></td><td>{}</td></tr>\n",
            row.code,
            row.link,
            escaped(&row.name),
            escaped(&row.body)
        )
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<!doctype html><title>x</title><nav><a href=\"/\">Trang chủ</a> 0237.3852246, 1.500.000 đồng</nav>\n<table><tr><th>STT<th>Mã<th>Tên<th>Cơ quan</tr>\n{rows}</table><p>Ngày 20.07.2026, H56.1.2026</p>"
    )
}

/// A page of cards.
pub(crate) fn cards(rows: &[Row]) -> String {
    let card = |row: &Row| {
        format!(
            "<div class=\"card\"><h3>{}</h3><p>Mã: <b>{}</b></p><p>{}</p><div><a href=\"{}\">Nộp hồ sơ</a></div></div>\n",
            escaped(&row.name),
            row.code,
            escaped(&row.body),
            row.link
        )
    };
    format!("<main>{}</main>", rows.iter().map(card).collect::<String>())
}

/// Data as a page loads it.
pub(crate) fn objects(rows: &[Row]) -> String {
    let one = |row: &Row| serde_json::json!({ "ma": row.code, "ten": row.name, "link": row.link, "donVi": { "ten": row.body } });
    serde_json::json!({ "page": 1, "items": rows.iter().map(one).collect::<Vec<_>>() }).to_string()
}

/// A page whose script holds the data.
pub(crate) fn script(rows: &[Row]) -> String {
    let data = objects(rows).replace('<', "\\u003c");
    format!("<body><div id=\"root\"></div><script id=\"__NEXT_DATA__\" type=\"application/json\">{data}</script>")
}

/// A board in text.
pub(crate) fn cells(rows: &[Row]) -> String {
    let row = |(at, row): (usize, &Row)| {
        format!("{},{},\"{}\",\"{}\"\n", at + 1, row.code, row.name.replace('"', "\"\""), row.body)
    };
    format!("STT,Mã TTHC,Tên thủ tục,Cơ quan\n{}", rows.iter().enumerate().map(row).collect::<String>())
}

/// A listing, held against what its office must post.
pub(crate) fn held(catalogue: &Catalogue, assigned: &Offices, office: &Office, file: &str, text: &str) -> Audit {
    let foreign = Foreign { name: file.to_owned(), bytes: text.as_bytes().to_vec(), label: None };
    let (rows, has_links) = read_listing(&foreign).unwrap();
    audit(catalogue, assigned, Some(office), &[PostedFile { path: file.to_owned(), rows, has_links }], true)
}

/// An honest list of an office: what is due, as the catalogue has it, where a name is one procedure's alone.
pub(crate) fn honest(catalogue: &Catalogue, assigned: &Offices, office: &Office) -> Vec<Row> {
    let due = assigned.due(office);
    due.iter().map(|one| row(catalogue, &one.procedure.code)).collect()
}

/// What a webmaster writes of a procedure.
pub(crate) fn row(catalogue: &Catalogue, code: &ProcedureCode) -> Row {
    Row {
        code: code.to_string(),
        name: catalogue.records.procedures[code].name.clone(),
        link: catalogue.records.links.get(code).map(|link| link.target.url()).unwrap_or_default(),
        body: "Trung tâm Phục vụ hành chính công".to_owned(),
    }
}

/// The committed catalogue, with who has what.
pub(crate) fn with_offices(check: impl FnOnce(&Catalogue<'_>, &Offices<'_>)) {
    with_catalogue(&project::input("", DAY), |catalogue, _| check(catalogue, &Offices::of(catalogue)));
}

/// What is told of a listing, but for what is missing from it.
pub(crate) fn told(
    catalogue: &Catalogue,
    assigned: &Offices,
    file: &str,
    bytes: &[u8],
) -> BTreeSet<(Rule, Verdict, String)> {
    let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
    let foreign = Foreign { name: file.to_owned(), bytes: bytes.to_vec(), label: None };
    let (rows, has_links) = read_listing(&foreign).unwrap();
    let audit =
        audit(catalogue, assigned, Some(office), &[PostedFile { path: file.to_owned(), rows, has_links }], true);
    let findings = audit.findings.into_iter().filter(|told| told.rule != Rule::MissingInForce);
    findings.map(|told| (told.rule, told.verdict, told.procedure.unwrap_or_default())).collect()
}

/// The first rows of an office's honest list whose procedures have a page on the portal and a name of their own.
pub(crate) fn some_rows(catalogue: &Catalogue, assigned: &Offices, count: usize) -> Vec<Row> {
    let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
    let name = |row: &Row| catalogue.records.procedures.values().filter(|other| other.name == row.name).count() == 1;
    let rows = honest(catalogue, assigned, office).into_iter();
    rows.filter(|row| !row.link.is_empty() && name(row)).take(count).collect()
}

pub(crate) fn one(rule: Rule, verdict: Verdict, code: &str) -> BTreeSet<(Rule, Verdict, String)> {
    BTreeSet::from([(rule, verdict, code.to_owned())])
}
