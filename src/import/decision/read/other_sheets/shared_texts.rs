//! The texts that cells of an old workbook share (MS-XLS 2.4.265): how long each is.

use super::records::{u16_at, u32_at};

/// How many characters each of the texts has that stand in a record and those in which it goes on.
pub(super) fn lengths(parts: &[&[u8]]) -> Vec<u16> {
    let mut texts = Texts { parts: parts.iter().copied(), part: &[] };
    let mut lengths = Vec::new();
    // How many there are, twice; it is not needed.
    if texts.skip(8).is_none() {
        return lengths;
    }
    while let Some(length) = texts.text() {
        lengths.push(length);
    }
    lengths
}

/// The bytes of shared texts, part by part.
struct Texts<'s, P> {
    parts: P,
    part: &'s [u8],
}

impl<'s, P: Iterator<Item = &'s [u8]>> Texts<'s, P> {
    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.part.is_empty() {
                self.part = self.parts.next()?;
            }
            let here = bytes.min(self.part.len());
            self.part = self.part.get(here..)?;
            bytes -= here;
        }
        Some(())
    }

    /// One text: how many characters it has, how they are written, and what stands behind them.
    fn text(&mut self) -> Option<u16> {
        if self.part.is_empty() {
            self.part = self.parts.next()?;
        }
        // A part with nothing in it counts as a text to calamine.
        if self.part.is_empty() {
            return Some(0);
        }
        let characters = u16_at(self.part, 0);
        let mut looks = self.part.get(2).copied()?;
        self.skip(3)?;
        let mut behind = 0;
        if looks & 8 != 0 {
            behind += usize::from(u16_at(self.part, 0)) * 4;
            self.skip(2)?;
        }
        if looks & 4 != 0 {
            behind += u32_at(self.part, 0) as usize;
            self.skip(4)?;
        }
        let mut left = usize::from(characters);
        while left > 0 {
            let width = if looks & 1 == 0 { 1 } else { 2 };
            let here = left.min(self.part.len() / width);
            self.skip(here * width)?;
            left -= here;
            if left > 0 {
                // It goes on in the next part, which says anew how.
                self.part = self.parts.next()?;
                looks = looks & !1 | self.part.first()? & 1;
                self.skip(1)?;
            }
        }
        self.skip(behind)?;
        Some(characters)
    }
}
