//! A report as text.

use crate::strings::{Language, Strings};

use super::field::Field;
use super::foretold::Foretelling;
use super::plan::Plan;
use super::report::{Conflict, FileReport, OwnIssuer, Report};

/// How many lines of one list are shown unless all are asked for.
const SHOWN: usize = 20;
/// How many issuers are: every former province may be one.
const ISSUERS_SHOWN: usize = 100;

/// Enough of a text to know it by.
pub(super) fn beginning(text: &str) -> String {
    const CHARS: usize = 120;
    if text.chars().count() <= CHARS { text.to_owned() } else { text.chars().take(CHARS).chain(['…']).collect() }
}

/// What a report is shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Nothing is written yet.
    Would,
    /// The edits are made.
    Done,
}

/// How much of its lists a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// The first lines of each.
    Short,
    /// Every line.
    All,
}

impl Plan {
    /// The plan and its report as text, in a reader's language.
    pub fn told(&self, tense: Tense, lists: Lists, language: Language) -> String {
        self.foretold(lists, language, "") + &self.outcome(tense, lists, language)
    }

    /// What is to be known before anything is written: what each file is and what a list will prove, how many procedures change
    /// state, and why nothing is imported. `again` is what a command that is offered has at its end.
    pub fn foretold(&self, lists: Lists, language: Language, again: &str) -> String {
        let mut telling = Telling { strings: Strings::of(language), language, lists, text: String::new() };
        let foretelling = Foretelling { language, again };
        let report = &self.report;
        for file in &report.files {
            telling.file(file);
            let told = file.list.as_ref().filter(|_| !report.keeps_evidence);
            for line in told.into_iter().flat_map(|list| foretelling.of_list(file, list)) {
                telling.line(&format!("  {line}"));
            }
        }
        let states = report.states.as_ref().map(|states| foretelling.shifts(states));
        let withheld = report.withheld.as_ref().map(|withheld| foretelling.withheld(withheld));
        for line in states.into_iter().chain(withheld).flatten() {
            telling.line(&line);
        }
        telling.text
    }

    /// What the import does or would do, and what it could not take.
    pub fn outcome(&self, tense: Tense, lists: Lists, language: Language) -> String {
        let mut telling = Telling { strings: Strings::of(language), language, lists, text: String::new() };
        if self.report.withheld.is_some() {
            telling.lists(&self.report);
            return telling.text;
        }
        if self.edits.is_empty() {
            telling.line(&telling.word("nothing"));
        } else {
            telling.outcome(self, tense);
        }
        telling.foreign(&self.report);
        telling.lists(&self.report);
        telling.facts(&self.report);
        telling.text
    }
}

struct Telling {
    strings: &'static Strings,
    language: Language,
    lists: Lists,
    text: String,
}

impl Telling {
    fn word(&self, key: &str) -> String {
        self.strings.get(&["import", key])
    }

