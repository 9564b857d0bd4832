//! On which decision an entry says that it rests: one with the procedure in it, none that a later one has amended, by a number that is one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::audit::{decisions_of, surely_lacks};
use crate::ledger::Version;
use crate::model::{Day, DecisionNumber, Procedure};
use crate::text::fold;

use super::words::day;
use super::{Entry, Known, Reason, Rule, Told, Verdict};

pub(super) fn tell(known: &Known, entry: &Entry, findings: &mut Vec<Told>) {
    let Cited { numbers, malformed } = Cited::of(known, entry);
    let record = entry.code.and_then(|code| known.catalogue.records.procedures.get(code));
    // What the record says itself is its source's slip, and not of whom shows it.
    let recorded = record.and_then(|record| record.decision.as_ref());
    for number in malformed {
        let is_recorded = recorded.is_some_and(|it| it.written() == number);
        let verdict = Verdict::unless(is_recorded, Reason::OfRecord);
        findings.push(Told::new(Rule::DecisionNumberMalformed, verdict, entry, vec![("number", number)]));
    }
    if let Some(record) = record {
        tell_wrong(known, entry, &numbers, record, findings);
    }
    tell_superseded(known, entry, &numbers, recorded, findings);
}

/// When a decision was signed, as far as it is said beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dated {
    /// "1523/QĐ-UBND ngày 16/6/2023".
    On(Day),
    /// "1523/QĐ-UBND năm 2023".
    In(i32),
    /// The number alone.
    Unsaid,
}

impl Dated {
    /// What the words behind a number say.
    fn of(words: &[&str]) -> Dated {
        let number = |word: &&str| word.trim_end_matches(['.', ':']).parse::<u32>().ok();
        let year =
            |word: &&str| number(word).and_then(|year| i32::try_from(year).ok()).filter(|year| YEARS.contains(year));
        let words = words.strip_prefix(&["ngày"]).unwrap_or(words);
        match words {
            [date, months, month, years, of, ..] if (*months, *years) == ("tháng", "năm") => {
                let parts = year(of).zip(number(month)).zip(number(date));
                let day = parts.and_then(|((year, month), day)| Day::from_ymd_opt(year, month, day));
                day.map_or(Dated::Unsaid, Dated::On)
            }
            ["năm", of, ..] => year(of).map_or(Dated::Unsaid, Dated::In),
            [date, ..] => day(date).map_or(Dated::Unsaid, Dated::On),
            [] => Dated::Unsaid,
        }
    }

    fn year(self) -> Option<i32> {
        match self {
            Dated::On(day) => Some(day.year()),
            Dated::In(year) => Some(year),
            Dated::Unsaid => None,
        }
    }

    /// Whether it is surely before a day.
    fn is_before(self, other: Day) -> bool {
        match self {
            Dated::On(day) => day < other,
            Dated::In(year) => year < other.year(),
            Dated::Unsaid => false,
        }
    }
}

/// The numbers of decisions in the words of an entry.
struct Cited {
    numbers: BTreeMap<DecisionNumber, Dated>,
    /// Those that are meant as one and are none, as they stand there.
    malformed: BTreeSet<String>,
}

/// How many words one number may be divided into: "1523 /QĐ - UBND".
const WORDS: usize = 4;

impl Cited {
    fn of(known: &Known, entry: &Entry) -> Cited {
        let mut cited = Cited { numbers: BTreeMap::new(), malformed: BTreeSet::new() };
        for text in entry.shown.texts.iter().filter(|text| text.contains(['/', '-'])) {
            let words: Vec<&str> = text.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
            cited.malformed.extend(other_document(&words).map(str::to_owned));
            // A number may stand apart from its slash: "1523 /QĐ-UBND".
            let follows = |at: usize| {
                let before = at.checked_sub(1).and_then(|before| words.get(before));
                before.is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()))
            };
            let unfinished = words.iter().enumerate().filter(|(at, word)| is_unfinished(word) && !follows(*at));
            cited.malformed.extend(unfinished.map(|(_, word)| word.trim_end_matches(['.', ':']).to_owned()));
            let begins = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            for (at, _) in words.iter().enumerate().filter(|(_, word)| begins(word)) {
                let rest = words.get(at..).unwrap_or_default();
                // The number of a row may stand before that of a decision.
                let is_begun = rest.first().is_some_and(|word| word.contains('/'))
                    || rest.get(1).is_some_and(|word| word.starts_with('/'));
                let read = |count: usize| {
                    let (words, behind) = rest.split_at_checked(count)?;
                    Some((DecisionNumber::new(&words.join(" ")), Dated::of(behind)))
                };
                let mut found = (1..=WORDS).filter(|_| is_begun).filter_map(read);
                // The fewest words that make a number: what follows one may be anything. But a narrow column breaks one that is held:
                // "4245/QĐ-BCA-QLXN C".
                let is_held = |number: &DecisionNumber| !decisions_of(known.catalogue, number).is_empty();
                if let Some(first) = found.find(|(number, _)| number.normal().is_some()) {
                    let longer = if is_held(&first.0) { None } else { found.find(|(number, _)| is_held(number)) };
                    let (number, dated) = longer.unwrap_or(first);
                    cited.numbers.insert(number, dated);
                } else if let Some(word) = rest.first().filter(|word| is_meant(word)) {
                    cited.malformed.insert(word.trim_end_matches(['.', ':']).to_owned());
                }
            }
        }
        cited
    }
}

