//! What the columns of an annex say of a procedure: times, fees, place, agency. What is no plain value stays as written, and
//! is a question where it may be misread.

use crate::model::{Fee, RowContent, RowFee, TimeLimit, Via};
use crate::strings::{Language, Strings};
use crate::text::{clean, fold};

use super::block::shortened;
use super::found::{Aside, Question};
use super::when;
pub(super) use differences::differences;
use fees::fees;
use fees::vias;
use times::{Time, time as time_of};

pub(super) mod columns;
mod differences;
mod fees;
mod times;

/// The longest text that can be a value of a column, in characters.
const CHARS: usize = 400;

/// The cells of a row, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoundContent {
    pub(super) time: Option<String>,
    pub(super) time_cut: Option<String>,
    /// The cells for fees, each with the channel that its column's title names.
    pub(super) fees: Vec<(Option<Via>, String)>,
    /// Fees that the file has apart already.
    pub(super) read_fees: Vec<RowFee>,
    pub(super) place: Option<String>,
    pub(super) executing: Option<String>,
    /// Cells of which nobody can say what they mean: of columns that say one thing twice and differ, or under a title that has
    /// two meanings.
    pub(super) unclear: Vec<Aside>,
}

impl FoundContent {
    /// What it says, by the keys under which it stands beside a row that has no use for it.
    pub(super) fn asides(&self) -> Vec<Aside> {
        let fees = self.fees.iter().map(|(_, text)| ("fee", Some(text.clone())));
        let read = self.read_fees.iter().map(|row| ("fee", Some(row.fee.to_string())));
        let texts = [
            ("time_statutory", self.time.clone()),
            ("time_reduced", self.time_cut.clone()),
            ("place", self.place.clone()),
            ("executing", self.executing.clone()),
        ];
        let all = texts.into_iter().chain(fees).chain(read);
        all.filter_map(|(key, text)| Some(Aside::new(key, text?))).chain(self.unclear.iter().cloned()).collect()
    }

    /// Leaves of it only what a further part of the same row says too; `may_be_silent` is whether a part without words agrees.
    /// What is taken away is answered, of both.
    pub(super) fn parted(&mut self, part: &FoundContent, may_be_silent: bool) -> Vec<Aside> {
        let mut beside = FoundContent::default();
        let mut part_beside = FoundContent::default();
        let texts: [fn(&mut FoundContent) -> &mut Option<String>; 4] = [
            |content| &mut content.time,
            |content| &mut content.time_cut,
            |content| &mut content.place,
            |content| &mut content.executing,
        ];
        let mut part = part.clone();
        for of in texts {
            let own = of(&mut part).take();
            if of(self).as_ref() != own.as_ref() && !(may_be_silent && own.is_none()) {
                *of(&mut beside) = of(self).take();
                *of(&mut part_beside) = own;
            }
        }
        let is_silent = part.fees.is_empty() && part.read_fees.is_empty();
        if (&self.fees, &self.read_fees) != (&part.fees, &part.read_fees) && !(may_be_silent && is_silent) {
            (beside.fees, beside.read_fees) = (std::mem::take(&mut self.fees), std::mem::take(&mut self.read_fees));
            (part_beside.fees, part_beside.read_fees) = (part.fees, part.read_fees);
        }
        part_beside.unclear = part.unclear;
        beside.asides().into_iter().chain(part_beside.asides()).collect()
    }
}

