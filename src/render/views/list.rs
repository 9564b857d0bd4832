//! Lists of procedures that work without a script: by sector, agency, level, life event, and A–Z; in pages of bounded
//! size.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use crate::address;
use crate::ledger::{Question, Status};
use crate::model::{Agency, Decision, Level, LifeEvent, Sector, Via};
use crate::statistics::Codes;
use crate::text::capitalised;

use super::super::index::{Entry, Index, unread_rows};
use super::super::order::{initial, sort_key};
use super::content::{fee_brief, time_brief};
use super::pager::{Pager, page_address};
use super::procedure::reference;
use super::{Cell, DecisionRef, Head, Link, Mark, ProcedureRef, joined};

/// The most rows that one page of a list has.
pub(in crate::render) const PAGE_ROWS: usize = 100;

/// A list before it is cut into pages.
pub(in crate::render) struct List<'a> {
    /// The address of its first page.
    pub(in crate::render) base: String,
    title: String,
    /// Lines under the title.
    about: Vec<String>,
    crumbs: Vec<Link>,
    section: &'static str,
    /// The feed of its changes, where it has one.
    feed: Option<String>,
    groups: Vec<Group<'a>>,
    grouping: Grouping,
    open: Vec<&'a Decision>,
    /// Counted once for all of its pages.
    counts: OnceLock<Counts>,
}

/// How many of a list's procedures are of a kind.
#[derive(Debug, Clone, Copy)]
struct Counts {
    /// In the list of today.
    listed: usize,
    /// With a question that waits for a person.
    questioned: usize,
}

/// What the groups of a list tell already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    /// At which levels its procedures are done.
    Levels,
    /// With which letter their names begin.
    Letters,
    /// Something else.
    Other,
}

struct Group<'a> {
    title: String,
    entries: Vec<&'a Entry<'a>>,
}

/// One page of a list.
#[derive(Serialize)]
pub(in crate::render) struct ListView {
    title: String,
    about: Vec<String>,
    crumbs: Vec<Link>,
    count: String,
    chips: Vec<Chip>,
    /// Whether the groups are letters, which stand in a row.
    letters: bool,
    /// The columns beside name, code and status that say anything here.
    columns: Columns,
    groups: Vec<GroupView>,
    pager: Option<Pager>,
    feed: Option<String>,
    first: bool,
    open: Vec<OpenView>,
    /// How many procedures of the list have an open question, where any has.
    questioned: Option<String>,
}

/// Columns that would say the same in every row are left out.
#[derive(Serialize)]
struct Columns {
    levels: bool,
    time: bool,
    fee: bool,
    count: usize,
}

#[derive(Serialize)]
struct Chip {
    label: String,
    count: String,
    url: String,
}

#[derive(Serialize)]
struct GroupView {
    id: String,
    title: String,
    count: String,
    rows: Vec<RowView>,
}

/// One procedure in a list.
#[derive(Serialize)]
pub(super) struct RowView {
    code: String,
    name: String,
    url: String,
    /// Where it is done, where another procedure has the same name.
    place: Option<String>,
    levels: String,
    time: Cell,
    fee: Cell,
    mark: Mark,
    /// From when it is not yet, or no longer, in force.
    when: Option<String>,
    /// What stands in its place.
    now: Vec<ProcedureRef>,
    questioned: bool,
}

/// What a decision leaves open.
#[derive(Serialize)]
pub(super) struct OpenView {
    decision: DecisionRef,
    items: Vec<String>,
}

impl<'a> List<'a> {
    /// The list of a sector, by where procedures are done; what is not yet and no longer in force stands apart.
    pub(in crate::render) fn of_sector(index: &'a Index<'a>, sector: &Sector, places: &'a [usize]) -> Self {
        let words = index.words;
        // One level before several, so that the exceptions come last.
        let mut by_levels: BTreeMap<(usize, Vec<Level>), Vec<&Entry>> = BTreeMap::new();
        for entry in index.at(places).filter(|entry| is_listed(entry)) {
            let levels = entry.procedure.levels.iter().copied().collect();
            by_levels.entry((entry.procedure.levels.len(), levels)).or_default().push(entry);
        }
        let mut groups: Vec<Group> = by_levels
            .into_iter()
            .map(|((_, levels), entries)| {
                let title =
                    if levels.is_empty() { words.get("list", "level_unknown") } else { words.levels_line(&levels) };
                Group { title, entries }
            })
            .collect();
        groups.extend(apart(index, index.at(places)));
        let open = index.open_decisions().filter(|decision| decision.sectors.contains(&sector.id));
        List {
            base: address::sector(&sector.id),
            title: sector.name.clone(),
            about: Vec::new(),
            crumbs: vec![Link { text: words.get("nav", "sectors"), url: Some("linh-vuc/".to_owned()) }],
            section: "sectors",
            feed: index.own_site.is_none().then(|| address::sector_feed(&sector.id)),
            groups,
            grouping: Grouping::Levels,
            open: open.collect(),
            counts: OnceLock::new(),
        }
    }

