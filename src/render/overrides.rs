//! What each office has of its own: the files of a project's `offices/`, and what of them, or of the project's, stands for nothing.
//!
//! `offices/<id>/templates/…` and `offices/<id>/site/…` lie over the project's own, and those over the built-in ones, on the
//! office's own site alone: the site of all offices has one look.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::input::{FileContent, Files, Input};
use crate::ledger::Catalogue;
use crate::load::nearest;
use crate::model::{Office, OfficeId, Records};
use crate::offices::Offices;
use crate::source::{Place, SourceFile};
use crate::strings::{Language, Strings};

use super::eject::{built_in, built_in_paths};
use super::words::own_strings;
use super::{Context, OfficeSite, OfficeSites};

/// Where the offices' files stand in a project.
const FOLDER: &str = "offices";

/// The settings of a site, in `site/`.
const SETTINGS: &str = "site.toml";

/// The files of a project's `offices/`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overrides {
    files: Files,
    layers: BTreeMap<OfficeId, Layer>,
}

/// What one office has of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Layer {
    templates: Files,
    site: Files,
}

impl Overrides {
    /// Sorts the files of a project's `offices/`, by their paths in it.
    pub fn new(files: Files) -> Overrides {
        let mut layers: BTreeMap<OfficeId, Layer> = BTreeMap::new();
        for (path, content) in &files {
            let Some((id, rest)) = path.split_once('/') else { continue };
            let layer = layers.entry(OfficeId(id.to_owned())).or_default();
            match rest.split_once('/') {
                Some(("templates", name)) => layer.templates.insert(name.to_owned(), content.clone()),
                Some(("site", name)) => layer.site.insert(name.to_owned(), content.clone()),
                Some(_) | None => None,
            };
        }
        Overrides { files, layers }
    }

    /// All of them, by their paths in `offices/`.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// What an office's own site is made of beside the catalogue, where it has files of its own.
    pub fn input(&self, office: &OfficeId, project: &Input) -> Option<Input> {
        let layer = self.layers.get(office)?;
        let laid = |below: &Files, above: &Files| {
            let mut files = below.clone();
            files.extend(above.iter().map(|(path, content)| (path.clone(), content.clone())));
            files
        };
        Some(Input {
            catalogue: Files::new(),
            site: laid(&project.site, &layer.site),
            templates: laid(&project.templates, &layer.templates),
            as_of: project.as_of,
            today: project.today,
            base_url: None,
        })
    }

    /// An office's own settings, by the path that its site's other files have.
    pub fn settings(&self, office: &OfficeId) -> Option<SourceFile> {
        let text = self.layers.get(office)?.site.get(SETTINGS)?.text()?;
        Some(SourceFile { path: format!("site/{SETTINGS}"), text: text.to_owned() })
    }

    /// Where a file of an office's site stands in the project: `templates/home.html` is the office's where it has one.
    pub fn path_of(&self, office: &OfficeId, path: &str) -> String {
        let is_own = self.layers.get(office).is_some_and(|layer| match path.split_once('/') {
            Some(("templates", name)) => layer.templates.contains_key(name),
            Some(("site", name)) => layer.site.contains_key(name),
            Some(_) | None => false,
        });
        if is_own { format!("{FOLDER}/{}/{path}", office.0) } else { path.to_owned() }
    }

    /// What keeps the sites of offices with files of their own from being made: broken templates, words, settings, pages, each
    /// at its place in the project.
    pub fn faults(&self, catalogue: &Catalogue, project: &Input) -> Vec<Finding> {
        let with_files = self.layers.keys().filter_map(|id| catalogue.records.offices.get(id));
        let with_files: Vec<&Office> = with_files.collect();
        if with_files.is_empty() {
            return Vec::new();
        }
        let assigned = Offices::of(catalogue);
        let sites = OfficeSites::new(catalogue, &assigned);
        let mut faults = Vec::new();
        for office in with_files {
            let Some(files) = self.input(&office.id, project) else { continue };
            let settings = self.settings(&office.id);
            let own = OfficeSite { office, base_url: None, settings: settings.as_ref() };
            for mut finding in sites.render(&own, &Context::of(&files, &[])).findings {
                let Some(place) = &mut finding.place else { continue };
                let path = self.path_of(&office.id, &place.path);
                // What is the project's own stands in its findings already.
                if path != place.path {
                    place.path = path;
                    faults.push(finding);
                }
            }
        }
        faults
    }

