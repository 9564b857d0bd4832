//! The order of names in Vietnamese lists.

use unicode_normalization::UnicodeNormalization;

/// A key by which names sort as a Vietnamese reader expects: a ă â b c d đ e ê … o ô ơ … u ư, tones after letters,
/// digits before letters, punctuation of no account until everything else is equal.
pub(super) type SortKey = (Vec<u16>, Vec<u8>, String);

/// The letters of Vietnamese, in their order, with those that only foreign words have.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// The tone marks, in their order: huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// The sort key of a name.
pub(super) fn sort_key(name: &str) -> SortKey {
    let (mut letters, mut tones) = (Vec::new(), Vec::new());
    for word in name.split_whitespace() {
        if !letters.is_empty() {
            letters.push(0); // a blank comes before every letter, so that a shorter word does
        }
        for letter in word.to_lowercase().nfc() {
            let (plain, tone) = without_tone(letter);
            match ALPHABET.chars().position(|known| known == plain) {
                Some(place) => letters.push(100 + u16::try_from(place).unwrap_or(u16::MAX - 100)),
                None if plain.is_ascii_digit() => letters.push(1 + u16::from(plain as u8 - b'0')),
                None if plain.is_alphabetic() => letters.push(200),
                None => continue,
            }
            tones.push(tone);
        }
    }
    (letters, tones, name.to_owned())
}

/// The heading under which a name stands in an A–Z list: its first letter in upper case, or `#`.
pub(super) fn initial(name: &str) -> String {
    let first = name.chars().flat_map(char::to_lowercase).find(|c| c.is_alphanumeric());
    match first.map(|c| without_tone(c).0).filter(|c| ALPHABET.contains(*c)) {
        Some(letter) => letter.to_uppercase().to_string(),
        None => "#".to_owned(),
    }
}

fn without_tone(letter: char) -> (char, u8) {
    let mut tone = 0;
    let kept = std::iter::once(letter).nfd().filter(|mark| match TONES.iter().position(|known| known == mark) {
        Some(place) => {
            tone = u8::try_from(place + 1).unwrap_or(0);
            false
        }
        None => true,
    });
    let plain = kept.collect::<String>().nfc().next().unwrap_or(letter);
    (plain, tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_the_vietnamese_alphabet() {
        let sorted =
            ["12 việc", "An", "Án", "An ninh", "Ăn", "Âm", "Cấp", "Cấp đổi", "Dân", "Đăng ký", "Ê", "Ô", "Ơn", "Ư"];
        let mut names = sorted;
        names.reverse();
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(names, sorted);
    }

    #[test]
    fn the_initial_keeps_hat_and_stroke_and_drops_the_tone() {
        for (name, letter) in [("Ấp", "Â"), ("đăng", "Đ"), ("“Ủy quyền”", "U"), ("7 việc", "#"), ("", "#")]
        {
            assert_eq!(initial(name), letter, "{name}");
        }
    }
}
