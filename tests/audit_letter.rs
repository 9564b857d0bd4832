//! `niemyet audit --all --letter`: the letter to the offices, as word processors open it.
#![allow(clippy::disallowed_methods, reason = "a test runs commands")]

mod skipping;

use std::path::PathBuf;
use std::process::{Command, Output};

use niemyet::import::{Foreign, Shown, read_listing};
use serde_json::Value;
use tempfile::TempDir;

/// Two offices: one with a link to a home page, which is put right later, and one with nothing in it.
struct World(TempDir);

impl World {
    fn new() -> World {
        let world = World(tempfile::tempdir().unwrap());
        std::fs::create_dir(world.at("tinh")).unwrap();
        world.put(
            "tinh/phuong-hac-thanh.html",
            "<p><a href=\"https://dichvucong.gov.vn/\">1.004194</a></p><p>1.004222</p>",
        );
        world.put("tinh/so-y-te.html", "<p>Trang đang bảo trì</p>");
        world
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        std::fs::write(self.at(path), text).unwrap();
    }

    fn audit(&self, arguments: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_niemyet"));
        let catalogue = format!("{}/catalogue", env!("CARGO_MANIFEST_DIR"));
        command.args(["audit", "--catalogue", &catalogue]).args(arguments.split(' '));
        command.current_dir(self.0.path()).output().unwrap()
    }

    fn json(&self, arguments: &str) -> Value {
        let output = self.audit(&format!("{arguments} --format json"));
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The rows of a document, by the reader of decisions and listings.
    fn read(&self, path: &str) -> Vec<Shown> {
        let bytes = std::fs::read(self.at(path)).unwrap();
        read_listing(&Foreign { name: path.to_owned(), bytes, label: None }).unwrap().0
    }
}

fn words(rows: &[Shown]) -> String {
    rows.iter().flat_map(|row| &row.texts).map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_letter_has_the_parts_of_an_official_one_and_the_numbers_of_the_audit() {
    let world = World::new();
    let answer = world.json("--all tinh --today 2026-07-20 --letter cong-van.docx");
    let rows = world.read("cong-van.docx");
    let text = words(&rows);
    let mut at = 0;
    for part in [
        "ỦY BAN NHÂN DÂN TỈNH THANH HÓA",
        "Số:",
        "V/v ",
        "quý III năm 2026",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Thanh Hóa, ngày",
        "Kính gửi:",
        "20/07/2026",
        "1. Kết quả",
        "2. Việc phải làm",
        "3. Thời hạn",
        "Nơi nhận:",
        "(ký, đóng dấu)",
    ] {
        let place = text[at..].find(part).unwrap_or_else(|| panic!("{part} after {at}: {text}"));
        at += place;
    }
    let totals = &answer["totals"];
    let absent = totals["absent"].to_string();
    assert!(text.contains(&format!("{absent} cơ quan, đơn vị chưa có bản niêm yết")), "{text}");
    for office in answer["offices"].as_array().unwrap() {
        let name =
            if office["office"] == "so-y-te" { "Sở Y tế" } else { "Ủy ban nhân dân phường Hạc Thành" };
        let row = rows.iter().find(|row| row.texts.iter().any(|text| text == name)).unwrap();
        let counts = ["due", "posted", "missing", "ended"].map(|key| office["totals"][key].to_string());
        assert_eq!(row.texts[2..6], counts, "{row:?}");
    }
    let relink = answer["offices"].as_array().unwrap().iter().flat_map(|one| one["findings"].as_array().unwrap());
    let relink = relink.filter(|one| one["code"].as_str().unwrap().starts_with("LINK_") && one["verdict"] == "fault");
    assert!(text.contains(&format!("sửa {} liên kết", relink.count())), "{text}");
    assert!(!text.contains("posted.") && !text.contains('{') && !text.contains("So với lần"), "{text}");
}

#[test]
fn beside_the_quarter_before_it_tells_what_is_fixed_and_still_there_and_the_same_is_the_same_bytes() {
    let world = World::new();
    let before = world.json("--all tinh --today 2026-04-20");
    world.put("truoc.json", &before.to_string());
    world.put("tinh/phuong-hac-thanh.html", "<p>1.004222</p>");
    let arguments = "--all tinh --today 2026-07-20 --previous truoc.json --letter";
    let answer = world.json(&format!("{arguments} mot.docx"));
    world.json(&format!("{arguments} hai.docx"));
    let bytes = ["mot.docx", "hai.docx"].map(|path| std::fs::read(world.at(path)).unwrap());
    assert!(bytes[0] == bytes[1]);
    let text = words(&world.read("mot.docx"));
    let offices = answer["offices"].as_array().unwrap();
    let fixed: usize = offices.iter().map(|one| one["previous"]["fixed"].as_array().unwrap().len()).sum();
    let still: u64 = offices.iter().map(|one| one["previous"]["still"].as_u64().unwrap()).sum();
    assert!(fixed > 0 && still > 0);
    let line = format!("20/04/2026: đã sửa {fixed} điểm, vẫn còn {still} điểm");
    assert!(text.contains(&line), "{line}: {text}");
    assert!(text.contains("Đã sửa") && text.contains("Vẫn còn"), "{text}");
}

#[test]
fn a_letter_of_one_office_or_of_another_kind_of_file_is_refused() {
    let world = World::new();
    for arguments in ["tinh --office so-y-te --letter cong-van.docx", "--all tinh --letter cong-van.doc"] {
        let refused = world.audit(arguments);
        assert!(refused.status.code() == Some(2) && refused.stdout.is_empty(), "{arguments}");
    }
}

#[test]
fn libreoffice_opens_the_letter_and_prints_it() {
    let world = World::new();
    world.json("--all tinh --today 2026-07-20 --letter cong-van.docx");
    let home = format!("-env:UserInstallation=file://{}", world.at("home").display());
    let mut office = Command::new("soffice");
    office.args([&home, "--headless", "--convert-to", "pdf", "cong-van.docx"]).current_dir(world.0.path());
    let Ok(output) = office.output() else {
        return skipping::skipped("LibreOffice (soffice) is not on this machine");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = words(&world.read("cong-van.pdf"));
    for present in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kính gửi", "Sở Y tế"] {
        assert!(text.contains(present), "{present}: {text}");
    }
}
