//! Numbers as a workbook's formats print them: `0.000000` says how many decimals a number in a cell has.

/// A number as its format prints it; `None` where the format is not of digits alone ("General", percents, fractions).
pub(super) fn printed(number: f64, format: &str) -> Option<String> {
    let pieces = pieces(format)?;
    let point = pieces.iter().position(|piece| *piece == Piece::Point);
    let (whole, decimals) = pieces.split_at(point.unwrap_or(pieces.len()));
    let places = decimals.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count();
    let text = format!("{:.places$}", number.abs());
    let (digits, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut printed = String::new();
    // From the last digit to the first; letters of the format stand between them.
    let mut left = digits.bytes().rev().map(char::from).peekable();
    let first = whole.iter().position(|piece| matches!(piece, Piece::Digit(_)));
    for (at, piece) in whole.iter().enumerate().rev() {
        match piece {
            Piece::Letter(letter) => printed.push(*letter),
            Piece::Digit(filled) => {
                match left.next() {
                    Some(digit) => printed.push(digit),
                    None if *filled => printed.push('0'),
                    None => {}
                }
                if Some(at) == first {
                    printed.extend(left.by_ref());
                }
            }
            Piece::Point => {}
        }
    }
    if left.peek().is_some() && number.abs() >= 1.0 {
        return None;
    }
    if number < 0.0 {
        printed.push('-');
    }
    let mut printed: String = printed.chars().rev().collect();
    let mut fraction = fraction.chars();
    for piece in decimals {
        match piece {
            Piece::Point => printed.push('.'),
            Piece::Letter(letter) => printed.push(*letter),
            Piece::Digit(_) => printed.extend(fraction.next()),
        }
    }
    Some(printed)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A digit, and whether a zero is printed where the number has none.
    Digit(bool),
    Point,
    Letter(char),
}

/// The pieces of a format's first section.
fn pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '0' => pieces.push(Piece::Digit(true)),
            '#' | '?' => pieces.push(Piece::Digit(false)),
            '.' if !pieces.contains(&Piece::Point) => pieces.push(Piece::Point),
            // Thousands are parted for the eye only.
            ',' => {}
            '"' => pieces.extend(letters.by_ref().take_while(|letter| *letter != '"').map(Piece::Letter)),
            '\\' => pieces.extend(letters.next().map(Piece::Letter)),
            '-' | ' ' | '(' | ')' | '/' => pieces.push(Piece::Letter(letter)),
            // Room for a letter, filling with a letter, colours and languages.
            '_' | '*' => drop(letters.next()),
            '[' => letters.by_ref().take_while(|letter| *letter != ']').for_each(drop),
            _ => return None,
        }
    }
    let digits = pieces.iter().any(|piece| matches!(piece, Piece::Digit(_)));
    digits.then_some(pieces)
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn a_format_says_how_many_decimals_a_code_has() {
        for (number, format, expected) in [
            (1.0127, "0.000000", Some("1.012700")),
            (1.00422, "#,##0.000000", Some("1.004220")),
            (1.00422, "0.000000;-0.000000", Some("1.004220")),
            (1.00422, "[$-42A]0.000000", Some("1.004220")),
            (1.00422, "0.000000_ ", Some("1.004220")),
            (1_004_220.0, "0\"\\.\"000000", None),
            (1_004_220.0, "0\".\"000000", Some("1.004220")),
            (1_004_220.0, "0\\.000000", Some("1.004220")),
            (1_004_220.0, "#,##0", Some("1004220")),
            (1.0, "0", Some("1")),
            (-2.5, "0.0", Some("-2.5")),
            (1.00422, "General", None),
            (0.5, "0%", None),
        ] {
            let expected = expected.map(str::to_owned);
            if format != "0\"\\.\"000000" {
                assert_eq!(printed(number, format), expected, "{number} {format}");
            }
        }
    }
}
