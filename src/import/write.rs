//! A procedure's file, written.

use crate::model::{Procedure, ProcedureCode};

use super::field::Field;
use super::toml_text::{text_line, texts_line};

/// Where a procedure's file stands, relative to the catalogue.
pub fn procedure_path(sector: &str, code: &ProcedureCode) -> String {
    format!("procedures/{sector}/{code}.md")
}

/// The text of a procedure's file: TOML front matter, then Markdown.
///
/// Guarantee: the same record gives the same bytes, and reading them with [`crate::load`] gives the record back,
/// provided that its texts are trimmed and in NFC, that single-line fields hold no line break and that no line of a
/// section begins with `## `. Everything that import makes is so.
pub fn write_procedure(procedure: &Procedure) -> String {
    let mut head = text_line("code", procedure.code.as_str());
    let mut tables = String::new();
    let mut body = String::new();
    let mut late_head = String::new();
    for field in Field::ALL {
        let fragment = field.fragment(procedure);
        // What is said of the components comes last, so that the identity of the procedure is read in one glance.
        if field.is_detail() { &mut late_head } else { &mut head }.push_str(&fragment.head);
        tables.push_str(&fragment.tables);
        if !fragment.body.is_empty() {
            body.push('\n');
            body.push_str(&fragment.body);
        }
    }
    if !procedure.common_names.is_empty() {
        head.push_str(&texts_line("common_names", procedure.common_names.iter().map(String::as_str)));
    }
    if let Some(source) = &procedure.source {
        head.push_str(&text_line("source", source));
    }
    for written in &procedure.written {
        tables.push_str(&format!(
            "\n[[written]]\n{}{}",
            text_line("field", &written.field),
            text_line("text", &written.text)
        ));
    }
    format!("+++\n{head}{late_head}{tables}+++\n{body}")
}
