//! Documents that were damaged byte by byte: every reader answers, at a place that is there, with what can be read again.
//!
//! The damage is drawn from a fixed row of numbers: the same in every run. Rounds are few, for the gate; `MUTATED_ROUNDS=20000 cargo
//! test --release --test import mutated::` digs deeper.

use crate::import_workbooks::shown;
use crate::importing;
use crate::papers;
use crate::workbooks::{content, in_a_file, ods_of, rows_of_every_kind, stream_of_every_kind};

use importing::{Held, day, fixture, full, of_bytes};
use niemyet::artifacts::is_safe;
use niemyet::import::read_decisions;
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::pipeline::with_findings;
use niemyet::scaffold;
use niemyet::search::{Options, Searcher, Typing};

/// What breaks readers: ends and beginnings of their forms, numbers out of bounds, text that is none.
const TOKENS: &[&[u8]] = &[
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b"\"\"\"",
    b"'",
    b"+++\n",
    b"[[",
    b"]]",
    b"{",
    b"}",
    b"#",
    b"=",
    b",",
    b";",
    b"|",
    b"<!--",
    b"<td colspan=9999>",
    b"]]>",
    b"&#x10ffff;",
    b"\\u0000",
    b"-1",
    b"0",
    b"9999-12-31",
    b"0000-00-00",
    b"99999999999999999999",
    b"1e999",
    b"null",
    "\u{301}".as_bytes(),
    "đ".as_bytes(),
    "\u{202e}".as_bytes(),
    "ﬁ".as_bytes(),
    b"1.000001",
    b"9.000001",
    b"repeal",
    b"replace",
    b"before \xe1\xbb",
];

/// Numbers that look drawn (xorshift).
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap()
    }

    /// A part of so many bytes, short more often than long.
    fn part(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let most = if self.below(8) == 0 { length } else { 12 };
        from..(from + self.below(most + 1)).min(length)
    }

    /// The document with one to four parts of it damaged.
    fn damaged(&mut self, document: &[u8]) -> Vec<u8> {
        let mut bytes = document.to_vec();
        for _ in 0..=self.below(4) {
            let part = self.part(bytes.len());
            match self.below(5) {
                0 => drop(bytes.drain(part)),
                1 => bytes.iter_mut().take(part.end).skip(part.start).for_each(|byte| *byte = byte.wrapping_add(97)),
                2 => {
                    let copy = bytes[part].to_vec();
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, copy);
                }
                _ => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    bytes.splice(part.start..part.start, token.iter().copied());
                }
            }
        }
        bytes
    }
}

/// Says which round it was, where one panics.
struct Round<'a>(&'a str, usize);

impl Drop for Round<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in round {} of {}", self.1, self.0);
        }
    }
}

