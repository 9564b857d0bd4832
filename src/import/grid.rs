//! The rows of a list's table, one after the other: titles in one row or two and on every page, headings that speak of the
//! rows below, cells that stand once for several rows, totals and remarks.

use super::heading::{self, Heading, Says};
use super::limits::{LIST_ROW_BYTES, ROWS, UNPACKED_BYTES};
use super::list::{self, Cells, Column, Columns};
use super::raw::{RawFile, RawRow};
use super::refusal::{Reason, Refusal, Remark, RowPlace};
use super::{clean, codes};

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GridRow {
    pub(super) cells: Vec<String>,
    /// Which cells are one with the cell above; their text is the upper cell's.
    pub(super) merged: Vec<bool>,
    /// A portal's page to which a cell of the row leads.
    pub(super) link: Option<String>,
    /// Why the row cannot be taken, by cells: what is struck out of them, or their letters.
    pub(super) doubts: Vec<(usize, Reason)>,
    /// What a person should know of the row, where it is taken.
    pub(super) remarks: Vec<Remark>,
}

/// A table under way.
#[derive(Default)]
pub(super) struct Grid {
    columns: Option<Columns>,
    /// The row of titles, while a second may follow.
    titles: Option<Vec<String>>,
    /// The row above, while no titles are met.
    above: Vec<String>,
    /// Rows met above the titles.
    seen: usize,
    headings: Vec<Open>,
    /// Rows of procedures so far, and since the last total.
    count: usize,
    since_total: usize,
    /// Where this table's rows begin in the file.
    first: Option<usize>,
    /// Places of headings whose totals are not those of their rows.
    notes: Vec<(RowPlace, Remark)>,
}

/// A heading whose rows are being read.
struct Open {
    heading: Heading,
    place: RowPlace,
    rows: usize,
}

impl Grid {
    /// Whether the row of titles has been met.
    pub(super) fn has_titles(&self) -> bool {
        self.columns.is_some()
    }

    /// Whether titles may still come.
    pub(super) fn may_go_on(&self) -> bool {
        self.has_titles() || list::titles_may_follow(self.seen)
    }

    /// Whether the next row may be the titles.
    pub(super) fn awaits_titles(&self) -> bool {
        !self.has_titles() && list::titles_may_follow(self.seen)
    }

    /// The columns of code and name, once they are known.
    pub(super) fn subject(&self) -> Option<(usize, usize)> {
        let columns = self.columns.as_ref()?;
        Some((columns.at(Column::Code)?, columns.at(Column::Name)?))
    }

    /// The column of links.
    pub(super) fn url(&self) -> Option<usize> {
        self.columns.as_ref()?.at(Column::Url)
    }

    /// Takes a row.
    ///
    /// # Errors
    /// A reason where the file as a whole is too long.
    pub(super) fn row(&mut self, file: &mut RawFile, place: RowPlace, row: GridRow) -> Result<(), Reason> {
        let Some((code, name)) = self.subject() else {
            if list::titles_may_follow(self.seen) {
                self.titles(file, row.cells);
            }
            return Ok(());
        };
        let written = row.cells.get(code).map(String::as_str).unwrap_or_default();
        if !codes::is_like(written) && self.is_no_row(&place, &row.cells) {
            return Ok(());
        }
        self.titles = None;
        let is = |at: usize| row.merged.get(at).copied().unwrap_or(false);
        if is(code) && (is(name) || row.cells.get(name).is_none_or(|name| name.trim().is_empty())) {
            // A procedure whose row is divided in some other column.
            self.divided(file, &row.cells);
            return Ok(());
        }
        let Some(columns) = &self.columns else { return Ok(()) };
        if file.rows.len() + file.refused.len() >= ROWS {
            return Err(Reason::TooManyRows(ROWS as u64));
        }
        file.notes.extend(row.remarks.into_iter().map(|remark| (place.clone(), remark)));
        if let Some((_, reason)) = row.doubts.into_iter().find(|(at, _)| columns.is_known(*at)) {
            file.refused.push(Refusal { place, reason });
            return Ok(());
        }
        self.first.get_or_insert(file.rows.len());
        if let Some(mut cells) = take(file, columns, &place, row.cells)? {
            self.count += 1;
            self.since_total += 1;
            self.headings.iter_mut().for_each(|open| open.rows += 1);
            self.carry(&mut cells);
            if cells.url.as_deref().is_none_or(|url| !url.trim_start().starts_with("http")) && row.link.is_some() {
                cells.url = row.link;
            }
            file.rows.push((place, RawRow::Listed(cells)));
        }
        Ok(())
    }

