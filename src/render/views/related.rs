//! What stands beside a procedure on its page: other cases of the same thing, others of the same name, and what is wrong with
//! the bodies that its source names.

use crate::audit::{Fault, names_of};

use super::super::index::{Entry, Index};
use super::ProcedureRef;
use super::office::Lists;
use super::place::holders;

/// The most cases that a page names; where there are more, the name is no sign of one thing.
const MOST: usize = 12;

/// Procedures in force about the same thing in another case (cấp mới, cấp lại, cấp đổi, gia hạn).
pub(super) fn cases(index: &Index, entry: &Entry) -> Vec<ProcedureRef> {
    let places = index.related.same_thing(entry);
    // The entry itself is one of them where it is in force.
    if places.len() > MOST + 1 {
        return Vec::new();
    }
    let others = others(index, entry, places);
    if others.len() > MOST { Vec::new() } else { others }
}

/// Procedures in force with the same name, agency and sector; all of them, for a name never identifies.
pub(super) fn same_name(index: &Index, entry: &Entry) -> Vec<ProcedureRef> {
    others(index, entry, index.related.same_name(entry))
}

fn others(index: &Index, entry: &Entry, places: &[usize]) -> Vec<ProcedureRef> {
    let others = index.at(places).filter(|other| other.code != entry.code);
    others.map(|other| ProcedureRef::of(index.words, other)).collect()
}

/// What is wrong with the bodies that the record names, each with who has it here today, as far as that is assigned.
pub(super) fn remarks(index: &Index, lists: &Lists, entry: &Entry) -> Vec<String> {
    let words = index.words;
    let names = entry.procedure.executing.value().into_iter().flatten();
    let faults: Vec<_> = names.filter_map(|name| Some((name, index.bodies.fault(name)?))).collect();
    if faults.is_empty() {
        return Vec::new();
    }
    let today = match holders(index, lists, entry).as_slice() {
        // Nobody is to file there any more.
        [] if entry.state.whole.status.is_ended() => String::new(),
        [] => words.get("remark", "here_unknown"),
        here => words.fill("remark", "here", &[("names", &here.join("; "))]),
    };
    let remark = |(name, fault): (&String, Fault)| {
        let told = match fault {
            Fault::OtherProvince(place) => words.fill("remark", "other_province", &[("name", name), ("place", place)]),
            Fault::District => words.fill("remark", "district", &[("name", name)]),
            Fault::Renamed(agencies) => {
                return words.fill("remark", "renamed", &[("name", name), ("today", &names_of(&agencies))]);
            }
        };
        format!("{told} {today}").trim_end().to_owned()
    };
    faults.into_iter().map(remark).collect()
}
