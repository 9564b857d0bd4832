//! What a procedure's record says: facts, papers, channels, steps. Nothing here is about force.

use serde::Serialize;

use crate::ledger::Content;
use crate::model::{Absence, Channel, Component, Decision, Fee, LegalText, Paper, Procedure, TimeLimit, TimeUnit};
use crate::text::markdown::{Origin, to_html};

use super::super::index::Index;
use super::super::words::{NBSP, Words};
use super::{Cell, absence_class, joined};

/// The longest note (characters) that stands beside a fact; the table of channels has it all.
const FACT_NOTE: usize = 40;

/// A section that is there, or the reason that it is not.
#[derive(Serialize)]
pub(super) struct Section<T> {
    pub(super) value: Option<T>,
    pub(super) absent: Option<Absent>,
}

/// Why a component has no value: four different things that a blank would hide.
#[derive(Serialize, Clone)]
pub(super) struct Absent {
    pub(super) key: &'static str,
    pub(super) word: String,
    pub(super) class: &'static str,
}

impl Absent {
    fn of(words: Words, absence: Absence) -> Self {
        Absent { key: absence.as_str(), word: words.absence(absence), class: absence_class(absence) }
    }
}

impl<T> Section<T> {
    fn of<S>(words: Words, component: &Component<S>, view: impl FnOnce(&S) -> T) -> Self {
        match component {
            Component::Value(value) => Section { value: Some(view(value)), absent: None },
            Component::Absent(absence) => Section { value: None, absent: Some(Absent::of(words, *absence)) },
        }
    }

    /// Whether the portal has it and this catalogue has not.
    pub(super) fn is_not_entered(&self) -> bool {
        self.absent.as_ref().is_some_and(|absent| absent.key == Absence::NotEntered.as_str())
    }
}

/// One of the four facts.
#[derive(Serialize)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) lines: Vec<FactLine>,
    /// The letter of Nghị định 63/2010 Điều 8.2.
    part: &'static str,
}

/// A value, a note to it, and what a reader's day is counted with.
#[derive(Serialize, Clone, PartialEq, Eq)]
pub(super) struct FactLine {
    pub(super) cell: Cell,
    pub(super) note: Option<String>,
    pub(super) term: Option<Term>,
}

impl FactLine {
    pub(super) fn of(cell: Cell) -> Self {
        FactLine { cell, note: None, term: None }
    }

    fn noted(self, note: Option<String>) -> Self {
        FactLine { note, ..self }
    }

    fn with(self, term: Option<Term>) -> Self {
        FactLine { term, ..self }
    }
}

/// A time limit that `due.js` counts from the reader's day: so many whole days, working days or months. Hours have no day.
#[derive(Serialize, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// A part of a day ends within the next whole one.
    count: u32,
    unit: &'static str,
}

impl Term {
    fn of(limit: &TimeLimit) -> Option<Term> {
        match limit {
            TimeLimit::Measured { hundredths, unit } if *unit == TimeUnit::Month && hundredths % 100 != 0 => None,
            TimeLimit::Measured {
                hundredths,
                unit: unit @ (TimeUnit::Day | TimeUnit::WorkingDay | TimeUnit::Month),
            } => Some(Term { count: hundredths.div_ceil(100), unit: unit.as_str() }).filter(|term| term.count > 0),
            TimeLimit::Measured { .. } | TimeLimit::Stated(_) => None,
        }
    }
}

/// Papers of one case.
#[derive(Serialize)]
pub(super) struct PaperGroup {
    pub(super) case: Option<String>,
    pub(super) papers: Vec<PaperView>,
}

/// One paper.
#[derive(Serialize)]
pub(super) struct PaperView {
    pub(super) name: String,
    /// "1 bản chính, 2 bản sao", where the source says.
    count: Option<String>,
    pub(super) form: Option<String>,
}

/// The table of channels.
#[derive(Serialize)]
pub(super) struct ChannelsView {
    /// Whether any channel has a time limit after the province's cut.
    has_cut: bool,
    rows: Vec<ChannelView>,
}

/// One channel.
#[derive(Serialize)]
struct ChannelView {
    via: String,
    time: Cell,
    cut: Cell,
    fees: Vec<FeeView>,
    note: Option<String>,
}

/// One fee.
#[derive(Serialize)]
struct FeeView {
    cell: Cell,
    label: Option<String>,
    note: Option<String>,
    source: Option<String>,
}

