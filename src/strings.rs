//! What people read, from one strings file per language (`site/strings/`), compiled in.

use std::sync::LazyLock;

use chrono::NaiveDate;

/// A language that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// Vietnamese, which comes first.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// The language's tag, as in `lang="vi"`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }
}

/// A day as readers of a language write it.
pub fn day_text(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Vietnamese => day.format("%d/%m/%Y").to_string(),
        Language::English => day.to_string(),
    }
}

/// The strings of one language.
#[derive(Debug)]
pub struct Strings(toml::Table);

static VIETNAMESE: LazyLock<Strings> = LazyLock::new(|| Strings::parse(include_str!("../site/strings/vi.toml")));
static ENGLISH: LazyLock<Strings> = LazyLock::new(|| Strings::parse(include_str!("../site/strings/en.toml")));

impl Strings {
    /// The strings of a language.
    pub fn of(language: Language) -> &'static Strings {
        match language {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }

    fn parse(text: &str) -> Strings {
        // A test holds both files to this: they parse and have the same keys.
        Strings(text.parse().unwrap_or_default())
    }

    /// The string at a path of keys, or the path itself where there is none, so that a gap shows.
    pub fn get(&self, path: &[&str]) -> String {
        let mut value = None;
        let mut table = Some(&self.0);
        for key in path {
            value = table.and_then(|table| table.get(*key));
            table = value.and_then(toml::Value::as_table);
        }
        value.and_then(toml::Value::as_str).map_or_else(|| path.join("."), str::to_owned)
    }

    /// The string at a path with each `{name}` replaced by its value. A value is never searched for names.
    pub fn filled(&self, path: &[&str], args: &[(&'static str, String)]) -> String {
        let text = self.get(path);
        let mut filled = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let named = after
                .split_once('}')
                .and_then(|(name, tail)| args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| (value, tail)));
            match named {
                Some((value, tail)) => {
                    filled.push_str(value);
                    rest = tail;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    /// Every string, as a table for templates.
    pub fn table(&self) -> &toml::Table {
        &self.0
    }
}
