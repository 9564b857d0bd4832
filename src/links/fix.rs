//! Dead addresses in a catalogue → today's, where the pairing of code and page is on record.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{LinkForm, Written, closed_portal, urls_in, written_links};
use crate::import::{Edit, codes_of_link, link_of};
use crate::input::Input;
use crate::ledger::Catalogue;
use crate::load::LINK_COLUMNS;
use crate::model::{LinkTarget, Procedure, ProcedureCode};

use super::LINKS_FILE;

/// The column of `links.tsv` that has the portal's identifier, counted from 0, and the one behind it.
const ID: usize = 1;
const KIND: usize = 2;

/// An address that is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The file, relative to the project.
    pub file: String,
    /// The line, from 1, and the column in it.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
    /// The procedure to whose page the new one leads.
    pub code: ProcedureCode,
    /// What stands there.
    pub old: String,
    /// What is to stand there.
    pub new: String,
}

/// A dead address that stays: nobody knows to which page of today it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftLink {
    /// The file, relative to the project.
    pub file: String,
    /// The procedure in whose record it stands.
    pub code: ProcedureCode,
    /// The address.
    pub url: String,
}

/// What mending a catalogue's dead links means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FixPlan {
    /// What is mended, in the order of files and lines.
    pub fixes: Vec<Fix>,
    /// What stays.
    pub left: Vec<LeftLink>,
    /// The files as they are to be.
    pub edits: Vec<Edit>,
}

/// Plans to write today's address in the place of each dead one whose pairing is on record: in the texts of records, and in cells
/// of `links.tsv` that have an address where the portal's identifier belongs.
///
/// An address that names a procedure leads to the page of that one. One that names none is mended in `source` alone, which is about
/// the record's own procedure: in a sentence it may mean anything. The addresses of forms are files; no pairing tells of them.
pub fn plan_fixes(catalogue: &Catalogue<'_>, input: &Input) -> FixPlan {
    let own = closed_portal(catalogue);
    let is_dead = |url: &str| LinkForm::of(url, own.as_deref()).is_dead();
    let mut plan = FixPlan::default();
    for (code, record) in &catalogue.records.procedures {
        let dead: Vec<Written> = written_links(record).into_iter().filter(|written| is_dead(written.url)).collect();
        if dead.is_empty() {
            continue;
        }
        let (mut anywhere, mut in_source) = (BTreeMap::new(), BTreeMap::new());
        for Written { key, url, is_form, .. } in dead {
            let named = codes_of_link(url);
            let of_named = named.iter().find_map(|code| Some((code.clone(), pairing(catalogue, code)?.url())));
            let of_own = || Some((code.clone(), pairing(catalogue, code)?.url()));
            let is_own = named.is_empty() && key == "source";
            match of_named.or_else(|| if is_own { of_own() } else { None }).filter(|_| !is_form) {
                Some(new) if is_own => _ = in_source.insert(url, new),
                Some(new) => _ = anywhere.insert(url, new),
                None => plan.left.push(LeftLink { file: record.file.clone(), code: code.clone(), url: url.to_owned() }),
            }
        }
        let planned: Vec<&str> = anywhere.keys().chain(in_source.keys()).copied().collect();
        let of_line = |line: &str, url: &str| {
            let of_source = || in_source.get(url).filter(|_| line.starts_with("source"));
            anywhere.get(url).or_else(of_source).cloned()
        };
        plan.mend(input, &record.file, |line| in_line(line, of_line));
        // What stands in a way that a line does not show stays, and is told.
        for url in planned {
            if !plan.fixes.iter().any(|fix| fix.file == record.file && fix.old == url) {
                plan.left.push(LeftLink { file: record.file.clone(), code: code.clone(), url: url.to_owned() });
            }
        }
    }
    let known: BTreeSet<&ProcedureCode> = catalogue.records.links.keys().collect();
    plan.mend(input, LINKS_FILE, |line| in_row(line, catalogue, &known));
    let rows = LINKS_FILE.strip_prefix("catalogue/").and_then(|path| input.catalogue.get(path)?.text());
    for line in rows.unwrap_or_default().lines() {
        let unpaired =
            address_row(line, &known).filter(|(code, id)| link_of(id).or_else(|| pairing(catalogue, code)).is_none());
        plan.left.extend(unpaired.map(|(code, id)| LeftLink { file: LINKS_FILE.to_owned(), code, url: id.to_owned() }));
    }
    plan
}