    /// The list of an agency: what it publishes and what it carries out, by sector.
    pub(in crate::render) fn of_agency(index: &'a Index<'a>, agency: &Agency, places: &'a [usize]) -> Self {
        let words = index.words;
        let old_names = agency.old_names.iter().map(|old| match old.until {
            Some(until) => words.fill("list", "old_name_until", &[("name", &old.name), ("day", &words.day(until))]),
            None => words.fill("list", "old_name", &[("name", &old.name)]),
        });
        let concerns = |decision: &&Decision| {
            let named = |name: &String| index.agency_named(name).is_some_and(|other| other.id == agency.id);
            decision.key.issuer == agency.id || decision.agencies.iter().any(named)
        };
        List {
            base: address::agency(&agency.id),
            title: agency.name.clone(),
            about: old_names.collect(),
            crumbs: vec![Link { text: words.get("nav", "agencies"), url: Some("co-quan/".to_owned()) }],
            section: "agencies",
            feed: None,
            groups: by_sector(index, index.at(places)),
            grouping: Grouping::Other,
            open: index.open_decisions().filter(concerns).collect(),
            counts: OnceLock::new(),
        }
    }

    /// The list of a level of government, by sector.
    pub(in crate::render) fn of_level(index: &'a Index<'a>, level: Level, places: &'a [usize]) -> Self {
        let words = index.words;
        List {
            base: address::level(level),
            title: words.level(level),
            about: Vec::new(),
            crumbs: vec![Link { text: words.get("nav", "levels"), url: Some("cap/".to_owned()) }],
            section: "levels",
            feed: None,
            groups: by_sector(index, index.at(places)),
            grouping: Grouping::Other,
            open: Vec::new(),
            counts: OnceLock::new(),
        }
    }

    /// The list of a life event, in the order in which the event names its procedures.
    pub(in crate::render) fn of_life_event(index: &'a Index<'a>, event: &LifeEvent) -> Self {
        let words = index.words;
        let entries = || event.codes.iter().filter_map(|code| index.entry(code));
        let current = Group { title: String::new(), entries: entries().filter(|entry| is_listed(entry)).collect() };
        List {
            base: address::life_event(&event.id),
            title: event.label.clone(),
            about: Vec::new(),
            crumbs: vec![Link { text: words.get("nav", "events"), url: Some("su-kien/".to_owned()) }],
            section: "events",
            feed: None,
            groups: [current].into_iter().chain(apart(index, entries())).collect(),
            grouping: Grouping::Other,
            open: Vec::new(),
            counts: OnceLock::new(),
        }
    }

    /// Every procedure of today's list, A–Z. What is not yet and no longer in force has lists of its own.
    pub(in crate::render) fn of_all(index: &'a Index<'a>) -> Self {
        Self::a_to_z(index, address::ALL.to_owned(), index.words.get("list", "all"), is_listed)
    }

    /// The lists that the counts of the home page open, each exactly what is counted.
    pub(in crate::render) fn of_counts(index: &'a Index<'a>) -> Vec<Self> {
        let list = |(counted, has): (Counted, fn(&Entry) -> bool)| {
            let title = index.words.get("counted", counted.key());
            List { crumbs: all_crumbs(index), ..Self::a_to_z(index, counted.address(), title, has) }
        };
        Counted::ALL.into_iter().map(|counted| list((counted, counted.has()))).collect()
    }

