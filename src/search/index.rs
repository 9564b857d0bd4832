//! The table as numbers: words by identifier, fields as runs of words.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tantivy::TantivyError;

use super::named::Directory;
use super::phrases;
use super::retrieval::{Document, Retrieval};
use super::table::{Row, Said, Table};
use super::weights;
use crate::text::{Token, tokens};

/// A word as written in some name: an index of [`Index::forms`]. Forms with one folded key share a term.
pub(super) type FormId = usize;

/// Everything that queries are answered from.
pub(super) struct Index {
    /// The table it was made from.
    pub(super) table: Table,
    /// The words of all names and sectors, with their accents.
    pub(super) forms: Vec<Form>,
    /// The same words folded.
    pub(super) terms: BTreeMap<String, TermOf>,
    /// The folded words of the letters a to z alone, by their number: those in which slips are looked for.
    pub(super) plain: BTreeMap<usize, Vec<String>>,
    /// The names of every row, official name first, in the order of rows.
    pub(super) fields: Vec<Field>,
    /// Where each row's fields begin in `fields`, and the end of the last.
    pub(super) first_field: Vec<usize>,
    /// The words of every sector's name.
    pub(super) contexts: Vec<Vec<FormId>>,
    /// The mean weight of an official name.
    pub(super) average: i64,
    /// Phrases that weigh little, longest first under their first folded word.
    pub(super) stops: BTreeMap<String, Vec<Vec<Token>>>,
    /// Synonyms under their first folded word, in the order of the table.
    pub(super) synonyms: BTreeMap<String, Vec<Synonym>>,
    /// The names of sectors, agencies and offices.
    pub(super) directory: Directory,
    /// Rows by the letters and digits of their codes.
    pub(super) codes: BTreeMap<String, usize>,
    /// The words that make a name a special case.
    pub(super) cases: Vec<Vec<FormId>>,
    /// For every row: which of them its official name has, one bit each.
    pub(super) cases_of: Vec<u32>,
    /// The folded words that synonyms are said in.
    said: BTreeSet<String>,
    retrieval: Retrieval,
}

/// A word as written in some name.
pub(super) struct Form {
    /// Its keys.
    pub(super) token: Token,
    /// The rarity of its folded word.
    pub(super) weight: i64,
    /// How often official names have it.
    pub(super) times: usize,
}

/// A folded word.
pub(super) struct TermOf {
    /// In how many official names it stands; 0 where only sectors, other names or content have it.
    pub(super) df: usize,
    /// Its rarity.
    pub(super) weight: i64,
    /// Its forms; none where only content has it.
    pub(super) forms: Vec<FormId>,
}

/// What a name is to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The official name.
    Official,
    /// What citizens call it.
    Everyday,
    /// A name that a decision or a list gives it.
    Former,
    /// A keyword.
    Keyword,
}

/// One name of a row.
pub(super) struct Field {
    /// What it is.
    pub(super) kind: Kind,
    /// Its words, "Thủ tục" at the head left out.
    pub(super) words: Vec<FormId>,
    /// Whether that was left out.
    pub(super) lead: bool,
    /// The sum of its words' weights.
    pub(super) size: i64,
    /// The same without what stands in brackets: that makes no name longer.
    pub(super) length: i64,
}

/// A synonym as words.
#[derive(Debug)]
pub(super) struct Synonym {
    /// What people say.
    pub(super) said: Vec<Token>,
    /// The official wording.
    pub(super) official: Vec<Token>,
    /// The pair itself.
    pub(super) pair: Said,
}

/// The words of a text without the leading "thủ tục", and whether it was there and something else besides.
pub(super) fn without_lead(mut words: Vec<Token>) -> (Vec<Token>, bool) {
    let lead = tokens(phrases::LEAD);
    let led = words.len() > lead.len() && words.iter().zip(&lead).all(|(word, lead)| word.folded == lead.folded);
    if led {
        words.drain(..lead.len());
    }
    (words, led)
}

