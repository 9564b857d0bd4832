//! A name is whole: no glyphs of a word processor, no invisible characters, no words broken by a PDF, no capitals alone.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        if let Some(damage) = damage(&record.name) {
            let hit = Hit::new(&record.file, "name", Code::NameDamaged);
            hits.push(hit.with("code", &record.code).with("name", &record.name).with("damage", damage));
        }
    }
    hits
}

/// What is wrong with a name, in a word.
fn damage(name: &str) -> Option<&'static str> {
    let is_glyph = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
    let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if name.contains(is_glyph) {
        Some("private-use")
    } else if name.contains(is_invisible) {
        Some("invisible")
    } else if letters >= 12 && !name.contains(char::is_lowercase) {
        Some("capitals")
    } else if has_broken_word(name) {
        Some("broken-word")
    } else {
        None
    }
}

/// Whether consonants stand alone before a word that begins with an accented vowel ("c ấp l ại"), which no Vietnamese word
/// does; letters that number a list ("điểm c") are let pass.
fn has_broken_word(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.windows(3).any(|three| {
        let [before, head, rest] = three else { return false };
        let numbers = matches!(before.to_lowercase().as_str(), "điểm" | "mục" | "khoản" | "nhóm" | "loại" | "hạng");
        !numbers && head.chars().all(|c| "bcdđghklmnpqrstvx".contains(c)) && rest.starts_with(is_accented_vowel)
    })
}

fn is_accented_vowel(c: char) -> bool {
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ".contains(c)
}
