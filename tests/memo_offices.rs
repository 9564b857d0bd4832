//! After a change the sites of the offices that it concerns are made again, and the others are as they would be made.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::project;
use crate::world::{self, World, tree};

/// The fixture with every case, with offices: two communes, and a department.
fn province() -> World {
    let world = World::empty();
    let fixture = "tests/fixtures/render";
    for (path, content) in project::files(fixture) {
        let niemyet::input::FileContent::Bytes(bytes) = content else { panic!("{path}") };
        world.put(&path, bytes);
    }
    let agency = "\n[[agency]]\nid = \"ubnd-cap-xa\"\nname = \"Ủy ban nhân dân cấp xã\"\nkind = \"commune\"\n";
    world.put("catalogue/agencies.toml", world.text("catalogue/agencies.toml") + agency);
    let office = |id: &str, name: &str, agency: &str| {
        format!("[[office]]\nid = \"{id}\"\nname = \"{name}\"\nagency = \"{agency}\"\naddress = \"Số 1\"\n")
    };
    let communes = ["mot", "hai"].map(|one| office(&format!("xa-{one}"), &format!("UBND xã {one}"), "ubnd-cap-xa"));
    let department = office("so-xay-dung", "Sở Xây dựng", "so-xay-dung");
    world.put("catalogue/offices.toml", communes.concat() + &department);
    let by = "by = \"phòng kiểm soát\"\nrecorded = 2026-01-01\nsource = \"thử\"\n";
    let codes = "codes = [\"1.000002\", \"1.000005\"]";
    let assignment = format!("[[assignment]]\nagency = \"ubnd-cap-xa\"\n{codes}\nrole = \"decides\"\n{by}");
    world.put("catalogue/assignments.toml", assignment);
    world
}

/// Where the record of a code stands.
fn record(code: &str) -> String {
    let folder = if code < "1.000008" { "ho-tich" } else { "dat-dai" };
    format!("catalogue/procedures/{folder}/{code}.md")
}

/// A text whose line with a key has another value.
fn with_line(text: &str, key: &str, value: &str) -> String {
    text.lines()
        .map(|line| if line.starts_with(key) { format!("{key}{value}\n") } else { format!("{line}\n") })
        .collect()
}

