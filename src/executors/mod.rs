//! Who carries a procedure out: what a name in "cơ quan thực hiện" is, at which level of government, and whose.
//!
//! Lists name kinds of bodies ("Ủy ban nhân dân cấp xã"), bodies of one province ("Sở Y tế Thành phố Hà Nội"), central ones and
//! private ones, one beside the other. The level of a procedure follows from them, not from the flag that a portal's record has.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod kinds;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};

use crate::model::{Level, Levels};
use crate::provinces::{named, of_place};

pub use kinds::Kind;

/// One body that carries a procedure out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Executor {
    /// Its name as written.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// The province of today whose body it is by its name; `None` where the name tells of none ("Sở Y tế").
    pub province: Option<&'static str>,
}

impl Executor {
    /// Reads one name.
    ///
    /// ```
    /// use niemyet::executors::{Executor, Kind};
    /// let one = Executor::read("Sở Xây dựng - TP.HCM");
    /// assert_eq!((one.kind, one.province), (Kind::Department, Some("Hồ Chí Minh")));
    /// ```
    pub fn read(name: &str) -> Executor {
        let name = name.trim().trim_end_matches('.');
        let (kind, province) = known(name);
        Executor { kind, province, name: name.to_owned() }
    }

    /// Whether it is a body of a province of today or of the central government's there: one that has offices in it. A body that
    /// names another province is none of this one's.
    pub fn is_of(&self, province: Option<&str>) -> bool {
        self.kind.is_local() && (self.province.is_none() || self.province == province)
    }
}

/// What a name tells: its kind, and the province.
type Told = (Kind, Option<&'static str>);

/// What names have told before. A catalogue names the same few hundred bodies ten thousand times, and each reading folds the name
/// many times.
static KNOWN: RwLock<BTreeMap<String, Told>> = RwLock::new(BTreeMap::new());

/// How many names are kept: a server that runs for long must not grow.
const KNOWN_AT_MOST: usize = 16_384;

/// The longest name that is kept, in bytes: a damaged list may have a whole text for a name.
const KNOWN_BYTES: usize = 512;

fn known(name: &str) -> Told {
    if name.len() > KNOWN_BYTES {
        return read_name(name);
    }
    // A panic elsewhere cannot leave half an entry.
    if let Some(told) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return *told;
    }
    let told = read_name(name);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KNOWN_AT_MOST {
        known.clear();
    }
    known.insert(name.to_owned(), told);
    told
}

fn read_name(name: &str) -> Told {
    let kind = Kind::of(name);
    let named = named(name).first().map(|named| named.today);
    (kind, named.or_else(|| ending(name).filter(|_| kind.is_local())))
}

/// The bodies that the names of a record or of a cell are.
///
/// A list is written with `;`. A comma belongs to a name ("Sở Văn hóa, Thể thao và Du lịch") unless another body begins behind it
/// ("Sở Nội vụ, Sở Dân tộc và Tôn giáo").
///
/// ```
/// use niemyet::executors::{Kind, read};
/// let kinds: Vec<Kind> = read(["Sở Xây dựng, Uỷ ban Nhân dân cấp xã, phường, thị trấn"]).map(|one| one.kind).collect();
/// assert_eq!(kinds, [Kind::Department, Kind::Commune]);
/// ```
pub fn read<'t>(names: impl IntoIterator<Item = &'t str>) -> impl Iterator<Item = Executor> {
    let parts: Vec<String> = names.into_iter().flat_map(|name| name.split(';')).flat_map(bodies).collect();
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| Executor::read(&part))
}

/// The province whose name a body's ends in, where that is no commune's: "Ban quản lý khu kinh tế Hải Phòng".
fn ending(name: &str) -> Option<&'static str> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_smaller = |word: &&str| matches!(word.to_lowercase().as_str(), "xã" | "phường" | "khu");
    (1..words.len()).find_map(|at| {
        let before = words.get(at - 1).filter(|word| !is_smaller(word))?;
        let place = words.get(at..)?.join(" ");
        of_place(&place).filter(|_| !before.is_empty()).map(|named| named.today)
    })
}

/// The parts of a name at those commas behind which another body begins.
fn bodies(name: &str) -> Vec<String> {
    let mut bodies: Vec<String> = Vec::new();
    for part in name.split(',') {
        match bodies.last_mut() {
            Some(last) if !kinds::begins_body(part) => {
                last.push(',');
                last.push_str(part);
            }
            Some(_) | None => bodies.push(part.to_owned()),
        }
    }
    bodies.iter().map(|body| body.trim().to_owned()).collect()
}

/// The levels of those who carry a procedure out: `None` where nobody is named, or somebody whose level nobody knows.
///
/// ```
/// use niemyet::executors::levels;
/// use niemyet::model::Level;
/// assert_eq!(levels(["Chi cục Hải quan khu vực"]).unwrap().into_iter().collect::<Vec<_>>(), [Level::Other]);
/// assert_eq!(levels(["Cơ quan có thẩm quyền"]), None);
/// ```
pub fn levels<'t>(names: impl IntoIterator<Item = &'t str>) -> Option<Levels> {
    let levels: Option<BTreeSet<Level>> = read(names).map(|one| one.kind.level()).collect();
    levels.filter(|levels| !levels.is_empty())
}

#[cfg(test)]
mod tests;
