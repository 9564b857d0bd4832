//! From what sources write (HTML, Word's leavings, bare lines, some Markdown) to clean Markdown that reads as it was written.
//!
//! The text is kept, its dress is not: tags, styles and scripts go; line breaks, lists with their levels, and what sources
//! themselves write as `**bold**` or `` `code` `` stay. Our own reading of tags, and not htmd 0.5.6, which was tried beside it:
//! it keeps tables and bold letters, but drops the words of "<Tên tàu>" and walks a page by unbounded recursion.

mod html;
mod inline;
mod lines;

pub(super) use html::{has_tags, plain};

/// A source's text as Markdown: one paragraph a line, list items with their levels, and nothing that Markdown would take for
/// anything that the source did not write.
///
/// Guarantee: no line begins with `#`, so that a section never ends early. Linear in the length of the text.
pub(super) fn from_source(written: &str) -> String {
    let bare = if has_tags(written) { plain(written) } else { written.to_owned() };
    let mut out = lines::Lines::default();
    for source_line in bare.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}']) {
        out.line(source_line);
    }
    out.end()
}

/// Whether a text has any letter or digit at all.
pub(super) fn says_something(markdown: &str) -> bool {
    markdown.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::{Origin, to_html};

    /// The words of the page that a source's text becomes, a line each, items marked.
    fn shown(written: &str) -> String {
        let html = to_html(&from_source(written), Origin::Source);
        html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", "\"").trim().to_owned()
    }

    #[test]
    fn tags_become_lines_and_bullets() {
        let html =
            "<p>Bước&nbsp;1:<br/>Nộp <b>hồ sơ</b></p><ul><li>Đơn</li><li>Ảnh &lt; 5MB</li></ul><script>x()</script>";
        assert_eq!(from_source(html), "Bước 1:\n\nNộp hồ sơ\n\n- Đơn\n- Ảnh < 5MB");
    }

    #[test]
    fn lists_in_lists_keep_their_levels() {
        let html = "<ul><li>Một<ul><li>Hai<ol><li>Ba</li></ol></li></ul></li><li>Bốn</li></ul>";
        assert_eq!(from_source(html), "- Một\n  - Hai\n    - Ba\n- Bốn");
        let lines = "- Bước 1:\n+ Nộp hồ sơ\n+ Nhận giấy hẹn\n- Bước 2:\n+ Chờ\n• Lưu ý\nHết";
        assert_eq!(
            from_source(lines),
            "- Bước 1:\n  - Nộp hồ sơ\n  - Nhận giấy hẹn\n- Bước 2:\n  - Chờ\n    - Lưu ý\n\nHết"
        );
        assert_eq!(from_source("1. Một\n   - a\n   + b\n2. Hai"), "1. Một\n   - a\n     - b\n2. Hai");
    }

    #[test]
    fn numbers_stay_what_they_are() {
        for written in ["1. Một\n3. Ba", "1. Một\n- a\n1. Một nữa", "3. Ba\nchữ\n4. Bốn", "12. Nghị định\n12. Luật"]
        {
            let html = shown(written);
            let mut told = Vec::new();
            for (at, _) in html.match_indices("<ol").chain(html.match_indices("<p>")) {
                let rest = html.get(at..).unwrap_or_default();
                let start = rest.strip_prefix("<ol start=\"").and_then(|rest| rest.split_once('"')).map(|(n, _)| n);
                let of_text = rest.strip_prefix("<p>").and_then(|rest| rest.split_once('.')).map(|(n, _)| n);
                told.push(start.or(of_text).unwrap_or("1").to_owned());
            }
            assert!(!told.is_empty(), "{html}");
            for line in written.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
                let number = line.split_once('.').map(|(number, _)| number).unwrap_or_default();
                assert!(told.iter().any(|told| told == number), "{number} of {written:?} in {html}");
            }
        }
        assert_eq!(from_source("1. Một\n2. Hai"), "1. Một\n2. Hai");
    }

    #[test]
    fn what_only_looks_like_markdown_reads_as_it_was_written() {
        for written in [
            "(*) Trường hợp ủy quyền thì nộp thêm giấy (*)",
            "Diện tích 5*10=50 m2 và 6*10=60 m2",
            "Mẫu __01__ kèm _02_ và Don_TT1.000660.docx",
            "[1]: https://x.vn ẩn",
            "Xem [tại đây](https://x.vn)",
            "Tên \\(nếu có\\)",
            "Tàu < 500 GT và <Tên tàu>",
            "R&copy;D; A & B",
            "*** Lưu ý ***",
            "**Đơn",
            "a ** b ** c",
            "| A | B |",
            "12.",
            "1.Nộp",
            "a) Thành phần",
            "~100.000~ đồng",
        ] {
            assert_eq!(shown(written), format!("<p>{written}</p>"), "{}", from_source(written));
        }
        assert_eq!(shown("- # Một\n- - Hai\n- 1. Ba"), "<ul>\n<li># Một</li>\n<li>- Hai</li>\n<li>1. Ba</li>\n</ul>");
        assert_eq!(shown("a\n| A | B |\n|---|---|\n| 1 | 2 |").matches("<table").count(), 0);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        /// Whatever a source writes, its letters and signs stand on the page, but for marks of items, stars and backticks.
        #[test]
        fn nothing_that_was_written_is_lost(written in "[ab\n *_`\\[\\]()\\\\<>&;#+.|~!:=-]{0,40}") {
            let kept = |text: &str| text.chars().filter(|c| !" \n*`-+=".contains(*c)).collect::<String>();
            let html = shown(&written);
            let mut text = html.replace("\u{1}", "");
            for tag in ["p", "ul", "li", "strong", "code"] {
                text = text.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
            }
            // A text that holds real tags is HTML, and one that looks like ours cannot be told from it here.
            if !has_tags(&written) && !["<p>", "<ul>", "<li>", "</"].iter().any(|tag| written.contains(tag)) {
                proptest::prop_assert_eq!(kept(&text), kept(&crate::text::clean(&written)), "{} {}", from_source(&written), html);
            }
        }
    }

    #[test]
    fn what_sources_write_as_markdown_stays() {
        assert_eq!(shown("**Bước 1:**Nộp"), "<p><strong>Bước 1:</strong> Nộp</p>");
        assert_eq!(shown("1. **a) Nộp hồ sơ**"), "<ol>\n<li><strong>a) Nộp hồ sơ</strong></li>\n</ol>");
        assert_eq!(shown("Giấy phép (Mã: `KQ.G04_0*00352`)"), "<p>Giấy phép (Mã: <code>KQ.G04_0*00352</code>)</p>");
    }

    #[test]
    fn nothing_becomes_a_heading_a_rule_or_a_quotation() {
        assert_eq!(from_source("# Một\n-----\n> Hai\n=="), "\\# Một\n\n\\-----\n\n\\> Hai\n\n\\==");
        assert_eq!(from_source("&lt;script&gt;alert(1)"), "\\<script>alert(1)");
    }

    #[test]
    fn words_glyphs_are_bullets() {
        assert_eq!(from_source("\u{f0b7} Một\n\u{f0b7}Hai\n\u{f0b7}\tBa"), "- Một\n- Hai\n- Ba");
        assert_eq!(from_source("– Một\n-Hai"), "- Một\n- Hai");
    }
}