    fn a_to_z(index: &'a Index<'a>, base: String, title: String, has: fn(&Entry) -> bool) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for entry in index.entries.iter().filter(|entry| has(entry)) {
            let title = initial(&entry.name);
            match groups.last_mut() {
                Some(group) if group.title == title => group.entries.push(entry),
                Some(_) | None => groups.push(Group { title, entries: vec![entry] }),
            }
        }
        List {
            base,
            title,
            about: Vec::new(),
            crumbs: Vec::new(),
            section: "all",
            feed: None,
            groups,
            grouping: Grouping::Letters,
            open: Vec::new(),
            counts: OnceLock::new(),
        }
    }

    /// The procedures behind a number of the statistics, by sector.
    pub(in crate::render) fn of_number(index: &'a Index<'a>, base: String, title: String, codes: &Codes<'a>) -> Self {
        let words = index.words;
        let entries = index.entries.iter().filter(|entry| codes.contains(entry.code));
        List {
            base,
            title,
            about: Vec::new(),
            crumbs: vec![Link { text: words.get("stats", "title"), url: Some(crate::address::STATISTICS.to_owned()) }],
            section: "stats",
            feed: None,
            groups: by_sector(index, entries),
            grouping: Grouping::Other,
            open: Vec::new(),
            counts: OnceLock::new(),
        }
    }

    /// Every procedure that it has.
    pub(in crate::render) fn codes(&self) -> Codes<'a> {
        self.groups.iter().flat_map(|group| &group.entries).map(|entry| entry.code).collect()
    }

    fn count(&self, index: &Index) -> Counts {
        let of = |is: &dyn Fn(&Entry) -> bool| {
            self.groups.iter().flat_map(|group| &group.entries).filter(|entry| is(entry)).count()
        };
        Counts { listed: of(&is_listed), questioned: of(&|entry| is_questioned(index, entry)) }
    }

    fn len(&self) -> usize {
        self.groups.iter().map(|group| group.entries.len()).sum()
    }

    /// How many pages the list has; at least one.
    pub(in crate::render) fn pages(&self) -> usize {
        self.len().div_ceil(PAGE_ROWS).max(1)
    }

    /// One page, 0 for the first.
    pub(in crate::render) fn page(&self, index: &Index, page: usize) -> (Head, ListView) {
        let words = index.words;
        let (from, to) = (page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
        let (mut chips, mut groups, mut before) = (Vec::new(), Vec::new(), 0);
        let titled = self.groups.iter().filter(|group| !group.entries.is_empty()).count() > 1;
        for (at, group) in self.groups.iter().enumerate().filter(|(_, group)| !group.entries.is_empty()) {
            let id = format!("g{}", at + 1);
            let count = words.number(group.entries.len());
            if titled && !group.title.is_empty() {
                let url = format!("{}#{id}", page_address(&self.base, before / PAGE_ROWS));
                chips.push(Chip { label: group.title.clone(), count: count.clone(), url });
            }
            let here = group.entries.iter().take(to.saturating_sub(before)).skip(from.saturating_sub(before));
            let rows: Vec<RowView> = here.map(|entry| row(index, entry)).collect();
            if !rows.is_empty() {
                let title = if titled { group.title.clone() } else { String::new() };
                groups.push(GroupView { id, title, count, rows });
            }
            before += group.entries.len();
        }
        let pages = self.pages();
        let title = match page {
            0 => self.title.clone(),
            _ => words.fill("list", "page_title", &[("title", &self.title), ("page", &(page + 1).to_string())]),
        };
        // What is not yet, or no longer, in the list of today stands at its end and is counted apart.
        let Counts { listed, questioned } = *self.counts.get_or_init(|| self.count(index));
        let count = words.number(listed);
        let apart = (self.len() > listed)
            .then(|| words.fill("list", "apart", &[("count", &words.number(self.len() - listed))]));
        let args = [("title", self.title.as_str()), ("count", &count), ("day", &words.day(index.catalogue.as_of))];
        let description = words.fill("list", "description", &args);
        let any = |says: &dyn Fn(&RowView) -> bool| groups.iter().flat_map(|group: &GroupView| &group.rows).any(says);
        let levels = self.grouping != Grouping::Levels && any(&|row| !row.levels.is_empty());
        let (time, fee) = (any(&|row| row.time.class.is_empty()), any(&|row| row.fee.class.is_empty()));
        let columns =
            Columns { levels, time, fee, count: 3 + [levels, time, fee].into_iter().filter(|shown| *shown).count() };
        let view = ListView {
            title: self.title.clone(),
            about: apart.into_iter().chain(self.about.iter().cloned()).collect(),
            crumbs: self.crumbs.iter().map(|link| Link { text: link.text.clone(), url: link.url.clone() }).collect(),
            count,
            chips,
            letters: self.grouping == Grouping::Letters,
            columns,
            groups,
            pager: Pager::of(&self.base, page, pages),
            feed: self.feed.clone(),
            first: page == 0,
            open: self.open.iter().map(|decision| OpenView::of(index, decision)).collect(),
            questioned: (questioned > 0).then(|| words.number(questioned)),
        };
        (Head::new(&page_address(&self.base, page), title, description, self.section), view)
    }
}

/// Whether a procedure stands in today's list: in force, or unknown with its mark. One that is suspended cannot be filed.
pub(in crate::render) fn is_listed(entry: &Entry) -> bool {
    entry.state.whole.status.is_listed()
}

