//! The reference of the catalogue (`catalogue/README.md`, `catalogue/README.vi.md`), held against the code that reads it.

use crate::manual;

use niemyet::import::LINE_KEYS;
use niemyet::load::{
    AGENCY_KEYS, ASSIGNMENT_DEFAULT_KEYS, ASSIGNMENT_KEYS, BEST_BET_COLUMNS, CALENDAR_KEYS, CHANGE_KEYS, CHANNEL_KEYS,
    COMMON_NAME_COLUMNS, COMMUNE_COLUMNS, DEADLINE_KEYS, DECISION_KEYS, EVENT_KEYS, EVIDENCE_KEYS, FEE_KEYS, HEADINGS,
    INTERRUPTION_COLUMNS, LEGAL_KEYS, LINK_COLUMNS, OFFICE_KEYS, OLD_NAME_KEYS, PAPER_KEYS, PROCEDURE_KEYS,
    REDIRECT_COLUMNS, ROW_FEE_KEYS, RULING_KEYS, SCOPE_KEYS, SECTION_KEYS, SECTOR_KEYS, SILENT_KEYS, SNAPSHOT_COLUMNS,
    SNAPSHOT_HEAD, SYNONYM_COLUMNS, TEXT_KEYS, TEXT_STATUS_KEYS, WRITTEN_KEYS,
};
use niemyet::model::{
    Absence, AgencyKind, ChangeKind, Count, DayUnit, Duty, Figure, Flag, Level, Role, TextStatus, Via,
};

/// The reference in English and in Vietnamese. Words of each stand in pairs, in this order.
const FILES: [&str; 2] = ["catalogue/README.md", "catalogue/README.vi.md"];

/// The first titles of tables.
const KEY: [&str; 2] = ["key", "khóa"];
const COLUMN: [&str; 2] = ["column", "cột"];
const HEAD: [&str; 2] = ["head", "đầu tệp"];

/// The keys in the tables under a heading whose first title is `title`.
fn keys(text: &str, heading: &str, title: &str) -> Vec<String> {
    let sections = manual::sections(text);
    let section = sections.into_iter().find(|(line, _)| line.trim_start_matches('#').trim() == heading);
    let (_, lines) = section.unwrap_or_else(|| panic!("no section {heading}"));
    let mut keys = Vec::new();
    let mut inside = false;
    for line in lines {
        if !line.starts_with('|') {
            inside = false;
        } else if line.starts_with(&format!("| {title} |")) {
            inside = true;
        } else if inside && let Some(key) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) {
            keys.push(key.to_owned());
        }
    }
    keys
}

#[test]
fn every_key_of_every_file_stands_in_the_reference_and_no_other() {
    let texts = FILES.map(manual::read);
    for (headings, titles, known) in [
        (["Decisions", "Quyết định"], KEY, DECISION_KEYS),
        (["Sections of a decision", "Phần của quyết định"], KEY, SECTION_KEYS),
        (["Scope of a standardised list", "Phạm vi của quyết định chuẩn hóa"], KEY, SCOPE_KEYS),
        (["Rows of a decision", "Dòng của quyết định"], KEY, CHANGE_KEYS),
        (["Content of a row", "Nội dung của dòng"], KEY, ROW_FEE_KEYS),
        (["Procedures", "Thủ tục"], KEY, PROCEDURE_KEYS),
        (["Channels", "Cách thức nộp"], KEY, CHANNEL_KEYS),
        (["Fees", "Phí, lệ phí"], KEY, FEE_KEYS),
        (["Papers", "Giấy tờ"], KEY, PAPER_KEYS),
        (["Legal texts", "Văn bản căn cứ"], KEY, LEGAL_KEYS),
        (["Written otherwise", "Chỗ ghi khác"], KEY, WRITTEN_KEYS),
        (["Agencies", "Cơ quan"], KEY, AGENCY_KEYS),
        (["Old names", "Tên cũ"], KEY, OLD_NAME_KEYS),
        (["Offices", "Đơn vị"], KEY, OFFICE_KEYS),
        (["Written assignments", "Phân công có ghi nguồn"], KEY, ASSIGNMENT_KEYS),
        (["Default assignments", "Phân công mặc định"], KEY, ASSIGNMENT_DEFAULT_KEYS),
        (["Sectors", "Lĩnh vực"], KEY, SECTOR_KEYS),
        (["Links", "Liên kết"], COLUMN, LINK_COLUMNS),
        (["Snapshots", "Danh sách làm căn cứ"], HEAD, SNAPSHOT_HEAD),
        (["Snapshots", "Danh sách làm căn cứ"], COLUMN, SNAPSHOT_COLUMNS),
        (["Rulings", "Kết luận"], KEY, RULING_KEYS),
        (["Rules", "Quy tắc"], KEY, SILENT_KEYS),
        (["Deadlines", "Thời hạn"], KEY, DEADLINE_KEYS),
        (["Age of lists", "Tuổi của danh sách"], KEY, EVIDENCE_KEYS),
        (["Calendar", "Lịch làm việc"], KEY, CALENDAR_KEYS),
        (["Texts with a life of their own", "Văn bản có hiệu lực riêng"], KEY, TEXT_KEYS),
        (["States of a text", "Tình trạng của văn bản"], KEY, TEXT_STATUS_KEYS),
        (["Life events", "Sự kiện trong đời"], KEY, EVENT_KEYS),
        (["Synonyms", "Từ đồng nghĩa"], COLUMN, SYNONYM_COLUMNS),
        (["Common names", "Tên thường gọi"], COLUMN, COMMON_NAME_COLUMNS),
        (["Best bets", "Thủ tục đứng đầu"], COLUMN, BEST_BET_COLUMNS),
        (["Communes", "Xã, phường"], COLUMN, COMMUNE_COLUMNS),
        (["Redirects", "Chuyển hướng"], COLUMN, REDIRECT_COLUMNS),
        (["Interruptions", "Gián đoạn nộp trực tuyến"], COLUMN, INTERRUPTION_COLUMNS),
        (["Interchange JSON Lines", "JSON Lines trao đổi"], KEY, LINE_KEYS),
    ] {
        for ((text, heading), title) in texts.iter().zip(headings).zip(titles) {
            assert_eq!(keys(text, heading, title), known, "{heading}");
        }
    }
}

#[test]
fn every_word_that_a_file_may_hold_stands_in_the_reference() {
    let texts = FILES.map(manual::read);
    let lacking = |words: &str| FILES.iter().zip(&texts).find(|(_, text)| !text.contains(words)).map(|(path, _)| *path);
    let levels = Level::ALL.map(Level::as_str);
    let words = levels
        .into_iter()
        .chain(AgencyKind::ALL.map(AgencyKind::as_str))
        .chain(Absence::ALL.map(Absence::as_str))
        .chain(Via::ALL.map(Via::as_str))
        .chain(Flag::ALL.map(Flag::as_str))
        .chain(Role::ALL.map(Role::as_str))
        .chain(ChangeKind::WORDS)
        .chain(Duty::ALL.map(Duty::as_str))
        .chain(Count::ALL.map(Count::as_str))
        .chain(DayUnit::ALL.map(DayUnit::as_str))
        .chain(Figure::ALL.map(Figure::as_str))
        .chain(TextStatus::ALL.map(TextStatus::as_str));
    for word in words {
        assert_eq!(lacking(&format!("`\"{word}\"`")), None, "{word}");
    }
    for (heading, _) in HEADINGS {
        assert_eq!(lacking(&format!("`## {heading}`")), None, "{heading}");
    }
}