/// Damages each of the documents in turn, so many times in all.
fn rounds(what: &str, few: usize, documents: &[Vec<u8>], mut read: impl FnMut(usize, &[u8])) {
    let rounds = std::env::var("MUTATED_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(few);
    for round in 0..rounds {
        let _round = Round(what, round);
        let mut drawn = Drawn(0x9e37_79b9_7f4a_7c15 ^ (round as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let number = round % documents.len();
        read(number, &drawn.damaged(&documents[number]));
    }
}

fn project() -> Input {
    let (mut catalogue, mut site) = (Files::new(), Files::new());
    for file in scaffold::project(day()) {
        let content = FileContent::Bytes(file.text.into_bytes());
        match file.path.split_once('/') {
            Some(("catalogue", path)) => drop(catalogue.insert(path.to_owned(), content)),
            Some(("site", path)) => drop(site.insert(path.to_owned(), content)),
            _ => {}
        }
    }
    Input { catalogue, site, templates: Files::new(), as_of: day(), today: day(), base_url: None }
}

#[test]
fn a_damaged_catalogue_is_read_and_every_finding_is_at_a_place_that_is_there() {
    let whole = project();
    let paths: Vec<String> = whole.catalogue.keys().cloned().collect();
    let documents: Vec<Vec<u8>> = paths.iter().map(|path| whole.catalogue[path].text().unwrap().into()).collect();
    let mut told = 0;
    rounds("catalogue", 400, &documents, |number, bytes| {
        let mut input = whole.clone();
        input.catalogue.insert(paths[number].clone(), FileContent::Bytes(bytes.to_vec()));
        let findings = with_findings(&input, |_, findings| findings);
        for finding in &findings {
            let Some(place) = &finding.place else { continue };
            // Places are those of the text as it is read: composed, and without a byte order mark.
            let Some(text) = input.source(&place.path).map(|source| source.text) else { continue };
            let lines = text.lines().count() + 1;
            assert!(place.line as usize <= lines, "{finding:?}");
            if let Some((from, to)) = place.span {
                assert!(text.get(from..to).is_some(), "{finding:?}");
            }
        }
        told += usize::from(!findings.is_empty());
    });
    assert!(told > 50, "{told}");
}

#[test]
fn a_damaged_list_gives_a_plan_whose_files_are_read_again_and_that_is_done_once() {
    let files = ["list.csv", "lines.jsonl", "detail.json", "1523-repealed.jsonl"].map(fixture);
    let documents: Vec<Vec<u8>> = files.iter().map(|file| file.bytes.clone()).collect();
    let mut planned = 0;
    rounds("lists", 300, &documents, |number, bytes| {
        let mut held = Held::with_agencies();
        let foreign = [of_bytes(&files[number].name, bytes)];
        let plan = held.plan(&foreign, &full());
        assert!(plan.edits.iter().all(|edit| is_safe(&edit.path)), "{:?}", plan.edits);
        planned += usize::from(!plan.edits.is_empty());
        held.apply(&plan.edits);
        let again = held.plan(&foreign, &full());
        assert!(again.edits.is_empty(), "{:#?}", again.edits);
    });
    assert!(planned > 50, "{planned}");
}

#[test]
fn a_damaged_workbook_of_another_program_is_refused_or_shown() {
    let documents = [stream_of_every_kind(), content(&rows_of_every_kind()).into_bytes()];
    let mut read = 0;
    rounds("workbooks", 400, &documents, |number, bytes| {
        let book = match number {
            0 => in_a_file("/Workbook", bytes),
            _ => ods_of(&String::from_utf8_lossy(bytes), "<manifest:manifest xmlns:manifest=\"m\"/>"),
        };
        read += usize::from(shown(&book).is_ok_and(|rows| !rows.is_empty()));
    });
    assert!(read > 50, "{read}");
}

#[test]
fn a_damaged_decision_is_refused_or_gives_drafts_that_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decisions");
    let paper = papers::Paper::named("1523");
    let mut documents: Vec<(&str, Vec<u8>)> = vec![
        ("d.txt", paper.plain().into_bytes()),
        ("d.html", paper.html().into_bytes()),
        ("d.csv", paper.csv()),
        ("d.json", br#"[{"number": "9/QD-UBND", "issuer": "Noi khac", "signed": "2026-09-01", "rows": [{"code": "1.000001"}]}]"#.to_vec()),
    ];
    for name in ["1523.docx", "1523.xlsx", "1523.pdf"] {
        documents.push((name, std::fs::read(folder.join(name)).unwrap()));
    }
    let input = Input { catalogue: Held::with_agencies().files, ..project() };
    let (records, _) = load(&input);
    let mut read = 0;
    let (names, bytes): (Vec<&str>, Vec<Vec<u8>>) = documents.into_iter().unzip();
    rounds("decisions", 350, &bytes, |number, bytes| {
        let Ok(drafts) = read_decisions(&of_bytes(names[number], bytes), &records) else { return };
        for draft in drafts {
            assert!(is_safe(&draft.path), "{}", draft.path);
            assert!(draft.text.parse::<toml::Table>().is_ok(), "{}", draft.text);
            read += 1;
        }
    });
    assert!(read > 50, "{read}");
}

#[test]
fn a_damaged_query_is_answered() {
    let input = project();
    let queries = [
        "đăng ký khai sinh",
        "thủ tục mẫu 9.000001",
        "dang ky ket hno",
        "1/QĐ-UBND",
        "ddawng kys (\"mẫu\")",
        "\u{1f600}",
    ];
    let documents: Vec<Vec<u8>> = queries.iter().map(|query| query.as_bytes().to_vec()).collect();
    with_findings(&input, |catalogue, _| {
        let searcher = Searcher::new(catalogue).unwrap();
        rounds("queries", 600, &documents, |number, bytes| {
            let typing = if number % 2 == 0 { Typing::Finished } else { Typing::Unfinished };
            let options = Options { limit: 3, typing, choices: Vec::new() };
            let answer = searcher.search(&String::from_utf8_lossy(bytes), &options).unwrap();
            assert!(answer.hits.len() <= 3);
        });
    });
}
