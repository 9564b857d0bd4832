//! The built-in files that a project, or an office, may have its own of.

use std::borrow::Cow;

use crate::strings::{Language, Strings};

use super::builtin::{SITE, TEMPLATES};
use super::words::own_strings;

/// The path of every built-in file, relative to the project: `templates/…` and `site/…`, in the order of paths.
pub fn built_in_paths() -> Vec<String> {
    let templates = TEMPLATES.iter().map(|(path, _)| format!("templates/{path}"));
    let site =
        SITE.iter().map(|(path, _)| *path).chain(Language::ALL.map(own_strings)).map(|path| format!("site/{path}"));
    let mut paths: Vec<String> = templates.chain(site).collect();
    paths.sort();
    paths
}

/// The bytes of a built-in file. Of the words those of pages are given: the others are the program's own.
pub fn built_in(path: &str) -> Option<Cow<'static, [u8]>> {
    let (folder, rest) = path.split_once('/')?;
    match folder {
        "templates" => TEMPLATES.iter().find(|(path, _)| *path == rest).map(|(_, text)| Cow::Borrowed(text.as_bytes())),
        "site" if rest.starts_with("strings/") => {
            let language = Language::ALL.into_iter().find(|language| rest == own_strings(*language))?;
            Some(Cow::Owned(Strings::of_pages(language).into_bytes()))
        }
        "site" => SITE.iter().find(|(path, _)| *path == rest).map(|(_, bytes)| Cow::Borrowed(*bytes)),
        _ => None,
    }
}
