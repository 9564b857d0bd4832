//! `audit --keep`: what an office showed on a day is put away whole, and what is there already is never changed.

use crate::world;

use world::World;

const PAGE: &str =
    "<table><tr><th>Mã</th><th>Tên</th></tr><tr><td>1.001193</td><td>Đăng ký khai sinh</td></tr></table>";

fn kept(world: &World, day: &str) -> world::Ran {
    let root = env!("CARGO_MANIFEST_DIR");
    let args = [
        "--catalogue",
        root,
        "--as-of",
        day,
        "--today",
        day,
        "audit",
        "trang",
        "--office",
        "phuong-hac-thanh",
        "--keep",
        "da-luu",
    ];
    world.run(&[&args[..], &["--format", "json"]].concat())
}

#[test]
fn the_files_their_digests_and_the_answer_are_kept_and_a_later_audit_takes_the_answer() {
    let world = World::empty();
    world.put("trang/mot/index.html", PAGE);
    world.put("trang/hai.csv", "ma;ten\n1.004222;Đăng ký thường trú\n");
    let first = kept(&world, "2026-07-20");
    assert_eq!(first.status, Some(1), "{first:?}");
    let at = "da-luu/phuong-hac-thanh/2026-07-20";
    assert_eq!(world.text(&format!("{at}/ket-qua.json")), first.stdout);
    assert_eq!(world.text(&format!("{at}/niem-yet/mot/index.html")), PAGE);
    let sums = world.text(&format!("{at}/SHA256SUMS"));
    let named: Vec<&str> = sums.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path).collect();
    assert_eq!(named, ["niem-yet/hai.csv", "niem-yet/mot/index.html", "ket-qua.json"]);
    for (digest, path) in sums.lines().filter_map(|line| line.split_once("  ")) {
        assert_eq!(digest, niemyet::digest::sha256(world.text(&format!("{at}/{path}"))), "{path}");
    }
    let before = world.tree("da-luu");
    let again = kept(&world, "2026-07-20");
    assert_eq!((again.status, world.tree("da-luu")), (Some(1), before.clone()), "the same once more changes nothing");
    let previous = format!("{at}/ket-qua.json");
    let root = env!("CARGO_MANIFEST_DIR");
    let later = world.run(&[
        "--catalogue",
        root,
        "--as-of",
        "2026-07-27",
        "audit",
        "trang",
        "--office",
        "phuong-hac-thanh",
        "--previous",
        &previous,
    ]);
    assert_eq!(later.status, Some(1), "{later:?}");
    world.put("trang/hai.csv", "ma;ten\n1.004194;Đăng ký tạm trú\n");
    let other = kept(&world, "2026-07-20");
    assert_eq!(other.status, Some(2), "{other:?}");
    assert!(other.stderr.contains("SHA256SUMS") || other.stderr.contains("hai.csv"), "{other:?}");
    assert_eq!(world.tree("da-luu"), before);
}

#[test]
fn keeping_asks_for_the_office() {
    let world = World::empty();
    world.put("trang/index.html", PAGE);
    let ran = world.run(&["audit", "trang", "--keep", "da-luu"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(!world.at("da-luu").exists());
}
