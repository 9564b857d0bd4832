//! What a decision's title says of its field: agencies, sectors and, of a standardised list, its scope.

use std::collections::BTreeSet;

use crate::model::{Levels, Records, SectorId};
use crate::text::fold;

use super::block::shortened;
use super::clauses;
use super::found::{Aside, Found, Question, Word};
use super::names::Names;
use super::resolved::Scope;
use super::rows;

/// What a title says. Only what it says in a form that is understood whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// The agencies whose procedures the decision is about, as written.
    pub(super) agencies: Vec<String>,
    /// The identifiers of those that the catalogue knows.
    pub(super) agency_ids: Vec<String>,
    /// The sectors, where every one is the catalogue's.
    pub(super) sectors: Vec<String>,
    /// What stands behind "lĩnh vực", where not all of it is the catalogue's.
    pub(super) sectors_unread: Option<String>,
    /// The levels that it names.
    pub(super) levels: Levels,
    /// Whether it speaks of a standardised list.
    pub(super) standardised: bool,
}

/// Words with which an agency's name begins, after "của".
const HEADS: [&str; 8] =
    ["so", "thanh tra", "ban quan ly", "ban dan toc", "van phong", "cong an", "ubnd", "uy ban nhan dan"];

/// The most words of a sector's name, and of a list of them; the longest real name has 20.
const NAME_WORDS: usize = 40;
const LIST_WORDS: usize = 200;

/// Words before which a sector's name ends.
const ENDS: [&str; 8] = ["thuoc", "cua", "theo", "tren dia ban", "duoc", "do", "tai", "ap dung"];

pub(super) fn read(title: &str, names: &Names) -> Said {
    let words: Vec<&str> = title.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let agencies = agencies(&words, &folded);
    let agency_ids = agencies.iter().filter_map(|name| names.agency(name)).map(|id| id.0.clone()).collect();
    let (sectors, sectors_unread) = sectors(&words, &folded, names);
    Said {
        agencies,
        agency_ids,
        sectors,
        sectors_unread,
        levels: clauses::levels(title),
        standardised: fold(title).contains("chuan hoa"),
    }
}

/// The sectors: the file's own identifiers, else its field and what its title says.
pub(super) fn sectors_of(
    found: &Found,
    said: &Said,
    records: &Records,
    names: &Names,
    aside: &mut Vec<Aside>,
    questions: &mut Vec<Question>,
) -> Vec<String> {
    let mut ids = Vec::new();
    for id in &found.sector_ids {
        if records.sectors.contains_key(&SectorId(id.clone())) {
            ids.push(id.clone());
        } else {
            questions.push(Question::new("sector").with("name", shortened(id)));
        }
    }
    if !found.sector_ids.is_empty() {
        return ids;
    }
    let mut unread = Vec::new();
    for name in &found.sectors {
        match names.sector(name) {
            Some(id) => ids.push(id.0.clone()),
            None => unread.push(name),
        }
    }
    ids.extend(said.sectors.iter().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>());
    if said.sectors.is_empty() {
        let asked = unread.into_iter().chain(said.sectors_unread.iter().filter(|_| ids.is_empty()));
        questions.extend(asked.map(|name| Question::new("sector").with("name", shortened(name))));
    }
    // The title's own words are nearer than the field under which somebody filed it; both are to be seen.
    aside.extend(found.sectors.iter().map(|name| Aside::new("field", name.as_str())));
    ids
}

/// What a standardised list is about: the file's, else what its title says whole.
pub(super) fn scope_of(found: &Found, said: &Said, questions: &mut Vec<Question>) -> Option<Scope> {
    if let Some(scope) = &found.scope {
        let levels = rows::levels_of(&scope.levels, questions);
        return Some(Scope { sectors: scope.sectors.clone(), agencies: scope.agencies.clone(), levels });
    }
    if found.kept || !found.rows.iter().any(|row| row.change == Some(Word::Rebase)) {
        return None;
    }
    let whole = said.standardised && said.sectors_unread.is_none() && said.agency_ids.len() == said.agencies.len();
    if whole && !(said.sectors.is_empty() && said.agencies.is_empty()) {
        return Some(Scope {
            sectors: said.sectors.clone(),
            agencies: said.agency_ids.clone(),
            levels: said.levels.clone(),
        });
    }
    questions.push(Question::new("scope").with("title", shortened(found.title.as_deref().unwrap_or_default())));
    None
}

