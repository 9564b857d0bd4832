//! Files to begin with: commented, and such that they load as they are.
//!
//! The comments are Vietnamese: a webmaster fills these files in. Values in, texts out; `cli` writes them.

mod national;

use chrono::Datelike;

use crate::address::decision_slug;
use crate::audit::PLACEHOLDER_TITLE;
use crate::model::{AgencyId, Day, DecisionNumber, Level, Levels, ProcedureCode, SectorId};
use crate::text::slug;

/// A file to create: its path and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The path, with `/`: relative to the catalogue, or for a whole project to its folder.
    pub path: String,
    /// The text.
    pub text: String,
}

/// When a decision was signed, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// On a day.
    On(Day),
    /// On a day of this year that nobody recorded.
    In(i32),
}

impl Signed {
    /// The year, which its number belongs to.
    pub fn year(self) -> i32 {
        match self {
            Signed::On(day) => day.year(),
            Signed::In(year) => year,
        }
    }
}

/// A decision's file, `decisions/<year>/<number>.toml`.
///
/// ```
/// use niemyet::{model::{AgencyId, Day, DecisionNumber}, scaffold};
/// let signed = Day::from_ymd_opt(2026, 11, 20).unwrap();
/// let (number, issuer) = (DecisionNumber::new("1234/QĐ-UBND"), AgencyId("ubnd-tinh".into()));
/// let file = scaffold::decision(&number, &issuer, scaffold::Signed::On(signed), None);
/// assert_eq!(file.path, "decisions/2026/1234-qd-ubnd.toml");
/// ```
pub fn decision(number: &DecisionNumber, issuer: &AgencyId, signed: Signed, title: Option<&str>) -> NewFile {
    let line = match signed {
        Signed::On(day) => format!("signed = {day}          # ngày ký"),
        Signed::In(year) => format!("year = {year}                  # chưa rõ ngày ký; khi rõ: signed = …"),
    };
    let text = include_str!("decision.toml")
        .replace("@number@", &quoted(number.key()))
        .replace("@issuer@", &quoted(&issuer.0))
        .replace("@signed@", &line)
        .replace("@title@", &quoted(title.unwrap_or(PLACEHOLDER_TITLE)));
    NewFile { path: format!("decisions/{}/{}.toml", signed.year(), decision_slug(number)), text }
}

/// A procedure's file, `procedures/<sector>/<code>.md`. Where no level is given the file has none: a level is never guessed.
pub fn procedure(code: &ProcedureCode, sector: &SectorId, issuer: &AgencyId, name: &str, levels: &Levels) -> NewFile {
    let levels = levels.iter().map(|level| quoted(level.as_str())).collect::<Vec<_>>().join(", ");
    let text = include_str!("procedure.md")
        .replace("@code@", &quoted(code.as_str()))
        .replace("@sector@", &quoted(&sector.0))
        .replace("@issuer@", &quoted(&issuer.0))
        .replace("@name@", &quoted(name))
        .replace("@levels@", &format!("[{levels}]"));
    NewFile { path: format!("procedures/{}/{code}.md", sector.0), text }
}

/// The file of offices with one more at its end.
pub fn with_office(text: Option<&str>, id: &str, name: &str, agency: &AgencyId, ward: Option<&str>) -> String {
    let mut text = text.map_or_else(String::new, |text| format!("{}\n\n", text.trim_end()));
    text.push_str(&format!(
        "[[office]]\nid = {}\nname = {}\nagency = {}\n",
        quoted(id),
        quoted(name),
        quoted(&agency.0)
    ));
    text.extend(ward.map(|ward| format!("ward = {}\n", quoted(ward))));
    text
}

/// Whose project is begun: a province, and the People's Committee whose decisions rule on its site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The province's name: "tỉnh Thanh Hóa".
    province: String,
    /// Its code of the General Statistics Office, which the portal has in its addresses; `None` where nobody told it.
    code: Option<String>,
    issuer: AgencyId,
    name: String,
}

impl Home {
    /// A province that nobody has, to be replaced.
    fn sample() -> Home {
        Home {
            province: "tỉnh mẫu".to_owned(),
            code: None,
            issuer: AgencyId("ubnd-tinh".to_owned()),
            name: "Ủy ban nhân dân tỉnh".to_owned(),
        }
    }

