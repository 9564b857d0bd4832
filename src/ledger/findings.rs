//! What is wrong, or waits for a person, in the evidence itself.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding};
use crate::model::{ChangeKind, Day, Decision, Effect, ProcedureCode, Subject};
use crate::source::Place;

use super::event::{self, Event, Origin, Tier};
use super::fold::{Life, Oddity, Phase, steps};
use super::{Ledger, Unit, circles, withdraw};

pub(super) fn of(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for decision in &ledger.records.decisions {
        about_decision(ledger, decision, &mut findings);
    }
    for (code, events) in &ledger.events {
        about_lives(ledger, code, events, &mut findings);
        about_rulings(ledger, code, events, &mut findings);
    }
    about_rebases(ledger, &mut findings);
    about_lists(ledger, &mut findings);
    about_circles(ledger, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

fn place(decision: &Decision, line: u32) -> Place {
    Place { path: decision.file.clone(), line, column: 0, span: None }
}

fn place_of(event: &Event) -> Place {
    match event.origin {
        Origin::Row(decision, change) => place(decision, change.line),
        Origin::Ruling(_) => Place::file("catalogue/rulings.toml"),
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
        let (effect, _) = event::effect_of(decision, change, ledger.records);
        silent |= effect.is_none();
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
        if let ChangeKind::Withdraw { decision: withdrawn, .. } = &change.kind
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

/// Oddities met while folding, and where the two tiers differ.
fn about_lives(ledger: &Ledger, code: &ProcedureCode, events: &[Event], findings: &mut Vec<Finding>) {
    let mut levels: Vec<_> = ledger.levels_of(code, |_| true).into_iter().map(Some).collect();
    if levels.is_empty() {
        levels.push(None);
    }
    for level in levels {
        let of_tier = |tier| steps(events.iter().filter(move |event| event.tier == tier && event.speaks_of(level)));
        let own_steps = of_tier(Tier::Own);
        let country_steps = of_tier(Tier::Country);
        for steps in [&own_steps, &country_steps] {
            Life::until_day(steps, Day::MAX, |oddity, step| {
                let kind = match oddity {
                    Oddity::SecondEnd => Code::SecondEnd,
                    Oddity::SecondStart => Code::SecondStart,
                    Oddity::AmendedAfterEnd => Code::AmendedAfterEnd,
                    Oddity::SuspendedAfterEnd => Code::SuspendedAfterEnd,
                    Oddity::NewAndEndSameDay => Code::NewAndEndSameDay,
                };
                findings.push(Finding::at(place_of(step.event), kind).with("code", code).with("day", step.day));
            });
        }
        for step in own_steps.iter().chain(&country_steps).filter(|step| step.event.act == event::Act::Withdraw) {
            let finding = Finding::at(place_of(step.event), Code::WithdrawnInEffect);
            findings.push(finding.with("code", code).with("day", step.day));
        }
        let own = Life::until_day(&own_steps, Day::MAX, |_, _| {});
        let country = Life::until_day(&country_steps, Day::MAX, |_, _| {});
        let both = own.phase != Phase::Unattested && country.phase != Phase::Unattested;
        let differ = std::mem::discriminant(&own.phase) != std::mem::discriminant(&country.phase)
            || (matches!(own.phase, Phase::Ended { .. }) && own.until != country.until);
        if both
            && differ
            && let Some(step) = own.ruling()
        {
            findings.push(Finding::at(place_of(step.event), Code::TiersDiffer).with("code", code));
        }
    }
}

/// A ruling on a code that the catalogue does not hold answers nothing.
fn about_rulings(ledger: &Ledger, code: &ProcedureCode, events: &[Event], findings: &mut Vec<Finding>) {
    if ledger.records.procedures.contains_key(code) {
        return;
    }
    for event in events.iter().filter(|event| event.is_ruling()) {
        let finding = Finding::at(place_of(event), Code::ReferenceUnknown);
        findings.push(finding.with("key", "code").with("value", code).with("near", ""));
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
    let held = |code: &ProcedureCode| ledger.records.procedures.contains_key(code);
    for (list, day) in &ledger.snapshots {
        for code in list.rows.keys().filter(|code| held(code)) {
            let Some(events) = ledger.events.get(code) else { continue };
            // Asked without any list, so that only decisions and rulings answer.
            let state = Unit::new(events, &[], None, None).state(*day);
            if state.status.is_ended() {
                let finding = Finding::at(Place::file(&list.file()), Code::SnapshotLate);
                let ended = state.until.map(|day| day.to_string()).unwrap_or_default();
                findings.push(finding.with("code", code).with("day", ended));
            }
        }
    }
    if let Some((latest, day)) = ledger.snapshots.last() {
        let earlier: BTreeSet<&ProcedureCode> =
            ledger.snapshots.iter().filter(|(_, other)| other < day).flat_map(|(list, _)| list.rows.keys()).collect();
        for code in earlier.into_iter().filter(|code| held(code) && !latest.rows.contains_key(code)) {
            let finding = Finding::at(Place::file(&latest.file()), Code::SnapshotAbsent);
            findings.push(finding.with("code", code));
        }
    }
}

/// Replacements that lead back to where they began. Each circle is told once, at its smallest code.
fn about_circles(ledger: &Ledger, findings: &mut Vec<Finding>) {
    let mut edges: Vec<(&ProcedureCode, &ProcedureCode, &Event)> = Vec::new();
    for (code, events) in &ledger.events {
        for event in events.iter().filter(|event| event.act == event::Act::Replaced && event.until.is_none()) {
            edges.extend(event.others.iter().map(|other| (*code, other, event)));
        }
    }
    let circle_of = circles::smallest_of_circle(edges.iter().map(|(from, to, _)| (*from, *to)));
    for (from, to, event) in edges {
        if circle_of.get(from) == Some(&to) {
            findings.push(Finding::at(place_of(event), Code::ReplacementCycle).with("code", to));
        }
    }
}
