//! What an entry is called, whom it names, and on which decision it says that it rests.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Fault, names_of};
use crate::identity::{name_key, name_words};
use crate::import::codes_in;
use crate::ledger::Catalogue;
use crate::model::{Levels, ProcedureCode};
use crate::text::{fold, without_brackets};

use super::cited;
use super::words::without_code;
use super::{By, Entry, Known, Reason, Rule, Told, Verdict};

/// The fewest letters that a name has.
const NAME: usize = 12;

/// The longest name of a body.
const BODY: usize = 120;

/// What each procedure is and was called: by its record, by official lists and by rows of decisions, as names are compared.
pub(super) type Names<'a> = BTreeMap<&'a ProcedureCode, Vec<String>>;

/// Where names stand in the rows of each file, counted in texts from the code's.
pub(super) struct Slots<'e> {
    of_files: BTreeMap<&'e str, isize>,
    whole: Option<isize>,
    /// The files of which most rows have the name and no other word in that place.
    exact: BTreeSet<&'e str>,
    /// The place in pages about one procedure each, where most of those have the name and no other word there.
    of_pages: Option<isize>,
}

impl<'e> Slots<'e> {
    /// By the rows whose names are right: where most of them have it.
    pub(super) fn of(known: &Known, entries: &[Entry<'e>]) -> Slots<'e> {
        let mut places: BTreeMap<&str, BTreeMap<isize, usize>> = BTreeMap::new();
        let mut whole: BTreeMap<isize, usize> = BTreeMap::new();
        let mut exact: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !entry.is_shared && !entry.by.is_name()) {
            let (names, record) = (names(known, entry), recorded(known, entry));
            let own = |text: &String| {
                // Most names stand as the record has them.
                record == Some(text) || {
                    let folded = name_words(text);
                    names.iter().any(|name| folded.contains(name))
                }
            };
            let place = entry.shown.texts.iter().position(own);
            if let Some(text) = place.and_then(|at| entry.shown.texts.get(at)) {
                let (found, all) = exact.entry(entry.path).or_default();
                *found += usize::from(record == Some(text) || names.contains(&name_key(&without_code(text))));
                *all += 1;
            }
            if let Some(at) = place.and_then(|at| offset(at, code_place(entry))) {
                *places.entry(entry.path).or_default().entry(at).or_default() += 1;
                *whole.entry(at).or_default() += 1;
            }
        }
        // One row says nothing of others.
        let most = |counts: &BTreeMap<isize, usize>| {
            let all: usize = counts.values().sum();
            let (at, count) = counts.iter().max_by_key(|(_, count)| **count)?;
            (all > 2 && count * 2 > all).then_some(*at)
        };
        let is_most = |(found, all): (usize, usize)| found * 2 > all && all > 2;
        // A page about one procedure says where others have the name, a table beside it does not.
        let is_page = |path: &&str| exact.get(path).is_none_or(|(_, all)| *all <= 2);
        let of_pages = exact.iter().filter(|(path, _)| is_page(path)).map(|(_, counts)| counts);
        let mut page_slots: BTreeMap<isize, usize> = BTreeMap::new();
        for (at, count) in places.iter().filter(|(path, _)| is_page(path)).flat_map(|(_, counts)| counts) {
            *page_slots.entry(*at).or_default() += count;
        }
        let is_exact = is_most(of_pages.fold((0, 0), |sum, (found, all)| (sum.0 + found, sum.1 + all)));
        Slots {
            of_pages: most(&page_slots).filter(|_| is_exact),
            of_files: places.iter().filter_map(|(path, counts)| Some((*path, most(counts)?))).collect(),
            whole: most(&whole),
            exact: exact.into_iter().filter(|(_, counts)| is_most(*counts)).map(|(path, _)| path).collect(),
        }
    }

    /// The text in a name's place that has the procedure's name and more: "Thu hồi" before it, "cho người nước ngoài" behind it make it
    /// another procedure's.
    fn padded(&self, entry: &Entry, names: &[String], recorded: Option<&String>) -> Option<String> {
        // A page about one procedure is as the others of its site are.
        let slot = match self.of_files.get(entry.path) {
            Some(slot) => Some(*slot).filter(|_| self.exact.contains(entry.path)),
            None => self.of_pages,
        };
        let text = entry.shown.texts.get(code_place(entry).checked_add_signed(slot?)?)?;
        let key = name_key(&without_code(&without_brackets(text)));
        let is_padded = |name: &String| {
            let Some((before, after)) = key.split_once(name.as_str()) else { return false };
            let is_apart = (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '));
            let words = before.split(' ').chain(after.split(' ')).filter(|word| !is_idle(word)).count();
            is_apart && (1..=PADDING).contains(&words)
        };
        // A name may have brackets of its own.
        let is_own = [key.clone(), name_key(&without_code(text))].iter().any(|key| names.contains(key));
        // A label is none, and a name may have a colon.
        let is_label = text.contains(':') && !recorded.is_some_and(|name| name.contains(':'));
        let is_name = !is_line(text) && !is_label && !is_own;
        (is_name && names.iter().any(is_padded)).then(|| text.clone())
    }

    /// The name that stands in a row, whosever it is.
    fn name(&self, known: &Known, entry: &Entry) -> Option<String> {
        let is_name = |text: &String| text.split(' ').count() >= WORDS && !is_body(text);
        let slot = self.of_files.get(entry.path).copied().or(self.whole);
        if let Some(slot) = slot {
            let at = code_place(entry).checked_add_signed(slot)?;
            let text = entry.shown.texts.get(at).filter(|text| !is_line(text))?;
            return Some(without_code(text)).filter(is_name);
        }
        let cells = entry.shown.texts.iter().filter(|text| !is_line(text));
        let mut texts = cells.map(|text| without_code(text)).filter(is_name);
        texts.find(|text| known.index.begins_as_name(text))
    }
}

/// The fewest words of a name.
const WORDS: usize = 4;

/// The most words that make another name of one; more are text of another kind.
const PADDING: usize = 8;

/// Whether a folded word beside a name says nothing of what the procedure is: its number, its level, how far it is online.
fn is_idle(word: &str) -> bool {
    const IDLE: [&str; 18] = [
        "", "thu", "tuc", "hanh", "chinh", "tthc", "cap", "xa", "tinh", "muc", "do", "mot", "phan", "toan", "trinh",
        "truc", "tuyen", "dvc",
    ];
    // The number of a row is of digits, a letter or Roman.
    let is_roman = word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    IDLE.contains(&word) || word.len() == 1 || is_roman || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text of a row in which its code stands.
fn code_place(entry: &Entry) -> usize {
    entry.shown.texts.iter().position(|text| text.contains(&entry.written)).unwrap_or_default()
}

fn offset(at: usize, from: usize) -> Option<isize> {
    Some(isize::try_from(at).ok()? - isize::try_from(from).ok()?)
}

/// The name that the procedure's record has.
fn recorded<'k>(known: &Known<'k>, entry: &Entry) -> Option<&'k String> {
    known.catalogue.records.procedures.get(entry.code?).map(|procedure| &procedure.name)
}

/// Every name that the procedure has or had.
fn names<'k>(known: &'k Known, entry: &Entry) -> &'k [String] {
    let all = known.names.get_or_init(|| all_names(known.catalogue));
    entry.code.and_then(|code| all.get(code)).map_or(&[], Vec::as_slice)
}

