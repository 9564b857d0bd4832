//! Publication decisions (quyết định công bố) and the changes that they make.

use std::fmt;

use super::{AgencyId, Calendar, Change, Day, DayUnit, DecisionNumber, Levels, SectorId};

/// What tells one decision from another: number, issuer and date. Numbers restart every year and repeat across
/// agencies; where the signing date is not on record the year stands in for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionKey {
    /// The year of signing, or of publishing where the signing date is not on record.
    pub year: i32,
    /// The number.
    pub number: DecisionNumber,
    /// Who issued it.
    pub issuer: AgencyId,
    /// The day of signing, where it is on record.
    pub signed: Option<Day>,
}

/// A decision as another one names it: by number, where need be with its year or issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRef {
    /// The number.
    pub number: DecisionNumber,
    /// The year of signing; `None` means any.
    pub year: Option<i32>,
    /// Who issued it; `None` means who issued the decision that names it.
    pub issuer: Option<AgencyId>,
}

impl DecisionRef {
    /// Whose decision is meant, where `by` names it.
    pub fn issuer<'a>(&'a self, by: &'a DecisionKey) -> &'a AgencyId {
        self.issuer.as_ref().unwrap_or(&by.issuer)
    }

    /// Whether a row of the decision `by` may mean the decision `key`.
    pub fn may_mean(&self, by: &DecisionKey, key: &DecisionKey) -> bool {
        self.number == key.number && *self.issuer(by) == key.issuer && self.year.is_none_or(|year| year == key.year)
    }
}

/// When a decision, or a row of it, takes effect by its own words. Never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A stated day.
    On(Day),
    /// "Có hiệu lực kể từ ngày ký".
    OnSigning,
    /// "Có hiệu lực sau 45 ngày kể từ ngày ký".
    AfterSigning(DayCount),
    /// A clause is on record and nobody can date it: "từ ngày Luật … có hiệu lực".
    Undated,
    /// Nobody recorded a clause. Only such a decision is silent (see [`super::SilentRule`]).
    Unstated,
}

/// So many days after a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// How many; at least one.
    pub number: u16,
    /// Which days count.
    pub unit: DayUnit,
}

impl Effect {
    /// The first day of effect of what was signed on a day, as far as it is known.
    ///
    /// The day of signing is not counted, the day after it is the first (Bộ luật Dân sự 2015 Điều 147.2): 45 days after
    /// signing is the signing and 45 days. Working days are known where the calendar has every day of the count.
    ///
    /// ```
    /// use niemyet::model::{Calendar, CalendarYear, Day, DayCount, DayUnit, Effect};
    /// let day = |m, d| Day::from_ymd_opt(2031, m, d);
    /// let after = |number, unit| Effect::AfterSigning(DayCount { number, unit });
    /// let unknown = Calendar::default();
    /// assert_eq!(after(45, DayUnit::Days).day(day(3, 5), &unknown), day(4, 19));
    /// assert_eq!(after(10, DayUnit::WorkingDays).day(day(3, 5), &unknown), None); // a year that nobody entered
    /// let calendar = Calendar::new([(2031, CalendarYear::default())].into());
    /// assert_eq!(after(10, DayUnit::WorkingDays).day(day(3, 5), &calendar), day(3, 19));
    /// assert_eq!(Effect::OnSigning.day(None, &calendar), None);
    /// ```
    pub fn day(self, signed: Option<Day>, calendar: &Calendar) -> Option<Day> {
        match self {
            Effect::On(day) => Some(day),
            Effect::OnSigning => signed,
            Effect::AfterSigning(DayCount { number, unit: DayUnit::Days }) => {
                signed?.checked_add_days(chrono::Days::new(number.into()))
            }
            Effect::AfterSigning(DayCount { number, unit: DayUnit::WorkingDays }) => {
                calendar.add_working_days(signed?, number)
            }
            Effect::Undated | Effect::Unstated => None,
        }
    }
}

impl DayCount {
    /// The most days that a clause is taken to count: ten years.
    pub const MOST: u16 = 3650;

    /// Reads `45 days after signing`, `10 working days after signing`.
    pub fn from_words(words: &str) -> Option<DayCount> {
        let (number, unit) = words.strip_suffix(" after signing")?.split_once(' ')?;
        let unit = match unit {
            "day" | "days" => DayUnit::Days,
            "working day" | "working days" => DayUnit::WorkingDays,
            _ => return None,
        };
        let number = number.parse().ok().filter(|number| (1..=Self::MOST).contains(number))?;
        Some(DayCount { number, unit })
    }
}

