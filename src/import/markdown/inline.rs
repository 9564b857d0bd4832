//! The words of a line, so that Markdown shows them as they were written.

/// A line's text, escaped where Markdown would read more into it than its author wrote. `**bold**` and `` `code` `` on one line
/// are what some sources write themselves: they stay.
pub(super) fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    out.push_str(if begins_more(line) { "\\" } else { "" });
    let links = line.contains("](") || (line.starts_with('[') && line.contains("]:"));
    let mut bold: Option<usize> = None;
    let mut before = ' ';
    let mut rest = line;
    if let Some(digits) = numbered(line) {
        out.push_str(line.get(..digits).unwrap_or_default());
        out.push('\\');
        out.push_str(line.get(digits..digits + 1).unwrap_or_default());
        rest = line.get(digits + 1..).unwrap_or_default();
    }
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = behind.chars().next().unwrap_or(' ');
        if let Some(code) = code(rest).filter(|_| before != '`') {
            out.push_str(code);
            (before, rest) = ('`', rest.get(code.len()..).unwrap_or_default());
            continue;
        }
        if bold == Some(rest.len()) {
            out.push_str("**");
            rest = rest.get(2..).unwrap_or_default();
            // "**Bước 1:**Nộp" is bold only with a blank behind it.
            if !before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric) {
                out.push(' ');
            }
            (bold, before) = (None, '*');
            continue;
        }
        if bold.is_none()
            && let Some(end) = bold_end(rest, before)
        {
            out.push_str("**");
            (bold, before, rest) = (Some(end), '*', rest.get(2..).unwrap_or_default());
            continue;
        }
        let escapes = match c {
            '*' | '`' => true,
            '\\' => next.is_ascii_punctuation(),
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '[' => links,
            '<' => next.is_ascii_alphabetic() || "/!?".contains(next),
            '&' => is_entity(behind),
            _ => false,
        };
        if escapes {
            out.push('\\');
        }
        out.push(c);
        (before, rest) = (c, behind);
    }
    out
}

/// Whether a line would begin a heading, a quotation, a rule, a fence, or a list that it is not. Stars, low lines and
/// backticks are escaped one by one.
fn begins_more(line: &str) -> bool {
    let rule = line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | ' '));
    let bullet =
        line.starts_with(['-', '+']) && line.get(1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
    (rule && !line.starts_with(['*', '_'])) || bullet || line.starts_with(['#', '>', '=', '~'])
}

/// How many digits a line begins with that Markdown would take for an item's number: "12. ", "1) ". Their stop is escaped,
/// since a digit cannot be.
fn numbered(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    ((1..=9).contains(&digits) && (rest.is_empty() || rest.starts_with(' '))).then_some(digits)
}

/// The code between two backticks with which a text begins.
fn code(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('`')?;
    let end = inside.find('`')?;
    let is_alone = inside.get(..end)?.trim() != "" && !inside.get(end + 1..)?.starts_with('`');
    rest.get(..end + 2).filter(|_| is_alone)
}

/// How much of a text is left where the bold letters end with which it begins, the two stars among it.
fn bold_end(rest: &str, before: char) -> Option<usize> {
    let inside = rest.strip_prefix("**")?;
    let end = inside.find("**")?;
    let bold = inside.get(..end)?;
    let first = bold.chars().next()?;
    let opens = first.is_alphanumeric() || !before.is_alphanumeric();
    let is_whole = opens && !bold.starts_with(['*', ' ']) && !bold.ends_with(' ') && !bold.contains(['*', '`']);
    let left = inside.len() - end;
    (is_whole && !inside.get(end + 2..)?.starts_with('*')).then_some(left)
}

/// Whether what stands behind an ampersand makes it an entity.
fn is_entity(behind: &str) -> bool {
    let end = behind.bytes().take(32).position(|byte| byte == b';');
    let name = end.and_then(|end| behind.get(..end)).unwrap_or_default();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
}
