//! The board of an office: what it must post (Nghị định 63/2010 Điều 17), on A4 sheets, each procedure with its QR code.
//!
//! Offices of one agency post the same rows: these are rendered once for every list that differs, with the engine of the site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Serialize;

use crate::address;
use crate::executors;
use crate::finding::Finding;
use crate::ledger::Status;
use crate::model::{Contact, Office, ProcedureCode};
use crate::offices::{Due, Offices};
use crate::provinces::Own;
use crate::text::capitalised;

use super::super::engine::Engine;
use super::super::index::{Entry, Index};
use super::super::order::sort_key;
use super::super::words::{Words, day, number};
use super::content::{FactLine, cut_lines, fee_lines, places, rule_lines};
use super::{Cell, Head, ProcedureRef, Validity};

/// How many lines of one cell stand on a board; what has more is for the procedure's page.
const CELL_LINES: usize = 4;

/// Number, code, name and QR code: the columns that every table has.
const CERTAIN_COLUMNS: usize = 4;

/// The boards of a site.
pub(in crate::render) struct Boards<'a> {
    lists: Vec<BoardList<'a>>,
    /// Each office that there is on the day, with the place of its list.
    offices: Vec<(&'a Office, usize)>,
    unassigned: usize,
}

/// What one or more offices post, and what of theirs is left out.
struct BoardList<'a> {
    due: Vec<&'a ProcedureCode>,
    /// Not in force, each with whether it is coming; else it is suspended.
    waiting: Vec<Waiting<'a>>,
    /// The tables as HTML, rendered by the first board that needs them.
    tables: OnceLock<Result<String, Finding>>,
}

/// What is not in force, and whether it is coming.
type Waiting<'a> = (&'a ProcedureCode, bool);

/// One office's board.
pub(in crate::render) struct Board<'b> {
    pub(in crate::render) office: &'b Office,
    list: &'b BoardList<'b>,
    unassigned: usize,
}

/// The page.
#[derive(Serialize)]
struct BoardView<'b> {
    /// The province, as it stands above the office's name.
    above: String,
    name: &'b str,
    address: Option<&'b str>,
    /// Whether the national title and motto stand at the head.
    motto: bool,
    count: String,
    tables: Option<&'b str>,
    /// Where complaints go: the office's own place, else the site's first.
    feedback: Option<String>,
    suspended: Vec<ProcedureRef>,
    coming: Vec<ProcedureRef>,
    unassigned: Option<String>,
    signer: Option<&'b str>,
}

/// The tables that offices share.
#[derive(Serialize)]
struct TablesView<'b> {
    root: &'static str,
    sectors: Vec<SectorView<'b>>,
}

#[derive(Serialize)]
struct SectorView<'b> {
    title: String,
    columns: Columns,
    /// Which columns are left out, as nothing is on record for them.
    lacking: Option<String>,
    rows: Vec<RowView<'b>>,
}

/// The columns of a sector's table that any of its rows has something for.
#[derive(Serialize)]
struct Columns {
    rule: bool,
    here: bool,
    fee: bool,
    place: bool,
    /// How many columns the table has with those that are always there.
    count: usize,
}

#[derive(Serialize)]
struct RowView<'b> {
    number: usize,
    code: &'b str,
    name: &'b str,
    url: &'b str,
    /// The address of the procedure's page as people type it.
    address: String,
    rule: Vec<FactLine>,
    here: Vec<FactLine>,
    fee: Vec<FactLine>,
    place: Vec<FactLine>,
    /// The file of its QR code.
    qr: String,
}

impl<'a> Boards<'a> {
    /// The boards of the offices that there are on the catalogue's day.
    pub(in crate::render) fn new(index: &Index<'a>, assigned: &Offices<'a>) -> Self {
        let mut known: BTreeMap<(Vec<&ProcedureCode>, Vec<Waiting>), usize> = BTreeMap::new();
        let mut boards = Boards { lists: Vec::new(), offices: Vec::new(), unassigned: assigned.unassigned_count };
        for office in index.records.offices_on(index.catalogue.as_of) {
            let due: Vec<&'a ProcedureCode> = assigned.due(office).iter().map(|due| &due.procedure.code).collect();
            let is_coming = |due: &Due| due.state.at(due.level).status == Status::Pending;
            let waiting = assigned.waiting(office).into_iter().map(|due| (&due.procedure.code, is_coming(due)));
            let waiting: Vec<Waiting<'a>> = waiting.collect();
            let place = *known.entry((due, waiting)).or_insert_with_key(|(due, waiting)| {
                let (due, waiting) = (due.clone(), waiting.clone());
                boards.lists.push(BoardList { due, waiting, tables: OnceLock::new() });
                boards.lists.len() - 1
            });
            boards.offices.push((office, place));
        }
        boards
    }

    /// The QR codes of everything that stands on a board, a file each: 166 communes post the same.
    pub(in crate::render) fn files(&self, index: &Index) -> Vec<(String, String)> {
        let codes: BTreeSet<&ProcedureCode> = self.lists.iter().flat_map(|list| list.due.iter().copied()).collect();
        let entries = codes.into_iter().filter_map(|code| index.entry(code));
        entries.filter_map(|entry| Some((address::qr(entry.code), index.qr_file(entry)?))).collect()
    }

    /// Every board, in the order of the offices' identifiers.
    pub(in crate::render) fn iter(&self) -> impl Iterator<Item = Board<'_>> {
        self.offices.iter().filter_map(|(office, place)| {
            let list = self.lists.get(*place)?;
            Some(Board { office, list, unassigned: self.unassigned })
        })
    }
}

