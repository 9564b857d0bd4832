//! What a foreign row says of a procedure, in the catalogue's terms.

use std::collections::BTreeSet;

use crate::executors;
use crate::model::{
    Absence, AgencyId, CodeForm, Component, Day, Levels, LinkTarget, Procedure, ProcedureCode, SectorId, Written,
};

use super::clean;
use super::field::Field;
use super::limits::NAME_CHARS;
use super::refusal::{Note, Reason, Remark, RowPlace};
use super::report::Facts;

/// How much of a procedure a source has, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// A row of a list: name, agencies, sector, link.
    List,
    /// A record of which only the certain facts are taken.
    Facts,
    /// A record, whole.
    Full,
}

/// A row that was read.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) place: RowPlace,
    pub(super) depth: Depth,
    /// The values; only those of `stated` mean anything. Agency and sector are still names.
    pub(super) procedure: Procedure,
    pub(super) stated: BTreeSet<Field>,
    pub(super) issuer: Option<String>,
    pub(super) sectors: Vec<String>,
    pub(super) link: Option<LinkTarget>,
    pub(super) facts: Facts,
    pub(super) notes: Vec<Note>,
    /// The label of the file, for the record's `source`.
    pub(super) label: String,
    /// The day on which the source last changed the record, where it says so.
    pub(super) updated: Option<Day>,
    /// The label of the file that the link is from.
    pub(super) link_label: String,
}

impl Record {
    /// A record that states its code and its name.
    pub(super) fn new(place: RowPlace, depth: Depth, code: Option<&str>, name: Option<&str>) -> Result<Self, Reason> {
        let code_text = code.map(clean::line).filter(|code| !code.is_empty()).ok_or(Reason::CodeMissing)?;
        let code =
            ProcedureCode::new(&code_text).map_err(|_| Reason::CodeInvalid(code_text.chars().take(60).collect()))?;
        let written = name.filter(|name| clean::absence(name).is_none()).ok_or(Reason::NameMissing)?;
        let kept = clean::name(written);
        if kept.is_empty() {
            return Err(Reason::NameMissing);
        }
        if kept.chars().count() > NAME_CHARS {
            return Err(Reason::NameTooLong(NAME_CHARS as u64));
        }
        let mut record = Record {
            place,
            depth,
            procedure: blank(code),
            stated: BTreeSet::from([Field::Name]),
            issuer: None,
            sectors: Vec::new(),
            link: None,
            facts: Facts::default(),
            notes: Vec::new(),
            label: String::new(),
            updated: None,
            link_label: String::new(),
        };
        if record.procedure.code.form() == CodeForm::Broken {
            record.note(Remark::CodeBroken(record.procedure.code.to_string()));
        }
        record.keep_written(Field::Name, written, &kept);
        record.procedure.name = kept;
        Ok(record)
    }

    pub(super) fn note(&mut self, remark: Remark) {
        self.notes.push(Note { place: self.place.clone(), remark });
    }

    /// Remembers what the source wrote, where a reader would see the difference.
    pub(super) fn keep_written(&mut self, field: Field, written: &str, kept: &str) {
        if let Some(text) = clean::written_otherwise(written, kept) {
            self.procedure.written.push(Written { field: field.key().to_owned(), text });
        }
    }

    pub(super) fn set_issuer(&mut self, written: Option<&str>) {
        let name = written.map(clean::line).filter(|name| clean::absence(name).is_none());
        self.issuer = name;
    }

