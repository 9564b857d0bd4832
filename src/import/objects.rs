//! Who may apply (đối tượng thực hiện), and other lists that sources write into one cell.

use crate::model::{Level, Levels};

use super::clean;

/// The names of objects that the national database knows. Three of them hold commas, so a list of objects can only be
/// cut by knowing the names.
const OBJECTS: &[&str] = &[
    "Công dân Việt Nam",
    "Công dân Việt Nam mà không xác định được nơi thường trú hoặc nơi tạm trú",
    "Người Việt Nam định cư ở nước ngoài",
    "Người nước ngoài",
    "Người nước ngoài cư trú tại Việt Nam",
    "Người nước ngoài đã cư trú tại Việt Nam",
    "Cán bộ, công chức, viên chức",
    "Doanh nghiệp",
    "Doanh nghiệp Việt Nam",
    "Doanh nghiệp có vốn đầu tư nước ngoài",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)",
    "Tổ chức nước ngoài",
    "Tổ chức Đảng",
    "Đảng viên",
    "Hợp tác xã",
];

/// The objects of one cell, the longest known name first each time. A cell in which anything is left over stays whole:
/// no comma is ever taken for a border.
pub(super) fn objects(written: &str) -> Vec<String> {
    let cell = clean::line(written);
    let mut found: Vec<String> = Vec::new();
    let mut rest = cell.as_str();
    while !rest.is_empty() {
        let known = |name: &&&str| {
            let behind = rest.strip_prefix(**name);
            behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([',', ';']))
        };
        let Some(name) = OBJECTS.iter().filter(known).max_by_key(|name| name.len()) else { return vec![cell] };
        if !found.iter().any(|other| other == name) {
            found.push((*name).to_owned());
        }
        rest = rest.strip_prefix(name).unwrap_or_default().trim_start_matches([',', ';', ' ']);
    }
    found
}

/// Whether a name is one that the national database knows.
pub(super) fn is_known_object(name: &str) -> bool {
    OBJECTS.contains(&name)
}

/// The levels of one cell, or `None` where a word of it is no level.
pub(super) fn levels(written: &str) -> Option<Levels> {
    let cell = clean::line(written).to_lowercase();
    let mut levels = Levels::new();
    for word in cell.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
        levels.insert(match word {
            "cấp bộ" | "cấp bộ/ngành" | "cấp trung ương" | "trung ương" | "bộ" => Level::Ministry,
            "cấp tỉnh" | "tỉnh" => Level::Province,
            "cấp huyện" | "huyện" => Level::District,
            "cấp xã" | "xã" => Level::Commune,
            "cơ quan khác" => Level::Other,
            _ => return None,
        });
    }
    Some(levels)
}

/// The agencies of one cell. Sources part them by line breaks (the portal's workbook) or `; ` (its other exports).
/// Commas belong to names ("Sở Tài chính các tỉnh, thành phố").
pub(super) fn agencies(written: &str) -> Vec<String> {
    let mut agencies: Vec<String> = Vec::new();
    for part in written.split('\n').flat_map(|line| line.split("; ")) {
        let agency = clean::line(part);
        let agency = agency.trim_end_matches([';', ' ']);
        if clean::absence(agency).is_none() && !agencies.iter().any(|other| other == agency) {
            agencies.push(agency.to_owned());
        }
    }
    agencies
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn objects_are_cut_where_the_names_end() {
        assert_eq!(
            objects("Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX), Cán bộ, công chức, viên chức"),
            ["Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)", "Cán bộ, công chức, viên chức"]
        );
        assert_eq!(
            objects("Doanh nghiệp có vốn đầu tư nước ngoài, Doanh nghiệp"),
            ["Doanh nghiệp có vốn đầu tư nước ngoài", "Doanh nghiệp"]
        );
    }

    #[test]
    fn an_unknown_object_keeps_the_cell_whole() {
        let cell = "Công dân Việt Nam, Hộ gia đình, cộng đồng dân cư";
        assert_eq!(objects(cell), [cell]);
        assert!(objects("").is_empty());
    }

    #[test]
    fn levels_come_in_any_order_and_spelling() {
        let all = levels("Cấp Xã, Cấp bộ/ngành; cấp tỉnh, Cơ quan khác").unwrap();
        assert_eq!(
            all.into_iter().collect::<Vec<_>>(),
            [Level::Ministry, Level::Province, Level::Commune, Level::Other]
        );
        assert_eq!(levels("Cấp phường"), None);
    }

    #[test]
    fn agencies_are_parted_at_lines_and_semicolons_and_never_at_commas() {
        assert_eq!(
            agencies("Sở Tài chính các tỉnh, thành phố; Bộ Tài chính\nBộ Tài chính"),
            ["Sở Tài chính các tỉnh, thành phố", "Bộ Tài chính"]
        );
        assert!(agencies("Không có thông tin").is_empty());
    }
}
