//! Which cells of a sheet are one with the cell above, as the rows go by.

use std::collections::BTreeMap;

use calamine::Dimensions;

use super::limits::COLUMNS;

/// The merged regions of a sheet.
#[derive(Default)]
pub(super) struct Merged {
    /// The regions not yet reached, the first last.
    regions: Vec<Dimensions>,
    /// Column → the first and the last row of the region that it is in.
    columns: BTreeMap<u32, (u32, u32)>,
}

impl Merged {
    pub(super) fn of(mut regions: Vec<Dimensions>) -> Merged {
        regions.sort_by_key(|region| std::cmp::Reverse(region.start));
        Merged { regions, columns: BTreeMap::new() }
    }

    /// Goes on to a row.
    pub(super) fn reach(&mut self, row: u32) {
        while let Some(region) = self.regions.pop_if(|region| region.start.0 <= row) {
            let last = region.end.1.min(u32::try_from(COLUMNS).unwrap_or(u32::MAX));
            for column in region.start.1..=last {
                self.columns.insert(column, (region.start.0, region.end.0));
            }
        }
    }

    /// The regions of the columns, as far as the rows have gone: column, first row, last row.
    pub(super) fn columns(&self) -> impl Iterator<Item = (u32, (u32, u32))> + '_ {
        self.columns.iter().map(|(column, rows)| (*column, *rows))
    }

    pub(super) fn is(&self, row: u32, column: u32) -> bool {
        self.columns.get(&column).is_some_and(|(first, last)| *first < row && row <= *last)
    }

    /// Whether a cell is one with cells of other rows, above or below.
    pub(super) fn spans(&self, row: u32, column: usize) -> bool {
        let rows = u32::try_from(column).ok().and_then(|column| self.columns.get(&column));
        rows.is_some_and(|(first, last)| first < last && (*first..=*last).contains(&row))
    }

    /// The last column of a row that is one with the cell above.
    pub(super) fn last(&self, row: u32) -> Option<u32> {
        self.columns.iter().rev().find(|(_, (first, last))| *first < row && row <= *last).map(|(column, _)| *column)
    }
}
