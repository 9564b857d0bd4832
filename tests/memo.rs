//! What a build remembers saves work and never changes a byte.

use crate::world;

use proptest::prelude::*;
use world::{World, tree};

const MEMO: &str = ".public.niemyet-memo";
const SAID: &str = "không có gì thay đổi từ lần dựng trước";

/// Builds, and says whether the site was found standing.
fn stands(world: &World, args: &[&str]) -> bool {
    let ran = world.run(&[&["build"], args].concat());
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    ran.stderr.contains(SAID)
}

#[test]
fn a_build_with_nothing_changed_says_so_and_touches_nothing() {
    let world = World::new();
    let first = world.run(&["build"]);
    assert_eq!(first.status, Some(0), "{first:#?}");
    let site = world.tree("public");
    let inode = |path: &str| std::fs::metadata(world.at(path)).unwrap().modified().unwrap();
    let (folder, page) = (inode("public"), inode("public/index.html"));
    let again = world.run(&["build"]);
    assert!(again.stderr.contains(SAID), "{again:#?}");
    let files = site.len() - 1;
    assert!(again.stdout.contains(&format!("{files} tệp")), "{again:#?}");
    assert!(again.stdout.contains(&format!("(ghi 0, giữ nguyên {files}, bỏ 0)")), "{again:#?}");
    let bytes: usize = site.iter().filter(|(path, _)| *path != ".niemyet").map(|(_, bytes)| bytes.len()).sum();
    assert!(again.stdout.contains(&format!(" {bytes} byte")) && first.stdout.contains(&format!(" {bytes} byte")));
    assert_eq!((world.tree("public"), inode("public"), inode("public/index.html")), (site, folder, page));
    assert!(!stands(&world, &["--no-memo"]));
    assert!(stands(&world, &[]), "what is remembered stays true");
}

