//! Deadlines: what had to be done by when, on which day it was done, and what follows.
//!
//! Three verdicts: *đạt* (met), *lỗi* (missed), *không kiểm tra được* (unchecked). A fault is only what two days on record
//! prove; an effect, an entry, a text or a calendar that nobody recorded leaves a verdict open with its reason. The
//! rules are data ([`DeadlineRule`]); both counts of the law's "05 ngày" and the index's "05 ngày làm việc" are rules.

mod figures;
mod removal;

pub use figures::{FigureOf, completeness, completeness_among, figures};

use crate::ledger::Ledger;
use crate::model::{
    AgencyKind, Change, ChangeKind, Count, Day, DayUnit, DeadlineRule, Decision, Duty, Jurisdiction, Period,
    ProcedureCode, Records,
};

/// One rule held against one decision, one row of it, or (for a removal) one code of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// The row, where the rule speaks of rows.
    pub row: Option<&'a Change>,
    /// The public procedures that the verdict is about; none for a decision as a whole and for a row without a code.
    pub codes: Vec<&'a ProcedureCode>,
    /// The rule with its article.
    pub rule: &'a DeadlineRule,
    /// The last day on which it could be done, where that can be told.
    pub due: Option<Day>,
    /// The day on which it was done, where that is on record.
    pub done: Option<Day>,
    /// What follows.
    pub outcome: Outcome,
}

/// What follows from the two days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Đạt.
    Met,
    /// Lỗi.
    Missed,
    /// An official list of a later day still has what had to be removed: lỗi, with the list's identifier.
    StillListed(String),
    /// Không kiểm tra được, and why.
    Unchecked(Reason),
}

/// Why a deadline could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Chưa đến hạn, and not done yet.
    NotYetDue,
    /// The day of signing is not on record.
    SigningUnknown,
    /// Neither the row nor a text that it cites has a day of effect on record.
    TextEffectUnknown,
    /// A text that the row cites is not on record with its day of effect: its number.
    TextUnknown(String),
    /// Nobody recorded when the end takes effect.
    EndUnknown,
    /// The count meets a year without a calendar.
    CalendarUnknown,
    /// Nobody recorded the day on which it was done.
    NotRecorded,
    /// No official list tells on which day it was removed.
    NoList,
    /// Rows of the decision are not entered yet.
    RowsMissing,
}

impl Outcome {
    /// `met`, `missed` or `unchecked`: the word in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Missed | Outcome::StillListed(_) => "missed",
            Outcome::Unchecked(_) => "unchecked",
        }
    }

    /// Whether it is a fault.
    pub fn is_missed(&self) -> bool {
        matches!(self, Outcome::Missed | Outcome::StillListed(_))
    }
}

impl Reason {
    /// The word in JSON and in the strings.
    pub fn as_str(&self) -> &'static str {
        match self {
            Reason::NotYetDue => "not-yet-due",
            Reason::SigningUnknown => "signing-unknown",
            Reason::TextEffectUnknown => "text-effect-unknown",
            Reason::TextUnknown(_) => "text-unknown",
            Reason::EndUnknown => "end-unknown",
            Reason::CalendarUnknown => "calendar-unknown",
            Reason::NotRecorded => "not-recorded",
            Reason::NoList => "no-list",
            Reason::RowsMissing => "rows-missing",
        }
    }
}

/// Holds every rule against every decision signed in the period that binds somebody in this catalogue.
///
/// A decision whose signing is not on record is placed by its publishing, else by its year. Rows about internal
/// procedures alone are passed over (Nghị định 63/2010 Điều 1.2). The order is that of decisions, then rules, then rows.
pub fn verdicts<'a>(ledger: &Ledger<'a>, today: Day, period: Period) -> Vec<Verdict<'a>> {
    let records = ledger.records();
    let mut verdicts = Vec::new();
    for decision in records.decisions.iter().filter(|decision| period.contains(decision.known_from())) {
        let speaker = match records.jurisdiction(&decision.key.issuer) {
            Jurisdiction::Own => &records.site.own_issuer, // also where a department speaks on its behalf
            Jurisdiction::Country => &decision.key.issuer,
            Jurisdiction::Elsewhere => continue, // another province's: its deadlines are that province's
        };
        let kind = records.agencies.get(speaker).map(|agency| agency.kind);
        for rule in records.deadline_rules.iter().filter(|rule| applies(rule, decision, kind)) {
            let judged = Judged { records, ledger, today, decision, rule };
            match rule.count {
                Count::AfterSigning => verdicts.push(judged.whole()),
                Count::BeforeEffect | Count::AfterEffect => verdicts.extend(judged.rows(|row| vec![judged.row(row)])),
                Count::AfterEnd => verdicts.extend(judged.rows(|row| judged.removals(row))),
            }
        }
    }
    verdicts
}

