//! What a foreign file is, why it or a row of it was not taken, and what is remarked of a row that was.

use crate::strings::{Language, Strings};

/// What a foreign file is, told by its content and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The portal's list export as a workbook.
    ListWorkbook,
    /// The portal's list as a text with columns, with links or without.
    ListText,
    /// A list in JSON: rows of the portal's list service, a board, a collection of records.
    ListJson,
    /// The portal's detail record.
    Detail,
    /// One record in JSON, with keys of its own.
    Record,
    /// Interchange JSON Lines.
    Lines,
}

impl Kind {
    /// The key of its name in the strings.
    pub fn key(self) -> &'static str {
        match self {
            Kind::ListWorkbook => "list_workbook",
            Kind::ListText => "list_text",
            Kind::ListJson => "list_json",
            Kind::Detail => "detail",
            Kind::Record => "record",
            Kind::Lines => "lines",
        }
    }

    /// Whether it is a list, and can be evidence.
    pub fn is_list(self) -> bool {
        match self {
            Kind::ListWorkbook | Kind::ListText | Kind::ListJson => true,
            Kind::Detail | Kind::Record | Kind::Lines => false,
        }
    }

    /// Its name, in words.
    pub fn shown(self, language: Language) -> String {
        Strings::of(language).get(&["import", "kind", self.key()])
    }
}

/// A row of a foreign file, as a person finds it there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace {
    /// The file's name as it was given.
    pub file: String,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// The row of the sheet or the line of the file, from 1; 0 where the whole file is meant.
    pub row: u64,
}

impl RowPlace {
    /// The whole of a file.
    pub fn file(name: &str) -> RowPlace {
        RowPlace { file: name.to_owned(), sheet: None, row: 0 }
    }

    /// A line of a file, from 1.
    pub fn line(name: &str, line: u64) -> RowPlace {
        RowPlace { file: name.to_owned(), sheet: None, row: line }
    }

    /// The whole of a sheet.
    pub fn sheet(name: &str, sheet: &str) -> RowPlace {
        RowPlace { file: name.to_owned(), sheet: Some(sheet.to_owned()), row: 0 }
    }

    /// The place in words: `list.xlsx, sheet "Danh sách TTHC", row 7`.
    pub fn shown(&self, language: Language) -> String {
        let strings = Strings::of(language);
        let row = self.row.to_string();
        match (&self.sheet, self.row) {
            (None, 0) => self.file.clone(),
            (Some(sheet), 0) => {
                strings.filled(&["import", "place_sheet"], &[("file", self.file.clone()), ("sheet", sheet.clone())])
            }
            (None, _) => strings.filled(&["import", "place_line"], &[("file", self.file.clone()), ("row", row)]),
            (Some(sheet), _) => {
                let args = [("file", self.file.clone()), ("sheet", sheet.clone()), ("row", row)];
                strings.filled(&["import", "place_row"], &args)
            }
        }
    }
}

