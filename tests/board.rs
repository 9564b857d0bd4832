//! The boards that offices print, proved against what the offices must post and by a reader of QR codes that shares
//! nothing with their making.

mod project;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use niemyet::address;
use niemyet::artifacts::Artifacts;
use niemyet::finding::Finding;
use niemyet::input::{FileContent, Input};
use niemyet::ledger::Status;
use niemyet::offices::Offices;
use niemyet::pipeline;
use niemyet::render::{Context, render};

const TODAY: &str = "2026-11-21";

/// The fixture with every case, with two communes and a department.
fn with_offices() -> Input {
    let mut input = project::input("tests/fixtures/render", TODAY);
    let FileContent::Bytes(agencies) = input.catalogue.get_mut("agencies.toml").unwrap() else { panic!() };
    let committees = "\n[[agency]]\nid = \"ubnd-cap-xa\"\nname = \"Ủy ban nhân dân cấp xã\"\nkind = \"commune\"\n";
    agencies.extend(committees.as_bytes());
    let offices = "
        [[office]]
        id = \"xa-mot\"
        name = \"Ủy ban nhân dân xã Một\"
        agency = \"ubnd-cap-xa\"
        [[office]]
        id = \"xa-hai\"
        name = \"Ủy ban nhân dân xã Hai\"
        agency = \"ubnd-cap-xa\"
        address = \"Thôn Hai\"
        feedback = \"0237 000 000\"
        signer = \"Giám đốc Trung tâm Phục vụ hành chính công\"
        [[office]]
        id = \"xa-cu\"
        name = \"Ủy ban nhân dân xã Cũ\"
        agency = \"ubnd-cap-xa\"
        until = 2025-07-01
        [[office]]
        id = \"so-xay-dung\"
        name = \"Sở Xây dựng\"
        agency = \"so-xay-dung\"
    ";
    let assignments = "
        [[assignment]]
        agency = \"ubnd-cap-xa\"
        codes = [\"1.000002\", \"1.000004\", \"1.000005\", \"6.000099\"]
        role = \"decides\"
        by = \"phòng kiểm soát\"
        recorded = 2026-01-01
        source = \"thử\"
    ";
    for (name, text) in [("offices.toml", offices), ("assignments.toml", assignments)] {
        input.catalogue.insert(name.to_owned(), FileContent::Bytes(text.as_bytes().to_vec()));
    }
    input
}

fn rendered(input: &Input) -> (Artifacts, Vec<Finding>) {
    pipeline::with_findings(input, |catalogue, findings| render(catalogue, &Context::of(input, &findings)))
}

fn text<'a>(artifacts: &'a Artifacts, path: &str) -> &'a str {
    std::str::from_utf8(artifacts.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

static FIXTURE: LazyLock<Artifacts> = LazyLock::new(|| {
    let (artifacts, findings) = rendered(&with_offices());
    assert!(findings.is_empty(), "{findings:#?}");
    artifacts
});

fn board(office: &str) -> &'static str {
    text(&FIXTURE, &format!("don-vi/{office}/bang/index.html"))
}

/// The modules of a code as they are drawn.
struct Drawn {
    side: usize,
    dark: Vec<bool>,
}

impl rqrr::BitGrid for Drawn {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark[y * self.side + x]
    }
}

/// The first code of a text of HTML, as its strokes draw it.
fn drawn(html: &str) -> Drawn {
    let at = html.find("<svg class=\"qr\"").or_else(|| html.find("<svg ")).unwrap();
    let svg = html[at..].split_once("</svg>").unwrap().0;
    assert_eq!(svg.matches("<path").count(), 1);
    let of = |name: &str| svg.split_once(name).unwrap().1.split('"').next().unwrap();
    let view_box: Vec<&str> = of("viewBox=\"").split(' ').collect();
    assert_eq!(view_box[..2], ["-4", "-4.5"], "four white modules before the first, and a stroke's half");
    assert_eq!(view_box[2], view_box[3]);
    let side = view_box[2].parse::<usize>().unwrap() - 8;
    let mut dark = vec![false; side * side];
    for row in of(" d=\"").split('M').skip(1) {
        let (at, runs) = row.split_once('h').unwrap();
        let (column, row) = at.split_once(' ').unwrap();
        let (mut column, row): (usize, usize) = (column.parse().unwrap(), row.parse().unwrap());
        for run in runs.split('m') {
            let (gap, length) = run.split_once(" 0h").unwrap_or(("0", run));
            column += gap.parse::<usize>().unwrap();
            let length: usize = length.parse().unwrap();
            assert!(column + length <= side);
            dark[row * side + column..][..length].fill(true);
            column += length;
        }
    }
    Drawn { side, dark }
}

/// What a reader of QR codes sees in the first code of a text of HTML; its error correction has to be M.
fn read(html: &str) -> String {
    let (meta, text) = rqrr::Grid::new(drawn(html)).decode().unwrap();
    assert_eq!(meta.ecc_level, 0, "0 is M");
    text
}

/// The rows of a board: code → the row's HTML.
fn rows(board: &str) -> Vec<(&str, &str)> {
    let rows = board.split("<tr><td>").skip(1).map(|row| row.split_once("</tr>").unwrap().0);
    rows.map(|row| (row.split("<td>").nth(1).unwrap().split_once('<').unwrap().0, row)).collect()
}