fn all_names<'a>(catalogue: &'a Catalogue<'a>) -> Names<'a> {
    let records = catalogue.records;
    let of = |code: &ProcedureCode| {
        let history = catalogue.states.get(code).into_iter().flat_map(|state| state.history());
        let rows = history.filter_map(|evidence| evidence.row().and_then(|row| row.change.name.as_deref()));
        let listed = records.snapshots.iter().filter_map(|list| list.rows.get(code).map(String::as_str));
        let own = records.procedures.get(code).map(|procedure| procedure.name.as_str());
        let names: BTreeSet<&str> = rows.chain(listed).chain(own).collect();
        names.into_iter().map(name_key).collect()
    };
    records.procedures.keys().map(|code| (code, of(code))).collect()
}

pub(super) fn tell(known: &Known, slots: &Slots, entry: &Entry, findings: &mut Vec<Told>) {
    if entry.is_shared {
        return;
    }
    if entry.by != By::Name {
        tell_name(known, slots, entry, findings);
    }
    tell_bodies(known, entry, findings);
    cited::tell(known, entry, findings);
}

fn tell_name(known: &Known, slots: &Slots, entry: &Entry, findings: &mut Vec<Told>) {
    let Some(code) = entry.code else { return };
    let Some(procedure) = known.catalogue.records.procedures.get(code) else { return };
    if entry.shown.texts.contains(&procedure.name) {
        return;
    }
    let other_of = |text: &String| {
        let text = without_code(text);
        let other = known.identities.others(&[code], &text, &Levels::new()).first().map(ToString::to_string);
        other.map(|other| (text, other))
    };
    let padded = Some(entry).filter(|entry| !entry.by.is_name());
    let padded = padded.and_then(|entry| slots.padded(entry, names(known, entry), recorded(known, entry)));
    // What has to be taken down needs no better name.
    let is_ended = known.catalogue.states.get(code).is_some_and(|state| state.whole.status.is_ended());
    let differs = |name: String| {
        let values = vec![("name", name), ("right", procedure.name.clone())];
        (!is_ended).then(|| Told::new(Rule::NameDiffers, Verdict::Fault, entry, values))
    };
    if let Some(name) = padded.as_ref().filter(|name| other_of(name).is_none()) {
        findings.extend(differs(name.clone()));
        return;
    }
    // The very name of another stands where names stand: that it has this one's in it does not make it this one's.
    let slot = slots.name(known, entry).filter(|name| !names(known, entry).contains(&name_key(name)));
    if let Some((name, other)) = slot.as_ref().and_then(other_of).filter(|_| !entry.by.is_name()) {
        let values = vec![("name", name), ("other", other), ("right", procedure.name.clone())];
        findings.push(Told::new(Rule::CodeNameMismatch, Verdict::Fault, entry, values));
        return;
    }
    let texts = || entry.shown.texts.iter().filter(|text| text.chars().count() >= NAME);
    let whole = entry.shown.texts.iter().map(|text| name_words(text)).collect::<Vec<_>>().join(" ");
    if texts().next().is_none()
        || padded.is_none()
            && names(known, entry).iter().any(|name| whole.contains(name) || texts().any(|text| is_mingled(text, name)))
    {
        return;
    }
    let others = texts().find_map(other_of);
    if let Some((name, other)) = others {
        let values = vec![("name", name), ("other", other), ("right", procedure.name.clone())];
        findings.push(Told::new(Rule::CodeNameMismatch, Verdict::Fault, entry, values));
        return;
    }
    let right = name_key(&procedure.name);
    let alike = |text: &&String| shared_words(&name_key(text), &right) * 2 >= right.split(' ').count();
    let alike = texts().find(alike).filter(|text| !is_line(text)).cloned();
    if let Some(name) = alike.or_else(|| slots.name(known, entry)) {
        findings.extend(differs(name));
    }
}

