//! The procedures that somebody shows: by their codes, else by a name that one procedure alone has.

use std::collections::{BTreeMap, BTreeSet};

use crate::identity::{is_known, is_near, name_key};
use crate::import::{Shown, codes_in, codes_of_link, damaged_code};
use crate::model::{CodeForm, Day, ProcedureCode, Records};
use crate::offices::Basis;

use super::PostedFile;
use super::papers::Column;
use super::searched::Finder;
use super::words::{Heading, announces, heading, says_ended, without_code};

/// By what an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A code in its words.
    Code,
    /// A code in its link, or the link to its page on the portal.
    Link,
    /// What is left of a code, beside the procedure's name or its link.
    Damaged,
    /// A name that no other procedure has.
    Name,
    /// A name that is nearly that of one procedure alone.
    Search {
        /// The share of the words that agree, in hundredths.
        score: u8,
    },
}

impl By {
    /// Whether it was found by a name alone.
    pub(super) fn is_name(self) -> bool {
        matches!(self, By::Name | By::Search { .. })
    }
}

/// A procedure that is shown.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The catalogue's code; `None` where it holds none such.
    pub code: Option<&'a ProcedureCode>,
    /// What stands there.
    pub written: String,
    /// By what it was found.
    pub by: By,
    /// The file.
    pub path: &'a str,
    /// The row.
    pub shown: &'a Shown,
    /// Whether the row shows other procedures too, so that what stands in it may be theirs.
    pub is_shared: bool,
    /// Whether the file can hold links.
    pub has_links: bool,
    /// Whether the page itself says that it has ended: then it is not shown as one in force.
    pub is_withdrawn: bool,
    /// Under which heading of the file it stands, counted from 0.
    pub heading: usize,
    /// Where its row has the papers, where a row of titles says so.
    pub(super) papers: Option<Column>,
}

impl Entry<'_> {
    /// The file and the line in it.
    pub fn place(&self) -> (String, usize) {
        (self.path.to_owned(), self.shown.line)
    }

    /// The catalogue's code, else what is written.
    pub fn code_or_written(&self) -> String {
        self.code.map_or_else(|| self.written.clone(), ToString::to_string)
    }
}

/// What procedures are found by.
pub(super) struct Index<'a> {
    records: &'a Records,
    names: BTreeMap<String, Vec<&'a ProcedureCode>>,
    /// The words with which names begin.
    leads: BTreeSet<String>,
    pages: BTreeMap<&'a str, &'a ProcedureCode>,
}

impl<'a> Index<'a> {
    pub(super) fn of(records: &'a Records) -> Index<'a> {
        let mut names: BTreeMap<String, Vec<&ProcedureCode>> = BTreeMap::new();
        for (code, procedure) in &records.procedures {
            let name = name_key(&procedure.name);
            // Some names have a code in them, which stands apart where a row is read.
            let apart =
                Some(&procedure.name).filter(|name| name.contains('.')).map(|name| name_key(&without_code(name)));
            for name in apart.into_iter().filter(|apart| *apart != name).chain([name.clone()]) {
                names.entry(name).or_default().push(code);
            }
        }
        let pages = records.links.iter().map(|(code, link)| (link.target.id(), code)).collect();
        let leads = names.keys().map(|name| lead(name)).collect();
        Index { records, names, leads, pages }
    }

    /// Whether names of the catalogue begin as a text does.
    pub(super) fn begins_as_name(&self, text: &str) -> bool {
        self.leads.contains(&lead(&name_key(text)))
    }

    /// Whether a text that is no name of the catalogue may be meant as one: it begins as one does, and is as long.
    fn is_like_name(&self, text: &str) -> bool {
        const SHORTEST: usize = 5;
        const LONGEST: usize = 2000;
        text.len() <= LONGEST && text.split(' ').nth(SHORTEST - 1).is_some() && self.begins_as_name(&without_code(text))
    }

    /// The procedures whose name stands in a row, with the text.
    fn named<'s>(&self, shown: &'s Shown) -> Option<(&[&'a ProcedureCode], &'s str)> {
        shown
            .texts
            .iter()
            .find_map(|text| Some((self.names.get(&name_key(&without_code(text)))?.as_slice(), text.as_str())))
    }

    /// The procedure to whose page on the portal an address leads. A browser does not mind capitals in its name.
    pub(super) fn page_of(&self, address: &str) -> Option<&'a ProcedureCode> {
        let lower = address.to_ascii_lowercase();
        lower.split(['/', '=', '&', '?', '#']).find_map(|part| self.pages.get(part).copied())
    }

