//! The plan of an import: every file as it is to be, and the report.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::input::{FileContent, Files, Input};
use crate::load::load;
use crate::model::{Link, Procedure, ProcedureCode, Records};

use super::base::{BASE_PATH, Base, Line, fingerprint};
use super::field::Field;
use super::merge::{merge, overlay};
use super::read::{RawFile, RawRow, read};
use super::record::{Depth, Record};
use super::report::{Conflict, FileReport, Kind, Note, Reason, Refusal, Remark, Report, RowPlace};
use super::tables::{LinkRow, LinkTable, snapshot, with_added};
use super::vocabulary::Vocabulary;
use super::write::{procedure_path, write_procedure};
use super::{Conflicts, Edit, Foreign, Links, Options, Progress, Scope, Stage, clean, detail, line, list};

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
/// `existing` are the files of the catalogue, `base` the text of [`BASE_PATH`] where there is one.
///
/// Guarantee: the same files, base and options give the same plan; once its edits are made, the same import plans
/// none. Content never makes it fail: what cannot be taken is in the report, with its place.
pub fn plan(
    existing: &Files,
    base: Option<&str>,
    foreign: &[Foreign],
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Plan {
    let mut report = Report::default();
    let records = catalogue(existing, options);
    let scope = |code: &ProcedureCode| match &options.scope {
        Scope::All => true,
        Scope::Held => records.procedures.contains_key(code),
        Scope::Only(codes) => codes.contains(code),
        Scope::Nothing => false,
    };
    let mut holders = Holders::of(&records);
    let mut by_code: BTreeMap<ProcedureCode, Record> = BTreeMap::new();
    let mut listed: BTreeMap<ProcedureCode, String> = BTreeMap::new();
    for (index, file) in foreign.iter().enumerate() {
        progress(Progress { stage: Stage::Read, done: index, total: foreign.len() });
        let raw = read(file);
        let label = file.label.as_deref().map_or_else(|| file_label(&file.name), clean::line);
        for column in &raw.unknown_columns {
            let remark = Remark::KeyUnknown(column.clone());
            report.notes.push(Note { place: RowPlace::file(&file.name), remark });
        }
        let mut told = FileReport { name: file.name.clone(), kind: raw.kind, rows: 0, taken: 0, outside: 0 };
        told.rows = (raw.rows.len() + raw.refused.len()) as u64;
        let is_list = matches!(raw.kind, Some(Kind::ListText | Kind::ListWorkbook));
        // Rows of other codes need not be read further, unless they are evidence.
        let mut raw = raw;
        if !(is_list && options.snapshot.is_some()) {
            let before = raw.rows.len();
            raw.rows.retain(|(_, row)| row.code().is_none_or(|code| scope(&code)));
            told.outside = (before - raw.rows.len()) as u64;
        }
        let mut seen: BTreeMap<ProcedureCode, RowPlace> = BTreeMap::new();
        for made in normalise(raw, options.depth, &mut report.refused, progress) {
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
            if !scope(&code) {
                told.outside += 1;
                continue;
            }
            told.taken += 1;
            let mut made = made;
            holders.settle(&mut made);
            let link = made.link.take().filter(|_| match options.links {
                Links::All => true,
                Links::Lists => is_list,
                Links::None => false,
            });
            let made = Record { label: label.clone(), link, link_label: label.clone(), ..made };
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
    }
    if let Scope::Only(codes) = &options.scope {
        report.missing = codes.iter().filter(|code| !by_code.contains_key(*code)).map(ToString::to_string).collect();
    }
    let mut work = Work {
        existing,
        records: &records,
        vocabulary: Vocabulary::of(&records.agencies, &records.sectors),
        links: LinkTable::of(text(existing, "links.tsv")),
        base: base.map(Base::parse).unwrap_or_default(),
        edits: BTreeMap::new(),
        options,
        report,
    };
    let total = by_code.len();
    for (index, (code, record)) in by_code.into_iter().enumerate() {
        if index % STEP == 0 {
            progress(Progress { stage: Stage::Merge, done: index, total });
        }
        work.procedure(&code, record);
    }
    progress(Progress { stage: Stage::Merge, done: total, total });
    work.finish(base, &listed)
}

/// The catalogue as the model has it. Findings are not import's to tell: `check` does.
fn catalogue(existing: &Files, options: &Options) -> Records {
    let input = Input {
        catalogue: existing.clone(),
        site: Files::new(),
        templates: Files::new(),
        as_of: options.today,
        today: options.today,
        base_url: None,
    };
    load(&input).0
}

fn text<'f>(files: &'f Files, path: &str) -> Option<&'f str> {
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
        let made: Vec<Result<Record, Refusal>> = rows
            .into_par_iter()
            .map(|(place, row)| {
                let made = match &row {
                    RawRow::Listed(cells) => list::record(place.clone(), cells),
                    RawRow::Line(object) => line::record(place.clone(), object, depth),
                    RawRow::Detail(object) => detail::record(place.clone(), object, depth),
                };
                made.map_err(|reason| Refusal { place, reason })
            })
            .collect();
        for one in made {
            match one {
                Ok(record) => records.push(record),
                Err(refusal) => refused.push(refusal),
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

/// An import under way.
struct Work<'w> {
    existing: &'w Files,
    records: &'w Records,
    vocabulary: Vocabulary,
    links: LinkTable,
    base: Base,
    edits: BTreeMap<String, Edit>,
    options: &'w Options,
    report: Report,
}

impl Work<'_> {
    /// One procedure.
    fn procedure(&mut self, code: &ProcedureCode, mut record: Record) {
        let current = self.records.procedures.get(code);
        if current.is_none()
            && let Some(path) = self.file_of(code)
        {
            let reason = Reason::FileUnreadable(format!("catalogue/{path}"));
            self.report.refused.push(Refusal { place: record.place, reason });
            return;
        }
        self.place(&mut record, current.is_some());
        self.report.facts = self.report.facts.plus(record.facts);
        self.report.notes.append(&mut record.notes);
        let line = self.base.lines.get(code).cloned();
        let merged = merge(current, line.as_ref(), &record, self.options.conflicts);
        let overruled = self.options.conflicts == Conflicts::Overrule;
        let path = current.map(|procedure| file_path(procedure).to_owned());
        let shown_path =
            path.clone().unwrap_or_else(|| procedure_path(&merged.procedure.sector.0, code));
        self.report.kept_by_hand += merged.by_hand;
        for (field, source) in merged.conflicts {
            let what = Some(field.key().to_owned());
            self.report.conflicts.push(Conflict { path: shown_path.clone(), what, source, overruled });
        }
        let mut line = merged.base;
        let after = write_procedure(&merged.procedure);
        let before = path.as_deref().and_then(|path| text(self.existing, path)).map(str::to_owned);
        if let (Some(current), Some(before)) = (current, &before)
            && !merged.changed.is_empty()
            && write_procedure(current) != *before
        {
            // Writing the file anew would lose comments or a layout that a person gave it.
            let source = merged.changed.iter().map(|field| field.key()).collect::<Vec<_>>().join(", ");
            self.report.conflicts.push(Conflict { path: shown_path, what: None, source, overruled });
            if !overruled {
                self.report.unchanged += 1;
                self.link(code, &record, line_or_new(self.base.lines.get(code), record.depth));
                return;
            }
        }
        match (&before, merged.changed.is_empty()) {
            (None, _) => {
                self.report.created += 1;
                let path = procedure_path(&merged.procedure.sector.0, code);
                self.edit(path, None, Some(after));
            }
            (Some(_), true) => self.report.unchanged += 1,
            (Some(before), false) => {
                self.report.changed.insert(code.to_string(), merged.changed.clone());
                let old_path = path.unwrap_or_default();
                let moves = merged.changed.contains(&Field::Sector);
                let new_path =
                    if moves { procedure_path(&merged.procedure.sector.0, code) } else { old_path.clone() };
                if new_path == old_path {
                    self.edit(old_path, Some(before.clone()), Some(after));
                } else {
                    self.edit(old_path, Some(before.clone()), None);
                    let there = text(self.existing, &new_path).map(str::to_owned);
                    self.edit(new_path, there, Some(after));
                }
            }
        }
        line.depth = line.depth.max(record.depth);
        self.link(code, &record, line);
    }

    /// The file that bears a code's name, though it could not be read as that procedure's.
    fn file_of(&self, code: &ProcedureCode) -> Option<String> {
        let name = format!("/{code}.md");
        let path = self.existing.keys().find(|path| path.starts_with("procedures/") && path.ends_with(&name));
        path.cloned()
    }

    /// Gives a record its agency and sector by identifier. A procedure that is new needs both.
    fn place(&mut self, record: &mut Record, held: bool) {
        if record.issuer.is_some() || !held {
            let name = record.issuer.clone();
            let (id, new) = self.vocabulary.agency(name.as_deref());
            record.procedure.issuer = id;
            match &name {
                Some(name) if new => record.note(Remark::AgencyAdded(name.clone())),
                Some(_) => {}
                None => record.note(Remark::Unplaced(Field::Issuer.key().to_owned())),
            }
            record.stated.insert(Field::Issuer);
            if let Some(name) = &name
                && let Some(agency) = self.records.agencies.get(&record.procedure.issuer)
                && agency.name != *name
                && !agency.spellings.contains(name)
            {
                record.keep_written(Field::Issuer, name, &agency.name);
            }
        }
        if !record.sectors.is_empty() || !held {
            // Of several sectors the first that the catalogue knows already.
            let sectors = std::mem::take(&mut record.sectors);
            let known = sectors.iter().find(|name| self.vocabulary.is_known_sector(name));
            let name = known.or(sectors.first()).cloned();
            let (id, new) = self.vocabulary.sector(name.as_deref());
            record.procedure.sector = id;
            match &name {
                Some(name) if new => record.note(Remark::SectorAdded(name.clone())),
                Some(_) => {}
                None => record.note(Remark::Unplaced(Field::Sector.key().to_owned())),
            }
            record.stated.insert(Field::Sector);
            let written = sectors.join("; ");
            let kept = self.records.sectors.get(&record.procedure.sector);
            let same = kept.is_none_or(|kept| kept.name == written || kept.spellings.contains(&written));
            if !same || sectors.len() > 1 {
                record.keep_written(Field::Sector, &written, kept.map_or("", |kept| &kept.name));
            }
        }
    }

    /// The portal link of a procedure, and its line in the base.
    fn link(&mut self, code: &ProcedureCode, record: &Record, mut line: Line) {
        if let Some(target) = &record.link {
            let confirmed = self.options.snapshot.as_ref().and_then(|order| order.taken);
            let row = LinkRow { target: target.clone(), evidence: record.link_label.clone(), confirmed };
            let print = fingerprint(&row.line(code));
            match (self.records.links.get(code), self.links.line(code)) {
                (None, None) => {
                    self.links.set(code, &row);
                    line.link = Some(print);
                }
                // A line that cannot be read is a person's to mend.
                (None, Some(there)) => self.link_conflict(code, there.to_owned(), &row),
                (Some(link), Some(there)) => {
                    let same_target = link.target == *target;
                    let later = confirmed.is_some_and(|day| link.confirmed.is_none_or(|before| before < day));
                    if same_target && !later {
                        line.link.get_or_insert_with(|| fingerprint(there));
                    } else if same_target || self.may_replace(link, there, &line) {
                        self.links.set(code, &row);
                        line.link = Some(print);
                    } else {
                        self.link_conflict(code, there.to_owned(), &row);
                        if self.options.conflicts == Conflicts::Overrule {
                            line.link = Some(print);
                        }
                    }
                }
                (Some(_), None) => {}
            }
        }
        self.base.lines.insert(code.clone(), line);
    }

    /// Whether import itself wrote the link that stands there.
    fn may_replace(&self, link: &Link, there: &str, line: &Line) -> bool {
        link.confirmed.is_none() && line.link.as_ref() == Some(&fingerprint(there))
    }

    fn link_conflict(&mut self, code: &ProcedureCode, there: String, row: &LinkRow) {
        let overruled = self.options.conflicts == Conflicts::Overrule;
        if overruled {
            self.links.set(code, row);
        }
        if there != row.line(code) {
            self.report.conflicts.push(Conflict {
                path: "links.tsv".to_owned(),
                what: Some(code.to_string()),
                source: row.line(code).replace('\t', " · "),
                overruled,
            });
        }
    }

    fn edit(&mut self, path: String, before: Option<String>, after: Option<String>) {
        if before != after {
            self.edits.insert(path.clone(), Edit { path, before, after });
        }
    }

    /// Writes the tables and closes the report.
    fn finish(mut self, base: Option<&str>, listed: &BTreeMap<ProcedureCode, String>) -> Plan {
        for (path, added) in [
            ("agencies.toml", std::mem::take(&mut self.vocabulary.added_agencies)),
            ("sectors.toml", std::mem::take(&mut self.vocabulary.added_sectors)),
        ] {
            let before = text(self.existing, path).map(str::to_owned);
            if !added.is_empty() {
                let after = with_added(before.as_deref(), &added);
                self.edit(path.to_owned(), before, Some(after));
            }
        }
        let links = std::mem::replace(&mut self.links, LinkTable::of(None));
        if links.changed() {
            let before = text(self.existing, "links.tsv").map(str::to_owned);
            self.edit("links.tsv".to_owned(), before, Some(links.write()));
        }
        if let Some(order) = &self.options.snapshot
            && !listed.is_empty()
        {
            let path = format!("snapshots/{}.tsv", order.id);
            let before = text(self.existing, &path).map(str::to_owned);
            let after = snapshot(order, listed);
            let overruled = self.options.conflicts == Conflicts::Overrule;
            if before.as_ref().is_some_and(|before| *before != after) {
                // Evidence is not changed in passing.
                let source = order.title.clone();
                self.report.conflicts.push(Conflict { path: path.clone(), what: None, source, overruled });
            }
            if before.is_none() || overruled {
                self.edit(path, before, Some(after));
            }
        }
        let after = self.base.write();
        if base != Some(after.as_str()) && !self.base.lines.is_empty() {
            self.edit(BASE_PATH.to_owned(), base.map(str::to_owned), Some(after));
        }
        self.report.refused.sort();
        self.report.notes.sort();
        self.report.notes.dedup();
        self.report.conflicts.sort();
        Plan { edits: self.edits.into_values().collect(), report: self.report }
    }
}

fn line_or_new(line: Option<&Line>, depth: Depth) -> Line {
    line.cloned().unwrap_or_else(|| Line::new(depth))
}

/// The path of a procedure's file relative to the catalogue.
fn file_path(procedure: &Procedure) -> &str {
    procedure.file.strip_prefix("catalogue/").unwrap_or(&procedure.file)
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
