//! Pages about a decision that a browser saved, and offices' tables of decisions with their days.

use crate::importing;
use crate::world;

use importing::{Held, day, of_bytes};
use niemyet::import::{CellPlace, Draft, Foreign, Reason, Register, Wrong, completes, read_decisions, read_register};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{ChangeKind, Decision, Effect, Records};
use world::World;

const AGENCIES: &str = "[[agency]]\nid = \"ubnd-tinh-thanh-hoa\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n\n\
    [[agency]]\nid = \"bo-tai-chinh\"\nname = \"Bộ Tài chính\"\nkind = \"ministry\"\n\n\
    [[agency]]\nid = \"bo-cong-an\"\nname = \"Bộ Công an\"\nkind = \"ministry\"\n";
const LIST: &str = "# title: t\n# source: s\n# taken: 2026-07-16\ncode\tname\n1.004222\tĐăng ký thường trú\n\
    1.004194\tĐăng ký tạm trú\n1.001193\tThủ tục đăng ký khai sinh\n";
const HELD: &str = "# Của người\nnumber = \"4245/QĐ-BCA-QLXNC\"\nissuer = \"bo-cong-an\"\nyear = 2026\neffect = 2026-07-01\n\
    title = \"T\"\nsource = \"bản ký\"\n\n[[change]]\nkind = \"amend\"\ncode = \"1.004222\"\n";
const SILENT: &str = "number = \"77/QĐ-BTC\"\nissuer = \"bo-tai-chinh\"\nsigned = 2026-03-01\neffect = \"unknown\"\n\
    title = \"T\"\n\n[[change]]\nkind = \"amend\"\ncode = \"1.004194\"\n";

fn held() -> Held {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    held.put("snapshots/l.tsv", LIST);
    held.put("sectors.toml", "[[sector]]\nid = \"cu-tru\"\nname = \"Cư trú\"\n");
    for (code, name) in [("1.004222", "Đăng ký thường trú"), ("1.004194", "Đăng ký tạm trú")] {
        let record = format!(
            "+++\ncode = \"{code}\"\nname = \"{name}\"\nissuer = \"bo-cong-an\"\nsector = \"cu-tru\"\nlevels = []\n+++\n"
        );
        held.put(&format!("procedures/cu-tru/{code}.md"), &record);
    }
    held.put("decisions/2026/4245-qd-bca-qlxnc.toml", HELD);
    held.put("decisions/2026/77-qd-btc.toml", SILENT);
    held
}

fn records(files: &Files) -> Records {
    let none = Files::new;
    let input =
        Input { catalogue: files.clone(), site: none(), templates: none(), as_of: day(), today: day(), base_url: None };
    load(&input).0
}

fn read(name: &str, text: &str) -> Result<Vec<Draft>, Reason> {
    read_decisions(&of_bytes(name, text.as_bytes()), &records(&held().files))
}

/// The only draft of a page, and the decision that it is.
#[track_caller]
fn one(page: &str) -> (Draft, Decision) {
    let draft = read("x.html", page).unwrap_or_else(|reason| panic!("{reason:?}\n{page}")).pop().unwrap();
    let mut files = Files::new();
    files.insert("decisions/2026/x.toml".into(), FileContent::Bytes(draft.text.clone().into_bytes()));
    let decision = records(&files).decisions.pop().unwrap_or_else(|| panic!("{}", draft.text));
    (draft, decision)
}

fn asks(draft: &Draft, words: &str) -> bool {
    draft.questions.iter().any(|question| question.contains(words))
}

