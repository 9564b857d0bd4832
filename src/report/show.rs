//! One procedure: its state, the evidence that ruled, its history.

use serde_json::{Value, json};

use crate::finding::Finding;
use crate::ledger::{Basis, Catalogue, Evidence, HistoryLine, LevelState, State, Status, Version};
use crate::listing::{self, ListedQuestion};
use crate::model::{Day, DecisionKey, Level, Procedure, Records};
use crate::strings::{Language, Strings};

use super::{day_text, word};

/// Everything that is known of a procedure on the day, as one JSON object: the fields of [`listing::Listed`], and
/// `as_of`, `file`, `decision` (the number that the portal's record names), `history` and `findings` about its file.
///
/// A line of the history is `{kind, number, issuer, date, effect, change, basis, levels, others, until}`.
pub fn show_json(
    catalogue: &Catalogue<'_>,
    procedure: &Procedure,
    state: &State,
    findings: &[Finding],
    language: Language,
) -> Value {
    let mut value = json!(listing::one(catalogue.records, procedure, state));
    let history: Vec<Value> = state.history.iter().map(|line| history_json(catalogue.records, line)).collect();
    let of_file = findings.iter().filter(|finding| is_about(finding, procedure));
    if let Value::Object(fields) = &mut value {
        fields.insert("as_of".to_owned(), json!(catalogue.as_of.to_string()));
        fields.insert("file".to_owned(), json!(procedure.file));
        fields.insert("decision".to_owned(), json!(procedure.decision.as_ref().map(|number| number.key())));
        fields.insert("history".to_owned(), Value::from(history));
        fields.insert(
            "findings".to_owned(),
            of_file.map(|finding| super::findings::finding_json(finding, language)).collect(),
        );
    }
    value
}

fn history_json(records: &Records, line: &HistoryLine) -> Value {
    let mut value = json!(listing::evidence(records, &line.evidence));
    let (change, basis) = match &line.evidence {
        Evidence::Decision { change, basis, .. } => (Some(*change), basis.as_ref().map(basis_word)),
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => (None, None),
    };
    if let Value::Object(fields) = &mut value {
        fields.insert("change".to_owned(), json!(change));
        fields.insert("basis".to_owned(), json!(basis));
        fields.insert("levels".to_owned(), line.levels.iter().map(|level| level.as_str()).collect());
        fields.insert("others".to_owned(), line.others.iter().map(ToString::to_string).collect());
        fields.insert("until".to_owned(), json!(line.until.map(|day| day.to_string())));
    }
    value
}

fn basis_word(basis: &Basis) -> &str {
    match basis {
        Basis::Clause => "clause",
        Basis::Signing => "signing",
        Basis::LegalText => "legal-text",
        Basis::SilentRule(_) => "silent-rule",
    }
}

fn is_about(finding: &Finding, procedure: &Procedure) -> bool {
    finding.place.as_ref().is_some_and(|place| place.path == procedure.file)
}

/// Everything that is known of a procedure on the day, for people.
pub fn show_text(
    catalogue: &Catalogue<'_>,
    procedure: &Procedure,
    state: &State,
    findings: &[Finding],
    language: Language,
) -> String {
    let page = Page { records: catalogue.records, language };
    let listed = listing::one(catalogue.records, procedure, state);
    let mut text = format!("{}  {}\n\n", procedure.code, procedure.name);
    let codes = |codes: &[String]| codes.join(", ");
    let rows = [
        ("as_of", day_text(catalogue.as_of, language)),
        ("status", page.status(&state.whole)),
        ("ruled_by", state.whole.ruled_by.as_ref().map_or_else(|| page.none(), |by| page.evidence(by, None))),
        ("version", page.version(&state.whole.version)),
        ("next", state.whole.next.as_ref().map(|next| page.next(next)).unwrap_or_default()),
        ("successors", codes(&listed.successors)),
        ("predecessors", codes(&listed.predecessors)),
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
    for (key, value) in rows {
        text.push_str(&format!("{:<width$}  {value}\n", page.label(key)));
    }
    text.push_str(&page.section("by_level", page.by_level(state)));
    text.push_str(&page.section("history", state.history.iter().map(|line| page.history(line)).collect()));
    text.push_str(&page.section("questions", listed.questions.iter().map(|asked| page.question(asked)).collect()));
    let of_file = findings.iter().filter(|finding| is_about(finding, procedure));
    text.push_str(&page.section("findings", of_file.map(|finding| page.finding(finding)).collect()));
    text
}

/// The status of a procedure and its period, and where levels differ that of each, on one line.
pub fn status_text(records: &Records, state: &State, language: Language) -> String {
    let page = Page { records, language };
    let whole = page.status(&state.whole);
    if state.by_level.is_empty() {
        return whole;
    }
    format!("{whole} ({})", page.by_level(state).join("; "))
}

/// The words of one page.
pub(super) struct Page<'a> {
    pub(super) records: &'a Records,
    pub(super) language: Language,
}

