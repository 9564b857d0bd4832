//! Decisions about other decisions: what ends, replaces, amends or corrects one. A row, where the one that is meant stands in
//! the ledger exactly once and all of it or a row of it is named; else a question with the rows that may be meant.

use crate::model::{AgencyId, Change, Day, Decision, DecisionNumber, ProcedureCode, Records};
use crate::text::fold;

use super::block::shortened;
use super::clauses;
use super::found::{Particulars, Question, Word};
use super::when;

/// Words by which a decision ends another.
const VERBS: [&str; 8] =
    ["thay the", "bai bo", "huy bo", "thu hoi", "dinh chinh", "ngung hieu luc", "dinh chi", "tam ngung"];

/// Words by which it changes another: they count at the beginning of a sentence alone, since annexes of procedures have them too.
const CHANGES: [&str; 4] = ["sua doi", "bo sung", "dieu chinh", "gia han"];

/// Words behind a decision's number that say that it ends.
const ENDED: [&str; 7] =
    ["het hieu luc", "cham dut hieu luc", "bi bai bo", "duoc bai bo", "bi huy bo", "bi thay the", "duoc thay the"];

/// Words which say that only a part of the other is meant.
const PARTS: [&str; 14] = [
    "mot phan",
    "noi dung",
    "phu luc",
    "phan",
    "muc",
    "khoan",
    "diem",
    "dieu",
    "thu tuc",
    "tthc",
    "so thu tu",
    "danh muc",
    "cum tu",
    "dong",
];

/// How many decisions of a sentence are looked up.
const MOST: usize = 200;

/// How many rows of another decision a question names.
const SHOWN: usize = 30;

/// The decision that speaks.
pub(super) struct Speaker<'d> {
    pub(super) number: &'d DecisionNumber,
    pub(super) issuer: &'d str,
    /// Its signing, else its publishing.
    pub(super) day: Option<Day>,
    /// Whether it has rows that end procedures: what it says of them where it cites another decision is said by those.
    pub(super) has_ends: bool,
}

/// What is said of another decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) word: Word,
    pub(super) own: Particulars,
    pub(super) words: String,
}

/// Whether an article speaks of another decision that it ends, changes or corrects.
pub(super) fn speaks(text: &str) -> bool {
    sentences(text).iter().any(|sentence| sentence.cited().iter().any(|cited| sentence.about(cited, false).is_some()))
}

/// What an article says of other decisions, and what is not certain of it.
pub(super) fn of(text: &str, speaker: &Speaker, records: &Records) -> (Vec<Said>, Vec<Question>) {
    let (mut said, mut questions) = (Vec::new(), Vec::new());
    for sentence in sentences(text) {
        let cited = sentence.cited();
        if cited.is_empty() && sentence.ends_unnamed() {
            questions.push(open(sentence.text, &[]));
        }
        if cited.len() == MOST {
            questions.push(open(sentence.text, &[]));
        }
        for one in &cited {
            let Some(about) = sentence.about(one, speaker.has_ends) else { continue };
            let number = &one.number;
            if number == speaker.number {
                questions.push(Question::new("cites_itself").with("number", number));
                continue;
            }
            let candidates: Vec<&Decision> = records
                .decisions
                .iter()
                .filter(|other| other.key.number == *number && other.key.issuer == AgencyId(speaker.issuer.to_owned()))
                .collect();
            let day = day_behind(one.after);
            // The ledger finds it by its number among those that are not later: it has to be the only one there.
            let earlier = candidates.iter().filter(|one| speaker.day.is_none_or(|day| one.known_from() <= day)).count();
            let named: Vec<&&Decision> =
                candidates.iter().filter(|one| day.is_some() && one.key.signed == day).collect();
            let meant = match named.as_slice() {
                [meant] if earlier == 1 => certain(&about, number, meant, sentence.text, &mut questions),
                _ => None,
            };
            match meant {
                Some(meant) if !said.contains(&meant) => said.push(meant),
                Some(_) => {}
                None => questions.push(open(sentence.text, &candidates)),
            }
        }
    }
    (said, questions)
}

