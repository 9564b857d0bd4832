//! What an audit tells of each kind of fault, and of what only looks like one, in the ways in which lists are written.

use std::collections::BTreeSet;

use niemyet::import::{Foreign, read_listing};
use niemyet::model::{Decision, OfficeId, Procedure, ProcedureCode};
use niemyet::offices::Offices;
use niemyet::pipeline::with_catalogue;
use niemyet::posted::{PostedFile, Reason, Rule, Verdict, audit};

use crate::posting;
use crate::project;

use posting::{Row, cards, cells, escaped, held, one, row, script, some_rows, table, told, with_offices};

#[test]
fn a_total_is_told_once_where_words_say_it_and_the_number_of_a_row_is_none() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 3);
        let page = |total: &str| format!("<p>{total}</p>{}<footer>IP 1.001001.0.1; 2.100045.3</footer>", table(&rows));
        let of = |total: &str| told(catalogue, assigned, "a.html", page(total).as_bytes());
        for total in ["Tổng số: 3 thủ tục", "70 | Thủ tục hành chính", "Lĩnh vực Công chứng: tổng số 2 thủ tục"]
        {
            assert_eq!(of(total), BTreeSet::new(), "{total}");
        }
        assert_eq!(of("Tổng số: 9 thủ tục"), one(Rule::CountDrift, Verdict::Fault, ""));
        let json = format!(
            "{{\"total\":9,\"data\":{}}}",
            serde_json::json!([{ "ma": rows[0].code, "ten": rows[0].name, "url": rows[0].link }])
        );
        assert_eq!(told(catalogue, assigned, "a.json", json.as_bytes()), one(Rule::CountDrift, Verdict::Fault, ""));
    });
}

#[test]
fn links_are_found_wherever_a_list_has_them() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 6);
        let whole =
            |make: &dyn Fn(&Row) -> String, between: &str| rows.iter().map(make).collect::<Vec<_>>().join(between);
        let pages = [
            format!(
                "<div>{}</div>",
                whole(
                    &|row| format!("{} {} <a href=\"{}\">[xem]</a>", row.code, escaped(&row.name), row.link),
                    "<br>\n"
                )
            ),
            whole(
                &|row| {
                    format!(
                        "<table><tr><td>{}<td>{}<td><button onclick=\"window.open('{}')\">Xem</button></table>",
                        row.code,
                        escaped(&row.name),
                        row.link
                    )
                },
                "",
            ),
            whole(
                &|row| {
                    format!("<table><tr data-href=\"{}\"><td>{}<td>{}</table>", row.link, row.code, escaped(&row.name))
                },
                "",
            ),
            format!(
                "<table>{}</table>",
                whole(
                    &|row| format!(
                        "<tr><td>1<td colspan=2>{}</tr><tr><td><td>Mã: {}<td><a href=\"{}\">Xem</a></tr>",
                        escaped(&row.name),
                        row.code,
                        row.link
                    ),
                    ""
                )
            ),
        ];
        for page in pages {
            assert_eq!(told(catalogue, assigned, "a.html", page.as_bytes()), BTreeSet::new(), "{page}");
        }
        let csv = |rows: &[Row]| {
            rows.iter().map(|row| format!("{};\"{}\";{}\n", row.code, row.name, row.link)).collect::<String>()
        };
        assert_eq!(told(catalogue, assigned, "a.csv", csv(&rows).as_bytes()), BTreeSet::new());
        let mut without = rows.clone();
        without[1].link.clear();
        let missing = one(Rule::LinkMissing, Verdict::Fault, &rows[1].code);
        assert_eq!(told(catalogue, assigned, "a.csv", csv(&without).as_bytes()), missing);
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, row) in (0..).zip(&without) {
            sheet.write(at, 0, row.code.as_str()).unwrap();
            sheet.write(at, 1, row.name.as_str()).unwrap();
            if !row.link.is_empty() {
                sheet.write_url_with_text(at, 2, row.link.as_str(), "Xem").unwrap();
            }
        }
        assert_eq!(told(catalogue, assigned, "a.xlsx", &book.save_to_buffer().unwrap()), missing);
    });
}

