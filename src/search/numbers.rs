//! Queries that are numbers: codes of procedures, numbers of decisions, numbers of dossiers.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, is_slip};
use super::weights::{CODE, CODE_BEGUN, CODE_KIN, CODE_NEAR, DECISION};
use super::{Understood, standing};
use crate::model::PORTAL_SEARCH;
use crate::text::tokens;

/// Words that may stand before a decision's number.
pub(super) const DECISION_WORDS: &[&str] = &["quyet", "dinh", "so", "qd"];
/// Words that end the number of a decision: what follows tells its day or who issued it.
pub(super) const AFTER_NUMBER: &[&str] = &["ngay", "cua"];
/// At most so many words of a query are read as one code (`1.000105.000.00.00.H17` has six).
pub(super) const CODE_WORDS: usize = 6;
/// Words beside a code that say no more than that it is one.
pub(super) const BESIDE_CODE: &[&str] = &["thu", "tuc", "tthc", "ma", "so"];
/// Letters that are typed for digits.
pub(super) const AS_DIGITS: &[(char, char)] = &[('o', '0'), ('i', '1'), ('l', '1')];
/// At most so many near codes are named.
pub(super) const NEAR_CODES: usize = 5;
/// Digits of a code.
const DIGITS: usize = 7;

/// What the numbers in a query lead to.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// The rows, with their scores.
    pub(super) rows: BTreeMap<usize, i64>,
    /// The rows whose very code was typed.
    pub(super) exact: BTreeSet<usize>,
    /// What the query was read as.
    pub(super) understood: Vec<Understood>,
    /// The words of the query that belong to a code: they are not read as words.
    pub(super) taken: BTreeSet<usize>,
    /// Whether the query is nothing but numbers that were understood, so that its words need not be read.
    pub(super) is_all: bool,
}

impl Numbers {
    pub(super) fn new(text: &str, index: &Index) -> Numbers {
        let words: Vec<String> = tokens(text).into_iter().map(|token| token.folded).take(64).collect();
        let mut numbers = Numbers::default();
        if let Some(number) = dossier(&words) {
            numbers.is_all = true;
            numbers.understood.push(Understood::Dossier { number });
            return numbers;
        }
        numbers.codes(text, &words, index);
        let is_decision = numbers.decision(&words, index);
        let is_code = !numbers.taken.is_empty()
            && words.iter().enumerate().all(|(at, word)| numbers.taken.contains(&at) || is_beside_code(word));
        numbers.is_all = is_code || is_decision;
        numbers
    }

    /// Finds codes, also those with a slip.
    fn codes(&mut self, text: &str, words: &[String], index: &Index) {
        let is_alone = |at: usize, count: usize| {
            let others = words.iter().enumerate().filter(|(place, _)| !(at..at + count).contains(place));
            others.into_iter().all(|(_, word)| is_beside_code(word))
        };
        let mut at = 0;
        while at < words.len() {
            if let Some((count, key)) = mistyped(text, &words[at..], |count| is_alone(at, count), index) {
                let written = words[at..at + count].join(".").to_uppercase();
                let suffixes = words[at + count..].iter().take(CODE_WORDS).take_while(|word| is_suffix(word)).count();
                self.near(&written, &key, index);
                self.taken.extend(at..at + count + suffixes);
                at += count + suffixes;
                continue;
            }
            if !words[at].starts_with(|c: char| c.is_ascii_digit()) {
                at += 1;
                continue;
            }
            let key_of = |count: &usize| words[at..at + count].concat();
            let longest = CODE_WORDS.min(words.len() - at);
            let exact = (1..=longest).rev().find(|count| index.codes.contains_key(&key_of(count)));
            // A code in two words, or in one without its dot; and the agency's or the case's suffix behind it.
            let count = exact.unwrap_or(if words[at].len() == 1 { 2.min(longest) } else { 1 });
            let key = key_of(&count);
            let base = key.get(..DIGITS).filter(|base| base.bytes().all(|b| b.is_ascii_digit()));
            let behind = words[at + count..].iter().take(CODE_WORDS).take_while(|word| is_suffix(word)).count();
            let suffixes = if base.is_some() { behind } else { 0 };
            if let Some(&row) = index.codes.get(&key) {
                self.exact.insert(row);
                self.put(row, CODE);
            }
            if exact.is_some() || base.is_some() {
                self.taken.extend(at..at + count + suffixes);
            }
            if let Some(base) = base {
                let kin: Vec<usize> = begun(base, index).collect();
                let code = format!("{}.{}", &base[..1], &base[1..]);
                match (kin.first(), index.table.listed.get(base)) {
                    (Some(_), _) if exact.is_some() && suffixes == 0 => {}
                    (Some(&row), _) => self.tell(Understood::Code { code: index.table.rows[row].code.clone() }),
                    (None, Some(list)) => {
                        let link = format!("{PORTAL_SEARCH}{code}");
                        self.tell(Understood::Listed { link, list: list.clone(), code });
                    }
                    (None, None) => self.near(&code, base, index),
                }
                kin.into_iter().for_each(|row| self.put(row, CODE_KIN));
            } else if is_alone(at, count) && key.len() >= 3 && key.bytes().all(|b| b.is_ascii_digit()) {
                let rows: Vec<usize> = begun(&key, index).collect();
                if !rows.is_empty() {
                    self.taken.extend(at..at + count);
                }
                rows.into_iter().for_each(|row| self.put(row, CODE_BEGUN));
            }
            at += count + suffixes;
        }
    }

