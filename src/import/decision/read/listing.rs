//! Web pages as lists of what an office shows: each row, list item or card with the links in it.
//!
//! A page is kept as its boxes (blocks, rows, items), each inside of another: what belongs to one code is the largest box
//! that holds no other. What its author hid or struck out is not shown.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::model::{CodeForm, ProcedureCode};
use crate::text::clean;

use super::super::super::Reason;
use super::super::super::limits::{CELL_BYTES, DECISION_ROWS};
use super::super::super::look::Mark;
use super::super::clauses::codes;
use super::super::listing::{Shown, codes_of_link};
use super::css::{Looks, Sheet};
use super::html::is_block;

/// How deep boxes stand in one another; deeper ones are one with theirs.
const DEPTH: usize = 200;

/// The longest text that is a code with its label and nothing else.
const ALONE: usize = 40;

/// How many boxes and texts of a page are kept.
const PARTS: usize = DECISION_ROWS * 20;

/// The rows, items and cards of a page; and what its scripts hold as data.
pub(in super::super) fn read(text: &str) -> Result<(Vec<Shown>, Vec<String>), Reason> {
    let mut emitter: DefaultEmitter<usize> = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    // The page itself: one about a single procedure has the code in one place and its link in another.
    page.boxes.push(Container { parent: usize::MAX, ..Container::named(b"body") });
    page.open.push(0);
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag, lines.of(tag.span.start))?,
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(text) => {
                let line = lines.of(text.span.start);
                page.text(&String::from_utf8_lossy(&text), line)?;
            }
            _ => {}
        }
    }
    let data = std::mem::take(&mut page.data);
    Ok((page.shown(), data))
}

/// Lines by bytes, which come in their order.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, byte: usize) -> usize {
        let between = self.text.get(self.at..byte).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(byte);
        self.line
    }
}

/// A box of the page.
#[derive(Debug)]
struct Container {
    parent: usize,
    name: Vec<u8>,
    codes: Only<ProcedureCode>,
    /// The procedures' pages on the portal that it leads to: a list of names has no codes.
    pages: Only<String>,
    /// Whether it is a row that a cell of the row above reaches into.
    continues: bool,
    /// Whether it is a list of names of which one has its code in it, and no page about that one.
    is_list: bool,
}

impl Container {
    fn named(name: &[u8]) -> Container {
        Container {
            parent: 0,
            name: name.to_vec(),
            codes: Only::None,
            pages: Only::None,
            continues: false,
            is_list: false,
        }
    }
}

/// None of something in a box, one, or several that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Only<T> {
    None,
    One(T),
    Many,
}

impl<T: Clone + PartialEq> Only<T> {
    fn add(&mut self, other: &Only<T>) {
        match (&*self, other) {
            (_, Only::None) | (Only::Many, _) => {}
            (Only::None, _) => *self = other.clone(),
            (Only::One(own), Only::One(one)) if own == one => {}
            (Only::One(_), _) => *self = Only::Many,
        }
    }
}

/// A run of text, or a link.
#[derive(Debug)]
struct Part {
    within: usize,
    text: String,
    /// The address, where it is a link's.
    link: Option<String>,
    line: usize,
    /// Whether it begins a line of its own in its box.
    begins: bool,
}

#[derive(Default)]
struct Page {
    boxes: Vec<Container>,
    /// The open ones, by their places.
    open: Vec<usize>,
    parts: Vec<Part>,
    /// The element whose words are no part of the page, and what it holds so far.
    skipped: Option<(Vec<u8>, bool, String)>,
    data: Vec<String>,
    sheet: Sheet,
    looks: Looks,
    /// How many rows more a cell of the open table reaches down.
    reach: usize,
    /// The box whose line has just ended.
    broken: Option<usize>,
}

