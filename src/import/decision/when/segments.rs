//! A text in stretches, and those of them that are about a part of a decision.

use super::items::Gap;
use super::{Place, Reader, Segment, is_whole};

impl Reader<'_> {
    /// The text in stretches: sentences, items, brackets; a clause also before "riêng", "trừ", "đối với" and the like.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        let mut start = 0;
        let mut label = None;
        for at in 0..=self.tokens.len() {
            let ends = at == self.tokens.len()
                || at > start && (matches!(self.gap(at), Gap::Stop | Gap::Bracket) || self.begins_part(at));
            if !ends {
                continue;
            }
            if at < self.tokens.len() && self.is_label(start, at) {
                label = Some(self.words(start, at));
            } else if at > start {
                segments.push(Segment { start, end: at, label: label.clone() });
            }
            start = at;
        }
        segments
    }

    /// Whether words are the number of an article, a paragraph or an item.
    pub(super) fn is_label(&self, start: usize, end: usize) -> bool {
        let number = |at: usize| self.word(at).len() <= 2 && !self.word(at).is_empty();
        match end - start {
            1 => number(start),
            2 => matches!(self.word(start), "dieu" | "khoan") && number(start + 1),
            _ => false,
        }
    }

    pub(super) fn begins_part(&self, at: usize) -> bool {
        if !matches!(self.place, Place::Clause | Place::Cell) {
            return false;
        }
        let before = at.checked_sub(1).map_or("", |before| self.written(before));
        match self.written(at) {
            "riêng" => true,
            "trừ" => before != "ngoại" && before != "loại",
            "ngoại" => self.written(at + 1) == "trừ",
            // Without a mark before it, it limits what stands before it.
            "đối" => self.written(at + 1) == "với" && self.gap(at) == Gap::Comma,
            _ => false,
        }
    }

    /// The words by which a segment says that it is about a part; where they end.
    pub(super) fn scope(&self, segment: &Segment) -> Option<(usize, usize)> {
        let lead = self.behind(segment.start, segment.end, &["va", "tuy", "nhien", "trong", "do", "dong", "thoi"]);
        let marked = match self.written(lead) {
            "riêng" | "trừ" => 1,
            "ngoại" if self.written(lead + 1) == "trừ" => 2,
            "đối" if self.written(lead + 1) == "với" => 2,
            _ => 0,
        };
        let names_part = marked > 0
            || matches!(self.word(lead), "cac" | "nhung" | "thu" | "tthc" | "danh" | "muc" | "phan" | "phu" | "khoan")
            || self.item_number(lead);
        if !names_part {
            return None;
        }
        let start = lead + marked;
        let end = (start..segment.end).find(|at| self.begins_time(*at)).unwrap_or(segment.end);
        let scope = self.words(start, end);
        (marked > 0 || !is_whole(&scope)).then_some((start, end))
    }

    /// "02 thủ tục …".
    pub(super) fn item_number(&self, at: usize) -> bool {
        self.word(at).bytes().all(|b| b.is_ascii_digit()) && matches!(self.word(at + 1), "thu" | "tthc")
    }

    /// Whether what follows says when, and no more what.
    pub(super) fn begins_time(&self, at: usize) -> bool {
        const VERBS: [&str; 15] = [
            "co hieu luc",
            "hieu luc",
            "bi bai bo ke tu",
            "bi bai bo tu",
            "bai bo ke tu",
            "bai bo tu",
            "het hieu luc",
            "cham dut",
            "duoc ap dung",
            "ap dung",
            "duoc thuc hien",
            "thuc hien",
            "ke tu",
            "bat dau",
            "thi",
        ];
        VERBS.iter().any(|verb| self.says(at, verb))
            || self.says(at, "tu ngay")
            || self.word(at) == "tu" && self.day(at + 1).is_some()
            || self.says(at, "den het")
            || self.says(at, "den ngay")
    }
}
