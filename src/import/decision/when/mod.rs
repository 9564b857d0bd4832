//! What a text says of time: from when, until when, what has days of its own, and what nobody used.
//!
//! Clause, heading, column and cell are read by the same rules, once. Every day, month, count and condition that stands in
//! a text is either used by the reading or is in [`When::left`], so that none can vanish.

mod items;
mod phrases;
mod segments;

use std::collections::BTreeMap;

use crate::model::{Day, Effect, NormativeText};
use crate::text::clean;

use super::block::beginning;
use items::{Gap, Item, Kind, Token};
use phrases::{is_of_effect, is_whole};

/// Where a text stands: that says which words are a day of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The article on effect.
    Clause,
    /// The heading of rows.
    Heading,
    /// A cell of a column that is about effect: a bare day is one.
    Cell,
    /// Any other words: a remark, a line, a name.
    Remark,
}

/// What a text says of the end of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum End {
    #[default]
    Unsaid,
    /// The first day without effect.
    From(Day),
    /// It says that there is an end, and not certainly which.
    Unclear,
}

impl End {
    /// The first day without effect, where that is certain.
    pub(super) fn day(self) -> Option<Day> {
        match self {
            End::From(day) => Some(day),
            End::Unsaid | End::Unclear => None,
        }
    }
}

/// A part of a decision that has days of its own: "riêng thủ tục số 2 từ ngày 01/01/2027".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// All its words.
    pub(super) words: String,
    /// Those that say what is meant.
    pub(super) scope: String,
    /// The paragraph (khoản) of the article that it is.
    pub(super) label: Option<String>,
    pub(super) start: Option<Effect>,
    pub(super) end: End,
    /// Whether all that it says of time was understood.
    pub(super) is_clear: bool,
}

/// What a text says of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct When {
    pub(super) start: Option<Effect>,
    pub(super) end: End,
    pub(super) parts: Vec<Part>,
    /// The stretches of the text that hold a day or a condition which was not used, as written.
    pub(super) left: Vec<String>,
}

impl When {
    /// Whether the text says nothing of time.
    pub(super) fn is_silent(&self) -> bool {
        self.start.is_none() && self.end == End::Unsaid && self.parts.is_empty() && self.left.is_empty()
    }
}

/// Reads a text. `texts` has the days on which normative texts took effect.
pub(super) fn read(text: &str, place: Place, texts: &BTreeMap<String, NormativeText>) -> When {
    let whole = text;
    let text = beginning(whole);
    let tokens = items::tokens(text);
    let items = items::items(text, &tokens);
    let used = vec![false; tokens.len()];
    let mut reader = Reader { text, place, texts, tokens, items, used, when: When::default() };
    reader.read();
    // Nobody reads what stands behind: it is not known to be nothing.
    if text.len() < whole.len() {
        reader.when.left.push(clean(whole.get(text.len()..).map(beginning).unwrap_or_default()));
    }
    reader.when
}

/// Whether a text names a day that is no document's, or a month, a count or a condition of time.
pub(super) fn speaks(text: &str, place: Place) -> bool {
    !read(text, place, &BTreeMap::new()).is_silent()
}

/// Whether a text names a day, a month or a year that is no document's.
pub(super) fn names_time(text: &str) -> bool {
    let tokens = items::tokens(text);
    let is_time = |item: &Item| match item.kind {
        Kind::Day(_) => true,
        Kind::Vague => {
            let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |word| word.folded.as_str());
            TIMES.contains(&word(item.start.checked_sub(1)))
                || matches!(word(Some(item.start)), "thang" | "ngay")
                || tokens.get(item.start).is_some_and(|word| word.written == "quý")
        }
        Kind::Count => false,
    };
    items::items(text, &tokens).iter().any(|item| !item.of_document && is_time(item))
}

/// The days that a text names and that are no document's.
pub(super) fn days(text: &str) -> Vec<Day> {
    let tokens = items::tokens(text);
    let items = items::items(text, &tokens);
    let own = items.into_iter().filter(|item| !item.of_document);
    own.filter_map(|item| match item.kind {
        Kind::Day(day) => Some(day),
        Kind::Vague | Kind::Count => None,
    })
    .collect()
}

