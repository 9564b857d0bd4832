//! The verdicts on deadlines and the index's figures, as text and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::list::table;
use crate::deadlines::{FigureOf, Outcome, Reason, Verdict};
use crate::model::{AgencyId, Day, Period, Records};
use crate::strings::{Language, Strings};

/// What `niemyet deadlines` reports.
#[derive(Debug)]
pub struct DeadlineReport<'a> {
    /// The catalogue.
    pub records: &'a Records,
    /// The day that "not yet due" is measured from.
    pub today: Day,
    /// The days of signing.
    pub period: Period,
    /// The agency that the figures are of.
    pub issuer: &'a AgencyId,
    /// Every verdict.
    pub verdicts: &'a [Verdict<'a>],
    /// The figures.
    pub figures: &'a [FigureOf],
}

/// `{today, period, counts, verdicts, figures}`: every verdict, in the order of decisions, rules and rows.
pub fn deadlines_json(report: &DeadlineReport<'_>) -> Value {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let verdict = |verdict: &Verdict<'_>| {
        let key = &verdict.decision.key;
        let (reason, about) = reason(&verdict.outcome);
        json!({
            "decision": key.number.key(),
            "issuer": key.issuer.0,
            "signed": day(key.signed),
            "path": verdict.decision.file,
            "line": verdict.row.map(|row| row.line),
            "codes": verdict.codes.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "name": verdict.row.and_then(|row| row.name.as_deref()),
            "rule": verdict.rule.id,
            "duty": verdict.rule.duty.as_str(),
            "article": verdict.rule.article,
            "days": verdict.rule.days,
            "unit": verdict.rule.unit.as_str(),
            "due": day(verdict.due),
            "done": day(verdict.done),
            "verdict": verdict.outcome.as_str(),
            "reason": reason,
            "about": about,
        })
    };
    let figure = |figure: &FigureOf| {
        json!({
            "figure": figure.number,
            "issuer": report.issuer.0,
            "verdict": figure.verdict(),
            "numerator": figure.met,
            "denominator": figure.checked,
            "unchecked": figure.unchecked,
        })
    };
    json!({
        "today": report.today.to_string(),
        "period": { "from": day(report.period.from()), "until": day(report.period.until()) },
        "counts": {
            "met": count(report, "met"),
            "missed": count(report, "missed"),
            "unchecked": count(report, "unchecked"),
        },
        "verdicts": report.verdicts.iter().map(verdict).collect::<Vec<_>>(),
        "figures": report.figures.iter().map(figure).collect::<Vec<_>>(),
    })
}

/// A table of the verdicts, the sums and the figures. What could not be checked is counted by rule and reason, unless
/// `all` lists each; what is not yet due is always listed, because somebody has it still to do.
pub fn deadlines_text(report: &DeadlineReport<'_>, all: bool, language: Language) -> String {
    let strings = Strings::of(language);
    let words = |key: &str, args: &[(&'static str, String)]| strings.filled(&["report", "deadline", key], args);
    if report.records.deadline_rules.is_empty() {
        return format!("{}\n", words("no_rules", &[]));
    }
    let mut rows = vec![["decision", "about", "rule", "due", "done", "verdict"].map(|key| words(key, &[]))];
    let mut counted: BTreeMap<(&str, &Reason), usize> = BTreeMap::new();
    for verdict in report.verdicts {
        if let Outcome::Unchecked(reason) = &verdict.outcome
            && !all
            && *reason != Reason::NotYetDue
        {
            *counted.entry((&verdict.rule.id, reason)).or_default() += 1;
            continue;
        }
        let codes: Vec<String> = verdict.codes.iter().map(ToString::to_string).collect();
        let about = match verdict.row {
            Some(row) if codes.is_empty() => words("row", &[("line", row.line.to_string())]),
            _ => codes.join(", "),
        };
        let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), |day| super::day_text(day, language));
        rows.push([
            verdict.decision.key.number.to_string(),
            if about.is_empty() { "–".to_owned() } else { about },
            verdict.rule.id.clone(),
            day(verdict.due),
            day(verdict.done),
            outcome(&verdict.outcome, language),
        ]);
    }
    let mut text = if rows.len() > 1 { format!("{}\n", table(&rows)) } else { String::new() };
    for ((rule, reason), count) in &counted {
        let reason = reason_text(reason, language);
        let line = words("counted", &[("rule", (*rule).to_owned()), ("count", count.to_string()), ("reason", reason)]);
        text.push_str(&format!("{line}\n"));
    }
    let sums = ["met", "missed", "unchecked"].map(|verdict| (verdict, count(report, verdict).to_string()));
    text.push_str(&format!("{}\n\n", words("sum", &sums)));
    let agency = report.records.agency_name(report.issuer).to_owned();
    text.push_str(&format!("{}\n", words("of", &[("agency", agency)])));
    for figure in report.figures {
        let args = [
            ("number", figure.number.to_owned()),
            ("met", figure.met.to_string()),
            ("checked", figure.checked.to_string()),
            ("unchecked", figure.unchecked.to_string()),
            ("verdict", super::word("verdict", figure.verdict(), language)),
        ];
        text.push_str(&format!("{}\n", words("figure", &args)));
    }
    if !counted.is_empty() {
        text.push_str(&format!("{}\n", words("all", &[])));
    }
    text
}

fn count(report: &DeadlineReport<'_>, word: &str) -> usize {
    report.verdicts.iter().filter(|verdict| verdict.outcome.as_str() == word).count()
}

/// The reason's word and what it is about: a text's number, a list's identifier.
fn reason(outcome: &Outcome) -> (Option<&'static str>, Option<&str>) {
    match outcome {
        Outcome::Met | Outcome::Missed => (None, None),
        Outcome::StillListed(list) => (Some("still-listed"), Some(list)),
        Outcome::Unchecked(reason) => match reason {
            Reason::TextUnknown(number) => (Some(reason.as_str()), Some(number)),
            _ => (Some(reason.as_str()), None),
        },
    }
}

fn outcome(outcome: &Outcome, language: Language) -> String {
    let verdict = super::word("verdict", outcome.as_str(), language);
    let why = match outcome {
        Outcome::Met | Outcome::Missed => return verdict,
        Outcome::StillListed(list) => {
            let args = [("list", list.clone())];
            Strings::of(language).filled(&["report", "deadline_reason", "still-listed"], &args)
        }
        Outcome::Unchecked(reason) => reason_text(reason, language),
    };
    format!("{verdict}: {why}")
}

fn reason_text(reason: &Reason, language: Language) -> String {
    let text = match reason {
        Reason::TextUnknown(number) => number.clone(),
        _ => String::new(),
    };
    Strings::of(language).filled(&["report", "deadline_reason", reason.as_str()], &[("text", text)])
}
