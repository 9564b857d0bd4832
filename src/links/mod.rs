//! The portal links of a catalogue: what each rests on, what is wrong with it by its form, and which a person should open first.
//!
//! HTTP answers prove nothing, for the portal says 200 to every address. A link is judged by its form, by the pairing of code and
//! page on record, and by who confirmed it when; what nobody confirmed stays unconfirmed.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod fix;
mod replace;
mod survey;

pub use fix::{Fix, FixPlan, LeftLink, plan_fixes};
pub use replace::{Replacement, redirects_of, replacements};
pub use survey::{LINKS_FILE, LinkFault, Pairing, Survey, Surveyed, Why};
