//! A naive ledger: the same law, told day by day from the first to the one that is asked about, for one code at one level,
//! with nothing remembered but the phase. It shares no line with the fold.

#![allow(unreachable_pub, reason = "each test binary uses a part")]

mod withdrawals;

use std::collections::BTreeSet;

use niemyet::ledger::Status;
use niemyet::model::{
    Change, ChangeKind, Day, Decision, Effect, Level, Levels, ProcedureCode, Records, RulingAnswer, Subject,
};

/// What a row does to the code that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Begin,
    Amend,
    End {
        replaced: bool,
    },
    Succeed,
    Rebase,
    RuleIn,
    RuleOut,
    /// A decision that began or ended the life is taken back after its day.
    Shake,
    /// Nothing to the life: a mark.
    Mark,
}

/// The legal order among rows of one effect.
type Order = (bool, Day, u64, String, u32);

#[derive(Debug, Clone)]
struct Row {
    does: Does,
    own: bool,
    effect: Option<Day>,
    until: Option<Day>,
    known: Day,
    order: Order,
    number: u64,
    levels: Levels,
    prevails: bool,
}

impl Row {
    fn is_ruling(&self) -> bool {
        matches!(self.does, Does::RuleIn | Does::RuleOut)
    }

    fn answers_doubts(&self) -> bool {
        matches!(self.does, Does::Begin | Does::Rebase | Does::End { .. }) || self.is_ruling()
    }

    fn begins(&self, unborn: bool) -> bool {
        matches!(self.does, Does::Begin | Does::Rebase) || (self.does == Does::Succeed && unborn)
    }

    fn ends(&self) -> bool {
        matches!(self.does, Does::End { .. }) && self.until.is_none()
    }
}

/// What holds of a code at a level, or as a whole, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: Status,
    pub since: Option<Day>,
    /// The number of the amending decision, `base`, or with a `?` the number of one of unknown effect.
    pub version: String,
}

/// The whole, with every version that may stand for it, and each level.
pub struct Whole {
    pub status: Status,
    pub since: Option<Day>,
    pub versions: BTreeSet<String>,
    pub levels: Vec<(Level, Answer)>,
}

/// The code on a day: in force while any level is. A level that only coming rows name makes the code pending where nothing is
/// known otherwise, and changes nothing else.
pub fn whole(records: &Records, code: &ProcedureCode, on: Day) -> Whole {
    let rows = rows(records, code);
    let mut present = records.procedures.get(code).map(|procedure| procedure.levels.clone()).unwrap_or_default();
    let mut named = present.clone();
    for row in &rows {
        named.extend(&row.levels);
        if row.effect.unwrap_or(row.known) <= on {
            present.extend(&row.levels);
        }
    }
    let levels: Vec<(Level, Answer)> =
        named.iter().map(|level| (*level, at_level(records, &rows, code, Some(*level), on))).collect();
    let (mut today, mut coming) = (Vec::new(), Vec::new());
    for (level, answer) in &levels {
        if present.contains(level) { today.push(answer.clone()) } else { coming.push(answer.clone()) }
    }
    if present.is_empty() {
        today.push(at_level(records, &rows, code, None, on));
    }
    if today.iter().all(|answer| matches!(answer.status, Status::Unknown | Status::Pending)) {
        today.extend(coming.into_iter().filter(|answer| answer.status == Status::Pending));
    }
    let strongest =
        [Status::InForce, Status::Suspended, Status::Pending, Status::Unknown, Status::Replaced, Status::Repealed];
    let status = strongest.into_iter().find(|status| today.iter().any(|answer| answer.status == *status)).unwrap();
    let alike: Vec<&Answer> = today.iter().filter(|answer| answer.status == status).collect();
    let since =
        if alike.iter().any(|answer| answer.since.is_none()) { None } else { alike.iter().map(|it| it.since).min() };
    let versions = alike.iter().map(|answer| answer.version.clone()).collect();
    Whole { status, since: since.flatten(), versions, levels }
}

fn rows(records: &Records, code: &ProcedureCode) -> Vec<Row> {
    let mut rows = Vec::new();
    for decision in records.decisions.iter().filter(|decision| decision.key.issuer.0 != "foreign") {
        for change in &decision.changes {
            let Some(does) = does(&change.kind, code) else { continue };
            let effect = effect(decision, change);
            let until = change.until.or(decision.until);
            if effect.zip(until).is_some_and(|(from, until)| until <= from) {
                continue;
            }
            let known = decision.key.signed.unwrap();
            let number = decision.key.number.digits();
            let row = Row {
                does,
                own: decision.key.issuer.0 == "own",
                effect,
                until,
                known,
                order: (false, known, number, decision.key.issuer.0.clone(), change.line),
                number,
                levels: change.levels.clone(),
                prevails: change.prevails,
            };
            withdrawals::outlive(records, decision, code, row, &mut rows);
        }
    }
    for ruling in records.rulings.iter().filter(|ruling| ruling.code == *code) {
        let (does, last) = match ruling.answer {
            RulingAnswer::InForce => (Does::RuleIn, 0),
            RulingAnswer::Repealed => (Does::RuleOut, 1),
        };
        rows.push(Row {
            does,
            own: true,
            effect: Some(ruling.from),
            until: None,
            known: ruling.ruled,
            order: (true, ruling.ruled, 0, String::new(), last),
            number: 0,
            levels: ruling.levels.clone(),
            prevails: true,
        });
    }
    rows
}

