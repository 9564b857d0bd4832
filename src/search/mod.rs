//! Search: one table of the catalogue, one order of hits, two engines.
//!
//! 1. `table` makes the table that is searched: names, everyday and former names, statuses, use, synonyms.
//! 2. `index` turns it into words; `retrieval` is the tantivy index that finds the records holding a word.
//! 3. `reading` says in which ways a query may be meant; `numbers` reads codes and decision numbers.
//! 4. `score` gives each record its points by the weights of [`weights`], in whole numbers.
//! 5. [`export()`] gives the same table, the folding rules, the weights and the phrases to the browser, whose
//!    scripts (`site/assets/search-*.js`) do steps 2 to 4 alike. Equal scores are ordered by code. [`client`] makes
//!    the files of them.
//!
//! [`engines`] gives the table to engines that answer for more than one machine.
//!
//! tantivy only retrieves: the order is computed from what is exported, so that both engines answer with the same
//! list. The vectors under `tests/vectors/` and a parity test hold them together.

mod answer;
pub mod client;
mod columns;
mod content;
pub mod engines;
mod export;
mod facets;
mod index;
mod known;
mod named;
mod numbers;
mod phrases;
mod reading;
mod retrieval;
mod score;
mod special;
mod spelling;
mod stored;
mod table;
pub mod weights;

use std::collections::{BTreeMap, BTreeSet};

pub use answer::{Answer, Hit, Options, Typing, Understood};
pub use export::{Export, FORMAT, Part, export, export_in};
pub use facets::{Facet, FacetCount};
pub use known::Known;
pub use table::List;
pub use tantivy::TantivyError;

use crate::ledger::{Catalogue, Status};
use crate::offices::Offices;
use crate::text::fold;
use facets::Chosen;
use index::Index;
use numbers::Numbers;
use reading::{Reading, Readings};
use score::{Leniency, Matched, Plan, Points};
use table::{Named, Table};

/// Answers queries about one catalogue.
pub struct Searcher {
    index: Index,
}

impl Searcher {
    /// Indexes the public procedures of a catalogue, ended ones included.
    ///
    /// An error means that the machine failed (memory), never that content is wrong.
    pub fn new(catalogue: &Catalogue<'_>) -> Result<Searcher, TantivyError> {
        Ok(Searcher { index: Index::new(Table::new(catalogue, &Offices::of(catalogue)))? })
    }

    /// What is searched, as a text from which [`Searcher::of_text`] makes the same searcher without the catalogue.
    pub fn to_text(&self) -> Option<String> {
        self.index.table.to_text()
    }

    /// The searcher of a text; `None` of one that [`Searcher::to_text`] did not give. Only for texts of this program's own: it
    /// is not looked at whether their numbers go together.
    ///
    /// An error means that the machine failed (memory).
    pub fn of_text(text: &str) -> Result<Option<Searcher>, TantivyError> {
        Table::of_text(text).map(Index::new).transpose().map(|index| index.map(|index| Searcher { index }))
    }

    /// What the latest official list that has it calls a code of no procedure.
    pub fn listed_name(&self, code: &str) -> Option<&str> {
        self.index.table.listed_names.get(code).map(String::as_str)
    }

    /// Every value that a choice of a facet can have, as in [`FacetCount::value`].
    pub fn facet_values(&self, facet: Facet) -> Vec<String> {
        facets::values(facet, &self.index.table).into_iter().map(|(value, _)| value).collect()
    }