#[test]
fn every_board_has_each_procedure_that_is_due_once_and_no_other_with_a_code_that_reads_as_its_address() {
    for (input, base) in
        [(project::input("", TODAY), "HTTPS://TTHC.THANHHOA.EXAMPLE/"), (with_offices(), "https://mau.example/tthc/")]
    {
        let (artifacts, _) = rendered(&input);
        let mut codes: BTreeMap<&str, &str> = BTreeMap::new();
        pipeline::with_catalogue(&input, |catalogue, _| {
            let assigned = Offices::of(catalogue);
            let there = |office: &&niemyet::model::Office| office.validity.contains(catalogue.as_of);
            for office in catalogue.records.offices.values().filter(there) {
                let page = text(&artifacts, &format!("{}index.html", address::board(&office.id)));
                let rows = rows(page);
                let mut posted: Vec<&str> = rows.iter().map(|(code, _)| *code).collect();
                posted.sort_unstable();
                let due = assigned.due(office);
                let due: Vec<&str> = due.iter().map(|due| due.procedure.code.as_str()).collect();
                assert_eq!(posted, due, "{}", office.id.0);
                assert_eq!(page.matches("<img class=\"qr\"").count(), due.len(), "{}", office.id.0);
                for (at, (code, row)) in rows.iter().enumerate() {
                    assert!(row.starts_with(&format!("{}<", at + 1)), "the rows are numbered through: {row}");
                    assert!(row.contains(&format!("/T/{code}/</a>")), "the address stands in words too: {row}");
                    let known = codes.entry(code).or_insert(row);
                    let image = |row: &'_ str| row.split_once("<img").unwrap().1.to_owned();
                    assert_eq!(image(known), image(row));
                }
            }
            for code in codes.keys() {
                let (code, state) = catalogue.states.iter().find(|(known, _)| known.as_str() == *code).unwrap();
                assert!(!code.is_internal() && state.whole.status == Status::InForce, "{code}");
            }
        });
        assert!(codes.len() > 2);
        for (code, row) in codes {
            assert!(row.contains(&format!("src=\"../../../T/{code}/qr.svg\"")), "{row}");
            assert_eq!(read(text(&artifacts, &format!("T/{code}/qr.svg"))), format!("{base}T/{code}/"));
        }
    }
}

#[test]
fn the_page_of_every_procedure_has_the_code_of_its_own_address() {
    let pages = FIXTURE.iter().filter_map(|(path, _)| Some((path, path.strip_suffix("index.html")?)));
    let mut seen = 0;
    for (path, address) in pages.filter(|(path, _)| path.starts_with("T/")) {
        let html = text(&FIXTURE, path);
        assert_eq!(html.matches("<svg class=\"qr\"").count(), 1, "{path}");
        assert_eq!(read(html), format!("https://mau.example/tthc/{address}"));
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn what_is_suspended_or_coming_stands_at_the_end_and_what_has_ended_or_is_internal_nowhere() {
    let board = board("xa-mot");
    let (tables, end) = board.split_once("Không in ở bảng này").unwrap();
    let (suspended, coming) = end.split_once("Chưa có hiệu lực:").unwrap();
    for code in ["1.000002", "1.000004", "1.000005", "6.000099"] {
        assert!(!tables.contains(code), "{code}");
    }
    assert!(suspended.contains("1.000004") && !coming.contains("1.000004"));
    assert!(coming.contains("1.000002") && !suspended.contains("1.000002"));
    assert!(!end.contains("1.000005") && !end.contains("6.000099"));
}

#[test]
fn offices_of_one_agency_post_the_same_tables_under_their_own_heads() {
    let tables = |office| board(office).split_once("class=\"sheets\"").unwrap().1.split_once("</div>").unwrap().0;
    assert_eq!(tables("xa-mot"), tables("xa-hai"));
    assert_ne!(tables("xa-mot"), tables("so-xay-dung"));
    assert!(board("xa-mot").contains("<b>Ủy ban nhân dân xã Một</b>") && !board("xa-mot").contains("xã Hai"));
    assert!(FIXTURE.get("don-vi/xa-cu/bang/index.html").is_none(), "an office that is no more posts nothing");
}

#[test]
fn a_board_has_the_facts_of_its_office_and_invents_none() {
    let known = board("xa-hai");
    for fact in ["Thôn Hai", "0237 000 000", "Giám đốc Trung tâm Phục vụ hành chính công"] {
        assert!(known.contains(fact), "{fact}");
        assert!(!board("xa-mot").contains(fact), "{fact}");
    }
    assert!(board("xa-mot").contains("<b>……………") && !known.contains("<b>……………"), "a line to sign on");
    for office in ["xa-mot", "xa-hai", "so-xay-dung"] {
        assert!(!rows(board(office)).iter().any(|(_, row)| row.contains("hưa nhập") || row.contains("không nêu")));
    }
}

#[test]
fn boards_are_the_same_bytes_twice() {
    let (again, _) = rendered(&with_offices());
    for office in ["xa-mot", "xa-hai", "so-xay-dung"] {
        assert_eq!(board(office), text(&again, &format!("don-vi/{office}/bang/index.html")));
    }
}
