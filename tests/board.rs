//! The boards that offices print, proved against what the offices must post and by a reader of QR codes that shares
//! nothing with their making.

use crate::{project, sites};

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
        motto = true
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
fn the_national_title_stands_at_the_head_of_the_board_whose_office_wants_it_and_of_no_other() {
    let title = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
    assert_eq!(board("xa-hai").matches(title).count(), 1);
    assert!(board("xa-hai").contains("Độc lập - Tự do - Hạnh phúc"));
    assert!(!board("xa-mot").contains(title) && !board("so-xay-dung").contains(title));
}

#[test]
fn a_column_that_no_row_of_a_table_has_anything_for_is_left_out_and_the_foot_of_the_table_names_it() {
    let artifacts = sites::site("", TODAY);
    let heads = ["Thời hạn quy định", "Thời hạn ở đây", "Phí, lệ phí", "Nơi giải quyết"];
    let mut seen = [[0, 0]; 4];
    for (path, _) in artifacts.iter().filter(|(path, _)| path.ends_with("/bang/index.html")) {
        let page = text(artifacts, path);
        for table in page.split("<table><colgroup>").skip(1) {
            let (table, foot) = table.split_once("</table>").unwrap();
            let foot = foot.split_once("<table>").map_or(foot, |(foot, _)| foot);
            let foot = foot.split_once("</p>").map_or("", |(first, _)| first);
            let (head, body) = table.split_once("<tbody>").unwrap();
            for (at, name) in heads.into_iter().enumerate() {
                let is_there = head.contains(&format!("<th scope=\"col\">{name}</th>"));
                assert_eq!(body.contains(&format!("data-l=\"{name}\"")), is_there, "{path}: {name}");
                assert_eq!(foot.contains("class=\"lack\"") && foot.contains(name), !is_there, "{path}: {name}");
                seen[at][usize::from(is_there)] += 1;
            }
            let columns = head.matches("<th scope=\"col\">").count();
            assert!(head.contains(&format!("colspan=\"{columns}\"")), "{path}");
            assert_eq!(head.matches("<col").count(), columns, "{path}: a width for each column");
            let cells = body.matches("<td").count() + body.matches("<th scope=\"row\"").count();
            assert_eq!(cells, columns * body.matches("<tr>").count(), "{path}: a cell for each column");
        }
    }
    assert!(seen.iter().flatten().filter(|count| **count > 0).count() > heads.len(), "{seen:?}");
}

/// A booklet's pages by code, in their order.
fn booklet(artifacts: &Artifacts, list: &str) -> Vec<(String, String)> {
    let page = text(artifacts, &format!("{}index.html", address::booklet(list)));
    let pages = page.split("<article id=\"").skip(1).map(|page| page.split_once("</article>").unwrap().0);
    pages.map(|page| page.split_once('"').unwrap()).map(|(code, page)| (code.to_owned(), page.to_owned())).collect()
}

#[test]
fn a_booklet_has_a_page_for_each_row_of_the_board_in_its_order_and_a_line_of_contents_for_each_page() {
    let artifacts = sites::site("", TODAY);
    for (office, list) in [("phuong-hac-thanh", "ubnd-cap-xa"), ("so-y-te", "so-y-te"), ("thue-co-so", "thue-co-so")] {
        let board = text(artifacts, &format!("don-vi/{office}/bang/index.html"));
        let posted: Vec<&str> = rows(board).into_iter().map(|(code, _)| code).collect();
        let pages = booklet(artifacts, list);
        assert_eq!(pages.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), posted, "{office}");
        let whole = text(artifacts, &format!("{}index.html", address::booklet(list)));
        let contents = whole.split_once("<nav id=\"muc\"").unwrap().1.split_once("</nav>").unwrap().0;
        let lines = contents.split("<a href=\"#").skip(1).map(|line| line.split_once("</a>").unwrap().0);
        for (at, (line, (code, page))) in lines.zip(&pages).enumerate() {
            assert!(line.starts_with(&format!("{code}\">{}. ", at + 1)), "{office}: {line}");
            assert!(page.contains(&format!("<b>{}</b> <span class=\"code\">{code}</span>", at + 1)), "{page}");
            assert!(page.contains(&format!("src=\"../../../T/{code}/qr.svg\"")), "{page}");
            assert!(page.contains(&format!("/T/{code}/</a>")), "the address stands in words too: {page}");
            assert!(!page.contains("hưa nhập") && !page.contains("https://dichvucong"), "{page}");
        }
        assert_eq!(contents.matches("<a href").count(), posted.len(), "{office}");
        let office = text(artifacts, &format!("don-vi/{office}/index.html"));
        for address in [address::booklet(list), address::kiosk(list)] {
            assert!(office.contains(&format!("href=\"../../{address}\"")), "{address}");
        }
    }
}

#[test]
fn offices_that_have_a_list_in_common_share_one_booklet_and_what_ends_or_waits_is_not_in_it() {
    let booklets: Vec<&str> = FIXTURE.iter().map(|(path, _)| path).filter(|path| path.contains("/so-tay/")).collect();
    assert_eq!(booklets, ["don-vi/so-xay-dung/so-tay/index.html", "don-vi/ubnd-cap-xa/so-tay/index.html"]);
    let pages = booklet(&FIXTURE, "ubnd-cap-xa");
    assert!(!pages.is_empty());
    for code in ["1.000002", "1.000004", "1.000005", "6.000099"] {
        assert!(pages.iter().all(|(known, _)| known != code), "{code}");
    }
}

#[test]
fn papers_that_a_page_of_the_booklet_has_no_room_for_are_counted_on_it() {
    let artifacts = sites::site("", TODAY);
    let mut told = 0;
    pipeline::with_catalogue(&project::input("", TODAY), |catalogue, _| {
        for (code, page) in booklet(artifacts, "ubnd-cap-xa") {
            let procedures = &catalogue.records.procedures;
            let (_, procedure) = procedures.iter().find(|(known, _)| known.as_str() == code).unwrap();
            let papers = procedure.papers.value().map_or(0, Vec::len) + procedure.papers_left as usize;
            let shown = page.matches("<li>").count();
            let said = (papers > shown).then(|| format!("Còn {} giấy tờ", papers - shown));
            assert!(said.iter().all(|said| page.contains(said)), "{code}: {papers} papers, {shown} on its page");
            assert_eq!(page.contains("Còn "), said.is_some(), "{code}");
            // What a sheet of A4 holds: 24 lines of 80 characters for papers beside everything else.
            assert!(page.split_once("<h3>").map_or(0, |(_, papers)| papers.chars().count()) < 6_000, "{code}");
            told += usize::from(said.is_some());
        }
    });
    assert!(told > 0);
}

#[test]
fn boards_are_the_same_bytes_twice() {
    let (again, _) = rendered(&with_offices());
    for office in ["xa-mot", "xa-hai", "so-xay-dung"] {
        assert_eq!(board(office), text(&again, &format!("don-vi/{office}/bang/index.html")));
    }
}
