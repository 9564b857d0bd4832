//! What each target begins with, made of the fixtures of the tests: nothing is kept twice.

use std::path::Path;

use niemyet::input::{FileContent, Files};

use crate::packed::fixture;
use crate::workbooks::{content, rows_of_every_kind, stream_of_every_kind};
use crate::{PART, files, fixtures, project};

/// Writes the seeds of a target into the folder that `NIEMYET_FUZZ_SEEDS` names, where it names one: libFuzzer reads them behind that.
pub fn write_seeds(target: &str) {
    let Some(folder) = std::env::var_os("NIEMYET_FUZZ_SEEDS") else { return };
    for (at, seed) in seeds(target).iter().enumerate() {
        std::fs::write(Path::new(&folder).join(format!("seed-{at:03}")), seed).expect("the seeds are written");
    }
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    match target {
        "decisions" => [documents(), texts(DECISIONS)].concat(),
        "lists" => [bytes(&files(&fixtures("import"))), documents(), workbooks(), texts(LISTS)].concat(),
        "catalogue" => project_files(b""),
        "queries" => texts(QUERIES),
        "browser" => {
            let asked = QUERIES.iter().map(|query| query.as_bytes().to_vec());
            asked.chain(project_files("n dang ky".as_bytes())).collect()
        }
        _ => Vec::new(),
    }
}

fn bytes(files: &Files) -> Vec<Vec<u8>> {
    let bytes = files.values().filter_map(|file| match file {
        FileContent::Bytes(bytes) => Some(bytes.clone()),
        FileContent::TooLarge(_) | FileContent::Unreadable(_) => None,
    });
    bytes.collect()
}

/// Workbooks of other programs, as [`crate::document`] makes them.
fn workbooks() -> Vec<Vec<u8>> {
    let content = content(&rows_of_every_kind());
    vec![[b"o", content.as_bytes()].concat(), [&b"x"[..], &stream_of_every_kind()].concat()]
}

/// The smaller documents of the fixtures as they are, and unpacked as [`crate::document`] packs them.
fn documents() -> Vec<Vec<u8>> {
    let part = |name: &str, part: &str| {
        let mut parts = fixture(name).into_iter();
        parts.find(|(name, _)| name == part).map(|(_, content)| content).unwrap_or_default()
    };
    let mut seeds =
        bytes(&files(&fixtures("decisions")).into_iter().filter(|(name, _)| name.starts_with("3582")).collect());
    for name in ["3582", "1523"] {
        let book = format!("{name}.xlsx");
        let [sheet, shared] = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"].map(|name| part(&book, name));
        seeds.push([&b"s"[..], &sheet, &[PART], &shared].concat());
        let word = part(&format!("{name}.docx"), "word/document.xml");
        seeds.push([&b"w"[..], &word[..word.len().min(60_000)]].concat());
    }
    seeds.push(b"pBT /F 11 Tf 50 700 Td (So: 77/QD-UBND) Tj 0 -20 Td (QUYET DINH) Tj 0 -20 Td (PHU LUC) Tj T* [(1.00)-20(4222)] TJ ET 50 600 200 1 re f 50 500 m 250 500 l S".to_vec());
    seeds.push([&b"pBT /G 11 Tf 1 0 0 1 50 700 Tm <00010002> Tj ET"[..], &[PART], b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0002> <0031> endbfrange 1 beginbfchar <0003> <1EAD> endbfchar endcmap"].concat());
    seeds
}

/// A seed for every file of the small project.
fn project_files(before: &[u8]) -> Vec<Vec<u8>> {
    let input = project();
    let folders = [("catalogue", &input.catalogue), ("site", &input.site)];
    let mut seeds = Vec::new();
    for (folder, files) in folders {
        for (path, file) in files {
            let text = file.text().unwrap_or_default();
            seeds.push([before, &[PART], format!("{folder}/{path}\n{text}").as_bytes()].concat());
        }
    }
    seeds
}

const DECISIONS: &[&str] = &[
    "UBND\nSố: 77/QĐ-UBND\nHà Nội, ngày 5 tháng 9 năm 2026\nQUYẾT ĐỊNH\nVề việc công bố\nĐiều 1. Công bố.\nĐiều 2. Có hiệu lực \
     từ ngày 10/9/2026, thay thế Quyết định số 5/QĐ-UBND.\nPHỤ LỤC\nI. TTHC MỚI BAN HÀNH\n1. Tên một (1.004222)\n2. Tên hai 1.004223.H56",
    "<html><body><p>Số: 77/QĐ-UBND<p>QUYẾT ĐỊNH<p>PHỤ LỤC<p>A. BÃI BỎ<table><tr><th>STT<th>Mã TTHC<th>Tên TTHC<tr><td>1\
     <td rowspan=2>1.004222<td colspan=2>Một<tr><td>2<td>1.004223</table>",
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"; type=\"text/html\"\r\n\r\n--b\r\nContent-Type: \
     text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: \
     file:///a.htm\r\n\r\n<p>S=E1=BB=91: 77/Q=C4=90-UBND<table><tr><td>1.004222<td>M</table>\r\n--b--\r\n",
    "STT,Mã TTHC,Tên TTHC,Loại\n1,1.004222,Một,bãi bỏ\n2,1.004223,Hai,sửa đổi\n",
    "Số quyết định;Ngày ký;Ngày hiệu lực;Cơ quan\n77/QĐ-UBND;05/09/2026;10/09/2026;Bộ Tư pháp\n",
    "[{\"number\": \"9/QD-UBND\", \"issuer\": \"Noi khac\", \"signed\": \"2026-09-01\", \"rows\": [{\"code\": \"1.000001\"}]}]",
    "{\\rtf1\\ansi\\ansicpg1258 77/Q\\'d0-UBND\\par 1.004222\\cell\\row}",
];

const LISTS: &[&str] = &[
    "<table><tr><th>Mã<th>Tên<th>Cơ quan<tr><td>1.000008<td><a href=\"https://a.vn/?code=1.000008\">Tên</a><td>Sở</table>",
    "<body><script id=\"__NEXT_DATA__\" type=\"application/json\">{\"items\":[{\"ma\":\"1.000009\",\"ten\":\"Hai\",\"phi\":\"1.000 đ\"}]}</script>",
    "{\"page\":1,\"items\":[{\"ma\":\"1.000008\",\"ten\":\"Một\",\"link\":\"https://a.vn/1.000008\",\"donVi\":{\"ten\":\"Sở\"}}]}",
    "STT\tMã số\tTên thủ tục hành chính\tLĩnh vực\tCơ quan công bố\tCấp thực hiện\n1\t1.000008\tTên\tHộ tịch\tBộ Tư pháp\tCấp Xã\n",
];

const QUERIES: &[&str] = &[
    "0đăng ký khai sinh",
    "1dang ky ket hno",
    "21.000008",
    "35/QĐ-UBND",
    "4ddawng kys (\"mẫu\")",
    "5giay to xe may cap xa truc tuyen",
    "6tôi cần làm thủ tục đất đai gồm những gì",
    "7quyet dinh 45/qd-btp ngay 1/2/2026",
];
