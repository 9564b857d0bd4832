//! Parts of a decision that have days of their own by its clause of effect: which rows are meant, where that is certain.

use crate::model::Effect;
use crate::text::fold;

use super::block::shortened;
use super::clauses;
use super::found::{Found, FoundSection, Question, Ruled, Word};
use super::when::Part;

/// What a part's words name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scope {
    /// Rows by their number in a table, below the headings of these labels.
    Numbers(Vec<String>, Vec<Place>),
    /// Rows of a section.
    Under(Vec<Place>),
    Codes(Vec<String>),
    /// Rows of a kind.
    Kind(Word),
    /// The row of a name.
    Name(String),
}

/// A heading that is named: "Mục II", "Phụ lục I".
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    noun: &'static str,
    label: String,
}

/// How many parts of a clause are looked up; a real one has a few.
const MOST: usize = 100;

/// Puts each part's days on the rows that it means. One that is not certain is a question.
pub(super) fn apply(parts: &[Part], found: &mut Found, questions: &mut Vec<Question>) {
    for (at, part) in parts.iter().enumerate() {
        let rows =
            if part.is_clear && at < MOST { scope(&part.scope).and_then(|scope| rows(&scope, found)) } else { None };
        let kinds = clauses::words(&part.words);
        let fits = |at: &usize| {
            let row = found.rows.get(*at);
            let is_ruled = row.is_some_and(|row| row.ruled != Ruled::default());
            let is_kind = row.is_some_and(|row| kinds.iter().all(|kind| row.change == Some(*kind)));
            let suspends = clauses::suspends(&part.words) && !row.is_some_and(|row| row.suspended);
            // What a replacement ends, and what it begins, may both be meant.
            let is_both = part.start.is_none() && row.is_some_and(|row| row.change == Some(Word::Replace));
            is_kind && !suspends && !is_ruled && !is_both
        };
        match rows.filter(|rows| !rows.is_empty() && rows.iter().all(fits)) {
            Some(rows) => {
                for at in rows {
                    if let Some(row) = found.rows.get_mut(at) {
                        let ruled = Ruled { start: part.start, until: part.end.day() };
                        // A procedure that is repealed "hết hiệu lực từ ngày …": from then on it is.
                        let ends = row.change == Some(Word::Repeal) && !row.suspended && part.start.is_none();
                        row.ruled = match ruled.until.filter(|_| ends) {
                            Some(day) => Ruled { start: Some(Effect::On(day)), until: None },
                            None => ruled,
                        };
                    }
                }
            }
            None => questions.push(Question::new("effect_part").with("text", shortened(&part.words))),
        }
    }
}

