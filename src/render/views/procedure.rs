//! The page of a procedure, in force or not: a page never dies.

use serde::Serialize;

use crate::changes;
use crate::ledger::{self, Status};
use crate::model::{Interruption, Procedure, ProcedureCode, Via, portal_search};

use super::super::data::json_ld;
use super::super::index::{Entry, Index};
use super::super::words::Words;
use super::content::{self, ChannelsView, Fact, LegalView, PaperGroup, Section};
use super::evidence::QuestionView;
use super::history::{self, HistoryView, TierView};
use super::law::{self, LawView, LevelRow, NextView};
use super::office::Lists;
use super::place::PlaceView;
use super::related;
use super::{Cell, DecisionRef, Head, Link, ProcedureRef, joined};

/// The page.
#[derive(Serialize)]
pub(in crate::render) struct ProcedureView {
    code: String,
    name: String,
    /// How long the name is, as a class: empty, `long` or `longer`.
    size: &'static str,
    /// `current`, `pending`, `suspended`, `unknown` or `ended`.
    layout: &'static str,
    /// The name that people use, where the editor has one; never passed off as the decision's.
    common_names: Vec<String>,
    levels: Vec<String>,
    issuer: Link,
    sector: Link,
    law: LawView,
    by_level: Vec<LevelRow>,
    next: Option<NextView>,
    portal: Option<Portal>,
    /// That it cannot be filed online, where somebody recorded it for the day.
    interruption: Option<String>,
    /// Whether it can be filed otherwise than online, as far as anybody entered how.
    has_other_way: bool,
    /// Where no link is on record: the portal's search for the code.
    portal_search: String,
    /// Of one that is not yet in force: what it takes the place of and is.
    today: Vec<ProcedureRef>,
    /// What a reader has to know of the bodies that it names.
    remarks: Vec<String>,
    /// Procedures in force about the same thing in another case.
    cases: Vec<ProcedureRef>,
    /// Of an ended one: those in force with the same name, agency and sector.
    same_name: Vec<ProcedureRef>,
    /// Where it is done, where an office has it.
    place: Option<PlaceView>,
    facts: Vec<Fact>,
    /// Whether the reader's browser tells the day on which an answer is due: in force, by a limit in days, with a calendar on record.
    has_due_day: bool,
    toc: Vec<TocItem>,
    papers: Section<Vec<PaperGroup>>,
    /// That not all papers of the source were taken over, in the place of those that were: a part is no checklist.
    papers_partial: Option<String>,
    sets: Option<String>,
    channels: Section<ChannelsView>,
    manner: Section<String>,
    steps: Section<String>,
    result: Section<String>,
    conditions: Section<String>,
    objects: Cell,
    executing: Cell,
    legal: Section<Vec<LegalView>>,
    /// Whether the status of any of the texts is on record.
    legal_known: bool,
    not_entered: Vec<TocItem>,
    tiers: Vec<TierView>,
    /// The decision that the portal's record names, as it stands there.
    cited: Option<Cited>,
    history: Vec<HistoryView>,
    successors: Vec<Successor>,
    predecessors: Vec<ProcedureRef>,
    /// Whether the latest official list still has the ended procedure.
    still_listed: bool,
    questions: Vec<QuestionView>,
    /// Marks, fees and the competent agency by decisions of their own, present and coming.
    said: Vec<SaidView>,
    written: Vec<WrittenView>,
    source: Option<String>,
    json_ld: String,
    /// For paper: the address of this page, as SVG.
    qr: String,
}

/// The direct link to the procedure's own page on the national portal.
#[derive(Serialize)]
struct Portal {
    url: String,
    evidence: String,
    confirmed: Option<String>,
}

#[derive(Serialize)]
struct TocItem {
    id: &'static str,
    label: String,
    part: &'static str,
}

/// The number in the portal's record, with the decision where the catalogue has it.
#[derive(Serialize)]
struct Cited {
    number: String,
    url: Option<String>,
}

