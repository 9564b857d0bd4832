//! Which words can be syllables of Vietnamese: what tells legacy letters from letters.

use unicode_normalization::UnicodeNormalization;

/// The consonants that a syllable may begin with, the longest first.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "q", "r", "s", "t", "v", "x",
];

/// What a syllable may go on with, without its tone.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong \
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêt uơ uơn \
    uy uya uych uyn uynh uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp \
    ươt ươu y yêm yên yêng yêt yêu ynh ych yt ";

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether a word can be one syllable, in any case and with the tone over any of its vowels.
pub(super) fn is_one(word: &str) -> bool {
    let (mut plain, mut tone) = (String::new(), None);
    for letter in word.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&letter) {
            if tone.replace(letter).is_some() {
                return false;
            }
        } else {
            plain.push(letter);
        }
    }
    let plain: String = plain.nfc().collect();
    let stopped = ["c", "ch", "p", "t"].iter().any(|end| plain.ends_with(end));
    if stopped && !matches!(tone, Some('\u{301}' | '\u{323}')) {
        return false;
    }
    let is_rime = |rest: &str| !rest.is_empty() && RIMES.contains(&format!(" {rest} "));
    let onsets = ONSETS.iter().filter_map(|onset| plain.strip_prefix(onset));
    is_rime(&plain) || onsets.into_iter().any(is_rime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_what_no_syllable_is() {
        let said = "Thủ tục đăng ký thường trú, xóa hoá nghề nghiệp quyết giấy giếng gì khuya huỳnh quỹ thuở yêu ưu đường \
            NƯỚC ĐỀN BÙ ngoằn ngoèo lỵ quy hoạch hợp tác nghiêng ruộng rượu quạnh khoáng thuỷ";
        for word in said.split([' ', ',']).filter(|word| !word.is_empty()) {
            assert!(is_one(word), "{word}");
        }
        for word in ["thờng", "nớc", "êng", "bct", "cafộ", "hảc", "õừ", "", "Ñaát", "QĐ", "évaluation", "tróú"]
        {
            assert!(!is_one(word), "{word}");
        }
    }
}
