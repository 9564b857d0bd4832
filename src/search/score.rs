//! The points of every record for one reading of a query. Whole numbers only: the browser computes the same.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::content;
use super::index::{Field, FormId, Index, Kind};
use super::reading::{Reading, Word};
use super::weights as w;
use crate::text::Token;

/// What may be read into the words of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leniency {
    /// Whether accents count: the person typed some.
    pub(super) accented: bool,
    /// Whether the query began with "thủ tục".
    pub(super) lead: bool,
    /// Whether the last word is still being typed.
    pub(super) typing: bool,
    /// Whether words that exist may be slips too.
    pub(super) slips: bool,
    /// Whether one word was typed and no more.
    pub(super) alone: bool,
}

/// How many words of a query have a bit each.
const BITS: usize = w::QUERY_WORDS as usize;

/// A reading with the forms that its words match.
pub(super) struct Plan {
    /// The different words: what each weighs.
    weights: Vec<i64>,
    /// The words in the order of the query, as indices of `weights`.
    sequence: Vec<usize>,
    /// For every form: the bits of the words that it matches.
    masks: Vec<u32>,
    /// For every form: where its shares begin in `shares`, if it matches anything.
    places: Vec<usize>,
    /// For every form that matches and every word, form by form: the share of the word, 0 where the two do not match.
    shares: Vec<i64>,
    /// For forms: the further words that they match, beyond those that have bits, with their shares.
    further: BTreeMap<FormId, Vec<(usize, i64)>>,
    /// For every word: the bits of those that follow it in the query.
    followers: Vec<u32>,
    /// The words that say what is asked.
    asked: u32,
    /// The words of which a record must hold one, if any.
    company: u32,
    /// The sum of all weights.
    total: i64,
    /// The sum of the weights of neighbours.
    pair_total: i64,
    /// Whether every word matches something.
    is_complete: bool,
    /// The folded words of the whole reading.
    folded: Vec<String>,
    /// The different words, folded.
    words: Vec<String>,
    cost: i64,
    is_literal: bool,
    lead: bool,
}

/// The points of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Points {
    /// The row.
    pub(super) row: usize,
    /// The points of its text, without its use.
    pub(super) points: i64,
    /// How much of the query it holds, in thousandths; more for short names.
    pub(super) cover: i64,
    /// Whether a name of it holds the query as one run.
    pub(super) is_run: bool,
    /// Whether its official name begins with the query.
    pub(super) begins: bool,
    /// Whether a name of it is the query, word for word.
    pub(super) is_exact: bool,
    /// The words asked for that its names hold.
    held: u32,
}

/// What words match, kept from reading to reading: most readings of a query share most of their words.
#[derive(Default)]
pub(super) struct Matched(BTreeMap<(Token, bool), Shares>);

/// The forms that a word matches, each with its share.
type Shares = Rc<[(FormId, i64)]>;

impl Matched {
    /// The forms that a word matches, each with its share.
    fn of(&mut self, word: &Word, open_end: bool, index: &Index, lenient: Leniency) -> Shares {
        let known = self.0.entry((word.token.clone(), open_end));
        known.or_insert_with(|| matches(word, open_end, index, lenient).into_iter().collect()).clone()
    }
}

/// What scoring needs room for: kept from row to row, because a query scores thousands of names.
struct Room {
    /// The impact of each word in the row's content.
    impacts: Vec<i64>,
    /// The bits that each name of the row has.
    masks: Vec<u32>,
    /// The share of each word that the row has in any name.
    found: Vec<i64>,
    /// The share of each word that one name has.
    best: Vec<i64>,
    /// The same where the word stands beside one that is beside it in the query.
    beside: Vec<i64>,
    /// Neighbours that one name has as neighbours, with the share of the lesser.
    pairs: Vec<((usize, usize), i64)>,
}

impl Room {
    fn for_words(words: usize) -> Room {
        let none = || vec![0; words];
        let (impacts, found, best, beside) = (none(), none(), none(), none());
        Room { impacts, masks: Vec::new(), found, best, beside, pairs: Vec::new() }
    }
}