/// Conditions of any text, in small letters with their accents.
const CONDITIONS: [&str; 30] = [
    "hiệu lực",
    "kể từ",
    "từ ngày",
    "từ khi",
    "đến hết",
    "đến khi",
    "đến ngày",
    "cho đến",
    "cho tới",
    "tới ngày",
    "thời điểm",
    "tạm ngưng",
    "tạm ngừng",
    "tạm dừng",
    "chấm dứt",
    "gia hạn",
    "trước ngày",
    "sau ngày",
    "sau khi",
    "ngày ký",
    "vào ngày",
    "tạm thời",
    "thí điểm",
    "chuyển tiếp",
    "áp dụng từ",
    "thực hiện từ",
    "chỉ áp dụng",
    "ngoại trừ",
    "trừ thủ tục",
    "trừ các thủ tục",
];

/// Conditions that count as such where a decision speaks of its effect, and are ordinary words elsewhere.
const OF_CLAUSES: [&str; 10] =
    ["riêng", "trừ", "đối với", "trường hợp", "thời hạn", "khi", "nếu", "trong thời gian", "lần lượt", "tương ứng"];

/// Words behind which a month, a year or a count in a heading is a time, and not the year of a list.
const TIMES: [&str; 13] =
    ["tu", "den", "het", "trong", "han", "dung", "thang", "quy", "sau", "truoc", "cuoi", "dau", "vong"];

/// A stretch of a text that says one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    start: usize,
    end: usize,
    label: Option<String>,
}

