//! Levels that the words for a place or an agency tell: "UBND cấp xã", "Sở Xây dựng", "Trung tâm Phục vụ hành chính công
//! cấp xã".

use crate::model::{Day, Level, Levels, RowContent};
use crate::text::fold;

/// The first day on which there is no district level (Luật Tổ chức chính quyền địa phương 2025).
const NO_DISTRICTS: (i32, u32, u32) = (2025, 7, 1);

/// What words tell of levels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) levels: Levels,
    /// Whether they are no certain answer to who decides: they name a district that is no more, or desks of several levels,
    /// at which a dossier may be filed whoever decides.
    pub(super) is_doubtful: bool,
}

/// The levels of those who decide a procedure, as its row tells beyond doubt: by the agency, else by the place. Empty where
/// it does not.
pub(super) fn levels_of(content: &RowContent, signed: Option<Day>) -> Levels {
    for text in [&content.executing, &content.place].into_iter().flatten() {
        let place = of(text, signed);
        if place.is_doubtful {
            return Levels::new();
        }
        if !place.levels.is_empty() {
            return place.levels;
        }
    }
    Levels::new()
}

/// The levels that a text names, on the day of a signing.
pub(super) fn of(text: &str, signed: Option<Day>) -> Place {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let at = |at: Option<usize>| at.and_then(|at| folded.get(at)).map_or("", String::as_str);
    let mut place = Place::default();
    let (mut district, mut unknown) = (false, false);
    // "cấp tỉnh, xã": what a list goes on with is of the same kind.
    let mut listed = false;
    for (index, word) in words.iter().enumerate() {
        let (before, here, behind) = (at(index.checked_sub(1)), at(Some(index)), at(Some(index + 1)));
        let lead = matches!(before, "cap" | "ubnd" | "dan" | "an" | "tra" | "cong" | "cac");
        let joined = listed && !matches!(before, "thi" | "tac");
        let lower = word.to_lowercase();
        let level = match here {
            "xa" if behind != "hoi" && (lead || joined) => Some(Level::Commune),
            "phuong" if !matches!(behind, "tien" | "an" | "thuc" | "phap") && (lead || joined) => Some(Level::Commune),
            // A level of something that is not known here.
            "xa" if lower == "xã" && behind != "hoi" && !matches!(before, "tac" | "hop" | "thi") => {
                unknown = true;
                None
            }
            "phuong" if lower == "phường" => {
                unknown = true;
                None
            }
            "khu" if before == "dac" => Some(Level::Commune),
            "tinh" if lead || joined || lower == "tỉnh" && !matches!(before, "ngoai" | "lien") => {
                Some(Level::Province)
            }
            "pho" if before == "thanh" && (index < 2 || is_lead(at(index.checked_sub(2)))) => Some(Level::Province),
            "so" if lower == "sở" && !matches!(before, "co" | "tru") && behind != "huu" => Some(Level::Province),
            "ly" if at(index.checked_sub(2)) == "ban" && before == "quan" && behind == "khu" => Some(Level::Province),
            "uong" if before == "trung" => Some(Level::Ministry),
            "bo" if before == "cap" || is_ministry(word, words.get(index + 1)) => Some(Level::Ministry),
            "huyen" if lead || joined => {
                district = true;
                Some(Level::District)
            }
            "quan" if lower == "quận" => {
                district = true;
                Some(Level::District)
            }
            "xa" if before == "thi" => {
                district = true;
                Some(Level::District)
            }
            _ => None,
        };
        listed = level.is_some() || listed && matches!(here, "va" | "hoac" | "cap" | "ubnd" | "dac" | "thi");
        place.levels.extend(level);
    }
    let line = folded.join(" ");
    let desk = ["phuc vu hanh chinh cong", "pvhcc", "mot cua", "tiep nhan"].iter().any(|desk| line.contains(desk));
    let gone = Day::from_ymd_opt(NO_DISTRICTS.0, NO_DISTRICTS.1, NO_DISTRICTS.2);
    let is_late = signed.is_none_or(|signed| gone.is_none_or(|gone| signed >= gone));
    place.is_doubtful = unknown || district && is_late || desk && place.levels.len() > 1;
    place
}

