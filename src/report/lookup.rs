//! Finding the procedure that somebody typed a code for.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::{Procedure, ProcedureCode, Records};
use crate::text::fold;

/// How many near codes are offered.
const OFFERED: usize = 5;

/// What a typed code leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The procedure.
    Found(&'a ProcedureCode),
    /// Another province's procedure, which no list has.
    Foreign(&'a Procedure),
    /// None; the codes nearest to what was typed, nearest first.
    Near(Vec<&'a ProcedureCode>),
}

/// Looks a code up: as typed, else with the dot put in (`1004222`), else without an agency's or a case's suffix
/// (`1.004222.H56`).
pub fn look_up<'a>(records: &'a Records, typed: &str) -> Lookup<'a> {
    let typed = typed.trim();
    let dotted = match typed.split_at_checked(1) {
        Some((first, rest)) if !rest.starts_with('.') => format!("{first}.{rest}"),
        Some(_) | None => typed.to_owned(),
    };
    let found = [typed, &dotted].into_iter().find_map(|text| {
        let code = ProcedureCode::new(text).ok()?;
        let base = code.regular_prefix().and_then(|base| ProcedureCode::new(base).ok());
        [Some(code), base].into_iter().flatten().find_map(|code| records.record(&code))
    });
    match found {
        Some(record) if records.foreign.contains_key(&record.code) => Lookup::Foreign(record),
        Some(record) => Lookup::Found(&record.code),
        None => {
            let codes = records.procedures.keys();
            Lookup::Near(nearest(&dotted, codes.map(|code| (code.as_str(), code))))
        }
    }
}

/// The values whose names are nearest to a word, nearest first; none where all are far.
pub fn nearest<'n, T: Ord>(word: &str, named: impl Iterator<Item = (&'n str, T)>) -> Vec<T> {
    let far = 1 + word.chars().count() / 3;
    let mut near: Vec<(bool, usize, T)> = named
        .map(|(name, value)| (!name.starts_with(word), strsim::damerau_levenshtein(word, name), value))
        .filter(|(_, distance, _)| *distance <= far)
        .collect();
    near.sort(); // what only goes on where the word ends comes first
    near.into_iter().take(OFFERED).map(|(_, _, value)| value).collect()
}

/// The things whose identifier or name is near to what was typed, as `identifier (name)`: by spelling first, then by how
/// many words they share with it. An empty identifier is none.
pub(super) fn near_names<'n>(typed: &str, named: impl Iterator<Item = (&'n str, &'n str)>) -> Vec<String> {
    let named: Vec<(&str, &str)> = named.collect();
    let wanted = fold(typed);
    let folded: Vec<String> = named.iter().map(|(_, name)| fold(name)).collect();
    let by_id = named.iter().enumerate().filter(|(_, (id, _))| !id.is_empty()).map(|(at, (id, _))| (*id, at));
    let by_name = folded.iter().enumerate().map(|(at, name)| (name.as_str(), at));
    let spelt = nearest(typed, by_id).into_iter().chain(nearest(&wanted, by_name));
    let words: BTreeSet<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
    let shared = |name: &String| name.split(' ').collect::<BTreeSet<_>>().intersection(&words).count();
    let mut alike: Vec<(Reverse<usize>, usize)> =
        folded.iter().map(shared).enumerate().filter(|(_, n)| *n > 0).map(|(at, n)| (Reverse(n), at)).collect();
    alike.sort();
    let mut near: Vec<usize> = Vec::new();
    for at in spelt.chain(alike.into_iter().map(|(_, at)| at)) {
        if near.len() < OFFERED && !near.contains(&at) {
            near.push(at);
        }
    }
    let shown = |(id, name): &(&str, &str)| if id.is_empty() { (*name).to_owned() } else { format!("{id} ({name})") };
    near.into_iter().filter_map(|at| named.get(at)).map(shown).collect()
}