impl Points {
    /// Those of a record that has nothing.
    const NONE: Points = Points { row: 0, points: 0, cover: 0, is_run: false, begins: false, is_exact: false, held: 0 };
}

impl Plan {
    /// Finds what the words match. `None` where no word that asks for something matches anything. Question words ask only
    /// where the query has no others.
    pub(super) fn new(reading: &Reading<'_>, index: &Index, lenient: Leniency, matched: &mut Matched) -> Option<Plan> {
        let (limit, most) = (BITS, usize::try_from(w::MORE_WORDS).unwrap_or(0));
        let mut distinct: Vec<&Word> = Vec::new();
        let mut sequence = Vec::new();
        let mut company = 0_u32;
        let mut open_end = None;
        for (at, word) in reading.words.iter().enumerate() {
            let known = distinct.iter().position(|seen| seen.token == word.token);
            if known.is_none() && distinct.len() == most {
                break;
            }
            let id = known.unwrap_or(distinct.len());
            if known.is_none() {
                distinct.push(word);
            }
            if at + 1 == reading.words.len() && !word.whole {
                open_end = Some(id);
            }
            // The run that is looked for ends where the words with bits do.
            if distinct.len() > limit {
                continue;
            }
            sequence.push(id);
            let outside = reading.needs_company.as_ref().is_some_and(|span| !span.contains(&at));
            if outside && !word.stop {
                company |= 1 << id;
            }
        }
        if reading.needs_company.is_some() && company == 0 {
            return None;
        }
        let mut plan = Plan {
            weights: Vec::new(),
            masks: vec![0; index.forms.len()],
            places: vec![0; index.forms.len()],
            shares: Vec::new(),
            further: BTreeMap::new(),
            followers: vec![0; distinct.len().min(limit)],
            asked: 0,
            company,
            total: 0,
            pair_total: 0,
            is_complete: true,
            words: distinct.iter().map(|word| word.token.folded.clone()).collect(),
            folded: reading.words.iter().map(|word| word.token.folded.clone()).collect(),
            cost: reading.cost,
            is_literal: reading.cost == 0,
            lead: lenient.lead,
            sequence,
        };
        for (id, word) in distinct.iter().enumerate() {
            plan.add_word(id, word, &matched.of(word, open_end == Some(id), index, lenient), index);
        }
        if plan.asked == 0 && reading.words.iter().all(|word| word.stop) {
            plan.asked = (0..plan.followers.len()).filter(|&id| plan.weights[id] > 0).map(|id| 1 << id).sum();
        }
        for pair in plan.sequence.windows(2) {
            let (one, next) = (pair[0], pair[1]);
            if plan.followers[one] & (1 << next) == 0 {
                plan.followers[one] |= 1 << next;
                plan.pair_total += plan.weights[one] + plan.weights[next];
            }
        }
        (plan.asked != 0).then_some(plan)
    }

    fn add_word(&mut self, id: usize, word: &Word, matches: &[(FormId, i64)], index: &Index) {
        let rarest = matches.iter().map(|&(form, _)| index.forms[form].weight).max().unwrap_or(0);
        let weight = index.terms.get(&word.token.folded).map_or(rarest, |term| term.weight);
        let weight = if word.stop { weight / w::STOP } else { weight };
        self.weights.push(weight);
        self.total += weight;
        self.is_complete &= weight > 0;
        if id >= self.followers.len() {
            for &(form, share) in matches {
                self.further.entry(form).or_default().push((id, share));
            }
            return;
        }
        if weight > 0 && !word.stop {
            self.asked |= 1 << id;
        }
        for &(form, share) in matches {
            if self.masks[form] == 0 {
                self.places[form] = self.shares.len();
                self.shares.resize(self.shares.len() + self.followers.len(), 0);
            }
            self.masks[form] |= 1 << id;
            self.shares[self.places[form] + id] = share;
        }
    }

