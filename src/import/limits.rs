//! How much import takes in. Foreign files are hostile until they are read: each limit is refused by name, with a
//! remedy, before memory is spent.

/// The largest foreign file, in bytes.
pub const FILE_BYTES: u64 = 64 * 1024 * 1024;
/// The most files of what one office shows. A saved portal has some hundreds.
pub const TARGET_FILES: usize = 10_000;
/// The most bytes of them together.
pub const TARGET_BYTES: u64 = 1024 * 1024 * 1024;
/// The most that a compressed file may unpack to, in bytes; for a workbook, all its parts together.
pub const UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// The most rows of one file. The national list has under 6,000.
pub const ROWS: usize = 100_000;
/// The most values that a JSON file may hold; read, a value takes far more room than the two bytes it can be written in.
/// A national catalogue of 6,279 records has 400,000.
pub const VALUES: usize = 8_000_000;
/// The most columns that a list's header row may have.
pub const COLUMNS: usize = 64;
/// The most bytes of one record. The longest real record has 150,000.
pub const RECORD_BYTES: usize = 2 * 1024 * 1024;
/// The most bytes of a row of a list: its cells are names, and a workbook's cells may all be one long text.
pub const LIST_ROW_BYTES: usize = 64 * 1024;
/// The most characters of a name. The longest real one has 1,192.
pub const NAME_CHARS: usize = 2_000;
/// The most rows of one table inside a record: papers, channels, legal texts.
pub const PARTS: usize = 2_000;
/// The most shared texts that a workbook may announce: its reader makes room for them before it has seen one.
pub const SHARED_TEXTS: u64 = 1_000_000;
/// The most cells of the sheets of a workbook of another program (ods, xls), empty ones within what is written on included: its
/// reader makes room for all of them. As many as [`DECISION_ROWS`] rows of the widest sheet of Excel 97 have.
pub const SHEET_CELLS: usize = DECISION_ROWS * 256;
/// The most rows of one decision's annexes. The longest known has 500.
pub const DECISION_ROWS: usize = 20_000;
/// The most bytes of a cell of an annex; what is beyond is left, and a question says so.
pub const CELL_BYTES: usize = 64 * 1024;
/// The most characters of a comment in a draft; what is beyond is left, and a question says so.
pub const COMMENT_CHARS: usize = 16_000;
/// The most bytes of text that the lines and cells of one decision may have together. A workbook may show one long text in
/// every cell. The longest real decision has under 2 MB.
pub const DOCUMENT_BYTES: usize = 32 * 1024 * 1024;
/// How deep tables within tables are kept as tables; what is deeper goes on as words of its cell.
pub const TABLE_DEPTH: usize = 16;
/// The most pages of a PDF. The longest known decision has 500.
pub const PDF_PAGES: usize = 2_000;
/// The most bytes that the instructions of one page, or of one form that pages share, may unpack to.
pub const PDF_PAGE_BYTES: usize = 8 * 1024 * 1024;
/// The most lines that are drawn on one page. A page with more is a picture: no table of it is taken, and a question says
/// so.
pub const PDF_LINES: usize = 20_000;
/// The most lines of a page that are put together to tables, once those that run over each other are one; beyond, as above.
/// The densest real page has some 300.
pub const PDF_RULES: usize = 4_000;
/// The most comparisons of lines, cells and letters for the tables of one file; beyond, as above. 300 lines
/// are compared with each other 90,000 times at most.
pub const PDF_COMPARISONS: usize = 400_000_000;
