//! Days of effect and decisions about decisions, from the paper to the draft: the right value, or a question.

use crate::importing;

use importing::{Held, day, of_bytes};
use niemyet::import::{Draft, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{ChangeKind, Decision, Effect, Records};

const AGENCIES: &str = "[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n";

/// The decision that others speak of.
const FIRST: &str = "number = \"9301/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-09-10\neffect = \"on-signing\"\ntitle = \"t\"\n\
    [[change]]\nkind = \"amend\"\ncode = \"1.001193\"\nname = \"Một\"\n\
    [[change]]\nkind = \"amend\"\ncode = \"1.000894\"\nname = \"Hai\"\n";

const SIGNING: &str = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.";
const PLAIN: &str = "STT | Mã TTHC | Tên TTHC\n\n1 | 1.001193 | Một\n\n2 | 1.000894 | Hai";

fn records(files: Files) -> Records {
    let none = Files::new;
    let today = day();
    load(&Input { catalogue: files, site: none(), templates: none(), as_of: today, today, base_url: None }).0
}

#[track_caller]
fn drafted(articles: &str, annex: &str) -> (Draft, Decision) {
    let text = format!(
        "UBND TỈNH THANH HÓA\n\nSố: 77/QĐ-UBND | Thanh Hóa, ngày 10 tháng 11 năm 2026\n\nQUYẾT ĐỊNH\n\nCông bố\n\n\
         Căn cứ Luật;\n\nĐiều 1. Công bố kèm theo Quyết định này Danh mục.\n\n{articles}\n\n\
         Điều 9. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này.\n\nNơi nhận:\n\n- Như Điều 9;\n\n{annex}\n"
    );
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    held.put("decisions/2026/9301-qd-ubnd.toml", FIRST);
    let mut drafts = read_decisions(&of_bytes("x.txt", text.as_bytes()), &records(held.files)).unwrap();
    assert_eq!(drafts.len(), 1, "{text}");
    let draft = drafts.pop().unwrap();
    let mut files = Files::new();
    files.insert("decisions/2026/x.toml".into(), FileContent::Bytes(draft.text.clone().into_bytes()));
    let decision = records(files).decisions.pop().unwrap_or_else(|| panic!("{}", draft.text));
    (draft, decision)
}

fn of_effect(effect: Effect) -> String {
    match effect {
        Effect::OnSigning => "ký".to_owned(),
        other => other.to_string(),
    }
}

/// A draft in one line: the decision's days, each row that has its own, and `?` where a person is asked.
fn shown(draft: &Draft, decision: &Decision) -> String {
    let days = |effect: Option<Effect>, until: Option<niemyet::model::Day>| {
        format!(
            "{}{}",
            effect.map(of_effect).unwrap_or_default(),
            until.map(|day| format!("<{day}")).unwrap_or_default()
        )
    };
    let mut out = days(Some(decision.effect), decision.until);
    for change in &decision.changes {
        let section = decision.sections.iter().find(|one| Some(&one.id) == change.section.as_ref());
        let until = change.until.or(section.and_then(|one| one.until));
        match &change.kind {
            ChangeKind::Withdraw { decision, codes } => out.push_str(&format!("; -{}{codes:?}", decision.number)),
            ChangeKind::CorrectEffect { decision, effect, .. } => {
                out.push_str(&format!("; {}={}", decision.number, of_effect(*effect)));
            }
            kind => {
                let own = days(change.effect, until);
                let code =
                    kind.subjects().first().and_then(|one| one.code()).map(ToString::to_string).unwrap_or_default();
                out.push_str(&if own.is_empty() { String::new() } else { format!("; {code} {own}") });
            }
        }
    }
    out + if draft.questions.is_empty() { "" } else { " ?" }
}

/// Each line: articles, annex, and what is expected.
#[track_caller]
fn table<'t>(lines: impl IntoIterator<Item = (String, String, &'t str)>) {
    let mut wrong = Vec::new();
    for (articles, annex, expected) in lines {
        let (draft, decision) = drafted(&articles, &annex);
        let got = shown(&draft, &decision);
        if got != expected {
            wrong.push(format!(
                "{articles}\n{annex}\n  expected {expected}\n  got      {got}\n  {:#?}",
                draft.questions
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn annex(heading: &str) -> String {
    format!(
        "PHỤ LỤC\n\n(Kèm theo Quyết định số 77/QĐ-UBND ngày 10/11/2026 của Chủ tịch UBND tỉnh)\n\n{heading}\n\n{PLAIN}"
    )
}

#[test]
fn a_clauses_exceptions_rule_the_rows_that_they_name() {
    let two = "PHỤ LỤC\n\nI. TTHC BỊ BÃI BỎ\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.001193 | Một\n\n\
               II. TTHC ĐƯỢC SỬA ĐỔI, BỔ SUNG\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.000894 | Hai\n\n2 | 2.000635 | Ba";
    let clause = |end: &str| format!("Điều 2. Quyết định này có hiệu lực kể từ ngày ký{end}.");
    table(
        [
            ("", "ký"),
            ("; riêng thủ tục số 2 có hiệu lực từ ngày 01/01/2027", "ký; 2.000635 2027-01-01"),
            ("; riêng thủ tục số thứ tự 02 từ ngày 01/01/2027", "ký; 2.000635 2027-01-01"),
            (", ngoại trừ thủ tục số 2 có hiệu lực từ ngày 01.01.2027", "ký; 2.000635 2027-01-01"),
            ("; riêng thủ tục số 1 Mục II Phụ lục có hiệu lực từ 01-01-2027", "ký; 1.000894 2027-01-01"),
            ("; riêng thủ tục số 1, 2 Mục II từ ngày 01/01/2027", "ký; 1.000894 2027-01-01; 2.000635 2027-01-01"),
            ("; các thủ tục tại Mục II có hiệu lực từ ngày 01/01/2027", "ký; 1.000894 2027-01-01; 2.000635 2027-01-01"),
            ("; riêng các thủ tục bị bãi bỏ có hiệu lực từ ngày 01/01/2027", "ký; 1.001193 2027-01-01"),
            // What is repealed is so from the day on which it is without effect.
            ("; các thủ tục bị bãi bỏ hết hiệu lực từ ngày 01/01/2027", "ký; 1.001193 2027-01-01"),
            ("; riêng thủ tục có mã số 1.000894 từ ngày 01/01/2027", "ký; 1.000894 2027-01-01"),
            ("; riêng thủ tục “Hai” từ ngày 01/01/2027", "ký; 1.000894 2027-01-01"),
            ("; riêng thủ tục số 2 từ ngày 01/01/2027 đến hết ngày 30/6/2027", "ký; 2.000635 2027-01-01<2027-07-01"),
            (
                ", trừ khoản 2 Điều này.\n\n2. Các thủ tục tại Mục I Phụ lục có hiệu lực từ ngày 01/01/2027",
                "ký; 1.001193 2027-01-01",
            ),
            (".\n\nThủ tục số 2 được thực hiện từ ngày 01/01/2027", "ký; 2.000635 2027-01-01"),
            // Two rows have the number; the kind is another; nobody knows which procedures are meant.
            ("; riêng thủ tục số 1 từ ngày 01/01/2027", "ký ?"),
            ("; riêng thủ tục số 2 bị bãi bỏ từ ngày 01/01/2027", "ký ?"),
            ("; riêng thủ tục số 7 từ ngày 01/01/2027", "ký ?"),
            ("; riêng các thủ tục tại Mục III từ ngày 01/01/2027", "ký ?"),
            ("; riêng các thủ tục cấp xã từ ngày 01/01/2027", "ký ?"),
            ("; riêng thủ tục số 2 từ ngày 01/01/2027 cho đến khi có quy định mới", "ký ?"),
            ("; riêng thủ tục số 2 từ quý I năm 2027", "ký ?"),
            ("; riêng thủ tục số 2 tạm ngưng thực hiện đến hết ngày 30/6/2027", "ký ?"),
            (", trừ các thủ tục tại Mục II", "ký ?"),
            (", trừ quy định tại khoản 3 Điều này", "ký ?"),
            (". Bãi bỏ thủ tục số 2 kể từ ngày 01/01/2027", "ký ?"),
            (".\n\nĐiều 4. Các thủ tục tại Mục II áp dụng từ ngày 01/01/2027", "ký ?"),
            (".\n\nĐiều 4. Giao Sở Tư pháp hoàn thành quy trình nội bộ trước ngày 30/11/2026", "ký"),
            (".\n\nĐiều 4. Sở Tư pháp cập nhật trong thời hạn 05 ngày làm việc kể từ ngày ký Quyết định này", "ký"),
        ]
        .map(|(end, expected)| (clause(end), two.to_owned(), expected)),
    );
}

#[test]
fn an_end_is_read_in_the_words_that_leave_no_doubt_and_asked_in_others() {
    table(
        [
            ("từ ngày 01/12/2026 và chấm dứt hiệu lực từ ngày 01/3/2027", "2026-12-01<2027-03-01"),
            ("từ ngày 01/12/2026. Quyết định này hết hiệu lực kể từ ngày 01/3/2027", "2026-12-01<2027-03-01"),
            ("từ ngày 01/12/2026, áp dụng đến hết ngày 28/02/2027", "2026-12-01<2027-03-01"),
            ("kể từ ngày ký đến hết ngày 31/12/2026", "ký<2027-01-01"),
            ("từ ngày 01/12/2026 và hết hiệu lực vào ngày 28/02/2027", "2026-12-01 ?"),
            ("từ ngày 01/12/2026, thời hạn áp dụng 02 năm", "2026-12-01 ?"),
            ("từ ngày 01/12/2026, thực hiện trong 12 tháng", "2026-12-01 ?"),
            ("từ ngày 01/12/2026 đến hết tháng 02 năm 2027", "2026-12-01 ?"),
            ("từ ngày 01/12/2026 đến hết năm 2027", "2026-12-01 ?"),
            ("từ ngày 01/12/2026 cho đến khi có văn bản thay thế", "2026-12-01 ?"),
            ("từ ngày 01/12/2026 - 28/02/2027", "2026-12-01 ?"),
            ("từ ngày 01/12/2024", "2024-12-01 ?"),
            ("từ ngày 01/12/2025", "2025-12-01 ?"),
            ("từ ngày 01/7/2026", "2026-07-01"),
        ]
        .map(|(words, expected)| {
            (format!("Điều 2. Quyết định này có hiệu lực {words}."), annex("I. TTHC BỊ BÃI BỎ"), expected)
        }),
    );
}

#[test]
fn a_heading_and_the_line_below_it_date_their_rows() {
    let both = "ký; 1.001193 2026-12-01; 1.000894 2026-12-01";
    let ended = "ký; 1.001193 2026-12-01<2027-03-01; 1.000894 2026-12-01<2027-03-01";
    table(
        [
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH BÃI BỎ TỪ NGÀY 01/12/2026", both),
            ("I. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ KỂ TỪ NGÀY 01 THÁNG 12 NĂM 2026", both),
            ("I. TTHC BỊ BÃI BỎ\n\n(Có hiệu lực từ 01/12/2026)", both),
            ("I. TTHC BỊ BÃI BỎ\n\nThời điểm bãi bỏ: từ ngày 01.12.2026", both),
            ("I. TTHC BỊ BÃI BỎ TỪ NGÀY 01-12-2026\n\n1. Lĩnh vực Hộ tịch", both),
            ("I. TTHC BỊ BÃI BỎ\n\n1. Lĩnh vực Hộ tịch (từ ngày 01/12/2026)", both),
            ("I. TTHC SỬA ĐỔI, BỔ SUNG (áp dụng từ 01/12/2026 đến hết 28/02/2027)", ended),
            ("I. TTHC TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/12/2026 ĐẾN HẾT NGÀY 28/02/2027", ended),
            ("I. TTHC BỊ BÃI BỎ TỪ 01/12/2026\n\n1. Lĩnh vực Hộ tịch (từ ngày 01/12/2026)", both),
            ("I. TTHC SỬA ĐỔI, BỔ SUNG", "ký"),
            ("I. TTHC SỬA ĐỔI, BỔ SUNG NĂM 2026", "ký"),
            ("I. TTHC SỬA ĐỔI, BỔ SUNG THEO QUYẾT ĐỊNH SỐ 1/QĐ-BTP NGÀY 02/10/2026", "ký"),
            ("I. TTHC TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/12/2026", "ký ?"),
            ("I. TTHC BỊ BÃI BỎ TỪ QUÝ I NĂM 2027", "ký ?"),
            ("I. TTHC BỊ BÃI BỎ TỪ NGÀY 01/12", "ký ?"),
            ("I. TTHC BỊ BÃI BỎ TRƯỚC NGÀY 01/12/2026", "ký ?"),
            ("I. TTHC BỊ BÃI BỎ TỪ 01/12/2024", "ký; 1.001193 2024-12-01; 1.000894 2024-12-01 ?"),
        ]
        .map(|(heading, expected)| (SIGNING.to_owned(), annex(heading), expected)),
    );
    // What stands below the rows, or above nothing, rules none of them and is asked.
    for more in [
        "Ghi chú: Thủ tục số 2 có hiệu lực từ ngày 01/01/2027.",
        "1. Thủ tục số 2 thực hiện từ ngày 01/01/2027.",
        "II. TTHC BỊ BÃI BỎ TỪ NGÀY 01/01/2027",
    ] {
        table([(SIGNING.to_owned(), format!("{}\n\n{more}", annex("I. TTHC SỬA ĐỔI, BỔ SUNG")), "ký ?")]);
    }
}

#[test]
fn a_column_a_note_and_a_name_date_their_row() {
    let dated = "ký; 1.001193 2026-12-01";
    table(
        [
            ("Thời điểm bãi bỏ", "01/12/2026", dated),
            ("Ngày bãi bỏ", "01.12.2026", dated),
            ("Thời điểm áp dụng", "Từ ngày 01/12/2026", dated),
            ("Thời gian thực hiện", "Từ 01/12/2026", dated),
            ("Thời gian thực hiện", "01/12/2026 đến 28/02/2027", "ký; 1.001193 2026-12-01<2027-03-01"),
            ("Ngày có hiệu lực", "01/12/2026", dated),
            ("Ghi chú", "Có hiệu lực từ 01/12/2026", dated),
            ("Ghi chú", "Bãi bỏ từ ngày 01/12/2026", dated),
            ("Nội dung bãi bỏ", "Bãi bỏ kể từ ngày 01/12/2026", dated),
            ("Đến ngày", "28/02/2027", "ký; 1.001193 <2027-03-01"),
            ("Thời gian thực hiện", "05 ngày làm việc", "ký"),
            ("Thời hạn giải quyết", "05 ngày làm việc kể từ ngày nhận đủ hồ sơ", "ký"),
            ("Phí, lệ phí", "Giảm 50% đến hết ngày 31/12/2026", "ký"),
            ("Ghi chú", "Cắt giảm thời gian", "ký"),
            ("Ghi chú", "Được thay thế tại Quyết định số 1/QĐ-BTP ngày 02/10/2026", "ký"),
            ("Ngày có hiệu lực của văn bản", "01/10/2026", "ký"),
            ("Ngày hết hiệu lực", "01/12/2026", "ký ?"),
            ("Thời điểm bãi bỏ", "Quý I/2027", "ký ?"),
            ("Ghi chú", "Tạm ngưng từ 01/12/2026", "ký ?"),
            ("Ghi chú", "Sửa đổi, bổ sung từ 01/12/2026", "ký ?"),
            ("Ghi chú", "Áp dụng đến khi có văn bản mới", "ký ?"),
        ]
        .map(|(title, cell, expected)| {
            let table = format!("STT | Mã TTHC | Tên TTHC | {title}\n\n1 | 1.001193 | Một | {cell}");
            (SIGNING.to_owned(), format!("PHỤ LỤC\n\nI. TTHC BỊ BÃI BỎ\n\n{table}"), expected)
        }),
    );
    table(
        [
            ("Đăng ký khai sinh (từ ngày 01/12/2026)", dated),
            ("Đăng ký khai sinh (áp dụng đến hết ngày 28/02/2027)", "ký; 1.001193 <2027-03-01"),
            ("Xác định lại đất đã cấp trước ngày 01 tháng 7 năm 2004", "ký"),
            ("Đăng ký khai sinh từ ngày 01/12/2026", "ký ?"),
        ]
        .map(|(name, expected)| {
            let table = format!("STT | Mã TTHC | Tên TTHC\n\n1 | 1.001193 | {name}");
            (SIGNING.to_owned(), format!("PHỤ LỤC\n\nI. TTHC BỊ BÃI BỎ\n\n{table}"), expected)
        }),
    );
}

#[test]
fn what_is_said_of_another_decision_is_a_row_or_a_question() {
    const IT: &str = "Quyết định số 9301/QĐ-UBND ngày 10/9/2026 của Chủ tịch UBND tỉnh";
    let whole = "ký; -9301/QĐ-UBND[]";
    table(
        [
            (format!("Bãi bỏ {IT}"), whole),
            (format!("Thu hồi {IT}"), whole),
            (format!("Quyết định này thay thế {IT}"), whole),
            (format!("{IT} hết hiệu lực kể từ ngày Quyết định này có hiệu lực thi hành"), whole),
            (format!("Bãi bỏ thủ tục có mã 1.000894 tại {IT}"), "ký; -9301/QĐ-UBND[ProcedureCode(\"1.000894\")]"),
            // The ledger has no numbers of rows: the row is there, and a person compares.
            (
                format!("Bãi bỏ thủ tục số thứ tự 2 tại Phụ lục ban hành kèm theo {IT}"),
                "ký; -9301/QĐ-UBND[ProcedureCode(\"1.000894\")] ?",
            ),
            (format!("Bãi bỏ thủ tục số thứ tự 5 tại Phụ lục ban hành kèm theo {IT}"), "ký ?"),
            (format!("Thay thế một phần {IT}"), "ký ?"),
            (format!("Bãi bỏ khoản 2 Điều 1 {IT}"), "ký ?"),
            (format!("Bãi bỏ Mục III Phụ lục I ban hành kèm theo {IT}"), "ký ?"),
            (format!("Các thủ tục số 1, 2 Mục I Phụ lục kèm theo {IT} hết hiệu lực"), "ký ?"),
            (format!("Bãi bỏ {IT} kể từ ngày 01/01/2027"), "ký ?"),
            (format!("Kể từ ngày 01/01/2027, bãi bỏ {IT}"), "ký ?"),
            (format!("Sửa đổi, bổ sung Điều 2 {IT}"), "ký ?"),
            (format!("Ngưng hiệu lực {IT}"), "ký ?"),
            (format!("Gia hạn {IT} đến hết ngày 31/12/2027"), "ký ?"),
            (format!("Công bố bãi bỏ 02 thủ tục đã được công bố tại {IT}"), "ký ?"),
            (
                format!("Đính chính ngày có hiệu lực tại Điều 2 {IT} từ “ngày ký” thành “ngày 01/12/2026”"),
                "ký; 9301/QĐ-UBND=2026-12-01",
            ),
            (format!("Đính chính tên thủ tục số 2 tại Phụ lục {IT}"), "ký ?"),
            (format!("Đính chính hiệu lực của thủ tục số 2 tại {IT} thành ngày 01/12/2026"), "ký ?"),
            (format!("Công bố 02 thủ tục được sửa đổi theo {IT}"), "ký"),
        ]
        .map(|(article, expected)| {
            (format!("{SIGNING}\n\nĐiều 4. {article}."), annex("I. TTHC SỬA ĐỔI, BỔ SUNG"), expected)
        }),
    );
    // One that only speaks of another has no annex.
    let alone = format!(
        "Điều 2. Đính chính ngày có hiệu lực tại {IT} thành “từ ngày 01/12/2026”.\n\nĐiều 3. Quyết định này có hiệu lực kể từ ngày ký."
    );
    table([(alone, String::new(), "ký; 9301/QĐ-UBND=2026-12-01")]);
    let (part, _) =
        drafted(&format!("{SIGNING}\n\nĐiều 4. Thay thế một phần {IT}."), &annex("I. TTHC SỬA ĐỔI, BỔ SUNG"));
    assert!(part.questions.iter().any(|q| q.contains("1.000894, 1.001193")), "{:#?}", part.questions);
}

#[test]
fn a_table_of_corrections_corrects_texts() {
    let (draft, decision) = drafted(SIGNING, &annex("DANH MỤC THỦ TỤC HÀNH CHÍNH ĐÍNH CHÍNH"));
    assert!(decision.changes.iter().all(|change| matches!(change.kind, ChangeKind::Correct(_))), "{}", draft.text);
    assert_eq!((decision.changes.len(), draft.questions.len()), (2, 0), "{:#?}", draft.questions);
}

#[test]
fn a_suspension_without_an_end_is_left_out_and_the_draft_is_not_complete() {
    let (draft, _) = drafted(SIGNING, &annex("I. TTHC TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/12/2026"));
    assert_eq!(draft.changes, 0, "{}", draft.text);
    assert!(
        draft.text.contains("complete = false") && draft.questions.iter().any(|q| q.contains("1.000894")),
        "{}",
        draft.text
    );
}