    /// Files that stand for nothing: of an office that there is not, by a name that nothing built-in has and nothing of one's own
    /// uses, words by a key that there is not. Each with the nearest that would be right.
    pub fn findings(&self, records: &Records, project: &Input) -> Vec<Finding> {
        let known = built_in_paths();
        let mut findings = of_files(&known, &project.templates, &project.site, &|path| path.to_owned(), &Files::new());
        for (id, layer) in &self.layers {
            let at = |path: &str| format!("{FOLDER}/{}/{path}", id.0);
            if !records.offices.contains_key(id) {
                let ids = records.offices.keys().map(|id| id.0.as_str());
                let near = nearest(&id.0, ids).map(|near| format!("{FOLDER}/{near}/"));
                findings.push(stands_for_nothing(format!("{FOLDER}/{}", id.0), near));
                continue;
            }
            findings.extend(of_files(&known, &layer.templates, &layer.site, &at, &project.templates));
        }
        for path in self.files.keys() {
            let Some((_, rest)) = path.split_once('/') else {
                if path != "README.md" {
                    findings.push(stands_for_nothing(format!("{FOLDER}/{path}"), None));
                }
                continue;
            };
            if !["templates/", "site/", "README.md"].iter().any(|begin| rest.starts_with(begin)) {
                let same_name = known.iter().find(|path| path.rsplit('/').next() == rest.rsplit('/').next());
                let near = same_name.map(String::as_str).or_else(|| nearest(rest, known.iter().map(String::as_str)));
                findings.push(stands_for_nothing(format!("{FOLDER}/{path}"), near.map(str::to_owned)));
            }
        }
        findings
    }
}

fn stands_for_nothing(path: String, near: Option<String>) -> Finding {
    let near = near.unwrap_or_else(|| "–".to_owned());
    Finding::at(Place::file(&path), Code::OverrideUnknown).with("near", near)
}

/// What of one layer of files stands for nothing. `others` are templates of the layer below, which may use those of this one.
fn of_files(
    known: &[String],
    templates: &Files,
    site: &Files,
    at: &dyn Fn(&str) -> String,
    others: &Files,
) -> Vec<Finding> {
    let texts: Vec<&str> =
        templates.values().chain(others.values()).chain(site.values()).filter_map(FileContent::text).collect();
    let is_used = |name: &str| texts.iter().any(|text| text.contains(name));
    let near = |path: &str| {
        let file = path.rsplit('/').next();
        let in_other_folder = known.iter().find(|path| path.rsplit('/').next() == file).map(String::as_str);
        in_other_folder.or_else(|| nearest(path, known.iter().map(String::as_str))).map(at)
    };
    let mut findings = Vec::new();
    for name in templates.keys() {
        let path = format!("templates/{name}");
        if built_in(&path).is_none() && !is_used(&format!("\"{name}\"")) {
            findings.push(stands_for_nothing(at(&path), near(&path)));
        }
    }
    for (name, content) in site {
        let path = format!("site/{name}");
        let (folder, file) = name.split_once('/').unwrap_or(("", name));
        let stands = match folder {
            "" => name == SETTINGS,
            "strings" => Language::ALL.iter().any(|language| name == own_strings(*language)),
            "pages" => !file.contains('/') && file.ends_with(".md"),
            // A new file is allowed. One that nothing uses and that is a letter or two off a built-in one is a slip.
            "assets" => built_in(&path).is_some() || is_used(file) || !is_slip(&path, known),
            _ => false,
        };
        if !stands {
            findings.push(stands_for_nothing(at(&path), near(&path)));
        }
        for language in Language::ALL.into_iter().filter(|language| name == own_strings(*language)) {
            findings.extend(of_words(content, language, &at(&path)));
        }
    }
    findings
}

/// How many letters a name may be off a built-in one to be taken for a slip.
const SLIP: usize = 2;

fn is_slip(path: &str, known: &[String]) -> bool {
    known.iter().any(|other| strsim::damerau_levenshtein(path, other) <= SLIP)
}

/// Words by keys that there are not. A file that is no TOML is told where it is read.
fn of_words(content: &FileContent, language: Language, path: &str) -> Vec<Finding> {
    let built_in = Strings::of(language);
    let text = content.text().unwrap_or_default().trim_start_matches('\u{feff}');
    let Ok((_, strangers)) = built_in.with(text) else { return Vec::new() };
    let keys = built_in.keys();
    let finding = |key: String| {
        let near = nearest(&key, keys.iter().map(String::as_str)).map(str::to_owned);
        stands_for_nothing(path.to_owned(), near).with("key", key)
    };
    strangers.into_iter().map(finding).collect()
}
