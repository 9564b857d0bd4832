//! Findings as text with the line and a caret, and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::finding::{Code, Counts, Finding, Severity, Verdict};
use crate::input::Input;
use crate::source::Place;
use crate::strings::{Language, Strings};

/// A line longer than this is not shown; its place is.
const LINE_LIMIT: usize = 16 * 1024;

/// How much of the findings a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Each one.
    All,
    /// Errors and warnings, of one code at most [`SHOWN`]; the others, and those of severity info, are counted by code.
    Counted,
    /// Errors as in [`Detail::Counted`]; of every other code one line, with how many there are and the first as an example.
    /// What could not be checked is counted on the last line alone. A build's report has to be short: a real catalogue has
    /// hundreds of warnings.
    Summed,
}

/// How many findings of one code are shown where not all are: one fault can have thousands of consequences.
pub const SHOWN: usize = 20;

/// How findings are shown as text.
pub struct TextOptions<'a> {
    /// The reader's language.
    pub language: Language,
    /// How much is shown.
    pub detail: Detail,
    /// With or without colours, and how wide a line may be: longer ones are trimmed around the caret.
    pub renderer: Renderer,
    /// The path to show for the path that a finding names.
    pub shown: &'a dyn Fn(&str) -> String,
}

/// The findings as text, and a line that counts them. Files that could not be read come first, for others may follow from
/// them; else the order is as given. The lines quoted come from the files of `input`.
pub fn findings_text(findings: &[Finding], input: &Input, options: &TextOptions<'_>) -> String {
    let strings = Strings::of(options.language);
    let mut sources = Sources { input, texts: BTreeMap::new() };
    let mut met: BTreeMap<Code, usize> = BTreeMap::new();
    let mut text = String::new();
    let (causes, others): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| matches!(finding.code, Code::FileUnreadable | Code::Syntax));
    for finding in causes.into_iter().chain(others) {
        let of_code = met.entry(finding.code).or_default();
        *of_code += 1;
        if *of_code > options.detail.limit(finding.severity()) {
            continue;
        }
        let quoted = finding.place.as_ref().and_then(|place| sources.quote(place));
        text.push_str(&one(finding, quoted.as_ref(), options));
        text.push_str("\n\n");
    }
    let mut hidden = false;
    for (code, count) in met {
        let limit = options.detail.limit(code.severity());
        hidden |= count > limit;
        if options.detail == Detail::Summed && code.severity() != Severity::Error {
            if code.verdict() != Verdict::Unchecked {
                text.push_str(&example(code, count, findings, options));
            }
            continue;
        }
        if count > limit {
            let severity = strings.get(&["report", "severity", code.verdict().as_str()]);
            let args = [("severity", severity), ("code", code.to_string()), ("count", (count - limit).to_string())];
            let key = if limit > 0 { "more" } else { "counted" };
            let _ = writeln!(text, "{}", strings.filled(&["report", key], &args));
        }
    }
    let _ = writeln!(text, "{}", Counts::of(findings).summary(options.language));
    if hidden {
        let _ = writeln!(text, "{}", strings.get(&["report", "see_all"]));
    }
    text
}

impl Detail {
    /// How many findings of one code are shown.
    fn limit(self, severity: Severity) -> usize {
        match (self, severity) {
            (Detail::All, _) => usize::MAX,
            (Detail::Counted, Severity::Error | Severity::Warning) | (Detail::Summed, Severity::Error) => SHOWN,
            (Detail::Summed, Severity::Warning | Severity::Info) | (Detail::Counted, Severity::Info) => 0,
        }
    }
}

/// The line of a code: how many there are, and the first of them with its place.
fn example(code: Code, count: usize, findings: &[Finding], options: &TextOptions<'_>) -> String {
    let Some(finding) = findings.iter().find(|finding| finding.code == code) else { return String::new() };
    let strings = Strings::of(options.language);
    let place = finding.place.as_ref().map(|place| {
        let path = (options.shown)(&place.path);
        if place.line == 0 { format!("{path}: ") } else { format!("{path}:{}:{}: ", place.line, place.column) }
    });
    let args = [
        ("severity", strings.get(&["report", "severity", code.verdict().as_str()])),
        ("code", code.to_string()),
        ("count", count.to_string()),
        ("example", format!("{}{}", place.unwrap_or_default(), finding.message(options.language))),
    ];
    format!("{}\n", annotate_snippets::normalize_untrusted_str(&strings.filled(&["report", "example"], &args)))
}

