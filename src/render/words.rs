//! Words, numbers and days as pages print them. Every word comes from the strings file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::ledger::{FactKind, Status};
use crate::model::{Absence, Day, DecisionNumber, Fee, FeeAmount, Level, Snapshot, TimeLimit, Via};
use crate::source::SourceFile;
use crate::strings::{Language, Strings, day_text};
use crate::text::{capitalised, fold};

/// A blank at which no line breaks: between a number and its unit.
pub(super) const NBSP: char = '\u{a0}';

/// The language that a site has first, and of all that is for paper, for machines and for the reviewer.
pub(super) const LANGUAGE: Language = Language::Vietnamese;

/// A site's words in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'s> {
    strings: &'s Strings,
    language: Language,
}

/// The words of a site in a language: the built-in ones, with its own in `site/strings/` in the place of those of the same keys. A
/// file that is no TOML is a finding, and changes no word.
pub(super) fn strings_of(site: &BTreeMap<&str, &[u8]>, language: Language) -> (Cow<'static, Strings>, Option<Finding>) {
    let built_in = Strings::of(language);
    let path = own_strings(language);
    let Some(text) = site.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return (Cow::Borrowed(built_in), None);
    };
    let text = text.trim_start_matches('\u{feff}');
    match built_in.with(text) {
        Ok((own, _)) => (Cow::Owned(own), None),
        Err(error) => {
            let file = SourceFile { path: format!("site/{path}"), text: text.to_owned() };
            let place = file.place(error.span().unwrap_or(0..0));
            (Cow::Borrowed(built_in), Some(Finding::at(place, Code::Syntax).with("error", error.message().trim())))
        }
    }
}

/// Where a project's own words of a language stand in its `site/`.
pub(super) fn own_strings(language: Language) -> &'static str {
    match language {
        Language::Vietnamese => "strings/vi.toml",
        Language::English => "strings/en.toml",
    }
}

impl Words<'static> {
    /// The built-in words of the language that comes first.
    pub(super) fn of_site() -> Self {
        Words::of(Strings::of(LANGUAGE), LANGUAGE)
    }
}

impl<'s> Words<'s> {
    pub(super) fn of(strings: &'s Strings, language: Language) -> Self {
        Words { strings, language }
    }