/// Head of a page in the shapes of the portal and of libraries of legal texts.
const HEADS: [&str; 13] = [
    "<table><tr><td>Số quyết định</td><td>9701/QĐ-UBND</td></tr><tr><td>Trích yếu</td><td>Công bố Danh mục</td></tr><tr><td>Ngày quyết định</td><td>03-12-2025</td></tr><tr><td>Cơ quan ban hành</td><td>UBND tỉnh Thanh Hóa</td></tr></table>",
    "<table><tr><th>Số ký hiệu:</th><td>9701/QĐ-UBND</td><th>Ngày ban hành:</th><td>03/12/2025</td></tr><tr><th>Cơ quan ban hành:</th><td>UBND tỉnh Thanh Hóa</td><th>Người ký:</th><td>Nguyễn Văn A</td></tr><tr><th>Trích yếu:</th><td colspan=3>Công bố Danh mục</td></tr></table>",
    "<dl><dt>Số ký hiệu</dt><dd>9701/QĐ-UBND</dd><dt>Ngày ký</dt><dd>3/12/2025</dd><dt>Trích yếu nội dung</dt><dd>Công bố Danh mục</dd><dt>Cơ quan ban hành</dt><dd>UBND tỉnh Thanh Hóa</dd></dl>",
    "<div>Số hiệu: 9701/QĐ-UBND</div><div>Ngày ban hành: 03.12.2025</div><div>Cơ quan ban hành: UBND tỉnh Thanh Hóa</div><div>Trích yếu: Công bố Danh mục</div>",
    "<div><span>Số quyết định</span></div><div>9701/QĐ-UBND</div><div>Ngày quyết định</div><div>2025-12-03</div><div>Cơ quan công bố</div><div>UBND tỉnh Thanh Hóa</div><div>Tên quyết định</div><div>Công bố Danh mục</div>",
    "<ul><li><b>Số, ký hiệu:</b> 9701/QĐ-UBND</li><li><b>Ngày ban hành:</b> 03/12/2025</li><li><b>Cơ quan ban hành:</b> UBND tỉnh Thanh Hóa</li><li><b>Trích yếu:</b> Công bố Danh mục</li></ul>",
    "<table><thead><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Cơ quan ban hành</th><th>Trích yếu</th></tr></thead><tr><td>9701/QĐ-UBND</td><td>03/12/2025</td><td>UBND tỉnh Thanh Hóa</td><td>Công bố Danh mục</td></tr></table>",
    "<p>Số/Ký hiệu: 9701/QĐ-UBND<br>Ngày ký: ngày 03 tháng 12 năm 2025<br>Cơ quan ban hành: UBND tỉnh Thanh Hóa<br>Tiêu đề: Công bố Danh mục</p>",
    "<h2>Số quyết định: 9701/QĐ-UBND</h2><table><tr><td>SỐ QUYẾT ĐỊNH</td><td>9701/QĐ-UBND</td></tr><tr><td>NGÀY KÝ</td><td>03/12/2025</td></tr><tr><td>CƠ QUAN BAN HÀNH</td><td>UBND tỉnh Thanh Hóa</td></tr><tr><td>TRÍCH YẾU</td><td>Công bố Danh mục</td></tr></table>",
    "<nav><ul><li>Trang chủ</li><li>Văn bản</li></ul></nav><table><tr><td>Số văn bản</td><td>Quyết định số 9701/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>03/12/2025 08:30</td></tr><tr><td>Cơ quan ban hành</td><td>UBND tỉnh Thanh Hóa</td></tr><tr><td>Trích yếu</td><td>Công bố Danh mục</td></tr></table>",
    "<table><tr><td><p>Số quyết định</p></td><td><p>9701/QĐ-UBND</p></td></tr><tr><td><p>Ngày quyết định</p></td><td><p>03-12-2025</p></td></tr><tr><td><p>Cơ quan ban hành</p></td><td><p>UBND tỉnh Thanh Hóa</p></td></tr><tr><td><p>Tên văn bản</p></td><td><p>Công bố Danh mục</p></td></tr></table>",
    "<div>Số ký hiệu:</div><div>9701/QĐ-UBND</div><div>Ngày ban hành:</div><div>03/12/2025</div><div>Cơ quan ban hành:</div><div>UBND tỉnh Thanh Hóa</div><div>Trích yếu:</div><div>Công bố Danh mục</div>",
    "<dl><dt>Số quyết định:</dt><dd><a href='#'>9701/QĐ-UBND</a></dd><dt>Ngày quyết định:</dt><dd>03/12/2025</dd><dt>Đơn vị ban hành:</dt><dd>UBND tỉnh Thanh Hóa</dd><dt>Trích yếu:</dt><dd>Công bố Danh mục</dd></dl>",
];