    /// Looks for the titles in a row, or in it and the row above it together.
    fn titles(&mut self, file: &mut RawFile, row: Vec<String>) {
        self.seen += 1;
        let (alone, both) = (Columns::of(&row), Columns::of(&list::spanned(&self.above, &row)));
        self.columns = match (alone, both) {
            (Some(alone), Some(both)) if both.known_count() > alone.known_count() => Some(both),
            (alone, both) => alone.or(both),
        };
        if self.columns.is_some() {
            self.titles = Some(row.clone());
        } else {
            file.above_titles(&row);
        }
        self.above = row;
    }

    /// Whether a row without a code speaks of others: then it is taken as that.
    fn is_no_row(&mut self, place: &RowPlace, row: &[String]) -> bool {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return true;
        }
        if let Some(again) = Columns::of(row) {
            // The titles of another page.
            (self.columns, self.titles) = (Some(again), Some(row.to_vec()));
            return true;
        }
        if let Some(upper) = self.titles.take()
            && let Some((code, name)) = self.subject()
            && [code, name].iter().all(|at| row.get(*at).is_none_or(|cell| cell.trim().is_empty()))
        {
            let both = Columns::of(&list::spanned(&upper, row));
            let more =
                |columns: &Columns| self.columns.as_ref().is_none_or(|own| columns.known_count() > own.known_count());
            if let Some(both) = both.filter(more) {
                self.columns = Some(both);
                return true;
            }
        }
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        let Some(heading) = heading::of(&cells) else { return false };
        match heading.says {
            Says::Remark => {}
            Says::Total => self.total(place, &heading),
            Says::Sector(_) | Says::Agency(_) | Says::Part => self.under(place.clone(), heading),
        }
        true
    }

    /// Goes below a heading: it ends those of its own style, and a field ends a field, however each is numbered.
    fn under(&mut self, place: RowPlace, heading: Heading) {
        let same = |open: &Open| match (&heading.says, &open.heading.says) {
            (Says::Sector(_), Says::Sector(_)) | (Says::Agency(_), Says::Agency(_)) => true,
            (Says::Part, Says::Part) => heading.style == open.heading.style,
            _ => heading.style == open.heading.style && heading.style != heading::Style::Bare,
        };
        let at = self.headings.iter().position(same).unwrap_or(self.headings.len());
        for ended in self.headings.split_off(at) {
            self.check(ended);
        }
        self.headings.push(Open { heading, place, rows: 0 });
    }

    /// Notes a heading whose total is not that of its rows.
    fn check(&mut self, open: Open) {
        if let Some(declared) = open.heading.declared.filter(|declared| *declared != open.rows) {
            self.differs(open.place, &open.heading.text, declared, open.rows);
        }
    }

    fn differs(&mut self, place: RowPlace, text: &str, declared: usize, rows: usize) {
        let what = clean::line(text).chars().take(100).collect();
        self.notes.push((place, Remark::CountDiffers { what, declared, rows }));
    }

    /// A total: of all rows, of those since the last one, or of those below the last heading.
    fn total(&mut self, place: &RowPlace, heading: &Heading) {
        if let Some(declared) = heading.declared {
            let below = self.headings.last().map(|open| open.rows);
            if declared != self.count && declared != self.since_total && Some(declared) != below {
                self.differs(place.clone(), &heading.text, declared, self.count);
            }
        }
        self.since_total = 0;
    }

    /// Gives a row what the headings above it say, where it says nothing itself.
    fn carry(&self, cells: &mut Cells) {
        let is_blank = |cell: &Option<String>| cell.as_deref().is_none_or(|text| clean::absence(text).is_some());
        let told = |read: fn(&Says) -> Option<&String>| {
            self.headings.iter().rev().find_map(|open| read(&open.heading.says)).cloned()
        };
        let has_sectors = self.columns.as_ref().is_some_and(|columns| columns.at(Column::Sector).is_some());
        if is_blank(&cells.sector) {
            let said = told(|says| if let Says::Sector(name) = says { Some(name) } else { None });
            // In a list without fields a heading that says nothing else is one.
            let bare = || {
                self.headings.iter().rev().find_map(|open| heading::bare_sector(&open.heading)).filter(|_| !has_sectors)
            };
            if let Some(sector) = said.or_else(bare) {
                cells.sector = Some(sector);
            }
        }
        if let Some(agency) = told(|says| if let Says::Agency(name) = says { Some(name) } else { None }) {
            // A department carries out; a ministry and a province's committee issue.
            let folded = crate::text::fold(&agency);
            let issues = [
                "bo ",
                "ubnd tinh",
                "ubnd thanh pho",
                "uy ban nhan dan tinh",
                "uy ban nhan dan thanh pho",
                "ngan hang nha nuoc",
            ];
            let carries_out = ["bo chi huy", "bo tu lenh"];
            let is = |leads: &[&str]| leads.iter().any(|lead| folded.starts_with(lead));
            let cell = if is(&issues) && !is(&carries_out) { &mut cells.issuer } else { &mut cells.executing };
            if is_blank(cell) {
                *cell = Some(agency);
            }
        }
    }

    /// A further row of the procedure above, with another agency.
    fn divided(&self, file: &mut RawFile, row: &[String]) {
        let (Some(columns), Some((_, RawRow::Listed(last)))) = (&self.columns, file.rows.last_mut()) else { return };
        let more = columns.at(Column::Executing).and_then(|at| row.get(at)).map(|text| text.trim()).unwrap_or_default();
        let told = last.executing.get_or_insert_default();
        if !more.is_empty() && !told.contains(more) {
            told.push('\n');
            told.push_str(more);
        }
    }

    /// Ends the table: cells that stand once for the rows below them are theirs, and totals are checked.
    pub(super) fn end(mut self, file: &mut RawFile, table: &RowPlace) {
        for open in std::mem::take(&mut self.headings) {
            self.check(open);
        }
        file.notes.append(&mut self.notes);
        let Some(columns) = self.columns else { return };
        for unknown in columns.unknown {
            if !file.unknown_columns.contains(&unknown) {
                file.unknown_columns.push(unknown);
            }
        }
        let rows = file.rows.get_mut(self.first.unwrap_or(usize::MAX)..).unwrap_or_default();
        let mut filled: Vec<Vec<bool>> = Vec::new();
        let kinds: [(CellOf, &str); 3] = [
            (|cells| &mut cells.sector, "sector"),
            (|cells| &mut cells.issuer, "issuer"),
            (|cells| &mut cells.executing, "executing"),
        ];
        for (cell, key) in kinds {
            let pattern = pattern(rows, cell);
            // Who carries out is left open in many a list: it stands once where the field or the issuer does so too.
            let stands_once = stands_once(rows, cell) && (key != "executing" || filled.contains(&pattern));
            if stands_once {
                fill_down(rows, cell);
                let gaps = pattern.iter().filter(|is_filled| !**is_filled).count();
                file.notes.push((table.clone(), Remark::FilledDown { column: key, rows: gaps }));
                filled.push(pattern);
            }
        }
    }
}

