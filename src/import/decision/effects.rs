//! Days of effect: the decision's own, and those of the legal texts behind its rows. Never guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Day, Effect, NormativeText};
use crate::text::fold;

use super::clauses;

/// Words by which a normative text is named.
const NORMATIVE: [&str; 5] = ["nghi dinh", "thong tu", "nghi quyet", "luat", "van ban quy pham phap luat"];

/// What a clause says of the effect, or a bare word of the interchange.
///
/// "Có hiệu lực từ ngày Nghị định số 39/2026/NĐ-CP ngày 15/3/2026 có hiệu lực" names the day on which a text was signed, and
/// not the day of effect: that is the text's own, where the clause or `legal-texts.toml` has it.
pub(super) fn of_clause(text: &str, texts: &BTreeMap<String, NormativeText>) -> Option<Effect> {
    let folded = fold(text);
    if folded == "unknown" {
        return Some(Effect::Undated);
    }
    let Some((_, after)) = folded.split_once("hieu luc") else {
        // Bare days: of two, nobody knows which.
        let is_one = clauses::days(&folded).len() < 2 || folded.contains(" den ");
        return clauses::effect(text).filter(|_| is_one);
    };
    let first_text = NORMATIVE.iter().filter_map(|word| find_word(after, word)).min();
    let Some(at) = first_text else { return clauses::effect(text) };
    let before = after.get(..at).unwrap_or_default();
    if !clauses::days(before).is_empty() || before.contains("ngay ky") || before.contains("ke tu khi ky") {
        return clauses::effect(text);
    }
    if let Some((_, own)) = after.rsplit_once("hieu luc")
        && let [(_, day)] = clauses::days(clauses::before_end(own.trim_start())).as_slice()
    {
        return Some(Effect::On(*day));
    }
    let known: BTreeSet<Option<Day>> =
        clauses::legal_numbers(text).iter().map(|number| texts.get(number).and_then(|text| text.effect)).collect();
    match known.into_iter().collect::<Vec<_>>().as_slice() {
        [Some(day)] => Some(Effect::On(*day)),
        _ => None,
    }
}

/// The day on which the legal text behind a row takes effect, where the row's legal basis says it once: `Err` where it
/// says several days, or one that could not be read.
pub(super) fn of_text(legal: &str) -> Result<Option<Day>, ()> {
    let folded = fold(legal);
    if !folded.contains("co hieu luc") {
        return Ok(None);
    }
    let mut days = BTreeSet::new();
    for clause in folded.split("co hieu luc").skip(1) {
        // The day stands right behind the words; a later one is that of another text's signing.
        let head: Vec<&str> = clause.split(' ').filter(|word| !word.is_empty()).take(10).collect();
        match clauses::days(&head.join(" ")).first() {
            Some((at, day)) if *at <= 5 => drop(days.insert(*day)),
            Some(_) | None => return Err(()),
        }
    }
    match days.into_iter().collect::<Vec<_>>().as_slice() {
        [day] => Ok(Some(*day)),
        _ => Err(()),
    }
}

/// Whether a text says that it was made by the shortened procedure.
pub(super) fn is_shortened(text: &str) -> bool {
    let folded = fold(text);
    ["trinh tu thu tuc rut gon", "theo trinh tu rut gon"].iter().any(|phrase| folded.contains(phrase))
}

/// Where words stand in a folded text.
fn find_word(folded: &str, words: &str) -> Option<usize> {
    let edge = |at: Option<u8>| at.is_none_or(|byte| byte == b' ');
    folded.match_indices(words).map(|(at, _)| at).find(|at| {
        let bytes = folded.as_bytes();
        edge(at.checked_sub(1).and_then(|before| bytes.get(before).copied()))
            && edge(bytes.get(at + words.len()).copied())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_texts_signing_is_no_day_of_effect() {
        let none = BTreeMap::new();
        let on = |day: &str| day.parse().ok().map(Effect::On);
        for (clause, expected) in [
            (
                "Quyết định này có hiệu lực kể từ ngày Nghị định số 39/2026/NĐ-CP ngày 15/3/2026 có hiệu lực thi hành",
                None,
            ),
            ("có hiệu lực từ ngày Thông tư số 1/2026/TT-BYT ngày 15/3/2026 có hiệu lực (01/7/2026)", on("2026-07-01")),
            ("có hiệu lực từ ngày 01/7/2026; thay Nghị định số 1/2020/NĐ-CP ngày 1/1/2020", on("2026-07-01")),
            ("có hiệu lực kể từ ngày ký, trừ nội dung theo Luật số 1/2026/QH15", Some(Effect::OnSigning)),
            ("có hiệu lực kể từ ngày 26/9/2026", on("2026-09-26")),
            ("unknown", Some(Effect::Undated)),
            ("2026-09-18, 2026-09-19", None),
        ] {
            assert_eq!(of_clause(clause, &none), expected, "{clause}");
        }
    }

    #[test]
    fn the_day_of_the_legal_text_is_taken_where_it_stands_once() {
        let on = |day: &str| Ok(day.parse().ok());
        for (legal, expected) in [
            ("Nghị định số 177/2026/NĐ-CP ngày 19/5/2026", Ok(None)),
            ("Nghị định số 177/2026/NĐ-CP ngày 19/5/2026 (có hiệu lực từ ngày 01/7/2026)", on("2026-07-01")),
            ("Luật A có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026; Nghị định B", on("2026-07-01")),
            ("A có hiệu lực từ 01/7/2026; B có hiệu lực từ 15/8/2026", Err(())),
            ("A có hiệu lực sau 45 ngày kể từ ngày ký ban hành", Err(())),
        ] {
            assert_eq!(of_text(legal), expected, "{legal}");
        }
    }
}
