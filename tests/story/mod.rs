//! The state algebra, told as short stories: dated decisions, lists and rulings, then days and states.
//!
//! A story in `tests/scenarios/*.txt` begins with `== <a sentence>`. Its lines:
//!
//! ```text
//! decision 115 own signed 2026-01-12 effect signing        # own | department (of the province) | ministry | foreign
//! decision 116 own signed 2026-01-12 effect 45d            # a day, signing, 45d and 10wd (working days) after signing,
//!                                                          # undated (a clause that nobody can date), unknown (none)
//! decision 9 ministry year 2026 effect 2026-07-01 until 2027-03-01
//!   amend 1.000001 @province text 2026-05-20 until 2027-01-01 effect 2026-02-01
//!   replace 1.000001 1.000002 -> 1.000003 existing 1.000003
//!   rebase 1.000001                                        # chuẩn hóa; `scope` makes the decision re-base sector s
//!   flag 1.000001 postal; flag 1.000001 -postal; competence 1.000001 X; fee 1.000001 online 50000
//!   correct 1.000001; internal 6.000001
//!   withdraw 115 1.000001 year 2025 of ministry            # rows of decision 115; without codes all of them
//!   correct 115 1.000001 to 2026-03-01                     # another day of effect for them: `to` as `effect`
//!   amend 1.000002 in I                                    # of `section I declared 2`
//!   new ?                                                  # a row whose code nobody has read
//! list july 2026-07-16: 1.000001 1.000002
//! list july 2026-07-16 @commune: 1.000001                  # a list of one level's procedures alone
//! ruling 1.000001 in-force @province from 2026-03-01 ruled 2026-03-02
//! silent from 2026-01-01
//! calendar 2026 until 2026-10-01                           # the working days of a year are known, from when on not
//! levels 1.000001 province commune
//! record 1.000001 115 own                                  # the portal's record names that decision
//! 2026-02-01 1.000001 in-force since 2026-01-12 until - by 115 version 115 next 2026-03-01 repeal
//! finding AMENDED_AFTER_END                               # `nofinding` for one that must not be told
//! ```
//!
//! Of a state only what a line names is compared; `-` means none. `@level` asks about one level.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

use std::collections::BTreeMap;

use niemyet::ledger::{Evidence, Fact, FactKind, Ledger, LevelState, Question, State, Version};
use niemyet::model::{
    Absence, Agency, AgencyId, AgencyKind, Calendar, CalendarYear, Change, ChangeKind, Component, Day, DayCount,
    DayUnit, Decision, DecisionKey, DecisionNumber, DecisionRef, Effect, Flag, Level, Levels, ListPart, ListScope,
    Period, Procedure, ProcedureCode, Records, RowContent, Ruling, RulingAnswer, SectorId, SilentRule, Site, Snapshot,
    Subject, Via,
};

pub fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("not a day: {text}"))
}

pub fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap_or_else(|_| panic!("not a code: {text}"))
}

/// The ledger of some records, kept for as long as they are.
pub fn ledger(records: &Records) -> &Ledger<'_> {
    Box::leak(Box::new(Ledger::new(records).0))
}

/// All that a state tells, but the day that it was asked about.
pub fn content<'s>(state: &'s State<'s>) -> impl PartialEq + std::fmt::Debug + use<'s> {
    let history: Vec<_> = state.history().collect();
    (&state.whole, &state.by_level, state.facts(), state.coming_facts(), history)
}

fn number(text: &str) -> DecisionNumber {
    DecisionNumber::new(&format!("{text}/QĐ-UBND"))
}

fn agency(word: &str) -> AgencyId {
    match word {
        "own" | "department" | "ministry" | "foreign" => AgencyId(word.to_owned()),
        other => panic!("not an issuer: {other}"),
    }
}

fn effect(word: &str) -> Effect {
    match word {
        "signing" => Effect::OnSigning,
        "unknown" => Effect::Unstated,
        "undated" => Effect::Undated,
        other => match other
            .strip_suffix("wd")
            .map(|n| (n, DayUnit::WorkingDays))
            .or(other.strip_suffix('d').map(|n| (n, DayUnit::Days)))
        {
            Some((number, unit)) => Effect::AfterSigning(DayCount { number: number.parse().unwrap(), unit }),
            None => Effect::On(day(other)),
        },
    }
}