#[test]
fn a_saved_page_gives_number_day_issuer_and_title_under_whatever_labels_it_has() {
    for head in HEADS {
        let (draft, decision) = one(&format!("<html><body><h1>Chi tiết</h1>{head}</body></html>"));
        assert_eq!(decision.key.number.to_string(), "9701/QĐ-UBND", "{head}");
        assert_eq!(decision.key.signed, "2025-12-03".parse().ok(), "{head}");
        assert_eq!(decision.key.issuer.0, "ubnd-tinh-thanh-hoa", "{head}");
        assert_eq!(decision.title, "Công bố Danh mục", "{head}");
        assert!(!decision.complete && decision.sha256.is_none(), "{head}");
        assert!(
            asks(&draft, "không phải bản ký") && asks(&draft, "hiệu lực chưa được ghi lại"),
            "{:?}",
            draft.questions
        );
    }
}

/// Procedures of a page: a repeal of 1.004222 and an amendment of 1.004194, by code or by name.
const BODIES: [&str; 10] = [
    "<h3>Bãi bỏ</h3><table><tr><th>Tên thủ tục hành chính</th><th>Cơ quan ban hành</th></tr><tr><td>Đăng ký thường trú</td><td>Bộ Công an</td></tr></table><h3>Sửa đổi, bổ sung</h3><table><tr><th>Tên thủ tục hành chính</th><th>Cơ quan ban hành</th></tr><tr><td>Đăng ký tạm trú</td><td>Bộ Công an</td></tr></table>",
    "<h3>Bãi bỏ</h3><table><tr><th>STT</th><th>Mã TTHC</th><th>Tên TTHC</th></tr><tr><td>1</td><td>1.004222</td><td>Đăng ký thường trú</td></tr></table><h3>Sửa đổi bổ sung</h3><table><tr><th>STT</th><th>Mã TTHC</th><th>Tên TTHC</th></tr><tr><td>1</td><td>1.004194</td><td>Đăng ký tạm trú</td></tr></table>",
    "<h3>Thủ tục bị bãi bỏ</h3><ul><li><a href='/thu-tuc-hanh-chinh/1'>Đăng ký thường trú</a></li></ul><h3>Thủ tục được sửa đổi, bổ sung</h3><ul><li><a href='/thu-tuc-hanh-chinh/2'>Đăng ký tạm trú</a></li></ul>",
    "<h3>Bãi bỏ</h3><ol><li>1.004222 - Đăng ký thường trú</li></ol><h3>Sửa đổi, bổ sung</h3><ol><li>1.004194 - Đăng ký tạm trú</li></ol>",
    "<div>Bãi bỏ</div><div><a href='https://x/thu-tuc-hanh-chinh/1'>Đăng ký thường trú</a></div><div>Sửa đổi, bổ sung</div><div><a href='https://x/thu-tuc-hanh-chinh/2'>Đăng ký tạm trú</a></div>",
    "<table><tr><th>Mã thủ tục</th><th>Tên thủ tục</th><th>Loại thay đổi</th></tr><tr><td>1.004222</td><td>Đăng ký thường trú</td><td>Bãi bỏ</td></tr><tr><td>1.004194</td><td>Đăng ký tạm trú</td><td>Sửa đổi, bổ sung</td></tr></table>",
    "<table><tr><th>Mã số</th><th>Tên thủ tục</th></tr><tr><td colspan=2>Bãi bỏ</td></tr><tr><td>1.004222</td><td>Đăng ký thường trú</td></tr><tr><td colspan=2>Sửa đổi, bổ sung</td></tr><tr><td>1.004194</td><td>Đăng ký tạm trú</td></tr></table>",
    "<h4>Danh sách TTHC bãi bỏ (1)</h4><p>1. Đăng ký thường trú</p><h4>Danh sách TTHC sửa đổi, bổ sung (1)</h4><p>1. Đăng ký tạm trú</p>",
    "<h3>Bãi bỏ</h3><p>Đăng ký thường trú (1.004222)</p><h3>Sửa đổi, bổ sung</h3><p>Đăng ký tạm trú (1.004194)</p><footer><ul><li>Chính sách bảo mật</li></ul></footer>",
    "<h3>Bãi bỏ</h3><ul><li>Đăng ký thường trú</li></ul><h3>Sửa đổi, bổ sung</h3><ul><li>Đăng ký tạm trú</li></ul><h5>Liên kết</h5><ul><li>Trang chủ</li></ul>",
];

