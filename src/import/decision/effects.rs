//! Days of effect: the decision's own, and those of the legal texts behind its rows. Never guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Day, DayCount, Effect, NormativeText};
use crate::text::fold;

use super::clauses;
use super::when::{self, Place, When};

/// What a clause, a cell of an effect or a bare word of the interchange says of time.
///
/// "Có hiệu lực từ ngày Nghị định số 39/2026/NĐ-CP ngày 15/3/2026 có hiệu lực" names the day on which a text was signed, and
/// not the day of effect: that is the text's own, where the clause or `legal-texts.toml` has it.
pub(super) fn of_words(text: &str, texts: &BTreeMap<String, NormativeText>) -> When {
    let folded = fold(text);
    let told = match folded.as_str() {
        "unknown" => Some(Effect::Undated),
        "from signing" | "on signing" => Some(Effect::OnSigning),
        _ => DayCount::from_words(text.trim()).map(Effect::AfterSigning),
    };
    if told.is_some() {
        return When { start: told, ..When::default() };
    }
    when::read(text, if folded.contains("hieu luc") { Place::Clause } else { Place::Cell }, texts)
}

/// How many months before the signing a day of effect is likely misread or misprinted. Nobody decides for so long ago; and a day
/// of last year, which was meant to be in the weeks around the signing, is at least so far away.
const EARLY_MONTHS: u32 = 8;

/// Whether a day of effect lies so long before the signing that one of both is likely wrong.
pub(super) fn is_early(effect: Option<Effect>, signed: Option<Day>) -> bool {
    let (Some(Effect::On(day)), Some(signed)) = (effect, signed) else { return false };
    day.checked_add_months(chrono::Months::new(EARLY_MONTHS)).is_some_and(|later| later <= signed)
}

/// The day on which the legal text behind a row takes effect, where the row's legal basis says it once: `Err` where it
/// says several days, or one that could not be read.
pub(super) fn of_text(legal: &str) -> Result<Option<Day>, ()> {
    let folded = fold(legal);
    let mut days = BTreeSet::new();
    let mut before = "";
    for (at, clause) in folded.split("hieu luc").enumerate() {
        let lead = std::mem::replace(&mut before, clause).trim_end();
        if at == 0 || ["het", "ngung", "dut", "bo"].iter().any(|word| lead.ends_with(&format!(" {word}"))) {
            continue;
        }
        // The day stands right behind the words; a later one is that of another text's signing.
        let head: Vec<&str> = clause.split(' ').filter(|word| !word.is_empty()).take(10).collect();
        match clauses::days(&head.join(" ")).first() {
            Some((at, day)) if *at <= 5 => drop(days.insert(*day)),
            // "hiệu lực" alone is a word of many names.
            Some(_) | None if lead.ends_with("co") => return Err(()),
            Some(_) | None => {}
        }
    }
    if days.is_empty() {
        return Ok(None);
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
            assert_eq!(of_words(clause, &none).start, expected, "{clause}");
        }
    }

    #[test]
    fn the_day_of_the_legal_text_is_taken_where_it_stands_once() {
        let on = |day: &str| Ok(day.parse().ok());
        for (legal, expected) in [
            ("Nghị định số 177/2026/NĐ-CP ngày 19/5/2026", Ok(None)),
            ("Nghị định số 177/2026/NĐ-CP ngày 19/5/2026 (có hiệu lực từ ngày 01/7/2026)", on("2026-07-01")),
            ("Luật A có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026; Nghị định B", on("2026-07-01")),
            ("Thông tư số 1/2026/TT-BTP ngày 02/01/2026, hiệu lực 01/7/2026", on("2026-07-01")),
            ("Nghị định hết hiệu lực một phần từ 01/7/2026", Ok(None)),
            ("A có hiệu lực từ 01/7/2026; B có hiệu lực từ 15/8/2026", Err(())),
            ("A có hiệu lực sau 45 ngày kể từ ngày ký ban hành", Err(())),
        ] {
            assert_eq!(of_text(legal), expected, "{legal}");
        }
    }
}
