//! Rows whose code cannot be taken as it stands: damaged codes, and codes beside another procedure's name.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::identity::{Identities, is_known};
use crate::model::{Levels, ProcedureCode, Records};

use super::codes::{self, Doubt};
use super::raw::{RawFile, RawRow};
use super::record::Record;
use super::refusal::{Reason, Refusal, Remark};
use super::{clean, telling};

/// A list of which one row in so many has a damaged code went through something that damaged it: it is no evidence of
/// what is in force. The national list itself has 3 in 5,608.
const ONE_IN: u64 = 200;
/// How many candidates a refusal names.
const CANDIDATES: usize = 3;

/// What is known of codes and names.
pub(super) struct Doubts<'r> {
    records: &'r Records,
    identities: OnceCell<Identities<'r>>,
}

impl<'r> Doubts<'r> {
    pub(super) fn of(records: &'r Records) -> Doubts<'r> {
        Doubts { records, identities: OnceCell::new() }
    }

    fn identities(&self) -> &Identities<'r> {
        self.identities.get_or_init(|| Identities::of(self.records))
    }

    /// Refuses a file's rows with damaged codes, each with what it may have been, and says how many codes are damaged.
    /// The few odd codes that a long list has of its own are kept with a note.
    pub(super) fn refuse_damaged(&self, raw: &mut RawFile) -> u64 {
        let all = raw.rows.len();
        let doubted: Vec<Option<Doubt>> = raw
            .rows
            .iter()
            .map(|(_, row)| row.written_code().and_then(|code| codes::doubt(code, self.records)))
            .collect();
        let damaged = doubted.iter().flatten().count() as u64;
        if damaged == 0 {
            return 0;
        }
        let odd = doubted.iter().flatten().filter(|doubt| doubt.odd).count() as u64;
        let keeps_odd = odd * ONE_IN <= all as u64;
        let here = names_of(raw);
        let mut rows = Vec::with_capacity(all);
        let mut refused = Vec::new();
        for ((place, row), doubt) in std::mem::take(&mut raw.rows).into_iter().zip(doubted) {
            match doubt.filter(|doubt| !(doubt.odd && keeps_odd)) {
                None => rows.push((place, row)),
                Some(doubt) => {
                    let code = row.written_code().map(clean::line).unwrap_or_default();
                    let candidates = self.candidates(&code, &row, doubt, &here);
                    let reason = Reason::CodeDamaged { code: code.chars().take(60).collect(), candidates };
                    refused.push(Refusal { place, reason });
                }
            }
        }
        raw.rows = rows;
        raw.refused.append(&mut refused);
        damaged
    }

    /// What a damaged code may have been, each with name and agency where they are known.
    fn candidates(
        &self,
        code: &str,
        row: &RawRow,
        doubt: Doubt,
        here: &BTreeMap<ProcedureCode, String>,
    ) -> Vec<String> {
        let near =
            ProcedureCode::new(code).map(|code| self.identities().meant(&code, row.written_name(), &Levels::new()));
        let mut all: Vec<ProcedureCode> = near.unwrap_or_default().into_iter().cloned().collect();
        all.extend(doubt.candidates);
        let mut told: Vec<String> = Vec::new();
        for code in all {
            let text = self.told(&code, here, row);
            if !told.contains(&text) && told.len() < CANDIDATES {
                told.push(text);
            }
        }
        told
    }

    /// A code with its name and agency, where catalogue or file have them. An official list has names alone: where the
    /// row's is the same, the row's agency is too.
    fn told(&self, code: &ProcedureCode, here: &BTreeMap<ProcedureCode, String>, row: &RawRow) -> String {
        let known = self.of_record(code).or_else(|| here.get(code).cloned()).or_else(|| {
            let name = self.records.snapshots.iter().find_map(|list| list.rows.get(code))?;
            let same = clean::spelling_key(name) == clean::spelling_key(row.written_name());
            let issuer = row.written_issuer().filter(|_| same).map(|issuer| format!(", {}", clean::line(issuer)));
            Some(format!("{name}{}", issuer.unwrap_or_default()))
        });
        with_words(code, known)
    }

    fn of_record(&self, code: &ProcedureCode) -> Option<String> {
        let record = self.records.record(code)?;
        Some(format!("{}, {}", record.name, self.records.agency_name(&record.issuer)))
    }

    /// Takes an agency's suffix from a code that nobody knows with it: lists of offices print it behind the code of the
    /// same procedure.
    pub(super) fn without_suffix(&self, made: &mut Record) {
        let written = &made.procedure.code;
        if let Some(code) = written.without_suffix().filter(|_| !is_known(self.records, written)) {
            made.note(Remark::SuffixLeft(written.to_string()));
            made.procedure.code = code;
        }
    }

    /// Why a row is not to be taken as its code's: its name is another procedure's.
    pub(super) fn misnamed(&self, made: &Record, is_here: impl Fn(&ProcedureCode) -> bool) -> Option<Reason> {
        let (code, name) = (&made.procedure.code, &made.procedure.name);
        let record = self.records.procedures.get(code);
        if record.is_some_and(|record| record.name == *name) || self.records.procedures.is_empty() {
            return None;
        }
        let mut others = self.identities().others(&[code], name, &made.procedure.levels);
        if record.is_none() {
            others = self.identities().meant(code, name, &made.procedure.levels);
            others.retain(|other| !is_here(other));
        }
        if others.is_empty() {
            return None;
        }
        let others = others.iter().take(CANDIDATES).map(|other| with_words(other, self.of_record(other))).collect();
        Some(Reason::NameOfOther { code: code.to_string(), name: name.clone(), others })
    }
}

fn with_words(code: &ProcedureCode, words: Option<String>) -> String {
    words.map_or_else(|| code.to_string(), |words| format!("{code} ({})", telling::beginning(&words)))
}

/// Whether so many damaged codes in a list of so many rows leave it no evidence.
pub(super) fn is_no_evidence(damaged: u64, rows: u64) -> bool {
    damaged * ONE_IN > rows
}

/// The names and agencies of a file's whole codes.
fn names_of(raw: &RawFile) -> BTreeMap<ProcedureCode, String> {
    let told = |row: &RawRow| match row.written_issuer() {
        Some(issuer) => format!("{}, {issuer}", row.written_name()),
        None => row.written_name().to_owned(),
    };
    raw.rows.iter().filter_map(|(_, row)| Some((row.code()?, clean::line(&told(row))))).collect()
}
