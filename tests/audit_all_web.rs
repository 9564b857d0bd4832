//! `niemyet audit --all FILE`: the sites of a province's offices, from a list of addresses.

use crate::host;
use crate::world;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use host::{Host, Reply, missing};
use serde_json::Value;
use world::World;

const ROW: &str = "<table><tr><td>1.004222</td><td>Đăng ký thường trú</td></tr></table>";

/// The answer for a list of this content.
fn audited(world: &World, list: &str, more: &str) -> Value {
    world.put("dia-chi.tsv", list);
    world.run_on_committed(format!("audit --all dia-chi.tsv --format json {more}").trim_end()).faulty_json()
}

fn office<'a>(answer: &'a Value, id: &str) -> &'a Value {
    answer["offices"].as_array().unwrap().iter().find(|office| office["office"] == id).unwrap()
}

/// The verdicts of what is missing.
fn missing_of(office: &Value) -> Vec<&Value> {
    let findings = office["findings"].as_array().unwrap().iter();
    findings.filter(|finding| finding["code"] == "MISSING_IN_FORCE").map(|finding| &finding["verdict"]).collect()
}

#[test]
fn each_office_is_told_of_what_its_addresses_and_files_show_and_a_dead_host_costs_itself() {
    let host = Host::serve(|path| match path {
        "/hac-thanh/" => Reply::Page(format!("{ROW}<a href=2.html>2</a>")),
        "/hac-thanh/2.html" | "/ham-rong/" | "/chung/" => Reply::Page(ROW.to_owned()),
        _ => missing(),
    });
    let world = World::empty();
    world.put("danh-sach/so-y-te.html", ROW);
    let list = format!(
        "office\taddress\n# các phường\nphuong-hac-thanh\t{}\nphuong-ham-rong\t{}\nphuong-hac-thanh\t{}\nso-noi-vu\t{}\n\
         so-y-te\tdanh-sach\nphuong-ham-rong\tdanh-sach/so-y-te.html\n",
        host.url("/hac-thanh/"),
        host.url("/ham-rong/?utm_source=zalo"),
        host.url("/chung/"),
        "http://127.0.0.1:9/",
    );
    let answer = audited(&world, &list, "--pause 0 --lang en");
    assert_eq!(answer["offices"].as_array().unwrap().len(), 4);
    let paths = |id: &str| -> Vec<String> {
        let files = office(&answer, id)["files"].as_array().unwrap();
        files.iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect()
    };
    let urls = ["/hac-thanh/", "/hac-thanh/2.html", "/chung/"].map(|path| host.url(path));
    assert_eq!(paths("phuong-hac-thanh"), urls);
    assert_eq!(paths("phuong-ham-rong"), ["danh-sach/so-y-te.html".to_owned(), host.url("/ham-rong/")]);
    assert_eq!(paths("so-y-te"), ["danh-sach/so-y-te.html"]);
    let target = office(&answer, "phuong-hac-thanh")["target"].as_str().unwrap();
    assert_eq!(target, [urls[0].as_str(), urls[2].as_str()].join(", "));
    let dead = office(&answer, "so-noi-vu");
    assert!(dead["files"][0]["error"].as_str().unwrap().contains("no connection"), "{dead:#}");
    assert!(!missing_of(dead).is_empty() && missing_of(dead).iter().all(|verdict| *verdict == "unchecked"));
    assert!(missing_of(office(&answer, "phuong-ham-rong")).iter().any(|verdict| *verdict == "fault"));
    let absent = answer["absent"].as_array().unwrap();
    assert!(absent.len() > 100 && !absent.iter().any(|id| id == "so-noi-vu" || id == "so-y-te"));
}

