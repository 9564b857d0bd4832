//! Names of files, and queries, that would steer a terminal, break a line or turn the order of reading: each is shown written out.
#![cfg(unix)]

use crate::world;

use world::{Ran, World};

/// A name that colours, breaks the line, rings, wipes the screen and turns what follows.
const NAME: &str = "a\u{1b}[31m\nb\u{7}\u{9b}2J\u{202e}\u{61c}";
/// How people see it.
const SHOWN: &str = r"a\u{1b}[31m\nb\u{7}\u{9b}2J\u{202e}\u{61c}";

/// Holds what a run said to it, and gives that.
#[track_caller]
fn shows(ran: Ran) -> String {
    let said = ran.stdout + &ran.stderr;
    assert!(said.contains(SHOWN), "{said}");
    // The last is what stands in the place of an escape where a whole line is made harmless, and no name.
    for sign in ["\u{1b}", "\nb", "\u{7}", "\u{9b}", "\u{202e}", "\u{61c}", "\u{241b}"] {
        assert!(!said.contains(sign), "{sign:?}: {said:?}");
    }
    said
}

#[test]
fn findings_name_files_of_the_project_so() {
    let world = World::new();
    for path in ["catalogue/decisions/2026/@.toml", "catalogue/procedures/x/@.md", "catalogue/@.tsv", "site/pages/@.md"]
    {
        world.put(&path.replace('@', NAME), "x");
    }
    world.put(&format!("site/assets/{NAME}.css"), "x");
    let said = shows(world.run(&["check", "--all"]));
    for place in ["catalogue/decisions/2026/@.toml:1:2\n", "catalogue/procedures/x/@.md:1:1\n", "assets/@.css\n"] {
        assert!(said.contains(&place.replace('@', SHOWN)), "{place}: {said}");
    }
    shows(world.run(&["build"]));
    let answer = world.run(&["check", "--format", "json"]).faulty_json();
    let paths: Vec<_> = answer["findings"].as_array().unwrap().iter().filter_map(|row| row["path"].as_str()).collect();
    let own = format!("catalogue/decisions/2026/{NAME}.toml");
    assert!(paths.contains(&own.as_str()), "programs get the name itself: {paths:?}");
}

#[test]
fn what_is_read_from_a_file_is_told_of_so() {
    let world = World::new();
    let office = ["new", "office", "ubnd-tinh", "--name", "Ủy ban nhân dân tỉnh", "--agency", "ubnd-tinh"];
    assert_eq!(world.run(&office).status, Some(0));
    let (file, gone, folder) = (format!("{NAME}.csv"), format!("{NAME}.xlsx"), format!("{NAME}-d"));
    world.put(&file, "x,y\n1,2\n");
    world.put(&format!("{folder}/{file}"), "x,y\n1,2\n");
    for command in ["import", "import decision", "import offices", "missing", "audit"] {
        for path in [&file, &gone] {
            let arguments: Vec<&str> = command.split(' ').chain([path.as_str()]).collect();
            shows(world.run(&arguments));
        }
    }
    shows(world.run(&["audit", &folder]));
    shows(world.run(&["audit", "--all", &folder]));
}

#[test]
fn what_is_written_and_what_stands_beside_it_is_told_of_so() {
    let world = World::new();
    shows(world.run(&["build", "--out", NAME]));
    shows(world.run(&["rollback", "--out", NAME]));
    shows(world.run(&["verify", NAME]));
    world.good_site();
    world.put(&format!("public/{NAME}/{NAME}.html"), "x");
    shows(world.run(&["build", "--no-memo"]));
    shows(world.run(&["verify", "public"]));
    world.put(&format!("{NAME}-other/{NAME}"), "x");
    shows(world.run(&["build", "--out", &format!("{NAME}-other")]));
    shows(world.run(&["list", "--catalogue", NAME]));
    shows(world.run(&["export", "search", "--format", "quickwit", "--out", &format!("{NAME}-other")]));
}

#[test]
fn a_query_is_told_so() {
    let world = World::new();
    shows(world.run(&["search", "mẫu", NAME]));
    shows(world.run(&["search", NAME]));
    let answer = world.run(&["search", "--format", "json", NAME]);
    let answer: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(answer["query"], NAME, "programs get the query itself");
}
