//! What an audit tells of decisions that rows cite, of links in a PDF, and of sites with a page for each procedure.

use std::collections::BTreeSet;

use niemyet::import::{Foreign, read_listing};
use niemyet::model::{OfficeId, ProcedureCode};
use niemyet::posted::{PostedFile, Reason, Rule, Verdict, audit};

use crate::papers;
use crate::posting;

use posting::{Row, cells, escaped, some_rows, table, told, with_offices};

#[test]
fn the_decision_of_another_ministry_and_one_that_a_later_one_amended_are_told_whether_they_are_held_or_not() {
    let rules = [Rule::WrongDecision, Rule::SupersededDecisionCited, Rule::DecisionNumberMalformed];
    with_offices(|catalogue, assigned| {
        let cites = |code: &str, text: &str| -> BTreeSet<(Rule, Verdict)> {
            let name = &catalogue.records.procedures[&ProcedureCode::new(code).unwrap()].name;
            let row = [code, &escaped(name), text].map(|cell| format!("<td>{cell}</td>")).concat();
            let findings = told(catalogue, assigned, "a.html", format!("<table><tr>{row}</tr></table>").as_bytes());
            findings
                .into_iter()
                .filter(|(rule, ..)| rules.contains(rule))
                .map(|(rule, verdict, _)| (rule, verdict))
                .collect()
        };
        let of = |rule, verdict| BTreeSet::from([(rule, verdict)]);
        // A narrow column divides the number.
        for text in ["4245/QĐ-BCA-QLXN C năm 2026", "theo 4245/QĐ-BCA-QLXNC ngày 12/6/2026"] {
            assert_eq!(cites("1.013859", text), of(Rule::WrongDecision, Verdict::Fault), "{text}");
        }
        // Beside the number stands of which year it is, whatever other years there are.
        assert_eq!(cites("1.013859", "4245/QĐ-BCA-QLXNC năm 2021. Cập nhật 05/01/2026"), BTreeSet::new());
        // Of the same ministry another year's may be meant. A row of it has no code, and can only be one other.
        assert_eq!(cites("1.115231", "4245/QĐ-BCA-QLXNC"), of(Rule::WrongDecision, Verdict::Unchecked(Reason::NoYear)));
        assert_eq!(cites("1.115231", "4245/QĐ-BCA-QLXNC năm 2026"), of(Rule::WrongDecision, Verdict::Fault));
        assert_eq!(cites("2.000480", "4245/QĐ-BCA-QLXNC năm 2026"), BTreeSet::new());
        // Amended by 1523/QĐ-BCA-C06 in 2026.
        for text in ["4113/QĐ-BCA ngày 16/6/2023", "885/QĐ-BCA-C06 năm 2025", "885/QĐ-BCA-C06 ngày 11 tháng 3 năm 2025"]
        {
            let not_held = Verdict::Unchecked(Reason::DecisionNotHeld);
            assert_eq!(cites("1.013313", text), of(Rule::SupersededDecisionCited, not_held), "{text}");
        }
        for text in [
            "4113/QĐ-BCA",
            "4113/QĐ-BCA ngày 16/6/2023; 1523/QĐ-BCA-C06",
            "4113/QĐ-BTP ngày 16/6/2023",
            "99/QĐ-BCA ngày 1/10/2026",
        ] {
            assert_eq!(cites("1.013313", text), BTreeSet::new(), "{text}");
        }
        assert_eq!(cites("1.013859", "112/TTr-SYT"), of(Rule::DecisionNumberMalformed, Verdict::Fault));
        assert_eq!(cites("1.013859", "03/TB-TĐT"), BTreeSet::new(), "the number of a form");
    });
}

#[test]
fn a_code_with_and_without_its_suffix_is_one_and_nothing_is_paid_in_more_words_than_one() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 5);
        let mut changed = rows.clone();
        changed[2].code = format!("{}.H56", rows[2].code);
        changed[2].name = format!("{} ({})", rows[2].name, rows[2].code);
        assert_eq!(told(catalogue, assigned, "a.html", table(&changed).as_bytes()), BTreeSet::new());
        assert_eq!(told(catalogue, assigned, "a.csv", cells(&changed).as_bytes()), BTreeSet::new());
    });
    // Recorded as "Miễn phí (Không có)".
    with_offices(|catalogue, assigned| {
        let record = &catalogue.records.procedures[&ProcedureCode::new("2.000024").unwrap()];
        let page = |fee: &str| format!("<table><tr><td>2.000024<td>{}<td>{fee}</table>", record.name);
        let of = |fee: &str| {
            let findings = told(catalogue, assigned, "a.html", page(fee).as_bytes());
            findings.into_iter().filter(|(rule, ..)| *rule == Rule::FeeDiffers).count()
        };
        let codes = ["1.000656", "1.000419"].map(|code| ProcedureCode::new(code).unwrap());
        let [own, other] = codes.each_ref().map(|code| catalogue.records.procedures[code].name.clone());
        assert!(other.to_lowercase().contains(&own.to_lowercase()), "{own} {other}");
        let mut rows = some_rows(catalogue, assigned, 5);
        rows.push(Row { code: codes[0].to_string(), name: other, ..rows[0].clone() });
        let told = told(catalogue, assigned, "a.csv", cells(&rows).as_bytes());
        assert!(told.contains(&(Rule::CodeNameMismatch, Verdict::Fault, codes[0].to_string())), "{told:?}");
        assert_eq!((of("85.000 đồng"), of("Miễn phí"), of("Không thu phí")), (1, 0, 0));
    });
}

