//! One procedure: what the catalogue has, what the source has, what import last wrote → what the catalogue is to have.

use crate::model::{Procedure, Written};
use crate::text;

use super::base::{Line, fingerprint};
use super::field::{Field, Rank};
use super::record::{Depth, Record};
use super::{Conflicts, clean};

/// The outcome of merging one procedure.
pub(super) struct Merged {
    pub(super) procedure: Procedure,
    pub(super) base: Line,
    /// Fields that change.
    pub(super) changed: Vec<Field>,
    /// Fields that a person and the source have both changed, with the source's value.
    pub(super) conflicts: Vec<(Field, String)>,
    /// Fields in which a person's value stands and the source has not changed.
    pub(super) by_hand: u64,
}

/// Puts a later row of the same procedure over an earlier one: what it states counts, unless it says less.
pub(super) fn overlay(earlier: &mut Record, later: Record) {
    for field in Field::ALL.into_iter().filter(|field| later.stated.contains(field)) {
        let less = field.rank(&later.procedure) < field.rank(&earlier.procedure);
        let shallower = field.is_detail() && later.depth < earlier.depth;
        let same = field.fragment(&later.procedure) == field.fragment(&earlier.procedure);
        if earlier.stated.contains(&field) && (less || shallower || same) {
            continue;
        }
        let replaced = (field == Field::Name).then(|| earlier.procedure.name.clone());
        field.copy(&later.procedure, &mut earlier.procedure);
        replace_written(&mut earlier.procedure.written, &later.procedure.written, field);
        if let Some(name) = replaced {
            keep_old_name(&mut earlier.procedure, &name);
        }
        earlier.stated.insert(field);
    }
    if later.issuer.is_some() {
        earlier.issuer = later.issuer;
    }
    if !later.sectors.is_empty() {
        earlier.sectors = later.sectors;
    }
    if later.link.is_some() {
        earlier.link = later.link;
        earlier.link_label.clone_from(&later.link_label);
    }
    earlier.depth = earlier.depth.max(later.depth);
    earlier.facts = earlier.facts.plus(later.facts);
    earlier.notes.extend(later.notes);
    earlier.label = joined_labels(&earlier.label, &later.label);
}

/// Merges the source's record into the catalogue's.
pub(super) fn merge(current: Option<&Procedure>, base: Option<&Line>, record: &Record, conflicts: Conflicts) -> Merged {
    let mut procedure =
        current.cloned().unwrap_or_else(|| Procedure { written: Vec::new(), source: None, ..record.procedure.clone() });
    let mut line = base.cloned().unwrap_or_else(|| Line::new(record.depth));
    let deepest = line.depth;
    line.depth = deepest.max(record.depth);
    let mut merged =
        Merged { procedure: procedure.clone(), base: line, changed: vec![], conflicts: vec![], by_hand: 0 };
    for field in Field::ALL.into_iter().filter(|field| record.stated.contains(field)) {
        let theirs = field.fragment(&record.procedure).joined();
        let print = fingerprint(&theirs);
        let Some(current) = current else {
            replace_written(&mut procedure.written, &record.procedure.written, field);
            merged.base.fields.insert(field, print);
            merged.changed.push(field);
            continue;
        };
        let ours = field.fragment(current).joined();
        if ours == theirs {
            merged.base.fields.insert(field, print);
            continue;
        }
        let known = base.and_then(|line| line.fields.get(&field));
        let untouched = known.is_some_and(|known| *known == fingerprint(&ours));
        match decide(field, current, record, deepest, known.is_some_and(|known| *known == print), untouched) {
            Decision::Keep => {}
            Decision::KeepHand if conflicts == Conflicts::Keep => merged.by_hand += 1,
            Decision::Conflict if conflicts == Conflicts::Keep => {
                merged.conflicts.push((field, shown(&field.fragment(&record.procedure).joined())));
            }
            decision @ (Decision::Take | Decision::KeepHand | Decision::Conflict) => {
                if decision == Decision::Conflict {
                    merged.conflicts.push((field, shown(&theirs)));
                }
                field.copy(&record.procedure, &mut procedure);
                replace_written(&mut procedure.written, &record.procedure.written, field);
                if field == Field::Name {
                    keep_old_name(&mut procedure, &current.name);
                }
                merged.base.fields.insert(field, print);
                merged.changed.push(field);
            }
        }
    }
    if current.is_none() {
        // What the row wrote in fields that it could not state (a class in the portal's own codes) is kept too.
        let rest = record.procedure.written.iter().filter(|written| {
            record.stated.iter().all(|field| field.key() != written.field) || written.field == Field::Name.key()
        });
        for written in rest {
            if !procedure.written.contains(written) {
                procedure.written.push(written.clone());
            }
        }
    }
    if !merged.changed.is_empty() {
        let source = joined_labels(procedure.source.as_deref().unwrap_or_default(), &record.label);
        procedure.source = (!source.is_empty()).then_some(source);
    }
    procedure
        .written
        .sort_by(|one, other| (field_order(&one.field), &one.text).cmp(&(field_order(&other.field), &other.text)));
    merged.procedure = procedure;
    merged
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// The catalogue says more, or the same.
    Keep,
    /// A person's value; the source has not changed since.
    KeepHand,
    /// A person's value, and the source has changed.
    Conflict,
    /// The source's value.
    Take,
}

