//! Papers of a dossier as a listing words them, and in what two such lists differ.
//!
//! Nobody writes a paper twice alike, so that a list is a set of papers, each a set of words: case, accents, order, numbering, and how many
//! originals and copies are asked for make no other paper. A list that is cut short, or goes by cases, is compared with none.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::{Shown, codes_in};
use crate::text::{fold, without_brackets};

/// The most papers of a list that is compared; of the catalogue's procedures 99 in 100 have no more than 16.
const MOST: usize = 60;

/// The most characters of a paper's name in a message.
const NAME: usize = 120;

/// Where the papers stand in the rows of a table, by its row of titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    at: usize,
    titles: usize,
}

impl Column {
    /// What a row without a procedure says of the rows below it: where their papers are; `None` where it is no row of titles.
    pub(super) fn of_titles(shown: &Shown) -> Option<Option<Column>> {
        const FEWEST: usize = 3;
        let titles = shown.texts.len();
        let is_short = |text: &String| text.len() <= LABEL;
        if titles < FEWEST || !shown.texts.iter().all(is_short) {
            return None;
        }
        let is_number = |text: &String| matches!(fold(text).as_str(), "stt" | "tt" | "so tt");
        let at = shown.texts.iter().position(|text| may_label(text) && is_label(text));
        match at {
            Some(at) => Some(Some(Column { at, titles })),
            None => shown.texts.iter().any(is_number).then_some(None),
        }
    }

    /// The cell of the papers, of which a page may make several texts; none where cells of the row were left out.
    fn of_row<'s>(&self, shown: &'s Shown) -> &'s [String] {
        let more = shown.texts.len().checked_sub(self.titles);
        more.and_then(|more| shown.texts.get(self.at..=self.at + more)).unwrap_or_default()
    }
}

/// The longest label or title, in bytes.
const LABEL: usize = 100;

/// Whether a text may have a label of papers in it, told without folding it.
fn may_label(text: &str) -> bool {
    ["ồ sơ", "Ồ SƠ", "iấy tờ", "IẤY TỜ", "o so"].iter().any(|word| text.contains(word))
}

/// A folded text without the number or letter before it: "3. Thành phần hồ sơ", "a) Đơn".
fn unnumbered(folded: &str) -> &str {
    let (first, rest) = folded.split_once(' ').unwrap_or((folded, ""));
    let is_roman = first.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let is_number = first.len() == 1 || is_roman || first.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && !rest.is_empty() { rest } else { folded }
}

/// Whether a text is the label of papers and nothing else.
fn is_label(text: &str) -> bool {
    const LABELS: [&str; 8] = [
        "ho so gom",
        "ho so bao gom",
        "giay to phai nop",
        "giay to can nop",
        "giay to can chuan bi",
        "ho so can nop",
        "ho so phai nop",
        "ho so can chuan bi",
    ];
    let folded = fold(text);
    let label = unnumbered(&folded);
    LABELS.contains(&label) || label.starts_with("thanh phan") && label.contains("ho so") && label.len() <= LABEL / 2
}

/// Whether a text begins another part of what is said of a procedure.
fn is_other_part(text: &str) -> bool {
    const PARTS: [&str; 42] = [
        "so luong ho so",
        "so luong bo",
        "so bo ho so",
        "thoi han",
        "thoi gian",
        "trinh tu",
        "cach thuc",
        "cach nop",
        "doi tuong",
        "co quan thuc hien",
        "co quan co tham quyen",
        "co quan giai quyet",
        "co quan ban hanh",
        "co quan tiep nhan",
        "ket qua",
        "co so phap ly",
        "so quyet dinh",
        "van ban lien quan",
        "van ban quy dinh",
        "bieu mau",
        "tep dinh kem",
        "ghi chu",
        "hinh thuc nop",
        "hinh thuc thuc hien",
        "phi",
        "le phi",
        "muc phi",
        "can cu phap",
        "yeu cau dieu kien",
        "dieu kien thuc hien",
        "ten mau don",
        "noi nop",
        "noi tiep nhan",
        "dia chi",
        "linh vuc",
        "ma so",
        "ma thu tuc",
        "ma tthc",
        "ten thu tuc",
        "muc do",
        "cap thuc hien",
        "quyet dinh cong bo",
    ];
    const BUTTONS: [&str; 8] =
        ["nop ho so", "nop truc tuyen", "nop ho so truc tuyen", "dat lich", "in", "quay lai", "chia se", "danh gia"];
    let beginning: String = text.chars().take(LABEL).collect();
    let folded = fold(&beginning);
    let words = unnumbered(&folded);
    let begins = |part: &str| words.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    BUTTONS.contains(&words) || PARTS.iter().any(|part| begins(part))
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Paper {
    /// As it is written.
    name: String,
    /// Its words.
    words: BTreeSet<String>,
    /// Whether a word in it says that it is a paper; else it may be a remark or a title of the page.
    is_sure: bool,
}

/// The papers that a row asks for, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Papers(BTreeMap<String, Paper>);

/// In what one list differs from another.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Papers of the one that the other does not ask for.
    pub(super) more: Vec<String>,
    /// Papers of the other that the one does not ask for.
    pub(super) fewer: Vec<String>,
    /// Papers of the one that may be the other's in other words.
    pub(super) reworded: Vec<String>,
}