/// Why a row, or a whole file, was not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The file is larger than import takes in; its size and the limit in bytes.
    FileTooLarge(u64, u64),
    /// What the file holds takes up more than the limit, in bytes, unpacked and read.
    UnpacksTooFar(u64),
    /// The file is of a kind that import does not read; what it looks like.
    FormatUnknown(&'static str),
    /// The file is of a kind that no reader of decisions takes; what it looks like.
    DecisionFormat(&'static str),
    /// The file is of a kind in which no posted list is read; what it looks like.
    ListingFormat(&'static str),
    /// A text has no line that gives a decision's number.
    DecisionNumberMissing,
    /// A text has no row of an annex.
    DecisionRowsMissing,
    /// The file is of a kind in which no list is read, and decisions are; what it looks like.
    NoListFormat(&'static str),
    /// The file is a decision's, which another command reads; what it looks like.
    IsDecision(&'static str),
    /// The file is a list or a record of procedures, which another command reads; what it looks like.
    IsList(&'static str),
    /// The file is a table of decisions' days, which another command reads.
    IsDates,
    /// The file is a picture.
    Picture(&'static str),
    /// The JSON has no code and name of a procedure; its first keys.
    JsonUnknown(String),
    /// A PDF has pictures of pages and no text.
    NoText,
    /// The file opens only with a password.
    Locked,
    /// A PDF has more pages than the limit.
    TooManyPages(u64),
    /// The file cannot be read as what it claims to be; the reader's words.
    FormatBroken(String),
    /// What the file says of itself is not so, or it is cut off.
    Contradicts,
    /// The text is not UTF-8; the first byte that is not, from 1.
    NotUtf8(u64),
    /// No row has the column titles of the portal's list.
    NoHeader,
    /// The titles of codes or names are there, and hidden.
    TitlesHidden,
    /// The file has more rows than the limit.
    TooManyRows(u64),
    /// The file holds more JSON values than the limit.
    TooManyValues(u64),
    /// The sheets of a workbook have more cells than the limit.
    TooManyCells(u64),
    /// The record is larger than the limit, in bytes.
    RecordTooLarge(u64),
    /// The record is no JSON object; the parser's words.
    NotARecord(String),
    /// The record has no code.
    CodeMissing,
    /// The text under "code" is none.
    CodeInvalid(String),
    /// The code is damaged; what it may have been, each with name and agency where they are known.
    CodeDamaged {
        /// The code as written.
        code: String,
        /// The likeliest first.
        candidates: Vec<String>,
    },
    /// The name is another procedure's.
    NameOfOther {
        /// The code that the row claims.
        code: String,
        /// The name beside it.
        name: String,
        /// Whose name it is.
        others: Vec<String>,
    },
    /// A list has too many damaged codes to be evidence: how many, of how many rows.
    ListDamaged(u64, u64),
    /// A quote opens on this line and nothing closes it; the line's words.
    QuoteOpen(String),
    /// A sheet of a workbook cannot be read, or not to its end; the reader's words.
    SheetUnread(String),
    /// Words of the row are struck out, and what is left is not enough: those words, and the row without them.
    Struck(String, String),
    /// A text looks like legacy letters, and nobody can tell what it says.
    Letters {
        /// The letters, by the name that people know.
        letters: &'static str,
        /// The text as it stands.
        text: String,
        /// What it may say.
        guess: String,
    },
    /// The record has no name.
    NameMissing,
    /// The name is longer than the limit, in characters.
    NameTooLong(u64),
    /// A value is not of the kind that its key takes.
    ValueKind(String),
    /// The record claims one code and names another: it may be another procedure's content.
    OtherCode {
        /// The code that the record claims.
        claimed: String,
        /// The code that its content names.
        named: String,
        /// Where the content names it.
        at: String,
    },
    /// The same code stands earlier in the same file; where.
    CodeTwice(RowPlace),
    /// The catalogue's own file of that procedure cannot be read; its path.
    FileUnreadable(String),
}

impl Reason {
    /// The reason in words: lower case, no full stop.
    pub fn shown(&self, language: Language) -> String {
        let (key, args): (&str, Vec<(&'static str, String)>) = match self {
            Reason::FileTooLarge(size, limit) => {
                ("file_too_large", vec![("size", megabytes(*size)), ("limit", megabytes(*limit))])
            }
            Reason::UnpacksTooFar(limit) => ("unpacks_too_far", vec![("limit", megabytes(*limit))]),
            Reason::FormatUnknown(like) => ("format_unknown", vec![("like", (*like).to_owned())]),
            Reason::DecisionFormat(like) => ("decision_format", vec![("like", (*like).to_owned())]),
            Reason::ListingFormat(like) => ("listing_format", vec![("like", (*like).to_owned())]),
            Reason::DecisionNumberMissing => ("decision_number_missing", Vec::new()),
            Reason::DecisionRowsMissing => ("decision_rows_missing", Vec::new()),
            Reason::NoListFormat(like) => ("no_list_format", vec![("like", (*like).to_owned())]),
            Reason::IsDecision(like) => ("is_decision", vec![("like", (*like).to_owned())]),
            Reason::IsList(like) => ("is_list", vec![("like", (*like).to_owned())]),
            Reason::IsDates => ("is_dates", Vec::new()),
            Reason::Picture(like) => ("picture", vec![("like", (*like).to_owned())]),
            Reason::JsonUnknown(keys) => ("json_unknown", vec![("keys", keys.clone())]),
            Reason::NoText => ("no_text", Vec::new()),
            Reason::Locked => ("locked", Vec::new()),
            Reason::Contradicts => ("contradicts", Vec::new()),
            Reason::TooManyPages(limit) => ("too_many_pages", vec![("limit", limit.to_string())]),
            Reason::FormatBroken(error) => ("format_broken", vec![("error", error.clone())]),
            Reason::NotUtf8(byte) => ("not_utf8", vec![("byte", byte.to_string())]),
            Reason::NoHeader => ("no_header", Vec::new()),
            Reason::TitlesHidden => ("titles_hidden", Vec::new()),
            Reason::TooManyRows(limit) => ("too_many_rows", vec![("limit", limit.to_string())]),
            Reason::TooManyValues(limit) => ("too_many_values", vec![("limit", limit.to_string())]),
            Reason::TooManyCells(limit) => ("too_many_cells", vec![("limit", limit.to_string())]),
            Reason::RecordTooLarge(limit) => ("record_too_large", vec![("limit", megabytes(*limit))]),
            Reason::NotARecord(error) => ("not_a_record", vec![("error", error.clone())]),
            Reason::CodeMissing => ("code_missing", Vec::new()),
            Reason::CodeInvalid(code) => ("code_invalid", vec![("code", code.clone())]),
            Reason::CodeDamaged { code, candidates } if candidates.is_empty() => {
                ("code_damaged", vec![("code", code.clone())])
            }
            Reason::CodeDamaged { code, candidates } => {
                ("code_damaged_of", vec![("code", code.clone()), ("candidates", candidates.join("; "))])
            }
            Reason::NameOfOther { code, name, others } => {
                let args = vec![("code", code.clone()), ("name", name.chars().take(160).collect())];
                ("name_of_other", args.into_iter().chain([("others", others.join("; "))]).collect())
            }
            Reason::ListDamaged(damaged, rows) => {
                ("list_damaged", vec![("damaged", damaged.to_string()), ("rows", rows.to_string())])
            }
            Reason::QuoteOpen(line) => ("quote_open", vec![("line", line.clone())]),
            Reason::SheetUnread(error) => ("sheet_unread", vec![("error", error.clone())]),
            Reason::Struck(words, row) => ("words_struck", vec![("words", words.clone()), ("row", row.clone())]),
            Reason::Letters { letters, text, guess } => {
                let args = vec![("letters", (*letters).to_owned()), ("text", text.clone()), ("guess", guess.clone())];
                ("letters", args)
            }
            Reason::NameMissing => ("name_missing", Vec::new()),
            Reason::NameTooLong(limit) => ("name_too_long", vec![("limit", limit.to_string())]),
            Reason::ValueKind(key) => ("value_kind", vec![("key", key.clone())]),
            Reason::OtherCode { claimed, named, at } => {
                ("other_code", vec![("claimed", claimed.clone()), ("named", named.clone()), ("at", at.clone())])
            }
            Reason::CodeTwice(place) => ("code_twice", vec![("place", place.shown(language))]),
            Reason::FileUnreadable(path) => ("file_unreadable", vec![("path", path.clone())]),
        };
        Strings::of(language).filled(&["import", "reason", key], &args)
    }
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    if tenths.is_multiple_of(10) {
        format!("{} MiB", tenths / 10)
    } else {
        format!("{},{} MiB", tenths / 10, tenths % 10)
    }
}

/// A row or file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Where it stands.
    pub place: RowPlace,
    /// Why it was not taken.
    pub reason: Reason,
}

/// A row that was taken with a remark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Where the row stands.
    pub place: RowPlace,
    /// What a person should know of it.
    pub remark: Remark,
}

/// What a person should know of a row that was taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// The code is not of the form d.dddddd; it was kept as written.
    CodeBroken(String),
    /// A word among the levels is none; the levels were left.
    LevelsUnknown(String),
    /// The source has several sectors; the first was taken.
    SeveralSectors(String),
    /// The source names no agency or no sector; the procedure stands under "chưa xác định".
    Unplaced(String),
    /// The agency is new in the catalogue; its kind was read from its name, or is "other".
    AgencyAdded(String),
    /// The sector is new in the catalogue.
    SectorAdded(String),
    /// The link is not of a form that leads to a procedure's own page; it was left.
    LinkForm(String),
    /// The link belongs to another procedure, whose code this is; it was left.
    LinkOfOther(String),
    /// The record's flag says other levels than those who carry it out have; theirs are taken.
    LevelsOfExecutors(String),
    /// A key or column that import does not know; it was left.
    KeyUnknown(String),
    /// A key of a JSON file that import does not take, and in how many rows it stands.
    KeyLeft {
        /// The key.
        key: String,
        /// How many rows.
        rows: u64,
    },
    /// A key that tells a status: what is in force follows from decisions and official lists alone.
    LifecycleLeft {
        /// The key.
        key: String,
        /// How many rows.
        rows: u64,
    },
    /// Two of the files name the procedure differently; the later one's name was taken.
    NameDiffers(String),
    /// An agency's suffix stands behind the code; the code without it was taken.
    SuffixLeft(String),
    /// A heading or a total declares more or fewer procedures than were read.
    CountDiffers {
        /// The heading's words.
        what: String,
        /// How many it declares.
        declared: usize,
        /// How many were read.
        rows: usize,
    },
    /// Cells of a column stand once for the rows below them, which were given their text.
    FilledDown {
        /// The column: the key of a field.
        column: &'static str,
        /// How many rows.
        rows: usize,
    },
    /// The sheet is hidden, and nothing of it was taken.
    SheetHidden,
    /// Rows are hidden or filtered out: how many, and which.
    RowsHidden(usize, String),
    /// Columns are hidden: their letters.
    ColumnsHidden(String),
    /// The row is struck out: its words.
    RowStruck(String),
    /// Words of the row are struck out: those words, and the row without them.
    WordsStruck(String, String),
    /// The file was typed in legacy letters and is read in Unicode.
    Letters {
        /// The letters, by the name that people know.
        letters: &'static str,
        /// In how many cells.
        count: usize,
        /// Whether all of it was.
        whole: bool,
    },
}

impl Remark {
    /// The remark in words: lower case, no full stop.
    pub fn shown(&self, language: Language) -> String {
        let strings = Strings::of(language);
        let (key, value) = match self {
            Remark::CodeBroken(code) => ("code_broken", code),
            Remark::LevelsUnknown(text) => ("levels_unknown", text),
            Remark::SeveralSectors(text) => ("several_sectors", text),
            Remark::Unplaced(what) => ("unplaced", what),
            Remark::AgencyAdded(name) => ("agency_added", name),
            Remark::SectorAdded(name) => ("sector_added", name),
            Remark::LinkForm(link) => ("link_form", link),
            Remark::LinkOfOther(code) => ("link_of_other", code),
            Remark::LevelsOfExecutors(flag) => ("levels_of_executors", flag),
            Remark::KeyUnknown(key) => ("key_unknown", key),
            Remark::KeyLeft { key, rows } => {
                let args = [("value", key.clone()), ("rows", rows.to_string())];
                return strings.filled(&["import", "remark", "key_left"], &args);
            }
            Remark::LifecycleLeft { key, rows } => {
                let args = [("value", key.clone()), ("rows", rows.to_string())];
                return strings.filled(&["import", "remark", "lifecycle_left"], &args);
            }
            Remark::NameDiffers(name) => ("name_differs", name),
            Remark::ColumnsHidden(columns) => ("columns_hidden", columns),
            Remark::RowStruck(row) => ("row_struck", row),
            Remark::SheetHidden => return strings.get(&["import", "remark", "sheet_hidden"]),
            Remark::RowsHidden(count, rows) => {
                let args = [("count", count.to_string()), ("rows", rows.clone())];
                return strings.filled(&["import", "remark", "rows_hidden"], &args);
            }
            Remark::WordsStruck(words, row) => {
                let args = [("words", words.clone()), ("row", row.clone())];
                return strings.filled(&["import", "remark", "words_struck"], &args);
            }
            Remark::Letters { letters, count, whole } => {
                let key = if *whole { "letters_whole" } else { "letters_part" };
                let args = [("letters", (*letters).to_owned()), ("count", count.to_string())];
                return strings.filled(&["import", "remark", key], &args);
            }
            Remark::SuffixLeft(code) => ("suffix_left", code),
            Remark::CountDiffers { what, declared, rows } => {
                let args = [("what", what.clone()), ("declared", declared.to_string()), ("rows", rows.to_string())];
                return strings.filled(&["import", "remark", "count_differs"], &args);
            }
            Remark::FilledDown { column, rows } => {
                let args = [("column", (*column).to_owned()), ("rows", rows.to_string())];
                return strings.filled(&["import", "remark", "filled_down"], &args);
            }
        };
        strings.filled(&["import", "remark", key], &[("value", value.clone())])
    }
}
