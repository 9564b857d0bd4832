//! Where everything stands on a site. Addresses are for ever: nothing here may change once a site is published.
//!
//! An address is a path relative to the site's root, with `/` and a closing slash; every link between pages is made
//! relative to the page it stands on, so that a site works under any base path.

use std::collections::BTreeMap;

use crate::finding::Code;
use crate::model::{AgencyId, DecisionKey, Level, OfficeId, ProcedureCode, SectorId};
use crate::text::slug;

/// What links between the pages of a site lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// Folders, whose `index.html` a web server shows: the addresses that are for ever.
    #[default]
    Folders,
    /// The files themselves, for a site that is opened from a disk.
    Files,
}

/// The search without the frame of the site, for a frame on another one: with the pages below it the only ones that another may show in its own.
pub const EMBED: &str = "nhung/";

/// The same with the list of an office under it, or of the offices that have it in common.
pub fn embed(list: &str) -> String {
    format!("{EMBED}{list}/")
}

/// A procedure's page, and its tombstone after its end. A capital T, so that a QR code can hold the address in
/// alphanumeric mode.
///
/// ```
/// use niemyet::{address, model::ProcedureCode};
/// assert_eq!(address::procedure(&ProcedureCode::new("1.004222").unwrap()), "T/1.004222/");
/// ```
pub fn procedure(code: &ProcedureCode) -> String {
    format!("T/{code}/")
}

/// The list of a sector.
pub fn sector(id: &SectorId) -> String {
    format!("linh-vuc/{}/", id.0)
}

/// The feed of what changes in a sector.
pub fn sector_feed(id: &SectorId) -> String {
    format!("{}thay-doi.xml", sector(id))
}

/// The list of an agency.
pub fn agency(id: &AgencyId) -> String {
    format!("co-quan/{}/", id.0)
}

/// The file of the QR code of a procedure's page.
pub fn qr(code: &ProcedureCode) -> String {
    format!("{}qr.svg", procedure(code))
}

/// Every procedure of the list of today, A–Z; the lists of what the home page counts stand under it.
pub const ALL: &str = "danh-sach/";

/// Where the offices stand.
pub const OFFICES: &str = "don-vi/";

/// The page of an office.
pub fn office(id: &OfficeId) -> String {
    format!("{OFFICES}{}/", id.0)
}

/// The list of a level of government.
pub fn level(level: Level) -> String {
    let segment = match level {
        Level::Ministry => "bo",
        Level::Province => "tinh",
        Level::District => "huyen",
        Level::Commune => "xa",
        Level::Other => "khac",
    };
    format!("cap/{segment}/")
}

/// The board of an office, to be printed and posted.
///
/// ```
/// use niemyet::{address, model::OfficeId};
/// assert_eq!(address::board(&OfficeId("so-y-te".into())), "don-vi/so-y-te/bang/");
/// ```
pub fn board(office: &OfficeId) -> String {
    format!("{OFFICES}{}{BOARD}", office.0)
}

/// How the address of a board ends.
pub const BOARD: &str = "/bang/";

/// How the address of a booklet ends.
pub const BOOKLET: &str = "/so-tay/";

/// The booklet of a list that offices must post, for the reading table: of one office, or of those that have it in common.
pub fn booklet(list: &str) -> String {
    format!("{OFFICES}{list}{BOOKLET}")
}

/// The same as a screen that people touch, which its script makes of it.
pub fn kiosk(list: &str) -> String {
    format!("{}?kiosk", booklet(list))
}

/// The numbers.
pub const STATISTICS: &str = "thong-ke/";

/// The procedures behind a number: what it counts by, the row, and the column where there are several.
///
/// ```
/// use niemyet::address;
/// assert_eq!(address::statistic("level", "commune", None), "thong-ke/cap/xa/");
/// assert_eq!(address::statistic("component", "dd", Some("missing")), "thong-ke/thanh-phan/dd/nguon-khong-neu/");
/// assert_eq!(address::statistic("month", "2026-07", Some("post")), "thong-ke/thang/2026-07/moi/");
/// ```
pub fn statistic(subject: &str, row: &str, column: Option<&str>) -> String {
    let column = column.map(|column| format!("{}/", statistic_word(column))).unwrap_or_default();
    format!("{STATISTICS}{}/{}/{column}", statistic_word(subject), statistic_word(row))
}

/// The word of an address for a key of the numbers; identifiers and months are their own.
fn statistic_word(key: &str) -> &str {
    match key {
        "status" => "tinh-trang",
        "difference" => "thay-doi",
        "level" => "cap",
        "online" => "truc-tuyen",
        "component" => "thanh-phan",
        "month" => "thang",
        "sector" => "linh-vuc",
        "agency" => "co-quan",
        "office" => "don-vi",
        "official" => "danh-sach-chinh-thuc",
        "there" => "co",
        "missing" => "nguon-khong-neu",
        "open" => "chua-nhap",
        "post" => "moi",
        "take-down" => "het",
        "update" => "doi",
        "attested" => "nay-ro-con",
        "attested-ended" => "nay-ro-het",
        "in-force" => "dang-co-hieu-luc",
        "pending" => "chua-co-hieu-luc",
        "suspended" => "tam-ngung",
        "repealed" => "bi-bai-bo",
        "replaced" => "duoc-thay-the",
        "unknown" => "chua-xac-dinh",
        "ministry" => "bo",
        "province" => "tinh",
        "district" => "huyen",
        "commune" => "xa",
        "other" => "khac",
        "knowledge" => "dieu-da-biet",
        "full-online" => "toan-trinh",
        "partial-online" => "mot-phan",
        "filed-online" => "chua-ro-muc",
        "not-online" => "khong-truc-tuyen",
        "unassigned" => "chua-phan-cong",
        "not-here" => "khong-o-day",
        "on-both" => "ca-hai",
        "not-listed-here" => "chi-danh-sach",
        other => other,
    }
}

