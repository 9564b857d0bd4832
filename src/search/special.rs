//! Words that make a name a special case of another: what the names of a catalogue have beside each other.
//!
//! `Cấp lại giấy phép lái tàu` is `Cấp giấy phép lái tàu` and one word more; `Gia hạn …` stands where `Cấp …` stands.
//! What is put so into several names, or stands in the place of how they begin, is such a case: `lại`, `gia hạn`,
//! `có yếu tố nước ngoài`. Nobody keeps a list of them: another catalogue has others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::index::without_lead;
use super::phrases;
use super::table::Row;
use crate::text::{Token, spell, tokens, without_brackets};

/// So many names must have such words put into them.
const NAMES: usize = 4;
/// The longest case, in words.
const LONGEST: usize = 6;
/// The longest beginning of a name that another may take the place of.
const HEAD: usize = 3;
/// At most so many cases are told from each other: they are the bits of a number.
const MOST: usize = 30;

/// The words of a name as numbers.
type Name = Vec<usize>;

/// The cases, those of most names first, as they are written. None holds another.
pub(super) fn cases(rows: &[Row]) -> Vec<String> {
    cases_of(rows.iter().map(|row| (row.sector, row.name.as_str())))
}

fn cases_of<'r>(rows: impl Iterator<Item = (usize, &'r str)>) -> Vec<String> {
    let mut numbers: BTreeMap<Token, usize> = BTreeMap::new();
    let mut number = |word: Token| {
        let next = numbers.len();
        *numbers.entry(word).or_insert(next)
    };
    let stop: BTreeSet<Name> =
        phrases::STOP.iter().map(|phrase| tokens(phrase).into_iter().map(&mut number).collect()).collect();
    // What stands in brackets says where or by whom, and tells no name from another.
    let mut own = |name: &str| without_lead(tokens(&without_brackets(name))).0.into_iter().map(&mut number).collect();
    let names: BTreeSet<(usize, Name)> = rows.map(|(sector, name)| (sector, own(name))).collect();

    let inserted: Vec<(&[usize], usize, (usize, Name))> = names
        .par_iter()
        .flat_map_iter(|(sector, name)| inserted(name).map(|(run, start, rest)| (run, start, (*sector, rest))))
        .filter(|(_, _, base)| names.contains(base))
        .collect();
    let mut cases = often(inserted.iter().map(|(run, _, base)| (*run, base.clone())));
    cases.retain(|case, _| !stop.contains(*case));
    // Names begin with what cases are put behind, `cấp` and `đăng ký`, where they are none themselves.
    let begun = inserted.iter().filter(|(case, start, _)| (1..=HEAD).contains(start) && cases.contains_key(case));
    let heads = often(begun.map(|(_, start, (sector, base))| (&base[..*start], (*sector, base.clone()))));
    let in_place: Vec<(&[usize], (usize, Name))> = names
        .par_iter()
        .filter(|(_, name)| !heads.keys().any(|head| name.starts_with(head)))
        .flat_map_iter(|(sector, name)| {
            let ends = 1..=HEAD.min(name.len().saturating_sub(1));
            let heads = &heads;
            ends.flat_map(move |end| {
                heads.keys().map(move |head| (&name[..end], (*sector, [head, &name[end..]].concat())))
            })
        })
        .filter(|(_, base)| names.contains(base))
        .collect();
    for (case, count) in often(in_place.into_iter()) {
        *cases.entry(case).or_default() += count;
    }

    let holds =
        |one: &[usize], other: &[usize]| one.len() > other.len() && one.windows(other.len()).any(|run| run == other);
    let least = cases.iter().filter(|(one, _)| !cases.keys().any(|other| holds(one, other)));
    let mut least: Vec<(&[usize], usize)> = least.map(|(case, count)| (*case, *count)).collect();
    let words: BTreeMap<usize, String> = numbers.iter().map(|(word, number)| (*number, spell(&word.accent))).collect();
    let written = |case: &[usize]| case.iter().map(|number| words[number].as_str()).collect::<Vec<_>>().join(" ");
    least.sort_by_key(|(case, count)| (Reverse(*count), written(case)));
    least.into_iter().take(MOST).map(|(case, _)| written(case)).collect()
}

/// Every run of a name that may be a case, with where it begins and the name without it.
fn inserted(name: &[usize]) -> impl Iterator<Item = (&[usize], usize, Name)> {
    let ends = |start: usize| start + 1..=name.len().min(start + LONGEST);
    let runs = (0..name.len()).flat_map(move |start| ends(start).map(move |end| (start, end)));
    runs.map(|(start, end)| (&name[start..end], start, [&name[..start], &name[end..]].concat()))
}

/// What was found with at least [`NAMES`] different names, with their number.
fn often<'n>(found: impl Iterator<Item = (&'n [usize], (usize, Name))>) -> BTreeMap<&'n [usize], usize> {
    let mut names: BTreeMap<&[usize], BTreeSet<(usize, Name)>> = BTreeMap::new();
    found.for_each(|(words, name)| {
        names.entry(words).or_default().insert(name);
    });
    let counted = names.into_iter().map(|(words, names)| (words, names.len()));
    counted.filter(|(_, count)| *count >= NAMES).collect()
}

#[cfg(test)]
mod tests {
    use super::cases_of;

    /// Four things of which a sector has the names that `written` makes.
    fn cases(written: &[&str]) -> Vec<String> {
        let things = ["thẻ", "giấy phép", "chứng chỉ", "biển số"];
        let names: Vec<String> =
            things.iter().flat_map(|thing| written.iter().map(move |name| name.replace('X', thing))).collect();
        cases_of(names.iter().map(|name| (0, name.as_str())))
    }

    #[test]
    fn what_is_put_into_several_names_is_a_case() {
        assert_eq!(cases(&["Cấp X", "Cấp lại X (cấp xã)"]), ["lại"]);
        assert_eq!(cases(&["Thủ tục đăng ký X", "Đăng ký X có yếu tố nước ngoài"]), ["có yếu tố nước ngoài"]);
    }

    #[test]
    fn what_stands_where_cases_are_put_behind_is_one_too() {
        assert_eq!(cases(&["Cấp X", "Cấp lại X", "Gia hạn X"]), ["gia hạn", "lại"]);
        assert_eq!(cases(&["Cấp X", "Gia hạn X"]), [""; 0]);
    }

    #[test]
    fn words_that_only_join_others_are_none_and_no_case_holds_another() {
        assert_eq!(cases(&["Cấp X", "Cấp của X", "Cấp lại X", "Cấp lại nhiều X"]), ["lại", "nhiều"]);
    }

    #[test]
    fn a_few_names_tell_nothing() {
        let names = ["Cấp thẻ", "Cấp lại thẻ", "Cấp biển số", "Cấp lại biển số"];
        assert_eq!(cases_of(names.map(|name| (0, name)).into_iter()), [""; 0]);
    }
}