/// The letters and digits of a code, lower case: what codes are compared by.
pub(super) fn code_key(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

impl Index {
    /// Indexes a table.
    pub(super) fn new(table: Table) -> Result<Index, TantivyError> {
        let names: Vec<Vec<(Kind, Vec<Token>, bool)>> = table.rows.par_iter().map(names_of).collect();
        let sectors: Vec<Vec<Token>> = table.sectors.iter().map(|(_, name)| tokens(name)).collect();
        let retrieval = Retrieval::new(table.rows.iter().zip(&names).map(|(row, names)| {
            let of = |official: bool| names.iter().filter(move |(kind, _, _)| (*kind == Kind::Official) == official);
            let folded = |words: &Vec<Token>| words.iter().map(|word| word.folded.clone()).collect::<Vec<_>>();
            Document {
                name: of(true).flat_map(|(_, words, _)| folded(words)).collect(),
                others: of(false).flat_map(|(_, words, _)| folded(words)).collect(),
                context: sectors.get(row.sector).map(folded).unwrap_or_default(),
            }
        }))?;
        let frequencies = retrieval.vocabulary()?;
        let weight_of = |folded: &str, df: usize| {
            let df = if df > 0 { df } else { table.content.get(folded).map_or(0, Vec::len) };
            weights::rarity(df, table.rows.len())
        };

        let mut forms = Vec::new();
        let mut terms: BTreeMap<String, TermOf> = BTreeMap::new();
        let mut ids: BTreeMap<Token, FormId> = BTreeMap::new();
        let mut id_of = |token: &Token| {
            *ids.entry(token.clone()).or_insert_with(|| {
                let df = frequencies.get(&token.folded).copied().unwrap_or(0);
                let weight = weight_of(&token.folded, df);
                let id = forms.len();
                forms.push(Form { token: token.clone(), weight, times: 0 });
                let term = terms.entry(token.folded.clone());
                term.or_insert(TermOf { df, weight, forms: Vec::new() }).forms.push(id);
                id
            })
        };
        let cases: Vec<Vec<Token>> = table.cases.iter().map(|case| tokens(case)).collect();
        let mut cases_of = Vec::new();
        let mut fields = Vec::new();
        let mut first_field = Vec::new();
        for names in &names {
            first_field.push(fields.len());
            for (kind, written, lead) in names {
                let words = written.iter().map(&mut id_of).collect();
                if *kind == Kind::Official {
                    cases_of.push(cases_in(written, &cases));
                }
                fields.push(Field { kind: *kind, words, lead: *lead, size: 0, length: 0 });
            }
        }
        first_field.push(fields.len());
        let contexts = sectors.iter().map(|words| words.iter().map(&mut id_of).collect()).collect();
        let cases = cases.iter().map(|case| case.iter().map(&mut id_of).collect()).collect();
        for field in fields.iter().filter(|field| field.kind == Kind::Official) {
            field.words.iter().for_each(|&form| forms[form].times += 1);
        }
        for field in &mut fields {
            field.size = field.words.iter().map(|&form| forms[form].weight).sum();
            field.length = field.size;
        }
        for (row, &first) in table.rows.iter().zip(&first_field) {
            let own = unbracketed(&row.name);
            let field = &mut fields[first];
            let own =
                own.iter().skip(own.len().saturating_sub(field.words.len())).zip(&field.words).filter(|(own, _)| **own);
            let length = own.map(|(_, &form)| forms[form].weight).sum();
            if length > 0 {
                field.length = length;
            }
        }
        for word in table.content.keys().filter(|word| !frequencies.contains_key(*word)) {
            let weight = weight_of(word, 0);
            terms.entry(word.clone()).or_insert(TermOf { df: 0, weight, forms: Vec::new() });
        }
        let own: i64 = first_field.iter().take(table.rows.len()).map(|&first| fields[first].size).sum();
        let average = (own / i64::try_from(table.rows.len().max(1)).unwrap_or(i64::MAX)).max(1);
        let codes = table.rows.iter().enumerate().map(|(row, of)| (code_key(&of.code), row)).collect();
        let synonyms = synonyms(&table);
        let said = synonyms.values().flatten().flat_map(|synonym| &synonym.said).map(|word| word.folded.clone());
        let mut plain: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let of_names = terms.iter().filter(|(_, term)| !term.forms.is_empty()).map(|(word, _)| word);
        for word in of_names.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())) {
            plain.entry(word.len()).or_default().push(word.clone());
        }
        Ok(Index {
            directory: Directory::new(&table),
            table,
            forms,
            terms,
            plain,
            fields,
            first_field,
            contexts,
            cases,
            cases_of,
            average,
            stops: stops(),
            said: said.collect(),
            synonyms,
            codes,
            retrieval,
        })
    }

    /// The rows whose names, sector or content have at least one of the words, in order.
    pub(super) fn rows_with(
        &self,
        forms: impl IntoIterator<Item = FormId>,
        in_content: &BTreeSet<&str>,
    ) -> Result<Vec<usize>, TantivyError> {
        let words: BTreeSet<&str> = forms.into_iter().map(|form| self.forms[form].token.folded.as_str()).collect();
        let mut has = vec![false; self.table.rows.len()];
        self.retrieval.mark_rows_with(&words, &mut has)?;
        let content = in_content.iter().filter_map(|word| self.table.content.get(*word));
        content.flatten().for_each(|&(row, _)| has[row as usize] = true);
        Ok(has.into_iter().enumerate().filter(|(_, has)| *has).map(|(row, _)| row).collect())
    }

    /// The fields of a row, official name first.
    pub(super) fn fields_of(&self, row: usize) -> &[Field] {
        &self.fields[self.first_field[row]..self.first_field[row + 1]]
    }

    /// The words from which one slip makes the folded word.
    pub(super) fn slips<'i>(&'i self, folded: &'i str) -> impl Iterator<Item = &'i String> {
        let near = folded.len().saturating_sub(1)..=folded.len() + 1;
        self.plain.range(near).flat_map(|(_, words)| words).filter(move |word| is_slip(word, folded))
    }

    /// The rows whose content has a folded word, with its impact.
    pub(super) fn in_content(&self, folded: &str) -> &[(u32, u8)] {
        self.table.content.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// In how many records' names a folded word stands.
    pub(super) fn df(&self, folded: &str) -> usize {
        self.terms.get(folded).map_or(0, |term| term.df)
    }

    /// Whether any name or sector has the folded word.
    pub(super) fn knows(&self, folded: &str) -> bool {
        self.terms.get(folded).is_some_and(|term| !term.forms.is_empty())
    }

    /// Whether the folded word is the beginning of one that a name has.
    pub(super) fn begins(&self, folded: &str) -> bool {
        let after = self.terms.range(folded.to_owned()..).take_while(|(term, _)| term.starts_with(folded));
        after.into_iter().any(|(_, term)| !term.forms.is_empty())
    }

    /// Whether the folded word belongs to a synonym: then it is no slip and no two words written as one.
    pub(super) fn is_said(&self, folded: &str) -> bool {
        self.said.contains(folded)
    }

    /// Whether anything that is searched has the folded word.
    pub(super) fn has(&self, folded: &str) -> bool {
        self.terms.contains_key(folded)
    }
}

