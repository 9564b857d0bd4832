//! The golden table, as it stands in `tests/gold/states.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a person read from the papers of a procedure on a day.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where it stands in the file.
    pub(crate) number: usize,
    pub(crate) project: String,
    pub(crate) code: String,
    pub(crate) day: String,
    /// `None`: the procedure as a whole.
    pub(crate) level: Option<String>,
    pub(crate) status: String,
    pub(crate) since: String,
    pub(crate) until: String,
    pub(crate) ruled_by: String,
    pub(crate) asked: BTreeSet<String>,
    pub(crate) successors: BTreeSet<String>,
    pub(crate) why: String,
}

/// What a cell says that the papers do not decide.
pub(crate) const OPEN: &str = "?";

/// The status of a code that the catalogue has no record of.
pub(crate) const NOT_HELD: &str = "not-held";

/// Each status with what the law may do on the day on which it begins.
const STATUSES: [(&str, &[&str]); 7] = [
    ("in-force", &["new", "succeed", "amend", "rebase", "revert", "resume"]),
    ("suspended", &["suspend"]),
    ("repealed", &["repeal", "lapse"]),
    ("replaced", &["replace"]),
    ("pending", &[]),
    ("unknown", &[]),
    (NOT_HELD, &[]),
];

impl Line {
    /// Whether an act of the law on this day leads to what stands here.
    ///
    /// `attest` is no act of law: it tells that a status is known which was not, and so it must be known.
    pub(crate) fn admits(&self, act: &str) -> bool {
        act == "attest" && self.is_known()
            || STATUSES.iter().any(|(status, acts)| *status == self.status && acts.contains(&act))
    }

    pub(crate) fn is_known(&self) -> bool {
        self.status != "unknown" && self.status != NOT_HELD
    }

    /// The number of the decision that ruled, if one did.
    pub(crate) fn decision(&self) -> Option<&str> {
        self.ruled_by.strip_prefix("decision ")
    }

    /// Whether the law did nothing between this line and a later one of the same procedure.
    pub(crate) fn stands_until(&self, later: &Line) -> bool {
        let cells = |line: &Line| [&line.status, &line.since, &line.until, &line.ruled_by].map(String::clone).to_vec();
        !cells(self).iter().any(|cell| cell == OPEN)
            && cells(self) == cells(later)
            && self.successors == later.successors
    }
}

/// Every line, in the order of the file.
pub(crate) fn read() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/states.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = text.lines().enumerate().filter(|(_, row)| !row.starts_with('#'));
    let (_, names) = rows.next().unwrap();
    let columns: BTreeMap<&str, usize> = names.split('\t').zip(0..).collect();
    let line = |(index, row): (usize, &str)| {
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(cells.len(), columns.len(), "tests/gold/states.tsv:{}", index + 1);
        let cell = |name: &str| cells[columns[name]].to_owned();
        let set = |name: &str| cell(name).split(';').filter(|one| *one != "-").map(str::to_owned).collect();
        Line {
            number: index + 1,
            project: cell("project"),
            code: cell("code"),
            day: cell("day"),
            level: Some(cell("level")).filter(|level| !level.is_empty()),
            status: cell("status"),
            since: cell("since"),
            until: cell("until"),
            ruled_by: cell("ruled_by"),
            asked: set("asked"),
            successors: set("successors"),
            why: cell("why"),
        }
    };
    rows.map(line).collect()
}

#[test]
fn the_table_is_whole() {
    let lines = read();
    let codes: BTreeSet<_> = lines.iter().map(|line| &line.code).collect();
    assert!(codes.len() >= 40 && lines.len() >= 140, "{} codes, {} lines", codes.len(), lines.len());
    let mut seen = BTreeSet::new();
    for line in &lines {
        let is_day = |text: &str| text.parse::<niemyet::model::Day>().is_ok();
        assert!(is_day(&line.day), "{line:?}");
        assert!([&line.since, &line.until].iter().all(|cell| is_day(cell) || ["-", OPEN].contains(&cell.as_str())));
        assert!(STATUSES.iter().any(|(status, _)| *status == line.status), "{line:?}");
        assert!(!line.why.is_empty(), "{line:?}");
        assert!(line.is_known() || line.ruled_by == "-", "nothing rules what is unknown: {line:?}");
        assert!(!line.is_known() || line.ruled_by != "-", "every other status has evidence: {line:?}");
        assert_eq!(line.status == "replaced", !line.successors.is_empty(), "{line:?}");
        let place = (&line.project, &line.code, &line.day, &line.level);
        assert!(seen.insert(place), "twice: {line:?}");
        let whole = |other: &Line| {
            (&other.project, &other.code, &other.day, &other.level) == (place.0, place.1, place.2, &None)
        };
        assert!(lines.iter().any(whole) || line.level.is_some(), "{line:?}");
    }
}
