//! The provinces of Vietnam by today's and former names; which of them a body's name names; and whose a body is.
//!
//! Names alone tell it: "Sở Tư pháp Thành phố Hà Nội" is Hà Nội's, "UBND tỉnh Hải Dương" is Hải Phòng's since the two are one,
//! and "Ngân hàng Nhà nước chi nhánh tỉnh An Giang" is the central government's wherever it sits.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::{Agency, AgencyId, AgencyKind, Site};
use crate::text::fold;

/// A province or centrally run city, and the former ones that are a part of it, or its own former names.
struct Province {
    name: &'static str,
    former: &'static [&'static str],
}

const fn province(name: &'static str, former: &'static [&'static str]) -> Province {
    Province { name, former }
}

/// The 34 since 1 July 2025 (Nghị quyết 202/2025/QH15).
static PROVINCES: [Province; 34] = [
    province("An Giang", &["Kiên Giang"]),
    province("Bắc Ninh", &["Bắc Giang"]),
    province("Cà Mau", &["Bạc Liêu"]),
    province("Cao Bằng", &[]),
    province("Cần Thơ", &["Sóc Trăng", "Hậu Giang"]),
    province("Đà Nẵng", &["Quảng Nam"]),
    province("Đắk Lắk", &["Phú Yên"]),
    province("Điện Biên", &[]),
    province("Đồng Nai", &["Bình Phước"]),
    province("Đồng Tháp", &["Tiền Giang"]),
    province("Gia Lai", &["Bình Định"]),
    province("Hà Nội", &["Hà Tây"]),
    province("Hà Tĩnh", &[]),
    province("Hải Phòng", &["Hải Dương"]),
    province("Hồ Chí Minh", &["Bình Dương", "Bà Rịa - Vũng Tàu"]),
    province("Huế", &["Thừa Thiên Huế"]),
    province("Hưng Yên", &["Thái Bình"]),
    province("Khánh Hòa", &["Ninh Thuận"]),
    province("Lai Châu", &[]),
    province("Lạng Sơn", &[]),
    province("Lào Cai", &["Yên Bái"]),
    province("Lâm Đồng", &["Đắk Nông", "Bình Thuận"]),
    province("Nghệ An", &[]),
    province("Ninh Bình", &["Hà Nam", "Nam Định"]),
    province("Phú Thọ", &["Vĩnh Phúc", "Hòa Bình"]),
    province("Quảng Ngãi", &["Kon Tum"]),
    province("Quảng Ninh", &[]),
    province("Quảng Trị", &["Quảng Bình"]),
    province("Sơn La", &[]),
    province("Tây Ninh", &["Long An"]),
    province("Thái Nguyên", &["Bắc Kạn"]),
    province("Thanh Hóa", &[]),
    province("Tuyên Quang", &["Hà Giang"]),
    province("Vĩnh Long", &["Bến Tre", "Trà Vinh"]),
];

/// How else names are written.
static SPELLINGS: [(&str, &str); 4] =
    [("HCM", "Hồ Chí Minh"), ("Đắc Lắc", "Đắk Lắk"), ("Đắc Nông", "Đắk Nông"), ("Bắc Cạn", "Bắc Kạn")];

/// A province that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The name that stands there, as it is officially spelt: it may be a former one.
    pub written: &'static str,
    /// The province that it is today.
    pub today: &'static str,
}

/// Every name of a province, former ones too, with its folded words.
static NAMES: LazyLock<Vec<(Vec<String>, Named)>> = LazyLock::new(|| {
    let mut names = Vec::new();
    for one in &PROVINCES {
        for written in std::iter::once(one.name).chain(one.former.iter().copied()) {
            let named = Named { written, today: one.name };
            let others = SPELLINGS.iter().filter(|(_, official)| *official == written).map(|(other, _)| *other);
            names.extend(others.chain([written]).map(|spelling| (words(spelling), named)));
        }
    }
    names
});

fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').map(str::to_owned).collect()
}

/// The names of the provinces of today, in the order of the alphabet.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROVINCES.iter().map(|one| one.name)
}

