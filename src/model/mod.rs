//! The things the law speaks of, one type a file: no I/O, no serde.
//!
//! Every constructor enforces its invariant, so that a value of these types is well formed wherever it is met.

mod agency;
mod calendar;
mod catalogue_data;
mod change;
mod code;
mod component;
mod day;
mod deadline;
mod decision;
mod evidence;
mod fee;
mod interruption;
mod legal_text;
mod level;
mod number;
mod office;
mod period;
mod procedure;
mod records;
mod redirect;
mod row_content;
mod sector;
mod time_limit;

pub use agency::{Agency, AgencyId, AgencyKind, OldName};
pub use calendar::{Calendar, CalendarYear};
pub use catalogue_data::{
    BestBet, Commune, Contact, LifeEvent, Link, LinkTarget, PORTAL_SEARCH, Site, Synonym, portal_search,
};
pub use change::{Change, ChangeKind, Flag, Subject};
pub use code::{CodeForm, InvalidCode, ProcedureCode};
pub use component::{Absence, Component};
pub use day::Day;
pub use deadline::{Count, DayUnit, DeadlineRule, Duty, Figure};
pub use decision::{DayCount, Decision, DecisionKey, DecisionRef, Effect, Scope, Section};
pub use evidence::{EvidenceRule, ListPart, ListScope, Ruling, RulingAnswer, SilentRule, Snapshot};
pub use fee::{Fee, FeeAmount};
pub use interruption::Interruption;
pub use legal_text::{NormativeText, TextStatus};
pub use level::{Level, Levels};
pub use number::DecisionNumber;
pub use office::{Assignment, AssignmentDefault, Office, OfficeContact, OfficeId, Role};
pub use period::Period;
pub use procedure::{Channel, LegalText, Paper, Procedure, Via, Written};
pub use records::{Jurisdiction, Records};
pub use redirect::{OldAddress, Placeholder, Redirect, RedirectTarget};
pub use row_content::{RowContent, RowFee};
pub use sector::{Sector, SectorId};
pub use time_limit::{TimeLimit, TimeUnit};
