//! A document of lines and tables → what it says: the head, the articles, and the annexes under their headings.

use crate::model::DecisionNumber;
use crate::text::{clean, fold};

use super::super::heading as table_heading;
use super::block::{Block, Cell, joined, shortened};
use super::clauses;
use super::content::FoundContent;
use super::divided::Part as Divided;
use super::found::{Found, FoundRow, FoundSection, Question, Step, Word};
use super::layout::{Column, Layout};
use super::outside::Outside;
use super::spoken::{is_remark, times};
use super::when;
use headed::{is_below_titles, unread_codes};

mod articles;
mod headed;

pub(super) fn read(blocks: &[Block]) -> Found {
    let mut reader = Reader::default();
    for block in blocks {
        match block {
            Block::Line(line) => reader.lines(line),
            Block::Table(rows) => reader.table(rows),
        }
    }
    reader.end_article();
    reader.end_headings(0);
    let outside = std::mem::take(&mut reader.outside);
    outside.ask(&mut reader.found);
    reader.found.title = Some(reader.title.join(" ")).filter(|title| !title.is_empty());
    reader.found
}

/// Where in a decision the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    /// Above "QUYẾT ĐỊNH".
    #[default]
    Head,
    /// Between it and the office that decides.
    Title,
    /// Căn cứ, Điều.
    Body,
    Annex,
}

/// How a heading is numbered; a heading ends those of its own kind and all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Part,
    Roman,
    Letter,
    Digit,
    /// A field in a row of a table: it ends no heading that says what is done, whatever its number.
    Field,
}

impl Style {
    /// Which stand above which; of a letter and a Roman number, the one that came first.
    fn rank(self) -> u8 {
        match self {
            Style::Part => 0,
            Style::Roman | Style::Letter => 1,
            Style::Digit => 2,
            Style::Field => 3,
        }
    }
}

struct Heading {
    style: Style,
    label: String,
    text: String,
    /// Lines below it that speak of time.
    lines: Vec<String>,
    /// How many rows stand below it, and in which sections.
    rows: usize,
    sections: Vec<usize>,
}

impl Heading {
    fn new(style: Style, label: &str, text: &str) -> Heading {
        let (label, text) = (label.to_owned(), text.to_owned());
        Heading { style, label, text, lines: Vec::new(), rows: 0, sections: Vec::new() }
    }
}

#[derive(Default)]
struct Reader {
    found: Found,
    part: Part,
    title: Vec<String>,
    headings: Vec<Heading>,
    /// Headings in the articles: those of an annex that has no title, once a table shows that it is one.
    untitled: Vec<Heading>,
    /// Headings with a total that were compared: what they do, and the total.
    compared: Vec<(Option<Word>, usize)>,
    /// The section that the headings make, once a row needs it.
    section: Option<usize>,
    outside: Outside,
    /// The lines of the article that is being read, as far as a cell is read.
    article: Vec<String>,
    article_bytes: usize,
    /// Whether the articles are over: who signed and who gets it follows.
    signed: bool,
    /// Whether the contents of procedures follow, which speak of other days.
    contents: bool,
    tables: usize,
}

impl Reader {
    /// A paragraph. Above the articles each of its lines stands for itself; below, a line goes on where the one before
    /// it stopped, unless it begins something.
    fn lines(&mut self, text: &str) {
        let mut open = String::new();
        for line in text.lines() {
            let folded = fold(line);
            if matches!(self.part, Part::Head | Part::Title) && !folded.starts_with("can cu ") {
                line.split('\t').for_each(|part| self.line(&clean(part)));
            } else if open.is_empty() || begins(line, &folded) {
                self.line(&std::mem::replace(&mut open, clean(line)));
            } else {
                open = joined(&open, &clean(line));
            }
        }
        self.line(&open);
    }

    fn line(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        let folded = fold(line);
        if self.part != Part::Annex && begins_annex(&folded) && self.part == Part::Body {
            self.end_article();
            self.part = Part::Annex;
        }
        match self.part {
            Part::Head | Part::Title => self.head(line, &folded),
            Part::Body => self.body(line, &folded),
            Part::Annex => self.annex_line(line, &folded),
        }
    }