/// What is not in the list of today, by why; each group may be empty.
fn apart<'a>(index: &Index<'a>, entries: impl Iterator<Item = &'a Entry<'a>>) -> [Group<'a>; 3] {
    let (mut coming, mut suspended, mut ended) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        match entry.state.whole.status {
            Status::Pending => coming.push(entry),
            Status::Suspended => suspended.push(entry),
            Status::Repealed | Status::Replaced => ended.push(entry),
            Status::InForce | Status::Unknown => {}
        }
    }
    let group = |key, entries| Group { title: index.words.get("list", key), entries };
    [group("coming", coming), group("suspended", suspended), group("ended", ended)]
}

/// What the home page counts, beside levels.
#[derive(Clone, Copy)]
pub(in crate::render) enum Counted {
    InForce,
    Unknown,
    Online,
}

impl Counted {
    const ALL: [Counted; 3] = [Counted::InForce, Counted::Unknown, Counted::Online];

    /// The word in addresses.
    fn slug(self) -> &'static str {
        match self {
            Counted::InForce => "dang-co-hieu-luc",
            Counted::Unknown => "chua-xac-dinh",
            Counted::Online => "nop-truc-tuyen",
        }
    }

    /// The key in the strings files.
    pub(super) fn key(self) -> &'static str {
        match self {
            Counted::InForce => "in_force",
            Counted::Unknown => "unknown",
            Counted::Online => "online",
        }
    }

    /// Where its list stands.
    pub(super) fn address(self) -> String {
        format!("{}{}/", address::ALL, self.slug())
    }

    /// What belongs to it.
    pub(super) fn has(self) -> fn(&Entry) -> bool {
        match self {
            Counted::InForce => |entry| entry.state.whole.status == Status::InForce,
            Counted::Unknown => |entry| entry.state.whole.status == Status::Unknown,
            Counted::Online => |entry| is_listed(entry) && is_online(entry),
        }
    }
}

fn is_online(entry: &Entry) -> bool {
    let channels = entry.procedure.channels.value();
    channels.into_iter().flatten().any(|channel| channel.via == Via::Online)
}

fn all_crumbs(index: &Index) -> Vec<Link> {
    vec![Link { text: index.words.get("nav", "all"), url: Some(address::ALL.to_owned()) }]
}

fn by_sector<'a>(index: &'a Index<'a>, entries: impl Iterator<Item = &'a Entry<'a>>) -> Vec<Group<'a>> {
    let mut sectors: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
    let (listed, others): (Vec<_>, Vec<_>) = entries.partition(|entry| is_listed(entry));
    for entry in listed {
        let name = index.records.sector_name(&entry.procedure.sector);
        sectors.entry(sort_key(name)).or_default().push(entry);
    }
    let mut groups: Vec<Group> = sectors.into_iter().map(|((.., title), entries)| Group { title, entries }).collect();
    groups.extend(apart(index, others.into_iter()));
    groups
}

fn is_questioned(index: &Index, entry: &Entry) -> bool {
    index.questions(entry.state).into_iter().any(|question| !matches!(question, Question::SuccessorUnread(_)))
}

/// A procedure as one row.
pub(super) fn row(index: &Index, entry: &Entry) -> RowView {
    let words = index.words;
    let state = &entry.state.whole;
    let on =
        |key, day_of: Option<crate::model::Day>| day_of.map(|of| words.fill("law", key, &[("day", &words.day(of))]));
    let when = match state.status {
        Status::Pending => on("since", state.since),
        Status::Suspended | Status::Repealed | Status::Replaced => on("since", state.until),
        Status::InForce | Status::Unknown => None,
    };
    let place = index.is_shared_name(&entry.name).then(|| joined(&entry.procedure.executing, words).text);
    let now = match state.status {
        Status::Replaced => state.successors.iter().filter(|code| !code.is_internal()).collect(),
        Status::InForce | Status::Pending | Status::Suspended | Status::Repealed | Status::Unknown => Vec::new(),
    };
    let content = entry.state.content(entry.procedure);
    RowView {
        code: entry.code.to_string(),
        name: entry.name.clone(),
        url: entry.url.clone(),
        place,
        levels: words.levels_line(&entry.procedure.levels),
        time: time_brief(words, &content),
        fee: fee_brief(words, &content),
        mark: Mark::of(words, state),
        when,
        now: now.into_iter().map(|code| reference(index, code)).collect(),
        questioned: is_questioned(index, entry),
    }
}

impl OpenView {
    pub(super) fn of(index: &Index, decision: &Decision) -> Self {
        let words = index.words;
        let mut items = Vec::new();
        if !decision.complete {
            items.push(capitalised(&words.get("open", "incomplete")));
        }
        let unread = unread_rows(decision);
        if unread > 0 {
            items.push(words.fill("open", "unread", &[("count", &words.number(unread))]));
        }
        items.extend(decision.questions.iter().cloned());
        OpenView { decision: DecisionRef::of(index, &decision.key), items }
    }
}
