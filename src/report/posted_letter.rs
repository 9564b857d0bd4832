//! The audits of a province as a draft of the letter that goes to its offices: numbers filled in, the rest left to people.

use crate::docx::{Align, Block, Grid, PAGE_WIDTH, Paragraph};
use crate::model::{Day, Records};
use crate::posted::{Action, Change, Verdict};
use crate::strings::{Language, Strings};

use super::day_text;
use super::posted_all::{AuditedAll, Score, office_of, verdict_word};

/// The letter in the layout of an official one (Nghị định 30/2020/NĐ-CP, Phụ lục I). Its number, place and day, deadline, receivers and
/// signature are left to fill in.
///
/// Guarantee: it says nothing that the audits do not; what could not be checked is never called a fault.
pub fn posted_letter(all: &AuditedAll, records: &Records, language: Language) -> Vec<Block> {
    let letter = Letter { all, strings: Strings::of(language), language };
    let mut blocks = vec![letter.head(records), letter.blank()];
    let to = Paragraph::new(letter.word("to", &[]), Align::Center);
    blocks.extend([Block::Paragraph(to), letter.blank()]);
    blocks.extend(letter.body().into_iter().map(|line| Block::Paragraph(Paragraph::new(line, Align::Text))));
    blocks.push(letter.title("results"));
    blocks.push(letter.table());
    blocks.push(letter.text("unchecked", &[("count", all.total().unchecked.to_string())]));
    if !all.absent.is_empty() {
        let names = all.absent.iter().map(|office| office.name.as_str()).collect::<Vec<_>>().join("; ");
        blocks.push(letter.text("absent", &[("count", all.absent.len().to_string()), ("names", names)]));
    }
    blocks.push(letter.title("tasks"));
    blocks.extend(["keeper", "desk", "reporter"].map(|post| letter.text(post, &letter.tasks())));
    blocks.push(letter.title("deadline"));
    blocks.extend([letter.text("deadline_text", &[]), letter.blank(), letter.foot()]);
    blocks
}

struct Letter<'a> {
    all: &'a AuditedAll<'a>,
    strings: &'static Strings,
    language: Language,
}

