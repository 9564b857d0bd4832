//! The small tables beside procedures and decisions, and the site's own settings.

use super::{AgencyId, Day, ProcedureCode};

/// The direct link of a procedure on the national portal, from `links.tsv`, the only place for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The procedure.
    pub code: ProcedureCode,
    /// Where the link leads.
    pub target: LinkTarget,
    /// How the pairing was established ("danh sách quốc gia 2026-07").
    pub evidence: String,
    /// When a person, or the list that has it, confirmed the pairing; `None` where no day is on record.
    pub confirmed: Option<Day>,
    /// Who confirmed it, where that is on record.
    pub confirmed_by: Option<String>,
}

/// What a portal identifier names. HTTP answers prove nothing: the portal says 200 to everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// `thu-tuc-hanh-chinh/{uuid}`.
    Procedure(String),
    /// `thu-tuc-hanh-chinh-lien-thong/{id}`.
    Interlinked(String),
}

impl LinkTarget {
    /// The portal's identifier.
    pub fn id(&self) -> &str {
        match self {
            LinkTarget::Procedure(id) | LinkTarget::Interlinked(id) => id,
        }
    }

    /// The address on the portal.
    pub fn url(&self) -> String {
        match self {
            LinkTarget::Procedure(id) => format!("https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{id}"),
            LinkTarget::Interlinked(id) => format!("https://dichvucong.gov.vn/thu-tuc-hanh-chinh-lien-thong/{id}"),
        }
    }
}

/// A commune (xã, phường) with its code of the General Statistics Office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// The code, five digits.
    pub code: String,
    /// The name, with "Xã" or "Phường".
    pub name: String,
}

/// An event of life (sự kiện) and the procedures that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEvent {
    /// Its slug.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its procedures, in the order of the file.
    pub codes: Vec<ProcedureCode>,
}

/// A directional pair: what people say, and the official wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// What people say.
    pub said: String,
    /// The official wording.
    pub official: String,
    /// Its kind ("viet_tat" for abbreviations, …).
    pub kind: String,
}

/// An editor's answer to one query: what is typed, and the procedure that is to come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BestBet {
    /// What is typed; accents and case do not matter.
    pub query: String,
    /// The procedure.
    pub code: ProcedureCode,
}

/// The settings of a site (`site/site.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The site's title.
    pub title: String,
    /// The province's name, "tỉnh Thanh Hóa".
    pub province: String,
    /// The agency whose decisions rule status here.
    pub own_issuer: AgencyId,
    /// Where the site will stand, with a closing slash.
    pub base_url: String,
    /// Who answers feedback and complaints: the lines a page prints.
    pub feedback: Vec<Contact>,
    /// Where faults of the site itself are reported (RFC 9116): `https:`, `mailto:` or `tel:` addresses without a blank.
    pub security: Vec<String>,
    /// A line shown on every page until the province removes it.
    pub banner: Option<String>,
    /// The portal's code of the province, for filing links.
    pub province_code: Option<String>,
    /// The address of the licence of the open data, where the province has said which.
    pub licence: Option<String>,
    /// Whether the site itself has the review pages (*Rà soát*), for everybody to read: the catalogue's own findings are a
    /// work list, which `build --review` writes apart.
    pub review: bool,
    /// The site's title in English, with the province in it; the site has English pages (`en/`) where there is one.
    pub english: Option<String>,
}

/// A way to ask or to complain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// What it is for, or whose it is.
    pub label: String,
    /// The address, number or link, as shown.
    pub value: String,
    /// The link behind it: `https:`, `mailto:` or `tel:` only.
    pub href: Option<String>,
}

/// The national portal's search for a code: where a procedure's own page is looked for while nobody has recorded its link.
///
/// ```
/// let code = niemyet::model::ProcedureCode::new("1.001776").unwrap();
/// let url = niemyet::model::portal_search(&code);
/// assert_eq!(url, "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=1.001776");
/// ```
pub fn portal_search(code: &ProcedureCode) -> String {
    // A code is letters, digits, points and hyphens: none of them means anything in an address.
    format!("{PORTAL_SEARCH}{code}")
}

/// The address of the portal's search, without what is looked for.
pub const PORTAL_SEARCH: &str = "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=";
