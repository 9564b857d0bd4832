//! What a person read from the papers (`tests/gold/states.tsv`) held against every output, through the binary alone.

mod lines;
mod table;

use crate::told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

use serde_json::Value;
use tempfile::TempDir;

use lines::Lines;
use table::{Line, NOT_HELD, OPEN};
use told::{Told, site, text, texts};

/// The day on which the whole lives are asked for.
const TODAY: &str = "2026-11-21";

/// The days whose site is built, by project.
const SITES: [(&str, &[&str]); 5] = [
    ("thanh-hoa", &[TODAY]),
    ("haiphong", &["2026-07-01", "2026-09-08", TODAY, "2027-03-01"]),
    ("haiphong+silent", &["2026-06-19", "2026-09-09", TODAY, "2027-03-01"]),
    ("da-nang", &[TODAY]),
    ("dien-bien", &[TODAY]),
];

/// In `haiphong+silent`, beside the rest of `haiphong`.
const SILENT: &str = r#"
[[silent]]
id = "from-signing"
issuers = ["ubnd-thanh-pho-hai-phong"]
from = 2025-01-01
source = "a rule for this test"
"#;

/// A project folder, and the binary run in it.
struct Project {
    name: &'static str,
    folder: PathBuf,
    _copy: Option<TempDir>,
}

impl Project {
    fn open(name: &'static str) -> Project {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (base, silent) = name.split_once('+').map_or((name, false), |(base, _)| (base, true));
        let folder = if base == "thanh-hoa" { root.to_owned() } else { root.join("tests/fixtures").join(base) };
        if !silent {
            return Project { name, folder, _copy: None };
        }
        let copy = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new(&folder) {
            let entry = entry.unwrap();
            let target = copy.path().join(entry.path().strip_prefix(&folder).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).unwrap();
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
        std::fs::write(copy.path().join("catalogue/rules.toml"), SILENT).unwrap();
        Project { name, folder: copy.path().to_owned(), _copy: Some(copy) }
    }

    fn run(&self, day: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_niemyet"));
        command.current_dir(&self.folder).env_remove("SOURCE_DATE_EPOCH").args(["--as-of", day, "--today", day]);
        command.args(args).output().unwrap()
    }

    fn json(&self, day: &str, args: &[&str]) -> Value {
        let output = self.run(day, &[args, &["--format", "json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{} {day} {args:?}: {error}: {said}", self.name))
    }
}

/// What is wrong, by line of the table, then by what was said, then by output.
type Faults = BTreeMap<usize, BTreeMap<String, BTreeSet<String>>>;

/// What is wrong with one output.
struct Said<'f> {
    faults: &'f Mutex<Faults>,
    output: String,
}

impl Said<'_> {
    fn wrong(&self, line: usize, what: String) {
        let mut faults = self.faults.lock().unwrap();
        faults.entry(line).or_default().entry(what).or_default().insert(self.output.clone());
    }

    fn acts(&self, lines: &Lines<'_>, told: &[Told]) {
        for (line, what) in told.iter().flat_map(|told| lines.judge(told)) {
            self.wrong(line, what);
        }
    }

    /// A procedure as `list`, `show` and `procedures.json` have it.
    fn procedure(&self, line: &Line, value: Option<&Value>) {
        let Some(value) = value else {
            if line.status != NOT_HELD {
                self.wrong(line.number, "has no such procedure".into());
            }
            return;
        };
        let of_level = line.level.as_ref().and_then(|level| value["by_level"].get(level));
        let life = of_level.unwrap_or(value);
        let life_cells = [("status", &line.status), ("since", &line.since), ("until", &line.until)];
        let cells = life_cells.map(|(name, wanted)| (name, wanted, text(life, name)));
        for (name, wanted, said) in cells {
            self.cell(line, name, wanted, said.as_deref().unwrap_or("-"));
        }
        if line.level.is_none() {
            self.cell(line, "ruled_by", &line.ruled_by, &evidence(&value["ruled_by"]));
            self.set(line, "asked", &line.asked, &asked(&value["questions"]));
            self.set(line, "successors", &line.successors, &texts(&value["successors"]));
        }
    }