fn decide(
    field: Field,
    current: &Procedure,
    record: &Record,
    deepest: Depth,
    source_unchanged: bool,
    untouched: bool,
) -> Decision {
    let (ours, theirs) = (field.rank(current), field.rank(&record.procedure));
    let shallower = field.is_detail() && record.depth < deepest && ours == Rank::Value;
    if theirs < ours || shallower || (theirs == Rank::Nothing && ours == Rank::Nothing && !untouched) {
        return Decision::Keep;
    }
    match (untouched, source_unchanged) {
        (true, _) => Decision::Take,
        // Nobody has said anything here yet, so nothing of anybody's is lost.
        (false, _) if ours == Rank::Nothing => Decision::Take,
        (false, true) => Decision::KeepHand,
        (false, false) => Decision::Conflict,
    }
}

/// Puts what the source wrote in a field in the place of what an earlier source wrote there.
fn replace_written(written: &mut Vec<Written>, by: &[Written], field: Field) {
    written.retain(|one| one.field != field.key());
    written.extend(by.iter().filter(|one| one.field == field.key()).cloned());
}

/// Keeps a name that gave way to another, because people still look for it. A name that only was cut short, or
/// differs in case or punctuation, is not worth keeping.
fn keep_old_name(procedure: &mut Procedure, old: &str) {
    let (old_key, new_key) = (text::fold(old), text::fold(&procedure.name));
    if old_key.is_empty() || new_key.starts_with(&old_key) || old_key.starts_with(&new_key) {
        return;
    }
    let written = Written { field: Field::Name.key().to_owned(), text: clean::line(old) };
    if !procedure.written.contains(&written) {
        procedure.written.push(written);
    }
}

fn field_order(key: &str) -> usize {
    Field::ALL.iter().position(|field| field.key() == key).unwrap_or(Field::ALL.len())
}

/// What stands between a source's label and the day on which it last changed the record.
pub(super) const UPDATED: &str = " (cập nhật";

/// Two labels of sources as one, each source once, under the day that the second names.
pub(super) fn joined_labels(one: &str, other: &str) -> String {
    let source = |part: &str| part.split(UPDATED).next().unwrap_or_default().to_owned();
    let mut parts: Vec<&str> = Vec::new();
    for part in one.split("; ").chain(other.split("; ")).map(str::trim).filter(|part| !part.is_empty()) {
        match parts.iter_mut().find(|known| source(known) == source(part)) {
            Some(known) if part.contains(UPDATED) => *known = part,
            Some(_) => {}
            None => parts.push(part),
        }
    }
    parts.join("; ")
}

/// A value short enough for a report.
fn shown(fragment: &str) -> String {
    let line: Vec<&str> = fragment.split(['\n', '\u{1f}']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let line = line.join(" · ");
    let mut chars = line.chars();
    let head: String = chars.by_ref().take(160).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}
