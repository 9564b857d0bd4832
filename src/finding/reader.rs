//! What the reader of TOML says, in the reader's language.

use std::sync::LazyLock;

use toml::{Table, Value};

use crate::strings::Language;

static VIETNAMESE: LazyLock<Table> = LazyLock::new(|| include_str!("reader.vi.toml").parse().unwrap_or_default());

/// What toml puts between a fact and what could have stood there.
const EXPECTED: &str = ", expected ";

/// A message of the reader in a language; one that nobody has translated stays as it is.
pub(super) fn in_language(message: &str, language: Language) -> String {
    let (fact, expected) = match message.split_once(EXPECTED) {
        Some((fact, expected)) => (fact, Some(expected)),
        None => (message, None),
    };
    match (language, VIETNAMESE.get(fact).and_then(Value::as_str)) {
        (Language::Vietnamese, Some(told)) => {
            // What says already what to write needs no list of what could stand there.
            let expected = expected.filter(|_| !told.contains("viết như"));
            let expected = expected.map(|expected| format!("; ở đây cần {}", signs(expected)));
            told.to_owned() + &expected.unwrap_or_default()
        }
        _ => message.to_owned(),
    }
}

/// What could have stood there: signs in backquotes, and a few words, the longer ones first in the table.
fn signs(expected: &str) -> String {
    let words = VIETNAMESE.get("expected").and_then(Value::as_table).into_iter().flatten();
    let mut told = expected.to_owned();
    for (english, word) in words.filter_map(|(english, word)| Some((english, word.as_str()?))) {
        told = told.replace(english.as_str(), word);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_get_wrong_in_toml_is_told_in_vietnamese() {
        for broken in [
            "a = ",
            "a",
            "a = [1, 2",
            "a = \"x",
            "a = 'x",
            "a = x",
            "a = \"\"\"x",
            "[a",
            "[[a]",
            "[[a",
            "a = 1\na = 2",
            "a = { b = 1",
            "a = { b = 1 c = 2 }",
            "a = [1 2]",
            "a = 01",
            "a = 2026-13-01",
            "a = tru",
            "a = = 1",
            "= 1",
            "a = 1 b = 2",
            "a = \"\\q\"",
            "a = +-1",
            "a = 1__0",
            "ngày ký = 1",
            "a = [,]",
            "a = {,}",
            "a: 1",
        ] {
            let (_, errors) = toml::de::DeTable::parse_recoverable(broken);
            for error in errors {
                let message = error.message().trim();
                let told = in_language(message, Language::Vietnamese);
                assert!(told != message && !told.contains("expected"), "{broken:?}: {message}");
                assert_eq!(in_language(message, Language::English), message);
            }
        }
    }
}
