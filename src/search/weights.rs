//! Every number by which hits are ordered, in one table. The build exports it; the browser has no other.
//!
//! A hit's score is a sum of points. Shares are in hundredths, so that all arithmetic is of whole numbers, which
//! Rust and JavaScript do alike. The weights were set on generated classes of queries (whole names, first words,
//! inner words, keys, slips, synonyms), never on single questions.

macro_rules! weights {
    ($($(#[doc = $meaning:literal])+ $name:ident = $value:literal;)*) => {
        $($(#[doc = $meaning])+ pub const $name: i64 = $value;)*

        /// Every weight by its name, in the order of this table.
        pub const ALL: &[(&str, i64)] = &[$((stringify!($name), $name),)*];
    };
}

weights! {
    /// Points where every word of the query is found, each in its neighbourhood; less by the weight of those that are
    /// not. Higher favours records that hold more of the query.
    COVER = 600;
    /// Points where every two neighbouring words of the query are neighbours in the name. Higher favours order.
    PAIRS = 300;
    /// Points where the query fills the name. Higher favours short, general names.
    DENSITY = 150;
    /// Further points where every word is found.
    ALL_WORDS = 300;
    /// Further points, instead of those, where the query stands in the name as one run.
    RUN = 1500;
    /// The same where the name begins with the query.
    START = 3000;
    /// The same where the name is the query.
    WHOLE = 4500;
    /// Points on top of [`START`] and [`WHOLE`] where both query and name begin with "Thủ tục".
    LEAD = 600;
    /// The same where neither does. Small, so that what is used most may still come first: half of all names begin so.
    NO_LEAD = 150;
    /// Share of a word's weight where the query's accents are others than the name's.
    OTHER_ACCENT = 60;
    /// The same where this word of the query has no accents though others have.
    BARE = 90;
    /// Share where the last word of the query is the beginning of the name's word.
    PREFIX = 80;
    /// The same where that last word is a word of its own and typing has ended.
    PREFIX_OF_WORD = 40;
    /// Share where a word that no record has differs by one slip: a letter too many, missing, other, or two swapped.
    SLIP = 70;
    /// The same where the word exists but the query as it stands is nowhere one run.
    SLIP_OF_WORD = 50;
    /// Queries of more words than this are not searched for slips in words that exist: they are names, and hold enough
    /// besides.
    SLIP_WORDS = 20;
    /// Share of a word's weight where neither neighbour in the query is its neighbour in the name: Vietnamese words
    /// are mostly of two syllables, so that a syllable alone says little.
    LONE = 30;
    /// Letters that a word which is the whole query must have to be read as a slip.
    SLIP_ALONE = 4;
    /// Letters that a word must have that no record has.
    SLIP_UNKNOWN = 3;
    /// Letters that a word must have that exists.
    SLIP_KNOWN = 2;
    /// How much a long name is held back, in hundredths for a name of average weight.
    LENGTH = 40;
    /// Share of everyday names against the official name, where the query fills them: of half a name, half of it.
    EVERYDAY = 95;
    /// Share of names that decisions and lists give.
    FORMER = 80;
    /// Share of keywords.
    KEYWORD = 50;
    /// Share of a word's weight where only the content has it, at most: half of it for one mention in a long text.
    CONTENT = 30;
    /// Share of a word's weight where only the sector's name has it.
    CONTEXT = 50;
    /// By what the weight of question words and particles is divided.
    STOP = 4;
    /// Points taken off where a name says that it is a special case (`lại`, `gia hạn`), the query does not ask for it, and a
    /// general procedure holds as much of the query.
    SPECIAL = 300;
    /// Points taken off where question words at the ends of the query were left out.
    STRIPPED_COST = 50;
    /// Points taken off where a synonym stands for what was typed.
    SYNONYM_COST = 100;
    /// Points for each doubling of the portal's weight of use.
    USE = 10;
    /// Points for procedures that a commune handles.
    COMMUNE = 40;
    /// Share of the score of what is not yet in force, or suspended.
    NOT_NOW = 90;
    /// Share of the score of what is no longer in force, unless the query is its very code or name.
    ENDED = 30;
    /// Score of an editor's answer to the very query.
    BEST_BET = 30000;
    /// Score of a code that is typed in full.
    CODE = 20000;
    /// Score of the code without the suffix that was typed, or with a suffix that was not.
    CODE_KIN = 15000;
    /// Score of codes that begin with what was typed.
    CODE_BEGUN = 12000;
    /// Score of codes that one slip makes of what was typed, where no record has that.
    CODE_NEAR = 11000;
    /// Score of procedures that a typed decision is about.
    DECISION = 10000;
    /// Points on top for what is in the list that the query names, of a sector, an agency or an office; also for names that
    /// hold the name of that agency.
    NAMED = 5000;
    /// Records that hold less than this share of what the best one holds of the query are no hits.
    KEEP = 40;
    /// Records that hold one word alone of the query are no hits where that word has less than this share of the weight of
    /// those that are asked for: a common syllable in common is no answer.
    ALONE = 50;
    /// At most so many synonyms of one query are tried.
    SYNONYMS = 6;
    /// Characters of a query beyond this are not read.
    QUERY_CHARACTERS = 2000;
    /// So many different words of a query count with their neighbours (at most 30: they are the bits of a number); those
    /// after them only by being there.
    QUERY_WORDS = 30;
    /// Different words of a query beyond this are not weighed at all.
    MORE_WORDS = 200;
}

/// Sixteen times the binary logarithm of a number, linear between powers of two; 0 for 0. Whole numbers only.
pub(super) fn log16(n: i64) -> i64 {
    if n < 1 {
        return 0;
    }
    let power = i64::from(n.ilog2());
    16 * power + (n - (1 << power)) * 16 / (1 << power)
}

/// The weight of a word that `df` of `records` names have.
pub(super) fn rarity(df: usize, records: usize) -> i64 {
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX - 1);
    16 + log16(whole(records) + 1) - log16(whole(df).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_grows_and_is_exact_at_powers_of_two() {
        assert_eq!([0, 1, 2, 3, 4, 1024].map(log16), [0, 0, 16, 24, 32, 160]);
        assert!((1..5000).all(|n| log16(n) <= log16(n + 1)));
    }

    #[test]
    fn the_words_of_a_query_fit_into_the_bits_of_a_number() {
        const { assert!(QUERY_WORDS <= 30) };
    }
}