#[test]
fn a_link_to_no_page_a_host_that_looks_alike_and_a_sharers_are_no_links_to_the_page() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 1);
        let of = |link: &str| {
            told(catalogue, assigned, "a.html", table(&[Row { link: link.to_owned(), ..rows[0].clone() }]).as_bytes())
        };
        let (link, code) = (&rows[0].link, rows[0].code.as_str());
        assert_eq!(of(link), BTreeSet::new());
        assert_eq!(of(&link[..link.len() - 2]), one(Rule::LinkUnknownPage, Verdict::Fault, code));
        assert_eq!(
            of(&format!("{}0000", &link[..link.len() - 4])),
            one(Rule::LinkUnknownPage, Verdict::Unchecked(Reason::PageNotHeld), code)
        );
        for other in ["https://www.facebook.com/sharer.php?u=", "https://sp.zalo.me/share?url="] {
            assert_eq!(of(&format!("{other}{link}")), one(Rule::LinkMissing, Verdict::Fault, code), "{other}");
        }
        let alike = link.replace("dichvucong", "dichvucongg");
        assert_eq!(of(&alike), one(Rule::LinkMissing, Verdict::Fault, code));
        assert_eq!(of("/thu-tuc/12"), one(Rule::LinkMissing, Verdict::Unchecked(Reason::OwnPage), code));
    });
}

#[test]
fn a_name_that_is_nobodys_and_one_that_is_anothers_stand_out_beside_a_right_code() {
    with_offices(|catalogue, assigned| {
        let mut rows = some_rows(catalogue, assigned, 6);
        let code = rows[2].code.clone();
        let of = |rows: &[Row], make: fn(&[Row]) -> String| told(catalogue, assigned, "a.html", make(rows).as_bytes());
        let item = |rows: &[Row]| {
            let item =
                |row: &Row| format!("<li><a href=\"{}\">{} - {}</a></li>", row.link, row.code, escaped(&row.name));
            format!("<ul>{}</ul>", rows.iter().map(item).collect::<String>())
        };
        let details = |rows: &[Row]| {
            let one = |row: &Row| {
                format!(
                    "<details><summary>1. {}</summary><dl><dt>Mã</dt><dd>{}</dd></dl><a href=\"{}\">Nộp</a></details>",
                    escaped(&row.name),
                    row.code,
                    row.link
                )
            };
            rows.iter().map(one).collect::<String>()
        };
        let makes: [fn(&[Row]) -> String; 4] = [table, cards, item, details];
        rows[2].name = "Cấp phép khai thác tài nguyên nước mặt tại hồ thủy điện".to_owned();
        for make in makes {
            assert_eq!(of(&rows, make), one(Rule::NameDiffers, Verdict::Fault, &code));
        }
        // Of an ended one it is told that it has to go, and not by which name it should stay.
        let ended = catalogue.states.iter().find(|(code, state)| {
            state.whole.status.is_ended() && catalogue.records.procedures.contains_key(*code) && !code.is_internal()
        });
        let (ended, _) = ended.unwrap();
        let was = std::mem::replace(&mut rows[2].code, ended.to_string());
        for make in makes {
            let told = of(&rows, make);
            let has = |rule: Rule| told.iter().any(|(told, _, code)| *told == rule && code == ended.as_str());
            assert!(has(Rule::ExpiredListed) && !has(Rule::NameDiffers), "{told:?}");
        }
        rows[2].code = was;
        rows[2].name = rows[1].name.clone();
        for make in makes {
            assert_eq!(of(&rows, make), one(Rule::CodeNameMismatch, Verdict::Fault, &code));
        }
    });
}