/// What is certain of a decision that the ledger has once.
fn certain(
    about: &About,
    number: &DecisionNumber,
    other: &Decision,
    text: &str,
    questions: &mut Vec<Question>,
) -> Option<Said> {
    let said = |word, own: Particulars| {
        Some(Said { word, own: Particulars { decision: Some(number.to_string()), ..own }, words: text.to_owned() })
    };
    match about.act {
        Act::End if about.is_whole => said(Word::Withdraw, Particulars::default()),
        Act::End => {
            let codes = rows_named(about, other, text, questions)?;
            said(Word::Withdraw, Particulars { codes, ..Particulars::default() })
        }
        Act::Correct => {
            let corrected_effect = Some(corrected(&about.words)?.to_string());
            said(Word::Correct, Particulars { corrected_effect, ..Particulars::default() })
        }
        Act::Change => None,
    }
}

/// The rows of another decision that are named by code, or by their number where the ledger's order says which.
fn rows_named(about: &About, other: &Decision, text: &str, questions: &mut Vec<Question>) -> Option<Vec<String>> {
    if about.has_time {
        return None;
    }
    let codes = clauses::codes(&about.words);
    if !codes.is_empty() {
        let holds = |code: &ProcedureCode| other.changes.iter().any(|change| codes_of(change).contains(&code));
        return codes.iter().all(holds).then(|| codes.iter().map(ToString::to_string).collect());
    }
    let numbers = row_numbers(&fold(&about.between))?;
    let changes = ordered(other)?;
    let codes: Option<Vec<String>> =
        numbers.iter().map(|number| changes.get(number.checked_sub(1)?).map(ToString::to_string)).collect();
    let codes = codes?;
    // The ledger has no numbers of rows: a person compares.
    let question = Question::new("ends_counted").with("text", shortened(text));
    questions.push(question.with("codes", codes.join(", ")));
    Some(codes)
}

/// The codes of a decision's rows in the order of its only annex, where each row is one procedure.
fn ordered(other: &Decision) -> Option<Vec<&ProcedureCode>> {
    let kinds: std::collections::BTreeSet<&str> = other.changes.iter().map(|change| change.kind.as_str()).collect();
    if !other.complete || other.sections.len() > 1 || kinds.len() != 1 {
        return None;
    }
    let names: Vec<Option<&String>> = other.changes.iter().map(|change| change.name.as_ref()).collect();
    if names.windows(2).any(|two| matches!(two, [first, second] if first == second)) {
        return None;
    }
    let only = |change| match codes_of(change).as_slice() {
        [code] => Some(*code),
        _ => None,
    };
    other.changes.iter().map(only).collect()
}

fn codes_of(change: &Change) -> Vec<&ProcedureCode> {
    change.kind.subjects().into_iter().filter_map(|subject| subject.code()).collect()
}

/// "thủ tục số thứ tự 2, 3 tại Phụ lục …": the numbers, where no other part is named.
fn row_numbers(between: &str) -> Option<Vec<usize>> {
    let words: Vec<&str> = between.split(' ').collect();
    let at = words.iter().position(|word| *word == "so" || *word == "stt")?;
    if ["muc", "phan", "khoan", "diem", "dieu", "den"].iter().any(|part| words.contains(part)) {
        return None;
    }
    let mut numbers = Vec::new();
    for word in words.iter().skip(at) {
        match word.parse() {
            Ok(number) => numbers.push(number),
            Err(_) if matches!(*word, "so" | "stt" | "thu" | "tu" | "va") => {}
            Err(_) => break,
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

/// The right day of a correction: "… có hiệu lực từ ngày 01/7/2026 sửa thành từ ngày 01/8/2026".
fn corrected(words: &str) -> Option<Day> {
    let folded = fold(words);
    if !folded.contains("hieu luc")
        || folded.contains("thu tuc so")
        || folded.contains("so thu tu")
        || !clauses::codes(words).is_empty()
    {
        return None;
    }
    let (_, right) =
        [" thanh ", " dung la ", " sua lai la ", " nay la "].iter().find_map(|word| folded.rsplit_once(word))?;
    match clauses::days(right).as_slice() {
        [(at, day)] if *at <= 8 => Some(*day),
        _ => None,
    }
}

fn open(text: &str, candidates: &[&Decision]) -> Question {
    let shown = |one: &&Decision| match one.key.signed {
        Some(day) => format!("{} ({})", one.key.number, day.format("%d/%m/%Y")),
        None => one.key.number.to_string(),
    };
    let known: Vec<String> = candidates.iter().map(shown).collect();
    if known.is_empty() {
        return Question::new("ends_decision").with("text", shortened(text));
    }
    let codes: std::collections::BTreeSet<&ProcedureCode> =
        candidates.iter().flat_map(|one| &one.changes).flat_map(codes_of).collect();
    let more = if codes.len() > SHOWN { ", …" } else { "" };
    let rows: Vec<&str> = codes.iter().take(SHOWN).map(|code| code.as_str()).collect();
    let key = if rows.is_empty() { "ends_which" } else { "ends_rows" };
    let question = Question::new(key).with("text", shortened(text)).with("known", known.join(", "));
    question.with("rows", format!("{}{more}", rows.join(", ")))
}

/// The day that stands right behind a number: "số 12/QĐ-UBND ngày 01/02/2026".
fn day_behind(after: &str) -> Option<Day> {
    match clauses::days(&fold(after)).first() {
        Some((at, day)) if *at <= 1 => Some(*day),
        Some(_) | None => None,
    }
}

/// A sentence of an article.
struct Sentence<'t> {
    text: &'t str,
}

/// A decision's number in a sentence, with what stands before it, and behind it up to the next.
struct Cited<'t> {
    number: DecisionNumber,
    before: &'t str,
    after: &'t str,
}

/// What is done to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    End,
    Correct,
    Change,
}