    fn filled(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.strings.filled(&["import", key], args)
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A heading and its lines, the first of them unless all are asked for.
    fn list(&mut self, heading: &str, lines: &[String], short: usize) {
        if lines.is_empty() {
            return;
        }
        self.line(heading);
        let shown = match self.lists {
            Lists::Short => lines.len().min(short),
            Lists::All => lines.len(),
        };
        for line in lines.iter().take(shown) {
            self.line(&format!("  {line}"));
        }
        if shown < lines.len() {
            let more = self.filled("more", &[("count", (lines.len() - shown).to_string())]);
            self.line(&format!("  {more}"));
        }
    }

    fn file(&mut self, file: &FileReport) {
        let line = match file.kind {
            Some(kind) => self.filled(
                "file",
                &[
                    ("name", file.name.clone()),
                    ("kind", kind.shown(self.language)),
                    ("rows", file.rows.to_string()),
                    ("taken", file.taken.to_string()),
                    ("outside", file.outside.to_string()),
                ],
            ),
            None => self.filled("file_refused", &[("name", file.name.clone())]),
        };
        let foreign = match file.foreign {
            0 => String::new(),
            count => self.filled("file_foreign", &[("count", count.to_string())]),
        };
        let line = line + &foreign;
        self.line(&line);
    }

    fn outcome(&mut self, plan: &Plan, tense: Tense) {
        let report = &plan.report;
        self.line(&self.word(match tense {
            Tense::Would => "would",
            Tense::Done => "done",
        }));
        for (key, count) in [
            ("created", report.created),
            ("changed", report.changed.len() as u64),
            ("unchanged", report.unchanged),
            ("by_hand", report.kept_by_hand),
        ] {
            if count > 0 || key != "by_hand" {
                self.line(&format!("  {count:>6} {}", self.word(key)));
            }
        }
        let others: Vec<&str> = plan
            .edits
            .iter()
            .map(|edit| edit.path.as_str())
            .filter(|path| !path.starts_with("procedures/") && !path.starts_with('.'))
            .collect();
        if !others.is_empty() {
            self.line(&format!("         {}", self.filled("tables", &[("paths", others.join(", "))])));
        }
    }

    /// What was left out because another province issued it, the most by one issuer first, and what that says of the settings.
    /// There are as many issuers as provinces, so each is named.
    fn foreign(&mut self, report: &Report) {
        if !report.foreign.is_empty() {
            let mut issuers: Vec<(u64, &String)> =
                report.foreign.iter().map(|(issuer, count)| (*count, issuer)).collect();
            issuers.sort_by_key(|(count, issuer)| (std::cmp::Reverse(*count), *issuer));
            let count: u64 = report.foreign.values().sum();
            let lines: Vec<String> = issuers.iter().map(|(count, issuer)| format!("{count:>6} {issuer}")).collect();
            let heading = self.filled("foreign", &[("count", count.to_string())]);
            self.list(&heading, &lines, ISSUERS_SHOWN);
        }
        match &report.own_issuer {
            None => {}
            Some(OwnIssuer::Unsound { value, known }) => {
                let known = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
                self.line(&self.filled("own_unsound", &[("value", value.clone()), ("known", known)]));
            }
            Some(OwnIssuer::NotAmong { id, name }) => {
                self.line(&self.filled("own_not_among", &[("id", id.clone()), ("name", name.clone())]));
            }
        }
    }

    fn lists(&mut self, report: &Report) {
        let changes: Vec<String> = report
            .changed
            .iter()
            .map(|(code, fields)| {
                let fields = fields.iter().map(|field: &Field| field.key()).collect::<Vec<_>>().join(", ");
                self.filled("change", &[("code", code.clone()), ("fields", fields)])
            })
            .collect();
        self.list(&self.word("changes"), &changes, SHOWN);
        for (key, overruled) in [("conflicts", false), ("overruled", true)] {
            let conflicts: Vec<String> = report
                .conflicts
                .iter()
                .filter(|conflict| conflict.overruled == overruled)
                .map(|conflict| self.conflict(conflict))
                .collect();
            self.list(&self.word(key), &conflicts, SHOWN);
        }
        let told = |place: String, text: String| self.filled("value", &[("place", place), ("text", text)]);
        let refused: Vec<String> = report
            .refused
            .iter()
            .map(|refusal| told(refusal.place.shown(self.language), refusal.reason.shown(self.language)))
            .collect();
        let notes: Vec<String> = report
            .notes
            .iter()
            .map(|note| told(note.place.shown(self.language), note.remark.shown(self.language)))
            .collect();
        self.list(&self.word("refused"), &refused, SHOWN);
        self.list(&self.word("notes"), &notes, SHOWN);
        if !report.missing.is_empty() {
            let shown: Vec<&str> = match self.lists {
                Lists::Short => report.missing.iter().take(SHOWN).map(String::as_str).collect(),
                Lists::All => report.missing.iter().map(String::as_str).collect(),
            };
            let mut codes = shown.join(", ");
            if shown.len() < report.missing.len() {
                let rest = (report.missing.len() - shown.len()).to_string();
                codes.push_str(&format!(" {}", self.filled("more", &[("count", rest)])));
            }
            self.line(&self.filled("missing", &[("codes", codes)]));
        }
    }

    fn conflict(&self, conflict: &Conflict) -> String {
        let (path, source) = (format!("catalogue/{}", conflict.path), conflict.source.clone());
        match &conflict.what {
            Some(what) => self.filled("conflict", &[("path", path), ("what", what.clone()), ("source", source)]),
            None => self.filled("conflict_file", &[("path", path), ("source", source)]),
        }
    }

    fn facts(&mut self, report: &Report) {
        let rows: Vec<String> = report
            .facts
            .rows()
            .into_iter()
            .filter(|(_, count)| count.taken + count.left > 0)
            .map(|(key, count)| {
                let what = self.strings.get(&["import", "fact_of", key]);
                let numbers = [("taken", count.taken.to_string()), ("left", count.left.to_string())];
                let [taken, left] = numbers;
                self.filled("fact", &[("what", what), taken, left])
            })
            .collect();
        self.list(&self.word("facts"), &rows, SHOWN);
    }
}
