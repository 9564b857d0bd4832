//! One procedure for a reviewer at a terminal: its state, its whole life, every piece of evidence with both its days.

use crate::changes::{self, Life, Stretch};
use crate::finding::Finding;
use crate::ledger::{Catalogue, Evidence, Question, Row, State, Status, Version};
use crate::listing;
use crate::model::{Day, Procedure, ProcedureCode, Records};
use crate::strings::{Language, Strings};

use super::page::{Page, wrapped};
use super::{day_text, word};

/// Everything that is told of one procedure.
#[derive(Debug)]
pub struct Shown<'s> {
    pub(super) catalogue: &'s Catalogue<'s>,
    pub(super) procedure: &'s Procedure,
    pub(super) state: &'s State<'s>,
    pub(super) lives: Vec<Life<'s>>,
    /// The findings about its file.
    pub(super) findings: Vec<&'s Finding>,
}

impl<'s> Shown<'s> {
    /// A procedure of the catalogue; `None` for a code that it does not hold.
    pub fn of(catalogue: &'s Catalogue<'s>, code: &ProcedureCode, findings: &'s [Finding]) -> Option<Shown<'s>> {
        let procedure = catalogue.records.procedures.get(code)?;
        let is_about = |finding: &&Finding| finding.place.as_ref().is_some_and(|it| it.path == procedure.file);
        let state = catalogue.states.get(code)?;
        Some(Shown {
            catalogue,
            procedure,
            state,
            lives: changes::lives(state.timeline),
            findings: findings.iter().filter(is_about).collect(),
        })
    }
}

/// Everything that is known of a procedure on the day, for people; no line is wider than 80 characters, but for addresses
/// and names of files.
pub fn show_text(shown: &Shown<'_>, language: Language) -> String {
    let page = Page { records: shown.catalogue.records, language };
    let mut text = wrapped(&format!("{}  ", shown.procedure.code), &shown.procedure.name);
    text.push('\n');
    text.push_str(&facts_text(shown, &page));
    for life in &shown.lives {
        let lines: String = life.stretches.iter().map(|stretch| stretch_text(shown, &page, stretch)).collect();
        text.push_str(&format!("\n{}{}\n{lines}", page.label("life"), page.at_levels(life.levels.iter())));
    }
    let history: String = shown.state.history().map(|evidence| history_text(shown, &page, &evidence)).collect();
    if !history.is_empty() {
        text.push_str(&format!("\n{}\n{history}", page.label("history")));
    }
    let facts = shown.state.facts().into_iter().chain(shown.state.coming_facts());
    text.push_str(&page.section("facts", &facts.map(|fact| page.fact(&fact)).collect::<Vec<_>>()));
    let legal = shown.procedure.legal.value().into_iter().flatten().map(|text| {
        let status = page.legal_text(&text.number, shown.catalogue.as_of);
        text.title.as_ref().map_or_else(|| status.clone(), |title| format!("{status} {title}"))
    });
    text.push_str(&page.section("legal", &legal.collect::<Vec<_>>()));
    let questions = shown.state.by_level.values().chain([&shown.state.whole]).flat_map(|state| state.questions);
    let questions: std::collections::BTreeSet<&Question<'_>> = questions.collect();
    let asked = |question: &&Question<'_>| {
        format!("{}. {}", page.question(question), settled_by(shown.procedure, Some(question), language))
    };
    text.push_str(&page.section("questions", &questions.iter().map(asked).collect::<Vec<_>>()));
    let finding = |finding: &&Finding| {
        let severity = word("severity", finding.severity().as_str(), language);
        format!("{severity}[{}]: {}", finding.code, finding.message(language))
    };
    text.push_str(&page.section("findings", &shown.findings.iter().map(finding).collect::<Vec<_>>()));
    text
}

/// The state of the day, a labelled line each.
fn facts_text(shown: &Shown<'_>, page: &Page<'_>) -> String {
    let Shown { catalogue, procedure, state, .. } = *shown;
    let listed = listing::one(catalogue.records, procedure, state);
    let whole = &state.whole;
    let is_unknown = whole.status == Status::Unknown;
    let by_level = state
        .by_level
        .iter()
        .map(|(level, state)| format!("{}: {}", word("level", level.as_str(), page.language), page.status(state)));
    let reason = || reason(catalogue, state, page.language);
    let settle = || settled_by(procedure, whole.questions.first(), page.language);
    let rows = [
        ("as_of", day_text(catalogue.as_of, page.language)),
        ("status", page.status(whole)),
        ("by_level", by_level.collect::<Vec<_>>().join("; ")),
        ("ruled_by", whole.ruled_by.as_ref().map(|by| ruled_by(catalogue, page, by)).unwrap_or_default()),
        ("unknown", is_unknown.then(reason).unwrap_or_default()),
        ("settle", is_unknown.then(settle).unwrap_or_default()),
        ("version", page.version(&whole.version)),
        ("next", whole.next.as_ref().map(|next| page.next(next)).unwrap_or_default()),
        ("successors", chain(catalogue, &procedure.code, page)),
        ("predecessors", named(catalogue, whole.predecessors)),
        ("sector", listed.sector),
        ("levels", page.levels(procedure.levels.iter())),
        ("agency", listed.agency),
        ("executing", listed.executing.join("; ")),
        ("decision", procedure.decision.as_ref().map_or_else(String::new, |number| number.key().to_owned())),
        ("link", listed.link.unwrap_or_else(|| page.label("no_link"))),
        ("file", procedure.file.clone()),
    ];
    let rows: Vec<_> = rows.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let width = rows.iter().map(|(key, _)| page.label(key).chars().count()).max().unwrap_or(0);
    rows.iter().map(|(key, value)| wrapped(&format!("{:<width$}  ", page.label(key)), value)).collect()
}

