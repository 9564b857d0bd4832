//! An audit of what somebody shows, for people, for programs and for spreadsheets.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::model::{Day, Office, ProcedureCode, Records};
use crate::posted::{Action, Audit, Change, Compared, Identity, PostedFile, Reason, Rule, Sides, Told, Verdict};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::day_text;
use super::posted_sides::{sides_json, sides_text};

/// How many findings of one rule are shown.
pub(super) const SHOWN: usize = 3;

/// An audit, and what it was of.
#[derive(Debug)]
pub struct Audited<'a> {
    /// The target as it was named.
    pub target: &'a str,
    /// The office that shows it.
    pub office: Option<&'a Office>,
    /// The day.
    pub as_of: Day,
    /// What was read.
    pub files: &'a [PostedFile],
    /// What could not be read, each with why.
    pub errors: &'a [(String, String)],
    /// The answer.
    pub audit: &'a Audit,
    /// The catalogue, for the addresses of procedures.
    pub records: &'a Records,
    /// The answer beside an earlier one.
    pub compared: Option<&'a Compared>,
    /// Where procedures stand, side by side, where it was asked.
    pub sides: Option<&'a Sides>,
}

impl Audited<'_> {
    /// `pass`, `fault` or `unchecked`: what nothing was found in proves nothing.
    pub(super) fn verdict(&self) -> &'static str {
        let findings = || self.audit.findings.iter();
        if findings().any(|told| told.verdict == Verdict::Fault) {
            "fault"
        } else if findings().any(|told| told.verdict.is_unchecked())
            || self.audit.totals.posted == 0
            || !self.errors.is_empty()
        {
            "unchecked"
        } else {
            "pass"
        }
    }

    /// What was audited, against what, on which day.
    pub(super) fn head(&self, language: Language) -> String {
        let strings = Strings::of(language);
        let whose = self.office.map_or_else(|| strings.get(&["posted", "everything"]), |office| office.name.clone());
        let values = [("target", self.target.to_owned()), ("whose", whose), ("day", day_text(self.as_of, language))];
        strings.filled(&["posted", "head"], &values)
    }

    /// The verdict in words: of what was not read nobody can say that it has no fault.
    pub(super) fn answer(&self, language: Language) -> String {
        let is_read = self.audit.totals.posted > 0 && self.errors.is_empty();
        let verdict = if self.verdict() == "unchecked" && !is_read { "unread" } else { self.verdict() };
        Strings::of(language).get(&["posted", "answer", verdict])
    }

    /// The counts in words.
    pub(super) fn counts(&self, language: Language) -> String {
        let totals = &self.audit.totals;
        let counts = [
            ("due", totals.due),
            ("posted", totals.posted),
            ("missing", totals.missing),
            ("extra", totals.extra),
            ("ended", totals.ended),
            ("unknown", totals.unknown),
            ("proved", self.proved_missing()),
        ];
        // What is not proved to be missing is counted apart, as the table of a province's offices does.
        let key = if self.proved_missing() < totals.missing { "totals_unproved" } else { "totals" };
        Strings::of(language).filled(&["posted", key], &counts.map(|(key, count)| (key, count.to_string())))
    }

    /// How many procedures are proved to be missing: where not all was read, what is not seen is unchecked.
    pub(super) fn proved_missing(&self) -> usize {
        let findings = self.audit.findings.iter();
        findings.filter(|told| told.verdict == Verdict::Fault && told.rule == Rule::MissingInForce).count()
    }

    /// The counts beside an earlier audit in words.
    pub(super) fn compared_line(&self, language: Language) -> Option<String> {
        let compared = self.compared?;
        let count = |change| compared.count(change).to_string();
        let values = [
            ("new", count(Change::New)),
            ("still", count(Change::Still)),
            ("fixed", count(Change::Fixed)),
            ("unproved", count(Change::Unproved)),
            ("day", day_text(compared.since, language)),
        ];
        Some(Strings::of(language).filled(&["posted", "compared"], &values))
    }

    /// The findings about which there is this to do, faults first.
    pub(super) fn of_action(&self, action: Action) -> impl Iterator<Item = &Told> {
        let of = move |is_unchecked: bool| {
            let told = self.audit.to_do();
            told.filter(move |told| told.rule.action() == action && told.verdict.is_unchecked() == is_unchecked)
        };
        of(false).chain(of(true))
    }

    /// How many findings are about what has to be taken down, and ask for nothing else, in words; `None` where there is none.
    pub(super) fn spared(&self, language: Language) -> Option<String> {
        let count = self.audit.findings.len() - self.audit.to_do().count();
        let values = [("count", count.to_string())];
        (count > 0).then(|| Strings::of(language).filled(&["posted", "spared"], &values))
    }

    /// The address of a finding's procedure on the national portal.
    pub(super) fn address(&self, told: &Told) -> Option<String> {
        let code = ProcedureCode::new(told.procedure.as_deref()?).ok()?;
        Some(self.records.links.get(&code)?.target.url())
    }
}

