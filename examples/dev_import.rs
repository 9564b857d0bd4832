#![allow(clippy::disallowed_methods, missing_docs)]
use niemyet::import::*;
use niemyet::input::{FileContent, Files};
use std::path::Path;
fn main() {
    let mut args = std::env::args().skip(1);
    let root = args.next().unwrap();
    let mut files: Vec<Foreign> = vec![];
    let mut labels: Vec<String> = vec![];
    let mut o = Options {
        depth: Depth::Full,
        scope: Scope::All,
        links: Links::All,
        snapshot: None,
        conflicts: Conflicts::Keep,
        today: niemyet::model::Day::from_ymd_opt(2026, 11, 21).unwrap(),
    };
    let mut dry = false;
    let mut verbose = false;
    let mut snap =
        SnapshotOrder { id: String::new(), title: String::new(), source: String::new(), taken: None, not_before: None };
    while let Some(a) = args.next() {
        match a.as_str() {
            "--facts-only" => o.depth = Depth::Facts,
            "--dry" => dry = true,
            "-v" => verbose = true,
            "--force" => o.conflicts = Conflicts::Overrule,
            "--no-links" => o.links = Links::None,
            "--links-lists" => o.links = Links::Lists,
            "--none" => o.scope = Scope::Nothing,
            "--only" => o.scope = Scope::Only(codes(&std::fs::read_to_string(args.next().unwrap()).unwrap()).0),
            "--label" => labels.push(args.next().unwrap()),
            "--snapshot" => snap.id = args.next().unwrap(),
            "--title" => snap.title = args.next().unwrap(),
            "--source" => snap.source = args.next().unwrap(),
            "--not-before" => snap.not_before = Some(args.next().unwrap().parse().unwrap()),
            f => files.push(Foreign {
                name: f.rsplit('/').next().unwrap().into(),
                bytes: std::fs::read(f).unwrap(),
                label: None,
            }),
        }
    }
    if !snap.id.is_empty() {
        o.snapshot = Some(snap);
    }
    for (i, f) in files.iter_mut().enumerate() {
        f.label = labels.get(i).or(labels.last()).cloned();
    }
    let t = std::time::Instant::now();
    let mut existing = Files::new();
    walk(Path::new(&root), Path::new(&root), &mut existing);
    let base = std::fs::read_to_string(format!("{root}/{BASE_PATH}")).ok();
    println!("read existing {} files {:?}", existing.len(), t.elapsed());
    let t = std::time::Instant::now();
    let p = plan(&existing, base.as_deref(), &files, &o, &mut |_| {});
    println!("planned {:?}: {} edits", t.elapsed(), p.edits.len());
    let r = &p.report;
    println!(
        "{:?}\ncreated {} changed {} unchanged {} byhand {} conflicts {} missing {:?}",
        r.files,
        r.created,
        r.changed.len(),
        r.unchanged,
        r.kept_by_hand,
        r.conflicts.len(),
        r.missing
    );
    for (k, c) in r.facts.rows() {
        println!("  {k}: taken {} left {}", c.taken, c.left);
    }
    let mut n = std::collections::BTreeMap::new();
    for x in &r.notes {
        *n.entry(format!("{:?}", x.remark).split('(').next().unwrap().to_owned()).or_insert(0) += 1;
    }
    println!("notes {n:?}");
    println!("refused {}", r.refused.len());
    for x in r.refused.iter().take(if verbose { 999 } else { 10 }) {
        println!("  {:?}", x);
    }
    for x in r.conflicts.iter().take(if verbose { 99 } else { 10 }) {
        println!("  {:?}", x);
    }
    if verbose {
        for x in &r.notes {
            println!("  {x:?}");
        }
    }
    let t = std::time::Instant::now();
    if !dry {
        for e in &p.edits {
            let f = Path::new(&root).join(&e.path);
            match &e.after {
                Some(t) => {
                    std::fs::create_dir_all(f.parent().unwrap()).unwrap();
                    std::fs::write(f, t).unwrap()
                }
                None => std::fs::remove_file(f).unwrap(),
            }
        }
    }
    println!("written {:?}", t.elapsed());
}
fn walk(root: &Path, dir: &Path, out: &mut Files) {
    for e in std::fs::read_dir(dir).into_iter().flatten() {
        let e = e.unwrap();
        let p = e.path();
        if e.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if p.is_dir() {
            walk(root, &p, out)
        } else {
            out.insert(
                p.strip_prefix(root).unwrap().to_str().unwrap().into(),
                FileContent::Bytes(std::fs::read(&p).unwrap()),
            );
        }
    }
}
