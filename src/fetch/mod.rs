//! The only client: what stands on the web, asked for within bounds.
//!
//! - [`Client`] makes one request: so many bytes, so much time, no redirect followed by itself.
//! - [`crawl`] reads a listing page by page into a folder, and goes on where it stood.
//! - [`verify_site`] holds a published site against its manifest.
//! - [`Pace`] tells when a host may be asked again; all that ask in one run share it.
//! - [`apart`] does tasks side by side, a few at a time.
//! - [`ask_all`] asks single addresses whether they answer.
//!
//! What answers may be anything. It costs its own bound, in bytes, in time and in pages, and is told by its address; it is never an
//! error of the program. Nothing here is evidence, and nothing here decides what a page means.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod address;
mod apart;
mod client;
mod crawl;
mod entry;
mod look;
mod media;
mod online;
mod pace;
mod page;
mod robots;
mod site;
mod unread;
mod visit;
mod why;

pub use address::{Scope, address};
pub use apart::apart;
pub use client::{Answer, Asked, Client, Fault};
pub use crawl::{Asker, Bounds, Crawled, Page, crawl};
pub use online::{Answered, ask_all};
pub use pace::Pace;
pub use site::{NoSite, Site, SiteBounds, Watcher, site_folder, verify_site};
pub use url::Url;
pub use why::Why;
