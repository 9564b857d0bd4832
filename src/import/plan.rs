//! The plan of an import: every file as it is to be, and the report.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::input::{FileContent, Files, Input};
use crate::load::load;
use crate::model::{ProcedureCode, Records, Snapshot};
use crate::text::slug;

use super::base::Base;
use super::doubts::{Doubts, is_no_evidence};
use super::field::Field;
use super::kinds::{ListKind, Tally};
use super::merge::{UPDATED, overlay};
use super::not_held::NotHeld;
use super::raw::{RawFile, RawRow};
use super::read::read;
use super::record::{Depth, Record};
use super::refusal::{Kind, Note, Reason, Refusal, Remark, RowPlace};
use super::report::{FileReport, ListReport, Report};
use super::tables::LinkTable;
use super::vocabulary::Vocabulary;
use super::work::Work;
use super::{Edit, Foreign, Links, Options, Progress, Scope, Stage, clean, detail, line, list, shifts, withheld};

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The files that it creates, changes or deletes, by path. Empty where nothing changes.
    pub edits: Vec<Edit>,
    /// What it says of itself.
    pub report: Report,
}

/// How many rows are made into records between two words of progress.
const STEP: usize = 512;

/// Plans an import.
///
/// `existing` are the files of the catalogue, `site` those of the project's `site/`, which tell whose province it is (none
/// where a catalogue stands by itself: then nobody is another's), `base` the text of [`BASE_PATH`](super::BASE_PATH) where there is one.
///
/// Guarantee: the same files, base and options give the same plan; once its edits are made, the same import plans
/// none. Content never makes it fail: what cannot be taken is in the report, with its place.
pub fn plan(
    existing: &Files,
    site: &Files,
    base: Option<&str>,
    foreign: &[Foreign],
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Plan {
    let mut report = Report { keeps_evidence: options.snapshot.is_some(), ..Report::default() };
    let records = catalogue(existing, site, options);
    let scope = |code: &ProcedureCode| match &options.scope {
        // Of a list's row more has to be known than its code.
        Scope::All | Scope::Missing => true,
        Scope::Held => records.record(code).is_some(),
        Scope::Only(codes) => codes.contains(code),
        Scope::Nothing => false,
    };
    let mut holders = Holders::of(&records);
    let doubts = Doubts::of(&records);
    let mut by_code: BTreeMap<ProcedureCode, Record> = BTreeMap::new();
    let mut listed: BTreeMap<ProcedureCode, String> = BTreeMap::new();
    let mut codes_of_files: Vec<Vec<ProcedureCode>> = Vec::with_capacity(foreign.len());
    let mut tally = Tally::default();
    let vocabulary = Vocabulary::of(&records);
    let own = vocabulary.own_province();
    let mut not_held = (options.scope == Scope::Missing).then(NotHeld::default);
    for (index, file) in foreign.iter().enumerate() {
        progress(Progress { stage: Stage::Read, done: index, total: foreign.len() });
        let raw = read(file);
        let label = file.label.as_deref().map_or_else(|| file_label(&file.name), clean::line);
        for column in &raw.unknown_columns {
            let remark = Remark::KeyUnknown(column.clone());
            report.notes.push(Note { place: RowPlace::file(&file.name), remark });
        }
        for (key, left) in &raw.keys_left {
            let (key, rows) = (key.clone(), left.rows);
            let remark =
                if left.is_lifecycle { Remark::LifecycleLeft { key, rows } } else { Remark::KeyLeft { key, rows } };
            report.notes.push(Note { place: RowPlace::file(&file.name), remark });
        }
        let mut told = FileReport {
            name: file.name.clone(),
            kind: raw.kind,
            rows: 0,
            taken: 0,
            outside: 0,
            foreign: 0,
            list: None,
        };
        told.rows = (raw.rows.len() + raw.refused.len()) as u64;
        let is_list = raw.kind.is_some_and(Kind::is_list);
        let rows = if is_list { Tally::of(&raw) } else { Tally::default() };
        told.list = ListKind::of(&file.name, &raw, &rows).map(|kind| ListReport {
            kind,
            id: snapshot_id(&file.name, &records),
            label: label.clone(),
            held_as: None,
            too_damaged: None,
        });
        tally.add(&rows);
        let mut raw = raw;
        report.notes.extend(raw.notes.drain(..).map(|(place, remark)| Note { place, remark }));
        let damaged = doubts.refuse_damaged(&mut raw);
        if is_list && is_no_evidence(damaged, told.rows) {
            if let Some(list) = told.list.as_mut() {
                list.too_damaged = Some(damaged);
            }
            if options.snapshot.is_some() {
                let reason = Reason::ListDamaged(damaged, told.rows);
                report.refused.push(Refusal { place: RowPlace::file(&file.name), reason });
                raw.rows.clear();
            }
        }
        // Rows of other codes need not be read further, unless they are evidence.
        if !(is_list && options.snapshot.is_some()) {
            let before = raw.rows.len();
            raw.rows.retain(|(_, row)| row.code().is_none_or(|code| scope(&code)));
            told.outside = (before - raw.rows.len()) as u64;
        }
        let here: BTreeSet<ProcedureCode> = raw.rows.iter().filter_map(|(_, row)| row.code()).collect();
        let mut seen: BTreeMap<ProcedureCode, RowPlace> = BTreeMap::new();
        let mut codes_taken = Vec::new();
        for mut made in normalise(raw, options.depth, &mut report.refused, progress) {
            if is_list {
                doubts.without_suffix(&mut made);
            }
            made.take_levels_of_executors();
            if let Some(reason) = doubts.misnamed(&made, |code| here.contains(code)) {
                report.refused.push(Refusal { place: made.place, reason });
                continue;
            }
            let code = made.procedure.code.clone();
            if let Some(first) = seen.get(&code) {
                let reason = Reason::CodeTwice(first.clone());
                report.refused.push(Refusal { place: made.place, reason });
                continue;
            }
            seen.insert(code.clone(), made.place.clone());
            if is_list {
                // Evidence keeps the name as the list has it.
                let written = made.procedure.written.iter().find(|written| written.field == Field::Name.key());
                let name = written.map_or(&made.procedure.name, |written| &written.text);
                listed.insert(code.clone(), name.clone());
            }
            let is_held = records.record(&code).is_some();
            let is_foreign = || made.issuer.as_deref().is_some_and(|issuer| vocabulary.is_foreign(issuer));
            let is_wanted = not_held.as_mut().is_none_or(|all| all.sort(&made, own, is_held, is_foreign()));
            if !scope(&code) || !is_wanted {
                told.outside += 1;
                continue;
            }
            told.taken += 1;
            codes_taken.push(code.clone());
            holders.settle(&mut made);
            let link = made.link.take().filter(|_| match options.links {
                Links::All => true,
                Links::Lists => is_list,
                Links::None => false,
            });
            let dated = made.updated.map(|day| format!("{label}{UPDATED} {day})"));
            let made =
                Record { label: dated.unwrap_or_else(|| label.clone()), link, link_label: label.clone(), ..made };
            match by_code.get_mut(&code) {
                Some(earlier) => {
                    if clean::spelling_key(&earlier.procedure.name) != clean::spelling_key(&made.procedure.name) {
                        let remark = Remark::NameDiffers(earlier.procedure.name.clone());
                        report.notes.push(Note { place: made.place.clone(), remark });
                    }
                    overlay(earlier, made);
                }
                None => {
                    by_code.insert(code, made);
                }
            }
        }
        report.files.push(told);
        codes_of_files.push(codes_taken);
    }
    if let Some(mut sorted) = not_held {
        sorted.wanted.sort_by(|one, other| one.code.cmp(&other.code));
        report.not_held = Some(sorted);
    }
    if let Scope::Only(codes) = &options.scope {
        report.missing = codes.iter().filter(|code| !by_code.contains_key(*code)).map(ToString::to_string).collect();
    }
    let mut work = Work {
        existing,
        records: &records,
        vocabulary,
        links: LinkTable::of(text(existing, "links.tsv")),
        base: base.map(Base::parse).unwrap_or_default(),
        edits: BTreeMap::new(),
        ours: BTreeSet::new(),
        left_out: BTreeSet::new(),
        issuers: BTreeSet::new(),
        lean: BTreeMap::new(),
        options,
        report,
    };
    work.ours = work.vocabulary.own_issuer().map(|own| records.codes_named_by(own)).unwrap_or_default();
    let total = by_code.len();
    for (index, (code, record)) in by_code.into_iter().enumerate() {
        if index % STEP == 0 {
            progress(Progress { stage: Stage::Merge, done: index, total });
        }
        work.procedure(&code, record);
    }
    progress(Progress { stage: Stage::Merge, done: total, total });
    for (told, codes) in work.report.files.iter_mut().zip(codes_of_files) {
        told.foreign = codes.iter().filter(|code| work.left_out.contains(*code)).count() as u64;
        told.taken -= told.foreign;
    }
    if !site.is_empty() {
        work.about_own_issuer();
    }
    let mut lists: Vec<&mut ListReport> = work.report.files.iter_mut().filter_map(|file| file.list.as_mut()).collect();
    if let [list] = lists.as_mut_slice() {
        let same = |other: &&Snapshot| other.rows.keys().eq(listed.keys());
        list.held_as = records.snapshots.iter().find(same).map(|held| held.id.clone());
    }
    let (mut plan, lean) = work.finish(base, &listed, &tally);
    if plan.report.withheld.is_none() && !plan.edits.is_empty() {
        let states = shifts::of(records, lean, &plan.edits, site, options.today);
        plan.report.withheld = withheld::loss(&states, options, &|shift| listed.contains_key(&shift.code));
        plan.report.states = Some(states);
    }
    if plan.report.withheld.is_some() {
        // Nothing is done, so that nothing is told of what would have been but for the rows that cannot be taken.
        let Report { files, refused, foreign, keeps_evidence, withheld, states, own_issuer, .. } = plan.report;
        let report =
            Report { files, refused, foreign, keeps_evidence, withheld, states, own_issuer, ..Report::default() };
        return Plan { edits: Vec::new(), report };
    }
    plan
}

/// A name for a list among the catalogue's evidence: its file's, with a number where that is taken.
fn snapshot_id(name: &str, records: &Records) -> String {
    let slug: String = slug(&file_label(name)).chars().take(50).collect();
    let stem = if slug.trim_matches('-').is_empty() { "danh-sach" } else { slug.trim_matches('-') };
    let is_taken = |id: &String| records.snapshots.iter().any(|list| list.id == *id);
    let numbered = (2u32..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(|id| !is_taken(id)).unwrap_or_default()
}

/// The catalogue as the model has it. Findings are not import's to tell: `check` does.
fn catalogue(existing: &Files, site: &Files, options: &Options) -> Records {
    let input = Input {
        catalogue: existing.clone(),
        site: site.clone(),
        templates: Files::new(),
        as_of: options.today,
        today: options.today,
        base_url: None,
    };
    load(&input).0
}

pub(super) fn text<'f>(files: &'f Files, path: &str) -> Option<&'f str> {
    files.get(path).and_then(FileContent::text)
}