/// A successor, and those that came after it.
#[derive(Serialize)]
struct Successor {
    procedure: ProcedureRef,
    executing: Cell,
    time: Cell,
    /// "thay cho …", of a successor's successor.
    after: Option<String>,
}

#[derive(Serialize)]
struct WrittenView {
    field: String,
    text: String,
    /// What a word of the source's own code means.
    words: Option<String>,
}

/// Something that a decision says of the procedure beside its life.
#[derive(Serialize)]
struct SaidView {
    text: String,
    when: String,
    coming: bool,
    decision: DecisionRef,
}

/// What holds today, then what is to come, each with its day and its decision.
fn said(index: &Index, entry: &Entry) -> Vec<SaidView> {
    let words = index.words;
    let facts = entry.state.facts().into_iter().chain(entry.state.coming_facts());
    let view = |fact: ledger::Fact| SaidView {
        text: words.fact(&fact.what),
        when: words.fill("said", "from", &[("day", &words.day(fact.from))])
            + &fact.until.map(|until| format!(", {}", words.through(until))).unwrap_or_default(),
        coming: fact.from > index.catalogue.as_of,
        decision: DecisionRef::of(index, &fact.by.key),
    };
    facts.map(view).collect()
}

/// The view of a procedure's page.
pub(in crate::render) fn view(index: &Index, lists: &Lists, entry: &Entry) -> (Head, ProcedureView) {
    let words = index.words;
    let Entry { procedure, state, .. } = entry;
    let now = state.content(procedure);
    let facts = content::facts(words, &now);
    let papers = content::papers(words, procedure);
    let channels = content::channels(words, &now.record);
    let steps = content::prose(words, &procedure.steps);
    let manner = content::prose(words, &procedure.manner);
    let result = content::prose(words, &procedure.result);
    let conditions = content::prose(words, &procedure.conditions);
    let legal = content::legal(index, procedure);
    let item = |id, part| TocItem { id, label: words.get("section", id), part };
    let sections = [
        (item("ho-so", "d"), papers.is_not_entered()),
        (item("cach-nop", "c đ h-phi"), channels.is_not_entered() && manner.is_not_entered()),
        (item("buoc", "b"), steps.is_not_entered()),
        (item("ket-qua", "h-kq"), result.is_not_entered()),
        (item("dieu-kien", "e g h-dk"), false),
        (item("can-cu", ""), legal.is_not_entered()),
    ];
    let (not_entered, mut toc): (Vec<_>, Vec<_>) = sections.into_iter().partition(|(_, absent)| *absent);
    let not_entered: Vec<TocItem> = not_entered.into_iter().map(|(item, _)| item).collect();
    if !not_entered.is_empty() {
        toc.push((item("chua-nhap", ""), false));
    }
    toc.extend([(item("lich-su", ""), false), (item("hoi", ""), false)]);
    let layout = match state.whole.status {
        Status::InForce => "current",
        Status::Pending => "pending",
        Status::Suspended => "suspended",
        Status::Unknown => "unknown",
        Status::Repealed | Status::Replaced => "ended",
    };
    let portal = index.records.links.get(entry.code).map(|link| Portal {
        url: link.target.url(),
        evidence: link.evidence.clone(),
        confirmed: link.confirmed.map(|of| words.day(of)),
    });
    let sector = Link {
        text: index.records.sector_name(&procedure.sector).to_owned(),
        url: index.sector_url(&procedure.sector),
    };
    let issuer = Link {
        text: index.records.agency_name(&procedure.issuer).to_owned(),
        url: index.agency_url(&procedure.issuer),
    };
    // A list taken before the end is right to have it; one taken after should have let it go.
    let ended_before = |day| state.whole.until.is_some_and(|until| until <= day);
    let listed =
        index.snapshot().is_some_and(|list| list.rows.contains_key(entry.code) && list.day().is_some_and(ended_before));
    let law = LawView::of(index, entry);
    let view = ProcedureView {
        code: entry.code.to_string(),
        name: entry.title.clone(),
        size: size(&entry.title),
        layout,
        common_names: index.records.common_names(procedure).map(str::to_owned).collect(),
        levels: levels(index, entry),
        json_ld: json_ld(index, entry),
        qr: index.qr(entry),
        issuer,
        sector,
        law,
        by_level: law::by_level(index, entry),
        next: NextView::of(index, entry),
        portal,
        interruption: interruption(index, entry),
        has_other_way: now
            .record
            .channels
            .value()
            .is_none_or(|channels| channels.iter().any(|channel| channel.via != Via::Online)),
        portal_search: portal_search(entry.code),
        today: if layout == "pending" { in_force(index, state.whole.predecessors) } else { Vec::new() },
        remarks: related::remarks(index, lists, entry),
        cases: related::cases(index, entry),
        same_name: if layout == "ended" { related::same_name(index, entry) } else { Vec::new() },
        // On an office's own site that office is where people go: its facts stand on the page already.
        place: if index.own_site.is_none() { PlaceView::of(index, lists, entry) } else { None },
        has_due_day: layout == "current" && !index.records.calendar.years().is_empty() && content::has_term(&facts),
        facts,
        toc: toc.into_iter().map(|(item, _)| item).collect(),
        papers,
        papers_partial: papers_partial(words, procedure),
        sets: procedure.sets.map(|sets| words.number(sets)),
        channels,
        manner,
        steps,
        result,
        conditions,
        objects: joined(&procedure.objects, words),
        executing: joined(&now.record.executing, words),
        legal,
        legal_known: content::is_any_text_known(index, procedure),
        not_entered,
        tiers: history::tiers(index, entry),
        cited: cited(index, entry),
        history: history::lines(index, entry),
        successors: successors(index, entry),
        predecessors: references(index, state.whole.predecessors),
        still_listed: listed && state.whole.status.is_ended(),
        questions: law::questions(index, entry),
        said: said(index, entry),
        written: written(index, entry),
        source: procedure.source.clone(),
    };
    (head(index, entry), view)
}

