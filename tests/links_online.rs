//! `niemyet links --online`: addresses are asked for once in a while, and no answer confirms or changes anything.

use crate::host;
use crate::world;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use host::{Host, Reply, missing, moved};
use serde_json::{Value, json};
use world::World;

const RECORD: &str = "catalogue/procedures/linh-vuc-mau/9.000001.md";

/// A project whose record names these addresses, and nothing on another host.
fn project(urls: &[String]) -> World {
    let world = World::new();
    world.edit(RECORD, "\n+++", &format!("\nsource = \"{}\"\n+++", urls.join(" ")));
    world.put("catalogue/links.tsv", "code\tportal_id\tkind\tevidence\tconfirmed\n");
    world
}

fn online(world: &World, more: &[&str]) -> (Option<i32>, Value) {
    let pause = if more.contains(&"--pause") { &[][..] } else { &["--pause", "0"] };
    let arguments = ["links", "--online", "--lang", "en", "--format", "json"];
    let ran = world.run(&[&arguments[..], pause, more].concat());
    let answer = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:#?}"));
    (ran.status, answer)
}

#[test]
fn each_address_is_asked_for_once_until_its_answer_is_old_and_nothing_in_the_catalogue_changes() {
    let host = Host::serve(|path| match path {
        "/tot" => Reply::Page("x".to_owned()),
        "/chuyen" => moved("/tot"),
        "/vong" => moved("/vong"),
        _ => missing(),
    });
    let urls = ["/tot", "/chuyen", "/vong", "/mat"].map(|path| host.url(path));
    let world = project(&urls);
    let before = world.tree("catalogue");
    // Without being told to, nothing asks anybody.
    let _ = world.run(&["links"]);
    let _ = world.run(&["build"]);
    assert_eq!(host.asked(), Vec::<String>::new());

    let (status, answer) = online(&world, &["--today", "2026-11-21"]);
    assert_eq!(status, Some(1));
    assert_eq!(answer["totals"], json!({ "addresses": 4, "good": 2, "bad": 2, "unasked": 0 }), "{answer:#}");
    let of = |url: &str| {
        let found = answer["links"].as_array().unwrap().iter().find(|link| link["url"] == url);
        found.unwrap().clone()
    };
    assert_eq!(of(&urls[1])["last"], urls[0]);
    assert_eq!((&of(&urls[1])["status"], &of(&urls[1])["codes"]), (&json!(200), &json!(["9.000001"])));
    assert_eq!((&of(&urls[2])["status"], &of(&urls[2])["error"]), (&Value::Null, &json!("leads to itself")));
    assert_eq!(of(&urls[3])["status"], 404);
    let asked = host.asked();
    // HEAD is enough where it is answered well.
    assert!(asked.contains(&"HEAD /tot".to_owned()) && !asked.contains(&"GET /tot".to_owned()), "{asked:?}");
    assert!(asked.contains(&"HEAD /mat".to_owned()) && asked.contains(&"GET /mat".to_owned()), "{asked:?}");

    let mut after = world.tree("catalogue");
    after.retain(|path, _| !path.ends_with(".niemyet-memo"));
    assert_eq!(before, after, "an answer is no evidence");
    let (_, again) = online(&world, &["--today", "2026-12-21"]);
    assert_eq!((host.asked(), &again["links"]), (Vec::new(), &answer["links"]));
    online(&world, &["--today", "2026-12-22", "--limit", "1"]);
    assert!(!host.asked().is_empty(), "the answer is 31 days old");
}

#[test]
fn every_request_to_a_host_waits_also_where_an_address_leads_on_and_where_head_is_refused() {
    const PAUSE: Duration = Duration::from_millis(150);
    let (last, is_kept) = (Mutex::new(None::<Instant>), Arc::new(AtomicBool::new(true)));
    let kept = Arc::clone(&is_kept);
    let host = Host::serve(move |path| {
        let before = last.lock().unwrap().replace(Instant::now());
        kept.fetch_and(before.is_none_or(|before| before.elapsed() >= PAUSE), Ordering::SeqCst);
        if path == "/chuyen" { moved("/mat") } else { missing() }
    });
    let world = project(&[host.url("/chuyen")]);
    let (_, answer) = online(&world, &["--pause", "0.15"]);
    assert_eq!(answer["links"][0]["status"], 404, "{answer:#}");
    assert_eq!(host.asked(), ["HEAD /chuyen", "HEAD /mat", "GET /mat"]);
    assert!(is_kept.load(Ordering::SeqCst));
}

#[test]
fn a_limit_leaves_the_rest_for_the_next_run() {
    let host = Host::serve(|_| Reply::Page("x".to_owned()));
    let world = project(&["/1", "/2", "/3"].map(|path| host.url(path)));
    let (status, answer) = online(&world, &["--limit", "2"]);
    assert_eq!((status, &answer["totals"]["unasked"]), (Some(0), &json!(1)), "{answer:#}");
    assert_eq!(host.asked().len(), 2);
    let (_, answer) = online(&world, &["--limit", "2"]);
    assert_eq!((&answer["totals"]["good"], host.asked().len()), (&json!(3), 1));
}