/// A legal text.
#[derive(Serialize)]
pub(super) struct LegalView {
    number: String,
    title: Option<String>,
    /// Its own status on the day, with the day on which somebody looked it up; `None` where no text of the procedure was.
    status: Option<String>,
    known: bool,
}

/// A Markdown component as HTML.
pub(super) fn prose(words: Words, component: &Component<String>) -> Section<String> {
    Section::of(words, component, |text| to_html(text, Origin::Source))
}

/// Papers grouped by case. Cases come in the order in which the record has them first; sources mix them.
pub(super) fn papers(words: Words, procedure: &Procedure) -> Section<Vec<PaperGroup>> {
    Section::of(words, &procedure.papers, |papers| {
        let mut groups: Vec<(Option<&str>, Vec<&Paper>)> = Vec::new();
        for paper in papers {
            let case = paper.case.as_deref();
            match groups.iter_mut().find(|(other, _)| *other == case) {
                Some((_, group)) => group.push(paper),
                None => groups.push((case, vec![paper])),
            }
        }
        groups.into_iter().map(|(case, papers)| paper_group(words, case, &papers)).collect()
    })
}

fn paper_group(words: Words, case: Option<&str>, papers: &[&Paper]) -> PaperGroup {
    let count = |paper: &Paper| {
        let copies = |key, count: Option<u32>| {
            let count = count.filter(|count| *count > 0)?;
            Some(format!("{}{NBSP}{}", words.number(count), words.get("paper", key)))
        };
        let counts: Vec<_> =
            [copies("original", paper.original), copies("copies", paper.copies)].into_iter().flatten().collect();
        (!counts.is_empty()).then(|| counts.join(", "))
    };
    let view = |paper: &Paper| PaperView { name: paper.name.clone(), count: count(paper), form: paper.form.clone() };
    PaperGroup { case: case.map(str::to_owned), papers: papers.iter().map(|paper| view(paper)).collect() }
}

/// Channels × time (by rule, after the cut) × fee.
pub(super) fn channels(words: Words, procedure: &Procedure) -> Section<ChannelsView> {
    Section::of(words, &procedure.channels, |channels| ChannelsView {
        has_cut: channels.iter().any(|channel| channel.time_cut.is_some()),
        rows: channels.iter().map(|channel| channel_view(words, channel)).collect(),
    })
}

fn channel_view(words: Words, channel: &Channel) -> ChannelView {
    let cut = match &channel.time_cut {
        Some(cut) => Cell::value(words.time_limit(cut)),
        None => Cell::absent(words, Absence::Unknown),
    };
    let fees = match &channel.fees {
        Component::Value(fees) => fees.iter().map(|fee| fee_view(words, fee)).collect(),
        Component::Absent(absence) => {
            vec![FeeView { cell: Cell::absent(words, *absence), label: None, note: None, source: None }]
        }
    };
    ChannelView {
        via: words.via(channel.via),
        time: time_cell(words, &channel.time),
        cut,
        fees,
        note: channel.note.as_ref().map(|note| to_html(note, Origin::Source)),
    }
}

fn fee_view(words: Words, fee: &Fee) -> FeeView {
    let cell = Cell::value(words.fee(fee));
    match fee {
        Fee::Amount(amount) => {
            FeeView { cell, label: amount.label.clone(), note: amount.note.clone(), source: amount.source.clone() }
        }
        Fee::Stated(_) => FeeView { cell, label: None, note: None, source: None },
    }
}

fn time_cell(words: Words, time: &Component<TimeLimit>) -> Cell {
    match time {
        Component::Value(time) => Cell::value(words.time_limit(time)),
        Component::Absent(absence) => Cell::absent(words, *absence),
    }
}

/// Legal texts by number, each with its own status, which is beside the procedure's and never instead of it.
pub(super) fn legal(index: &Index, procedure: &Procedure) -> Section<Vec<LegalView>> {
    let words = index.words;
    let any = is_any_text_known(index, procedure);
    let view = |text: &LegalText| {
        let on_record = index.records.legal_texts.get(&text.number);
        let status = on_record.and_then(|it| it.status_on(index.catalogue.as_of));
        let word = words.get("text_status", status.map_or("unknown", |status| status.as_str()));
        let checked = on_record.and_then(|it| it.checked).filter(|_| status.is_some());
        let checked = checked.map(|of| words.fill("procedure", "text_checked", &[("day", &words.day(of))]));
        LegalView {
            number: text.number.clone(),
            title: text.title.clone(),
            status: any.then(|| word + &checked.unwrap_or_default()),
            known: status.is_some(),
        }
    };
    Section::of(words, &procedure.legal, |texts| texts.iter().map(view).collect())
}

