//! The reference of all findings (`docs/rules.md`), made from their table.

use std::fmt::Write;

use crate::finding::{Class, Code};
use crate::strings::{Language, Strings};

const HEAD: &str = "\
# Findings

What `niemyet check`, `build` and `serve` may say of a catalogue. This page is made from the table in `src/finding/code.rs` and
the words in `site/strings/`; `tests/rules_reference.rs` holds it to them.

An *error* stops publication, and the last site stays; a *warning* should be mended; *info* is worth knowing. A finding of the
class *unchecked* says that something could not be told from what the catalogue has (không kiểm tra được): it is never a
fault, and is counted apart. `--deny CODE` makes findings of a code count as errors for the exit code, `--allow CODE`
hides them. Names are stable.
";

/// The reference as Markdown: a table of all codes, then each with its words. `{…}` stands for a value of the finding.
pub fn rules_reference() -> String {
    let mut text = format!("{HEAD}\n| code | severity | class |\n|---|---|---|\n");
    for code in Code::ALL {
        let (name, severity, class) = (code.name(), code.severity().as_str(), code.class().as_str());
        let _ = writeln!(text, "| [`{name}`](#{}) | {severity} | {class} |", name.to_lowercase());
    }
    for code in Code::ALL {
        let class = match code.class() {
            Class::Fault => "",
            Class::Unchecked => ", unchecked",
        };
        let _ = writeln!(text, "\n## {}\n\n{} ({}{class})\n", code.name(), code.meaning(), code.severity().as_str());
        let _ = writeln!(text, "- rests on: {}", code.reference());
        let words = |part| Strings::of(Language::Vietnamese).get(&["finding", code.name(), part]);
        let _ = writeln!(text, "- báo: {}", words("message"));
        let help = words("help");
        if !help.is_empty() {
            let _ = writeln!(text, "- cách sửa: {help}");
        }
    }
    text
}
