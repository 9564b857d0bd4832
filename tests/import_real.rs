//! Import of the real data, where it stands beside the repository.

use crate::importing;
use crate::skipping;

use std::path::PathBuf;
use std::time::Instant;

use importing::{Held, facts, full, of_bytes};
use niemyet::import::{BASE_PATH, Foreign, Links, Options, Scope, SnapshotOrder, codes};
use niemyet::input::{FileContent, Files};
use niemyet::strings::Language;
use skipping::real_data;

fn foreign(path: PathBuf, label: &str) -> Foreign {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Foreign { label: Some(label.to_owned()), ..of_bytes(&name, &std::fs::read(path).unwrap()) }
}

/// The catalogue and the settings of this repository.
fn committed() -> Held {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("catalogue");
    let settings = std::fs::read(root.with_file_name("site").join("site.toml")).unwrap();
    let site = Files::from([("site.toml".to_owned(), FileContent::Bytes(settings))]);
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if !path.starts_with('.') {
            files.insert(path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()));
        }
    }
    Held { files, base: std::fs::read_to_string(root.join(BASE_PATH)).ok(), site }
}

#[test]
fn the_committed_catalogue_is_what_import_makes_of_the_data() {
    let Some(data) = real_data("data") else { return };
    let (only, wrong) = codes(&std::fs::read_to_string(data.join("thanhhoa-codes.txt")).unwrap());
    assert_eq!((only.len(), wrong.len()), (2137, 0));
    let options = Options {
        scope: Scope::Only(only),
        links: Links::Lists,
        snapshot: Some(SnapshotOrder {
            id: "csdlqg-2026-07".into(),
            title: "Cơ sở dữ liệu quốc gia về thủ tục hành chính".into(),
            source: "danh sách thủ tục hành chính của Cổng Dịch vụ công quốc gia, tháng 7 năm 2026".into(),
            taken: None,
            not_before: "2026-07-16".parse().ok(),
            scope: None,
        }),
        ..facts()
    };
    let files = [
        foreign(data.join("corpus.jsonl.gz"), "hồ sơ trên Cổng Dịch vụ công quốc gia"),
        foreign(data.join("national-list-2026-07.csv"), "danh sách quốc gia 2026-07"),
    ];
    let plan = committed().plan(&files, &options);
    let paths: Vec<&str> = plan.edits.iter().map(|edit| edit.path.as_str()).collect();
    assert_eq!(paths, Vec::<&str>::new());
    assert_eq!(plan.report.refused, []);
}

#[test]
fn every_record_of_the_corpus_is_taken_and_the_files_load_without_an_error() {
    let Some(data) = real_data("data") else { return };
    let files = [foreign(data.join("corpus.jsonl.gz"), "hồ sơ")];
    let mut held = Held::default();
    let start = Instant::now();
    let report = held.import(&files, &full());
    println!("6,279 records in {:.1} s (unoptimised build)", start.elapsed().as_secs_f32());
    let refused: Vec<String> = report.refused.iter().map(|one| one.reason.shown(Language::English)).collect();
    assert_eq!((report.created, refused), (6279, vec![]));
    assert_eq!(held.errors(), Vec::<String>::new());
}

#[test]
fn every_row_of_the_portals_workbooks_is_taken() {
    let Some(data) = real_data("data") else { return };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(data.join("portal-list")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files: Vec<Foreign> = paths.into_iter().map(|path| foreign(path, "xlsx")).collect();
    let mut held = Held::with_agencies();
    let report = held.import(&files, &full());
    let rows: Vec<u64> = report.files.iter().map(|file| file.rows).collect();
    assert_eq!((rows, report.refused.len()), (vec![339, 706, 525, 261, 537], 0));
    assert_eq!(held.errors(), Vec::<String>::new());
}

#[test]
fn of_the_july_list_801_rows_are_other_provinces_and_none_is_a_ministrys_or_thanh_hoas() {
    let Some(data) = real_data("data") else { return };
    let files = [foreign(data.join("national-list-2026-07.csv"), "danh sách quốc gia 2026-07")];
    let report = committed().plan(&files, &full()).report;
    let file = &report.files[0];
    assert_eq!((file.rows, file.taken, file.outside, file.foreign), (5608, 4807, 0, 801));
    assert_eq!((report.foreign.len(), report.foreign.values().sum::<u64>()), (32, 801));
    let committees = report.foreign.keys().filter(|issuer| issuer.starts_with("UBND ")).count();
    let others: Vec<&String> = report.foreign.keys().filter(|issuer| !issuer.starts_with("UBND ")).collect();
    let known = ["Sở Xây dựng - tỉnh Quảng Ngãi", "Trung tâm phục vụ hành chính công Thành phố Hà Nội"];
    assert_eq!((committees, others), (30, known.map(str::to_owned).iter().collect()));
    assert!(!report.foreign.keys().any(|issuer| issuer.contains("Thanh Hóa")));
    assert_eq!(report.own_issuer, None);
}
