//! Tables for spreadsheets: CSV and xlsx, in which nothing is a formula and no code becomes a number.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

/// A column: its title, and how wide it is in a workbook, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The title.
    pub title: String,
    /// The width.
    pub width: u16,
}

/// A table whose cells are all texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Lines above the titles, in a workbook alone: what the table is, of which day.
    pub head: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of these columns.
    pub fn new(columns: impl IntoIterator<Item = (String, u16)>) -> Table {
        let columns = columns.into_iter().map(|(title, width)| Column { title, width }).collect();
        Table { columns, ..Table::default() }
    }

    /// UTF-8 with the mark by which Excel knows it, lines ended as RFC 4180 has it, every cell safe from being taken for a
    /// formula.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut text = String::from("\u{feff}");
        push_line(&mut text, self.columns.iter().map(|column| column.title.as_str()));
        for row in &self.rows {
            push_line(&mut text, row.iter().map(String::as_str));
        }
        text.into_bytes()
    }

    /// A workbook of one sheet. See [`workbook`].
    ///
    /// # Errors
    /// What the format cannot hold: more than 1,048,576 rows, a cell of more than 32,767 characters.
    pub fn to_xlsx(&self, sheet_name: &str) -> Result<Vec<u8>, XlsxError> {
        workbook(&[(sheet_name, self)])
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        let title = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let mut at = 0;
        for line in &self.head {
            sheet.write_string_with_format(at, 0, line, &Format::new().set_bold())?;
            at += 1;
        }
        for (column, place) in self.columns.iter().zip(0..) {
            sheet.set_column_width(place, column.width)?;
            sheet.write_string_with_format(at, place, &column.title, &title)?;
        }
        sheet.set_freeze_panes(at + 1, 0)?;
        for row in &self.rows {
            at += 1;
            for (cell, place) in row.iter().zip(0..) {
                let is_link = cell.starts_with("https://") && cell.len() < 2000;
                if is_link {
                    sheet.write_url_with_format(at, place, Url::new(cell.as_str()), &text)?;
                } else {
                    sheet.write_string_with_format(at, place, cell, &text)?;
                }
            }
        }
        Ok(())
    }
}

/// A workbook of sheets with their names. Every cell is a text; one that is a web address is a link too. The same tables give the
/// same bytes.
///
/// # Errors
/// What the format cannot hold: more than 1,048,576 rows, a cell of more than 32,767 characters, a name of more than 31.
pub fn workbook(sheets: &[(&str, &Table)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The writer would put the clock there.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    for (name, table) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name)?;
        table.write(sheet)?;
    }
    workbook.save_to_buffer()
}

fn push_line<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>) {
    text.push_str(&cells.map(csv_cell).collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
}

/// A cell in quotation marks. A spreadsheet runs what begins with one of these signs, also where blanks stand before it;
/// an apostrophe before it makes it a text.
fn csv_cell(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '|', '%'];
    let runs = text.starts_with(signs) || text.trim_start().starts_with(signs);
    let guard = if runs { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            (" +1", "\"' +1\""),
            ("-2+3", "\"'-2+3\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("Đăng ký, \"cấp\"\nlại", "\"Đăng ký, \"\"cấp\"\"\nlại\""),
            ("", "\"\""),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }

    #[test]
    fn a_workbook_is_the_same_bytes_twice_and_its_codes_stay_texts() {
        let mut table = Table::new([("Mã".to_owned(), 12), ("Liên kết".to_owned(), 40)]);
        table.head.push("Danh mục".to_owned());
        table.rows.push(vec!["1.000010".to_owned(), "https://dichvucong.gov.vn/x".to_owned()]);
        table.rows.push(vec!["=1+1".to_owned(), String::new()]);
        let bytes = table.to_xlsx("Danh mục").expect("a small table");
        assert_eq!(bytes, table.to_xlsx("Danh mục").expect("a small table"));
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
        let range = calamine::Reader::worksheet_range(&mut book, "Danh mục").expect("the sheet");
        let cells: Vec<_> = range.rows().map(|row| format!("{:?}", row[0])).collect();
        assert_eq!(cells, ["String(\"Danh mục\")", "String(\"Mã\")", "String(\"1.000010\")", "String(\"=1+1\")"]);
    }
}
