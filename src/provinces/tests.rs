//! What names tell of places.

use super::*;
use crate::model::Period;

fn site(province: &str, own_issuer: &str) -> Site {
    Site {
        title: String::new(),
        province: province.to_owned(),
        own_issuer: AgencyId(own_issuer.to_owned()),
        base_url: String::new(),
        feedback: vec![],
        security: vec![],
        banner: None,
        province_code: None,
        licence: None,
        english: None,
        review: true,
    }
}

fn agency(id: &str, name: &str, kind: AgencyKind) -> Agency {
    let id = AgencyId(id.to_owned());
    Agency {
        id,
        name: name.to_owned(),
        kind,
        parent: None,
        spellings: vec![],
        old_names: vec![],
        validity: Period::default(),
    }
}

/// The site of a province with its People's Committee, `own`.
fn own(province: &str, committee: &str) -> Own {
    let own = agency("own", committee, AgencyKind::Province);
    Own::of(&site(province, "own"), &BTreeMap::from([(own.id.clone(), own)]))
}

#[test]
fn there_are_34_provinces_and_no_name_is_there_twice() {
    assert_eq!(names().count(), 34);
    assert_eq!(
        NAMES.len(),
        63 + 2 + SPELLINGS.len(),
        "63 until 2025, and the former names of Hà Nội's part and of Huế"
    );
    let mut names: Vec<&Vec<String>> = NAMES.iter().map(|(words, _)| words).collect();
    names.sort();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    for (name, _) in NAMES.iter() {
        let longer = NAMES.iter().filter(|(other, _)| other != name && other.starts_with(name));
        assert_eq!(longer.count(), 0, "{name:?} begins another, so the order of names would matter");
    }
}

#[test]
fn a_province_is_read_from_the_name_of_a_body() {
    for (body, places) in [
        ("Sở Tư pháp Thành phố Hà Nội", &["Hà Nội"][..]),
        ("Sở Nông nghiệp và Môi trường - tỉnh An Giang", &["An Giang"]),
        ("Ủy ban nhân dân cấp tỉnh, Sở Tư pháp Thành phố Hà Nội", &["Hà Nội"]),
        ("Sở Ngoại vụ Thành phố Hồ Chí Minh - Bộ Ngoại giao", &["Hồ Chí Minh"]),
        ("UBND TP.HCM", &["Hồ Chí Minh"]),
        ("UBND thành phố Huế", &["Huế"]),
        ("ỦY BAN NHÂN DÂN TỈNH THANH HOÁ", &["Thanh Hóa"]),
        ("UBND tỉnh Bà Rịa – Vũng Tàu", &["Bà Rịa - Vũng Tàu"]),
        ("Chủ tịch Ủy ban nhân dân cấp xã, tỉnh Thanh Hóa", &["Thanh Hóa"]),
        ("Sở Y tế Thanh Hóa", &["Thanh Hóa"]),
        ("UBND Hà Nội", &["Hà Nội"]),
        ("Sở Tài chính các tỉnh, thành phố", &[]),
        ("Ủy ban nhân dân tỉnh và thành phố trực thuộc Trung ương", &[]),
        ("Thuế tỉnh, thành phố", &[]),
        ("UBND xã Quảng Ninh", &[]),
        ("UBND thành phố Sầm Sơn", &[]),
        ("Sở Giao dịch chứng khoán Hà Nội", &[]),
        ("Đại học Quốc gia Hà Nội", &[]),
        ("Sở", &[]),
        ("", &[]),
    ] {
        let found: Vec<_> = named(body).into_iter().map(|named| named.written).collect();
        assert_eq!(found, places, "{body}");
    }
}

#[test]
fn another_provinces_bodies_are_foreign_and_neither_ours_nor_the_central_governments() {
    let thanh_hoa = own("tỉnh Thanh Hóa", "Ủy ban nhân dân tỉnh Thanh Hóa");
    for (name, kind, is_foreign) in [
        ("UBND tỉnh Lạng Sơn", AgencyKind::Province, true),
        ("Ủy ban nhân dân tỉnh Khác", AgencyKind::Province, true),
        ("UBND tỉnh Thanh Hoá", AgencyKind::Province, false),
        ("Chủ tịch UBND tỉnh Thanh Hóa", AgencyKind::Province, false),
        ("Sở Xây dựng - tỉnh Quảng Ngãi", AgencyKind::Department, true),
        ("Sở Xây dựng", AgencyKind::Department, false),
        ("Sở Xây dựng Thanh Hóa", AgencyKind::Department, false),
        ("UBND Phường Bắc Giang, tỉnh Bắc Ninh", AgencyKind::Commune, true),
        ("UBND xã Quảng Ninh", AgencyKind::Commune, false),
        ("Trung tâm phục vụ hành chính công Thành phố Hà Nội", AgencyKind::Other, true),
        ("Tập đoàn Điện lực Việt Nam", AgencyKind::Other, false),
        ("Đại học Quốc gia Thành phố Hồ Chí Minh", AgencyKind::Other, false),
        ("Bảo hiểm xã hội tỉnh Nghệ An", AgencyKind::Other, false),
        ("Công an tỉnh Nghệ An", AgencyKind::Vertical, false),
        ("Ngân hàng Nhà nước Việt Nam", AgencyKind::Ministry, false),
    ] {
        assert_eq!(thanh_hoa.is_foreign_name(name, kind), is_foreign, "{name}");
    }
    assert!(!thanh_hoa.is_foreign(&agency("own", "UBND", AgencyKind::Province)));
}