/// The review: the catalogue's own findings.
pub const REVIEW: &str = "ra-soat/";

/// The findings of one rule.
pub fn review_rule(code: Code) -> String {
    format!("{REVIEW}{}", review_rule_segment(code))
}

/// The findings about the procedures of a sector, an office or a publishing agency (`sector`, `office`, `agency`), all or
/// those of one rule.
pub fn review_work(subject: &str, id: &str, rule: Option<Code>) -> String {
    let rule = rule.map(review_rule_segment).unwrap_or_default();
    format!("{REVIEW}{}/{id}/{rule}", statistic_word(subject))
}

/// A rule in an address, as a folder.
pub fn review_rule_segment(code: Code) -> String {
    format!("{}/", code.name().to_lowercase().replace('_', "-"))
}

/// The list of a life event.
pub fn life_event(id: &str) -> String {
    format!("su-kien/{id}/")
}

/// A decision's number as one segment of an address, whether or not others share it.
///
/// ```
/// use niemyet::{address, model::DecisionNumber};
/// assert_eq!(address::decision_slug(&DecisionNumber::new("4245/QĐ-BCA-QLXNC")), "4245-qd-bca-qlxnc");
/// ```
pub fn decision_slug(number: &crate::model::DecisionNumber) -> String {
    match slug(number.key()) {
        empty if empty.is_empty() => "khong-so".to_owned(),
        slug => slug,
    }
}

/// Where decisions stand. Numbers restart every year and repeat across agencies, so that one number may mean several
/// decisions: then each has the year, and where that is not enough the issuer, in its address, and the bare number's
/// address leads to all of them, so that a link once given never dies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    own: BTreeMap<DecisionKey, String>,
    shared: BTreeMap<String, Vec<DecisionKey>>,
}

impl Decisions {
    /// The addresses of a catalogue's decisions; the order of the keys does not matter.
    ///
    /// ```
    /// use niemyet::{address::Decisions, model::{AgencyId, DecisionKey, DecisionNumber}};
    /// let key = |year| DecisionKey {
    ///     year, number: DecisionNumber::new("12/QĐ-UBND"), issuer: AgencyId("ubnd".into()), signed: None,
    /// };
    /// let addresses = Decisions::new(&[key(2025), key(2026)]);
    /// assert_eq!(addresses.of(&key(2025)), Some("quyet-dinh/2025-12-qd-ubnd/"));
    /// assert_eq!(addresses.shared().next().map(|(address, keys)| (address, keys.len())), Some(("quyet-dinh/12-qd-ubnd/", 2)));
    /// ```
    pub fn new<'k>(keys: impl IntoIterator<Item = &'k DecisionKey>) -> Self {
        let mut by_slug: BTreeMap<String, Vec<&DecisionKey>> = BTreeMap::new();
        for key in keys {
            by_slug.entry(decision_slug(&key.number)).or_default().push(key);
        }
        let mut addresses = Decisions::default();
        for (slug, mut keys) in by_slug {
            keys.sort();
            keys.dedup();
            if let [only] = keys.as_slice() {
                addresses.own.insert((*only).clone(), format!("quyet-dinh/{slug}/"));
                continue;
            }
            for key in &keys {
                let of_year = keys.iter().filter(|other| other.year == key.year).count();
                let of_issuer =
                    keys.iter().filter(|other| other.year == key.year && other.issuer == key.issuer).count();
                let segment = match (of_year, of_issuer, key.signed) {
                    (1, _, _) => format!("{}-{slug}", key.year),
                    (_, 1, _) | (_, _, None) => format!("{}-{}-{slug}", key.year, key.issuer.0),
                    (_, _, Some(signed)) => format!("{signed}-{}-{slug}", key.issuer.0),
                };
                addresses.own.insert((*key).clone(), format!("quyet-dinh/{segment}/"));
            }
            addresses.shared.insert(format!("quyet-dinh/{slug}/"), keys.into_iter().cloned().collect());
        }
        addresses
    }

    /// The address of a decision, or `None` where the catalogue has no such decision.
    pub fn of(&self, key: &DecisionKey) -> Option<&str> {
        self.own.get(key).map(String::as_str)
    }

    /// The addresses that several decisions share, with those decisions.
    pub fn shared(&self) -> impl Iterator<Item = (&str, &[DecisionKey])> {
        self.shared.iter().map(|(address, keys)| (address.as_str(), keys.as_slice()))
    }
}
