//! The record of the data set, in schema.org's words.

use serde_json::{Value, json};

use crate::search::client::in_script;

use super::super::index::Index;
use super::super::views::statistics;
use super::super::words::{LANGUAGE, day};
use super::{CPSV_JSON, CPSV_TURTLE, CSV, WHOLE, XLSX};

/// The files of the data set and the type of each.
const FILES: [(&str, &str); 8] = [
    ("procedures.json", "application/json"),
    (WHOLE, "application/json"),
    (CSV, "text/csv"),
    (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (CPSV_JSON, "application/ld+json"),
    (CPSV_TURTLE, "text/turtle"),
    ("feed.xml", "application/atom+xml"),
    (statistics::JSON, "application/json"),
];

/// Data, not script. The licence stands only where the province has said which.
pub(in crate::render) fn dataset(index: &Index, page: &str) -> String {
    let site = &index.records.site;
    let is_made = |file: &&(&str, &str)| file.0 != statistics::JSON || index.own_site.is_none();
    let files: Vec<Value> = FILES
        .iter()
        .filter(is_made)
        .map(|(file, of)| {
            json!({ "@type": "DataDownload", "contentUrl": format!("{}{file}", site.base_url), "encodingFormat": of })
        })
        .collect();
    let as_of = day(index.catalogue.as_of);
    let args = [("province", site.province.as_str()), ("day", &as_of)];
    let mut record = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": format!("{} {}", site.title, site.province),
        "description": index.words.fill("dataset", "description", &args),
        "url": format!("{}{page}", site.base_url),
        "inLanguage": LANGUAGE.tag(),
        "isAccessibleForFree": true,
        "spatialCoverage": { "@type": "AdministrativeArea", "name": site.province },
        "publisher": { "@type": "GovernmentOrganization", "name": index.records.agency_name(&site.own_issuer) },
        "distribution": files,
    });
    if let (Some(licence), Some(record)) = (&site.licence, record.as_object_mut()) {
        record.insert("license".to_owned(), licence.as_str().into());
    }
    in_script(&record)
}
