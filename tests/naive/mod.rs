//! A naive ledger: the same law, lived day by day from the first to the one that is asked about, for one code at one level,
//! the province's life beside the ministries'. It shares no line with the fold.

#![allow(unreachable_pub, reason = "each test binary uses a part")]

mod effects;
mod lives;
mod withdrawals;

use std::collections::{BTreeMap, BTreeSet};

use niemyet::ledger::Status;
use niemyet::model::{ChangeKind, Day, Level, Levels, ProcedureCode, Records, RulingAnswer, Snapshot, Subject};

use lives::{Lives, Phase};

/// What a row does to the code that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Begin,
    Amend,
    End {
        replaced: bool,
    },
    Succeed,
    /// Is a successor that existed already, as the decision itself says.
    Exist,
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

    /// Whether it has had effect by a day, and has it still.
    fn holds(&self, on: Day) -> bool {
        self.effect.is_some_and(|effect| effect <= on) && self.until.is_none_or(|until| on < until)
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
    /// The first day; of what has ended at several levels that of any.
    pub since: BTreeSet<Option<Day>>,
    /// Of what has ended or is suspended, the first day that it was not in force.
    pub until: Option<Day>,
    pub versions: BTreeSet<String>,
    pub levels: Vec<(Level, Answer)>,
    /// Of each of these questions whether it has to be asked; one that is missing may be.
    pub asks: BTreeMap<&'static str, bool>,
}

/// A level, with what other levels and the whole need of it.
#[derive(Debug, Clone)]
struct AtLevel {
    answer: Answer,
    until: Option<Day>,
    /// Whether a decision or a ruling has spoken of it.
    attested: bool,
    /// Whether it stands ended or suspended, or under a doubt about its end.
    is_gone: bool,
    asks: BTreeMap<&'static str, bool>,
}

/// The code on a day: in force while any level is. A level that only coming rows name makes the code pending where nothing is
/// known otherwise, and changes nothing else.
pub fn whole(records: &Records, code: &ProcedureCode, on: Day) -> Whole {
    let rows = rows(records, code);
    let mut present = records.procedures.get(code).map(|procedure| procedure.levels.clone()).unwrap_or_default();
    let mut named = present.clone();
    // A mark touches no life, and what was withdrawn before its day never did.
    for row in rows.iter().filter(|row| row.does != Does::Mark) {
        named.extend(&row.levels);
        if row.effect.unwrap_or(row.known) <= on {
            present.extend(&row.levels);
        }
    }
    let mut levels: Vec<(Level, AtLevel)> =
        named.iter().map(|level| (*level, at_level(records, &rows, code, Some(*level), on))).collect();
    // A list attests the code, not its levels.
    let gone: Vec<Level> = levels.iter().filter(|(_, it)| it.is_gone).map(|(level, _)| *level).collect();
    for (level, it) in &mut levels {
        let by_list = !it.attested && it.answer.status == Status::InForce;
        if by_list && gone.iter().any(|other| other != level) {
            it.answer.status = Status::Unknown;
        }
    }
    let (mut today, mut coming) = (Vec::new(), Vec::new());
    for (level, it) in &levels {
        if present.contains(level) { today.push(it.clone()) } else { coming.push(it.clone()) }
    }
    if present.is_empty() {
        today.push(at_level(records, &rows, code, None, on));
    }
    let mut asks = withdrawals::asks(records, code, on);
    for word in ["absent", "not-followed"] {
        let answers: Vec<Option<bool>> = today.iter().map(|it| it.asks.get(word).copied()).collect();
        if answers.contains(&Some(true)) {
            asks.insert(word, true);
        } else if answers.iter().all(|answer| *answer == Some(false)) {
            asks.insert(word, false);
        }
    }
    if today.iter().all(|it| matches!(it.answer.status, Status::Unknown | Status::Pending)) {
        today.extend(coming.into_iter().filter(|it| it.answer.status == Status::Pending));
    }
    let status = status_of(&today);
    let has_ended = |status| matches!(status, Status::Replaced | Status::Repealed);
    let of_status = |it: &&AtLevel| it.answer.status == status || (has_ended(status) && has_ended(it.answer.status));
    let alike: Vec<&AtLevel> = today.iter().filter(of_status).collect();
    let mut since: BTreeSet<Option<Day>> = alike.iter().map(|it| it.answer.since).collect();
    if status == Status::InForce {
        // A list tells no beginning: what a level lives by it alone hides another's, where the list is the older one.
        let (decided, by_list): (Vec<&&AtLevel>, Vec<&&AtLevel>) = alike.iter().partition(|it| it.attested);
        let begun = decided.iter().map(|it| it.answer.since).min().flatten();
        let first =
            lists(records, code, on).iter().find(|list| list.rows.contains_key(code)).and_then(|list| list.taken);
        let was_listed = !by_list.is_empty() && first < begun;
        since = BTreeSet::from([begun.filter(|_| !was_listed)]);
    } else if !has_ended(status) {
        since = since.into_iter().take(1).collect(); // no day is before any
    }
    let until = if alike.iter().any(|it| it.until.is_none()) { None } else { alike.iter().map(|it| it.until).max() };
    let versions = alike.iter().map(|it| it.answer.version.clone()).collect();
    let levels = levels.into_iter().map(|(level, it)| (level, it.answer)).collect();
    Whole { status, since, until: until.flatten(), versions, levels, asks }
}