#[test]
fn the_procedures_of_a_page_stand_under_what_is_done_with_them() {
    for body in BODIES {
        let (draft, decision) = one(&format!("<body>{}{body}</body>", HEADS[0]));
        let told: Vec<(&str, String)> = decision
            .changes
            .iter()
            .map(|change| match &change.kind {
                ChangeKind::Repeal { .. } => "repeal",
                ChangeKind::Amend { .. } => "amend",
                _ => "?",
            })
            .zip(decision.changes.iter().map(|change| {
                change
                    .kind
                    .subjects()
                    .into_iter()
                    .filter_map(|subject| subject.code().map(ToString::to_string))
                    .collect()
            }))
            .collect();
        let expected = [("repeal", "1.004222".to_owned()), ("amend", "1.004194".to_owned())];
        assert_eq!(told, expected, "{body}\n{}", draft.text);
        assert_eq!(draft.changes, 2);
    }
}

#[test]
fn what_a_page_says_twice_or_of_time_is_asked_and_a_status_is_never_taken() {
    let head = |more: &str| format!("<body>{}<table>{more}</table></body>", HEADS[0]);
    for (more, words) in [
        ("<tr><td>Ngày ký</td><td>04/12/2025</td></tr>", "Trang ghi khác nhau"),
        ("<tr><td>Số ký hiệu</td><td>9702/QĐ-UBND</td></tr>", "Trang ghi khác nhau"),
        ("<tr><td>Ngày hết hiệu lực</td><td>01/03/2027</td></tr>", "Ngày hết hiệu lực: 01/03/2027"),
        ("<tr><td>Ngày ký</td><td>không rõ</td></tr>", "Trang ghi khác nhau"),
        ("<tr><td colspan=2>Các thủ tục số 1, 2 có hiệu lực từ ngày 01/01/2027</td></tr>", "01/01/2027"),
    ] {
        let (draft, _) = one(&head(more));
        assert!(asks(&draft, words), "{more}: {:?}", draft.questions);
    }
    let (draft, decision) = one(&head("<tr><td>Tình trạng hiệu lực</td><td>Còn hiệu lực</td></tr>"));
    assert_eq!(decision.effect, Effect::Unstated);
    assert!(draft.text.contains("Còn hiệu lực"), "{}", draft.text);
    let (_, decision) = one(&head("<tr><td>Ngày có hiệu lực</td><td>01/01/2026</td></tr>"));
    assert_eq!(decision.effect, Effect::On("2026-01-01".parse().unwrap()));
    let (draft, _) = one(&format!("<body>{}<h3>Bãi bỏ</h3><div>Đang tải</div></body>", HEADS[0]));
    assert!(asks(&draft, "Bãi bỏ: Đang tải"), "{:?}", draft.questions);
}

