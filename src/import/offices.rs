//! A spreadsheet of offices → `offices.toml`: where each is, how it is reached.
//!
//! Contact facts come from 166 communes in one table that many hands have touched. A cell that cannot be right is told with its place,
//! and then nothing of the table is taken. A blank cell changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AgencyId, Office, OfficeContact, OfficeId, Period, Records};
use crate::strings::{Language, Strings};
use crate::text::{fold, is_slug};

use super::filled::{self, TableRow};
use super::toml_text::{text_line, texts_line};
use super::{Foreign, clean, refusal::Reason};

/// How far down the row of titles may stand.
const TITLES_WITHIN: usize = 10;
/// The longest fact, in characters.
const LONGEST: usize = 300;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Id,
    Name,
    Agency,
    Ward,
    Fact(&'static str),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficeFault {
    /// A title that is no column.
    Title,
    /// A column that stands there twice.
    TitleTwice,
    /// A row without an identifier.
    NoId,
    /// An identifier that the catalogue has not.
    UnknownId,
    /// An identifier of a new office that cannot be a part of an address.
    NewId,
    /// A new office without this: its name or its agency.
    NewLacks(&'static str),
    /// An agency of a new office that the catalogue has not.
    NewAgency,
    /// A ward's code of a new office that has not five digits.
    NewWard,
    /// An identifier that stands in an earlier row.
    Twice,
    /// Another name, agency or ward than the catalogue's, which is this.
    Differs(String),
    /// No telephone number: 9 to 11 digits that begin with 0, 84, 1800 or 1900.
    Phone,
    /// No address of electronic mail.
    Email,
    /// No web address that begins with `https://`.
    Web,
    /// A formula, or signs that no fact has.
    Signs,
    /// Longer than a fact may be.
    Long,
    /// Hours without a number.
    Hours,
}

impl OfficeFault {
    /// The key of its words in the strings (`import.office_fault.<key>`).
    pub fn key(&self) -> &'static str {
        match self {
            OfficeFault::Title => "title",
            OfficeFault::TitleTwice => "title_twice",
            OfficeFault::NoId => "no_id",
            OfficeFault::UnknownId => "unknown_id",
            OfficeFault::NewId => "new_id",
            OfficeFault::NewLacks(_) => "new_lacks",
            OfficeFault::NewAgency => "new_agency",
            OfficeFault::NewWard => "new_ward",
            OfficeFault::Twice => "twice",
            OfficeFault::Differs(_) => "differs",
            OfficeFault::Phone => "phone",
            OfficeFault::Email => "email",
            OfficeFault::Web => "web",
            OfficeFault::Signs => "signs",
            OfficeFault::Long => "long",
            OfficeFault::Hours => "hours",
        }
    }
}

/// A cell that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeCell {
    /// Where it stands: `Sheet!B5` of a workbook, `line:cell` of a text.
    pub place: String,
    /// What stands there.
    pub text: String,
    /// What is wrong with it.
    pub fault: OfficeFault,
}

/// What a table of offices would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficePlan {
    /// `offices.toml` as it is to be; `None` where nothing changes, or where a cell is wrong.
    pub text: Option<String>,
    /// The facts that change, by office.
    pub changed: BTreeMap<String, Vec<&'static str>>,
    /// Offices that the catalogue had not.
    pub added: usize,
    /// Offices of the table.
    pub rows: usize,
    /// Every cell that cannot be right, in the order of the table.
    pub faults: Vec<OfficeCell>,
}

