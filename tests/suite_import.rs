//! Import: foreign files in, records and drafts out.
//!
//! A suite is one program of many tests: what it is made of is compiled, and a site that several tests walk is built, once.
#![allow(clippy::disallowed_methods, reason = "tests read and write the files that they are about, and run programs")]

// What tests of this suite share.
mod hai_phong;
mod importing;
mod page;
mod papers;
mod project;
mod seeds;
mod skipping;
mod workbooks;
mod world;

mod import;
mod import_codes;
mod import_command;
mod import_decision;
mod import_decision_certain;
mod import_decision_content;
mod import_decision_days;
mod import_decision_formats;
mod import_decision_hostile;
mod import_decision_hostile_data;
mod import_decision_pages;
mod import_decision_real;
mod import_formats;
mod import_json;
mod import_looks;
mod import_properties;
mod import_real;
mod import_tables;
mod import_workbooks;
mod interchange;
mod mutated;
mod shapes;