    /// The periods of `show`: those that hold on the line's day, of all levels or of the line's.
    fn periods(&self, line: &Line, periods: &Value) {
        let holds = |period: &&Value| {
            let is_after = text(period, "from").is_none_or(|from| from <= line.day);
            let is_before = text(period, "until").is_none_or(|until| line.day < until);
            let levels = texts(&period["levels"]);
            let is_there = line.level.as_ref().is_none_or(|level| levels.is_empty() || levels.contains(level));
            is_after && is_before && is_there
        };
        let found: Vec<&Value> = periods.as_array().unwrap().iter().filter(holds).collect();
        let statuses: Vec<_> = found.iter().filter_map(|period| text(period, "status")).collect();
        if !statuses.contains(&line.status) {
            self.wrong(line.number, format!("status: {}", statuses.join(", ")));
        }
        if let ([period], None) = (found.as_slice(), &line.level) {
            self.cell(line, "ruled_by", &line.ruled_by, &evidence(&period["ruled_by"]));
            self.set(line, "asked", &line.asked, &asked(&period["questions"]));
            self.set(line, "successors", &line.successors, &texts(&period["successors"]));
        }
    }

    fn cell(&self, line: &Line, name: &str, wanted: &str, said: &str) {
        if wanted != said && wanted != OPEN {
            self.wrong(line.number, format!("{name}: {said}"));
        }
    }

    fn set(&self, line: &Line, name: &str, wanted: &BTreeSet<String>, said: &BTreeSet<String>) {
        if wanted != said && !wanted.contains(OPEN) {
            let said: Vec<_> = said.iter().map(String::as_str).collect();
            self.wrong(line.number, format!("{name}: {}", if said.is_empty() { "-".into() } else { said.join(";") }));
        }
    }
}

fn evidence(value: &Value) -> String {
    let Some(kind) = text(value, "kind") else { return "-".into() };
    format!("{kind} {}", text(value, "number").or_else(|| text(value, "issuer")).unwrap_or_default())
}

fn asked(questions: &Value) -> BTreeSet<String> {
    let one = |question: &Value| format!("{} {}", text(question, "kind").unwrap(), text(question, "about").unwrap());
    questions.as_array().unwrap().iter().map(one).collect()
}

fn by_code(list: &Value) -> BTreeMap<String, &Value> {
    list.as_array().unwrap().iter().map(|one| (text(one, "code").unwrap(), one)).collect()
}

/// Everything that one project says.
struct Trial<'t> {
    project: Project,
    lines: Lines<'t>,
    faults: &'t Mutex<Faults>,
}

