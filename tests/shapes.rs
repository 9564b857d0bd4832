//! The shapes of real provincial decisions (the table of the domain's law, §2), each held by a test of its own on the decision
//! itself as a catalogue file (`tests/fixtures/haiphong`), with the stories that tell it, and for what a reader can get wrong
//! on a text in its layout.

use crate::hai_phong;
use crate::importing;
use crate::skipping;

use std::collections::BTreeSet;

use hai_phong::{day, decision, decision_mut, records, with_rule};
use importing::of_bytes;
use niemyet::finding::Code;
use niemyet::import::{Draft, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::{Ledger, Question, State, Status, Version};
use niemyet::load::load;
use niemyet::model::{Change, ChangeKind, Decision, Effect, ProcedureCode, Records, TimeLimit, TimeUnit};

/// One test a row of the table: its name, the decisions of the row as the table has them, the stories that tell it.
macro_rules! shapes {
    ($($name:ident $decisions:literal [$($story:literal),* $(,)?] $body:block)*) => {
        $(#[test] fn $name() $body)*
        const SHAPES: &[(&str, &str, &[&str])] = &[$((stringify!($name), $decisions, &[$($story),*])),*];
    };
}

shapes! {
    three_parts_a_contradicting_column_and_declared_totals "3904, 2380" [
        "a declared total that its rows meet (3643: 04)",
        "a declared total that its rows miss (3904: 02)",
    ] {
        let records = records();
        let of_3904 = decision(&records, 3904);
        assert_eq!(kinds(of_3904, "I"), [("new", 10)]);
        assert_eq!(kinds(of_3904, "II"), [("amend", 7)]);
        assert_eq!(kinds(of_3904, "III"), [("repeal", 2)]);
        assert_eq!(kinds(decision(&records, 2380), "II"), [("repeal", 15)]);
        // The part rules over the title of the column.
        let (_, read) = draft("3904.txt", &text(3904, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            "III. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (02 TTHC)\n\n\
             STT | Mã TTHC | Tên TTHC | Tên VBQPPL là căn cứ sửa đổi, bổ sung\n\n\
             1 | 2.000890 | Một | 177/2026/NĐ-CP\n2 | 2.000823 | Hai | 177/2026/NĐ-CP\n"));
        assert_eq!(all_kinds(&read), ["repeal", "repeal"]);
        assert_eq!(read.sections.iter().map(|section| section.declared).collect::<Vec<_>>(), [Some(2)]);
    }

    repealed_under_a_heading_that_says_has_been "2281" [
        "a repeal of what nothing attested is a repeal all the same",
    ] {
        let records = records();
        let repeals = decision(&records, 2281).changes.iter().filter(|change| change.kind.as_str() == "repeal").count();
        assert_eq!(repeals, 9);
        let rows = |numbers: std::ops::RangeInclusive<u32>| -> String {
            numbers.map(|n| format!("{n} | 1.00000{n} | Thủ tục số {n} | 66/2026/NQ-CP\n")).collect()
        };
        let annex = format!(
            "B. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐÃ ĐƯỢC BÃI BỎ\n\n\
             STT | Mã TTHC | Tên TTHC | Tên VB QPPL quy định nội dung TTHC đã được bãi bỏ\n\n\
             LĨNH VỰC MỘT\n\n{}\nLĨNH VỰC HAI\n\n{}\nLĨNH VỰC BA\n\n{}",
            rows(1..=4), rows(5..=7), rows(8..=9));
        let (draft, read) = draft("2281.txt", &text(2281, "", &annex));
        assert_eq!(all_kinds(&read), ["repeal"; 9], "{}", draft.text);
    }

    abolished_from_a_day_to_a_day "2032" [
        "abolished from a day to a day is a suspension, after which the procedure is back",
        "a suspension of what only a list attests",
        "two suspensions that overlap end with the later",
    ] {
        let records = records();
        let signed = decision(&records, 2032).key.signed;
        assert_eq!(signed, Some(day("2026-05-29")));
        for (code, from) in [("1.013786", "2026-05-20"), ("1.000963", "2026-07-01")] {
            let eve = day(from).pred_opt().unwrap().to_string();
            assert_ne!(status(&records, code, &eve), Status::Suspended, "{code}");
            assert_eq!(status(&records, code, from), Status::Suspended, "{code}");
            assert_eq!(status(&records, code, "2027-02-28"), Status::Suspended, "{code}");
            let back = state(&records, code, "2027-03-01").whole;
            assert_eq!((back.status, back.since), (Status::InForce, Some(day("2027-03-01"))), "{code}");
        }
    }

    a_whole_decision_for_a_time_and_a_row_without_a_code "2380" [
        "a decision that is valid for a time makes its repeals suspensions and its amendments temporary (2380)",
        "a row whose code nobody has read changes nothing and is a question on the candidate",
    ] {
        let records = records();
        let of_2380 = decision(&records, 2380);
        let coded = |change: &&Change| change.kind.subjects()[0].code().is_some();
        assert_eq!(of_2380.changes.iter().filter(|change| !coded(change)).count(), 1);
        for change in of_2380.changes.iter().filter(coded) {
            let code = change.kind.subjects()[0].code().unwrap().as_str();
            let (then, after) = (state(&records, code, "2026-07-01").whole, state(&records, code, "2027-03-01").whole);
            if change.kind.as_str() == "repeal" {
                assert_eq!((then.status, after.status), (Status::Suspended, Status::InForce), "{code}");
            } else {
                assert_eq!((then.status, after.status), (Status::InForce, Status::InForce), "{code}");
                assert_eq!(version(&state(&records, code, "2027-02-28")), "2380", "{code}");
                assert_ne!(version(&state(&records, code, "2027-03-01")), "2380", "{code}");
            }
        }
    }

    many_to_one_in_a_merged_cell_and_one_to_two "2295" [
        "a successor that exists keeps its beginning and gains predecessors (2295)",
        "one by two",
    ] {
        let records = with_rule();
        let mut widths = Vec::new();
        for change in &decision(&records, 2295).changes {
            let ChangeKind::Replace { old, new, .. } = &change.kind else { continue };
            widths.push((old.len(), new.len()));
            for one in old {
                let ended = state(&records, one.code().unwrap().as_str(), "2026-06-19");
                let level = ended.by_level.values().find(|level| level.status == Status::Replaced).unwrap_or(&ended.whole);
                let successors: BTreeSet<_> = new.iter().filter_map(|it| it.code()).collect();
                assert_eq!(level.successors.iter().copied().collect::<BTreeSet<_>>(), successors, "{one:?}");
            }
            for one in new {
                let begun = state(&records, one.code().unwrap().as_str(), "2026-06-19").whole;
                let predecessors: Vec<_> = old.iter().filter_map(|it| it.code()).collect();
                assert_eq!(begun.status, Status::InForce, "{one:?}");
                assert!(predecessors.iter().all(|code| begun.predecessors.contains(code)), "{one:?}");
            }
        }
        assert_eq!(widths, [(3, 1), (4, 1), (3, 1), (3, 1), (1, 2)]);
    }

    three_to_one_and_one_to_one_in_a_row "3582" [
        "one by one: the old ends with its successor named, the new begins",
        "three by one",
    ] {
        let records = records();
        for (old, new) in [("2.001023", "3.000722"), ("2.002621", "3.000722"), ("2.000986", "3.000722"), ("2.002622", "2.002913")] {
            let ended = state(&records, old, "2026-09-08");
            let level = ended.by_level.values().find(|level| level.status.is_ended()).unwrap_or(&ended.whole);
            assert_eq!(level.status, Status::Replaced, "{old}");
            assert_eq!(level.successors.iter().map(|code| code.as_str()).collect::<Vec<_>>(), [new]);
            assert_eq!(status(&records, new, "2026-09-08"), Status::InForce, "{new}");
        }
        let (draft, read) = draft("3582.txt", &text(3582, "", "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ\n\n\
            STT | Mã TTHC được thay thế | Mã TTHC thay thế | Tên TTHC thay thế\n\n\
            1 | 2.001023, 2.002621, 2.000986 | 3.000722 | Liên thông một\n2 | 2.002622 | 2.002913 | Liên thông hai\n"));
        let widths: Vec<_> = read.changes.iter().map(|change| match &change.kind {
            ChangeKind::Replace { old, new, .. } => (old.len(), new.len()),
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(widths, [(3, 1), (1, 1)], "{}", draft.text);
    }

    renamed_under_an_unchanged_code "394, 3523" [
        "the same code on both sides is a new name, not an end (394)",
    ] {
        let records = with_rule();
        for (number, signed) in [(394, "2026-01-29"), (3523, "2026-09-04")] {
            let same = decision(&records, number).changes.iter().filter_map(|change| match &change.kind {
                ChangeKind::Replace { old, new, .. } if old == new => old[0].code().map(ToString::to_string),
                _ => None,
            });
            let same: Vec<String> = same.collect();
            assert!(!same.is_empty(), "{number}");
            for code in same {
                let state = state(&records, &code, signed);
                assert_eq!(state.whole.status, Status::InForce, "{code}");
                assert_eq!(version(&state), number.to_string(), "{code}");
            }
        }
    }

    an_amendment_of_a_day_to_come "3501" [
        "a coming amendment leaves the present version until its day (3501)",
    ] {
        let records = records();
        let of_3501 = decision(&records, 3501);
        assert_eq!((of_3501.key.signed, of_3501.effect), (Some(day("2026-09-01")), Effect::On(day("2027-03-01"))));
        for change in &of_3501.changes {
            let code = change.kind.subjects()[0].code().unwrap().as_str();
            assert_ne!(version(&state(&records, code, "2027-02-28")), "3501");
            assert_eq!(version(&state(&records, code, "2027-03-01")), "3501");
        }
    }

    amended_and_repealed_soon_after "115 → 454" [
        "amended on 12 January and repealed on 31 January (115, 454)",
    ] {
        let records = with_rule();
        let codes = |number| -> BTreeSet<String> {
            let subjects = decision(&records, number).changes.iter().flat_map(|change| change.kind.subjects());
            subjects.filter_map(|subject| subject.code()).map(ToString::to_string).collect()
        };
        let both: Vec<String> = codes(115).intersection(&codes(454)).cloned().collect();
        assert_eq!(both.len(), 9, "{both:?}");
        for code in both {
            let (amended, ended) = (state(&records, &code, "2026-01-30"), state(&records, &code, "2026-01-31"));
            assert_eq!((amended.whole.status, version(&amended).as_str()), (Status::InForce, "115"), "{code}");
            let repealed = ended.whole.status == Status::Repealed
                || ended.by_level.values().any(|level| level.status == Status::Repealed);
            assert!(repealed, "{code}");
        }
    }

    the_same_rows_published_twice "3604 → 3878" [
        "a second end changes nothing (3604, 3878)",
        "the same rows published twice: the later decision is the version (3604, 3878)",
    ] {
        let records = with_rule();
        let ended = &state(&records, "1.009444", "2026-11-21").by_level[&niemyet::model::Level::Province];
        assert_eq!((ended.status, ended.until), (Status::Repealed, Some(day("2026-09-09"))));
        let (_, hits) = Ledger::new(&records);
        let second = |code: &str| hits.iter().map(|hit| &hit.finding).any(|finding| {
            finding.code == Code::SecondEnd && finding.args.iter().any(|(name, value)| *name == "code" && value == code)
        });
        assert!(second("1.009444"));
        for code in ["1.115949", "1.003829", "1.003785"] {
            assert_eq!(version(&state(&records, code, "2026-09-19")), "3604", "{code}");
            assert_eq!(version(&state(&records, code, "2026-09-20")), "3878", "{code}");
        }
    }

    effect_only_in_the_heading_of_a_section "3879, 2448, 2032" [
        "a section's own day rules over the decision's (3879)",
    ] {
        let records = records();
        for (number, code, effect) in [(3879, "1.004889", "2026-09-26"), (2448, "1.013225", "2026-07-01"), (2032, "2.001740", "2026-07-01")] {
            let eve = day(effect).pred_opt().unwrap().to_string();
            assert_ne!(version(&state(&records, code, &eve)), number.to_string());
            assert_eq!(version(&state(&records, code, effect)), number.to_string());
        }
        let (draft, read) = draft("3879.txt", &text(3879, "",
            "I. THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG (Có hiệu lực từ 26/9/2026)\n\n\
             STT | Mã TTHC | Tên TTHC\n\n1 | 1.004889 | Một\n"));
        assert_eq!(read.changes[0].effect, Some(Effect::On(day("2026-09-26"))), "{}", draft.text);
    }

    a_name_of_a_file_or_a_page_that_says_another_number "3584, 3878, 1847" [] {
        let records = records();
        for number in [3584, 3878, 1847] {
            let decision = decision(&records, number);
            assert_eq!(decision.questions.len(), 1, "{number}");
        }
        let (_, read) = draft("qd-3548-ct639245592166822661.txt", &text(3584, "",
            "I. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI (01 TTHC)\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 1.116351 | Một\n"));
        assert_eq!(read.key.number.key(), "3584/QĐ-UBND");
    }

    a_standardised_list_with_three_annexes "3626" [
        "a listed code is attested, since when it does not say (3626)",
        "a code of the field that is absent stays in force, with a question",
    ] {
        let records = with_rule();
        let changes = &decision(&records, 3626).changes;
        let at = |levels: &[&str]| {
            let is = |change: &&Change| change.levels.iter().map(|level| level.as_str()).eq(levels.iter().copied());
            changes.iter().filter(is).count()
        };
        assert_eq!((at(&["province"]), at(&["commune"]), at(&["province", "commune"])), (5, 4, 2));
        for change in changes {
            let code = change.kind.subjects()[0].code().unwrap();
            let state = state(&records, code.as_str(), "2026-09-10").whole;
            assert_eq!((state.status, state.since), (Status::InForce, None), "{code}");
            assert!(!state.questions.iter().any(|question| matches!(question, Question::AbsentFromRebase(_))), "{code}");
        }
    }

    time_cells_that_are_no_single_number "1897, 2577, 3582, 3904, 2281" [] {
        let measured = |hundredths, unit| TimeLimit::Measured { hundredths, unit };
        for (cell, limit) in [
            ("2,5 ngày làm việc", measured(250, TimeUnit::WorkingDay)),
            ("7,5 ngày", measured(750, TimeUnit::Day)),
            ("04 giờ làm việc", measured(400, TimeUnit::WorkingHour)),
        ] {
            assert_eq!(TimeLimit::parse(cell), limit);
        }
        for cell in [
            "06 ngày làm việc và 30 ngày",
            "15 ngày làm việc và 47 ngày",
            "không lấy mẫu: 01 ngày làm việc; lấy mẫu xét nghiệm: 05 ngày làm việc",
            "0,5 ngày (đám tang)",
            "Trước ngày 01 tháng 7: 10 ngày",
            "Không đề xuất cắt giảm",
            "Không thực hiện cắt giảm",
        ] {
            assert_eq!(TimeLimit::parse(cell), TimeLimit::Stated(cell.to_owned()));
        }
    }
}

/// The titles of all stories.
fn stories() -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let texts = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let titles = texts.flat_map(|text| {
        text.lines().filter_map(|line| line.strip_prefix("== ").map(str::to_owned)).collect::<Vec<_>>()
    });
    titles.collect()
}

#[test]
fn every_shape_has_its_decisions_and_its_stories() {
    let (stories, records) = (stories(), records());
    assert_eq!(SHAPES.len(), 14);
    for (name, decisions, told) in SHAPES {
        for number in decisions.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()) {
            decision(&records, number.parse().unwrap());
        }
        for story in *told {
            assert!(stories.contains(*story), "{name}: no story {story:?}");
        }
    }
}

/// The table itself, where the domain's law stands beside the repository.
#[test]
fn no_row_of_the_table_is_without_its_test() {
    let Some(path) = skipping::real_data("design/domain.md") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let table = text.lines().skip_while(|line| *line != "| shape | decision |").skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    let decisions: Vec<&str> = rows.map(|row| row.trim_matches('|').rsplit('|').next().unwrap().trim()).collect();
    assert_eq!(decisions, SHAPES.iter().map(|(_, decisions, _)| *decisions).collect::<Vec<_>>());
}

/// Declared totals of the three real files: met as they are, missed with a row less, and silent while rows are missing.
#[test]
fn declared_totals_are_counted_on_the_real_files() {
    let records = records();
    assert_eq!(totals_that_differ(&records), Vec::<String>::new());
    for (number, section, declared) in [(2380, "II", 15), (3904, "III", 2), (3643, "I", 4)] {
        let stated = decision(&records, number).sections.iter().find(|it| it.id == section).unwrap().declared;
        assert_eq!(stated, Some(declared), "{number}");
        let mut short = records.clone();
        let changes = &mut decision_mut(&mut short, number).changes;
        let last = changes.iter().rposition(|change| change.section.as_deref() == Some(section)).unwrap();
        changes.remove(last);
        assert_eq!(totals_that_differ(&short), [format!("{number} {section} {declared} {}", declared - 1)]);
        decision_mut(&mut short, number).complete = false;
        assert_eq!(totals_that_differ(&short), Vec::<String>::new());
    }
    // The row of 2380 that has no code counts.
    let mut short = records.clone();
    decision_mut(&mut short, 2380).changes.retain(|change| change.kind.subjects()[0].code().is_some());
    assert_eq!(totals_that_differ(&short), ["2380 II 15 14"]);
}

/// Decision, section, declared and counted.
fn totals_that_differ(records: &Records) -> Vec<String> {
    let (_, hits) = Ledger::new(records);
    let differ = hits.iter().map(|hit| &hit.finding).filter(|finding| finding.code == Code::DeclaredTotalDiffers);
    let told = differ.map(|finding| {
        let of = |key: &str| finding.args.iter().find(|(name, _)| *name == key).unwrap().1.replace("/QĐ-UBND", "");
        ["number", "section", "declared", "rows"].map(of).join(" ")
    });
    told.collect()
}

/// The ledger of some records, kept for as long as they are.
fn ledger(records: &Records) -> &Ledger<'_> {
    Box::leak(Box::new(Ledger::new(records).0))
}

fn state<'r>(records: &'r Records, code: &str, on: &str) -> State<'r> {
    ledger(records).state(&ProcedureCode::new(code).unwrap(), day(on)).unwrap()
}

