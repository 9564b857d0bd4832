//! Names of this catalogue: which codes bear a name, and which words a broken text was.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::identity::Identities;
use crate::model::{AgencyId, AgencyKind, ProcedureCode, Records, SectorId};
use crate::provinces::Own;
use crate::text::{fold, tokens};

use super::super::clean::spelling_key;
use super::words::{self, gapless};

/// The names by their keys.
pub(super) struct Names<'r> {
    records: &'r Records,
    own: Own,
    held: BTreeMap<String, BTreeSet<&'r ProcedureCode>>,
    listed: BTreeMap<String, BTreeSet<&'r ProcedureCode>>,
    /// Made once a name is met that nobody knows.
    spellings: OnceCell<Spellings<'r>>,
    agencies: BTreeMap<String, &'r AgencyId>,
    symbols: BTreeMap<String, Option<&'r AgencyId>>,
    sectors: BTreeMap<String, &'r SectorId>,
    pub(super) identities: Identities<'r>,
}

/// How the catalogue and its lists write names.
#[derive(Default)]
struct Spellings<'r> {
    /// A name without its gaps → how it is written; `None` where its words are parted in two ways.
    joined: BTreeMap<String, Option<&'r str>>,
    /// The syllables of all names.
    syllables: BTreeSet<String>,
}

impl<'r> Spellings<'r> {
    fn of(records: &'r Records) -> Spellings<'r> {
        let mut spellings = Spellings::default();
        let is_recorded = |code: &ProcedureCode, name: &String| {
            records.procedures.get(code).is_some_and(|procedure| procedure.name == *name)
        };
        let listed = records.snapshots.iter().flat_map(|list| &list.rows);
        let listed = listed.filter(|(code, name)| !is_recorded(code, name)).map(|(_, name)| name);
        for name in records.procedures.values().map(|procedure| &procedure.name).chain(listed) {
            let words = name_key(name);
            let one = spellings.joined.entry(gapless(name)).or_insert(Some(name));
            *one = one.filter(|other| *other == name.as_str() || name_key(other) == words);
            spellings.syllables.extend(words.split(' ').map(str::to_owned));
        }
        spellings
    }
}

/// What a name says of its code.
pub(super) enum Match {
    /// One procedure of the catalogue bears it, and no other of the official list.
    One(ProcedureCode),
    /// Several do, or only a list has it.
    Several(Vec<ProcedureCode>),
    /// Nobody does.
    None,
}

impl<'r> Names<'r> {
    pub(super) fn of(records: &'r Records) -> Names<'r> {
        let mut names = Names {
            records,
            own: Own::of(&records.site, &records.agencies),
            held: BTreeMap::new(),
            listed: BTreeMap::new(),
            spellings: OnceCell::new(),
            agencies: BTreeMap::new(),
            symbols: BTreeMap::new(),
            sectors: BTreeMap::new(),
            identities: Identities::of(records),
        };
        let mut keys: BTreeMap<&ProcedureCode, String> = BTreeMap::new();
        for procedure in records.procedures.values() {
            let key = name_key(&procedure.name);
            names.held.entry(key.clone()).or_default().insert(&procedure.code);
            keys.insert(&procedure.code, key);
        }
        for (code, name) in records.snapshots.iter().flat_map(|list| &list.rows) {
            // Most rows have the name of their record.
            let recorded = records.procedures.get(code).filter(|procedure| procedure.name == *name);
            let key = recorded.and_then(|procedure| keys.get(&procedure.code).cloned());
            names.listed.entry(key.unwrap_or_else(|| name_key(name))).or_default().insert(code);
        }
        for agency in records.agencies.values() {
            // The work of a body that was divided is nobody's by its name alone.
            let is_one = |name: &&String| records.agencies.values().filter(|other| other.had_name(name)).count() == 1;
            let old = agency.old_names.iter().map(|old| &old.name).filter(is_one);
            for name in std::iter::once(&agency.name).chain(&agency.spellings).chain(old) {
                names.agencies.entry(agency_key(name)).or_insert(&agency.id);
                if agency.kind == AgencyKind::Ministry {
                    let one = names.symbols.entry(initials(name)).or_insert(Some(&agency.id));
                    *one = one.filter(|id| **id == agency.id);
                }
            }
        }
        for sector in records.sectors.values() {
            for name in std::iter::once(&sector.name).chain(&sector.spellings) {
                names.sectors.entry(spelling_key(name)).or_insert(&sector.id);
            }
        }
        names
    }

    fn spellings(&self) -> &Spellings<'r> {
        self.spellings.get_or_init(|| Spellings::of(self.records))
    }

    /// Whether a procedure bears a name as it stands.
    pub(super) fn is_known(&self, name: &str) -> bool {
        let key = name_key(name);
        self.held.contains_key(&key) || self.listed.contains_key(&key)
    }

