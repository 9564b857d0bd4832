//! `niemyet audit http://…`: a listing on the web is read within its bounds, told by its addresses, and never asked for twice.

use crate::host;
use crate::posting;
use crate::world;

use std::io::Write;
use std::sync::mpsc;
use std::time::Duration;

use host::{Host, Reply, missing, moved};
use posting::{DAY, escaped, honest, with_offices};
use serde_json::Value;
use world::World;

const OFFICE: &str = "phuong-hac-thanh";

/// The pages of an office: what it must post, so many on each, the first ones without the last `left`.
fn pages(size: usize, left: usize) -> Vec<String> {
    let mut pages = Vec::new();
    with_offices(|catalogue, assigned| {
        let office = catalogue.records.offices.values().find(|office| office.id.0 == OFFICE).unwrap();
        let rows = honest(catalogue, assigned, office);
        let rows = &rows[..rows.len() - left];
        for part in rows.chunks(size) {
            let one = |row: &posting::Row| {
                format!("<tr><td>{}</td><td><a href=\"{}\">{}</a></td></tr>\n", row.code, row.link, escaped(&row.name))
            };
            pages.push(format!("<table>{}</table>", part.iter().map(one).collect::<String>()));
        }
    });
    pages
}

/// An audit of an office's listing at an address, without a pause.
fn audited(world: &World, arguments: &str) -> Value {
    let ran = world.run_on_committed(&format!(
        "audit --office {OFFICE} --today {DAY} --as-of {DAY} --pause 0 --format json {}",
        arguments.trim()
    ));
    assert!(matches!(ran.status, Some(0 | 1)), "{ran:#?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What could not be read, each with why, in English.
fn unread(world: &World, arguments: &str) -> Vec<(String, String)> {
    let answer = audited(world, &format!("--lang en {arguments}"));
    let files = answer["files"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    files.filter(|file| file["error"].is_string()).map(|file| (text(&file["path"]), text(&file["error"]))).collect()
}

fn of<'a>(answer: &'a Value, code: &str) -> Vec<&'a Value> {
    answer["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn a_listing_in_pages_is_read_whole_and_its_findings_stand_at_their_addresses() {
    let parts = pages(20, 3);
    let count = parts.len();
    let host = Host::serve(move |path| match path.split_once("?trang=") {
        Some(("/tthc/", page)) => {
            let page: usize = page.parse().unwrap();
            Reply::Page(format!(
                "{}<p><a href=\"https://dichvucong.gov.vn/\">9.999999</a></p><a href=\"?trang={}\">sau</a><a href='/tin-tuc'>tin</a>\
                 <a href='http://other.example/'>x</a>",
                parts[page],
                (page + 1).min(parts.len() - 1)
            ))
        }
        _ if path == "/tthc/" => Reply::Page("<a href='?trang=0'>danh mục</a>".to_owned()),
        _ => missing(),
    });
    let world = World::empty();
    let answer = audited(&world, &host.url("/tthc/"));
    assert!(host.agent().starts_with("niemyet/") && host.agent().contains("(+"), "{}", host.agent());
    let asked = host.asked();
    assert_eq!(asked.len(), count + 2, "robots.txt, the start, each page once: {asked:?}");
    assert_eq!(answer["target"], host.url("/tthc/"));
    let missing = of(&answer, "MISSING_IN_FORCE");
    assert_eq!(missing.len(), 3);
    assert!(missing.iter().any(|finding| finding["verdict"] == "fault"), "{missing:#?}");
    let strange = of(&answer, "CODE_NOT_HELD");
    assert_eq!(strange[0]["where"]["path"], host.url("/tthc/?trang=0"));
    let sarif =
        world.run_on_committed(&format!("audit {} --office {OFFICE} --pause 0 --format sarif", host.url("/tthc/")));
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let strange = results.iter().find(|result| result["ruleId"] == "CODE_NOT_HELD").unwrap();
    let location = &strange["locations"][0]["physicalLocation"]["artifactLocation"];
    assert!(location["uri"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{location}");
    assert_eq!(location["uriBaseId"], Value::Null);
}

#[test]
fn where_a_page_could_not_be_read_nothing_is_a_fault_for_being_missing() {
    let parts = pages(20, 3);
    let host = Host::serve(move |path| match path {
        "/" => Reply::Page(format!("<a href=mot>1</a><a href=hai>2</a><a href=ba>3</a>{}", parts[0])),
        "/robots.txt" => Reply::Of(200, Vec::new(), b"User-agent: *\nDisallow: /ba".to_vec()),
        "/mot" => Reply::Of(500, Vec::new(), Vec::new()),
        _ => missing(),
    });
    let world = World::empty();
    let answer = audited(&world, &host.url("/"));
    let missing = of(&answer, "MISSING_IN_FORCE");
    assert!(missing.len() > 3 && missing.iter().all(|finding| finding["verdict"] == "unchecked"), "{}", missing.len());
    assert_ne!(answer["verdict"], "pass");
    let told = unread(&world, &host.url("/"));
    let expected = [("/mot", "answers 500"), ("/hai", "answers 404"), ("/ba", "robots.txt asks")]
        .map(|(path, why)| (host.url(path), why));
    assert_eq!(told.len(), 3, "{told:?}");
    for ((path, why), (expected, part)) in told.iter().zip(&expected) {
        assert!(path == expected && why.contains(part), "{path}: {why}");
    }
    assert!(!host.asked().contains(&"GET /ba".to_owned()));
}

#[test]
fn a_host_whose_robots_cannot_be_read_is_asked_nothing_else() {
    let host = Host::serve(|_| Reply::Of(503, Vec::new(), Vec::new()));
    let told = unread(&World::empty(), &host.url("/"));
    assert!(told[0].1.contains("robots.txt could not be read"), "{told:?}");
    assert_eq!(host.asked(), ["GET /robots.txt"]);
}

#[test]
fn what_was_read_is_never_asked_for_again_and_what_failed_is() {
    let host = Host::serve(|path| match path {
        "/" => Reply::Page("<a href=1.html>1</a><a href=2.html>2</a><a href=3.html>3</a>".to_owned()),
        "/1.html" | "/2.html" => Reply::Page(format!("<p>1.004222</p><a href=bang.csv>{path}</a>")),
        "/bang.csv" => Reply::Of(200, vec![("Content-Type", "text/csv".to_owned())], b"ma;ten\n1.004194;x\n".to_vec()),
        "/3.html" => Reply::Of(500, Vec::new(), Vec::new()),
        _ => missing(),
    });
    let world = World::empty();
    let run = |more: &str| audited(&world, &format!("{} --download da-tai {more}", host.url("/")));
    run("--max-pages 2");
    assert_eq!(host.asked(), ["GET /robots.txt", "GET /", "GET /1.html"]);
    let whole = run("");
    assert_eq!(host.asked(), ["GET /2.html", "GET /3.html", "GET /bang.csv"]);
    let again = run("");
    assert_eq!(host.asked(), ["GET /3.html"]);
    assert_eq!(whole, again);
    let index = world.text("da-tai/index.jsonl");
    for line in index.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        assert!(entry["time"].as_str().unwrap().ends_with('Z'), "{line}");
        if let Some(path) = entry["file"].as_str() {
            assert_eq!(entry["sha256"], niemyet::digest::sha256(std::fs::read(world.at("da-tai").join(path)).unwrap()));
        }
    }
    // A page that somebody changed, and a line that a crash cut off, are asked for once more.
    let first: Value = serde_json::from_str(index.lines().nth(2).unwrap()).unwrap();
    world.put(&format!("da-tai/{}", first["file"].as_str().unwrap()), "<p>1.000000</p>");
    world.put("da-tai/index.jsonl", &index[..index.len() - 20]);
    assert_eq!(run(""), whole);
    assert_eq!(host.asked(), ["GET /1.html", "GET /3.html"]);
}

#[test]
fn a_crawl_that_was_killed_goes_on_where_it_stood() {
    let (reached, waits) = mpsc::channel();
    let reached = std::sync::Mutex::new(Some(reached));
    let host = Host::serve(move |path| match path {
        "/" => Reply::Page("<a href=1>1</a><a href=2>2</a><a href=3>3</a>".to_owned()),
        "/1" | "/3" => Reply::Page("<p>1.004222</p>".to_owned()),
        "/2" => match reached.lock().unwrap().take() {
            Some(reached) => {
                reached.send(()).unwrap();
                Reply::Raw(Box::new(|_| {
                    std::thread::sleep(Duration::from_secs(60));
                    Ok(())
                }))
            }
            None => Reply::Page("<p>1.004194</p>".to_owned()),
        },
        _ => missing(),
    });
    let world = World::empty();
    let catalogue = format!("{}/catalogue", env!("CARGO_MANIFEST_DIR"));
    let url = host.url("/");
    let arguments = ["audit", &url, "--pause", "0", "--download", "da-tai", "--catalogue", &catalogue];
    let mut killed = world.command(&arguments).spawn().unwrap();
    waits.recv().unwrap();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(host.asked(), ["GET /robots.txt", "GET /", "GET /1", "GET /2"]);
    let ran = world.run(&arguments);
    assert!(matches!(ran.status, Some(0 | 1)), "{ran:#?}");
    assert_eq!(host.asked(), ["GET /2", "GET /3"]);
}

#[test]
fn a_folder_of_something_else_is_left_alone_and_an_address_has_to_be_one() {
    let world = World::empty();
    world.put("khac/ghi-chu.txt", "x");
    for (arguments, part) in [
        ("audit http://127.0.0.1:9/ --download khac", "holds something else"),
        ("audit http:// --download moi", "no address of the web"),
        ("audit http://me:secret@127.0.0.1/", "no address of the web"),
        ("audit khac --download moi", "for addresses of the web"),
    ] {
        let ran = world.run_on_committed(&format!("{arguments} --lang en"));
        assert!(ran.status == Some(2) && ran.stderr.contains(part), "{ran:#?}");
    }
    assert_eq!(world.names(), ["khac"]);
}

#[test]
fn one_page_under_many_addresses_is_one_page() {
    let host = Host::serve(|path| match path {
        "/ds" => {
            Reply::Page("<a href='/ds#a'>a</a><a href='?utm_source=zalo'>b</a><a href='ds?fbclid=1#c'>c</a>".to_owned())
        }
        _ => missing(),
    });
    audited(&World::empty(), &host.url("/ds"));
    assert_eq!(host.asked(), ["GET /robots.txt", "GET /ds"]);
}

#[test]
fn a_server_that_leads_on_is_followed_so_far_and_never_away() {
    let elsewhere = Host::serve(|_| Reply::Page("<p>1.004222</p>".to_owned()));
    let other = elsewhere.url("/");
    let host = Host::serve(move |path| match path {
        "/" => moved("/tthc/"),
        "/tthc/" => Reply::Page(
            "<a href=vong>1</a><a href=di>2</a><a href=h0>3</a><a href=dang-nhap>4</a><a href=cu>5</a>".to_owned(),
        ),
        "/tthc/vong" => moved("/tthc/vong-2"),
        "/tthc/vong-2" => moved("vong"),
        "/tthc/di" => moved(&other),
        "/tthc/dang-nhap" => moved("/dang-nhap"),
        "/tthc/cu" => moved("moi"),
        "/tthc/moi" => Reply::Page("<p>1.004222</p>".to_owned()),
        path => match path.strip_prefix("/tthc/h") {
            Some(hop) => moved(&format!("h{}", hop.parse::<u32>().unwrap() + 1)),
            None => missing(),
        },
    });
    let told = unread(&World::empty(), &format!("{} --max-redirects 3", host.url("/")));
    let expected = [
        ("vong", "leads to itself"),
        ("di", "leads out of this listing"),
        ("h0", "leads on more than 3 times"),
        ("dang-nhap", "leads out of this listing"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((path, why), (expected, part)) in told.iter().zip(expected) {
        assert!(*path == host.url(&format!("/tthc/{expected}")) && why.contains(part), "{path}: {why}");
    }
    assert_eq!(elsewhere.asked(), Vec::<String>::new());
}

#[test]
fn endless_pages_and_very_many_links_cost_the_bound_on_pages() {
    let host = Host::serve(|path| match path.strip_prefix("/n/") {
        Some(page) => Reply::Page(format!("<a href='/n/{}'>sau</a>", page.parse::<u64>().unwrap_or_default() + 1)),
        None if path == "/" => Reply::Page((0..1_000_000).map(|at| format!("<a href=/a/{at}>")).collect()),
        None => missing(),
    });
    let world = World::empty();
    let told = unread(&world, &format!("{} --max-pages 7", host.url("/n/")));
    assert!(told.len() == 1 && told[0].1.contains("bound of 7 addresses"), "{told:?}");
    assert_eq!(host.asked().len(), 1 + 7);
    let told = unread(&world, &format!("{} --max-pages 14", host.url("/")));
    assert_eq!(host.asked().len(), 1 + 14);
    assert!(told.iter().any(|(_, why)| why.contains("more than 20000 links")), "{told:?}");
    assert!(told.iter().any(|(_, why)| why.contains("bound of 14 addresses")), "{told:?}");
    // Ten of a kind are told by their addresses, the others counted.
    assert!(told.iter().any(|(_, why)| why.starts_with("3 more addresses") && why.contains("404")), "{told:?}");
}

/// Writes a page that does not end.
fn endless(head: &'static str) -> Reply {
    Reply::Raw(Box::new(move |stream| {
        stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n").as_bytes())?;
        let piece = [b' '; 64 * 1024];
        (0..16_384).try_for_each(|_| stream.write_all(&piece))
    }))
}

#[test]
fn a_page_of_a_gigabyte_a_bomb_and_a_drip_cost_their_own_bound_and_the_others_are_read() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    (0..64).for_each(|_| bomb.write_all(&[b' '; 1024 * 1024]).unwrap());
    let bomb = bomb.finish().unwrap();
    let host = Host::serve(move |path| match path {
        "/" => Reply::Page(
            "<a href=lon>1</a><a href=lon-2>2</a><a href=bom>3</a><a href=giot>4</a><a href=tot>5</a>".to_owned(),
        ),
        "/lon" => endless("Content-Length: 1073741824\r\n"),
        "/lon-2" => endless(""),
        "/bom" => {
            let headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")];
            Reply::Of(200, headers.map(|(key, value)| (key, value.to_owned())).to_vec(), bomb.clone())
        }
        "/giot" => Reply::Raw(Box::new(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")?;
            loop {
                stream.write_all(b"<")?;
                std::thread::sleep(Duration::from_millis(20));
            }
        })),
        "/tot" => Reply::Page("<p>1.004222</p>".to_owned()),
        _ => missing(),
    });
    let world = World::empty();
    let told = unread(&world, &format!("{} --max-page-bytes 1000000 --max-page-seconds 10", host.url("/")));
    let expected = [("lon", "larger than"), ("lon-2", "larger than"), ("bom", "larger than"), ("giot", "too slowly")];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((path, why), (expected, part)) in told.iter().zip(expected) {
        assert!(*path == host.url(&format!("/{expected}")) && why.contains(part), "{path}: {why}");
    }
    assert_eq!(host.asked().len(), 7);
    // What is read in vain costs as well: three pages that are too large are more than two of them may cost.
    let told = unread(&world, &format!("{} --max-page-bytes 1000000 --max-bytes 1500000", host.url("/")));
    assert!(told.iter().any(|(path, why)| *path == host.url("/bom") && why.contains("bound of 1500000")), "{told:?}");
    let told = unread(&world, &format!("{} --max-bytes 60", host.url("/")));
    assert!(told.iter().any(|(_, why)| why.contains("bound of 60 bytes")), "{told:?}");
    let told = unread(&world, &format!("{} --max-seconds 0", host.url("/")));
    assert!(told.iter().any(|(_, why)| why.contains("0 seconds are over")), "{told:?}");
}

#[test]
fn a_server_that_fails_again_and_again_is_left_in_peace() {
    let host = Host::serve(|path| match path {
        "/" => Reply::Page((0..50).map(|at| format!("<a href={at}>{at}</a>")).collect()),
        "/robots.txt" => missing(),
        _ => Reply::Raw(Box::new(|_| Ok(()))),
    });
    let told = unread(&World::empty(), &host.url("/"));
    assert!(told.iter().any(|(_, why)| why.contains("failed 5 times")), "{told:?}");
    assert_eq!(host.asked().iter().filter(|asked| *asked != "GET /").count(), 1 + 5);
}

#[test]
fn data_that_a_page_loads_and_letters_that_the_server_names_are_read() {
    let host = Host::serve(|path| match path {
        "/tthc/" => Reply::Page("<script>fetch('/api/ds?p=1')</script><a href=cu.html>cũ</a>".to_owned()),
        "/api/ds?p=1" => {
            let json = br#"{"items":[{"ma":"1.004194","ten":"x"}]}"#.to_vec();
            Reply::Of(200, vec![("Content-Type", "application/json".to_owned())], json)
        }
        "/tthc/cu.html" => {
            let media = ("Content-Type", "text/html; charset=windows-1258".to_owned());
            Reply::Of(200, vec![media], b"<table><tr><td>9.888888</td><td>\xd0\xf4 th\xec</td></tr></table>".to_vec())
        }
        "/anh.html" => Reply::Of(200, vec![("Content-Type", "image/png".to_owned())], vec![0; 10]),
        _ => missing(),
    });
    let answer = audited(&World::empty(), &host.url("/tthc/"));
    let rows: Vec<(&str, u64)> = answer["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["path"].as_str().unwrap(), file["rows"].as_u64().unwrap()))
        .collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.iter().any(|(path, rows)| *path == host.url("/api/ds?p=1") && *rows > 0), "{rows:?}");
    assert_eq!(answer["totals"]["posted"], 2);
}

#[test]
fn a_list_that_an_address_without_an_ending_hands_out_is_read_and_pages_elsewhere_are_not() {
    let xlsx = std::fs::read(format!("{}/tests/fixtures/decisions/1523.xlsx", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let host = Host::serve(move |path| {
        let of = |media: &str, name: &str, body: &[u8]| {
            let name = ("Content-Disposition", format!("attachment; filename=\"{name}\""));
            Reply::Of(200, vec![("Content-Type", media.to_owned()), name], body.to_vec())
        };
        match path {
            "/tthc/" => Reply::Page(
                "<a href='/download?id=3'>x</a><a href='/download?id=4'>x</a><a href='/file/5'>x</a><a href='/file/6'>x</a>\
                 <a href='/file/7'>x</a><a href='/tin-tuc'>x</a><a href='//other.example/download?id=3'>x</a>\
                 <link rel='alternate' href='/tat-ca.json'><a href='/tai-ve/tat-ca.json'>JSON</a>"
                    .to_owned(),
            ),
            "/download?id=3" => {
                of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ds.xlsx", &xlsx)
            }
            "/download?id=4" => of("application/octet-stream", "ds.csv", b"ma;ten\n1.004194;x\n"),
            "/file/5" => Reply::Page("<p>1.004222</p>".to_owned()),
            "/file/6" => of("application/zip", "anh.zip", b"PK"),
            _ => missing(),
        }
    });
    let world = World::empty();
    let answer = audited(&world, &format!("{} --download da-tai", host.url("/tthc/")));
    let asked = host.asked();
    assert_eq!(asked.len(), 7, "{asked:?}");
    let shown: Vec<(&str, bool)> = answer["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["path"].as_str().unwrap(), file["error"].is_null()))
        .collect();
    // Where an address elsewhere hands out nothing ("/file/7"), nothing of the listing is missing.
    let urls = ["/tthc/", "/download?id=3", "/download?id=4"].map(|path| host.url(path));
    assert_eq!(shown, urls.iter().map(|url| (url.as_str(), true)).collect::<Vec<_>>());
    let kept = world.text("da-tai/index.jsonl");
    assert!(kept.contains(".xlsx\"") && kept.contains(".csv\""), "{kept}");
    assert_eq!(audited(&world, &format!("{} --download da-tai", host.url("/tthc/"))), answer);
    assert_eq!(host.asked(), Vec::<String>::new());
    let host = Host::serve(|path| match path {
        "/tthc/" => Reply::Page((0..250).map(|at| format!("<a href=/download/{at}>{at}</a>")).collect()),
        _ => Reply::Page(String::new()),
    });
    let told = unread(&World::empty(), &host.url("/tthc/"));
    assert!(told.iter().any(|(_, why)| why.contains("more than 200 addresses outside")), "{told:?}");
    assert_eq!(host.asked().len(), 2 + 200);
}

#[test]
fn what_the_web_showed_is_kept_with_its_addresses() {
    let host = Host::serve(|path| if path == "/" { Reply::Page("<p>1.004222</p>".to_owned()) } else { missing() });
    let world = World::empty();
    audited(&world, &format!("{} --keep da-luu", host.url("/")));
    let kept = world.text(&format!("da-luu/{OFFICE}/{DAY}/niem-yet/dia-chi.tsv"));
    let (file, url) = kept.trim_end().split_once('\t').unwrap();
    assert_eq!(url, host.url("/"));
    assert_eq!(world.text(&format!("da-luu/{OFFICE}/{DAY}/niem-yet/{file}")), "<p>1.004222</p>");
}