    /// A province by the name that its site is to give it, with its People's Committee.
    ///
    /// ```
    /// use niemyet::scaffold::{Home, province};
    /// let files = province(&Home::of("tỉnh Thanh Hóa"));
    /// let settings = files.iter().find(|file| file.path == "site/site.toml").unwrap();
    /// assert!(settings.text.contains("own_issuer = \"ubnd-tinh-thanh-hoa\""));
    /// ```
    pub fn of(province: &str) -> Home {
        Home {
            province: province.to_owned(),
            code: None,
            issuer: AgencyId(slug(&format!("UBND {province}"))),
            name: format!("Ủy ban nhân dân {province}"),
        }
    }

    /// With the province's code and the identifier of its committee, where somebody told them.
    #[must_use]
    pub fn with(self, code: Option<String>, issuer: Option<String>) -> Home {
        Home { code: code.or(self.code), issuer: issuer.map_or(self.issuer, AgencyId), ..self }
    }

    /// How else the committee's name is written in lists and decisions.
    fn spellings(&self) -> Vec<String> {
        let short = format!("UBND {}", self.province);
        vec![format!("Chủ tịch {short}"), format!("Chủ tịch {}", self.name), short]
    }

    /// A text of the scaffold with whose it is filled in.
    fn filled(&self, text: &str) -> String {
        let code = match &self.code {
            Some(code) => format!("province_code = {}                            # mã tỉnh", quoted(code)),
            None => "# province_code = \"38\"                          # mã tỉnh của Tổng cục Thống kê".to_owned(),
        };
        text.replace("@province@", &quoted(&self.province))
            .replace("@province-code@", &code)
            .replace("@issuer@", &quoted(&self.issuer.0))
            .replace("@issuer-id@", &self.issuer.0)
            .replace("@issuer-name@", &quoted(&self.name))
    }
}

/// The project of a province, ready for its list and its first decision: settings, the agencies and sectors of the whole
/// country with the province's own committee, departments as offices, defaults of assignment, the law's deadlines, the
/// calendar, life events, everyday names and synonyms. It has no procedure yet.
pub fn province(home: &Home) -> Vec<NewFile> {
    let mut files = common(home);
    files.extend(national::tables(home));
    files
}

/// A small project that builds at once, of a province that nobody has: two agencies, a sector, a procedure and the decision,
/// signed on `today`, that brings it into force. Its own issuer is the province's People's Committee.
pub fn project(today: Day) -> Vec<NewFile> {
    let home = Home::sample();
    let mut files = common(&home);
    let file = |path: &str, text: &str| NewFile { path: path.to_owned(), text: home.filled(text) };
    files.push(file("catalogue/agencies.toml", include_str!("project/agencies.toml")));
    files.push(file("catalogue/sectors.toml", include_str!("project/sectors.toml")));
    files.extend(sample(today, &home.issuer));
    files
}

/// A procedure and the decision, signed on `today`, that brings it into force; both of a sector named `linh-vuc-mau`.
pub fn sample(today: Day, issuer: &AgencyId) -> Vec<NewFile> {
    let sector = SectorId("linh-vuc-mau".to_owned());
    let mut decision = decision(&DecisionNumber::new("1/QĐ-UBND"), issuer, Signed::On(today), Some("Quyết định mẫu"));
    decision.text.push_str(include_str!("project/change.toml"));
    let code = ProcedureCode::new("9.000001");
    let procedure = code.map(|code| procedure(&code, &sector, issuer, "Thủ tục mẫu", &Levels::from([Level::Province])));
    let mut files: Vec<NewFile> = procedure.into_iter().chain([decision]).collect();
    for file in &mut files {
        file.path.insert_str(0, "catalogue/");
    }
    files
}

/// What every project begins with.
fn common(home: &Home) -> Vec<NewFile> {
    let file = |path: &str, text: &str| NewFile { path: path.to_owned(), text: text.to_owned() };
    let of_home = |path: &str, text: &str| file(path, &home.filled(text));
    // A comment of it has an issuer as an example.
    let rules = include_str!("../../catalogue/rules.toml").replace(national::ISSUER_HERE, &home.issuer.0);
    vec![
        file(".gitignore", "/public\n.*.niemyet-*\n"),
        of_home("README.md", include_str!("project/README.md")),
        file("catalogue/links.tsv", "code\tportal_id\tkind\tevidence\tconfirmed\n"),
        // The law's deadlines and the country's working days are the same for every province.
        file("catalogue/rules.toml", &rules),
        file("catalogue/calendar.toml", include_str!("../../catalogue/calendar.toml")),
        // So is what people call the procedures of the whole country, and the words that stand for official ones.
        file("catalogue/common-names.tsv", include_str!("../../catalogue/common-names.tsv")),
        file("catalogue/synonyms.tsv", include_str!("../../catalogue/synonyms.tsv")),
        of_home("site/site.toml", include_str!("project/site.toml")),
    ]
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests;
