//! What kind of list a file is: an official one, and of what; or one that an office has posted (niêm yết), which tells what
//! hangs there and not what is in force.
//!
//! Only the national database is evidence (Nghị định 63/2010 Điều 25), and its lists say of every procedure who published it.

use std::collections::BTreeMap;

use crate::model::Day;
use crate::provinces::is_local;
use crate::text::fold;

use super::keys::{self, Holds};
use super::raw::{RawFile, RawRow};
use super::{clean, dates};

/// From how many agencies and rows on a list is plainly the whole country's.
const COUNTRY_ISSUERS: usize = 10;
const COUNTRY_ROWS: u64 = 1000;
/// Of how many agencies or sectors a list may be for them to be its scope.
const PART_NAMES: usize = 3;
/// One row in so many may be of another agency or sector than a list is of.
pub(super) const WITHIN: u64 = 50;
/// One row in so many may lack its issuing agency in an official list.
const WITHOUT_ISSUER: u64 = 50;
/// How much of one text a report shows, in characters.
const SHOWN_CHARS: usize = 80;

/// What a list says of itself: by the lines above its titles, its columns, its agencies and its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListKind {
    /// Its rows.
    pub rows: u64,
    /// How many agencies published its procedures.
    pub issuers: u64,
    /// Whether it can be evidence.
    pub standing: Standing,
    /// The line above its titles that names it.
    pub title: Option<String>,
    /// The day that its lines above the titles, or its file's name, give.
    pub day: Option<Day>,
}

/// Whether a list can be evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// An official list.
    Official(Extent),
    /// What an office has posted, or a table of its own.
    Posted(Posted),
}

/// Of what an official list is, as far as it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// Of the whole country.
    Country,
    /// Of these agencies' procedures, or of these sectors'.
    Part {
        /// The agencies that published all of its procedures; empty where there are many.
        issuers: Vec<String>,
        /// The sectors of all of them; empty where there are many.
        sectors: Vec<String>,
    },
    /// Too few rows for the whole country, of too many agencies and sectors for a part.
    Unclear,
}

/// By what a list is known for an office's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// No column says which agency published a procedure.
    NoIssuer,
    /// So many rows leave that column empty.
    IssuersMissing(u64),
    /// A line above the titles says so, or names the office; the line.
    SaysSo(String),
    /// A column that offices add and the national database's list has not; its title.
    OfficeColumn(String),
    /// It has neither the executing agency nor the sector of a procedure.
    Columns,
    /// One office carries out all of it; the office.
    OneOffice(String),
}

