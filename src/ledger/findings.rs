//! What is wrong, or waits for a person, in the evidence itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding};
use crate::model::{Change, ChangeKind, Day, Decision, Effect, ProcedureCode, Subject};
use crate::source::Place;

use super::act::Act;
use super::event::{self, Event, Origin, Tier};
use super::fold::Oddity;
use super::standing::Odd;
use super::state::Question;
use super::{Ledger, Timeline, circles, withdraw};

/// `oddities` are those that the fold of each life met.
pub(super) fn of(ledger: &Ledger, oddities: &[(&ProcedureCode, Vec<Odd>)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for decision in &ledger.records.decisions {
        about_decision(ledger, decision, &mut findings);
    }
    for (code, odd) in oddities {
        let Some(timeline) = ledger.timeline(code) else { continue };
        findings.extend(odd.iter().filter_map(|odd| about_oddity(timeline, odd)));
    }
    about_rulings(ledger, &mut findings);
    about_rebases(ledger, &mut findings);
    about_lists(ledger, &mut findings);
    about_circles(ledger, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

const RULINGS: &str = "catalogue/rulings.toml";

fn place(decision: &Decision, line: u32) -> Place {
    Place { path: decision.file.clone(), line, column: 0, span: None }
}

fn place_of(event: &Event) -> Place {
    match event.origin {
        Origin::Row(decision, change) => place(decision, change.line),
        Origin::Ruling(_) => Place::file(RULINGS),
    }
}

fn about_decision(ledger: &Ledger, decision: &Decision, findings: &mut Vec<Finding>) {
    let file = || Place::file(&decision.file);
    let number = &decision.key.number;
    let Some(tier) = event::tier_of(decision, ledger.records) else {
        // An issuer that nobody knows is `load`'s finding, and may be the province under a slip.
        if !ledger.records.agencies.contains_key(&decision.key.issuer) {
            return;
        }
        let issuer = ledger.records.agency_name(&decision.key.issuer);
        findings.push(Finding::at(file(), Code::DecisionForeign).with("number", number).with("issuer", issuer));
        return;
    };
    if !decision.complete {
        findings.push(Finding::at(file(), Code::DecisionIncomplete).with("number", number));
    }
    about_sections(decision, findings);
    let mut silent = false;
    for change in &decision.changes {
        let at = || place(decision, change.line);
        let effect = event::effect_of(decision, change, ledger.records, &ledger.corrections).day;
        silent |= effect.is_none();
        findings.extend(about_corrected(ledger, decision, change));
        for subject in change.kind.subjects() {
            match subject {
                Subject::Unread { name, .. } => {
                    findings.push(Finding::at(at(), Code::RowUnread).with("number", number).with("name", name));
                }
                Subject::Code(code) if !ledger.records.procedures.contains_key(code) => {
                    let kind = match tier {
                        Tier::Own => Code::CodeUnknown,
                        Tier::Country => Code::CodeOtherTier,
                    };
                    findings.push(Finding::at(at(), kind).with("number", number).with("code", code));
                }
                Subject::Code(_) => {}
            }
        }
        if let ChangeKind::Withdraw { decision: withdrawn, .. } | ChangeKind::CorrectEffect { decision: withdrawn, .. } =
            &change.kind
            && !matches!(ledger.by_number.target(decision, withdrawn), withdraw::Target::Found(_))
        {
            let finding = Finding::at(at(), Code::WithdrawUnclear).with("number", number);
            findings.push(finding.with("withdrawn", &withdrawn.number));
        }
        if event::is_successor_unread(&change.kind) {
            findings.push(Finding::at(at(), Code::SuccessorUnread).with("number", number));
        }
    }
    if silent {
        let why = match (decision.effect, decision.key.signed) {
            (Effect::OnSigning, None) => "signing",
            _ => "clause",
        };
        findings.push(Finding::at(file(), Code::EffectUnknown).with("number", number).with("missing", why));
    }
}

/// A row that a correction leaves no day on which it has effect: it would be gone without a word.
fn about_corrected(ledger: &Ledger, decision: &Decision, change: &Change) -> Option<Finding> {
    let correction = ledger.corrections.of(decision, change)?;
    let from = event::effect_of(decision, change, ledger.records, &ledger.corrections).day?;
    let until = change.until.or(decision.until)?;
    event::is_empty(Some(from), Some(until)).then(|| {
        let at = place(correction.by, correction.row.line);
        let finding = Finding::at(at, Code::CorrectedPeriodEmpty).with("by", &correction.by.key.number);
        finding.with("number", &decision.key.number).with("from", from).with("until", until)
    })
}

/// The totals that headings declare. A heading may count procedures or rows (one procedure at two levels is two rows);
/// rows without a code count too. While rows are missing there is nothing to compare.
fn about_sections(decision: &Decision, findings: &mut Vec<Finding>) {
    for section in decision.sections.iter().filter(|_| decision.complete) {
        let Some(declared) = section.declared.and_then(|declared| usize::try_from(declared).ok()) else { continue };
        let of_section =
            || decision.changes.iter().filter(|change| change.section.as_deref() == Some(section.id.as_str()));
        let rows = of_section().count();
        let (coded, unread): (Vec<_>, Vec<_>) =
            of_section().flat_map(|change| change.kind.subjects()).partition(|subject| subject.code().is_some());
        let codes: BTreeSet<_> = coded.iter().filter_map(|subject| subject.code()).collect();
        if declared != rows && declared != codes.len() + unread.len() {
            let finding = Finding::at(place(decision, section.line), Code::DeclaredTotalDiffers);
            let finding = finding.with("number", &decision.key.number).with("section", &section.id);
            let codes = codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ");
            findings.push(finding.with("declared", declared).with("rows", rows).with("codes", codes));
        }
    }
}

/// A contradiction or a redundancy that the fold met, and where the two tiers differ.
fn about_oddity(timeline: &Timeline, odd: &Odd) -> Option<Finding> {
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
    let finding = Finding::at(place_of(event), kind).with("code", timeline.code());
    // Where the tiers differ no day is meant: what they say in the end is.
    Some(if odd.kind == Oddity::TiersDiffer { finding } else { finding.with("day", odd.day) })
}

/// A ruling on a code that the catalogue does not hold answers nothing.
fn about_rulings(ledger: &Ledger, findings: &mut Vec<Finding>) {
    for ruling in ledger.records.rulings.iter().filter(|it| !ledger.records.procedures.contains_key(&it.code)) {
        let finding = Finding::at(Place::file(RULINGS), Code::ReferenceUnknown);
        findings.push(finding.with("key", "code").with("value", &ruling.code).with("near", ""));
    }
}

/// What a standardised list leaves out of its field.
fn about_rebases(ledger: &Ledger, findings: &mut Vec<Finding>) {
    for procedure in ledger.records.procedures.values().filter(|procedure| !procedure.code.is_internal()) {
        for rebase in ledger.rebases.leaving_out(procedure, ledger.records) {
            let finding = Finding::at(Place::file(&rebase.decision.file), Code::RebaseAbsent);
            findings.push(finding.with("code", &procedure.code).with("number", &rebase.decision.key.number));
        }
    }
}

fn about_lists(ledger: &Ledger, findings: &mut Vec<Finding>) {
    for list in ledger.records.snapshots.iter().filter(|list| list.day().is_none()) {
        findings.push(Finding::at(Place::file(&list.file()), Code::SnapshotUndated).with("id", &list.id));
    }
    for timeline in ledger.held() {
        let code = timeline.code();
        for list in timeline.listed() {
            let Some(day) = list.day().filter(|day| timeline.status(*day).is_ended()) else { continue };
            let until = timeline.state(day).whole.until.map(|day| day.to_string()).unwrap_or_default();
            let finding = Finding::at(Place::file(&list.file()), Code::SnapshotLate);
            findings.push(finding.with("code", code).with("day", until));
        }
        let procedure = ledger.records.procedures.get(code);
        let mut speaking = ledger.snapshots.iter().rev().filter(|(list, _)| list.says_of(code, procedure).is_some());
        if let Some((latest, day)) = speaking.next()
            && timeline.state(*day).whole.questions.contains(&Question::AbsentFromSnapshot(latest))
        {
            findings.push(Finding::at(Place::file(&latest.file()), Code::SnapshotAbsent).with("code", code));
        }
    }
}

/// Replacements of one moment that lead back to where they began; at different moments they are history. Each circle is
/// told once, at its smallest code; a ruling of that day or later on the code that ends says what holds.
fn about_circles(ledger: &Ledger, findings: &mut Vec<Finding>) {
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
            if let Some(least) = circle_of.get(code).filter(|least| event.others.contains(least)) {
                findings.push(Finding::at(place_of(event), Code::ReplacementCycle).with("code", least));
            }
        }
    }
}
