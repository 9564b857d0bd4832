//! How runs of a Word document look: struck out, hidden, in which font; by themselves and by their styles.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::super::Reason;
use super::super::super::archive::broken;
use super::super::super::legacy::Font;
use super::super::super::look::{Look, Mark};
use super::numbering::short;
use super::office::attribute;

/// How far a style's parents are followed.
const PARENTS: usize = 16;

/// What properties say of a run; `None` where they say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Properties {
    strike: Option<bool>,
    double_strike: Option<bool>,
    vanish: Option<bool>,
    /// The font of letters in ASCII, and of others; the inner `None` is one of Unicode.
    ascii: Option<Option<Font>>,
    others: Option<Option<Font>>,
}

impl Properties {
    /// Takes a property of a run.
    pub(super) fn take(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "strike" => self.strike = Some(is_on(tag)),
            "dstrike" => self.double_strike = Some(is_on(tag)),
            "vanish" => self.vanish = Some(is_on(tag)),
            "rFonts" => {
                let font = |key: &str, theme: &str| match attribute(tag, theme) {
                    // No theme has a legacy font.
                    Some(_) => Some(None),
                    None => attribute(tag, key).map(|name| Font::named(&name)),
                };
                self.ascii = font("ascii", "asciiTheme").or(self.ascii);
                self.others = font("hAnsi", "hAnsiTheme").or(self.others);
            }
            _ => {}
        }
    }

    /// These where they say something, else those below.
    fn over(self, below: Properties) -> Properties {
        Properties {
            strike: self.strike.or(below.strike),
            double_strike: self.double_strike.or(below.double_strike),
            vanish: self.vanish.or(below.vanish),
            ascii: self.ascii.or(below.ascii),
            others: self.others.or(below.others),
        }
    }
}