/// What is counted of the rows of one or more lists.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    rows: u64,
    without_issuer: u64,
    has_issuers: bool,
    has_sectors: bool,
    has_executing: bool,
    issuers: BTreeMap<String, u64>,
    sectors: BTreeMap<String, u64>,
    executing: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts the rows of a file that are rows of a list.
    pub(super) fn of(file: &RawFile) -> Tally {
        let mut tally = Tally::default();
        for (_, row) in &file.rows {
            let RawRow::Listed(cells) = row else { continue };
            tally.rows += 1;
            let count = |counts: &mut BTreeMap<String, u64>, text: &Option<String>| {
                let text = text.as_deref().map(str::trim).filter(|text| clean::absence(text).is_none());
                if let Some(text) = text {
                    match counts.get_mut(text) {
                        Some(count) => *count += 1,
                        None => drop(counts.insert(text.to_owned(), 1)),
                    }
                }
                text.is_some()
            };
            tally.has_issuers |= cells.issuer.is_some();
            tally.has_sectors |= cells.sector.is_some();
            tally.has_executing |= cells.executing.is_some();
            tally.without_issuer += u64::from(!count(&mut tally.issuers, &cells.issuer));
            count(&mut tally.sectors, &cells.sector);
            count(&mut tally.executing, &cells.executing);
        }
        tally
    }

    /// Adds another file's.
    pub(super) fn add(&mut self, other: &Tally) {
        self.rows += other.rows;
        self.without_issuer += other.without_issuer;
        for (counts, others) in [(&mut self.issuers, &other.issuers), (&mut self.sectors, &other.sectors)] {
            for (text, count) in others {
                *counts.entry(text.clone()).or_default() += count;
            }
        }
    }

    /// Of what the rows are.
    pub(super) fn extent(&self) -> Extent {
        if self.issuers.len() >= COUNTRY_ISSUERS && self.rows >= COUNTRY_ROWS {
            return Extent::Country;
        }
        let names = |counts: &BTreeMap<String, u64>, most: usize| {
            let names = most_of(counts);
            if names.len() <= most { names } else { Vec::new() }
        };
        let (issuers, sectors) = (names(&self.issuers, PART_NAMES), names(&self.sectors, PART_NAMES));
        if issuers.is_empty() && sectors.is_empty() { Extent::Unclear } else { Extent::Part { issuers, sectors } }
    }

    /// The one office that carries out every row, where that is no agency that published them. "UBND cấp xã" is every commune.
    fn one_office(&self) -> Option<&str> {
        let is_one = |office: &str| is_local(office) && !fold(office).contains(" cap ");
        let (office, count) = self.executing.iter().next().filter(|_| self.executing.len() == 1)?;
        (*count == self.rows && !self.issuers.contains_key(office) && is_one(office)).then_some(office)
    }

    /// How many rows are of other agencies or sectors than those that a test of their names lets pass.
    pub(super) fn outside(&self, issuer: &dyn Fn(&str) -> bool, sector: &dyn Fn(&str) -> bool) -> u64 {
        let others = |counts: &BTreeMap<String, u64>, is_of: &dyn Fn(&str) -> bool| {
            counts.iter().filter(|(name, _)| !is_of(name)).map(|(_, count)| count).sum::<u64>()
        };
        others(&self.issuers, issuer).max(others(&self.sectors, sector))
    }

    /// Its rows.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }
}

/// The names that nearly all rows have, the most frequent first: a slip in one row makes a ministry's list no other.
fn most_of(counts: &BTreeMap<String, u64>) -> Vec<String> {
    let all: u64 = counts.values().sum();
    let mut by_count: Vec<(&String, u64)> = counts.iter().map(|(name, count)| (name, *count)).collect();
    by_count.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let mut left = all;
    let needed = by_count.iter().take_while(|(_, count)| {
        let is_needed = left * WITHIN > all;
        left -= count;
        is_needed
    });
    needed.map(|(name, _)| clean::line(name)).collect()
}

impl ListKind {
    /// What a file says of itself, where it is a list.
    pub(super) fn of(name: &str, file: &RawFile, tally: &Tally) -> Option<ListKind> {
        if tally.rows == 0 {
            return None;
        }
        let standing = match posted(file, tally) {
            Some(posted) => Standing::Posted(posted),
            None => Standing::Official(tally.extent()),
        };
        let lines = || file.head.iter().flat_map(|cell| cell.lines()).map(clean::line);
        let is_name = |line: &String| {
            let folded = fold(line);
            folded.contains("danh sach") || folded.contains("danh muc") || folded.contains("co so du lieu")
        };
        let day = lines().chain([stem(name)]).find_map(|line| dates::within(&line));
        let title = lines().find(is_name).map(|line| line.chars().take(SHOWN_CHARS * 2).collect());
        Some(ListKind { rows: tally.rows, issuers: tally.issuers.len() as u64, standing, title, day })
    }
}

/// By what a list is known for an office's own, if it is.
fn posted(file: &RawFile, tally: &Tally) -> Option<Posted> {
    let shown = |text: &str| clean::line(text).chars().take(SHOWN_CHARS).collect();
    if let Some(line) = file.head.iter().flat_map(|cell| cell.lines()).find(|line| is_an_offices(line)) {
        return Some(Posted::SaysSo(shown(line)));
    }
    if !tally.has_issuers || tally.without_issuer == tally.rows {
        return Some(Posted::NoIssuer);
    }
    let unknown = || file.unknown_columns.iter().chain(file.keys_left.keys());
    if let Some(title) = unknown().find(|title| is_an_offices_column(title)) {
        return Some(Posted::OfficeColumn(shown(title)));
    }
    if tally.without_issuer * WITHOUT_ISSUER > tally.rows {
        return Some(Posted::IssuersMissing(tally.without_issuer));
    }
    if !tally.has_sectors && !tally.has_executing {
        return Some(Posted::Columns);
    }
    tally.one_office().map(|office| Posted::OneOffice(shown(office)))
}

