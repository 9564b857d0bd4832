//! What is wrong with the name of a body that a record names: another province's, a district's, one that is called
//! otherwise today. The rules tell it to reviewers, a procedure's page to whoever reads it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Catalogue;
use crate::model::{Agency, Day};
use crate::provinces::{Named, is_central, is_local, named, of_place};
use crate::text::fold;

use super::likeness;

/// What is wrong with a body's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault<'a> {
    /// A body of another province, by the province's name as written.
    OtherProvince(&'static str),
    /// A body of the district level, which is no more.
    District,
    /// A body that is no more, or is called otherwise today: those that have its work, several where it was divided.
    Renamed(Vec<&'a Agency>),
}

/// The names of bodies of a province, as they are right on a day.
#[derive(Debug, Clone)]
pub struct Bodies<'a> {
    own: Option<&'static str>,
    is_two_tiers: bool,
    /// Every name that an agency lost, as likeness.
    former: BTreeSet<String>,
    /// The names among them that nobody bears on the day, with who has the work.
    renamed: BTreeMap<String, Vec<&'a Agency>>,
}

impl<'a> Bodies<'a> {
    /// The names as the catalogue's agencies have them on its day.
    pub fn new(catalogue: &Catalogue<'a>) -> Self {
        let agencies = || catalogue.records.agencies.values();
        // A name that one agency lost and another bears is right.
        let bears = |agency: &'a Agency| agency.spellings.iter().chain([&agency.name]);
        let today: BTreeSet<String> = agencies().flat_map(bears).map(|name| likeness(name)).collect();
        let (mut former, mut renamed) = (BTreeSet::new(), BTreeMap::<_, Vec<&Agency>>::new());
        for (agency, old) in agencies().flat_map(|agency| agency.old_names.iter().map(move |old| (agency, old))) {
            let name = likeness(&old.name);
            if old.until.is_none_or(|until| until <= catalogue.as_of) && !today.contains(&name) {
                renamed.entry(name.clone()).or_default().push(agency);
            }
            former.insert(name);
        }
        Bodies {
            own: of_place(&catalogue.records.site.province).map(|named| named.today),
            is_two_tiers: is_two_tiers(catalogue.as_of),
            former,
            renamed,
        }
    }

    /// What is wrong with a name. What a name says in brackets of what was before is no part of it: "UBND xã Hà Trung (huyện Hà Trung
    /// cũ)".
    pub fn fault(&self, name: &str) -> Option<Fault<'a>> {
        let name = &without_former(name);
        // Who says that it is no more does not post it as today's.
        if ["(cũ)", " cũ", "(trước đây)"].iter().any(|end| name.trim_end_matches([',', '.']).ends_with(end)) {
            return None;
        }
        if let Some(place) = self.other_province(name) {
            return Some(Fault::OtherProvince(place.written));
        }
        if self.is_two_tiers && (is_of_district(name) || is_of_former_unit(name)) {
            return Some(Fault::District);
        }
        self.renamed(name).map(|agencies| Fault::Renamed(agencies.to_vec()))
    }

    /// The other province whose body it is. A body merged into one of ours is ours under an old name.
    pub(super) fn other_province(&self, name: &str) -> Option<Named> {
        let place = province_of(name)?;
        (Some(place.today) != self.own && !self.former.contains(&likeness(name))).then_some(place)
    }

    /// The agencies that it was merged into, or divided among.
    pub(super) fn renamed(&self, name: &str) -> Option<&[&'a Agency]> {
        let found = self.renamed.get(&likeness(name)).or_else(|| self.renamed.get(&likeness(&self.spelled(name))));
        found.map(Vec::as_slice)
    }

    /// A name written out, without our own province behind it: "Sở LĐ-TB&XH tỉnh Thanh Hóa" is "Sở Lao động - Thương binh và Xã hội".
    fn spelled(&self, name: &str) -> String {
        let own = self.own.and_then(|own| name.strip_suffix(own)).map(str::trim_end);
        let name = own.map_or(name, |name| name.strip_suffix("tỉnh").unwrap_or(name).trim_end_matches([' ', '-', ',']));
        let words = name.split(' ').map(|word| {
            let short: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            SHORT.iter().find(|(known, _)| *known == short).map_or(word, |(_, whole)| whole)
        });
        words.collect::<Vec<_>>().join(" ").replace('&', " và ")
    }
}

