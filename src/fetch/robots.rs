//! What a host asks of programs: `robots.txt` as RFC 9309 has it, and `Crawl-delay`.
//!
//! Own code, and little of it: of the libraries, texting_robots has had no release for years and brings old versions of what we have,
//! robotxt leaves out rules that it does not understand (`$` within a path), which is to disobey them.

use std::time::Duration;

use percent_encoding::percent_decode_str;
use url::Url;

use super::{Why, address};
use crate::store::StoreError;

/// How much of the file is read: RFC 9309 wants at least 500 KiB.
pub(super) const BYTES: u64 = 512 * 1024;

/// The name by which rules mean this program.
const NAME: &str = "niemyet";

/// The rules of a host for this program.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Robots {
    /// Each path as it is matched, and whether it may be asked for.
    rules: Vec<(String, bool)>,
    /// How long to wait between two requests.
    pub(super) delay: Option<Duration>,
    /// Whether it cannot be had now.
    is_unread: bool,
}

/// What a host answered to a request for its rules.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// The body; `None` where it is too large.
    pub(super) body: Option<Vec<u8>>,
}

/// What the host of an address asks of programs, by what `ask` is answered; what `ask` gives instead where that cannot be learned now.
///
/// # Errors
/// Those of `ask`.
pub(super) fn of_host<E>(
    url: &Url,
    mut ask: impl FnMut(&Url) -> Result<Result<Reply, E>, StoreError>,
) -> Result<Result<Robots, E>, StoreError> {
    let mut at = url.clone();
    at.set_path("/robots.txt");
    at.set_query(None);
    // RFC 9309, 2.3.1: at least five redirects; what lies behind more of them, or elsewhere, is not there.
    for _ in 0..=5 {
        let Reply { status, location, body } = match ask(&at)? {
            Ok(reply) => reply,
            Err(other) => return Ok(Err(other)),
        };
        let next = location.filter(|_| (300..400).contains(&status));
        let next = next.and_then(|location| address(&location, Some(&at)));
        if let Some(next) = next.filter(|next| next.origin() == url.origin()) {
            at = next;
            continue;
        }
        return Ok(Ok(match (status, body) {
            (200..300, Some(body)) => Robots::parse(&String::from_utf8_lossy(&body)),
            // Larger than anybody's: what it asks is not known.
            (200..300, None) | (429 | 500..600, _) => Robots::closed(),
            _ => Robots::none(),
        }));
    }
    Ok(Ok(Robots::none()))
}

impl Robots {
    /// The rules that no host gave: everything may be asked for.
    pub(super) fn none() -> Robots {
        Robots::default()
    }

    /// The rules of a host whose file cannot be had now: nothing may be asked for.
    pub(super) fn closed() -> Robots {
        Robots { rules: vec![("/".to_owned(), false)], delay: None, is_unread: true }
    }

    /// Reads a file: the groups that name this program, else those for all.
    pub(super) fn parse(text: &str) -> Robots {
        let (mut own, mut all) = (None::<Robots>, Robots::none());
        // Whom the group under way is for, and whether it still names its programs.
        let (mut is_own, mut is_all, mut names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !names {
                    (is_own, is_all, names) = (false, false, true);
                }
                let name = value.to_ascii_lowercase();
                let name = name.split('/').next().unwrap_or_default().trim();
                is_own |= name == NAME;
                is_all |= name == "*";
                if is_own {
                    own.get_or_insert_default();
                }
                continue;
            }
            let rule = match key.as_str() {
                "allow" | "disallow" => (!value.is_empty()).then(|| (decoded(value), key == "allow")),
                "crawl-delay" => None,
                // Sitemaps and the like belong to no group.
                _ => continue,
            };
            names = false;
            let delay = value.parse::<f64>().ok().filter(|_| key == "crawl-delay");
            let delay = delay.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            for group in [own.as_mut().filter(|_| is_own), Some(&mut all).filter(|_| is_all)].into_iter().flatten() {
                group.rules.extend(rule.clone());
                group.delay = delay.or(group.delay);
            }
        }
        own.unwrap_or(all)
    }

    /// Why an address that may not be asked for is not read.
    pub(super) fn refusal(&self) -> Why {
        if self.is_unread { Why::RobotsUnread } else { Why::Robots }
    }

    /// Whether an address may be asked for: the longest rule that matches says so, and of two that are as long the one that allows.
    pub(super) fn allow(&self, url: &Url) -> bool {
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let path = decoded(&path);
        let matching = self.rules.iter().filter(|(rule, _)| matches(rule, &path));
        matching.map(|(rule, allows)| (rule.len(), *allows)).max().is_none_or(|(_, allows)| allows)
    }
}

/// A path as it is compared: what is written with percent signs in one place may not be so in another.
fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// Whether a rule matches a path: `*` is anything, `$` at the end is the end.
fn matches(rule: &str, path: &str) -> bool {
    let (rule, is_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !is_end || rest.is_empty() };
    // The first place of each part leaves the most for those behind it.
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    if is_end { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, path: &str) -> Option<bool> {
        let url = Url::parse(&format!("http://a.example{path}")).ok()?;
        Some(Robots::parse(text).allow(&url))
    }

    #[test]
    fn the_longest_rule_wins_and_of_equals_the_one_that_allows() {
        let text = "User-agent: *\nDisallow: /tthc\nAllow: /tthc/cong-khai\nDisallow: /*.pdf$\nDisallow: /in?\n";
        for (path, expected) in [
            ("/", true),
            ("/tthc/1", false),
            ("/tthc/cong-khai/1", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
            ("/in?trang=1", false),
            ("/in", true),
        ] {
            assert_eq!(allows(text, path), Some(expected), "{path}");
        }
        assert_eq!(allows("User-agent: *\nDisallow: /a\nAllow: /a", "/a"), Some(true));
        assert_eq!(allows("User-agent: *\nDisallow:", "/a"), Some(true));
        assert_eq!(allows("User-agent: *\nDisallow: /gi%E1%BB%9D", "/giờ"), Some(false));
    }

    #[test]
    fn a_group_that_names_us_stands_for_the_others_and_may_come_in_parts() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Niemyet/2\nDisallow: /rieng\n\
                    Sitemap: http://a.example/s.xml\n\nUser-agent: x\nDisallow: /\nUser-agent: niemyet\nCrawl-delay: 2.5\n";
        assert_eq!(allows(text, "/a"), Some(true));
        assert_eq!(allows(text, "/rieng/a"), Some(false));
        assert_eq!(Robots::parse(text).delay, Some(Duration::from_millis(2500)));
        assert_eq!(allows("User-agent: niemyet\n\nUser-agent: *\nDisallow: /", "/a"), Some(false));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: -1").delay, None);
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: 1e300").delay, None);
    }

    #[test]
    fn stars_take_no_time_by_their_number() {
        let rule = format!("User-agent: *\nDisallow: /{}$", "*a".repeat(10_000));
        assert_eq!(allows(&rule, &format!("/{}b", "a".repeat(20_000))), Some(true));
    }
}
