//! How long the ledger takes, and how much memory, over a made ledger of a given size and over a real catalogue.
//!
//! ```text
//! cargo bench --bench ledger -- 100000      # decisions of ten changes each, one procedure a decision
//! cargo bench --bench ledger -- catalogue   # the project in that folder: its catalogue/ and site/
//! ```
//!
//! One size a process, for the peak of memory is the process's. `tests/bench/ledger.sh` runs them all and prints the growth.
//! Each line: what, seconds of wall and of CPU (whole rounds; the system counts hundredths), megabytes at the peak so far.
#![allow(clippy::disallowed_methods, reason = "a measurement reads what it measures")]

#[path = "../tests/story/mod.rs"]
mod story;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use niemyet::changes::{between, by_day};
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::{Ledger, Status};
use niemyet::load::load;
use niemyet::model::{Day, Records, Scope, SectorId};
use story::{Story, day};

/// The day that is asked about. Decisions of the made ledger are signed in the ten years before it.
const ASKED: &str = "2026-11-21";

fn main() {
    // `cargo bench` passes `--bench` too.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for argument in &arguments {
        let start = Clock::now();
        let records = match argument.parse() {
            Ok(decisions) => made(decisions),
            Err(_) => read(Path::new(argument)),
        };
        tell("records", start.read());
        measure(&records);
    }
    assert!(!arguments.is_empty(), "name a number of decisions or the folder of a project");
}

fn measure(records: &Records) {
    let asked = day(ASKED);
    let changes: usize = records.decisions.iter().map(|decision| decision.changes.len()).sum();
    println!("size\t{} decisions, {changes} changes, {} procedures", records.decisions.len(), records.procedures.len());
    let start = Clock::now();
    let (ledger, findings) = Ledger::new(records);
    tell("ledger", start.read());
    let codes: Vec<_> = records.procedures.keys().collect();
    let mut single: Vec<(f64, f64)> = codes
        .iter()
        .step_by(codes.len().div_ceil(2000))
        .map(|code| timed(|| drop(std::hint::black_box(ledger.state(code, asked)))))
        .collect();
    single.sort_by(|one, other| one.0.total_cmp(&other.0));
    tell("one code, median of 2,000", single[single.len() / 2]);
    tell("one code, 99 of 100", single[single.len() * 99 / 100]);
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    tell(
        "whole list (as_of)",
        median(|| {
            counts.clear();
            for state in ledger.as_of(asked).states.values() {
                *counts.entry(state.whole.status).or_default() += 1;
            }
        }),
    );
    let mut rows = 0;
    tell("diff of a month", median(|| rows = between(&ledger, day("2026-10-21"), asked).rows.len()));
    let mut days = 0;
    tell("next, from a list", median(|| days = by_day(ledger.held(), Some(asked), None).len()));
    let counts: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {}", status.as_str())).collect();
    println!("result\t{}; {rows} rows of diff, {days} coming days, {} findings", counts.join(", "), findings.len());
}

/// Seconds of wall and of the process's CPU.
struct Clock(Instant, f64);

impl Clock {
    fn now() -> Clock {
        Clock(Instant::now(), cpu())
    }

    fn read(&self) -> (f64, f64) {
        (self.0.elapsed().as_secs_f64(), cpu() - self.1)
    }
}

/// The CPU seconds of all threads of the process so far, where the system tells them, in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn timed(work: impl FnOnce()) -> (f64, f64) {
    let start = Clock::now();
    work();
    start.read()
}

/// Of three rounds.
fn median(mut work: impl FnMut()) -> (f64, f64) {
    let mut rounds: Vec<(f64, f64)> = (0..3).map(|_| timed(&mut work)).collect();
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    rounds[1]
}

fn tell(what: &str, (wall, cpu): (f64, f64)) {
    println!("{what}\t{wall:.6}\t{cpu:.2}\t{}", peak());
}

/// The peak of the process's memory in megabytes, where the system tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(str::trim);
    let kilobytes: Option<u64> = line.and_then(|line| line.split(' ').next()?.parse().ok());
    kilobytes.map_or_else(|| "-".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}

