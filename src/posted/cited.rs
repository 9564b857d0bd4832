//! On which decision an entry says that it rests: one with the procedure in it, none that a later one has amended, by a number that is one.

use std::collections::BTreeSet;

use chrono::Datelike;

use crate::audit::{decisions_of, surely_lacks};
use crate::ledger::Version;
use crate::model::DecisionNumber;
use crate::text::fold;

use super::{Entry, Known, Reason, Rule, Told, Verdict};

pub(super) fn tell(known: &Known, entry: &Entry, findings: &mut Vec<Told>) {
    let Cited { numbers, malformed } = Cited::of(entry);
    // What the record says itself is its source's slip, and not of whom shows it.
    let record = entry.code.and_then(|code| known.catalogue.records.procedures.get(code));
    let recorded = record.and_then(|record| record.decision.as_ref());
    for number in malformed {
        let is_recorded = recorded.is_some_and(|it| it.written() == number);
        let verdict = Verdict::unless(is_recorded, Reason::OfRecord);
        findings.push(Told::new(Rule::DecisionNumberMalformed, verdict, entry, vec![("number", number)]));
    }
    tell_wrong(known, entry, &numbers, recorded, findings);
    tell_superseded(known, entry, &numbers, findings);
}

/// The numbers of decisions in the words of an entry.
struct Cited {
    numbers: BTreeSet<DecisionNumber>,
    /// Those that are meant as one and are none, as they stand there.
    malformed: BTreeSet<String>,
}

/// How many words one number may be divided into: "1523 /QĐ - UBND".
const WORDS: usize = 4;

impl Cited {
    fn of(entry: &Entry) -> Cited {
        let mut cited = Cited { numbers: BTreeSet::new(), malformed: BTreeSet::new() };
        for text in entry.shown.texts.iter().filter(|text| text.contains('/')) {
            let words: Vec<&str> = text.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
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
                let read = |count: &usize| rest.get(..*count).map(|words| DecisionNumber::new(&words.join(" ")));
                let mut found = (1..=WORDS).filter(|_| is_begun).filter_map(|count| read(&count));
                // The fewest words that make a number: what follows one may be anything.
                if let Some(number) = found.find(|number| number.normal().is_some()) {
                    cited.numbers.insert(number);
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
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && fold(symbol).starts_with("qd")
}

/// That the decisions of the row which the catalogue holds have no such procedure among their rows.
///
/// Numbers begin anew each year: it is a fault where the row names the year in which the decision was signed, and could not be
/// checked where it names none; where it names another, another decision is meant.
fn tell_wrong(
    known: &Known,
    entry: &Entry,
    cited: &BTreeSet<DecisionNumber>,
    recorded: Option<&DecisionNumber>,
    findings: &mut Vec<Told>,
) {
    let Some(code) = entry.code.filter(|_| !cited.is_empty()) else { return };
    // Of several decisions of one number any may be meant, and one that is not held may have it.
    let lacks = |number: &DecisionNumber| {
        let held = decisions_of(known.catalogue, number);
        !held.is_empty() && held.iter().all(|decision| surely_lacks(decision, code))
    };
    if !cited.iter().all(lacks) {
        return;
    }
    let years = years(entry);
    for number in cited {
        let held = decisions_of(known.catalogue, number);
        let is_named = held.iter().all(|it| it.key.signed.is_some_and(|day| years.contains(&day.year())));
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

/// A decision of the issuer whose later one made the version in force.
fn tell_superseded(known: &Known, entry: &Entry, cited: &BTreeSet<DecisionNumber>, findings: &mut Vec<Told>) {
    let Some(state) = entry.code.and_then(|code| known.catalogue.states.get(code)) else { return };
    let Version::Amended { decision: ruling, from: Some(from) } = state.whole.version else { return };
    let cites = |number: &DecisionNumber| cited.contains(number);
    let decisions = known.catalogue.records.decisions.iter();
    let earlier = decisions.filter(|decision| {
        let key = &decision.key;
        key.issuer == ruling.key.issuer && key.signed.is_some() && key.signed < ruling.key.signed && cites(&key.number)
    });
    if let Some(earlier) = earlier.max_by_key(|decision| decision.key.signed).filter(|_| !cites(&ruling.key.number)) {
        let values = vec![
            ("number", earlier.key.number.written().to_owned()),
            ("later", ruling.key.number.written().to_owned()),
            ("day", from.format("%d/%m/%Y").to_string()),
        ];
        findings.push(Told::new(Rule::SupersededDecisionCited, Verdict::Fault, entry, values));
    }
}