/// Whether a line above the titles says that the list is posted at an office, or is an office's letterhead.
fn is_an_offices(line: &str) -> bool {
    let folded = fold(line);
    let says = ["niem yet", "mot cua", "bo phan tiep nhan", "trung tam phuc vu hanh chinh cong"];
    let heads = [
        "ubnd xa ",
        "ubnd phuong ",
        "ubnd dac khu ",
        "ubnd thi tran ",
        "ubnd huyen ",
        "ubnd quan ",
        "uy ban nhan dan xa ",
        "uy ban nhan dan phuong ",
        "uy ban nhan dan dac khu ",
        "uy ban nhan dan thi tran ",
        "uy ban nhan dan huyen ",
        "uy ban nhan dan quan ",
        "phong ",
        "cong an xa ",
        "cong an phuong ",
        "chi nhanh ",
    ];
    // Folded a department (Sở) is a number (Số).
    let department = line.trim_start().to_lowercase().starts_with("sở ");
    department || says.iter().any(|words| folded.contains(words)) || heads.iter().any(|words| folded.starts_with(words))
}

/// Whether a column is one that an office adds for who stands before its board: the national list has none of them, and no
/// status either, for all that stands in it has effect.
fn is_an_offices_column(title: &str) -> bool {
    let folded = fold(&keys::words(title));
    let words = ["thoi han", "thoi gian", "le phi", "dia diem", "noi tiep nhan", "noi nop", "quay", "can bo"];
    let others = ["so dien thoai", "thanh phan ho so", "ho so gom", "cong chuc", "nguoi phu trach"];
    let lifecycle = matches!(keys::holds(title), Some(Holds::Lifecycle));
    let has = |word: &&str| format!(" {folded} ").contains(&format!(" {word} "));
    lifecycle || folded == "phi" || words.iter().chain(&others).any(has)
}