    fn head(&mut self, line: &str, folded: &str) {
        if folded.starts_with("can cu ") || folded.starts_with("dieu 1") {
            self.part = Part::Body;
            return self.body(line, folded);
        }
        // An annex in a file of its own.
        if self.part == Part::Head && (begins_annex(folded) || folded.starts_with("ban hanh kem theo")) {
            self.part = Part::Annex;
            return self.annex_line(line, folded);
        }
        // A cell whose lines nobody told apart: "ỦY BAN NHÂN DÂN TỈNH … Số: …".
        if self.part == Part::Head
            && let Some((above, number)) = line.split_once(" Số:").or_else(|| line.split_once(" SỐ:"))
            && number.contains('/')
        {
            self.head(above.trim(), &fold(above));
            self.found.number.get_or_insert_with(|| clean(number));
            return;
        }
        if self.found.number.is_none()
            && let Some(after) = line.split_once(':').filter(|(lead, _)| fold(lead) == "so").map(|(_, after)| after)
        {
            self.found.number = Some(clean(after));
            return;
        }
        if self.found.signed.is_none() && !clauses::days(folded).is_empty() && folded.contains("thang") {
            self.found.signed = line.rsplit_once(',').map(|(_, day)| day.trim().to_owned());
            return;
        }
        if folded == "quyet dinh" {
            self.part = Part::Title;
            return;
        }
        let office = ["chu tich ", "bo truong ", "thu truong "].iter().any(|lead| folded.starts_with(lead));
        if self.part == Part::Title && !office {
            self.title.push(line.to_owned());
            return;
        }
        // "ỦY BAN NHÂN DÂN" and "TỈNH …" stand on two lines; the office below the title has both on one.
        if let Some(above) = self
            .found
            .issuers
            .front()
            .cloned()
            .filter(|_| folded.starts_with("tinh ") || folded.starts_with("thanh pho "))
        {
            self.found.issuers.push_front(format!("{above} {line}"));
        } else {
            self.found.issuers.push_front(line.to_owned());
        }
    }

    fn body(&mut self, line: &str, folded: &str) {
        if folded.starts_with("can cu ") {
            self.found.cited.extend(clauses::numbers(line));
            return;
        }
        // An annex without a title of its own begins with its first part.
        let has_upper = !line.chars().any(char::is_lowercase);
        if has_upper
            && clauses::word(line).is_some()
            && heading(line, folded).is_some_and(|one| one.style != Style::Digit)
        {
            self.end_article();
            self.enter_annex();
            return self.annex_line(line, folded);
        }
        self.outside.line(line, None);
        self.of_article(line, folded);
    }

    fn annex_line(&mut self, line: &str, folded: &str) {
        if folded.starts_with("kem theo quyet dinh") || folded.starts_with("ban hanh kem theo") {
            if self.found.number.is_none() {
                self.annex_alone(line, folded);
            }
            let own = self.found.number.as_deref().map(DecisionNumber::new);
            for number in clauses::numbers(line) {
                if own.as_ref().is_some_and(|own| *own != DecisionNumber::new(&number)) {
                    self.found.questions.push(Question::new("annex_number").with("number", number));
                }
            }
            return;
        }
        self.outside.line(line, self.told(clauses::word));
        self.contents |=
            ["noi dung cu the", "trinh tu thuc hien", "cach thuc thuc hien"].iter().any(|lead| folded.contains(lead));
        if let Some(heading) = heading(line, folded) {
            self.under(heading);
        } else if !self.contents && is_remark(line) {
            let names_rows = ["rieng", "thu tuc so", "so thu tu", "muc "].iter().any(|word| folded.contains(word));
            match self.headings.last_mut().filter(|_| self.section.is_none() && !names_rows) {
                Some(heading) => heading.lines.push(line.to_owned()),
                None => self.ask_time(line),
            }
        }
    }