    /// The procedure to whose page a row leads.
    fn linked(&self, shown: &Shown) -> Option<&'a ProcedureCode> {
        shown.links.iter().find_map(|link| self.page_of(link))
    }

    /// The procedure whose code a spreadsheet or a typist damaged: its name, or the link to its page, stands beside what is
    /// left.
    fn damaged(&self, shown: &Shown) -> Option<(&'a ProcedureCode, String)> {
        let named = self.named(shown).map(|(codes, _)| codes.to_vec()).unwrap_or_default();
        let beside: Vec<&ProcedureCode> = named.into_iter().chain(self.linked(shown)).collect();
        shown
            .texts
            .iter()
            .flat_map(|text| [text.as_str(), behind_label(text)].into_iter().chain(text.split(' ')))
            .find_map(|text| {
                let text = text.trim_matches([' ', '(', ')', ',', ';']);
                let is_like = |code: &&&ProcedureCode| damaged_code(text).contains(code) || is_remnant(text, code);
                let code = beside.iter().find(|code| is_like(code) && !stands_whole(shown, code))?;
                Some((*code, text.to_owned()))
            })
    }
}

/// The words with which a name begins.
fn lead(name: &str) -> String {
    name.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// Every entry, in the order of files and rows.
///
/// Of several that have one name it is the one that is due: who else has it shows it elsewhere. Where several of them are due,
/// each row that has the name shows another one.
pub(super) fn of<'a>(
    index: &Index<'a>,
    finder: &Finder<'a>,
    due: &BTreeMap<&'a ProcedureCode, Option<Basis<'a>>>,
    files: &'a [PostedFile],
    as_of: Day,
) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for file in files {
        let mut met: BTreeSet<&ProcedureCode> = BTreeSet::new();
        let (mut of_file, mut nameless): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
        let (mut is_ended, mut at_heading, mut papers) = (false, 0, None);
        for shown in &file.rows {
            let found = found(index, due, &mut met, shown);
            if found.is_empty()
                && let Some(heading) = heading(shown)
            {
                is_ended = heading == Heading::Ended;
                at_heading += 1;
            }
            if found.is_empty()
                && let Some(column) = Column::of_titles(shown)
            {
                papers = column;
            }
            let is_shared = found.len() > 1;
            let entry = |code: Option<&'a ProcedureCode>, written: String, by: By, name: &str| Entry {
                code,
                written,
                by,
                path: &file.path,
                shown,
                is_shared,
                has_links: file.has_links,
                is_withdrawn: is_ended || says_ended(shown, name, as_of),
                heading: at_heading,
                papers,
            };
            if found.is_empty()
                && let Some(text) = shown.texts.iter().find(|text| index.is_like_name(text))
            {
                nameless.push(entry(None, text.clone(), By::Name, text));
            }
            for (code, written, by) in found {
                let name =
                    code.and_then(|code| index.records.procedures.get(code)).map_or("", |procedure| &procedure.name);
                if !announces(shown, &written, name) {
                    of_file.push(entry(code, written, by, name));
                }
            }
        }
        of_file.extend(searched(finder, &of_file, nameless));
        // What is found later stands where its row does.
        of_file.sort_by_key(|entry| entry.shown.line);
        entries.extend(of_file);
    }
    entries
}

/// The fewest rows of a list of procedures.
const ROWS: usize = 5;

