use super::*;

fn kind(name: &str) -> Kind {
    Executor::read(name).kind
}

#[test]
fn bodies_are_told_by_their_names() {
    let cases = [
        ("Ủy ban nhân dân cấp tỉnh", Kind::ProvinceCommittee),
        ("Chủ tịch ủy ban nhân dân cấp tỉnh", Kind::ProvinceCommittee),
        ("Cơ quan chức năng do Ủy ban nhân dân cấp tỉnh chỉ định", Kind::ProvinceCommittee),
        ("Hội đồng nhân dân tỉnh", Kind::ProvinceCommittee),
        ("Bộ, ngành và Ủy ban nhân dân tỉnh liên quan", Kind::ProvinceCommittee),
        ("Sở Văn hóa, Thể thao và Du lịch", Kind::Department),
        ("Văn phòng Sở Xây dựng", Kind::Department),
        ("Cơ quan chuyên môn về y tế thuộc Uỷ ban nhân dân cấp tỉnh", Kind::Department),
        ("Chi nhánh Văn phòng đăng ký đất đai khu vực", Kind::Department),
        ("Ban QL KKT Nghi sơn và các Khu công nghiệp", Kind::Department),
        ("Chi cục Kiểm lâm", Kind::Department),
        ("Ủy ban nhân dân cấp xã", Kind::Commune),
        ("Chủ tịch Ủy ban nhân dân cấp xã, tỉnh Thanh Hóa", Kind::Commune),
        ("UBND Phường Kinh Bắc, tỉnh Bắc Ninh", Kind::Commune),
        ("Cơ quan chuyên môn về Nông nghiệp và Môi trường thuộc UBND cấp xã", Kind::Commune),
        ("Phòng Kinh tế, Hạ tầng và Đô thị cấp xã", Kind::Commune),
        ("Công an cấp Xã", Kind::CommunePolice),
        ("Ban chỉ huy quân sự cấp Xã", Kind::CommuneMilitary),
        ("Công an cấp Tỉnh", Kind::ProvinceVertical),
        ("Phòng quản lý xuất nhập cảnh", Kind::ProvinceVertical),
        ("Bảo hiểm xã hội tỉnh", Kind::ProvinceVertical),
        ("Thuế tỉnh, thành phố", Kind::ProvinceVertical),
        ("Chi cục Hải quan khu vực", Kind::AreaVertical),
        ("Cục Hải quan tỉnh, thành phố", Kind::AreaVertical),
        ("Thuế cơ sở", Kind::AreaVertical),
        ("Kho bạc nhà nước các cấp", Kind::AreaVertical),
        ("Ngân hàng Nhà nước Khu vực", Kind::AreaVertical),
        ("Đội Thủ tục Biên phòng cửa khẩu cảng", Kind::AreaVertical),
        ("Công an huyện", Kind::District),
        ("Bảo hiểm xã hội cấp huyện", Kind::District),
        ("Bộ Tài chính", Kind::Central),
        ("Cục Thuế - Bộ tài chính", Kind::Central),
        ("Cục Sở hữu trí tuệ", Kind::Central),
        ("Ngân hàng Nhà nước Việt Nam", Kind::Central),
        ("Chi cục Thuế doanh nghiệp lớn - Cục Thuế", Kind::Central),
        ("Cơ quan đại diện Việt Nam ở nước ngoài", Kind::Central),
        ("Cơ sở giáo dục", Kind::Private),
        ("Tổ chức hành nghề công chứng", Kind::Private),
        ("Ủy ban Chứng khoán Nhà nước - Bộ tài chính", Kind::Central),
        ("Cơ quan khác", Kind::Unclear),
        ("Ban quản lý", Kind::Unclear),
    ];
    for (name, expected) in cases {
        assert_eq!(kind(name), expected, "{name}");
    }
}

#[test]
fn a_comma_parts_bodies_only_where_one_begins_behind_it() {
    let names = |text| read([text]).map(|one| one.name).collect::<Vec<_>>();
    assert_eq!(names("Sở Nội vụ, Sở Dân tộc và Tôn giáo"), ["Sở Nội vụ", "Sở Dân tộc và Tôn giáo"]);
    assert_eq!(names("Sở Văn hóa, Thể thao và Du lịch; Sở Y tế"), ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]);
    assert_eq!(
        names("Cục cảnh sát quản lý hành chính về trật tự, xã hội, Công an tỉnh"),
        ["Cục cảnh sát quản lý hành chính về trật tự, xã hội", "Công an tỉnh"]
    );
    assert_eq!(names(" ; "), Vec::<String>::new());
}

#[test]
fn another_province_s_body_is_none_of_ours() {
    let foreign = Executor::read("Sở Nông nghiệp và Môi trường Thành phố Hà Nội");
    assert!(!foreign.is_of(Some("Thanh Hóa")) && foreign.is_of(Some("Hà Nội")));
    for elsewhere in
        ["Văn phòng đăng ký đất đai Bắc Ninh", "Ban quản lý khu kinh tế Hải Phòng", "Cảng vụ Hàng hải Nghệ An"]
    {
        assert!(!Executor::read(elsewhere).is_of(Some("Thanh Hóa")), "{elsewhere}");
    }
    // There is a commune of that name in Thanh Hóa.
    assert_eq!(Executor::read("Ủy ban nhân dân xã Quảng Ninh").province, None);
    assert!(Executor::read("Sở Y tế").is_of(Some("Thanh Hóa")));
    assert!(!Executor::read("Bộ Y tế").is_of(Some("Thanh Hóa")));
}

#[test]
fn levels_come_from_all_who_carry_out_and_from_no_guess() {
    assert_eq!(levels(["Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp xã"]).map(|levels| levels.len()), Some(2));
    assert_eq!(levels(["Ủy ban nhân dân cấp xã", "Cơ quan khác"]), None);
    assert_eq!(levels([]), None);
}

#[test]
fn every_kind_has_a_word_of_its_own() {
    let words: BTreeSet<&str> = Kind::ALL.into_iter().map(Kind::as_str).collect();
    assert_eq!(words.len(), Kind::ALL.len());
}
