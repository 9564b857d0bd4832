//! The fields of a procedure's file, one by one: how each is written, compared and copied.
//!
//! Import merges field by field, so that a person's correction of a name survives an import that brings new fees.

use crate::load::HEADINGS;
use crate::model::{Absence, Channel, Component, Fee, LegalText, Level, Paper, Procedure};

use super::toml_text::{array_line, quoted, text_line, texts_line};

/// A field of a procedure's file, in the order in which files have them. `code` is the file's identity and no field;
/// `common_names` belongs to editors and no import touches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `name`.
    Name,
    /// `issuer`.
    Issuer,
    /// `sector`.
    Sector,
    /// `levels`.
    Levels,
    /// `executing`.
    Executing,
    /// `objects`.
    Objects,
    /// `class`.
    Class,
    /// `decision`.
    Decision,
    /// `keywords`.
    Keywords,
    /// `weight`.
    Weight,
    /// `sets`.
    Sets,
    /// `[[channel]]`.
    Channels,
    /// `[[paper]]` and `papers_left`.
    Papers,
    /// `[[legal]]`.
    Legal,
    /// `## Trình tự thực hiện`.
    Steps,
    /// `## Cách thức thực hiện`.
    Manner,
    /// `## Kết quả`.
    Result,
    /// `## Yêu cầu, điều kiện`.
    Conditions,
}

impl Field {
    /// Every field, in the order of files.
    pub const ALL: [Field; 18] = [
        Field::Name,
        Field::Issuer,
        Field::Sector,
        Field::Levels,
        Field::Executing,
        Field::Objects,
        Field::Class,
        Field::Decision,
        Field::Keywords,
        Field::Weight,
        Field::Sets,
        Field::Channels,
        Field::Papers,
        Field::Legal,
        Field::Steps,
        Field::Manner,
        Field::Result,
        Field::Conditions,
    ];