    /// The forms of which a record must hold one to be a hit.
    pub(super) fn wanted(&self) -> impl Iterator<Item = FormId> {
        self.masks.iter().enumerate().filter(|(_, mask)| *mask & self.asked != 0).map(|(form, _)| form)
    }

    /// The words of which a record's content may hold one to be a hit.
    pub(super) fn wanted_in_content(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .take(BITS)
            .enumerate()
            .filter(|(id, _)| self.asked & (1 << id) != 0)
            .map(|(_, word)| word.as_str())
    }

    /// The points of the rows, in ascending order, that hold something of what is asked, but for those that hold far less of
    /// it than another.
    pub(super) fn score(&self, rows: &[usize], index: &Index) -> Vec<Points> {
        let contexts: Vec<u32> = index.contexts.iter().map(|words| self.mask_of(words)).collect();
        let mut in_content: Vec<&[(u32, u8)]> = self.words.iter().map(|word| index.in_content(word)).collect();
        let mut room = Room::for_words(self.words.len());
        let mut scored: Vec<Points> = Vec::new();
        for &row in rows {
            for (impact, left) in room.impacts.iter_mut().zip(&mut in_content) {
                // What stands before this row is asked for no more.
                *left = &left[left.iter().take_while(|(of, _)| (*of as usize) < row).count()..];
                *impact =
                    left.first().filter(|(of, _)| *of as usize == row).map_or(0, |(_, impact)| i64::from(*impact));
            }
            scored.extend(self.score_row(row, contexts[index.table.rows[row].sector], &mut room, index));
        }
        let best = scored.iter().map(|points| points.cover).max().unwrap_or(0);
        scored.retain(|points| points.cover * 100 >= best * w::KEEP);
        self.put_general_first(&mut scored, index);
        scored
    }

    /// Takes points off special cases that nobody asks for, where a general record that has not ended holds all that
    /// they hold of what is asked. A name that begins with the query is meant by it.
    fn put_general_first(&self, scored: &mut [Points], index: &Index) {
        let asked = (0..).zip(&index.cases).filter(|(_, case)| self.mask_of(case) & self.asked != 0);
        let asked: u32 = asked.map(|(bit, _)| 1_u32 << bit).sum();
        let is_special = |points: &Points| index.cases_of[points.row] & !asked != 0;
        let lives = |points: &&Points| !index.table.rows[points.row].is_ended();
        let general: BTreeSet<u32> =
            scored.iter().filter(|points| !is_special(points)).filter(lives).map(|points| points.held).collect();
        for points in scored.iter_mut().filter(|points| !points.begins && is_special(points)) {
            if general.iter().any(|other| other & points.held == points.held) {
                points.points -= w::SPECIAL;
            }
        }
    }

    /// What the words weigh that are asked for and have one of the bits.
    fn asked_in(&self, mask: u32) -> i64 {
        bits(mask & self.asked).map(|id| self.weights[id]).sum()
    }

    fn mask_of(&self, words: &[FormId]) -> u32 {
        words.iter().fold(0, |all, &form| all | self.masks[form])
    }

