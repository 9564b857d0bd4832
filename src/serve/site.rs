//! One site in memory: its files, what tells each from another of its name, and the forms in which they were asked for.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use rayon::prelude::*;

use super::page;
use crate::artifacts::Artifacts;
use crate::compress::{Effort, Encoding};
use crate::digest::{sha256, short};

/// How many bytes of a file's SHA-256 tell it from another.
const TAG: usize = 16;

/// A site as it is served. What it has in common with the site before it stands in memory once.
#[derive(Debug)]
pub(super) struct Site {
    artifacts: Artifacts,
    /// What tells a file from another that had its path.
    tags: BTreeMap<String, Arc<str>>,
    /// Tells one site from another, also after a restart.
    pub(super) version: String,
    forms: Mutex<Forms>,
}

/// In which form a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As it is; a page with the script that hears of news.
    Plain,
    /// That, compressed.
    Brotli,
    /// The same.
    Gzip,
}

impl Form {
    pub(super) fn of(encoding: Encoding) -> Form {
        match encoding {
            Encoding::Brotli => Form::Brotli,
            Encoding::Gzip => Form::Gzip,
        }
    }

    /// The encoding, where there is one.
    pub(super) fn encoding(self) -> Option<Encoding> {
        match self {
            Form::Plain => None,
            Form::Brotli => Some(Encoding::Brotli),
            Form::Gzip => Some(Encoding::Gzip),
        }
    }
}

impl Site {
    /// The site of these files. Only those that the last one did not have are looked at closely.
    pub(super) fn after(last: Option<&Site>, mut artifacts: Artifacts) -> Site {
        if let Some(last) = last {
            artifacts.share(&last.artifacts);
        }
        let files: Vec<(&str, &[u8])> = artifacts.iter().collect();
        let tag = |&(path, bytes): &(&str, &[u8])| {
            let known = last.and_then(|last| last.known(path, bytes));
            (path.to_owned(), known.unwrap_or_else(|| short(bytes, TAG).into()))
        };
        let tags: BTreeMap<String, Arc<str>> = files.par_iter().map(tag).collect();
        let lines: Vec<String> = tags.iter().map(|(path, tag)| format!("{tag}  {path}\n")).collect();
        Site { artifacts, version: sha256(lines.concat()), tags, forms: Mutex::default() }
    }

    /// The tag of a file that stands in memory once for two sites.
    fn known(&self, path: &str, bytes: &[u8]) -> Option<Arc<str>> {
        let is_same = std::ptr::eq(self.artifacts.get(path)?, bytes);
        self.tags.get(path).filter(|_| is_same).cloned()
    }

    /// Whether there is a file at a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.tags.contains_key(path)
    }

    /// What tells the file at a path from another, as `ETag` has it.
    pub(super) fn tag(&self, path: &str, form: Form) -> Option<String> {
        let encoding = form.encoding().map_or_else(String::new, |encoding| format!("-{}", encoding.token()));
        Some(format!("\"{}{encoding}\"", self.tags.get(path)?))
    }

    /// A file in a form that needs no work: it has no other, or was asked for before.
    pub(super) fn at_hand(&self, path: &str, form: Form) -> Option<Bytes> {
        if form == Form::Plain && !page::is_page(path) {
            return self.artifacts.shared(path);
        }
        self.forms().made.get(&(path.to_owned(), form)).cloned()
    }

    /// A file in a form, which is kept for the next who asks. `None` where there is no such file.
    pub(super) fn make(&self, path: &str, form: Form) -> Option<Bytes> {
        if let Some(made) = self.at_hand(path, form) {
            return Some(made);
        }
        let made = match form.encoding() {
            None => match std::str::from_utf8(self.artifacts.get(path)?) {
                Ok(page) => page::live(page).into(),
                Err(_) => return self.artifacts.shared(path),
            },
            Some(encoding) => {
                // What it was made in has room left, which would stay as long as the form does.
                encoding.compress(&self.make(path, Form::Plain)?, Effort::Little)?.into_boxed_slice().into()
            }
        };
        self.forms().keep(path, form, &made);
        Some(made)
    }

    fn forms(&self) -> std::sync::MutexGuard<'_, Forms> {
        // A panic elsewhere leaves at worst one form that is kept without being counted.
        self.forms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forms that were asked for, at most so many bytes of them: the oldest go first.