    /// The key that names the field in reports, in `[[written]]` and in the importer's base.
    pub fn key(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Issuer => "issuer",
            Field::Sector => "sector",
            Field::Levels => "levels",
            Field::Executing => "executing",
            Field::Objects => "objects",
            Field::Class => "class",
            Field::Decision => "decision",
            Field::Keywords => "keywords",
            Field::Weight => "weight",
            Field::Sets => "sets",
            Field::Channels => "channels",
            Field::Papers => "papers",
            Field::Legal => "legal",
            Field::Steps => "steps",
            Field::Manner => "manner",
            Field::Result => "result",
            Field::Conditions => "conditions",
        }
    }

    /// Whether a record with the facts only has less of this field than a whole record has.
    pub(super) fn is_detail(self) -> bool {
        matches!(
            self,
            Field::Channels
                | Field::Papers
                | Field::Legal
                | Field::Steps
                | Field::Manner
                | Field::Result
                | Field::Conditions
        )
    }

    /// Copies this field from one record to another.
    pub(super) fn copy(self, from: &Procedure, to: &mut Procedure) {
        match self {
            Field::Name => to.name.clone_from(&from.name),
            Field::Issuer => to.issuer.clone_from(&from.issuer),
            Field::Sector => to.sector.clone_from(&from.sector),
            Field::Levels => to.levels.clone_from(&from.levels),
            Field::Executing => to.executing.clone_from(&from.executing),
            Field::Objects => to.objects.clone_from(&from.objects),
            Field::Class => to.class.clone_from(&from.class),
            Field::Decision => to.decision.clone_from(&from.decision),
            Field::Keywords => to.keywords.clone_from(&from.keywords),
            Field::Weight => to.weight = from.weight,
            Field::Sets => to.sets = from.sets,
            Field::Channels => to.channels.clone_from(&from.channels),
            Field::Papers => {
                to.papers.clone_from(&from.papers);
                to.papers_left = from.papers_left;
            }
            Field::Legal => to.legal.clone_from(&from.legal),
            Field::Steps => to.steps.clone_from(&from.steps),
            Field::Manner => to.manner.clone_from(&from.manner),
            Field::Result => to.result.clone_from(&from.result),
            Field::Conditions => to.conditions.clone_from(&from.conditions),
        }
    }

    /// How much the record says in this field.
    pub(super) fn rank(self, procedure: &Procedure) -> Rank {
        let present = |present: bool| if present { Rank::Value } else { Rank::Nothing };
        match self {
            Field::Name => present(!procedure.name.is_empty()),
            Field::Issuer => present(!procedure.issuer.0.is_empty()),
            Field::Sector => present(!procedure.sector.0.is_empty()),
            Field::Levels => present(!procedure.levels.is_empty()),
            Field::Class => present(procedure.class.is_some()),
            Field::Decision => present(procedure.decision.is_some()),
            Field::Keywords => present(!procedure.keywords.is_empty()),
            Field::Weight => present(procedure.weight.is_some()),
            Field::Sets => present(procedure.sets.is_some()),
            Field::Executing => Rank::of(&procedure.executing),
            Field::Objects => Rank::of(&procedure.objects),
            Field::Channels => Rank::of(&procedure.channels),
            Field::Papers => Rank::of(&procedure.papers),
            Field::Legal => Rank::of(&procedure.legal),
            Field::Steps => Rank::of(&procedure.steps),
            Field::Manner => Rank::of(&procedure.manner),
            Field::Result => Rank::of(&procedure.result),
            Field::Conditions => Rank::of(&procedure.conditions),
        }
    }

    /// The field's own part of the file.
    pub(super) fn fragment(self, procedure: &Procedure) -> Fragment {
        match self {
            Field::Name => Fragment::head(text_line("name", &procedure.name)),
            Field::Issuer => Fragment::head(text_line("issuer", &procedure.issuer.0)),
            Field::Sector => Fragment::head(text_line("sector", &procedure.sector.0)),
            Field::Levels => {
                Fragment::head(texts_line("levels", procedure.levels.iter().map(|level: &Level| level.as_str())))
            }
            Field::Executing => texts("executing", &procedure.executing),
            Field::Objects => texts("objects", &procedure.objects),
            Field::Class => optional("class", procedure.class.as_deref()),
            Field::Decision => optional("decision", procedure.decision.as_ref().map(|number| number.written())),
            Field::Keywords if procedure.keywords.is_empty() => Fragment::default(),
            Field::Keywords => Fragment::head(texts_line("keywords", procedure.keywords.iter().map(String::as_str))),
            Field::Weight => number("weight", procedure.weight),
            Field::Sets => number("sets", procedure.sets.map(u64::from)),
            Field::Channels => tables("channels", "channel", &procedure.channels, channel),
            Field::Papers => {
                let mut fragment = tables("papers", "paper", &procedure.papers, paper);
                if procedure.papers_left > 0 {
                    fragment.head.push_str(&format!("papers_left = {}\n", procedure.papers_left));
                }
                fragment
            }
            Field::Legal => tables("legal", "legal", &procedure.legal, legal),
            Field::Steps => section("steps", &procedure.steps),
            Field::Manner => section("manner", &procedure.manner),
            Field::Result => section("result", &procedure.result),
            Field::Conditions => section("conditions", &procedure.conditions),
        }
    }
}

/// How much a field says. A record that says less never replaces one that says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Nothing: the key is not there, or says that nobody has entered it or knows it.
    Nothing,
    /// The source says that it publishes nothing, or that there is none.
    Absence,
    /// A value.
    Value,
}

impl Rank {
    fn of<T>(component: &Component<T>) -> Rank {
        match component {
            Component::Value(_) => Rank::Value,
            Component::Absent(Absence::NotPublished | Absence::NotApplicable) => Rank::Absence,
            Component::Absent(Absence::NotEntered | Absence::Unknown) => Rank::Nothing,
        }
    }
}

/// A field's part of a file: its lines above the first table, its tables, and its section below the front matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fragment {
    pub(super) head: String,
    pub(super) tables: String,
    pub(super) body: String,
}

impl Fragment {
    fn head(head: String) -> Fragment {
        Fragment { head, ..Fragment::default() }
    }

