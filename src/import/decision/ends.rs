//! Decisions that a decision ends: a row that withdraws, where the one that is meant stands in the ledger exactly once.

use crate::model::{AgencyId, Day, Decision, DecisionNumber, Records};
use crate::text::fold;

use super::clauses;
use super::found::Question;
use super::resolve::shortened;

/// Words by which a decision ends another.
const VERBS: [&str; 3] = ["thay the", "bai bo", "huy bo"];

/// Words which say that only a part of the other ends.
const PARTS: [&str; 10] =
    ["mot phan", "noi dung", "phu luc", "phan", "muc", "khoan", "diem", "thu tuc", "so thu tu", "danh muc"];

/// The decision that speaks.
pub(super) struct Speaker<'d> {
    pub(super) number: &'d DecisionNumber,
    pub(super) issuer: &'d str,
    /// Its signing, else its publishing.
    pub(super) day: Option<Day>,
}

/// Whether a folded article says that it ends another decision.
pub(super) fn speaks(folded: &str) -> bool {
    VERBS.iter().any(|verb| {
        folded.match_indices(verb).any(|(at, _)| {
            let rest = folded.get(at + verb.len()..).unwrap_or_default().trim_start();
            let rest = ["cac ", "toan bo "].iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
            rest.starts_with("quyet dinh")
        })
    })
}

/// The decisions that an article ends whole, and what is not certain of it.
pub(super) fn of(text: &str, speaker: &Speaker, records: &Records) -> (Vec<DecisionNumber>, Vec<Question>) {
    let cited: Vec<DecisionNumber> = clauses::numbers(text).iter().map(|number| DecisionNumber::new(number)).collect();
    let (mut ended, mut questions) = (Vec::new(), Vec::new());
    if cited.is_empty() {
        questions.push(open(text, &[]));
    }
    for (at, number) in cited.iter().enumerate() {
        if number == speaker.number {
            questions.push(Question::new("cites_itself").with("number", number));
            continue;
        }
        let candidates: Vec<&Decision> = records
            .decisions
            .iter()
            .filter(|other| other.key.number == *number && other.key.issuer == AgencyId(speaker.issuer.to_owned()))
            .collect();
        let day = day_behind(text, number, cited.get(at + 1));
        // The ledger finds it by its number among those that are not later: it has to be the only one there.
        let earlier = candidates.iter().filter(|one| speaker.day.is_none_or(|day| one.known_from() <= day)).count();
        let named = candidates.iter().filter(|one| day.is_some() && one.key.signed == day).count();
        if named == 1 && earlier == 1 && is_whole(text, number) {
            if !ended.contains(number) {
                ended.push(number.clone());
            }
        } else {
            questions.push(open(text, &candidates));
        }
    }
    (ended, questions)
}

fn open(text: &str, candidates: &[&Decision]) -> Question {
    let shown = |one: &&Decision| match one.key.signed {
        Some(day) => format!("{} ({})", one.key.number, day.format("%d/%m/%Y")),
        None => one.key.number.to_string(),
    };
    let known: Vec<String> = candidates.iter().map(shown).collect();
    if known.is_empty() {
        Question::new("ends_decision").with("text", shortened(text))
    } else {
        Question::new("ends_which").with("text", shortened(text)).with("known", known.join(", "))
    }
}

/// The text behind a number, up to the next number.
fn behind<'t>(text: &'t str, number: &DecisionNumber, next: Option<&DecisionNumber>) -> Option<&'t str> {
    let (_, rest) = text.split_once(number.written())?;
    Some(next.and_then(|next| rest.split_once(next.written())).map_or(rest, |(before, _)| before))
}

/// The day that stands right behind a number: "số 12/QĐ-UBND ngày 01/02/2026".
fn day_behind(text: &str, number: &DecisionNumber, next: Option<&DecisionNumber>) -> Option<Day> {
    let folded = fold(behind(text, number, next)?);
    match clauses::days(&folded).first() {
        Some((at, day)) if *at <= 1 => Some(*day),
        Some(_) | None => None,
    }
}

/// Whether the text ends the decision of a number whole: nothing between the verb and the number speaks of a part.
fn is_whole(text: &str, number: &DecisionNumber) -> bool {
    let Some((before, after)) = text.split_once(number.written()) else { return false };
    let before = fold(before);
    let Some(verb) = VERBS.iter().filter_map(|verb| before.rfind(verb)).max() else { return false };
    let between = format!(" {} ", before.get(verb..).unwrap_or_default());
    let tail = format!(" {} ", fold(after));
    let names_part = PARTS.iter().any(|part| between.contains(&format!(" {part} ")));
    let limits = [" doi voi ", " tru ", " mot phan "].iter().any(|word| tail.contains(word));
    (before.ends_with("quyet dinh so") || before.ends_with("quyet dinh")) && !names_part && !limits
}