#[test]
fn a_procedure_that_one_list_shows_twice_is_told_at_the_second_row() {
    with_offices(|catalogue, assigned| {
        let mut rows = some_rows(catalogue, assigned, 5);
        rows.push(rows[1].clone());
        let text = table(&rows);
        let double = one(Rule::DuplicateRow, Verdict::Fault, &rows[1].code);
        assert_eq!(told(catalogue, assigned, "a.html", text.as_bytes()), double);
        let under = format!("{}<h3>Lĩnh vực khác</h3>{}", table(&rows[..5]), table(&rows[1..2]));
        let double = one(Rule::DuplicateRow, Verdict::Unchecked(Reason::TwoHeadings), &rows[1].code);
        assert_eq!(told(catalogue, assigned, "a.html", under.as_bytes()), double);
        // A page whose data stands beside its rows shows each of them once.
        let twice = format!("{}{}", table(&rows[..5]), script(&rows[..5]));
        assert_eq!(told(catalogue, assigned, "a.html", twice.as_bytes()), BTreeSet::new());
    });
}

#[test]
fn what_the_page_itself_says_has_ended_is_not_posted_as_in_force() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 3);
        let ended = "<tr><td>1<td>1.010385<td>Trình báo mất hộ chiếu phổ thông";
        for text in [
            format!("{}<table>{ended} (đã bị bãi bỏ từ 01/7/2026)</table>", table(&rows)),
            format!("{}<table>{ended}<td>Hết hiệu lực</table>", table(&rows)),
            format!("{}<h3>Danh mục thủ tục hành chính bị bãi bỏ</h3><table>{ended}</table>", table(&rows)),
            format!("{}<ul><li>Từ 01/7/2026 bãi bỏ thủ tục 1.010385</li><li>Tin khác</li></ul>", table(&rows)),
            format!("{}<aside><ul><li>1.010385</li><li>UBND cấp huyện</li></ul></aside>", table(&rows)),
        ] {
            assert_eq!(told(catalogue, assigned, "a.html", text.as_bytes()), BTreeSet::new(), "{text}");
        }
        let later = format!("{}<table>{ended}<td>Hết hiệu lực từ 01/01/2027</table>", table(&rows));
        assert!(!told(catalogue, assigned, "a.html", later.as_bytes()).is_empty());
        // One that is in force, under such a heading: it is missing, and where it stands is told.
        let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
        let text =
            format!("{}\n<h3>Thủ tục bị bãi bỏ</h3>\n{}", table(&rows[..2]), table(&rows[2..]).replace('\n', ""));
        let audit = held(catalogue, assigned, office, "a.html", &text);
        let own = audit.findings.iter().find(|told| told.procedure.as_deref() == Some(&*rows[2].code)).unwrap();
        assert_eq!(own.rule, Rule::MissingInForce);
        assert!(own.place.as_ref().is_some_and(|(path, line)| path == "a.html" && *line > 3), "{own:?}");
    });
}

#[test]
fn what_is_left_of_a_code_is_told_beside_the_name_or_the_link() {
    with_offices(|catalogue, assigned| {
        let right = row(catalogue, &ProcedureCode::new("1.013810").unwrap());
        let code = right.code.as_str();
        for written in [
            "1,013810",
            "1013810",
            "1.O1381O",
            "1. 013810",
            "1-013810",
            "1.013.810",
            "1.01381",
            "1.0138107",
            "1.013810-Xoa",
            "1.01380",
        ] {
            for name in [right.name.clone(), right.name.to_uppercase(), "Tên khác hẳn của một thủ tục".to_owned()]
            {
                let row = Row { code: written.to_owned(), name, ..right.clone() };
                let told = told(catalogue, assigned, "a.html", table(std::slice::from_ref(&row)).as_bytes());
                assert!(
                    told.contains(&(Rule::CodeDamaged, Verdict::Fault, code.to_owned())),
                    "{written} {}: {told:?}",
                    row.name
                );
            }
        }
    });
}

