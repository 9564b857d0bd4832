//! niemyet (*niêm yết*, public posting): a site is a pure function of the catalogue, the decisions and a day.
//!
//! ```text
//! argv, env, clock ─► cli ─► store::Project::read ─► Input ─► load ─► Ledger ─► as_of(day) ─► Catalogue
//!     ─► render, search, findings ─► Artifacts ─► store::publish ─► public/
//! ```
//!
//! Everything between `read` and `publish` takes values and returns values: it reads no file, no clock, no environment,
//! prints nothing and never fails. Broken content is a [`finding::Finding`]; an error means that the machine failed. A
//! finding of severity *error* stops publication, not the pipeline: the last good site stays.
//!
//! # The map
//! Lowest first; each module uses only those above it (`tests/tidy.rs` holds the code to this table).
//!
//! | module | one line |
//! |---|---|
//! | [`source`] | a file's path and text, byte spans, line and column |
//! | [`strings`] | what people read, a file a language |
//! | [`spreadsheet`] | tables as CSV and xlsx: no formula, no code that became a number |
//! | [`docx`] | paragraphs and tables as documents for word processors |
//! | [`qr`] | QR codes of the site's own addresses, as SVG that prints |
//! | [`finding`] | a fact about content: code, place or key, values; severity and words are looked up |
//! | [`model`] | what the law speaks of, one type a file; no serde, no I/O |
//! | [`ical`] | calendars that programs take over: whole days, no clock
//! | [`text`] | the one Vietnamese folding, the one Markdown pass |
//! | [`provinces`] | the provinces by today's and former names, and whose a body is by its name |
//! | [`executors`] | who carries a procedure out: kinds of bodies by their names, and their levels |
//! | [`address`] | where everything stands on a site, for ever |
//! | [`artifacts`] | the files of a site as values |
//! | [`digest`] | digests of bytes, as files and answers write them |
//! | [`compress`] | bytes as hosts send them to browsers: brotli and gzip |
//! | [`input`] | everything that a site depends on, as one value |
//! | [`load`] | texts → model: `(Records, Vec<Finding>)`, never an error; and where each value of the model stands |
//! | [`identity`] | whose name a name is: codes beside another procedure's name, and misprints of a known code |
//! | [`ledger`] | evidence in legal order; `as_of(day)` → catalogue, each state with what ruled it |
//! | [`offices`] | who must post what: procedures in force → the offices that decide or receive them, each with its basis |
//! | [`audit`] | the reviewers' rules, one a file: catalogue → findings, and what could not be checked apart |
//! | [`changes`] | what the law changes, row by row; how the public list of one day differs from another's |
//! | [`deadlines`] | what had to be done by when: dated rules → verdicts and the index's figures |
//! | [`statistics`] | counts of a day by state, level, sector, agency, month: each number with the codes behind it |
//! | [`import`] | foreign bytes → planned catalogue files, and a report of what was not taken |
//! | [`search`] | one table, one order of hits, two engines: tantivy, and the export that the browser reads; documents for others |
//! | [`posted`] | what somebody shows, held against what has to be shown on a day |
//! | [`redirects`] | old sites' and portals' addresses → rules for nginx, Apache, IIS |
//! | [`links`] | portal links: what each rests on, what is wrong with it, what to look at first, how to mend it |
//! | [`listing`] | a procedure as programs see it in a list |
//! | [`render`] | pages: views and Tera, catalogue → artifacts |
//! | [`report`] | findings, lists, single procedures → text and JSON |
//! | [`scaffold`] | commented files to begin with |
//! | [`pipeline`] | the short `build`; its documentation is the numbered list of stages |
//! | [`store`] | the only file system: reads a project, publishes a tree, writes catalogue files |
//! | [`watch`] | the only user of notify |
//! | [`fetch`] | the only client: one request within bounds, a listing crawled into a folder, links asked for |
//! | [`serve`] | the only server |
//! | [`cli`] | arguments as typed → a command as meant; clock and environment, read once; exit codes |
//!
//! # Invariants, each with its enforcer
//! - No clock, no file system, no environment outside `cli`, `store`, `watch`, `serve`: chrono without `clock`,
//!   `clippy.toml`, `tests/tidy.rs`.
//! - No hash order in bytes: ordered maps and sorted walks; sites are built twice and compared.
//! - Input never panics: `unwrap` and indexing are denied in `load`, `import`, `text`.
//! - What people read stands in `site/strings/`, the same keys in both languages: `tests/tidy.rs`.
//! - One rebuild path: `build`, `serve` and `check` all call [`pipeline::build`].

pub mod address;
pub mod artifacts;
pub mod audit;
pub mod changes;
pub mod cli;
pub mod compress;
pub mod deadlines;
pub mod digest;
pub mod docx;
pub mod executors;
pub mod fetch;
pub mod finding;
pub mod ical;
pub mod identity;
pub mod import;
pub mod input;
pub mod ledger;
pub mod links;
pub mod listing;
pub mod load;
pub mod model;
pub mod offices;
pub mod pipeline;
pub mod posted;
pub mod provinces;
pub mod qr;
pub mod redirects;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod search;
pub mod serve;
pub mod source;
pub mod spreadsheet;
pub mod statistics;
pub mod store;
pub mod strings;
pub mod text;
pub mod watch;
