//! The numbers that Word writes before paragraphs and that stand nowhere in their text.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::super::Reason;
use super::super::super::archive::broken;
use super::office::attribute;

/// How many levels a list has in Word.
const LEVELS: usize = 9;
/// How far a style's parents are followed.
const PARENTS: usize = 16;

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// `w:num` → its list.
    lists: BTreeMap<String, String>,
    /// `w:num` and level → where that number begins anew.
    restarts: BTreeMap<(String, usize), u64>,
    levels: BTreeMap<(String, usize), Level>,
    /// A paragraph's style → its parent, its number and level.
    styles: BTreeMap<String, Style>,
    /// The list → its counts, `None` where a level has not begun.
    counts: BTreeMap<String, [Option<u64>; LEVELS]>,
}

#[derive(Default, Clone)]
struct Level {
    start: u64,
    format: String,
    /// `%1.%2`, as it is to be written.
    text: String,
}

#[derive(Default, Clone)]
struct Style {
    parent: Option<String>,
    number: Option<String>,
    level: Option<usize>,
}

impl Numbering {
    /// Reads the lists and the styles of a document.
    pub(super) fn of(lists: Option<&str>, styles: Option<&str>) -> Result<Numbering, Reason> {
        let mut numbering = Numbering::default();
        if let Some(text) = lists {
            numbering.read_lists(text)?;
        }
        if let Some(text) = styles {
            numbering.read_styles(text)?;
        }
        Ok(numbering)
    }