/// Builds every office's site; how many were made again, by what is told.
fn built(world: &World) -> usize {
    let ran = world.run(&["build", "--offices", "sites"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    let told = ran.stdout.split(": dựng ").nth(1).and_then(|rest| rest.split(' ').next());
    told.unwrap_or_else(|| panic!("{ran:#?}")).parse().unwrap()
}

/// The files of every site as they are made where nothing is remembered.
fn cold(world: &World) -> BTreeMap<String, Vec<u8>> {
    let _ = std::fs::remove_dir_all(world.at("cold"));
    let ran = world.run(&["build", "--offices", "cold", "--no-memo"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    world.tree("cold")
}

#[test]
fn a_record_that_changes_has_the_sites_of_its_offices_made_again_and_the_rest_say_what_they_are_made_from() {
    let world = province();
    assert_eq!(built(&world), 3);
    assert_eq!(built(&world), 0);
    let when = |path: &str| std::fs::metadata(world.at(path)).unwrap().modified().unwrap();
    let before = when("sites/xa-mot/index.html");
    // The department's alone; the communes', whose name the department's site tells; nobody's.
    for (code, is_name, sites) in
        [("1.000012", true, 1), ("1.000003", false, 2), ("1.000003", true, 3), ("1.000010", false, 0)]
    {
        let text = world.text(&record(code));
        let named = text.replacen("name = \"", "name = \"Mới: ", 1);
        world.put(&record(code), if is_name { named } else { with_line(&text, "manner = ", "\"unknown\"") });
        assert_eq!(built(&world), sites, "{code}");
        assert_eq!(world.tree("sites"), cold(&world), "{code}");
        let log = world.text("sites/.xa-mot.niemyet-log");
        let last = log.lines().last().unwrap().split('\t').nth(3).unwrap();
        let manifest = std::fs::read(world.at("sites/xa-mot/.niemyet")).unwrap();
        assert_eq!(last, niemyet::digest::sha256(manifest), "{code}: the log knows the site that stands");
        let ran = world.run(&["verify", "sites/xa-mot"]);
        assert_eq!(ran.status, Some(0), "{code}: {ran:#?}");
    }
    assert!(when("sites/xa-mot/index.html") > before);
    let stands = when("sites/so-xay-dung/index.html");
    world.edit("catalogue/offices.toml", "UBND xã hai", "UBND phường Hai");
    assert_eq!(built(&world), 1);
    assert_eq!(when("sites/so-xay-dung/index.html"), stands, "no file of another office's was touched");
    assert_eq!(world.tree("sites"), cold(&world));
}

#[test]
fn a_procedure_of_others_that_a_site_names_is_part_of_what_it_is_made_from() {
    let world = province();
    assert_eq!(built(&world), 3);
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for office in ["xa-mot", "xa-hai", "so-xay-dung"] {
        let memo = world.text(&format!("sites/.{office}.niemyet-memo"));
        let codes = memo.lines().find_map(|line| line.strip_prefix("named ")).unwrap();
        codes.split(' ').filter(|code| !code.is_empty()).for_each(|code| {
            named.entry(code.to_owned()).or_default().insert(office.to_owned());
        });
    }
    let held: BTreeSet<String> =
        ["1.000001", "1.000002", "1.000003", "1.000005", "1.000012", "1.000008", "1.000013"].map(str::to_owned).into();
    let is_other = |code: &str| !held.contains(code) && world.at(&record(code)).exists();
    let others: Vec<_> = named.iter().filter(|(code, _)| is_other(code)).collect();
    assert!(others.iter().any(|(_, offices)| offices.len() < 3), "{named:?}");
    for (code, offices) in others {
        world.edit(&record(code), "name = \"", "name = \"Mới: ");
        assert_eq!(built(&world), offices.len(), "{code}: {offices:?}");
        assert_eq!(world.tree("sites"), cold(&world), "{code}");
    }
}

/// What happens between two builds.
#[derive(Debug, Clone)]
enum Edit {
    Name(usize),
    Content(usize, bool),
    Executing(usize, bool),
    Remove(usize),
    /// A decision says something of a record: amends, ends, replaces by another.
    Decide(usize, usize, u8),
    /// A table of the catalogue has another line, or one line less.
    Table(usize, bool),
    Office(u8),
    Settings(u8),
    OwnTemplate(u8),
    Words(u8),
    Day(u8),
    Alter(u8),
    /// A build is killed after so many milliseconds.
    Kill(u8),
}

const RECORDS: usize = 14;

/// Files that are not one record's, and the text of each behind which another is put.
const TABLES: [(&str, &str, &str); 12] = [
    ("catalogue/sectors.toml", "name = \"", "Mới "),
    ("catalogue/agencies.toml", "name = \"Sở Xây dựng", " mới"),
    ("catalogue/synonyms.tsv", "kind\n", "đẻ\tsinh\tmeaning\n"),
    ("catalogue/life-events.toml", "label = \"", "Mới "),
    ("catalogue/links.tsv", "danh sách 2026-07", " mới"),
    ("catalogue/snapshots/ds-2026-07.tsv", "code\tname\n", "1.000012\ty\n"),
    ("catalogue/decisions/2026/88-qd-ubnd.toml", "title = \"", "Mới "),
    ("catalogue/rulings.toml", "reason = \"", "Mới "),
    ("catalogue/rules.toml", "source = \"", "Mới "),
    ("catalogue/communes.tsv", "code\tname\n", "00001\tXã Một\n"),
    ("catalogue/assignments.toml", "codes = [", "\"1.000010\", "),
    ("site/site.toml", "title = \"", "Mới "),
];

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        3 => (1..=RECORDS).prop_map(Edit::Name),
        2 => (1..=RECORDS, any::<bool>()).prop_map(|(code, is_known)| Edit::Content(code, is_known)),
        2 => (1..=RECORDS, any::<bool>()).prop_map(|(code, is_commune)| Edit::Executing(code, is_commune)),
        1 => (1..=RECORDS).prop_map(Edit::Remove),
        3 => (1..=RECORDS, 1..=RECORDS, 0..3_u8).prop_map(|(code, other, kind)| Edit::Decide(code, other, kind)),
        4 => (0..TABLES.len(), proptest::bool::weighted(0.8)).prop_map(|(table, is_longer)| Edit::Table(table, is_longer)),
        1 => (0..9_u8).prop_map(Edit::Office),
        1 => (0..3_u8).prop_map(Edit::Settings),
        1 => (0..3_u8).prop_map(Edit::OwnTemplate),
        1 => (0..3_u8).prop_map(Edit::Words),
        1 => (1..5_u8).prop_map(Edit::Day),
        1 => (0..3_u8).prop_map(Edit::Alter),
        1 => (0..200_u8).prop_map(Edit::Kill),
    ];
    proptest::collection::vec(edit, 1..7)
}

fn code(number: usize) -> String {
    format!("1.{number:06}")
}

struct Edited {
    world: World,
    day: String,
    decisions: usize,
}

impl Edited {
    fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = self.world.command(&[args, &["--today", &self.day]].concat());
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        command
    }

    /// Changes a record, where it is there.
    fn change(&self, number: usize, change: impl Fn(&str) -> String) {
        let path = record(&code(number));
        if self.world.at(&path).exists() {
            self.world.put(&path, change(&self.world.text(&path)));
        }
    }

    fn apply(&mut self, edit: &Edit) {
        let world = &self.world;
        match edit {
            Edit::Name(number) => self.change(*number, |text| text.replacen("name = \"", "name = \"Mới: ", 1)),
            Edit::Content(number, is_known) => {
                let word = if *is_known { "\"not-entered\"" } else { "\"unknown\"" };
                self.change(*number, |text| with_line(text, "result = ", word));
            }
            Edit::Executing(number, is_commune) => {
                let name = if *is_commune { "Ủy ban nhân dân cấp xã" } else { "Sở Xây dựng" };
                self.change(*number, |text| with_line(text, "executing = ", &format!("[\"{name}\"]")));
            }
            Edit::Remove(number) => drop(std::fs::remove_file(world.at(&record(&code(*number))))),
            Edit::Decide(number, other, kind) => {
                self.decisions += 1;
                let number_of = 900 + self.decisions;
                let row = match kind {
                    0 => format!("kind = \"amend\"\ncode = \"{}\"\n", code(*number)),
                    1 => format!("kind = \"repeal\"\ncode = \"{}\"\n", code(*number)),
                    _ => format!("kind = \"replace\"\nold = [\"{}\"]\nnew = [\"{}\"]\n", code(*number), code(*other)),
                };
                let head =
                    format!("number = \"{number_of}/QĐ-UBND\"\nissuer = \"ubnd-tinh-mau\"\nsigned = 2026-09-10\n");
                let rest = "effect = 2026-10-01\ntitle = \"Thử\"\nsectors = [\"ho-tich\"]\n\n[[change]]\n";
                let path = format!("catalogue/decisions/2026/{number_of}-qd-ubnd.toml");
                world.put(&path, format!("{head}{rest}{row}"));
            }
            Edit::Table(at, is_longer) => {
                let (path, place, new) = TABLES[*at];
                let text = world.text(path);
                let new = if *is_longer {
                    text.replacen(place, &format!("{place}{new}"), 1)
                } else {
                    let lines: Vec<&str> = text.split_inclusive('\n').collect();
                    lines[..lines.len().saturating_sub(1)].concat()
                };
                world.put(path, new);
            }
            Edit::Office(number) => {
                let text = world.text("catalogue/offices.toml");
                world
                    .put("catalogue/offices.toml", text.replacen("address = \"", &format!("address = \"{number} "), 1));
            }
            Edit::Settings(number) => {
                world.put("offices/xa-hai/site/site.toml", format!("title = \"Xã Hai {number}\"\n"));
            }
            Edit::OwnTemplate(number) => {
                world
                    .put("offices/so-xay-dung/templates/part/contact.html", format!("<p id=\"don-vi\">{number}</p>\n"));
            }
            Edit::Words(number) => {
                world.put("site/strings/vi.toml", format!("[site.nav]\nchanges = \"Mới {number}\"\n"));
            }
            Edit::Day(day) => self.day = format!("2026-12-0{day}"),
            Edit::Alter(office) => {
                let office = ["xa-mot", "xa-hai", "so-xay-dung"][usize::from(*office)];
                let path = format!("sites/{office}/index.html");
                world.put(&path, world.text(&path).replacen("<!doctype", "<!DOCTYPE", 1));
            }
            Edit::Kill(after) => {
                let mut child = self.command(&["build", "--offices", "sites"]).spawn().unwrap();
                std::thread::sleep(std::time::Duration::from_millis(u64::from(*after)));
                let _ = child.kill(); // it may have ended
                child.wait().unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sites_are_the_same_with_what_is_remembered_and_without(edits in edits()) {
        let mut edited = Edited { world: province(), day: world::TODAY.to_owned(), decisions: 0 };
        built(&edited.world);
        for edit in &edits {
            edited.apply(edit);
            let before = tree(&edited.world.at("sites"));
            let warm = edited.command(&["build", "--offices", "sites"]).status().unwrap().code();
            let _ = std::fs::remove_dir_all(edited.world.at("cold"));
            let cold = edited.command(&["build", "--no-memo", "--offices", "cold"]).status().unwrap().code();
            prop_assert_eq!(warm, cold, "{:?}", edit);
            let now = tree(&edited.world.at("sites"));
            if warm == Some(0) {
                prop_assert!(now == tree(&edited.world.at("cold")), "{:?}", edit);
            } else {
                prop_assert!(now == before, "{:?}", edit);
            }
        }
    }
}
