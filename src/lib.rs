//! niemyet (*niêm yết*, public posting): a site is a pure function of the catalogue, the decisions and a day.

pub mod address;
pub mod artifacts;
pub mod finding;
pub mod input;
pub mod ledger;
pub mod listing;
pub mod load;
pub mod model;
pub mod report;
pub mod search;
pub mod serve;
pub mod source;
pub mod store;
pub mod strings;
pub mod text;
pub mod watch;
