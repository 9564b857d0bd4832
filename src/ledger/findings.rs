//! What is wrong, or waits for a person, in the evidence itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ptr;

use crate::finding::{Code, Hit};
use crate::model::{Change, ChangeKind, Day, Decision, Effect, ProcedureCode, Snapshot, Subject};

use super::act::Act;
use super::event::{self, Event, Origin, Tier};
use super::fold::Oddity;
use super::standing::Odd;
use super::state::Question;
use super::{Ledger, Timeline, circles, keys, withdraw};

const RULINGS: &str = "catalogue/rulings.toml";

/// `oddities` are those that the fold of each life met.
pub(super) fn of(ledger: &Ledger, oddities: &[(&ProcedureCode, Vec<Odd>)]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for decision in &ledger.records.decisions {
        about_decision(ledger, decision, &mut hits);
    }
    for (code, odd) in oddities {
        let Some(timeline) = ledger.timeline(code) else { continue };
        hits.extend(odd.iter().filter_map(|odd| about_oddity(ledger, timeline, odd)));
    }
    about_rebases(ledger, &mut hits);
    about_lists(ledger, &mut hits);
    about_circles(ledger, &mut hits);
    // What is so at several levels is told once.
    hits.sort_by(|one, other| (&one.file, &one.finding, &one.keys).cmp(&(&other.file, &other.finding, &other.keys)));
    hits.dedup();
    hits
}

/// A finding about a value below a row, or about the row where that has none such.
fn in_row(decision: &Decision, row: &str, key: &str, code: Code) -> Hit {
    Hit::new(&decision.file, format!("{row}.{key}"), code).or(row)
}

fn about_decision(ledger: &Ledger, decision: &Decision, hits: &mut Vec<Hit>) {
    let number = &decision.key.number;
    let Some(tier) = event::tier_of(decision, ledger.records) else {
        // An issuer that nobody knows is `load`'s finding, and may be the province under a slip.
        if !ledger.records.agencies.contains_key(&decision.key.issuer) {
            return;
        }
        let issuer = ledger.records.agency_name(&decision.key.issuer);
        let hit = Hit::new(&decision.file, "issuer", Code::DecisionForeign);
        hits.push(hit.with("number", number).with("issuer", issuer));
        return;
    };
    if !decision.complete {
        hits.push(Hit::new(&decision.file, "complete", Code::DecisionIncomplete).with("number", number));
    }
    about_sections(decision, hits);
    let mut silent = None;
    for (at, change) in decision.changes.iter().enumerate() {
        let effect = event::effect_of(decision, change, ledger.records, &ledger.corrections).day;
        match effect {
            Some(from) => {
                let corrected = about_corrected(ledger, decision, change, from);
                hits.extend(corrected.or_else(|| about_period(decision, change, at, from)));
            }
            None => silent = silent.or(Some((at, change))),
        }
        about_subjects(ledger, decision, tier, at, change, hits);
        if let ChangeKind::Withdraw { decision: withdrawn, .. } | ChangeKind::CorrectEffect { decision: withdrawn, .. } =
            &change.kind
            && !matches!(ledger.by_number.target(decision, withdrawn), withdraw::Target::Found(_))
        {
            let hit = in_row(decision, &keys::row(at), "decision", Code::WithdrawUnclear).with("number", number);
            hits.push(hit.with("withdrawn", &withdrawn.number));
        }
    }
    hits.extend(silent.map(|(at, change)| about_silence(decision, change, &keys::row(at))));
}

/// The procedures that a row names, or does not.
fn about_subjects(ledger: &Ledger, decision: &Decision, tier: Tier, at: usize, change: &Change, hits: &mut Vec<Hit>) {
    let number = &decision.key.number;
    // What stands where a code should, else the words of the row.
    let row = || keys::row(at);
    let unread = |key: &str, code| {
        let row = row();
        let hit = Hit::new(&decision.file, format!("{row}.{key}"), code).or(format!("{row}.name")).or(row);
        hit.with("number", number)
    };
    for (number_of, subject) in change.kind.subjects().into_iter().enumerate() {
        match subject {
            Subject::Unread { name, .. } => {
                let key = if matches!(change.kind, ChangeKind::Replace { .. }) { "new" } else { "code" };
                hits.push(unread(key, Code::RowUnread).with("name", name));
            }
            Subject::Code(code) if !ledger.records.procedures.contains_key(code) => {
                let kind = match tier {
                    Tier::Own => Code::CodeUnknown,
                    Tier::Country => Code::CodeOtherTier,
                };
                let hit = in_row(decision, &row(), &keys::subject(&change.kind, number_of), kind);
                hits.push(hit.with("number", number).with("code", code));
            }
            Subject::Code(_) => {}
        }
    }
    if event::is_successor_unread(&change.kind) {
        hits.push(unread("new", Code::SuccessorUnread));
    }
}