impl Trial<'_> {
    fn said(&self, output: impl Into<String>) -> Said<'_> {
        Said { faults: self.faults, output: output.into() }
    }

    fn on(&self, day: &str) -> impl Iterator<Item = &Line> {
        self.lines.0.iter().copied().filter(move |line| line.day == day)
    }

    /// `list`, `diff` from the day before, and `next`, on one day.
    fn day(&self, day: &str) {
        let list = self.project.json(day, &["list", "--internal"]);
        let listed = by_code(&list);
        let said = self.said("list");
        self.on(day).for_each(|line| said.procedure(line, listed.get(&line.code).copied()));

        let parsed: niemyet::model::Day = day.parse().unwrap();
        let before = parsed.pred_opt().unwrap().to_string();
        let diff = self.project.json(day, &["diff", &before, day]);
        let told = self.difference(&self.said("diff"), &diff["changes"]);
        for certain in self.lines.certain().iter().filter(|certain| certain.after.day == day) {
            if !certain.is_among(&told) {
                self.said("diff").wrong(certain.after.number, format!("tells nothing of it from {before} to {day}"));
            }
        }

        let next = self.project.json(day, &["next"]);
        let said = self.said("next");
        let days = next["days"].as_array().unwrap().iter();
        let told: Vec<Told> = days.flat_map(|coming| self.difference(&said, &coming["changes"])).collect();
        for certain in self.lines.certain().iter().filter(|certain| certain.before.day == day) {
            if !certain.is_among(&told) {
                said.wrong(certain.before.number, "does not tell of the change of the next day".into());
            }
        }
        for line in self.on(day).filter(|line| line.level.is_none() && !is_internal(&line.code)) {
            let (coming, acts): (&str, &[&str]) = match line.status.as_str() {
                "in-force" => (&line.until, &["repeal", "replace", "suspend", "lapse"]),
                "pending" => (&line.since, &["new", "succeed"]),
                _ => continue,
            };
            let tells = |told: &Told| told.code == line.code && told.day == coming && acts.contains(&told.act.as_str());
            if coming > day && coming != OPEN && !told.iter().any(tells) {
                said.wrong(line.number, format!("does not tell what comes on {coming}"));
            }
        }
    }

    fn difference(&self, said: &Said<'_>, changes: &Value) -> Vec<Told> {
        let told = told::of_difference(changes);
        said.acts(&self.lines, &told);
        told
    }

    /// `show` of one procedure on its last day, whose periods speak of all its days; its sector.
    fn show(&self, code: &str) -> Option<String> {
        let of_code = || self.lines.0.iter().filter(|line| line.code == code);
        let last = of_code().map(|line| &line.day).max().unwrap();
        let said = self.said("show");
        if of_code().any(|line| line.status == NOT_HELD) {
            let output = self.project.run(last, &["show", code, "--format", "json"]);
            if output.status.code() != Some(2) || !output.stdout.is_empty() {
                of_code().for_each(|line| said.wrong(line.number, "shows a procedure".into()));
            }
            return None;
        }
        let shown = self.project.json(last, &["show", code]);
        of_code().filter(|line| line.day == *last).for_each(|line| said.procedure(line, Some(&shown)));
        let said = self.said("periods");
        of_code().for_each(|line| said.periods(line, &shown["periods"]));
        text(&shown, "sector_id")
    }

    /// `timeline` of one sector, whole.
    fn timeline(&self, sector: &str, codes: &[&str]) {
        let told = told::of_timeline(&self.project.json(TODAY, &["timeline", "--sector", sector]));
        let said = self.said("timeline");
        said.acts(&self.lines, &told);
        for certain in self.lines.certain().iter().filter(|certain| codes.contains(&certain.after.code.as_str())) {
            if !certain.is_among(&told) {
                said.wrong(certain.after.number, "tells nothing of it".into());
            }
        }
    }

    /// A built site: `procedures.json`, each procedure's page, the change page and the feed.
    fn site(&self, day: &str, words: &site::Words) {
        let out = tempfile::tempdir().unwrap();
        let site = out.path().join("site");
        let built = self.project.run(day, &["build", "--out", site.to_str().unwrap()]);
        assert!(built.status.success(), "{} {day}: {}", self.project.name, String::from_utf8_lossy(&built.stderr));
        let file = |path: &str| std::fs::read_to_string(site.join(path)).ok();
        let open: Value = serde_json::from_str(&file("procedures.json").unwrap()).unwrap();
        let open = by_code(&open);
        for line in self.on(day) {
            let (listed, page) = (open.get(&line.code).copied(), file(&format!("T/{}/index.html", line.code)));
            if line.status == NOT_HELD || is_internal(&line.code) {
                if listed.is_some() || page.is_some() {
                    self.said("site").wrong(line.number, "posts a procedure that is not to be posted".into());
                }
                continue;
            }
            self.said("procedures.json").procedure(line, listed);
            let word = page.as_deref().and_then(site::status_word).unwrap_or("-");
            if line.level.is_none() && word != words.status(&line.status) {
                self.said("page").wrong(line.number, format!("status: {word:?}"));
            }
        }
        let (events, told) = site::of_change_page(&file("thay-doi/index.html").unwrap(), words);
        let said = self.said(format!("change page of {day}"));
        said.acts(&self.lines, &told);
        for certain in self.lines.certain().iter().filter(|certain| certain.after.day.as_str() <= day) {
            let event = (certain.after.day.clone(), certain.after.decision().unwrap().to_owned());
            if !events.contains(&event) {
                said.wrong(certain.after.number, "has no entry for it".into());
            }
        }
        let codes: Vec<&str> = self.lines.0.iter().map(|line| line.code.as_str()).collect();
        self.said(format!("feed of {day}"))
            .acts(&self.lines, &site::of_feed(&file("feed.xml").unwrap(), &codes, words));
    }
}

