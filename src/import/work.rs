//! Merging records into the catalogue, one procedure after the other, and the edits that come of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::Files;
use crate::model::{AgencyId, Link, ListPart, Procedure, ProcedureCode, Records};
use crate::provinces::Own;

use super::base::{BASE_PATH, Base, Line, fingerprint};
use super::field::Field;
use super::kinds::Tally;
use super::merge::merge;
use super::plan::{Plan, text};
use super::record::{Depth, Record};
use super::refusal::{Reason, Refusal, Remark};
use super::report::{Conflict, OwnIssuer, Report};
use super::shifts::lean;
use super::tables::{LinkRow, LinkTable, snapshot, with_added};
use super::vocabulary::Vocabulary;
use super::withheld::part_of;
use super::write::{procedure_path, write_procedure};
use super::{Conflicts, Edit, Options};

/// An import under way.
pub(super) struct Work<'w> {
    pub(super) existing: &'w Files,
    pub(super) records: &'w Records,
    pub(super) vocabulary: Vocabulary,
    pub(super) links: LinkTable,
    pub(super) base: Base,
    pub(super) edits: BTreeMap<String, Edit>,
    /// The codes that the province's own decisions name.
    pub(super) ours: BTreeSet<&'w ProcedureCode>,
    /// Another province's procedures, of which nothing is taken.
    pub(super) left_out: BTreeSet<ProcedureCode>,
    /// Who issued the procedures that were taken.
    pub(super) issuers: BTreeSet<AgencyId>,
    /// What the ledger reads of the procedures in which something of that changes.
    pub(super) lean: BTreeMap<ProcedureCode, Procedure>,
    pub(super) options: &'w Options,
    pub(super) report: Report,
}

impl Work<'_> {
    /// One procedure.
    pub(super) fn procedure(&mut self, code: &ProcedureCode, mut record: Record) {
        let current = self.records.record(code);
        let foreign = record.issuer.clone().filter(|issuer| self.vocabulary.is_foreign(issuer));
        if let Some(issuer) = &foreign
            && !self.records.procedures.contains_key(code)
            && !self.ours.contains(code)
        {
            *self.report.foreign.entry(issuer.clone()).or_default() += 1;
            self.left_out.insert(code.clone());
            return;
        }
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
        let shown_path = path.clone().unwrap_or_else(|| procedure_path(&merged.procedure.sector.0, code));
        self.report.kept_by_hand += merged.by_hand;
        for (field, source) in merged.conflicts {
            let what = Some(field.key().to_owned());
            self.report.conflicts.push(Conflict { path: shown_path.clone(), what, source, overruled });
        }
        self.issuers.insert(merged.procedure.issuer.clone());
        if let Some(issuer) = foreign
            && merged.changed.contains(&Field::Issuer)
            && !self.ours.contains(code)
        {
            // The catalogue's reader leaves the record out from now on.
            *self.report.foreign.entry(issuer).or_default() += 1;
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
        let of_ledger = [Field::Name, Field::Issuer, Field::Executing, Field::Sector, Field::Levels, Field::Decision];
        if current.is_none() || of_ledger.iter().any(|field| merged.changed.contains(field)) {
            self.lean.insert(code.clone(), lean(&merged.procedure));
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
                let new_path = if moves { procedure_path(&merged.procedure.sector.0, code) } else { old_path.clone() };
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

    /// What a person should know of the site's own issuer: that it is none, or that the files have provinces' procedures and
    /// none of its own.
    pub(super) fn about_own_issuer(&mut self) {
        let stated = &self.records.site.own_issuer;
        // An import may bring the agency that the settings name.
        let provinces = &self.vocabulary.provinces;
        self.report.own_issuer = match Own::of(&self.records.site, provinces).issuer() {
            None => {
                let known = provinces.values().map(|agency| format!("{} ({})", agency.id.0, agency.name)).collect();
                Some(OwnIssuer::Unsound { value: stated.0.clone(), known })
            }
            Some(own) if !self.report.foreign.is_empty() && !self.issuers.contains(own) => {
                let name = provinces.get(own).map(|agency| agency.name.clone()).unwrap_or_default();
                Some(OwnIssuer::NotAmong { id: own.0.clone(), name })
            }
            Some(_) => None,
        };
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
            let row = LinkRow { target: target.clone(), evidence: record.link_label.clone(), confirmed, by: None };
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

    /// Writes the tables and closes the report; gives what the ledger is to read of the procedures too.
    pub(super) fn finish(
        mut self,
        base: Option<&str>,
        listed: &BTreeMap<ProcedureCode, String>,
        tally: &Tally,
    ) -> (Plan, BTreeMap<ProcedureCode, Procedure>) {
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
        let part = self.options.snapshot.as_ref().map(|order| {
            let lists = self.report.files.iter().filter_map(|file| Some((&*file.name, &file.list.as_ref()?.kind)));
            part_of(order, lists, tally, &self.vocabulary)
        });
        let part = match part.transpose() {
            Ok(part) => part.unwrap_or_default(),
            Err(withheld) => {
                self.report.withheld = Some(withheld);
                ListPart::default()
            }
        };
        if let Some(order) = &self.options.snapshot
            && !listed.is_empty()
        {
            let path = format!("snapshots/{}.tsv", order.id);
            let before = text(self.existing, &path).map(str::to_owned);
            let after = snapshot(order, &part, listed);
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
        (Plan { edits: self.edits.into_values().collect(), report: self.report }, self.lean)
    }
}

fn line_or_new(line: Option<&Line>, depth: Depth) -> Line {
    line.cloned().unwrap_or_else(|| Line::new(depth))
}

/// The path of a procedure's file relative to the catalogue.
fn file_path(procedure: &Procedure) -> &str {
    procedure.file.strip_prefix("catalogue/").unwrap_or(&procedure.file)
}