/// A row that would have effect from a day on and ends on or before it: it has none. Its end is its own, or else its section's
/// or its decision's.
fn about_period(decision: &Decision, change: &Change, at: usize, from: Day) -> Option<Hit> {
    let until = event::end_of_empty(decision, change, from)?;
    let row = keys::row(at);
    let hit = Hit::new(&decision.file, format!("{row}.until"), Code::PeriodEmpty);
    let section = keys::of_section(decision, change).filter(|_| change.until.is_some());
    let hit = section.into_iter().fold(hit, |hit, section| hit.or(format!("{section}.until")));
    Some(hit.or("until").with("from", from).with("until", until))
}

/// A decision of which a row, the first such one, has an effect that nobody knows. Its effect is its own, or else its section's
/// or its decision's, which may be words; where nobody recorded any, the decision is meant.
fn about_silence(decision: &Decision, change: &Change, row: &str) -> Hit {
    let missing = match (change.effect.unwrap_or(decision.effect), decision.key.signed) {
        (Effect::OnSigning | Effect::AfterSigning(_), None) => "signing",
        _ => "clause",
    };
    let hit = Hit::new(&decision.file, format!("{row}.effect"), Code::EffectUnknown);
    let section = keys::of_section(decision, change).filter(|_| change.effect.is_some());
    let hit = section.into_iter().fold(hit, |hit, section| hit.or(format!("{section}.effect")));
    let hit = ["effect", "effect_clause", "number"].into_iter().fold(hit, Hit::or);
    hit.with("number", &decision.key.number).with("missing", missing)
}

/// A row that a correction leaves no day on which it has effect: it would be gone without a word.
fn about_corrected(ledger: &Ledger, decision: &Decision, change: &Change, from: Day) -> Option<Hit> {
    let correction = ledger.corrections.of(decision, change)?;
    let until = event::end_of_empty(decision, change, from)?;
    let key = format!("{}.corrected_effect", keys::of_row(correction.by, correction.row));
    let hit = Hit::new(&correction.by.file, key, Code::CorrectedPeriodEmpty).with("by", &correction.by.key.number);
    Some(hit.with("number", &decision.key.number).with("from", from).with("until", until))
}

/// The totals that headings declare. A heading may count procedures or rows (one procedure at two levels is two rows);
/// rows without a code count too. While rows are missing there is nothing to compare.
fn about_sections(decision: &Decision, hits: &mut Vec<Hit>) {
    for (at, section) in decision.sections.iter().enumerate().filter(|_| decision.complete) {
        let Some(declared) = section.declared.and_then(|declared| usize::try_from(declared).ok()) else { continue };
        let of_section =
            || decision.changes.iter().filter(|change| change.section.as_deref() == Some(section.id.as_str()));
        let rows = of_section().count();
        let (coded, unread): (Vec<_>, Vec<_>) =
            of_section().flat_map(|change| change.kind.subjects()).partition(|subject| subject.code().is_some());
        let codes: BTreeSet<_> = coded.iter().filter_map(|subject| subject.code()).collect();
        if declared != rows && declared != codes.len() + unread.len() {
            let key = format!("{}.declared", keys::section(at));
            let hit = Hit::new(&decision.file, key, Code::DeclaredTotalDiffers);
            let hit = hit.with("number", &decision.key.number).with("section", &section.id);
            let codes = codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ");
            hits.push(hit.with("declared", declared).with("rows", rows).with("codes", codes));
        }
    }
}