/// Whether a word is the number of a decision that somebody left open or filled with words: "…/QĐ-UBND", "/QĐ-UBND", "Demo/QĐ-BCA".
fn is_unfinished(word: &str) -> bool {
    let Some((number, symbol)) = word.split_once('/') else { return false };
    let is_open = number.chars().all(|c| matches!(c, '.' | '…' | '_'));
    (is_open || number.chars().all(char::is_alphabetic)) && fold(symbol).starts_with("qd ")
}

/// Whether a word is meant as the number of a decision: digits, a slash and "QĐ".
fn is_meant(word: &str) -> bool {
    let Some((digits, symbol)) = word.split_once('/') else { return false };
    is_of_digits(digits) && fold(symbol).starts_with("qd")
}

fn is_of_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number that stands where that of a decision should, and is of a proposal (tờ trình), which publishes nothing, or of no document:
/// "112/TTr-SYT" alone, "Quyết định số 163/BTP".
fn other_document<'t>(words: &[&'t str]) -> Option<&'t str> {
    let bare = |word: &'t str| word.trim_end_matches(['.', ':']);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if let [number, behind @ ..] = words
        && let Some((digits, symbol)) = number.split_once('/')
        && (behind.is_empty() || *behind == ["-"] || Dated::of(behind) != Dated::Unsaid)
    {
        let kind = symbol.split('-').next().map(fold).unwrap_or_default();
        return (is_of_digits(digits) && symbol.contains('-') && kind == "ttr").then(|| bare(number));
    }
    let behind_title = words.windows(4).find_map(|words| match words {
        [quyet, dinh, so, number] if is_number(number) => {
            (fold(quyet) == "quyet" && fold(dinh) == "dinh" && fold(so) == "so").then(|| bare(number))
        }
        _ => None,
    })?;
    // "163-QĐ/TW" is how the Party numbers; "152/2003/QĐ-TTg" how the Prime Minister did.
    let has_letters = behind_title.contains(char::is_alphabetic);
    (has_letters
        && !behind_title.contains("/QĐ")
        && !behind_title.contains("QĐ/")
        && !fold(behind_title).contains(" qd ")
        || behind_title.contains("-QĐ-"))
    .then_some(behind_title)
}

/// That the decisions of the row which the catalogue holds have no such procedure among their rows.
///
/// Numbers begin anew each year: it is a fault where the year in which the decision was signed stands beside its number or in the
/// row, and could not be checked where no year is named; where another is, another decision is meant.
fn tell_wrong(
    known: &Known,
    entry: &Entry,
    cited: &BTreeMap<DecisionNumber, Dated>,
    record: &Procedure,
    findings: &mut Vec<Told>,
) {
    // Of several decisions of one number any may be meant, and one that is not held may have it.
    let lacks = |number: &DecisionNumber| {
        let held = decisions_of(known.catalogue, number);
        !held.is_empty() && held.iter().all(|decision| surely_lacks(decision, record))
    };
    if cited.is_empty() || !cited.keys().all(lacks) {
        return;
    }
    let of_row = years(entry);
    let recorded = record.decision.as_ref();
    for (number, dated) in cited {
        let held = decisions_of(known.catalogue, number);
        let years = dated.year().map_or_else(|| of_row.clone(), |year| BTreeSet::from([year]));
        let is_named = held.iter().all(|it| years.contains(&it.key.year));
        let verdict = match (recorded == Some(number), is_named, years.is_empty()) {
            // What the record says itself is its source's slip.
            (true, _, _) => Verdict::Unchecked(Reason::OfRecord),
            (false, false, true) => Verdict::Unchecked(Reason::NoYear),
            (false, true, _) => Verdict::Fault,
            (false, false, false) => continue,
        };
        let right = recorded.filter(|it| !lacks(it)).map(ToString::to_string).unwrap_or_default();
        let values = vec![("number", number.to_string()), ("right", right)];
        findings.push(Told::new(Rule::WrongDecision, verdict, entry, values));
    }
}

