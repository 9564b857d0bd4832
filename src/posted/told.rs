//! One finding: what is told, how sure it is, and in which words.

use crate::strings::{Language, Strings, day_text};

use super::{By, Entry, Rule};

/// Whether it is a fault, or could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Lỗi.
    Fault,
    /// Không kiểm tra được, and why.
    Unchecked(Reason),
}

impl Verdict {
    /// The word in JSON: `fault` or `unchecked`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Fault => "fault",
            Verdict::Unchecked(_) => "unchecked",
        }
    }

    /// Whether it could not be checked.
    pub fn is_unchecked(self) -> bool {
        matches!(self, Verdict::Unchecked(_))
    }

    /// Why it could not be checked; `None` of a fault.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Verdict::Fault => None,
            Verdict::Unchecked(reason) => Some(reason),
        }
    }

    /// A fault, but where there is a reason for which it could not be checked.
    pub(super) fn but_for(reason: Option<Reason>) -> Verdict {
        reason.map_or(Verdict::Fault, Verdict::Unchecked)
    }

    /// A fault, but where this is so, for this reason.
    pub(super) fn unless(is_so: bool, reason: Reason) -> Verdict {
        Verdict::but_for(is_so.then_some(reason))
    }
}

/// Why something could not be checked. Where several reasons hold it is the one that has to be overcome first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Not all of what is shown was read: what was not may show it.
    NotWhole,
    /// No procedure was found in what is shown: perhaps it is no list.
    NothingFound,
    /// Who has the procedure is known by default alone (a basis of rank 4 or 5).
    ByDefault,
    /// The catalogue knows nobody who has the procedure.
    NoHolder,
    /// The list by which it is in force is too old to prove it.
    OldEvidence,
    /// The procedure's own record says it so: it is its source's slip.
    OfRecord,
    /// The row names no year, and numbers of decisions begin anew each year.
    NoYear,
    /// The catalogue does not know the portal's page, which may be there.
    PageNotHeld,
    /// The row leads to a page of the site's own, which may lead on.
    OwnPage,
    /// The catalogue does not hold the code.
    CodeNotHeld,
    /// The rows stand under two headings, perhaps on purpose.
    TwoHeadings,
    /// A shorter time limit may be a cut that the catalogue does not have.
    MayBeCut,
    /// The province may have exempted the fee, by a resolution that the catalogue does not have.
    MayBeExempt,
    /// What differs may be the same in other words.
    Reworded,
    /// The catalogue does not hold the decision, which may publish something else.
    DecisionNotHeld,
    /// The procedure was found by a name that is not quite its own.
    Searched,
}

impl Reason {
    /// Every reason, in the order of the enumeration.
    pub const ALL: [Reason; 16] = [
        Reason::NotWhole,
        Reason::NothingFound,
        Reason::ByDefault,
        Reason::NoHolder,
        Reason::OldEvidence,
        Reason::OfRecord,
        Reason::NoYear,
        Reason::PageNotHeld,
        Reason::OwnPage,
        Reason::CodeNotHeld,
        Reason::TwoHeadings,
        Reason::MayBeCut,
        Reason::MayBeExempt,
        Reason::Reworded,
        Reason::DecisionNotHeld,
        Reason::Searched,
    ];

    /// The word in JSON and in the strings files (`posted.reason.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::NotWhole => "not_whole",
            Reason::NothingFound => "nothing_found",
            Reason::ByDefault => "by_default",
            Reason::NoHolder => "no_holder",
            Reason::OldEvidence => "old_evidence",
            Reason::OfRecord => "of_record",
            Reason::NoYear => "no_year",
            Reason::PageNotHeld => "page_not_held",
            Reason::OwnPage => "own_page",
            Reason::CodeNotHeld => "code_not_held",
            Reason::TwoHeadings => "two_headings",
            Reason::MayBeCut => "may_be_cut",
            Reason::MayBeExempt => "may_be_exempt",
            Reason::Reworded => "reworded",
            Reason::DecisionNotHeld => "decision_not_held",
            Reason::Searched => "searched",
        }
    }

    /// The reason in words.
    pub fn text(self, language: Language) -> String {
        Strings::of(language).get(&["posted", "reason", self.as_str()])
    }
}

/// The value that is the score of a search.
const SCORE: &str = "score";

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is told.
    pub rule: Rule,
    /// Whether it is a fault.
    pub verdict: Verdict,
    /// The procedure, by the catalogue's code or as written.
    pub procedure: Option<String>,
    /// The file and the line in it (see [`Shown::line`](crate::import::Shown::line)); `None` of what stands nowhere.
    pub place: Option<(String, usize)>,
    /// The values in its words; empty is one that the catalogue does not have.
    pub values: Vec<(&'static str, String)>,
}