    /// All the strings.
    pub(super) fn strings(self) -> &'s Strings {
        self.strings
    }

    /// Whose language they are.
    pub(super) fn language(self) -> Language {
        self.language
    }

    /// The string `site.<table>.<key>`.
    pub(super) fn get(self, table: &str, key: &str) -> String {
        self.strings.get(&["site", table, key])
    }

    /// The string `site.<table>.<key>` with its names filled in.
    pub(super) fn fill(self, table: &str, key: &str, args: &[(&'static str, &str)]) -> String {
        self.fill_at(&[table, key], args)
    }

    /// The string at a path under `site` with its names filled in.
    pub(super) fn fill_at(self, path: &[&str], args: &[(&'static str, &str)]) -> String {
        let path: Vec<&str> = ["site"].iter().chain(path).copied().collect();
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.strings.filled(&path, &args)
    }

    /// The string at a path under `site`, where there is one: for values that come from an address.
    pub(super) fn known_at(self, path: &[&str]) -> Option<String> {
        let (last, tables) = path.split_last()?;
        let site = self.strings.table().get("site").and_then(toml::Value::as_table);
        let table = tables.iter().fold(site, |at, key| at?.get(*key)?.as_table());
        Some(table?.get(*last)?.as_str()?.to_owned())
    }

    /// The table `site`, for templates.
    pub(super) fn table(self) -> toml::Table {
        self.strings.table().get("site").and_then(toml::Value::as_table).cloned().unwrap_or_default()
    }

    pub(super) fn status(self, status: Status) -> String {
        self.get("status", status.as_str())
    }

    /// What a decision says of a procedure beside its life.
    pub(super) fn fact(self, fact: &FactKind) -> String {
        match fact {
            FactKind::Flag { flag, set } => {
                let key = if *set { "flag_set" } else { "flag_taken" };
                self.fill("said", key, &[("flag", &self.get("flag", flag.as_str()))])
            }
            FactKind::Competence { to } => self.fill("said", "competence", &[("to", to)]),
            FactKind::Fee { via: Some(via), .. } => {
                self.fill("said", "fee", &[("via", &self.get("via", via.as_str())), ("fee", &self.said(fact))])
            }
            FactKind::Fee { via: None, .. }
            | FactKind::Time(_)
            | FactKind::TimeCut(_)
            | FactKind::Place(_)
            | FactKind::Executing(_)
            | FactKind::Name { .. }
            | FactKind::Legal(_) => self.fill_at(&["said", "content", fact.told().0], &[("text", &self.said(fact))]),
        }
    }

    /// What a fact says, as text: sums and times as the language has them, the words of a source as they are.
    fn said(self, fact: &FactKind) -> String {
        match (self.language, fact) {
            (Language::English, FactKind::Fee { fees, .. }) => {
                fees.iter().map(|fee| self.fee_with_notes(fee)).collect::<Vec<_>>().join("; ")
            }
            (Language::English, FactKind::Time(time) | FactKind::TimeCut(time)) => self.time_limit(time),
            (_, fact) => fact.told().1,
        }
    }

    /// A fee with what it is for.
    fn fee_with_notes(self, fee: &Fee) -> String {
        let Fee::Amount(amount) = fee else { return fee.to_string() };
        let more: Vec<&str> = [&amount.label, &amount.note].into_iter().flatten().map(String::as_str).collect();
        let sum = self.money(amount);
        if more.is_empty() { sum } else { format!("{sum} ({})", more.join("; ")) }
    }

    pub(super) fn level(self, level: Level) -> String {
        self.get("level", level.as_str())
    }

    pub(super) fn levels<'l>(self, levels: impl IntoIterator<Item = &'l Level>) -> Vec<String> {
        levels.into_iter().map(|level| self.level(*level)).collect()
    }

    /// Levels as one text: "Cấp tỉnh, cấp xã".
    pub(super) fn levels_line<'l>(self, levels: impl IntoIterator<Item = &'l Level>) -> String {
        let mut words = self.levels(levels);
        for word in words.iter_mut().skip(1) {
            let mut chars = word.chars();
            *word = chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default();
        }
        words.join(", ")
    }

    pub(super) fn via(self, via: Via) -> String {
        self.get("via", via.as_str())
    }

    pub(super) fn absence(self, absence: Absence) -> String {
        self.get("absence", absence.as_str())
    }

    /// "Quyết định 12/QĐ-UBND", in the normal form where there is one, never broken over two lines at the number.
    pub(super) fn decision(self, number: &DecisionNumber) -> String {
        self.fill("decision", "named", &[("number", number.key())])
    }

    /// A sum of money, or the source's words in quotation marks. A zero is free of charge only with its legal text.
    pub(super) fn fee(self, fee: &Fee) -> String {
        match fee {
            // The word needs its legal text, which a source's words do not give: it is told as theirs.
            Fee::Stated(text) if fold(text) == "mien phi" => self.get("fee", "free_stated"),
            Fee::Stated(text) => self.fill("fee", "stated", &[("text", text)]),
            Fee::Amount(FeeAmount { value: 0, source: Some(_), .. }) => self.get("fee", "free"),
            Fee::Amount(amount @ FeeAmount { value: 0, .. }) => {
                self.fill("fee", "zero_stated", &[("text", &self.money(amount))])
            }
            Fee::Amount(amount) => self.money(amount),
        }
    }

    /// `7 ngày làm việc`, with no break between number and unit. What a source says in words of its own stays in them.
    pub(super) fn time_limit(self, limit: &TimeLimit) -> String {
        let TimeLimit::Measured { unit, .. } = limit else { return limit.to_string() };
        let told = limit.to_string();
        let amount = told.split(' ').next().unwrap_or_default();
        let amount = match self.language {
            Language::Vietnamese => amount.to_owned(),
            Language::English => amount.replace(',', "."),
        };
        self.fill("time_unit", unit.as_str(), &[("amount", &amount)]).replacen(' ', &NBSP.to_string(), 1)
    }

    /// When an official list was taken: on a day, or not before one.
    pub(super) fn taken(self, snapshot: &Snapshot) -> String {
        match (snapshot.taken, snapshot.not_before) {
            (Some(taken), _) => self.fill("snapshot", "taken", &[("day", &self.day(taken))]),
            (None, Some(not_before)) => self.fill("snapshot", "not_before", &[("day", &self.day(not_before))]),
            (None, None) => self.get("snapshot", "undated"),
        }
    }

    /// "đến hết" the last day of a period that ends before `until`.
    pub(super) fn through(self, until: Day) -> String {
        self.fill("date", "through", &[("day", &self.day(last_day(until)))])
    }

    /// A day: `26/03/2026`; in English, where the month may be taken for the day, `2026-03-26`.
    pub(super) fn day(self, of: Day) -> String {
        day_text(of, self.language)
    }

    /// A number with its thousands apart: `2.137`; in English, where that is two and a bit, `2,137`.
    pub(super) fn number(self, value: impl ToString) -> String {
        match self.language {
            Language::Vietnamese => number(value),
            Language::English => number(value).replace('.', ","),
        }
    }

    /// `10.000 đ`; other currencies keep their code.
    fn money(self, amount: &FeeAmount) -> String {
        let unit = if amount.currency == "VND" { "đ" } else { amount.currency.as_str() };
        format!("{}{NBSP}{unit}", self.number(amount.value))
    }

    /// "Tháng 7 năm 2026".
    pub(super) fn month(self, of: Day) -> String {
        let (month, year) = (of.format("%-m").to_string(), of.format("%Y").to_string());
        self.fill("date", "month", &[("month", &month), ("year", &year)])
    }
}

/// A day on what is Vietnamese alone: `26/03/2026`.
pub(super) fn day(day: Day) -> String {
    day_text(day, LANGUAGE)
}

/// The day before `until`: the last one of a half-open period.
pub(super) fn last_day(until: Day) -> Day {
    until.pred_opt().unwrap_or(until)
}

/// A number on what is Vietnamese alone: `2.137`.
pub(super) fn number(value: impl ToString) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.as_bytes().first() != Some(&b'-') {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// A name as lists have it: without the leading "Thủ tục", which says nothing there.
///
/// On its own page a procedure keeps its whole name.
pub(super) fn list_name(name: &str) -> String {
    let name = name.trim();
    let mut words = name.splitn(3, ' ');
    let leads = words.next().is_some_and(|word| word.to_lowercase() == "thủ")
        && words.next().is_some_and(|word| word.to_lowercase() == "tục");
    match words.next().map(str::trim_start).filter(|rest| leads && !rest.is_empty()) {
        Some(rest) => capitalised(rest),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_points() {
        for (value, text) in [(0, "0"), (999, "999"), (2137, "2.137"), (6_013_755, "6.013.755"), (10_000, "10.000")] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_number_and_its_unit_stay_together() {
        let told = |text| Words::of_site().time_limit(&TimeLimit::parse(text));
        assert_eq!(told("2,5 ngày làm việc"), "2,5\u{a0}ngày làm việc");
        assert_eq!(told("06 ngày làm việc và 30 ngày"), "06 ngày làm việc và 30 ngày");
    }

    #[test]
    fn in_english_a_unit_is_english_and_a_text_of_the_source_is_not_translated() {
        let words = Words::of(Strings::of(Language::English), Language::English);
        assert_eq!(words.time_limit(&TimeLimit::parse("2,5 ngày làm việc")), "working\u{a0}days: 2.5");
        assert_eq!(words.time_limit(&TimeLimit::parse("Trong ngày")), "Trong ngày");
        assert_eq!((words.number(6_013_755), words.number(999)), ("6,013,755".to_owned(), "999".to_owned()));
        assert_eq!(words.day(Day::from_ymd_opt(2026, 3, 9).unwrap()), "2026-03-09");
    }

    #[test]
    fn a_fee_of_zero_is_free_of_charge_only_with_its_legal_text() {
        let fee = |value, source: Option<&str>| {
            let (currency, source) = ("VND".to_owned(), source.map(str::to_owned));
            Words::of_site().fee(&Fee::Amount(FeeAmount { value, currency, label: None, note: None, source }))
        };
        assert_eq!(fee(20_000, None), "20.000\u{a0}đ");
        assert_eq!(fee(0, Some("75/2022/TT-BTC")), "Miễn phí");
        assert_eq!(fee(0, None), "Nguồn ghi 0\u{a0}đ");
        assert_eq!(Words::of_site().fee(&Fee::Stated("Miễn phí".into())), "Nguồn ghi miễn phí");
        assert_eq!(Words::of_site().fee(&Fee::Stated("Theo hợp đồng".into())), "“Theo hợp đồng”");
    }

    #[test]
    fn lists_leave_out_the_leading_thu_tuc() {
        assert_eq!(list_name("Thủ tục đăng ký khai sinh"), "Đăng ký khai sinh");
        assert_eq!(list_name("THỦ TỤC CẤP PHÉP"), "CẤP PHÉP");
        assert_eq!(list_name("Thủ tục"), "Thủ tục");
        assert_eq!(list_name("Đăng ký thường trú"), "Đăng ký thường trú");
    }
}