impl BoardList<'_> {
    /// The tables; each procedure stands once, in the order of sectors and names, numbered through.
    fn tables(&self, index: &Index, engine: &Engine) -> Result<&str, Finding> {
        let tables = self.tables.get_or_init(|| {
            let mut sectors: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
            for entry in self.due.iter().filter_map(|code| index.entry(code)) {
                let name = index.records.sector_name(&entry.procedure.sector);
                sectors.entry((sort_key(name), name)).or_default().push(entry);
            }
            let own = Own::of(&index.records.site, &index.records.agencies).province();
            let mut before = 0;
            let mut views = Vec::new();
            for ((_, name), mut entries) in sectors {
                entries.sort_by_key(|entry| (&entry.key, entry.code));
                let rows = entries.iter().zip(before + 1..).map(|(entry, at)| row(index, entry, at, own));
                let rows: Vec<RowView> = rows.collect();
                before += entries.len();
                views.push(SectorView::of(index.words, name, rows));
            }
            // Every board stands at the same depth.
            engine.render("part/board.html", &(), &TablesView { root: "../../../", sectors: views })
        });
        tables.as_ref().map(String::as_str).map_err(Clone::clone)
    }
}

impl<'b> SectorView<'b> {
    fn of(words: Words, sector: &str, rows: Vec<RowView<'b>>) -> Self {
        let rule = rows.iter().any(|row| !row.rule.is_empty());
        let here = rows.iter().any(|row| !row.here.is_empty());
        let fee = rows.iter().any(|row| !row.fee.is_empty());
        let place = rows.iter().any(|row| !row.place.is_empty());
        let columns = [("time_rule", rule), ("time_here", here), ("fee", fee), ("place", place)];
        let lacking = columns.iter().filter(|(_, is_there)| !is_there).map(|(key, _)| words.get("board", key));
        let lacking = lacking.collect::<Vec<_>>().join("; ");
        let count = CERTAIN_COLUMNS + columns.iter().filter(|(_, is_there)| *is_there).count();
        SectorView {
            title: words.fill("board", "sector", &[("sector", sector)]),
            columns: Columns { rule, here, fee, place, count },
            lacking: (!lacking.is_empty()).then(|| words.fill("board", "lacking", &[("columns", &lacking)])),
            rows,
        }
    }
}

impl Board<'_> {
    /// The page of the board.
    pub(in crate::render) fn render(
        &self,
        index: &Index,
        engine: &Engine,
        validity: Option<Validity>,
    ) -> Result<Vec<u8>, Finding> {
        let words = index.words;
        let Board { office, list, unassigned } = self;
        let (count, as_of) = (number(list.due.len()), day(index.catalogue.as_of));
        let args = [("name", office.name.as_str()), ("count", &count), ("day", &as_of)];
        let waiting = |coming: bool| {
            let codes = list.waiting.iter().filter(|(_, is_coming)| *is_coming == coming);
            let entries = codes.filter_map(|(code, _)| index.entry(code));
            entries.map(|entry| ProcedureRef { mark: None, ..ProcedureRef::of(words, entry) }).collect()
        };
        let site = &index.records.site;
        let feedback = site.feedback.first().map(on_paper);
        let view = BoardView {
            above: capitalised(&site.province),
            name: &office.name,
            address: office.contact.address.as_deref(),
            motto: office.motto,
            count: words.fill("board", "count", &[("count", &count), ("day", &as_of)]),
            tables: if list.due.is_empty() { None } else { Some(list.tables(index, engine)?) },
            feedback: office.contact.feedback.clone().or(feedback),
            suspended: waiting(false),
            coming: waiting(true),
            unassigned: (*unassigned > 0)
                .then(|| words.fill("board", "unassigned", &[("count", &number(*unassigned))])),
            signer: office.contact.signer.as_deref(),
        };
        let title = words.fill("board", "page_title", &args);
        let description = words.fill("board", "description", &args);
        let head = Head::new(&address::board(&office.id), title, description, "offices");
        engine.page("board.html", &Head { validity, ..head }, &view)
    }
}

/// Where to complain, with the address that a link would hide.
fn on_paper(contact: &Contact) -> String {
    match contact.href.as_deref().filter(|href| href.starts_with("http")) {
        Some(href) => format!("{}, {href}", contact.value),
        None => contact.value.clone(),
    }
}

fn row<'b>(index: &'b Index, entry: &'b Entry, number: usize, own: Option<&str>) -> RowView<'b> {
    let words = index.words;
    let content = entry.state.content(entry.procedure);
    let many_fees = words.get("board", "many_fees");
    let mut fee = stated(fee_lines(words, &content, &many_fees));
    if fee.len() > CELL_LINES {
        fee = vec![FactLine::of(Cell::value(many_fees))];
    }
    let base = index.records.site.base_url.as_str();
    RowView {
        number,
        code: entry.code.as_str(),
        name: &entry.name,
        url: &entry.url,
        address: format!("{}{}", base.strip_prefix("https://").unwrap_or(base), entry.url),
        rule: stated(rule_lines(words, &content)),
        here: stated(cut_lines(words, &content)),
        fee,
        place: stated(places(words, &content)).into_iter().filter(|line| is_here(own, line)).collect(),
        qr: address::qr(entry.code),
    }
}

/// Whether a line names anything but bodies of other provinces, which the national list names too and to which nobody goes
/// from here.
pub(super) fn is_here(own: Option<&str>, line: &FactLine) -> bool {
    let is_elsewhere = |body: executors::Executor| body.province.is_some_and(|named| Some(named) != own);
    !executors::read([line.cell.text.as_str()]).all(is_elsewhere)
}

/// What somebody entered; the rest stands on no board.
pub(super) fn stated(mut lines: Vec<FactLine>) -> Vec<FactLine> {
    lines.retain(|line| line.cell.class.is_empty());
    lines
}
