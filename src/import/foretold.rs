//! What an import says before it writes: what each list will and will not prove, how many procedures change state, and why
//! nothing is imported.

use crate::ledger::Status;
use crate::strings::{Language, Strings, day_text};

use super::kinds::{Extent, Posted, Standing};
use super::report::{FileReport, ListReport};
use super::shifts::{Shift, Shifts};
use super::withheld::Withheld;

/// How many procedures of one change of state are named.
const NAMED: usize = 3;

/// The words of one language for what is told before an import writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Foretelling<'a> {
    pub(super) language: Language,
    /// What a command that is offered has at its end: the catalogue that is meant.
    pub(super) again: &'a str,
}

impl Foretelling<'_> {
    fn word(self, key: &str) -> String {
        Strings::of(self.language).get(&["import", "list", key])
    }

    fn filled(self, key: &str, args: &[(&'static str, String)]) -> String {
        Strings::of(self.language).filled(&["import", "list", key], args)
    }

    /// What a list that is imported plainly will and will not prove, and the command that makes it evidence where it can be.
    pub(super) fn of_list(self, file: &FileReport, list: &ListReport) -> Vec<String> {
        let kind = &list.kind;
        if let Some(held) = &list.held_as {
            return vec![self.filled("held", &[("id", held.clone())])];
        }
        match &kind.standing {
            Standing::Posted(why) => vec![self.filled("plain_posted", &[("why", self.posted(why))])],
            Standing::Official(extent) => {
                let facts = [
                    ("rows", kind.rows.to_string()),
                    ("issuers", kind.issuers.to_string()),
                    ("extent", self.extent(extent)),
                ];
                let next = match list.too_damaged {
                    Some(damaged) => {
                        self.filled("damaged", &[("damaged", damaged.to_string()), ("rows", file.rows.to_string())])
                    }
                    None => self.filled("offer", &[("command", self.command(file, list, extent))]),
                };
                vec![self.filled("plain_official", &facts), next]
            }
        }
    }

    /// The command that keeps a list as evidence. What nobody can know from the list stands in it as a word to fill in.
    fn command(self, file: &FileReport, list: &ListReport, extent: &Extent) -> String {
        let day = list.kind.day.map_or_else(|| self.word("day_blank"), |day| day.to_string());
        let title = list.kind.title.clone().unwrap_or_else(|| self.word("title_default"));
        let scope = self.scope_options(extent);
        format!(
            "niemyet import {} --none --snapshot {} --taken {} --title {} --source {}{scope}{}",
            quoted(&file.name),
            list.id,
            quoted(&day),
            quoted(&title),
            quoted(&list.label),
            self.again,
        )
    }

    /// The options that say a scope: ` --scope …`, with a word to fill in where the list does not tell it.
    fn scope_options(self, extent: &Extent) -> String {
        let option = |kind: &str, name: &String| format!(" --scope {}", quoted(&format!("{kind}:{name}")));
        match extent {
            Extent::Country => String::new(),
            Extent::Unclear => format!(" --scope {}", quoted(&self.word("scope_blank"))),
            Extent::Part { issuers, sectors } => {
                let issuers = issuers.iter().map(|name| option("issuer", name));
                issuers.chain(sectors.iter().map(|name| option("sector", name))).collect()
            }
        }
    }

    fn extent(self, extent: &Extent) -> String {
        match extent {
            Extent::Country => self.word("extent_country"),
            Extent::Unclear => self.word("extent_unclear"),
            Extent::Part { issuers, sectors } => {
                let names: Vec<&str> = issuers.iter().chain(sectors).map(String::as_str).collect();
                self.filled("extent_part", &[("names", names.join("; "))])
            }
        }
    }

    fn posted(self, why: &Posted) -> String {
        match why {
            Posted::NoIssuer => self.word("posted_no_issuer"),
            Posted::IssuersMissing(rows) => self.filled("posted_issuers_missing", &[("count", rows.to_string())]),
            Posted::SaysSo(line) => self.filled("posted_says_so", &[("text", line.clone())]),
            Posted::OfficeColumn(title) => self.filled("posted_column", &[("text", title.clone())]),
            Posted::Columns => self.word("posted_columns"),
            Posted::OneOffice(office) => self.filled("posted_one_office", &[("text", office.clone())]),
        }
    }

    /// Why nothing is imported, and what to do.
    pub(super) fn withheld(self, withheld: &Withheld) -> Vec<String> {
        let told = match withheld {
            Withheld::NoList => self.word("no_list"),
            Withheld::Posted { file, why } => {
                self.filled("posted", &[("file", file.clone()), ("why", self.posted(why))])
            }
            Withheld::ScopeMissing { extent, rows } => {
                let facts = [
                    ("rows", rows.to_string()),
                    ("extent", self.extent(extent)),
                    ("options", self.scope_options(extent)),
                ];
                self.filled("scope_missing", &facts)
            }
            Withheld::ScopeUnknown { value } => self.filled("scope_unknown", &[("value", value.clone())]),
            Withheld::OutsideScope { rows, all } => {
                self.filled("outside_scope", &[("rows", rows.to_string()), ("all", all.to_string())])
            }
            Withheld::Loss { lost, in_force, absent, first } => {
                let counts = [("lost", lost.to_string()), ("all", in_force.to_string())];
                let mut lines = vec![self.filled("loss", &counts)];
                lines.extend(absent.as_ref().map(|(id, count)| {
                    self.filled("loss_absent", &[("id", id.clone()), ("count", count.to_string())])
                }));
                lines.extend(first.iter().map(|shift| format!("  {}", self.shift(shift))));
                if *lost > first.len() as u64 {
                    let more = (*lost - first.len() as u64).to_string();
                    lines.push(format!("  {}", self.filled("and_more", &[("count", more)])));
                }
                lines.push(self.filled("loss_help", &[("lost", lost.to_string())]));
                return std::iter::once(self.word("withheld")).chain(lines).collect();
            }
        };
        vec![self.word("withheld"), told]
    }

    fn shift(self, shift: &Shift) -> String {
        let values = [
            ("code", shift.code.to_string()),
            ("name", shift.name.clone()),
            ("from", self.status(shift.from)),
            ("to", self.status(shift.to)),
        ];
        self.filled("shift", &values)
    }

    fn status(self, status: Option<Status>) -> String {
        match status {
            Some(status) => Strings::of(self.language).get(&["report", "status", status.as_str()]),
            None => self.word("not_shown"),
        }
    }

    /// How many procedures change state, from what to what, with the first of each.
    pub(super) fn shifts(self, shifts: &Shifts) -> Vec<String> {
        let day = ("day", day_text(shifts.day, self.language));
        if shifts.all.is_empty() {
            return vec![self.filled("states_same", &[day, ("count", shifts.in_force_before.to_string())])];
        }
        let heading = [
            day,
            ("count", shifts.all.len().to_string()),
            ("before", shifts.in_force_before.to_string()),
            ("after", shifts.in_force_after.to_string()),
        ];
        let mut lines = vec![self.filled("states", &heading)];
        for group in shifts.grouped() {
            let first: Vec<&str> = group.shifts.iter().take(NAMED).map(|shift| shift.code.as_str()).collect();
            let more = if group.shifts.len() > NAMED { ", …" } else { "" };
            let from = if group.from.is_none() { self.word("new") } else { self.status(group.from) };
            let to = self.status(group.to);
            lines.push(format!("  {:>6} {from} → {to}: {}{more}", group.shifts.len(), first.join(", ")));
        }
        lines
    }
}

/// A word of a command line, between quotes where a shell would read something else.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
