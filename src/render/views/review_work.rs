//! A list of work of the review: what is to be mended about each procedure of an office, a sector or a publishing agency.

use serde::Serialize;

use crate::finding::{Class, Code};

use super::super::index::Index;
use super::super::review::Row;
use super::super::review_data::title;
use super::super::review_work::{Item, Work, sector_of};
use super::super::words::{LANGUAGE, number};
use super::list::PAGE_ROWS;
use super::pager::{Pager, page_address};
use super::review::{Piece, Tag, about, pieces, procedure};
use super::{Head, Link, ProcedureRef};
use crate::address;

/// One page of a list of work.
#[derive(Serialize)]
pub(in crate::render) struct WorkView {
    title: String,
    /// How many findings on how many things.
    count: String,
    /// The whole and each rule of it; none where one page shows all.
    filters: Vec<Filter>,
    groups: Vec<Group>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct Filter {
    title: String,
    count: String,
    url: String,
    is_current: bool,
}

/// What is of one sector.
#[derive(Serialize)]
struct Group {
    sector: Option<String>,
    items: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    procedure: Option<ProcedureRef>,
    decision: Option<Link>,
    findings: Vec<FindingView>,
}

#[derive(Serialize)]
struct FindingView {
    tag: Tag,
    title: String,
    url: String,
    message: Vec<Piece>,
    help: Vec<Piece>,
}

impl Work<'_> {
    /// A page of it, 0 for the first.
    pub(in crate::render) fn page(&self, index: &Index, page: usize) -> (Head, WorkView) {
        let words = index.words;
        let title = words.fill("review", &format!("work_{}", self.subject.key()), &[("name", &self.name)]);
        let args = [
            ("count", &*number(self.count())),
            ("about", &number(self.items.len())),
            ("faults", &number(self.faults())),
            ("unchecked", &number(self.count() - self.faults())),
        ];
        let mut groups: Vec<Group> = Vec::new();
        for item in self.items.iter().skip(page * PAGE_ROWS).take(PAGE_ROWS) {
            let sector = item.first().and_then(|row| sector_of(index, row.procedure.as_ref())).map(str::to_owned);
            match groups.last_mut().filter(|group| group.sector == sector) {
                Some(group) => group.items.push(item_view(index, item)),
                None => groups.push(Group { sector, items: vec![item_view(index, item)] }),
            }
        }
        let view = WorkView {
            title: title.clone(),
            count: words.fill("review", "work_count", &args),
            filters: self.filters(index),
            groups,
            pager: Pager::of(&self.base, page, self.pages()),
        };
        (Head::new(&page_address(&self.base, page), title, String::new(), "review"), view)
    }

    fn filters(&self, index: &Index) -> Vec<Filter> {
        if self.rule.is_none() && self.pages() <= 1 {
            return Vec::new();
        }
        let total = self.rules.iter().map(|(_, count)| count).sum();
        let filter = |title: String, count: usize, rule: Option<Code>| Filter {
            title,
            count: number(count),
            url: match rule {
                Some(code) => format!("{}{}", self.whole, address::review_rule_segment(code)),
                None => self.whole.clone(),
            },
            is_current: self.rule == rule,
        };
        let all = filter(index.words.get("review", "work_all"), total, None);
        let rules = self.rules.iter().map(|(code, count)| filter(title(*code), *count, Some(*code)));
        std::iter::once(all).chain(rules).collect()
    }
}

fn item_view(index: &Index, item: &Item) -> ItemView {
    let first = item.first();
    let of = first.and_then(|row| row.procedure.as_ref()).map(|code| procedure(index, code));
    ItemView {
        decision: first.filter(|_| of.is_none()).and_then(|row| about(index, row)),
        procedure: of,
        findings: item.iter().map(|row| finding(index, row)).collect(),
    }
}

fn finding(index: &Index, row: &Row) -> FindingView {
    let code = row.finding.code;
    FindingView {
        tag: Tag::of(index.words, code.verdict()),
        title: title(code),
        url: address::review_rule(code),
        message: pieces(&row.message),
        // What could not be checked has its remedy on the rule's page, once.
        help: if code.class() == Class::Fault { pieces(&row.finding.official_help(LANGUAGE)) } else { Vec::new() },
    }
}
