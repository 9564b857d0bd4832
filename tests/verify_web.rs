//! `niemyet verify http://…`: a published site as readers get it, held against its manifest.

use crate::host;
use crate::world;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use host::{Host, Reply, missing, moved};
use serde_json::{Value, json};
use world::{Ran, TODAY, World};

/// Where the sites of these tests stand on their hosts.
const FOLDER: &str = "/tinh/tthc/";

type Files = BTreeMap<String, Vec<u8>>;

fn plain(body: Vec<u8>) -> Reply {
    Reply::Of(200, Vec::new(), body)
}

fn packed(packing: &str, body: Vec<u8>) -> Reply {
    Reply::Of(200, vec![("Content-Encoding", packing.to_owned())], body)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A host that has the files of a site; `other` answers what it does otherwise, by the path in the site.
fn serve(files: Files, other: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Host {
    Host::serve(move |path| {
        let Some(path) = path.strip_prefix(FOLDER) else { return missing() };
        let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
        other(&path).unwrap_or_else(|| files.get(&*path).map_or_else(missing, |bytes| plain(bytes.clone())))
    })
}

fn run(world: &World, target: &str, more: &str) -> Ran {
    let arguments = ["verify", target, "--pause", "0", "--lang", "en"];
    world.run(&arguments.into_iter().chain(more.split_whitespace()).collect::<Vec<_>>())
}

fn json_of(world: &World, target: &str, more: &str) -> (Option<i32>, Value) {
    let ran = run(world, target, &format!("{more} --format json"));
    let answer = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:#?}"));
    (ran.status, answer)
}

#[test]
fn a_site_below_a_path_is_whole_by_whatever_address_it_is_named_and_stale_the_day_after() {
    let world = World::new();
    let files = world.good_site();
    let listed = files.len() - 1;
    let host = serve(files, |_| None);
    for typed in ["/tinh/tthc", "/tinh/tthc/", "/tinh/tthc/index.html", "/tinh/tthc/.niemyet"] {
        let (status, answer) = json_of(&world, &host.url(typed), "--catalogue catalogue");
        assert_eq!((status, &answer["verdict"]), (Some(0), &json!("whole")), "{typed}: {answer:#}");
        assert_eq!((&answer["files"], &answer["checked"]), (&json!(listed), &json!(listed)));
        assert_eq!((&answer["as_of"], &answer["altered"]["added"]), (&json!(TODAY), &Value::Null));
        assert!(host.agent().starts_with("niemyet/"), "{}", host.agent());
        let asked = host.asked();
        assert_eq!(asked.len(), listed + 2, "robots.txt, the manifest, each file once");
        assert!(asked[1..].iter().all(|path| path.starts_with("GET /tinh/tthc/")), "{asked:?}");
    }
    let (status, answer) = json_of(&world, &host.url(FOLDER), "--today 2026-11-22");
    assert_eq!((status, &answer["verdict"], &answer["stale"]["day"]), (Some(1), &json!("stale"), &json!("before")));
    world.put("catalogue/synonyms.tsv", "other");
    let (status, answer) = json_of(&world, &host.url(FOLDER), "--catalogue catalogue");
    assert_eq!((status, &answer["stale"]["catalogue"]["rest"]), (Some(1), &json!(true)), "{answer:#}");
}

#[test]
fn what_is_other_gone_or_led_away_is_altered_and_what_fails_once_is_asked_for_again() {
    let world = World::new();
    let files = world.good_site();
    let elsewhere = Host::serve(|_| plain(Vec::new()));
    let (other, failed) = (elsewhere.url("/"), AtomicUsize::new(0));
    let page = files["404.html"].clone();
    let host = serve(files.clone(), move |path| match path {
        "404.html" => {
            let mut page = page.clone();
            *page.last_mut().unwrap() ^= 1;
            Some(plain(page))
        }
        "robots.txt" => Some(missing()),
        "co-quan/index.html" => Some(moved(&other)),
        "index.html" if failed.fetch_add(1, Ordering::SeqCst) == 0 => Some(Reply::Of(503, Vec::new(), Vec::new())),
        // Hosts that like no "index.html" in an address.
        "index.html" => Some(moved("./")),
        "" => Some(plain(files["index.html"].clone())),
        _ => None,
    });
    let (status, answer) = json_of(&world, &host.url(FOLDER), "");
    assert_eq!((status, &answer["verdict"]), (Some(1), &json!("altered")), "{answer:#}");
    assert_eq!(answer["altered"], json!({ "changed": ["404.html"], "added": null, "missing": ["robots.txt"] }));
    assert_eq!(answer["away"], json!([{ "path": "co-quan/index.html", "url": elsewhere.url("/") }]));
    assert_eq!((&answer["unread"], elsewhere.asked()), (&json!([]), Vec::new()));
    let text = run(&world, &host.url(FOLDER), "").stdout;
    for part in ["altered: 404.html", "gone: robots.txt", "elsewhere: co-quan/index.html", "from outside"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_could_not_be_read_is_told_and_never_whole() {
    let world = World::new();
    let files = world.good_site();
    let host = serve(files, |path| match path {
        "404.html" => {
            Some(Reply::Raw(Box::new(|stream| stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<p>"))))
        }
        "index.html" => Some(Reply::Of(403, Vec::new(), Vec::new())),
        "robots.txt" => Some(Reply::Raw(Box::new(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            (0..16_384).try_for_each(|_| stream.write_all(&[b' '; 64 * 1024]))
        }))),
        _ => None,
    });
    let (status, answer) = json_of(&world, &host.url(FOLDER), "--max-page-bytes 20000000");
    assert_eq!((status, &answer["verdict"]), (Some(2), &json!("unread")), "{answer:#}");
    let unread: BTreeMap<&str, &str> = answer["unread"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["path"].as_str().unwrap(), file["error"].as_str().unwrap()))
        .collect();
    assert_eq!(unread.len(), 3, "{unread:?}");
    assert!(unread["404.html"].contains("no connection") && unread["index.html"].contains("403"), "{unread:?}");
    assert!(unread["robots.txt"].contains("larger than 20000000"), "{unread:?}");
    // A page that is cut off where nobody tells its length is another page.
    let cut = serve(world.good_site(), |path| match path {
        "404.html" => Some(Reply::Raw(Box::new(|stream| stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n<p>")))),
        _ => None,
    });
    assert_eq!(json_of(&world, &cut.url(FOLDER), "").1["altered"]["changed"], json!(["404.html"]));
    // A server that is gone after its manifest is left in peace.
    let gone = serve(world.good_site(), |path| (path != ".niemyet").then(|| Reply::Raw(Box::new(|_| Ok(())))));
    let (status, answer) = json_of(&world, &gone.url(FOLDER), "");
    assert_eq!((status, &answer["verdict"]), (Some(2), &json!("unread")), "{answer:#}");
    let asked = gone.asked();
    let files: std::collections::BTreeSet<&String> = asked[2..].iter().collect();
    assert_eq!(files.len(), 5, "{asked:?}");
}

#[test]
fn a_server_that_packs_sends_the_same_site() {
    let world = World::new();
    let files = world.good_site();
    assert!(files.keys().any(|path| path.ends_with(".gz")) && files.keys().any(|path| path.ends_with(".br")));
    let kept = files.clone();
    let host = serve(files.clone(), move |path| {
        let bytes = kept.get(path)?;
        Some(match path.rsplit('.').next() {
            // As servers do that know what such an ending means.
            Some("gz") => packed("gzip", bytes.clone()),
            Some("br") => packed("br", bytes.clone()),
            _ => packed("gzip", gzip(bytes)),
        })
    });
    let (status, answer) = json_of(&world, &host.url(FOLDER), "");
    assert_eq!((status, &answer["verdict"]), (Some(0), &json!("whole")), "{answer:#}");
    let (brotli, original) = (files["assets/styles.css.br"].clone(), files["assets/styles.css"].clone());
    let host = serve(files, move |path| match path {
        "assets/styles.css" => Some(packed("br", brotli.clone())),
        // The packed file lost its packing: a server that sends it as packed sends nothing that a browser can read.
        "assets/styles.css.gz" => Some(plain(original.clone())),
        _ => None,
    });
    let (_, answer) = json_of(&world, &host.url(FOLDER), "");
    assert_eq!(answer["altered"]["changed"], json!(["assets/styles.css.gz"]));
    assert!(answer["unread"][0]["error"].as_str().unwrap().contains("packed as br"), "{answer:#}");
}

#[test]
fn a_sample_is_told_as_one() {
    let world = World::new();
    let files = world.good_site();
    let listed = files.len() - 1;
    let host = serve(files, |_| None);
    let (status, answer) = json_of(&world, &host.url(FOLDER), "--sample 5");
    assert_eq!((status, &answer["verdict"], &answer["checked"]), (Some(0), &json!("sampled"), &json!(5)));
    assert_eq!(host.asked().len(), 5 + 2);
    let text = run(&world, &host.url(FOLDER), "--sample 5").stdout;
    assert!(text.contains(&format!("5 of {listed} files")) && !text.contains("whole, and of today"), "{text}");
    let (_, answer) = json_of(&world, &host.url(FOLDER), &format!("--sample {listed}"));
    assert_eq!(answer["verdict"], "whole");
    for target in ["public", "http://me:secret@127.0.0.1/"] {
        assert_eq!(run(&world, target, "--sample 5").status, Some(2), "{target}");
    }
    assert_eq!(run(&world, &host.url(FOLDER), "--sample 0").status, Some(2));
}

#[test]
fn what_is_no_site_of_ours_is_asked_for_nothing_else() {
    let world = World::new();
    let manifest = String::from_utf8(world.good_site()[".niemyet"].clone()).unwrap();
    let broken = |from: &str, to: &str| Reply::Of(200, Vec::new(), manifest.replace(from, to).into_bytes());
    let endless = || {
        Reply::Raw(Box::new(|stream: &mut std::net::TcpStream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            (0..16_384).try_for_each(|_| stream.write_all(&[b'#'; 64 * 1024]))
        }))
    };
    let answers = [
        (missing(), "there is no manifest at"),
        (Reply::Page("<p>Trang chủ</p>".to_owned()), "no manifest of niemyet"),
        (broken("  404.html", "  ../404.html"), "is not whole, or names a path"),
        (broken("  404.html", "  //other.example/404.html"), "is not whole, or names a path"),
        (broken("  404.html", "  http://other.example/404.html"), "is not whole, or names a path"),
        (endless(), "larger than any manifest"),
        (moved("http://other.example/.niemyet"), "leads to http://other.example/.niemyet"),
        (moved("/.niemyet"), "or out of the site"),
        (Reply::Of(403, Vec::new(), Vec::new()), "could not be read: the server answers 403"),
    ];
    for (answer, part) in answers {
        let answer = std::sync::Mutex::new(Some(answer));
        let host = serve(Files::new(), move |path| match path {
            ".niemyet" => answer.lock().unwrap().take(),
            _ => None,
        });
        let ran = run(&world, &host.url(FOLDER), "");
        assert!(ran.status == Some(2) && ran.stderr.contains(part), "{part}: {ran:#?}");
        assert_eq!(host.asked(), ["GET /robots.txt", "GET /tinh/tthc/.niemyet"], "{part}");
    }
    for (answer, part) in [
        (Reply::Of(200, Vec::new(), b"User-agent: *\nDisallow: /".to_vec()), "robots.txt asks programs"),
        (Reply::Of(500, Vec::new(), Vec::new()), "robots.txt could not be read"),
    ] {
        let answer = std::sync::Mutex::new(Some(answer));
        let host = Host::serve(move |_| answer.lock().unwrap().take().unwrap());
        let ran = run(&world, &host.url("/"), "");
        assert!(ran.status == Some(2) && ran.stderr.contains(part), "{part}: {ran:#?}");
        assert_eq!(host.asked(), ["GET /robots.txt"]);
    }
}

#[test]
fn a_manifest_kept_elsewhere_shows_what_the_one_of_the_site_hides() {
    let world = World::new();
    let mut files = world.good_site();
    world.put("ban-ke", &files[".niemyet"]);
    let own = niemyet::digest::sha256(&files["404.html"]);
    files.insert("404.html".to_owned(), b"mine".to_vec());
    let forged = String::from_utf8(files[".niemyet"].clone()).unwrap().replace(&own, &niemyet::digest::sha256("mine"));
    files.insert(".niemyet".to_owned(), forged.into_bytes());
    let host = serve(files, |_| None);
    assert_eq!(json_of(&world, &host.url(FOLDER), "").1["verdict"], "whole");
    let (_, answer) = json_of(&world, &host.url(FOLDER), "--manifest ban-ke");
    assert_eq!(answer["altered"]["changed"], json!(["404.html"]));
}