/// Whether the catalogue has looked up any text that the procedure rests on.
pub(super) fn is_any_text_known(index: &Index, procedure: &Procedure) -> bool {
    let mut texts = procedure.legal.value().into_iter().flatten();
    texts.any(|text| index.records.legal_texts.contains_key(&text.number))
}

/// The facts that most readers come for, of the four those that anything is known of: what nobody entered is told in one
/// place, further down.
pub(super) fn facts(words: Words, content: &Content) -> Vec<Fact> {
    let procedure = &content.record;
    let fact = |key, part, lines| Fact { label: words.get("fact", key), lines, part };
    let not_entered = Cell::absent(words, Absence::NotEntered).text;
    let is_known = |fact: &Fact| fact.lines.iter().any(|line| line.cell.text != not_entered);
    // What a number of days is counted from is the same for each: the law's, not the source's word.
    let counted = |channel: &Channel| matches!(channel.time.value(), Some(TimeLimit::Measured { .. }));
    let is_counted = procedure.channels.value().unwrap_or(&content.unrecorded).iter().any(counted);
    let time = if is_counted { "time_counted" } else { "time" };
    let one = |cell| vec![FactLine::of(cell)];
    let many = words.get("fact", "many_fees");
    let result = match &procedure.result {
        Component::Value(result) => match short_text(result) {
            Some(text) => Cell::value(text),
            None => Cell::value(words.get("fact", "see_result")),
        },
        Component::Absent(absence) => Cell::absent(words, *absence),
    };
    let facts = [
        fact(time, "đ", by_decision(words, content.times_by, time_lines(words, content))),
        fact("fee", "h-phi", by_decision(words, content.fees_by, fee_lines(words, content, &many))),
        fact("where", "g", places(words, content)),
        fact("result", "h-kq", one(result)),
    ];
    facts.into_iter().filter(is_known).collect()
}

/// Whether any of the facts is a limit in days.
pub(super) fn has_term(facts: &[Fact]) -> bool {
    facts.iter().flat_map(|fact| &fact.lines).any(|line| line.term.is_some())
}

/// Lines with the decision that they rest on, where it is not the record.
fn by_decision(words: Words, by: Option<&Decision>, mut lines: Vec<FactLine>) -> Vec<FactLine> {
    if let (Some(decision), Some(last)) = (by, lines.last_mut()) {
        let told = words.decision(&decision.key.number);
        last.note = Some(last.note.take().map_or(told.clone(), |note| format!("{note}; {told}")));
    }
    lines
}

/// The agencies, and the place that a decision names.
pub(super) fn places(words: Words, content: &Content) -> Vec<FactLine> {
    let mut lines = agencies(words, &content.record.executing);
    if let Some(place) = &content.place {
        if content.record.executing.value().is_none() {
            lines.clear();
        }
        lines.push(FactLine::of(Cell::value(place)));
    }
    by_decision(words, content.place_by, lines)
}

/// Agencies, one a line: their names have commas.
fn agencies(words: Words, executing: &Component<Vec<String>>) -> Vec<FactLine> {
    match executing {
        Component::Value(agencies) if !agencies.is_empty() => {
            agencies.iter().map(|it| FactLine::of(Cell::value(it))).collect()
        }
        Component::Value(_) | Component::Absent(_) => vec![FactLine::of(joined(executing, words))],
    }
}

/// The time limit in force: after the cut where there is one, with the one by rule beside it. One line where every
/// channel has the same, else one a channel.
fn time_lines(words: Words, content: &Content) -> Vec<FactLine> {
    by_channel(words, content, |channel| match (&channel.time_cut, &channel.time) {
        (Some(cut), Component::Value(rule)) if cut != rule => {
            let note = words.fill("fact", "by_rule", &[("time", &words.time_limit(rule))]);
            vec![limit_line(words, cut).noted(Some(note))]
        }
        (Some(cut), _) | (None, Component::Value(cut)) => vec![limit_line(words, cut)],
        (None, Component::Absent(absence)) => vec![FactLine::of(Cell::absent(words, *absence))],
    })
}

fn limit_line(words: Words, limit: &TimeLimit) -> FactLine {
    FactLine::of(Cell::value(words.time_limit(limit))).with(Term::of(limit))
}

