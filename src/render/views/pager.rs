//! The way through the pages of a list.

use serde::Serialize;

/// The way through the pages of a list.
#[derive(Serialize)]
pub(super) struct Pager {
    items: Vec<PagerItem>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct PagerItem {
    label: String,
    /// `None` for a gap.
    url: Option<String>,
    current: bool,
}

impl Pager {
    /// The pager of one of several pages: the first, the last, and those near the present one.
    pub(super) fn of(base: &str, page: usize, pages: usize) -> Option<Self> {
        if pages < 2 {
            return None;
        }
        let shown = |other: usize| other == 0 || other + 1 == pages || other.abs_diff(page) <= 2 || pages <= 12;
        let mut items: Vec<PagerItem> = Vec::new();
        for other in 0..pages {
            if shown(other) {
                let url = Some(page_address(base, other));
                items.push(PagerItem { label: (other + 1).to_string(), url, current: other == page });
            } else if items.last().is_some_and(|last| last.url.is_some()) {
                items.push(PagerItem { label: "…".to_owned(), url: None, current: false });
            }
        }
        Some(Pager {
            items,
            previous: page.checked_sub(1).map(|previous| page_address(base, previous)),
            next: (page + 1 < pages).then(|| page_address(base, page + 1)),
        })
    }
}

/// The address of a page of a list, 0 for the first.
pub(in crate::render) fn page_address(base: &str, page: usize) -> String {
    match page {
        0 => base.to_owned(),
        _ => format!("{base}{}/", page + 1),
    }
}