fn one(finding: &Finding, quoted: Option<&Quoted>, options: &TextOptions<'_>) -> String {
    let strings = Strings::of(options.language);
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let name = finding.code.verdict().as_str();
    let message = finding.message(options.language);
    let help = finding.help(options.language);
    let title = level.with_name(strings.get(&["report", "severity", name])).primary_title(message);
    let mut group = Group::with_title(title.id(finding.code.name()));
    if let Some(place) = &finding.place {
        let path = (options.shown)(&place.path);
        let number = usize::try_from(place.line).unwrap_or(0);
        group = match quoted {
            Some(quoted) => group.element(
                Snippet::source(quoted.line.as_str())
                    .line_start(number)
                    .path(path)
                    .annotation(AnnotationKind::Primary.span(quoted.span.0..quoted.span.1)),
            ),
            None => {
                let column = usize::try_from(place.column).unwrap_or(0);
                let origin = Origin::path(path);
                let origin = if number > 0 { origin.line(number) } else { origin };
                group.element(if column > 0 { origin.char_column(column) } else { origin })
            }
        };
    }
    if !help.is_empty() {
        let help = annotate_snippets::normalize_untrusted_str(&help);
        group = group.element(Level::HELP.with_name(strings.get(&["report", "help"])).message(help));
    }
    options.renderer.render(&[group])
}

/// The findings as one JSON object, stable for programs:
///
/// `{as_of, today, counts: {error, warning, info, unchecked}, findings: [{code, severity, class, reference, path, line, column, message,
/// help, args}]}`; `path`, `line` and `column` are null where the finding has none. Paths are relative to the project.
pub fn findings_json(findings: &[Finding], input: &Input, language: Language) -> Value {
    let counts = Counts::of(findings);
    let rows: Vec<Value> = findings.iter().map(|finding| finding_json(finding, language)).collect();
    json!({
        "as_of": input.as_of.to_string(),
        "today": input.today.to_string(),
        "counts": { "error": counts.errors, "warning": counts.warnings, "info": counts.infos,
            "unchecked": counts.unchecked },
        "findings": rows,
    })
}

pub(super) fn finding_json(finding: &Finding, language: Language) -> Value {
    let place = finding.place.as_ref();
    let counted = |number: u32| if number > 0 { Some(number) } else { None };
    let args: serde_json::Map<String, Value> =
        finding.args.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect();
    json!({
        "code": finding.code.name(),
        "severity": finding.severity().as_str(),
        "class": finding.class().as_str(),
        "reference": finding.code.reference(),
        "path": place.map(|place| place.path.as_str()),
        "line": place.and_then(|place| counted(place.line)),
        "column": place.and_then(|place| counted(place.column)),
        "message": finding.message(language),
        "help": finding.help(language),
        "args": args,
    })
}

/// A line of a file and the bytes of it that are meant.
struct Quoted {
    line: String,
    span: (usize, usize),
}

/// The texts of the input as places count them: in NFC, without a byte order mark.
struct Sources<'i> {
    input: &'i Input,
    texts: BTreeMap<String, Option<String>>,
}

impl Sources<'_> {
    fn quote(&mut self, place: &Place) -> Option<Quoted> {
        let input = self.input;
        let text =
            self.texts.entry(place.path.clone()).or_insert_with(|| input.source(&place.path).map(|file| file.text));
        quote(text.as_deref()?, place)
    }
}

