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

/// Whether a finding states a fault, or that something could not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Lỗi: something is otherwise than it should be, or worth knowing.
    Fault,
    /// Không kiểm tra được: what it would take to tell is not in the catalogue. Never a fault, and counted apart.
    Unchecked,
}

impl Class {
    /// The word in reports and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Fault => "fault",
            Class::Unchecked => "unchecked",
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
    OwnIssuer "OWN_ISSUER" Error "The site's settings name no People's Committee of this province whose decisions rule here: none, one that the catalogue does not hold, an agency of another kind, or another province's." "Nghị định 63/2010 Điều 13";
    ProcedureForeign "PROCEDURE_FOREIGN" Warning "The catalogue holds the record of a procedure that another province issued; it is left out of the site." "Nghị định 63/2010 Điều 13, 24";
    IssuerOtherProvince "ISSUER_OTHER_PROVINCE" Warning "A procedure that this province's own decision names has another province as its issuer in its record; it stays on the site." "Nghị định 63/2010 Điều 13, 24";
    FileMisplaced "FILE_MISPLACED" Warning "A file's name or folder does not agree with what it holds." "catalogue format";
    DecisionNumberMalformed "DECISION_NUMBER_MALFORMED" Warning "A decision's number is not of the form digits/QĐ-ISSUER." "Nghị định 30/2020 Phụ lục I";
    SignedLater "SIGNED_LATER" Warning "A decision is signed after today." "Nghị định 63/2010 Điều 15";
    DecisionForeign "DECISION_FOREIGN" Warning "A decision of another province stands in the catalogue; it changes nothing." "Nghị định 63/2010 Điều 13";
    DecisionIncomplete "DECISION_INCOMPLETE" Info "A decision has not been entered whole; only the rows entered have effect." "domain: open question";
    RowUnread "ROW_UNREAD" Info "A row of a decision has no code that anyone could read; it changes no state." "domain: open question";
    SuccessorUnread "SUCCESSOR_UNREAD" Warning "A replacement names no successor that anyone could read; it changes nothing." "domain: open question";
    EffectUnknown "EFFECT_UNKNOWN" Info "A decision has no recorded clause of effect: its rows bear as doubts only." "Nghị định 63/2010 Điều 15";
    PeriodEmpty "PERIOD_EMPTY" Error "A period ends on or before the day it begins." "half-open periods";
    CorrectedPeriodEmpty "CORRECTED_PERIOD_EMPTY" Error "A correction sets a row's day of effect on or after the day on which the row ceases: the row has no day left and changes nothing." "half-open periods";
    SecondEnd "SECOND_END" Info "A procedure is ended a second time; the first end stands." "Nghị định 63/2010 Điều 14";
    SecondStart "SECOND_START" Info "A procedure in force is introduced a second time; the first beginning stands." "Nghị định 63/2010 Điều 14";
    AmendedAfterEnd "AMENDED_AFTER_END" Warning "A procedure is amended, or named as a successor, after it ended; its status is unknown until a ruling." "Nghị định 63/2010 Điều 14";
    SuspendedAfterEnd "SUSPENDED_AFTER_END" Warning "A procedure is suspended after it ended; the end stands." "Nghị định 63/2010 Điều 14";
    NewAndEndSameDay "NEW_AND_END_SAME_DAY" Warning "A procedure begins and ends with the same effect; its status is unknown until a ruling." "Nghị định 63/2010 Điều 14";
    TiersDiffer "TIERS_DIFFER" Warning "The province's and a ministry's decisions differ on a procedure." "Nghị định 63/2010 Điều 13, 15";
    SnapshotLate "SNAPSHOT_LISTS_ENDED" Info "An official list still has a procedure that had ended before its day." "Nghị định 63/2010 Điều 24, 25";
    SnapshotUndated "SNAPSHOT_UNDATED" Warning "An official list has neither a day nor a first possible day; it is no evidence." "Nghị định 63/2010 Điều 25";
    SnapshotAbsent "SNAPSHOT_ABSENT" Info "A procedure stood in an earlier official list and is absent from the latest: a question, never a repeal." "Nghị định 63/2010 Điều 25";
    ListOld "LIST_OLD" Warning "Procedures rest on an official list that is older than a rule of the catalogue allows." "Nghị định 63/2010 Điều 24.2; catalogue/rules.toml: evidence";
    EndDoubtful "END_DOUBTFUL" Info "A repeal or replacement of unknown effect bears on a procedure." "domain: unknown effect";
    DeclaredTotalDiffers "DECLARED_TOTAL_DIFFERS" Warning "The heading of a section declares another number of procedures than its rows have." "Nghị định 63/2010 Điều 15";
    WithdrawUnclear "WITHDRAW_UNCLEAR" Warning "A row withdraws or corrects a decision that the catalogue does not hold, holds more than once, or that is the decision itself; it changes nothing." "Nghị định 63/2010 Điều 14";
    WithdrawnInEffect "WITHDRAWN_IN_EFFECT" Warning "A decision that began or ended a procedure is withdrawn after it took effect; the status is unknown until a ruling." "Nghị định 63/2010 Điều 14";
    RebaseAbsent "REBASE_ABSENT" Info "A procedure is of a field that a standardised list re-bases, and the list does not name it: a question, never a repeal." "domain: chuẩn hóa";
    ReplacementCycle "REPLACEMENT_CYCLE" Error "Replacements lead round in a circle." "Nghị định 63/2010 Điều 14";
    InternalInPublicList "INTERNAL_IN_PUBLIC_LIST" Info "An internal procedure is in the catalogue; it never stands on a public list." "Nghị định 63/2010 Điều 1.2";
    LinkMalformed "LINK_MALFORMED" Error "A portal identifier has not the form of one." "national portal, since March 2026";
    LinkDuplicate "LINK_OTHER_PROCEDURE" Error "Two procedures have the same portal link." "national portal, since March 2026";
    LinkMissing "LINK_MISSING" Info "A public procedure has no direct link to its page on the national portal." "công văn tháng 8/2020";
    NoDecision "NO_DECISION" Warning "A procedure in force has no publication decision: its record names none, and the catalogue holds none about it." "Nghị định 63/2010 Điều 13";
    WrongDecision "WRONG_DECISION" Warning "A record cites a decision that the catalogue holds whole and whose rows do not have the procedure." "Nghị định 63/2010 Điều 13";
    SupersededDecisionCited "SUPERSEDED_DECISION_CITED" Warning "A record cites a decision though a later one of the same issuer has amended the procedure." "Nghị định 63/2010 Điều 14";
    DecisionEmpty "DECISION_EMPTY" Info "A decision has no rows though it is said to be entered whole; it changes nothing." "domain: open question";
    TitleMissing "TITLE_MISSING" Info "A decision still has the words that stand in the place of its title." "catalogue format";
    CodeNameMismatch "CODE_NAME_MISMATCH" Warning "A row of a decision has one procedure's code beside another procedure's name." "domain: identity";
    NewButListed "NEW_BUT_LISTED" Warning "A decision introduces as new a procedure that an earlier official list already has." "Nghị định 63/2010 Điều 14";
    LinkHome "LINK_HOME" Info "A record's link leads to the national portal's home page, not to the procedure." "công văn tháng 8/2020";
    LinkSearch "LINK_SEARCH" Warning "A record's link leads to a search on the national portal, which is no direct link." "công văn tháng 8/2020";
    LinkDeadHost "LINK_DEAD_HOST" Warning "A record's link leads to a host of the portal that no longer answers." "national portal, since March 2026";
    LinkLegacyForm "LINK_LEGACY_FORM" Warning "A record's link has a form that the portal had before March 2026 and that leads nowhere now." "national portal, since March 2026";
    LinkClosedProvincial "LINK_CLOSED_PROVINCIAL" Warning "A record's link leads to the province's own portal, closed on 1 July 2025." "provincial portals, closed 2025-07-01";
    LinkUnverified "LINK_UNVERIFIED" Info "Nobody has confirmed on a recorded day that a procedure's portal link leads to it." "national portal, since March 2026";
    DistrictAfter2025 "DISTRICT_AFTER_2025_07" Warning "A procedure in force names the district level, which is no more since 1 July 2025." "two tiers of local government since 2025-07-01";
    AgencyOtherProvince "AGENCY_OTHER_PROVINCE" Warning "A procedure in force names an agency of another province as the one that carries it out." "Nghị định 63/2010 Điều 8.2";
    Misclassified "MISCLASSIFIED" Warning "The decision in effect gives a procedure to a level under which its record does not put it." "Nghị định 63/2010 Điều 15, 26.2";
    LevelExecutor "LEVEL_EXECUTOR" Warning "A record stands under other levels than those who carry it out have." "Nghị định 63/2010 Điều 8, 15";
    CountDrift "COUNT_DRIFT" Warning "An official list has, or declares, another number of procedures than are counted here." "Nghị định 63/2010 Điều 26.2";
    ThreeWayMissingHere "THREE_WAY_MISSING_HERE" Warning "The province's own official list has a procedure that the catalogue does not hold." "Nghị định 63/2010 Điều 26.2";
    ThreeWayMissingInList "THREE_WAY_MISSING_IN_LIST" Info "A decision has a procedure in force that a later official list does not have." "Nghị định 63/2010 Điều 24, 26.2";
    ThreeWayUnattested "THREE_WAY_UNATTESTED" Info "A procedure stands in the catalogue that neither the official list nor any decision attests." "Nghị định 63/2010 Điều 26.2";
    LegalBasisExpired "LEGAL_BASIS_EXPIRED" Warning "A procedure in force rests on a text that is no longer in force." "Nghị định 63/2010 Điều 8";
    LegalBasisSuspended "LEGAL_BASIS_SUSPENDED" Warning "A procedure in force rests on a text that is suspended." "Nghị định 63/2010 Điều 8";
    LegalBasisNotYet "LEGAL_BASIS_NOT_YET" Warning "A procedure in force rests on a text that is not yet in force." "Nghị định 63/2010 Điều 8";
    LegalBasisPartly "LEGAL_BASIS_PARTLY" Info "A procedure in force rests on a text of which a part is no longer in force." "Nghị định 63/2010 Điều 8";
    LegalBasisUnknown "LEGAL_BASIS_UNKNOWN" Info "Nobody has recorded the state of a text on which procedures in force rest." "catalogue/legal-texts.toml";
    OldAgencyName "OLD_AGENCY_NAME" Warning "A procedure in force names an agency by a name that it no longer has." "catalogue/agencies.toml: old_names";
    ComponentMissing "COMPONENT_MISSING" Warning "The source leaves out a component that every procedure has." "Nghị định 63/2010 Điều 8.2";
    ComponentUnchecked "COMPONENT_UNCHECKED" Info "A component that every procedure has has not been entered here, so that nobody can tell whether it is published." "Nghị định 63/2010 Điều 8.2";
    ConditionalUnstated "CONDITIONAL_UNSTATED" Info "The source neither gives a component that a procedure has where it applies, nor says that there is none." "Nghị định 63/2010 Điều 8.2";
    ConditionalUnchecked "CONDITIONAL_UNCHECKED" Info "A component that a procedure has where it applies has not been entered here, so that nobody can tell whether it is published." "Nghị định 63/2010 Điều 8.2";
    FeeZeroUnsourced "FEE_ZERO_UNSOURCED" Warning "A fee of 0 names no legal text; 0 is not \"miễn phí\" of itself." "Nghị định 63/2010 Điều 8.2";
    FeeChannelConflict "FEE_CHANNEL_CONFLICT" Warning "A record has two sums for one thing and one way to file." "Nghị định 63/2010 Điều 8.2";
    TimeDiffers "TIME_DIFFERS" Info "The time limits by rule differ by the way to file." "Nghị định 63/2010 Điều 8.2";
    TimeLongerThanCut "TIME_LONGER_THAN_CUT" Warning "The time limit after the province's cut is longer than the limit by rule." "Nghị định 63/2010 Điều 8.2";
    NameDiffers "NAME_DIFFERS" Info "A record's name differs from the decision that made its version, or else from the latest official list." "Nghị định 63/2010 Điều 8.2";
    NameDamaged "NAME_DAMAGED" Warning "A procedure's name has broken words, glyphs of a word processor, invisible characters, or capitals alone." "domain: text hygiene";
    NameShared "NAME_SHARED" Info "Several procedures in force have one name; only codes tell them apart." "domain: identity";
    FormMissing "FORM_MISSING" Info "A paper that follows a form, by its own name, has no form." "Nghị định 63/2010 Điều 8.2";
    FormDeadHost "FORM_DEAD_HOST" Warning "A form's link leads to a host that no longer answers." "national portal, since March 2026";
    NoFeedbackAddress "NO_FEEDBACK_ADDRESS" Warning "The site says nowhere that a reader can reach to ask or to complain." "domain: what reviewers must catch";
    TemplateFailed "TEMPLATE_FAILED" Error "A page template does not parse or could not be rendered." "templates";
    OverrideUnknown "OVERRIDE_UNKNOWN" Warning "A file of the project's or of an office's own stands for no built-in one, and nothing of its own uses it." "docs/customising.md";
    PathClash "PATH_CLASH" Error "Two pages would stand at the same address." "addresses";
}

impl Code {
    /// Whether it states a fault. What could not be checked is always of severity info.
    pub fn class(self) -> Class {
        match self {
            Code::DecisionIncomplete
            | Code::RowUnread
            | Code::EffectUnknown
            | Code::EndDoubtful
            | Code::SnapshotAbsent
            | Code::RebaseAbsent
            | Code::LegalBasisUnknown
            | Code::LinkUnverified
            | Code::ComponentUnchecked
            | Code::ConditionalUnchecked => Class::Unchecked,
            _ => Class::Fault,
        }
    }

    /// The code of a name, as people type it: in either case, with `-` or `_`.
    pub fn from_name(name: &str) -> Option<Code> {
        let name = name.trim().to_uppercase().replace('-', "_");
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