/// Whether a property that is there or not is on.
pub(super) fn is_on(tag: &BytesStart) -> bool {
    attribute(tag, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Properties,
    /// By name, with what their parents say.
    all: BTreeMap<String, Properties>,
    /// The styles of paragraphs and tables that name none.
    pub(super) paragraph: Properties,
    pub(super) table: Properties,
}

#[derive(Default)]
struct Style {
    parent: Option<String>,
    own: Properties,
}

impl Styles {
    /// Reads the styles of a document.
    pub(super) fn of(text: Option<&str>) -> Result<Styles, Reason> {
        let mut styles = Styles::default();
        let Some(text) = text else { return Ok(styles) };
        let mut all: BTreeMap<String, Style> = BTreeMap::new();
        let (mut paragraph, mut table) = (None, None);
        let mut name = None::<String>;
        let (mut of_defaults, mut of_part, mut of_run) = (false, false, false);
        let mut reader = Reader::from_str(text);
        loop {
            let event = reader.read_event().map_err(|error| broken(&error))?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "style" => {
                        name = short(tag, "styleId");
                        let is_usual = attribute(tag, "default").is_some_and(|value| value == "1" || value == "true");
                        match attribute(tag, "type").as_deref() {
                            Some("paragraph") if is_usual => paragraph = name.clone(),
                            Some("table") if is_usual => table = name.clone(),
                            _ => {}
                        }
                    }
                    "basedOn" => {
                        if let Some(name) = &name {
                            all.entry(name.clone()).or_default().parent = short(tag, "val");
                        }
                    }
                    "rPrDefault" => of_defaults = true,
                    // What holds for a part of a table only.
                    "tblStylePr" => of_part = matches!(event, Event::Start(_)),
                    "rPr" => of_run = matches!(event, Event::Start(_)),
                    _ if !of_run || of_part => {}
                    _ if of_defaults => styles.defaults.take(tag),
                    _ => {
                        if let Some(name) = &name {
                            all.entry(name.clone()).or_default().own.take(tag);
                        }
                    }
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "style" => name = None,
                    "rPrDefault" => of_defaults = false,
                    "tblStylePr" => of_part = false,
                    "rPr" => of_run = false,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        styles.all = all.iter().map(|(name, style)| (name.clone(), resolved(&all, style))).collect();
        styles.paragraph = styles.named(paragraph.as_deref());
        styles.table = styles.named(table.as_deref());
        Ok(styles)
    }

    /// What a style says with its parents.
    pub(super) fn named(&self, name: Option<&str>) -> Properties {
        name.and_then(|name| self.all.get(name)).copied().unwrap_or_default()
    }

    /// How a run looks that has these properties of its own, in a paragraph and a table of these.
    pub(super) fn look(&self, own: Properties, run: Properties, paragraph: Properties, table: Properties) -> Look {
        // A style that says so again turns it off; what the run itself says holds.
        let toggled = |read: fn(&Properties) -> Option<bool>| {
            let said = [run, paragraph, table].iter().filter_map(read).collect::<Vec<_>>();
            let of_styles = if said.is_empty() { read(&self.defaults) } else { None };
            read(&own).or(of_styles).unwrap_or(said.into_iter().filter(|on| *on).count() % 2 == 1)
        };
        let nearest = own.over(run).over(paragraph).over(table).over(self.defaults);
        let mark = if toggled(|one| one.vanish) {
            Mark::Hidden
        } else if toggled(|one| one.strike) || nearest.double_strike == Some(true) {
            Mark::Struck
        } else {
            Mark::Plain
        };
        Look { mark, font: nearest.others.flatten().or(nearest.ascii.flatten()) }
    }
}

/// What a style says, with its parents.
fn resolved(all: &BTreeMap<String, Style>, style: &Style) -> Properties {
    let mut properties = style.own;
    let mut parent = style.parent.as_ref();
    for _ in 0..PARENTS {
        let Some(above) = parent.and_then(|name| all.get(name)) else { break };
        properties = properties.over(above.own);
        parent = above.parent.as_ref();
    }
    properties
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn styles_say_it_with_their_parents_and_twice_is_not_at_all() {
        let styles = Styles::of(Some(
            "<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr></w:rPrDefault></w:docDefaults>\
            <w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:rPr><w:rFonts w:asciiTheme='minorHAnsi' w:hAnsiTheme='minorHAnsi'/></w:rPr></w:style>\
            <w:style w:type='paragraph' w:styleId='Old'><w:basedOn w:val='Gone'/><w:rPr><w:rFonts w:hAnsi='VNI-Times'/></w:rPr></w:style>\
            <w:style w:type='character' w:styleId='Gone'><w:rPr><w:strike/></w:rPr></w:style>\
            <w:style w:type='character' w:styleId='Kept'><w:basedOn w:val='Gone'/><w:rPr><w:strike w:val='0'/></w:rPr></w:style>\
            <w:style w:type='table' w:styleId='T'><w:tblStylePr w:type='firstRow'><w:rPr><w:strike/></w:rPr></w:tblStylePr></w:style></w:styles>",
        ))
        .unwrap();
        let none = Properties::default();
        let look = |own, run: Option<&str>, paragraph: Option<&str>, table: Option<&str>| {
            let look = styles.look(own, styles.named(run), styles.named(paragraph), styles.named(table));
            (look.mark, look.font.map(|font| font.letters.as_str()))
        };
        assert_eq!(look(none, None, None, Some("T")), (Mark::Plain, Some("TCVN3 (ABC)")));
        assert_eq!(look(none, Some("Gone"), Some("Normal"), None), (Mark::Struck, None));
        assert_eq!(look(none, Some("Kept"), Some("Normal"), None), (Mark::Plain, None));
        assert_eq!(look(none, None, Some("Old"), None), (Mark::Struck, Some("VNI")));
        assert_eq!(look(none, Some("Gone"), Some("Old"), None), (Mark::Plain, Some("VNI")), "twice");
        let off = Properties { strike: Some(false), ..none };
        assert_eq!(look(off, Some("Gone"), None, None).0, Mark::Plain);
        let hidden = Properties { vanish: Some(true), ..none };
        assert_eq!(look(hidden, Some("Gone"), None, None).0, Mark::Hidden);
        assert_eq!(look(Properties { double_strike: Some(true), ..none }, None, None, None).0, Mark::Struck);
    }
}
