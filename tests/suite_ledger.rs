//! The ledger, the catalogue and the rules: what holds on which day, and why.
//!
//! A suite is one program of many tests: what it is made of is compiled, and a site that several tests walk is built, once.
#![allow(clippy::disallowed_methods, reason = "tests read and write the files that they are about, and run programs")]

// What tests of this suite share.
mod agreement;
mod edited;
mod evidence;
mod hai_phong;
mod naive;
mod project;
mod seeds;
mod story;
mod told;
mod world;

mod audit;
mod committed_catalogue;
mod deadlines;
mod decision_files;
mod diff;
mod gold;
mod haiphong;
mod hostile_ledger;
mod interruptions;
mod ledger_properties;
mod ledger_reference;
mod ledger_scenarios;
mod outcome;
mod places;
mod provinces;
mod rule;