/// A file's name without folders and the last ending.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::import::text_list;

    fn kind(text: &str) -> Standing {
        let file = text_list::read("danh-sach.csv", text, &None).unwrap();
        ListKind::of("danh-sach.csv", &file, &Tally::of(&file)).unwrap().standing
    }

    fn part(issuers: &[&str], sectors: &[&str]) -> Standing {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Standing::Official(Extent::Part { issuers: owned(issuers), sectors: owned(sectors) })
    }

    #[test]
    fn an_official_list_says_whose_it_is() {
        let titles = "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n";
        let rows = "1.000001,Một,Bộ Tư pháp,Sở Tư pháp,Hộ tịch\n1.000002,Hai,Bộ Tư pháp,UBND cấp xã,Hộ tịch\n";
        assert_eq!(kind(&format!("{titles}{rows}")), part(&["Bộ Tư pháp"], &["Hộ tịch"]));
        let many: String =
            (0..2000).map(|n| format!("1.{n:06},T,Cơ quan {},Sở X{n},Lĩnh vực {}\n", n % 12, n % 40)).collect();
        assert_eq!(kind(&format!("{titles}{many}")), Standing::Official(Extent::Country));
        let few: String =
            (0..90).map(|n| format!("1.{n:06},T,Cơ quan {},Sở X{n},Lĩnh vực {}\n", n % 12, n % 40)).collect();
        assert_eq!(kind(&format!("{titles}{few}")), Standing::Official(Extent::Unclear));
    }

    #[test]
    fn what_an_office_has_posted_is_known_by_what_it_has_and_lacks() {
        for (text, expected) in [
            ("Mã,Tên,Cơ quan\n1.000001,Một,UBND cấp xã\n", Posted::NoIssuer),
            ("STT,Mã TTHC,Tên TTHC,Lĩnh vực\n1,1.000001,Một,Hộ tịch\n", Posted::NoIssuer),
            ("Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Một,,Hộ tịch\n", Posted::NoIssuer),
            (
                "Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Một,,Hộ tịch\n1.000002,Hai,Bộ Tư pháp,Hộ tịch\n",
                Posted::IssuersMissing(1),
            ),
            (
                "DANH MỤC THỦ TỤC HÀNH CHÍNH NIÊM YẾT CÔNG KHAI\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Một,Bộ Tư pháp,Hộ tịch\n",
                Posted::SaysSo("DANH MỤC THỦ TỤC HÀNH CHÍNH NIÊM YẾT CÔNG KHAI".into()),
            ),
            (
                "UBND PHƯỜNG HẠC THÀNH\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Một,Bộ Tư pháp,Hộ tịch\n",
                Posted::SaysSo("UBND PHƯỜNG HẠC THÀNH".into()),
            ),
            (
                "Sở Tư pháp\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Một,Bộ Tư pháp,Hộ tịch\n",
                Posted::SaysSo("Sở Tư pháp".into()),
            ),
            (
                "Mã số,Tên,Cơ quan ban hành,Lĩnh vực,Thời hạn giải quyết\n1.000001,Một,Bộ Tư pháp,Hộ tịch,5 ngày\n",
                Posted::OfficeColumn("Thời hạn giải quyết".into()),
            ),
            (
                "Mã số,Tên,Cơ quan ban hành,Lĩnh vực,\"Phí, lệ phí\"\n1.000001,Một,Bộ Tư pháp,Hộ tịch,0\n",
                Posted::OfficeColumn("Phí, lệ phí".into()),
            ),
            ("Mã số,Tên,Cơ quan ban hành\n1.000001,Một,Bộ Tư pháp\n", Posted::Columns),
            (
                "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n1.000001,A,Bộ Tư pháp,UBND xã Yên Định,Hộ tịch\n\
                 1.000002,B,Bộ Công an,UBND xã Yên Định,Cư trú\n",
                Posted::OneOffice("UBND xã Yên Định".into()),
            ),
        ] {
            assert_eq!(kind(text), Standing::Posted(expected), "{text}");
        }
    }

    #[test]
    fn a_slip_in_one_row_makes_a_ministrys_list_no_other() {
        let titles = "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n";
        let rows: String = (0..99).map(|n| format!("1.{n:06},T,Bộ Công an,Công an {n},Lĩnh vực {n}\n")).collect();
        let slip = "1.000200,T,Bộ Xây dựng,Sở Xây dựng,Nhà ở\n";
        assert_eq!(kind(&format!("{titles}{rows}{slip}")), part(&["Bộ Công an"], &[]));
        assert_eq!(kind(&format!("{titles}{rows}{slip}{slip}{slip}")), part(&["Bộ Công an", "Bộ Xây dựng"], &[]));
    }

    #[test]
    fn a_number_above_the_titles_is_no_department() {
        let text = "Số: 12/DS\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,A,Bộ Y tế,Y tế\n";
        assert_eq!(kind(text), part(&["Bộ Y tế"], &["Y tế"]));
    }

    #[test]
    fn a_ministry_that_carries_out_its_own_procedures_is_no_office() {
        let text = "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n1.000001,A,Ngân hàng Nhà nước,Ngân hàng Nhà nước,Tiền tệ\n";
        assert_eq!(kind(text), part(&["Ngân hàng Nhà nước"], &["Tiền tệ"]));
    }

    #[test]
    fn the_day_and_the_name_of_a_list_stand_above_its_titles() {
        let text = "DANH SÁCH THỦ TỤC HÀNH CHÍNH\n(Ngày 15 tháng 9 năm 2026)\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Một,Bộ Tư pháp,Hộ tịch\n";
        let file = text_list::read("a.csv", text, &None).unwrap();
        let kind = ListKind::of("a.csv", &file, &Tally::of(&file)).unwrap();
        assert_eq!(kind.title.as_deref(), Some("DANH SÁCH THỦ TỤC HÀNH CHÍNH"));
        assert_eq!(kind.day, "2026-09-15".parse().ok());
        for (name, day) in [
            ("x/danh-sach-2026-09-15.csv", Some("2026-09-15")),
            ("ds 15.9.2026.csv", Some("2026-09-15")),
            ("national-list-2026-07.csv", None),
        ] {
            let file = text_list::read(name, &text[text.find("Mã số").unwrap()..], &None).unwrap();
            let kind = ListKind::of(name, &file, &Tally::of(&file)).unwrap();
            assert_eq!(kind.day, day.and_then(|day| day.parse().ok()), "{name}");
        }
    }
}
