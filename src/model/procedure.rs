//! Procedures (thủ tục hành chính): what a record says, not whether it is in force.

use super::{AgencyId, Component, DecisionNumber, Fee, Levels, ProcedureCode, SectorId, TimeLimit};

/// A procedure's record: its identity and the components of Nghị định 63/2010 Điều 8.2.
///
/// Whether it is in force is never here: that follows from evidence (see [`crate::ledger`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Its code.
    pub code: ProcedureCode,
    /// Its official name (component a).
    pub name: String,
    /// What citizens call it (tên thường gọi), kept by editors; never passed off as the decision's words.
    pub common_names: Vec<String>,
    /// The agency that published it (cơ quan ban hành).
    pub issuer: AgencyId,
    /// The agencies that carry it out (cơ quan thực hiện), as written; never split at commas.
    pub executing: Component<Vec<String>>,
    /// Its sector.
    pub sector: SectorId,
    /// The levels that decide it.
    pub levels: Levels,
    /// Who may apply (đối tượng), as written.
    pub objects: Component<Vec<String>>,
    /// The source's class of procedure ("TTHC được luật giao quy định chi tiết").
    pub class: Option<String>,
    /// The number of the publication decision that the portal's record names.
    pub decision: Option<DecisionNumber>,
    /// Search words from the record.
    pub keywords: Vec<String>,
    /// How often the portal says that it is used; grows with use, unit undocumented.
    pub weight: Option<u64>,
    /// Ways to file, with time and fees.
    pub channels: Component<Vec<Channel>>,
    /// Papers to hand in.
    pub papers: Component<Vec<Paper>>,
    /// How many more papers the source has than this catalogue took over; 0 where the list is whole. A list that is
    /// not whole must say so wherever it is shown.
    pub papers_left: u32,
    /// How many sets of the papers (số bộ hồ sơ).
    pub sets: Option<u32>,
    /// Legal texts it rests on.
    pub legal: Component<Vec<LegalText>>,
    /// Steps (trình tự thực hiện), Markdown.
    pub steps: Component<String>,
    /// Manner of filing (cách thức thực hiện) beyond the table of channels, Markdown.
    pub manner: Component<String>,
    /// Result (kết quả), Markdown.
    pub result: Component<String>,
    /// Conditions (yêu cầu, điều kiện), Markdown.
    pub conditions: Component<String>,
    /// What the source wrote where the record differs from it.
    pub written: Vec<Written>,
    /// Where the record came from and when, in the importer's words.
    pub source: Option<String>,
    /// The file it was read from, relative to the project's folder.
    pub file: String,
}

/// A way to file a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// Trực tiếp.
    Direct,
    /// Trực tuyến.
    Online,
    /// Dịch vụ bưu chính.
    Postal,
}

impl Via {
    /// Every way, in the order of pages.
    pub const ALL: [Via; 3] = [Via::Direct, Via::Online, Via::Postal];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Via::Direct => "direct",
            Via::Online => "online",
            Via::Postal => "postal",
        }
    }

    /// The way that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<Via> {
        Via::ALL.into_iter().find(|via| via.as_str() == word)
    }
}

/// One channel with its time limit and fees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The way to file.
    pub via: Via,
    /// The time limit by rule (theo quy định).
    pub time: Component<TimeLimit>,
    /// The time limit after the province's cut (sau cắt giảm).
    pub time_cut: Option<TimeLimit>,
    /// The fees.
    pub fees: Component<Vec<Fee>>,
    /// More of it, as the source says; Markdown.
    pub note: Option<String>,
}

/// One paper of the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The case or group it belongs to, where the record has several.
    pub case: Option<String>,
    /// What it is.
    pub name: String,
    /// How many originals (bản chính), where the source says.
    pub original: Option<u32>,
    /// How many copies (bản sao), where the source says.
    pub copies: Option<u32>,
    /// The form's file or number.
    pub form: Option<String>,
}

/// A legal text by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalText {
    /// Its number, `39/2026/NĐ-CP`.
    pub number: String,
    /// Its title, where the record has it.
    pub title: Option<String>,
}

/// What a source wrote in one field, kept because the record has it in another form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The field's name in catalogue files.
    pub field: String,
    /// The source's text.
    pub text: String,
}
