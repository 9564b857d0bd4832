//! `niemyet import decision` and `niemyet confirm`: real layouts with facts only, and hostile files.

use crate::importing;
use crate::world;

use importing::{Held, day, of_bytes};
use niemyet::import::{Draft, Reason, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{ChangeKind, Decision, Effect, Records};
use world::World;

const AGENCIES: &str =
    "[[agency]]\nid = \"ubnd-tinh-thanh-hoa\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n";
const LIST: &str = "# title: t\n# source: s\n# taken: 2026-07-16\ncode\tname\n\
    1.004222\tĐăng ký thường trú\n1.000001\tCấp lại Giấy phép vận tải\n\
    1.009714\tKhai thác thông tin\n1.014056\tKhai thác thông tin\n";

fn records(files: &Files) -> Records {
    let none = Files::new;
    let input =
        Input { catalogue: files.clone(), site: none(), templates: none(), as_of: day(), today: day(), base_url: None };
    load(&input).0
}

fn held() -> Held {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    held.put("snapshots/l.tsv", LIST);
    held
}

fn drafts(name: &str, bytes: &[u8]) -> Vec<Draft> {
    read_decisions(&of_bytes(name, bytes), &records(&held().files)).unwrap()
}

/// The only draft of a text, and the decision that it is.
#[track_caller]
fn one(text: &str) -> (Draft, Decision) {
    let draft = drafts("x.txt", text.as_bytes()).pop().unwrap();
    let mut files = Files::new();
    files.insert("decisions/2026/x.toml".into(), FileContent::Bytes(draft.text.clone().into_bytes()));
    let decision = records(&files).decisions.pop().unwrap_or_else(|| panic!("{}", draft.text));
    (draft, decision)
}

fn asks(draft: &Draft, words: &str) -> bool {
    draft.questions.iter().any(|question| question.contains(words))
}

const HEAD: &str = "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 77/QĐ-UBND | Thanh Hóa, ngày 18 tháng 9 năm 2026\n\nQUYẾT ĐỊNH\n\nCông bố Danh mục\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THANH HÓA\n\nCăn cứ Quyết định số 1523/QĐ-BCA-C06 ngày 26/3/2026 của Bộ Công an;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Công bố.\n\n";
const ROW: &str = "I. TTHC MỚI BAN HÀNH\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.116546 | Một\n";
const CLAUSE: &str = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.\n\n";

fn decision(annex: &str) -> String {
    format!("{HEAD}{CLAUSE}PHỤ LỤC\n\n{annex}")
}

#[test]
fn head_clause_and_central_decision_are_read() {
    let text = decision(
        "I. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG (01 TTHC)\n\nSTT | Mã TTHC | Tên TTHC | Căn cứ pháp lý\n\n1 | 1.004222 | Đăng ký thường trú | Nghị định số 154/2024/NĐ-CP\n",
    );
    let (draft, decision) = one(&text);
    assert_eq!(decision.key.number.key(), "77/QĐ-UBND");
    assert_eq!(decision.key.issuer.0, "ubnd-tinh-thanh-hoa", "{}", draft.text);
    assert_eq!((decision.key.signed, decision.effect), ("2026-09-18".parse().ok(), Effect::OnSigning));
    assert!(draft.text.contains("central = [\"1523/QĐ-BCA-C06\"]"), "{}", draft.text);
    assert!(draft.text.contains("sha256 = \""));
    assert!(draft.text.contains("declared = 1"), "{}", draft.text);
    assert!(draft.text.contains("# nguồn: 1 · 1.004222 · Đăng ký thường trú"), "{}", draft.text);
    assert_eq!(decision.changes[0].legal, ["154/2024/NĐ-CP"]);
    assert_eq!(draft.questions, Vec::<String>::new());
}

#[test]
fn sections_rule_their_rows_and_totals_are_checked() {
    let text = decision(
        "I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.116546 | Thủ tục một\n\n\
         II. THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG (Có hiệu lực từ 26/9/2026)\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.004889 | Thủ tục hai\n\n\
         III. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (01 TTHC)\n\nSTT | Mã TTHC | Tên TTHC | Tên VBQPPL là căn cứ sửa đổi, bổ sung\n\n1 | 2.000890 | Thủ tục ba | 66/2026/NQ-CP\n",
    );
    let (draft, decision) = one(&text);
    let kinds: Vec<&str> = decision.changes.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["new", "amend", "repeal"], "{}", draft.text);
    assert!(asks(&draft, "ghi 2 TTHC, đọc được 1 dòng"), "{:#?}", draft.questions);
    assert!(asks(&draft, "tên cột lại là amend"), "{:#?}", draft.questions);
    assert!(draft.text.contains("effect = 2026-09-26"), "{}", draft.text);
    assert!(draft.text.contains("section = \"III\""), "{}", draft.text);
}

