//! What of a catalogue concerns one office: all that stands on a site of its own.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::digest;
use crate::ledger::{Catalogue, State};
use crate::model::{Contact, Decision, DecisionKey, LifeEvent, Office, ProcedureCode, Records, Site, Snapshot};

use super::Offices;

/// The part of a catalogue that concerns one office: what it must post, what is coming or suspended of that, and what it had and
/// has ended; the decisions and the texts about these, and no other office.
///
/// Guarantee: states are those of the whole catalogue. They were read off all its evidence; a decision that names codes outside
/// the part names them still.
#[derive(Debug)]
pub struct Part<'a> {
    whole: &'a Catalogue<'a>,
    assigned: Offices<'a>,
    records: Records,
}

/// Digests of the procedures and decisions of a catalogue, from which those of its parts are made.
#[derive(Debug)]
pub struct Digests<'a> {
    /// Of each record with its whole life and its state on the day.
    procedures: BTreeMap<&'a ProcedureCode, String>,
    /// Of each decision with its rows; two of one key are in one digest.
    decisions: BTreeMap<&'a DecisionKey, String>,
}

impl<'a> Digests<'a> {
    /// The digests of a whole catalogue.
    pub fn of(whole: &'a Catalogue<'a>) -> Digests<'a> {
        let states: Vec<_> = whole.states.iter().collect();
        // A state's timeline has the record.
        let procedures = states.into_par_iter().map(|(code, state)| (*code, digest::of_value(state)));
        let of_decisions = |one: &'a Decision| (&one.key, digest::of_value(&(one, &one.changes)));
        let of_decisions: Vec<_> = whole.records.decisions.par_iter().map(of_decisions).collect();
        let mut decisions: BTreeMap<&DecisionKey, String> = BTreeMap::new();
        for (key, digest) in of_decisions {
            decisions.entry(key).or_default().push_str(&digest);
        }
        Digests { procedures: procedures.collect::<Vec<_>>().into_iter().collect(), decisions }
    }
}

impl<'a> Part<'a> {
    /// Cuts an office's part out of a catalogue. `assigned` tells who has what in the whole of it.
    pub fn of(whole: &'a Catalogue<'a>, assigned: &Offices<'a>, office: &Office) -> Part<'a> {
        let assigned = assigned.only(office);
        let ended = assigned.ended(office).into_iter().map(|one| &one.procedure.code);
        let mut codes: BTreeSet<&ProcedureCode> = ended.collect();
        codes.extend(assigned.due(office).into_iter().map(|one| &one.procedure.code));
        codes.extend(assigned.waiting(office).into_iter().map(|one| &one.procedure.code));
        let all = whole.records;
        let has = |code: &ProcedureCode| codes.contains(code);
        let states = whole.states.iter().filter(|(code, _)| has(code)).map(|(_, state)| state);
        let told_by: BTreeSet<&DecisionKey> = states.flat_map(decisions_of).collect();
        let decisions = all.decisions.iter().filter(|one| told_by.contains(&one.key) || names_any(one, &codes));
        let events = all.life_events.iter().map(|event| {
            let codes = event.codes.iter().filter(|code| has(code)).cloned().collect();
            LifeEvent { codes, ..event.clone() }
        });
        let records = Records {
            site: site_of(office, all),
            agencies: all.agencies.clone(),
            offices: [(office.id.clone(), office.clone())].into(),
            assignments: Vec::new(),
            assignment_defaults: Vec::new(),
            sectors: all.sectors.clone(),
            procedures: only(&all.procedures, has),
            foreign: BTreeMap::new(),
            decisions: decisions.cloned().collect(),
            snapshots: all.snapshots.iter().map(|list| list_of(list, has)).collect(),
            rulings: all.rulings.iter().filter(|ruling| has(&ruling.code)).cloned().collect(),
            silent_rules: all.silent_rules.clone(),
            deadline_rules: all.deadline_rules.clone(),
            evidence_rules: all.evidence_rules.clone(),
            calendar: all.calendar.clone(),
            legal_texts: all.legal_texts.clone(),
            links: only(&all.links, has),
            communes: all.communes.clone(),
            life_events: events.filter(|event| !event.codes.is_empty()).collect(),
            synonyms: all.synonyms.clone(),
            shared_names: only(&all.shared_names, has),
            best_bets: all.best_bets.iter().filter(|bet| has(&bet.code)).cloned().collect(),
            // Rules for the server of an old address lead to the whole site.
            redirects: Vec::new(),
            interruptions: all.interruptions.iter().filter(|one| has(&one.code)).cloned().collect(),
        };
        Part { whole, assigned, records }
    }

    /// The settings of the office's site: by its own name, with its own place for complaints first, without the review, which is
    /// of the whole catalogue.
    pub fn site(&mut self) -> &mut Site {
        &mut self.records.site
    }

    /// What the office has of it.
    pub fn assigned(&self) -> &Offices<'a> {
        &self.assigned
    }

