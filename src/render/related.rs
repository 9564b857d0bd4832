//! Procedures that stand beside one another by the catalogue's own data: the same name, and the same thing in another case.

use std::collections::BTreeMap;

use crate::ledger::Status;
use crate::model::{AgencyId, Procedure, SectorId};
use crate::text::fold;

use super::index::Entry;

/// What is done with a licence, longest first: two names that differ in it alone are cases of one thing.
const CASES: [&str; 14] = [
    "cấp lần đầu ",
    "cấp bổ sung ",
    "cấp gia hạn ",
    "sửa đổi, bổ sung ",
    "sửa đổi bổ sung ",
    "cấp lại ",
    "cấp đổi ",
    "cấp mới ",
    "gia hạn ",
    "điều chỉnh ",
    "bổ sung ",
    "thu hồi ",
    "đổi ",
    "cấp ",
];

/// The fewest words that a thing has, so that "cấp lại giấy phép" of two kinds is not one.
const WORDS: usize = 3;

/// A name, or what is left of it without its case, within what one agency published of one sector.
type Key<'a> = (&'a SectorId, &'a AgencyId, String);

/// Who stands beside whom; places in the index's entries.
#[derive(Clone, Default)]
pub(super) struct Related<'a> {
    names: BTreeMap<Key<'a>, Vec<usize>>,
    things: BTreeMap<Key<'a>, Vec<usize>>,
}

impl<'a> Related<'a> {
    pub(super) fn new(entries: &[Entry<'a>]) -> Self {
        let mut related = Related::default();
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| is_in_force(entry)) {
            related.names.entry(key(entry.procedure, fold(&entry.name))).or_default().push(at);
            if let Some(thing) = thing(&entry.name) {
                related.things.entry(key(entry.procedure, thing)).or_default().push(at);
            }
        }
        related
    }

    /// Those in force that have the same name, agency and sector: a hint, for a name never identifies.
    pub(super) fn same_name(&self, entry: &Entry<'a>) -> &[usize] {
        self.names.get(&key(entry.procedure, fold(&entry.name))).map_or(&[], Vec::as_slice)
    }

    /// Those in force that are about the same thing, the entry itself among them.
    pub(super) fn same_thing(&self, entry: &Entry<'a>) -> &[usize] {
        let places = thing(&entry.name).and_then(|thing| self.things.get(&key(entry.procedure, thing)));
        places.map_or(&[], Vec::as_slice)
    }
}

fn is_in_force(entry: &Entry) -> bool {
    entry.state.whole.status == Status::InForce
}

fn key(procedure: &Procedure, name: String) -> Key<'_> {
    (&procedure.sector, &procedure.issuer, name)
}

/// A name without its case, folded.
fn thing(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let rest = CASES.iter().find_map(|case| name.strip_prefix(case))?;
    let thing = fold(rest);
    (thing.split(' ').count() >= WORDS).then_some(thing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_of_one_licence_are_one_thing_and_a_word_more_makes_another() {
        let of = |name| thing(name).unwrap();
        assert_eq!(of("Cấp giấy phép hoạt động in"), of("Cấp lại giấy phép hoạt động in"));
        assert_eq!(of("Sửa đổi, bổ sung giấy phép hoạt động in"), of("Gia hạn giấy phép hoạt động in"));
        assert_ne!(of("Cấp giấy phép hoạt động in"), of("Cấp giấy phép hoạt động in 3D"));
        assert_eq!(thing("Cấp lại sổ"), None);
        assert_eq!(thing("Đăng ký khai sinh tại xã"), None);
    }
}