/// A row that says "unknown" has a clause that nobody can date.
fn of_row(effect: Effect) -> Effect {
    if effect == Effect::Unstated { Effect::Undated } else { effect }
}

/// A story and what it says of days.
pub struct Story {
    pub title: String,
    pub records: Records,
    asserted: Vec<(Day, ProcedureCode, Option<Level>, Vec<String>)>,
    findings: Vec<String>,
    absent_findings: Vec<String>,
}

impl Story {
    pub fn new(title: &str) -> Self {
        let agency = |id: &str, kind, parent: Option<&str>| {
            let id = AgencyId(id.to_owned());
            let name = id.0.clone();
            let agency = Agency {
                id: id.clone(),
                name,
                kind,
                parent: parent.map(|id| AgencyId(id.to_owned())),
                spellings: vec![],
                old_names: vec![],
                validity: Period::default(),
            };
            (id, agency)
        };
        let records = Records {
            site: Site {
                title: "t".into(),
                province: "p".into(),
                own_issuer: AgencyId("own".into()),
                base_url: "https://example.org/".into(),
                feedback: vec![],
                security: vec![],
                banner: None,
                province_code: None,
                licence: None,
                review: true,
                english: None,
            },
            agencies: BTreeMap::from([
                agency("own", AgencyKind::Province, None),
                agency("department", AgencyKind::Department, Some("own")),
                agency("foreign", AgencyKind::Province, None),
                agency("ministry", AgencyKind::Ministry, None),
            ]),
            offices: BTreeMap::new(),
            assignments: vec![],
            assignment_defaults: vec![],
            sectors: BTreeMap::new(),
            procedures: BTreeMap::new(),
            foreign: BTreeMap::new(),
            decisions: vec![],
            snapshots: vec![],
            rulings: vec![],
            silent_rules: vec![],
            deadline_rules: vec![],
            evidence_rules: vec![],
            calendar: Default::default(),
            legal_texts: BTreeMap::new(),
            links: BTreeMap::new(),
            communes: vec![],
            life_events: vec![],
            synonyms: vec![],
            shared_names: BTreeMap::new(),
            best_bets: vec![],
            redirects: vec![],
            interruptions: vec![],
        };
        Story { title: title.to_owned(), records, asserted: vec![], findings: vec![], absent_findings: vec![] }
    }

    /// The record of a code, made when first named.
    fn procedure(&mut self, text: &str) -> &mut Procedure {
        let code = code(text);
        self.records.procedures.entry(code.clone()).or_insert_with(|| Procedure {
            name: code.to_string(),
            code,
            common_names: vec![],
            issuer: AgencyId("ministry".into()),
            executing: Component::Absent(Absence::Unknown),
            sector: SectorId("s".into()),
            levels: Levels::new(),
            objects: Component::Absent(Absence::Unknown),
            class: None,
            decision: None,
            keywords: vec![],
            weight: None,
            channels: Component::Absent(Absence::Unknown),
            papers: Component::Absent(Absence::Unknown),
            sets: None,
            papers_left: 0,
            legal: Component::Absent(Absence::Unknown),
            steps: Component::Absent(Absence::Unknown),
            manner: Component::Absent(Absence::Unknown),
            result: Component::Absent(Absence::Unknown),
            conditions: Component::Absent(Absence::Unknown),
            written: vec![],
            source: None,
            file: String::new(),
        })
    }

    /// Whether the story says anything of any day.
    pub fn asserts_something(&self) -> bool {
        !self.asserted.is_empty() || !self.findings.is_empty()
    }