/// As JSON.
pub fn posted_json(audited: &Audited, language: Language) -> Value {
    let totals = &audited.audit.totals;
    let finding = |told: &Told| {
        let compared = audited.compared.and_then(|compared| compared.of(told));
        let first_seen = compared.map_or(audited.as_of, |(_, day)| day);
        json!({
            "code": told.rule.as_str(),
            "verdict": told.verdict.as_str(),
            "reason": told.verdict.reason().map(Reason::as_str),
            "score": told.score(),
            "procedure": told.procedure,
            "where": told.place.as_ref().map(|(path, line)| json!({ "path": path, "line": line })),
            "message": told.message(language),
            "help": told.help(language),
            "key": Identity::of(told).key,
            "first_seen": first_seen.to_string(),
            "days": (audited.as_of - first_seen).num_days(),
            "change": compared.map(|(change, _)| change.as_str()),
        })
    };
    let gone = |compared: &Compared, wanted: Change| {
        let gone = compared.gone.iter().filter(|(_, _, change)| *change == wanted);
        let one = gone.map(|(identity, before, _)| {
            json!({
                "code": identity.code,
                "procedure": identity.procedure,
                "key": identity.key,
                "first_seen": before.first_seen.to_string(),
                "message": before.message,
            })
        });
        one.collect::<Vec<_>>()
    };
    let previous = audited.compared.map(|compared| {
        json!({
            "as_of": compared.since.to_string(),
            "new": compared.count(Change::New),
            "still": compared.count(Change::Still),
            "fixed": gone(compared, Change::Fixed),
            "unproved": gone(compared, Change::Unproved),
        })
    });
    let read = audited.files.iter().map(|file| json!({ "path": file.path, "rows": file.rows.len(), "error": null }));
    let unread = audited.errors.iter().map(|(path, why)| json!({ "path": path, "rows": null, "error": why }));
    json!({
        "target": audited.target,
        "office": audited.office.map(|office| office.id.0.as_str()),
        "as_of": audited.as_of.to_string(),
        "verdict": audited.verdict(),
        "files": read.chain(unread).collect::<Vec<_>>(),
        "findings": audited.audit.findings.iter().map(finding).collect::<Vec<_>>(),
        "totals": {
            "due": totals.due,
            "posted": totals.posted,
            "missing": totals.missing,
            "extra": totals.extra,
            "ended": totals.ended,
            "unknown": totals.unknown,
        },
        "previous": previous,
        "sides": audited.sides.map(sides_json),
    })
}

/// As a table to work through: what is wrong, where, what to do, and why something could not be checked.
pub fn posted_table(audited: &Audited, language: Language) -> Table {
    let strings = Strings::of(language);
    let columns = [
        ("verdict", 16),
        ("rule", 30),
        ("procedure", 14),
        ("path", 30),
        ("line", 8),
        ("message", 60),
        ("help", 60),
        ("reason", 40),
    ];
    let of_change = [("change", 12), ("first_seen", 14), ("days", 8)];
    let of_change = of_change.into_iter().filter(|_| audited.compared.is_some());
    let columns = columns.into_iter().chain(of_change);
    let mut table = Table::new(columns.map(|(key, width)| (strings.get(&["posted", "column", key]), width)));
    let since = |change: Change, first_seen: Day| {
        let days = (audited.as_of - first_seen).num_days().to_string();
        [strings.get(&["posted", "change", change.as_str()]), first_seen.to_string(), days]
    };
    for told in audited.audit.to_do() {
        let (path, line) = told.place.clone().map_or_else(Default::default, |(path, line)| (path, line.to_string()));
        let mut row = vec![
            strings.get(&["posted", "verdict", told.verdict.as_str()]),
            told.rule.as_str().to_owned(),
            told.procedure.clone().unwrap_or_default(),
            path,
            line,
            told.message(language),
            told.help(language),
            reason_text(told, language),
        ];
        let compared = audited.compared.and_then(|compared| compared.of(told));
        row.extend(compared.into_iter().flat_map(|(change, first_seen)| since(change, first_seen)));
        table.rows.push(row);
    }
    for (identity, before, change) in audited.compared.iter().flat_map(|compared| &compared.gone) {
        let [code, procedure] = [identity.code.clone(), identity.procedure.clone().unwrap_or_default()];
        let blank = String::new;
        let mut row = vec![blank(), code, procedure, blank(), blank(), before.message.clone(), blank(), blank()];
        row.extend(since(*change, before.first_seen));
        table.rows.push(row);
    }
    table
}