#[test]
fn a_decision_itself_and_a_page_about_nothing_are_no_such_page() {
    let text = "<body><p>Số: 77/QĐ-UBND</p><p>QUYẾT ĐỊNH</p><p>Điều 1. Công bố.</p><table><tr><td>Cơ quan ban hành</td><td>x</td></tr></table></body>";
    assert_eq!(read("x.html", text), Err(Reason::DecisionRowsMissing));
    for text in
        ["<body><p>Tin tức</p></body>", "<body><table><tr><td>Số quyết định</td><td>không có</td></tr></table></body>"]
    {
        assert_eq!(read("x.html", text), Err(Reason::DecisionNumberMissing), "{text}");
    }
}

fn register(foreign: &Foreign) -> Option<Register> {
    let held = held();
    read_register(foreign, &records(&held.files), &held.files)
}

fn of_text(name: &str, text: &str) -> Register {
    assert!(read(name, text).is_err(), "{text}");
    register(&of_bytes(name, text.as_bytes())).unwrap_or_else(|| panic!("{text}"))
}

/// One decision with its days, as offices keep such tables.
const TABLES: [(&str, &str); 14] = [
    ("a.csv", "number,issuer,signed,effect,source\n4472/QĐ-BTC,Bộ Tài chính,2025-12-31,2026-01-01,Công báo\n"),
    (
        "a.csv",
        "Số quyết định,Cơ quan ban hành,Ngày ký,Ngày hiệu lực,Nguồn\n4472/QĐ-BTC,Bộ Tài chính,31/12/2025,01/01/2026,Công báo\n",
    ),
    (
        "a.csv",
        "\u{feff}Số ký hiệu;Cơ quan ban hành;Ngày ban hành;Ngày có hiệu lực;Nguồn\r\n4472/QĐ-BTC;Bộ Tài chính;31-12-2025;1/1/2026;Công báo\r\n",
    ),
    (
        "a.tsv",
        "Số hiệu\tCơ quan ban hành\tNgày quyết định\tHiệu lực\tNguồn\n4472/QĐ-BTC\tBộ Tài chính\t31.12.2025\t01.01.2026\tCông báo\n",
    ),
    (
        "a.csv",
        "BẢNG NGÀY CỦA CÁC QUYẾT ĐỊNH\n\nSTT,Số quyết định,Ngày ký,Ngày hiệu lực,Nguồn,Cơ quan ban hành\n1,4472/QĐ-BTC,31/12/2025,từ ngày 01/01/2026,Công báo,Bộ Tài chính\n",
    ),
    (
        "a.csv",
        "Quyết định số,Ngày ký,Hiệu lực từ,Nguồn\nQuyết định số 4472/QĐ-BTC,ngày 31 tháng 12 năm 2025,01/01/2026,Công báo\n",
    ),
    (
        "a.csv",
        "soQuyetDinh,coQuanBanHanh,ngayKy,ngayHieuLuc,nguon\n4472/QĐ-BTC,Bộ Tài chính,31/12/2025,01/01/2026,Công báo\n",
    ),
    (
        "a.csv",
        "so_quyet_dinh,co_quan_ban_hanh,ngay_ky,ngay_hieu_luc,nguon\n4472/QĐ-BTC,Bộ Tài chính,31/12/2025,01/01/2026,Công báo\n\n,,,,\n",
    ),
    (
        "a.json",
        r#"[{"number": "4472/QĐ-BTC", "issuer": "Bộ Tài chính", "signed": "2025-12-31", "effect": "2026-01-01", "source": "Công báo"}]"#,
    ),
    (
        "a.json",
        r#"{"data": [{"soQuyetDinh": "4472/QĐ-BTC", "ngayKy": "31/12/2025", "ngayHieuLuc": "01/01/2026", "nguon": "Công báo"}]}"#,
    ),
    (
        "a.json",
        r#"{"so_ky_hieu": "4472/QĐ-BTC", "ngay_ban_hanh": "31/12/2025", "ngay_hieu_luc": "01/01/2026", "nguon": "Công báo"}"#,
    ),
    (
        "a.json",
        r#"[{"number": "4472/QĐ-BTC", "issuer": "Bộ Tài chính", "signed": 1767114000000, "effect": "2026-01-01", "source": "Công báo"}]"#,
    ),
    (
        "a.csv",
        "Số quyết định,Trích yếu,Ngày ký,Ngày hiệu lực,Nguồn\n4472/QĐ-BTC,\"Công bố, sửa đổi\",31/12/2025,01/01/2026,Công báo\n",
    ),
    (
        "a.txt",
        "SỐ KÝ HIỆU,CƠ QUAN BAN HÀNH,NGÀY KÝ,NGÀY HIỆU LỰC,NGUỒN\n4472/QĐ-BTC,BỘ TÀI CHÍNH,31/12/2025,01/01/2026,Công báo\n",
    ),
];