#[test]
fn a_page_for_each_procedure_is_read_as_the_others_of_its_site_are() {
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 6);
        let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
        let site = |rows: &[Row]| -> BTreeSet<(Rule, Verdict, String)> {
            let page = |(at, row): (usize, &Row)| {
                let link =
                    if row.link.is_empty() { String::new() } else { format!("<a href=\"{}\">Xem</a>", row.link) };
                let text = format!(
                    "<a href=\"/\">Trang chủ</a> <a href=\"/gioi-thieu\">Giới thiệu</a><h1>{0}</h1><table><tr><td>Mã</td><td>{1}</td></tr>\
                     <tr><td>Tên thủ tục</td><td>{0}</td></tr><tr><td>Liên kết</td><td>{link}</td></tr></table>",
                    escaped(&row.name),
                    row.code
                );
                let foreign = Foreign { name: format!("{at}.html"), bytes: text.into_bytes(), label: None };
                let (rows, has_links) = read_listing(&foreign).unwrap();
                PostedFile { path: foreign.name, rows, has_links }
            };
            let files: Vec<PostedFile> = rows.iter().enumerate().map(page).collect();
            let findings = audit(catalogue, assigned, Some(office), &files, true).findings.into_iter();
            let findings = findings.filter(|told| told.rule != Rule::MissingInForce);
            findings.map(|told| (told.rule, told.verdict, told.procedure.unwrap_or_default())).collect()
        };
        assert_eq!(site(&rows), BTreeSet::new());
        let mut changed = rows.clone();
        changed[1].name = format!("Tạm dừng {}", rows[1].name);
        changed[4].link = String::new();
        let expected = [(Rule::NameDiffers, 1), (Rule::LinkMissing, 4)];
        let expected = expected.map(|(rule, at): (Rule, usize)| (rule, Verdict::Fault, rows[at].code.clone()));
        assert_eq!(site(&changed), BTreeSet::from(expected));
    });
}

#[test]
fn the_links_of_a_pdf_lead_from_the_rows_in_which_they_stand() {
    use lopdf::{Object, dictionary};
    with_offices(|catalogue, assigned| {
        let rows = some_rows(catalogue, assigned, 4);
        // Letters without accents, so that names are not held against anything.
        let cells: Vec<[&str; 3]> = rows.iter().map(|row| ["1", row.code.as_str(), "Xem"]).collect();
        let content = papers::printed(&["Bang niem yet thu tuc hanh chinh cua co quan"], &cells);
        let board = |links: &[&str]| {
            let note = |(at, link): (usize, &&str)| {
                let top = 750 - 20 * at as i64;
                let rect: Vec<Object> = [200, top - 20, 260, top].map(Object::Integer).to_vec();
                let action = dictionary! { "S" => "URI", "URI" => Object::string_literal(*link) };
                Object::Dictionary(dictionary! { "Subtype" => "Link", "Rect" => rect, "A" => action })
            };
            let notes: Vec<Object> = links.iter().enumerate().filter(|(_, link)| !link.is_empty()).map(note).collect();
            let bytes = papers::pdf(&content, |file, ids| {
                file.get_dictionary_mut(ids.page).unwrap().set("Annots", notes);
            });
            let about_links = |(rule, ..): &(Rule, Verdict, String)| rule.as_str().starts_with("LINK_");
            told(catalogue, assigned, "a.pdf", &bytes).into_iter().filter(about_links).collect::<BTreeSet<_>>()
        };
        let right: Vec<&str> = rows.iter().map(|row| row.link.as_str()).collect();
        assert_eq!(board(&right), BTreeSet::new());
        assert_eq!(board(&[]), BTreeSet::new(), "a board without links misses none");
        let swapped = [right[0], right[2], right[2], ""];
        let other = (Rule::LinkOtherProcedure, Verdict::Fault, rows[1].code.clone());
        let missing = (Rule::LinkMissing, Verdict::Fault, rows[3].code.clone());
        assert_eq!(board(&swapped), BTreeSet::from([other, missing]));
    });
}