impl Told {
    pub(super) fn new(rule: Rule, verdict: Verdict, entry: &Entry, values: Vec<(&'static str, String)>) -> Told {
        let mut all = vec![("code", entry.written.clone())];
        all.extend(values);
        let verdict = match (entry.by, verdict) {
            (By::Search { score }, verdict) => {
                all.push((SCORE, score.to_string()));
                // Nothing is a fault that rests on such a match.
                Verdict::Unchecked(verdict.reason().unwrap_or(Reason::Searched))
            }
            (_, verdict) => verdict,
        };
        Told { rule, verdict, procedure: Some(entry.code_or_written()), place: Some(entry.place()), values: all }
    }

    /// How much of the name agrees by which the procedure was found, in hundredths; `None` where it was found otherwise.
    pub fn score(&self) -> Option<u8> {
        self.values.iter().find(|(name, _)| *name == SCORE).and_then(|(_, score)| score.parse().ok())
    }

    /// What it says, in a reader's language.
    pub fn message(&self, language: Language) -> String {
        let message = self.words("message", "message_without", language);
        match self.score() {
            Some(_) => message + &Strings::of(language).filled(&["posted", "searched"], &self.searched()),
            None => message,
        }
    }

    /// What was found by a name, and how much of it agrees.
    fn searched(&self) -> Vec<(&'static str, String)> {
        let found = [("found", self.procedure.clone().unwrap_or_default())];
        self.values.iter().cloned().chain(found).collect()
    }

    /// What to do about it.
    pub fn help(&self, language: Language) -> String {
        self.words("help", "help_without", language)
    }

    /// The sentence: that of a value which has one of its own, or the one `without` a value that the catalogue does not have.
    fn words(&self, whole: &str, without: &str, language: Language) -> String {
        let strings = Strings::of(language);
        let path = |part| ["posted", "rule", self.rule.as_str(), part];
        let values: Vec<_> = self.values.iter().map(|value| in_words(value, language)).collect();
        let own = values.iter().map(|(name, _)| format!("{whole}_{name}"));
        let own = own.into_iter().find(|part| strings.has(&["posted", "rule", self.rule.as_str(), part]));
        let whole = own.as_deref().unwrap_or(whole);
        let sentence = strings.get(&path(whole));
        let is_named = |name: &str| sentence.contains(&["{", name, "}"].concat());
        let lacks = values.iter().any(|(name, value)| value.is_empty() && is_named(name));
        let part = if lacks && strings.has(&path(without)) { without } else { whole };
        strings.filled(&path(part), &values)
    }
}

/// A value as people read it: a day as their language writes it, and what a rank of an assignment rests on.
fn in_words((name, value): &(&'static str, String), language: Language) -> (&'static str, String) {
    let shown = match *name {
        "day" => value.parse().map_or_else(|_| value.clone(), |day| day_text(day, language)),
        "rank" if !value.is_empty() => Strings::of(language).get(&["site", "office_rank", value]),
        _ => value.clone(),
    };
    (name, shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_catalogue_does_not_have_is_said_in_words_and_leaves_no_gap() {
        for (rule, absent, present) in [
            (Rule::ExpiredListed, "now", ["day", "by"].as_slice()),
            (Rule::ExpiredListed, "by", &["day", "now"]),
            (Rule::FutureShownAsCurrent, "day", &["by"]),
            (Rule::SuspendedListed, "day", &["by"]),
            (Rule::MissingInForce, "rank", &["name"]),
            (Rule::NotDueHere, "whose", &[]),
            (Rule::WrongDecision, "right", &["number"]),
            (Rule::LinkMissing, "right", &[]),
            (Rule::LinkOtherProcedure, "right", &["other", "url"]),
            (Rule::LinkHome, "right", &["url"]),
            (Rule::LinkSearch, "right", &["url"]),
            (Rule::LinkUnknownPage, "right", &["url"]),
            (Rule::LinkDeadHost, "right", &["url"]),
            (Rule::LinkLegacyForm, "right", &["url"]),
            (Rule::LinkClosedProvincial, "right", &["url"]),
            (Rule::OldAgencyName, "today", &["name"]),
            (Rule::AgencyOtherProvince, "today", &["name"]),
        ] {
            let mut values = vec![("code", "1.004222".to_owned()), (absent, String::new())];
            values.extend(present.iter().map(|name| (*name, "Y".to_owned())));
            let told = Told { rule, verdict: Verdict::Fault, procedure: None, place: None, values };
            for language in Language::ALL {
                for words in [told.message(language), told.help(language)] {
                    let gaps = ["  ", "{", "()", "–", ": ;", "posted."];
                    let is_whole = !gaps.iter().any(|gap| words.contains(gap)) && !words.ends_with([':', ' ']);
                    assert!(is_whole, "{rule:?} without {absent}: {words}");
                }
            }
        }
    }

    #[test]
    fn every_reason_has_a_word_of_its_own_and_is_said_in_both_languages() {
        let words: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(words.len(), Reason::ALL.len());
        for language in Language::ALL {
            let said: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.text(language)).collect();
            assert_eq!(said.len(), Reason::ALL.len());
            assert!(said.iter().all(|text| !text.starts_with("posted.")), "{said:?}");
        }
    }
}