/// Whether words stand at a place.
fn stands(folded: &[String], at: usize, phrase: &str) -> bool {
    phrase.split(' ').enumerate().all(|(behind, word)| folded.get(at + behind).is_some_and(|other| other == word))
}

/// "… thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường/UBND cấp xã tỉnh Thanh Hóa".
fn agencies(words: &[&str], folded: &[String]) -> Vec<String> {
    let begins = |at: usize| {
        folded.get(at).is_some_and(|word| word == "cua") && {
            // "Sở" may stand before a slash: "Sở/Ban".
            HEADS.iter().any(|head| stands(folded, at + 1, head))
        }
    };
    let Some(at) = (0..words.len()).rev().find(|at| begins(*at)) else { return Vec::new() };
    let rest = words.get(at + 1..).unwrap_or_default();
    let of_rest = folded.get(at + 1..).unwrap_or_default();
    let mut end = rest.len();
    for place in 1..rest.len() {
        let is_name = |at: usize| rest.get(at).is_some_and(|word| word.starts_with(char::is_uppercase));
        // "tỉnh Thanh Hóa" says whose it is; "Thanh tra thành phố" is a name.
        let province = (stands(of_rest, place, "tinh") && is_name(place + 1))
            || (stands(of_rest, place, "thanh pho") && is_name(place + 2));
        if province || stands(of_rest, place, "tren dia ban") {
            end = place;
            break;
        }
    }
    let named = rest.get(..end).unwrap_or_default().join(" ");
    if named.contains(['(', ';', ':', '…']) {
        return Vec::new();
    }
    let parts: Vec<String> = named.split('/').map(|part| part.trim().trim_end_matches(['.', ',']).to_owned()).collect();
    let sound = |part: &String| {
        let words: Vec<String> = part.split_whitespace().map(fold).collect();
        words.len() >= 2 && words.len() <= 12 && HEADS.iter().any(|head| stands(&words, 0, head))
    };
    if parts.iter().all(sound) { parts } else { Vec::new() }
}

/// "… lĩnh vực công chứng và hộ tịch thuộc …".
fn sectors(words: &[&str], folded: &[String], names: &Names) -> (Vec<String>, Option<String>) {
    let mut ids = Vec::new();
    for at in 0..words.len() {
        if !stands(folded, at, "linh vuc") {
            continue;
        }
        let from = at + 2;
        let stops =
            |place: &usize| stands(folded, *place, "linh vuc") || ENDS.iter().any(|end| stands(folded, *place, end));
        // A name may hold such a word itself: the longest that is a sector's wins.
        let longest = (from + 1..=words.len().min(from + NAME_WORDS)).rev().find_map(|end| {
            let closes = end == words.len() || stops(&end);
            Some(names.sector(&words.get(from..end).filter(|_| closes)?.join(" "))?.0.clone())
        });
        if let Some(id) = longest {
            ids.push(id);
            continue;
        }
        let end = (from..words.len()).find(stops).unwrap_or(words.len());
        let phrase = words.get(from..end).unwrap_or_default();
        match parted(phrase, names, &mut BTreeSet::new()) {
            Some(mut found) => ids.append(&mut found),
            None => return (Vec::new(), Some(phrase.join(" ")).filter(|phrase| !phrase.is_empty())),
        }
    }
    ids.dedup();
    (ids, None)
}

/// Sectors one after another, parted by "," ";" and "và"; `None` unless all of it is names of sectors. `dead` are the
/// numbers of words that are known to be left where the rest is no names.
fn parted(words: &[&str], names: &Names, dead: &mut BTreeSet<usize>) -> Option<Vec<String>> {
    let words = match words {
        [rest @ .., last] if fold(last) == "va" => rest,
        all => all,
    };
    if words.is_empty() {
        return Some(Vec::new());
    }
    if words.len() > LIST_WORDS || dead.contains(&words.len()) {
        return None;
    }
    let found = (1..=words.len().min(NAME_WORDS)).rev().find_map(|end| {
        let name = words.get(..end)?;
        let closes = end == words.len()
            || name.last()?.ends_with([',', ';'])
            || words.get(end).is_some_and(|word| fold(word) == "va");
        let id = names.sector(&Some(name).filter(|_| closes)?.join(" "))?;
        let rest = match words.get(end..)? {
            [first, rest @ ..] if fold(first) == "va" => rest,
            all => all,
        };
        let mut ids = vec![id.0.clone()];
        ids.append(&mut parted(rest, names, dead)?);
        Some(ids)
    });
    if found.is_none() {
        dead.insert(words.len());
    }
    found
}
