//! Keys of foreign JSON (`maThuTuc`, `ten_thu_tuc`, `TTHC_MA`, `linhvuc`) → what they hold. Keys and titles of tables are the
//! same Vietnamese words: those of a list stand in [`list`](super::list) alone, and are looked up there.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

use super::list::{self, Column};

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A cell of a list.
    Cell(Column),
    /// How much the portal says a procedure is used.
    Weight,
    /// Content of a record, by its key of interchange JSON Lines.
    Content(&'static str),
    /// What goes with content, by its key of interchange JSON Lines: a list alone does not take it.
    Beside(&'static str),
    /// A status or a day of effect. Only decisions tell of these.
    Lifecycle,
    /// How many procedures the whole list has.
    Total,
}

/// The words of a key or a title, parted as it parts them: by signs, or by capitals ("TenThuTuc", "maTTHC").
pub(super) fn words(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let letters: Vec<char> = key.nfc().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let begins = before.is_some_and(|before| {
            let next_is_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            before.is_lowercase() || before.is_uppercase() && next_is_small
        });
        if letter.is_uppercase() && begins {
            words.push(' ');
        }
        words.push(if letter.is_alphanumeric() { *letter } else { ' ' });
    }
    words
}

/// More characters than any key or title of a column has.
const KEY_CHARS: usize = 400;

/// The folded letters of a key, without what parts its words: "maThuTuc", "ma_thu_tuc" and "mathutuc" are one.
///
/// Of what is longer than any key or title only the beginning is read: a document may have all of its text in one cell.
pub(super) fn squashed(key: &str) -> String {
    let end = key.char_indices().nth(KEY_CHARS).map_or(key.len(), |(at, _)| at);
    fold(&words(key.get(..end).unwrap_or(key))).replace(' ', "")
}

/// What a key holds; `None` where it is not known.
pub(super) fn holds(key: &str) -> Option<Holds> {
    let squashed = squashed(key);
    if let Some(column) = list::column_of(&squashed) {
        return Some(Holds::Cell(column));
    }
    Some(match squashed.as_str() {
        "code" | "procedurecode" | "formalitycode" => Holds::Cell(Column::Code),
        "name" | "procedurename" | "formalityname" => Holds::Cell(Column::Name),
        "agency" | "issuer" | "issuingagency" | "publishingagency" => Holds::Cell(Column::Issuer),
        "executingagency" | "implementingagency" => Holds::Cell(Column::Executing),
        "sector" | "field" | "sectorname" | "fieldname" => Holds::Cell(Column::Sector),
        "weight" | "portalweight" => Holds::Weight,
        "trinhtu" | "trinhtuthuchien" | "cacbuocthuchien" => Holds::Content("steps"),
        "cachthuc" | "cachthucthuchien" => Holds::Content("methods"),
        "thanhphanhoso" | "thanhphan" => Holds::Content("documents"),
        "ketqua" | "ketquathuchien" | "ketquagiaiquyet" => Holds::Content("result"),
        "cancuphapli" | "cancuphaply" => Holds::Content("legal_basis"),
        "yeucau" | "dieukien" | "yeucaudieukien" | "yeucaudieukienthuchien" => Holds::Content("conditions"),
        "doituong" | "doituongthuchien" => Holds::Beside("object"),
        "cap" | "capthuchien" | "level" => Holds::Beside("level"),
        "loaithutuc" => Holds::Beside("procedure_type"),
        "soquyetdinh" | "soquietdinh" | "soqd" | "decisionnumber" => Holds::Beside("decision_number"),
        "tukhoa" => Holds::Beside("keywords"),
        "trangthai" | "tinhtrang" | "hieuluc" | "tinhtranghieuluc" | "trangthaihieuluc" | "conhieuluc"
        | "hethieuluc" | "ngayhieuluc" | "ngaycohieuluc" | "ngayhethieuluc" | "status" | "state" | "lifecycle"
        | "isactive" | "active" | "effectivedate" | "effectivefrom" | "effectiveto" | "effectiveuntil" => {
            Holds::Lifecycle
        }
        "total" | "totalrecords" | "totalcount" | "totalelements" | "totalitems" | "recordstotal" | "tongso"
        | "tongsobanghi" => Holds::Total,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_known_in_every_way_of_writing_it() {
        for key in
            ["ma_thu_tuc", "maThuTuc", "MaThuTuc", "MA_THU_TUC", "ma-thu-tuc", "mathutuc", "Mã thủ tục", "TTHC_MA"]
        {
            assert_eq!(holds(key), Some(Holds::Cell(Column::Code)), "{key}");
        }
        for key in ["ten_thu_tuc", "tenThuTuc", "TenTTHC", "tentthc", "TTHC_TEN", "NAME", "ten"] {
            assert_eq!(holds(key), Some(Holds::Cell(Column::Name)), "{key}");
        }
        for (key, holds_cell) in [
            ("linhVuc", Column::Sector),
            ("LINH_VUC", Column::Sector),
            ("tenLinhVuc", Column::Sector),
            ("coQuanBanHanh", Column::Issuer),
            ("co_quan_thuc_hien", Column::Executing),
            ("duongDan", Column::Url),
        ] {
            assert_eq!(holds(key), Some(Holds::Cell(holds_cell)), "{key}");
        }
        assert_eq!(holds("canCuPhapLy"), holds("can_cu_phap_ly"));
        assert_eq!(holds("WEIGHT"), Some(Holds::Weight));
        assert_eq!(holds("trangThaiHieuLuc"), Some(Holds::Lifecycle));
        assert_eq!(holds("ISNGANHDOC"), None);
    }

    #[test]
    fn the_words_of_a_key_are_parted_where_its_capitals_part_them() {
        for (key, expected) in
            [("thoiHan", "thoi Han"), ("maTTHC", "ma TTHC"), ("TTHCMa", "TTHC Ma"), ("Thời hạn", "Thời hạn")]
        {
            assert_eq!(words(key), expected);
        }
    }
}
