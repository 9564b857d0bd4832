//! What a request's head asks of an answer: in which encoding, which part, and whether it is known already.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderName, header};

use crate::compress::Encoding;

/// The encoding that the asker likes best, the smaller one of equals; `None` for the bytes as they are. A weight of nothing
/// refuses one, `*` stands for what is not named (RFC 9110, 12.5.3).
pub(super) fn encoding(asked: &HeaderMap) -> Option<Encoding> {
    let named: Vec<(&str, f32)> = items(asked, &header::ACCEPT_ENCODING).filter_map(weighed).collect();
    let of = |token: &str| named.iter().find(|(name, _)| name.eq_ignore_ascii_case(token)).map(|(_, weight)| *weight);
    let weight = |token: &str| of(token).or_else(|| of("*")).unwrap_or(0.0);
    // What is sent as it is loses unless it is asked for by name.
    let plain = of("identity").unwrap_or(0.0);
    let mut best: Option<(Encoding, f32)> = None;
    for one in Encoding::ALL {
        let weight = weight(one.token());
        if weight > 0.0 && weight >= plain && best.is_none_or(|(_, known)| weight > known) {
            best = Some((one, weight));
        }
    }
    best.map(|(encoding, _)| encoding)
}

/// An item of a list with its weight; `None` where that is no number from 0 to 1.
fn weighed(item: &str) -> Option<(&str, f32)> {
    let (name, weight) = item.split_once(';').map_or((item, None), |(name, weight)| (name, Some(weight)));
    let weight = match weight.map(str::trim) {
        None => 1.0,
        Some(weight) => weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?.trim().parse().ok()?,
    };
    (0.0..=1.0).contains(&weight).then_some((name.trim(), weight))
}

/// Whether `If-None-Match` names one of the tags: then the asker has what would be sent.
pub(super) fn has(asked: &HeaderMap, tag: &str) -> bool {
    items(asked, &header::IF_NONE_MATCH).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// What of a file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// These bytes, at least one.
    Bytes(Range<usize>),
    /// Bytes that it does not have.
    Beyond,
}

/// Whether a part may be asked for.
pub(super) fn is_for_part(asked: &HeaderMap) -> bool {
    asked.contains_key(header::RANGE)
}

/// The part of `length` bytes that `Range` asks for. Several ranges at once, other units and what is no range are answered
/// with the whole, as RFC 9110, 14.2 lets a server do; so is a part of what `If-Range` says is no longer there.
pub(super) fn part(asked: &HeaderMap, tag: &str, length: usize) -> Part {
    let is_other = asked.get(header::IF_RANGE).is_some_and(|known| known.as_bytes() != tag.as_bytes());
    let range = asked.get(header::RANGE).filter(|_| !is_other).and_then(|range| range.to_str().ok());
    range.and_then(|range| bytes_of(range, length)).unwrap_or(Part::Whole)
}

fn bytes_of(range: &str, length: usize) -> Option<Part> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let part = match (first, last) {
        ("", last) => length.saturating_sub(number(last)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if first > last {
                return None;
            }
            first..last.saturating_add(1).min(length)
        }
    };
    Some(if part.is_empty() { Part::Beyond } else { Part::Bytes(part) })
}

/// A whole number of digits alone; one that is too large for any file is the largest.
fn number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

/// The items of a list that may stand on several lines.
fn items<'h>(asked: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let lines = asked.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_encoding_of_the_greatest_weight_is_taken_and_the_smaller_of_equals() {
        for (accept, encoding) in [
            ("gzip, deflate, br", Some(Encoding::Brotli)),
            ("br;q=0, GZIP;q=0.5", Some(Encoding::Gzip)),
            ("br;q=0.2, gzip;q=0.9", Some(Encoding::Gzip)),
            ("br ; q=0.5 , gzip ; q=0.5", Some(Encoding::Brotli)),
            ("*", Some(Encoding::Brotli)),
            ("br;q=0, *;q=0.1", Some(Encoding::Gzip)),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0.5, gzip", Some(Encoding::Gzip)),
            ("identity", None),
            ("*;q=0", None),
            ("br;q=0", None),
            ("br;q=x, gzip;q=nan, br;level=3", None),
            ("gzip;q=7", None),
            ("brotli, x-gzip", None),
            ("", None),
        ] {
            assert_eq!(super::encoding(&head(header::ACCEPT_ENCODING, accept)), encoding, "{accept}");
        }
        assert_eq!(super::encoding(&HeaderMap::new()), None);
    }

    #[test]
    fn one_range_of_bytes_is_understood_and_everything_else_is_the_whole() {
        for (range, expected) in [
            ("bytes=0-3", Part::Bytes(0..4)),
            ("Bytes=4-", Part::Bytes(4..10)),
            ("bytes=-3", Part::Bytes(7..10)),
            ("bytes=-30", Part::Bytes(0..10)),
            ("bytes=9-99999999999999999999999999", Part::Bytes(9..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=10-12", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=99999999999999999999999999-", Part::Beyond),
            ("bytes=3-1", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=-", Part::Whole),
            ("rows=0-1", Part::Whole),
            ("0-1", Part::Whole),
        ] {
            assert_eq!(part(&head(header::RANGE, range), "\"a\"", 10), expected, "{range}");
        }
        assert_eq!(part(&head(header::RANGE, "bytes=0-"), "\"a\"", 0), Part::Beyond);
        for (known, expected) in [("\"a\"", Part::Bytes(0..1)), ("\"b\"", Part::Whole), ("W/\"a\"", Part::Whole)] {
            let mut asked = head(header::RANGE, "bytes=0-0");
            asked.insert(header::IF_RANGE, known.parse().unwrap());
            assert_eq!(part(&asked, "\"a\"", 10), expected, "{known}");
        }
    }

    #[test]
    fn whoever_has_a_tag_is_known_by_it() {
        for known in ["\"a\"", "\"b\", \"a\"", "W/\"a\"", "*"] {
            assert!(has(&head(header::IF_NONE_MATCH, known), "\"a\""), "{known}");
        }
        assert!(!has(&head(header::IF_NONE_MATCH, "\"b\""), "\"a\"") && !has(&HeaderMap::new(), "\"a\""));
    }
}