    pub(super) fn set_sectors<'t>(&mut self, written: impl IntoIterator<Item = &'t str>) {
        for name in written.into_iter().map(clean::line) {
            if clean::absence(&name).is_none() && !self.sectors.contains(&name) {
                self.sectors.push(name);
            }
        }
        if self.sectors.len() > 1 {
            self.note(Remark::SeveralSectors(self.sectors.join("; ")));
        }
    }

    pub(super) fn set_executing(&mut self, agencies: Vec<String>) {
        self.procedure.executing =
            if agencies.is_empty() { Component::Absent(Absence::NotPublished) } else { Component::Value(agencies) };
        self.stated.insert(Field::Executing);
    }

    pub(super) fn set_levels(&mut self, levels: Levels) {
        self.procedure.levels = levels;
        self.stated.insert(Field::Levels);
    }

    /// Takes the levels of those who carry the procedure out, where their names tell them: they rule over the flag that a record
    /// has. Portal records call customs and tax offices communes.
    pub(super) fn take_levels_of_executors(&mut self) {
        let named = self.procedure.executing.value().into_iter().flatten().map(String::as_str);
        let Some(levels) = executors::levels(named) else { return };
        let flagged = &self.procedure.levels;
        if self.stated.contains(&Field::Levels) && *flagged != levels {
            let flag = flagged.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(", ");
            self.note(Remark::LevelsOfExecutors(flag));
        }
        self.set_levels(levels);
    }

    pub(super) fn set_objects(&mut self, objects: Vec<String>) {
        self.procedure.objects =
            if objects.is_empty() { Component::Absent(Absence::NotPublished) } else { Component::Value(objects) };
        self.stated.insert(Field::Objects);
    }

    /// Says of every component that this record does not state that nobody has entered it.
    pub(super) fn rest_not_entered(&mut self) {
        for field in Field::ALL.into_iter().filter(|field| field.is_detail() || *field == Field::Objects) {
            if self.stated.insert(field) {
                self.set_absent(field, Absence::NotEntered);
            }
        }
    }

    pub(super) fn set_absent(&mut self, field: Field, absence: Absence) {
        let procedure = &mut self.procedure;
        match field {
            Field::Executing => procedure.executing = Component::Absent(absence),
            Field::Objects => procedure.objects = Component::Absent(absence),
            Field::Channels => procedure.channels = Component::Absent(absence),
            Field::Papers => procedure.papers = Component::Absent(absence),
            Field::Legal => procedure.legal = Component::Absent(absence),
            Field::Steps => procedure.steps = Component::Absent(absence),
            Field::Manner => procedure.manner = Component::Absent(absence),
            Field::Result => procedure.result = Component::Absent(absence),
            Field::Conditions => procedure.conditions = Component::Absent(absence),
            Field::Name
            | Field::Issuer
            | Field::Sector
            | Field::Levels
            | Field::Class
            | Field::Decision
            | Field::Keywords
            | Field::Weight
            | Field::Sets => return,
        }
        self.stated.insert(field);
    }

    /// The portal's own page, where the address leads to one.
    pub(super) fn set_link(&mut self, written: &str) {
        let url = clean::line(written);
        if clean::absence(&url).is_some() {
            return;
        }
        self.link = link_of(&url);
        if self.link.is_none() {
            self.note(Remark::LinkForm(url.chars().take(200).collect()));
        }
    }
}

pub(super) fn blank(code: ProcedureCode) -> Procedure {
    Procedure {
        code,
        name: String::new(),
        common_names: Vec::new(),
        issuer: AgencyId(String::new()),
        executing: Component::Absent(Absence::Unknown),
        sector: SectorId(String::new()),
        levels: Levels::new(),
        objects: Component::Absent(Absence::Unknown),
        class: None,
        decision: None,
        keywords: Vec::new(),
        weight: None,
        channels: Component::Absent(Absence::Unknown),
        papers: Component::Absent(Absence::Unknown),
        papers_left: 0,
        sets: None,
        legal: Component::Absent(Absence::Unknown),
        steps: Component::Absent(Absence::Unknown),
        manner: Component::Absent(Absence::Unknown),
        result: Component::Absent(Absence::Unknown),
        conditions: Component::Absent(Absence::Unknown),
        written: Vec::new(),
        source: None,
        file: String::new(),
    }
}

/// What an address of the national portal leads to; only a procedure's own page in today's form counts.
pub fn link_of(url: &str) -> Option<LinkTarget> {
    let path = url.trim().strip_prefix("https://dichvucong.gov.vn/")?.trim_end_matches('/');
    let (form, id) = path.split_once('/')?;
    match form {
        "thu-tuc-hanh-chinh" if is_uuid(id) => Some(LinkTarget::Procedure(id.to_ascii_lowercase())),
        "thu-tuc-hanh-chinh-lien-thong"
            if (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
        {
            Some(LinkTarget::Interlinked(id.to_owned()))
        }
        _ => None,
    }
}

/// `8-4-4-4-12` hexadecimal digits.
pub(super) fn is_uuid(id: &str) -> bool {
    let parts: Vec<&str> = id.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A code that a text states as its own: "Mã thủ tục: 1.004222" at the start of a line, as the portal's pages print it.
/// A mention inside a sentence is a reference to another procedure and claims nothing.
pub(super) fn stated_code(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '+'));
        let (label, rest) = line.split_once(':').filter(|(label, _)| label.len() <= 60)?;
        let label = crate::text::fold(label);
        let states = matches!(
            label.as_str(),
            "ma thu tuc"
                | "ma so thu tuc"
                | "ma tthc"
                | "ma so tthc"
                | "ma thu tuc hanh chinh"
                | "ma so thu tuc hanh chinh"
        );
        states.then(|| regular_code(rest.trim_start())).flatten()
    })
}

/// The code of the form `d.dddddd` that a text begins with.
pub(super) fn regular_code(text: &str) -> Option<&str> {
    let code = text.get(..8)?;
    let regular = code.bytes().enumerate().all(|(at, b)| if at == 1 { b == b'.' } else { b.is_ascii_digit() });
    let ends = !text.get(8..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
    (regular && ends).then_some(code)
}

/// Refuses a record whose content names another code than it claims.
pub(super) fn same_code(claimed: &ProcedureCode, named: &str, at: &str) -> Result<(), Reason> {
    let same = claimed.as_str() == named || claimed.regular_prefix() == Some(named);
    if same {
        Ok(())
    } else {
        Err(Reason::OtherCode { claimed: claimed.to_string(), named: named.to_owned(), at: at.to_owned() })
    }
}