#[test]
fn of_one_host_one_page_is_asked_for_at_a_time_and_after_the_pause_whoever_asks() {
    const PAUSE: Duration = Duration::from_millis(120);
    let (busy, last) = (AtomicUsize::new(0), Mutex::new(None::<Instant>));
    let is_kept = Arc::new(AtomicBool::new(true));
    let kept = Arc::clone(&is_kept);
    let host = Host::serve(move |path| {
        let alone = busy.fetch_add(1, Ordering::SeqCst) == 0;
        let before = last.lock().unwrap().replace(Instant::now());
        let waited = before.is_none_or(|before| before.elapsed() >= PAUSE);
        kept.fetch_and(alone && waited, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        busy.fetch_sub(1, Ordering::SeqCst);
        if path == "/robots.txt" { missing() } else { Reply::Page(ROW.to_owned()) }
    });
    let ids = ["phuong-hac-thanh", "phuong-ham-rong", "so-y-te", "so-noi-vu"];
    let list: String = ids.map(|id| format!("{id};{}\n", host.url(&format!("/{id}/")))).concat();
    audited(&World::empty(), &list, "--pause 0.12");
    assert_eq!(host.asked().len(), 8);
    assert!(is_kept.load(Ordering::SeqCst));
}

#[test]
fn hosts_are_asked_at_the_same_time() {
    let both = Arc::new(Barrier::new(2));
    let host = |both: &Arc<Barrier>| {
        let both = Arc::clone(both);
        Host::serve(move |path| {
            if path == "/robots.txt" {
                return missing();
            }
            // Neither is answered before both are asked.
            both.wait();
            Reply::Page(ROW.to_owned())
        })
    };
    let (one, other) = (host(&both), host(&both));
    let by_name = other.url("/").replace("127.0.0.1", "localhost");
    let list = format!("phuong-hac-thanh,{}\nphuong-ham-rong,{by_name}\n", one.url("/"));
    let answer = audited(&World::empty(), &list, "--pause 0 --max-page-seconds 60");
    for id in ["phuong-hac-thanh", "phuong-ham-rong"] {
        assert_eq!(office(&answer, id)["files"][0]["error"], Value::Null, "{id}");
    }
}

#[test]
fn what_was_downloaded_is_not_asked_for_again_and_stands_in_a_folder_of_each_office() {
    let host = Host::serve(|path| match path {
        "/a/" => Reply::Page(format!("{ROW}<a href=1>1</a><a href=2>2</a>")),
        "/a/1" | "/b/" => Reply::Page(ROW.to_owned()),
        "/a/2" => Reply::Of(500, Vec::new(), Vec::new()),
        _ => missing(),
    });
    let world = World::empty();
    let list = format!("phuong-hac-thanh\t{}\nphuong-ham-rong\t{}\n", host.url("/a/"), host.url("/b/"));
    let first = audited(&world, &list, "--pause 0 --download da-tai");
    assert_eq!(host.asked().len(), 6);
    let again = audited(&world, &list, "--pause 0 --download da-tai");
    assert_eq!((host.asked(), &again), (vec!["GET /a/2".to_owned()], &first));
    assert!(world.text("da-tai/phuong-ham-rong/index.jsonl").contains("/b/"));
    world.put("khac/phuong-ham-rong/ghi-chu.txt", "x");
    world.put("tinh/phuong-ham-rong.html", ROW);
    for (arguments, part) in [
        ("--all dia-chi.tsv --download khac", "holds something else"),
        ("--all tinh --download moi", "for addresses of the web"),
    ] {
        let ran = world.run_on_committed(&format!("audit {arguments} --lang en"));
        assert!(ran.status == Some(2) && ran.stderr.contains(part), "{ran:#?}");
    }
    assert_eq!(host.asked(), Vec::<String>::new());
}

#[test]
fn each_wrong_line_is_told_with_its_place_and_nothing_is_asked() {
    let host = Host::serve(|_| missing());
    let world = World::empty();
    let good = host.url("/");
    world.put(
        "dia-chi.csv",
        format!(
            "\u{feff}Mã đơn vị;Địa chỉ\r\nso-y-t;{good}\r\nso-y-te;http://a:b@x.example/\r\nso-y-te;{good}\r\nso-y-te;{good}#x\r\n\
             so-y-te\r\nso-y-te;khong-co.html\r\n;{good}\r\nso-y-te;{good};x\r\nqqqqqqqqqqqq;{good}\r\n"
        ),
    );
    let ran = world.run_on_committed("audit --all dia-chi.csv --lang en");
    assert_eq!(ran.status, Some(2));
    for part in [
        "dia-chi.csv:2:1",
        "near to it: so-y-te",
        "`niemyet offices` lists the identifiers\n",
        "dia-chi.csv:3:9",
        "`http://a:b@x.example/` is no address of the web",
        "dia-chi.csv:5:9",
        "the same office has the same address on line 4",
        "dia-chi.csv:6:1",
        "the line has no address",
        "dia-chi.csv:7:9",
        "neither an address of the web nor a file or folder",
        "dia-chi.csv:8:1",
        "the line names no office",
        "the line has a third cell",
        "7 | so-y-te;khong-co.html",
        "^^^^^^^^^^^^^",
        "wrong lines (8)",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(host.asked(), Vec::<String>::new());
    world.put("trong.tsv", "# chưa có gì\n");
    world.put("anh.tsv", b"\x89PNG\r\n\x1a\n\0\0");
    for (list, part) in [("trong.tsv", "names no office"), ("anh.tsv", "is no text"), ("mat.tsv", "neither a folder")] {
        let ran = world.run_on_committed(&format!("audit --all {list} --lang en"));
        assert!(ran.status == Some(2) && ran.stderr.contains(part), "{ran:#?}");
    }
}

#[test]
fn a_list_in_utf_16_as_spreadsheet_programs_write_it_is_one() {
    let host = Host::serve(|path| if path == "/" { Reply::Page(ROW.to_owned()) } else { missing() });
    let world = World::empty();
    let text = format!("Đơn vị\tĐịa chỉ\r\nphuong-ham-rong\t{}\r\n", host.url("/"));
    let bytes: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    world.put("dia-chi.txt", bytes);
    let answer = world.run_on_committed("audit --all dia-chi.txt --pause 0 --format json").faulty_json();
    assert_eq!(office(&answer, "phuong-ham-rong")["files"][0]["path"], host.url("/"));
}
