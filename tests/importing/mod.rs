//! A catalogue in memory, into which tests import.
#![allow(dead_code, reason = "each test program uses what it needs")]
#![allow(unreachable_pub, reason = "a module of test programs")]

use niemyet::finding::Severity;
use niemyet::import::{BASE_PATH, Conflicts, Depth, Edit, Foreign, Links, Options, Plan, Report, Scope, plan};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{Day, ProcedureCode};
use niemyet::strings::Language;

pub fn day() -> Day {
    Day::from_ymd_opt(2026, 11, 21).unwrap()
}

pub fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

/// Everything, whole, of every procedure.
pub fn full() -> Options {
    Options {
        depth: Depth::Full,
        scope: Scope::All,
        links: Links::All,
        snapshot: None,
        conflicts: Conflicts::Keep,
        allow_loss: None,
        today: day(),
    }
}

/// Certain facts only.
pub fn facts() -> Options {
    Options { depth: Depth::Facts, ..full() }
}

pub fn of_bytes(name: &str, bytes: &[u8]) -> Foreign {
    Foreign { name: name.to_owned(), bytes: bytes.to_vec(), label: None }
}

/// A file of `tests/fixtures/import/`.
pub fn fixture(name: &str) -> Foreign {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name);
    of_bytes(name, &std::fs::read(path).unwrap())
}

/// A catalogue as it stands between imports.
#[derive(Debug, Clone, Default)]
pub struct Held {
    pub files: Files,
    pub base: Option<String>,
    /// The project's `site/`, where it has one.
    pub site: Files,
}

impl Held {
    /// A catalogue with three agencies and nothing else.
    pub fn with_agencies() -> Held {
        let mut held = Held::default();
        held.put(
            "agencies.toml",
            "[[agency]]\nid = \"bo-tu-phap\"\nname = \"Bộ Tư pháp\"\nkind = \"ministry\"\n\n\
             [[agency]]\nid = \"bo-xay-dung\"\nname = \"Bộ Xây dựng\"\nkind = \"ministry\"\n\
             old_names = [{ name = \"Bộ xây dựng (Giao thông vận tải cũ)\" }]\n\n\
             [[agency]]\nid = \"chua-xac-dinh\"\nname = \"Chưa xác định\"\nkind = \"other\"\n",
        );
        held
    }

    pub fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), FileContent::Bytes(text.as_bytes().to_vec()));
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        let file = self.files.get(path).unwrap_or_else(|| panic!("no {path} in {:#?}", self.files.keys()));
        file.text().unwrap().to_owned()
    }

    #[track_caller]
    pub fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.put(path, &text.replacen(from, to, 1));
    }

    pub fn plan(&self, foreign: &[Foreign], options: &Options) -> Plan {
        plan(&self.files, &self.site, self.base.as_deref(), foreign, options, &mut |_| {})
    }

    /// Imports, makes the edits, and gives the report.
    pub fn import(&mut self, foreign: &[Foreign], options: &Options) -> Report {
        let planned = self.plan(foreign, options);
        self.apply(&planned.edits);
        planned.report
    }

    /// Makes edits as the store does: only where a file is as its edit says.
    pub fn apply(&mut self, edits: &[Edit]) {
        for edit in edits {
            if edit.path == BASE_PATH {
                assert_eq!(self.base, edit.before);
                self.base.clone_from(&edit.after);
                continue;
            }
            let there = self.files.get(&edit.path).map(|file| file.text().unwrap().to_owned());
            assert_eq!(there, edit.before, "{}", edit.path);
            match &edit.after {
                Some(text) => self.put(&edit.path, text),
                None => drop(self.files.remove(&edit.path)),
            }
        }
    }

    /// The errors that `load` finds in it.
    pub fn errors(&self) -> Vec<String> {
        let input = Input {
            catalogue: self.files.clone(),
            site: Files::new(),
            templates: Files::new(),
            as_of: day(),
            today: day(),
            base_url: None,
        };
        let (_, findings) = load(&input);
        let in_catalogue = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .filter(|finding| finding.place.as_ref().is_some_and(|place| place.path.starts_with("catalogue/")));
        in_catalogue.map(|finding| format!("{:?}: {}", finding.place, finding.message(Language::English))).collect()
    }
}
