//! Import, by its plan: foreign files in, edits and a report out.

use crate::importing;

use importing::{Held, code, facts, fixture, full, of_bytes};
use niemyet::finding::Code;
use niemyet::import::{Conflicts, Depth, Links, ListOf, Options, Scope, SnapshotOrder};
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::{Ledger, Status};
use niemyet::load::load;
use niemyet::pipeline::with_findings;
use niemyet::strings::Language;

fn refusals(report: &niemyet::import::Report) -> Vec<String> {
    let english = Language::English;
    let line = |place: String, reason: String| format!("{place}: {reason}");
    report.refused.iter().map(|one| line(one.place.shown(english), one.reason.shown(english))).collect()
}

fn remarks(report: &niemyet::import::Report) -> Vec<String> {
    let english = Language::English;
    report.notes.iter().map(|one| format!("{}: {}", one.place.row, one.remark.shown(english))).collect()
}

#[test]
fn a_list_becomes_procedures_links_and_sectors_and_every_row_it_could_not_take_is_told() {
    let mut held = Held::with_agencies();
    let report = held.import(&[fixture("list.csv")], &full());
    assert_eq!(
        refusals(&report),
        [
            "list.csv, line 4: the code “1.0000033” is damaged (by a spreadsheet or in typing) and was not taken: mend it in \
             the source, with the cell of the code as text",
            "list.csv, line 5: no code",
            "list.csv, line 6: “../../etc/passwd” is no procedure code",
            "list.csv, line 7: no name",
            "list.csv, line 8: this code stands already at list.csv, line 2",
            "list.csv, line 10: a record of 1.000006, but “URL” names 1.000005: it may be another procedure's content",
        ]
    );
    assert_eq!(
        remarks(&report),
        [
            "2: the sector “Hộ tịch” was added to sectors.toml: check that it is no double",
            "3: the sector “Thi đua – Khen thưởng” was added to sectors.toml: check that it is no double",
            "9: “https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.000005” is no direct link \
         to a procedure; left",
        ]
    );
    insta::assert_snapshot!(held.text("procedures/thi-dua-khen-thuong/1.000002.md"), @r#"
    +++
    code = "1.000002"
    name = "Cấp giấy phép thứ hai, có dấu phẩy"
    issuer = "bo-xay-dung"
    sector = "thi-dua-khen-thuong"
    levels = ["province"]
    executing = ["Sở Tài chính các tỉnh, thành phố"]
    objects = "not-entered"
    source = "list"
    channels = "not-entered"
    papers = "not-entered"
    legal = "not-entered"
    steps = "not-entered"
    manner = "not-entered"
    result = "not-entered"
    conditions = "not-entered"

    [[written]]
    field = "issuer"
    text = "Bộ xây dựng (Giao thông vận tải cũ)"
    +++
    "#);
    insta::assert_snapshot!(held.text("links.tsv"), @r"
    code	portal_id	kind	evidence	confirmed
    1.000001	019f0000-0000-7000-8000-000000000001	procedure	list	
    1.000002	019f0000-0000-7000-8000-000000000002	procedure	list	
    ");
    assert_eq!(held.errors(), Vec::<String>::new());
}

#[test]
fn a_record_is_taken_whole_and_what_the_source_wrote_is_kept_where_it_differs() {
    let mut held = Held::with_agencies();
    let report = held.import(&[fixture("detail.json")], &full());
    assert!(report.refused.is_empty(), "{report:?}");
    insta::assert_snapshot!(held.text("procedures/ho-tich/1.000010.md"), @r#"
    +++
    code = "1.000010"
    name = "Cấp lại giấy phép"
    issuer = "bo-tu-phap"
    sector = "ho-tich"
    levels = ["commune"]
    executing = ["Ủy ban nhân dân cấp xã"]
    objects = ["Công dân Việt Nam"]
    decision = "34/QĐ-BTP"
    source = "detail (cập nhật 2026-04-10)"
    manner = "not-published"
    conditions = "not-published"

    [[channel]]
    via = "online"
    time = "3,5 ngày làm việc"
    fees = [{ amount = 50000, currency = "VND", label = "Phí" }]

    [[channel]]
    via = "direct"

    [[paper]]
    case = "Cấp lại"
    name = "Đơn đề nghị"
    original = 1
    copies = 0
    form = "MAU01.docx"

    [[legal]]
    number = "123/2015/NĐ-CP"
    title = "Nghị định số 123/2015/NĐ-CP"

    [[written]]
    field = "name"
    text = "Cấp lại <b>giấy phép</b>"

    [[written]]
    field = "class"
    text = "ASSIGNED_REGULATION"
    +++

    ## Trình tự thực hiện

    Bước 1

    Nộp hồ sơ

    - Trực tiếp
    - Trực tuyến

    ## Kết quả

    - Giấy phép
    "#);
}

#[test]
fn of_facts_only_the_certain_ones_are_taken_and_the_rest_is_stated_as_not_entered() {
    let mut held = Held::with_agencies();
    let report = held.import(&[fixture("lines.jsonl")], &facts());
    insta::assert_snapshot!(held.text("procedures/ho-tich/1.000001.md"), @r#"
    +++
    code = "1.000001"
    name = "Cấp giấy phép thứ nhất"
    issuer = "bo-tu-phap"
    sector = "ho-tich"
    levels = ["province"]
    executing = ["Sở Tư pháp"]
    objects = ["Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)"]
    class = "TTHC được luật giao quy định chi tiết"
    decision = "Quyết định số 12/QD-BTP."
    weight = 12
    source = "lines"
    papers_left = 1
    steps = "not-entered"
    manner = "not-entered"
    result = "not-entered"
    conditions = "not-entered"

    [[channel]]
    via = "direct"
    time = "10 ngày làm việc"
    fees = [{ text = "Miễn phí" }]

    [[channel]]
    via = "online"
    time = "7 ngày làm việc"
    fees = [{ amount = 50000, currency = "VND", label = "Lệ phí" }]

    [[paper]]
    name = "Đơn đề nghị"
    original = 1
    copies = 0
    form = "Mẫu số 01.docx"

    [[legal]]
    number = "60/2014/QH13"
    +++
    "#);
    let counts: Vec<String> = report
        .facts
        .rows()
        .into_iter()
        .filter(|(_, count)| count.taken + count.left > 0)
        .map(|(name, count)| format!("{name} {}+{}", count.taken, count.left))
        .collect();
    assert_eq!(
        counts,
        [
            "times 2+0",
            "fees 2+0",
            "channel_tables 1+0",
            "papers 1+1",
            "paper_tables 1+0",
            "legal 1+1",
            "legal_tables 1+0",
            "levels 1+1",
            "objects 1+0",
            "classes 1+0",
            "prose 0+3",
        ]
    );
}

#[test]
fn a_row_whose_content_names_another_code_than_it_claims_is_refused() {
    let mut held = Held::with_agencies();
    let report = held.import(&[fixture("lines.jsonl"), fixture("detail-of-another.json")], &full());
    let refused = refusals(&report);
    assert!(refused.iter().any(|line| line
        == "lines.jsonl, line 3: a record of 1.000007, but “steps” names 1.000008: it may be another procedure's content"));
    assert!(refused.iter().any(|line| line
        == "detail-of-another.json, line 1: a record of 1.000010, but “codeNotation” names 1.000011: it may be another \
            procedure's content"));
    // A reference inside a sentence claims nothing.
    assert!(held.has("procedures/ho-tich/1.000009.md"));
    assert!(!held.has("procedures/ho-tich/1.000007.md") && !held.has("procedures/ho-tich/1.000010.md"));
    // A file named by one code that holds another's record was saved from the wrong page.
    let mut wrong = fixture("detail.json");
    wrong.name = "saved/1.000012.json".into();
    let report = Held::with_agencies().import(&[wrong], &full());
    assert!(refusals(&report).first().is_some_and(|line| line.contains("names 1.000012")));
}

#[test]
fn lines_that_are_no_records_are_told_with_their_line_and_the_others_are_taken() {
    let mut held = Held::with_agencies();
    let report = held.import(&[fixture("lines.jsonl")], &full());
    assert_eq!(report.created, 2);
    let places: Vec<u64> = report.refused.iter().map(|refusal| refusal.place.row).collect();
    assert_eq!(places, [3, 4, 5, 7]);
    assert_eq!(
        remarks(&report),
        [
            "1: the sector “Hộ tịch” was added to sectors.toml: check that it is no double",
            "1: the record is flagged “province, commune”; the level of those who carry it out is taken",
            "6: the level “Cấp phường” is unknown; left empty",
            "6: the column or key “ghi_chu” is unknown; left",
        ]
    );
}

#[test]
fn importing_twice_changes_nothing() {
    for options in [full(), facts()] {
        let mut held = Held::with_agencies();
        let files = [fixture("lines.jsonl"), fixture("list.csv"), fixture("detail.json")];
        let first = held.import(&files, &options);
        assert!(first.created > 0);
        let before = held.clone();
        let again = held.plan(&files, &options);
        assert_eq!(again.edits, [], "{:?}", again.report);
        // One file after the other is no different from all at once, as long as the order is the same.
        let mut apart = Held::with_agencies();
        for file in files {
            apart.import(&[file], &options);
        }
        assert_eq!(apart.text("procedures/ho-tich/1.000001.md"), before.text("procedures/ho-tich/1.000001.md"));
    }
}

#[test]
fn a_source_that_says_less_wipes_nothing() {
    let mut held = Held::with_agencies();
    held.import(&[fixture("lines.jsonl")], &full());
    let whole = held.text("procedures/ho-tich/1.000001.md");
    held.import(&[fixture("lines.jsonl")], &facts());
    assert_eq!(held.text("procedures/ho-tich/1.000001.md"), whole);
    let list = of_bytes("list.csv", "Mã số,Tên,Lĩnh vực\n1.000001,Cấp giấy phép số một,Hộ tịch\n".as_bytes());
    let report = held.import(&[list], &full());
    assert_eq!(report.changed.len(), 1);
    let after = held.text("procedures/ho-tich/1.000001.md");
    assert!(after.contains("name = \"Cấp giấy phép số một\""));
    // The name that gave way is still looked for.
    assert!(after.contains("field = \"name\"\ntext = \"Cấp giấy phép thứ nhất\""), "{after}");
    for kept in ["[[channel]]", "[[paper]]", "## Trình tự thực hiện", "decision = "] {
        assert!(after.contains(kept), "{kept}");
    }
}

#[test]
fn a_hand_edit_stays_and_other_fields_still_follow_the_source() {
    let path = "procedures/ho-tich/1.000001.md";
    let first = "Mã số,Tên,Cơ quan thực hiện,Lĩnh vực\n1.000001,Tên thứ nhất,Sở Tư pháp,Hộ tịch\n";
    let second = "Mã số,Tên,Cơ quan thực hiện,Lĩnh vực\n1.000001,Tên thứ hai,Sở Nội vụ,Hộ tịch\n";
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.csv", first.as_bytes())], &full());
    held.replace(path, "Tên thứ nhất", "Tên sửa tay");

    // The source has not changed: nothing to tell but that the edit stands.
    let report = held.import(&[of_bytes("a.csv", first.as_bytes())], &full());
    assert_eq!((report.kept_by_hand, report.conflicts.len(), report.unchanged), (1, 0, 1));

    // It has: the edit stays and is reported, and the field that nobody touched follows.
    let report = held.import(&[of_bytes("b.csv", second.as_bytes())], &full());
    let told: Vec<String> = report
        .conflicts
        .iter()
        .map(|one| format!("{} {} | {}", one.path, one.what.as_deref().unwrap_or("-"), one.source))
        .collect();
    assert_eq!(told, ["procedures/ho-tich/1.000001.md name | name = \"Tên thứ hai\""]);
    let text = held.text(path);
    assert!(text.contains("name = \"Tên sửa tay\"") && text.contains("executing = [\"Sở Nội vụ\"]"), "{text}");
    // It is told every time, not only once.
    assert_eq!(held.plan(&[of_bytes("b.csv", second.as_bytes())], &full()).report.conflicts.len(), 1);

    // A person may overrule it.
    let force = Options { conflicts: Conflicts::Overrule, ..full() };
    let report = held.import(&[of_bytes("b.csv", second.as_bytes())], &force);
    assert!(report.conflicts.iter().all(|conflict| conflict.overruled));
    assert!(held.text(path).contains("name = \"Tên thứ hai\""));
}

#[test]
fn a_file_with_comments_is_not_written_anew() {
    let path = "procedures/ho-tich/1.000001.md";
    let row = |name: &str| format!("Mã số,Tên,Lĩnh vực\n1.000001,{name},Hộ tịch\n");
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.csv", row("Một").as_bytes())], &full());
    held.replace(path, "levels = []", "levels = [] # chờ Sở xác nhận");
    let before = held.text(path);
    let report = held.import(&[of_bytes("a.csv", row("Hai").as_bytes())], &full());
    assert_eq!(held.text(path), before);
    assert_eq!(report.conflicts.first().map(|one| (one.what.clone(), one.source.clone())), Some((None, "name".into())));
}

#[test]
fn without_a_base_every_difference_counts_as_a_persons() {
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.csv", "Mã số,Tên,Lĩnh vực\n1.000001,Một,Hộ tịch\n".as_bytes())], &full());
    held.base = None;
    let report = held.import(&[of_bytes("a.csv", "Mã số,Tên,Lĩnh vực\n1.000001,Hai,Hộ tịch\n".as_bytes())], &full());
    assert_eq!((report.conflicts.len(), report.changed.len()), (1, 0));
}

#[test]
fn a_procedure_moves_with_its_sector() {
    let row = |sector: &str| format!("Mã số,Tên,Lĩnh vực\n1.000001,Một,{sector}\n");
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.csv", row("Hộ tịch").as_bytes())], &full());
    held.import(&[of_bytes("a.csv", row("Quốc tịch").as_bytes())], &full());
    assert!(held.has("procedures/quoc-tich/1.000001.md") && !held.has("procedures/ho-tich/1.000001.md"));
    assert_eq!(held.errors(), Vec::<String>::new());
}

#[test]
fn a_broken_file_of_the_catalogue_is_left_for_a_person() {
    let mut held = Held::with_agencies();
    held.put("procedures/ho-tich/1.000001.md", "+++\ncode = \n");
    let report = held.import(&[of_bytes("a.csv", "Mã số,Tên,Lĩnh vực\n1.000001,Một,Hộ tịch\n".as_bytes())], &full());
    assert_eq!(
        refusals(&report),
        ["a.csv, line 2: the catalogue's file catalogue/procedures/ho-tich/1.000001.md cannot be read: mend it first"]
    );
    assert_eq!(held.text("procedures/ho-tich/1.000001.md"), "+++\ncode = \n");
}

#[test]
fn a_link_that_a_person_confirmed_stays_and_one_that_import_wrote_follows() {
    let row = |id: &str| {
        // A list without issuing agencies could be no evidence.
        let titles = "Mã số,Tên,Cơ quan ban hành,Lĩnh vực,URL";
        format!("{titles}\n1.000001,Một,Bộ Tư pháp,Hộ tịch,https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{id}\n")
    };
    let (one, two) = ("019f0000-0000-7000-8000-000000000001", "019f0000-0000-7000-8000-000000000002");
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.csv", row(one).as_bytes())], &full());
    held.import(&[of_bytes("b.csv", row(two).as_bytes())], &full());
    assert!(held.text("links.tsv").contains(two));
    held.replace("links.tsv", "\tb\t", "\tđã mở trang\t2026-10-01");
    let report = held.import(&[of_bytes("a.csv", row(one).as_bytes())], &full());
    assert!(held.text("links.tsv").contains(two));
    assert_eq!(report.conflicts.first().map(|conflict| conflict.path.as_str()), Some("links.tsv"));
    // A list on record of a day confirms the link anew.
    let dated = Options {
        snapshot: Some(SnapshotOrder {
            id: "list-2026-11".into(),
            title: "Danh sách".into(),
            source: "Cổng".into(),
            taken: "2026-11-01".parse().ok(),
            not_before: None,
            scope: Some(ListOf::default()),
        }),
        ..full()
    };
    held.import(&[of_bytes("c.csv", row(two).as_bytes())], &dated);
    assert!(held.text("links.tsv").contains(&format!("{two}\tprocedure\tc\t2026-11-01")), "{}", held.text("links.tsv"));
}

#[test]
fn links_may_be_taken_from_lists_alone() {
    let mut held = Held::with_agencies();
    held.import(&[fixture("lines.jsonl")], &Options { links: Links::Lists, ..full() });
    assert!(!held.has("links.tsv"));
    held.import(&[fixture("list.csv")], &Options { links: Links::Lists, ..full() });
    assert!(held.has("links.tsv"));
}

#[test]
fn a_snapshot_has_every_row_of_the_list_whatever_the_scope() {
    let order = SnapshotOrder {
        id: "csdlqg-2026-07".into(),
        title: "Cơ sở dữ liệu quốc gia".into(),
        source: "Cổng Dịch vụ công quốc gia".into(),
        taken: None,
        not_before: "2026-07-16".parse().ok(),
        scope: Some(ListOf::default()),
    };
    let only = [code("1.000001"), code("9.999999")].into();
    let options = Options { scope: Scope::Only(only), snapshot: Some(order.clone()), ..full() };
    let mut held = Held::with_agencies();
    // One damaged code in ten rows would leave the list no evidence.
    let sound = String::from_utf8(fixture("list.csv").bytes).unwrap().replace("1.0000033", "1.000003");
    let list = of_bytes("list.csv", sound.as_bytes());
    let report = held.import(std::slice::from_ref(&list), &options);
    assert_eq!((report.created, report.missing.clone()), (1, vec!["9.999999".to_owned()]));
    insta::assert_snapshot!(held.text("snapshots/csdlqg-2026-07.tsv"), @r"
    # title: Cơ sở dữ liệu quốc gia
    # source: Cổng Dịch vụ công quốc gia
    # not_before: 2026-07-16
    code	name
    1.000001	Cấp giấy phép thứ nhất;
    1.000002	Cấp giấy phép thứ hai, có dấu phẩy
    1.000003	Thủ tục có mã sai dạng
    1.000005	Thủ tục có liên kết cũ
    ");
    // Evidence is not changed in passing.
    let other = Options { snapshot: Some(SnapshotOrder { title: "Khác".into(), ..order }), ..options };
    let report = held.import(&[list], &other);
    assert!(held.text("snapshots/csdlqg-2026-07.tsv").contains("Cơ sở dữ liệu quốc gia"));
    assert_eq!(report.conflicts.len(), 1);
}

#[test]
fn only_procedures_that_the_catalogue_holds_may_be_asked_for() {
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.csv", "Mã số,Tên,Lĩnh vực\n1.000002,Hai,Hộ tịch\n".as_bytes())], &full());
    let report = held.import(&[fixture("list.csv")], &Options { scope: Scope::Held, ..full() });
    assert_eq!((report.created, report.changed.len()), (0, 1));
}

#[test]
fn the_same_import_gives_the_same_bytes() {
    let files = [fixture("lines.jsonl"), fixture("list.csv")];
    let one = Held::with_agencies().plan(&files, &full());
    let other = Held::with_agencies().plan(&files, &full());
    assert_eq!(one, other);
    assert_eq!(Depth::Full, full().depth);
}

/// The statuses of the public procedures of a catalogue.
fn statuses(held: &Held) -> std::collections::BTreeMap<String, Status> {
    let input = Input {
        catalogue: held.files.clone(),
        site: held.site.clone(),
        templates: Files::new(),
        as_of: importing::day(),
        today: importing::day(),
        base_url: None,
    };
    let (records, _) = load(&input);
    let (ledger, _) = Ledger::new(&records);
    let public = ledger.held().filter(|timeline| !timeline.code().is_internal());
    public.map(|timeline| (timeline.code().to_string(), timeline.status(importing::day()))).collect()
}

#[test]
fn the_states_that_an_import_foretells_are_those_that_it_makes() {
    let mut held = Held::with_agencies();
    let settings = "title = \"T\"\nprovince = \"tỉnh Thanh Hóa\"\nown_issuer = \"ubnd\"\n";
    held.site.insert("site.toml".to_owned(), FileContent::Bytes(settings.as_bytes().to_vec()));
    let own = "\n[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n";
    held.put("agencies.toml", &(held.text("agencies.toml") + own));
    // A ministry's repeal that counts once an import has brought the ministry.
    held.put(
        "decisions/2026/9-qd-byt.toml",
        "number = \"9/QĐ-BYT\"\nissuer = \"bo-y-te\"\nsigned = 2026-03-01\neffect = \"on-signing\"\n\n\
         [[change]]\nkind = \"repeal\"\ncode = \"1.000002\"\n",
    );
    let list = |rows: &str| {
        let text = format!("Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n{rows}");
        of_bytes("list.csv", text.as_bytes())
    };
    let order = |id: &str, taken: &str, sectors: &[&str]| {
        let sectors = sectors.iter().map(|name| (*name).to_owned()).collect();
        Some(SnapshotOrder {
            id: id.into(),
            title: "T".into(),
            source: "S".into(),
            taken: taken.parse().ok(),
            not_before: None,
            scope: Some(ListOf { sectors, ..ListOf::default() }),
        })
    };
    let three = "1.000001,Một,Bộ Tư pháp,Sở Tư pháp,Hộ tịch\n1.000002,Hai,Bộ Y tế,Sở Y tế,Dược\n\
                 1.000003,Ba,Bộ Y tế,Sở Y tế,Dược\n";
    let two = "1.000001,Một,Bộ Tư pháp,Sở Tư pháp,Hộ tịch\n1.000009,Chín,Bộ Y tế,Sở Y tế,Hộ tịch\n";
    let moved = "1.000003,Ba,UBND tỉnh Nghệ An,Sở Y tế,Dược\n1.000001,Một,Bộ Tư pháp,Sở Tư pháp,Dược\n";
    let steps = [
        (three, None),
        (three, order("a", "2026-02-01", &[])),
        (two, order("b", "2026-05-01", &["Hộ tịch"])),
        (two, order("c", "2026-06-01", &[])),
        (moved, None),
        (three, order("d", "2026-08-01", &[])),
    ];
    let mut told = 0;
    for (step, (rows, snapshot)) in steps.into_iter().enumerate() {
        let before = statuses(&held);
        let report = held.import(&[list(rows)], &Options { snapshot, allow_loss: Some(9), ..full() });
        let after = statuses(&held);
        let codes: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let expected: Vec<(String, Option<Status>, Option<Status>)> = codes
            .into_iter()
            .map(|code| (code.clone(), before.get(code).copied(), after.get(code).copied()))
            .filter(|(_, from, to)| from != to)
            .collect();
        let states = report.states.unwrap();
        let shifts: Vec<_> = states.all.iter().map(|one| (one.code.to_string(), one.from, one.to)).collect();
        assert_eq!(shifts, expected, "step {step}");
        told += shifts.len();
    }
    assert!(told >= 8, "{told} changes of state are too few to tell anything");
}

#[test]
fn what_another_province_issued_is_left_out_and_what_it_carries_out_alone_is_kept_with_the_executor_in_question() {
    let mut held = Held::with_agencies();
    let settings = "title = \"T\"\nprovince = \"tỉnh Thanh Hóa\"\nown_issuer = \"ubnd\"\n";
    held.site.insert("site.toml".to_owned(), FileContent::Bytes(settings.as_bytes().to_vec()));
    let own = "\n[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n";
    held.put("agencies.toml", &(held.text("agencies.toml") + own));
    let rows = [
        ("1.000001", "Bộ Tư pháp", "Sở Tư pháp - tỉnh An Giang", true),
        ("1.000002", "Bộ Tư pháp", "Sở Tư pháp Thành phố Hà Nội; UBND tỉnh Sơn La", true),
        ("1.000003", "Bộ Tư pháp", "Trung tâm phục vụ hành chính công thành phố Huế", true),
        ("1.000004", "Bộ Tư pháp", "Sở Tư pháp - tỉnh An Giang; Sở Tư pháp", true),
        ("1.000005", "Bộ Tư pháp", "Sở Tư pháp tỉnh Thanh Hóa", false),
        ("1.000006", "Bộ Tư pháp", "Sở Tư pháp các tỉnh, thành phố", false),
        ("1.000007", "Bộ Tư pháp", "Kho bạc Nhà nước tỉnh An Giang", false),
        ("1.000008", "Bộ Tư pháp", "UBND cấp xã", false),
        ("1.000009", "Bộ Tư pháp", "", false),
        ("1.000010", "UBND tỉnh Thanh Hóa", "Sở Xây dựng tỉnh Nghệ An", true),
    ];
    let lines = rows.map(|(code, issuer, executing, _)| format!("{code},Tên,{issuer},{executing:?},Hộ tịch\n"));
    let text = format!("Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n{}", lines.concat());
    let foreign = "1.000011,Tên,UBND tỉnh Nghệ An,Sở Xây dựng tỉnh Nghệ An,Hộ tịch\n";
    let file = of_bytes("a.csv", (text + foreign).as_bytes());
    let order = SnapshotOrder {
        id: "a".into(),
        title: "T".into(),
        source: "S".into(),
        taken: "2026-10-01".parse().ok(),
        not_before: None,
        scope: Some(ListOf::default()),
    };
    let report = held.import(&[file], &Options { snapshot: Some(order), ..full() });
    assert_eq!(report.foreign.values().sum::<u64>(), 1, "what another province issued is left out and counted");
    assert_eq!(report.created, 10);
    let input = Input {
        catalogue: held.files.clone(),
        site: held.site.clone(),
        templates: Files::new(),
        as_of: importing::day(),
        today: importing::day(),
        base_url: None,
    };
    let findings = with_findings(&input, |_, findings| findings);
    let asked = findings.iter().filter(|finding| finding.code == Code::AgencyOtherProvince);
    let asked: std::collections::BTreeSet<&str> = asked
        .map(|finding| finding.args.iter().find(|(key, _)| *key == "code").map_or("", |(_, code)| code.as_str()))
        .collect();
    let expected: std::collections::BTreeSet<&str> = rows.iter().filter(|row| row.3).map(|row| row.0).collect();
    assert_eq!(asked, expected);
}
