//! The review as lists of work: what is to be mended about the procedures of one sector, of one office, or of one agency
//! that publishes them. What nearly every procedure has in common is in none: it is told once.

use std::collections::BTreeMap;

use crate::address;
use crate::finding::{Class, Code};
use crate::model::ProcedureCode;

use super::index::Index;
use super::review::{Review, Row};
use super::views::list::PAGE_ROWS;
use super::views::office;

/// Whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// An office that must post the procedures, or a kind of office that has its list in common.
    Office,
    /// The agency that publishes them.
    Agency,
    /// A sector.
    Sector,
}

impl Subject {
    /// In the order of the page.
    pub(super) const ALL: [Subject; 3] = [Subject::Office, Subject::Sector, Subject::Agency];

    /// Its key in addresses and strings.
    pub(super) fn key(self) -> &'static str {
        match self {
            Subject::Office => "office",
            Subject::Agency => "agency",
            Subject::Sector => "sector",
        }
    }
}

/// One list of work: all findings of a subject, or those of one rule.
pub(super) struct Work<'a> {
    pub(super) subject: Subject,
    /// Whose it is, by name.
    pub(super) name: String,
    /// The address of the whole of the subject.
    pub(super) whole: String,
    /// Its own address.
    pub(super) base: String,
    /// The one rule that it shows.
    pub(super) rule: Option<Code>,
    /// The findings by what they are about, in the order of sectors and codes.
    pub(super) items: Vec<Item<'a>>,
    /// The rules of the whole subject, the heaviest first, with how many findings each has.
    pub(super) rules: Vec<(Code, usize)>,
}

/// The findings about one procedure, or one decision.
pub(super) type Item<'a> = Vec<&'a Row<'a>>;

impl Work<'_> {
    /// How many pages it fills.
    pub(super) fn pages(&self) -> usize {
        self.items.len().div_ceil(PAGE_ROWS)
    }

    /// How many findings it has.
    pub(super) fn count(&self) -> usize {
        self.items.iter().map(Vec::len).sum()
    }

    /// How many of them are faults.
    pub(super) fn faults(&self) -> usize {
        self.items.iter().flatten().filter(|row| row.finding.class() == Class::Fault).count()
    }
}

/// Every list of work.
#[derive(Default)]
pub(super) struct Works<'a>(Vec<Work<'a>>);

impl<'a> Works<'a> {
    /// Of a review.
    pub(super) fn new(index: &Index, review: &'a Review<'a>, due: &office::Lists) -> Self {
        let mut subjects: BTreeMap<(Subject, String), (String, Vec<&Row>)> = BTreeMap::new();
        let rows: Vec<&Row> =
            review.rules.iter().filter(|rule| rule.common.is_none()).flat_map(|rule| &rule.rows).collect();
        for &row in &rows {
            let record = row.procedure.as_ref().and_then(|code| index.records.procedures.get(code));
            if let Some(record) = record {
                let name = index.records.sector_name(&record.sector).to_owned();
                let of = subjects.entry((Subject::Sector, record.sector.0.clone()));
                of.or_insert_with(|| (name, Vec::new())).1.push(row);
            }
            if let Some(agency) = row.agency {
                let name = index.records.agency_name(agency).to_owned();
                let of = subjects.entry((Subject::Agency, agency.0.clone()));
                of.or_insert_with(|| (name, Vec::new())).1.push(row);
            }
        }
        for list in due.all() {
            let is_due = |row: &&&Row| row.procedure.as_ref().is_some_and(|code| list.has(code));
            let of: Vec<&Row> = rows.iter().filter(is_due).copied().collect();
            if !of.is_empty() {
                subjects.insert((Subject::Office, list.id.clone()), (list.holder.clone(), of));
            }
        }
        let works =
            subjects.into_iter().flat_map(|((subject, id), (name, rows))| works(index, subject, &id, &name, rows));
        Works(works.collect())
    }

    /// All of them, those of one subject together, the whole before its rules.
    pub(super) fn all(&self) -> &[Work<'a>] {
        &self.0
    }

    /// The whole lists of a kind, the longest first.
    pub(super) fn of(&self, subject: Subject) -> Vec<&Work<'a>> {
        let mut works: Vec<_> = self.0.iter().filter(|work| work.subject == subject && work.rule.is_none()).collect();
        works.sort_by_key(|work| (std::cmp::Reverse(work.faults()), std::cmp::Reverse(work.count())));
        works
    }
}

/// The list of a subject; one that fills several pages also by each of its rules.
fn works<'a>(index: &Index, subject: Subject, id: &str, name: &str, rows: Vec<&'a Row<'a>>) -> Vec<Work<'a>> {
    let mut rules: BTreeMap<_, usize> = BTreeMap::new();
    for row in &rows {
        *rules.entry((row.finding.code.verdict(), row.finding.code)).or_default() += 1;
    }
    let rules: Vec<(Code, usize)> = rules.into_iter().map(|((_, code), count)| (code, count)).collect();
    let work = |rule: Option<Code>| Work {
        subject,
        name: name.to_owned(),
        whole: address::review_work(subject.key(), id, None),
        base: address::review_work(subject.key(), id, rule),
        rule,
        items: items(index, rows.iter().copied().filter(|row| rule.is_none_or(|rule| row.finding.code == rule))),
        rules: rules.clone(),
    };
    let whole = work(None);
    let by_rule: Vec<Work> = match whole.pages() > 1 && rules.len() > 1 {
        true => rules.iter().map(|(code, _)| work(Some(*code))).collect(),
        false => Vec::new(),
    };
    std::iter::once(whole).chain(by_rule).collect()
}

/// Findings by what they are about, in the order of sectors.
fn items<'a>(index: &Index, rows: impl Iterator<Item = &'a Row<'a>>) -> Vec<Item<'a>> {
    let mut items: BTreeMap<_, Item> = BTreeMap::new();
    for row in rows {
        let sector = sector_of(index, row.procedure.as_ref());
        items.entry((sector.is_none(), sector, &row.procedure, row.decision)).or_default().push(row);
    }
    items.into_values().collect()
}

/// The name of a procedure's sector.
pub(super) fn sector_of<'i>(index: &'i Index, code: Option<&ProcedureCode>) -> Option<&'i str> {
    let record = code.and_then(|code| index.records.procedures.get(code))?;
    Some(index.records.sector_name(&record.sector))
}