impl Page {
    fn start(&mut self, tag: &StartTag<usize>, line: usize) -> Result<(), Reason> {
        if self.skipped.is_some() {
            return Ok(());
        }
        let name = tag.name.as_slice();
        // What stands beside a page is no part of its list, nor is what stands below it.
        let is_beside = name == b"aside" || name == b"footer" && !self.is_in_part();
        let is_skipped = matches!(name, b"script" | b"style" | b"noscript" | b"template" | b"del" | b"title");
        if (is_skipped || is_beside) && !tag.self_closing {
            let kind = tag.attributes.get(&b"type"[..]).map(|kind| kind.to_ascii_lowercase());
            let is_data = name == b"script"
                && kind.is_none_or(|kind| kind.is_empty() || kind.windows(4).any(|at| at == b"json" || at == b"java"));
            self.skipped = Some((name.to_vec(), is_data, String::new()));
            return Ok(());
        }
        self.looks.open(tag, &self.sheet);
        if self.looks.look().mark == Mark::Plain && !is_box(name) {
            self.links(tag, line)?;
        }
        match name {
            b"table" => self.reach = 0,
            b"td" | b"th" => {
                let rows: Option<usize> = tag
                    .attributes
                    .get(&b"rowspan"[..])
                    .and_then(|rows| std::str::from_utf8(rows).ok()?.trim().parse().ok());
                self.reach = self.reach.max(rows.unwrap_or(1).saturating_sub(1).min(DECISION_ROWS));
            }
            _ => {}
        }
        // The body is the page, which is open already.
        if is_box(name) && name != b"body" && !tag.self_closing {
            self.close_before(name);
            if self.open.len() < DEPTH {
                let continues = name == b"tr" && self.reach > 0;
                if continues {
                    self.reach -= 1;
                }
                self.boxes.push(Container { parent: self.within(), continues, ..Container::named(name) });
                self.open.push(self.boxes.len() - 1);
                self.bounded()?;
            }
            // A row that is clicked leads on as a link in it does.
            if self.looks.look().mark == Mark::Plain {
                self.links(tag, line)?;
            }
        } else if name == b"br" {
            self.text("\n", line)?;
            self.broken = Some(self.within());
        }
        Ok(())
    }