/// A file's name without folders and endings.
fn file_label(name: &str) -> String {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let label = stem.split('.').next().unwrap_or(stem);
    clean::line(if label.is_empty() { stem } else { label })
}

/// Makes records of rows, many at a time.
fn normalise(
    raw: RawFile,
    depth: Depth,
    refused: &mut Vec<Refusal>,
    progress: &mut dyn FnMut(Progress),
) -> Vec<Record> {
    refused.extend(raw.refused);
    let total = raw.rows.len();
    let mut records = Vec::with_capacity(total);
    let mut rows = raw.rows;
    let mut done = 0;
    while !rows.is_empty() {
        progress(Progress { stage: Stage::Normalise, done, total });
        let rest = rows.split_off(rows.len().min(STEP));
        done += rows.len();
        let made: Vec<Result<Record, Box<Refusal>>> = rows
            .into_par_iter()
            .map(|(place, row)| {
                let made = match &row {
                    RawRow::Listed(cells) => list::record(place.clone(), cells),
                    RawRow::Line(object) => line::record(place.clone(), object, depth),
                    RawRow::Detail(object) => detail::record(place.clone(), object, depth),
                };
                made.map_err(|reason| Box::new(Refusal { place, reason }))
            })
            .collect();
        for one in made {
            match one {
                Ok(record) => records.push(record),
                Err(refusal) => refused.push(*refusal),
            }
        }
        rows = rest;
    }
    records
}

