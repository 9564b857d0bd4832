//! Names of this catalogue: which codes bear a name, and which words a broken text was.

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
    /// A name without its gaps → how the catalogue writes it; `None` where it parts its words in two ways.
    joined: BTreeMap<String, Option<&'r str>>,
    /// The syllables of all names.
    syllables: BTreeSet<String>,
    agencies: BTreeMap<String, &'r AgencyId>,
    symbols: BTreeMap<String, Option<&'r AgencyId>>,
    sectors: BTreeMap<String, &'r SectorId>,
    pub(super) identities: Identities<'r>,
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
            joined: BTreeMap::new(),
            syllables: BTreeSet::new(),
            agencies: BTreeMap::new(),
            symbols: BTreeMap::new(),
            sectors: BTreeMap::new(),
            identities: Identities::of(records),
        };
        for procedure in records.procedures.values() {
            names.held.entry(name_key(&procedure.name)).or_default().insert(&procedure.code);
            names.known(&procedure.name);
        }
        for (code, name) in records.snapshots.iter().flat_map(|list| &list.rows) {
            names.listed.entry(name_key(name)).or_default().insert(code);
            names.known(name);
        }
        for agency in records.agencies.values() {
            let old = agency.old_names.iter().map(|old| &old.name);
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

    fn known(&mut self, name: &'r str) {
        let words = name_key(name);
        self.syllables.extend(words.split(' ').map(str::to_owned));
        let one = self.joined.entry(gapless(name)).or_insert(Some(name));
        *one = one.filter(|other| name_key(other) == words);
    }

    /// Whether a procedure bears a name as it stands.
    pub(super) fn is_known(&self, name: &str) -> bool {
        let key = name_key(name);
        self.held.contains_key(&key) || self.listed.contains_key(&key)
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
        let known = (*self.joined.get(&gapless(name))?)?;
        words::mended(name, known).filter(|mended| name_key(mended) == name_key(known))
    }

    /// What an unknown name with broken words may have been: a guess by the syllables of known names.
    pub(super) fn guessed(&self, name: &str) -> Option<String> {
        words::guess(name, &self.syllables)
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
