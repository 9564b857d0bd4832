//! Whose name a name is: a code and the name beside it are of one procedure.
//!
//! One misprinted digit would take down, rename or change another procedure. A name never identifies by itself, so that a
//! code is doubted only where the name beside it is another procedure's and none of its own: neither of its record, nor
//! of what the record keeps as written, nor of any official list. One procedure at two levels has two codes, and papers
//! print one name for both: a procedure of another level than the row's is not meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Levels, ProcedureCode, Records};
use crate::text::fold;

/// The official names of a catalogue, and whose each is.
#[derive(Debug)]
pub struct Identities<'r> {
    records: &'r Records,
    /// By the names of records.
    recorded: BTreeMap<String, BTreeSet<&'r ProcedureCode>>,
}

impl<'r> Identities<'r> {
    /// The names of a catalogue's records.
    pub fn of(records: &'r Records) -> Identities<'r> {
        let mut recorded: BTreeMap<String, BTreeSet<&ProcedureCode>> = BTreeMap::new();
        for procedure in records.procedures.values() {
            recorded.entry(key(&procedure.name)).or_default().insert(&procedure.code);
        }
        Identities { records, recorded }
    }

    /// The codes whose name stands beside `codes` and is none of theirs. Empty where the name is theirs or nobody's,
    /// and where one of them has no record: of such a code nobody can tell the name.
    pub fn others(&self, codes: &[&ProcedureCode], name: &str, levels: &Levels) -> Vec<&'r ProcedureCode> {
        if codes.is_empty() || !codes.iter().all(|code| self.records.procedures.contains_key(code)) {
            return Vec::new();
        }
        let key = key(name);
        let others = self.bearers(&key, levels);
        if others.is_empty() || codes.iter().any(|code| self.names_of(code).contains(&key)) {
            return Vec::new();
        }
        others
    }

    /// The procedures of which a code that nobody knows may be a misprint: they bear the name beside it, and one digit is
    /// wrong, missing, too many or in another's place.
    pub fn meant(&self, code: &ProcedureCode, name: &str, levels: &Levels) -> Vec<&'r ProcedureCode> {
        if self.is_known(code) {
            return Vec::new();
        }
        let mut near = self.bearers(&key(name), levels);
        near.retain(|other| is_near(code.as_str(), other.as_str()));
        near
    }

    /// Whether a record or an official list has the code.
    pub fn is_known(&self, code: &ProcedureCode) -> bool {
        is_known(self.records, code)
    }

    fn bearers(&self, key: &str, levels: &Levels) -> Vec<&'r ProcedureCode> {
        let is_meant = |code: &&ProcedureCode| {
            let own = self.records.procedures.get(code).map(|record| &record.levels);
            levels.is_empty() || own.is_none_or(|own| own.is_empty() || !own.is_disjoint(levels))
        };
        self.recorded.get(key).into_iter().flatten().copied().filter(is_meant).collect()
    }

    /// Every official name of a code that is on record.
    fn names_of(&self, code: &ProcedureCode) -> BTreeSet<String> {
        let record = self.records.procedures.get(code).into_iter();
        let written = record.clone().flat_map(|record| &record.written).filter(|written| written.field == "name");
        let listed = self.records.snapshots.iter().filter_map(|list| list.rows.get(code));
        let of_record = record.map(|record| &record.name).chain(written.map(|written| &written.text));
        of_record.chain(listed).map(|name| key(name)).collect()
    }
}

/// Whether a record or an official list of a catalogue has a code.
pub fn is_known(records: &Records, code: &ProcedureCode) -> bool {
    records.record(code).is_some() || records.snapshots.iter().any(|list| list.rows.contains_key(code))
}

/// What names have in common that differ in case, accents, punctuation and a leading "thủ tục" alone.
pub fn name_key(name: &str) -> String {
    let folded = name_words(name);
    folded.strip_prefix("thu tuc ").unwrap_or(&folded).to_owned()
}

/// The words of a text in which names are looked for: folded, and with ư where the national database has ƣ, a letter of another
/// alphabet.
pub fn name_words(text: &str) -> String {
    if text.contains(['ƣ', 'Ƣ']) { fold(&text.replace(['ƣ', 'Ƣ'], "ư")) } else { fold(text) }
}

/// A name as it is compared, without regard to spacing.
fn key(name: &str) -> String {
    name_key(name).replace(' ', "")
}

/// Whether one letter is another, missing, too many, or has changed places with its neighbour.
///
/// ```
/// use niemyet::identity::is_near;
/// assert!(is_near("1.004222", "1.004322") && is_near("1.00422", "1.004222") && is_near("1.0042222", "1.004222"));
/// assert!(is_near("1.004222", "1.002422"));
/// assert!(!is_near("1.004222", "1.004222") && !is_near("1.004222", "2.004223"));
/// ```
pub fn is_near(one: &str, other: &str) -> bool {
    let (short, long) =
        if one.len() <= other.len() { (one.as_bytes(), other.as_bytes()) } else { (other.as_bytes(), one.as_bytes()) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = |at: usize, of: usize| (short.get(at..), long.get(of..));
    match long.len() - short.len() {
        0 => {
            let substituted = tail(same + 1, same + 1);
            let swapped = short.get(same) == long.get(same + 1) && short.get(same + 1) == long.get(same);
            let after_swap = tail(same + 2, same + 2);
            same < short.len()
                && (substituted.0 == substituted.1
                    || (swapped && after_swap.0.is_some() && after_swap.0 == after_swap.1))
        }
        1 => {
            let rest = tail(same, same + 1);
            rest.0 == rest.1
        }
        _ => false,
    }
}