fn is_internal(code: &str) -> bool {
    code.starts_with("5.") || code.starts_with("6.")
}

/// Runs jobs on two threads.
fn in_parallel(jobs: Vec<Box<dyn FnOnce() + Send + '_>>) {
    let jobs = Mutex::new(jobs);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(job) = jobs.lock().unwrap().pop() else { break };
                    job();
                }
            });
        }
    });
}

#[test]
fn every_output_says_what_a_person_read_from_the_papers() {
    let lines = table::read();
    let faults = Mutex::new(Faults::new());
    let words = site::Words::read();
    let trial = |(name, _): (&'static str, _)| {
        let lines = Lines(lines.iter().filter(|line| line.project == name).collect());
        Trial { project: Project::open(name), lines, faults: &faults }
    };
    let trials: Vec<Trial<'_>> = SITES.into_iter().map(trial).collect();
    assert_eq!(trials.iter().map(|trial| trial.lines.0.len()).sum::<usize>(), lines.len(), "a project is not known");

    let sectors: Mutex<BTreeMap<(usize, String), Vec<&str>>> = Mutex::new(BTreeMap::new());
    let mut jobs: Vec<Box<dyn FnOnce() + Send + '_>> = Vec::new();
    for (index, (trial, (_, sites))) in trials.iter().zip(SITES).enumerate() {
        let days: BTreeSet<&str> = trial.lines.0.iter().map(|line| line.day.as_str()).collect();
        let codes: BTreeSet<&str> = trial.lines.0.iter().map(|line| line.code.as_str()).collect();
        jobs.extend(days.into_iter().map(|day| Box::new(move || trial.day(day)) as Box<dyn FnOnce() + Send>));
        for code in codes {
            let sectors = &sectors;
            jobs.push(Box::new(move || {
                if let Some(sector) = trial.show(code).filter(|_| !is_internal(code)) {
                    sectors.lock().unwrap().entry((index, sector)).or_default().push(code);
                }
            }));
        }
        let words = &words;
        jobs.extend(sites.iter().map(|day| Box::new(move || trial.site(day, words)) as Box<dyn FnOnce() + Send>));
    }
    in_parallel(jobs);
    let sectors = sectors.into_inner().unwrap();
    let timelines = sectors.iter().map(|((index, sector), codes)| {
        let trial = &trials[*index];
        Box::new(move || trial.timeline(sector, codes)) as Box<dyn FnOnce() + Send>
    });
    in_parallel(timelines.collect());

    let report = report(&lines, &faults.lock().unwrap());
    assert!(report.is_empty(), "{report}");
}

/// Each line of the table that an output contradicts, with its reason and what the outputs said.
fn report(lines: &[Line], faults: &Faults) -> String {
    let mut report = String::new();
    for (number, said) in faults {
        let line = lines.iter().find(|line| line.number == *number).unwrap();
        let Line { project, code, day, status, since, until, ruled_by, why, .. } = line;
        let level = line.level.as_ref().map_or(String::new(), |level| format!(" at {level} level"));
        let list = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(";");
        let (asked, successors) = (list(&line.asked), list(&line.successors));
        report.push_str(&format!(
            "\ntests/gold/states.tsv:{number}: {project} {code} on {day}{level}: {status} since {since} until {until} by \
             {ruled_by}, asked [{asked}], successors [{successors}]\n  because: {why}\n"
        ));
        for (what, outputs) in said {
            report.push_str(&format!("  {}: {what}\n", list(outputs)));
        }
    }
    if !report.is_empty() {
        report.insert_str(0, &format!("{} of {} lines are contradicted\n", faults.len(), lines.len()));
    }
    report
}