    pub fn take(&mut self, line: &str, line_number: usize) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |key: &str| words.iter().position(|word| *word == key).map(|at| words[at + 1]);
        match words[0] {
            "decision" => {
                let signed = after("signed").map(day);
                let year = after("year").map(|year| year.parse().unwrap());
                use chrono::Datelike;
                self.records.decisions.push(Decision {
                    key: DecisionKey {
                        year: signed.map(|day| day.year()).or(year).unwrap(),
                        number: number(words[1]),
                        issuer: agency(words[2]),
                        signed,
                    },
                    published: after("published").map(day),
                    entered: None,
                    shortened: false,
                    effect: after("effect").map_or(Effect::Unstated, effect),
                    effect_clause: None,
                    effect_source: None,
                    until: after("until").map(day),
                    title: words[1].to_owned(),
                    sectors: vec![],
                    agencies: vec![],
                    central: vec![],
                    scope: None,
                    sections: vec![],
                    complete: true,
                    changes: vec![],
                    questions: vec![],
                    source: None,
                    sha256: None,
                    file: format!("catalogue/decisions/{}.toml", words[1]),
                });
            }
            "scope" => {
                let scope = niemyet::model::Scope { sectors: vec![SectorId("s".into())], ..Default::default() };
                self.records.decisions.last_mut().unwrap().scope = Some(scope);
            }
            "section" => self.records.decisions.last_mut().unwrap().sections.push(niemyet::model::Section {
                id: words[1].to_owned(),
                title: None,
                effect: None,
                until: None,
                declared: after("declared").map(|count| count.parse().unwrap()),
            }),
            kind @ ("new" | "amend" | "repeal" | "replace" | "rebase" | "flag" | "competence" | "fee" | "correct"
            | "internal" | "withdraw") => {
                let codes = |part: &[&str]| -> Vec<Subject> {
                    part.iter()
                        .filter_map(|word| match *word {
                            "?" => Some(Subject::Unread { name: "?".into(), candidates: vec![] }),
                            word if word.starts_with('?') => {
                                let candidates = vec![code(&word[1..])];
                                Some(Subject::Unread { name: "?".into(), candidates })
                            }
                            word => word.contains('.').then(|| Subject::Code(code(word))),
                        })
                        .collect()
                };
                let keys = ["text", "until", "effect", "in", "of", "existing", "year", "to"];
                let until_key = |from: usize| {
                    let stop = words[from..].iter().position(|word| keys.contains(word));
                    &words[from..stop.map_or(words.len(), |stop| from + stop)]
                };
                let named = until_key(1);
                let coded = |part: &[&str]| codes(part).iter().filter_map(|it| it.code().cloned()).collect::<Vec<_>>();
                let decision_ref = || DecisionRef {
                    number: number(named[0]),
                    year: after("year").map(|year| year.parse().unwrap()),
                    issuer: after("of").map(agency),
                };
                let kind = match kind {
                    "replace" => {
                        let arrow = named.iter().position(|word| *word == "->").unwrap();
                        let existing = words.iter().position(|word| *word == "existing");
                        ChangeKind::Replace {
                            old: codes(&named[..arrow]),
                            new: codes(&named[arrow + 1..]),
                            existing: existing.map_or(vec![], |at| coded(until_key(at + 1))),
                        }
                    }
                    "new" => ChangeKind::Introduce(codes(named).remove(0)),
                    "amend" => ChangeKind::Amend(codes(named).remove(0)),
                    "rebase" => ChangeKind::Rebase(codes(named).remove(0)),
                    "correct" if words.contains(&"to") => ChangeKind::CorrectEffect {
                        decision: decision_ref(),
                        codes: coded(&named[1..]),
                        effect: effect(after("to").unwrap()),
                    },
                    "correct" => ChangeKind::Correct(codes(named).remove(0)),
                    "internal" => ChangeKind::Internal(codes(named).remove(0)),
                    "flag" => ChangeKind::Flag {
                        subject: codes(named).remove(0),
                        flag: Flag::from_word(named[1].trim_start_matches('-')).unwrap(),
                        set: !named[1].starts_with('-'),
                    },
                    "competence" => ChangeKind::Competence { subject: codes(named).remove(0), to: named[1].to_owned() },
                    "fee" => ChangeKind::Fee {
                        subject: codes(named).remove(0),
                        via: Via::from_word(named[1]).unwrap(),
                        fee: named[2].to_owned(),
                    },
                    "withdraw" => ChangeKind::Withdraw { decision: decision_ref(), codes: coded(&named[1..]) },
                    _ => ChangeKind::Repeal(codes(named).remove(0)),
                };
                for subject in kind.subjects() {
                    if let Some(code) = subject.code().or(subject.candidates().first()) {
                        let code = code.to_string();
                        self.procedure(&code);
                    }
                }
                let change = Change {
                    content: RowContent::default(),
                    kind,
                    levels: words.iter().filter_map(|word| Level::from_word(word.strip_prefix('@')?)).collect(),
                    section: after("in").map(str::to_owned),
                    effect: after("effect").map(effect).map(of_row),
                    text_effect: after("text").map(day),
                    until: after("until").map(day),
                    name: None,
                    legal: vec![],
                    prevails: words.contains(&"prevails"),
                    line: u32::try_from(line_number).unwrap(),
                };
                self.records.decisions.last_mut().unwrap().changes.push(change);
            }
            "list" => {
                let taken = after("not-before").is_none();
                let date = day(words[if taken { 2 } else { 3 }].trim_end_matches(':'));
                let level = |word: &&str| Level::from_word(word.strip_prefix('@')?.trim_end_matches(':'));
                let rows = words.iter().filter(|word| word.contains('.')).map(|word| (code(word), String::new()));
                let rows: BTreeMap<ProcedureCode, String> = rows.collect();
                for code in rows.keys() {
                    self.procedure(code.as_str());
                }
                self.records.snapshots.push(Snapshot {
                    id: words[1].to_owned(),
                    title: words[1].to_owned(),
                    source: String::new(),
                    taken: taken.then_some(date),
                    not_before: (!taken).then_some(date),
                    declared: None,
                    scope: ListScope::default(),
                    part: ListPart { levels: words.iter().filter_map(level).collect(), ..ListPart::default() },
                    rows,
                });
            }
            "ruling" => {
                self.procedure(words[1]);
                self.records.rulings.push(Ruling {
                    code: code(words[1]),
                    levels: words.iter().filter_map(|word| Level::from_word(word.strip_prefix('@')?)).collect(),
                    answer: match words[2] {
                        "in-force" => RulingAnswer::InForce,
                        "repealed" => RulingAnswer::Repealed,
                        other => panic!("not an answer: {other}"),
                    },
                    from: day(after("from").unwrap()),
                    by: "reviewer".into(),
                    ruled: day(after("ruled").unwrap()),
                    reason: "read".into(),
                    source: None,
                });
            }
            "silent" => self.records.silent_rules.push(SilentRule {
                id: "silent".into(),
                issuers: after("issuer").map(agency).into_iter().collect(),
                from: after("from").map(day),
                until: after("until").map(day),
                source: "instruction".into(),
            }),
            "calendar" => {
                let mut years = self.records.calendar.years().clone();
                let year = CalendarYear { until: after("until").map(day), ..CalendarYear::default() };
                years.insert(words[1].parse().unwrap(), year);
                self.records.calendar = Calendar::new(years);
            }
            "levels" => {
                let levels = words[2..].iter().map(|word| Level::from_word(word).unwrap()).collect();
                self.procedure(words[1]).levels = levels;
            }
            "record" => {
                let (number, issuer) = (number(words[2]), agency(words[3]));
                let procedure = self.procedure(words[1]);
                procedure.decision = Some(number);
                procedure.issuer = issuer;
            }
            "finding" => self.findings.push(words[1].to_owned()),
            "nofinding" => self.absent_findings.push(words[1].to_owned()),
            date => {
                let (code_word, level) = match words[1].split_once('@') {
                    Some((code, level)) => (code, Level::from_word(level)),
                    None => (words[1], None),
                };
                self.procedure(code_word);
                let rest = words[2..].iter().map(|word| (*word).to_owned()).collect();
                self.asserted.push((day(date), code(code_word), level, rest));
            }
        }
    }

    /// Compares every assertion and gathers what differs.
    pub fn check(&self, failures: &mut Vec<String>) {
        let (ledger, hits) = Ledger::new(&self.records);
        for (date, code, level, words) in &self.asserted {
            let state = ledger.state(code, *date).unwrap();
            let facts = facts_of(&state.facts());
            let coming_facts = facts_of(&state.coming_facts());
            let state = match level {
                Some(level) => state.by_level.get(level).unwrap_or(&state.whole),
                None => &state.whole,
            };
            let mut expected = vec![words[0].clone()];
            let mut actual = vec![state.status.as_str().to_owned()];
            let mut rest = words[1..].iter();
            while let Some(key) = rest.next() {
                let value = rest.next().unwrap();
                expected.push(format!("{key} {value}"));
                let mut told = match key.as_str() {
                    "facts" => facts.clone(),
                    "coming" => coming_facts.clone(),
                    key => tell(state, key),
                };
                if key == "next" {
                    let change = rest.next();
                    expected.pop();
                    expected.push(format!("next {value} {}", change.map_or("-", String::as_str)));
                    told = state.next.as_ref().map_or("- -".into(), |next| format!("{} {}", next.from, next.word()));
                    if value == "-" {
                        expected.pop();
                        expected.push("next - -".into());
                    }
                }
                actual.push(format!("{key} {told}"));
            }
            if expected != actual {
                failures.push(format!(
                    "{}\n  {date} {code}\n    expected {}\n    actual   {}",
                    self.title,
                    expected.join(", "),
                    actual.join(", ")
                ));
            }
            if state.status != niemyet::ledger::Status::Unknown && state.ruled_by.is_none() {
                failures.push(format!("{}\n  {date} {code}: a status without evidence", self.title));
            }
        }
        let told: Vec<&str> = hits.iter().map(|hit| hit.finding.code.name()).collect();
        for name in self.absent_findings.iter().filter(|name| told.contains(&name.as_str())) {
            failures.push(format!("{}\n  finding {name} is told", self.title));
        }
        for name in &self.findings {
            if !told.contains(&name.as_str()) {
                failures.push(format!("{}\n  no finding {name}, only {told:?}", self.title));
            }
        }
    }
}

