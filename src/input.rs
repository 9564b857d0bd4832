//! Everything that a build depends on, as one value: texts, two days and the address of the site.
//!
//! `store` reads the files and `cli` settles the days; after that nothing looks at the machine again, so the same
//! `Input` always gives the same site, byte for byte.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::model::Day;
use crate::source::SourceFile;

/// The largest file that is read, in bytes (8 MiB). A larger one is [`FileContent::TooLarge`], never half a text.
pub const FILE_LIMIT: u64 = 8 * 1024 * 1024;

/// The files of one folder: path relative to it, with `/`, → what stands there.
pub type Files = BTreeMap<String, FileContent>;

/// What a site is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The files of the catalogue folder.
    pub catalogue: Files,
    /// The project's own `site/`: each file takes the place of the built-in one of the same path.
    pub site: Files,
    /// The project's own `templates/`: each file takes the place of the built-in one of the same path.
    pub templates: Files,
    /// Which law is shown.
    pub as_of: Day,
    /// What "late", "not yet" and "recent" are measured from.
    pub today: Day,
    /// Where the site will stand, where the command line says so; else `site/site.toml` does.
    pub base_url: Option<String>,
}

/// What the store found at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// The bytes, at most [`FILE_LIMIT`] of them. Whether they are UTF-8 is for the reader of the file to say.
    Bytes(Vec<u8>),
    /// The file is larger than [`FILE_LIMIT`]; its size in bytes.
    TooLarge(u64),
    /// It could not be read, or is no regular file; the reason in the system's words.
    Unreadable(String),
}

impl FileContent {
    /// The text, where there are bytes and they are UTF-8. A byte order mark stays in it: offsets count it.
    pub fn text(&self) -> Option<&str> {
        match self {
            FileContent::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            FileContent::TooLarge(_) | FileContent::Unreadable(_) => None,
        }
    }
}

impl Input {
    /// The file at a path relative to the project's folder, as a [`crate::source::Place`] names it: `catalogue/…`,
    /// `site/…` or `templates/…`.
    ///
    /// ```
    /// # use niemyet::{input::{FileContent, Input}, model::Day};
    /// # let day = Day::from_ymd_opt(2026, 8, 31).unwrap();
    /// # let mut input = Input { catalogue: Default::default(), site: Default::default(),
    /// #     templates: Default::default(), as_of: day, today: day, base_url: None };
    /// input.catalogue.insert("agencies.toml".into(), FileContent::Bytes(b"[[agency]]".to_vec()));
    /// assert!(input.file("catalogue/agencies.toml").is_some());
    /// assert!(input.file("agencies.toml").is_none());
    /// ```
    pub fn file(&self, path: &str) -> Option<&FileContent> {
        let (folder, rest) = path.split_once('/')?;
        match folder {
            "catalogue" => self.catalogue.get(rest),
            "site" => self.site.get(rest),
            "templates" => self.templates.get(rest),
            _ => None,
        }
    }

    /// The text of a file as places count it: in NFC, without a byte order mark. `None` where there is no text.
    pub fn source(&self, path: &str) -> Option<SourceFile> {
        let text = self.file(path)?.text()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
        Some(SourceFile { path: path.to_owned(), text })
    }
}
