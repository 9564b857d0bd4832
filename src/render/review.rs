//! What the review pages and their data hold: the findings that `check` prints, by rule and by agency, and the questions
//! that wait for a person. Internal procedures stand nowhere on the site: what names one is counted, and not shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Compared, compare};
use crate::finding::{Code, Counts, Finding};
use crate::ledger::{Question, Status};
use crate::model::{AgencyId, DecisionKey, ProcedureCode};

use super::index::{Entry, Index};
use super::words::LANGUAGE;

/// Fewer procedures than these are a list that a person reads whole.
const LEAST_COMMON: usize = 30;

/// Everything that is to be reviewed.
pub(super) struct Review<'a> {
    /// Of all findings, also of those that are not shown.
    pub(super) counts: Counts,
    /// The findings by rule: faults before what could not be checked, the heaviest first.
    pub(super) rules: Vec<OfRule<'a>>,
    /// The findings by the agency that publishes the procedure or issued the decision; `None` for the others.
    pub(super) agencies: BTreeMap<Option<&'a AgencyId>, Counts>,
    /// The questions about public procedures, in the order of codes.
    pub(super) questions: Vec<Asked<'a>>,
    /// What stands where.
    pub(super) compared: Compared<'a>,
}

/// The findings of one rule.
pub(super) struct OfRule<'a> {
    pub(super) code: Code,
    /// How many there are, also those that are not shown.
    pub(super) count: usize,
    /// Those that are shown.
    pub(super) rows: Vec<Row<'a>>,
    /// What to do, where every finding of the rule says the same.
    pub(super) help: Option<String>,
    /// Where nearly every procedure has it: what it says of how many. It is told once, and stands in no list of work.
    pub(super) common: Option<Common>,
}

impl OfRule<'_> {
    /// How many name internal procedures and are not shown.
    pub(super) fn not_shown(&self) -> usize {
        self.count - self.rows.len()
    }
}

/// What is the same for nearly every procedure.
pub(super) struct Common {
    /// How many have it.
    pub(super) procedures: usize,
    /// What it names of a procedure, in words, and how many it names it of.
    pub(super) parts: Vec<(String, usize)>,
}

/// A finding that may be shown.
pub(super) struct Row<'a> {
    pub(super) finding: &'a Finding,
    pub(super) message: String,
    /// The code of the procedure that it is about, whether or not that has a page.
    pub(super) procedure: Option<ProcedureCode>,
    /// The decision in whose file it was found.
    pub(super) decision: Option<&'a DecisionKey>,
    pub(super) agency: Option<&'a AgencyId>,
}

/// A question about a procedure.
pub(super) struct Asked<'a> {
    pub(super) code: &'a ProcedureCode,
    pub(super) question: &'a Question<'a>,
}

impl<'a> Review<'a> {
    /// The review of a catalogue with these findings.
    pub(super) fn new(index: &Index<'a>, findings: &'a [Finding]) -> Self {
        let files = Files::new(index);
        let mut rules: BTreeMap<_, OfRule> = BTreeMap::new();
        let mut by_agency: BTreeMap<Option<&AgencyId>, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            let row = files.row(index, finding);
            by_agency.entry(row.agency).or_default().push(finding);
            let code = finding.code;
            let none = || OfRule { code, count: 0, rows: Vec::new(), help: None, common: None };
            let rule = rules.entry((code.verdict(), code)).or_insert_with(none);
            rule.count += 1;
            if !names_internal(&row) {
                rule.rows.push(row);
            }
        }
        let listed = index.entries.iter().filter(|entry| entry.state.whole.status == Status::InForce).count();
        for rule in rules.values_mut() {
            rule.help = common_help(&rule.rows);
            rule.common = common(&rule.rows, listed);
        }
        let mut questions: Vec<Asked> = index.entries.iter().flat_map(|entry| asked(index, entry)).collect();
        questions.sort_by_key(|asked| (asked.code, asked.question));
        Review {
            counts: Counts::of(findings),
            rules: rules.into_values().collect(),
            agencies: by_agency.into_iter().map(|(agency, findings)| (agency, Counts::of(findings))).collect(),
            questions,
            compared: compare(index.catalogue),
        }
    }

    /// Every finding that is shown, in the order of rules.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rules.iter().flat_map(|rule| &rule.rows)
    }
}