/// Whether the words of a name stand in a text in their order, with those of other columns among them: lines of a PDF run
/// through all columns of a table.
fn is_mingled(text: &str, name: &str) -> bool {
    let folded = name_words(text);
    let mut words = folded.split(' ');
    is_line(text) && name.split(' ').all(|word| words.any(|other| other == word))
}

/// Whether a text has several columns in it: a time, a fee or a body among other words.
fn is_line(text: &str) -> bool {
    // In a name of a procedure none of these is followed by other columns.
    let columns = [" ngày ", " Miễn phí", " Sở ", " UBND ", " đồng"];
    codes_in(text).len() == 1 && columns.iter().any(|word| text.contains(word))
}

/// How many words of one name another has.
fn shared_words(name: &str, of: &str) -> usize {
    let words: BTreeSet<&str> = name.split(' ').collect();
    of.split(' ').filter(|word| words.contains(word)).count()
}

/// Whether a text is the name of a body.
fn is_body(text: &str) -> bool {
    const LEADS: [&str; 16] = [
        "so ",
        "ubnd ",
        "uy ban nhan dan ",
        "phong ",
        "chi cuc ",
        "cong an ",
        "van phong ",
        "bo phan ",
        "bo ",
        "trung tam ",
        "bao hiem xa hoi ",
        "toa an nhan dan ",
        "vien kiem sat ",
        "chi nhanh van phong ",
        "hat kiem lam ",
        "kho bac ",
    ];
    // Enough for the longest of them, whose accents may be letters of their own.
    let begin = fold(&text.chars().take(40).collect::<String>());
    text.len() <= BODY && LEADS.iter().any(|lead| begin.starts_with(lead))
}

/// Whether a label stands before the name of a body: "Cơ quan thực hiện", "Nơi nộp hồ sơ".
fn is_label_of_body(label: &str) -> bool {
    let folded = fold(label);
    ["co quan", "don vi", "noi nop", "noi tiep nhan", "noi thuc hien", "noi giai quyet"]
        .iter()
        .any(|lead| folded.starts_with(lead))
}

fn tell_bodies(known: &Known, entry: &Entry, findings: &mut Vec<Told>) {
    // What the record says itself is its source's slip, and not of whom shows it.
    let record = entry.code.and_then(|code| known.catalogue.records.procedures.get(code));
    let recorded: Vec<&String> = record.and_then(|it| it.executing.value()).into_iter().flatten().collect();
    // Cards label it: "Cơ quan thực hiện: Sở Y tế". An address is no body.
    let behind_label = |text: &'_ str| match text.split_once(':') {
        Some((label, name)) if is_label_of_body(label) => name.trim().to_owned(),
        Some(_) | None => text.trim().to_owned(),
    };
    let bodies = entry.shown.texts.iter().flat_map(|text| text.split(';')).map(behind_label);
    for name in bodies.filter(|name| is_body(name)) {
        let verdict = Verdict::unless(recorded.contains(&&name), Reason::OfRecord);
        let (rule, today) = match known.bodies.fault(&name) {
            Some(Fault::Renamed(agencies)) => (Rule::OldAgencyName, names_of(&agencies)),
            Some(Fault::OtherProvince(place)) => (Rule::AgencyOtherProvince, place.to_owned()),
            Some(Fault::District) => (Rule::DistrictAfter2025, String::new()),
            None => continue,
        };
        findings.push(Told::new(rule, verdict, entry, vec![("name", name), ("today", today)]));
    }
}