/// The years that stand in the words of an entry.
fn years(entry: &Entry) -> BTreeSet<i32> {
    let words = entry.shown.texts.iter().flat_map(|text| text.split(|c: char| !c.is_ascii_digit()));
    words
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok())
        .filter(|year| YEARS.contains(year))
        .collect()
}

/// The years in which decisions are signed.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// A decision of the issuer whose later one made the version in force: one that is held, or one of which the day or year is
/// said beside its number.
fn tell_superseded(
    known: &Known,
    entry: &Entry,
    cited: &BTreeMap<DecisionNumber, Dated>,
    recorded: Option<&DecisionNumber>,
    findings: &mut Vec<Told>,
) {
    let Some(state) = entry.code.and_then(|code| known.catalogue.states.get(code)) else { return };
    let Version::Amended { decision: ruling, from: Some(from) } = state.whole.version else { return };
    if cited.contains_key(&ruling.key.number) {
        return;
    }
    // Beside one that is not held and may be later still the row may be more current than the catalogue.
    let issuer = issuer_of(&ruling.key.number);
    let of_issuer = || cited.iter().filter(|(number, _)| issuer.is_some() && issuer_of(number) == issuer);
    let is_held = |number: &DecisionNumber| !decisions_of(known.catalogue, number).is_empty();
    let is_before = |dated: &Dated| ruling.key.signed.is_some_and(|signed| dated.is_before(signed));
    if of_issuer().any(|(number, dated)| !is_held(number) && !is_before(dated)) {
        return;
    }
    let decisions = known.catalogue.records.decisions.iter();
    let earlier = decisions.filter(|decision| {
        let key = &decision.key;
        let is_before = key.signed.is_some() && key.signed < ruling.key.signed;
        key.issuer == ruling.key.issuer && is_before && cited.contains_key(&key.number)
    });
    let held = earlier.max_by_key(|decision| decision.key.signed).map(|decision| &decision.key.number);
    let told = held.map(|number| (number, Verdict::Fault)).or_else(|| {
        // One that is not held may be of what a fee or a form rests on, and publish nothing.
        let (number, _) = of_issuer().next()?;
        let reason = if recorded == Some(number) { Reason::OfRecord } else { Reason::DecisionNotHeld };
        Some((number, Verdict::Unchecked(reason)))
    });
    if let Some((number, verdict)) = told {
        let values = vec![
            ("number", number.written().to_owned()),
            ("later", ruling.key.number.written().to_owned()),
            ("day", from.to_string()),
        ];
        findings.push(Told::new(Rule::SupersededDecisionCited, verdict, entry, values));
    }
}

/// The ministry in a decision's number: "BCA" of "1523/QĐ-BCA-C06". The office of a body names none, nor do the letters of every
/// people's committee.
fn issuer_of(number: &DecisionNumber) -> Option<&str> {
    let (_, symbol) = number.normal()?.split_once("/QĐ-")?;
    symbol.split('-').next().filter(|body| !matches!(*body, "VP" | "CT" | "UBND"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        text.split(' ').collect()
    }

    #[test]
    fn the_day_of_a_decision_is_read_behind_its_number() {
        let day = Day::from_ymd_opt(2023, 6, 16).map_or(Dated::Unsaid, Dated::On);
        for (text, expected) in [
            ("ngày 16/6/2023", day),
            ("16/06/2023", day),
            ("ngày 16 tháng 6 năm 2023", day),
            ("năm 2023", Dated::In(2023)),
            ("năm 20", Dated::Unsaid),
            ("của Bộ Công an", Dated::Unsaid),
        ] {
            assert_eq!(Dated::of(&words(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_document_that_publishes_nothing_is_no_decision() {
        for (text, expected) in [
            ("112/TTr-SYT", Some("112/TTr-SYT")),
            ("112/TTr-SYT ngày 16/6/2023", Some("112/TTr-SYT")),
            ("Quyết định số 163/BTP ngày 16/6/2023", Some("163/BTP")),
            ("Quyết định số 163-QĐ-BTP", Some("163-QĐ-BTP")),
            ("theo Tờ trình số 112/TTr-SYT ngày 16/6/2023", None),
            ("Quyết định số 163-QĐ/TW", None),
            ("Quyết định số 152/2003/QĐ-TTg", None),
            ("Quyết định số 1523/QĐ-BCA-C06", None),
            ("Quyết định số 12 ngày 16/6/2023", None),
            ("02/2024/TT-BYT", None),
        ] {
            assert_eq!(other_document(&words(text)), expected, "{text}");
        }
    }
}