#[test]
fn a_table_of_decisions_gives_drafts_with_their_days() {
    for (name, text) in TABLES {
        let register = of_text(name, text);
        let [draft] = register.drafts.as_slice() else { panic!("{text}: {register:?}") };
        assert!(register.faults.is_empty() && register.conflicts.is_empty(), "{text}: {register:?}");
        for line in
            ["signed = 2025-12-31", "effect = 2026-01-01", "source = \"Công báo\"", "complete = false", "bo-tai-chinh"]
        {
            assert!(draft.text.contains(line), "{text}\n{}", draft.text);
        }
        assert!(!draft.text.contains("sha256 =") && asks(draft, "Bảng chỉ nêu số và ngày"), "{}", draft.text);
    }
}

#[test]
fn a_workbook_of_decisions_is_read_and_a_bad_cell_is_named_by_its_letters() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Ngày").unwrap();
    sheet.write(0, 0, "CÁC QUYẾT ĐỊNH").unwrap();
    for (column, title) in ["Số quyết định", "Cơ quan ban hành", "Ngày ký", "Ngày hiệu lực"].iter().enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), *title).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let signed = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 12, 31).unwrap();
    sheet.write(3, 0, "4472/QĐ-BTC").unwrap();
    sheet.write_datetime_with_format(3, 2, signed, &format).unwrap();
    sheet.write(4, 0, "163/QĐ-BTP").unwrap();
    sheet.write(4, 2, "31/02/2026").unwrap();
    let register = register(&of_bytes("a.xlsx", &book.save_to_buffer().unwrap())).unwrap();
    assert!(register.drafts[0].text.contains("signed = 2025-12-31"), "{}", register.drafts[0].text);
    let [fault] = register.faults.as_slice() else { panic!("{register:?}") };
    assert_eq!((&fault.place, fault.wrong), (&CellPlace::Sheet("Ngày".into(), "C5".into()), Wrong::Day));
}

