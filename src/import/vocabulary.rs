//! Names of agencies and sectors as sources spell them → the identifiers of this catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Agency, AgencyId, AgencyKind, Period, Records, SectorId};
use crate::provinces::{Own, is_central, named};
use crate::text;

use super::clean::{spelling_key, without_portal_code};
use super::toml_text::{text_line, texts_line};

/// The identifier under which procedures stand whose source names no agency or no sector.
const UNPLACED: &str = "chua-xac-dinh";
/// The longest identifier that import makes, in characters; it ends with a whole word.
const ID_CHARS: usize = 70;

/// The known names, and what import adds to them.
pub(super) struct Vocabulary {
    own: Own,
    agencies: Names,
    sectors: Names,
    /// The agencies of other provinces.
    foreign: BTreeSet<String>,
    /// The agencies of kind province: those of the catalogue and what is added.
    pub(super) provinces: BTreeMap<AgencyId, Agency>,
    pub(super) added_agencies: String,
    pub(super) added_sectors: String,
}

/// One kind of name.
#[derive(Default)]
struct Names {
    by_key: BTreeMap<String, String>,
    ids: BTreeSet<String>,
}

impl Names {
    fn know(&mut self, id: &str, name: &str) {
        self.ids.insert(id.to_owned());
        self.by_key.entry(spelling_key(name)).or_insert_with(|| id.to_owned());
    }

    fn known(&self, name: &str) -> Option<&String> {
        self.by_key.get(&spelling_key(name))
    }

    /// The identifier of a name, and whether it is new.
    fn find_or_make(&mut self, name: &str) -> (String, bool) {
        if let Some(id) = self.known(name) {
            return (id.clone(), false);
        }
        let mut stem = text::slug(name);
        while stem.len() > ID_CHARS {
            match stem.rfind('-') {
                Some(at) => stem.truncate(at),
                None => stem.truncate(ID_CHARS),
            }
        }
        if stem.is_empty() {
            UNPLACED.clone_into(&mut stem);
        }
        let mut id = stem.clone();
        let mut number = 2_u32;
        while self.ids.contains(&id) {
            id = format!("{stem}-{number}");
            number += 1;
        }
        self.know(&id, name);
        (id, true)
    }
}

impl Vocabulary {
    pub(super) fn of(records: &Records) -> Vocabulary {
        let (agencies, sectors) = (&records.agencies, &records.sectors);
        let own = Own::of(&records.site, agencies);
        let foreign = agencies.values().filter(|agency| own.is_foreign(agency)).map(|agency| agency.id.0.clone());
        let of_kind = agencies.iter().filter(|(_, agency)| agency.kind == AgencyKind::Province);
        let mut vocabulary = Vocabulary {
            agencies: Names::default(),
            sectors: Names::default(),
            foreign: foreign.collect(),
            provinces: of_kind.map(|(id, agency)| (id.clone(), agency.clone())).collect(),
            own,
            added_agencies: String::new(),
            added_sectors: String::new(),
        };
        // Names of today first: an old name of one agency may be the present name of another.
        for agency in agencies.values() {
            vocabulary.agencies.know(&agency.id.0, &agency.name);
        }
        for agency in agencies.values() {
            // The work of a body that was divided is nobody's by its name alone.
            let is_one = |name: &&String| agencies.values().filter(|other| other.had_name(name)).count() == 1;
            let others = agency.spellings.iter().chain(agency.old_names.iter().map(|old| &old.name).filter(is_one));
            others.for_each(|name| vocabulary.agencies.know(&agency.id.0, name));
        }
        for sector in sectors.values() {
            vocabulary.sectors.know(&sector.id.0, &sector.name);
        }
        for sector in sectors.values() {
            sector.spellings.iter().for_each(|name| vocabulary.sectors.know(&sector.id.0, name));
        }
        vocabulary
    }

    /// The agency of a name; a new one is written down, with the kind that its name tells. The People's Committee of the
    /// site's own province is the own issuer under any spelling, and never a second agency beside it.
    pub(super) fn agency(&mut self, name: Option<&str>) -> (AgencyId, bool) {
        let Some(name) = name else { return (AgencyId(self.unplaced_agency()), false) };
        if self.agencies.known(name).is_none()
            && let Some(own) = self.own.committee(name)
        {
            return (own.clone(), false);
        }
        let (id, new) = self.agencies.find_or_make(name);
        if new {
            let kind = kind_of(name);
            self.added_agencies.push_str(&agency_table(&id, name, kind));
            if self.own.is_foreign_name(name, kind) {
                self.foreign.insert(id.clone());
            }
            if kind == AgencyKind::Province {
                let agency = province(&id, name);
                self.provinces.insert(agency.id.clone(), agency);
            }
        }
        (AgencyId(id), new)
    }

