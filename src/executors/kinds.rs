//! The kinds of bodies, told by how their names begin and what they end in.

use crate::model::Level;
use crate::text::fold;

/// What kind of body carries a procedure out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// UBND cấp tỉnh, its chairman, its council, and whoever it has yet to name: decided there, handled by a department.
    ProvinceCommittee,
    /// Sở, ban, ngành of a province, and what is a part of one: an office of land registration, a sub-department.
    Department,
    /// UBND cấp xã, its chairman, its sections and its centre of public service.
    Commune,
    /// Công an cấp xã.
    CommunePolice,
    /// Ban chỉ huy quân sự cấp xã.
    CommuneMilitary,
    /// A provincial body of a vertical system: Công an tỉnh, Thuế tỉnh, Bảo hiểm xã hội tỉnh, Thi hành án dân sự tỉnh.
    ProvinceVertical,
    /// A body of a vertical system whose area is no province: customs, Thuế cơ sở, Kho bạc, Ngân hàng Nhà nước Khu vực, biên phòng.
    AreaVertical,
    /// A body of the district level, which is no more since 1 July 2025.
    District,
    /// Bộ, cục, vụ and everything else of the central government.
    Central,
    /// No agency: schools, clinics, notaries, companies, registration units.
    Private,
    /// A name that tells none of these.
    Unclear,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 11] = [
        Kind::ProvinceCommittee,
        Kind::Department,
        Kind::Commune,
        Kind::CommunePolice,
        Kind::CommuneMilitary,
        Kind::ProvinceVertical,
        Kind::AreaVertical,
        Kind::District,
        Kind::Central,
        Kind::Private,
        Kind::Unclear,
    ];

    /// The word in JSON, CSV and the strings (`executor.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::ProvinceCommittee => "province-committee",
            Kind::Department => "department",
            Kind::Commune => "commune",
            Kind::CommunePolice => "commune-police",
            Kind::CommuneMilitary => "commune-military",
            Kind::ProvinceVertical => "province-vertical",
            Kind::AreaVertical => "area-vertical",
            Kind::District => "district",
            Kind::Central => "central",
            Kind::Private => "private",
            Kind::Unclear => "unclear",
        }
    }

    /// The level of government; `None` where the name does not tell it.
    pub fn level(self) -> Option<Level> {
        match self {
            Kind::ProvinceCommittee | Kind::Department | Kind::ProvinceVertical => Some(Level::Province),
            Kind::Commune | Kind::CommunePolice | Kind::CommuneMilitary => Some(Level::Commune),
            Kind::District => Some(Level::District),
            Kind::Central => Some(Level::Ministry),
            Kind::AreaVertical | Kind::Private => Some(Level::Other),
            Kind::Unclear => None,
        }
    }

    /// Whether it is a body that sits in a province and serves its people: of the province itself, of a commune, or of a vertical
    /// system.
    pub fn is_local(self) -> bool {
        match self {
            Kind::ProvinceCommittee
            | Kind::Department
            | Kind::Commune
            | Kind::CommunePolice
            | Kind::CommuneMilitary
            | Kind::ProvinceVertical
            | Kind::AreaVertical => true,
            Kind::District | Kind::Central | Kind::Private | Kind::Unclear => false,
        }
    }

    /// The kind that a name tells.
    pub(super) fn of(name: &str) -> Kind {
        let folded = format!(" {} ", fold(name));
        let committee = |text: &str| folded.replace(" uy ban nhan dan ", text);
        let folded = committee(" ubnd ");
        let begins = |beginnings: &[&str]| beginnings.iter().any(|one| folded.starts_with(&format!(" {one} ")));
        let has = |words: &[&str]| words.iter().any(|one| folded.contains(&format!(" {one} ")));

        if begins(PRIVATE) {
            return Kind::Private;
        }
        if has(&["cong an huyen"]) || (has(&["cap huyen", "huyen"]) && !has(&["cap xa", "cap tinh"])) {
            return Kind::District;
        }
        if begins(&["cong an", "nguoi dung dau cong an", "truong cong an"]) {
            return if has(&["cap xa", "xa", "phuong"]) { Kind::CommunePolice } else { Kind::ProvinceVertical };
        }
        if begins(POLICE_SECTIONS) {
            return Kind::ProvinceVertical;
        }
        if begins(CENTRAL_FIRST) {
            return Kind::Central;
        }
        if begins(&["ban chi huy quan su"]) {
            return if has(&["cap xa", "xa", "phuong"]) { Kind::CommuneMilitary } else { Kind::ProvinceVertical };
        }
        if begins(VERTICAL) || (begins(&["chi cuc"]) && has(&["khu vuc", "vung"])) {
            let is_provincial = has(&["tinh", "cap tinh"]) && !has(&["hai quan"]);
            return if is_provincial { Kind::ProvinceVertical } else { Kind::AreaVertical };
        }
        if begins(COMMUNE) || has(&["cap xa", "ubnd xa", "ubnd phuong", "ubnd dac khu"]) {
            return Kind::Commune;
        }
        if begins(DEPARTMENT) || (begins(PART) && has(&["tinh", "cap tinh"])) {
            return Kind::Department;
        }
        // "Bộ, ngành và Ủy ban nhân dân tỉnh liên quan" names the committee beside ministries.
        if has(&["va ubnd"]) || has(&["ubnd", "hdnd", "hoi dong nhan dan"]) && !begins(CENTRAL) {
            return Kind::ProvinceCommittee;
        }
        if begins(CENTRAL) {
            return Kind::Central;
        }
        Kind::Unclear
    }
}