impl Asked<'_> {
    /// The words for how else it is answered, a key of the strings' table `review`.
    pub(super) fn mend(&self) -> Option<&'static str> {
        match self.question {
            Question::EndOfUnknownEffect(_)
            | Question::BeginningOfUnknownEffect(_)
            | Question::WithdrawalOfUnknownEffect(_) => Some("mend_effect"),
            Question::AmendmentOfUnknownEffect(_) => Some("mend_amendment"),
            Question::RowWithoutCode(_) | Question::SuccessorUnread(_) => Some("mend_row"),
            Question::WithdrawalUnclear(_) => Some("mend_row"),
            Question::AbsentFromSnapshot(_)
            | Question::Contradiction(_)
            | Question::AbsentFromRebase(_)
            | Question::LevelUnattested(_)
            | Question::NotFollowed(_) => None,
        }
    }

    /// The command that answers it, or `None` where only the decision's file can.
    pub(super) fn command(&self) -> Option<String> {
        match self.question {
            Question::EndOfUnknownEffect(_)
            | Question::BeginningOfUnknownEffect(_)
            | Question::AbsentFromSnapshot(_)
            | Question::Contradiction(_)
            | Question::AbsentFromRebase(_)
            | Question::WithdrawalOfUnknownEffect(_)
            | Question::LevelUnattested(_)
            | Question::NotFollowed(_) => Some(format!(
                "niemyet rule {} in-force/repealed --from YYYY-MM-DD --by \"…\" --reason \"…\"",
                self.code
            )),
            // A ruling speaks of the life; what a row changed, only its day or its code tells.
            Question::AmendmentOfUnknownEffect(_)
            | Question::RowWithoutCode(_)
            | Question::SuccessorUnread(_)
            | Question::WithdrawalUnclear(_) => None,
        }
    }
}

fn asked<'a>(index: &Index<'a>, entry: &Entry<'a>) -> Vec<Asked<'a>> {
    index.questions(entry.state).into_iter().map(|question| Asked { code: entry.code, question }).collect()
}

/// What nearly all of the procedures in force have in common; none where some have it and others do not.
fn common(rows: &[Row], in_force: usize) -> Option<Common> {
    let procedures: BTreeSet<_> = rows.iter().filter_map(|row| row.procedure.as_ref()).collect();
    if in_force < LEAST_COMMON || procedures.len() * 10 < in_force * 9 {
        return None;
    }
    let mut parts: Vec<(String, usize)> = Vec::new();
    let named = rows.iter().flat_map(|row| row.finding.official_arg("components", LANGUAGE));
    for part in named {
        match parts.iter_mut().find(|(other, _)| *other == part) {
            Some((_, count)) => *count += 1,
            None => parts.push((part, 1)),
        }
    }
    parts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Some(Common { procedures: procedures.len(), parts })
}

/// What to do, where every finding says the same; else nothing.
fn common_help(rows: &[Row]) -> Option<String> {
    let mut helps = rows.iter().map(|row| row.finding.official_help(LANGUAGE));
    let first = helps.next()?;
    helps.all(|other| other == first).then_some(first)
}

/// What the files of the catalogue are about.
struct Files<'a> {
    records: BTreeMap<&'a str, (&'a ProcedureCode, &'a AgencyId)>,
    decisions: BTreeMap<&'a str, &'a DecisionKey>,
}

impl<'a> Files<'a> {
    fn new(index: &Index<'a>) -> Self {
        let records = index.records.procedures.values();
        Files {
            records: records.map(|record| (record.file.as_str(), (&record.code, &record.issuer))).collect(),
            decisions: index.records.decisions.iter().map(|it| (it.file.as_str(), &it.key)).collect(),
        }
    }

    fn row(&self, index: &Index<'a>, finding: &'a Finding) -> Row<'a> {
        let path = finding.place.as_ref().map(|place| place.path.as_str()).unwrap_or_default();
        let record = self.records.get(path);
        let decision = self.decisions.get(path).copied();
        let named = finding.args.iter().find(|(name, _)| *name == "code");
        let named = named.and_then(|(_, code)| ProcedureCode::new(code).ok());
        let of_named = named.as_ref().and_then(|code| index.records.procedures.get(code)).map(|record| &record.issuer);
        // A text that several records cite is none's own, though it is shown in the first of them.
        let of_file = record.filter(|_| finding.code != Code::LegalBasisUnknown);
        Row {
            finding,
            message: finding.official_message(LANGUAGE),
            agency: of_named.or(of_file.map(|(_, issuer)| *issuer)).or(decision.map(|key| &key.issuer)),
            procedure: named.or(of_file.map(|(code, _)| (*code).clone())),
            decision,
        }
    }
}

/// Whether a finding names an internal procedure, anywhere in its words or its place.
fn names_internal(row: &Row) -> bool {
    let path = row.finding.place.as_ref().map(|place| place.path.as_str()).unwrap_or_default();
    let help = row.finding.official_help(LANGUAGE);
    [path, &row.message, &help].into_iter().any(has_internal_code)
}

/// Whether a text holds `5.` or `6.` and six digits as a code does, by itself.
fn has_internal_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices(['5', '6']).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let digits = bytes.get(at + 2..at + 8);
        !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.')
            && bytes.get(at + 1) == Some(&b'.')
            && digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_code_is_seen_in_words_and_in_paths_and_nothing_else_is_taken_for_one() {
        for text in ["`5.003806`", "6.000001", "catalogue/procedures/x/5.003806.md", "a, 5.0038061"] {
            assert!(has_internal_code(text), "{text}");
        }
        for text in ["1.005806", "15.000001", "5.000.000 đ", "5.00380", "1.5.003806", "đ 5.00 380"] {
            assert!(!has_internal_code(text), "{text}");
        }
    }
}