    fn score_row(&self, row: usize, context: u32, room: &mut Room, index: &Index) -> Option<Points> {
        let fields = index.fields_of(row);
        let with_bits = (0..).zip(&room.impacts).take(BITS);
        let in_content = with_bits.filter(|(_, impact)| **impact > 0).map(|(id, _)| 1_u32 << id).sum::<u32>();
        room.masks.clear();
        room.masks.extend(fields.iter().map(|field| self.mask_of(&field.words)));
        let in_names = room.masks.iter().fold(0, |all, mask| all | mask);
        let held = in_names | context | in_content;
        let is_little = held.count_ones() == 1 && self.asked_in(held) * 100 < self.asked_in(self.asked) * w::ALONE;
        if held & self.asked == 0 || is_little || (self.company != 0 && held & self.company == 0) {
            return None;
        }
        room.found.fill(0);
        let (mut scored, mut best) = (Points { row, held: in_names & self.asked, ..Points::NONE }, 0);
        for (at, field) in fields.iter().enumerate() {
            // A name that has none of the words gives no points.
            if room.masks[at] == 0 && self.further.is_empty() {
                continue;
            }
            let of_field = self.score_field(field, room, index);
            best = best.max(of_field.points);
            scored.is_run |= of_field.is_run;
            scored.begins |= of_field.begins && field.kind == Kind::Official;
            scored.is_exact |= of_field.is_exact && self.is_literal;
        }
        for (id, (found, impact)) in room.found.iter_mut().zip(&room.impacts).enumerate() {
            if id < BITS && context & (1 << id) != 0 {
                *found = (*found).max(w::CONTEXT);
            }
            if *impact > 0 {
                let most = i64::from(content::MOST);
                *found = (*found).max(w::CONTENT * (most + impact) / (2 * most));
            }
        }
        let held: i64 = room.found.iter().zip(&self.weights).map(|(share, weight)| share * weight).sum();
        scored.cover = held * 10 / self.total;
        scored.points = w::COVER * scored.cover / 1000 + best - self.cost;
        Some(scored)
    }

    /// The points of one name; what it has of each word is added to what the row has.
    fn score_field(&self, field: &Field, room: &mut Room, index: &Index) -> FieldPoints {
        let is_name = field.kind == Kind::Official;
        let Room { found, best, beside, pairs, .. } = room;
        best.fill(0);
        beside.fill(0);
        pairs.clear();
        let mut filled = 0;
        let mut before: Option<(FormId, u32)> = None;
        for &form in &field.words {
            let mask = self.masks[form];
            let mut fullest = 0;
            for &(id, share) in self.further.get(&form).into_iter().flatten() {
                best[id] = share.max(best[id]);
                beside[id] = best[id];
                fullest = share.max(fullest);
            }
            for id in bits(mask) {
                let share = self.share(form, id);
                best[id] = share.max(best[id]);
                fullest = share.max(fullest);
                let Some((form_before, mask_before)) = before else { continue };
                for earlier in bits(mask_before).filter(|&earlier| self.followers[earlier] & (1 << id) != 0) {
                    let share_before = self.share(form_before, earlier);
                    beside[earlier] = share_before.max(beside[earlier]);
                    beside[id] = share.max(beside[id]);
                    let share = share.min(share_before);
                    match pairs.iter_mut().find(|(pair, _)| *pair == (earlier, id)) {
                        Some((_, known)) => *known = share.max(*known),
                        None => pairs.push(((earlier, id), share)),
                    }
                }
            }
            filled += index.forms[form].weight * fullest;
            before = Some((form, mask));
        }
        let words = self.weights.len();
        let density = if field.size > 0 { filled * 10 / field.size } else { 0 };
        let standing = match field.kind {
            Kind::Official => 100,
            // What people say is a whole: a part of it says little.
            Kind::Everyday => w::EVERYDAY * density / 1000,
            Kind::Former => w::FORMER,
            Kind::Keyword => w::KEYWORD,
        };
        let shortness = 100 * (100 + w::LENGTH) / (100 + w::LENGTH * field.length / index.average);
        for (id, found) in found.iter_mut().enumerate() {
            let share = if words > 1 { beside[id].max(best[id] * w::LONE / 100) } else { best[id] };
            *found = (share * shortness / 100 * standing / 100).max(*found);
        }
        let in_pairs: i64 =
            pairs.iter().map(|((one, next), share)| (self.weights[*one] + self.weights[*next]) * share).sum();
        let order = if self.pair_total > 0 { in_pairs * 10 / self.pair_total } else { 0 };
        let mut scored = FieldPoints { points: 0, is_run: false, begins: false, is_exact: self.is_name(field, index) };
        let agreed = match (field.lead, self.lead) {
            (true, true) if is_name => w::LEAD,
            (false, false) if is_name => w::NO_LEAD,
            _ => 0,
        };
        let mut step = 0;
        if scored.is_exact {
            (step, scored.is_run, scored.begins) = (w::WHOLE + agreed, true, true);
        } else if self.is_complete && best.iter().all(|&share| share > 0) {
            let run = self.run_in(field);
            scored.is_run = run.is_some();
            scored.begins = run == Some(0);
            step = match run {
                None => w::ALL_WORDS,
                Some(0) if field.words.len() == self.sequence.len() => w::WHOLE + agreed,
                Some(0) => w::START + agreed,
                Some(_) => w::RUN,
            };
        }
        let count = i64::try_from(words).unwrap_or(i64::MAX);
        step = step * best.iter().sum::<i64>() / (100 * count);
        let points = (w::PAIRS * order * shortness / 100 + w::DENSITY * density) / 1000 + step;
        scored.points = points * standing / 100;
        scored
    }