    /// Answers a query. Any text is a query; one that asks for nothing has no hits.
    pub fn search(&self, query: &str, options: &Options) -> Result<Answer, TantivyError> {
        let numbers = Numbers::new(query, &self.index);
        let readings = Readings::new(query, &numbers.taken, &self.index);
        let table = &self.index.table;
        let places = readings.places.iter().filter(|at| !readings.named.contains(at));
        let named = readings.named.iter().chain(places).map(|&at| &table.named[at]);
        let mut understood: Vec<Understood> = named
            .map(|Named { list, id, name, .. }| {
                let (id, name, page) = (id.clone(), name.clone(), list.page(id));
                Understood::Named { list: *list, id, name, page }
            })
            .collect();
        understood.extend(numbers.understood.iter().cloned());
        let lists: Vec<&Named> = readings.named.iter().map(|&at| &table.named[at]).collect();
        let mut found = Found::default();
        if !numbers.is_all {
            understood.extend(readings.keys.clone());
        }
        if !numbers.is_all && !lists.iter().any(|named| named.list == List::Office) {
            let synonyms = readings.all.iter().filter(|reading| !reading.is_stripped);
            understood.extend(synonyms.filter_map(|reading| reading.synonym).map(|synonym| Understood::Synonym {
                said: synonym.pair.said.clone(),
                official: synonym.pair.official.clone(),
                kind: synonym.pair.kind.clone(),
            }));
            understood.extend(spelling::unknown_words(query, &readings, !numbers.rows.is_empty(), &self.index));
            found = self.found(&readings, options)?;
        }
        let all = self.ordered(query, &found, &lists, &numbers);
        let chosen = Chosen::new(&options.choices, table);
        let facets = chosen.count(all.iter().map(|(row, _)| &table.rows[*row]), table);
        let near = if all.is_empty() { spelling::near_sectors(query, table) } else { Vec::new() };
        let admitted: Vec<(usize, i64)> = all.into_iter().filter(|(row, _)| chosen.admits(&table.rows[*row])).collect();
        let hits = admitted.iter().take(options.limit).map(|&(row, score)| {
            let row = &table.rows[row];
            Hit { code: row.code.clone(), name: row.name.clone(), score, status: row.status }
        });
        Ok(Answer {
            query: query.to_owned(),
            total: admitted.len(),
            hits: hits.collect(),
            understood,
            facets,
            near_sectors: near.into_iter().map(|at| table.sectors[at].clone()).collect(),
        })
    }

    /// The best points of every record over all readings; slips in words that exist are looked for only where no
    /// reading stands anywhere as one run, and only in queries that are not very long.
    fn found(&self, readings: &Readings<'_>, options: &Options) -> Result<Found, TantivyError> {
        let mut lenient = Leniency {
            accented: readings.accented,
            lead: readings.lead,
            typing: options.typing == Typing::Unfinished,
            slips: false,
            alone: readings.typed == 1,
        };
        let mut found = Found::default();
        self.read(&readings.all, lenient, &mut found)?;
        let is_short = i64::try_from(readings.typed).is_ok_and(|typed| typed <= weights::SLIP_WORDS);
        if !found.has_run && is_short {
            lenient.slips = true;
            self.read(&readings.all, lenient, &mut found)?;
        }
        Ok(found)
    }

