//! Two offices that ask for different things in the same procedure.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Catalogue;
use crate::model::{Component, Fee, Office, ProcedureCode};

use super::papers::{Difference, Papers};
use super::{By, Entry, Reason, Rule, Told, Verdict, values};

/// What one office states of one kind: the values as they are worded everywhere, and the first place of one.
#[derive(Default)]
struct Claim<'e, 'a> {
    values: BTreeSet<String>,
    first: Option<&'e Entry<'a>>,
}

/// The claims of one kind for one procedure, by the place of the office in the run.
type Claims<'e, 'a> = BTreeMap<usize, Claim<'e, 'a>>;

/// What is told of each office of the run, in their order: the other offices that state another time limit or another fee for a
/// procedure that it shows, or ask for other papers.
///
/// Several values of one office may be those of several ways to file: two offices differ where they have none in common. It is a
/// fault, but where the record itself has all of the values.
pub(super) fn tell(catalogue: &Catalogue, offices: &[(&Office, Vec<Entry>)]) -> Vec<Vec<Told>> {
    let mut by_code: BTreeMap<&ProcedureCode, [Claims; 2]> = BTreeMap::new();
    for (office, (_, entries)) in offices.iter().enumerate() {
        for entry in entries.iter().filter(|entry| is_sure(entry)) {
            let Some(code) = entry.code else { continue };
            let times = values::times(entry.shown).map(|limit| limit.to_string()).collect::<Vec<_>>();
            let sums = values::sums(entry.shown).map(sum_text).collect::<Vec<_>>();
            for (claims, stated) in by_code.entry(code).or_default().iter_mut().zip([times, sums]) {
                if !stated.is_empty() {
                    let claim = claims.entry(office).or_default();
                    claim.values.extend(stated);
                    claim.first.get_or_insert(entry);
                }
            }
        }
    }
    let mut told: Vec<Vec<Told>> = offices.iter().map(|_| Vec::new()).collect();
    tell_papers(offices, &mut told);
    for (code, kinds) in &by_code {
        for claims in kinds.iter().filter(|claims| claims.len() > 1) {
            // Offices that state the same are held against the others once.
            let mut alike: BTreeMap<&BTreeSet<String>, Vec<(usize, &Entry)>> = BTreeMap::new();
            for (office, claim) in claims {
                alike.entry(&claim.values).or_default().extend(claim.first.map(|entry| (*office, entry)));
            }
            if alike.len() < 2 {
                continue;
            }
            let of_record = of_record(catalogue, code);
            for (stated, here) in &alike {
                let others: Vec<_> = alike.iter().filter(|(other, _)| other.is_disjoint(stated)).collect();
                let count: usize = others.iter().map(|(_, there)| there.len()).sum();
                // The one that most offices state; of several the first.
                let most = others.iter().rev().max_by_key(|(_, there)| there.len());
                let Some((other, (at, entry))) = most.and_then(|(other, there)| Some((*other, there.first()?))) else {
                    continue;
                };
                let whose = offices.get(*at).map(|(office, _)| office.name.clone()).unwrap_or_default();
                let is_of_record = stated.iter().chain(other.iter()).all(|value| of_record.contains(value));
                let verdict = Verdict::unless(is_of_record, Reason::OfRecord);
                for (office, entry_here) in here {
                    let values = vec![
                        ("stated", joined(stated)),
                        ("whose", whose.clone()),
                        ("other", joined(other)),
                        ("place", format!("{}:{}", entry.path, entry.shown.line)),
                        ("count", count.to_string()),
                    ];
                    if let Some(told) = told.get_mut(*office) {
                        told.push(Told::new(Rule::PostedDifferently, verdict, entry_here, values));
                    }
                }
            }
        }
    }
    told
}

/// What one office asks for, and where it says so.
type Asked<'e, 'a> = (usize, &'e Entry<'a>, Papers);

