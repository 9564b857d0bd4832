//! The ledger against a naive one: the same law, told day by day from the first to the one that is asked about, with
//! nothing remembered but the phase. Rows speak of the procedure as a whole here; levels have their own stories.

mod story;

use std::collections::BTreeSet;

use niemyet::ledger::{Ledger, Status, Version};
use niemyet::model::{ChangeKind, Day, Decision, Effect, ProcedureCode, Records, RulingAnswer};
use proptest::prelude::*;
use story::{Story, code, day};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Begin,
    Amend,
    End { replaced: bool },
    Succeed,
    Rebase,
    RuleIn,
    RuleOut,
}

#[derive(Debug, Clone)]
struct Row {
    does: Does,
    own: bool,
    effect: Option<Day>,
    until: Option<Day>,
    known: Day,
    /// The legal order among rows of one effect.
    order: (bool, Day, u64, String, u32),
    number: u64,
}

impl Row {
    fn is_ruling(&self) -> bool {
        matches!(self.does, Does::RuleIn | Does::RuleOut)
    }

    fn answers_doubts(&self) -> bool {
        matches!(self.does, Does::Begin | Does::Rebase | Does::End { .. }) || self.is_ruling()
    }
}

fn rows(records: &Records, code: &ProcedureCode) -> Vec<Row> {
    let mut rows = Vec::new();
    for decision in records.decisions.iter().filter(|decision| decision.key.issuer.0 != "foreign") {
        for change in &decision.changes {
            let has = |subjects: &[niemyet::model::Subject]| subjects.iter().any(|it| it.code() == Some(code));
            let does = match &change.kind {
                ChangeKind::Introduce(it) if it.code() == Some(code) => Does::Begin,
                ChangeKind::Amend(it) if it.code() == Some(code) => Does::Amend,
                ChangeKind::Repeal(it) if it.code() == Some(code) => Does::End { replaced: false },
                ChangeKind::Rebase(it) if it.code() == Some(code) => Does::Rebase,
                ChangeKind::Replace { old, new } if has(old) && has(new) => Does::Amend,
                ChangeKind::Replace { old, .. } if has(old) => Does::End { replaced: true },
                ChangeKind::Replace { new, .. } if has(new) => Does::Succeed,
                _ => continue,
            };
            let effect = effect(decision, change);
            let until = change.until.or(decision.until);
            if effect.zip(until).is_some_and(|(from, until)| until <= from) {
                continue;
            }
            let known = decision.key.signed.unwrap();
            let number = decision.key.number.digits();
            let order = (false, known, number, decision.key.issuer.0.clone(), change.line);
            rows.push(Row { does, own: decision.key.issuer.0 == "own", effect, until, known, order, number });
        }
    }
    for ruling in records.rulings.iter().filter(|ruling| ruling.code == *code) {
        let (does, last) = match ruling.answer {
            RulingAnswer::InForce => (Does::RuleIn, 0),
            RulingAnswer::Repealed => (Does::RuleOut, 1),
        };
        let order = (true, ruling.ruled, 0, String::new(), last);
        rows.push(Row {
            does,
            own: true,
            effect: Some(ruling.from),
            until: None,
            known: ruling.ruled,
            order,
            number: 0,
        });
    }
    rows
}