#[derive(Debug, Default)]
struct Forms {
    made: BTreeMap<(String, Form), Bytes>,
    order: VecDeque<(String, Form)>,
    bytes: usize,
}

impl Forms {
    /// So many bytes of forms are kept.
    const MOST: usize = 32 << 20;

    fn keep(&mut self, path: &str, form: Form, bytes: &Bytes) {
        let key = (path.to_owned(), form);
        // Two may have made the same at once.
        if bytes.len() > Forms::MOST / 4 || self.made.contains_key(&key) {
            return;
        }
        self.bytes += bytes.len();
        self.order.push_back(key.clone());
        self.made.insert(key, bytes.clone());
        while self.bytes > Forms::MOST {
            let Some(oldest) = self.order.pop_front() else { break };
            self.bytes -= self.made.remove(&oldest).map_or(0, |bytes| bytes.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifacts(files: &[(&str, &str)]) -> Artifacts {
        let mut artifacts = Artifacts::new();
        files.iter().for_each(|(path, text)| artifacts.insert(*path, *text).unwrap());
        artifacts
    }

    #[test]
    fn two_sites_hold_what_they_have_in_common_once() {
        let first = Site::after(None, artifacts(&[("a.txt", "same"), ("b.txt", "old"), ("c.txt", "gone")]));
        let second = Site::after(Some(&first), artifacts(&[("a.txt", "same"), ("b.txt", "new"), ("d.txt", "same")]));
        let at = |site: &Site, path: &str| site.at_hand(path, Form::Plain).unwrap().as_ptr();
        assert_eq!(at(&first, "a.txt"), at(&second, "a.txt"));
        assert_ne!(at(&first, "b.txt"), at(&second, "b.txt"));
        assert_eq!(second.at_hand("b.txt", Form::Plain).unwrap(), "new");
        assert_eq!(at(&second, "d.txt"), at(&second, "d.txt"), "nothing is copied for an answer");
        assert_eq!(first.tag("a.txt", Form::Plain), second.tag("a.txt", Form::Plain));
        assert_ne!(first.tag("b.txt", Form::Plain), second.tag("b.txt", Form::Plain));
    }

    #[test]
    fn a_site_has_the_same_version_whatever_stood_before_it() {
        let files = [("a.txt", "1"), ("b.txt", "2")];
        let alone = Site::after(None, artifacts(&files));
        let other = Site::after(Some(&alone), artifacts(&[("a.txt", "2"), ("b.txt", "2")]));
        assert_ne!(alone.version, other.version);
        assert_eq!(Site::after(Some(&other), artifacts(&files)).version, alone.version);
    }

    #[test]
    fn a_form_is_made_once_and_the_oldest_go_where_there_are_too_many() {
        let site = Site::after(None, artifacts(&[("a.html", "<head></head>")]));
        assert_eq!(site.at_hand("a.html", Form::Brotli), None);
        let made = site.make("a.html", Form::Brotli).unwrap();
        assert_eq!(site.at_hand("a.html", Form::Brotli).unwrap().as_ptr(), made.as_ptr());
        let mut forms = Forms::default();
        let large = Bytes::from(vec![0; Forms::MOST / 4]);
        for number in 0..6 {
            forms.keep(&number.to_string(), Form::Gzip, &large);
            assert!(forms.bytes <= Forms::MOST);
        }
        let kept: Vec<&str> = forms.made.keys().map(|(path, _)| path.as_str()).collect();
        assert_eq!((kept, forms.order.len()), (vec!["2", "3", "4", "5"], 4));
        forms.keep("more", Form::Gzip, &Bytes::from(vec![0; Forms::MOST / 4 + 1]));
        assert!(!forms.made.contains_key(&("more".to_owned(), Form::Gzip)));
    }
}