fn status(records: &Records, code: &str, on: &str) -> Status {
    state(records, code, on).whole.status
}

/// The number of the amending decision, where one of known effect rules.
fn version(state: &State) -> String {
    match &state.whole.version {
        Version::Amended { decision, .. } => decision.key.number.digits().to_string(),
        Version::Base | Version::Unknown { .. } => "-".to_owned(),
    }
}

/// The kinds of rows in a section and how many of each.
fn kinds(decision: &Decision, section: &str) -> Vec<(&'static str, usize)> {
    let rows = decision.changes.iter().filter(|change| change.section.as_deref() == Some(section));
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        match kinds.iter_mut().find(|(kind, _)| *kind == row.kind.as_str()) {
            Some((_, count)) => *count += 1,
            None => kinds.push((row.kind.as_str(), 1)),
        }
    }
    kinds
}

fn all_kinds(decision: &Decision) -> Vec<&'static str> {
    decision.changes.iter().map(|change| change.kind.as_str()).collect()
}

/// A decision of Hải Phòng as plain text, in the layout that Word saves: its head, a clause, an annex.
fn text(number: u32, clause: &str, annex: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n\
         Số: {number}/QĐ-UBND | Hải Phòng, ngày 18 tháng 9 năm 2026\n\nQUYẾT ĐỊNH\n\nCông bố Danh mục\n\n\
         CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Công bố.\n\n{clause}\n\nPHỤ LỤC\n\n{annex}"
    )
}

/// The draft that the importer makes of a text, and the decision that it is once confirmed.
fn draft(name: &str, text: &str) -> (Draft, Decision) {
    let held = records();
    let draft = read_decisions(&of_bytes(name, text.as_bytes()), &held).unwrap().pop().unwrap();
    let today = day("2026-11-21");
    let mut catalogue = Files::new();
    catalogue.insert("agencies.toml".into(), hai_phong::files("catalogue").remove("agencies.toml").unwrap());
    catalogue.insert("decisions/2026/x.toml".into(), FileContent::Bytes(draft.text.clone().into_bytes()));
    let none = Files::new;
    let input = Input { catalogue, site: none(), templates: none(), as_of: today, today, base_url: None };
    let read = load(&input).0.decisions.pop().unwrap_or_else(|| panic!("{}", draft.text));
    (draft, read)
}
