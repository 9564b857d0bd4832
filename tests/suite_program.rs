//! The program as people meet it, its manuals, and the house's own rules.
//!
//! A suite is one program of many tests: what it is made of is compiled, and a site that several tests walk is built, once.
#![allow(clippy::disallowed_methods, reason = "tests read and write the files that they are about, and run programs")]

// What tests of this suite share.
mod manual;
mod papers;
mod servers;
mod skipping;
mod world;

mod bad_input;
mod catalogue_reference;
mod cli;
mod file_names;
mod hosting;
mod licences;
mod manuals;
mod readme;
mod rules_reference;
mod search_reference;
mod serve;
mod settings;
mod tidy;
