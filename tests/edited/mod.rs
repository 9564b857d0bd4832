//! A small catalogue of which no rule has anything to say, and edits of it.
#![allow(dead_code, reason = "each test program uses what it needs")]

use niemyet::finding::{Finding, Severity};
use niemyet::input::{FileContent, Files, Input};
use niemyet::model::Day;
use niemyet::pipeline::build;

pub(crate) const RECORD: &str = "catalogue/procedures/mau/1.000001.md";
pub(crate) const DECISION: &str = "catalogue/decisions/2026/1-qd-ubnd.toml";
pub(crate) const LINKS: &str = "catalogue/links.tsv";

/// A catalogue that is whole: a record with every component, its decision, its confirmed link, and who answers.
pub(crate) const BASE: &[(&str, &str)] = &[
    (
        "site/site.toml",
        "title = \"T\"\nprovince = \"tỉnh Thanh Hóa\"\nown_issuer = \"ubnd\"\nbase_url = \"https://t.example/\"\n\
      [[feedback]]\nlabel = \"Phản ánh\"\nvalue = \"a@t.example\"\nhref = \"mailto:a@t.example\"\n",
    ),
    (
        "catalogue/agencies.toml",
        "[[agency]]\nid = \"ubnd\"\nname = \"Ủy ban nhân dân tỉnh\"\nkind = \"province\"\n\
      [[agency]]\nid = \"so-moi\"\nname = \"Sở Nông nghiệp và Môi trường\"\nkind = \"department\"\n\
      old_names = [{ name = \"Sở Tài nguyên và Môi trường\", until = 2025-03-01 }, { name = \"Sở Sau\", until = 2027-01-01 }]\n",
    ),
    ("catalogue/sectors.toml", "[[sector]]\nid = \"mau\"\nname = \"Mẫu\"\n"),
    (
        LINKS,
        "code\tportal_id\tkind\tevidence\tconfirmed\n\
      1.000001\t019d2bfb-cfb3-75d8-9160-fa2bd2ac950a\tprocedure\tmở trang\t2026-08-01\n",
    ),
    (
        DECISION,
        "number = \"1/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-02-02\neffect = \"on-signing\"\ntitle = \"Công bố\"\n\
      [[change]]\nkind = \"new\"\ncode = \"1.000001\"\nname = \"Cấp phép mẫu\"\n",
    ),
    (
        RECORD,
        "+++\ncode = \"1.000001\"\nname = \"Cấp phép mẫu\"\nissuer = \"ubnd\"\nsector = \"mau\"\nlevels = [\"province\"]\n\
      executing = [\"Sở Nông nghiệp và Môi trường\"]\nobjects = [\"Công dân\"]\ndecision = \"1/QĐ-UBND\"\nsets = 1\n\
      [[channel]]\nvia = \"direct\"\ntime = \"7 ngày\"\ntime_cut = \"5 ngày\"\n\
      fees = [{ amount = 50000, note = \"cấp mới\", source = \"1/2020/TT-BTC\" }]\n\
      [[channel]]\nvia = \"online\"\ntime = \"7 ngày\"\nfees = [{ amount = 25000, note = \"cấp mới\", source = \"1/2020/TT-BTC\" }]\n\
      [[paper]]\nname = \"Tờ khai theo mẫu\"\noriginal = 1\nform = \"Mẫu số 01\"\n+++\n\
      ## Trình tự thực hiện\n\nNộp hồ sơ.\n\n## Kết quả\n\nGiấy phép.\n\n## Yêu cầu, điều kiện\n\nKhông.\n",
    ),
];

/// A file, what stands in it, and what takes its place; an empty second part makes the file, or adds to its end.
pub(crate) type Edit<'e> = (&'e str, &'e str, &'e str);

/// The catalogue after edits, on 2026-11-21.
pub(crate) fn input(edits: &[Edit]) -> Input {
    let mut texts: Vec<(String, String)> =
        BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for (path, from, to) in edits {
        match texts.iter_mut().find(|(name, _)| name == path) {
            Some((_, text)) if from.is_empty() => text.push_str(to),
            Some((_, text)) => {
                assert!(text.contains(from), "{path} has no {from}");
                *text = text.replace(from, to);
            }
            None => texts.push(((*path).to_owned(), (*to).to_owned())),
        }
    }
    let folder = |folder: &str| -> Files {
        let of_folder = texts.iter().filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text)));
        of_folder.map(|(path, text)| (path.to_owned(), FileContent::Bytes(text.clone().into_bytes()))).collect()
    };
    let day = Day::from_ymd_opt(2026, 11, 21).unwrap();
    Input {
        catalogue: folder("catalogue/"),
        site: folder("site/"),
        templates: folder("templates/"),
        as_of: day,
        today: day,
        base_url: None,
    }
}

/// What is said of the catalogue after edits that make no error.
pub(crate) fn findings(edits: &[Edit]) -> Vec<Finding> {
    let findings = build(&input(edits)).findings;
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "the fixture itself is wrong: {errors:#?}");
    findings
}

/// Where a finding should point: path, line, column, and the text under the caret.
pub(crate) type At<'a> = (&'a str, u32, u32, &'a str);

/// Places to compare with [`told`].
pub(crate) fn owned(places: &[At]) -> Vec<Told> {
    places.iter().map(|(path, line, column, text)| ((*path).into(), *line, *column, (*text).into())).collect()
}

/// Where a finding points: its path, line, column, and the text under the caret.
pub(crate) type Told = (String, u32, u32, String);

/// Where a finding points in the files that it was found in. Of a place without bytes the text is empty.
pub(crate) fn told(input: &Input, finding: &Finding) -> Told {
    let place = finding.place.clone().expect("a finding with a place");
    let text =
        place.span.map_or(String::new(), |(start, end)| input.source(&place.path).unwrap().text[start..end].to_owned());
    (place.path, place.line, place.column, text)
}
