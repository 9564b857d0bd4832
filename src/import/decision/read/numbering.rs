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
/// How many characters of a list's text, and of the names of lists and styles, are kept: each is looked at again for every
/// paragraph.
const CHARS: usize = 64;

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// `w:num` → its list.
    lists: BTreeMap<String, String>,
    /// `w:num` → where that number begins anew on each level.
    restarts: BTreeMap<String, [Option<u64>; LEVELS]>,
    /// The list → its levels.
    levels: BTreeMap<String, [Option<Level>; LEVELS]>,
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
        let (mut list, mut number, mut level) = (None::<String>, None::<String>, 0);
        each_tag(text, |tag| match tag.local_name().as_ref() {
            "abstractNum" => (list, number) = (short(tag, "abstractNumId"), None),
            "num" => (list, number) = (None, short(tag, "numId")),
            "abstractNumId" => {
                if let Some((number, list)) = number.clone().zip(short(tag, "val")) {
                    self.lists.insert(number, list);
                }
            }
            "lvl" | "lvlOverride" => level = value(tag, "ilvl").unwrap_or(0),
            "startOverride" => {
                if let Some((number, start)) = number.clone().zip(value(tag, "val"))
                    && let Some(restart) = self.restarts.entry(number).or_default().get_mut(level)
                {
                    *restart = Some(start as u64);
                }
            }
            name @ ("start" | "numFmt" | "lvlText") => {
                let Some(list) = list.clone() else { return };
                let Some(one) = self.levels.entry(list).or_default().get_mut(level) else { return };
                let one = one.get_or_insert_with(|| Level { start: 1, ..Level::default() });
                match name {
                    "start" => one.start = value(tag, "val").unwrap_or(1) as u64,
                    "numFmt" => one.format = short(tag, "val").unwrap_or_default(),
                    _ => one.text = short(tag, "val").unwrap_or_default(),
                }
            }
            _ => {}
        })
    }

    fn read_styles(&mut self, text: &str) -> Result<(), Reason> {
        let mut style = String::new();
        each_tag(text, |tag| {
            let own = |styles: &mut BTreeMap<String, Style>, set: &dyn Fn(&mut Style)| {
                set(styles.entry(style.clone()).or_default());
            };
            match tag.local_name().as_ref() {
                "style" => style = short(tag, "styleId").unwrap_or_default(),
                "basedOn" => own(&mut self.styles, &|style| style.parent = short(tag, "val")),
                "numId" => own(&mut self.styles, &|style| style.number = short(tag, "val")),
                "ilvl" => own(&mut self.styles, &|style| style.level = value(tag, "val")),
                _ => {}
            }
        })
    }

    /// What is written before the next paragraph of this number, level or style: "I.", "1.2.". Number and style are as
    /// [`short`] gives them.
    pub(super) fn next(&mut self, number: Option<&str>, level: Option<usize>, style: Option<&str>) -> Option<String> {
        let of_style = style.and_then(|style| of_style(&self.styles, style));
        let (number, level) = match number {
            Some(number) => (number, level.or(of_style.map(|(_, level)| level)).unwrap_or(0)),
            None => of_style.map(|(number, own)| (number, level.unwrap_or(own)))?,
        };
        let list = self.lists.get(number)?;
        if !self.counts.contains_key(list) {
            self.counts.insert(list.clone(), Default::default());
        }
        let counts = self.counts.get_mut(list)?;
        for (at, restart) in self.restarts.get_mut(number).into_iter().flatten().enumerate() {
            if let Some(start) = restart.take() {
                *counts.get_mut(at)? = Some(start.saturating_sub(1)).filter(|_| at <= level);
            }
        }
        let levels = self.levels.get(list)?;
        let of = |at: usize| levels.get(at).and_then(Option::as_ref);
        let start = |at: usize| of(at).map_or(1, |level| level.start);
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(start(level), |count| count.saturating_add(1)));
        counts.iter_mut().skip(level + 1).for_each(|below| *below = None);
        let own = of(level)?;
        if matches!(own.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut text = String::new();
        let mut parts = own.text.split('%');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            // `%1` is the count of the first level; a sign before anything else is itself.
            let digit = part.chars().next().and_then(|digit| digit.to_digit(10)).and_then(|digit| digit.checked_sub(1));
            let at = digit.and_then(|at| usize::try_from(at).ok()).filter(|at| *at <= level);
            match at.and_then(|at| Some((at, counts.get(at)?))) {
                Some((at, count)) => {
                    let format = of(at).map_or("decimal", |level| level.format.as_str());
                    text.push_str(&written(count.unwrap_or(start(at)), format));
                    text.push_str(part.get(1..).unwrap_or_default());
                }
                None => {
                    text.push('%');
                    text.push_str(part);
                }
            }
        }
        Some(text).filter(|text| !text.is_empty())
    }
}

/// The number of a paragraph's style.
fn of_style<'s>(styles: &'s BTreeMap<String, Style>, style: &str) -> Option<(&'s str, usize)> {
    let (mut style, mut level) = (styles.get(style)?, None);
    for _ in 0..PARENTS {
        level = level.or(style.level);
        if let Some(number) = &style.number {
            return Some((number, level.unwrap_or(0)));
        }
        style = styles.get(style.parent.as_ref()?)?;
    }
    None
}

/// The beginning of an attribute: a list's text, or the name of a list or style.
pub(super) fn short(tag: &BytesStart, name: &str) -> Option<String> {
    Some(attribute(tag, name)?.chars().take(CHARS).collect())
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

/// Hands over every tag that begins an element, in the order of the text.
fn each_tag(text: &str, mut take: impl FnMut(&BytesStart)) -> Result<(), Reason> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag) => take(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
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

    #[test]
    fn long_texts_and_names_are_cut() {
        let (name, text) = ("n".repeat(1000), "%1".repeat(1000));
        let lists = format!(
            "<w:numbering><w:abstractNum w:abstractNumId='{name}'><w:lvl w:ilvl='0'><w:lvlText w:val='{text}'/></w:lvl>\
            <w:lvl w:ilvl='1'><w:lvlText w:val='100%-%1%2%3'/></w:lvl></w:abstractNum>\
            <w:num w:numId='{name}'><w:abstractNumId w:val='{name}'/></w:num></w:numbering>"
        );
        let styles = format!("<w:styles><w:style w:styleId='{name}'><w:numId w:val='{name}'/></w:style></w:styles>");
        let mut numbering = Numbering::of(Some(&lists), Some(&styles)).unwrap();
        let cut = name.get(..CHARS).unwrap();
        assert_eq!(numbering.next(None, None, Some(cut)), Some("1".repeat(CHARS / 2)));
        assert_eq!(numbering.next(Some(cut), Some(1), None).as_deref(), Some("100%-11%3"));
        assert_eq!(numbering.next(Some(cut), Some(LEVELS), None), None);
    }
}