fn is_lead(word: &str) -> bool {
    matches!(word, "ubnd" | "dan" | "cap" | "an" | "tra")
}

/// "Bộ Xây dựng", not "cán bộ" and not "Bộ phận Một cửa".
fn is_ministry(word: &str, behind: Option<&&str>) -> bool {
    let is_name = behind.is_some_and(|next| next.starts_with(char::is_uppercase) && fold(next) != "phan");
    matches!(word, "Bộ" | "BỘ") && is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_places_tell_the_levels_of_those_who_decide() {
        use Level::{Commune, Ministry, Province};
        let signed = Day::from_ymd_opt(2026, 11, 25);
        for (text, levels) in [
            ("Ủy ban nhân dân cấp xã", vec![Commune]),
            ("UBND xã", vec![Commune]),
            ("UBND cấp xã", vec![Commune]),
            ("UBND xã, phường, đặc khu", vec![Commune]),
            ("Ủy ban nhân dân các xã, phường", vec![Commune]),
            ("Công an cấp xã", vec![Commune]),
            ("Trung tâm Phục vụ hành chính công cấp xã", vec![Commune]),
            ("Trung tâm Phục vụ hành chính công xã, phường", vec![Commune]),
            ("Sở Xây dựng", vec![Province]),
            ("Sở Nông nghiệp và Môi trường", vec![Province]),
            ("UBND tỉnh", vec![Province]),
            ("Chủ tịch UBND thành phố", vec![Province]),
            ("Trung tâm Phục vụ hành chính công tỉnh", vec![Province]),
            ("Ban Quản lý Khu kinh tế Nghi Sơn", vec![Province]),
            ("cấp tỉnh, cấp xã", vec![Province, Commune]),
            ("Cấp tỉnh và xã", vec![Province, Commune]),
            ("Sở Tư pháp; UBND cấp xã", vec![Province, Commune]),
            ("Bộ Xây dựng", vec![Ministry]),
            ("Cấp trung ương", vec![Ministry]),
            ("Chi cục Chăn nuôi và Thú y tỉnh", vec![Province]),
            ("Bảo hiểm xã hội", vec![]),
            ("Hợp tác xã", vec![]),
            ("Cơ sở đào tạo tại địa phương", vec![]),
            ("Cán bộ Bộ phận Một cửa", vec![]),
            ("Trung tâm Phục vụ hành chính công", vec![]),
            ("Theo quy định", vec![]),
        ] {
            let place = of(text, signed);
            assert_eq!(place.levels.iter().copied().collect::<Vec<_>>(), levels, "{text}");
            assert!(!place.is_doubtful, "{text}");
        }
    }

    #[test]
    fn a_district_that_is_no_more_and_desks_of_several_levels_are_doubtful() {
        let (before, after) = (Day::from_ymd_opt(2025, 5, 1), Day::from_ymd_opt(2025, 7, 1));
        for text in ["UBND cấp huyện", "UBND huyện", "UBND quận", "Ủy ban nhân dân thị xã", "UBND cấp huyện, cấp xã"]
        {
            assert!(of(text, after).is_doubtful && of(text, None).is_doubtful, "{text}");
            assert!(!of(text, before).is_doubtful && of(text, before).levels.contains(&Level::District), "{text}");
        }
        for desks in [
            "Trung tâm Phục vụ hành chính công tỉnh hoặc cấp xã",
            "Trung tâm PVHCC tỉnh; TTPVHCC cấp xã",
            "Bộ phận Một cửa tỉnh, xã",
            "Trạm Y tế xã",
        ] {
            assert!(of(desks, after).is_doubtful, "{desks}");
        }
        let content = |executing: Option<&str>, place: &str| RowContent {
            executing: executing.map(str::to_owned),
            place: Some(place.to_owned()),
            ..RowContent::default()
        };
        assert!(levels_of(&content(None, "UBND cấp huyện"), after).is_empty());
        let desks = content(Some("UBND cấp xã"), "Trung tâm Phục vụ hành chính công cấp tỉnh, cấp xã");
        assert_eq!(levels_of(&desks, after), Levels::from([Level::Commune]), "who decides is asked first");
    }
}
