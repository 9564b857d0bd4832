//! The published tables of Vietnam's legacy letters.
//!
//! TCVN 5712:1993, third table (VN3, "ABC", the fonts named `.Vn…`): one byte a letter. VNI for Windows (the fonts named
//! `VNI-…`): a letter, then its marks. Windows-1258: letters, then combining tones. Files hold the bytes of all three as
//! the letters that Windows-1252 has in their places.

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::Letters;

/// The first byte that TCVN3 has a letter for.
const TCVN3_FIRST: u32 = 0xa1;

/// What TCVN3 has for every byte from 0xA1; a point where it has nothing.
const TCVN3: [char; 94] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', '.', // A1–AF
    '.', '.', '.', '.', '.', 'à', 'ả', 'ã', 'á', 'ạ', '.', 'ằ', 'ẳ', 'ẵ', 'ắ', '.', // B0–BF
    '.', '.', '.', '.', '.', '.', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', '.', 'ẻ', 'ẽ', // C0–CF
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', '.', '.', '.', 'ĩ', 'í', 'ị', 'ò', // D0–DF
    '.', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0–EF
    '.', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', // F0–FE
];

/// VNI's letters that stand for themselves.
const VNI_ALONE: [(char, char); 16] = [
    ('ñ', 'đ'),
    ('Ñ', 'Đ'),
    ('ô', 'ơ'),
    ('Ô', 'Ơ'),
    ('ö', 'ư'),
    ('Ö', 'Ư'),
    ('í', 'í'),
    ('Í', 'Í'),
    ('ì', 'ì'),
    ('Ì', 'Ì'),
    ('æ', 'ỉ'),
    ('Æ', 'Ỉ'),
    ('ó', 'ĩ'),
    ('Ó', 'Ĩ'),
    ('ò', 'ị'),
    ('Ò', 'Ị'),
];

const ACUTE: char = '\u{301}';
const GRAVE: char = '\u{300}';
const HOOK: char = '\u{309}';
const TILDE: char = '\u{303}';
const DOT: char = '\u{323}';
const HAT: char = '\u{302}';
const BREVE: char = '\u{306}';

/// VNI's marks behind a letter, in lower case: over which letters each stands, and what it is.
const VNI_MARKS: [(char, &str, &[char]); 17] = [
    ('ù', "aeouyơư", &[ACUTE]),
    ('ø', "aeouyơư", &[GRAVE]),
    ('û', "aeouyơư", &[HOOK]),
    ('õ', "aeouyơư", &[TILDE]),
    ('ï', "aeouyơư", &[DOT]),
    ('â', "aeo", &[HAT]),
    ('á', "aeo", &[HAT, ACUTE]),
    ('à', "aeo", &[HAT, GRAVE]),
    ('å', "aeo", &[HAT, HOOK]),
    ('ã', "aeo", &[HAT, TILDE]),
    ('ä', "aeo", &[HAT, DOT]),
    ('ê', "a", &[BREVE]),
    ('é', "a", &[BREVE, ACUTE]),
    ('è', "a", &[BREVE, GRAVE]),
    ('ú', "a", &[BREVE, HOOK]),
    ('ü', "a", &[BREVE, TILDE]),
    ('ë', "a", &[BREVE, DOT]),
];

/// A text in the letters of a table; `None` where a letter of it has no place there.
pub(super) fn decoded(text: &str, letters: Letters) -> Option<String> {
    match letters {
        Letters::Tcvn3 => text.chars().map(|c| if c.is_ascii() { Some(c) } else { tcvn3(c) }).collect(),
        Letters::Vni => vni(text),
        Letters::Windows1258 => {
            let bytes = bytes(text)?;
            let (decoded, failed) = WINDOWS_1258.decode_without_bom_handling(&bytes);
            (!failed).then(|| decoded.nfc().collect())
        }
        Letters::Utf8 => String::from_utf8(bytes(text)?).ok(),
    }
}

/// A letter of TCVN3. Fonts of symbols have the same bytes in a range of their own.
pub(super) fn tcvn3(written: char) -> Option<char> {
    let place = byte(written)?.checked_sub(TCVN3_FIRST)?;
    TCVN3.get(usize::try_from(place).ok()?).copied().filter(|letter| *letter != '.')
}

/// The byte behind a letter above ASCII, also in the range that fonts of symbols use.
fn byte(written: char) -> Option<u32> {
    match u32::from(written) {
        code @ 0xa0..=0xff => Some(code),
        code @ 0xf0a0..=0xf0ff => Some(code - 0xf000),
        _ => None,
    }
}

/// The bytes that a text was before it was read as Windows-1252.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let (bytes, _, failed) = WINDOWS_1252.encode(text);
    (!failed).then(|| bytes.into_owned())
}

fn vni(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    // The letter that a mark may follow, in lower case.
    let mut open: Option<char> = None;
    for written in text.chars().map(|c| byte(c).and_then(char::from_u32).unwrap_or(c)) {
        if written.is_ascii() {
            out.push(written);
            open = Some(written.to_ascii_lowercase());
            continue;
        }
        let lower = lower(written);
        let mark = VNI_MARKS.iter().find(|(mark, over, _)| *mark == lower && open.is_some_and(|c| over.contains(c)));
        if let Some((_, _, marks)) = mark {
            out.extend(marks.iter());
            open = None;
        } else if matches!(written, 'î' | 'Î') {
            out.push(if written == 'î' { 'ỵ' } else { 'Ỵ' });
            open = None;
        } else {
            let (_, letter) = VNI_ALONE.iter().find(|(own, _)| *own == written)?;
            out.push(*letter);
            open = Some(self::lower(*letter));
        }
    }
    Some(out.nfc().collect())
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_comes_out_of_each_table() {
        let written = "Đăng ký thường trú, sửa đổi quyết định, giấy phép, kỳ hạn, quỹ, huyện lỵ";
        for (letters, text) in [
            (Letters::Tcvn3, "§¨ng ký th\u{ad}êng tró, söa ®æi quyÕt ®Þnh, giÊy phÐp, kú h¹n, quü, huyÖn lþ"),
            (Letters::Vni, "Ñaêng kyù thöôøng truù, söûa ñoåi quyeát ñònh, giaáy pheùp, kyø haïn, quyõ, huyeän lî"),
            (
                Letters::Windows1258,
                "Ðãng kyì thýõÌng trú, sýÒa ðôÒi quyêìt ðiònh, giâìy phép, kyÌ haòn, quyÞ, huyêòn lyò",
            ),
            (
                Letters::Utf8,
                "Ä\u{90}Äƒng kÃ½ thÆ°á»\u{9d}ng trÃº, sá»\u{ad}a Ä‘á»•i quyáº¿t Ä‘á»‹nh, giáº¥y phÃ©p, \
                 ká»³ háº¡n, quá»¹, huyá»‡n lá»µ",
            ),
        ] {
            assert_eq!(decoded(text, letters).as_deref(), Some(written), "{letters:?}");
        }
    }

    #[test]
    fn vni_has_capitals_and_knows_which_letter_a_mark_is_over() {
        assert_eq!(
            vni("COÂNG NHAÄN, ÑAÁT ÑAI, Ñieàu, ÖU TIEÂN, VIEÄC").as_deref(),
            Some("CÔNG NHẬN, ĐẤT ĐAI, Điều, ƯU TIÊN, VIỆC")
        );
        assert_eq!(vni("kü"), None);
    }
}
