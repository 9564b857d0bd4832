//! The audits of a province's offices in one answer: a table of offices, and what each has to do.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::model::{Day, Office};
use crate::posted::{Rule, Verdict};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::day_text;
use super::posted::{Audited, SHOWN, posted_json, posted_table, posted_text};
use super::posted_sheets::tasks;

/// The audits of one run.
#[derive(Debug)]
pub struct AuditedAll<'a> {
    /// The folder as it was named.
    pub target: &'a str,
    /// The day.
    pub as_of: Day,
    /// Each office that shows something, the worst first.
    pub offices: Vec<Audited<'a>>,
    /// The offices of the day that show nothing.
    pub absent: &'a [&'a Office],
    /// What names no office, each with why it is no part of the answer.
    pub strangers: &'a [(String, String)],
}

/// The counts of one office, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Score {
    pub(super) due: usize,
    pub(super) posted: usize,
    pub(super) missing: usize,
    /// Those that are proved to be missing.
    pub(super) proved_missing: usize,
    pub(super) extra: usize,
    pub(super) ended: usize,
    pub(super) unknown: usize,
    pub(super) faults: usize,
    /// Faults that are neither a procedure that is missing nor one that has ended.
    pub(super) other_faults: usize,
    pub(super) unchecked: usize,
}

impl Score {
    /// The keys of [`Score::columns`], in the strings too.
    pub(super) const COLUMNS: [&'static str; 6] = ["due", "posted", "missing", "ended", "other_faults", "unchecked"];

    pub(super) fn of(audited: &Audited) -> Score {
        let totals = &audited.audit.totals;
        let faults = || audited.audit.findings.iter().filter(|told| told.verdict == Verdict::Fault);
        let is_counted = |rule: Rule| matches!(rule, Rule::MissingInForce | Rule::ExpiredListed);
        Score {
            due: totals.due,
            posted: totals.posted,
            missing: totals.missing,
            proved_missing: audited.proved_missing(),
            extra: totals.extra,
            ended: totals.ended,
            unknown: totals.unknown,
            faults: faults().count(),
            other_faults: faults().filter(|told| !is_counted(told.rule)).count(),
            unchecked: audited.audit.findings.len() - faults().count(),
        }
    }

    fn plus(self, other: Score) -> Score {
        Score {
            due: self.due + other.due,
            posted: self.posted + other.posted,
            missing: self.missing + other.missing,
            proved_missing: self.proved_missing + other.proved_missing,
            extra: self.extra + other.extra,
            ended: self.ended + other.ended,
            unknown: self.unknown + other.unknown,
            faults: self.faults + other.faults,
            other_faults: self.other_faults + other.other_faults,
            unchecked: self.unchecked + other.unchecked,
        }
    }

    /// The counts of the table of offices.
    pub(super) fn columns(&self) -> [usize; 6] {
        [self.due, self.posted, self.proved_missing, self.ended, self.other_faults, self.unchecked]
    }
}

impl<'a> AuditedAll<'a> {
    /// Puts the worst office first: faults before what could not be checked, then by how many.
    pub fn new(
        target: &'a str,
        as_of: Day,
        mut offices: Vec<Audited<'a>>,
        absent: &'a [&'a Office],
        strangers: &'a [(String, String)],
    ) -> AuditedAll<'a> {
        offices.sort_by_cached_key(|audited| {
            let score = Score::of(audited);
            let rank = ["fault", "unchecked", "pass"].iter().position(|verdict| *verdict == audited.verdict());
            let order = std::cmp::Reverse((score.faults, score.unchecked));
            (rank, order, audited.office.map(|office| office.id.clone()))
        });
        AuditedAll { target, as_of, offices, absent, strangers }
    }

    /// `pass`, `fault` or `unchecked`: of an office that shows nothing, nothing is known.
    pub(super) fn verdict(&self) -> &'static str {
        let has = |verdict| self.offices.iter().any(|audited| audited.verdict() == verdict);
        if has("fault") {
            "fault"
        } else if has("unchecked") || !self.absent.is_empty() || !self.strangers.is_empty() || self.offices.is_empty() {
            "unchecked"
        } else {
            "pass"
        }
    }

    /// How many offices have a verdict.
    pub(super) fn count(&self, verdict: &str) -> usize {
        self.offices.iter().filter(|audited| audited.verdict() == verdict).count()
    }

    pub(super) fn total(&self) -> Score {
        self.offices.iter().map(Score::of).fold(Score::default(), Score::plus)
    }

    /// What was audited, on which day.
    pub(super) fn head(&self, language: Language) -> String {
        let count = self.offices.len().to_string();
        let values = [("target", self.target.to_owned()), ("count", count), ("day", day_text(self.as_of, language))];
        Strings::of(language).filled(&["posted", "all", "head"], &values)
    }

    /// How many offices have which verdict, in words.
    pub(super) fn counts(&self, language: Language) -> String {
        let values = [
            ("offices", self.offices.len()),
            ("pass", self.count("pass")),
            ("fault", self.count("fault")),
            ("unchecked", self.count("unchecked")),
            ("absent", self.absent.len()),
        ];
        let values = values.map(|(key, count)| (key, count.to_string()));
        Strings::of(language).filled(&["posted", "all", "totals"], &values)
    }

    /// The verdict of all in words.
    pub(super) fn answer(&self, language: Language) -> String {
        let strings = Strings::of(language);
        let is_passed = self.count("pass") == self.offices.len() && self.strangers.is_empty();
        if is_passed && !self.offices.is_empty() && !self.absent.is_empty() {
            let count = self.absent.len().to_string();
            return strings.filled(&["posted", "all", "only_absent"], &[("count", count)]);
        }
        strings.get(&["posted", "answer", self.verdict()])
    }
}