/// What a sentence says of a decision.
struct About {
    act: Act,
    is_whole: bool,
    /// Whether that has days of its own.
    has_time: bool,
    /// What stands between the verb and the number.
    between: String,
    /// From the verb on.
    words: String,
}

fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        for (at, _) in line.match_indices(". ") {
            let next = line.get(at + 2..).unwrap_or_default().trim_start();
            if next.starts_with(char::is_uppercase) && line.get(start..at).is_some_and(|own| own.contains(' ')) {
                sentences.extend(line.get(start..at).map(|text| Sentence { text }));
                start = at + 2;
            }
        }
        sentences.extend(line.get(start..).filter(|rest| !rest.trim().is_empty()).map(|text| Sentence { text }));
    }
    sentences
}

impl<'t> Sentence<'t> {
    fn cited(&self) -> Vec<Cited<'t>> {
        let mut places = Vec::new();
        let mut from = 0;
        for written in clauses::numbers(self.text) {
            let Some(at) = self.text.get(from..).and_then(|rest| rest.find(&written)) else { continue };
            places.push((from + at, from + at + written.len(), written));
            from += at + places.last().map_or(0, |(_, _, written)| written.len());
        }
        let next = |at: usize| places.get(at + 1).map_or(self.text.len(), |(start, ..)| *start);
        let cited = |(at, (start, end, written)): (usize, &(usize, usize, String))| Cited {
            number: DecisionNumber::new(written),
            before: self.text.get(..*start).unwrap_or_default(),
            after: self.text.get(*end..next(at)).unwrap_or_default(),
        };
        places.iter().enumerate().take(MOST).map(cited).collect()
    }

    /// "bãi bỏ các quyết định trước đây trái với Quyết định này".
    fn ends_unnamed(&self) -> bool {
        let folded = fold(self.text);
        VERBS.iter().any(|verb| {
            folded.match_indices(verb).any(|(at, _)| {
                let rest = folded.get(at + verb.len()..).unwrap_or_default().trim_start();
                let rest = ["cac ", "toan bo "].iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
                rest.starts_with("quyet dinh")
            })
        })
    }

    /// What the sentence does to a decision that it cites; none where it only cites it.
    fn about(&self, cited: &Cited, has_ends: bool) -> Option<About> {
        let (before, after) = (fold(cited.before), format!(" {} ", fold(cited.after)));
        let lead = before
            .strip_prefix("dieu ")
            .map_or(before.as_str(), |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start());
        let is_named = before.ends_with("quyet dinh so") || before.ends_with("quyet dinh") || before.ends_with("so");
        let verb = VERBS.iter().filter_map(|verb| Some((before.rfind(verb)?, *verb))).max();
        let change =
            CHANGES.iter().find(|verb| lead.starts_with(**verb)).map(|verb| (before.len() - lead.len(), *verb));
        let behind = ENDED.iter().find(|verb| after.contains(&format!(" {verb} ")));
        // The day right behind the number is the decision's own, and "từ ngày Quyết định này có hiệu lực" is no other day.
        let own_day = after
            .replace("ke tu ngay quyet dinh nay co hieu luc", "")
            .replace("tu ngay quyet dinh nay co hieu luc", "");
        let has_time = !when::days(cited.after).is_empty()
            && when::days(cited.after) != day_behind(cited.after).into_iter().collect::<Vec<_>>()
            || [" tu ngay ", " ke tu ", " den het ", " den khi "].iter().any(|lead| own_day.contains(lead))
            || !before.contains("quyet dinh nay co hieu luc")
                && self.cited().len() == 1
                && !when::days(cited.before).is_empty();
        if let Some((at, verb)) = verb.or(change) {
            let between = before.get(at + verb.len()..).unwrap_or_default();
            let passive = before.get(..at).is_some_and(|before| {
                ["bi", "duoc", "va", "bo sung"].iter().any(|word| before.trim_end().ends_with(&format!(" {word}")))
                    && !before.contains("quyet dinh nay co hieu luc")
            });
            let spaced = format!(" {between} ");
            let cites = spaced.contains(" theo ") && !spaced.contains(" kem theo ")
                || spaced.contains(" quyet dinh nay ")
                || spaced.contains(" can cu ")
                || has_ends
                    && (spaced.contains(" cong bo tai ") || spaced.contains(" da cong bo "))
                    && !names_rows(&spaced);
            if !passive && !cites {
                let act = match verb {
                    "dinh chinh" => Act::Correct,
                    "ngung hieu luc" | "dinh chi" | "tam ngung" => Act::Change,
                    _ if CHANGES.contains(&verb) => Act::Change,
                    _ => Act::End,
                };
                let names_part = PARTS.iter().any(|part| spaced.contains(&format!(" {part} ")));
                let limits = [" doi voi ", " tru ", " mot phan ", " rieng "].iter().any(|word| after.contains(word));
                let words = format!("{between} {}", cited.after);
                let written = self.text.get(written_from(self.text, verb, cited)..).unwrap_or_default();
                return Some(About {
                    act,
                    is_whole: is_named
                        && !before.ends_with(" theo quyet dinh so")
                        && !names_part
                        && !limits
                        && !has_time,
                    has_time,
                    between: between.to_owned(),
                    words: if written.is_empty() { words } else { written.to_owned() },
                });
            }
        }
        behind?;
        let lead = ["ke tu ngay quyet dinh nay co hieu luc thi hanh", "ke tu ngay quyet dinh nay co hieu luc"]
            .iter()
            .find_map(|own| lead.strip_prefix(own))
            .unwrap_or(lead);
        let subject = lead.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        Some(About {
            act: Act::End,
            is_whole: matches!(subject, "quyet dinh so" | "quyet dinh")
                && !has_time
                && ![" doi voi ", " tru ", " mot phan "].iter().any(|word| after.contains(word)),
            has_time,
            between: subject.to_owned(),
            words: self.text.to_owned(),
        })
    }
}

/// Where the words of a verb begin, as written: the words before the number that fold to it.
fn written_from(text: &str, verb: &str, cited: &Cited) -> usize {
    let starts = cited.before.char_indices().filter(|(at, c)| {
        c.is_alphabetic()
            && cited
                .before
                .get(..*at)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|c| !c.is_alphanumeric())
    });
    let from = starts.map(|(at, _)| at).rfind(|at| cited.before.get(*at..).is_some_and(|rest| begins(rest, verb)));
    from.unwrap_or(text.len())
}

/// Whether a text begins with the two words of a verb.
fn begins(text: &str, verb: &str) -> bool {
    let words = verb.split(' ').count();
    let head: Vec<&str> = text.split_whitespace().take(words).collect();
    fold(&head.join(" ")) == verb
}

/// Whether words name rows by number or a part by its heading.
fn names_rows(spaced: &str) -> bool {
    [" so thu tu ", " muc ", " phu luc ", " khoan ", " stt "].iter().any(|word| spaced.contains(word))
        || clauses::days(spaced).is_empty()
            && spaced.split(" so ").skip(1).any(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}
