//! The site's own prose: Markdown files with a title, one page each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding};
use crate::source::Place;
use crate::text::markdown::{Origin, to_html};

use super::super::data::dataset;
use super::super::index::Index;
use super::Head;

/// A page of prose, read.
pub(in crate::render) struct Prose {
    /// Its address.
    pub(in crate::render) path: String,
    front: FrontMatter,
    body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    /// The title.
    title: String,
    /// The name in the footer; left out, the title.
    label: Option<String>,
    /// One sentence for search engines.
    #[serde(default)]
    description: String,
    /// Its place in the footer, smallest first.
    #[serde(default)]
    order: i64,
}

/// What the template is given.
#[derive(Serialize)]
pub(in crate::render) struct ProseView {
    title: String,
    html: String,
    /// Whether the page is the one that says how to ask and to complain.
    is_feedback: bool,
    /// The record of the data set, on the page that tells of it, and the licence.
    dataset: Option<String>,
    licence: Option<String>,
    /// Whether the site has the numbers, which that page leads to.
    numbers: bool,
}

/// Reads the prose files, path relative to `site/` → text, in the order of the footer.
pub(in crate::render) fn read(files: &BTreeMap<&str, &str>) -> (Vec<Prose>, Vec<Finding>) {
    let (mut pages, mut findings) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let Some(name) = path.strip_prefix("pages/").and_then(|name| name.strip_suffix(".md")) else { continue };
        match parse(text) {
            Ok((front, body)) => pages.push(Prose { path: format!("{name}/"), front, body: body.to_owned() }),
            Err(message) => {
                let place = Place::file(&format!("site/{path}"));
                findings.push(Finding::at(place, Code::Syntax).with("error", message));
            }
        }
    }
    pages.sort_by(|one, other| (one.front.order, &one.path).cmp(&(other.front.order, &other.path)));
    (pages, findings)
}

fn parse(text: &str) -> Result<(FrontMatter, &str), String> {
    let text = text.trim_start_matches('\u{feff}');
    let rest = text.strip_prefix("+++").ok_or_else(|| "+++".to_owned())?;
    let (front, body) = rest.split_once("\n+++").ok_or_else(|| "+++".to_owned())?;
    let front = toml::from_str(front).map_err(|error| error.message().to_owned())?;
    Ok((front, body))
}

impl Prose {
    /// The name in the footer.
    pub(in crate::render) fn label(&self) -> &str {
        self.front.label.as_deref().unwrap_or(&self.front.title)
    }

    /// The view of the page.
    pub(in crate::render) fn view(&self, index: &Index) -> (Head, ProseView) {
        let is_of_data = self.path == "du-lieu-mo/";
        let view = ProseView {
            title: self.front.title.clone(),
            html: to_html(&self.body, Origin::Site),
            is_feedback: self.path == "phan-anh/",
            dataset: is_of_data.then(|| dataset(index, &self.path)),
            numbers: is_of_data && index.own_site.is_none(),
            licence: is_of_data.then(|| index.records.site.licence.clone()).flatten(),
        };
        let head = Head::new(&self.path, self.front.title.as_str(), self.front.description.as_str(), "prose");
        (Head { is_translated: false, ..head }, view)
    }
}
