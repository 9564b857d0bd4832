//! A page's instructions → letters with their places, and the lines that are drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::super::super::Reason;
use super::super::super::super::limits::{DOCUMENT_BYTES, PDF_LINES, PDF_PAGE_BYTES, UNPACKED_BYTES};
use super::font::{Font, dictionary, get, number, packed_bytes, resolved};
use super::links::{self, Link};

/// How deep forms within forms are followed, and states within states.
const DEPTH: usize = 12;
const STATES: usize = 256;
/// How far up the tree of pages what a page inherits is looked for.
const PARENTS: usize = 32;
/// A drawn box that is no thicker is a line.
const THIN: f64 = 3.0;

/// A letter, or the few that one code stands for. Up is more.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its base line.
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// Whether a line is drawn through it.
    pub(super) struck: bool,
}

/// A line that is drawn, along one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawn {
    pub(super) level: bool,
    /// Where it stands on the other axis.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// What a page shows.
#[derive(Default)]
pub(super) struct Page {
    pub(super) letters: Vec<Letter>,
    pub(super) drawn: Vec<Drawn>,
    /// Whether more is drawn than is kept.
    pub(super) crowded: bool,
    pub(super) pictures: usize,
    pub(super) links: Vec<Link>,
}

/// The pages of a file, and what was met on all of them.
pub(super) struct Pages<'d> {
    file: &'d Document,
    /// By the place of their dictionary, which stays as long as the file: one may be written where it is used.
    fonts: BTreeMap<*const Dictionary, Rc<Font>>,
    /// How much more may be unpacked, and how much text kept.
    unpack: usize,
    keep: usize,
    /// Letters that stand askew, and letters that no font names.
    pub(super) turned: usize,
    pub(super) unknown: usize,
}

/// A place's transformation, as the format writes it.
pub(super) type Matrix = [f64; 6];

const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `first`, then `then`.
fn product(first: &Matrix, then: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

pub(super) fn point(matrix: &Matrix, x: f64, y: f64) -> (f64, f64) {
    let [a, b, c, d, e, f] = matrix;
    (a * x + c * y + e, b * x + d * y + f)
}

#[derive(Clone)]
struct State {
    places: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    between: f64,
    blank: f64,
    across: f64,
    leading: f64,
    rise: f64,
}

/// What the instructions of a page or a form have built up.
struct Run<'d> {
    resources: Vec<&'d Dictionary>,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// The open path: its corners, part by part.
    path: Vec<Vec<(f64, f64)>>,
    depth: usize,
}

