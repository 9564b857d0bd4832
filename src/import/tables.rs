//! The tables beside the procedures that import writes: links, snapshots, and what it adds to agencies and sectors.

use std::collections::BTreeMap;

use crate::load::{LINK_COLUMNS, SNAPSHOT_COLUMNS};
use crate::model::{Day, LinkTarget, ListPart, ListScope, ProcedureCode};

use super::SnapshotOrder;
use super::clean;

/// `links.tsv` by lines, so that a change of one link is a change of one line.
pub(super) struct LinkTable {
    lines: Vec<String>,
    at: BTreeMap<ProcedureCode, usize>,
    added: BTreeMap<ProcedureCode, String>,
    changed: bool,
}

/// One link as `links.tsv` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkRow {
    pub(super) target: LinkTarget,
    pub(super) evidence: String,
    pub(super) confirmed: Option<Day>,
    pub(super) by: Option<String>,
}

impl LinkRow {
    pub(super) fn line(&self, code: &ProcedureCode) -> String {
        let (id, kind) = match &self.target {
            LinkTarget::Procedure(id) => (id, "procedure"),
            LinkTarget::Interlinked(id) => (id, "interlinked"),
        };
        let by = self.by.as_ref().map(|by| format!(" {}", cell(by))).unwrap_or_default();
        let confirmed = self.confirmed.map_or_else(String::new, |day| format!("{day}{by}"));
        format!("{code}\t{id}\t{kind}\t{}\t{confirmed}", cell(&self.evidence))
    }
}

/// A text that can stand in a cell of a table.
fn cell(text: &str) -> String {
    clean::line(text).replace('\t', " ")
}

impl LinkTable {
    pub(super) fn of(text: Option<&str>) -> LinkTable {
        let header = LINK_COLUMNS.join("\t");
        let text = text.filter(|text| !text.trim().is_empty());
        let lines: Vec<String> = text.map_or_else(|| vec![header], |text| text.lines().map(str::to_owned).collect());
        let code = |line: &String| ProcedureCode::new(line.split('\t').next()?).ok();
        let at = lines.iter().enumerate().filter_map(|(at, line)| Some((code(line)?, at))).collect();
        LinkTable { lines, at, added: BTreeMap::new(), changed: false }
    }

    pub(super) fn line(&self, code: &ProcedureCode) -> Option<&str> {
        self.at.get(code).and_then(|at| self.lines.get(*at)).map(String::as_str)
    }

    pub(super) fn set(&mut self, code: &ProcedureCode, row: &LinkRow) {
        let line = row.line(code);
        self.changed |= self.line(code) != Some(line.as_str());
        match self.at.get(code).and_then(|at| self.lines.get_mut(*at)) {
            Some(place) => *place = line,
            None => {
                self.added.insert(code.clone(), line);
            }
        }
    }

    /// Whether any row was set to something else than it was.
    pub(super) fn changed(&self) -> bool {
        self.changed
    }

    /// The text: new rows go where the order of codes puts them.
    pub(super) fn write(self) -> String {
        let code_of = |line: &str| ProcedureCode::new(line.split('\t').next().unwrap_or_default()).ok();
        let mut out = String::new();
        let mut added = self.added.into_iter().peekable();
        for line in &self.lines {
            if let Some(code) = code_of(line) {
                while let Some((_, new)) = added.next_if(|(new, _)| *new < code) {
                    out.push_str(&new);
                    out.push('\n');
                }
            }
            out.push_str(line);
            out.push('\n');
        }
        for (_, line) in added {
            out.push_str(&line);
            out.push('\n');
        }
        out
    }
}

/// The text of a snapshot: its head, then code and name of every row in the order of codes.
pub(super) fn snapshot(order: &SnapshotOrder, part: &ListPart, rows: &BTreeMap<ProcedureCode, String>) -> String {
    let mut text = format!("# title: {}\n# source: {}\n", cell(&order.title), cell(&order.source));
    for (key, day) in [("taken", order.taken), ("not_before", order.not_before)] {
        if let Some(day) = day {
            text.push_str(&format!("# {key}: {day}\n"));
        }
    }
    if order.scope.as_ref().is_some_and(|of| of.whose == ListScope::Province) {
        text.push_str("# scope: province\n");
    }
    let issuers: Vec<&str> = part.issuers.iter().map(|id| id.0.as_str()).collect();
    let sectors: Vec<&str> = part.sectors.iter().map(|id| id.0.as_str()).collect();
    let levels: Vec<&str> = part.levels.iter().map(|level| level.as_str()).collect();
    for (key, words) in [("issuers", issuers), ("sectors", sectors), ("levels", levels)] {
        if !words.is_empty() {
            text.push_str(&format!("# {key}: {}\n", words.join(", ")));
        }
    }
    text.push_str(&format!("{}\n", SNAPSHOT_COLUMNS.join("\t")));
    for (code, name) in rows {
        text.push_str(&format!("{code}\t{}\n", cell(name)));
    }
    text
}

/// A table file with more tables at its end.
pub(super) fn with_added(text: Option<&str>, added: &str) -> String {
    match text.map(str::trim_end).filter(|text| !text.is_empty()) {
        Some(text) => format!("{text}\n{added}"),
        None => added.trim_start().to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_new_link_goes_between_its_neighbours_and_no_other_line_changes() {
        let text = "code\tportal_id\tkind\tevidence\tconfirmed\n# note\n1.000001\ta\tprocedure\tx\t\n1.000003\tc\tprocedure\tx\t\n";
        let mut table = LinkTable::of(Some(text));
        let row =
            LinkRow { target: LinkTarget::Procedure("b".into()), evidence: "y".into(), confirmed: None, by: None };
        table.set(&ProcedureCode::new("1.000002").unwrap(), &row);
        assert_eq!(table.write(), text.replace("1.000003", "1.000002\tb\tprocedure\ty\t\n1.000003"));
    }
}
