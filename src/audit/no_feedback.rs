//! A site says where to complain.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let reachable = catalogue.records.site.feedback.iter().any(|contact| contact.href.is_some());
    if reachable { Vec::new() } else { vec![Hit::new("site/site.toml", "feedback[0]", Code::NoFeedbackAddress)] }
}