    /// What the line below an annex's title says of its decision: number, day, and who signed.
    fn annex_alone(&mut self, line: &str, folded: &str) {
        self.found.number = clauses::numbers(line).into_iter().next();
        if let [(_, day)] = clauses::days(folded).as_slice() {
            self.found.signed = Some(day.to_string());
        }
        if let Some((_, issuer)) = line.rsplit_once(" của ") {
            self.found.issuers.push_front(issuer.trim_end_matches([')', '.', ' ']).to_owned());
        }
    }

    /// Goes below a heading.
    fn under(&mut self, heading: Heading) {
        // An annex's own title stands on the line below its number: both are one heading.
        if heading.style == Style::Part
            && let [above] = self.headings.as_mut_slice()
            && above.style == Style::Part
            && self.section.is_none()
        {
            above.text = format!("{} {}", above.text, heading.text);
            return;
        }
        // A letter may stand above or below Roman numbers: the same kind again ends both.
        let ended = |above: &Heading| above.style == heading.style || above.style.rank() > heading.style.rank();
        if let Some(at) = self.headings.iter().position(ended) {
            self.end_headings(at);
        }
        self.headings.push(heading);
        self.section = None;
    }

    /// The innermost heading of which something is true.
    fn told<T>(&self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.headings.iter().rev().find_map(|heading| read(&heading.text))
    }

    /// The section of the headings as they stand; none where they say nothing of the rows.
    fn section(&mut self) -> Option<usize> {
        if self.section.is_none() && !self.headings.is_empty() {
            let labels: Vec<&str> =
                self.headings.iter().map(|heading| heading.label.as_str()).filter(|l| !l.is_empty()).collect();
            let said =
                self.headings.iter().rev().find(|heading| {
                    clauses::word(&heading.text).is_some() || clauses::declared(&heading.text).is_some()
                });
            let mut title = said.or(self.headings.last()).map(|heading| heading.text.clone()).unwrap_or_default();
            // A field below the heading that says what is done stands behind its words: it is evidence of the rows' field.
            let field = self
                .headings
                .iter()
                .rev()
                .find(|heading| heading.style == Style::Field || table_heading::is_sector(&heading.text));
            let field = field.filter(|field| !title.contains(&field.text));
            if let Some(field) = field {
                title = format!("{title} – {}", field.text);
            }
            let parted = field.is_some();
            let mut id = labels.join(".");
            if id.is_empty() || self.found.sections.iter().any(|section| section.id == id) {
                id = format!("{id}{}{}", if id.is_empty() { "" } else { "-" }, self.found.sections.len() + 1);
            }
            let path = self.headings.iter().map(|heading| {
                let (label, text) = (heading.label.clone(), heading.text.clone());
                Step { label, text, lines: heading.lines.clone() }
            });
            let path = path.collect();
            let at = self.found.sections.len();
            self.found.sections.push(FoundSection { id, title, path, parted, ..FoundSection::default() });
            self.headings.iter_mut().for_each(|heading| heading.sections.push(at));
            self.section = Some(at);
        }
        self.section
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        self.tables += 1;
        let mut layout: Option<Layout> = None;
        let mut after_titles = false;
        // The row above, with what reaches into it from further up.
        let mut above: Vec<Cell> = Vec::new();
        let mut rows = rows.iter().peekable();
        while let Some(row) = rows.next() {
            let texts = texts(row);
            let mut titles: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
            let mut two = None;
            while let Some(both) = rows.peek().and_then(|below| Layout::titles_of_two(&titles, below))
                && let Some(layout) = Layout::of(&both.iter().map(String::as_str).collect::<Vec<_>>())
            {
                rows.next();
                (titles, two) = (both, Some(layout));
            }
            if let Some(new) = two.or_else(|| Layout::of(&texts)) {
                self.end_article();
                self.enter_annex();
                self.contradiction(&new);
                texts.iter().filter(|title| when::names_time(title)).for_each(|title| self.ask_time(title));
                (layout, after_titles) = (Some(new), true);
                above.clear();
                continue;
            }
            let filled: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
            let [first, rest @ ..] = filled.as_slice() else { continue };
            let alone = rest.iter().all(|text| text == first) && !row.iter().any(|cell| cell.merged);
            let is_own = row.iter().any(|cell| cell.merged || !clauses::codes(&cell.text).is_empty());
            let spoken = if is_own { None } else { table_heading::of(&texts) };
            match (&layout, &spoken) {
                // The two columns above a decision, and a frame around its annex, are no tables.
                (None, _) => filled.iter().for_each(|text| self.lines(text)),
                (Some(_), None) if alone => {
                    self.lines(first);
                    if let Some(layout) = &layout {
                        self.contradiction(layout);
                    }
                }
                (Some(_), _) if after_titles && is_below_titles(&filled) => self.ask_subtitles(&filled),
                (Some(layout), Some(spoken)) => {
                    self.spoken(spoken);
                    self.contradiction(layout);
                }
                (Some(layout), None) => {
                    after_titles = false;
                    above = reached(row, &above);
                    self.row(layout, row, &above);
                }
            }
        }
    }

