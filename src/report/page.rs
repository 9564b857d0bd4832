//! The words that reports share: days, decisions, evidence, and lines no wider than a terminal.

use crate::ledger::{Basis, Evidence, Fact, FactKind, LevelState, Next, Question, Status, Version};
use crate::model::{Day, DecisionKey, Level, NormativeText, Records};
use crate::strings::{Language, Strings};

use super::{day_text, word};

/// The widest line, in characters: that of a terminal as it comes.
const WIDTH: usize = 80;

/// The words of one report.
pub(super) struct Page<'a> {
    pub(super) records: &'a Records,
    pub(super) language: Language,
}

impl Page<'_> {
    pub(super) fn label(&self, key: &str) -> String {
        word("label", key, self.language)
    }

    pub(super) fn fill(&self, key: &str, args: &[(&'static str, String)]) -> String {
        Strings::of(self.language).filled(&["report", key], args)
    }

    /// A string that the site has too.
    pub(super) fn of_site(&self, table: &str, key: &str, args: &[(&'static str, String)]) -> String {
        Strings::of(self.language).filled(&["site", table, key], args)
    }

    pub(super) fn day(&self, day: Day) -> String {
        day_text(day, self.language)
    }

    pub(super) fn levels<'l>(&self, levels: impl Iterator<Item = &'l Level>) -> String {
        levels.map(|level| word("level", level.as_str(), self.language)).collect::<Vec<_>>().join(", ")
    }

    /// The status and its period. What has ended did so *from* the first day no longer in force; what will end is in force
    /// *through* the day before.
    pub(super) fn status(&self, state: &LevelState) -> String {
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
                add("through", state.suspended_until.and_then(|day| day.pred_opt()));
                add("was_since", state.since);
            }
        }
        text
    }

    pub(super) fn decision(&self, key: &DecisionKey) -> String {
        let mut text = format!("{} · {}", key.number.key(), self.records.agency_name(&key.issuer));
        if let Some(signed) = key.signed {
            text.push_str(&self.fill("signed", &[("day", self.day(signed))]));
        }
        text
    }

    pub(super) fn evidence(&self, evidence: &Evidence) -> String {
        match evidence {
            Evidence::Decision(row) => {
                let change = word("change", row.told(), self.language);
                let mut text = format!("{change} · {}", self.decision(row.key()));
                text.push_str(&match row.effect() {
                    Some(day) => self.fill("effect", &[("day", self.day(day))]),
                    None => self.fill("effect_unknown", &[]),
                });
                match row.basis() {
                    Some(Basis::SilentRule(rule)) => {
                        text.push_str(&self.fill("silent_rule", &[("rule", rule.id.clone())]));
                    }
                    Some(basis @ (Basis::Clause | Basis::Signing | Basis::Counted | Basis::LegalText)) => {
                        text.push_str(&format!(" ({})", word("basis", basis_word(&basis), self.language)));
                    }
                    None => {}
                }
                text
            }
            Evidence::Snapshot(list) => {
                let key = if list.taken.is_some() { "snapshot" } else { "snapshot_not_before" };
                let day = list.day().map(|day| self.day(day)).unwrap_or_default();
                self.fill(key, &[("title", list.title.clone()), ("id", list.id.clone()), ("day", day)])
            }
            Evidence::Ruling(ruling) => {
                let days = [("ruled", self.day(ruling.ruled)), ("from", self.day(ruling.from))];
                self.fill("ruling", &[vec![("by", ruling.by.clone())], days.to_vec()].concat())
            }
        }
    }

    /// A piece of evidence in a few words: what it does, and the number of its decision.
    pub(super) fn brief(&self, evidence: &Evidence) -> String {
        let (change, named) = match evidence {
            Evidence::Decision(row) => (word("change", row.told(), self.language), row.key().number.key()),
            Evidence::Snapshot(list) => (String::new(), list.id.as_str()),
            Evidence::Ruling(ruling) => (String::new(), ruling.by.as_str()),
        };
        let args = [("change", change), ("named", named.to_owned())];
        Strings::of(self.language).filled(&["report", "brief", evidence.kind()], &args)
    }

    pub(super) fn version(&self, version: &Version) -> String {
        match version {
            Version::Base => self.label("version_base"),
            Version::Amended { decision, from } => {
                let from = from.map_or_else(String::new, |day| self.fill("effect", &[("day", self.day(day))]));
                format!("{}{from}", self.decision(&decision.key))
            }
            Version::Unknown { by } => self.fill("version_unknown", &[("decision", self.decision(&by.key))]),
        }
    }

    pub(super) fn next(&self, next: &Next) -> String {
        let by = match &next.by {
            Evidence::Decision(row) => self.decision(row.key()),
            other @ (Evidence::Snapshot(_) | Evidence::Ruling(_)) => self.evidence(other),
        };
        let told = if next.act.is_law() { next.act.as_str() } else { next.word() };
        let change = word("change", told, self.language);
        let mut text = self.fill("next", &[("day", self.day(next.from)), ("change", change), ("by", by)]);
        if next.signed_later {
            text.push_str(&self.fill("signed_later", &[]));
        }
        text
    }

    /// A mark, a fee or the competent agency, with its days and its decision.
    pub(super) fn fact(&self, fact: &Fact) -> String {
        let said = |key, args: &[(&'static str, String)]| self.of_site("said", key, args);
        let what = match &fact.what {
            FactKind::Flag { flag, set } => {
                let flag = self.of_site("flag", flag.as_str(), &[]);
                said(if *set { "flag_set" } else { "flag_taken" }, &[("flag", flag)])
            }
            FactKind::Competence { to } => said("competence", &[("to", to.clone())]),
            FactKind::Fee { via: Some(via), .. } => {
                said("fee", &[("via", self.of_site("via", via.as_str(), &[])), ("fee", fact.what.told().1)])
            }
            FactKind::Fee { via: None, .. }
            | FactKind::Time(_)
            | FactKind::TimeCut(_)
            | FactKind::Place(_)
            | FactKind::Executing(_)
            | FactKind::Name { .. }
            | FactKind::Legal(_) => {
                let (kind, text) = fact.what.told();
                Strings::of(self.language).filled(&["site", "said", "content", kind], &[("text", text)])
            }
        };
        let levels = self.at_levels(fact.levels.iter());
        format!("{}: {what}{levels} ({})", self.period(Some(fact.from), fact.until), self.decision(&fact.by.key))
    }

    /// " [tỉnh, xã]", or nothing where every level is meant.
    pub(super) fn at_levels<'l>(&self, levels: impl Iterator<Item = &'l Level>) -> String {
        let levels = self.levels(levels);
        if levels.is_empty() { levels } else { self.fill("at_levels", &[("levels", levels)]) }
    }

    /// The days of a half-open period: "từ … đến hết …" the last day.
    pub(super) fn period(&self, from: Option<Day>, until: Option<Day>) -> String {
        let last = until.map(|until| self.day(until.pred_opt().unwrap_or(until)));
        let day = |day: Option<String>| day.unwrap_or_default();
        match (from.map(|from| self.day(from)), last) {
            (None, None) => self.fill("period_always", &[]),
            (None, last) => self.fill("period_before", &[("until", day(last))]),
            (from, None) => self.fill("period_from", &[("from", day(from))]),
            (from, last) => self.fill("period", &[("from", day(from)), ("until", day(last))]),
        }
    }

    /// A normative text by its number, with its own status on a day.
    pub(super) fn legal_text(&self, number: &str, on: Day) -> String {
        let status = self.records.legal_texts.get(number).and_then(|text: &NormativeText| text.status_on(on));
        let word = self.of_site("text_status", status.map_or("unknown", |status| status.as_str()), &[]);
        format!("{number} ({})", word.to_lowercase())
    }

    /// Why a question is open: the decision or the list, and what is not known of it.
    pub(super) fn question(&self, question: &Question) -> String {
        let about = question.decision().map_or_else(|| question.about().to_owned(), |by| self.decision(&by.key));
        format!("{}: {about}", word("question", question.kind(), self.language))
    }

    /// A block of text: a heading, and lines broken at blanks, those that go on set in.
    pub(super) fn section(&self, key: &str, lines: &[String]) -> String {
        if lines.is_empty() {
            return String::new();
        }
        let lines: String = lines.iter().map(|line| wrapped("  ", line)).collect();
        format!("\n{}\n{lines}", self.label(key))
    }
}

/// A text after a head, broken at blanks so that no line is wider than a terminal; what goes on stands under its beginning.
/// A word that is wider, such as an address, stands whole.
pub(super) fn wrapped(head: &str, text: &str) -> String {
    let indent = head.chars().count();
    let mut lines = vec![head.to_owned()];
    let mut width = indent;
    for word in text.split_whitespace() {
        let needed = word.chars().count();
        if width > indent && width + 1 + needed > WIDTH {
            lines.push(" ".repeat(indent));
            width = indent;
        }
        if let Some(line) = lines.last_mut() {
            if width > indent {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
        }
        width += needed;
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

pub(super) fn basis_word(basis: &Basis<'_>) -> &'static str {
    match basis {
        Basis::Clause => "clause",
        Basis::Signing => "signing",
        Basis::Counted => "counted",
        Basis::LegalText => "legal-text",
        Basis::SilentRule(_) => "silent-rule",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_a_terminal_and_lose_no_word() {
        let text = "Cấp giấy chứng nhận bị phơi nhiễm với HIV do tai nạn rủi ro nghề nghiệp ".repeat(3);
        let shown = wrapped("1.013860  ", &text);
        assert!(shown.lines().all(|line| line.chars().count() <= WIDTH), "{shown}");
        assert!(shown.lines().skip(1).all(|line| line.starts_with("          ")), "{shown}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&shown)[1..], words(&text));
        let address = "https://dichvucong.gov.vn/".repeat(5);
        assert_eq!(wrapped("", &format!("xem {address} .")), format!("xem\n{address}\n.\n"));
    }
}
