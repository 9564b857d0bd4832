//! What is said of a decision as a whole, by its label: a title of a table's column, a key of JSON, the words before a colon.

use super::super::keys;

/// What stands under a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    Number,
    Issuer,
    Signed,
    Published,
    Effect,
    /// From when it no longer has effect: whether that is its last day or the first without effect, a person says.
    Ended,
    /// Whether it has effect, which follows from days alone.
    Status,
    Title,
    Sector,
    Signer,
    Source,
    Year,
}

/// The longest text that can be a label, in characters.
const CHARS: usize = 60;

/// What a text is the label of.
pub(super) fn of(text: &str) -> Option<Label> {
    let text = text.trim().trim_end_matches([':', '.', '*', ' ']);
    if text.is_empty() || text.chars().count() > CHARS {
        return None;
    }
    let squashed = keys::squashed(text);
    Some(match squashed.as_str() {
        "so" | "soquyetdinh" | "soquyetdinhcongbo" | "soqd" | "soqdcongbo" | "sokihieu" | "sokyhieu" | "sohieu"
        | "sovakihieu" | "sohieuvanban" | "sokihieuvanban" | "sovanban" | "sohieuquyetdinh" | "sokihieuquyetdinh"
        | "quyetdinhso" | "quyetdinhcongbo" | "number" | "decisionnumber" | "decisionno" => Label::Number,
        "coquanbanhanh"
        | "coquancongbo"
        | "coquanquyetdinh"
        | "coquanbanhanhquyetdinh"
        | "coquanbanhanhvanban"
        | "donvibanhanh"
        | "donvicongbo"
        | "coquanki"
        | "noibanhanh"
        | "issuer"
        | "agency"
        | "issuingagency" => Label::Issuer,
        "ngayki"
        | "ngayky"
        | "ngaybanhanh"
        | "ngayquyetdinh"
        | "ngaykiquyetdinh"
        | "ngaybanhanhquyetdinh"
        | "ngaykibanhanh"
        | "ngaythangbanhanh"
        | "ngaythangki"
        | "ngayraquyetdinh"
        | "thoigianbanhanh"
        | "ngayvanban"
        | "signed"
        | "signedon"
        | "signeddate"
        | "dateofsigning"
        | "issued" => Label::Signed,
        "ngaycongbo" | "ngaycongkhai" | "ngaydang" | "ngaydangtai" | "published" | "publishingdate" => Label::Published,
        "ngayhieuluc"
        | "ngaycohieuluc"
        | "ngaybatdauhieuluc"
        | "hieuluc"
        | "hieuluctu"
        | "hieuluctungay"
        | "cohieuluctu"
        | "cohieuluctungay"
        | "thoidiemcohieuluc"
        | "thoidiemhieuluc"
        | "hieulucthihanh"
        | "ngaycohieulucthihanh"
        | "ngayhieulucthihanh"
        | "ngayapdung"
        | "effect"
        | "effective"
        | "effectivefrom"
        | "effectivedate" => Label::Effect,
        "ngayhethieuluc" | "hethieuluc" | "hethieuluctu" | "hethieuluctungay" | "thoidiemhethieuluc"
        | "effectiveuntil" => Label::Ended,
        "tinhtrang" | "trangthai" | "tinhtranghieuluc" | "trangthaihieuluc" | "hieulucvanban" | "status" => {
            Label::Status
        }
        "trichyeu" | "trichyeunoidung" | "trichyeuquyetdinh" | "trichyeuvanban" | "tenquyetdinh" | "tenvanban"
        | "tieude" | "veviec" | "noidungtrichyeu" | "title" => Label::Title,
        "linhvuc" | "sector" | "field" => Label::Sector,
        "nguoiki" | "nguoiky" | "nguoikiduyet" | "signer" => Label::Signer,
        "nguon" | "nguontrich" | "nguonvanban" | "nguonthongtin" | "source" | "lienket" | "duongdan" | "link"
        | "url" => Label::Source,
        "nam" | "year" => Label::Year,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_in_every_way_of_writing_it() {
        for text in
            ["Số quyết định", "SỐ KÝ HIỆU:", "Số, ký hiệu", "Số/ký hiệu", "Số hiệu", "soKyHieu", "number", "Số:"]
        {
            assert_eq!(of(text), Some(Label::Number), "{text}");
        }
        for text in ["Ngày quyết định", "Ngày ban hành", "Ngày ký:", "ngay_ky", "signed", "NGÀY KÝ"] {
            assert_eq!(of(text), Some(Label::Signed), "{text}");
        }
        assert_eq!(of("Ngày hiệu lực"), Some(Label::Effect));
        assert_eq!(of("Ngày hết hiệu lực"), Some(Label::Ended));
        assert_eq!(of("Trích yếu nội dung"), Some(Label::Title));
        assert_eq!(of("Về việc công bố"), None);
    }
}