/// How offices shorten the names of departments, without signs between the letters.
const SHORT: [(&str, &str); 9] = [
    ("LĐTBXH", "Lao động - Thương binh và Xã hội"),
    ("TNMT", "Tài nguyên và Môi trường"),
    ("KHĐT", "Kế hoạch và Đầu tư"),
    ("NNPTNT", "Nông nghiệp và Phát triển nông thôn"),
    ("GTVT", "Giao thông vận tải"),
    ("TTTT", "Thông tin và Truyền thông"),
    ("VHTTDL", "Văn hóa, Thể thao và Du lịch"),
    ("GDĐT", "Giáo dục và Đào tạo"),
    ("KHCN", "Khoa học và Công nghệ"),
];

/// A name without brackets that tell what was before.
fn without_former(name: &str) -> String {
    // "Cũ" alone says that the body itself is of before, and is no other's name.
    let is_former = |inner: &str| {
        let folded = fold(inner);
        folded.contains(' ') && folded.split(' ').any(|word| matches!(word, "cu" | "truoc"))
    };
    let mut rest = name.to_owned();
    while let Some((before, (inner, after))) =
        rest.split_once('(').and_then(|(before, behind)| Some((before, behind.split_once(')')?)))
        && is_former(inner)
    {
        rest = format!("{} {}", before.trim_end(), after.trim_start()).trim_end().to_owned();
    }
    rest
}

/// The names of the agencies that have the work of a former one, one after the other.
pub fn names_of(agencies: &[&Agency]) -> String {
    agencies.iter().map(|agency| agency.name.as_str()).collect::<Vec<_>>().join(" / ")
}

/// Whether there is no district level any more: since 1 July 2025.
pub(super) fn is_two_tiers(day: Day) -> bool {
    Day::from_ymd_opt(2025, 7, 1).is_some_and(|first| day >= first)
}

/// Whether the name of a body is one of the district level: in it the word alone tells.
pub(super) fn is_of_district(name: &str) -> bool {
    likeness(name).split(' ').any(|word| word == "huyên5")
}

/// Whether the name of a body is one of a town or a city below the province: those of the district level, and townships of the
/// commune level, are no more either (Luật Tổ chức chính quyền địa phương 2025, Điều 1).
fn is_of_former_unit(name: &str) -> bool {
    // Cities that are provinces themselves.
    const CENTRAL: [&str; 6] = ["Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"];
    // A short form stands alone: "UBND TP Thanh Hóa", and no "TT" of another word.
    let name = [("TP. ", "thành phố "), ("TP ", "thành phố "), ("TX. ", "thị xã "), ("TX ", "thị xã ")]
        .iter()
        .fold(format!(" {name}"), |name, (short, whole)| name.replace(&format!(" {short}"), &format!(" {whole}")));
    // "Các tỉnh, thành phố", "xã, phường, thị trấn" are kinds, whatever another line of the cell begins with behind them.
    let name = ["tỉnh, thành phố ", "phường, thị trấn "].iter().fold(name, |name, kinds| name.replace(kinds, ""));
    ["thị xã ", "thị trấn ", "thành phố "]
        .iter()
        .filter_map(|kind| name.split_once(kind))
        .any(|(_, place)| place.starts_with(char::is_uppercase) && !CENTRAL.iter().any(|city| place.starts_with(city)))
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
    fn towns_and_cities_below_the_province_are_no_more_and_lists_of_levels_name_none() {
        for name in [
            "UBND thị xã Bỉm Sơn",
            "UBND thị trấn Rừng Thông",
            "Bộ phận một cửa UBND thành phố Thanh Hóa",
            "UBND TP Thanh Hóa",
            "UBND TX. Bỉm Sơn",
        ] {
            assert!(is_of_former_unit(name), "{name}");
        }
        for name in
            ["UBND xã, phường, thị trấn", "UBND thành phố Hà Nội", "UBND TP Huế", "Sở Tài chính các tỉnh, thành phố"]
        {
            assert!(!is_of_former_unit(name), "{name}");
        }
    }

    #[test]
    fn what_was_before_is_no_part_of_a_name() {
        assert_eq!(without_former("UBND xã Hà Trung (huyện Hà Trung cũ)"), "UBND xã Hà Trung");
        assert_eq!(without_former("Phòng Tư pháp (trước 01/7/2025: huyện) (xã)"), "Phòng Tư pháp (xã)");
        assert_eq!(without_former("Sở Y tế (Phòng Nghiệp vụ"), "Sở Y tế (Phòng Nghiệp vụ");
    }

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
            ("Ủy ban nhân dân cấp xã Thuế tỉnh, thành phố Thuế cơ sở", None),
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
