//! What a page says of a hit besides the hit itself.

use std::collections::BTreeSet;

use super::Searcher;
use super::numbers::Numbers;
use super::reading::Readings;
use super::table::Row;
use crate::ledger::Status;
use crate::model::Levels;

/// A procedure as it is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<'s> {
    /// Its code.
    pub code: &'s str,
    /// Its official name.
    pub name: &'s str,
    /// Its status on the catalogue's day.
    pub status: Status,
    /// Whether an official list and no decision attests that status.
    pub by_list: bool,
    /// The levels that decide it.
    pub levels: &'s Levels,
    /// What citizens call it.
    pub everyday: &'s [String],
    /// Other names that decisions and lists give it.
    pub former: &'s [String],
    /// The codes of its successors.
    pub successors: Vec<&'s str>,
}

impl Searcher {
    /// A procedure by its code; none for one that is not searched.
    pub fn procedure(&self, code: &str) -> Option<Known<'_>> {
        let row = &self.index.table.rows[self.row(code)?];
        let Row { code, name, everyday, former, status, by_list, levels, successors, .. } = row;
        let codes = successors.iter().map(|&row| self.index.table.rows[row].code.as_str());
        let (status, by_list, successors) = (*status, *by_list, codes.collect());
        Some(Known { code, name, status, by_list, levels, everyday, former, successors })
    }

    /// Whether the text of a procedure, besides its names, has a folded word.
    pub fn has_in_text(&self, code: &str, folded: &str) -> bool {
        let rows = self.index.table.content.get(folded).map_or(&[][..], Vec::as_slice);
        let row = self.row(code).and_then(|row| u32::try_from(row).ok());
        row.is_some_and(|row| rows.binary_search_by_key(&row, |(row, _)| *row).is_ok())
    }

    /// The folded words that a query asks for in all the ways in which it may be meant, without question words.
    pub fn words(&self, query: &str) -> BTreeSet<String> {
        let numbers = Numbers::new(query, &self.index);
        if numbers.is_all {
            return BTreeSet::new();
        }
        let words = Readings::new(query, &numbers.taken, &self.index).all.into_iter().flat_map(|reading| reading.words);
        words.filter(|word| !word.stop).map(|word| word.token.folded).collect()
    }

    fn row(&self, code: &str) -> Option<usize> {
        self.index.table.rows.binary_search_by(|row| row.code.as_str().cmp(code)).ok()
    }
}
