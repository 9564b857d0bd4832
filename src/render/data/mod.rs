//! Open data: the procedures in the words of others (schema.org, CPSV-AP) and with all that the catalogue knows of them.

mod cpsv;
mod dataset;
mod rdf;
mod service;
mod whole;

pub(super) use dataset::dataset;
pub(super) use service::json_ld;

use crate::spreadsheet::Table;

use super::index::Index;

/// The procedures with all facts and their history, and the schema that this follows.
pub(super) const WHOLE: &str = "procedures.v2.json";
pub(super) const SCHEMA: &str = "procedures.v2.schema.json";
/// The same as tables.
pub(super) const CSV: &str = "procedures.csv";
pub(super) const XLSX: &str = "procedures.xlsx";
/// In the words of CPSV-AP.
pub(super) const CPSV_JSON: &str = "procedures.cpsv.jsonld";
pub(super) const CPSV_TURTLE: &str = "procedures.cpsv.ttl";

/// Gives the files of open data to `put`, each before the next is made: they are the largest of a site. A workbook that the format
/// cannot hold is left out: the table as text has every row.
pub(super) fn files(index: &Index, put: &mut dyn FnMut(&'static str, Vec<u8>)) {
    put(WHOLE, whole::to_json(index).into_bytes());
    put(SCHEMA, whole::SCHEMA_TEXT.as_bytes().to_vec());
    let table: Table = whole::table(index);
    put(CSV, table.to_csv());
    if let Ok(workbook) = table.to_xlsx("Danh mục") {
        put(XLSX, workbook);
    }
    drop(table);
    let (json_ld, turtle) = cpsv::graph(index).into_texts();
    put(CPSV_JSON, json_ld.into_bytes());
    put(CPSV_TURTLE, turtle.into_bytes());
}

/// How many rows tell how long the others will be.
const TELLING: usize = 256;

/// Makes room for the rest of a text once some of its `all` rows are done: one that grew by doubling would stand in memory twice
/// while it grows, and the files of open data are the largest of a site.
fn make_room(text: &mut String, done: usize, all: usize) {
    if done == TELLING {
        text.reserve(text.len() / TELLING * all.saturating_sub(done) / 16 * 17);
    }
}