#[test]
fn fees_times_and_former_bodies_are_read_in_their_usual_wordings() {
    with_offices(|catalogue, assigned| {
        let base = row(catalogue, &ProcedureCode::new("1.000802").unwrap());
        let of = |cell: &str| {
            let text = format!(
                "<table><tr><td>{}<td>{}<td>{cell}<td><a href=\"{}\">Xem</a></table>",
                base.code, base.name, base.link
            );
            told(catalogue, assigned, "a.html", text.as_bytes())
        };
        for fee in ["777.000 đồng", "777.000đ/hồ sơ", "777000", "777.000", "777 nghìn đồng", "Lệ phí: 777.000 VNĐ"]
        {
            assert_eq!(of(fee), one(Rule::FeeDiffers, Verdict::Fault, &base.code), "{fee}");
        }
        assert_eq!(of("Miễn phí"), one(Rule::FeeDiffers, Verdict::Unchecked(Reason::MayBeExempt), &base.code));
        for time in [
            "99 ngày làm việc",
            "Không quá 99 (ngày làm việc)",
            "Thời hạn: 99 ngày làm việc",
            "99 ngày làm việc kể từ ngày nhận đủ hồ sơ",
        ] {
            assert_eq!(of(time), one(Rule::TimeDiffers, Verdict::Fault, &base.code), "{time}");
        }
        assert_eq!(of("Trong ngày"), one(Rule::TimeDiffers, Verdict::Unchecked(Reason::MayBeCut), &base.code));
        for body in ["UBND thị xã Bỉm Sơn", "UBND thị trấn Rừng Thông", "Bộ phận một cửa UBND thành phố Thanh Hóa"]
        {
            assert_eq!(of(body), one(Rule::DistrictAfter2025, Verdict::Fault, &base.code), "{body}");
        }
        for body in ["Sở Lao động - Thương binh và Xã hội", "Sở Kế hoạch và Đầu tư", "Bộ Kế hoạch và Đầu tư"]
        {
            assert_eq!(of(body), one(Rule::OldAgencyName, Verdict::Fault, &base.code), "{body}");
        }
    });
}

#[test]
fn scripts_mail_and_other_encodings_are_read_as_the_page_is() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 4);
        let double = |rows: &[Row]| [rows, &rows[..1]].concat();
        let expected = one(Rule::DuplicateRow, Verdict::Fault, &rows[0].code);
        let list = double(&rows);
        let objects =
            list.iter().map(|row| format!("{{ma:'{}', ten:\"{}\", link:'{}'}}", row.code, row.name, row.link));
        let script = format!("<script>var ds = [{}];\nshow(ds);</script>", objects.collect::<Vec<_>>().join(",\n"));
        assert_eq!(told(catalogue, assigned, "a.html", script.as_bytes()), expected);
        let mail = format!(
            "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;type=\"text/html\";boundary=\"B\"\r\n\r\n\
             --B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--B--\r\n",
            table(&list)
        );
        assert_eq!(told(catalogue, assigned, "a.mhtml", mail.as_bytes()), expected);
        let wide: Vec<u8> =
            std::iter::once(0xfeff).chain(cells(&list).encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(catalogue, assigned, "a.txt", &wide), expected);
    });
}