fn effect(decision: &Decision, change: &niemyet::model::Change) -> Option<Day> {
    let clause = match change.effect.unwrap_or(decision.effect) {
        Effect::On(day) => Some(day),
        Effect::OnSigning => decision.key.signed,
        Effect::Unknown => None,
    };
    match (clause, change.text_effect) {
        (_, Some(text)) if matches!(change.kind, ChangeKind::Repeal(_) | ChangeKind::Replace { .. }) => Some(text),
        (clause, text) => clause.max(text),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Nothing,
    InForce,
    Suspended,
    Ended { replaced: bool },
    Contradiction,
}

#[derive(Debug, Clone)]
struct Life {
    phase: Phase,
    since: Option<Day>,
    ended: Option<Day>,
    begun: Option<(Day, bool)>,
    /// The suspensions that run, by their place in the legal order.
    suspensions: BTreeSet<(bool, Day, u64, String, u32)>,
}

/// One tier's life up to and including a day, lived day by day.
fn live(rows: &[Row], own: bool, last: Day) -> Life {
    let mut life = Life { phase: Phase::Nothing, since: None, ended: None, begun: None, suspensions: BTreeSet::new() };
    let mut today = day("2025-12-31");
    while today <= last {
        live_a_day(&mut life, rows, own, today);
        today = today.succ_opt().unwrap();
    }
    life
}

fn live_a_day(life: &mut Life, rows: &[Row], own: bool, today: Day) {
    let mut moments: Vec<(&Row, bool)> = Vec::new();
    for row in rows.iter().filter(|row| row.own == own && row.effect.is_some()) {
        if row.until == Some(today) {
            moments.push((row, false));
        }
        if row.effect == Some(today) {
            moments.push((row, true));
        }
    }
    moments.sort_by_key(|(row, opens)| (row.order.clone(), *opens));
    let unborn = life.phase == Phase::Nothing;
    let begins = |row: &Row| matches!(row.does, Does::Begin | Does::Rebase) || (row.does == Does::Succeed && unborn);
    let ends = |row: &Row| matches!(row.does, Does::End { .. }) && row.until.is_none();
    let both = moments.iter().any(|(row, opens)| *opens && begins(row))
        && moments.iter().any(|(row, opens)| *opens && ends(row));
    for (row, opens) in &moments {
        happen(life, row, *opens, today);
    }
    if both && !moments.iter().any(|(row, _)| row.is_ruling()) {
        life.phase = Phase::Contradiction;
        life.since = None;
        life.ended = None;
    }
}

fn happen(life: &mut Life, row: &Row, opens: bool, today: Day) {
    let begin = |life: &mut Life, ruled: bool| {
        life.begun = Some((today, ruled));
        if life.phase != Phase::InForce {
            life.phase = Phase::InForce;
            life.since = Some(today);
            life.ended = None;
            life.suspensions.clear();
        }
    };
    let end = |life: &mut Life, phase: Phase| {
        if life.phase != Phase::Suspended {
            life.ended = Some(today);
            life.since = life.since.filter(|since| *since < today);
        }
        life.phase = phase;
    };
    let for_a_time = row.until.is_some();
    match (row.does, opens, life.phase) {
        // A second beginning leaves the first one standing.
        (Does::Begin, true, Phase::InForce) => {}
        (Does::Begin, true, _) => begin(life, false),
        (Does::Rebase, true, phase) => {
            let since = life.since;
            begin(life, false);
            life.since = if phase == Phase::InForce { since } else { None };
        }
        (Does::RuleIn, true, _) => begin(life, true),
        (Does::RuleOut, true, _) => {
            end(life, Phase::Ended { replaced: false });
            life.suspensions.clear();
        }
        (Does::Amend, true, Phase::Nothing) => life.phase = Phase::InForce,
        (Does::Amend | Does::Succeed, true, Phase::Ended { .. }) => life.phase = Phase::Contradiction,
        (Does::Succeed, true, Phase::Nothing) => {
            begin(life, false);
            life.begun = None;
        }
        (Does::End { .. }, true, Phase::Ended { .. }) => {}
        (Does::End { .. }, true, Phase::Contradiction) if for_a_time => {}
        (Does::End { .. }, true, _) if for_a_time => {
            end(life, Phase::Suspended);
            life.suspensions.insert(row.order.clone());
        }
        (Does::End { replaced }, true, _) => {
            end(life, Phase::Ended { replaced });
            life.suspensions.clear();
        }
        (Does::End { .. }, false, Phase::Suspended) => {
            life.suspensions.remove(&row.order);
            if life.suspensions.is_empty() {
                life.phase = Phase::InForce;
                life.since = Some(today);
                life.ended = None;
            }
        }
        (Does::Begin | Does::Succeed, false, Phase::InForce) if life.since == row.effect => {
            end(life, Phase::Ended { replaced: false });
        }
        _ => {}
    }
}

/// Status, first day and version on a day.
fn reference(records: &Records, code: &ProcedureCode, on: Day) -> (Status, Option<Day>, String) {
    let rows = rows(records, code);
    let (own, country) = (live(&rows, true, on), live(&rows, false, on));
    let life = ruling(&own, &country);
    let (mut status, mut since) = match life.phase {
        Phase::Nothing => (Status::Unknown, None),
        Phase::InForce => {
            let other = if std::ptr::eq(life, &own) { &country } else { &own };
            let elsewhere = if other.phase == Phase::InForce { other.since } else { None };
            (Status::InForce, life.since.or(elsewhere))
        }
        Phase::Suspended => (Status::Suspended, life.since),
        Phase::Ended { replaced } => {
            return (if replaced { Status::Replaced } else { Status::Repealed }, life.since, version(&rows, on));
        }
        Phase::Contradiction => return (Status::Unknown, None, version(&rows, on)),
    };
    let mut lists: Vec<_> = records.snapshots.iter().filter(|list| list.taken.unwrap() <= on).collect();
    lists.sort_by_key(|list| (list.taken, &list.id));
    let latest = lists.last().map(|list| (list.taken.unwrap(), list.rows.contains_key(code)));
    if life.phase == Phase::Nothing {
        if matches!(latest, Some((_, true))) {
            status = Status::InForce;
        } else if let Some(from) = pending_from(&rows, on) {
            (status, since) = (Status::Pending, Some(from));
        }
    }
    for doubt in rows.iter().filter(|row| row.effect.is_none() && matches!(row.does, Does::End { .. })) {
        let bears = doubt.known <= on && doubt.until.is_none_or(|until| on < until);
        let answered = rows.iter().any(|row| {
            row.effect.is_some_and(|effect| effect <= on) && row.answers_doubts() && row.known >= doubt.known
        });
        let listed_since = matches!(latest, Some((taken, true)) if doubt.known < taken);
        if bears && !answered && !listed_since {
            (status, since) = (Status::Unknown, None);
        }
    }
    (status, since, version(&rows, on))
}

/// Of two tiers the province's own rules; of two ends the first, unless the province began again after it.
fn ruling<'l>(own: &'l Life, country: &'l Life) -> &'l Life {
    let gone = |life: &Life| matches!(life.phase, Phase::Ended { .. } | Phase::Suspended);
    if country.phase == Phase::Nothing || own.phase == Phase::Nothing {
        return if country.phase == Phase::Nothing { own } else { country };
    }
    if !gone(country) {
        return own;
    }
    if gone(own) {
        return if country.ended < own.ended { country } else { own };
    }
    let again = own
        .begun
        .is_some_and(|(begun, ruled)| country.ended.is_some_and(|ended| begun > ended || (ruled && begun == ended)));
    if again { own } else { country }
}

/// The day of the first coming step, where it begins the procedure and leaves it in force.
fn pending_from(rows: &[Row], on: Day) -> Option<Day> {
    let coming: BTreeSet<Day> =
        rows.iter().filter_map(|row| row.effect.map(|effect| [Some(effect), row.until])).flatten().flatten().collect();
    let first = coming.into_iter().find(|day| *day > on)?;
    let last = rows
        .iter()
        .filter(|row| row.effect.is_some())
        .flat_map(|row| [(row.effect, true, row), (row.until, false, row)])
        .filter(|(day, _, _)| *day == Some(first))
        .max_by_key(|(_, opens, row)| (row.order.clone(), *opens))?;
    let begins = last.1 && matches!(last.2.does, Does::Begin | Does::Succeed | Does::RuleIn);
    let (own, country) = (live(rows, true, first), live(rows, false, first));
    (begins && ruling(&own, &country).phase == Phase::InForce).then_some(first)
}

fn version(rows: &[Row], on: Day) -> String {
    let speaks = |row: &&Row| {
        row.effect.is_some_and(|effect| effect <= on)
            && row.until.is_none_or(|until| on < until)
            && matches!(row.does, Does::Begin | Does::Amend | Does::Rebase)
    };
    let known = match rows.iter().filter(speaks).max_by_key(|row| (row.effect, row.order.clone())) {
        Some(row) if row.does != Does::Begin => row.number.to_string(),
        _ => "base".to_owned(),
    };
    let doubts = rows.iter().filter(|row| {
        row.effect.is_none() && row.does == Does::Amend && row.known <= on && row.until.is_none_or(|until| on < until)
    });
    match doubts.max_by_key(|row| row.order.clone()) {
        Some(doubt) if !rows.iter().any(|row| in_effect_later(row, doubt, on)) => format!("?{}", doubt.number),
        _ => known,
    }
}

/// A row signed after a doubt that has had effect by the day, or has ceased to have it.
fn in_effect_later(row: &Row, doubt: &Row, on: Day) -> bool {
    row.effect.is_some_and(|effect| effect <= on) && row.known > doubt.known
}

fn a_day() -> impl Strategy<Value = String> {
    (1u32..=12, prop::sample::select(vec![1u32, 2, 15])).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}"))
}