#[test]
fn whatever_a_site_is_made_of_has_it_made_again() {
    let world = World::new();
    assert!(!stands(&world, &[]));
    let edits: [&dyn Fn(); 6] = [
        &|| world.edit("site/site.toml", "title = \"", "title = \"Mới: "),
        &|| world.put("templates/404.html", "<p>mất</p>"),
        &|| world.put("site/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        &|| world.put("catalogue/synonyms.tsv", world.text("catalogue/synonyms.tsv") + "\n"),
        &|| world.put("offices/khong-co/site/site.toml", "title = \"A\"\n"),
        &|| std::fs::remove_file(world.at("templates/404.html")).unwrap(),
    ];
    for (at, edit) in edits.iter().enumerate() {
        edit();
        assert!(!stands(&world, &[]), "edit {at}");
        assert!(stands(&world, &[]), "edit {at}");
    }
    for args in [
        &["--as-of", "2027-03-01"][..],
        &["--today", "2026-11-22"],
        &["--base-url", "https://khac.example/"],
        &["--file"],
        &["--review", "ra-soat-rieng"],
    ] {
        assert!(!stands(&world, args), "{args:?}");
        assert!(stands(&world, args), "{args:?}");
        assert!(!stands(&world, &[]), "{args:?}");
    }
}

#[test]
fn a_site_that_is_not_as_it_was_left_is_made_again() {
    let world = World::new();
    let good = world.good_site();
    let home = world.at("public/index.html");
    let spoils: [&dyn Fn(); 7] = [
        &|| {
            // The same size, and the time put back.
            let when = std::fs::metadata(&home).unwrap().modified().unwrap();
            let altered = world.text("public/index.html").replacen("<!doctype", "<!DOCTYPE", 1);
            std::fs::write(&home, altered).unwrap();
            std::fs::File::options().write(true).open(&home).unwrap().set_modified(when).unwrap();
        },
        &|| std::fs::remove_file(&home).unwrap(),
        &|| std::fs::remove_dir_all(world.at("public")).unwrap(),
        &|| std::fs::remove_file(world.at("public/feed.xml")).unwrap(),
        &|| std::fs::remove_file(world.at(MEMO)).unwrap(),
        &|| std::fs::create_dir(world.at(".public.niemyet-new")).unwrap(),
        &|| std::fs::create_dir(world.at(".public.niemyet-made")).unwrap(),
    ];
    for (at, spoil) in spoils.iter().enumerate() {
        assert!(stands(&world, &[]), "spoil {at}");
        spoil();
        assert!(!stands(&world, &[]), "spoil {at}");
        assert_eq!(world.tree("public"), good, "spoil {at}");
        let left = [".public.niemyet-new", ".public.niemyet-made"].map(|name| world.at(name).exists());
        assert_eq!(left, [false; 2], "spoil {at}");
    }
    world.put("public/cua-ai.txt", "của người khác");
    assert!(!stands(&world, &[]));
    let ran = world.run(&["build"]);
    assert!(ran.stderr.contains(SAID) && ran.stdout.contains("cua-ai.txt"), "{ran:#?}");
}

#[test]
fn a_memo_that_is_spoiled_is_none() {
    let world = World::new();
    let good = world.good_site();
    let memo = std::fs::read(world.at(MEMO)).unwrap();
    let mut spoiled: Vec<Vec<u8>> = (0..memo.len()).step_by(37).map(|end| memo[..end].to_vec()).collect();
    spoiled.extend((0..memo.len()).step_by(41).map(|at| {
        let mut bytes = memo.clone();
        bytes[at] ^= 1;
        bytes
    }));
    spoiled.extend([Vec::new(), vec![0xff; 4096], [&memo[..], b"\n"].concat(), [&memo[..], &memo].concat()]);
    for bytes in &spoiled[..] {
        std::fs::write(world.at(MEMO), bytes).unwrap();
        assert!(!stands(&world, &[]), "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(world.tree("public"), good);
    assert!(stands(&world, &[]));
}

/// What happens between two builds.
#[derive(Debug, Clone)]
enum Edit {
    /// A record is made, or has another name.
    Record(u8, u8),
    /// A record's file is called otherwise.
    Rename(u8),
    Remove(u8),
    /// A decision publishes a record.
    Decide(u8),
    Sector(u8),
    Template(u8),
    /// The project's own template is gone again.
    BuiltIn,
    Words(u8),
    Day(u8),
    /// A byte of what is remembered is another.
    Spoil(u16),
    /// What an earlier build remembered lies there again.
    Stale,
    /// A page of the site is altered.
    Alter(u8),
    /// A build is killed after so many milliseconds.
    Kill(u8),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        3 => (1..6_u8, 0..3_u8).prop_map(|(code, name)| Edit::Record(code, name)),
        1 => (1..6_u8).prop_map(Edit::Rename),
        1 => (1..6_u8).prop_map(Edit::Remove),
        1 => (1..6_u8).prop_map(Edit::Decide),
        1 => (0..3_u8).prop_map(Edit::Sector),
        1 => (0..3_u8).prop_map(Edit::Template),
        1 => Just(Edit::BuiltIn),
        1 => (0..3_u8).prop_map(Edit::Words),
        1 => (1..5_u8).prop_map(Edit::Day),
        1 => any::<u16>().prop_map(Edit::Spoil),
        2 => Just(Edit::Stale),
        1 => (0..5_u8).prop_map(Edit::Alter),
        2 => (0..120_u8).prop_map(Edit::Kill),
    ];
    proptest::collection::vec(edit, 1..9)
}

/// A project that is edited, and what an earlier build of it remembered.
struct Edited {
    world: World,
    day: String,
    stale: Option<Vec<u8>>,
}

impl Edited {
    fn record(&self, code: u8) -> Option<String> {
        let names = [format!("9.00001{code}.md"), format!("khac-{code}.md")];
        let paths = names.into_iter().map(|name| format!("catalogue/procedures/linh-vuc-mau/{name}"));
        paths.into_iter().find(|path| self.world.at(path).exists())
    }

    fn apply(&mut self, edit: &Edit) {
        let world = &self.world;
        match edit {
            Edit::Record(code, name) => {
                let first = world.text("catalogue/procedures/linh-vuc-mau/9.000001.md");
                let text = first
                    .replace("9.000001", &format!("9.00001{code}"))
                    .replace("name = \"Thủ tục mẫu\"", &format!("name = \"Việc thứ {name}\""));
                let path = format!("catalogue/procedures/linh-vuc-mau/9.00001{code}.md");
                world.put(&self.record(*code).unwrap_or(path), text);
            }
            Edit::Rename(code) => {
                if let Some(path) = self.record(*code) {
                    let new = format!("catalogue/procedures/linh-vuc-mau/khac-{code}.md");
                    std::fs::rename(world.at(&path), world.at(&new)).unwrap();
                }
            }
            Edit::Remove(code) => {
                if let Some(path) = self.record(*code) {
                    std::fs::remove_file(world.at(&path)).unwrap();
                }
            }
            Edit::Decide(code) => {
                let row = format!("\n[[change]]\nkind = \"amend\"\ncode = \"9.00001{code}\"\n");
                let path = "catalogue/decisions/2026/1-qd-ubnd.toml";
                world.put(path, world.text(path) + &row);
            }
            Edit::Sector(name) => world.put(
                "catalogue/sectors.toml",
                format!("[[sector]]\nid = \"linh-vuc-mau\"\nname = \"Lĩnh vực {name}\"\n"),
            ),
            Edit::Template(text) => world.put("templates/part/contact.html", format!("<p id=\"don-vi\">{text}</p>\n")),
            Edit::BuiltIn => drop(std::fs::remove_file(world.at("templates/part/contact.html"))),
            Edit::Words(word) => world.put("site/strings/vi.toml", format!("[site.nav]\nchanges = \"Mới {word}\"\n")),
            Edit::Day(day) => self.day = format!("2026-12-0{day}"),
            Edit::Spoil(at) => {
                if let Ok(mut memo) = std::fs::read(world.at(MEMO)) {
                    let at = usize::from(*at) % memo.len();
                    memo[at] ^= 1;
                    std::fs::write(world.at(MEMO), memo).unwrap();
                }
            }
            Edit::Stale => {
                if let Some(stale) = &self.stale {
                    std::fs::write(world.at(MEMO), stale).unwrap();
                }
                self.stale = std::fs::read(world.at(MEMO)).ok();
            }
            Edit::Alter(page) => {
                let path = format!("public/T/9.00001{page}/index.html");
                if world.at(&path).exists() {
                    world.put(&path, world.text(&path).replacen("<!doctype", "<!DOCTYPE", 1));
                }
            }
            Edit::Kill(after) => {
                let mut child = self.command(&["build"]).spawn().unwrap();
                std::thread::sleep(std::time::Duration::from_millis(u64::from(*after)));
                let _ = child.kill(); // it may have ended
                child.wait().unwrap();
            }
        }
    }

    fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = self.world.command(&[args, &["--today", &self.day]].concat());
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        command
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_site_is_the_same_with_what_is_remembered_and_without(edits in edits()) {
        let mut edited = Edited { world: World::new(), day: world::TODAY.to_owned(), stale: None };
        edited.world.good_site();
        for edit in &edits {
            edited.apply(edit);
            let before = tree(&edited.world.at("public"));
            let warm = edited.command(&["build"]).status().unwrap().code();
            let _ = std::fs::remove_dir_all(edited.world.at("cold"));
            let cold = edited.command(&["build", "--no-memo", "--out", "cold"]).status().unwrap().code();
            prop_assert_eq!(warm, cold, "{:?}", edit);
            let site = tree(&edited.world.at("public"));
            match cold {
                Some(0) => prop_assert!(site == tree(&edited.world.at("cold")), "{:?}", edit),
                _ => prop_assert!(site == before, "{:?}: the last good site", edit),
            }
        }
    }
}