    /// The share of a word that a form has, where the two match.
    fn share(&self, form: FormId, id: usize) -> i64 {
        self.shares[self.places[form] + id]
    }

    /// Whether the field's words are the reading's, whatever the accents.
    fn is_name(&self, field: &Field, index: &Index) -> bool {
        field.words.len() == self.folded.len()
            && field.words.iter().zip(&self.folded).all(|(&form, folded)| index.forms[form].token.folded == *folded)
    }

    /// Where the reading first stands in the field as one run.
    fn run_in(&self, field: &Field) -> Option<usize> {
        let run =
            |words: &[FormId]| words.iter().zip(&self.sequence).all(|(&form, &id)| self.masks[form] & (1 << id) != 0);
        field.words.windows(self.sequence.len()).position(run)
    }
}

/// The points of one name by its standing.
struct FieldPoints {
    points: i64,
    is_run: bool,
    begins: bool,
    is_exact: bool,
}

/// The forms that a word matches, each with the share of the word's weight: the greatest where several ways lead
/// to it.
fn matches(word: &Word, open_end: bool, index: &Index, lenient: Leniency) -> BTreeMap<FormId, i64> {
    let mut matches: BTreeMap<FormId, i64> = BTreeMap::new();
    let mut put = |forms: &[FormId], share: i64| {
        for &form in forms {
            let known = matches.entry(form).or_default();
            *known = share.max(*known);
        }
    };
    let folded = word.token.folded.as_str();
    let known = index.terms.get(folded);
    let is_known = index.knows(folded);
    for &form in known.map(|term| term.forms.as_slice()).unwrap_or_default() {
        let share = if !lenient.accented || index.forms[form].token.accent == word.token.accent {
            100
        } else if word.token.accent == word.token.folded {
            w::BARE
        } else {
            w::OTHER_ACCENT
        };
        put(&[form], share);
    }
    if open_end {
        let share = if lenient.typing || !is_known { w::PREFIX } else { w::PREFIX_OF_WORD };
        let begun = index.terms.range(folded.to_owned()..).take_while(|(term, _)| term.starts_with(folded));
        begun.filter(|(term, _)| *term != folded).for_each(|(_, term)| put(&term.forms, share));
    }
    let shortest = if lenient.alone {
        w::SLIP_ALONE
    } else if is_known {
        w::SLIP_KNOWN
    } else {
        w::SLIP_UNKNOWN
    };
    let is_plain = folded.bytes().all(|b| b.is_ascii_lowercase());
    let is_long = i64::try_from(folded.len()).is_ok_and(|letters| letters >= shortest);
    // A word that stands in names with the very accents that were typed is meant.
    let is_meant = word.token.accent != word.token.folded
        && known.is_some_and(|term| term.forms.iter().any(|&form| index.forms[form].token.accent == word.token.accent));
    let may_slip = if is_known { lenient.slips && !is_meant } else { !index.is_said(folded) };
    if is_plain && is_long && may_slip {
        let share = if is_known { w::SLIP_OF_WORD } else { w::SLIP };
        let slips = index.slips(folded).filter_map(|word| index.terms.get(word));
        slips.for_each(|term| put(&term.forms, share));
    }
    matches
}

/// The positions of the bits that are set, lowest first.
fn bits(mut mask: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (mask != 0).then(|| mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(lowest)
    })
}