    /// One digest of all that the part says: where it is the same, so is every value that can be read off the part. `digests` are
    /// those of the whole catalogue.
    pub fn digest(&self, digests: &Digests) -> String {
        let Records {
            site,
            agencies,
            offices,
            assignments,
            assignment_defaults,
            sectors,
            procedures,
            foreign,
            decisions,
            snapshots,
            rulings,
            silent_rules,
            deadline_rules,
            evidence_rules,
            calendar,
            legal_texts,
            links,
            communes,
            life_events,
            synonyms,
            shared_names,
            best_bets,
            redirects,
            interruptions,
        } = &self.records;
        let who = (site, agencies, offices, assignments, assignment_defaults, sectors, self.assigned.digest());
        let procedures: Vec<_> = procedures.keys().map(|code| (code, digests.procedures.get(code))).collect();
        let decisions: Vec<_> = decisions.iter().map(|one| (&one.key, digests.decisions.get(&one.key))).collect();
        let lists: Vec<_> = snapshots.iter().map(|list| (list, &list.rows)).collect();
        let rules = (rulings, silent_rules, deadline_rules, evidence_rules, calendar, legal_texts);
        let tables = (links, communes, life_events, synonyms, shared_names, best_bets, redirects, interruptions);
        digest::of_value(&(self.whole.as_of, who, procedures, foreign, decisions, lists, rules, tables))
    }

    /// The part as a catalogue of the same day.
    pub fn catalogue(&self) -> Catalogue<'_> {
        let states = self.whole.states.iter().filter(|(code, _)| self.records.procedures.contains_key(code));
        Catalogue {
            as_of: self.whole.as_of,
            records: &self.records,
            states: states.map(|(code, state)| (*code, state.clone())).collect(),
        }
    }
}

/// The decisions that say anything of a procedure, for certain or in doubt.
fn decisions_of<'l>(state: &'l State<'_>) -> impl Iterator<Item = &'l DecisionKey> {
    let facts = state.facts().into_iter().chain(state.coming_facts()).map(|fact| &fact.by.key);
    state.history().filter_map(|evidence| Some(&evidence.decision()?.key)).chain(facts)
}

/// Whether a decision names one of these procedures in a row, be it as one of those that a name may mean.
fn names_any(decision: &Decision, codes: &BTreeSet<&ProcedureCode>) -> bool {
    let subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
    let named = subjects.flat_map(|subject| subject.code().into_iter().chain(subject.candidates()));
    named.into_iter().any(|code| codes.contains(code))
}

fn only<V: Clone>(
    all: &BTreeMap<ProcedureCode, V>,
    has: impl Fn(&ProcedureCode) -> bool,
) -> BTreeMap<ProcedureCode, V> {
    all.iter().filter(|(code, _)| has(code)).map(|(code, value)| (code.clone(), value.clone())).collect()
}

fn list_of(list: &Snapshot, has: impl Fn(&ProcedureCode) -> bool) -> Snapshot {
    Snapshot {
        id: list.id.clone(),
        title: list.title.clone(),
        source: list.source.clone(),
        taken: list.taken,
        not_before: list.not_before,
        declared: list.declared,
        scope: list.scope,
        part: list.part.clone(),
        rows: only(&list.rows, has),
    }
}

fn site_of(office: &Office, all: &Records) -> Site {
    let own = office.contact.feedback.as_ref().map(|value| Contact {
        label: office.name.clone(),
        value: value.clone(),
        href: ["https://", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme)).then(|| value.clone()),
    });
    Site {
        title: office.name.clone(),
        feedback: own.into_iter().chain(all.site.feedback.iter().cloned()).collect(),
        review: false,
        // The title is the province's: an office that gives none of its own has no English pages.
        english: None,
        ..all.site.clone()
    }
}