/// What ruled; of an official list its age on the day too, and whether that is too great.
fn ruled_by(catalogue: &Catalogue<'_>, page: &Page<'_>, by: &Evidence<'_>) -> String {
    let mut text = page.evidence(by);
    let Some(list) = by.list() else { return text };
    if let Some(age) = list.age_on(catalogue.as_of) {
        let key = if list.taken.is_some() { "list_age" } else { "list_age_at_most" };
        text.push_str(&page.fill(key, &[("age", age.to_string())]));
    }
    if let Some(rule) = catalogue.records.limit_passed(list, catalogue.as_of) {
        text.push_str(&page.fill("list_old", &[("limit", rule.max_age.to_string())]));
    }
    text
}

/// Codes with their names.
fn named(catalogue: &Catalogue<'_>, codes: &[&ProcedureCode]) -> String {
    let name = |code: &&ProcedureCode| match catalogue.records.procedures.get(code) {
        Some(procedure) => format!("{code} {}", procedure.name),
        None => code.to_string(),
    };
    codes.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// The successors and theirs, each with its state.
fn chain(catalogue: &Catalogue<'_>, code: &ProcedureCode, page: &Page<'_>) -> String {
    let link = |link: &changes::Link<'_>| {
        let state = catalogue.states.get(link.code).map(|state| state.whole.status.as_str());
        let state = state.map_or_else(|| page.label("not_held"), |status| word("status", status, page.language));
        let after = page.fill("after", &[("code", link.after.to_string())]);
        let after = if link.steps > 0 { after } else { String::new() };
        format!("{} ({state}{after})", named(catalogue, &[link.code]))
    };
    changes::successors(catalogue, code).iter().map(link).collect::<Vec<_>>().join("; ")
}

/// One stretch of a life: its days, then what holds in them. The one that holds the day asked about is marked.
fn stretch_text(shown: &Shown<'_>, page: &Page<'_>, stretch: &Stretch<'_>) -> String {
    let mark = if stretch.holds(shown.catalogue.as_of) { "> " } else { "  " };
    let mut text = wrapped(mark, &page.period(stretch.from, stretch.until));
    let state = &stretch.state;
    let why = match (&state.ruled_by, state.questions.first()) {
        (Some(by), _) => page.brief(by),
        (None, Some(question)) => page.question(question),
        (None, None) => page.of_site("law", "unattested", &[]),
    };
    let by = state.ruled_by.and_then(|by| by.decision()).map(|decision| &decision.key);
    let says_already = matches!(state.version, Version::Amended { decision, .. } if Some(&decision.key) == by);
    let status = word("status", state.status.as_str(), page.language);
    text.push_str(&wrapped("      ", &format!("{status}: {why}")));
    // Where evidence rules, what is asked beside it is what sets the stretch apart.
    for question in state.questions.iter().filter(|_| state.ruled_by.is_some()) {
        text.push_str(&wrapped("      ", &format!("{}: {}", page.label("asked"), page.question(question))));
    }
    let has_content = matches!(state.status, Status::InForce | Status::Suspended);
    if has_content && state.version != Version::Base && !says_already {
        let label = page.label("version");
        text.push_str(&wrapped("      ", &format!("{label}: {}", page.version(&state.version))));
    }
    if state.status.is_ended() && !state.successors.is_empty() {
        let label = page.label("successors");
        text.push_str(&wrapped("      ", &format!("{label}: {}", named(shown.catalogue, state.successors))));
    }
    text
}