/// A contradiction or a redundancy that the fold met, and where the two tiers differ.
fn about_oddity(ledger: &Ledger, timeline: &Timeline, odd: &Odd) -> Option<Hit> {
    let kind = match odd.kind {
        Oddity::SecondEnd => Code::SecondEnd,
        Oddity::SecondStart => Code::SecondStart,
        Oddity::AmendedAfterEnd => Code::AmendedAfterEnd,
        Oddity::SuspendedAfterEnd => Code::SuspendedAfterEnd,
        Oddity::NewAndEndSameDay => Code::NewAndEndSameDay,
        Oddity::WithdrawnInEffect => Code::WithdrawnInEffect,
        Oddity::TiersDiffer => Code::TiersDiffer,
    };
    let event = timeline.events().get(odd.event as usize)?;
    let code = timeline.code();
    let hit = match event.origin {
        Origin::Row(decision, change) => {
            in_row(decision, &keys::of_row(decision, change), &keys::code(&change.kind, code), kind)
        }
        Origin::Ruling(ruling) => {
            let number = ledger.records.rulings.iter().position(|other| ptr::eq(other, ruling))?;
            Hit::new(RULINGS, format!("ruling[{number}].code"), kind)
        }
    };
    let hit = hit.with("code", code);
    // Where the tiers differ no day is meant: what they say in the end is.
    Some(if odd.kind == Oddity::TiersDiffer { hit } else { hit.with("day", odd.day) })
}

/// What a standardised list leaves out of its field.
fn about_rebases(ledger: &Ledger, hits: &mut Vec<Hit>) {
    for procedure in ledger.records.procedures.values().filter(|procedure| !procedure.code.is_internal()) {
        for rebase in ledger.rebases.leaving_out(procedure, ledger.records) {
            let key = rebase.key_of_field(procedure, ledger.records);
            let hit = Hit::new(&rebase.decision.file, key, Code::RebaseAbsent);
            hits.push(hit.with("code", &procedure.code).with("number", &rebase.decision.key.number));
        }
    }
}

fn about_lists(ledger: &Ledger, hits: &mut Vec<Hit>) {
    // The day of a list, or where it should stand.
    let of_day = |list: &Snapshot, code| {
        ["head.not_before", "head"].into_iter().fold(Hit::new(&list.file(), "head.taken", code), Hit::or)
    };
    for list in ledger.records.snapshots.iter().filter(|list| list.day().is_none()) {
        hits.push(of_day(list, Code::SnapshotUndated).with("id", &list.id));
    }
    for timeline in ledger.held() {
        let code = timeline.code();
        for list in timeline.listed() {
            let Some(day) = list.day().filter(|day| timeline.status(*day).is_ended()) else { continue };
            let until = timeline.state(day).whole.until.map(|day| day.to_string()).unwrap_or_default();
            let hit = Hit::new(&list.file(), format!("row[{code}].code"), Code::SnapshotLate);
            hits.push(hit.with("code", code).with("day", until));
        }
        let procedure = timeline.procedure();
        let mut speaking = ledger.snapshots.iter().rev().filter(|(list, _)| list.says_of(code, procedure).is_some());
        if let Some((latest, day)) = speaking.next()
            && timeline.questions(*day).contains(&Question::AbsentFromSnapshot(latest))
        {
            hits.push(of_day(latest, Code::SnapshotAbsent).with("code", code));
        }
    }
}

/// Replacements of one moment that lead back to where they began; at different moments they are history. Each circle is
/// told once, at its smallest code; a ruling of that day or later on the code that ends says what holds.
fn about_circles(ledger: &Ledger, hits: &mut Vec<Hit>) {
    let mut of_day: BTreeMap<Day, Vec<(&ProcedureCode, &Event)>> = BTreeMap::new();
    for timeline in ledger.timelines.values() {
        let events = timeline.events();
        let ruled = events.iter().filter(|event| event.is_ruling()).filter_map(|event| event.effect).max();
        let replaced = events.iter().filter(|event| event.act == Act::Replace && event.withdrawn.is_none());
        for (event, day) in replaced.filter_map(|event| Some((event, event.effect?))) {
            if ruled.is_none_or(|ruled| ruled < day) {
                of_day.entry(day).or_default().push((timeline.code(), event));
            }
        }
    }
    for replaced in of_day.into_values().filter(|replaced| replaced.len() > 1) {
        let circle_of = circles::smallest_of_circle(replaced.iter().map(|(code, event)| (*code, &*event.others)));
        for (code, event) in replaced {
            if let Origin::Row(decision, change) = event.origin
                && let Some(least) = circle_of.get(code).filter(|least| event.others.contains(least))
            {
                let row = keys::of_row(decision, change);
                let hit = in_row(decision, &row, &keys::successor(&change.kind, least), Code::ReplacementCycle);
                hits.push(hit.with("code", least));
            }
        }
    }
}
