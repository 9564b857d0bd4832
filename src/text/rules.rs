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

/// The letters of a syllable that can bear a tone.
pub const VOWELS: &str = "aăâeêioôơuưy";

/// What the keys of an input method mean where it is switched off and the keys themselves are typed.
#[derive(Debug)]
pub struct Keys {
    /// Keys that set the tone of the syllable, each with the tone's digit (none: the tone is taken back).
    pub tones: &'static [(char, &'static str)],
    /// Keys that give a letter before them its hat, breve, horn or stroke: the letter and what it becomes.
    pub shapes: &'static [(char, &'static [(char, char)])],
}

/// The Telex method, `ddawng kys`.
pub const TELEX: Keys = Keys {
    tones: &[('s', "1"), ('f', "2"), ('r', "3"), ('x', "4"), ('j', "5"), ('z', "")],
    shapes: &[
        ('a', &[('a', 'â')]),
        ('d', &[('d', 'đ')]),
        ('e', &[('e', 'ê')]),
        ('o', &[('o', 'ô')]),
        ('w', &[('u', 'ư'), ('o', 'ơ'), ('a', 'ă')]),
    ],
};

/// The VNI method, `d9a8ng ky1`.
pub const VNI: Keys = Keys {
    tones: &[('1', "1"), ('2', "2"), ('3', "3"), ('4', "4"), ('5', "5"), ('0', "")],
    shapes: &[
        ('6', &[('a', 'â'), ('e', 'ê'), ('o', 'ô')]),
        ('7', &[('u', 'ư'), ('o', 'ơ')]),
        ('8', &[('a', 'ă')]),
        ('9', &[('d', 'đ')]),
    ],
};
