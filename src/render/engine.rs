//! The only user of tera: templates in, pages out, and what goes wrong as findings with their place.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{ErrorKind, Tera};

use crate::finding::{Code, Finding};
use crate::input::{FileContent, Files};
use crate::source::Place;

use super::builtin;
use super::known::{KeyBase, Known};
use super::words::Words;

/// Templates, parsed and checked against each other.
pub(super) struct Engine<'k> {
    tera: Tera,
    base: Option<KeyBase>,
    known: Option<&'k dyn Known>,
}

impl<'k> Engine<'k> {
    /// The built-in templates, each replaced by the project's own of the same path.
    ///
    /// `shared` is what every page may use, as `site`; `words` are `s`.
    pub(super) fn new(own: &Files, words: Words, shared: &impl Serialize) -> Result<Engine<'k>, Vec<Finding>> {
        let mut templates: BTreeMap<&str, &str> = builtin::TEMPLATES.iter().copied().collect();
        let mut findings = Vec::new();
        for (path, content) in own {
            match content {
                FileContent::Bytes(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => {
                        templates.insert(path, text);
                    }
                    Err(_) => findings.push(failed(place_of(path), "not UTF-8")),
                },
                FileContent::TooLarge(size) => findings.push(failed(place_of(path), &format!("{size} bytes"))),
                FileContent::Unreadable(reason) => findings.push(failed(place_of(path), reason)),
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let base = KeyBase::of(templates.iter().map(|(path, text)| (*path, *text)), &(words.table(), shared));
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        if let Err(error) = tera.add_raw_templates(templates) {
            return Err(vec![finding_of(&error)]);
        }
        let globals = tera.global_context();
        globals.insert("s", &words.table());
        globals.insert("site", shared);
        Ok(Engine { tera, base, known: None })
    }

    /// The same, which looks there first.
    pub(super) fn looking_in(self, known: Option<&'k dyn Known>) -> Engine<'k> {
        Engine { known, ..self }
    }

    /// One page. `view` is what the template calls `v`, `head` what it calls `page`.
    pub(super) fn render(
        &self,
        template: &str,
        head: &impl Serialize,
        view: &impl Serialize,
    ) -> Result<String, Finding> {
        let Some((known, base)) = self.known.zip(self.base.as_ref()) else { return self.anew(template, head, view) };
        let Some(key) = base.key(template, head, view) else { return self.anew(template, head, view) };
        if let Some(text) = known.find(&key) {
            return Ok(text);
        }
        let text = self.anew(template, head, view)?;
        known.learn(key, &text);
        Ok(text)
    }

    fn anew(&self, template: &str, head: &impl Serialize, view: &impl Serialize) -> Result<String, Finding> {
        let mut context = tera::Context::new();
        context.insert("page", head);
        context.insert("v", view);
        self.tera.render(template, &context).map_err(|error| finding_of(&error))
    }
}

fn place_of(template: &str) -> Place {
    Place::file(&format!("templates/{template}"))
}

fn failed(place: Place, message: &str) -> Finding {
    Finding::at(place, Code::TemplateFailed).with("error", message)
}

/// What tera says, with its place. Errors about references between templates come as texts only, with the place in
/// the form ` --> name:line:column`.
fn finding_of(error: &tera::Error) -> Finding {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let place = Place {
                line: u32::try_from(span.start_line).unwrap_or(u32::MAX),
                column: u32::try_from(span.start_col + 1).unwrap_or(u32::MAX),
                span: Some((span.range.start, span.range.end)),
                ..place_of(report.filename())
            };
            failed(place, report.message())
        }
        _ => {
            let text = error.to_string();
            let mut lines = text.lines();
            let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let place = lines.find_map(|line| {
                let mut parts = line.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
                let column = parts.next()?.parse().ok()?;
                let line = parts.next()?.parse().ok()?;
                Some(Place { line, column, ..place_of(parts.next()?) })
            });
            match place {
                Some(place) => failed(place, &message),
                None => Finding::general(Code::TemplateFailed).with("error", message),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(template: &str) -> Finding {
        let own = Files::from([("bad.html".to_owned(), FileContent::Bytes(template.as_bytes().to_vec()))]);
        match Engine::new(&own, Words::of_site(), &()) {
            Err(findings) => findings.into_iter().next().unwrap(),
            Ok(engine) => engine.render("bad.html", &(), &()).unwrap_err(),
        }
    }

    #[test]
    fn an_error_in_a_template_is_a_finding_with_its_line_and_column() {
        for (template, line, column) in [
            ("<p>\n  {% if %}</p>", 2, 9),
            ("<p>\n{{ v.nothing }}</p>", 2, 6),
            ("{{ page | nofilter }}", 1, 11),
            ("\n{% include \"none.html\" %}", 2, 12),
        ] {
            let finding = fails(template);
            let place = finding.place.unwrap();
            assert_eq!((place.path.as_str(), place.line, place.column), ("templates/bad.html", line, column));
        }
    }

    /// Pages by their keys, and which of them were told.
    #[derive(Debug, Default)]
    struct Kept {
        found: Option<&'static str>,
        told: std::sync::Mutex<Vec<(super::super::known::PageKey, String)>>,
    }

    impl Known for Kept {
        fn find(&self, _: &super::super::known::PageKey) -> Option<String> {
            self.found.map(str::to_owned)
        }

        fn learn(&self, key: super::super::known::PageKey, text: &str) {
            self.told.lock().unwrap().push((key, text.to_owned()));
        }
    }

    fn engine<'k>(template: &str, shared: &str, known: &'k Kept) -> Engine<'k> {
        let own = Files::from([("a.html".to_owned(), FileContent::Bytes(template.as_bytes().to_vec()))]);
        Engine::new(&own, Words::of_site(), &shared).ok().unwrap().looking_in(Some(known))
    }

    #[test]
    fn a_page_that_is_known_is_not_rendered_and_any_other_is_told() {
        let kept = Kept { found: Some("đã có"), ..Kept::default() };
        assert_eq!(engine("{{ v }}", "", &kept).render("a.html", &(), &"mới").unwrap(), "đã có");
        assert!(kept.told.lock().unwrap().is_empty());
        let kept = Kept::default();
        assert_eq!(engine("{{ v }}", "", &kept).render("a.html", &(), &"mới").unwrap(), "mới");
        assert_eq!(kept.told.lock().unwrap()[0].1, "mới");
        engine("{{ v.nothing }}", "", &kept).render("a.html", &(), &1).unwrap_err();
        assert_eq!(kept.told.lock().unwrap().len(), 1, "a page that failed is none");
    }

    #[test]
    fn whatever_a_page_is_rendered_from_changes_its_key() {
        let kept = Kept::default();
        let made = [
            ("{{ v }}", "", "404.html", "", ""),
            ("{{ v }}!", "", "404.html", "", ""),
            ("{{ v }}", "site", "404.html", "", ""),
            ("{{ v }}", "", "robots.txt", "", ""),
            ("{{ v }}", "", "404.html", "head", ""),
            ("{{ v }}", "", "404.html", "", "head"),
        ];
        let keys: std::collections::BTreeSet<_> = made
            .iter()
            .map(|(template, shared, name, head, view)| {
                engine(template, shared, &kept).base.unwrap().key(name, head, view).unwrap()
            })
            .collect();
        assert_eq!(keys.len(), made.len());
    }

    #[test]
    fn a_template_that_is_no_text_is_a_finding() {
        let own = Files::from([("base.html".to_owned(), FileContent::Bytes(vec![0xff]))]);
        assert_eq!(Engine::new(&own, Words::of_site(), &()).err().unwrap().len(), 1);
    }
}
