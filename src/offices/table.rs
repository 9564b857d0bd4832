//! The list of an office as offices keep it: a row a procedure, for spreadsheets.

use crate::ledger::{Catalogue, Content};
use crate::model::{Channel, Procedure, portal_search};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings, day_text};

use super::{Basis, Due};

/// The columns by their keys in the strings (`office.column.<key>`), each with its width.
const COLUMNS: [(&str, u16); 14] = [
    ("number", 6),
    ("code", 12),
    ("name", 60),
    ("sector", 24),
    ("levels", 12),
    ("decides", 30),
    ("receives", 30),
    ("time", 18),
    ("time_here", 18),
    ("fee", 24),
    ("decision", 24),
    ("effect", 14),
    ("link", 40),
    ("note", 30),
];

/// What an office must post, in the order given. `holder` is its name, or that of the kind of office of which all have this list.
pub fn due_table(catalogue: &Catalogue, holder: &str, due: &[&Due], language: Language) -> Table {
    let strings = Strings::of(language);
    let mut table = Table::new(COLUMNS.map(|(key, width)| (strings.get(&["office", "column", key]), width)));
    let facts =
        [("office", holder.to_owned()), ("day", day_text(catalogue.as_of, language)), ("count", due.len().to_string())];
    table.head = vec![strings.filled(&["office", "table_head"], &facts)];
    for (one, number) in due.iter().zip(1..) {
        table.rows.push(row(catalogue, holder, one, number, language));
    }
    table
}

fn row(catalogue: &Catalogue, holder: &str, due: &Due, number: u32, language: Language) -> Vec<String> {
    let records = catalogue.records;
    let procedure = due.procedure;
    let content = due.state.content(procedure);
    let levels = procedure.levels.iter().map(|level| Strings::of(language).get(&["report", "level", level.as_str()]));
    let ruled = due.state.whole.ruled_by;
    let decision = ruled.and_then(|evidence| evidence.row()).map(|row| row.decision);
    let number_of = decision.map(|decision| decision.key.number.to_string());
    let day = |day| day_text(day, language);
    vec![
        number.to_string(),
        procedure.code.to_string(),
        procedure.name.clone(),
        records.sector_name(&procedure.sector).to_owned(),
        levels.collect::<Vec<_>>().join(", "),
        content.record.executing.value().map(|names| names.join("; ")).unwrap_or_default(),
        holder.to_owned(),
        of_channels(&content, |channel| channel.time.value().map(ToString::to_string)),
        of_channels(&content, |channel| channel.time_cut.as_ref().map(ToString::to_string)),
        of_channels(&content, fees),
        number_of.or_else(|| procedure.decision.as_ref().map(ToString::to_string)).unwrap_or_default(),
        due.state.whole.since.map(day).unwrap_or_default(),
        link(catalogue, procedure),
        basis_text(&due.basis, language),
    ]
}

fn fees(channel: &Channel) -> Option<String> {
    let fees = channel.fees.value()?;
    Some(fees.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// What the channels say of one thing, each other value once.
fn of_channels(content: &Content, say: impl Fn(&Channel) -> Option<String>) -> String {
    let channels = content.record.channels.value().into_iter().flatten().chain(&content.unrecorded);
    let mut said: Vec<String> = Vec::new();
    for text in channels.filter_map(say) {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said.join(" / ")
}

/// The procedure's own page on the national portal; until it is known, the portal's search for its code.
fn link(catalogue: &Catalogue, procedure: &Procedure) -> String {
    let link = catalogue.records.links.get(&procedure.code);
    link.map_or_else(|| portal_search(&procedure.code), |link| link.target.url())
}

/// Why an office has a procedure, in words.
pub fn basis_text(basis: &Basis, language: Language) -> String {
    let strings = Strings::of(language);
    let (key, args) = match basis {
        Basis::Decision(decision) => {
            let day = decision.key.signed.map_or_else(String::new, |day| day_text(day, language));
            ("decision", vec![("number", decision.key.number.to_string()), ("day", day)])
        }
        Basis::Written(one) => ("written", vec![("source", one.source.clone()), ("by", one.by.clone())]),
        Basis::Executor(name) => ("executor", vec![("name", (*name).to_owned())]),
        Basis::Default(line, name) => ("default", vec![("basis", line.basis.clone()), ("name", (*name).to_owned())]),
    };
    strings.filled(&["office", "basis", key], &args)
}
