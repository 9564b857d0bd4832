//! A part of a procedure's content: a value, or the reason that there is none.

/// One component of a procedure (bộ phận tạo thành, Nghị định 63/2010 Điều 8.2): a value, or a stated absence.
/// An empty string is neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Component<T> {
    /// What the source says.
    Value(T),
    /// Why there is no value.
    Absent(Absence),
}

/// Four different things that a blank would hide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// Chưa nhập: the portal has it, this catalogue has not taken it over.
    NotEntered,
    /// Nguồn không nêu: the source publishes nothing here.
    NotPublished,
    /// Không áp dụng / không có: the source says that there is none.
    NotApplicable,
    /// Chưa xác định: nobody knows.
    Unknown,
}

impl Absence {
    /// Every absence, in the order of the reference.
    pub const ALL: [Absence; 4] =
        [Absence::NotEntered, Absence::NotPublished, Absence::NotApplicable, Absence::Unknown];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Absence::NotEntered => "not-entered",
            Absence::NotPublished => "not-published",
            Absence::NotApplicable => "not-applicable",
            Absence::Unknown => "unknown",
        }
    }

    /// The absence that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<Absence> {
        Absence::ALL.into_iter().find(|absence| absence.as_str() == word)
    }
}

impl<T> Component<T> {
    /// The value, where there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Component::Value(value) => Some(value),
            Component::Absent(_) => None,
        }
    }
}
