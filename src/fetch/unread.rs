//! What a crawl did not read.

use std::collections::BTreeMap;

use super::Why;

/// How many addresses of one reason are told one by one.
const TOLD: usize = 10;

/// Addresses that were not read; of many with one reason the first ones, and how many more there are.
#[derive(Debug, Default)]
pub(super) struct Unread {
    told: Vec<(String, Why)>,
    counts: BTreeMap<&'static str, usize>,
    rest: BTreeMap<&'static str, (String, Why, usize)>,
}

impl Unread {
    pub(super) fn add(&mut self, url: &str, why: Why) {
        let count = self.counts.entry(why.kind()).or_default();
        *count += 1;
        if *count <= TOLD {
            self.told.push((url.to_owned(), why));
        } else {
            self.rest.entry(why.kind()).or_insert_with(|| (url.to_owned(), why, 0)).2 += 1;
        }
    }

    pub(super) fn told(self) -> Vec<(String, Why)> {
        let rest = self.rest.into_values().map(|(url, why, count)| (url, Why::Rest(count, Box::new(why))));
        self.told.into_iter().chain(rest).collect()
    }
}