fn status_of(levels: &[AtLevel]) -> Status {
    let is_any = |status| levels.iter().any(|it| it.answer.status == status);
    if is_any(Status::InForce) {
        Status::InForce
    } else if is_any(Status::Suspended) {
        // Nobody knows of the others whether they are in force.
        if is_any(Status::Unknown) { Status::Unknown } else { Status::Suspended }
    } else {
        let others = [Status::Pending, Status::Unknown, Status::Replaced, Status::Repealed];
        others.into_iter().find(|status| is_any(*status)).unwrap()
    }
}

fn rows(records: &Records, code: &ProcedureCode) -> Vec<Row> {
    let mut rows = Vec::new();
    for decision in records.decisions.iter().filter(|decision| effects::binds(decision)) {
        for change in &decision.changes {
            let Some(does) = does(&change.kind, code) else { continue };
            let effect = effects::day(records, decision, change);
            let until = change.until.or(decision.until);
            if effect.zip(until).is_some_and(|(from, until)| until <= from) {
                continue;
            }
            let known = decision.key.signed.unwrap();
            let number = decision.key.number.digits();
            let row = Row {
                does,
                own: effects::is_own(decision),
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
        ChangeKind::Replace { new, existing, .. } if has(new) && existing.contains(code) => Does::Exist,
        ChangeKind::Replace { new, .. } if has(new) => Does::Succeed,
        _ => return None,
    })
}

/// The lists on or before a day that have a code or would have it, the latest last: one of some levels alone has nothing to
/// say of what is of no such level.
fn lists<'r>(records: &'r Records, code: &ProcedureCode, on: Day) -> Vec<&'r Snapshot> {
    let of_its_levels = |list: &&Snapshot| {
        let own = records.procedures.get(code).map(|procedure| &procedure.levels);
        list.part.levels.is_empty() || own.is_some_and(|own| own.iter().any(|level| list.part.levels.contains(level)))
    };
    let speaks = |list: &&Snapshot| list.rows.contains_key(code) || of_its_levels(list);
    let mut lists: Vec<_> = records.snapshots.iter().filter(|list| list.taken.unwrap() <= on).filter(speaks).collect();
    lists.sort_by_key(|list| (list.taken, &list.id));
    lists
}