/// That the procedure cannot be filed online on the day, from when until when, and why.
fn interruption(index: &Index, entry: &Entry) -> Option<String> {
    let Interruption { period, reason, source, .. } = index.records.interruption(entry.code, index.catalogue.as_of)?;
    let from = period.from().map(|of| index.words.day(of)).unwrap_or_default();
    let last = period.last_day().map(|of| index.words.day(of));
    let key = if last.is_some() { "through" } else { "open" };
    let last = last.unwrap_or_default();
    let values = [("from", from.as_str()), ("last", &last), ("reason", reason), ("source", source)];
    Some(index.words.fill("interruption", key, &values))
}

/// The sizes of a title, from so many characters.
const SIZES: [(usize, &str); 2] = [(220, "longer"), (90, "long")];

fn size(name: &str) -> &'static str {
    let length = name.chars().count();
    SIZES.iter().find(|(from, _)| length >= *from).map_or("", |(_, class)| class)
}

/// Those of some procedures that are in force.
fn in_force(index: &Index, codes: &[&ProcedureCode]) -> Vec<ProcedureRef> {
    let entries = codes.iter().filter_map(|code| index.entry(code));
    let entries = entries.filter(|entry| entry.state.whole.status == Status::InForce);
    entries.map(|entry| ProcedureRef::of(index.words, entry)).collect()
}

/// Where not all papers were taken over: how many there are.
fn papers_partial(words: Words, procedure: &Procedure) -> Option<String> {
    let here = procedure.papers.value().map_or(0, Vec::len);
    let all = u32::try_from(here).ok()?.checked_add(procedure.papers_left)?;
    (procedure.papers_left > 0).then(|| words.fill("paper", "partial", &[("count", &words.number(all))]))
}

/// The levels that decide it; that they are not known is said, never left blank.
fn levels(index: &Index, entry: &Entry) -> Vec<String> {
    let levels = index.words.levels(&entry.procedure.levels);
    if levels.is_empty() { vec![index.words.get("list", "level_unknown")] } else { levels }
}

