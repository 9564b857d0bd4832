//! Drawn lines → tables: which columns, which rows, and which cells are one.

use super::super::super::super::limits::{CELL_BYTES, COLUMNS, PDF_RULES};
use super::Cell;
use super::lines::text_of;
use super::page::{Drawn, Letter, Page};

/// Lines that are no further apart are one; cells are larger.
const NEAR: f64 = 2.5;

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

/// The tables of a page; `None` where it has too many lines, or more comparisons than are `left` of those of the file.
pub(super) fn grids(page: &Page, left: &mut usize) -> Option<Vec<Grid>> {
    let mut lines = whole(&page.drawn);
    if page.crowded || lines.len() > PDF_RULES {
        return None;
    }
    let mut grids = Vec::new();
    while let Some(first) = lines.pop() {
        // Whatever touches what is already taken is of the same table.
        let mut own = vec![first];
        let mut at = 0;
        while let Some(line) = own.get(at).copied() {
            *left = left.checked_sub(lines.len())?;
            let (touching, rest) = lines.into_iter().partition(|other| touches(&line, other));
            lines = rest;
            own.extend::<Vec<Drawn>>(touching);
            at += 1;
        }
        if let Some(grid) = Grid::of(&own) {
            *left = left.checked_sub(page.letters.len())?;
            grids.push(grid.divided(&own, left)?);
        }
    }
    Some(grids)
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
            // One below a table a hair beside the last line above it is another table's.
            Some(last)
                if last.level == line.level
                    && (last.at - line.at).abs() < NEAR
                    && line.from <= last.to + NEAR
                    && last.from <= line.to + NEAR =>
            {
                (last.from, last.to) = (last.from.min(line.from), last.to.max(line.to));
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

/// From where to where lines run at each of these places, those that run over each other as one.
fn runs(lines: &[Drawn], level: bool, places: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let mut sorted: Vec<&Drawn> = lines.iter().filter(|line| line.level == level).collect();
    sorted.sort_by(|one, other| one.at.total_cmp(&other.at));
    let at = |place: &f64| {
        let first = sorted.partition_point(|line| line.at <= place - NEAR);
        let end = sorted.partition_point(|line| line.at < place + NEAR);
        let here = sorted.get(first..end).unwrap_or_default();
        let mut runs: Vec<(f64, f64)> = here.iter().map(|line| (line.from, line.to)).collect();
        runs.sort_by(|one, other| one.0.total_cmp(&other.0));
        runs.dedup_by(|next, last| {
            let over = next.0 <= last.1;
            if over {
                last.1 = last.1.max(next.1);
            }
            over
        });
        runs
    };
    places.iter().map(at).collect()
}

/// Whether one of these runs passes a place.
fn passes(runs: Option<&Vec<(f64, f64)>>, place: f64) -> bool {
    let Some(runs) = runs else { return false };
    let begun = runs.partition_point(|(from, _)| *from <= place);
    begun.checked_sub(1).and_then(|last| runs.get(last)).is_some_and(|(_, to)| place <= *to)
}

impl Grid {
    /// Where the columns and rows of a table are; `None` where lines are no table.
    fn of(lines: &[Drawn]) -> Option<Grid> {
        let (columns, mut rows) = (places(lines, false), places(lines, true));
        rows.reverse();
        let (wide, high) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        if wide * high < 2 || wide > COLUMNS {
            return None;
        }
        let cells = vec![vec![usize::MAX; wide]; high];
        Some(Grid { columns, rows, cells, regions: Vec::new() })
    }

    /// With its cells, which are one where no line stands between the middles of two neighbours; `None` as in [`grids`].
    fn divided(mut self, lines: &[Drawn], left: &mut usize) -> Option<Grid> {
        let (upright, level) = (runs(lines, false, &self.columns), runs(lines, true, &self.rows));
        let middles = |places: &[f64]| -> Vec<f64> {
            places.iter().zip(places.iter().skip(1)).map(|(one, next)| (one + next) / 2.0).collect()
        };
        let (across, down) = (middles(&self.columns), middles(&self.rows));
        for (row, y) in down.iter().enumerate() {
            for column in 0..across.len() {
                if self.cells.get(row)?.get(column).is_none_or(|region| *region != usize::MAX) {
                    continue;
                }
                let mut right = column + 1;
                while right < across.len() && !passes(upright.get(right), *y) {
                    right += 1;
                }
                let mut below = row + 1;
                while below < down.len() {
                    *left = left.checked_sub(right - column)?;
                    let edge = level.get(below);
                    if across.get(column..right).unwrap_or_default().iter().any(|x| passes(edge, *x)) {
                        break;
                    }
                    below += 1;
                }
                for cells in self.cells.get_mut(row..below)? {
                    cells.get_mut(column..right)?.fill(self.regions.len());
                }
                self.regions.push((row, column));
            }
        }
        Some(self)
    }

    pub(super) fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or_default()
    }

    /// The region that a letter stands in.
    fn region(&self, letter: &Letter) -> Option<usize> {
        let (x, y) = ((letter.left + letter.right) / 2.0, letter.base + letter.size * 0.3);
        let column = self.columns.partition_point(|left| *left <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|top| y <= *top).checked_sub(1)?;
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
        let both = |letters: Vec<Letter>| {
            let (struck, stands) = letters.into_iter().partition(|letter| letter.struck);
            (text_of(stands), text_of(struck))
        };
        let mut texts: Vec<(String, String)> = own.into_iter().map(both).collect();
        let cell = |row: usize, column: usize, region: usize, texts: &mut Vec<(String, String)>| match self
            .regions
            .get(region)
        {
            Some((first, left)) if (*first, *left) == (row, column) => {
                let (text, struck) = texts.get_mut(region).map(std::mem::take).unwrap_or_default();
                let cut = text.len() > CELL_BYTES || struck.len() > CELL_BYTES;
                let beginning = |text: String| text.chars().take(CELL_BYTES / 4).collect();
                Cell { text: beginning(text), struck: beginning(struck), merged: false, cut }
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn line(level: bool, at: f64, from: f64, to: f64) -> Drawn {
        Drawn { level, at, from, to }
    }

    /// Three columns and three rows of 20 by 10; the middle of the first row is open to the right,
    /// the left of the second to below.
    fn drawn() -> Vec<Drawn> {
        let mut drawn: Vec<Drawn> = [0.0, 20.0, 60.0].map(|x| line(false, x, 0.0, 30.0)).to_vec();
        drawn.push(line(false, 40.0, 0.0, 20.0));
        drawn.extend([(0.0, 0.0), (10.0, 20.0), (30.0, 0.0)].map(|(y, from)| line(true, y, from, 60.0)));
        drawn.extend([line(true, 20.0, 0.0, 20.0), line(true, 20.5, 40.0, 60.0)]);
        drawn
    }

    #[test]
    fn cells_without_a_line_between_them_are_one() {
        let page = Page { drawn: drawn(), ..Page::default() };
        let mut left = 1000;
        let grids = grids(&page, &mut left).unwrap();
        let [grid] = grids.as_slice() else { panic!() };
        assert_eq!(
            (grid.columns.as_slice(), grid.rows.as_slice()),
            (&[0.0, 20.0, 40.0, 60.0][..], &[30.0, 20.0, 10.0, 0.0][..])
        );
        // Both lines above the second row are at its place, though one is half a point off.
        assert_eq!(grid.cells, [[0, 1, 1], [2, 3, 4], [2, 5, 6]]);
        assert!(left < 1000);
    }

    #[test]
    fn tables_below_each_other_keep_columns_that_are_a_hair_apart() {
        let table = |low: f64, middle: f64| {
            let mut drawn: Vec<Drawn> = [28.1, middle, 288.6].map(|x| line(false, x, low, low + 30.0)).to_vec();
            drawn.extend([low, low + 15.0, low + 30.0].map(|y| line(true, y, 28.1, 288.6)));
            drawn
        };
        for (upper, lower) in [(108.375, 109.875), (109.875, 108.375), (108.375, 108.375)] {
            let page = Page { drawn: [table(100.0, upper), table(20.0, lower)].concat(), ..Page::default() };
            let mut columns: Vec<usize> =
                grids(&page, &mut 1000).unwrap().iter().map(|grid| grid.columns.len()).collect();
            columns.sort_unstable();
            assert_eq!(columns, [3, 3], "{upper} {lower}");
        }
    }

    #[test]
    fn a_page_with_too_many_lines_has_no_tables() {
        let of = |page: &Page, mut left: usize| grids(page, &mut left).map(|grids| grids.len());
        let mut page = Page { drawn: drawn(), ..Page::default() };
        assert_eq!((of(&page, 1000), of(&page, 10)), (Some(1), None));
        page.crowded = true;
        assert_eq!(of(&page, 1000), None);
        page.crowded = false;
        page.drawn = (0..=PDF_RULES).map(|at| line(true, at as f64 * 10.0, 0.0, 10.0)).collect();
        assert_eq!(of(&page, usize::MAX), None);
        page.drawn.clear();
        assert_eq!(of(&page, 0), Some(0), "nothing to compare");
    }
}
