//! A procedure stands under the levels to which the decision in effect gives it.

use crate::finding::{Code, Hit};
use crate::ledger::{Act, Catalogue, State};
use crate::model::{Levels, Procedure};

use super::in_force;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, state) in in_force(catalogue) {
        let left_out = levels_left_out(catalogue, record, state);
        if !left_out.is_empty() {
            let hit = Hit::new(&record.file, "levels", Code::Misclassified).with("code", &record.code);
            hits.push(hit.with("decided", words(&left_out)).with("levels", words(&record.levels)));
        }
    }
    hits
}

/// The levels of the latest rows in effect that publish the procedure, without those that its record has. A row that
/// names no level speaks of all, and a record without levels says nothing that could be wrong.
pub(super) fn levels_left_out(catalogue: &Catalogue, record: &Procedure, state: &State<'_>) -> Levels {
    if record.levels.is_empty() {
        return Levels::new();
    }
    let rows = state.history().filter_map(|evidence| evidence.row()).filter(|row| row.withdrawn_by().is_none());
    let publishing = rows.filter_map(|row| {
        let effect = row.effect().filter(|_| matches!(row.act(), Act::New | Act::Amend | Act::Rebase))?;
        let holds = effect <= catalogue.as_of && row.until().is_none_or(|until| catalogue.as_of < until);
        holds.then_some((effect, row.levels()))
    });
    let rows: Vec<_> = publishing.collect();
    let latest = rows.iter().map(|(effect, _)| *effect).max();
    let latest: Vec<&Levels> =
        rows.iter().filter(|(effect, _)| Some(*effect) == latest).map(|(_, levels)| *levels).collect();
    if latest.iter().any(|levels| levels.is_empty()) {
        return Levels::new();
    }
    latest.into_iter().flatten().filter(|level| !record.levels.contains(level)).copied().collect()
}

/// The words that catalogue files have for levels.
fn words(levels: &Levels) -> String {
    levels.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(", ")
}