    /// Scores the readings. A stripped one counts only where the one before it stands nowhere as one run.
    fn read(&self, all: &[Reading<'_>], lenient: Leniency, found: &mut Found) -> Result<(), TantivyError> {
        let mut matched = Matched::default();
        let mut plan = |reading: &Reading<'_>| Plan::new(reading, &self.index, lenient, &mut matched);
        let plans: Vec<(bool, Option<Plan>)> = all.iter().map(|reading| (reading.is_stripped, plan(reading))).collect();
        let wanted: BTreeSet<usize> =
            plans.iter().filter_map(|(_, plan)| plan.as_ref()).flat_map(Plan::wanted).collect();
        let in_content = plans.iter().filter_map(|(_, plan)| plan.as_ref()).flat_map(Plan::wanted_in_content).collect();
        let rows = self.index.rows_with(wanted, &in_content)?;
        let mut run_before = false;
        for (is_stripped, plan) in plans {
            if is_stripped && run_before {
                continue;
            }
            run_before = false;
            for points in plan.iter().flat_map(|plan| plan.score(&rows, &self.index)) {
                run_before |= points.is_run;
                found.add(points);
            }
        }
        Ok(())
    }

    /// The hits with their scores, best first.
    fn ordered(&self, query: &str, found: &Found, lists: &[&Named], numbers: &Numbers) -> Vec<(usize, i64)> {
        let rows = &self.index.table.rows;
        let best = found.rows.values().map(|points| points.cover).max().unwrap_or(0);
        let living = found.rows.values().any(|points| points.is_exact && !rows[points.row].is_ended());
        let mut scores: BTreeMap<usize, i64> = BTreeMap::new();
        let mut tombstones: Vec<usize> = Vec::new();
        let is_in = |row: usize| lists.iter().any(|named| rows[row].is_in(named));
        // Who names a body asks for what it has and what is called after it, not for what has some of its words.
        let bodies = lists.iter().any(|named| named.list != List::Sector);
        let kept = found.rows.values().filter(|points| points.cover * 100 >= best * weights::KEEP);
        for points in kept.filter(|points| !bodies || points.is_run || is_in(points.row)) {
            let row = &rows[points.row];
            let score = points.points + row.prior();
            let is_asked_for = points.is_exact && row.is_ended() && !living;
            if is_asked_for {
                tombstones.push(points.row);
            }
            scores.insert(points.row, if is_asked_for { score } else { standing(row.status, score) });
        }
        let names_body = |row: usize| bodies && found.rows.get(&row).is_some_and(|points| points.is_run);
        for row in (0..rows.len()).filter(|&row| is_in(row) || names_body(row)) {
            let own = standing(rows[row].status, weights::NAMED + rows[row].prior());
            scores.entry(row).and_modify(|score| *score += own).or_insert(own);
        }
        for (&row, &score) in &numbers.rows {
            let is_asked_for = numbers.exact.contains(&row);
            if is_asked_for && rows[row].is_ended() {
                tombstones.push(row);
            }
            let score = if is_asked_for { score } else { standing(rows[row].status, score + rows[row].prior()) };
            let known = scores.entry(row).or_insert(score);
            *known = score.max(*known);
        }
        self.lead_on(tombstones, &mut scores);
        let asked = fold(query);
        for &(_, row) in self.index.table.best_bets.iter().filter(|(query, _)| *query == asked) {
            scores.insert(row, weights::BEST_BET);
        }
        let mut hits: Vec<(usize, i64)> = scores.into_iter().filter(|(_, score)| *score > 0).collect();
        // Rows are in the order of codes.
        hits.sort_by_key(|&(row, score)| (std::cmp::Reverse(score), row));
        hits
    }

    /// Puts the successors of each tombstone that was asked for directly after it, and theirs after them.
    fn lead_on(&self, tombstones: Vec<usize>, scores: &mut BTreeMap<usize, i64>) {
        let mut led: BTreeSet<usize> = tombstones.iter().copied().collect();
        let mut open = tombstones;
        while let Some(from) = open.pop() {
            let after = scores.get(&from).map_or(0, |score| score - 1);
            for &successor in &self.index.table.rows[from].successors {
                let known = scores.entry(successor).or_insert(after);
                *known = after.max(*known);
                if led.insert(successor) && self.index.table.rows[successor].is_ended() {
                    open.push(successor);
                }
            }
        }
    }
}

/// The best points of every record.
#[derive(Default)]
struct Found {
    rows: BTreeMap<usize, Points>,
    has_run: bool,
}

impl Found {
    fn add(&mut self, points: Points) {
        self.has_run |= points.is_run;
        let best = self.rows.entry(points.row).or_insert(points);
        best.cover = best.cover.max(points.cover);
        best.points = best.points.max(points.points);
        best.is_exact |= points.is_exact;
        best.is_run |= points.is_run;
    }
}

/// A score as it counts for a status: what is in force comes before what is not.
fn standing(status: Status, score: i64) -> i64 {
    let share = match status {
        Status::InForce | Status::Unknown => 100,
        Status::Pending | Status::Suspended => weights::NOT_NOW,
        Status::Repealed | Status::Replaced => weights::ENDED,
    };
    score.max(0) * share / 100
}
