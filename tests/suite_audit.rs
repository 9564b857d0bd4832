//! Listings and sites of others, held against the catalogue.
//!
//! A suite is one program of many tests: what it is made of is compiled, and a site that several tests walk is built, once.
#![allow(clippy::disallowed_methods, reason = "tests read and write the files that they are about, and run programs")]

// What tests of this suite share.
mod host;
mod papers;
mod posting;
mod project;
mod skipping;
mod world;

mod audit_all;
mod audit_all_web;
mod audit_keep;
mod audit_letter;
mod audit_previous;
mod audit_reports;
mod audit_web;
mod links;
mod links_online;
mod list_age;
mod posted;
mod posted_cited;
mod posted_kinds;
mod posted_names;
mod sarif;
mod verify;
mod verify_web;