#[test]
fn a_decision_that_has_no_such_procedure_and_a_number_that_is_none_are_told() {
    let rules = [Rule::WrongDecision, Rule::DecisionNumberMalformed];
    with_catalogue(&project::input("tests/fixtures/haiphong", "2026-08-31"), |catalogue, _| {
        let assigned = Offices::of(catalogue);
        // A decision held whole whose rows are all of one known procedure each, and a procedure in force that is none of them.
        let is_whole = |decision: &&Decision| {
            let mut subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
            let is_known = subjects.all(|subject| subject.code().is_some());
            decision.complete && !decision.changes.is_empty() && is_known && decision.key.signed.is_some()
        };
        let whole = catalogue.records.decisions.iter().find(is_whole).unwrap();
        let (number, year) = (whole.key.number.to_string(), whole.key.signed.unwrap().format("%Y").to_string());
        let has = |code: &ProcedureCode| {
            let mut subjects = whole.changes.iter().flat_map(|change| change.kind.subjects());
            subjects.any(|subject| subject.code() == Some(code))
        };
        let is_other = |record: &&Procedure| record.decision.as_ref() != Some(&whole.key.number) && !has(&record.code);
        let record = catalogue.records.procedures.values().find(is_other).unwrap();
        let cites = |text: &str| -> BTreeSet<(Rule, Verdict)> {
            let cells = [record.code.as_str(), &record.name, text].map(|cell| format!("<td>{}</td>", escaped(cell)));
            let bytes = format!("<table><tr>{}</tr></table>", cells.concat()).into_bytes();
            let foreign = Foreign { name: "a.html".to_owned(), bytes, label: None };
            let (rows, has_links) = read_listing(&foreign).unwrap();
            let file = PostedFile { path: "a.html".to_owned(), rows, has_links };
            let findings = audit(catalogue, &assigned, None, &[file], true).findings.into_iter();
            findings.filter(|told| rules.contains(&told.rule)).map(|told| (told.rule, told.verdict)).collect()
        };
        for text in ["", "Quyết định số 99999/QĐ-UBND", "45/2016/QĐ-TTg; 75/2022/TT-BTC", "H56.1/2026, ngày 1/7/2026"]
        {
            assert_eq!(cites(text), BTreeSet::new(), "{text}");
        }
        let digits = number.split('/').next().unwrap();
        for text in [number.clone(), number.replace("/QĐ-", " /QĐ - "), format!("1 {number}")] {
            assert_eq!(
                cites(&text),
                BTreeSet::from([(Rule::WrongDecision, Verdict::Unchecked(Reason::NoYear))]),
                "{text}"
            );
            let dated = format!("theo Quyết định số {text} ngày 01/7/{year}");
            assert_eq!(cites(&dated), BTreeSet::from([(Rule::WrongDecision, Verdict::Fault)]), "{dated}");
        }
        // Numbers begin anew each year, and one that is not held may have it.
        assert_eq!(cites(&format!("{number} ngày 12/5/1999")), BTreeSet::new());
        assert_eq!(cites(&format!("{number}; 99999/QĐ-UBND")), BTreeSet::new());
        for text in [format!("{digits}/QĐUBND"), format!("{digits}/QĐ"), format!("QĐ {digits}/QĐ/UBND")] {
            assert_eq!(cites(&text), BTreeSet::from([(Rule::DecisionNumberMalformed, Verdict::Fault)]), "{text}");
        }
    });
}

#[test]
fn a_list_of_names_is_one_where_a_single_name_has_its_code_beside_it() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 12);
        let item = |(at, row): (usize, &Row)| {
            let code = if at == 4 { format!(" ({})", row.code) } else { String::new() };
            format!("<li>{}{code}</li>\n", escaped(&row.name))
        };
        let list = |rows: &[Row]| {
            format!("<h1>Niêm yết</h1><ol>{}</ol>", rows.iter().enumerate().map(item).collect::<String>())
        };
        let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
        let audit = held(catalogue, assigned, office, "a.html", &list(&rows));
        assert_eq!(audit.totals.posted, rows.len());
        let twice = [&rows[..], &rows[..1]].concat();
        let found = told(catalogue, assigned, "a.html", list(&twice).as_bytes());
        assert!(found.contains(&(Rule::DuplicateRow, Verdict::Fault, rows[0].code.clone())), "{found:?}");
    });
}