    /// Finds the codes that one slip makes of what was typed, those in force and in use first, and says that there is
    /// none but those. What is a code once letters are read as digits is meant.
    fn near(&mut self, code: &str, key: &str, index: &Index) {
        let meant: Vec<usize> = if key.len() == DIGITS { begun(key, index).collect() } else { Vec::new() };
        let is_near = |code: &str| code.get(..DIGITS).is_some_and(|base| is_slip(base, key));
        let near = index.codes.iter().filter(|(code, _)| meant.is_empty() && is_near(code)).map(|(_, &row)| row);
        let score = |row: usize| {
            let row = &index.table.rows[row];
            standing(row.status, CODE_NEAR + row.prior())
        };
        let mut rows: Vec<usize> = meant.iter().copied().chain(near).collect();
        rows.sort_by_key(|&row| (std::cmp::Reverse(score(row)), row));
        let named = rows.iter().take(NEAR_CODES).map(|&row| index.table.rows[row].code.clone());
        self.tell(Understood::NoCode { code: code.to_owned(), near: named.collect() });
        rows.into_iter().for_each(|row| self.put(row, CODE_NEAR));
    }

    fn tell(&mut self, told: Understood) {
        if !self.understood.contains(&told) {
            self.understood.push(told);
        }
    }

    /// Finds the decisions whose number the query is. Gives whether there is one.
    fn decision(&mut self, words: &[String], index: &Index) -> bool {
        let named = words.iter().take_while(|word| DECISION_WORDS.contains(&word.as_str())).count();
        let Some((number, rest)) = words[named..].split_first() else { return false };
        // "ngày 26/3/2026", "của Bộ Công an" tell more of the decision, not more of its number.
        let symbol: Vec<&String> = rest.iter().take_while(|word| !AFTER_NUMBER.contains(&word.as_str())).collect();
        let is_number = (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let is_told = named > 0 || symbol.first().is_some_and(|word| *word == "qd");
        if !is_number || !(is_told || (symbol.is_empty() && number.len() > 1)) {
            return false;
        }
        let mut found = BTreeSet::new();
        for (at, decision) in index.table.decisions.iter().enumerate() {
            let parts: Vec<String> = tokens(decision).into_iter().map(|token| token.folded).collect();
            let Some((own, rest)) = parts.split_first() else { continue };
            let same_symbol = symbol.len() <= rest.len()
                && symbol.iter().zip(rest).enumerate().all(|(place, (typed, own))| {
                    own == *typed || (place + 1 == symbol.len() && own.starts_with(typed.as_str()))
                });
            if own == number.trim_start_matches('0') && same_symbol {
                found.insert(at);
            }
        }
        for (row, of) in index.table.rows.iter().enumerate() {
            if of.decisions.iter().any(|decision| found.contains(decision)) {
                self.put(row, DECISION);
            }
        }
        // A number with its symbol asks for that decision and for nothing else, whether the catalogue has it or not.
        // So does "quyết định 3582".
        let is_called = words[..named].iter().any(|word| word == "dinh" || word == "qd");
        let is_whole =
            (symbol.first().is_some_and(|word| *word == "qd") && symbol.len() > 1) || (is_called && rest.is_empty());
        if found.is_empty() && is_whole {
            let symbol: Vec<String> = symbol.iter().map(|word| word.to_uppercase().replacen("QD", "QĐ", 1)).collect();
            let number = if symbol.is_empty() { number.clone() } else { format!("{number}/{}", symbol.join("-")) };
            self.understood.push(Understood::NoDecision { number });
        }
        let is_found = !found.is_empty() || is_whole;
        for at in found {
            let page = index.table.decision_pages.iter().find(|(decision, _)| *decision == at);
            let (number, page) = (index.table.decisions[at].clone(), page.map(|(_, page)| page.clone()));
            self.understood.push(Understood::Decision { number, page });
        }
        is_found
    }

    fn put(&mut self, row: usize, score: i64) {
        let known = self.rows.entry(row).or_default();
        *known = score.max(*known);
    }
}

fn is_beside_code(word: &str) -> bool {
    BESIDE_CODE.contains(&word)
}

/// A code with a slip at the head of the words: how many words it has, and its digits. Either a digit, a dot or comma and
/// more digits, wherever it stands; or as many digits as a code has, one more or one less, where nothing else is asked.
/// Letters that look like digits are taken for them. None where it is a code, or the beginning of one.
fn mistyped(text: &str, words: &[String], is_alone: impl Fn(usize) -> bool, index: &Index) -> Option<(usize, String)> {
    let (first, second) = (words.first()?, words.get(1).map(String::as_str).unwrap_or_default());
    let lower = text.to_lowercase();
    let is_dotted = |mark: char| lower.contains(&format!("{first}{mark}{second}"));
    let typed = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() * 2 > text.len();
    let (count, key) = match as_digits(first) {
        Some(digit) if first.len() == 1 && typed(second) && ['.', ','].into_iter().any(is_dotted) => {
            (2, digit + &as_digits(second)?)
        }
        Some(digit) if first.len() == 1 && second.len() + 2 >= DIGITS && typed(second) && is_alone(2) => {
            (2, digit + &as_digits(second)?)
        }
        Some(digits) if first.len() + 1 >= DIGITS && typed(first) && is_alone(1) => (1, digits),
        Some(_) | None => return None,
    };
    let typed_key = words[..count].concat();
    let is_code = typed_key == key && begun(&key, index).next().is_some();
    // Further digits or letters are an agency's or a case's; so is what stands behind seven digits.
    let is_code = is_code || (typed_key == key && key.len() == DIGITS) || key.len() > DIGITS + 1;
    // Two or three digits behind a dot may be any number; only alone they are the beginning of a code.
    let is_short = key.len() + 1 < DIGITS && !(is_alone(count) && key.len() > 2);
    (!is_code && !is_short).then_some((count, key))
}

/// Digits as typed, letters that look like them taken for them; none where there is anything else.
fn as_digits(word: &str) -> Option<String> {
    let digit = |c: char| {
        let alike = AS_DIGITS.iter().find(|(letter, _)| *letter == c).map(|(_, digit)| *digit);
        alike.or(Some(c).filter(char::is_ascii_digit))
    };
    word.chars().map(digit).collect()
}

/// Whether a word may stand behind a code: `h56`, `000`, `02`.
fn is_suffix(word: &str) -> bool {
    let digits = word.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(word);
    (2..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The rows whose codes begin with the letters and digits given, in the order of codes.
fn begun<'i>(key: &str, index: &'i Index) -> impl Iterator<Item = usize> + use<'i> {
    let key = key.to_owned();
    index.codes.range(key.clone()..).take_while(move |(code, _)| code.starts_with(&key)).map(|(_, row)| *row)
}

/// The number of a dossier (mã hồ sơ), `H56.16-250702-0001` or `000.00.16.H56-250702-0001`: an agency with its units behind
/// or before it, a day of six digits, a running number.
fn dossier(words: &[String]) -> Option<String> {
    let digits = |word: &String| word.bytes().all(|b| b.is_ascii_digit());
    let groups = words.iter().take_while(|word| word.len() <= 3 && digits(word)).count();
    let (before, rest) = words.split_at(groups.min(3));
    let [agency, units @ .., day, running] = rest else { return None };
    let is_agency = agency.len() == 3
        && agency.starts_with(|c: char| c.is_ascii_lowercase())
        && agency.bytes().skip(1).all(|b| b.is_ascii_digit());
    let is_dossier = is_agency
        && units.len() <= 3
        && units.iter().all(|unit| digits(unit) && unit.len() <= 3)
        && digits(day)
        && day.len() == 6
        && digits(running)
        && (3..=8).contains(&running.len());
    let head: Vec<String> =
        before.iter().cloned().chain([agency.to_uppercase()]).chain(units.iter().cloned()).collect();
    is_dossier.then(|| format!("{}-{day}-{running}", head.join(".")))
}