#[test]
fn every_cell_that_cannot_be_read_is_told_with_line_and_column() {
    let head = "Số quyết định,Cơ quan ban hành,Ngày ký,Ngày hiệu lực\n";
    for (row, line, column, wrong) in [
        ("1/QĐ-BTC,Bộ Tài chính,31/02/2026,", 2, 23, Wrong::Day),
        ("1/QĐ-BTC,Bộ Tài chính,hôm qua,", 2, 23, Wrong::Day),
        ("1/QĐ-BTC,Bộ Tài chính,2026,", 2, 23, Wrong::Day),
        ("1/QĐ-BTC,\"Bộ Tài chính, cũ\",1/2/26,", 2, 29, Wrong::Day),
        ("abc,Bộ Tài chính,1/2/2026,", 2, 1, Wrong::Number),
        (",Bộ Tài chính,1/2/2026,", 2, 1, Wrong::Number),
        ("1/QĐ-BTC,,1/2/2026,sớm nhất", 2, 20, Wrong::Effect),
        ("1/QĐ-BTC,,1/2/2026,32/01/2026", 2, 20, Wrong::Effect),
        ("1/QĐ-BTC,,1/2/2026,\n1/QĐ-BTC,,2/2/2026,", 3, 1, Wrong::Twice),
        ("2/QĐ-BTC,,1/2/2026,\n\n1/QĐ-BTC,,1/2/2026 và 3/2/2026,", 4, 11, Wrong::Day),
    ] {
        let register = of_text("a.csv", &format!("{head}{row}\n"));
        let [fault] = register.faults.as_slice() else { panic!("{row}: {register:?}") };
        assert_eq!((&fault.place, fault.wrong), (&CellPlace::Text(line, column), wrong), "{row}");
    }
    let json = r#"[{"number": "1/QĐ-BTC", "signed": "2026-02-01"}, {"number": "2/QĐ-BTC", "signed": "2026-02-31"}]"#;
    let register = of_text("a.json", json);
    assert_eq!(register.faults[0].place, CellPlace::Record(2, "signed".into()));
    assert_eq!(register.drafts.len(), 1);
}

#[test]
fn a_table_fills_in_what_a_file_leaves_open_and_changes_nothing_that_stands_there() {
    let filled = |row: &str| {
        let register = of_text("a.csv", &format!("number,issuer,signed,effect,source\n{row}\n"));
        let conflicts = register.conflicts.iter().map(|one| (one.key, one.ours.clone(), one.theirs.clone()));
        let draft = register.drafts.first().map(|draft| draft.text.clone()).unwrap_or_default();
        (draft, conflicts.collect::<Vec<_>>(), register.same)
    };
    let (draft, conflicts, _) = filled("4245/QĐ-BCA-QLXNC,Bộ Công an,25/6/2026,1/7/2026,Công báo");
    assert!(conflicts.is_empty() && completes(HELD, &draft), "{draft}");
    let lines: Vec<&str> = draft.lines().filter(|line| !HELD.lines().any(|own| own == *line)).collect();
    assert!(
        matches!(lines.as_slice(), [line] if line.starts_with("signed = 2026-06-25 # nguồn: Công báo; a.csv, dòng 2")),
        "{lines:?}"
    );
    // An effect that nobody knows is filled in; one that stands there is not.
    let (draft, conflicts, _) = filled("77/QĐ-BTC,Bộ Tài chính,1/3/2026,15/3/2026,Công báo");
    assert!(conflicts.is_empty() && draft.contains("effect = 2026-03-15") && completes(SILENT, &draft), "{draft}");
    assert_eq!(draft.matches("effect =").count(), 1);
    let other = |key, ours: &str, theirs: &str| vec![(key, ours.to_owned(), theirs.to_owned())];
    let row = "77/QĐ-BTC,Bộ Tài chính,2/3/2026,,";
    assert_eq!(filled(row), (String::new(), other("signed", "2026-03-01", "2026-03-02"), 0));
    let (draft, conflicts, _) = filled("4245/QĐ-BCA-QLXNC,Bộ Công an,25/6/2026,2/7/2026,");
    assert_eq!(conflicts, other("effect", "2026-07-01", "2026-07-02"));
    assert!(draft.contains("signed = 2026-06-25") && draft.contains("effect = 2026-07-01"), "{draft}");
    assert_eq!(filled("77/QĐ-BTC,Bộ Tài chính,1/3/2026,,x"), (String::new(), vec![], 1));
    // Another year's decision of the same number is another one.
    assert!(filled("77/QĐ-BTC,Bộ Tài chính,1/3/2025,,x").0.contains("complete = false"));
}

