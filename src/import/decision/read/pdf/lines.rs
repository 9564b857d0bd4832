//! Letters with their places → lines, and the parts of a page in their order.

use crate::text::fold;

use super::super::super::document::{begins, joined};
use super::Part;
use super::page::{Letter, Page};
use super::ruling::Grid;

/// A gap wider than this part of the letters' size parts words.
const WORD: f64 = 0.18;
/// A gap wider than this many sizes parts columns.
const COLUMN: f64 = 2.5;
/// Lines further apart than this many sizes are of two paragraphs.
const PARAGRAPH: f64 = 1.9;

/// Letters beside each other.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    left: f64,
    right: f64,
    base: f64,
    size: f64,
    text: String,
}

/// The parts of a page with these tables, from above; and what is struck out beside its tables.
pub(super) fn parts(page: Page, grids: &[Grid]) -> (Vec<Part>, Vec<String>) {
    let mut letters = page.letters;
    let mut tables: Vec<(f64, Part)> =
        grids.iter().map(|grid| (grid.top(), Part::Table(grid.columns.clone(), grid.rows(&mut letters)))).collect();
    tables
        .retain(|(_, part)| matches!(part, Part::Table(_, rows) if rows.iter().flatten().any(|cell| !cell.is_empty())));
    tables.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let (gone, letters) = letters.into_iter().partition(|letter| letter.struck);
    let gone = lines(gone).iter().map(|line| words(line)).collect();
    let mut lines = lines(letters);
    let number = |line: &Vec<Piece>| matches!(line.as_slice(), [piece] if piece.text.len() <= 4 && piece.text.bytes().all(|byte| byte.is_ascii_digit()));
    // The page's own number.
    if lines.first().is_some_and(number) {
        lines.remove(0);
    }
    if lines.last().is_some_and(number) {
        lines.pop();
    }
    let mut parts = Vec::new();
    let mut tables = tables.into_iter().peekable();
    let mut above: Vec<Vec<Piece>> = Vec::new();
    for line in lines {
        let base = line.first().map_or(0.0, |piece| piece.base);
        while let Some((_, table)) = tables.next_if(|(top, _)| *top > base) {
            paragraphs(std::mem::take(&mut above), &mut parts);
            parts.push(table);
        }
        above.push(line);
    }
    paragraphs(above, &mut parts);
    parts.extend(tables.map(|(_, table)| table));
    (parts, gone)
}

/// The words of a line.
fn words(line: &[Piece]) -> String {
    line.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The text of letters that are one cell.
pub(super) fn text_of(letters: Vec<Letter>) -> String {
    let mut text = String::new();
    for line in lines(letters) {
        let words = words(&line);
        text = if text.is_empty() { words } else { joined(&text, &words) };
    }
    text
}

/// Letters as lines, from above, each with its pieces from the left.
fn lines(mut letters: Vec<Letter>) -> Vec<Vec<Piece>> {
    letters.sort_by(|one, other| other.base.total_cmp(&one.base));
    let mut lines: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        match lines.last_mut() {
            Some(line)
                if line.first().is_some_and(|first| first.base - letter.base < first.size.max(letter.size) * 0.45) =>
            {
                line.push(letter);
            }
            _ => lines.push(vec![letter]),
        }
    }
    lines.into_iter().map(pieces).collect()
}

fn pieces(mut letters: Vec<Letter>) -> Vec<Piece> {
    letters.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut pieces: Vec<Piece> = Vec::new();
    for letter in letters {
        match pieces.last_mut() {
            Some(piece) if letter.left - piece.right < piece.size * COLUMN => {
                if letter.left - piece.right > piece.size * WORD {
                    piece.text.push(' ');
                }
                piece.text.push_str(&letter.text);
                piece.right = piece.right.max(letter.right);
                piece.size = piece.size.max(letter.size);
            }
            _ => pieces.push(Piece {
                left: letter.left,
                right: letter.right,
                base: letter.base,
                size: letter.size,
                text: letter.text,
            }),
        }
    }
    pieces
}

/// Lines between two tables → paragraphs, and columns beside each other.
fn paragraphs(lines: Vec<Vec<Piece>>, parts: &mut Vec<Part>) {
    let left = lines.iter().flatten().map(|piece| piece.left).fold(f64::INFINITY, f64::min);
    let right = lines.iter().flatten().map(|piece| piece.right).fold(f64::NEG_INFINITY, f64::max);
    let middle = (left + right) / 2.0;
    let mut open: Vec<String> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    let mut columns: Option<Columns> = None;
    let end = |open: &mut Vec<String>, parts: &mut Vec<Part>| {
        if !open.is_empty() {
            parts.push(Part::Lines(std::mem::take(open)));
        }
    };
    for line in lines {
        let Some(first) = line.first().cloned() else { continue };
        let far = last.is_none_or(|(base, size)| base - first.base > size.max(first.size) * PARAGRAPH);
        last = Some((first.base, first.size));
        if let Some(mut beside) = columns.take() {
            if beside.take(&line, middle, far) {
                columns = Some(beside);
                continue;
            }
            parts.push(Part::Columns(beside.left, beside.right));
        }
        if line.len() > 1 {
            end(&mut open, parts);
            columns = Columns::of(&line);
            continue;
        }
        if far {
            end(&mut open, parts);
        }
        open.push(first.text);
    }
    end(&mut open, parts);
    if let Some(beside) = columns {
        parts.push(Part::Columns(beside.left, beside.right));
    }
}

/// Two columns of lines, as they grow.
struct Columns {
    left: Vec<String>,
    right: Vec<String>,
    /// What is between them.
    from: f64,
    to: f64,
}

impl Columns {
    fn of(line: &[Piece]) -> Option<Columns> {
        let [first, second, rest @ ..] = line else { return None };
        let right = std::iter::once(second).chain(rest).map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
        Some(Columns { left: vec![first.text.clone()], right: vec![right], from: first.right, to: second.left })
    }

    /// Takes a further line; `false` where it is no line of two columns.
    fn take(&mut self, line: &[Piece], middle: f64, far: bool) -> bool {
        let (mut from, mut to) = (self.from, self.to);
        let centred = |piece: &Piece| ((piece.left + piece.right) / 2.0 - middle).abs() < piece.size;
        match line {
            [one] if far && centred(one) || begins(&one.text, &fold(&one.text)) => return false,
            [one] if one.right < to && one.left < from => from = from.max(one.right),
            [one] if one.left > from && one.right > to => to = to.min(one.left),
            [one, other, ..] => (from, to) = (from.max(one.right), to.min(other.left)),
            _ => return false,
        }
        if to - from < 1.0 {
            return false;
        }
        (self.from, self.to) = (from, to);
        for piece in line {
            if piece.left < from { self.left.push(piece.text.clone()) } else { self.right.push(piece.text.clone()) }
        }
        true
    }
}