/// The cells of a row; `None` where it has none, or is refused by itself.
///
/// # Errors
/// A reason where the file as a whole is too long.
fn take(file: &mut RawFile, columns: &Columns, place: &RowPlace, row: Vec<String>) -> Result<Option<Cells>, Reason> {
    let size = row.iter().map(String::len).sum::<usize>();
    file.size += size as u64;
    if file.size > UNPACKED_BYTES {
        return Err(Reason::UnpacksTooFar(UNPACKED_BYTES));
    }
    if size > LIST_ROW_BYTES {
        let reason = Reason::RecordTooLarge(LIST_ROW_BYTES as u64);
        file.refused.push(Refusal { place: place.clone(), reason });
        return Ok(None);
    }
    Ok(columns.cells(row))
}

/// A cell of a row.
type CellOf = fn(&mut Cells) -> &mut Option<String>;

/// A row's text in a column.
fn text_of(row: &mut RawRow, cell: CellOf) -> &str {
    match row {
        RawRow::Listed(cells) => cell(cells).as_deref().map(str::trim).unwrap_or_default(),
        RawRow::Line(_) | RawRow::Detail(_) => "",
    }
}

/// Which rows of a column are filled.
fn pattern(rows: &mut [(RowPlace, RawRow)], cell: CellOf) -> Vec<bool> {
    rows.iter_mut().map(|(_, row)| !text_of(row, cell).is_empty()).collect()
}

/// Whether a column's cells stand once for the rows below: it begins filled, has gaps, and no row repeats the cell above
/// it. In any other column a gap is a gap.
fn stands_once(rows: &mut [(RowPlace, RawRow)], cell: CellOf) -> bool {
    let mut above = String::new();
    let (mut gaps, mut is_first) = (0, true);
    for (_, row) in rows {
        let text = text_of(row, cell);
        if text.is_empty() && is_first || !text.is_empty() && text == above {
            return false;
        }
        gaps += usize::from(text.is_empty());
        if !text.is_empty() {
            text.clone_into(&mut above);
        }
        is_first = false;
    }
    gaps > 0
}

fn fill_down(rows: &mut [(RowPlace, RawRow)], cell: CellOf) {
    let mut above: Option<String> = None;
    for (_, row) in rows {
        let RawRow::Listed(cells) = row else { continue };
        let own = cell(cells);
        if own.as_deref().is_none_or(|text| text.trim().is_empty()) {
            own.clone_from(&above);
        } else {
            above.clone_from(own);
        }
    }
}
