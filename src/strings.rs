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
    /// Every language.
    pub const ALL: [Language; 2] = [Language::Vietnamese, Language::English];

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
#[derive(Debug, Clone)]
pub struct Strings(toml::Table);

const VIETNAMESE_FILE: &str = include_str!("../site/strings/vi.toml");
const ENGLISH_FILE: &str = include_str!("../site/strings/en.toml");

static VIETNAMESE: LazyLock<Strings> = LazyLock::new(|| Strings::parse(VIETNAMESE_FILE));
static ENGLISH: LazyLock<Strings> = LazyLock::new(|| Strings::parse(ENGLISH_FILE));

impl Strings {
    /// The strings of a language.
    pub fn of(language: Language) -> &'static Strings {
        match language {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }

    /// These with the words of another text in the place of those of the same keys, and the keys of that text, in order, which stand for
    /// nothing: there is none here, or it is a table on one side alone, or it has a `{name}` that nothing fills.
    ///
    /// # Errors
    /// What is wrong with the text, where it is no TOML.
    pub fn with(&self, text: &str) -> Result<(Strings, Vec<String>), toml::de::Error> {
        let over: toml::Table = text.parse()?;
        let (mut table, mut strangers) = (self.0.clone(), Vec::new());
        lay_over(&mut table, over, "", &mut strangers);
        strangers.sort();
        Ok((Strings(table), strangers))
    }

    /// The keys of every string, as `site.nav.home`.
    pub fn keys(&self) -> Vec<String> {
        fn gather(table: &toml::Table, path: &str, keys: &mut Vec<String>) {
            for (key, value) in table {
                let path = joined(path, key);
                match value.as_table() {
                    Some(table) => gather(table, &path, keys),
                    None => keys.push(path),
                }
            }
        }
        let mut keys = Vec::new();
        gather(&self.0, "", &mut keys);
        keys
    }

    /// The words of a site's pages in a language as they stand in their file, to begin a file of one's own with.
    pub fn of_pages(language: Language) -> String {
        let file = match language {
            Language::Vietnamese => VIETNAMESE_FILE,
            Language::English => ENGLISH_FILE,
        };
        let mut is_of_pages = false;
        let lines = file.lines().filter(|line| {
            if line.starts_with('[') {
                is_of_pages = line.starts_with("[site.");
            }
            is_of_pages && !line.starts_with('#')
        });
        lines.fold(String::new(), |text, line| text + line + "\n")
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

    /// Whether there is a string at a path of keys.
    pub fn has(&self, path: &[&str]) -> bool {
        let Some((last, tables)) = path.split_last() else { return false };
        let table = tables.iter().try_fold(&self.0, |table, key| table.get(*key)?.as_table());
        table.is_some_and(|table| table.get(*last).is_some_and(toml::Value::is_str))
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

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn lay_over(table: &mut toml::Table, over: toml::Table, path: &str, strangers: &mut Vec<String>) {
    for (key, value) in over {
        let path = joined(path, &key);
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(known)), toml::Value::Table(over)) => lay_over(known, over, &path, strangers),
            (Some(toml::Value::String(known)), toml::Value::String(text)) => {
                if names(&text).all(|name| names(known).any(|other| other == name)) {
                    *known = text;
                } else {
                    strangers.push(path);
                }
            }
            (Some(_) | None, _) => strangers.push(path),
        }
    }
}

/// The names in braces.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_ones_own_stand_for_those_of_the_same_keys_and_others_are_named() {
        let text = "[site.nav]\nhome = \"Về đầu\"\nhoem = \"x\"\n[site.date]\nthrough = \"{dy}\"\n[site.frame.as_of]\na = \"b\"\n";
        let (words, strangers) = Strings::of(Language::Vietnamese).with(text).unwrap();
        assert_eq!(words.get(&["site", "nav", "home"]), "Về đầu");
        assert_eq!(strangers, ["site.date.through", "site.frame.as_of", "site.nav.hoem"]);
        assert_eq!(
            words.get(&["site", "frame", "as_of"]),
            Strings::of(Language::Vietnamese).get(&["site", "frame", "as_of"])
        );
        assert!(Strings::of(Language::Vietnamese).with("[site").is_err());
    }

    #[test]
    fn the_words_of_pages_are_all_of_them_and_nothing_else() {
        for language in Language::ALL {
            let (of_pages, strangers) = Strings::of(language).with(&Strings::of_pages(language)).unwrap();
            assert_eq!((of_pages.keys(), strangers), (Strings::of(language).keys(), Vec::new()));
            let table: toml::Table = Strings::of_pages(language).parse().unwrap();
            assert_eq!(table.keys().collect::<Vec<_>>(), ["site"]);
            assert_eq!(table.get("site"), Strings::of(language).table().get("site"));
        }
    }
}