/// Whether the words behind a comma begin the name of a body of their own.
pub(super) fn begins_body(part: &str) -> bool {
    // "Bộ, cơ quan ngang Bộ, cơ quan thuộc Chính phủ" is one name.
    const OWN: &[&str] = &[
        "so",
        "ubnd",
        "uy ban nhan dan",
        "chu tich",
        "cong an",
        "cuc",
        "chi cuc",
        "chi nhanh van phong dang ky",
        "van phong dang ky",
        "bao hiem xa hoi",
        "ban quan ly",
        "ban qlda",
        "bo phan mot cua",
        "co so dang kiem",
        "to chuc",
        "phong thi hanh an",
        "trung tam",
        "thue",
        "kho bac",
    ];
    let folded = format!("{} ", fold(part));
    OWN.iter().any(|one| folded.starts_with(&format!("{one} ")))
}

const PRIVATE: &[&str] = &[
    "bep an",
    "benh vien",
    "cac don vi dang kiem",
    "chu dau tu",
    "chu so huu",
    "co so",
    "cong ty",
    "cong doan",
    "dai dien chu so huu",
    "doanh nghiep",
    "don vi dang kiem",
    "don vi quan ly van hanh",
    "don vi su nghiep",
    "hoi cong chung",
    "ngan hang thuong mai",
    "ngan hang chinh sach",
    "nha truong",
    "phong cong chung",
    "tap doan",
    "thanh vien",
    "to chuc",
    "cac to chuc",
    "tong cong ty",
    "trung tam dang kiem",
    "trung tam chung nhan",
    "van phong cong chung",
];

/// Sections of a province's police that are named without it.
const POLICE_SECTIONS: &[&str] =
    &["phong canh sat", "phong quan ly xuat nhap canh", "phong xuat nhap canh", "phong pa08", "phong an ninh"];

/// Central bodies whose names begin as local ones do.
const CENTRAL_FIRST: &[&str] = &[
    "bao hiem xa hoi viet nam",
    "chi cuc thue doanh nghiep lon",
    "chi cuc thue thuong mai dien tu",
    "co quan chuyen mon duoc bo",
    "co quan chuyen mon thuoc bo",
    "kho bac nha nuoc bo tai chinh",
    "ngan hang nha nuoc viet nam",
    "toa an nhan dan toi cao",
    "toa an nhan dan cap cao",
    "trung tam chung thuc dien tu quoc gia",
    "trung tam ma so",
    "uy ban chung khoan",
];

/// Vertical systems, whose local bodies serve a province or an area of their own.
const VERTICAL: &[&str] = &[
    "bao hiem xa hoi",
    "bien phong",
    "bo chi huy bo doi bien phong",
    "bo chi huy quan su",
    "cang vu",
    "chi cuc hai quan",
    "chi cuc thue",
    "chi cuc thi hanh an",
    "cuc hai quan tinh",
    "cuc thue tinh",
    "cuc thi hanh an dan su tinh",
    "doi thu tuc",
    "don bien phong",
    "hai quan",
    "kho bac nha nuoc",
    "ngan hang nha nuoc chi nhanh",
    "ngan hang nha nuoc khu vuc",
    "phong thi hanh an",
    "thi hanh an dan su",
    "thue co so",
    "thue tinh",
    "toa an nhan dan",
    "vien kiem sat nhan dan",
    "chi cuc hang hai",
    "van phong dai dien cang vu",
    "chi cuc kiem dich",
    "chi cuc duong thuy noi dia",
];

const COMMUNE: &[&str] = &[
    "chu tich ubnd xa",
    "co quan quan ly dat dai cap xa",
    "phong kinh te",
    "phong van hoa xa hoi",
    "phong van hoa",
    "tram y te",
    "ubnd cac xa",
];

const DEPARTMENT: &[&str] = &[
    "ban dan toc",
    "ban ql kkt",
    "ban quan ly cac khu",
    "ban quan ly khu",
    "bo phan mot cua so",
    "cac so",
    "chi cuc",
    "chi nhanh van phong dang ky",
    "giam doc so",
    "hat kiem lam",
    "so",
    "trung tam dich vu viec lam",
    "trung tam tro giup phap ly nha nuoc",
    "van phong dang ky dat dai",
    "van phong so",
    "van phong ubnd tinh",
    "thanh tra tinh",
    "thanh tra so",
];

/// Names that are a department's, or a part's of one, where they say that they are the province's.
const PART: &[&str] = &[
    "co quan chuyen mon",
    "co quan quan ly",
    "hoi dong giam dinh",
    "nguoi dung dau co quan chuyen mon",
    "trung tam",
    "ban quan ly",
    "quy",
    "van phong",
    "thanh tra",
    "benh vien",
    "co quan tham dinh",
];

const CENTRAL: &[&str] = &[
    "ban co yeu",
    "ban thi dua",
    "ban ton giao",
    "bo",
    "bo truong",
    "chinh phu",
    "chu tich nuoc",
    "co quan cap bo",
    "co quan cua quoc hoi",
    "co quan dai dien viet nam",
    "cuc",
    "hoc vien",
    "kiem toan nha nuoc",
    "ngan hang nha nuoc",
    "ngan hang phat trien",
    "quan chung",
    "quoc hoi",
    "quy",
    "thanh tra bo",
    "thanh tra chinh phu",
    "thu truong",
    "thu tuong",
    "tong cuc",
    "trung tam",
    "truong",
    "uy ban",
    "van phong ban chi dao",
    "van phong chinh phu",
    "van phong trung uong",
    "vien",
    "vu",
    "thong tan xa",
    "dai truyen hinh",
    "dai tieng noi",
];
