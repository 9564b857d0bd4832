//! What an address asks of the search: `?q=…&sector=a&sector=b&limit=20&typing=1`.

use axum::extract::Query;
use axum::http::Uri;

use crate::render::ResultsPage;
use crate::search::weights::QUERY_CHARACTERS;
use crate::search::{Facet, Options, Typing};

/// At most so many hits of one answer in JSON.
const API_LIMIT: usize = 100;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The query, cut where the search stops reading.
    pub(super) query: String,
    pub(super) options: Options,
}

impl Question {
    /// Reads the address of a program's question.
    ///
    /// # Errors
    /// What is wrong with it, for whoever wrote the program.
    pub(super) fn of_program(uri: &Uri) -> Result<Question, String> {
        let mut query = None;
        let mut options = Options::default();
        for (name, value) in parameters(uri)? {
            match name.as_str() {
                "q" => query = Some(value),
                "limit" => {
                    options.limit =
                        value.parse().ok().filter(|limit| (1..=API_LIMIT).contains(limit)).ok_or_else(|| {
                            format!("`limit` is `{value}`; it is a whole number from 1 to {API_LIMIT}")
                        })?;
                }
                "typing" => {
                    options.typing = match value.as_str() {
                        "1" => Typing::Unfinished,
                        "0" => Typing::Finished,
                        _ => return Err(format!("`typing` is `{value}`; it is 1 or 0")),
                    }
                }
                _ => options.choices.push((facet(&name)?, value)),
            }
        }
        let query = query.ok_or("`q` is missing: the text that is searched for")?;
        Ok(Question { query: cut(&query), options })
    }

    /// Reads the address of the results page; none where nothing is asked. What it cannot read it leaves out: a person may
    /// have come by a link that somebody else wrote.
    pub(super) fn of_person(uri: &Uri) -> Option<Question> {
        let (first, most) = ResultsPage::LIMITS;
        let mut question = Question { query: String::new(), options: Options { limit: first, ..Options::default() } };
        for (name, value) in parameters(uri).ok()? {
            match name.as_str() {
                "q" if question.query.is_empty() => question.query = cut(value.trim()),
                "q" => {}
                "limit" => question.options.limit = value.parse().unwrap_or(first).clamp(first, most),
                _ => question.options.choices.extend(facet(&name).ok().map(|facet| (facet, value))),
            }
        }
        (!question.query.is_empty()).then_some(question)
    }
}

fn parameters(uri: &Uri) -> Result<Vec<(String, String)>, String> {
    Query::try_from_uri(uri).map(|Query(all)| all).map_err(|error| error.to_string())
}

fn facet(name: &str) -> Result<Facet, String> {
    let known = || Facet::ALL.map(Facet::as_str).join(", ");
    Facet::from_word(name).ok_or_else(|| format!("no parameter `{name}`; there are q, limit, typing, {}", known()))
}

fn cut(query: &str) -> String {
    query.chars().take(usize::try_from(QUERY_CHARACTERS).unwrap_or(usize::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(query: &str) -> Result<Question, String> {
        Question::of_program(&format!("/api/search?{query}").parse().unwrap())
    }

    fn person(query: &str) -> Option<Question> {
        Question::of_person(&format!("/tim/?{query}").parse().unwrap())
    }

    #[test]
    fn a_program_is_told_what_it_asks_wrongly() {
        let asked = program("q=%C4%91%E1%BA%A5t+%C4%91ai&limit=100&typing=1&sector=a&sector=b&level=commune").unwrap();
        assert_eq!(
            (asked.query.as_str(), asked.options.limit, asked.options.typing),
            ("đất đai", 100, Typing::Unfinished)
        );
        let choices = [(Facet::Sector, "a"), (Facet::Sector, "b"), (Facet::Level, "commune")];
        assert_eq!(asked.options.choices, choices.map(|(facet, value)| (facet, value.to_owned())));
        assert_eq!(program("q=").unwrap().options, Options::default());
        for (query, wrong) in [
            ("", "`q` is missing"),
            ("q=a&limit=0", "`limit` is `0`"),
            ("q=a&limit=101", "from 1 to 100"),
            ("q=a&limit=-1", "from 1 to 100"),
            ("q=a&limit=99999999999999999999999", "from 1 to 100"),
            ("q=a&typing=yes", "it is 1 or 0"),
            ("q=a&colour=red", "no parameter `colour`; there are q, limit, typing, sector, level"),
        ] {
            assert!(program(query).unwrap_err().contains(wrong), "{query}: {:?}", program(query));
        }
    }

    #[test]
    fn a_person_is_answered_whatever_the_address_says() {
        assert_eq!(person(""), None);
        assert_eq!(person("q=++"), None);
        let asked = person("q=+a+&limit=7&utm_source=x&status=in-force").unwrap();
        assert_eq!((asked.query.as_str(), asked.options.limit), ("a", 50));
        assert_eq!(asked.options.choices, [(Facet::Status, "in-force".to_owned())]);
        assert_eq!(person("q=a&limit=100000").unwrap().options.limit, 1000);
        assert_eq!(person("q=a&limit=x").unwrap().options.limit, 50);
        let long = "a".repeat(5000);
        assert_eq!(person(&format!("q={long}")).unwrap().query.len(), 2000);
    }
}