/// The verdict of one office in a word.
pub(super) fn verdict_word(audited: &Audited, language: Language) -> String {
    Strings::of(language).get(&["posted", "all", "verdict", audited.verdict()])
}

/// The identifier and the name of an audit's office.
pub(super) fn office_of<'a>(audited: &Audited<'a>) -> (&'a str, &'a str) {
    audited.office.map_or(("", ""), |office| (office.id.0.as_str(), office.name.as_str()))
}

/// As JSON: each office as an audit of it alone is told. It is made office by office while it is written.
#[derive(Debug, Serialize)]
pub struct PostedAllJson<'a> {
    target: &'a str,
    as_of: String,
    verdict: &'static str,
    #[serde(serialize_with = "one_by_one")]
    offices: (&'a [Audited<'a>], Language),
    absent: Vec<&'a str>,
    unread: Vec<Value>,
    totals: Value,
}

impl<'a> PostedAllJson<'a> {
    /// The answer of a run.
    pub fn new(all: &'a AuditedAll<'a>, language: Language) -> Self {
        let total = all.total();
        PostedAllJson {
            target: all.target,
            as_of: all.as_of.to_string(),
            verdict: all.verdict(),
            offices: (&all.offices, language),
            absent: all.absent.iter().map(|office| office.id.0.as_str()).collect(),
            unread: all.strangers.iter().map(|(path, why)| json!({ "path": path, "error": why })).collect(),
            totals: json!({
                "offices": all.offices.len(),
                "pass": all.count("pass"),
                "fault": all.count("fault"),
                "unchecked": all.count("unchecked"),
                "absent": all.absent.len(),
                "due": total.due,
                "posted": total.posted,
                "missing": total.missing,
                "extra": total.extra,
                "ended": total.ended,
                "unknown": total.unknown,
            }),
        }
    }
}

fn one_by_one<S: Serializer>((offices, language): &(&[Audited], Language), serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(offices.iter().map(|audited| posted_json(audited, *language)))
}

/// As a table to work through, a row a finding, with the office of each.
pub fn posted_all_table(all: &AuditedAll, language: Language) -> Table {
    of_offices(all, language, posted_table)
}

/// The tables of all offices as one, with the office in front.
fn of_offices(all: &AuditedAll, language: Language, of: impl Fn(&Audited, Language) -> Table) -> Table {
    let strings = Strings::of(language);
    let mut whole = Table::new(
        [("office_id", 24), ("office", 40)].map(|(key, width)| (strings.get(&["posted", "column", key]), width)),
    );
    for audited in &all.offices {
        let table = of(audited, language);
        if whole.columns.len() == 2 {
            whole.columns.extend(table.columns);
        }
        let (id, name) = office_of(audited);
        let row = |row: Vec<String>| [id.to_owned(), name.to_owned()].into_iter().chain(row).collect();
        whole.rows.extend(table.rows.into_iter().map(row));
    }
    whole
}

