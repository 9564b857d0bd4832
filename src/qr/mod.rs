//! QR codes (ISO/IEC 18004) of the site's own addresses, as SVG that prints.
//!
//! Error correction M: a code stays readable with 15% of it soiled, which a board by a door needs.

mod mask;

use qrcode::{Color, EcLevel};

/// The white modules that readers need on every side of a code.
const QUIET: usize = 4;

/// A QR code, before it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    side: usize,
    /// Row by row, from the top left.
    dark: Vec<bool>,
}

impl QrCode {
    /// The smallest code that holds a text; `None` for one that no code holds, of over two thousand bytes.
    pub fn of(text: &str) -> Option<QrCode> {
        let dark: Vec<bool> =
            mask::modules(text, EcLevel::M).ok()?.into_iter().map(|color| color == Color::Dark).collect();
        Some(QrCode { side: dark.len().isqrt(), dark })
    }

    /// How many modules a side has, without the quiet zone: 21 of version 1, four more of each next.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether the module in a column and a row, both from 0, is dark; what is outside is not.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.side && self.dark.get(row * self.side + column).is_some_and(|dark| *dark)
    }

    /// The code as an SVG element of one path, with its quiet zone; `label` is what a screen reader says.
    ///
    /// Each run of dark modules in a row is one stroke, which is shorter than anything that has to be closed and filled. The
    /// box begins half a module higher, so that rows have whole numbers.
    pub fn to_svg(&self, label: &str) -> String {
        format!(
            "<svg class=\"qr\" {} role=\"img\" aria-label=\"{}\"><path d=\"{}\"/></svg>",
            self.frame(),
            escaped(label),
            self.strokes()
        )
    }

    /// The code as a file of its own, on white: boards of many offices show one file.
    pub fn to_svg_file(&self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {} shape-rendering=\"crispEdges\"><path d=\"{}\"/></svg>\n",
            self.frame(),
            self.strokes()
        )
    }

    fn frame(&self) -> String {
        let box_side = self.side + 2 * QUIET;
        format!("viewBox=\"-{QUIET} -{QUIET}.5 {box_side} {box_side}\" stroke=\"#000\"")
    }

    /// The path of the dark modules.
    fn strokes(&self) -> String {
        let mut path = String::with_capacity(self.dark.len() * 2);
        for row in 0..self.side {
            let mut pen = None;
            let mut column = 0;
            while column < self.side {
                let end = (column..self.side).find(|at| !self.is_dark(*at, row)).unwrap_or(self.side);
                if end > column {
                    path.push_str(&match pen {
                        None => format!("M{column} {row}h{}", end - column),
                        Some(pen) => format!("m{} 0h{}", column - pen, end - column),
                    });
                    pen = Some(end);
                }
                column = end + 1;
            }
        }
        path
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The address of a page as its code holds it.
///
/// In capitals where that is the same address and leaves only letters of the alphanumeric mode, which takes a third less
/// room: of an address the scheme and the host alone may change their case. Else as it is.
///
/// ```
/// use niemyet::qr::address;
/// assert_eq!(address("https://tthc.example/", "T/1.004222/"), "HTTPS://TTHC.EXAMPLE/T/1.004222/");
/// assert_eq!(address("https://tthc.example/sub/", "T/1.004222/"), "https://tthc.example/sub/T/1.004222/");
/// ```
pub fn address(base_url: &str, path: &str) -> String {
    let plain = format!("{base_url}{path}");
    let Some((scheme, rest)) = plain.split_once("://") else { return plain };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let capitals = format!("{}://{}{path}", scheme.to_ascii_uppercase(), host.to_ascii_uppercase());
    if capitals.bytes().all(is_alphanumeric) { capitals } else { plain }
}

/// Whether the alphanumeric mode has a character.
fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" $%*+-./:".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_capitals_needs_a_smaller_code() {
        let plain = "https://dichvucong.thanhhoa.example/T/1.004222/";
        let capitals = address("https://dichvucong.thanhhoa.example/", "T/1.004222/");
        let side = |text: &str| QrCode::of(text).unwrap().side();
        assert_eq!((side(&capitals), side(plain)), (29, 33), "versions 3 and 4");
    }

    #[test]
    fn only_scheme_and_host_change_their_case() {
        for plain in
            ["https://a.example/tthc/", "https://a.example/?q=", "https://người.example/", "https://a_b.example/"]
        {
            assert_eq!(address(plain, "T/1.004222/"), format!("{plain}T/1.004222/"));
        }
        assert_eq!(address("http://127.0.0.1:8000/", "T/1/"), "HTTP://127.0.0.1:8000/T/1/");
        assert_eq!(address("https://A.example/TTHC/", "T/1/"), "HTTPS://A.EXAMPLE/TTHC/T/1/");
    }

    #[test]
    fn the_strokes_cover_the_dark_modules_and_no_other() {
        let code = QrCode::of("HTTPS://A.EXAMPLE/T/1.004222/").unwrap();
        let svg = code.to_svg("a \"b\" <c>");
        assert!(
            svg.contains("viewBox=\"-4 -4.5 33 33\"") && svg.contains("aria-label=\"a &quot;b&quot; &lt;c>\""),
            "{svg}"
        );
        let path = svg.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
        let mut drawn = std::collections::BTreeSet::new();
        for row in path.split('M').skip(1) {
            let (at, runs) = row.split_once('h').unwrap();
            let (column, row) = at.split_once(' ').unwrap();
            let (mut column, row): (usize, usize) = (column.parse().unwrap(), row.parse().unwrap());
            for run in runs.split('m') {
                let (gap, length) = run.split_once(" 0h").map_or(("0", run), |(gap, length)| (gap, length));
                column += gap.parse::<usize>().unwrap();
                for _ in 0..length.parse().unwrap() {
                    assert!(drawn.insert((column, row)));
                    column += 1;
                }
            }
        }
        let modules = (0..25).flat_map(|row| (0..25).map(move |column| (column, row)));
        let dark = modules.filter(|(column, row)| code.is_dark(*column, *row)).collect();
        assert_eq!(drawn, dark);
        assert!((0..26).all(|at| !code.is_dark(25, at) && !code.is_dark(at, 25)));
    }

    #[test]
    fn a_text_that_no_code_holds_has_none() {
        assert_eq!(QrCode::of(&"x".repeat(3000)), None);
    }
}