/// What the cells say; `exact` takes another ledger's record as it is.
pub(super) fn read(found: &FoundContent, shown: &str, exact: bool, questions: &mut Vec<Question>) -> RowContent {
    let text = |text: &Option<String>| text.clone().filter(|text| !is_nothing(text));
    if exact {
        let time = |text: &Option<String>| text.as_deref().map(TimeLimit::parse);
        let cell = |(via, text): &(Option<Via>, String)| RowFee { via: *via, fee: Fee::Stated(text.clone()) };
        return RowContent {
            time: time(&found.time),
            time_cut: time(&found.time_cut),
            fees: found.read_fees.iter().cloned().chain(found.fees.iter().map(cell)).collect(),
            place: found.place.clone(),
            executing: found.executing.clone(),
        };
    }
    for cell in &found.unclear {
        questions.push(unread(&cell.key, shown, &cell.text));
    }
    let mut ask = |key, words: &str| {
        questions.push(Question::new(key).with("row", shown).with("text", shortened(words)));
    };
    let (mut time, mut time_cut) = (None, None);
    if let Some(words) = text(&found.time) {
        match time_of(&words) {
            Time::One(limit) => time = Some(limit),
            Time::Two(rule, cut) => (time, time_cut) = (Some(rule), Some(cut)),
            Time::AsWritten(limit) => {
                ask("time_text", &words);
                time = Some(limit);
            }
            Time::AsRuled => {}
            Time::Unread | Time::NoCut => ask("time_unread", &words),
        }
    }
    if let Some(words) = text(&found.time_cut) {
        match time_of(&words) {
            Time::One(limit) if time_cut.is_none() => time_cut = Some(limit),
            Time::One(limit) if time_cut.as_ref() == Some(&limit) => {}
            Time::NoCut | Time::AsRuled => {}
            Time::AsWritten(limit) if time_cut.is_none() => {
                ask("time_text", &words);
                time_cut = Some(limit);
            }
            Time::One(_) | Time::Two(..) | Time::AsWritten(_) | Time::Unread => ask("time_unread", &words),
        }
    }
    if let (Some(rule), Some(cut)) = (&time, &time_cut)
        && cut.is_longer(rule)
    {
        // A cut that lengthens: one of the two was misread or misprinted, and nobody knows which.
        ask("time_longer", &format!("{rule} → {cut}"));
        (time, time_cut) = (None, None);
    }
    let mut read_fees = Vec::new();
    for (via, cell) in found.fees.iter().filter(|(_, cell)| !is_nothing(cell)) {
        let (read, is_plain) = fees(*via, cell);
        if !is_plain {
            let kept = || Question::new("fee_text").with("text", shortened(cell));
            questions.push(if read.is_empty() { unread("fee", shown, cell) } else { kept() });
        }
        read_fees.extend(read);
    }
    // Another place from a day on is two facts, and a text that goes on is none of a few words.
    let mut short = |key, written: &Option<String>| {
        let words = text(written)?;
        let is_whole = words.chars().count() <= CHARS && !when::names_time(&words);
        if !is_whole {
            questions.push(unread(key, shown, &words));
        }
        is_whole.then(|| lines(&words))
    };
    let place = short("place", &found.place).filter(|place| names_a_place(place));
    RowContent { time, time_cut, fees: read_fees, place, executing: short("executing", &found.executing) }
}

/// A cell that is not taken, by the key of its column.
fn unread(key: &str, shown: &str, words: &str) -> Question {
    let what = Strings::of(Language::Vietnamese).get(&["import", "aside", key]);
    Question::new("content_unread").with("what", what).with("row", shown).with("text", shortened(words))
}

/// The parts of a cell. A line that only goes on where the one above broke is no part: one begins with a mark, names what it
/// is of, or stands below one that ends.
fn parts(cell: &str) -> Vec<String> {
    const MARKS: [char; 5] = ['-', '+', '•', '–', '*'];
    let mut parts: Vec<String> = Vec::new();
    for line in cell.lines().map(clean).filter(|line| !line.is_empty()) {
        match parts.last_mut() {
            Some(above) if !line.starts_with(MARKS) && !line.contains(':') && !above.ends_with([';', '.']) => {
                above.push_str(&format!(" {line}"));
            }
            Some(_) | None => parts.push(line),
        }
    }
    if parts.len() < 2 {
        return parts;
    }
    let bare = |part: String| part.trim_start_matches(MARKS).trim().trim_end_matches([';', ',']).to_owned();
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// A cell's words on one line.
fn lines(cell: &str) -> String {
    parts(cell).join("; ")
}

/// Whether words for a place are more than ways to file: "Trực tiếp. Qua dịch vụ bưu chính. Trực tuyến." is none.
fn names_a_place(text: &str) -> bool {
    const WAYS: [&str; 20] = [
        "truc", "tiep", "tuyen", "qua", "dich", "vu", "buu", "chinh", "cong", "ich", "nop", "hoac", "va", "ho", "so",
        "toan", "trinh", "mot", "phan", "gui",
    ];
    fold(text).split(' ').any(|word| !word.is_empty() && !WAYS.contains(&word))
}

/// Whether a cell is left blank.
fn is_nothing(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}
