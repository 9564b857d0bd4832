//! Words that say that something is asked, not what. The build exports them.

/// What many names and queries begin with and what says nothing: left out on both sides.
pub(super) const LEAD: &str = "thủ tục";

/// Question words, particles and pronouns, longer phrases included. They weigh little, and at the ends of a query
/// they may be left out.
pub(super) const STOP: &[&str] = &[
    "anh", "ai", "bao lâu", "bao nhiêu", "bây giờ", "bị", "các", "có", "có được không", "con tôi", "của", "của tôi",
    "cần", "cần giấy tờ gì", "cháu", "chị", "cho", "cho hỏi", "cho tôi hỏi", "chuẩn bị", "chúng tôi", "do", "đã",
    "đang", "đâu", "để", "đó", "được", "được không", "em", "gì", "giấy tờ gì", "giờ", "gồm", "gồm những gì", "hay",
    "hoặc", "hỏi", "hồ sơ", "khi", "không", "là", "là gì", "làm", "làm sao", "làm thế nào", "mà", "mình", "một",
    "muốn", "này", "nào", "nên", "nếu", "nhé", "như thế nào", "nhưng", "những", "những gì", "nộp", "ở", "ở đâu",
    "phải", "ra sao", "rồi", "sẽ", "tại", "thế nào", "theo", "thì", "thủ tục", "tôi", "từ", "và", "vậy", "về", "vì",
    "với", "xin", "xin hỏi", "à", "ạ",
];