/// What words name, where all of them are understood.
fn scope(words: &str) -> Option<Scope> {
    if let Some((before, rest)) = words.split_once(['“', '"']) {
        // A text of words ends without the mark behind it.
        let (name, behind) = rest.split_once(['”', '"']).unwrap_or((rest, ""));
        let plain = matches!(
            fold(before).as_str(),
            "thu tuc" | "thu tuc hanh chinh" | "doi voi thu tuc" | "doi voi thu tuc hanh chinh"
        );
        return (plain && behind.trim().is_empty()).then(|| Scope::Name(name.to_owned()));
    }
    let codes = clauses::codes(words);
    if !codes.is_empty() {
        const AROUND: [&str; 14] =
            ["cac", "thu", "tuc", "hanh", "chinh", "tthc", "co", "ma", "so", "va", "doi", "voi", "tai", "hai"];
        let is_code = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        let plain = fold(words).split(' ').all(|word| AROUND.contains(&word) || is_code(word));
        return plain.then(|| Scope::Codes(codes.iter().map(ToString::to_string).collect()));
    }
    let folded = fold(words);
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut rest = all.as_slice();
    let (mut numbers, mut places) = (Vec::new(), Vec::new());
    let mut kinds = String::new();
    while let Some((first, behind)) = rest.split_first() {
        rest = match (*first, behind) {
            (
                "doi" | "voi" | "cac" | "nhung" | "hanh" | "chinh" | "tthc" | "tai" | "thuoc" | "neu" | "quy" | "dinh"
                | "co" | "va" | "trong" | "noi" | "dung" | "cua" | "danh" | "kem" | "theo" | "bi" | "duoc" | "nay"
                | "quyet" | "voi:",
                behind,
            ) => behind,
            ("thu", ["tuc", behind @ ..]) => behind,
            ("ban", ["hanh", "kem", behind @ ..]) | ("cong", ["bo", "kem", behind @ ..]) => behind,
            ("so" | "stt" | "tt", ["thu", "tu" | "tu:", behind @ ..]) => taken_numbers(behind, &mut numbers)?,
            ("so" | "stt" | "tt", ["tt" | "stt", behind @ ..]) => taken_numbers(behind, &mut numbers)?,
            ("so" | "stt" | "tt", behind) => taken_numbers(behind, &mut numbers)?,
            ("muc", [label, behind @ ..]) if is_label(label) => {
                places.push(Place { noun: "muc", label: (*label).to_owned() });
                behind
            }
            // "Danh mục kèm theo".
            ("muc", behind) => behind,
            ("phan", [label, behind @ ..]) if is_label(label) => {
                places.push(Place { noun: "phan", label: (*label).to_owned() });
                behind
            }
            ("phu", ["luc", label, behind @ ..]) if is_label(label) => {
                places.push(Place { noun: "phu luc", label: (*label).to_owned() });
                behind
            }
            ("phu", ["luc", behind @ ..]) => behind,
            ("moi" | "sua" | "bo" | "thay" | "bai" | "huy", [second, behind @ ..]) => {
                kinds.push_str(&format!("{first} {second} "));
                behind
            }
            // "02 thủ tục bị bãi bỏ".
            (count, ["thu" | "tthc", ..]) if count.bytes().all(|b| b.is_ascii_digit()) => behind,
            _ => return None,
        };
    }
    let kind = match kinds.trim() {
        "" => None,
        "sua doi bo sung" | "sua doi" => Some(Word::Amend),
        said => Some(clauses::word(said)?),
    };
    match (numbers.is_empty(), places.is_empty(), kind) {
        (false, _, None) => Some(Scope::Numbers(numbers, places)),
        (true, false, None) => Some(Scope::Under(places)),
        (true, true, Some(kind)) => Some(Scope::Kind(kind)),
        (false, _, Some(_)) | (true, false, Some(_)) | (true, true, None) => None,
    }
}

