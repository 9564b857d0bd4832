#!/usr/bin/env bash
# csv 1.4.0 (csv-core 0.1.13): the line that a record's position tells.
#
# One would expect `Position::line` to be the line on which the record begins. It is the line on which the reader stood when
# it began to look for the record: where lines end with CR LF, as spreadsheets write them, the reader stops between the two
# signs, so that each record but the first is told one line too low; and an empty line that it skips is not counted either.
# A message "line 3" then points at the line above the one that is wrong.
#
#   findings/csv-line-of-a-record.sh      # needs cargo and the registry; ends with 0 while it is still so
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name finding .
cargo add --quiet csv@=1.4.0 csv-core@=0.1.13
cat > src/main.rs <<'RUST'
/// The first field of each record, and the line that its position tells.
fn lines(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    let told = records.map(|record| format!("{} {}", &record[0], record.position().expect("a position").line()));
    told.collect::<Vec<_>>().join(", ")
}

fn main() {
    println!("LF: {}", lines("a,1\nb,2\nc,3\n"));
    println!("CR LF: {}", lines("a,1\r\nb,2\r\nc,3\r\n"));
    println!("an empty line: {}", lines("a,1\n\nc,3\n"));
}
RUST
seen=$(cargo run --quiet)
echo "$seen"
diff <(echo "$seen") - <<'SEEN'
LF: a 1, b 2, c 3
CR LF: a 1, b 1, c 2
an empty line: a 1, c 2
SEEN
