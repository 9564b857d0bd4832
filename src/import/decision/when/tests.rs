use super::*;

fn read_in(text: &str, place: Place) -> When {
    read(text, place, &BTreeMap::new())
}

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

/// A reading in one line: start, first day without effect, how many parts, `?` where a person is asked.
fn shown(when: &When) -> String {
    let start = when.start.map_or("-".to_owned(), |effect| effect.to_string());
    let end = match when.end {
        End::Unsaid => String::new(),
        End::From(day) => format!(" < {day}"),
        End::Unclear => " < ?".to_owned(),
    };
    let part = |part: &Part| {
        let start = part.start.map_or("-".to_owned(), |effect| effect.to_string());
        let end = part.end.day().map_or(String::new(), |day| format!(" < {day}"));
        format!(" [{}: {start}{end}{}]", part.scope, if part.is_clear { "" } else { " ?" })
    };
    let parts: String = when.parts.iter().map(part).collect();
    format!("{start}{end}{parts}{}", if when.left.is_empty() { "" } else { " ?" })
}

#[track_caller]
fn table(place: Place, lines: &[(&str, &str)]) {
    let wrong: Vec<String> = lines
        .iter()
        .filter_map(|(text, expected)| {
            let got = shown(&read_in(text, place));
            (got != *expected).then(|| format!("{text}\n  expected {expected}\n  got      {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

#[test]
fn a_clause_is_read_whole_or_what_is_left_of_it_is_asked() {
    table(
        Place::Clause,
        &[
            ("Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.", "on-signing"),
            ("Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.", "on-signing"),
            ("Điều 2. Hiệu lực thi hành\n1. Quyết định này có hiệu lực từ ngày 01/7/2026.", "2026-07-01"),
            ("Điều 2. Hiệu lực thi hành: Quyết định này có hiệu lực từ ngày 01/7/2026.", "2026-07-01"),
            (
                "Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026 đến hết ngày 28 tháng 02 năm 2027.",
                "2026-07-01 < 2027-03-01",
            ),
            (
                "Quyết định này có hiệu lực từ 01.7.2026 và chấm dứt hiệu lực từ ngày 01/3/2027.",
                "2026-07-01 < 2027-03-01",
            ),
            (
                "Quyết định này có hiệu lực từ 01-7-2026 và hết hiệu lực kể từ ngày 01-3-2027.",
                "2026-07-01 < 2027-03-01",
            ),
            ("Quyết định này có hiệu lực từ 01/7/2026 và hết hiệu lực sau ngày 28/02/2027.", "2026-07-01 < 2027-03-01"),
            ("Quyết định này có hiệu lực từ 01/7/2026 và hết hiệu lực vào ngày 28/02/2027.", "2026-07-01 < ? ?"),
            ("Quyết định này có hiệu lực từ 01/7/2026, áp dụng đến hết ngày 28/02/2027.", "2026-07-01 < 2027-03-01"),
            ("Quyết định này có hiệu lực từ 01/7/2026 đến hết tháng 02 năm 2027.", "2026-07-01 < ? ?"),
            ("Quyết định này có hiệu lực từ 01/7/2026 đến hết quý I năm 2027.", "2026-07-01 < ? ?"),
            ("Quyết định này có hiệu lực từ 01/7/2026 cho đến khi có văn bản thay thế.", "2026-07-01 < ? ?"),
            ("Quyết định này có hiệu lực từ 01/7/2026, thời hạn áp dụng 02 năm.", "2026-07-01 ?"),
            ("Quyết định này có hiệu lực trong 12 tháng kể từ ngày ký.", "- ?"),
            (
                "Quyết định này có hiệu lực từ ngày ký; riêng thủ tục số 1 có hiệu lực từ ngày 01/01/2027.",
                "on-signing [thủ tục số 1: 2027-01-01]",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký; riêng thủ tục số 2 bị bãi bỏ kể từ ngày 01/01/2027.",
                "on-signing [thủ tục số 2: 2027-01-01]",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký, riêng thủ tục số thứ tự 2, 3 Mục II từ ngày 01/01/2027 đến hết ngày 30/6/2027.",
                "on-signing [thủ tục số thứ tự 2, 3 Mục II: 2027-01-01 < 2027-07-01]",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký.\nCác thủ tục tại Mục II Phụ lục có hiệu lực từ 01/01/2027.",
                "on-signing [Các thủ tục tại Mục II Phụ lục: 2027-01-01]",
            ),
            (
                "1. Quyết định này có hiệu lực từ ngày ký, trừ quy định tại khoản 2 Điều này.\n2. Các thủ tục bị bãi bỏ có hiệu lực từ ngày 01/01/2027.",
                "on-signing [Các thủ tục bị bãi bỏ: 2027-01-01]",
            ),
            (
                "1. Quyết định này có hiệu lực từ ngày ký, trừ quy định tại khoản 3 Điều này.\n2. Thủ tục số 1 từ ngày 01/01/2027.",
                "on-signing [Thủ tục số 1: 2027-01-01] ?",
            ),
            ("Quyết định này có hiệu lực từ ngày ký, trừ thủ tục số 1.", "on-signing ?"),
            (
                "Quyết định này có hiệu lực từ ngày ký đối với các thủ tục Mục I và từ ngày 01/01/2027 đối với Mục II.",
                "- ?",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký, đối với thủ tục số 3 thì từ ngày 15/12/2026.",
                "on-signing [thủ tục số 3: 2026-12-15]",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký; riêng thủ tục số 1, số 2 lần lượt từ ngày 01/01/2027 và ngày 01/02/2027.",
                "on-signing [thủ tục số 1, số 2 lần lượt: 2027-01-01 ?]",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký; riêng thủ tục số 1 từ ngày 01/01/2027 đối với tổ chức.",
                "on-signing [thủ tục số 1: 2027-01-01 ?]",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 11/QĐ-UBND ngày 05/01/2026 của Chủ tịch UBND tỉnh.",
                "on-signing",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký. Quyết định số 11/QĐ-UBND ngày 05/01/2026 hết hiệu lực kể từ ngày Quyết định này có hiệu lực thi hành.",
                "on-signing",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký. Bãi bỏ Quyết định số 11/QĐ-UBND ngày 05/01/2026 kể từ ngày 01/01/2027.",
                "on-signing ?",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký. Bãi bỏ Quyết định số 11/QĐ-UBND ngày 05/01/2026 về việc công bố thủ tục đối với người nước ngoài.",
                "on-signing",
            ),
            (
                "Quyết định này có hiệu lực từ ngày Nghị định số 39/2026/NĐ-CP ngày 15/3/2026 có hiệu lực thi hành.",
                "- ?",
            ),
            (
                "Quyết định này có hiệu lực từ ngày Thông tư số 1/2026/TT-BYT ngày 15/3/2026 có hiệu lực (01/7/2026).",
                "2026-07-01",
            ),
            ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", "10 days after signing"),
            (
                "Quyết định này có hiệu lực sau 10 ngày làm việc, kể từ ngày ký ban hành",
                "10 working days after signing",
            ),
            ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày 01/7/2026", "- ?"),
            ("Quyết định này có hiệu lực sau 45 ngày kể từ ngày đăng Công báo", "- ?"),
            ("Quyết định này có hiệu lực kể từ ngày thứ 10 kể từ ngày ký", "- ?"),
            (
                "Quyết định này có hiệu lực từ 01/7/2026; hồ sơ đã nhận thì giải quyết đến ngày 28/02/2027",
                "2026-07-01 < ? ?",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký. Trường hợp hồ sơ tiếp nhận trước ngày 01/01/2027 thì theo quy định cũ.",
                "on-signing ?",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký. Thời điểm áp dụng các thủ tục theo ngày có hiệu lực của văn bản.",
                "on-signing ?",
            ),
            (
                "Quyết định này có hiệu lực từ ngày ký. Các thủ tục công bố tại Quyết định này được thực hiện từ ngày 01/01/2027.",
                "on-signing ?",
            ),
            ("Quyết định này có hiệu lực từ ngày ký. Tạm ngưng thực hiện thủ tục số 2.", "on-signing ?"),
            (
                "Quyết định này có hiệu lực từ ngày ký; riêng thủ tục số 2 tạm dừng thực hiện đến hết ngày 30/6/2027.",
                "on-signing [thủ tục số 2 tạm dừng: - < 2027-07-01 ?]",
            ),
            ("Quyết định này có hiệu lực từ tháng 7/2026.", "- ?"),
            ("Quyết định này có hiệu lực từ ngày 01/7.", "- ?"),
            ("Quyết định này có hiệu lực từ 01/7/26.", "- ?"),
            ("Quyết định này có hiệu lực theo quy định.", "-"),
            ("có hiệu lực từ 1/7/0000", "- ?"),
            ("có hiệu lực thi hành đến ngày 28 tháng 02 năm 2027", "- < 2027-03-01"),
            ("có hiệu lực từ 01/7/2026; các nội dung liên quan đến đất đai", "2026-07-01"),
            ("có hiệu lực từ ngày 01/7/2026; thay Nghị định số 1/2020/NĐ-CP ngày 1/1/2020", "2026-07-01"),
            ("có hiệu lực kể từ ngày ký, trừ nội dung theo Luật số 1/2026/QH15", "on-signing ?"),
        ],
    );
}

#[test]
fn a_heading_is_read_in_every_common_form_or_asked() {
    table(
        Place::Heading,
        &[
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH BÃI BỎ TỪ NGÀY 01/10/2026", "2026-10-01"),
            ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ KỂ TỪ NGÀY 01/10/2026 (02 TTHC)", "2026-10-01"),
            ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ KỂ TỪ NGÀY 01 THÁNG 10 NĂM 2026", "2026-10-01"),
            ("Thủ tục bị bãi bỏ từ 01.10.2026", "2026-10-01"),
            ("Thủ tục bị bãi bỏ từ ngày 01-10-2026", "2026-10-01"),
            ("Thủ tục hành chính sửa đổi, bổ sung (từ 01/10/2026)", "2026-10-01"),
            ("Thủ tục hành chính sửa đổi, bổ sung (từ ngày 01/10/2026)", "2026-10-01"),
            ("THỦ TỤC SỬA ĐỔI (CÓ HIỆU LỰC TỪ 26/9/2026)", "2026-09-26"),
            ("THỦ TỤC SỬA ĐỔI (Có hiệu lực thi hành kể từ ngày 26/9/2026)", "2026-09-26"),
            ("THỦ TỤC SỬA ĐỔI, hiệu lực: 26/9/2026", "2026-09-26"),
            ("THỦ TỤC SỬA ĐỔI (áp dụng từ 01/10/2026 đến hết 28/02/2027)", "2026-10-01 < 2027-03-01"),
            ("THỦ TỤC SỬA ĐỔI (áp dụng từ ngày 01/10/2026 đến hết ngày 28/02/2027)", "2026-10-01 < 2027-03-01"),
            ("THỦ TỤC SỬA ĐỔI (thực hiện từ ngày 01/10/2026)", "2026-10-01"),
            ("THỦ TỤC TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/10/2026 ĐẾN HẾT NGÀY 31/12/2026", "2026-10-01 < 2027-01-01"),
            ("THỦ TỤC TẠM DỪNG THỰC HIỆN TỪ NGÀY 01/10/2026", "2026-10-01"),
            ("THỦ TỤC TẠM NGƯNG THỰC HIỆN", "- ?"),
            ("THỦ TỤC TẠM NGƯNG THỰC HIỆN CHO ĐẾN KHI CÓ HƯỚNG DẪN", "- < ? ?"),
            ("THỦ TỤC BÃI BỎ (đến hết ngày 28/02/2027)", "- < 2027-03-01"),
            ("THỦ TỤC BÃI BỎ ÁP DỤNG ĐẾN NGÀY 28/02/2027", "- < 2027-03-01"),
            ("THỦ TỤC BÃI BỎ KỂ TỪ NGÀY KÝ", "on-signing"),
            ("THỦ TỤC MỚI BAN HÀNH (có hiệu lực sau 10 ngày kể từ ngày ký)", "10 days after signing"),
            ("THỦ TỤC BÃI BỎ TỪ THÁNG 10/2026", "- ?"),
            ("THỦ TỤC BÃI BỎ TỪ QUÝ IV NĂM 2026", "- ?"),
            ("THỦ TỤC BÃI BỎ TỪ NĂM 2027", "- ?"),
            ("THỦ TỤC BÃI BỎ TỪ NGÀY 01/10", "- ?"),
            ("THỦ TỤC BÃI BỎ TRƯỚC NGÀY 01/10/2026", "- ?"),
            ("THỦ TỤC BÃI BỎ SAU NGÀY 01/10/2026", "- ?"),
            ("THỦ TỤC HẾT HIỆU LỰC TỪ NGÀY 01/10/2026", "- < ? ?"),
            ("THỦ TỤC BÃI BỎ NGÀY 01/10/2026", "- ?"),
            ("THỦ TỤC SỬA ĐỔI (thời hạn áp dụng 02 năm)", "- ?"),
            ("THỦ TỤC SỬA ĐỔI (trong 12 tháng)", "- ?"),
            ("THỦ TỤC SỬA ĐỔI THEO NGHỊ ĐỊNH SỐ 1/2026/NĐ-CP NGÀY 02/01/2026 CỦA CHÍNH PHỦ", "-"),
            ("THỦ TỤC SỬA ĐỔI theo Nghị định số 1/2026/NĐ-CP có hiệu lực từ ngày 01/7/2026", "- ?"),
            ("THỦ TỤC SỬA ĐỔI từ 01/10/2026, riêng thủ tục số 2 từ ngày 01/01/2027", "2026-10-01 ?"),
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH NĂM 2026", "-"),
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC ĐẤT ĐAI (02 TTHC)", "-"),
            ("Lĩnh vực Cư trú, tạm trú", "-"),
            ("THỦ TỤC HÀNH CHÍNH ĐỐI VỚI NGƯỜI NƯỚC NGOÀI", "-"),
            ("I. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ TẠI QUYẾT ĐỊNH SỐ 12/QĐ-UBND NGÀY 01/02/2026", "-"),
            ("THỦ TỤC BÃI BỎ (kể từ ngày Luật số 1/2026/QH15 có hiệu lực)", "- ?"),
            ("Thời điểm bãi bỏ: từ ngày 01/10/2026", "2026-10-01"),
            ("Thủ tục sửa đổi từ ngày 01/10/2026 đối với tổ chức", "- ?"),
        ],
    );
}

#[test]
fn a_cell_and_a_remark_are_read_alike() {
    table(
        Place::Cell,
        &[
            ("01/10/2026", "2026-10-01"),
            ("2026-10-01", "2026-10-01"),
            ("Từ 01/7/2026 đến hết 28/02/2027", "2026-07-01 < 2027-03-01"),
            ("01/7/2026 đến 28/02/2027", "2026-07-01 < 2027-03-01"),
            ("Ngày 01 tháng 10 năm 2026", "2026-10-01"),
            ("Kể từ ngày ký", "on-signing"),
            ("2026-09-18, 2026-09-19", "- ?"),
            ("01/10/2026; 01/11/2026", "- ?"),
            ("Có hiệu lực từ 01/7/2026, riêng khoản 2 từ 01/9/2026", "2026-07-01 [khoản 2: 2026-09-01]"),
            ("Từ 01/7/2026 đến hết năm 2027", "2026-07-01 < ? ?"),
            ("Quý I/2027", "- ?"),
            ("Sau khi có hướng dẫn", "- ?"),
            ("05 ngày làm việc", "- ?"),
            ("Không quy định", "-"),
        ],
    );
    table(
        Place::Remark,
        &[
            ("Ghi chú: có hiệu lực từ 01/10/2026", "2026-10-01"),
            ("Bãi bỏ từ ngày 01/10/2026", "2026-10-01"),
            ("Đăng ký khai sinh (từ ngày 01/01/2027)", "2027-01-01"),
            ("Thực hiện đến hết ngày 28/02/2027", "- < 2027-03-01"),
            ("Chưa thực hiện cho đến khi có hướng dẫn", "- < ? ?"),
            ("Cấp tỉnh", "-"),
            ("Theo Quyết định số 1/QĐ-BYT ngày 02/01/2026", "-"),
        ],
    );
    assert_eq!(
        days("Nghị định số 1/2026/NĐ-CP ngày 02/01/2026, từ 01/7/2026"),
        day("2026-07-01").into_iter().collect::<Vec<_>>()
    );
    assert!(!speaks("Cấp giấy phép", Place::Remark));
}

#[test]
fn the_end_of_some_procedures_is_no_end_of_the_decision() {
    table(
        Place::Clause,
        &[
            (
                "Quyết định này có hiệu lực kể từ ngày ký. Các thủ tục bị bãi bỏ hết hiệu lực từ ngày 01/02/2027.",
                "on-signing [Các thủ tục bị bãi bỏ: - < 2027-02-01]",
            ),
            (
                "Quyết định này có hiệu lực từ 01/12/2026. Những gì nêu ở trên hết hiệu lực từ ngày 01/02/2027.",
                "2026-12-01 [Những gì nêu ở trên: - < 2027-02-01]",
            ),
            ("Quyết định này có hiệu lực từ ngày ký. Thực hiện đến hết ngày 31/12/2027.", "on-signing < 2028-01-01"),
        ],
    );
}

#[test]
fn a_condition_in_a_heading_is_asked() {
    table(
        Place::Heading,
        &[
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (chỉ áp dụng tại các xã miền núi)", "- ?"),
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ, TRỪ THỦ TỤC SỐ 2", "- ?"),
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, NGOẠI TRỪ THỦ TỤC SỐ 1", "- ?"),
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", "-"),
        ],
    );
}
