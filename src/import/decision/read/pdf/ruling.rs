//! Drawn lines → tables: which columns, which rows, and which cells are one.

use super::super::super::super::limits::{CELL_BYTES, COLUMNS};
use super::super::super::document::Cell;
use super::lines::text_of;
use super::page::{Drawn, Letter};

/// Lines that are no further apart are one; cells are larger.
const NEAR: f64 = 2.5;
/// The most lines of a page that are put together to tables. The densest real page has some 300.
const LINES: usize = 4_000;

/// A table that is drawn.
pub(super) struct Grid {
    /// Where the columns begin, and the last ends.
    pub(super) columns: Vec<f64>,
    /// Where the rows begin from above, and the last ends.
    rows: Vec<f64>,
    /// For each cell, from above and from the left, which of the regions it is of.
    cells: Vec<Vec<usize>>,
    /// The first cell of each region: row and column.
    regions: Vec<(usize, usize)>,
}

/// The tables of a page.
pub(super) fn grids(drawn: &[Drawn]) -> Vec<Grid> {
    let lines = whole(drawn);
    if lines.len() > LINES {
        return Vec::new();
    }
    let mut grids = Vec::new();
    let mut left: Vec<Drawn> = lines;
    while let Some(first) = left.pop() {
        // Whatever touches what is already taken is of the same table.
        let mut own = vec![first];
        let mut at = 0;
        while let Some(line) = own.get(at).copied() {
            let (touching, rest) = left.into_iter().partition(|other| touches(&line, other));
            left = rest;
            own.extend::<Vec<Drawn>>(touching);
            at += 1;
        }
        grids.extend(Grid::of(&own));
    }
    grids
}

/// Lines one behind the other, or over each other, as one.
fn whole(drawn: &[Drawn]) -> Vec<Drawn> {
    let mut sorted = drawn.to_vec();
    sorted.sort_by(|one, other| {
        let key = |line: &Drawn| (line.level, (line.at / NEAR).round());
        let (one_key, other_key) = (key(one), key(other));
        one_key.0.cmp(&other_key.0).then(one_key.1.total_cmp(&other_key.1)).then(one.from.total_cmp(&other.from))
    });
    let mut whole: Vec<Drawn> = Vec::new();
    for line in sorted {
        match whole.last_mut() {
            Some(last)
                if last.level == line.level && (last.at - line.at).abs() < NEAR && line.from <= last.to + NEAR =>
            {
                last.to = last.to.max(line.to);
            }
            _ => whole.push(line),
        }
    }
    whole.retain(|line| line.to - line.from > 2.0 * NEAR);
    whole
}

fn touches(one: &Drawn, other: &Drawn) -> bool {
    let within = |at: f64, line: &Drawn| line.from - NEAR <= at && at <= line.to + NEAR;
    one.level != other.level && within(one.at, other) && within(other.at, one)
}

/// Places that are near each other as one, in their order.
fn places(lines: &[Drawn], level: bool) -> Vec<f64> {
    let mut all: Vec<f64> = lines.iter().filter(|line| line.level == level).map(|line| line.at).collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|next, last| (*next - *last).abs() < NEAR);
    all
}

impl Grid {
    fn of(lines: &[Drawn]) -> Option<Grid> {
        let (columns, mut rows) = (places(lines, false), places(lines, true));
        rows.reverse();
        let (wide, high) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        if wide * high < 2 || wide > COLUMNS {
            return None;
        }
        // Whether a line stands between the middles of two neighbours.
        let drawn = |level: bool, at: f64, middle: f64| {
            let here = |line: &&Drawn| line.level == level && (line.at - at).abs() < NEAR;
            lines.iter().filter(here).any(|line| line.from <= middle && middle <= line.to)
        };
        let middle = |places: &[f64], at: usize| Some((places.get(at)? + places.get(at + 1)?) / 2.0);
        let mut cells = vec![vec![usize::MAX; wide]; high];
        let mut regions = Vec::new();
        for row in 0..high {
            for column in 0..wide {
                if *cells.get(row)?.get(column)? != usize::MAX {
                    continue;
                }
                let mut right = column + 1;
                let y = middle(&rows, row)?;
                while right < wide && !drawn(false, *columns.get(right)?, y) {
                    right += 1;
                }
                let mut below = row + 1;
                while below < high {
                    let edge = *rows.get(below)?;
                    let line = (column..right).any(|at| middle(&columns, at).is_some_and(|x| drawn(true, edge, x)));
                    if line {
                        break;
                    }
                    below += 1;
                }
                for cells in cells.get_mut(row..below)? {
                    cells.get_mut(column..right)?.fill(regions.len());
                }
                regions.push((row, column));
            }
        }
        Some(Grid { columns, rows, cells, regions })
    }

    pub(super) fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or_default()
    }

    /// The region that a letter stands in.
    fn region(&self, letter: &Letter) -> Option<usize> {
        let (x, y) = ((letter.left + letter.right) / 2.0, letter.base + letter.size * 0.3);
        let column = self.columns.iter().rposition(|left| *left <= x)?;
        let row = self.rows.iter().rposition(|top| y <= *top)?;
        self.cells.get(row)?.get(column).copied()
    }

    /// Takes the letters that stand in it, and gives its rows.
    pub(super) fn rows(&self, letters: &mut Vec<Letter>) -> Vec<Vec<Cell>> {
        let mut own: Vec<Vec<Letter>> = vec![Vec::new(); self.regions.len()];
        letters.retain(|letter| match self.region(letter).and_then(|region| own.get_mut(region)) {
            Some(region) => {
                region.push(letter.clone());
                false
            }
            None => true,
        });
        let mut texts: Vec<String> = own.into_iter().map(text_of).collect();
        let cell = |row: usize, column: usize, region: usize, texts: &mut Vec<String>| match self.regions.get(region) {
            Some((first, left)) if (*first, *left) == (row, column) => {
                let text = texts.get_mut(region).map(std::mem::take).unwrap_or_default();
                let cut = text.len() > CELL_BYTES;
                Cell { text: text.chars().take(CELL_BYTES / 4).collect(), merged: false, cut }
            }
            Some((first, _)) => Cell { merged: *first < row, ..Cell::default() },
            None => Cell::default(),
        };
        let rows = self.cells.iter().enumerate();
        rows.map(|(row, regions)| {
            let columns = regions.iter().enumerate();
            columns.map(|(column, region)| cell(row, column, *region, &mut texts)).collect()
        })
        .collect()
    }
}