/// The questions of a state, in the words of the notation.
pub fn asks(state: &LevelState) -> Vec<String> {
    tell(state, "question").split('+').filter(|word| *word != "-").map(str::to_owned).collect()
}

fn short(key: &DecisionKey) -> String {
    key.number.digits().to_string()
}

fn tell(state: &LevelState, key: &str) -> String {
    let date = |day: Option<Day>| day.map_or("-".into(), |day| day.to_string());
    match key {
        "since" => date(state.since),
        "until" => date(state.until),
        "by" => match state.ruled_by {
            None => "-".into(),
            Some(Evidence::Decision(row)) => short(row.key()),
            Some(Evidence::Snapshot(list)) => list.id.clone(),
            Some(Evidence::Ruling(_)) => "ruling".into(),
        },
        "version" => match &state.version {
            Version::Base => "base".into(),
            Version::Amended { decision, .. } => short(&decision.key),
            Version::Unknown { by } => format!("?{}", short(&by.key)),
        },
        "successors" => list(state.successors),
        "predecessors" => list(state.predecessors),
        "signed-later" => state.next.as_ref().map_or("-".into(), |next| next.signed_later.to_string()),
        "question" => {
            let words: Vec<&str> = state
                .questions
                .iter()
                .map(|question| match question {
                    Question::EndOfUnknownEffect(_) => "end",
                    Question::AmendmentOfUnknownEffect(_) => "amendment",
                    Question::BeginningOfUnknownEffect(_) => "beginning",
                    Question::AbsentFromSnapshot(_) => "absent",
                    Question::RowWithoutCode(_) => "row",
                    Question::Contradiction(_) => "contradiction",
                    Question::SuccessorUnread(_) => "successor",
                    Question::AbsentFromRebase(_) => "rebase",
                    Question::WithdrawalOfUnknownEffect(_) => "withdrawal",
                    Question::LevelUnattested(_) => "level",
                    Question::NotFollowed(_) => "not-followed",
                    Question::WithdrawalUnclear(_) => "withdrawal-unclear",
                })
                .collect();
            if words.is_empty() { "-".into() } else { words.join("+") }
        }
        "next" => String::new(),
        other => panic!("nothing to tell of {other}"),
    }
}

fn list(codes: &[&ProcedureCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    if codes.is_empty() { "-".into() } else { codes.join("+") }
}

fn facts_of(facts: &[Fact]) -> String {
    let one = |fact: &Fact| match &fact.what {
        FactKind::Flag { flag, set } => format!("{}{}", if *set { "" } else { "-" }, flag.as_str()),
        FactKind::Competence { to } => to.clone(),
        FactKind::Fee { via: Some(via), .. } => format!("{}:{}", via.as_str(), fact.what.told().1),
        FactKind::Fee { via: None, .. }
        | FactKind::Time(_)
        | FactKind::TimeCut(_)
        | FactKind::Place(_)
        | FactKind::Executing(_)
        | FactKind::Name { .. }
        | FactKind::Legal(_) => format!("{}:{}", fact.what.told().0, fact.what.told().1),
    };
    let told: Vec<String> = facts.iter().map(one).collect();
    if told.is_empty() { "-".into() } else { told.join("+") }
}