#[test]
fn a_part_ends_the_table_above_it_without_a_blank_line() {
    let text = decision(
        "A. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG (01 TTHC)\nSTT | Mã TTHC | Tên TTHC\n1 | 1.004889 | Thủ tục hai\n\
         B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (01 TTHC)\nSTT | Mã TTHC | Tên TTHC\n1 | 2.000890 | Thủ tục ba\n",
    );
    let (draft, decision) = one(&text);
    let kinds: Vec<&str> = decision.changes.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["amend", "repeal"], "{}", draft.text);
    let declared: Vec<Option<usize>> =
        decision.sections.iter().map(|section| section.declared.map(|n| n as usize)).collect();
    assert_eq!(declared, [Some(1), Some(1)], "{}", draft.text);
}

#[test]
fn old_and_new_code_stand_in_one_row() {
    let text = decision(
        "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ\n\nSTT | Mã TTHC được thay thế | Mã TTHC thay thế | Tên TTHC thay thế\n\n1 | 2.001023, 2.002621 | 3.000722 | Liên thông\n2 | 2.002622 | (ô gộp) | Khác\n",
    );
    let (draft, decision) = one(&text);
    let ChangeKind::Replace { old, new, .. } = &decision.changes[0].kind else { panic!("{}", draft.text) };
    assert_eq!((old.len(), new.len()), (2, 1), "{}", draft.text);
    assert!(asks(&draft, "Mã mới chưa đọc được"), "{:#?}", draft.questions);
}

#[test]
fn a_code_is_matched_to_a_name_only_when_unique_and_words_mended_only_when_certain() {
    let text = "# 5/QĐ-UBND, signed 2026-03-26, effective from signing. x\nchange\tlevel\tcode\tname\n\
        AMENDED\txa\t\tKhai thác thông tin\nNEW\txa\t\tKhông ai có tên này\nAMENDED\ttinh\t1.000001\tC ấp l ại Giấy phép v ận tải\n";
    let (draft, decision) = one(text);
    assert_eq!(decision.changes[0].kind.subjects()[0].candidates().len(), 2);
    assert_eq!(decision.changes[1].kind.subjects()[0].code(), None);
    assert_eq!(decision.changes[2].name.as_deref(), Some("Cấp lại Giấy phép vận tải"));
    assert!(asks(&draft, "1.009714, 1.014056") && asks(&draft, "không tên nào trùng"), "{:#?}", draft.questions);
    assert_eq!(draft.rows_there, 3);
}

#[test]
fn hostile_files_are_bounded_and_told() {
    let long = "x".repeat(10 * 1024 * 1024);
    let annex = format!("I. TTHC MỚI BAN HÀNH\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.116546 | {long}\n");
    let (draft, _) = one(&decision(&annex));
    assert!(draft.text.len() < 100_000 && asks(&draft, "Một ô quá dài"), "{:#?}", draft.questions);
    for year in ["0000", "9999"] {
        let text = decision(ROW)
            .replace("năm 2026", &format!("năm {year}"))
            .replace("kể từ ngày ký", &format!("từ ngày 1/1/{year}"));
        let draft = drafts("x.txt", text.as_bytes()).pop().unwrap();
        assert!(!draft.text.contains("signed =") && draft.text.contains("effect = \"unknown\""), "{}", draft.text);
        assert!(draft.questions.len() >= 2, "{:#?}", draft.questions);
    }
    let (draft, _) = one(&decision(ROW).replace("1523/QĐ-BCA-C06", "77/QĐ-UBND"));
    assert!(asks(&draft, "dẫn chính quyết định này"), "{:#?}", draft.questions);
    for bytes in [&b""[..], b"PK\x03\x04rubbish", b"%PDF-1.7", b"[1]", b"{}", b"\xff\xff", b"[[[[["] {
        assert!(read_decisions(&of_bytes("x", bytes), &records(&held().files)).is_err(), "{bytes:?}");
    }
}

#[test]
fn what_no_reader_takes_is_refused_by_name() {
    let text = decision(ROW);
    for (name, bytes, like) in [
        ("a.doc", "\u{d0}", "doc, xls"),
        ("a.mht", text.as_str(), "mht"),
        ("a", "MIME-Version: 1.0\n", "mht"),
        ("a.rtf", "{\\rtf1\\ansi", "rtf"),
        ("a.xml", "<?xml version=\"1.0\"?><w:wordDocument/>", "xml"),
    ] {
        let bytes = if like == "doc, xls" { b"\xd0\xcf\x11\xe0".to_vec() } else { bytes.as_bytes().to_vec() };
        let refused = read_decisions(&of_bytes(name, &bytes), &records(&held().files));
        assert_eq!(refused, Err(Reason::DecisionFormat(like)), "{name}");
    }
    let world = World::new();
    world.put("a.mht", text);
    let before = world.tree("catalogue");
    let refused = world.run(&["import", "decision", "a.mht", "--lang", "en"]);
    assert_eq!((refused.status, world.tree("catalogue") == before), (Some(2), true), "{refused:?}");
    assert!(refused.stderr.contains("not a form in which decisions are read (mht)"), "{refused:?}");
}