/// A procedure, and the address of its page.
type Page = (ProcedureCode, String);

/// A part of a line that is mended: its bytes, the procedure, the new text.
type Part = (std::ops::Range<usize>, ProcedureCode, String);

impl FixPlan {
    /// Mends a file line by line.
    fn mend(&mut self, input: &Input, file: &str, parts_of: impl Fn(&str) -> Vec<Part>) {
        let Some(path) = file.strip_prefix("catalogue/") else { return };
        let Some(text) = input.catalogue.get(path).and_then(|content| content.text()) else { return };
        let mut after = String::with_capacity(text.len());
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let mut from = 0;
            for (bytes, code, new) in parts_of(line) {
                let (Some(before), Some(old)) = (line.get(from..bytes.start), line.get(bytes.clone())) else {
                    continue;
                };
                after.push_str(before);
                after.push_str(&new);
                let column = line.get(..bytes.start).unwrap_or_default().chars().count() + 1;
                let (file, old) = (file.to_owned(), old.to_owned());
                self.fixes.push(Fix { file, line: number + 1, column, code, old, new });
                from = bytes.end;
            }
            after.push_str(line.get(from..).unwrap_or_default());
        }
        if after != text {
            self.edits.push(Edit { path: path.to_owned(), before: Some(text.to_owned()), after: Some(after) });
        }
    }
}

fn in_line(line: &str, of: impl Fn(&str, &str) -> Option<Page>) -> Vec<Part> {
    let part = |(at, url): (usize, &str)| {
        let (code, new) = of(line, url)?;
        Some((at..at + url.len(), code, new))
    };
    urls_in(line).filter_map(part).collect()
}

/// A row of `links.tsv` that has an address where the identifier belongs: of today's form its identifier, of a dead one that of the
/// pairing that the record has.
fn in_row(line: &str, catalogue: &Catalogue<'_>, known: &BTreeSet<&ProcedureCode>) -> Vec<Part> {
    let line = line.trim_end_matches(['\r', '\n']);
    let cells: Vec<&str> = line.split('\t').collect();
    let (Some((code, id)), Some(kind)) = (address_row(line, known), cells.get(KIND)) else { return Vec::new() };
    let Some(target) = link_of(id).or_else(|| pairing(catalogue, &code)) else { return Vec::new() };
    let start = line.len() - cells.get(ID..).unwrap_or_default().join("\t").len();
    let word = match &target {
        LinkTarget::Procedure(_) => "procedure",
        LinkTarget::Interlinked(_) => "interlinked",
    };
    vec![(start..start + id.len() + 1 + kind.len(), code, format!("{}\t{word}", target.id()))]
}

/// The procedure and the address of a row of `links.tsv` that has an address where the identifier belongs.
fn address_row<'l>(line: &'l str, known: &BTreeSet<&ProcedureCode>) -> Option<(ProcedureCode, &'l str)> {
    let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    let (code, id) = (cells.first()?, *cells.get(ID)?);
    let is_row = cells.len() == LINK_COLUMNS.len() && id.contains("://");
    let code = ProcedureCode::new(code.trim()).ok().filter(|code| is_row && !known.contains(code))?;
    Some((code, id))
}

/// The page of a procedure: by `links.tsv`, else by the record's own source.
fn pairing(catalogue: &Catalogue<'_>, code: &ProcedureCode) -> Option<LinkTarget> {
    let records = catalogue.records;
    let of_record = |record: &Procedure| {
        record.source.as_deref().and_then(|source| urls_in(source).find_map(|(_, url)| link_of(url)))
    };
    let held = records.links.get(code).map(|link| link.target.clone());
    held.or_else(|| records.procedures.get(code).and_then(of_record))
}
