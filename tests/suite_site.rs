//! The site: pages, files, search.
//!
//! A suite is one program of many tests: what it is made of is compiled, and a site that several tests walk is built, once.
#![allow(clippy::disallowed_methods, reason = "tests read and write the files that they are about, and run programs")]

// What tests of this suite share.
mod edited;
mod page;
mod project;
mod seeds;
mod servers;
mod sites;
mod skipping;
mod world;

mod act;
mod board;
mod engines;
mod english;
mod memo;
mod memo_offices;
mod office_files;
mod offices;
mod open_data;
mod redirects;
mod render;
mod search;
mod search_kept;
mod search_parity;
mod search_vectors;
mod standalone;
mod statistics;
