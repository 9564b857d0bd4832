//! Deadlines as dated rules (`rules.toml`): what the law asks for by when, and of whom.

use super::{AgencyKind, Period};

/// One deadline with its article. Days, units and validity are data, because the law changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineRule {
    /// Its identifier in verdicts.
    pub id: String,
    /// The article that it rests on.
    pub article: String,
    /// What has to be done.
    pub duty: Duty,
    /// From which day, and in which direction, days are counted.
    pub count: Count,
    /// How many days.
    pub days: u16,
    /// Which days count.
    pub unit: DayUnit,
    /// The kind of agency that it binds; `None` means every issuer.
    pub issuers: Option<AgencyKind>,
    /// `Some(true)`: only decisions by the shortened procedure; `Some(false)`: only the others.
    pub shortened: Option<bool>,
    /// The figure of Quyết định 766/QĐ-TTg that it feeds, where it does.
    pub figure: Option<Figure>,
    /// The signing days for which it holds.
    pub validity: Period,
}

/// What a deadline asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Ban hành quyết định công bố: done on signing.
    Issue,
    /// Nhập vào Cơ sở dữ liệu quốc gia: done on the day of entry.
    Entry,
    /// Công khai: done on the day the decision was made public.
    Publish,
    /// Gỡ bỏ what has ended: an official list of that day or later tells.
    Removal,
}

/// Where days are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// At least so many days before the normative text takes effect.
    BeforeEffect,
    /// At most so many days after the normative text takes effect, which for a shortened one is its signing.
    AfterEffect,
    /// At most so many days after the decision's signing. Working days start on the working day after.
    AfterSigning,
    /// At most so many days after the row's own effect, or after the signing where the effect lies before it.
    AfterEnd,
}

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayUnit {
    /// Ngày.
    Days,
    /// Ngày làm việc.
    WorkingDays,
}

/// A figure of the index of Quyết định 766/QĐ-TTg (2022) that deadlines feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// 1.1: decisions issued on time, counted in procedures.
    Issued,
    /// 1.2: decisions made public on time.
    Published,
}

impl Duty {
    /// Every duty, in the order of reports.
    pub const ALL: [Duty; 4] = [Duty::Issue, Duty::Entry, Duty::Publish, Duty::Removal];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Duty::Issue => "issue",
            Duty::Entry => "entry",
            Duty::Publish => "publish",
            Duty::Removal => "removal",
        }
    }
}

impl Count {
    /// Every way to count, in the order of the reference.
    pub const ALL: [Count; 4] = [Count::BeforeEffect, Count::AfterEffect, Count::AfterSigning, Count::AfterEnd];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Count::BeforeEffect => "before-effect",
            Count::AfterEffect => "after-effect",
            Count::AfterSigning => "after-signing",
            Count::AfterEnd => "after-end",
        }
    }
}

impl DayUnit {
    /// Both units, in the order of the reference.
    pub const ALL: [DayUnit; 2] = [DayUnit::Days, DayUnit::WorkingDays];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            DayUnit::Days => "days",
            DayUnit::WorkingDays => "working-days",
        }
    }
}

impl Figure {
    /// The figures that deadlines feed.
    pub const ALL: [Figure; 2] = [Figure::Issued, Figure::Published];

    /// Its number in the index, and the word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Figure::Issued => "1.1",
            Figure::Published => "1.2",
        }
    }
}
