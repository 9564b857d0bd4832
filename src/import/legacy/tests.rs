//! What is legacy letters, what is Unicode, and what nobody can tell.

use super::*;

const FONT: Font = Font { letters: Letters::Tcvn3, capitals: false };

fn by_font(text: &str) -> Verdict {
    of_font(text, FONT, Tally::default())
}

fn tcvn3(text: &str) -> Verdict {
    Verdict::Converted(Letters::Tcvn3, text.into())
}

#[test]
fn fonts_are_known_by_their_names() {
    let of = |name: &str| Font::named(name).map(|font| (font.letters, font.capitals));
    for name in [".VnTime", ".vntime", " '.VnArial Narrow', sans-serif", "\".VnTime\",serif", ".VnBook-Antiqua"] {
        assert_eq!(of(name), Some((Letters::Tcvn3, false)), "{name}");
    }
    for name in [".VnTimeH", ".VnArial NarrowH", "\".VnAvantH\""] {
        assert_eq!(of(name), Some((Letters::Tcvn3, true)), "{name}");
    }
    for name in ["VNI-Times", "VNI-Helve-Condense", "vni-aptima", "VNI Times"] {
        assert_eq!(of(name), Some((Letters::Vni, false)), "{name}");
    }
    for name in ["Times New Roman", "Vnikoda", "Arial, .VnTime", "", "UTM Avo"] {
        assert_eq!(of(name), None, "{name}");
    }
}

#[test]
fn a_font_and_its_words_together_are_certain() {
    assert_eq!(by_font("§¨ng ký th\u{ad}êng tró"), tcvn3("Đăng ký thường trú"));
    assert_eq!(by_font("QuyÕt ®Þnh sè 12/Q§-UBND – “cÊp”"), tcvn3("Quyết định số 12/QĐ-UBND – “cấp”"));
    assert_eq!(by_font("N§-CP"), tcvn3("NĐ-CP"));
    let capitals = Font { capitals: true, ..FONT };
    assert_eq!(of_font("phô lôc", capitals, Tally::default()), tcvn3("PHỤ LỤC"));
    assert_eq!(of_font("danh", capitals, Tally::default()), tcvn3("DANH"));
    assert_eq!(by_font("1.004222"), Verdict::Same);
}

#[test]
fn unicode_under_a_legacy_font_stays() {
    for text in ["Đăng ký thường trú", "Cấp giấy phép", "làm", "hòa giải", "Thủ tục là tài sản", "ĐẮK LẮK"]
    {
        assert_eq!(by_font(text), Verdict::Same, "{text}");
    }
}

#[test]
fn what_can_be_both_is_decided_by_the_file_or_asked() {
    assert!(matches!(by_font("có"), Verdict::Unclear(_, said) if said == "cú"));
    let legacy = Tally::of("§¨ng ký", Letters::Tcvn3);
    let unicode = Tally::of("Đăng ký thường trú", Letters::Tcvn3);
    assert_eq!(of_font("có", FONT, legacy), tcvn3("cú"));
    assert_eq!(of_font("có", FONT, unicode), Verdict::Same);
    let mut both = legacy;
    both.add(unicode);
    assert!(matches!(of_font("có", FONT, both), Verdict::Unclear(..)));
    assert!(matches!(by_font("§¨ng ký thường trú"), Verdict::Unclear(..)));
}

#[test]
fn a_lost_letter_is_never_guessed_at() {
    assert!(matches!(by_font("§¨ng ký thêng tró"), Verdict::Unclear(_, said) if said == "Đăng ký thờng trú"));
    assert!(matches!(of_words("QuyÕt ®Þnh ®êng bé"), Verdict::Unclear(Letters::Tcvn3, _)));
}