/// The two sheets with their names: a row an office for the director, and what to do for the webmaster.
pub fn posted_all_sheets(all: &AuditedAll, language: Language) -> Vec<(String, Table)> {
    let strings = Strings::of(language);
    let column = |key: &str, width| (strings.get(&["posted", "column", key]), width);
    let counted = Score::COLUMNS.map(|key| column(key, 14));
    let ends = [column("verdict", 18)];
    let mut director =
        Table::new([column("office_id", 24), column("office", 50)].into_iter().chain(counted).chain(ends));
    director.head = vec![all.head(language), all.answer(language), all.counts(language)];
    let cells = |id: &str, name: &str, score: Score, verdict: String| {
        let counts = score.columns().map(|count| count.to_string());
        [id.to_owned(), name.to_owned()].into_iter().chain(counts).chain([verdict]).collect::<Vec<_>>()
    };
    for audited in &all.offices {
        let (id, name) = office_of(audited);
        director.rows.push(cells(id, name, Score::of(audited), verdict_word(audited, language)));
    }
    for office in all.absent {
        let nothing = strings.get(&["posted", "all", "absent"]);
        let blank = vec![String::new(); Score::COLUMNS.len()];
        let row = [office.id.0.clone(), office.name.clone()].into_iter().chain(blank).chain([nothing]);
        director.rows.push(row.collect());
    }
    director.rows.push(cells("", &strings.get(&["posted", "all", "total"]), all.total(), String::new()));
    let name = |key: &str| strings.get(&["posted", "sheet", key]);
    vec![(name("director"), director), (name("webmaster"), of_offices(all, language, tasks))]
}

/// For people: the table of offices, and with `every` all that is told of each.
pub fn posted_all_text(all: &AuditedAll, every: bool, language: Language) -> String {
    let strings = Strings::of(language);
    let of = |key: &str| strings.get(&["posted", "all", key]);
    let column = |key: &str| strings.get(&["posted", "all", "column", key]);
    let mut text = all.head(language) + "\n";
    let unread = |path: &str, why: &str| {
        strings.filled(&["posted", "unread"], &[("path", path.to_owned()), ("why", why.to_owned())]) + "\n"
    };
    let of_offices = all.offices.iter().flat_map(|audited| audited.errors);
    for (path, why) in all.strangers.iter().chain(of_offices) {
        text += &unread(path, why);
    }
    let keys = Score::COLUMNS.into_iter().chain(["verdict"]);
    let titles: Vec<String> = keys.map(column).collect();
    let line = |counts: [usize; 6], verdict: String| {
        counts.into_iter().map(|count| count.to_string()).chain([verdict]).collect::<Vec<_>>()
    };
    let of_office = |audited: &Audited| {
        let (id, name) = office_of(audited);
        (line(Score::of(audited).columns(), verdict_word(audited, language)), format!("{name} ({id})"))
    };
    let mut rows = vec![(titles, column("office"))];
    rows.extend(all.offices.iter().map(of_office));
    rows.push((line(all.total().columns(), String::new()), of("total")));
    let mut widths = vec![0; Score::COLUMNS.len() + 1];
    for (cells, _) in &rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = cell.chars().count().max(*width);
        }
    }
    text += "\n";
    for (cells, office) in rows {
        let cells: String = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}  ")).collect();
        text += &format!("{cells}{office}\n");
    }
    if !all.absent.is_empty() {
        let count = [("count", all.absent.len().to_string())];
        text += &format!("\n{}\n", strings.filled(&["posted", "all", "absent_count"], &count));
        let shown = if every { all.absent.len() } else { SHOWN };
        for office in all.absent.iter().take(shown) {
            text += &format!("  {} ({})\n", office.name, office.id.0);
        }
        if all.absent.len() > shown {
            let more = [("count", (all.absent.len() - shown).to_string())];
            text += &(strings.filled(&["posted", "all", "more"], &more) + "\n");
        }
    }
    if every {
        for audited in &all.offices {
            text += &format!("\n{}", posted_text(audited, every, language));
        }
    }
    text + &format!("\n{}\n{}\n", all.counts(language), all.answer(language))
}