#[test]
fn a_text_without_a_number_or_a_row_is_refused() {
    let read = |text: &str| read_decisions(&of_bytes("x.txt", text.as_bytes()), &records(&held().files));
    assert_eq!(read("Kính gửi: các sở\n"), Err(Reason::DecisionNumberMissing));
    assert_eq!(read(&decision(ROW).replace("Số: ", "")), Err(Reason::DecisionNumberMissing));
    assert_eq!(read(&decision("")), Err(Reason::DecisionRowsMissing));
}

#[test]
fn a_draft_has_no_effect_until_it_is_confirmed() {
    let world = World::new();
    let text = decision(
        "I. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 9.999999 | Không có\n",
    );
    world.put("d.txt", text.replace("TỈNH THANH HÓA", "TỈNH"));
    world.put("e.json", r#"[{"number": "9/QĐ-UBND", "issuer": "Nơi khác", "signed": "2026-09-01", "rows": []}]"#);
    let before = world.tree("catalogue");
    let dry = world.run(&["import", "decision", "d.txt", "--dry-run"]);
    assert!(dry.status == Some(0) && dry.stdout.ends_with("chưa ghi gì (--dry-run)\n"), "{dry:?}");
    assert_eq!(world.tree("catalogue"), before);
    assert_eq!(world.run(&["import", "decision", "d.txt", "--label", "văn bản"]).status, Some(0));
    let draft = "catalogue/.import/drafts/77-qd-ubnd.toml";
    assert!(world.at(draft).exists());
    let checked = world.run(&["check"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    // The row's procedure is not in the catalogue: nothing is written.
    let refused = world.run(&["confirm", "--all", "--by", "Người thử"]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(world.at(draft).exists() && !world.at("catalogue/decisions/2026/77-qd-ubnd.toml").exists());
    let own = world.tree("catalogue").into_keys().find(|path| path.starts_with("procedures/")).unwrap();
    let code = own.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
    world.edit(draft, "code = \"9.999999\"", &format!("code = \"{code}\""));
    let text = world.text(draft);
    let issuer = text.lines().find(|line| line.starts_with("issuer = ")).unwrap().to_owned();
    world.edit(draft, &issuer, "issuer = \"ubnd-tinh\"");
    // It was edited by hand: a second import keeps it.
    assert_eq!(world.run(&["import", "decision", "d.txt"]).status, Some(1));
    assert_eq!(world.run(&["confirm", "--by", "Người thử"]).status, Some(2), "a pipe has to say which");
    assert_eq!(world.run(&["confirm", "8/QĐ-UBND", "--by", "x"]).status, Some(2));
    let unsigned = world.run(&["confirm", "77/QĐ-UBND", "--by", "  "]);
    assert!(unsigned.status == Some(2) && unsigned.stderr.contains("`--by` để trống"), "{unsigned:#?}");
    let done = world.run(&["confirm", "77/QĐ-UBND", "--by", "Người thử"]);
    assert_eq!(done.status, Some(0), "{done:?}");
    let file = world.text("catalogue/decisions/2026/77-qd-ubnd.toml");
    assert!(file.starts_with("# Xác nhận: Người thử, 2026-11-21\nnumber = "), "{file}");
    assert!(!world.at(draft).exists());
    assert_eq!(world.run(&["confirm", "--all", "--by", "x"]).status, Some(0));
    // Another text of the same decision never takes its place unasked.
    world.put(draft, file.split_once('\n').unwrap().1);
    let same = world.run(&["confirm", "--all", "--by", "x", "--lang", "en"]);
    assert!(same.stdout.starts_with("nothing to do"), "{same:?}");
    world.put(draft, format!("{}\n# khác\n", file.split_once('\n').unwrap().1));
    let differs = world.run(&["confirm", "--all", "--by", "x", "--lang", "en"]);
    assert_eq!(differs.status, Some(1), "{differs:?}");
    assert!(differs.stdout.contains("differs from the draft") && world.at(draft).exists(), "{differs:?}");
    assert_eq!(world.text("catalogue/decisions/2026/77-qd-ubnd.toml"), file);
    let number = world.run(&["import", "decision", "e.json", "--number", "10/QĐ-UBND"]);
    assert_eq!(number.status, Some(2), "{number:?}");
}
