//! What an address leads to by its form: the portal says 200 to every address, so that nothing else tells.

use crate::finding::Code;

use super::link_address::{PORTAL, judge};

/// The first word of the hosts of the national portal, and of those that provinces had.
pub const PORTAL_WORD: &str = "dichvucong";

/// What kind of page an address is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkForm {
    /// A procedure's own page on the portal: `thu-tuc-hanh-chinh/{uuid}`.
    Procedure,
    /// The page of a group of procedures: `thu-tuc-hanh-chinh-lien-thong/{id}`.
    Interlinked,
    /// Another page of the portal.
    OtherPage,
    /// The portal's home.
    Home,
    /// A search of the portal.
    Search,
    /// A form that the portal left in 2026: `p/home/dvc-…`.
    Legacy,
    /// A host of the portal that answers no more.
    DeadHost,
    /// The province's own portal, which closed on 1 July 2025.
    ClosedProvincial,
    /// Another host of a portal: another province's.
    OtherPortal,
    /// No portal at all.
    Elsewhere,
}

impl LinkForm {
    /// Every form, in the order of reports.
    pub const ALL: [LinkForm; 10] = [
        LinkForm::Procedure,
        LinkForm::Interlinked,
        LinkForm::OtherPage,
        LinkForm::Home,
        LinkForm::Search,
        LinkForm::Legacy,
        LinkForm::DeadHost,
        LinkForm::ClosedProvincial,
        LinkForm::OtherPortal,
        LinkForm::Elsewhere,
    ];

    /// The form of an address. `own` is the province's own portal once that is closed
    /// ([`closed_portal`](super::closed_portal)).
    pub fn of(url: &str, own: Option<&str>) -> LinkForm {
        match judge(url, own) {
            Some(Code::LinkHome) => LinkForm::Home,
            Some(Code::LinkSearch) => LinkForm::Search,
            Some(Code::LinkDeadHost) => LinkForm::DeadHost,
            Some(Code::LinkLegacyForm) => LinkForm::Legacy,
            Some(Code::LinkClosedProvincial) => LinkForm::ClosedProvincial,
            Some(_) | None if link_host(url).as_deref() == Some(PORTAL) => of_portal(url),
            Some(_) | None if is_portal(url) => LinkForm::OtherPortal,
            Some(_) | None => LinkForm::Elsewhere,
        }
    }

    /// The word in JSON and the strings (`links.form.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            LinkForm::Procedure => "procedure",
            LinkForm::Interlinked => "interlinked",
            LinkForm::OtherPage => "other-page",
            LinkForm::Home => "home",
            LinkForm::Search => "search",
            LinkForm::Legacy => "legacy",
            LinkForm::DeadHost => "dead-host",
            LinkForm::ClosedProvincial => "closed-provincial",
            LinkForm::OtherPortal => "other-portal",
            LinkForm::Elsewhere => "elsewhere",
        }
    }

    /// When addresses of this form led somewhere, as a word (`links.era.<word>`): `today` since March 2026, `before` until then,
    /// `provincial` until 1 July 2025; `none` of what no change of the portal tells.
    pub fn era(self) -> &'static str {
        match self {
            LinkForm::Procedure | LinkForm::Interlinked => "today",
            LinkForm::Legacy | LinkForm::DeadHost => "before",
            LinkForm::ClosedProvincial => "provincial",
            LinkForm::OtherPage | LinkForm::Home | LinkForm::Search | LinkForm::OtherPortal | LinkForm::Elsewhere => {
                "none"
            }
        }
    }

    /// Whether addresses of this form lead nowhere any more.
    pub fn is_dead(self) -> bool {
        matches!(self, LinkForm::Legacy | LinkForm::DeadHost | LinkForm::ClosedProvincial)
    }
}

fn of_portal(url: &str) -> LinkForm {
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    match path.split_once('/') {
        Some(("thu-tuc-hanh-chinh", id)) if !id.is_empty() => LinkForm::Procedure,
        Some(("thu-tuc-hanh-chinh-lien-thong", id)) if !id.is_empty() => LinkForm::Interlinked,
        Some(_) | None => LinkForm::OtherPage,
    }
}

/// The host of an address in small letters, without `www.`; `None` of one that has none.
///
/// ```
/// use niemyet::audit::link_host;
/// assert_eq!(link_host("https://WWW.a.vn:8080/b?c").as_deref(), Some("a.vn"));
/// assert_eq!(link_host("/b"), None);
/// ```
pub fn link_host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// Whether an address is on the national portal or on a province's: what has it inside of another address is not.
pub fn is_portal(url: &str) -> bool {
    link_host(url).is_some_and(|host| host.ends_with(".gov.vn") && host.split('.').any(|part| part == PORTAL_WORD))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_by_its_form_whatever_the_portal_would_answer() {
        const ID: &str = "019d2bfb-cfb3-75d8-9160-fa2bd2ac950a";
        let own = Some("dichvucong.thanhhoa.gov.vn");
        for (url, form) in [
            (format!("https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{ID}"), LinkForm::Procedure),
            ("https://dichvucong.gov.vn/thu-tuc-hanh-chinh-lien-thong/12".into(), LinkForm::Interlinked),
            ("https://dichvucong.gov.vn/quyet-dinh-cong-bo/12".into(), LinkForm::OtherPage),
            ("https://www.dichvucong.gov.vn/".into(), LinkForm::Home),
            ("https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=1".into(), LinkForm::Search),
            (
                "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.004222".into(),
                LinkForm::Legacy,
            ),
            ("https://thutuc.dichvucong.gov.vn/x".into(), LinkForm::DeadHost),
            ("https://dichvucong.thanhhoa.gov.vn/x".into(), LinkForm::ClosedProvincial),
            ("https://dichvucong.hue.gov.vn/x".into(), LinkForm::OtherPortal),
            ("https://facebook.com/?u=https://dichvucong.gov.vn/".into(), LinkForm::Elsewhere),
        ] {
            assert_eq!(LinkForm::of(&url, own), form, "{url}");
        }
    }
}