    /// Where an element leads: a link by its address, anything else by what a click on it opens.
    fn links(&mut self, tag: &StartTag<usize>, line: usize) -> Result<(), Reason> {
        let value =
            |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).trim().to_owned());
        let own = value(b"href").filter(|_| tag.name.as_slice() == b"a");
        // A link that opens nothing by itself leads where its click does.
        let own = own.filter(|address| !address.to_ascii_lowercase().starts_with("javascript:void"));
        let clicked = value(b"onclick").into_iter().flat_map(|script| addresses_in(&script));
        let data = [&b"data-href"[..], b"data-url", b"data-link", b"formaction"].into_iter().filter_map(value);
        // The way around a site leads to the portal's home; of a menu, links to procedures alone count.
        let is_menu = self.open.iter().any(|at| self.boxes.get(*at).is_some_and(|own| own.name == b"nav"));
        let counts = |link: &String| !is_menu || is_page_of_procedure(link) || !codes_of_link(link).is_empty();
        for link in own.into_iter().chain(clicked).chain(data.filter(|address| is_address(address))).filter(counts) {
            self.part(Part { within: self.within(), text: String::new(), link: Some(link), line, begins: false })?;
        }
        Ok(())
    }

    /// Rows, cells, items and paragraphs need no end of their own.
    fn close_before(&mut self, name: &[u8]) {
        let ends: &[&[u8]] = match name {
            b"tr" => &[b"tr", b"td", b"th"],
            b"td" | b"th" => &[b"td", b"th"],
            b"li" | b"p" => &[name],
            b"dt" | b"dd" => &[b"dt", b"dd"],
            _ => return,
        };
        let keeps: &[&[u8]] = &[b"table", b"ul", b"ol", b"dl"];
        let inner = self.open.iter().rposition(|at| self.boxes.get(*at).is_some_and(|it| keeps.contains(&&*it.name)));
        let from = inner.map_or(1, |at| at + 1);
        let own = self.open.get(from..).unwrap_or_default();
        let first = own.iter().position(|at| self.boxes.get(*at).is_some_and(|it| ends.contains(&&*it.name)));
        if let Some(first) = first {
            self.open.truncate(from + first);
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((skipped, is_data, text)) = self.skipped.take_if(|(skipped, ..)| skipped == name) {
            if is_data {
                self.data.push(text);
            } else if skipped == b"style" {
                self.sheet.read(&text);
            }
            return;
        }
        if self.skipped.is_some() {
            return;
        }
        self.looks.close(name);
        if is_box(name) && name != b"body" {
            let at = self.open.iter().rposition(|at| self.boxes.get(*at).is_some_and(|it| it.name == name));
            if let Some(at) = at {
                self.open.truncate(at);
            }
        }
    }

    fn text(&mut self, text: &str, line: usize) -> Result<(), Reason> {
        if let Some((_, _, kept)) = &mut self.skipped {
            kept.push_str(text);
            return Ok(());
        }
        if self.looks.look().mark != Mark::Plain {
            return Ok(());
        }
        let within = self.within();
        match self.parts.last_mut() {
            // Words of one box are one text, whatever is bold or linked in it.
            Some(last) if last.within == within && last.link.is_none() && self.broken != Some(within) => {
                if last.text.len() < CELL_BYTES {
                    last.text.push_str(text);
                }
                Ok(())
            }
            _ if text.trim().is_empty() => Ok(()),
            _ => self.part(Part { within, text: text.to_owned(), link: None, line, begins: false }),
        }
    }

    fn part(&mut self, part: Part) -> Result<(), Reason> {
        let begins = self.broken.take() == Some(part.within);
        self.parts.push(Part { begins, ..part });
        self.bounded()
    }

    fn bounded(&self) -> Result<(), Reason> {
        let all = self.parts.len() + self.boxes.len();
        if all > PARTS { Err(Reason::TooManyValues(PARTS as u64)) } else { Ok(()) }
    }

    /// Whether an article, a row or an item is open, which may have a foot of its own.
    fn is_in_part(&self) -> bool {
        let is_part = |at: &usize| {
            self.boxes.get(*at).is_some_and(|own| matches!(&*own.name, b"article" | b"section" | b"li" | b"td"))
        };
        self.open.iter().any(is_part)
    }

    /// The box that is open; at last the page itself.
    fn within(&self) -> usize {
        self.open.last().copied().unwrap_or_default()
    }

    /// What stands in the page: what belongs to a code as one, and every text that belongs to none by itself.
    fn shown(mut self) -> Vec<Shown> {
        self.divide();
        for part in &self.parts {
            let Some(own) = self.boxes.get_mut(part.within) else { continue };
            for code in codes_of(&part.text).into_iter().chain(part.link.as_deref().into_iter().flat_map(codes_of_link))
            {
                // "1.004222.H56" in its column and "1.004222" behind its name are one.
                own.codes.add(&Only::One(code.without_suffix().unwrap_or(code)));
            }
            if let Some(page) = part.link.as_ref().filter(|link| is_page_of_procedure(link)) {
                own.pages.add(&Only::One(page.clone()));
            }
        }
        // A box stands behind the one that it is in.
        for at in (0..self.boxes.len()).rev() {
            let Some(inner) = self.boxes.get(at) else { continue };
            let (parent, codes, pages) = (inner.parent, inner.codes.clone(), inner.pages.clone());
            if let Some(parent) = self.boxes.get_mut(parent) {
                parent.codes.add(&codes);
                parent.pages.add(&pages);
            }
        }
        self.find_lists();
        let mut shown: Vec<(usize, Shown)> = Vec::new();
        let mut at_part: usize = 0;
        while let Some(part) = self.parts.get(at_part) {
            let root = self.root(part.within);
            let mut one = Shown { line: part.line, ..Shown::default() };
            let (mut has_code, mut last) = (false, None);
            let from = at_part;
            while let Some(part) = self.parts.get(at_part) {
                if at_part > from && (root.is_none() || self.root(part.within) != root) {
                    break;
                }
                let text = clean(&part.text);
                let continues = part.begins && last == Some(part.within);
                last = Some(part.within).filter(|_| part.link.is_none());
                // A page about one procedure is told at its code.
                if !has_code && !codes(&text).is_empty() {
                    (one.line, has_code) = (part.line, true);
                }
                match one.texts.last_mut().filter(|_| continues) {
                    // Lines of one box are one text.
                    Some(above) if !text.is_empty() => {
                        above.push(' ');
                        above.push_str(&text);
                    }
                    Some(_) | None => one.texts.extend(Some(text).filter(|text| !text.is_empty())),
                }
                one.links.extend(part.link.clone());
                at_part += 1;
            }
            let own = root.and_then(|at| self.boxes.get(at));
            match shown.last_mut().filter(|_| own.is_some_and(|own| own.continues && own.codes == Only::None)) {
                // The second row of one procedure: its number reaches over both.
                Some((_, above)) => {
                    above.texts.extend(one.texts);
                    above.links.extend(one.links);
                }
                None => shown.push((root.unwrap_or(usize::MAX), one)),
            }
        }
        shown.into_iter().map(|(_, one)| one).filter(|one| !one.texts.is_empty() || !one.links.is_empty()).collect()
    }

    /// Makes boxes of the lines of a box in which each line has a code of its own: a list of which `<br>` parts the rows.
    fn divide(&mut self) {
        let mut lines: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut open: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, part) in self.parts.iter().enumerate() {
            match open.get(&part.within).and_then(|line| lines.get_mut(*line)).filter(|_| !part.begins) {
                Some((_, parts)) => parts.push(at),
                None => {
                    open.insert(part.within, lines.len());
                    lines.push((part.within, vec![at]));
                }
            }
        }
        let mut with_code: BTreeMap<usize, Vec<(usize, Vec<ProcedureCode>)>> = BTreeMap::new();
        for (line, (within, parts)) in lines.iter().enumerate() {
            let texts = parts.iter().filter_map(|at| self.parts.get(*at));
            let mut own: Vec<ProcedureCode> = texts.flat_map(|part| codes_of(&part.text)).collect();
            own.dedup();
            if !own.is_empty() {
                with_code.entry(*within).or_default().push((line, own));
            }
        }
        for (within, of_box) in with_code {
            let differ = of_box.windows(2).any(|pair| matches!(pair, [(_, one), (_, other)] if one != other));
            if !differ || of_box.iter().any(|(_, own)| own.len() > 1) {
                continue;
            }
            for (line, _) in of_box {
                let own = Container { parent: within, ..Container::named(b"br") };
                self.boxes.push(own);
                let place = self.boxes.len() - 1;
                for at in lines.get(line).into_iter().flat_map(|(_, parts)| parts) {
                    if let Some(part) = self.parts.get_mut(*at) {
                        part.within = place;
                    }
                }
            }
        }
    }

    /// Marks the lists of names: of their rows or items many have the words of a name, and one of those has a code beside them.
    fn find_lists(&mut self) {
        const WORDS: usize = 4;
        const ROWS: usize = 6;
        const LABELS: [&str; 6] = ["mã ", "tên ", "thủ tục:", "ký hiệu ", "số hiệu ", "số hồ sơ "];
        let behind_number = |text: &str| text.trim_start_matches(|c: char| !c.is_alphabetic()).trim_start().to_owned();
        let is_unit = |own: &Container| matches!(&*own.name, b"tr" | b"li");
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        for part in &self.parts {
            let mut at = part.within;
            while let Some(own) = self.boxes.get(at) {
                if is_unit(own) {
                    let text = texts.entry(at).or_default();
                    text.push(' ');
                    text.push_str(&part.text);
                    break;
                }
                at = own.parent;
            }
        }
        let mut lists: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for (at, text) in &texts {
            let Some(own) = self.boxes.get(*at) else { continue };
            // "Mã thủ tục hành chính: 1.004222" is a line of a page about one procedure.
            let is_name = text.split_whitespace().filter(|word| codes(word).is_empty()).count() >= WORDS
                && !LABELS.iter().any(|label| behind_number(text).to_lowercase().starts_with(label));
            if is_name {
                let (rows, has_code) = lists.entry(own.parent).or_default();
                *rows += 1;
                *has_code |= !codes(text).is_empty();
            }
        }
        for (at, _) in lists.into_iter().filter(|(_, (rows, has_code))| *rows >= ROWS && *has_code) {
            if let Some(own) = self.boxes.get_mut(at) {
                own.is_list = true;
            }
        }
    }

    /// The largest box around a place that belongs to one code; a row or an item of several is one all the same, and so is one
    /// of none.
    fn root(&self, within: usize) -> Option<usize> {
        let (mut at, mut root) = (within, None);
        while let Some(own) = self.boxes.get(at) {
            let is_unit = matches!(&*own.name, b"tr" | b"li");
            if own.is_list && root.is_some() {
                break;
            }
            match (&own.codes, &own.pages) {
                // A row of its own that leads to several pages still is one.
                (Only::One(_), Only::None | Only::One(_)) => root = Some(at),
                _ if is_unit && root.is_none() => root = Some(at),
                (Only::Many, _) | (_, Only::Many) => break,
                (Only::None, _) => {}
            }
            at = own.parent;
        }
        root
    }
}

/// Whether an address is of one procedure's page on the national portal, in any of its forms.
fn is_page_of_procedure(address: &str) -> bool {
    address.contains("dichvucong") && ["thu-tuc", "ma_thu_tuc", "formalityId"].iter().any(|part| address.contains(part))
}

/// The codes that a text tells of: what has only the look of one is the number of something else, unless it stands alone.
fn codes_of(text: &str) -> Vec<ProcedureCode> {
    let is_alone = text.trim().len() <= ALONE;
    codes(text).into_iter().filter(|code| is_alone || code.form() != CodeForm::Broken).collect()
}

/// Whether a text is an address, and no script or number.
fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with('/')
}

/// The addresses that a script opens: what it has in quotes.
fn addresses_in(script: &str) -> Vec<String> {
    let quoted = script.split(['\'', '"', '`']).skip(1).step_by(2);
    quoted.map(str::trim).filter(|text| is_address(text)).map(str::to_owned).collect()
}

fn is_box(name: &[u8]) -> bool {
    let of_table = matches!(name, b"table" | b"tbody" | b"thead" | b"tr" | b"td" | b"th");
    // A rule holds nothing.
    of_table || matches!(name, b"nav" | b"form" | b"details") || (is_block(name) && name != b"hr")
}