/// The province that a place's name is, with or without the word for what it is.
///
/// ```
/// use niemyet::provinces::of_place;
/// assert_eq!(of_place("tỉnh Thanh Hoá").unwrap().today, "Thanh Hóa");
/// assert_eq!(of_place("tỉnh Hải Dương").unwrap().today, "Hải Phòng");
/// assert_eq!(of_place("tỉnh mẫu"), None);
/// ```
pub fn of_place(name: &str) -> Option<Named> {
    let words = words(name);
    all(after_marker(&words).unwrap_or(&words))
}

/// A province of today as sites name it, with the word for what it is; `None` for a former one and where the word is missing.
///
/// ```
/// use niemyet::provinces::official;
/// assert_eq!(official("TỈNH THANH HOÁ").as_deref(), Some("tỉnh Thanh Hóa"));
/// assert_eq!(official("TP Huế").as_deref(), Some("thành phố Huế"));
/// assert_eq!(official("tỉnh Hải Dương"), None);
/// assert_eq!(official("Huế"), None);
/// ```
pub fn official(place: &str) -> Option<String> {
    let words = words(place);
    let named = all(after_marker(&words)?).filter(|named| named.written == named.today)?;
    let word = if words.first().is_some_and(|word| word == "tinh") { "tỉnh" } else { "thành phố" };
    Some(format!("{word} {}", named.today))
}

/// The provinces that the name of a body names, in its order.
///
/// A province's name counts behind "tỉnh" and "thành phố"; without them only where it ends the name of a body that provinces
/// alone have, and is not a commune's: in Thanh Hóa there is a commune Quảng Ninh.
pub fn named(body: &str) -> Vec<Named> {
    let words = words(body);
    let from = |at| words.get(at..).unwrap_or_default();
    let marked: Vec<Named> = (0..words.len()).filter_map(|at| after_marker(from(at))).filter_map(at_the_head).collect();
    if !marked.is_empty() || !begins(body, LOCAL) || is_central(body) {
        return marked;
    }
    let ending = (1..words.len()).find_map(|at| Some((at, all(from(at))?)));
    let is_smaller = |at: usize| words.get(at - 1).is_some_and(|word| SMALLER.contains(&word.as_str()));
    ending.filter(|(at, _)| !is_smaller(*at)).map(|(_, named)| named).into_iter().collect()
}

/// How the names of bodies begin that provinces have, and nobody else.
const LOCAL: &[&str] = &[
    "so",
    "ubnd",
    "uy ban nhan dan",
    "chu tich ubnd",
    "chu tich uy ban nhan dan",
    "hdnd",
    "hoi dong nhan dan",
    "trung tam phuc vu hanh chinh cong",
    "trung tam hanh chinh cong",
];

/// What stands before the name of a place that is smaller than a province.
const SMALLER: &[&str] = &["xa", "phuong", "tran", "khu", "huyen", "quan"];

/// How the names of bodies begin that belong to the central government, or to no government, wherever they sit.
const CENTRAL: &[&str] = &[
    "bao hiem xa hoi",
    "benh vien",
    "bo chi huy",
    "bo doi",
    "bo tu lenh",
    "cang vu",
    "chi cuc hai quan",
    "chi cuc thi hanh an",
    "chi cuc thue",
    "cong an",
    "cuc",
    "dai hoc",
    "hai quan",
    "hoc vien",
    "kho bac",
    "kiem toan",
    "ngan hang",
    "so giao dich",
    "tap doan",
    "thi hanh an",
    "thue",
    "toa an",
    "tong cong ty",
    "truong",
    "vien",
];

/// Whether a body, by its name, is the central government's or nobody's, whatever place it names: courts, customs, banks,
/// universities, stock exchanges.
pub fn is_central(body: &str) -> bool {
    begins(body, CENTRAL)
}

/// Whether a body, by its name, is of a province or below: a department, a People's Committee, an office of one of them, with or
/// without the name of its place ("UBND cấp xã").
pub fn is_local(body: &str) -> bool {
    const BELOW: &[&str] =
        &["phong", "van phong dang ky dat dai", "chi nhanh van phong dang ky dat dai", "van phong hdnd"];
    const POLICE: &[&str] = &["cong an xa", "cong an phuong", "cong an cap", "cong an huyen", "cong an tinh"];
    [LOCAL, BELOW, POLICE].into_iter().any(|beginnings| begins(body, beginnings))
}

