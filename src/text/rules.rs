//! The tables by which texts are folded. The build exports them: the browser holds no second copy.

/// Code points, first and last, that are dropped as if they were not there: soft hyphen, zero-width blanks and
/// joiners, marks of direction, byte order marks, variation selectors.
pub const INVISIBLE: &[(u32, u32)] = &[
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE0FFF),
];

/// Code points, first and last, that part words: private use, where Word keeps its bullets and arrows.
pub const PRIVATE: &[(u32, u32)] = &[(0xE000, 0xF8FF), (0xF0000, 0x10FFFF)];

/// The five tones as combining marks, with the digit that stands for each at the end of a word's accent key (the
/// digits are VNI's). Because the digit is at the end, `hoà` and `hòa` have one key.
pub const TONES: &[(char, char)] =
    &[('\u{301}', '1'), ('\u{300}', '2'), ('\u{309}', '3'), ('\u{303}', '4'), ('\u{323}', '5')];

/// The marks that make another letter of the alphabet: hat (â ê ô), breve (ă) and horn (ơ ư). The accent key
/// keeps them; every other mark is dropped.
pub const LETTER_MARKS: &[char] = &['\u{302}', '\u{306}', '\u{31B}'];

/// Letters that are read as đ: đ itself, the eth that many Vietnamese files have in its place, and the African d
/// whose capital looks the same.
pub const D_WITH_STROKE: &[char] = &['đ', 'ð', 'ɖ'];

/// Syllables written with y or with i at will (kỹ/kĩ, lý/lí, quý/quí), as folded: what is written, and the key.
pub const Y_AS_I: &[(&str, &str)] =
    &[("hy", "hi"), ("ky", "ki"), ("ly", "li"), ("my", "mi"), ("quy", "qui"), ("sy", "si"), ("ty", "ti"), ("vy", "vi")];