fn does(kind: &ChangeKind, code: &ProcedureCode) -> Option<Does> {
    let is = |subject: &Subject| subject.code() == Some(code);
    let has = |subjects: &[Subject]| subjects.iter().any(is);
    Some(match kind {
        ChangeKind::Introduce(it) if is(it) => Does::Begin,
        ChangeKind::Amend(it) if is(it) => Does::Amend,
        ChangeKind::Repeal(it) if is(it) => Does::End { replaced: false },
        ChangeKind::Rebase(it) if is(it) => Does::Rebase,
        ChangeKind::Flag { subject, .. } if is(subject) => Does::Mark,
        ChangeKind::Replace { old, new, .. } if has(old) && has(new) => Does::Amend,
        ChangeKind::Replace { old, .. } if has(old) => Does::End { replaced: true },
        ChangeKind::Replace { new, .. } if has(new) => Does::Succeed,
        _ => return None,
    })
}

fn effect(decision: &Decision, change: &Change) -> Option<Day> {
    let clause = match change.effect.unwrap_or(decision.effect) {
        Effect::On(day) => Some(day),
        Effect::OnSigning => decision.key.signed,
        Effect::AfterSigning(_) | Effect::Undated | Effect::Unstated => None,
    };
    let is_end = match &change.kind {
        ChangeKind::Repeal(_) => true,
        ChangeKind::Replace { old, new, .. } => !old.iter().all(|code| new.contains(code)), // else it is a new name
        _ => false,
    };
    match (clause, change.text_effect) {
        (_, Some(text)) if is_end => Some(text),
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
    suspensions: BTreeSet<Order>,
}

/// One tier's life up to and including a day, lived day by day.
fn live(rows: &[Row], own: bool, last: Day) -> Life {
    let mut life = Life { phase: Phase::Nothing, since: None, ended: None, begun: None, suspensions: BTreeSet::new() };
    let mut today = Day::from_ymd_opt(2025, 12, 31).unwrap();
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
    let told: Vec<&Row> =
        moments.iter().filter(|(row, opens)| *opens && !row.is_ruling()).map(|(row, _)| *row).collect();
    let both = told.iter().any(|row| row.begins(unborn)) && told.iter().any(|row| row.ends());
    let prevailing: Vec<&&Row> = told.iter().filter(|row| row.prevails).collect();
    let is_settled = !prevailing.is_empty()
        && (prevailing.iter().all(|row| row.begins(unborn)) || prevailing.iter().all(|row| row.ends()));
    for (row, opens) in &moments {
        let speaks = row.begins(unborn) || row.ends();
        if !(both && is_settled && *opens && speaks && !row.prevails) {
            happen(life, row, *opens, today);
        }
    }
    if both && !is_settled && !moments.iter().any(|(row, _)| row.is_ruling()) {
        shake(life);
    }
}

fn shake(life: &mut Life) {
    life.phase = Phase::Contradiction;
    life.since = None;
    life.ended = None;
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
        (Does::Shake, true, phase) if phase != Phase::Nothing => shake(life),
        (Does::Amend, true, Phase::Nothing) => life.phase = Phase::InForce,
        (Does::Amend | Does::Succeed, true, Phase::Ended { .. }) => shake(life),
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

/// What holds at one level: of the rows that speak of it and touch the life.
fn at_level(records: &Records, rows: &[Row], code: &ProcedureCode, level: Option<Level>, on: Day) -> Answer {
    let speaks = |row: &&Row| {
        level.is_none_or(|level| row.levels.is_empty() || row.levels.contains(&level)) && row.does != Does::Mark
    };
    let rows: Vec<Row> = rows.iter().filter(speaks).cloned().collect();
    let (own, country) = (live(&rows, true, on), live(&rows, false, on));
    let life = ruling(&own, &country);
    let version = version(&rows, on);
    let (mut status, mut since) = match life.phase {
        Phase::Nothing => (Status::Unknown, None),
        Phase::InForce => {
            let other = if std::ptr::eq(life, &own) { &country } else { &own };
            let elsewhere = if other.phase == Phase::InForce { other.since } else { None };
            (Status::InForce, life.since.or(elsewhere))
        }
        Phase::Suspended => (Status::Suspended, life.since),
        Phase::Ended { replaced } => {
            let status = if replaced { Status::Replaced } else { Status::Repealed };
            return Answer { status, since: life.since, version };
        }
        Phase::Contradiction => return Answer { status: Status::Unknown, since: None, version },
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
    Answer { status, since, version }
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

/// The day of the first coming steps, where one of them begins the procedure and they leave it in force.
fn pending_from(rows: &[Row], on: Day) -> Option<Day> {
    let coming: BTreeSet<Day> =
        rows.iter().filter_map(|row| row.effect.map(|effect| [Some(effect), row.until])).flatten().flatten().collect();
    let first = coming.into_iter().find(|day| *day > on)?;
    let begins = rows
        .iter()
        .any(|row| row.effect == Some(first) && matches!(row.does, Does::Begin | Does::Succeed | Does::RuleIn));
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

/// A decision's row signed after a doubt that has had effect by the day, or has ceased to have it.
fn in_effect_later(row: &Row, doubt: &Row, on: Day) -> bool {
    !row.is_ruling() && row.effect.is_some_and(|effect| effect <= on) && row.known > doubt.known
}