    /// The province of the site by its name of today, where its settings tell it.
    pub(super) fn own_province(&self) -> Option<&'static str> {
        self.own.province()
    }

    /// Whether an agency that a source names is another province's.
    pub(super) fn is_foreign(&self, name: &str) -> bool {
        match self.agencies.known(name) {
            Some(id) => self.foreign.contains(id),
            None => self.own.is_foreign_name(name, kind_of(name)),
        }
    }

    /// The agency that an identifier or a name means, where there is one.
    pub(super) fn agency_of(&self, word: &str) -> Option<AgencyId> {
        let id = Some(word).filter(|word| self.agencies.ids.contains(*word)).map(str::to_owned);
        let id = id.or_else(|| self.agencies.known(word).cloned()).map(AgencyId);
        id.or_else(|| self.own.committee(word).cloned())
    }

    /// The sector that an identifier or a name means, where there is one.
    pub(super) fn sector_of(&self, word: &str) -> Option<SectorId> {
        let id = Some(word).filter(|word| self.sectors.ids.contains(*word)).map(str::to_owned);
        id.or_else(|| self.sectors.known(without_portal_code(word)).cloned()).map(SectorId)
    }

    /// The agency whose decisions rule on the site, where its settings name one that can.
    pub(super) fn own_issuer(&self) -> Option<&AgencyId> {
        self.own.issuer()
    }

    fn unplaced_agency(&mut self) -> String {
        if self.agencies.ids.insert(UNPLACED.to_owned()) {
            self.added_agencies.push_str(&agency_table(UNPLACED, "Chưa xác định", AgencyKind::Other));
        }
        UNPLACED.to_owned()
    }

    /// The sector of a name; a new one is written down.
    pub(super) fn sector(&mut self, name: Option<&str>) -> (SectorId, bool) {
        let Some(written) = name else {
            if self.sectors.ids.insert(UNPLACED.to_owned()) {
                self.added_sectors.push_str(&sector_table(UNPLACED, "Chưa xác định", None));
            }
            return (SectorId(UNPLACED.to_owned()), false);
        };
        let bare = without_portal_code(written);
        let (id, new) = self.sectors.find_or_make(bare);
        if new {
            let mut letters = bare.chars();
            let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            let spelling = (name != written).then_some(written);
            self.added_sectors.push_str(&sector_table(&id, &name, spelling));
        }
        (SectorId(id), new)
    }

    /// The name that a catalogue's reader sees for a sector's spelling, so that a mere spelling is told from a change.
    pub(super) fn is_known_sector(&self, name: &str) -> bool {
        self.sectors.known(name).is_some()
    }
}

fn agency_table(id: &str, name: &str, kind: AgencyKind) -> String {
    format!("\n[[agency]]\n{}{}{}", text_line("id", id), text_line("name", name), text_line("kind", kind.as_str()))
}

fn sector_table(id: &str, name: &str, spelling: Option<&str>) -> String {
    let spellings = spelling.map_or_else(String::new, |spelling| texts_line("spellings", [spelling]));
    format!("\n[[sector]]\n{}{}{spellings}", text_line("id", id), text_line("name", name))
}

/// A province's People's Committee that is new in the catalogue.
fn province(id: &str, name: &str) -> Agency {
    Agency {
        id: AgencyId(id.to_owned()),
        name: name.to_owned(),
        kind: AgencyKind::Province,
        parent: None,
        spellings: Vec::new(),
        old_names: Vec::new(),
        validity: Period::default(),
    }
}

/// The kind that an agency's name tells beyond doubt; else "other", for a person to mend. A military command is no ministry,
/// a stock exchange no department, and a town no province.
fn kind_of(name: &str) -> AgencyKind {
    let folded = text::fold(name);
    let begins = |starts: &[&str]| starts.iter().any(|start| folded.starts_with(start));
    if begins(&["ngan hang nha nuoc viet nam"]) {
        AgencyKind::Ministry
    } else if is_central(name) {
        AgencyKind::Other
    } else if begins(&["bo ", "van phong chinh phu", "thanh tra chinh phu"]) {
        AgencyKind::Ministry
    } else if begins(&["ubnd tinh ", "uy ban nhan dan tinh "])
        || (begins(&["ubnd thanh pho ", "uy ban nhan dan thanh pho "]) && !named(name).is_empty())
    {
        AgencyKind::Province
    } else if begins(&["so "]) {
        AgencyKind::Department
    } else {
        AgencyKind::Other
    }
}