#[test]
fn a_province_merged_into_ours_is_ours() {
    let hai_phong = own("thành phố Hải Phòng", "Ủy ban nhân dân thành phố Hải Phòng");
    assert!(!hai_phong.is_foreign_name("UBND tỉnh Hải Dương", AgencyKind::Province));
    assert!(!hai_phong.is_foreign_name("Sở Y tế tỉnh Hải Dương", AgencyKind::Department));
    assert!(hai_phong.is_foreign_name("Sở Y tế tỉnh Bắc Giang", AgencyKind::Department));
}

#[test]
fn the_committee_of_the_sites_province_is_known_by_any_spelling_and_a_town_is_not_it() {
    let own_id = AgencyId("own".to_owned());
    let thanh_hoa = own("tỉnh Thanh Hóa", "Ủy ban nhân dân tỉnh");
    for name in ["UBND tỉnh Thanh Hóa", "ỦY BAN NHÂN DÂN TỈNH THANH HOÁ", "Chủ tịch UBND tỉnh Thanh Hóa"]
    {
        assert_eq!(thanh_hoa.committee(name), Some(&own_id), "{name}");
    }
    for name in ["UBND thành phố Thanh Hóa", "UBND tỉnh Thanh", "UBND tỉnh", "Sở Y tế tỉnh Thanh Hóa"] {
        assert_eq!(thanh_hoa.committee(name), None, "{name}");
    }
    let city = own("TP. Hồ Chí Minh", "UBND thành phố Hồ Chí Minh");
    assert_eq!(city.committee("Ủy ban nhân dân Thành phố Hồ Chí Minh"), Some(&own_id));
}

#[test]
fn an_own_issuer_is_of_kind_province_and_of_no_other_province() {
    let issuer = |province: &str, id: &str| {
        let agencies = [
            agency("ubnd", "UBND tỉnh", AgencyKind::Province),
            agency("lao-cai", "UBND tỉnh Lào Cai", AgencyKind::Province),
            agency("so", "Sở Y tế", AgencyKind::Department),
        ];
        let agencies = agencies.into_iter().map(|agency| (agency.id.clone(), agency)).collect();
        Own::of(&site(province, id), &agencies).issuer().map(|id| id.0.clone())
    };
    assert_eq!(issuer("tỉnh Thanh Hóa", "ubnd").as_deref(), Some("ubnd"));
    assert_eq!(issuer("tỉnh Lào Cai", "lao-cai").as_deref(), Some("lao-cai"));
    assert_eq!(issuer("tỉnh Yên Bái", "lao-cai").as_deref(), Some("lao-cai"));
    assert_eq!(issuer("tỉnh mẫu", "lao-cai").as_deref(), Some("lao-cai"));
    assert_eq!(issuer("tỉnh Thanh Hóa", "lao-cai"), None);
    assert_eq!(issuer("tỉnh Thanh Hóa", "so"), None);
    assert_eq!(issuer("tỉnh Thanh Hóa", "khong-co"), None);
    assert_eq!(issuer("tỉnh Thanh Hóa", ""), None);
}

#[test]
fn where_the_settings_tell_nothing_nobody_is_foreign() {
    let nobody = Own::of(&site("", ""), &BTreeMap::new());
    for kind in AgencyKind::ALL {
        assert!(!nobody.is_foreign_name("UBND tỉnh Lạng Sơn", kind), "{kind:?}");
    }
    let place_alone = Own::of(&site("tỉnh Thanh Hóa", ""), &BTreeMap::new());
    assert!(place_alone.is_foreign_name("UBND tỉnh Lạng Sơn", AgencyKind::Province));
    assert!(!place_alone.is_foreign_name("UBND tỉnh Thanh Hóa", AgencyKind::Province));
    let issuer_alone = own("tỉnh mẫu", "Ủy ban nhân dân tỉnh");
    assert!(issuer_alone.is_foreign_name("UBND tỉnh Thanh Hóa", AgencyKind::Province));
}