    /// The heading of a part wins over a title of a column that says something else; a person should know.
    fn contradiction(&mut self, layout: &Layout) {
        if let (Some(heading), Some(column)) = (self.told(clauses::word), layout.says)
            && heading != column
        {
            let text = self.headings.last().map(|heading| heading.text.clone()).unwrap_or_default();
            let question = Question::new("contradiction").with("section", shortened(&text));
            self.found.questions.push(question.with("heading", heading.as_str()).with("column", column.as_str()));
        }
    }

    /// A row; `whole` is the same with what reaches into it from above.
    fn row(&mut self, layout: &Layout, cells: &[Cell], whole: &[Cell]) {
        let of = |cells: &[Cell], column| {
            let texts = layout.at(column).filter_map(|at| cells.get(at)).map(|cell| cell.text.clone());
            texts.into_iter().find(|text| !text.is_empty())
        };
        let text = |column| of(whole, column);
        let merged = |column| layout.at(column).filter_map(|at| cells.get(at)).any(|cell| cell.merged);
        let codes = |cells: &[Cell], column| {
            let codes = of(cells, column).map(|text| clauses::codes(&text)).unwrap_or_default();
            codes.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let written =
            cells.iter().map(|cell| clean(&cell.text)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        if cells.iter().any(|cell| cell.cut) {
            let row: String = written.chars().take(80).collect();
            self.found.questions.push(Question::new("cell_cut").with("row", row));
        }
        let (old, new) = (codes(cells, Column::OldCode), codes(cells, Column::NewCode));
        if let Some(last) = self.found.rows.last_mut() {
            let group = last.change == Some(Word::Replace) && !last.new.is_empty() && !last.old.is_empty();
            // n→1: the successor is printed once, in a cell that spans the rows of those that end. 1→n likewise.
            let more_old = group && merged(Column::NewCode) && new.is_empty() && !old.is_empty();
            let more_new = group && merged(Column::OldCode) && old.is_empty() && !new.is_empty();
            // A procedure whose row is divided in some other column.
            let subjects =
                [Column::Code, Column::OldCode, Column::NewCode, Column::Name, Column::OldName, Column::NewName];
            let divided =
                subjects.into_iter().any(merged) && subjects.iter().all(|column| of(cells, *column).is_none());
            if more_old || more_new || divided {
                last.old.extend(old);
                last.new.extend(new);
                last.written.push_str(&format!(" / {written}"));
                last.rows += usize::from(!divided);
                let is_counted = !divided;
                let own = Divided {
                    level: of(cells, Column::Level).or_else(|| layout.marked(cells)),
                    legal: of(cells, Column::Legal),
                    effect: of(cells, Column::Effect),
                    content: FoundContent::of(layout, cells),
                    whole: FoundContent::of(layout, whole),
                };
                own.take_into(last, divided, &mut self.found.questions);
                if is_counted {
                    self.counted();
                }
                return;
            }
        }
        let section = self.section();
        self.counted();
        let both = layout.has(Column::OldCode) && layout.has(Column::NewCode);
        let headed = self.told(|text| Some((clauses::word(text)?, clauses::suspends(text))));
        let change = headed.map(|(word, _)| word).or(both.then_some(Word::Replace)).or(layout.says);
        let name = text(Column::NewName).or_else(|| text(Column::Name)).or_else(|| text(Column::OldName));
        let mut own = codes(whole, Column::Code);
        for column in [Column::Code, Column::OldCode, Column::NewCode] {
            let cells = if column == Column::Code { whole } else { cells };
            self.found.questions.extend(of(cells, column).into_iter().flat_map(|cell| unread_codes(&cell)));
        }
        // Where the annex has no column for it, the code may stand behind the name.
        if own.is_empty() && !layout.has(Column::Code) && !both {
            own = name.as_deref().map(clauses::codes).unwrap_or_default().iter().map(ToString::to_string).collect();
        }
        let of_heading = || self.told(|text| Some(text.to_owned()).filter(|text| !clauses::levels(text).is_empty()));
        let (effect, remarks) = times(layout, whole);
        self.found.rows.push(FoundRow {
            rows: 1,
            change,
            number: of(cells, Column::Number),
            table: self.tables,
            suspended: headed.is_some_and(|(_, suspended)| suspended),
            remarks,
            text_effect: text(Column::TextEffect),
            last_day: text(Column::Last),
            level: text(Column::Level).or_else(|| layout.marked(cells)).or_else(of_heading),
            codes: own,
            old,
            new,
            name,
            written,
            legal: text(Column::Legal),
            effect,
            content: FoundContent::of(layout, whole),
            section,
            ..FoundRow::default()
        });
    }
}

fn texts(row: &[Cell]) -> Vec<&str> {
    row.iter().map(|cell| cell.text.as_str()).collect()
}

/// A row with what reaches into it from above.
fn reached(row: &[Cell], above: &[Cell]) -> Vec<Cell> {
    let whole = |(at, cell): (usize, &Cell)| {
        if cell.merged && cell.text.is_empty() { above.get(at).cloned().unwrap_or_default() } else { cell.clone() }
    };
    row.iter().enumerate().map(whole).collect()
}

/// Whether a line of a paragraph begins something, and does not go on where the line before it stopped.
pub(super) fn begins(line: &str, folded: &str) -> bool {
    const LEADS: [&str; 8] = [
        "can cu ",
        "dieu ",
        "theo de nghi ",
        "xet de nghi ",
        "noi nhan",
        "kem theo quyet dinh",
        "ban hanh kem theo",
        "chuong ",
    ];
    let upper = !line.chars().any(char::is_lowercase);
    let listed = line.trim_start().starts_with(['-', '+', '•']);
    folded == "quyet dinh"
        || listed
        || LEADS.iter().any(|lead| folded.starts_with(lead))
        || upper && begins_annex(folded)
        || heading(line.trim(), folded).is_some_and(|heading| !heading.label.is_empty())
}

fn begins_annex(folded: &str) -> bool {
    folded.starts_with("phu luc") || folded.starts_with("danh muc ") || folded.starts_with("kem theo quyet dinh")
}

/// A line as a heading: "I. …", "A. …", "1. …", "PHỤ LỤC …", "DANH MỤC …", "Lĩnh vực …".
fn heading(line: &str, folded: &str) -> Option<Heading> {
    const CHARS: usize = 400;
    if line.chars().count() > CHARS {
        return None;
    }
    let (label, rest) = line.split_once(['.', ')']).unwrap_or(("", line));
    let label = label.trim().trim_start_matches("Phần ").trim_start_matches("PHẦN ");
    let roman = !label.is_empty() && label.len() <= 5 && label.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let letter = label.len() == 1 && label.chars().all(|c| c.is_ascii_uppercase());
    let digit = !label.is_empty() && label.len() <= 3 && label.chars().all(|c| c.is_ascii_digit());
    let style = match (roman, letter, digit) {
        (true, _, _) => Style::Roman,
        (_, true, _) => Style::Letter,
        (_, _, true) => Style::Digit,
        _ if begins_annex(folded) || folded.starts_with("phan ") => Style::Part,
        // A heading without a number counts where it says what its rows are.
        _ if !clauses::words(line).is_empty() && folded.contains("thu tuc") => Style::Part,
        _ => return None,
    };
    let label = if style == Style::Part { "" } else { label };
    let text = if label.is_empty() { line } else { rest.trim() };
    Some(Heading::new(style, label, text))
}
