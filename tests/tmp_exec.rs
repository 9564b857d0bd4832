use niemyet::executors::read;
use std::collections::BTreeMap;
#[test]
fn dump() {
    let text = std::fs::read_to_string("/work/shared/data/national-list-2026-07.csv").unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut by: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        for one in read([&row[3]]) {
            *by.entry((
                one.kind.as_str().to_owned(),
                format!("{}{}", one.name, one.province.map(|p| format!(" [{p}]")).unwrap_or_default()),
            ))
            .or_default() += 1;
        }
    }
    for ((kind, name), count) in by {
        println!("{kind}\t{count}\t{name}");
    }
}