struct Reader<'t> {
    text: &'t str,
    place: Place,
    texts: &'t BTreeMap<String, NormativeText>,
    tokens: Vec<Token>,
    items: Vec<Item>,
    used: Vec<bool>,
    when: When,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    fn written(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.written.as_str())
    }

    fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Stop, |token| token.gap)
    }

    /// Whether folded words stand at a place.
    fn says(&self, at: usize, words: &str) -> bool {
        words.split(' ').enumerate().all(|(more, word)| self.word(at + more) == word)
    }

    /// Whether words with their accents stand at a place, with no mark between.
    fn says_written(&self, at: usize, words: &str) -> bool {
        words.split(' ').enumerate().all(|(more, word)| self.written(at + more) == word)
    }

    fn item(&self, at: usize) -> Option<Item> {
        let found = self.items.binary_search_by_key(&at, |item| item.start);
        found.ok().and_then(|place| self.items.get(place)).copied()
    }

    fn day(&self, at: usize) -> Option<(Day, usize)> {
        let item = self.item(at).filter(|item| !item.of_document)?;
        match item.kind {
            Kind::Day(day) => Some((day, item.end)),
            Kind::Vague | Kind::Count => None,
        }
    }

    /// The first place from one on whose word is none of these.
    fn behind(&self, mut at: usize, end: usize, words: &[&str]) -> usize {
        while at < end && words.contains(&self.word(at)) {
            at += 1;
        }
        at
    }

    fn take(&mut self, start: usize, end: usize) {
        self.used.iter_mut().take(end).skip(start).for_each(|used| *used = true);
    }

    fn words(&self, start: usize, end: usize) -> String {
        let from = self.tokens.get(start).map_or(0, |token| token.start);
        let to = end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(from, |token| token.end);
        clean(self.text.get(from..to).unwrap_or_default())
    }

    fn read(&mut self) {
        let segments = self.segments();
        let clause = self.place == Place::Clause;
        let own = (0..self.tokens.len()).any(|at| self.says(at, "quyet dinh nay") && self.speaks_of_effect(at + 3));
        let mut main_seen = false;
        for segment in &segments {
            let title = crate::text::fold(&self.words(segment.start, segment.end));
            if clause && matches!(title.as_str(), "hieu luc" | "hieu luc thi hanh") {
                self.take(segment.start, segment.end);
            } else if let Some(scope) = self.scope(segment).filter(|_| clause || self.place == Place::Cell) {
                self.part(segment, scope);
            } else if !clause {
                self.plain(segment);
            } else if self.is_main(segment, own && !main_seen) {
                main_seen = true;
                self.main(segment);
            } else if self.is_own_end(segment) {
                self.ends(segment, segment.start);
            } else {
                self.other(segment);
            }
        }
        self.references(&segments);
        self.leftover(&segments);
    }

    fn speaks_of_effect(&self, at: usize) -> bool {
        ["co hieu luc", "hieu luc", "chinh thuc co hieu luc", "va danh muc", "va cac"]
            .iter()
            .any(|words| self.says(at, words))
    }

    /// Where a segment says that the decision takes effect: behind its name, where it has it.
    fn effect_of(&self, segment: &Segment) -> Option<usize> {
        let named = (segment.start..segment.end).find(|at| self.says(*at, "quyet dinh nay"));
        (named.unwrap_or(segment.start)..segment.end)
            .find(|at| self.says(*at, "hieu luc") && !matches!(self.word(at.wrapping_sub(1)), "het" | "ngung" | "dut"))
    }

    /// Whether a segment of the clause is about the decision itself, from when on.
    fn is_main(&self, segment: &Segment, by_name: bool) -> bool {
        let Some(effect) = self.effect_of(segment) else { return false };
        let title = ["hieu luc thi hanh quyet", "hieu luc quyet"].iter().find(|title| self.says(segment.start, title));
        let start = segment.start + title.map_or(0, |title| title.split(' ').count() - 1);
        let start = self.behind(start, segment.end, &["dieu", "va"]);
        let start = if self.word(start).bytes().all(|b| b.is_ascii_digit()) { start + 1 } else { start };
        let subject = self.words(start, effect);
        let says_itself = (segment.start..effect).any(|at| self.says(at, "quyet dinh nay"));
        let folded = crate::text::fold(&subject);
        let is_itself =
            folded.starts_with("quyet dinh nay") || matches!(folded.as_str(), "" | "co") || is_whole(&subject);
        (says_itself || !by_name) && is_itself && self.names_document(segment.start, effect).is_none()
    }

    /// A document other than the decision itself among words.
    fn names_document(&self, start: usize, end: usize) -> Option<usize> {
        const NOUNS: [&str; 6] = ["quyet dinh", "nghi dinh", "thong tu", "nghi quyet", "luat", "van ban"];
        let is_other = |at: &usize| {
            let is_law = self.word(*at) == "luat" && self.word(at.wrapping_sub(1)) == "phap";
            NOUNS.iter().any(|noun| self.says(*at, noun)) && !self.says(*at, "quyet dinh nay") && !is_law
        };
        (start..end).find(is_other)
    }

    fn is_own_end(&self, segment: &Segment) -> bool {
        let start = self.behind(segment.start, segment.end, &["va", "dong", "thoi", "thoi"]);
        let Some(end) = (start..segment.end).find(|at| self.end_at(*at, segment.end).is_some()) else { return false };
        // "Các thủ tục bị bãi bỏ hết hiệu lực từ …" is no end of the decision.
        let of_all = || self.words(start, end).split(' ').all(|word| is_whole(word) || is_of_effect(word));
        let itself = self.says(start, "quyet dinh nay") || self.when.start.is_some() && of_all();
        itself && self.names_document(segment.start, segment.end).is_none()
    }

    fn main(&mut self, segment: &Segment) {
        let Some(effect) = self.effect_of(segment) else { return };
        self.take(segment.start, effect + 2);
        let mut behind = effect + 2;
        match self.of_effect(effect + 2, segment.end) {
            Some((start, end)) if self.when.start.is_none() => {
                self.take(effect, end);
                behind = end;
                // What it limits is not the whole decision.
                self.when.start = Some(start).filter(|_| !self.is_limited(end, segment.end));
            }
            Some(_) | None => {}
        }
        self.ends(segment, behind);
    }

    /// Reads the ends of a segment from a place on. One that stands far behind the start is the end of something else.
    fn ends(&mut self, segment: &Segment, from: usize) {
        let (mut at, mut behind) = (from, from);
        while at < segment.end {
            let Some((end, stop)) = self.end_at(at, segment.end) else {
                at += 1;
                continue;
            };
            let is_verb = !matches!(self.word(at), "den" | "toi");
            let lead = (behind..at).all(|at| {
                matches!(
                    self.word(at),
                    "va" | "co"
                        | "hieu"
                        | "luc"
                        | "thi"
                        | "hanh"
                        | "duoc"
                        | "ap"
                        | "dung"
                        | "thuc"
                        | "hien"
                        | "cho"
                        | "keo"
                        | "dai"
                        | "se"
                )
            });
            let near = at - behind <= 3 || lead || is_verb && self.names_document(behind, at).is_none();
            let limited = self.is_limited(stop, segment.end);
            self.when.end = match (self.when.end, end) {
                (End::Unsaid, End::From(day)) if near && !limited => {
                    self.take(behind, stop);
                    End::From(day)
                }
                (End::Unsaid | End::From(_) | End::Unclear, _) => End::Unclear,
            };
            (at, behind) = (stop, stop);
        }
    }

    /// A segment that is about a part.
    fn part(&mut self, segment: &Segment, (start, scope_end): (usize, usize)) {
        let mut part = Part {
            words: self.words(segment.start, segment.end),
            scope: self.words(start, scope_end),
            label: segment.label.clone(),
            start: None,
            end: End::Unsaid,
            is_clear: false,
        };
        let outer = std::mem::take(&mut self.when.end);
        self.take(segment.start, start);
        let mut at = scope_end;
        let mut starts = 0;
        while at < segment.end {
            if let Some((effect, stop)) =
                self.start_at(at, segment.end).filter(|_| self.end_at(at, segment.end).is_none())
            {
                starts += 1;
                part.start = Some(effect);
                self.take(at, stop);
                if self.is_limited(stop, segment.end) {
                    starts += 1;
                }
                let rest = Segment { start: stop, end: segment.end, label: None };
                self.ends(&rest, stop);
                at = stop;
            } else if part.start.is_none() && self.end_at(at, segment.end).is_some() {
                let rest = Segment { start: at, end: segment.end, label: None };
                self.ends(&rest, at);
                break;
            } else {
                at += 1;
            }
        }
        part.end = std::mem::replace(&mut self.when.end, outer);
        let says = part.start.is_some() || part.end != End::Unsaid;
        if says {
            // The verbs of the part are its own.
            self.take_verbs(scope_end, segment.end);
        }
        part.is_clear = starts <= 1 && part.end != End::Unclear && says && self.unused(segment).is_none();
        if says {
            // What is not clear of it is asked with the part.
            self.take(segment.start, segment.end);
            self.when.parts.push(part);
        } else {
            self.used.iter_mut().take(segment.end).skip(segment.start).for_each(|used| *used = false);
        }
    }

    fn take_verbs(&mut self, start: usize, end: usize) {
        for at in start..end {
            if ["ap dung", "thuc hien"].iter().any(|verb| self.says(at, verb)) {
                self.take(at, at + 2);
            }
            if self.says(at, "hieu luc") && !matches!(self.word(at.wrapping_sub(1)), "het" | "ngung" | "dut") {
                self.take(at, at + 2);
            }
        }
    }

    /// A segment of a heading, a cell or a remark.
    fn plain(&mut self, segment: &Segment) {
        let document = self.names_document(segment.start, segment.end);
        let mut at = segment.start;
        let mut behind = segment.start;
        while at < segment.end {
            let ended = self.end_at(at, segment.end);
            if ended.is_some() {
                let is_verb = !matches!(self.word(at), "den" | "toi");
                // "THỦ TỤC HẾT HIỆU LỰC TỪ NGÀY …" is from when they end, or until when they hold.
                if is_verb && self.when.start.is_none() {
                    self.when.end = End::Unclear;
                } else {
                    let from = if self.when.start.is_some() { behind } else { at };
                    self.ends(segment, from);
                }
                return;
            }
            let is_of_document = document.is_some_and(|noun| noun < at) && !self.says(at, "hieu luc");
            let started = self.start_at(at, segment.end).filter(|_| !is_of_document || self.place == Place::Cell);
            let of_text = self.says(at, "hieu luc") && document.is_some_and(|noun| noun < at);
            match started.filter(|_| !of_text) {
                Some((effect, stop)) if self.when.start.is_none() && !self.is_limited(stop, segment.end) => {
                    let lead = if self.word(at.wrapping_sub(1)) == "co" { at - 1 } else { at };
                    self.take(lead.max(segment.start), stop);
                    self.take_lead(segment.start, at);
                    self.when.start = Some(effect);
                    (at, behind) = (stop, stop);
                }
                Some(_) | None => at += 1,
            }
        }
    }

    /// "TẠM NGƯNG THỰC HIỆN TỪ NGÀY": the words before a day that say what begins with it.
    fn take_lead(&mut self, start: usize, at: usize) {
        for word in start..at {
            if ["tam ngung", "tam dung", "thoi diem", "hieu luc", "ap dung", "thuc hien"]
                .iter()
                .any(|lead| self.says(word, lead))
            {
                self.take(word, word + 2);
            }
        }
    }

    /// A segment about something else: other decisions, who does what.
    fn other(&mut self, segment: &Segment) {
        for at in segment.start..segment.end {
            // "… hết hiệu lực kể từ ngày Quyết định này có hiệu lực" says no day of its own.
            let lead = self.behind(at, segment.end, &["ke", "tu", "ngay", "khi"]);
            if lead > at && self.says(lead, "quyet dinh nay") && self.speaks_of_effect(lead + 3) {
                let effect = (lead..segment.end).find(|at| self.says(*at, "hieu luc")).unwrap_or(lead);
                self.take(at, self.behind(effect + 2, segment.end, &["thi", "hanh"]));
            }
            if let Some((end, _)) = self.end_at(at, segment.end)
                && matches!(self.word(at), "den" | "toi")
                && end != End::Unsaid
                && !self.used.get(at).copied().unwrap_or_default()
            {
                self.when.end = End::Unclear;
            }
        }
        // What it says of another decision is read where decisions about decisions are.
        if let Some(noun) = self.names_document(segment.start, segment.end) {
            for at in segment.start..segment.end {
                let ended = ["het hieu luc", "cham dut hieu luc"].iter().find(|verb| self.says(at, verb));
                if let Some(verb) = ended.filter(|_| noun < at) {
                    self.take(at, at + verb.split(' ').count());
                }
            }
        }
    }

    /// "trừ quy định tại khoản 2 Điều này" is said by that paragraph, where it has days of its own.
    fn references(&mut self, segments: &[Segment]) {
        for segment in segments {
            let Some((start, end)) = self.scope(segment).filter(|_| self.place == Place::Clause) else { continue };
            let at = self.behind(start, end, &["quy", "dinh", "cac", "noi", "dung", "neu", "tai", "truong", "hop"]);
            if self.word(at) != "khoan" || end != segment.end {
                continue;
            }
            let number = self.word(at + 1).to_owned();
            let rest = self.behind(at + 2, end, &["dieu", "nay"]);
            let is_said = |part: &Part| {
                part.label
                    .as_deref()
                    .is_some_and(|label| crate::text::fold(label).split(' ').next_back() == Some(number.as_str()))
            };
            if rest == end && self.when.parts.iter().any(is_said) {
                self.take(segment.start, segment.end);
            }
        }
    }

    /// The first word of a segment that looks like a time and was not used.
    fn unused(&self, segment: &Segment) -> Option<usize> {
        (segment.start..segment.end)
            .find(|at| !self.used.get(*at).copied().unwrap_or_default() && self.looks_like_time(*at))
    }

    fn looks_like_time(&self, at: usize) -> bool {
        if let Some(item) = self.item(at).filter(|item| !item.of_document) {
            let clause = matches!(self.place, Place::Clause | Place::Cell);
            let led = at.checked_sub(1).is_some_and(|before| TIMES.contains(&self.word(before)))
                || at.checked_sub(2).is_some_and(|before| TIMES.contains(&self.word(before)));
            let counts = match item.kind {
                Kind::Day(_) => true,
                Kind::Vague | Kind::Count => clause || led || matches!(self.word(at), "thang" | "quy"),
            };
            if counts {
                return true;
            }
        }
        let own = if matches!(self.place, Place::Clause) { &OF_CLAUSES[..] } else { &[] };
        CONDITIONS.iter().chain(own).any(|words| self.says_written(at, words)) && !self.in_title(at)
    }

    /// Whether a word stands in the name of another document: "Quyết định số … về việc … đối với …".
    fn in_title(&self, at: usize) -> bool {
        if self.place != Place::Clause {
            return false;
        }
        let start = (0..=at).rev().find(|at| self.gap(*at) == Gap::Stop).unwrap_or(0);
        let titled = (start..at).rev().find(|at| self.says(*at, "ve viec") || self.says(*at, "cong bo"));
        let titled = titled.is_some_and(|title| self.names_document(start, title).is_some());
        titled && !matches!(self.written(at), "riêng" | "trừ") && self.item(at).is_none()
    }

    fn leftover(&mut self, segments: &[Segment]) {
        // The first day of several bare ones is nobody's.
        let left: Vec<String> = segments
            .iter()
            .filter(|one| self.unused(one).is_some())
            .map(|one| self.words(one.start, one.end))
            .collect();
        let bare = self.place == Place::Cell && !crate::text::fold(self.text).contains("hieu luc");
        let more = segments.iter().any(|one| {
            (one.start..one.end).any(|at| !self.used.get(at).copied().unwrap_or_default() && self.day(at).is_some())
        });
        if bare && more {
            self.when.start = None;
        }
        self.when.left = left;
    }
}

#[cfg(test)]
mod tests;
