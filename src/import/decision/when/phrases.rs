//! Words that say from when and until when.

use std::collections::BTreeSet;

use crate::model::{Day, DayCount, DayUnit, Effect};

use super::super::clauses;
use super::items::Gap;
use super::{End, Place, Reader};

/// Nouns of normative texts, by which a day may be told.
const NORMATIVE: [&str; 4] = ["nghi dinh", "thong tu", "nghi quyet", "van ban"];

impl Reader<'_> {
    /// "… đối với …" right behind a time.
    pub(super) fn is_limited(&self, at: usize, end: usize) -> bool {
        at < end && self.says(at, "doi voi")
    }

    /// The effect that stands right behind "hiệu lực".
    pub(super) fn of_effect(&self, at: usize, end: usize) -> Option<(Effect, usize)> {
        const BARE: [&str; 11] = ["thi", "hanh", "phap", "luat", "ngay", "ke", "bat", "dau", "tu", "ap", "dung"];
        let bare = self.behind(at, end, &BARE);
        let lead = (at..bare).any(|at| self.word(at) == "tu");
        if let Some(counted) = self.counted(bare, end) {
            return Some(counted);
        }
        if let Some((day, end)) = self.day(bare) {
            return Some((Effect::On(day), end));
        }
        if lead && (self.word(bare) == "ky" || self.says(bare, "khi ky")) {
            return Some((Effect::OnSigning, self.behind_signing(bare)));
        }
        if lead && self.names_normative(bare) {
            return self.of_text(bare);
        }
        None
    }

    pub(super) fn behind_signing(&self, at: usize) -> usize {
        let at = self.behind(at, self.tokens.len(), &["khi", "ky"]);
        if self.says(at, "ban hanh") { at + 2 } else { at }
    }

    /// "sau 45 ngày [làm việc] [kể] từ ngày ký".
    pub(super) fn counted(&self, at: usize, end: usize) -> Option<(Effect, usize)> {
        if self.word(at) != "sau" {
            return None;
        }
        let number = self.word(at + 1).parse().ok().filter(|number| (1..=DayCount::MOST).contains(number))?;
        if self.word(at + 2) != "ngay" {
            return None;
        }
        let (unit, rest) =
            if self.says(at + 3, "lam viec") { (DayUnit::WorkingDays, at + 5) } else { (DayUnit::Days, at + 3) };
        let lead = self.behind(rest, end, &["ke", "tu"]);
        let is_signing = lead > rest && (self.says(lead, "ngay ky") || self.says(lead, "khi ky"));
        is_signing.then(|| (Effect::AfterSigning(DayCount { number, unit }), self.behind_signing(lead + 1)))
    }

    pub(super) fn names_normative(&self, at: usize) -> bool {
        let from = self.behind(at, self.tokens.len(), &["cac", "khi", "ngay"]);
        NORMATIVE.iter().any(|noun| self.says(from, noun)) || self.word(from) == "luat"
    }

    /// "từ ngày Nghị định số … có hiệu lực": the text's own day, where the clause or the catalogue has it.
    pub(super) fn of_text(&self, at: usize) -> Option<(Effect, usize)> {
        let effect = (at..self.tokens.len()).rev().find(|at| self.says(*at, "hieu luc"))?;
        if (at..effect).any(|at| self.gap(at) == Gap::Stop) {
            return None;
        }
        let behind = self.behind(effect + 2, self.tokens.len(), &["thi", "hanh", "ke", "tu", "ngay", "la"]);
        if let Some((day, end)) = self.day(behind) {
            return Some((Effect::On(day), end));
        }
        let text = self.words(at, effect);
        let known: BTreeSet<Option<Day>> = clauses::legal_numbers(&text)
            .iter()
            .map(|number| self.texts.get(number).and_then(|text| text.effect))
            .collect();
        match known.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(day)] => Some((Effect::On(*day), behind)),
            _ => None,
        }
    }

    /// "[kể] từ ngày …", "áp dụng từ …", and in a cell a bare day.
    pub(super) fn start_at(&self, at: usize, end: usize) -> Option<(Effect, usize)> {
        if self.says(at, "hieu luc") {
            return self.of_effect(at + 2, end);
        }
        if let Some(counted) = self.counted(at, end) {
            return Some(counted);
        }
        let lead = self.behind(at, end, &["ke", "bat", "dau", "tinh"]);
        let cell = self.place == Place::Cell && (lead == at);
        if self.word(lead) != "tu" && !cell {
            return None;
        }
        let behind = if self.word(lead) == "tu" { lead + 1 } else { lead };
        let day = self.behind(behind, end, &["ngay", "thoi", "diem"]);
        if let Some((day, end)) = self.day(day) {
            return Some((Effect::On(day), end));
        }
        let signing = (self.word(day) == "ky" || self.says(day, "khi ky")) && day > lead;
        signing.then(|| (Effect::OnSigning, self.behind_signing(day)))
    }

    /// What an end looks like, and where it stops: "đến hết ngày 28/02/2027", "chấm dứt hiệu lực từ ngày 01/3/2027".
    pub(super) fn end_at(&self, at: usize, end: usize) -> Option<(End, usize)> {
        if matches!(self.word(at), "den" | "toi") && matches!(self.written(at), "đến" | "tới") {
            let behind = self.behind(at + 1, end, &["het", "ngay"]);
            if let Some((day, stop)) = self.day(behind) {
                return Some((day.succ_opt().map_or(End::Unclear, End::From), stop));
            }
            let vague = matches!(self.word(at + 1), "het" | "ngay" | "khi" | "thang" | "nam" | "cuoi")
                || self.item(at + 1).is_some();
            return vague.then_some((End::Unclear, at + 2));
        }
        let verb = ["het hieu luc", "cham dut hieu luc", "ngung hieu luc", "cham dut"]
            .into_iter()
            .find(|verb| self.says(at, verb))?;
        let behind = at + verb.split(' ').count();
        let behind = self.behind(behind, end, &["thi", "hanh", "viec", "thuc", "hien", "ap", "dung", "ke"]);
        let from = self.word(behind) == "tu";
        let after = self.word(behind) == "sau";
        let day = self.day(self.behind(behind, end, &["tu", "sau", "ngay", "vao"]));
        match day {
            Some((day, stop)) if from => Some((End::From(day), stop)),
            Some((day, stop)) if after => Some((day.succ_opt().map_or(End::Unclear, End::From), stop)),
            // The last day with effect, or the first without?
            Some((_, stop)) => Some((End::Unclear, stop)),
            None => Some((End::Unclear, behind)),
        }
    }
}

/// Whether a word is one of those that say that something has effect.
pub(super) fn is_of_effect(word: &str) -> bool {
    const VERBS: [&str; 15] =
        ["co", "hieu", "luc", "thi", "hanh", "thuc", "hien", "ap", "dung", "viec", "keo", "dai", "se", "cho", "duoc"];
    VERBS.contains(&crate::text::fold(word).as_str())
}

/// Whether words name all procedures of the decision.
pub(super) fn is_whole(words: &str) -> bool {
    const ALL: [&str; 33] = [
        "cac", "toan", "bo", "thu", "tuc", "hanh", "chinh", "tthc", "duoc", "cong", "ban", "kem", "theo", "tai",
        "trong", "neu", "quyet", "dinh", "nay", "danh", "muc", "va", "tren", "co", "cua", "quy", "noi", "dung", "tat",
        "ca", "phu", "luc", "thuc",
    ];
    crate::text::fold(words).split(' ').all(|word| word.is_empty() || ALL.contains(&word))
}
