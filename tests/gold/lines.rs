//! What is told, judged by the table.

use std::collections::BTreeSet;

use super::table::Line;
use crate::told::Told;

/// The table's lines of one project.
pub(crate) struct Lines<'t>(pub(crate) Vec<&'t Line>);

impl<'t> Lines<'t> {
    /// The lines of a code as a whole, by day.
    pub(crate) fn whole(&self, code: &str) -> Vec<&'t Line> {
        let mut lines: Vec<_> =
            self.0.iter().copied().filter(|line| line.code == code && line.level.is_none()).collect();
        lines.sort_by_key(|line| &line.day);
        lines
    }

    /// The line of a code on a day that stands for what was told, and what is wrong with that.
    pub(crate) fn judge(&self, told: &Told) -> Vec<(usize, String)> {
        let Told { day, act, code, by, levels, upkeep } = told;
        let whole = self.whole(code);
        let by_text = by.as_deref().unwrap_or("-");
        let tells = format!("tells {act} on {day} by {by_text}");
        let mut faults = Vec::new();
        if let Some(line) = whole.iter().find(|line| line.day == *day) {
            let at_level = |other: &&Line| {
                let named = |level: &String| levels.as_ref().is_none_or(|levels| levels.contains(level));
                (&other.code, &other.day) == (code, day) && other.level.as_ref().is_some_and(named) && other.admits(act)
            };
            if line.admits(act) {
                if line.decision().is_some_and(|ruled| by.as_ref().is_some_and(|by| by != ruled)) {
                    faults.push((line.number, format!("{tells}, while {} ruled", line.ruled_by)));
                }
                if let Some(upkeep) = upkeep.as_ref().filter(|upkeep| *upkeep != upkeep_of(act)) {
                    faults.push((line.number, format!("{tells}, to {upkeep} it")));
                }
            } else if !self.0.iter().any(at_level) {
                faults.push((line.number, format!("{tells}, while it is {}", line.status)));
            }
        }
        for pair in whole.windows(2) {
            let [before, after] = pair else { continue };
            // The end of a temporary version is told of the decision that goes on ruling.
            let is_end_of_version = act == "revert" && by.as_deref() == after.decision();
            if before.stands_until(after) && before.day < *day && *day <= after.day && !is_end_of_version {
                faults.push((after.number, format!("{tells}, while nothing happened since {}", before.day)));
            }
        }
        faults
    }

    /// Whether a code is named as the successor of another on a day.
    fn succeeds(&self, code: &str, day: &str) -> bool {
        self.0.iter().any(|line| line.day == day && line.successors.contains(code))
    }

    /// The acts that the table is sure of. That an existing procedure becomes a successor is none in its own life.
    pub(crate) fn certain(&self) -> Vec<Certain<'t>> {
        let codes: BTreeSet<&str> = self.0.iter().map(|line| line.code.as_str()).collect();
        let mut certain = Vec::new();
        for code in codes {
            for pair in self.whole(code).windows(2) {
                let [before, after] = *pair else { continue };
                let changed = before.status != after.status || before.ruled_by != after.ruled_by;
                let next_day = before.day.parse::<niemyet::model::Day>().unwrap().succ_opt().unwrap().to_string();
                let decided = after.decision().is_some() && before.is_known() && after.is_known();
                let succeeds = before.status == after.status && self.succeeds(code, &after.day);
                if next_day == after.day && decided && changed && !succeeds {
                    certain.push(Certain { before, after });
                }
            }
        }
        certain
    }
}

/// What is to be done about an act on a procedure as a whole.
fn upkeep_of(act: &str) -> &'static str {
    match act {
        "new" | "succeed" | "resume" => "post",
        "amend" | "rebase" | "revert" => "update",
        "suspend" | "replace" | "repeal" | "lapse" => "take-down",
        _ => panic!("no act is called {act:?}"),
    }
}

/// An act of which the table has the day before and the day itself, both known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Certain<'t> {
    pub(crate) before: &'t Line,
    pub(crate) after: &'t Line,
}

impl Certain<'_> {
    /// Whether some act told is this one.
    pub(crate) fn is_among(&self, told: &[Told]) -> bool {
        let Certain { after, .. } = self;
        told.iter().any(|told| told.code == after.code && told.day == after.day && after.admits(&told.act))
    }
}
