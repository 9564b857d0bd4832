//! Which of the eight masks a code has (ISO/IEC 18004, 7.8.3): the one with the fewest penalty points.
//!
//! The encoder's own choice looks at one module at a time, which was a third of a build's work. The points here are the same,
//! counted over whole rows of bits, so that the same text keeps the same code.

use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, bits, ec};
use qrcode::{EcLevel, QrResult};

/// In the order in which the first of equals is taken.
const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// The widest code whose rows fit: version 11, of 251 bytes of text. Addresses are far shorter.
const WIDEST: usize = 64;

/// The modules of the smallest code that holds a text, row by row.
///
/// # Errors
/// No code holds the text.
pub(super) fn modules(text: &str, level: EcLevel) -> QrResult<Vec<Color>> {
    let bits = bits::encode_auto(text.as_bytes(), level)?;
    let version = bits.version();
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, level)?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    let masked = |mask| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(mask);
        canvas.into_colors()
    };
    let side = usize::from(version.width().unsigned_abs());
    let best = (side <= WIDEST).then(|| MASKS.map(masked).into_iter().min_by_key(|colors| penalty(colors, side)));
    Ok(best.flatten().unwrap_or_else(|| canvas.apply_best_mask().into_colors()))
}

/// The points of a whole code. Every code has three finder patterns; their points are the same under each mask, and counted.
fn penalty(colors: &[Color], side: usize) -> u32 {
    let mut rows = vec![0_u64; side];
    let mut columns = vec![0_u64; side];
    let mut dark = 0;
    for (row, modules) in colors.chunks(side).enumerate() {
        for (column, _) in modules.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
            rows[row] |= 1 << column;
            columns[column] |= 1 << row;
            dark += 1;
        }
    }
    let lines = rows.iter().chain(&columns).map(|line| runs(*line, side) + finders(*line, side)).sum::<u32>();
    lines + blocks(&rows, side) + balance(dark, side * side)
}

/// Where a module is as the one after it.
fn repeats(line: u64, side: usize) -> u64 {
    !(line ^ (line >> 1)) & (u64::MAX >> (WIDEST + 1 - side))
}

/// Of every run of five modules or more in a line its length less two.
fn runs(line: u64, side: usize) -> u32 {
    let same = repeats(line, side);
    let fifth = same & (same >> 1) & (same >> 2) & (same >> 3);
    let begun = fifth & !(fifth << 1);
    fifth.count_ones() + 2 * begun.count_ones()
}

/// Forty for every `#.###.#` in a line with four light modules before or after it, or the edge within those four.
fn finders(line: u64, side: usize) -> u32 {
    let places = u64::MAX >> (WIDEST + 6 - side);
    let dark = line & (line >> 2) & (line >> 3) & (line >> 4) & (line >> 6);
    let found = dark & !(line >> 1) & !(line >> 5) & places;
    let before = (line << 1) | (line << 2) | (line << 3) | (line << 4);
    let after = (line >> 7) | (line >> 8) | (line >> 9) | (line >> 10);
    40 * (found & !(before & after)).count_ones()
}

/// Three for every square of four alike.
fn blocks(rows: &[u64], side: usize) -> u32 {
    let alike = |pair: &[u64]| match pair {
        [above, below] => (repeats(*above, side) & repeats(*below, side) & !(above ^ below)).count_ones(),
        _ => 0,
    };
    3 * rows.windows(2).map(alike).sum::<u32>()
}

/// Two for every hundredth by which the dark modules are not a half.
fn balance(dark: usize, all: usize) -> u32 {
    u32::try_from((dark * 200 / all).abs_diff(100)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use qrcode::QrCode;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_the_one_that_the_encoder_itself_makes(text in "(HTTPS://[A-Z.]{1,20}/T/1[.][0-9]{6}/|[ -~]{0,300}|.{0,120})") {
            for level in [EcLevel::M, EcLevel::L] {
                let own = QrCode::with_error_correction_level(&text, level).map(QrCode::into_colors);
                prop_assert_eq!(modules(&text, level), own);
            }
        }
    }
}
