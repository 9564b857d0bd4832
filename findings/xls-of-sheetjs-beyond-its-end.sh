#!/usr/bin/env bash
# SheetJS 0.18.5 writes old workbooks (.xls) that cfb 0.16.0, the Rust reader of their file system, refuses.
#
# One would expect a file that Excel and Python's xlrd open to be opened by a reader that leaves a spec's small print alone unless it
# is asked to be strict. The table of sectors (MS-CFB 2.3) is itself kept in whole sectors, and its entries for sectors that the
# file does not have are to say "free". SheetJS has "end of chain" there. cfb takes "free" and zeros away behind the file's
# end, and finds a table that is longer than the file. With as many empty sectors put behind the file it opens it.
#
#   findings/xls-of-sheetjs-beyond-its-end.sh   # needs cargo, node, npm, python3 and the registries; ends with 0 while it is still so
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix js xlsx@0.18.5 > /dev/null
node -e '
    const xlsx = require("./js/node_modules/xlsx");
    const book = xlsx.utils.book_new();
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([["code", "name"], ["1.004001", "a"]]), "A");
    xlsx.writeFile(book, "a.xls", { bookType: "biff8" });
'
python3 -m venv py && py/bin/pip install --quiet --disable-pip-version-check xlrd==2.0.1
cargo init --quiet --vcs none --name finding .
cargo add --quiet cfb@=0.16.0
cat > src/main.rs << 'RUST'
use std::io::{Cursor, Read};

/// How long the workbook's stream is, with so many bytes behind the file.
fn length(behind: usize) -> std::io::Result<usize> {
    let mut bytes = std::fs::read("a.xls")?;
    bytes.resize(bytes.len() + behind, 0);
    let mut stream = Vec::new();
    cfb::CompoundFile::open(Cursor::new(bytes))?.open_stream("/Workbook")?.read_to_end(&mut stream)
}

fn main() {
    for behind in [0, 512 * 128] {
        match length(behind) {
            Ok(length) => println!("cfb, {behind} bytes behind: a workbook of {} bytes", if length > 0 { "some" } else { "no" }),
            Err(error) => println!("cfb, {behind} bytes behind: {}", error.to_string().split(" (").next().unwrap_or_default()),
        }
    }
}
RUST
seen=$(
    py/bin/python -c 'import xlrd; print("xlrd:", xlrd.open_workbook("a.xls").sheet_by_index(0).row_values(1))'
    cargo run --quiet
)
echo "$seen"
diff <(echo "$seen") - << 'SEEN'
xlrd: ['1.004001', 'a']
cfb, 0 bytes behind: Malformed FAT
cfb, 65536 bytes behind: a workbook of some bytes
SEEN
