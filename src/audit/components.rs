//! The components of Nghị định 63/2010 Điều 8.2: what can be told of each. The one place that judges a record whole.

use crate::finding::{Code, Hit};
use crate::model::{Absence, Component, Procedure};

/// What can be told of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The record has it.
    There,
    /// The source leaves it out.
    Missing,
    /// Nobody entered it, or nobody knows: no fault, and no proof.
    Open,
}

/// The unconditional components by the key of each; with the name, without which no record loads, they are the seven.
/// The papers stand twice: as their list and as the number of sets.
///
/// A list of papers that was not taken over whole, or whose number of sets nobody entered, is open. "Không có" for what
/// the law always asks for is open too: a person judges it. The ways to file are a manner of filing, whether or not a
/// text says more of it; a time limit is stated where one way to file states it.
pub fn unconditional(record: &Procedure) -> [(&'static str, Told); 7] {
    let papers = told(&record.papers, Vec::is_empty);
    let whole = if papers == Told::There && record.papers_left > 0 { Told::Open } else { papers };
    let sets = if papers == Told::There && record.sets.is_none() { Told::Open } else { Told::There };
    let channels = told(&record.channels, Vec::is_empty);
    let time = match &record.channels {
        Component::Value(ways) if !ways.is_empty() => best(ways.iter().map(|way| match way.time_cut {
            Some(_) => Told::There,
            None => told(&way.time, |_| false),
        })),
        Component::Value(_) | Component::Absent(_) => channels,
    };
    [
        ("steps", told(&record.steps, |text| is_blank(text))),
        ("manner", best([told(&record.manner, |text| is_blank(text)), channels])),
        ("papers", whole),
        ("sets", sets),
        ("time", time),
        ("objects", told(&record.objects, Vec::is_empty)),
        ("executing", told(&record.executing, Vec::is_empty)),
    ]
}

/// The components that a procedure has where they apply: a value, or the words that there is none. Forms stand with the
/// papers and have no absence of their own (see `form_missing`).
pub(super) fn conditional(record: &Procedure) -> [(&'static str, Told); 3] {
    let fees = match &record.channels {
        Component::Value(ways) if !ways.is_empty() => best(ways.iter().map(|way| applies(&way.fees, Vec::is_empty))),
        Component::Value(_) => Told::Open,
        Component::Absent(absence) => of_absence(*absence, Told::There),
    };
    [
        ("result", applies(&record.result, |text| is_blank(text))),
        ("conditions", applies(&record.conditions, |text| is_blank(text))),
        ("fees", fees),
    ]
}

/// A finding about the components of a record of which this is told, at the first; none where there is none.
pub(super) fn hit(record: &Procedure, components: &[(&'static str, Told)], wanted: Told, code: Code) -> Option<Hit> {
    let keys: Vec<&str> = components.iter().filter(|(_, told)| *told == wanted).map(|(key, _)| *key).collect();
    let hit = Hit::new(&record.file, *keys.first()?, code).with("code", &record.code);
    let hit = instead(keys.first()?).iter().fold(hit, |hit, key| hit.or(*key));
    Some(hit.or("code").with("components", keys.join(", ")))
}

/// What says of a component that it is not there, where its own key does not.
fn instead(key: &str) -> &'static [&'static str] {
    match key {
        "manner" => &["channels"],
        "papers" => &["papers_left"],
        "time" => &["channel[0].time", "channel[0]", "channels"],
        "fees" => &["channel[0].fees", "channel[0]", "channels"],
        _ => &[],
    }
}

fn told<T>(component: &Component<T>, is_empty: impl Fn(&T) -> bool) -> Told {
    of(component, is_empty, Told::Open)
}

/// As [`told`], where "không có" is an answer.
fn applies<T>(component: &Component<T>, is_empty: impl Fn(&T) -> bool) -> Told {
    of(component, is_empty, Told::There)
}

fn of<T>(component: &Component<T>, is_empty: impl Fn(&T) -> bool, not_applicable: Told) -> Told {
    match component {
        Component::Value(value) if is_empty(value) => Told::Open,
        Component::Value(_) => Told::There,
        Component::Absent(absence) => of_absence(*absence, not_applicable),
    }
}

fn of_absence(absence: Absence, not_applicable: Told) -> Told {
    match absence {
        Absence::NotPublished => Told::Missing,
        Absence::NotApplicable => not_applicable,
        Absence::NotEntered | Absence::Unknown => Told::Open,
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// There where one is there, missing where all are.
fn best(parts: impl IntoIterator<Item = Told>) -> Told {
    let parts: Vec<Told> = parts.into_iter().collect();
    if parts.contains(&Told::There) {
        Told::There
    } else if parts.contains(&Told::Open) || parts.is_empty() {
        Told::Open
    } else {
        Told::Missing
    }
}