fn a_row() -> impl Strategy<Value = String> {
    let code = || (1u32..=2).prop_map(|n| format!("1.00000{n}"));
    let until = prop_oneof![4 => Just(String::new()), 1 => a_day().prop_map(|day| format!(" until {day}"))];
    let text = prop_oneof![4 => Just(String::new()), 1 => a_day().prop_map(|day| format!(" text {day}"))];
    (0..9, code(), code(), until, text).prop_map(|(kind, one, other, until, text)| match kind {
        0 | 1 => format!("new {one}{until}{text}"),
        2 | 3 => format!("amend {one}{until}{text}"),
        4 | 5 => format!("repeal {one}{until}{text}"),
        6 => format!("rebase {one}{text}"),
        7 => format!("flag {one} postal{until}"),
        _ => format!("replace {one} -> {other}{until}{text}"),
    })
}

fn a_part() -> impl Strategy<Value = Vec<String>> {
    let effect = prop_oneof![3 => a_day(), 2 => Just("signing".to_owned()), 1 => Just("unknown".to_owned())];
    let issuer = prop::sample::select(vec!["own", "own", "own", "ministry", "foreign"]);
    let decision = (1u32..5000, issuer, a_day(), effect, prop::collection::vec(a_row(), 1..4)).prop_map(
        |(number, issuer, signed, effect, rows)| {
            let mut lines = vec![format!("decision {number} {issuer} signed {signed} effect {effect}")];
            lines.extend(rows);
            lines
        },
    );
    let list = a_day().prop_map(|day| vec![format!("list l{day} {day}: 1.000001")]);
    let ruling = (a_day(), a_day(), any::<bool>()).prop_map(|(from, ruled, yes)| {
        vec![format!("ruling 1.000001 {} from {from} ruled {ruled}", if yes { "in-force" } else { "repealed" })]
    });
    prop_oneof![6 => decision, 1 => list, 1 => ruling]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_says_what_a_naive_one_says(parts in prop::collection::vec(a_part(), 1..7), on in a_day()) {
        let mut story = Story::new("reference");
        let mut told = BTreeSet::new();
        for (index, line) in parts.iter().filter(|part| told.insert(part[0].clone())).flatten().enumerate() {
            story.take(line, index + 1);
        }
        let (ledger, _) = Ledger::new(&story.records);
        for code in [code("1.000001"), code("1.000002")] {
            let state = ledger.state(&code, day(&on)).whole;
            let version = match &state.version {
                Version::Base => "base".to_owned(),
                Version::Amended { decision, .. } => decision.number.digits().to_string(),
                Version::Unknown { by } => format!("?{}", by.number.digits()),
            };
            let expected = reference(&story.records, &code, day(&on));
            prop_assert_eq!((state.status, state.since, version), expected, "{} on {}\n{:#?}", code, on, parts);
        }
    }
}
