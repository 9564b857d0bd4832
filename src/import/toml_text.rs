//! TOML as this catalogue writes it: one style, so that a diff shows what changed and nothing else.

/// How wide an array may be on one line, in characters.
const WIDTH: usize = 100;

/// A basic string.
///
/// Guarantee: one line, and reading it gives the text back.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text;
    // Most texts have nothing to escape: what lies between is copied in one piece.
    while let Some((at, c)) = rest.char_indices().find(|&(_, c)| matches!(c, '"' | '\\') || c.is_control()) {
        out.push_str(&rest[..at]);
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
    out.push('"');
    out
}

/// `key = "text"` and the end of the line.
pub fn text_line(key: &str, text: &str) -> String {
    format!("{key} = {}\n", quoted(text))
}

/// `key = [..]` of texts.
pub fn texts_line<'t>(key: &str, texts: impl IntoIterator<Item = &'t str>) -> String {
    array_line(key, &texts.into_iter().map(quoted).collect::<Vec<_>>())
}

/// `key = [..]` of values that are TOML already: on one line where that is short, else one value a line.
pub(super) fn array_line(key: &str, items: &[String]) -> String {
    let line = format!("{key} = [{}]\n", items.join(", "));
    if items.len() < 2 || line.chars().count() <= WIDTH {
        return line;
    }
    let rows: String = items.iter().map(|item| format!("    {item},\n")).collect();
    format!("{key} = [\n{rows}]\n")
}
