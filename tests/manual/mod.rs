//! Manuals as Markdown: their sections.
#![allow(dead_code, reason = "each test program uses what it needs")]

/// A file of the project.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// Each section: its heading with its marks (`## Decisions`), and the lines below it up to the next heading of whatever level.
/// Lines of blocks of code are no headings.
pub(crate) fn sections(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        if !is_code && line.starts_with('#') {
            sections.push((line, Vec::new()));
        } else if let Some((_, lines)) = sections.last_mut() {
            lines.push(line);
        }
    }
    sections
}
