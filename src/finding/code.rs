//! The closed list of findings: name, weight, meaning and legal reference of each.

use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops publication; the last site stays.
    Error,
    /// Should be mended; does not stop publication.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word in reports and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal $reference:literal;)*) => {
        /// What kind of fact a finding states. Names are stable: scripts and suppressions rely on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $meaning] $variant,)* }

        impl Code {
            /// Every code, in the order of the reference.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much it weighs.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What it means, one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }

            /// The article or rule that it rests on.
            pub fn reference(self) -> &'static str {
                match self { $(Code::$variant => $reference,)* }
            }
        }
    };
}

codes! {
    FileUnreadable "FILE_UNREADABLE" Error "A file could not be read as text: it is not UTF-8, or is larger than the limit." "catalogue format";
    FileUnknown "FILE_UNKNOWN" Warning "A file in the catalogue is of no kind that the catalogue has." "catalogue format";
    Syntax "SYNTAX" Error "A file does not parse." "catalogue format";
    KeyUnknown "KEY_UNKNOWN" Error "A key is not one that this file has." "catalogue format";
    KeyMissing "KEY_MISSING" Error "A key that this file needs is missing." "catalogue format";
    ValueInvalid "VALUE_INVALID" Error "A value is not of the kind that its key takes." "catalogue format";
    DateInvalid "DATE_INVALID" Error "A date is not a day of the calendar, or lies outside the years 1945 to 2200." "catalogue format";
    TextNotNfc "TEXT_NOT_NFC" Warning "A text is not in Unicode NFC; it was read as NFC." "TCVN 6909:2001";
    CodeMalformed "CODE_MALFORMED" Warning "A code is not of the form d.dddddd." "Cơ sở dữ liệu quốc gia về TTHC";
    CodeDuplicate "CODE_DUPLICATE" Error "Two files hold the same procedure, decision, agency, sector or link." "catalogue format";
    CodeUnknown "CODE_UNKNOWN" Error "A decision of this province names a procedure that the catalogue does not hold." "Nghị định 63/2010 Điều 15";
    CodeOtherTier "CODE_OTHER_TIER" Info "A ministry's decision names a procedure that the catalogue does not hold: another tier's, or not yet taken in." "Nghị định 63/2010 Điều 13";
    ReferenceUnknown "REFERENCE_UNKNOWN" Error "A file names an agency, a sector or a procedure that the catalogue does not hold." "catalogue format";
    FileMisplaced "FILE_MISPLACED" Warning "A file's name or folder does not agree with what it holds." "catalogue format";
    DecisionNumberMalformed "DECISION_NUMBER_MALFORMED" Warning "A decision's number is not of the form digits/QĐ-ISSUER." "Nghị định 30/2020 Phụ lục I";
    SignedLater "SIGNED_LATER" Warning "A decision is signed after today." "Nghị định 63/2010 Điều 15";
    DecisionForeign "DECISION_FOREIGN" Warning "A decision of another province stands in the catalogue; it changes nothing." "Nghị định 63/2010 Điều 13";
    DecisionIncomplete "DECISION_INCOMPLETE" Info "A decision has not been entered whole; only the rows entered have effect." "domain: open question";
    RowUnread "ROW_UNREAD" Info "A row of a decision has no code that anyone could read; it changes no state." "domain: open question";
    SuccessorUnread "SUCCESSOR_UNREAD" Warning "A replacement names no successor that anyone could read; it changes nothing." "domain: open question";
    EffectUnknown "EFFECT_UNKNOWN" Info "A decision has no recorded clause of effect: its rows bear as doubts only." "Nghị định 63/2010 Điều 15";
    PeriodEmpty "PERIOD_EMPTY" Error "A period ends on or before the day it begins." "half-open periods";
    SecondEnd "SECOND_END" Info "A procedure is ended a second time; the first end stands." "Nghị định 63/2010 Điều 14";
    SecondStart "SECOND_START" Info "A procedure in force is introduced a second time; the first beginning stands." "Nghị định 63/2010 Điều 14";
    AmendedAfterEnd "AMENDED_AFTER_END" Warning "A procedure is amended, or named as a successor, after it ended; its status is unknown until a ruling." "Nghị định 63/2010 Điều 14";
    SuspendedAfterEnd "SUSPENDED_AFTER_END" Warning "A procedure is suspended after it ended; the end stands." "Nghị định 63/2010 Điều 14";
    NewAndEndSameDay "NEW_AND_END_SAME_DAY" Warning "A procedure begins and ends with the same effect; its status is unknown until a ruling." "Nghị định 63/2010 Điều 14";
    TiersDiffer "TIERS_DIFFER" Warning "The province's and a ministry's decisions differ on a procedure." "Nghị định 63/2010 Điều 13, 15";
    SnapshotLate "SNAPSHOT_LISTS_ENDED" Info "An official list still has a procedure that had ended before its day." "Nghị định 63/2010 Điều 24, 25";
    SnapshotUndated "SNAPSHOT_UNDATED" Warning "An official list has neither a day nor a first possible day; it is no evidence." "Nghị định 63/2010 Điều 25";
    SnapshotAbsent "SNAPSHOT_ABSENT" Info "A procedure stood in an earlier official list and is absent from the latest: a question, never a repeal." "Nghị định 63/2010 Điều 25";
    EndDoubtful "END_DOUBTFUL" Info "A repeal or replacement of unknown effect bears on a procedure." "domain: unknown effect";
    DeclaredTotalDiffers "DECLARED_TOTAL_DIFFERS" Warning "The heading of a section declares another number of procedures than its rows have." "Nghị định 63/2010 Điều 15";
    WithdrawUnclear "WITHDRAW_UNCLEAR" Warning "A row withdraws a decision that the catalogue does not hold, holds more than once, or that is the decision itself; it changes nothing." "Nghị định 63/2010 Điều 14";
    WithdrawnInEffect "WITHDRAWN_IN_EFFECT" Warning "A decision that began or ended a procedure is withdrawn after it took effect; the status is unknown until a ruling." "Nghị định 63/2010 Điều 14";
    RebaseAbsent "REBASE_ABSENT" Info "A procedure is of a field that a standardised list re-bases, and the list does not name it: a question, never a repeal." "domain: chuẩn hóa";
    ReplacementCycle "REPLACEMENT_CYCLE" Error "Replacements lead round in a circle." "Nghị định 63/2010 Điều 14";
    InternalInPublicList "INTERNAL_IN_PUBLIC_LIST" Info "An internal procedure is in the catalogue; it never stands on a public list." "Nghị định 63/2010 Điều 1.2";
    LinkMalformed "LINK_MALFORMED" Error "A portal identifier has not the form of one." "national portal, since March 2026";
    LinkDuplicate "LINK_OTHER_PROCEDURE" Error "Two procedures have the same portal link." "national portal, since March 2026";
    LinkMissing "LINK_MISSING" Info "A public procedure has no direct link to its page on the national portal." "công văn tháng 8/2020";
    TemplateFailed "TEMPLATE_FAILED" Error "A page template does not parse or could not be rendered." "templates";
    PathClash "PATH_CLASH" Error "Two pages would stand at the same address." "addresses";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
