//! What people and programs read besides the site: findings, lists, single procedures and answers to queries, as text or as JSON.
//!
//! Values in, text out. JSON is stable and English; text is in the reader's language.

mod answer;
mod deadlines;
mod diff;
mod findings;
mod interchange;
mod links;
mod links_pages;
mod links_sheet;
mod list;
mod lookup;
mod missing;
mod next;
mod offices;
mod outcome;
mod page;
mod policy;
mod posted;
mod posted_all;
mod posted_all_html;
mod posted_html;
mod posted_letter;
mod posted_sarif;
mod posted_sheets;
mod posted_sides;
mod rules;
mod sarif;
mod show;
mod show_json;
mod stats;
mod timeline;

pub use answer::{answer_json, answer_text};
pub use deadlines::{DeadlineReport, deadlines_json, deadlines_text};
pub use diff::{diff_json, diff_text};
pub use findings::{Detail, SHOWN, TextOptions, findings_json, findings_text};
pub use interchange::interchange_json;
pub use links::{LinkPlaces, links_json, links_table, links_text};
pub use links_pages::{Replaced, replacements_json, replacements_table, replacements_text};
pub use links_sheet::links_sheet;
pub use list::{ListFilter, Unmet, filtered, list_json, list_text};
pub use lookup::{Lookup, look_up, nearest};
pub use missing::{missing_csv, missing_json, missing_text};
pub use next::{next_json, next_text};
pub use offices::{office_json, office_text, offices_json, offices_table, offices_text};
pub use outcome::{Idle, Outcome, is_meant_to_change};
pub use posted::{Audited, posted_json, posted_table, posted_text};
pub use posted_all::{AuditedAll, PostedAllJson, posted_all_sheets, posted_all_table, posted_all_text};
pub use posted_all_html::posted_all_html;
pub use posted_html::posted_html;
pub use posted_letter::posted_letter;
pub use posted_sarif::posted_sarif;
pub use posted_sheets::posted_sheets;
pub use rules::rules_reference;
pub use sarif::findings_sarif;
pub use show::{Shown, show_text, status_text};
pub use show_json::show_json;
pub use stats::stats_text;
pub use timeline::{Timeline, timeline_json, timeline_text};

use crate::strings::{Language, Strings};

pub use crate::strings::day_text;

/// The word for a value of a closed list: `report.<table>.<value>`.
fn word(table: &str, value: &str, language: Language) -> String {
    Strings::of(language).get(&["report", table, value])
}