/// Whether the words of a name begin with those of one of the beginnings.
fn begins(name: &str, beginnings: &[&str]) -> bool {
    let folded = fold(name);
    let rest = |beginning: &&str| folded.strip_prefix(*beginning).map(str::to_owned);
    beginnings.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// What follows the word for a province, where words begin with it.
fn after_marker(words: &[String]) -> Option<&[String]> {
    match words {
        [one, rest @ ..] if one == "tinh" || one == "tp" => Some(rest),
        [one, other, rest @ ..] if one == "thanh" && other == "pho" => Some(rest),
        _ => None,
    }
}

/// The province whose name words begin with.
fn at_the_head(words: &[String]) -> Option<Named> {
    NAMES.iter().find(|(name, _)| words.starts_with(name)).map(|(_, named)| *named)
}

/// The province whose name words are.
fn all(words: &[String]) -> Option<Named> {
    NAMES.iter().find(|(name, _)| name == words).map(|(_, named)| *named)
}

/// A site's own province, by which its own bodies are told from another province's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    issuer: Option<AgencyId>,
    province: Option<&'static str>,
    /// The province as the site names it, folded.
    place: String,
}

impl Own {
    /// What the settings of a site say of it, as far as they can be right.
    pub fn of(site: &Site, agencies: &BTreeMap<AgencyId, Agency>) -> Own {
        let stated = of_place(&site.province).map(|named| named.today);
        let issuer = agencies.get(&site.own_issuer).filter(|agency| agency.kind == AgencyKind::Province);
        let of_issuer = issuer.and_then(|agency| named(&agency.name).first().map(|named| named.today));
        let differ = stated.is_some() && of_issuer.is_some() && stated != of_issuer;
        Own {
            issuer: issuer.filter(|_| !differ).map(|agency| agency.id.clone()),
            province: stated.or(of_issuer),
            place: spelt_out(&fold(&site.province)),
        }
    }

    /// The agency whose decisions rule here; `None` where the settings name none that can: none at all, one that the
    /// catalogue has not, one that is not of kind `province`, or another province's.
    pub fn issuer(&self) -> Option<&AgencyId> {
        self.issuer.as_ref()
    }

    /// The province by its name of today, where the settings tell it.
    pub fn province(&self) -> Option<&'static str> {
        self.province
    }

    /// Whether an agency of the catalogue belongs to another province.
    pub fn is_foreign(&self, agency: &Agency) -> bool {
        self.issuer.as_ref() != Some(&agency.id) && self.is_foreign_name(&agency.name, agency.kind)
    }

    /// Whether a body of this name and kind, which is not the site's own issuer, belongs to another province.
    pub fn is_foreign_name(&self, name: &str, kind: AgencyKind) -> bool {
        let named = named(name);
        if self.committee(name).is_some() || named.iter().any(|named| Some(named.today) == self.province) {
            return false;
        }
        // Where the settings tell neither who issues nor where, nobody can be told to be another's.
        let names_another = !named.is_empty() && (self.issuer.is_some() || self.province.is_some());
        match kind {
            AgencyKind::Ministry | AgencyKind::Vertical => false,
            AgencyKind::Province => names_another || self.issuer.is_some(),
            AgencyKind::Department | AgencyKind::Commune => names_another,
            AgencyKind::Other => names_another && !is_central(name),
        }
    }

    /// The own issuer, where a name is that of the People's Committee of the site's province or of its chairman: "UBND tỉnh
    /// Thanh Hóa" on the site of tỉnh Thanh Hóa. A town of the same name is another body.
    pub fn committee(&self, name: &str) -> Option<&AgencyId> {
        let folded = fold(name);
        let bare = folded.strip_prefix("chu tich ").unwrap_or(&folded);
        let place = bare.strip_prefix("ubnd ").or(bare.strip_prefix("uy ban nhan dan "))?;
        self.issuer.as_ref().filter(|_| spelt_out(place) == self.place)
    }
}

/// A folded place with "thành phố" in whole words.
fn spelt_out(folded: &str) -> String {
    folded.strip_prefix("tp ").map_or_else(|| folded.to_owned(), |rest| format!("thanh pho {rest}"))
}

#[cfg(test)]
mod tests;