/// Plans to take a table of offices. `text` is `offices.toml` as it is. With `add_new` a row whose identifier the catalogue has
/// not is a new office, which needs a name and an agency.
///
/// # Errors
/// A reason where the file is no such table.
pub fn plan_offices(foreign: &Foreign, records: &Records, text: &str, add_new: bool) -> Result<OfficePlan, Reason> {
    let mut rows = filled::rows(foreign)?.into_iter();
    let titles =
        rows.by_ref().take(TITLES_WITHIN).find(|row| row.cells.iter().any(|cell| column(cell) == Some(Column::Id)));
    let titles = titles.ok_or(Reason::NoHeader)?;
    let mut plan = OfficePlan::default();
    let columns = columns(&titles, &mut plan);
    let mut seen = BTreeSet::new();
    let mut changes: BTreeMap<OfficeId, Vec<(&'static str, String)>> = BTreeMap::new();
    let mut after = text.to_owned();
    for row in rows.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        plan.rows += 1;
        let new = if add_new { new_office(&row, &columns, records, &seen, &mut plan) } else { None };
        let office = match &new {
            Some(NewOffice::Sound(office)) => Some(&**office),
            Some(NewOffice::Faulty) => continue,
            None => None,
        };
        let Some((id, facts)) = read_row(&row, &columns, records, office, &mut seen, &mut plan) else { continue };
        if let Some(office) = office {
            plan.added += 1;
            append(&mut after, office);
        }
        changes.insert(id, facts);
    }
    if !plan.faults.is_empty() {
        return Ok(plan);
    }
    for (id, facts) in &changes {
        let is_new = |key: &str, value: &str| records.offices.get(id).is_none_or(|office| is_new(office, key, value));
        let changed: Vec<(&'static str, String)> =
            facts.iter().filter(|(key, value)| is_new(key, value)).cloned().collect();
        if changed.is_empty() {
            continue;
        }
        after = with_facts(&after, id, &changed);
        plan.changed.insert(id.0.clone(), changed.iter().map(|(key, _)| *key).collect());
    }
    plan.text = (after != text).then_some(after);
    Ok(plan)
}

fn is_new(office: &Office, key: &str, value: &str) -> bool {
    let facts = office.contact.facts();
    facts.iter().any(|(own, now)| *own == key && now.as_deref() != Some(value))
}

/// The columns of a row of titles; what is none is a fault, unless nothing stands there.
fn columns(titles: &TableRow, plan: &mut OfficePlan) -> Vec<Option<Column>> {
    let mut known: Vec<Option<Column>> = Vec::new();
    for (title, place) in titles.cells.iter().zip(&titles.places) {
        let found = column(title);
        let fault = match found {
            Some(found) if known.contains(&Some(found)) => Some(OfficeFault::TitleTwice),
            None if !title.trim().is_empty() => Some(OfficeFault::Title),
            Some(_) | None => None,
        };
        if let Some(fault) = fault {
            plan.faults.push(OfficeCell { place: place.clone(), text: shown(title), fault });
        }
        known.push(found);
    }
    known
}

/// The column that a title is: a key of `offices.toml`, or its name in either language.
fn column(title: &str) -> Option<Column> {
    let folded = fold(title);
    let is = |key: &str, table: &str| {
        let named = |language| fold(&Strings::of(language).get(&["office", table, key])) == folded;
        fold(key) == folded || named(Language::Vietnamese) || named(Language::English)
    };
    let heads = [("id", Column::Id), ("name", Column::Name), ("agency", Column::Agency), ("ward", Column::Ward)];
    let head = heads.into_iter().find(|(key, _)| is(key, "head_column")).map(|(_, column)| column);
    head.or_else(|| {
        OfficeContact::default().facts().map(|(key, _)| key).into_iter().find(|key| is(key, "fact")).map(Column::Fact)
    })
}

fn read_row(
    row: &TableRow,
    columns: &[Option<Column>],
    records: &Records,
    new: Option<&Office>,
    seen: &mut BTreeSet<OfficeId>,
    plan: &mut OfficePlan,
) -> Option<(OfficeId, Vec<(&'static str, String)>)> {
    let cells = || columns.iter().zip(&row.cells).zip(&row.places);
    let at = |wanted: Column| cells().find(|((column, _), _)| **column == Some(wanted));
    let mut tell = |place: &String, text: &str, fault: OfficeFault| {
        plan.faults.push(OfficeCell { place: place.clone(), text: shown(text), fault });
    };
    let ((_, id), id_place) = at(Column::Id)?;
    let id = OfficeId(clean::line(id));
    if id.0.is_empty() {
        tell(id_place, "", OfficeFault::NoId);
        return None;
    }
    let Some(office) = new.or_else(|| records.offices.get(&id)) else {
        tell(id_place, &id.0, OfficeFault::UnknownId);
        return None;
    };
    if !seen.insert(id.clone()) {
        tell(id_place, &id.0, OfficeFault::Twice);
        return None;
    }
    let mut facts = Vec::new();
    for ((column, cell), place) in cells() {
        let Some(column) = column else { continue };
        let text = clean::line(cell);
        if text.is_empty() {
            continue;
        }
        let known = match column {
            Column::Id => continue,
            Column::Name => Some(office.name.clone()),
            Column::Agency => Some(office.agency.0.clone()),
            Column::Ward => Some(office.ward.clone().unwrap_or_default()),
            Column::Fact(_) => None,
        };
        if let Some(known) = known {
            if known != text {
                tell(place, &text, OfficeFault::Differs(known));
            }
            continue;
        }
        let Column::Fact(key) = column else { continue };
        match fact(key, &text) {
            Ok(value) => facts.push((*key, value)),
            Err(fault) => tell(place, &text, fault),
        }
    }
    Some((id, facts))
}

/// A row whose identifier the catalogue has not.
enum NewOffice {
    Sound(Box<Office>),
    /// What is wrong with it has been told.
    Faulty,
}

/// The office that a row adds; `None` where the catalogue has it, or an earlier row, or where the row has no identifier.
fn new_office(
    row: &TableRow,
    columns: &[Option<Column>],
    records: &Records,
    seen: &BTreeSet<OfficeId>,
    plan: &mut OfficePlan,
) -> Option<NewOffice> {
    let at = |wanted: Column| {
        let mut cells = columns.iter().zip(&row.cells).zip(&row.places);
        cells.find(|((column, _), _)| **column == Some(wanted)).map(|((_, cell), place)| (clean::line(cell), place))
    };
    let (id, id_place) = at(Column::Id)?;
    let id = OfficeId(id);
    if id.0.is_empty() || records.offices.contains_key(&id) || seen.contains(&id) {
        return None;
    }
    let mut told = 0;
    let mut tell = |place: &str, text: &str, fault| {
        told += 1;
        plan.faults.push(OfficeCell { place: place.to_owned(), text: shown(text), fault });
    };
    if !is_slug(&id.0) {
        tell(id_place, &id.0, OfficeFault::NewId);
    }
    let name = at(Column::Name).filter(|(name, _)| !name.is_empty());
    if name.is_none() {
        tell(id_place, &id.0, OfficeFault::NewLacks("name"));
    }
    let agency = at(Column::Agency).filter(|(agency, _)| !agency.is_empty());
    let agency = match agency {
        None => {
            tell(id_place, &id.0, OfficeFault::NewLacks("agency"));
            None
        }
        Some((text, place)) => {
            let agency = AgencyId(text);
            let known = records.agencies.contains_key(&agency);
            if !known {
                tell(place, &agency.0, OfficeFault::NewAgency);
            }
            known.then_some(agency)
        }
    };
    let ward = at(Column::Ward).filter(|(ward, _)| !ward.is_empty());
    if let Some((ward, place)) = &ward
        && !(ward.len() == 5 && ward.bytes().all(|b| b.is_ascii_digit()))
    {
        tell(place, ward, OfficeFault::NewWard);
    }
    let (Some((name, _)), Some(agency), 0) = (name, agency, told) else { return Some(NewOffice::Faulty) };
    Some(NewOffice::Sound(Box::new(Office {
        id,
        name,
        old_names: Vec::new(),
        agency,
        ward: ward.map(|(ward, _)| ward),
        motto: false,
        contact: OfficeContact::default(),
        validity: Period::default(),
    })))
}

/// Adds an office at the end of `offices.toml`.
fn append(text: &mut String, office: &Office) {
    text.truncate(text.trim_end().len());
    text.push_str("\n\n[[office]]\n");
    text.push_str(&text_line("id", &office.id.0));
    text.push_str(&text_line("name", &office.name));
    text.push_str(&text_line("agency", &office.agency.0));
    text.extend(office.ward.iter().map(|ward| text_line("ward", ward)));
}

/// Enough of a cell to know it by.
fn shown(text: &str) -> String {
    super::telling::beginning(&clean::line(text))
}

/// A fact as the catalogue keeps it, or what is wrong with it.
fn fact(key: &str, text: &str) -> Result<String, OfficeFault> {
    if text.starts_with(['=', '@', '\'', '#']) || text.contains(['<', '>', '\u{fffd}']) {
        return Err(OfficeFault::Signs);
    }
    if text.chars().count() > LONGEST {
        return Err(OfficeFault::Long);
    }
    let sound = match key {
        "phones" => return phones(text),
        "email" => is_email(text).then_some(()).ok_or(OfficeFault::Email),
        "web" | "map" => is_web(text).then_some(()).ok_or(OfficeFault::Web),
        "hours" => text.chars().any(|c| c.is_ascii_digit()).then_some(()).ok_or(OfficeFault::Hours),
        _ => Ok(()),
    };
    sound.map(|()| text.to_owned())
}

/// Telephone numbers, parted by `;`, `,` or `/`, as they are written.
fn phones(text: &str) -> Result<String, OfficeFault> {
    let numbers: Vec<&str> = text.split([';', ',', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_sound = |number: &&str| {
        let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '(' | ')' | '+'));
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let begins = ["0", "84", "1800", "1900"].iter().any(|start| digits.starts_with(start));
        plain && begins && (8..=12).contains(&digits.len())
    };
    if numbers.is_empty() || !numbers.iter().all(is_sound) {
        return Err(OfficeFault::Phone);
    }
    Ok(numbers.join("; "))
}

fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    let host_is_sound = |host: &&str| host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    text.is_ascii()
        && !text.contains(' ')
        && matches!(parts.as_slice(), [user, host] if !user.is_empty() && host_is_sound(host))
}

fn is_web(text: &str) -> bool {
    let host = text.strip_prefix("https://").and_then(|rest| rest.split('/').next());
    !text.contains(char::is_whitespace) && host.is_some_and(|host| host.contains('.') && !host.starts_with('.'))
}

/// The text of `offices.toml` with some facts of an office in the place of those that it has. Comments and all else stay.
fn with_facts(text: &str, id: &OfficeId, facts: &[(&'static str, String)]) -> String {
    let named = text_line("id", &id.0);
    let (mut before, mut block, mut after) = (String::new(), Vec::new(), String::new());
    let mut found = false;
    for chunk in blocks(text) {
        if !found && chunk.split_inclusive('\n').any(|line| line.trim() == named.trim()) {
            found = true;
            block = chunk.split_inclusive('\n').map(str::to_owned).collect();
        } else if found {
            after.push_str(chunk);
        } else {
            before.push_str(chunk);
        }
    }
    let is_of = |line: &str, key: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    block.retain(|line| !facts.iter().any(|(key, _)| is_of(line, key)));
    let is_key = |line: &String| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let end = block.iter().rposition(is_key).map_or(block.len(), |at| at + 1);
    let mut lines: Vec<String> = block.get(..end).unwrap_or_default().to_vec();
    for (key, value) in facts {
        lines.push(match *key {
            "phones" => texts_line(key, value.split("; ")),
            _ => text_line(key, value),
        });
    }
    lines.extend(block.get(end..).unwrap_or_default().iter().cloned());
    before + &lines.concat() + &after
}

/// A text cut before each `[[office]]`.
fn blocks(text: &str) -> Vec<&str> {
    let mut cuts: Vec<usize> = text.match_indices("[[office]]").map(|(at, _)| at).collect();
    cuts.insert(0, 0);
    cuts.push(text.len());
    cuts.windows(2).filter_map(|pair| text.get(*pair.first()?..*pair.last()?)).collect()
}