/// A generator of numbers that is the same everywhere (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Whether something of `percent` in a hundred happens.
    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A ledger as a country has one: decisions of ten rows each, about as many procedures, in fields of fifty; rows of every
/// kind, a third at one level; one decision in five silent; some valid for a time, some repealing another; two lists;
/// a ruling for every hundredth procedure.
fn made(decisions: u64) -> Records {
    let mut chance = Chance(20_261_121);
    let mut story = Story::new("made");
    let fields = decisions.div_ceil(50);
    let code = |n: u64| format!("{}.{:06}", 1 + n / 1_000_000, n % 1_000_000);
    let mut line = 0;
    let mut take = |story: &mut Story, text: &str| {
        line += 1;
        story.take(text, line);
    };
    for number in 1..=decisions {
        let signed = day("2016-11-21") + chrono::Days::new(number * 3652 / decisions);
        let later = |chance: &mut Chance| signed + chrono::Days::new(1 + chance.below(180));
        let issuer = if chance.is(70) { "own" } else { "ministry" };
        let effect = match chance.below(10) {
            0..5 => "signing".to_owned(),
            5..8 => later(&mut chance).to_string(),
            _ => "unknown".to_owned(),
        };
        let until = if chance.is(2) { " until 2027-03-01" } else { "" };
        take(&mut story, &format!("decision {number} {issuer} signed {signed} effect {effect}{until}"));
        let field = chance.below(fields);
        let rebases = chance.is(1);
        for _ in 0..10 {
            let of_field = |chance: &mut Chance| code((field * 50 + chance.below(50)) % decisions);
            let (one, other) = (of_field(&mut chance), of_field(&mut chance));
            let mut row = match chance.below(100) {
                _ if rebases => format!("rebase {one}"),
                0..15 => format!("new {one}"),
                15..60 => format!("amend {one}"),
                60..72 => format!("repeal {one}"),
                72..80 => format!("replace {one} -> {other}"),
                80..84 => format!("flag {one} postal"),
                84..88 => format!("fee {one} online 50000"),
                88..91 => format!("competence {one} UBND-xã"),
                91..94 => format!("correct {one}"),
                94..96 => format!("internal {one}"),
                96..98 => format!("amend ?{one}"),
                _ if number > 100 => format!("withdraw {} {one}", number - 1 - chance.below(100)),
                _ => format!("amend {one}"),
            };
            match chance.below(12) {
                0..3 => row += " @province",
                3 => row += " @commune",
                4 => write!(row, " text {}", later(&mut chance)).expect("a string takes all"),
                5 => write!(row, " until {}", later(&mut chance)).expect("a string takes all"),
                _ => {}
            }
            take(&mut story, &row);
        }
        if rebases {
            let sectors = vec![SectorId(format!("field-{field}"))];
            let decision = story.records.decisions.last_mut().expect("the one just told");
            decision.scope = Some(Scope { sectors, ..Scope::default() });
        }
    }
    for taken in ["2024-07-16", "2026-07-16"] {
        let listed: Vec<String> = (0..decisions).filter(|_| chance.is(60)).map(code).collect();
        take(&mut story, &format!("list l{taken} {taken}: {}", listed.join(" ")));
    }
    for number in (0..decisions).step_by(100) {
        take(&mut story, &format!("ruling {} in-force from 2026-08-01 ruled 2026-08-02", code(number)));
    }
    for number in 0..decisions {
        take(&mut story, &format!("levels {} province commune", code(number)));
        let code = story::code(&code(number));
        let procedure = story.records.procedures.get_mut(&code).expect("`levels` made it");
        procedure.sector = SectorId(format!("field-{}", number / 50));
    }
    story.records
}

/// The project in a folder.
fn read(root: &Path) -> Records {
    let files = |folder: &str| {
        let root = root.join(folder);
        let mut files = Files::new();
        for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(&root).expect("below it").to_string_lossy().replace('\\', "/");
            files.insert(path, FileContent::Bytes(std::fs::read(entry.path()).expect("a file of the project")));
        }
        files
    };
    let today: Day = day(ASKED);
    let (catalogue, site) = (files("catalogue"), files("site"));
    load(&Input { catalogue, site, templates: BTreeMap::new(), as_of: today, today, base_url: None }).0
}
