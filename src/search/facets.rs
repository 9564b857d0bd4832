//! Facets: by what a list of hits may be narrowed, and how many hits there are of each.

use crate::ledger::Status;
use crate::model::{Component, Level, Procedure, Via};
use crate::text::fold;

use super::table::{Row, Table};

/// A property of records by which hits are counted and chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The sector (lĩnh vực).
    Sector,
    /// The level that decides (cấp thực hiện).
    Level,
    /// The agency that publishes or carries it out (cơ quan).
    Agency,
    /// Whether it may be filed on line (nộp trực tuyến).
    Online,
    /// Who may apply (đối tượng).
    Audience,
    /// Its status on the day.
    Status,
}

impl Facet {
    /// Every facet, in the order of pages.
    pub const ALL: [Facet; 6] =
        [Facet::Sector, Facet::Level, Facet::Agency, Facet::Online, Facet::Audience, Facet::Status];

    /// Its name in addresses and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Facet::Sector => "sector",
            Facet::Level => "level",
            Facet::Agency => "agency",
            Facet::Online => "online",
            Facet::Audience => "audience",
            Facet::Status => "status",
        }
    }

    /// The facet of a name.
    pub fn from_word(word: &str) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| facet.as_str() == word)
    }
}

/// A value of a facet with the number of hits that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The facet.
    pub facet: Facet,
    /// The value's identifier, as in addresses: a sector's or an agency's id, or a word of the data formats.
    pub value: String,
    /// The name of a sector or an agency; the other values have theirs in the strings file.
    pub name: Option<String>,
    /// How many hits have the value, among those that the other facets' choices leave.
    pub count: usize,
}

/// Who may apply, in the groups that people know; the record has the portal's own words.
pub(super) const AUDIENCES: [&str; 5] = ["citizen", "business", "organisation", "official", "foreign"];

/// The groups of [`AUDIENCES`] that a record names, as bits, the first the lowest.
pub(super) fn audiences(procedure: &Procedure) -> u32 {
    let words = procedure.objects.value().into_iter().flatten().map(|text| fold(text));
    words.fold(0, |all, text| all | audience(&text).map_or(0, |at| 1 << at))
}

fn audience(text: &str) -> Option<usize> {
    const BEGINNINGS: [(&str, usize); 10] = [
        ("to chuc nuoc ngoai", 4),
        ("nguoi nuoc ngoai", 4),
        ("nguoi viet nam dinh cu", 4),
        ("cong dan", 0),
        ("ca nhan", 0),
        ("doanh nghiep", 1),
        ("hop tac xa", 1),
        ("ho kinh doanh", 1),
        ("to chuc", 2),
        ("can bo", 3),
    ];
    BEGINNINGS.iter().find(|(begin, _)| text.starts_with(begin)).map(|(_, at)| *at)
}

/// Whether the record names the way on line.
pub(super) fn is_online(procedure: &Procedure) -> bool {
    match &procedure.channels {
        Component::Value(channels) => channels.iter().any(|channel| channel.via == Via::Online),
        Component::Absent(_) => false,
    }
}

/// The values of one facet in the order of their numbers: identifier, and name where it is the catalogue's.
pub(super) fn values(facet: Facet, table: &Table) -> Vec<(String, Option<String>)> {
    let words = |words: &[&str]| words.iter().map(|word| ((*word).to_owned(), None)).collect();
    let named = |named: &[(String, String)]| named.iter().map(|(id, name)| (id.clone(), Some(name.clone()))).collect();
    match facet {
        Facet::Sector => named(&table.sectors),
        Facet::Agency => named(&table.agencies),
        Facet::Level => words(&Level::ALL.map(Level::as_str)),
        Facet::Online => words(&["online"]),
        Facet::Audience => words(&AUDIENCES),
        Facet::Status => words(&Status::ALL.map(Status::as_str)),
    }
}

/// The numbers of the values that a row has of a facet.
pub(super) fn of_row(facet: Facet, row: &Row) -> Vec<usize> {
    let bits = |bits: u32| (0..32).filter(|bit| bits & (1 << bit) != 0).collect();
    match facet {
        Facet::Sector => vec![row.sector],
        Facet::Agency => row.agencies.clone(),
        Facet::Level => bits(row.level_bits()),
        Facet::Online => bits(u32::from(row.online)),
        Facet::Audience => bits(row.audiences),
        Facet::Status => Status::ALL.iter().position(|status| *status == row.status).into_iter().collect(),
    }
}

/// The choices of a question, as numbers of values: a row must have one of each facet that has any.
pub(super) struct Chosen(Vec<(Facet, Vec<usize>)>);

impl Chosen {
    /// Reads choices; a value that nothing has is a choice that no row meets.
    pub(super) fn new(choices: &[(Facet, String)], table: &Table) -> Chosen {
        let of = |facet: Facet| {
            let asked = choices.iter().filter(|(of, _)| *of == facet).map(|(_, value)| value);
            let known = values(facet, table);
            asked.map(|value| known.iter().position(|(id, _)| id == value).unwrap_or(usize::MAX)).collect::<Vec<_>>()
        };
        Chosen(Facet::ALL.into_iter().map(|facet| (facet, of(facet))).filter(|(_, of)| !of.is_empty()).collect())
    }

    /// Whether a row meets the choices of all facets but one.
    fn allows(&self, row: &Row, besides: Option<Facet>) -> bool {
        let asked = self.0.iter().filter(|(facet, _)| Some(*facet) != besides);
        asked.into_iter().all(|(facet, values)| of_row(*facet, row).iter().any(|value| values.contains(value)))
    }

    /// Whether a row meets them all.
    pub(super) fn admits(&self, row: &Row) -> bool {
        self.allows(row, None)
    }

    /// How many of the rows have each value of each facet: those with most first, then in the order of values. What no row has
    /// is left out, unless it is chosen.
    pub(super) fn count<'t>(&self, rows: impl Iterator<Item = &'t Row> + Clone, table: &Table) -> Vec<FacetCount> {
        let mut all = Vec::new();
        for facet in Facet::ALL {
            let values = values(facet, table);
            let mut counts = vec![0; values.len()];
            for value in rows.clone().filter(|row| self.allows(row, Some(facet))).flat_map(|row| of_row(facet, row)) {
                counts[value] += 1;
            }
            // A choice that nothing meets any more stays: it has a name, and may be taken back.
            let asked = self.0.iter().find(|(of, _)| *of == facet).map(|(_, asked)| asked);
            let stays = |at: usize, count: usize| count > 0 || asked.is_some_and(|asked| asked.contains(&at));
            let of = counts.into_iter().zip(values).enumerate();
            let mut of: Vec<(usize, (String, Option<String>))> =
                of.filter(|(at, (count, _))| stays(*at, *count)).map(|(_, one)| one).collect();
            of.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            all.extend(of.into_iter().map(|(count, (value, name))| FacetCount { facet, value, name, count }));
        }
        all
    }
}