fn head(index: &Index, entry: &Entry) -> Head {
    let words = index.words;
    let status = words.status(entry.state.whole.status);
    let (code, name) = (entry.code.as_str(), entry.title.as_str());
    let key = match entry.state.whole.status {
        Status::InForce => "title",
        Status::Pending | Status::Suspended | Status::Repealed | Status::Replaced | Status::Unknown => "title_status",
    };
    let args = [("name", name), ("code", code), ("status", &status)];
    let description = words.fill(
        "procedure",
        "description",
        &[
            ("name", name),
            ("code", code),
            ("status", &status.to_lowercase()),
            ("sector", index.records.sector_name(&entry.procedure.sector)),
            ("day", &words.day(index.catalogue.as_of)),
        ],
    );
    let has_ages = entry.state.whole.ruled_by.is_some_and(|by| by.list().is_some());
    Head { has_ages, ..Head::new(&entry.url, words.fill("procedure", key, &args), description, "sectors") }
}

/// Procedures by their codes, the internal ones left out.
pub(super) fn references(index: &Index, codes: &[&ProcedureCode]) -> Vec<ProcedureRef> {
    codes.iter().filter(|code| !code.is_internal()).map(|code| reference(index, code)).collect()
}

/// A procedure by its code; one that the catalogue does not hold has no page.
pub(super) fn reference(index: &Index, code: &ProcedureCode) -> ProcedureRef {
    match index.entry(code) {
        Some(entry) => ProcedureRef::of(index.words, entry),
        None => {
            let others = index.own_site.and_then(|own| own.others(code));
            let (name, elsewhere) = others.unzip();
            ProcedureRef { code: code.to_string(), name: name.unwrap_or_default(), url: None, mark: None, elsewhere }
        }
    }
}

/// How many successors a page lists: a longer chain goes on at each one's own page, and what is in force stands first.
const SUCCESSORS: usize = 30;

/// The successors that decisions name, and theirs, each once: an old code leads on to what is in force today.
fn successors(index: &Index, entry: &Entry) -> Vec<Successor> {
    let words = index.words;
    let mut chain = changes::successors(index.catalogue, entry.code);
    // What is in force first, however far down the chain.
    let is_ended = |code| index.entry(code).is_none_or(|entry| entry.state.whole.status.is_ended());
    chain.sort_by_key(|link| (is_ended(link.code), link.steps));
    let view = |link: changes::Link| {
        let successor = index.entry(link.code);
        let absent = || Cell::absent(words, crate::model::Absence::Unknown);
        let after = || words.fill("procedure", "after", &[("code", link.after.as_str())]);
        Successor {
            procedure: reference(index, link.code),
            executing: successor.map_or_else(absent, |it| joined(&it.procedure.executing, words)),
            time: successor.map_or_else(absent, |it| content::time_brief(words, &it.state.content(it.procedure))),
            after: (link.steps > 0).then(after),
        }
    };
    chain.into_iter().take(SUCCESSORS).map(view).collect()
}

fn cited(index: &Index, entry: &Entry) -> Option<Cited> {
    let number = entry.procedure.decision.as_ref()?;
    let same = index
        .records
        .decisions
        .iter()
        .filter(|decision| decision.key.number == *number && decision.key.issuer == entry.procedure.issuer);
    let found: Vec<_> = same.collect();
    let url = match found.as_slice() {
        [only] => index.addresses.of(&only.key).map(str::to_owned),
        _ => None,
    };
    Some(Cited { number: number.written().to_owned(), url })
}

fn written(index: &Index, entry: &Entry) -> Vec<WrittenView> {
    let name = (entry.title != entry.procedure.name).then(|| WrittenView {
        field: index.words.get("field", "name"),
        text: entry.procedure.name.clone(),
        words: None,
    });
    let written = entry.procedure.written.iter();
    let written = written.map(|written| {
        let label = index.words.get("field", &written.field);
        let unnamed = label.starts_with("site.");
        let word = index.words.get("portal_class", &written.text);
        WrittenView {
            words: (written.field == "class" && !word.starts_with("site.")).then_some(word),
            field: if unnamed { written.field.clone() } else { label },
            text: written.text.clone(),
        }
    });
    name.into_iter().chain(written).collect()
}