#[test]
fn words_before_or_behind_a_name_make_it_another_and_its_level_or_number_do_not() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 8);
        let with = |name: &dyn Fn(&str) -> String| {
            let mut changed = rows.clone();
            changed[2].name = name(&rows[2].name);
            told(catalogue, assigned, "a.html", table(&changed).as_bytes())
        };
        let differs = one(Rule::NameDiffers, Verdict::Fault, &rows[2].code);
        assert_eq!(with(&|name| format!("Tạm dừng {name}")), differs);
        assert_eq!(with(&|name| format!("{name} đối với doanh nghiệp")), differs);
        for idle in ["3. {}", "Thủ tục {}", "{} (cấp tỉnh)", "{} cấp tỉnh", "{} (thực hiện tại Sở)"]
        {
            assert_eq!(with(&|name| idle.replace("{}", name)), BTreeSet::new(), "{idle}");
        }
    });
}

#[test]
fn bodies_are_found_behind_a_label_in_short_and_with_our_own_province_and_what_was_before_is_no_fault() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 4);
        let with = |body: &str| {
            let mut changed = rows.clone();
            changed[1].body = body.to_owned();
            told(catalogue, assigned, "a.html", cards(&changed).as_bytes())
        };
        let of = |rule| one(rule, Verdict::Fault, &rows[1].code);
        for body in ["Cơ quan thực hiện: Sở TN&MT", "Sở Kế hoạch & Đầu tư", "Sở Kế hoạch và Đầu tư tỉnh Thanh Hóa"]
        {
            assert_eq!(with(body), of(Rule::OldAgencyName), "{body}");
        }
        for body in ["Nơi nộp: UBND huyện Hà Trung", "UBND TP Thanh Hóa", "Bảo hiểm xã hội huyện Hà Trung"]
        {
            assert_eq!(with(body), of(Rule::DistrictAfter2025), "{body}");
        }
        assert_eq!(with("UBND xã Hà Trung (huyện Hà Trung cũ)"), BTreeSet::new());
    });
}

#[test]
fn a_menu_on_every_page_is_no_link_of_the_procedures() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 4);
        let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
        let page = |(at, row): (usize, &Row)| {
            let own = if at == 3 { String::new() } else { format!("<a href=\"{}\">Nộp hồ sơ</a>", row.link) };
            let menu = "<div><a href=\"https://dichvucong.gov.vn/\">Dịch vụ công</a></div>";
            let text = format!("{menu}<h1>{}</h1><p>Mã: {}</p>{own}", escaped(&row.name), row.code);
            let foreign = Foreign { name: format!("{at}.html"), bytes: text.into_bytes(), label: None };
            let (rows, has_links) = read_listing(&foreign).unwrap();
            PostedFile { path: foreign.name, rows, has_links }
        };
        let files: Vec<PostedFile> = rows.iter().enumerate().map(page).collect();
        let audit = audit(catalogue, assigned, Some(office), &files, true);
        let told: Vec<_> = audit.findings.iter().filter(|told| told.rule != Rule::MissingInForce).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].rule, told[0].procedure.as_ref()), (Rule::LinkMissing, Some(&rows[3].code)));
    });
}

#[test]
fn the_state_of_a_page_is_its_list_with_and_without_codes() {
    with_offices(|catalogue, assigned| {
        let mut rows = some_rows(catalogue, assigned, 6);
        rows[3].code = String::new();
        let state = posting::objects(&rows).replace('<', "\\u003c");
        let page = format!("<body><div id=app></div><script>window.__INITIAL_STATE__={state};</script>");
        let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
        assert_eq!(held(catalogue, assigned, office, "a.html", &page).totals.posted, rows.len());
    });
}

#[test]
fn a_number_that_somebody_left_open_is_told() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 3);
        for number in ["…/QĐ-UBND", "Quyết định số /QĐ-UBND ngày", "Demo/QĐ-BTP"] {
            let mut changed = rows.clone();
            changed[1].body = number.to_owned();
            let found = told(catalogue, assigned, "a.html", table(&changed).as_bytes());
            assert_eq!(found, one(Rule::DecisionNumberMalformed, Verdict::Fault, &rows[1].code), "{number}");
        }
    });
}