/// Why a finding could not be checked, in words; empty of a fault.
pub(super) fn reason_text(told: &Told, language: Language) -> String {
    told.verdict.reason().map(|reason| reason.text(language)).unwrap_or_default()
}

/// For people: the verdict, the counts, and by rule the first findings, or all.
pub fn posted_text(audited: &Audited, every: bool, language: Language) -> String {
    let strings = Strings::of(language);
    let of = |key: &'static str, args: &[(&'static str, String)]| strings.filled(&["posted", key], args);
    let mut text = audited.head(language) + "\n";
    for (path, why) in audited.errors {
        text += &(of("unread", &[("path", path.clone()), ("why", why.clone())]) + "\n");
    }
    let mut by_rule: BTreeMap<(usize, bool), Vec<&Told>> = BTreeMap::new();
    for told in &audited.audit.findings {
        let place = Rule::ALL.iter().position(|rule| *rule == told.rule).unwrap_or_default();
        by_rule.entry((place, told.verdict.is_unchecked())).or_default().push(told);
    }
    for told in by_rule.into_values() {
        let Some(first) = told.first() else { continue };
        let word = strings.get(&["posted", "verdict", first.verdict.as_str()]);
        text += &format!("\n{word}[{}]: {}\n", first.rule.as_str(), told.len());
        let shown = if every { told.len() } else { SHOWN };
        // What to do is often the same for all, and told once.
        let is_one = told.iter().all(|one| one.help(language) == first.help(language));
        let is_one_reason = told.iter().all(|one| one.verdict == first.verdict);
        let why = |one: &Told| {
            let reason = one.verdict.reason()?;
            Some(format!("{}: {}", strings.get(&["posted", "why"]), reason.text(language)))
        };
        for one in told.iter().take(shown) {
            let place = one.place.as_ref().map(|(path, line)| format!("{path}:{line}: ")).unwrap_or_default();
            let since = audited.compared.and_then(|compared| compared.of(one)).map(|(change, first_seen)| {
                let days = (audited.as_of - first_seen).num_days().to_string();
                strings.filled(
                    &["posted", "since", change.as_str()],
                    &[("day", day_text(first_seen, language)), ("days", days)],
                )
            });
            text += &format!("  {place}{}{}\n", one.message(language), since.unwrap_or_default());
            if !is_one {
                text += &format!("    → {}\n", one.help(language));
            }
            if let Some(why) = why(one).filter(|_| !is_one_reason) {
                text += &format!("    = {why}\n");
            }
        }
        if let Some(why) = why(first).filter(|_| is_one_reason) {
            text += &format!("  = {why}\n");
        }
        if is_one {
            text += &format!("  = {}: {}\n", strings.get(&["report", "help"]), first.help(language));
        }
        if told.len() > shown {
            text += &(of("more", &[("count", (told.len() - shown).to_string())]) + "\n");
        }
    }
    text += &audited.sides.map(|sides| sides_text(sides, every, language)).unwrap_or_default();
    text += &compared_text(audited, every, language);
    text + &format!("\n{}\n{}\n", audited.counts(language), audited.answer(language))
}

/// What became of the findings of before: the counts, and what is no longer found.
fn compared_text(audited: &Audited, every: bool, language: Language) -> String {
    let strings = Strings::of(language);
    let Some((compared, line)) = audited.compared.zip(audited.compared_line(language)) else { return String::new() };
    let mut text = format!("\n{line}\n");
    let shown = if every { compared.gone.len() } else { SHOWN };
    for (identity, before, change) in compared.gone.iter().take(shown) {
        let word = strings.get(&["posted", "change", change.as_str()]);
        text += &format!("  {word}[{}]: {}\n", identity.code, before.message);
    }
    if compared.gone.len() > shown {
        let more = [("count", (compared.gone.len() - shown).to_string())];
        text += &(strings.filled(&["posted", "more"], &more) + "\n");
    }
    text
}
