//! Lines drawn through letters: what they strike out.

use super::page::{Letter, Page};

/// From where to where above the base line of letters, in parts of their size, a line strikes them out. Below are lines under
/// them, above are lines over them.
const THROUGH: (f64, f64) = (0.12, 0.48);
/// How much of the letters that it touches such a line covers.
const COVERED: f64 = 0.4;

/// Marks the letters that a level line is drawn through, and takes those lines away; `false` where that would take more
/// comparisons than are `left` of those of the file.
pub(super) fn mark(page: &mut Page, left: &mut usize) -> bool {
    if page.crowded {
        return true;
    }
    let mut order: Vec<usize> = (0..page.letters.len()).collect();
    let base = |at: &usize| page.letters.get(*at).map_or(0.0, |letter| letter.base);
    order.sort_by(|one, other| base(one).total_cmp(&base(other)));
    let bases: Vec<f64> = order.iter().map(base).collect();
    let largest = page.letters.iter().map(|letter| letter.size).fold(0.0, f64::max);
    let mut struck = Vec::new();
    let mut kept = Vec::with_capacity(page.drawn.len());
    for line in std::mem::take(&mut page.drawn) {
        let first = bases.partition_point(|base| *base < line.at - THROUGH.1 * largest);
        let end = bases.partition_point(|base| *base <= line.at);
        let near = order.get(first..end).filter(|_| line.level).unwrap_or_default();
        let Some(rest) = left.checked_sub(near.len()) else { return false };
        *left = rest;
        let passes = |letter: &Letter| {
            let up = (line.at - letter.base) / letter.size.max(0.1);
            let middle = (letter.left + letter.right) / 2.0;
            (THROUGH.0..=THROUGH.1).contains(&up) && line.from <= middle && middle <= line.to
        };
        let own: Vec<usize> = near.iter().copied().filter(|at| page.letters.get(*at).is_some_and(passes)).collect();
        let width: f64 =
            own.iter().filter_map(|at| page.letters.get(*at)).map(|letter| letter.right - letter.left).sum();
        // A line of a table that letters touch is longer than they are.
        if own.is_empty() || width < (line.to - line.from) * COVERED {
            kept.push(line);
        } else {
            struck.extend(own);
        }
    }
    page.drawn = kept;
    for at in struck {
        if let Some(letter) = page.letters.get_mut(at) {
            letter.struck = true;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::page::Drawn;
    use super::*;

    fn letters(text: &str, base: f64) -> Vec<Letter> {
        let letter = |(at, text): (usize, char)| {
            let left = at as f64 * 6.0;
            Letter { left, right: left + 5.5, base, size: 12.0, text: text.to_string(), struck: false }
        };
        text.chars().enumerate().map(letter).collect()
    }

    #[test]
    fn only_a_line_through_their_middle_strikes_letters_out() {
        let of = |at: f64, from: f64, to: f64| {
            let drawn = vec![Drawn { level: true, at, from, to }];
            let mut page = Page { letters: letters("1.004222", 100.0), drawn, ..Page::default() };
            let mut left = 1000;
            assert!(mark(&mut page, &mut left));
            (page.letters.iter().filter(|letter| letter.struck).count(), page.drawn.len())
        };
        assert_eq!(of(103.5, -0.5, 48.0), (8, 0));
        assert_eq!(of(103.5, 23.5, 48.0), (4, 0), "a part");
        assert_eq!(of(98.5, -0.5, 48.0), (0, 1), "below");
        assert_eq!(of(109.0, -0.5, 48.0), (0, 1), "above");
        assert_eq!(of(103.5, -100.0, 400.0), (0, 1), "a line of the page");
    }
}
