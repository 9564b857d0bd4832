//! Web pages, as browsers save them and as Word and LibreOffice write them.
//!
//! Read from their tokens, without a tree: a page may nest as deep as it likes.

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::text::clean;

use super::super::super::Reason;
use super::super::super::limits::{CELL_BYTES, DECISION_ROWS};
use super::super::found::Question;
use super::Document;
use super::css::{Looks, Sheet};
use super::flow::{Flow, Span};
use super::settle::Gone;

/// Reads a page.
pub(in super::super) fn read(text: &str) -> Result<Document, Reason> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag)?,
            Token::EndTag(tag) => page.end(&tag.name)?,
            Token::String(text) if page.skipped.is_none() => page.text(&String::from_utf8_lossy(&text))?,
            Token::String(text) if page.skipped.as_deref() == Some(b"style") => {
                page.sheet.read(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    Ok(Document { items: page.items, ..page.flow.end() })
}

#[derive(Default)]
struct Page {
    flow: Flow,
    /// The element whose words are no part of the page, until it ends.
    skipped: Option<Vec<u8>>,
    /// Whether the last letter was a blank: blanks in a row are one.
    blank: bool,
    /// The list item or link to a procedure that is being read.
    item: Option<(&'static [u8], String)>,
    items: BTreeSet<String>,
    sheet: Sheet,
    /// The open elements that change how texts look.
    looks: Looks,
    /// Whether the open row is shown.
    row_hidden: bool,
    /// How many menus and feet of the page are open: what stands in their lists is none of its matter.
    menus: usize,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Reason> {
        if self.skipped.is_some() {
            return Ok(());
        }
        match tag.name.as_slice() {
            b"nav" | b"footer" => self.menus += 1,
            _ if self.menus > 0 => {}
            b"li" => self.item = Some((b"li", String::new())),
            b"a" if self.item.is_none() && leads_to_procedure(tag) => self.item = Some((b"a", String::new())),
            _ => {}
        }
        match tag.name.as_slice() {
            name @ (b"title" | b"script" | b"style" | b"noscript" | b"template" | b"del") if !tag.self_closing => {
                if name == b"del" {
                    self.flow.ask(Question::new("tracked"));
                }
                self.skipped = Some(name.to_vec());
                return Ok(());
            }
            _ => {}
        }
        self.looks.open(tag, &self.sheet);
        match tag.name.as_slice() {
            b"br" => self.flow.text("\n")?,
            b"table" => self.flow.start_table(),
            b"tr" => {
                self.flow.start_row();
                self.row_hidden = self.looks.hides();
            }
            b"td" | b"th" => {
                let rows = number(tag, b"rowspan").unwrap_or(1);
                // Zero reaches to the end of the table.
                let rows = if rows == 0 { DECISION_ROWS } else { rows };
                self.flow.start_cell(Span { columns: number(tag, b"colspan").unwrap_or(1), rows, merged: false })?;
            }
            name if is_block(name) => self.flow.end_line(),
            _ => return Ok(()),
        }
        self.blank = true;
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), Reason> {
        if let Some(skipped) = &self.skipped {
            if skipped == name {
                self.skipped = None;
            }
            return Ok(());
        }
        if let Some((_, text)) = self.item.take_if(|(tag, _)| *tag == name)
            && self.items.len() < DECISION_ROWS
        {
            self.items.insert(clean(&text));
        }
        self.looks.close(name);
        if matches!(name, b"nav" | b"footer") {
            self.menus = self.menus.saturating_sub(1);
        }
        match name {
            b"table" => self.flow.end_table(),
            b"tr" if std::mem::take(&mut self.row_hidden) => self.flow.leave_row(Gone::Hidden)?,
            b"tr" => self.flow.end_row()?,
            b"td" | b"th" => self.flow.end_cell(),
            name if is_block(name) => self.flow.end_line(),
            _ => return Ok(()),
        }
        self.blank = true;
        Ok(())
    }

    /// Adds text; its blanks and line breaks are one blank.
    fn text(&mut self, text: &str) -> Result<(), Reason> {
        if let Some((_, item)) = self.item.as_mut().filter(|(_, item)| item.len() < CELL_BYTES) {
            item.push_str(text);
        }
        let mut words = String::with_capacity(text.len());
        for letter in text.chars() {
            let blank = letter.is_whitespace();
            if !blank {
                words.push(letter);
            } else if !self.blank {
                words.push(' ');
            }
            self.blank = blank;
        }
        self.flow.look(self.looks.look());
        self.flow.text(&words)
    }
}

/// Whether an element stands in lines of its own.
pub(super) fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"li"
            | b"ul"
            | b"ol"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"hr"
            | b"pre"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"main"
            | b"blockquote"
            | b"center"
            | b"body"
            | b"caption"
    )
}

/// Whether a link leads to a procedure's page.
fn leads_to_procedure(tag: &StartTag<()>) -> bool {
    let Some(address) = tag.attributes.get(&b"href"[..]) else { return false };
    [&b"thu-tuc-hanh-chinh"[..], b"ma_thu_tuc", b"tthc"]
        .iter()
        .any(|part| address.windows(part.len()).any(|at| at == *part))
}

fn number(tag: &StartTag<()>, name: &[u8]) -> Option<usize> {
    let value = tag.attributes.get(name)?;
    std::str::from_utf8(value).ok()?.trim().parse().ok()
}