fn quote(text: &str, place: &Place) -> Option<Quoted> {
    let Some((start, end)) = place.span else {
        // A whole line is meant: the caret stands under its first character.
        let line = text.lines().nth(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
        let first = line.find(|c: char| !c.is_whitespace())?;
        let after = first + line.get(first..)?.chars().next()?.len_utf8();
        return (line.len() <= LINE_LIMIT).then(|| Quoted { line: line.to_owned(), span: (first, after) });
    };
    let from = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(from..)?;
    let line = rest.lines().next().unwrap_or_default();
    let within = |at: usize| at.saturating_sub(from).min(line.len());
    let span = (within(start), within(end));
    (line.len() <= LINE_LIMIT && line.is_char_boundary(span.0) && line.is_char_boundary(span.1))
        .then(|| Quoted { line: line.to_owned(), span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::FileContent;
    use crate::model::Day;
    use crate::source::SourceFile;
    use unicode_normalization::UnicodeNormalization;

    fn input(path: &str, text: &str) -> Input {
        let day = Day::from_ymd_opt(2026, 8, 31).unwrap();
        let mut input = Input {
            catalogue: BTreeMap::new(),
            site: BTreeMap::new(),
            templates: BTreeMap::new(),
            as_of: day,
            today: day,
            base_url: None,
        };
        input.catalogue.insert(path.to_owned(), FileContent::Bytes(text.as_bytes().to_vec()));
        input
    }

    fn shown(findings: &[Finding], input: &Input, detail: Detail) -> String {
        let options = TextOptions {
            language: Language::Vietnamese,
            detail,
            renderer: Renderer::plain().term_width(80),
            shown: &|path| path.to_owned(),
        };
        findings_text(findings, input, &options)
    }

    fn at(text: &str, what: &str) -> Place {
        let file = SourceFile { path: "catalogue/a.toml".into(), text: text.into() };
        let start = text.find(what).unwrap();
        file.place(start..start + what.len())
    }

    #[test]
    fn the_caret_stands_under_vietnamese_letters_however_they_are_written() {
        let text = "x = 1\ntên = \"Đăng ký thường trú\" # ghi chú\n";
        let finding = Finding::at(at(text, "thường"), Code::KeyMissing).with("key", "code");
        let expected = "\
lỗi[KEY_MISSING]: thiếu khóa `code`
 --> catalogue/a.toml:2:16
  |
2 | tên = \"Đăng ký thường trú\" # ghi chú
  |                ^^^^^^
  |
  = cách sửa: thêm khóa `code`; ý nghĩa từng khóa có trong catalogue/README.vi.md

1 lỗi, 0 cảnh báo, 0 lưu ý
";
        let decomposed: String = text.nfd().collect();
        for written in [text.to_owned(), format!("\u{feff}{text}"), decomposed] {
            assert_eq!(shown(std::slice::from_ref(&finding), &input("a.toml", &written), Detail::All), expected);
        }
    }

    #[test]
    fn a_long_line_is_trimmed_around_the_caret_and_an_endless_one_left_out() {
        let text = format!("x = \"{}\" ?", "đ".repeat(2000));
        let finding = Finding::at(at(&text, "?"), Code::Syntax).with("error", "…");
        let shown_text = shown(&[finding], &input("a.toml", &text), Detail::All);
        assert!(shown_text.contains("--> catalogue/a.toml:1:2008\n"), "{shown_text}");
        assert!(shown_text.contains("đđđ\" ?\n"), "{shown_text}");
        assert!(shown_text.lines().all(|line| line.chars().count() < 100), "{shown_text}");
        let text = format!("x = \"{}\" ?", "đ".repeat(20_000));
        let finding = Finding::at(at(&text, "?"), Code::Syntax).with("error", "…");
        let shown_text = shown(&[finding], &input("a.toml", &text), Detail::All);
        assert!(shown_text.contains("--> catalogue/a.toml:1:20008\n") && !shown_text.contains("đđđ"), "{shown_text}");
    }

    #[test]
    fn a_finding_about_a_file_or_about_nothing_has_no_caret() {
        let of_file = Finding::at(Place::file("catalogue/a.toml"), Code::FileUnknown);
        let of_all = Finding::general(Code::PathClash).with("path", "T/1/");
        assert_eq!(
            shown(&[of_file, of_all], &input("a.toml", ""), Detail::All),
            "\
cảnh báo[FILE_UNKNOWN]: tệp không thuộc loại nào của danh mục nên bị bỏ qua
--> catalogue/a.toml
 = cách sửa: xem danh sách tệp trong catalogue/README.vi.md, hoặc chuyển tệp ra ngoài

lỗi[PATH_CLASH]: hai trang cùng một địa chỉ: T/1/
 |
 = cách sửa: đổi mã định danh của một trong hai

1 lỗi, 1 cảnh báo, 0 lưu ý
"
        );
    }

    #[test]
    fn infos_are_counted_by_code_unless_all_are_asked_for() {
        let finding = |path: &str| Finding::at(Place::file(path), Code::EffectUnknown).with("number", "1/QĐ-UBND");
        let findings = [finding("catalogue/a"), finding("catalogue/b")];
        assert_eq!(
            shown(&findings, &input("a", ""), Detail::Counted),
            "\
không kiểm tra được[EFFECT_UNKNOWN]: 2
0 lỗi, 0 cảnh báo, 0 lưu ý, 2 không kiểm tra được
xem đủ: `niemyet check --all`
"
        );
        assert_eq!(
            shown(&findings, &input("a", ""), Detail::All).matches("không kiểm tra được[EFFECT_UNKNOWN]").count(),
            2
        );
    }

    #[test]
    fn a_build_tells_a_line_a_rule_with_how_many_and_the_first() {
        let finding = |path: &str| Finding::at(Place::file(path), Code::FileUnknown);
        let unchecked = Finding::at(Place::file("catalogue/c"), Code::EffectUnknown).with("number", "1/QĐ-UBND");
        let findings = [finding("catalogue/a"), finding("catalogue/b\u{1b}"), unchecked];
        assert_eq!(
            shown(&findings, &input("a", ""), Detail::Summed),
            "\
cảnh báo[FILE_UNKNOWN]: 2, ví dụ catalogue/a: tệp không thuộc loại nào của danh mục nên bị bỏ qua
0 lỗi, 2 cảnh báo, 0 lưu ý, 1 không kiểm tra được
xem đủ: `niemyet check --all`
"
        );
    }

    #[test]
    fn one_fault_with_many_consequences_is_shown_before_them_and_they_are_cut_short() {
        let mut findings: Vec<Finding> = (0..25)
            .map(|number| {
                let finding = Finding::at(Place::file(&format!("catalogue/{number:02}")), Code::ReferenceUnknown);
                finding.with("key", "sector").with("value", "x").with("near", "y")
            })
            .collect();
        findings.push(Finding::at(Place::file("catalogue/z"), Code::Syntax).with("error", "!"));
        let text = shown(&findings, &input("z", ""), Detail::Counted);
        assert!(text.starts_with("lỗi[SYNTAX]: "), "{text}");
        assert_eq!(text.matches("lỗi[REFERENCE_UNKNOWN]: `").count(), SHOWN);
        let end = "lỗi[REFERENCE_UNKNOWN]: còn 5 nữa\n26 lỗi, 0 cảnh báo, 0 lưu ý\nxem đủ: `niemyet check --all`\n";
        assert!(text.ends_with(end), "{text}");
        assert_eq!(shown(&findings, &input("z", ""), Detail::All).matches("lỗi[REFERENCE_UNKNOWN]: `").count(), 25);
    }

    #[test]
    fn control_characters_from_a_file_never_reach_the_terminal() {
        let text = "x = \"\u{1b}[31m\u{7}\"\n";
        let finding = Finding::at(at(text, "x"), Code::KeyUnknown)
            .with("key", "\u{1b}]0;title\u{7}")
            .with("near", "")
            .with("known", "\u{1b}[2J");
        let shown_text = shown(&[finding], &input("a.toml", text), Detail::All);
        assert!(!shown_text.contains(['\u{1b}', '\u{7}']), "{shown_text:?}");
    }

    #[test]
    fn json_has_the_place_the_words_and_the_values() {
        let text = "x = 1\n";
        let finding = Finding::at(at(text, "1"), Code::KeyMissing).with("key", "code");
        let value = findings_json(&[finding], &input("a.toml", text), Language::English);
        assert_eq!(
            value,
            json!({
                "as_of": "2026-08-31", "today": "2026-08-31",
                "counts": { "error": 1, "warning": 0, "info": 0, "unchecked": 0 },
                "findings": [{
                    "code": "KEY_MISSING", "severity": "error", "class": "fault", "reference": "catalogue format",
                    "path": "catalogue/a.toml", "line": 1, "column": 5,
                    "message": "the key `code` is missing",
                    "help": "add `code`; catalogue/README.md explains each key",
                    "args": { "key": "code" },
                }],
            })
        );
    }
}