#[test]
fn plain_legacy_words_need_no_font() {
    for (text, letters, said) in [
        ("§¨ng ký th\u{ad}êng tró", Letters::Tcvn3, "Đăng ký thường trú"),
        ("§Êt ®ai", Letters::Tcvn3, "Đất đai"),
        ("Ñaêng kyù thöôøng truù", Letters::Vni, "Đăng ký thường trú"),
        ("THUÛ TUÏC HAØNH CHÍNH", Letters::Vni, "THỦ TỤC HÀNH CHÍNH"),
        ("Ðãng kyì thýõÌng truì", Letters::Windows1258, "Đăng ký thường trú"),
        ("Thá»§ tá»¥c", Letters::Utf8, "Thủ tục"),
    ] {
        assert_eq!(of_words(text), Verdict::Converted(letters, said.into()), "{text}");
    }
}

#[test]
fn clean_texts_are_no_suspects() {
    for text in [
        "Đăng ký thường trú",
        "THÔNG BÁO GIÁ, CÔNG TÁC",
        "Cà phê, là, và, có, ít, hàm số, bé, mét",
        "café crème, São Paulo, Müller, Señor, naïve, Curaçao, Ê-đê, Gia-rai, M'Nông, Kon Plông",
        "«Nhà nước», § 5, ± 2, 10 m², ½ tháng, 5 µm đến 10 µm, 30 °C, ©, ®, №, «tôi», ¶ 3, ×",
        "Krông Búk, Krông Pắc, Đắk Lắk, Ea H'leo",
        "Quy trình số 1 – cấp tỉnh; “hồ sơ”…",
        "thu\u{309} tu\u{323}c ha\u{300}nh chi\u{301}nh",
        "SỬA ĐỔI, BÃI BỎ",
        "Ý kiến, Ô nhiễm, Âm thanh, ÁP DỤNG, ÂU THUYỀN",
        "Hoà Bình, Cà Mau, Bà Rịa - Vũng Tàu",
        "HÀ NAM, HÀ GIANG, LÂM, CÔNG TY TNHH MÔI TRƯỜNG",
    ] {
        assert_eq!(of_words(text), Verdict::Same, "{text}");
    }
}

#[test]
fn legacy_among_unicode_is_asked() {
    assert!(matches!(of_words("Thủ tục §¨ng ký ®Êt ®ai"), Verdict::Unclear(Letters::Tcvn3, _)));
    assert!(matches!(of_words("Thá»§ tá»¥c đăng ký"), Verdict::Unclear(Letters::Utf8, _)));
}

#[test]
fn bytes_that_are_no_utf8_are_read_where_they_are_plainly_legacy() {
    let bytes = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
    assert_eq!(text_of("Mã số".as_bytes()).as_deref(), Ok("Mã số"));
    assert_eq!(text_of(&bytes("M· sè,Tªn\n1.000001,§¨ng ký")).as_deref(), Ok("M· sè,Tªn\n1.000001,§¨ng ký"));
    assert_eq!(text_of(b"caf\xe9, cr\xe8me"), Err(Reason::NotUtf8(4)));
    assert_eq!(text_of(b"\xff\x00\x81"), Err(Reason::NotUtf8(1)));
}

#[test]
fn a_letter_that_stands_alone_is_read_among_legacy_words() {
    assert_eq!(of_words("Xe « t«, « nhiÔm"), Verdict::Converted(Letters::Tcvn3, "Xe ô tô, ô nhiễm".into()));
}

#[test]
fn all_words_of_a_file_tell_its_letters() {
    for (text, letters) in [
        ("Maõ soá,Teân,Lónh vöïc\nÑaêng kyù thöôøng truù,Cö truù\nCaáp laïi giaáy xaùc nhaän,Cö truù\n", Letters::Vni),
        (
            "M· sè,Tªn,LÜnh vùc\n§¨ng ký th\u{ad}êng tró,C\u{ad} tró\nCÊp l¹i giÊy x¸c nhËn,C\u{ad} tró\n",
            Letters::Tcvn3,
        ),
    ] {
        let mut whole = Whole::default();
        assert!(whole.add(text, None));
        assert_eq!(whole.base().map(|(letters, _)| letters), Some(letters), "{whole:?}");
        let title = text.split(',').nth(1).unwrap_or_default();
        assert_eq!(whole.read(title, None), Verdict::Converted(letters, "Tên".into()));
    }
}