impl<'d> Pages<'d> {
    pub(super) fn of(file: &'d Document) -> Pages<'d> {
        Pages {
            file,
            fonts: BTreeMap::new(),
            unpack: usize::try_from(UNPACKED_BYTES).unwrap_or(usize::MAX),
            keep: DOCUMENT_BYTES,
            turned: 0,
            unknown: 0,
        }
    }

    /// Reads a page. One that is no page, or whose instructions break off, gives what could be read.
    pub(super) fn read(&mut self, id: ObjectId) -> Result<Page, Reason> {
        let mut page = Page::default();
        let Ok(own) = self.file.get_dictionary(id) else { return Ok(page) };
        let mut resources = Vec::new();
        let mut turn = None;
        let mut above = Some(own);
        for _ in 0..PARENTS {
            let Some(node) = above else { break };
            resources.extend(node.get(b"Resources").ok().and_then(|object| dictionary(self.file, object)));
            turn = turn.or_else(|| get(self.file, node, b"Rotate")?.as_i64().ok());
            above = node.get(b"Parent").ok().and_then(|object| dictionary(self.file, object));
        }
        let places = match turn.unwrap_or(0).rem_euclid(360) {
            90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
            180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
            _ => SAME,
        };
        for id in self.file.get_page_contents(id) {
            let stream = self.file.get_object(id).and_then(Object::as_stream);
            self.unpacked(64 + stream.map_or(0, packed_bytes))?;
        }
        let bytes = self.file.get_page_content_with_limit(id, PDF_PAGE_BYTES);
        let bytes = bytes.map_err(|_| Reason::UnpacksTooFar(PDF_PAGE_BYTES as u64))?;
        let state =
            State { places, font: None, size: 0.0, between: 0.0, blank: 0.0, across: 1.0, leading: 0.0, rise: 0.0 };
        self.run(&bytes, Run::of(resources, state, 0), &mut page)?;
        page.links = links::of_page(self.file, own, &places);
        Ok(page)
    }

    fn unpacked(&mut self, bytes: usize) -> Result<(), Reason> {
        self.unpack = self.unpack.checked_sub(bytes).ok_or(Reason::UnpacksTooFar(UNPACKED_BYTES))?;
        Ok(())
    }

    fn run(&mut self, bytes: &[u8], mut run: Run<'d>, page: &mut Page) -> Result<(), Reason> {
        // An instruction takes some bytes: what a form repeats is counted each time.
        self.unpacked(bytes.len())?;
        for operation in Content::decode_iter(bytes) {
            let Ok(operation) = operation else { break };
            self.step(&operation, &mut run, page)?;
        }
        Ok(())
    }

    fn step(&mut self, operation: &Operation, run: &mut Run<'d>, page: &mut Page) -> Result<(), Reason> {
        let operands = operation.operands.as_slice();
        let numbers: Vec<f64> = operands.iter().filter_map(number).collect();
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("q", _) if run.saved.len() < STATES => run.saved.push(run.state.clone()),
            ("Q", _) => run.state = run.saved.pop().unwrap_or_else(|| run.state.clone()),
            ("cm", [a, b, c, d, e, f]) => run.state.places = product(&[*a, *b, *c, *d, *e, *f], &run.state.places),
            ("BT", _) => (run.text, run.line) = (SAME, SAME),
            ("Tf", [.., size]) => {
                run.state.size = *size;
                run.state.font = match operands.first().map(Object::as_name) {
                    Some(Ok(name)) => self.font(name, &run.resources)?,
                    _ => None,
                };
            }
            ("Tc", [value]) => run.state.between = *value,
            ("Tw", [value]) => run.state.blank = *value,
            ("Tz", [value]) => run.state.across = value / 100.0,
            ("TL", [value]) => run.state.leading = *value,
            ("Ts", [value]) => run.state.rise = *value,
            ("Td", [x, y]) => run.go(*x, *y),
            ("TD", [x, y]) => {
                run.state.leading = -y;
                run.go(*x, *y);
            }
            ("Tm", [a, b, c, d, e, f]) => (run.text, run.line) = ([*a, *b, *c, *d, *e, *f], [*a, *b, *c, *d, *e, *f]),
            ("T*", _) => run.go(0.0, -run.state.leading),
            ("Tj", _) => self.show(operands, run, page)?,
            ("'", _) => {
                run.go(0.0, -run.state.leading);
                self.show(operands, run, page)?;
            }
            ("\"", _) => {
                if let [blank, between] = numbers.as_slice() {
                    (run.state.blank, run.state.between) = (*blank, *between);
                }
                run.go(0.0, -run.state.leading);
                self.show(operands, run, page)?;
            }
            ("TJ", _) => {
                if let Some(Object::Array(parts)) = operands.first() {
                    self.show(parts, run, page)?;
                }
            }
            ("re", [x, y, width, height]) => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height), (*x, *y)];
                run.path.push(corners.map(|(x, y)| point(&run.state.places, x, y)).to_vec());
            }
            ("m", [x, y]) => run.path.push(vec![point(&run.state.places, *x, *y)]),
            ("l", [x, y]) | ("c", [.., x, y]) | ("v" | "y", [.., x, y]) => {
                let to = point(&run.state.places, *x, *y);
                match run.path.last_mut() {
                    Some(part) if part.len() < PDF_LINES => part.push(to),
                    Some(_) => page.crowded = true,
                    None => {}
                }
            }
            ("h", _) => run.close(),
            ("s" | "b" | "b*", _) => {
                run.close();
                run.draw(true, page);
            }
            ("S" | "B" | "B*", _) => run.draw(true, page),
            ("f" | "F" | "f*", _) => run.draw(false, page),
            ("n", _) => run.path.clear(),
            ("BI", _) => page.pictures += 1,
            ("Do", _) => {
                if let Some(Ok(name)) = operands.first().map(Object::as_name) {
                    self.object(name, run, page)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Result<Option<Rc<Font>>, Reason> {
        let Some(object) = named(self.file, resources, b"Font", name) else { return Ok(None) };
        let Some(own) = dictionary(self.file, object) else { return Ok(None) };
        if let Some(font) = self.fonts.get(&std::ptr::from_ref(own)) {
            return Ok(Some(Rc::clone(font)));
        }
        let (font, cost) = Font::of(self.file, own);
        // Each has the widths and letters of a byte's codes.
        self.unpacked(cost + 16 * 1024)?;
        let font = Rc::new(font);
        self.fonts.insert(std::ptr::from_ref(own), Rc::clone(&font));
        Ok(Some(font))
    }

    /// A form is a page within the page; a picture is counted.
    fn object(&mut self, name: &[u8], run: &Run<'d>, page: &mut Page) -> Result<(), Reason> {
        let object = named(self.file, &run.resources, b"XObject", name).map(|object| resolved(self.file, object));
        let Some(Object::Stream(stream)) = object else { return Ok(()) };
        if get(self.file, &stream.dict, b"Subtype").and_then(|kind| kind.as_name().ok()) != Some(b"Form") {
            page.pictures += 1;
            return Ok(());
        }
        if run.depth >= DEPTH {
            return Ok(());
        }
        self.unpacked(packed_bytes(stream))?;
        let bytes = stream.get_plain_content_with_limit(PDF_PAGE_BYTES);
        let bytes = bytes.map_err(|_| Reason::UnpacksTooFar(PDF_PAGE_BYTES as u64))?;
        let own = stream.dict.get(b"Resources").ok().and_then(|object| dictionary(self.file, object));
        let resources = own.into_iter().chain(run.resources.iter().copied()).take(PARENTS).collect();
        let mut state = run.state.clone();
        let matrix: Vec<f64> = get(self.file, &stream.dict, b"Matrix")
            .and_then(|matrix| matrix.as_array().ok())
            .map(|matrix| matrix.iter().filter_map(|value| number(resolved(self.file, value))).collect())
            .unwrap_or_default();
        if let Ok(matrix) = Matrix::try_from(matrix) {
            state.places = product(&matrix, &state.places);
        }
        // Each form costs something even where it is empty.
        self.unpacked(4096)?;
        self.run(&bytes, Run::of(resources, state, run.depth + 1), page)
    }

    /// Shows texts, between which the place may be moved.
    fn show(&mut self, parts: &[Object], run: &mut Run<'d>, page: &mut Page) -> Result<(), Reason> {
        let Some(font) = run.state.font.clone() else { return Ok(()) };
        for part in parts {
            match part {
                Object::String(bytes, _) => {
                    for code in bytes.chunks(if font.wide { 2 } else { 1 }) {
                        self.letter(&font, code, run, page)?;
                    }
                }
                other => {
                    if let Some(back) = number(other) {
                        run.advance(-back / 1000.0 * run.state.size);
                    }
                }
            }
        }
        Ok(())
    }

    fn letter(&mut self, font: &Font, bytes: &[u8], run: &mut Run<'d>, page: &mut Page) -> Result<(), Reason> {
        let code = bytes.iter().fold(0, |sum: u32, byte| sum * 256 + u32::from(*byte));
        let state = &run.state;
        let blank = if bytes == b" " { state.blank } else { 0.0 };
        let width = font.width(code) / 1000.0 * state.size;
        let step = width + state.between + blank;
        let places = product(&run.text, &state.places);
        let (left, base) = point(&places, 0.0, state.rise);
        let (right, end) = point(&places, width * state.across, state.rise);
        let (_, top) = point(&places, 0.0, state.rise + state.size);
        let (size, slope) = ((top - base).abs(), (end - base).abs());
        run.advance(step);
        let text = font.text(code).unwrap_or("\u{fffd}");
        if text == "\u{fffd}" {
            self.unknown += 1;
        }
        if text.chars().all(char::is_whitespace) {
            return Ok(());
        }
        if slope > (right - left).abs() || size < 0.1 || top < base {
            self.turned += 1;
            return Ok(());
        }
        self.keep = self.keep.checked_sub(32).ok_or(Reason::UnpacksTooFar(DOCUMENT_BYTES as u64))?;
        let (left, right) = (left.min(right), right.max(left));
        page.letters.push(Letter { left, right, base, size, text: text.to_owned(), struck: false });
        Ok(())
    }
}

/// What a name stands for in the nearest resources that have it.
fn named<'d>(file: &'d Document, resources: &[&'d Dictionary], kind: &[u8], name: &[u8]) -> Option<&'d Object> {
    resources.iter().find_map(|own| dictionary(file, own.get(kind).ok()?)?.get(name).ok())
}

impl<'d> Run<'d> {
    fn of(resources: Vec<&'d Dictionary>, state: State, depth: usize) -> Run<'d> {
        Run { resources, state, saved: Vec::new(), text: SAME, line: SAME, path: Vec::new(), depth }
    }

    /// Goes to another line of text.
    fn go(&mut self, x: f64, y: f64) {
        self.line = product(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    fn advance(&mut self, step: f64) {
        self.text = product(&[1.0, 0.0, 0.0, 1.0, step * self.state.across, 0.0], &self.text);
    }

    fn close(&mut self) {
        if let Some(part) = self.path.last_mut()
            && let Some(first) = part.first().copied()
        {
            part.push(first);
        }
    }

    /// Draws the open path: the lines of it that run along an axis, and boxes that are no more than a line.
    fn draw(&mut self, stroked: bool, page: &mut Page) {
        for part in std::mem::take(&mut self.path) {
            if page.drawn.len() >= PDF_LINES {
                page.crowded = true;
                return;
            }
            let bounds = part.iter().fold(None, |bounds: Option<[f64; 4]>, (x, y)| {
                let [left, low, right, high] = bounds.unwrap_or([*x, *y, *x, *y]);
                Some([left.min(*x), low.min(*y), right.max(*x), high.max(*y)])
            });
            let Some([left, low, right, high]) = bounds else { continue };
            if high - low <= THIN && right - left > THIN {
                page.drawn.push(Drawn { level: true, at: (low + high) / 2.0, from: left, to: right });
            } else if right - left <= THIN && high - low > THIN {
                page.drawn.push(Drawn { level: false, at: (left + right) / 2.0, from: low, to: high });
            } else if stroked {
                for ((x, y), (to_x, to_y)) in part.iter().zip(part.iter().skip(1)) {
                    if (y - to_y).abs() < 0.5 && (x - to_x).abs() > THIN {
                        page.drawn.push(Drawn { level: true, at: *y, from: x.min(*to_x), to: x.max(*to_x) });
                    } else if (x - to_x).abs() < 0.5 && (y - to_y).abs() > THIN {
                        page.drawn.push(Drawn { level: false, at: *x, from: y.min(*to_y), to: y.max(*to_y) });
                    }
                }
            }
        }
    }
}