impl Letter<'_> {
    fn word(&self, key: &str, values: &[(&'static str, String)]) -> String {
        self.strings.filled(&["posted", "letter", key], values)
    }

    fn text(&self, key: &str, values: &[(&'static str, String)]) -> Block {
        Block::Paragraph(Paragraph::new(self.word(key, values), Align::Text))
    }

    fn title(&self, key: &str) -> Block {
        let title = ["title_", key].concat();
        Block::Paragraph(Paragraph::new(self.word(&title, &[]), Align::Text).bold())
    }

    fn blank(&self) -> Block {
        Block::Paragraph(Paragraph::default())
    }

    /// Who writes, with number and subject, beside the national title, with place and day.
    fn head(&self, records: &Records) -> Block {
        let center = |text: String| Paragraph::new(text, Align::Center);
        let issuer = records.agency_name(&records.site.own_issuer).to_uppercase();
        let province = &records.site.province;
        let place = ["tỉnh ", "thành phố "].iter().find_map(|kind| province.strip_prefix(kind)).unwrap_or(province);
        let of_quarter = [("quarter", quarter(self.all.as_of)), ("year", self.all.as_of.format("%Y").to_string())];
        let national = |key: &str| self.strings.get(&["site", "board", key]);
        let left = vec![
            center(issuer).bold().points(12),
            center("_______".to_owned()),
            center(self.word("number", &[])),
            center(self.word("subject", &of_quarter)).points(12),
        ];
        let right = vec![
            center(national("country")).bold().points(12),
            center(national("motto")).bold(),
            center("_______________".to_owned()),
            center(self.word("place", &[("place", place.to_owned())])).italic(),
        ];
        // The national title has to stand in one line.
        let narrow = PAGE_WIDTH * 3 / 8;
        Block::Grid(Grid { widths: vec![narrow, PAGE_WIDTH - narrow], rows: vec![vec![left, right]], is_drawn: false })
    }

    /// What was looked at and what came of it; beside an earlier audit what became of that.
    fn body(&self) -> Vec<String> {
        let all = self.all;
        let total = all.total();
        let count = |key, count: usize| (key, count.to_string());
        let looked = [count("offices", all.offices.len()), ("day", day_text(all.as_of, self.language))];
        let found = [
            count("pass", all.count("pass")),
            count("fault", all.count("fault")),
            count("unchecked", all.count("unchecked")),
            count("absent", all.absent.len()),
            count("due", total.due),
            count("posted", total.posted),
            count("missing", total.proved_missing),
            count("ended", total.ended),
        ];
        let mut lines = vec![self.word("looked", &looked), self.word("found", &found)];
        let mut compared = all.offices.iter().filter_map(|audited| audited.compared).peekable();
        if let Some(first) = compared.peek() {
            let since = day_text(first.since, self.language);
            let mut sums = [Change::Fixed, Change::Still, Change::New, Change::Unproved].map(|change| (change, 0));
            for one in compared {
                sums.iter_mut().for_each(|(change, sum)| *sum += one.count(*change));
            }
            let sums = sums.map(|(change, sum)| (change.as_str(), sum.to_string()));
            let values: Vec<_> = sums.into_iter().chain([("day", since)]).collect();
            lines.push(self.word("compared", &values));
        }
        lines
    }

    /// A row an office, the worst first, and the sums.
    fn table(&self) -> Block {
        let all = self.all;
        let is_compared = all.offices.iter().any(|audited| audited.compared.is_some());
        let small = |text: String, align| vec![Paragraph::new(text, align).points(11)];
        let keys = ["due", "posted", "missing", "ended"].into_iter();
        let keys: Vec<&str> = keys.chain(["fixed", "still"].into_iter().filter(|_| is_compared)).collect();
        let title = |key: &&str| {
            vec![Paragraph::new(self.word(&["column_", *key].concat(), &[]), Align::Center).bold().points(11)]
        };
        let titles = ["row", "office"].iter().chain(&keys).chain(&["verdict"]).map(title).collect();
        let counts = |score: Score| [score.due, score.posted, score.proved_missing, score.ended];
        let mut changes = [0, 0];
        let mut rows: Vec<Vec<Vec<Paragraph>>> = vec![titles];
        let line = |[number, name, verdict]: [String; 3], counts: Vec<usize>| {
            let counts = counts.into_iter().map(|count| small(count.to_string(), Align::Center));
            let head = [small(number, Align::Center), small(name, Align::Left)];
            head.into_iter().chain(counts).chain([small(verdict, Align::Center)]).collect::<Vec<_>>()
        };
        for (audited, number) in all.offices.iter().zip(1..) {
            let mut cells = counts(Score::of(audited)).to_vec();
            if let Some(compared) = audited.compared {
                let of_office = [Change::Fixed, Change::Still].map(|change| compared.count(change));
                changes.iter_mut().zip(of_office).for_each(|(sum, count)| *sum += count);
                cells.extend(of_office);
            }
            let number: usize = number;
            let name = office_of(audited).1.to_owned();
            rows.push(line([number.to_string(), name, verdict_word(audited, self.language)], cells));
        }
        let mut sums = counts(all.total()).to_vec();
        sums.extend(changes.into_iter().filter(|_| is_compared));
        let total = self.strings.get(&["posted", "all", "total"]);
        rows.push(line([String::new(), total, String::new()], sums));
        let counted = u32::try_from(keys.len()).unwrap_or_default();
        let (number, count, verdict) = (520, 850, 1250);
        let name = PAGE_WIDTH.saturating_sub(number + verdict + counted * count);
        let widths = [number, name].into_iter().chain(keys.iter().map(|_| count)).chain([verdict]).collect();
        Block::Grid(Grid { widths, rows, is_drawn: true })
    }

    /// How many faults there are of each thing to do.
    fn tasks(&self) -> Vec<(&'static str, String)> {
        let faults = |action: Action| {
            let told = self.all.offices.iter().flat_map(|audited| audited.of_action(action));
            told.filter(|told| told.verdict == Verdict::Fault).count()
        };
        Action::ALL.into_iter().map(|action| (action.as_str(), faults(action).to_string())).collect()
    }

    /// To whom it goes, beside who signs.
    fn foot(&self) -> Block {
        let left = |key: &str| Paragraph::new(self.word(key, &[]), Align::Left).points(11);
        let center = |key: &str| Paragraph::new(self.word(key, &[]), Align::Center);
        let receivers = vec![
            left("receivers").bold().italic(),
            left("receivers_above"),
            left("receivers_more"),
            left("receivers_file"),
        ];
        let gap = || Paragraph::default();
        let signature = vec![
            center("signer_post").bold(),
            center("signature").italic(),
            gap(),
            gap(),
            center("signer_name").bold(),
        ];
        let half = PAGE_WIDTH / 2;
        Block::Grid(Grid {
            widths: vec![half, PAGE_WIDTH - half],
            rows: vec![vec![receivers, signature]],
            is_drawn: false,
        })
    }
}

/// The quarter of a day's year, in Roman figures.
fn quarter(day: Day) -> String {
    let figure = match day.format("%m").to_string().as_str() {
        "01" | "02" | "03" => "I",
        "04" | "05" | "06" => "II",
        "07" | "08" | "09" => "III",
        _ => "IV",
    };
    figure.to_owned()
}