/// As catalogue files and the interchange have it.
impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Effect::On(day) => day.fmt(f),
            Effect::OnSigning => f.write_str("on-signing"),
            Effect::AfterSigning(DayCount { number, unit }) => {
                let unit = match unit {
                    DayUnit::Days => "days",
                    DayUnit::WorkingDays => "working days",
                };
                write!(f, "{number} {unit} after signing")
            }
            Effect::Undated | Effect::Unstated => f.write_str("unknown"),
        }
    }
}

/// A publication decision (Nghị định 63/2010 Điều 13, 15). Told (`Debug`), it has the number of its rows alone: each of
/// hundreds of timelines names it.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// Number, issuer and date.
    pub key: DecisionKey,
    /// The day on which it was made public, where that is on record.
    pub published: Option<Day>,
    /// The day on which its procedures were entered in the national database, where that is on record.
    pub entered: Option<Day>,
    /// Whether the normative texts behind it were made by the shortened procedure (trình tự, thủ tục rút gọn), which
    /// has deadlines of its own (Nghị định 63/2010 Điều 15, 24).
    pub shortened: bool,
    /// When it takes effect by its own clause.
    pub effect: Effect,
    /// The words of that clause, where they are on record. Those of one that nobody can date have to be.
    pub effect_clause: Option<String>,
    /// Where that clause was read ("Điều 3", an officer's reading of the signed file).
    pub effect_source: Option<String>,
    /// The first day on which the whole decision no longer has effect, where it says so: its repeals are then
    /// suspensions and its amendments temporary.
    pub until: Option<Day>,
    /// Its title (trích yếu).
    pub title: String,
    /// The sectors that it is about.
    pub sectors: Vec<SectorId>,
    /// The agencies whose procedures it is about, as written.
    pub agencies: Vec<String>,
    /// The ministries' decisions that stand behind it: theirs is the content, its own the list (Điều 13).
    pub central: Vec<DecisionNumber>,
    /// What a standardised list (chuẩn hóa) is about: what it does not name of that needs a ruling each.
    pub scope: Option<Scope>,
    /// The sections of its annex that say something of all their rows.
    pub sections: Vec<Section>,
    /// Whether every row of it has been entered.
    pub complete: bool,
    /// Its rows, in the order of the annex.
    pub changes: Vec<Change>,
    /// What a person still has to find out about it.
    pub questions: Vec<String>,
    /// Where the text was found: an address, a file name.
    pub source: Option<String>,
    /// The SHA-256 of the signed file that was read, in hexadecimal digits.
    pub sha256: Option<String>,
    /// The file it was read from, relative to the project's folder.
    pub file: String,
}

/// A section of an annex (phần, mục), where its heading says something of all its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its mark in the annex: `I`, `II.2`.
    pub id: String,
    /// Its heading.
    pub title: Option<String>,
    /// The effect that its heading states.
    pub effect: Option<Effect>,
    /// The first day on which its rows no longer have effect, where its heading says so.
    pub until: Option<Day>,
    /// How many procedures its heading declares ("(02 TTHC)").
    pub declared: Option<u32>,
}

/// What a standardised list covers, as its title says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Procedures of these sectors; empty means every sector.
    pub sectors: Vec<SectorId>,
    /// Procedures that these agencies carry out; empty means every agency.
    pub agencies: Vec<AgencyId>,
    /// Procedures of these levels; empty means every level.
    pub levels: Levels,
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decision {
            key,
            published,
            entered,
            shortened,
            effect,
            effect_clause,
            effect_source,
            until,
            title,
            sectors,
            agencies,
            central,
            scope,
            sections,
            complete,
            changes,
            questions,
            source,
            sha256,
            file,
        } = self;
        let days = (published, entered, shortened, effect, effect_clause, effect_source, until);
        let about = (title, sectors, agencies, central, scope, sections, complete, questions);
        let read = (source, sha256, file);
        f.debug_struct("Decision")
            .field("key", key)
            .field("days", &days)
            .field("about", &about)
            .field("read", &read)
            .field("rows", &changes.len())
            .finish()
    }
}

impl Decision {
    /// The day from which a change of unknown effect bears as a doubt: the signing, else the publishing, else the
    /// first day of the decision's year.
    pub fn known_from(&self) -> Day {
        self.key.signed.or(self.published).unwrap_or_else(|| Day::from_ymd_opt(self.key.year, 1, 1).unwrap_or(Day::MIN))
    }
}
