//! Under which key of its file a decision says a thing (`load::Places`): what a finding about evidence points at.

use std::ptr;

use crate::model::{Change, ChangeKind, Decision, ProcedureCode};

/// A row of a decision.
pub(super) fn of_row(decision: &Decision, change: &Change) -> String {
    // Rows stand in the order of their lines; only those of one line are looked through.
    let first = decision.changes.partition_point(|other| other.line < change.line);
    let here = decision.changes.iter().skip(first).position(|other| ptr::eq(other, change)).unwrap_or_default();
    row(first + here)
}

/// The row of a number.
pub(super) fn row(number: usize) -> String {
    format!("change[{number}]")
}

/// The section that a row stands in, where it says something of its rows.
pub(super) fn of_section(decision: &Decision, change: &Change) -> Option<String> {
    let id = change.section.as_ref()?;
    decision.sections.iter().position(|section| section.id == *id).map(section)
}

/// The section of a number.
pub(super) fn section(number: usize) -> String {
    format!("section[{number}]")
}

/// Below a row, its subject of a number.
pub(super) fn subject(kind: &ChangeKind, number: usize) -> String {
    match kind {
        ChangeKind::Replace { old, .. } => match number.checked_sub(old.len()) {
            None => format!("old[{number}]"),
            Some(number) => format!("new[{number}]"),
        },
        ChangeKind::Introduce(_)
        | ChangeKind::Amend(_)
        | ChangeKind::Repeal(_)
        | ChangeKind::Rebase(_)
        | ChangeKind::Flag { .. }
        | ChangeKind::Competence { .. }
        | ChangeKind::Fee { .. }
        | ChangeKind::Correct(_)
        | ChangeKind::CorrectEffect { .. }
        | ChangeKind::Internal(_)
        | ChangeKind::Withdraw { .. } => "code".to_owned(),
    }
}

/// Below a row, the value that makes it speak of a code: the code itself, else the decision whose rows have it.
pub(super) fn code(kind: &ChangeKind, code: &ProcedureCode) -> String {
    if let ChangeKind::Withdraw { codes, .. } | ChangeKind::CorrectEffect { codes, .. } = kind {
        let number = codes.iter().position(|other| other == code);
        return number.map_or("decision".to_owned(), |number| format!("codes[{number}]"));
    }
    let subjects = kind.subjects();
    subject(kind, subjects.iter().position(|subject| subject.code() == Some(code)).unwrap_or_default())
}

/// Below a row, a code among its successors.
pub(super) fn successor(kind: &ChangeKind, code: &ProcedureCode) -> String {
    let ChangeKind::Replace { new, .. } = kind else { return self::code(kind, code) };
    format!("new[{}]", new.iter().position(|subject| subject.code() == Some(code)).unwrap_or_default())
}