/// Whether one slip makes one word of the other: a letter more, less or other, or two neighbours swapped.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    if one == other {
        return false;
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same_head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same_head..], &other[same_head..]);
    let same_tail = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - same_tail], &other[..other.len() - same_tail]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// The names of a row as words, official name first, "thủ tục" at the head left out.
fn names_of(row: &Row) -> Vec<(Kind, Vec<Token>, bool)> {
    let everyday = row.everyday.iter().map(|name| (Kind::Everyday, name));
    let former = row.former.iter().map(|name| (Kind::Former, name));
    let keywords = row.keywords.iter().map(|name| (Kind::Keyword, name));
    let names = std::iter::once((Kind::Official, &row.name)).chain(everyday).chain(former).chain(keywords);
    names
        .map(|(kind, name)| {
            let (words, lead) = without_lead(tokens(name));
            (kind, words, lead)
        })
        .collect()
}

/// The cases that a name names, one bit each.
pub(super) fn cases_in(words: &[Token], cases: &[Vec<Token>]) -> u32 {
    let is_in = |case: &Vec<Token>| words.windows(case.len()).any(|run| run == case.as_slice());
    (0..).zip(cases).filter(|(_, case)| is_in(case)).map(|(bit, _)| 1_u32 << bit).sum()
}

/// For every word of a name, whether it stands outside of brackets; what hangs on a bracket stands inside.
fn unbracketed(name: &str) -> Vec<bool> {
    let mut depth = 0_i32;
    let mut all = Vec::new();
    for piece in name.split(' ') {
        let own = depth <= 0 && !piece.starts_with('(');
        for c in piece.chars() {
            depth += i32::from(c == '(') - i32::from(c == ')');
        }
        all.extend(tokens(piece).iter().map(|_| own));
    }
    all
}

fn stops() -> BTreeMap<String, Vec<Vec<Token>>> {
    let mut stops: BTreeMap<String, Vec<Vec<Token>>> = BTreeMap::new();
    for phrase in phrases::STOP.iter().map(|phrase| tokens(phrase)) {
        if let Some(first) = phrase.first() {
            stops.entry(first.folded.clone()).or_default().push(phrase);
        }
    }
    for phrases in stops.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    stops
}

fn synonyms(table: &Table) -> BTreeMap<String, Vec<Synonym>> {
    let mut synonyms: BTreeMap<String, Vec<Synonym>> = BTreeMap::new();
    for pair in &table.synonyms {
        let said = tokens(&pair.said);
        if let Some(first) = said.first() {
            let first = first.folded.clone();
            synonyms.entry(first).or_default().push(Synonym {
                said,
                official: tokens(&pair.official),
                pair: pair.clone(),
            });
        }
    }
    synonyms
}