/// The most rows of a file without a procedure: a search takes milliseconds, and a list of which so many rows are nobody's is of
/// something else.
const SEARCHES: usize = 400;

/// What the rows without a procedure of a list of procedures name, if not in their words. In another page such a row is its text.
///
/// Of a procedure that the file shows elsewhere, and of one that two rows name, nothing is found: one of them means another.
fn searched<'a>(finder: &Finder<'a>, of_file: &[Entry<'a>], nameless: Vec<Entry<'a>>) -> Vec<Entry<'a>> {
    let shape = |entry: &Entry| (entry.shown.texts.len(), entry.shown.links.is_empty());
    let mut shapes: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    for entry in of_file.iter().filter(|entry| !entry.is_shared).chain(&nameless) {
        *shapes.entry(shape(entry)).or_default() += 1;
    }
    let usual = shapes.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count >= ROWS);
    let Some((usual, _)) = usual else { return Vec::new() };
    let shown: BTreeSet<&ProcedureCode> = of_file.iter().filter_map(|entry| entry.code).collect();
    let mut found: BTreeMap<&ProcedureCode, Vec<Entry>> = BTreeMap::new();
    let nameless: Vec<Entry> = nameless.into_iter().filter(|entry| shape(entry) == usual).collect();
    if nameless.len() > SEARCHES {
        return Vec::new();
    }
    for entry in nameless {
        if let Some((code, score)) = finder.find(&entry.written).filter(|(code, _)| !shown.contains(code)) {
            found.entry(code).or_default().push(Entry { code: Some(code), by: By::Search { score }, ..entry });
        }
    }
    found.into_values().filter(|entries| entries.len() == 1).flatten().collect()
}

type Found<'a> = (Option<&'a ProcedureCode>, String, By);

/// What a row shows.
fn found<'a>(
    index: &Index<'a>,
    due: &BTreeMap<&'a ProcedureCode, Option<Basis<'a>>>,
    met: &mut BTreeSet<&'a ProcedureCode>,
    shown: &Shown,
) -> Vec<Found<'a>> {
    let records = index.records;
    let mut written: Vec<ProcedureCode> = Vec::new();
    for code in shown.texts.iter().flat_map(|text| codes_in(text)) {
        // "1.004222.H56" in one place and "1.004222" in another are one.
        let is_same = |other: &ProcedureCode| {
            *other == code || held(records, other).is_some_and(|it| held(records, &code) == Some(it))
        };
        if !written.iter().any(is_same) {
            written.push(code);
        }
    }
    // "1.01389" is no code of anything, and was one of a procedure whose name stands beside it.
    let is_whole = |code: &ProcedureCode| {
        // That an official list has it is enough: it is another province's.
        is_known(records, code) || code.form() != CodeForm::Broken && held(records, code).is_some()
    };
    if !written.iter().any(is_whole)
        && let Some((code, text)) = index.damaged(shown)
    {
        return vec![(Some(code), text, By::Damaged)];
    }
    // The number of a version or of a machine has the look of a code: one that is none stands alone, or is none.
    let is_alone = |code: &ProcedureCode| shown.texts.iter().any(|text| behind_label(text).trim() == code.as_str());
    written.retain(|code| is_whole(code) || code.form() != CodeForm::Broken || is_alone(code));
    if !written.is_empty() {
        return written.into_iter().map(|code| (held(records, &code), code.to_string(), By::Code)).collect();
    }
    // A form to fill in may be named by the code, and is no page of the procedure.
    let pages = shown.links.iter().filter(|link| !is_document(link));
    if let Some(code) = pages.flat_map(|link| codes_of_link(link)).next() {
        return vec![(held(records, &code), code.to_string(), By::Link)];
    }
    let linked = index.linked(shown);
    if let Some((named, text)) = index.named(shown) {
        let ours: Vec<&ProcedureCode> =
            named.iter().copied().filter(|code| named.len() == 1 || due.contains_key(code)).collect();
        let own = linked.filter(|code| ours.contains(code));
        let next = || ours.iter().copied().find(|code| !met.contains(code)).or(ours.first().copied());
        if let Some(code) = own.or_else(next) {
            met.insert(code);
            return vec![(Some(code), text.to_owned(), By::Name)];
        }
        return Vec::new();
    }
    // A row of words and a link to a procedure's page shows that procedure, whatever the words are.
    let words = shown.texts.iter().find(|text| without_code(text).split(' ').count() >= WORDS);
    match (linked, words) {
        (Some(code), Some(_)) => vec![(Some(code), code.to_string(), By::Link)],
        (Some(_) | None, _) => Vec::new(),
    }
}