#[test]
fn a_draft_completes_a_file_only_where_all_else_stays() {
    let with = |line: &str| HELD.replace("year = 2026\n", &format!("year = 2026\n{line}\n"));
    assert!(completes(HELD, &with("signed = 2026-06-25")));
    for (file, draft) in [
        (HELD.to_owned(), HELD.replace("2026-07-01", "2026-07-02")),
        (HELD.to_owned(), HELD.replace("amend", "repeal")),
        (HELD.to_owned(), HELD.replace("year = 2026\n", "")),
        (HELD.to_owned(), with("until = 2027-01-01")),
        (HELD.to_owned(), format!("{HELD}# khác\n")),
        (HELD.to_owned(), HELD.to_owned()),
        (HELD.to_owned(), with("signed = 2026-06-25").replace("# Của người\n", "")),
        (with("signed = 2026-06-25"), with("signed = 2026-06-26")),
        (
            SILENT.replace("effect = \"unknown\"", "effect = \"on-signing\""),
            SILENT.replace("\"unknown\"", "2026-03-15"),
        ),
    ] {
        assert!(!completes(&file, &draft), "{draft}");
    }
}

#[test]
fn a_table_says_how_many_of_the_cited_decisions_it_tells_and_its_drafts_are_confirmed() {
    let world = World::new();
    world.put("a.jsonl", "{\"code\": \"1.000001\", \"name\": \"Một\", \"agency\": \"Bộ Tư pháp\", \"sector\": \"Hộ tịch\", \"decision_number\": \"4472/QĐ-BTP\"}\n{\"code\": \"1.000002\", \"name\": \"Hai\", \"agency\": \"Bộ Tư pháp\", \"sector\": \"Hộ tịch\", \"decision_number\": \"4473/QĐ-BTP\"}\n");
    assert_eq!(world.run(&["import", "a.jsonl"]).status, Some(0));
    world.put("ngay.csv", "Số quyết định,Cơ quan ban hành,Ngày ký,Nguồn\n4472/QĐ-BTP,Bộ Tư pháp,3/2/2026,Công báo\n9/QĐ-BTP,Bộ Tư pháp,x,\n");
    let ran = world.run(&["import", "decision", "ngay.csv", "--lang", "en"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    for told in [
        "ngay.csv:3:21: no day (column “Ngày ký”): “x”",
        "The table has 2 decisions: 1 drafts, 0 held already with nothing to add, 1 bad cells",
        "1 of its numbers are cited by 1 records; the records cite 2 numbers in all, of 1 the day",
    ] {
        assert!(ran.stdout.contains(told), "{told}\n{}", ran.stdout);
    }
    // The rows of the decision are not in the table: that is said, and asked for.
    let ran = world.run(&["confirm", "4472/QĐ-BTP", "--by", "A"]);
    assert!(ran.status == Some(1) && ran.stdout.contains("--partial"), "{ran:?}");
    let ran = world.run(&["confirm", "4472/QĐ-BTP", "--partial", "--by", "A"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(world.text("catalogue/decisions/2026/4472-qd-btp.toml").contains("signed = 2026-02-03"));
    assert_eq!(world.run(&["check"]).status, Some(0));
    // The same table again has nothing more, and a later one with the effect completes the file without --force.
    world.put(
        "ngay.csv",
        "Số quyết định,Cơ quan ban hành,Ngày ký,Ngày hiệu lực\n4472/QĐ-BTP,Bộ Tư pháp,3/2/2026,1/3/2026\n",
    );
    assert_eq!(world.run(&["import", "decision", "ngay.csv"]).status, Some(0));
    let ran = world.run(&["confirm", "4472/QĐ-BTP", "--by", "B"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let file = world.text("catalogue/decisions/2026/4472-qd-btp.toml");
    assert!(file.contains("effect = 2026-03-01") && file.contains("signed = 2026-02-03"), "{file}");
    let ran = world.run(&["import", "decision", "ngay.csv", "--lang", "en"]);
    assert!(ran.stdout.contains("0 drafts, 1 held already") && ran.status == Some(0), "{ran:?}");
}