/// Which procedure each portal identifier belongs to.
struct Holders(BTreeMap<String, ProcedureCode>);

impl Holders {
    fn of(records: &Records) -> Holders {
        Holders(records.links.values().map(|link| (link.target.url(), link.code.clone())).collect())
    }

    /// Takes away a record's link that is another procedure's: the portal gives a procedure a new code now and then,
    /// and keeps its identifier.
    fn settle(&mut self, record: &mut Record) {
        let Some(target) = record.link.take() else { return };
        let code = &record.procedure.code;
        let holder = self.0.entry(target.url()).or_insert_with(|| code.clone());
        if holder == code {
            record.link = Some(target);
        } else {
            let remark = Remark::LinkOfOther(holder.to_string());
            record.note(remark);
        }
    }
}

/// Codes of a list of codes, one a line; what is none is given back as it stands.
pub fn codes(text: &str) -> (BTreeSet<ProcedureCode>, Vec<String>) {
    let mut codes = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let first = line.split(['\t', ',', ';']).next().unwrap_or_default().trim();
        if first.is_empty() {
            continue;
        }
        match ProcedureCode::new(first) {
            Ok(code) => {
                codes.insert(code);
            }
            Err(_) => wrong.push(line.chars().take(60).collect()),
        }
    }
    (codes, wrong)
}