/// One piece of evidence: what it does and from when; of a decision its row, both days and why one of them rules.
fn history_text(shown: &Shown<'_>, page: &Page<'_>, evidence: &Evidence<'_>) -> String {
    let from = evidence.effect();
    let day = from.map_or_else(|| page.label("no_day"), |day| page.day(day));
    let head = format!("  {day:<10}  ");
    let rules = shown.state.whole.ruled_by.as_ref() == Some(evidence);
    let mut notes = String::new();
    for (key, holds) in [("rules", rules), ("not_yet", from.is_some_and(|from| from > shown.catalogue.as_of))] {
        if holds {
            notes.push_str(&page.fill(key, &[]));
        }
    }
    let mut more: Vec<String> = Vec::new();
    let first = match evidence {
        Evidence::Decision(row) => {
            more.push(page.decision(row.key()));
            more.push(both_days(page, row));
            more.extend(row.until().map(|until| page.fill("row_until", &[("day", page.day(last_day(until)))])));
            let withdrawn =
                |by: &crate::model::Decision| page.fill("withdrawn_by", &[("decision", page.decision(&by.key))]);
            more.extend(row.withdrawn_by().map(withdrawn));
            let corrected =
                |by: &crate::model::Decision| page.fill("corrected_by", &[("decision", page.decision(&by.key))]);
            more.extend(row.corrected_by().map(corrected));
            more.extend(row_lines(shown, page, row));
            let others = row.others().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let others = if others.is_empty() { others } else { page.fill("with_others", &[("codes", others)]) };
            let change = word("change", row.told(), page.language);
            format!("{change}{}{others}", page.at_levels(row.levels().iter()))
        }
        Evidence::Snapshot(_) => page.evidence(evidence),
        Evidence::Ruling(ruling) => {
            more.push(page.fill("reason", &[("reason", ruling.reason.clone())]));
            more.extend(ruling.source.as_ref().map(|source| page.fill("source", &[("source", source.clone())])));
            format!("{}{}", page.evidence(evidence), page.at_levels(ruling.levels.iter()))
        }
    };
    let under = " ".repeat(head.chars().count());
    let more: String = more.iter().map(|line| wrapped(&under, line)).collect();
    wrapped(&head, &format!("{first}{notes}")) + &more
}

/// The normative texts and the place of a decision's row.
fn row_lines(shown: &Shown<'_>, page: &Page<'_>, row: &Row<'_>) -> Vec<String> {
    let legal = &row.change.legal;
    let texts: Vec<String> = legal.iter().map(|text| page.legal_text(text, shown.catalogue.as_of)).collect();
    let legal = (!texts.is_empty()).then(|| page.fill("row_legal", &[("texts", texts.join("; "))]));
    let published = row.decision.published.map(|day| page.fill("published", &[("day", page.day(day))]));
    let place = format!("{}:{}", row.decision.file, row.change.line);
    published.into_iter().chain(legal).chain([place]).collect()
}

/// Both days of a row, and which rules and why.
fn both_days(page: &Page<'_>, row: &Row<'_>) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| page.label("no_day"), |day| page.day(day));
    let dates = row.dates();
    let args = [
        ("decision", day(dates.decision)),
        ("text", day(dates.text)),
        ("effect", day(row.effect())),
        ("why", page.of_site("why", dates.why.as_str(), &[])),
    ];
    page.fill("both_days", &args)
}

fn last_day(until: Day) -> Day {
    until.pred_opt().unwrap_or(until)
}

/// Why a status is unknown, in one sentence: the first question about it, or that nothing attests it.
pub(super) fn reason(catalogue: &Catalogue<'_>, state: &State<'_>, language: Language) -> String {
    let page = Page { records: catalogue.records, language };
    match state.whole.questions.first() {
        Some(question) => page.question(question),
        None => page.of_site("law", "unattested", &[]),
    }
}

/// What would settle a question, or, without one, what would attest the procedure: what to find and where to write it, or
/// the ruling to make.
pub(super) fn settled_by(procedure: &Procedure, question: Option<&Question<'_>>, language: Language) -> String {
    let (kind, decision) = match question {
        Some(question) => (question.kind(), question.decision()),
        None if procedure.decision.is_some() => ("cited", None),
        None => ("nothing", None),
    };
    let cited = procedure.decision.as_ref().map(|number| number.key().to_owned());
    let args = [
        ("code", procedure.code.to_string()),
        ("file", decision.map(|decision| decision.file.clone()).unwrap_or_default()),
        ("number", decision.map(|decision| decision.key.number.key().to_owned()).or(cited).unwrap_or_default()),
    ];
    Strings::of(language).filled(&["report", "settle", kind], &args)
}

/// The status of a procedure and its period, and where levels differ that of each, on one line.
pub fn status_text(records: &Records, state: &State<'_>, language: Language) -> String {
    let page = Page { records, language };
    let whole = page.status(&state.whole);
    if state.by_level.is_empty() {
        return whole;
    }
    let level = |(level, state): (&crate::model::Level, &crate::ledger::LevelState<'_>)| {
        format!("{}: {}", word("level", level.as_str(), language), page.status(state))
    };
    format!("{whole} ({})", state.by_level.iter().map(level).collect::<Vec<_>>().join("; "))
}
