//! How many findings there are of each weight.

use super::{Class, Code, Finding, Severity};
use crate::strings::{Language, Strings};

/// The word under which a finding is counted: its severity, or that it could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Stops publication.
    Error,
    /// Should be mended.
    Warning,
    /// Worth knowing.
    Info,
    /// Could not be checked: no fault.
    Unchecked,
}

impl Verdict {
    /// Every verdict, the heaviest first.
    pub const ALL: [Verdict; 4] = [Verdict::Error, Verdict::Warning, Verdict::Info, Verdict::Unchecked];

    /// The word in reports, JSON and strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Error => Severity::Error.as_str(),
            Verdict::Warning => Severity::Warning.as_str(),
            Verdict::Info => Severity::Info.as_str(),
            Verdict::Unchecked => Class::Unchecked.as_str(),
        }
    }
}

impl Code {
    /// The word under which its findings are counted.
    pub fn verdict(self) -> Verdict {
        match (self.class(), self.severity()) {
            (Class::Unchecked, _) => Verdict::Unchecked,
            (Class::Fault, Severity::Error) => Verdict::Error,
            (Class::Fault, Severity::Warning) => Verdict::Warning,
            (Class::Fault, Severity::Info) => Verdict::Info,
        }
    }
}

/// How many findings there are of each weight; what could not be checked is no fault and is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Those that stop publication.
    pub errors: usize,
    /// Those that should be mended.
    pub warnings: usize,
    /// Those worth knowing.
    pub infos: usize,
    /// Those that say what could not be checked.
    pub unchecked: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Counts {
        let mut counts = Counts::default();
        for finding in findings {
            match finding.code.verdict() {
                Verdict::Error => counts.errors += 1,
                Verdict::Warning => counts.warnings += 1,
                Verdict::Info => counts.infos += 1,
                Verdict::Unchecked => counts.unchecked += 1,
            }
        }
        counts
    }

    /// How many there are of one weight.
    pub fn with(self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Error => self.errors,
            Verdict::Warning => self.warnings,
            Verdict::Info => self.infos,
            Verdict::Unchecked => self.unchecked,
        }
    }

    /// How many state a fault, of whatever weight.
    pub fn faults(self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// "1 lỗi, 2 cảnh báo, 3 lưu ý", and ", 4 không kiểm tra được" where there are any.
    pub fn summary(self, language: Language) -> String {
        let args = [
            ("errors", self.errors.to_string()),
            ("warnings", self.warnings.to_string()),
            ("infos", self.infos.to_string()),
        ];
        let mut text = Strings::of(language).filled(&["report", "summary"], &args);
        if self.unchecked > 0 {
            let args = [("count", self.unchecked.to_string())];
            text.push_str(&Strings::of(language).filled(&["report", "and_unchecked"], &args));
        }
        text
    }
}
