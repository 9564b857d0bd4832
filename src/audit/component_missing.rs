//! The seven components that every procedure has (Nghị định 63/2010 Điều 8.2): each is stated.

use crate::finding::Code;
use crate::ledger::Catalogue;
use crate::model::{Absence, Component, Procedure};

use super::hit::Hit;
use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let (missing, unchecked) = split(&components(record));
        for (keys, code) in [(missing, Code::ComponentMissing), (unchecked, Code::ComponentUnchecked)] {
            if let Some(first) = keys.first() {
                let hit = Hit::new(&record.file, first, code);
                hits.push(hit.with("code", &record.code).with("components", keys.join(", ")));
            }
        }
    }
    hits
}

/// The keys that the source leaves out, and those of which the catalogue cannot tell.
pub(super) fn split(components: &[(&'static str, Option<Absence>)]) -> (Vec<&'static str>, Vec<&'static str>) {
    let of = |wanted: &[Absence]| {
        let are = components.iter().filter(|(_, absence)| absence.is_some_and(|absence| wanted.contains(&absence)));
        are.map(|(key, _)| *key).collect()
    };
    (of(&[Absence::NotPublished]), of(&[Absence::NotEntered, Absence::Unknown]))
}

/// Why a component has no value.
pub(super) fn absence<T>(component: &Component<T>) -> Option<Absence> {
    match component {
        Component::Value(_) => None,
        Component::Absent(absence) => Some(*absence),
    }
}

/// Six of the seven by the key of each, with its absence: a record without a name does not load. A list of papers that
/// was not taken over whole, or whose number of sets nobody entered, is not entered.
fn components(record: &Procedure) -> [(&'static str, Option<Absence>); 7] {
    let papers = absence(&record.papers);
    let whole = papers.or((record.papers_left > 0).then_some(Absence::NotEntered));
    let sets = match papers {
        None if record.sets.is_none() => Some(Absence::NotEntered),
        _ => None,
    };
    let time = match &record.channels {
        Component::Absent(absence) => Some(*absence),
        Component::Value(channels) => {
            let stated = channels.iter().any(|channel| channel.time.value().is_some() || channel.time_cut.is_some());
            channels.first().and_then(|channel| absence(&channel.time)).filter(|_| !stated)
        }
    };
    // The ways to file are a manner of filing, whether or not a text says more of it.
    let manner = absence(&record.manner).filter(|_| record.channels.value().is_none());
    [
        ("steps", absence(&record.steps)),
        ("manner", manner),
        ("papers", whole),
        ("sets", sets),
        ("time", time),
        ("objects", absence(&record.objects)),
        ("executing", absence(&record.executing)),
    ]
}