/// The numbers of a list: "2, 3 và 5". More than one list is not understood.
fn taken_numbers<'w>(mut words: &'w [&'w str], numbers: &mut Vec<String>) -> Option<&'w [&'w str]> {
    let mut read = 0;
    while let Some((first, behind)) = words.split_first() {
        if !first.is_empty() && first.len() <= 3 && first.bytes().all(|b| b.is_ascii_digit()) {
            numbers.push(first.trim_start_matches('0').to_owned());
            read += 1;
            words = behind;
        } else if matches!(*first, "va" | "so" | "thu" | "tu")
            && read > 0
            && behind.first().is_some_and(|next| is_listed(next))
        {
            words = behind;
        } else {
            break;
        }
    }
    // "từ số 2 đến số 5" goes on behind.
    (read > 0 && words.first() != Some(&"den")).then_some(words)
}

fn is_listed(word: &str) -> bool {
    matches!(word, "so" | "thu" | "tu") || word.bytes().all(|b| b.is_ascii_digit())
}

fn is_label(word: &str) -> bool {
    let roman = word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let letter = word.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let digit = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    !word.is_empty() && (roman || letter || digit)
}

/// The rows of a scope, by place; none where it could mean others.
fn rows(scope: &Scope, found: &Found) -> Option<Vec<usize>> {
    let all = || found.rows.iter().enumerate();
    match scope {
        Scope::Codes(codes) => {
            let of = |code: &String| {
                let held =
                    all().filter(|(_, row)| row.codes.contains(code) || row.old.contains(code)).map(|(at, _)| at);
                only(held.collect())
            };
            codes.iter().map(of).collect()
        }
        Scope::Name(name) => {
            let key = fold(name);
            let held =
                all().filter(|(_, row)| row.name.as_deref().is_some_and(|own| fold(own) == key)).map(|(at, _)| at);
            only(held.collect()).map(|at| vec![at])
        }
        Scope::Kind(kind) => Some(all().filter(|(_, row)| row.change == Some(*kind)).map(|(at, _)| at).collect()),
        Scope::Under(places) => {
            let sections = sections(places, found)?;
            let is_under = |section: Option<usize>| section.is_some_and(|at| sections.contains(&at));
            Some(all().filter(|(_, row)| is_under(row.section)).map(|(at, _)| at).collect())
        }
        Scope::Numbers(numbers, places) => {
            let sections = if places.is_empty() { None } else { Some(sections(places, found)?) };
            let of = |number: &String| {
                let is_it = |written: &str| {
                    written.trim_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('0') == number
                };
                let held = all().filter(|(_, row)| row.number.as_deref().is_some_and(is_it));
                let held = held.filter(|(_, row)| {
                    sections.as_ref().is_none_or(|sections| row.section.is_some_and(|at| sections.contains(&at)))
                });
                // A row put together from several has the number of the first alone.
                only(held.filter(|(_, row)| row.rows == 1).map(|(at, _)| at).collect())
            };
            let is_sound = found.rows.iter().all(|row| row.rows == 1);
            numbers.iter().map(of).collect::<Option<Vec<_>>>().filter(|_| is_sound)
        }
    }
}

fn only(places: Vec<usize>) -> Option<usize> {
    match places.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The sections below headings; none where the headings stand in more than one place.
fn sections(places: &[Place], found: &Found) -> Option<Vec<usize>> {
    let mut under = Vec::new();
    let mut above: Vec<Vec<String>> = Vec::new();
    for (at, section) in found.sections.iter().enumerate() {
        let depths: Option<Vec<usize>> = places.iter().map(|place| depth(section, place)).collect();
        let Some(deepest) = depths.and_then(|depths| depths.into_iter().max()) else { continue };
        under.push(at);
        let path: Vec<String> =
            section.path.iter().take(deepest + 1).map(|step| format!("{} {}", step.label, step.text)).collect();
        if !above.contains(&path) {
            above.push(path);
        }
    }
    (above.len() == 1).then_some(under)
}

/// How deep a heading stands among those of a section.
fn depth(section: &FoundSection, place: &Place) -> Option<usize> {
    section.path.iter().position(|step| {
        let text = format!("{} ", fold(&step.text));
        let named = text.starts_with(&format!("{} {} ", place.noun, place.label));
        named || place.noun != "phu luc" && fold(&step.label) == place.label
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_part_names_is_understood_whole_or_not_at_all() {
        let place = |noun, label: &str| Place { noun, label: label.to_owned() };
        let numbers = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        for (words, expected) in [
            ("thủ tục số 2", Some(Scope::Numbers(numbers(&["2"]), Vec::new()))),
            ("các thủ tục có số thứ tự 02, 03 và 5", Some(Scope::Numbers(numbers(&["2", "3", "5"]), Vec::new()))),
            (
                "thủ tục hành chính số 1 Mục II Phụ lục I",
                Some(Scope::Numbers(numbers(&["1"]), vec![place("muc", "ii"), place("phu luc", "i")])),
            ),
            (
                "Các thủ tục tại Mục II Phụ lục ban hành kèm theo Quyết định này",
                Some(Scope::Under(vec![place("muc", "ii")])),
            ),
            ("các thủ tục hành chính bị bãi bỏ", Some(Scope::Kind(Word::Repeal))),
            ("thủ tục được sửa đổi, bổ sung", Some(Scope::Kind(Word::Amend))),
            ("thủ tục có mã số 1.000894", Some(Scope::Codes(numbers(&["1.000894"])))),
            ("thủ tục “Đăng ký kết hôn”", Some(Scope::Name("Đăng ký kết hôn".to_owned()))),
            ("thủ tục lĩnh vực hộ tịch", None),
            ("thủ tục số 2 cấp xã", None),
            ("thủ tục từ số 2 đến số 5", None),
            ("thủ tục số 2 đến số 5", None),
            ("khoản 2", None),
            ("các nội dung khác", None),
        ] {
            assert_eq!(scope(words), expected, "{words}");
        }
    }
}