/// The papers that one office asks for in a procedure and another does not. One paper has many names, and of a table the words of the
/// next column may be taken for one: a person looks, and none of it is a fault.
///
/// Each list is held against the one that most offices have, and that one against the next: what is told grows with the offices alone.
/// An office that has two lists for one procedure has them for two cases, and is not compared.
fn tell_papers(offices: &[(&Office, Vec<Entry>)], told: &mut [Vec<Told>]) {
    let mut by_code: BTreeMap<&ProcedureCode, BTreeMap<usize, Option<Asked>>> = BTreeMap::new();
    for (office, (_, entries)) in offices.iter().enumerate() {
        for entry in entries.iter().filter(|entry| is_sure(entry)) {
            let papers = Papers::of_row(entry.shown, entry.papers);
            let Some((code, papers)) = entry.code.zip(papers) else { continue };
            let of_office = by_code.entry(code).or_default();
            match of_office.get_mut(&office) {
                Some(before) => {
                    before.take_if(|(_, _, own)| own.key() != papers.key());
                }
                None => drop(of_office.insert(office, Some((office, entry, papers)))),
            }
        }
    }
    for asked in by_code.values() {
        let mut alike: BTreeMap<Vec<&str>, Vec<&Asked>> = BTreeMap::new();
        for one in asked.values().flatten() {
            alike.entry(one.2.key()).or_default().push(one);
        }
        let mut lists: Vec<Vec<&Asked>> = alike.into_values().collect();
        lists.sort_by_key(|list| std::cmp::Reverse(list.len()));
        let Some([most, next]) = lists.first_chunk() else { continue };
        for (at, here) in lists.iter().enumerate() {
            let there = if at == 0 { next } else { most };
            let (Some((_, _, own)), Some((office, entry, papers))) = (here.first(), there.first()) else { continue };
            let whose = offices.get(*office).map(|(office, _)| office.name.clone()).unwrap_or_default();
            let place = format!("{}:{}", entry.path, entry.shown.line);
            let Difference { more, fewer, reworded } = own.against(papers);
            let is_alone = more.is_empty() && fewer.is_empty();
            let findings =
                [("more", more), ("fewer", fewer), ("reworded", if is_alone { reworded } else { Vec::new() })];
            for (kind, names) in findings.into_iter().filter(|(_, names)| !names.is_empty()) {
                let names = names.into_iter().take(NAMED).collect::<Vec<_>>().join("; ");
                for (office, entry, _) in here {
                    let values = vec![
                        (kind, names.clone()),
                        ("stated", names.clone()),
                        ("whose", whose.clone()),
                        ("place", place.clone()),
                        ("count", there.len().to_string()),
                    ];
                    if let Some(told) = told.get_mut(*office) {
                        told.push(Told::new(
                            Rule::PostedDifferently,
                            Verdict::Unchecked(Reason::Reworded),
                            entry,
                            values,
                        ));
                    }
                }
            }
        }
    }
}

/// How many papers are named.
const NAMED: usize = 3;

/// Whether what stands in a row is surely said of its procedure.
fn is_sure(entry: &Entry) -> bool {
    !entry.is_shared && !matches!(entry.by, By::Search { .. })
}

fn joined(values: &BTreeSet<String>) -> String {
    values.iter().map(String::as_str).collect::<Vec<_>>().join("; ")
}

fn sum_text(sum: u64) -> String {
    format!("{sum} đồng")
}

/// The time limits and fees that the record has, of whichever way to file.
fn of_record(catalogue: &Catalogue, code: &ProcedureCode) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    let state = catalogue.states.get(code).zip(catalogue.records.procedures.get(code));
    let Some(content) = state.map(|(state, procedure)| state.content(procedure)) else { return values };
    for channel in content.record.channels.value().unwrap_or(&content.unrecorded) {
        let time = match &channel.time {
            Component::Value(limit) => Some(limit),
            Component::Absent(_) => None,
        };
        values
            .extend(time.into_iter().chain(&channel.time_cut).map(|limit| values::in_days(limit.clone()).to_string()));
        for fee in channel.fees.value().into_iter().flatten() {
            match fee {
                Fee::Amount(amount) if amount.currency == "VND" => drop(values.insert(sum_text(amount.value))),
                Fee::Amount(_) | Fee::Stated(_) => {}
            }
        }
    }
    values
}
