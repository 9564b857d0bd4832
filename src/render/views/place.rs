//! Where people go: on a procedure's page the offices that have it, in a frame on another site the list of one of them.

use serde::Serialize;

use crate::address;
use crate::finding::Finding;
use crate::model::AgencyKind;

use super::super::engine::Engine;
use super::super::index::{Entry, Index};
use super::Head;
use super::office::{DueList, Lists, RowGroup, groups};
use super::results::Results;

/// Where a procedure is done.
#[derive(Serialize)]
pub(super) struct PlaceView {
    /// The lists of many offices alike, one of which is the reader's: their identifiers, for the script. Empty where there is none.
    lists: String,
    rows: Vec<PlaceRow>,
}

#[derive(Serialize)]
struct PlaceRow {
    /// The office; where there are many alike, the kind in words.
    name: String,
    url: Option<String>,
    /// Address, hours, telephone, as far as somebody entered them.
    facts: Vec<String>,
}

impl PlaceView {
    /// `None` where no office has the procedure.
    pub(super) fn of(index: &Index, lists: &Lists, entry: &Entry) -> Option<PlaceView> {
        let here: Vec<&DueList> = lists.having(entry.code).collect();
        let many = here.iter().filter(|list| list.offices.len() > 1).map(|list| list.id.as_str());
        let lists = many.collect::<Vec<_>>().join(" ");
        (!here.is_empty()).then(|| PlaceView { lists, rows: here.iter().map(|list| row(index, list)).collect() })
    }
}

/// Who has a procedure here, by name; where many offices alike have it, their kind.
pub(super) fn holders(index: &Index, lists: &Lists, entry: &Entry) -> Vec<String> {
    lists.having(entry.code).map(|list| row(index, list).name).collect()
}

fn row(index: &Index, list: &DueList) -> PlaceRow {
    if let [office] = list.offices.as_slice() {
        let contact = &office.contact;
        let facts = [contact.address.clone(), contact.hours.clone()].into_iter().flatten();
        let facts = facts.chain((!contact.phones.is_empty()).then(|| contact.phones.join("; ")));
        return PlaceRow { name: office.name.clone(), url: Some(address::office(&office.id)), facts: facts.collect() };
    }
    let kind = list.offices.first().and_then(|office| index.records.agencies.get(&office.agency)).map(|it| it.kind);
    let name = match kind {
        Some(AgencyKind::Commune) => index.words.get("where", "commune"),
        Some(
            AgencyKind::Ministry
            | AgencyKind::Province
            | AgencyKind::Department
            | AgencyKind::Vertical
            | AgencyKind::Other,
        )
        | None => list.holder.clone(),
    };
    PlaceRow { name, url: None, facts: Vec::new() }
}

/// The list of an office in a frame, under the search.
#[derive(Serialize)]
struct FrameView {
    #[serde(flatten)]
    results: Results,
    list: String,
    name: String,
    url: String,
    count: String,
    groups: Vec<RowGroup>,
}

/// The page for frames of a list: of one office, or of all that have it in common.
pub(in crate::render) fn frame(index: &Index, list: &DueList, engine: &Engine) -> Result<Vec<u8>, Finding> {
    let view = FrameView {
        results: Results::default(),
        list: list.id.clone(),
        name: list.holder.clone(),
        url: list.page.clone(),
        count: index.words.number(list.due.len()),
        groups: groups(index, list),
    };
    engine.page("embed-office.html", &Head::new(&address::embed(&list.id), list.holder.clone(), "", ""), &view)
}