    /// The whole of it, for comparing and for fingerprints.
    pub(super) fn joined(&self) -> String {
        [self.head.as_str(), self.tables.as_str(), self.body.as_str()].join("\u{1f}")
    }
}

fn optional(key: &str, text: Option<&str>) -> Fragment {
    text.map_or_else(Fragment::default, |text| Fragment::head(text_line(key, text)))
}

fn number(key: &str, number: Option<u64>) -> Fragment {
    number.map_or_else(Fragment::default, |number| Fragment::head(format!("{key} = {number}\n")))
}

/// The line that names an absence. `unknown` is what a missing line means.
fn absent(key: &str, absence: Absence) -> Fragment {
    match absence {
        Absence::Unknown => Fragment::default(),
        Absence::NotEntered | Absence::NotPublished | Absence::NotApplicable => {
            Fragment::head(text_line(key, absence.as_str()))
        }
    }
}

fn texts(key: &str, component: &Component<Vec<String>>) -> Fragment {
    match component {
        Component::Value(texts) => Fragment::head(texts_line(key, texts.iter().map(String::as_str))),
        Component::Absent(absence) => absent(key, *absence),
    }
}

fn tables<T>(absent_key: &str, key: &str, rows: &Component<Vec<T>>, write: impl Fn(&T) -> String) -> Fragment {
    match rows {
        Component::Value(rows) => {
            let tables = rows.iter().map(|row| format!("\n[[{key}]]\n{}", write(row))).collect();
            Fragment { tables, ..Fragment::default() }
        }
        Component::Absent(absence) => absent(absent_key, *absence),
    }
}

fn section(key: &str, component: &Component<String>) -> Fragment {
    match component {
        Component::Value(text) => {
            let heading = HEADINGS.iter().find(|(_, name)| *name == key).map_or(key, |(heading, _)| heading);
            Fragment { body: format!("## {heading}\n\n{}\n", text.trim()), ..Fragment::default() }
        }
        Component::Absent(absence) => absent(key, *absence),
    }
}

fn channel(channel: &Channel) -> String {
    let mut text = text_line("via", channel.via.as_str());
    match &channel.time {
        Component::Value(time) => text.push_str(&text_line("time", &time.to_string())),
        Component::Absent(absence) => text.push_str(&absent("time", *absence).head),
    }
    if let Some(time) = &channel.time_cut {
        text.push_str(&text_line("time_cut", &time.to_string()));
    }
    match &channel.fees {
        Component::Value(fees) => text.push_str(&array_line("fees", &fees.iter().map(fee).collect::<Vec<_>>())),
        Component::Absent(absence) => text.push_str(&absent("fees", *absence).head),
    }
    if let Some(note) = &channel.note {
        text.push_str(&text_line("note", note));
    }
    text
}

/// A fee as a table on one line.
pub(super) fn fee(fee: &Fee) -> String {
    match fee {
        Fee::Stated(text) => format!("{{ text = {} }}", quoted(text)),
        Fee::Amount(amount) => {
            let mut parts = vec![format!("amount = {}", amount.value)];
            let mut part = |key: &str, text: Option<&str>| {
                parts.extend(text.map(|text| format!("{key} = {}", quoted(text))));
            };
            part("currency", Some(amount.currency.as_str()));
            part("label", amount.label.as_deref());
            part("note", amount.note.as_deref());
            part("source", amount.source.as_deref());
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

fn paper(paper: &Paper) -> String {
    let mut text = String::new();
    if let Some(case) = &paper.case {
        text.push_str(&text_line("case", case));
    }
    text.push_str(&text_line("name", &paper.name));
    for (key, count) in [("original", paper.original), ("copies", paper.copies)] {
        if let Some(count) = count {
            text.push_str(&format!("{key} = {count}\n"));
        }
    }
    if let Some(form) = &paper.form {
        text.push_str(&text_line("form", form));
    }
    text
}

fn legal(legal: &LegalText) -> String {
    let mut text = text_line("number", &legal.number);
    if let Some(title) = &legal.title {
        text.push_str(&text_line("title", title));
    }
    text
}