    fn read_lists(&mut self, text: &str) -> Result<(), Reason> {
        let mut reader = Reader::from_str(text);
        let (mut list, mut number, mut level) = (None::<String>, None::<String>, 0);
        loop {
            let event = reader.read_event().map_err(|error| broken(&error))?;
            let (Event::Start(tag) | Event::Empty(tag)) = &event else {
                if event == Event::Eof {
                    return Ok(());
                }
                continue;
            };
            match tag.local_name().as_ref() {
                "abstractNum" => (list, number) = (attribute(tag, "abstractNumId"), None),
                "num" => (list, number) = (None, attribute(tag, "numId")),
                "abstractNumId" => {
                    if let Some((number, list)) = number.clone().zip(attribute(tag, "val")) {
                        self.lists.insert(number, list);
                    }
                }
                "lvl" | "lvlOverride" => level = value(tag, "ilvl").unwrap_or(0),
                "startOverride" => {
                    if let Some((number, start)) = number.clone().zip(value(tag, "val")) {
                        self.restarts.insert((number, level), start as u64);
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    let Some(list) = list.clone().filter(|_| level < LEVELS) else { continue };
                    let known = Level { start: 1, ..Level::default() };
                    let one = self.levels.entry((list, level)).or_insert(known);
                    match name {
                        "start" => one.start = value(tag, "val").unwrap_or(1) as u64,
                        "numFmt" => one.format = attribute(tag, "val").unwrap_or_default(),
                        _ => one.text = attribute(tag, "val").unwrap_or_default(),
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, text: &str) -> Result<(), Reason> {
        let mut reader = Reader::from_str(text);
        let mut style = String::new();
        loop {
            let event = reader.read_event().map_err(|error| broken(&error))?;
            let (Event::Start(tag) | Event::Empty(tag)) = &event else {
                if event == Event::Eof {
                    return Ok(());
                }
                continue;
            };
            let own = |styles: &mut BTreeMap<String, Style>, set: &dyn Fn(&mut Style)| {
                set(styles.entry(style.clone()).or_default());
            };
            match tag.local_name().as_ref() {
                "style" => style = attribute(tag, "styleId").unwrap_or_default(),
                "basedOn" => own(&mut self.styles, &|style| style.parent = attribute(tag, "val")),
                "numId" => own(&mut self.styles, &|style| style.number = attribute(tag, "val")),
                "ilvl" => own(&mut self.styles, &|style| style.level = value(tag, "val")),
                _ => {}
            }
        }
    }

    /// The number of a paragraph's style.
    fn of_style(&self, style: &str) -> Option<(String, usize)> {
        let (mut style, mut level) = (self.styles.get(style)?, None);
        for _ in 0..PARENTS {
            level = level.or(style.level);
            if let Some(number) = &style.number {
                return Some((number.clone(), level.unwrap_or(0)));
            }
            style = self.styles.get(style.parent.as_ref()?)?;
        }
        None
    }

    /// What is written before the next paragraph of this number, level or style: "I.", "1.2.".
    pub(super) fn next(&mut self, number: Option<&str>, level: Option<usize>, style: Option<&str>) -> Option<String> {
        let of_style = style.and_then(|style| self.of_style(style));
        let (number, level) = match number {
            Some(number) => (number.to_owned(), level.or(of_style.map(|(_, level)| level)).unwrap_or(0)),
            None => of_style.map(|(number, own)| (number, level.unwrap_or(own)))?,
        };
        let list = self.lists.get(&number)?;
        let counts = self.counts.entry(list.clone()).or_default();
        for at in 0..LEVELS {
            if let Some(start) = self.restarts.remove(&(number.clone(), at)) {
                *counts.get_mut(at)? = Some(start.saturating_sub(1)).filter(|_| at <= level);
            }
        }
        let start = |at: usize| self.levels.get(&(list.clone(), at)).map_or(1, |level| level.start);
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(start(level), |count| count.saturating_add(1)));
        counts.iter_mut().skip(level + 1).for_each(|below| *below = None);
        let own = self.levels.get(&(list.clone(), level))?;
        if matches!(own.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut text = own.text.clone();
        for (at, count) in counts.iter().enumerate().take(level + 1) {
            let format = self.levels.get(&(list.clone(), at)).map_or("decimal", |level| level.format.as_str());
            text = text.replace(&format!("%{}", at + 1), &written(count.unwrap_or(start(at)), format));
        }
        Some(text).filter(|text| !text.is_empty())
    }
}

fn value(tag: &BytesStart, name: &str) -> Option<usize> {
    attribute(tag, name)?.parse().ok()
}

/// A count as the list writes it.
fn written(count: u64, format: &str) -> String {
    match format {
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperLetter" => letters(count),
        "lowerLetter" => letters(count).to_lowercase(),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

fn roman(mut count: u64) -> String {
    const STEPS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count >= 4000 {
        return count.to_string();
    }
    let mut text = String::new();
    for (value, letters) in STEPS {
        while count >= value {
            text.push_str(letters);
            count -= value;
        }
    }
    text
}

/// A to Z, then AA, BB: a letter is repeated, as Word does.
fn letters(count: u64) -> String {
    let Some(at) = count.checked_sub(1).filter(|at| *at < 26 * 9) else { return count.to_string() };
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    (0..=at / 26).map(|_| letter).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_their_lists_say() {
        assert_eq!([1, 4, 9, 14].map(roman), ["I", "IV", "IX", "XIV"]);
        assert_eq!([1, 26, 27].map(letters), ["A", "Z", "AA"]);
        let lists = "<w:numbering><w:abstractNum w:abstractNumId='5'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
            <w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/>\
            <w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl></w:abstractNum>\
            <w:num w:numId='2'><w:abstractNumId w:val='5'/></w:num></w:numbering>";
        let styles = "<w:styles><w:style w:styleId='a'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>\
            <w:style w:styleId='b'><w:basedOn w:val='a'/></w:style></w:styles>";
        let mut numbering = Numbering::of(Some(lists), Some(styles)).unwrap();
        let mut next = |level, style| numbering.next(None, level, style);
        assert_eq!(next(None, Some("b")).as_deref(), Some("I."));
        assert_eq!(next(Some(1), Some("b")).as_deref(), Some("I.1"));
        assert_eq!(next(Some(1), Some("a")).as_deref(), Some("I.2"));
        assert_eq!(next(None, Some("a")).as_deref(), Some("II."));
        assert_eq!(next(None, Some("c")), None);
        assert_eq!(numbering.next(Some("2"), Some(1), None).as_deref(), Some("II.1"));
    }
}
