//! A plan as JSON: stable, English, whole lists.

use serde_json::{Value, json};

use crate::ledger::Status;
use crate::strings::Language;

use super::kinds::{Extent, Posted, Standing};
use super::plan::Plan;
use super::report::{FileReport, ListReport};
use super::shifts::{Group, Shift, Shifts};
use super::telling::Tense;
use super::withheld::Withheld;

impl Plan {
    /// The plan and its report as one JSON object; `niemyet import --help` names its keys. Reasons are in a reader's language.
    pub fn json(&self, tense: Tense, language: Language) -> Value {
        let report = &self.report;
        let paths: Vec<&str> = self.edits.iter().map(|edit| edit.path.as_str()).collect();
        let fields = |fields: &Vec<super::Field>| fields.iter().map(|field| field.key()).collect::<Vec<_>>();
        let changed: serde_json::Map<String, Value> =
            report.changed.iter().map(|(code, changed)| (code.clone(), json!(fields(changed)))).collect();
        let place = |place: &super::RowPlace| json!({"file": place.file, "sheet": place.sheet, "row": place.row});
        let refused =
            report.refused.iter().map(|one| json!({"place": place(&one.place), "reason": one.reason.shown(language)}));
        let notes =
            report.notes.iter().map(|one| json!({"place": place(&one.place), "remark": one.remark.shown(language)}));
        json!({
            "written": tense == Tense::Done && !self.edits.is_empty(),
            "files": report.files.iter().map(file).collect::<Vec<_>>(),
            "withheld": report.withheld.as_ref().map(withheld),
            "states": report.states.as_ref().map(states),
            "created": report.created,
            "changed": changed,
            "unchanged": report.unchanged,
            "other_provinces": report.foreign,
            "refused": refused.collect::<Vec<_>>(),
            "notes": notes.collect::<Vec<_>>(),
            "missing": report.missing,
            "paths": paths,
        })
    }
}

fn file(file: &FileReport) -> Value {
    json!({
        "name": file.name,
        "kind": file.kind.map(super::Kind::key),
        "rows": file.rows,
        "taken": file.taken,
        "outside": file.outside,
        "other_provinces": file.foreign,
        "list": file.list.as_ref().map(list),
    })
}

fn list(list: &ListReport) -> Value {
    let kind = &list.kind;
    let (standing, extent, why) = match &kind.standing {
        Standing::Official(of) => ("official", Some(extent(of)), None),
        Standing::Posted(why) => ("posted", None, Some(posted(why))),
    };
    json!({
        "standing": standing,
        "extent": extent,
        "why": why,
        "issuers": kind.issuers,
        "title": kind.title,
        "day": kind.day.map(|day| day.to_string()),
        "held_as": list.held_as,
        "too_damaged": list.too_damaged,
    })
}

fn extent(extent: &Extent) -> Value {
    match extent {
        Extent::Country => json!({"of": "country"}),
        Extent::Part { issuers, sectors } => json!({"of": "part", "issuers": issuers, "sectors": sectors}),
        Extent::Unclear => json!({"of": "unclear"}),
    }
}

fn posted(why: &Posted) -> Value {
    match why {
        Posted::NoIssuer => json!({"reason": "no-issuer"}),
        Posted::IssuersMissing(rows) => json!({"reason": "issuers-missing", "rows": rows}),
        Posted::SaysSo(text) => json!({"reason": "says-so", "text": text}),
        Posted::OfficeColumn(text) => json!({"reason": "office-column", "text": text}),
        Posted::Columns => json!({"reason": "columns"}),
        Posted::OneOffice(text) => json!({"reason": "one-office", "text": text}),
    }
}

fn withheld(withheld: &Withheld) -> Value {
    let reason = withheld.key().replace('_', "-");
    match withheld {
        Withheld::NoList => json!({"reason": reason}),
        Withheld::Posted { file, why } => json!({"reason": reason, "file": file, "why": posted(why)}),
        Withheld::ScopeMissing { extent: of, rows } => json!({"reason": reason, "extent": extent(of), "rows": rows}),
        Withheld::ScopeUnknown { value } => json!({"reason": reason, "value": value}),
        Withheld::OutsideScope { rows, all } => json!({"reason": reason, "rows": rows, "all": all}),
        Withheld::Loss { lost, in_force, absent, first } => json!({
            "reason": reason,
            "lost": lost,
            "in_force": in_force,
            "list": absent.as_ref().map(|(id, _)| id),
            "absent": absent.as_ref().map(|(_, count)| count),
            "first": first.iter().map(shift).collect::<Vec<_>>(),
        }),
    }
}

fn states(shifts: &Shifts) -> Value {
    let groups = shifts.grouped();
    let group = |group: &Group<'_>| {
        let (from, to) = (group.from.map(Status::as_str), group.to.map(Status::as_str));
        json!({"from": from, "to": to, "count": group.shifts.len()})
    };
    json!({
        "day": shifts.day.to_string(),
        "in_force_before": shifts.in_force_before,
        "in_force_after": shifts.in_force_after,
        "count": shifts.all.len(),
        "groups": groups.iter().map(group).collect::<Vec<_>>(),
        "changes": shifts.all.iter().map(shift).collect::<Vec<_>>(),
    })
}

fn shift(shift: &Shift) -> Value {
    json!({
        "code": shift.code.as_str(),
        "name": shift.name,
        "from": shift.from.map(Status::as_str),
        "to": shift.to.map(Status::as_str),
    })
}
