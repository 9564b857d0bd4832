//! The review as data, whole: `ra-soat/ra-soat.json` and `ra-soat/ra-soat.csv`. The fields are stable; `docs/review.md`
//! describes them.

use serde_json::{Value, json};

use crate::address;
use crate::audit::Comparison;
use crate::finding::{Code, Counts, Verdict};
use crate::listing;
use crate::spreadsheet::Table;

use super::index::Index;
use super::review::{Asked, OfRule, Review, Row};
use super::words::{LANGUAGE, Words};

/// The title of a rule in the site's language.
pub(super) fn title(code: Code) -> String {
    crate::strings::Strings::of(LANGUAGE).get(&["finding_title", code.name()])
}

/// One object; of its lists one element a line, so that a diff of two days reads like one.
pub(super) fn to_json(index: &Index, review: &Review) -> String {
    let rules = review.rules.iter().map(rule);
    let agencies = review.agencies.iter().map(|(id, of)| {
        let name = id.map(|id| index.records.agency_name(id));
        json!({ "id": id.map(|id| id.0.as_str()), "name": name, "counts": counts(*of) })
    });
    let questions = review.questions.iter().map(question);
    let compared = &review.compared;
    let differing = compared.codes.iter().filter(|(_, outcome)| !matches!(outcome, Comparison::Matched));
    let differing = differing
        .map(|(code, outcome)| json!({ "code": code.as_str(), "outcome": outcome.as_str(), "state": outcome.state() }));
    let outcomes = Comparison::ALL.map(|outcome| (outcome.as_str().to_owned(), Value::from(compared.count(outcome))));
    let sides = json!({
        "list": compared.list.map(|list| json!({
            "id": list.id, "title": list.title, "day": list.day().map(|day| day.to_string()),
            "total": list.rows.len(), "declared": list.declared,
            "ours": compared.listed, "not_held": compared.foreign,
        })),
        "site": compared.shown,
        "decisions": compared.decided,
        "posted": null,
    });
    let findings = review.rules.iter().flat_map(|rule| {
        let is_common = rule.help.is_some();
        rule.rows.iter().map(move |row| finding(row, is_common))
    });
    let parts = [
        ("as_of", json!(index.catalogue.as_of.to_string()).to_string()),
        ("counts", counts(review.counts).to_string()),
        ("rules", lines(rules)),
        ("agencies", lines(agencies)),
        ("sides", sides.to_string()),
        ("outcomes", Value::from(outcomes.into_iter().collect::<serde_json::Map<_, _>>()).to_string()),
        ("differing", lines(differing)),
        ("questions", lines(questions)),
        ("findings", lines(findings)),
    ];
    let parts: Vec<String> = parts.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn lines(values: impl Iterator<Item = Value>) -> String {
    let lines: Vec<String> = values.map(|value| value.to_string()).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) }
}

fn counts(of: Counts) -> Value {
    let counts = Verdict::ALL.map(|verdict| (verdict.as_str().to_owned(), Value::from(of.with(verdict))));
    Value::from(counts.into_iter().collect::<serde_json::Map<_, _>>())
}

fn rule(of: &OfRule) -> Value {
    json!({
        "code": of.code.name(), "title": title(of.code), "severity": of.code.severity().as_str(),
        "class": of.code.class().as_str(), "reference": of.code.reference(),
        "help": of.help, "count": of.count, "common": of.common.as_ref().map(|common| common.procedures), "not_shown": of.not_shown(),
    })
}

fn question(asked: &Asked) -> Value {
    let told = listing::question(asked.question);
    json!({ "procedure": asked.code.as_str(), "kind": told.kind, "about": told.about, "command": asked.command() })
}

/// A finding; what to do is said once, with its rule, where that is the same for all.
fn finding(row: &Row, is_common: bool) -> Value {
    let (path, line) = place(row);
    json!({
        "code": row.finding.code.name(), "severity": row.finding.severity().as_str(),
        "class": row.finding.class().as_str(), "procedure": row.procedure.as_ref().map(|code| code.as_str()),
        "agency": row.agency.map(|id| id.0.as_str()), "path": path, "line": line, "message": row.message,
        "help": (!is_common).then(|| row.finding.official_help(LANGUAGE)),
    })
}

fn place<'r>(row: &'r Row) -> (Option<&'r str>, Option<u32>) {
    let place = row.finding.place.as_ref();
    (place.map(|place| place.path.as_str()), place.map(|place| place.line).filter(|line| *line > 0))
}

/// The page of the procedure, or else of the decision: the one column in which a spreadsheet leaves a code as it is.
fn url(index: &Index, row: &Row) -> Option<String> {
    let procedure = row.procedure.as_ref().and_then(|code| index.entry(code)).map(|entry| entry.url.clone());
    procedure.or_else(|| Some(index.addresses.of(row.decision?)?.to_owned()))
}

/// A table for spreadsheets.
pub(super) fn to_csv(index: &Index, review: &Review) -> Vec<u8> {
    let columns = ["rule", "title", "severity", "procedure", "url", "agency", "path", "line", "message", "help"];
    let mut table = Table::new(columns.map(|key| (Words::of_site().get("review_csv", key), 20)));
    for row in review.rows() {
        let (path, line) = place(row);
        let severity = Words::of_site().get("verdict", row.finding.code.verdict().as_str());
        table.rows.push(vec![
            row.finding.code.name().to_owned(),
            title(row.finding.code),
            severity,
            row.procedure.as_ref().map(ToString::to_string).unwrap_or_default(),
            url(index, row).unwrap_or_default(),
            row.agency.map(|id| index.records.agency_name(id).to_owned()).unwrap_or_default(),
            path.unwrap_or_default().to_owned(),
            line.map(|line| line.to_string()).unwrap_or_default(),
            row.message.clone(),
            row.finding.official_help(LANGUAGE),
        ]);
    }
    table.to_csv()
}

/// Where both stand.
pub(super) fn addresses() -> [String; 2] {
    [format!("{}ra-soat.json", address::REVIEW), format!("{}ra-soat.csv", address::REVIEW)]
}
