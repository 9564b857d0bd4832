//! The articles above the annexes, and what lines below headings say of time.

use crate::text::fold;

use super::super::super::limits::CELL_BYTES;
use super::super::block::shortened;
use super::super::found::Question;
use super::super::spoken::{is_article, is_clause, is_remark};
use super::headed::heads_untitled;
use super::{Heading, Reader, heading};

impl Reader {
    /// A line of the articles, or of what follows them.
    pub(super) fn of_article(&mut self, line: &str, folded: &str) {
        if folded.starts_with("noi nhan") {
            self.end_article();
            self.signed = true;
        }
        if is_article(folded) {
            self.end_article();
            self.signed = false;
            self.untitled.clear();
        } else if let Some(heading) = heading(line, folded).filter(|heading| heads_untitled(heading, line)) {
            self.untitled.push(heading);
        }
        if !self.signed && (is_article(folded) || !self.article.is_empty() || is_clause(folded)) {
            let before = self.article_bytes;
            self.article_bytes += line.len();
            if self.article_bytes <= CELL_BYTES {
                self.article.push(line.to_owned());
            } else if before <= CELL_BYTES {
                let row: String = line.chars().take(80).collect();
                self.found.questions.push(Question::new("cell_cut").with("row", row));
            }
        }
    }

    /// The end of an article: it is the one on effect, or one that may speak of other decisions.
    pub(super) fn end_article(&mut self) {
        let article = std::mem::take(&mut self.article).join("\n");
        self.article_bytes = 0;
        if article.is_empty() {
            return;
        }
        if self.found.effect.is_none() && is_clause(&fold(&article)) {
            self.found.effect = Some(article);
        } else {
            self.found.articles.push(article);
        }
    }

    pub(super) fn ask_time(&mut self, line: &str) {
        self.found.questions.push(Question::new("line_time").with("text", shortened(line)));
    }

    /// What a heading says of time is lost where no row stood below it.
    pub(super) fn ask_unused(&mut self, heading: &Heading) {
        if !heading.sections.is_empty() || self.contents {
            return;
        }
        let texts = std::iter::once(&heading.text).chain(&heading.lines);
        texts.filter(|text| is_remark(text)).for_each(|text| self.ask_time(text));
    }
}
