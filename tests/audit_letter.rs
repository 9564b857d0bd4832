//! `niemyet audit --all --letter`: the letter to the offices, as word processors open it.

use crate::skipping;
use crate::world;

use std::process::Command;

use niemyet::import::{Foreign, Shown, read_listing};
use serde_json::Value;
use world::{Ran, World};

/// Two offices: one with a link to a home page, which is put right later, and one with nothing in it.
fn two_offices() -> World {
    let world = World::empty();
    let home = |code: &str| format!("<p><a href=\"https://dichvucong.gov.vn/\">{code}</a></p>");
    let page = format!("{}{}<p>1.004222</p>", home("1.001193"), home("1.004194"));
    world.put("tinh/phuong-hac-thanh.html", page);
    world.put("tinh/so-y-te.html", "<p>Trang đang bảo trì</p>");
    world
}

fn audit(world: &World, arguments: &str) -> Ran {
    world.run_on_committed(&format!("audit {arguments}"))
}

fn json(world: &World, arguments: &str) -> Value {
    audit(world, &format!("{arguments} --format json")).faulty_json()
}

/// The rows of a document, by the reader of decisions and listings.
fn read(world: &World, path: &str) -> Vec<Shown> {
    let bytes = std::fs::read(world.at(path)).unwrap();
    read_listing(&Foreign { name: path.to_owned(), bytes, label: None }).unwrap().0
}

fn words(rows: &[Shown]) -> String {
    rows.iter().flat_map(|row| &row.texts).map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_letter_has_the_parts_of_an_official_one_and_the_numbers_of_the_audit() {
    let world = two_offices();
    let answer = json(&world, "--all tinh --today 2026-07-20 --letter cong-van.docx");
    let rows = read(&world, "cong-van.docx");
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
        // What could not be checked is called missing in no letter.
        let is_proved = |one: &&Value| one["code"] == "MISSING_IN_FORCE" && one["verdict"] == "fault";
        let missing = office["findings"].as_array().unwrap().iter().filter(is_proved).count().to_string();
        let [due, posted, ended] = ["due", "posted", "ended"].map(|key| office["totals"][key].to_string());
        assert_eq!(row.texts[2..6], [due, posted, missing, ended], "{row:?}");
    }
    let relink = answer["offices"].as_array().unwrap().iter().flat_map(|one| one["findings"].as_array().unwrap());
    let relink = relink.filter(|one| one["code"].as_str().unwrap().starts_with("LINK_") && one["verdict"] == "fault");
    // The link of what is another office's is not worth mending.
    let relink = relink.filter(|one| one["procedure"] == "1.001193");
    assert!(text.contains(&format!("sửa {} liên kết", relink.count())), "{text}");
    assert!(!text.contains("posted.") && !text.contains('{') && !text.contains("So với lần"), "{text}");
}

#[test]
fn beside_the_quarter_before_it_tells_what_is_fixed_and_still_there_and_the_same_is_the_same_bytes() {
    let world = two_offices();
    let before = json(&world, "--all tinh --today 2026-04-20");
    world.put("truoc.json", before.to_string());
    world.put("tinh/phuong-hac-thanh.html", "<p>1.004222</p>");
    let arguments = "--all tinh --today 2026-07-20 --previous truoc.json --letter";
    let answer = json(&world, &format!("{arguments} mot.docx"));
    json(&world, &format!("{arguments} hai.docx"));
    let bytes = ["mot.docx", "hai.docx"].map(|path| std::fs::read(world.at(path)).unwrap());
    assert!(bytes[0] == bytes[1]);
    let text = words(&read(&world, "mot.docx"));
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
    let world = two_offices();
    for arguments in ["tinh --office so-y-te --letter cong-van.docx", "--all tinh --letter cong-van.doc"] {
        let refused = audit(&world, arguments);
        assert!(refused.status == Some(2) && refused.stdout.is_empty(), "{arguments}");
    }
}

#[test]
fn libreoffice_opens_the_letter_and_prints_it() {
    let world = two_offices();
    json(&world, "--all tinh --today 2026-07-20 --letter cong-van.docx");
    let home = format!("-env:UserInstallation=file://{}", world.at("home").display());
    let mut office = Command::new("soffice");
    office.args([&home, "--headless", "--convert-to", "pdf", "cong-van.docx"]).current_dir(world.at(""));
    let Ok(output) = office.output() else {
        return skipping::skipped("LibreOffice (soffice) is not on this machine");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = words(&read(&world, "cong-van.pdf"));
    for present in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kính gửi", "Sở Y tế"] {
        assert!(text.contains(present), "{present}: {text}");
    }
}