/// Whether an address is of a document to download.
fn is_document(address: &str) -> bool {
    const ENDINGS: [&str; 8] = [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rar", ".odt"];
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// The fewest words of a name.
const WORDS: usize = 4;

/// The catalogue's code for one as written, which may have an agency's suffix.
fn held<'a>(records: &'a Records, code: &ProcedureCode) -> Option<&'a ProcedureCode> {
    let whole = records.procedures.get_key_value(code);
    let regular = || records.procedures.get_key_value(&ProcedureCode::new(code.regular_prefix()?).ok()?);
    whole.or_else(regular).map(|(code, _)| code)
}

/// What stands behind a label: "1,013810" in "Mã số: 1,013810".
fn behind_label(text: &str) -> &str {
    text.split_once(':').map_or(text, |(_, rest)| rest)
}

/// Whether a row has the whole code somewhere, if only behind a word that runs into it.
fn stands_whole(shown: &Shown, code: &ProcedureCode) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    shown.texts.iter().any(|text| text.split(code.as_str()).skip(1).any(ends))
}

/// Whether a text is what is left of a code: its digits, but for one that is wrong, missing or too many.
fn is_remnant(text: &str, code: &ProcedureCode) -> bool {
    const LONGEST: usize = 16;
    let is_short = text.len() <= LONGEST && text.is_ascii() && text.starts_with(|c: char| c.is_ascii_digit());
    // "33.000361" is a name that ends in 3, and a code behind it.
    let has_mark = matches!(text.as_bytes().get(1), Some(b'.' | b','));
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (left, whole) = (digits(text), digits(code.as_str()));
    is_short && has_mark && left.len() > 4 && text != code.as_str() && (left == whole || is_near(&left, &whole))
}

/// The rows of a file, those of one procedure as one where its name stands in the row above its code.
pub(super) fn joined(index: &Index, file: &PostedFile) -> PostedFile {
    let codes_of = |row: &Shown| row.texts.iter().flat_map(|text| codes_in(text)).collect::<Vec<_>>();
    let is_code = |row: &Shown| !codes_of(row).is_empty();
    let codes = file.rows.iter().filter(|row| is_code(row)).count();
    // The row of a code, and above it one that is a name: the rule of the list, where most of its rows are so.
    let is_pair = |above: &Shown, row: &Shown| {
        let (here, over) = (codes_of(row), codes_of(above));
        // A name may have the code of its procedure in it. Names are looked for last, as that takes longest.
        let is_above = !here.is_empty() && over.iter().all(|code| here.contains(code)) && above.links.is_empty();
        is_above && index.named(row).is_none()
    };
    let pairs = file
        .rows
        .windows(2)
        .filter(|pair| matches!(pair, [above, row] if is_pair(above, row) && index.named(above).is_some()));
    let is_rule = codes > 0 && pairs.count() * 2 > codes;
    let mut rows: Vec<Shown> = Vec::new();
    for row in &file.rows {
        match rows.pop() {
            Some(above) if is_rule && is_pair(&above, row) => {
                let texts = above.texts.into_iter().chain(row.texts.iter().cloned()).collect();
                rows.push(Shown { texts, links: row.links.clone(), line: row.line });
            }
            above => {
                rows.extend(above);
                rows.push(row.clone());
            }
        }
    }
    PostedFile { path: file.path.clone(), rows, has_links: file.has_links }
}