impl Page<'_> {
    fn label(&self, key: &str) -> String {
        word("label", key, self.language)
    }

    fn none(&self) -> String {
        self.label("none")
    }

    pub(super) fn fill(&self, key: &str, args: &[(&'static str, String)]) -> String {
        Strings::of(self.language).filled(&["report", key], args)
    }

    pub(super) fn day(&self, day: Day) -> String {
        day_text(day, self.language)
    }

    fn section(&self, key: &str, lines: Vec<String>) -> String {
        if lines.is_empty() {
            return String::new();
        }
        format!("\n{}\n  {}\n", self.label(key), lines.join("\n  "))
    }

    /// The status and its period. What has ended did so *from* the first day no longer in force; what will end is in force
    /// *through* the day before.
    fn status(&self, state: &LevelState) -> String {
        let mut text = word("status", state.status.as_str(), self.language);
        let mut add = |key, day: Option<Day>| {
            if let Some(day) = day {
                text.push_str(&self.fill(key, &[("day", self.day(day))]));
            }
        };
        match state.status {
            Status::InForce | Status::Pending | Status::Unknown => {
                add("since", state.since);
                add("through", state.until.and_then(|day| day.pred_opt()));
            }
            Status::Suspended | Status::Repealed | Status::Replaced => {
                add("since", state.until);
                let back = state.next.as_ref().filter(|next| next.change == "resume");
                add("through", back.and_then(|next| next.from.pred_opt()));
                add("was_since", state.since);
            }
        }
        text
    }

    fn by_level(&self, state: &State) -> Vec<String> {
        let line = |(level, state): (&Level, &LevelState)| {
            format!("{}: {}", word("level", level.as_str(), self.language), self.status(state))
        };
        state.by_level.iter().map(line).collect()
    }

    pub(super) fn decision(&self, key: &DecisionKey) -> String {
        let mut text = format!("{} · {}", key.number.key(), self.records.agency_name(&key.issuer));
        if let Some(signed) = key.signed {
            text.push_str(&self.fill("signed", &[("day", self.day(signed))]));
        }
        text
    }

    pub(super) fn evidence(&self, evidence: &Evidence, until: Option<Day>) -> String {
        match evidence {
            Evidence::Decision { key, change, effect, basis } => {
                let mut text = format!("{} · {}", word("change", change, self.language), self.decision(key));
                text.push_str(&match effect {
                    Some(day) => self.fill("effect", &[("day", self.day(*day))]),
                    None => self.fill("effect_unknown", &[]),
                });
                if let Some(day) = until {
                    text.push_str(&self.fill("until", &[("day", self.day(day))]));
                }
                match basis {
                    Some(Basis::SilentRule(rule)) => {
                        text.push_str(&self.fill("silent_rule", &[("rule", rule.clone())]));
                    }
                    Some(basis @ (Basis::Clause | Basis::Signing | Basis::LegalText)) => {
                        text.push_str(&format!(" ({})", word("basis", basis_word(basis), self.language)));
                    }
                    None => {}
                }
                text
            }
            Evidence::Snapshot { id, day } => {
                let list = self.records.snapshots.iter().find(|list| list.id == *id);
                let title = list.map_or(id.as_str(), |list| list.title.as_str());
                let key =
                    if list.is_some_and(|list| list.taken.is_some()) { "snapshot" } else { "snapshot_not_before" };
                self.fill(key, &[("title", title.to_owned()), ("id", id.clone()), ("day", self.day(*day))])
            }
            Evidence::Ruling { by, ruled, from } => {
                self.fill("ruling", &[("by", by.clone()), ("ruled", self.day(*ruled)), ("from", self.day(*from))])
            }
        }
    }

    fn version(&self, version: &Version) -> String {
        match version {
            Version::Base => self.label("version_base"),
            Version::Amended { decision, from } => {
                let from = from.map_or_else(String::new, |day| self.fill("effect", &[("day", self.day(day))]));
                format!("{}{from}", self.decision(decision))
            }
            Version::Unknown { by } => self.fill("version_unknown", &[("decision", self.decision(by))]),
        }
    }

    fn next(&self, next: &crate::ledger::Next) -> String {
        let by = match &next.by {
            Evidence::Decision { key, .. } => self.decision(key),
            other @ (Evidence::Snapshot { .. } | Evidence::Ruling { .. }) => self.evidence(other, None),
        };
        let change = word("change", next.change, self.language);
        let mut text = self.fill("next", &[("day", self.day(next.from)), ("change", change), ("by", by)]);
        if next.signed_later {
            text.push_str(&self.fill("signed_later", &[]));
        }
        text
    }

    pub(super) fn levels<'l>(&self, levels: impl Iterator<Item = &'l Level>) -> String {
        levels.map(|level| word("level", level.as_str(), self.language)).collect::<Vec<_>>().join(", ")
    }

    fn history(&self, line: &HistoryLine) -> String {
        let mut text = self.evidence(&line.evidence, line.until);
        if !line.levels.is_empty() {
            text.push_str(&self.fill("at_levels", &[("levels", self.levels(line.levels.iter()))]));
        }
        if !line.others.is_empty() {
            let codes: Vec<String> = line.others.iter().map(ToString::to_string).collect();
            text.push_str(&self.fill("with_others", &[("codes", codes.join(", "))]));
        }
        text
    }

    fn question(&self, question: &ListedQuestion) -> String {
        format!("{}: {}", word("question", question.kind, self.language), question.about)
    }

    fn finding(&self, finding: &Finding) -> String {
        let severity = word("severity", finding.severity().as_str(), self.language);
        format!("{severity}[{}]: {}", finding.code, finding.message(self.language))
    }
}