fn applies(rule: &DeadlineRule, decision: &Decision, issuer: Option<AgencyKind>) -> bool {
    rule.issuers.is_none_or(|kind| Some(kind) == issuer)
        && rule.shortened.is_none_or(|shortened| shortened == decision.shortened)
        && rule.validity.contains(decision.known_from())
}

/// One rule and one decision that it holds for.
struct Judged<'a, 'l> {
    records: &'a Records,
    ledger: &'l Ledger<'a>,
    today: Day,
    decision: &'a Decision,
    rule: &'a DeadlineRule,
}

impl<'a> Judged<'a, '_> {
    /// The verdicts on the public rows, and one open verdict where rows are not entered yet.
    fn rows(&self, judge: impl Fn(&'a Change) -> Vec<Verdict<'a>>) -> Vec<Verdict<'a>> {
        let mut verdicts: Vec<_> =
            self.decision.changes.iter().filter(|row| is_publication(row)).flat_map(judge).collect();
        if !self.decision.complete {
            verdicts.push(self.verdict(None, Vec::new(), Err(Reason::RowsMissing), None));
        }
        verdicts
    }

    /// The verdict on the decision as a whole, counted from its signing.
    fn whole(&self) -> Verdict<'a> {
        let due = self.decision.key.signed.ok_or(Reason::SigningUnknown).and_then(|signed| self.due(signed));
        self.verdict(None, Vec::new(), due, self.done())
    }

    /// The verdict on a row, counted from the effect of the normative text behind it.
    fn row(&self, row: &'a Change) -> Verdict<'a> {
        let due = text_effect(self.records, row).and_then(|effect| self.due(effect));
        self.verdict(Some(row), public_codes(row), due, self.done())
    }

    /// The day on which the duty was done, where that is on record.
    fn done(&self) -> Option<Day> {
        match self.rule.duty {
            Duty::Issue => self.decision.key.signed,
            Duty::Publish => self.decision.published,
            Duty::Removal => None, // a list tells, never the decision
            Duty::Entry => self.decision.entered,
        }
    }

    /// The last day, counted from `base` as the rule says.
    fn due(&self, base: Day) -> Result<Day, Reason> {
        let (calendar, days) = (&self.records.calendar, self.rule.days);
        let plain = chrono::Days::new(u64::from(days));
        let due = match (self.rule.count, self.rule.unit) {
            (Count::BeforeEffect, DayUnit::Days) => base.checked_sub_days(plain),
            (Count::BeforeEffect, DayUnit::WorkingDays) => calendar.working_days_before(base, days),
            (_, DayUnit::Days) => base.checked_add_days(plain),
            (_, DayUnit::WorkingDays) => calendar.add_working_days(base, days),
        };
        due.ok_or(Reason::CalendarUnknown)
    }

    fn verdict(
        &self,
        row: Option<&'a Change>,
        codes: Vec<&'a ProcedureCode>,
        due: Result<Day, Reason>,
        done: Option<Day>,
    ) -> Verdict<'a> {
        let outcome = match (&due, done) {
            (Err(reason), _) => Outcome::Unchecked(reason.clone()),
            (Ok(due), Some(done)) if done <= *due => Outcome::Met,
            (Ok(_), Some(_)) => Outcome::Missed,
            (Ok(due), None) if self.today <= *due => Outcome::Unchecked(Reason::NotYetDue),
            // An issue without a day of signing is a decision that exists: when it was signed is what is not known.
            (Ok(_), None) if self.rule.duty == Duty::Issue => Outcome::Unchecked(Reason::SigningUnknown),
            (Ok(_), None) => Outcome::Unchecked(Reason::NotRecorded),
        };
        Verdict { decision: self.decision, row, codes, rule: self.rule, due: due.ok(), done, outcome }
    }
}

/// Whether a row publishes: begins, amends, replaces or ends a procedure that is not internal.
fn is_publication(row: &Change) -> bool {
    let kind = matches!(
        row.kind,
        ChangeKind::Introduce(_) | ChangeKind::Amend(_) | ChangeKind::Replace { .. } | ChangeKind::Repeal(_)
    );
    let subjects = row.kind.subjects();
    kind && subjects.iter().any(|subject| subject.code().is_none_or(|code| !code.is_internal()))
}

fn public_codes(row: &Change) -> Vec<&ProcedureCode> {
    let subjects = row.kind.subjects();
    subjects.into_iter().filter_map(|subject| subject.code()).filter(|code| !code.is_internal()).collect()
}

/// The effect of the normative text behind a row: as the row has it, else the latest among the texts that it cites. One
/// cited text without a day leaves it open, because that one may be the latest.
fn text_effect(records: &Records, row: &Change) -> Result<Day, Reason> {
    if let Some(day) = row.text_effect {
        return Ok(day);
    }
    let mut latest = None;
    for number in &row.legal {
        let text = records.legal_texts.get(number);
        let effect = text.and_then(|text| text.effect).ok_or_else(|| Reason::TextUnknown(number.clone()))?;
        latest = latest.max(Some(effect));
    }
    latest.ok_or(Reason::TextEffectUnknown)
}