impl Papers {
    /// The papers of a row: behind a label in it, else in the column of papers. `None` where there are none, or where the list is cut
    /// short, goes by cases, lets choose or is too long.
    pub(super) fn of_row(shown: &Shown, column: Option<Column>) -> Option<Papers> {
        let texts: Vec<&str> = match labelled(shown).filter(|texts| !texts.is_empty()) {
            Some(texts) => texts,
            None => column?.of_row(shown).iter().map(String::as_str).collect(),
        };
        let mut papers = BTreeMap::new();
        for item in texts.into_iter().flat_map(items) {
            // What has a code in it is a row of its own, and no paper.
            if is_open(&item) || !codes_in(&item).is_empty() {
                return None;
            }
            if let Some((key, paper)) = paper(&item) {
                papers.entry(key).or_insert(paper);
            }
        }
        let is_list = papers.values().any(|paper| paper.is_sure) && papers.len() <= MOST;
        is_list.then_some(Papers(papers))
    }

    /// What makes two lists the same.
    pub(super) fn key(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// The papers in which this list differs from another.
    pub(super) fn against(&self, other: &Papers) -> Difference {
        let (more, reworded) = self.beyond(other);
        let (fewer, _) = other.beyond(self);
        Difference { more, fewer, reworded }
    }

    /// The papers that another list does not have: those that are none of its, and those that may be its in other words.
    fn beyond(&self, other: &Papers) -> (Vec<String>, Vec<String>) {
        let all: BTreeSet<&String> = other.0.values().flat_map(|paper| &paper.words).collect();
        let (mut alone, mut reworded) = (Vec::new(), Vec::new());
        for (key, paper) in self.0.iter().filter(|(_, paper)| paper.is_sure) {
            if other.0.contains_key(key) {
                continue;
            }
            let covered = paper.words.iter().filter(|word| all.contains(word)).count();
            let is_near = is_most(covered, paper.words.len())
                || other.0.values().any(|one| may_be_same(&paper.words, &one.words));
            if is_near { &mut reworded } else { &mut alone }.push(paper.name.clone());
        }
        (alone, reworded)
    }
}

/// Whether so many words are at least four in five of all.
fn is_most(count: usize, all: usize) -> bool {
    count * 5 >= all * 4
}

/// Whether two papers may be one in other words: they share half of their words, or the shorter stands nearly whole in the longer.
///
/// Measured on the 3,204 papers of the catalogue's 1,002 procedures that have them: of 8,000 rewordings (cut behind "theo mẫu", forms and
/// numbers added, "photo" and "công chứng", a fifth of the words dropped) none is told as another paper; of the papers that stand beside
/// others in one procedure six in ten are, and the rest could not be checked.
fn may_be_same(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shared = one.intersection(other).count();
    shared * 4 >= one.len() + other.len() || is_most(shared, one.len().min(other.len()))
}

/// The texts behind a label of papers up to the next part.
fn labelled(shown: &Shown) -> Option<Vec<&str>> {
    let mut texts = shown.texts.iter().map(String::as_str);
    let first = texts.by_ref().filter(|text| may_label(text)).find_map(|text| {
        let (label, rest) = text.split_once(':').unwrap_or((text, ""));
        (label.len() <= LABEL && is_label(label)).then(|| rest.trim())
    })?;
    let behind = texts.take_while(|text| !is_other_part(text));
    Some([first].into_iter().filter(|text| !text.is_empty()).chain(behind).collect())
}

/// The papers that stand in one text: parted by semicolons, dashes, bullets, numbers and letters, none of them in brackets.
fn items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut words = text.split_whitespace().peekable();
    let mut ends = false;
    // Of brackets that do not match nobody can tell what is in them.
    let (open, close) = (text.matches('(').count(), text.matches(')').count());
    let mut depth: usize = 0;
    while let Some(word) = words.next() {
        let is_upper = words.peek().is_some_and(|next| next.starts_with(char::is_uppercase));
        let is_mark = matches!(word, "-" | "–" | "+" | "•" | "*" | "·") || is_upper && is_number(word);
        if depth == 0 && (is_mark || ends) {
            items.push(std::mem::take(&mut item));
        }
        if open == close {
            depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
        }
        ends = word.ends_with(';') || is_upper && word.ends_with('.') && !is_mark;
        if !is_mark {
            item.push_str(word.trim_end_matches(';'));
            item.push(' ');
        }
    }
    items.push(item);
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// Whether a word numbers an item: "1.", "(2)", "a)".
fn is_number(word: &str) -> bool {
    let Some(number) = word.strip_suffix(['.', ')']) else { return false };
    let number = number.trim_start_matches('(');
    let is_letter = number.chars().count() == 1 && number.starts_with(char::is_alphabetic);
    is_letter || number.len() <= 2 && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an item leaves the list open: it is cut short, leads elsewhere, begins a case or lets choose.
fn is_open(item: &str) -> bool {
    const WHOLE: [&str; 6] = ["theo quy dinh", "chi tiet", "nhu tren", "khong quy dinh", "tai day", "theo huong dan"];
    const BEGIN: [&str; 6] = ["xem ", "truong hop", "doi voi", "ngoai ra", "mot trong", "cac truong hop"];
    const WITHIN: [&str; 5] = ["xem chi tiet", "xem them", "mot trong cac", "mot trong nhung", "xem tai"];
    // "Hồ sơ theo quy định của pháp luật" names no paper.
    const SHORT: usize = 9;
    if item.contains(['…']) || item.contains("...") || item.ends_with("v.v") || item.ends_with("v.v.") {
        return true;
    }
    let folded = fold(item);
    let words = unnumbered(&folded);
    WHOLE.contains(&words)
        || BEGIN.iter().any(|lead| words.starts_with(lead))
        || WITHIN.iter().any(|phrase| words.contains(phrase))
        || words.contains("theo quy dinh") && words.split(' ').count() <= SHORT && words.starts_with("ho so")
}

/// Words that say how many of a paper, and nothing of which.
const IDLE: [&str; 12] = ["ban", "chinh", "sao", "goc", "so", "luong", "bo", "to", "va", "hoac", "co", "kem"];

/// Words in the names of papers: of the catalogue's 98.7 in 100 have one.
const PAPER: [&str; 62] = [
    "don",
    "to khai",
    "giay",
    "ban sao",
    "ban chinh",
    "chung chi",
    "ho so",
    "van ban",
    "quyet dinh",
    "hop dong",
    "anh",
    "ho chieu",
    "can cuoc",
    "ly lich",
    "bao cao",
    "de an",
    "danh sach",
    "bien ban",
    "so do",
    "ban ve",
    "phieu",
    "du an",
    "tai lieu",
    "to trinh",
    "cong van",
    "chung tu",
    "giai trinh",
    "phuong an",
    "ke hoach",
    "thuyet minh",
    "the",
    "ban khai",
    "van bang",
    "xac nhan",
    "hoa don",
    "du thao",
    "bang",
    "dieu le",
    "nghi quyet",
    "cam ket",
    "chung minh",
    "chuong trinh",
    "tep",
    "thong bao",
    "uy quyen",
    "y kien",
    "ban do",
    "de nghi",
    "chung nhan",
    "giay phep",
    "ban mo ta",
    "mau don",
    "so ho khau",
    "so dang ky",
    "ban dich",
    "ban goc",
    "ban ke",
    "ban cam",
    "ban thuyet",
    "ban tom tat",
    "ban tu",
    "cccd",
];

/// Titles that stand among papers.
const TITLES: [&str; 9] = [
    "ten giay to",
    "mau don to khai",
    "so luong",
    "ban chinh",
    "ban sao",
    "ho so",
    "bieu mau",
    "thanh phan ho so",
    "tai mau don",
];

/// An item as a paper, with what makes it the same as another.
fn paper(item: &str) -> Option<(String, Paper)> {
    let folded = fold(&without_brackets(item));
    let whole = unnumbered(&folded);
    if TITLES.contains(&whole) {
        return None;
    }
    let is_idle = |word: &&str| IDLE.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let words: BTreeSet<String> = whole.split(' ').filter(|word| !is_idle(word)).map(str::to_owned).collect();
    let key = words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let padded = format!(" {whole} ");
    let is_sure = PAPER.iter().any(|word| padded.contains(&format!(" {word} ")));
    let mut name: String = item.trim_end_matches(['.', ',', ' ']).chars().take(NAME).collect();
    if item.chars().count() > NAME {
        name.push('…');
    }
    (!key.is_empty()).then_some((key, Paper { name, words, is_sure }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Option<Papers> {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        Papers::of_row(&Shown { texts, links: Vec::new(), line: 1 }, None)
    }

    fn difference(one: &str, other: &str) -> [Vec<String>; 3] {
        let of = |text: &str| list(&["1.004222", &format!("Thành phần hồ sơ: {text}")]).unwrap_or_default();
        let Difference { more, fewer, reworded } = of(one).against(&of(other));
        [more, fewer, reworded]
    }

    #[test]
    fn numbering_order_case_and_how_many_make_no_other_paper() {
        let none: [Vec<String>; 3] = Default::default();
        for other in [
            "- Tờ khai đăng ký kết hôn; - Giấy chứng sinh",
            "1. Giấy chứng sinh (bản chính: 01) 2. TỜ KHAI ĐĂNG KÝ KẾT HÔN.",
            "a) Bản chính Giấy chứng sinh; b) 01 tờ khai đăng ký kết hôn, số lượng: 01 bản",
        ] {
            assert_eq!(difference("Tờ khai đăng ký kết hôn; Giấy chứng sinh", other), none, "{other}");
        }
    }

    #[test]
    fn a_paper_more_is_told_by_its_name_and_other_words_are_not_called_another_paper() {
        let [more, fewer, reworded] = difference(
            "Tờ khai; Giấy chứng sinh; Sổ hộ khẩu gia đình",
            "Giấy chứng sinh; Tờ khai; Phiếu lý lịch tư pháp",
        );
        assert_eq!((more, fewer), (vec!["Sổ hộ khẩu gia đình".to_owned()], vec!["Phiếu lý lịch tư pháp".to_owned()]));
        assert_eq!(reworded, Vec::<String>::new());
        let [more, fewer, reworded] = difference(
            "Tờ khai đăng ký kết hôn theo mẫu số 01 ban hành kèm theo Thông tư; Giấy chứng sinh",
            "Tờ khai đăng ký kết hôn; Giấy chứng sinh",
        );
        assert_eq!((more.len(), fewer.len(), reworded.len()), (0, 0, 1));
        // One writes in one item what the other has in three.
        let [more, fewer, _] =
            difference("Đơn đề nghị, ảnh chân dung và bản sao hộ chiếu", "Đơn đề nghị; Ảnh chân dung; Hộ chiếu");
        assert_eq!((more.len(), fewer.len()), (0, 0));
    }

    #[test]
    fn a_list_that_is_cut_short_goes_by_cases_or_lets_choose_is_none() {
        for text in [
            "Tờ khai; Giấy chứng sinh…",
            "Tờ khai; ...",
            "Theo quy định",
            "Hồ sơ theo quy định của pháp luật",
            "Tờ khai; xem chi tiết",
            "Trường hợp cấp mới: Đơn; Trường hợp cấp lại: Giấy phép",
            "Tờ khai; Một trong các giấy tờ sau: hộ chiếu, căn cước",
            "Đối với tổ chức: đơn",
            "không có gì",
        ] {
            assert_eq!(list(&[&format!("Thành phần hồ sơ: {text}")]), None, "{text}");
        }
    }

    #[test]
    fn papers_stand_behind_their_label_up_to_the_next_part_or_in_their_column() {
        let card =
            ["Đăng ký kết hôn", "3. Thành phần hồ sơ", "Tờ khai", "Ảnh 3x4", "Thời hạn giải quyết: 5 ngày", "Đơn giá"];
        assert_eq!(list(&card).map(|papers| papers.0.len()), Some(2));
        let row =
            |texts: &[&str]| Shown { texts: texts.iter().map(|text| (*text).to_owned()).collect(), ..Shown::default() };
        let column = Column::of_titles(&row(&["STT", "Mã", "Tên", "Thành phần hồ sơ", "Phí"])).flatten();
        let of = |texts: &[&str]| Papers::of_row(&row(texts), column).map(|papers| papers.0.len());
        assert_eq!(of(&["1", "1.004222", "Tên", "Đơn; Ảnh", "Không"]), Some(2));
        assert_eq!(of(&["1", "1.004222", "Tên", "Đơn", "Ảnh", "Giấy khai sinh", "Không"]), Some(3));
        assert_eq!(of(&["1", "1.004222", "Tên", "Không"]), None, "a cell was left out");
        assert_eq!(of(&["1", "1.004222", "Tên", "Giấy khai sinh (1.001193)", "Đơn", "Không"]), None, "two rows in one");
        assert_eq!(Column::of_titles(&row(&["STT", "Mã", "Tên"])), Some(None));
        assert_eq!(Column::of_titles(&row(&["1", "Tên", "Phí"])), None);
    }
}