    /// Whether a procedure's name is written so, letter by letter, in its record or in a list.
    pub(super) fn is_written(&self, name: &str) -> bool {
        let key = name_key(name);
        let recorded = |code: &ProcedureCode| self.records.procedures.get(code).is_some_and(|one| one.name == name);
        let of_list = |code: &ProcedureCode| {
            self.records.snapshots.iter().any(|list| list.rows.get(code).is_some_and(|one| one == name))
        };
        self.held.get(&key).into_iter().flatten().any(|code| recorded(code))
            || self.listed.get(&key).into_iter().flatten().any(|code| of_list(code))
    }

    /// The codes that bear a name.
    pub(super) fn codes(&self, name: &str) -> Match {
        let mut key = name_key(name);
        // A decision of several levels writes the level behind a name that the catalogue has without it.
        if let Some(bare) =
            without_level(&key).filter(|bare| !self.held.contains_key(&key) && self.held.contains_key(*bare))
        {
            key = bare.to_owned();
        }
        let held = self.held.get(&key);
        let mut codes: BTreeSet<&ProcedureCode> = held.into_iter().flatten().copied().collect();
        // The official list may have another procedure of that name, which the catalogue does not hold yet. A code with an
        // agency's suffix is no other.
        let is_other = |code: &ProcedureCode| {
            !held.is_some_and(|held| held.iter().any(|own| code.regular_prefix() == Some(own.as_str())))
        };
        let listed = [name_key(name), key].into_iter().filter_map(|key| self.listed.get(&key)).flatten();
        codes.extend(listed.copied().filter(|code| is_other(code)));
        match codes.iter().copied().collect::<Vec<_>>().as_slice() {
            [] => Match::None,
            [code] if held.is_some() => Match::One((*code).clone()),
            several => Match::Several(several.iter().copied().cloned().collect()),
        }
    }

    /// A name whose broken words are joined as the catalogue has them, and nothing else changed: "Cấp, c ấp l ại".
    ///
    /// `None` where the name is whole, unknown, or could be two.
    pub(super) fn repaired(&self, name: &str) -> Option<String> {
        let known = (*self.spellings().joined.get(&gapless(name))?)?;
        words::mended(name, known).filter(|mended| name_key(mended) == name_key(known))
    }

    /// What an unknown name with broken words may have been: a guess by the syllables of known names.
    pub(super) fn guessed(&self, name: &str) -> Option<String> {
        words::guess(name, &self.spellings().syllables)
    }

    /// The levels of a procedure of the catalogue.
    pub(super) fn levels(&self, code: &ProcedureCode) -> Option<&crate::model::Levels> {
        self.records.procedures.get(code).map(|procedure| &procedure.levels)
    }

    /// The agency that a text names: "Chủ tịch UBND tỉnh …", "ỦY BAN NHÂN DÂN TỈNH …", "Bộ trưởng Bộ …". The People's
    /// Committee of the site's own province is the own issuer under any spelling.
    pub(super) fn agency(&self, text: &str) -> Option<&AgencyId> {
        self.agencies.get(&agency_key(text)).copied().or_else(|| self.own.committee(text))
    }

    /// The ministry of a number's symbol: BCA, in `1523/QĐ-BCA-C06`.
    pub(super) fn ministry(&self, number: &str) -> Option<&'r AgencyId> {
        let (_, symbol) = number.split_once("/QĐ-")?;
        let own = symbol.split('-').next()?;
        *self.symbols.get(&fold(own).replace(' ', ""))?
    }

    /// The sector of a name.
    pub(super) fn sector(&self, name: &str) -> Option<&'r SectorId> {
        self.sectors.get(&spelling_key(name)).copied()
    }
}

/// The words of a name with their accents: case, tone placement and punctuation are no difference.
fn name_key(name: &str) -> String {
    tokens(name).into_iter().map(|token| token.accent).collect::<Vec<_>>().join(" ")
}

/// The key of a name without "(cấp tỉnh)" at its end.
fn without_level(key: &str) -> Option<&str> {
    ["câp1 tinh3", "câp1 xa4", "câp1 huyên5", "câp1 trung ương"]
        .iter()
        .find_map(|level| key.strip_suffix(level)?.strip_suffix(' '))
}

/// An agency's name without the office of the person who signs, in one spelling.
fn agency_key(name: &str) -> String {
    let bare = name.split_once('(').map_or(name, |(before, _)| before);
    let mut key = format!("{} ", fold(bare));
    for (long, short) in [("uy ban nhan dan ", "ubnd "), ("thanh pho ", "tp "), ("bo truong ", ""), ("chu tich ", "")] {
        key = key.replace(long, short);
    }
    key.trim().to_owned()
}

/// The initials by which a ministry's decisions are numbered: `bnnmt` of Bộ Nông nghiệp và Môi trường.
fn initials(name: &str) -> String {
    fold(name).split(' ').filter(|word| *word != "va").filter_map(|word| word.chars().next()).collect()
}
