//! The agencies that carry a province's procedures out are its own: "Sở … thành phố …" of another place is a slip of the
//! source. Who *issued* a procedure is another matter: another province's is no part of the catalogue (`load`).

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::provinces::{Named, is_central, is_local, named, of_place};
use crate::text::fold;

use super::{in_force, likeness};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let own = of_place(&catalogue.records.site.province).map(|named| named.today);
    // A body merged into one of ours is ours under an old name, which is another rule's matter.
    let agencies = catalogue.records.agencies.values();
    let former: Vec<String> = agencies.flat_map(|agency| &agency.old_names).map(|old| likeness(&old.name)).collect();
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for (index, agency) in record.executing.value().into_iter().flatten().enumerate() {
            let Some(place) = province_of(agency) else { continue };
            if Some(place.today) != own && !former.contains(&likeness(agency)) {
                let hit = Hit::new(&record.file, format!("executing[{index}]"), Code::AgencyOtherProvince);
                hits.push(hit.with("code", &record.code).with("name", agency).with("place", place.written));
            }
        }
    }
    hits
}

/// The province that the name of a provincial body names: a department's or a people's committee's, for bodies of the
/// central government have seats and districts of their own.
fn province_of(agency: &str) -> Option<Named> {
    let folded = fold(agency);
    let words: Vec<&str> = folded.split(' ').collect();
    let body = words.iter().position(|word| matches!(*word, "so" | "ubnd" | "uy"));
    // A province's one-stop centre begins with neither word.
    let body = body.or_else(|| is_local(agency).then_some(0))?;
    let body = words.get(body..)?.join(" ");
    if is_central(&body) { None } else { named(&body).into_iter().next() }
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
            ("Sở Văn hóa và Thể thao - Thành phố Huế", Some("Huế")),
            ("Trung tâm phục vụ hành chính công Thành phố Hà Nội", Some("Hà Nội")),
            ("Sở Tài chính các tỉnh, thành phố", None),
            ("Ủy ban nhân dân tỉnh và thành phố trực thuộc Trung ương", None),
            ("Thuế tỉnh, thành phố", None),
            ("Chủ tịch Ủy ban nhân dân cấp xã, tỉnh Thanh Hóa", Some("Thanh Hóa")),
            ("Ngân hàng Nhà nước chi nhánh tỉnh An Giang", None),
            ("Sở Giao dịch chứng khoán Thành phố Hồ Chí Minh", None),
            ("Ủy ban nhân dân thành phố Sầm Sơn", None),
            ("Sở", None),
        ] {
            assert_eq!(province_of(agency).map(|named| named.written), place, "{agency}");
        }
    }
}
