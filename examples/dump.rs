//! scratch
#![allow(clippy::disallowed_methods, missing_docs)]
use std::collections::BTreeMap;
use std::time::Instant;
use niemyet::{input::*, ledger::*, load::load, search::*};
fn files(root: &str) -> Files { let mut files = Files::new(); for e in walkdir::WalkDir::new(root).into_iter().flatten().filter(|e| e.file_type().is_file()) { files.insert(e.path().strip_prefix(root).unwrap().to_string_lossy().into_owned(), FileContent::Bytes(std::fs::read(e.path()).unwrap())); } files }
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let day = "2026-11-21".parse().unwrap();
    let input = Input { catalogue: files(&a[1]), site: files("site"), templates: BTreeMap::new(), as_of: day, today: day, base_url: None };
    let (records, _) = load(&input); let (ledger, _) = Ledger::new(&records); let c = ledger.as_of(day);
    let t = Instant::now(); let e = export(&c); println!("export {:?}", t.elapsed());
    let t = Instant::now(); let s = Searcher::new(&c).unwrap(); println!("index {:?}", t.elapsed());
    for (p, b) in e.iter() { let p = std::path::Path::new(&a[2]).join(p); std::fs::create_dir_all(p.parent().unwrap()).unwrap(); std::fs::write(p, b).unwrap(); }
    if let Some(q) = a.get(3) { let text = std::fs::read_to_string(q).unwrap(); let t = Instant::now(); let mut n = 0; for l in text.lines() { s.search(l, Options::default()).unwrap(); n += 1; } println!("{n} queries {:?} each", t.elapsed() / n); }
}