/// The time limit by rule alone, as [`time_lines`] has them.
pub(super) fn rule_lines(words: Words, content: &Content) -> Vec<FactLine> {
    by_channel(words, content, |channel| vec![FactLine::of(time_cell(words, &channel.time))])
}

/// The shorter time limit that holds here alone, where there is one.
pub(super) fn cut_lines(words: Words, content: &Content) -> Vec<FactLine> {
    by_channel(words, content, |channel| match &channel.time_cut {
        Some(cut) => vec![FactLine::of(Cell::value(words.time_limit(cut)))],
        None => vec![FactLine::of(Cell::absent(words, Absence::NotEntered))],
    })
}

/// The fees in force; `many` stands for more than fit.
pub(super) fn fee_lines(words: Words, content: &Content, many: &str) -> Vec<FactLine> {
    by_channel(words, content, |channel| match &channel.fees {
        Component::Value(fees) if fees.len() > 3 => vec![FactLine::of(Cell::value(many))],
        Component::Value(fees) => fees
            .iter()
            .map(|fee| {
                let note = match fee {
                    Fee::Amount(amount) => amount.note.clone().filter(|note| note.chars().count() <= FACT_NOTE),
                    Fee::Stated(_) => None,
                };
                match words.fee(fee) {
                    long if long.chars().count() > 60 => FactLine::of(Cell::value(many)),
                    text => FactLine::of(Cell::value(text)).noted(note),
                }
            })
            .collect(),
        Component::Absent(absence) => vec![FactLine::of(Cell::absent(words, *absence))],
    })
}

fn by_channel(words: Words, content: &Content, lines_of: impl Fn(&Channel) -> Vec<FactLine>) -> Vec<FactLine> {
    let channels = match &content.record.channels {
        Component::Absent(_) if !content.unrecorded.is_empty() => &content.unrecorded,
        Component::Absent(absence) => return vec![FactLine::of(Cell::absent(words, *absence))],
        Component::Value(channels) => channels,
    };
    let stated: Vec<_> = channels
        .iter()
        .map(|channel| (channel, lines_of(channel)))
        .filter(|(_, lines)| lines.iter().any(|line| line.cell.class.is_empty()))
        .collect();
    let Some((_, lines)) = stated.first() else {
        let absent = channels.first().map(&lines_of).unwrap_or_default();
        let cell = absent.into_iter().next().map_or_else(|| Cell::absent(words, Absence::Unknown), |line| line.cell);
        return vec![FactLine::of(cell)];
    };
    if stated.len() == channels.len() && stated.iter().all(|(_, other)| other == lines) {
        return lines.clone();
    }
    // Channels with the same lines stand together.
    let mut alike: Vec<(String, &[FactLine])> = Vec::new();
    for (channel, lines) in &stated {
        let via = words.get("filed", channel.via.as_str());
        match alike.iter_mut().find(|(_, other)| *other == lines) {
            Some((vias, _)) => *vias = format!("{vias}, {via}"),
            None => alike.push((via, lines)),
        }
    }
    let by_way = |via: &str, line: &FactLine| {
        let note = line.note.as_ref().map_or_else(|| via.to_owned(), |note| format!("{via}; {note}"));
        line.clone().noted(Some(note))
    };
    alike.iter().flat_map(|(via, lines)| lines.iter().map(move |line| by_way(via, line))).collect()
}

/// A Markdown text as one line, where it is short enough to be a fact and holds no markup.
fn short_text(markdown: &str) -> Option<String> {
    let text = markdown.trim();
    let plain = text.trim_start_matches(['-', '*', '+', ' ']);
    let short = plain.chars().count() <= 120 && !plain.contains(['\n', '*', '[', '<', '#', '`', '|', '_']);
    (short && !plain.is_empty()).then(|| plain.to_owned())
}

/// The shortest true account of a procedure's time limit, for lists.
pub(super) fn time_brief(words: Words, content: &Content) -> Cell {
    brief(words, time_lines(words, content))
}

/// The shortest true account of a procedure's fee, for lists.
pub(super) fn fee_brief(words: Words, content: &Content) -> Cell {
    brief(words, fee_lines(words, content, &words.get("fact", "many_fees")))
}

fn brief(words: Words, lines: Vec<FactLine>) -> Cell {
    let mut cells: Vec<Cell> = lines.into_iter().map(|line| line.cell).collect();
    cells.dedup();
    match cells.as_slice() {
        [one] => one.clone(),
        [one, other] => Cell::value(format!("{} / {}", one.text, other.text)),
        _ => Cell::value(words.get("fact", "several")),
    }
}
