//! `procedures.json`: the public procedures of every status, as [`crate::listing`] has them, with the address of each page.

use serde::Serialize;

use crate::address;
use crate::ledger::Catalogue;
use crate::listing::{Listed, Scope, listed};
use crate::model::ProcedureCode;

#[derive(Serialize)]
struct Published {
    #[serde(flatten)]
    listed: Listed,
    /// The path of its page, relative to the site's root.
    url: String,
}

/// One top-level array, one procedure a line, so that a diff of two days reads like one. Internal codes stand nowhere in it.
pub(super) fn procedures(catalogue: &Catalogue) -> String {
    let rows = listed(catalogue, Scope::Public).into_iter().filter_map(|mut listed| {
        let code = ProcedureCode::new(&listed.code).ok()?;
        listed.successors.retain(|code| !is_internal(code));
        listed.predecessors.retain(|code| !is_internal(code));
        serde_json::to_string(&Published { listed, url: address::procedure(&code) }).ok()
    });
    format!("[\n{}\n]\n", rows.collect::<Vec<_>>().join(",\n"))
}

pub(super) fn is_internal(code: &str) -> bool {
    ProcedureCode::new(code).is_ok_and(|code| code.is_internal())
}
