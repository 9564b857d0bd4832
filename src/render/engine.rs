//! The only user of tera: templates in, pages out, and what goes wrong as findings with their place.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{ErrorKind, Tera};

use crate::finding::{Code, Finding};
use crate::input::{FileContent, Files};
use crate::source::Place;

use super::builtin;
use super::words::Words;

/// Templates, parsed and checked against each other.
pub(super) struct Engine(Tera);

impl Engine {
    /// The built-in templates, each replaced by the project's own of the same path.
    ///
    /// `shared` is what every page may use, as `site`; `words` are `s`.
    pub(super) fn new(own: &Files, words: Words, shared: &impl Serialize) -> Result<Engine, Vec<Finding>> {
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
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        if let Err(error) = tera.add_raw_templates(templates) {
            return Err(vec![finding_of(&error)]);
        }
        let globals = tera.global_context();
        globals.insert("s", &words.table());
        globals.insert("site", shared);
        Ok(Engine(tera))
    }

    /// A text out of a template. `view` is what the template calls `v`, `head` what it calls `page`.
    pub(super) fn render(
        &self,
        template: &str,
        head: &impl Serialize,
        view: &impl Serialize,
    ) -> Result<String, Finding> {
        self.0.render(template, &context(head, view)).map_err(|error| finding_of(&error))
    }

    /// The same as the bytes of a file: a page that nobody reads as a text again is not looked through for UTF-8.
    pub(super) fn page(
        &self,
        template: &str,
        head: &impl Serialize,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, Finding> {
        let mut page = Vec::with_capacity(PAGE_BYTES);
        self.0.render_to(template, &context(head, view), &mut page).map_err(|error| finding_of(&error))?;
        Ok(page)
    }
}

/// What most pages are shorter than: their bytes are not moved while they grow.
const PAGE_BYTES: usize = 1 << 15;

fn context(head: &impl Serialize, view: &impl Serialize) -> tera::Context {
    let mut context = tera::Context::new();
    context.insert("page", head);
    context.insert("v", view);
    context
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

    #[test]
    fn a_template_that_is_no_text_is_a_finding() {
        let own = Files::from([("base.html".to_owned(), FileContent::Bytes(vec![0xff]))]);
        assert_eq!(Engine::new(&own, Words::of_site(), &()).err().unwrap().len(), 1);
    }
}