/// What holds at one level: of the rows that speak of it and touch the life.
fn at_level(records: &Records, rows: &[Row], code: &ProcedureCode, level: Option<Level>, on: Day) -> AtLevel {
    let speaks = |row: &&Row| {
        level.is_none_or(|level| row.levels.is_empty() || row.levels.contains(&level)) && row.does != Does::Mark
    };
    let rows: Vec<Row> = rows.iter().filter(speaks).cloned().collect();
    let listed: Vec<Day> =
        records.snapshots.iter().filter(|list| list.rows.contains_key(code)).map(|list| list.taken.unwrap()).collect();
    let lives = Lives::until(&rows, &listed, on);
    let joint = &lives.joint;
    let lists = lists(records, code, on);
    let latest = lists.last().map(|list| (list.taken.unwrap(), list.rows.contains_key(code)));
    let (mut status, mut since) = match joint.phase {
        Phase::Nothing if matches!(latest, Some((_, true))) => (Status::InForce, None),
        Phase::Nothing => match pending_from(&rows, &listed, on) {
            Some(from) => (Status::Pending, Some(from)),
            None => (Status::Unknown, None),
        },
        Phase::InForce => (Status::InForce, joint.since),
        Phase::Suspended => (Status::Suspended, joint.since),
        Phase::Ended { replaced: true } => (Status::Replaced, joint.since),
        Phase::Ended { replaced: false } => (Status::Repealed, joint.since),
        Phase::Contradiction => (Status::Unknown, None),
    };
    let is_settled = matches!(joint.phase, Phase::Ended { .. } | Phase::Contradiction);
    let is_doubted = !is_settled && rows.iter().any(|row| doubts(row, &rows, latest, on));
    if is_doubted {
        (status, since) = (Status::Unknown, None);
    }
    let was_listed = lists.iter().any(|list| list.rows.contains_key(code));
    let absent = match (latest, status) {
        (None | Some((_, true)), _) | (_, Status::Replaced | Status::Repealed) => Some(false),
        (Some((taken, false)), Status::InForce) => is_silence_odd(&rows, taken, on),
        (Some((_, false)), Status::Unknown) if joint.phase == Phase::Nothing && !is_doubted => Some(was_listed),
        (Some((_, false)), _) => None,
    };
    let asks = [("absent", absent), ("not-followed", lives.is_not_followed(&rows, on))];
    AtLevel {
        answer: Answer { status, since, version: version(&rows, on) },
        until: joint.until,
        attested: joint.phase != Phase::Nothing,
        is_gone: is_doubted || matches!(joint.phase, Phase::Ended { .. } | Phase::Suspended),
        asks: asks.into_iter().filter_map(|(word, is_asked)| Some((word, is_asked?))).collect(),
    }
}

/// Whether a repeal or replacement of unknown effect makes the level unknown.
fn doubts(doubt: &Row, rows: &[Row], latest: Option<(Day, bool)>, on: Day) -> bool {
    let bears = doubt.effect.is_none()
        && matches!(doubt.does, Does::End { .. })
        && doubt.known <= on
        && doubt.until.is_none_or(|until| on < until);
    let answers =
        |row: &Row| row.effect.is_some_and(|effect| effect <= on) && row.answers_doubts() && row.known >= doubt.known;
    let listed_since = matches!(latest, Some((taken, true)) if doubt.known < taken);
    bears && !rows.iter().any(answers) && !listed_since
}

/// Whether a list that has the procedure not asks about it though it is in force: not where somebody has said since that it is.
/// A ruling of the list's own day knew of the list; one whose two days lie on both sides of it may be taken either way.
fn is_silence_odd(rows: &[Row], taken: Day, on: Day) -> Option<bool> {
    let in_effect = || rows.iter().filter(|row| row.effect.is_some_and(|effect| effect <= on));
    let ruled: Vec<[bool; 2]> =
        in_effect().filter(|row| row.is_ruling()).map(|row| [row.effect >= Some(taken), row.known >= taken]).collect();
    // A version that is over says nothing of the life; a suspension that is over says that it is back.
    let ends = |row: &Row| row.until.filter(|_| matches!(row.does, Does::End { .. }));
    let steps = in_effect().flat_map(|row| [row.effect, ends(row)]).flatten().filter(|day| *day <= on);
    let is_later = steps.max().is_some_and(|day| day > taken) || ruled.contains(&[true, true]);
    let is_open = !is_later && ruled.iter().flatten().any(|later| *later);
    if is_open { None } else { Some(!is_later) }
}

/// The day of the first coming steps, where one of them begins the procedure and they leave it in force.
fn pending_from(rows: &[Row], listed: &[Day], on: Day) -> Option<Day> {
    let coming: BTreeSet<Day> =
        rows.iter().filter_map(|row| row.effect.map(|effect| [Some(effect), row.until])).flatten().flatten().collect();
    let first = coming.into_iter().find(|day| *day > on)?;
    let unborn = !listed.iter().any(|day| *day < first);
    let begins = |row: &Row| match row.does {
        Does::Begin | Does::RuleIn => true,
        Does::Succeed => unborn,
        Does::Amend | Does::End { .. } | Does::Exist | Does::Rebase | Does::RuleOut | Does::Shake | Does::Mark => false,
    };
    let is_begun = rows.iter().any(|row| row.effect == Some(first) && begins(row));
    (is_begun && Lives::until(rows, listed, first).joint.phase == Phase::InForce).then_some(first)
}

fn version(rows: &[Row], on: Day) -> String {
    let speaks = |row: &&Row| row.holds(on) && matches!(row.does, Does::Begin | Does::Amend | Does::Rebase);
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
