//! The agencies that carry a province's procedures out are its own: "Sở … thành phố …" of another place is a slip of the
//! source.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::text::fold;

use super::{in_force, likeness};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let own = place_name(&fold(&catalogue.records.site.province)).to_owned();
    // A body merged into one of ours is ours under an old name, which is another rule's matter.
    let agencies = catalogue.records.agencies.values();
    let former: Vec<String> = agencies.flat_map(|agency| &agency.old_names).map(|old| likeness(&old.name)).collect();
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for (index, agency) in record.executing.value().into_iter().flatten().enumerate() {
            let Some(place) = province_of(agency) else { continue };
            if fold(&place) != own && !former.contains(&likeness(agency)) {
                let hit = Hit::new(&record.file, format!("executing[{index}]"), Code::AgencyOtherProvince);
                hits.push(hit.with("code", &record.code).with("name", agency).with("place", place));
            }
        }
    }
    hits
}

/// A province's folded name without the word for what it is.
fn place_name(folded: &str) -> &str {
    folded.strip_prefix("tinh ").or(folded.strip_prefix("thanh pho ")).unwrap_or(folded)
}

/// The province that the name of a provincial body names: a department's or a people's committee's, for bodies of the
/// central government have seats and districts of their own. A province's name is written with capitals, and so told
/// from "các tỉnh, thành phố" and "cấp tỉnh".
fn province_of(agency: &str) -> Option<String> {
    let words: Vec<&str> = agency.split_whitespace().collect();
    let is = |at: usize, word: &str| words.get(at).is_some_and(|other| other.to_lowercase() == word);
    let bodies = ["sở", "ubnd", "ủy", "uỷ"];
    let body = (0..words.len()).find(|at| bodies.iter().any(|body| is(*at, body)))?;
    let after = (body + 1..words.len()).filter(|at| !is(at - 1, "cấp")).find_map(|at| {
        let city = is(at, "thành") && is(at + 1, "phố");
        if city { Some(at + 2) } else { is(at, "tỉnh").then_some(at + 1) }
    })?;
    let mut name: Vec<&str> = Vec::new();
    for word in words.iter().skip(after) {
        let bare = word.trim_end_matches([',', ';', '.']);
        if !bare.starts_with(char::is_uppercase) {
            break;
        }
        name.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    (name.len() >= 2).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_read_from_the_name_of_a_provincial_body_alone() {
        for (agency, place) in [
            ("Sở Tư pháp Thành phố Hà Nội", Some("Hà Nội")),
            ("Sở Nông nghiệp và Môi trường - tỉnh An Giang", Some("An Giang")),
            ("Ủy ban nhân dân cấp tỉnh, Sở Tư pháp Thành phố Hà Nội", Some("Hà Nội")),
            ("Sở Ngoại vụ Thành phố Hồ Chí Minh - Bộ Ngoại giao", Some("Hồ Chí Minh")),
            ("Sở Tài chính các tỉnh, thành phố", None),
            ("Ủy ban nhân dân tỉnh và thành phố trực thuộc Trung ương", None),
            ("Thuế tỉnh, thành phố", None),
            ("Chủ tịch Ủy ban nhân dân cấp xã, tỉnh Thanh Hóa", Some("Thanh Hóa")),
            ("Ngân hàng Nhà nước chi nhánh tỉnh An Giang", None),
            ("Sở", None),
        ] {
            assert_eq!(province_of(agency).as_deref(), place, "{agency}");
        }
    }
}
